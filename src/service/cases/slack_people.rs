//! People of own books as Slack knows them.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{Shelf, SlackPersonView, slack_people};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// People of own books as Slack knows them.
#[derive(Debug, Serialize, Deserialize)]
pub struct SlackPeople {
    /// The company.
    pub company: CompanyId,
}

impl UseCase for SlackPeople {
    type Answer = Vec<SlackPersonView>;
    const ACTION: Action = Action::Ledger;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<Vec<SlackPersonView>> {
        cx.blocking(move |cx| slack_people(&Shelf::open(&cx.local, self.company)?)).await
    }
}
