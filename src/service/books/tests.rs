//! Roles, cell by cell, and what holds whatever is done: through the use cases, on a store of their own.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use tokio::sync::broadcast;

use super::*;
use crate::clock::Clock;
use crate::config::{Config, Paths};
use crate::domain::ledger::{Per, Profile, Project, ProjectState, Vat};
use crate::domain::time::Span;
use crate::domain::{Actor, CompanyId, Currency, Party, RemoteId, Role};
use crate::error::ErrorKind;
use crate::service::cases::{
    AddBooks, ApproveTime, Bill, CheckBooks, EditBooks, FindTime, ImportTime, PriceUnbilled, ReadBooks, ReadDrafts, RecordTime,
    RelistBooks, RunTimer,
};
use crate::service::{Caller, Local, Options, UseCase};

/// Noon of a day in November.
struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        "2026-11-28T11:00:00Z".parse().expect("an instant")
    }
}

pub(super) fn local(dir: &tempfile::TempDir) -> Arc<Local> {
    let options = Options {
        paths: Paths::resolve(Some(dir.path().to_owned()), None, &|_| None).expect("paths"),
        config: Config::default(),
        clock: Arc::new(Noon),
        zone: TimeZone::get("Europe/Budapest").expect("a zone"),
        actor: Actor("owner".to_owned()),
        passphrase: Arc::new(|| None),
        read_only: false,
        searches: false,
    };
    Arc::new(Local::open(options, broadcast::channel(8).0).expect("opens").0)
}

pub(super) fn caller(name: &str, role: Role) -> Caller {
    Caller { actor: Actor(name.to_owned()), from: "test".to_owned(), everywhere: Some(role), companies: Vec::new(), owner: false }
}

fn profile() -> Profile {
    let mut party = Party { name: "Own Kft.".to_owned(), tax_number: Some("32560682-2-43".into()), ..Party::default() };
    party.address.country = Some("HU".into());
    Profile {
        party,
        group_tax_number: None,
        currency: Currency::new("HUF"),
        zone: "Europe/Budapest".to_owned(),
        terms_days: 8,
        prefix: "INV".to_owned(),
        vat: Vat::parse("27"),
        closed_until: None,
    }
}

async fn ask<C: UseCase>(local: &Arc<Local>, caller: &Caller, case: C) -> crate::service::Result<C::Answer> {
    local.ask(case, caller).await
}

/// Books with a project that has a rate.
pub(super) async fn books(local: &Arc<Local>, admin: &Caller) -> CompanyId {
    let new = NewBooks { name: "Own Kft.".to_owned(), profile: profile(), force: false };
    let company = ask(local, admin, AddBooks(new)).await.expect("added").id;
    let client = crate::domain::ledger::Client {
        id: RemoteId::new(""),
        party: Party { name: "Acme Kft.".to_owned(), ..Party::default() },
        group_tax_number: None,
        currency: None,
        language: None,
        terms_days: None,
        vat: None,
        buyer_reference: None,
        endpoint: None,
        contact: None,
        archived: false,
    };
    let project = Project {
        id: RemoteId::new(""),
        name: "Site".to_owned(),
        client: RemoteId::new(""),
        state: ProjectState::Active,
        budget: None,
        billable: true,
        increment: None,
        note: String::new(),
    };
    let rate = rate_of_site();
    for edit in [BooksEdit::AddClient(client), BooksEdit::AddProject(project, "Acme".to_owned()), BooksEdit::SetRate(rate)] {
        ask(local, admin, EditBooks { company, edit }).await.expect("saved");
    }
    company
}

/// The rate of the project.
pub(super) fn rate_of_site() -> RateAsk {
    RateAsk {
        project: Some("Site".to_owned()),
        client: None,
        person: None,
        amount: 18_000.into(),
        currency: Currency::new("HUF"),
        per: Per::Hour,
        from: None,
        until: None,
        increment: None,
        surcharges: Vec::new(),
        cap: None,
    }
}

fn work(time: &str) -> NewEntry {
    NewEntry {
        time: Some(time.to_owned()),
        date: Some(jiff::civil::date(2026, 11, 2)),
        project: Some("Site".to_owned()),
        ..NewEntry::default()
    }
}

fn draft() -> MakeDraft {
    MakeDraft::of("Acme".to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_sees_and_changes_own_time_alone() {
    let dir = tempfile::tempdir().expect("a folder");
    let local = local(&dir);
    let (admin, anna, bela) = (caller("admin", Role::Admin), caller("anna", Role::Member), caller("bela", Role::Member));
    let viewer = caller("vera", Role::Viewer);
    let company = books(&local, &admin).await;
    let add = |time: &str| RecordTime { company, change: TimeChange::Add(work(time)) };
    let hers = ask(&local, &anna, add("9-11")).await.expect("recorded").entries.remove(0);
    assert_eq!((hers.person.as_str(), hers.entry.seconds()), ("anna", 7_200));
    ask(&local, &bela, add("9-10")).await.expect("recorded");
    let find = || FindTime { company, ask: TimeAsk::default() };
    let seconds = async |caller: &Caller| ask(&local, caller, find()).await.expect("found").seconds;
    assert_eq!(seconds(&anna).await, 7_200);
    assert_eq!(seconds(&bela).await, 3_600);
    assert_eq!((seconds(&admin).await, seconds(&viewer).await), (10_800, 10_800));

    // Another person's entry is not there for a member, and no other name can be taken.
    let id = hers.entry.id.to_string();
    let edit = |new| RecordTime { company, change: TimeChange::Edit(id.clone(), new) };
    let change = || NewEntry { note: Some("mine".to_owned()), ..NewEntry::default() };
    assert_eq!(ask(&local, &bela, edit(change())).await.expect_err("not his").message.id, "books-no-entry");
    let delete = RecordTime { company, change: TimeChange::Delete(vec![id.clone()]) };
    assert_eq!(ask(&local, &bela, delete).await.expect_err("not his").message.id, "books-no-entry");
    let other = NewEntry { person: Some("anna".to_owned()), ..work("12-13") };
    let other = RecordTime { company, change: TimeChange::Add(other) };
    assert_eq!(ask(&local, &bela, other).await.expect_err("not hers").kind, ErrorKind::NotAllowed);
    ask(&local, &anna, edit(change())).await.expect("hers");

    // Money and decisions are not a member's, and a viewer records nothing.
    let refused = |error: crate::error::Error| assert_eq!(error.kind, ErrorKind::NotAllowed, "{error:?}");
    let approve = || ApproveTime { company, ask: Approve { of: TimeAsk::default(), action: Settle::Approve, force: false } };
    for member in [&anna, &viewer] {
        refused(ask(&local, member, approve()).await.expect_err("approves"));
        refused(ask(&local, member, Bill { company, step: BillStep::Make(Box::new(draft())) }).await.expect_err("bills"));
        refused(ask(&local, member, EditBooks { company, edit: BooksEdit::Profile(profile()) }).await.expect_err("edits"));
    }
    refused(ask(&local, &anna, ReadDrafts { company, draft: None, all: true }).await.expect_err("reads drafts"));
    refused(ask(&local, &anna, PriceUnbilled { company }).await.expect_err("reads amounts"));
    refused(ask(&local, &anna, CheckBooks { company }).await.expect_err("checks"));
    refused(ask(&local, &viewer, add("9-10")).await.expect_err("records"));
    refused(ask(&local, &viewer, RunTimer { company, ask: TimerAsk::Status }).await.expect_err("has no timer"));
    let seen = ask(&local, &anna, ReadBooks { company }).await.expect("reads");
    let seconds: Vec<i64> = seen.projects.iter().map(|project| project.seconds).collect();
    assert_eq!((seen.rates.is_empty(), seconds), (true, vec![7_200]), "its own alone: {seen:?}");
    assert_eq!(ask(&local, &viewer, ReadBooks { company }).await.expect("reads").rates.len(), 1);

    // Approved time is locked for its person too.
    ask(&local, &admin, approve()).await.expect("approved");
    assert_eq!(ask(&local, &anna, edit(change())).await.expect_err("locked").message.id, "books-entry-approved");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_takes_no_time_of_others_from_a_part_of_a_file() {
    let dir = tempfile::tempdir().expect("a folder");
    let local = local(&dir);
    let (admin, anna) = (caller("admin", Role::Admin), caller("anna", Role::Member));
    let company = books(&local, &admin).await;
    let entry = FileEntry {
        line: 1,
        id: "1".to_owned(),
        older: String::new(),
        span: Span::Day { date: jiff::civil::date(2026, 11, 2), seconds: 60, zone: "Europe/Budapest".to_owned() },
        person: "Béla".to_owned(),
        client: String::new(),
        project: String::new(),
        task: String::new(),
        note: String::new(),
        tags: Vec::new(),
        billable: None,
        raw: String::new(),
    };
    let import = async |single: bool| {
        let (source, entries) = ("toggl".to_owned(), vec![entry.clone()]);
        let file = FileTime { source, entries, project: None, person: None, single, look: false, update: false };
        ask(&local, &anna, ImportTime { company, file }).await.expect("imported")
    };
    // This part of the file names one person, the whole file several.
    let refused = import(false).await;
    assert_eq!((refused.imported, refused.refused[0].1.id.as_ref()), (0, "books-not-own-time"));
    assert_eq!(refused.left_out.into_iter().collect::<Vec<_>>(), ["1"]);
    // The only name of a file is that of the member there.
    assert_eq!(import(true).await.imported, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_that_was_never_finished_takes_no_time() {
    let dir = tempfile::tempdir().expect("a folder");
    let local = local(&dir);
    let admin = caller("admin", Role::Admin);
    let company = books(&local, &admin).await;
    ask(&local, &admin, RecordTime { company, change: TimeChange::Add(work("9-11")) }).await.expect("recorded");
    let approve = Approve { of: TimeAsk::default(), action: Settle::Approve, force: false };
    ask(&local, &admin, ApproveTime { company, ask: approve }).await.expect("approved");
    let made = |step| Bill { company, step };
    let Billed::Drafts(drafts) = ask(&local, &admin, made(BillStep::Make(Box::new(draft())))).await.expect("made") else {
        panic!("no draft")
    };
    let nothing = ask(&local, &admin, made(BillStep::Make(Box::new(draft())))).await.expect_err("all of it is on a draft");
    assert_eq!(nothing.message.id, "books-nothing-to-bill");

    // A process that died between the entries and the draft leaves claims of a draft that was begun and is not open.
    let shelf = Shelf::open(&local, company).expect("books");
    let mut orphan = shelf.entries().expect("read").values().next().expect("one").value.clone();
    let taken = orphan.claims.first_mut().expect("a claim");
    taken.by = crate::domain::time::ClaimBy::Draft(RemoteId::new("gone"));
    let mut changes = shelf.begin(&admin.actor);
    changes.put(orphan).expect("fits");
    changes
        .put(crate::domain::ledger::Draft {
            state: crate::domain::ledger::DraftState::Discarded,
            ..drafts.first().expect("one").draft.clone()
        })
        .expect("fits");
    let gone = crate::domain::ledger::Draft {
        id: RemoteId::new("gone"),
        lines: Vec::new(),
        state: crate::domain::ledger::DraftState::Discarded,
        ..drafts.first().expect("one").draft.clone()
    };
    changes.put(gone).expect("fits");
    changes.commit().expect("written");
    local.shelves.forget(company);
    let Billed::Drafts(again) = ask(&local, &admin, made(BillStep::Make(Box::new(draft())))).await.expect("free again") else {
        panic!("no draft")
    };
    assert_eq!(again.first().map(|view| view.net), Some(36_000.into()));
    assert_eq!(ask(&local, &admin, CheckBooks { company }).await.expect("checked"), []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_figure_is_found_and_named() {
    use crate::domain::ledger::{Issued, Receipt, ReceiptPart};
    use crate::service::books::view_bill::{IssueAsk, Paid, PayAsk};
    use crate::store::StoreExt;

    let dir = tempfile::tempdir().expect("a folder");
    let local = local(&dir);
    let admin = caller("admin", Role::Admin);
    let company = books(&local, &admin).await;
    ask(&local, &admin, RecordTime { company, change: TimeChange::Add(work("9-11")) }).await.expect("recorded");
    let approve = Approve { of: TimeAsk::default(), action: Settle::Approve, force: false };
    ask(&local, &admin, ApproveTime { company, ask: approve }).await.expect("approved");
    let made = ask(&local, &admin, Bill { company, step: BillStep::Make(Box::new(draft())) }).await.expect("made");
    let Billed::Drafts(drafts) = made else { panic!("no draft") };
    let id = drafts.first().expect("one").draft.id.to_string();
    let date = Some(jiff::civil::date(2026, 11, 3));
    let issue = IssueAsk { drafts: vec![id], date, fulfilled: None, due: None, each: false };
    ask(&local, &admin, Bill { company, step: BillStep::Issue(issue) }).await.expect("issued");
    let shelf = Shelf::open(&local, company).expect("books");
    let document = shelf.values::<Issued>().expect("read").remove(0);
    let pay = PayAsk {
        documents: vec![document.document.number.clone()],
        amount: Some(20_000.into()),
        date: None,
        method: None,
        reference: None,
        note: None,
        by: Paid::Money,
    };
    ask(&local, &admin, Bill { company, step: BillStep::Pay(pay) }).await.expect("paid");
    let found = || {
        let found = verify(&shelf).expect("checked");
        found.into_iter().map(|one| one.what.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(found(), Vec::<String>::new());

    // An entry that says that a draft has some of it which the draft does not have.
    let entry = shelf.entries().expect("read").values().next().expect("one").value.clone();
    let mut damaged = entry.clone();
    damaged.claims.first_mut().expect("a claim").until -= 60;
    let write = |damaged: &dyn Fn(&mut shelf::Changes<'_, '_>)| {
        let mut changes = shelf.begin(&admin.actor);
        damaged(&mut changes);
        changes.commit().expect("written");
    };
    write(&|changes| changes.put(damaged.clone()).expect("fits"));
    let told = found();
    assert!(told.contains(&"books-check-seconds".to_owned()) && told.contains(&"books-check-time".to_owned()), "{told:?}");
    write(&|changes| changes.put(entry.clone()).expect("fits"));
    assert_eq!(found(), Vec::<String>::new());

    // A list that shows more open than is, a receipt that settles less than it did, and one of what is unknown.
    let all: Vec<Receipt> = shelf.values().expect("read");
    let references: Vec<&Receipt> = all.iter().collect();
    let wrong = || shelf.settled(&document, &[], None).expect("a record");
    write(&|changes| changes.document(wrong()));
    let unsound = verify(&shelf).expect("checked");
    let money = unsound.iter().find(|one| one.what.id == "books-check-money").expect("the money is missed");
    let sentence = crate::locale::english().text(&money.what);
    assert!(sentence.contains("Acme Kft., 2026-11, HUF: 45720") && sentence.contains("20000 is paid"), "{sentence}");
    // A repair writes what is wrong, and nothing else.
    assert_eq!(ask(&local, &admin, RelistBooks { company }).await.expect("mended"), 1);
    assert_eq!(found(), Vec::<String>::new());
    assert_eq!(ask(&local, &admin, RelistBooks { company }).await.expect("nothing to mend"), 0);
    let stored = local.store.invoices(company, std::slice::from_ref(&document.id)).expect("read").remove(0).expect("there");
    let crate::domain::Record::Document(right) = shelf.settled(&document, &references, None).expect("a record") else {
        panic!("none")
    };
    assert_eq!(stored.entity, right.entity);
    let receipt = all.first().expect("one").clone();
    let stray = ReceiptPart { document: RemoteId::new("gone"), amount: 1.into(), rounding: 0.into() };
    let strayed = Receipt { parts: receipt.parts.iter().cloned().chain([stray]).collect(), ..receipt.clone() };
    write(&|changes| changes.put(strayed.clone()).expect("fits"));
    assert_eq!(found(), ["books-check-receipt"]);
    write(&|changes| changes.put(receipt.clone()).expect("fits"));

    // A document with VAT that is not that of its total.
    let mut changed = document.clone();
    changed.tax.first_mut().expect("a rate").tax += Decimal::ONE;
    write(&|changes| changes.put(changed.clone()).expect("fits"));
    assert_eq!(found(), ["books-check-sums"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unbilled_time_has_the_amounts_of_the_draft_that_it_would_become() {
    let dir = tempfile::tempdir().expect("a folder");
    let local = local(&dir);
    let (admin, viewer) = (caller("admin", Role::Admin), caller("vera", Role::Viewer));
    let company = books(&local, &admin).await;
    let priced = async || ask(&local, &viewer, PriceUnbilled { company }).await.expect("a viewer reads it");
    assert!(priced().await.is_empty(), "nothing was worked");
    for time in ["9-11:30", "12-13"] {
        ask(&local, &admin, RecordTime { company, change: TimeChange::Add(work(time)) }).await.expect("recorded");
    }
    assert!(priced().await.is_empty(), "nothing is approved");
    let approve = Approve { of: TimeAsk::default(), action: Settle::Approve, force: false };
    ask(&local, &admin, ApproveTime { company, ask: approve }).await.expect("approved");
    let make = |dry| Bill { company, step: BillStep::Make(Box::new(MakeDraft { dry, ..draft() })) };
    let Billed::Drafts(drafts) = ask(&local, &admin, make(true)).await.expect("told") else { panic!("drafts") };
    let would_be = priced().await.remove(0).draft.expect("it has a price");
    assert_eq!((would_be.net, would_be.gross), (drafts[0].net, drafts[0].gross));
    assert_eq!((would_be.net, would_be.lines), (63_000.into(), 1));
    // What a draft has is no longer unbilled.
    ask(&local, &admin, make(false)).await.expect("drafted");
    assert!(priced().await.is_empty());
}
