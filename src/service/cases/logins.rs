//! Lists the logins.

use serde::{Deserialize, Serialize};

use crate::service::{Action, Audit, Context, Given, LoginView, Patience, Repeat, Result, Route, Routed, Scope, UseCase};

/// Lists the logins: to a caller with a role in some companies, those of these.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Logins;

impl Routed for Logins {
    type Body = ();
    const ROUTE: Route =
        Route::get("/v1/logins", "list_logins", "logins").about("Every login: its state, its companies, when it must be renewed.");

    fn read(_: &Given, (): ()) -> Result<Self> {
        Ok(Self)
    }
}

impl UseCase for Logins {
    type Answer = Vec<LoginView>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Seen
    }

    async fn run(self, cx: Context) -> Result<Vec<LoginView>> {
        cx.blocking(move |cx| {
            let sight = cx.sight();
            let everywhere = cx.caller.everywhere.is_some();
            let views = cx.local.registry.logins().into_iter().map(|login| cx.local.login_view(login));
            let seen = views.map(|mut view| {
                view.companies.retain(|company| sight(company.id));
                view
            });
            Ok(seen.filter(|view| everywhere || !view.companies.is_empty()).collect())
        })
        .await
    }
}
