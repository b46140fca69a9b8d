//! The line that narrows the reports: the language of invoices, with completion; it stands only where it says something.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::state::Reports;
use crate::domain::Message;
use crate::query::complete::Suggestion;
use crate::query::rows::examples;
use crate::tui::event::Effect;
use crate::tui::key::Key;
use crate::tui::keymap::Action;
use crate::tui::list::{self, Completed};
use crate::tui::load::Load;
use crate::tui::pages::PageId;
use crate::tui::paint::line_of;
use crate::tui::shared::Shared;

impl Reports {
    /// Lines of the filter: none while it says nothing.
    pub(super) fn filter_height(&self) -> u16 {
        u16::from(self.filter.editing || !self.query.is_empty())
    }

    /// Another query: the report is read again.
    fn narrowed(&mut self) {
        self.query = self.filter.query().trim().to_owned();
        self.stale = true;
        (self.cursor, self.top) = (0, 0);
        if matches!(self.report, Load::Failed(_)) {
            self.report = Load::Loading;
        }
    }

    /// Shows the reports of a query.
    pub(super) fn narrow(&mut self, query: &str) {
        self.filter.set(query);
        self.narrowed();
    }

    fn suggest(&mut self, cx: &Shared) -> Vec<Effect> {
        let asked = self.filter.suggest(cx.masked, Vec::new(), cx.lang());
        asked.map(|question| Effect::Ask(PageId::Reports, question)).into_iter().collect()
    }

    fn complete(&mut self, forward: bool, cx: &Shared) -> Vec<Effect> {
        match self.filter.complete(forward) {
            Completed::Field => self.suggest(cx),
            Completed::Nothing | Completed::Changed => Vec::new(),
        }
    }

    /// Does what a key means in the line; `None` if it is none of these. The query is asked when the line is left: a report of a word
    /// that is half typed says nothing.
    pub(super) fn act_on_filter(&mut self, action: Action, cx: &Shared) -> Option<Vec<Effect>> {
        match action {
            Action::Filter if !self.filter.editing => self.filter.begin(),
            Action::Apply => {
                self.filter.apply();
                self.filter.remember();
                self.narrowed();
            }
            Action::Give => {
                self.filter.give_up();
            }
            Action::Complete | Action::CompleteBack => return Some(self.complete(action == Action::Complete, cx)),
            Action::Older | Action::Newer => {
                self.filter.recall(action == Action::Older);
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    /// Takes a key that is text.
    pub(super) fn type_in_filter(&mut self, key: Key, cx: &mut Shared) -> Vec<Effect> {
        match self.filter.typed(key) {
            Err(()) => {
                cx.say_full();
                Vec::new()
            }
            Ok(false) => Vec::new(),
            Ok(true) => self.suggest(cx),
        }
    }

    /// Takes text that was pasted.
    pub(super) fn paste_in_filter(&mut self, text: &str, cx: &mut Shared) {
        if !self.filter.editing {
            return;
        }
        if !self.filter.input.fits(text) {
            cx.say_full();
        }
        if self.filter.input.insert(text) {
            self.filter.fresh = false;
        }
    }

    /// Takes completions.
    pub(super) fn suggested(&mut self, generation: u64, list: Vec<Suggestion>, cx: &mut Shared) -> Vec<Effect> {
        match self.filter.suggested(generation, list) {
            Some(eager) => {
                cx.dirty = true;
                eager.map_or_else(Vec::new, |forward| self.complete(forward, cx))
            }
            None => Vec::new(),
        }
    }

    /// Draws the line; returns the place of the cursor while it is edited.
    pub(super) fn draw_filter(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        if self.filter_height() == 0 {
            return None;
        }
        let examples = examples::<crate::query::Field>(cx.lang()).into_iter().take(3).collect::<Vec<_>>().join(", ");
        let hint = cx.locale.text(&Message::new("tui-filter-hint-rows").with("examples", examples));
        let found =
            self.report.ready().map(|report| cx.locale.text(&Message::new("unit-invoices").with("count", report.invoices)));
        let found = found.unwrap_or_default();
        list::draw_filter(&self.filter, (&found, false, &hint), buffer, line_of(area, 0))
    }
}
