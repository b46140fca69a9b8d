//! Handles requests: log, hook, faults, key, rate limit, answer.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{Response, header};
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::account::Account;
use super::answer::Answer;
use super::fault::{Fault, FaultKind};
use super::listener::{Listener, Scissors};
use super::options::{Hook, Options};
use super::request::RequestInfo;
use super::routes::{self, Context};
use super::writes;
use super::{SandboxError, Setting};
use crate::clock::Clock;

/// Requests that the log keeps.
const LOGGED: usize = 100_000;

/// Largest body of a request.
const MAX_BODY: usize = 10 << 20;

/// Value of the rate limit headers without a limit: high enough that no client slows down.
const UNLIMITED: u32 = 1_000_000;

/// Seconds of the rate limit's window.
const WINDOW: i64 = 60;

/// A pretend provider account.
#[derive(Debug)]
pub struct Sandbox;

/// A sandbox that runs. It stops when this is dropped.
pub struct Running {
    /// Address.
    pub addr: SocketAddr,
    /// Base address of its API, such as `http://127.0.0.1:40001/v3`.
    pub base_url: String,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
    stop: CancellationToken,
}

struct Shared {
    state: Mutex<Inner>,
    clock: Arc<dyn Clock>,
    base_url: String,
    quirks: bool,
    gzip: bool,
    rate_limit: Option<u32>,
    stop: CancellationToken,
}

struct Inner {
    accounts: Vec<Account>,
    windows: Vec<Window>,
    faults: Vec<Fault>,
    latency: Duration,
    hook: Option<Hook>,
    log: Vec<RequestInfo>,
    count: u64,
}

/// A minute in which requests of a key are counted.
#[derive(Debug, Clone, Copy, Default)]
struct Window {
    start: i64,
    count: u32,
}

/// Decision about a request.
struct Verdict {
    answer: Option<Answer>,
    wait: Duration,
    hang: bool,
}

impl Sandbox {
    /// Starts a sandbox on 127.0.0.1.
    pub async fn start(options: Options) -> Result<Running, SandboxError> {
        let failed = |error: std::io::Error| SandboxError::Bind { port: options.port, detail: error.to_string() };
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await.map_err(failed)?;
        let addr = tcp.local_addr().map_err(failed)?;
        let base_url = format!("http://{addr}/v3");
        let stop = CancellationToken::new();
        let (today, quirks) = (options.today, options.quirks);
        let accounts: Vec<_> = options.accounts.iter().map(|account| Account::new(account, today, quirks)).collect();
        let inner = Inner {
            windows: vec![Window::default(); accounts.len()],
            accounts,
            faults: options.faults,
            latency: options.latency,
            hook: options.on_request,
            log: Vec::new(),
            count: 0,
        };
        let shared = Arc::new(Shared {
            state: Mutex::new(inner),
            clock: options.clock,
            base_url: base_url.clone(),
            quirks,
            gzip: options.gzip,
            rate_limit: options.rate_limit,
            stop: stop.clone(),
        });
        let router = Router::new().fallback(take).with_state(shared.clone());
        let serve = axum::serve(Listener::new(tcp, stop.clone()), router.into_make_service_with_connect_info::<Scissors>());
        let stopped = stop.clone();
        let server = tokio::spawn(async move {
            tokio::select! {
                () = stopped.cancelled() => {}
                served = serve => if let Err(error) = served { tracing::error!(%error, "the sandbox stopped") },
            }
        });
        Ok(Running { addr, base_url, shared, server, stop })
    }
}

impl Running {
    /// The keys of its accounts, in their order.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        self.shared.lock().accounts.iter().map(|account| account.key().to_owned()).collect()
    }

    /// Reads or changes an account; `None` without one at this position. Requests wait meanwhile.
    pub fn account<R>(&self, index: usize, look: impl FnOnce(&mut Account) -> R) -> Option<R> {
        self.shared.lock().accounts.get_mut(index).map(look)
    }

    /// Changes a setting of every account.
    ///
    /// # Errors
    /// There is none of this name, or it cannot have this value.
    pub fn set(&self, setting: &Setting) -> Result<(), SandboxError> {
        self.shared.lock().accounts.iter_mut().try_for_each(|account| account.writing().set(setting))
    }

    /// The requests so far (of late ones, the first 100,000).
    #[must_use]
    pub fn requests(&self) -> Vec<RequestInfo> {
        self.shared.lock().log.clone()
    }

    /// Number of requests.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.shared.lock().count
    }

    /// Forgets the requests so far; faults that count requests go on counting.
    pub fn forget(&self) {
        let mut inner = self.shared.lock();
        inner.log.clear();
        inner.count = 0;
    }

    /// From now on these things go wrong, and nothing else.
    pub fn set_faults(&self, faults: Vec<Fault>) {
        self.shared.lock().faults = faults;
    }

    /// Stops it; connections end at once.
    pub async fn shutdown(mut self) {
        self.stop.cancel();
        if let Err(error) = (&mut self.server).await {
            tracing::error!(%error, "the sandbox failed");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

/// The one handler.
async fn take(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
) -> Response<Body> {
    let gzip = shared.gzip && accepts_gzip(&request);
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, MAX_BODY).await.unwrap_or_default();
    let Verdict { answer, wait, hang } = shared.judge(&head, &body);
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
    if hang {
        // The connection goes when the sandbox does.
        shared.stop.cancelled().await;
    }
    if let Some(answer) = answer {
        return answer.send(shared.clock.now(), gzip);
    }
    scissors.0.cancel();
    Response::new(Body::empty())
}

fn accepts_gzip(request: &Request) -> bool {
    request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).is_some_and(|v| v.contains("gzip"))
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A test that panicked while it looked must not take the others along.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Decides what is to become of a request.
    fn judge(&self, request: &Parts, body: &[u8]) -> Verdict {
        let now = self.clock.now();
        let mut guard = self.lock();
        let inner = &mut *guard;
        if let Some(pdf) = public(request, inner) {
            return Verdict { answer: Some(pdf), wait: inner.latency, hang: false };
        }
        let info = inner.note(request, now);
        if let (Some(hook), Some(account)) = (&mut inner.hook, info.account.and_then(|at| inner.accounts.get_mut(at))) {
            hook(&info, account);
        }
        let faults: Vec<FaultKind> = inner.faults.iter_mut().filter_map(|f| f.hits(&info).then(|| f.kind.clone())).collect();
        let slow: Duration = faults.iter().map(|kind| if let FaultKind::Slow(by) = kind { *by } else { Duration::ZERO }).sum();
        let wait = inner.latency + slow;
        if faults.iter().any(|kind| matches!(kind, FaultKind::Hang | FaultKind::Close)) {
            return Verdict { answer: None, wait, hang: faults.contains(&FaultKind::Hang) };
        }
        let mut answer = self.answer((&info, body), inner, &faults, now);
        if faults.iter().any(|kind| matches!(kind, FaultKind::Lost | FaultKind::Mute)) {
            return Verdict { answer: None, wait, hang: faults.contains(&FaultKind::Mute) };
        }
        if let Some(code) = faults.iter().find_map(|kind| if let FaultKind::After(code) = kind { Some(*code) } else { None }) {
            let window = info.account.and_then(|at| inner.windows.get(at));
            answer = self.limits(Answer::error(code), window, now);
        }
        Verdict { answer: Some(answer), wait, hang: false }
    }

    fn answer(&self, (info, body): (&RequestInfo, &[u8]), inner: &mut Inner, faults: &[FaultKind], now: Timestamp) -> Answer {
        if let Some(answer) = faults.iter().find_map(instead) {
            return self.limits(answer, info.account.and_then(|at| inner.windows.get(at)), now);
        }
        let Some(at) = info.account else { return self.limits(Answer::error(401), None, now) };
        let (Some(account), Some(window)) = (inner.accounts.get_mut(at), inner.windows.get_mut(at)) else {
            return Answer::error(401);
        };
        if !window.count(now, self.rate_limit) {
            let after = (window.start + WINDOW - now.as_second()).max(1);
            return self.limits(Answer::error(429).header("retry-after", after.to_string()), Some(window), now);
        }
        if faults.contains(&FaultKind::Drift) && info.page().is_some_and(|page| page > 1) {
            account.drift(info.number, now);
        }
        let nonsense = faults.contains(&FaultKind::NonsenseMeta).then_some(info.number);
        let context = Context { now, base_url: &self.base_url, quirks: self.quirks, nonsense, account: at };
        let mut answer = if info.method == "GET" {
            routes::answer(info, account, &context)
        } else {
            writes::answer(&info.method, &info.path, body, account, &context)
        };
        if faults.contains(&FaultKind::Truncate) {
            answer.body.truncate(answer.body.len() / 2);
        }
        answer.broken = faults.contains(&FaultKind::Break);
        self.limits(answer, Some(window), now)
    }

    /// Adds what the headers say of the limit.
    fn limits(&self, answer: Answer, window: Option<&Window>, now: Timestamp) -> Answer {
        let limit = self.rate_limit.unwrap_or(UNLIMITED);
        let window = window.copied().unwrap_or(Window { start: now.as_second(), count: 0 });
        answer
            .header("x-ratelimit-limit", limit.to_string())
            .header("x-ratelimit-remaining", limit.saturating_sub(window.count).to_string())
            .header("x-ratelimit-reset", (window.start + WINDOW).to_string())
    }
}

impl Inner {
    /// Logs a request.
    fn note(&mut self, request: &Parts, now: Timestamp) -> RequestInfo {
        self.count += 1;
        let key = request.headers.get("x-api-key").and_then(|key| key.to_str().ok());
        let path = request.uri.path();
        let info = RequestInfo {
            number: self.count,
            at: now,
            account: key.and_then(|key| self.accounts.iter().position(|account| account.key() == key)),
            method: request.method.as_str().to_owned(),
            path: path.strip_prefix("/v3").unwrap_or(path).to_owned(),
            query: url::form_urlencoded::parse(request.uri.query().unwrap_or_default().as_bytes()).into_owned().collect(),
        };
        if self.log.len() < LOGGED {
            self.log.push(info.clone());
        }
        info
    }
}

impl Window {
    /// Counts a request; `false` when it is one too many.
    fn count(&mut self, now: Timestamp, limit: Option<u32>) -> bool {
        let now = now.as_second();
        if !(self.start..self.start + WINDOW).contains(&now) {
            *self = Self { start: now, count: 0 };
        }
        let fits = limit.is_none_or(|limit| self.count < limit);
        if fits {
            self.count = self.count.saturating_add(1);
        }
        fits
    }
}

/// Answer of a fault.
fn instead(fault: &FaultKind) -> Option<Answer> {
    Some(match fault {
        FaultKind::Status { code, retry_after } => match retry_after {
            Some(after) => Answer::error(*code).header("retry-after", after.as_str()),
            None => Answer::error(*code),
        },
        FaultKind::Html => Answer::new(
            200,
            "text/html; charset=utf-8",
            "<!DOCTYPE html>\n<html><head><title>Karbantartás</title></head><body><h1>Hamarosan visszatérünk</h1></body></html>\n",
        ),
        FaultKind::Empty => Answer::json(""),
        FaultKind::Shape => Answer::json(r#"{"status":"ok"}"#),
        _ => return None,
    })
}

/// Routes without a key: the PDF at a document's public address.
fn public(request: &Parts, inner: &Inner) -> Option<Answer> {
    let (account, id) = request.uri.path().strip_prefix("/public/")?.split_once('-')?;
    let document = inner.accounts.get(account.parse::<usize>().ok()?)?.document(id.parse().ok()?)?;
    Some(Answer::new(200, "application/pdf", routes::download(&document)))
}

#[cfg(test)]
#[path = "server_tests.rs"]
mod tests;
