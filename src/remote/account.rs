//! One account at a provider, and the sessions that send requests to it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::limiter::{Limiter, Permit};
use super::retry::{Verdict, decide};
use super::shared::{Shared, SharedPermit};
use super::{AccountFacts, LONGEST_DEFERRAL, Observer, Priority, RemoteError, Settings, Timed, unobserved};
use crate::clock::{Clock, signed};
use crate::domain::{HistoryEntry, Payload, RemoteId, TaxReport};
use crate::provider::{
    Call, ChangeFeed, Changes, Feed, ListRequest, Named, Page, Place, Profile, Provider, ProviderError, Quota, Record, Scope,
    ServerTime, ServiceClock,
};

/// No request takes longer, whatever the provider's own bounds are.
const LONGEST_REQUEST: Duration = Duration::from_secs(3700);
/// What is added to a pause so that not all come back at once must not turn a wait into a deferral.
const LEEWAY: Duration = Duration::from_secs(1);

/// One account at a provider: its connection, its limiter, its retries.
pub struct Account {
    pub(super) provider: Arc<dyn Provider>,
    feeds: &'static [Feed],
    pub(super) limiter: Arc<Limiter>,
    /// What other processes use up of the same quota.
    pub(super) shared: Option<Arc<Shared>>,
    settings: Settings,
    pub(super) clock: Arc<dyn Clock>,
    rng: Mutex<fastrand::Rng>,
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("provider", &self.provider).finish_non_exhaustive()
    }
}

impl Account {
    pub(super) fn new(
        (provider, feeds): (Arc<dyn Provider>, &'static [Feed]),
        (limiter, shared): (Arc<Limiter>, Option<Arc<Shared>>),
        settings: Settings,
        clock: Arc<dyn Clock>,
        rng: fastrand::Rng,
    ) -> Self {
        Self { provider, feeds, limiter, shared, settings, clock, rng: Mutex::new(rng) }
    }

    /// Takes in what an answer said of the quota.
    pub(super) fn observe(&self, quota: Quota, now: Instant) {
        self.limiter.observe(quota, now);
        if let Some(shared) = &self.shared {
            shared.observe(quota, now);
        }
    }

    /// The service asked not to be called before `until`.
    pub(super) fn hold(&self, until: Instant) {
        self.limiter.block(until);
        if let Some(shared) = &self.shared {
            shared.pause(until);
        }
    }

    /// What can be listed; the first one has the documents.
    #[must_use]
    pub const fn feeds(&self) -> &'static [Feed] {
        self.feeds
    }

    /// A session for a question that a person waits for.
    #[must_use]
    pub fn question(self: &Arc<Self>) -> Session {
        self.session(Priority::Interactive, unobserved(), CancellationToken::new())
    }

    /// A session of this priority, which `cancel` ends.
    #[must_use]
    pub fn session(self: &Arc<Self>, priority: Priority, observer: Arc<dyn Observer>, cancel: CancellationToken) -> Session {
        let settings = priority.settings(&self.settings);
        Session { account: Arc::clone(self), priority, settings, observer, cancel }
    }

    /// Sends nothing before this time; a time that cannot be meant counts as none.
    pub fn defer(&self, until: Timestamp) {
        let pause = Duration::try_from(until.duration_since(self.clock.now())).unwrap_or_default();
        if pause <= LONGEST_DEFERRAL {
            self.limiter.block(Instant::now() + pause);
        }
    }
}

/// Sends the requests of one run or of one question.
pub struct Session {
    pub(super) account: Arc<Account>,
    priority: Priority,
    settings: Settings,
    pub(super) observer: Arc<dyn Observer>,
    pub(super) cancel: CancellationToken,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("account", &self.account).field("priority", &self.priority).finish_non_exhaustive()
    }
}

/// Tells the observer that a wait is over.
struct Waiting<'a>(&'a dyn Observer);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.goes_on();
    }
}

pub(super) type Result<T> = std::result::Result<T, RemoteError>;

/// The answer of a capability that the provider does not have.
pub(super) fn unsupported<'a, T: Send>() -> Call<'a, T> {
    Box::pin(async { Err(ProviderError::Unsupported) })
}

impl Session {
    /// Tests the credentials, and asks what the account tells of itself. Records are what credentials are for: whether the service
    /// also tells its profile does not matter.
    pub async fn facts(&self) -> Result<AccountFacts> {
        let profile = match self.call(|provider| provider.profile()).await {
            Ok(told) => told.answer.value,
            Err(RemoteError::Failed(
                ProviderError::NotFound
                | ProviderError::Rejected { .. }
                | ProviderError::Server { .. }
                | ProviderError::Body { .. },
            )) => Profile::default(),
            Err(error) => return Err(error),
        };
        let newest = self.newest().await?.answer.value;
        let seller =
            newest.records.iter().flatten().find_map(Payload::document).map(|invoice| invoice.seller.clone()).unwrap_or_default();
        Ok(AccountFacts {
            name: profile.name.or(Some(seller.name).filter(|name| !name.is_empty())),
            tax_number: profile.tax_number.or_else(|| seller.tax_number.map(String::from)),
            documents: newest.total,
        })
    }

    /// What the account tells of itself.
    pub async fn profile(&self) -> Result<Profile> {
        Ok(self.call(|provider| provider.profile()).await?.answer.value)
    }

    /// Whether the service's clock is asked before anything is read: its answer tells how.
    #[must_use]
    pub fn is_clock_first(&self) -> bool {
        self.account.provider.clock().is_some_and(ServiceClock::is_first)
    }

    /// The service's clock.
    pub async fn server_time(&self) -> Result<Timed<ServerTime>> {
        self.call(|provider| provider.clock().map_or_else(unsupported, |it| it.server_time())).await
    }

    /// One page of a feed.
    pub async fn list(&self, request: ListRequest) -> Result<Timed<Page>> {
        self.call(|provider| provider.list(request.clone())).await
    }

    /// The newest document.
    pub async fn newest(&self) -> Result<Timed<Page>> {
        let feed = *self.account.feeds.first().ok_or(ProviderError::Unsupported)?;
        self.list(ListRequest { feed, scope: Scope::All, place: Place::Page(1), per_page: 1 }).await
    }

    /// One record of a feed as it is now.
    pub async fn get(&self, feed: &Feed, id: &RemoteId) -> Result<Timed<Record>> {
        self.call(|provider| provider.get(feed, id)).await
    }

    /// Number of records of a feed; `None` where the service cannot be asked for it.
    pub async fn count(&self, feed: &Feed) -> Result<Option<u64>> {
        if self.account.provider.counting().is_none() {
            return Ok(None);
        }
        let asked = self.call(|provider| provider.counting().map_or_else(unsupported, |it| it.count(feed))).await?;
        Ok(Some(asked.answer.value))
    }

    /// What names the first record of a feed after a mark; `None` if the service does not tell.
    pub async fn first_after(&self, feed: &Feed, mark: Option<&str>) -> Result<Option<Timed<Option<Named>>>> {
        if self.account.provider.naming().is_none() {
            return Ok(None);
        }
        let asked = self.call(|provider| provider.naming().map_or_else(unsupported, |it| it.first_after(feed, mark))).await?;
        Ok(Some(asked))
    }

    /// How far back the service tells changes of several feeds at once; `None` where it tells none.
    #[must_use]
    pub fn reach(&self) -> Option<Duration> {
        self.account.provider.changes().map(ChangeFeed::reach)
    }

    /// What changed in feeds since a point in time.
    pub async fn changes(&self, feeds: &[Feed], since: Timestamp) -> Result<Timed<Changes>> {
        self.call(|provider| provider.changes().map_or_else(unsupported, |it| it.changes(feeds, since))).await
    }

    /// Payments booked on a document.
    pub async fn payments(&self, id: &RemoteId) -> Result<Vec<HistoryEntry>> {
        let asked = self.call(|provider| provider.payments().map_or_else(unsupported, |it| it.payments(id))).await?;
        Ok(asked.answer.value)
    }

    /// What the tax authority answered about a document.
    pub async fn tax_report(&self, id: &RemoteId) -> Result<TaxReport> {
        let asked = self.call(|provider| provider.filings().map_or_else(unsupported, |it| it.tax_report(id))).await?;
        Ok(asked.answer.value)
    }

    /// A document as PDF, or one that gives `credit`; `None` while the service still makes it.
    pub async fn pdf(&self, id: &RemoteId, credit: bool) -> Result<Option<Vec<u8>>> {
        Ok(self.call(|provider| provider.files().map_or_else(unsupported, |it| it.pdf(id, credit))).await?.answer.value)
    }

    /// A document's public address.
    pub async fn public_url(&self, id: &RemoteId) -> Result<String> {
        Ok(self.call(|provider| provider.files().map_or_else(unsupported, |it| it.public_url(id))).await?.answer.value)
    }

    /// How many requests of this session may be on their way: `most`, or one at a time when little is left.
    #[must_use]
    pub fn width(&self, most: usize) -> usize {
        self.account.limiter.width(most)
    }

    /// Whether little is left until the window ends: what can wait waits.
    #[must_use]
    pub fn is_nearly_used(&self) -> bool {
        self.account.limiter.is_nearly_used(Instant::now())
    }

    /// Sends a request until it is answered or nothing more helps. `request` makes it anew each time.
    pub(super) async fn call<'a, T>(&'a self, request: impl Fn(&'a dyn Provider) -> Call<'a, T>) -> Result<Timed<T>> {
        self.cancel.run_until_cancelled(self.attempts(request)).await.unwrap_or(Err(RemoteError::Cancelled))
    }

    async fn attempts<'a, T>(&'a self, request: impl Fn(&'a dyn Provider) -> Call<'a, T>) -> Result<Timed<T>> {
        let mut failed = 0;
        loop {
            let permit = self.permit().await?;
            let sent = Instant::now();
            self.observer.sent();
            let result = timeout(LONGEST_REQUEST, request(&*self.account.provider)).await.unwrap_or(Err(ProviderError::Timeout));
            let got = Instant::now();
            self.account.observe(result.as_ref().map_or_else(quota_of, |answer| answer.quota), got);
            self.observer.quota(self.account.limiter.left());
            drop(permit);
            match result {
                Ok(answer) => return Ok(Timed { answer, sent, got }),
                Err(error) => {
                    failed += 1;
                    self.after(error, failed).await?;
                }
            }
        }
    }

    /// Waits for this request's turn.
    pub(super) async fn permit(&self) -> Result<(Permit, Option<SharedPermit>)> {
        let patience = self.settings.retry_after_limit.saturating_add(LEEWAY);
        let too_late = |at: Instant| {
            let until = self.account.clock.now().checked_add(signed(at.saturating_duration_since(Instant::now())));
            until.map_or(RemoteError::Failed(ProviderError::Timeout), RemoteError::Deferred)
        };
        let permit = self.account.limiter.acquire(self.priority, patience, |at| self.waits(at)).await.map_err(too_late)?;
        // Within this process the order is settled; what is left is shared with the others.
        let shared = match &self.account.shared {
            Some(shared) => Some(shared.acquire(patience, |at| self.waits(at)).await.map_err(too_late)?),
            None => None,
        };
        Ok((permit, shared))
    }

    /// Waits after a failure, or says why not.
    pub(super) async fn after(&self, error: ProviderError, failed: u32) -> Result<()> {
        let (account, now) = (&self.account, self.account.clock.now());
        let verdict = {
            let mut rng = account.rng.lock().unwrap_or_else(PoisonError::into_inner);
            decide(&self.settings, &error, failed, now, &mut rng)
        };
        tracing::debug!(%error, effect = ?error.effect(), failed, ?verdict, "request failed");
        match verdict {
            Verdict::Again(pause) => {
                let until = Instant::now() + pause;
                let _told = self.waits(until);
                sleep_until(until).await;
            }
            Verdict::Hold(pause) => account.hold(Instant::now() + pause),
            Verdict::Defer(until) => {
                account.defer(until);
                if let (Some(shared), Ok(pause)) = (&account.shared, Duration::try_from(until.duration_since(now))) {
                    shared.pause(Instant::now() + pause.min(LONGEST_DEFERRAL));
                }
                return Err(RemoteError::Deferred(until));
            }
            Verdict::GiveUp => return Err(error.into()),
        }
        Ok(())
    }

    /// Tells the observer of a wait, for as long as it lasts.
    fn waits(&self, until: Instant) -> Option<Waiting<'_>> {
        let pause = until.saturating_duration_since(Instant::now());
        let at = self.account.clock.now().checked_add(signed(pause)).ok()?;
        self.observer.waits(at, pause);
        Some(Waiting(&*self.observer))
    }
}

fn quota_of(error: &ProviderError) -> Quota {
    match error {
        ProviderError::TooMany { quota, .. } => *quota,
        _ => Quota::default(),
    }
}
