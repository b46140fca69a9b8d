//! Sessions against a provider that answers as it is told, in paused time.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::FutureExt;
use jiff::Timestamp;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Account, AccountFacts, Pool, Priority, QuotaKey, RemoteError, Settings, Target, unobserved};
use crate::clock::Clock;
use crate::domain::{Company, CompanyId, HistoryEntry, KeyInfo, Login, LoginId, LoginState, RemoteId, Tenant};
use crate::provider::{
    self, Answer, ApiKey, Call, Connection, Entry, Feed, Files, ListRequest, Page, Payments, Profile, Provider, ProviderError,
    Quota, Record, RetryAfter,
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
    name: u32,
}

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
    fn profile(&self) -> Call<'_, Profile> {
        self.answer("profile", Profile::default())
    }

    fn list(&self, _: ListRequest) -> Call<'_, Page> {
        self.answer("page", Page { records: Vec::new(), total: Some(7), last_page: None, next: None })
    }

    fn get<'a>(&'a self, _: &'a Feed, _: &'a RemoteId) -> Call<'a, Record> {
        async { Err(ProviderError::NotFound) }.boxed()
    }

    fn payments(&self) -> Option<&dyn Payments> {
        Some(self)
    }

    fn files(&self) -> Option<&dyn Files> {
        Some(self)
    }
}

impl Payments for Fake {
    fn payments<'a>(&'a self, _: &'a RemoteId) -> Call<'a, Vec<HistoryEntry>> {
        self.answer("payments", Vec::new())
    }
}

impl Files for Fake {
    fn pdf<'a>(&'a self, _: &'a RemoteId, _: bool) -> Call<'a, Option<Vec<u8>>> {
        self.answer("pdf", None)
    }

    fn public_url<'a>(&'a self, _: &'a RemoteId) -> Call<'a, String> {
        self.answer("url", String::new())
    }
}

static ENTRY: Entry = Entry { connect: |_| Ok(Fake::failing([])), ..provider::billingo::ENTRY };

fn target() -> Target {
    let timeout = Duration::from_secs(1);
    let credentials = Arc::new(ApiKey::new(&"key".to_owned().into()).expect("a key"));
    let connection = Connection {
        base_url: None,
        tenant: None,
        currency: None,
        credentials,
        connect_timeout: timeout,
        read_timeout: timeout,
        answer_timeout: timeout,
    };
    Target { entry: &ENTRY, connection, quota: QuotaKey::of("key") }
}

fn open(pool: &Pool, fake: &Arc<Fake>) -> Arc<Account> {
    pool.open(fake.clone(), ENTRY.feeds, QuotaKey::of(fake.name))
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
    session.newest().await.map(drop)
}

fn company(tenant: Option<&str>) -> Company {
    Company {
        id: CompanyId(1),
        name: "Egy Kft.".to_owned(),
        provider: "fake".to_owned(),
        base_url: None,
        enabled: true,
        tax_number: None,
        legal_name: None,
        added: Timestamp::UNIX_EPOCH,
        login: Some(LoginId(1)),
        tenant: tenant.map(|tenant| Tenant(tenant.into())),
        books: crate::domain::Books::default(),
    }
}

fn login(ending: &str) -> Login {
    let secret = KeyInfo { set: Timestamp::UNIX_EPOCH, ending: ending.to_owned() };
    Login {
        id: LoginId(1),
        provider: "fake".to_owned(),
        state: LoginState::Active,
        added: Timestamp::UNIX_EPOCH,
        secret: Some(secret),
        grant: None,
    }
}

#[tokio::test(start_paused = true)]
async fn a_question_goes_before_the_pages_that_wait() {
    let fake = Fake::failing([]);
    *fake.quota.lock().expect("not poisoned") = Quota { limit: Some(60), remaining: Some(1), reset: None };
    let account = open(&pool(), &fake);
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
    let account = open(&pool(), &Fake::failing([ProviderError::Timeout, ProviderError::Timeout]));
    assert_eq!(account.question().payments(&id()).await, Ok(Vec::new()));

    let never = || std::iter::repeat_n(ProviderError::Server { status: 500, after: None }, 20);
    let fake = Fake::failing(never());
    let began = Instant::now();
    let failed = open(&pool(), &fake).question().pdf(&id(), false).await;
    assert_eq!(failed, Err(RemoteError::Failed(ProviderError::Server { status: 500, after: None })));
    assert_eq!(fake.asked().len(), 3);
    assert!(began.elapsed() < Duration::from_secs(7));
    let fake = Fake::failing(never());
    page(&open(&pool(), &fake)).await.expect_err("it fails");
    assert_eq!(fake.asked().len(), 6);
}

#[tokio::test(start_paused = true)]
async fn what_a_service_asks_of_one_session_all_keep() {
    let pool = pool();
    let fake = Fake::failing([wait(60)]);
    let (one, two) = (open(&pool, &fake), open(&pool, &fake));
    let other = open(&pool, &Arc::new(Fake { name: 2, ..Fake::default() }));
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
    two.defer(Timestamp::UNIX_EPOCH + Duration::from_hours(1));
    assert!(matches!(page(&one).await, Err(RemoteError::Deferred(_))));
    assert_eq!(fake.asked().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn cancelling_ends_a_session_at_once() {
    let fake = Fake::failing([]);
    let account = open(&pool(), &fake);
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
    let mut open = |company: &Company, ending: &str| {
        let account = pool.account(company, &login(ending), || {
            opened += 1;
            Ok::<_, ProviderError>(target())
        });
        (account.expect("opens"), opened)
    };
    let (first, _) = open(&company(None), "01c9");
    let (again, count) = open(&Company { name: "Más Kft.".to_owned(), ..company(None) }, "01c9");
    assert!(Arc::ptr_eq(&first, &again) && count == 1, "one client, whatever the company is called");
    let (other, count) = open(&company(None), "02d3");
    assert!(!Arc::ptr_eq(&first, &other) && count == 2);
    let moved = Company { base_url: Some("http://127.0.0.1:1".to_owned()), ..company(None) };
    assert_eq!(open(&moved, "02d3").1, 3);
    assert_eq!(open(&company(Some("second")), "02d3").1, 4, "another tenant is another account");
    assert_eq!(open(&moved, "02d3").1, 4);
    pool.forget(&moved);
    assert_eq!(open(&moved, "02d3").1, 5);
}

#[tokio::test(start_paused = true)]
async fn an_account_tells_its_size_even_where_it_has_no_profile() {
    let fake = Fake::failing([ProviderError::NotFound]);
    let facts = open(&pool(), &fake).question().facts().await.expect("answered");
    assert_eq!((facts, fake.asked()), (AccountFacts { documents: Some(7), ..AccountFacts::default() }, vec!["profile", "page"]));
    let refused = ProviderError::Refused { status: 401, key_page: "" };
    let fake = Fake::failing([refused.clone()]);
    assert_eq!(open(&pool(), &fake).question().facts().await, Err(RemoteError::Failed(refused)));
    assert_eq!(fake.asked(), ["profile"]);
}

#[tokio::test(start_paused = true)]
async fn what_a_provider_lacks_is_not_asked_for() {
    let fake = Fake::failing([]);
    let session = open(&pool(), &fake).question();
    assert_eq!(session.tax_report(&id()).await, Err(RemoteError::Failed(ProviderError::Unsupported)));
    assert!(matches!(session.server_time().await, Err(RemoteError::Failed(ProviderError::Unsupported))));
    assert!(fake.asked().is_empty());
}
