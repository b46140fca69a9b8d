//! The engine against a scriptable account and a strict store, in paused time.

mod account;
mod balances;
mod engine;
mod faults;
mod feeds;
mod full_scans;
mod incremental;
mod ledger;
mod missing;
mod model;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rust_decimal::Decimal;
use tokio::sync::broadcast;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Engine, Event, Job, Outcome, Request, Settings};
use crate::clock::Clock;
use crate::domain::{
    Actor, Company, CompanyId, Counts, Currency, DocumentType, Invoice, LineItem, Party, PaymentStatus, RemoteId, RunId,
    RunStatus, SyncMode, SyncRun, Trigger,
};
use crate::remote::{self, Pool, QuotaKey};
use crate::store::memory::MemoryStore;
use account::FakeAccount;

/// An invoice with `items` lines.
pub(super) fn sample(id: &str, items: u32) -> Invoice {
    Invoice {
        id: RemoteId::new(id),
        number: format!("INV-{id}"),
        kind: DocumentType::Invoice,
        direction: crate::domain::Direction::Issued,
        balance: None,
        correction: None,
        cancelled: false,
        block_id: None,
        status: PaymentStatus::Outstanding,
        method: None,
        currency: Currency::new("HUF"),
        rate: None,
        gross: Decimal::new(127_000, 2),
        net: Some(Decimal::new(1000, 0)),
        vat: Some(Decimal::new(270, 0)),
        gross_local: None,
        issued: None,
        fulfilled: None,
        due: None,
        paid: None,
        seller: Party::default(),
        buyer: Party { name: "Petz Aladár".to_owned(), ..Party::default() },
        electronic: false,
        comment: None,
        tags: Vec::new(),
        language: None,
        notification: None,
        nav: None,
        order_number: None,
        related: Vec::new(),
        discount: None,
        rounding: None,
        original: Vec::new(),
        vat_lines: Vec::new(),
        items: (0..items).map(|n| LineItem { name: format!("item {n}"), ..LineItem::default() }).collect(),
    }
}

pub(super) fn run_of(company: u32) -> SyncRun {
    SyncRun {
        id: RunId(1),
        company: CompanyId(company),
        company_name: format!("Company {company}"),
        trigger: Trigger::Command,
        actor: Actor("anna".to_owned()),
        mode: SyncMode::Full,
        status: RunStatus::Running,
        started: Timestamp::UNIX_EPOCH,
        ended: None,
        counts: Counts::default(),
        error_count: 0,
        failure: None,
        deferred_until: None,
    }
}

/// Our clock, on tokio's time.
#[derive(Debug)]
pub(super) struct FakeClock {
    base: Timestamp,
    start: Instant,
}

impl FakeClock {
    fn new() -> Arc<Self> {
        Arc::new(Self { base: "2026-10-27T12:00:00.25Z".parse().expect("a time"), start: Instant::now() })
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        self.base + self.start.elapsed()
    }
}

/// One company, its account, a store and an engine.
struct Bench {
    clock: Arc<FakeClock>,
    account: Arc<FakeAccount>,
    store: Arc<MemoryStore>,
    engine: Engine,
    pool: Pool,
    events: broadcast::Sender<Event>,
    settings: Settings,
}

const COMPANY: CompanyId = CompanyId(1);

impl Bench {
    /// An account of `count` documents, newest first.
    fn new(count: u32) -> Self {
        Self::with(count, Settings::default())
    }

    fn with(count: u32, settings: Settings) -> Self {
        let clock = FakeClock::new();
        let account = FakeAccount::new(Arc::clone(&clock), count);
        let store = Arc::new(MemoryStore::default());
        let events = broadcast::channel(4096).0;
        let engine = engine(&store, &clock, &settings, &events);
        let pool = pool(&clock);
        Self { clock, account, store, engine, pool, events, settings }
    }

    /// As after a restart: nothing but the store is left.
    fn restart(&mut self) {
        self.engine = engine(&self.store, &self.clock, &self.settings, &self.events);
        self.pool = pool(&self.clock);
    }

    async fn sync(&self) -> Outcome {
        self.run(false).await
    }

    async fn run(&self, full: bool) -> Outcome {
        self.run_until(full, &CancellationToken::new()).await
    }

    async fn run_until(&self, full: bool, cancel: &CancellationToken) -> Outcome {
        let mut outcomes = self.engine.sync(vec![self.job(1)], &request(full), cancel).await;
        assert_eq!(outcomes.len(), 1);
        outcomes.remove(0)
    }

    fn job(&self, company: u32) -> Job {
        Job::whole(company_of(company), open(&self.pool, &self.account))
    }

    /// Whether the store holds what the account holds, and nothing else that is not flagged.
    fn assert_equal(&self) {
        let live: Vec<Invoice> = self.store.live(COMPANY);
        let mut there = self.account.invoices();
        there.sort_by(|a, b| a.id.cmp(&b.id));
        assert_eq!(live.len(), there.len(), "as many invoices");
        for (here, there) in live.iter().zip(&there) {
            assert_eq!(here, there);
        }
    }
}

fn engine(store: &Arc<MemoryStore>, clock: &Arc<FakeClock>, settings: &Settings, events: &broadcast::Sender<Event>) -> Engine {
    Engine::new(store.clone(), clock.clone(), settings.clone(), events.clone())
}

fn open(pool: &Pool, account: &Arc<FakeAccount>) -> Arc<remote::Account> {
    let quota = QuotaKey::of(account.state().quota_id);
    pool.open(account.clone(), &[account::FEED], quota)
}

fn pool(clock: &Arc<FakeClock>) -> Pool {
    Pool::with_seed(remote::Settings::default(), clock.clone(), 7)
}

fn company_of(id: u32) -> Company {
    Company {
        id: CompanyId(id),
        name: format!("Company {id}"),
        provider: "fake".to_owned(),
        base_url: None,
        enabled: true,
        tax_number: None,
        legal_name: None,
        added: Timestamp::UNIX_EPOCH,
        login: None,
        tenant: None,
        books: crate::domain::Books::default(),
    }
}

fn request(full: bool) -> Request {
    Request { full, trigger: Trigger::Headless, actor: Actor("anna".to_owned()), last: None }
}

/// Processed, created, updated, unchanged, skipped, vanished.
fn figures(run: &SyncRun) -> [u64; 6] {
    let c = run.counts;
    [
        c.documents.processed,
        c.documents.created,
        c.documents.updated,
        c.documents.unchanged,
        c.documents.skipped,
        c.documents.vanished,
    ]
}

async fn hours(count: u64) {
    tokio::time::advance(Duration::from_secs(count * 3600)).await;
}
