//! What a company says of itself on its documents.

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, Sender};
use crate::service::{Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};

/// Reads the sender of a company's documents.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadSender(pub CompanyId);

impl Routed for ReadSender {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/companies/{company}/sender", "get_sender", "documents")
        .about("What a company says of itself on its documents, beside what its invoices and its account tell.")
        .params(&[Param::new("company", Kind::Number, "The company's number")]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self(given.company()?))
    }
}

impl UseCase for ReadSender {
    type Answer = Sender;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.0)
    }

    async fn run(self, cx: Context) -> Result<Sender> {
        cx.blocking(move |cx| {
            cx.local.by_id(self.0)?;
            Ok(cx.local.sender(self.0)?.0)
        })
        .await
    }
}
