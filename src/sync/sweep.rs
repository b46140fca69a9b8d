//! Looking over a whole feed by its outline, for changes that its time of modification misses.

use super::error::EndReason;
use super::full_scan::ASK_AT_MOST;
use super::page_stream::{Work, fresh};
use super::seen_ids::SeenIds;
use crate::provider::{Page, Scope};

/// Pages of one outline, at most: a service that never ends must not keep us for ever.
const MOST_PAGES: u32 = 10_000;

impl Work {
    /// Looks over the feed, and takes in what differs from what is stored. What is not listed is left to the next scan of the whole account.
    pub(super) async fn sweep(&self) -> Result<(), EndReason> {
        let (at, mut seen, mut outdated) = (self.at, SeenIds::default(), Vec::new());
        for number in 1..=MOST_PAGES {
            let page = self.page(&Scope::Outline, number).await?;
            let Page { records, .. } = page.answer.value;
            let is_full = records.len() as u64 >= u64::from(self.per_page());
            let items = fresh(&mut seen, number, records);
            // A page that shows nothing new ends it, whatever the service says of the whole.
            let goes_on = is_full && !items.is_empty();
            outdated.extend(self.writer(move |writer| writer.outdated(at, items)).await?);
            if self.cancel.is_cancelled() {
                return Err(EndReason::Cancelled);
            }
            if !goes_on {
                break;
            }
        }
        tracing::info!(feed = self.feed.name, seen = seen.count(), outdated = outdated.len(), "looked over");
        if outdated.len() > ASK_AT_MOST {
            // Whole pages take fewer requests than so many records one by one.
            self.read_scope(Scope::All).await?;
            return Ok(());
        }
        let (_, found) = self.ask(outdated).await?;
        self.take_found(found).await
    }
}
