//! Once, again after a while, and when it is over.

use proptest::prelude::*;

use super::*;

const HOUR: i64 = 3600;

fn at(hours: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + hours * HOUR).expect("a time")
}

fn fact(status: RunStatus, success: i64) -> Fact {
    Fact {
        nav_refused: None,
        login_ends: None,
        damaged: None,
        undelivered: None,
        overdue: None,
        own_books: false,
        company: CompanyId(1),
        name: "Egy".to_owned(),
        enabled: true,
        added: at(-100),
        last: Some(LastRun { id: RunId(5), status, ended: at(0), reason: Some("why".to_owned()) }),
        success: Some(at(success)),
    }
}

/// An hour, the last run, the hour of the last success.
type Step = (i64, RunStatus, i64);

/// Steps, and the alerts expected at each hour.
type Case<'a> = (&'a [Step], Vec<(i64, String)>);

/// The alerts sent as the hours pass.
fn told(steps: &[Step], settings: &Settings) -> Vec<(i64, String)> {
    let (mut incidents, mut all) = (Vec::new(), Vec::new());
    for (hour, status, success) in steps {
        let (after, alerts) = judge(&incidents, &[fact(*status, *success)], settings, at(*hour));
        incidents = after;
        all.extend(alerts.iter().map(|alert| {
            let again = if alert.reminder { " again" } else { "" };
            (*hour, format!("{}{again}", alert.kind.as_str()))
        }));
    }
    all
}

#[test]
fn own_books_are_told_by_what_is_wrong_with_them_and_never_by_a_sync() {
    let settings = Settings::default();
    let (mut incidents, mut all) = (Vec::new(), Vec::new());
    let books = Fact { own_books: true, last: None, success: None, ..fact(RunStatus::Completed, 0) };
    let text = |what: &str| Some(what.to_owned());
    let overdue = Fact { overdue: text("2 invoices"), ..books.clone() };
    let refused = Fact { undelivered: text("1 mail"), ..overdue.clone() };
    let lost = Fact { damaged: text("numbers"), ..refused.clone() };
    let steps = [(0, &books), (1, &overdue), (30, &overdue), (169, &overdue), (170, &refused), (171, &lost), (172, &overdue)];
    for (hour, fact) in steps.into_iter().chain([(173, &books), (1_000, &books)]) {
        let (after, alerts) = judge(&incidents, std::slice::from_ref(fact), &settings, at(hour));
        incidents = after;
        all.extend(alerts.into_iter().map(|alert| (hour, alert.kind.as_str(), alert.reminder, alert.reason)));
    }
    let expected = [
        (1, "overdue", false, text("2 invoices")),
        (169, "overdue", true, text("2 invoices")),
        (170, "undelivered", false, text("1 mail")),
        (171, "lost", false, text("numbers")),
        (172, "overdue", false, text("2 invoices")),
        (173, "recovered", false, None),
    ];
    assert_eq!(all, expected);
}

#[test]
fn a_login_that_ends_is_told_for_each_of_its_companies_and_again_once_a_week() {
    let settings = Settings::default();
    let ending = |company: u32, hours: i64| {
        let login_ends = Some("Login 1 ends".to_owned());
        Fact { company: CompanyId(company), login_ends, ..fact(RunStatus::Completed, hours) }
    };
    let mut incidents = Vec::new();
    let mut say = |hours: i64, facts: &[Fact]| {
        let (after, alerts) = judge(&incidents, facts, &settings, at(hours));
        incidents = after;
        let one = |alert: &Alert| (alert.kind.as_str(), alert.company.0, alert.reminder, alert.reason.clone(), alert.run);
        alerts.iter().map(one).collect::<Vec<_>>()
    };
    let told = |company, again| ("login_ends", company, again, Some("Login 1 ends".to_owned()), None);
    assert_eq!(say(0, &[ending(1, 0), ending(2, 0)]), [told(1, false), told(2, false)]);
    assert_eq!(say(24, &[ending(1, 24), ending(2, 24)]), []);
    assert_eq!(say(7 * 24, &[ending(1, 168), ending(2, 168)]), [told(1, true), told(2, true)]);
    // A failure is worse and told; what is left of it is known already.
    let failed = Fact { login_ends: ending(1, 0).login_ends, ..fact(RunStatus::Failed, 168) };
    assert_eq!(say(169, &[failed, ending(2, 169)]).iter().map(|told| told.0).collect::<Vec<_>>(), ["failed"]);
    // Renewed.
    assert_eq!(say(170, &[fact(RunStatus::Completed, 170)]).iter().map(|told| told.0).collect::<Vec<_>>(), ["recovered"]);
}

#[test]
fn a_login_that_ends_is_told_although_each_sync_comes_late() {
    let settings = Settings::default();
    let (mut incidents, mut all) = (Vec::new(), Vec::new());
    // A machine that runs once in five days: at each start its data is stale, and after the sync only the login is left.
    for day in [0, 5, 10, 15] {
        for (hour, success) in [(24 * day, 24 * day - 120), (24 * day + 1, 24 * day + 1)] {
            let fact = Fact { login_ends: Some("Login 1 ends".to_owned()), ..fact(RunStatus::Completed, success) };
            let (after, alerts) = judge(&incidents, &[fact], &settings, at(hour));
            incidents = after;
            all.extend(alerts.iter().map(|alert| (day, alert.kind.as_str(), alert.reminder)));
        }
    }
    let each = |day| [(day, "stale", false), (day, "login_ends", false)];
    assert_eq!(all, [0, 5, 10, 15].map(each).concat());
}

#[test]
fn an_incident_is_told_once_reminded_of_and_told_to_be_over() {
    use RunStatus::{Cancelled, Completed, Deferred, Failed, Interrupted, Partial, Running};
    let settings = Settings::default();
    let say = |hour, words: &str| (hour, words.to_owned());
    let table: &[Case<'_>] = &[
        (&[(0, Completed, 0), (1, Completed, 1)], vec![]),
        (&[(0, Failed, -1), (1, Failed, -1), (2, Completed, 2), (3, Completed, 3)], vec![say(0, "failed"), say(2, "recovered")]),
        // Again after a day, and not before.
        (
            &[(0, Failed, -1), (23, Failed, -1), (24, Failed, -1), (30, Failed, -1)],
            vec![say(0, "failed"), say(24, "failed again")],
        ),
        // Worse is told, milder is not.
        (
            &[(0, Partial, 0), (1, Failed, 0), (2, Partial, 2), (3, Completed, 3)],
            vec![say(0, "partial"), say(1, "failed"), say(3, "recovered")],
        ),
        (&[(0, Deferred, -1), (1, Deferred, -1), (2, Completed, 2)], vec![say(0, "deferred"), say(2, "recovered")]),
        // A cancelled run changes nothing, and does not hide that the data is stale.
        (
            &[(0, Failed, -1), (1, Cancelled, -1), (2, Running, -1), (3, Interrupted, -1), (4, Completed, 4)],
            vec![say(0, "failed"), say(4, "recovered")],
        ),
        (
            &[(0, Cancelled, 0), (25, Cancelled, 0), (26, Cancelled, 0), (27, Completed, 27)],
            vec![say(26, "stale"), say(27, "recovered")],
        ),
        (
            &[(0, Completed, 0), (25, Completed, 0), (26, Completed, 0), (49, Completed, 0), (50, Completed, 0)],
            vec![say(26, "stale"), say(50, "stale again")],
        ),
    ];
    for (steps, expected) in table {
        assert_eq!(told(steps, &settings), *expected, "{steps:?}");
    }
    let once = Settings { remind: Duration::ZERO, ..Settings::default() };
    assert_eq!(told(&[(0, Failed, -1), (24, Failed, -1), (99, Failed, -1)], &once), [say(0, "failed")]);
    let only = Settings { on: vec![AlertKind::Failed], ..Settings::default() };
    assert_eq!(told(&[(0, Partial, 0), (1, Failed, 0), (2, Completed, 2)], &only), [say(1, "failed")]);
    let quiet = Settings { on: vec![AlertKind::Partial, AlertKind::Recovered], ..Settings::default() };
    let steps = [(0, Failed, -1), (1, Completed, 1), (2, Failed, 1), (3, Partial, 3), (4, Completed, 4)];
    assert_eq!(told(&steps, &quiet), [say(3, "partial"), say(4, "recovered")], "what was not told is not told to be over");
}

#[test]
fn a_company_that_is_disabled_or_removed_is_forgotten_silently() {
    let settings = Settings::default();
    let failed = fact(RunStatus::Failed, -1);
    let (incidents, _) = judge(&[], std::slice::from_ref(&failed), &settings, at(0));
    assert_eq!(incidents.len(), 1);
    assert_eq!(judge(&incidents, &[Fact { enabled: false, ..failed }], &settings, at(1)), (vec![], vec![]));
    assert_eq!(judge(&incidents, &[], &settings, at(1)), (vec![], vec![]));
    let never = Fact { last: None, success: None, ..fact(RunStatus::Completed, 0) };
    let (_, alerts) = judge(&[], &[never], &settings, at(0));
    assert_eq!((alerts[0].kind, alerts[0].run), (AlertKind::Stale, None), "added long ago and never synced");
}

#[test]
fn deliveries_are_tried_again_with_growing_pauses_and_given_up_after_days() {
    let settings = Settings {
        command: Some(crate::alert::Command { program: "x".to_owned(), args: Vec::new(), timeout: PAUSE }),
        ..Settings::default()
    };
    let mut book = AlertBook::default();
    let told = alert(AlertKind::Failed, &fact(RunStatus::Failed, 0), at(0), at(0));
    assert_eq!(book.enqueue(&[told.clone(), told.clone()], &settings), 0);
    assert_eq!(book.queue.iter().map(|queued| queued.id).collect::<Vec<_>>(), [1, 2]);
    let mut queued = book.queue.remove(1);
    assert_eq!(settled(&queued, None, at(0)), Settled::Sent { link: None });
    let mut pauses = Vec::new();
    let mut now = at(0);
    while let Settled::Later { error, due } = settled(&queued, Some("down".to_owned()), now) {
        queued = Queued { tries: queued.tries + 1, error, next: due, ..queued };
        let book = AlertBook { queue: vec![queued.clone()], ..AlertBook::default() };
        assert_eq!(next(&book, &[], &settings, now), Some(due), "it is tried again");
        pauses.push(due.duration_since(now).as_secs() / 60);
        now = due;
    }
    assert_eq!(pauses[..8], [1, 2, 4, 8, 16, 32, 60, 60]);
    assert!(now >= at(72));
    book.queue.clear();
    let over = book.enqueue(&vec![told; MOST + 7], &settings);
    assert_eq!((over, book.queue.len(), book.queue[0].id), (7, MOST, 10));
}

proptest! {
    /// Whatever happens: at most one alert a step, each end belongs to a beginning, and what is open is not told twice.
    #[test]
    fn every_end_has_a_beginning(steps in prop::collection::vec((1_i64..40, 0_usize..7, 0_i64..60), 1..40)) {
        let statuses = RunStatus::ALL;
        let (mut hour, mut incidents, mut open) = (0, Vec::new(), None);
        for (pause, status, age) in steps {
            hour += pause;
            let (after, alerts) = judge(&incidents, &[fact(statuses[status], hour - age)], &Settings::default(), at(hour));
            prop_assert!(alerts.len() <= 1 && after.len() <= 1);
            for alert in alerts {
                match (open, alert.kind, alert.reminder) {
                    (Some(_), AlertKind::Recovered, false) => open = None,
                    (Some(kind), now, false) => {
                        prop_assert!(now > kind, "{now:?} after {kind:?}");
                        open = Some(now);
                    }
                    (Some(_), now, true) => open = Some(now),
                    (None, kind, reminder) => {
                        prop_assert!(kind != AlertKind::Recovered && !reminder);
                        open = Some(kind);
                    }
                }
            }
            if let (Some(kind), Some(incident)) = (open, after.first()) {
                // A milder problem was announced when it was worse.
                open = Some(kind.min(incident.kind));
            }
            prop_assert_eq!(open.is_some(), !after.is_empty());
            incidents = after;
        }
    }
}
