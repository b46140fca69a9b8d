//! Several processes on one store: the first one is the host, the others are clients, and no command shows a difference.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::crash::rounds;
use crate::support::server::{Answer, Server, document, gated, page, rest};
use crate::support::{Home, copy_program};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";
const INVOICES: u64 = 2000;
/// An account that takes its time for each page.
fn account(delay: Duration) -> Server {
    let documents: Vec<String> = (1..=INVOICES).rev().map(|id| document(id, "100")).collect();
    Server::start(move |asked| {
        let answer = if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) };
        Answer { delay, ..answer }
    })
}

fn home(server: &Server) -> Home {
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    home
}

/// A sync in a process of its own that has begun to fetch.
fn syncing(home: &Home, server: &Server) -> Child {
    let before = server.arrived();
    let mut command = home.command(&["sync"]);
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("starts");
    wait(|| server.arrived() > before + 2);
    child
}

/// The same, and the lines of its log.
fn telling(home: &Home, server: &Server) -> (Child, Receiver<String>) {
    let before = server.arrived();
    let mut command = home.command(&["-vv", "sync"]);
    let mut host = command.stdout(Stdio::null()).spawn().expect("starts");
    let log = BufReader::new(host.stderr.take().expect("a pipe"));
    let (tell, told) = channel();
    std::thread::spawn(move || log.lines().map_while(Result::ok).for_each(|line| drop(tell.send(line))));
    wait(|| server.arrived() > before + 2);
    (host, told)
}

/// Waits until a client has asked for the host's sync.
fn joins(told: &Receiver<String>) {
    let asks = |line: &String| line.contains("a client asks") && line.contains("action=Sync");
    assert!(told.iter().any(|line| asks(&line)), "it joins");
}

fn wait(until: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while !until() {
        assert!(Instant::now() < deadline, "it never comes to it");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn total(home: &Home) -> u64 {
    home.json(0, &["invoices", "--format", "json", "--limit", "1"])["total"].as_u64().expect("a number")
}

fn signal(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).expect("it runs");
}

#[test]
fn clients_look_and_change_while_another_process_syncs_and_join_its_sync() {
    let (server, gate) = gated(INVOICES);
    let home = home(&server);
    let (mut host, told) = telling(&home, &server);
    let socket = home.store().join("faktura.sock");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&socket).expect("it is served").permissions());
    assert_eq!(mode & 0o777, 0o600);
    let runs = home.json(0, &["logs", "--json"]);
    assert_eq!(runs["runs"][0]["status"], "running");
    home.run(&["status"]);
    home.expect(0, &["company", "rename", "Teszt", "Másik"]);
    assert_eq!(home.expect(2, &["invoices", "gross>=abc"]).out, "");
    assert!(host.try_wait().expect("it can be asked").is_none(), "the host still syncs");
    let client = home.command(&["sync", "--json"]).spawn().expect("starts");
    joins(&told);
    gate.open();
    let client = client.wait_with_output().expect("it ends");
    assert_eq!(client.status.code(), Some(0), "{}", String::from_utf8_lossy(&client.stderr));
    let joined: serde_json::Value = serde_json::from_slice(&client.stdout).expect("JSON");
    assert_eq!(joined["companies"][0]["run_id"], 1);
    assert_eq!(joined["companies"][0]["invoices_created"], INVOICES);
    assert!(host.wait().expect("it ends").success());
    assert_eq!(home.json(0, &["logs", "--json"])["runs"].as_array().map(Vec::len), Some(1), "one run");
    assert_eq!(total(&home), INVOICES);
    assert_eq!(home.json(0, &["company", "list", "--json"])["companies"][0]["name"], "Másik");
    assert!(!socket.exists(), "a clean end leaves no socket");
    home.expect(0, &["check"]);
}

#[test]
fn a_client_takes_over_from_a_host_that_is_killed_and_the_sync_goes_on() {
    let server = account(Duration::from_millis(4));
    let seed = std::env::var("FAKTURA_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(2026);
    println!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    for round in 0..rounds(20) {
        let home = home(&server);
        let mut host = syncing(&home, &server);
        let client = home.command(&["sync", "--json"]).spawn().expect("starts");
        std::thread::sleep(Duration::from_millis(random.u64(0..150)));
        host.kill().expect("it can be killed");
        host.wait().expect("it ends");
        let client = client.wait_with_output().expect("it ends");
        let error = String::from_utf8_lossy(&client.stderr).into_owned();
        assert_eq!(client.status.code(), Some(0), "seed {seed}, round {round}: {error}");
        assert_eq!(total(&home), INVOICES, "seed {seed}, round {round}: nothing lost, nothing doubled");
        let runs = home.json(0, &["logs", "--json"]);
        for run in runs["runs"].as_array().expect("runs") {
            let status = run["status"].as_str().expect("a word");
            assert!(["completed", "interrupted"].contains(&status), "seed {seed}, round {round}: {runs}");
        }
        home.expect(0, &["check"]);
    }
}

#[test]
fn many_processes_that_start_at_once_all_get_their_answer() {
    let server = account(Duration::ZERO);
    let home = home(&server);
    home.expect(0, &["sync"]);
    for round in 0..rounds(80) / 4 {
        let racing: Vec<Child> =
            (0..4).map(|_| home.command(&["invoices", "--format", "json", "--limit", "1"]).spawn().expect("starts")).collect();
        for child in racing {
            let output = child.wait_with_output().expect("it ends");
            let error = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "round {round}: {error}");
            let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
            assert_eq!(found["total"], INVOICES, "round {round}");
        }
    }
    home.expect(0, &["check"]);
}

#[test]
fn a_host_that_hangs_is_named() {
    let (server, gate) = gated(INVOICES);
    let home = home(&server);
    let mut host = syncing(&home, &server);
    signal(&host, Signal::STOP);
    let refused = home.run(&["status"]);
    signal(&host, Signal::CONT);
    gate.open();
    assert_eq!(refused.code, Some(5), "{}", refused.err);
    assert!(refused.err.contains(&host.id().to_string()), "{}", refused.err);
    assert!(host.wait().expect("it ends").success(), "it goes on as if nothing had been");
}

#[test]
fn what_a_dead_host_left_behind_is_in_nobodys_way() {
    let server = account(Duration::ZERO);
    let home = home(&server);
    let socket = home.store().join("faktura.sock");
    drop(std::os::unix::net::UnixListener::bind(&socket).expect("a socket"));
    std::fs::write(home.store().join("LOCK"), "4194304").expect("writable");
    home.expect(0, &["sync"]);
    assert_eq!(total(&home), INVOICES);
}

#[test]
fn ctrl_c_at_a_client_cancels_the_sync_that_it_asked_for() {
    let (server, gate) = gated(INVOICES);
    let home = home(&server);
    let (mut host, told) = telling(&home, &server);
    let client = home.command(&["sync"]).spawn().expect("starts");
    joins(&told);
    signal(&client, Signal::INT);
    // The gate is closed: neither waits for an answer.
    assert_eq!(client.wait_with_output().expect("it ends").status.code(), Some(130));
    assert_eq!(host.wait().expect("it ends").code(), Some(130), "what one cancels is cancelled for all");
    let kept = total(&home);
    assert!(kept < INVOICES);
    gate.open();
    home.expect(0, &["sync"]);
    assert_eq!(total(&home), INVOICES);
}

/// Runs a command as the user `nobody`; `None` where that is not allowed here.
fn as_nobody(home: &Home, program: &std::path::Path, args: &[&str]) -> Option<crate::support::Ran> {
    if !rustix::process::geteuid().is_root() || !std::path::Path::new("/usr/bin/setpriv").exists() {
        return None;
    }
    let mut command = home.command(&[]);
    let mut other = std::process::Command::new("/usr/bin/setpriv");
    other.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(program).args(args);
    for (name, value) in command.get_envs() {
        other.env(name, value.unwrap_or_default());
    }
    command = other;
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    Some(crate::support::ran(command))
}

#[test]
fn another_user_has_the_role_that_the_configuration_gives_and_no_other() {
    // Closed all the time: the host is there until it is ended.
    let (server, _gate) = gated(INVOICES);
    for (access, read, write) in
        [("", 7, 7), ("admins = [\"nobody\"]", 0, 0), ("viewers = [\"nobody\"]", 0, 7), ("viewers = [\"@no-such-group\"]", 7, 7)]
    {
        let home = home(&server);
        std::fs::write(home.path().join("config.toml"), format!("[access]\n{access}\n")).expect("writable");
        let program = home.path().join("faktura");
        copy_program(&program);
        let mut host = syncing(&home, &server);
        // Open to all users, as a shared group would be: there is no group to be a member of here.
        for (path, mode) in [("", 0o711), ("store", 0o711), ("store/faktura.sock", 0o666), ("config.toml", 0o644)] {
            let permissions = std::os::unix::fs::PermissionsExt::from_mode(mode);
            std::fs::set_permissions(home.path().join(path), permissions).expect("ours");
        }
        let Some(asked) = as_nobody(&home, &program, &["invoices", "--limit", "1", "--format", "json"]) else {
            println!("skipped: only root can become another user");
            host.kill().expect("it runs");
            host.wait().expect("it ends");
            return;
        };
        assert_eq!(asked.code, Some(read), "{access}: {}{}", asked.out, asked.err);
        let changed = as_nobody(&home, &program, &["company", "rename", "Teszt", "Enyém"]).expect("as before");
        assert_eq!(changed.code, Some(write), "{access}: {}{}", changed.out, changed.err);
        let synced =
            as_nobody(&home, &program, &["company", "set-key", "Teszt", "--no-test", "--api-key-stdin"]).expect("as before");
        assert_ne!(synced.code, Some(0), "{access}: there is no key on standard input");
        host.kill().expect("it runs");
        host.wait().expect("it ends");
        let name = home.json(0, &["company", "list", "--json"])["companies"][0]["name"].clone();
        assert_eq!(name, if write == 0 { "Enyém" } else { "Teszt" }, "{access}");
    }
}
