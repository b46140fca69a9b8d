//! Changes what is kept of a contact for documents.

use serde::{Deserialize, Serialize};

use crate::document::{self, DocumentError};
use crate::domain::{BuyerDetails, CompanyId, RemoteId};
use crate::service::companies::name_of;
use crate::service::{Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};
use crate::store::{OwnBatch, OwnData, OwnWrite};

/// Changes what is kept of a contact for documents: fields that are given are set, empty ones removed.
#[derive(Debug, Serialize, Deserialize)]
pub struct SetBuyer {
    /// The company.
    pub company: CompanyId,
    /// The change, with its contact.
    pub change: BuyerDetails,
}

impl Routed for SetBuyer {
    type Body = BuyerDetails;
    const ROUTE: Route = Route::put("/v1/companies/{company}/contacts/{contact}/buyer", "set_buyer", "documents")
        .about("Changes what is kept of a contact for documents: fields that are given are set, empty ones removed. They stand where neither \
                the invoice nor the contact tells something.")
        .params(&[
            Param::new("company", Kind::Number, "The company's number"),
            Param::new("contact", Kind::Text, "The accounting service's identifier (`contact_id`)"),
        ]);

    fn read(given: &Given, change: BuyerDetails) -> Result<Self> {
        Ok(Self { company: given.company()?, change: BuyerDetails { contact: RemoteId::new(given.part("contact")), ..change } })
    }
}

impl UseCase for SetBuyer {
    type Answer = BuyerDetails;
    const ACTION: Action = Action::Companies;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| {
        ("company.buyer", format!("{}: {}", name_of(names, case.company), case.change.contact))
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<BuyerDetails> {
        cx.blocking(move |cx| {
            cx.local.contact(self.company, &self.change.contact)?;
            let (mut buyer, version) = cx.local.buyer(self.company, &self.change.contact)?;
            buyer.change(self.change);
            if let Some(field) = document::wrong_buyer_field(&buyer) {
                return Err(DocumentError::Sender { field, value: value(&buyer, field) }.into());
            }
            cx.note()?;
            let mut batch = OwnBatch::new(cx.local.options.clock.now(), cx.caller.actor.clone());
            batch.records.push(OwnWrite::value(self.company, &buyer, version)?);
            cx.local.store.transact(&batch)?;
            Ok(buyer)
        })
        .await
    }
}

fn value(buyer: &BuyerDetails, field: &str) -> String {
    let named = BuyerDetails::NAMES.iter().zip(buyer.fields()).find(|(name, _)| **name == field);
    named.and_then(|(_, value)| value.clone()).unwrap_or_default()
}
