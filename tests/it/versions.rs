//! Processes of two versions on one store: an upgrade while an older one runs.
//!
//! The other version is played over the socket: as a client it names its version in its requests, as a host it names it in its
//! answers and holds the lock of the store.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::time::Instant;

use crate::support::Home;
use crate::support::serving::{PATIENCE, Serving};

const OTHER: &str = "0.0.9/7";

/// Status of a request to the host of this home, from a client of another version; `None` where no host answers.
fn ask(home: &Home, method: &str, path: &str, body: &str) -> Option<u16> {
    let mut stream = UnixStream::connect(home.store().join("faktura.sock")).ok()?;
    let head = format!("{method} {path} HTTP/1.1\r\nhost: faktura\r\nconnection: close\r\nfaktura-protocol: {OTHER}\r\n");
    // At once: a host that refuses may answer and close before a second part is written.
    stream.write_all(format!("{head}content-length: {}\r\n\r\n{body}", body.len()).as_bytes()).ok()?;
    let mut answer = Vec::new();
    // What was answered counts, whether or not the end came well.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8(answer).ok()?.split(' ').nth(1)?.parse().ok()
}

/// The lock of the store, as soon as no process has it.
fn lock(home: &Home) -> File {
    let path = home.store().join("LOCK");
    let file = File::options().create(true).truncate(false).write(true).open(path).expect("a lock");
    let deadline = Instant::now() + PATIENCE;
    while file.try_lock().is_err() {
        assert!(Instant::now() < deadline, "the store is not closed");
        // The host may have been quicker to take it back.
        ask(home, "POST", "/guest/yield", "");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    file
}

#[test]
fn a_host_gives_the_store_to_another_version_and_takes_it_back() {
    let home = Home::new();
    let serving = Serving::start(&home, &[], None);
    serving.says("Serving");
    let call = r#"{"call":{"Companies":null},"on_behalf_of":null}"#;
    assert_eq!(ask(&home, "POST", "/guest/call", call), Some(503), "a call of another version means something else");
    assert_eq!(ask(&home, "GET", "/guest/hello", ""), Some(200));
    assert_eq!(ask(&home, "POST", "/guest/yield", ""), Some(204));
    drop(lock(&home));
    let deadline = Instant::now() + PATIENCE;
    let pid = serving.child.id().to_string();
    while std::fs::read_to_string(home.store().join("LOCK")).unwrap_or_default() != pid {
        assert!(Instant::now() < deadline, "the host does not come back");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    home.expect(0, &["company", "list"]);
}

/// How a host of another version answers the request for the store.
#[derive(Clone, Copy)]
enum Host {
    Yields,
    /// It knows only the call of version 0.1.0.
    YieldsByCall,
    Syncs,
    Knows,
}

/// Hosts the store of a home like another version, until it has given it away.
fn host(home: &Home, kind: Host) -> std::thread::JoinHandle<()> {
    std::fs::create_dir_all(home.store()).expect("room");
    let held = lock(home);
    let socket: PathBuf = home.store().join("faktura.sock");
    let listener = UnixListener::bind(&socket).expect("a socket");
    std::thread::spawn(move || {
        loop {
            let (mut stream, _) = listener.accept().expect("a client");
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|count| count > 0) {
                head.push(byte[0]);
            }
            let head = String::from_utf8(head).expect("text").to_lowercase();
            let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.parse().ok()).unwrap_or(0);
            let mut body = vec![0; length];
            stream.read_exact(&mut body).expect("a body");
            let path = head.split(' ').nth(1).expect("a path");
            let hello = format!(r#"{{"pid":{},"version":"0.0.9","since":"2026-11-01T00:00:00Z"}}"#, std::process::id());
            let (status, answer, last) = match (path, kind) {
                ("/guest/hello", _) => (200, hello.as_str(), false),
                ("/guest/yield", Host::Yields) => (204, "", true),
                ("/guest/yield", Host::Syncs) => (409, "", true),
                ("/guest/call", Host::YieldsByCall) if body.starts_with(br#"{"call":"StepAside""#) => {
                    (200, r#"{"Ok":{"StepAside":null}}"#, true)
                }
                ("/guest/call", Host::Knows) => (400, "", true),
                _ => (404, "", false),
            };
            // The socket goes before the answer, as with a host that closes the store.
            if last {
                std::fs::remove_file(&socket).expect("ours");
            }
            let head = format!("HTTP/1.1 {status} X\r\nfaktura-protocol: {OTHER}\r\nconnection: close\r\n");
            write!(stream, "{head}content-length: {}\r\n\r\n{answer}", answer.len()).expect("a client");
            if last {
                drop(held);
                return;
            }
        }
    })
}

#[test]
fn a_process_takes_over_from_a_host_of_another_version() {
    for kind in [Host::Yields, Host::YieldsByCall] {
        let home = Home::new();
        let other = host(&home, kind);
        let ran = home.expect(0, &["company", "list"]);
        other.join().expect("it gave the store away");
        assert!(ran.err.contains("faktura 0.0.9 (process ") && ran.err.contains("Restart it"), "{}", ran.err);
    }
}

#[test]
fn where_it_keeps_the_store_a_line_says_what_to_do() {
    for (kind, next) in [(Host::Syncs, "when the sync is done"), (Host::Knows, "Quit that program")] {
        let home = Home::new();
        let other = host(&home, kind);
        let ran = home.expect(5, &["company", "list"]);
        other.join().expect("it was asked");
        assert!(ran.err.contains("faktura 0.0.9 (process ") && ran.err.contains(next), "{}", ran.err);
    }
}
