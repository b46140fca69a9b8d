//! The TUI in a pseudo-terminal of 120×40: from a key to the last byte that it changes on the screen.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// After so long without a byte a key counts as answered.
const QUIET: Duration = Duration::from_millis(120);

struct Screen {
    bytes: Receiver<(Instant, usize, bool)>,
    keys: Box<dyn Write + Send>,
}

impl Screen {
    /// Time from now to the last byte before the screen is quiet, and how many bytes that took.
    fn answer(&self, from: Instant, first: Duration) -> (Duration, usize) {
        let (mut last, mut count, mut wait) = (from, 0, first);
        while let Ok((at, length, _)) = self.bytes.recv_timeout(wait) {
            (last, wait) = (at, QUIET);
            count += length;
        }
        (last - from, count)
    }

    fn press(&mut self, key: &str) -> (Duration, usize) {
        let from = Instant::now();
        self.keys.write_all(key.as_bytes()).expect("it reads");
        self.keys.flush().expect("it reads");
        self.answer(from, Duration::from_secs(2))
    }

    fn row(&mut self, name: &str, keys: &[&str]) {
        let mut answers: Vec<(Duration, usize)> = keys.iter().map(|key| self.press(key)).collect();
        answers.sort();
        let (worst, bytes) = (answers.last().expect("some").0, answers[answers.len() / 2].1);
        let median = answers[answers.len() / 2].0;
        println!(
            "TUI: {name:<47} {:>8.1} ms median, {:>5.1} ms worst of {}, {bytes} bytes",
            median.as_secs_f64() * 1e3,
            worst.as_secs_f64() * 1e3,
            keys.len()
        );
    }
}

/// What every frame begins with.
const FRAME: &[u8] = b"\x1b[?2026h";

/// Prints the figures of the screens over the store in this home.
pub fn figures(home: &Path) {
    let pair = native_pty_system().openpty(PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 }).expect("a terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_faktura"));
    command.env("FAKTURA_HOME", home);
    command.env("TERM", "xterm-256color");
    let started = Instant::now();
    let mut child = pair.slave.spawn_command(command).expect("it starts");
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let (send, bytes) = channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 65536];
        while let Ok(count) = reader.read(&mut buffer) {
            let frame = buffer[..count].windows(FRAME.len()).any(|bytes| bytes == FRAME);
            if count == 0 || send.send((Instant::now(), count, frame)).is_err() {
                return;
            }
        }
    });
    let mut screen = Screen { bytes, keys: pair.master.take_writer().expect("a writer") };
    let first = loop {
        let (at, _, frame) = screen.bytes.recv_timeout(Duration::from_secs(10)).expect("a frame");
        if frame {
            break at;
        }
    };
    let (filled, _) = screen.answer(started, Duration::from_secs(2));
    println!("{:<52} {:>8.1} ms", "TUI: process start to the first frame", (first - started).as_secs_f64() * 1e3);
    println!("{:<52} {:>8.1} ms", "TUI: process start to all companies' figures", filled.as_secs_f64() * 1e3);
    screen.press("2");
    screen.row("cursor down", &["j"; 32]);
    // The cursor is at the last row that is seen.
    screen.row("scroll by one row", &["j"; 30]);
    screen.row("page down", &["\x1b[6~"; 20]);
    screen.row("end and home", &["G", "g", "G", "g"]);
    screen.row("sort the other way", &["O"; 10]);
    screen.row("mark a row", &[" "; 10]);
    screen.press("u");
    screen.row("the palette opens and closes", &[":", "\x1b", ":", "\x1b"]);
    screen.press("/");
    screen.row("a typed letter of the filter", &["p", "a", "r", "t", "n", "e", "r", " ", "3", "7", "\x7f", "\x7f", "\x7f"]);
    screen.press("\x1b");
    screen.press("\x1b");
    screen.keys.write_all(b"q").expect("it reads");
    child.wait().expect("it ends");
}
