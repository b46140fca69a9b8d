//! Syncs of calendars at an interval.
//!
//! For: `faktura serve`. One at a time; a calendar that fails is tried again at the next interval. A sync that is dropped on the way
//! is done again: state decides.

use std::time::Duration;

use super::Service;
use crate::service::cases;

/// Syncs every calendar at this interval, until it is dropped. Never where the interval is zero.
pub async fn keep_calendars(service: &Service, every: Duration) {
    if every.is_zero() {
        return std::future::pending().await;
    }
    loop {
        tokio::time::sleep(every).await;
        let views = match service.ask(cases::Calendars { companies: Vec::new() }).await {
            Ok(views) => views,
            Err(error) => {
                tracing::warn!(%error, "calendars could not be listed");
                continue;
            }
        };
        for view in views {
            let case = cases::SyncCalendar { company: view.company, calendar: view.calendar.id.to_string() };
            if let Err(error) = service.ask(case).await {
                tracing::warn!(%error, "a calendar was not synced");
            }
        }
    }
}
