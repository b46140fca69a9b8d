//! Deliveries and how far they are.

use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, Delivery, DeliveryState, Message, RemoteId};
use crate::error::{Error, ErrorKind};
use crate::service::{
    Action, Audit, Context, DeliveryFilter, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase,
};

/// Deliveries and how far they are, the newest first.
#[derive(Debug, Serialize, Deserialize)]
pub struct Deliveries(pub DeliveryFilter);

/// Rows of an answer over HTTP, unless asked otherwise, and at most.
const PAGE: usize = 100;
const MOST: usize = 1000;

impl Routed for Deliveries {
    type Body = ();
    const ROUTE: Route = Route::get("/v1/deliveries", "find_deliveries", "deliveries")
        .about("Mails with documents and reminders, and how far they are; the newest first.")
        .params(&[
            Param::COMPANIES,
            Param::new("state", Kind::Text, "Only those of this state: queued, sending, sent, failed, cancelled or unknown"),
            Param::new("invoice", Kind::Text, "Only those of this invoice (`invoice_id`)"),
            Param::new("limit", Kind::UpTo(MOST), "Rows at most, 100 unless told"),
        ])
        .with_companies();

    fn read(given: &Given, (): ()) -> Result<Self> {
        let state = |word: &str| {
            let wrong = || Error::new(ErrorKind::Usage, Message::new("delivery-bad-state").with("given", word));
            DeliveryState::parse(word).ok_or_else(wrong)
        };
        Ok(Self(DeliveryFilter {
            companies: given.companies()?,
            states: given.one("state")?.map(state).transpose()?.into_iter().collect(),
            wanted: Vec::new(),
            document: given.one("invoice")?.map(RemoteId::new),
            limit: Some(given.number("limit", 0..=MOST)?.unwrap_or(PAGE)),
        }))
    }
}

impl UseCase for Deliveries {
    type Answer = Vec<Delivery>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.0.companies)
    }

    async fn run(self, cx: Context) -> Result<Vec<Delivery>> {
        cx.blocking(move |cx| {
            let everywhere = cx.caller.everywhere.is_some();
            let mut found = cx.local.deliveries(&self.0)?;
            // Summaries are about all companies.
            found.retain(|delivery| delivery.company != CompanyId(0) || everywhere);
            Ok(found)
        })
        .await
    }
}
