//! Events of calendars that could become entries: a member sees those of its own calendars.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{ProposalAsk, ProposalView, Shelf, Whose, calendar};
use crate::service::{Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};

/// Events of calendars that could become entries: a member sees those of its own calendars.
#[derive(Debug, Serialize, Deserialize)]
pub struct FindProposals {
    /// The company.
    pub company: CompanyId,
    /// Which.
    pub ask: ProposalAsk,
}

impl Routed for FindProposals {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/companies/{company}/event-proposals", "list_event_proposals", "calendars")
        .about("Events of the last syncs that could become entries of time. Nothing becomes one before it is accepted.")
        .params(&[Param::new("company", Kind::Number, "The company's number")]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self { company: given.company()?, ask: ProposalAsk::default() })
    }
}

impl UseCase for FindProposals {
    type Answer = ProposalView;
    const ACTION: Action = Action::Time;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;
    const READS: bool = true;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<ProposalView> {
        cx.blocking(move |cx| {
            let shelf = Shelf::open(&cx.local, self.company)?;
            let own_only = !cx.caller.may(Action::Books, &shelf.company);
            calendar::propose(&shelf, &self.ask, &Whose { actor: cx.caller.actor.clone(), own_only })
        })
        .await
    }
}
