//! Ends the doubt of own books that lack what nothing brings back.

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, Message};
use crate::error::{Error, ErrorKind};
use crate::service::books::{Shelf, begin_series, skip_lost};
use crate::service::companies::name_of;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};
use crate::store::{OwnData, Store};

/// Gives up what own books lost: from here on what is left of them counts as all of them, and numbers begin anew with the prefix that is the
/// answer, so that none of a lost document is given again. Refused for books that lack nothing, and for books of which so little is left that
/// they cannot be kept.
#[derive(Debug, Serialize, Deserialize)]
pub struct GiveUpBooks {
    /// The company.
    pub company: CompanyId,
}

impl UseCase for GiveUpBooks {
    type Answer = String;
    const ACTION: Action = Action::Companies;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Certain(|case, names| ("books.give-up", name_of(names, case.company)));

    fn scope(&mut self) -> Scope<'_> {
        // Not the records: those of doubted books are shown to no caller.
        Scope::One(self.company)
    }

    async fn run(self, cx: Context) -> Result<String> {
        cx.blocking(move |cx| {
            let shelf = Shelf::open(&cx.local, self.company)?;
            let refused = |id| Error::new(ErrorKind::Usage, Message::new(id).with("company", shelf.company.name.as_str()));
            if !cx.local.store.doubted().iter().any(|doubt| doubt.company == self.company) {
                return Err(refused("books-nothing-lost"));
            }
            if shelf.profile().is_err() {
                return Err(refused("books-nothing-left").hint(
                    Message::new("books-nothing-left-hint").with("company", shelf.company.name.as_str()),
                ));
            }
            cx.note()?;
            cx.local.store.give_up(self.company)?;
            cx.local.shelves.forget(self.company);
            tracing::warn!(company = self.company.0, "what own books lost is given up");
            let _gate = cx.local.shelves.change();
            let shelf = Shelf::open(&cx.local, self.company)?;
            // What is remembered of lost documents is given up with them.
            if !shelf.behind()?.is_empty() {
                skip_lost(&shelf, &cx.caller.actor, &|| Ok(()))?;
            }
            begin_series(&shelf, &cx.caller.actor)
        })
        .await
    }
}
