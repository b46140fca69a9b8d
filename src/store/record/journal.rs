//! Entries of the journal as records.

use jiff::Timestamp;

use super::run::Dated;
use super::{Fault, Kind, Record, read, v1, v4, write};
use crate::domain::{Actor, AuditEntry, CompanyId, RemoteId, RunError, RunId, StoredInvoice, SyncRun};
use crate::store::StoreError;

/// An entry of the journal: the part of a commit that no provider can give twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) enum Entry {
    /// A run began.
    RunStarted(SyncRun),
    /// A page, or the end of a run.
    Commit(Box<CommitEntry>),
    /// Runs marked as interrupted because their process died.
    RunsEnded(Vec<SyncRun>),
    /// A company with everything of it: what came before must not come back.
    CompanyRemoved(CompanyId),
    /// The entry of this number was never acknowledged: it does not count.
    RolledBack(u64),
    /// An entry that was damaged and could not be told again by the database.
    Lost,
    /// A line of the audit log.
    Audit(AuditEntry),
}

/// The part of a run's commit that no provider can give twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct CommitEntry {
    /// The run as it then stood.
    pub(in crate::store) run: SyncRun,
    /// When, and in which run, those of `created` were first seen.
    pub(in crate::store) created_at: Option<(Timestamp, RunId)>,
    /// Invoices of which nothing is told but that they were first seen.
    pub(in crate::store) created: Vec<Created>,
    /// Changes, invoice by invoice.
    pub(in crate::store) changed: Vec<(RemoteId, Vec<Dated>)>,
    /// The last state of invoices that vanished.
    pub(in crate::store) vanished: Vec<StoredInvoice>,
    /// Errors of the run.
    pub(in crate::store) errors: Vec<RunError>,
}

/// A new invoice: all that the journal keeps of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Created {
    /// Its identifier.
    pub(in crate::store) id: RemoteId,
    /// Its number, as its first change tells it.
    pub(in crate::store) number: Option<String>,
}

impl Record for Entry {
    const KIND: Kind = Kind::Entry;
    const VERSION: u8 = 2;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        write(&v4::Entry::from(self))
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        match version {
            1 => read::<v1::Entry<'_>>(payload)?.try_into(),
            2 => read::<v4::Entry<'_>>(payload)?.try_into(),
            _ => Err(Fault::Version),
        }
    }
}

impl<'a> From<&'a Entry> for v4::Entry<'a> {
    fn from(entry: &'a Entry) -> Self {
        match entry {
            Entry::RunStarted(run) => Self::RunStarted(run.into()),
            Entry::Commit(commit) => Self::Commit(commit.as_ref().into()),
            Entry::RunsEnded(runs) => Self::RunsEnded(runs.iter().map(Into::into).collect()),
            Entry::CompanyRemoved(company) => Self::CompanyRemoved(company.0),
            Entry::RolledBack(sequence) => Self::RolledBack(*sequence),
            Entry::Lost => Self::Lost,
            Entry::Audit(entry) => Self::Audit(entry.into()),
        }
    }
}

impl From<&AuditEntry> for v1::Audit {
    fn from(e: &AuditEntry) -> Self {
        Self {
            at: e.at.into(),
            actor: e.actor.0.clone(),
            from: e.from.clone(),
            action: e.action.clone(),
            subject: e.subject.clone(),
        }
    }
}

impl TryFrom<v1::Audit> for AuditEntry {
    type Error = Fault;

    fn try_from(e: v1::Audit) -> Result<Self, Fault> {
        let at = e.at.try_into()?;
        // The number is that of its frame.
        Ok(Self { sequence: 0, at, actor: Actor(e.actor), from: e.from, action: e.action, subject: e.subject })
    }
}

impl<'a> From<&'a CommitEntry> for v4::Commit<'a> {
    fn from(c: &'a CommitEntry) -> Self {
        let changed = |(id, changes): &(RemoteId, Vec<Dated>)| (id.as_str().to_owned(), changes.iter().map(Into::into).collect());
        Self {
            run: (&c.run).into(),
            created_at: c.created_at.map(|(at, run)| (at.into(), run.0)),
            created: c.created.iter().map(|c| (c.id.as_str().to_owned(), c.number.clone())).collect(),
            changed: c.changed.iter().map(changed).collect(),
            vanished: c.vanished.iter().map(Into::into).collect(),
            errors: c.errors.iter().map(Into::into).collect(),
        }
    }
}

/// How the entries of a version are read: they differ in the forms that they are made of.
macro_rules! entries {
    ($version:ident) => {
        impl TryFrom<$version::Entry<'_>> for Entry {
            type Error = Fault;

            fn try_from(entry: $version::Entry<'_>) -> Result<Self, Fault> {
                Ok(match entry {
                    $version::Entry::RunStarted(run) => Self::RunStarted(run.try_into()?),
                    $version::Entry::Commit(commit) => Self::Commit(Box::new(commit.try_into()?)),
                    $version::Entry::RunsEnded(runs) => {
                        Self::RunsEnded(runs.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?)
                    }
                    $version::Entry::CompanyRemoved(company) => Self::CompanyRemoved(CompanyId(company)),
                    $version::Entry::RolledBack(sequence) => Self::RolledBack(sequence),
                    $version::Entry::Lost => Self::Lost,
                    $version::Entry::Audit(entry) => Self::Audit(entry.try_into()?),
                })
            }
        }

        impl TryFrom<$version::Commit<'_>> for CommitEntry {
            type Error = Fault;

            fn try_from(c: $version::Commit<'_>) -> Result<Self, Fault> {
                let changed = |(id, changes): (String, Vec<v1::Change>)| {
                    let changes = changes.into_iter().map(TryInto::try_into).collect::<Result<_, Fault>>()?;
                    Ok((RemoteId::new(id), changes))
                };
                let created = |(id, number)| Created { id: RemoteId::new(String::into_boxed_str(id)), number };
                let created_at = |(at, run): (v1::Time, u64)| Ok((at.try_into()?, RunId(run)));
                Ok(Self {
                    run: c.run.try_into()?,
                    created_at: c.created_at.map(created_at).transpose()?,
                    created: c.created.into_iter().map(created).collect(),
                    changed: c.changed.into_iter().map(changed).collect::<Result<_, Fault>>()?,
                    vanished: c.vanished.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
                    errors: c.errors.into_iter().map(Into::into).collect(),
                })
            }
        }
    };
}

entries!(v1);
entries!(v4);
