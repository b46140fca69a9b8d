//! A pretend service with several feeds: records by identifier, changes told at once, contacts that documents refer to.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use jiff::Timestamp;

use super::{FakeClock, sample};
use crate::clock::Clock;
use crate::domain::{Contact, Currency, Direction, Kind, Payload, Payment, PaymentState, PaymentType, RemoteId};
use crate::provider::{
    Answer, Call, ChangeFeed, Changes, Counting, Feed, ListRequest, News, Page, Place, Profile, Provider, ProviderError, Quota,
    Record, Scope, Walk,
};

const KEYS: Feed =
    Feed { name: "invoice", kind: Kind::Document, prefix: "", per_page: 10, walk: Walk::Keys, news: News::Told, reread: None };

/// Feeds that are walked by identifiers with changes told at once, as `QuickBooks` has them.
pub(super) const TOLD: &[Feed] = &[
    KEYS,
    Feed { name: "creditmemo", prefix: "creditmemo:", ..KEYS },
    Feed { name: "payment", kind: Kind::Payment, ..KEYS },
    Feed { name: "customer", kind: Kind::Contact, ..KEYS },
];

const PAGES: Feed = Feed { walk: Walk::Pages, news: News::Modified, ..KEYS };

/// Feeds of numbered pages, two of which share their identifiers, as Xero has them.
pub(super) const MATES: &[Feed] =
    &[PAGES, Feed { name: "creditmemo", ..PAGES }, Feed { name: "payment", kind: Kind::Payment, ..PAGES }];

/// Documents alone, as Billingo has them.
pub(super) const ALONE: &[Feed] = &[PAGES];

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    List(&'static str, Place),
    Get(&'static str, String),
    Count(&'static str),
    Changes(Vec<&'static str>),
}

#[derive(Debug, Default)]
pub(super) struct State {
    /// By feed and number: the record and when it changed.
    pub(super) records: BTreeMap<(&'static str, u32), (Payload, Timestamp)>,
    pub(super) deleted: Vec<(&'static str, u32, Timestamp)>,
    pub(super) log: Vec<Asked>,
    /// Changes that one answer holds.
    pub(super) most: usize,
    /// Identifiers compare as text where they are filtered, and as numbers where they are ordered.
    pub(super) confused: bool,
    /// The requests that fail, by their number from now.
    pub(super) fails: Vec<usize>,
    /// A record that is counted and missing from a walk; the next walk lacks the one after it.
    pub(super) hidden: Option<(&'static str, u32)>,
}

#[derive(Debug)]
pub(super) struct Ledger {
    clock: Arc<FakeClock>,
    feeds: &'static [Feed],
    state: Mutex<State>,
}

impl Ledger {
    pub(super) fn new(clock: Arc<FakeClock>, feeds: &'static [Feed]) -> Arc<Self> {
        Arc::new(Self { clock, feeds, state: Mutex::new(State { most: 1000, ..State::default() }) })
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn feed(&self, name: &str) -> Feed {
        *self.feeds.iter().find(|feed| feed.name == name).expect("a feed")
    }

    /// Adds a record, or changes it.
    pub(super) fn put(&self, feed: &str, number: u32, text: &str) {
        let feed = self.feed(feed);
        let id = RemoteId::new(format!("{}{number}", feed.prefix));
        let payload = match feed.kind {
            Kind::Document => {
                let mut invoice = sample(id.as_str(), 1);
                invoice.comment = Some(text.into());
                invoice.buyer.id = Some(format!("{}", number % 7 + 1).into());
                Payload::Document(Box::new(invoice))
            }
            Kind::Payment => Payload::Payment(Box::new(payment(id, text))),
            Kind::Contact => Payload::Contact(Box::new(Contact::new(id, text))),
        };
        let now = self.clock.now();
        self.state().records.insert((feed.name, number), (payload, now));
    }

    pub(super) fn delete(&self, feed: &str, number: u32) {
        let name = self.feed(feed).name;
        let now = self.clock.now();
        let mut state = self.state();
        state.records.remove(&(name, number)).expect("a record");
        state.deleted.push((name, number, now));
    }

    /// What was asked for since the last time.
    pub(super) fn calls(&self) -> Vec<Asked> {
        std::mem::take(&mut self.state().log)
    }

    /// What the account holds of a kind, by identifier.
    pub(super) fn of(&self, kind: Kind) -> Vec<Payload> {
        let state = self.state();
        let mut found: Vec<Payload> = state.records.values().map(|(payload, _)| payload.clone()).collect();
        found.retain(|payload| payload.kind() == kind);
        found.sort_by(|a, b| a.id().cmp(b.id()));
        found
    }

    fn answer<T: Send + 'static>(&self, asked: Asked, value: impl FnOnce(&State) -> Result<T, ProviderError>) -> Call<'_, T> {
        let mut state = self.state();
        state.log.push(asked);
        let fails = state.fails.contains(&0);
        state.fails = state.fails.iter().filter_map(|at| at.checked_sub(1)).collect();
        let value =
            if fails { Err(ProviderError::Rejected { status: 400, detail: "told to fail".to_owned() }) } else { value(&state) };
        let date = Some(self.clock.now());
        async move { Ok(Answer { value: value?, quota: Quota::default(), date }) }.boxed()
    }
}

fn payment(id: RemoteId, text: &str) -> Payment {
    Payment {
        id,
        kind: PaymentType::Payment,
        direction: Direction::Issued,
        state: PaymentState::Active,
        date: None,
        amount: 5.into(),
        currency: Currency::new("EUR"),
        rate: None,
        method: None,
        reference: Some(text.into()),
        partner_id: None,
        partner_name: String::new(),
        unapplied: None,
        note: None,
        allocations: Vec::new(),
    }
}

impl Provider for Ledger {
    fn profile(&self) -> Call<'_, Profile> {
        async { Err(ProviderError::Unsupported) }.boxed()
    }

    fn list(&self, request: ListRequest) -> Call<'_, Page> {
        let (feed, size) = (request.feed, request.per_page as usize);
        if request.place == Place::Page(1)
            && let Some((_, number)) = self.state().hidden.as_mut().filter(|(of, _)| *of == feed.name)
        {
            *number += 1;
        }
        self.answer(Asked::List(feed.name, request.place.clone()), |state| {
            let all = state.records.iter().filter(|((of, _), (_, modified))| {
                let in_scope = !matches!(request.scope, Scope::ModifiedSince(since) if *modified < since);
                *of == feed.name && in_scope
            });
            let mut all: Vec<(u32, &Payload)> = all.map(|((_, number), (payload, _))| (*number, payload)).collect();
            let total = all.len() as u64;
            all.retain(|(number, _)| state.hidden != Some((feed.name, *number)));
            Ok(match &request.place {
                Place::Page(page) => {
                    let skip = (*page as usize).saturating_sub(1) * size;
                    let records: Vec<Record> =
                        all.iter().skip(skip).take(size).map(|(_, payload)| Ok((*payload).clone())).collect();
                    let total = (feed.walk == Walk::Pages).then_some(total);
                    Page { records, total, last_page: None, next: None }
                }
                Place::After(mark) => {
                    let after = |number: u32| match mark {
                        None => true,
                        Some(mark) if state.confused => *number.to_string() > **mark,
                        Some(mark) => number > mark.parse().expect("a number"),
                    };
                    let rest: Vec<&(u32, &Payload)> = all.iter().filter(|(number, _)| after(*number)).collect();
                    let page = rest.iter().take(size);
                    let next = if rest.len() >= size {
                        page.clone().next_back().map(|(number, _)| number.to_string().into())
                    } else {
                        None
                    };
                    Page {
                        records: page.map(|(_, payload)| Ok((*payload).clone())).collect(),
                        total: None,
                        last_page: None,
                        next,
                    }
                }
            })
        })
    }

    fn get<'a>(&'a self, feed: &'a Feed, id: &'a RemoteId) -> Call<'a, Record> {
        self.answer(Asked::Get(feed.name, id.to_string()), |state| {
            let of = state.records.iter().find(|((of, _), (payload, _))| *of == feed.name && payload.id() == id);
            of.map(|(_, (payload, _))| Ok(payload.clone())).ok_or(ProviderError::NotFound)
        })
    }

    fn counting(&self) -> Option<&dyn Counting> {
        (self.feed("invoice").walk == Walk::Keys).then_some(self as &dyn Counting)
    }

    fn changes(&self) -> Option<&dyn ChangeFeed> {
        (self.feed("invoice").news == News::Told).then_some(self as &dyn ChangeFeed)
    }
}

impl Counting for Ledger {
    fn count<'a>(&'a self, feed: &'a Feed) -> Call<'a, u64> {
        self.answer(Asked::Count(feed.name), |state| Ok(state.records.keys().filter(|(of, _)| *of == feed.name).count() as u64))
    }
}

impl ChangeFeed for Ledger {
    fn changes<'a>(&'a self, feeds: &'a [Feed], since: Timestamp) -> Call<'a, Changes> {
        let names: Vec<&'static str> = feeds.iter().map(|feed| feed.name).collect();
        self.answer(Asked::Changes(names.clone()), |state| {
            let changed = state.records.iter().filter(|((of, _), (_, modified))| names.contains(of) && *modified >= since);
            let mut records: Vec<(&'static str, Record)> =
                changed.map(|((of, _), (payload, _))| (*of, Ok(payload.clone()))).collect();
            let mut overflow = Vec::new();
            if records.len() > state.most {
                overflow = records.iter().skip(state.most).map(|(of, _)| *of).collect();
                overflow.dedup();
                records.truncate(state.most);
            }
            let gone = state.deleted.iter().filter(|(of, _, at)| names.contains(of) && *at >= since);
            let deleted = gone.map(|(of, number, _)| {
                let feed = self.feed(of);
                (feed.kind, RemoteId::new(format!("{}{number}", feed.prefix)))
            });
            let deleted = deleted.collect();
            Ok(Changes { records: records.into_iter().map(|(_, record)| record).collect(), deleted, overflow })
        })
    }

    fn reach(&self) -> Duration {
        Duration::from_hours(30 * 24)
    }
}
