//! An account as it is now: documents that were made up, and what was changed since.

use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::generate::{AccountOptions, FIRST_ID, Generator, Plan};
use super::model::{Document, Organization, Partner};
use super::quirks;
use super::written::{Booked, Writing, Written};

/// Accounts up to this size keep what they have written out; larger ones write it anew, so that memory stays flat.
const KEPT: usize = 20_000;

/// A pretend account. Newest documents come first.
pub struct Account {
    key: String,
    generator: Generator,
    entries: Vec<Entry>,
    next_id: u64,
    quirks: bool,
    keep: bool,
    pub(super) written: Written,
}

/// A document of the account.
pub(super) struct Entry {
    pub(super) id: u64,
    pub(super) modified: Timestamp,
    source: Source,
    json: OnceLock<Arc<str>>,
}

/// Source of a document's content.
enum Source {
    /// The generator's document at this position.
    Made(usize),
    /// A document that was added or edited.
    Own(Arc<Document>),
}

/// Fields of a document that filters read.
pub(super) struct Facts<'a> {
    pub(super) id: u64,
    pub(super) kind: &'a str,
    pub(super) status: &'a str,
    pub(super) method: &'a str,
    pub(super) block: u64,
    pub(super) partner: Option<&'a Partner>,
    pub(super) issued: Date,
    pub(super) fulfilled: Option<Date>,
    pub(super) paid: Option<Date>,
    /// Year and sequence of its number.
    pub(super) number: Option<(i64, i64)>,
    /// Its number as printed.
    pub(super) printed: std::borrow::Cow<'a, str>,
    pub(super) modified: Timestamp,
}

impl Account {
    pub(super) fn new(options: &AccountOptions, today: Date, quirks: bool) -> Self {
        let generator = Generator::new(options, today);
        let entry = |(index, plan): (usize, &Plan)| Entry {
            id: FIRST_ID + index as u64,
            modified: modified(plan, today),
            source: Source::Made(index),
            json: OnceLock::new(),
        };
        let entries: Vec<Entry> = generator.plans().iter().enumerate().map(entry).rev().collect();
        let next_id = FIRST_ID + entries.len() as u64;
        let keep = entries.len() <= KEPT;
        let written = Written { partners: generator.partners().to_vec(), ..Written::default() };
        Self { key: options.key.clone(), generator, entries, next_id, quirks, keep, written }
    }

    /// Its API key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Number of documents.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Identifiers of its documents, newest first.
    #[must_use]
    pub fn ids(&self) -> Vec<u64> {
        self.entries.iter().map(|entry| entry.id).collect()
    }

    /// Its documents as they are, newest first.
    #[must_use]
    pub fn documents(&self) -> Vec<Document> {
        self.entries.iter().filter_map(|entry| self.content(entry)).collect()
    }

    /// A document as it is.
    #[must_use]
    pub fn document(&self, id: u64) -> Option<Document> {
        self.content(self.entry(id)?)
    }

    /// A document's JSON as it is sent, quirks included.
    #[must_use]
    pub fn json(&self, id: u64) -> Option<String> {
        Some(self.sent(self.entry(id)?).to_string())
    }

    /// The seller.
    #[must_use]
    pub fn organization(&self) -> &Arc<Organization> {
        self.generator.organization()
    }

    /// The buyers that it knows; added ones come first, newest first.
    #[must_use]
    pub fn partners(&self) -> &[Arc<Partner>] {
        &self.written.partners
    }

    /// What is not confirmed of writes.
    pub fn writing(&mut self) -> &mut Writing {
        &mut self.written.writing
    }

    /// Documents by the `vendor_id` that they were created with, oldest first.
    #[must_use]
    pub fn vendors(&self) -> &[(String, u64)] {
        &self.written.vendors
    }

    /// Payments that were written for a document.
    #[must_use]
    pub fn booked(&self, id: u64) -> &[Booked] {
        self.written.payments.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Documents that were mailed, and where to.
    #[must_use]
    pub fn mailed(&self) -> &[(u64, Vec<String>)] {
        &self.written.mailed
    }

    /// The last number of a prefix and a year; 0 if there is none.
    pub(super) fn last_number(&self, prefix: &str, year: i16) -> i64 {
        let own = |entry: &Entry| {
            let facts = self.facts(entry)?;
            let (of, number) = facts.number?;
            (of == i64::from(year) && facts.printed.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('-')))
                .then_some(number)
        };
        self.entries.iter().filter_map(own).max().unwrap_or_default()
    }

    /// Adds a document as the newest one and returns its identifier; the one it carries does not count.
    pub fn add(&mut self, mut document: Document, now: Timestamp) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        document.id = id;
        self.entries.insert(0, Entry::own(document, now));
        id
    }

    /// Changes a document; `false` when there is none.
    pub fn edit(&mut self, id: u64, now: Timestamp, change: impl FnOnce(&mut Document)) -> bool {
        let Some(mut document) = self.document(id) else { return false };
        change(&mut document);
        document.id = id;
        match self.position(id).and_then(|at| self.entries.get_mut(at)) {
            Some(entry) => *entry = Entry::own(document, now),
            None => return false,
        }
        true
    }

    /// Removes a document; `false` when there is none.
    pub fn delete(&mut self, id: u64) -> bool {
        let found = self.position(id);
        if let Some(at) = found {
            self.entries.remove(at);
        }
        found.is_some()
    }

    /// Adds and removes documents as may happen while a client turns the pages; `turn` decides which.
    pub(super) fn drift(&mut self, turn: u64, now: Timestamp) {
        let count = self.entries.len() as u64;
        let pick = |of: u64| usize::try_from(turn.wrapping_mul(0x9E37_79B9) % of.max(1)).unwrap_or_default();
        if turn % 3 == 2 {
            if let Some(id) = self.entries.get(pick(count)).map(|entry| entry.id) {
                self.delete(id);
            }
        } else if let Some(mut document) = self.generator.document(pick(self.generator.plans().len() as u64)) {
            document.invoice_number = format!("INV-{}-{}", document.invoice_date.year(), 90_000 + turn);
            document.related_documents.clear();
            self.add(document, now);
        }
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn entry(&self, id: u64) -> Option<&Entry> {
        self.entries.get(self.position(id)?)
    }

    /// The document's JSON as it is sent.
    pub(super) fn sent(&self, entry: &Entry) -> Arc<str> {
        if let Some(json) = entry.json.get() {
            return json.clone();
        }
        let json = self.content(entry).map(|document| document.json()).unwrap_or_default();
        let json: Arc<str> = if self.quirks { quirks::document(&json, entry.id).into() } else { json.into() };
        if self.keep { entry.json.get_or_init(|| json).clone() } else { json }
    }

    /// Fields of a document that filters read.
    pub(super) fn facts<'a>(&'a self, entry: &'a Entry) -> Option<Facts<'a>> {
        Some(match &entry.source {
            Source::Made(index) => {
                let plan = self.generator.plans().get(*index)?;
                let numbered = !plan.prefix.is_empty();
                Facts {
                    id: entry.id,
                    kind: plan.kind,
                    status: plan.status,
                    method: plan.method,
                    block: plan.block,
                    partner: self.generator.partners().get(plan.partner).map(AsRef::as_ref),
                    issued: plan.issued,
                    fulfilled: Some(plan.issued),
                    paid: plan.paid,
                    number: numbered.then(|| (i64::from(plan.issued.year()), i64::from(plan.sequence))),
                    printed: plan.number().into(),
                    modified: entry.modified,
                }
            }
            Source::Own(document) => Facts {
                id: entry.id,
                kind: &document.r#type,
                status: &document.payment_status,
                method: &document.payment_method,
                block: document.block_id,
                partner: Some(&document.partner),
                issued: document.invoice_date,
                fulfilled: document.fulfillment_date,
                paid: document.paid_date,
                number: sequence(&document.invoice_number),
                printed: document.invoice_number.as_str().into(),
                modified: entry.modified,
            },
        })
    }

    fn content(&self, entry: &Entry) -> Option<Document> {
        match &entry.source {
            Source::Made(index) => self.generator.document(*index),
            Source::Own(document) => Some(document.as_ref().clone()),
        }
    }

    fn position(&self, id: u64) -> Option<usize> {
        // Identifiers fall from the newest document to the oldest.
        self.entries.binary_search_by(|entry| id.cmp(&entry.id)).ok()
    }
}

impl Entry {
    fn own(document: Document, now: Timestamp) -> Self {
        Self { id: document.id, modified: now, source: Source::Own(Arc::new(document)), json: OnceLock::new() }
    }
}

/// When a document that was made up was modified: at noon of its last event, but before today.
fn modified(plan: &Plan, today: Date) -> Timestamp {
    let day = plan.paid.unwrap_or(plan.issued).max(plan.issued).min(today.saturating_sub(1.day()));
    day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
}

/// Year and sequence in a number such as `INV-2025-244`.
fn sequence(number: &str) -> Option<(i64, i64)> {
    let mut parts = number.rsplit('-');
    let sequence = parts.next()?.parse().ok()?;
    Some((parts.next()?.parse().ok()?, sequence))
}
