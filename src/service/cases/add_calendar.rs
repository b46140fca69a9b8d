//! Connects a calendar to own books.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{CalendarView, NewCalendar, calendar};
use crate::service::companies::name_of;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Connects a calendar: asked for first, its password or private address sealed.
#[derive(Debug, Serialize, Deserialize)]
pub struct AddCalendar {
    /// The company.
    pub company: CompanyId,
    /// The calendar.
    pub calendar: NewCalendar,
}

impl UseCase for AddCalendar {
    type Answer = CalendarView;
    const ACTION: Action = Action::Books;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> =
        Audit::Certain(|case, names| ("calendar.add", format!("{}: {}", name_of(names, case.company), case.calendar.name)));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<CalendarView> {
        calendar::add(cx, self.company, self.calendar).await
    }
}
