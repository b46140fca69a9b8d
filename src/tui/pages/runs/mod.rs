//! The page of sync runs: every run, and the errors of one.

pub(crate) mod columns;
mod picture;
mod view;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::columns::RunField;
use self::view::{head, run, table};
use crate::domain::{CompanyId, Message, RunError, RunId, SyncRun};
use crate::tui::ask::{Answer, Question};
use crate::tui::event::Effect;
use crate::tui::key::Key;
use crate::tui::keymap::tables::{
    self, CANCEL, COLUMNS, COPY, ENTER, ESC, EXPORT, FAILED, FILTER, GROUP, MARK, MARK_ALL, MARK_RANGE, PICTURE, RELOAD, REVERSE,
    SORT, SYNC, SYNC_ALL, UNMARK, VIEWS, bind,
};
use crate::tui::keymap::{Action, Context, FILTERING};
use crate::tui::list::{Hit, Sheet, is_seen, leaves_picture, moved, sheet_page};
use crate::tui::load::Load;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::picture::Picture;
use crate::tui::shared::Shared;

/// The keys of the list.
pub(crate) static RUNS: Context = tables::page(
    "runs",
    &[
        bind(&[ENTER], Action::Open, "tui-help-open-run", "tui-key-open-run"),
        FILTER,
        PICTURE,
        CANCEL,
        MARK,
        SORT,
        GROUP,
        VIEWS,
        EXPORT,
        COPY,
        SYNC,
        FAILED,
        REVERSE,
        COLUMNS,
        MARK_RANGE,
        MARK_ALL,
        UNMARK,
        SYNC_ALL,
        bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
        RELOAD,
    ],
);

/// The keys of a run that is open.
pub(crate) static RUN: Context = tables::page(
    "run",
    &[
        bind(&[ESC], Action::Back, "tui-help-back-list", "tui-key-back"),
        bind(&[ENTER], Action::Open, "tui-help-run-changes", "tui-key-run-changes"),
        bind(&[Key::char('J')], Action::NextInvoice, "tui-help-next-run", "tui-key-next"),
        bind(&[Key::char('K')], Action::PreviousInvoice, "tui-help-previous-run", "tui-key-previous"),
        CANCEL,
        SYNC,
        RELOAD,
    ],
);

/// Columns before the first cell.
const MARGIN: u16 = 2;

/// The page of runs.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    pub(crate) sheet: Sheet<RunField>,
    /// The run that was opened.
    pub(crate) open: Option<OpenRun>,
    /// The picture of the company under the cursor, and what it was made of: the company, its newest ended run.
    drawn: Option<(CompanyId, RunId, Picture)>,
    /// The picture stands in place of the list.
    pictured: bool,
}

/// A run with its errors.
#[derive(Debug)]
pub(crate) struct OpenRun {
    pub(crate) id: RunId,
    /// `Ready(None)`: it is no longer here.
    pub(crate) state: Load<Option<(SyncRun, Vec<RunError>)>>,
    pub(crate) top: usize,
}

/// An error takes one line where there is room for its number beside it, else two.
const fn lines_each(width: u16) -> usize {
    if width >= 110 { 1 } else { 2 }
}

impl Runs {
    /// Rows of the list that fit.
    fn visible(&self, cx: &Shared) -> usize {
        usize::from(cx.body_height()).saturating_sub(self.sheet.head()).max(1)
    }

    /// Opens the newest run of a company.
    pub(crate) fn show(&mut self, company: CompanyId, cx: &Shared) -> Vec<Effect> {
        let Some(run) = cx.runs.all().iter().find(|run| run.company == company).map(|run| run.id) else { return Vec::new() };
        self.sheet.ask("");
        self.sheet.select(run);
        self.open_run(run)
    }

    fn current<'a>(&self, cx: &'a Shared) -> Option<&'a SyncRun> {
        self.sheet.current(cx.runs.all())
    }

    fn open(&mut self, cx: &Shared) -> Vec<Effect> {
        let Some(id) = self.current(cx).map(|run| run.id) else { return Vec::new() };
        self.open_run(id)
    }

    fn open_run(&mut self, id: RunId) -> Vec<Effect> {
        self.open = Some(OpenRun { id, state: Load::Loading, top: 0 });
        self.read_open()
    }

    /// Makes the picture of the company under the cursor, if it is not that already.
    fn paint(&mut self, cx: &Shared) {
        let Some(company) = self.current(cx).map(|run| run.company) else { return };
        let newest = cx.runs.all().iter().find(|run| run.company == company && run.ended.is_some());
        let newest = newest.map_or(RunId(0), |run| run.id);
        if self.drawn.as_ref().is_none_or(|(of, run, _)| (*of, *run) != (company, newest)) {
            self.drawn = Some((company, newest, picture::of(cx, company)));
        }
    }

    /// Reads the run that is open again.
    fn read_open(&self) -> Vec<Effect> {
        self.open.as_ref().map(|open| Effect::Ask(PageId::Runs, Question::Run(open.id))).into_iter().collect()
    }

    fn act_open(&mut self, action: Action, cx: &Shared) -> Outcome {
        let height = usize::from(cx.body_height());
        let last = self.run_lines(cx, cx.width).saturating_sub(height);
        let Some(open) = self.open.as_mut() else { return Outcome::NotMine };
        if let Some(top) = moved(open.top, height.saturating_sub(2), action) {
            open.top = top.min(last);
            return Outcome::NOTHING;
        }
        match action {
            Action::NextInvoice | Action::PreviousInvoice => {
                let old = self.sheet.cursor;
                self.sheet.move_to(if action == Action::NextInvoice { old + 1 } else { old.saturating_sub(1) });
                if self.sheet.cursor != old {
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
        match &self.open {
            Some(_) => &RUN,
            None if self.sheet.filter.editing => &FILTERING,
            None => &RUNS,
        }
    }

    sheet_page!(sheet, |self, cx| cx.runs.all());

    fn begin(&mut self, cx: &mut Shared) -> Vec<Effect> {
        cx.runs.load()
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        match answer {
            Answer::Runs(reply) => {
                cx.dirty = true;
                self.sheet.changed();
                if let Some(error) = cx.runs.came(reply) {
                    cx.say_error(error);
                }
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
                self.sheet.changed();
                if let Load::Ready(runs) = &mut cx.runs.list
                    && let Some(run) = runs.iter_mut().find(|run| run.id == progress.run)
                {
                    run.counts = progress.counts;
                }
                // The errors of the run that is open come as they happen.
                let open = self.open.as_ref().is_some_and(|open| open.id == progress.run);
                let before = cx.progress.get(&progress.company).map_or(0, |known| known.counts.documents.skipped);
                if open && progress.counts.documents.skipped != before { self.read_open() } else { Vec::new() }
            }
            Change::Look | Change::Mask => {
                self.sheet.changed();
                Vec::new()
            }
            Change::Ended(run) if self.open.as_ref().is_some_and(|open| open.id == run.id) => self.read_open(),
            _ => Vec::new(),
        }
    }

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        let visible = self.visible(cx);
        self.sheet.settle(cx.runs.all(), visible, self.columns(cx), cx);
        self.paint(cx);
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        if self.open.is_some() {
            return self.act_open(action, cx);
        }
        if leaves_picture(&mut self.pictured, action, cx.notice.is_some()) {
            return Outcome::NOTHING;
        }
        let visible = self.visible(cx);
        if let Some(outcome) = self.sheet.act(action, visible, cx) {
            return outcome;
        }
        match action {
            Action::Open => Outcome::Done(self.open(cx)),
            Action::Picture => {
                self.pictured = !self.pictured;
                Outcome::NOTHING
            }
            Action::Back => Outcome::Go(Place::Page(PageId::Companies)),
            Action::Reload => Outcome::Done(cx.runs.load()),
            _ => Outcome::NotMine,
        }
    }

    fn point(&mut self, x: u16, line: usize, cx: &mut Shared) -> Outcome {
        if self.open.is_some() || table(cx, self.pictured).is_none_or(|width| x >= width) {
            return Outcome::NOTHING;
        }
        let visible = self.visible(cx);
        match self.sheet.point(x, line, visible, cx) {
            Hit::Filter => self.act(Action::Filter, cx),
            Hit::Row => Outcome::Hit,
            Hit::Nothing => Outcome::NOTHING,
        }
    }

    fn columns(&self, cx: &Shared) -> u16 {
        table(cx, self.pictured).unwrap_or(cx.width)
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
        (self.open.is_none() && !self.pictured).then(|| (self.sheet.top, self.visible(cx), self.sheet.total()))
    }

    fn is_useful(&self, action: Action, _cx: &Shared) -> bool {
        match action {
            action if self.open.is_none() && !is_seen(self.pictured, action) => false,
            Action::Open => self.sheet.total() > 0,
            Action::NextInvoice => self.sheet.cursor + 1 < self.sheet.total(),
            Action::PreviousInvoice => self.sheet.cursor > 0,
            action => self.sheet.is_useful(action).unwrap_or(true),
        }
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        if let Some(open) = &self.open {
            run(cx, buffer, area, open);
            return None;
        }
        self.list(cx, buffer, area)
    }
}
