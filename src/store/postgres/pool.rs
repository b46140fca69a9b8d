//! A bounded number of connections, handed out one by one.
//!
//! For: [`super::session`]. Uses: tokio-postgres on a runtime of its own with one thread, which moves bytes and nothing else. Never: waits
//! without a deadline.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, NoTls, Statement};

use super::address::{Address, Tls};
use super::fail::Fail;
use super::tls::Verified;
use super::{PostgresOptions, wait};
use crate::store::StoreError;

/// How long it counts that the database was found away.
const AWAY: Duration = Duration::from_secs(30);

/// Connections to one database.
pub(super) struct Pool {
    address: Address,
    tls: Option<Verified>,
    settings: String,
    most: usize,
    state: Mutex<State>,
    freed: Condvar,
    /// `None` only while it is dropped.
    runtime: Option<Runtime>,
}

#[derive(Default)]
struct State {
    idle: Vec<Connection>,
    open: usize,
    /// When the database was found away; `None` after a connection that came up.
    away: Option<Instant>,
}

/// A connection with the statements that it knows.
pub(super) struct Connection {
    pub(super) client: Client,
    pub(super) statements: HashMap<&'static str, Statement>,
}

/// A connection in use. It goes back to the others, unless it is broken.
pub(super) struct Taken<'a> {
    pool: &'a Pool,
    connection: Option<Connection>,
    pub(super) broken: bool,
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pool").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Pool {
    pub(super) fn new(address: Address, options: &PostgresOptions) -> Result<Self, StoreError> {
        let tls = match &address.tls {
            Tls::Off => None,
            Tls::Verified { roots } => Some(Verified::new(roots.as_deref())?),
        };
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().thread_name("postgres").build();
        let runtime = runtime.map_err(|error| StoreError::Database { detail: error.to_string() })?;
        let milliseconds = |time: Duration| time.as_millis().max(1);
        let settings = format!(
            "SET search_path TO \"{}\"; SET statement_timeout = {}; SET lock_timeout = {}; \
             SET idle_in_transaction_session_timeout = {}; SET client_min_messages = warning",
            address.schema,
            milliseconds(options.statement),
            milliseconds(options.lock),
            milliseconds(options.idle),
        );
        let most = options.connections.max(1);
        let (state, freed) = (Mutex::default(), Condvar::new());
        Ok(Self { address, tls, settings, most, state, freed, runtime: Some(runtime) })
    }

    pub(super) const fn address(&self) -> &Address {
        &self.address
    }

    pub(super) fn place(&self) -> &str {
        &self.address.place
    }

    /// A connection, a new one where none is idle.
    pub(super) fn take(&self, deadline: Instant) -> Result<Taken<'_>, Fail> {
        let taken = |connection| Taken { pool: self, connection: Some(connection), broken: false };
        let mut state = self.state();
        loop {
            while let Some(connection) = state.idle.pop() {
                if !connection.client.is_closed() {
                    return Ok(taken(connection));
                }
                state.open = state.open.saturating_sub(1);
            }
            if state.open < self.most {
                state.open = state.open.saturating_add(1);
                drop(state);
                return match self.connect(deadline) {
                    Ok(connection) => {
                        self.state().away = None;
                        Ok(taken(connection))
                    }
                    Err(fail) => {
                        self.end();
                        Err(fail)
                    }
                };
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Fail::lost(self.place(), "all connections are in use"));
            }
            state = self.freed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Ends the idle connections: one of them was found dead.
    pub(super) fn forget_idle(&self) {
        let mut state = self.state();
        state.open = state.open.saturating_sub(state.idle.len());
        state.idle.clear();
        drop(state);
        self.freed.notify_all();
    }

    /// Notes that the database could not be reached for as long as a transaction waits.
    pub(super) fn note_away(&self) {
        self.state().away = Some(Instant::now());
    }

    /// Whether the database was found away a moment ago, and no connection came up since.
    pub(super) fn is_away(&self) -> bool {
        self.state().away.is_some_and(|noted| noted.elapsed() < AWAY)
    }

    fn connect(&self, deadline: Instant) -> Result<Connection, Fail> {
        let lost = |detail: &str| Fail::lost(self.place(), detail);
        let runtime = self.runtime.as_ref().ok_or_else(|| lost("closed"))?;
        let (config, tls, settings) = (self.address.config.clone(), self.tls.clone(), self.settings.clone());
        let connecting = runtime.spawn(async move {
            let client = match tls {
                Some(tls) => {
                    let (client, connection) = config.connect(tls).await?;
                    tokio::spawn(drive(connection));
                    client
                }
                None => {
                    let (client, connection) = config.connect(NoTls).await?;
                    tokio::spawn(drive(connection));
                    client
                }
            };
            client.batch_execute(&settings).await?;
            Ok::<Client, tokio_postgres::Error>(client)
        });
        let stop = connecting.abort_handle();
        let Some(done) = wait::until(deadline, connecting) else {
            stop.abort();
            return Err(lost("no answer in time"));
        };
        let client = done.map_err(|error| lost(&error.to_string()))?.map_err(|error| Fail::of(self.place(), &error))?;
        Ok(Connection { client, statements: HashMap::new() })
    }

    fn end(&self) {
        let mut state = self.state();
        state.open = state.open.saturating_sub(1);
        drop(state);
        self.freed.notify_one();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Moves the bytes of a connection until it ends; what ended it is told by the request under way.
async fn drive<S, T>(connection: tokio_postgres::Connection<S, T>)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    if let Err(error) = connection.await {
        tracing::debug!(%error, "a connection to the database ended");
    }
}

impl Taken<'_> {
    pub(super) fn place(&self) -> &str {
        self.pool.place()
    }

    /// The connection; `None` never while it is in use.
    pub(super) const fn get(&mut self) -> Option<&mut Connection> {
        self.connection.as_mut()
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        match self.connection.take() {
            Some(connection) if !self.broken && !connection.client.is_closed() => {
                self.pool.state().idle.push(connection);
                self.pool.freed.notify_one();
            }
            _ => self.pool.end(),
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        // A runtime that is dropped waits for its threads, which a thread of another runtime must not.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
