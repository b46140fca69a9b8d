//! What happens, as server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::response::sse;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

use super::auth::{Pass, still_good};
use super::front::{language, no_parameters};
use super::problem::ProblemJson;
use super::{Api, Reply};
use crate::json::EventJson;
use crate::locale::Locale;
use crate::query::Names;
use crate::service::cases::Companies;
use crate::service::{Caller, CompanyView};
use crate::sync::Event;

/// Interval of keep-alives and of the check that the client still has access.
const BEAT: Duration = Duration::from_secs(15);

/// Syncs as they go: `started`, `progress` (ten a second at most), `committed`, `ended`; `missed` says that something may
/// have happened that was not told: look again at what matters. What happened before the stream began is not told either.
#[utoipa::path(get, operation_id = "events", path = "/v1/events", tag = "sync", responses(
    (status = 200, description = "Done", body = EventJson, content_type = "text/event-stream", description = "A stream; `data` of each event is this"),
    (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
))]
pub(super) async fn stream(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    pass: Option<Extension<Pass>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Reply {
    no_parameters(query.as_deref())?;
    // Before the first company is asked for: nothing that happens in between is lost.
    let receiver = api.0.service.events()?;
    let views = api.ask(Companies, &caller).await?;
    let listener = Listener {
        api,
        caller,
        pass: pass.map(|Extension(pass)| pass),
        receiver,
        seen: names(&views),
        renamed: false,
        locale: language(&headers).locale(),
        beat: Instant::now() + BEAT,
        begun: false,
    };
    let events = futures::stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok::<_, Infallible>(event), listener))
    });
    Ok(sse::Sse::new(events).into_response())
}

fn names(views: &[CompanyView]) -> Names {
    views.iter().map(|view| (view.company.id, view.company.name.clone())).collect()
}

/// An open event stream.
struct Listener {
    api: Api,
    caller: Caller,
    pass: Option<Pass>,
    receiver: Receiver<Event>,
    /// Companies that the client has access to, and their names.
    seen: Names,
    /// Whether a call changed something since: a company may have another name.
    renamed: bool,
    locale: &'static Locale,
    beat: Instant,
    begun: bool,
}

impl Listener {
    /// Next event; `None` once the client disconnected or lost access.
    async fn next(&mut self) -> Option<sse::Event> {
        if !std::mem::replace(&mut self.begun, true) {
            return Some(sse::Event::default().comment(""));
        }
        loop {
            let event = tokio::select! {
                event = self.receiver.recv() => event,
                () = tokio::time::sleep_until(self.beat) => {
                    self.beat = Instant::now() + BEAT;
                    if !still_good(&self.api, self.pass).await || self.api.hold().is_err() {
                        return None;
                    }
                    return Some(sse::Event::default().comment(""));
                }
            };
            let event = match event {
                Ok(event) => event,
                Err(RecvError::Lagged(_)) => Event::Missed,
                Err(RecvError::Closed) => return None,
            };
            if self.may_receive(&event).await {
                return Some(self.tell(&event));
            }
        }
    }

    async fn may_receive(&mut self, event: &Event) -> bool {
        let company = match event {
            Event::Missed | Event::Changed(None) => {
                self.renamed = true;
                return true;
            }
            Event::Changed(Some(company)) => *company,
            Event::Started(progress) | Event::Progress(progress) => progress.company,
            Event::Committed { keys, .. } => match keys.first() {
                Some(key) => key.company,
                None => return false,
            },
            Event::Ended(run) => run.company,
            Event::Integrated(done) => done.company,
            Event::Delivery(delivery) => delivery.company,
        };
        self.renamed |= matches!(event, Event::Changed(_));
        // One that was added since: look again, once a run. A delivery is told with the name of its company.
        let added = !self.seen.contains_key(&company) && matches!(event, Event::Started(_));
        let renamed = self.renamed && matches!(event, Event::Delivery(_));
        if (added || renamed)
            && let Ok(views) = self.api.ask(Companies, &self.caller).await
        {
            (self.seen, self.renamed) = (names(&views), false);
        }
        self.seen.contains_key(&company)
    }

    fn tell(&self, event: &Event) -> sse::Event {
        let json = EventJson::new(event, &self.seen, self.locale);
        let mut data = Vec::new();
        // A vector takes everything, and what is written is UTF-8 on one line.
        let _ = crate::json::to_line(&mut data, &json);
        sse::Event::default().event(json.name()).data(String::from_utf8(data).unwrap_or_default())
    }
}
