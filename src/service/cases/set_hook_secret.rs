//! Sets or removes the key of a service's webhooks.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::domain::HookSource;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase, secret};

/// Sets or removes the key of a service's webhooks.
#[derive(Debug, Serialize, Deserialize)]
pub struct SetHookSecret {
    /// The service.
    pub source: HookSource,
    /// The key; `None` to forget it.
    #[serde(with = "secret")]
    pub secret: Option<SecretString>,
}

impl UseCase for SetHookSecret {
    type Answer = ();
    const ACTION: Action = Action::Keys;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Before(|case, _| {
        let action = if case.secret.is_some() { "hook.secret.set" } else { "hook.secret.remove" };
        (action, case.source.as_str().to_owned())
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<()> {
        cx.blocking(move |cx| cx.local.set_hook_secret(self.source, self.secret.as_ref())).await
    }
}
