//! The sheet of one record: reads it when the cursor stands on it, and draws its lines.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Records, key};
use crate::domain::{Message, RecordKey};
use crate::tui::ask::{Question, Reply};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::clipboard::send;
use crate::tui::document::{Row, draw_row};
use crate::tui::event::Effect;
use crate::tui::keymap::Action;
use crate::tui::list::scrolled;
use crate::tui::load::Load;
use crate::tui::placeholder::{Say, say};
use crate::tui::shared::Shared;
use crate::tui::text;

/// Columns before the text.
const MARGIN: u16 = 2;
/// Wider lines are hard to read.
const WIDEST: u16 = 120;

/// Columns for the text of an area.
fn room(width: u16) -> u16 {
    width.saturating_sub(MARGIN + 1).min(WIDEST)
}

/// The sheet of one record.
#[derive(Debug)]
pub(super) struct Sheet<F: Records> {
    key: Option<RecordKey>,
    /// `Ready(None)`: it is no longer here.
    state: Load<Option<Box<F::Detail>>>,
    /// First line shown.
    pub(super) top: usize,
}

impl<F: Records> Default for Sheet<F> {
    fn default() -> Self {
        Self { key: None, state: Load::Loading, top: 0 }
    }
}

impl<F: Records> Sheet<F> {
    /// Reads the record of a key, if it is not this one already.
    pub(super) fn of(&mut self, wanted: Option<&RecordKey>) -> Vec<Effect> {
        if wanted.is_none() || self.key.as_ref() == wanted {
            return Vec::new();
        }
        *self = Self { key: wanted.cloned(), ..Self::default() };
        self.refresh()
    }

    /// Reads the record again; what is shown stays until it comes.
    pub(super) fn refresh(&self) -> Vec<Effect> {
        let read = |key| Effect::Ask(F::PAGE, Question::Read(Case::new(F::read(key))));
        self.key.clone().map(read).into_iter().collect()
    }

    /// Forgets the record: it is read again when it is seen.
    pub(super) fn forget(&mut self) -> Vec<Effect> {
        (self.key, self.state) = (None, Load::Loading);
        Vec::new()
    }

    /// Takes the answer; false for that to an earlier question.
    pub(super) fn came(&mut self, answer: AnyAnswer, listed: Option<&F::Row>, cx: &Shared) -> bool {
        let Ok(reply) = answer.downcast::<Reply<Option<Box<F::Detail>>>>() else { return false };
        if let Ok(Some(detail)) = reply.as_ref()
            && Some(key::<F>(F::row(detail))) != self.key
        {
            return false;
        }
        self.state = Load::from_reply(reply.map(|mut found| {
            if let (true, Some(detail)) = (cx.masked, &mut found) {
                F::hide_detail(detail);
            }
            found
        }));
        self.complete(listed);
        true
    }

    /// Completes the record with what its row in the list knows. The row may come after the record: what only it knows is not
    /// missing until then, and not kept when the list was read again.
    pub(super) fn complete(&mut self, listed: Option<&F::Row>) {
        if let (Some(row), Load::Ready(Some(detail))) = (listed.filter(|row| Some(key::<F>(row)) == self.key), &mut self.state) {
            F::complete(detail, row);
        }
    }

    fn lines(&self, cx: &Shared, width: u16) -> Vec<Row> {
        let detail = self.state.ready().and_then(Option::as_deref);
        detail.map(|detail| F::lines(detail, cx, room(width))).unwrap_or_default()
    }

    /// Lines of the record.
    pub(super) fn height(&self, cx: &Shared, width: u16) -> usize {
        self.lines(cx, width).len()
    }

    /// Scrolls the record beside its list.
    pub(super) fn scroll(&mut self, width: u16, action: Action, lines: usize, cx: &Shared) -> bool {
        let last = self.height(cx, width).saturating_sub(usize::from(cx.body_height().saturating_sub(F::ABOVE)));
        self.top = scrolled(self.top, lines, action, last);
        true
    }

    /// Copies the lines.
    pub(super) fn copy(&self, cx: &mut Shared) -> Vec<Effect> {
        let words = |row: &Row| {
            let second = row.second.iter().flat_map(|(_, pieces)| pieces);
            let all = row.left.iter().chain(second).chain(&row.right).map(|(words, _)| words.trim_end());
            text::clean(all.collect::<Vec<_>>().join(" ").trim()).replace('\u{A0}', " ")
        };
        let lines: Vec<String> = self.lines(cx, WIDEST).iter().map(words).collect();
        if lines.is_empty() {
            return Vec::new();
        }
        let count = lines.len();
        send(cx, lines.join("\n"), Message::new("tui-copied-rows").with("count", count))
    }

    /// Draws the lines that fit.
    pub(super) fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) {
        let instead = match &self.state {
            Load::Loading => Say::Loading,
            Load::Failed(error) => Say::Error(error),
            Load::Ready(None) => Say::Hint("tui-gone-record", "tui-gone-record-hint"),
            Load::Ready(Some(_)) => {
                let lines = self.lines(cx, area.width);
                let top = self.top.min(lines.len().saturating_sub(usize::from(area.height)));
                for (line, row) in (0..area.height).zip(lines.iter().skip(top)) {
                    draw_row(buffer, Rect { x: area.x + MARGIN, y: area.y + line, width: room(area.width), height: 1 }, row);
                }
                return;
            }
        };
        say(cx, buffer, area, &instead);
    }
}
