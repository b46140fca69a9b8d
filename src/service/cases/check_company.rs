//! Checks a company before its key is asked for.

use serde::{Deserialize, Serialize};

use crate::service::cases::add_company;
use crate::service::{Action, Audit, Context, NewCompany, Patience, Repeat, Result, Scope, UseCase};

/// Fails as adding the company would, as far as that is known without its key. Changes nothing.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckCompany(pub NewCompany);

impl UseCase for CheckCompany {
    type Answer = ();
    const ACTION: Action = Action::Companies;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<()> {
        cx.blocking(move |cx| add_company::draft(cx, &self.0).map(drop)).await
    }
}
