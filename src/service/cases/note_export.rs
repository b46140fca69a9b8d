//! Notes in the audit log that invoices were exported.

use serde::{Deserialize, Serialize};

use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Notes in the audit log that invoices were exported: what, and where to.
#[derive(Debug, Serialize, Deserialize)]
pub struct NoteExport(pub String);

impl UseCase for NoteExport {
    type Answer = ();
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Before(|case, _| ("export", case.0.clone()));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Seen
    }

    async fn run(self, cx: Context) -> Result<()> {
        drop(cx);
        Ok(())
    }
}
