//! Removes a login.

use serde::{Deserialize, Serialize};

use crate::auth::{AuthError, HostError, Safe};
use crate::service::grants::oauth_of;
use crate::service::login_error::LoginError;
use crate::service::{
    Action, Audit, Context, Given, Kind, LoginView, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase,
};

/// Removes a login with what is sealed of it. Its companies and their data stay; a later login finds them by their tenant.
#[derive(Debug, Serialize, Deserialize)]
pub struct RemoveLogin {
    /// The login, by its number.
    pub login: String,
    /// Whether the consent is revoked at the service too. That ends all of it there, not one company.
    pub revoke: bool,
}

impl Routed for RemoveLogin {
    type Body = ();
    const ROUTE: Route = Route::delete("/v1/logins/{login}", "remove_login", "logins")
        .about("Removes a login. Its companies and their data stay; a later login finds them again.")
        .params(&[
            Param::new("login", Kind::Number, "Its number"),
            Param::new("revoke", Kind::Flag, "Also revokes the consent at the service, for all its companies"),
        ]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self { login: given.part("login").to_owned(), revoke: given.flag("revoke")? })
    }
}

impl UseCase for RemoveLogin {
    type Answer = LoginView;
    const ACTION: Action = Action::Companies;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Certain(|case, _| ("login.remove", case.login.clone()));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<LoginView> {
        let local = cx.local.clone();
        let login = local.login_of_text(&self.login)?;
        let oauth = oauth_of(&login.provider)?;
        let id = login.id;
        if self.revoke {
            let kept = cx.clone().blocking(move |cx| cx.local.cabinet.load(id)).await?;
            let kept = kept.ok_or(LoginError::NoGrant { login: id })?;
            if let Some(tokens) = &kept.sealed.tokens {
                let revoked = local.grants.host.revoke(&kept.app(oauth), &tokens.refresh).await;
                match revoked {
                    // A token that is not taken any more needs no revocation.
                    Ok(()) | Err(HostError::Refused { .. }) => {}
                    Err(HostError::Failed(error)) => return Err(AuthError::Later { login: id, error }.into()),
                }
            }
        }
        let view = local.login_view(login.clone());
        local.keeper(&login)?.clear();
        cx.blocking(move |cx| {
            cx.note()?;
            cx.local.registry.remove_login(id)?;
            Ok(view)
        })
        .await
    }
}
