//! The page of time over a million entries, in a pseudo-terminal of 120×40: from a key to the last byte that it changes.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// A frame of a screen that is drawn sixty times a second.
const FRAME: Duration = Duration::from_micros(16_667);
/// After so long without a byte a key counts as answered.
const QUIET: Duration = Duration::from_millis(120);

struct Terminal {
    bytes: Receiver<(Instant, Vec<u8>)>,
    keys: Box<dyn Write + Send>,
    screen: vt100::Parser,
}

impl Terminal {
    /// Time to the last byte of the answer to a key.
    fn press(&mut self, key: &str) -> Duration {
        let from = Instant::now();
        self.keys.write_all(key.as_bytes()).expect("it reads");
        self.keys.flush().expect("it reads");
        let (mut last, mut wait) = (from, Duration::from_secs(2));
        while let Ok((at, bytes)) = self.bytes.recv_timeout(wait) {
            (last, wait) = (at, QUIET);
            self.screen.process(&bytes);
        }
        last - from
    }

    /// Prints how long keys took: the median is held against a frame.
    fn row(&mut self, what: &str, keys: &[&str]) {
        let mut took: Vec<Duration> = keys.iter().map(|key| self.press(key)).collect();
        took.sort();
        let worst = took.last().expect("some").as_secs_f64() * 1e3;
        super::tell(
            &format!("TUI: {what}"),
            took[took.len() / 2],
            Some(FRAME),
            &format!("median of {}, worst {worst:.1} ms", keys.len()),
        );
    }
}

/// Prints the figures of the page over the entries in this home.
pub fn figures(home: &Path) {
    let pair = native_pty_system().openpty(PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 }).expect("a terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_faktura"));
    command.env("FAKTURA_HOME", home);
    command.env("TERM", "xterm-256color");
    command.env("TZ", "UTC");
    command.args(["--tab", "time"]);
    let started = Instant::now();
    let mut child = pair.slave.spawn_command(command).expect("it starts");
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let (send, bytes) = channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 8192];
        while let Ok(count) = reader.read(&mut buffer) {
            if count == 0 || send.send((Instant::now(), buffer[..count].to_vec())).is_err() {
                return;
            }
        }
    });
    let size = |cells: u16| std::num::NonZero::new(cells).expect("a terminal has cells");
    let screen = vt100::Parser::new(size(40), size(120), 0);
    let mut terminal = Terminal { bytes, keys: pair.master.take_writer().expect("a writer"), screen };
    // A week is there once its days before today have hours: a colon between digits in the row of a weekday. On a Monday none has.
    let today = jiff::Zoned::now().in_tz("Europe/Budapest").expect("the zone of the books");
    let days = usize::try_from(today.weekday().to_monday_zero_offset()).unwrap_or_default().min(5);
    let hours = |screen: &str| {
        let timed = |line: &str| {
            line.as_bytes().windows(3).any(|part| part[0].is_ascii_digit() && part[1] == b':' && part[2].is_ascii_digit())
        };
        screen.lines().filter(|line| timed(line)).count() >= days
    };
    let shown = loop {
        let (at, bytes) = terminal.bytes.recv_timeout(Duration::from_mins(2)).expect("a week");
        terminal.screen.process(&bytes);
        if hours(&terminal.screen.screen().contents()) {
            break at;
        }
    };
    super::tell("TUI: process start to a week of them", shown - started, None, "");
    terminal.press("");
    terminal.row("the week before, and the next one", &["<", "<", "<", "<", "<", ">", ">", ">", ">", ">"]);
    terminal.row("another day of the week", &["l", "l", "h", "h", "l", "h"]);
    terminal.press("<");
    terminal.press("\r");
    terminal.row("down the entries of a day", &["j"; 20]);
    terminal.press("+");
    terminal.press("/");
    terminal.row("a typed letter among a week of entries", &["s", "e", "s", "s", "i", "o", "n", " ", "9", "9", "\x7f", "\x7f"]);
    terminal.press("\x1b");
    terminal.press("\x1b");
    terminal.keys.write_all(b"q").expect("it reads");
    child.wait().expect("it ends");
}
