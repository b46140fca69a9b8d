//! Two builds in turn on the same work: `cargo bench --bench figures -- --against BINARY [--pairs 10] [--only WORD]`.
//!
//! Each build has a home of its own, filled by its own sync of the same account. The two take turns, each pair begins with the
//! other one, and the figure is the ratio of a pair: what slows the machine slows both.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use super::account::Account;

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
        let from = Instant::now();
        let status = Command::new(&self.binary)
            .env("FAKTURA_HOME", self.home.path())
            .env("FAKTURA_API_KEY", super::KEY)
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

/// Compares this build with another one.
pub fn compare(against: &Path, count: usize, only: &str) {
    let ours = Path::new(env!("CARGO_BIN_EXE_faktura"));
    println!("{:<52} {:>10} {:>10}   ratio of {count} pairs (95 % interval)", "", "this", "other");
    for (size, label) in [(5_000, "5,000"), (30_000, "30,000"), (100_000, "100,000")] {
        let server = Account::start(None, size);
        let name = format!("first sync of {label}");
        if name.contains(only) {
            let first = |binary: &Path| {
                let side = Side::new(binary, &server, false);
                side.run(&["--headless"])
            };
            pairs(&name, count, || first(ours), || first(against));
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
}
