//! The store on `PostgreSQL` answers as sled does: the same commits, the same lists, totals and histories.
//!
//! Needs a `PostgreSQL`: the one that `FAKTURA_TEST_POSTGRES` names, or one of its own where the programs are installed.

#[path = "../../src/store/postgres/tests/cluster.rs"]
#[allow(dead_code, reason = "the tests of the store use the rest")]
pub(crate) mod cluster;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use faktura::domain::{
    Actor, Change, CompanyId, Counts, Currency, Direction, DocumentType, Fence, FieldChange, Holder, Invoice, InvoiceRow, Kind,
    LineItem, Party, PaymentStatus, RecordKey, RemoteId, RunId, RunStatus, StoredInvoice, SyncMode, SyncRun, Trigger,
};
use faktura::query::{Index, Names, Request, Sort};
use faktura::store::postgres::{PostgresOptions, PostgresStore};
use faktura::store::sled::{OpenOptions, SledStore};
use faktura::store::{Commit, ScanStep, Store, StoreExt, Upsert};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rust_decimal::Decimal;
use secrecy::SecretString;

const COMPANIES: u32 = 3;

/// Records in a commit, as the engine has them.
const PAGE: usize = 250;

const WORDS: [&str; 12] =
    ["Petz", "Duna", "Tisza", "Alföld", "Kékes", "Arany", "Északi", "Zöld", "Őrségi", "Győri", "Straße", "İzmir"];

fn pick<'a>(dice: &mut fastrand::Rng, words: &[&'a str]) -> &'a str {
    words[dice.usize(..words.len())]
}

fn day(dice: &mut fastrand::Rng) -> Date {
    date(2024, 1, 1).checked_add(dice.i64(0..700).days()).expect("in range")
}

fn invoice(dice: &mut fastrand::Rng, id: &str) -> Invoice {
    let issued = day(dice);
    let net = Decimal::new(dice.i64(-50_000..5_000_000), dice.u32(0..3));
    let vat = net * Decimal::new(27, 2);
    let foreign = dice.u8(..6) == 0;
    let party = |name: String| Party { name, tax_number: Some("32560682-2-43".into()), ..Party::default() };
    let status = match dice.u8(..5) {
        0 => PaymentStatus::Outstanding,
        1 => PaymentStatus::PartiallyPaid,
        2 => PaymentStatus::Other("odd".into()),
        _ => PaymentStatus::Paid,
    };
    Invoice {
        id: RemoteId::new(id),
        // Some share a number.
        number: format!("INV-{}-{}", issued.year(), dice.u32(..3000)),
        kind: DocumentType::Invoice,
        direction: Direction::Issued,
        balance: None,
        correction: None,
        cancelled: dice.u8(..30) == 0,
        block_id: None,
        status,
        method: None,
        currency: Currency::new(if foreign { "EUR" } else { "HUF" }),
        rate: foreign.then(|| Decimal::new(39_525, 2)),
        gross: net + vat,
        net: Some(net),
        vat: Some(vat),
        gross_local: None,
        issued: Some(issued),
        fulfilled: Some(issued),
        due: issued.checked_add(dice.i64(0..60).days()).ok(),
        paid: None,
        seller: party("Own Kft.".to_owned()),
        buyer: party(format!("{} {} Kft.", pick(dice, &WORDS), pick(dice, &WORDS))),
        electronic: true,
        comment: (dice.u8(..4) == 0).then(|| pick(dice, &WORDS).into()),
        tags: Vec::new(),
        language: None,
        notification: None,
        nav: None,
        order_number: None,
        related: Vec::new(),
        discount: None,
        rounding: None,
        original: Vec::new(),
        vat_lines: Vec::new(),
        items: vec![LineItem {
            product_id: None,
            name: pick(dice, &WORDS).to_owned(),
            quantity: Decimal::ONE,
            unit: "db".to_owned(),
            net_unit_amount: Some(net),
            net: Some(net),
            vat: "27%".to_owned(),
            vat_amount: Some(vat),
            gross: Some(net + vat),
            entitlement: None,
            comment: None,
        }],
    }
}

fn run_of(company: u32) -> SyncRun {
    SyncRun {
        id: RunId(0),
        company: CompanyId(company),
        company_name: format!("Company {company}"),
        trigger: Trigger::Headless,
        actor: Actor("anna".to_owned()),
        mode: SyncMode::Full,
        status: RunStatus::Running,
        started: Timestamp::UNIX_EPOCH,
        ended: None,
        counts: Counts::default(),
        error_count: 0,
        failure: None,
        deferred_until: None,
    }
}

/// The commit of a page of a run; `again` where the records are there already.
fn page(run: &SyncRun, invoices: Vec<Invoice>, again: bool, gone: bool) -> Commit {
    let upsert = |invoice: Invoice| {
        let key = RecordKey::document(run.company, invoice.id.clone());
        let field = if again { "gross" } else { "first_seen" };
        let new = Some(if again { invoice.gross.to_string() } else { invoice.number.clone() });
        let change =
            FieldChange { key, at: run.started, run: run.id, change: Change { field: field.to_owned(), old: None, new } };
        let stored = StoredInvoice {
            company: run.company,
            entity: invoice,
            first_seen: run.started,
            first_run: run.id,
            changed: run.started,
            changed_run: run.id,
            vanished: gone.then_some(run.started),
        };
        Upsert { record: stored.into(), changes: vec![change] }
    };
    Commit {
        run: run.clone(),
        fence: Fence(1),
        upserts: invoices.into_iter().map(upsert).collect(),
        errors: Vec::new(),
        feed: "documents".into(),
        state: None,
        scan: ScanStep::Keep,
        others: Vec::new(),
    }
}

/// What is committed, in order.
fn script(seed: u64, all: u32) -> Vec<(CompanyId, Vec<Invoice>, bool, bool)> {
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut pages = Vec::new();
    for company in 1..=COMPANIES {
        let each = all / COMPANIES + u32::from(company <= all % COMPANIES);
        let ids: Vec<String> = (0..each).map(|number| number.to_string()).collect();
        for some in ids.chunks(PAGE) {
            pages.push((CompanyId(company), some.iter().map(|id| invoice(&mut dice, id)).collect(), false, false));
        }
        // Some again, and some that vanished.
        for (gone, part) in [(false, 20), (true, 50), (false, 100)] {
            let some = ids.iter().filter(|_| dice.u32(..part) == 0).collect::<Vec<_>>();
            for some in some.chunks(PAGE) {
                pages.push((CompanyId(company), some.iter().map(|id| invoice(&mut dice, id)).collect(), true, gone));
            }
        }
    }
    pages
}

/// Commits a script. Returns the time of the commits.
fn play(store: &dyn Store, pages: &[(CompanyId, Vec<Invoice>, bool, bool)]) -> Duration {
    let mut runs = BTreeMap::new();
    for company in 1..=COMPANIES {
        let mut run = run_of(company);
        let lease = store.acquire(run.company, &Holder("test".into()), Timestamp::UNIX_EPOCH).expect("free");
        run.id = store.begin_run(&run, &lease).expect("begun");
        runs.insert(run.company, run);
    }
    let commits: Vec<Commit> =
        pages.iter().map(|(company, invoices, again, gone)| page(&runs[company], invoices.clone(), *again, *gone)).collect();
    let from = Instant::now();
    for commit in &commits {
        store.commit(commit).expect("committed");
    }
    from.elapsed()
}

fn rows(store: &dyn Store) -> Vec<InvoiceRow> {
    let mut rows = Vec::new();
    let damage = store.rows(None, &mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    });
    assert_eq!(damage, Ok(Vec::new()));
    rows
}

/// A query as people type them; one in some is nonsense, which is refused alike.
fn query(dice: &mut fastrand::Rng) -> String {
    let mut terms = Vec::new();
    for _ in 0..dice.usize(1..4) {
        let term = match dice.u8(..9) {
            0 => pick(dice, &WORDS).to_lowercase(),
            1 => format!("partner:{}", pick(dice, &WORDS)),
            2 => format!("gross:>{}", dice.i64(0..5_000_000)),
            3 => format!("gross:{}..{}", dice.u32(..100_000), dice.u32(100_000..9_000_000)),
            4 => format!("issued:{}..{}", day(dice), day(dice)),
            5 => format!("status:{}", pick(dice, &["paid", "outstanding", "overdue", "odd"])),
            6 => format!("number:INV-2024-{}", dice.u32(..300)),
            7 => format!("currency:{}", pick(dice, &["EUR", "huf", "USD"])),
            _ => pick(dice, &["due:<2025-06-01", "inv", "net:0", "(", "x:y", "32560682"]).to_owned(),
        };
        terms.push(if dice.u8(..5) == 0 { format!("-{term}") } else { term });
    }
    terms.join(if dice.u8(..4) == 0 { " or " } else { " " })
}

/// An address with a schema of its own.
fn address(url: &str) -> SecretString {
    let mark = if url.contains('?') { '&' } else { '?' };
    SecretString::from(format!("{url}{mark}schema=it_{}_{:x}", std::process::id(), fastrand::u32(..)))
}

#[expect(clippy::print_stdout, reason = "the seed, to try it again, and how long both took")]
fn compare(all: u32, queries: usize, seed: u64) {
    let Some(url) = cluster::url() else { return };
    println!("seed {seed}");
    let dir = tempfile::tempdir().expect("a folder");
    let sled = SledStore::open(dir.path(), &OpenOptions::default()).expect("opens").store;
    let address = address(&url);
    let postgres = PostgresStore::open(&address, &PostgresOptions::default()).expect("opens");
    let pages = script(seed, all);
    // An index that follows by what changed, as that of another process does.
    let other = PostgresStore::open(&address, &PostgresOptions::default()).expect("opens");
    let (most, last) = pages.split_at(pages.len() - 1);
    let (first, second) = (play(&sled, &pages), play(&postgres, most));
    println!(
        "{} commits: sled {first:?}, PostgreSQL {second:?}: {:.2} times",
        pages.len(),
        second.as_secs_f64() / first.as_secs_f64()
    );
    let zone = TimeZone::UTC;
    let mut following = Index::new(rows(&other), zone.clone());
    let state = other.version().expect("told").expect("a state");
    for (company, invoices, again, gone) in last {
        let runs = postgres.runs(&faktura::store::RunFilter { companies: vec![*company], ..Default::default() }).expect("read");
        postgres.commit(&page(&runs[0], invoices.clone(), *again, *gone)).expect("committed");
    }
    let changed = other.changed_since(&state).expect("read").expect("little changed");
    assert!(!changed.is_empty());
    for key in &changed {
        let stored = other.invoices(key.company, std::slice::from_ref(&key.id)).expect("read").remove(0).expect("there");
        following.upsert([stored.row()]);
    }
    let (left, right) = (rows(&sled), rows(&postgres));
    assert_eq!(left.len(), usize::try_from(all).expect("small"));
    let sorted = |mut rows: Vec<InvoiceRow>| {
        rows.sort_by_key(|row| (row.company, row.id.clone()));
        rows
    };
    let (left, right) = (sorted(left), sorted(right));
    for (one, two) in left.iter().zip(&right) {
        assert_eq!(one, two);
    }
    let (one, two) = (Index::new(left, zone.clone()), Index::new(right, zone));
    let names: Names = (1..=COMPANIES).map(|company| (CompanyId(company), format!("Company {company}"))).collect();
    let mut dice = fastrand::Rng::with_seed(seed ^ 1);
    let mut answered = 0;
    for _ in 0..queries {
        let query = query(&mut dice);
        let sort = Sort::parse(pick(&mut dice, &["-gross", "issued", "-due", "partner", "number"])).expect("an order");
        let companies = if dice.bool() { Vec::new() } else { vec![CompanyId(dice.u32(1..=COMPANIES))] };
        let (offset, limit) = (dice.usize(..40), dice.usize(1..120));
        let request = Request { query, companies, sort, offset, limit, around: None, today: date(2025, 6, 1) };
        let found = one.find(&request, &names);
        assert_eq!(two.find(&request, &names), found, "{request:?}");
        assert_eq!(following.find(&request, &names), found, "the following index, {request:?}");
        answered += usize::from(found.is_ok_and(|found| found.total > 0));
    }
    assert!(answered * 3 > queries, "most queries find something: {answered}");
    for company in (1..=COMPANIES).map(CompanyId) {
        assert_eq!(sled.count(company), postgres.count(company));
        let mut live = sled.live_ids(company, Kind::Document).expect("read");
        live.sort();
        let mut others = postgres.live_ids(company, Kind::Document).expect("read");
        others.sort();
        assert_eq!(live, others);
        assert_eq!(sled.heads(company, Kind::Document, &live), postgres.heads(company, Kind::Document, &live));
        for id in live.iter().step_by(37) {
            let key = RecordKey::document(company, id.clone());
            assert_eq!(sled.history(&key), postgres.history(&key));
            assert_eq!(sled.items(company, std::slice::from_ref(id)), postgres.items(company, std::slice::from_ref(id)));
        }
    }
    assert_eq!(postgres.check(false).expect("checked").damage, []);
    sled.close().expect("closes");
}

#[test]
fn answers_are_those_of_sled() {
    compare(5000, 300, fastrand::u64(..));
}

#[test]
#[ignore = "minutes: 100,000 rows and 2,000 queries"]
fn answers_are_those_of_sled_over_many_rows() {
    compare(100_000, 2000, fastrand::u64(..));
}
