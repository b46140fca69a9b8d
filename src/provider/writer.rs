//! What a service must do to be written to.
//!
//! One call is one request, but for what a service takes as a whole only, such as a list of payments: it is read before it is written. An order is rendered once, purely, into the exact bytes that are sent; the worker of the outbox keeps
//! them with an idempotency key before the first one leaves, and repeats both unchanged. What a service cannot hold is refused while
//! rendering, before anything is sent.

use std::time::Duration;

use futures::future::BoxFuture;

use super::{Answer, Effect, ProviderError};
use crate::domain::push::{Accepted, Choice, Found, Frozen, Listing, Lookup, Order, OrderKind, WriteSettings};
use crate::domain::{Message, RemoteId};
use crate::error::{Describe, ErrorKind};

/// A write on its way.
pub type WriteCall<'a> = BoxFuture<'a, Result<Answer<Accepted>, WriteError>>;

/// A question that prepares or follows a write, on its way.
pub type AskCall<'a, T> = BoxFuture<'a, Result<Answer<T>, ProviderError>>;

/// A service that can be written to.
pub trait Writer: Send + Sync {
    /// The request of an order: the same bytes for the same order and settings, whenever it is called.
    fn render(&self, order: &Order, settings: &WriteSettings) -> Result<Frozen, Unwritable>;
    /// Sends the request of an order, once, with an idempotency key (at most 50 letters, digits and dashes). Says whether it was carried out
    /// by the error that it fails with; an answer that tells nothing certain is [`WriteError::Unknown`].
    fn send<'a>(&'a self, order: &'a Order, frozen: &'a Frozen, key: &'a str) -> WriteCall<'a>;
    /// The ways to look for what an order became after an answer was lost, the surest first; never [`Lookup::Id`]. Empty: a person must
    /// look.
    fn lookups(&self, order: &Order) -> Vec<Lookup>;
    /// Records that may be what an order became, voided, deleted and archived ones included. For [`Lookup::Id`] that one
    /// record as it is now.
    fn find<'a>(&'a self, order: &'a Order, lookup: &'a Lookup) -> AskCall<'a, Vec<Found>>;
    /// A list of the company that orders refer to; only what can be used, at most 10,000 entries. Empty where the service has no such
    /// list.
    fn choices(&self, listing: Listing) -> AskCall<'_, Vec<Choice>>;
    /// What the company's settings say about writing.
    fn settings(&self) -> AskCall<'_, WriteSettings>;
}

/// What is known of writing at a service before anything is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteRules {
    /// What can be written.
    pub orders: &'static [OrderKind],
    /// What a line of a document must name beside its tax code.
    pub line: LineRule,
    /// Whether a payment must name an account.
    pub payment_account: bool,
    /// Whether payments of received documents can be written, too.
    pub bill_payments: bool,
    /// How long a key holds.
    pub replay: Replay,
    /// Whether documents can be made as drafts.
    pub drafts: bool,
    /// Whether a document takes the day and the tax of an order; otherwise the service dates it with the day of issue and computes its tax.
    pub dates: bool,
    /// Longest number of ours that a document takes; 0 if the service gives the numbers.
    pub number: usize,
    /// Longest name of a contact.
    pub name: usize,
    /// Whether a contact has one currency for life, so that each currency needs a contact of its own.
    pub contact_per_currency: bool,
    /// Whether a payment pays one document only.
    pub single_part: bool,
    /// Whether the payments of a document are written as one list: those of one document follow one another.
    pub listed_payments: bool,
    /// Most decimals of an amount.
    pub amount_decimals: u32,
    /// Whether documents have no finer amounts than is usual in their currency: whole forints. Else forints may have hundredths.
    pub usual_decimals: bool,
    /// Most decimals of a unit price.
    pub price_decimals: u32,
    /// Most decimals of a quantity.
    pub quantity_decimals: u32,
}

/// What a line of a document must name beside its tax code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineRule {
    /// Nothing.
    Free,
    /// An account.
    Account,
    /// An item.
    Item,
}

/// How long the service answers a repeated key with its first answer and does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replay {
    /// From the first request with the key on; zero for a service without keys. Shorter than what the service says, for safety.
    pub window: Duration,
    /// Whether it answers a 5xx again, so that the same key cannot succeed after one.
    pub keeps_failures: bool,
}

/// Why a write did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteError {
    /// Surely not carried out; the same key and bytes may be sent again when the error says so.
    NotSent(ProviderError),
    /// May have been carried out.
    Unknown(ProviderError),
    /// Refused for good; nothing was carried out.
    Refused(Refusal),
    /// The remote record is another one than the order knew. Nothing was carried out.
    Clash(Clash),
    /// The key belongs to another request. Nothing was carried out.
    KeyTaken,
}

/// Why a service refused an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Our reading of it.
    pub ground: Ground,
    /// The service's code.
    pub code: Option<String>,
    /// The service's words, cut to 500 characters.
    pub detail: String,
}

/// Our reading of a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// The date is in a closed period.
    Closed,
    /// The contact is archived or inactive.
    ContactInactive,
    /// The company does not use that currency.
    Currency,
    /// An account, item, tax code or term is gone or not allowed there.
    Mapping,
    /// What is to be voided or paid is paid or applied already.
    Paid,
    /// The login may not do this.
    Permission,
    /// The subscription does not include it.
    Subscription,
    /// Tax is missing or does not agree.
    Tax,
    /// Any other.
    Other,
}

/// A record at the service that is in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// What clashes.
    pub what: Contested,
    /// The record in the way, where the service names it.
    pub holder: Option<RemoteId>,
    /// The service's words, cut to 500 characters.
    pub detail: String,
}

/// What two records contest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contested {
    /// The number of a document.
    Number,
    /// The name of a contact.
    Name,
    /// The version: the record was changed since.
    Version,
}

/// What a service cannot hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unwritable {
    /// The service, or our part of it, has no such order.
    Unsupported {
        /// The order.
        kind: OrderKind,
    },
    /// A value that it needs is missing.
    Missing {
        /// Name of the field, in the words of the JSON.
        field: &'static str,
    },
    /// A text is longer than it takes.
    TooLong {
        /// Name of the field, in the words of the JSON.
        field: &'static str,
        /// Most characters.
        most: usize,
    },
    /// A number has more decimals than it takes.
    Decimals {
        /// Name of the field, in the words of the JSON.
        field: &'static str,
        /// The number.
        value: String,
        /// Most decimals.
        most: u32,
    },
    /// It does not take a value.
    Value {
        /// Name of the field, in the words of the JSON.
        field: &'static str,
        /// The value.
        value: String,
    },
}

impl Replay {
    /// No key: a repeated request is carried out again.
    pub const NONE: Self = Self { window: Duration::ZERO, keeps_failures: false };
}

impl From<ProviderError> for WriteError {
    /// What an error of transport says about a write. Refusals that a service tells apart by code are told by the service's folder.
    fn from(error: ProviderError) -> Self {
        let refused = |ground, detail: String| Self::Refused(Refusal { ground, code: None, detail });
        match error {
            ProviderError::Rejected { detail, .. } => refused(Ground::Other, detail),
            ProviderError::NotFound => refused(Ground::Mapping, String::new()),
            ProviderError::Subscription => refused(Ground::Subscription, String::new()),
            // A limit, a token or a consent: nothing was looked at, and the same request can succeed later.
            error => match error.effect() {
                Effect::NotSent | Effect::Rejected => Self::NotSent(error),
                Effect::Unknown => Self::Unknown(error),
            },
        }
    }
}

impl Ground {
    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::ContactInactive => "contact-inactive",
            Self::Currency => "currency",
            Self::Mapping => "mapping",
            Self::Paid => "paid",
            Self::Permission => "permission",
            Self::Subscription => "subscription",
            Self::Tax => "tax",
            Self::Other => "other",
        }
    }
}

impl Contested {
    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Name => "name",
            Self::Version => "version",
        }
    }
}

impl Describe for Unwritable {
    fn message(&self) -> Message {
        match self {
            Self::Unsupported { kind } => Message::new("push-unsupported").with("kind", kind.as_str()),
            Self::Missing { field } => Message::new("push-field-missing").with("field", *field),
            Self::TooLong { field, most } => {
                Message::new("push-field-long").with("field", *field).with("most", u64::try_from(*most).unwrap_or(u64::MAX))
            }
            Self::Decimals { field, value, most } => {
                Message::new("push-field-decimals").with("field", *field).with("value", value.as_str()).with("most", *most)
            }
            Self::Value { field, value } => Message::new("push-field-value").with("field", *field).with("value", value.as_str()),
        }
    }

    fn kind(&self) -> ErrorKind {
        ErrorKind::Failed
    }
}
