//! Quotas of services, over all processes on one store.
//!
//! For: the connections of a store that several processes share. Uses: the store's leases. Never: a secret in a name.

use std::sync::Arc;

use futures::future::BoxFuture;
use sha2::{Digest, Sha256};

use super::Options;
use super::indexed_store::IndexedStore;
use super::task::blocking;
use crate::clock::Clock;
use crate::domain::Holder;
use crate::domain::quota::{QuotaAsk, QuotaGrant};
use crate::remote::Shares;
use crate::store::Leases;

/// What the processes on a store have in common of quotas.
pub(super) struct SharedQuotas {
    store: Arc<IndexedStore>,
    holder: Holder,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for SharedQuotas {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SharedQuotas").field("holder", &self.holder).finish_non_exhaustive()
    }
}

impl SharedQuotas {
    pub(super) fn of(store: Arc<IndexedStore>, options: &Options) -> Self {
        Self { store, holder: crate::sync::holder(), clock: Arc::clone(&options.clock) }
    }
}

impl Shares for SharedQuotas {
    fn share(&self, quota: Box<str>, ask: QuotaAsk) -> BoxFuture<'_, Option<QuotaGrant>> {
        let (store, holder, now) = (Arc::clone(&self.store), self.holder.clone(), self.clock.now());
        Box::pin(async move {
            let asked = blocking(move || Ok(store.share_quota(&quota, &holder, &ask, now)?)).await;
            asked.inspect_err(|error| tracing::debug!(%error, "a quota goes on without other processes")).ok()
        })
    }
}

/// The name of a quota, the same in all processes. What goes in may be a key: services make them at random, so that the hash tells nothing.
pub(super) fn name(parts: &[&str]) -> u128 {
    let mut hash = Sha256::new_with_prefix(b"faktura quota");
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().first_chunk::<16>().copied().map_or(0, u128::from_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quota_has_one_name_in_all_processes_and_parts_are_apart() {
        assert_eq!(name(&["billingo", "", "key"]), name(&["billingo", "", "key"]));
        let names = [name(&["billingo", "", "key"]), name(&["billingo", "k", "ey"]), name(&["xero", "", "key"]), name(&[])];
        assert!((1..names.len()).all(|end| !names[..end].contains(&names[end])));
    }
}
