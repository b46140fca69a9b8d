//! A process that dies while it renews access or finishes a consent, at each point where that matters: before the service carried it out,
//! before its answer came, before the answer was sealed, and before it was used. And clocks that jump, and sealed tokens that are lost.

use std::io::Write;
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use faktura::clock::Clock;
use faktura::sandbox::oauth::{Service, SiteOptions};
use faktura::sandbox::{quickbooks, xero};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::crash::rounds;
use super::logins::{Pretend, finish, refreshes};
use super::support::Home;
use super::support::serving::PATIENCE;

/// Where the process dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Point {
    Sent,
    CarriedOut,
    Answered,
    Sealed,
}

const POINTS: [Point; 4] = [Point::Sent, Point::CarriedOut, Point::Answered, Point::Sealed];

/// The points of a number of kills, in turn.
fn points() -> impl Iterator<Item = Point> {
    POINTS.into_iter().cycle().take(rounds(4).try_into().expect("a number"))
}

fn token_path(service: Service) -> &'static str {
    if service == Service::Xero { "/connect/token" } else { "/oauth2/v1/tokens/bearer" }
}

fn api_path(service: Service) -> &'static str {
    if service == Service::Xero { "/connections" } else { "/v3/*" }
}

/// Waits for something, and not for ever.
fn until(what: &str, mut is: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is() {
        assert!(Instant::now() < deadline, "{what} does not happen");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Number of requests at a path so far.
fn asked(pretend: &Pretend, path: &str) -> usize {
    let head = path.trim_end_matches('*');
    pretend.site().requests().iter().filter(|request| request.path.starts_with(head)).count()
}

/// Whether a process waits for a lock of a file.
fn is_blocked(pid: u32) -> bool {
    let locks = std::fs::read_to_string("/proc/locks").expect("the system tells of locks");
    locks.lines().any(|line| line.contains("->") && line.split_whitespace().any(|word| word == pid.to_string()))
}

/// Begins something that asks for tokens, and kills it at a point.
fn die(home: &Home, pretend: &Pretend, service: Service, point: Point, begin: impl FnOnce() -> Child) {
    let (tokens, api) = (token_path(service), api_path(service));
    let fault = match point {
        Point::Sent => format!("hang@path:{tokens}"),
        Point::CarriedOut => format!("mute@path:{tokens}"),
        Point::Answered => format!("slow=3s@path:{tokens}"),
        Point::Sealed => format!("hang@path:{api}"),
    };
    pretend.faults(&[&fault]);
    let path = if point == Point::Sealed { api } else { tokens };
    let before = asked(pretend, path);
    let mut child = begin();
    until("the request", || asked(pretend, path) > before);
    // What is sealed of logins is changed under the lock of the folder.
    let lock = std::fs::File::open(home.store()).expect("a folder");
    if point == Point::Answered {
        lock.lock().expect("free");
        until("the wait for the lock", || is_blocked(child.id()));
    }
    child.kill().expect("it runs");
    child.wait().expect("it ended");
    drop(lock);
    pretend.faults(&[]);
}

fn pretend(service: Service, rotate: bool) -> Pretend {
    let today = date(2026, 11, 21);
    let mut options = SiteOptions::new(service);
    options.api = match service {
        Service::QuickBooks => Box::new(quickbooks::Books::demo(today, 10, 1)),
        Service::Xero => Box::new(xero::Organisations::demo(10, 1, today)),
    };
    if rotate {
        options.identity.rotate_after = Duration::ZERO;
    }
    Pretend::of(service, options)
}

fn status(home: &Home) -> Value {
    home.json(0, &["login", "show", "1", "--json"])["status"].clone()
}

/// Renews a login for its company, as its person chooses again.
fn renew(home: &Home, pretend: &Pretend) {
    let begun = pretend.begin(home, &["--login", "1"]);
    let company = pretend.site().companies()[0].id.clone();
    let ran = finish(home, &pretend.browse(&begun, &format!("&choose={company}")), &["--all-tenants"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}

#[test]
fn a_kill_at_each_point_of_a_refresh_costs_no_login_within_the_grace_of_its_service() {
    for (service, rotate) in [(Service::Xero, true), (Service::QuickBooks, false), (Service::QuickBooks, true)] {
        let (home, pretend) = (Home::new(), pretend(service, rotate));
        pretend.connect(&home);
        for point in points() {
            // A login of QuickBooks is tested by renewing its access alone; a sync goes on to the API.
            let args: &[&str] = if service == Service::Xero { &["login", "test", "1"] } else { &["sync"] };
            die(&home, &pretend, service, point, || home.command(args).spawn().expect("starts"));
            let tested = home.run(&["login", "test", "1"]);
            // QuickBooks has no grace: on the day of rotation the one value that lives may have been in the answer.
            let lost = service == Service::QuickBooks && rotate && matches!(point, Point::CarriedOut | Point::Answered);
            if lost {
                assert_eq!((tested.code, status(&home)), (Some(6), "expired".into()), "{point:?}: {}", tested.err);
                assert!(tested.err.contains("login add --login 1"), "it says what to do: {}", tested.err);
                renew(&home, &pretend);
            } else {
                assert_eq!(tested.code, Some(0), "{service:?} {rotate} {point:?}: {}", tested.err);
            }
            assert_eq!(status(&home), "active", "{service:?} {rotate} {point:?}");
            let newest = pretend.site().identity(|identity| identity.newest());
            assert!(newest.iter().all(|tokens| tokens.len() == 1), "{newest:?}");
        }
        home.expect(0, &["sync"]);
        assert_eq!(home.json(0, &["company", "list", "--json"])["companies"][0]["id"], 1);
    }
}

#[test]
fn a_kill_at_each_point_of_a_consent_leaves_one_that_can_be_finished_or_begun_again() {
    for service in [Service::Xero, Service::QuickBooks] {
        for point in POINTS {
            let (home, pretend) = (Home::new(), pretend(service, false));
            let begun = pretend.begin(&home, &[]);
            let address = pretend.browse(&begun, "");
            let begin = || {
                let mut command = home.command(&["login", "finish", "--redirect-stdin", "--all-tenants"]);
                let mut child = command.stdin(Stdio::piped()).spawn().expect("starts");
                child.stdin.take().expect("piped").write_all(format!("{address}\n").as_bytes()).expect("written");
                child
            };
            die(&home, &pretend, service, point, begin);
            match point {
                // Nothing happened yet: the same address does.
                Point::Sent => {
                    let again = finish(&home, &address, &["--all-tenants"]);
                    assert_eq!(again.code, Some(0), "{service:?}: {}", again.err);
                }
                // The code is spent, and what it brought is lost.
                Point::CarriedOut | Point::Answered => {
                    assert_eq!(status(&home), "authorising");
                    let again = finish(&home, &address, &["--all-tenants"]);
                    assert_eq!(again.code, Some(6), "{service:?} {point:?}: {}", again.err);
                    renew(&home, &pretend);
                }
                Point::Sealed => home.expect(0, &["login", "finish", "1", "--all-tenants"]).code.map_or((), drop),
            }
            assert_eq!(status(&home), "active", "{service:?} {point:?}");
            home.expect(0, &["sync"]);
        }
    }
}

#[test]
fn a_kill_while_a_login_is_renewed_leaves_it_as_it_was() {
    for service in [Service::Xero, Service::QuickBooks] {
        let (home, pretend) = (Home::new(), pretend(service, false));
        pretend.connect(&home);
        for point in [Point::Sent, Point::CarriedOut, Point::Answered] {
            let begun = pretend.begin(&home, &["--login", "1"]);
            // The company of the login, as its person chooses again.
            let company = pretend.site().companies()[0].id.clone();
            let address = pretend.browse(&begun, &format!("&choose={company}"));
            let begin = || {
                let mut command = home.command(&["login", "finish", "--redirect-stdin"]);
                let mut child = command.stdin(Stdio::piped()).spawn().expect("starts");
                child.stdin.take().expect("piped").write_all(format!("{address}\n").as_bytes()).expect("written");
                child
            };
            die(&home, &pretend, service, point, begin);
            assert_eq!(status(&home), "active", "{service:?} {point:?}");
            home.expect(0, &["sync"]);
        }
    }
}

#[test]
fn two_processes_never_spend_one_token_twice_where_a_service_has_no_grace() {
    let (home, pretend) = (Home::new(), pretend(Service::QuickBooks, true));
    pretend.connect(&home);
    let run = || home.command(&["login", "test", "1"]).spawn().expect("starts");
    for _ in 0..refreshes(30) / 2 {
        for child in [run(), run()] {
            let output = child.wait_with_output().expect("ends");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
    }
    let (newest, repeated, refused) =
        pretend.site().identity(|identity| (identity.newest(), identity.repeated, identity.refused));
    assert_eq!((newest.len(), newest[0].len(), repeated, refused), (1, 1, 0, 0));
}

/// A clock so many hours behind or ahead of the system's.
#[derive(Debug, Default)]
struct Shifted(AtomicI64);

impl Clock for Shifted {
    fn now(&self) -> Timestamp {
        Timestamp::now() + SignedDuration::from_hours(self.0.load(Ordering::SeqCst))
    }
}

#[test]
fn a_clock_that_jumps_by_hours_costs_no_login_and_no_record() {
    for service in [Service::Xero, Service::QuickBooks] {
        let clock = Arc::new(Shifted::default());
        let today = date(2026, 11, 21);
        let mut options = SiteOptions { clock: clock.clone(), ..SiteOptions::new(service) };
        options.api = match service {
            Service::QuickBooks => Box::new(quickbooks::Books::demo(today, 10, 1)),
            Service::Xero => Box::new(xero::Organisations::demo(10, 1, today)),
        };
        let (home, pretend) = (Home::new(), Pretend::of(service, options));
        pretend.connect(&home);
        home.expect(0, &["sync"]);
        let serve = super::support::serving::Serving::start(&home, &[], None);
        serve.says("Serving");
        // The host keeps an access token: after a jump ahead the service takes it no longer.
        home.expect(0, &["sync"]);
        for hours in [3, -3, 3, 0] {
            clock.0.store(hours, Ordering::SeqCst);
            let refreshes = pretend.refreshes();
            let sync = home.json(0, &["sync", "--json"]);
            assert_eq!(sync["status"], "completed", "{service:?} {hours}: {sync}");
            assert!(pretend.refreshes() - refreshes <= 1, "{service:?} {hours}");
        }
        assert_eq!(status(&home), "active");
        drop(serve);
        home.expect(0, &["sync", "--full"]);
    }
}

#[test]
fn a_login_whose_sealed_tokens_are_damaged_or_lost_is_renewed_and_holds_up_no_other() {
    for service in [Service::Xero, Service::QuickBooks] {
        let (home, pretend) = (Home::new(), pretend(service, false));
        pretend.connect(&home);
        home.expect(0, &["sync"]);
        let sealed = home.store().join("keys/1.age");
        let spoil: [fn(&std::path::Path); 3] = [
            |file| {
                let bytes = std::fs::read(file).expect("there");
                std::fs::write(file, &bytes[..bytes.len() / 2]).expect("written");
            },
            |file| std::fs::write(file, "").expect("written"),
            |file| std::fs::remove_file(file).expect("there"),
        ];
        for spoil in spoil {
            spoil(&sealed);
            for args in [&["sync"][..], &["login", "test", "1"]] {
                let ran = home.expect(6, args);
                assert!(ran.err.contains("login add --login 1"), "{service:?}: {}", ran.err);
            }
            // Another consent is found by its address alone.
            let other = pretend.begin(&home, &[]);
            let address = pretend.browse(&other, &format!("&choose={}", pretend.site().companies()[1].id));
            let chosen = ["--tenant", pretend.site().companies()[1].name.as_str()].map(str::to_owned);
            let more: Vec<&str> = if service == Service::Xero { chosen.iter().map(String::as_str).collect() } else { Vec::new() };
            let ran = finish(&home, &address, &more);
            assert_eq!(ran.code, Some(0), "{service:?}: {}", ran.err);
            home.expect(0, &["login", "remove", &other["login"].to_string(), "--yes"]);
            let begun = pretend.begin(&home, &["--login", "1"]);
            assert_eq!((&begun["login"], status(&home)), (&Value::from(1), "expired".into()));
            let company = pretend.site().companies()[0].id.clone();
            let ran = finish(&home, &pretend.browse(&begun, &format!("&choose={company}")), &["--all-tenants"]);
            assert_eq!((ran.code, status(&home)), (Some(0), "active".into()), "{service:?}: {}", ran.err);
            home.expect(0, &["sync", "--company", "1"]);
            home.expect(0, &["check"]);
        }
    }
}
