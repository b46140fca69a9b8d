//! Failures of the database, and what may be tried again.
//!
//! For: everything that speaks to the database. Uses: tokio-postgres. Never: a user, a password or a statement in a message.

use std::error::Error as _;
use std::io;

use tokio_postgres::error::SqlState;

use crate::store::StoreError;

/// A failure, and whether it may go away by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fail {
    pub(super) error: StoreError,
    pub(super) again: Again,
}

/// What is worth trying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// Nothing.
    No,
    /// The transaction, which met another one: it was rolled back.
    Conflict,
    /// The transaction, on another connection. A commit under way may have been carried out.
    Lost,
}

impl From<StoreError> for Fail {
    fn from(error: StoreError) -> Self {
        Self { error, again: Again::No }
    }
}

impl Fail {
    /// A connection that is gone, or did not come up.
    pub(super) fn lost(place: &str, detail: &str) -> Self {
        Self { error: StoreError::Unreachable { place: place.to_owned(), detail: line(detail) }, again: Again::Lost }
    }

    /// The failure that an error of the database means.
    pub(super) fn of(place: &str, error: &tokio_postgres::Error) -> Self {
        let Some(told) = error.as_db_error() else {
            let passing = error.is_closed() || sources(error).any(<dyn std::error::Error>::is::<io::Error>);
            let again = if passing { Again::Lost } else { Again::No };
            let detail = sources(error).last().map_or_else(|| error.to_string(), ToString::to_string);
            return Self { again, ..Self::lost(place, &detail) };
        };
        let (place, detail) = (place.to_owned(), line(told.message()));
        let (error, again) = match told.code() {
            &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED => {
                (StoreError::Database { detail }, Again::Conflict)
            }
            &SqlState::ADMIN_SHUTDOWN
            | &SqlState::CRASH_SHUTDOWN
            | &SqlState::CANNOT_CONNECT_NOW
            | &SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => (StoreError::Unreachable { place, detail }, Again::Lost),
            &SqlState::TOO_MANY_CONNECTIONS => (StoreError::Crowded { place, detail }, Again::Lost),
            // A server that became the replica of another one: that one may be found by the next connection.
            &SqlState::READ_ONLY_SQL_TRANSACTION => (StoreError::ServerReadOnly { place }, Again::Lost),
            &SqlState::DISK_FULL => (StoreError::ServerFull { place }, Again::No),
            &SqlState::INSUFFICIENT_PRIVILEGE | &SqlState::INVALID_PASSWORD | &SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
                (StoreError::Denied { place, detail }, Again::No)
            }
            &SqlState::UNDEFINED_TABLE | &SqlState::UNDEFINED_COLUMN => (StoreError::TableMissing { place, detail }, Again::No),
            &SqlState::INVALID_CATALOG_NAME => (StoreError::Unreachable { place, detail }, Again::No),
            // No statement of ours meets a row of its own key: what the row is after was lost.
            &SqlState::UNIQUE_VIOLATION => {
                (StoreError::Damaged { place: told.table().unwrap_or("database").to_owned() }, Again::No)
            }
            &SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED => (StoreError::Corrupt { place }, Again::No),
            code if code.code().starts_with("08") => (StoreError::Unreachable { place, detail }, Again::Lost),
            _ => (StoreError::Database { detail }, Again::No),
        };
        Self { error, again }
    }

    /// Whether the database says that a thing is not there, or there already: schemas are made by several processes at once.
    pub(super) fn is_race(error: &tokio_postgres::Error) -> bool {
        let codes =
            [&SqlState::UNIQUE_VIOLATION, &SqlState::DUPLICATE_SCHEMA, &SqlState::DUPLICATE_TABLE, &SqlState::DUPLICATE_OBJECT];
        error.code().is_some_and(|code| codes.contains(&code))
    }
}

fn sources(error: &tokio_postgres::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    let mut next = error.source();
    std::iter::from_fn(move || {
        let now = next?;
        next = now.source();
        Some(now)
    })
}

/// One line without control characters: the text comes from another machine.
fn line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect()
}
