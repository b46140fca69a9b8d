//! Promises of the store on disk: durability, repair, figures.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::batch::{Batch, Name, PART};
use super::database::{FOLDER, open_raw};
use super::format::Format;
use super::migrate::Step;
use super::*;
use crate::domain::{RunStatus, StoredInvoice};
use crate::store::journal::read::content;
use crate::store::record::Entry;
use crate::store::record::samples::{FEED, at, change, commit, created, document, item, lease, run};
use crate::store::{Commit, ScanStep, StoreExt, file};

fn open(path: &Path) -> Opened {
    SledStore::open(path, &OpenOptions::default()).expect("opens")
}

fn rows(store: &SledStore) -> Vec<InvoiceRow> {
    let mut rows = Vec::new();
    let damage = store.rows(None, &mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    });
    assert_eq!(damage, Ok(Vec::new()));
    rows.sort_by(|a, b| (a.company, &a.id).cmp(&(b.company, &b.id)));
    rows
}

fn begin(store: &SledStore, company: u32) -> SyncRun {
    let mut run = run(company);
    run.id = crate::store::record::samples::begin(store, &run).expect("begun");
    run
}

fn page(run: &SyncRun, from: u32, count: u32) -> Commit {
    let upserts = (from..from + count).map(|n| created(run.company.0, &format!("{n}"), run.id.0)).collect();
    commit(run, upserts)
}

fn id(text: &str) -> RemoteId {
    RemoteId::new(text)
}

/// A store with one run of company 1 and two pages of ten invoices.
fn filled(path: &Path) -> (SledStore, SyncRun) {
    let store = open(path).store;
    let run = begin(&store, 1);
    store.commit(&page(&run, 100, 10)).expect("committed");
    store.commit(&page(&run, 200, 10)).expect("committed");
    (store, run)
}

/// The files as another process would find them after a kill.
fn copy(from: &Path) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    file::copy_folder(from, dir.path()).expect("copied");
    dir
}

/// Everything that a reader can see.
fn seen(store: &SledStore) -> String {
    let rows = rows(store);
    let read = |row: &InvoiceRow| store.invoices(row.company, std::slice::from_ref(&row.id)).expect("read");
    let all: Vec<StoredInvoice> = rows.iter().flat_map(read).flatten().collect();
    let histories: Vec<_> = all.iter().map(|stored| store.history(&stored.key()).expect("read")).collect();
    let runs = store.runs(&RunFilter::default()).expect("read");
    let errors: Vec<_> = runs.iter().map(|run| store.run_errors(run.id).expect("read")).collect();
    let state = store.sync_state(CompanyId(1), FEED).expect("read");
    let count = store.count(CompanyId(1)).expect("read");
    format!("{all:?}{rows:?}{histories:?}{runs:?}{errors:?}{state:?}{count:?}")
}

#[test]
fn a_store_copied_in_mid_write_opens_whole() {
    let dir = tempfile::tempdir().expect("a folder");
    let (store, run) = filled(dir.path());
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..60 {
                store.commit(&page(&run, 1000 + n * 100, 10)).expect("committed");
            }
            done.store(true, Ordering::SeqCst);
        });
        let mut copies = 0;
        while !done.load(Ordering::SeqCst) || copies == 0 {
            let acknowledged = store.count(CompanyId(1)).expect("read").of(Kind::Document).records;
            let copy = copy(dir.path());
            let opened = open(copy.path());
            let found = rows(&opened.store).len() as u64;
            assert_eq!(found % 10, 0, "no commit is there by half");
            assert!(found >= acknowledged.saturating_sub(10), "{found} of {acknowledged}");
            assert_eq!(opened.store.count(CompanyId(1)).expect("read").of(Kind::Document).records, found);
            assert_eq!(opened.set_aside, None);
            copies += 1;
        }
    });
}

#[test]
fn readers_see_a_commit_wholly_or_not_at_all() {
    let dir = tempfile::tempdir().expect("a folder");
    let (store, run) = filled(dir.path());
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..30 {
                store.commit(&page(&run, 1000 + n * 100, 50)).expect("committed");
            }
            done.store(true, Ordering::SeqCst);
        });
        while !done.load(Ordering::SeqCst) {
            assert_eq!((rows(&store).len() - 20) % 50, 0);
        }
    });
}

#[test]
fn what_was_committed_survives_closing_and_a_kill() {
    let dir = tempfile::tempdir().expect("a folder");
    let (store, _) = filled(dir.path());
    let before = seen(&store);
    let killed = copy(dir.path());
    store.close().expect("closes");
    assert!(dir.path().join(manifest::FILE).exists());
    for path in [killed.path(), dir.path()] {
        let opened = open(path);
        assert_eq!((opened.notices.as_slice(), opened.resync.as_slice()), (&[][..], &[][..]));
        assert_eq!(seen(&opened.store), before);
        assert!(!path.join(manifest::FILE).exists());
    }
}

#[test]
fn sums_are_those_of_the_whole_file_though_little_of_it_is_read() {
    let dir = tempfile::tempdir().expect("a folder");
    let (store, run) = filled(dir.path());
    store.close().expect("closes");
    for turn in 0..12_u32 {
        let store = open(dir.path()).store;
        lease(&store, CompanyId(1)).expect("free");
        // Now nothing, now new invoices, now the same ones again: segments fill, are freed and filled again.
        for n in 0..(turn % 4) * 6 {
            let base = if turn % 2 == 0 { 1000 } else { 1000 + turn * 10_000 };
            let mut page = page(&run, base + n * 100, 100);
            for upsert in &mut page.upserts {
                let key = upsert.record.key();
                upsert.changes.extend((0..30).map(|n| change(1, key.id.as_str(), run.id.0, &format!("items[{n}].name"))));
            }
            store.commit(&page).expect("committed");
        }
        store.close().expect("closes");
        let sums = manifest::read(dir.path()).expect("reads").expect("there");
        assert_eq!(sums.differences(dir.path()), Ok(Vec::new()), "turn {turn}");
    }
    assert!(fs::metadata(dir.path().join("sled/db")).expect("there").len() > 4 << 20, "several blocks");
    // A byte that flips between two sessions is found before sled opens the file, also where sled does not look at it.
    let path = dir.path().join("sled/db");
    let mut bytes = fs::read(&path).expect("reads");
    // The last bytes of a segment are its padding, which sled does not look at.
    bytes.iter_mut().skip((1 << 19) - 1).step_by(1 << 19).for_each(|byte| *byte ^= 1);
    fs::write(&path, &bytes).expect("writes");
    assert!(open(dir.path()).set_aside.is_some());
}

#[test]
fn what_a_kill_leaves_while_opening_does_no_harm() {
    let dir = tempfile::tempdir().expect("a folder");
    let (store, _) = filled(dir.path());
    let before = seen(&store);
    store.close().expect("closes");
    fs::write(dir.path().join("sled/snap.0000000000001234.generating"), b"half").expect("written");
    fs::write(dir.path().join(".tmp-abc"), b"half").expect("written");
    fs::create_dir(dir.path().join("sled.building")).expect("created");
    assert_eq!(seen(&open(dir.path()).store), before);
    assert!(!dir.path().join(".tmp-abc").exists());
}

#[test]
fn a_commit_that_was_never_acknowledged_is_rolled_back() {
    let dir = tempfile::tempdir().expect("a folder");
    let (store, run) = filled(dir.path());
    let before = seen(&store);
    let killed = copy(dir.path());
    // The journal was written, the database was not.
    store.commit(&page(&run, 300, 10)).expect("committed");
    file::remove_folder(&killed.path().join("journal")).expect("removed");
    file::copy_folder(&dir.path().join("journal"), &killed.path().join("journal")).expect("copied");
    for _ in 0..2 {
        let opened = open(killed.path());
        assert_eq!((seen(&opened.store), opened.notices), (before.clone(), vec![]));
    }
    let store = open(killed.path()).store;
    lease(&store, CompanyId(1)).expect("free");
    store.commit(&page(&run, 300, 10)).expect("committed again");
    assert_eq!(store.history(&RecordKey::document(CompanyId(1), id("300"))).expect("read").len(), 1);
    let entries = content(killed.path(), 0).expect("read");
    assert!(entries.faults.is_empty() && entries.entries.iter().any(|(_, entry)| matches!(entry, Entry::RolledBack(4))));
}

#[test]
fn a_removal_that_was_begun_is_completed() {
    let dir = tempfile::tempdir().expect("a folder");
    let (store, _) = filled(dir.path());
    let killed = copy(dir.path());
    store.remove_company(CompanyId(1)).expect("removed");
    file::remove_folder(&killed.path().join("journal")).expect("removed");
    file::copy_folder(&dir.path().join("journal"), &killed.path().join("journal")).expect("copied");
    let opened = open(killed.path());
    assert_eq!((rows(&opened.store), opened.resync), (vec![], vec![]));
    assert_eq!(opened.store.runs(&RunFilter::default()), Ok(vec![]));
    opened.store.close().expect("closes");
    let db = Database::open(&killed.path().join(FOLDER), 1 << 20).expect("opens");
    for name in Name::ALL {
        assert_eq!(db.scan(name, &[]).count(), usize::from(name == Name::Meta), "{name:?}");
    }
}

#[test]
fn the_first_change_is_told_and_counted_once_whether_it_is_written_or_not() {
    let dir = tempfile::tempdir().expect("a folder");
    let (store, run) = filled(dir.path());
    let history = |store: &SledStore, name: &str| -> Vec<String> {
        let all = store.history(&RecordKey::document(CompanyId(1), id(name))).expect("read");
        all.into_iter().map(|change| format!("{} {:?}", change.change.field, change.change.new)).collect()
    };
    let written = |store: &SledStore| store.read(|db| Ok(db.scan(Name::Changes, &[]).count())).expect("read");
    assert_eq!((written(&store), store.count(CompanyId(1)).expect("read").changes), (0, 20));
    assert_eq!(history(&store, "105"), ["first_seen Some(\"INV-2025-105\")"]);
    // Another number later does not change what it was called first.
    let mut renamed = created(1, "105", run.id.0);
    document(&mut renamed).entity.number = "ÚJ-1".to_owned();
    renamed.changes = vec![change(1, "105", run.id.0, "number")];
    renamed.changes[0].change =
        crate::domain::Change { field: "number".to_owned(), old: Some("INV-2025-105".to_owned()), new: Some("ÚJ-1".to_owned()) };
    // A first change that says something else is kept as it is.
    let mut other = created(1, "900", run.id.0);
    other.changes[0].at = at(77);
    store.commit(&commit(&run, vec![renamed, other])).expect("committed");
    let expected = ["first_seen Some(\"INV-2025-105\")", "number Some(\"ÚJ-1\")"];
    assert_eq!(history(&store, "105"), expected);
    assert_eq!(store.history(&RecordKey::document(CompanyId(1), id("900"))).expect("read")[0].at, at(77));
    assert_eq!((written(&store), store.count(CompanyId(1)).expect("read").changes), (2, 22));
    // The history of a lost invoice is here before the invoice comes again.
    {
        let mut db = store.database_mut();
        let db = db.as_mut().expect("open");
        let mut transaction = super::transaction::Transaction::new(db);
        let first = (&created(1, "lost", run.id.0).changes[0]).into();
        transaction.put_changes(CompanyId(1), (Kind::Document, &id("lost")), 1, vec![first]).expect("staged");
        let (batch, position) = (transaction.finish().expect("finished"), db.position().clone());
        db.apply(batch, position).expect("applied");
    }
    store.commit(&page_of(&run, &["lost"])).expect("committed");
    assert_eq!(store.count(CompanyId(1)).expect("read").changes, 22 + history(&store, "lost").len() as u64);
    store.close().expect("closes");
    assert_eq!(history(&open(dir.path()).store, "105"), expected);
}

fn page_of(run: &SyncRun, ids: &[&str]) -> Commit {
    commit(run, ids.iter().map(|id| created(run.company.0, id, run.id.0)).collect())
}

#[test]
fn a_database_that_does_not_open_is_set_aside_and_history_comes_back() {
    let dir = tempfile::tempdir().expect("a folder");
    let (store, run) = filled(dir.path());
    let mut gone = created(1, "100", run.id.0);
    document(&mut gone).vanished = Some(at(5));
    gone.changes = vec![change(1, "100", run.id.0, "vanished")];
    store.commit(&commit(&run, vec![gone.clone()])).expect("committed");
    let state = SyncState { cursor: Some(at(1)), last_full_scan: Some(at(1)), ..SyncState::default() };
    let ended = SyncRun { status: RunStatus::Completed, ended: Some(at(9)), ..run.clone() };
    store.commit(&Commit { state: Some(state.clone()), ..commit(&ended, vec![]) }).expect("committed");
    let history = store.history(&RecordKey::document(CompanyId(1), id("101"))).expect("read");
    store.close().expect("closes");
    for path in file::walk(&dir.path().join(FOLDER)).expect("listed") {
        fs::write(path, b"not a database").expect("written");
    }
    let opened = open(dir.path());
    assert_eq!(opened.set_aside, Some(dir.path().join("sled.damaged-1")));
    assert!(dir.path().join("sled.damaged-1/db").exists());
    assert_eq!((opened.notices.len(), opened.resync), (2, vec![CompanyId(1)]));
    let store = opened.store;
    assert_eq!(store.run(run.id), Ok(Some(ended)));
    assert_eq!(store.history(&RecordKey::document(CompanyId(1), id("101"))), Ok(history.clone()));
    assert_eq!(store.invoices(CompanyId(1), &[id("100"), id("101")]), Ok(vec![Some(document(&mut gone).clone()), None]));
    assert_eq!(store.sync_state(CompanyId(1), FEED), Ok(SyncState::default()), "the next run is full");
    // A fetched invoice keeps the first day of its history.
    let again = begin(&store, 1);
    assert_eq!(again.id, RunId(run.id.0 + 1));
    let mut anew = created(1, "101", again.id.0);
    (document(&mut anew).first_seen, anew.changes[0].at) = (at(1_800_000_000), at(1_800_000_000));
    store.commit(&Commit { state: Some(state), ..commit(&again, vec![anew]) }).expect("committed");
    let back = store.invoices(CompanyId(1), &[id("101")]).expect("read");
    assert_eq!(back[0].as_ref().map(|stored| (stored.first_seen, stored.first_run)), Some((history[0].at, run.id)));
    assert_eq!(store.history(&RecordKey::document(CompanyId(1), id("101"))), Ok(history));
}

#[test]
fn a_page_on_which_nothing_changed_costs_no_write() {
    let dir = tempfile::tempdir().expect("a folder");
    let (store, mut run) = filled(dir.path());
    let state = SyncState { cursor: Some(at(1)), ..SyncState::default() };
    store.commit(&Commit { state: Some(state.clone()), ..commit(&run, vec![]) }).expect("committed");
    let print = || {
        let files = file::walk(dir.path()).expect("listed");
        files.into_iter().map(|path| (fs::read(&path).expect("read"), path)).collect::<Vec<_>>()
    };
    let before = print();
    for _ in 0..10 {
        run.counts.documents.processed += 100;
        run.counts.documents.unchanged += 100;
        store.commit(&Commit { state: Some(state.clone()), ..commit(&run, vec![]) }).expect("committed");
    }
    assert!(print() == before, "something was written");
    assert_eq!(store.run(run.id), Ok(Some(run)));
}

#[test]
fn an_invoice_of_thousands_of_items_is_split() {
    let dir = tempfile::tempdir().expect("a folder");
    let (store, run) = filled(dir.path());
    let mut large = created(1, "large", run.id.0);
    document(&mut large).entity.items = (0..5000).map(|n| item(&format!("Tétel {n}"))).collect();
    document(&mut large).entity.comment = Some("é".repeat(100_000).into());
    large.changes.extend((0..3000).map(|n| change(1, "large", run.id.0, &format!("items[{n}].name"))));
    store.commit(&commit(&run, vec![large.clone()])).expect("committed");
    let read = |store: &SledStore| store.invoices(CompanyId(1), &[id("large")]).expect("read").remove(0);
    assert_eq!(read(&store), Some(document(&mut large).clone()));
    assert_eq!(store.history(&large.record.key()).as_deref(), Ok(&large.changes[..]));
    assert!(rows(&store).contains(&large.record.document().expect("a document").row()));
    let largest = |store: &SledStore| {
        let sizes = |db: &Database| {
            let values = Name::ALL.iter().flat_map(|name| db.scan(*name, &[]).map(|entry| entry.expect("read").1.len()));
            Ok(values.max())
        };
        store.read(sizes).expect("read")
    };
    assert!(largest(&store).is_some_and(|largest| largest <= PART + 2));
    document(&mut large).entity.items.truncate(1);
    document(&mut large).entity.comment = None;
    large.changes = vec![change(1, "large", run.id.0, "comment")];
    store.commit(&commit(&run, vec![large.clone()])).expect("committed");
    assert_eq!(read(&store), Some(document(&mut large).clone()));
    let live = store.read(|db| Ok(db.file_entries(&[])?.iter().map(|(_, entry)| entry.live).sum::<u32>()));
    assert_eq!(live, Ok(21), "its first place is dead");
    drop(store);
    assert_eq!(read(&open(dir.path()).store), Some(document(&mut large).clone()));
}

#[test]
fn a_record_that_does_not_decode_is_named_and_the_rest_goes_on() {
    let dir = tempfile::tempdir().expect("a folder");
    let (store, _) = filled(dir.path());
    let places = store.read(|db| {
        let locator = db.locator(&key::record(CompanyId(1), Kind::Document, &id("105")))?.expect("there");
        let place = locator.place(CompanyId(1));
        Ok((db.packs().path(place.0), place.1))
    });
    let (path, offset) = places.expect("read");
    let mut bytes = fs::read(&path).expect("read");
    bytes[offset as usize + 40] ^= 1;
    fs::write(&path, bytes).expect("written");
    let mut found = Vec::new();
    let damage = store.rows(None, &mut |row| {
        found.push(row.id);
        ControlFlow::Continue(())
    });
    assert_eq!(found.len(), 10, "only the records of that pack are lost");
    let damage = damage.expect("read");
    assert_eq!(damage.len(), 10);
    let named = |damage: &Damage| damage.place.ends_with("/105") && damage.company == Some(CompanyId(1));
    assert!(damage.iter().any(named), "{damage:?}");
    assert!(matches!(store.invoices(CompanyId(1), &[id("106")]), Err(StoreError::Damaged { .. })));
    assert!(store.invoices(CompanyId(1), &[id("206")]).is_ok_and(|found| found[0].is_some()));
    // A sync must not take the content of a lost record for known, whichever of the pack was met.
    let content = |text: &str| store.heads(CompanyId(1), Kind::Document, &[id(text)]).expect("read")[0].expect("known").content;
    assert!(content("106").is_some());
    store.doubt(&damage[0]).expect("doubted");
    assert_eq!((content("105"), content("106")), (None, None));
    assert!(content("206").is_some());
}

#[test]
fn a_newer_store_is_refused_and_untouched() {
    let dir = tempfile::tempdir().expect("a folder");
    filled(dir.path()).0.close().expect("closes");
    Format { number: 99, written_by: "9.9.9".to_owned() }.write(dir.path()).expect("written");
    let refused = SledStore::open(dir.path(), &OpenOptions::default()).map(|_| ());
    assert_eq!(refused, Err(StoreError::Newer { written_by: "9.9.9".to_owned() }));
    assert!(dir.path().join(manifest::FILE).exists());
}

#[test]
fn a_store_in_use_or_read_only_is_told() {
    let dir = tempfile::tempdir().expect("a folder");
    let first = open(dir.path());
    let refused = SledStore::open(dir.path(), &OpenOptions::default()).map(|_| ());
    assert_eq!(refused, Err(StoreError::InUse { path: dir.path().to_owned(), pid: Some(std::process::id()) }));
    drop(first);
    open(dir.path());
    let file = dir.path().join("file");
    fs::write(&file, b"").expect("written");
    assert!(SledStore::open(&file.join("store"), &OpenOptions::default()).is_err());
}

/// A pretended form 0: one tree, with what are counts now as text.
fn from_zero(old: &::sled::Db, new: &Database) -> Result<(), StoreError> {
    let failed = |error: ::sled::Error| StoreError::Database { detail: error.to_string() };
    let tree = new.tree(Name::Counts);
    for entry in &old.open_tree("totals").map_err(failed)? {
        let (key, value) = entry.map_err(failed)?;
        let invoices = String::from_utf8_lossy(&value).parse().unwrap_or_default();
        let count = crate::store::record::encode(&CompanyCount {
            kinds: [(Kind::Document, crate::store::KindCount { records: invoices, vanished: 0 })].into(),
            ..CompanyCount::default()
        })?;
        tree.insert(key, count).map_err(failed)?;
    }
    Ok(())
}

#[test]
fn an_older_store_is_migrated_after_a_copy() {
    let steps = [&[Step { from: 0, to: format::CURRENT, run: Some(from_zero) }], super::migrate::STEPS].concat();
    let dir = tempfile::tempdir().expect("a folder");
    let (old, sync) = open_raw(&dir.path().join(FOLDER), 1 << 20).expect("opens");
    old.open_tree("totals").expect("a tree").insert([0, 0, 0, 7], "42").expect("written");
    super::database::close_raw(old, sync, &dir.path().join(FOLDER)).expect("closes");
    Format { number: 0, written_by: "0.0.1".to_owned() }.write(dir.path()).expect("written");
    let zero = copy(dir.path());
    let count = |path: &Path| {
        let opened = super::open::open(path, &OpenOptions::default(), &steps, || {}).expect("opens");
        assert_eq!(Format::read(path).expect("read").map(|format| format.number), Some(format::CURRENT));
        opened.store.count(CompanyId(7)).expect("read").of(Kind::Document).records
    };
    assert_eq!(count(dir.path()), 42);
    let (kept, _sync) = open_raw(&dir.path().join("sled.format-0"), 1 << 20).expect("the copy opens");
    assert!(kept.tree_names().iter().any(|name| name == b"totals"));
    // A crash after the exchange, before the stamp: it is not migrated twice.
    Format { number: 0, written_by: "0.0.1".to_owned() }.write(dir.path()).expect("written");
    assert_eq!(count(dir.path()), 42);
    // Without a migration step it is refused and left as it is.
    let refused = SledStore::open(zero.path(), &OpenOptions::default()).map(|_| ());
    assert!(matches!(refused, Err(StoreError::Damaged { .. })), "{refused:?}");
    assert_eq!(count(zero.path()), 42);
}

#[test]
fn scans_survive() {
    let dir = tempfile::tempdir().expect("a folder");
    let (store, run) = filled(dir.path());
    store.commit(&Commit { scan: ScanStep::Add(vec![id("1")]), ..commit(&run, vec![]) }).expect("committed");
    drop(store);
    let store = open(dir.path()).store;
    lease(&store, CompanyId(1)).expect("free");
    store.commit(&Commit { scan: ScanStep::Add(vec![id("2")]), ..commit(&run, vec![]) }).expect("committed");
    assert_eq!(store.scan_ids(CompanyId(1), FEED), Ok(vec![id("1"), id("2")]));
}

/// Fills a disk to the last byte and returns the file that does it.
fn fill(folder: &Path) -> std::path::PathBuf {
    use std::io::Write;
    let path = folder.join("ballast");
    let mut file = fs::File::create(&path).expect("created");
    for size in [1 << 20, 4096, 1] {
        while file.write_all(&vec![1; size]).is_ok() {}
    }
    path
}

/// `mount -t tmpfs -o size=48m tmpfs DIR; FAKTURA_SMALL_DISK=DIR cargo test --lib a_full_disk -- --ignored`.
#[test]
#[ignore = "needs a small file system of its own"]
fn a_full_disk_is_a_sentence_and_the_store_is_as_before() {
    let Some(disk) = std::env::var_os("FAKTURA_SMALL_DISK") else { return println!("skipped: no small disk") };
    let dir = tempfile::tempdir_in(&disk).expect("a folder");
    let full = StoreError::DiskFull { path: dir.path().join("store") };
    let path = dir.path().join("store");
    let (store, run) = filled(&path);
    let before = seen(&store);
    let ballast = fill(dir.path());
    assert_eq!(store.commit(&page(&run, 300, 10)), Err(full.clone()), "refused before anything was written");
    assert!(crate::store::record::samples::begin(&store, &run).is_err());
    assert_eq!(seen(&store), before);
    // Now it fills up in the midst of commits, again and again.
    for round in 0..20u32 {
        let _ = fs::remove_file(&ballast);
        let mut writer = store.writer();
        let end = writer.journal.end();
        writer.journal.append(&Entry::Lost).expect("appended");
        let mut position = store.read(|db| Ok(db.position().clone())).expect("read");
        (position.commit, position.sequence) = (position.commit + 1, end.sequence + 1);
        let commit = position.commit;
        let mut batch = Batch::default();
        for n in 0..800u32 {
            let key = key::record(CompanyId(9), Kind::Document, &id(&format!("{round} {n}")));
            batch.put(Name::Changes, key, vec![7; 5_000]);
        }
        fill(dir.path());
        let error = store.write(batch, position).expect_err("there is no room");
        assert!(matches!(error, StoreError::DiskFull { .. }), "{error:?}");
        let result = store.mend(&mut writer, end, commit, error);
        assert!(matches!(result, Err(StoreError::DiskFull { .. })), "{result:?}");
        assert_eq!(writer.journal.end(), end);
        drop(writer);
        fs::remove_file(&ballast).expect("removed");
        store.commit(&Commit { scan: ScanStep::Add(vec![id(&round.to_string())]), ..commit_of(&run) }).expect("goes on");
        assert_eq!(seen(&store), before, "round {round}");
    }
    store.commit(&page(&run, 300, 10)).expect("committed");
    store.close().expect("closes");
    let opened = open(&path);
    assert_eq!((rows(&opened.store).len(), opened.notices.len()), (30, 0));
    fill(dir.path());
    assert_eq!(SledStore::open(&path, &OpenOptions::default()).map(|_| ()), Err(full));
}

fn commit_of(run: &SyncRun) -> Commit {
    commit(run, vec![])
}

/// A figure, not a test: `cargo test --release --lib store::sled::tests::figures -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
fn figures() {
    let dir = tempfile::tempdir_in(env!("CARGO_MANIFEST_DIR")).expect("a folder");
    let number = |name: &str, default: u32| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default);
    for count in [number("FAKTURA_COUNT", 5_000)] {
        let path = dir.path().join(count.to_string());
        let options = OpenOptions { cache_bytes: u64::from(number("FAKTURA_CACHE", 64)) << 20, ..OpenOptions::default() };
        let store = SledStore::open(&path, &options).expect("opens").store;
        let run = begin(&store, 1);
        let (mut total, mut longest) = (0.0, 0.0f64);
        for n in 0..count / 100 {
            let page = page(&run, 10_000_000 + n * 100, 100);
            let began = Instant::now();
            store.commit(&page).expect("committed");
            let took = began.elapsed().as_secs_f64();
            longest = longest.max(took * 1e3);
            total += took;
        }
        println!(
            "{count} in commits of 100: {total:.3} s, {:.2} ms each, longest {longest:.1} ms",
            total * 1e5 / f64::from(count)
        );
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        println!("  {}", status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default());
        let measured = |what: &str, action: &mut dyn FnMut()| {
            let began = Instant::now();
            action();
            println!("  {what}: {:.1} ms", began.elapsed().as_secs_f64() * 1e3);
        };
        measured("rows", &mut || assert_eq!(rows(&store).len(), count as usize));
        measured("rows again", &mut || assert_eq!(rows(&store).len(), count as usize));
        measured("live ids", &mut || {
            assert_eq!(store.live_ids(CompanyId(1), Kind::Document).expect("read").len(), count as usize);
        });
        let ids: Vec<RemoteId> = (10_000_700..10_000_800).map(|n| RemoteId::new(n.to_string())).collect();
        measured("100 invoices", &mut || assert_eq!(store.invoices(CompanyId(1), &ids).expect("read").len(), 100));
        measured("count", &mut || {
            assert_eq!(store.count(CompanyId(1)).expect("read").of(Kind::Document).records, u64::from(count));
        });
        let mut store = Some(store);
        measured("close", &mut || store.take().expect("open").close().expect("closes"));
        println!(
            "  {} KB in sled, {} KB in the journal",
            file::size(&path.join(FOLDER)).expect("size") / 1024,
            file::size(&path.join("journal")).expect("size") / 1024
        );
        let mut store = None;
        measured("open", &mut || store = Some(open(&path).store));
        measured("rows, cold", &mut || assert_eq!(rows(store.as_ref().expect("open")).len(), count as usize));
        measured("remove", &mut || store.as_ref().expect("open").remove_company(CompanyId(1)).expect("removed"));
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        println!("  {}", status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default());
    }
}

#[test]
fn records_first_seen_at_different_instants_in_one_commit_are_told_alike_everywhere() {
    let dir = tempfile::tempdir().expect("a folder");
    let opened = open(dir.path());
    let run = begin(&opened.store, 1);
    let mut later = created(1, "b", run.id.0);
    document(&mut later).first_seen = at(1_800_000_000);
    later.changes.iter_mut().for_each(|change| change.at = at(1_800_000_000));
    opened.store.commit(&commit(&run, vec![created(1, "a", run.id.0), later.clone()])).expect("committed");
    assert_eq!(opened.store.history(&later.record.key()), Ok(later.changes));
    opened.store.close().expect("closed");
    let report = crate::store::check(dir.path(), false, at(0)).expect("checked");
    assert!(!report.damage.iter().any(|damage| damage.kind == crate::store::DamageKind::Journal), "{:?}", report.damage);
}
