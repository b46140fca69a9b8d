//! The page of sync runs: every run, and the errors of one.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::domain::{CompanyId, Message, RunError, RunId, RunStatus, SyncRun};
use crate::tui::ask::{Answer, Question};
use crate::tui::document::{Row, draw_row};
use crate::tui::event::Effect;
use crate::tui::key::Key;
use crate::tui::keymap::tables::{self, CANCEL, ENTER, ESC, FAILED, RELOAD, SYNC, SYNC_ALL, bind};
use crate::tui::keymap::{Action, Context};
use crate::tui::list::{moved, scroll};
use crate::tui::load::Load;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::paint::{Align, Piece, Spec, cell, fit_columns, line_of, put};
use crate::tui::placeholder::{Say, say};
use crate::tui::progress::progress_line;
use crate::tui::shared::Shared;
use crate::tui::{text, theme, words};
use crossterm::event::KeyCode;

/// The keys of the list.
pub(crate) static RUNS: Context = tables::page(
    "runs",
    &[
        bind(&[ENTER], Action::Open, "tui-help-open-run", "tui-key-open-run"),
        CANCEL,
        SYNC,
        FAILED,
        SYNC_ALL,
        bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
        RELOAD,
    ],
);

/// The keys of a run that is open.
pub(crate) static RUN: Context = tables::page(
    "run",
    &[
        bind(&[ESC, Key::of(KeyCode::Left), Key::char('h')], Action::Back, "tui-help-back-list", "tui-key-back"),
        bind(&[ENTER], Action::Open, "tui-help-run-changes", "tui-key-run-changes"),
        bind(&[Key::char('J'), Key::char('n')], Action::NextInvoice, "tui-help-next-run", "tui-key-next"),
        bind(&[Key::char('K'), Key::char('N')], Action::PreviousInvoice, "tui-help-previous-run", "tui-key-previous"),
        CANCEL,
        SYNC,
        RELOAD,
    ],
);

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

/// The page of runs.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    pub(crate) cursor: usize,
    pub(crate) top: usize,
    selected: Option<RunId>,
    /// The run that was opened.
    pub(crate) open: Option<OpenRun>,
}

/// A run with its errors.
#[derive(Debug)]
pub(crate) struct OpenRun {
    pub(crate) id: RunId,
    /// `Ready(None)`: it is no longer here.
    pub(crate) state: Load<Option<(SyncRun, Vec<RunError>)>>,
    pub(crate) top: usize,
}

/// Rows of the list that fit.
fn visible(cx: &Shared) -> usize {
    usize::from(cx.body_height()).saturating_sub(1).max(1)
}

impl Runs {
    /// Opens the newest run of a company.
    pub(crate) fn show(&mut self, company: CompanyId, cx: &Shared) -> Vec<Effect> {
        let Some(row) = cx.runs.all().iter().position(|run| run.company == company) else { return Vec::new() };
        self.move_to(row, cx);
        self.open(cx)
    }

    fn current<'a>(&self, cx: &'a Shared) -> Option<&'a SyncRun> {
        cx.runs.all().get(self.cursor)
    }

    fn move_to(&mut self, index: usize, cx: &Shared) {
        self.cursor = index.min(cx.runs.all().len().saturating_sub(1));
        self.selected = self.current(cx).map(|run| run.id);
    }

    fn open(&mut self, cx: &Shared) -> Vec<Effect> {
        let Some(id) = self.current(cx).map(|run| run.id) else { return Vec::new() };
        self.open = Some(OpenRun { id, state: Load::Loading, top: 0 });
        self.read_open()
    }

    /// Reads the run that is open again.
    fn read_open(&self) -> Vec<Effect> {
        self.open.as_ref().map(|open| Effect::Ask(PageId::Runs, Question::Run(open.id))).into_iter().collect()
    }

    fn act_open(&mut self, action: Action, cx: &Shared) -> Outcome {
        let height = usize::from(cx.body_height());
        let last = self.run_lines(cx, cx.width).saturating_sub(height);
        let Some(open) = self.open.as_mut() else { return Outcome::NotMine };
        match action {
            Action::Down => open.top = (open.top + 1).min(last),
            Action::Up => open.top = open.top.saturating_sub(1),
            Action::PageDown => open.top = (open.top + height.saturating_sub(2)).min(last),
            Action::PageUp => open.top = open.top.saturating_sub(height.saturating_sub(2)),
            Action::First => open.top = 0,
            Action::Last => open.top = last,
            Action::NextInvoice | Action::PreviousInvoice => {
                let old = self.cursor;
                self.move_to(if action == Action::NextInvoice { old + 1 } else { old.saturating_sub(1) }, cx);
                if self.cursor != old {
                    return Outcome::Done(self.open(cx));
                }
            }
            Action::Open => return Outcome::Go(Place::ChangesOf(open.id)),
            Action::Back => self.open = None,
            Action::Reload => return Outcome::Done(self.read_open()),
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    /// Lines of the run that is open.
    fn run_lines(&self, cx: &Shared, width: u16) -> usize {
        let Some(open) = &self.open else { return 0 };
        let Some(Some((run, errors))) = open.state.ready() else { return 0 };
        head(cx, run, errors.len(), width).len() + errors.len() * lines_each(width)
    }
}

impl Page for Runs {
    const CONTEXTS: &'static [&'static Context] = &[&RUNS, &RUN];

    fn context(&self) -> &'static Context {
        if self.open.is_some() { &RUN } else { &RUNS }
    }

    fn begin(&mut self, cx: &mut Shared) -> Vec<Effect> {
        cx.runs.load()
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        match answer {
            Answer::Runs(reply) => {
                cx.dirty = true;
                let at_top = self.cursor == 0;
                if let Some(error) = cx.runs.came(reply) {
                    cx.say_error(error);
                }
                // At the top the newest run stays under the cursor; elsewhere the cursor follows its run.
                let index = self.selected.and_then(|id| cx.runs.all().iter().position(|run| run.id == id));
                self.move_to(if at_top { 0 } else { index.unwrap_or(self.cursor) }, cx);
                cx.runs.load_again()
            }
            Answer::Run(id, reply) => {
                if let Some(open) = self.open.as_mut().filter(|open| open.id == id) {
                    open.state = Load::from_reply(reply);
                    cx.dirty = true;
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn stale(&mut self, change: &Change<'_>, cx: &mut Shared) -> Vec<Effect> {
        match change {
            Change::All => self.read_open(),
            Change::Progress(progress) => {
                if let Load::Ready(runs) = &mut cx.runs.list
                    && let Some(run) = runs.iter_mut().find(|run| run.id == progress.run)
                {
                    run.counts = progress.counts;
                }
                // The errors of the run that is open come as they happen.
                let open = self.open.as_ref().is_some_and(|open| open.id == progress.run);
                let before = cx.progress.get(&progress.company).map_or(0, |known| known.counts.skipped);
                if open && progress.counts.skipped != before { self.read_open() } else { Vec::new() }
            }
            Change::Ended(run) if self.open.as_ref().is_some_and(|open| open.id == run.id) => self.read_open(),
            _ => Vec::new(),
        }
    }

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        self.top = scroll(self.top, self.cursor, visible(cx), cx.runs.all().len());
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        if self.open.is_some() {
            return self.act_open(action, cx);
        }
        if let Some(to) = moved(self.cursor, visible(cx).saturating_sub(1).max(1), action) {
            self.move_to(to, cx);
            return Outcome::NOTHING;
        }
        match action {
            Action::Open => Outcome::Done(self.open(cx)),
            Action::Back if cx.notice.take().is_none() => Outcome::Go(Place::Page(PageId::Companies)),
            Action::Back => Outcome::NOTHING,
            Action::Reload => Outcome::Done(cx.runs.load()),
            _ => Outcome::NotMine,
        }
    }

    fn point(&mut self, _x: u16, line: usize, cx: &mut Shared) -> Outcome {
        let index = line.checked_sub(1).map(|line| line + self.top).filter(|_| self.open.is_none());
        let Some(index) = index.filter(|index| *index < cx.runs.all().len() && line <= visible(cx)) else {
            return Outcome::NOTHING;
        };
        if self.cursor == index {
            return self.act(Action::Open, cx);
        }
        self.move_to(index, cx);
        Outcome::NOTHING
    }

    fn subject(&self, cx: &Shared) -> String {
        match cx.runs.list.ready() {
            Some(runs) => cx.locale.text(&Message::new("tui-runs").with("count", runs.len())),
            None => String::new(),
        }
    }

    fn company(&self, cx: &Shared) -> Option<CompanyId> {
        self.current(cx).map(|run| run.company)
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        self.open.is_none().then(|| (self.top, visible(cx), cx.runs.all().len()))
    }

    fn is_useful(&self, action: Action, cx: &Shared) -> bool {
        match action {
            Action::Open => !cx.runs.all().is_empty(),
            Action::NextInvoice => self.cursor + 1 < cx.runs.all().len(),
            Action::PreviousInvoice => self.cursor > 0,
            _ => true,
        }
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        match &self.open {
            Some(open) => run(cx, buffer, area, open),
            None => self.list(cx, buffer, area),
        }
        None
    }
}

impl Runs {
    fn list(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) {
        let runs = match &cx.runs.list {
            Load::Loading => return say(cx, buffer, area, &Say::Loading),
            Load::Failed(error) => return say(cx, buffer, area, &Say::Error(error)),
            Load::Ready(runs) if runs.is_empty() => {
                return say(cx, buffer, area, &Say::Hint("tui-empty-log", "tui-empty-log-hint"));
            }
            Load::Ready(runs) => runs,
        };
        let places = places(cx, area.width);
        for ((id, align), place) in HEADS.iter().zip(&places) {
            if let Some((x, width)) = place {
                cell(buffer, area.x + MARGIN + x, area.y, *width, &cx.locale.get(id), theme::DIM, *align);
            }
        }
        for (line, (index, run)) in (1..area.height).zip(runs.iter().enumerate().skip(self.top).take(visible(cx))) {
            let place = line_of(area, line);
            for (((words, style), (_, align)), at) in cells(cx, run).iter().zip(&HEADS).zip(&places) {
                if let Some((x, width)) = at {
                    cell(buffer, place.x + MARGIN + x, place.y, *width, words, *style, *align);
                }
            }
            if index == self.cursor {
                buffer.set_style(place, theme::SELECTED);
                put(buffer, place.x, place.y, 1, "›", theme::BOLD);
            }
        }
    }
}

fn places(cx: &Shared, width: u16) -> Vec<Option<(u16, u16)>> {
    let locale = cx.locale;
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
    let names = cx.runs.all().iter().map(|run| text::columns(&run.company_name)).max().unwrap_or(0);
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

fn cells(cx: &Shared, run: &SyncRun) -> [Piece; 11] {
    let locale = cx.locale;
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
        (words::stamp(cx, run.started), theme::PLAIN),
        (run.company_name.clone(), theme::PLAIN),
        (words::word(locale, "mode", run.mode.as_str()), theme::DIM),
        number(counts.created),
        number(counts.updated),
        number(counts.unchanged),
        skipped,
        (took(cx, run), theme::PLAIN),
        (words::word(locale, "trigger", run.trigger.as_str()), theme::DIM),
        (run.actor.0.clone(), theme::DIM),
    ]
}

/// The duration of a run, so far if it is running.
fn took(cx: &Shared, run: &SyncRun) -> String {
    let running = cx.progress.get(&run.company).filter(|progress| progress.run == run.id);
    let time = running.map(|progress| progress.elapsed).or_else(|| {
        let ended = run.ended?;
        Duration::try_from(ended.duration_since(run.started)).ok()
    });
    time.map_or_else(|| words::NOTHING.to_owned(), |time| words::duration(cx.locale, time))
}

/// An error takes one line where there is room for its number beside it, else two.
const fn lines_each(width: u16) -> usize {
    if width >= 110 { 1 } else { 2 }
}

fn run(cx: &Shared, buffer: &mut Buffer, area: Rect, open: &OpenRun) {
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

fn head(cx: &Shared, run: &SyncRun, errors: usize, width: u16) -> Vec<Row> {
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
