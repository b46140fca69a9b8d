//! Torn and damaged journals.

use std::fs;
use std::path::Path;

use super::read::{content, effective};
use super::*;
use crate::domain::{CompanyId, RunId, SyncRun};
use crate::store::record::samples;

fn run(id: u64, company: u32) -> SyncRun {
    SyncRun { id: RunId(id), ..samples::run(company) }
}

fn open(store: &Path) -> (Journal, Option<PathBuf>) {
    Journal::open(store, 0, &store.join("damaged")).expect("opens")
}

fn sequences(store: &Path) -> Vec<u64> {
    content(store, 0).expect("read").entries.into_iter().map(|(sequence, _)| sequence).collect()
}

#[test]
fn entries_come_back_in_order_over_many_files() {
    let dir = tempfile::tempdir().expect("a folder");
    let (mut journal, _) = open(dir.path());
    for id in 1..=9 {
        assert_eq!(journal.append(&Entry::RunStarted(run(id, 1))).expect("appended"), id);
        if id % 3 == 0 {
            // Pretends that the file is full.
            journal.end.length = ROTATE + 1;
        }
    }
    let end = journal.end();
    drop(journal);
    assert_eq!(segment::list(&dir.path().join(FOLDER)).expect("listed").len(), 3);
    let all = content(dir.path(), 0).expect("read");
    assert_eq!((all.faults.len(), all.lost.len()), (0, 0), "{:?}", all.faults);
    assert_eq!(sequences(dir.path()), (1..=9).collect::<Vec<_>>());
    assert_eq!(content(dir.path(), 6).expect("read").entries.first().map(|(s, _)| *s), Some(7));
    let (mut journal, _) = open(dir.path());
    assert_eq!(journal.end().chain, end.chain);
    assert_eq!(journal.append(&Entry::Lost).expect("appended"), 10);
    assert_eq!(content(dir.path(), 0).expect("read").faults, []);
}

#[test]
fn a_tail_torn_at_any_byte_is_cut_off_and_nothing_else() {
    let dir = tempfile::tempdir().expect("a folder");
    let (mut journal, _) = open(dir.path());
    for id in 1..=3 {
        journal.append(&Entry::RunStarted(run(id, 1))).expect("appended");
    }
    let path = segment::path(&dir.path().join(FOLDER), 1);
    let whole = fs::read(&path).expect("there");
    let ends: Vec<usize> = segment::scan(&path).expect("scanned").frames.iter().map(|f| f.payload.end).collect();
    for length in 0..=whole.len() {
        fs::write(&path, &whole[..length]).expect("written");
        let expected = ends.iter().filter(|end| **end <= length).count() as u64;
        let (mut journal, kept) = open(dir.path());
        assert_eq!((journal.end().sequence, kept), (expected, None), "cut at {length}");
        journal.append(&Entry::CompanyRemoved(CompanyId(1))).expect("appended");
        let all = content(dir.path(), 0).expect("read");
        assert_eq!((all.faults, all.entries.len() as u64), (Vec::new(), expected + 1), "cut at {length}");
    }
    // Space that was allotted but never written is torn too.
    let mut zeros = whole.clone();
    zeros.extend([0; 5000]);
    fs::write(&path, &zeros).expect("written");
    assert_eq!(open(dir.path()).0.end().sequence, 3);
    assert_eq!(fs::read(&path).expect("there"), whole);
}

#[test]
fn one_flipped_byte_anywhere_is_found_and_the_rest_is_read() {
    let dir = tempfile::tempdir().expect("a folder");
    let (mut journal, _) = open(dir.path());
    for id in 1..=3 {
        journal.append(&Entry::RunStarted(run(id, 1))).expect("appended");
    }
    drop(journal);
    let path = segment::path(&dir.path().join(FOLDER), 1);
    let whole = fs::read(&path).expect("there");
    let last = segment::scan(&path).expect("scanned").frames[2].offset;
    for index in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[index] ^= 1;
        fs::write(&path, &damaged).expect("written");
        let all = content(dir.path(), 0).expect("read");
        assert!(!all.faults.is_empty(), "byte {index}");
        assert!(all.entries.len() >= 2, "byte {index}");
        assert_eq!(all.faults.iter().any(|fault| fault.tail), index >= last, "byte {index}");
        // Opening cuts off nothing but the last frame.
        let (journal, kept) = Journal::open(dir.path(), 3, &dir.path().join("damaged")).expect("opens");
        assert_eq!(kept.is_some(), index >= last, "what was acknowledged is kept aside: byte {index}");
        if index < last {
            assert_eq!((journal.end().sequence, fs::read(&path).expect("there")), (3, damaged), "byte {index}");
        }
        let begun = segment::path(&dir.path().join(FOLDER), 2);
        let _ = fs::remove_file(begun);
    }
}

#[test]
fn a_failed_commit_is_taken_back() {
    let dir = tempfile::tempdir().expect("a folder");
    let (mut journal, _) = open(dir.path());
    journal.append(&Entry::RunStarted(run(1, 1))).expect("appended");
    let before = journal.end();
    journal.append(&Entry::RunStarted(run(2, 1))).expect("appended");
    journal.take_back(before);
    assert_eq!(journal.append(&Entry::RunStarted(run(3, 1))).expect("appended"), 2);
    journal.end.length = ROTATE + 1;
    let before = journal.end();
    journal.append(&Entry::RunStarted(run(4, 1))).expect("appended");
    journal.take_back(before);
    assert_eq!(journal.append(&Entry::RunStarted(run(5, 1))).expect("appended"), 3);
    let all = content(dir.path(), 0).expect("read");
    assert_eq!((all.faults, all.entries.len()), (Vec::new(), 3));
}

#[test]
fn rolled_back_and_removed_entries_do_not_count() {
    let all = vec![
        (1, Entry::RunStarted(run(1, 1))),
        (2, Entry::RunStarted(run(2, 2))),
        (3, Entry::RunStarted(run(3, 1))),
        (4, Entry::RolledBack(3)),
        (5, Entry::CompanyRemoved(CompanyId(2))),
        (6, Entry::RunsEnded(vec![run(1, 1), run(2, 2)])),
    ];
    let left: Vec<u64> = effective(all).into_iter().map(|(sequence, _)| sequence).collect();
    assert_eq!(left, [1, 5, 6]);
}
