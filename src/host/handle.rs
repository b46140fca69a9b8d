//! The service: the same use cases in the process that has the store and in every other one.
//!
//! For: cli, tui and api. The first process that opens the store is its host and serves a socket in the store's folder; later
//! processes are its clients. When the host ends, its clients notice at once: one of them becomes the host, the others connect
//! to it, and calls that may be repeated are sent again.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::sync::{Mutex, broadcast};
use tokio::task::AbortHandle;

use super::HostError;
use super::client::Client;
use super::election::{Election, Role};
use super::protocol::{Envelope, Host};
use super::server::PublicApi;
use super::shutdown::close;
use crate::domain::{CompanyId, Message};
use crate::error::ErrorKind;
use crate::service::cases::CancelSync;
use crate::service::{Action, Answer, Call, Caller, Listed, Local, Options, Repeat, Result, ServiceError, lock};
use crate::sync::Event;

/// Events that a slow listener may lag behind by before it loses some.
const EVENTS: usize = 1024;
/// Start-up timeout per unresponsive lock holder: it may still be starting or shutting down.
const ARRIVAL: Duration = Duration::from_secs(5);
/// Time that clients look for a new host.
const SEARCH: Duration = Duration::from_secs(15);
/// Calls that are sent again to a host that answers, yet drops each of them.
const AGAIN: u32 = 3;
/// Interval at which a suspended host looks whether maintenance is over.
const ROOM: Duration = Duration::from_millis(250);
/// Pause before a client looks for another host.
const PAUSE: Duration = Duration::from_millis(20);

/// The handle of the service. Cheap to clone; all clones share one store.
#[derive(Debug, Clone)]
pub struct Service(Arc<Inner>);

struct Inner {
    election: Election,
    role: RwLock<Role>,
    notices: Vec<Message>,
    /// Held while a new host is looked for, so that one task looks for all.
    moving: Mutex<()>,
}

/// Where a call goes.
pub(super) enum Route {
    /// To the store in this process.
    Local(Arc<Local>),
    /// To the host.
    Remote(Client),
    /// Nowhere until this process resumes.
    Suspended,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Service").field("options", &self.election.options).finish_non_exhaustive()
    }
}

impl Service {
    /// Opens the store, which makes it on first use, or connects to its host.
    pub async fn open(options: Options) -> Result<Self> {
        Self::open_with(options, None).await
    }

    /// Opens the store like [`Self::open`]; a host serves this API at its socket too.
    pub(crate) async fn open_with(options: Options, public: Option<PublicApi>) -> Result<Self> {
        let election = Election { options, events: broadcast::Sender::new(EVENTS), public };
        let (role, notices) = election.enter(ARRIVAL, false).await?;
        let service = Self(Arc::new(Inner { election, role: RwLock::new(role), notices, moving: Mutex::new(()) }));
        service.attend();
        Ok(service)
    }

    /// What opening had to say: interrupted runs, a database that was set aside. Empty in a client.
    #[must_use]
    pub fn notices(&self) -> &[Message] {
        &self.0.notices
    }

    /// The host, where that is another process.
    #[must_use]
    pub fn host(&self) -> Option<Host> {
        match &*self.role() {
            Role::Client { client, .. } => Some(client.host().clone()),
            Role::Host { .. } | Role::Suspended | Role::Closed => None,
        }
    }

    /// Notes when the next scheduled sync is due, where this process has the store.
    pub(super) fn plan(&self, at: jiff::Timestamp) {
        if let Role::Host { local, .. } = &*self.role() {
            *lock(&local.scheduled) = Some(at);
        }
    }

    /// The number of clients of this process.
    #[must_use]
    pub fn clients(&self) -> usize {
        match &*self.role() {
            Role::Host { server: Some(server), .. } => server.clients(),
            _ => 0,
        }
    }

    /// Ends what this process began, closes the store cleanly, and returns where it is. Running syncs are left to clients,
    /// where there are any: the next host goes on after their last commit.
    pub async fn close(self) -> Result<PathBuf> {
        let place = self.0.election.options.paths.store.clone();
        let role = std::mem::replace(&mut *self.0.role.write().unwrap_or_else(PoisonError::into_inner), Role::Closed);
        match role {
            Role::Host { local, server } => close(local, server).await?,
            Role::Client { pump, .. } => pump.abort(),
            Role::Suspended | Role::Closed => {}
        }
        Ok(place)
    }

    /// Closes the store before this process is stopped for a while: another process may open it and go on with what runs.
    /// Calls wait for [`Self::resume`].
    pub async fn suspend(&self) {
        let _one = self.0.moving.lock().await;
        let role = {
            let mut role = self.0.role.write().unwrap_or_else(PoisonError::into_inner);
            if matches!(&*role, Role::Closed) {
                return;
            }
            std::mem::replace(&mut *role, Role::Suspended)
        };
        match role {
            Role::Host { local, server } => {
                local.engine.abandon();
                if let Err(error) = close(local, server).await {
                    tracing::warn!(%error, "the store was not closed cleanly");
                }
            }
            Role::Client { pump, .. } => pump.abort(),
            Role::Suspended | Role::Closed => {}
        }
    }

    /// Opens the store again or connects to its new host, and resumes syncs that no other process resumed.
    pub async fn resume(&self) -> Result<()> {
        let _one = self.0.moving.lock().await;
        if !matches!(&*self.role(), Role::Suspended) {
            return Ok(());
        }
        self.arrive().await
    }

    /// Events from now on. A receiver that lags loses events and is told how many.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.0.election.events.subscribe()
    }

    /// Performs a use case, here or at the host. If the host is lost, one that may be repeated goes to the next host.
    pub async fn ask<C: Listed>(&self, case: C) -> Result<C::Answer> {
        self.ask_for(case, None).await
    }

    /// Performs a use case on behalf of another caller, with that caller's permissions.
    pub(crate) async fn ask_for<C: Listed>(&self, case: C, caller: Option<&Caller>) -> Result<C::Answer> {
        // Boxed as a `dyn`: the work of all cases is behind it, which the compiler would look through for every case that is asked.
        let performed: BoxFuture<'_, Result<Answer>> = Box::pin(self.perform(case.call(), caller));
        let answer = performed.await?;
        Ok(C::answer(answer).ok_or(ServiceError::TaskDied)?)
    }

    async fn perform(&self, mut call: Call, caller: Option<&Caller>) -> Result<Answer> {
        let options = &self.0.election.options;
        if options.read_only && call.action() != Action::Read {
            return Err(ServiceError::ReadOnly.into());
        }
        let (mut last, mut again) = (None, 0);
        loop {
            let client = match self.route()? {
                Route::Local(local) if self.comes_home(&local).await => continue,
                Route::Local(local) => {
                    let own = || Caller::owner(options.actor.clone(), format!("pid {}", std::process::id()));
                    return call.perform(&local, &caller.cloned().unwrap_or_else(own)).await;
                }
                Route::Remote(client) => client,
                Route::Suspended => {
                    self.resume().await?;
                    continue;
                }
            };
            let envelope = Envelope { call, on_behalf_of: caller.cloned() };
            if let Ok(answer) = client.call(&envelope).await {
                if answer.as_ref().is_err_and(HostError::is_stopped) {
                    self.tell_when_it_goes_on(client);
                }
                return answer;
            }
            call = envelope.call;
            self.move_on(&client).await?;
            // A host that answers and yet drops each call will not do better for ever.
            again = if last.as_ref() == Some(client.host()) { again + 1 } else { 0 };
            last = Some(client.host().clone());
            if again >= AGAIN || call.repeat() == Repeat::Once {
                return Err(ServiceError::HostLost.into());
            }
        }
    }

    /// Sends an event when a stopped host goes on: what could not be read meanwhile is read then.
    fn tell_when_it_goes_on(&self, host: Client) {
        let service = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            if host.went_on().await
                && let Some(service) = service.upgrade()
            {
                let _ = service.election.events.send(Event::Missed);
            }
        });
    }

    /// Leaves the copy of a store that could not be written to, once the store itself can be opened. Returns whether it was left.
    async fn comes_home(&self, local: &Arc<Local>) -> bool {
        let election = &self.0.election;
        if !local.borrowed.as_ref().is_some_and(|borrowed| borrowed.may_end(&election.options.paths.store)) {
            return false;
        }
        let _one = self.0.moving.lock().await;
        if !matches!(&*self.role(), Role::Host { local: here, .. } if Arc::ptr_eq(here, local)) {
            return true;
        }
        let role = match election.join(Duration::ZERO, true).await {
            Ok((role, _)) => role,
            Err(error) => {
                tracing::info!(%error, "the store is still read from a copy");
                return false;
            }
        };
        tracing::info!("the store can be written to again");
        if let Role::Host { local: new, .. } = &role {
            *lock(&new.scheduled) = *lock(&local.scheduled);
        }
        let old = {
            let mut here = self.0.role.write().unwrap_or_else(PoisonError::into_inner);
            let closed = matches!(&*here, Role::Closed);
            if closed { role } else { std::mem::replace(&mut *here, role) }
        };
        self.attend();
        let _ = election.events.send(Event::Missed);
        // In the background: calls that the copy still answers end first.
        tokio::spawn(async move {
            if let Role::Host { local, server } = old
                && let Err(error) = close(local, server).await
            {
                tracing::warn!(%error, "the copy of the store was not closed cleanly");
            }
        });
        true
    }

    /// Asks running syncs to end between two commits; of these companies, or of all when empty. Returns at once.
    pub fn cancel(&self, companies: &[CompanyId]) {
        match self.route() {
            Ok(Route::Local(local)) => local.engine.cancel(companies),
            Ok(Route::Remote(client)) => {
                let asked = Envelope { call: CancelSync(companies.to_vec()).call(), on_behalf_of: None };
                tokio::spawn(async move {
                    // A host that is gone runs nothing that could be cancelled.
                    let _ = client.call(&asked).await;
                });
            }
            Ok(Route::Suspended) | Err(_) => {}
        }
    }

    fn role(&self) -> std::sync::RwLockReadGuard<'_, Role> {
        self.0.role.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn route(&self) -> Result<Route> {
        match &*self.role() {
            Role::Host { local, .. } => Ok(Route::Local(local.clone())),
            Role::Client { client, .. } => Ok(Route::Remote(client.clone())),
            Role::Suspended => Ok(Route::Suspended),
            Role::Closed => Err(ServiceError::TaskDied.into()),
        }
    }

    /// Connects to the new host after `lost` was lost, or becomes it.
    async fn move_on(&self, lost: &Client) -> Result<()> {
        let _one = self.0.moving.lock().await;
        let still = matches!(&*self.role(), Role::Client { client, .. } if client.is(lost));
        if !still {
            return Ok(());
        }
        tracing::info!(pid = lost.host().pid, "the host is gone");
        self.arrive().await
    }

    /// Becomes the host or a client, in place of the present role. The caller holds `moving`.
    async fn arrive(&self) -> Result<()> {
        let (role, _) = self.0.election.enter(SEARCH, true).await?;
        if let Some(role) = self.take(role) {
            // Closed meanwhile.
            if let Role::Host { local, server } = role {
                close(local, server).await?;
            }
            return Err(ServiceError::TaskDied.into());
        }
        self.attend();
        // Events in between are lost.
        let _ = self.0.election.events.send(Event::Missed);
        Ok(())
    }

    /// Changes the role; returns the new one if the service is closed.
    fn take(&self, role: Role) -> Option<Role> {
        let mut here = self.0.role.write().unwrap_or_else(PoisonError::into_inner);
        if matches!(&*here, Role::Closed) {
            return Some(role);
        }
        *here = role;
        None
    }

    /// Starts the task of the role: a host waits for maintenance, a client for events.
    fn attend(&self) {
        let mut role = self.0.role.write().unwrap_or_else(PoisonError::into_inner);
        match &mut *role {
            Role::Host { local, .. } => self.yield_store(local),
            Role::Client { client, pump } => *pump = self.listen(client),
            Role::Suspended | Role::Closed => {}
        }
    }

    /// Closes the store when a maintenance command asks for it, and opens it again after that.
    fn yield_store(&self, local: &Arc<Local>) {
        let (service, wish) = (Arc::downgrade(&self.0), Arc::clone(&local.aside));
        tokio::spawn(async move {
            wish.notified().await;
            let Some(inner) = service.upgrade() else { return };
            tracing::info!("closes the store for maintenance");
            Self(inner).suspend().await;
            loop {
                tokio::time::sleep(ROOM).await;
                let Some(inner) = service.upgrade() else { return };
                match Self(inner).resume().await {
                    Ok(()) => return,
                    Err(error) if error.kind == ErrorKind::InUse => {}
                    Err(error) => tracing::warn!(%error, "the store is not open again"),
                }
            }
        });
    }

    /// Passes on the host's events, and looks for another host when they end.
    fn listen(&self, client: &Client) -> AbortHandle {
        let (service, client) = (Arc::downgrade(&self.0), client.clone());
        let events = self.0.election.events.clone();
        let task = tokio::spawn(async move {
            client.events(&events).await;
            // A host that is there and sends nothing is not asked without a pause.
            let mut pause = PAUSE;
            loop {
                tokio::time::sleep(pause).await;
                let Some(inner) = service.upgrade() else { return };
                // Maintenance may take minutes.
                match Self(inner).move_on(&client).await {
                    Ok(()) => return,
                    Err(error) if error.kind == ErrorKind::InUse => tracing::info!(%error, "no new host yet"),
                    Err(error) => {
                        tracing::warn!(%error, "no new host");
                        return;
                    }
                }
                pause = ROOM;
            }
        });
        task.abort_handle()
    }
}
