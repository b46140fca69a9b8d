//! Writing at accounting services: what is planned, how an order is carried out exactly once, what it became.
//!
//! For: the use cases of writing and the worker of the outbox. Uses: orders of the domain, the sessions of `remote`, the rules of a
//! provider. Never: the store's files, a concrete provider, a write that was not approved: it is given approved items only.
//!
//! [`plan`](plan()) is pure: the records of a source against what is known of a company, into orders, with the reasons where none can be
//! made. [`carry_out`] sends one order: with a fixed key and fixed bytes, looking for what it may have become before it is sent again.

mod compare;
mod credit;
mod matching;
mod merge;
mod order;
mod plan;
mod planned;
mod reconcile;
mod send;
mod settle;
mod sight;
#[cfg(test)]
pub(crate) mod tests;

pub use compare::{Difference, differences};
pub use credit::credit;
pub use matching::{Contacts, Match, Reason, Wanted};
pub use plan::{is_paid, plan};
pub use planned::{Material, Plan, Planned, PlannedState};
pub use reconcile::{Side, Standing, is_dead, is_over, is_reconciled, reconcile, seen_as, unlike, value};
pub use send::{Attempt, Clock as Pause, Outcome, Wire, carry_out};
pub use settle::{Receipt, settle, sources};
pub use sight::{Customer, Exchange, Held, Missing, Sight, Taken, TaxKey};
