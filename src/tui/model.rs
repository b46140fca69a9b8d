//! All that the screen knows: a plain value that [`super::update`] changes and the views read.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::keymap::Context;
use super::tabs::companies::Companies;
use super::tabs::detail::Detail;
use super::tabs::invoices::Invoices;
use super::tabs::log::Log;
use super::tabs::reports::Reports;
use crate::domain::{CompanyId, Message};
use crate::error::Error;
use crate::locale::Locale;
use crate::sync::Progress;

/// Below this size the screen says so.
pub(crate) const MIN_SIZE: (u16, u16) = (40, 12);
/// From this width on list and detail stand side by side.
pub(crate) const WIDE: u16 = 160;

/// A tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tab {
    /// Every company with its light.
    #[default]
    Companies,
    /// Every invoice.
    Invoices,
    /// One invoice.
    Detail,
    /// What syncs did.
    Log,
    /// What is owed and how late, by month, by partner.
    Reports,
}

impl Tab {
    /// All, in their order.
    pub const ALL: [Self; 5] = [Self::Companies, Self::Invoices, Self::Detail, Self::Log, Self::Reports];

    /// The tab of this number, from 1.
    #[must_use]
    pub fn number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number).checked_sub(1)?).copied()
    }

    /// The tab of this name: companies, invoices, detail, log, reports.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "companies" => Some(Self::Companies),
            "invoices" => Some(Self::Invoices),
            "detail" => Some(Self::Detail),
            "log" | "logs" => Some(Self::Log),
            "reports" => Some(Self::Reports),
            _ => None,
        }
    }
}

/// Something that is read.
#[derive(Debug, Default)]
pub(crate) enum Load<T> {
    /// On its way.
    #[default]
    Loading,
    /// Here.
    Ready(T),
    /// It could not be read.
    Failed(Error),
}

impl<T> Load<T> {
    /// What is here.
    pub(crate) const fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            _ => None,
        }
    }

    /// From an answer.
    pub(crate) fn from_answer(answer: Result<T, Error>) -> Self {
        match answer {
            Ok(value) => Self::Ready(value),
            Err(error) => Self::Failed(error),
        }
    }
}

/// What lies over the tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overlay {
    /// Keys, from this line on.
    Help {
        /// First line shown.
        top: usize,
    },
    /// The columns to sort by.
    Sort {
        /// Which one is under the cursor.
        cursor: usize,
    },
    /// A sync runs: stay, or quit?
    Confirm {
        /// Whether "quit" is under the cursor.
        quit: bool,
    },
}

/// How much a notice matters, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mood {
    /// All is well.
    Good,
    /// Have a look.
    Look,
    /// Act.
    Act,
}

/// What happened elsewhere, said in one quiet place until the next one, Esc, or some minutes.
#[derive(Debug, Clone)]
pub(crate) struct Notice {
    /// What.
    pub(crate) message: Message,
    /// Whom it is about: put before it.
    pub(crate) about: Option<String>,
    /// How much it matters.
    pub(crate) mood: Mood,
    /// Since when.
    pub(crate) at: Timestamp,
}

/// What becomes of running syncs when this screen is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Leaving {
    /// They end: nobody else is there.
    #[default]
    Ends,
    /// Another process goes on with them.
    HandsOver,
    /// They run in another process anyway.
    LeavesAlone,
}

/// All that the screen knows.
#[derive(Debug)]
pub struct Model {
    pub(crate) locale: &'static Locale,
    pub(crate) zone: TimeZone,
    pub(crate) now: Timestamp,
    pub(crate) width: u16,
    pub(crate) height: u16,
    pub(crate) colors: bool,
    pub(crate) banner: Option<Message>,
    pub(crate) tab: Tab,
    /// Where Esc in the invoices leads, when one came there by Enter.
    pub(crate) back: Option<Tab>,
    pub(crate) overlay: Option<Overlay>,
    pub(crate) leaving: Leaving,
    pub(crate) notice: Option<Notice>,
    /// Runs at work.
    pub(crate) progress: BTreeMap<CompanyId, Progress>,
    pub(crate) companies: Companies,
    pub(crate) invoices: Invoices,
    pub(crate) detail: Detail,
    pub(crate) log: Log,
    pub(crate) reports: Reports,
    /// Whether something that is shown may have changed since the last frame.
    pub(crate) dirty: bool,
}

impl Model {
    /// A screen that knows nothing yet.
    pub(crate) fn new(locale: &'static Locale, zone: TimeZone, now: Timestamp, (width, height): (u16, u16)) -> Self {
        Self {
            locale,
            zone,
            now,
            width,
            height,
            colors: true,
            banner: None,
            tab: Tab::Companies,
            back: None,
            overlay: None,
            leaving: Leaving::default(),
            notice: None,
            progress: BTreeMap::new(),
            companies: Companies::default(),
            invoices: Invoices::default(),
            detail: Detail::default(),
            log: Log::default(),
            reports: Reports::default(),
            dirty: true,
        }
    }

    /// The day here.
    pub(crate) fn today(&self) -> Date {
        self.now.to_zoned(self.zone.clone()).date()
    }

    /// Lines between the two rules.
    pub(crate) fn body_height(&self) -> u16 {
        self.height.saturating_sub(4)
    }

    /// Whether the terminal is too small for anything.
    pub(crate) const fn too_small(&self) -> bool {
        self.width < MIN_SIZE.0 || self.height < MIN_SIZE.1
    }

    /// Whether list and detail stand side by side.
    pub(crate) const fn wide(&self) -> bool {
        self.width >= WIDE
    }

    /// Where one is, as far as keys are concerned.
    pub(crate) fn context(&self) -> Context {
        match (self.overlay, self.tab) {
            (Some(Overlay::Help { .. }), _) => Context::Help,
            (Some(Overlay::Sort { .. }), _) => Context::Sort,
            (Some(Overlay::Confirm { .. }), _) => Context::Confirm,
            (None, tab) => self.tab_context(tab),
        }
    }

    /// The same without what lies over the tab.
    pub(crate) const fn tab_context(&self, tab: Tab) -> Context {
        match tab {
            Tab::Companies => Context::Companies,
            Tab::Invoices if self.invoices.editing => Context::Filter,
            Tab::Invoices => Context::Invoices,
            Tab::Detail => Context::Detail,
            Tab::Log if self.log.open.is_some() => Context::Run,
            Tab::Log => Context::Runs,
            Tab::Reports => Context::Reports,
        }
    }

    /// Says something in the quiet place.
    pub(crate) fn say(&mut self, message: Message, mood: Mood) {
        self.notice = Some(Notice { message, about: None, mood, at: self.now });
    }

    /// Says an error in the quiet place.
    pub(crate) fn say_error(&mut self, error: Error) {
        self.say(error.message, Mood::Act);
    }
}
