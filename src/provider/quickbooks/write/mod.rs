//! Writes at `QuickBooks`: customers, invoices, credit memos, payments; voids and mails.
//!
//! For: the [`Writer`] of a company. Uses: the bodies of `body`, the readers of `answer` and `lists`. Never: a second request in one
//! call, or a retry.

mod answer;
mod body;
mod lists;

use std::time::Duration;

use crate::domain::push::{Accepted, Choice, Found, Frozen, Listing, Lookup, Order, OrderKind, Verb, WriteSettings};
use crate::domain::{DocumentType, RemoteId};
use crate::provider::http::{self, Reply, Write};
use crate::provider::order::one_line;
use crate::provider::{
    Answer, AskCall, Feed, LineRule, ProviderError, Replay, Unwritable, WriteCall, WriteError, WriteRules, Writer,
};

use super::client::{QuickBooks, VERSION, literal, plain, split};
use super::{FEEDS, INVOICE};

/// What can be written at `QuickBooks`.
pub(super) const RULES: WriteRules = WriteRules {
    orders: &OrderKind::ALL,
    line: LineRule::Item,
    payment_account: false,
    bill_payments: false,
    // A key is kept for about a day; no number is promised.
    replay: Replay { window: Duration::from_hours(12), keeps_failures: false },
    drafts: false,
    dates: true,
    number: 21,
    name: 500,
    contact_per_currency: true,
    single_part: false,
    listed_payments: false,
    amount_decimals: 2,
    usual_decimals: false,
    price_decimals: 7,
    quantity_decimals: 7,
};

/// The feed of what an order makes or changes.
fn feed(order: &Order) -> &'static Feed {
    let named = |name: &str| FEEDS.iter().find(|feed| feed.name == name).unwrap_or(&INVOICE);
    match order {
        Order::Contact(_) => named("customer"),
        Order::Payment(_) => named("payment"),
        Order::Document(order) if order.kind == DocumentType::CreditNote => named("creditmemo"),
        Order::Document(_) => &INVOICE,
        Order::Void(order) => split(&order.existing.id).0,
        Order::Mail(order) => split(&order.document).0,
    }
}

impl QuickBooks {
    async fn write(&self, order: &Order, frozen: &Frozen, key: &str) -> Result<Answer<Accepted>, WriteError> {
        let path: Vec<&str> = frozen.path.iter().map(String::as_str).collect();
        let mut query: Vec<(&str, String)> = frozen.query.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        query.push(("requestid", key.to_owned()));
        query.push((VERSION.0, VERSION.1.to_owned()));
        let kind = if frozen.body.is_empty() { "application/octet-stream" } else { "application/json" };
        let write =
            Write { put: frozen.verb == Verb::Put, path: &self.path(&path), query: &query, own: &[], kind, body: &frozen.body };
        match self.http.write(write).await {
            Err(error) => Err(answer::unsure(error)),
            Ok(Reply::Refused { error, body }) => Err(answer::refused(error, &body, order)),
            Ok(Reply::Done(reply)) => {
                let (feed, home) = (feed(order), self.home());
                let order = order.clone();
                let read = http::read(reply, move |body| Ok(answer::accepted(body, feed, &home, &order)));
                let Answer { value, quota, date } = read.await?;
                Ok(Answer { value: value?, quota, date })
            }
        }
    }

    /// The statement that looks for what an order became; `None` for one record by its identifier.
    fn question(order: &Order, lookup: &Lookup) -> Option<String> {
        let entity = super::wire::entity(feed(order));
        let condition = match (order, lookup) {
            (Order::Contact(order), _) if order.existing.is_none() => {
                let name = one_line(&order.name);
                let gone = format!("{name} (deleted)");
                format!("DisplayName IN ({}, {}) AND Active IN (true, false)", literal(&name), literal(&gone))
            }
            (Order::Document(order), Lookup::Number) if !order.number.is_empty() => {
                format!("DocNumber = {}", literal(&order.number))
            }
            (Order::Document(order), _) => {
                format!("CustomerRef = {} AND TxnDate = '{}'", literal(order.contact.as_str()), order.issued)
            }
            (Order::Payment(order), _) => {
                format!("CustomerRef = {} AND TxnDate = '{}'", literal(order.contact.as_str()), order.date)
            }
            _ => return None,
        };
        Some(format!("SELECT * FROM {entity} WHERE {condition} ORDERBY Id DESC MAXRESULTS 1000"))
    }

    async fn look(&self, order: &Order, lookup: &Lookup) -> Result<Answer<Vec<Found>>, ProviderError> {
        let (feed, home, order_read) = (feed(order), self.home(), order.clone());
        let id = match (lookup, order) {
            (Lookup::Id(id), _) => Some(id),
            (_, Order::Void(order)) => Some(&order.existing.id),
            (_, Order::Mail(order)) => Some(&order.document),
            (_, Order::Contact(order)) => order.existing.as_ref().map(|existing| &existing.id),
            _ => None,
        };
        match (id, Self::question(order, lookup)) {
            (Some(id), _) => self.reread(order, feed, id).await,
            (None, Some(statement)) => {
                let query = vec![("query", statement)];
                self.get(&["query"], query, move |body| answer::found(body, feed, &home, &order_read)).await
            }
            (None, None) => Err(ProviderError::Unsupported),
        }
    }

    async fn reread(&self, order: &Order, feed: &'static Feed, id: &RemoteId) -> Result<Answer<Vec<Found>>, ProviderError> {
        let bare = plain(id.as_str().strip_prefix(feed.prefix).unwrap_or(id.as_str()))?;
        let (home, order) = (self.home(), order.clone());
        let read = self.get(&[feed.name, bare], Vec::new(), move |body| answer::found(body, feed, &home, &order)).await;
        match read {
            // What was deleted is none.
            Err(ProviderError::NotFound) => {
                Ok(Answer { value: Vec::new(), quota: crate::provider::Quota::default(), date: None })
            }
            other => other,
        }
    }

    async fn entries(&self, listing: Listing) -> Result<Answer<Vec<Choice>>, ProviderError> {
        match lists::statements(listing) {
            [one] => self.get(&["query"], vec![("query", (*one).to_owned())], move |body| lists::choices(body, listing)).await,
            several => self.batch(several, move |body| lists::choices(body, listing)).await,
        }
    }
}

impl Writer for QuickBooks {
    fn render(&self, order: &Order, settings: &WriteSettings) -> Result<Frozen, Unwritable> {
        body::render(order, settings)
    }

    fn send<'a>(&'a self, order: &'a Order, frozen: &'a Frozen, key: &'a str) -> WriteCall<'a> {
        Box::pin(self.write(order, frozen, key))
    }

    fn lookups(&self, order: &Order) -> Vec<Lookup> {
        match order {
            // The company may have given another number than ours.
            Order::Document(order) if !order.number.is_empty() => vec![Lookup::Number, Lookup::Likeness],
            Order::Document(_) | Order::Payment(_) => vec![Lookup::Likeness],
            Order::Contact(_) | Order::Void(_) => vec![Lookup::Number],
            // Whether a mail left a second time cannot be seen.
            Order::Mail(_) => Vec::new(),
        }
    }

    fn find<'a>(&'a self, order: &'a Order, lookup: &'a Lookup) -> AskCall<'a, Vec<Found>> {
        Box::pin(self.look(order, lookup))
    }

    fn choices(&self, listing: Listing) -> AskCall<'_, Vec<Choice>> {
        Box::pin(self.entries(listing))
    }

    fn settings(&self) -> AskCall<'_, WriteSettings> {
        Box::pin(self.batch(lists::SETTINGS, lists::settings))
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
