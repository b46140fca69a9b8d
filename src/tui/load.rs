//! Values that are read from the service: not here yet, here, or failed.

use super::ask::{Question, Reply};
use super::event::Effect;
use super::pages::PageId;
use crate::error::Error;

/// A value that is read.
#[derive(Debug, Default)]
pub(crate) enum Load<T> {
    /// Requested, not answered yet.
    #[default]
    Loading,
    /// Here.
    Ready(T),
    /// Reading it failed.
    Failed(Error),
}

impl<T> Load<T> {
    /// Returns the value if it is here.
    pub(crate) const fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            _ => None,
        }
    }

    /// Turns a reply into a value or a failure.
    pub(crate) fn from_reply(reply: Reply<T>) -> Self {
        match reply {
            Ok(value) => Self::Ready(value),
            Err(error) => Self::Failed(error),
        }
    }
}

/// A list that several pages read: the companies, the newest runs. One request is under way at a time; a load requested
/// meanwhile is sent when it is answered.
#[derive(Debug)]
pub(crate) struct Feed<T> {
    page: PageId,
    question: fn() -> Question,
    pub(crate) list: Load<Vec<T>>,
    in_flight: bool,
    again: bool,
}

impl<T> Feed<T> {
    /// An empty feed; `page` receives the answers to `question` and passes them to [`Self::came`].
    pub(crate) const fn new(page: PageId, question: fn() -> Question) -> Self {
        Self { page, question, list: Load::Loading, in_flight: false, again: false }
    }

    /// Returns the list, empty until it is here.
    pub(crate) fn all(&self) -> &[T] {
        self.list.ready().map_or(&[], Vec::as_slice)
    }

    /// Reads the list; while that is under way, once more afterwards.
    pub(crate) fn load(&mut self) -> Vec<Effect> {
        if self.in_flight {
            self.again = true;
            return Vec::new();
        }
        self.in_flight = true;
        vec![Effect::Ask(self.page, (self.question)())]
    }

    /// True if the list changed after the request under way was sent.
    pub(crate) const fn is_outdated(&self) -> bool {
        self.again
    }

    /// Takes the answer. Returns the error if an older list stays in place of the answer.
    pub(crate) fn came(&mut self, reply: Reply<Vec<T>>) -> Option<Error> {
        self.in_flight = false;
        match reply {
            Err(error) if self.list.ready().is_some() => return Some(error),
            reply => self.list = Load::from_reply(reply),
        }
        None
    }

    /// Sends the load that was requested while another was under way.
    pub(crate) fn load_again(&mut self) -> Vec<Effect> {
        if std::mem::take(&mut self.again) { self.load() } else { Vec::new() }
    }
}
