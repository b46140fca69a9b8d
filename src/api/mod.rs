//! The service for others: the shapes that scripts see, and the socket that later processes use.
//!
//! For: cli (shapes), service (the client, where another process has the store). Uses: service, serde, axum, reqwest. Never: a
//! store, a provider.

pub mod guest;
pub mod http;
pub mod wire;
