//! Leases: one process at a time syncs a company, and one that lost its lease cannot write.
//!
//! For: runs. Uses: domain. Never: a clock; the time comes in as a value.
//!
//! A lease ends by itself. Until another holder takes it, its holder may renew it, also late: a machine that slept goes on. The fence is
//! what keeps two writers apart, not the clock: every commit carries it, and it grows when the holder changes.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::StoreError;
use crate::domain::lease::TERM;
use crate::domain::quota::{QuotaAsk, QuotaGrant};
use crate::domain::{CompanyId, Fence, Holder, Lease, LoginId};

/// Leases of companies. All calls block.
pub trait Leases: Send + Sync + std::fmt::Debug {
    /// The leases of companies that hold now, in the order of the companies. A store that cannot tell has none.
    fn leases(&self, _now: Timestamp) -> Result<Vec<Lease>, StoreError> {
        Ok(Vec::new())
    }
    /// Grants or renews the lease of a company for [`TERM`]. Fails with [`StoreError::Leased`] while another holder has it.
    fn acquire(&self, company: CompanyId, holder: &Holder, now: Timestamp) -> Result<Lease, StoreError>;
    /// Renews a lease for [`TERM`]. Fails with [`StoreError::LeaseLost`] if another holder took it or it was released.
    fn renew(&self, lease: &Lease, now: Timestamp) -> Result<Lease, StoreError>;
    /// Ends a lease. One that another holder has is left alone.
    fn release(&self, lease: &Lease) -> Result<(), StoreError>;
    /// Grants the right to renew a login's tokens for [`TERM`]. Fails with [`StoreError::Leased`] while another holder has it. It has no
    /// fence: what a refresher writes is refused by what it read before.
    fn acquire_login(&self, login: LoginId, holder: &Holder, now: Timestamp) -> Result<(), StoreError>;
    /// Ends it. One that another holder has is left alone.
    fn release_login(&self, login: LoginId, holder: &Holder) -> Result<(), StoreError>;
    /// Takes in what a process tells of a quota of a service, and grants it some of what is left. A store of one process grants all: its
    /// limiter knows the whole quota.
    fn share_quota(&self, _name: &str, _holder: &Holder, ask: &QuotaAsk, _now: Timestamp) -> Result<QuotaGrant, StoreError> {
        Ok(QuotaGrant::Go(ask.want))
    }
}

/// Leases of logins of one store, in memory.
#[derive(Debug, Default)]
pub(in crate::store) struct LoginLeases(BTreeMap<LoginId, (Holder, Timestamp)>);

impl LoginLeases {
    pub(in crate::store) fn acquire(&mut self, login: LoginId, holder: &Holder, now: Timestamp) -> Result<(), StoreError> {
        let latest = now.saturating_add(TERM).unwrap_or(Timestamp::MAX);
        if let Some((other, until)) = self.0.get_mut(&login) {
            // A clock that was set back makes no lease longer than a term from now.
            *until = (*until).min(latest);
            if other != holder && now < *until {
                return Err(StoreError::Leased { holder: other.0.to_string(), until: *until });
            }
        }
        self.0.insert(login, (holder.clone(), latest));
        Ok(())
    }

    pub(in crate::store) fn release(&mut self, login: LoginId, holder: &Holder) {
        if self.0.get(&login).is_some_and(|(held, _)| held == holder) {
            self.0.remove(&login);
        }
    }
}

/// Leases of one store, in memory: all there is where one process has the store alone.
#[derive(Debug, Default)]
pub(in crate::store) struct LeaseTable {
    held: BTreeMap<CompanyId, Lease>,
    /// The last fence of each company, also while no process holds it.
    fences: BTreeMap<CompanyId, Fence>,
}

impl LeaseTable {
    pub(in crate::store) fn acquire(&mut self, company: CompanyId, holder: &Holder, now: Timestamp) -> Result<Lease, StoreError> {
        let held = self.look(company, now);
        if let Some(held) = held.filter(|lease| lease.holder != *holder && lease.holds(now)) {
            return Err(StoreError::Leased { holder: held.holder.0.into(), until: held.expires });
        }
        let same = self.held.get(&company).is_some_and(|lease| lease.holder == *holder);
        let fence = self.fences.entry(company).or_default();
        if !same {
            fence.0 = fence.0.saturating_add(1);
        }
        let expires = now.saturating_add(TERM).unwrap_or(Timestamp::MAX);
        let lease = Lease { company, holder: holder.clone(), fence: *fence, expires };
        self.held.insert(company, lease.clone());
        Ok(lease)
    }

    pub(in crate::store) fn renew(&mut self, lease: &Lease, now: Timestamp) -> Result<Lease, StoreError> {
        self.check(lease.company, lease.fence)?;
        self.acquire(lease.company, &lease.holder, now)
    }

    pub(in crate::store) fn release(&mut self, lease: &Lease) {
        if self.check(lease.company, lease.fence).is_ok() {
            self.held.remove(&lease.company);
        }
    }

    /// Refuses a writer with another lease than the current one. An expired lease is current until another holder takes it.
    pub(in crate::store) fn check(&self, company: CompanyId, fence: Fence) -> Result<(), StoreError> {
        let current = self.held.get(&company).is_some_and(|lease| lease.fence == fence);
        if current { Ok(()) } else { Err(StoreError::LeaseLost { company }) }
    }

    /// Whether a run that began under this fence is alive. An expired lease is taken from its holder: what it still writes is refused.
    pub(in crate::store) fn is_alive(&mut self, company: CompanyId, fence: Option<Fence>, now: Timestamp) -> bool {
        let Some(lease) = self.look(company, now).filter(|lease| Some(lease.fence) == fence) else { return false };
        if !lease.holds(now) {
            self.held.remove(&company);
        }
        lease.holds(now)
    }

    /// The leases that hold.
    pub(in crate::store) fn held(&self, now: Timestamp) -> Vec<Lease> {
        self.held.values().cloned().map(|lease| lease.clamped(now)).filter(|lease| lease.holds(now)).collect()
    }

    /// Ends the lease of a company that is removed.
    pub(in crate::store) fn forget(&mut self, company: CompanyId) {
        self.held.remove(&company);
    }

    fn look(&mut self, company: CompanyId, now: Timestamp) -> Option<Lease> {
        let held = self.held.get_mut(&company)?;
        *held = held.clone().clamped(now);
        Some(held.clone())
    }
}
