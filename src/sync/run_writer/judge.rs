//! Judging fetched documents: new, changed, or the same, mostly without a look at what is stored.

use crate::domain::{Counts, Invoice, PaymentStatus, RemoteId, RunError, StoredInvoice, balance};
use crate::provider::{Record, RejectedRecord};
use crate::store::{Content, Head, Upsert};
use crate::sync::compare::{self, Outcome, Stamp};
use crate::sync::seen_ids;

/// Count of an invoice in this run.
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
    pub(super) hash: u64,
    pub(super) id: RemoteId,
    pub(super) mark: Mark,
    /// Change of the number of line items.
    pub(super) items: (u64, u64),
    pub(super) upsert: Option<Box<Upsert>>,
    pub(super) error: Option<RunError>,
    pub(super) ask: Ask,
}

/// A fetched document beside what the store tells of it without reading it.
pub(super) enum Looked {
    /// Unchanged.
    Same(RemoteId, Box<Invoice>, Head),
    /// Not in the store.
    New(RemoteId, Box<Invoice>),
    /// Changed, vanished, or unreadable.
    Other(RemoteId, Box<Invoice>),
    /// Rejected.
    Refused(RemoteId, RejectedRecord),
}

impl Looked {
    pub(super) fn new(id: RemoteId, record: Record, heads: &mut impl Iterator<Item = Option<Head>>) -> Self {
        let invoice = match record {
            Ok(invoice) => invoice,
            Err(refused) => return Self::Refused(id, refused),
        };
        match heads.next().flatten() {
            None => Self::New(id, invoice),
            Some(head) if !head.vanished && head.content.is_some_and(|hash| same_content(&invoice, hash)) => {
                Self::Same(id, invoice, head)
            }
            Some(_) => Self::Other(id, invoice),
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
fn same_content(fetched: &Invoice, hash: u64) -> bool {
    fetched.balance.is_none() && Content::of(fetched).is_ok_and(|content| content.hash() == hash)
}

pub(super) fn judge_same(id: RemoteId, fetched: &Invoice, head: Head) -> Judged {
    let partly = fetched.status == PaymentStatus::PartiallyPaid;
    let ask = match balance::is_open(fetched) && (partly || head.has_balance) {
        true if head.has_balance => Ask::Again,
        true if head.wants_balance => Ask::Due,
        _ => Ask::No,
    };
    let hash = seen_ids::hash(&id);
    Judged { hash, id, mark: Mark::Unchanged, items: (0, 0), upsert: None, error: None, ask }
}

pub(super) fn judge_one(id: RemoteId, stored: Option<StoredInvoice>, fetched: Invoice, stamp: Stamp) -> Judged {
    let items = (stored.as_ref().map_or(0, |stored| stored.entity.items.len() as u64), fetched.items.len() as u64);
    let changed = balance::is_asked_for(stored.as_ref(), &fetched);
    let same = stored.as_ref().map_or(Ask::No, |stored| match stored.entity.balance {
        _ if !changed => Ask::No,
        None if balance::is_missing(stored) => Ask::Due,
        None => Ask::No,
        Some(_) => Ask::Again,
    });
    let (mark, items, upsert) = match compare::compare(stored, fetched, stamp) {
        Outcome::Created(upsert) => (Mark::Created, items, Some(upsert)),
        Outcome::Updated(upsert) => (Mark::Updated, items, Some(upsert)),
        Outcome::Unchanged => (Mark::Unchanged, (0, 0), None),
    };
    let ask = match mark {
        Mark::Unchanged => same,
        _ if changed => Ask::Due,
        _ => Ask::No,
    };
    Judged { hash: seen_ids::hash(&id), id, mark, items, upsert, error: None, ask }
}

impl Mark {
    /// The count that it belongs to.
    pub(super) const fn of(self, counts: &mut Counts) -> &mut u64 {
        match self {
            Self::Created => &mut counts.created,
            Self::Updated => &mut counts.updated,
            Self::Unchanged => &mut counts.unchanged,
            Self::Skipped => &mut counts.skipped,
        }
    }

    /// The count of an invoice that comes again in the same run.
    pub(super) const fn then(self, again: Self) -> Self {
        match (self, again) {
            (Self::Unchanged, Self::Updated) => Self::Updated,
            (Self::Skipped, again) => again,
            (before, _) => before,
        }
    }
}
