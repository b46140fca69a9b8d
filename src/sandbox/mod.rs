//! A pretend provider account on this machine, spoken to over real HTTP.
//!
//! For: `faktura sandbox`, `--demo`, tests and benchmarks: Billingo's API 3.0.14, to the letter, on 127.0.0.1;
//! deterministic from a seed and a day; with faults and quirks on demand. Uses: axum, serde, domain's checks, the engine's
//! clock. Never: the network beyond loopback, files, or anything of the user's.
//!
//! Reading order: [`Options`] → [`Sandbox::start`] → [`Running`], which holds [`Account`]s of [`Document`]s; `server` takes
//! requests, `routes` answers reads and `writes` takes the rest, of which `compose` makes documents; `fault` spoils answers, `quirks` bends
//! documents, `generate` makes them up.

mod account;
mod answer;
mod body;
mod compose;
mod documents;
mod error;
mod fault;
mod generate;
mod listener;
mod model;
pub mod oauth;
mod options;
pub mod own;
mod pdf;
pub mod quickbooks;
mod quirks;
mod request;
mod routes;
mod server;
mod setting;
mod writes;
mod written;
pub mod xero;

pub use account::Account;
pub use error::{POSSIBLE, SandboxError};
pub use fault::{Fault, FaultKind};
pub use generate::AccountOptions;
pub use model::{
    Address, BankAccount, BillingSettings, Buyer, Discount, Document, Item, Num, Organization, Partner, Related, Settings,
    Summary, Text, VatRate,
};
pub use options::{DEMO_KEYS, Hook, Options};
pub use request::RequestInfo;
pub use server::{Running, Sandbox};
pub use setting::Setting;
pub use written::{Booked, Writing};

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;
