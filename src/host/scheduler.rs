//! Scheduled syncs.
//!
//! For: `faktura serve`. One at a time: a sync that falls due while another runs is done by it. A sync that was missed (the
//! machine
//! slept, the process was down) is caught up once; the sync log tells when the last one was.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp, Zoned};
use tokio_util::sync::CancellationToken;

use super::Service;
use crate::clock::Clock;
use crate::domain::Trigger;
use crate::error::Error;
use crate::service::cases;
use crate::service::{Result, RunFilter, SyncReport, SyncRequest};
use crate::sync::schedule::{Schedule, ScheduleSettings};

/// The longest sleep: a clock that jumps, or a machine that wakes up, is noticed after so long.
const NAP: Duration = Duration::from_mins(1);
/// A time that passed longer ago was missed.
const LATE: SignedDuration = SignedDuration::from_mins(5);
/// A clock that went back by more was put right; by less, what was done is not done again.
const BACK: SignedDuration = SignedDuration::from_hours(25);
/// How far back the log is searched for the last scheduled run.
const LOG: usize = 500;

/// What the scheduler tells.
#[derive(Debug)]
pub enum Tick {
    /// The next sync is due then.
    Next(Zoned),
    /// None is ever due.
    Never,
    /// A sync begins; it makes up for one that was missed.
    Begins {
        /// Whether it was due earlier.
        late: bool,
    },
    /// A sync ended.
    Ended(SyncReport),
    /// None could begin.
    Failed(Error),
}

/// Syncs every enabled company whenever the schedule says so, until it is stopped. A running sync is left running.
pub async fn keep(
    service: &Service,
    settings: &ScheduleSettings,
    clock: &Arc<dyn Clock>,
    system: &jiff::tz::TimeZone,
    stop: &CancellationToken,
    mut tell: impl FnMut(Tick),
) {
    let schedule = Schedule::new(settings, system);
    let mut random = fastrand::Rng::new();
    let mut seen = match last(service).await {
        Ok(Some(last)) => last,
        Ok(None) => clock.now(),
        Err(error) => {
            tell(Tick::Failed(error));
            clock.now()
        }
    };
    let mut told: Option<Timestamp> = None;
    loop {
        let now = clock.now();
        if seen.duration_since(now) > BACK {
            seen = now;
        }
        let Some(due) = schedule.next(seen) else {
            tell(Tick::Never);
            stop.cancelled().await;
            return;
        };
        let at = due.timestamp();
        service.plan(at);
        if at > now {
            if told != Some(at) {
                told = Some(at);
                tell(Tick::Next(due));
            }
            let wait = Duration::try_from(at.duration_since(now)).unwrap_or_default().min(NAP);
            if stop.run_until_cancelled(tokio::time::sleep(wait)).await.is_none() {
                return;
            }
            continue;
        }
        let late = now.duration_since(at) > LATE;
        if late && !settings.catch_up {
            seen = now;
            continue;
        }
        let jitter = settings.jitter.mul_f64(random.f64());
        if stop.run_until_cancelled(tokio::time::sleep(jitter)).await.is_none() {
            return;
        }
        tell(Tick::Begins { late });
        let request = SyncRequest { companies: Vec::new(), full: false, accept_deletions: false, trigger: Trigger::Schedule };
        match stop.run_until_cancelled(service.ask(cases::Sync(request))).await {
            Some(Ok(report)) => tell(Tick::Ended(report)),
            Some(Err(error)) => tell(Tick::Failed(error)),
            None => return,
        }
        seen = clock.now();
    }
}

/// When the schedule last began a sync of this store.
async fn last(service: &Service) -> Result<Option<Timestamp>> {
    let runs = service.ask(cases::Runs(RunFilter { limit: Some(LOG), ..RunFilter::default() })).await?;
    Ok(runs.iter().filter(|run| run.trigger == Trigger::Schedule).map(|run| run.started).max())
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use jiff::tz::TimeZone;
    use tokio::time::Instant;

    use super::*;
    use crate::config::{Config, Paths};
    use crate::domain::{Actor, RunStatus};
    use crate::service::{NewCompany, Options};

    /// A clock that goes with the runtime's.
    struct Hands {
        base: Timestamp,
        start: Instant,
    }

    impl Clock for Hands {
        fn now(&self) -> Timestamp {
            self.base + self.start.elapsed()
        }
    }

    /// A store with a company that has no key: its syncs fail at once and are recorded.
    async fn service(dir: &std::path::Path, clock: &Arc<dyn Clock>) -> Service {
        let options = Options {
            paths: Paths::resolve(Some(dir.to_owned()), None, &|_| None).expect("a folder"),
            config: Config::default(),
            clock: Arc::clone(clock),
            zone: TimeZone::UTC,
            actor: Actor("faktura".to_owned()),
            passphrase: Arc::new(|| None),
            read_only: false,
            searches: false,
        };
        let service = Service::open(options).await.expect("opens");
        if service.ask(cases::Companies).await.expect("reads").is_empty() {
            let new = NewCompany {
                name: "Teszt".to_owned(),
                provider: "billingo".to_owned(),
                base_url: None,
                key: None,
                test: false,
                force: false,
            };
            service.ask(cases::AddCompany(new)).await.expect("added");
        }
        service
    }

    async fn kept(service: &Service, clock: &Arc<dyn Clock>, settings: &ScheduleSettings, time: Duration) -> Vec<String> {
        let (told, stop) = (Mutex::new(Vec::new()), CancellationToken::new());
        let tell = |tick| {
            let word = match tick {
                Tick::Next(at) => at.strftime("next %m-%d %H:%M").to_string(),
                Tick::Never => "never".to_owned(),
                Tick::Begins { late } => format!("begins late={late}"),
                Tick::Ended(report) => format!("{:?}", report.runs.iter().map(|(run, _)| run.status).collect::<Vec<RunStatus>>()),
                Tick::Failed(error) => error.to_string(),
            };
            told.lock().expect("nobody panics").push(word);
        };
        let zone = TimeZone::UTC;
        let work = keep(service, settings, clock, &zone, &stop, tell);
        let _ = tokio::time::timeout(time, work).await;
        told.into_inner().expect("nobody panics")
    }

    #[tokio::test(start_paused = true)]
    async fn syncs_come_at_their_times_and_what_was_missed_is_made_up_for_once() {
        let dir = tempfile::tempdir().expect("a folder");
        let base = "2026-11-21T00:00:00Z".parse().expect("a time");
        let clock: Arc<dyn Clock> = Arc::new(Hands { base, start: Instant::now() });
        let settings = ScheduleSettings {
            times: vec!["0 2 * * *".to_owned()],
            jitter: Duration::from_mins(1),
            ..ScheduleSettings::default()
        };
        let hours = |count: u64| Duration::from_secs(count * 3600);

        let first = service(dir.path(), &clock).await;
        let told = kept(&first, &clock, &settings, hours(30)).await;
        let night = ["begins late=false", "[Failed]"];
        let expected = [&["next 11-21 02:00"], &night[..], &["next 11-22 02:00"], &night[..], &["next 11-23 02:00"]].concat();
        assert_eq!(told, expected);
        first.close().await.expect("closes");

        // Three nights without a running process.
        tokio::time::advance(hours(80)).await;
        let second = service(dir.path(), &clock).await;
        let told = kept(&second, &clock, &settings, hours(2)).await;
        assert_eq!(told, ["begins late=true", "[Failed]", "next 11-26 02:00"], "once, however many were missed");

        tokio::time::advance(hours(80)).await;
        let never_mind = ScheduleSettings { catch_up: false, ..settings };
        let told = kept(&second, &clock, &never_mind, hours(2)).await;
        assert_eq!(told, ["next 11-29 02:00"]);
        let none = ScheduleSettings { times: Vec::new(), ..never_mind };
        assert_eq!(kept(&second, &clock, &none, hours(2)).await, ["never"]);
        second.close().await.expect("closes");
    }

    /// A clock that goes with the runtime's and is put forward or back.
    struct Jumping {
        hands: Hands,
        by: Mutex<SignedDuration>,
    }

    impl Clock for Jumping {
        fn now(&self) -> Timestamp {
            self.hands.now() + *self.by.lock().expect("nobody panics")
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_that_jumps_doubles_nothing_and_skips_nothing() {
        let dir = tempfile::tempdir().expect("a folder");
        let base = "2026-11-21T00:00:00Z".parse().expect("a time");
        let jumping = Arc::new(Jumping { hands: Hands { base, start: Instant::now() }, by: Mutex::default() });
        let clock: Arc<dyn Clock> = Arc::clone(&jumping) as Arc<dyn Clock>;
        let settings = ScheduleSettings { times: vec!["0 2 * * *".to_owned()], ..ScheduleSettings::default() };
        let service = service(dir.path(), &clock).await;
        let hours = |count: u64| Duration::from_secs(count * 3600);
        let jump = |hours: i64| *jumping.by.lock().expect("nobody panics") += SignedDuration::from_hours(hours);

        let told = kept(&service, &clock, &settings, hours(3)).await;
        assert_eq!(told, ["next 11-21 02:00", "begins late=false", "[Failed]", "next 11-22 02:00"]);
        // Back from three to midnight: two o'clock comes again, and was done.
        jump(-3);
        assert_eq!(kept(&service, &clock, &settings, hours(4)).await, ["next 11-22 02:00"]);
        // Forward by five days, from four o'clock: one sync for all of them.
        jump(5 * 24);
        let told = kept(&service, &clock, &settings, hours(1)).await;
        assert_eq!(told, ["begins late=true", "[Failed]", "next 11-27 02:00"]);
        // A clock that was years ahead is put right: the next night has its sync.
        jump(-5 * 24);
        let told = kept(&service, &clock, &settings, hours(24)).await;
        assert_eq!(told, ["next 11-22 02:00", "begins late=false", "[Failed]", "next 11-23 02:00"]);
        service.close().await.expect("closes");
    }
}
