//! What holds whatever is done: random sequences of edits, splits, approvals, drafts, documents, payments and imports, with batches that die
//! between others. `FAKTURA_SEED` repeats one.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::approve::approve;
use super::called::bill;
use super::import::import;
use super::tests::{books, caller, local};
use super::time::{Whose, record};
use super::view::{Approve, NewEntry, Settle, TimeAsk, TimeChange};
use super::view_bill::{BillStep, Correction, CreditPart, DraftEdit, IssueAsk, MakeDraft, Paid, PayAsk};
use super::*;
use crate::domain::RemoteId;
use crate::domain::Role;
use crate::domain::ledger::{Draft, DraftState, Issued, Project};
use crate::domain::time::{ClaimBy, Span};
use crate::service::Result;

/// Numbers that a seed leads to.
pub(super) struct Luck(pub(super) u64);

impl Luck {
    pub(super) fn below(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (below.max(1) as u64)).expect("small")
    }

    fn one_of<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        all.get(self.below(all.len())).cloned()
    }
}

/// Books under change.
struct Model<'l> {
    shelf: Shelf<'l>,
    whose: Whose,
    luck: Luck,
    file: u64,
}

impl Model<'_> {
    fn day(&mut self) -> Date {
        date(2026, 9, 1).saturating_add(i64::try_from(self.luck.below(80)).expect("small").days())
    }

    fn period(&mut self) -> (Option<Date>, Option<Date>) {
        let (one, two) = (self.day(), self.day());
        match self.luck.below(3) {
            0 => (None, None),
            1 => (None, Some(one)),
            _ => (Some(one.min(two)), Some(one.max(two))),
        }
    }

    fn entry(&mut self) -> String {
        let ids: Vec<String> = self.shelf.entries().expect("read").keys().map(RemoteId::to_string).collect();
        self.luck.one_of(&ids).unwrap_or_default()
    }

    fn draft(&mut self) -> String {
        let ids: Vec<String> = self.shelf.drafts(false).expect("read").iter().map(|draft| draft.id.to_string()).collect();
        self.luck.one_of(&ids).unwrap_or_default()
    }

    fn document(&mut self) -> String {
        let all: Vec<String> = self.shelf.values::<Issued>().expect("read").into_iter().map(|one| one.document.number).collect();
        self.luck.one_of(&all).unwrap_or_default()
    }

    fn approve(&mut self, action: Settle) -> Result<()> {
        let (from, until) = self.period();
        let ask = Approve { of: TimeAsk { from, until, ..TimeAsk::default() }, action, force: true };
        approve(&self.shelf, &ask, &self.whose, &|| Ok(())).map(|_| ())
    }

    fn bill(&mut self, step: &BillStep) -> Result<()> {
        bill(&self.shelf, step, &self.whose.actor, &|| Ok(())).map(|_| ())
    }

    /// Does something; most of it is refused now and then.
    fn step(&mut self) -> Result<()> {
        match self.luck.below(18) {
            0..=2 => {
                let hour = self.luck.below(20);
                let time = format!("{hour}:00-{}:{:02}", hour + self.luck.below(4), 1 + self.luck.below(59));
                let new = NewEntry { time: Some(time), date: Some(self.day()), ..NewEntry::default() };
                let project = ["Site", "Care", ""][self.luck.below(3)];
                let new = NewEntry { project: Some(project.to_owned()).filter(|name| !name.is_empty()), ..new };
                record(&self.shelf, TimeChange::Add(new), &self.whose).map(|_| ())
            }
            3 => {
                let new = NewEntry { time: Some(format!("{}m", 1 + self.luck.below(300))), ..NewEntry::default() };
                let entry = self.entry();
                record(&self.shelf, TimeChange::Edit(entry, new), &self.whose).map(|_| ())
            }
            4 => {
                let (entry, at) = (self.entry(), format!("{}m", 1 + self.luck.below(90)));
                record(&self.shelf, TimeChange::Split(entry, at), &self.whose).map(|_| ())
            }
            5 => {
                let (entry, project) = (self.entry(), ["Site", "Care"][self.luck.below(2)].to_owned());
                record(&self.shelf, TimeChange::Move(vec![entry], Some(project)), &self.whose).map(|_| ())
            }
            6 => {
                let entry = self.entry();
                record(&self.shelf, TimeChange::Delete(vec![entry]), &self.whose).map(|_| ())
            }
            7 | 8 => self.approve(Settle::Approve),
            9 => {
                let action =
                    [Settle::Unapprove, Settle::WriteOff("a gift".to_owned()), Settle::Restore][self.luck.below(3)].clone();
                self.approve(action)
            }
            10 | 11 => {
                let (from, until) = self.period();
                let project = [None, Some("Site".to_owned())][self.luck.below(2)].clone();
                self.bill(&BillStep::Make(Box::new(MakeDraft { from, until, project, ..MakeDraft::of("Acme".to_owned()) })))
            }
            12 => {
                let draft = self.draft();
                self.bill(&BillStep::Discard(draft))
            }
            13 => {
                let edit = DraftEdit {
                    draft: self.draft(),
                    remove: vec![1 + self.luck.below(3)],
                    change: Vec::new(),
                    add: Vec::new(),
                    discount: Some(Decimal::from(self.luck.below(20))),
                    discount_text: None,
                    note: None,
                    fx: None,
                };
                self.bill(&BillStep::Edit(Box::new(edit)))
            }
            14 => {
                let ask = IssueAsk { drafts: vec![self.draft()], date: None, fulfilled: None, due: None, each: false };
                self.bill(&BillStep::Issue(ask))
            }
            15 => {
                let part = CreditPart { line: 1, quantity: None, net: Some(Decimal::from(1 + self.luck.below(5000))) };
                let ask = Correction {
                    document: self.document(),
                    void: self.luck.below(2) == 0,
                    date: None,
                    reason: None,
                    parts: if self.luck.below(2) == 0 { vec![part] } else { Vec::new() },
                    write_off: (self.luck.below(3) == 0).then(|| "a gift".to_owned()),
                };
                self.bill(&BillStep::Correct(ask))
            }
            16 => {
                let ask = PayAsk {
                    documents: vec![self.document()],
                    amount: (self.luck.below(2) == 0).then(|| Decimal::from(1 + self.luck.below(90_000))),
                    date: None,
                    method: None,
                    reference: None,
                    note: None,
                    by: [Paid::Money, Paid::Credit, Paid::WriteOff, Paid::Refund][self.luck.below(4)],
                };
                self.bill(&BillStep::Pay(ask))
            }
            _ => self.import(),
        }
    }

    /// A file, and now and then the one before again.
    fn import(&mut self) -> Result<()> {
        self.file += u64::try_from(self.luck.below(2)).expect("small");
        let (file, day) = (self.file, date(2026, 9, 1).saturating_add(i64::try_from(self.file % 80).expect("small").days()));
        let entries = (0..8).map(|line| FileEntry {
            line,
            id: format!("{file}-{line}"),
            older: String::new(),
            span: Span::Day {
                date: day,
                seconds: 60 * i64::try_from(line + 1).expect("small"),
                zone: "Europe/Budapest".to_owned(),
            },
            person: String::new(),
            client: String::new(),
            project: "Site".to_owned(),
            task: String::new(),
            note: String::new(),
            tags: Vec::new(),
            billable: None,
            raw: String::new(),
        });
        let file = FileTime {
            source: "model".to_owned(),
            entries: entries.collect(),
            project: None,
            person: None,
            single: true,
            look: false,
            update: false,
        };
        import(&self.shelf, file, &self.whose).map(|_| ())
    }

    /// Approved seconds of each client and month are the sum of seconds on lines that stand, written off, and free: each counted in
    /// its own way.
    fn conserved(&self) {
        let shelf = &self.shelf;
        let projects = shelf.table::<Project>().expect("read");
        let (entries, zone) = (shelf.entries().expect("read"), shelf.zone().expect("read"));
        let key = |entry: &crate::domain::time::TimeEntry| {
            let client = entry.project.as_ref().and_then(|id| projects.get(id)).map(|held| held.value.client.to_string());
            (client.unwrap_or_default(), entry.span.date_in(&zone).first_of_month())
        };
        let mut sums: BTreeMap<(String, Date), [i64; 4]> = BTreeMap::new();
        for entry in entries.values().filter(|held| !held.retired && held.value.approval.is_some()).map(|held| &held.value) {
            let off = entry.claims.iter().filter(|claim| matches!(claim.by, ClaimBy::WrittenOff(_)));
            let off: i64 = off.map(|claim| claim.until - claim.from).sum();
            let sum = sums.entry(key(entry)).or_default();
            sum[0] += entry.seconds();
            sum[2] += off;
            // What is not meant for an invoice is found in no list of free time.
            sum[3] += if entry.billable && entry.project.is_some() { 0 } else { entry.free() };
        }
        for held in shelf.entries_free(projects.keys()).expect("read") {
            sums.entry(key(&held.value)).or_default()[3] += held.value.free();
        }
        let issued = shelf.values::<Issued>().expect("read");
        let stands = |draft: &Draft| match &draft.state {
            DraftState::Open => true,
            DraftState::Issued(document) => !issued.iter().any(|one| one.kind.replaces() == Some(document)),
            DraftState::Discarded => false,
        };
        for draft in shelf.drafts(true).expect("read").iter().filter(|draft| stands(draft)) {
            for part in draft.lines.iter().flat_map(crate::domain::ledger::DraftLine::parts) {
                let entry = &entries.get(&part.entry).expect("it is there").value;
                sums.entry(key(entry)).or_default()[1] += part.until - part.from;
            }
        }
        for (key, [approved, billed, off, free]) in sums {
            assert_eq!(approved, billed + off + free, "{key:?}: {billed} billed, {off} written off, {free} free");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_approved_second_is_billed_written_off_or_unbilled() {
    let seed = std::env::var("FAKTURA_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed: u64 = seed.unwrap_or_else(|| {
        let mut random = [0; 8];
        getrandom::fill(&mut random).expect("randomness");
        u64::from_le_bytes(random) | 1
    });
    println!("FAKTURA_SEED={seed}");
    let dir = tempfile::tempdir().expect("a folder");
    let local = local(&dir);
    let admin = caller("admin", Role::Admin);
    let company = books(&local, &admin).await;
    let care = Project { name: "Care".to_owned(), ..project() };
    let edit = BooksEdit::AddProject(care, "Acme".to_owned());
    local.ask(crate::service::cases::EditBooks { company, edit }, &admin).await.expect("saved");
    let rate = RateAsk { project: Some("Care".to_owned()), ..tests::rate_of_site() };
    local.ask(crate::service::cases::EditBooks { company, edit: BooksEdit::SetRate(rate) }, &admin).await.expect("saved");
    tokio::task::spawn_blocking(move || {
        let shelf = Shelf::open(&local, company).expect("books");
        let mut model = Model { shelf, whose: Whose { actor: admin.actor, own_only: false }, luck: Luck(seed), file: 0 };
        for number in 0..400 {
            // One in eight dies before one of its batches; the ones before are there.
            let dies = (model.luck.below(8) == 0).then(|| u32::try_from(model.luck.below(4)).expect("small"));
            shelf::DIES.set(dies);
            let done = model.step();
            shelf::DIES.set(None);
            if let Err(error) = done {
                assert_ne!(error.kind, crate::error::ErrorKind::Unexpected, "seed {seed}, step {number}: {error:?}");
            }
            let unsound = verify(&model.shelf).expect("checked");
            assert!(unsound.is_empty(), "seed {seed}, step {number}: {unsound:?}");
            model.conserved();
        }
    })
    .await
    .expect("it holds");
}

fn project() -> Project {
    Project {
        id: RemoteId::new(""),
        name: String::new(),
        client: RemoteId::new(""),
        state: crate::domain::ledger::ProjectState::Active,
        budget: None,
        billable: true,
        increment: None,
        note: String::new(),
    }
}
