//! The screen over a store, in a pseudo-terminal: how soon it is there, and how soon it answers each key.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use super::{Figures, Size, memory, percentile};

/// What every frame begins with.
const FRAME: &[u8] = b"\x1b[?2026h";

/// So long nothing must come for an answer to be whole: to a movement, a letter, an order.
const QUIET: Duration = Duration::from_millis(60);
const LETTER: Duration = Duration::from_millis(150);
const LONG: Duration = Duration::from_millis(400);

struct Terminal {
    bytes: Receiver<(Instant, Vec<u8>)>,
    keys: Box<dyn Write + Send>,
    screen: vt100::Parser,
}

impl Terminal {
    /// Presses a key; milliseconds to the last byte of the answer, and its bytes.
    fn press(&mut self, key: &str) -> (f64, usize) {
        self.answer(key, QUIET)
    }

    fn answer(&mut self, key: &str, quiet: Duration) -> (f64, usize) {
        let from = Instant::now();
        self.keys.write_all(key.as_bytes()).expect("it reads");
        self.keys.flush().expect("it reads");
        let (mut last, mut count, mut wait) = (from, 0, Duration::from_millis(1500));
        while let Ok((at, bytes)) = self.bytes.recv_timeout(wait) {
            (last, wait) = (at, quiet);
            count += bytes.len();
            self.screen.process(&bytes);
        }
        ((last - from).as_secs_f64() * 1e3, count)
    }

    /// Waits until the screen shows something; milliseconds since `from`.
    fn until(&mut self, from: Instant, shown: impl Fn(&str) -> bool) -> f64 {
        loop {
            let (at, bytes) = self.bytes.recv_timeout(Duration::from_mins(2)).expect("something comes");
            self.screen.process(&bytes);
            if shown(&self.screen.screen().contents()) {
                return (at - from).as_secs_f64() * 1e3;
            }
        }
    }
}

fn start(home: &Path, args: &[&str]) -> (Terminal, u32, Box<dyn portable_pty::Child + Send + Sync>, Instant) {
    let pair = native_pty_system().openpty(PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 }).expect("a terminal");
    let mut command = CommandBuilder::new(crate::binary());
    command.env("FAKTURA_HOME", home);
    command.env("TERM", "xterm-256color");
    command.args(args);
    let from = Instant::now();
    let child = pair.slave.spawn_command(command).expect("it starts");
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let (send, bytes) = channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 65536];
        while let Ok(count) = reader.read(&mut buffer) {
            if count == 0 || send.send((Instant::now(), buffer[..count].to_vec())).is_err() {
                return;
            }
        }
    });
    let size = |cells: u16| std::num::NonZero::new(cells).expect("a terminal has cells");
    let screen = vt100::Parser::new(size(40), size(120), 0);
    let keys = pair.master.take_writer().expect("a writer");
    // The master lives as long as the writer and the reader that came from it.
    let pid = child.process_id().expect("it runs");
    (Terminal { bytes, keys, screen }, pid, child, from)
}

fn first_frame(terminal: &mut Terminal, from: Instant) -> f64 {
    loop {
        let (at, bytes) = terminal.bytes.recv_timeout(Duration::from_mins(2)).expect("a frame");
        terminal.screen.process(&bytes);
        if bytes.windows(FRAME.len()).any(|part| part == FRAME) {
            return (at - from).as_secs_f64() * 1e3;
        }
    }
}

/// Notes the figures of the screen over the store in this home.
pub fn figures(figures: &mut Figures, size: Size, home: &Path) {
    let _ = std::fs::remove_file(home.join("screen.json"));
    // Without what the last session kept: as after a first sync.
    let _ = std::fs::remove_file(home.join("index"));
    let (mut terminal, _, mut child, from) = start(home, &["--tab", "invoices"]);
    let shown = |screen: &str| screen.lines().filter(|line| line.contains("INV-")).count() > 20;
    figures.note("TUI: newest rows, no index kept, ms", size.name, terminal.until(from, shown));
    terminal.keys.write_all(b"q").expect("it reads");
    child.wait().expect("it ends");
    let (mut terminal, pid, mut child, from) = start(home, &["--tab", "invoices"]);
    figures.note("TUI: first frame, ms", size.name, first_frame(&mut terminal, from));
    let rows = terminal.until(from, shown);
    figures.note("TUI: newest rows, ms", size.name, rows);
    terminal.press("/");
    terminal.press("\x1b");
    let ready = from.elapsed();
    // The whole is there when its totals are.
    let total = u64::from(size.companies) * size.each;
    let grouped = |screen: &str| {
        let digits: String = screen.lines().nth(2).unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        digits.contains(&total.to_string())
    };
    let whole =
        if grouped(&terminal.screen.screen().contents()) { ready.as_secs_f64() * 1e3 } else { terminal.until(from, grouped) };
    figures.note("TUI: all can be searched, ms at the most", size.name, whole.max(rows));
    let mut row = |terminal: &mut Terminal, name: &str, keys: &[&str]| {
        let mut times: Vec<f64> = Vec::new();
        let mut bytes: Vec<f64> = Vec::new();
        for key in keys {
            let (time, count) = terminal.press(key);
            times.push(time);
            bytes.push(count as f64);
        }
        figures.note(&format!("TUI: {name}, ms p99"), size.name, percentile(&mut times, 99));
        figures.note(&format!("TUI: {name}, bytes"), size.name, percentile(&mut bytes, 50));
    };
    row(&mut terminal, "cursor down", &["j"; 30]);
    row(&mut terminal, "scroll by a row", &["j"; 30]);
    row(&mut terminal, "page down", &["\x1b[6~"; 20]);
    row(&mut terminal, "end and home", &["G", "g", "G", "g", "G", "g"]);
    // The menu of orders: each column once, from the first to the last.
    let orders: Vec<String> = (0..16).map(|down| format!("o\x1b[H{}\r", "\x1b[B".repeat(down))).collect();
    let mut times: Vec<f64> = orders.iter().map(|keys| terminal.answer(keys, LONG).0).collect();
    figures.note("TUI: a sort by each column, ms median", size.name, percentile(&mut times, 50));
    figures.note("TUI: a sort by each column, ms worst", size.name, percentile(&mut times, 100));
    terminal.press("o\x1b[H\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\r");
    let mut times: Vec<f64> = Vec::new();
    for query in
        ["petz", "kovács", "inv-2025", "32560682", "duna medical 7", "szoftver bt", "overdue", "gross>900000", "12345", "qqqq"]
    {
        terminal.press("/");
        for letter in query.chars() {
            times.push(terminal.answer(&letter.to_string(), LETTER).0);
        }
        terminal.press("\x1b");
        terminal.press("\x1b");
    }
    figures.note("TUI: a typed letter, ms median", size.name, percentile(&mut times, 50));
    figures.note("TUI: a typed letter, ms p99", size.name, percentile(&mut times, 99));
    figures.note("TUI: memory, MB steady", size.name, memory(pid, "VmRSS:"));
    figures.note("TUI: memory, MB at its peak", size.name, memory(pid, "VmHWM:"));
    terminal.keys.write_all(b"q").expect("it reads");
    child.wait().expect("it ends");
}
