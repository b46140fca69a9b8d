//! Asking for what changed since the last success, and looking again at what was issued lately.

use jiff::Timestamp;

use super::error::EndReason;
use super::full_scan::SCANS;
use super::page_bounds::PageBounds;
use super::page_stream::{PageStream, Work};
use super::plan::first_day;
use super::seen_ids::SeenIds;
use crate::clock::signed;
use crate::domain::{Kind, Message};
use crate::provider::Scope;

/// Result of reading a scope.
pub(super) struct ScopeRead {
    /// Whether everything in scope was seen, as far as can be told.
    whole: bool,
    /// The service's clock before its first page, where the answer carried one.
    clock: Option<Timestamp>,
}

impl Work {
    /// Asks for what changed. The state is ready to be written when it returns; nothing else is written when nothing did.
    pub(super) async fn incremental(&self, modified_since: Timestamp, lookback_days: Option<u32>) -> Result<(), EndReason> {
        let at = self.at;
        let clock = self.run_time().await?;
        let modified = self.read_scope(Scope::ModifiedSince(modified_since)).await?;
        // Without a clock of the service the cursor stays: the next run requests a little more.
        let clock = clock.or(modified.clock);
        let mut whole = modified.whole;
        if let Some(days) = lookback_days {
            let now = clock.unwrap_or_else(|| self.clock.now());
            let zone = self.writer(|writer| writer.zone().clone()).await;
            let issued_since = first_day(now, zone.as_deref(), days);
            whole &= self.read_scope(Scope::IssuedSince(issued_since)).await?.whole;
        }
        self.writer(move |writer| {
            if !whole {
                writer.warn(Message::new("sync-unsteady").with("scans", SCANS));
            } else if clock.is_some() {
                writer.state(at).cursor = clock;
            }
        })
        .await;
        Ok(())
    }

    /// The service's time, asked for once a run: an earlier time for a later feed requests a little more. `None` where it does not tell.
    pub(super) async fn run_time(&self) -> Result<Option<Timestamp>, EndReason> {
        let ask = async || Ok(self.server_time().await?.map(|time| time.answer.value.now));
        self.told_time.get_or_try_init(ask).await.copied()
    }

    /// Reads a scope until what was seen is what there is.
    pub(super) async fn read_scope(&self, scope: Scope) -> Result<ScopeRead, EndReason> {
        let mut last = None;
        let mut clock = None;
        let modified = matches!(scope, Scope::ModifiedSince(_));
        for _ in 0..SCANS {
            let first = self.page(&scope, 1).await?;
            if clock.is_none() {
                let date = self.usable_date(first.answer.date);
                clock = date.and_then(|date| date.checked_sub(signed(first.got - first.sent)).ok());
            }
            let bounds = PageBounds::fresh(self.per_page());
            let mut stream = PageStream { scope: scope.clone(), bounds, seen: SeenIds::default(), scan: false, modified };
            self.run_stream(&mut stream, 1, first).await?;
            let print = stream.seen.print();
            if modified && self.feed.kind == Kind::Document {
                let seen = print.count();
                self.writer(move |writer| writer.saw_modified(seen)).await?;
            }
            let same = last.replace(print) == Some(print);
            if same || stream.bounds.consistent(print.count()) {
                return Ok(ScopeRead { whole: true, clock });
            }
        }
        Ok(ScopeRead { whole: false, clock })
    }
}
