//! Version 1 of own records, of the outbox and of the entries about both. Frozen once released.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::v1::Time;

/// A version of an own record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Own {
    pub(super) company: u32,
    pub(super) kind: u16,
    pub(super) id: String,
    pub(super) version: u64,
    pub(super) at: Time,
    pub(super) author: String,
    pub(super) retired: bool,
    #[serde(with = "serde_bytes")]
    pub(super) bytes: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ItemKey {
    pub(super) company: u32,
    pub(super) queue: u16,
    pub(super) id: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Item {
    pub(super) key: ItemKey,
    pub(super) queued: Time,
    pub(super) author: String,
    #[serde(with = "serde_bytes")]
    pub(super) content: Vec<u8>,
    #[serde(with = "serde_bytes")]
    pub(super) payload: Vec<u8>,
    pub(super) progress: Progress,
}

/// The part of an item that changes on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Progress {
    pub(super) revision: u64,
    pub(super) generation: u32,
    pub(super) attempts: u32,
    pub(super) due: Option<Time>,
    pub(super) error: Option<String>,
    pub(super) state: State,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum State {
    Queued,
    Sending {
        since: Time,
        holder: String,
    },
    Sent {
        at: Time,
        link: Option<Link>,
    },
    Rejected {
        at: Time,
    },
    Conflict {
        at: Time,
    },
    Unknown {
        at: Time,
    },
    Discarded {
        at: Time,
    },
    /// Sent anew after an attempt that may have been carried out.
    SendingInDoubt {
        since: Time,
        holder: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Link {
    pub(super) remote: String,
    pub(super) version: Option<String>,
    #[serde(with = "serde_bytes")]
    pub(super) base: Vec<u8>,
}

/// An entry of the journal: one batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Batch {
    pub(super) at: Time,
    pub(super) author: String,
    pub(super) records: Vec<Own>,
    pub(super) items: Vec<Event>,
    /// Kind and record.
    pub(super) documents: Vec<(u8, ByteBuf)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Event {
    Queued(Item),
    /// The payload only where it changed.
    Changed {
        key: ItemKey,
        progress: Progress,
        #[serde(with = "serde_bytes")]
        payload: Option<Vec<u8>>,
    },
}

/// Open incidents and the number of the last alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Alerting {
    pub(super) last_id: u64,
    pub(super) incidents: Vec<Incident>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Incident {
    pub(super) company: u32,
    pub(super) kind: String,
    pub(super) since: Time,
    pub(super) told: Option<Time>,
}

/// An alert on its way through one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Alert {
    pub(super) id: u64,
    pub(super) channel: String,
    pub(super) kind: String,
    pub(super) reminder: bool,
    pub(super) company: u32,
    pub(super) company_name: String,
    pub(super) run: Option<u64>,
    pub(super) since: Time,
    pub(super) at: Time,
    pub(super) reason: Option<String>,
}
