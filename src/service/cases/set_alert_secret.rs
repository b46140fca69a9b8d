//! Sets or removes a secret of a channel.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::domain::AlertSecret;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase, secret};

/// Sets or removes a secret of a channel.
#[derive(Debug, Serialize, Deserialize)]
pub struct SetAlertSecret {
    /// Which.
    pub which: AlertSecret,
    /// The secret; `None` to forget it.
    #[serde(with = "secret")]
    pub secret: Option<SecretString>,
}

impl UseCase for SetAlertSecret {
    type Answer = ();
    const ACTION: Action = Action::Alerts;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Before(|case, _| {
        let action = if case.secret.is_some() { "alert.secret.set" } else { "alert.secret.remove" };
        (action, case.which.as_str().to_owned())
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<()> {
        cx.local.set_alert_secret(self.which, self.secret).await
    }
}
