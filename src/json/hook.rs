//! Webhooks of accounting services.

use serde::Serialize;

use super::value::{Instant, Shown};
use crate::domain::HookState;

/// `faktura hook list --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HooksJson {
    /// A line for each service.
    pub hooks: Vec<HookJson>,
}

/// Webhooks of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are the promise; HookState explains them")]
pub struct HookJson {
    pub service: &'static str,
    pub path: String,
    pub secret_set: Option<Instant>,
    pub taken: u64,
    pub refused: u64,
    pub last: Option<Instant>,
}

impl HooksJson {
    /// The shape of these.
    #[must_use]
    pub fn new(hooks: &[HookState]) -> Self {
        let one = |hook: &HookState| HookJson {
            service: hook.source.as_str(),
            path: format!("/hooks/{}", hook.source.as_str()),
            secret_set: hook.set.map(Shown),
            taken: hook.taken,
            refused: hook.refused,
            last: hook.last.map(Shown),
        };
        Self { hooks: hooks.iter().map(one).collect() }
    }
}
