//! Tests against a real PostgreSQL: the one that `FAKTURA_TEST_POSTGRES` names, or one of their own.

mod cluster;
mod faults;
mod lost;
mod migrations;
mod proxy;
mod together;
mod walls;

use std::sync::atomic::{AtomicU32, Ordering};

use secrecy::SecretString;

use super::session::{Scope, Tx};
use super::{Clock, PostgresOptions, PostgresStore};

/// Number of the next schema.
static NEXT: AtomicU32 = AtomicU32::new(1);

/// A store in a schema of its own, which goes with it.
pub(in crate::store) struct Fresh {
    pub(in crate::store) store: PostgresStore,
    /// Its address.
    url: String,
}

/// A store with the clock of its callers; `None` without a PostgreSQL.
pub(in crate::store) fn fresh() -> Option<Fresh> {
    let mut fresh = Fresh::at(&cluster::url()?);
    fresh.store.clock = Clock::Caller;
    Some(fresh)
}

/// The same with the clock of the database.
fn real() -> Option<Fresh> {
    Some(Fresh::at(&cluster::url()?))
}

/// An address with a schema that nothing has.
fn in_new_schema(url: &str) -> String {
    let name = format!("t{}_{}_{:x}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed), fastrand::u32(..));
    let mark = if url.contains('?') { '&' } else { '?' };
    format!("{url}{mark}schema={name}")
}

fn open(url: &str) -> PostgresStore {
    PostgresStore::open(&SecretString::from(url.to_owned()), &PostgresOptions::default()).expect("opens")
}

impl Fresh {
    fn at(url: &str) -> Self {
        let url = in_new_schema(url);
        Self { store: open(&url), url }
    }

    /// Another process on the same database.
    pub(in crate::store) fn again(&self) -> PostgresStore {
        open(&self.url)
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let schema = &self.store.pool.address().schema;
        let _ = try_sql(&self.store, &format!("DROP SCHEMA \"{schema}\" CASCADE"));
    }
}

/// Runs statements as a stranger would, seeing all companies.
fn try_sql(store: &PostgresStore, sql: &str) -> Result<(), super::fail::Fail> {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    let mut tx = Tx::begin(&store.pool, "READ COMMITTED", &Scope::All, deadline)?;
    tx.batch(sql)?;
    tx.commit()
}

fn sql(store: &PostgresStore, text: &str) {
    try_sql(store, text).expect("ran");
}
