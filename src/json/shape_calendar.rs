//! What scripts send to and see of the use cases of calendars, the archive and Slack.

use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::archive::{ArchiveJson, ArchiveRunJson};
use super::calendar::{CalendarJson, CalendarSyncJson, CalendarsJson, EventProposalsJson, EventsDecidedJson};
use super::shape::{About, Sent, Shape};
use super::slack::SlackPeopleJson;
use crate::domain::calendar::Keep;
use crate::service::Result;
use crate::service::archive::{Archived, ArchivedView};
use crate::service::books::asked::{Asked, SlackAsk, maybe_day};
use crate::service::books::{CalendarSynced, CalendarView, Decided, Decision, NewCalendar, ProposalView, SlackPersonView};

impl Shape for Vec<CalendarView> {
    type Json<'a> = CalendarsJson;

    fn shape(&self, _: &About<'_>) -> Result<CalendarsJson> {
        Ok(CalendarsJson::new(self))
    }
}

impl Shape for CalendarView {
    type Json<'a> = CalendarJson;

    fn shape(&self, _: &About<'_>) -> Result<CalendarJson> {
        Ok(CalendarJson::new(self))
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

impl Shape for Archived {
    type Json<'a> = ArchiveRunJson;

    fn shape(&self, _: &About<'_>) -> Result<ArchiveRunJson> {
        Ok(self.into())
    }
}

impl Shape for Vec<SlackPersonView> {
    type Json<'a> = SlackPeopleJson;

    fn shape(&self, _: &About<'_>) -> Result<SlackPeopleJson> {
        Ok(SlackPeopleJson { people: self.iter().map(Into::into).collect() })
    }
}

/// A calendar to connect.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCalendar)]
pub struct NewCalendarJson {
    /// Its name here.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// Address of the `CalDAV` collection; without it the secret is a private iCalendar address. Without TLS only on this machine.
    url: Option<String>,
    /// Name at the server, where it asks for one.
    #[serde(default)]
    user: String,
    /// The password, or the private address. It is sealed and never told again.
    #[schema(write_only, value_type = Option<String>)]
    secret: Option<SecretString>,
    /// The person with that calendar; the caller's without it.
    person: Option<String>,
    /// The project of its events.
    project: Option<String>,
    /// First day that counts; thirty days ago without it.
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<String>,
    /// Whether entries are written there.
    #[serde(default = "yes")]
    #[schema(default = true)]
    writes: bool,
    /// Whether it is asked first; one that does not answer is not added.
    #[serde(default = "yes")]
    #[schema(default = true)]
    test: bool,
}

const fn yes() -> bool {
    true
}

impl Sent for Asked<NewCalendar> {
    type Json = NewCalendarJson;
}

impl From<NewCalendarJson> for Asked<NewCalendar> {
    fn from(json: NewCalendarJson) -> Self {
        let NewCalendarJson { name, url, user, secret, person, project, from, writes, test } = json;
        let from = maybe_day(from.as_ref());
        Self(from.map(|from| NewCalendar { name, url, user, secret, person, project, from, writes, test }))
    }
}

/// Which side of a conflict counts.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EventResolution)]
pub struct KeepJson {
    /// The side.
    keep: SideJson,
}

/// A side of a conflict.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = EventSide)]
pub enum SideJson {
    /// The entry here.
    Books,
    /// The event at the calendar.
    Calendar,
}

impl Sent for Keep {
    type Json = KeepJson;
}

impl From<KeepJson> for Keep {
    fn from(KeepJson { keep }: KeepJson) -> Self {
        match keep {
            SideJson::Books => Self::Books,
            SideJson::Calendar => Self::Calendar,
        }
    }
}

/// The person that a user of Slack is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SlackPersonBody)]
pub struct SlackAskJson {
    /// The person.
    person: String,
    /// The project of its time.
    project: Option<String>,
}

impl Sent for SlackAsk {
    type Json = SlackAskJson;
}

impl From<SlackAskJson> for SlackAsk {
    fn from(SlackAskJson { person, project }: SlackAskJson) -> Self {
        Self { person, project }
    }
}
