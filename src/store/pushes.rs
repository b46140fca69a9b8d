//! What is kept about writing: mappings, links and plans as own records, orders as items of the outbox.
//!
//! For: `push` and the service. Uses: own data and the outbox of any store. Never: what is planned, sending it.

mod once;

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};

use once::call_key;
pub use once::{Once, called, plan_guard, source_guard};

use super::outbox::Claim;
use super::own::{ItemWrite, OwnBatch, OwnWrite};
use super::record::{Codec, Pause, PlanPart, PushCall, decode, encode};
use super::{Store, StoreError};
use crate::domain::outgoing::{KeptPlan, Mapping, Outgoing, PushLink, Source};
use crate::domain::push::Frozen;
use crate::domain::{
    Actor, CompanyId, Entity, Holder, Invoice, ItemKey, OutboxItem, OwnKey, OwnKind, OwnRecord, Queue, RemoteId, RunId, Settled,
    Stored, StoredInvoice,
};

/// Time after which another process may send what this one has claimed. An attempt is bounded by less.
const CLAIM: SignedDuration = SignedDuration::from_mins(10);

/// Documents of a part of a plan.
const PART: usize = 1000;

/// Records of a batch, with room for what belongs to them.
const BATCH: usize = 500;

/// Time and author of a change.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// When.
    pub at: Timestamp,
    /// The person or rule.
    pub author: &'a Actor,
}

/// An item of the outbox with what it writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushEntry {
    /// The item.
    pub item: OutboxItem,
    /// What it writes.
    pub outgoing: Outgoing,
}

/// An item that this process sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedPush {
    /// The item, sending.
    pub entry: PushEntry,
    /// The request; `None` if it is not rendered yet: then nothing was sent.
    pub frozen: Option<Frozen>,
    /// Whether an attempt before may have been carried out.
    pub in_doubt: bool,
}

/// A pause of writing: its begin and its author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paused {
    /// Since when.
    pub since: Timestamp,
    /// The person.
    pub by: Actor,
}

/// The mappings of a company.
pub fn mappings(store: &dyn Store, company: CompanyId) -> Result<Vec<Mapping>, StoreError> {
    live(store, company, OwnKind::Mapping)
}

/// Sets a mapping.
pub fn set_mapping(store: &dyn Store, company: CompanyId, mapping: &Mapping, by: By<'_>) -> Result<(), StoreError> {
    let key = OwnKey { company, kind: OwnKind::Mapping, id: RemoteId::new(mapping.name.as_str()) };
    put(store, key, encode(mapping)?, by)
}

/// Takes a mapping back; whether there was one.
pub fn unset_mapping(store: &dyn Store, company: CompanyId, name: &str, by: By<'_>) -> Result<bool, StoreError> {
    retire(store, OwnKey { company, kind: OwnKind::Mapping, id: RemoteId::new(name) }, by)
}

/// What sources became at a company.
pub fn links(store: &dyn Store, company: CompanyId) -> Result<Vec<PushLink>, StoreError> {
    live(store, company, OwnKind::PushLink)
}

/// Sets what a source became.
pub fn set_link(store: &dyn Store, company: CompanyId, link: &PushLink, by: By<'_>) -> Result<(), StoreError> {
    put(store, link_key(company, &link.source), encode(link)?, by)
}

/// Forgets what a source became; whether that was known.
pub fn unlink(store: &dyn Store, company: CompanyId, source: &Source, by: By<'_>) -> Result<bool, StoreError> {
    retire(store, link_key(company, source), by)
}

/// What was planned last for a company.
pub fn plan(store: &dyn Store, company: CompanyId) -> Result<Option<KeptPlan>, StoreError> {
    let mut parts = live::<PlanPart>(store, company, OwnKind::PushPlan)?.into_iter();
    let Some(first) = parts.next() else { return Ok(None) };
    let (at, total) = (first.at, usize::try_from(first.total).unwrap_or(usize::MAX));
    let mut plan = KeptPlan { from: first.from, of: first.of, at, entries: first.entries };
    plan.entries.extend(parts.filter(|part| part.at == at).flat_map(|part| part.entries));
    // Parts of two plans, one of them half written: it is planned again.
    Ok((plan.entries.len() == total).then_some(plan))
}

/// The documents of the file that was planned last, and what is kept of earlier ones.
pub fn plan_file(store: &dyn Store, company: CompanyId) -> Result<Vec<Invoice>, StoreError> {
    Ok(live::<StoredInvoice>(store, company, OwnKind::PushFile)?.into_iter().map(|stored| stored.entity).collect())
}

/// Keeps a plan instead of the last one, with the documents of its file.
pub fn keep_plan(
    store: &dyn Store,
    company: CompanyId,
    plan: &KeptPlan,
    file: Option<&[Invoice]>,
    by: By<'_>,
) -> Result<(), StoreError> {
    let mut wanted = Vec::new();
    let chunks: Vec<_> = if plan.entries.is_empty() { vec![&plan.entries[..]] } else { plan.entries.chunks(PART).collect() };
    for (number, entries) in chunks.into_iter().enumerate() {
        let part = PlanPart {
            from: plan.from,
            of: plan.of,
            at: plan.at,
            total: u64::try_from(plan.entries.len()).unwrap_or(u64::MAX),
            entries: entries.to_vec(),
        };
        wanted.push((once::part(number), encode(&part)?));
    }
    replace_all(store, (company, OwnKind::PushPlan), &wanted, by)?;
    let Some(file) = file else { return Ok(()) };
    let documents = file.iter().map(|invoice| Ok((invoice.id.clone(), encode(&alone(company, invoice.clone(), plan.at))?)));
    let documents: Vec<(RemoteId, Vec<u8>)> = documents.collect::<Result<_, StoreError>>()?;
    replace_all(store, (company, OwnKind::PushFile), &documents, by)
}

/// Whether writing is paused.
pub fn paused(store: &dyn Store) -> Result<Option<Paused>, StoreError> {
    let Some(record) = store.own(&pause_key())? else { return Ok(None) };
    let Pause(paused) = decode(&record.bytes).map_err(|_| damaged(&record.key))?;
    Ok(paused.then_some(Paused { since: record.at, by: record.author }))
}

/// Pauses writing, or lets it go on.
pub fn pause(store: &dyn Store, paused: bool, by: By<'_>) -> Result<(), StoreError> {
    put(store, pause_key(), encode(&Pause(paused))?, by)
}

/// An item to queue.
pub fn new_item(
    company: CompanyId,
    id: RemoteId,
    outgoing: &Outgoing,
    frozen: Option<&Frozen>,
    by: By<'_>,
) -> Result<OutboxItem, StoreError> {
    let key = ItemKey { company, queue: Queue::Push, id };
    let payload = frozen.map(encode).transpose()?.unwrap_or_default();
    Ok(OutboxItem::new(key, by.at, by.author.clone(), encode(outgoing)?, payload))
}

/// Queues items and sets links, drops items that they replace, and keeps what the call with this key queued. Fails with
/// [`StoreError::Stale`] if the key was used or the guard is another one by now.
pub fn queue(
    store: &dyn Store,
    items: Vec<OutboxItem>,
    links: &[(CompanyId, PushLink)],
    replaced: Vec<ItemKey>,
    once: Once<'_>,
    by: By<'_>,
) -> Result<(), StoreError> {
    let ids: Vec<String> = items.iter().map(|item| item.key.id.to_string()).collect();
    let company = items.first().map(|item| item.key.company);
    let mut writes: Vec<ItemWrite> = replaced.into_iter().map(ItemWrite::Discard).collect();
    writes.extend(items.into_iter().map(ItemWrite::Queue));
    for (company, link) in links {
        set_link(store, *company, link, by)?;
    }
    let mut records: Vec<OwnWrite> = once.guard.into_iter().collect();
    if let (Some(call), Some(company)) = (once.call, company) {
        records.push(OwnWrite::Put { key: call_key(company, call), expected: 0, bytes: encode(&PushCall(ids))? });
    }
    // In the order of what makes what: an item never waits for one that a crash left out.
    for chunk in writes.chunks(BATCH) {
        let records = std::mem::take(&mut records);
        store.transact(&OwnBatch { records, items: chunk.to_vec(), ..batch(by) })?;
    }
    Ok(())
}

/// Every item of a company that is not dropped. One that does not decode is left out and named in the log.
pub fn entries(store: &dyn Store, company: CompanyId) -> Result<Vec<PushEntry>, StoreError> {
    Ok(store.outbox_items(Queue::Push, company)?.into_iter().filter_map(entry).collect())
}

/// What a source became.
pub fn link(store: &dyn Store, company: CompanyId, source: &Source) -> Result<Option<PushLink>, StoreError> {
    let key = link_key(company, source);
    let found = store.own(&key)?.filter(|record| !record.retired);
    found.map(|record| decode(&record.bytes).map_err(|_| damaged(&key))).transpose()
}

/// The items of a source that were refused.
pub fn refused(store: &dyn Store, company: CompanyId, source: &Source) -> Result<Vec<ItemKey>, StoreError> {
    let is_refused = |entry: &PushEntry| {
        entry.outgoing.source == *source && matches!(entry.item.state, crate::domain::OutboxState::Rejected { .. })
    };
    Ok(entries(store, company)?.into_iter().filter(is_refused).map(|entry| entry.item.key).collect())
}

/// One item.
pub fn entry_of(store: &dyn Store, key: &ItemKey) -> Result<Option<PushEntry>, StoreError> {
    Ok(store.outbox_item(key)?.and_then(entry))
}

/// Claims items that are due, at most `most` and of no company in `except`, durably: a request may leave only after this returned.
pub fn claim(
    store: &dyn Store,
    holder: &Holder,
    now: Timestamp,
    most: usize,
    except: &[CompanyId],
) -> Result<Vec<ClaimedPush>, StoreError> {
    let until = now.saturating_add(CLAIM).unwrap_or(Timestamp::MAX);
    let claimed = store.claim(&Claim { queue: Queue::Push, holder, now, until, most, except })?;
    let mut pushes = Vec::with_capacity(claimed.len());
    for claimed in claimed {
        let (key, attempt) = (claimed.item.key.clone(), claimed.item.attempts);
        let payload = &claimed.item.payload;
        let frozen = if payload.is_empty() { Ok(None) } else { decode::<Frozen>(payload).map(Some) };
        if let (Some(entry), Ok(frozen)) = (entry(claimed.item), frozen) {
            pushes.push(ClaimedPush { entry, frozen, in_doubt: claimed.in_doubt });
        } else {
            tracing::error!(item = %key.id, "an item that does not decode needs a person");
            settle(store, &key, attempt, Settled::Unknown { error: None, due: None }, None, now)?;
        }
    }
    Ok(pushes)
}

/// Ends an attempt, with what the source became, in one step. An attempt that another worker has taken over meanwhile is left to it.
pub fn settle(
    store: &dyn Store,
    key: &ItemKey,
    attempt: u32,
    end: Settled,
    link: Option<&PushLink>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let author = worker();
    let mut batch = batch(By { at: now, author: &author });
    batch.items.push(ItemWrite::Settle { key: key.clone(), attempt, end });
    if let Some(link) = link {
        let own = link_key(key.company, &link.source);
        let expected = version(store, &own)?;
        batch.records.push(OwnWrite::Put { key: own, expected, bytes: encode(link)? });
    }
    match store.transact(&batch) {
        Err(StoreError::Stale { .. }) => {
            tracing::warn!(item = %key.id, "an attempt was taken over before it ended");
            Ok(())
        }
        done => done,
    }
}

/// The bytes of a request, as the payload of an item.
pub fn payload(frozen: &Frozen) -> Result<Vec<u8>, StoreError> {
    encode(frozen)
}

/// Has an item taken up again; what may have been carried out is looked for first.
pub fn retry(store: &dyn Store, key: &ItemKey, by: By<'_>) -> Result<(), StoreError> {
    store.transact(&OwnBatch { items: vec![ItemWrite::Retry(key.clone())], ..batch(by) })
}

/// Drops an item that is not being sent.
pub fn discard(store: &dyn Store, key: &ItemKey, by: By<'_>) -> Result<(), StoreError> {
    store.transact(&OwnBatch { items: vec![ItemWrite::Discard(key.clone())], ..batch(by) })
}

fn worker() -> Actor {
    Actor("faktura".to_owned())
}

fn batch(by: By<'_>) -> OwnBatch {
    OwnBatch::new(by.at, by.author.clone())
}

fn entry(item: OutboxItem) -> Option<PushEntry> {
    let Ok(outgoing) = decode::<Outgoing>(&item.content) else {
        tracing::error!(item = %item.key.id, "an item of the outbox does not decode");
        return None;
    };
    Some(PushEntry { item, outgoing })
}

fn link_key(company: CompanyId, source: &Source) -> OwnKey {
    OwnKey { company, kind: OwnKind::PushLink, id: RemoteId::new(source.as_str()) }
}

fn pause_key() -> OwnKey {
    OwnKey { company: CompanyId(0), kind: OwnKind::PushPause, id: RemoteId::new("pause") }
}

fn damaged(key: &OwnKey) -> StoreError {
    StoreError::Damaged { place: key.id.to_string() }
}

fn live<T: Codec>(store: &dyn Store, company: CompanyId, kind: OwnKind) -> Result<Vec<T>, StoreError> {
    let records = store.own_all(company, kind)?;
    let read = |record: OwnRecord| decode::<T>(&record.bytes).map_err(|_| damaged(&record.key));
    records.into_iter().filter(|record| !record.retired).map(read).collect()
}

fn version(store: &dyn Store, key: &OwnKey) -> Result<u64, StoreError> {
    Ok(store.own(key)?.map_or(0, |record| record.version))
}

fn put(store: &dyn Store, key: OwnKey, bytes: Vec<u8>, by: By<'_>) -> Result<(), StoreError> {
    let known = store.own(&key)?;
    if known.as_ref().is_some_and(|known| !known.retired && known.bytes == bytes) {
        return Ok(());
    }
    let expected = known.map_or(0, |known| known.version);
    store.transact(&OwnBatch { records: vec![OwnWrite::Put { key, expected, bytes }], ..batch(by) })
}

fn retire(store: &dyn Store, key: OwnKey, by: By<'_>) -> Result<bool, StoreError> {
    let Some(known) = store.own(&key)?.filter(|known| !known.retired) else { return Ok(false) };
    store.transact(&OwnBatch { records: vec![OwnWrite::Retire { key, expected: known.version }], ..batch(by) })?;
    Ok(true)
}

/// Makes these the only records of a kind of a company; what is equal is not written again.
fn replace_all(
    store: &dyn Store,
    (company, kind): (CompanyId, OwnKind),
    wanted: &[(RemoteId, Vec<u8>)],
    by: By<'_>,
) -> Result<(), StoreError> {
    let known = store.own_all(company, kind)?;
    let by_id: HashMap<&RemoteId, &OwnRecord> = known.iter().map(|record| (&record.key.id, record)).collect();
    let ids: HashSet<&RemoteId> = wanted.iter().map(|(id, _)| id).collect();
    let mut writes = Vec::new();
    for (id, bytes) in wanted {
        let key = OwnKey { company, kind, id: id.clone() };
        let before = by_id.get(id).copied();
        if before.is_none_or(|before| before.retired || before.bytes != *bytes) {
            let expected = before.map_or(0, |before| before.version);
            writes.push(OwnWrite::Put { key, expected, bytes: bytes.clone() });
        }
    }
    for record in known.iter().filter(|record| !record.retired && !ids.contains(&record.key.id)) {
        writes.push(OwnWrite::Retire { key: record.key.clone(), expected: record.version });
    }
    for chunk in writes.chunks(BATCH) {
        store.transact(&OwnBatch { records: chunk.to_vec(), ..batch(by) })?;
    }
    Ok(())
}

fn alone<E: Entity>(company: CompanyId, entity: E, at: Timestamp) -> Stored<E> {
    Stored { company, entity, first_seen: at, first_run: RunId(0), changed: at, changed_run: RunId(0), vanished: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outgoing::{LinkedBy, PlanOf};
    use crate::domain::push::{ContactOrder, Order, OrderKind, Verb, VoidOrder};
    use crate::domain::{Address, Contact, Currency, DocumentType, OutboxState, Payload};
    use crate::store::memory::MemoryStore;

    const COMPANY: CompanyId = CompanyId(3);

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    fn order(mark: &str) -> Outgoing {
        let order = ContactOrder {
            mark: mark.into(),
            existing: Some(crate::domain::push::Existing { id: RemoteId::new("7"), version: Some("1".to_owned()) }),
            name: "Pékség \"Acme\"".to_owned(),
            tax_number: Some("32560682-2-43".into()),
            emails: vec!["a@example.com".to_owned()],
            phone: Some("+36".into()),
            address: Address { country: Some("HU".into()), ..Address::default() },
            currency: Some(Currency::new("HUF")),
            base: None,
        };
        Outgoing { source: Source("1:contact:7:HUF".into()), order: Order::Contact(Box::new(order)) }
    }

    fn link() -> PushLink {
        PushLink {
            source: Source("1:contact:7:HUF".into()),
            kind: OrderKind::Contact,
            remote: RemoteId::new("c7"),
            title: "Acme".to_owned(),
            version: Some("3".to_owned()),
            base: Some(Payload::Contact(Box::new(Contact::new(RemoteId::new("c7"), "Acme")))),
            amount: Some("-12.50".parse().expect("a decimal")),
            currency: Some(Currency::new("EUR")),
            how: LinkedBy::Found,
            ignored: Some("agreed".to_owned()),
            ignored_as: Some("drifted".to_owned()),
        }
    }

    #[test]
    fn mappings_links_plans_and_the_pause_are_kept_and_taken_back() {
        let (store, author) = (MemoryStore::default(), Actor("anna".to_owned()));
        let by = |second| By { at: at(second), author: &author };
        let mapping = Mapping { name: "tax:27%".to_owned(), id: RemoteId::new("OUTPUT"), title: "27 %".to_owned() };
        set_mapping(&store, COMPANY, &mapping, by(1)).expect("set");
        assert_eq!(mappings(&store, COMPANY), Ok(vec![mapping.clone()]));
        assert_eq!((unset_mapping(&store, COMPANY, "tax:27%", by(2)), mappings(&store, COMPANY)), (Ok(true), Ok(Vec::new())));
        assert_eq!(unset_mapping(&store, COMPANY, "tax:27%", by(3)), Ok(false));
        set_mapping(&store, COMPANY, &mapping, by(4)).expect("set again");
        set_link(&store, COMPANY, &link(), by(4)).expect("set");
        assert_eq!(links(&store, COMPANY), Ok(vec![link()]));
        assert_eq!(links(&store, CompanyId(4)), Ok(Vec::new()));
        let entries: Vec<_> = (0..2500).map(|number| (RemoteId::new(number.to_string()), [7; 16])).collect();
        let long = KeptPlan { from: Some(CompanyId(1)), of: PlanOf::WithPayments, at: at(5), entries };
        keep_plan(&store, COMPANY, &long, None, by(5)).expect("kept");
        assert_eq!(plan(&store, COMPANY), Ok(Some(long.clone())));
        let short = KeptPlan { from: None, at: at(6), entries: long.entries[..2].to_vec(), ..long };
        keep_plan(&store, COMPANY, &short, None, by(6)).expect("kept");
        assert_eq!(plan(&store, COMPANY), Ok(Some(short)));
        assert_eq!(paused(&store), Ok(None));
        pause(&store, true, by(7)).expect("paused");
        assert_eq!(paused(&store), Ok(Some(Paused { since: at(7), by: author.clone() })));
        pause(&store, false, by(8)).expect("resumed");
        assert_eq!(paused(&store), Ok(None));
    }

    #[test]
    fn an_item_is_sent_with_its_link_in_one_step_and_a_refused_one_is_made_anew() {
        let (store, author) = (MemoryStore::default(), Actor("anna".to_owned()));
        let by = By { at: at(1), author: &author };
        let frozen = Frozen {
            verb: Verb::Put,
            path: vec!["Contacts".to_owned()],
            query: vec![("unitdp".to_owned(), "4".to_owned())],
            body: b"{}".to_vec(),
        };
        let void = VoidOrder {
            mark: "m".into(),
            kind: DocumentType::Invoice,
            existing: crate::domain::push::Existing { id: RemoteId::new("9"), version: None },
            number: "A-1".to_owned(),
            contact_name: "Acme".to_owned(),
            gross: "100.00".parse().expect("a decimal"),
            currency: Currency::new("EUR"),
        };
        let other = Outgoing { source: Source("void:3:document:9".into()), order: Order::Void(void) };
        let one = new_item(COMPANY, RemoteId::new("a"), &order("a"), Some(&frozen), by).expect("encoded");
        let two = new_item(COMPANY, RemoteId::new("b"), &other, None, by).expect("encoded");
        let keys = (one.key.clone(), two.key.clone());
        queue(&store, vec![one, two], &[], Vec::new(), Once { call: Some("call-1"), guard: None }, by).expect("queued");
        assert_eq!(called(&store, COMPANY, "call-1"), Ok(Some(vec!["a".to_owned(), "b".to_owned()])));
        assert_eq!(called(&store, COMPANY, "call-2"), Ok(None));
        let holder = Holder("one".into());
        let claimed = claim(&store, &holder, at(2), 8, &[]).expect("claimed");
        assert_eq!((claimed[0].frozen.as_ref(), claimed[0].in_doubt), (Some(&frozen), false));
        assert_eq!((&claimed[0].entry.outgoing, &claimed[1].entry.outgoing), (&order("a"), &other));
        assert_eq!(claimed[1].frozen, None);
        let sent = Settled::Sent { link: None };
        settle(&store, &keys.0, claimed[0].entry.item.attempts, sent, Some(&link()), at(3)).expect("settled");
        assert_eq!(links(&store, COMPANY), Ok(vec![link()]));
        let refused = Settled::Rejected { error: Some("no".to_owned()) };
        settle(&store, &keys.1, claimed[1].entry.item.attempts, refused, None, at(3)).expect("settled");
        assert!(retry(&store, &keys.0, by).is_err(), "what was sent is over");
        retry(&store, &keys.1, by).expect("taken up again");
        let again = claim(&store, &holder, at(4), 8, &[]).expect("claimed");
        assert_eq!((again.len(), again[0].entry.item.generation, again[0].in_doubt), (1, 2, false));
        settle(&store, &keys.1, again[0].entry.item.attempts, Settled::Conflict { error: None }, None, at(5)).expect("settled");
        retry(&store, &keys.1, by).expect("looked for again");
        let looked = claim(&store, &holder, at(6), 8, &[]).expect("claimed");
        assert!(looked[0].in_doubt && matches!(looked[0].entry.item.state, OutboxState::Sending { .. }));
    }
}
