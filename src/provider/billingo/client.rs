//! An account at Billingo.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use futures::future::BoxFuture;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use reqwest::StatusCode;
use secrecy::ExposeSecret;

use crate::domain::{Payment, RemoteId, TaxReport};
use crate::provider::{
    Account, Answer, BodyFault, Connection, Page, PageRequest, Provider, ProviderError, Record, Scope, ServerTime, base_url,
};

use super::http::{Body, Http, Limits};
use super::{BASE_URL, wire};

/// Largest PDF.
const MAX_PDF: usize = 32 << 20;

/// Most documents that the service gives in one page.
const MAX_PER_PAGE: u32 = 100;

/// The service's zone until it names one.
const ZONE: &str = "Europe/Budapest";

/// Bodies up to this size are read at once; larger ones on a thread that may take its time.
const AT_ONCE: usize = 16 << 10;

/// An account at Billingo.
struct Billingo {
    http: Http,
    /// The service's zone, in which it takes times.
    zone: RwLock<Option<TimeZone>>,
}

/// Opens an account; nothing is sent.
pub(super) fn connect(connection: Connection) -> Result<Arc<dyn Provider>, ProviderError> {
    let Connection { base_url: given, key, connect_timeout, read_timeout, answer_timeout } = connection;
    let base = base_url(given.as_deref().unwrap_or(BASE_URL))?;
    let http = Http::new(base, &key, Limits { connect_timeout, read_timeout, answer_timeout })?;
    Ok(Arc::new(Billingo { http, zone: RwLock::new(None) }))
}

impl fmt::Debug for Billingo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Billingo").field("base", &self.http.base().as_str()).finish_non_exhaustive()
    }
}

impl Billingo {
    /// Writes a point in time as the service's filters want it.
    fn local(&self, at: Timestamp) -> String {
        let remembered = self.zone.read().unwrap_or_else(PoisonError::into_inner).clone();
        let zone = remembered.or_else(|| TimeZone::get(ZONE).ok()).unwrap_or(TimeZone::UTC);
        at.to_zoned(zone).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }

    fn query(&self, request: &PageRequest) -> Vec<(&'static str, String)> {
        let per_page = request.per_page.clamp(1, MAX_PER_PAGE);
        let mut query = vec![("page", request.page.max(1).to_string()), ("per_page", per_page.to_string())];
        match request.scope {
            Scope::All => {}
            Scope::ModifiedSince(at) => query.push(("last_modified_date", self.local(at))),
            Scope::IssuedSince(day) => query.push(("start_date", day.to_string())),
        }
        query
    }

    async fn one_page(&self, request: PageRequest) -> Result<Answer<Page>, ProviderError> {
        let answer = self.http.json(&["documents"], &self.query(&request)).await?;
        read(answer, move |body| wire::page(body, &request)).await
    }

    async fn of_document<T: Send + 'static>(
        &self,
        id: &RemoteId,
        what: &[&str],
        reader: fn(&[u8]) -> Result<T, ProviderError>,
    ) -> Result<Answer<T>, ProviderError> {
        let answer = self.http.json(&path(id, what)?, &[]).await?;
        read(answer, reader).await
    }

    /// The tax number, and whether the service was willing to tell.
    async fn organization(&self) -> Result<Option<String>, ProviderError> {
        match self.http.json(&["organization"], &[]).await {
            Ok(answer) => Ok(wire::organization(&answer.value).unwrap_or_default()),
            // The documents are what a key is for: only they decide whether it is good.
            Err(
                ProviderError::NotFound
                | ProviderError::Rejected { .. }
                | ProviderError::Server { .. }
                | ProviderError::Body { .. },
            ) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn whole_account(&self) -> Result<Account, ProviderError> {
        let tax_number = self.organization().await?;
        let newest = self.one_page(PageRequest { scope: Scope::All, page: 1, per_page: 1 }).await?.value;
        let seller = newest.records.into_iter().find_map(Result::ok).map(|invoice| invoice.seller).unwrap_or_default();
        let tax_number = tax_number.or_else(|| seller.tax_number.map(String::from));
        let name = Some(seller.name).filter(|name| !name.is_empty());
        Ok(Account { name, tax_number, documents: newest.total, requests: 2 })
    }

    async fn time(&self) -> Result<Answer<ServerTime>, ProviderError> {
        let answer = self.http.json(&["utils", "time"], &[]).await?;
        let (time, zone) = wire::server_time(&answer.value)?;
        if let Some(zone) = zone {
            *self.zone.write().unwrap_or_else(PoisonError::into_inner) = Some(zone);
        }
        Ok(Answer { value: time, quota: answer.quota, date: answer.date })
    }

    async fn download(&self, id: &RemoteId) -> Result<Answer<Option<Body>>, ProviderError> {
        let (status, answer) = self.http.get(&path(id, &["download"])?, &[], MAX_PDF).await?;
        let value = if status == StatusCode::ACCEPTED {
            None
        } else if answer.value.starts_with(b"%PDF") {
            Some(answer.value)
        } else {
            // Tells an empty body and a web page from other things that are no PDF.
            wire::json_text(&answer.value)?;
            return Err(wire::fault(BodyFault::Shape));
        };
        Ok(Answer { value, quota: answer.quota, date: answer.date })
    }
}

/// The path of something of a document. The service's identifiers are numbers; nothing else may become part of a path.
fn path<'a>(id: &'a RemoteId, what: &[&'a str]) -> Result<Vec<&'a str>, ProviderError> {
    let id = id.as_str();
    if id.is_empty() || !id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
        return Err(ProviderError::NotFound);
    }
    Ok([&["documents", id], what].concat())
}

/// Reads the body of an answer; a large one on a blocking thread.
async fn read<T, R>(answer: Answer<Body>, reader: R) -> Result<Answer<T>, ProviderError>
where
    T: Send + 'static,
    R: FnOnce(&[u8]) -> Result<T, ProviderError> + Send + 'static,
{
    let Answer { value: body, quota, date } = answer;
    let value = if body.len() <= AT_ONCE {
        reader(&body)
    } else {
        let read = tokio::task::spawn_blocking(move || reader(&body)).await;
        read.unwrap_or_else(|error| Err(ProviderError::Broken { detail: error.to_string() }))
    };
    Ok(Answer { value: value?, quota, date })
}

/// The record in a body of one document.
fn single(body: &[u8]) -> Result<Record, ProviderError> {
    let text = wire::json_text(body)?;
    wire::object(&text)?;
    Ok(wire::record(&text))
}

impl Provider for Billingo {
    fn account(&self) -> BoxFuture<'_, Result<Account, ProviderError>> {
        Box::pin(self.whole_account())
    }

    fn server_time(&self) -> BoxFuture<'_, Result<Answer<ServerTime>, ProviderError>> {
        Box::pin(self.time())
    }

    fn page(&self, request: PageRequest) -> BoxFuture<'_, Result<Answer<Page>, ProviderError>> {
        Box::pin(self.one_page(request))
    }

    fn document<'a>(&'a self, id: &'a RemoteId) -> BoxFuture<'a, Result<Answer<Record>, ProviderError>> {
        Box::pin(self.of_document(id, &[], single))
    }

    fn payments<'a>(&'a self, id: &'a RemoteId) -> BoxFuture<'a, Result<Answer<Vec<Payment>>, ProviderError>> {
        Box::pin(self.of_document(id, &["payments"], wire::payments))
    }

    fn tax_report<'a>(&'a self, id: &'a RemoteId) -> BoxFuture<'a, Result<Answer<TaxReport>, ProviderError>> {
        Box::pin(self.of_document(id, &["online-szamla"], wire::tax_report))
    }

    fn pdf<'a>(&'a self, id: &'a RemoteId) -> BoxFuture<'a, Result<Answer<Option<Vec<u8>>>, ProviderError>> {
        Box::pin(self.download(id))
    }

    fn public_url<'a>(&'a self, id: &'a RemoteId) -> BoxFuture<'a, Result<Answer<String>, ProviderError>> {
        Box::pin(self.of_document(id, &["public-url"], wire::public_url))
    }

    fn quota_id(&self) -> u64 {
        // A random key of this process: the number tells nothing about the API key.
        static HASHER: OnceLock<RandomState> = OnceLock::new();
        let hasher = HASHER.get_or_init(RandomState::new);
        hasher.hash_one(("billingo", self.http.base().as_str(), self.http.key().expose_secret()))
    }
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
