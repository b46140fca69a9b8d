//! Invoices and reminders by mail: each once, and its state is true, whatever the mail server does.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::time::Duration;

use base64::Engine;
use serde_json::{Value, json};

use crate::support::Home;
use crate::support::serving::Serving;
use crate::support::smtp::{Deed, Smtp};
use crate::support::talk::{connect, request, tcp};

/// Own books with invoices: number, address of the client, due date.
pub(crate) fn books(invoices: &[(&str, &str)]) -> Home {
    let home = Home::new();
    let add = ["books", "add", "Árvíztűrő Kft.", "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43"];
    home.expect(0, &add);
    for (place, (email, due)) in invoices.iter().enumerate() {
        let (client, project) = (format!("Őrség {place} Zrt."), format!("P{place}"));
        let mut args = vec!["client", "add", &client, "--tax-number", "13114505-2-41"];
        if !email.is_empty() {
            args.extend(["--email", email]);
        }
        home.expect(0, &args);
        home.expect(0, &["project", "add", &project, "--client", &client]);
        let rate = ["--amount", "10000", "--currency", "HUF", "--per", "hour", "--from", "2026-01-01"];
        home.expect(0, &[&["rate", "set", "--project", &project][..], &rate].concat());
        let day = format!("2026-10-{:02}", place + 1);
        let (start, end) = (format!("{day}T09:00"), format!("{day}T10:00"));
        let time = ["--start", &start, "--end", &end, "--zone", "Europe/Budapest"];
        home.expect(0, &[&["time", "add", "--project", &project][..], &time].concat());
        home.expect(0, &["time", "approve"]);
        let draft =
            ["draft", "make", "--client", &client, "--from", "2026-10-01", "--until", "2026-10-31", "--vat", "27", "--json"];
        let draft = home.json(0, &draft)["drafts"][0]["draft"].as_str().expect("an identifier").to_owned();
        home.expect(0, &["issue", &draft, "--date", "2026-10-31", "--due", due]);
    }
    home
}

fn number(place: usize) -> String {
    format!("INV-2026-{:05}", place + 1)
}

/// Mail settings for a server, with more lines of `[mail]` and further sections.
pub(crate) fn configured(home: &Home, port: u16, mail: &str) {
    let retry = if mail.contains("retry") { "" } else { "retry = \"10ms\"\n" };
    let text = format!(
        "[mail]\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\nfrom = \"szamla@own.example\"\n{retry}{mail}\n"
    );
    std::fs::write(home.path().join("config.toml"), text).expect("written");
}

fn states(home: &Home) -> Vec<(String, String)> {
    let listed = home.json(0, &["deliveries", "list", "--json"]);
    let mut all: Vec<(String, String)> = listed["deliveries"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| (one["invoice_number"].as_str().expect("text").to_owned(), one["state"].as_str().expect("text").to_owned()))
        .collect();
    all.sort();
    all
}

/// Waits until no mail waits any more: a command that has the store sends what is due.
fn until_idle(home: &Home) -> Vec<(String, String)> {
    let serving = Serving::start(home, &[], None);
    let deadline = std::time::Instant::now() + Duration::from_mins(1);
    loop {
        let listed = home.json(0, &["deliveries", "list", "--json"]);
        let waits = |one: &Value| one["state"] == "sending" || !one["due"].is_null();
        if !listed["deliveries"].as_array().expect("a list").iter().any(waits) {
            drop(serving);
            return states(home);
        }
        assert!(std::time::Instant::now() < deadline, "{listed}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn decoded(part: &str) -> Vec<u8> {
    let text: String = part.split_whitespace().collect();
    base64::engine::general_purpose::STANDARD.decode(text).expect("base64")
}

#[test]
fn an_invoice_is_sent_once_with_paper_and_data() {
    let smtp = Smtp::start(|_, _| Deed::Take);
    let home = books(&[("\"Kiss, Éva\" <eva@buyer.example>", "2026-11-15")]);
    let missing = home.expect(6, &["send", &number(0)]);
    assert!(missing.err.contains("[mail]"), "{}", missing.err);
    configured(&home, smtp.port, "bcc = [\"archive@own.example\"]");
    let shown = home.json(0, &["send", &number(0), "--dry-run", "--json"]);
    let mail = &shown["deliveries"][0]["mail"];
    assert!(mail["subject"].as_str().is_some_and(|subject| subject.contains(&number(0))), "{shown}");
    assert_eq!((smtp.taken().len(), states(&home).len()), (0, 0), "a preview sends and queues nothing");
    let sent = home.json(0, &["send", &number(0), "--json"]);
    let delivery = &sent["deliveries"][0];
    assert_eq!((&delivery["state"], &delivery["attempts"], &delivery["kind"]), (&json!("sent"), &json!(1), &json!("invoice")));
    let [taken] = &smtp.taken()[..] else { panic!("one mail") };
    assert_eq!(taken.to, ["eva@buyer.example", "archive@own.example"]);
    assert_eq!(taken.id(), format!("<{}@own.example>", delivery["delivery"].as_str().expect("text")));
    assert!(!taken.text.contains("archive@"), "copies are not named");
    let head = taken.text.split("\r\n\r\n").next().expect("a head");
    assert!(head.is_ascii() && head.contains("=?utf-8?b?"), "{head}");
    let parts: Vec<&str> = taken.text.split("--faktura-").collect();
    let part = |kind: &str| parts.iter().find(|part| part.contains(kind)).unwrap_or_else(|| panic!("no {kind}: {head}"));
    let content = |kind: &str| decoded(part(kind).split("\r\n\r\n").nth(1).expect("a body"));
    let pdf = content("application/pdf");
    assert!(pdf.starts_with(b"%PDF-1.7"));
    // Without an address of the buyer the European forms lack a field: the paper goes, the form is left out and named.
    let attached = taken.text.to_lowercase().matches("content-disposition: attachment").count();
    assert_eq!(mail["files"].as_array().expect("a list").len(), attached, "{head}");
    // Once: again only where that is said.
    let again = home.json(0, &["send", &number(0), "--json"]);
    assert_eq!((&again["deliveries"], &again["skipped"][0]["sent_already"]), (&json!([]), &json!(true)));
    assert_eq!(smtp.taken().len(), 1);
    home.expect(
        0,
        &["send", &number(0), "--again", "--to", "other@buyer.example", "--attach", "pdf", "--text", "Csak {number}."],
    );
    let second = &smtp.taken()[1];
    assert_eq!(second.to[0], "other@buyer.example");
    assert_ne!(second.id(), taken.id());
    assert!(home.expect(0, &["audit"]).out.contains("delivery.send"));
    home.expect(0, &["check"]);
}

#[test]
fn what_cannot_be_sent_is_named_and_the_rest_goes() {
    let smtp = Smtp::start(|_, to| if to.starts_with("gone") { Deed::Recipient("550 5.1.1 no such user") } else { Deed::Take });
    let home = books(&[("a@buyer.example", "2026-11-15"), ("", "2026-11-15"), ("gone@buyer.example", "2026-11-15")]);
    configured(&home, smtp.port, "");
    let sent = home.json(3, &["send", "direction:issued", "--json"]);
    assert_eq!(sent["skipped"][0]["invoice_number"], number(1));
    assert!(sent["skipped"][0]["reason"].as_str().is_some_and(|why| why.contains("Őrség 1")), "{sent}");
    let states_now = states(&home);
    assert_eq!(states_now, [(number(0), "sent".to_owned()), (number(2), "failed".to_owned())]);
    let failed = home.json(0, &["deliveries", "list", "--state", "failed", "--json"]);
    let why = failed["deliveries"][0]["error"].as_str().expect("a reason");
    assert!(why.contains("gone@buyer.example") && why.contains("no such user"), "{why}");
    home.expect(4, &["send", &number(1)]);
    home.expect(4, &["send", "NO-SUCH-1"]);
    home.expect(2, &["send", &number(0), "--again", "--to", "a@b\r\nBcc: c@d"]);
    // A person mends the address and retries: the same delivery.
    let delivery = failed["deliveries"][0]["delivery"].as_str().expect("text").to_owned();
    home.expect(3, &["deliveries", "retry", &delivery]);
    home.expect(0, &["deliveries", "cancel", &delivery]);
    assert_eq!(home.json(0, &["deliveries", "list", &delivery, "--json"])["deliveries"][0]["state"], "cancelled");
    home.expect(2, &["deliveries", "retry", "nothing"]);
}

#[test]
fn a_refused_address_keeps_the_mail_from_no_other() {
    let smtp = Smtp::start(|place, _| match place {
        0 => Deed::Refuse("gone", "550 5.1.1 no such user"),
        1 => Deed::Refuse("archive", "550 5.7.1 not here"),
        2 => Deed::Refuse("archive", "452 4.2.2 mailbox full"),
        3 => Deed::Refuse("a@", "451 4.7.1 greylisted"),
        _ => Deed::Refuse("", "550 5.1.1 no such user"),
    });
    let home = books(&[("a@buyer.example", "2026-11-15")]);
    configured(&home, smtp.port, "bcc = [\"archive@own.example\"]");
    let again = |code: i32, to: &[&str]| {
        let mut args = vec!["send", "INV-2026-00001", "--again", "--json"];
        to.iter().for_each(|to| args.extend(["--to", to]));
        let delivery = home.json(code, &args)["deliveries"][0].clone();
        let text = |name: &str| delivery[name].as_str().unwrap_or_default().to_owned();
        (text("state"), text("error"))
    };
    // The others have it; the one that has not is named.
    let (state, why) = again(3, &["Gone <gone@buyer.example>", "a@buyer.example"]);
    assert_eq!(
        (state.as_str(), &smtp.taken()[0].to[..]),
        ("sent", &["a@buyer.example", "archive@own.example"].map(str::to_owned)[..])
    );
    assert!(why.contains("gone@buyer.example") && why.contains("no such user"), "{why}");
    // A copy of ours is worth a word, for good or for now.
    for word in ["not here", "mailbox full"] {
        let (state, why) = again(0, &["a@buyer.example"]);
        assert!(state == "sent" && why.contains("archive@own.example") && why.contains(word), "{state}: {why}");
        assert_eq!(smtp.taken().last().expect("a mail").to, ["a@buyer.example"]);
    }
    // What may be taken later is sent to all later, so that none gets it twice.
    configured(&home, smtp.port, "retry = \"1h\"");
    let (state, why) = again(3, &["a@buyer.example", "b@buyer.example"]);
    assert!(state == "queued" && why.contains("greylisted"), "{state}: {why}");
    home.expect(0, &["deliveries", "cancel", "INV-2026-00001"]);
    let (state, why) = again(3, &["a@buyer.example", "b@buyer.example"]);
    assert!(state == "failed" && why.contains("a@buyer.example") && why.contains("b@buyer.example"), "{state}: {why}");
    assert_eq!(smtp.taken().len(), 3);
}

#[test]
fn a_mail_is_signed_by_the_seller_and_a_cancelled_invoice_stays_here() {
    let smtp = Smtp::start(|_, _| Deed::Take);
    let home = books(&[("a@buyer.example", "2026-11-15")]);
    configured(&home, smtp.port, "");
    home.expect(0, &["books", "edit", "--legal-name", "Árvíztűrő Tükörfúrógép Kft."]);
    let draft = ["draft", "make", "--client", "Őrség 0 Zrt.", "--line", "A=1x100@27", "--json"];
    let draft = home.json(0, &draft)["drafts"][0]["draft"].as_str().expect("an identifier").to_owned();
    home.expect(0, &["issue", &draft]);
    let shown = home.json(0, &["send", &number(1), "--dry-run", "--json"]);
    for part in ["subject", "text"] {
        assert!(shown["deliveries"][0]["mail"][part].as_str().is_some_and(|text| text.contains("Tükörfúrógép")), "{shown}");
    }
    // As it was issued: under the name of that day.
    let before = home.json(0, &["send", &number(0), "--dry-run", "--json"]);
    assert!(!before.to_string().contains("Tükörfúrógép"), "{before}");
    let void = home.json(0, &["void", &number(1), "--json"]);
    let by = void["invoices"][0]["invoice_number"].as_str().expect("text").to_owned();
    let refused = home.expect(4, &["send", &number(1)]);
    assert!(refused.err.contains(&by) && refused.err.contains("--again"), "{}", refused.err);
    assert!(smtp.taken().is_empty());
    home.expect(0, &["send", &by]);
    home.expect(0, &["send", &number(1), "--again"]);
    assert_eq!(smtp.taken().len(), 2);
}

#[test]
fn what_was_taken_back_since_it_was_queued_stays_here() {
    let home = books(&[("a@buyer.example", "2026-11-15"); 4]);
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    configured(&home, closed, "retry = \"1h\"");
    home.expect(3, &["send", &number(0), &number(1), &number(3)]);
    home.expect(3, &["send", &number(2), "--again"]);
    let made = |args: &[&str]| {
        let told = home.json(0, &[args, &["--json"]].concat());
        told["invoices"][0]["invoice_number"].as_str().expect("text").to_owned()
    };
    let (void, note) = (made(&["void", &number(0)]), made(&["credit", &number(1)]));
    made(&["void", &number(2)]);
    made(&["credit", &number(3), "--line", "1=net:100"]);
    let smtp = Smtp::start(|_, _| Deed::Take);
    configured(&home, smtp.port, "");
    home.expect(3, &["deliveries", "retry", &number(0), &number(1), &number(2), &number(3)]);
    let expected =
        ["cancelled", "cancelled", "sent", "sent"].iter().enumerate().map(|(at, state)| (number(at), (*state).to_owned()));
    assert_eq!(states(&home), expected.collect::<Vec<_>>());
    assert_eq!(smtp.taken().len(), 2);
    let listed = home.json(0, &["deliveries", "list", "--state", "cancelled", "--json"]);
    for by in [&void, &note] {
        assert!(listed.to_string().contains(&format!("{by} ")), "{by}: {listed}");
    }
    // What is credited whole is not queued either, unless a person insists.
    let refused = home.expect(4, &["send", &number(1)]);
    assert!(refused.err.contains(&note) && refused.err.contains("--again"), "{}", refused.err);
    home.expect(0, &["send", &number(1), "--again"]);
    home.expect(0, &["send", &note]);
    assert_eq!(smtp.taken().len(), 4);
}

#[test]
fn a_mail_that_is_not_taken_now_is_tried_until_it_is() {
    // Greylisting, a full disk at the server, a connection that closes; then all is well.
    let smtp = Smtp::start(|place, _| match place {
        0 => Deed::Recipient("451 4.7.1 greylisted, try again"),
        1 => Deed::AfterData("452 4.3.1 disk full"),
        2 => Deed::Close,
        _ => Deed::Take,
    });
    let home = books(&[("a@buyer.example", "2026-11-15")]);
    configured(&home, smtp.port, "");
    home.expect(0, &["send", &number(0), "--no-wait"]);
    assert_eq!(until_idle(&home), [(number(0), "sent".to_owned())]);
    let listed = home.json(0, &["deliveries", "list", "--json"]);
    assert_eq!(smtp.taken().len(), 1, "once, for all attempts");
    // Where the connection that closes was kept from the attempt before, another replaces it within the attempt.
    let attempts = listed["deliveries"][0]["attempts"].as_u64();
    assert!(matches!(attempts, Some(3 | 4)), "{listed}");
}

#[test]
fn a_server_that_is_down_keeps_mails_queued_with_the_reason() {
    let home = books(&[("a@buyer.example", "2026-11-15"), ("b@buyer.example", "2026-11-15")]);
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    configured(&home, closed, "retry = \"1h\"");
    let sent = home.json(3, &["send", &number(0), &number(1), "--json"]);
    for delivery in sent["deliveries"].as_array().expect("a list") {
        assert_eq!((&delivery["state"], delivery["error"].is_string()), (&json!("queued"), true), "{delivery}");
    }
    // Without a server nothing is taken up again, and the command does not wait for what never comes.
    std::fs::remove_file(home.path().join("config.toml")).expect("there");
    let unset = home.expect(6, &["deliveries", "retry", &number(0)]);
    assert!(unset.err.contains("[mail]"), "{}", unset.err);
    configured(&home, closed, "retry = \"1h\"");
    // It is back: a person need not wait for the hour.
    let smtp = Smtp::start(|_, _| Deed::Take);
    configured(&home, smtp.port, "");
    home.expect(0, &["deliveries", "retry", &number(0), &number(1)]);
    let ids: BTreeSet<String> = smtp.taken().iter().map(super::support::smtp::Taken::id).collect();
    assert_eq!((smtp.taken().len(), ids.len()), (2, 2));
}

#[test]
fn a_lost_answer_is_repeated_once_with_the_same_mail_and_then_waits_for_a_person() {
    let smtp = Smtp::start(|place, _| if place < 2 { Deed::TakeSilently } else { Deed::Take });
    let home = books(&[("a@buyer.example", "2026-11-15")]);
    configured(&home, smtp.port, "");
    home.expect(3, &["send", &number(0)]);
    assert_eq!(until_idle(&home), [(number(0), "unknown".to_owned())]);
    let taken = smtp.taken();
    assert_eq!((taken.len(), taken[0].id(), &taken[0].text), (2, taken[1].id(), &taken[1].text), "the same mail, byte for byte");
    // It is neither sent again nor forgotten without a person.
    let on_its_way = home.json(4, &["send", &number(0), "--again", "--json"]);
    assert_eq!(on_its_way["skipped"][0]["sent_already"], false);
    home.expect(0, &["deliveries", "retry", &number(0)]);
    assert_eq!((smtp.taken().len(), smtp.taken()[2].id()), (3, taken[0].id()));
    assert_eq!(states(&home), [(number(0), "sent".to_owned())]);
}

#[test]
fn a_slow_server_ends_in_doubt_and_not_in_a_hang() {
    let smtp = Smtp::start(|_, _| Deed::Hang);
    let home = books(&[("a@buyer.example", "2026-11-15")]);
    configured(&home, smtp.port, "timeout = \"1s\"");
    let sent = home.json(3, &["send", &number(0), "--json"]);
    assert_eq!(sent["deliveries"][0]["state"], "unknown", "{sent}");
}

#[test]
fn a_kill_at_any_instant_loses_and_doubles_no_mail() {
    const KILLS: usize = 6;
    let seed: u64 = std::process::id().into();
    println!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let count = 6;
    let smtp = Smtp::start(|_, _| Deed::Take);
    let addresses: Vec<String> = (0..count).map(|place| format!("a{place}@buyer.example")).collect();
    let invoices: Vec<(&str, &str)> = addresses.iter().map(|address| (address.as_str(), "2026-11-15")).collect();
    let home = books(&invoices);
    configured(&home, smtp.port, "connections = 2");
    // The worker is killed within milliseconds of its start, again and again.
    home.command(&["send", "direction:issued", "--yes", "--no-wait"]).output().expect("runs");
    for _ in 0..KILLS {
        let mut child = home.command(&["serve"]).spawn().expect("starts");
        std::thread::sleep(Duration::from_millis(random.u64(1..120)));
        child.kill().expect("killed");
        child.wait().expect("it ends");
    }
    let ends = until_idle(&home);
    assert!(ends.iter().all(|(_, state)| state == "sent" || state == "unknown"), "{ends:?}");
    let ids = || smtp.taken().iter().map(super::support::smtp::Taken::id).collect::<BTreeSet<String>>();
    let (taken, doubtful) = (smtp.taken(), ends.iter().filter(|(_, state)| state == "unknown").count());
    assert!(ends.len() == count && ids().len() >= count - doubtful, "what is sent has arrived: {ends:?}");
    for mail in &taken {
        // A death may have it sent once more, with the same bytes: programs of receivers take both for one. After a second death it
        // waits for a person.
        let same: Vec<_> = taken.iter().filter(|other| other.id() == mail.id()).collect();
        assert!(same.len() <= 2, "seed {seed}: {} times", same.len());
        assert!(same.iter().all(|other| other.text == mail.text), "seed {seed}");
    }
    // Nothing is lost: a person has the doubtful ones sent.
    for (number, _) in ends.iter().filter(|(_, state)| state == "unknown") {
        home.expect(0, &["deliveries", "retry", number]);
    }
    assert!(until_idle(&home).iter().all(|(_, state)| state == "sent"), "seed {seed}");
    assert_eq!(ids().len(), count, "every mail is one by its Message-ID");
    home.expect(0, &["check"]);
}

#[test]
fn login_by_password_and_by_token() {
    let smtp = Smtp::start(|_, _| Deed::Take);
    let home = books(&[("a@buyer.example", "2026-11-15")]);
    configured(&home, smtp.port, "user = \"me\"\nretry = \"1h\"");
    let refused = home.expect(3, &["send", &number(0)]);
    assert!(refused.out.contains("password") || refused.err.contains("password"), "{refused:?}");
    let mut command = home.command(&["deliveries", "set-password", "--stdin"]);
    let mut child = command.stdin(std::process::Stdio::piped()).spawn().expect("starts");
    std::io::Write::write_all(&mut child.stdin.take().expect("piped"), b"s3cret-word\n").expect("taken");
    assert!(child.wait().expect("it ends").success());
    home.expect(0, &["deliveries", "retry", &number(0)]);
    for file in crate::support::files(home.path()) {
        let bytes = std::fs::read(&file).expect("read");
        assert!(!bytes.windows(11).any(|window| window == b"s3cret-word"), "{}", file.display());
    }
    configured(&home, smtp.port, "user = \"me\"\ntoken_command = [\"/bin/echo\", \"tok-123\"]");
    home.expect(0, &["send", &number(0), "--again"]);
    home.expect(0, &["deliveries", "test", "me@own.example"]);
    assert_eq!(smtp.taken().len(), 3);
}

#[test]
fn deliveries_over_http_with_roles_and_keys() {
    let smtp = Smtp::start(|_, _| Deed::Take);
    let home = books(&[("a@buyer.example", "2026-11-15")]);
    configured(&home, smtp.port, "");
    let viewer = home.expect(0, &["token", "add", "reader", "--role", "viewer"]).out.trim().to_owned();
    let admin = home.expect(0, &["token", "add", "boss", "--role", "admin"]).out.trim().to_owned();
    let listed = home.json(0, &["invoices", "--format", "json"]);
    let id = listed["invoices"][0]["invoice_id"].as_str().expect("text").to_owned();
    let serving = Serving::start(&home, &["--listen", "127.0.0.1:0"], None);
    let line = serving.says("http://");
    let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
    let path = format!("/v1/companies/1/invoices/{id}/send");
    let post = |token: &str, path: &str, body: &str| tcp(&address, request("POST", path, Some(token), body).as_bytes());
    assert_eq!(post(&viewer, &path, "{}").status, 403);
    for gone in ["/v1/companies/1/invoices/nothing/send", "/v1/companies/9/invoices/nothing/send"] {
        assert_eq!(post(&admin, gone, "{}").status, 404, "{gone}");
    }
    assert_eq!(post(&admin, "/v1/reminders?dry_run=true", r#"{"companies":[9]}"#).status, 404);
    assert_eq!(post(&admin, "/v1/companies/1/calendars/nothing/sync", "").status, 404);
    let gone = request("DELETE", "/v1/companies/1/slack-people/U9", Some(&admin), "");
    assert_eq!(tcp(&address, gone.as_bytes()).status, 404);
    let preview = post(&admin, &format!("{path}?dry_run=true"), "{}").json();
    assert!(preview["deliveries"][0]["mail"]["text"].is_string(), "{preview}");
    let events = connect(&address);
    (&events).write_all(request("GET", "/v1/events", Some(&viewer), "").as_bytes()).expect("it is heard");
    let mut heard = BufReader::new(events).lines().map(|line| line.expect("UTF-8"));
    heard.by_ref().find(|line| line.starts_with(':')).expect("it has begun");
    let keyed = |body: &str| {
        let text = request("POST", &path, Some(&admin), body).replacen("\r\n", "\r\nIdempotency-Key: one\r\n", 1);
        tcp(&address, text.as_bytes()).json()
    };
    let (first, second) = (keyed("{}"), keyed("{}"));
    assert_eq!(first["deliveries"][0]["delivery"], second["deliveries"][0]["delivery"], "one delivery: {second}");
    let get = |path: &str| tcp(&address, request("GET", path, Some(&viewer), "").as_bytes());
    let deadline = std::time::Instant::now() + Duration::from_mins(1);
    while get("/v1/deliveries").json()["deliveries"][0]["state"] != "sent" {
        assert!(std::time::Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(smtp.taken().len(), 1);
    heard.by_ref().find(|line| line == "event: delivery").expect("it is told");
    let told: Value = serde_json::from_str(heard.next().expect("its data").trim_start_matches("data: ")).expect("JSON");
    let listed = get("/v1/deliveries").json()["deliveries"][0]["company"].clone();
    assert_eq!((&told["company_id"], &told["company"]), (&json!(1), &listed), "{told}");
    assert!(listed.is_string(), "{listed}");
    assert_eq!(get("/v1/deliveries?state=lost").status, 400);
    assert!(get("/metrics").text().contains("faktura_deliveries{"), "{}", get("/metrics").text());
    let delivery = first["deliveries"][0]["delivery"].as_str().expect("text").to_owned();
    assert_eq!(post(&viewer, &format!("/v1/deliveries/1/{delivery}/cancel"), "").status, 403);
    assert_eq!(post(&admin, &format!("/v1/deliveries/1/{delivery}/retry"), "").status, 409);
    assert_eq!(post(&admin, "/v1/deliveries/1/nothing/retry", "").status, 404);
}
