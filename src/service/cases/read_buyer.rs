//! What is kept of a contact for documents.

use serde::{Deserialize, Serialize};

use crate::domain::{BuyerDetails, CompanyId, RemoteId};
use crate::service::{Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};

/// Reads what is kept of a contact for documents.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadBuyer {
    /// The company.
    pub company: CompanyId,
    /// The contact.
    pub contact: RemoteId,
}

impl Routed for ReadBuyer {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/companies/{company}/contacts/{contact}/buyer", "get_buyer", "documents")
        .about("What is kept of a contact for documents, beside what the service tells of it.")
        .params(&[
            Param::new("company", Kind::Number, "The company's number"),
            Param::new("contact", Kind::Text, "The accounting service's identifier (`contact_id`)"),
        ]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self { company: given.company()?, contact: RemoteId::new(given.part("contact")) })
    }
}

impl UseCase for ReadBuyer {
    type Answer = BuyerDetails;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<BuyerDetails> {
        cx.blocking(move |cx| {
            cx.local.contact(self.company, &self.contact)?;
            Ok(cx.local.buyer(self.company, &self.contact)?.0)
        })
        .await
    }
}
