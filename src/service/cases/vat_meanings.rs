//! What words of VAT mean at a company.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::{
    Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase, VatMeaning,
};

/// Reads what words of VAT mean at a company, as a person said.
#[derive(Debug, Serialize, Deserialize)]
pub struct VatMeanings(pub CompanyId);

impl Routed for VatMeanings {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/companies/{company}/vat", "get_vat", "documents")
        .about("What words of VAT on the invoices of a service mean in documents, as a person said.")
        .params(&[Param::new("company", Kind::Number, "The company's number")]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self(given.company()?))
    }
}

impl UseCase for VatMeanings {
    type Answer = Vec<VatMeaning>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.0)
    }

    async fn run(self, cx: Context) -> Result<Vec<VatMeaning>> {
        cx.blocking(move |cx| {
            cx.local.by_id(self.0)?;
            cx.local.vat_meanings(self.0)
        })
        .await
    }
}
