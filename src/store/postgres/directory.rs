//! Companies, logins and tokens in tables, so that every machine sees the same.
//!
//! For: [`crate::store::Registry`] and [`crate::store::Tokens`]. Uses: [`super::session`]. Never: what a company means; a secret.
//!
//! Every change locks the one row of `directory` first. After a connection that was lost in a commit the change is looked for by its mark.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::PostgresStore;
use super::fail::Fail;
use super::session::{self, Scope, Tx, column};
use crate::store::StoreError;
use crate::store::registry::State;
use crate::store::registry::directory::{Change, Directory, SheetChange};

/// Rows of companies and logins by their key.
type Rows = BTreeMap<(i64, i64), String>;

/// A number that no other change has.
pub(super) fn mark() -> i64 {
    i64::from_ne_bytes(fastrand::u64(..).to_ne_bytes())
}

pub(super) fn load(tx: &mut Tx<'_>) -> Result<State, Fail> {
    let sql = "SELECT next_company, next_login FROM directory WHERE company = 0";
    let numbers = tx.row(sql, &[])?.ok_or_else(|| damaged("directory"))?;
    let next = |index| u32::try_from(column::<i64>(&numbers, index)?).map_err(|_| Fail::from(damaged("directory")));
    let (next_id, next_login) = (next(0)?, next(1)?);
    let (mut companies, mut logins) = (Vec::new(), Vec::new());
    for row in tx.rows("SELECT company, login, body FROM listed ORDER BY company, login", &[])? {
        let (company, login): (i64, i64) = (column(&row, 0)?, column(&row, 1)?);
        let (body, place): (&str, String) = (column(&row, 2)?, format!("listed/{company}/{login}"));
        if login == 0 {
            companies.push(State::company_of(body).ok_or_else(|| damaged(&place))?);
        } else {
            logins.push(State::login_of(body).ok_or_else(|| damaged(&place))?);
        }
    }
    Ok(State { next_id, next_login, companies, logins })
}

fn damaged(place: &str) -> StoreError {
    StoreError::Damaged { place: place.to_owned() }
}

fn rows_of(state: &State) -> Result<Rows, StoreError> {
    let companies = state.companies.iter().map(|company| Ok(((i64::from(company.id.0), 0), State::company_row(company)?)));
    let logins = state.logins.iter().map(|login| Ok(((0, i64::from(login.id.0)), State::login_row(login)?)));
    companies.chain(logins).collect()
}

/// Locks out every other change until the end of the transaction.
pub(super) fn lock(tx: &mut Tx<'_>) -> Result<(), Fail> {
    tx.row("SELECT version FROM directory WHERE company = 0 FOR UPDATE", &[])?.ok_or_else(|| damaged("directory"))?;
    Ok(())
}

/// Whether the change of this mark was made; if not, it is from the end of this transaction on.
pub(super) fn is_made(tx: &mut Tx<'_>, mark: i64) -> Result<bool, Fail> {
    if tx.row("SELECT 1 FROM listed_change WHERE company = 0 AND mark = $1", &[&mark])?.is_some() {
        return Ok(true);
    }
    tx.run("DELETE FROM listed_change WHERE company = 0 AND at < clock_timestamp() - interval '1 day'", &[])?;
    tx.run("INSERT INTO listed_change (company, mark) VALUES (0, $1)", &[&mark])?;
    tx.run("UPDATE directory SET version = version + 1 WHERE company = 0", &[])?;
    Ok(false)
}

pub(super) fn replace(tx: &mut Tx<'_>, before: &State, after: &State) -> Result<(), Fail> {
    let (old, new) = (rows_of(before)?, rows_of(after)?);
    for (key, _) in old.iter().filter(|(key, _)| !new.contains_key(key)) {
        tx.run("DELETE FROM listed WHERE company = $1 AND login = $2", &[&key.0, &key.1])?;
    }
    for (key, body) in new.iter().filter(|(key, body)| old.get(key) != Some(body)) {
        let sql = "INSERT INTO listed (company, login, body) VALUES ($1, $2, $3) \
                   ON CONFLICT (company, login) DO UPDATE SET body = excluded.body";
        tx.run(sql, &[&key.0, &key.1, body])?;
    }
    let (company, login) = (i64::from(after.next_id), i64::from(after.next_login));
    tx.run("UPDATE directory SET next_company = $1, next_login = $2 WHERE company = 0", &[&company, &login])?;
    Ok(())
}

impl Directory for PostgresStore {
    fn companies(&self) -> Result<State, StoreError> {
        session::read(&self.pool, &Scope::All, load)
    }

    fn change_companies(&self, change: Change<'_>) -> Result<State, StoreError> {
        let mark = mark();
        session::write(&self.pool, &Scope::All, |tx| {
            lock(tx)?;
            let before = load(tx)?;
            if is_made(tx, mark)? {
                return Ok((before, None));
            }
            let mut after = before.clone();
            change(&mut after)?;
            replace(tx, &before, &after)?;
            Ok((after, None))
        })
    }

    fn sheet(&self, name: &'static str) -> Result<Option<Vec<u8>>, StoreError> {
        session::read(&self.pool, &Scope::All, |tx| sheet(tx, name))
    }

    fn change_sheet(&self, name: &'static str, change: SheetChange<'_>) -> Result<(), StoreError> {
        let mark = mark();
        session::write(&self.pool, &Scope::All, |tx| {
            lock(tx)?;
            let before = sheet(tx, name)?;
            if is_made(tx, mark)? {
                return Ok(((), None));
            }
            if let Some(body) = change(before.as_deref())? {
                let sql = "INSERT INTO sheet (company, name, body) VALUES (0, $1, $2) \
                           ON CONFLICT (company, name) DO UPDATE SET body = excluded.body";
                tx.run(sql, &[&name, &body])?;
            }
            Ok(((), None))
        })
    }

    fn place(&self, name: &'static str) -> PathBuf {
        PathBuf::from(format!("{}/{name}", self.pool.place()))
    }

    fn version(&self) -> Result<Option<u64>, StoreError> {
        let sql = "SELECT version FROM directory WHERE company = 0";
        let version =
            session::read(&self.pool, &Scope::All, |tx| tx.row(sql, &[])?.map(|row| column::<i64>(&row, 0)).transpose())?;
        Ok(Some(version.and_then(|version| u64::try_from(version).ok()).unwrap_or_default()))
    }
}

pub(super) fn sheet(tx: &mut Tx<'_>, name: &'static str) -> Result<Option<Vec<u8>>, Fail> {
    let row = tx.row("SELECT body FROM sheet WHERE company = 0 AND name = $1", &[&name])?;
    row.map(|row| column(&row, 0)).transpose()
}
