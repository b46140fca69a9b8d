//! Judging fetched records: new, changed, or the same, mostly without a look at what is stored.

use crate::domain::{
    self, Contact, Counts, Entity, Invoice, Kind, Payload, Payment, PaymentStatus, RemoteId, RunError, Stored, StoredInvoice,
    balance,
};
use crate::provider::{Record, RejectedRecord};
use crate::store::{Commit, Content, Head, Upsert};
use crate::sync::compare::{self, Outcome, Stamp};
use crate::sync::seen_ids;

/// Count of a record in this run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Created,
    Updated,
    Unchanged,
    Skipped,
}

/// Whether a document's payments are to be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    No,
    /// New or changed, or with an unknown balance.
    Due,
    /// Unchanged, but the service may count a payment as a change.
    Again,
}

/// An item that was compared with the store.
pub(super) struct Judged {
    pub(super) kind: Kind,
    pub(super) id: RemoteId,
    pub(super) mark: Mark,
    /// Change of the number of line items.
    pub(super) items: (u64, u64),
    pub(super) upsert: Option<Box<Upsert>>,
    pub(super) error: Option<RunError>,
    pub(super) ask: Ask,
}

/// A fetched record beside what the store tells of it without reading it.
pub(super) enum Looked {
    /// Unchanged.
    Same(RemoteId, Payload, Head),
    /// Not in the store.
    New(RemoteId, Payload),
    /// Changed, vanished, or unreadable.
    Other(RemoteId, Payload),
    /// Rejected.
    Refused(RemoteId, RejectedRecord),
}

impl Looked {
    pub(super) fn new(id: RemoteId, record: Record, heads: &mut impl Iterator<Item = Option<Head>>) -> Self {
        let fetched = match record {
            Ok(fetched) => fetched,
            Err(refused) => return Self::Refused(id, refused),
        };
        match heads.next().flatten() {
            None => Self::New(id, fetched),
            Some(head) if !head.vanished && head.content.is_some_and(|hash| same_content(&fetched, hash)) => {
                Self::Same(id, fetched, head)
            }
            Some(_) => Self::Other(id, fetched),
        }
    }

    pub(super) fn to_read(&self) -> Option<RemoteId> {
        match self {
            Self::Other(id, _) => Some(id.clone()),
            Self::Same(..) | Self::New(..) | Self::Refused(..) => None,
        }
    }
}

/// A document that tells its balance is compared with what is stored: the hash is of everything else.
pub(super) fn same_content(fetched: &Payload, hash: u64) -> bool {
    let content = match fetched {
        Payload::Document(invoice) if invoice.balance.is_some() => return false,
        Payload::Document(invoice) => Content::of(&**invoice),
        Payload::Payment(payment) => Content::of(&**payment),
        Payload::Contact(contact) => Content::of(&**contact),
    };
    content.is_ok_and(|content| content.hash() == hash)
}

pub(super) fn judge_same(id: RemoteId, fetched: &Payload, head: Head) -> Judged {
    let ask = match fetched {
        Payload::Document(invoice) => {
            let partly = invoice.status == PaymentStatus::PartiallyPaid;
            match balance::is_open(invoice) && (partly || head.has_balance) {
                true if head.has_balance => Ask::Again,
                true if head.wants_balance => Ask::Due,
                _ => Ask::No,
            }
        }
        Payload::Payment(_) | Payload::Contact(_) => Ask::No,
    };
    Judged { kind: fetched.kind(), id, mark: Mark::Unchanged, items: (0, 0), upsert: None, error: None, ask }
}

pub(super) fn judge_one(id: RemoteId, stored: Option<domain::Record>, fetched: Payload, stamp: Stamp) -> Judged {
    match fetched {
        Payload::Document(invoice) => judge_document(id, stored.and_then(Invoice::stored), *invoice, stamp),
        Payload::Payment(payment) => judge_plain(id, stored.and_then(Payment::stored), *payment, stamp),
        Payload::Contact(contact) => judge_plain(id, stored.and_then(Contact::stored), *contact, stamp),
    }
}

pub(super) fn judge_plain<E: Entity>(id: RemoteId, stored: Option<Stored<E>>, fetched: E, stamp: Stamp) -> Judged {
    let (mark, upsert) = marked(compare::compare(stored, fetched, stamp));
    Judged { kind: E::KIND, id, mark, items: (0, 0), upsert, error: None, ask: Ask::No }
}

fn marked(outcome: Outcome) -> (Mark, Option<Box<Upsert>>) {
    match outcome {
        Outcome::Created(upsert) => (Mark::Created, Some(upsert)),
        Outcome::Updated(upsert) => (Mark::Updated, Some(upsert)),
        Outcome::Unchanged => (Mark::Unchanged, None),
    }
}

fn judge_document(id: RemoteId, stored: Option<StoredInvoice>, fetched: Invoice, stamp: Stamp) -> Judged {
    let items = (stored.as_ref().map_or(0, |stored| stored.entity.items.len() as u64), fetched.items.len() as u64);
    // A service that tells balances is not asked for payments.
    let changed = fetched.balance.is_none() && balance::is_asked_for(stored.as_ref(), &fetched);
    let same = stored.as_ref().map_or(Ask::No, |stored| match stored.entity.balance {
        _ if !changed => Ask::No,
        None if balance::is_missing(stored) => Ask::Due,
        None => Ask::No,
        Some(_) => Ask::Again,
    });
    let (mark, upsert) = marked(compare::compare(stored, fetched, stamp));
    let items = if mark == Mark::Unchanged { (0, 0) } else { items };
    let ask = match mark {
        Mark::Unchanged => same,
        _ if changed => Ask::Due,
        _ => Ask::No,
    };
    Judged { kind: Kind::Document, id, mark, items, upsert, error: None, ask }
}

/// Key of a record among the marks of a run: identifiers of different kinds may be equal.
pub(super) fn mark_key(kind: Kind, id: &RemoteId) -> u64 {
    seen_ids::hash(id).rotate_left(8 * kind as u32)
}

/// Restores the content of a failed commit.
pub(super) fn restore(judged: &mut [Judged], shape: &[(bool, bool)], commit: Commit) {
    let (mut upserts, mut errors) = (commit.upserts.into_iter(), commit.errors.into_iter());
    for (one, (upsert, error)) in judged.iter_mut().zip(shape) {
        one.upsert = if *upsert { upserts.next().map(Box::new) } else { None };
        one.error = if *error { errors.next() } else { None };
    }
}

impl Mark {
    /// The count that it belongs to.
    pub(super) const fn of(self, kind: Kind, counts: &mut Counts) -> &mut u64 {
        let counts = counts.of(kind);
        match self {
            Self::Created => &mut counts.created,
            Self::Updated => &mut counts.updated,
            Self::Unchanged => &mut counts.unchanged,
            Self::Skipped => &mut counts.skipped,
        }
    }

    /// The count of a record that comes again in the same run.
    pub(super) const fn then(self, again: Self) -> Self {
        match (self, again) {
            (Self::Unchanged, Self::Updated) => Self::Updated,
            (Self::Skipped, again) => again,
            (before, _) => before,
        }
    }
}
