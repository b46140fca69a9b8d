//! Which documents the payments are to be asked for, and what the answers come to.

use std::collections::{BTreeSet, HashSet};
use std::ops::ControlFlow;

use super::judge::{Ask, Judged};
use super::{COMMIT_SIZE, Item, RunWriter};
use crate::domain::{
    Counts, HistoryEntry, Kind, Message, Payload, Payment, PaymentStatus, RemoteId, RunError, StoredInvoice, balance,
};
use crate::store::{StoreError, StoreExt, SyncState, Upsert};
use crate::sync::compare;

/// Documents with payments to fetch.
#[derive(Debug, Default)]
pub(super) struct Pending {
    due: BTreeSet<RemoteId>,
    again: Vec<RemoteId>,
    /// Whether `due` lacks none of an earlier run.
    whole: bool,
}

impl Pending {
    /// State left by an earlier run.
    pub(super) fn of(state: &SyncState) -> Self {
        // A scan that goes on may have seen documents before the process died.
        let whole = state.payments_due.is_some() && state.scan.is_none();
        Self { due: state.payments_due.iter().flatten().cloned().collect(), again: Vec::new(), whole }
    }

    /// Notes the documents of a batch; `modified` tells that the service listed them as modified.
    pub(super) fn note(&mut self, asks: Vec<(RemoteId, Ask)>, modified: bool) {
        for (id, ask) in asks {
            match ask {
                Ask::Due => drop(self.due.insert(id)),
                Ask::Again if modified => self.again.push(id),
                Ask::Again | Ask::No => {}
            }
        }
    }

    /// Documents for the next run; `None` if unknown.
    pub(super) fn left(&self) -> Option<Vec<RemoteId>> {
        self.whole.then(|| self.due.iter().cloned().collect())
    }
}

/// The documents of a batch with payments that may have to be fetched.
pub(super) fn asks(judged: &[Judged]) -> Vec<(RemoteId, Ask)> {
    judged.iter().filter(|one| one.ask != Ask::No).map(|one| (one.id.clone(), one.ask)).collect()
}

impl RunWriter {
    /// Has the payments of these documents asked for too, where the service tells them by document: elsewhere they come as records, and an
    /// answer without any would say that nothing was paid.
    pub(in crate::sync) fn ask_payments(&mut self, documents: Vec<RemoteId>) {
        if !self.feeds.iter().any(|place| place.feed.kind == Kind::Payment) {
            self.pending.due.extend(documents);
        }
    }

    /// The whole account was looked at by this run: nothing of an earlier one is missing.
    pub(in crate::sync) const fn saw_all(&mut self) {
        self.pending.whole = true;
    }

    /// The documents that the service says were modified are all in: a payment may be what changed. Where it names every
    /// document there is, it says nothing.
    pub(in crate::sync) fn saw_modified(&mut self, seen: u64) -> Result<(), StoreError> {
        let again = std::mem::take(&mut self.pending.again);
        if !again.is_empty() && seen < self.store.count(self.run.company)?.of(Kind::Document).live() {
            self.pending.due.extend(again);
        }
        Ok(())
    }

    /// Documents with payments to fetch now.
    pub(in crate::sync) fn begin_balances(&mut self) -> Result<Vec<RemoteId>, StoreError> {
        if !self.pending.whole {
            let due = &mut self.pending.due;
            self.store.rows(Some(self.run.company), &mut |row| {
                if balance::is_missing_in(&row) {
                    due.insert(row.id);
                }
                ControlFlow::Continue(())
            })?;
            self.pending.whole = true;
        }
        let doubted = self.is_doubted();
        if doubted && !self.feeds.iter().any(|place| place.feed.kind == Kind::Payment) {
            // Damaged payments come back with the histories that they are of.
            let payments = self.store.live_ids(self.run.company, Kind::Payment)?;
            let documents = payments.iter().filter_map(|id| id.as_str().split_once(':'));
            self.pending.due.extend(documents.map(|(document, _)| RemoteId::new(document)));
        }
        let due: Vec<RemoteId> = std::mem::take(&mut self.pending.due).into_iter().collect();
        for ids in due.chunks(COMMIT_SIZE) {
            let stored = self.store.invoices(self.run.company, ids)?;
            let asked = |stored: &StoredInvoice| balance::is_open(&stored.entity) || stored.entity.status == PaymentStatus::Paid;
            let open = stored.into_iter().flatten().filter(|stored| stored.vanished.is_none() && (doubted || asked(stored)));
            self.pending.due.extend(open.map(|stored| stored.entity.id));
        }
        Ok(self.pending.due.iter().cloned().collect())
    }

    /// Writes the balances that payments come to. What was not answered stays due, and is an error of the run.
    pub(in crate::sync) fn settle(
        &mut self,
        answers: Vec<(RemoteId, Result<Vec<HistoryEntry>, Message>)>,
    ) -> Result<(), StoreError> {
        let ids: Vec<RemoteId> = answers.iter().map(|(id, _)| id.clone()).collect();
        let stored = self.store.invoices(self.run.company, &ids)?;
        let (stamp, mut upserts): (_, Vec<Upsert>) = (self.stamp(), Vec::new());
        let mut payments = Vec::new();
        for ((id, answer), stored) in answers.into_iter().zip(stored) {
            let Some(stored) = stored else { continue };
            match answer {
                Ok(history) => {
                    let left = balance::left(&stored.entity, &history);
                    self.pending.due.remove(&id);
                    payments.push((id, Payment::of_history(&stored.entity, &history)));
                    // Of a document that is paid or cancelled nothing is left, whatever its history lacks.
                    if balance::is_open(&stored.entity) {
                        upserts.extend(compare::settle(stored, left, stamp));
                    }
                }
                Err(message) => {
                    let invoice_number = Some(stored.entity.number).filter(|number| !number.is_empty());
                    self.warnings.push(RunError { kind: Some(Kind::Document), invoice_id: Some(id), invoice_number, message });
                }
            }
        }
        // A balance says that the payments were asked for: it comes after them.
        self.take_payments(payments)?;
        if upserts.is_empty() {
            return Ok(());
        }
        let counts: Counts = self.run.counts;
        self.commit(0, counts, upserts, Vec::new(), false).map_err(|(error, _)| error)
    }

    /// Writes the payments of documents; stored ones that their histories no longer have are flagged.
    fn take_payments(&mut self, payments: Vec<(RemoteId, Vec<Payment>)>) -> Result<(), StoreError> {
        let company = self.run.company;
        let mut earlier = self.store.live_ids(company, Kind::Payment)?;
        earlier.sort_unstable();
        let (mut items, mut gone) = (Vec::new(), Vec::new());
        for (document, payments) in payments {
            let of = format!("{document}:");
            let from = earlier.partition_point(|id| id.as_str() < of.as_str());
            let known = earlier.iter().skip(from).take_while(|id| id.as_str().starts_with(&of));
            gone.extend(known.filter(|id| !payments.iter().any(|payment| payment.id == **id)).cloned());
            let item = |payment: Payment| Item { id: payment.id.clone(), record: Ok(Payload::Payment(Box::new(payment))) };
            items.extend(payments.into_iter().map(item));
        }
        let mut judged = self.judge(Kind::Payment, items, self.stamp())?;
        while !judged.is_empty() {
            let rest = judged.split_off(judged.len().min(COMMIT_SIZE));
            self.apply(0, std::mem::replace(&mut judged, rest), false)?;
        }
        self.gone(Kind::Payment, &gone)
    }

    /// Flags the payments of documents that are gone, where they came with the documents.
    pub(super) fn payments_gone(&mut self, documents: &[RemoteId]) -> Result<(), StoreError> {
        if documents.is_empty() || self.feeds.iter().any(|place| place.feed.kind == Kind::Payment) {
            return Ok(());
        }
        let gone: HashSet<&str> = documents.iter().map(RemoteId::as_str).collect();
        let mut payments = self.store.live_ids(self.run.company, Kind::Payment)?;
        payments.retain(|id| id.as_str().split_once(':').is_some_and(|(document, _)| gone.contains(document)));
        self.gone(Kind::Payment, &payments)
    }

    /// Reports the number of missing balances.
    pub(in crate::sync) fn end_balances(&mut self) {
        let count = self.pending.due.len();
        if count > 0 {
            self.warn(Message::new("sync-balances-missing").with("count", count));
        }
    }
}
