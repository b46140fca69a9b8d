//! Processes at work.

use serde::Serialize;

use super::value::{Instant, Shown};
use crate::service::cases::WorkerView;

/// A process that syncs companies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Worker))]
pub struct WorkerJson {
    /// Machine and process.
    pub name: String,
    /// Numbers of the companies that it syncs.
    pub companies: Vec<u32>,
    /// When the first of its leases ends if it is not renewed.
    pub lease_until: Option<Instant>,
}

impl WorkerJson {
    /// What scripts see of the processes at work.
    #[must_use]
    pub fn of(workers: &[WorkerView]) -> Vec<Self> {
        let worker = |view: &WorkerView| Self {
            name: view.name.clone(),
            companies: view.companies.iter().map(|id| id.0).collect(),
            lease_until: view.until.map(Shown),
        };
        workers.iter().map(worker).collect()
    }
}
