//! Every token, without its secret.

use serde::{Deserialize, Serialize};

use crate::domain::Token;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Every token, without its secret.
#[derive(Debug, Serialize, Deserialize)]
pub struct Tokens;

impl UseCase for Tokens {
    type Answer = Vec<Token>;
    const ACTION: Action = Action::Tokens;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<Vec<Token>> {
        cx.blocking(|cx| Ok(cx.local.tokens.all()?)).await
    }
}
