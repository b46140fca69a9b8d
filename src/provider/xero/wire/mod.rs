//! What Xero sends, and how it becomes what the house speaks of.
//!
//! For: shapes of the answers of the accounting API 2.0. Uses: serde, domain. Never: HTTP, or anything that keeps state.

mod answers;
mod document;
mod money;
mod page;
mod parties;
mod shapes;
mod value;
mod written;

pub(super) use answers::{error_detail, organisation, public_url, refusal, taxes};
pub(super) use page::{page, record, single};
pub(super) use value::Home;
pub(super) use written::{Element, Entry, elements, entries, locks, named, reasons};

use super::super::wire::{fault, json_text, lenient, parse};

#[cfg(test)]
mod tests;
