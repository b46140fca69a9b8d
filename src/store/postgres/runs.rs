//! Reading runs, states and counts.
//!
//! For: lists of runs, syncs. Uses: [`super::session`]. Never: writes.

use std::collections::BTreeSet;

use tokio_postgres::Row;

use super::fail::Fail;
use super::own::body;
use super::session::{Scope, column, read};
use super::write::status_number;
use super::{PostgresStore, narrow};
use crate::domain::{CompanyId, Doubt, Extent, RemoteId, RunError, RunId, RunStatus, SyncRun};
use crate::store::record::{ScanIds, decode};
use crate::store::{CompanyCount, LastRuns, RunFilter, StoreError, SyncState};

impl PostgresStore {
    pub(super) fn one_run(&self, id: RunId) -> Result<Option<SyncRun>, StoreError> {
        read(&self.pool, &Scope::All, |tx| {
            let row = tx.row("SELECT body FROM run WHERE id = $1", &[&narrow(id.0)])?;
            row.map(|row| body(&row, 0, "run")).transpose()
        })
    }

    /// Runs, newest first.
    pub(super) fn some_runs(&self, filter: &RunFilter) -> Result<Vec<SyncRun>, StoreError> {
        let companies: Vec<i64> = filter.companies.iter().map(|company| i64::from(company.0)).collect();
        let statuses: Vec<i16> = filter.statuses.iter().map(|status| status_number(*status)).collect();
        let limit = filter.limit.map_or(i64::MAX, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
        let scope = if companies.is_empty() { Scope::All } else { Scope::Of(filter.companies.iter().copied().collect()) };
        let sql = "SELECT body FROM run WHERE (cardinality($1::bigint[]) = 0 OR company = ANY ($1)) \
                   AND (cardinality($2::smallint[]) = 0 OR status = ANY ($2)) ORDER BY id DESC LIMIT $3";
        read(&self.pool, &scope, |tx| {
            let rows = tx.rows(sql, &[&companies, &statuses, &limit])?;
            rows.iter().map(|row| body(row, 0, "run")).collect()
        })
    }

    /// The last runs of companies, in one statement for all of them.
    pub(super) fn last_runs_of(&self, companies: &[CompanyId]) -> Result<Vec<LastRuns>, StoreError> {
        const SQL: &str = "SELECT (SELECT body FROM run r WHERE r.company = k.company ORDER BY id DESC LIMIT 1), \
                           (SELECT body FROM run r WHERE r.company = k.company AND status <> $2 ORDER BY id DESC LIMIT 1), \
                           (SELECT body FROM run r WHERE r.company = k.company AND status = ANY ($3) ORDER BY id DESC LIMIT 1) \
                           FROM unnest($1::bigint[]) WITH ORDINALITY AS k (company, place) ORDER BY k.place";
        let numbers: Vec<i64> = companies.iter().map(|company| i64::from(company.0)).collect();
        let success = LastRuns::SUCCESS.map(status_number).to_vec();
        let one = |row: &Row, index| {
            let body: Option<&[u8]> = column(row, index)?;
            body.map(decode).transpose().map_err(|_| Fail::from(StoreError::Damaged { place: "run".to_owned() }))
        };
        read(&self.pool, &Scope::Of(companies.iter().copied().collect()), |tx| {
            let rows = tx.rows(SQL, &[&numbers, &status_number(RunStatus::Running), &success])?;
            rows.iter().map(|row| Ok(LastRuns { last: one(row, 0)?, ended: one(row, 1)?, success: one(row, 2)? })).collect()
        })
    }

    /// States of the syncs of feeds, in one statement for all of them.
    pub(super) fn states_of(&self, feeds: &[(CompanyId, &str)]) -> Result<Vec<SyncState>, StoreError> {
        const SQL: &str = "SELECT f.body FROM unnest($1::bigint[], $2::text[]) WITH ORDINALITY AS k (company, feed, place) \
                           LEFT JOIN feed f ON f.company = k.company AND f.feed = k.feed ORDER BY k.place";
        let numbers: Vec<i64> = feeds.iter().map(|(company, _)| i64::from(company.0)).collect();
        let names: Vec<&str> = feeds.iter().map(|(_, feed)| *feed).collect();
        read(&self.pool, &Scope::Of(feeds.iter().map(|(company, _)| *company).collect()), |tx| {
            let state = |row: &Row| {
                let body: Option<&[u8]> = column(row, 0)?;
                let damaged = |_| Fail::from(StoreError::Damaged { place: "feed".to_owned() });
                body.map_or_else(|| Ok(SyncState::default()), |body| decode(body).map_err(damaged))
            };
            tx.rows(SQL, &[&numbers, &names])?.iter().map(state).collect()
        })
    }

    pub(super) fn errors_of(&self, id: RunId) -> Result<Vec<RunError>, StoreError> {
        let sql = "SELECT e.body FROM run r JOIN run_error e ON e.company = r.company AND e.run = r.id WHERE r.id = $1 \
                   ORDER BY e.sequence, e.place";
        read(&self.pool, &Scope::All, |tx| {
            let rows = tx.rows(sql, &[&narrow(id.0)])?;
            rows.iter().map(|row| body(row, 0, "run_error")).collect()
        })
    }

    pub(super) fn state_of(&self, company: CompanyId, feed: &str) -> Result<SyncState, StoreError> {
        read(&self.pool, &Scope::one(company), |tx| {
            let row = tx.row("SELECT body FROM feed WHERE company = $1 AND feed = $2", &[&i64::from(company.0), &feed])?;
            row.map_or_else(|| Ok(SyncState::default()), |row| body(&row, 0, "feed"))
        })
    }

    pub(super) fn seen(&self, company: CompanyId, feed: &str) -> Result<Vec<RemoteId>, StoreError> {
        let sql = "SELECT body FROM scan WHERE company = $1 AND feed = $2 ORDER BY page";
        read(&self.pool, &Scope::one(company), |tx| {
            let mut seen = BTreeSet::new();
            for row in tx.rows(sql, &[&i64::from(company.0), &feed])? {
                let ScanIds(ids) = body(&row, 0, "scan")?;
                seen.extend(ids);
            }
            Ok(seen.into_iter().collect())
        })
    }

    pub(super) fn counts(&self, company: CompanyId) -> Result<CompanyCount, StoreError> {
        read(&self.pool, &Scope::one(company), |tx| {
            let row = tx.row("SELECT counts FROM head WHERE company = $1", &[&i64::from(company.0)])?;
            let counts: Option<Vec<u8>> = row.map(|row| column(&row, 0)).transpose()?.flatten();
            let damaged = |_| StoreError::Damaged { place: format!("head/{company}") };
            Ok(counts.map(|bytes| decode(&bytes).map_err(damaged)).transpose()?.unwrap_or_default())
        })
    }

    pub(super) fn holds_nothing(&self) -> Result<bool, StoreError> {
        read(&self.pool, &Scope::All, |tx| Ok(tx.row("SELECT 1 FROM record LIMIT 1", &[])?.is_none()))
    }

    /// Companies with damaged records. What cannot be asked is told by the next call that fails.
    pub(super) fn doubts(&self) -> Vec<Doubt> {
        let found = read(&self.pool, &Scope::All, |tx| {
            let rows = tx.rows("SELECT company, doubt FROM head WHERE doubt IS NOT NULL ORDER BY company", &[])?;
            rows.iter().map(|row| Ok((column::<i64>(row, 0)?, column::<String>(row, 1)?))).collect::<Result<Vec<_>, _>>()
        });
        let doubt = |(company, place): (i64, String)| {
            Some(Doubt { company: CompanyId(u32::try_from(company).ok()?), extent: Extent::Records, place })
        };
        found.unwrap_or_default().into_iter().filter_map(doubt).collect()
    }
}
