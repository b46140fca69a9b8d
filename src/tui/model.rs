//! All that the screen knows: a plain value that [`super::update`] changes and the views read.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::jobs::Jobs;
use super::keymap::{Context, Keymap};
use super::pick::Picker;
use super::prompt::Prompt;
use super::settings::Settings;
use super::tabs::changes::Changes;
use super::tabs::companies::Companies;
use super::tabs::detail::Detail;
use super::tabs::invoices::Invoices;
use super::tabs::log::Log;
use super::tabs::reports::Reports;
use super::theme::{Depth, Theme};
use super::views::View;
use crate::domain::{CompanyId, Doubt, Message};
use crate::error::Error;
use crate::locale::{Lang, Locale};
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
    /// What changed, on every invoice.
    Changes,
}

impl Tab {
    /// All, in their order.
    pub const ALL: [Self; 6] = [Self::Companies, Self::Invoices, Self::Detail, Self::Log, Self::Reports, Self::Changes];

    /// The tab of this number, from 1.
    #[must_use]
    pub fn number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number).checked_sub(1)?).copied()
    }

    /// Its name on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Companies => "companies",
            Self::Invoices => "invoices",
            Self::Detail => "detail",
            Self::Log => "logs",
            Self::Reports => "reports",
            Self::Changes => "changes",
        }
    }

    /// The tab of this name: companies, invoices, detail, logs, reports, changes.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "companies" => Some(Self::Companies),
            "invoices" => Some(Self::Invoices),
            "detail" => Some(Self::Detail),
            "log" | "logs" => Some(Self::Log),
            "reports" => Some(Self::Reports),
            "changes" => Some(Self::Changes),
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Overlay {
    /// A list to choose from.
    Pick(Picker),
    /// A line to type.
    Prompt(Prompt),
    /// A question; what changes nothing is under the cursor at first.
    Confirm {
        /// What is asked.
        question: Question,
        /// Whether "do it" is under the cursor.
        yes: bool,
    },
}

/// What is asked before it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Question {
    /// A sync or a job runs: stay, or quit?
    Quit,
    /// So many PDFs are to be asked for.
    Pdf(usize),
    /// The syncs of so many companies are to be ended.
    Cancel(usize),
    /// A view of this name is to be forgotten.
    ForgetView(String),
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
    /// Colours that the terminal has.
    pub(crate) depth: Depth,
    /// The terminal takes no signs beyond ASCII.
    pub(crate) ascii: bool,
    /// How the screen looks and behaves.
    pub(crate) settings: Settings,
    /// The language of the environment.
    pub(crate) native: &'static Locale,
    pub(crate) keymap: Keymap,
    /// Customers and amounts are hidden.
    pub(crate) masked: bool,
    /// Nothing may be changed from here.
    pub(crate) read_only: bool,
    /// The edge of a column that the mouse holds.
    pub(crate) dragged: Option<super::mouse::Drag>,
    /// What is kept for the next session changed.
    pub(crate) unsaved: bool,
    /// Named queries.
    pub(crate) views: Vec<View>,
    pub(crate) jobs: Jobs,
    /// How the command is called that opens this again.
    pub(crate) command: String,
    pub(crate) banner: Option<Message>,
    pub(crate) tab: Tab,
    /// Where Esc in the invoices leads, when one came there by Enter.
    pub(crate) back: Option<Tab>,
    pub(crate) overlay: Option<Overlay>,
    pub(crate) leaving: Leaving,
    pub(crate) notice: Option<Notice>,
    /// Runs at work.
    pub(crate) progress: BTreeMap<CompanyId, Progress>,
    /// Companies of which something is missing in the lists and reports that are shown.
    pub(crate) doubts: Vec<Doubt>,
    /// What was last heard of each company's quota: calls left, of how many.
    pub(crate) quotas: BTreeMap<CompanyId, (u32, u32)>,
    pub(crate) companies: Companies,
    pub(crate) invoices: Invoices,
    pub(crate) detail: Detail,
    pub(crate) log: Log,
    pub(crate) reports: Reports,
    pub(crate) changes: Changes,
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
            depth: Depth::default(),
            ascii: false,
            settings: Settings::default(),
            native: locale,
            keymap: Keymap::default(),
            masked: false,
            read_only: false,
            dragged: None,
            unsaved: false,
            views: Vec::new(),
            jobs: Jobs::default(),
            command: "faktura".to_owned(),
            banner: None,
            tab: Tab::Companies,
            back: None,
            overlay: None,
            leaving: Leaving::default(),
            notice: None,
            progress: BTreeMap::new(),
            doubts: Vec::new(),
            quotas: BTreeMap::new(),
            companies: Companies::default(),
            invoices: Invoices::default(),
            detail: Detail::default(),
            log: Log::default(),
            reports: Reports::default(),
            changes: Changes::default(),
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
        match (&self.overlay, self.tab) {
            (Some(Overlay::Pick(picker)), _) => picker.kind.context(),
            (Some(Overlay::Prompt(_)), _) => Context::Prompt,
            (Some(Overlay::Confirm { .. }), _) => Context::Confirm,
            (None, tab) => self.tab_context(tab),
        }
    }

    /// Gives everything the language, the mask and the theme that are set.
    pub(crate) fn apply_settings(&mut self) {
        let lang = self.settings.lang.unwrap_or(self.native.lang());
        self.locale = if self.masked { lang.masked() } else { lang.locale() };
        self.invoices.widths = super::tabs::invoices_view::Widths::default();
        let (today, locale) = (self.today(), self.locale);
        self.invoices.learn(today, locale);
        super::tabs::changes::learn(self);
        self.dirty = true;
    }

    /// The address that is shown, where one is.
    pub(crate) fn link(&self) -> Option<&str> {
        let shown = self.tab == Tab::Detail || (self.tab == Tab::Invoices && self.wide());
        self.detail.url.as_ref().filter(|_| shown)?.ready().map(String::as_str)
    }

    /// The theme that is drawn with.
    pub(crate) const fn theme(&self) -> Theme {
        if self.colors { self.settings.theme } else { Theme::Mono }
    }

    /// The language that is shown.
    pub(crate) fn lang(&self) -> Lang {
        self.locale.lang()
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
            Tab::Changes => Context::Changes,
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
