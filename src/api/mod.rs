//! The service over HTTP, for scripts and other programs.
//!
//! For: cli, which serves it. Uses: host, service, json, serde, axum. Never: a store, a provider.

#[cfg_attr(not(feature = "api"), path = "no_http.rs")]
pub mod http;
