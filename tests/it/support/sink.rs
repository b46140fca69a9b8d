//! Takes what faktura sends: over HTTP, and as mail.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_mins(1);

/// Something that listens and keeps what it hears.
pub(crate) struct Sink {
    pub(crate) port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Sink {
    /// Takes posts. The answers are given in turn, the last one again and again.
    pub(crate) fn http(answers: &'static [&'static str]) -> Self {
        Self::start(move |stream, index| {
            let mut reader = BufReader::new(stream.try_clone().expect("a socket"));
            let (mut text, mut length) = (String::new(), 0);
            while !text.ends_with("\r\n\r\n") {
                if reader.read_line(&mut text).unwrap_or(0) == 0 {
                    return None;
                }
                let last = text.lines().last().unwrap_or_default().to_lowercase();
                length = last.strip_prefix("content-length: ").and_then(|n| n.parse().ok()).unwrap_or(length);
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).ok()?;
            text.push_str(&String::from_utf8_lossy(&body));
            let answer = answers.get(index).or(answers.last()).expect("an answer");
            let _ = write!(&stream, "HTTP/1.1 {answer}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            Some(text)
        })
    }

    /// Takes mail. The first `refused` messages are not taken for now.
    pub(crate) fn smtp(refused: usize) -> Self {
        Self::start(move |stream, index| {
            let mut reader = BufReader::new(stream.try_clone().expect("a socket"));
            let say = |words: &str| write!(&stream, "{words}\r\n").is_ok();
            say("220 sink");
            let (mut mail, mut in_data) = (String::new(), false);
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap_or(0) == 0 {
                    return None;
                }
                if in_data {
                    if line == ".\r\n" {
                        if index < refused {
                            say("451 not now");
                            return None;
                        }
                        say("250 taken");
                        return Some(mail);
                    }
                    mail.push_str(line.strip_prefix('.').unwrap_or(&line));
                    continue;
                }
                let verb = line.to_uppercase();
                mail.push_str(&line);
                match verb.split_whitespace().next() {
                    Some("EHLO") => say("250-sink\r\n250 8BITMIME"),
                    Some("DATA") => {
                        in_data = true;
                        say("354 go on")
                    }
                    Some("QUIT") => say("221 bye"),
                    _ => say("250 ok"),
                };
            }
        })
    }

    fn start(take: impl Fn(TcpStream, usize) -> Option<String> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (kept, take) = (heard.clone(), Arc::new(take));
        std::thread::spawn(move || {
            for (index, stream) in listener.incoming().flatten().enumerate() {
                let (kept, take) = (kept.clone(), take.clone());
                let _ = stream.set_read_timeout(Some(PATIENCE));
                std::thread::spawn(move || {
                    if let Some(text) = take(stream, index) {
                        kept.lock().expect("nobody panics").push(text);
                    }
                });
            }
        });
        Self { port, heard }
    }

    /// What was taken so far.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().expect("nobody panics").clone()
    }

    /// Waits until so much was taken.
    pub(crate) fn hears(&self, count: usize) -> Vec<String> {
        let deadline = Instant::now() + PATIENCE;
        while self.heard().len() < count {
            assert!(Instant::now() < deadline, "only {:?} came", self.heard());
            std::thread::sleep(Duration::from_millis(5));
        }
        self.heard()
    }
}
