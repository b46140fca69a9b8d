//! The gaps in a company's series of numbers.

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, Gap};
use crate::service::{
    Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, ServiceError, UseCase,
};

/// The gaps in a company's series of numbers; `None` where not all of its documents are known here.
#[derive(Debug, Serialize, Deserialize)]
pub struct NumberGaps(pub CompanyId);

impl Routed for NumberGaps {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/companies/{company}", "get_company", "companies")
        .about("One company.")
        .params(&[Param::new("company", Kind::Number, "Its number")])
        .with_companies();

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self(given.company()?))
    }
}

impl UseCase for NumberGaps {
    type Answer = Option<Vec<Gap>>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Seen
    }

    async fn run(self, cx: Context) -> Result<Option<Vec<Gap>>> {
        // A company that the caller does not see is none to them.
        if !cx.sight()(self.0) {
            return Err(ServiceError::NoSuchCompany { wanted: self.0.to_string(), meant: None }.into());
        }
        cx.local.number_gaps(self.0).await
    }
}
