//! faktura: every invoice of every company, in one terminal.

pub mod api;
pub mod cli;
pub mod config;
pub mod domain;
pub mod error;
pub mod locale;
pub mod provider;
pub mod query;
pub mod sandbox;
pub mod service;
pub mod store;
pub mod sync;
pub mod tui;
pub mod vault;
