//! Draws the page of runs.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::picture::day;
use super::{MARGIN, OpenRun, Runs, lines_each};
use crate::domain::{Message, RunError, SyncRun};
use crate::tui::document::{Row, draw_row};
use crate::tui::list::Frame;
use crate::tui::load::Load;
use crate::tui::paint::divide;
use crate::tui::placeholder::{Say, empty, say};
use crate::tui::progress::progress_line;
use crate::tui::shared::Shared;
use crate::tui::{picture, text, theme, words};

impl Runs {
    /// Draws the list and the picture; returns the place of the cursor while the filter is edited.
    pub(super) fn list(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let runs = cx.runs.all();
        let instead = match &cx.runs.list {
            Load::Loading => Some(Say::Loading),
            Load::Failed(error) => Some(Say::Error(error)),
            Load::Ready(runs) if runs.is_empty() => Some(empty(cx, "tui-empty-log", "tui-empty-log-hint")),
            Load::Ready(_) => None,
        };
        let width = table(cx, self.pictured).map(|width| width.min(area.width));
        // Below the list where it leaves room; else beside it, or in its place.
        let used = u16::try_from(self.sheet.total() + self.sheet.head() + 1).unwrap_or(u16::MAX);
        let painted = match width {
            None => Some(area),
            Some(width) if width < area.width => Some(Rect { x: area.x + width, width: area.width - width, ..area }),
            Some(_) if used.saturating_add(picture::LEAST) <= area.height => {
                Some(Rect { y: area.y + used, height: area.height - used, ..area })
            }
            Some(_) => None,
        };
        if let (Some(area), Some((_, _, painted)), false) = (painted, &self.drawn, runs.is_empty()) {
            if width.is_some() && area.x > 0 {
                divide(buffer, area.x, area);
            }
            let inner = Rect { x: area.x + MARGIN, width: area.width.saturating_sub(MARGIN + 1), ..area };
            let mark = self.sheet.current(runs).map(|run| day(cx, run));
            picture::draw(cx.locale, buffer, inner, painted, mark.as_deref());
        }
        let area = Rect { width: width?, ..area };
        self.sheet.draw(runs, &Frame { instead, unit: "tui-runs" }, cx, buffer, area)
    }
}

/// Columns of the list; `None` if the picture stands in its place.
pub(super) fn table(cx: &Shared, pictured: bool) -> Option<u16> {
    if pictured { None } else { Some(cx.list_width()) }
}

/// The duration of a run, so far if it is running.
pub(super) fn took(cx: &Shared, run: &SyncRun) -> String {
    let running = cx.progress.get(&run.company).filter(|progress| progress.run == run.id);
    let time = running.map(|progress| progress.elapsed).or_else(|| {
        let ended = run.ended?;
        Duration::try_from(ended.duration_since(run.started)).ok()
    });
    time.map_or_else(|| words::NOTHING.to_owned(), |time| words::duration(cx.locale, time))
}

pub(super) fn run(cx: &Shared, buffer: &mut Buffer, area: Rect, open: &OpenRun) {
    let (run, errors) = match &open.state {
        Load::Loading => return say(cx, buffer, area, &Say::Loading),
        Load::Failed(error) => return say(cx, buffer, area, &Say::Error(error)),
        Load::Ready(None) => return say(cx, buffer, area, &Say::Hint("tui-gone-run", "tui-gone-run-hint")),
        Load::Ready(Some((run, errors))) => (run, errors),
    };
    let head = head(cx, run, errors.len(), area.width);
    let each = lines_each(area.width);
    let total = head.len() + errors.len() * each;
    let top = open.top.min(total.saturating_sub(usize::from(area.height)));
    for (line, index) in (0..area.height).zip(top..total) {
        let place = Rect { x: area.x + MARGIN, y: area.y + line, width: area.width.saturating_sub(MARGIN + 1), height: 1 };
        if let Some(row) = head.get(index) {
            draw_row(buffer, place, row);
        } else if let Some(error) = errors.get((index - head.len()) / each) {
            draw_row(buffer, place, &error_row(cx, error, (index - head.len()) % each, each));
        }
    }
}

pub(super) fn head(cx: &Shared, run: &SyncRun, errors: usize, width: u16) -> Vec<Row> {
    let locale = cx.locale;
    let room = width.saturating_sub(MARGIN + 1);
    let (glyph, status, style) = words::run_status(locale, run);
    let title = vec![
        (format!("{glyph} {status}"), style),
        (format!("   {}", run.company_name), theme::BOLD),
        (format!("   {}", locale.text(&Message::new("tui-history-run").with("run", run.id.to_string()))), theme::DIM),
    ];
    let mut rows = vec![Row::from(title)];
    let progress = cx.progress.get(&run.company).filter(|progress| progress.run == run.id);
    let mut facts = vec![words::stamp(cx, run.started), took(cx, run)];
    facts.push(words::word(locale, "mode", run.mode.as_str()));
    facts.push(words::word(locale, "trigger", run.trigger.as_str()));
    facts.push(run.actor.0.clone());
    rows.push(vec![(facts.join(" · "), theme::DIM)].into());
    if let Some(progress) = progress {
        rows.push(progress_line(cx, progress, room).into());
    }
    let counts = progress.map_or(&run.counts, |progress| &progress.counts);
    let mut message = Message::new("tui-run-counts");
    for (name, count) in [
        ("processed", counts.documents.processed),
        ("created", counts.documents.created),
        ("updated", counts.documents.updated),
        ("unchanged", counts.documents.unchanged),
        ("skipped", counts.documents.skipped),
        ("vanished", counts.documents.vanished),
        ("items", counts.items),
        ("calls", counts.api_calls),
    ] {
        message = message.with(name, count);
    }
    rows.extend(text::wrap(&locale.text(&message), usize::from(room)).into_iter().map(|l| Row::from(vec![(l, theme::PLAIN)])));
    if let Some(failure) = &run.failure {
        rows.push(Row::default());
        let sentence = text::wrap(&locale.text(&failure.message), usize::from(room));
        rows.extend(sentence.into_iter().map(|line| Row::from(vec![(line, style)])));
    }
    if run.failure.is_some() && errors == 0 {
        return rows;
    }
    rows.push(Row::default());
    let id = if errors == 0 { "tui-run-no-errors" } else { "tui-run-errors" };
    let heading = locale.text(&Message::new(id).with("count", errors));
    rows.push(vec![(heading, if errors == 0 { theme::DIM } else { theme::ACCENT_BOLD })].into());
    rows
}

fn error_row(cx: &Shared, error: &RunError, line: usize, each: usize) -> Row {
    let locale = cx.locale;
    let number = error.invoice_number.as_deref().filter(|number| !number.is_empty());
    let id = error.invoice_id.as_ref().map(|id| format!("#{id}"));
    let message = locale.text(&error.message);
    let name = number.map(str::to_owned).or_else(|| id.clone()).unwrap_or_else(|| locale.get("tui-run-whole"));
    match (each, line) {
        (1, _) => Row { left: vec![(name, theme::BOLD)], right: None, second: Some((22, vec![(message, theme::PLAIN)])) },
        (_, 0) => {
            let more = number.and(id).map(|id| (format!("   {id}"), theme::DIM));
            Row::from([Some((name, theme::BOLD)), more].into_iter().flatten().collect::<Vec<_>>())
        }
        _ => Row::from(vec![(format!("  {message}"), theme::PLAIN)]),
    }
}
