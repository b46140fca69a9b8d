//! Reads the clients, projects and people of own books, and the rates where the caller may see them.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::books::{BooksView, Shelf, Whose, books_view, own_seconds};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Reads the clients, projects and people of own books, and the rates where the caller may see them.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadBooks {
    /// The company.
    pub company: CompanyId,
}

impl UseCase for ReadBooks {
    type Answer = BooksView;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Record(self.company)
    }

    async fn run(self, cx: Context) -> Result<BooksView> {
        cx.blocking(move |cx| {
            let shelf = Shelf::open(&cx.local, self.company)?;
            let with_rates = cx.caller.may(Action::Ledger, &shelf.company);
            let mut view = books_view(&shelf, with_rates)?;
            if !with_rates {
                let whose = Whose { actor: cx.caller.actor.clone(), own_only: true };
                let own = own_seconds(&shelf, &whose)?;
                for project in &mut view.projects {
                    project.hide(own.get(&project.project.id).copied().unwrap_or_default());
                }
                view.people.iter_mut().for_each(|person| person.cost = None);
            }
            Ok(view)
        })
        .await
    }
}
