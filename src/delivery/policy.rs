//! What an attempt means for a delivery: sent, refused, later, or in doubt.
//!
//! SMTP has no way to look for a mail. After a lost answer or a dead process a mail is sent once more, with the same Message-ID and the
//! same bytes: programs of receivers take both for one. If that answer is lost too, or the process dies again, it waits for
//! a person.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::Sent;
use crate::domain::Settled;

/// The longest pause between two attempts.
const LONGEST: Duration = Duration::from_hours(1);

/// What is known of a delivery when an attempt ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    /// Attempts begun.
    pub attempts: u32,
    /// Whether an attempt before may have been taken.
    pub in_doubt: bool,
    /// When it was queued.
    pub queued: Timestamp,
}

/// How long a delivery is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pauses {
    /// Pause before the second attempt; it doubles with each.
    pub retry: Duration,
    /// Time after which it is given up.
    pub give_up: Duration,
}

impl Default for Pauses {
    fn default() -> Self {
        Self { retry: Duration::from_mins(2), give_up: Duration::from_hours(24) }
    }
}

/// How the attempt ends.
#[must_use]
pub fn end(sent: &Sent, tries: Tries, pauses: Pauses, now: Timestamp) -> Settled {
    let due = now.saturating_add(pause(tries.attempts, pauses)).unwrap_or(Timestamp::MAX);
    let over = now.duration_since(tries.queued) >= signed(pauses.give_up);
    match sent {
        Sent::Taken { refused } if refused.is_empty() => Settled::Sent { link: None },
        Sent::Taken { refused } => Settled::SentInPart { error: refused.join("; ") },
        Sent::Refused(detail) if tries.in_doubt => Settled::Unknown { error: Some(detail.clone()), due: None },
        Sent::Refused(detail) => Settled::Rejected { error: Some(detail.clone()) },
        Sent::Later(detail) if tries.in_doubt => Settled::Unknown { error: Some(detail.clone()), due: (!over).then_some(due) },
        Sent::Later(detail) if over => Settled::Rejected { error: Some(detail.clone()) },
        Sent::Later(detail) => Settled::Later { error: Some(detail.clone()), due },
        Sent::Lost(detail) => Settled::Unknown { error: Some(detail.clone()), due: (!tries.in_doubt).then_some(due) },
    }
}

/// The pause after an attempt: it doubles with each.
fn pause(attempts: u32, pauses: Pauses) -> SignedDuration {
    let doubled = pauses.retry.saturating_mul(2u32.saturating_pow(attempts.saturating_sub(1).min(16)));
    signed(doubled.min(LONGEST.max(pauses.retry)))
}

fn signed(span: Duration) -> SignedDuration {
    SignedDuration::try_from(span).unwrap_or(SignedDuration::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    fn ended(sent: &Sent, attempts: u32, in_doubt: bool, now: i64) -> Settled {
        let pauses = Pauses { retry: Duration::from_mins(1), give_up: Duration::from_hours(72) };
        end(sent, Tries { attempts, in_doubt, queued: at(0) }, pauses, at(now))
    }

    #[test]
    fn a_mail_is_tried_until_it_is_given_up_and_a_lost_answer_once_more() {
        let some = || Some("x".to_owned());
        let later = Sent::Later("x".to_owned());
        assert_eq!(ended(&Sent::Taken { refused: Vec::new() }, 3, true, 9), Settled::Sent { link: None });
        let some_refused = Sent::Taken { refused: vec!["a: 550 no".to_owned(), "b: 550 no".to_owned()] };
        assert_eq!(ended(&some_refused, 1, false, 9), Settled::SentInPart { error: "a: 550 no; b: 550 no".to_owned() });
        assert_eq!(ended(&later, 1, false, 10), Settled::Later { error: some(), due: at(70) });
        assert_eq!(ended(&later, 4, false, 10), Settled::Later { error: some(), due: at(10 + 8 * 60) });
        assert_eq!(ended(&later, 40, false, 10), Settled::Later { error: some(), due: at(10 + 3600) });
        assert_eq!(ended(&later, 40, false, 72 * 3600), Settled::Rejected { error: some() });
        assert_eq!(ended(&later, 2, true, 10), Settled::Unknown { error: some(), due: Some(at(130)) }, "still in doubt");
        assert_eq!(ended(&later, 2, true, 72 * 3600), Settled::Unknown { error: some(), due: None });
        let lost = Sent::Lost("x".to_owned());
        assert_eq!(ended(&lost, 1, false, 10), Settled::Unknown { error: some(), due: Some(at(70)) });
        assert_eq!(ended(&lost, 2, true, 10), Settled::Unknown { error: some(), due: None }, "a person looks");
        let refused = Sent::Refused("x".to_owned());
        assert_eq!(ended(&refused, 1, false, 10), Settled::Rejected { error: some() });
        assert_eq!(ended(&refused, 2, true, 10), Settled::Unknown { error: some(), due: None });
    }
}
