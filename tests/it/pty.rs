//! A whole session in a pseudo-terminal, as an admin would type it.

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::support::Home;

fn size(cells: u16) -> std::num::NonZero<u16> {
    std::num::NonZero::new(cells).expect("a terminal has cells")
}

/// So long a screen may take, on a machine that does ten other things.
const PATIENCE: Duration = Duration::from_secs(60);

/// A terminal with the program in it.
struct Terminal {
    screen: vt100::Parser,
    bytes: Receiver<Vec<u8>>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    raw: Vec<u8>,
}

impl Terminal {
    fn start(home: &Home, args: &[&str], rows: u16, cols: u16) -> Self {
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).expect("a terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_faktura"));
        command.env_clear();
        for (name, value) in
            [("PATH", "/usr/bin:/bin"), ("TERM", "xterm-256color"), ("LANG", "en_US.UTF-8"), ("TZ", "Europe/Budapest")]
        {
            command.env(name, value);
        }
        command.env("HOME", home.path());
        command.env("FAKTURA_HOME", home.path());
        command.args(args);
        let child = pair.slave.spawn_command(command).expect("it starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let keys = pair.master.take_writer().expect("a writer");
        let (send, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || send.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self { screen: vt100::Parser::new(size(rows), size(cols), 0), bytes, keys, child, _master: pair.master, raw: Vec::new() }
    }

    fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Waits until the screen shows what is expected.
    fn until(&mut self, what: &str, shown: impl Fn(&str) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !shown(&self.text()) {
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(bytes) = self.bytes.recv_timeout(left) else { panic!("{what}: not on the screen:\n{}", self.text()) };
            self.screen.process(&bytes);
            self.raw.extend_from_slice(&bytes);
        }
    }

    fn shows(&mut self, text: &str) {
        self.until(text, |screen| screen.contains(text));
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("it reads");
        self.keys.flush().expect("it reads");
    }

    /// How many bytes come in this time.
    fn bytes_within(&mut self, time: Duration) -> usize {
        let end = Instant::now() + time;
        let mut count = 0;
        while let Ok(bytes) = self.bytes.recv_timeout(end.saturating_duration_since(Instant::now())) {
            self.screen.process(&bytes);
            count += bytes.len();
        }
        count
    }

    fn ends(mut self) -> (u32, Vec<u8>) {
        let deadline = Instant::now() + PATIENCE;
        let code = loop {
            if let Some(status) = self.child.try_wait().expect("it can be asked") {
                break status.exit_code();
            }
            match self.bytes.recv_timeout(Duration::from_millis(50)) {
                Ok(bytes) => {
                    self.screen.process(&bytes);
                    self.raw.extend_from_slice(&bytes);
                }
                // The terminal is closed before the process is gone.
                Err(_) => std::thread::sleep(Duration::from_millis(10)),
            }
            assert!(Instant::now() < deadline, "it does not end:\n{}", self.text());
        };
        while let Ok(bytes) = self.bytes.recv_timeout(Duration::from_secs(2)) {
            self.raw.extend_from_slice(&bytes);
        }
        (code, std::mem::take(&mut self.raw))
    }
}

impl Drop for Terminal {
    /// A session that failed in the middle leaves no process behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether everything that was switched on is switched off again.
fn sane(raw: &[u8]) {
    let text = String::from_utf8_lossy(raw);
    for (on, off) in [("\x1b[?1049h", "\x1b[?1049l"), ("\x1b[?25l", "\x1b[?25h")] {
        if let Some(last_on) = text.rfind(on) {
            assert!(text.rfind(off).is_some_and(|last_off| last_off > last_on), "{off:?} does not follow {on:?}");
        }
    }
}

#[test]
fn demo_sync_search_open_log_quit_and_the_terminal_is_sane() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--demo"], 24, 80);
    terminal.shows("Companies");
    // The demo syncs by itself; a second sync finds nothing new.
    terminal.until("282 invoices in sync", |screen| screen.contains("282") && !screen.contains("syncing"));
    terminal.press("S");
    terminal.until("nothing new", |screen| screen.contains("nothing new") && !screen.contains("syncing"));
    terminal.press("2");
    terminal.shows("Number");
    terminal.press("/");
    terminal.press("status:overdue");
    terminal.until("only what is overdue", |screen| {
        screen.contains(" ms") && screen.lines().filter(|line| line.contains("overdue ")).count() > 5
    });
    terminal.press("\r");
    terminal.press("\r");
    terminal.until("an invoice", |screen| screen.contains("1 of ") && screen.contains("overdue"));
    terminal.press("G");
    terminal.shows("History");
    terminal.press("\x1b");
    terminal.shows("status:overdue");
    terminal.press("4");
    terminal.until("the sync log", |screen| screen.contains("completed"));
    terminal.press("?");
    terminal.shows("sync");
    terminal.press("\x1b");
    terminal.shows("completed");
    // The clock in the corner may turn once; a spinner or a redraw would show in every interval.
    let busy = (0..4).filter(|_| terminal.bytes_within(Duration::from_millis(300)) > 0).count();
    assert!(busy <= 2, "an idle screen writes nothing");
    terminal.press("q");
    let (code, raw) = terminal.ends();
    assert_eq!(code, 0);
    sane(&raw);
    assert_eq!(crate::support::files(home.path()), Vec::<std::path::PathBuf>::new());
}
