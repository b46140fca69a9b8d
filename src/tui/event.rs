//! Events and effects, as data.
//!
//! For: [`super::update`] (pure) and the driver (which alone performs effects). Never: a task, a terminal handle.

use jiff::Timestamp;

use super::ask::{Answer, Lane, Question};
use super::jobs::{Step, Work};
use super::key::Key;
use super::keymap::Keymap;
use super::notify::Notify;
use super::pages::PageId;
use super::settings::Settings;
use crate::config::{Open, Palette, ScreenCommand};
use crate::domain::{CompanyId, Message};
use crate::error::Error;
use crate::sync;

/// An event.
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
    /// The time.
    Clock(Timestamp),
    /// A message of a sync.
    Sync(sync::Event),
    /// Events of a sync were lost: what is shown may be old.
    Lagged,
    /// A signal asked the process to end.
    End,
    /// The process goes on after it was stopped.
    Continued,
    /// The service answered a question of a page.
    Answered(PageId, Answer),
    /// A message of a job.
    Job(u64, Step),
    /// The configuration was read again, or is wrong.
    Configured(Result<Configured, Message>),
    /// The terminal takes frames slowly.
    SlowTerminal,
    /// A sync that was started here ended, or could not begin.
    Synced(Option<Error>),
}

/// An event of the mouse, at a column and a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mouse {
    /// A button was pressed.
    Press(u16, u16),
    /// It was moved with the button down.
    Drag(u16, u16),
    /// The button was let go.
    Release,
    /// The wheel was turned over it, towards the end or towards the beginning.
    Wheel(u16, u16, bool),
}

/// The screen part of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Configured {
    /// Keys.
    pub(crate) keymap: Keymap,
    /// Nothing may be changed from here.
    pub(crate) read_only: bool,
    /// Settings.
    pub(crate) settings: Settings,
    /// The user's own themes.
    pub(crate) themes: Vec<(String, Palette)>,
    /// The user's own commands.
    pub(crate) commands: Vec<ScreenCommand>,
    /// Programs that open documents.
    pub(crate) open: Open,
    /// A key asked for it, so a notice says that it was read.
    pub(crate) asked: bool,
}

/// An effect.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Ask the service; a question in the same lane that is still under way is cancelled.
    Ask(PageId, Question),
    /// Cancel the question of a page that is under way in a lane.
    Drop(PageId, Lane),
    /// Put a text on the clipboard of the terminal.
    Copy(String),
    /// Notify the terminal of what ended, in this way.
    Notify(Notify, String),
    /// Begin a job of this number.
    StartJob(u64, Work),
    /// End a job.
    CancelJob(u64),
    /// Listen to the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Read the configuration again.
    ReadConfig,
    /// Read it again if it changed, without a word where nothing of it concerns the screen.
    FollowConfig,
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
