//! The service for others: over HTTP, and over the socket that later processes use.
//!
//! For: cli, service (the client, where another process has the store). Uses: service, json, serde, axum, reqwest. Never: a store,
//! a provider.

pub mod guest;
pub mod http;
