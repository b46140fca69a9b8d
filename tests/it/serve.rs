//! `faktura serve`: a host that stays.

use rustix::process::Signal;

use crate::support::Home;
use crate::support::server::{Gate, Server, document, page, rest};
use crate::support::serving::{PATIENCE, Serving};
use crate::support::talk;

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

#[test]
fn it_stays_reads_its_configuration_again_and_leaves_cleanly() {
    let documents: Vec<String> = (1..=250u64).rev().map(|id| document(id, "100")).collect();
    let server = Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) });
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    let supervisor = home.path().join("notify");
    let heard = std::os::unix::net::UnixDatagram::bind(&supervisor).expect("a socket");
    heard.set_read_timeout(Some(PATIENCE)).expect("a socket");
    let serving = Serving::start(&home, &[], Some(&supervisor));
    serving.says("Next sync");
    let mut words = [0; 4096];
    let count = heard.recv(&mut words).expect("it tells its supervisor");
    assert!(String::from_utf8_lossy(&words[..count]).contains("READY=1"));
    // Others use the store through it.
    home.expect(0, &["sync"]);
    let socket = home.store().join("faktura.sock");
    assert!(socket.exists());
    assert_eq!(home.json(0, &["logs", "--json"])["runs"][0]["invoices_created"], 250);
    // A configuration that is wrong changes nothing; one that is right counts from now on.
    std::fs::write(home.path().join("config.toml"), "[schedule]\ntimes = [\"at night\"]\n").expect("writable");
    serving.signal(Signal::HUP);
    serving.says("at night");
    // Given away first: the home's own commands would refuse the wrong file too.
    std::fs::write(home.path().join("config.toml"), "[schedule]\ntimes = []\n").expect("writable");
    home.expect(0, &["invoices", "--limit", "1"]);
    serving.signal(Signal::HUP);
    serving.says("No sync is scheduled");
    home.expect(0, &["invoices", "--limit", "1"]);
    serving.signal(Signal::TERM);
    assert_eq!(serving.ends(), Some(0));
    assert!(!socket.exists());
    home.expect(0, &["check"]);
}

#[test]
fn the_schedule_is_printed_for_others() {
    let home = Home::new();
    let configure = |text: &str| std::fs::write(home.path().join("config.toml"), text).expect("writable");
    configure("[schedule]\ntimes = [\"30 4 * * *\", \"0 0 L * *\"]\n");
    for target in ["crontab", "systemd", "launchd", "windows"] {
        let refused = home.expect(2, &["schedule", "print", target]);
        assert!(refused.err.contains("0 0 L * *") && refused.out.is_empty(), "{target}: {}", refused.err);
    }
    configure("[schedule]\ntimes = [\"30 4 * * *\", \"0 12 * * 1\"]\n");
    let crontab = home.expect(0, &["schedule", "print", "crontab"]).out;
    assert!(crontab.lines().any(|line| line.starts_with("30 4 * * *  FAKTURA_HOME=")), "{crontab}");
    assert!(crontab.lines().any(|line| line.starts_with("0 12 * * 1  FAKTURA_HOME=")), "{crontab}");
    configure("");
    for (target, word) in
        [("systemd", "OnCalendar=*-*-* 04:15:00"), ("launchd", "<integer>15</integer>"), ("windows", "/ST 04:15")]
    {
        let text = home.expect(0, &["schedule", "print", target]).out;
        assert!(text.contains(word) && text.contains("--headless"), "{text}");
    }
}

#[test]
fn whoever_looks_after_the_store_gets_it_alone_and_the_host_comes_back() {
    let gate = Gate::default();
    let held = gate.clone();
    let documents: Vec<String> = (1..=250u64).rev().map(|id| document(id, "100")).collect();
    let server = Server::start(move |asked| {
        if asked.path != "/documents" {
            return rest(asked);
        }
        if asked.key.ends_with("02d3") && asked.page() > 1 {
            held.pass();
        }
        page(&documents, asked)
    });
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    home.expect(0, &["sync"]);
    let serving = Serving::start(&home, &["--listen", "127.0.0.1:0"], None);
    let line = serving.says("http://");
    let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
    serving.says("Serving");
    let token = || home.expect(0, &["token", "add", "robot"]).out.trim().to_owned();
    let mut robot = token();
    let file = home.path().join("all.backup");
    let file = file.to_str().expect("UTF-8");
    let total = |token: &str| {
        let asked = talk::tcp(&address, talk::request("GET", "/v1/invoices?limit=1", Some(token), "").as_bytes());
        assert_eq!(asked.status, 200, "{}", asked.text());
        asked.json()["total"].clone()
    };
    for round in 0..3 {
        home.expect(0, &["check"]);
        home.expect(0, &["backup", "--force", file]);
        home.expect(0, &["compact"]);
        home.expect(0, &["key", "rotate"]);
        // The server is back, and other processes use the store through it.
        assert_eq!(total(&robot), 250, "round {round}");
        assert_eq!(home.json(0, &["sync", "--json"])["status"], "completed", "round {round}");
    }
    // The identity that the backup was sealed to is still there for it.
    home.expect(0, &["backup", "--force", file]);
    let restored = home.expect(0, &["restore", "--yes", file]);
    assert!(restored.err.contains("1 token"), "they are in no backup: {}", restored.err);
    robot = token();
    assert_eq!(total(&robot), 250);
    assert_eq!(home.run(&["check"]).code, Some(0));
    // A sync that runs is not ended for it.
    home.must_add("Lassú", &server.url, "a1b2c3d4-1111-4222-8333-0123456702d3");
    let mut command = home.command(&["sync", "--company", "Lassú", "--full"]);
    let mut syncing = command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().expect("starts");
    while home.json(0, &["logs", "--status", "running", "--json"])["runs"].as_array().is_none_or(Vec::is_empty) {
        assert!(syncing.try_wait().expect("it can be asked").is_none(), "it ended before it was seen");
    }
    let refused = home.expect(5, &["backup", "--force", file]);
    assert!(refused.err.contains("sync is running"), "{}", refused.err);
    gate.open();
    assert!(syncing.wait().expect("it ends").success());
    serving.signal(Signal::TERM);
    assert_eq!(serving.ends(), Some(0));
    home.expect(0, &["check"]);
}
