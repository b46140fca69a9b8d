//! The host's end of the socket: performs calls of clients and sends them events.

use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::serve::IncomingStream;
use axum::{Extension, Router};
use futures::StreamExt;
use tokio::net::UnixListener;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::protocol::{Envelope, Host, PROTOCOL, PROTOCOL_HEADER, socket};
use crate::error::ErrorKind;
use crate::service::cases::YieldStore;
use crate::service::{Caller, Local};
use crate::sync::Event;

/// Largest call that is read.
const BODY: usize = 16 << 20;
/// How long the last answers may take when the host leaves.
const FAREWELL: Duration = Duration::from_millis(500);

/// Makes the API that a host serves at its socket beside the calls of clients, of the store that it has.
pub(crate) type PublicApi = fn(&Arc<Local>) -> Router;

/// A socket that is served until it is stopped.
#[derive(Debug)]
pub(super) struct Server {
    shared: Arc<Shared>,
    task: JoinHandle<()>,
    path: PathBuf,
}

struct Shared {
    /// Weak, so that a connection that lingers does not keep the store open.
    local: Weak<Local>,
    host: Host,
    owner: u32,
    stop: CancellationToken,
    /// Event streams: each client has one as long as it lives.
    clients: AtomicUsize,
    /// Makes the public API.
    api: Option<PublicApi>,
    /// The public API, once it was asked for.
    public: OnceLock<Router>,
    /// Calls that are being performed.
    calls: AtomicUsize,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("host", &self.host).finish_non_exhaustive()
    }
}

/// The user at the other end, as the kernel knows them.
#[derive(Debug, Clone, Copy)]
struct Peer(Option<(u32, Option<i32>)>);

impl Connected<IncomingStream<'_, UnixListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, UnixListener>) -> Self {
        Self(stream.io().peer_cred().ok().map(|credentials| (credentials.uid(), credentials.pid())))
    }
}

/// Whether the peer may name another user in its requests: true for the owner of the store, with every right.
#[derive(Debug, Clone, Copy)]
struct Trusted(bool);

/// RAII counter.
struct Counted(Arc<Shared>, fn(&Shared) -> &AtomicUsize);

impl Counted {
    fn new(shared: &Arc<Shared>, which: fn(&Shared) -> &AtomicUsize) -> Self {
        which(shared).fetch_add(1, Ordering::SeqCst);
        Self(shared.clone(), which)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.1(&self.0).fetch_sub(1, Ordering::SeqCst);
    }
}

impl Server {
    /// Serves the store to other processes. Needs a runtime. The caller holds the store's lock, so an existing socket
    /// is a leftover of a dead process.
    ///
    /// # Errors
    /// The socket cannot be made, for example because its path is too long.
    pub(super) fn start(local: &Arc<Local>, api: Option<PublicApi>) -> io::Result<Self> {
        let store = local.place();
        let path = socket(&store);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let listener = bind(&path)?;
        if let Some(group) = &local.options.config.access.group
            && let Err(error) = share(&store, &path, group)
        {
            tracing::warn!(%group, %error, "the group cannot reach the store");
        }
        let host =
            Host { pid: std::process::id(), version: env!("CARGO_PKG_VERSION").to_owned(), since: local.options.clock.now() };
        let shared = Arc::new(Shared {
            local: Arc::downgrade(local),
            host,
            owner: std::fs::metadata(&store)?.uid(),
            stop: CancellationToken::new(),
            clients: AtomicUsize::new(0),
            api,
            public: OnceLock::new(),
            calls: AtomicUsize::new(0),
        });
        let router = Router::new()
            .route("/guest/call", post(call))
            .route("/guest/events", get(events))
            .route_layer(from_fn(same_version))
            .route("/guest/hello", get(hello))
            .route("/guest/yield", post(yield_store))
            .layer(DefaultBodyLimit::max(BODY))
            .fallback(public)
            .with_state(shared.clone())
            .layer(from_fn_with_state(shared.clone(), admit));
        let serve = axum::serve(listener, router.into_make_service_with_connect_info::<Peer>());
        let stop = shared.stop.clone();
        let task = tokio::spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                served = serve => if let Err(error) = served { tracing::error!(%error, "the socket is not served any more") },
            }
        });
        Ok(Self { shared, task, path })
    }

    /// The number of connected clients.
    #[must_use]
    pub(super) fn clients(&self) -> usize {
        self.shared.clients.load(Ordering::SeqCst)
    }

    /// Disconnects every client, which looks for another host, and returns when the last answer is out, or soon.
    pub(super) async fn stop(self) {
        // Remove the name first: new clients then wait for the lock instead of an answer.
        let _ = std::fs::remove_file(&self.path);
        // What is about to be answered is answered: a sync that just ended would else be asked for again. One that runs is
        // left to a client at once.
        if !self.shared.local.upgrade().is_some_and(|local| local.engine.is_syncing()) {
            self.quiet().await;
        }
        self.shared.stop.cancel();
        self.quiet().await;
        let _ = self.task.await;
    }

    /// Waits until nothing is being answered, and not for long.
    async fn quiet(&self) {
        let quiet = async {
            while self.shared.calls.load(Ordering::SeqCst) > 0 {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let _ = tokio::time::timeout(FAREWELL, quiet).await;
    }
}

/// A socket that only its owner can open, from its first moment: it is made in a folder that is theirs alone.
fn bind(path: &Path) -> io::Result<UnixListener> {
    let listener = std::os::unix::net::UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    listener.set_nonblocking(true)?;
    UnixListener::from_std(listener)
}

/// Lets a group pass through the store's folder to its socket, and to nothing else in it.
fn share(store: &Path, socket: &Path, group: &str) -> io::Result<()> {
    let id = crate::process::group_id(group).ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no such group"))?;
    for (path, mode) in [(store, 0o710), (socket, 0o660)] {
        std::os::unix::fs::chown(path, None, Some(id))?;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))?;
    }
    Ok(())
}

/// Admits the store's owner and users with a role, and records the caller.
async fn admit(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(Peer(peer)): ConnectInfo<Peer>,
    mut request: Request<Body>,
    next: Next,
) -> Response {
    let Some(local) = shared.local.upgrade() else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    let Some((uid, pid)) = peer else { return StatusCode::FORBIDDEN.into_response() };
    let from = pid.map_or_else(|| format!("uid {uid}"), |pid| format!("uid {uid}, pid {pid}"));
    let caller = if uid == crate::process::user_id() {
        Caller::owner(local.options.actor.clone(), from)
    } else if uid == shared.owner {
        Caller::owner(crate::process::actor_of(uid), from)
    } else {
        let (actor, groups) = (crate::process::actor_of(uid), crate::process::groups_of(uid));
        Caller::of(actor, from, &groups, &local.options.config.access)
    };
    drop(local);
    if !caller.has_any_role() {
        tracing::warn!(uid, actor = %caller.actor.0, "a user without a role was refused");
        return StatusCode::FORBIDDEN.into_response();
    }
    let trusted = Trusted(uid == crate::process::user_id() || uid == shared.owner);
    request.extensions_mut().insert(trusted);
    request.extensions_mut().insert(caller);
    let mut response = next.run(request).await;
    response.headers_mut().insert(PROTOCOL_HEADER, HeaderValue::from_static(PROTOCOL));
    response
}

/// Answers only clients of this version: 503 sends others to look for a host again, and to learn there that this is none.
async fn same_version(request: Request<Body>, next: Next) -> Response {
    if request.headers().get(PROTOCOL_HEADER).is_none_or(|protocol| protocol != PROTOCOL) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    next.run(request).await
}

/// Closes the store for a maintenance command, or for a process of another version.
async fn yield_store(State(shared): State<Arc<Shared>>, Extension(caller): Extension<Caller>) -> Response {
    let _counted = Counted::new(&shared, |shared| &shared.calls);
    let Some(local) = shared.local.upgrade() else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    match local.ask(YieldStore, &caller).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) if error.kind == ErrorKind::NotAllowed => StatusCode::FORBIDDEN.into_response(),
        Err(_) => StatusCode::CONFLICT.into_response(),
    }
}

async fn hello(State(shared): State<Arc<Shared>>) -> Response {
    json(&shared.host)
}

async fn call(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Extension(trusted): Extension<Trusted>,
    body: Bytes,
) -> Response {
    let _counted = Counted::new(&shared, |shared| &shared.calls);
    let Ok(Envelope { call, on_behalf_of }) = serde_json::from_slice(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    drop(body);
    let caller = match on_behalf_of {
        None => caller,
        Some(other) if trusted.0 => other,
        Some(_) => return StatusCode::FORBIDDEN.into_response(),
    };
    tracing::debug!(who = %caller.actor.0, from = %caller.from, action = ?call.action(), "a client asks");
    let Some(local) = shared.local.upgrade() else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    let answer = tokio::select! {
        answer = call.perform(&local, &caller) => answer,
        () = shared.stop.cancelled() => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    };
    drop(local);
    json(&answer)
}

/// Everything else is the public API's. It is made when it is first asked for: most hosts never are.
async fn public(State(shared): State<Arc<Shared>>, request: Request<Body>) -> Response {
    let Some(local) = shared.local.upgrade() else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    let _counted = Counted::new(&shared, |shared| &shared.calls);
    let Some(api) = shared.api else { return StatusCode::NOT_FOUND.into_response() };
    let router = shared.public.get_or_init(|| api(&local)).clone();
    drop(local);
    tokio::select! {
        answer = router.oneshot(request) => answer.unwrap_or_else(|never| match never {}),
        () = shared.stop.cancelled() => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn events(State(shared): State<Arc<Shared>>, Extension(caller): Extension<Caller>) -> Response {
    let Some(local) = shared.local.upgrade() else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    let receiver = local.events.subscribe();
    drop(local);
    let counted = Counted::new(&shared, |shared| &shared.clients);
    // The client has to look up what happened before.
    let first = line(&Event::Missed);
    let listener = Listener { receiver, counted, caller };
    let rest = futures::stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok::<_, io::Error>(line(&event)), listener))
    });
    Body::from_stream(futures::stream::iter([Ok(first)]).chain(rest)).into_response()
}

/// A client that listens.
struct Listener {
    receiver: Receiver<Event>,
    counted: Counted,
    caller: Caller,
}

impl Listener {
    /// The next event that the client may receive; `None` once the host shuts down.
    async fn next(&mut self) -> Option<Event> {
        let shared = &self.counted.0;
        loop {
            let event = tokio::select! {
                event = self.receiver.recv() => event,
                () = shared.stop.cancelled() => return None,
            };
            let event = match event {
                Ok(event) => event,
                Err(RecvError::Lagged(_)) => Event::Missed,
                Err(RecvError::Closed) => return None,
            };
            if self.caller.may_receive(&event, &shared.local.upgrade()?.registry.companies()) {
                return Some(event);
            }
        }
    }
}

fn line(event: &Event) -> Bytes {
    let mut line = serde_json::to_vec(event).unwrap_or_default();
    line.push(b'\n');
    line.into()
}

fn json<T: serde::Serialize>(value: &T) -> Response {
    match serde_json::to_vec(value) {
        Ok(body) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
        Err(error) => {
            tracing::error!(%error, "an answer that cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
