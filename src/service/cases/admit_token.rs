//! The token of a hash, if it lets its bearer in.

use serde::{Deserialize, Serialize};

use crate::domain::{Token, TokenHash};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, ServiceError, UseCase};

/// The token of a hash, if it lets its bearer in.
#[derive(Debug, Serialize, Deserialize)]
pub struct AdmitToken(pub TokenHash);

impl UseCase for AdmitToken {
    type Answer = Token;
    const ACTION: Action = Action::Tokens;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<Token> {
        let now = cx.local.options.clock.now();
        let found = cx.blocking(move |cx| Ok(cx.local.tokens.find(&self.0)?));
        let token = found.await?.ok_or(ServiceError::TokenUnknown)?;
        match token.expires {
            Some(expired) if token.is_expired(now) => Err(ServiceError::TokenExpired { name: token.name, expired }.into()),
            _ => Ok(token),
        }
    }
}
