//! Scanning the whole account, until what was seen is what there is; and flagging what vanished.

use jiff::Timestamp;

use futures::{StreamExt, TryStreamExt, stream};

use super::error::EndReason;
use super::page_bounds::PageBounds;
use super::page_stream::{PageStream, Work, fresh};
use super::plan::Start;
use super::run_writer::{Fetched, Item, RunWriter};
use super::seen_ids::SeenIds;
use crate::clock::signed;
use crate::domain::{Message, RemoteId, SyncMode};
use crate::provider::{Page, ProviderError, Record, Scope, ServerTime};
use crate::remote::{RemoteError, Timed};
use crate::store::ScanState;

/// Walks of one run, at most.
pub(super) const SCANS: u32 = 3;
/// Pages that are looked at again for records that were added meanwhile.
const TOP_UP_PAGES: u32 = 10;
/// Limit for asking about missing invoices one by one; more count as vanished once two scans agree.
const ASK_AT_MOST: usize = 20;
/// A `Date` that lies further ahead of our clock is not taken for the time.
const AHEAD: std::time::Duration = std::time::Duration::from_hours(24);

/// Whether a record is the one that was asked for, as far as it can be read.
fn is_about(record: &Result<Record, ()>, id: &RemoteId) -> bool {
    match record {
        Ok(Ok(invoice)) => invoice.id == *id,
        _ => true,
    }
}

/// A scan that came to its end.
struct Scanned {
    stream: PageStream,
    /// The service's clock when it began.
    began: Timestamp,
}

impl Work {
    /// Walks the account. The state is ready to be written when it returns.
    pub(super) async fn full_scan(&self, mode: SyncMode, start: &Start) -> Result<(), EndReason> {
        let mut last = None;
        let mut steady = 0;
        for number in 1..=SCANS {
            let scanned = match start {
                Start::Resume { page, scan } if number == 1 => self.resume(*page, scan).await?,
                _ => self.scan_anew(mode).await?,
            };
            let print = scanned.stream.seen.print();
            // Two scans that saw the same prove more than any claim.
            let same = last.replace(print) == Some(print);
            if same || scanned.stream.bounds.consistent(print.count()) {
                steady += 1;
                if self.settle(&scanned.stream.seen, steady).await? {
                    let resumed = number == 1 && matches!(start, Start::Resume { .. });
                    if !resumed {
                        self.writer(RunWriter::saw_all).await;
                    }
                    return self.complete(scanned.began).await;
                }
            }
            tracing::info!(number, seen = print.count(), claimed = ?scanned.stream.bounds.total(), "the account moved");
        }
        self.writer(|writer| {
            writer.warn(Message::new("sync-unsteady").with("scans", SCANS));
            writer.state().scan = None;
        })
        .await;
        Ok(())
    }

    async fn complete(&self, began: Timestamp) -> Result<(), EndReason> {
        let now = self.clock.now();
        self.writer(move |writer| {
            let state = writer.state();
            state.cursor = Some(began);
            state.last_full_scan = Some(now);
            state.scan = None;
        })
        .await;
        Ok(())
    }

    async fn scan_anew(&self, mode: SyncMode) -> Result<Scanned, EndReason> {
        let first = self.page(&Scope::All, 1).await?;
        let began = self.clock_before(&first).await?;
        let total = first.answer.value.total;
        self.writer(move |writer| writer.begin_scan(ScanState { mode, pages_done: 0, began, total })).await;
        let bounds = PageBounds::fresh(self.per_page());
        let mut stream = PageStream { scope: Scope::All, bounds, seen: SeenIds::default(), scan: true, modified: false };
        self.run_stream(&mut stream, 1, first).await?;
        self.top_up(&mut stream).await?;
        Ok(Scanned { stream, began })
    }

    /// Continues where an earlier run ended. Changes since its begin are requested at the end, so that the pages of
    /// then are as fresh as those of now.
    async fn resume(&self, page: u32, scan: &ScanState) -> Result<Scanned, EndReason> {
        let state = scan.clone();
        let ids = self
            .writer(move |writer| {
                writer.resume_scan(state);
                writer.scan_ids()
            })
            .await?;
        let mut seen = SeenIds::default();
        for id in &ids {
            seen.insert(id);
        }
        drop(ids);
        let bounds = PageBounds::resume(self.per_page(), page, scan.total);
        let mut stream = PageStream { scope: Scope::All, bounds, seen, scan: true, modified: false };
        let first = self.page(&Scope::All, page).await?;
        self.run_stream(&mut stream, page, first).await?;

        self.server_time().await?;
        let since = scan.began.checked_sub(signed(self.settings.overlap)).unwrap_or(Timestamp::MIN);
        let scope = Scope::ModifiedSince(since);
        let first = self.page(&scope, 1).await?;
        let bounds = PageBounds::fresh(self.per_page());
        let mut changed = PageStream { scope, bounds, seen: SeenIds::default(), scan: false, modified: false };
        self.run_stream(&mut changed, 1, first).await?;
        stream.seen.absorb(&changed.seen);
        self.top_up(&mut stream).await?;
        Ok(Scanned { stream, began: scan.began })
    }

    /// If records were only added meanwhile, they are on the first pages: no need to scan everything again.
    async fn top_up(&self, stream: &mut PageStream) -> Result<(), EndReason> {
        if !stream.bounds.only_grew(stream.seen.count()) {
            return Ok(());
        }
        for page in 1..=TOP_UP_PAGES {
            let answer = self.page(&Scope::All, page).await?;
            let at = self.scale(answer.got);
            let Page { records, total, .. } = answer.answer.value;
            stream.bounds.claim_again(at, total);
            let items = fresh(&mut stream.seen, page, records);
            if items.is_empty() {
                return Ok(());
            }
            let fetched = Fetched { page, items, total, scan: stream.scan, modified: false };
            self.writer(move |writer| writer.take(vec![fetched])).await?;
            if !stream.bounds.lacks_some(stream.seen.count()) {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Flags what vanished; `false` when that cannot be told without another scan. `steady` scans agreed with the service.
    async fn settle(&self, seen: &SeenIds, steady: u32) -> Result<bool, EndReason> {
        let count = seen.count();
        if self.writer(move |writer| writer.holds_exactly(count)).await? {
            return Ok(true);
        }
        let mut missing = self.writer(|writer| writer.live_ids()).await?;
        missing.retain(|id| !seen.contains(id));
        if missing.len() <= ASK_AT_MOST {
            let (gone, found) = self.ask(missing).await?;
            let missed = !found.is_empty();
            self.take_found(found).await?;
            // A scan that missed one of ours may have missed other, unknown ones.
            if missed && steady < 2 {
                return Ok(false);
            }
            missing = gone;
        } else if steady < 2 {
            return Ok(false);
        }
        self.writer(move |writer| writer.vanish(&missing)).await?;
        Ok(true)
    }

    /// Fetches documents one by one. Returns the missing ones and the others.
    async fn ask(&self, ids: Vec<RemoteId>) -> Result<(Vec<RemoteId>, Vec<(RemoteId, Record)>), EndReason> {
        let width = self.session.width(self.settings.pages);
        let answers: Vec<(RemoteId, Option<Result<Record, ()>>)> = stream::iter(ids)
            .map(|id| async move {
                let answer = self.session.get(&id).await;
                let record = match answer {
                    // A document by another name tells nothing of this one.
                    Ok(Timed { answer, .. }) => Some(Ok(answer.value)).filter(|record| is_about(record, &id)),
                    Err(RemoteError::Failed(ProviderError::NotFound)) => Some(Err(())),
                    Err(RemoteError::Failed(ProviderError::Rejected { .. })) => None,
                    Err(error) => return Err(EndReason::from(error)),
                };
                Ok((id, record))
            })
            .buffered(width)
            .try_collect()
            .await?;
        let (mut gone, mut found) = (Vec::new(), Vec::new());
        for (id, answer) in answers {
            match answer {
                Some(Ok(record)) => found.push((id, record)),
                Some(Err(())) => gone.push(id),
                // The service does not say: it stays as it is.
                None => {}
            }
        }
        Ok((gone, found))
    }

    async fn take_found(&self, found: Vec<(RemoteId, Record)>) -> Result<(), EndReason> {
        if found.is_empty() {
            return Ok(());
        }
        let items = found.into_iter().map(|(id, record)| Item { id, record }).collect();
        self.writer(move |writer| {
            let page = writer.page();
            writer.take(vec![Fetched { page, items, total: None, scan: false, modified: false }])
        })
        .await?;
        Ok(())
    }

    /// The service's clock just before a page was asked for.
    async fn clock_before(&self, first: &Timed<Page>) -> Result<Timestamp, EndReason> {
        let (time, elapsed) = match self.usable_date(first.answer.date) {
            Some(date) => (date, first.got - first.sent),
            None => match self.server_time().await? {
                Some(time) => (time.answer.value.now, time.got - first.sent),
                None => (self.clock.now(), first.sent.elapsed()),
            },
        };
        Ok(time.checked_sub(signed(elapsed)).unwrap_or(time))
    }

    /// A `Date` header, unless it would put the cursor into the future.
    pub(super) fn usable_date(&self, date: Option<Timestamp>) -> Option<Timestamp> {
        date.filter(|date| date.duration_since(self.clock.now()) <= signed(AHEAD))
    }

    /// Asks for the service's clock and remembers its zone; `None` where it does not tell.
    pub(super) async fn server_time(&self) -> Result<Option<Timed<ServerTime>>, EndReason> {
        match self.session.server_time().await {
            Ok(time) => {
                if let Some(zone) = time.answer.value.zone.clone() {
                    self.writer(move |writer| writer.state().zone = Some(zone)).await;
                }
                Ok(Some(time))
            }
            Err(RemoteError::Failed(ProviderError::NotFound | ProviderError::Rejected { .. } | ProviderError::Unsupported)) => {
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }
}
