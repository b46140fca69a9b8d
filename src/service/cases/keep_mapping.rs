//! Keeps a mapping of a table.

use serde::{Deserialize, Serialize};

use crate::bank::Mapping;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};
use crate::store::{OwnBatch, OwnData, bank};

/// Keeps the text of a mapping file: tables with its columns are read by it from now on.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeepMapping(pub String);

impl UseCase for KeepMapping {
    type Answer = ();
    const ACTION: Action = Action::Bank;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, _| ("bank.mapping", Mapping::parse(&case.0).map(|mapping| mapping.name).unwrap_or_default()));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<()> {
        cx.blocking(move |cx| {
            let mapping = Mapping::parse(&self.0)?;
            let store = &*cx.local.store;
            let mut batch = OwnBatch::new(cx.local.options.clock.now(), cx.caller.actor.clone());
            bank::put_mapping(store, &mut batch, &mapping.name, &self.0)?;
            if batch.records.is_empty() {
                return Ok(());
            }
            cx.note()?;
            Ok(store.transact(&batch)?)
        })
        .await
    }
}
