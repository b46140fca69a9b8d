//! The command line as a whole, with surroundings made for the purpose.

use std::ffi::OsString;
use std::io::{self, Cursor, Write};
use std::sync::{Arc, Mutex};

use jiff::tz::TimeZone;

use super::*;
use crate::clock::SystemClock;

/// A stream that tests read afterwards.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A stream that fails: closed by its reader, or on a full disk.
struct Broken(io::ErrorKind);

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Run {
    code: u8,
    stdout: String,
    stderr: String,
}

fn environment(vars: &[(&str, &str)], stdin: &str) -> Environment {
    Environment {
        vars: vars.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        stdin: Box::new(Cursor::new(stdin.to_owned().into_bytes())),
        stdout: Box::new(io::sink()),
        stderr: Box::new(io::sink()),
        stdin_is_terminal: false,
        stdout_is_terminal: false,
        stderr_is_terminal: false,
        width: None,
        user: "tester".to_owned(),
        zone: TimeZone::UTC,
        clock: Arc::new(SystemClock),
        hidden: Arc::new(|_| Err(io::ErrorKind::Unsupported.into())),
        program: None,
        temp: None,
    }
}

fn run_in(mut environment: Environment, args: &[&str]) -> Run {
    let (stdout, stderr) = (Sink::default(), Sink::default());
    environment.stdout = Box::new(stdout.clone());
    environment.stderr = Box::new(stderr.clone());
    let args = std::iter::once("faktura").chain(args.iter().copied()).map(OsString::from);
    let code = execute(args, environment);
    let text = |sink: &Sink| String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
    Run { code, stdout: text(&stdout), stderr: text(&stderr) }
}

fn go(args: &[&str]) -> Run {
    run_in(environment(&[], ""), args)
}

#[test]
fn help_and_version_go_to_standard_output_and_mistakes_do_not() {
    let run = go(&["--version"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, concat!("faktura ", env!("CARGO_PKG_VERSION"), "\n")));
    let run = go(&["sync", "--help"]);
    assert!(run.code == 0 && run.stdout.contains("--full") && run.stderr.is_empty());
    let run = go(&["help", "company", "add"]);
    assert!(run.code == 0 && run.stdout.contains("--base-url"));
    for mistake in [&["nope"][..], &["sync", "--nope"], &["company"], &["logs", "--status", "odd"], &["help", "nope"]] {
        let run = go(mistake);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{mistake:?}");
        assert!(!run.stderr.is_empty(), "{mistake:?}");
    }
}

#[test]
fn options_of_the_bare_command_are_never_ignored() {
    for args in [&["--headless", "status"][..], &["--company", "x", "invoices"], &["--full"], &["--headless", "--tab", "logs"]] {
        assert_eq!(go(args).code, 2, "{args:?}");
    }
}

#[test]
fn the_language_comes_from_options_before_variables() {
    let hungarian = [("LANG", "hu_HU.UTF-8")];
    assert!(run_in(environment(&hungarian, ""), &["nope"]).stderr.starts_with("hiba: "));
    assert!(run_in(environment(&hungarian, ""), &["--lang", "en", "nope"]).stderr.starts_with("error: "));
    assert!(run_in(environment(&[("LC_ALL", "C"), ("LANG", "hu_HU")], ""), &["nope"]).stderr.starts_with("error: "));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure_but_a_full_disk_is() {
    let run = |kind| {
        let mut environment = environment(&[], "");
        environment.stdout = Box::new(Broken(kind));
        execute(["faktura", "completions", "bash"].map(OsString::from), environment)
    };
    assert_eq!(run(io::ErrorKind::BrokenPipe), 0);
    assert_eq!(run(io::ErrorKind::StorageFull), 1);
}

#[test]
fn the_screen_needs_a_terminal() {
    let run = go(&[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--headless"), "{}", run.stderr);
}

#[test]
fn a_key_is_never_waited_for_where_nobody_can_give_it() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().to_str().unwrap();
    let run = go(&["--home", folder, "company", "add", "Medka", "--provider", "billingo"]);
    assert_eq!(run.code, 6);
    assert!(run.stderr.contains("--api-key-stdin"), "{}", run.stderr);
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "nothing was made");
    let empty = run_in(environment(&[], "\n"), &["--home", folder, "company", "add", "Medka", "--api-key-stdin"]);
    assert_eq!(empty.code, 6);
}

#[test]
fn completions_and_man_pages_are_whole() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = go(&["completions", shell]);
        assert!(run.code == 0 && run.stdout.contains("set-key"), "{shell}");
    }
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("man");
    assert_eq!(go(&["man", dir.to_str().unwrap()]).code, 0);
    for page in ["faktura.1", "faktura-sync.1", "faktura-company-set-key.1", "faktura-logs-show.1"] {
        let text = std::fs::read_to_string(dir.join(page)).unwrap();
        assert!(text.contains(".SH NAME"), "{page}");
    }
    let mut count = 0;
    for page in std::fs::read_dir(&dir).unwrap() {
        let path = page.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(".SH EXIT CODES\n0 done"), "{}", path.display());
        assert!(text.contains(".SH EXAMPLES\n") || path.ends_with("faktura.1"), "{}", path.display());
        count += 1;
    }
    assert!(count > 150, "{count} pages");
}

#[test]
fn options_are_found_before_anything_is_parsed() {
    let args = |args: &[&str]| args.iter().map(OsString::from).collect::<Vec<_>>();
    assert_eq!(peek(&args(&["faktura", "sync", "--lang", "hu"]), "--lang").as_deref(), Some("hu"));
    assert_eq!(peek(&args(&["faktura", "--lang=en", "sync"]), "--lang").as_deref(), Some("en"));
    assert_eq!(peek(&args(&["faktura", "invoices", "--", "--lang=en"]), "--lang"), None);
}

#[test]
fn negated_terms_are_no_options() {
    let args =
        ["faktura", "invoices", "-status:paid", "-v", "--format", "json", "-gross", "-(a or b)", "-5", "-lejárt", "-overdue"];
    let passed = query_terms(args.iter().map(OsString::from));
    let passed: Vec<&str> = passed.iter().filter_map(|arg| arg.to_str()).collect();
    assert_eq!(
        passed,
        ["faktura", "invoices", " -status:paid", "-v", "--format", "json", "-gross", " -(a or b)", "-5", " -lejárt", " -overdue"]
    );
}
