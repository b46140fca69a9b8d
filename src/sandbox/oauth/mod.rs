//! A pretend service with OAuth 2.0 on 127.0.0.1, spoken to over real HTTP: consent, tokens, and the API of its companies.
//!
//! For: `faktura sandbox --provider quickbooks|xero`, tests. Uses: axum. Never: what the API answers: that is an [`Api`], one per
//! service, which a [`Site`] asks after it has checked the bearer.
//!
//! The paths are the services' own, all at one root: it is both `--base-url` and `--identity-url`. The page of consent redirects at
//! once; `choose=ID` in its address picks a company. Faults are those of [`super::Fault`], with `@path:/connect/token` for one endpoint;
//! `lost` carries a request out and closes the connection, `error=invalid_grant` refuses it.

mod api;
mod identity;
mod site;

pub use api::{Api, ApiAnswer, ApiRequest, Companies, Company, Service};
pub use identity::{Identity, IdentityOptions};
pub use site::{Site, SiteOptions};
