//! The plan of a sync, as a value: decided before anything is fetched.
//!
//! For: choosing between waiting, a full scan and an incremental run. Uses: the company's state, the
//! settings and the time as values. Never: I/O, async, a clock.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::Settings;
use crate::clock::signed;
use crate::domain::SyncMode;
use crate::provider::Feed;
use crate::remote::LONGEST_DEFERRAL;
use crate::store::{ScanState, SyncState};

/// Plan of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// Nothing: the service asked for no requests before a point in time.
    Deferred {
        /// When it may be called again.
        until: Timestamp,
        /// The mode that a run would have had.
        mode: SyncMode,
    },
    /// Scan the whole account.
    FullScan {
        /// `Full` or `Reconcile`.
        mode: SyncMode,
        /// Start of the scan.
        start: Start,
    },
    /// Ask for what changed.
    Incremental {
        /// Lower limit of the time of modification, in the service's clock.
        modified_since: Timestamp,
        /// And what was issued in so many days before the service's today.
        lookback_days: u32,
        /// Whether this is the first run of a day, which looks over what the time of modification misses.
        sweep: bool,
    },
    /// Nothing more: records were named, and they were read.
    Done,
}

impl std::fmt::Display for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Deferred { until, .. } => write!(f, "deferred until {until}"),
            Self::FullScan { mode, start: Start::Fresh } => write!(f, "{} from the first page", mode.as_str()),
            Self::FullScan { mode, .. } => write!(f, "{} from where it stopped", mode.as_str()),
            Self::Incremental { modified_since, .. } => write!(f, "changes since {modified_since}"),
            Self::Done => f.write_str("nothing"),
        }
    }
}

/// Start of a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// At page 1.
    Fresh,
    /// At the last page that an earlier run committed: what was deleted before it has since moved others onto it.
    Resume {
        /// The first page to fetch.
        page: u32,
        /// The scan as it was left.
        scan: ScanState,
    },
}

impl Plan {
    /// The mode of a run with this plan.
    #[must_use]
    pub const fn mode(&self) -> SyncMode {
        match self {
            Self::Deferred { mode, .. } | Self::FullScan { mode, .. } => *mode,
            Self::Incremental { .. } | Self::Done => SyncMode::Incremental,
        }
    }
}

/// Decides what a run will do.
///
/// `full` asks for a scan even where an incremental run would do; on an account that was scanned before it starts anew
/// and does not take up an earlier scan, so that it stays the remedy for a store that lacks something.
#[must_use]
pub fn plan(state: &SyncState, full: bool, settings: &Settings, now: Timestamp) -> Plan {
    let plan = undeferred(state, full, settings, now);
    match state.deferred_until {
        Some(until) if until > now && until.duration_since(now) <= signed(LONGEST_DEFERRAL) => {
            Plan::Deferred { until, mode: plan.mode() }
        }
        _ => plan,
    }
}

/// Decides what a run does with each feed. Feeds that share their identifiers are scanned together: only then it can be told what vanished.
#[must_use]
pub fn plan_feeds(feeds: &[(Feed, SyncState)], full: bool, settings: &Settings, now: Timestamp) -> Vec<Plan> {
    let planned = |(feed, state): &(Feed, SyncState)| {
        let plan = plan(state, full, settings, now);
        let outdated = |at: Timestamp| feed.reread.is_some_and(|since| at < since && since <= now);
        match plan {
            Plan::Incremental { .. } if state.last_full_scan.is_some_and(outdated) => {
                Plan::FullScan { mode: SyncMode::Reconcile, start: Start::Fresh }
            }
            plan => plan,
        }
    };
    let mut plans: Vec<Plan> = feeds.iter().map(planned).collect();
    for (at, (feed, _)) in feeds.iter().enumerate() {
        let Some(Plan::FullScan { mode, .. }) = plans.get(at).cloned() else { continue };
        for (other, (mate, _)) in feeds.iter().enumerate() {
            if (mate.kind, mate.prefix) == (feed.kind, feed.prefix)
                && let Some(plan @ Plan::Incremental { .. }) = plans.get_mut(other)
            {
                *plan = Plan::FullScan { mode, start: Start::Fresh };
            }
        }
    }
    plans
}

fn undeferred(state: &SyncState, full: bool, settings: &Settings, now: Timestamp) -> Plan {
    let remedy = full && state.last_full_scan.is_some();
    let interrupted = state.scan.as_ref().filter(|scan| !remedy && !is_old(scan.began, settings, now));
    if let Some(scan) = interrupted {
        let mode = if full { SyncMode::Full } else { scan.mode };
        let start = match scan.pages_done {
            0 | 1 => Start::Fresh,
            page => Start::Resume { page, scan: scan.clone() },
        };
        return Plan::FullScan { mode, start };
    }
    let (false, Some(cursor), Some(last_full_scan)) = (full, state.cursor, state.last_full_scan) else {
        return Plan::FullScan { mode: SyncMode::Full, start: Start::Fresh };
    };
    // A full scan in the future was recorded by a wrong clock: its age is unknown.
    if last_full_scan > now || now.duration_since(last_full_scan) >= days(settings.reconcile_days) {
        return Plan::FullScan { mode: SyncMode::Reconcile, start: Start::Fresh };
    }
    let modified_since = cursor.checked_sub(signed(settings.overlap)).unwrap_or(Timestamp::MIN);
    let day = |at: Timestamp| at.to_zoned(TimeZone::UTC).date();
    Plan::Incremental { modified_since, lookback_days: settings.lookback_days, sweep: day(cursor) != day(now) }
}

/// Whether a scan was begun so long ago that its first pages say little: it starts anew.
fn is_old(began: Timestamp, settings: &Settings, now: Timestamp) -> bool {
    now.duration_since(began) > days(settings.reconcile_days.max(1))
}

fn days(count: u32) -> SignedDuration {
    SignedDuration::from_hours(24 * i64::from(count))
}

/// The first day of issue that an incremental run looks at again: so many days before the service's today.
///
/// An unknown zone counts as UTC: the days of a lookback are many, a zone shifts by less than one.
#[must_use]
pub fn first_day(service_now: Timestamp, zone: Option<&str>, lookback_days: u32) -> Date {
    let zone = zone.and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC);
    let today = service_now.to_zoned(zone).date();
    today.saturating_sub(i64::from(lookback_days).min(365_000).days())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a timestamp")
    }

    fn now() -> Timestamp {
        at("2026-10-27T12:00:00Z")
    }

    fn synced() -> SyncState {
        SyncState {
            cursor: Some(at("2026-10-27T10:00:00Z")),
            last_full_scan: Some(at("2026-10-25T10:00:00Z")),
            ..SyncState::default()
        }
    }

    fn left(mode: SyncMode, pages_done: u32, began: &str) -> ScanState {
        ScanState { mode, pages_done, began: at(began), total: Some(1000), after: None }
    }

    fn fresh(mode: SyncMode) -> Plan {
        Plan::FullScan { mode, start: Start::Fresh }
    }

    fn resume(mode: SyncMode, state: &SyncState, page: u32) -> Plan {
        Plan::FullScan { mode, start: Start::Resume { page, scan: state.scan.clone().expect("a scan") } }
    }

    fn incremental() -> Plan {
        Plan::Incremental { modified_since: at("2026-10-27T08:00:00Z"), lookback_days: 7, sweep: false }
    }

    fn check(state: &SyncState, full: bool) -> Plan {
        plan(state, full, &Settings::default(), now())
    }

    #[test]
    fn the_first_run_walks_everything() {
        assert_eq!(check(&SyncState::default(), false), fresh(SyncMode::Full));
        assert_eq!(check(&SyncState::default(), true), fresh(SyncMode::Full));
        // A scan that never was complete counts as none, whatever cursor there is; and the other way round.
        assert_eq!(check(&SyncState { last_full_scan: None, ..synced() }, false), fresh(SyncMode::Full));
        assert_eq!(check(&SyncState { cursor: None, ..synced() }, false), fresh(SyncMode::Full));
    }

    #[test]
    fn later_runs_ask_for_what_changed_unless_told_otherwise() {
        assert_eq!(check(&synced(), false), incremental());
        assert_eq!(check(&synced(), true), fresh(SyncMode::Full));
    }

    #[test]
    fn the_first_run_of_a_day_looks_over_everything() {
        let sweeps = |cursor: &str| {
            let state = SyncState { cursor: Some(at(cursor)), ..synced() };
            matches!(check(&state, false), Plan::Incremental { sweep: true, .. })
        };
        assert!(sweeps("2026-10-26T23:59:59Z") && sweeps("2026-10-25T12:00:00Z"));
        assert!(!sweeps("2026-10-27T00:00:00Z"));
        // A clock that was ahead: its day is another one, too.
        assert!(sweeps("2026-10-28T00:00:00Z"));
    }

    #[test]
    fn a_reconcile_is_due_after_so_many_days() {
        let scanned = |text: &str| SyncState { last_full_scan: Some(at(text)), ..synced() };
        assert_eq!(check(&scanned("2026-10-20T12:00:01Z"), false), incremental());
        assert_eq!(check(&scanned("2026-10-20T12:00:00Z"), false), fresh(SyncMode::Reconcile));
        assert_eq!(check(&scanned("2026-10-20T12:00:00Z"), true), fresh(SyncMode::Full));
        // Written by a clock that was ahead: it must not keep a reconcile away for ever.
        assert_eq!(check(&scanned("2027-01-01T00:00:00Z"), false), fresh(SyncMode::Reconcile));
        let always = Settings { reconcile_days: 0, ..Settings::default() };
        assert_eq!(plan(&synced(), false, &always, now()), fresh(SyncMode::Reconcile));
    }

    #[test]
    fn what_was_scanned_before_more_was_understood_is_scanned_once_more() {
        use crate::provider::{News, Walk};
        let feed = |reread: Option<&str>| Feed {
            name: "invoice",
            kind: crate::domain::Kind::Document,
            prefix: "",
            per_page: 10,
            walk: Walk::Keys,
            news: News::Told,
            reread: reread.map(at),
        };
        let planned = |reread: Option<&str>| {
            let other = Feed { name: "creditmemo", prefix: "creditmemo:", ..feed(None) };
            plan_feeds(&[(feed(reread), synced()), (other, synced())], false, &Settings::default(), now())
        };
        // The scan was at 10:00 on the 25th.
        assert_eq!(planned(Some("2026-10-25T10:00:01Z")), [fresh(SyncMode::Reconcile), incremental()]);
        for reread in [None, Some("2026-10-25T10:00:00Z"), Some("2026-10-20T00:00:00Z")] {
            assert_eq!(planned(reread), [incremental(), incremental()], "{reread:?}");
        }
        // With a clock that is behind it would be scanned each time.
        assert_eq!(planned(Some("2026-10-27T12:00:01Z")), [incremental(), incremental()]);
    }

    #[test]
    fn an_interrupted_walk_is_taken_up_where_it_was_left() {
        for mode in [SyncMode::Full, SyncMode::Reconcile] {
            let state = SyncState { scan: Some(left(mode, 3, "2026-10-27T11:00:00Z")), ..synced() };
            assert_eq!(check(&state, false), resume(mode, &state, 3));
            // Asked for in so many words, everything is scanned again.
            assert_eq!(check(&state, true), fresh(SyncMode::Full));
        }
        let first = SyncState { scan: Some(left(SyncMode::Full, 3, "2026-10-27T11:00:00Z")), ..SyncState::default() };
        assert_eq!(check(&first, false), resume(SyncMode::Full, &first, 3));
        assert_eq!(check(&first, true), resume(SyncMode::Full, &first, 3));
    }

    #[test]
    fn a_walk_that_hardly_began_or_from_long_ago_starts_anew() {
        for pages in [0, 1] {
            let none = SyncState { scan: Some(left(SyncMode::Full, pages, "2026-10-27T11:00:00Z")), ..SyncState::default() };
            assert_eq!(check(&none, false), fresh(SyncMode::Full));
        }
        let old = SyncState { scan: Some(left(SyncMode::Full, 3, "2026-10-20T11:59:59Z")), ..SyncState::default() };
        assert_eq!(check(&old, false), fresh(SyncMode::Full));
        let old = SyncState { scan: Some(left(SyncMode::Reconcile, 3, "2026-10-20T11:59:59Z")), ..synced() };
        assert_eq!(check(&old, false), incremental());
    }

    #[test]
    fn nothing_is_planned_before_the_service_may_be_called() {
        let until = at("2026-10-27T12:00:01Z");
        for state in [SyncState::default(), synced()] {
            for full in [false, true] {
                let mode = check(&state, full).mode();
                let state = SyncState { deferred_until: Some(until), ..state.clone() };
                assert_eq!(check(&state, full), Plan::Deferred { until, mode });
            }
        }
        // Over, or nonsense.
        for text in ["2026-10-27T12:00:00Z", "2026-10-01T00:00:00Z", "2029-01-01T00:00:00Z"] {
            let state = SyncState { deferred_until: Some(at(text)), ..synced() };
            assert_eq!(check(&state, false), incremental(), "{text}");
        }
    }

    #[test]
    fn the_lookback_counts_from_the_services_day() {
        // Half past eleven at night in London is the next day in Budapest.
        let late = at("2026-10-26T23:30:00Z");
        let day = |text: &str| text.parse::<Date>().expect("a date");
        assert_eq!(first_day(late, Some("Europe/Budapest"), 7), day("2026-10-20"));
        assert_eq!(first_day(late, Some("UTC"), 7), day("2026-10-19"));
        assert_eq!(first_day(late, Some("Nowhere/Land"), 7), day("2026-10-19"));
        assert_eq!(first_day(late, None, 0), day("2026-10-26"));
        assert!(first_day(late, None, u32::MAX) < day("2026-10-26"));
    }

    #[test]
    fn an_overlap_beyond_all_time_does_no_harm() {
        let settings = Settings { overlap: Duration::MAX, ..Settings::default() };
        let modified_since = Timestamp::MIN;
        assert_eq!(
            plan(&synced(), false, &settings, now()),
            Plan::Incremental { modified_since, lookback_days: 7, sweep: false }
        );
    }
}
