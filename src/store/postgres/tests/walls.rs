//! Row security, rights, and the journal that only grows.

use super::*;
use crate::domain::CompanyId;
use crate::store::postgres::fail::Fail;
use crate::store::postgres::session::{column, read, write};
use crate::store::record::samples::{begin, commit, created, run, stored};
use crate::store::{OwnBatch, OwnData, Store, StoreError};

fn filled() -> Option<Fresh> {
    let fresh = real()?;
    for company in [1, 2] {
        let mut running = run(company);
        running.id = begin(&fresh.store, &running).expect("begun");
        fresh.store.commit(&commit(&running, vec![created(company, "a", running.id.0)])).expect("committed");
    }
    Some(fresh)
}

const TABLES: [&str; 5] = [
    "SELECT DISTINCT company FROM record",
    "SELECT DISTINCT company FROM head WHERE company > 0",
    "SELECT DISTINCT company FROM run",
    "SELECT DISTINCT company FROM journal WHERE company > 0",
    "DELETE FROM record RETURNING company",
];

#[test]
fn a_transaction_sees_and_changes_its_companies_only() {
    let Some(fresh) = filled() else { return };
    let pool = &fresh.store.pool;
    let seen =
        |tx: &mut Tx<'_>, sql| tx.rows(sql, &[])?.iter().map(|row| column::<i64>(row, 0)).collect::<Result<Vec<_>, Fail>>();
    let one = Scope::one(CompanyId(1));
    for sql in &TABLES[..4] {
        assert_eq!(read(pool, &one, |tx| seen(tx, sql)), Ok(vec![1]), "{sql}");
        assert_eq!(read(pool, &Scope::All, |tx| seen(tx, sql)).map(|all| all.len()), Ok(2), "{sql}");
        assert_eq!(read(pool, &Scope::Of([].into()), |tx| seen(tx, sql)), Ok(vec![]), "{sql}");
    }
    let foreign = write(pool, &one, |tx| {
        tx.batch("INSERT INTO feed VALUES (2, 'x', '')")?;
        Ok(((), None))
    });
    assert!(matches!(foreign, Err(StoreError::Denied { .. })), "{foreign:?}");
    assert_eq!(write(pool, &one, |tx| Ok((seen(tx, TABLES[4])?, None))), Ok(vec![1]));
    assert_eq!(fresh.store.live_ids(CompanyId(2), crate::domain::Kind::Document).expect("read").len(), 1, "its own is whole");
}

#[test]
fn the_journal_only_grows_and_what_a_superuser_did_to_it_is_found() {
    let Some(fresh) = filled() else { return };
    let touched = write(&fresh.store.pool, &Scope::All, |tx| {
        let changed = tx.run("UPDATE journal SET frame = ''", &[])?;
        Ok((changed + tx.run("DELETE FROM journal", &[])?, None))
    });
    assert_eq!(touched, Ok(0));
    assert_eq!(fresh.store.audit_log().expect("read").faults, Vec::<String>::new());
    sql(
        &fresh.store,
        "ALTER TABLE journal NO FORCE ROW LEVEL SECURITY; ALTER TABLE journal DISABLE ROW LEVEL SECURITY; \
         UPDATE journal SET frame = set_byte(frame, length(frame) - 1, get_byte(frame, length(frame) - 1) # 1) WHERE company = 0; \
         DELETE FROM journal WHERE company = 2",
    );
    assert!(!fresh.store.audit_log().expect("read").faults.is_empty());
    let damage = fresh.store.check(false).expect("checked").damage;
    assert!(damage.iter().any(|damage| damage.place.starts_with("journal/0")), "{damage:?}");
    assert!(damage.iter().any(|damage| damage.place.starts_with("journal/2")), "{damage:?}");
}

#[test]
fn a_missing_right_is_a_sentence_and_changes_nothing() {
    let Some(fresh) = filled() else { return };
    let (schema, role) = (fresh.store.pool.address().schema.clone(), format!("r{:x}", fastrand::u64(..)));
    let rights = format!(
        "CREATE ROLE {role} LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA {schema} TO {role}; \
         GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}"
    );
    sql(&fresh.store, &rights);
    let (_, place) = fresh.url.split_once('@').expect("a user");
    let url = |schema: &str| {
        let (base, _) = place.split_once("schema=").expect("a schema");
        SecretString::from(format!("postgres://{role}:x@{base}schema={schema}"))
    };
    let reader = PostgresStore::open(&url(&schema), &PostgresOptions::default()).expect("reading is allowed");
    assert_eq!(reader.live_ids(CompanyId(1), crate::domain::Kind::Document).expect("read").len(), 1);
    let refused = reader.remove_company(CompanyId(1));
    assert!(matches!(&refused, Err(StoreError::Denied { detail, .. }) if detail.contains("permission denied")), "{refused:?}");
    assert_eq!(fresh.store.live_ids(CompanyId(1), crate::domain::Kind::Document).expect("read").len(), 1);
    let none = PostgresStore::open(&url("nothing_here"), &PostgresOptions::default());
    assert!(matches!(none, Err(StoreError::Denied { .. })), "{none:?}");
    drop(reader);
    let rights = format!(
        "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}; REVOKE ALL ON SCHEMA {schema} FROM {role}; DROP ROLE {role}"
    );
    sql(&fresh.store, &rights);
}

#[test]
fn damage_in_rows_is_found_told_and_mended() {
    let Some(fresh) = filled() else { return };
    assert_eq!(fresh.store.check(false).expect("checked").damage, []);
    sql(
        &fresh.store,
        "UPDATE record SET body = set_byte(body, 40, get_byte(body, 40) # 1) WHERE company = 1; \
         UPDATE record SET number = 7 WHERE company = 2; UPDATE head SET counts = NULL WHERE company = 2",
    );
    let damage = fresh.store.check(false).expect("checked").damage;
    let found = |place: &str| damage.iter().any(|damage| damage.place == place);
    assert!(found("record/1/document/a") && found("record/2/document/a") && found("head/2"), "{damage:?}");
    let read = fresh.store.records(CompanyId(1), crate::domain::Kind::Document, &[crate::domain::RemoteId::new("a")]);
    assert!(matches!(read, Err(StoreError::Damaged { .. })));
    let mended = fresh.store.check(true).expect("mended");
    assert_eq!((mended.repaired, mended.resync), (3, vec![CompanyId(1)]));
    assert_eq!(fresh.store.doubted().len(), 1);
    // A whole run brings it back.
    let mut running = run(1);
    running.id = begin(&fresh.store, &running).expect("begun");
    let heads = fresh.store.heads(CompanyId(1), crate::domain::Kind::Document, &[crate::domain::RemoteId::new("a")]);
    assert_eq!(heads.expect("read")[0].expect("there").content, None, "it is written anew");
    let ended =
        crate::domain::SyncRun { status: crate::domain::RunStatus::Completed, ended: Some(running.started), ..running.clone() };
    fresh.store.commit(&commit(&ended, vec![created(1, "a", running.id.0)])).expect("committed");
    assert_eq!((fresh.store.doubted(), fresh.store.check(false).expect("checked").damage), (Vec::new(), Vec::new()));
}

#[test]
fn damaged_records_of_own_books_come_back_from_their_journal() {
    let Some(fresh) = real() else { return };
    let shared = std::sync::Arc::new(fresh.again());
    let registry = crate::store::Registry::of(shared.clone(), shared).expect("opens");
    let own = crate::domain::Company {
        id: CompanyId(0),
        name: "Own Kft.".to_owned(),
        provider: crate::domain::OWN_BOOKS.to_owned(),
        base_url: None,
        enabled: true,
        tax_number: None,
        legal_name: None,
        added: jiff::Timestamp::UNIX_EPOCH,
        login: None,
        tenant: None,
        books: crate::domain::Books::default(),
    };
    let company = registry.add(own).expect("added").id;
    let author = crate::domain::Actor("anna".to_owned());
    let documents = ["a", "b"].map(|id| stored(company.0, id, 0).into()).to_vec();
    let batch = OwnBatch { documents, ..OwnBatch::new(jiff::Timestamp::UNIX_EPOCH, author) };
    fresh.store.transact(&batch).expect("written");
    let ids = ["a", "b"].map(crate::domain::RemoteId::new);
    let read = |ids: &[_]| fresh.store.records(company, crate::domain::Kind::Document, ids);
    let before = read(&ids).expect("read");
    sql(&fresh.store, "UPDATE record SET body = set_byte(body, 20, get_byte(body, 20) # 1) WHERE id = 'a'");
    assert!(matches!(read(&ids), Err(StoreError::Damaged { .. })));
    // Also where the damage was met before the repair.
    let damage = fresh.store.check(false).expect("checked").damage;
    fresh.store.doubt(&damage[0]).expect("doubted");
    let version = fresh.store.version().expect("read").expect("a state");
    let mended = fresh.store.check(true).expect("mended");
    assert_eq!((mended.damage.len(), mended.repaired, mended.resync, mended.books), (1, 1, Vec::new(), Vec::new()));
    assert_eq!((read(&ids), fresh.store.doubted()), (Ok(before), Vec::new()));
    assert_ne!(fresh.store.version().expect("read"), Some(version), "other processes read it again");
    assert_eq!(fresh.store.check(false).expect("checked").damage, []);
}
