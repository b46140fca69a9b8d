//! Migrations: by several processes at once, beside older programs, and never back.

use std::sync::Barrier;
use std::thread;

use super::*;
use crate::domain::CompanyId;
use crate::store::postgres::schema::{STEPS, prepare_with};
use crate::store::record::samples::{begin, commit, created, run};
use crate::store::{Store, StoreError};

#[test]
fn several_processes_make_the_tables_at_once() {
    let Some(url) = cluster::url() else { return };
    let url = in_new_schema(&url);
    let barrier = Barrier::new(5);
    thread::scope(|scope| {
        for _ in 0..5 {
            scope.spawn(|| {
                barrier.wait();
                assert_eq!(open(&url).is_empty(), Ok(true));
            });
        }
    });
    let fresh = Fresh { store: open(&url), url };
    assert_eq!(fresh.store.check(false).expect("checked").damage, []);
}

#[test]
fn a_migration_runs_under_load_beside_a_program_of_the_version_before() {
    let Some(fresh) = real() else { return };
    let mut running = run(1);
    running.id = begin(&fresh.store, &running).expect("begun");
    let older = fresh.again();
    let steps =
        [STEPS, &["ALTER TABLE record ADD COLUMN extra text; CREATE INDEX record_extra ON record (company, extra)"]].concat();
    thread::scope(|scope| {
        let busy = scope.spawn(|| {
            for number in 0..40 {
                let id = number.to_string();
                older.commit(&commit(&running, vec![created(1, &id, running.id.0)])).expect("the older one goes on");
            }
        });
        let newer = [fresh.again(), fresh.again()];
        for store in &newer {
            prepare_with(&store.pool, &steps, &[0, 1, 1, 1]).expect("migrated");
        }
        busy.join().expect("done");
    });
    let again = fresh.again();
    again.commit(&commit(&running, vec![created(1, "x", running.id.0)])).expect("the version before opens it and writes");
    assert_eq!(again.count(CompanyId(1)).expect("read").of(crate::domain::Kind::Document).records, 41);
    assert_eq!(again.check(false).expect("checked").damage, []);
    // One that drops what the older one needs shuts it out.
    let steps = [&steps[..], &["ALTER TABLE record DROP COLUMN extra"]].concat();
    prepare_with(&again.pool, &steps, &[0, 1, 1, 1, 4]).expect("migrated");
    let refused = PostgresStore::open(&SecretString::from(fresh.url.clone()), &PostgresOptions::default());
    assert_eq!(refused.map(drop), Err(StoreError::Newer { written_by: env!("CARGO_PKG_VERSION").to_owned() }));
}

#[test]
fn a_migration_that_fails_leaves_everything_as_it_was() {
    let Some(fresh) = real() else { return };
    let steps = [STEPS, &["ALTER TABLE record ADD COLUMN extra text; SELECT 1 / 0"]].concat();
    assert!(prepare_with(&fresh.store.pool, &steps, &[0, 1, 1, 1]).is_err());
    assert!(try_sql(&fresh.store, "SELECT extra FROM record").is_err());
    assert_eq!(fresh.again().is_empty(), Ok(true));
}

#[test]
fn a_schema_with_tables_of_another_program_is_refused_by_a_sentence() {
    let Some(url) = cluster::url() else { return };
    for (table, made) in [("head", "CREATE TABLE head (id bigint)"), ("format", "CREATE TABLE format (id bigint)")] {
        let fresh = Fresh::at(&url);
        let schema = fresh.store.pool.address().schema.clone();
        sql(&fresh.store, &format!("DROP SCHEMA {schema} CASCADE; CREATE SCHEMA {schema}; SET search_path = {schema}; {made}"));
        let refused = PostgresStore::open(&SecretString::from(fresh.url.clone()), &PostgresOptions::default());
        let Err(StoreError::ForeignTable { table: named, schema: of, .. }) = refused else { panic!("{refused:?}") };
        assert_eq!((named.as_str(), of), (table, schema));
    }
}

#[test]
fn a_database_of_the_version_before_gets_the_tables_of_quotas_and_the_version_before_goes_on() {
    let Some(fresh) = real() else { return };
    let schema = fresh.store.pool.address().schema.clone();
    sql(
        &fresh.store,
        &format!("DROP TABLE {schema}.quota, {schema}.quota_share; UPDATE {schema}.format SET version = 1, least = 1"),
    );
    let newer = fresh.again();
    let told = try_sql(&newer, &format!("SELECT count(*) FROM {schema}.quota"));
    assert!(told.is_ok(), "{told:?}");
    prepare_with(&newer.pool, STEPS.get(..1).expect("the first one"), &[0, 1]).expect("the version before opens it");
}

#[test]
fn tables_of_ours_that_lost_their_format_are_not_taken_for_another_programs() {
    for lost in ["DELETE FROM format", "DROP TABLE format"] {
        let Some(fresh) = real() else { return };
        sql(&fresh.store, lost);
        let url = SecretString::from(fresh.url.clone());
        let refused = PostgresStore::open(&url, &PostgresOptions::default());
        assert!(matches!(&refused, Err(StoreError::TableMissing { detail, .. }) if detail == "format"), "{lost}: {refused:?}");
        let looked = crate::store::postgres::look(&url);
        assert!(matches!(looked, Err(StoreError::TableMissing { .. })), "{lost}: {looked:?}");
    }
}
