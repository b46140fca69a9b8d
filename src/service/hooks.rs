//! Webhooks of accounting services: verified, then a sync of the companies that they name.
//!
//! For: the process that has the store. A delivery is a hint and never data: nothing of its body counts but which companies and records to
//! look at. Records are read by name where everything else was read lately; else the sync is an ordinary one.
//! Uses: the provider's `Hooks`, the vault, the [`inbox`](super::inbox). Never: HTTP; the listener asks by a use case.

use std::collections::BTreeMap;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;

use super::inbox::{Delivery, LOOK, PAUSE, Waiting, digest};
use super::local::Local;
use super::syncing::Named;
use super::task::{blocking, lock};
use super::{Result, ServiceError, SyncRequest};
use crate::domain::{Actor, CompanyId, HookSource, HookState, Trigger};
use crate::provider::{self, Mentioned, is_signed};

impl Local {
    /// Verifies a delivery, and has the companies synced that it names.
    pub(super) async fn take_hook(self: &Arc<Self>, source: HookSource, signature: &str, body: String) -> Result<Delivery> {
        let Some(hooks) = provider::find(source.as_str()).and_then(|entry| entry.hooks) else { return Ok(Delivery::NoKey) };
        let local = self.clone();
        let key = blocking(move || {
            let blob = local.registry.secret_blob(source)?;
            blob.map(|blob| Ok(local.vault()?.open(&blob)?)).transpose()
        });
        let Some(key) = key.await? else { return Ok(Delivery::NoKey) };
        let now = self.options.clock.now();
        let is_valid = is_signed(key.expose_secret(), body.as_bytes(), signature);
        let is_known = {
            let mut state = lock(&self.inbox.state);
            let (taken, refused, last) = state.counts.entry(source).or_default();
            if !is_valid {
                *refused += 1;
                drop(state);
                tracing::warn!(source = source.as_str(), "a webhook with a wrong signature was refused");
                return Ok(Delivery::Refused);
            }
            (*taken, *last) = (*taken + 1, Some(now));
            state.is_known(digest(source, &body))
        };
        if is_known {
            tracing::info!(source = source.as_str(), "a webhook came again");
            return Ok(Delivery::Taken(0));
        }
        let Some(tenants) = (hooks.named)(&body) else {
            tracing::warn!(source = source.as_str(), "a webhook has a form that is not known");
            return Ok(Delivery::Taken(0));
        };
        let named = tenants.len();
        let ours = |(tenant, records)| Some((self.registry.company_of(source.as_str(), &tenant)?, records));
        // A company that is disabled is left alone, whatever its service says.
        let companies: BTreeMap<CompanyId, Mentioned> =
            tenants.into_iter().filter_map(ours).filter(|(one, _)| one.enabled).map(|(one, records)| (one.id, records)).collect();
        let count = companies.len();
        tracing::info!(source = source.as_str(), named, companies = count, "a webhook came");
        self.expect(source, companies);
        Ok(Delivery::Taken(count))
    }

    /// Has companies synced soon.
    fn expect(self: &Arc<Self>, source: HookSource, companies: BTreeMap<CompanyId, Mentioned>) {
        let mut state = lock(&self.inbox.state);
        let none = companies.is_empty();
        for (company, named) in companies {
            state.expect(company, Waiting { source, since: Instant::now(), named });
        }
        if none || state.working || self.inbox.stop.is_cancelled() {
            return;
        }
        state.working = true;
        drop(state);
        let local = self.clone();
        self.tasks.spawn(async move {
            while let Some(wait) = local.sync_named().await {
                if local.inbox.stop.run_until_cancelled(tokio::time::sleep_until(wait)).await.is_none() {
                    return;
                }
            }
        });
    }

    /// Syncs the companies that are ready, and tells when to look again; `None` where none waits any more.
    async fn sync_named(self: &Arc<Self>) -> Option<Instant> {
        let now = Instant::now();
        let (due, next) = {
            let mut state = lock(&self.inbox.state);
            let (due, next) = state.due(now, |id| self.engine.is_running(id));
            state.synced.retain(|_, at| now.duration_since(*at) < PAUSE);
            state.synced.extend(due.iter().map(|(id, _)| (*id, now)));
            state.working = next.is_some() || !due.is_empty();
            (due, next)
        };
        for source in HookSource::ALL {
            let of_source = || due.iter().filter(|(_, waiting)| waiting.source == source);
            let companies: Vec<CompanyId> = of_source().map(|(id, _)| *id).collect();
            if companies.is_empty() {
                continue;
            }
            let named = of_source().filter_map(|(id, waiting)| Some((*id, waiting.named.clone()?.into_iter().collect())));
            let named = self.read_by_name(named.collect()).await;
            let request = SyncRequest { companies, full: false, accept_deletions: false, trigger: Trigger::Api };
            // The runs themselves are tasks of the engine, and are in the log.
            if let Err(error) = self.start_named(request, named, Actor(format!("hook:{}", source.as_str()))).await {
                tracing::warn!(%error, "a sync after a webhook did not begin");
            }
        }
        // Once more after a sync was begun: a delivery may have come meanwhile.
        if due.is_empty() { next } else { Some(next.unwrap_or(now + LOOK)) }
    }

    /// Of companies with named records, those of which nothing else is due. Where that cannot be told, everything is.
    async fn read_by_name(self: &Arc<Self>, named: Named) -> Named {
        let local = self.clone();
        let current = blocking(move || {
            let is_current = |id: &CompanyId| local.is_up_to_date(*id).unwrap_or_default();
            Ok(named.into_iter().filter(|(id, _)| is_current(id)).collect())
        });
        current.await.unwrap_or_default()
    }

    /// Webhooks of every service.
    pub(super) fn hooks(&self) -> Result<Vec<HookState>> {
        let counts = lock(&self.inbox.state).counts.clone();
        let one = |source: HookSource| {
            let (taken, refused, last) = counts.get(&source).copied().unwrap_or_default();
            Ok(HookState { source, set: self.registry.secret_set(source)?, taken, refused, last })
        };
        HookSource::ALL.into_iter().map(one).collect()
    }

    /// Seals and keeps the key of a service's signatures; `None` removes it.
    pub(super) fn set_hook_secret(&self, source: HookSource, secret: Option<&SecretString>) -> Result<()> {
        match secret {
            Some(secret) => Ok(self.registry.set_secret_blob(source, &self.vault()?.seal(secret)?)?),
            None if self.registry.secret_blob(source)?.is_none() => {
                Err(ServiceError::NoSuchSecret { name: source.as_str() }.into())
            }
            None => Ok(self.registry.remove_secret_blob(source)?),
        }
    }
}
