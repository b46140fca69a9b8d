//! The audit log, read to its end and verified.

use serde::{Deserialize, Serialize};

use crate::domain::AuditLog;
use crate::store::Store;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// The audit log, read to its end and verified.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadAudit;

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
        cx.blocking(|cx| Ok(cx.local.store.audit_log()?)).await
    }
}
