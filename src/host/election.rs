//! Which process hosts the store: the first that gets its lock. Every other one is a client.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::broadcast;
use tokio::task::AbortHandle;
use tokio::time::Instant;

use super::HostError;
use super::client::{Client, Yielded, request_yield};
use super::foreign;
use super::server::{PublicApi, Server};
use crate::domain::{Message, SyncRun};
use crate::error::{Error, ErrorKind};
use crate::service::{Borrowed, Local, Options, Result, SyncRequest, blocking, borrowed};
use crate::sync::Event;

/// Total start-up timeout when the lock holder keeps changing.
const CROWD: Duration = Duration::from_mins(1);
/// Time that a user of another user's store waits for its host to start.
const GRACE: Duration = Duration::from_millis(500);
/// Pause between two attempts; each varies a little, so that clients do not try in step.
const PAUSE: Duration = Duration::from_millis(20);
/// Attempts that must find the host stopped by the system before that is believed.
const STOPPED: u32 = 10;

/// The role of this process.
pub(super) enum Role {
    /// It has the store.
    Host {
        local: Arc<Local>,
        server: Option<Server>,
    },
    /// Another process has the store.
    Client {
        client: Client,
        pump: AbortHandle,
    },
    /// The store is closed for a while; calls wait.
    Suspended,
    Closed,
}

/// What a role is taken with.
pub(super) struct Election {
    pub(super) options: Options,
    pub(super) events: broadcast::Sender<Event>,
    /// The API that a host serves at its socket.
    pub(super) public: Option<PublicApi>,
}

impl Election {
    /// Becomes the host of the store, or a client of its host. A store that cannot be written to is read from a copy.
    pub(super) async fn enter(&self, patience: Duration, takes_over: bool) -> Result<(Role, Vec<Message>)> {
        match self.join(patience, takes_over).await {
            Err(error) if borrowed::is_read_only(&error, &self.options) => self.borrow(error).await,
            joined => joined,
        }
    }

    /// Becomes the host of the store itself, or a client of its host.
    pub(super) async fn join(&self, patience: Duration, takes_over: bool) -> Result<(Role, Vec<Message>)> {
        let options = &self.options;
        if options.config.store.is_shared() {
            return self.share().await;
        }
        if let Some(owner) = foreign::owner(&options.paths.store) {
            // Only its owner can host it.
            let patience = if takes_over { patience } else { GRACE };
            return foreign::reach(options, owner, patience).await.map(client_of);
        }
        let end = Instant::now() + CROWD.max(patience);
        let (mut deadline, mut holder) = (Instant::now() + patience, None);
        let mut random = fastrand::Rng::new();
        let (mut stopped, mut yielded) = (0, None);
        loop {
            let (attempt, sender) = (options.clone(), self.events.clone());
            let refused = match blocking(move || Local::open(attempt, sender)).await {
                Ok((local, interrupted)) => {
                    let (role, mut notices) = self.host(Arc::new(local), interrupted, takes_over);
                    notices.extend(yielded);
                    return Ok((role, notices));
                }
                Err(error) if error.kind == ErrorKind::InUse => error,
                // A store that another user owns may still be open to this one through its host.
                Err(error) => {
                    return match Client::connect(&options.paths.store).await {
                        Ok(client) => Ok(client_of(client)),
                        Err(refused) if refused.is_final() => Err(Error::from(refused)),
                        Err(_) => Err(error),
                    };
                }
            };
            if refused.message.id == "store-stopped" {
                // It may just have been on its way to stop or to go on.
                stopped += 1;
                if stopped >= STOPPED {
                    return Err(refused);
                }
                tokio::time::sleep(PAUSE).await;
                continue;
            }
            stopped = 0;
            if holder.as_ref() != Some(&refused.message) {
                // Another process has it now: it gets as much time as the one before.
                deadline = end.min(Instant::now() + patience);
                holder = Some(refused.message.clone());
            }
            match Client::connect(&options.paths.store).await {
                Ok(client) => return Ok(client_of(client)),
                // Only a process that starts takes over: two that run would take the store from each other for ever.
                Err(error @ HostError::OtherVersion { .. }) if !takes_over && Instant::now() < deadline => {
                    yielded = Some(ask_to_yield(&options.paths.store, error).await?);
                    tokio::time::sleep(PAUSE).await;
                }
                Err(error) if error.is_final() => return Err(Error::from(error)),
                Err(_) if Instant::now() >= deadline => return Err(refused),
                Err(_) => tokio::time::sleep(PAUSE + PAUSE.mul_f64(random.f64())).await,
            }
        }
    }

    /// Opens a store that every process has for itself: the database is what keeps them apart.
    async fn share(&self) -> Result<(Role, Vec<Message>)> {
        let (options, sender) = (self.options.clone(), self.events.clone());
        let (local, _) = blocking(move || Local::open(options, sender)).await?;
        let (local, notices) = (Arc::new(local), Vec::new());
        local.keep_alerting();
        local.keep_pushing();
        local.keep_mailing();
        local.keep_following();
        Ok((Role::Host { local, server: None }, notices))
    }

    /// Reads from a copy of a store that cannot be written to, for this process alone.
    async fn borrow(&self, why: Error) -> Result<(Role, Vec<Message>)> {
        let (options, sender) = (self.options.clone(), self.events.clone());
        let local = blocking(move || {
            let (copy, folder) = borrowed::borrow(&options)?;
            let (mut local, _) = Local::open(copy, sender)?;
            let message = Message::new("store-borrowed").with("path", options.paths.store.display().to_string());
            local.notices.insert(0, message);
            let _ = local.cabinet.read_only.set(why.clone());
            local.borrowed = Some(Borrowed::new(folder, why));
            Ok(local)
        })
        .await?;
        let notices = local.notices.clone();
        Ok((Role::Host { local: Arc::new(local), server: None }, notices))
    }

    /// Serves the store to other processes. A host that takes over resumes the syncs that the last one left.
    fn host(&self, local: Arc<Local>, interrupted: Vec<SyncRun>, takes_over: bool) -> (Role, Vec<Message>) {
        let mut notices = if takes_over { Vec::new() } else { local.notices.clone() };
        let server = match Server::start(&local, self.public) {
            Ok(server) => Some(server),
            Err(error) => {
                tracing::warn!(%error, "others cannot use the store while this process has it");
                None
            }
        };
        if !takes_over {
            notices.extend(super::doctor::notices(&local.options.paths.store, &local.options.config.access));
        }
        local.keep_alerting();
        local.keep_pushing();
        local.keep_mailing();
        local.keep_up();
        if takes_over {
            for run in interrupted {
                let request =
                    SyncRequest { companies: vec![run.company], full: false, accept_deletions: false, trigger: run.trigger };
                let local = local.clone();
                tokio::spawn(async move {
                    if let Err(error) = local.sync(request, run.actor).await {
                        tracing::warn!(%error, "a sync that the last host left does not go on");
                    }
                });
            }
        }
        (Role::Host { local, server }, notices)
    }
}

/// Asks a host of another version to close the store. Returns what to say of it.
///
/// # Errors
/// It keeps the store.
async fn ask_to_yield(store: &Path, host: HostError) -> std::result::Result<Message, HostError> {
    let HostError::OtherVersion { version, pid, .. } = host else { return Err(host) };
    match request_yield(store).await {
        // One that is gone gave the store too.
        Ok(Yielded::Yes) | Err(HostError::Unreachable { .. }) => {
            tracing::info!(pid, %version, "a host of another version closes the store");
            Ok(Message::new("guest-version-yielded").with("version", version).with("pid", pid.to_string()))
        }
        Ok(Yielded::Syncs) => Err(HostError::OtherVersion { version, pid, syncs: true }),
        Ok(Yielded::No) | Err(_) => Err(HostError::OtherVersion { version, pid, syncs: false }),
    }
}

/// A client that receives no events yet.
fn client_of(client: Client) -> (Role, Vec<Message>) {
    let pump = tokio::spawn(std::future::ready(())).abort_handle();
    (Role::Client { client, pump }, Vec::new())
}
