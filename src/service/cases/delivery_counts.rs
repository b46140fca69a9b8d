//! Number of deliveries by company, kind and state.

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, DeliveryState};
use crate::service::{Action, Audit, Context, DeliveryFilter, Patience, Repeat, Result, Scope, UseCase};

/// Company, kind, state, and how many.
pub type DeliveryCount = (CompanyId, String, DeliveryState, u64);

/// Number of deliveries of these companies by kind and state; of all that the caller sees where empty.
#[derive(Debug, Serialize, Deserialize)]
pub struct DeliveryCounts(pub Vec<CompanyId>);

impl UseCase for DeliveryCounts {
    type Answer = Vec<DeliveryCount>;
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
            let everywhere = cx.caller.everywhere.is_some();
            // Figures are about all companies.
            for delivery in cx.local.deliveries(&filter)?.iter().filter(|one| one.company != CompanyId(0) || everywhere) {
                let kind = delivery.parcel.matter.as_str().to_owned();
                *counts.entry((delivery.company, kind, delivery.state)).or_insert(0u64) += 1;
            }
            Ok(counts.into_iter().map(|((company, kind, state), count)| (company, kind, state, count)).collect())
        })
        .await
    }
}
