//! What Billingo sends, and how it becomes what the house speaks of.
//!
//! For: shapes of the answers of API 3.0.14, taken as tolerantly as the service is loose. Uses: serde, domain.
//! Never: HTTP, or anything that keeps state.

mod answers;
mod convert;
mod document;
mod page;
mod party;

pub(super) use answers::{error_detail, organization, payments, public_url, server_time, tax_report};
pub(super) use convert::record;
pub(super) use page::page;
