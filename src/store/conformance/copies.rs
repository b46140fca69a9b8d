//! Copies: everything of a store is in its copy, whatever holds the two, and each goes on by itself.

use std::path::Path;

use super::own::{author, item, own, put, queue};
use super::*;
use crate::domain::{AuditEntry, Books, Company, KeyInfo, OwnKind, Queue, Role, SecretName, Token, TokenHash, TokenId};
use crate::store::journal::Journal;
use crate::store::record::Entry;

fn company(name: &str) -> Company {
    Company {
        id: CompanyId(0),
        name: name.to_owned(),
        provider: "billingo".to_owned(),
        base_url: None,
        enabled: true,
        tax_number: None,
        legal_name: None,
        added: at(1),
        login: None,
        tenant: None,
        books: Books::default(),
    }
}

fn line(action: &str) -> AuditEntry {
    let (actor, from) = (author(), "here".to_owned());
    AuditEntry { sequence: 0, at: at(5), actor, from, action: action.to_owned(), subject: "a thing".to_owned() }
}

/// Companies with a login, a token and secrets.
fn list(registry: &Registry, tokens: &Tokens) {
    for name in ["Egy", "Kettő", "Három", "Négy"] {
        registry.add(company(name)).expect("added");
    }
    let one = registry.company(CompanyId(1)).expect("there");
    registry.set_secret(&one, KeyInfo { set: at(2), ending: "01c9".to_owned() }, b"sealed\n\0bytes").expect("kept");
    registry.set_secret_blob(SecretName::S3, b"sealed too").expect("kept");
    registry.remove(CompanyId(3)).expect("removed");
    let token = Token {
        id: TokenId(0),
        name: "robot".to_owned(),
        role: Role::Viewer,
        companies: vec![CompanyId(2)],
        created: at(3),
        created_by: author(),
        expires: None,
        hash: TokenHash([7; 32]),
    };
    tokens.add(token).expect("added");
}

/// Records with every fate, runs with errors, scans under way, own records with versions, items, a company that was removed.
fn fill(store: &dyn Store) {
    let (one, two, three) = (begin(store, 1), begin(store, 2), begin(store, 3));
    store.audit(&line("company.add")).expect("written");
    store.commit(&commit(&three, vec![created(3, "a", three.id.0)])).expect("committed");
    for part in 0..5_u32 {
        let ids = (0..400).map(|number| format!("{}", part * 400 + number));
        let upserts: Vec<Upsert> = ids.map(|id| created(1, &id, one.id.0)).collect();
        let seen = upserts.iter().map(|upsert| upsert.record.id().clone()).collect();
        let mut page = commit(&one, upserts);
        page.errors = vec![error(&format!("x{part}")), error(&format!("y{part}"))];
        page.run.error_count = (u64::from(part) + 1) * 2;
        (page.state, page.scan) = (Some(SyncState { scan: Some(position()), ..SyncState::default() }), ScanStep::Add(seen));
        store.commit(&page).expect("committed");
        store.transact(&put("a", part.into(), format!("version {part}").as_bytes())).expect("written");
    }
    let mut gone = created(1, "7", one.id.0);
    document(&mut gone).vanished = Some(at(9));
    gone.changes = vec![change(1, "7", one.id.0, "vanished")];
    let paid =
        Upsert { changes: vec![change(1, "8", one.id.0, "paid"), change(1, "8", one.id.0, "gross")], ..created(1, "8", 1) };
    store.commit(&commit(&one, vec![gone, paid])).expect("committed");
    let again = Upsert { changes: vec![change(1, "8", one.id.0, "gross")], ..created(1, "8", 1) };
    store.commit(&commit(&one, vec![again])).expect("committed");
    let other = |record: Record| Upsert { record, changes: Vec::new() };
    let upserts = vec![
        other(kept::<Payment>(2, payment("7"), two.id.0).into()),
        other(kept::<Contact>(2, contact("7"), two.id.0).into()),
        created(2, "7", two.id.0),
    ];
    let partners = FeedStep {
        feed: "partners".into(),
        state: Some(SyncState { cursor: Some(at(7)), zone: Some("Europe/Budapest".to_owned()), ..SyncState::default() }),
        scan: ScanStep::Add(vec![id("7"), id("\u{10FFFF}")]),
    };
    store.commit(&Commit { others: vec![partners], ..commit(&ended(&two, RunStatus::Partial), upserts) }).expect("committed");
    let retire = OwnWrite::Retire { key: own("a"), expected: 5 };
    let mut document = stored(2, "own", two.id.0);
    document.entity.number = "OWN-1".to_owned();
    let batch = OwnBatch { records: vec![retire], documents: vec![document.into()], ..put("a", 5, b"") };
    store.transact(&batch).expect("retired");
    store.transact(&queue(&[item(1), item(2)])).expect("queued");
    store.remove_company(CompanyId(3)).expect("removed");
    store.audit(&line("company.remove")).expect("written");
}

fn same(one: &dyn Store, two: &dyn Store) {
    for company in (1..=4).map(CompanyId) {
        assert_eq!(one.count(company), two.count(company), "{company}");
        for kind in Kind::ALL.iter().copied() {
            let all = |store: &dyn Store| {
                let mut all = Vec::new();
                let damage = store.visit(Some(company), kind, &mut |record| {
                    all.push(record);
                    ControlFlow::Continue(())
                });
                assert_eq!(damage, Ok(Vec::new()));
                all.sort_by(|a, b| a.id().cmp(b.id()));
                all
            };
            let records = all(one);
            assert_eq!(records, all(two));
            let ids: Vec<RemoteId> = records.iter().map(|record| record.id().clone()).collect();
            assert_eq!(one.heads(company, kind, &ids), two.heads(company, kind, &ids));
            for record in &records {
                assert_eq!(one.history(&record.key()), two.history(&record.key()));
            }
        }
        for feed in [FEED, "partners"] {
            assert_eq!(one.sync_state(company, feed), two.sync_state(company, feed));
            let seen = |store: &dyn Store| store.scan_ids(company, feed).expect("read").into_iter().collect::<BTreeSet<_>>();
            assert_eq!(seen(one), seen(two));
        }
        assert_eq!(one.by_number(Some(company), "OWN-1"), two.by_number(Some(company), "OWN-1"));
    }
    let runs = one.runs(&RunFilter::default()).expect("read");
    assert_eq!((Ok(&runs), runs.len()), (two.runs(&RunFilter::default()).as_ref(), 2));
    for run in runs {
        assert_eq!(one.run_errors(run.id), two.run_errors(run.id));
    }
    let house = CompanyId(0);
    assert_eq!(one.own_all(house, OwnKind::Alerting), two.own_all(house, OwnKind::Alerting));
    let history = one.own_history(&own("a")).expect("read");
    assert_eq!((Ok(&history), history.len()), (two.own_history(&own("a")).as_ref(), 6));
    for queue in Queue::ALL {
        assert_eq!(one.outbox_items(queue, house), two.outbox_items(queue, house));
        assert_eq!((one.outbox_open(queue), one.next_due(queue)), (two.outbox_open(queue), two.next_due(queue)));
    }
    let log = |store: &dyn Store| {
        let log = store.audit_log().expect("read");
        assert_eq!(log.faults, Vec::<String>::new());
        log.entries.into_iter().map(|entry| AuditEntry { sequence: 0, ..entry }).collect::<Vec<_>>()
    };
    assert_eq!((log(one), log(one).len()), (log(two), 5));
}

fn same_list(one: (&Registry, &Tokens), two: (&Registry, &Tokens)) {
    assert_eq!((one.0.companies(), one.0.logins()), (two.0.companies(), two.0.logins()));
    let login = one.0.logins()[0].id;
    assert_eq!(one.0.login_blob(login), two.0.login_blob(login));
    let s3 = |registry: &Registry| (registry.secret_blob(SecretName::S3), registry.secret_set(SecretName::S3));
    let ((blob, set), (other, later)) = (s3(one.0), s3(two.0));
    assert_eq!((&blob, blob.as_ref().map(Option::is_some)), (&other, Ok(true)));
    let micros = |set: Result<Option<jiff::Timestamp>, StoreError>| set.expect("read").map(jiff::Timestamp::as_microsecond);
    assert_eq!(micros(set), micros(later));
    assert_eq!(one.1.all(), two.1.all());
}

fn open(place: &Path) -> SledStore {
    SledStore::open(place, &OpenOptions::default()).expect("opens").store
}

fn of(place: &Path) -> (Registry, Tokens) {
    (Registry::open(place).expect("opens"), Tokens::new(place))
}

/// Copies, and says of what it was told.
fn copy(from: CopyFrom<'_>, to: CopyTo<'_>) -> CopyReport {
    let told = std::cell::RefCell::new((0, 0));
    let tell = |compares: bool, records: u64| {
        let mut told = told.borrow_mut();
        *(if compares { &mut told.1 } else { &mut told.0 }) = records;
    };
    let report = copy_store(from, to, at(10), &tell).expect("copied");
    assert_eq!(*told.borrow(), (2004, 2004));
    assert_eq!((report.companies.len(), report.logins, report.secrets, report.tokens), (3, 1, 2, 1));
    let first = &report.companies[0];
    assert_eq!((first.documents, first.vanished, first.runs), (2000, 1, 1));
    report
}

/// A new run, a record that is there already, and a company after the last one.
fn goes_on(store: &dyn Store, registry: &Registry) {
    let run = begin(store, 4);
    assert_eq!(run.id, RunId(4), "numbers of runs are not given again");
    store.commit(&commit(&run, vec![created(4, "a", run.id.0)])).expect("committed");
    assert_eq!(store.count(CompanyId(4)), Ok(counted(1, 0, 1, 1)));
    assert_eq!(registry.add(company("Öt")).expect("added").id, CompanyId(5));
}

#[test]
fn everything_is_in_a_copy_and_each_goes_on() {
    let dir = tempfile::tempdir().expect("a folder");
    let [first, second] = ["first", "second"].map(|name| dir.path().join(name));
    let store = open(&first);
    let (registry, tokens) = of(&first);
    list(&registry, &tokens);
    fill(&store);
    store.close().expect("closes");
    // An entry that was never acknowledged, as a crash leaves it: it is in no copy.
    let (mut journal, _) = Journal::open(&first, 0, &first.join("damaged")).expect("opens");
    journal.append(&Entry::Audit(line("never"))).expect("written");
    drop(journal);
    let store = open(&first);
    let report = copy(CopyFrom::Files(&store), CopyTo::Files(&second));
    let copied = open(&second);
    same(&store, &copied);
    let (others, their) = of(&second);
    same_list((&registry, &tokens), (&others, &their));
    assert_eq!(copy_store(CopyFrom::Files(&store), CopyTo::Files(&second), at(10), &|_, _| ()), Err(in_use(&second)));
    goes_on(&copied, &others);
    copied.close().expect("closes");
    let filled = StoreError::Filled { place: second.display().to_string() };
    assert_eq!(copy_store(CopyFrom::Files(&store), CopyTo::Files(&second), at(10), &|_, _| ()), Err(filled));
    #[cfg(feature = "postgres")]
    databases(dir.path(), &store, (&registry, &tokens), &report);
    assert_eq!(report.audit_lines, 5);
}

fn in_use(path: &Path) -> StoreError {
    StoreError::InUse { path: path.to_owned(), pid: Some(std::process::id()) }
}

/// From files to a database, from there to another one, and back.
#[cfg(feature = "postgres")]
fn databases(folder: &Path, store: &SledStore, list: (&Registry, &Tokens), report: &CopyReport) {
    use crate::store::postgres::tests::fresh;

    let (Some(one), Some(two)) = (fresh(), fresh()) else { return };
    let lists = |store: crate::store::postgres::PostgresStore| {
        let store = std::sync::Arc::new(store);
        (Registry::of(store.clone(), store.clone()).expect("read"), Tokens::of(store))
    };
    assert_eq!(copy(CopyFrom::Files(store), CopyTo::Database(&one.store)), *report);
    assert_eq!(copy(CopyFrom::Database(&one.store), CopyTo::Database(&two.store)), *report);
    let third = folder.join("third");
    assert_eq!(copy(CopyFrom::Database(&two.store), CopyTo::Files(&third)), *report);
    let back = open(&third);
    for other in [&one.store as &dyn Store, &two.store, &back] {
        same(store, other);
    }
    let ((first, its), (second, their), (third, last)) = (lists(one.again()), lists(two.again()), of(&third));
    for other in [(&first, &its), (&second, &their), (&third, &last)] {
        same_list(list, other);
    }
    assert!(matches!(refuse_filled(CopyTo::Database(&one.store)), Err(StoreError::Filled { .. })));
    for other in [&one.store, &two.store] {
        assert_eq!(other.check(false).expect("checked").damage, []);
    }
    goes_on(&one.store, &first);
    goes_on(&two.store, &second);
    goes_on(&back, &third);
    back.close().expect("closes");
}
