//! A mail server by script: it refuses, hesitates, closes and forgets answers on purpose.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_mins(1);

/// What the server does with a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    /// Takes it.
    Take,
    /// Takes it, and closes the connection without an answer.
    TakeSilently,
    /// Closes the connection before the mail begins.
    Close,
    /// Answers this to the recipient.
    Recipient(&'static str),
    /// Answers this to recipients that begin so, and takes the mail for the others.
    Refuse(&'static str, &'static str),
    /// Answers this after the mail.
    AfterData(&'static str),
    /// Answers nothing after the mail, and takes nothing.
    Hang,
}

/// A mail that the server took: addresses, and the text.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    pub(crate) to: Vec<String>,
    pub(crate) text: String,
}

impl Taken {
    /// A header's value, unfolded.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let head = self.text.split("\r\n\r\n").next()?.replace("\r\n ", " ").replace("\r\n\t", " ");
        let start = format!("{}: ", name.to_lowercase());
        let line = head.lines().find(|line| line.to_lowercase().starts_with(&start))?;
        Some(line[start.len()..].to_owned())
    }

    /// Its Message-ID.
    pub(crate) fn id(&self) -> String {
        self.header("Message-ID").expect("a Message-ID")
    }
}

type Script = Arc<dyn Fn(usize, &str) -> Deed + Send + Sync>;

/// The server. Its script says what it does with each mail, by its place and its first recipient.
pub(crate) struct Smtp {
    pub(crate) port: u16,
    taken: Arc<Mutex<Vec<Taken>>>,
}

impl Smtp {
    pub(crate) fn start(script: impl Fn(usize, &str) -> Deed + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let (kept, script): (_, Script) = (taken.clone(), Arc::new(script));
        let place = Arc::new(Mutex::new(0));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kept, script, place) = (kept.clone(), script.clone(), place.clone());
                let _ = stream.set_read_timeout(Some(PATIENCE));
                std::thread::spawn(move || serve(&stream, &script, &place, &kept));
            }
        });
        Self { port, taken }
    }

    /// What was taken so far.
    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.taken.lock().expect("no test panics here").clone()
    }
}

fn serve(stream: &TcpStream, script: &Script, place: &Mutex<usize>, kept: &Mutex<Vec<Taken>>) {
    let mut reader = BufReader::new(stream.try_clone().expect("a socket"));
    let say = |words: &str| {
        let mut stream = stream;
        stream.write_all(format!("{words}\r\n").as_bytes()).is_ok()
    };
    let mut to: Vec<String> = Vec::new();
    let mut deed = Deed::Take;
    say("220 smtp.example ESMTP");
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let verb = line.split_whitespace().next().unwrap_or_default().to_uppercase();
        match verb.as_str() {
            "EHLO" => say("250-smtp.example\r\n250-8BITMIME\r\n250 AUTH PLAIN XOAUTH2"),
            "AUTH" => say(if line.contains("d3Jvbmc=") { "535 5.7.8 wrong" } else { "235 2.7.0 welcome" }),
            "MAIL" | "RSET" => {
                to.clear();
                say("250 ok")
            }
            "RCPT" => {
                let address = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                if to.is_empty() {
                    let mut place = place.lock().expect("no test panics here");
                    deed = script(*place, &address);
                    *place += 1;
                }
                let refused = matches!(deed, Deed::Refuse(start, _) if address.starts_with(start));
                to.push(address);
                match deed {
                    Deed::Close => return,
                    Deed::Recipient(answer) => say(answer),
                    Deed::Refuse(_, answer) if refused => say(answer),
                    _ => say("250 ok"),
                }
            }
            "DATA" => {
                say("354 go on");
                let Some(text) = body(&mut reader) else { return };
                if let Deed::Refuse(start, _) = deed {
                    to.retain(|address| !address.starts_with(start));
                }
                let take = || kept.lock().expect("no test panics here").push(Taken { to: to.clone(), text });
                match deed {
                    Deed::AfterData(answer) => say(answer),
                    Deed::Hang => {
                        std::thread::sleep(PATIENCE);
                        return;
                    }
                    Deed::TakeSilently => return take(),
                    _ => {
                        take();
                        say("250 2.0.0 taken")
                    }
                }
            }
            "QUIT" => {
                say("221 bye");
                return;
            }
            _ => say("250 ok"),
        };
    }
}

/// The mail up to its dot; `None` if the connection ends before.
fn body(reader: &mut impl BufRead) -> Option<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == ".\r\n" {
            return Some(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
