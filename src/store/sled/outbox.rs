//! The outbox on sled: claims. The tree of what is due is ordered by time, so that a claim reads what it takes.
//!
//! The lock of the store proves that no other process lives: an item that is being sent, and not by this process, lost its worker, and is
//! due at once, whatever the end of its claim says.

use jiff::Timestamp;

use super::batch::Name;
use super::database::Database;
use super::own::{all, is_hidden};
use super::{SledStore, key};
use crate::domain::{Actor, CompanyId, ItemKey, OutboxItem, Queue};
use crate::store::StoreError;
use crate::store::outbox::{Claim, Claimed, Outbox};
use crate::store::own::Current;
use crate::store::record::{ItemEvent, OwnEntry};

/// Author of what a restore does.
const AUTHOR: &str = "faktura";

/// A place in the tree of what is due.
struct Due {
    at: Option<Timestamp>,
    sending: bool,
    key: ItemKey,
}

impl Outbox for SledStore {
    fn claim(&self, claim: &Claim<'_>) -> Result<Vec<Claimed>, StoreError> {
        let mut writer = self.ready()?;
        let mine = self.live().claims.clone();
        let is_due = |due: &Due| due.at.is_some_and(|at| at <= claim.now) || due.sending && !mine.contains(&due.key);
        let is_claimed = |due: &Due| !claim.except.contains(&due.key.company) && is_due(due);
        let due = self.read(|db| waiting(db, claim.queue))?.into_iter().filter(is_claimed);
        let wanted: Vec<ItemKey> = due.map(|due| due.key).take(claim.most).collect();
        let mut claimed = Vec::new();
        let mut items = Vec::new();
        for key in wanted {
            // An item that does not decode stays where it is; `check` names it.
            let Ok(Some(before)) = self.read(|db| db.item(&key)) else { continue };
            let one = Claimed::of(&before, claim, claim.now, claim.until);
            items.push(ItemEvent::between(&before, &one.item));
            claimed.push(one);
        }
        let Some(first) = claimed.first() else { return Ok(claimed) };
        let entry =
            OwnEntry { at: claim.now, author: first.item.author.clone(), records: Vec::new(), items, documents: Vec::new() };
        self.write_own(&mut writer, entry)?;
        self.live().claims.extend(claimed.iter().map(|claimed| claimed.item.key.clone()));
        Ok(claimed)
    }

    fn outbox_item(&self, key: &ItemKey) -> Result<Option<OutboxItem>, StoreError> {
        self.read(|db| db.item(key))
    }

    fn outbox_open(&self, queue: Queue) -> Result<Vec<OutboxItem>, StoreError> {
        self.read(|db| waiting(db, queue)?.iter().map(|due| db.item(&due.key)).filter_map(Result::transpose).collect())
    }

    fn outbox_items(&self, queue: Queue, company: CompanyId) -> Result<Vec<OutboxItem>, StoreError> {
        self.read(|db| if is_hidden(db, company) { Ok(Vec::new()) } else { all(db, Name::Outbox, &key::queue(company, queue)) })
    }

    fn next_due(&self, queue: Queue) -> Result<Option<Timestamp>, StoreError> {
        let mine = self.live().claims.clone();
        let at = |due: &Due| if due.sending && !mine.contains(&due.key) { Some(Timestamp::MIN) } else { due.at };
        Ok(self.read(|db| waiting(db, queue))?.iter().filter_map(at).min())
    }
}

impl SledStore {
    /// Marks what waited when a backup was made: it may have been sent since. Alerts are dropped, writes are in doubt until they were
    /// looked for.
    pub(super) fn doubt_items(&self, at: Timestamp) -> Result<(), StoreError> {
        let mut writer = self.ready()?;
        let mut items = Vec::new();
        for queue in Queue::ALL {
            let open = self.outbox_open(queue)?;
            items.extend(open.iter().map(|before| ItemEvent::between(before, &before.restored(at))));
        }
        if items.is_empty() {
            return Ok(());
        }
        let author = Actor(AUTHOR.to_owned());
        self.write_own(&mut writer, OwnEntry { at, author, records: Vec::new(), items, documents: Vec::new() })
    }
}

/// What waits in a queue, the first due first. Bounded by the limit of the queue.
fn waiting(db: &Database, queue: Queue) -> Result<Vec<Due>, StoreError> {
    let mut waiting = Vec::new();
    for entry in db.scan(Name::OutboxDue, &queue.number().to_be_bytes()) {
        let (key, value) = entry?;
        let Some((at, company, id)) = key::split_due(&key) else { continue };
        waiting.push(Due { at, sending: value.first() == Some(&1), key: ItemKey { company, queue, id } });
    }
    Ok(waiting)
}
