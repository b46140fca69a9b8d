//! The figures of the README, each against a floor measured in the same run: `cargo bench`.
//!
//! The program under test is the release binary as a whole process; the floor of a sync is a bare client that fetches and
//! parses the same pages and keeps nothing. `-- --against BINARY` runs this build and another one in turn instead,
//! `-- --services 20000` the first loads of `QuickBooks` and Xero alone.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    unreachable_pub,
    clippy::print_stdout,
    clippy::large_stack_arrays,
    reason = "a benchmark that is surprised should end there and then"
)]

#[path = "../support/account.rs"]
mod account;
mod clients;
mod pairs;
mod screen;
mod services;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use account::Account;

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

/// What a finished process cost.
#[derive(Debug, Clone, Copy)]
struct Cost {
    wall: Duration,
    cpu: Duration,
    peak_kb: u64,
}

/// CPU time of every child that was waited for.
fn children() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("procfs");
    let after_name = stat.rsplit_once(") ").expect("a name in brackets").1;
    let ticks: u64 = after_name.split(' ').skip(13).take(2).map(|ticks| ticks.parse::<u64>().expect("a number")).sum();
    // Linux tells programs of 100 ticks a second, whatever it counts in.
    Duration::from_millis(ticks * 10)
}

fn run(home: &Path, args: &[&str]) -> Cost {
    measure(Path::new(env!("CARGO_BIN_EXE_faktura")), home, args)
}

/// Runs a build to its end.
fn measure(binary: &Path, home: &Path, args: &[&str]) -> Cost {
    let (started, before) = (Instant::now(), children());
    let mut child = Command::new(binary)
        .env("FAKTURA_HOME", home)
        .env("FAKTURA_API_KEY", KEY)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    // The peak is read while it runs: the kernel forgets it with the process.
    let status = format!("/proc/{}/status", child.id());
    let mut peak_kb = 0;
    let code = loop {
        if let Ok(text) = std::fs::read_to_string(&status)
            && let Some(line) = text.lines().find(|line| line.starts_with("VmHWM:"))
        {
            peak_kb = line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(peak_kb).max(peak_kb);
        }
        if let Some(code) = child.try_wait().expect("it can be asked") {
            break code;
        }
        std::thread::sleep(Duration::from_micros(500));
    };
    assert!(code.success(), "faktura {args:?}: {code}");
    Cost { wall: started.elapsed(), cpu: children().saturating_sub(before), peak_kb }
}

fn fresh(server: &Account) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    // Settings to try, such as FAKTURA_BENCH_CONFIG='[store]\ncache = "16 MB"'.
    if let Ok(config) = std::env::var("FAKTURA_BENCH_CONFIG") {
        std::fs::write(home.path().join("config.toml"), config).expect("a file");
    }
    run(home.path(), &["company", "add", "Bench", "--provider", "billingo", "--base-url", &server.url, "--no-test"]);
    home
}

fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by_key(|cost| cost.wall);
    let peak_kb = costs.iter().map(|cost| cost.peak_kb).max().unwrap_or(0);
    Cost { peak_kb, ..costs[costs.len() / 2] }
}

fn row(name: &str, cost: Cost, note: &str) {
    println!("{name:<52} {:>8.3} s {:>7.1} MB   {note}", cost.wall.as_secs_f64(), cost.peak_kb as f64 / 1024.0);
}

fn syncs(count: u64, times: usize) -> (Cost, tempfile::TempDir, Account) {
    let server = Account::start(None, count);
    let megabytes = server.fetch(1, 1).0 as f64 / 1e6;
    let floor = (0..times).map(|_| server.fetch(1, 1).1).min().expect("some");
    let mut homes = Vec::new();
    let costs = (0..times)
        .map(|_| {
            homes.push(fresh(&server));
            run(homes.last().expect("just pushed").path(), &["--headless"])
        })
        .collect();
    let cost = median(costs);
    let ratio = cost.wall.as_secs_f64() / floor.as_secs_f64();
    row(
        &format!("first sync of {count} invoices ({megabytes:.0} MB of JSON)"),
        cost,
        &format!("{ratio:.1}× of fetching and parsing alone ({:.3} s)", floor.as_secs_f64()),
    );
    (cost, homes.pop().expect("some"), server)
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let value = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1)).cloned();
    if let Some(other) = value("--against") {
        let count = value("--pairs").and_then(|count| count.parse().ok()).unwrap_or(10);
        return pairs::compare(Path::new(&other), count, &value("--only").unwrap_or_default());
    }
    println!("{:<52} {:>10} {:>10}", "", "median", "peak");
    if let Some(invoices) = value("--services") {
        return services::figures(invoices.parse().expect("a number of invoices"));
    }
    let (small, home, server) = syncs(5_000, 5);

    server.behave(Duration::ZERO, true);
    server.requests();
    let idle = median((0..5).map(|_| run(home.path(), &["--headless"])).collect());
    let requests = server.requests() as f64 / 5.0;
    row("sync with nothing new", idle, &format!("{requests} requests"));
    server.behave(Duration::ZERO, false);

    server.behave(Duration::from_millis(100), false);
    let slow = fresh(&server);
    row("first sync of 5000 invoices, each answer takes 100 ms", run(slow.path(), &["--headless"]), "");
    server.behave(Duration::ZERO, false);

    row(
        "invoices 'status:overdue petz' --limit 20",
        median((0..5).map(|_| run(home.path(), &["invoices", "status:overdue petz", "--limit", "20"])).collect()),
        "",
    );
    row("status", median((0..5).map(|_| run(home.path(), &["status"])).collect()), "");

    let (large, _home, _server) = syncs(100_000, 1);
    println!("memory of 100,000 against 5,000 invoices: {:.2}×", large.peak_kb as f64 / small.peak_kb as f64);

    screen::figures(home.path());
    clients::figures(home.path(), &server.url);
    services::figures(20_000);
}
