//! Connections that break and a server that dies in the middle of a commit: nothing lost, nothing doubled.

use std::sync::Arc;

use super::cluster::{self, Server};
use super::proxy::{Cut, Proxy};
use super::*;
use crate::domain::{Actor, CompanyId, OwnKey, OwnKind, RecordKey, RemoteId, RunStatus};
use crate::error::Describe;
use crate::store::leases::Leases;
use crate::store::own::{OwnBatch, OwnData, OwnWrite};
use crate::store::postgres::fail::{Again, Fail};
use crate::store::postgres::session::{read, write};
use crate::store::record::samples::{at, begin, commit, created, run};
use crate::store::{Store, StoreError, StoreExt};

/// Port of the server in an address.
fn port_of(url: &str) -> Option<u16> {
    url.rsplit_once('@')?.1.split_once(':')?.1.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn key(id: &str) -> RecordKey {
    RecordKey::document(CompanyId(1), RemoteId::new(id))
}

/// Asserts that a record and its history are there once.
fn once(store: &PostgresStore, id: &str) {
    assert!(store.invoices(CompanyId(1), &[RemoteId::new(id)]).expect("read")[0].is_some(), "{id}");
    assert_eq!(store.history(&key(id)).expect("read").len(), 1, "{id}");
}

#[test]
fn a_connection_that_breaks_in_a_commit_neither_loses_nor_doubles_it() {
    let Some(direct) = real() else { return };
    let port = port_of(&direct.url).expect("a port");
    let proxy = Proxy::before(port);
    let store = open(&direct.url.replace(&format!(":{port}/"), &format!(":{}/", proxy.port())));
    let mut running = run(1);
    running.id = begin(&store, &running).expect("begun");
    let fence = direct.store.acquire(CompanyId(1), &crate::domain::Holder("test".into()), at(1_700_000_000)).expect("held").fence;
    let page = |id: &str| crate::store::Commit { fence, ..commit(&running, vec![created(1, id, running.id.0)]) };
    let own = OwnKey { company: CompanyId(1), kind: OwnKind::Alerting, id: RemoteId::new("a") };
    for (number, cut) in [Cut::Before, Cut::After, Cut::Before, Cut::After].into_iter().enumerate() {
        let id = number.to_string();
        proxy.cut(cut);
        if number < 2 {
            store.commit(&page(&id)).expect("committed");
            once(&direct.store, &id);
        } else {
            let expected = u64::try_from(number - 2).expect("small");
            let write = OwnWrite::Put { key: own.clone(), expected, bytes: vec![1] };
            let batch = OwnBatch { records: vec![write], ..OwnBatch::new(at(1), Actor("anna".to_owned())) };
            store.transact(&batch).expect("written, and not refused as written before");
            assert_eq!(direct.store.own_history(&own).expect("read").len(), number - 1);
        }
        assert!(proxy.has_cut());
    }
    let checked = direct.store.check(false).expect("checked");
    assert_eq!((checked.damage, checked.records), (Vec::new(), 2));
}

#[test]
fn connections_that_the_server_ends_are_opened_anew() {
    let Some(fresh) = real() else { return };
    let mut running = run(1);
    running.id = begin(&fresh.store, &running).expect("begun");
    let other = fresh.again();
    assert_eq!(other.run(running.id).expect("read").map(|run| run.status), Some(RunStatus::Running));
    let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%' \
                AND usename = current_user AND state = 'idle' AND application_name = 'faktura'";
    // Tests beside this one lose theirs too, and go on.
    sql(&fresh.store, kill);
    assert_eq!(other.run(running.id).expect("read").map(|run| run.id), Some(running.id));
    assert!(fresh.store.is_empty().expect("read"));
}

#[test]
fn a_database_that_crashes_in_a_commit_has_it_once_when_it_is_back() {
    let Some(server) = Server::start().map(Arc::new) else { return };
    let proxy = Proxy::before(server.port());
    let store = open(&server.url().replace(&format!(":{}/", server.port()), &format!(":{}/", proxy.port())));
    let mut running = run(1);
    running.id = begin(&store, &running).expect("begun");
    for id in ["a", "b", "c"] {
        let again = Arc::clone(&server);
        proxy.cut(Cut::During(Box::new(move || {
            again.crash();
            again.go();
        })));
        store.commit(&commit(&running, vec![created(1, id, running.id.0)])).expect("committed");
        assert!(proxy.has_cut());
        once(&store, id);
    }
    assert_eq!(store.check(false).expect("checked").damage, []);
    // A server that stays away: a sentence, without the password.
    server.crash();
    let error = store.is_empty().expect_err("it is gone");
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
    assert!(!format!("{error} {error:?}").contains(cluster::PASSWORD));
    // The reads after it try once each instead of waiting in turn, until a connection comes up.
    assert!(store.pool.is_away());
    let mut tries = 0;
    let refused = read(&store.pool, &Scope::All, |_| {
        tries += 1;
        Ok(())
    });
    assert!(matches!(refused, Err(StoreError::Unreachable { .. })) && tries == 0, "{refused:?}, {tries}");
    server.go();
    assert_eq!(store.is_empty(), Ok(false));
    assert!(!store.pool.is_away());
}

#[test]
fn transactions_that_met_others_run_again_and_other_failures_are_sentences() {
    let Some(fresh) = real() else { return };
    let raise = |code: &str| format!("DO $$ BEGIN RAISE EXCEPTION 'told' USING ERRCODE = '{code}'; END $$");
    for code in ["40001", "40P01"] {
        let mut met = 0;
        let done = write(&fresh.store.pool, &Scope::All, |tx| {
            met += 1;
            if met < 4 {
                tx.batch(&raise(code))?;
            }
            Ok((met, None))
        });
        assert_eq!(done, Ok(4), "{code}");
    }
    let failed = |code: &str| {
        let mut tries = 0;
        let error = read(&fresh.store.pool, &Scope::All, |tx| {
            tries += 1;
            tx.batch(&raise(code))
        });
        (error.expect_err("it failed"), tries)
    };
    let (full, tries) = failed("53100");
    assert!(matches!(full, StoreError::ServerFull { .. }) && tries == 1);
    assert!(matches!(failed("42501").0, StoreError::Denied { .. }));
    assert!(matches!(failed("XX001").0, StoreError::Corrupt { .. }));
    assert_eq!(failed("22012").0, StoreError::Database { detail: "told".to_owned() });
    for error in [full, Fail::lost("h/d", "a\nb").error, failed("42501").0] {
        assert!(error.hint().is_some() && !error.to_string().contains('\n'), "{error}");
    }
    assert_eq!(Fail::lost("h/d", "x").again, Again::Lost);
}

#[test]
fn what_refuses_a_stranger_is_told_without_the_password() {
    let Some(fresh) = real() else { return };
    let wrong = fresh.url.replace(cluster::PASSWORD, "hunter2");
    if wrong == fresh.url {
        return;
    }
    let error = PostgresStore::open(&SecretString::from(wrong), &PostgresOptions::default()).expect_err("refused");
    assert!(matches!(error, StoreError::Denied { .. }), "{error:?}");
    assert!(!format!("{error} {error:?}").contains("hunter2"));
    let (base, _) = fresh.url.split_once("/faktura?").expect("the database of the tests");
    let error = PostgresStore::open(&SecretString::from(format!("{base}/nothing")), &PostgresOptions::default());
    assert!(matches!(error, Err(StoreError::Unreachable { .. })), "{error:?}");
    let closed = format!("postgres://anna:hunter2@127.0.0.1:{}/x", 1);
    let error = PostgresStore::open(&SecretString::from(closed), &PostgresOptions::default()).expect_err("nothing listens");
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
    let plain = fresh.url.clone() + "&sslmode=verify-full";
    let error = PostgresStore::open(&SecretString::from(plain), &PostgresOptions::default()).expect_err("no TLS there");
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
}
