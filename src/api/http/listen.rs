//! The API over TCP, on this machine alone: a token in clear must not leave it.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::from_fn_with_state;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use super::framing::Watched;
use super::front::Ambiguous;
use super::peers::{Peers, Proof};
use super::{Api, Route, auth, limits};
use crate::domain::Message;
use crate::error::{Describe, ErrorKind};
use crate::host::Service;
use crate::service::Options;

/// How long the last answers may take when it is stopped.
const FAREWELL: Duration = Duration::from_secs(2);
/// Pause after the system refused a connection, such as for want of file descriptors.
const BREATH: Duration = Duration::from_millis(100);

/// Why the network cannot be listened to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListenError {
    /// The address is not of this machine alone.
    NotLoopback {
        /// The address.
        address: SocketAddr,
    },
    /// The address cannot be had.
    Taken {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        detail: String,
    },
}

impl Describe for ListenError {
    fn message(&self) -> Message {
        match self {
            Self::NotLoopback { address } => Message::new("api-not-loopback").with("address", address.to_string()),
            Self::Taken { address, detail } => {
                Message::new("api-address-taken").with("address", address.to_string()).with("detail", detail.as_str())
            }
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self::NotLoopback { .. } => Some(Message::new("api-not-loopback-hint")),
            Self::Taken { .. } => Some(Message::new("api-address-taken-hint")),
        }
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::NotLoopback { .. } => ErrorKind::Usage,
            Self::Taken { .. } => ErrorKind::Config,
        }
    }
}

crate::localized_error!(ListenError);

/// The API over TCP, until it is stopped.
#[derive(Debug)]
pub struct Listener {
    address: SocketAddr,
    stop: CancellationToken,
    task: JoinHandle<()>,
    connections: TaskTracker,
}

impl Listener {
    /// Listens at an address of this machine.
    ///
    /// # Errors
    /// When the address can be reached from elsewhere, or cannot be had.
    pub async fn start(address: SocketAddr, service: &Service, options: &Options) -> Result<Self, ListenError> {
        if !address.ip().is_loopback() {
            return Err(ListenError::NotLoopback { address });
        }
        let taken = |error: io::Error| ListenError::Taken { address, detail: error.to_string() };
        let listener = TcpListener::bind(address).await.map_err(taken)?;
        let address = listener.local_addr().map_err(taken)?;
        let api = Api::new(Route::Host(service.clone()), Arc::clone(&options.clock), options.zone.clone());
        let router = api.network_router();
        let (stop, connections) = (CancellationToken::new(), TaskTracker::new());
        let work = accept(listener, router, stop.clone(), connections.clone());
        let task = tokio::spawn(work);
        Ok(Self { address, stop, task, connections })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops accepting, and returns when the last answer is sent or after a short time.
    pub async fn stop(self) {
        self.stop.cancel();
        let _ = self.task.await;
        self.connections.close();
        let _ = tokio::time::timeout(FAREWELL, self.connections.wait()).await;
    }
}

impl Api {
    /// Routes for the network: a token is required, or for webhooks a signature.
    fn network_router(&self) -> Router {
        let admit = from_fn_with_state(self.clone(), auth::admit);
        self.finished(Self::bare().layer(admit).merge(super::hooks::routes()))
    }
}

async fn accept(listener: TcpListener, router: Router, stop: CancellationToken, connections: TaskTracker) {
    let peers = Peers::default();
    loop {
        let Some(accepted) = stop.run_until_cancelled(listener.accept()).await else { return };
        match accepted {
            Ok((stream, peer)) => {
                let Some(proof) = stop.run_until_cancelled(peers.enter()).await else { return };
                let (router, stop) = (router.clone(), stop.clone());
                connections.spawn(async move {
                    let closed = proof.closed();
                    tokio::select! {
                        () = serve(stream, peer, router, stop, proof.clone()) => {}
                        () = closed => tracing::debug!(%peer, "a connection without a token was closed"),
                    }
                    proof.leave();
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection was not taken");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}

/// Answers one connection until its end. When we stop, what is being answered is answered, for a moment.
async fn serve(stream: TcpStream, peer: SocketAddr, router: Router, stop: CancellationToken, proof: Proof) {
    let _ = stream.set_nodelay(true);
    let (stream, ambiguous) = Watched::new(stream);
    let service = service_fn(move |request: Request<Incoming>| {
        let (router, proof) = (router.clone(), proof.clone());
        let refused = ambiguous.load(Ordering::SeqCst);
        async move {
            // After a chunked body the connection closes: where the next head would begin is not known.
            let last = refused || request.headers().contains_key(header::TRANSFER_ENCODING);
            let mut request = request.map(axum::body::Body::new);
            request.extensions_mut().insert(peer);
            request.extensions_mut().insert(proof);
            if refused {
                request.extensions_mut().insert(Ambiguous);
            }
            let mut response = router.oneshot(request).await.unwrap_or_else(|never| match never {});
            if last {
                response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            Ok::<_, Infallible>(response)
        }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(limits::HEAD_TIME).max_buf_size(limits::HEAD).keep_alive(true);
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            match tokio::time::timeout(FAREWELL, connection).await {
                Ok(ended) => ended,
                Err(_) => return,
            }
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, %peer, "a connection broke");
    }
}
