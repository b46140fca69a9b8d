//! A store with many companies and invoices, filled through the real commit path, kept between runs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use faktura::domain::{
    Actor, Address, Change, CompanyId, Counts, Currency, DocumentType, Fence, FieldChange, Holder, Invoice, LineItem, NavStatus,
    Party, PaymentMethod, PaymentStatus, RecordKey, RemoteId, RunId, RunStatus, StoredInvoice, SyncMode, SyncRun, Trigger,
};
use faktura::store::sled::{OpenOptions, SledStore};
use faktura::store::{Commit, Leases, ScanStep, Store, SyncState, Upsert};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use rust_decimal::Decimal;

/// The feed of the documents.
const FEED: &str = "documents";

/// Another number makes every kept store a new one.
const VERSION: u32 = 5;

/// Invoices in a commit, as the engine commits them.
const COMMIT: u64 = 250;

/// How large a store is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Its name in the table.
    pub name: &'static str,
    /// Companies.
    pub companies: u32,
    /// Invoices of each.
    pub each: u64,
}

/// A random number that is the same every time.
pub struct Dice(u64);

impl Dice {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    /// Below this number.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[usize::try_from(self.below(words.len() as u64)).expect("small")]
    }
}

const FIRST: [&str; 24] = [
    "Petz", "Duna", "Tisza", "Alföld", "Kékes", "Arany", "Északi", "Zöld", "Fehér", "Magyar", "Pannon", "Hegyalja", "Kovács",
    "Nagy", "Szabó", "Tóth", "Varga", "Kiss", "Molnár", "Balogh", "Farkas", "Rácz", "Őrségi", "Győri",
];
const SECOND: [&str; 20] = [
    "Aladár",
    "Medical",
    "Építő",
    "Patika",
    "Faipari",
    "Könyv",
    "Szoftver",
    "Logisztika",
    "Kereskedelmi",
    "Gyógyszer",
    "Panzió",
    "Agrár",
    "Műszaki",
    "Nyomda",
    "Optika",
    "Elektro",
    "Autó",
    "Hús",
    "Tej",
    "Bútor",
];
const FORM: [&str; 6] = ["Kft.", "Zrt.", "Bt.", "Nyrt.", "GmbH", "s.r.o."];
const GOODS: [&str; 8] = [
    "MR004C SEQUENT MENISCAL REPAIR DEVICE",
    "Kiszállítás, díjmentes",
    "Szoftverfejlesztés, óradíj",
    "Raktározás",
    "Havi átalány",
    "Nyomtatott áramkör, kétoldalas",
    "Tanácsadás",
    "Karbantartás",
];

/// A partner of a company; each has some hundreds.
pub fn partner(company: u32, number: u64) -> String {
    let mut dice = Dice::new(u64::from(company) * 1_000_003 + number);
    format!("{} {} {} {}", dice.of(&FIRST), dice.of(&SECOND), 1 + dice.below(99), dice.of(&FORM))
}

fn day(dice: &mut Dice) -> Date {
    let from = date(2016, 11, 1);
    let days = i64::try_from(dice.below(3650)).expect("small");
    from.checked_add(jiff::Span::new().days(days)).expect("in range")
}

/// An invoice of a company, as an account of ten years has them.
pub fn invoice(company: u32, id: u64) -> Invoice {
    let mut dice = Dice::new(u64::from(company) << 32 | id);
    let issued = day(&mut dice);
    let due = issued.checked_add(jiff::Span::new().days(8 + i64::try_from(dice.below(22)).expect("small"))).expect("in range");
    let foreign = dice.below(12) == 0;
    let item = |dice: &mut Dice| {
        let net = Decimal::from(1000 + dice.below(900_000));
        let vat = net * Decimal::new(27, 2);
        LineItem {
            product_id: Some(dice.below(5000).to_string().into()),
            name: dice.of(&GOODS).to_owned(),
            quantity: Decimal::ONE,
            unit: "db".to_owned(),
            net_unit_amount: Some(net),
            net: Some(net),
            vat: "27%".to_owned(),
            vat_amount: Some(vat),
            gross: Some(net + vat),
            entitlement: None,
            comment: None,
        }
    };
    let items = vec![item(&mut dice), item(&mut dice)];
    let net: Decimal = items.iter().filter_map(|item| item.net).sum();
    let vat: Decimal = items.iter().filter_map(|item| item.vat_amount).sum();
    let paid = dice.below(10) < 8;
    let number = dice.below(400);
    let party = |name: String, tax: String| Party {
        name,
        tax_number: Some(tax.into()),
        address: Address {
            country: Some("HU".into()),
            post_code: Some("1138".into()),
            city: Some("Budapest".into()),
            street: Some("Váci út 140.".into()),
        },
        ..Party::default()
    };
    Invoice {
        id: RemoteId::new(id.to_string()),
        number: format!("INV-{}-{id}", issued.year()),
        kind: DocumentType::Invoice,
        direction: faktura::domain::Direction::Issued,
        balance: None,
        correction: None,
        cancelled: dice.below(200) == 0,
        block_id: Some("1".into()),
        status: if paid { PaymentStatus::Paid } else { PaymentStatus::Outstanding },
        method: Some(PaymentMethod::WireTransfer),
        currency: Currency::new(if foreign { "EUR" } else { "HUF" }),
        rate: foreign.then(|| Decimal::new(39_525, 2)),
        gross: net + vat,
        net: Some(net),
        vat: Some(vat),
        gross_local: None,
        issued: Some(issued),
        fulfilled: Some(issued),
        due: Some(due),
        paid: paid.then_some(due),
        seller: party(format!("Company {company} Kft."), "32560682-2-43".to_owned()),
        buyer: party(partner(company, number), "15366052-2-08".to_owned()),
        electronic: true,
        comment: None,
        tags: Vec::new(),
        language: Some("hu".into()),
        notification: None,
        nav: Some(NavStatus::Done),
        order_number: None,
        related: Vec::new(),
        discount: None,
        rounding: None,
        original: Vec::new(),
        vat_lines: Vec::new(),
        items,
    }
}

fn start(company: u32) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + i64::from(company) * 60).expect("in range")
}

fn run_of(company: u32) -> SyncRun {
    SyncRun {
        id: RunId(0),
        company: CompanyId(company),
        company_name: format!("Company {company}"),
        trigger: Trigger::Headless,
        actor: Actor("bench".to_owned()),
        mode: SyncMode::Full,
        status: RunStatus::Running,
        started: start(company),
        ended: None,
        counts: Counts::default(),
        error_count: 0,
        failure: None,
        deferred_until: None,
    }
}

/// The commit of some invoices; `again` gives each another comment.
pub fn commit(run: &SyncRun, company: u32, ids: impl Iterator<Item = u64>, again: Option<u64>) -> Commit {
    let at = run.started;
    let upsert = |id: u64| {
        let mut invoice = invoice(company, id);
        let key = RecordKey::document(CompanyId(company), invoice.id.clone());
        let change = match again {
            None => Change { field: "first_seen".to_owned(), old: None, new: Some(invoice.number.clone()) },
            Some(time) => {
                invoice.comment = Some(format!("reminder {time}").into());
                Change { field: "comment".to_owned(), old: None, new: Some(format!("reminder {time}")) }
            }
        };
        let stored = StoredInvoice {
            company: CompanyId(company),
            entity: invoice,
            first_seen: at,
            first_run: run.id,
            changed: at,
            changed_run: run.id,
            vanished: None,
        };
        Upsert { record: stored.into(), changes: vec![FieldChange { key, at, run: run.id, change }] }
    };
    let upserts: Vec<Upsert> = ids.map(upsert).collect();
    Commit {
        others: Vec::new(),
        run: run.clone(),
        fence: Fence(1),
        upserts,
        errors: Vec::new(),
        feed: FEED.into(),
        state: None,
        scan: ScanStep::Keep,
    }
}

fn faktura(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(crate::binary());
    command.env("FAKTURA_HOME", home).args(args).stdin(Stdio::null());
    command
}

/// How long filling took: all of it, and each commit of [`COMMIT`] invoices.
pub struct Filled {
    /// All of it; `None` where a kept store was taken.
    pub time: Option<Duration>,
    /// Milliseconds of each commit.
    pub commits: Vec<f64>,
}

fn folder(size: Size) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench-data");
    root.join(format!("v{VERSION}-{}-{}", size.companies, size.each))
}

/// The address that the companies of a kept store have.
pub fn kept(size: Size) -> Option<String> {
    std::fs::read_to_string(folder(size).join("done")).ok().filter(|url| !url.is_empty())
}

/// Adds the companies of a size to a home.
fn add(size: Size, url: &str, home: &Path) {
    for number in 1..=size.companies {
        let name = format!("Company {number}");
        let mut add = faktura(home, &["company", "add", &name, "--provider", "billingo", "--base-url", url, "--no-test"]);
        let status = add.env("FAKTURA_API_KEY", format!("a1b2c3d4-1111-4222-8333-{number:012}")).stderr(Stdio::null()).status();
        assert!(status.expect("it runs").success(), "a company is added");
    }
}

/// A new home with the companies of a size and no invoice yet, beside the kept ones.
pub fn companies(size: Size, url: &str) -> tempfile::TempDir {
    let root = folder(size).with_file_name("");
    let home = tempfile::Builder::new().prefix("first-").tempdir_in(root).expect("a folder");
    add(size, url, home.path());
    home
}

/// Drops the files below a folder from the page cache, so that the next reader reads the disk.
pub fn cool(home: &Path) {
    for entry in std::fs::read_dir(home).expect("it is there").flatten() {
        if entry.path().is_dir() {
            cool(&entry.path());
        } else if let Ok(file) = std::fs::File::open(entry.path()) {
            // Only what is on the disk can be taken out.
            let _ = file.sync_all();
            let _ = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed);
        }
    }
}

/// The home of a size; made where it is not kept from an earlier run.
pub fn home(size: Size, url: &str) -> (PathBuf, Filled) {
    let home = folder(size);
    let done = home.join("done");
    if done.exists() {
        return (home, Filled { time: None, commits: Vec::new() });
    }
    let _ = std::fs::remove_dir_all(&home);
    std::fs::create_dir_all(&home).expect("a folder");
    let from = Instant::now();
    add(size, url, &home);
    let options = OpenOptions { cache_bytes: 8 << 20, ..OpenOptions::default() };
    let store = SledStore::open(&home.join("store"), &options).expect("opens").store;
    let mut commits = Vec::new();
    for company in 1..=size.companies {
        let mut run = run_of(company);
        let lease = store.acquire(run.company, &Holder("bench".into()), run.started).expect("free");
        run.id = store.begin_run(&run, &lease).expect("begins");
        let first = u64::from(company) * 1_000_000;
        let mut at = 0;
        while at < size.each {
            let to = (at + COMMIT).min(size.each);
            let commit = commit(&run, company, (first + at)..(first + to), None);
            let began = Instant::now();
            store.commit(&commit).expect("commits");
            commits.push(began.elapsed().as_secs_f64() * 1e3);
            at = to;
        }
        run.status = RunStatus::Completed;
        run.ended = Some(start(company));
        run.counts.documents.processed = size.each;
        run.counts.documents.created = size.each;
        let state = SyncState { cursor: Some(start(company)), last_full_scan: Some(start(company)), ..SyncState::default() };
        let end = Commit {
            others: Vec::new(),
            run,
            fence: lease.fence,
            upserts: Vec::new(),
            errors: Vec::new(),
            feed: FEED.into(),
            state: Some(state),
            scan: ScanStep::Clear,
        };
        store.commit(&end).expect("commits");
        eprint!("\r{}: {company} of {} companies", size.name, size.companies);
    }
    eprintln!();
    store.close().expect("closes");
    std::fs::write(&done, url).expect("written");
    (home, Filled { time: Some(from.elapsed()), commits })
}

/// A copy of a home, to be changed.
pub fn copy(home: &Path) -> PathBuf {
    let target = home.with_extension("copy");
    let _ = std::fs::remove_dir_all(&target);
    copy_folder(home, &target);
    target
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("it is there").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

/// Bytes below a folder.
pub fn bytes(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(meta) if meta.is_dir() => bytes(&entry.path()),
            Ok(meta) => meta.len(),
            Err(_) => 0,
        })
        .sum()
}
