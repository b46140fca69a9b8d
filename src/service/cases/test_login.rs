//! Tests a login at its service.

use serde::{Deserialize, Serialize};

use crate::domain::{Login, LoginState};
use crate::provider::ProviderError;
use crate::service::grants::oauth_of;
use crate::service::login_error::LoginError;
use crate::service::logins::{may_revive, tenants};
use crate::service::{
    Action, Audit, Context, Finished, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase,
};

/// Tests a login: renews its access, and asks which companies it opens. One that ended is tried once more.
#[derive(Debug, Serialize, Deserialize)]
pub struct TestLogin(pub String);

impl Routed for TestLogin {
    type Body = ();
    const ROUTE: Route = Route::post("/v1/logins/{login}/test", "test_login", "logins")
        .about("Renews access and answers which companies the login opens. One that ended is tried once more.")
        .params(&[Param::new("login", Kind::Number, "Its number")]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self(given.part("login").to_owned()))
    }
}

impl UseCase for TestLogin {
    type Answer = Finished;
    const ACTION: Action = Action::Keys;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<Finished> {
        let local = cx.local.clone();
        let login = local.login_of_text(&self.0)?;
        let oauth = oauth_of(&login.provider)?;
        if may_revive(login.state) {
            set_state(&cx, &login, LoginState::Active).await?;
        }
        let keeper = local.keeper(&login)?;
        keeper.clear();
        if let Err(error) = keeper.token().await {
            if may_revive(login.state) && !matches!(error, ProviderError::LoginEnded { .. }) {
                set_state(&cx, &login, login.state).await?;
            }
            return Err(error.into());
        }
        let choices = tenants(&local, &login, oauth).await?;
        let companies = local.registry.companies_of(login.id);
        let is_lost = |company: &&crate::domain::Company| {
            choices.iter().all(|view| company.tenant.as_ref() != Some(&view.tenant))
        };
        let lost: Vec<&str> = companies.iter().filter(is_lost).map(|company| company.name.as_str()).collect();
        if !lost.is_empty() {
            return Err(LoginError::TenantsLost { companies: lost.join(", "), login: login.id }.into());
        }
        let login = local.registry.login(login.id).unwrap_or(login);
        Ok(Finished { login: local.login_view(login), connected: companies, choices })
    }
}

async fn set_state(cx: &Context, login: &Login, state: LoginState) -> Result<()> {
    let id = login.id;
    cx.clone().blocking(move |cx| Ok(cx.local.registry.change_login(id, |login| login.state = state).map(drop)?)).await
}
