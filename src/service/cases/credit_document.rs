//! Approves that a credit note over a document is made at its service.

use serde::{Deserialize, Serialize};

use crate::domain::RecordKey;
use crate::service::companies::name_of;
use crate::service::push_view::PushView;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Approves that a credit note over the whole of a document is made at its service, once.
#[derive(Debug, Serialize, Deserialize)]
pub struct CreditDocument {
    /// The document.
    pub key: RecordKey,
}

impl UseCase for CreditDocument {
    type Answer = PushView;
    const ACTION: Action = Action::Push;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> =
        Audit::Before(|case, names| ("push.credit", format!("{}: {}", name_of(names, case.key.company), case.key.id)));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.key.company)
    }

    async fn run(self, cx: Context) -> Result<PushView> {
        let local = cx.local.clone();
        local.credit_document(self.key, &cx.caller.actor).await
    }
}
