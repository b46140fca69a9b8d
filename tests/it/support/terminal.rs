//! A terminal with the program in it, and what it shows.

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::Home;

fn size(cells: u16) -> std::num::NonZero<u16> {
    std::num::NonZero::new(cells).expect("a terminal has cells")
}

/// So long a screen may take, on a machine that does ten other things.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// A terminal with the program in it.
pub(crate) struct Terminal {
    screen: vt100::Parser,
    bytes: Receiver<Vec<u8>>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    /// Ends with the next bytes when it is asked to.
    reader: Option<JoinHandle<()>>,
    enough: Arc<AtomicBool>,
    raw: Vec<u8>,
    /// What came and is not drawn yet.
    waiting: Vec<u8>,
}

/// How a frame ends.
const FRAME: &[u8] = b"\x1b[?2026l";

impl Terminal {
    pub(crate) fn start(home: &Home, args: &[&str], rows: u16, cols: u16) -> Self {
        Self::with(home, env!("CARGO_BIN_EXE_faktura"), args, rows, cols)
    }

    pub(crate) fn shell(home: &Home, rows: u16, cols: u16) -> Self {
        Self::with(home, "/bin/bash", &["--norc", "--noprofile", "-i"], rows, cols)
    }

    fn with(home: &Home, program: &str, args: &[&str], rows: u16, cols: u16) -> Self {
        Self::around(home, program, args, rows, cols, &[])
    }

    /// With variables besides the usual ones.
    pub(crate) fn set(home: &Home, args: &[&str], rows: u16, cols: u16, variables: &[(&str, &str)]) -> Self {
        Self::around(home, env!("CARGO_BIN_EXE_faktura"), args, rows, cols, variables)
    }

    fn around(home: &Home, program: &str, args: &[&str], rows: u16, cols: u16, variables: &[(&str, &str)]) -> Self {
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).expect("a terminal");
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        for (name, value) in
            [("PATH", "/usr/bin:/bin"), ("TERM", "xterm-256color"), ("LANG", "en_US.UTF-8"), ("TZ", "Europe/Budapest")]
        {
            command.env(name, value);
        }
        for (name, value) in variables {
            command.env(name, value);
        }
        command.env("HOME", home.path());
        command.cwd(home.path());
        command.env("FAKTURA_HOME", home.path());
        command.args(args);
        let child = pair.slave.spawn_command(command).expect("it starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let keys = pair.master.take_writer().expect("a writer");
        let (send, bytes) = channel();
        let enough = Arc::new(AtomicBool::new(false));
        let asked = enough.clone();
        let reader = std::thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || send.send(buffer[..count].to_vec()).is_err() || asked.load(Ordering::SeqCst) {
                    return;
                }
            }
        });
        let screen = vt100::Parser::new(size(rows), size(cols), 0);
        Self {
            screen,
            bytes,
            keys,
            child,
            master: Some(pair.master),
            reader: Some(reader),
            enough,
            raw: Vec::new(),
            waiting: Vec::new(),
        }
    }

    pub(crate) fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Waits until the screen shows what is expected.
    pub(crate) fn until(&mut self, what: &str, shown: impl Fn(&str) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        // Frame by frame, also where a busy machine hands over several at once: none is missed.
        while !shown(&self.text()) {
            if self.draw() {
                continue;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(bytes) = self.bytes.recv_timeout(left) else { panic!("{what}: not on the screen:\n{}", self.text()) };
            self.raw.extend_from_slice(&bytes);
            self.waiting.extend(bytes);
        }
    }

    /// Draws what came up to the end of the next frame; says whether there was anything.
    fn draw(&mut self) -> bool {
        let end = self.waiting.windows(FRAME.len()).position(|bytes| bytes == FRAME).map(|at| at + FRAME.len());
        let bytes: Vec<u8> = self.waiting.drain(..end.unwrap_or(self.waiting.len())).collect();
        self.screen.process(&bytes);
        !bytes.is_empty()
    }

    pub(crate) fn shows(&mut self, text: &str) {
        self.until(text, |screen| screen.contains(text));
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("it reads");
        self.keys.flush().expect("it reads");
    }

    /// Presses keys and waits until the screen shows what they lead to.
    pub(crate) fn type_until(&mut self, keys: &str, text: &str) {
        self.press(keys);
        self.shows(text);
    }

    /// Waits until a text is gone from the screen.
    pub(crate) fn gone(&mut self, text: &str) {
        self.until(&format!("{text:?} goes"), |screen| !screen.contains(text));
    }

    /// Gives it another size.
    pub(crate) fn resize(&mut self, rows: u16, cols: u16) {
        let master = self.master.as_ref().expect("it was not closed");
        master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).expect("it has a size");
        self.screen.screen_mut().set_size(size(rows), size(cols));
    }

    /// Tells the program that its line broke.
    pub(crate) fn hang_up(&self) {
        self.signal(rustix::process::Signal::HUP);
    }

    /// Sends the program a signal.
    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        let pid = self.child.process_id().and_then(|pid| i32::try_from(pid).ok()).and_then(rustix::process::Pid::from_raw);
        rustix::process::kill_process(pid.expect("it runs"), signal).expect("it can be told");
    }

    /// Closes it while the program is in it, as when the window goes or the machine that it is on.
    pub(crate) fn closes(&mut self) {
        self.enough.store(true, Ordering::SeqCst);
        // Something to draw, so that the reader comes to it.
        self.press("2");
        self.reader.take().expect("it was not closed").join().expect("it reads");
        self.keys = Box::new(std::io::sink());
        self.master = None;
    }

    /// What was put on the clipboard last.
    pub(crate) fn clipboard(&mut self) -> String {
        use base64::Engine;
        let start = "\x1b]52;c;";
        let deadline = Instant::now() + PATIENCE;
        loop {
            let raw = String::from_utf8_lossy(&self.raw).into_owned();
            if let Some(coded) = raw.rfind(start).and_then(|at| raw[at + start.len()..].split_once('\x07')).map(|(c, _)| c) {
                let bytes = base64::engine::general_purpose::STANDARD.decode(coded).expect("it is base64");
                return String::from_utf8(bytes).expect("it is text");
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let bytes = self.bytes.recv_timeout(left).expect("something is copied");
            self.raw.extend_from_slice(&bytes);
            self.waiting.extend(bytes);
        }
    }

    /// Quits by the key and checks that everything is as it was.
    pub(crate) fn quits(mut self) -> Vec<u8> {
        self.press("q");
        let (code, raw) = self.ends();
        assert_eq!(code, 0);
        sane(&raw);
        raw
    }

    /// Waits until nothing comes for so long: what moves all the time never rests.
    pub(crate) fn rests(&mut self, quiet: Duration) {
        let deadline = Instant::now() + PATIENCE;
        while let Ok(bytes) = self.bytes.recv_timeout(quiet) {
            self.raw.extend_from_slice(&bytes);
            self.waiting.extend(bytes);
            assert!(Instant::now() < deadline, "an idle screen writes on and on");
        }
        while self.draw() {}
    }

    pub(crate) fn ends(mut self) -> (u32, Vec<u8>) {
        let deadline = Instant::now() + PATIENCE;
        let code = loop {
            if let Some(status) = self.child.try_wait().expect("it can be asked") {
                break status.exit_code();
            }
            match self.bytes.recv_timeout(Duration::from_millis(50)) {
                Ok(bytes) => {
                    self.raw.extend_from_slice(&bytes);
                    self.waiting.extend(bytes);
                    while self.draw() {}
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
pub(crate) fn sane(raw: &[u8]) {
    let text = String::from_utf8_lossy(raw);
    for (on, off) in [("\x1b[?1049h", "\x1b[?1049l"), ("\x1b[?25l", "\x1b[?25h")] {
        if let Some(last_on) = text.rfind(on) {
            assert!(text.rfind(off).is_some_and(|last_off| last_off > last_on), "{off:?} does not follow {on:?}");
        }
    }
}
