//! Revokes a token.

use serde::{Deserialize, Serialize};

use crate::domain::{Token, TokenId};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, ServiceError, UseCase};

/// Revokes a token, by name or number; a name goes before a number.
#[derive(Debug, Serialize, Deserialize)]
pub struct RevokeToken(pub String);

impl UseCase for RevokeToken {
    type Answer = Token;
    const ACTION: Action = Action::Tokens;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, _| ("token.revoke", case.0.clone()));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<Token> {
        cx.blocking(move |cx| {
            let wanted = self.0.trim();
            let all = cx.local.tokens.all()?;
            let by_name = all.iter().find(|token| token.name.to_lowercase() == wanted.to_lowercase());
            let by_id = || wanted.parse().ok().and_then(|id| all.iter().find(|token| token.id == TokenId(id)));
            let gone = || ServiceError::NoSuchToken { wanted: wanted.to_owned() };
            let id = by_name.or_else(by_id).ok_or_else(gone)?.id;
            cx.note()?;
            Ok(cx.local.tokens.remove(id)?.ok_or_else(gone)?)
        })
        .await
    }
}
