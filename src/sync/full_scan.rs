//! Scanning the whole account, until what was seen is what there is; and noting what is missing.

use jiff::Timestamp;

use futures::{StreamExt, TryStreamExt, stream};

use super::error::EndReason;
use super::page_bounds::PageBounds;
use super::page_stream::{PageStream, Work, fresh};
use super::plan::Start;
use super::run_writer::{Fetched, Item, RunWriter};
use super::seen_ids::SeenIds;
use crate::clock::signed;
use crate::domain::{Kind, Message, RemoteId, SyncMode};
use crate::provider::{News, Page, ProviderError, Record, Scope, ServerTime, Walk};
use crate::remote::{RemoteError, Timed};
use crate::store::ScanState;

/// Walks of one run, at most.
pub(super) const SCANS: u32 = 3;
/// Pages that are looked at again for records that were added meanwhile.
const TOP_UP_PAGES: u32 = 10;
/// Limit for asking about missing invoices one by one; of more, so many are asked for, once two scans agree.
pub(super) const ASK_AT_MOST: usize = 20;
/// A `Date` that lies further ahead of our clock is not taken for the time.
const AHEAD: std::time::Duration = std::time::Duration::from_hours(24);

/// Whether a record is the one that was asked for, as far as it can be read.
fn is_about(record: &Record, id: &RemoteId) -> bool {
    record.as_ref().map_or(true, |fetched| fetched.id() == id)
}

/// As many of them as are asked for one by one, from the first to the last.
fn some(missing: &[RemoteId]) -> Vec<RemoteId> {
    let step = missing.len().div_ceil(ASK_AT_MOST).max(1);
    missing.iter().step_by(step).cloned().collect()
}

/// Answer about one record.
enum Answered {
    /// It is there.
    Found(Record),
    /// It is not there.
    Gone,
    /// The service does not say: it stays as it is.
    Unclear,
}

/// Feeds that share identifiers, as far as they were walked in a run.
#[derive(Default)]
pub(super) struct Mates {
    /// What they showed.
    seen: SeenIds,
    /// Whether one of them did not come to rest: then nothing can be told of what it did not show.
    unsteady: bool,
}

/// A scan that came to its end.
pub(super) struct Scanned {
    pub(super) seen: SeenIds,
    /// The service's clock when it began.
    pub(super) began: Timestamp,
    /// Whether it saw as much as the service says there is.
    pub(super) whole: bool,
    /// The number of records that the service claims.
    pub(super) claimed: Option<u64>,
}

impl Work {
    /// Walks a feed. The state is ready to be written when it returns.
    ///
    /// `mates` are the feeds that share the identifiers of this one and were walked before it; the `last` of them settles what vanished,
    /// if all of them saw everything.
    pub(super) async fn full_scan(&self, mode: SyncMode, start: &Start, mates: &mut Mates, last: bool) -> Result<(), EndReason> {
        let at = self.at;
        let mut before = None;
        let mut steady = 0;
        for number in 1..=SCANS {
            let first = number == 1;
            let scanned = self.scan(mode, start, first).await?;
            let print = scanned.seen.print();
            // Two scans that saw the same prove more than any claim.
            let same = before.replace(print) == Some(print);
            if same || scanned.whole {
                steady += 1;
                let began = scanned.began;
                let mut seen = scanned.seen;
                seen.absorb(&mates.seen);
                if !last || mates.unsteady || self.settle(mode, &seen, steady).await? {
                    let resumed = first && matches!(start, Start::Resume { .. });
                    if !resumed && self.feed.kind == Kind::Document {
                        self.writer(RunWriter::saw_all).await;
                    }
                    mates.seen = seen;
                    self.writer(move |writer| writer.end_scan(at, Some(began))).await;
                    if resumed && self.feed.news == News::Told {
                        // What changed on the pages of the earlier run; more than is told now is told to the next run.
                        let since = began.checked_sub(signed(self.settings.overlap)).unwrap_or(Timestamp::MIN);
                        self.take_changes(&[self.feed], since).await?;
                    }
                    return Ok(());
                }
            }
            tracing::info!(number, feed = self.feed.name, seen = print.count(), claimed = ?scanned.claimed, "the account moved");
        }
        mates.unsteady = true;
        self.writer(move |writer| {
            writer.warn(Message::new("sync-unsteady").with("scans", SCANS));
            writer.end_scan(at, None);
        })
        .await;
        Ok(())
    }

    /// One scan. By identifiers where the feed is listed so, unless that showed something else than there is.
    async fn scan(&self, mode: SyncMode, start: &Start, first: bool) -> Result<Scanned, EndReason> {
        let by_pages = matches!(start, Start::Resume { scan, .. } if scan.after.is_none());
        if first
            && self.feed.walk == Walk::Keys
            && !by_pages
            && let Some(scanned) = self.walk_keys(mode, start).await?
        {
            return Ok(scanned);
        }
        let (stream, began) = match start {
            Start::Resume { page, scan } if first && by_pages => self.resume(*page, scan).await?,
            _ => self.scan_anew(mode).await?,
        };
        let seen = stream.seen.print().count();
        let counted = if self.feed.walk == Walk::Keys { self.session.count(&self.feed).await? } else { None };
        let whole = counted.map_or_else(|| stream.bounds.consistent(seen), |count| count == seen);
        Ok(Scanned { seen: stream.seen, began, whole, claimed: counted.or(stream.bounds.total()) })
    }

    async fn scan_anew(&self, mode: SyncMode) -> Result<(PageStream, Timestamp), EndReason> {
        let at = self.at;
        let first = self.page(&Scope::All, 1).await?;
        let began = self.clock_before(&first).await?;
        let total = first.answer.value.total;
        self.writer(move |writer| writer.begin_scan(at, ScanState { mode, pages_done: 0, after: None, began, total })).await;
        let bounds = PageBounds::fresh(self.per_page());
        let mut stream = PageStream { scope: Scope::All, bounds, seen: SeenIds::default(), scan: true, modified: false };
        self.run_stream(&mut stream, 1, first).await?;
        self.top_up(&mut stream).await?;
        Ok((stream, began))
    }

    /// Continues where an earlier run ended. Changes since its begin are requested at the end, so that the pages of
    /// then are as fresh as those of now.
    async fn resume(&self, page: u32, scan: &ScanState) -> Result<(PageStream, Timestamp), EndReason> {
        let at = self.at;
        let state = scan.clone();
        let ids = self
            .writer(move |writer| {
                writer.resume_scan(at, state);
                writer.scan_ids(at)
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
        Ok((stream, scan.began))
    }

    /// If records were only added meanwhile, they are on the first pages: no need to scan everything again.
    async fn top_up(&self, stream: &mut PageStream) -> Result<(), EndReason> {
        if !stream.bounds.only_grew(stream.seen.count()) {
            return Ok(());
        }
        for page in 1..=TOP_UP_PAGES {
            let answer = self.page(&Scope::All, page).await?;
            let got = self.scale(answer.got);
            let Page { records, total, .. } = answer.answer.value;
            stream.bounds.claim_again(got, total);
            let items = fresh(&mut stream.seen, page, records);
            if items.is_empty() {
                return Ok(());
            }
            let fetched = Fetched { page, after: None, items, total, scan: stream.scan, modified: false };
            let at = self.at;
            self.writer(move |writer| writer.take(at, vec![fetched])).await?;
            if !stream.bounds.lacks_some(stream.seen.count()) {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Notes what is missing; `false` when that cannot be told without another scan. `steady` scans agreed with the service.
    async fn settle(&self, mode: SyncMode, seen: &SeenIds, steady: u32) -> Result<bool, EndReason> {
        let (at, count) = (self.at, seen.count());
        if self.writer(move |writer| writer.holds_exactly(at, count)).await? {
            return Ok(true);
        }
        let mut missing = self.writer(move |writer| writer.live_ids(at)).await?;
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
        } else {
            self.look_again(mode, &mut missing).await?;
            // A list that leaves out some of what is there may do so each time: a few of the missing, asked for by name, tell.
            let (gone, found) = self.ask(some(&missing)).await?;
            let lists_all = found.is_empty() && (missing.is_empty() || !gone.is_empty());
            self.take_found(found).await?;
            if !lists_all {
                return Ok(false);
            }
        }
        self.writer(move |writer| writer.note_missing(at, missing)).await?;
        Ok(true)
    }

    /// Walks the mates before this feed once more: so many records are missing only if two walks of each agree.
    async fn look_again(&self, mode: SyncMode, missing: &mut Vec<RemoteId>) -> Result<(), EndReason> {
        for (at, mate) in self.feeds.iter().enumerate().take(self.at) {
            if (mate.kind, mate.prefix) == (self.feed.kind, self.feed.prefix) {
                let work = self.on(at, *mate);
                let scanned = work.scan(mode, &Start::Fresh, true).await?;
                work.writer(move |writer| writer.end_scan(at, None)).await;
                missing.retain(|id| !scanned.seen.contains(id));
            }
        }
        Ok(())
    }

    /// Fetches records one by one. Returns the missing ones and the others.
    pub(super) async fn ask(&self, ids: Vec<RemoteId>) -> Result<(Vec<RemoteId>, Vec<(RemoteId, Record)>), EndReason> {
        let width = self.session.width(self.settings.pages);
        let ask = |id: RemoteId| async move { Ok::<_, EndReason>((self.ask_mates(&id).await?, id)) };
        let answers: Vec<(Answered, RemoteId)> = stream::iter(ids).map(ask).buffered(width).try_collect().await?;
        let (mut gone, mut found) = (Vec::new(), Vec::new());
        for (answer, id) in answers {
            match answer {
                Answered::Found(record) => found.push((id, record)),
                Answered::Gone => gone.push(id),
                Answered::Unclear => {}
            }
        }
        Ok((gone, found))
    }

    /// Asks each feed that shares identifiers with this one for a record.
    async fn ask_mates(&self, id: &RemoteId) -> Result<Answered, EndReason> {
        let mates = self.feeds.iter().filter(|mate| mate.kind == self.feed.kind && mate.prefix == self.feed.prefix);
        let mut gone = Answered::Gone;
        for mate in mates {
            match self.session.get(mate, id).await {
                // A record by another name tells nothing of this one.
                Ok(timed) if is_about(&timed.answer.value, id) => return Ok(Answered::Found(timed.answer.value)),
                Err(RemoteError::Failed(ProviderError::NotFound)) => {}
                Ok(_) | Err(RemoteError::Failed(ProviderError::Rejected { .. } | ProviderError::Stumbled { .. })) => {
                    gone = Answered::Unclear;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(gone)
    }

    pub(super) async fn take_found(&self, found: Vec<(RemoteId, Record)>) -> Result<(), EndReason> {
        if found.is_empty() {
            return Ok(());
        }
        let at = self.at;
        let items = found.into_iter().map(|(id, record)| Item { id, record }).collect();
        self.writer(move |writer| {
            let page = writer.page(at);
            writer.take(at, vec![Fetched { page, after: None, items, total: None, scan: false, modified: false }])
        })
        .await?;
        Ok(())
    }

    /// The service's clock just before a page was asked for.
    pub(super) async fn clock_before(&self, first: &Timed<Page>) -> Result<Timestamp, EndReason> {
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
                    self.writer(move |writer| *writer.zone() = Some(zone)).await;
                }
                Ok(Some(time))
            }
            Err(RemoteError::Failed(
                ProviderError::NotFound
                | ProviderError::Rejected { .. }
                | ProviderError::Stumbled { .. }
                | ProviderError::Unsupported,
            )) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
