//! Sends documents by mail: queues a mail for each, or shows what would be sent.

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, RecordKey, RemoteId};
use crate::service::{
    Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, SendAnswer, SendAsk, UseCase,
};

/// Sends documents by mail: queues a mail for each, or shows what would be sent.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendDocuments {
    /// The companies of the documents.
    companies: Vec<CompanyId>,
    /// The documents.
    documents: Vec<RecordKey>,
    /// How.
    ask: SendAsk,
    /// Whether nothing is queued.
    dry_run: bool,
    /// Whether a document that is not there is an error, and none of many that is left out.
    named: bool,
}

impl SendDocuments {
    /// Sends these documents.
    #[must_use]
    pub fn new(documents: Vec<RecordKey>, ask: SendAsk, dry_run: bool) -> Self {
        let mut companies: Vec<CompanyId> = documents.iter().map(|key| key.company).collect();
        companies.sort_unstable();
        companies.dedup();
        Self { companies, documents, ask, dry_run, named: false }
    }
}

impl Routed for SendDocuments {
    type Body = SendAsk;
    const ROUTE: Route = Route::post("/v1/companies/{company}/invoices/{invoice}/send", "send_invoice", "deliveries").keyed()
        .about(
            "Sends an invoice by mail: queues it, and answers what is queued or why not. With the header Idempotency-Key a repeated request queues nothing more.",
        )
        .params(&[
            Param::new("company", Kind::Number, "The company's number"),
            Param::new("invoice", Kind::Text, "The accounting service's identifier (`invoice_id`)"),
            Param::new("dry_run", Kind::Flag, "Queues nothing, and answers what would be sent"),
        ])
        .optional_body()
        .with_companies();

    fn read(given: &Given, ask: SendAsk) -> Result<Self> {
        let document = RecordKey::document(given.company()?, RemoteId::new(given.part("invoice")));
        let dry_run = given.flag("dry_run")?;
        Ok(Self { named: true, ..Self::new(vec![document], SendAsk { key: given.key.clone(), ..ask }, dry_run) })
    }
}

impl UseCase for SendDocuments {
    type Answer = SendAnswer;
    const ACTION: Action = Action::Deliver;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Certain(|case, _| {
        let first = case.documents.first().map(|key| key.id.to_string()).unwrap_or_default();
        let to = case.ask.to.join(", ");
        ("delivery.send", format!("{} × {first}… {to}", case.documents.len()))
    });

    fn reads(&self) -> bool {
        self.dry_run
    }

    fn scope(&mut self) -> Scope<'_> {
        Scope::Records(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<SendAnswer> {
        let Self { mut documents, ask, dry_run, companies, named } = self;
        if let Some(key) = documents.first().filter(|_| named).cloned() {
            cx.clone().blocking(move |cx| cx.local.invoice_is_there(&key)).await?;
        }
        // Companies with lost data are left out of the named ones.
        documents.retain(|key| companies.contains(&key.company));
        let (local, author) = (cx.local.clone(), cx.caller.actor.clone());
        local.send_documents(documents, ask, dry_run, author, move || cx.note()).await
    }
}
