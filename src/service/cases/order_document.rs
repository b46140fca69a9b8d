//! Approves that a document is voided at its service, or sent by the service's own mail.

use serde::{Deserialize, Serialize};

use crate::domain::RecordKey;
use crate::service::companies::name_of;
use crate::service::push_view::PushView;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Approves that a document is voided at its service, or sent by the service's own mail.
#[derive(Debug, Serialize, Deserialize)]
pub struct OrderDocument {
    /// The document.
    pub key: RecordKey,
    /// The addresses that it is sent to, the customer's where empty; `None` voids it.
    pub mail: Option<Vec<String>>,
    /// Whether it is sent once more where it was sent to these addresses already.
    pub again: bool,
}

impl UseCase for OrderDocument {
    type Answer = PushView;
    const ACTION: Action = Action::Push;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Before(|case, names| {
        let of = format!("{}: {}", name_of(names, case.key.company), case.key.id);
        (if case.mail.is_some() { "push.mail" } else { "push.void" }, of)
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.key.company)
    }

    async fn run(self, cx: Context) -> Result<PushView> {
        let local = cx.local.clone();
        local.order_document(self.key, self.mail, self.again, &cx.caller.actor).await
    }
}
