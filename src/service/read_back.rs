//! Known records that a write changed at their service, read back at once: lists, totals and reconciliations are right without a sync.
//!
//! For: the worker of the outbox. Uses: the engine, which reads records by name, and the outbox. Never: a scan of the whole account; what a
//! write made anew comes with the next sync. Where it cannot be read now, the next sync reads it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Result;
use super::local::Local;
use super::push_state::Named;
use super::push_view::PushView;
use super::pushing::resolve;
use super::task::blocking;
use crate::domain::outgoing::{Outgoing, awaited};
use crate::domain::push::{Order, OrderKind};
use crate::domain::{Actor, CompanyId, Invoice, ItemKey, Kind, RemoteId, RunId, StoredInvoice, Trigger};
use crate::provider::Feed;
use crate::store::{RunFilter, Store, StoreExt};
use crate::sync::{Job, Request};

/// The name under which records are read back.
const ACTOR: &str = "push";
/// Pause before it is looked again whether another sync of the company has ended.
const LOOK: Duration = Duration::from_millis(500);
/// Looks after which the next sync reads what changed.
const LOOKS: u32 = 240;

impl Local {
    /// The known records that a write changed which made or changed `made`. Blocks.
    pub(super) fn changed_by(&self, key: &ItemKey, mut outgoing: Outgoing, made: &RemoteId) -> Result<Vec<Named>> {
        if matches!(outgoing.order, Order::Contact(_) | Order::Mail(_)) {
            return Ok(Vec::new());
        }
        resolve(self, key.company, &mut outgoing)?;
        let credited = outgoing.source.as_str().strip_prefix("credit:").and_then(|source| source.split_once(":document:"));
        let (documents, made) = match &outgoing.order {
            Order::Void(order) => (vec![order.existing.id.clone()], (Kind::Document, made.clone())),
            Order::Document(_) => {
                (credited.into_iter().map(|(_, id)| RemoteId::new(id)).collect(), (Kind::Document, made.clone()))
            }
            Order::Payment(order) => {
                (order.parts.iter().map(|part| part.document.clone()).collect(), (Kind::Payment, made.clone()))
            }
            Order::Contact(_) | Order::Mail(_) => return Ok(Vec::new()),
        };
        let documents: Vec<RemoteId> = documents.into_iter().filter(|id| awaited(id).is_none()).collect();
        let known = self.store.get::<Invoice>(key.company, &documents)?;
        let known = known.into_iter().flatten().map(|stored| (Kind::Document, stored.entity.id));
        let mut changed: Vec<Named> = known.collect();
        if !changed.is_empty() {
            changed.push(made);
        }
        Ok(changed)
    }

    /// Marks the items that lists do not show yet: of records that no sync told, and of documents that are as they were before. Blocks.
    pub(super) fn mark_shown(&self, items: &mut [PushView]) -> Result<()> {
        let mut asked: BTreeMap<CompanyId, Vec<(usize, Vec<RemoteId>)>> = BTreeMap::new();
        for (at, item) in items.iter().enumerate().filter(|(_, item)| item.state == "sent") {
            let (Some(order), Some(made)) = (item.order.as_deref(), &item.remote_id) else { continue };
            let documents = match order {
                Order::Document(_) => vec![made.clone()],
                Order::Void(order) => vec![order.existing.id.clone()],
                // One that was made with the document comes with it.
                Order::Payment(order) => order.parts.iter().map(|part| part.document.clone()).collect(),
                Order::Contact(_) | Order::Mail(_) => continue,
            };
            asked.entry(item.company).or_default().push((at, documents));
        }
        for (company, asked) in asked {
            let ids: Vec<RemoteId> = asked.iter().flat_map(|(_, ids)| ids.clone()).collect();
            let known = self.store.get::<Invoice>(company, &ids)?.into_iter().flatten();
            let known: HashMap<RemoteId, StoredInvoice> = known.map(|stored| (stored.entity.id.clone(), stored)).collect();
            for (at, ids) in asked {
                let Some(item) = items.get_mut(at) else { continue };
                let kind = item.kind;
                let shows = |stored: &StoredInvoice| match kind {
                    OrderKind::Void => stored.entity.cancelled || stored.vanished.is_some() || stored.entity.gross.is_zero(),
                    OrderKind::Payment => item.queued.is_none_or(|queued| stored.changed > queued),
                    _ => true,
                };
                item.shown = ids.iter().all(|id| known.get(id).is_some_and(shows));
            }
        }
        Ok(())
    }

    /// Begins to read what writes changed.
    pub(super) fn read_written(self: &Arc<Self>) {
        for (company, records) in self.pushing.written.take() {
            let local = self.clone();
            self.tasks.spawn(async move {
                let stop = local.inbox.stop.clone();
                if let Some(Err(error)) = stop.run_until_cancelled(local.read_back(company, records)).await {
                    tracing::warn!(%error, company = company.0, "what a write changed is left to the next sync");
                }
                local.pushing.written.read(company);
                // Another write may have ended meanwhile.
                local.wake_pushing();
            });
        }
    }

    async fn read_back(self: &Arc<Self>, company: CompanyId, records: BTreeSet<Named>) -> Result<()> {
        for _ in 0..LOOKS {
            // A sync that runs may have read the record before the write.
            if !self.engine.is_running(company) {
                let (local, wanted) = (self.clone(), records.clone());
                let Some((job, request)) = blocking(move || local.reading(company, wanted)).await? else { return Ok(()) };
                if !self.engine.is_light(company, job.account.feeds()).await? {
                    return Ok(());
                }
                let outcomes = self.engine.sync(vec![job], &request, &CancellationToken::new()).await;
                // A run without a number is none: another process is at the company.
                if outcomes.iter().all(|(run, _)| run.id != RunId(0)) {
                    return Ok(());
                }
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }

    /// A run that reads records: by name where nothing else is due, with all that changed otherwise; `None` where only a scan would do.
    /// Blocks.
    fn reading(&self, id: CompanyId, records: BTreeSet<Named>) -> Result<Option<(Job, Request)>> {
        if self.store.doubted().iter().any(|doubt| doubt.company == id) {
            return Ok(None);
        }
        let company = self.by_id(id)?;
        let account = self.account(&company)?;
        let mut job = Job::whole(company, account);
        if self.is_up_to_date(id)? {
            let feeds = job.account.feeds();
            job.asks = records.iter().filter(|(kind, _)| *kind == Kind::Document).map(|(_, id)| id.clone()).collect();
            job.named = records.into_iter().filter_map(|(kind, id)| Some((feed_of(feeds, kind, &id)?.name, id))).collect();
        }
        let filter = RunFilter { companies: vec![id], limit: Some(1), ..RunFilter::default() };
        let last = self.store.runs(&filter)?.first().map(|run| run.id);
        let (trigger, actor) = (Trigger::Command, Actor(ACTOR.to_owned()));
        Ok(Some((job, Request { full: false, trigger, actor, last: Some(last) })))
    }
}

/// The feed of a record; of several with its identifiers the first, which stands for them.
fn feed_of<'a>(feeds: &'a [Feed], kind: Kind, id: &RemoteId) -> Option<&'a Feed> {
    let of_kind = || feeds.iter().filter(|feed| feed.kind == kind);
    let marked = of_kind().find(|feed| !feed.prefix.is_empty() && id.as_str().starts_with(feed.prefix));
    marked.or_else(|| of_kind().find(|feed| feed.prefix.is_empty()))
}
