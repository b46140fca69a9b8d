//! What is planned and what is in the outbox.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::domain::outgoing::Source;
use crate::service::push_view::{PushList, PushView};
use crate::service::stalled::Stalls;
use crate::service::{Action, Audit, Context, Given, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};
use crate::store::pushes;

/// What is planned and what is in the outbox.
#[derive(Debug, Serialize, Deserialize)]
pub struct PushItems {
    /// The companies that are written to; all where empty.
    pub companies: Vec<CompanyId>,
    /// Only these items; all where empty.
    pub items: Vec<String>,
}

impl Routed for PushItems {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/push", "push_items", "push")
        .about("The outbox: what was approved, and what it became.")
        .params(&[Param::COMPANIES])
        .with_companies();

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self { companies: given.companies()?, items: Vec::new() })
    }
}

impl UseCase for PushItems {
    type Answer = PushList;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<PushList> {
        cx.blocking(move |cx| {
            let store = &*cx.local.store;
            let mut companies = self.companies.clone();
            if companies.is_empty() {
                companies = cx.local.registry.companies().into_iter().map(|company| company.id).collect();
            }
            let mut stalls = Stalls::new(store, cx.local.options.clock.now());
            let mut items = Vec::new();
            for company in companies {
                let links = pushes::links(store, company)?;
                let titles: HashMap<&Source, &str> = links.iter().map(|link| (&link.source, link.title.as_str())).collect();
                for entry in pushes::entries(store, company)? {
                    let mut view = PushView::of(&entry);
                    view.stalled = stalls.is_stalled(&entry)?;
                    if let Some(title) = titles.get(&view.source).filter(|_| view.state == "sent") {
                        view.remote_number = Some((*title).to_owned());
                    }
                    items.push(view);
                }
            }
            cx.local.name_by_source(&mut items)?;
            if !self.items.is_empty() {
                let wanted: HashSet<&str> = self.items.iter().map(String::as_str).collect();
                items.retain(|view| wanted.contains(view.item.as_str()) || wanted.contains(view.title.as_str()));
                cx.local.mark_shown(&mut items)?;
            }
            Ok(PushList { items, paused: pushes::paused(store)?.is_some() })
        })
        .await
    }
}
