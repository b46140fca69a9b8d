//! Time: entries with the instants and the zone of their day, timers, and what is wrong with a set of entries.
//!
//! For: the service, billing, readers of time files. Uses: identities, amounts, messages. Never: prices, a store, the clock.
//!
//! # For readers of time files
//!
//! A reader makes [`TimeEntry`] values with a [`Span`] and a [`Source`]: the name of the format, the identifier that the source gives
//! (or a hash of the normalised row and its rank among equal rows), and the row as it was read. Importing the same source and
//! identifier twice changes nothing. Instants come from [`instant`], which refuses a local time that occurs twice or never; texts of
//! durations and ranges are read by [`typed`].

mod entry;
pub mod lint;
mod row;
pub mod typed;

pub use entry::{Approval, Claim, ClaimBy, EntryState, Price, Source, Span, TimeEntry, Timer};
pub use row::EntryRow;
pub use typed::{Typed, instant};
