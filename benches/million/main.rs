//! Stores of 5,000, 100,000 and 1,000,000 invoices side by side, so that the growth is seen: `cargo bench --bench million`.
//!
//! The stores are filled through the real commit path and kept under `target/bench-data`. Everything else is the release binary as
//! a whole process, in a real pseudo-terminal where it is the screen. `-- --sizes 5k,100k` leaves sizes out; `-- --save NAME` keeps
//! the figures, `-- --compare NAME` prints how they changed. `-- --against BINARY [--pairs 10]` runs this build and another one in
//! turn over stores that each of them filled itself over HTTP.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::missing_panics_doc,
    unreachable_pub,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::large_stack_arrays,
    reason = "a benchmark that is surprised should end there and then"
)]

#[path = "../support/account.rs"]
mod account;
mod fill;
mod pairs;
mod screen;

use std::collections::BTreeMap;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use account::Account;
use faktura::domain::{CompanyId, Holder, Lease, SyncRun};
use faktura::store::sled::{OpenOptions, SledStore};
use faktura::store::{Commit, Leases, RunFilter, Store};
use fill::{Dice, Size};

const SIZES: [Size; 3] = [
    Size { name: "5k", companies: 5, each: 1_000 },
    Size { name: "100k", companies: 20, each: 5_000 },
    Size { name: "1M", companies: 100, each: 10_000 },
];

/// Figures of a size, by their names, in the order in which they were measured.
#[derive(Default)]
pub struct Figures {
    names: Vec<String>,
    values: BTreeMap<(String, String), f64>,
}

impl Figures {
    /// Notes a figure.
    pub fn note(&mut self, name: &str, size: &str, value: f64) {
        if !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
        }
        eprintln!("{size:>5}  {name:<58} {}", shown(value));
        self.values.insert((name.to_owned(), size.to_owned()), value);
    }

    fn print(&self, sizes: &[Size], before: Option<&BTreeMap<(String, String), f64>>) {
        let heads: Vec<String> = sizes.iter().map(|size| format!("{:>12}", size.name)).collect();
        println!("\n{:<58} {}", "", heads.concat());
        for name in &self.names {
            let mut line = format!("{name:<58} ");
            for size in sizes {
                let key = (name.clone(), size.name.to_owned());
                match self.values.get(&key) {
                    Some(value) => line.push_str(&format!("{:>12}", shown(*value))),
                    None => line.push_str(&format!("{:>12}", "–")),
                }
            }
            let value = |size: Option<&Size>| self.values.get(&(name.clone(), size?.name.to_owned())).copied();
            if let (Some(first), Some(last), true) = (value(sizes.first()), value(sizes.last()), sizes.len() > 1) {
                line.push_str(&format!("   ×{}", shown(last / first.max(1e-9))));
            }
            if let Some(before) = before {
                for size in sizes {
                    let key = (name.clone(), size.name.to_owned());
                    if let (Some(old), Some(new)) = (before.get(&key), self.values.get(&key)) {
                        line.push_str(&format!("   {}: ×{:.2}", size.name, new / old.max(1e-9)));
                    }
                }
            }
            println!("{line}");
        }
    }
}

fn shown(value: f64) -> String {
    match value.abs() {
        v if v >= 100.0 => format!("{value:.0}"),
        v if v >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// Larger stores are not rewritten as a whole: that would take longer than all the rest.
const LARGEST_REWRITTEN: u64 = 100_000;

/// Companies that are synced at once, unless the configuration says otherwise.
const AT_ONCE: usize = 4;

/// The value that so many percent are not above.
pub fn percentile(values: &mut [f64], percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get((values.len() * percent / 100).min(values.len().saturating_sub(1))).copied().unwrap_or(0.0)
}

/// The build that is measured: this one, unless pairs are run.
static MEASURED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Measures another build from here on.
pub fn take(binary: &Path) {
    *MEASURED.lock().expect("whole") = Some(binary.to_owned());
}

/// The program of the build that is measured.
pub fn binary() -> PathBuf {
    MEASURED.lock().expect("whole").clone().unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_faktura")))
}

/// Time and peak memory of a whole process.
pub fn measure(home: &Path, args: &[&str]) -> (Duration, f64, Vec<u8>) {
    let mut command = Command::new(binary());
    command.env("FAKTURA_HOME", home).args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.process_group(0);
    let from = Instant::now();
    let mut child = command.spawn().expect("it starts");
    let pid = child.id();
    let mut out = child.stdout.take().expect("a pipe");
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut out, &mut bytes).expect("it reads");
        bytes
    });
    let mut peak = 0.0_f64;
    let status = loop {
        if let Some(status) = child.try_wait().expect("it can be asked") {
            break status;
        }
        peak = peak.max(memory(pid, "VmHWM:"));
        std::thread::sleep(Duration::from_millis(2));
    };
    let time = from.elapsed();
    let mut error = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().expect("a pipe"), &mut error).expect("it reads");
    let fine: &[i32] = if args.contains(&"--headless") { &[0] } else { &[0, 3, 4] };
    assert!(status.code().is_some_and(|code| fine.contains(&code)), "faktura {args:?}: {status}: {error}");
    (time, peak, reader.join().expect("it reads"))
}

/// Megabytes of a process, from a line of its status.
pub fn memory(pid: u32, line: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let found = status.lines().find_map(|found| found.strip_prefix(line));
    found.and_then(|rest| rest.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

/// Notes the figures of the commands over the store in this home.
pub fn commands(figures: &mut Figures, size: Size, home: &Path) {
    let mut time = |name: &str, args: &[&str], times: usize| {
        let mut all: Vec<f64> = Vec::new();
        let mut peak = 0.0_f64;
        for _ in 0..times {
            let (took, memory, _) = measure(home, args);
            all.push(took.as_secs_f64() * 1e3);
            peak = peak.max(memory);
        }
        figures.note(&format!("{name}, ms"), size.name, percentile(&mut all, 50));
        figures.note(&format!("{name}, MB at its peak"), size.name, peak);
    };
    let number = format!("{}", 1_000_000 + size.each / 2);
    let _ = std::fs::remove_file(home.join("index"));
    let found = ["invoices", "status:overdue partner:petz", "--limit", "20"];
    time("invoices …, no index kept", &found, 1);
    time("invoices status:overdue partner:petz --limit 20", &found, 3);
    fill::cool(home);
    time("… from the disk", &found, 1);
    time("invoice ID", &["invoice", &number], 5);
    time("status", &["status"], 5);
    time("report aging", &["report", "aging"], 3);
    let file = home.join("export.csv");
    let _ = std::fs::remove_file(&file);
    time("export of all, CSV", &["export", file.to_str().expect("a name"), "gross>0"], 1);
    let _ = std::fs::remove_file(&file);
}

/// How large a copy is once it is compacted, and how much it grows when every invoice is written anew three times.
fn disk(figures: &mut Figures, size: Size, home: &Path, account: &Account) {
    let copy = fill::copy(home);
    let all = (u64::from(size.companies) * size.each) as f64;
    let before = fill::bytes(&copy.join("store")) as f64;
    let (took, peak, _) = measure(&copy, &["compact"]);
    let compact = fill::bytes(&copy.join("store")) as f64;
    figures.note("compact, ms", size.name, took.as_secs_f64() * 1e3);
    figures.note("compact, MB at its peak", size.name, peak);
    figures.note("on disk after compact, bytes an invoice", size.name, compact / all);
    account.behave(Duration::ZERO, true);
    let (_, peak, _) = measure(&copy, &["--headless"]);
    account.behave(Duration::ZERO, false);
    figures.note("a sync with nothing new after compact, MB at its peak", size.name, peak);
    if size.each * u64::from(size.companies) <= LARGEST_REWRITTEN {
        let options = OpenOptions { cache_bytes: 8 << 20, ..OpenOptions::default() };
        let store = SledStore::open(&copy.join("store"), &options).expect("opens").store;
        for time in 0..3 {
            for company in 1..=size.companies {
                let (run, lease) = written(&store, company);
                let first = u64::from(company) * 1_000_000;
                for from in (first..first + size.each).step_by(250) {
                    let ids = from..(from + 250).min(first + size.each);
                    let commit = fill::commit(&run, company, ids, Some(1000 + time));
                    store.commit(&Commit { fence: lease.fence, ..commit }).expect("commits");
                }
                store.release(&lease).expect("released");
            }
        }
        store.close().expect("closes");
        let rewritten = fill::bytes(&copy.join("store")) as f64;
        figures.note("… and all rewritten three times, times as large", size.name, rewritten / compact);
        figures.note("… times as large as before compact", size.name, rewritten / before);
    }
    std::fs::remove_dir_all(copy).expect("removed");
}

/// Syncs every company, of which none has anything new.
fn idle(figures: &mut Figures, size: Size, home: &Path, account: &Account) {
    account.behave(Duration::ZERO, true);
    // The first one after filling knows the account; the second one is what happens every night.
    measure(home, &["--headless"]);
    account.requests();
    let (time, peak, _) = measure(home, &["--headless"]);
    let requests = account.requests() as f64 / f64::from(size.companies);
    figures.note("a sync of all companies with nothing new, ms", size.name, time.as_secs_f64() * 1e3);
    figures.note("a sync of all companies with nothing new, MB at its peak", size.name, peak);
    figures.note("requests a company", size.name, requests);
    account.behave(Duration::ZERO, false);
}

/// The first sync of everything over HTTP, against fetching and parsing the same pages over as many connections as companies
/// are synced at once.
fn first_sync(figures: &mut Figures, size: Size, account: &Account) {
    let home = fill::companies(size, &account.url);
    let (_, floor) = account.fetch(size.companies as usize, AT_ONCE);
    let (time, peak, _) = measure(home.path(), &["--headless"]);
    let (_, _, out) = measure(home.path(), &["invoices", "--format", "json", "--limit", "1"]);
    let total = format!("\"total\": {}", u64::from(size.companies) * size.each);
    assert!(String::from_utf8_lossy(&out).contains(&total), "not all of {total}");
    let all = f64::from(size.companies) * size.each as f64;
    figures.note("first sync over HTTP, invoices a second", size.name, all / time.as_secs_f64());
    figures.note("… times as long as fetching and parsing alone", size.name, time.as_secs_f64() / floor.as_secs_f64());
    figures.note("… MB at its peak", size.name, peak);
}

/// The last run of a company, and the right to write for it.
fn written(store: &SledStore, company: u32) -> (SyncRun, Lease) {
    let filter = RunFilter { companies: vec![CompanyId(company)], limit: Some(1), ..RunFilter::default() };
    let run = store.runs(&filter).expect("reads").remove(0);
    let lease = store.acquire(run.company, &Holder("bench".into()), run.started).expect("free");
    (run, lease)
}

fn store(figures: &mut Figures, size: Size, home: &Path) {
    let from = Instant::now();
    let options = OpenOptions { cache_bytes: 8 << 20, ..OpenOptions::default() };
    let store = SledStore::open(&home.join("store"), &options).expect("opens").store;
    figures.note("the store opens, ms", size.name, from.elapsed().as_secs_f64() * 1e3);
    let from = Instant::now();
    let mut rows = 0_u64;
    let visit = &mut |_| {
        rows += 1;
        std::ops::ControlFlow::Continue(())
    };
    store.rows(None, visit).expect("reads");
    assert_eq!(rows, u64::from(size.companies) * size.each);
    figures.note("every row is read, ms", size.name, from.elapsed().as_secs_f64() * 1e3);
    // Pages of 100 changed invoices, all over the store.
    let mut dice = Dice::new(7);
    let mut commits = Vec::new();
    for time in 0..60 {
        let company = 1 + dice.below(u64::from(size.companies)) as u32;
        let (run, lease) = written(&store, company);
        let first = u64::from(company) * 1_000_000 + dice.below(size.each - 100);
        let commit = Commit { fence: lease.fence, ..fill::commit(&run, company, first..first + 100, Some(time)) };
        let from = Instant::now();
        store.commit(&commit).expect("commits");
        commits.push(from.elapsed().as_secs_f64() * 1e3);
        store.release(&lease).expect("released");
    }
    figures.note("a commit of 100 changed invoices, ms median", size.name, percentile(&mut commits, 50));
    figures.note("a commit of 100 changed invoices, ms p99", size.name, percentile(&mut commits, 99));
    store.close().expect("closes");
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let value = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1)).cloned();
    let wanted = value("--sizes").unwrap_or_else(|| "5k,100k,1M".to_owned());
    let sizes: Vec<Size> = SIZES.into_iter().filter(|size| wanted.split(',').any(|name| name == size.name)).collect();
    if let Some(other) = value("--against") {
        let count = value("--pairs").map_or(10, |count| count.parse().expect("a number of pairs"));
        return pairs::compare(Path::new(&other), count, &sizes);
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    let mut figures = Figures::default();
    for size in &sizes {
        let account = Account::start(fill::kept(*size).as_deref(), size.each);
        let (home, filled) = fill::home(*size, &account.url);
        let all = (u64::from(size.companies) * size.each) as f64;
        if let Some(time) = filled.time {
            figures.note("filled, invoices a second", size.name, all / time.as_secs_f64());
            let mut commits = filled.commits;
            figures.note("filling: a commit of 250 new invoices, ms median", size.name, percentile(&mut commits, 50));
        }
        figures.note("on disk, bytes an invoice", size.name, fill::bytes(&home.join("store")) as f64 / all);
        commands(&mut figures, *size, &home);
        screen::figures(&mut figures, *size, &home);
        idle(&mut figures, *size, &home, &account);
        store(&mut figures, *size, &home);
        disk(&mut figures, *size, &home, &account);
        first_sync(&mut figures, *size, &account);
    }
    let read = |name: &str| -> BTreeMap<(String, String), f64> {
        let text = std::fs::read_to_string(folder.join(format!("{name}.tsv"))).unwrap_or_default();
        let line = |line: &str| {
            let mut parts = line.split('\t');
            Some(((parts.next()?.to_owned(), parts.next()?.to_owned()), parts.next()?.parse().ok()?))
        };
        text.lines().filter_map(line).collect()
    };
    let before = value("--compare").map(|name| read(&name));
    figures.print(&sizes, before.as_ref());
    if let Some(name) = value("--save") {
        std::fs::create_dir_all(&folder).expect("a folder");
        let line = |((name, size), value): (&(String, String), &f64)| format!("{name}\t{size}\t{value}\n");
        let lines: Vec<String> = figures.values.iter().map(line).collect();
        std::fs::write(folder.join(format!("{name}.tsv")), lines.concat()).expect("written");
    }
}
