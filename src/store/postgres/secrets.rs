//! Sealed secrets in a table. What opens them, the identity, is a file of each machine and never in the database.
//!
//! For: [`crate::store::Registry`]. Uses: [`super::session`]. Never: a secret in clear.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::session::{self, Scope, column};
use super::{PostgresStore, directory};
use crate::store::StoreError;
use crate::store::registry::directory::Secrets;

impl Secrets for PostgresStore {
    fn names(&self) -> Result<Vec<String>, StoreError> {
        session::read(&self.pool, &Scope::All, |tx| {
            let rows = tx.rows("SELECT name FROM secret WHERE company = 0 ORDER BY name", &[])?;
            rows.iter().map(|row| column(row, 0)).collect()
        })
    }

    fn blob(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        session::read(&self.pool, &Scope::All, |tx| {
            let row = tx.row("SELECT body FROM secret WHERE company = 0 AND name = $1", &[&name])?;
            row.map(|row| column(&row, 0)).transpose()
        })
    }

    fn blobs(&self) -> Result<BTreeMap<String, Vec<u8>>, StoreError> {
        session::read(&self.pool, &Scope::All, |tx| {
            let rows = tx.rows("SELECT name, body FROM secret WHERE company = 0", &[])?;
            rows.iter().map(|row| Ok((column(row, 0)?, column(row, 1)?))).collect()
        })
    }

    fn blob_place(&self, name: &str) -> String {
        format!("{}/keys/{name}.age", self.pool.place())
    }

    fn has_blob(&self, name: &str) -> bool {
        self.blob(name).is_ok_and(|blob| blob.is_some())
    }

    fn blob_set(&self, name: &str) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT (extract(epoch FROM at) * 1000000)::bigint FROM secret WHERE company = 0 AND name = $1";
        let at =
            session::read(&self.pool, &Scope::All, |tx| tx.row(sql, &[&name])?.map(|row| column::<i64>(&row, 0)).transpose())?;
        Ok(at.and_then(|at| Timestamp::from_microsecond(at).ok()))
    }

    fn set_blob(&self, name: &str, blob: &[u8]) -> Result<(), StoreError> {
        let sql = "INSERT INTO secret (company, name, body) VALUES (0, $1, $2) \
                   ON CONFLICT (company, name) DO UPDATE SET body = excluded.body, at = clock_timestamp()";
        session::write(&self.pool, &Scope::All, |tx| {
            // Twice is as once.
            tx.run(sql, &[&name, &blob])?;
            Ok(((), None))
        })
    }

    fn remove_blob(&self, name: &str) -> Result<(), StoreError> {
        session::write(&self.pool, &Scope::All, |tx| {
            // A change that replaces the secret ends first.
            directory::lock(tx)?;
            tx.run("DELETE FROM secret WHERE company = 0 AND name = $1", &[&name])?;
            Ok(((), None))
        })
    }
}
