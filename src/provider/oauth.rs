//! What a provider states of its OAuth 2.0: hosts, paths, permissions, lifetimes.
//!
//! For: `auth`, which speaks to the hosts; a provider's folder has a constant of this type in its `ENTRY`. Never: a request.

use std::time::Duration;

use url::Url;

use super::address::is_loopback;

/// Longest identifier of an app, and longest redirect address.
const LONGEST: usize = 500;

/// An endpoint of a service. `--identity-url` and `--base-url` replace the root; the path stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endpoint {
    /// Scheme and host, such as `https://identity.xero.com`.
    pub root: &'static str,
    /// Path, with its slash.
    pub path: &'static str,
}

/// OAuth 2.0 of a service: the authorisation code grant.
#[derive(Debug, Clone, Copy)]
pub struct OAuth {
    /// Where the person gives consent.
    pub authorize: Endpoint,
    /// Where codes and refresh tokens are exchanged.
    pub token: Endpoint,
    /// Where tokens are revoked.
    pub revoke: Endpoint,
    /// How a revocation is written: JSON, else a form.
    pub revoke_json: bool,
    /// The API of test companies, if they have one of their own.
    pub sandbox_api: Option<&'static str>,
    /// How the companies of a consent are found.
    pub tenants: Tenants,
    /// Whether an app has a secret.
    pub secret: AppSecret,
    /// Permissions for reading.
    pub read: &'static [&'static str],
    /// Permissions for reading and writing.
    pub write: &'static [&'static str],
    /// Headers of a request for tokens.
    pub token_headers: &'static [(&'static str, &'static str)],
    /// How long a refresh token lasts unless it is used, where an answer does not say.
    pub idle: Duration,
    /// How long the former refresh token is still taken after a new one was given.
    pub grace: Duration,
    /// Whether a redirect address over plain HTTP names this machine as `localhost`: its number is refused.
    pub names_localhost: bool,
    /// Where people register an app.
    pub app_page: &'static str,
}

/// How the companies of a consent are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tenants {
    /// One company, named by this parameter of the redirect address and nowhere else.
    Redirect(&'static str),
    /// A list at this path of the API's host; a person chooses.
    List(&'static str),
}

/// Whether an app has a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppSecret {
    /// Always.
    Required,
    /// An app without one proves itself by PKCE.
    Pkce,
}

impl OAuth {
    /// The address of an endpoint, at another root where one is given.
    #[must_use]
    pub fn address(endpoint: Endpoint, root: Option<&str>) -> String {
        format!("{}{}", root.unwrap_or(endpoint.root).trim_end_matches('/'), endpoint.path)
    }

    /// Whether a consent needs `scope` in its address: those of reading, or all.
    #[must_use]
    pub const fn scopes(&self, write: bool) -> &'static [&'static str] {
        if write { self.write } else { self.read }
    }

    /// Whether a text can be the identifier of an app.
    #[must_use]
    pub fn is_client_id(text: &str) -> bool {
        is_visible(text)
    }

    /// Whether the service takes a redirect address: https, or this machine.
    #[must_use]
    pub fn takes_redirect(&self, uri: &str) -> bool {
        let Some(url) = Url::parse(uri).ok().filter(|url| is_visible(uri) && url.fragment().is_none()) else {
            return false;
        };
        if url.scheme() == "https" {
            return url.host().is_some();
        }
        url.scheme() == "http" && is_loopback(&url) && (!self.names_localhost || url.host_str() == Some("localhost"))
    }
}

fn is_visible(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST && text.bytes().all(|b| b.is_ascii_graphic())
}
