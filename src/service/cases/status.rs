//! The health of all companies.

use serde::{Deserialize, Serialize};

use super::{Companies, WorkerView, Workers};
use crate::domain::CompanyId;
use crate::service::bank_proof::waiting;
use crate::service::lag::{LagView, lag};
use crate::service::{Action, Audit, CompanyView, Context, Given, Patience, Repeat, Result, Route, Routed, Scope, UseCase};

/// The health of all companies that the caller sees.
#[derive(Debug, Serialize, Deserialize)]
pub struct Status;

/// Companies, for their health as a whole, the processes at work, and what is due.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct StatusView {
    /// The companies.
    pub companies: Vec<CompanyView>,
    /// Processes that sync some of them.
    pub workers: Vec<WorkerView>,
    /// What is due and not done yet.
    pub lag: LagView,
    /// Companies with bank entries that a person has to decide about, and how many.
    pub doubtful: Vec<(CompanyId, u64)>,
}

impl Routed for Status {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/status", "status", "companies")
        .about("The health of all, by the worst of them: what `faktura status --json` prints.");

    fn read(_: &Given, (): ()) -> Result<Self> {
        Ok(Self)
    }
}

impl UseCase for Status {
    type Answer = StatusView;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Seen
    }

    async fn run(self, cx: Context) -> Result<StatusView> {
        let workers = Workers.run(cx.clone()).await?;
        let companies = Companies.run(cx.clone()).await?;
        let sees = cx.sight();
        cx.blocking(move |cx| {
            let lag = lag(&cx.local, &companies, &sees)?;
            let waits = |view: &CompanyView| {
                let count = waiting(cx.local.store.inner(), view.company.id);
                // What cannot be read is told as damage, and hides no other company.
                count.inspect_err(|error| tracing::warn!(%error, company = %view.company.id, "bank entries cannot be counted")).ok()
            };
            let doubtful = companies.iter().filter_map(|view| Some((view.company.id, waits(view).filter(|count| *count > 0)?))).collect();
            Ok(StatusView { companies, workers, lag, doubtful })
        })
        .await
    }
}
