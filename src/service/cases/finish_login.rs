//! Finishes a consent.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::auth::{AuthError, PATIENCE, redirect};
use crate::domain::{Login, LoginId};
use crate::service::grants::oauth_of;
use crate::service::login_error::LoginError;
use crate::service::logins::{chosen, connect, end_consent, exchange, realm, same_realm, tenants};
use crate::service::{Action, Audit, Context, Finished, Given, Patience, Repeat, Result, Route, Routed, Scope, UseCase, secret};

/// Finishes a consent by the address that the browser was sent to, and connects the companies that were chosen. Without an address, it
/// connects companies of a login that works.
#[derive(Debug, Serialize, Deserialize)]
pub struct FinishLogin {
    /// The login, by its number; `None` for the one that the address belongs to.
    pub login: Option<String>,
    /// The address.
    #[serde(with = "secret")]
    pub redirect: Option<SecretString>,
    /// Companies to connect, by identifier or name.
    pub tenants: Vec<String>,
    /// Whether all are connected.
    pub all: bool,
}

impl Routed for FinishLogin {
    type Body = Self;
    const ROUTE: Route = Route::post("/v1/logins/finish", "finish_login", "logins").about(
        "Finishes a consent by the address that the browser was sent to, or connects companies of a login that works. \
         Where there are several and none was named, they are answered to choose from.",
    );

    fn read(_: &Given, body: Self) -> Result<Self> {
        Ok(body)
    }
}

impl UseCase for FinishLogin {
    type Answer = Finished;
    const ACTION: Action = Action::Companies;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Before(|case, _| ("login.finish", case.login.clone().unwrap_or_default()));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<Finished> {
        let local = cx.local.clone();
        let Self { login: wanted, redirect, tenants: named, all } = self;
        let id = match redirect {
            Some(address) => consent(&cx, wanted, &address).await?,
            None => named_login(&cx, wanted)?,
        };
        let login = local.registry.login(id).ok_or_else(|| LoginError::NoSuchLogin { wanted: id.to_string() })?;
        let oauth = oauth_of(&login.provider)?;
        let found = tenants(&local, &login, oauth).await?;
        if found.is_empty() {
            return Err(AuthError::NoTenants.into());
        }
        let mut picked = chosen(&found, &named, all)?;
        // Companies that are here already are found again by their tenant: those of this login, and those without one that works.
        for view in &found {
            let lost = view.company.as_ref().is_some_and(|company| {
                let other = company.login.and_then(|login| local.registry.login(login));
                other.is_none_or(|other| other.id == id || !other.is_usable())
            });
            if lost && !picked.contains(view) {
                picked.push(view.clone());
            }
        }
        let mut connected = Vec::new();
        for view in &picked {
            connected.push(connect(&local, &login, view).await?);
        }
        let choices = if connected.is_empty() { found } else { Vec::new() };
        tracing::info!(login = id.0, companies = connected.len(), "login finished");
        Ok(Finished { login: view_of(&cx, id, login), connected, choices })
    }
}

fn view_of(cx: &Context, id: LoginId, before: Login) -> crate::service::LoginView {
    cx.local.login_view(cx.local.registry.login(id).unwrap_or(before))
}

fn named_login(cx: &Context, wanted: Option<String>) -> Result<LoginId> {
    let wanted = wanted.ok_or(LoginError::NonePending)?;
    let login = cx.local.login_of_text(&wanted)?;
    if login.is_usable() { Ok(login.id) } else { Err(AuthError::NotPending { login: login.id }.into()) }
}

/// Ends the consent that an address refuses; an address of another one ends none.
async fn refused(cx: &Context, wanted: Option<String>, address: &SecretString) -> Result<()> {
    let Some(redirect::Refusal { state, code }) = redirect::Refusal::read(address) else { return Ok(()) };
    let found = cx.clone().blocking(move |cx| {
        let wanted = wanted.as_deref().map(|wanted| cx.local.login_of_text(wanted)).transpose()?;
        Ok(cx.local.pending_of(wanted.map(|login| login.id), &state).ok().map(|(kept, _)| kept.login.id))
    });
    let Some(login) = found.await? else { return Ok(()) };
    tracing::info!(login = login.0, code, "consent was refused");
    end_consent(&cx.local, login, code).await
}

/// Exchanges the code of an address. Whatever else is wrong with the address, the login stays what it was.
async fn consent(cx: &Context, wanted: Option<String>, address: &SecretString) -> Result<LoginId> {
    let local = cx.local.clone();
    let answer = match redirect::Answer::read(address) {
        Err(error @ AuthError::Denied { .. }) => {
            refused(cx, wanted, address).await?;
            return Err(error.into());
        }
        answer => answer?,
    };
    let for_state = answer.clone();
    let found = cx.clone().blocking(move |cx| {
        let wanted = wanted.as_deref().map(|wanted| cx.local.login_of_text(wanted)).transpose()?;
        let (kept, pending) = cx.local.pending_of(wanted.map(|login| login.id), &for_state.state)?;
        let id = kept.login.id;
        if !pending.is_open(cx.local.options.clock.now()) {
            return Err(AuthError::Late { login: id, minutes: PATIENCE.as_mins() }.into());
        }
        let oauth = oauth_of(&kept.login.provider)?;
        let realm = realm(oauth, &for_state)?;
        if let Some(realm) = &realm {
            same_realm(&cx.local, id, realm)?;
        }
        Ok((kept, pending, oauth, realm))
    });
    let (kept, pending, oauth, realm) = found.await?;
    let id = kept.login.id;
    let access = exchange(&local, &kept, &pending, &answer, (oauth, realm)).await?;
    local.keeper(&kept.login)?.put(access);
    Ok(id)
}
