//! An account at Billingo.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use reqwest::StatusCode;

use crate::domain::{HistoryEntry, RemoteId, TaxReport};
use crate::provider::{
    Answer, BodyFault, Call, Connection, Feed, Files, ListRequest, Page, Payments, Profile, Provider, ProviderError, Record,
    Scope, ServerTime, ServiceClock, TaxFilings, Writer, base_url,
};

use crate::provider::http::{self, Body, Dialect, Http};
use crate::provider::wire::{fault, json_text, object};

use super::{BASE_URL, DOCUMENTS, KEY_PAGE, wire};

/// Largest PDF.
const MAX_PDF: usize = 32 << 20;

/// The service's zone until it names one.
const ZONE: &str = "Europe/Budapest";

/// How Billingo is spoken to.
const DIALECT: Dialect = Dialect {
    secret: ("x-api-key", ""),
    accept: "application/json, application/pdf",
    trace: None,
    key_page: KEY_PAGE,
    refusal: |_, _, _| None,
    detail: wire::error_detail,
};

/// An account at Billingo.
pub(super) struct Billingo {
    pub(super) http: Http,
    /// The service's zone, in which it takes times.
    zone: RwLock<Option<TimeZone>>,
}

/// Opens an account; nothing is sent.
#[expect(clippy::needless_pass_by_value, reason = "the form that the registry has for every provider")]
pub(super) fn connect(connection: Connection) -> Result<Arc<dyn Provider>, ProviderError> {
    // A key opens one account: the tenant says nothing more.
    let base = base_url(connection.base_url.as_deref().unwrap_or(BASE_URL))?;
    let http = Http::to(&DIALECT, base, &connection);
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

    fn query(&self, request: &ListRequest) -> Vec<(&'static str, String)> {
        let per_page = request.per_page.clamp(1, DOCUMENTS.per_page);
        let mut query = vec![("page", request.page().to_string()), ("per_page", per_page.to_string())];
        match request.scope {
            Scope::All | Scope::Outline => {}
            Scope::ModifiedSince(at) => query.push(("last_modified_date", self.local(at))),
            Scope::IssuedSince(day) => query.push(("start_date", day.to_string())),
        }
        query
    }

    async fn one_page(&self, request: ListRequest) -> Result<Answer<Page>, ProviderError> {
        let answer = self.http.json(&["documents"], &self.query(&request)).await?;
        http::read(answer, move |body| wire::page(body, &request)).await
    }

    async fn of_document<T: Send + 'static>(
        &self,
        id: &RemoteId,
        what: &[&str],
        reader: fn(&[u8]) -> Result<T, ProviderError>,
    ) -> Result<Answer<T>, ProviderError> {
        let answer = self.http.json(&path(id, what)?, &[]).await?;
        http::read(answer, reader).await
    }

    async fn organization(&self) -> Result<Answer<Profile>, ProviderError> {
        let answer = self.http.json(&["organization"], &[]).await?;
        // The account's name stands on its documents alone.
        http::read(answer, |body| Ok(Profile { tax_number: wire::organization(body).unwrap_or_default(), ..Profile::default() }))
            .await
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
        let (status, answer) = self.http.get(&path(id, &["download"])?, &[], &[], MAX_PDF).await?;
        let value = if status == StatusCode::ACCEPTED {
            None
        } else if answer.value.starts_with(b"%PDF") {
            Some(answer.value)
        } else {
            // Tells an empty body and a web page from other things that are no PDF.
            json_text(&answer.value)?;
            return Err(fault(BodyFault::Shape));
        };
        Ok(Answer { value, quota: answer.quota, date: answer.date })
    }
}

/// The path of something of a document. The service's identifiers are numbers; nothing else may become part of a path.
pub(super) fn path<'a>(id: &'a RemoteId, what: &[&'a str]) -> Result<Vec<&'a str>, ProviderError> {
    let id = id.as_str();
    if id.is_empty() || !id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
        return Err(ProviderError::NotFound);
    }
    Ok([&["documents", id], what].concat())
}

/// The record in a body of one document.
fn single(body: &[u8]) -> Result<Record, ProviderError> {
    let text = json_text(body)?;
    object(&text)?;
    Ok(wire::record(&text))
}

impl Provider for Billingo {
    fn profile(&self) -> Call<'_, Profile> {
        Box::pin(self.organization())
    }

    fn list(&self, request: ListRequest) -> Call<'_, Page> {
        Box::pin(self.one_page(request))
    }

    fn get<'a>(&'a self, _: &'a Feed, id: &'a RemoteId) -> Call<'a, Record> {
        Box::pin(self.of_document(id, &[], single))
    }

    fn clock(&self) -> Option<&dyn ServiceClock> {
        Some(self)
    }

    fn payments(&self) -> Option<&dyn Payments> {
        Some(self)
    }

    fn files(&self) -> Option<&dyn Files> {
        Some(self)
    }

    fn filings(&self) -> Option<&dyn TaxFilings> {
        Some(self)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        Some(self)
    }
}

impl ServiceClock for Billingo {
    fn server_time(&self) -> Call<'_, ServerTime> {
        Box::pin(self.time())
    }
}

impl Payments for Billingo {
    fn payments<'a>(&'a self, id: &'a RemoteId) -> Call<'a, Vec<HistoryEntry>> {
        Box::pin(self.of_document(id, &["payments"], wire::payments))
    }
}

impl Files for Billingo {
    fn pdf<'a>(&'a self, id: &'a RemoteId, _: bool) -> Call<'a, Option<Vec<u8>>> {
        Box::pin(self.download(id))
    }

    fn public_url<'a>(&'a self, id: &'a RemoteId) -> Call<'a, String> {
        Box::pin(self.of_document(id, &["public-url"], wire::public_url))
    }
}

impl TaxFilings for Billingo {
    fn tax_report<'a>(&'a self, id: &'a RemoteId) -> Call<'a, TaxReport> {
        Box::pin(self.of_document(id, &["online-szamla"], wire::tax_report))
    }
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
