//! What can be seen of a database without making or migrating its tables.
//!
//! For: `faktura doctor`. Uses: the pool, the format. Never: a write, a second attempt.

use std::time::{Duration, Instant};

use secrecy::SecretString;
use tokio_postgres::Row;

use super::address::Address;
use super::fail::Fail;
use super::own::own_kind;
use super::pool::Pool;
use super::schema;
use super::session::{Scope, Tx, column};
use super::{PASSES, PostgresOptions, wide};
use crate::domain::{Company, OwnKind, OwnRecord};
use crate::store::inspect::{DatabaseFacts, Numbered, Stamp, Work};
use crate::store::ledger::by_company;
use crate::store::record::decode;
use crate::store::registry::State;
use crate::store::{CompanyCount, StoreError};

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
                   JOIN unnest($2::text[], $3::text[]) AS k (name, rights) ON k.name = c.relname \
                   WHERE n.nspname = $1 AND NOT (has_schema_privilege(n.oid, 'USAGE') AND (SELECT bool_and(has_table_privilege(c.oid, a)) \
                   FROM unnest(string_to_array(k.rights, ' ')) AS a)) ORDER BY c.relname";
        let tables: Vec<&str> = schema::STEPS.iter().flat_map(|step| schema::tables(step)).chain(["format"]).collect();
        let needed: Vec<&str> = tables.iter().map(|table| rights(table)).collect();
        let rows = tx.rows(sql, &[schema, &tables, &needed])?;
        rows.iter().map(|row| column(row, 0)).collect::<Result<Vec<String>, _>>()?
    } else {
        let sql = "SELECT CASE WHEN to_regnamespace($1) IS NULL THEN has_database_privilege(current_database(), 'CREATE') \
                   ELSE has_schema_privilege($1, 'CREATE') END";
        let may = tx.row(sql, &[schema])?.map(|row| column(&row, 0)).transpose()?.unwrap_or_default();
        if may { Vec::new() } else { vec![schema.clone()] }
    };
    let made = stamp.as_ref().map_or(0, |stamp| usize::try_from(stamp.form).unwrap_or(usize::MAX));
    let missing = missing(&mut tx, schema, made)?;
    let (mut found, mut damaged, mut sealed, mut books) = (None, Vec::new(), Vec::new(), Vec::new());
    if stamp.is_some() && lacking.is_empty() && missing.is_empty() {
        (found, damaged) = (Some(work(&mut tx)?), damaged_in(&mut tx)?);
        let sql = "SELECT s.body FROM listed l LEFT JOIN secret s ON s.company = 0 AND s.name = l.login::text WHERE l.login > 0 \
                   ORDER BY l.login";
        books = numbered(&mut tx)?;
        sealed = tx.rows(sql, &[])?.iter().map(|row| column(row, 0)).collect::<Result<Vec<_>, _>>()?;
    }
    tx.commit()?;
    Ok(DatabaseFacts { place: pool.address().shown(), stamp, passes, lacking, missing, damaged, sealed, books, work: found })
}

/// The rights that the program needs on a table.
fn rights(table: &str) -> &'static str {
    match table {
        "format" | "house" => "SELECT",
        "directory" => "SELECT UPDATE",
        // Its rows are only added.
        "journal" => "SELECT INSERT",
        "head" | "queue" => "SELECT INSERT UPDATE",
        _ => "SELECT INSERT UPDATE DELETE",
    }
}

/// Places of which a few rows say that something is damaged or lost: what is known, and tables that do not fit each other.
const DAMAGED: [&str; 5] = [
    "SELECT doubt FROM head WHERE doubt IS NOT NULL ORDER BY company",
    "SELECT 'directory' WHERE NOT EXISTS (SELECT 1 FROM directory WHERE company = 0)",
    "SELECT 'head/' || l.company FROM listed l WHERE l.login = 0 AND NOT EXISTS (SELECT 1 FROM head h WHERE h.company = l.company) \
     AND EXISTS (SELECT 1 FROM journal j WHERE j.company = l.company) ORDER BY l.company",
    "SELECT 'journal/' || h.company FROM head h WHERE h.sequence > 0 AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.company = h.company \
     AND j.sequence = h.sequence) OR EXISTS (SELECT 1 FROM journal j WHERE j.company = h.company AND j.sequence > h.sequence) ORDER BY h.company",
    "SELECT 'listed/' || h.company FROM head h CROSS JOIN directory d WHERE h.company > 0 AND h.company < d.next_company \
     AND NOT EXISTS (SELECT 1 FROM listed l WHERE l.company = h.company AND l.login = 0) \
     AND (EXISTS (SELECT 1 FROM record r WHERE r.company = h.company) OR EXISTS (SELECT 1 FROM own o WHERE o.company = h.company)) \
     ORDER BY h.company",
];

fn damaged_in(tx: &mut Tx<'_>) -> Result<Vec<String>, Fail> {
    let mut found: Vec<String> = Vec::new();
    for sql in DAMAGED {
        for row in tx.rows(sql, &[])? {
            found.push(column(&row, 0)?);
        }
    }
    // Companies without a record, although some were counted.
    let sql = "SELECT h.company, h.counts FROM head h WHERE h.counts IS NOT NULL \
               AND NOT EXISTS (SELECT 1 FROM record r WHERE r.company = h.company) ORDER BY h.company";
    for row in tx.rows(sql, &[])? {
        let (company, counts): (i64, &[u8]) = (column(&row, 0)?, column(&row, 1)?);
        if decode::<CompanyCount>(counts).is_ok_and(|counts| counts.kinds.values().any(|kind| kind.records > 0)) {
            found.push(format!("record/{company}"));
        }
    }
    Ok(found)
}

/// Tables that so many migrations made and that are not there any more.
fn missing(tx: &mut Tx<'_>, schema: &str, made: usize) -> Result<Vec<String>, Fail> {
    let sql = "SELECT name FROM unnest($2::text[]) AS name WHERE NOT EXISTS (SELECT 1 FROM pg_class c \
               JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = name) ORDER BY name";
    let tables: Vec<&str> = schema::STEPS.iter().take(made).flat_map(|step| schema::tables(step)).collect();
    let rows = tx.rows(sql, &[&schema, &tables])?;
    rows.iter().map(|row| column(row, 0)).collect()
}

/// Own books with their series.
fn numbered(tx: &mut Tx<'_>) -> Result<Vec<Numbered>, Fail> {
    let mut records: Vec<OwnRecord> = Vec::new();
    for row in tx.rows("SELECT body FROM own WHERE kind = $1 ORDER BY company, id", &[&own_kind(OwnKind::Series)])? {
        records.extend(decode::<OwnRecord>(column(&row, 0)?).ok());
    }
    let mut series = by_company(&records);
    let rows = tx.rows("SELECT body FROM listed WHERE login = 0 ORDER BY company", &[])?;
    let companies = rows.iter().map(|row| column::<&str>(row, 0)).collect::<Result<Vec<_>, _>>()?;
    let own = companies.into_iter().filter_map(State::company_of).filter(Company::has_own_books);
    let numbered = own.map(|company| {
        let series = series.remove(&company.id).unwrap_or_default();
        (company, series)
    });
    Ok(numbered.collect())
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
