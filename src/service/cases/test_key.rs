//! Tests a company's key at the accounting service.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::companies::{refuse_books, tested};
use crate::service::{
    Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, Tested, UseCase,
};

/// Tests a company's key at the accounting service.
#[derive(Debug, Serialize, Deserialize)]
pub struct TestKey(pub CompanyId);

impl Routed for TestKey {
    type Body = ();
    const ROUTE: Route = Route::post("/v1/companies/{company}/test", "test_key", "companies")
        .about("Tries a company's API key at the accounting service.")
        .params(&[Param::new("company", Kind::Number, "Its number")])
        .with_companies();

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self(given.company()?))
    }
}

impl UseCase for TestKey {
    type Answer = Tested;
    const ACTION: Action = Action::Keys;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.0)
    }

    async fn run(self, cx: Context) -> Result<Tested> {
        let reached = cx.clone().blocking(move |cx| {
            let company = cx.local.by_id(self.0)?;
            refuse_books(&company)?;
            let session = cx.local.account(&company)?.question();
            Ok((company, session))
        });
        let (company, session) = reached.await?;
        let account = session.facts().await?;
        Ok(tested(&cx.local, company, Some(account)))
    }
}
