//! Recurring invoices, and names of time files.

use serde::Serialize;

use crate::domain::ledger::TimeMap;
use crate::json::value::{Amount, Day, Shown};
use crate::service::books::RecurringView;

/// A recurring invoice.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksRecurring))]
pub struct RecurringJson<'r> {
    pub id: &'r str,
    pub title: &'r str,
    pub client: &'r str,
    pub client_id: &'r str,
    pub project: Option<&'r str>,
    pub months: u16,
    /// The day of the next one.
    pub next: Day,
    pub until: Option<Day>,
    pub time: bool,
    pub group: &'static str,
    pub rounding_level: &'static str,
    pub lines: Vec<RecurringLineJson<'r>>,
    pub vat: Option<&'r str>,
    pub note: &'r str,
    pub paused: bool,
    /// How many were due so far.
    pub made: u64,
}

/// A line that each invoice has.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksRecurringLine))]
pub struct RecurringLineJson<'r> {
    pub text: &'r str,
    pub quantity: Amount,
    pub unit_price: Amount,
    pub vat: Option<&'r str>,
}

/// A name of time files that stands for a project.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksTimeMap))]
pub struct TimeMapJson<'r> {
    pub name: &'r str,
    pub kind: &'static str,
    /// The project; missing where the name was forgotten.
    pub project: Option<&'r str>,
}

impl<'r> RecurringJson<'r> {
    /// What scripts see of a recurring invoice.
    #[must_use]
    pub fn new(view: &'r RecurringView) -> Self {
        let one = &view.recurring;
        let lines = one.lines.iter().map(|line| RecurringLineJson {
            text: &line.text,
            quantity: Shown(line.quantity),
            unit_price: Shown(line.unit_price),
            vat: line.vat.as_ref().map(|vat| vat.word.as_str()),
        });
        Self {
            id: one.id.as_str(),
            title: &one.title,
            client: &view.client,
            client_id: one.client.as_str(),
            project: view.project.as_deref(),
            months: one.months,
            next: Shown(one.next),
            until: one.until.map(Shown),
            time: one.time,
            group: one.group.as_str(),
            rounding_level: one.level.as_str(),
            lines: lines.collect(),
            vat: one.vat.as_ref().map(|vat| vat.word.as_str()),
            note: &one.note,
            paused: one.paused,
            made: one.made,
        }
    }
}

impl<'r> TimeMapJson<'r> {
    /// What scripts see of a name.
    #[must_use]
    pub fn new(map: &'r TimeMap, project: Option<&'r str>) -> Self {
        Self { name: &map.name, kind: if map.tag { "tag" } else { "project" }, project }
    }
}
