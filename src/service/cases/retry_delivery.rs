//! Has a delivery taken up again: one that failed, or one that may have been taken. It keeps its Message-ID.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::companies::name_of;
use crate::service::delivering::change_delivery;
use crate::service::{Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};
use crate::store::deliveries;

/// Has a delivery taken up again: one that failed, or one that may have been taken. It keeps its Message-ID.
#[derive(Debug, Serialize, Deserialize)]
pub struct RetryDelivery {
    /// The company.
    pub company: CompanyId,
    /// The delivery.
    pub delivery: String,
}

impl Routed for RetryDelivery {
    type Body = ();
    const ROUTE: Route = Route::post("/v1/deliveries/{company}/{delivery}/retry", "retry_delivery", "deliveries")
        .about("Has a delivery taken up again: one that failed, or one that may have been taken. It keeps its Message-ID.")
        .params(&[
            Param::new("company", Kind::Number, "The company's number"),
            Param::new("delivery", Kind::Text, "The delivery"),
        ])
        .status(204, "Done");

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self { company: given.company()?, delivery: given.part("delivery").to_owned() })
    }
}

impl UseCase for RetryDelivery {
    type Answer = ();
    const ACTION: Action = Action::Deliver;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> =
        Audit::Certain(|case, names| ("delivery.retry", format!("{}: {}", name_of(names, case.company), case.delivery)));

    fn scope(&mut self) -> Scope<'_> {
        if self.company == CompanyId(0) { Scope::Whole } else { Scope::One(self.company) }
    }

    async fn run(self, cx: Context) -> Result<()> {
        change_delivery(cx, (self.company, self.delivery), true, deliveries::retry).await
    }
}
