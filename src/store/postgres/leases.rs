//! Leases: columns of the heads of their companies.
//!
//! For: runs, of any process on the database. Uses: heads. Never: the clock of this machine for the end of a lease; the database's counts,
//! and times are told in those of the caller.

use jiff::{SignedDuration, Timestamp};

use super::fail::Fail;
use super::head::{HOUSE, Head, a_term_after, lock_one};
use super::session::{Done, Scope, Tx, column, read, write};
use super::{Clock, PostgresStore, narrow, wide};
use crate::domain::lease::TERM;
use crate::domain::quota::{QuotaAsk, QuotaGrant};
use crate::domain::{CompanyId, Fence, Holder, Lease, LoginId};
use crate::store::StoreError;
use crate::store::leases::Leases;

/// What the caller's clock shows when the database's shows `then`.
fn told(then: i64, clock: i64, now: Timestamp) -> Timestamp {
    now.saturating_add(SignedDuration::from_micros(then.saturating_sub(clock))).unwrap_or(Timestamp::MAX)
}

impl PostgresStore {
    /// The time that leases are measured by.
    pub(super) fn clock(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<i64, Fail> {
        match self.clock {
            Clock::Database => tx.clock(),
            Clock::Caller => Ok(now.as_microsecond()),
        }
    }

    /// Grants a lease, or says that another holder has it.
    fn grant(&self, tx: &mut Tx<'_>, head: &Head, holder: &Holder, now: Timestamp) -> Result<Result<Lease, StoreError>, Fail> {
        let company = head.company;
        let clock = self.clock(tx, now)?;
        let same = head.holder.as_ref() == Some(holder);
        if let Some(other) = head.holder.as_ref().filter(|_| !same && clock < head.expires(clock)) {
            // A clock that was set back makes no lease longer than a term from now.
            let until = head.expires(clock);
            tx.run("UPDATE head SET expires = $2 WHERE company = $1 AND expires > $2", &[&i64::from(company.0), &until])?;
            return Ok(Err(StoreError::Leased { holder: other.0.to_string(), until: told(until, clock, now) }));
        }
        let fence = if same { head.fence } else { Fence(head.fence.0.saturating_add(1)) };
        let expires = a_term_after(clock);
        let sql = "UPDATE head SET fence = $2, holder = $3, expires = $4 WHERE company = $1";
        tx.run(sql, &[&i64::from(company.0), &narrow(fence.0), &&*holder.0, &expires])?;
        let expires = now.saturating_add(TERM).unwrap_or(Timestamp::MAX);
        Ok(Ok(Lease { company, holder: holder.clone(), fence, expires }))
    }

    fn leased<T>(
        &self,
        company: CompanyId,
        mut change: impl FnMut(&mut Tx<'_>, &Head) -> Result<T, Fail>,
    ) -> Result<T, StoreError> {
        write(&self.pool, &Scope::one(company), |tx| -> Result<Done<T>, Fail> {
            let head = lock_one(tx, company)?;
            Ok((change(tx, &head)?, None))
        })
    }
}

impl Leases for PostgresStore {
    fn leases(&self, now: Timestamp) -> Result<Vec<Lease>, StoreError> {
        read(&self.pool, &Scope::All, |tx| {
            let clock = self.clock(tx, now)?;
            let sql =
                "SELECT company, fence, holder, expires FROM head WHERE holder IS NOT NULL AND expires > $1 ORDER BY company";
            let rows = tx.rows(sql, &[&clock])?;
            let lease = |row| {
                let expires = column::<i64>(row, 3)?.min(a_term_after(clock));
                Ok(Lease {
                    company: CompanyId(u32::try_from(column::<i64>(row, 0)?).unwrap_or_default()),
                    fence: Fence(wide(column(row, 1)?)),
                    holder: Holder(column::<String>(row, 2)?.into()),
                    expires: told(expires, clock, now),
                })
            };
            rows.iter().map(lease).collect()
        })
    }

    fn acquire(&self, company: CompanyId, holder: &Holder, now: Timestamp) -> Result<Lease, StoreError> {
        self.leased(company, |tx, head| self.grant(tx, head, holder, now))?
    }

    fn renew(&self, lease: &Lease, now: Timestamp) -> Result<Lease, StoreError> {
        self.leased(lease.company, |tx, head| {
            head.check(lease.fence)?;
            self.grant(tx, head, &lease.holder, now)
        })?
    }

    fn release(&self, lease: &Lease) -> Result<(), StoreError> {
        self.leased(lease.company, |tx, head| {
            if head.check(lease.fence).is_ok() {
                tx.run("UPDATE head SET holder = NULL WHERE company = $1", &[&i64::from(lease.company.0)])?;
            }
            Ok(())
        })
    }

    fn acquire_login(&self, login: LoginId, holder: &Holder, now: Timestamp) -> Result<(), StoreError> {
        let number = i64::from(login.0);
        write(&self.pool, &Scope::one(HOUSE), |tx| {
            // An insert waits for another one of the same key; then the row is there, and is locked.
            tx.run("INSERT INTO login VALUES (0, $1, '', 0) ON CONFLICT DO NOTHING", &[&number])?;
            let row = tx.row("SELECT holder, expires FROM login WHERE company = 0 AND login = $1 FOR UPDATE", &[&number])?;
            let clock = self.clock(tx, now)?;
            if let Some(row) = row {
                let (held, until): (String, i64) = (column(&row, 0)?, column(&row, 1)?);
                let until = until.min(a_term_after(clock));
                if !held.is_empty() && *held != *holder.0 && clock < until {
                    let sql = "UPDATE login SET expires = $2 WHERE company = 0 AND login = $1 AND expires > $2";
                    tx.run(sql, &[&number, &until])?;
                    return Ok((Err(StoreError::Leased { holder: held, until: told(until, clock, now) }), None));
                }
            }
            let sql = "UPDATE login SET holder = $2, expires = $3 WHERE company = 0 AND login = $1";
            tx.run(sql, &[&number, &&*holder.0, &a_term_after(clock)])?;
            Ok((Ok(()), None))
        })?
    }

    fn release_login(&self, login: LoginId, holder: &Holder) -> Result<(), StoreError> {
        let sql = "DELETE FROM login WHERE company = 0 AND login = $1 AND holder = $2";
        write(&self.pool, &Scope::one(HOUSE), |tx| {
            tx.run(sql, &[&i64::from(login.0), &&*holder.0])?;
            Ok(((), None))
        })
    }

    fn share_quota(&self, name: &str, holder: &Holder, ask: &QuotaAsk, now: Timestamp) -> Result<QuotaGrant, StoreError> {
        self.share(name, holder, ask, now)
    }
}
