//! Runs, their errors, changes, states and counts as records.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::convert::{maybe, text};
use super::{Codec, Fault, RecordType, read, v1, v3, v4, write};
use crate::domain::{
    self, Actor, Change, CompanyId, Counts, ErrorKind, Failure, FieldChange, RecordKey, RemoteId, RunError, RunId, RunStatus,
    SyncMode, SyncRun, Tally, Trigger,
};
use crate::store::{CompanyCount, KindCount, ScanState, StoreError, SyncState};

/// A change without its invoice, which its key tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Dated {
    /// When it was noticed.
    pub(in crate::store) at: Timestamp,
    /// By which run.
    pub(in crate::store) run: RunId,
    /// Change.
    pub(in crate::store) change: Change,
}

/// Changes of one commit to one invoice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::store) struct Changes(pub(in crate::store) Vec<Dated>);

/// Identifiers that one page of a scan has seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct ScanIds(pub(in crate::store) Vec<RemoteId>);

/// Compression dictionary of a company: bytes of some of its invoices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Dictionary(pub(in crate::store) Vec<u8>);

impl Codec for Dictionary {
    const KIND: RecordType = RecordType::Dictionary;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        write(&self.0)
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        match version {
            1 => read(payload).map(Self),
            _ => Err(Fault::Version),
        }
    }
}

/// Position of the database in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::store) struct Position {
    /// The last entry of the journal that the database has.
    pub(in crate::store) sequence: u64,
    /// Commits so far; grows by one with each.
    pub(in crate::store) commit: u64,
    /// The number of the next run.
    pub(in crate::store) next_run: u64,
    /// The revision of the rules by which rows were made.
    pub(in crate::store) row_rules: u32,
    /// Companies with lost invoices and a history restored from the journal: a fetched invoice takes its first day from there.
    pub(in crate::store) relearn: Vec<CompanyId>,
    /// Companies that are removed, while their records are not all gone yet.
    pub(in crate::store) removing: Vec<CompanyId>,
}

macro_rules! record {
    ($domain:ty, $kind:ident, $stored:ty) => {
        impl Codec for $domain {
            const KIND: RecordType = RecordType::$kind;

            fn payload(&self) -> Result<Vec<u8>, StoreError> {
                write(&<$stored>::from(self))
            }

            fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
                match version {
                    1 => read::<$stored>(payload)?.try_into().map_err(|_| Fault::Content),
                    _ => Err(Fault::Version),
                }
            }
        }
    };
}

record!(ScanIds, Walk, v1::WalkIds);
record!(Changes, Changes, Vec<v1::Change>);
record!(Position, Position, v1::Position);

impl Dated {
    /// The change of the invoice of this key.
    pub(in crate::store) fn of(self, key: RecordKey) -> FieldChange {
        FieldChange { key, at: self.at, run: self.run, change: self.change }
    }
}

impl From<&FieldChange> for Dated {
    fn from(change: &FieldChange) -> Self {
        Self { at: change.at, run: change.run, change: change.change.clone() }
    }
}

impl From<&Changes> for Vec<v1::Change> {
    fn from(changes: &Changes) -> Self {
        changes.0.iter().map(Into::into).collect()
    }
}

impl TryFrom<Vec<v1::Change>> for Changes {
    type Error = Fault;

    fn try_from(changes: Vec<v1::Change>) -> Result<Self, Fault> {
        changes.into_iter().map(TryInto::try_into).collect::<Result<_, _>>().map(Self)
    }
}

impl From<&Dated> for v1::Change {
    fn from(dated: &Dated) -> Self {
        let Change { field, old, new } = dated.change.clone();
        Self { at: dated.at.into(), run: dated.run.0, field, old, new }
    }
}

impl TryFrom<v1::Change> for Dated {
    type Error = Fault;

    fn try_from(c: v1::Change) -> Result<Self, Fault> {
        Ok(Self { at: c.at.try_into()?, run: RunId(c.run), change: Change { field: c.field, old: c.old, new: c.new } })
    }
}

impl Codec for SyncRun {
    const KIND: RecordType = RecordType::Run;
    const VERSION: u8 = 2;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        write(&v4::Run::from(self))
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        match version {
            1 => read::<v1::Run>(payload)?.try_into(),
            2 => read::<v4::Run>(payload)?.try_into(),
            _ => Err(Fault::Version),
        }
    }
}

/// Maps the variants of two enumerations onto each other.
macro_rules! same {
    ($a:ty, $b:ty, $($variant:ident)+) => {
        impl From<$a> for $b {
            fn from(value: $a) -> Self {
                match value { $(<$a>::$variant => Self::$variant,)+ }
            }
        }

        impl From<$b> for $a {
            fn from(value: $b) -> Self {
                match value { $(<$b>::$variant => Self::$variant,)+ }
            }
        }
    };
}

same!(Trigger, v1::Trigger, Command Headless Screen Schedule Api);
same!(SyncMode, v1::Mode, Full Incremental Reconcile);
same!(RunStatus, v1::Status, Running Completed Partial Failed Cancelled Interrupted Deferred);
same!(ErrorKind, v4::FailureKind, Unexpected Usage Partial Failed InUse Config Credentials NotAllowed Interrupted);

impl From<&Failure> for v4::Failure {
    fn from(f: &Failure) -> Self {
        Self { kind: f.kind.into(), message: (&f.message).into(), hint: f.hint.as_ref().map(Into::into) }
    }
}

impl From<v4::Failure> for Failure {
    fn from(f: v4::Failure) -> Self {
        Self { kind: f.kind.into(), message: f.message.into(), hint: f.hint.map(Into::into) }
    }
}

impl From<&SyncRun> for v4::Run {
    fn from(r: &SyncRun) -> Self {
        let tally = |t: Tally| [t.processed, t.created, t.updated, t.unchanged, t.skipped, t.vanished];
        let (payments, contacts) = (tally(r.counts.payments), tally(r.counts.contacts));
        Self { run: r.into(), failure: r.failure.as_ref().map(Into::into), payments, contacts }
    }
}

impl TryFrom<v4::Run> for SyncRun {
    type Error = Fault;

    fn try_from(r: v4::Run) -> Result<Self, Fault> {
        let tally = |[processed, created, updated, unchanged, skipped, vanished]: [u64; 6]| Tally {
            processed,
            created,
            updated,
            unchanged,
            skipped,
            vanished,
        };
        let mut run: Self = r.run.try_into()?;
        run.failure = r.failure.map(Into::into);
        (run.counts.payments, run.counts.contacts) = (tally(r.payments), tally(r.contacts));
        Ok(run)
    }
}

impl From<&SyncRun> for v1::Run {
    fn from(r: &SyncRun) -> Self {
        Self {
            id: r.id.0,
            company: r.company.0,
            company_name: r.company_name.clone(),
            trigger: r.trigger.into(),
            actor: r.actor.0.clone(),
            mode: r.mode.into(),
            status: r.status.into(),
            started: r.started.into(),
            ended: r.ended.map(Into::into),
            processed: r.counts.documents.processed,
            created: r.counts.documents.created,
            updated: r.counts.documents.updated,
            unchanged: r.counts.documents.unchanged,
            skipped: r.counts.documents.skipped,
            vanished: r.counts.documents.vanished,
            items: r.counts.items,
            api_calls: r.counts.api_calls,
            error_count: r.error_count,
            // Later forms keep it beside this one.
            failure: None,
            deferred_until: r.deferred_until.map(Into::into),
        }
    }
}

impl TryFrom<v1::Run> for SyncRun {
    type Error = Fault;

    fn try_from(r: v1::Run) -> Result<Self, Fault> {
        let counts = Counts {
            documents: Tally {
                processed: r.processed,
                created: r.created,
                updated: r.updated,
                unchanged: r.unchanged,
                skipped: r.skipped,
                vanished: r.vanished,
            },
            items: r.items,
            api_calls: r.api_calls,
            ..Counts::default()
        };
        Ok(Self {
            id: RunId(r.id),
            company: CompanyId(r.company),
            company_name: r.company_name,
            trigger: r.trigger.into(),
            actor: Actor(r.actor),
            mode: r.mode.into(),
            status: r.status.into(),
            started: r.started.try_into()?,
            ended: maybe(r.ended)?,
            counts,
            error_count: r.error_count,
            // The first form kept neither its kind nor its hint.
            failure: r.failure.map(|text| Failure::new(ErrorKind::Failed, text.into())),
            deferred_until: maybe(r.deferred_until)?,
        })
    }
}

impl Codec for RunError {
    const KIND: RecordType = RecordType::RunError;
    const VERSION: u8 = 2;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        write(&v4::RunError::from(self))
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        match version {
            1 => read::<v1::RunError>(payload).map(Into::into),
            2 => read::<v4::RunError>(payload)?.try_into(),
            _ => Err(Fault::Version),
        }
    }
}

impl From<&RunError> for v4::RunError {
    fn from(e: &RunError) -> Self {
        Self { kind: e.kind.map_or(0, |kind| kind as u8), error: e.into() }
    }
}

impl TryFrom<v4::RunError> for RunError {
    type Error = Fault;

    fn try_from(e: v4::RunError) -> Result<Self, Fault> {
        let kind = match e.kind {
            0 => None,
            number => Some(domain::Kind::from_number(number).ok_or(Fault::Version)?),
        };
        Ok(Self { kind, ..e.error.into() })
    }
}

impl From<&RunError> for v1::RunError {
    fn from(e: &RunError) -> Self {
        let id = e.invoice_id.as_ref().map(RemoteId::as_str);
        Self { invoice_id: text(id), invoice_number: e.invoice_number.clone(), message: (&e.message).into() }
    }
}

impl From<v1::RunError> for RunError {
    fn from(e: v1::RunError) -> Self {
        // The first form knew errors of documents, and of runs.
        let kind = (e.invoice_id.is_some() || e.invoice_number.is_some()).then_some(domain::Kind::Document);
        Self { kind, invoice_id: e.invoice_id.map(RemoteId::new), invoice_number: e.invoice_number, message: e.message.into() }
    }
}

impl Codec for SyncState {
    const KIND: RecordType = RecordType::State;
    const VERSION: u8 = 2;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        let ids = |ids: &Vec<RemoteId>| ids.iter().map(|id| id.as_str().to_owned()).collect();
        let after = self.scan.as_ref().and_then(|scan| text(scan.after.as_deref()));
        write(&v3::State { state: self.into(), payments_due: self.payments_due.as_ref().map(ids), after })
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        match version {
            1 => read::<v1::State>(payload)?.try_into(),
            2 => {
                let form = read::<v3::State>(payload)?;
                let ids = |ids: Vec<String>| ids.into_iter().map(RemoteId::new).collect();
                let mut state: Self = form.state.try_into()?;
                state.payments_due = form.payments_due.map(ids);
                if let Some(scan) = &mut state.scan {
                    scan.after = form.after.map(Into::into);
                }
                Ok(state)
            }
            _ => Err(Fault::Version),
        }
    }
}

impl From<&SyncState> for v1::State {
    fn from(s: &SyncState) -> Self {
        let scan =
            |w: &ScanState| v1::Walk { mode: w.mode.into(), pages_done: w.pages_done, began: w.began.into(), total: w.total };
        Self {
            cursor: s.cursor.map(Into::into),
            last_walk: s.last_full_scan.map(Into::into),
            deferred_until: s.deferred_until.map(Into::into),
            walk: s.scan.as_ref().map(scan),
            zone: s.zone.clone(),
        }
    }
}

impl TryFrom<v1::State> for SyncState {
    type Error = Fault;

    fn try_from(s: v1::State) -> Result<Self, Fault> {
        let scan = |w: v1::Walk| {
            Ok(ScanState {
                mode: w.mode.into(),
                pages_done: w.pages_done,
                began: w.began.try_into()?,
                total: w.total,
                after: None,
            })
        };
        Ok(Self {
            cursor: maybe(s.cursor)?,
            last_full_scan: maybe(s.last_walk)?,
            deferred_until: maybe(s.deferred_until)?,
            scan: s.walk.map(scan).transpose()?,
            zone: s.zone,
            payments_due: None,
        })
    }
}

impl Codec for CompanyCount {
    const KIND: RecordType = RecordType::Count;
    const VERSION: u8 = 2;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        let kinds = self.kinds.iter().map(|(kind, count)| (*kind as u8, count.records, count.vanished)).collect();
        write(&v4::Count { kinds, changes: self.changes, runs: self.runs })
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        match version {
            1 => {
                let v1::Count { invoices, vanished, changes, runs } = read(payload)?;
                let kinds = BTreeMap::from([(domain::Kind::Document, KindCount { records: invoices, vanished })]);
                Ok(Self { kinds, changes, runs })
            }
            2 => {
                let form = read::<v4::Count>(payload)?;
                let kind = |(number, records, vanished)| {
                    let kind = domain::Kind::from_number(number).ok_or(Fault::Version)?;
                    Ok((kind, KindCount { records, vanished }))
                };
                let kinds = form.kinds.into_iter().map(kind).collect::<Result<_, Fault>>()?;
                Ok(Self { kinds, changes: form.changes, runs: form.runs })
            }
            _ => Err(Fault::Version),
        }
    }
}

impl From<&ScanIds> for v1::WalkIds {
    fn from(ids: &ScanIds) -> Self {
        Self(ids.0.iter().map(|id| id.as_str().to_owned()).collect())
    }
}

impl From<v1::WalkIds> for ScanIds {
    fn from(ids: v1::WalkIds) -> Self {
        Self(ids.0.into_iter().map(RemoteId::new).collect())
    }
}

impl From<&Position> for v1::Position {
    fn from(p: &Position) -> Self {
        Self {
            sequence: p.sequence,
            commit: p.commit,
            next_run: p.next_run,
            row_rules: p.row_rules,
            relearn: p.relearn.iter().map(|company| company.0).collect(),
            removing: p.removing.iter().map(|company| company.0).collect(),
        }
    }
}

impl From<v1::Position> for Position {
    fn from(p: v1::Position) -> Self {
        Self {
            sequence: p.sequence,
            commit: p.commit,
            next_run: p.next_run,
            row_rules: p.row_rules,
            relearn: p.relearn.into_iter().map(CompanyId).collect(),
            removing: p.removing.into_iter().map(CompanyId).collect(),
        }
    }
}
