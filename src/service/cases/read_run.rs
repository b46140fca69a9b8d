//! A run with its errors.

use serde::{Deserialize, Serialize};

use crate::domain::{Message, RunError, RunId, SyncRun};
use crate::service::{
    Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase, bad_value,
};
use crate::store::Store;

/// A run with its errors.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadRun(pub RunId);

impl Routed for ReadRun {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/runs/{run}", "get_run", "sync")
        .about("One run, with an error for each invoice that was refused.")
        .params(&[Param::new("run", Kind::Number, "Its number")]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        let part = given.part("run");
        let id = part.parse().map_err(|_| bad_value("run", part, Message::new("api-run")))?;
        Ok(Self(RunId(id)))
    }
}

impl UseCase for ReadRun {
    type Answer = Option<(SyncRun, Vec<RunError>)>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Seen
    }

    async fn run(self, cx: Context) -> Result<Option<(SyncRun, Vec<RunError>)>> {
        let sees = cx.sight();
        let read = cx.blocking(move |cx| {
            let Some(run) = cx.local.store.run(self.0)? else { return Ok(None) };
            Ok(Some((run, cx.local.store.run_errors(self.0)?)))
        });
        Ok(read.await?.filter(|(run, _)| sees(run.company)))
    }
}
