//! The service over HTTP, for scripts and other programs.
//!
//! For: clients over the socket in the store's folder (authenticated by Unix user) or over TCP (authenticated by token). Uses: the
//! service's calls, `json`, axum. Never: a permission of its own; permissions are the service's.
//!
//! Everything under `/v1` is a promise, told by `/openapi.json`, which is made from the code. Errors are problems as RFC 9457
//! has them. What is not known (a parameter, a member of a body) is refused, so that a slip of the pen is not taken for "all".

mod auth;
mod body;
mod companies;
mod events;
mod export;
mod framing;
mod front;
mod health;
mod hooks;
mod limits;
mod listen;
mod metrics;
mod openapi;
mod paper;
mod pdf;
mod peers;
mod problem;
mod route;
mod routed;
mod syncs;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;

pub use listen::Listener;

pub(crate) use route::Route;

use crate::clock::Clock;
use crate::domain::{CompanyId, Doubt};
use crate::host::PublicApi;
use crate::service::cases::Doubts;
use crate::service::{Caller, Listed, Local};
use limits::Limits;
use problem::Problem;
use route::Held;

/// The API that a host serves at its socket.
pub(crate) const PUBLIC_API: Option<PublicApi> = Some(Api::of_host);

/// What every answer is made with.
#[derive(Clone)]
pub(crate) struct Api(Arc<Inner>);

struct Inner {
    service: Route,
    clock: Arc<dyn Clock>,
    zone: jiff::tz::TimeZone,
    limits: Limits,
    counters: metrics::Counters,
    /// When the store was last asked for its health, and whether it answered.
    reached: tokio::sync::Mutex<Option<(tokio::time::Instant, bool)>>,
}

/// What a handler returns.
type Reply = Result<Response, Problem>;

impl Api {
    /// The API of the store that this process hosts, at its socket.
    fn of_host(local: &Arc<Local>) -> Router {
        let (clock, zone) = (Arc::clone(&local.options.clock), local.options.zone.clone());
        Self::new(Route::Local(Arc::downgrade(local)), clock, zone).router()
    }

    /// The API of a service, whichever process has it.
    pub(crate) fn new(service: Route, clock: Arc<dyn Clock>, zone: jiff::tz::TimeZone) -> Self {
        let (limits, counters) = (Limits::default(), metrics::Counters::default());
        Self(Arc::new(Inner { service, clock, zone, limits, counters, reached: tokio::sync::Mutex::default() }))
    }

    /// Routes for authenticated peers: the caller adds their [`Caller`] to the request.
    pub(crate) fn router(&self) -> Router {
        self.finished(Self::bare())
    }

    fn bare() -> Router<Self> {
        let (router, _) = openapi::routes().split_for_parts();
        router.fallback(front::no_such_path).method_not_allowed_fallback(front::no_such_method).layer(from_fn(body::limit))
    }

    fn finished(&self, router: Router<Self>) -> Router {
        router.layer(from_fn_with_state(self.clone(), front::finish)).with_state(self.clone())
    }

    /// Performs a use case for a caller, within the time that it may take.
    async fn ask<C: Listed>(&self, case: C, caller: &Caller) -> Result<C::Answer, Problem> {
        let limit = limits::patience(C::PATIENCE);
        match tokio::time::timeout(limit, self.0.service.ask(case, caller)).await {
            Ok(answer) => Ok(answer?),
            Err(_) => Err(Problem::too_slow()),
        }
    }

    /// Companies with missing data among the requested ones.
    async fn doubts(&self, caller: &Caller, asked: &[CompanyId]) -> Result<Vec<Doubt>, Problem> {
        let mut doubts = self.ask(Doubts, caller).await?;
        doubts.retain(|doubt| asked.is_empty() || asked.contains(&doubt.company));
        Ok(doubts)
    }

    /// The day that decides what is overdue.
    fn today(&self) -> jiff::civil::Date {
        self.0.clock.now().to_zoned(self.0.zone.clone()).date()
    }

    /// Keeps the store open as long as an answer is made of it.
    fn hold(&self) -> Result<Held, Problem> {
        self.0.service.hold()
    }
}
