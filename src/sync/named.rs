//! Reading the records that a service named, instead of asking for everything that changed.
//!
//! A name is a hint: what the service answers about the record counts, and whether it still has it. The cursors stay where they are,
//! so that the next ordinary run asks for what the names left out.

use std::collections::{BTreeMap, BTreeSet};

use super::error::EndReason;
use super::full_scan::ASK_AT_MOST;
use super::page_stream::Work;
use super::plan::Plan;
use super::request::Job;
use super::run_writer::Shown;
use crate::domain::{Kind, RemoteId};

/// Records by the position of their feed.
pub(super) type ByFeed = BTreeMap<usize, Vec<RemoteId>>;

/// The records that are read by name; `None` where an ordinary run is due: too many, a feed that is not known, or a feed of which more
/// is to be read than what changed.
pub(super) fn pick(job: &Job, plans: &[Plan]) -> Option<ByFeed> {
    let ordinary = plans.iter().all(|plan| matches!(plan, Plan::Incremental { sweep: false, .. }));
    if !job.is_partial() || job.named.len() > ASK_AT_MOST || !ordinary {
        return None;
    }
    let (mut picked, feeds) = (ByFeed::new(), job.account.feeds());
    for (name, id) in &job.named {
        let at = feeds.iter().position(|feed| feed.name == *name)?;
        picked.entry(at).or_default().push(id.clone());
    }
    Some(picked)
}

impl Work {
    /// Reads records by name, and the documents that payments among them pay. The plans tell afterwards what else is to be read: nothing,
    /// unless a document has another open amount and no record among them says why.
    pub(super) async fn named(&self, named: &ByFeed, plans: &mut [Plan]) -> Result<(), EndReason> {
        let mut all = Shown::default();
        for (at, ids) in named {
            all.absorb(self.read_named(*at, ids.clone()).await?);
        }
        let known: BTreeSet<&RemoteId> = named.values().flatten().collect();
        let paid: Vec<RemoteId> = all.paid.iter().filter(|id| !known.contains(id)).cloned().collect();
        if paid.len() > ASK_AT_MOST {
            return Ok(());
        }
        let mut others = ByFeed::new();
        for id in paid {
            let of = id.clone();
            let at = self.writer(move |writer| writer.feed_of(Kind::Document, &of)).await;
            others.entry(at.unwrap_or_default()).or_default().push(id);
        }
        for (at, ids) in others {
            self.read_named(at, ids).await?;
        }
        let unexplained = all.moved.iter().any(|id| !all.paid.contains(id));
        for (at, (feed, plan)) in self.feeds.iter().zip(plans.iter_mut()).enumerate() {
            let is_read = feed.kind == Kind::Contact || (feed.kind == Kind::Document && named.contains_key(&at));
            if !unexplained || is_read {
                *plan = Plan::Done;
            }
        }
        tracing::info!(read = known.len(), paid = all.paid.len(), unexplained, "read by name");
        Ok(())
    }

    /// Reads records of a feed. What they show of others is told from before they were taken in.
    async fn read_named(&self, at: usize, ids: Vec<RemoteId>) -> Result<Shown, EndReason> {
        let Some(feed) = self.feeds.get(at) else { return Ok(Shown::default()) };
        let work = self.on(at, *feed);
        let (gone, found) = work.ask(ids).await?;
        let (shown, found) = work
            .writer(move |writer| {
                let shown = writer.shown(at, &gone, &found)?;
                writer.vanish(at, &gone)?;
                Ok::<_, crate::store::StoreError>((shown, found))
            })
            .await?;
        work.take_found(found).await?;
        Ok(shown)
    }
}
