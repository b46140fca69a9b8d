//! Makes transfers for a file of the bank.

use serde::{Deserialize, Serialize};

use crate::service::companies::name_of;
use crate::service::transfers::{TransferAsked, TransferRequest, TransfersMade, plan};
use crate::service::{Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};
use crate::store::{OwnBatch, OwnData};

/// Checks what is to be paid; without questions, or where a person answered them, the transfers are recorded and the file is
/// returned.
#[derive(Debug, Serialize, Deserialize)]
pub struct MakeTransfers(pub TransferRequest);

impl Routed for MakeTransfers {
    type Body = TransferAsked;
    const ROUTE: Route = Route::post("/v1/bank/{company}/transfers", "make_transfers", "bank").keyed()
        .about(
            "Checks what is to be paid. While `questions` has any, nothing is made; with `confirmed` they are answered with yes. The answer has the file for the bank. With the header Idempotency-Key a repeated request gets what the first one made.",
        )
        .params(&[Param::new("company", Kind::Number, "The number of the company")]);

    fn read(given: &Given, asked: TransferAsked) -> Result<Self> {
        asked.request(given.company()?, given.today, given.key.clone()).map(Self)
    }
}

impl UseCase for MakeTransfers {
    type Answer = TransfersMade;
    const ACTION: Action = Action::Bank;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| {
        let request = &case.0;
        let mut what: Vec<String> = request.documents.clone();
        what.extend(request.payments.iter().map(|one| format!("{} {} {}", one.account, one.amount, one.currency.as_str())));
        let confirmed = if request.confirmed { " (confirmed)" } else { "" };
        ("transfers.make", format!("{}: {}{confirmed}", name_of(names, request.company), what.join(", ")))
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.0.company)
    }

    async fn run(self, cx: Context) -> Result<TransfersMade> {
        cx.blocking(move |cx| {
            let made = plan(cx, &self.0)?;
            if made.questions.is_empty() && !made.repeated {
                let mut batch = OwnBatch::new(made.batch.made, made.batch.author.clone());
                batch.put_transfers(self.0.company, &made.batch)?;
                cx.note()?;
                cx.local.store.transact(&batch)?;
            }
            Ok(made)
        })
        .await
    }
}
