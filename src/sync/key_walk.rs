//! Walking a feed by identifiers: each page begins after the last record of the one before, so that nothing moves while it is read.
//!
//! A service may fail over a page because of one record in it. Smaller pages are asked for then, down to that record, which is named and left
//! out: one bad record costs one record.

use super::error::{EndReason, SyncError};
use super::full_scan::Scanned;
use super::page_bounds::REFUSED_FIRST;
use super::page_stream::{Work, fresh};
use super::plan::Start;
use super::run_writer::Fetched;
use super::seen_ids::SeenIds;
use crate::domain::{Message, SyncMode};
use crate::provider::{Answer, ListRequest, Page, Place, ProviderError, RejectedRecord, Scope};
use crate::remote::{RemoteError, Timed};
use crate::store::ScanState;

/// Pages of one walk, at most: a service that never ends must not keep us for ever.
const MOST_PAGES: u32 = 100_000;
/// Records that one walk may leave out because the service fails over them; with more of them the service is at fault, not its records.
const MOST_LEFT_OUT: u32 = 100;

/// Size of the next page, and how often the service failed over one record.
struct Pace {
    size: u32,
    left_out: u32,
}

/// A page of a walk.
struct Keyed {
    page: Timed<Page>,
    /// Whether it stands for the one record that the service fails over.
    left_out: bool,
}

impl Work {
    /// Walks the feed by identifiers, from its begin or from where an earlier run left it. `None` if they do not grow: then only numbered
    /// pages show everything.
    pub(super) async fn walk_keys(&self, mode: SyncMode, start: &Start) -> Result<Option<Scanned>, EndReason> {
        let at = self.at;
        let mut seen = SeenIds::default();
        let mut pace = Pace { size: self.per_page(), left_out: 0 };
        let (mut number, began, mut mark, mut keyed) = match start {
            Start::Resume { page, scan } => {
                let state = scan.clone();
                let ids = self.writer(move |writer| {
                    writer.resume_scan(at, state);
                    writer.scan_ids(at)
                });
                for id in &ids.await? {
                    seen.insert(id);
                }
                let first = self.page_after(scan.after.clone(), &mut pace).await?;
                (*page, scan.began, scan.after.clone(), first)
            }
            Start::Fresh => {
                let first = self.page_after(None, &mut pace).await?;
                let began = self.clock_before(&first.page).await?;
                let state = ScanState { mode, pages_done: 0, after: None, began, total: None };
                self.writer(move |writer| writer.begin_scan(at, state)).await;
                (0, began, None, first)
            }
        };
        // Records since the last page with one that can be used.
        let mut refused = 0_u64;
        loop {
            number = number.saturating_add(1);
            let Keyed { page, left_out } = keyed;
            let Page { records, total, next, .. } = page.answer.value;
            let count = records.len();
            if number > MOST_PAGES {
                return Err(EndReason::Failed(SyncError::Endless { page: number }));
            }
            refused = if records.iter().all(Result::is_err) { refused.saturating_add(count as u64) } else { 0 };
            if refused >= REFUSED_FIRST && !left_out {
                return Err(EndReason::Failed(SyncError::OnlyRefused { page: number, count: refused }));
            }
            let items = fresh(&mut seen, number, records);
            if items.len() < count || (next.is_some() && (next == mark || count == 0)) {
                return Ok(None);
            }
            let fetched = Fetched { page: number, after: next.clone(), items, total, scan: true, modified: false };
            let take = self.writer(move |writer| writer.take(at, vec![fetched]));
            let Some(after) = next else {
                take.await?;
                break;
            };
            mark = Some(after.clone());
            // The next page comes while this one is written.
            let (taken, fetched) = tokio::join!(take, self.page_after(Some(after), &mut pace));
            taken?;
            keyed = fetched?;
            if self.cancel.is_cancelled() {
                return Err(EndReason::Cancelled);
            }
        }
        self.turn().await;
        let claimed = self.session.count(&self.feed).await?;
        let whole = claimed.is_none_or(|count| count == seen.print().count());
        Ok(Some(Scanned { seen, began, whole, claimed }))
    }

    /// The page after a mark. Where the service fails over it, pages of half the size, down to the one record that is the cause: that one is
    /// named and left out. Pages grow again behind it.
    async fn page_after(&self, mark: Option<Box<str>>, pace: &mut Pace) -> Result<Keyed, EndReason> {
        loop {
            let place = Place::After(mark.clone());
            let request = ListRequest { feed: self.feed, scope: Scope::All, place, per_page: pace.size };
            self.turn().await;
            let error = match self.session.list(request).await {
                Ok(page) => {
                    pace.size = pace.size.saturating_mul(2).min(self.per_page());
                    return Ok(Keyed { page, left_out: false });
                }
                Err(RemoteError::Failed(error @ ProviderError::Stumbled { .. })) => error,
                Err(error) => return Err(error.into()),
            };
            if pace.size > 1 {
                pace.size = pace.size.div_ceil(2);
                continue;
            }
            pace.left_out = pace.left_out.saturating_add(1);
            if pace.left_out > MOST_LEFT_OUT {
                return Err(RemoteError::Failed(error).into());
            }
            return self.name_of_bad(mark.as_deref(), error).await;
        }
    }

    /// A page that stands for the record after a mark, over which the service fails with this error.
    async fn name_of_bad(&self, mark: Option<&str>, error: ProviderError) -> Result<Keyed, EndReason> {
        let asked = match self.session.first_after(&self.feed, mark).await {
            Ok(asked) => asked,
            // What it fails over is not a record, or cannot be told from others.
            Err(RemoteError::Failed(ProviderError::Stumbled { .. })) => None,
            Err(error) => return Err(error.into()),
        };
        let named = asked.map(|asked| (asked.answer.value, asked.answer.quota, asked.answer.date, asked.sent, asked.got));
        let Some((Some(named), quota, date, sent, got)) = named else { return Err(RemoteError::Failed(error).into()) };
        let ProviderError::Stumbled { status, detail } = error else { return Err(RemoteError::Failed(error).into()) };
        tracing::warn!(feed = self.feed.name, id = named.id.as_str(), status, "the service fails over a record");
        let reason = Message::new("sync-left-out").with("status", status).with("detail", detail);
        let refused = RejectedRecord { kind: Some(self.feed.kind), id: Some(named.id), number: named.number, reason };
        let value = Page { records: vec![Err(refused)], total: None, last_page: None, next: Some(named.mark) };
        Ok(Keyed { page: Timed { answer: Answer { value, quota, date }, sent, got }, left_out: true })
    }
}
