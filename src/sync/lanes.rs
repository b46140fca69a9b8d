//! Feeds of a run in their order, and kinds side by side where each feed is walked page after page.
//!
//! For: a run. Such a walk knows its next page only when the one before is there, so that another kind is read while an answer is awaited.
//! What goes beside the first kind waits for its turn (`pace.rs`).

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::future::join_all;

use super::error::EndReason;
use super::full_scan::Mates;
use super::pace::{Lane, Pace};
use super::page_stream::Work;
use super::plan::Plan;
use crate::domain::Kind;
use crate::provider::{Feed, News, Walk};

/// A feed, its position among those of the account, and what is done with it.
pub(super) type Step = (usize, (&'static Feed, Plan));

impl Work {
    /// Reads feeds one after another, or kinds side by side where every feed is walked by identifiers.
    pub(super) async fn lanes(&self, steps: Vec<Step>) -> Result<(), EndReason> {
        let is_walked = |(_, (feed, plan)): &Step| feed.walk == Walk::Keys && matches!(plan, Plan::FullScan { .. });
        if self.session.width(self.settings.pages) < 2 || !steps.iter().all(is_walked) {
            return self.steps(steps).await;
        }
        let mut lanes: Vec<(Kind, Vec<Step>)> = Vec::new();
        for step in steps {
            let kind = step.1.0.kind;
            match lanes.iter_mut().find(|(other, _)| *other == kind) {
                Some((_, lane)) => lane.push(step),
                None => lanes.push((kind, vec![step])),
            }
        }
        let pace = Arc::new(Pace::default());
        let walk = |(place, (_, steps)): (usize, (Kind, Vec<Step>))| {
            let lane = Lane::new(&pace, place == 0);
            let work = Self { lane: Some(lane), ..self.clone() };
            let pace = Arc::clone(&pace);
            async move {
                let ended = work.steps(steps).await;
                if place == 0 {
                    pace.end();
                }
                ended
            }
        };
        // A kind that fails ends no other one: documents are read whole, whatever becomes of their payments.
        together(join_all(lanes.into_iter().enumerate().map(walk)).await)
    }

    /// Reads feeds one after another.
    pub(super) async fn steps(&self, steps: Vec<Step>) -> Result<(), EndReason> {
        let documents = self.feeds.iter().rposition(|feed| feed.kind == Kind::Document);
        let mut seen: BTreeMap<(Kind, &str), Mates> = BTreeMap::new();
        for (at, (feed, plan)) in steps {
            let work = self.on(at, *feed);
            let is_mate = |mate: &Feed| (mate.kind, mate.prefix) == (feed.kind, feed.prefix);
            let last = self.feeds.iter().rposition(is_mate) == Some(at);
            match (plan, feed.news) {
                (Plan::FullScan { mode, start }, _) => {
                    let mates = seen.entry((feed.kind, feed.prefix)).or_default();
                    work.full_scan(mode, &start, mates, last).await?;
                }
                (Plan::Incremental { modified_since, sweep, .. }, News::ModifiedAndSwept) if sweep => {
                    work.sweep().await?;
                    work.incremental(modified_since, None).await?;
                }
                (Plan::Incremental { modified_since, .. }, News::Modified | News::ModifiedAndSwept) => {
                    work.incremental(modified_since, None).await?;
                }
                (Plan::Incremental { modified_since, lookback_days, .. }, News::ModifiedAndLate) => {
                    work.incremental(modified_since, Some(lookback_days)).await?;
                }
                (Plan::Incremental { .. }, News::Told) | (Plan::Deferred { .. } | Plan::Done, _) => {}
            }
            if self.feeds.iter().rposition(|other| other.kind == feed.kind) == Some(at) && !is_early(feed) {
                self.settle_missing(feed.kind).await?;
            }
            if documents == Some(at) {
                self.balances().await?;
            }
        }
        Ok(())
    }

    /// Waits until a request of a walk may go.
    pub(super) async fn turn(&self) {
        if let Some(lane) = &self.lane {
            lane.turn().await;
        }
    }
}

/// How kinds that were read side by side ended: what bears on the next run goes before what was merely first.
fn together(ended: Vec<Result<(), EndReason>>) -> Result<(), EndReason> {
    let ends: Vec<EndReason> = ended.into_iter().filter_map(Result::err).collect();
    for end in &ends {
        tracing::debug!(?end, "a kind was not read to its end");
    }
    let weight = |end: &EndReason| match end {
        EndReason::Cancelled => 0,
        EndReason::Deferred(_) => 1,
        EndReason::Failed(error) if error.distrusts_pages() => 2,
        EndReason::Failed(_) => 3,
    };
    ends.into_iter().min_by_key(weight).map_or(Ok(()), Err)
}

/// Whether a feed is read before all others: records of such services may refer to contacts by identifier alone, and have their names
/// then. What is missing of contacts is settled after the documents all the same: an account that looks empty flags nothing.
pub(super) fn is_early(feed: &Feed) -> bool {
    feed.kind == Kind::Contact && feed.news == News::Told
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::sync::error::SyncError;

    /// A time before which the service is not to be called is kept, whatever else failed.
    #[test]
    fn what_bears_on_the_next_run_is_the_end_of_kinds_together() {
        let failed = || Err(EndReason::Failed(SyncError::Panicked));
        let distrusted = || Err(EndReason::Failed(SyncError::Endless { page: 3 }));
        let deferred = || Err(EndReason::Deferred(Timestamp::UNIX_EPOCH));
        let cases = [
            (vec![Ok(()), Ok(())], Ok(())),
            (vec![Ok(()), failed()], failed()),
            (vec![failed(), deferred()], deferred()),
            (vec![failed(), distrusted()], distrusted()),
            (vec![distrusted(), deferred(), Err(EndReason::Cancelled)], Err(EndReason::Cancelled)),
        ];
        for (ended, told) in cases {
            assert_eq!(together(ended.clone()), told, "{ended:?}");
        }
    }
}
