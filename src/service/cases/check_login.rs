//! Checks a consent before the secret of its app is asked for.

use serde::{Deserialize, Serialize};

use crate::service::cases::begin_login;
use crate::service::{Action, Audit, Context, NewLogin, Patience, Repeat, Result, Scope, UseCase};

/// Fails as beginning the consent would, as far as that is known without the secret of the app. Changes nothing.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckLogin(pub NewLogin);

impl UseCase for CheckLogin {
    type Answer = ();
    const ACTION: Action = Action::Companies;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<()> {
        cx.blocking(move |cx| begin_login::check(cx, self.0)).await
    }
}
