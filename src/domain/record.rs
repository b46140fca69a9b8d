//! Records: the stored entity of any kind.

use jiff::Timestamp;

use super::kind::{Kind, RecordKey, Stored};
use super::{Change, CompanyId, Invoice, RemoteId, RunId, diff};

/// What a provider gives: a value of one kind with an identifier.
pub trait Entity: Sized {
    /// Kind.
    const KIND: Kind;
    /// The provider's identifier.
    fn id(&self) -> &RemoteId;
    /// Number or name, as people know it; empty if it has none.
    fn title(&self) -> &str;
    /// The fields in which `newer` differs; empty when nothing differs.
    fn diff(&self, newer: &Self) -> Vec<Change>;
    /// The record of an entity of this kind.
    fn record(stored: Stored<Self>) -> Record;
    /// The entity of a record; `None` of another kind.
    fn stored(record: Record) -> Option<Stored<Self>>;
}

impl<E: Entity> Stored<E> {
    /// Key.
    #[must_use]
    pub fn key(&self) -> RecordKey {
        RecordKey::new(self.company, E::KIND, self.entity.id().clone())
    }
}

/// A stored entity of any kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A document.
    Document(Stored<Invoice>),
}

/// Evaluates an expression for the stored entity in a record, whatever its kind.
macro_rules! each {
    ($record:expr, $stored:ident => $value:expr) => {
        match $record {
            Record::Document($stored) => $value,
        }
    };
}

impl Record {
    /// Kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Document(_) => Kind::Document,
        }
    }

    /// Company.
    #[must_use]
    pub const fn company(&self) -> CompanyId {
        each!(self, stored => stored.company)
    }

    /// The provider's identifier.
    #[must_use]
    pub fn id(&self) -> &RemoteId {
        each!(self, stored => stored.entity.id())
    }

    /// Number or name; empty if it has none.
    #[must_use]
    pub fn title(&self) -> &str {
        each!(self, stored => stored.entity.title())
    }

    /// Key.
    #[must_use]
    pub fn key(&self) -> RecordKey {
        RecordKey::new(self.company(), self.kind(), self.id().clone())
    }

    /// When a full scan no longer found it.
    #[must_use]
    pub const fn vanished(&self) -> Option<Timestamp> {
        each!(self, stored => stored.vanished)
    }

    /// When, and in which run, it was first seen.
    #[must_use]
    pub const fn first(&self) -> (Timestamp, RunId) {
        each!(self, stored => (stored.first_seen, stored.first_run))
    }

    /// Sets when, and in which run, it was first seen.
    pub const fn set_first(&mut self, (at, run): (Timestamp, RunId)) {
        each!(self, stored => (stored.first_seen, stored.first_run) = (at, run));
    }

    /// Sets that a full scan found it again.
    pub const fn come_back(&mut self) {
        each!(self, stored => stored.vanished = None);
    }

    /// The run that changed it last.
    #[must_use]
    pub const fn changed_run(&self) -> RunId {
        each!(self, stored => stored.changed_run)
    }

    /// The document; `None` of another kind.
    #[must_use]
    pub const fn document(&self) -> Option<&Stored<Invoice>> {
        match self {
            Self::Document(stored) => Some(stored),
        }
    }
}

impl<E: Entity> From<Stored<E>> for Record {
    fn from(stored: Stored<E>) -> Self {
        E::record(stored)
    }
}

impl Entity for Invoice {
    const KIND: Kind = Kind::Document;

    fn id(&self) -> &RemoteId {
        &self.id
    }

    fn title(&self) -> &str {
        &self.number
    }

    fn diff(&self, newer: &Self) -> Vec<Change> {
        diff(self, newer)
    }

    fn record(stored: Stored<Self>) -> Record {
        Record::Document(stored)
    }

    fn stored(record: Record) -> Option<Stored<Self>> {
        match record {
            Record::Document(stored) => Some(stored),
        }
    }
}
