//! A thousand writes against the limits of the services, in paused time: they take what the limits allow, and little more.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::{FutureExt, StreamExt, stream};
use jiff::Timestamp;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Pool, Priority, QuotaKey, Settings, unobserved};
use crate::clock::Clock;
use crate::domain::push::{Accepted, Choice, Found, Frozen, Listing, Lookup, MailOrder, Order, Verb, WriteSettings};
use crate::domain::{DocumentType, RemoteId};
use crate::provider::{
    self, Answer, AskCall, Call, Feed, ListRequest, Page, Profile, Provider, ProviderError, Quota, Record, RetryAfter,
    Unwritable, WriteCall, WriteError, Writer,
};

/// Our clock, on tokio's time.
struct FakeClock(Instant);

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH + self.0.elapsed()
    }
}

/// What an answer tells of the quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tells {
    /// Limit, what is left, and when the window ends, as Billingo does.
    All,
    /// Limit and what is left, as Xero does.
    Left,
    /// Nothing, as `QuickBooks` does.
    Nothing,
}

/// A service that takes so many writes of a minute, each in a fifth of a second.
#[derive(Debug)]
struct Service {
    limit: u32,
    tells: Tells,
    /// Whether a refusal says how long to wait.
    asks: bool,
    begun: Instant,
    /// The minute of the last request, and the requests in it.
    minute: Mutex<(u64, u32)>,
    refused: Mutex<u32>,
}

impl Service {
    fn take(&self) -> Result<Answer<Accepted>, WriteError> {
        let elapsed = self.begun.elapsed();
        let (now, left) = (elapsed.as_secs() / 60, Duration::from_secs(60 - elapsed.as_secs() % 60));
        let mut minute = self.minute.lock().expect("not poisoned");
        if minute.0 != now {
            *minute = (now, 0);
        }
        minute.1 += 1;
        let remaining = self.limit.saturating_sub(minute.1);
        let quota = match self.tells {
            Tells::All => Quota { limit: Some(self.limit), remaining: Some(remaining), reset: Some(left) },
            Tells::Left => Quota { limit: Some(self.limit), remaining: Some(remaining), reset: None },
            Tells::Nothing => Quota::default(),
        };
        if minute.1 > self.limit {
            *self.refused.lock().expect("not poisoned") += 1;
            let after = self.asks.then_some(RetryAfter::In(left));
            return Err(WriteError::NotSent(ProviderError::TooMany { after, quota }));
        }
        let accepted = Accepted { id: RemoteId::new("1"), number: String::new(), version: None, record: None };
        Ok(Answer { value: accepted, quota, date: None })
    }
}

impl Provider for Service {
    fn profile(&self) -> Call<'_, Profile> {
        async { Err(ProviderError::Unsupported) }.boxed()
    }

    fn list(&self, _: ListRequest) -> Call<'_, Page> {
        async { Err(ProviderError::Unsupported) }.boxed()
    }

    fn get<'a>(&'a self, _: &'a Feed, _: &'a RemoteId) -> Call<'a, Record> {
        async { Err(ProviderError::NotFound) }.boxed()
    }

    fn writer(&self) -> Option<&dyn Writer> {
        Some(self)
    }
}

impl Writer for Service {
    fn render(&self, _: &Order, _: &WriteSettings) -> Result<Frozen, Unwritable> {
        Ok(frozen())
    }

    fn send<'a>(&'a self, _: &'a Order, _: &'a Frozen, _: &'a str) -> WriteCall<'a> {
        async move {
            tokio::time::sleep(Duration::from_millis(200)).await;
            self.take()
        }
        .boxed()
    }

    fn lookups(&self, _: &Order) -> Vec<Lookup> {
        Vec::new()
    }

    fn find<'a>(&'a self, _: &'a Order, _: &'a Lookup) -> AskCall<'a, Vec<Found>> {
        async { Err(ProviderError::Unsupported) }.boxed()
    }

    fn choices(&self, _: Listing) -> AskCall<'_, Vec<Choice>> {
        async { Err(ProviderError::Unsupported) }.boxed()
    }

    fn settings(&self) -> AskCall<'_, WriteSettings> {
        async { Err(ProviderError::Unsupported) }.boxed()
    }
}

fn frozen() -> Frozen {
    Frozen { verb: Verb::Post, path: Vec::new(), query: Vec::new(), body: Vec::new() }
}

fn order() -> Order {
    Order::Mail(MailOrder {
        mark: "m".into(),
        kind: DocumentType::Invoice,
        document: RemoteId::new("1"),
        number: String::new(),
        to: Vec::new(),
    })
}

/// Writes a thousand, eight side by side as the worker of the outbox does. Returns how long that took, and the requests refused.
async fn thousand(limit: u32, tells: Tells, asks: bool) -> (Duration, u32) {
    let begun = Instant::now();
    let service = Arc::new(Service { limit, tells, asks, begun, minute: Mutex::default(), refused: Mutex::default() });
    let pool = Pool::with_seed(Settings::default(), Arc::new(FakeClock(begun)), 7);
    let account = pool.open(service.clone(), provider::xero::ENTRY.feeds, QuotaKey::of("key"));
    let (order, frozen) = (order(), frozen());
    let write = |_| {
        let session = account.session(Priority::Bulk, unobserved(), CancellationToken::new());
        let (order, frozen) = (&order, &frozen);
        async move {
            // What gives up is taken up again by the worker.
            while session.send(order, frozen, "key").await.is_err() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    };
    stream::iter(0..1000).map(write).buffer_unordered(8).collect::<Vec<()>>().await;
    let refused = *service.refused.lock().expect("not poisoned");
    (begun.elapsed(), refused)
}

/// What the limit allows: full minutes, and the rest of the writes in the last one.
fn allowed(limit: u32) -> Duration {
    let minutes = (1000 - 1) / limit;
    let rest = 1000 - minutes * limit;
    Duration::from_secs(60 * u64::from(minutes)) + Duration::from_millis(200) * rest.div_ceil(8)
}

#[tokio::test(start_paused = true)]
async fn a_thousand_writes_take_what_the_limits_allow() {
    for (limit, tells, asks) in
        [(60, Tells::All, true), (60, Tells::Left, true), (500, Tells::Nothing, true), (500, Tells::Nothing, false)]
    {
        let (took, refused) = thousand(limit, tells, asks).await;
        let ratio = took.as_secs_f64() / allowed(limit).as_secs_f64();
        println!("{limit} a minute, {tells:?}, asks {asks}: {took:?}, {ratio:.3} of what is allowed; {refused} refused");
        assert!(ratio <= 1.1, "{limit} a minute, {tells:?}, asks {asks}: {took:?} is {ratio:.3} of what is allowed");
    }
}
