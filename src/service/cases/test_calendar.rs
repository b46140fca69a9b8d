//! Asks a calendar whether it can be reached: its name, and whether it may be written to.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::calendar;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Asks a calendar whether it can be reached: its name, and whether it may be written to.
#[derive(Debug, Serialize, Deserialize)]
pub struct TestCalendar {
    /// The company.
    pub company: CompanyId,
    /// The calendar, by name or identifier.
    pub calendar: String,
}

impl UseCase for TestCalendar {
    type Answer = (Option<String>, Option<bool>);
    const ACTION: Action = Action::Books;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<(Option<String>, Option<bool>)> {
        let about = calendar::test(&cx.local, self.company, self.calendar).await?;
        Ok(about.map_or((None, Some(false)), |about| (about.name, about.may_write)))
    }
}
