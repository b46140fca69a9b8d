//! What an invoice of the store lacks for a form, without the file.

use serde::{Deserialize, Serialize};

use super::MakeDocument;
use crate::document::source::Extra;
use crate::document::{DocumentError, Form};
use crate::domain::{RecordKey, RemoteId};
use crate::service::{
    Action, Audit, Context, Given, Kind, MadeDocument, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase,
};

/// Checks an invoice against the rules of a form.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckDocument {
    /// The invoice.
    pub key: RecordKey,
    /// The form.
    pub form: Form,
    /// What a person adds to it.
    pub extra: Extra,
}

impl Routed for CheckDocument {
    type Body = ();
    const ROUTE: Route =
        Route::get("/v1/companies/{company}/invoices/{invoice}/documents/{form}/check", "check_document", "documents")
            .about("What an invoice lacks for a form: the rules that it breaks, by field.")
            .params(&[
                Param::new("company", Kind::Number, "The company's number"),
                Param::new("invoice", Kind::Text, "The accounting service's identifier (`invoice_id`)"),
                Param::new("form", Kind::Text, "ubl, cii, xrechnung-ubl, xrechnung-cii, peppol, nav, factur-x or pdf"),
                Param::new("buyer_reference", Kind::Text, "The buyer's reference, such as a Leitweg-ID"),
                Param::new("buyer_endpoint", Kind::Text, "The buyer's electronic address, as SCHEME:ID"),
                Param::new("delivered", Kind::Text, "Day of delivery, where the invoice tells none").example("2026-10-31"),
            ]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        let word = given.part("form");
        let form = Form::parse(word).ok_or_else(|| DocumentError::Form { given: word.to_owned() })?;
        let key = RecordKey::document(given.company()?, RemoteId::new(given.part("invoice")));
        let text = |name| Ok::<_, crate::error::Error>(given.one(name)?.map(str::to_owned));
        let extra = Extra {
            buyer_reference: text("buyer_reference")?,
            buyer_endpoint: text("buyer_endpoint")?,
            delivered: given.day("delivered")?,
            ..Extra::default()
        };
        Ok(Self { key, form, extra })
    }
}

impl UseCase for CheckDocument {
    type Answer = MadeDocument;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.key.company)
    }

    async fn run(self, cx: Context) -> Result<MadeDocument> {
        let Self { key, form, extra } = self;
        MakeDocument { key, form, extra, file: false }.run(cx).await
    }
}
