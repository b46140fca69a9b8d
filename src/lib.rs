//! faktura: every invoice of every company, in one terminal.
//!
//! This is the map of the house; `ARCHITECTURE.md` follows seven flows through it and says where new parts go. Data flows one way:
//!
//! ```text
//! provider → remote → (sync | push) → store → query → service → (tui | cli | api)
//! ```
//!
//! # Rooms, in reading order
//!
//! | module | what it is for |
//! |---|---|
//! | [`domain`] | plain values that all others speak: company, invoice, line item, money, run, change, warning |
//! | [`error`] | what an error is to a person and to a script; the one place that knows exit codes |
//! | [`clock`] | the time of day, as a value that comes in |
//! | [`locale`] | English and Hungarian: texts, numbers, money, dates |
//! | [`config`] | file, environment and flags → one validated value |
//! | [`document`] | invoices that leave the house: one EN 16931 model, its rules, its written forms |
//! | [`delivery`] | mail to customers: words, messages, the way to the mail server |
//! | [`provider`] | what an accounting service must do; one folder each |
//! | [`auth`] | OAuth 2.0: consent, exchange, refresh (single flight, durable before use) |
//! | [`remote`] | the only way to a provider: rate limiter, retries, connections |
//! | [`sync`] | the engine: plan, fetch, compare, commit, report |
//! | [`push`] | writing: plan, matching, one order carried out exactly once |
//! | [`store`] | what a store must do; sled and the journal behind it |
//! | [`billing`] | the pure arithmetic of own books: pricing, drafting, tax, settlement |
//! | [`query`] | the filter language, sorting, paging, totals |
//! | [`export`] | invoices → CSV, XLSX, JSON, NDJSON |
//! | [`timefile`] | files of time trackers: read and written |
//! | [`bank`] | bank statements, what their entries pay, transfers |
//! | [`vault`] | age: sealing and opening secrets |
//! | [`service`] | every use case: permission, audit, work |
//! | [`host`] | one store, many processes: election, socket, maintenance, scheduler, doctor |
//! | [`archive`] | objects at S3: put if absent, read back |
//! | [`calendar`] | calendars at servers: `CalDAV`, iCalendar, what a sync does |
//! | [`alert`] | alerts: decision, text, and delivery by command, webhook, e-mail |
//! | [`json`] | the shapes that scripts see |
//! | [`api`] | the service over HTTP |
//! | [`cli`] | one file a command; prints |
//! | [`tui`] | event, update (pure), driver, view |
//! | [`sandbox`] | a pretend provider account, spoken to over real HTTP |
//! | [`logging`], [`process`] | rotating, redacted log files; what a process does for its own safety |
//!
//! # Invariants
//!
//! - A commit is durable when it is acknowledged, and applied wholly or not at all.
//! - What no provider can give twice is in the journal before it is in the database.
//! - Amounts are exact decimals with their currency; no float touches them, no sum mixes currencies.
//! - Text from outside is cleaned before it reaches a terminal; secrets reach neither files in clear nor any output.
//! - Metadata of a service (totals, page counts, pauses) is a claim: it never ends or starts a loop alone.
//! - Time, randomness, the environment and the terminal come in as values.
//! - Only `tui` knows ratatui, only `provider`, `auth`, `calendar`, the client in `host` and the webhooks in `alert` reqwest, only `store` sled and bincode, only `vault` age. A test holds this.
//!
//! # Deliberately absent
//!
//! No write at a provider that was not approved, no telemetry, no plug-ins, no unsafe code but one setting of the C library ([`process::begin`]).

// A build without a part keeps what only that part uses.
#![cfg_attr(
    not(all(feature = "api", feature = "documents", feature = "mail", feature = "s3", feature = "xlsx")),
    allow(dead_code)
)]

pub(crate) mod alert;
pub(crate) mod api;
pub(crate) mod archive;
pub(crate) mod auth;
pub mod bank;
pub(crate) mod billing;
pub(crate) mod calendar;
pub mod cli;
pub mod clock;
pub mod config;
pub(crate) mod delivery;
pub(crate) mod document;
pub mod domain;
pub(crate) mod error;
pub(crate) mod export;
pub mod host;
pub mod json;
pub(crate) mod locale;
pub(crate) mod logging;
pub mod process;
pub mod provider;
pub mod push;
pub mod query;
pub(crate) mod remote;
pub mod sandbox;
pub mod service;
pub mod store;
pub mod sync;
pub(crate) mod timefile;
pub(crate) mod tui;
pub(crate) mod vault;
