//! Own records, items of the outbox, and entries about both as records.

use jiff::Timestamp;
use serde_bytes::ByteBuf;

use super::convert::maybe;
use super::{Codec, Fault, RecordType, decode_record, encode_record, own_v1 as v1, read, write};
use crate::domain::{
    Actor, CompanyId, Holder, ItemKey, Kind, Link, OutboxItem, OutboxState, OwnKey, OwnKind, OwnRecord, Queue, Record, RecordKey,
    RemoteId,
};
use crate::store::StoreError;

/// An entry of the journal: one batch of own records and items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct OwnEntry {
    /// When.
    pub(in crate::store) at: Timestamp,
    /// The person or rule behind it.
    pub(in crate::store) author: Actor,
    /// New versions.
    pub(in crate::store) records: Vec<OwnRecord>,
    /// What happened to items.
    pub(in crate::store) items: Vec<ItemEvent>,
    /// Documents of own books, whole.
    pub(in crate::store) documents: Vec<Record>,
}

impl OwnEntry {
    /// Documents with another settlement by bank entries afterwards.
    pub(in crate::store) fn settled_documents(&self) -> impl Iterator<Item = RecordKey> {
        let settled = self.records.iter().filter(|record| record.key.kind == OwnKind::BankSettlement);
        settled.map(|record| RecordKey::document(record.key.company, record.key.id.clone()))
    }
}

/// Something that happened to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) enum ItemEvent {
    /// The whole item, as it was queued or as it was found later.
    Queued(OutboxItem),
    /// Its progress; the payload if it is another one.
    Changed {
        /// The item.
        key: ItemKey,
        /// Its progress.
        progress: Box<Progress>,
        /// The new payload.
        payload: Option<Vec<u8>>,
    },
}

/// The part of an item that changes on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Progress {
    revision: u64,
    generation: u32,
    attempts: u32,
    due: Option<Timestamp>,
    error: Option<String>,
    state: OutboxState,
}

impl ItemEvent {
    /// The step from one state of an item to the next.
    pub(in crate::store) fn between(before: &OutboxItem, after: &OutboxItem) -> Self {
        let payload = (before.payload != after.payload).then(|| after.payload.clone());
        Self::Changed { key: after.key.clone(), progress: Box::new(Progress::of(after)), payload }
    }

    /// The item.
    pub(in crate::store) const fn key(&self) -> &ItemKey {
        match self {
            Self::Queued(item) => &item.key,
            Self::Changed { key, .. } => key,
        }
    }

    /// Whether the item is open afterwards.
    pub(in crate::store) fn is_open(&self) -> bool {
        let state = match self {
            Self::Queued(item) => &item.state,
            Self::Changed { progress, .. } => &progress.state,
        };
        matches!(state, OutboxState::Queued | OutboxState::Sending { .. } | OutboxState::Unknown { .. })
    }

    /// The item afterwards; `None` if it is that already, or is not known.
    pub(in crate::store) fn after(&self, known: Option<&OutboxItem>) -> Option<OutboxItem> {
        match self {
            Self::Queued(item) => known.is_none_or(|known| known.revision < item.revision).then(|| item.clone()),
            Self::Changed { progress, payload, .. } => {
                let known = known.filter(|known| known.revision < progress.revision)?;
                let payload = payload.clone().unwrap_or_else(|| known.payload.clone());
                Some(progress.as_ref().clone().with(known.clone(), payload))
            }
        }
    }
}

impl Progress {
    fn of(item: &OutboxItem) -> Self {
        Self {
            revision: item.revision,
            generation: item.generation,
            attempts: item.attempts,
            due: item.due,
            error: item.error.clone(),
            state: item.state.clone(),
        }
    }

    fn with(self, item: OutboxItem, payload: Vec<u8>) -> OutboxItem {
        let Self { revision, generation, attempts, due, error, state } = self;
        OutboxItem { revision, payload, generation, attempts, due, error, state, ..item }
    }
}

impl Codec for OwnRecord {
    const KIND: RecordType = RecordType::Own;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        write(&v1::Own::from(self))
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        match version {
            1 => read::<v1::Own>(payload)?.try_into(),
            _ => Err(Fault::Version),
        }
    }
}

impl Codec for OutboxItem {
    const KIND: RecordType = RecordType::Item;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        write(&v1::Item::from(self))
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        match version {
            1 => read::<v1::Item>(payload)?.try_into(),
            _ => Err(Fault::Version),
        }
    }
}

impl From<&OwnRecord> for v1::Own {
    fn from(record: &OwnRecord) -> Self {
        Self {
            company: record.key.company.0,
            kind: record.key.kind.number(),
            id: record.key.id.to_string(),
            version: record.version,
            at: record.at.into(),
            author: record.author.0.clone(),
            retired: record.retired,
            bytes: record.bytes.clone(),
        }
    }
}

impl TryFrom<v1::Own> for OwnRecord {
    type Error = Fault;

    fn try_from(own: v1::Own) -> Result<Self, Fault> {
        let kind = OwnKind::from_number(own.kind).ok_or(Fault::Content)?;
        let key = OwnKey { company: CompanyId(own.company), kind, id: RemoteId::new(own.id) };
        let (at, author) = (own.at.try_into()?, Actor(own.author));
        Ok(Self { key, version: own.version, at, author, retired: own.retired, bytes: own.bytes })
    }
}

impl From<&ItemKey> for v1::ItemKey {
    fn from(key: &ItemKey) -> Self {
        Self { company: key.company.0, queue: key.queue.number(), id: key.id.to_string() }
    }
}

impl TryFrom<v1::ItemKey> for ItemKey {
    type Error = Fault;

    fn try_from(key: v1::ItemKey) -> Result<Self, Fault> {
        let queue = Queue::from_number(key.queue).ok_or(Fault::Content)?;
        Ok(Self { company: CompanyId(key.company), queue, id: RemoteId::new(key.id) })
    }
}

impl From<&OutboxItem> for v1::Item {
    fn from(item: &OutboxItem) -> Self {
        Self {
            key: (&item.key).into(),
            queued: item.queued.into(),
            author: item.author.0.clone(),
            content: item.content.clone(),
            payload: item.payload.clone(),
            progress: (&Progress::of(item)).into(),
        }
    }
}

impl TryFrom<v1::Item> for OutboxItem {
    type Error = Fault;

    fn try_from(item: v1::Item) -> Result<Self, Fault> {
        let new = Self::new(item.key.try_into()?, item.queued.try_into()?, Actor(item.author), item.content, Vec::new());
        Ok(Progress::try_from(item.progress)?.with(new, item.payload))
    }
}

impl From<&Progress> for v1::Progress {
    fn from(progress: &Progress) -> Self {
        Self {
            revision: progress.revision,
            generation: progress.generation,
            attempts: progress.attempts,
            due: progress.due.map(Into::into),
            error: progress.error.clone(),
            state: (&progress.state).into(),
        }
    }
}

impl TryFrom<v1::Progress> for Progress {
    type Error = Fault;

    fn try_from(progress: v1::Progress) -> Result<Self, Fault> {
        let v1::Progress { revision, generation, attempts, due, error, state } = progress;
        Ok(Self { revision, generation, attempts, due: maybe(due)?, error, state: state.try_into()? })
    }
}

impl From<&OutboxState> for v1::State {
    fn from(state: &OutboxState) -> Self {
        match state {
            OutboxState::Queued => Self::Queued,
            OutboxState::Sending { since, holder, in_doubt } => {
                let (since, holder) = ((*since).into(), holder.0.to_string());
                if *in_doubt { Self::SendingInDoubt { since, holder } } else { Self::Sending { since, holder } }
            }
            OutboxState::Sent { at, link } => Self::Sent { at: (*at).into(), link: link.as_ref().map(Into::into) },
            OutboxState::Rejected { at } => Self::Rejected { at: (*at).into() },
            OutboxState::Conflict { at } => Self::Conflict { at: (*at).into() },
            OutboxState::Unknown { at } => Self::Unknown { at: (*at).into() },
            OutboxState::Discarded { at } => Self::Discarded { at: (*at).into() },
        }
    }
}

impl TryFrom<v1::State> for OutboxState {
    type Error = Fault;

    fn try_from(state: v1::State) -> Result<Self, Fault> {
        Ok(match state {
            v1::State::Queued => Self::Queued,
            v1::State::Sending { since, holder } => sending(since, holder, false)?,
            v1::State::SendingInDoubt { since, holder } => sending(since, holder, true)?,
            v1::State::Sent { at, link } => Self::Sent { at: at.try_into()?, link: link.map(Into::into) },
            v1::State::Rejected { at } => Self::Rejected { at: at.try_into()? },
            v1::State::Conflict { at } => Self::Conflict { at: at.try_into()? },
            v1::State::Unknown { at } => Self::Unknown { at: at.try_into()? },
            v1::State::Discarded { at } => Self::Discarded { at: at.try_into()? },
        })
    }
}

fn sending(since: super::v1::Time, holder: String, in_doubt: bool) -> Result<OutboxState, Fault> {
    Ok(OutboxState::Sending { since: since.try_into()?, holder: Holder(holder.into()), in_doubt })
}

impl From<&Link> for v1::Link {
    fn from(link: &Link) -> Self {
        Self { remote: link.remote.to_string(), version: link.version.clone(), base: link.base.clone() }
    }
}

impl From<v1::Link> for Link {
    fn from(link: v1::Link) -> Self {
        Self { remote: RemoteId::new(link.remote), version: link.version, base: link.base }
    }
}

impl From<&ItemEvent> for v1::Event {
    fn from(event: &ItemEvent) -> Self {
        match event {
            ItemEvent::Queued(item) => Self::Queued(item.into()),
            ItemEvent::Changed { key, progress, payload } => {
                Self::Changed { key: key.into(), progress: progress.as_ref().into(), payload: payload.clone() }
            }
        }
    }
}

impl TryFrom<v1::Event> for ItemEvent {
    type Error = Fault;

    fn try_from(event: v1::Event) -> Result<Self, Fault> {
        Ok(match event {
            v1::Event::Queued(item) => Self::Queued(item.try_into()?),
            v1::Event::Changed { key, progress, payload } => {
                Self::Changed { key: key.try_into()?, progress: Box::new(progress.try_into()?), payload }
            }
        })
    }
}

impl TryFrom<&OwnEntry> for v1::Batch {
    type Error = StoreError;

    fn try_from(entry: &OwnEntry) -> Result<Self, StoreError> {
        let whole = |record: &Record| Ok((record.kind() as u8, ByteBuf::from(encode_record(record)?)));
        Ok(Self {
            at: entry.at.into(),
            author: entry.author.0.clone(),
            records: entry.records.iter().map(Into::into).collect(),
            items: entry.items.iter().map(Into::into).collect(),
            documents: entry.documents.iter().map(whole).collect::<Result<_, StoreError>>()?,
        })
    }
}

impl TryFrom<v1::Batch> for OwnEntry {
    type Error = Fault;

    fn try_from(batch: v1::Batch) -> Result<Self, Fault> {
        let whole = |(kind, bytes): &(u8, ByteBuf)| decode_record(Kind::from_number(*kind).ok_or(Fault::Version)?, bytes);
        Ok(Self {
            at: batch.at.try_into()?,
            author: Actor(batch.author),
            records: batch.records.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
            items: batch.items.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
            documents: batch.documents.iter().map(whole).collect::<Result<_, Fault>>()?,
        })
    }
}
