//! Bank records: accounts, statements, entries, matches, settlements, mappings, transfers.
//!
//! Entries and files are packed: a record of theirs holds many.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::convert::maybe;
use super::{Codec, Fault, RecordType, bank_v1 as v1, read, unpack, write};
use crate::domain::bank::{
    BankAccount, BankEntry, BankMatch, BankStatement, EntryDetail, EntryState, MatchPart, Ordered, PartKind, Reason, Settled,
    Settlement, Taught,
};
use crate::domain::{Currency, RemoteId};
use crate::store::StoreError;

/// Entries of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct BankEntries {
    /// What can be known without the entries.
    pub(in crate::store) head: BankHead,
    /// The entries.
    pub(in crate::store) entries: Vec<BankEntry>,
}

/// What a record of entries says without them being unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct BankHead {
    /// The latest day of an entry; `None` if none has one.
    pub(in crate::store) last: Option<Date>,
    /// Whether it has more parts of the last entry of the record before.
    pub(in crate::store) goes_on: bool,
}

/// Bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct BankBytes(pub(in crate::store) Vec<u8>);

/// The text of a mapping file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct MappingText(pub(in crate::store) String);

/// Implements a codec of version 1 by a form.
macro_rules! codec {
    ($type:ty, $kind:ident, $form:ty) => {
        impl Codec for $type {
            const KIND: RecordType = RecordType::$kind;

            fn payload(&self) -> Result<Vec<u8>, StoreError> {
                write(&<$form>::from(self))
            }

            fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
                match version {
                    1 => read::<$form>(payload)?.try_into(),
                    _ => Err(Fault::Version),
                }
            }
        }
    };
}

codec!(BankAccount, BankAccount, v1::Account);
codec!(BankStatement, BankStatement, v1::Statement);
codec!(BankMatch, BankMatch, v1::Match);

impl Codec for Settlement {
    const KIND: RecordType = RecordType::BankSettlement;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        let form = |payment: &Settled| v1::Settled {
            by: payment.by.to_string(),
            amount: payment.amount.into(),
            told: payment.told.into(),
            day: payment.day.map(Into::into),
        };
        write(&self.payments.iter().map(form).collect::<Vec<_>>())
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        let forms: Vec<v1::Settled> = if version == 1 { read(payload)? } else { return Err(Fault::Version) };
        let value = |form: v1::Settled| {
            Ok(Settled {
                by: RemoteId::new(form.by),
                amount: form.amount.try_into()?,
                told: form.told.try_into()?,
                day: maybe(form.day)?,
            })
        };
        Ok(Self { payments: forms.into_iter().map(value).collect::<Result<_, Fault>>()? })
    }
}

impl Codec for BankEntries {
    const KIND: RecordType = RecordType::BankEntries;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        let forms: Vec<v1::Entry> = self.entries.iter().map(Into::into).collect();
        let mut bytes = Vec::new();
        super::append(&forms, &mut bytes)?;
        let (last, goes_on) = (self.head.last.map(Into::into), self.head.goes_on);
        write(&v1::Entries { last, goes_on, packed: lz4_flex::compress_prepend_size(&bytes) })
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        let form: v1::Entries = if version == 1 { read(payload)? } else { return Err(Fault::Version) };
        let forms: Vec<v1::Entry> = read(&unpack(&form.packed)?)?;
        let entries = forms.into_iter().map(TryInto::try_into).collect::<Result<_, Fault>>()?;
        Ok(Self { head: BankHead { last: maybe(form.last)?, goes_on: form.goes_on }, entries })
    }
}

impl Codec for BankHead {
    const KIND: RecordType = RecordType::BankEntries;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        BankEntries { head: *self, entries: Vec::new() }.payload()
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        let form: v1::Entries = if version == 1 { read(payload)? } else { return Err(Fault::Version) };
        Ok(Self { last: maybe(form.last)?, goes_on: form.goes_on })
    }
}

impl Codec for BankBytes {
    const KIND: RecordType = RecordType::BankFile;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        super::write_bytes(&lz4_flex::compress_prepend_size(&self.0))
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        let packed: &[u8] = if version == 1 { read(payload)? } else { return Err(Fault::Version) };
        unpack(packed).map(Self)
    }
}

impl Codec for MappingText {
    const KIND: RecordType = RecordType::BankMapping;

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

fn amount(value: Option<super::v1::Number>) -> Result<Option<Decimal>, Fault> {
    value.map(TryInto::try_into).transpose()
}

impl From<&EntryDetail> for v1::Detail {
    fn from(detail: &EntryDetail) -> Self {
        Self {
            amount: detail.amount.into(),
            name: detail.name.to_string(),
            account: detail.account.to_string(),
            text: detail.text.to_string(),
            end_to_end: detail.end_to_end.to_string(),
            structured: detail.structured.to_string(),
            ordered: detail.ordered.as_ref().map(|ordered| (ordered.amount.into(), ordered.currency.as_str().to_owned())),
        }
    }
}

impl TryFrom<v1::Detail> for EntryDetail {
    type Error = Fault;

    fn try_from(form: v1::Detail) -> Result<Self, Fault> {
        let ordered = |(amount, currency): (super::v1::Number, String)| {
            Ok::<_, Fault>(Ordered { amount: amount.try_into()?, currency: Currency::new(&currency) })
        };
        Ok(Self {
            amount: form.amount.try_into()?,
            name: form.name.into(),
            account: form.account.into(),
            text: form.text.into(),
            end_to_end: form.end_to_end.into(),
            structured: form.structured.into(),
            ordered: form.ordered.map(ordered).transpose()?,
        })
    }
}

impl From<&BankEntry> for v1::Entry {
    fn from(entry: &BankEntry) -> Self {
        Self {
            id: entry.id.to_string(),
            line: entry.line,
            booked: entry.booked.map(Into::into),
            valued: entry.valued.map(Into::into),
            state: match entry.state {
                // What is doubtful is told by the identifier and by what a person said.
                EntryState::Booked | EntryState::Doubtful | EntryState::Same => 0,
                EntryState::Pending => 1,
                EntryState::Info => 2,
            },
            reversal: entry.reversal,
            reference: entry.reference.to_string(),
            code: entry.code.to_string(),
            charges: entry.charges.map(Into::into),
            whole: (&entry.whole).into(),
            parts: entry.parts.iter().map(Into::into).collect(),
        }
    }
}

impl TryFrom<v1::Entry> for BankEntry {
    type Error = Fault;

    fn try_from(form: v1::Entry) -> Result<Self, Fault> {
        Ok(Self {
            id: RemoteId::new(form.id),
            line: form.line,
            booked: maybe(form.booked)?,
            valued: maybe(form.valued)?,
            state: match form.state {
                0 => EntryState::Booked,
                1 => EntryState::Pending,
                2 => EntryState::Info,
                _ => return Err(Fault::Content),
            },
            reversal: form.reversal,
            reference: form.reference.into(),
            code: form.code.into(),
            charges: amount(form.charges)?,
            whole: form.whole.try_into()?,
            parts: form.parts.into_iter().map(TryInto::try_into).collect::<Result<_, Fault>>()?,
        })
    }
}

impl From<&BankStatement> for v1::Statement {
    fn from(statement: &BankStatement) -> Self {
        Self {
            id: statement.id.to_string(),
            account: statement.account.to_string(),
            currency: statement.currency.as_str().to_owned(),
            number: statement.number.to_string(),
            page: statement.page,
            format: statement.format.to_string(),
            file: statement.file.to_string(),
            name: statement.name.to_string(),
            opening: statement.opening.map(Into::into),
            closing: statement.closing.map(Into::into),
            from: statement.from.map(Into::into),
            until: statement.until.map(Into::into),
            entries: statement.entries,
            duplicates: statement.duplicates,
            sum: statement.sum.into(),
            refused: statement.refused,
            pending: statement.pending,
        }
    }
}

impl TryFrom<v1::Statement> for BankStatement {
    type Error = Fault;

    fn try_from(form: v1::Statement) -> Result<Self, Fault> {
        Ok(Self {
            id: RemoteId::new(form.id),
            account: form.account.into(),
            currency: Currency::new(&form.currency),
            number: form.number.into(),
            page: form.page,
            format: form.format.into(),
            file: form.file.into(),
            name: form.name.into(),
            opening: amount(form.opening)?,
            closing: amount(form.closing)?,
            from: maybe(form.from)?,
            until: maybe(form.until)?,
            entries: form.entries,
            duplicates: form.duplicates,
            sum: form.sum.try_into()?,
            refused: form.refused,
            pending: form.pending,
        })
    }
}

impl From<&BankAccount> for v1::Account {
    fn from(account: &BankAccount) -> Self {
        Self {
            account: account.account.to_string(),
            currency: account.currency.as_str().to_owned(),
            statements: account.statements,
            entries: account.entries,
            balance: account.balance.map(Into::into),
            day: account.day.map(Into::into),
        }
    }
}

impl TryFrom<v1::Account> for BankAccount {
    type Error = Fault;

    fn try_from(form: v1::Account) -> Result<Self, Fault> {
        Ok(Self {
            account: form.account.into(),
            currency: Currency::new(&form.currency),
            statements: form.statements,
            entries: form.entries,
            balance: amount(form.balance)?,
            day: maybe(form.day)?,
        })
    }
}

impl From<&BankMatch> for v1::Match {
    fn from(one: &BankMatch) -> Self {
        let part = |part: &MatchPart| v1::Part {
            document: part.document.as_ref().map(ToString::to_string),
            number: part.number.to_string(),
            kind: part.kind.as_str().to_owned(),
            amount: part.amount.into(),
        };
        Self {
            id: one.id.to_string(),
            account: one.account.to_string(),
            entry: one.entry.to_string(),
            part: one.part,
            parts: one.parts.iter().map(part).collect(),
            reasons: one.reasons.iter().map(|reason| reason.as_str().to_owned()).collect(),
            score: one.score,
            automatic: one.automatic,
            undone: one.undone,
            taught: one.taught.as_ref().map(|taught| (taught.account.to_string(), taught.partner.to_string())),
            call: one.call.as_ref().map(ToString::to_string),
        }
    }
}

impl TryFrom<v1::Match> for BankMatch {
    type Error = Fault;

    fn try_from(form: v1::Match) -> Result<Self, Fault> {
        let part = |part: v1::Part| {
            Ok::<_, Fault>(MatchPart {
                document: part.document.map(RemoteId::new),
                number: part.number.into(),
                kind: PartKind::parse(&part.kind).ok_or(Fault::Content)?,
                amount: part.amount.try_into()?,
            })
        };
        let reason = |word: String| Reason::parse(&word).ok_or(Fault::Content);
        Ok(Self {
            id: RemoteId::new(form.id),
            account: form.account.into(),
            entry: RemoteId::new(form.entry),
            part: form.part,
            parts: form.parts.into_iter().map(part).collect::<Result<_, _>>()?,
            reasons: form.reasons.into_iter().map(reason).collect::<Result<_, _>>()?,
            score: form.score,
            automatic: form.automatic,
            undone: form.undone,
            taught: form.taught.map(|(account, partner)| Taught { account: account.into(), partner: partner.into() }),
            call: form.call.map(Into::into),
        })
    }
}
