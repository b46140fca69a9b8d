//! Quotas of services that all processes on the database use up together.
//!
//! For: the rate limiters of all processes. Uses: [`crate::store::quotas`], the database's clock. Never: a lock that is held while a request is
//! on its way; what is granted counts for seconds, whatever becomes of the process.

use super::fail::Fail;
use super::head::HOUSE;
use super::session::{Scope, Tx, column, write};
use super::{Clock, PostgresStore, wide};
use crate::domain::Holder;
use crate::domain::quota::{QuotaAsk, QuotaGrant};
use crate::store::StoreError;
use crate::store::quotas::{HELD, QuotaState};

impl PostgresStore {
    /// Takes in what a process tells of a quota, and grants it some of what is left.
    pub(super) fn share(
        &self,
        name: &str,
        holder: &Holder,
        ask: &QuotaAsk,
        now: jiff::Timestamp,
    ) -> Result<QuotaGrant, StoreError> {
        write(&self.pool, &Scope::one(HOUSE), |tx| {
            let mut state = lock(tx, name)?;
            let clock = if self.clock == Clock::Database { tx.clock()? } else { now.as_microsecond() };
            let sql = "SELECT coalesce(sum(taken), 0)::bigint FROM quota_share WHERE company = 0 AND name = $1 AND holder <> $2 \
                       AND until > $3 AND until <= $4";
            let latest = clock.saturating_add(HELD);
            let row = tx.row(sql, &[&name, &&*holder.0, &clock, &latest])?;
            let others = row.map(|row| column::<i64>(&row, 0)).transpose()?.map_or(0, wide);
            let grant = state.decide(ask, others, clock);
            let granted = if let QuotaGrant::Go(count) = grant { count } else { 0 };
            keep(tx, name, &state)?;
            let taken = i64::from(ask.held.saturating_add(granted));
            let sql = "INSERT INTO quota_share (company, name, holder, taken, until) VALUES (0, $1, $2, $3, $4) \
                       ON CONFLICT (company, name, holder) DO UPDATE SET taken = excluded.taken, until = excluded.until";
            tx.run(sql, &[&name, &&*holder.0, &taken, &latest])?;
            // Of processes that are gone nothing stays.
            let sql = "DELETE FROM quota_share WHERE company = 0 AND name = $1 AND until < $2";
            tx.run(sql, &[&name, &clock.saturating_sub(HELD)])?;
            Ok((grant, None))
        })
    }
}

fn lock(tx: &mut Tx<'_>, name: &str) -> Result<QuotaState, Fail> {
    let sql = "SELECT ceiling, remaining, resets, blocked FROM quota WHERE company = 0 AND name = $1 FOR UPDATE";
    let mut row = tx.row(sql, &[&name])?;
    if row.is_none() {
        tx.run("INSERT INTO quota (company, name) VALUES (0, $1) ON CONFLICT DO NOTHING", &[&name])?;
        row = tx.row(sql, &[&name])?;
    }
    let Some(row) = row else { return Ok(QuotaState::default()) };
    let count = |index| Ok::<_, Fail>(column::<Option<i64>>(&row, index)?.and_then(|count| u32::try_from(count).ok()));
    Ok(QuotaState { ceiling: count(0)?, remaining: count(1)?, resets: column(&row, 2)?, blocked: column(&row, 3)? })
}

fn keep(tx: &mut Tx<'_>, name: &str, state: &QuotaState) -> Result<(), Fail> {
    let sql = "UPDATE quota SET ceiling = $2, remaining = $3, resets = $4, blocked = $5 WHERE company = 0 AND name = $1";
    let (ceiling, remaining) = (state.ceiling.map(i64::from), state.remaining.map(i64::from));
    tx.run(sql, &[&name, &ceiling, &remaining, &state.resets, &state.blocked]).map(drop)
}
