//! One payment with its history.

use serde::{Deserialize, Serialize};

use crate::domain::{Kind, RecordKey, RemoteId};
use crate::query::payment::Field;
use crate::service::{
    Action, Audit, Context, Given, Param, Patience, PaymentDetail, Repeat, Result, Route, Routed, Scope, UseCase, route,
};
use crate::store::Store;

/// Reads one payment with its history; `None` if it is unknown.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadPayment(pub RecordKey);

impl Routed for ReadPayment {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/companies/{company}/payments/{payment}", "get_payment", "payments")
        .about("One payment: the documents that it pays and, if asked for, its history.")
        .params(&[
            Param::new("company", route::Kind::Number, "The company's number"),
            Param::new("payment", route::Kind::Text, "The accounting service's identifier (`payment_id`)"),
            Param::new("history", route::Kind::Flag, "Also what changed, and when"),
        ]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        // Read where the answer is shaped; a wrong value is refused here.
        given.flag("history")?;
        Ok(Self(RecordKey::new(given.company()?, Kind::Payment, RemoteId::new(given.part("payment")))))
    }
}

impl UseCase for ReadPayment {
    type Answer = Option<Box<PaymentDetail>>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.0.company)
    }

    async fn run(self, cx: Context) -> Result<Option<Box<PaymentDetail>>> {
        cx.blocking(move |cx| {
            let (store, key) = (&cx.local.store, &self.0);
            let Some(row) = store.row_of::<Field>(key)? else { return Ok(None) };
            let company = cx.names().get(&key.company).cloned().unwrap_or_default();
            Ok(Some(Box::new(PaymentDetail { row, company, history: store.history(key)? })))
        })
        .await
    }
}
