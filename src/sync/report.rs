//! Progress of a run: published at a bounded rate.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::broadcast;
use tokio::time::Instant;

use super::{Event, Progress};
use crate::domain::{Counts, RecordKey, SyncRun};
use crate::remote::Observer;

/// At most so often progress is told.
const EVERY: Duration = Duration::from_millis(100);

/// Publishes the progress of one run.
#[derive(Debug)]
pub(super) struct Reporter {
    events: broadcast::Sender<Event>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    progress: Progress,
    began: Instant,
    told: Option<Instant>,
    /// Number of waiting requests.
    waiting: u32,
    /// After its end nothing is told of a run any more, whatever still comes in.
    ended: bool,
}

impl Reporter {
    /// A reporter before the begin of the run; see [`Self::begins`].
    pub(super) fn new(events: broadcast::Sender<Event>, run: &SyncRun) -> Self {
        let progress = Progress {
            run: run.id,
            company: run.company,
            name: run.company_name.clone(),
            mode: run.mode,
            counts: run.counts,
            pages: 0,
            pages_total: None,
            invoices_total: None,
            elapsed: Duration::ZERO,
            quota: None,
            waiting_until: None,
        };
        Self { events, state: Mutex::new(State { progress, began: Instant::now(), told: None, waiting: 0, ended: false }) }
    }

    /// Publishes the begin of the run, which is registered before.
    pub(super) fn begins(&self) {
        let state = self.lock();
        tell(&self.events, || Event::Started(state.progress.clone()));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Current progress.
    pub(super) fn progress(&self) -> Progress {
        let state = self.lock();
        Progress { elapsed: state.began.elapsed(), ..state.progress.clone() }
    }

    /// Requests sent so far.
    pub(super) fn calls(&self) -> u64 {
        self.lock().progress.counts.api_calls
    }

    /// Expected size; a later scope of the same run replaces an earlier one.
    pub(super) fn bounds(&self, invoices: Option<u64>, pages: Option<u32>) {
        let mut state = self.lock();
        state.progress.invoices_total = invoices;
        state.progress.pages_total = pages;
    }

    /// Pages were taken in.
    pub(super) fn advanced(&self, counts: Counts, pages: u32) {
        let mut state = self.lock();
        let api_calls = state.progress.counts.api_calls;
        state.progress.counts = Counts { api_calls, ..counts };
        state.progress.pages = pages;
        if state.told.is_none_or(|told| told.elapsed() >= EVERY) {
            self.send(&mut state);
        }
    }

    /// A commit is durable.
    pub(super) fn committed(&self, keys: impl FnOnce() -> Vec<RecordKey>) {
        let run = self.lock().progress.run;
        tell(&self.events, || Event::Committed { run, keys: keys() });
    }

    /// The run ended.
    pub(super) fn ended(&self, run: &SyncRun) {
        let mut state = self.lock();
        state.ended = true;
        tell(&self.events, || Event::Ended(Box::new(run.clone())));
    }

    fn send(&self, state: &mut State) {
        if state.ended {
            return;
        }
        state.told = Some(Instant::now());
        let progress = &state.progress;
        tell(&self.events, || Event::Progress(Progress { elapsed: state.began.elapsed(), ..progress.clone() }));
    }
}

impl Observer for Reporter {
    fn sent(&self) {
        self.lock().progress.counts.api_calls += 1;
    }

    fn quota(&self, left: Option<(u32, u32)>) {
        if left.is_some() {
            self.lock().progress.quota = left;
        }
    }

    /// A wait of a while is told at once.
    fn waits(&self, until: Timestamp, pause: Duration) {
        let mut state = self.lock();
        state.waiting += 1;
        let later = state.progress.waiting_until.is_none_or(|known| known < until);
        if later {
            state.progress.waiting_until = Some(until);
            if pause > EVERY {
                self.send(&mut state);
            }
        }
    }

    fn goes_on(&self) {
        let mut state = self.lock();
        state.waiting = state.waiting.saturating_sub(1);
        if state.waiting == 0 {
            state.progress.waiting_until = None;
        }
    }
}

/// Publishes an event if there is a subscriber.
fn tell(events: &broadcast::Sender<Event>, event: impl FnOnce() -> Event) {
    if events.receiver_count() > 0 {
        let _ = events.send(event());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Tally;
    use crate::sync::tests::run_of;

    fn drain(receiver: &mut broadcast::Receiver<Event>) -> Vec<Event> {
        std::iter::from_fn(|| receiver.try_recv().ok()).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn progress_comes_ten_times_a_second_at_most() {
        let (events, mut receiver) = broadcast::channel(10_000);
        let reporter = Reporter::new(events, &run_of(1));
        reporter.begins();
        for pages in 0..1000 {
            reporter.advanced(
                Counts { documents: Tally { processed: u64::from(pages), ..Tally::default() }, ..Counts::default() },
                pages,
            );
            tokio::time::advance(Duration::from_millis(1)).await;
        }
        reporter.ended(&run_of(1));
        tokio::time::advance(EVERY * 2).await;
        reporter.advanced(Counts::default(), 1001);
        let told = drain(&mut receiver);
        assert!(matches!(told.first(), Some(Event::Started(_))));
        assert!(matches!(told.last(), Some(Event::Ended(_))));
        assert_eq!(told.iter().filter(|event| matches!(event, Event::Progress(_))).count(), 10);
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_is_told_at_once_and_forgotten_when_it_is_over() {
        let (events, mut receiver) = broadcast::channel(16);
        let reporter = Reporter::new(events, &run_of(1));
        reporter.begins();
        reporter.advanced(Counts::default(), 1);
        drain(&mut receiver);
        let until = Timestamp::from_second(1000).expect("a time");
        reporter.waits(until, Duration::from_secs(9));
        reporter.waits(until, Duration::from_secs(9));
        let told = drain(&mut receiver);
        assert!(matches!(told.as_slice(), [Event::Progress(progress)] if progress.waiting_until == Some(until)));
        reporter.goes_on();
        assert_eq!(reporter.progress().waiting_until, Some(until));
        reporter.goes_on();
        assert_eq!(reporter.progress().waiting_until, None);
    }
}
