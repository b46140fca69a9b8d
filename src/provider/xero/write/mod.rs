//! Writes at Xero: contacts, invoices, credit notes, payments; voids and mails.
//!
//! For: the [`Writer`] of an organisation. Uses: the bodies of `body`, the readers of `answer` and `lists`. Never: a second request in
//! one call, or a retry.
//!
//! Documents are created with PUT and a number of ours: a POST changes a stranger's document of that number.

mod answer;
mod body;
mod lists;

use std::time::Duration;

use crate::domain::push::{Accepted, Choice, Found, Frozen, Listing, Lookup, Order, OrderKind, Verb, WriteSettings};
use crate::domain::{DocumentType, RemoteId, Tenant};
use crate::provider::http::{self, JSON, Reply, Write};
use crate::provider::order::one_line;
use crate::provider::{
    Answer, AskCall, Feed, LineRule, ProviderError, Quota, Replay, Unwritable, WriteCall, WriteError, WriteRules, Writer,
};

use super::client::{API, STATUSES, Xero, path};
use super::{FEEDS, INVOICES};

/// What can be written at Xero.
pub(super) const RULES: WriteRules = WriteRules {
    orders: &OrderKind::ALL,
    line: LineRule::Account,
    payment_account: true,
    bill_payments: true,
    // Six minutes, less what the clocks and the way may take. A failure is kept like a success.
    replay: Replay { window: Duration::from_mins(5), keeps_failures: true },
    drafts: true,
    dates: true,
    number: 255,
    name: 255,
    contact_per_currency: false,
    single_part: true,
    listed_payments: false,
    amount_decimals: 2,
    usual_decimals: false,
    price_decimals: 4,
    quantity_decimals: 4,
};

/// The feed of what an order makes or changes.
fn feed(order: &Order) -> &'static Feed {
    let named = |name: &str| FEEDS.iter().find(|feed| feed.name == name).unwrap_or(&INVOICES);
    let of = |kind: &DocumentType| if *kind == DocumentType::CreditNote { named("CreditNotes") } else { &INVOICES };
    match order {
        Order::Contact(_) => named("Contacts"),
        Order::Payment(_) => named("Payments"),
        Order::Document(order) => of(&order.kind),
        Order::Void(order) => of(&order.kind),
        Order::Mail(order) => of(&order.kind),
    }
}

/// A text in a condition.
fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

impl Xero {
    async fn write(&self, order: &Order, frozen: &Frozen, key: &str) -> Result<Answer<Accepted>, WriteError> {
        let parts: Vec<&str> = API.into_iter().chain(frozen.path.iter().map(String::as_str)).collect();
        let query: Vec<(&str, String)> = frozen.query.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let tenant = self.tenant.as_ref().map_or("", |Tenant(tenant)| tenant);
        // Whether keys are an organisation's own is not confirmed.
        let mut own = vec![("accept", JSON.to_owned()), ("idempotency-key", format!("{key}-{tenant}"))];
        if !tenant.is_empty() {
            own.push(("xero-tenant-id", tenant.to_owned()));
        }
        let write =
            Write { put: frozen.verb == Verb::Put, path: &parts, query: &query, own: &own, kind: JSON, body: &frozen.body };
        match self.http.write(write).await? {
            Reply::Refused { error, body } => Err(answer::refused(error, &body, order)),
            Reply::Done(reply) => {
                let (feed, home, order) = (feed(order), self.home(), order.clone());
                let read = http::read(reply, move |body| Ok(answer::accepted(body, feed, &home, &order)));
                let Answer { value, quota, date } = read.await?;
                Ok(Answer { value: value?, quota, date })
            }
        }
    }

    async fn look(&self, order: &Order, lookup: &Lookup) -> Result<Answer<Vec<Found>>, ProviderError> {
        let feed = feed(order);
        let known = match (lookup, order) {
            (Lookup::Id(id), _) => Some(id),
            (_, Order::Void(order)) => Some(&order.existing.id),
            (_, Order::Mail(order)) => Some(&order.document),
            (_, Order::Contact(order)) => order.existing.as_ref().map(|existing| &existing.id),
            _ => None,
        };
        if let Some(id) = known {
            return self.reread(order, feed, id).await;
        }
        let mut query = vec![("page", "1".to_owned()), ("pageSize", "100".to_owned())];
        match (order, lookup) {
            (Order::Document(order), _) if feed.name == INVOICES.name => {
                query.push(("Statuses", STATUSES.to_owned()));
                query.push(("unitdp", "4".to_owned()));
                // The list of numbers is separated by commas.
                if order.number.contains(',') {
                    query.push(("where", format!("InvoiceNumber=={}", literal(&order.number))));
                } else {
                    query.push(("InvoiceNumbers", order.number.clone()));
                }
            }
            (Order::Document(order), _) => {
                query.push(("unitdp", "4".to_owned()));
                query.push(("where", format!("CreditNoteNumber=={}", literal(&order.number))));
            }
            (Order::Payment(order), _) => query.push(("where", format!("Reference=={}", literal(&body::reference(order))))),
            (Order::Contact(order), Lookup::Mark) => {
                query.push(("includeArchived", "true".to_owned()));
                query.push(("where", format!("ContactNumber=={}", literal(&order.mark))));
            }
            (Order::Contact(order), _) => {
                query.push(("includeArchived", "true".to_owned()));
                query.push(("where", format!("Name=={}", literal(&one_line(&order.name)))));
            }
            _ => return Err(ProviderError::Unsupported),
        }
        let answer = self.ask(&[API.as_slice(), &[feed.name]].concat(), &query, JSON, None).await?;
        let (home, order) = (self.home(), order.clone());
        http::read(answer, move |body| answer::found(body, feed, &home, &order)).await
    }

    async fn reread(&self, order: &Order, feed: &'static Feed, id: &RemoteId) -> Result<Answer<Vec<Found>>, ProviderError> {
        let query: &[(&'static str, String)] =
            if matches!(feed.name, "Contacts" | "Payments") { &[] } else { &[("unitdp", "4".to_owned())] };
        let answer = match self.ask(&path(feed.name, id, &[])?, query, JSON, None).await {
            Err(ProviderError::NotFound) => return Ok(Answer { value: Vec::new(), quota: Quota::default(), date: None }),
            answer => answer?,
        };
        let (home, order) = (self.home(), order.clone());
        http::read(answer, move |body| answer::found(body, feed, &home, &order)).await
    }

    async fn entries(&self, listing: Listing) -> Result<Answer<Vec<Choice>>, ProviderError> {
        let Some(name) = lists::name(listing) else {
            return Ok(Answer { value: Vec::new(), quota: Quota::default(), date: None });
        };
        let answer = self.ask(&[API.as_slice(), &[name]].concat(), &[], JSON, None).await?;
        http::read(answer, move |body| lists::choices(body, listing)).await
    }

    async fn rules(&self) -> Result<Answer<WriteSettings>, ProviderError> {
        let answer = self.ask(&[API.as_slice(), &["Organisation"]].concat(), &[], JSON, None).await?;
        http::read(answer, lists::settings).await
    }
}

impl Writer for Xero {
    fn render(&self, order: &Order, settings: &WriteSettings) -> Result<Frozen, Unwritable> {
        body::render(order, settings)
    }

    fn send<'a>(&'a self, order: &'a Order, frozen: &'a Frozen, key: &'a str) -> WriteCall<'a> {
        Box::pin(self.write(order, frozen, key))
    }

    fn lookups(&self, order: &Order) -> Vec<Lookup> {
        match order {
            Order::Contact(order) if order.existing.is_none() => vec![Lookup::Mark, Lookup::Number],
            Order::Payment(_) => vec![Lookup::Mark],
            Order::Document(_) | Order::Contact(_) | Order::Void(_) => vec![Lookup::Number],
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
        Box::pin(self.rules())
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
