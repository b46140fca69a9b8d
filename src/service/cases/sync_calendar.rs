//! Syncs a calendar both ways.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{CalendarSynced, calendar};
use crate::service::{Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};

/// Syncs a calendar both ways.
#[derive(Debug, Serialize, Deserialize)]
pub struct SyncCalendar {
    /// The company.
    pub company: CompanyId,
    /// The calendar, by name or identifier.
    pub calendar: String,
}

impl Routed for SyncCalendar {
    type Body = ();
    const ROUTE: Route = Route::post("/v1/companies/{company}/calendars/{calendar}/sync", "sync_calendar", "calendars")
        .about("Syncs a calendar both ways. What both sides changed is overwritten on neither, and counted as conflicts.")
        .optional_body()
        .params(&[Param::new("company", Kind::Number, "The company's number"), Param::new("calendar", Kind::Text, "The calendar's identifier or name")]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self { company: given.company()?, calendar: given.part("calendar").to_owned() })
    }
}

impl UseCase for SyncCalendar {
    type Answer = CalendarSynced;
    const ACTION: Action = Action::Books;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Sync;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<CalendarSynced> {
        calendar::sync(&cx.local, self.company, &self.calendar, &cx.caller.actor).await
    }
}
