//! One bank entry with the proof of its statement.

use serde::{Deserialize, Serialize};

use crate::domain::RecordKey;
use crate::service::bank_rows::{self, EntrySheet};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Reads one bank entry by its identifier in lists; `None` if it is unknown.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadEntry(pub RecordKey);

impl UseCase for ReadEntry {
    type Answer = Option<Box<EntrySheet>>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.0.company)
    }

    async fn run(self, cx: Context) -> Result<Option<Box<EntrySheet>>> {
        cx.blocking(move |cx| Ok(bank_rows::read(cx, self.0.company, self.0.id.as_str())?.map(Box::new))).await
    }
}
