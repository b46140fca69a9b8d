//! Transactions: each within the companies that it is for, tried again where it met another one.
//!
//! For: reads and writes. Uses: [`super::transaction`], heads. Never: SQL of its own.
//!
//! A read sees one state (REPEATABLE READ). A write is READ COMMITTED and locks the heads of its companies first, in their order
//! ([`super::head`]): every other writer of these companies waits there, so that what it reads afterwards is the last that was committed,
//! and no two writers wait for each other. That holds under SERIALIZABLE too, which some databases make of it.
//!
//! A commit that lost its connection may have been carried out. The next connection locks the head, which waits for the end of whatever the
//! lost one still does, and looks for the entry of the journal that the commit wrote; without it the transaction runs again.

use std::time::{Duration, Instant};

use super::fail::{Again, Fail};
use super::head;
use super::head::Proof;
use super::pool::Pool;
pub(super) use super::transaction::{Scope, Tx, column};
use crate::store::StoreError;

/// How long a read is tried again.
const READ: Duration = Duration::from_secs(10);

/// How long a read tries once, while the database is known to be away: reads that wait for each other would add their patience up.
const AWAY: Duration = Duration::from_secs(5);

/// How long one read of everything of a company may take. Each statement has its own limit beside it.
pub(super) const WHOLE: Duration = Duration::from_hours(6);

/// How long a write is tried again: longer than a database takes to start anew.
const WRITE: Duration = Duration::from_secs(45);

/// How long a server that takes no writes is asked again: another one may become the primary meanwhile, but a person waits for the answer.
const READ_ONLY: Duration = Duration::from_secs(12);

/// Attempts of a transaction that meets others.
const ATTEMPTS: u32 = 12;

/// Attempts at something, with waits between them.
struct Attempts {
    began: Instant,
    until: Instant,
    made: u32,
    /// Limit of attempts at a connection.
    connections: u32,
}

impl Attempts {
    fn new(patience: Duration) -> Self {
        let began = Instant::now();
        Self { began, until: began + patience, made: 0, connections: u32::MAX }
    }

    /// Attempts at a read: one, where another read found the database away a moment ago.
    fn at_read(pool: &Pool) -> Self {
        if pool.is_away() { Self { connections: 1, ..Self::new(AWAY) } } else { Self::new(READ) }
    }

    /// Waits before the next attempt; the failure if there is none.
    fn again(&mut self, pool: &Pool, fail: Fail) -> Result<(), StoreError> {
        if fail.again == Again::Lost {
            pool.forget_idle();
        }
        self.made = self.made.saturating_add(1);
        let most = if fail.again == Again::Lost { self.connections } else { ATTEMPTS };
        let pause = Duration::from_millis(5 << self.made.min(6)).mul_f64(0.5 + fastrand::f64());
        let read_only = matches!(fail.error, StoreError::ServerReadOnly { .. });
        let until = if read_only { self.until.min(self.began + READ_ONLY) } else { self.until };
        if fail.again == Again::No || self.made >= most || Instant::now() + pause >= until {
            if matches!(fail.error, StoreError::Unreachable { .. }) {
                pool.note_away();
            }
            return Err(fail.error);
        }
        tracing::debug!(error = %fail.error, attempt = self.made, "a transaction runs again");
        std::thread::sleep(pause);
        Ok(())
    }
}

/// Reads one state of the database.
pub(super) fn read<T>(pool: &Pool, scope: &Scope, read: impl FnMut(&mut Tx<'_>) -> Result<T, Fail>) -> Result<T, StoreError> {
    read_for(READ, pool, scope, read)
}

/// Reads one state of the database for as long as it takes.
pub(super) fn read_all<T>(pool: &Pool, scope: &Scope, read: impl FnMut(&mut Tx<'_>) -> Result<T, Fail>) -> Result<T, StoreError> {
    read_for(WHOLE, pool, scope, read)
}

fn read_for<T>(
    limit: Duration,
    pool: &Pool,
    scope: &Scope,
    mut read: impl FnMut(&mut Tx<'_>) -> Result<T, Fail>,
) -> Result<T, StoreError> {
    let mut attempts = Attempts::at_read(pool);
    loop {
        let deadline = if limit > READ { Instant::now() + limit } else { attempts.until };
        let done = Tx::begin(pool, "REPEATABLE READ READ ONLY", scope, deadline).and_then(|mut tx| {
            let value = read(&mut tx)?;
            tx.commit().map(|()| value)
        });
        match done {
            Ok(value) => return Ok(value),
            Err(fail) => attempts.again(pool, fail)?,
        }
    }
}

/// What a write returns, and what proves that it was committed; without a proof it may be carried out twice.
pub(super) type Done<T> = (T, Option<Proof>);

/// Writes: wholly or not at all, durable when this returns.
pub(super) fn write<T>(
    pool: &Pool,
    scope: &Scope,
    write: impl FnMut(&mut Tx<'_>) -> Result<Done<T>, Fail>,
) -> Result<T, StoreError> {
    write_for(WRITE, pool, scope, write)
}

/// Writes for as long as it takes, such as a repair that reads all of a company.
pub(super) fn write_all<T>(
    pool: &Pool,
    scope: &Scope,
    write: impl FnMut(&mut Tx<'_>) -> Result<Done<T>, Fail>,
) -> Result<T, StoreError> {
    write_for(WHOLE, pool, scope, write)
}

fn write_for<T>(
    limit: Duration,
    pool: &Pool,
    scope: &Scope,
    mut write: impl FnMut(&mut Tx<'_>) -> Result<Done<T>, Fail>,
) -> Result<T, StoreError> {
    // A long write is tried again for as long as a short one, from the moment at which it failed.
    let mut attempts = (limit <= WRITE).then(|| Attempts::new(WRITE));
    let mut unsure: Option<(T, Proof)> = None;
    loop {
        let until =
            attempts.as_ref().filter(|_| limit <= WRITE).map_or_else(|| Instant::now() + limit, |attempts| attempts.until);
        let done = Tx::begin(pool, "READ COMMITTED", scope, until).and_then(|mut tx| {
            if let Some((value, proof)) = unsure.take() {
                match head::is_there(&mut tx, &proof) {
                    Ok(true) => return Ok(value),
                    Ok(false) => {}
                    Err(fail) => {
                        unsure = Some((value, proof));
                        return Err(fail);
                    }
                }
            }
            let (value, proof) = write(&mut tx)?;
            match tx.commit() {
                Ok(()) => Ok(value),
                Err(fail) => {
                    if fail.again == Again::Lost {
                        unsure = proof.map(|proof| (value, proof));
                    }
                    Err(fail)
                }
            }
        });
        match done {
            Ok(value) => return Ok(value),
            Err(fail) => attempts.get_or_insert_with(|| Attempts::new(WRITE)).again(pool, fail)?,
        }
    }
}
