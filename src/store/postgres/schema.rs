//! The tables, and their migrations: forward only, each in a transaction.
//!
//! For: opening. Uses: [`super::session`]. Never: a change that the version before this one cannot work beside.
//!
//! `format` says which migrations a database has, and the least number of migrations that a program must know to work on it. So a program
//! with tables one version older goes on beside a newer one, and one that is too old is refused.

use std::time::{Duration, Instant};

use super::fail::{Again, Fail};
use super::pool::Pool;
use super::session::{Scope, Tx, column};
use crate::store::StoreError;

/// Migrations, in order.
pub(super) const STEPS: &[&str] = &[include_str!("schema/1.sql"), include_str!("schema/2.sql")];

/// Of each number of migrations: the least number that a program must know.
const LEAST: &[i64] = &[0, 1, 1];

/// Name of this program in `format`.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// How long an opening may take.
const OPENING: Duration = Duration::from_secs(60);

/// How long a migration may take: large tables are read whole.
const MIGRATION: Duration = Duration::from_secs(3600);

const ATTEMPTS: u32 = 20;

/// What a database says of its tables.
pub(super) struct Format {
    pub(super) version: i64,
    pub(super) least: i64,
    pub(super) written_by: String,
}

/// Makes sure that the tables are there, as this program knows them.
pub(super) fn prepare(pool: &Pool) -> Result<(), StoreError> {
    prepare_with(pool, STEPS, LEAST)
}

pub(super) fn prepare_with(pool: &Pool, steps: &[&str], least: &[i64]) -> Result<(), StoreError> {
    let deadline = Instant::now() + OPENING;
    let known = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    for attempt in 1.. {
        let done = look(pool, deadline).and_then(|format| match format {
            Some(format) if format.least > known => Err(StoreError::Newer { written_by: format.written_by }.into()),
            Some(format) if format.version >= known => Ok(()),
            _ => migrate(pool, steps, least, Instant::now() + MIGRATION),
        });
        match done {
            Ok(()) => break,
            Err(fail) if fail.again == Again::No || attempt >= ATTEMPTS || Instant::now() >= deadline => return Err(fail.error),
            // A connection that fails at the opening is told of soon; another process that makes the tables is waited for.
            Err(fail) if fail.again == Again::Lost && attempt >= 4 => return Err(fail.error),
            Err(_) => std::thread::sleep(Duration::from_millis(20 + fastrand::u64(0..80))),
        }
    }
    Ok(())
}

pub(super) fn look(pool: &Pool, deadline: Instant) -> Result<Option<Format>, Fail> {
    let mut tx = Tx::begin(pool, "REPEATABLE READ READ ONLY", &Scope::All, deadline)?;
    let schema = &pool.address().schema;
    let there = tx.row("SELECT to_regclass($1) IS NOT NULL", &[&format!("{schema}.format")])?;
    if !there.is_some_and(|row| row.try_get(0).unwrap_or(false)) {
        return is_unstamped(&mut tx, pool).and_then(|lost| if lost { Err(unstamped(pool).into()) } else { Ok(None) });
    }
    let columns = "SELECT count(*) FROM pg_attribute WHERE attrelid = to_regclass($1) AND NOT attisdropped \
                   AND attname IN ('company', 'version', 'least', 'written_by')";
    let columns = tx.row(columns, &[&format!("{schema}.format")])?.map(|row| column::<i64>(&row, 0)).transpose()?;
    if columns != Some(4) {
        return Err(foreign(pool, "format").into());
    }
    let format = format_of(&mut tx, false)?;
    if format.is_none() && is_unstamped(&mut tx, pool)? {
        return Err(unstamped(pool).into());
    }
    tx.commit()?;
    Ok(format)
}

/// Whether all tables of the first migration are there.
fn is_unstamped(tx: &mut Tx<'_>, pool: &Pool) -> Result<bool, Fail> {
    let first: Vec<&str> = STEPS.first().map(|step| tables(step)).unwrap_or_default();
    Ok(tx.row(HAS_ALL, &[&pool.address().schema, &first])?.map(|row| column(&row, 0)).transpose()?.unwrap_or_default())
}

fn foreign(pool: &Pool, table: &str) -> StoreError {
    let (place, schema) = (pool.place().to_owned(), pool.address().schema.clone());
    StoreError::ForeignTable { place, schema, table: table.to_owned() }
}

/// Names of the tables that a migration makes.
pub(super) fn tables(step: &str) -> Vec<&str> {
    let made = step.split("CREATE TABLE ").skip(1);
    made.filter_map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next()).collect()
}

/// Fails if a schema without migrations has tables or views of these names: they are another program's.
fn refuse_foreign(tx: &mut Tx<'_>, pool: &Pool, step: &str) -> Result<(), Fail> {
    let sql = "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
               WHERE n.nspname = $1 AND c.relname = ANY ($2) ORDER BY c.relname LIMIT 1";
    match tx.row(sql, &[&pool.address().schema, &tables(step)])? {
        Some(row) => Err(foreign(pool, column(&row, 0)?).into()),
        None => Ok(()),
    }
}

/// Whether a schema has all tables of these names.
const HAS_ALL: &str = "SELECT count(*) = cardinality($2::text[]) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                       WHERE n.nspname = $1 AND c.relname = ANY ($2) AND c.relkind IN ('r', 'p')";

/// The error of tables of ours in a database that does not say which ones it has.
fn unstamped(pool: &Pool) -> StoreError {
    StoreError::TableMissing { place: pool.place().to_owned(), detail: "format".to_owned() }
}

fn format_of(tx: &mut Tx<'_>, lock: bool) -> Result<Option<Format>, Fail> {
    let sql = if lock {
        "SELECT version, least, written_by FROM format WHERE company = 0 FOR UPDATE"
    } else {
        "SELECT version, least, written_by FROM format WHERE company = 0"
    };
    let Some(row) = tx.row(sql, &[])? else { return Ok(None) };
    Ok(Some(Format { version: column(&row, 0)?, least: column(&row, 1)?, written_by: column(&row, 2)? }))
}

fn migrate(pool: &Pool, steps: &[&str], least: &[i64], deadline: Instant) -> Result<(), Fail> {
    let schema = &pool.address().schema;
    let mut tx = Tx::begin(pool, "READ COMMITTED", &Scope::All, deadline)?;
    // Even where it is there already, a schema is made only by a role that may make one.
    let there = tx.row("SELECT to_regnamespace($1) IS NOT NULL", &[schema])?;
    if !there.is_some_and(|row| row.try_get(0).unwrap_or(false)) {
        make(&mut tx, pool, &format!("CREATE SCHEMA \"{schema}\""))?;
    }
    let format = "CREATE TABLE IF NOT EXISTS format (company bigint PRIMARY KEY, version bigint NOT NULL, least bigint NOT NULL, \
                  written_by text NOT NULL); INSERT INTO format VALUES (0, 0, 0, '') ON CONFLICT DO NOTHING";
    make(&mut tx, pool, format)?;
    // From here on one process at a time.
    let has = format_of(&mut tx, true)?.map_or(0, |format| format.version);
    let from = usize::try_from(has).unwrap_or(usize::MAX);
    if let (0, Some(first)) = (from, steps.first()) {
        refuse_foreign(&mut tx, pool, first)?;
    }
    tx.batch("SET LOCAL statement_timeout = 0")?;
    for step in steps.iter().skip(from) {
        make(&mut tx, pool, step)?;
    }
    if from == 0 {
        let identity: [u8; 8] = fastrand::u64(..).to_be_bytes();
        tx.run("INSERT INTO house (company, identity) VALUES (0, $1)", &[&identity.as_slice()])?;
    }
    if from < steps.len() {
        let version = i64::try_from(steps.len()).unwrap_or(i64::MAX);
        let least = least.get(steps.len()).copied().unwrap_or(version);
        tx.run("UPDATE format SET version = $1, least = $2, written_by = $3 WHERE company = 0", &[&version, &least, &PROGRAM])?;
    }
    tx.commit()
}

/// Runs statements that another process may run at the same time: then they are tried again.
fn make(tx: &mut Tx<'_>, pool: &Pool, sql: &str) -> Result<(), Fail> {
    tx.batch_raw(sql)?.map_err(|error| {
        let fail = Fail::of(pool.place(), &error);
        if Fail::is_race(&error) { Fail { again: Again::Conflict, ..fail } } else { fail }
    })
}
