//! A pretend organisation at Xero: reading and writing of the accounting API 2.0, behind the tokens of a [`Site`](super::oauth::Site).
//!
//! For: `faktura sandbox --provider xero`, tests. Uses: `serde_json`, `rust_decimal`. Never: HTTP itself, which the site speaks.
//!
//! Reading order: `model` keeps the books and `setup` what an organisation chooses; `api` answers reads, `post` takes writes, of which
//! `change` makes documents and payments and `parties` contacts; `keys` answers a repeated write; `write` writes records and `answer` what is around them.
//!
//! Unconfirmed facts are switches of [`Unconfirmed`], with both answers.

mod answer;
mod api;
mod change;
mod keys;
mod model;
mod parties;
mod post;
mod setup;
mod write;

pub use api::{Organisations, Unconfirmed};
pub use model::{Books, Fund, Kind, Line, Note, Paid, Person};
pub use setup::{Setup, Tax};

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;
