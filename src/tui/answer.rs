//! Asking the service for what an effect wants; the answer is an event.

use std::sync::Arc;
use std::time::Duration;

use super::event::{Effect, Event, Live, Reply};
use crate::clock::Clock;
use crate::domain::{Doubt, Trigger};
use crate::host::Service;
use crate::query::complete;
use crate::service::SyncRequest;
use crate::store::RunFilter;

/// Performs an effect that asks the service, and returns the answer as an event.
pub(crate) async fn answer(service: Service, clock: Arc<dyn Clock>, effect: Effect) -> Option<Event> {
    Some(match effect {
        Effect::LoadCompanies => Event::Companies(service.companies().await),
        Effect::Find { request, generation } => {
            let from = clock.now();
            let result = service.find(request).await;
            let took = Duration::try_from(clock.now().duration_since(from)).ok();
            Event::Found { generation, took, result, doubts: doubts(&service).await }
        }
        Effect::LoadInvoice(key) => {
            let result = service.invoice(&key).await.map(|found| found.map(Box::new));
            Event::Invoice { key, result }
        }
        Effect::Ask(key, what) => {
            let reply = match what {
                Live::Payments => Reply::Payments(service.payments(&key).await),
                Live::Report => Reply::Report(service.tax_report(&key).await),
                Live::Url => Reply::Url(service.public_url(&key).await),
            };
            Event::Live { key, reply }
        }
        Effect::LoadRuns => {
            let filter = RunFilter { limit: Some(super::tabs::log::NEWEST), ..RunFilter::default() };
            Event::Runs(service.runs(filter).await)
        }
        Effect::LoadRun(id) => Event::Run { id, result: service.run(id).await },
        Effect::LoadChanges(request) => Event::Changes(request.clone(), service.changes(request).await),
        Effect::Suggest { text, cursor, companies, lang, generation } => {
            let list = match complete::of_language(&text, cursor, lang) {
                Some(list) => list,
                // Whoever gets no help is not kept from typing by it.
                None => service.suggest(&text, cursor, &companies).await.unwrap_or_default(),
            };
            Event::Suggested { generation, list }
        }
        Effect::Rows { request, what } => Event::Rows(what, service.find(request).await),
        Effect::LoadReport(request) => {
            let report = service.report(request.clone()).await;
            Event::Report(request.kind, report, doubts(&service).await)
        }
        Effect::StartSync(companies) => {
            let request = SyncRequest { companies, full: false, trigger: Trigger::Screen };
            Event::Synced(service.sync(request).await.err())
        }
        Effect::Cancel(companies) => {
            service.cancel(&companies);
            return None;
        }
        Effect::Suspend
        | Effect::Redraw
        | Effect::Quit
        | Effect::Copy(_)
        | Effect::StartJob(..)
        | Effect::CancelJob(_)
        | Effect::Mouse(_)
        | Effect::ReadConfig => return None,
    })
}

/// Companies of which something is missing, after an answer that may have met the damage. An error here comes again with the next
/// question.
async fn doubts(service: &Service) -> Vec<Doubt> {
    service.doubts().await.unwrap_or_default()
}
