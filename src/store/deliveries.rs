//! Deliveries: items of the outbox, one for each mail. A mail is made of what is stored when it is sent; its Message-ID follows from the
//! item, so that a mail that is sent again after a crash is the same mail to its receiver.
//!
//! For: the service. Uses: own data and the outbox of any store. Never: making or sending mail.

use jiff::{SignedDuration, Timestamp};

use super::outbox::Claim;
use super::own::{ItemWrite, OwnBatch, OwnWrite};
use super::record::{decode, encode};
use super::{Store, StoreError};
use crate::domain::{
    Actor, CompanyId, Delivery, DeliveryState, Holder, ItemKey, OutboxItem, OutboxState, Parcel, Queue, RemoteId, Settled,
};

/// Author of what rules do.
pub const AUTHOR: &str = "faktura";

/// Time after which another process may send what this one has claimed. An attempt is bounded by less.
const CLAIM: SignedDuration = SignedDuration::from_mins(15);

/// Items of a batch, with room for the records that belong to them.
pub const BATCH: usize = 500;

/// A delivery that this process sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedMail {
    /// The delivery.
    pub delivery: Delivery,
    /// Number of the attempt.
    pub attempt: u32,
    /// Whether an attempt before may have been carried out.
    pub in_doubt: bool,
    /// Whether the process died while it sent the mail once more: it may have been sent twice, and is not sent again.
    pub died_in_doubt: bool,
}

/// Time and author of a change.
pub type By<'a> = (&'a Actor, Timestamp);

/// An item that queues a delivery, due at once.
pub fn item(company: CompanyId, id: RemoteId, parcel: &Parcel, by: By<'_>) -> Result<OutboxItem, StoreError> {
    Ok(OutboxItem::new(key(company, id), by.1, by.0.clone(), encode(parcel)?, Vec::new()))
}

/// Queues deliveries, with records that belong to them, in one step each [`BATCH`].
pub fn queue(store: &dyn Store, items: Vec<(OutboxItem, Vec<OwnWrite>)>, by: By<'_>) -> Result<(), StoreError> {
    let mut items = items.into_iter().peekable();
    while items.peek().is_some() {
        let mut batch = OwnBatch::new(by.1, by.0.clone());
        for (item, records) in items.by_ref().take(BATCH) {
            batch.items.push(ItemWrite::Queue(item));
            batch.records.extend(records);
        }
        store.transact(&batch)?;
    }
    Ok(())
}

/// The deliveries of a company, oldest first. One that does not decode is left out and named in the log.
pub fn deliveries(store: &dyn Store, company: CompanyId) -> Result<Vec<Delivery>, StoreError> {
    Ok(store.outbox_items(Queue::Mail, company)?.iter().filter_map(delivery).collect())
}

/// One delivery.
pub fn delivery_of(store: &dyn Store, company: CompanyId, id: &RemoteId) -> Result<Option<Delivery>, StoreError> {
    Ok(store.outbox_item(&key(company, id.clone()))?.as_ref().and_then(delivery))
}

/// Claims deliveries that are due, durably: a mail may leave only after this returned.
pub fn claim(store: &dyn Store, holder: &Holder, now: Timestamp, most: usize) -> Result<Vec<ClaimedMail>, StoreError> {
    let until = now.saturating_add(CLAIM).unwrap_or(Timestamp::MAX);
    let claimed = store.claim(&Claim { queue: Queue::Mail, holder, now, until, most, except: &[] })?;
    let mut mails = Vec::with_capacity(claimed.len());
    for claimed in claimed {
        let attempt = claimed.item.attempts;
        if let Some(delivery) = delivery(&claimed.item) {
            mails.push(ClaimedMail { delivery, attempt, in_doubt: claimed.in_doubt, died_in_doubt: claimed.died_in_doubt });
        } else {
            let end = Settled::Unknown { error: None, due: None };
            settle(store, &claimed.item.key, attempt, end, now)?;
        }
    }
    Ok(mails)
}

/// Records how a delivery ended.
pub fn settled(store: &dyn Store, claimed: &ClaimedMail, end: Settled, now: Timestamp) -> Result<(), StoreError> {
    settle(store, &key(claimed.delivery.company, claimed.delivery.id.clone()), claimed.attempt, end, now)
}

fn settle(store: &dyn Store, key: &ItemKey, attempt: u32, end: Settled, now: Timestamp) -> Result<(), StoreError> {
    let items = vec![ItemWrite::Settle { key: key.clone(), attempt, end }];
    match store.transact(&OwnBatch { items, ..OwnBatch::new(now, Actor(AUTHOR.to_owned())) }) {
        Err(StoreError::Stale { .. }) => {
            tracing::warn!(item = %key.id, "a delivery is gone or was taken over before it ended");
            Ok(())
        }
        settled => settled,
    }
}

/// Has a delivery taken up again.
pub fn retry(store: &dyn Store, company: CompanyId, id: RemoteId, by: By<'_>) -> Result<(), StoreError> {
    let items = vec![ItemWrite::Retry(key(company, id))];
    store.transact(&OwnBatch { items, ..OwnBatch::new(by.1, by.0.clone()) })
}

/// Drops a delivery that is not being sent.
pub fn cancel(store: &dyn Store, company: CompanyId, id: RemoteId, by: By<'_>) -> Result<(), StoreError> {
    let items = vec![ItemWrite::Discard(key(company, id))];
    store.transact(&OwnBatch { items, ..OwnBatch::new(by.1, by.0.clone()) })
}

const fn key(company: CompanyId, id: RemoteId) -> ItemKey {
    ItemKey { company, queue: Queue::Mail, id }
}

fn delivery(item: &OutboxItem) -> Option<Delivery> {
    let Ok(parcel) = decode::<Parcel>(&item.content) else {
        tracing::error!(item = %item.key.id, "a delivery does not decode");
        return None;
    };
    let (state, sent) = match &item.state {
        OutboxState::Queued => (DeliveryState::Queued, None),
        OutboxState::Sending { .. } => (DeliveryState::Sending, None),
        OutboxState::Sent { at, .. } => (DeliveryState::Sent, Some(*at)),
        OutboxState::Rejected { .. } | OutboxState::Conflict { .. } => (DeliveryState::Failed, None),
        OutboxState::Unknown { .. } => (DeliveryState::Unknown, None),
        OutboxState::Discarded { .. } => (DeliveryState::Cancelled, None),
    };
    Some(Delivery {
        id: item.key.id.clone(),
        company: item.key.company,
        parcel,
        state,
        queued: item.queued,
        by: item.author.clone(),
        sent,
        due: item.due.filter(|_| matches!(state, DeliveryState::Queued | DeliveryState::Unknown)),
        attempts: item.attempts,
        error: item.error.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Matter;
    use crate::store::memory::MemoryStore;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    fn parcel() -> Parcel {
        Parcel {
            matter: Matter::Document,
            document: Some(RemoteId::new("7")),
            number: "INV-7".to_owned(),
            partner: "Acme".to_owned(),
            to: vec!["a@example.com".to_owned()],
            forms: vec!["pdf".to_owned()],
            text: None,
            language: None,
            buyer_reference: None,
            again: false,
        }
    }

    #[test]
    fn a_delivery_is_queued_once_and_a_dead_worker_leaves_it_in_doubt() {
        let (store, author) = (MemoryStore::default(), Actor("anna".to_owned()));
        let company = CompanyId(3);
        let queued = || vec![(item(company, RemoteId::new("k"), &parcel(), (&author, at(1))).expect("small"), Vec::new())];
        queue(&store, queued(), (&author, at(1))).expect("queued");
        queue(&store, queued(), (&author, at(2))).expect("the same call again");
        let all = deliveries(&store, company).expect("read");
        assert_eq!((all.len(), all[0].state, &all[0].parcel), (1, DeliveryState::Queued, &parcel()));
        let holder = Holder("one".into());
        let claimed = claim(&store, &holder, at(3), 8).expect("claimed");
        assert_eq!((claimed.len(), claimed[0].in_doubt), (1, false));
        assert!(cancel(&store, company, RemoteId::new("k"), (&author, at(3))).is_err(), "it is on its way");
        store.restart();
        let again = claim(&store, &holder, at(4), 8).expect("claimed");
        assert!(again[0].in_doubt && !again[0].died_in_doubt, "the server may have it");
        store.restart();
        let again = claim(&store, &holder, at(4), 8).expect("claimed");
        assert!(again[0].in_doubt && again[0].died_in_doubt, "the server may have it twice");
        settled(&store, &again[0], Settled::Unknown { error: None, due: None }, at(5)).expect("settled");
        assert!(claim(&store, &holder, at(6), 8).expect("asked").is_empty(), "a person is needed");
        retry(&store, company, RemoteId::new("k"), (&author, at(7))).expect("taken up");
        let third = claim(&store, &holder, at(8), 8).expect("claimed");
        settled(&store, &third[0], Settled::Sent { link: None }, at(9)).expect("settled");
        let sent = delivery_of(&store, company, &RemoteId::new("k")).expect("read").expect("kept");
        assert_eq!((sent.state, sent.sent), (DeliveryState::Sent, Some(at(9))));
        assert!(retry(&store, company, RemoteId::new("k"), (&author, at(10))).is_err(), "never twice");
    }

    #[test]
    fn what_is_not_wanted_any_more_is_dropped_with_its_reason() {
        let (store, author) = (MemoryStore::default(), Actor("anna".to_owned()));
        let company = CompanyId(3);
        let new = item(company, RemoteId::new("k"), &parcel(), (&author, at(1))).expect("small");
        queue(&store, vec![(new, Vec::new())], (&author, at(1))).expect("queued");
        let claimed = claim(&store, &Holder("one".into()), at(2), 8).expect("claimed");
        settled(&store, &claimed[0], Settled::Dropped { error: Some("paid".to_owned()) }, at(3)).expect("settled");
        let dropped = delivery_of(&store, company, &RemoteId::new("k")).expect("read").expect("kept");
        assert_eq!((dropped.state, dropped.error.as_deref()), (DeliveryState::Cancelled, Some("paid")));
    }
}
