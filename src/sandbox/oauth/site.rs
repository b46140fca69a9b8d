//! Serves a pretend service: its page of consent, its tokens, and its API behind them.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Response, header};
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::identity::refusal;
use super::{Api, ApiAnswer, ApiRequest, Companies, Identity, IdentityOptions, Service};
use crate::clock::{Clock, SystemClock};
use crate::sandbox::SandboxError;
use crate::sandbox::answer::Answer;
use crate::sandbox::fault::{Fault, FaultKind};
use crate::sandbox::listener::{Listener, Scissors};
use crate::sandbox::request::RequestInfo;

/// Largest body of a request.
const MAX_BODY: usize = 10 << 20;
/// Requests that the log keeps.
const LOGGED: usize = 100_000;

/// Options of a site.
pub struct SiteOptions {
    /// Port on 127.0.0.1; 0 takes any.
    pub port: u16,
    /// Which service.
    pub service: Service,
    /// What stands behind the tokens.
    pub api: Box<dyn Api>,
    /// How tokens live.
    pub identity: IdentityOptions,
    /// Clock of tokens and of the `Date` header.
    pub clock: Arc<dyn Clock>,
    /// Latency of every answer.
    pub latency: Duration,
    /// Faults.
    pub faults: Vec<Fault>,
}

/// A site that runs. It stops when this is dropped.
pub struct Site {
    /// Address.
    pub addr: SocketAddr,
    /// Its root: `--base-url` and `--identity-url` of a login.
    pub root: String,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
    stop: CancellationToken,
}

struct Shared {
    inner: Mutex<Inner>,
    clock: Arc<dyn Clock>,
    service: Service,
    latency: Duration,
    stop: CancellationToken,
}

struct Inner {
    identity: Identity,
    api: Box<dyn Api>,
    faults: Vec<Fault>,
    log: Vec<RequestInfo>,
    count: u64,
}

/// What is to become of a request.
struct Verdict {
    answer: Option<Answer>,
    wait: Duration,
    hang: bool,
}

impl SiteOptions {
    /// A service with companies and without an API of its own.
    #[must_use]
    pub fn new(service: Service) -> Self {
        Self {
            port: 0,
            service,
            api: Box::new(Companies::demo(service)),
            identity: IdentityOptions::of(service),
            clock: Arc::new(SystemClock),
            latency: Duration::ZERO,
            faults: Vec::new(),
        }
    }
}

impl std::fmt::Debug for SiteOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SiteOptions").field("port", &self.port).field("service", &self.service).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Site").field("root", &self.root).finish_non_exhaustive()
    }
}

impl Site {
    /// Starts a site on 127.0.0.1.
    pub async fn start(options: SiteOptions) -> Result<Self, SandboxError> {
        let failed = |error: std::io::Error| SandboxError::Bind { port: options.port, detail: error.to_string() };
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await.map_err(failed)?;
        let addr = tcp.local_addr().map_err(failed)?;
        let stop = CancellationToken::new();
        let identity = Identity::new(options.service, options.identity);
        let inner = Inner { identity, api: options.api, faults: options.faults, log: Vec::new(), count: 0 };
        let shared = Arc::new(Shared {
            inner: Mutex::new(inner),
            clock: options.clock,
            service: options.service,
            latency: options.latency,
            stop: stop.clone(),
        });
        let router = Router::new().fallback(take).with_state(shared.clone());
        let serve = axum::serve(Listener::new(tcp, stop.clone()), router.into_make_service_with_connect_info::<Scissors>());
        let stopped = stop.clone();
        let server = tokio::spawn(async move {
            tokio::select! {
                () = stopped.cancelled() => {}
                served = serve => if let Err(error) = served { tracing::error!(%error, "the site stopped") },
            }
        });
        Ok(Self { addr, root: format!("http://{addr}"), shared, server, stop })
    }

    /// Reads or changes consent and tokens. Requests wait meanwhile.
    pub fn identity<R>(&self, look: impl FnOnce(&mut Identity) -> R) -> R {
        look(&mut self.shared.lock().identity)
    }

    /// What a browser does: gives consent at the address that a login shows, for this company, and returns the address that it is sent to;
    /// `None` if the page sends it nowhere.
    #[must_use]
    pub fn consent(&self, address: &str, company: &str) -> Option<String> {
        let url = url::Url::parse(address).ok()?;
        let mut query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        query.push(("choose".to_owned(), company.to_owned()));
        let now = self.shared.clock.now();
        let mut inner = self.shared.lock();
        let companies = inner.api.companies();
        let answer = inner.identity.authorize(&query, &companies, now);
        answer.headers.into_iter().find(|(name, _)| *name == "location").map(|(_, to)| to)
    }

    /// The companies of its API.
    #[must_use]
    pub fn companies(&self) -> Vec<super::Company> {
        self.shared.lock().api.companies()
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
            tracing::error!(%error, "the site failed");
        }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// The one handler.
async fn take(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
) -> Response<Body> {
    let gzip =
        request.headers().get(header::ACCEPT_ENCODING).is_some_and(|value| value.as_bytes().windows(4).any(|w| w == b"gzip"));
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, MAX_BODY).await.unwrap_or_default().to_vec();
    let Verdict { answer, wait, hang } = shared.judge(&head, body);
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
    if hang {
        shared.stop.cancelled().await;
    }
    if let Some(answer) = answer {
        return answer.send(shared.clock.now(), gzip);
    }
    scissors.0.cancel();
    Response::new(Body::empty())
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A test that panicked while it looked must not take the others along.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn judge(&self, head: &axum::http::request::Parts, body: Vec<u8>) -> Verdict {
        let now = self.clock.now();
        let mut guard = self.lock();
        let inner = &mut *guard;
        let request = inner.note(head, body, now);
        let info = RequestInfo {
            number: request.number,
            at: now,
            account: None,
            method: request.method.clone(),
            path: request.path.clone(),
            query: request.query.clone(),
        };
        let faults: Vec<FaultKind> = inner.faults.iter_mut().filter_map(|f| f.hits(&info).then(|| f.kind.clone())).collect();
        if inner.log.len() < LOGGED {
            inner.log.push(info);
        }
        let slow: Duration = faults.iter().map(|kind| if let FaultKind::Slow(by) = kind { *by } else { Duration::ZERO }).sum();
        let wait = self.latency + slow;
        if faults.iter().any(|kind| matches!(kind, FaultKind::Hang | FaultKind::Close)) {
            return Verdict { answer: None, wait, hang: faults.contains(&FaultKind::Hang) };
        }
        let answer = inner.answer(self.service, ApiRequest { faults: faults.clone(), ..request }, now);
        if faults.iter().any(|kind| matches!(kind, FaultKind::Lost | FaultKind::Mute)) {
            return Verdict { answer: None, wait, hang: faults.contains(&FaultKind::Mute) };
        }
        let mut sent = Answer::new(answer.status, answer.kind, answer.body);
        sent.headers = answer.headers;
        if faults.contains(&FaultKind::Truncate) {
            sent.body.truncate(sent.body.len() / 2);
        }
        sent.broken = faults.contains(&FaultKind::Break);
        Verdict { answer: Some(sent), wait, hang: false }
    }
}

/// Whether permissions of Xero cover a request. A token without any was made by hand.
fn is_permitted(request: &ApiRequest, scopes: &[String]) -> bool {
    let entity = request.path.strip_prefix("/api.xro/2.0/").and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let scope = match entity {
        "Invoices" | "CreditNotes" | "Items" => "accounting.invoices",
        "Payments" | "Overpayments" | "Prepayments" => "accounting.payments",
        "Contacts" => "accounting.contacts",
        _ => "accounting.settings",
    };
    let read = format!("{scope}.read");
    // Items are settings as well.
    let covers = |given: &String| {
        given == scope
            || (request.method == "GET" && (*given == read || (entity == "Items" && given == "accounting.settings.read")))
    };
    scopes.is_empty() || scopes.iter().any(covers)
}

impl Inner {
    fn note(&mut self, head: &axum::http::request::Parts, body: Vec<u8>, at: Timestamp) -> ApiRequest {
        self.count += 1;
        let query = head.uri.query().unwrap_or_default();
        let header = |(name, value): (&header::HeaderName, &header::HeaderValue)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        ApiRequest {
            number: self.count,
            at,
            method: head.method.as_str().to_owned(),
            path: head.uri.path().to_owned(),
            query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            headers: head.headers.iter().map(header).collect(),
            body,
            company: String::new(),
            faults: Vec::new(),
        }
    }

    fn answer(&mut self, service: Service, request: ApiRequest, now: Timestamp) -> ApiAnswer {
        let is_identity = [self.identity.authorize_path(), self.identity.token_path(), self.identity.revoke_path()]
            .contains(&request.path.as_str());
        for fault in &request.faults {
            match fault {
                FaultKind::Status { code, retry_after } => {
                    let answer = if is_identity { refusal(*code, "server_error") } else { self.failed(&request, *code) };
                    return match retry_after {
                        Some(after) => answer.header("retry-after", after.clone()),
                        None => answer,
                    };
                }
                FaultKind::After(code) if !is_identity => {
                    let code = *code;
                    self.ask_api(service, request.clone(), now);
                    return self.failed(&request, code);
                }
                FaultKind::Error(code) if is_identity => return refusal(400, code),
                FaultKind::Html => {
                    let page = "<!DOCTYPE html><html><head><title>Maintenance</title></head></html>";
                    return ApiAnswer { kind: "text/html; charset=utf-8", ..ApiAnswer::json(200, page) };
                }
                FaultKind::Empty => return ApiAnswer::json(200, ""),
                FaultKind::Shape => return ApiAnswer::json(200, r#"{"status":"ok"}"#),
                _ => {}
            }
        }
        if request.path == self.identity.authorize_path() {
            return self.identity.authorize(&request.query, &self.api.companies(), now);
        }
        let basic = request.header("authorization");
        if request.path == self.identity.token_path() {
            let form: Vec<(String, String)> = url::form_urlencoded::parse(&request.body).into_owned().collect();
            return self.identity.token(basic, &form, now);
        }
        if request.path == self.identity.revoke_path() {
            let json = serde_json::from_slice::<serde_json::Value>(&request.body).ok();
            let of_json = json.as_ref().and_then(|json| json.get("token")?.as_str().map(str::to_owned));
            let of_form = || {
                url::form_urlencoded::parse(&request.body).find(|(name, _)| name == "token").map(|(_, token)| token.into_owned())
            };
            return self.identity.revoke(&of_json.or_else(of_form).unwrap_or_default());
        }
        self.ask_api(service, request, now)
    }

    fn ask_api(&mut self, service: Service, mut request: ApiRequest, now: Timestamp) -> ApiAnswer {
        let token = request
            .header("authorization")
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let token = token.map(|(_, token)| token).unwrap_or_default();
        let Some(open) = self.identity.bearer(token, now) else { return self.api.unauthorized() };
        let company = match service {
            Service::Xero if request.path.eq_ignore_ascii_case("/connections") => return self.connections(&open),
            Service::Xero => request.header("xero-tenant-id").map(str::to_owned),
            Service::QuickBooks => {
                request.path.strip_prefix("/v3/company/").and_then(|rest| rest.split('/').next()).map(str::to_owned)
            }
        };
        match company.filter(|company| open.contains(company)) {
            Some(_) if service == Service::Xero && !is_permitted(&request, self.identity.scopes(token)) => {
                ApiAnswer::json(401, r#"{"Title":"Unauthorized","Status":401,"Detail":"AuthorizationUnsuccessful"}"#)
            }
            Some(company) => {
                request.company = company;
                self.api.answer(&request)
            }
            None => self.api.forbidden(),
        }
    }

    /// Answers a request with a failure, and lets the service remember that.
    fn failed(&mut self, request: &ApiRequest, code: u16) -> ApiAnswer {
        let answer = self.api.failure(code);
        self.api.failed(request, &answer);
        answer
    }

    /// `GET /connections` of Xero.
    fn connections(&self, open: &[String]) -> ApiAnswer {
        let companies = self.api.companies();
        let connection = |company: &super::Company| {
            serde_json::json!({
                "id": format!("00000000-0000-4000-8000-{:0>12}", company.id.len()),
                "tenantId": company.id,
                "tenantType": "ORGANISATION",
                "tenantName": company.name,
                "createdDateUtc": "2026-11-02T08:15:00.1234560",
                "updatedDateUtc": "2026-11-02T08:15:00.1234560",
            })
        };
        let list: Vec<_> = companies.iter().filter(|company| open.contains(&company.id)).map(connection).collect();
        ApiAnswer::json(200, serde_json::Value::from(list).to_string())
    }
}
