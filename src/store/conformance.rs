//! Conformance suite of [`Store`], run for every backend.

mod copies;
mod directory;
mod leases;
mod own;

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::memory::MemoryStore;
use super::record::samples::{FEED, at, change, commit, contact, created, document, error, kept, payment, run, stored};
use super::sled::{OpenOptions, SledStore};
use super::*;
use crate::domain::{Change, Contact, Payment, Record, RecordKey, RunError};

/// Runs a test on each backend.
fn on_each(test: impl Fn(&dyn Store)) {
    test(&MemoryStore::default());
    let dir = tempfile::tempdir().expect("a folder");
    let opened = SledStore::open(dir.path(), &OpenOptions::default()).expect("opens");
    test(&opened.store);
    opened.store.close().expect("closes");
    #[cfg(feature = "postgres")]
    if let Some(fresh) = super::postgres::tests::fresh() {
        test(&fresh.store);
        assert_eq!(fresh.store.check(false).expect("checked").damage, [], "PostgreSQL");
    }
}

fn begin(store: &dyn Store, company: u32) -> SyncRun {
    let mut run = run(company);
    run.id = crate::store::record::samples::begin(store, &run).expect("begun");
    run
}

fn id(text: &str) -> RemoteId {
    RemoteId::new(text)
}

fn counted(records: u64, vanished: u64, changes: u64, runs: u64) -> CompanyCount {
    CompanyCount { kinds: [(Kind::Document, KindCount { records, vanished })].into(), changes, runs }
}

fn key(company: u32, text: &str) -> RecordKey {
    RecordKey::document(CompanyId(company), id(text))
}

fn ended(run: &SyncRun, status: RunStatus) -> SyncRun {
    SyncRun { status, ended: Some(at(1_700_000_100)), ..run.clone() }
}

fn position() -> ScanState {
    ScanState { mode: SyncMode::Full, pages_done: 1, began: at(1), total: None, after: None }
}

fn rows(store: &dyn Store, company: Option<CompanyId>) -> Vec<InvoiceRow> {
    let mut rows = Vec::new();
    let damage = store.rows(company, &mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    });
    assert_eq!(damage, Ok(Vec::new()));
    rows
}

#[test]
fn kinds_with_the_same_identifier_are_apart() {
    on_each(|store| {
        let run = begin(store, 1);
        let upsert = |record: Record| {
            let (at, run) = record.first();
            let change = Change { field: "first_seen".to_owned(), old: None, new: Some(record.title().to_owned()) };
            let first = FieldChange { key: record.key(), at, run, change };
            Upsert { record, changes: vec![first] }
        };
        let (bill, cash, person) = (created(1, "7", run.id.0), kept(1, payment("7"), run.id.0), kept(1, contact("7"), run.id.0));
        let upserts = vec![bill, upsert(cash.clone().into()), upsert(person.clone().into())];
        store.commit(&commit(&run, upserts)).expect("committed");
        let of = |kind| RecordKey::new(CompanyId(1), kind, id("7"));
        assert_eq!(store.get::<Payment>(CompanyId(1), &[id("7"), id("8")]), Ok(vec![Some(cash.clone()), None]));
        assert_eq!(store.get::<Contact>(CompanyId(1), &[id("7")]), Ok(vec![Some(person)]));
        assert_eq!(store.invoices(CompanyId(1), &[id("7")]).expect("read").len(), 1);
        assert_eq!(rows(store, None).len(), 1, "rows are of documents");
        assert_eq!(store.heads(CompanyId(1), Kind::Contact, &[id("7"), id("8")]).expect("read").iter().flatten().count(), 1);
        for kind in Kind::ALL {
            assert_eq!(store.live_ids(CompanyId(1), *kind), Ok(vec![id("7")]));
            assert_eq!(store.count(CompanyId(1)).expect("read").of(*kind), KindCount { records: 1, vanished: 0 });
        }
        // Another version of the payment, and its end.
        let change = FieldChange { key: of(Kind::Payment), ..change(1, "7", run.id.0, "unapplied") };
        let gone = Stored { vanished: Some(at(50)), entity: Payment { unapplied: None, ..cash.entity.clone() }, ..cash };
        let upserts = vec![Upsert { record: gone.clone().into(), changes: vec![change.clone()] }];
        store.commit(&commit(&run, upserts)).expect("committed");
        assert_eq!(store.get::<Payment>(CompanyId(1), &[id("7")]), Ok(vec![Some(gone)]));
        assert!(store.history(&of(Kind::Payment)).expect("read").contains(&change));
        // A contact with another name was first seen under the one before.
        let first = store.history(&of(Kind::Contact)).expect("read");
        let person = store.get::<Contact>(CompanyId(1), &[id("7")]).expect("read").remove(0).expect("there");
        let renamed = Stored { entity: Contact { name: "Renamed".to_owned(), ..person.entity.clone() }, ..person.clone() };
        let name = Change { field: "name".to_owned(), old: Some(person.entity.name), new: Some("Renamed".to_owned()) };
        let name = FieldChange { key: of(Kind::Contact), change: name, ..self::change(1, "7", run.id.0, "name") };
        let upserts = vec![Upsert { record: renamed.into(), changes: vec![name.clone()] }];
        store.commit(&commit(&run, upserts)).expect("committed");
        assert_eq!(store.history(&of(Kind::Contact)), Ok([first, vec![name]].concat()));
        assert!(!store.history(&of(Kind::Contact)).expect("read").iter().any(|found| found.change == change.change));
        assert_eq!(store.count(CompanyId(1)).expect("read").of(Kind::Payment), KindCount { records: 1, vanished: 1 });
        let mut seen = 0;
        let count = &mut |_| {
            seen += 1;
            ControlFlow::Continue(())
        };
        assert_eq!(store.visit(Some(CompanyId(1)), Kind::Payment, count), Ok(Vec::new()));
        assert_eq!(seen, 1);
    });
}

#[test]
fn what_was_committed_is_read_back() {
    on_each(|store| {
        let run = begin(store, 1);
        assert_eq!(store.is_empty(), Ok(true));
        assert_eq!(store.run(run.id), Ok(Some(run.clone())));
        let upserts = vec![created(1, "10", run.id.0), created(1, "2", run.id.0), created(1, "", run.id.0)];
        store.commit(&commit(&run, upserts.clone())).expect("committed");
        assert_eq!(store.is_empty(), Ok(false));
        let asked = [id("2"), id("nothing"), id("10")];
        let found = store.invoices(CompanyId(1), &asked).expect("read");
        assert_eq!(found, [Some(stored(1, "2", run.id.0)), None, Some(stored(1, "10", run.id.0))]);
        assert_eq!(store.history(&key(1, "10")), Ok(upserts[0].changes.clone()));
        assert_eq!(store.history(&key(1, "nothing")), Ok(Vec::new()));
        let expected: Vec<InvoiceRow> =
            [2usize, 0, 1].iter().map(|i| upserts[*i].record.document().expect("a document").row()).collect();
        assert_eq!(rows(store, None), expected, "in the order of the keys");
        let mut visited = Vec::new();
        let stop = &mut |row: InvoiceRow| {
            visited.push(row.id);
            if visited.len() == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        assert_eq!(store.rows(Some(CompanyId(1)), stop), Ok(Vec::new()));
        assert_eq!(visited, [id(""), id("10")]);
        let count = counted(3, 0, 3, 1);
        assert_eq!(store.count(CompanyId(1)), Ok(count));
        assert_eq!(store.count(CompanyId(2)), Ok(CompanyCount::default()));
    });
}

#[test]
fn numbers_are_found_also_after_they_changed() {
    on_each(|store| {
        let one = begin(store, 1);
        let two = begin(store, 2);
        let named = |company, text: &str, run: &SyncRun, number: &str| {
            let mut upsert = created(company, text, run.id.0);
            number.clone_into(&mut document(&mut upsert).entity.number);
            upsert
        };
        let page = vec![
            named(1, "a", &one, "Inv-1"),
            named(1, "b", &one, "INV-1"),
            named(1, "c", &one, "INV-10"),
            named(1, "d", &one, ""),
        ];
        store.commit(&commit(&one, page)).expect("committed");
        store.commit(&commit(&two, vec![named(2, "a", &two, "inv-1")])).expect("committed");
        assert_eq!(store.by_number(Some(CompanyId(1)), "iNV-1"), Ok(vec![key(1, "a"), key(1, "b")]));
        assert_eq!(store.by_number(None, "INV-1"), Ok(vec![key(1, "a"), key(1, "b"), key(2, "a")]));
        assert_eq!(store.by_number(None, ""), Ok(vec![]));
        let mut renamed = named(1, "b", &one, "INV-2");
        renamed.changes = vec![change(1, "b", one.id.0, "number")];
        store.commit(&commit(&one, vec![renamed])).expect("committed");
        assert_eq!(store.by_number(None, "INV-1"), Ok(vec![key(1, "a"), key(2, "a")]));
        assert_eq!(store.by_number(Some(CompanyId(1)), "inv-2"), Ok(vec![key(1, "b")]));
    });
}

#[test]
fn changes_and_vanished_invoices_are_kept_and_counted() {
    on_each(|store| {
        let run = begin(store, 1);
        store.commit(&commit(&run, vec![created(1, "a", 1), created(1, "b", 1)])).expect("committed");
        let mut gone = created(1, "a", 1);
        document(&mut gone).vanished = Some(at(5));
        gone.changes = vec![change(1, "a", 1, "vanished"), change(1, "a", 1, "status")];
        store.commit(&commit(&run, vec![gone.clone()])).expect("committed");
        assert_eq!(store.live_ids(CompanyId(1), Kind::Document), Ok(vec![id("b")]));
        let count = counted(2, 1, 4, 1);
        assert_eq!(store.count(CompanyId(1)), Ok(count));
        let history = store.history(&key(1, "a")).expect("read");
        let fields: Vec<_> = history.iter().map(|change| change.change.field.as_str()).collect();
        assert_eq!(fields, ["first_seen", "vanished", "status"]);
        document(&mut gone).vanished = None;
        gone.changes.truncate(1);
        store.commit(&commit(&run, vec![gone])).expect("committed");
        assert_eq!(store.live_ids(CompanyId(1), Kind::Document).expect("read").len(), 2);
        assert_eq!(store.count(CompanyId(1)).expect("read").of(Kind::Document).vanished, 0);
    });
}

#[test]
fn runs_errors_and_states() {
    on_each(|store| {
        let (one, two) = (begin(store, 1), begin(store, 2));
        assert!(one.id < two.id);
        let errors: Vec<RunError> = (0..20).map(|n| error(&n.to_string())).collect();
        let mut page = commit(&one, vec![]);
        page.errors.clone_from(&errors[..15].to_vec());
        page.run.error_count = 15;
        store.commit(&page).expect("committed");
        page.errors = errors[15..].to_vec();
        page.run.error_count = 20;
        (page.run.counts.documents.processed, page.run.counts.documents.unchanged) = (100, 100);
        let state = SyncState { cursor: Some(at(7)), zone: Some("Europe/Budapest".to_owned()), ..SyncState::default() };
        page.state = Some(state.clone());
        store.commit(&page).expect("committed");
        assert_eq!(store.run_errors(one.id), Ok(errors));
        assert_eq!(store.run_errors(two.id), Ok(vec![]));
        assert_eq!(store.sync_state(CompanyId(1), FEED), Ok(state));
        assert_eq!(store.sync_state(CompanyId(2), FEED), Ok(SyncState::default()));
        let done = ended(&page.run, RunStatus::Partial);
        store.commit(&commit(&done, vec![])).expect("committed");
        let ids = |filter: RunFilter| store.runs(&filter).expect("read").iter().map(|run| run.id).collect::<Vec<_>>();
        assert_eq!(ids(RunFilter::default()), [two.id, one.id]);
        assert_eq!(ids(RunFilter { limit: Some(1), ..RunFilter::default() }), [two.id]);
        assert_eq!(ids(RunFilter { companies: vec![CompanyId(1)], ..RunFilter::default() }), [one.id]);
        assert_eq!(ids(RunFilter { statuses: vec![RunStatus::Partial], limit: Some(1), ..RunFilter::default() }), [one.id]);
        let interrupted = store.interrupt_expired(at(1_700_000_100)).expect("interrupted");
        let expected = SyncRun { status: RunStatus::Interrupted, ended: Some(at(1_700_000_100)), ..two.clone() };
        assert_eq!(interrupted, std::slice::from_ref(&expected));
        assert_eq!(store.run(two.id), Ok(Some(expected)));
        assert_eq!(store.interrupt_expired(at(1_700_000_200)), Ok(vec![]));
        assert_eq!(store.run(RunId(99)), Ok(None));
    });
}

#[test]
fn progress_of_an_unchanged_page_is_told() {
    on_each(|store| {
        let mut run = begin(store, 1);
        run.counts.documents.processed = 100;
        run.counts.documents.unchanged = 100;
        store.commit(&commit(&run, vec![])).expect("committed");
        assert_eq!(store.run(run.id), Ok(Some(run.clone())));
        assert_eq!(store.runs(&RunFilter::default()), Ok(vec![run.clone()]));
        let done = store.interrupt_expired(at(1_700_000_100)).expect("interrupted");
        assert_eq!(done[0].counts, run.counts);
    });
}

#[test]
fn a_walk_remembers_what_it_has_seen() {
    on_each(|store| {
        let run = begin(store, 1);
        let state = |scan: &ScanStep| SyncState { scan: (*scan != ScanStep::Clear).then(position), ..SyncState::default() };
        let step = |scan| store.commit(&Commit { state: Some(state(&scan)), scan, ..commit(&run, vec![]) }).expect("committed");
        let seen = || store.scan_ids(CompanyId(1), FEED).expect("read").into_iter().collect::<BTreeSet<_>>();
        let ids = |range: std::ops::Range<u32>| range.map(|n| id(&n.to_string())).collect::<Vec<_>>();
        step(ScanStep::Add(ids(0..1100)));
        step(ScanStep::Add(ids(1000..1200)));
        assert_eq!(store.scan_ids(CompanyId(1), FEED).expect("read").len(), 1200);
        assert_eq!(store.scan_ids(CompanyId(2), FEED), Ok(vec![]));
        step(ScanStep::Restart(ids(5..8)));
        assert_eq!(seen(), ids(5..8).into_iter().collect());
        step(ScanStep::Keep);
        step(ScanStep::Add(ids(8..9)));
        assert_eq!(seen(), ids(5..9).into_iter().collect());
        step(ScanStep::Clear);
        assert_eq!(seen(), BTreeSet::new());
    });
}

#[test]
fn the_feeds_of_a_company_have_a_state_and_a_scan_each() {
    on_each(|store| {
        let run = begin(store, 1);
        let ids = |range: std::ops::Range<u32>| range.map(|n| id(&n.to_string())).collect::<Vec<_>>();
        let scanning = |seconds| SyncState { cursor: Some(at(seconds)), scan: Some(position()), ..SyncState::default() };
        let step = |feed: &str, state, scan| {
            let commit = Commit { feed: feed.into(), state: Some(state), scan, ..commit(&run, vec![]) };
            store.commit(&commit).expect("committed");
        };
        let feeds = [FEED, "partners", "part"];
        for (number, feed) in (1..).zip(feeds) {
            step(feed, scanning(number), ScanStep::Add(ids(0..10)));
            step(feed, scanning(number), ScanStep::Add(ids(10..10 + 10 * u32::try_from(number).expect("small"))));
        }
        for (number, feed) in (1..).zip(feeds) {
            assert_eq!(store.sync_state(CompanyId(1), feed), Ok(scanning(number)));
            let seen = store.scan_ids(CompanyId(1), feed).expect("read").len();
            assert_eq!(u64::try_from(seen), Ok(10 + 10 * u64::try_from(number).expect("positive")), "{feed}");
        }
        // Several in one commit.
        let other = FeedStep { feed: "other".into(), state: Some(scanning(9)), scan: ScanStep::Restart(ids(0..3)) };
        let state = Some(SyncState::default());
        let both = Commit { state, scan: ScanStep::Clear, others: vec![other], ..commit(&run, vec![]) };
        store.commit(&both).expect("committed");
        assert_eq!(store.scan_ids(CompanyId(1), FEED), Ok(vec![]));
        assert_eq!(store.sync_state(CompanyId(1), FEED), Ok(SyncState::default()));
        assert_eq!(store.scan_ids(CompanyId(1), "other").expect("read").len(), 3);
        assert_eq!(store.sync_state(CompanyId(1), "other"), Ok(scanning(9)));
        assert_eq!(store.scan_ids(CompanyId(1), "part").expect("read").len(), 40);
        step("part", SyncState::default(), ScanStep::Clear);
        assert_eq!(store.scan_ids(CompanyId(1), "partners").expect("read").len(), 30);
        store.remove_company(CompanyId(1)).expect("removed");
        assert_eq!(store.scan_ids(CompanyId(1), "partners"), Ok(vec![]));
        assert_eq!(store.sync_state(CompanyId(1), "partners"), Ok(SyncState::default()));
    });
}

#[test]
fn two_companies_never_see_each_other_and_a_removed_one_leaves_nothing() {
    on_each(|store| {
        let (one, two) = (begin(store, 1), begin(store, 2));
        for run in [&one, &two] {
            let company = run.company.0;
            let page = vec![created(company, "a", run.id.0), created(company, "b", run.id.0)];
            let state = Some(SyncState { cursor: Some(at(1)), scan: Some(position()), ..SyncState::default() });
            let mut page = Commit { state, scan: ScanStep::Add(vec![id("a")]), ..commit(run, page) };
            page.errors = vec![error("x")];
            page.run.error_count = 1;
            store.commit(&page).expect("committed");
        }
        assert_eq!(rows(store, Some(CompanyId(1))).len(), 2);
        let before = rows(store, Some(CompanyId(2)));
        store.remove_company(CompanyId(1)).expect("removed");
        assert_eq!(rows(store, Some(CompanyId(1))), []);
        assert_eq!(rows(store, None), before);
        assert_eq!(store.invoices(CompanyId(1), &[id("a")]), Ok(vec![None]));
        assert_eq!(store.history(&key(1, "a")), Ok(vec![]));
        assert_eq!(store.by_number(None, "INV-2025-a"), Ok(vec![key(2, "a")]));
        assert_eq!(store.count(CompanyId(1)), Ok(CompanyCount::default()));
        assert_eq!(store.run(one.id), Ok(None));
        assert_eq!(store.run_errors(one.id), Ok(vec![]));
        assert_eq!(store.sync_state(CompanyId(1), FEED), Ok(SyncState::default()));
        assert_eq!(store.scan_ids(CompanyId(1), FEED), Ok(vec![]));
        assert_eq!(store.runs(&RunFilter::default()).expect("read").len(), 1);
        assert_eq!(store.run_errors(two.id).expect("read").len(), 1);
        assert_eq!(begin(store, 2).id, RunId(two.id.0 + 1), "numbers of runs are not given again");
        store.remove_company(CompanyId(1)).expect("nothing to remove");
    });
}

#[test]
fn contradictions_are_refused_and_change_nothing() {
    on_each(|store| {
        let run = begin(store, 1);
        let refused = |commit: &Commit| assert!(matches!(store.commit(commit), Err(StoreError::Invalid { .. })));
        refused(&commit(&run, vec![created(2, "a", run.id.0)]));
        refused(&commit(&run, vec![created(1, "a", run.id.0), created(1, "a", run.id.0)]));
        let mut strange = created(1, "a", run.id.0);
        strange.changes[0].key = key(1, "b");
        refused(&commit(&run, vec![strange]));
        refused(&commit(&SyncRun { id: RunId(77), ..run.clone() }, vec![created(1, "a", 77)]));
        assert_eq!(rows(store, None), []);
        assert_eq!(store.count(CompanyId(1)), Ok(CompanyCount { runs: 1, ..CompanyCount::default() }));
    });
}

#[test]
fn the_last_runs_and_states_of_many_companies_are_those_of_each() {
    on_each(|store| {
        for (company, statuses) in [(1, &[RunStatus::Completed, RunStatus::Failed][..]), (3, &[RunStatus::Partial][..])] {
            for status in statuses {
                let running = begin(store, company);
                store.commit(&commit(&ended(&running, *status), Vec::new())).expect("committed");
            }
        }
        begin(store, 1);
        let state = SyncState { cursor: Some(at(7)), ..SyncState::default() };
        let running = begin(store, 4);
        store.commit(&Commit { state: Some(state.clone()), ..commit(&running, Vec::new()) }).expect("committed");
        let companies = [2, 1, 3, 4].map(CompanyId);
        let told = store.last_runs(&companies).expect("read");
        let shown: Vec<_> = told
            .iter()
            .map(|runs| [&runs.last, &runs.ended, &runs.success].map(|run| run.as_ref().map(|run| (run.company.0, run.status))))
            .collect();
        let (running, failed) = (Some((1, RunStatus::Running)), Some((1, RunStatus::Failed)));
        let (done, partial) = (Some((1, RunStatus::Completed)), Some((3, RunStatus::Partial)));
        let other = Some((4, RunStatus::Running));
        assert_eq!(shown, [[None; 3], [running, failed, done], [partial; 3], [other, None, None]]);
        let feeds: Vec<(CompanyId, &str)> = companies.iter().map(|company| (*company, FEED)).collect();
        let none = SyncState::default();
        assert_eq!(store.sync_states(&feeds), Ok(vec![none.clone(), none.clone(), none, state]));
    });
}
