//! Disconnects a calendar, seals its secret anew, or decides about a conflict.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::domain::calendar::Keep;
use crate::service::books::calendar;
use crate::service::companies::name_of;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase, secret};

/// Changes a calendar.
#[derive(Debug, Serialize, Deserialize)]
pub struct ChangeCalendar {
    /// The company.
    pub company: CompanyId,
    /// The calendar, by name or identifier.
    pub calendar: String,
    /// The change.
    pub change: CalendarChange,
}

/// A change of a calendar.
#[derive(Debug, Serialize, Deserialize)]
pub enum CalendarChange {
    /// Disconnects it; entries stay, and so do the events there.
    Remove,
    /// Seals another password or private address.
    SetSecret {
        /// The secret.
        #[serde(with = "secret")]
        secret: SecretString,
    },
    /// Decides which side of a conflict counts.
    Resolve {
        /// The entry, or the end of its identifier.
        entry: String,
        /// The side that counts.
        keep: Keep,
    },
}

impl UseCase for ChangeCalendar {
    type Answer = ();
    const ACTION: Action = Action::Books;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| {
        let of = format!("{}: {}", name_of(names, case.company), case.calendar);
        match &case.change {
            CalendarChange::Remove => ("calendar.remove", of),
            CalendarChange::SetSecret { .. } => ("calendar.secret.set", of),
            CalendarChange::Resolve { entry, .. } => ("calendar.resolve", format!("{of}: {entry}")),
        }
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<()> {
        // Not while a sync goes on: it would bring back what is removed.
        let local = cx.local.clone();
        let _one = calendar::turn(&local, self.company, &self.calendar).await?.1;
        cx.blocking(move |cx| match self.change {
            CalendarChange::Remove => calendar::remove(cx, self.company, &self.calendar),
            CalendarChange::SetSecret { secret } => calendar::set_secret(cx, self.company, &self.calendar, &secret),
            CalendarChange::Resolve { entry, keep } => {
                calendar::resolve(cx, self.company, &self.calendar, (&entry, keep))
            }
        })
        .await
    }
}
