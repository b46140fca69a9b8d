//! Quotas that processes share: what is left of them, and what may be taken.
//!
//! For: stores of many processes. Uses: domain. Never: a clock; the time of the store comes in, one for all processes.

use std::time::Duration;

use crate::domain::quota::{QuotaAsk, QuotaGrant, QuotaSeen};

/// How long what was granted and not answered counts: longer than a request takes to be counted by its service. Microseconds.
pub(in crate::store) const HELD: i64 = 10_000_000;

/// How long a quota counts as used up when the service does not say until when. Microseconds.
const UNKNOWN_WINDOW: i64 = 1_000_000;

/// Ends of one window differ by so much between answers: services tell whole seconds. Microseconds.
const JITTER: i64 = 1_500_000;

/// A longer window is nonsense. Microseconds.
const LONGEST_WINDOW: i64 = 86_400_000_000;

/// A longer pause is nonsense. Microseconds.
const LONGEST_PAUSE: i64 = 31 * LONGEST_WINDOW;

/// Pause while requests of other processes may use up what is left. Microseconds.
const SOON: i64 = 250_000;

/// Requests that are granted at once are at most this part of what is left.
const PART: u64 = 8;

/// What is known of a quota. Times are microseconds of the store's clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::store) struct QuotaState {
    /// Requests of a window.
    pub(in crate::store) ceiling: Option<u32>,
    /// Requests left.
    pub(in crate::store) remaining: Option<u32>,
    /// When the window ends.
    pub(in crate::store) resets: Option<i64>,
    /// Before when the service asked not to be called.
    pub(in crate::store) blocked: Option<i64>,
}

impl QuotaState {
    /// Takes in what a process tells, and decides what it may send. `others` is what was granted to other processes and is not answered.
    pub(in crate::store) fn decide(&mut self, ask: &QuotaAsk, others: u64, clock: i64) -> QuotaGrant {
        self.turn(clock);
        self.remaining = self.remaining.map(|left| left.saturating_sub(ask.spent));
        if let Some(seen) = ask.seen {
            self.see(seen, clock);
        }
        if let Some(pause) = ask.pause {
            let until = clock.saturating_add(micros(pause).min(LONGEST_PAUSE));
            self.blocked = Some(self.blocked.map_or(until, |blocked| blocked.max(until)));
        }
        if ask.want == 0 {
            return QuotaGrant::Go(0);
        }
        if let Some(until) = self.blocked {
            return QuotaGrant::Wait(duration(until.saturating_sub(clock)));
        }
        let Some(remaining) = self.remaining else { return QuotaGrant::Go(ask.want) };
        let free = u64::from(remaining).saturating_sub(others.saturating_add(u64::from(ask.held)));
        if free > 0 {
            let most = u32::try_from(free / PART).unwrap_or(u32::MAX).max(1);
            return QuotaGrant::Go(ask.want.min(most));
        }
        let end = self.resets.map_or(UNKNOWN_WINDOW, |resets| resets.saturating_sub(clock));
        // Answers to what is on its way may say that more is left.
        QuotaGrant::Wait(duration(if remaining > 0 { end.min(SOON) } else { end }))
    }

    /// Ends what is over, also where the clock was set back.
    fn turn(&mut self, clock: i64) {
        if self.resets.is_some_and(|resets| resets <= clock || resets > clock.saturating_add(LONGEST_WINDOW)) {
            (self.remaining, self.resets) = (self.ceiling, None);
        }
        self.blocked = self.blocked.filter(|until| *until > clock && *until <= clock.saturating_add(LONGEST_PAUSE));
    }

    fn see(&mut self, seen: QuotaSeen, clock: i64) {
        self.ceiling = seen.limit.or(self.ceiling);
        let resets = match seen.reset.map(micros).filter(|reset| *reset <= LONGEST_WINDOW) {
            Some(reset) => Some(clock.saturating_add(reset)),
            None if seen.remaining == 0 => Some(clock.saturating_add(UNKNOWN_WINDOW)),
            None => None,
        };
        match (self.resets, resets) {
            // An answer of a window that is over.
            (Some(known), Some(told)) if told < known.saturating_sub(JITTER) => {}
            // Within a window less and less is left: an answer that comes late does not give anything back.
            (Some(known), Some(told)) if told <= known.saturating_add(JITTER) => {
                self.remaining = Some(self.remaining.map_or(seen.remaining, |left| left.min(seen.remaining)));
                self.resets = Some(known.max(told));
            }
            _ => (self.remaining, self.resets) = (Some(seen.remaining), resets),
        }
        self.turn(clock);
    }
}

fn micros(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}

fn duration(micros: i64) -> Duration {
    Duration::from_micros(u64::try_from(micros).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;

    fn want(count: u32) -> QuotaAsk {
        QuotaAsk { want: count, ..QuotaAsk::default() }
    }

    fn seen(limit: u32, remaining: u32, reset: u64) -> QuotaAsk {
        let seen = QuotaSeen { limit: Some(limit), remaining, reset: Some(Duration::from_secs(reset)) };
        QuotaAsk { seen: Some(seen), ..want(1) }
    }

    #[test]
    fn what_others_have_on_their_way_is_not_granted_again() {
        let mut state = QuotaState::default();
        assert_eq!(state.decide(&want(4), 0, 0), QuotaGrant::Go(4), "nothing is known yet");
        assert_eq!(state.decide(&seen(60, 40, 30), 0, SECOND), QuotaGrant::Go(1));
        assert_eq!(state.decide(&want(4), 1, SECOND), QuotaGrant::Go(4), "much is left");
        assert_eq!(state.decide(&QuotaAsk { spent: 37, ..want(4) }, 2, SECOND), QuotaGrant::Go(1), "one of three");
        assert_eq!(state.decide(&want(4), 3, SECOND), QuotaGrant::Wait(Duration::from_millis(250)));
        assert_eq!(state.decide(&QuotaAsk { held: 3, ..want(1) }, 0, SECOND), QuotaGrant::Wait(Duration::from_millis(250)));
        assert_eq!(state.decide(&seen(60, 0, 30), 0, SECOND), QuotaGrant::Wait(Duration::from_secs(30)));
        assert_eq!(state.decide(&want(1), 0, 31 * SECOND), QuotaGrant::Go(1), "the next window is full");
        assert_eq!(state.remaining, Some(60));
    }

    #[test]
    fn an_answer_that_comes_late_gives_nothing_back_and_a_new_window_does() {
        let mut state = QuotaState::default();
        state.decide(&seen(60, 10, 30), 0, 0);
        state.decide(&seen(60, 12, 30), 0, SECOND);
        assert_eq!(state.remaining, Some(10));
        state.decide(&seen(60, 59, 60), 0, 29 * SECOND);
        assert_eq!(state.remaining, Some(59), "it began while the old one was thought to go on");
        state.decide(&seen(60, 1, 1), 0, 29 * SECOND);
        assert_eq!(state.remaining, Some(59), "of the old window");
        // Where no end is told, the last answer is what is known.
        let mut state = QuotaState::default();
        let of_minute = |remaining| QuotaAsk { seen: Some(QuotaSeen { limit: Some(60), remaining, reset: None }), ..want(1) };
        state.decide(&of_minute(3), 0, 0);
        state.decide(&of_minute(50), 0, SECOND);
        assert_eq!(state.remaining, Some(50));
        assert_eq!(state.decide(&of_minute(0), 0, SECOND), QuotaGrant::Wait(Duration::from_secs(1)));
    }

    #[test]
    fn a_pause_holds_for_all_and_no_nonsense_holds_for_ever() {
        let mut state = QuotaState::default();
        let paused = QuotaAsk { pause: Some(Duration::from_mins(1)), ..QuotaAsk::default() };
        assert_eq!(state.decide(&paused, 0, 0), QuotaGrant::Go(0));
        assert_eq!(state.decide(&want(1), 0, SECOND), QuotaGrant::Wait(Duration::from_secs(59)));
        assert_eq!(state.decide(&want(1), 0, 60 * SECOND), QuotaGrant::Go(1));
        state.decide(&QuotaAsk { pause: Some(Duration::MAX), ..paused }, 0, 0);
        assert_eq!(state.decide(&want(1), 0, -SECOND), QuotaGrant::Go(1), "a clock that was set back");
        let mut state = QuotaState { resets: Some(i64::MAX), remaining: Some(0), ceiling: Some(5), blocked: Some(i64::MAX) };
        assert_eq!(state.decide(&want(9), 0, 0), QuotaGrant::Go(1));
    }
}
