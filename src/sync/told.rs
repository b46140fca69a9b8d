//! Changes of several feeds at once, where the service tells them; deletions too.

use jiff::Timestamp;

use super::error::{EndReason, SyncError};
use super::page_bounds::REFUSED_FIRST;
use super::page_stream::{Work, name};
use super::plan::{Plan, Start};
use super::run_writer::{Fetched, Item};
use crate::clock::signed;
use crate::domain::{Kind, RemoteId, SyncMode};
use crate::provider::{Feed, News, ProviderError, Record};
use crate::remote::RemoteError;

impl Work {
    /// Takes what the service tells of the feeds that are to be read so, and changes their plans: nothing is left to do, or the whole of
    /// a feed must be read because more changed than the service tells.
    pub(super) async fn told(&self, plans: &mut [Plan]) -> Result<(), EndReason> {
        let Some(reach) = self.session.reach() else { return Ok(()) };
        let oldest = self.clock.now().checked_sub(signed(reach)).unwrap_or(Timestamp::MIN);
        let scan = || Plan::FullScan { mode: SyncMode::Reconcile, start: Start::Fresh };
        let (mut asked, mut since): (Vec<(usize, Feed)>, _) = (Vec::new(), Timestamp::MAX);
        for (at, (feed, plan)) in self.feeds.iter().zip(plans.iter_mut()).enumerate() {
            let Plan::Incremental { modified_since, .. } = plan else { continue };
            if feed.news != News::Told {
                continue;
            }
            // What happened longer ago is not told.
            if *modified_since <= oldest {
                *plan = scan();
                continue;
            }
            since = since.min(*modified_since);
            asked.push((at, *feed));
        }
        if asked.is_empty() {
            return Ok(());
        }
        let feeds: Vec<Feed> = asked.iter().map(|(_, feed)| *feed).collect();
        let (now, overflow) = self.take_changes(&feeds, since).await?;
        for (at, feed) in asked {
            let mut more = overflow.contains(&feed.name);
            if more && feeds.len() > 1 {
                more = !self.take_changes(&[feed], since).await?.1.is_empty();
            }
            if more {
                if let Some(plan) = plans.get_mut(at) {
                    *plan = scan();
                }
            } else if now.is_some() {
                self.writer(move |writer| writer.state(at).cursor = now).await;
            }
        }
        Ok(())
    }

    /// Takes the changes of some feeds. Returns the service's clock, and the feeds with more of them.
    pub(super) async fn take_changes(
        &self,
        feeds: &[Feed],
        since: Timestamp,
    ) -> Result<(Option<Timestamp>, Vec<&'static str>), EndReason> {
        let told = match self.session.changes(feeds, since).await {
            // One record may be the cause: a walk finds it and leaves it out.
            Err(RemoteError::Failed(ProviderError::Stumbled { .. })) => {
                return Ok((None, feeds.iter().map(|feed| feed.name).collect()));
            }
            told => told?,
        };
        let clock = self.usable_date(told.answer.date);
        let clock = clock.and_then(|date| date.checked_sub(signed(told.got - told.sent)).ok());
        let changes = told.answer.value;
        // A few that cannot be used cost themselves, and not what else is told; so many are an answer that we do not understand.
        let count = changes.records.len() as u64;
        if count >= REFUSED_FIRST && changes.records.iter().all(Result::is_err) {
            return Err(EndReason::Failed(SyncError::OnlyRefused { page: 1, count }));
        }
        let (records, deleted) = (changes.records, changes.deleted);
        self.writer(move |writer| {
            let mut pages: Vec<(usize, Vec<Item>)> = Vec::new();
            for (index, record) in records.into_iter().enumerate() {
                let id = name(&record, 1, index);
                let kind = kind_of(&record).unwrap_or(Kind::Document);
                let at = writer.feed_of(kind, &id).unwrap_or_default();
                match pages.iter_mut().find(|(known, _)| *known == at) {
                    Some((_, items)) => items.push(Item { id, record }),
                    None => pages.push((at, vec![Item { id, record }])),
                }
            }
            // Records may refer to contacts by identifier alone.
            pages.sort_by_key(|(at, _)| writer.kind(*at) != Kind::Contact);
            for (at, items) in pages {
                writer.take(at, vec![Fetched { page: 1, after: None, items, total: None, scan: false, modified: true }])?;
            }
            for kind in Kind::ALL {
                let gone: Vec<RemoteId> = deleted.iter().filter(|(of, _)| of == kind).map(|(_, id)| id.clone()).collect();
                writer.gone(*kind, &gone)?;
            }
            Ok::<(), crate::store::StoreError>(())
        })
        .await?;
        Ok((clock, changes.overflow))
    }
}

/// Kind of a record; of a refused one only what it says itself.
fn kind_of(record: &Record) -> Option<Kind> {
    match record {
        Ok(fetched) => Some(fetched.kind()),
        Err(refused) => refused.kind,
    }
}
