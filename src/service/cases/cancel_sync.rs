//! Asks running syncs to end between two commits.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::companies::name_of;
use crate::service::{Action, Audit, Context, Given, Patience, Repeat, Result, Route, Routed, Scope, UseCase};

/// Asks running syncs to end between two commits; of these companies, or of all when empty.
#[derive(Debug, Serialize, Deserialize)]
pub struct CancelSync(pub Vec<CompanyId>);

impl Routed for CancelSync {
    type Body = Vec<CompanyId>;
    const ROUTE: Route = Route::post("/v1/sync/cancel", "cancel_sync", "sync")
        .about("Asks running syncs to end between two commits.")
        .optional_body()
        .status(204, "They were asked");

    fn read(_: &Given, companies: Vec<CompanyId>) -> Result<Self> {
        Ok(Self(companies))
    }
}

impl UseCase for CancelSync {
    type Answer = ();
    const ACTION: Action = Action::Sync;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Before(|case, names| {
        let of = case.0.iter().map(|id| name_of(names, *id)).collect::<Vec<_>>();
        ("sync.cancel", if of.is_empty() { "*".to_owned() } else { of.join(", ") })
    });

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.0)
    }

    async fn run(self, cx: Context) -> Result<()> {
        cx.local.engine.cancel(&self.0);
        Ok(())
    }
}
