//! Payments that match a query.

use serde::{Deserialize, Serialize};

use crate::query::payment::Field;
use crate::query::sieve::{ListRequest, Listing};
use crate::service::{Action, Audit, Context, Given, Patience, Repeat, Result, Route, Routed, Scope, UseCase, list_route};

/// Payments that match a query. A query that does not parse is an error of kind Usage that points at the place.
#[derive(Debug, Serialize, Deserialize)]
pub struct FindPayments(pub ListRequest<Field>);

impl Routed for FindPayments {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/payments", "find_payments", "payments")
        .about("Payments that match, with the totals of all that do and count.")
        .params(list_route::PARAMS)
        .with_companies()
        .with_doubts();

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self(list_route::request(given)?))
    }
}

impl UseCase for FindPayments {
    type Answer = Listing<Field>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Records(&mut self.0.companies)
    }

    async fn run(self, cx: Context) -> Result<Listing<Field>> {
        cx.blocking(move |cx| cx.local.store.list(&self.0, &cx.names(), &cx.local.options.zone)).await
    }
}
