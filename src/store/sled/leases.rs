//! What only a process that has the store open knows: leases of companies and claims of items.
//!
//! One process at a time has the store, and its lock proves it. So neither is written: what an earlier process held ended with it, and a
//! run that says RUNNING without a lease here is of a process that died. A run under a lease here is alive until that lease has expired.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{SledStore, read};
use crate::domain::{CompanyId, Fence, Holder, ItemKey, Lease, LoginId, RunId, RunStatus, SyncRun};
use crate::store::StoreError;
use crate::store::leases::{LeaseTable, Leases, LoginLeases};
use crate::store::record::Entry;

/// Leases and claims of this process.
#[derive(Debug, Default)]
pub(super) struct Live {
    pub(super) leases: LeaseTable,
    pub(super) logins: LoginLeases,
    /// Fences under which runs began.
    pub(super) runs: BTreeMap<RunId, Fence>,
    /// Items that this process sends.
    pub(super) claims: BTreeSet<ItemKey>,
}

impl Live {
    /// Forgets a company that is removed.
    pub(super) fn forget(&mut self, company: CompanyId) {
        self.leases.forget(company);
        self.claims.retain(|item| item.company != company);
    }
}

impl Leases for SledStore {
    fn leases(&self, now: Timestamp) -> Result<Vec<Lease>, StoreError> {
        Ok(self.live().leases.held(now))
    }

    fn acquire(&self, company: CompanyId, holder: &Holder, now: Timestamp) -> Result<Lease, StoreError> {
        // A commit that passed its check is through before another holder reads.
        let _writer = self.writer();
        self.live().leases.acquire(company, holder, now)
    }

    fn renew(&self, lease: &Lease, now: Timestamp) -> Result<Lease, StoreError> {
        self.live().leases.renew(lease, now)
    }

    fn release(&self, lease: &Lease) -> Result<(), StoreError> {
        self.live().leases.release(lease);
        Ok(())
    }

    fn acquire_login(&self, login: LoginId, holder: &Holder, now: Timestamp) -> Result<(), StoreError> {
        self.live().logins.acquire(login, holder, now)
    }

    fn release_login(&self, login: LoginId, holder: &Holder) -> Result<(), StoreError> {
        self.live().logins.release(login, holder);
        Ok(())
    }
}

impl SledStore {
    /// Ends the runs without a valid lease, and takes it from its holder.
    pub(super) fn interrupt(&self, at: Timestamp) -> Result<Vec<SyncRun>, StoreError> {
        let mut writer = self.ready()?;
        let ids = self.read(read::running)?;
        let mut ended = Vec::new();
        for id in ids {
            let Some(run) = self.run_now(id)? else { continue };
            let mut live = self.live();
            let fence = live.runs.get(&id).copied();
            if !live.leases.is_alive(run.company, fence, at) {
                live.runs.remove(&id);
                ended.push(SyncRun { status: RunStatus::Interrupted, ended: Some(at), ..run });
            }
        }
        if !ended.is_empty() {
            let entry = Entry::RunsEnded(ended.clone());
            self.transact(&mut writer, Some(&entry), |transaction, sequence, _| transaction.entry(sequence, &entry))?;
            self.pending().retain(|id, _| !ended.iter().any(|run| run.id == *id));
        }
        Ok(ended)
    }
}
