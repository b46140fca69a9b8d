//! The invoice as PDF: asked for live where the service has one, else printed here.

use serde::{Deserialize, Serialize};

use super::MakeDocument;
use crate::document::source::Extra;
use crate::document::{DocumentError, Form};
use crate::domain::RecordKey;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// The invoice as PDF: asked for live where the service has one, else printed here.
#[derive(Debug, Serialize, Deserialize)]
pub struct Pdf(pub RecordKey);

impl UseCase for Pdf {
    type Answer = Vec<u8>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.0.company)
    }

    async fn run(self, cx: Context) -> Result<Vec<u8>> {
        let company = cx.local.by_id(self.0.company)?;
        if crate::provider::find(&company.provider).is_some_and(|entry| entry.capabilities.files) {
            return cx.local.pdf(&self.0).await;
        }
        // A company without a service that has files prints its own.
        let made = MakeDocument { key: self.0, form: Form::Pdf, extra: Extra::default(), file: true }.run(cx).await?;
        Ok(made.file.ok_or(DocumentError::NotBuilt)?)
    }
}
