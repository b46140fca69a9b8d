//! One transaction on one connection.
//!
//! For: [`super::session`], heads. Uses: [`super::pool`]. Never: SQL of its own but to begin and end.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use futures::future::try_join_all;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Row, Statement};

use super::fail::{Again, Fail};
use super::pool::{Pool, Taken};
use super::wait;
use crate::domain::CompanyId;
use crate::store::StoreError;

/// A parameter of a statement.
pub(super) type Param<'a> = &'a (dyn ToSql + Sync);

/// The companies that a transaction sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scope {
    /// These.
    Of(BTreeSet<CompanyId>),
    /// All.
    All,
}

impl Scope {
    pub(super) fn one(company: CompanyId) -> Self {
        Self::Of([company].into())
    }

    pub(super) fn of(company: Option<CompanyId>) -> Self {
        company.map_or(Self::All, Self::one)
    }

    /// The statements that set it. They hold numbers only.
    fn set(&self) -> String {
        match self {
            Self::All => "SET LOCAL faktura.companies = '{}'; SET LOCAL faktura.every = 'yes'".to_owned(),
            Self::Of(companies) => {
                let mut list = String::new();
                for company in companies {
                    let comma = if list.is_empty() { "" } else { "," };
                    let _ = write!(list, "{comma}{}", company.0);
                }
                format!("SET LOCAL faktura.companies = '{{{list}}}'; SET LOCAL faktura.every = 'no'")
            }
        }
    }
}

/// A transaction under way. Rolled back when it is dropped.
pub(super) struct Tx<'p> {
    taken: Taken<'p>,
    deadline: Instant,
    open: bool,
}

impl<'p> Tx<'p> {
    pub(super) fn begin(pool: &'p Pool, mode: &str, scope: &Scope, deadline: Instant) -> Result<Self, Fail> {
        let mut tx = Self { taken: pool.take(deadline)?, deadline, open: true };
        tx.batch(&format!("BEGIN ISOLATION LEVEL {mode}; {}", scope.set()))?;
        Ok(tx)
    }

    /// Sees other companies from here on.
    pub(super) fn rescope(&mut self, scope: &Scope) -> Result<(), Fail> {
        self.batch(&scope.set())
    }

    /// Statements without parameters.
    pub(super) fn batch(&mut self, sql: &str) -> Result<(), Fail> {
        self.batch_raw(sql)?.map_err(|error| Fail::of(self.taken.place(), &error))
    }

    /// The same, with the database's own error.
    pub(super) fn batch_raw(&mut self, sql: &str) -> Result<Result<(), tokio_postgres::Error>, Fail> {
        let deadline = self.deadline;
        let done = self.taken.get().and_then(|connection| wait::until(deadline, connection.client.batch_execute(sql)));
        self.seen(done)
    }

    /// The rows of a statement.
    pub(super) fn rows(&mut self, sql: &'static str, params: &[Param<'_>]) -> Result<Vec<Row>, Fail> {
        let statement = self.statement(sql)?;
        let deadline = self.deadline;
        let done = self.taken.get().and_then(|connection| wait::until(deadline, connection.client.query(&statement, params)));
        self.seen(done)?.map_err(|error| self.failed(&error))
    }

    /// The one row of a statement, if there is one.
    pub(super) fn row(&mut self, sql: &'static str, params: &[Param<'_>]) -> Result<Option<Row>, Fail> {
        Ok(self.rows(sql, params)?.into_iter().next())
    }

    /// Runs a statement.
    pub(super) fn run(&mut self, sql: &'static str, params: &[Param<'_>]) -> Result<u64, Fail> {
        let statement = self.statement(sql)?;
        let deadline = self.deadline;
        let done = self.taken.get().and_then(|connection| wait::until(deadline, connection.client.execute(&statement, params)));
        self.seen(done)?.map_err(|error| self.failed(&error))
    }

    /// Runs statements one after the other without waiting between them.
    pub(super) fn run_all(&mut self, steps: &[(&'static str, Vec<Param<'_>>)]) -> Result<(), Fail> {
        let statements = steps.iter().map(|(sql, _)| self.statement(sql)).collect::<Result<Vec<_>, _>>()?;
        let deadline = self.deadline;
        let done = self.taken.get().and_then(|connection| {
            let client = &connection.client;
            let each = statements.iter().zip(steps).map(|(statement, (_, params))| client.execute(statement, params));
            wait::until(deadline, try_join_all(each))
        });
        self.seen(done)?.map(drop).map_err(|error| self.failed(&error))
    }

    pub(super) fn commit(mut self) -> Result<(), Fail> {
        let done = self.batch("COMMIT");
        self.open = done.is_err();
        done
    }

    /// The time of the database, in microseconds.
    pub(super) fn clock(&mut self) -> Result<i64, Fail> {
        let row = self.row("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint", &[])?;
        row.map_or_else(|| Err(Fail::lost(self.taken.place(), "no time")), |row| column(&row, 0))
    }

    fn statement(&mut self, sql: &'static str) -> Result<Statement, Fail> {
        let deadline = self.deadline;
        if let Some(known) = self.taken.get().and_then(|connection| connection.statements.get(sql)) {
            return Ok(known.clone());
        }
        let done = self.taken.get().and_then(|connection| wait::until(deadline, connection.client.prepare(sql)));
        let statement = self.seen(done)?.map_err(|error| self.failed(&error))?;
        if let Some(connection) = self.taken.get() {
            connection.statements.insert(sql, statement.clone());
        }
        Ok(statement)
    }

    fn failed(&self, error: &tokio_postgres::Error) -> Fail {
        Fail::of(self.taken.place(), error)
    }

    /// What came in time. A connection that did not answer is not used again.
    fn seen<T>(&mut self, done: Option<Result<T, tokio_postgres::Error>>) -> Result<Result<T, tokio_postgres::Error>, Fail> {
        if let Some(Err(error)) = &done
            && Fail::of(self.taken.place(), error).again == Again::Lost
        {
            self.taken.broken = true;
        }
        done.ok_or_else(|| {
            self.taken.broken = true;
            Fail::lost(self.taken.place(), "no answer in time")
        })
    }
}

impl Drop for Tx<'_> {
    fn drop(&mut self) {
        if self.open && !self.taken.broken {
            let deadline = Instant::now() + Duration::from_secs(2);
            let done = self.taken.get().and_then(|connection| wait::until(deadline, connection.client.batch_execute("ROLLBACK")));
            self.taken.broken = !matches!(done, Some(Ok(())));
        }
    }
}

/// A value of a row.
pub(super) fn column<'r, T: tokio_postgres::types::FromSql<'r>>(row: &'r Row, index: usize) -> Result<T, Fail> {
    row.try_get(index).map_err(|error| StoreError::Database { detail: error.to_string() }.into())
}
