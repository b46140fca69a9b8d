//! Sessions against a provider that answers as it is told, in paused time.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use jiff::Timestamp;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Account, Pool, Priority, RemoteError, Settings, unobserved};
use crate::clock::Clock;
use crate::domain::{Company, CompanyId, KeyInfo, Payment, RemoteId, TaxReport};
use crate::provider::{
    self, Answer, Connection, Entry, Page, PageRequest, Provider, ProviderError, Quota, Record, RetryAfter, Scope, ServerTime,
};

/// Our clock, on tokio's time.
struct FakeClock(Instant);

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH + self.0.elapsed()
    }
}

/// Answers each request after a second, with an error where one is waiting.
#[derive(Debug, Default)]
struct Fake {
    errors: Mutex<VecDeque<ProviderError>>,
    quota: Mutex<Quota>,
    /// What was asked, and when it arrived.
    log: Mutex<Vec<(&'static str, Instant)>>,
    quota_id: u64,
}

type Call<'a, T> = BoxFuture<'a, Result<Answer<T>, ProviderError>>;

impl Fake {
    fn failing(errors: impl IntoIterator<Item = ProviderError>) -> Arc<Self> {
        Arc::new(Self { errors: Mutex::new(errors.into_iter().collect()), ..Self::default() })
    }

    fn answer<T: Send + 'static>(&self, what: &'static str, value: T) -> Call<'_, T> {
        async move {
            self.log.lock().expect("not poisoned").push((what, Instant::now()));
            tokio::time::sleep(Duration::from_secs(1)).await;
            if let Some(error) = self.errors.lock().expect("not poisoned").pop_front() {
                return Err(error);
            }
            Ok(Answer { value, quota: *self.quota.lock().expect("not poisoned"), date: None })
        }
        .boxed()
    }

    fn asked(&self) -> Vec<&'static str> {
        self.log.lock().expect("not poisoned").iter().map(|(what, _)| *what).collect()
    }
}

impl Provider for Fake {
    fn account(&self) -> BoxFuture<'_, Result<provider::Account, ProviderError>> {
        async { Ok(self.answer("account", provider::Account::default()).await?.value) }.boxed()
    }

    fn server_time(&self) -> Call<'_, ServerTime> {
        self.answer("time", ServerTime { now: Timestamp::UNIX_EPOCH, zone: None })
    }

    fn page(&self, _: PageRequest) -> Call<'_, Page> {
        self.answer("page", Page { records: Vec::new(), total: None, last_page: None })
    }

    fn document<'a>(&'a self, _: &'a RemoteId) -> Call<'a, Record> {
        async { Err(ProviderError::NotFound) }.boxed()
    }

    fn payments<'a>(&'a self, _: &'a RemoteId) -> Call<'a, Vec<Payment>> {
        self.answer("payments", Vec::new())
    }

    fn tax_report<'a>(&'a self, _: &'a RemoteId) -> Call<'a, TaxReport> {
        async { Err(ProviderError::NotFound) }.boxed()
    }

    fn pdf<'a>(&'a self, _: &'a RemoteId) -> Call<'a, Option<Vec<u8>>> {
        self.answer("pdf", None)
    }

    fn public_url<'a>(&'a self, _: &'a RemoteId) -> Call<'a, String> {
        self.answer("url", String::new())
    }

    fn quota_id(&self) -> u64 {
        self.quota_id
    }
}

static ENTRY: Entry = Entry { connect: |_| Ok(Fake::failing([])), ..provider::billingo::ENTRY };

fn connection() -> Connection {
    let timeout = Duration::from_secs(1);
    Connection { base_url: None, key: "key".into(), connect_timeout: timeout, read_timeout: timeout, answer_timeout: timeout }
}

fn pool() -> Pool {
    Pool::with_seed(Settings::default(), Arc::new(FakeClock(Instant::now())), 7)
}

fn id() -> RemoteId {
    RemoteId::new("1")
}

fn wait(seconds: u64) -> ProviderError {
    ProviderError::TooMany { after: Some(RetryAfter::In(Duration::from_secs(seconds))), quota: Quota::default() }
}

async fn page(account: &Arc<Account>) -> Result<(), RemoteError> {
    let session = account.session(Priority::Bulk, unobserved(), CancellationToken::new());
    session.page(&PageRequest { scope: Scope::All, page: 1, per_page: 100 }).await.map(drop)
}

fn company(ending: &str) -> Company {
    let key = KeyInfo { set: Timestamp::UNIX_EPOCH, ending: ending.to_owned() };
    Company {
        id: CompanyId(1),
        name: "Egy Kft.".to_owned(),
        provider: "fake".to_owned(),
        base_url: None,
        enabled: true,
        tax_number: None,
        legal_name: None,
        added: Timestamp::UNIX_EPOCH,
        key: Some(key),
    }
}

#[tokio::test(start_paused = true)]
async fn a_question_goes_before_the_pages_that_wait() {
    let fake = Fake::failing([]);
    *fake.quota.lock().expect("not poisoned") = Quota { limit: Some(60), remaining: Some(1), reset: None };
    let account = pool().open(fake.clone());
    // One request tells that one at a time may go.
    page(&account).await.expect("answered");
    let pages: Vec<_> = (0..5)
        .map(|_| {
            let account = Arc::clone(&account);
            tokio::spawn(async move { page(&account).await })
        })
        .collect();
    tokio::task::yield_now().await;
    let asked = Instant::now();
    account.question().payments(&id()).await.expect("answered");
    assert_eq!(asked.elapsed(), Duration::from_secs(2), "the page on its way, then the question");
    for page in pages {
        page.await.expect("ran").expect("answered");
    }
    assert_eq!(fake.asked(), ["page", "page", "payments", "page", "page", "page", "page"]);
}

#[tokio::test(start_paused = true)]
async fn a_question_is_repeated_and_gives_up_before_a_sync_does() {
    let account = pool().open(Fake::failing([ProviderError::Timeout, ProviderError::Timeout]));
    assert_eq!(account.question().payments(&id()).await, Ok(Vec::new()));

    let never = || std::iter::repeat_n(ProviderError::Server { status: 500, after: None }, 20);
    let fake = Fake::failing(never());
    let began = Instant::now();
    let failed = pool().open(fake.clone()).question().pdf(&id()).await;
    assert_eq!(failed, Err(RemoteError::Failed(ProviderError::Server { status: 500, after: None })));
    assert_eq!(fake.asked().len(), 3);
    assert!(began.elapsed() < Duration::from_secs(7));
    let fake = Fake::failing(never());
    page(&pool().open(fake.clone())).await.expect_err("it fails");
    assert_eq!(fake.asked().len(), 6);
}

#[tokio::test(start_paused = true)]
async fn what_a_service_asks_of_one_session_all_keep() {
    let pool = pool();
    let fake = Fake::failing([wait(60)]);
    let (one, two) = (pool.open(fake.clone()), pool.open(fake.clone()));
    let other = pool.open(Arc::new(Fake { quota_id: 2, ..Fake::default() }));
    // A sync waits for a minute; a person is told.
    let bulk = tokio::spawn({
        let one = Arc::clone(&one);
        async move { page(&one).await }
    });
    tokio::time::sleep(Duration::from_secs(2)).await;
    let told = two.question().public_url(&id()).await;
    assert!(matches!(told, Err(RemoteError::Deferred(until)) if until >= Timestamp::UNIX_EPOCH + Duration::from_secs(61)));
    other.question().public_url(&id()).await.expect("another quota is not concerned");
    bulk.await.expect("ran").expect("answered");
    assert_eq!(fake.asked(), ["page", "page"], "nothing was sent meanwhile");
    // What was written down earlier is kept too.
    two.defer(Timestamp::UNIX_EPOCH + Duration::from_secs(3600));
    assert!(matches!(page(&one).await, Err(RemoteError::Deferred(_))));
    assert_eq!(fake.asked().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn cancelling_ends_a_session_at_once() {
    let fake = Fake::failing([]);
    let account = pool().open(fake.clone());
    let cancel = CancellationToken::new();
    let session = account.session(Priority::Bulk, unobserved(), cancel.clone());
    let asked = tokio::spawn(async move { session.payments(&id()).await });
    tokio::task::yield_now().await;
    cancel.cancel();
    assert_eq!(asked.await.expect("ran"), Err(RemoteError::Cancelled));
}

#[tokio::test(start_paused = true)]
async fn a_connection_is_kept_until_its_key_changes() {
    let pool = pool();
    let mut opened = 0;
    let mut open = |company: &Company| {
        let account = pool.account(company, || {
            opened += 1;
            Ok::<_, ProviderError>((&ENTRY, connection()))
        });
        (account.expect("opens"), opened)
    };
    let (first, _) = open(&company("01c9"));
    let (again, count) = open(&Company { name: "Más Kft.".to_owned(), ..company("01c9") });
    assert!(Arc::ptr_eq(&first, &again) && count == 1, "one client, whatever the company is called");
    let (other, count) = open(&company("02d3"));
    assert!(!Arc::ptr_eq(&first, &other) && count == 2);
    let (_, count) = open(&Company { base_url: Some("http://127.0.0.1:1".to_owned()), ..company("02d3") });
    assert_eq!(count, 3);
    pool.forget(CompanyId(1));
    let (_, count) = open(&Company { base_url: Some("http://127.0.0.1:1".to_owned()), ..company("02d3") });
    assert_eq!(count, 4);
}
