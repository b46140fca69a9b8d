//! The door: the same use cases whether this process has the store or another one does.
//!
//! The first process that opens the store hosts it: it serves a socket in the store's folder. Those that come later are
//! guests and ask over the socket. When the host goes away its guests notice at once; one of them opens the store and hosts
//! it, the others ask that one, and what they were waiting for is asked again.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::{Mutex, broadcast};
use tokio::task::AbortHandle;
use tokio::time::Instant;

use super::access::Caller;
use super::borrowed;
use super::call::{Answer, Asked, Call, Host};
use super::foreign;
use super::local::{self, Local};
use super::parting::leave;
use super::{Options, Result, ServiceError, SyncRequest};
use crate::api::guest::{Client, Server};
use crate::domain::{Message, SyncRun};
use crate::error::{Error, ErrorKind};
use crate::sync::Event;

/// Events that a slow listener may lag behind by before it loses some.
const EVENTS: usize = 1024;
/// How long a process that starts waits for each one that has the store and does not answer: it may be just about to, or to
/// end.
const ARRIVAL: Duration = Duration::from_secs(5);
/// How long it waits for all of them, where many come and go.
const CROWD: Duration = Duration::from_secs(60);
/// How long guests look for a new host.
const SEARCH: Duration = Duration::from_secs(15);
/// How long a user of another one's store waits for its host to begin.
const GRACE: Duration = Duration::from_millis(500);
/// How often one host is asked that is lost each time.
const AGAIN: u32 = 3;
/// Between two looks whether whoever looks after the store is done.
const ROOM: Duration = Duration::from_millis(250);
/// Between two tries; each waits a little differently, so that many guests do not try in step.
const PAUSE: Duration = Duration::from_millis(20);

/// Looks that find the host stopped before that is believed.
const STOPPED: u32 = 10;

/// The door. Cheap to clone; all clones share one store.
#[derive(Debug, Clone)]
pub struct Service(Arc<Inner>);

struct Inner {
    options: Options,
    side: RwLock<Side>,
    events: broadcast::Sender<Event>,
    notices: Vec<Message>,
    /// Held while a new host is looked for, so that one task looks for all.
    moving: Mutex<()>,
}

/// On which side of the socket we are.
enum Side {
    Host {
        local: Arc<Local>,
        server: Option<Server>,
    },
    Guest {
        client: Client,
        pump: AbortHandle,
    },
    /// Stepped aside: whoever wants something waits until we are back.
    Away,
    Closed,
}

/// Where a call goes.
pub(super) enum Way {
    Here(Arc<Local>),
    There(Client),
    Nowhere,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Service").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Service {
    /// Opens the store, which makes it on first use, or finds the process that has it.
    pub async fn open(options: Options) -> Result<Self> {
        let events = broadcast::Sender::new(EVENTS);
        let (side, notices) = enter(&options, &events, ARRIVAL, false).await?;
        let service = Self(Arc::new(Inner { options, side: RwLock::new(side), events, notices, moving: Mutex::new(()) }));
        service.attend();
        Ok(service)
    }

    /// What opening had to say: interrupted runs, a database that was set aside. A guest was told nothing.
    #[must_use]
    pub fn notices(&self) -> &[Message] {
        &self.0.notices
    }

    /// The process that has the store, where that is another one.
    #[must_use]
    pub fn host(&self) -> Option<Host> {
        match &*self.side() {
            Side::Guest { client, .. } => Some(client.host().clone()),
            Side::Host { .. } | Side::Away | Side::Closed => None,
        }
    }

    /// Says when the next scheduled sync is due, where this process has the store.
    pub(super) fn plan(&self, at: jiff::Timestamp) {
        if let Side::Host { local, .. } = &*self.side() {
            *super::local::lock(&local.scheduled) = Some(at);
        }
    }

    /// How many other processes are looking at this one's store now.
    #[must_use]
    pub fn guests(&self) -> usize {
        match &*self.side() {
            Side::Host { server: Some(server), .. } => server.guests(),
            _ => 0,
        }
    }

    /// Ends what this process began, closes the store cleanly, and returns where it is. Where guests are attached, running
    /// syncs are left to them: they go on after their last commit.
    pub async fn close(self) -> Result<PathBuf> {
        let place = self.0.options.paths.store.clone();
        let side = std::mem::replace(&mut *self.0.side.write().unwrap_or_else(PoisonError::into_inner), Side::Closed);
        match side {
            Side::Host { local, server } => leave(local, server).await?,
            Side::Guest { pump, .. } => pump.abort(),
            Side::Away | Side::Closed => {}
        }
        Ok(place)
    }

    /// Lets go of the store before this process is stopped for a while, so that it is in nobody's way: a guest or whoever
    /// comes next opens it and goes on with what runs. What is asked of us meanwhile waits for [`Self::come_back`].
    pub async fn step_aside(&self) {
        let _one = self.0.moving.lock().await;
        let side = {
            let mut side = self.0.side.write().unwrap_or_else(PoisonError::into_inner);
            if matches!(&*side, Side::Closed) {
                return;
            }
            std::mem::replace(&mut *side, Side::Away)
        };
        match side {
            Side::Host { local, server } => {
                local.engine.abandon();
                if let Err(error) = leave(local, server).await {
                    tracing::warn!(%error, "the store was not closed cleanly");
                }
            }
            Side::Guest { pump, .. } => pump.abort(),
            Side::Away | Side::Closed => {}
        }
    }

    /// Opens the store again, or finds who has it now, and goes on with the syncs that nobody went on with.
    pub async fn come_back(&self) -> Result<()> {
        let _one = self.0.moving.lock().await;
        if !matches!(&*self.side(), Side::Away) {
            return Ok(());
        }
        self.arrive().await
    }

    /// What happens, from now on. A receiver that lags loses events and is told how many.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.0.events.subscribe()
    }

    /// Performs a call here or there. Where the host is lost it is asked again of the next one, if that can do no harm.
    pub(super) async fn perform(&self, call: Call) -> Result<Answer> {
        self.perform_for(call, None).await
    }

    /// The same on behalf of somebody else, with what they may do.
    pub(crate) async fn perform_for(&self, mut call: Call, behalf: Option<&Caller>) -> Result<Answer> {
        if self.0.options.read_only && call.action() != super::Action::Read {
            return Err(ServiceError::ReadOnly.into());
        }
        let (mut last, mut again) = (None, 0);
        loop {
            let client = match self.way()? {
                Way::Here(local) => {
                    let own = || Caller::owner(self.0.options.actor.clone(), format!("pid {}", std::process::id()));
                    return local.perform(call, &behalf.cloned().unwrap_or_else(own)).await;
                }
                Way::There(client) => client,
                Way::Nowhere => {
                    self.come_back().await?;
                    continue;
                }
            };
            let asked = Asked { call, behalf: behalf.cloned() };
            if let Ok(answer) = client.call(&asked).await {
                return answer;
            }
            call = asked.call;
            self.move_on(&client).await?;
            // A host that is there and yet lost each time will not do better for ever.
            again = if last.as_ref() == Some(client.host()) { again + 1 } else { 0 };
            last = Some(client.host().clone());
            if again >= AGAIN || !call.may_be_repeated() {
                return Err(ServiceError::HostLost.into());
            }
        }
    }

    fn side(&self) -> std::sync::RwLockReadGuard<'_, Side> {
        self.0.side.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn way(&self) -> Result<Way> {
        match &*self.side() {
            Side::Host { local, .. } => Ok(Way::Here(local.clone())),
            Side::Guest { client, .. } => Ok(Way::There(client.clone())),
            Side::Away => Ok(Way::Nowhere),
            Side::Closed => Err(ServiceError::TaskDied.into()),
        }
    }

    /// Finds who has the store after `lost` was lost, or takes it.
    async fn move_on(&self, lost: &Client) -> Result<()> {
        let _one = self.0.moving.lock().await;
        let still = matches!(&*self.side(), Side::Guest { client, .. } if client.is(lost));
        if !still {
            return Ok(());
        }
        tracing::info!(pid = lost.host().pid, "the host is gone");
        self.arrive().await
    }

    /// Takes the store, or finds who has it, in the place of the side that we were on. `moving` is held.
    async fn arrive(&self) -> Result<()> {
        let (side, _) = enter(&self.0.options, &self.0.events, SEARCH, true).await?;
        if let Some(side) = self.take(side) {
            // Closed meanwhile: what was found is let go.
            if let Side::Host { local, server } = side {
                leave(local, server).await?;
            }
            return Err(ServiceError::TaskDied.into());
        }
        self.attend();
        // Whatever happened in between nobody told.
        let _ = self.0.events.send(Event::Missed);
        Ok(())
    }

    /// Changes sides; gives the new one back when the door is closed.
    fn take(&self, side: Side) -> Option<Side> {
        let mut here = self.0.side.write().unwrap_or_else(PoisonError::into_inner);
        if matches!(&*here, Side::Closed) {
            return Some(side);
        }
        *here = side;
        None
    }

    /// Does what our side of the socket asks for: a host makes room, a guest listens.
    fn attend(&self) {
        let mut side = self.0.side.write().unwrap_or_else(PoisonError::into_inner);
        match &mut *side {
            Side::Host { local, .. } => self.make_room(local),
            Side::Guest { client, pump } => *pump = self.listen(client),
            Side::Away | Side::Closed => {}
        }
    }

    /// Lets go of the store when somebody looks after it, and comes back when they are done.
    fn make_room(&self, local: &Arc<Local>) {
        let (service, wish) = (Arc::downgrade(&self.0), Arc::clone(&local.aside));
        tokio::spawn(async move {
            wish.notified().await;
            let Some(inner) = service.upgrade() else { return };
            tracing::info!("makes room for somebody who looks after the store");
            Self(inner).step_aside().await;
            loop {
                tokio::time::sleep(ROOM).await;
                let Some(inner) = service.upgrade() else { return };
                match Self(inner).come_back().await {
                    Ok(()) => return,
                    Err(error) if error.kind == ErrorKind::InUse => {}
                    Err(error) => tracing::warn!(%error, "the store is not open again"),
                }
            }
        });
    }

    /// Passes on what the host tells, and looks for another one when it falls silent.
    fn listen(&self, client: &Client) -> AbortHandle {
        let (service, client) = (Arc::downgrade(&self.0), client.clone());
        let events = self.0.events.clone();
        let task = tokio::spawn(async move {
            client.events(&events).await;
            // A host that is there and tells nothing is not asked without a pause.
            let mut pause = PAUSE;
            loop {
                tokio::time::sleep(pause).await;
                let Some(inner) = service.upgrade() else { return };
                // Whoever looks after the store may need minutes.
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

/// Becomes the host of the store, or a guest of the process that has it.
async fn enter(
    options: &Options,
    events: &broadcast::Sender<Event>,
    patience: Duration,
    takes_over: bool,
) -> Result<(Side, Vec<Message>)> {
    if let Some(owner) = foreign::owner(&options.paths.store) {
        // Nobody but its owner can host it.
        let patience = if takes_over { patience } else { GRACE };
        return foreign::reach(options, owner, patience).await.map(guest);
    }
    let end = Instant::now() + CROWD.max(patience);
    let (mut deadline, mut holder) = (Instant::now() + patience, None);
    let mut random = fastrand::Rng::new();
    let mut stopped = 0;
    loop {
        let (attempt, sender) = (options.clone(), events.clone());
        let refused = match local::blocking(move || Local::open(attempt, sender)).await {
            Ok((local, interrupted)) => return Ok(host(Arc::new(local), interrupted, takes_over)),
            Err(error) if error.kind == ErrorKind::InUse => error,
            // A store of somebody else's may be open to us through its host.
            Err(error) => {
                return match Client::connect(&options.paths.store).await {
                    Ok(client) => Ok(guest(client)),
                    Err(refused) if refused.is_final() => Err(Error::from(refused)),
                    Err(_) if borrowed::is_read_only(&error, options) => borrow(options, events, error).await,
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
            // Another one has it: it gets as much time as the one before.
            deadline = end.min(Instant::now() + patience);
            holder = Some(refused.message.clone());
        }
        match Client::connect(&options.paths.store).await {
            Ok(client) => return Ok(guest(client)),
            Err(error) if error.is_final() => return Err(Error::from(error)),
            Err(_) if Instant::now() >= deadline => return Err(refused),
            Err(_) => tokio::time::sleep(PAUSE + PAUSE.mul_f64(random.f64())).await,
        }
    }
}

/// Reads from a copy of a store that cannot be written to, for this process alone.
async fn borrow(options: &Options, events: &broadcast::Sender<Event>, why: Error) -> Result<(Side, Vec<Message>)> {
    let (options, sender) = (options.clone(), events.clone());
    let local = local::blocking(move || borrowed::open(&options, why, sender)).await?;
    let notices = local.notices.clone();
    Ok((Side::Host { local: Arc::new(local), server: None }, notices))
}

/// A guest, who hears nothing yet.
fn guest(client: Client) -> (Side, Vec<Message>) {
    let pump = tokio::spawn(std::future::ready(())).abort_handle();
    (Side::Guest { client, pump }, Vec::new())
}

/// Serves the store to others. Who takes over a store goes on with the syncs that its host left.
fn host(local: Arc<Local>, interrupted: Vec<SyncRun>, takes_over: bool) -> (Side, Vec<Message>) {
    let mut notices = if takes_over { Vec::new() } else { local.notices.clone() };
    let server = match Server::start(&local) {
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
    if takes_over {
        for run in interrupted {
            let request = SyncRequest { companies: vec![run.company], full: false, trigger: run.trigger };
            let local = local.clone();
            tokio::spawn(async move {
                if let Err(error) = local.sync(request, run.actor).await {
                    tracing::warn!(%error, "a sync that the last host left does not go on");
                }
            });
        }
    }
    (Side::Host { local, server }, notices)
}
