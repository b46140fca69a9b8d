//! Makes a token.

use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};

use crate::domain::{Token, TokenId};
use crate::service::{Action, Audit, Context, IssuedToken, NewToken, Patience, Repeat, Result, Scope, UseCase, tokens};

/// Makes a token; it is told this once, and only its hash is kept.
#[derive(Debug, Serialize, Deserialize)]
pub struct AddToken(pub NewToken);

impl UseCase for AddToken {
    type Answer = IssuedToken;
    const ACTION: Action = Action::Tokens;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, _| ("token.add", case.0.name.clone()));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<IssuedToken> {
        cx.blocking(move |cx| {
            let (local, new) = (&cx.local, self.0);
            let name = new.name.trim().to_owned();
            tokens::check_name(local, &name)?;
            for id in &new.companies {
                local.by_id(*id)?;
            }
            let secret = tokens::random()?;
            cx.note()?;
            let token = local.tokens.add(Token {
                id: TokenId(0),
                name,
                role: new.role,
                companies: new.companies,
                created: local.options.clock.now(),
                created_by: cx.caller.actor.clone(),
                expires: new.expires,
                hash: tokens::hash(secret.expose_secret()),
            })?;
            Ok(IssuedToken { token, secret })
        })
        .await
    }
}
