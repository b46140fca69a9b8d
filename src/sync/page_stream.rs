//! A stream of pages: fetched several at a time, handed on in their order, and taken in while the next ones come.
//!
//! Memory stays that of a few pages: no more are on their way, waiting or being written than the settings say.

use std::sync::{Arc, Mutex, PoisonError};

use futures::StreamExt;
use futures::stream::FuturesOrdered;
use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;
use tracing::Instrument;

use super::Settings;
use super::error::EndReason;
use super::pace::Lane;
use super::page_bounds::{Arrival, PageBounds, Verdict};
use super::report::Reporter;
use super::run_writer::{COMMIT_SIZE, Fetched, Item, RunWriter};
use super::seen_ids::SeenIds;
use crate::clock::Clock;
use crate::domain::RemoteId;
use crate::provider::{Feed, ListRequest, Page, Place, Record, Scope};
use crate::remote::{Session, Timed};

/// Context of a run.
#[derive(Clone)]
pub(super) struct Work {
    pub(super) session: Arc<Session>,
    pub(super) settings: Arc<Settings>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) reporter: Arc<Reporter>,
    pub(super) cancel: CancellationToken,
    pub(super) writer: Arc<Mutex<RunWriter>>,
    /// The feeds of the account.
    pub(super) feeds: &'static [Feed],
    /// The feed that is read: its position among them.
    pub(super) at: usize,
    pub(super) feed: Feed,
    /// The service's time, once it was asked for; `None` where it does not tell.
    pub(super) told_time: Arc<tokio::sync::OnceCell<Option<Timestamp>>>,
    /// Its place where kinds are read side by side.
    pub(super) lane: Option<Lane>,
    /// When the run began: the zero of what [`PageBounds`] takes as time.
    pub(super) began: Instant,
}

/// A stream of pages and what it has shown so far.
pub(super) struct PageStream {
    pub(super) scope: Scope,
    pub(super) bounds: PageBounds,
    pub(super) seen: SeenIds,
    /// Whether it belongs to a full scan with a stored position.
    pub(super) scan: bool,
    /// Whether it holds what the service says was modified.
    pub(super) modified: bool,
}

/// Room for one page, from its request until it is written.
type Room = OwnedSemaphorePermit;
/// A page that waits to be written.
type Waiting = (Fetched, Room);
/// Requests under way, each with the room of its page.
type Flight = FuturesOrdered<AbortOnDropHandle<Result<(Timed<Page>, Room), EndReason>>>;

impl Work {
    /// Does something with the writer on a blocking thread.
    pub(super) async fn writer<T: Send + 'static>(&self, work: impl FnOnce(&mut RunWriter) -> T + Send + 'static) -> T {
        let writer = Arc::clone(&self.writer);
        super::blocking(move || work(&mut writer.lock().unwrap_or_else(PoisonError::into_inner))).await
    }

    /// Records of a page.
    pub(super) fn per_page(&self) -> u32 {
        self.settings.per_page.clamp(1, self.feed.per_page)
    }

    /// Fetches one page.
    pub(super) async fn page(&self, scope: &Scope, page: u32) -> Result<Timed<Page>, EndReason> {
        self.page_at(scope.clone(), Place::Page(page)).await
    }

    /// Fetches the page of a place.
    pub(super) async fn page_at(&self, scope: Scope, place: Place) -> Result<Timed<Page>, EndReason> {
        Ok(self.session.list(ListRequest { feed: self.feed, scope, place, per_page: self.per_page() }).await?)
    }

    /// The same for another feed.
    pub(super) fn on(&self, at: usize, feed: Feed) -> Self {
        Self { at, feed, ..self.clone() }
    }

    /// Fetches and takes a stream; its page `number` is there already.
    pub(super) async fn run_stream(&self, stream: &mut PageStream, number: u32, first: Timed<Page>) -> Result<(), EndReason> {
        // Room for every page, so that none waits for its place.
        let (sender, receiver) = mpsc::channel(self.pages_at_once());
        let fetch = self.fetch(stream, number, first, sender);
        let commit = self.commit(receiver);
        tokio::pin!(fetch, commit);
        tokio::select! {
            fetched = &mut fetch => {
                // Fetched pages are committed, even if the rest failed.
                commit.await?;
                fetched
            }
            committed = &mut commit => match committed {
                // Only a complete fetch lets a commit end well.
                Ok(()) => fetch.await,
                Err(stop) => Err(stop),
            }
        }
    }

    async fn fetch(
        &self,
        stream: &mut PageStream,
        number: u32,
        first: Timed<Page>,
        sender: mpsc::Sender<Waiting>,
    ) -> Result<(), EndReason> {
        let rooms = Arc::new(Semaphore::new(self.pages_at_once()));
        let room = room_in(&rooms).await?;
        let mut verdict = self.arrived(stream, number, (first, room), &sender).await?;
        let mut flight = Flight::new();
        let (mut next, mut arrived) = (number.saturating_add(1), number);
        while verdict == Verdict::More {
            // A commit that waits for a page takes it now.
            tokio::task::yield_now().await;
            let width = self.session.width(self.settings.pages);
            while flight.len() < width && next <= stream.bounds.worth_asking(arrived) {
                let room = match Arc::clone(&rooms).try_acquire_owned() {
                    Ok(room) => room,
                    // Every page has been answered: the next one is asked for when one of them is written.
                    Err(_) if flight.is_empty() => room_in(&rooms).await?,
                    Err(_) => break,
                };
                flight.push_back(self.send(stream.scope.clone(), next, room));
                next = next.saturating_add(1);
            }
            let Some(answer) = flight.next().await else { break };
            arrived = arrived.saturating_add(1);
            verdict = self.arrived(stream, arrived, flown(answer)?, &sender).await?;
        }
        Ok(())
    }

    /// Pages of a stream in memory at once: as many as the settings allow on their way, and small ones that are written together.
    fn pages_at_once(&self) -> usize {
        let per_page = usize::try_from(self.per_page()).unwrap_or(usize::MAX);
        self.settings.pages.max(1).saturating_add(COMMIT_SIZE / per_page)
    }

    /// Sends a request for a page on a task of its own, so that pages are decoded side by side. Dropped, it is aborted.
    fn send(&self, scope: Scope, page: u32, room: Room) -> AbortOnDropHandle<Result<(Timed<Page>, Room), EndReason>> {
        let work = self.clone();
        let task = async move { Ok((work.page(&scope, page).await?, room)) };
        AbortOnDropHandle::new(tokio::spawn(task.in_current_span()))
    }

    /// Hands a page on, and says whether there are more.
    async fn arrived(
        &self,
        stream: &mut PageStream,
        number: u32,
        (page, room): (Timed<Page>, Room),
        sender: &mpsc::Sender<Waiting>,
    ) -> Result<Verdict, EndReason> {
        let at = self.scale(page.got);
        let Page { records, total, last_page, .. } = page.answer.value;
        let count = records.len();
        let refused = records.iter().rev().take_while(|record| record.is_err()).count();
        // A record without identifier and number is named by its position: a page of such records shows nothing new.
        let nameless = records.iter().all(is_nameless);
        let items = fresh(&mut stream.seen, number, records);
        let new = if nameless { 0 } else { items.len() };
        let arrival = Arrival { page: number, records: count, fresh: new, refused, total, last_page, at };
        let verdict = stream.bounds.arrived(arrival, stream.seen.count())?;
        self.bounds(&stream.bounds);
        let fetched = Fetched { page: number, after: None, items, total, scan: stream.scan, modified: stream.modified };
        // The receiver is gone only when the committing side stopped, and it says why.
        sender.send((fetched, room)).await.map_err(|_| EndReason::Cancelled)?;
        Ok(verdict)
    }

    /// Publishes the expected size, of the documents alone.
    pub(super) fn bounds(&self, bounds: &PageBounds) {
        if self.at == 0 {
            self.reporter.bounds(bounds.total(), bounds.total_pages());
        }
    }

    /// An instant on the scale of [`Arrival::at`]; zero is before the run.
    pub(super) fn scale(&self, instant: Instant) -> u128 {
        instant.saturating_duration_since(self.began).as_nanos() + 1
    }

    async fn commit(&self, mut pages: mpsc::Receiver<Waiting>) -> Result<(), EndReason> {
        let mut carry: Option<Waiting> = None;
        loop {
            let first = match carry.take() {
                Some(page) => page,
                None => match self.cancel.run_until_cancelled(pages.recv()).await {
                    None => return Err(EndReason::Cancelled),
                    Some(None) => return Ok(()),
                    Some(Some(page)) => page,
                },
            };
            let (first, room) = first;
            let mut size = first.items.len();
            let (mut batch, mut rooms) = (vec![first], vec![room]);
            while size < COMMIT_SIZE
                && let Ok((page, room)) = pages.try_recv()
            {
                if size + page.items.len() > COMMIT_SIZE {
                    carry = Some((page, room));
                    break;
                }
                size += page.items.len();
                batch.push(page);
                rooms.push(room);
            }
            let at = self.at;
            self.writer(move |writer| writer.take(at, batch)).await?;
            drop(rooms);
            if self.cancel.is_cancelled() {
                return Err(EndReason::Cancelled);
            }
        }
    }
}

/// Waits until there is room for a page.
async fn room_in(rooms: &Arc<Semaphore>) -> Result<Room, EndReason> {
    Arc::clone(rooms).acquire_owned().await.map_err(|_| EndReason::Cancelled)
}

/// Result of a spawned request; a panic there is a panic here.
fn flown<T>(answer: Result<Result<T, EndReason>, tokio::task::JoinError>) -> Result<T, EndReason> {
    match answer {
        Ok(result) => result,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(EndReason::Cancelled),
        },
    }
}

/// The records that a stream has not seen before.
pub(super) fn fresh(seen: &mut SeenIds, page: u32, records: Vec<Record>) -> Vec<Item> {
    let items = records.into_iter().enumerate().map(|(index, record)| Item { id: name(&record, page, index), record });
    items.filter(|item| seen.insert(&item.id)).collect()
}

fn is_nameless(record: &Record) -> bool {
    matches!(record, Err(refused) if refused.id.is_none() && refused.number.is_none())
}

/// Name of a record: its identifier, else its number, else its position.
pub(super) fn name(record: &Record, page: u32, index: usize) -> RemoteId {
    match record {
        Ok(fetched) => fetched.id().clone(),
        Err(refused) => match (&refused.id, &refused.number) {
            (Some(id), _) => id.clone(),
            (None, Some(number)) => RemoteId::new(format!("?{number}")),
            (None, None) => RemoteId::new(format!("?{page}/{index}")),
        },
    }
}
