//! What alerting keeps: open incidents as an own record, undelivered alerts as items of the outbox, one for each channel.
//!
//! For: the service. Uses: own data and the outbox of any store. Never: which alerts are sent, delivering them.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use super::outbox::Claim;
use super::own::{ItemWrite, OwnBatch, OwnWrite};
use super::record::{Alerting, QueuedAlert, decode, encode};
use super::registry::AlertFile;
use super::{Store, StoreError};
use crate::domain::{
    Actor, AlertBook, Channel, CompanyId, Holder, ItemKey, OutboxItem, OutboxState, OwnKey, OwnKind, Queue, Queued, RemoteId,
    Settled,
};

/// Identifier of the one record.
const RECORD: &str = "alerting";

/// Author of what rules do.
const AUTHOR: &str = "faktura";

/// Time after which another process may deliver what this one has claimed.
const CLAIM: SignedDuration = SignedDuration::from_mins(10);

/// Incidents and undelivered alerts, with the version of the record that they were read from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeptAlerts {
    /// Incidents and alerts.
    pub book: AlertBook,
    version: u64,
}

/// An alert that is being delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedAlert {
    /// The alert.
    pub queued: Queued,
    key: ItemKey,
    /// Number of the attempt.
    pub attempt: u32,
}

/// Reads incidents and undelivered alerts, oldest first.
pub fn load(store: &dyn Store) -> Result<KeptAlerts, StoreError> {
    let record = store.own(&record())?;
    let version = record.as_ref().map_or(0, |record| record.version);
    let alerting = match record {
        Some(record) => decode::<Alerting>(&record.bytes).map_err(|_| damaged())?,
        None => Alerting::default(),
    };
    let mut queue: Vec<Queued> = store.outbox_open(Queue::Alert)?.iter().filter_map(queued).collect();
    queue.sort_by_key(|queued| (queued.id, queued.channel.as_str()));
    Ok(KeptAlerts { book: AlertBook { incidents: alerting.incidents, last_id: alerting.last_id, queue }, version })
}

/// Replaces what was loaded: incidents, alerts that are new, and alerts that are dropped, in one step. Fails with
/// [`StoreError::Stale`] if it was changed meanwhile.
pub fn replace(store: &dyn Store, loaded: &KeptAlerts, book: &AlertBook, now: Timestamp) -> Result<(), StoreError> {
    let mut batch = OwnBatch::new(now, Actor(AUTHOR.to_owned()));
    let before = &loaded.book;
    if (before.last_id, &before.incidents) != (book.last_id, &book.incidents) {
        let bytes = encode(&Alerting { last_id: book.last_id, incidents: book.incidents.clone() })?;
        batch.records.push(OwnWrite::Put { key: record(), expected: loaded.version, bytes });
    }
    let known: BTreeSet<ItemKey> = before.queue.iter().map(key).collect();
    let wanted: BTreeSet<ItemKey> = book.queue.iter().map(key).collect();
    for dropped in known.difference(&wanted) {
        // One that is being sent ends by itself, and one that was sent has.
        let item = store.outbox_item(dropped)?;
        if item.is_some_and(|item| !matches!(item.state, OutboxState::Sending { .. } | OutboxState::Sent { .. })) {
            batch.items.push(ItemWrite::Discard(dropped.clone()));
        }
    }
    for queued in book.queue.iter().filter(|queued| !known.contains(&key(queued))) {
        batch.items.push(ItemWrite::Queue(item(queued)?));
    }
    store.transact(&batch)
}

/// Claims alerts that are due, at most `most`; they are delivered by the caller, which tells how by [`settle`].
pub fn claim(store: &dyn Store, holder: &Holder, now: Timestamp, most: usize) -> Result<Vec<ClaimedAlert>, StoreError> {
    let until = now.saturating_add(CLAIM).unwrap_or(Timestamp::MAX);
    let claimed = store.claim(&Claim { queue: Queue::Alert, holder, now, until, most, except: &[] })?;
    let mut alerts = Vec::with_capacity(claimed.len());
    let mut unreadable = Vec::new();
    for claimed in claimed {
        let (key, attempt) = (claimed.item.key.clone(), claimed.item.attempts);
        match queued(&claimed.item) {
            Some(queued) => alerts.push(ClaimedAlert { queued, key, attempt }),
            None => unreadable.push(ItemWrite::Settle { key, attempt, end: Settled::Rejected { error: None } }),
        }
    }
    if !unreadable.is_empty() {
        tracing::error!(count = unreadable.len(), "alerts that do not decode were given up");
        settle_each(store, unreadable, now)?;
    }
    Ok(alerts)
}

/// Records how deliveries ended.
pub fn settle(store: &dyn Store, ends: Vec<(ClaimedAlert, Settled)>, now: Timestamp) -> Result<(), StoreError> {
    let end = |(claimed, end): (ClaimedAlert, Settled)| ItemWrite::Settle { key: claimed.key, attempt: claimed.attempt, end };
    settle_each(store, ends.into_iter().map(end), now)
}

/// Settles item by item: one that is gone meanwhile, with its company, must not make the others go out again.
fn settle_each(store: &dyn Store, items: impl IntoIterator<Item = ItemWrite>, now: Timestamp) -> Result<(), StoreError> {
    for item in items {
        let batch = OwnBatch { items: vec![item], ..OwnBatch::new(now, Actor(AUTHOR.to_owned())) };
        match store.transact(&batch) {
            Err(StoreError::Stale { .. }) => {}
            settled => settled?,
        }
    }
    Ok(())
}

/// Takes over the file in which earlier versions kept alerts, and removes it. What the store has already is newer.
pub fn take_over(store: &dyn Store, folder: &Path, now: Timestamp) -> Result<(), StoreError> {
    let file = AlertFile::new(folder);
    let book = match file.load() {
        Ok(Some(book)) => book,
        Ok(None) => return Ok(()),
        Err(error @ StoreError::Damaged { .. }) => {
            tracing::error!(%error, "alerts that waited in the file of an earlier version are lost");
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let loaded = load(store)?;
    if loaded.version == 0 {
        // A record even if nothing is in it: a file that comes back is not taken over twice.
        let before = KeptAlerts { book: AlertBook { last_id: u64::MAX, ..AlertBook::default() }, version: 0 };
        replace(store, &before, &book, now)?;
    }
    file.remove()
}

fn record() -> OwnKey {
    OwnKey { company: CompanyId(0), kind: OwnKind::Alerting, id: RemoteId::new(RECORD) }
}

fn damaged() -> StoreError {
    StoreError::Damaged { place: RECORD.to_owned() }
}

/// The key of an alert in a channel. It follows from the alert, so that a repeated call queues it once.
fn key(queued: &Queued) -> ItemKey {
    let Queued { id, channel, .. } = queued;
    ItemKey { company: queued.alert.company, queue: Queue::Alert, id: RemoteId::new(format!("{id}-{}", channel.as_str())) }
}

fn item(queued: &Queued) -> Result<OutboxItem, StoreError> {
    let content = encode(&QueuedAlert { id: queued.id, channel: queued.channel, alert: queued.alert.clone() })?;
    let new = OutboxItem::new(key(queued), queued.alert.at, Actor(AUTHOR.to_owned()), content, Vec::new());
    Ok(OutboxItem { attempts: queued.tries, due: Some(queued.next), error: queued.error.clone(), ..new })
}

/// The alert of an item; attempts under way are not counted. `None` if it does not decode.
fn queued(item: &OutboxItem) -> Option<Queued> {
    let QueuedAlert { id, channel, alert } = decode(&item.content).ok()?;
    let under_way = u32::from(matches!(item.state, OutboxState::Sending { .. }));
    let (tries, next) = (item.attempts.saturating_sub(under_way), item.due.unwrap_or(Timestamp::MAX));
    Some(Queued { id, channel, alert, tries, next, error: item.error.clone() })
}

impl ClaimedAlert {
    /// Its channel.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        self.queued.channel
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Alert, AlertKind, Incident, RunId};
    use crate::store::memory::MemoryStore;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    fn waits(id: u64, channel: Channel, tries: u32) -> Queued {
        let alert = Alert {
            kind: AlertKind::Failed,
            reminder: true,
            test: false,
            company: CompanyId(3),
            company_name: "Egy \"Kft.\"\u{202e}\n".to_owned(),
            run: Some(RunId(7)),
            since: at(1),
            at: at(2),
            reason: Some("mert".to_owned()),
        };
        let error = (tries > 0).then(|| "down".to_owned());
        Queued { id, channel, alert, tries, next: at(5), error }
    }

    fn book() -> AlertBook {
        let incident = Incident { company: CompanyId(3), kind: AlertKind::Stale, since: at(1), told: Some(at(2)) };
        let queue = vec![waits(8, Channel::Command, 0), waits(8, Channel::Email, 0), waits(9, Channel::Email, 2)];
        AlertBook { incidents: vec![incident], last_id: 9, queue }
    }

    #[test]
    fn incidents_and_alerts_are_kept_together_and_a_stale_change_is_refused() {
        let store = MemoryStore::default();
        let empty = load(&store).expect("read");
        replace(&store, &empty, &book(), at(3)).expect("kept");
        let kept = load(&store).expect("read");
        assert_eq!(kept.book, book());
        let other = AlertBook { last_id: 10, ..AlertBook::default() };
        assert!(matches!(replace(&store, &empty, &other, at(4)), Err(StoreError::Stale { .. })));
        assert_eq!(load(&store), Ok(kept.clone()));
        // What is not in the new book is dropped, with the incidents in one step.
        let less = AlertBook { incidents: Vec::new(), queue: vec![waits(9, Channel::Email, 2)], ..book() };
        replace(&store, &kept, &less, at(4)).expect("kept");
        assert_eq!(load(&store).expect("read").book, less);
    }

    #[test]
    fn a_delivery_is_claimed_once_and_ends_as_it_is_told() {
        let store = MemoryStore::default();
        replace(&store, &load(&store).expect("read"), &book(), at(3)).expect("kept");
        let holder = Holder("one".into());
        assert_eq!(claim(&store, &holder, at(4), 4), Ok(Vec::new()), "nothing is due");
        let claimed = claim(&store, &holder, at(5), 2).expect("claimed");
        assert_eq!(claimed.iter().map(|claimed| claimed.queued.tries).collect::<Vec<_>>(), [0, 0]);
        let rest = claim(&store, &holder, at(5), 4).expect("claimed");
        assert_eq!(rest.iter().map(|claimed| (claimed.queued.id, claimed.attempt)).collect::<Vec<_>>(), [(9, 3)]);
        let later = Settled::Later { error: Some("busy".to_owned()), due: at(60) };
        let [first, second] = <[ClaimedAlert; 2]>::try_from(claimed).expect("two");
        settle(&store, vec![(first, Settled::Sent { link: None }), (second, later)], at(6)).expect("settled");
        let left = load(&store).expect("read").book.queue;
        let told: Vec<_> = left.iter().map(|queued| (queued.id, queued.tries, queued.next)).collect();
        assert_eq!(told, [(8, 1, at(60)), (9, 2, at(605))]);
        // The process dies with one under way: it is due at once.
        store.restart();
        assert_eq!(claim(&store, &Holder("two".into()), at(7), 4).expect("claimed").len(), 1);
    }

    #[test]
    fn a_company_that_is_removed_during_a_delivery_does_not_make_the_others_go_out_again() {
        let store = MemoryStore::default();
        let mut other = waits(10, Channel::Email, 0);
        other.alert.company = CompanyId(4);
        let book = AlertBook { queue: vec![waits(8, Channel::Email, 0), other], ..book() };
        replace(&store, &load(&store).expect("read"), &book, at(3)).expect("kept");
        let claimed = claim(&store, &Holder("one".into()), at(5), 4).expect("claimed");
        assert_eq!(claimed.len(), 2);
        store.remove_company(CompanyId(3)).expect("removed");
        let ends = claimed.into_iter().map(|claimed| (claimed, Settled::Sent { link: None })).collect();
        settle(&store, ends, at(6)).expect("settled");
        store.restart();
        assert_eq!(claim(&store, &Holder("two".into()), at(7), 4), Ok(Vec::new()), "none goes out twice");
    }

    #[test]
    fn the_file_of_an_earlier_version_is_taken_over_once_and_a_damaged_one_is_set_aside() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("alerts.json");
        let earlier = include_bytes!("registry/alerts-v1.json");
        let store = MemoryStore::default();
        for _ in 0..2 {
            std::fs::write(&path, earlier).expect("written");
            take_over(&store, dir.path(), at(3)).expect("taken over");
            let kept = load(&store).expect("read").book;
            assert_eq!((kept.last_id, kept.incidents.len(), kept.queue.len()), (3, 1, 3));
            assert_eq!((kept.incidents[0].company, kept.incidents[0].kind), (CompanyId(2), AlertKind::Failed));
            let first = &kept.queue[0];
            assert_eq!((first.id, first.channel, first.tries, first.alert.run), (1, Channel::Webhook, 1, Some(RunId(5))));
            assert_eq!(first.next, "2026-11-28T02:19:39.065742405Z".parse::<Timestamp>().expect("a time"));
            assert!(first.error.as_deref().is_some_and(|error| error.contains("refused")));
            assert!(!path.exists());
        }
        let mut damaged = earlier.to_vec();
        damaged[200] ^= 1;
        std::fs::write(&path, &damaged).expect("written");
        take_over(&MemoryStore::default(), dir.path(), at(3)).expect("set aside");
        assert!(!path.exists());
        assert_eq!(std::fs::read(dir.path().join("alerts.json.damaged")).expect("there"), damaged);
    }
}
