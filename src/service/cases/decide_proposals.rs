//! Makes entries of events, or dismisses them: a member those of its own calendars.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{Decided, Decision, Shelf, Whose, calendar};
use crate::service::{Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};

/// Makes entries of events, or dismisses them: a member those of its own calendars.
#[derive(Debug, Serialize, Deserialize)]
pub struct DecideProposals {
    /// The company.
    pub company: CompanyId,
    /// The decision.
    pub decision: Decision,
}

impl Routed for DecideProposals {
    type Body = Decision;
    const ROUTE: Route = Route::post("/v1/companies/{company}/event-proposals", "decide_event_proposals", "calendars")
        .about("Makes entries of proposed events, or dismisses them.")
        .params(&[Param::new("company", Kind::Number, "The company's number")]);

    fn read(given: &Given, decision: Decision) -> Result<Self> {
        Ok(Self { company: given.company()?, decision })
    }
}

impl UseCase for DecideProposals {
    type Answer = Decided;
    const ACTION: Action = Action::Time;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<Decided> {
        cx.blocking(move |cx| {
            let _gate = cx.local.shelves.change();
            let shelf = Shelf::open(&cx.local, self.company)?;
            let own_only = !cx.caller.may(Action::Books, &shelf.company);
            calendar::decide(&shelf, &self.decision, &Whose { actor: cx.caller.actor.clone(), own_only })
        })
        .await
    }
}
