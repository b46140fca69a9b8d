//! What sources became at companies.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::domain::outgoing::PushLink;
use crate::service::push_view::LinkView;
use crate::service::{Action, Audit, Context, Given, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};
use crate::store::pushes;

/// What sources became at companies.
#[derive(Debug, Serialize, Deserialize)]
pub struct PushLinks(pub Vec<CompanyId>);

impl Routed for PushLinks {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/push/links", "push_links", "push")
        .about("What sources became at companies. Links outlive logins.")
        .params(&[Param::COMPANIES]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self(given.companies()?))
    }
}

impl UseCase for PushLinks {
    type Answer = Vec<LinkView>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.0)
    }

    async fn run(self, cx: Context) -> Result<Vec<LinkView>> {
        cx.blocking(move |cx| {
            let mut companies = self.0.clone();
            if companies.is_empty() {
                companies = cx.local.registry.companies().into_iter().map(|company| company.id).collect();
            }
            let mut views = Vec::new();
            for company in companies {
                let view = |link: PushLink| LinkView {
                    company,
                    source: link.source,
                    kind: link.kind,
                    remote: link.remote,
                    title: link.title,
                    how: link.how,
                    amount: link.amount,
                    currency: link.currency,
                };
                views.extend(pushes::links(&*cx.local.store, company)?.into_iter().map(view));
            }
            Ok(views)
        })
        .await
    }
}
