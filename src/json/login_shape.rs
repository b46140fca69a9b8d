//! Logins over REST: what scripts send to and see of them.

use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::login::{BegunJson, FinishedJson, LoginJson, LoginsJson};
use super::shape::{About, Sent, Shape};
use crate::service::cases::FinishLogin;
use crate::service::{Begun, Finished, LoginView, NewLogin, Result};

impl Shape for Vec<LoginView> {
    type Json<'a> = LoginsJson<'a>;

    fn shape<'a>(&'a self, _: &'a About<'_>) -> Result<LoginsJson<'a>> {
        Ok(LoginsJson { logins: self.iter().map(LoginJson::new).collect() })
    }
}

impl Shape for LoginView {
    type Json<'a> = LoginJson<'a>;

    fn shape<'a>(&'a self, _: &'a About<'_>) -> Result<LoginJson<'a>> {
        Ok(LoginJson::new(self))
    }
}

impl Shape for Begun {
    type Json<'a> = BegunJson<'a>;

    fn shape<'a>(&'a self, _: &'a About<'_>) -> Result<BegunJson<'a>> {
        Ok(BegunJson::new(self))
    }

    fn location(&self) -> Option<String> {
        Some(format!("/v1/logins/{}", self.login))
    }
}

impl Shape for Finished {
    type Json<'a> = FinishedJson<'a>;

    fn shape<'a>(&'a self, _: &'a About<'_>) -> Result<FinishedJson<'a>> {
        Ok(FinishedJson::new(self))
    }
}

/// A consent to begin. What is missing comes from the login to renew, or from the configuration.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewLogin)]
pub struct NewLoginJson {
    /// The accounting service; needed unless a login is renewed.
    #[schema(example = "xero")]
    provider: Option<String>,
    /// The login to renew, by its number.
    login: Option<u32>,
    /// Identifier of the app at the service.
    client_id: Option<String>,
    /// Secret of the app, where it has one. It is sealed and never told again.
    #[schema(write_only, value_type = Option<String>)]
    client_secret: Option<SecretString>,
    /// Redirect address, exactly as registered with the app.
    #[schema(example = "http://localhost:8742/callback")]
    redirect_uri: Option<String>,
    /// Whether test companies are meant.
    #[serde(default)]
    sandbox: bool,
    /// Whether permissions for writing are asked for.
    #[serde(default)]
    write: bool,
    /// Root of the API's host, if not the usual one.
    base_url: Option<String>,
    /// Root of the authorisation hosts, if not the usual ones.
    identity_url: Option<String>,
}

impl Sent for NewLogin {
    type Json = NewLoginJson;
}

impl From<NewLoginJson> for NewLogin {
    fn from(json: NewLoginJson) -> Self {
        Self {
            provider: json.provider,
            renew: json.login.map(|login| login.to_string()),
            client_id: json.client_id,
            client_secret: json.client_secret,
            redirect_uri: json.redirect_uri,
            sandbox: json.sandbox,
            write: json.write,
            base_url: json.base_url,
            identity_url: json.identity_url,
        }
    }
}

/// A consent to finish, or companies to connect.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FinishLogin)]
pub struct FinishLoginJson {
    /// The login, by its number; without it, the one that the address belongs to.
    login: Option<u32>,
    /// The whole address that the browser was sent to. It is told nowhere; without it, companies of a login that works are connected.
    #[schema(write_only, value_type = Option<String>)]
    redirect: Option<SecretString>,
    /// Companies to connect, by identifier or name.
    #[serde(default)]
    tenants: Vec<String>,
    /// Whether all are connected.
    #[serde(default)]
    all_tenants: bool,
}

impl Sent for FinishLogin {
    type Json = FinishLoginJson;
}

impl From<FinishLoginJson> for FinishLogin {
    fn from(json: FinishLoginJson) -> Self {
        let FinishLoginJson { login, redirect, tenants, all_tenants: all } = json;
        Self { login: login.map(|login| login.to_string()), redirect, tenants, all }
    }
}
