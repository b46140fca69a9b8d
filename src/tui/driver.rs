//! The loop: waits for whatever comes first, lets [`super::update`] decide, performs the effects, draws.
//!
//! For: [`super::run`]. It is the only place that performs effects: on tasks, which answer with events. Nothing here
//! waits for a task or for the terminal. Idle, it sleeps until the minute turns.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, mpsc as frames};
use std::time::Duration;

use tokio::sync::{broadcast, mpsc};
use tokio::task::{AbortHandle, JoinHandle};
use tokio::time::{Instant, sleep_until};

use super::ask::{Answer, Lane};
use super::event::{Effect, Event};
use super::jobs::{Step, Work};
use super::model::Model;
use super::pages::PageId;
use super::perform::perform;
use super::shared::Leaving;
use super::signals::Signals;
use super::terminal::{self, Screen};
use super::work::{self, JobContext};
use super::{Left, Outside, TuiError, copy, frame, saved, update};
use crate::clock::Clock;
use crate::domain::Message;
use crate::error::{Error, ErrorKind};
use crate::host::Service;
use crate::process;
use crate::service::cases;
use crate::sync;

/// Shortest time between two frames that follow no key.
const PACE: Duration = Duration::from_millis(33);
/// Time after a key in which frames are drawn at once.
const ATTENTION: Duration = Duration::from_millis(150);

/// The state of the loop.
pub(crate) struct Driver {
    service: Service,
    clock: Arc<dyn Clock>,
    model: Model,
    screen: Screen,
    /// Typed input; bounded, so that a terminal that sends faster waits.
    typed: mpsc::Receiver<Event>,
    /// Answers of tasks: one each, and several of a job.
    events: mpsc::UnboundedReceiver<Event>,
    sender: mpsc::UnboundedSender<Event>,
    syncs: Option<broadcast::Receiver<sync::Event>>,
    writer: frames::Sender<Vec<u8>>,
    written: mpsc::UnboundedReceiver<io::Result<()>>,
    writing: bool,
    suspended: bool,
    /// The terminal is gone.
    lost: bool,
    /// Requested by a key, done after the event.
    suspending: bool,
    /// A signal asked for the end.
    signalled: bool,
    quit: bool,
    /// Questions under way that a newer one in the same lane cancels.
    asking: BTreeMap<(PageId, Lane), AbortHandle>,
    last_frame: Instant,
    last_key: Option<Instant>,
    /// Jobs at work, by their numbers.
    jobs: BTreeMap<u64, AbortHandle>,
    /// When the frame that is being written was given to the terminal, and how many in a row took too long.
    given: Instant,
    slow: u32,
    /// Writes under way besides frames.
    beside: usize,
    outside: Outside,
    /// When the configuration was looked at, and the look under way.
    looked: Instant,
    looking: Option<JoinHandle<()>>,
}

/// Capacity of the input queue, in events.
const TYPED: usize = 1024;

/// Longest wait for syncs that outlive their terminal.
const LONGEST_SYNC: Duration = Duration::from_hours(6);

/// Interval of looking at the configuration file and at the themes beside it, at the least.
const LOOK: Duration = Duration::from_secs(2);

/// A frame that takes the terminal longer is slow; three in a row make a slow link.
const SLOW: Duration = Duration::from_millis(400);

/// The same with reduced motion or low bandwidth.
const CALM: Duration = Duration::from_secs(1);

/// The reason why the loop woke up.
enum Wake {
    Event(Box<Event>),
    Stop,
    Lost,
    Written(io::Result<()>),
    Nothing,
}

impl Wake {
    fn of(event: Event) -> Self {
        Self::Event(Box::new(event))
    }
}

impl Driver {
    /// A loop around a model. Keys are read from now on.
    pub(crate) fn new(service: Service, clock: Arc<dyn Clock>, model: Model, screen: Screen, outside: Outside) -> Self {
        let (sender, events) = mpsc::unbounded_channel();
        let (done, written) = mpsc::unbounded_channel();
        let (keys, typed) = mpsc::channel(TYPED);
        terminal::reader(keys);
        Self {
            syncs: Some(service.events()),
            service,
            clock,
            model,
            screen,
            typed,
            events,
            sender,
            writer: terminal::writer(done),
            written,
            writing: false,
            suspended: false,
            lost: false,
            suspending: false,
            quit: false,
            signalled: false,
            asking: BTreeMap::new(),
            last_frame: Instant::now(),
            last_key: None,
            jobs: BTreeMap::new(),
            given: Instant::now(),
            slow: 0,
            beside: 0,
            outside,
            looked: Instant::now(),
            looking: None,
        }
    }

    /// Runs until the user quits or the terminal is gone.
    pub(crate) async fn run(mut self) -> Result<Left, TuiError> {
        let mut signals = Signals::listen().map_err(|error| TuiError::terminal(&error))?;
        // A size that changed before anything listened.
        let (width, height) = terminal::size();
        if (width, height) != (self.model.shared.width, self.model.shared.height) {
            self.take(Event::Resize(width, height));
        }
        self.perform(Effect::Mouse(!self.model.shared.settings.no_mouse));
        for effect in update::begin(&mut self.model) {
            self.perform(effect);
        }
        while !self.quit {
            match self.wake(&mut signals).await {
                Wake::Event(event) => self.take_all(*event),
                Wake::Stop => self.suspend(false).await,
                Wake::Written(Ok(())) => self.written(),
                // The terminal is gone.
                Wake::Lost | Wake::Written(Err(_)) => break,
                Wake::Nothing => {}
            }
            if std::mem::take(&mut self.suspending) {
                self.suspend(true).await;
            }
            if self.looked.elapsed() >= LOOK {
                self.looked = Instant::now();
                self.configure(false);
            }
            if std::mem::take(&mut self.model.shared.unsaved) {
                // Not awaited: the save at the end is, and it comes last.
                drop(self.keep());
            }
            self.draw()?;
        }
        self.lost = !self.quit;
        for job in self.jobs.values() {
            job.abort();
        }
        if !self.lost {
            self.settle().await;
        }
        // A disk that hangs must not delay the exit.
        let _ = tokio::time::timeout(Duration::from_secs(2), self.keep()).await;
        // A suspended process gave up its syncs when it was stopped.
        if self.lost && !self.suspended && self.leaving() == Leaving::Ends {
            self.outlive(&mut signals).await;
        }
        Ok(if self.lost || self.signalled { Left::Ended } else { Left::Quit })
    }

    /// Runs the syncs to their end after the terminal is gone: no other process would.
    async fn outlive(&mut self, signals: &mut Signals) {
        let deadline = Instant::now() + LONGEST_SYNC;
        while !self.model.shared.progress.is_empty() {
            let event = tokio::select! {
                event = next_sync(&mut self.syncs) => event,
                _ = signals.terminate.recv() => return,
                _ = signals.interrupt.recv() => return,
                () = sleep_until(deadline) => return,
            };
            // Effects are dropped: there is no screen. Companies are read again if events were lost.
            if matches!(event, Event::Lagged | Event::Sync(sync::Event::Missed)) {
                let companies = Answer::Companies(self.service.ask(cases::Companies).await);
                let answer = Event::Answered(PageId::Companies, companies);
                let _ = update::update(&mut self.model, answer);
            }
            let _ = update::update(&mut self.model, event);
        }
    }

    /// Waits for whatever comes first.
    async fn wake(&mut self, signals: &mut Signals) -> Wake {
        let frame = self.model.shared.dirty && !self.writing && !self.suspended;
        let (due, minute) = (self.last_frame + self.pace(), Instant::now() + self.until_minute());
        tokio::select! {
            // The reader ends when there is nothing more to read.
            event = self.typed.recv() => event.map_or(Wake::Lost, Wake::of),
            Some(event) = self.events.recv() => Wake::of(event),
            event = next_sync(&mut self.syncs) => Wake::of(event),
            Some(result) = self.written.recv() => Wake::Written(result),
            _ = signals.terminate.recv() => self.end(),
            _ = signals.hang_up.recv() => Wake::Lost,
            _ = signals.interrupt.recv() => self.end(),
            _ = signals.stop.recv() => Wake::Stop,
            _ = signals.cont.recv() => self.resume(),
            _ = signals.resize.recv() => resized(),
            () = sleep_until(due), if frame => Wake::Nothing,
            () = sleep_until(self.looked + self.model.shared.rest()), if !self.suspended => Wake::Nothing,
            () = sleep_until(minute) => Wake::of(Event::Clock(self.clock.now())),
        }
    }

    fn end(&mut self) -> Wake {
        self.signalled = true;
        Wake::of(Event::End)
    }

    /// Until the clock on the screen shows another minute.
    fn until_minute(&self) -> Duration {
        let into = self.clock.now().as_millisecond().rem_euclid(60_000);
        Duration::from_millis(u64::try_from(60_001 - into).unwrap_or(60_000))
    }

    /// Takes an event and all that wait behind it, so that they share one frame.
    fn take_all(&mut self, first: Event) {
        let now = self.clock.now();
        self.take(Event::Clock(now));
        self.model.shared.leaving = self.leaving();
        self.take(first);
        // Input without an end must not keep signals and frames waiting.
        for _ in 0..TYPED {
            match self.typed.try_recv() {
                Ok(event) if !self.quit => self.take(event),
                _ => break,
            }
        }
        while let Ok(event) = self.events.try_recv() {
            self.take(event);
        }
        let mut changed = None;
        loop {
            match self.syncs.as_mut().map(broadcast::Receiver::try_recv) {
                // Of many that wait, one is enough to look again.
                Some(Ok(event @ sync::Event::Changed(_))) => changed = Some(event),
                Some(Ok(event)) => self.take(Event::Sync(event)),
                Some(Err(broadcast::error::TryRecvError::Lagged(_))) => self.take(Event::Lagged),
                Some(Err(_)) | None => break,
            }
        }
        if let Some(event) = changed {
            self.take(Event::Sync(event));
        }
    }

    /// Other processes on the store decide what quitting does.
    fn leaving(&self) -> Leaving {
        if self.service.host().is_some() {
            Leaving::LeavesAlone
        } else if self.service.clients() > 0 {
            Leaving::HandsOver
        } else {
            Leaving::Ends
        }
    }

    fn take(&mut self, event: Event) {
        if matches!(event, Event::Key(_) | Event::Paste(_) | Event::Resize(..) | Event::Continued) {
            self.last_key = Some(Instant::now());
        }
        for effect in update::update(&mut self.model, event) {
            self.perform(effect);
        }
    }

    /// Draws when something changed, the terminal took the last frame, and it is time.
    fn draw(&mut self) -> Result<(), TuiError> {
        if !self.model.shared.dirty || self.writing || self.suspended || self.quit {
            return Ok(());
        }
        let now = Instant::now();
        let waited_for = self.last_key.is_some_and(|key| now.duration_since(key) < ATTENTION);
        if !waited_for && now < self.last_frame + self.pace() {
            return Ok(());
        }
        let (buffer, cursor) = frame::render(&self.model);
        self.model.shared.dirty = false;
        self.last_frame = now;
        // A terminal without links shows the address as text.
        let link = self.model.link();
        let bytes = self.screen.frame(buffer, cursor, link).map_err(|error| TuiError::terminal(&error))?;
        if !bytes.is_empty() {
            self.send(bytes);
        }
        Ok(())
    }

    fn send(&mut self, bytes: Vec<u8>) {
        self.given = Instant::now();
        self.writing = self.writer.send(bytes).is_ok();
    }

    /// The terminal took a frame: how long that took tells what the link is like.
    fn written(&mut self) {
        // Answers come in the order of what was written: a frame's is the last of what is under way.
        if self.beside > 0 {
            self.beside -= 1;
            return;
        }
        self.writing = false;
        self.slow = if self.given.elapsed() > SLOW { self.slow + 1 } else { 0 };
        if self.slow >= 3 {
            self.slow = 0;
            let _ = self.sender.send(Event::SlowTerminal);
        }
    }

    const fn pace(&self) -> Duration {
        let settings = &self.model.shared.settings;
        if settings.calm || settings.low_bandwidth { CALM } else { PACE }
    }

    /// Saves the state of the screen for the next session. An error is only logged.
    fn keep(&self) -> tokio::task::JoinHandle<()> {
        let (path, text) = (self.outside.state.clone(), saved::write(&self.model));
        tokio::task::spawn_blocking(move || {
            let Some(path) = path else { return };
            if let Err(error) = process::keep_file(&path, ".ui-", text.as_bytes()) {
                tracing::debug!(path = %path.display(), %error, "the state of the screen is not kept");
            }
        })
    }

    /// Reads the configuration again if its file changed or `asked` is true.
    fn configure(&mut self, asked: bool) {
        let Some(reload) = self.outside.reload.clone() else { return };
        // A disk that hangs is waited for once.
        if !asked && self.looking.as_ref().is_some_and(|task| !task.is_finished()) {
            return;
        }
        let sender = self.sender.clone();
        self.looking = Some(tokio::task::spawn_blocking(move || {
            if let Some(result) = reload(asked) {
                let configured = result.and_then(|settings| super::configured(&settings, asked));
                let _ = sender.send(Event::Configured(configured));
            }
        }));
    }

    fn start(&mut self, id: u64, work: Work) {
        let context = JobContext {
            service: self.service.clone(),
            locale: self.model.shared.locale,
            today: self.model.shared.today(),
            id,
            sender: self.sender.clone(),
        };
        let task = tokio::spawn(work::perform(context, work));
        self.jobs.insert(id, task.abort_handle());
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Quit => self.quit = true,
            Effect::Redraw => {
                self.screen.forget();
                self.model.shared.dirty = true;
            }
            Effect::Suspend => self.suspending = true,
            Effect::Cancel(companies) => self.service.cancel(&companies),
            Effect::Copy(text) => {
                if let Some(bytes) = copy::sequence(&text, self.outside.wrap) {
                    // Between frames: whatever is being written is finished first.
                    self.beside += usize::from(self.writer.send(bytes).is_ok());
                }
            }
            Effect::Notify(way, told) => {
                let bytes = way.bytes(&told, self.outside.wrap);
                self.beside += usize::from(!bytes.is_empty() && self.writer.send(bytes).is_ok());
            }
            Effect::Mouse(on) => {
                self.beside += usize::from(self.writer.send(terminal::mouse(on)).is_ok());
            }
            Effect::StartJob(id, work) => self.start(id, work),
            Effect::CancelJob(id) => {
                if let Some(job) = self.jobs.remove(&id) {
                    job.abort();
                    let stopped = Error::new(ErrorKind::Interrupted, Message::new("tui-job-cancelled"));
                    let _ = self.sender.send(Event::Job(id, Step::Ended(Err(stopped))));
                }
            }
            Effect::ReadConfig => self.configure(true),
            Effect::FollowConfig => self.configure(false),
            Effect::Drop(page, lane) => {
                if let Some(task) = self.asking.remove(&(page, lane)) {
                    task.abort();
                }
            }
            effect => {
                let lane = match &effect {
                    Effect::Ask(page, question) => question.lane().map(|lane| (*page, lane)),
                    _ => None,
                };
                let answer = perform(self.service.clone(), Arc::clone(&self.clock), effect);
                let sender = self.sender.clone();
                let task = tokio::spawn(async move {
                    if let Some(event) = answer.await {
                        // The receiver is gone once the screen was left.
                        let _ = sender.send(event);
                    }
                });
                if let Some(before) = lane.and_then(|lane| self.asking.insert(lane, task.abort_handle())) {
                    before.abort();
                }
            }
        }
    }

    /// Gives the terminal and the store back and stops the process; it comes back by SIGCONT. Where no shell could continue
    /// it nothing happens.
    async fn suspend(&mut self, all: bool) {
        if all && !terminal::has_shell() {
            return;
        }
        self.suspended = true;
        self.settle().await;
        terminal::give_back();
        self.service.suspend().await;
        if !terminal::stop(all)
            && let Wake::Event(event) = self.resume()
        {
            self.take_all(*event);
        }
    }

    /// Takes the terminal over again and draws everything: its size may be another one.
    fn resume(&mut self) -> Wake {
        // Earlier answers say nothing about the terminal now.
        while self.written.try_recv().is_ok() {}
        // A terminal that hangs up sends this signal, too.
        if terminal::take_over().is_err() {
            return Wake::Lost;
        }
        (self.suspended, self.writing, self.beside) = (false, false, 0);
        self.screen.forget();
        let (width, height) = terminal::size();
        // The sender lives as long as the loop.
        let _ = self.sender.send(Event::Resize(width, height));
        Wake::of(Event::Continued)
    }

    /// Lets the terminal take the last frame: it is not to be drawn over, nor to find the terminal given back. Not for ever.
    async fn settle(&mut self) {
        if self.writing {
            let _ = tokio::time::timeout(Duration::from_millis(200), self.written.recv()).await;
        }
    }
}

fn resized() -> Wake {
    let (width, height) = terminal::size();
    Wake::of(Event::Resize(width, height))
}

/// The next event of a sync; never, once there will be none.
async fn next_sync(syncs: &mut Option<broadcast::Receiver<sync::Event>>) -> Event {
    let Some(receiver) = syncs else { return std::future::pending().await };
    match receiver.recv().await {
        Ok(event) => Event::Sync(event),
        Err(broadcast::error::RecvError::Lagged(_)) => Event::Lagged,
        Err(broadcast::error::RecvError::Closed) => {
            *syncs = None;
            std::future::pending().await
        }
    }
}
