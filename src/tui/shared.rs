//! State that every page and view may know: time, size, settings, companies, runs, the overlay. It knows no page.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Configuration;
use super::ask::Question as Ask;
use super::books::Books;
use super::case::Case;
use super::event::Effect;
use super::form::Form;
use super::form::books::Asked;
use super::form::together::Together;
use super::group::Grouping;
use super::input::LONGEST;
use super::jobs::Jobs;
use super::keymap::Keymap;
use super::load::Feed;
use super::notice::{Notice, Severity};
use super::outside::Opening;
use super::pages::PageId;
use super::pick::{Kind, Picker};
use super::prompt::Prompt;
use super::saved_views::View;
use super::settings::{Choices, Settings};
use super::text;
use super::theme::{Depth, Theme};
use crate::config::{Open, Palette, ScreenCommand};
use crate::domain::{CompanyId, Doubt, LoginId, Message, RecordKey, SyncRun, Token};
use crate::error::Error;
use crate::locale::{Lang, Locale};
use crate::service::{Action, CompanyView, Standing, cases};
use crate::sync::Progress;

/// Below this size the screen says so.
pub(crate) const MIN_SIZE: (u16, u16) = (40, 12);
/// From this width on list and detail stand side by side.
pub(crate) const WIDE: u16 = 160;
/// Percent of the width that the list has beside a detail, at first and within these limits, and how far a key moves the border.
pub(crate) const SPLIT: u16 = 55;
const SPLITS: std::ops::RangeInclusive<u16> = 30..=75;
const SPLIT_STEP: u16 = 5;
/// How often the configuration is looked at while nothing happens: with a theme of the user's own, and without one.
const OFTEN: Duration = Duration::from_secs(2);
const SELDOM: Duration = Duration::from_secs(10);

/// An overlay: it lies over the page and takes the keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Overlay {
    /// A list to choose from.
    Pick(Picker),
    /// A line to type.
    Prompt(Prompt),
    /// A form, in place of the page.
    Form(Box<Form>),
    /// A question; the cursor starts on the choice that changes nothing.
    Confirm {
        /// The question.
        question: Question,
        /// The cursor is on "do it".
        yes: bool,
    },
}

/// A question before something is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Question {
    /// Quit while a sync or a job runs.
    Quit,
    /// Download this many PDFs.
    Pdf(usize),
    /// End the syncs of this many companies.
    Cancel(usize),
    /// Delete the saved view of this name.
    ForgetView(String),
    /// Remove a company with everything of it.
    Remove { company: CompanyId, name: String },
    /// Revoke the token of this name.
    Revoke(String),
    /// Run a command of the user's, by its place, on so many rows.
    Command { place: usize, name: String, count: usize },
    /// What a page asks about: the family of its texts, a name or a number, and what it is about line by line.
    OfPage { page: PageId, family: &'static str, name: String, list: String },
    /// Match every entry that is certain, of a company or of all.
    Certain(Option<CompanyId>),
    /// Remove a login, which opens these companies.
    RemoveLogin { login: LoginId, companies: String },
    /// Something of own books.
    Books(Box<Asked>),
}

/// The fate of running syncs when this screen is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Leaving {
    /// They end: no other process uses the store.
    #[default]
    Ends,
    /// Another process takes them over.
    HandsOver,
    /// They run in another process.
    LeavesAlone,
}

/// Runs that ended while others were under way, together: each alone would hide the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Ended {
    pub(crate) runs: u64,
    pub(crate) created: u64,
    pub(crate) updated: u64,
    /// One of them needs a look of its own.
    pub(crate) failed: bool,
}

/// The cursor of the list of invoices: the page of one invoice shows that one unless told otherwise.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    pub(crate) key: Option<RecordKey>,
    pub(crate) cursor: usize,
    pub(crate) total: usize,
}

/// State that every page and view may know.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) locale: &'static Locale,
    pub(crate) zone: TimeZone,
    pub(crate) now: Timestamp,
    pub(crate) width: u16,
    pub(crate) height: u16,
    /// Percent of the width that a list has beside a detail.
    pub(crate) split: u16,
    /// The border between both is being dragged.
    pub(crate) splitting: bool,
    pub(crate) colors: bool,
    /// Colours that the terminal has.
    pub(crate) depth: Depth,
    /// The terminal shows only ASCII.
    pub(crate) ascii: bool,
    pub(crate) settings: Settings,
    /// The settings as the configuration has them.
    pub(crate) configured: Settings,
    /// Choices of an earlier version that are kept beside the configuration.
    pub(crate) kept: Choices,
    /// Settings that were chosen and are to be written, with their values; the first one is being written.
    pub(crate) choosing: VecDeque<(&'static str, String)>,
    /// The screen ends when they are written.
    pub(crate) quits: bool,
    /// The user's own themes.
    pub(crate) themes: Vec<(String, Palette)>,
    /// The language of the environment.
    pub(crate) native: &'static Locale,
    pub(crate) keymap: Keymap,
    /// Customers and amounts are hidden.
    pub(crate) masked: bool,
    /// Nothing may be changed from here.
    pub(crate) read_only: bool,
    /// The state that is kept for the next session changed.
    pub(crate) unsaved: bool,
    /// When this user last left a screen on this store.
    pub(crate) looked: Option<Timestamp>,
    /// Saved queries.
    pub(crate) views: Vec<View>,
    pub(crate) jobs: Jobs,
    /// The command that opens this screen again.
    pub(crate) command: String,
    /// The configuration, where this screen may show and change it.
    pub(crate) configuration: Option<Configuration>,
    /// Language or theme were changed by a page: they are applied after the event.
    pub(crate) relook: bool,
    pub(crate) banner: Option<Message>,
    /// The page that is shown.
    pub(crate) page: PageId,
    /// The page that Esc leads back to.
    pub(crate) back: Option<PageId>,
    pub(crate) overlay: Option<Overlay>,
    pub(crate) leaving: Leaving,
    pub(crate) notice: Option<Notice>,
    /// Runs that ended while others were under way.
    pub(crate) ended: Ended,
    /// Runs under way.
    pub(crate) progress: BTreeMap<CompanyId, Progress>,
    /// Companies with damaged data in the lists and reports that are shown.
    pub(crate) doubts: Vec<Doubt>,
    /// The last known quota of each company: calls left, of how many.
    pub(crate) quotas: BTreeMap<CompanyId, (u32, u32)>,
    pub(crate) companies: Feed<CompanyView>,
    /// The newest runs.
    pub(crate) runs: Feed<SyncRun>,
    /// Tokens of the REST API.
    pub(crate) tokens: Feed<Token>,
    /// What the user of this screen may do; `None` until it is known.
    pub(crate) standing: Option<Standing>,
    pub(crate) listed: Listed,
    /// Own books.
    pub(crate) books: Books,
    /// Orders that were given together and are not all answered.
    pub(crate) together: Together,
    /// Where and when a button was pressed last, and whether that was the second press of a double click.
    pub(crate) pressed: Option<(u16, u16, Timestamp)>,
    pub(crate) double: bool,
    /// The user's own commands.
    pub(crate) commands: Vec<ScreenCommand>,
    /// Programs that open documents, and from where.
    pub(crate) open: Open,
    pub(crate) opening: Opening,
    /// The job of which what it said is shown.
    pub(crate) said: Option<u64>,
    /// A list that is to be grouped.
    pub(crate) grouping: Option<Grouping>,
    /// Changes of own records from here: pages that show them read them again when the number is another.
    pub(crate) writes: u64,
    /// Something that is shown may have changed since the last frame.
    pub(crate) dirty: bool,
}

impl Shared {
    /// A screen without data.
    pub(crate) fn new(locale: &'static Locale, zone: TimeZone, now: Timestamp, (width, height): (u16, u16)) -> Self {
        Self {
            locale,
            zone,
            now,
            width,
            height,
            split: SPLIT,
            splitting: false,
            colors: true,
            depth: Depth::default(),
            ascii: false,
            settings: Settings::default(),
            configured: Settings::default(),
            kept: Choices::default(),
            choosing: VecDeque::new(),
            quits: false,
            themes: Vec::new(),
            native: locale,
            keymap: Keymap::default(),
            masked: false,
            read_only: false,
            unsaved: false,
            looked: None,
            views: Vec::new(),
            jobs: Jobs::default(),
            command: "faktura".to_owned(),
            configuration: None,
            relook: false,
            banner: None,
            page: PageId::default(),
            back: None,
            overlay: None,
            leaving: Leaving::default(),
            notice: None,
            ended: Ended::default(),
            progress: BTreeMap::new(),
            doubts: Vec::new(),
            quotas: BTreeMap::new(),
            companies: Feed::new(PageId::Companies, || Ask::Companies),
            runs: Feed::new(PageId::Runs, || Ask::Runs),
            tokens: Feed::new(PageId::Manage, || Ask::Case(Case::new(cases::Tokens))),
            standing: None,
            listed: Listed::default(),
            books: Books::default(),
            together: Together::default(),
            pressed: None,
            double: false,
            commands: Vec::new(),
            open: Open::default(),
            opening: Opening::default(),
            said: None,
            grouping: None,
            writes: 0,
            dirty: true,
        }
    }

    /// Today's date in the zone of the screen.
    pub(crate) fn today(&self) -> Date {
        self.now.to_zoned(self.zone.clone()).date()
    }

    /// Lines between the two rules.
    pub(crate) fn body_height(&self) -> u16 {
        self.height.saturating_sub(4)
    }

    /// True if the terminal is too small for anything.
    pub(crate) const fn too_small(&self) -> bool {
        self.width < MIN_SIZE.0 || self.height < MIN_SIZE.1
    }

    /// True if list and detail stand side by side.
    pub(crate) const fn wide(&self) -> bool {
        self.width >= WIDE
    }

    /// Columns of a list beside which a detail may stand.
    pub(crate) const fn list_width(&self) -> u16 {
        if self.wide() { self.width / 100 * self.split + self.width % 100 * self.split / 100 } else { self.width }
    }

    /// Gives the list beside a detail so many percent of the width, as far as both keep room.
    pub(crate) fn split_at(&mut self, percent: u16) {
        let percent = percent.clamp(*SPLITS.start(), *SPLITS.end());
        self.unsaved |= percent != self.split;
        self.split = percent;
    }

    /// Moves the border between list and detail a step to the right, or to the left.
    pub(crate) fn move_split(&mut self, right: bool) {
        self.split_at(if right { self.split + SPLIT_STEP } else { self.split.saturating_sub(SPLIT_STEP) });
    }

    /// How often the configuration is looked at while nothing happens: often where a theme of the user's own may be changed beside.
    pub(crate) const fn rest(&self) -> Duration {
        if matches!(self.settings.theme, Theme::Own(_)) { OFTEN } else { SELDOM }
    }

    /// The theme that is drawn with.
    pub(crate) const fn theme(&self) -> Theme {
        if self.colors { self.settings.theme } else { Theme::Mono }
    }

    /// The language that is shown.
    pub(crate) fn lang(&self) -> Lang {
        self.locale.lang()
    }

    /// A company's name, if the company is known.
    pub(crate) fn company_name(&self, id: CompanyId) -> Option<&str> {
        self.companies.all().iter().find(|view| view.company.id == id).map(|view| view.company.name.as_str())
    }

    /// Columns for the longest name of a company, within limits.
    pub(crate) fn company_width(&self) -> u16 {
        let names = self.companies.all().iter().map(|view| text::columns(&view.company.name));
        names.max().unwrap_or(0).clamp(12, 40)
    }

    /// Shows a notice.
    pub(crate) fn say(&mut self, message: Message, severity: Severity) {
        self.notice = Some(Notice { message, about: None, severity, at: self.now });
    }

    /// Shows an error as a notice.
    pub(crate) fn say_error(&mut self, error: Error) {
        self.say(error.message, Severity::Act);
    }

    /// Says that a line holds no more text.
    pub(crate) fn say_full(&mut self) {
        self.say(Message::new("tui-input-full").with("most", LONGEST), Severity::Look);
        self.dirty = true;
    }

    /// True if nothing can be changed from here: by the configuration, or because the store is read from a copy.
    pub(crate) fn only_reads(&self) -> bool {
        self.read_only || self.standing.as_ref().is_some_and(|standing| standing.only_reads)
    }

    /// True if this screen may do it in a company, or in the store as a whole. The service refuses all the same.
    pub(crate) fn may(&self, action: Action, company: Option<CompanyId>) -> bool {
        !self.only_reads() && self.standing.as_ref().is_none_or(|standing| standing.may(action, company))
    }

    /// True if this screen may read what needs this permission; being read-only does not matter.
    pub(crate) fn sees(&self, action: Action, company: Option<CompanyId>) -> bool {
        self.standing.as_ref().is_none_or(|standing| standing.may(action, company))
    }

    /// True if this screen may do it in any company.
    pub(crate) fn may_anywhere(&self, action: Action) -> bool {
        let of = |standing: &Standing| {
            let here = standing.companies.iter().map(|(_, role)| *role);
            standing.everywhere.into_iter().chain(here).any(|role| role.may(action))
        };
        !self.only_reads() && self.standing.as_ref().is_none_or(of)
    }

    /// Shows a list grouped.
    pub(crate) fn group(&mut self, of: Grouping) {
        (self.page, self.back) = (PageId::Groups, None);
        self.grouping = Some(of);
    }

    /// Opens a list to choose from.
    pub(crate) fn pick(&mut self, kind: Kind) {
        self.pick_at(kind, 0);
    }

    /// Opens a list to choose from with the cursor on an entry.
    pub(crate) fn pick_at(&mut self, kind: Kind, cursor: usize) {
        self.overlay = Some(Overlay::Pick(Picker { cursor, ..Picker::new(kind) }));
    }

    /// Asks before something is done.
    pub(crate) fn confirm(&mut self, question: Question) {
        self.overlay = Some(Overlay::Confirm { question, yes: false });
    }

    /// Notes the companies with damaged data; their lights are read again if the set changed.
    pub(crate) fn note_doubts(&mut self, doubts: Vec<Doubt>) -> Vec<Effect> {
        if self.doubts == doubts {
            return Vec::new();
        }
        self.doubts = doubts;
        self.dirty = true;
        self.companies.load()
    }
}
