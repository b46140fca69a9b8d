//! The outbox: claims. The time is the database's, so that workers with different clocks agree on the end of a claim.
//!
//! For: workers. Uses: heads, items. Never: a claim by a worker's own clock.
//!
//! Nothing proves that the worker of a claim died: its items are due again when the claim ends. What is due is looked for without a lock;
//! then the heads of its companies are locked and what is still due is claimed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::fail::Fail;
use super::own::{body, each_item, items, put_entry, queue_number};
use super::session::{Scope, Tx, column, read, write};
use super::{PostgresStore, head, text};
use crate::domain::{CompanyId, ItemKey, OutboxItem, Queue, RemoteId};
use crate::store::StoreError;
use crate::store::outbox::{Claim, Claimed, Outbox};
use crate::store::record::{ItemEvent, OwnEntry};

/// Rounds of a claim that comes too late to what it found.
const ROUNDS: usize = 3;

/// Keys of the items that are due, the first due first.
fn due(tx: &mut Tx<'_>, claim: &Claim<'_>, now: Timestamp) -> Result<Vec<ItemKey>, Fail> {
    let sql = "SELECT company, id FROM item WHERE queue = $1 AND waiting AND due <= $2 AND company <> ALL($4) \
               ORDER BY due, company, id LIMIT $3";
    let (queue, most) = (claim.queue, i64::try_from(claim.most).unwrap_or(i64::MAX));
    let except: Vec<i64> = claim.except.iter().map(|company| i64::from(company.0)).collect();
    let rows = tx.rows(sql, &[&queue_number(queue), &now.as_microsecond(), &most, &except])?;
    let key = |row: &tokio_postgres::Row| {
        let company = CompanyId(u32::try_from(column::<i64>(row, 0)?).unwrap_or_default());
        Ok(ItemKey { company, queue, id: RemoteId::new(text(column(row, 1)?)) })
    };
    rows.iter().map(key).collect()
}

impl PostgresStore {
    fn claim_once(&self, claim: &Claim<'_>) -> Result<Option<Vec<Claimed>>, StoreError> {
        let (found, ahead) = read(&self.pool, &Scope::All, |tx| {
            let clock = self.clock(tx, claim.now)?;
            let ahead = SignedDuration::from_micros(clock.saturating_sub(claim.now.as_microsecond()));
            Ok((due(tx, claim, later(claim.now, ahead))?, ahead))
        })?;
        if found.is_empty() {
            return Ok(None);
        }
        let (now, until) = (later(claim.now, ahead), later(claim.until, ahead));
        let companies: BTreeSet<CompanyId> = found.iter().map(|key| key.company).collect();
        write(&self.pool, &Scope::Of(companies.clone()), |tx| {
            let heads = head::lock(tx, &companies)?;
            // An item that does not decode stays where it is; `check` names it.
            let here = each_item(tx, &found.iter().collect::<Vec<_>>())?.into_iter().flatten();
            let known: BTreeMap<ItemKey, OutboxItem> = here.map(|item| (item.key.clone(), item)).collect();
            let (mut claimed, mut events) = (Vec::new(), Vec::new());
            for before in found.iter().filter_map(|key| known.get(key)) {
                if before.is_open() && before.due.is_some_and(|due| due <= now) {
                    let one = Claimed::of(before, claim, now, until);
                    events.push(ItemEvent::between(before, &one.item));
                    claimed.push(one);
                }
            }
            let Some(first) = claimed.first() else { return Ok((Some(claimed), None)) };
            let author = first.item.author.clone();
            let entry = OwnEntry { at: claim.now, author, records: Vec::new(), items: events, documents: Vec::new() };
            let proof = put_entry(tx, heads, entry, &known)?;
            Ok((Some(claimed), proof))
        })
    }

    fn waiting(&self, queue: Queue) -> Result<Vec<OutboxItem>, StoreError> {
        let sql = "SELECT body FROM item WHERE queue = $1 AND waiting ORDER BY due NULLS LAST, company, id";
        read(&self.pool, &Scope::All, |tx| {
            let rows = tx.rows(sql, &[&queue_number(queue)])?;
            rows.iter().map(|row| body(row, 0, "item")).collect()
        })
    }
}

/// A time of a worker in that of the database.
fn later(time: Timestamp, ahead: SignedDuration) -> Timestamp {
    time.saturating_add(ahead).unwrap_or(time)
}

impl Outbox for PostgresStore {
    fn claim(&self, claim: &Claim<'_>) -> Result<Vec<Claimed>, StoreError> {
        for _ in 0..ROUNDS {
            match self.claim_once(claim)? {
                None => break,
                Some(claimed) if claimed.is_empty() => {}
                Some(claimed) => return Ok(claimed),
            }
        }
        Ok(Vec::new())
    }

    fn outbox_item(&self, key: &ItemKey) -> Result<Option<OutboxItem>, StoreError> {
        read(&self.pool, &Scope::one(key.company), |tx| Ok(items(tx, &[key])?.remove(key)))
    }

    fn outbox_open(&self, queue: Queue) -> Result<Vec<OutboxItem>, StoreError> {
        self.waiting(queue)
    }

    fn outbox_items(&self, queue: Queue, company: CompanyId) -> Result<Vec<OutboxItem>, StoreError> {
        let sql = "SELECT body FROM item WHERE company = $1 AND queue = $2 ORDER BY id";
        read(&self.pool, &Scope::one(company), |tx| {
            let rows = tx.rows(sql, &[&i64::from(company.0), &queue_number(queue)])?;
            rows.iter().map(|row| body(row, 0, "item")).collect()
        })
    }

    fn next_due(&self, queue: Queue) -> Result<Option<Timestamp>, StoreError> {
        // Told in microseconds: an item is due a little too early then, never too late.
        let sql = "SELECT min(due) FROM item WHERE queue = $1 AND waiting";
        read(&self.pool, &Scope::All, |tx| {
            let due: Option<i64> = tx.row(sql, &[&queue_number(queue)])?.map(|row| column(&row, 0)).transpose()?.flatten();
            Ok(due.map(|due| Timestamp::from_microsecond(due).unwrap_or(Timestamp::MAX)))
        })
    }
}
