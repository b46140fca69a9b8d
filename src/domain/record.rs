//! Records: the stored entity of any kind.

use jiff::Timestamp;

use super::kind::{Kind, RecordKey, Stored};
use super::{Change, CompanyId, Contact, Invoice, Payment, RemoteId, RunId, change};

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
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all records are documents: a box each would cost more than the room it saves"
)]
pub enum Record {
    /// A document.
    Document(Stored<Invoice>),
    /// A payment.
    Payment(Stored<Payment>),
    /// A contact.
    Contact(Stored<Contact>),
}

/// An entity of any kind, as a provider gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// A document.
    Document(Box<Invoice>),
    /// A payment.
    Payment(Box<Payment>),
    /// A contact.
    Contact(Box<Contact>),
}

impl Payload {
    /// A document as a provider's answer was read, without the room that its lists took while they grew: pages of them wait in memory.
    #[must_use]
    pub fn of_document(mut invoice: Invoice) -> Self {
        invoice.items.shrink_to_fit();
        invoice.vat_lines.shrink_to_fit();
        invoice.related.shrink_to_fit();
        Self::Document(Box::new(invoice))
    }

    /// Kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Document(_) => Kind::Document,
            Self::Payment(_) => Kind::Payment,
            Self::Contact(_) => Kind::Contact,
        }
    }

    /// The provider's identifier.
    #[must_use]
    pub fn id(&self) -> &RemoteId {
        match self {
            Self::Document(invoice) => &invoice.id,
            Self::Payment(payment) => &payment.id,
            Self::Contact(contact) => &contact.id,
        }
    }

    /// Number or name; empty if it has none.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Document(invoice) => invoice.title(),
            Self::Payment(payment) => payment.title(),
            Self::Contact(contact) => contact.title(),
        }
    }

    /// The document; `None` of another kind.
    #[must_use]
    pub fn document(&self) -> Option<&Invoice> {
        match self {
            Self::Document(invoice) => Some(invoice),
            _ => None,
        }
    }

    /// The document itself; `None` of another kind.
    #[must_use]
    pub fn into_document(self) -> Option<Invoice> {
        match self {
            Self::Document(invoice) => Some(*invoice),
            _ => None,
        }
    }
}

/// Evaluates an expression for the stored entity in a record, whatever its kind.
macro_rules! each {
    ($record:expr, $stored:ident => $value:expr) => {
        match $record {
            Record::Document($stored) => $value,
            Record::Payment($stored) => $value,
            Record::Contact($stored) => $value,
        }
    };
}

impl Record {
    /// Kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Document(_) => Kind::Document,
            Self::Payment(_) => Kind::Payment,
            Self::Contact(_) => Kind::Contact,
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
            _ => None,
        }
    }
}

impl<E: Entity> From<Stored<E>> for Record {
    fn from(stored: Stored<E>) -> Self {
        E::record(stored)
    }
}

/// Implements [`Entity`] for a type of one kind: its title, and how two of it are compared.
macro_rules! entity {
    ($entity:ty, $kind:ident, |$it:ident| $title:expr, $diff:path) => {
        impl Entity for $entity {
            const KIND: Kind = Kind::$kind;

            fn id(&self) -> &RemoteId {
                &self.id
            }

            fn title(&self) -> &str {
                let $it = self;
                $title
            }

            fn diff(&self, newer: &Self) -> Vec<Change> {
                $diff(self, newer)
            }

            fn record(stored: Stored<Self>) -> Record {
                Record::$kind(stored)
            }

            fn stored(record: Record) -> Option<Stored<Self>> {
                match record {
                    Record::$kind(stored) => Some(stored),
                    _ => None,
                }
            }
        }
    };
}

entity!(Invoice, Document, |it| &it.number, change::diff);
entity!(Payment, Payment, |it| it.reference.as_deref().unwrap_or_default(), change::payment);
entity!(Contact, Contact, |it| &it.name, change::contact);
