//! Machines that share a store on `PostgreSQL`: what one does the other sees; workers that die, freeze or lose the database lose nothing and
//! double nothing.
//!
//! Needs a `PostgreSQL`: the one that `FAKTURA_TEST_POSTGRES` names, or one of its own where the programs are installed.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use faktura::sandbox::oauth::Service;
use rustix::process::Signal;
use serde_json::Value;

use crate::money_there::{self, ORIGINALS};
use crate::paid_days;
use crate::postgres::cluster;
use crate::pushes::{self, World};
use crate::support::server::{Answer, Asked, Server, document, gated, page, rest};
use crate::support::serving::{PATIENCE, Serving};
use crate::support::smtp::{Deed, Smtp};
use crate::support::talk::{request, tcp};
use crate::support::{Home, Ran, ran};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701c9";

/// Machines with one identity on one database.
struct Machines {
    url: String,
    homes: Vec<Home>,
}

impl Machines {
    /// So many machines, each with a home of its own and one identity, on a new schema of a database.
    fn of(count: usize, url: &str) -> Self {
        let mark = if url.contains('?') { '&' } else { '?' };
        let name = format!("m{}_{:x}", std::process::id(), fastrand::u64(..));
        let url = format!("{url}{mark}application_name={name}&schema={name}");
        let homes: Vec<Home> = (0..count).map(|_| Home::new()).collect();
        for home in &homes {
            let config = "[sync]\nper_page = 100\npages = 1\n[store]\nurl_file = \"store-url\"\n";
            std::fs::write(home.path().join("config.toml"), config).expect("written");
            std::fs::write(home.path().join("store-url"), &url).expect("written");
        }
        let machines = Self { url, homes };
        machines.expect(0, 0, &["key", "init"]);
        let identity = machines.homes[0].path().join("identity.age");
        for home in machines.homes.iter().skip(1) {
            std::fs::copy(&identity, home.path().join("identity.age")).expect("copied");
        }
        machines
    }

    fn command(&self, machine: usize, args: &[&str]) -> std::process::Command {
        self.homes[machine].command(args)
    }

    fn expect(&self, machine: usize, code: i32, args: &[&str]) -> Ran {
        let ran = ran(self.command(machine, args));
        assert_eq!(ran.code, Some(code), "faktura {args:?}\nstdout:\n{}\nstderr:\n{}", ran.out, ran.err);
        assert!(!ran.err.contains(cluster::PASSWORD) && !ran.out.contains(cluster::PASSWORD), "{args:?} shows the password");
        ran
    }

    fn json(&self, machine: usize, args: &[&str]) -> Value {
        let ran = self.expect(machine, 0, args);
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{args:?}: {error}\n{}", ran.out))
    }

    fn add(&self, machine: usize, name: &str, base_url: &str) {
        let mut command =
            self.command(machine, &["company", "add", name, "--provider", "billingo", "--base-url", base_url, "--force"]);
        command.env("FAKTURA_API_KEY", KEY);
        let ran = ran(command);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    }

    fn runs(&self, machine: usize) -> Vec<Value> {
        self.json(machine, &["logs", "--json"])["runs"].as_array().expect("a list").clone()
    }

    fn total(&self, machine: usize) -> Value {
        self.json(machine, &["invoices", "--format", "json", "--limit", "1"])["total"].clone()
    }

    /// Ends every lease, as the time does.
    fn end_leases(&self) {
        self.sql("UPDATE head SET expires = 0");
    }

    /// Runs statements that see all companies.
    fn sql(&self, sql: &str) {
        runtime().block_on(async { self.connect().await.batch_execute(sql).await.expect("ran") });
    }

    async fn connect(&self) -> tokio_postgres::Client {
        let (base, schema) = self.url.split_once("schema=").expect("a schema");
        let base = base.replace(&format!("application_name={schema}"), "application_name=it");
        let (client, connection) =
            tokio_postgres::connect(base.trim_end_matches(['?', '&']), tokio_postgres::NoTls).await.expect("connects");
        tokio::spawn(connection);
        client.batch_execute(&format!("SET search_path TO \"{schema}\"; SET faktura.every = 'yes'")).await.expect("ran");
        client
    }

    /// Runs a command on every machine so that all have decided what to write to a company before the first of them does.
    fn at_once(&self, company: u64, args: &[&str]) -> Vec<Ran> {
        let (_, schema) = self.url.split_once("schema=").expect("a schema");
        let waiting = format!(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = '{schema}' AND state = 'active' AND wait_event_type = 'Lock'"
        );
        runtime().block_on(async {
            let (holder, looker) = (self.connect().await, self.connect().await);
            let lock = format!("BEGIN; SELECT company FROM head WHERE company = {company} FOR UPDATE");
            holder.batch_execute(&lock).await.expect("locked");
            let commands: Vec<_> = (0..self.homes.len()).map(|machine| self.command(machine, args)).collect();
            let running: Vec<_> = commands.into_iter().map(|command| std::thread::spawn(|| ran(command))).collect();
            let deadline = Instant::now() + Duration::from_secs(15);
            loop {
                let count: i64 = looker.query_one(&waiting, &[]).await.expect("told").get(0);
                if usize::try_from(count).is_ok_and(|count| count >= running.len()) {
                    break;
                }
                assert!(Instant::now() < deadline, "{count} of {} come to the lock: {args:?}", running.len());
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            holder.batch_execute("COMMIT").await.expect("let go");
            running.into_iter().map(|command| command.join().expect("joined")).collect()
        })
    }

    /// No two runs of a company at the same time, by the runs alone: each began after the one before had ended.
    fn check_runs(&self, machine: usize) {
        let mut by_company: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for run in self.runs(machine) {
            by_company.entry(run["id"].to_string()).or_default().push(run);
        }
        for (company, mut runs) in by_company {
            runs.sort_by_key(|run| run["run_id"].as_u64().expect("a number"));
            for pair in runs.windows(2) {
                let (ended, started) = (pair[0]["ended"].as_str(), pair[1]["started"].as_str());
                assert!(ended.is_some() && ended <= started, "company {company}: {pair:?}");
            }
        }
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

fn account(count: u64) -> Server {
    let documents: Vec<String> = (1..=count).rev().map(|id| document(id, "100")).collect();
    Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) })
}

/// Waits for something, and not for ever.
fn until(what: &str, mut is: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is() {
        assert!(Instant::now() < deadline, "{what} does not happen");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// How often a page of the whole account was asked for: not by the test of its key, nor for what changed since a scan began.
fn asked(server: &Server, page: usize) -> usize {
    let is_whole = |asked: &&Asked| asked.per_page() > 1 && asked.param("last_modified_date").is_none();
    server.asked().iter().filter(is_whole).filter(|asked| asked.path == "/documents" && asked.page() == page).count()
}

#[test]
fn two_machines_see_the_same_store() {
    let Some(url) = cluster::url() else { return };
    let (machines, server) = (Machines::of(2, &url), account(7));
    machines.add(0, "Alfa", &server.url);
    assert_eq!(machines.json(1, &["company", "list", "--json"])["companies"][0]["name"], "Alfa");
    // The key was sealed on the other machine.
    machines.expect(1, 0, &["sync"]);
    assert_eq!(machines.total(0), 7);
    machines.expect(0, 0, &["company", "rename", "Alfa", "Beta"]);
    assert_eq!(machines.json(1, &["company", "list", "--json"])["companies"][0]["name"], "Beta");
    for (args, word) in [(&["compact"][..], "compact"), (&["backup", "x.age"], "backup")] {
        let refused = machines.expect(0, 2, args);
        assert!(refused.err.contains(word) && refused.err.contains("database"), "{}", refused.err);
    }
}

#[test]
fn a_machine_keeps_its_index_and_learns_what_others_committed_since() {
    let Some(url) = cluster::url() else { return };
    let count = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(40));
    let told = count.clone();
    let server = Server::start(move |asked| {
        let documents: Vec<String> =
            (1..=told.load(std::sync::atomic::Ordering::SeqCst)).rev().map(|id| document(id, "100")).collect();
        if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) }
    });
    let machines = Machines::of(2, &url);
    // The state of a database names each company.
    for number in 0..24 {
        machines.add(0, &format!("Company {number}"), &server.url);
    }
    machines.expect(0, 0, &["sync"]);
    assert_eq!(machines.total(0), 24 * 40);
    let kept = machines.homes[0].path().join("index");
    assert!(kept.exists(), "the first question keeps the index");
    let before = std::fs::metadata(&kept).and_then(|file| file.modified()).expect("there");
    count.store(41, std::sync::atomic::Ordering::SeqCst);
    machines.expect(1, 0, &["sync", "--company", "Company 7"]);
    assert_eq!(machines.total(0), 24 * 40 + 1, "what another machine committed");
    let found = machines.json(0, &["invoices", "number:T-41", "--format", "json"]);
    assert_eq!((&found["total"], &found["invoices"][0]["company"]), (&1.into(), &"Company 7".into()), "{found}");
    let after = std::fs::metadata(&kept).and_then(|file| file.modified()).expect("there");
    assert_eq!(before, after, "one row is not worth another file");
    machines.expect(1, 0, &["company", "remove", "Company 7", "--yes"]);
    assert_eq!(machines.total(0), 23 * 40, "a company that another machine removed");
    std::fs::write(&kept, b"damaged").expect("written");
    assert_eq!(machines.total(0), 23 * 40);
}

#[test]
fn many_workers_make_one_run_of_each_company() {
    let Some(url) = cluster::url() else { return };
    let (machines, server) = (Machines::of(3, &url), account(30));
    for number in 0..9 {
        machines.add(number % 3, &format!("Company {number}"), &server.url);
    }
    let args = ["worker", "--until-idle", "--companies", "2"];
    let workers: Vec<_> = (0..3).map(|machine| machines.command(machine, &args)).collect();
    let workers: Vec<_> = workers.into_iter().map(|command| std::thread::spawn(|| ran(command))).collect();
    for worker in workers {
        let ended = worker.join().expect("joined");
        assert_eq!(ended.code, Some(0), "{}", ended.err);
    }
    // A worker may end while another one still syncs: what is left is none.
    machines.expect(0, 0, &args);
    let runs = machines.runs(1);
    assert_eq!(runs.len(), 9, "{runs:#?}");
    assert!(runs.iter().all(|run| run["status"] == "completed" && run["trigger"] == "schedule"), "{runs:#?}");
    assert_eq!(machines.total(2), 9 * 30);
    machines.check_runs(0);
}

/// An account with so many pages of one document for each key that answers at most `most` requests in a window, and how many it refused.
fn counting(pages: u64, most: u32, window: Duration) -> (Server, std::sync::Arc<std::sync::atomic::AtomicU32>) {
    use std::sync::atomic::{AtomicU32, Ordering};
    let documents: Vec<String> = (1..=pages * 100).rev().map(|id| document(id, "100")).collect();
    let counted = std::sync::Mutex::new((Instant::now(), 0));
    let refused = std::sync::Arc::new(AtomicU32::new(0));
    let told = refused.clone();
    let server = Server::start(move |asked| {
        let (left, reset) = {
            let mut counted = counted.lock().expect("not poisoned");
            if counted.0.elapsed() >= window {
                *counted = (Instant::now(), 0);
            }
            counted.1 += 1;
            let reset = window.saturating_sub(counted.0.elapsed()).as_secs_f64().ceil();
            (most.checked_sub(counted.1), format!("{reset}"))
        };
        let answer = match left {
            None => {
                told.fetch_add(1, Ordering::SeqCst);
                Answer::text(429, "{}").header("retry-after", reset.clone())
            }
            Some(_) if asked.path == "/documents" => page(&documents, asked),
            Some(_) => rest(asked),
        };
        let left = left.unwrap_or(0).to_string();
        answer
            .header("x-ratelimit-limit", most.to_string())
            .header("x-ratelimit-remaining", left)
            .header("x-ratelimit-reset", reset)
    });
    (server, refused)
}

#[test]
fn two_workers_with_one_key_keep_within_its_limit_together() {
    let Some(url) = cluster::url() else { return };
    let (machines, (server, refused)) = (Machines::of(2, &url), counting(5, 8, Duration::from_secs(6)));
    for name in ["Alfa", "Beta"] {
        let mut command = machines.command(0, &["company", "add", name, "--base-url", &server.url, "--no-test", "--force"]);
        command.env("FAKTURA_API_KEY", KEY);
        assert_eq!(ran(command).code, Some(0));
    }
    let args = ["worker", "--until-idle", "--companies", "1"];
    let workers: Vec<_> = (0..2).map(|machine| machines.command(machine, &args)).collect();
    let workers: Vec<_> = workers.into_iter().map(|command| std::thread::spawn(|| ran(command))).collect();
    for worker in workers {
        let ended = worker.join().expect("joined");
        assert_eq!(ended.code, Some(0), "{}", ended.err);
    }
    machines.expect(0, 0, &args);
    assert_eq!(machines.total(1), 2 * 500);
    assert_eq!(refused.load(std::sync::atomic::Ordering::SeqCst), 0, "of {} requests", server.count());
}

#[test]
fn a_killed_worker_loses_nothing_and_doubles_nothing() {
    let Some(url) = cluster::url() else { return };
    let (machines, (server, gate)) = (Machines::of(2, &url), gated(600));
    machines.add(0, "Alfa", &server.url);
    let first = Serving::of(machines.command(0, &["worker"]));
    until("two commits", || machines.total(machines.homes.len() - 1) == 200);
    first.signal(Signal::KILL);
    first.ends();
    gate.open();
    // Its lease still holds: the company is its own until then.
    let idle = machines.expect(1, 0, &["worker", "--until-idle"]);
    assert!(idle.err.contains("Nothing is due."), "{}", idle.err);
    machines.end_leases();
    machines.expect(1, 0, &["worker", "--until-idle"]);
    let statuses: Vec<Value> = machines.runs(0).iter().map(|run| run["status"].clone()).collect();
    assert_eq!(statuses, ["completed", "interrupted"]);
    assert_eq!((machines.total(0), asked(&server, 1)), (600.into(), 1), "it goes on where the other one ended");
    machines.check_runs(1);
}

#[test]
fn a_frozen_worker_cannot_write_late() {
    let Some(url) = cluster::url() else { return };
    let (machines, (server, gate)) = (Machines::of(2, &url), gated(600));
    machines.add(0, "Alfa", &server.url);
    let first = Serving::of(machines.command(0, &["worker", "--until-idle"]));
    until("two commits", || machines.total(machines.homes.len() - 1) == 200);
    first.signal(Signal::STOP);
    machines.end_leases();
    gate.open();
    machines.expect(1, 0, &["worker", "--until-idle"]);
    let before = machines.runs(1);
    first.signal(Signal::CONT);
    first.ends();
    let statuses: Vec<Value> = machines.runs(1).iter().map(|run| run["status"].clone()).collect();
    assert_eq!((machines.runs(1), statuses), (before, vec!["completed".into(), "interrupted".into()]), "nothing came late");
    assert_eq!(machines.total(0), 600);
    machines.check_runs(1);
}

#[test]
fn two_machines_that_are_paid_at_once_lose_no_payment() {
    let Some(url) = cluster::url() else { return };
    let machines = Machines::of(2, &url);
    crate::books::fill(&machines.homes[0]);
    crate::books::invoice(&machines.homes[0]);
    let before = machines.json(1, &["invoices", "--format", "json"])["invoices"][0].clone();
    assert_eq!(before["balance"], "80010", "{before}");
    let pay = ["pay", "INV-2026-00001", "--amount", "50000", "--method", "wire_transfer", "--json"];
    for ran in machines.at_once(1, &pay) {
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    }
    for machine in [0, 1] {
        let listed = machines.json(machine, &["invoices", "--format", "json"]);
        assert_eq!((&listed["invoices"][0]["balance"], &listed["invoices"][0]["payment_status"]), (&"0".into(), &"paid".into()));
        let payments = machines.json(machine, &["payments", "--format", "json"]);
        let sums = payments["payments"].as_array().expect("a list").iter();
        let mut applied: Vec<&str> = sums.filter_map(|payment| payment["allocations"][0]["amount"].as_str()).collect();
        applied.sort_unstable();
        assert_eq!(applied, ["30010", "50000"], "what one paid is not open for the other: {payments}");
    }
    machines.expect(0, 0, &["books", "check"]);
    machines.expect(0, 0, &["check"]);
}

#[test]
fn two_machines_that_approve_one_plan_queue_it_once() {
    let Some(url) = cluster::url() else { return };
    let mut machines = Machines::of(2, &url);
    for home in &machines.homes {
        let path = home.path().join("config.toml");
        let config = std::fs::read_to_string(&path).expect("read") + "[xero]\naccess = \"write\"\n";
        std::fs::write(&path, config).expect("written");
    }
    let mut world = World::on(machines.homes.remove(0), Service::Xero);
    let numbers = pushes::numbers(3);
    let file = pushes::file(&world.home, &numbers, pushes::currency(Service::Xero));
    world.map(&world.plan(&file));
    world.plan(&file);
    let listed = world.home.json(0, &["company", "list", "--json"]);
    let company = listed["companies"].as_array().expect("a list").iter().find(|one| one["name"] == *world.company);
    let company = company.and_then(|one| one["id"].as_u64()).unwrap_or_else(|| panic!("{listed}"));
    machines.homes.insert(0, std::mem::replace(&mut world.home, Home::new()));
    for ran in machines.at_once(company, &["push", "apply", "--yes", "--json"]) {
        assert_eq!(ran.code, Some(0), "{}\n{}", ran.out, ran.err);
    }
    assert_eq!(world.documents(&numbers), vec![1; 3]);
    let links = machines.json(1, &["push", "links", "--json"]);
    assert_eq!(links["links"].as_array().map(Vec::len), Some(4), "three documents and their customer: {links}");
}

/// Billingo takes the payments of a document as one list: of two workers that read it at once one would leave the payment of the other out.
#[test]
fn two_machines_that_pay_one_document_at_billingo_lose_no_payment() {
    let Some(url) = cluster::url() else { return };
    let mut machines = Machines::of(2, &url);
    let mut world = World::on(machines.homes.remove(0), Service::QuickBooks);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let source = crate::settling::billingo(&world, &runtime, 3);
    let number = money_there::copied(&world).remove(0);
    let named = |ledger: &mut faktura::sandbox::quickbooks::Ledger| {
        ledger.all("Invoice").find(|(_, one)| one["DocNumber"] == *number).map(|(id, _)| id)
    };
    let id = world.ledger(named).expect("it is there");
    for _ in 0..11 {
        money_there::pay(&world, "10", &[(id, "Invoice", "10")]);
    }
    world.home.expect(0, &["sync", "--company", &world.company]);
    let plan = money_there::planned(&world.home, ORIGINALS, &["--payments-back", "--from", &world.company]);
    assert_eq!(plan["items"].as_array().map(Vec::len), Some(11), "{plan}");
    world.home.expect(0, &["push", "apply", "--company", ORIGINALS, "--yes", "--no-wait"]);
    machines.homes.insert(0, std::mem::replace(&mut world.home, Home::new()));
    until("every payment", || {
        let worker = |machine| {
            let command = machines.command(machine, &["worker", "--until-idle"]);
            std::thread::spawn(|| ran(command))
        };
        for worker in [0, 1].map(worker) {
            let ran = worker.join().expect("joined");
            assert_eq!(ran.code, Some(0), "{}", ran.err);
        }
        let list = machines.json(1, &["push", "list", "--json"]);
        let mut payments = list["items"].as_array().expect("a list").iter().filter(|item| item["kind"] == "payment");
        payments.all(|item| item["state"] == "sent")
    });
    machines.expect(1, 0, &["sync", "--company", ORIGINALS]);
    let left = crate::settling::balance(&machines.homes[1], ORIGINALS, &number).0;
    assert_eq!(left, rust_decimal::Decimal::new(558, 2), "eleven payments of ten");
    drop(source);
    runtime.shutdown_background();
}

/// Machines of which one is connected to Xero, with documents written there, and the number of the company.
fn writing(url: &str, count: usize) -> (Machines, World, u64) {
    let mut machines = Machines::of(2, url);
    for home in &machines.homes {
        let path = home.path().join("config.toml");
        let config = std::fs::read_to_string(&path).expect("read") + "[xero]\naccess = \"write\"\n";
        std::fs::write(&path, config).expect("written");
    }
    let mut world = World::on(machines.homes.remove(0), Service::Xero);
    let numbers = pushes::numbers(count);
    let file = pushes::file(&world.home, &numbers, pushes::currency(Service::Xero));
    world.map(&world.plan(&file));
    world.home.expect(0, &["push", "apply", "--yes"]);
    world.home.expect(0, &["sync", "--company", &world.company]);
    let listed = world.home.json(0, &["company", "list", "--json"]);
    let company = listed["companies"].as_array().expect("a list").iter().find(|one| one["name"] == *world.company);
    let company = company.and_then(|one| one["id"].as_u64()).unwrap_or_else(|| panic!("{listed}"));
    machines.homes.insert(0, std::mem::replace(&mut world.home, Home::new()));
    (machines, world, company)
}

#[test]
fn two_machines_that_order_the_same_of_a_document_have_it_done_once() {
    let Some(url) = cluster::url() else { return };
    let (machines, _world, company) = writing(&url, 2);
    for (kind, args) in
        [("mail", ["push", "mail", "FX-1", "--yes", "--json"]), ("void", ["push", "void", "FX-2", "--yes", "--json"])]
    {
        let all = machines.at_once(company, &args);
        let codes: Vec<Option<i32>> = all.iter().map(|ran| ran.code).collect();
        assert!(codes.contains(&Some(0)) && codes.contains(&Some(4)), "{kind}: {codes:?} {:?}", all.last().map(|ran| &ran.err));
        let listed = machines.json(1, &["push", "list", "--json"]);
        let items: Vec<&Value> = listed["items"].as_array().expect("a list").iter().filter(|one| one["kind"] == kind).collect();
        assert_eq!((items.len(), &items[0]["state"]), (1, &"sent".into()), "{listed}");
    }
}

#[test]
fn a_machine_that_stays_sees_the_days_of_payment_that_another_one_syncs() {
    let Some(url) = cluster::url() else { return };
    let mut machines = Machines::of(2, &url);
    let world = World::on(machines.homes.remove(0), Service::QuickBooks);
    let token = world.home.expect(0, &["token", "add", "reader", "--role", "viewer"]).out.trim().to_owned();
    let serving = Serving::of(machines.command(0, &["serve", "--listen", "127.0.0.1:0"]));
    let line = serving.says("http://");
    let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
    serving.says("Serving");
    let day = || {
        let asked = request("GET", "/v1/invoices?q=number%3APD-1", Some(&token), "");
        let found = tcp(&address, asked.as_bytes()).json();
        (found["total"].clone(), found["invoices"][0]["paid_date"].clone())
    };
    let sync = || world.home.expect(0, &["sync", "--company", &world.company]);
    let invoice = paid_days::enter(&world, "Invoice", "PD-1", 100);
    sync();
    until("the invoice", || day() == (1.into(), Value::Null));
    let payment = paid_days::pay(&world, "2026-11-05", 100, &[(invoice, "Invoice", 100)]);
    sync();
    until("its day of payment", || day() == (1.into(), "2026-11-05".into()));
    assert!(world.ledger(|ledger| ledger.void("Payment", payment, jiff::Timestamp::now())));
    sync();
    until("it is open again", || day() == (1.into(), Value::Null));
}

#[test]
fn two_machines_that_send_one_invoice_send_one_mail() {
    let Some(url) = cluster::url() else { return };
    let machines = Machines::of(2, &url);
    let smtp = Smtp::start(|_, _| Deed::Take);
    crate::books::fill(&machines.homes[0]);
    crate::books::invoice(&machines.homes[0]);
    for home in &machines.homes {
        let path = home.path().join("config.toml");
        let mail = format!(
            "[mail]\nhost = \"127.0.0.1\"\nport = {}\nsecurity = \"none\"\nfrom = \"szamla@own.example\"\nretry = \"10ms\"\n",
            smtp.port
        );
        let config = std::fs::read_to_string(&path).expect("read") + &mail;
        std::fs::write(&path, config).expect("written");
    }
    let all = machines.at_once(1, &["send", "INV-2026-00001", "--to", "eva@buyer.example", "--json"]);
    assert!(all.iter().any(|ran| ran.code == Some(0)), "{:?}", all.last().map(|ran| &ran.err));
    let listed = machines.json(1, &["deliveries", "list", "--json"]);
    assert_eq!(listed["deliveries"].as_array().map(Vec::len), Some(1), "{listed}");
    assert_eq!(smtp.taken().len(), 1);
}

#[test]
fn check_tells_and_mends_what_is_wrong_in_a_database() {
    let Some(url) = cluster::url() else { return };
    let (machines, server) = (Machines::of(2, &url), account(7));
    machines.add(0, "Alfa", &server.url);
    machines.expect(0, 0, &["sync"]);
    machines.expect(1, 0, &["check"]);
    machines.sql("UPDATE record SET number = 7 WHERE id = '3'");
    let told = machines.expect(1, 4, &["check"]);
    assert!(told.out.contains("record/1/document/3"), "{}", told.out);
    machines.expect(0, 3, &["check", "--repair"]);
    machines.expect(1, 0, &["check"]);
    machines.expect(0, 0, &["audit", "verify"]);
    let audit = machines.json(0, &["audit", "--json"]).to_string();
    assert!(audit.contains("check.repair"), "{audit}");
    std::fs::remove_file(machines.homes[0].path().join("identity.age")).expect("removed");
    let lacking = machines.expect(0, 4, &["check"]);
    assert!(lacking.out.contains("identity.age"), "{}", lacking.out);
}

#[test]
fn a_database_that_starts_anew_in_mid_sync_costs_nothing() {
    let Some(database) = cluster::Server::start() else { return };
    let (machines, (server, gate)) = (Machines::of(1, &database.url()), gated(900));
    machines.add(0, "Alfa", &server.url);
    let worker = Serving::of(machines.command(0, &["worker", "--until-idle"]));
    until("two commits", || machines.total(machines.homes.len() - 1) == 200);
    database.crash();
    gate.open();
    // The worker waits for the database with the page in its hands.
    database.go();
    assert_eq!(worker.ends(), Some(0));
    let runs = machines.runs(0);
    assert_eq!((runs.len(), &runs[0]["status"]), (1, &"completed".into()), "{runs:#?}");
    assert_eq!((machines.total(0), asked(&server, 1)), (900.into(), 1));
}

#[test]
fn a_store_whose_database_is_not_there_is_a_sentence() {
    let home = Home::new();
    let mut command = home.command(&["status"]);
    command.env("FAKTURA_STORE_URL", "postgres://anna:hunter2@127.0.0.1:1/books");
    let refused = ran(command);
    assert_ne!(refused.code, Some(0));
    assert!(refused.err.contains("127.0.0.1:1/books") && !refused.err.contains("hunter2"), "{}", refused.err);
}

/// The greatest memory that a process had, in megabytes.
fn peak(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or_default() / 1024
}

/// Prints what lists over a large database cost a process: `FAKTURA_ROWS` rows, or a million.
#[test]
#[ignore = "minutes; prints figures"]
fn what_lists_over_a_large_database_cost() {
    let Some(url) = cluster::url() else { return };
    let rows: u64 = std::env::var("FAKTURA_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(1_000_000);
    let (machines, server) = (Machines::of(1, &url), account(rows / 10));
    let home = &machines.homes[0];
    std::fs::write(home.path().join("config.toml"), "[sync]\npages = 4\n[store]\nurl_file = \"store-url\"\n").expect("written");
    for number in 0..10 {
        machines.add(0, &format!("Company {number}"), &server.url);
    }
    let began = Instant::now();
    machines.expect(0, 0, &["sync", "--quiet"]);
    println!("{rows} rows: first sync {:.1} s", began.elapsed().as_secs_f64());
    let token = machines.expect(0, 0, &["token", "add", "reader", "--role", "viewer"]).out.trim().to_owned();
    for turn in ["every row is read", "from the file of the index"] {
        let serving = Serving::of(machines.command(0, &["serve", "--listen", "127.0.0.1:0"]));
        let line = serving.says("http://");
        let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
        let ask = |query: &str| {
            let began = Instant::now();
            let answer = tcp(&address, request("GET", &format!("/v1/invoices?limit=50&{query}"), Some(&token), "").as_bytes());
            assert_eq!(answer.json()["total"].as_u64().map(|total| total > 0), Some(true), "{query}");
            began.elapsed().as_secs_f64() * 1000.0
        };
        let first = ask("sort=-gross");
        let mut times: Vec<f64> = (0..20).map(|n| ask(&format!("q=vevo%20gross%3E%3D{n}"))).collect();
        times.sort_by(f64::total_cmp);
        println!("{turn}: first question {first:.0} ms, then {:.0} ms in the median, {:.0} at worst", times[10], times[19]);
        println!("{turn}: memory at its peak {} MB", peak(serving.child.id()));
        serving.signal(Signal::TERM);
        assert_eq!(serving.ends(), Some(0));
    }
    let bytes = runtime().block_on(async {
        let client = machines.connect().await;
        let sql = "SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                   WHERE n.nspname = current_schema AND c.relkind = 'r'";
        client.query_one(sql, &[]).await.expect("told").get::<_, i64>(0)
    });
    println!("on disk: {} bytes an invoice", bytes / i64::try_from(rows).expect("a count"));
}
