//! Reading. Readers share the database; a transaction keeps them out, so they see a commit wholly or not at all.
//!
//! [`SledStore::rows_with`] collects rows in groups before it visits them, so that a visitor may be slow and may ask the store again:
//! each row is whole, but a long visit may see commits that came after it began.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use ::sled::IVec;

use super::batch::Name;
use super::database::{Database, place};
use super::{SledStore, closed, key};
use crate::domain::{
    CompanyId, FieldChange, InvoiceRow, LineItem, Record, RecordKey, RemoteId, RunError, RunId, StoredInvoice, SyncRun,
};
use crate::store::record::{Changes, Codec, Dated, ScanIds, decode, line_items};
use crate::store::{CompanyCount, Damage, DamageKind, RunFilter, StoreError, SyncState};

/// Rows read at a time.
const AT_A_TIME: usize = 2048;

impl SledStore {
    /// Reads while no transaction is under way.
    pub(super) fn read<T>(&self, read: impl FnOnce(&Database) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let result = read(self.database().as_ref().ok_or_else(closed)?);
        if let Err(StoreError::Corrupt { place }) = &result {
            self.distrust(place);
        }
        result
    }

    pub(super) fn rows_with(
        &self,
        company: Option<CompanyId>,
        visit: &mut dyn FnMut(InvoiceRow) -> ControlFlow<()>,
    ) -> Result<Vec<Damage>, StoreError> {
        let mut damage = Vec::new();
        let mut last: Option<IVec> = None;
        // Some at a time: an entry keeps the page in memory that it was read from, and a million of them would keep them all.
        loop {
            let entries = self.read(|db| row_entries(db, company, last.as_ref(), AT_A_TIME))?;
            let Some((key, _)) = entries.last() else { return Ok(damage) };
            last = Some(key.clone());
            for (key, value) in entries {
                let row = if value.is_empty() {
                    self.read(|db| Ok(invoice(db, &key)?.ok().flatten().map(|stored| stored.row())))?
                } else {
                    decode(&value).ok()
                };
                match row {
                    Some(row) => {
                        if visit(row).is_break() {
                            return Ok(damage);
                        }
                    }
                    None => damage.push(undecodable(Name::Rows, &key)),
                }
            }
        }
    }
}

impl SledStore {
    pub(super) fn visit_invoices(
        &self,
        company: Option<CompanyId>,
        visit: &mut dyn FnMut(Record) -> ControlFlow<()>,
    ) -> Result<Vec<Damage>, StoreError> {
        let mut damage = Vec::new();
        let mut last: Option<IVec> = None;
        loop {
            let entries = self.read(|db| row_entries(db, company, last.as_ref(), AT_A_TIME))?;
            let Some((key, _)) = entries.last() else { return Ok(damage) };
            last = Some(key.clone());
            for (key, _) in entries {
                match self.read(|db| invoice(db, &key))? {
                    Ok(Some(stored)) => {
                        if visit(stored.into()).is_break() {
                            return Ok(damage);
                        }
                    }
                    // Removed since its key was read.
                    Ok(None) => {}
                    Err(found) => damage.push(found),
                }
            }
        }
    }
}

/// Keys and rows after a key, of one company or of all, without companies that are being removed; at most `limit`.
fn row_entries(
    db: &Database,
    company: Option<CompanyId>,
    last: Option<&IVec>,
    most: usize,
) -> Result<Vec<(IVec, IVec)>, StoreError> {
    let removing = &db.position().removing;
    if company.is_some_and(|company| removing.contains(&company)) {
        return Ok(Vec::new());
    }
    let prefix = company.map(key::company);
    let prefix = prefix.as_ref().map_or(&[][..], |prefix| &prefix[..]);
    // The key before the first one is the prefix itself, which is no key.
    let entries = db.after(Name::Rows, last.map_or(prefix, |last| &last[..]));
    let entries = entries.take_while(|entry| entry.as_ref().map_or(true, |(key, _)| key.starts_with(prefix)));
    let gone = |key: &IVec| !removing.is_empty() && key::split_company(key).is_some_and(|(c, _)| removing.contains(&c));
    entries.filter(|entry| !entry.as_ref().is_ok_and(|(key, _)| gone(key))).take(most).collect()
}

/// The invoice of this key: here, not here, or damaged.
pub(super) fn invoice(db: &Database, key: &[u8]) -> Result<Result<Option<StoredInvoice>, Damage>, StoreError> {
    let Some(bytes) = db.invoice(key)? else { return Ok(Ok(None)) };
    Ok(decode(&bytes).map(Some).map_err(|_| undecodable(Name::Invoices, key)))
}

fn undecodable(name: Name, key: &[u8]) -> Damage {
    let invoice = key::split_invoice(key).map(|(key, _)| key);
    let text = invoice.as_ref().map_or_else(|| key::show(key), |key| format!("{}/{}", key.company, key.id));
    Damage { place: place(name, &text), kind: DamageKind::Undecodable, company: invoice.map(|key| key.company) }
}

/// Invoices by their identifiers.
pub(super) fn invoices(db: &Database, company: CompanyId, ids: &[RemoteId]) -> Result<Vec<Option<StoredInvoice>>, StoreError> {
    if is_removed(db, company) {
        return Ok(vec![None; ids.len()]);
    }
    let one = |id| invoice(db, &key::invoice(company, id))?.map_err(|damage| StoreError::Damaged { place: damage.place });
    ids.iter().map(one).collect()
}

/// Line items of the invoices of these identifiers.
pub(super) fn items(db: &Database, company: CompanyId, ids: &[RemoteId]) -> Result<Vec<Option<Vec<LineItem>>>, StoreError> {
    if is_removed(db, company) {
        return Ok(vec![None; ids.len()]);
    }
    let one = |id| {
        let key = key::invoice(company, id);
        let Some(bytes) = db.invoice(&key)? else { return Ok(None) };
        let damaged = |_| StoreError::Damaged { place: undecodable(Name::Invoices, &key).place };
        line_items(&bytes).map(Some).map_err(damaged)
    };
    ids.iter().map(one).collect()
}

/// Keys of the invoices of this number.
pub(super) fn by_number(db: &Database, company: Option<CompanyId>, number: &str) -> Result<Vec<RecordKey>, StoreError> {
    let companies = match company {
        Some(company) => vec![company],
        None => companies(db)?,
    };
    let mut found = Vec::new();
    for company in companies.into_iter().filter(|company| !is_removed(db, *company)) {
        let prefix = key::number(company, number);
        for entry in db.scan(Name::Numbers, &prefix) {
            let (key, _) = entry?;
            let id = key.strip_prefix(&prefix[..]).and_then(key::split_text);
            found.extend(id.map(|(id, _)| RecordKey::document(company, RemoteId::new(id))));
        }
    }
    Ok(found)
}

/// Every company of which there is anything.
pub(super) fn companies(db: &Database) -> Result<Vec<CompanyId>, StoreError> {
    let company = |entry: Result<(IVec, IVec), StoreError>| {
        entry.map(|(key, _)| key::split_company(&key).map(|(company, _)| company)).transpose()
    };
    db.scan(Name::Counts, &[]).filter_map(company).collect()
}

/// Identifiers of the invoices that have not vanished.
pub(super) fn live_ids(db: &Database, company: CompanyId) -> Result<Vec<RemoteId>, StoreError> {
    let mut ids = Vec::new();
    if db.position().removing.contains(&company) {
        return Ok(ids);
    }
    // One by one: the rows of a large company must not all be in memory for their identifiers.
    for entry in db.scan(Name::Rows, &key::company(company)) {
        let (key, value) = entry?;
        let row = match decode::<InvoiceRow>(&value) {
            Ok(row) => Some(row),
            Err(_) => invoice(db, &key)?.ok().flatten().map(|stored| stored.row()),
        };
        ids.extend(row.filter(|row| !row.vanished).map(|row| row.id));
    }
    Ok(ids)
}

/// Whether what is written of the history of the invoice of this key says when it was first seen.
pub(super) fn tells_first(db: &Database, key: &[u8]) -> Result<bool, StoreError> {
    let first = db.scan_parts(Name::Changes, key).next().transpose()?;
    let changes = first.and_then(|(_, bytes)| decode::<Changes>(&bytes).ok());
    Ok(changes.is_some_and(|Changes(changes)| changes.first().is_some_and(Dated::is_first_seen)))
}

/// The changes of an invoice, oldest first.
pub(super) fn history(db: &Database, key: &RecordKey) -> Result<Vec<FieldChange>, StoreError> {
    if is_removed(db, key.company) {
        return Ok(Vec::new());
    }
    let mut history: Vec<Dated> = Vec::new();
    let head = key::invoice(key.company, &key.id);
    for group in db.scan_parts(Name::Changes, &head) {
        let (_, bytes) = group?;
        let place = || place(Name::Changes, &format!("{}/{}", key.company, key.id));
        let Changes(changes) = decode(&bytes).map_err(|_| StoreError::Damaged { place: place() })?;
        history.extend(changes);
    }
    if !history.iter().any(Dated::is_first_seen)
        && let Some(stored) = invoice(db, &head)?.ok().flatten()
    {
        let first = Dated::first_of(&stored.into(), &history);
        history.insert(0, first);
    }
    Ok(history.into_iter().map(|change| change.of(key.clone())).collect())
}

/// A run by its number.
pub(super) fn run(db: &Database, id: RunId) -> Result<Option<SyncRun>, StoreError> {
    let Some((company, _)) = db.get(Name::RunIndex, id.0.to_be_bytes())?.as_deref().and_then(indexed) else {
        return Ok(None);
    };
    if is_removed(db, company) {
        return Ok(None);
    }
    one(db, Name::Runs, &key::run(company, id), || id.to_string())
}

/// Runs, newest first.
pub(super) fn runs(db: &Database, filter: &RunFilter, wanted: &dyn Fn(&SyncRun) -> bool) -> Result<Vec<SyncRun>, StoreError> {
    let limit = filter.limit.unwrap_or(usize::MAX);
    // Runs of one company lie together; runs of many companies are found by the index over all.
    let (tree, prefix) = match filter.companies.as_slice() {
        [company] => (Name::Runs, key::company(*company).to_vec()),
        _ => (Name::RunIndex, Vec::new()),
    };
    let mut runs = Vec::new();
    let mut keys = db.tree(tree).scan_prefix(&prefix).keys();
    let mut last = None;
    while runs.len() < limit
        && let Some(key) = keys.next_back()
    {
        let key = key.map_err(|_| StoreError::Damaged { place: place(tree, "") })?;
        let Some(id) = key.strip_prefix(&prefix[..]).and_then(key::tail_u64).map(RunId) else { continue };
        // A run may be kept in parts.
        if last.replace(id) == Some(id) {
            continue;
        }
        let of = || Ok(db.get(Name::RunIndex, id.0.to_be_bytes())?.as_deref().and_then(indexed).map(|(company, _)| company));
        if filter.companies.is_empty() || of()?.is_some_and(|company| filter.companies.contains(&company)) {
            runs.extend(run(db, id)?.filter(|run| wanted(run)));
        }
    }
    Ok(runs)
}

/// Numbers of the runs that say they are running.
pub(super) fn running(db: &Database) -> Result<Vec<RunId>, StoreError> {
    let mut found = Vec::new();
    for entry in db.scan(Name::RunIndex, &[]) {
        let (key, value) = entry?;
        let running = indexed(&value).is_some_and(|(company, running)| running && !is_removed(db, company));
        found.extend(key::tail_u64(&key).filter(|_| running).map(RunId));
    }
    Ok(found)
}

/// The errors of a run.
pub(super) fn run_errors(db: &Database, id: RunId) -> Result<Vec<RunError>, StoreError> {
    let Some((company, _)) = db.get(Name::RunIndex, id.0.to_be_bytes())?.as_deref().and_then(indexed) else {
        return Ok(Vec::new());
    };
    if is_removed(db, company) {
        return Ok(Vec::new());
    }
    let read = |entry: Result<(IVec, Vec<u8>), StoreError>| {
        decode(&entry?.1).map_err(|_| StoreError::Damaged { place: place(Name::Errors, &id.to_string()) })
    };
    db.scan_parts(Name::Errors, &key::run(company, id)).map(read).collect()
}

/// State of a company's sync.
pub(super) fn sync_state(db: &Database, company: CompanyId, feed: &str) -> Result<SyncState, StoreError> {
    if is_removed(db, company) {
        return Ok(SyncState::default());
    }
    Ok(one(db, Name::States, &key::feed(company, feed), || company.to_string())?.unwrap_or_default())
}

/// The feeds of a company that have a state.
pub(super) fn feeds(db: &Database, company: CompanyId) -> Result<Vec<String>, StoreError> {
    let mut feeds = Vec::new();
    for entry in db.scan_parts(Name::States, &key::company(company)) {
        feeds.extend(key::split_feed(&entry?.0).map(|(_, feed)| feed.to_owned()));
    }
    Ok(feeds)
}

/// Keys and values of the scan of a company's feed.
pub(super) fn scan_pages(db: &Database, feed: &[u8]) -> impl Iterator<Item = Result<(IVec, IVec), StoreError>> {
    // Keys of other feeds begin alike and are longer.
    let length = key::scan(feed, 0).len();
    db.scan(Name::Scans, feed).filter(move |entry| entry.as_ref().map_or(true, |(key, _)| key.len() == length))
}

/// Number of records of a company.
pub(super) fn count(db: &Database, company: CompanyId) -> Result<CompanyCount, StoreError> {
    if is_removed(db, company) {
        return Ok(CompanyCount::default());
    }
    let stored = db.get(Name::Counts, key::company(company))?;
    let damaged = |_| StoreError::Damaged { place: place(Name::Counts, &company.to_string()) };
    Ok(stored.map(|bytes| decode(&bytes).map_err(damaged)).transpose()?.unwrap_or_default())
}

/// Identifiers that the scan in progress has seen.
pub(super) fn scan_ids(db: &Database, company: CompanyId, feed: &str) -> Result<Vec<RemoteId>, StoreError> {
    let mut seen = BTreeSet::new();
    if !is_removed(db, company) {
        for entry in scan_pages(db, &key::feed(company, feed)) {
            let damaged = |_| StoreError::Damaged { place: place(Name::Scans, &company.to_string()) };
            let ScanIds(ids) = decode(&entry?.1).map_err(damaged)?;
            seen.extend(ids);
        }
    }
    Ok(seen.into_iter().collect())
}

/// Whether a company was removed while its records are still there.
fn is_removed(db: &Database, company: CompanyId) -> bool {
    db.position().removing.contains(&company)
}

/// Decodes an entry of the index of runs: the company, and whether the run is running.
pub(super) fn indexed(value: &[u8]) -> Option<(CompanyId, bool)> {
    key::split_company(value).map(|(company, rest)| (company, rest == [1]))
}

fn one<T: Codec>(db: &Database, name: Name, key: &[u8], text: impl Fn() -> String) -> Result<Option<T>, StoreError> {
    let decode = |bytes: Vec<u8>| decode(&bytes).map_err(|_| StoreError::Damaged { place: place(name, &text()) });
    db.parts(name, key)?.map(decode).transpose()
}
