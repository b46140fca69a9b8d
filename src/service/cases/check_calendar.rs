//! Checks a calendar before its password or address is asked for.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{NewCalendar, calendar};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Fails as connecting the calendar would, as far as that is known without its secret. Changes nothing.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckCalendar {
    /// The company.
    pub company: CompanyId,
    /// The calendar.
    pub calendar: NewCalendar,
}

impl UseCase for CheckCalendar {
    type Answer = ();
    const ACTION: Action = Action::Books;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<()> {
        cx.blocking(move |cx| calendar::check(cx, self.company, &self.calendar)).await
    }
}
