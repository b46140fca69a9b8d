//! Entries of the journal as records.

use std::borrow::Cow;

use jiff::Timestamp;

use super::own::OwnEntry;
use super::run::Dated;
use super::{Codec, Fault, RecordType, decode_record, encode_record, read, v1, v4, write};
use crate::domain::{self, Actor, AuditEntry, CompanyId, RecordKey, RemoteId, RunError, RunId, SyncRun};
use crate::store::StoreError;

/// An entry of the journal: the part of a commit that no provider can give twice.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "entries are read and written one by one")]
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
    /// Own records and items of the outbox.
    Own(Box<OwnEntry>),
}

/// The part of a run's commit that no provider can give twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct CommitEntry {
    /// The run as it then stood.
    pub(in crate::store) run: SyncRun,
    /// When, and in which run, those of `created` were first seen.
    pub(in crate::store) created_at: Option<(Timestamp, RunId)>,
    /// Records of which nothing is told but that they were first seen.
    pub(in crate::store) created: Vec<Created>,
    /// Changes, record by record.
    pub(in crate::store) changed: Vec<Changed>,
    /// The last state of records that vanished.
    pub(in crate::store) vanished: Vec<domain::Record>,
    /// Errors of the run.
    pub(in crate::store) errors: Vec<RunError>,
}

/// A new record: all that the journal keeps of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Created {
    /// Kind.
    pub(in crate::store) kind: domain::Kind,
    /// Its identifier.
    pub(in crate::store) id: RemoteId,
    /// Its number or name, as its first change tells it.
    pub(in crate::store) title: Option<String>,
}

/// A changed record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Changed {
    /// Kind.
    pub(in crate::store) kind: domain::Kind,
    /// Its identifier.
    pub(in crate::store) id: RemoteId,
    /// Changes.
    pub(in crate::store) changes: Vec<Dated>,
}

impl CommitEntry {
    /// The records that it tells of; one may be told of twice.
    pub(in crate::store) fn keys(&self) -> impl Iterator<Item = RecordKey> + '_ {
        let company = self.run.company;
        let created = self.created.iter().map(|created| (created.kind, &created.id));
        let changed = self.changed.iter().map(|changed| (changed.kind, &changed.id));
        let vanished = self.vanished.iter().map(|record| (record.kind(), record.id()));
        created.chain(changed).chain(vanished).map(move |(kind, id)| RecordKey::new(company, kind, id.clone()))
    }
}

impl Codec for Entry {
    const KIND: RecordType = RecordType::Entry;
    const VERSION: u8 = 2;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        write(&v4::Entry::try_from(self)?)
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        match version {
            1 => read::<v1::Entry<'_>>(payload)?.try_into(),
            2 => read::<v4::Entry<'_>>(payload)?.try_into(),
            _ => Err(Fault::Version),
        }
    }
}

impl<'a> TryFrom<&'a Entry> for v4::Entry<'a> {
    type Error = StoreError;

    fn try_from(entry: &'a Entry) -> Result<Self, StoreError> {
        Ok(match entry {
            Entry::RunStarted(run) => Self::RunStarted(run.into()),
            Entry::Commit(commit) => Self::Commit(commit.as_ref().try_into()?),
            Entry::RunsEnded(runs) => Self::RunsEnded(runs.iter().map(Into::into).collect()),
            Entry::CompanyRemoved(company) => Self::CompanyRemoved(company.0),
            Entry::RolledBack(sequence) => Self::RolledBack(*sequence),
            Entry::Lost => Self::Lost,
            Entry::Audit(entry) => Self::Audit(entry.into()),
            Entry::Own(entry) => Self::Own(entry.as_ref().try_into()?),
        })
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

impl<'a> TryFrom<&'a CommitEntry> for v4::Commit<'a> {
    type Error = StoreError;

    fn try_from(c: &'a CommitEntry) -> Result<Self, StoreError> {
        let created = |c: &Created| (c.kind as u8, c.id.as_str().to_owned(), c.title.clone());
        let changed = |c: &Changed| (c.kind as u8, c.id.as_str().to_owned(), c.changes.iter().map(Into::into).collect());
        let whole = |record: &domain::Record| Ok((record.kind() as u8, Cow::Owned(encode_record(record)?)));
        Ok(Self {
            run: (&c.run).into(),
            created_at: c.created_at.map(|(at, run)| (at.into(), run.0)),
            created: c.created.iter().map(created).collect(),
            changed: c.changed.iter().map(changed).collect(),
            vanished: c.vanished.iter().map(whole).collect::<Result<_, StoreError>>()?,
            errors: c.errors.iter().map(Into::into).collect(),
        })
    }
}

/// How the entries of a version are read: they differ in the forms that they are made of.
macro_rules! entries {
    ($version:ident $(, $own:ident)?) => {
        impl TryFrom<$version::Entry<'_>> for Entry {
            type Error = Fault;

            fn try_from(entry: $version::Entry<'_>) -> Result<Self, Fault> {
                Ok(match entry {
                    $($version::Entry::$own(entry) => Self::Own(Box::new(entry.try_into()?)),)?
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
    };
}

entries!(v1);
entries!(v4, Own);

fn created_at(told: Option<(v1::Time, u64)>) -> Result<Option<(Timestamp, RunId)>, Fault> {
    told.map(|(at, run)| Ok((at.try_into()?, RunId(run)))).transpose()
}

fn dated(changes: Vec<v1::Change>) -> Result<Vec<Dated>, Fault> {
    changes.into_iter().map(TryInto::try_into).collect()
}

impl TryFrom<v1::Commit<'_>> for CommitEntry {
    type Error = Fault;

    fn try_from(c: v1::Commit<'_>) -> Result<Self, Fault> {
        let kind = domain::Kind::Document;
        let created = |(id, title)| Created { kind, id: RemoteId::new(String::into_boxed_str(id)), title };
        let changed =
            |(id, changes)| Ok(Changed { kind, id: RemoteId::new(String::into_boxed_str(id)), changes: dated(changes)? });
        let vanished = |stored: v1::Stored<'_>| Ok(domain::Record::Document(stored.try_into()?));
        Ok(Self {
            run: c.run.try_into()?,
            created_at: created_at(c.created_at)?,
            created: c.created.into_iter().map(created).collect(),
            changed: c.changed.into_iter().map(changed).collect::<Result<_, Fault>>()?,
            vanished: c.vanished.into_iter().map(vanished).collect::<Result<_, Fault>>()?,
            errors: c.errors.into_iter().map(Into::into).collect(),
        })
    }
}

impl TryFrom<v4::Commit<'_>> for CommitEntry {
    type Error = Fault;

    fn try_from(c: v4::Commit<'_>) -> Result<Self, Fault> {
        let kind = |number| domain::Kind::from_number(number).ok_or(Fault::Version);
        let created =
            |(number, id, title)| Ok(Created { kind: kind(number)?, id: RemoteId::new(String::into_boxed_str(id)), title });
        let changed = |(number, id, changes)| {
            Ok(Changed { kind: kind(number)?, id: RemoteId::new(String::into_boxed_str(id)), changes: dated(changes)? })
        };
        let whole = |(number, bytes): (u8, Cow<'_, [u8]>)| decode_record(kind(number)?, &bytes);
        Ok(Self {
            run: c.run.try_into()?,
            created_at: created_at(c.created_at)?,
            created: c.created.into_iter().map(created).collect::<Result<_, Fault>>()?,
            changed: c.changed.into_iter().map(changed).collect::<Result<_, Fault>>()?,
            vanished: c.vanished.into_iter().map(whole).collect::<Result<_, Fault>>()?,
            errors: c.errors.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
        })
    }
}
