//! Writes at Billingo: partners, invoices and drafts, payments; cancellations and mails.
//!
//! For: the [`Writer`] of an account. Uses: the bodies of `body`, the readers of `answer`. Never: a retry: the service has no keys. A
//! document is found again by its `vendor_id`, a payment by its voucher number; both are our mark.
//!
//! Payments are a list that is written whole, and so is a partner. Both are sent in two requests: what is there is read, and written
//! back with the payment at its end or with the changes, so that nothing is lost that others wrote meanwhile.

mod answer;
mod body;

use crate::domain::push::{Accepted, Choice, Found, Frozen, Listing, Lookup, Order, OrderKind, Verb, WriteSettings};
use crate::domain::{DocumentType, HistoryEntry, RemoteId, money};
use crate::provider::http::{self, JSON, Reply, Write};
use crate::provider::order::one_line;
use crate::provider::{
    Answer, AskCall, Clash, Contested, LineRule, ProviderError, Quota, Replay, Unwritable, WriteCall, WriteError, WriteRules,
    Writer,
};

use super::client::{Billingo, path};
use super::wire;

/// What can be written at Billingo. A credit note is what a cancellation makes.
pub(super) const RULES: WriteRules = WriteRules {
    orders: &[OrderKind::Contact, OrderKind::Invoice, OrderKind::Payment, OrderKind::Void, OrderKind::Mail],
    line: LineRule::Free,
    payment_account: false,
    bill_payments: false,
    replay: Replay::NONE,
    drafts: true,
    dates: false,
    number: 0,
    name: 255,
    contact_per_currency: false,
    single_part: true,
    listed_payments: true,
    amount_decimals: 2,
    usual_decimals: true,
    price_decimals: 4,
    quantity_decimals: 4,
};

/// An answer without a request.
const fn without<T>(value: T) -> Answer<T> {
    Answer { value, quota: Quota { limit: None, remaining: None, reset: None }, date: None }
}

impl Billingo {
    async fn write(&self, order: &Order, frozen: &Frozen) -> Result<Answer<Accepted>, WriteError> {
        if let Order::Payment(payment) = order {
            let document = payment.parts.first().map(|part| part.document.clone());
            return self.pay(order, frozen, &document.ok_or(ProviderError::Unsupported)?).await;
        }
        let reply = match order {
            Order::Contact(contact) if contact.existing.is_some() => {
                let path: Vec<&str> = frozen.path.iter().map(String::as_str).collect();
                let theirs = self.http.json(&path, &[]).await.map_err(unwritten)?;
                let whole = body::merged(&theirs.value, &frozen.body).map_err(unwritten)?;
                self.post(order, frozen, &whole).await?
            }
            _ => self.post(order, frozen, &frozen.body).await?,
        };
        let order = order.clone();
        let read = http::read(reply, move |body| Ok(answer::accepted(body, &order)));
        let Answer { value, quota, date } = read.await?;
        Ok(Answer { value: value?, quota, date })
    }

    /// Sends a body where a request goes.
    async fn post(&self, order: &Order, frozen: &Frozen, body: &[u8]) -> Result<Answer<http::Body>, WriteError> {
        let path: Vec<&str> = frozen.path.iter().map(String::as_str).collect();
        let query: Vec<(&str, String)> = frozen.query.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let write = Write { put: frozen.verb == Verb::Put, path: &path, query: &query, own: &[], kind: JSON, body };
        match self.http.write(write).await {
            Ok(Reply::Done(reply)) => Ok(reply),
            Ok(Reply::Refused { error, body }) => Err(answer::refused(error, &body, order)),
            // Without a key a limit does not tell whether the request was carried out.
            Err(error @ ProviderError::TooMany { .. }) => Err(WriteError::Unknown(error)),
            Err(error) => Err(error.into()),
        }
    }

    /// Books a payment: reads the list, and writes it with this one at its end.
    async fn pay(&self, order: &Order, frozen: &Frozen, document: &RemoteId) -> Result<Answer<Accepted>, WriteError> {
        let before = self.history(document).await.map_err(unwritten)?;
        let own = body::entry(&frozen.body).ok_or(ProviderError::Unsupported)?;
        if let Some(booked) = before.value.iter().find(|entry| entry.voucher == own.voucher) {
            return Ok(Answer { value: answer::payment(document, booked), quota: before.quota, date: before.date });
        }
        let whole = body::history(&before.value, &own).map_err(|_| {
            let detail = answer::list(&before.value);
            WriteError::Clash(Clash { what: Contested::Version, holder: Some(document.clone()), detail })
        })?;
        let reply = self.post(order, frozen, &whole).await?;
        let Answer { value: after, quota, date } = http::read(reply, wire::payments).await?;
        let expected = money::sum(before.value.iter().chain([&own]).map(|entry| entry.amount));
        let booked = after.iter().filter(|entry| entry.voucher == own.voucher).count();
        let sum = money::sum(after.iter().map(|entry| entry.amount));
        if booked != 1 || sum.is_none() || sum != expected || after.len() != before.value.len() + 1 {
            // The service did not take the list as it was sent: a person must look at what it made of it.
            let detail = answer::list(&after);
            return Err(WriteError::Clash(Clash { what: Contested::Version, holder: Some(document.clone()), detail }));
        }
        Ok(Answer { value: answer::payment(document, &own), quota, date })
    }

    async fn history(&self, document: &RemoteId) -> Result<Answer<Vec<HistoryEntry>>, ProviderError> {
        let answer = self.http.json(&path(document, &["payments"])?, &[]).await?;
        http::read(answer, wire::payments).await
    }

    async fn look(&self, order: &Order, lookup: &Lookup) -> Result<Answer<Vec<Found>>, ProviderError> {
        let (parts, query) = match (order, lookup) {
            (Order::Payment(payment), _) => {
                let document = payment.parts.first().map(|part| part.document.clone()).ok_or(ProviderError::Unsupported)?;
                let Answer { value, quota, date } = self.history(&document).await?;
                return Ok(Answer { value: answer::booked(&value, &document, order.mark()), quota, date });
            }
            (Order::Contact(_), Lookup::Id(id)) => (vec!["partners".to_owned(), plain(id)?], Vec::new()),
            (Order::Contact(contact), _) => {
                if let Some(existing) = &contact.existing {
                    (vec!["partners".to_owned(), plain(&existing.id)?], Vec::new())
                } else {
                    let text = contact.tax_number.as_deref().map_or_else(|| one_line(&contact.name), str::to_owned);
                    (vec!["partners".to_owned()], vec![("query", text), ("per_page", "100".to_owned())])
                }
            }
            (_, Lookup::Id(id)) => (vec!["documents".to_owned(), plain(id)?], Vec::new()),
            (Order::Document(document), _) => {
                (vec!["documents".to_owned(), "vendor".to_owned(), document.mark.to_string()], Vec::new())
            }
            (Order::Void(void), _) => (vec!["documents".to_owned(), plain(&void.existing.id)?], Vec::new()),
            (Order::Mail(mail), _) => (vec!["documents".to_owned(), plain(&mail.document)?], Vec::new()),
        };
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let answer = match self.http.json(&parts, &query).await {
            Err(ProviderError::NotFound) => return Ok(without(Vec::new())),
            answer => answer?,
        };
        let (order, by_mark) = (order.clone(), *lookup == Lookup::Mark);
        http::read(answer, move |body| answer::found(body, &order, by_mark)).await
    }

    async fn rules(&self) -> Result<Answer<WriteSettings>, ProviderError> {
        let query = [("type", "invoice".to_owned()), ("per_page", "100".to_owned())];
        let answer = self.http.json(&["document-blocks"], &query).await?;
        http::read(answer, answer::settings).await
    }
}

/// An error of the question before a write: nothing was written yet.
fn unwritten(error: ProviderError) -> WriteError {
    match error {
        ProviderError::Rejected { .. } | ProviderError::NotFound => error.into(),
        error => WriteError::NotSent(error),
    }
}

/// An identifier as a part of a path.
fn plain(id: &RemoteId) -> Result<String, ProviderError> {
    path(id, &[]).map(|_| id.as_str().to_owned())
}

impl Writer for Billingo {
    fn render(&self, order: &Order, settings: &WriteSettings) -> Result<Frozen, Unwritable> {
        if matches!(order, Order::Document(order) if order.kind == DocumentType::CreditNote) {
            return Err(Unwritable::Unsupported { kind: OrderKind::CreditNote });
        }
        body::render(order, settings)
    }

    fn send<'a>(&'a self, order: &'a Order, frozen: &'a Frozen, _: &'a str) -> WriteCall<'a> {
        Box::pin(self.write(order, frozen))
    }

    fn lookups(&self, order: &Order) -> Vec<Lookup> {
        match order {
            Order::Document(_) | Order::Payment(_) => vec![Lookup::Mark],
            Order::Contact(_) | Order::Void(_) => vec![Lookup::Number],
            // Whether a mail left a second time cannot be seen.
            Order::Mail(_) => Vec::new(),
        }
    }

    fn find<'a>(&'a self, order: &'a Order, lookup: &'a Lookup) -> AskCall<'a, Vec<Found>> {
        Box::pin(self.look(order, lookup))
    }

    fn choices(&self, listing: Listing) -> AskCall<'_, Vec<Choice>> {
        // The words of rates are the specification's own; lines need neither items nor accounts.
        let value = if listing == Listing::TaxCodes { body::rates() } else { Vec::new() };
        Box::pin(async { Ok(without(value)) })
    }

    fn settings(&self) -> AskCall<'_, WriteSettings> {
        Box::pin(self.rules())
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
