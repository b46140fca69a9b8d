//! Which processes are at work, on which companies.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, as_text};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};
use crate::store::Leases;

/// A process that holds leases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerView {
    /// Its name: machine and process.
    pub name: String,
    /// The companies that it syncs, as far as the caller sees them.
    pub companies: Vec<CompanyId>,
    /// When the first of its leases ends if it is not renewed.
    #[serde(with = "as_text")]
    pub until: Option<jiff::Timestamp>,
}

/// Reads which processes are at work, in the order of their names.
#[derive(Debug, Serialize, Deserialize)]
pub struct Workers;

impl UseCase for Workers {
    type Answer = Vec<WorkerView>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Seen
    }

    async fn run(self, cx: Context) -> Result<Vec<WorkerView>> {
        let sees = cx.sight();
        cx.blocking(move |cx| {
            let now = cx.local.options.clock.now();
            let mut workers: BTreeMap<Box<str>, WorkerView> = BTreeMap::new();
            for lease in cx.local.store.leases(now)?.into_iter().filter(|lease| sees(lease.company)) {
                let worker = workers.entry(lease.holder.0.clone()).or_insert_with(|| WorkerView {
                    name: lease.holder.0.to_string(),
                    companies: Vec::new(),
                    until: None,
                });
                worker.companies.push(lease.company);
                worker.until = Some(worker.until.map_or(lease.expires, |until| until.min(lease.expires)));
            }
            Ok(workers.into_values().collect())
        })
        .await
    }
}
