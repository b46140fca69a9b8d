//! Every command comes to an end, whatever a service, a file, a host or the system does; and says why.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::support::server::{Answer, Asked, Server, document, page, rest};
use crate::support::serving::Serving;
use crate::support::terminal::Terminal;
use crate::support::{Home, Ran, ran};

const KEY: &str = "11111111-2222-4333-8444-555555555555";

/// A company at a service that answers pages of documents in its own way, and all else well.
fn at(pages: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> (Home, Server) {
    let all = vec![document(1, "100")];
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/documents" if asked.per_page() == 1 => page(&all, asked),
        "/documents" => pages(asked),
        _ => rest(asked),
    });
    let home = Home::new();
    let config = "[sync]\nbackoff = \"5ms\"\nread_timeout = \"1s\"\nanswer_timeout = \"5s\"\n";
    std::fs::write(home.path().join("config.toml"), config).expect("a config");
    home.must_add("Teszt", &server.url, KEY);
    (home, server)
}

fn pages(asked: &Asked, records: &str, total: usize, last: usize) -> Answer {
    let (page, size) = (asked.page(), asked.per_page());
    Answer::text(
        200,
        format!(r#"{{"data":[{records}],"total":{total},"per_page":{size},"current_page":{page},"last_page":{last}}}"#),
    )
}

fn hundred(page: usize) -> String {
    let ids = (page * 100..page * 100 + 100).map(|id| document(id as u64 + 1, "100"));
    ids.collect::<Vec<_>>().join(",")
}

#[test]
fn an_account_without_an_end_is_given_up_and_one_that_grows_is_not() {
    let (home, server) = at(|asked| pages(asked, &hundred(asked.page()), (asked.page() + 5) * 100, asked.page() + 5));
    let failed = home.expect(4, &["--headless"]);
    assert!(
        failed.out.contains("more pages than it announces") || failed.err.contains("more pages than it announces"),
        "{} {}",
        failed.out,
        failed.err
    );
    let asked = server.count();
    assert!(asked < 130, "twice the pages of the first claim and a hundred: {asked}");
    // What was fetched is kept, and the next run begins anew instead of going on behind it.
    home.expect(4, &["--headless"]);
    assert!(server.count() < asked + 130, "{}", server.count());

    let (home, _server) = at(|asked| {
        let records = if asked.page() <= 40 { hundred(asked.page()) } else { document(9, "100") };
        pages(asked, &records, 500 + (asked.page() * 100).min(3501), (5 + asked.page()).min(41))
    });
    let grown = home.run(&["--headless", "--json"]);
    assert!(matches!(grown.code, Some(0 | 3)), "{} {}", grown.out, grown.err);
}

#[test]
fn nothing_but_refused_records_ends_the_run() {
    let nested = format!("{}{}", "[".repeat(2_000_000), "]".repeat(2_000_000));
    let (home, server) = at(move |_| Answer::text(200, format!(r#"{{"data":[{nested}]}}"#)));
    let failed = home.expect(4, &["--headless"]);
    assert!(failed.out.contains("None of the last"), "{} {}", failed.out, failed.err);
    assert!(server.count() < 12, "{}", server.count());

    let (home, server) = at(|asked| {
        let records = (0..100).map(|at| format!(r#"{{"id":{},"gross_total":null}}"#, asked.page() * 100 + at));
        pages(asked, &records.collect::<Vec<_>>().join(","), 100_000, 1000)
    });
    let failed = home.expect(4, &["--headless"]);
    assert!(failed.out.contains("None of the last 100"), "{} {}", failed.out, failed.err);
    assert!(server.count() < 12, "{}", server.count());

    // A body that never closes its brackets is no page.
    let (home, server) = at(|_| Answer::text(200, "[".repeat(2_000_000)));
    home.expect(4, &["--headless"]);
    assert!(server.count() < 12, "{}", server.count());
}

#[test]
fn a_service_that_drips_is_given_up() {
    let (home, server) = at(|asked| {
        let mut answer = pages(asked, &hundred(1), 100, 1);
        answer.drip = Some(Duration::from_millis(200));
        answer
    });
    let failed = home.expect(4, &["--headless"]);
    assert!(failed.out.contains("too slowly"), "{} {}", failed.out, failed.err);
    // Once more, and not five times.
    assert!(server.arrived() <= 5, "{}", server.arrived());
}

#[test]
fn a_redirect_ends_at_once_and_names_the_place() {
    for status in [301, 302, 303, 307, 308] {
        let (home, server) = at(move |_| {
            let to = format!("https://user:pw@elsewhere.example/v3?key={KEY}");
            Answer::text(status, "").header("Location", to)
        });
        let before = server.count();
        let failed = home.expect(4, &["sync"]);
        let said = failed.out + &failed.err;
        assert!(said.contains("https://elsewhere.example/v3") && said.contains("base URL"), "{said}");
        assert!(!said.contains("pw@") && !said.contains(KEY), "{said}");
        assert_eq!(server.count(), before + 1, "asked once");
    }
}

fn pipe(path: &Path) {
    let _ = std::fs::remove_file(path);
    rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0).expect("a pipe");
}

#[test]
fn a_configuration_that_is_no_file_is_refused() {
    let home = Home::new();
    let config = home.path().join("config.toml");
    let refused = |what: &str| {
        for args in [&["status"][..], &["sync"], &["serve"], &["schedule", "print", "crontab"], &["invoices"]] {
            let refused = home.expect(6, args);
            assert!(refused.err.contains("not a regular file"), "{what} {args:?}: {}", refused.err);
        }
    };
    pipe(&config);
    refused("a pipe");
    std::fs::remove_file(&config).expect("there");
    std::fs::create_dir(&config).expect("a folder");
    refused("a folder");
    std::fs::remove_dir(&config).expect("there");
    std::os::unix::fs::symlink("/dev/zero", &config).expect("a link");
    refused("a device");
    std::fs::remove_file(&config).expect("there");
    let _listener = std::os::unix::net::UnixListener::bind(&config).expect("a socket");
    refused("a socket");
}

#[test]
fn a_pipe_without_a_writer_is_refused_where_a_file_is_read() {
    let home = Home::new();
    crate::books::fill(&home);
    let (named, table) = (home.path().join("named"), home.path().join("table.csv"));
    std::fs::write(&table, "Day,Amount\n2026-01-02,1\n").expect("written");
    pipe(&named);
    let (named, table) = (named.to_str().expect("UTF-8"), table.to_str().expect("UTF-8"));
    let out = home.path().join("out.xml").display().to_string();
    for args in [
        &["push", "plan", "--to", "Own Kft.", "--file", named][..],
        &["transfers", "make", &out, "--payments", named, "--account", "HU42117730161111101800000000"],
        &["bank", "import", named],
        &["bank", "import", table, "--mapping", named],
    ] {
        let refused = home.expect(4, args);
        assert!(refused.err.contains(named) && refused.err.contains("not a regular file"), "{args:?}: {}", refused.err);
    }
}

#[test]
fn a_configuration_that_was_named_and_is_not_there_is_refused() {
    let home = Home::new();
    let missing = home.path().join("other.toml");
    let named = ["--config", missing.to_str().expect("UTF-8")];
    // With the defaults in its place a worker would work for another store.
    for args in [&["status"][..], &["worker", "--until-idle"], &["config", "show"], &["config", "check"], &["invoices"]] {
        let refused = home.expect(6, &[&named[..], args].concat());
        assert!(refused.err.contains("other.toml") && refused.err.contains("--config"), "{args:?}: {}", refused.err);
    }
    let found = home.json(4, &[&named[..], &["doctor", "--json"]].concat());
    assert!(found.to_string().contains("config-unreadable") || found.to_string().contains("other.toml"), "{found}");
    // A new one can be written.
    home.expect(0, &[&named[..], &["config", "set", "lang", "hu"]].concat());
    home.expect(0, &[&named[..], &["config", "check"]].concat());
}

#[test]
fn pipes_in_the_places_of_our_files_hang_nothing() {
    for place in ["identity.age", "store/LOCK", "store/companies.json", "store/tokens.json", "store/keys/1.age", "store.upkeep"] {
        let (home, _server) = at(|asked| pages(asked, &document(1, "100"), 1, 1));
        home.expect(0, &["sync"]);
        let Some(path) =
            [home.path().join(place), home.store().join(place)].into_iter().find(|path| path.parent().is_some_and(Path::is_dir))
        else {
            panic!("{place}")
        };
        pipe(&path);
        for args in [&["status"][..], &["sync"], &["check"], &["token", "list"]] {
            // Whether it can do without is its own; that it ends and does not panic is what counts.
            let ended = home.run(args);
            assert!(ended.code.is_some_and(|code| code != 101), "{place} {args:?}: {}", ended.err);
        }
    }
}

#[test]
fn what_lies_in_the_place_of_a_part_of_the_store_is_named_with_what_to_do() {
    let places = ["FORMAT", "companies.json", "LOCK", "journal/000001.log", "keys/1.age", "journal", "keys", "sled/packs"];
    let others = places.iter().flat_map(|place| [(*place, false), (*place, true)]);
    for (place, folder) in others {
        let (home, _server) = at(|asked| pages(asked, &document(1, "100"), 1, 1));
        home.expect(0, &["sync"]);
        let path = home.store().join(place);
        if folder && path.is_dir() {
            continue;
        }
        if path.is_dir() {
            std::fs::remove_dir_all(&path).expect("removed");
        } else {
            std::fs::remove_file(&path).expect("removed");
        }
        if folder {
            std::fs::create_dir(&path).expect("a folder");
        } else {
            pipe(&path);
        }
        let commands: &[&[&str]] = match place {
            // Documents are there without a key.
            "keys/1.age" => &[&["sync"], &["check"], &["check", "--repair"]],
            _ => &[&["status"], &["invoices"], &["sync"], &["check"], &["check", "--repair"]],
        };
        for args in commands {
            let refused = home.expect(4, args);
            let told = format!("{}{}", refused.out, refused.err);
            assert!(told.contains(place) && told.contains("check --repair"), "{place} {args:?}: {told}");
        }
        // What the hint says: what is missing then is restored as after a loss.
        if folder {
            std::fs::remove_dir(&path).expect("moved away");
        } else {
            std::fs::remove_file(&path).expect("moved away");
        }
        home.run(&["check", "--repair"]);
        if place.starts_with("keys") {
            home.expect(0, &["company", "list"]);
            let again = home.set_key("Teszt", KEY, &[]);
            assert_eq!(again.code, Some(0), "{place}: {}", again.err);
        }
        home.expect(0, &["sync", "--full"]);
        home.expect(0, &["status"]);
        assert_eq!(home.json(0, &["invoices", "--format", "json"])["total"], 1, "{place}");
    }
}

#[test]
fn a_pipe_with_no_program_at_its_other_end_is_given_up_with_a_sentence() {
    let home = Home::new();
    crate::books::fill(&home);
    let named = home.path().join("named");
    pipe(&named);
    let name = named.to_str().expect("UTF-8");
    let gives_up = |place: &str, args: &[&str], told: &str| {
        let other = home.path().join(place);
        pipe(&other);
        let other = other.to_str().expect("UTF-8");
        let args: Vec<&str> = args.iter().map(|arg| if *arg == "PIPE" { other } else { arg }).collect();
        let refused = home.expect(4, &args);
        assert!(refused.err.contains(other) && refused.err.contains(told), "{args:?}: {}", refused.err);
    };
    std::thread::scope(|scope| {
        scope.spawn(|| gives_up("in", &["time", "import", "PIPE"], "no program writes to this pipe"));
        scope.spawn(|| gives_up("out", &["export", "PIPE", "--format", "csv"], "no program reads from this pipe"));
    });
    // A program that has it open may take its time.
    let writer = std::thread::spawn({
        let named = named.clone();
        move || std::fs::write(named, "i 2026-11-02 09:00:00 Site\no 2026-11-02 10:30:00\n").expect("written")
    });
    let read = home.json(0, &["time", "import", name, "--format", "timeclock", "--json"]);
    assert_eq!(read["imported"], 1, "{read}");
    writer.join().expect("ended");
}

/// Waits until a process has this text in the file of the system that says what it is at.
fn until(what: &str, mut seen: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while !seen() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn listens(pid: u32) -> bool {
    // The signals that are caught, as bits: 15 is SIGTERM.
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).map(str::trim);
    caught.and_then(|bits| u64::from_str_radix(bits, 16).ok()).is_some_and(|bits| bits & (1 << 14) != 0)
}

#[test]
fn signals_end_a_command_that_waits_for_a_pipe_that_takes_nothing() {
    let (home, _server) = at(|asked| {
        let records = if asked.page() <= 5 { hundred(asked.page()) } else { String::new() };
        pages(asked, &records, 500, 5)
    });
    home.expect(0, &["sync"]);
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        // More than a pipe holds, to a reader that never reads.
        let (reader, writer) = std::io::pipe().expect("a pipe");
        let mut command = home.command(&["invoices", "--limit", "500", "--format", "ndjson"]);
        let mut child = command.stdout(Stdio::from(writer)).spawn().expect("starts");
        drop(command);
        let pid = Pid::from_child(&child);
        until("it listens", || listens(child.id()));
        kill_process(pid, signal).expect("it runs");
        until("it ends", || child.try_wait().expect("it can be asked").is_some());
        let code = child.wait().expect("it ended").code();
        assert_eq!(code, Some(130), "{signal:?}");
        drop(reader);
    }
}

#[test]
fn the_screen_ended_by_a_signal_is_no_success() {
    for signal in [Signal::TERM, Signal::INT] {
        let home = Home::new();
        let mut screen = Terminal::start(&home, &["--demo"], 30, 100);
        screen.shows("Medka");
        screen.signal(signal);
        let (code, _) = screen.ends();
        assert_eq!(code, 130, "{signal:?}");
    }
}

#[test]
fn a_host_that_was_stopped_is_named_with_what_to_do() {
    let (home, _server) = at(|asked| pages(asked, &document(1, "100"), 1, 1));
    let serving = Serving::start(&home, &[], None);
    serving.says("Next sync");
    serving.signal(Signal::STOP);
    let pid = serving.child.id();
    until("it stopped", || std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default().contains(") T "));
    for args in [&["status"][..], &["invoices"], &["sync"], &["check"]] {
        let refused = home.expect(5, args);
        assert!(
            refused.err.contains(&format!("process {pid}")) && refused.err.contains(&format!("kill -CONT {pid}")),
            "{}",
            refused.err
        );
    }
    serving.signal(Signal::CONT);
    home.expect(0, &["sync"]);
    serving.signal(Signal::TERM);
    assert_eq!(serving.ends(), Some(0));
}

/// What could not be read while the host was stopped is read when it goes on, without a key.
#[test]
fn a_screen_recovers_by_itself_when_its_stopped_host_goes_on() {
    let (home, _server) = at(|asked| pages(asked, &document(1, "100"), 1, 1));
    home.expect(0, &["sync"]);
    let serving = Serving::start(&home, &[], None);
    serving.says("Next sync");
    let mut screen = Terminal::start(&home, &[], 30, 100);
    screen.shows("Companies");
    screen.press("2");
    screen.shows("T-1");
    serving.signal(Signal::STOP);
    let pid = serving.child.id();
    until("it stopped", || std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default().contains(") T "));
    screen.press("\r");
    screen.shows(&format!("kill -CONT {pid}"));
    serving.signal(Signal::CONT);
    screen.until("the invoice, whole", |screen| screen.contains("History") && !screen.contains("kill -CONT"));
    screen.quits();
    serving.signal(Signal::TERM);
    assert_eq!(serving.ends(), Some(0));
}

/// Runs a command as a user with limited processes and threads; `None` where this test's user may not set that up.
fn limited(home: &Home, limit: &str, args: &str) -> Option<Ran> {
    if rustix::process::geteuid().as_raw() != 0 || !Path::new("/usr/bin/setpriv").exists() {
        return None;
    }
    let binary = env!("CARGO_BIN_EXE_faktura");
    let mut command = std::process::Command::new("/usr/bin/setpriv");
    let script = format!("ulimit {limit}; exec {binary} --home {} {args}", home.path().display());
    // A user that no other test and no other process has.
    let user = 61_000 + (std::process::id() % 4000);
    std::os::unix::fs::chown(home.path(), Some(user), Some(user)).expect("root may");
    command.args([&format!("--reuid={user}"), &format!("--regid={user}"), "--clear-groups", "/bin/bash", "-c", &script]);
    command.env_clear().env("PATH", "/usr/bin:/bin").env("LANG", "en_US.UTF-8");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    Some(ran(command))
}

#[test]
fn too_few_threads_are_said_and_hang_nothing() {
    let readable = Path::new(env!("CARGO_BIN_EXE_faktura")).ancestors().skip(1).all(|folder| {
        use std::os::unix::fs::PermissionsExt;
        std::fs::metadata(folder).is_ok_and(|found| found.permissions().mode() & 0o005 == 0o005)
    });
    if !readable {
        return;
    }
    for threads in 2..=12 {
        for args in ["status", "sync", "invoices", "export out.csv", "serve", "company list"] {
            let home = Home::new();
            let Some(ended) = limited(&home, &format!("-u {threads}"), args) else { return };
            assert_eq!(ended.code, Some(1), "{threads} {args}: {}", ended.err);
            assert!(ended.err.contains("too few threads") && !ended.err.contains("panicked"), "{threads} {args}: {}", ended.err);
        }
        let home = Home::new();
        let ended = limited(&home, &format!("-u {threads}"), "--version").expect("as before");
        assert_eq!(ended.code, Some(0), "{}", ended.err);
    }
}

#[test]
fn an_output_that_is_full_is_an_error_and_one_that_closes_is_not() {
    let (home, _server) = at(|asked| pages(asked, &hundred(1), 100, 1));
    home.expect(0, &["sync"]);
    for args in [
        &["status"][..],
        &["status", "--json"],
        &["invoices"],
        &["invoices", "--format", "csv"],
        &["export", "-", "--format", "csv"],
        &["invoice", "T-150"],
        &["report", "months"],
        &["logs"],
        &["audit"],
        &["check"],
        &["company", "list"],
        &["completions", "bash"],
        &["schedule", "print", "crontab"],
        &["--help"],
        &["--version"],
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("there");
        let mut command = home.command(args);
        command.stdout(Stdio::from(full));
        let ended = ran(command);
        assert_eq!(ended.code, Some(1), "{args:?}: {}", ended.err);
        assert!(
            ["stdout", "standard output", "output cannot be written"].iter().any(|said| ended.err.contains(said))
                && !ended.err.contains("panicked")
                && !ended.err.contains("file was not changed"),
            "{args:?}: {}",
            ended.err
        );

        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = home.command(args);
        command.stdout(Stdio::from(writer));
        let ended = ran(command);
        assert_eq!(ended.code, Some(0), "{args:?}: {}", ended.err);
        assert_eq!(ended.err, "", "{args:?}");
    }
}

#[test]
fn half_a_request_keeps_nobody_from_the_api() {
    use crate::support::talk;
    let (home, _server) = at(|asked| pages(asked, &document(1, "100"), 1, 1));
    let serving = Serving::start(&home, &["--listen", "127.0.0.1:0"], None);
    let line = serving.says("http://");
    let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
    let token = home.expect(0, &["token", "add", "robot"]).out.trim().to_owned();
    let mut half = Vec::new();
    for _ in 0..200 {
        let mut stream = talk::connect(&address);
        let _ = stream.write_all(b"GET /v1/status HTTP/1.1\r\nHost: x\r\n");
        half.push(stream);
    }
    let asked = talk::tcp(&address, talk::request("GET", "/v1/status", Some(&token), "").as_bytes());
    assert_eq!(asked.status, 200, "{}", asked.text());
    // The longest waiting ones were closed without an answer.
    let mut bytes = Vec::new();
    // Closed with bytes that were not read yet, a connection is reset.
    if let Err(error) = half[0].read_to_end(&mut bytes) {
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    }
    assert!(bytes.is_empty() || bytes.starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&bytes));

    let mut said = String::new();
    let both = "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    for lines in [
        both,
        "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n",
        "Content-Length: 0\r\nContent-Length: 0\r\n\r\n",
    ] {
        let request = format!("GET /v1/status HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n{lines}");
        let reply = talk::tcp(&address, request.as_bytes());
        let _ = write!(said, "{} ", reply.status);
    }
    assert_eq!(said, "400 400 400 ");
    let reply = talk::tcp(&address, talk::request("GET", "/v1/invoices?q=%ff", Some(&token), "").as_bytes());
    assert_eq!((reply.status, reply.code().as_str()), (400, "api-not-text"));
}
