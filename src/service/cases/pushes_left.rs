//! Which of some items are still to be carried out.

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, ItemKey, Queue, RemoteId};
use crate::service::push_view::{PushView, PushesLeft};
use crate::service::stalled::Stalls;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};
use crate::store::pushes;

/// Which of some items are still to be carried out: not over, and not put off for long. Commands ask this again and again.
#[derive(Debug, Serialize, Deserialize)]
pub struct LeftPushes {
    /// The companies that are written to.
    pub companies: Vec<CompanyId>,
    /// The items.
    pub items: Vec<String>,
}

impl UseCase for LeftPushes {
    type Answer = PushesLeft;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<PushesLeft> {
        cx.blocking(move |cx| {
            let store = &*cx.local.store;
            let mut companies = self.companies;
            if companies.is_empty() {
                companies = cx.local.registry.companies().into_iter().map(|company| company.id).collect();
            }
            let mut stalls = Stalls::new(store, cx.local.options.clock.now());
            let mut items = Vec::new();
            for item in self.items {
                for company in &companies {
                    let key = ItemKey { company: *company, queue: Queue::Push, id: RemoteId::new(item.as_str()) };
                    let Some(entry) = pushes::entry_of(store, &key)? else { continue };
                    if !PushView::is_over(&entry.item) && !stalls.is_stalled(&entry)? {
                        items.push(item.clone());
                    }
                }
            }
            let reading = cx.local.pushing.written.is_open();
            Ok(PushesLeft { items, paused: pushes::paused(store)?.is_some(), reading })
        })
        .await
    }
}
