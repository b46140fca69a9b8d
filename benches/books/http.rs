//! Entries that are written one by one over HTTP, against as many bare durable commits of as many bytes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use jiff::ToSpan;

/// A connection that is kept.
struct Connection {
    read: BufReader<TcpStream>,
    write: TcpStream,
}

impl Connection {
    fn new(address: &str) -> Self {
        let write = TcpStream::connect(address).expect("it listens");
        write.set_nodelay(true).expect("a socket");
        Self { read: BufReader::new(write.try_clone().expect("a socket")), write }
    }

    /// Posts a body; the status of the answer.
    fn post(&mut self, path: &str, token: &str, body: &str) -> u16 {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        self.write.write_all(format!("{head}{body}").as_bytes()).expect("it reads");
        let (mut status, mut length) = (0, 0);
        loop {
            let mut line = String::new();
            self.read.read_line(&mut line).expect("it answers");
            if line.trim().is_empty() {
                break;
            }
            if status == 0 {
                status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
            } else if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        self.read.read_exact(&mut body).expect("it answers");
        status
    }
}

/// Bytes of the files in a folder of the store that have this word in their path.
fn bytes(of: &Path, word: &str) -> u64 {
    let Ok(folder) = std::fs::read_dir(of) else { return 0 };
    let sizes = folder.flatten().map(|entry| {
        let path = entry.path();
        if path.is_dir() {
            bytes(&path, word)
        } else if path.to_string_lossy().contains(word) {
            entry.metadata().map_or(0, |data| data.len())
        } else {
            0
        }
    });
    sizes.sum()
}

/// Calls of one token, within what the API lets through at once.
const PER_TOKEN: usize = 90;

/// Posts so many entries to the company of this home; how long that took, and the bytes of the journal for each.
pub fn one_by_one(home: &Path, count: usize) -> (Duration, usize) {
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_faktura"));
        command.env_clear().env("FAKTURA_HOME", home).env("HOME", home).env("TZ", "Europe/Budapest").args(args);
        command.stdin(Stdio::null());
        command
    };
    // A token may ask a hundred times at once, then more slowly: what is measured is the writing.
    let tokens = (0..=count / PER_TOKEN).map(|number| {
        let name = format!("bench {number}");
        let token = run(&["token", "add", &name, "--role", "admin"]).output().expect("it starts");
        String::from_utf8_lossy(&token.stdout).trim().to_owned()
    });
    let tokens: Vec<String> = tokens.collect();
    let mut serving =
        run(&["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut says = BufReader::new(serving.stderr.take().expect("it is piped"));
    let address = loop {
        let mut line = String::new();
        assert!(says.read_line(&mut line).expect("it says where") > 0, "it says where it listens");
        if let Some((_, address)) = line.split_once("http://") {
            break address.trim().trim_end_matches('.').to_owned();
        }
    };
    let rest = std::thread::spawn(move || std::io::copy(&mut says, &mut std::io::sink()));
    let mut connection = Connection::new(&address);
    let first = jiff::civil::date(2026, 1, 5).at(6, 0, 0, 0);
    let body = |index: usize| {
        let start = first.saturating_add((i64::try_from(index).expect("small") * 60).minutes());
        let (from, until) = (start.strftime("%Y-%m-%dT%H:%M"), start.saturating_add(25.minutes()).strftime("%Y-%m-%dT%H:%M"));
        format!(r#"{{"project":"Site","start":"{from}","end":"{until}","zone":"UTC","note":"Work {index}"}}"#)
    };
    // The first one opens what all need.
    assert!(matches!(connection.post("/v1/books/1/time", &tokens[0], &body(count)), 200 | 201));
    let before = bytes(&home.join("store"), "journal");
    let began = Instant::now();
    for index in 0..count {
        let token = &tokens[index / PER_TOKEN];
        assert!(matches!(connection.post("/v1/books/1/time", token, &body(index)), 200 | 201));
    }
    let took = began.elapsed();
    let written = bytes(&home.join("store"), "journal").saturating_sub(before);
    serving.kill().expect("it runs");
    serving.wait().expect("it ends");
    rest.join().expect("it ends").expect("it was read");
    (took, usize::try_from(written).unwrap_or_default() / count.max(1))
}
