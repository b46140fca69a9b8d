//! Transfers that were made.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::domain::CompanyId;
use crate::domain::bank::EntryState;
use crate::service::bank::{companies, lines, units};
use crate::service::transfers::TransfersView;
use crate::service::{Action, Audit, Context, Given, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase};
use crate::store::bank;

/// Transfers, the newest last, each with the day on which a statement shows it: by its reference and its amount.
#[derive(Debug, Serialize, Deserialize)]
pub struct Transfers {
    /// Companies; all where empty.
    pub companies: Vec<CompanyId>,
}

impl Routed for Transfers {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/bank/transfers", "transfers", "bank")
        .about("Transfers that were made, each with the day on which a statement shows it.")
        .params(&[Param::COMPANIES]);

    fn read(given: &Given, (): ()) -> Result<Self> {
        Ok(Self { companies: given.companies()? })
    }
}

impl UseCase for Transfers {
    type Answer = Vec<TransfersView>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<Vec<TransfersView>> {
        cx.blocking(move |cx| {
            let mut found = Vec::new();
            for company in companies(cx, &self.companies) {
                let batches = bank::transfers(cx.local.store.inner(), company)?;
                if batches.is_empty() {
                    continue;
                }
                let mut seen = HashMap::new();
                for line in lines(&cx.local, company, &|_| true)?.into_iter().filter(|line| line.entry.state == EntryState::Booked) {
                    let day = line.entry.booked.or(line.entry.valued).map(|day| day.to_string()).unwrap_or_default();
                    for (_, detail) in units(&line.entry) {
                        // What was ordered in another currency than the account's is known by that.
                        let ordered = detail.ordered.as_ref().map(|ordered| (ordered.amount, ordered.currency.clone()));
                        for (amount, currency) in ordered.into_iter().chain([(detail.amount, line.currency.clone())]) {
                            seen.insert((detail.end_to_end.clone(), amount.normalize(), currency), day.clone());
                        }
                    }
                }
                for batch in batches {
                    let executed = batch.transfers.iter().map(|one| {
                        let key = (one.end_to_end.clone(), (-one.amount).normalize(), one.currency.clone());
                        seen.get(&key).cloned().unwrap_or_default()
                    });
                    let executed = executed.collect();
                    found.push(TransfersView { company, batch, executed });
                }
            }
            Ok(found)
        })
        .await
    }
}
