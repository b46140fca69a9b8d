//! An invoice of the store in one of the forms that leave the house.

use serde::{Deserialize, Serialize};

use crate::document::Form;
use crate::document::source::Extra;
use crate::domain::RecordKey;
use crate::service::{Action, Audit, Context, MadeDocument, Patience, Repeat, Result, Scope, UseCase};

/// Makes a document of an invoice, and checks it against the rules of its form. A document that breaks one is not written.
#[derive(Debug, Serialize, Deserialize)]
pub struct MakeDocument {
    /// The invoice.
    pub key: RecordKey,
    /// The form.
    pub form: Form,
    /// What a person adds to it.
    pub extra: Extra,
    /// Whether the file is wanted, or the rules alone.
    pub file: bool,
}

impl UseCase for MakeDocument {
    type Answer = MadeDocument;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.key.company)
    }

    async fn run(self, cx: Context) -> Result<MadeDocument> {
        cx.blocking(move |cx| cx.local.make_document(&self.key, (self.form, &self.extra), self.file)).await
    }
}
