//! The audit log, read to its end and verified.

use serde::{Deserialize, Serialize};

use crate::domain::AuditLog;
use crate::service::{Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};
use crate::store::Store;

/// The audit log, read to its end and verified.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadAudit {
    /// Entries at most, the newest; all without.
    pub newest: Option<usize>,
}

/// Entries of an answer, unless asked otherwise, and at most.
const PAGE: usize = 50;
const MOST: usize = 10_000;

impl Routed for ReadAudit {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/audit", "audit", "audit")
        .about("The newest entries of the audit log; the whole log is verified. For admins of every company.")
        .params(&[Param::new("limit", Kind::UpTo(MOST), "Entries at most, 50 unless told")]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self { newest: Some(given.number("limit", 0..=MOST)?.unwrap_or(PAGE)) })
    }
}

impl UseCase for ReadAudit {
    type Answer = AuditLog;
    const ACTION: Action = Action::Audit;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<AuditLog> {
        cx.blocking(move |cx| {
            let mut log = cx.local.store.audit_log()?;
            let older = self.newest.map_or(0, |newest| log.entries.len().saturating_sub(newest));
            log.entries.drain(..older);
            Ok(log)
        })
        .await
    }
}
