//! What is kept about writing: what an order comes from, what it became, and what a company's records are mapped to.

use std::fmt;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::push::{Order, OrderKind};
use super::{CompanyId, Currency, Kind, Payload, RemoteId};

/// What an order comes from, as text: `3:document:123` is a record of company 3, `file:document:INV-7` one of a file. It never changes
/// and is the key of what is known about the order's result.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source(pub Box<str>);

/// What is in an item of the outbox for writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// What it comes from.
    pub source: Source,
    /// What is written. Identifiers of records that other items make are [`pending`].
    pub order: Order,
}

/// What a source became at a company. It outlives the login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushLink {
    /// What it comes from.
    pub source: Source,
    /// What it is there.
    pub kind: OrderKind,
    /// Identifier there.
    pub remote: RemoteId,
    /// Number or name.
    pub title: String,
    /// The service's token of the version.
    pub version: Option<String>,
    /// The record as it was linked: the base of later comparisons.
    pub base: Option<Payload>,
    /// Gross total or amount that was ordered.
    pub amount: Option<Decimal>,
    /// Its currency.
    pub currency: Option<Currency>,
    /// How it came about.
    pub how: LinkedBy,
    /// Why differences are ignored, where a person said so.
    pub ignored: Option<String>,
    /// How the sides stood when that was said; another standing is no longer ignored. `None` of what earlier versions kept: any is.
    pub ignored_as: Option<String>,
}

/// How a link came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkedBy {
    /// The order made it.
    Made,
    /// It was found after an answer was lost, with our mark or equal to the order.
    Found,
    /// By the exact tax number.
    TaxNumber,
    /// By a person.
    Person,
}

/// What a name stands for at a company, such as `sales-account` for an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Its name.
    pub name: String,
    /// The service's identifier.
    pub id: RemoteId,
    /// What the service calls it, where that is known.
    pub title: String,
}

/// What was planned last for a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPlan {
    /// The company that the documents come from; `None` for a file.
    pub from: Option<CompanyId>,
    /// What it is made of.
    pub of: PlanOf,
    /// When it was planned.
    pub at: Timestamp,
    /// The documents, each with a digest of everything that it becomes.
    pub entries: Vec<(RemoteId, [u8; 16])>,
}

/// What a plan is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum PlanOf {
    /// Documents of another company, or of a file.
    #[default]
    Documents,
    /// Documents and their payments.
    WithPayments,
    /// Payments that bank entries of the company itself show.
    Matches,
    /// Payments of another company, for the documents that it was written from.
    PaymentsBack,
}

impl PlanOf {
    /// Every kind; the place is the frozen number.
    pub const ALL: [Self; 4] = [Self::Documents, Self::WithPayments, Self::Matches, Self::PaymentsBack];

    /// Whether payments alone are written.
    #[must_use]
    pub const fn settles(self) -> bool {
        matches!(self, Self::Matches | Self::PaymentsBack)
    }
}

impl Source {
    /// A match of a bank entry of a company, and what it pays.
    #[must_use]
    pub fn matched(company: CompanyId, one: &str) -> Self {
        Self(format!("bank:{company}:{one}").into())
    }

    /// A record of a company.
    #[must_use]
    pub fn record(company: CompanyId, kind: Kind, id: &str) -> Self {
        Self(format!("{company}:{kind}:{id}").into())
    }

    /// A record of a file.
    #[must_use]
    pub fn file(kind: Kind, id: &str) -> Self {
        Self(format!("file:{kind}:{id}").into())
    }

    /// What is done to a document at its service: `void` or `mail`.
    #[must_use]
    pub fn deed(action: &str, company: CompanyId, document: &RemoteId) -> Self {
        Self(format!("{action}:{company}:{}:{document}", Kind::Document).into())
    }

    /// The company and the match of a bank entry; `None` for anything else.
    #[must_use]
    pub fn of_match(&self) -> Option<(CompanyId, &str)> {
        let mut parts = self.0.strip_prefix("bank:")?.splitn(3, ':');
        Some((parts.next()?.parse().ok().map(CompanyId)?, parts.next()?))
    }

    /// The same record for one of several uses, such as a currency.
    #[must_use]
    pub fn part(&self, part: &str) -> Self {
        Self(format!("{}:{part}", self.0).into())
    }

    /// It as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identifier of what it comes from, without what it is part of.
    #[must_use]
    pub fn id(&self) -> &str {
        self.0.splitn(3, ':').last().unwrap_or_default()
    }

    /// The company and the identifier of a record; `None` for one of a file.
    #[must_use]
    pub fn of_record(&self) -> Option<(CompanyId, &str, &str)> {
        let mut parts = self.0.splitn(3, ':');
        let company = parts.next()?.parse().ok().map(CompanyId)?;
        Some((company, parts.next()?, parts.next()?))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl LinkedBy {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Made, Self::Found, Self::TaxNumber, Self::Person];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Found => "found",
            Self::TaxNumber => "tax_number",
            Self::Person => "person",
        }
    }

    /// The way of this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.as_str() == word)
    }
}

/// What stands for the identifier of a record that another item makes.
#[must_use]
pub fn pending(item: &RemoteId) -> RemoteId {
    RemoteId::new(format!("item:{item}"))
}

/// The item that makes the record of a pending identifier.
#[must_use]
pub fn awaited(id: &RemoteId) -> Option<RemoteId> {
    id.as_str().strip_prefix("item:").map(RemoteId::new)
}

/// The items that make what an order names.
#[must_use]
pub fn waits_for(order: &Order) -> Vec<RemoteId> {
    let named: Vec<&RemoteId> = match order {
        Order::Document(order) => vec![&order.contact],
        Order::Payment(order) => std::iter::once(&order.contact).chain(order.parts.iter().map(|part| &part.document)).collect(),
        Order::Contact(_) | Order::Void(_) | Order::Mail(_) => Vec::new(),
    };
    named.into_iter().filter_map(awaited).collect()
}

impl Outgoing {
    /// The pending identifiers of the order.
    pub fn pending_mut(&mut self) -> Vec<&mut RemoteId> {
        let all: Vec<&mut RemoteId> = match &mut self.order {
            Order::Document(order) => vec![&mut order.contact],
            Order::Payment(order) => {
                std::iter::once(&mut order.contact).chain(order.parts.iter_mut().map(|part| &mut part.document)).collect()
            }
            Order::Contact(_) | Order::Void(_) | Order::Mail(_) => Vec::new(),
        };
        all.into_iter().filter(|id| awaited(id).is_some()).collect()
    }

    /// Whether another one orders the same, whatever marks it and whichever item makes what it needs.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let plain = |outgoing: &Self, beside: &Self| {
            let (mut one, mut two) = (outgoing.clone(), beside.clone());
            one.order.set_mark("");
            let waits = one.pending_mut().len() + two.pending_mut().len() > 0;
            if waits {
                match &mut one.order {
                    Order::Document(order) => order.contact = RemoteId::new(""),
                    Order::Payment(order) => {
                        order.contact = RemoteId::new("");
                        order.parts.iter_mut().for_each(|part| part.document = RemoteId::new(""));
                    }
                    Order::Contact(_) | Order::Void(_) | Order::Mail(_) => {}
                }
            }
            one
        };
        self.source == other.source && plain(self, other) == plain(other, self)
    }

    /// Number or name of what it makes.
    #[must_use]
    pub fn title(&self) -> &str {
        match &self.order {
            Order::Contact(order) => &order.name,
            // Where the service gives the numbers: what it was made from.
            Order::Document(order) if order.number.is_empty() => self.source.id(),
            Order::Document(order) => &order.number,
            Order::Payment(order) => order.reference.as_deref().unwrap_or_default(),
            Order::Void(order) => &order.number,
            Order::Mail(order) => &order.number,
        }
    }

    /// Amount of what it makes.
    #[must_use]
    pub fn amount(&self) -> Option<(Decimal, &Currency)> {
        match &self.order {
            Order::Document(order) => Some((order.gross, &order.currency)),
            Order::Payment(order) => Some((order.amount, &order.currency)),
            Order::Void(order) => Some((order.gross, &order.currency)),
            Order::Contact(_) | Order::Mail(_) => None,
        }
    }
}
