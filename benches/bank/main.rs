//! The figures of the bank, each against a floor measured in the same run: `cargo bench --bench bank`.
//!
//! The floor of a reader is the hash of the same file, which every import needs; that of an import is the same bytes written and synced
//! in as many steps; that of matching is a look-up of every word of every entry. Where Python is there, other readers read the same files.
//! `FAKTURA_BENCH_PART=100` measures a hundredth of everything, to see that it works.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    unreachable_pub,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark that is surprised should end there and then"
)]

mod files;
mod peers;
mod planning;

use std::collections::HashSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use faktura::bank::matching::{Claim, Matcher, Money};
use faktura::bank::{Collector, Options, detect, read};
use faktura::domain::bank::{BankEntry, BankStatement, EntryDetail};
use faktura::domain::{Currency, Direction, RemoteId};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

const TIMES: usize = 5;

/// So many, or the part of them that is asked for.
fn size(full: u32) -> u32 {
    let part = std::env::var("FAKTURA_BENCH_PART").ok().and_then(|part| part.parse().ok()).unwrap_or(1);
    full.checked_div(part).unwrap_or(full).max(1)
}

fn best<T>(mut work: impl FnMut() -> T) -> Duration {
    let one = |_| {
        let started = Instant::now();
        std::hint::black_box(work());
        started.elapsed()
    };
    (0..TIMES).map(one).min().expect("some")
}

fn row(name: &str, ours: Duration, most: f64, floor: (&str, Duration)) {
    let ratio = ours.as_secs_f64() / floor.1.as_secs_f64();
    let told = if ours.as_secs_f64() <= most { "" } else { "  TOO SLOW" };
    println!(
        "{name:<44} {:>8.3} s (≤ {most}){told}   {ratio:.1}× of {} ({:.4} s)",
        ours.as_secs_f64(),
        floor.0,
        floor.1.as_secs_f64()
    );
}

/// What a reader told of a file, to be compared: how many entries, the sum of their amounts with their signs, and that of their days,
/// each as the number of days since the year 1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    entries: u64,
    sum: Decimal,
    days: i64,
}

/// Reads a file as an import does.
fn reads(path: &Path) -> Told {
    let (options, mut told) = (Options::default(), Told::default());
    let (format, word) = detect(&path).expect("known");
    let first = jiff::civil::date(1, 1, 1);
    let mut give = |_: usize, _: &BankStatement, entry: BankEntry| {
        assert!(!entry.id.as_str().is_empty(), "an entry has its identifier");
        told.entries += 1;
        told.sum += entry.whole.amount;
        told.days += entry.booked.map_or(0, |day| i64::from((day - first).get_days()) + 1);
        Ok(())
    };
    let mut collector = Collector::new(&"0".repeat(64), "bench", &word, &options, Some(&mut give));
    read(&path, format, &options, &mut |event| collector.take(event)).expect("read");
    assert_eq!(collector.end_of_file().refused_count, 0, "every line is read");
    told
}

/// How much faster than each peer a file is read, and whether they read the same.
fn beside(python: Option<&Path>, format: &str, path: &Path, (ours, told): (Duration, &Told)) {
    for (peer, code) in peers::of(format) {
        let Some(theirs) = python.and_then(|python| peers::read(python, (peer, code), path)) else {
            println!("    {peer}: left out");
            continue;
        };
        let faster = theirs.seconds / ours.as_secs_f64();
        // The bound is for one of them: it is the reader that most programs use.
        let bound = if *peer == "mt-940" { 20.0 } else { 1.0 };
        let least = if bound > 1.0 { " (≥ 20)" } else { "" };
        let slow = if faster < bound { "  TOO SLOW" } else { "" };
        let same = if theirs.told == *told { "the same amounts and days" } else { "NOT THE SAME" };
        println!("    {peer}: {:.2} s and {:.0} MB, {faster:.0}×{least} of ours{slow}; {same}", theirs.seconds, theirs.peak);
        if theirs.told != *told {
            println!("        ours {told:?}\n        its  {:?}", theirs.told);
        }
    }
}

fn reading(folder: &Path, python: Option<&Path>) {
    let (many, some) = (u64::from(size(100_000)), u64::from(size(20_000)));
    let files = [
        ("MT940", "statement.sta", files::mt940(many), many, 0.4),
        ("camt.053", "statement.xml", files::camt(many), many, 0.7),
        ("OFX", "statement.ofx", files::ofx(some), some, 0.1),
    ];
    for (name, file, text, count, most) in files {
        let path = folder.join(file);
        std::fs::write(&path, &text).expect("a file");
        let floor = best(|| Sha256::digest(std::fs::read(&path).expect("there")));
        let mut told = Told::default();
        let ours = best(|| told = reads(&path));
        assert_eq!(told.entries, count, "{name}");
        row(&format!("reading {count} entries of {name}"), ours, most, ("hashing the file", floor));
        beside(python, name, &path, (ours, &told));
    }
}

/// A whole process: time and peak.
fn run(home: &Path, args: &[&str]) -> (Duration, u64) {
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_faktura"))
        .env("FAKTURA_HOME", home)
        .env("FAKTURA_API_KEY", "a1b2c3d4-1111-4222-8333-0123456701c9")
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let code = loop {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let told =
            text.lines().find(|line| line.starts_with("VmHWM:")).and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
        peak = told.unwrap_or(peak).max(peak);
        if let Some(code) = child.try_wait().expect("it can be asked") {
            break code;
        }
        std::thread::sleep(Duration::from_micros(500));
    };
    assert!(code.success(), "faktura {args:?}: {code}");
    (started.elapsed(), peak)
}

fn storing(folder: &Path) {
    for file in ["statement.sta", "statement.xml", "statement.ofx"] {
        let path = folder.join(file);
        let home = tempfile::tempdir().expect("a folder");
        run(
            home.path(),
            &["company", "add", "Bench", "--provider", "billingo", "--base-url", "http://127.0.0.1:9/v3", "--no-test"],
        );
        let path = path.to_str().expect("UTF-8");
        let (reading, peak) = run(home.path(), &["bank", "import", path, "--preview", "--json"]);
        let large = if peak as f64 / 1024.0 > 80.0 { "  TOO LARGE" } else { "" };
        println!("{:<44} {:>8.1} MB (≤ 80){large}", format!("peak of reading {file}"), peak as f64 / 1024.0);
        let (whole, peak) = run(home.path(), &["bank", "import", path, "--json"]);
        let bytes = std::fs::read(path).expect("there");
        let floor = best(|| {
            let mut out = std::fs::File::create(home.path().join("floor")).expect("a file");
            for part in bytes.chunks(256 * 1024) {
                out.write_all(part).expect("written");
                out.sync_data().expect("synced");
            }
        });
        row(&format!("storing {file} beyond reading it"), whole.saturating_sub(reading), 1.5, ("writing and syncing it", floor));
        println!("{:<44} {:>8.1} MB", format!("peak of importing {file}"), peak as f64 / 1024.0);
        let (list, _) = run(home.path(), &["bank", "list", "--limit", "50", "--json"]);
        let (version, _) = run(home.path(), &["company", "list", "--json"]);
        row(&format!("bank list --limit 50 of {} entries", size(100_000)), list, 0.2, ("company list", version));
    }
}

fn matching() {
    let huf = Currency::new("HUF");
    let (documents, entries) = (size(100_000), size(10_000));
    let claims: Vec<Claim> = (0..documents)
        .map(|n| Claim {
            document: RemoteId::new(n.to_string()),
            number: format!("INV-2026-{n}").into(),
            open: Decimal::from(1_000 + n % 5_000 * 10),
            gross: Decimal::from(1_000 + n % 5_000 * 10),
            elsewhere: Decimal::ZERO,
            currency: huf.clone(),
            direction: Direction::Issued,
            issued: Some(jiff::civil::date(2026, 1, 1)),
            due: Some(jiff::civil::date(2026, 1, 15)),
            name: format!("Vevő {} Kft.", n % 3_000).into(),
            partner: format!("vevo {}", n % 3_000).into(),
        })
        .collect();
    let details: Vec<EntryDetail> = (0..entries)
        .map(|n| {
            let at = n * 9 + 4;
            let text = match n % 4 {
                0 => format!("Számla INV-2026-{at} kiegyenlítése"),
                1 => format!("INV-2026-\n{at} köszönjük, ügyfélszám {n}"),
                2 => "köszönjük a gyors munkát".to_owned(),
                _ => format!("szla {at} 2026.01.15 tel. 06 1 234 {n}"),
            };
            EntryDetail {
                amount: Decimal::from(1_000 + at % 5_000 * 10),
                name: format!("VEVŐ {} KFT", at % 3_000).into(),
                text: text.into(),
                ..EntryDetail::default()
            }
        })
        .collect();
    let floor = best(|| {
        let numbers: HashSet<&str> = claims.iter().map(|claim| &*claim.number).collect();
        let words = details.iter().flat_map(|detail| detail.text.split_whitespace());
        words.filter(|word| numbers.contains(word)).count()
    });
    let (mut settled, mut proposed) = (0, 0);
    let ours = best(|| {
        (settled, proposed) = (0, 0);
        let mut matcher = Matcher::new(claims.clone(), []);
        for detail in &details {
            let day = Some(jiff::civil::date(2026, 1, 20));
            let money = Money { detail, charges: None, day, currency: &huf, reversal: false };
            if let Some(found) = matcher.certain(&money) {
                matcher.take(&found);
                settled += 1;
            } else {
                proposed += usize::from(!matcher.propose(&money).is_empty());
            }
        }
    });
    row(&format!("matching {entries} entries against {documents} invoices"), ours, 2.0, ("looking up their words", floor));
    println!("    {settled} certain, {proposed} proposed");
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let python = peers::python();
    reading(folder.path(), python.as_deref());
    storing(folder.path());
    matching();
    let count = size(10_000);
    let (ours, floor) = planning::measure(count as usize, |work| best(work));
    row(&format!("reading and planning {count} documents"), ours, 1.0, ("parsing their JSON", floor));
}
