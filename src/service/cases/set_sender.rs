//! Changes what a company says of itself on its documents.

use serde::{Deserialize, Serialize};

use crate::document::{self, DocumentError};
use crate::domain::{CompanyId, Sender};
use crate::service::companies::name_of;
use crate::service::{Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};
use crate::store::{OwnBatch, OwnData, OwnWrite};

/// Changes the sender of a company's documents: fields that are given are set, empty ones removed.
#[derive(Debug, Serialize, Deserialize)]
pub struct SetSender {
    /// The company.
    pub company: CompanyId,
    /// The change.
    pub change: Sender,
}

impl Routed for SetSender {
    type Body = Sender;
    const ROUTE: Route = Route::put("/v1/companies/{company}/sender", "set_sender", "documents")
        .about("Changes what a company says of itself on its documents: fields that are given are set, empty ones removed.")
        .params(&[Param::new("company", Kind::Number, "The company's number")]);

    fn read(given: &Given, change: Sender) -> Result<Self> {
        Ok(Self { company: given.company()?, change })
    }
}

impl UseCase for SetSender {
    type Answer = Sender;
    const ACTION: Action = Action::Companies;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| ("company.sender", name_of(names, case.company)));

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.company)
    }

    async fn run(self, cx: Context) -> Result<Sender> {
        cx.blocking(move |cx| {
            cx.local.by_id(self.company)?;
            let (mut sender, version) = cx.local.sender(self.company)?;
            sender.change(self.change);
            if let Some(field) = document::wrong_field(&sender) {
                return Err(DocumentError::Sender { field, value: value(&sender, field) }.into());
            }
            cx.note()?;
            let mut batch = OwnBatch::new(cx.local.options.clock.now(), cx.caller.actor.clone());
            batch.records.push(OwnWrite::value(self.company, &sender, version)?);
            cx.local.store.transact(&batch)?;
            Ok(sender)
        })
        .await
    }
}

fn value(sender: &Sender, field: &str) -> String {
    let named = Sender::NAMES.iter().zip(sender.fields()).find(|(name, _)| **name == field);
    named.and_then(|(_, value)| value.clone()).unwrap_or_default()
}
