//! Calendars of companies with own books, with what a person must decide.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{CalendarView, Shelf, calendar};
use crate::service::{Action, Audit, Context, Given, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};

/// Calendars of companies with own books, with what a person must decide.
#[derive(Debug, Serialize, Deserialize)]
pub struct Calendars {
    /// Companies; all with own books where empty.
    pub companies: Vec<CompanyId>,
}

impl Routed for Calendars {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/calendars", "list_calendars", "calendars")
        .about("Calendars of companies with own books: their state, and what a person must decide.")
        .params(&[Param::COMPANIES]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self { companies: given.companies()? })
    }
}

impl UseCase for Calendars {
    type Answer = Vec<CalendarView>;
    const ACTION: Action = Action::Ledger;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<Vec<CalendarView>> {
        cx.blocking(move |cx| {
            let mut found = Vec::new();
            let all = cx.local.registry.companies();
            let asked = |id: &CompanyId| self.companies.is_empty() || self.companies.contains(id);
            for company in all.into_iter().filter(|company| company.has_own_books() && asked(&company.id)) {
                found.extend(calendar::list(&Shelf::open(&cx.local, company.id)?)?);
            }
            Ok(found)
        })
        .await
    }
}
