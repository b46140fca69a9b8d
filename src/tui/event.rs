//! Everything that can happen to the screen, and everything it can ask for, as data.
//!
//! For: [`super::update`] (pure) and the driver (which alone performs effects). Never: a task, a terminal handle.

use jiff::Timestamp;

use super::ask::{Answer, Question};
use super::jobs::{Step, Work};
use super::key::Key;
use super::keymap::Keymap;
use super::pages::PageId;
use crate::domain::{CompanyId, Message};
use crate::error::Error;
use crate::sync;

/// What happened.
#[derive(Debug)]
pub(crate) enum Event {
    /// A key.
    Key(Key),
    /// Text that was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal has another size: columns, lines.
    Resize(u16, u16),
    /// What time it is.
    Clock(Timestamp),
    /// A sync went on.
    Sync(sync::Event),
    /// Events of a sync were lost: what is shown may be old.
    Lagged,
    /// The process was asked to end, or the terminal is gone.
    End,
    /// The process goes on after it was stopped.
    Continued,
    /// The service answered a question of a page.
    Answered(PageId, Answer),
    /// A job went on.
    Job(u64, Step),
    /// The configuration was read again: what it says of the screen, or what is wrong with it.
    Configured(Result<Configured, Message>),
    /// The terminal takes frames slowly.
    SlowTerminal,
    /// A sync that was asked for here ended, or could not begin.
    Synced(Option<Error>),
}

/// What the mouse did, in the cell of this column and line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mouse {
    /// A button was pressed.
    Press(u16, u16),
    /// It was moved with the button down.
    Drag(u16, u16),
    /// The button was let go.
    Release,
    /// The wheel was turned towards the end, or towards the beginning.
    Wheel(bool),
}

/// What the configuration says of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Configured {
    /// Keys.
    pub(crate) keymap: Keymap,
    /// Nothing may be changed from here.
    pub(crate) read_only: bool,
    /// Whether somebody asked, and wants to hear that it was read.
    pub(crate) asked: bool,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Ask the service; a question in the same lane that is still under way is cancelled.
    Ask(PageId, Question),
    /// Put a text on the clipboard of whoever sits before the terminal.
    Copy(String),
    /// Begin a job of this number.
    StartJob(u64, Work),
    /// End a job.
    CancelJob(u64),
    /// Listen to the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Read the configuration again.
    ReadConfig,
    /// Sync these companies; all that are enabled when empty.
    StartSync(Vec<CompanyId>),
    /// End the syncs of these companies; all when empty.
    Cancel(Vec<CompanyId>),
    /// Give the terminal back and stop until continued.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// End the UI.
    Quit,
}
