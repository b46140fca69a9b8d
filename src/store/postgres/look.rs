//! What can be seen of a database without making or migrating its tables.
//!
//! For: `faktura doctor`. Uses: the pool, the format. Never: a write, a second attempt.

use std::time::{Duration, Instant};

use secrecy::SecretString;
use tokio_postgres::Row;

use super::address::Address;
use super::fail::Fail;
use super::pool::Pool;
use super::schema;
use super::session::{Scope, Tx, column};
use super::{PASSES, PostgresOptions, wide};
use crate::store::StoreError;
use crate::store::inspect::{DatabaseFacts, Stamp, Work};

/// How long all of it may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Looks at the database of an address.
///
/// # Errors
/// The address cannot be read, the database is not reached or refuses, or its tables are another program's.
pub fn look(url: &SecretString) -> Result<DatabaseFacts, StoreError> {
    let options = PostgresOptions { connections: 1, ..PostgresOptions::default() };
    let pool = Pool::new(Address::parse(url)?, &options)?;
    let deadline = Instant::now() + PATIENCE;
    let format = schema::look(&pool, deadline).map_err(|fail| fail.error)?;
    let known = i64::try_from(schema::STEPS.len()).unwrap_or(i64::MAX);
    let stamp = format.map(|format| Stamp {
        form: u32::try_from(format.version).unwrap_or(u32::MAX),
        newer: format.least > known,
        written_by: format.written_by,
    });
    facts(&pool, deadline, stamp).map_err(|fail| fail.error)
}

fn facts(pool: &Pool, deadline: Instant, stamp: Option<Stamp>) -> Result<DatabaseFacts, Fail> {
    let schema = &pool.address().schema;
    let mut tx = Tx::begin(pool, "REPEATABLE READ READ ONLY", &Scope::All, deadline)?;
    let passes = tx.row(PASSES, &[])?.map(|row| column(&row, 0)).transpose()?.unwrap_or_default();
    let lacking = if stamp.is_some() {
        let sql = "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                   WHERE n.nspname = $1 AND c.relname = ANY ($2) AND NOT (has_schema_privilege(n.oid, 'USAGE') \
                   AND has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')) ORDER BY c.relname";
        let tables: Vec<&str> = schema::STEPS.iter().flat_map(|step| schema::tables(step)).collect();
        let rows = tx.rows(sql, &[schema, &tables])?;
        rows.iter().map(|row| column(row, 0)).collect::<Result<Vec<String>, _>>()?
    } else {
        let sql = "SELECT CASE WHEN to_regnamespace($1) IS NULL THEN has_database_privilege(current_database(), 'CREATE') \
                   ELSE has_schema_privilege($1, 'CREATE') END";
        let may = tx.row(sql, &[schema])?.map(|row| column(&row, 0)).transpose()?.unwrap_or_default();
        if may { Vec::new() } else { vec![schema.clone()] }
    };
    let made = stamp.as_ref().map_or(0, |stamp| usize::try_from(stamp.form).unwrap_or(usize::MAX));
    let missing = missing(&mut tx, schema, made)?;
    let work = if stamp.is_some() && lacking.is_empty() && missing.is_empty() { Some(work(&mut tx)?) } else { None };
    tx.commit()?;
    Ok(DatabaseFacts { place: pool.address().shown(), stamp, passes, lacking, missing, work })
}

/// Tables that so many migrations made and that are not there any more.
fn missing(tx: &mut Tx<'_>, schema: &str, made: usize) -> Result<Vec<String>, Fail> {
    let sql = "SELECT name FROM unnest($2::text[]) AS name WHERE NOT EXISTS (SELECT 1 FROM pg_class c \
               JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = name) ORDER BY name";
    let tables: Vec<&str> = schema::STEPS.iter().take(made).flat_map(|step| schema::tables(step)).collect();
    let rows = tx.rows(sql, &[&schema, &tables])?;
    rows.iter().map(|row| column(row, 0)).collect()
}

/// What is under way and due, by the database's clock.
fn work(tx: &mut Tx<'_>) -> Result<Work, Fail> {
    let clock = tx.clock()?;
    let held = "SELECT count(DISTINCT holder), count(*) FROM head WHERE company > 0 AND holder IS NOT NULL AND expires > $1";
    let due = "SELECT count(*), min(due) FROM item WHERE waiting AND due <= $1";
    let (mut found, count) = (Work::default(), |row: &Row, index| column::<i64>(row, index).map(wide));
    if let Some(row) = tx.row(held, &[&clock])? {
        (found.workers, found.companies) = (count(&row, 0)?, count(&row, 1)?);
    }
    if let Some(row) = tx.row(due, &[&clock])? {
        let first: Option<i64> = column(&row, 1)?;
        found.due = count(&row, 0)?;
        found.age = first.map_or(0, |first| wide(clock.saturating_sub(first)) / 1_000_000);
    }
    Ok(found)
}
