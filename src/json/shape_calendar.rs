//! What scripts send to and see of the use cases of calendars and the archive.

use serde::Deserialize;
use utoipa::ToSchema;

use super::archive::ArchiveJson;
use super::calendar::{CalendarSyncJson, CalendarsJson, EventProposalsJson, EventsDecidedJson};
use super::shape::{About, Sent, Shape};
use crate::service::Result;
use crate::service::archive::ArchivedView;
use crate::service::books::{CalendarSynced, CalendarView, Decided, Decision, ProposalView};

impl Shape for Vec<CalendarView> {
    type Json<'a> = CalendarsJson;

    fn shape(&self, _: &About<'_>) -> Result<CalendarsJson> {
        Ok(CalendarsJson::new(self))
    }
}

impl Shape for CalendarSynced {
    type Json<'a> = CalendarSyncJson;

    fn shape(&self, _: &About<'_>) -> Result<CalendarSyncJson> {
        Ok(self.into())
    }
}

impl Shape for ProposalView {
    type Json<'a> = EventProposalsJson;

    fn shape(&self, _: &About<'_>) -> Result<EventProposalsJson> {
        Ok(EventProposalsJson::new(self))
    }
}

impl Shape for Decided {
    type Json<'a> = EventsDecidedJson;

    fn shape(&self, _: &About<'_>) -> Result<EventsDecidedJson> {
        Ok(self.into())
    }
}

/// A decision about proposals.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EventDecision)]
pub struct DecisionJson {
    /// Keys of the proposals.
    proposals: Vec<String>,
    /// Whether they become entries; otherwise they are not proposed again.
    accept: bool,
    /// Project of the entries; the calendar's without it.
    #[serde(default)]
    project: Option<String>,
}

impl Sent for Decision {
    type Json = DecisionJson;
}

impl From<DecisionJson> for Decision {
    fn from(DecisionJson { proposals, accept, project }: DecisionJson) -> Self {
        Self { ids: proposals, accept, project }
    }
}

impl Shape for Vec<ArchivedView> {
    type Json<'a> = ArchiveJson;

    fn shape(&self, _: &About<'_>) -> Result<ArchiveJson> {
        Ok(ArchiveJson::new(self))
    }
}
