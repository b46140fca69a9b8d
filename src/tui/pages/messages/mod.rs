//! The page of the program's own log: the newest lines of the process that has the store, filtered; secrets are never in it.

pub(crate) mod columns;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::columns::LineField;
use crate::logging::LogLine;
use crate::service::cases;
use crate::tui::ask::{Answer, Question};
use crate::tui::case::Case;
use crate::tui::event::Effect;
use crate::tui::keymap::tables::{
    self, COLUMNS, COPY, ENTER, ESC, EXPORT, FILTER, GROUP, MARK, MARK_ALL, MARK_RANGE, RELOAD, REVERSE, SORT, UNMARK, VIEWS,
    bind,
};
use crate::tui::keymap::{Action, Context, FILTERING};
use crate::tui::list::{Frame, Hit, MARGIN, Sheet, sheet_page};
use crate::tui::load::Load;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::paint::put;
use crate::tui::placeholder::Say;
use crate::tui::shared::Shared;
use crate::tui::{text, theme};

/// Lines that are read at the most.
const MOST: usize = 5_000;

/// The keys of the page.
pub(crate) static MESSAGES: Context = tables::page(
    "messages",
    &[
        bind(&[ENTER], Action::Open, "tui-help-open-line", "tui-key-open"),
        FILTER,
        MARK,
        SORT,
        GROUP,
        VIEWS,
        EXPORT,
        COPY,
        REVERSE,
        COLUMNS,
        MARK_RANGE,
        MARK_ALL,
        UNMARK,
        bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
        RELOAD,
    ],
);

/// The page of the log.
#[derive(Debug, Default)]
pub(crate) struct Messages {
    pub(crate) sheet: Sheet<LineField>,
    pub(crate) lines: Load<Vec<LogLine>>,
    /// The lines were read since the page was last left.
    read: bool,
    /// The line under the cursor is shown whole, below the list.
    whole: bool,
}

impl Messages {
    fn rows(&self) -> &[LogLine] {
        self.lines.ready().map_or(&[], Vec::as_slice)
    }

    fn load(&mut self) -> Vec<Effect> {
        self.read = true;
        vec![Effect::Ask(PageId::Messages, Question::Case(Case::new(cases::ReadLog { limit: MOST })))]
    }

    /// The line under the cursor, in as many lines as it needs, where it is shown whole.
    fn below(&self, cx: &Shared) -> Vec<String> {
        let room = usize::from(cx.width.saturating_sub(MARGIN + 1));
        let line = self.sheet.current(self.rows()).filter(|_| self.whole && !cx.masked);
        let most = usize::from(cx.body_height() / 2);
        line.map(|line| text::wrap(&line.text, room).into_iter().take(most).collect()).unwrap_or_default()
    }

    /// Rows of the list that fit.
    fn visible(&self, cx: &Shared) -> usize {
        let below = self.below(cx).len();
        usize::from(cx.body_height()).saturating_sub(self.sheet.head() + below).max(1)
    }
}

impl Page for Messages {
    const CONTEXTS: &'static [&'static Context] = &[&MESSAGES];

    fn context(&self) -> &'static Context {
        if self.sheet.filter.editing { &FILTERING } else { &MESSAGES }
    }

    sheet_page!(sheet, |self, cx| self.rows());

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        if cx.page != PageId::Messages {
            self.read = false;
            return Vec::new();
        }
        let visible = self.visible(cx);
        self.sheet.settle(self.lines.ready().map_or(&[], Vec::as_slice), visible, cx.width, cx);
        if self.read { Vec::new() } else { self.load() }
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        if let Some(reply) = answer.of::<cases::ReadLog>() {
            cx.dirty = true;
            self.lines = Load::from_reply(reply);
            self.sheet.changed();
        }
        Vec::new()
    }

    fn stale(&mut self, change: &Change<'_>, _cx: &mut Shared) -> Vec<Effect> {
        match change {
            Change::All | Change::Ended(_) => self.read = false,
            Change::Look | Change::Mask => self.sheet.changed(),
            _ => {}
        }
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        let visible = self.visible(cx);
        if action == Action::Back && self.whole {
            self.whole = false;
            return Outcome::NOTHING;
        }
        if let Some(outcome) = self.sheet.act(action, visible, cx) {
            return outcome;
        }
        match action {
            Action::Open => self.whole = !self.whole,
            Action::Back => return Outcome::Go(Place::Back(PageId::Companies)),
            Action::Reload => return Outcome::Done(self.load()),
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    fn point(&mut self, x: u16, line: usize, cx: &mut Shared) -> Outcome {
        let visible = self.visible(cx);
        match self.sheet.point(x, line, visible, cx) {
            Hit::Filter => self.act(Action::Filter, cx),
            Hit::Row => Outcome::Hit,
            Hit::Nothing => Outcome::NOTHING,
        }
    }

    fn subject(&self, cx: &Shared) -> String {
        cx.locale.get("messages-subject")
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        Some((self.sheet.top, self.visible(cx), self.sheet.total()))
    }

    fn is_useful(&self, action: Action, _cx: &Shared) -> bool {
        self.sheet.is_useful(action).unwrap_or(true)
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let below = self.below(cx);
        let lines = u16::try_from(below.len()).unwrap_or(0).min(area.height);
        let list = Rect { height: area.height - lines, ..area };
        for (y, line) in (list.bottom()..area.bottom()).zip(&below) {
            put(buffer, area.x + MARGIN, y, area.width.saturating_sub(MARGIN + 1), line, theme::BOLD);
        }
        let instead = match &self.lines {
            _ if cx.masked => Some(Say::Hint("messages-masked", "messages-masked-hint")),
            Load::Loading => Some(Say::Loading),
            Load::Failed(error) => Some(Say::Error(error)),
            Load::Ready(rows) if rows.is_empty() => Some(Say::Hint("tui-empty-messages", "tui-empty-messages-hint")),
            Load::Ready(_) => None,
        };
        self.sheet.draw(self.rows(), &Frame { instead, unit: "unit-lines" }, cx, buffer, list)
    }
}
