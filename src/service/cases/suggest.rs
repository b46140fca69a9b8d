//! Completion of a query.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::query::complete::{MOST, Suggestion};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Completes a query: fields, or values of these companies. An empty text says that a person is about to type.
#[derive(Debug, Serialize, Deserialize)]
pub struct Suggest {
    /// The text so far.
    pub text: String,
    /// The byte at which a person types.
    pub cursor: usize,
    /// Values of these companies; of all when empty.
    pub companies: Vec<CompanyId>,
}

impl UseCase for Suggest {
    type Answer = Vec<Suggestion>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<Vec<Suggestion>> {
        cx.blocking(move |cx| {
            let (names, Self { text, cursor, companies }) = (cx.names(), self);
            if text.is_empty() {
                cx.local.store.ask(crate::query::Index::read_ahead)?;
            }
            Ok(cx.local.store.ask(|index| index.suggest(&text, cursor, &companies, &names, MOST))?)
        })
        .await
    }
}
