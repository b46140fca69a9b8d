//! Says what a word of VAT means at a company, or takes that back.

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, Message};
use crate::service::companies::name_of;
use crate::service::{
    Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase, VatMeaning, bad_value,
};

/// Says what a word of VAT on the invoices of a company means in documents; an empty meaning takes it back.
#[derive(Debug, Serialize, Deserialize)]
pub struct SetVatMeaning {
    /// The company.
    pub company: CompanyId,
    /// The word, as the lines have it; it may be empty.
    pub word: String,
    /// A rate, a category or a reason.
    pub means: String,
}

impl Routed for SetVatMeaning {
    type Body = ();
    const ROUTE: Route = Route::put("/v1/companies/{company}/vat", "set_vat", "documents")
        .about("Says what a word of VAT on the invoices of a service means in documents. It goes before what the word itself says.")
        .params(&[
            Param::new("company", Kind::Number, "The company's number"),
            Param::new("word", Kind::Text, "The word, as `vat` of the lines has it").example("NON").required(),
            Param::new(
                "means",
                Kind::Text,
                "A rate in percent, a category (Z, E, AE, K, G, O) or a reason (AAM, EUFAD37…); nothing takes it back",
            ),
        ]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        let missing = || bad_value("word", "", Message::new("api-vat-word"));
        let word = given.one("word")?.ok_or_else(missing)?.to_owned();
        let means = given.one("means")?.unwrap_or_default().to_owned();
        Ok(Self { company: given.company()?, word, means })
    }
}

impl UseCase for SetVatMeaning {
    type Answer = Vec<VatMeaning>;
    const ACTION: Action = Action::Companies;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| {
        let means = if case.means.trim().is_empty() { "–" } else { case.means.trim() };
        ("company.vat", format!("{}: “{}” → {means}", name_of(names, case.company), case.word.trim()))
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.company)
    }

    async fn run(self, cx: Context) -> Result<Vec<VatMeaning>> {
        cx.blocking(move |cx| {
            cx.local.by_id(self.company)?;
            cx.local.set_vat_meaning((self.company, &self.word, &self.means), cx)?;
            cx.local.vat_meanings(self.company)
        })
        .await
    }
}
