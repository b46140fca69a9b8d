//! The outbox: what is to be sent, and how far each item is.
//!
//! An item goes queued → sending → sent, rejected, in conflict or unknown. Sending is durable before the first byte leaves; the
//! idempotency key is fixed before that and belongs to the exact bytes that are sent.

use jiff::Timestamp;

use super::{Actor, CompanyId, Holder, RemoteId};

/// A queue of the outbox. The numbers are frozen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u16)]
pub enum Queue {
    /// Alerts, one item a channel: delivered at least once, forgotten when done.
    Alert = 1,
    /// Writes at a provider: carried out at most once, kept with their links.
    Push = 2,
    /// Mails: sent once, as far as SMTP can tell; kept.
    Mail = 3,
}

impl Queue {
    /// Every queue.
    pub const ALL: [Self; 3] = [Self::Alert, Self::Push, Self::Mail];

    /// Its frozen number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self as u16
    }

    /// The queue of this number; `None` if it is unknown.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|queue| queue.number() == number)
    }

    /// Limit of items that are not finished; more are refused.
    #[must_use]
    pub const fn limit(self) -> usize {
        match self {
            // Twice the limit at which alerting drops the oldest.
            Self::Alert => 2000,
            Self::Push | Self::Mail => 100_000,
        }
    }

    /// Whether finished items are kept. The journal keeps the events of all.
    #[must_use]
    pub const fn keeps_finished(self) -> bool {
        matches!(self, Self::Push | Self::Mail)
    }
}

/// Key of an item.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemKey {
    /// The company that it is about; 0 for none.
    pub company: CompanyId,
    /// Its queue.
    pub queue: Queue,
    /// A UUID of version 7 ([`super::own::new_id`]).
    pub id: RemoteId,
}

/// An item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxItem {
    /// Its key.
    pub key: ItemKey,
    /// 1 when it is queued; grows by one with each event of it.
    pub revision: u64,
    /// Time at which it was queued.
    pub queued: Timestamp,
    /// The person or rule that queued it.
    pub author: Actor,
    /// What it is about, in the stored form of its queue.
    pub content: Vec<u8>,
    /// The exact bytes that are sent; empty where a queue renders them when it sends.
    pub payload: Vec<u8>,
    /// Grows with each new payload. Part of the idempotency key.
    pub generation: u32,
    /// Attempts begun.
    pub attempts: u32,
    /// Earliest time at which a worker takes it up; while it is sent, the end of that worker's claim. `None`: not by itself.
    pub due: Option<Timestamp>,
    /// Why the last attempt did not succeed, or not for every receiver.
    pub error: Option<String>,
    /// State.
    pub state: OutboxState,
}

/// State of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutboxState {
    /// Waits. Nothing of this generation has been carried out.
    Queued,
    /// A worker sends it, or died while it did.
    Sending {
        /// Start of the attempt.
        since: Timestamp,
        /// The worker.
        holder: Holder,
        /// Whether an attempt before may have been carried out.
        in_doubt: bool,
    },
    /// Carried out.
    Sent {
        /// When that was known.
        at: Timestamp,
        /// What it became at the provider.
        link: Option<Link>,
    },
    /// Refused; nothing was carried out.
    Rejected {
        /// When.
        at: Timestamp,
    },
    /// The remote record is another one than the item knew.
    Conflict {
        /// When that was known.
        at: Timestamp,
    },
    /// May have been carried out: it is looked for before it is sent again.
    Unknown {
        /// Since when.
        at: Timestamp,
    },
    /// Dropped by a person, or by a rule of its queue.
    Discarded {
        /// When.
        at: Timestamp,
    },
}

/// What an item became at a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Identifier of the remote record.
    pub remote: RemoteId,
    /// The provider's token of its version, where there is one.
    pub version: Option<String>,
    /// The remote record as it then was: the base of later comparisons.
    pub base: Vec<u8>,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// Carried out.
    Sent {
        /// What it became.
        link: Option<Link>,
    },
    /// Carried out, but not for every receiver.
    SentInPart {
        /// The receivers that were left out, and why.
        error: String,
    },
    /// Refused for good.
    Rejected {
        /// Why.
        error: Option<String>,
    },
    /// Not carried out and not wanted any more.
    Dropped {
        /// Why.
        error: Option<String>,
    },
    /// The remote record is another one.
    Conflict {
        /// What differs.
        error: Option<String>,
    },
    /// May have been carried out.
    Unknown {
        /// Why that is not known.
        error: Option<String>,
        /// When to look again; `None`: not by itself.
        due: Option<Timestamp>,
    },
    /// Surely not carried out; to be tried again with the same key and bytes.
    Later {
        /// Why.
        error: Option<String>,
        /// When.
        due: Timestamp,
    },
    /// Surely not carried out; to be tried again as the next generation, with these bytes.
    Again {
        /// The bytes.
        payload: Vec<u8>,
        /// Why; `None` where nothing was sent yet.
        error: Option<String>,
        /// When.
        due: Timestamp,
    },
}

impl OutboxItem {
    /// A new item, due at once.
    #[must_use]
    pub const fn new(key: ItemKey, queued: Timestamp, author: Actor, content: Vec<u8>, payload: Vec<u8>) -> Self {
        let (state, due) = (OutboxState::Queued, Some(queued));
        Self { key, revision: 1, queued, author, content, payload, generation: 1, attempts: 0, due, error: None, state }
    }

    /// The idempotency key of what is sent now: the item and its generation.
    #[must_use]
    pub fn idempotency_key(&self) -> String {
        format!("{}-{}", self.key.id, self.generation)
    }

    /// Whether a worker may still take it up.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.state, OutboxState::Queued | OutboxState::Sending { .. } | OutboxState::Unknown { .. })
    }

    /// The item after the next attempt has begun; `until` ends the claim of the worker.
    #[must_use]
    pub fn claimed(&self, holder: &Holder, now: Timestamp, until: Timestamp) -> Self {
        Self {
            revision: self.revision.saturating_add(1),
            attempts: self.attempts.saturating_add(1),
            due: Some(until),
            state: OutboxState::Sending { since: now, holder: holder.clone(), in_doubt: self.is_in_doubt() },
            ..self.clone()
        }
    }

    /// Whether it may have been carried out: its worker died, or its answer was lost.
    #[must_use]
    pub const fn is_in_doubt(&self) -> bool {
        !matches!(self.state, OutboxState::Queued)
    }

    /// Whether its worker died while it sent what may have been carried out before.
    #[must_use]
    pub const fn died_in_doubt(&self) -> bool {
        matches!(self.state, OutboxState::Sending { in_doubt: true, .. })
    }

    /// The item after its attempt ended; `None` if this attempt is not the one under way.
    #[must_use]
    pub fn settled(&self, attempt: u32, end: &Settled, at: Timestamp) -> Option<Self> {
        if self.attempts != attempt || !matches!(self.state, OutboxState::Sending { .. }) {
            return None;
        }
        let mut after = Self { revision: self.revision.saturating_add(1), due: None, error: None, ..self.clone() };
        match end {
            Settled::Sent { link } => after.state = OutboxState::Sent { at, link: link.clone() },
            Settled::SentInPart { error } => {
                (after.state, after.error) = (OutboxState::Sent { at, link: None }, Some(error.clone()));
            }
            Settled::Rejected { error } => (after.state, after.error) = (OutboxState::Rejected { at }, error.clone()),
            Settled::Dropped { error } => (after.state, after.error) = (OutboxState::Discarded { at }, error.clone()),
            Settled::Conflict { error } => (after.state, after.error) = (OutboxState::Conflict { at }, error.clone()),
            Settled::Unknown { error, due } => {
                (after.state, after.error, after.due) = (OutboxState::Unknown { at }, error.clone(), *due);
            }
            Settled::Later { error, due } => {
                (after.state, after.error, after.due) = (OutboxState::Queued, error.clone(), Some(*due));
            }
            Settled::Again { payload, error, due } => {
                after.generation = after.generation.saturating_add(1);
                payload.clone_into(&mut after.payload);
                (after.state, after.error, after.due) = (OutboxState::Queued, error.clone(), Some(*due));
            }
        }
        Some(after)
    }

    /// The item in a store that was restored from a backup: what was open then may have been sent since.
    #[must_use]
    pub fn restored(&self, at: Timestamp) -> Self {
        let state = if self.key.queue.keeps_finished() { OutboxState::Unknown { at } } else { OutboxState::Discarded { at } };
        Self { revision: self.revision.saturating_add(1), due: None, state, ..self.clone() }
    }

    /// The item after a person had it taken up again; `None` while it is being sent or after it was carried out or dropped.
    ///
    /// What was refused is made anew, as the next generation. What may have been carried out is looked for first.
    #[must_use]
    pub fn retried(&self, at: Timestamp) -> Option<Self> {
        let after = Self { revision: self.revision.saturating_add(1), due: Some(at), ..self.clone() };
        match self.state {
            OutboxState::Queued => Some(after),
            OutboxState::Unknown { .. } | OutboxState::Conflict { .. } => {
                Some(Self { state: OutboxState::Unknown { at }, ..after })
            }
            OutboxState::Rejected { .. } => Some(Self {
                state: OutboxState::Queued,
                generation: self.generation.saturating_add(1),
                payload: Vec::new(),
                error: None,
                ..after
            }),
            OutboxState::Sending { .. } | OutboxState::Sent { .. } | OutboxState::Discarded { .. } => None,
        }
    }

    /// The item after it was dropped; `None` while it is being sent and once it was: what it became is known by it.
    #[must_use]
    pub fn discarded(&self, at: Timestamp) -> Option<Self> {
        let is_kept = matches!(self.state, OutboxState::Sending { .. } | OutboxState::Sent { .. });
        let revision = self.revision.saturating_add(1);
        (!is_kept).then(|| Self { revision, due: None, state: OutboxState::Discarded { at }, ..self.clone() })
    }
}
