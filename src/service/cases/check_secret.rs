//! Checks whether a secret may be set, before it is asked for.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::companies::check_has_key;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Fails if the caller may not set a secret, or the company has none that a person types. Changes nothing.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckSecret {
    /// The company of the key; `None` for a secret of the whole store.
    pub company: Option<CompanyId>,
}

impl UseCase for CheckSecret {
    type Answer = ();
    const ACTION: Action = Action::Keys;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        self.company.map_or(Scope::Whole, Scope::One)
    }

    async fn run(self, cx: Context) -> Result<()> {
        let Some(id) = self.company else { return Ok(()) };
        cx.blocking(move |cx| check_has_key(&cx.local.by_id(id)?)).await
    }
}
