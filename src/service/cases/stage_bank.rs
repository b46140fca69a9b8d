//! Parts of a file of statements, before its statements.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use crate::domain::bank::BankEntry;
use crate::domain::{CompanyId, RemoteId};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};
use crate::store::{OwnBatch, OwnData, bank};

/// Writes parts of a file: entries and bytes. They are read once the statements of the file are there; written again they change nothing.
#[derive(Debug, Serialize, Deserialize)]
pub struct StageBank {
    /// Company.
    pub company: CompanyId,
    /// Parts of entries.
    pub entries: Vec<StagedEntries>,
    /// SHA-256 of the file.
    pub file: String,
    /// Parts of bytes: the number of the part in the file, the bytes.
    pub bytes: Vec<(usize, StagedBytes)>,
}

/// Entries of a statement.
#[derive(Debug, Serialize, Deserialize)]
pub struct StagedEntries {
    /// The statement.
    pub statement: RemoteId,
    /// Number of the part in it.
    pub number: usize,
    /// Whether these are more parts of the last entry of the part before.
    pub goes_on: bool,
    /// The entries.
    pub entries: Vec<BankEntry>,
}

/// Bytes that take little more room on their way than they have.
#[derive(Debug)]
pub struct StagedBytes(pub Vec<u8>);

impl Serialize for StagedBytes {
    fn serialize<S: serde::Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.serialize_str(&BASE64.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for StagedBytes {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        BASE64.decode(text.as_bytes()).map(Self).map_err(serde::de::Error::custom)
    }
}

impl UseCase for StageBank {
    type Answer = ();
    const ACTION: Action = Action::Bank;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.company)
    }

    async fn run(self, cx: Context) -> Result<()> {
        cx.blocking(move |cx| {
            cx.local.by_id(self.company)?;
            let store = &*cx.local.store;
            let mut batch = OwnBatch::new(cx.local.options.clock.now(), cx.caller.actor.clone());
            for part in self.entries {
                let place = (&part.statement, part.number);
                bank::put_entries(store, &mut batch, self.company, place, (part.entries, part.goes_on))?;
            }
            for (number, bytes) in self.bytes {
                bank::put_bytes(store, &mut batch, self.company, (&self.file, number), bytes.0)?;
            }
            if batch.records.is_empty() { Ok(()) } else { Ok(store.transact(&batch)?) }
        })
        .await
    }
}
