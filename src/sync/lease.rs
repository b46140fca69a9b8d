//! The lease of a run: taken before it begins, renewed while it works, released when it has ended.
//!
//! Uses: the store and the clock. Never: the provider.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::clock::Clock;
use crate::domain::{CompanyId, Holder, Lease};
use crate::process;
use crate::store::{Store, StoreError};

/// Pause between renewals: two may fail before the lease expires.
const RENEW: Duration = Duration::from_secs(20);

/// What tells this process from one of the same name.
static PROCESS: OnceLock<u32> = OnceLock::new();

/// Holders of this process so far.
static HOLDERS: AtomicU64 = AtomicU64::new(0);

/// A name that no other engine has, of this process or of another one.
pub(crate) fn holder() -> Holder {
    let number = HOLDERS.fetch_add(1, Ordering::SeqCst);
    // Processes in containers may have one name and one number.
    let process = PROCESS.get_or_init(|| getrandom::u32().unwrap_or_else(|_| fastrand::u32(..)));
    Holder(format!("{}, pid {}, {process:08x}-{number}", process::machine(), std::process::id()).into())
}

/// The leases that an engine takes.
#[derive(Clone)]
pub(super) struct Keeper {
    pub(super) store: Arc<dyn Store>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) holder: Holder,
}

impl Keeper {
    /// Takes the lease of a company. Blocks.
    pub(super) fn acquire(&self, company: CompanyId) -> Result<Lease, StoreError> {
        self.store.acquire(company, &self.holder, self.clock.now())
    }

    /// Releases a lease. Blocks. One that cannot be released ends by itself.
    pub(super) fn release(&self, lease: &Lease) {
        if let Err(error) = self.store.release(lease) {
            tracing::warn!(%error, company = lease.company.0, "a lease could not be released");
        }
    }

    /// Renews a lease until it is lost, and returns why. To be dropped when the run ends.
    pub(super) async fn renew(&self, lease: &Lease) -> StoreError {
        loop {
            tokio::time::sleep(RENEW).await;
            let (keeper, lease) = (self.clone(), lease.clone());
            match super::blocking(move || keeper.store.renew(&lease, keeper.clock.now())).await {
                Err(error @ (StoreError::LeaseLost { .. } | StoreError::Leased { .. })) => return error,
                Err(error) => tracing::warn!(%error, "a lease could not be renewed"),
                Ok(_) => {}
            }
        }
    }
}
