//! Connects a user of Slack with a person, or takes the connection back.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{Shelf, set_slack_person};
use crate::service::companies::name_of;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Connects a user of Slack with a person, or takes the connection back.
#[derive(Debug, Serialize, Deserialize)]
pub struct SetSlackPerson {
    /// The company.
    pub company: CompanyId,
    /// The user at Slack.
    pub user: String,
    /// The person, and the project of its time; `None` to take the connection back.
    pub person: Option<(String, Option<String>)>,
}

impl UseCase for SetSlackPerson {
    type Answer = ();
    const ACTION: Action = Action::Books;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Before(|case, names| {
        let action = if case.person.is_some() { "slack.person.set" } else { "slack.person.remove" };
        (action, format!("{}: {}", name_of(names, case.company), case.user))
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<()> {
        cx.blocking(move |cx| {
            let _gate = cx.local.shelves.change();
            set_slack_person(&Shelf::open(&cx.local, self.company)?, &self.user, self.person, &cx.caller.actor)
        })
        .await
    }
}
