//! A hostile service: nothing it sends loses an invoice, ends a loop, or is taken for the end of the list.

use std::time::{Duration, Instant};

use crate::support::server::{Answer, Asked, Server, document, page, rest};
use crate::support::terminal::Terminal;
use crate::support::{Home, ran};

const KEY: &str = "11111111-2222-4333-8444-555555555555";

fn documents(count: u64) -> Vec<String> {
    (1..=count).rev().map(|id| document(id, "100")).collect()
}

/// An account of 250 invoices; its document pages go through `twist` first.
fn twisted(twist: impl Fn(&Asked, Answer) -> Answer + Send + Sync + 'static) -> (Home, Server) {
    let all = documents(250);
    let server = Server::start(move |asked| {
        if asked.path != "/documents" {
            return rest(asked);
        }
        let answer = page(&all, asked);
        if asked.per_page() == 1 { answer } else { twist(asked, answer) }
    });
    let home = Home::new();
    // Short pauses: the waits themselves are tested with a clock of their own.
    std::fs::write(home.path().join("config.toml"), "[sync]\nbackoff = \"5ms\"\n").expect("a config");
    home.must_add("Teszt", &server.url, KEY);
    (home, server)
}

fn first_time_for(asked: &Asked, page: usize, seen: &std::sync::atomic::AtomicU64) -> bool {
    asked.page() == page && seen.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0
}

#[test]
fn a_bad_body_in_a_200_is_retried_and_never_ends_the_list() {
    let bodies: [fn(Answer) -> Answer; 5] = [
        |_| Answer::text(200, "<!doctype html><html><body>Maintenance</body></html>").header("Content-Type", "text/html"),
        |_| Answer::text(200, ""),
        |answer| Answer { body: answer.body[..answer.body.len() / 2].to_vec(), ..answer },
        |answer| Answer { claim: Some(answer.body.len()), cut: Some(answer.body.len() / 3), ..answer },
        |_| Answer::text(200, r#"{"unexpected":true}"#),
    ];
    for bad in bodies {
        let seen = std::sync::atomic::AtomicU64::new(0);
        let (home, _server) = twisted(move |asked, answer| if first_time_for(asked, 2, &seen) { bad(answer) } else { answer });
        let sync = home.json(0, &["sync", "--json"]);
        assert_eq!(sync["companies"][0]["invoices_created"], 250);
        assert_eq!(sync["companies"][0]["api_calls"], 4, "three pages and one repetition");
    }
}

#[test]
fn a_page_that_stays_bad_fails_the_run_and_what_was_committed_stays() {
    let (home, _server) = twisted(|asked, answer| if asked.page() == 3 { Answer::text(200, "<html></html>") } else { answer });
    let sync = home.json(4, &["sync", "--json"]);
    assert_eq!(sync["companies"][0]["status"], "failed");
    assert_eq!(home.json(0, &["invoices", "--format", "json"])["total"], 200);
    // Invoices are here, and still: it never succeeded, and why.
    let failure = sync["companies"][0]["errors"][0]["error"].as_str().expect("a reason").to_owned();
    let json = home.json(4, &["status", "--json"]);
    assert_eq!(json["companies"][0]["failure"], failure.as_str());
    assert!(json["companies"][0]["last_success"].is_null());
    let text = home.expect(4, &["status"]).out;
    assert!(text.contains("never") && text.contains(&failure), "{text}");
    let text = home.expect(0, &["company", "show", "Teszt"]).out;
    assert!(text.contains(&failure), "{text}");
    let typed = home.path().join("typed");
    std::fs::write(&typed, "companies\nquit\n").expect("room");
    let mut plain = home.command(&["--plain"]);
    plain.stdin(std::fs::File::open(&typed).expect("there"));
    let plain = ran(plain);
    assert!(plain.out.contains("never") && plain.out.contains(&failure), "{}{}", plain.out, plain.err);
    let mut terminal = Terminal::start(&home, &[], 30, 120);
    terminal.shows(failure.split(['.', ':']).next().unwrap_or(&failure));
    terminal.shows("never");
    terminal.quits();
    home.expect(0, &["check"]);
}

#[test]
fn absurd_metadata_ends_no_loop_and_starts_none() {
    for meta in [
        r#""total":-5,"last_page":-1,"current_page":99"#,
        r#""total":99999999999999999999,"last_page":4294967296"#,
        r#""total":"many","last_page":null"#,
        r#""per_page":0"#,
    ] {
        let (home, server) = twisted(move |_, answer| {
            let body = String::from_utf8(answer.body.clone()).expect("ours");
            let end = body.rfind("],\"total\"").expect("ours");
            Answer { body: format!("{}],{meta}}}", &body[..end]).into_bytes(), ..answer }
        });
        let sync = home.run(&["sync", "--json"]);
        let invoices = home.json(0, &["invoices", "--format", "json"]);
        assert_eq!(invoices["total"], 250, "{meta}: {}", sync.out);
        assert!(server.count() < 40, "{meta}: {} requests", server.count());
    }
}

#[test]
fn a_refused_key_is_not_kept_and_ends_the_run_at_once() {
    let server = Server::start(|_| Answer::text(401, r#"{"error":{"message":"Unauthorized"}}"#));
    let home = Home::new();
    let refused = home.add("Teszt", &server.url, KEY);
    assert_eq!(refused.code, Some(6), "{}", refused.err);
    assert!(refused.err.contains("https://app.billingo.hu/api-key"), "{}", refused.err);
    assert!(!refused.err.contains(KEY));
    assert_eq!(home.json(0, &["company", "list", "--json"])["companies"].as_array().map(Vec::len), Some(0));
    let before = server.count();
    let mut add = home.command(&["company", "add", "Teszt", "--provider", "billingo", "--base-url", &server.url, "--no-test"]);
    assert!(add.env("FAKTURA_API_KEY", KEY).status().expect("starts").success());
    assert_eq!(server.count(), before, "--no-test asks nothing");
    let sync = home.json(6, &["sync", "--json"]);
    assert_eq!(sync["companies"][0]["status"], "failed");
    assert_eq!(sync["companies"][0]["api_calls"], 1);
}

#[test]
fn a_long_retry_after_defers_and_nothing_calls_before_its_time() {
    let (home, server) = twisted(|asked, answer| {
        if asked.page() == 1 {
            answer
        } else {
            Answer::text(429, r#"{"error":{"message":"Too many"}}"#).header("Retry-After", "7200")
        }
    });
    let sync = home.json(4, &["sync", "--json"]);
    assert_eq!(sync["companies"][0]["status"], "deferred");
    assert!(sync["companies"][0]["deferred_until"].is_string(), "{sync}");
    let before = server.count();
    let again = home.json(4, &["sync", "--json"]);
    assert_eq!(again["companies"][0]["status"], "deferred");
    assert_eq!(again["companies"][0]["api_calls"], 0);
    assert_eq!(server.count(), before);
}

#[test]
fn a_short_retry_after_is_honoured() {
    let seen = std::sync::atomic::AtomicU64::new(0);
    let (home, _server) =
        twisted(
            move |asked, answer| {
                if first_time_for(asked, 2, &seen) { Answer::text(503, "").header("Retry-After", "1") } else { answer }
            },
        );
    let started = Instant::now();
    home.expect(0, &["sync"]);
    assert!(started.elapsed() >= Duration::from_secs(1));
}

#[test]
fn one_company_that_fails_never_stops_another() {
    let all = documents(5);
    let good = Server::start(move |asked| if asked.path == "/documents" { page(&all, asked) } else { rest(asked) });
    let (home, _bad) = twisted(|_, _| Answer::text(403, r#"{"error":{"message":"Forbidden"}}"#));
    home.must_add("Jó", &good.url, KEY);
    let sync = home.json(3, &["--headless", "--json"]);
    assert_eq!(sync["status"], "partial");
    assert_eq!((&sync["successful"], &sync["failed"]), (&1.into(), &1.into()));
    assert_eq!(home.json(0, &["invoices", "--company", "Jó", "--format", "json"])["total"], 5);
}

#[test]
fn ctrl_c_ends_between_commits_and_waits_for_no_answer() {
    let (home, server) =
        twisted(|asked, answer| Answer { delay: Duration::from_secs(if asked.page() > 1 { 60 } else { 0 }), ..answer });
    let before = server.count();
    let child = home.command(&["sync"]).spawn().expect("starts");
    let pid = rustix::process::Pid::from_child(&child);
    // Page 1 has been answered when page 2 is asked for, which hangs.
    let deadline = Instant::now() + Duration::from_mins(1);
    while server.arrived() < before + 2 {
        assert!(Instant::now() < deadline, "page 2 was never asked for");
        std::thread::sleep(Duration::from_millis(5));
    }
    let asked = Instant::now();
    rustix::process::kill_process(pid, rustix::process::Signal::INT).expect("it runs");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
    // The answer that hangs is not waited for, however busy the machine is.
    assert!(asked.elapsed() < Duration::from_secs(45), "{:?}", asked.elapsed());
    let runs = home.json(0, &["logs", "--json"]);
    assert_eq!(runs["runs"][0]["status"], "cancelled");
    home.expect(0, &["check"]);
}

#[test]
fn a_redirect_does_not_carry_the_key_elsewhere() {
    let thief = Server::start(|_| Answer::text(200, "{}"));
    let target = thief.url.clone();
    let server = Server::start(move |_| Answer::text(302, "").header("Location", target.clone()));
    let home = Home::new();
    assert_ne!(home.add("Teszt", &server.url, KEY).code, Some(0));
    assert_eq!(thief.count(), 0);
}

#[test]
fn an_address_without_tls_is_taken_for_loopback_only() {
    let home = Home::new();
    for url in ["http://example.com", "http://127.0.0.1.example.com", "ftp://127.0.0.1", "http://user:pw@127.0.0.1", "nonsense"] {
        let refused = home.add("Teszt", url, KEY);
        assert_eq!(refused.code, Some(6), "{url}: {}", refused.err);
    }
}

#[test]
fn an_account_that_is_suddenly_empty_turns_red_and_keeps_every_total() {
    let left = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(30));
    let (all, now) = (documents(30), left.clone());
    let server = Server::start(move |asked| {
        if asked.path != "/documents" {
            return rest(asked);
        }
        page(&all[..now.load(std::sync::atomic::Ordering::SeqCst)], asked)
    });
    let home = Home::new();
    std::fs::write(home.path().join("config.toml"), "[sync]\nbackoff = \"5ms\"\n").expect("a config");
    home.must_add("Teszt", &server.url, KEY);
    home.expect(0, &["sync"]);
    let totals = |query: &str| home.json(0, &["invoices", query, "--format", "json"])["totals"].clone();
    let (before, owed) = (totals(""), totals("balance>0"));
    left.store(0, std::sync::atomic::Ordering::SeqCst);
    let sync = home.json(4, &["sync", "--full", "--json"]);
    let told = sync["companies"][0]["errors"][0]["error"].as_str().expect("a sentence").to_owned();
    assert!(told.contains("30 of 30 documents") && told.contains("Nothing was marked as vanished"), "{told}");
    // By itself it does not turn green again: the next run looks once more.
    let again = home.expect(4, &["--headless"]);
    assert!(again.err.contains("faktura sync --company 1 --accept-deletions"), "{}", again.err);
    // What cron mails says what to do, too.
    let mailed = home.expect(4, &["--headless", "--quiet"]);
    assert!(mailed.err.contains(&told) && mailed.err.contains("--company 1 --accept-deletions"), "{}", mailed.err);
    assert_eq!(home.json(4, &["status", "--json"])["companies"][0]["status"], "red");
    assert_eq!((totals(""), totals("balance>0")), (before, owed));
    assert_eq!(home.json(0, &["invoices", "status:vanished", "--format", "json"])["total"], 0);
    let runs = home.json(0, &["logs", "--json"]);
    assert_eq!(runs["runs"][0]["errors"][0]["error"], told.as_str(), "the log has the words of a sync");
    assert_eq!(runs["runs"][3]["errors"], serde_json::json!([]), "a run without errors has an empty list");
    home.expect(2, &["sync", "--accept-deletions"]);
    home.expect(0, &["sync", "--company", "Teszt", "--accept-deletions"]);
    assert_eq!(home.json(0, &["invoices", "status:vanished", "--format", "json"])["total"], 30);
    assert_eq!(home.json(0, &["status", "--json"])["companies"][0]["status"], "green");
    home.expect(0, &["sync", "--full"]);
}

#[test]
fn a_few_documents_that_were_deleted_are_flagged_by_an_ordinary_full_sync() {
    let left = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(12));
    let (all, now) = (documents(12), left.clone());
    let server = Server::start(move |asked| {
        if asked.path != "/documents" {
            return rest(asked);
        }
        page(&all[..now.load(std::sync::atomic::Ordering::SeqCst)], asked)
    });
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    home.expect(0, &["sync"]);
    left.store(9, std::sync::atomic::Ordering::SeqCst);
    home.expect(0, &["sync", "--full"]);
    assert_eq!(home.json(0, &["invoices", "status:vanished", "--format", "json"])["total"], 3);
}
