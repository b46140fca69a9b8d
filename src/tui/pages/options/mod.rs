//! The page of settings: each with its value, its default and where the value comes from; Enter changes one in the configuration.

mod columns;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::columns::{OptionField, OptionRow};
use crate::config::{Changed, Draft, EditError, Given};
use crate::domain::Message;
use crate::locale::Lang;
use crate::tui::ask::{Answer, Reply};
use crate::tui::event::Effect;
use crate::tui::form::setting::{self, Kept};
use crate::tui::key::Key;
use crate::tui::keymap::tables::{
    self, COLUMNS, COPY, ENTER, ESC, EXPORT, FILTER, GROUP, MARK, MARK_ALL, MARK_RANGE, RELOAD, REVERSE, SORT, UNMARK, VIEWS,
    bind,
};
use crate::tui::keymap::{Action, Context, FILTERING};
use crate::tui::list::{Frame, Hit, Sheet, sheet_page};
use crate::tui::load::Load;
use crate::tui::notice::Severity;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::placeholder::Say;
use crate::tui::shared::Shared;
use crate::tui::theme::Theme;

/// The keys of the page.
pub(crate) static SETTINGS: Context = tables::page(
    "settings",
    &[
        bind(&[Key::char('R')], Action::Rename, "tui-help-change-setting", "tui-key-change-setting"),
        bind(&[Key::char('X')], Action::Delete, "tui-help-default", "tui-key-default"),
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
        bind(&[ENTER], Action::Open, "tui-help-open-form", ""),
        bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
        RELOAD,
    ],
);

/// The page of settings.
#[derive(Debug, Default)]
pub(crate) struct Options {
    pub(crate) sheet: Sheet<OptionField>,
    list: Load<Vec<OptionRow>>,
    draft: Option<Draft>,
    /// The list was read since the page was last left.
    read: bool,
    /// Language and theme as they were before a form showed others.
    before: Option<(Option<Lang>, Theme)>,
}

impl Options {
    fn rows(&self) -> &[OptionRow] {
        self.list.ready().map_or(&[], Vec::as_slice)
    }

    fn load(&mut self, cx: &Shared) -> Vec<Effect> {
        self.read = true;
        setting::read(cx).into_iter().collect()
    }

    fn visible(&self, cx: &Shared) -> usize {
        usize::from(cx.body_height()).saturating_sub(self.sheet.head()).max(1)
    }

    /// Shows the language and the theme of the form, as long as it is open.
    fn follow(&mut self, cx: &mut Shared) {
        let now = (cx.settings.lang, cx.settings.theme);
        match setting::preview(cx) {
            Some(shown) => {
                self.before.get_or_insert(now);
                if shown != now {
                    (cx.settings.lang, cx.settings.theme) = shown;
                    cx.relook = true;
                }
            }
            // What was kept is applied by the answer, which closes the form.
            None => {
                if let Some(before) = self.before.take().filter(|before| *before != now && !cx.relook) {
                    (cx.settings.lang, cx.settings.theme) = before;
                    cx.relook = true;
                }
            }
        }
    }

    /// Opens the form of the setting that is meant.
    fn open(&self, cx: &mut Shared) {
        if cx.read_only {
            cx.say(Message::new("tui-read-only-refused"), Severity::Look);
        } else if let (Some(row), Some(draft)) = (self.sheet.meant(self.rows(), cx), &self.draft) {
            setting::open(cx, &row.setting, draft);
        }
    }

    /// Gives the setting that is meant its default again.
    fn unset(&self, cx: &mut Shared) -> Vec<Effect> {
        if cx.read_only {
            cx.say(Message::new("tui-read-only-refused"), Severity::Look);
            return Vec::new();
        }
        let row = self.sheet.meant(self.rows(), cx).filter(|row| is_set(row));
        row.and_then(|row| setting::change(cx.configuration.as_ref(), row.setting.key, None)).into_iter().collect()
    }
}

/// Whether the setting has a value that can be taken away here.
const fn is_set(row: &OptionRow) -> bool {
    matches!(row.setting.given, Given::File { .. } | Given::Screen)
}

impl Page for Options {
    const CONTEXTS: &'static [&'static Context] = &[&SETTINGS];

    fn context(&self) -> &'static Context {
        if self.sheet.filter.editing { &FILTERING } else { &SETTINGS }
    }

    sheet_page!(sheet, |self, cx| self.rows());

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        self.follow(cx);
        if cx.page != PageId::Options {
            self.read = false;
            return Vec::new();
        }
        let visible = self.visible(cx);
        self.sheet.settle(self.list.ready().map_or(&[], Vec::as_slice), visible, cx.width, cx);
        if self.read { Vec::new() } else { self.load(cx) }
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        let Answer::Case(answer) = answer else { return Vec::new() };
        let answer = match answer.downcast::<Result<Changed, EditError>>() {
            Ok(reply) => return setting::chosen(*reply, cx),
            Err(answer) => answer,
        };
        if let Ok(reply) = answer.downcast::<Reply<Kept>>() {
            cx.dirty = true;
            self.list = Load::from_reply(reply.map(|(draft, settings)| {
                self.draft = Some(draft);
                settings.into_iter().map(OptionRow::new).collect()
            }));
            self.sheet.changed();
        }
        Vec::new()
    }

    fn stale(&mut self, change: &Change<'_>, _cx: &mut Shared) -> Vec<Effect> {
        match change {
            Change::All => self.read = false,
            Change::Look | Change::Mask => self.sheet.changed(),
            _ => {}
        }
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        let visible = self.visible(cx);
        if let Some(outcome) = self.sheet.act(action, visible, cx) {
            return outcome;
        }
        match action {
            Action::Open | Action::Rename => self.open(cx),
            Action::Delete => return Outcome::Done(self.unset(cx)),
            Action::Back => return Outcome::Go(Place::Back(PageId::Companies)),
            Action::Reload => return Outcome::Done(self.load(cx)),
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

    fn subject(&self, _cx: &Shared) -> String {
        self.draft.as_ref().map(|draft| draft.path().display().to_string()).unwrap_or_default()
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        Some((self.sheet.top, self.visible(cx), self.sheet.total()))
    }

    fn is_useful(&self, action: Action, cx: &Shared) -> bool {
        let row = self.sheet.current(self.rows());
        match action {
            Action::Open | Action::Rename => row.is_some() && !cx.read_only,
            Action::Delete => row.is_some_and(is_set) && !cx.read_only,
            action => self.sheet.is_useful(action).unwrap_or(true),
        }
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let instead = match &self.list {
            Load::Loading if cx.configuration.is_none() => Some(Say::Hint("settings-none", "settings-none-hint")),
            Load::Loading => Some(Say::Loading),
            Load::Failed(error) => Some(Say::Error(error)),
            Load::Ready(_) => None,
        };
        self.sheet.draw(self.rows(), &Frame { instead, unit: "unit-settings" }, cx, buffer, area)
    }
}
