//! A company at `QuickBooks`.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use jiff::Timestamp;

use crate::domain::RemoteId;
use crate::provider::http::{self, Body, Dialect, Http};
use crate::provider::wire::fault as body_fault;
use crate::provider::{
    Answer, BodyFault, Call, ChangeFeed, Changes, Connection, Counting, Feed, Files, ListRequest, Named, Naming, Page, Place,
    Profile, Provider, ProviderError, Record, Scope, ServerTime, ServiceClock, Writer, base_url,
};

use super::wire::{self, Home, Taxes};
use super::{BASE_URL, FEEDS, INVOICE, OAUTH, fault};

/// Largest PDF.
const MAX_PDF: usize = 32 << 20;
/// How far back changes are told.
const REACH: Duration = Duration::from_hours(30 * 24);
/// The one version of the API that is answered.
pub(super) const VERSION: (&str, &str) = ("minorversion", "75");

/// How `QuickBooks` is spoken to. Without `Accept` the answer is XML.
const DIALECT: Dialect = Dialect {
    secret: ("authorization", "Bearer "),
    accept: "application/json",
    trace: Some("intuit_tid"),
    key_page: OAUTH.app_page,
    refusal: fault::refusal,
    detail: fault::detail,
};

/// What a company tells of itself. Older documents name tax codes that are inactive now.
const COMPANY: &[&str] = &[
    "select * from CompanyInfo",
    "select * from Preferences",
    "SELECT * FROM TaxCode WHERE Active IN (true, false) MAXRESULTS 1000",
    "SELECT * FROM TaxRate WHERE Active IN (true, false) MAXRESULTS 1000",
];

/// A company at `QuickBooks`.
pub(super) struct QuickBooks {
    pub(super) http: Http,
    realm: String,
    /// What is known of the company; records leave its currency out.
    home: RwLock<Home>,
}

/// Opens a company; nothing is sent.
pub(super) fn connect(connection: Connection) -> Result<Arc<dyn Provider>, ProviderError> {
    let base = base_url(connection.base_url.as_deref().unwrap_or(BASE_URL))?;
    let http = Http::to(&DIALECT, base, &connection);
    let realm = connection.tenant.map(|tenant| tenant.0.into_string()).unwrap_or_default();
    // The realm becomes part of every path.
    if realm.is_empty() || !realm.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(ProviderError::NotFound);
    }
    Ok(Arc::new(QuickBooks { http, realm, home: RwLock::new(Home { currency: connection.currency, taxes: Taxes::default() }) }))
}

impl fmt::Debug for QuickBooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QuickBooks").field("base", &self.http.base().as_str()).field("realm", &self.realm).finish_non_exhaustive()
    }
}

/// What a page begins after, as a literal of a query.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// The statement that asks for a page.
fn statement(request: &ListRequest) -> String {
    let mut conditions = Vec::new();
    match request.scope {
        Scope::All | Scope::Outline => {}
        Scope::ModifiedSince(at) => conditions.push(format!("MetaData.LastUpdatedTime >= '{}'", whole_seconds(at))),
        Scope::IssuedSince(day) => conditions.push(format!("TxnDate >= '{day}'")),
    }
    conditions.extend(active(&request.feed));
    if let Place::After(Some(mark)) = &request.place {
        conditions.push(format!("Id > {}", literal(mark)));
    }
    let mut text = format!("SELECT * FROM {}", wire::entity(&request.feed));
    if !conditions.is_empty() {
        text = format!("{text} WHERE {}", conditions.join(" AND "));
    }
    let most = most(request);
    text = format!("{text} ORDERBY Id");
    if let Place::Page(_) = request.place {
        let start = u64::from(request.page().saturating_sub(1)).saturating_mul(most.into()).saturating_add(1);
        text = format!("{text} STARTPOSITION {start}");
    }
    format!("{text} MAXRESULTS {most}")
}

fn most(request: &ListRequest) -> u32 {
    request.per_page.clamp(1, request.feed.per_page)
}

/// Lists leave inactive members out unless they are asked for.
fn active(feed: &Feed) -> Option<String> {
    (feed.name == "customer").then(|| "Active IN (true, false)".to_owned())
}

fn whole_seconds(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A feed and the service's own identifier of a document, by what our identifier begins with.
pub(super) fn split(id: &RemoteId) -> (&'static Feed, &str) {
    let id = id.as_str();
    let found = FEEDS.iter().find_map(|feed| Some((feed, id.strip_prefix(feed.prefix).filter(|_| !feed.prefix.is_empty())?)));
    found.unwrap_or((&INVOICE, id))
}

/// An identifier as a part of a path.
pub(super) fn plain(id: &str) -> Result<&str, ProviderError> {
    let plain = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    plain.then_some(id).ok_or(ProviderError::NotFound)
}

impl QuickBooks {
    pub(super) fn home(&self) -> Home {
        self.home.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn path<'a>(&'a self, what: &[&'a str]) -> Vec<&'a str> {
        [&["v3", "company", &self.realm], what].concat()
    }

    pub(super) async fn get<T, R>(&self, what: &[&str], query: Vec<(&str, String)>, reader: R) -> Result<Answer<T>, ProviderError>
    where
        T: Send + 'static,
        R: FnOnce(&[u8]) -> Result<(T, Option<Timestamp>), ProviderError> + Send + 'static,
    {
        let query = [query, vec![(VERSION.0, VERSION.1.to_owned())]].concat();
        self.read(self.http.json(&self.path(what), &query).await?, reader).await
    }

    async fn page(&self, request: ListRequest) -> Result<Answer<Page>, ProviderError> {
        let (home, asked, keys) = (self.home(), most(&request), matches!(request.place, Place::After(_)));
        let query = vec![("query", statement(&request))];
        self.get(&["query"], query, move |body| wire::page(body, (&request.feed, asked, keys), &home)).await
    }

    async fn name_after(&self, feed: &Feed, mark: Option<&str>) -> Result<Answer<Option<Named>>, ProviderError> {
        let after = mark.map(|mark| format!("Id > {}", literal(mark)));
        let conditions: Vec<String> = active(feed).into_iter().chain(after).collect();
        let only = if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) };
        let (entity, number) = (wire::entity(feed), wire::number_field(feed));
        let query = vec![("query", format!("SELECT Id, {number} FROM {entity}{only} ORDERBY Id MAXRESULTS 1"))];
        let feed = *feed;
        self.get(&["query"], query, move |body| wire::named(body, &feed)).await
    }

    async fn count_of(&self, feed: &Feed) -> Result<Answer<u64>, ProviderError> {
        let only = active(feed).map(|only| format!(" WHERE {only}")).unwrap_or_default();
        let query = vec![("query", format!("SELECT count(*) FROM {}{only}", wire::entity(feed)))];
        self.get(&["query"], query, wire::count).await
    }

    async fn one(&self, feed: Feed, id: &RemoteId) -> Result<Answer<Record>, ProviderError> {
        let id = plain(id.as_str().strip_prefix(feed.prefix).unwrap_or(id.as_str()))?;
        let home = self.home();
        self.get(&[feed.name, id], Vec::new(), move |body| wire::single(body, &feed, &home)).await
    }

    async fn changed(&self, feeds: &[Feed], since: Timestamp) -> Result<Answer<Changes>, ProviderError> {
        let names: Vec<&str> = feeds.iter().map(wire::entity).collect();
        let query = vec![("entities", names.join(",")), ("changedSince", whole_seconds(since))];
        let (home, feeds) = (self.home(), feeds.to_vec());
        self.get(&["cdc"], query, move |body| wire::changes(body, &feeds, &home)).await
    }

    /// Several statements in one request.
    pub(super) async fn batch<T, R>(&self, statements: &[&str], reader: R) -> Result<Answer<T>, ProviderError>
    where
        T: Send + 'static,
        R: FnOnce(&[u8]) -> Result<(T, Option<Timestamp>), ProviderError> + Send + 'static,
    {
        let item = |(at, query): (usize, &&str)| serde_json::json!({"bId": at.to_string(), "Query": query});
        let items: Vec<_> = statements.iter().enumerate().map(item).collect();
        let body = serde_json::json!({"BatchItemRequest": items}).to_string();
        let query = [(VERSION.0, VERSION.1.to_owned())];
        self.read(self.http.ask(&self.path(&["batch"]), &query, body).await?, reader).await
    }

    /// Company, preferences and tax codes in one request.
    async fn company(&self) -> Result<Answer<Profile>, ProviderError> {
        let Answer { value: (profile, taxes), quota, date } = self.batch(COMPANY, wire::profile).await?;
        let mut home = self.home.write().unwrap_or_else(PoisonError::into_inner);
        if profile.currency.is_some() {
            home.currency.clone_from(&profile.currency);
        }
        home.taxes = taxes;
        drop(home);
        Ok(Answer { value: profile, quota, date })
    }

    /// The clock: what a company tells of itself carries it as every answer does, and brings the words of its tax codes.
    async fn time(&self) -> Result<Answer<ServerTime>, ProviderError> {
        let Answer { value: _, quota, date } = self.company().await?;
        let now = date.ok_or(body_fault(BodyFault::Shape))?;
        Ok(Answer { value: ServerTime { now, zone: None }, quota, date })
    }

    async fn download(&self, id: &RemoteId) -> Result<Answer<Option<Body>>, ProviderError> {
        let (feed, id) = split(id);
        let (query, accept) = ([(VERSION.0, VERSION.1.to_owned())], [("accept", "application/pdf".to_owned())]);
        let (_, answer) = self.http.get(&self.path(&[feed.name, plain(id)?, "pdf"]), &query, &accept, MAX_PDF).await?;
        if answer.value.starts_with(b"%PDF") {
            return Ok(Answer { value: Some(answer.value), quota: answer.quota, date: answer.date });
        }
        // An error comes with a success too.
        let text = fault::success(&answer.value)?;
        let fields = serde_json::from_str(&text).unwrap_or_default();
        Err(fault::in_fields(&fields, 200).unwrap_or(body_fault(BodyFault::Shape)))
    }

    async fn link(&self, id: &RemoteId) -> Result<Answer<String>, ProviderError> {
        let (feed, id) = split(id);
        if feed.name != "invoice" {
            return Err(ProviderError::NotFound);
        }
        self.get(&[feed.name, plain(id)?], vec![("include", "invoiceLink".to_owned())], wire::link).await
    }

    /// Reads the body of an answer. The clock in it is the service's own.
    async fn read<T, R>(&self, answer: Answer<Body>, reader: R) -> Result<Answer<T>, ProviderError>
    where
        T: Send + 'static,
        R: FnOnce(&[u8]) -> Result<(T, Option<Timestamp>), ProviderError> + Send + 'static,
    {
        match http::read(answer, reader).await {
            Ok(Answer { value: (value, now), quota, date }) => Ok(Answer { value, quota, date: now.or(date) }),
            Err(error) => {
                // A success may carry the refusal, too: the next attempt is to have a new token.
                if error == ProviderError::TokenRefused {
                    self.http.token_refused().await;
                }
                Err(error)
            }
        }
    }
}

impl Provider for QuickBooks {
    fn profile(&self) -> Call<'_, Profile> {
        Box::pin(self.company())
    }

    fn list(&self, request: ListRequest) -> Call<'_, Page> {
        Box::pin(self.page(request))
    }

    fn get<'a>(&'a self, feed: &'a Feed, id: &'a RemoteId) -> Call<'a, Record> {
        Box::pin(self.one(*feed, id))
    }

    fn counting(&self) -> Option<&dyn Counting> {
        Some(self)
    }

    fn naming(&self) -> Option<&dyn Naming> {
        Some(self)
    }

    fn changes(&self) -> Option<&dyn ChangeFeed> {
        Some(self)
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

impl Counting for QuickBooks {
    fn count<'a>(&'a self, feed: &'a Feed) -> Call<'a, u64> {
        Box::pin(self.count_of(feed))
    }
}

impl Naming for QuickBooks {
    fn first_after<'a>(&'a self, feed: &'a Feed, mark: Option<&'a str>) -> Call<'a, Option<Named>> {
        Box::pin(self.name_after(feed, mark))
    }
}

impl ChangeFeed for QuickBooks {
    fn changes<'a>(&'a self, feeds: &'a [Feed], since: Timestamp) -> Call<'a, Changes> {
        Box::pin(self.changed(feeds, since))
    }

    fn reach(&self) -> Duration {
        REACH
    }
}

impl ServiceClock for QuickBooks {
    fn server_time(&self) -> Call<'_, ServerTime> {
        Box::pin(self.time())
    }

    /// Its answer has the words of the tax codes: documents that are read without them would look changed afterwards.
    fn is_first(&self) -> bool {
        true
    }
}

impl Files for QuickBooks {
    fn pdf<'a>(&'a self, id: &'a RemoteId, _: bool) -> Call<'a, Option<Vec<u8>>> {
        Box::pin(self.download(id))
    }

    fn public_url<'a>(&'a self, id: &'a RemoteId) -> Call<'a, String> {
        Box::pin(self.link(id))
    }
}
