//! A pretend account: documents newest first, a clock of its own, and whatever a test wants to go wrong.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use futures::FutureExt;
use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::{FakeClock, sample};
use crate::clock::Clock;
use crate::domain::{Invoice, Kind, Message, Payload, RemoteId};
use crate::provider::{
    self, Answer, Feed, ListRequest, News, Page, Profile, Provider, ProviderError, Quota, Record, RejectedRecord, Scope,
    ServerTime, ServiceClock, Walk,
};

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Call {
    Time,
    Page(ListRequest),
    Document(RemoteId),
}

/// What comes instead of an answer, or of the right one.
pub(super) enum Fault {
    Error(ProviderError),
    /// A page without records, though there are some.
    Hollow,
    Hang,
    Panic,
}

#[derive(Debug, Clone)]
pub(super) struct Doc {
    pub(super) invoice: Invoice,
    pub(super) modified: Timestamp,
}

type Drift = Box<dyn FnMut(&Call, &mut Vec<Doc>, Timestamp) + Send>;
type Claim = Box<dyn Fn(u64) -> Option<u64> + Send>;

pub(super) struct FakeAccount {
    clock: Arc<FakeClock>,
    state: Mutex<State>,
}

pub(super) struct State {
    pub(super) docs: Vec<Doc>,
    pub(super) log: Vec<Call>,
    /// Comes before each answer.
    pub(super) drift: Option<Drift>,
    pub(super) faults: VecDeque<Option<Fault>>,
    /// What every request meets that no fault was made for.
    pub(super) always: Option<ProviderError>,
    /// What is said instead of the total.
    pub(super) claim: Option<Claim>,
    pub(super) last_page: Option<u32>,
    pub(super) cap: usize,
    pub(super) quota: Quota,
    /// Counts requests down in every answer.
    pub(super) metered: bool,
    pub(super) dated: bool,
    /// How far the service's clock is ahead of ours.
    pub(super) ahead: Duration,
    pub(super) time: Result<Option<String>, ProviderError>,
    pub(super) refused: Vec<RemoteId>,
    pub(super) nameless: Vec<RemoteId>,
    pub(super) unlisted: Vec<RemoteId>,
    pub(super) ignores_page: bool,
    pub(super) latency: Duration,
    pub(super) jitter: Option<fastrand::Rng>,
    pub(super) quota_id: u64,
    pub(super) in_flight: usize,
    pub(super) most_in_flight: usize,
    next: u32,
}

impl fmt::Debug for FakeAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FakeAccount")
    }
}

/// Leaves when the request ends, also when it is dropped.
struct InFlight<'a>(&'a FakeAccount);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.state().in_flight -= 1;
    }
}

impl FakeAccount {
    pub(super) fn new(clock: Arc<FakeClock>, count: u32) -> Arc<Self> {
        let modified = clock.now() - Duration::from_hours(30 * 24);
        let docs = (1..=count).rev().map(|id| Doc { invoice: issued(id, date(2026, 9, 1)), modified }).collect();
        let state = State {
            docs,
            log: Vec::new(),
            drift: None,
            faults: VecDeque::new(),
            always: None,
            claim: None,
            last_page: None,
            cap: usize::MAX,
            quota: Quota::default(),
            metered: false,
            dated: true,
            ahead: Duration::ZERO,
            time: Ok(Some("Europe/Budapest".to_owned())),
            refused: Vec::new(),
            nameless: Vec::new(),
            unlisted: Vec::new(),
            ignores_page: false,
            latency: Duration::from_millis(20),
            jitter: None,
            quota_id: 1,
            in_flight: 0,
            most_in_flight: 0,
            next: count + 1,
        };
        Arc::new(Self { clock, state: Mutex::new(state) })
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now() + self.state().ahead
    }

    pub(super) fn invoices(&self) -> Vec<Invoice> {
        self.state().docs.iter().map(|doc| doc.invoice.clone()).collect()
    }

    /// What was asked for since the last time.
    pub(super) fn calls(&self) -> Vec<Call> {
        std::mem::take(&mut self.state().log)
    }

    /// Adds documents, the newest on top.
    pub(super) fn add(&self, count: u32) {
        let now = self.now();
        let mut state = self.state();
        for _ in 0..count {
            let doc = Doc { invoice: issued(state.next, date(2026, 10, 27)), modified: now };
            state.next += 1;
            state.docs.insert(0, doc);
        }
    }

    /// Changes the comment of a document.
    pub(super) fn edit(&self, id: &str, comment: &str) {
        let now = self.now();
        let mut state = self.state();
        let doc = state.docs.iter_mut().find(|doc| doc.invoice.id.as_str() == id).expect("a document");
        doc.invoice.comment = Some(comment.into());
        doc.modified = now;
    }

    pub(super) fn delete(&self, id: &str) {
        self.state().docs.retain(|doc| doc.invoice.id.as_str() != id);
    }

    pub(super) fn fail(&self, faults: impl IntoIterator<Item = Fault>) {
        self.state().faults.extend(faults.into_iter().map(Some));
    }

    async fn begin(&self, call: Call) -> Result<Option<Fault>, ProviderError> {
        let (latency, fault) = {
            let mut state = self.state();
            state.log.push(call.clone());
            state.in_flight += 1;
            state.most_in_flight = state.most_in_flight.max(state.in_flight);
            let extra = state.jitter.as_mut().map_or(0, |rng| rng.u64(0..40));
            let fault = state.faults.pop_front().flatten();
            (state.latency + Duration::from_millis(extra), fault)
        };
        let _in_flight = InFlight(self);
        tokio::time::sleep(latency / 2).await;
        let always = self.happen(&call);
        match fault {
            Some(Fault::Error(error)) => {
                tokio::time::sleep(latency / 2).await;
                Err(error)
            }
            Some(Fault::Panic) => panic!("told to panic"),
            Some(Fault::Hang) => std::future::pending().await,
            fault => always.map_or(Ok(fault), Err),
        }
    }

    /// What happens to the account between two answers.
    fn happen(&self, call: &Call) -> Option<ProviderError> {
        let now = self.now();
        let mut state = self.state();
        if let Some(mut drift) = state.drift.take() {
            drift(call, &mut state.docs, now);
            state.drift = Some(drift);
        }
        if state.metered {
            state.quota.remaining = state.quota.remaining.map(|remaining| remaining.saturating_sub(1));
        }
        state.always.clone()
    }

    async fn end<T>(&self, value: T) -> Answer<T> {
        let (half, quota, dated) = {
            let state = self.state();
            (state.latency / 2, state.quota, state.dated)
        };
        let date = dated.then(|| self.now());
        // A header has no fractions of a second.
        let date = date.and_then(|date| Timestamp::from_second(date.as_second()).ok());
        tokio::time::sleep(half).await;
        Answer { value, quota, date }
    }

    fn select(&self, request: &ListRequest, fault: Option<&Fault>) -> Page {
        let state = self.state();
        let listed = state.docs.iter().filter(|doc| !state.unlisted.contains(&doc.invoice.id));
        let docs: Vec<&Doc> = listed
            .filter(|doc| match &request.scope {
                Scope::All | Scope::Outline => true,
                Scope::ModifiedSince(since) => doc.modified >= *since,
                Scope::IssuedSince(day) => doc.invoice.issued.is_some_and(|issued| issued >= *day),
            })
            .collect();
        let per_page = (request.per_page as usize).min(state.cap);
        let page = if state.ignores_page { 1 } else { request.page() as usize };
        let total = docs.len() as u64;
        let total = state.claim.as_ref().map_or(Some(total), |claim| claim(total));
        let records = docs.into_iter().skip((page - 1) * per_page).take(per_page);
        let records = match fault {
            Some(Fault::Hollow) => Vec::new(),
            _ => records.map(|doc| state.record(&doc.invoice)).collect(),
        };
        Page { records, total, last_page: state.last_page, next: None }
    }
}

impl State {
    fn record(&self, invoice: &Invoice) -> Record {
        let nameless = self.nameless.contains(&invoice.id);
        if nameless || self.refused.contains(&invoice.id) {
            let id = (!nameless).then(|| invoice.id.clone());
            let number = (!nameless).then(|| invoice.number.clone());
            return Err(RejectedRecord { kind: None, id, number, reason: Message::new("provider-amount") });
        }
        Ok(Payload::Document(Box::new(invoice.clone())))
    }
}

/// A document of that number, issued then, with two items.
pub(super) fn issued(id: u32, day: Date) -> Invoice {
    let mut invoice = sample(&id.to_string(), 2);
    invoice.issued = Some(day.saturating_sub(i64::from(id % 20).days()));
    invoice
}

/// What it lists.
pub(super) const FEED: Feed = Feed {
    name: "documents",
    kind: Kind::Document,
    prefix: "",
    per_page: 100,
    walk: Walk::Pages,
    news: News::ModifiedAndLate,
    reread: None,
};

impl Provider for FakeAccount {
    fn profile(&self) -> provider::Call<'_, Profile> {
        async { Err(ProviderError::NotFound) }.boxed()
    }

    fn list(&self, request: ListRequest) -> provider::Call<'_, Page> {
        async move {
            let fault = self.begin(Call::Page(request.clone())).await?;
            let page = self.select(&request, fault.as_ref());
            Ok(self.end(page).await)
        }
        .boxed()
    }

    fn get<'a>(&'a self, _: &'a Feed, id: &'a RemoteId) -> provider::Call<'a, Record> {
        async move {
            self.begin(Call::Document(id.clone())).await?;
            let record = {
                let state = self.state();
                let doc = state.docs.iter().find(|doc| doc.invoice.id == *id).ok_or(ProviderError::NotFound)?;
                state.record(&doc.invoice)
            };
            Ok(self.end(record).await)
        }
        .boxed()
    }

    fn clock(&self) -> Option<&dyn ServiceClock> {
        Some(self)
    }
}

impl ServiceClock for FakeAccount {
    fn server_time(&self) -> provider::Call<'_, ServerTime> {
        async {
            self.begin(Call::Time).await?;
            let zone = self.state().time.clone()?;
            let now = Timestamp::from_second(self.now().as_second()).expect("a time");
            Ok(self.end(ServerTime { now, zone }).await)
        }
        .boxed()
    }
}
