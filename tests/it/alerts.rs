//! Alerts are sent once when something goes wrong, and when it is right again.

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::support::server::{Answer, Server, document, page, rest};
use crate::support::serving::Serving;
use crate::support::sink::Sink;
use crate::support::talk::{request, tcp};
use crate::support::{Home, copy, ran};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

/// An account that refuses its key when told to.
fn account() -> (Server, Arc<AtomicBool>) {
    let refuses = Arc::new(AtomicBool::new(false));
    let documents: Vec<String> = (1..=3u64).rev().map(|id| document(id, "100")).collect();
    let flag = refuses.clone();
    let server = Server::start(move |asked| match asked.path.as_str() {
        _ if flag.load(Ordering::SeqCst) => Answer::text(401, "{}"),
        "/documents" => page(&documents, asked),
        _ => rest(asked),
    });
    (server, refuses)
}

fn configured(home: &Home, alerts: &str) {
    std::fs::write(home.path().join("config.toml"), format!("[sync]\nretries = 0\n[alerts]\n{alerts}\n")).expect("written");
}

fn body(request: &str) -> Value {
    serde_json::from_str(request.split("\r\n\r\n").nth(1).expect("a body")).expect("JSON")
}

fn set_secret(home: &Home, name: &str, secret: &str) -> Option<i32> {
    use std::io::Write;

    let mut command = home.command(&["alert", "set-secret", name, "--stdin"]);
    let mut child = command.stdin(std::process::Stdio::piped()).spawn().expect("starts");
    child.stdin.take().expect("piped").write_all(secret.as_bytes()).expect("taken");
    child.wait().expect("it ends").code()
}

#[test]
fn a_webhook_is_told_once_and_when_it_is_over() {
    let (server, refuses) = account();
    let (home, sink) = (Home::new(), Sink::http(&["200 OK"]));
    configured(&home, &format!("webhook = \"http://127.0.0.1:{}/hook\"", sink.port));
    home.must_add("Teszt Kft.", &server.url, KEY);
    assert_eq!(set_secret(&home, "webhook-secret", "s3cret\n"), Some(0));
    home.expect(0, &["--headless"]);
    assert!(sink.heard().is_empty(), "nothing is wrong: {:?}", sink.heard());

    refuses.store(true, Ordering::SeqCst);
    home.expect(6, &["--headless"]);
    let told = sink.hears(1);
    assert_eq!(told.len(), 1, "told before the process ended: {told:?}");
    let alert = body(&told[0]);
    assert_eq!((&alert["kind"], &alert["company_id"], &alert["reminder"]), (&json!("failed"), &json!(1), &json!(false)));
    assert_eq!(alert["run_id"], 2);
    let text = alert["text"].as_str().expect("words");
    assert!(text.starts_with("Teszt Kft.: the sync failed") && text.contains("401"), "{text}");
    assert!(!told[0].contains(KEY));
    // As the README says how to check it.
    let header = |name: &str| {
        let line = told[0].lines().find(|line| line.to_lowercase().starts_with(name)).expect("a header");
        line.split(": ").nth(1).expect("a value").trim().to_owned()
    };
    let signed = format!("{}.{}", header("x-faktura-timestamp"), told[0].split("\r\n\r\n").nth(1).expect("a body"));
    assert_eq!(header("x-faktura-signature"), format!("v1={}", hmac(b"s3cret", signed.as_bytes())));

    home.expect(6, &["--headless"]);
    assert_eq!(sink.heard().len(), 1, "once an incident");
    let open = home.json(0, &["alert", "list", "--json"]);
    assert_eq!((&open["incidents"][0]["kind"], &open["waiting"]), (&json!("failed"), &json!([])));
    refuses.store(false, Ordering::SeqCst);
    home.expect(0, &["--headless"]);
    assert_eq!(body(&sink.hears(2)[1])["kind"], "recovered");
    assert_eq!(home.json(0, &["alert", "list", "--json"])["incidents"], json!([]));
    home.expect(0, &["check"]);
}

#[test]
fn a_company_whose_data_is_damaged_is_told_until_it_is_synced() {
    let (server, _) = account();
    let (home, sink) = (Home::new(), Sink::http(&["200 OK"]));
    configured(&home, &format!("webhook = \"http://127.0.0.1:{}/hook\"", sink.port));
    home.must_add("Egy", &server.url, KEY);
    home.must_add("Kettő", &server.url, KEY);
    home.expect(0, &["sync"]);
    std::fs::remove_file(home.store().join("sled/db")).expect("removed");
    home.expect(0, &["sync", "--company", "Egy"]);
    // The other company may be told of before it.
    let told = |kind: &str| {
        let is_it = |alert: &Value| alert["company_id"] == 2 && alert["kind"] == kind;
        (1..).find_map(|count| sink.hears(count).iter().map(|request| body(request)).find(is_it)).expect("told")
    };
    let text = told("failed")["text"].as_str().expect("words").to_owned();
    assert!(text.starts_with("Kettő") && text.contains("damaged"), "{text}");
    let serving = Serving::start(&home, &["--listen", "127.0.0.1:0"], None);
    let line = serving.says("http://");
    let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
    let token = home.expect(0, &["token", "add", "néző"]).out.trim().to_owned();
    let asked = || tcp(&address, request("GET", "/metrics", Some(&token), "").as_bytes()).text();
    let figure = |figures: &str, id: &str| {
        let start = format!("faktura_company_incomplete{{company_id=\"{id}\"");
        let line = figures.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("{figures}")).to_owned();
        line.rsplit(' ').next().expect("a figure").to_owned()
    };
    let figures = asked();
    assert_eq!((figure(&figures, "1").as_str(), figure(&figures, "2").as_str()), ("0.0", "2.0"));
    home.expect(0, &["sync", "--company", "Kettő"]);
    assert_eq!(figure(&asked(), "2"), "0.0");
    told("recovered");
    drop(serving);
}

#[test]
fn what_cannot_be_delivered_waits_and_goes_out_later() {
    let (server, refuses) = account();
    let home = Home::new();
    // No listener there for now.
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
    configured(&home, "webhook = \"sealed\"");
    assert_eq!(set_secret(&home, "webhook-url", "http://example.com/not-tls"), Some(6));
    assert_eq!(set_secret(&home, "webhook-url", &format!("http://127.0.0.1:{port}/T0PS3CRET")), Some(0));
    home.must_add("Teszt", &server.url, KEY);
    refuses.store(true, Ordering::SeqCst);
    home.expect(6, &["--headless"]);
    let waiting = home.json(0, &["alert", "list", "--json"]);
    assert_eq!((&waiting["waiting"][0]["channel"], &waiting["waiting"][0]["tries"]), (&json!("webhook"), &json!(1)));
    assert!(waiting["waiting"][0]["error"].as_str().is_some_and(|error| error.contains("refused")), "{waiting}");
    let listed = home.expect(0, &["alert", "list"]);
    assert!(listed.out.contains("webhook-url (set"), "{}", listed.out);
    // The address is a secret: nowhere but sealed.
    let mut everything = format!("{waiting}{}{}", listed.out, listed.err);
    for file in crate::support::files(home.path()) {
        everything.push_str(&String::from_utf8_lossy(&std::fs::read(file).unwrap_or_default()));
    }
    assert!(!everything.contains("T0PS3CRET"));
    let mode = std::fs::metadata(home.path().join("store/keys/webhook-url.age")).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // A key that is rotated opens it still.
    home.expect(0, &["key", "rotate"]);
    let sink = Sink::http(&["500 Oops", "302 Found\r\nLocation: http://127.0.0.1:1/", "204 No Content"]);
    assert_eq!(set_secret(&home, "webhook-url", &format!("http://127.0.0.1:{}/", sink.port)), Some(0));
    for code in [4, 4, 0] {
        // An error, a redirect that is not followed, and then it is taken.
        home.expect(code, &["alert", "test", "webhook"]);
    }
    assert_eq!(body(&sink.hears(3)[2])["kind"], "test");
    home.expect(0, &["alert", "remove-secret", "webhook-url"]);
    home.expect(2, &["alert", "remove-secret", "webhook-url"]);
    home.expect(6, &["alert", "test"]);
    let audit = home.json(0, &["audit", "--json", "--limit", "1000"]).to_string();
    assert!(
        audit.contains("alert.secret.set") && audit.contains("alert.secret.remove") && audit.contains("alert.test"),
        "{audit}"
    );
}

#[test]
fn a_mail_server_that_says_later_is_tried_again_and_no_name_adds_a_header() {
    let (home, sink) = (Home::new(), Sink::smtp(1));
    let mail = format!(
        "email_to = [\"Anna <anna@example.com>\", \"bela@example.com\"]\nemail_from = \"faktura@example.com\"\n\
         smtp_host = \"127.0.0.1\"\nsmtp_port = {}\nsmtp_security = \"none\"",
        sink.port
    );
    configured(&home, &mail);
    home.expect(4, &["alert", "test"]);
    home.expect(0, &["alert", "test", "email"]);
    let (server, refuses) = account();
    home.must_add("Árvíztűrő Kft. Bcc: eve@example.com", &server.url, KEY);
    refuses.store(true, Ordering::SeqCst);
    home.expect(6, &["--headless"]);
    let mails = sink.hears(2);
    let told = &mails[1];
    assert!(told.contains("RCPT TO:<anna@example.com>") && told.contains("RCPT TO:<bela@example.com>"), "{told}");
    assert!(!told.contains("RCPT TO:<eve") && !told.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{told}");
    let head = told.split("DATA\r\n").nth(1).and_then(|mail| mail.split("\r\n\r\n").next()).expect("a head");
    assert!(head.contains("Message-ID: <") && head.contains("Subject: faktura: =?utf-8?b?"), "{head}");
    assert!(!told.contains(KEY));
}

#[test]
fn a_mail_names_the_company_the_run_and_the_next_step_and_an_error_its_cause_once() {
    let (home, sink) = (Home::new(), Sink::smtp(0));
    let to = |port: u16| {
        format!(
            "email_to = [\"anna@example.com\"]\nemail_from = \"faktura@example.com\"\n\
             smtp_host = \"127.0.0.1\"\nsmtp_port = {port}\nsmtp_security = \"none\""
        )
    };
    configured(&home, &to(sink.port));
    let (server, refuses) = account();
    home.must_add("Medka", &server.url, KEY);
    refuses.store(true, Ordering::SeqCst);
    home.expect(6, &["--headless"]);
    let mail = sink.hears(1)[0].clone();
    let (_, body) = mail.split_once("\r\n\r\n").expect("a body");
    for words in ["Company: Medka (number 1)", "Reason: The service refuses the API key", "Sync run: 1", "faktura logs show 1"] {
        assert!(body.contains(words), "{words}: {body}");
    }
    assert!(body.contains("faktura sync --company 1") && !body.contains("the sync failed"), "{body}");
    // A port without a listener: its cause is said once.
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    configured(&home, &to(free));
    let refused = home.expect(4, &["alert", "test"]);
    let said = refused.out + &refused.err;
    assert_eq!(said.matches("Connection refused").count(), 1, "{said}");
}

#[test]
fn a_program_gets_it_as_environment_and_json_and_not_our_secrets() {
    let (server, refuses) = account();
    let home = Home::new();
    let (script, out) = (home.path().join("tell.sh"), home.path().join("told"));
    let text = format!(
        "#!/bin/sh\nset -e\ncat > {0}.json\necho \"$FAKTURA_ALERT_KIND $FAKTURA_ALERT_COMPANY $FAKTURA_ALERT_RUN_ID $1 \
         [$FAKTURA_PASSPHRASE$FAKTURA_API_KEY]\" >> {0}\n[ \"$FAKTURA_ALERT_KIND\" != test ] || {{ echo broken >&2; exit 3; }}\n",
        out.display()
    );
    std::fs::write(&script, text).expect("written");
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).expect("ours");
    configured(&home, &format!("command = [\"/bin/sh\", \"{}\", \"x y\"]\non = [\"failed\"]", script.display()));
    home.must_add("Teszt", &server.url, KEY);
    let tried = home.json(4, &["alert", "test", "--json"]);
    assert!(tried[0]["error"].as_str().is_some_and(|error| error.contains("broken")), "{tried}");
    refuses.store(true, Ordering::SeqCst);
    let mut command = home.command(&["--headless"]);
    command.env("FAKTURA_API_KEY", KEY).env("FAKTURA_PASSPHRASE", "titok");
    assert_eq!(ran(command).code, Some(6));
    let said = std::fs::read_to_string(&out).expect("it ran");
    assert_eq!(said, "test   x y []\nfailed Teszt 1 x y []\n");
    let json: Value = serde_json::from_slice(&std::fs::read(home.path().join("told.json")).expect("it ran")).expect("JSON");
    assert_eq!((&json["kind"], &json["company"]), (&json!("failed"), &json!("Teszt")));

    // One that hangs is ended, with what it started.
    let pid = home.path().join("pid");
    let hangs = format!("#!/bin/sh\nsleep 300 &\necho $! > {}\nwait\n", pid.display());
    std::fs::write(&script, hangs).expect("written");
    configured(&home, &format!("command = [\"/bin/sh\", \"{}\"]\ncommand_timeout = \"1s\"", script.display()));
    let tried = home.json(4, &["alert", "test", "--json"]);
    assert!(tried[0]["error"].as_str().is_some_and(|error| error.contains("too long")), "{tried}");
    let pid: i32 = std::fs::read_to_string(&pid).expect("it ran").trim().parse().expect("a number");
    let pid = rustix::process::Pid::from_raw(pid).expect("not 0");
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    // Ended, or a zombie.
    let gone = || {
        let state = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap_or_default();
        state.is_empty() || state.contains(") Z")
    };
    while !gone() {
        assert!(std::time::Instant::now() < deadline, "what it started goes on");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[test]
fn whoever_has_the_store_tells_for_all_and_a_slow_listener_keeps_no_sync_waiting() {
    let (server, refuses) = account();
    let home = Home::new();
    // It accepts and says nothing.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = silent.local_addr().expect("an address").port();
    configured(&home, &format!("webhook = \"http://127.0.0.1:{port}/\""));
    home.must_add("Teszt", &server.url, KEY);
    let serving = Serving::start(&home, &[], None);
    serving.says("Serving");
    refuses.store(true, Ordering::SeqCst);
    home.expect(6, &["--headless"]);
    home.expect(6, &["--headless"]);
    let (stream, _) = silent.accept().expect("the host calls it");
    drop(stream);
    serving.signal(rustix::process::Signal::TERM);
    assert_eq!(serving.ends(), Some(0));
    let waiting = home.json(0, &["alert", "list", "--json"]);
    assert_eq!(waiting["waiting"].as_array().map(Vec::len), Some(1), "{waiting}");
}

/// HMAC-SHA-256 by its definition (RFC 2104), from a digest alone.
fn hmac(key: &[u8], text: &[u8]) -> String {
    use sha2::{Digest, Sha256};

    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let pad = |byte: u8| block.map(|b| b ^ byte);
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text).finalize();
    let outer = Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize();
    outer.iter().fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"))
}

#[test]
fn a_login_that_ends_for_good_is_told_weeks_before_and_its_renewal_too() {
    use faktura::sandbox::oauth::{Service, SiteOptions};

    let day = std::time::Duration::from_hours(24);
    let mut options = SiteOptions::new(Service::QuickBooks);
    let today = jiff::civil::date(2026, 11, 21);
    options.api = Box::new(faktura::sandbox::quickbooks::Books::demo(today, 5, 1));
    options.identity.hard = Some(20 * day);
    let pretend = super::logins::Pretend::of(Service::QuickBooks, options);
    let (home, sink) = (Home::new(), Sink::http(&["200 OK"]));
    configured(&home, &format!("webhook = \"http://127.0.0.1:{}/hook\"", sink.port));
    pretend.connect(&home);
    home.expect(0, &["--headless"]);
    let alert = body(&sink.hears(1)[0]);
    assert_eq!((&alert["kind"], &alert["company_id"], &alert["run_id"]), (&json!("login_ends"), &json!(1), &json!(null)));
    assert!(alert["text"].as_str().is_some_and(|text| text.contains("faktura login add --login 1")), "{alert}");
    home.expect(0, &["--headless"]);
    assert_eq!(sink.heard().len(), 1, "once");
    // A consent begins anew, with years ahead of it.
    pretend.site().identity(|identity| identity.options.hard = Some(5 * 365 * day));
    let begun = pretend.begin(&home, &["--login", "1"]);
    let company = pretend.site().companies()[0].id.clone();
    let address = pretend.browse(&begun, &format!("&choose={company}"));
    assert_eq!(super::logins::finish(&home, &address, &[]).code, Some(0));
    home.expect(0, &["--headless"]);
    assert_eq!(body(&sink.hears(2)[1])["kind"], "recovered");
}

#[test]
fn own_books_are_told_by_what_is_overdue_and_by_what_is_lost() {
    let (home, sink) = (Home::new(), Sink::http(&["200 OK"]));
    configured(&home, &format!("webhook = \"http://127.0.0.1:{}/hook\"", sink.port));
    crate::books::fill(&home);
    home.expect(0, &["status"]);
    assert!(sink.heard().is_empty(), "nothing is wrong: {:?}", sink.heard());
    let before = home.path().join("before");
    copy(&home.store(), &before);
    crate::database_lost::issue(&home, "2026-10-05");
    home.expect(0, &["status"]);
    let told = body(&sink.hears(1)[0]);
    let wanted = (json!("overdue"), json!(1), json!(null));
    assert_eq!((&told["kind"], &told["company_id"], &told["run_id"]), (&wanted.0, &wanted.1, &wanted.2), "{told}");
    assert!(told["text"].as_str().is_some_and(|text| text.contains("1 invoice is overdue by")), "{told}");
    home.expect(0, &["status"]);
    assert_eq!(sink.heard().len(), 1, "once");
    home.expect(0, &["pay", "INV-2026-00001", "--date", "2026-11-20"]);
    home.expect(0, &["status"]);
    assert_eq!(body(&sink.hears(2)[1])["kind"], "recovered");
    // The store goes back to before the invoice.
    std::fs::remove_dir_all(home.store()).expect("removed");
    copy(&before, &home.store());
    home.expect(4, &["status"]);
    let lost = body(&sink.hears(3)[2]);
    assert_eq!(lost["kind"], "lost", "{lost}");
    let text = lost["text"].as_str().expect("text");
    assert!(text.contains("does not know the number INV-2026-00001 any more") && text.contains("skip-lost"), "{text}");
}
