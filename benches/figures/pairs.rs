//! Two builds in turn on the same work: `cargo bench --bench figures -- --against BINARY [--pairs 10] [--only WORD]`.
//! `--only million` measures a million invoices of a hundred companies, once; it takes minutes and is left out otherwise.
//!
//! Each build has a home of its own, filled by its own sync of the same account. The two take turns, each pair begins with the
//! other one, and the figure is the ratio of a pair: what slows the machine slows both.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use super::account::Account;
use super::{Cost, measure};

/// Companies of the large account, and invoices of each.
const COMPANIES: u64 = 100;
const EACH: u64 = 10_000;

/// Median of the ratios and the bounds of its 95 % interval.
fn interval(ratios: &mut [f64]) -> (f64, f64, f64) {
    ratios.sort_by(f64::total_cmp);
    let count = ratios.len();
    let median = if count % 2 == 1 { ratios[count / 2] } else { f64::midpoint(ratios[count / 2 - 1], ratios[count / 2]) };
    // Order statistics around the median that hold it in 95 of 100 samples: for ten pairs the second and the ninth.
    let half = (0.98 * (count as f64).sqrt()).ceil() as usize;
    let low = (count / 2).saturating_sub(half);
    let high = (count.div_ceil(2) + half).min(count) - 1;
    (median, ratios[low], ratios[high])
}

struct Side {
    binary: PathBuf,
    home: tempfile::TempDir,
}

impl Side {
    fn new(binary: &Path, server: &Account, sync: bool) -> Self {
        let side = Self { binary: binary.to_owned(), home: tempfile::tempdir().expect("a folder") };
        let add = ["company", "add", "Bench", "--provider", "billingo", "--base-url", &server.url, "--no-test"];
        side.run(&add);
        if sync {
            side.run(&["--headless"]);
        }
        side
    }

    fn run(&self, args: &[&str]) -> f64 {
        self.run_with(super::KEY, args)
    }

    fn run_with(&self, key: &str, args: &[&str]) -> f64 {
        let from = Instant::now();
        let status = Command::new(&self.binary)
            .env("FAKTURA_HOME", self.home.path())
            .env("FAKTURA_API_KEY", key)
            .current_dir(self.home.path())
            .args(args)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("it starts");
        let fine = status.code().is_some_and(|code| matches!(code, 0 | 3 | 4));
        assert!(fine, "{} {args:?}: {status}", self.binary.display());
        from.elapsed().as_secs_f64()
    }
}

/// Times of A and B, pair by pair, and the ratios.
fn pairs(name: &str, count: usize, mut a: impl FnMut() -> f64, mut b: impl FnMut() -> f64) {
    let mut times = (Vec::new(), Vec::new());
    let mut ratios = Vec::new();
    for pair in 0..count {
        let (ours, theirs) = if pair % 2 == 0 {
            let ours = a();
            (ours, b())
        } else {
            let theirs = b();
            (a(), theirs)
        };
        times.0.push(ours);
        times.1.push(theirs);
        ratios.push(ours / theirs);
    }
    let middle = |times: &mut Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let (ours, theirs) = (middle(&mut times.0), middle(&mut times.1));
    let (median, low, high) = interval(&mut ratios);
    println!("{name:<52} {ours:>8.3} s {theirs:>8.3} s   ×{median:.2}  ({low:.2} to {high:.2})");
}

/// What a first sync costs, and what it leaves behind.
struct First {
    sync: Cost,
    /// Seconds of the first question after it.
    question: f64,
    /// Bytes of the store.
    bytes: u64,
}

impl First {
    fn of(side: &Side) -> Self {
        let sync = measure(&side.binary, side.home.path(), &["--headless"]);
        let bytes = size(&side.home.path().join("store"));
        Self { sync, question: side.run(&["invoices", "partner", "--limit", "1"]), bytes }
    }
}

/// Bytes in a folder.
fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    entries
        .map(|entry| match entry.metadata().expect("its metadata") {
            data if data.is_dir() => size(&entry.path()),
            data => data.len(),
        })
        .sum()
}

/// A row of the table of first syncs: its name, its unit, its value, and its target as a ratio.
type Row<'a> = (&'a str, &'a str, fn(&First) -> f64, f64);

/// First syncs of the two builds in turn, with everything that they are measured by.
fn firsts(name: &str, count: usize, invoices: u64, mut one: impl FnMut(bool) -> First) {
    let rounds: Vec<[First; 2]> = (0..count)
        .map(|pair| {
            if pair % 2 == 0 {
                let ours = one(true);
                [ours, one(false)]
            } else {
                let theirs = one(false);
                [one(true), theirs]
            }
        })
        .collect();
    let table: [Row<'_>; 5] = [
        ("", "s", |first| first.sync.wall.as_secs_f64(), 1.0),
        (": CPU", "s", |first| first.sync.cpu.as_secs_f64(), 1.0),
        (": peak memory", "MB", |first| first.sync.peak_kb as f64 / 1024.0, 1.0),
        (": first question after it", "s", |first| first.question, 1.0),
        (": bytes on disk an invoice", "B", |first| first.bytes as f64, invoices as f64),
    ];
    for (what, unit, of, parts) in table {
        let middle = |side: usize| {
            let mut all: Vec<f64> = rounds.iter().map(|round| of(&round[side]) / parts).collect();
            all.sort_by(f64::total_cmp);
            all[all.len() / 2]
        };
        let mut ratios: Vec<f64> = rounds.iter().map(|round| of(&round[0]) / of(&round[1])).collect();
        let (median, low, high) = interval(&mut ratios);
        let name = format!("{name}{what}");
        println!("{name:<62} {:>8.3} {unit:<2} {:>8.3} {unit:<2}  ×{median:.2}  ({low:.2} to {high:.2})", middle(0), middle(1));
    }
}

/// A million invoices of a hundred companies: the first sync, and one with nothing new, once each.
fn large(ours: &Path, against: &Path) {
    let server = Account::start(None, EACH);
    let side = |binary: &Path| {
        let side = Side { binary: binary.to_owned(), home: tempfile::tempdir().expect("a folder") };
        for number in 0..COMPANIES {
            let key = format!("a1b2c3d4-1111-4222-8333-0123456{number:05}");
            let name = format!("Company {number}");
            let add = ["company", "add", &name, "--provider", "billingo", "--base-url", &server.url, "--no-test"];
            side.run_with(&key, &add);
        }
        side
    };
    let (a, b) = (side(ours), side(against));
    let name = format!("first sync of {} of {COMPANIES} companies", COMPANIES * EACH);
    firsts(&name, 1, COMPANIES * EACH, |this| First::of(if this { &a } else { &b }));
    server.behave(std::time::Duration::ZERO, true);
    let idle = |side: &Side| measure(&side.binary, side.home.path(), &["--headless"]);
    let (ours, theirs) = (idle(&a), idle(&b));
    let peak = |cost: Cost| cost.peak_kb as f64 / 1024.0;
    println!(
        "{:<62} {:>8.3} MB {:>8.3} MB  ×{:.2}",
        format!("a sync with nothing new of {COMPANIES} companies: peak memory"),
        peak(ours),
        peak(theirs),
        peak(ours) / peak(theirs)
    );
}

/// Compares this build with another one.
pub fn compare(against: &Path, count: usize, only: &str) {
    let ours = Path::new(env!("CARGO_BIN_EXE_faktura"));
    println!("{:<52} {:>10} {:>10}   ratio of {count} pairs (95 % interval)", "", "this", "other");
    for (size, label) in [(5_000, "5,000"), (30_000, "30,000"), (100_000, "100,000")] {
        let server = Account::start(None, size);
        let name = format!("first sync of {label}");
        if name.contains(only) {
            firsts(&name, count, size, |this| First::of(&Side::new(if this { ours } else { against }, &server, false)));
        }
        let (a, b) = (Side::new(ours, &server, true), Side::new(against, &server, true));
        let both = |name: &str, args: &[&str], times: usize| {
            let name = format!("{name}, {label}");
            if name.contains(only) {
                let many = |side: &Side| (0..times).map(|_| side.run(args)).fold(f64::INFINITY, f64::min);
                many(&a);
                many(&b);
                pairs(&name, count, || many(&a), || many(&b));
            }
        };
        both("invoices 'status:overdue partner' --limit 20", &["invoices", "status:overdue partner", "--limit", "20"], 3);
        both("invoice ID", &["invoice", "77"], 3);
        both("status", &["status"], 3);
        both("report aging", &["report", "aging"], 3);
        both("report partners", &["report", "partners"], 3);
        if size > 5_000 {
            both("invoices --format csv", &["invoices", "--format", "csv", "--limit", "1000000"], 1);
        }
        if size == 30_000 && "export, XLSX".contains(only) {
            let export = |side: &Side| {
                let file = side.home.path().join("all.xlsx");
                let _ = std::fs::remove_file(&file);
                side.run(&["export", "all.xlsx"])
            };
            pairs("export, XLSX, 30,000", count, || export(&a), || export(&b));
        }
        server.behave(std::time::Duration::ZERO, true);
        both("a sync with nothing new", &["--headless"], 3);
    }
    if !only.is_empty() && "million of 100 companies".contains(only) {
        large(ours, against);
    }
}
