//! Every company as it stands.

use serde::{Deserialize, Serialize};

use crate::service::{
    Action, Audit, CompanyView, Context, Given, Patience, Repeat, Result, Route, Routed, Scope, UseCase, companies,
};

/// Every company as it stands, in the order of their numbers.
#[derive(Debug, Serialize, Deserialize)]
pub struct Companies;

impl Routed for Companies {
    type Body = ();
    const ROUTE: Route =
        Route::get("/v1/companies", "list_companies", "companies").about("Every company that the caller sees, with its health.");

    fn read(_: &Given, (): ()) -> Result<Self> {
        Ok(Self)
    }
}

impl UseCase for Companies {
    type Answer = Vec<CompanyView>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Seen
    }

    async fn run(self, cx: Context) -> Result<Vec<CompanyView>> {
        let sees = cx.sight();
        let mut views = cx.blocking(|cx| companies::views(&cx.local)).await?;
        views.retain(|view| sees(view.company.id));
        Ok(views)
    }
}
