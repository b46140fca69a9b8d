//! Notes in the audit log that an export was not finished.

use serde::{Deserialize, Serialize};

use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Notes in the audit log that an export was not finished.
#[derive(Debug, Serialize, Deserialize)]
pub struct NoteFailedExport(pub String);

impl UseCase for NoteFailedExport {
    type Answer = ();
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Before(|case, _| ("export.failed", case.0.clone()));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Seen
    }

    async fn run(self, cx: Context) -> Result<()> {
        drop(cx);
        Ok(())
    }
}
