//! No secret reaches a log, only the owner can read it, and it never stops the program.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jiff::Timestamp;
use secrecy::SecretString;
use tracing::{debug, error, info, warn};

use super::*;

const KEY: &str = "4b6f7a1e-0000-4000-8000-0000000001c9";

/// A clock that stands still until it is set.
struct Still(Mutex<Timestamp>);

impl Still {
    fn at(time: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(time.parse().expect("a time"))))
    }

    fn clock(time: &str) -> Arc<dyn Clock> {
        Self::at(time)
    }

    fn set(&self, time: &str) {
        *self.0.lock().expect("locks") = time.parse().expect("a time");
    }
}

impl Clock for Still {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("locks")
    }
}

/// Stands for standard error.
#[derive(Clone, Default)]
struct Screen(Arc<Mutex<Vec<u8>>>);

impl Screen {
    fn writer(&self) -> BoxMakeWriter {
        let screen = self.clone();
        BoxMakeWriter::new(move || screen.clone())
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("locks").clone()).expect("UTF-8")
    }
}

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("locks").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn paths(home: &Path) -> Paths {
    Paths::resolve(Some(home.to_path_buf()), None, &|_| None).expect("resolves")
}

/// Logs, ends the log, and gives back the one file of it.
fn logged(config: &Config, act: impl FnOnce(&Guard)) -> String {
    let dir = tempfile::tempdir().expect("a folder");
    let paths = paths(dir.path());
    let (subscriber, guard) = build(config, &paths, &Still::clock("2026-11-20T22:00:00.5Z"), None);
    assert_eq!(guard.warning(), None);
    tracing::subscriber::with_default(subscriber, || act(&guard));
    drop(guard);
    fs::read_to_string(paths.logs.join("faktura.log.2026-11-20")).expect("reads")
}

#[test]
fn lines_are_written_with_time_level_and_place() {
    let text = logged(&Config::default(), |_| {
        info!(company = 3, "synced");
        debug!("too much");
    });
    assert_eq!(text, "2026-11-20T22:00:00.500Z  INFO faktura::logging::tests: synced company=3\n");
    let config = Config { log_level: "off,faktura::logging=debug".to_owned(), ..Config::default() };
    assert!(logged(&config, |_| debug!("much")).contains("DEBUG"));
}

#[test]
fn nobody_else_can_read_a_log() {
    let dir = tempfile::tempdir().expect("a folder");
    let paths = paths(dir.path());
    let mode = |path: &Path| fs::metadata(path).expect("is there").permissions().mode() & 0o777;
    let today = paths.logs.join("faktura.log.2026-11-20");
    drop(build(&Config::default(), &paths, &Still::clock("2026-11-20T22:00:00Z"), None));
    assert_eq!((mode(&paths.logs), mode(&today)), (0o700, 0o600));
    fs::set_permissions(&today, fs::Permissions::from_mode(0o644)).expect("sets");
    drop(build(&Config::default(), &paths, &Still::clock("2026-11-20T22:00:00Z"), None));
    assert_eq!(mode(&today), 0o600, "also one that was there");
}

#[test]
fn registered_secrets_never_show() {
    let text = logged(&Config::default(), |guard| {
        let secret = "p\"ass wörd\n1";
        guard.redactor().register(&SecretString::from(secret));
        guard.redactor().register(&SecretString::from("wörd and more"));
        guard.redactor().register(&SecretString::from("e"));
        info!("plain {secret}");
        info!(secret, "as a field");
        info!("debugged {secret:?} and nested {:?}", Some(vec![secret]));
        warn!("twice {secret}{secret}, wörd and more");
    });
    assert_eq!(text.lines().count(), 4, "{text}");
    for part in ["wörd", "p\"ass", "p\\\"ass"] {
        assert!(!text.contains(part), "{part} in {text}");
    }
    assert!(text.contains("plain [redacted]") && text.contains("twice [redacted][redacted], [redacted]"), "{text}");
    assert!(text.contains("as a field"), "a secret of one letter would take every line with it");
}

#[test]
fn what_looks_like_a_secret_never_shows() {
    let redactor = Redactor::default();
    let cases = [
        (format!("key {KEY}."), "key [redacted]."),
        (format!("{{\"id\":\"{}\"}}", KEY.to_uppercase()), "{\"id\":\"[redacted]\"}"),
        (format!("x{KEY}{KEY}"), "x[redacted][redacted]"),
        ("AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0, and on".into(), "[redacted], and on"),
        ("age-secret-key-1qqpzry".into(), "[redacted]"),
        ("X-API-KEY: abc".into(), "X-API-KEY: [redacted]"),
        ("{\"x-api-key\": \"a b\", \"accept\": \"json\"}".into(), "{\"x-api-key\": \"[redacted]\", \"accept\": \"json\"}"),
        ("{\\\"api_key\\\":\\\"ab\\\"}".into(), "{\\\"api_key\\\":\\\"[redacted]\\\"}"),
        ("authorization: Bearer abc, then".into(), "authorization: [redacted], then"),
        ("sent Bearer eyJhbGciOi.J9-_x to".into(), "sent Bearer [redacted] to"),
        ("the bearer of news".into(), "the bearer of news"),
        ("?access_token=abc&page=2".into(), "?access_token=[redacted]&page=2"),
        ("password='a b' passphrase = hunter2".into(), "password='[redacted]' passphrase = [redacted]"),
        ("password=\"it's \\\"it\\\" \" on".into(), "password=\"[redacted]\" on"),
        ("[(\"x-api-key\", \"ab\"), (\"accept\", \"json\")]".into(), "[(\"x-api-key\", \"[redacted]\"), (\"accept\", \"json\")]"),
        ("no token, so none sent".into(), "no token, so none sent"),
        ("tokens=5 token::parse api_key_page=3".into(), "tokens=5 token::parse api_key_page=3"),
        ("GET https://anna:pw@host/x@y".into(), "GET https://[redacted]@host/x@y"),
        ("GET https://host/x@y".into(), "GET https://host/x@y"),
        ("a -----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY----- b".into(), "a [redacted] b"),
        ("a -----BEGIN PRIVATE KEY----- b3Bl".into(), "a [redacted]"),
        ("-----BEGIN CERTIFICATE-----".into(), "-----BEGIN CERTIFICATE-----"),
        ("invoice INV-2025-1, 282 invoices, é".into(), "invoice INV-2025-1, 282 invoices, é"),
    ];
    for (line, expected) in cases {
        let cleaned = redactor.clean(&line);
        assert_eq!(cleaned, expected);
        assert_eq!(redactor.clean(&cleaned), cleaned, "cleaning twice changes nothing");
    }
}

#[test]
fn a_line_is_one_line_and_cannot_command_a_terminal() {
    let text = logged(&Config::default(), |_| {
        error!("a\n2026-11-20T22:00:00Z ERROR forged\x1b[2J\u{202e}{}", "x".repeat(100_000));
    });
    assert_eq!(text.lines().count(), 1);
    assert!(!text.contains('\x1b') && !text.contains('\u{202e}'));
    assert!(text.len() < 20_000 && text.ends_with("…\n"));
}

#[test]
fn any_text_can_be_cleaned() {
    let redactor = Redactor::default();
    redactor.register(&SecretString::from("árvíztűrő"));
    for text in ["", "://", "://@", "é://é@é", "token", "token:", "token=\"", "bearer ", "-----BEGIN ", "x-api-key: árvíztűrő"]
    {
        for cut in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            let cleaned = redactor.clean(text.split_at(cut).0);
            assert!(!cleaned.contains("árvíztűrő"));
        }
    }
}

#[test]
fn a_day_has_a_file_and_only_so_many_are_kept() {
    let dir = tempfile::tempdir().expect("a folder");
    let paths = paths(dir.path());
    let clock = Still::at("2026-11-20T23:59:59Z");
    let mut log = DailyFile::open(&paths.logs, 2, Arc::clone(&clock) as Arc<dyn Clock>, Arc::default()).expect("opens");
    fs::write(paths.logs.join("notes.txt"), "mine").expect("writes");
    fs::write(paths.logs.join("faktura.log.old"), "mine").expect("writes");
    log.write_all(b"one\n").expect("writes");
    for day in ["2026-11-21", "2026-11-22", "2026-11-23"] {
        clock.set(&format!("{day}T00:00:00Z"));
        log.write_all(day.as_bytes()).expect("writes");
    }
    let mut names: Vec<String> = fs::read_dir(&paths.logs)
        .expect("lists")
        .map(|entry| entry.expect("entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    assert_eq!(names, ["faktura.log.2026-11-22", "faktura.log.2026-11-23", "faktura.log.old", "notes.txt"]);
    assert_eq!(fs::read_to_string(paths.logs.join("faktura.log.2026-11-22")).expect("reads"), "2026-11-22");
}

#[test]
fn a_day_that_is_full_says_so_once_and_the_next_day_goes_on() {
    let dir = tempfile::tempdir().expect("a folder");
    let (clock, lost) = (Still::at("2026-11-20T12:00:00Z"), Arc::new(AtomicU64::new(0)));
    let mut log = DailyFile::open(dir.path(), 9, Arc::clone(&clock) as Arc<dyn Clock>, Arc::clone(&lost)).expect("opens");
    for _ in 0..400 {
        log.write_all(&[b'x'; 100]).expect("never fails");
    }
    let text = fs::read_to_string(dir.path().join("faktura.log.2026-11-20")).expect("reads");
    assert!(text.len() < 32_900 && text.matches("full").count() == 1, "{}", text.len());
    assert_eq!(lost.load(Ordering::Relaxed), 73);
    clock.set("2026-11-21T12:00:00Z");
    log.write_all(b"on\n").expect("writes");
    assert_eq!(fs::read_to_string(dir.path().join("faktura.log.2026-11-21")).expect("reads"), "on\n");
}

#[test]
fn lines_that_were_lost_are_told() {
    let dir = tempfile::tempdir().expect("a folder");
    let paths = paths(dir.path());
    fs::create_dir(&paths.logs).expect("a folder");
    fs::write(paths.logs.join("faktura.log.2026-11-20"), vec![b'x'; 40_000]).expect("writes");
    let clock = Still::clock("2026-11-20T12:00:00Z");
    let (subscriber, guard) = build(&Config::default(), &paths, &clock, None);
    tracing::subscriber::with_default(subscriber, || info!("one too many"));
    let told = guard.end();
    assert_eq!(told, Some(LoggingError::Lost { lines: 1 }));
    assert!(told.expect("just seen").to_string().starts_with("One line of the log was lost"));
}

#[test]
fn a_log_that_cannot_be_written_is_a_warning_and_no_more() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut paths = paths(dir.path());
    paths.logs = PathBuf::from("/dev/null/logs");
    let screen = Screen::default();
    let clock = Still::clock("2026-11-20T12:00:00Z");
    let (subscriber, guard) = build(&Config::default(), &paths, &clock, Some((screen.writer(), 1)));
    let warning = guard.warning().expect("a warning").to_string();
    assert!(warning.contains("/dev/null/logs"), "{warning}");
    tracing::subscriber::with_default(subscriber, || info!("goes on"));
    assert!(screen.text().contains("goes on"));
}

#[test]
fn a_log_whose_disk_fails_later_counts_what_is_lost() {
    let dir = tempfile::tempdir().expect("a folder");
    let logs = dir.path().join("logs");
    let (clock, lost) = (Still::at("2026-11-20T12:00:00Z"), Arc::new(AtomicU64::new(0)));
    let mut log = DailyFile::open(&logs, 9, Arc::clone(&clock) as Arc<dyn Clock>, Arc::clone(&lost)).expect("opens");
    fs::remove_dir_all(&logs).expect("removes");
    clock.set("2026-11-21T12:00:00Z");
    log.write_all(b"x\n").expect("never fails");
    assert_eq!(lost.load(Ordering::Relaxed), 1);
    fs::create_dir(&logs).expect("is there again");
    log.write_all(b"back\n").expect("writes");
    assert_eq!(fs::read_to_string(logs.join("faktura.log.2026-11-21")).expect("reads"), "back\n");
}

#[test]
fn a_link_laid_in_the_way_is_not_followed() {
    let dir = tempfile::tempdir().expect("a folder");
    let (logs, target) = (dir.path().join("logs"), dir.path().join("target"));
    fs::create_dir(&logs).expect("a folder");
    fs::write(&target, "mine").expect("writes");
    std::os::unix::fs::symlink(&target, logs.join("faktura.log.2026-11-20")).expect("links");
    let clock = Still::at("2026-11-20T12:00:00Z");
    assert!(DailyFile::open(&logs, 9, clock, Arc::default()).is_err());
    assert_eq!(fs::read_to_string(&target).expect("reads"), "mine");
}

#[test]
fn the_terminal_is_told_as_much_as_was_asked_for_and_no_secret() {
    let dir = tempfile::tempdir().expect("a folder");
    let shown = |verbosity: u8| {
        let screen = Screen::default();
        let clock = Still::clock("2026-11-20T12:00:00Z");
        let (subscriber, _guard) = build(&Config::default(), &paths(dir.path()), &clock, Some((screen.writer(), verbosity)));
        tracing::subscriber::with_default(subscriber, || {
            info!("\x1b[2Jkey {KEY}");
            debug!("detail");
            tracing::info!(target: "hyper", "of no interest");
        });
        screen.text()
    };
    assert_eq!(shown(1).lines().count(), 1);
    assert_eq!(shown(2).lines().count(), 2);
    assert!(shown(1).contains("key [redacted]") && !shown(2).contains('\x1b'));
}

#[test]
fn what_a_redactor_knows_it_does_not_tell() {
    let redactor = Redactor::default();
    redactor.register(&SecretString::from("hunter2"));
    assert_eq!(format!("{redactor:?}"), "Redactor { known: 1 }");
}

/// A disk that takes its time: each line waits for a word.
struct Slow {
    go: std::sync::mpsc::Receiver<()>,
    done: Arc<AtomicU64>,
}

impl std::io::Write for Slow {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        let _ = self.go.recv();
        self.done.fetch_add(1, Ordering::Release);
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A guard over a slow disk with a queue of so many lines, the writer to it, and the switch that lets the disk go on.
fn slow(queue: usize) -> (Guard, Counted, std::sync::mpsc::Sender<()>) {
    let (word, go) = std::sync::mpsc::channel();
    let (sent, done) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let disk = Slow { go, done: Arc::clone(&done) };
    let (way, worker) = NonBlockingBuilder::default().buffered_lines_limit(queue).finish(disk);
    let dropped = Some(way.error_counter());
    let guard = Guard {
        redactor: Arc::default(),
        warning: None,
        lost: Arc::default(),
        dropped,
        sent: Arc::clone(&sent),
        done,
        worker: Some(worker),
    };
    (guard, Counted { way, sent }, word)
}

#[test]
fn lines_that_a_slow_disk_did_not_take_are_counted() {
    let (mut guard, mut log, word) = slow(100);
    for _ in 0..7 {
        log.write_all(b"a line\n").expect("it never fails");
    }
    word.send(()).expect("it waits");
    word.send(()).expect("it waits");
    while guard.waiting() > 5 {
        std::thread::yield_now();
    }
    assert_eq!(guard.drain(Duration::from_millis(20)), 5);
    drop(word);
}

#[test]
fn lines_that_found_the_queue_full_are_counted_and_the_others_waited_for() {
    let (guard, mut log, word) = slow(4);
    for _ in 0..100 {
        log.write_all(b"a line\n").expect("it never fails");
    }
    let dropped = guard.dropped();
    assert!((95..100).contains(&dropped), "{dropped}");
    // From now on it takes everything.
    drop(word);
    let told = guard.end().expect("some were lost");
    assert_eq!(told, LoggingError::Lost { lines: dropped });
}
