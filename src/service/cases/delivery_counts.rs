//! Number of deliveries by company and state.

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, DeliveryState};
use crate::service::{Action, Audit, Context, DeliveryFilter, Patience, Repeat, Result, Scope, UseCase};

/// Number of deliveries of these companies by state; of all that the caller sees where empty.
#[derive(Debug, Serialize, Deserialize)]
pub struct DeliveryCounts(pub Vec<CompanyId>);

impl UseCase for DeliveryCounts {
    type Answer = Vec<(CompanyId, DeliveryState, u64)>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.0)
    }

    async fn run(self, cx: Context) -> Result<Self::Answer> {
        cx.blocking(move |cx| {
            let filter = DeliveryFilter { companies: self.0, ..DeliveryFilter::default() };
            let mut counts = std::collections::BTreeMap::new();
            for delivery in cx.local.deliveries(&filter)? {
                *counts.entry((delivery.company, delivery.state)).or_insert(0u64) += 1;
            }
            Ok(counts.into_iter().map(|((company, state), count)| (company, state, count)).collect())
        })
        .await
    }
}
