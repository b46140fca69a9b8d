//! Starts, switches, stops or discards the caller's timer, or tells it.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{Shelf, TimerAsk, TimerView, Whose, run_timer};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Starts, switches, stops or discards the caller's timer, or tells it.
#[derive(Debug, Serialize, Deserialize)]
pub struct RunTimer {
    /// The company.
    pub company: CompanyId,
    /// What is done.
    pub ask: TimerAsk,
}

impl UseCase for RunTimer {
    type Answer = TimerView;
    const ACTION: Action = Action::Time;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn reads(&self) -> bool {
        matches!(self.ask, TimerAsk::Status)
    }

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<TimerView> {
        cx.blocking(move |cx| {
            let _gate = cx.local.shelves.change();
            let shelf = Shelf::open(&cx.local, self.company)?;
            run_timer(&shelf, self.ask, &Whose { actor: cx.caller.actor.clone(), own_only: true })
        })
        .await
    }
}
