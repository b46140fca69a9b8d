//! What a document of an invoice would say, in figures, with the rules that it breaks.

use serde::{Deserialize, Serialize};

use crate::document::source::Extra;
use crate::document::{DocumentError, Form, Preview};
use crate::domain::{RecordKey, RemoteId};
use crate::service::{
    Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase,
};

/// What a document of an invoice would say, in figures, with the rules of a form that it breaks.
#[derive(Debug, Serialize, Deserialize)]
pub struct PreviewDocument {
    /// The invoice.
    pub key: RecordKey,
    /// The form of the rules that are checked.
    pub form: Form,
}

impl Routed for PreviewDocument {
    type Body = ();
    const ROUTE: Route =
        Route::get("/v1/companies/{company}/invoices/{invoice}/preview", "preview_document", "documents")
            .about("An invoice in figures: lines, tax by rate, sums, and the rules of a form that it breaks.")
            .params(&[
                Param::new("company", Kind::Number, "The company's number"),
                Param::new("invoice", Kind::Text, "The accounting service's identifier (`invoice_id`)"),
                Param::new("form", Kind::Text, "The form whose rules are checked; ubl without it"),
            ]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        let form = match given.one("form")? {
            Some(word) => Form::parse(word).ok_or_else(|| DocumentError::Form { given: word.to_owned() })?,
            None => Form::Ubl,
        };
        Ok(Self { key: RecordKey::document(given.company()?, RemoteId::new(given.part("invoice"))), form })
    }
}

impl UseCase for PreviewDocument {
    type Answer = Preview;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.key.company)
    }

    async fn run(self, cx: Context) -> Result<Preview> {
        cx.blocking(move |cx| {
            let document = cx.local.model(&self.key, &Extra::default())?;
            Ok(Preview::of(&document, self.form))
        })
        .await
    }
}
