//! The gaps in a company's series of numbers.

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, Gap};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// The gaps in a company's series of numbers; `None` where not all of its documents are known here.
#[derive(Debug, Serialize, Deserialize)]
pub struct NumberGaps(pub CompanyId);

impl UseCase for NumberGaps {
    type Answer = Option<Vec<Gap>>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::One(self.0)
    }

    async fn run(self, cx: Context) -> Result<Option<Vec<Gap>>> {
        cx.local.number_gaps(self.0).await
    }
}
