//! A temporary home, the real binary and a pretend account, for each test its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

/// A number of the environment by which a proof is longer than with every run of the tests.
pub(crate) fn given<T: std::str::FromStr>(name: &str, default: T) -> T {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// A home of its own that goes with the test.
pub(crate) struct Home {
    dir: tempfile::TempDir,
}

/// What a command printed and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    /// Exit code; `None` when a signal ended it.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::Builder::new().prefix("faktura-it-").tempdir().expect("a temporary folder") }
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.path().join("store")
    }

    /// The binary with an environment of its own: nothing of the developer's reaches it.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_faktura"));
        command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", self.path())
            .env("FAKTURA_HOME", self.path())
            .env("TZ", "Europe/Budapest")
            .env("LANG", "en_US.UTF-8")
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        ran(self.command(args))
    }

    /// Runs and demands an exit code.
    pub(crate) fn expect(&self, code: i32, args: &[&str]) -> Ran {
        let ran = self.run(args);
        assert_eq!(ran.code, Some(code), "faktura {args:?}\nstdout:\n{}\nstderr:\n{}", ran.out, ran.err);
        ran
    }

    /// Runs, demands an exit code, and reads its JSON.
    pub(crate) fn json(&self, code: i32, args: &[&str]) -> Value {
        let ran = self.expect(code, args);
        serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("faktura {args:?}: {e}\n{}", ran.out))
    }

    /// Adds a company with this key at this address.
    pub(crate) fn add(&self, name: &str, base_url: &str, key: &str) -> Ran {
        self.add_with(name, base_url, key, &[])
    }

    /// The same with more options.
    pub(crate) fn add_with(&self, name: &str, base_url: &str, key: &str, options: &[&str]) -> Ran {
        let add = ["company", "add", name, "--provider", "billingo", "--base-url", base_url];
        let mut command = self.command(&[&add, options].concat());
        command.env("FAKTURA_API_KEY", key);
        ran(command)
    }

    /// Replaces a company's key.
    pub(crate) fn set_key(&self, name: &str, key: &str, options: &[&str]) -> Ran {
        let mut command = self.command(&[&["company", "set-key", name], options].concat());
        command.env("FAKTURA_API_KEY", key);
        ran(command)
    }

    /// Adds a company and demands that it worked.
    pub(crate) fn must_add(&self, name: &str, base_url: &str, key: &str) {
        // Several companies of a test may share an account.
        let ran = self.add_with(name, base_url, key, &["--force"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    }
}

/// No command of a test takes so long; one that does hangs.
const PATIENCE: Duration = Duration::from_mins(5);

/// Runs a command to its end, and not for ever.
pub(crate) fn ran(mut command: Command) -> Ran {
    let child = command.spawn().expect("the binary starts");
    let pid = child.id();
    let (ended, end) = std::sync::mpsc::channel();
    let waiter = std::thread::spawn(move || ended.send(child.wait_with_output()));
    let output = end.recv_timeout(PATIENCE).unwrap_or_else(|_| {
        // Numbers of processes fit; the waiter has not seen its end, so that it is still this one.
        let pid = rustix::process::Pid::from_raw(i32::try_from(pid).expect("a number of a process")).expect("not 0");
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
        panic!("{command:?} hangs");
    });
    let _ = waiter.join();
    let output = output.expect("it is waited for");
    Ran {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Every regular file below a folder.
pub(crate) fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(dir) else { return found };
    for entry in entries.flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => found.extend(files(&path)),
            Ok(kind) if kind.is_file() => found.push(path),
            _ => {}
        }
    }
    found.sort();
    found
}

/// Copies the program to run it from there. Another process copies it: a test that starts a process at this moment would take our open
/// file along, and a file that is open for writing cannot be run.
pub(crate) fn copy_program(to: &Path) {
    let status = Command::new("/bin/cp").args([Path::new(env!("CARGO_BIN_EXE_faktura")), to]).status();
    assert!(status.expect("cp starts").success());
}

/// Copies a folder with all below it.
pub(crate) fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).expect("it is below"));
        std::fs::create_dir_all(target.parent().expect("a file has a folder")).expect("a folder");
        // A file may vanish between listing and copying when its owner is at work.
        let _ = std::fs::copy(&file, &target);
    }
}

pub(crate) mod server;
pub(crate) mod serving;
pub(crate) mod sink;
pub(crate) mod smtp;
pub(crate) mod talk;
pub(crate) mod terminal;
