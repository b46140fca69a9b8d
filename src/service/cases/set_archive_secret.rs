//! Seals or removes the secret of the archive's access key.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase, secret};

/// Seals or removes the secret of the archive's access key.
#[derive(Debug, Serialize, Deserialize)]
pub struct SetArchiveSecret {
    /// The secret; `None` to forget it.
    #[serde(with = "secret")]
    pub secret: Option<SecretString>,
}

impl UseCase for SetArchiveSecret {
    type Answer = ();
    const ACTION: Action = Action::Keys;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Before(|case, _| {
        let action = if case.secret.is_some() { "archive.secret.set" } else { "archive.secret.remove" };
        (action, "s3".to_owned())
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<()> {
        cx.blocking(move |cx| cx.local.set_archive_secret(self.secret.as_ref())).await
    }
}
