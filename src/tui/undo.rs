//! What undo brings back: filters, orders, columns, marks and views, as they stood before a key.
//!
//! For: [`super::model`], which has the history, and [`super::undoing`]. Never: data of the service; nothing here is stored.

use std::any::Any;
use std::sync::Arc;

use super::look::Look;
use super::pages::PageId;
use super::saved_views::View;
use crate::domain::CompanyId;

/// Steps that can be taken back.
const STEPS: usize = 100;

/// The marks of a list, shared with it: keeping them costs nothing until the list changes them.
#[derive(Debug, Clone)]
pub(crate) struct Marks {
    pub(crate) rows: Arc<dyn Any + Send + Sync>,
    /// All rows found are marked, but these.
    pub(crate) all: bool,
    /// The number of rows.
    pub(crate) count: usize,
}

impl PartialEq for Marks {
    fn eq(&self, other: &Self) -> bool {
        let same = || self.count == 0 || Arc::ptr_eq(&self.rows, &other.rows);
        self.all == other.all && self.count == other.count && same()
    }
}

/// A list as it stood.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stood {
    pub(crate) page: PageId,
    pub(crate) look: Look,
    pub(crate) marks: Option<Marks>,
    /// The further lists of the page.
    pub(crate) others: Vec<(Look, Marks)>,
}

/// The lists and views as they stood.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct State {
    /// The company that the invoices were limited to.
    pub(crate) scope: Option<CompanyId>,
    pub(crate) lists: Vec<Stood>,
    pub(crate) views: Vec<View>,
}

/// The steps that were taken, and the steps that were taken back.
#[derive(Debug, Default)]
pub(crate) struct Undo {
    done: Vec<State>,
    undone: Vec<State>,
    /// The state from before a line was begun: the line is one step.
    begun: Option<State>,
    steps: u64,
}

impl Undo {
    /// The number of steps taken back and again, to tell a step from another key.
    pub(crate) const fn steps(&self) -> u64 {
        self.steps
    }

    /// Notes a key: the state before it, and that after it; `typing` while a line is edited.
    pub(crate) fn note(&mut self, before: State, after: &State, typing: bool) {
        let before = self.begun.take().unwrap_or(before);
        if typing {
            self.begun = Some(before);
        } else if before != *after {
            self.undone.clear();
            self.done.push(before);
            if self.done.len() > STEPS {
                self.done.remove(0);
            }
        }
    }

    /// Takes a step back (`true`) or again; returns the state to bring back.
    pub(crate) fn step(&mut self, back: bool, now: State) -> Option<State> {
        let (from, to) = if back { (&mut self.done, &mut self.undone) } else { (&mut self.undone, &mut self.done) };
        let state = from.pop()?;
        to.push(now);
        self.steps += 1;
        Some(state)
    }
}
