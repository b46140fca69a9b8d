//! `faktura serve` as a process of its own.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::Home;

/// How long anything may take.
pub(crate) const PATIENCE: Duration = Duration::from_mins(3);

/// A serving process, and what it says on standard error.
pub(crate) struct Serving {
    pub(crate) child: Child,
    lines: Receiver<String>,
}

impl Serving {
    pub(crate) fn start(home: &Home, args: &[&str], notify: Option<&std::path::Path>) -> Self {
        let mut command = home.command(&["serve"]);
        command.args(args);
        if let Some(socket) = notify {
            command.env("NOTIFY_SOCKET", socket);
        }
        Self::of(command)
    }

    /// Whatever serves, such as another user.
    pub(crate) fn of(mut command: std::process::Command) -> Self {
        let mut child = command.stdout(Stdio::null()).spawn().expect("starts");
        let error = BufReader::new(child.stderr.take().expect("it is piped"));
        let (send, lines) = channel();
        std::thread::spawn(move || {
            for line in error.lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    return;
                }
            }
        });
        Self { child, lines }
    }

    /// The line that says this, from now on.
    pub(crate) fn says(&self, words: &str) -> String {
        self.until(words).pop().unwrap_or_default()
    }

    /// Everything up to the line that says this, which comes last.
    pub(crate) fn until(&self, words: &str) -> Vec<String> {
        let deadline = Instant::now() + PATIENCE;
        let mut said = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            let last = line.contains(words);
            said.push(line);
            if last {
                return said;
            }
        }
        panic!("{words:?} is not said, but: {said:#?}");
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).expect("it runs");
    }

    pub(crate) fn ends(mut self) -> Option<i32> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("it can be asked") {
                return status.code();
            }
            assert!(Instant::now() < deadline, "it does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
