//! Sync runs with their errors, newest first.

use serde::{Deserialize, Serialize};

use crate::domain::{RunError, RunStatus, SyncRun};
use crate::service::{
    Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase, one_of,
};
use crate::store::{RunFilter, Store};

/// Sync runs with their errors, newest first: the log as scripts see it.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadRuns(pub RunFilter);

/// Runs, unless asked otherwise, and at most.
const PAGE: usize = 50;
const MOST: usize = 1000;

impl Routed for ReadRuns {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/runs", "list_runs", "sync").about("The sync log, newest first: each run with its errors.").params(&[
        Param::COMPANIES,
        Param::new("status", Kind::Texts, "How they ended; may be repeated").example("failed"),
        Param::new("limit", Kind::UpTo(MOST), "Runs at most, 50 unless told"),
    ]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        let statuses = given.all("status").map(|word| one_of("status", word, &RunStatus::ALL, RunStatus::as_str));
        let limit = given.number("limit", 0..=MOST)?.unwrap_or(PAGE);
        Ok(Self(RunFilter { companies: given.companies()?, statuses: statuses.collect::<Result<_>>()?, limit: Some(limit) }))
    }
}

impl UseCase for ReadRuns {
    type Answer = Vec<(SyncRun, Vec<RunError>)>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.0.companies)
    }

    async fn run(self, cx: Context) -> Result<Self::Answer> {
        cx.blocking(move |cx| {
            let with_errors = |run: SyncRun| {
                let errors = if run.error_count == 0 { Vec::new() } else { cx.local.store.run_errors(run.id)? };
                Ok((run, errors))
            };
            cx.local.store.runs(&self.0)?.into_iter().map(with_errors).collect()
        })
        .await
    }
}
