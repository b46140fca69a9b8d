//! What a plan knows of the company that is written to, and what an order can lack.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use super::matching::{Contacts, Reason, tax_key};
use crate::domain::outgoing::{Mapping, Outgoing, PushLink, Source};
use crate::domain::push::{ContactOrder, Listing, WriteSettings};
use crate::domain::{Currency, Message, RemoteId};
use crate::provider::WriteRules;

/// What is known of the company that is written to.
#[derive(Debug, Clone, Copy)]
pub struct Sight<'a> {
    /// What its service can hold.
    pub rules: &'a WriteRules,
    /// What its settings say.
    pub settings: &'a WriteSettings,
    /// What names stand for.
    pub mappings: &'a BTreeMap<String, Mapping>,
    /// What sources became.
    pub links: &'a BTreeMap<Source, PushLink>,
    /// Sources with an item of the outbox that is not finished, and that item.
    pub waiting: &'a BTreeMap<Source, RemoteId>,
    /// Money of ours for its documents that its last sync cannot know: it waits in the outbox, or was sent since.
    pub under_way: &'a BTreeMap<RemoteId, Decimal>,
    /// Orders that the service refused, by source.
    pub held: &'a BTreeMap<Source, Held>,
    /// Customers as they were ordered last, by source.
    pub ordered: &'a BTreeMap<Source, ContactOrder>,
    /// Customers that were ordered before, by tax number: one may not be synced yet.
    pub customers: &'a BTreeMap<TaxKey, Customer>,
    /// Percentages of its tax codes, where they are known.
    pub percents: &'a BTreeMap<RemoteId, Decimal>,
    /// Its contacts.
    pub contacts: &'a Contacts<'a>,
    /// Its documents by number.
    pub numbers: &'a HashMap<String, Taken>,
}

/// What a customer is told apart by at a service: the tax number, and the currency where a contact has one for life.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TaxKey(String, Option<String>);

/// A customer that was ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// What it comes from.
    pub source: Source,
    /// What it is there; pending while its item is not sent.
    pub id: RemoteId,
    /// Name.
    pub name: String,
}

/// A document of the company that has a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Identifier.
    pub id: RemoteId,
    /// Name of the customer.
    pub customer: String,
    /// Gross total.
    pub gross: Decimal,
    /// Currency.
    pub currency: Currency,
}

/// The rate of an amount: what one unit of its currency is in another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The amount.
    pub amount: Decimal,
    /// Its currency.
    pub currency: Currency,
}

/// An item that the service refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The item.
    pub item: RemoteId,
    /// Its order.
    pub outgoing: Outgoing,
    /// Why.
    pub error: Option<String>,
}

/// A mapping that is not set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Its name.
    pub mapping: String,
    /// The list of the company that it is chosen from.
    pub listing: Option<Listing>,
    /// Contacts that are proposed, with the reasons.
    pub proposed: Vec<(RemoteId, String, Vec<Reason>)>,
}

/// Why a document cannot be ordered as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Lacks {
    /// Mappings that are not set.
    pub(super) missing: Vec<Missing>,
    /// What a person must change at the source, or cannot be written at all.
    pub(super) problems: Vec<Message>,
    /// What does not stand against it, and a person should know.
    pub(super) notices: Vec<Message>,
}

impl Lacks {
    pub(super) const fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.problems.is_empty()
    }

    pub(super) fn mapping(&mut self, name: impl Into<String>, listing: Listing) {
        let missing = Missing { mapping: name.into(), listing: Some(listing), proposed: Vec::new() };
        if !self.missing.contains(&missing) {
            self.missing.push(missing);
        }
    }

    /// Refuses amounts with more decimals than are written in their currency: the service would round them.
    pub(super) fn exact(&mut self, amounts: impl IntoIterator<Item = Decimal>, currency: &Currency, most: u32) {
        if let Some(amount) = amounts.into_iter().map(|amount| amount.normalize()).find(|amount| amount.scale() > most) {
            let message = Message::new("push-amount-decimals").with("amount", amount.to_string());
            self.problem(message.with("currency", currency.as_str()).with("most", most));
        }
    }

    pub(super) fn problem(&mut self, message: Message) {
        if !self.problems.contains(&message) {
            self.problems.push(message);
        }
    }
}

impl TaxKey {
    /// Of a tax number and a currency; `None` if the number tells nothing.
    #[must_use]
    pub fn of(tax_number: &str, currency: Option<&Currency>) -> Option<Self> {
        Some(Self(tax_key(tax_number)?, currency.map(ToString::to_string)))
    }
}

impl Sight<'_> {
    /// What a name stands for.
    pub(super) fn mapped(&self, name: &str) -> Option<RemoteId> {
        self.mappings.get(name).map(|mapping| mapping.id.clone())
    }

    /// Most decimals of an amount of a document in this currency.
    pub(super) fn document_decimals(&self, currency: &Currency) -> u32 {
        let usual = if self.rules.usual_decimals { currency.decimals() } else { currency.paid_decimals() };
        usual.min(self.rules.amount_decimals)
    }

    /// Most decimals of an amount of money in this currency.
    pub(super) fn paid_decimals(&self, currency: &Currency) -> u32 {
        currency.paid_decimals().min(self.rules.amount_decimals)
    }

    /// The rate that a record of this currency has in the books of the company; `None` where it has none, or is in another currency than
    /// that of the books.
    pub(super) fn rate(&self, of: &Currency, exchange: Option<&Exchange>) -> Option<Decimal> {
        let home = self.settings.home.as_ref().filter(|home| *home != of)?;
        let exchange = exchange.filter(|exchange| exchange.currency == *home)?;
        // Services that have no rate tell one of 0 or 1.
        Some(exchange.amount).filter(|rate| *rate > Decimal::ZERO && *rate != Decimal::ONE)
    }
}
