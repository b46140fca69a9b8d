//! An organisation at Xero.

use std::fmt;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{APP_PAGE, BASE_URL, CREDIT_NOTES, FEEDS, INVOICES, wire};
use crate::domain::{RemoteId, Tenant};
use crate::provider::http::{self, Body, Dialect, Http, JSON, MAX_JSON};
use crate::provider::{
    Answer, BodyFault, Call, Connection, Feed, Files, ListRequest, Page, Profile, Provider, ProviderError, Record, Scope,
    ServerTime, ServiceClock, Writer, base_url,
};

/// Largest PDF.
const MAX_PDF: usize = 32 << 20;

/// Path of the accounting API.
pub(super) const API: [&str; 2] = ["api.xro", "2.0"];

/// States of invoices: all are asked for, because the list may leave some out by default.
pub(super) const STATUSES: &str = "DRAFT,SUBMITTED,AUTHORISED,PAID,VOIDED,DELETED";

/// What requests to Xero have in common.
const DIALECT: Dialect = Dialect {
    secret: ("authorization", "Bearer "),
    // Without it the service answers in XML.
    accept: JSON,
    key_page: APP_PAGE,
    refusal: wire::refusal,
    detail: wire::error_detail,
    trace: None,
};

/// An organisation at Xero.
pub(super) struct Xero {
    pub(super) http: Http,
    pub(super) tenant: Option<Tenant>,
    /// What is known of the organisation; rates of tax as they were when the clock was asked last.
    home: RwLock<Arc<wire::Home>>,
    /// A bit for each feed that the service does not list in the order of identifiers: it may refuse that for very long lists.
    unordered: AtomicU8,
}

/// Opens an organisation; nothing is sent.
pub(super) fn connect(connection: Connection) -> Result<Arc<dyn Provider>, ProviderError> {
    let base = base_url(connection.base_url.as_deref().unwrap_or(BASE_URL))?;
    let http = Http::to(&DIALECT, base, &connection);
    let home = wire::Home { currency: connection.currency, ..wire::Home::default() };
    let home = RwLock::new(Arc::new(home));
    Ok(Arc::new(Xero { http, tenant: connection.tenant, home, unordered: AtomicU8::new(0) }))
}

impl fmt::Debug for Xero {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Xero").field("base", &self.http.base().as_str()).finish_non_exhaustive()
    }
}

/// The query of a page.
fn query(request: &ListRequest, ordered: bool) -> Vec<(&'static str, String)> {
    let feed = &request.feed;
    let per_page = request.per_page.clamp(1, feed.per_page);
    let mut query = vec![("page", request.page().to_string()), ("pageSize", per_page.to_string())];
    if ordered && let Some(key) = key(feed) {
        query.push(("order", format!("{key} ASC")));
    }
    // Prices have up to four decimals; by default they are rounded to two.
    match feed.name {
        "Contacts" => query.push(("includeArchived", "true".to_owned())),
        "Payments" => {}
        _ => query.push(("unitdp", "4".to_owned())),
    }
    // Only invoices have a short form.
    if request.scope == Scope::Outline && feed.name == INVOICES.name {
        query.push(("summaryOnly", "true".to_owned()));
    }
    if feed.name == INVOICES.name {
        query.push(("Statuses", STATUSES.to_owned()));
    }
    query
}

/// The field with the identifier: in its order an edit moves no record to another page, unlike in the order of changes.
fn key(feed: &Feed) -> Option<&'static str> {
    Some(match feed.name {
        "Invoices" => "InvoiceID",
        "CreditNotes" => "CreditNoteID",
        "Payments" => "PaymentID",
        "Overpayments" => "OverpaymentID",
        "Prepayments" => "PrepaymentID",
        "Contacts" => "ContactID",
        _ => return None,
    })
}

/// The bit of a feed.
fn bit(feed: &Feed) -> u8 {
    FEEDS.iter().position(|known| known.name == feed.name).map_or(0, |at| 1 << at)
}

/// A path below the API. Nothing but an identifier may become part of it.
pub(super) fn path<'a>(entity: &'a str, id: &'a RemoteId, rest: &[&'a str]) -> Result<Vec<&'a str>, ProviderError> {
    let id = id.as_str();
    if id.is_empty() || !id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Err(ProviderError::NotFound);
    }
    Ok([API.as_slice(), &[entity, id], rest].concat())
}

impl Xero {
    pub(super) async fn ask(
        &self,
        path: &[&str],
        query: &[(&'static str, String)],
        accept: &'static str,
        since: Option<Timestamp>,
    ) -> Result<Answer<Body>, ProviderError> {
        let mut headers = vec![("accept", accept.to_owned())];
        if let Some(Tenant(tenant)) = &self.tenant {
            headers.push(("xero-tenant-id", tenant.to_string()));
        }
        if let Some(since) = since {
            // The documented form: UTC, to the second. Another one may be ignored, and then everything comes.
            headers.push(("if-modified-since", since.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S").to_string()));
        }
        let limit = if accept == JSON { MAX_JSON } else { MAX_PDF };
        let (_, answer) = self.http.get(path, query, &headers, limit).await?;
        Ok(answer)
    }

    pub(super) fn home(&self) -> Arc<wire::Home> {
        Arc::clone(&self.home.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes what the organisation told of itself.
    fn learn(&self, told: impl FnOnce(&mut wire::Home)) {
        told(Arc::make_mut(&mut self.home.write().unwrap_or_else(PoisonError::into_inner)));
    }

    async fn one_page(&self, request: ListRequest) -> Result<Answer<Page>, ProviderError> {
        let since = match request.scope {
            Scope::All | Scope::Outline => None,
            Scope::ModifiedSince(at) => Some(at),
            Scope::IssuedSince(_) => return Err(ProviderError::Unsupported),
        };
        let bit = bit(&request.feed);
        let ordered = self.unordered.load(Ordering::Relaxed) & bit == 0;
        let path = [API.as_slice(), &[request.feed.name]].concat();
        let answer = match self.ask(&path, &query(&request, ordered), JSON, since).await {
            // An order that is not optimised is refused for very long lists. The default order does; the request is repeated with it.
            Err(ProviderError::Rejected { status, .. }) if ordered && bit != 0 => {
                self.unordered.fetch_or(bit, Ordering::Relaxed);
                return Err(ProviderError::Server { status, after: None });
            }
            answer => answer?,
        };
        let home = self.home();
        let mut answer = http::read(answer, move |body| wire::page(body, &request, &home)).await?;
        let date = answer.value.1.take().or(answer.date);
        Ok(Answer { value: answer.value.0, quota: answer.quota, date })
    }

    async fn one(&self, feed: &Feed, id: &RemoteId) -> Result<Answer<Record>, ProviderError> {
        // By the service's description, single prepayments and overpayments take no precision.
        let query: &[(&'static str, String)] =
            if matches!(feed.name, "Invoices" | "CreditNotes") { &[("unitdp", "4".to_owned())] } else { &[] };
        let answer = self.ask(&path(feed.name, id, &[])?, query, JSON, None).await?;
        let (feed, home) = (*feed, self.home());
        http::read(answer, move |body| wire::single(body, &feed, &home)).await
    }

    async fn organisation(&self) -> Result<Answer<Profile>, ProviderError> {
        let answer = self.ask(&[API.as_slice(), &["Organisation"]].concat(), &[], JSON, None).await?;
        let answer = http::read(answer, wire::organisation).await?;
        if let Some(currency) = &answer.value.currency {
            self.learn(|home| home.currency = Some(currency.clone()));
        }
        Ok(answer)
    }

    /// The clock: the rates of tax carry it as every answer does, and are needed to name the rates of lines.
    async fn time(&self) -> Result<Answer<ServerTime>, ProviderError> {
        let answer = self.ask(&[API.as_slice(), &["TaxRates"]].concat(), &[], JSON, None).await?;
        let (taxes, now) = wire::taxes(&answer.value)?;
        self.learn(|home| home.taxes = taxes);
        let now = now.or(answer.date).ok_or(SHAPE)?;
        Ok(Answer { value: ServerTime { now, zone: None }, quota: answer.quota, date: Some(now) })
    }

    async fn download(&self, id: &RemoteId, entity: &str) -> Result<Answer<Option<Vec<u8>>>, ProviderError> {
        let answer = self.ask(&path(entity, id, &[])?, &[], "application/pdf", None).await?;
        if !answer.value.starts_with(b"%PDF") {
            let html = answer.value.trim_ascii_start().starts_with(b"<");
            return Err(ProviderError::Body { reason: if html { BodyFault::Html } else { BodyFault::Shape } });
        }
        Ok(Answer { value: Some(answer.value), quota: answer.quota, date: answer.date })
    }

    async fn online(&self, id: &RemoteId) -> Result<Answer<String>, ProviderError> {
        let answer = self.ask(&path(INVOICES.name, id, &["OnlineInvoice"])?, &[], JSON, None).await?;
        http::read(answer, wire::public_url).await
    }
}

const SHAPE: ProviderError = ProviderError::Body { reason: BodyFault::Shape };

impl Provider for Xero {
    fn profile(&self) -> Call<'_, Profile> {
        Box::pin(self.organisation())
    }

    fn list(&self, request: ListRequest) -> Call<'_, Page> {
        Box::pin(self.one_page(request))
    }

    fn get<'a>(&'a self, feed: &'a Feed, id: &'a RemoteId) -> Call<'a, Record> {
        Box::pin(self.one(feed, id))
    }

    fn clock(&self) -> Option<&dyn ServiceClock> {
        Some(self)
    }

    fn files(&self) -> Option<&dyn Files> {
        Some(self)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        Some(self)
    }
}

impl ServiceClock for Xero {
    fn server_time(&self) -> Call<'_, ServerTime> {
        Box::pin(self.time())
    }

    /// Its answer has the names of the tax rates: documents that are read without them would look changed afterwards.
    fn is_first(&self) -> bool {
        true
    }
}

impl Files for Xero {
    fn pdf<'a>(&'a self, id: &'a RemoteId, credit: bool) -> Call<'a, Option<Vec<u8>>> {
        Box::pin(self.download(id, if credit { CREDIT_NOTES.name } else { INVOICES.name }))
    }

    fn public_url<'a>(&'a self, id: &'a RemoteId) -> Call<'a, String> {
        Box::pin(self.online(id))
    }
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
