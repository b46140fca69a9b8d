//! A route that asks a case: several may ask the same one.
//!
//! For: the routes of own books, the API. Uses: cases. Never: HTTP.

use crate::domain::RemoteId;
use crate::service::books::{BillStep, BooksEdit, BooksStep, TimeChange, TimeStep};
use crate::service::cases::{CallBooks, CallTime};
use crate::service::{Given, Listed, Result, Route, Routed};

/// A route that asks a case.
pub(crate) trait Asking {
    /// The case.
    type Case: Listed;
    /// Its body; `()` without one.
    type Body;
    /// Its route.
    const ROUTE: Route;
    /// The case that a request asks for.
    fn read(given: &Given, body: Self::Body) -> Result<Self::Case>;
}

impl<C: Routed + Listed> Asking for C {
    type Case = C;
    type Body = C::Body;
    const ROUTE: Route = C::ROUTE;

    fn read(given: &Given, body: Self::Body) -> Result<C> {
        C::read(given, body)
    }
}

/// Longest list of entries.
pub(super) const LONGEST: usize = 10_000;

pub(super) fn books(given: &Given, step: BooksStep) -> Result<CallBooks> {
    Ok(CallBooks { company: given.company()?, key: given.key.clone(), step })
}

pub(super) fn edit(given: &Given, edit: BooksEdit) -> Result<CallBooks> {
    books(given, BooksStep::Edit(Box::new(edit)))
}

pub(super) fn bill(given: &Given, step: BillStep) -> Result<CallBooks> {
    books(given, BooksStep::Bill(step))
}

pub(super) fn time(given: &Given, change: TimeChange) -> Result<CallTime> {
    Ok(CallTime { company: given.company()?, key: given.key.clone(), step: TimeStep::Change(change) })
}

pub(super) fn id(given: &Given, name: &str) -> RemoteId {
    RemoteId::new(given.part(name))
}
