//! Records at their services what bank entries pay, where a rule permits it.

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::service::push_view::PushList;
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// Queues the payments that bank entries show and a rule of `[push]` permits; tells what is under way. The worker does the same by itself.
#[derive(Debug, Serialize, Deserialize)]
pub struct PushMatched {
    /// Companies; all where empty.
    pub companies: Vec<CompanyId>,
}

impl UseCase for PushMatched {
    type Answer = PushList;
    const ACTION: Action = Action::Bank;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<PushList> {
        let companies = cx.clone().blocking(move |cx| Ok(crate::service::bank::companies(cx, &self.companies))).await?;
        let mut list = PushList::default();
        for company in companies {
            let queued = cx.local.push_matched(company, &cx.caller.actor).await?;
            list.items.extend(queued.items);
            list.paused |= queued.paused;
        }
        Ok(list)
    }
}
