//! Tab 4, how it is drawn.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::companies_view::progress_line;
use super::detail_view::{Row, draw_row};
use super::log::{OpenRun, visible};
use crate::domain::{Message, RunError, RunStatus, SyncRun};
use crate::tui::model::{Load, Model};
use crate::tui::paint::{Align, Piece, Spec, cell, fit_columns, line_of, put};
use crate::tui::view::{self, Say};
use crate::tui::{text, theme, words};

/// Columns before the first cell.
const MARGIN: u16 = 2;

const HEADS: [(&str, Align); 11] = [
    ("tui-col-run", Align::Left),
    ("tui-col-started", Align::Left),
    ("tui-col-company", Align::Left),
    ("tui-col-mode", Align::Left),
    ("tui-col-new", Align::Right),
    ("tui-col-changed-count", Align::Right),
    ("tui-col-unchanged", Align::Right),
    ("tui-col-skipped", Align::Right),
    ("tui-col-duration", Align::Right),
    ("tui-col-trigger", Align::Left),
    ("tui-col-actor", Align::Left),
];

/// Draws the tab.
pub(crate) fn draw(model: &Model, buffer: &mut Buffer, area: Rect) {
    if let Some(open) = &model.log.open {
        return run(model, buffer, area, open);
    }
    let runs = match &model.log.runs {
        Load::Loading => return view::say(model, buffer, area, &Say::Loading),
        Load::Failed(error) => return view::say(model, buffer, area, &Say::Error(error)),
        Load::Ready(runs) if runs.is_empty() => {
            return view::say(model, buffer, area, &Say::Hint("tui-empty-log", "tui-empty-log-hint"));
        }
        Load::Ready(runs) => runs,
    };
    let places = places(model, area.width);
    for ((id, align), place) in HEADS.iter().zip(&places) {
        if let Some((x, width)) = place {
            cell(buffer, area.x + MARGIN + x, area.y, *width, &model.locale.get(id), theme::DIM, *align);
        }
    }
    let tab = &model.log;
    for (line, (index, run)) in (1..area.height).zip(runs.iter().enumerate().skip(tab.top).take(visible(model))) {
        let place = line_of(area, line);
        for (((words, style), (_, align)), at) in cells(model, run).iter().zip(&HEADS).zip(&places) {
            if let Some((x, width)) = at {
                cell(buffer, place.x + MARGIN + x, place.y, *width, words, *style, *align);
            }
        }
        if index == tab.cursor {
            buffer.set_style(place, theme::SELECTED);
            put(buffer, place.x, place.y, 1, "›", theme::BOLD);
        }
    }
}

fn places(model: &Model, width: u16) -> Vec<Option<(u16, u16)>> {
    let locale = model.locale;
    let title = |index: usize| HEADS.get(index).map_or(0, |(id, _)| text::columns(&locale.get(id)));
    let number = |index: usize, worth: u8| {
        let width = title(index).max(6);
        Spec { min: width, ideal: width, worth }
    };
    let words = |id: &str, all: &[&str]| all.iter().map(|w| text::columns(&words::word(locale, id, w))).max().unwrap_or(8);
    let statuses = RunStatus::ALL.map(RunStatus::as_str);
    let status = words("run", &statuses) + 2;
    let mode = words("mode", &["full", "incremental", "reconcile"]);
    let trigger = words("trigger", &["command", "headless", "screen", "schedule"]);
    let fixed = |width: u16, worth: u8| Spec { min: width, ideal: width, worth };
    let names = model.log.all().iter().map(|run| text::columns(&run.company_name)).max().unwrap_or(0);
    let specs = [
        fixed(status, 10),
        fixed(16, 9),
        Spec { min: 10, ideal: names.clamp(10, 60), worth: 8 },
        fixed(mode.max(title(3)), 3),
        number(4, 7),
        number(5, 6),
        number(6, 2),
        number(7, 5),
        fixed(title(8).max(8), 4),
        fixed(trigger.max(title(9)), 1),
        Spec { min: title(10).max(8), ideal: 16, worth: 1 },
    ];
    fit_columns(&specs, width.saturating_sub(MARGIN + 1), 2)
}

fn cells(model: &Model, run: &SyncRun) -> [Piece; 11] {
    let locale = model.locale;
    let (glyph, status, style) = words::run_status(locale, run);
    let counts = &run.counts;
    let number = |count: u64| {
        let style = if count == 0 { theme::DIM } else { theme::PLAIN };
        (locale.count(count), style)
    };
    let skipped = match number(counts.skipped) {
        (words, _) if counts.skipped > 0 => (words, theme::LOOK),
        quiet => quiet,
    };
    [
        (format!("{glyph} {status}"), style),
        (words::stamp(model, run.started), theme::PLAIN),
        (run.company_name.clone(), theme::PLAIN),
        (words::word(locale, "mode", run.mode.as_str()), theme::DIM),
        number(counts.created),
        number(counts.updated),
        number(counts.unchanged),
        skipped,
        (took(model, run), theme::PLAIN),
        (words::word(locale, "trigger", run.trigger.as_str()), theme::DIM),
        (run.actor.0.clone(), theme::DIM),
    ]
}

/// How long a run took; of one at work, how long so far.
fn took(model: &Model, run: &SyncRun) -> String {
    let running = model.progress.get(&run.company).filter(|progress| progress.run == run.id);
    let time = running.map(|progress| progress.elapsed).or_else(|| {
        let ended = run.ended?;
        Duration::try_from(ended.duration_since(run.started)).ok()
    });
    time.map_or_else(|| words::NOTHING.to_owned(), |time| words::duration(model.locale, time))
}

/// Lines of the run that is open.
pub(crate) fn run_lines(model: &Model, width: u16) -> usize {
    let Some(open) = &model.log.open else { return 0 };
    let Some(Some((run, errors))) = open.state.ready() else { return 0 };
    head(model, run, errors.len(), width).len() + errors.len() * lines_each(width)
}

/// An error takes one line where there is room for its number beside it, else two.
const fn lines_each(width: u16) -> usize {
    if width >= 110 { 1 } else { 2 }
}

fn run(model: &Model, buffer: &mut Buffer, area: Rect, open: &OpenRun) {
    let (run, errors) = match &open.state {
        Load::Loading => return view::say(model, buffer, area, &Say::Loading),
        Load::Failed(error) => return view::say(model, buffer, area, &Say::Error(error)),
        Load::Ready(None) => return view::say(model, buffer, area, &Say::Hint("tui-gone-run", "tui-gone-run-hint")),
        Load::Ready(Some((run, errors))) => (run, errors),
    };
    let head = head(model, run, errors.len(), area.width);
    let each = lines_each(area.width);
    let total = head.len() + errors.len() * each;
    let top = open.top.min(total.saturating_sub(usize::from(area.height)));
    for (line, index) in (0..area.height).zip(top..total) {
        let place = Rect { x: area.x + MARGIN, y: area.y + line, width: area.width.saturating_sub(MARGIN + 1), height: 1 };
        if let Some(row) = head.get(index) {
            draw_row(buffer, place, row);
        } else if let Some(error) = errors.get((index - head.len()) / each) {
            draw_row(buffer, place, &error_row(model, error, (index - head.len()) % each, each));
        }
    }
}

fn head(model: &Model, run: &SyncRun, errors: usize, width: u16) -> Vec<Row> {
    let locale = model.locale;
    let room = width.saturating_sub(MARGIN + 1);
    let (glyph, status, style) = words::run_status(locale, run);
    let title = vec![
        (format!("{glyph} {status}"), style),
        (format!("   {}", run.company_name), theme::BOLD),
        (format!("   {}", locale.text(&Message::new("tui-history-run").with("run", run.id.to_string()))), theme::DIM),
    ];
    let mut rows = vec![Row::from(title)];
    let progress = model.progress.get(&run.company).filter(|progress| progress.run == run.id);
    let mut facts = vec![words::stamp(model, run.started), took(model, run)];
    facts.push(words::word(locale, "mode", run.mode.as_str()));
    facts.push(words::word(locale, "trigger", run.trigger.as_str()));
    facts.push(run.actor.0.clone());
    rows.push(vec![(facts.join(" · "), theme::DIM)].into());
    if let Some(progress) = progress {
        rows.push(progress_line(model, progress, room).into());
    }
    let counts = progress.map_or(&run.counts, |progress| &progress.counts);
    let mut message = Message::new("tui-run-counts");
    for (name, count) in [
        ("processed", counts.processed),
        ("created", counts.created),
        ("updated", counts.updated),
        ("unchanged", counts.unchanged),
        ("skipped", counts.skipped),
        ("vanished", counts.vanished),
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

fn error_row(model: &Model, error: &RunError, line: usize, each: usize) -> Row {
    let locale = model.locale;
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
