//! Logins, as scripts see them. Nothing of a token, a code or a secret is in them.

use serde::Serialize;

use super::value::{Instant, Shown};
use crate::domain::{Company, Consent};
use crate::service::{Begun, Finished, LoginView, TenantView};

/// `faktura login begin --json`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BegunLogin))]
pub struct BegunJson<'r> {
    /// Number of the login.
    pub login: u32,
    /// The address to open in a browser.
    pub authorize_url: &'r str,
    /// Where the browser is sent to then.
    pub redirect_uri: &'r str,
    /// Until when it can be finished.
    pub expires_at: Instant,
}

/// `faktura login finish --json`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = FinishedLogin))]
pub struct FinishedJson<'r> {
    /// Number of the login.
    pub login: u32,
    /// State of the login.
    pub status: &'static str,
    /// Companies that were connected now.
    pub companies: Vec<ConnectedJson<'r>>,
    /// What there is to choose from, where nothing was chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "api", schema(required = false))]
    pub choices: Vec<TenantJson<'r>>,
}

/// A company of a login.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = ConnectedCompany))]
pub struct ConnectedJson<'r> {
    /// Its number.
    pub id: u32,
    /// Its name.
    pub name: &'r str,
    /// Its identifier at the service.
    pub tenant: Option<&'r str>,
}

/// A company at a service.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Tenant))]
pub struct TenantJson<'r> {
    /// Its identifier there.
    pub tenant: &'r str,
    /// Its name there.
    pub name: Option<&'r str>,
}

/// `faktura login list --json`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Logins))]
pub struct LoginsJson<'r> {
    /// In the order of their numbers.
    pub logins: Vec<LoginJson<'r>>,
}

/// A login.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Login))]
pub struct LoginJson<'r> {
    /// Its number.
    pub login: u32,
    /// Its provider.
    pub provider: &'r str,
    /// Its state.
    pub status: &'static str,
    /// Why, in the service's code.
    pub reason: Option<&'r str>,
    /// When it was added.
    pub added: Instant,
    /// Whether it opens test companies.
    pub sandbox: bool,
    /// Identifier of its app; `None` for an API key.
    pub client_id: Option<&'r str>,
    /// Redirect address of its app.
    pub redirect_uri: Option<&'r str>,
    /// Permissions.
    pub scopes: &'r [String],
    /// Whether they permit writing; `None` for an API key.
    pub writes: Option<bool>,
    /// When its tokens were renewed last.
    pub renewed: Option<Instant>,
    /// When it must be renewed by a person at the latest, unless it is used before.
    pub renew_by: Option<Instant>,
    /// When it ends however often it is used.
    pub ends: Option<Instant>,
    /// Until when the consent that was begun last can be finished.
    pub asked_until: Option<Instant>,
    /// How far its first consent is: `pending`, `refused`, or `late`. `None` once it worked, and for an API key.
    pub consent: Option<&'static str>,
    /// Its companies.
    pub companies: Vec<ConnectedJson<'r>>,
}

fn connected(companies: &[Company]) -> Vec<ConnectedJson<'_>> {
    let one = |company| {
        let Company { id, name, tenant, .. }: &Company = company;
        ConnectedJson { id: id.0, name, tenant: tenant.as_ref().map(|tenant| &*tenant.0) }
    };
    companies.iter().map(one).collect()
}

impl<'r> BegunJson<'r> {
    /// The shape of a consent that was begun.
    #[must_use]
    pub fn new(begun: &'r Begun) -> Self {
        let Begun { authorize_url, redirect_uri, .. } = begun;
        Self { login: begun.login.0, authorize_url, redirect_uri, expires_at: Shown(begun.expires_at) }
    }
}

impl<'r> FinishedJson<'r> {
    /// The shape of a consent that was finished.
    #[must_use]
    pub fn new(finished: &'r Finished) -> Self {
        let choice = |view: &'r TenantView| TenantJson { tenant: &view.tenant.0, name: view.name.as_deref() };
        Self {
            login: finished.login.login.id.0,
            status: finished.login.login.state.as_str(),
            companies: connected(&finished.connected),
            choices: finished.choices.iter().map(choice).collect(),
        }
    }
}

impl<'r> LoginJson<'r> {
    /// The shape of a login.
    #[must_use]
    pub fn new(view: &'r LoginView) -> Self {
        let (login, grant) = (&view.login, view.login.grant.as_deref());
        Self {
            login: login.id.0,
            provider: &login.provider,
            status: login.state.as_str(),
            reason: grant.and_then(|grant| grant.reason.as_deref()),
            added: Shown(login.added),
            sandbox: grant.is_some_and(|grant| grant.sandbox),
            client_id: grant.map(|grant| grant.client_id.as_str()),
            redirect_uri: grant.map(|grant| grant.redirect_uri.as_str()),
            scopes: grant.map_or(&[], |grant| &grant.scopes),
            writes: view.writes,
            renewed: grant.and_then(|grant| grant.renewed).map(Shown),
            renew_by: login.renew_by().map(Shown),
            ends: grant.and_then(|grant| grant.ends).map(Shown),
            asked_until: grant.and_then(|grant| grant.asked_until).map(Shown),
            consent: view.consent.map(Consent::as_str),
            companies: connected(&view.companies),
        }
    }
}
