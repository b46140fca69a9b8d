//! Writes of a session, and the questions that prepare and follow them.

use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::account::{Result, unsupported};
use super::retry::asked_pause;
use super::{RemoteError, SendError, Session};
use crate::domain::push::{Accepted, Choice, Found, Frozen, Listing, Lookup, Order, WriteSettings};
use crate::provider::{Answer, ProviderError, Quota, RetryAfter, Unwritable, WriteError, Writer};

/// No write takes longer: much less than the claim of the worker that sends it.
const LONGEST_WRITE: Duration = Duration::from_secs(150);

impl Session {
    /// The request of an order; the same bytes whenever it is called.
    ///
    /// # Errors
    /// The service cannot hold what is ordered.
    pub fn render(&self, order: &Order, settings: &WriteSettings) -> std::result::Result<Frozen, Unwritable> {
        self.writer().ok_or(Unwritable::Unsupported { kind: order.kind() })?.render(order, settings)
    }

    /// The ways to look for what an order became.
    #[must_use]
    pub fn lookups(&self, order: &Order) -> Vec<Lookup> {
        self.writer().map(|writer| writer.lookups(order)).unwrap_or_default()
    }

    /// Records that may be what an order became.
    pub async fn find(&self, order: &Order, lookup: &Lookup) -> Result<Vec<Found>> {
        let asked = self.call(|provider| provider.writer().map_or_else(unsupported, |it| it.find(order, lookup))).await?;
        Ok(asked.answer.value)
    }

    /// A list of the company that orders refer to.
    pub async fn choices(&self, listing: Listing) -> Result<Vec<Choice>> {
        let asked = self.call(|provider| provider.writer().map_or_else(unsupported, |it| it.choices(listing))).await?;
        Ok(asked.answer.value)
    }

    /// What the company's settings say about writing.
    pub async fn write_settings(&self) -> Result<WriteSettings> {
        let asked = self.call(|provider| provider.writer().map_or_else(unsupported, |it| it.settings())).await?;
        Ok(asked.answer.value)
    }

    /// Sends the request of an order with an idempotency key. What was surely not carried out is repeated as other requests are, with the
    /// same key and bytes; whatever else happened is told. Once it is on its way nothing cancels it.
    pub async fn send(&self, order: &Order, frozen: &Frozen, key: &str) -> std::result::Result<Accepted, SendError> {
        let mut failed = 0;
        loop {
            let permit = self.cancel.run_until_cancelled(self.permit()).await.unwrap_or(Err(RemoteError::Cancelled));
            let permit = permit.map_err(SendError::NotSent)?;
            let writer = self.writer().ok_or(SendError::NotSent(ProviderError::Unsupported.into()))?;
            self.observer.sent();
            let sent = timeout(LONGEST_WRITE, writer.send(order, frozen, key)).await;
            let result = sent.unwrap_or(Err(WriteError::Unknown(ProviderError::Timeout)));
            self.account.observe(quota(&result), Instant::now());
            self.observer.quota(self.account.limiter.left());
            drop(permit);
            match result {
                Ok(answer) => return Ok(answer.value),
                Err(WriteError::NotSent(error)) => {
                    failed += 1;
                    let pause = self.cancel.run_until_cancelled(self.after(error, failed)).await;
                    pause.unwrap_or(Err(RemoteError::Cancelled)).map_err(SendError::NotSent)?;
                }
                Err(WriteError::Unknown(ProviderError::TooMany { after: Some(after), quota })) => {
                    let after = self.kept_away(after).map(RetryAfter::In);
                    return Err(SendError::Told(WriteError::Unknown(ProviderError::TooMany { after, quota })));
                }
                Err(error) => return Err(SendError::Told(error)),
            }
        }
    }

    /// Calls the service no more before the time that it asks for with its answer to a write; the pause until then, if it makes sense.
    fn kept_away(&self, after: RetryAfter) -> Option<Duration> {
        let now = self.account.clock.now();
        let pause = asked_pause(after, now)?;
        self.account.hold(Instant::now() + pause);
        Some(pause)
    }

    fn writer(&self) -> Option<&dyn Writer> {
        self.account.provider.writer()
    }
}

/// What the headers of an answer said.
fn quota(result: &std::result::Result<Answer<Accepted>, WriteError>) -> Quota {
    match result {
        Ok(answer) => answer.quota,
        Err(
            WriteError::NotSent(ProviderError::TooMany { quota, .. }) | WriteError::Unknown(ProviderError::TooMany { quota, .. }),
        ) => *quota,
        Err(_) => Quota::default(),
    }
}
