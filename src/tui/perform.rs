//! Performs the effects that the service answers; each answer is an event.
//!
//! For: the driver, and drawing without a terminal.

use std::sync::Arc;

use super::ask::ask;
use super::event::{Effect, Event};
use crate::clock::Clock;
use crate::domain::Trigger;
use crate::host::Service;
use crate::service::SyncRequest;
use crate::service::cases;

/// Performs an effect and returns the answer as an event; `None` if the effect has no answer.
pub(crate) async fn perform(service: Service, clock: Arc<dyn Clock>, effect: Effect) -> Option<Event> {
    match effect {
        Effect::Ask(page, question) => Some(Event::Answered(page, ask(&service, clock.as_ref(), question).await)),
        Effect::StartSync(companies) => {
            let request = SyncRequest { companies, full: false, accept_deletions: false, trigger: Trigger::Screen };
            Some(Event::Synced(service.ask(cases::Sync(request)).await.err()))
        }
        Effect::Cancel(companies) => {
            service.cancel(&companies);
            None
        }
        _ => None,
    }
}
