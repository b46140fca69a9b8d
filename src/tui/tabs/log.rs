//! Tab 4, what it knows and how it changes: every sync run, and the errors of one.

use crate::domain::{RunError, RunId, SyncRun};
use crate::sync::Progress;
use crate::tui::event::{Answer, Effect};
use crate::tui::keymap::Action;
use crate::tui::model::{Load, Model, Tab};

/// Runs read for the list: months of them.
pub(crate) const NEWEST: usize = 1000;

/// Tab 4.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) runs: Load<Vec<SyncRun>>,
    pub(crate) cursor: usize,
    pub(crate) top: usize,
    selected: Option<RunId>,
    /// The run that was opened.
    pub(crate) open: Option<OpenRun>,
    in_flight: bool,
    again: bool,
}

/// A run with its errors.
#[derive(Debug)]
pub(crate) struct OpenRun {
    pub(crate) id: RunId,
    /// `Ready(None)`: it is no longer here.
    pub(crate) state: Load<Option<(SyncRun, Vec<RunError>)>>,
    pub(crate) top: usize,
}

impl Log {
    /// The runs, as far as they are here.
    pub(crate) fn all(&self) -> &[SyncRun] {
        self.runs.ready().map_or(&[], Vec::as_slice)
    }

    /// Reads the runs; while that is under way, once more afterwards.
    pub(crate) fn load(&mut self) -> Vec<Effect> {
        if self.in_flight {
            self.again = true;
            return Vec::new();
        }
        self.in_flight = true;
        vec![Effect::LoadRuns]
    }

    /// A run went on: its line shows it.
    pub(crate) fn progress(&mut self, progress: &Progress) {
        if let Load::Ready(runs) = &mut self.runs
            && let Some(run) = runs.iter_mut().find(|run| run.id == progress.run)
        {
            run.counts = progress.counts;
        }
    }

    fn move_to(&mut self, index: usize) {
        self.cursor = index.min(self.all().len().saturating_sub(1));
        self.selected = self.all().get(self.cursor).map(|run| run.id);
    }
}

/// Runs came.
pub(crate) fn loaded(model: &mut Model, answer: Answer<Vec<SyncRun>>) -> Vec<Effect> {
    let tab = &mut model.log;
    tab.in_flight = false;
    let at_top = tab.cursor == 0;
    match answer {
        Ok(runs) => tab.runs = Load::Ready(runs),
        Err(error) if tab.runs.ready().is_some() => model.say_error(error),
        Err(error) => tab.runs = Load::Failed(error),
    }
    let tab = &mut model.log;
    // At the top one watches what is newest; elsewhere the cursor stays on its run.
    let index = tab.selected.and_then(|id| tab.all().iter().position(|run| run.id == id));
    tab.move_to(if at_top { 0 } else { index.unwrap_or(tab.cursor) });
    if std::mem::take(&mut model.log.again) { model.log.load() } else { Vec::new() }
}

/// A run came with its errors.
pub(crate) fn run_loaded(model: &mut Model, id: RunId, answer: Answer<Option<(SyncRun, Vec<RunError>)>>) {
    if let Some(open) = model.log.open.as_mut().filter(|open| open.id == id) {
        open.state = Load::from_answer(answer);
        model.dirty = true;
    }
}

/// Reads the run that is open again.
pub(crate) fn refresh_open(model: &Model) -> Vec<Effect> {
    model.log.open.as_ref().map(|open| Effect::LoadRun(open.id)).into_iter().collect()
}

/// Rows of the list that are seen.
pub(crate) fn visible(model: &Model) -> usize {
    usize::from(model.body_height()).saturating_sub(1).max(1)
}

/// The cursor is in sight.
pub(crate) fn settle(model: &mut Model) {
    let visible = visible(model);
    let tab = &mut model.log;
    tab.top = super::scroll(tab.top, tab.cursor, visible, tab.all().len());
}

/// A click on a row puts the cursor there; on the one under the cursor it opens it.
pub(crate) fn point(model: &mut Model, index: usize) -> Vec<Effect> {
    if model.log.cursor == index {
        return act(model, Action::Open);
    }
    model.log.move_to(index);
    Vec::new()
}

/// A key of this tab.
pub(crate) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    if model.log.open.is_some() {
        return act_open(model, action);
    }
    let page = visible(model).saturating_sub(1).max(1);
    let tab = &mut model.log;
    if let Some(to) = super::moved(tab.cursor, page, action) {
        tab.move_to(to);
        return Vec::new();
    }
    match action {
        Action::Open => return open(model),
        Action::Back if model.notice.take().is_none() => model.tab = Tab::Companies,
        Action::Reload => return tab.load(),
        _ => {}
    }
    Vec::new()
}

/// Opens the run of a row.
pub(crate) fn show(model: &mut Model, row: usize) -> Vec<Effect> {
    model.log.move_to(row);
    open(model)
}

fn open(model: &mut Model) -> Vec<Effect> {
    let Some(id) = model.log.all().get(model.log.cursor).map(|run| run.id) else { return Vec::new() };
    model.log.open = Some(OpenRun { id, state: Load::Loading, top: 0 });
    vec![Effect::LoadRun(id)]
}

fn act_open(model: &mut Model, action: Action) -> Vec<Effect> {
    let height = usize::from(model.body_height());
    let lines = super::log_view::run_lines(model, model.width);
    let last = lines.saturating_sub(height);
    let Some(open_run) = model.log.open.as_mut() else { return Vec::new() };
    match action {
        Action::Down => open_run.top = (open_run.top + 1).min(last),
        Action::Up => open_run.top = open_run.top.saturating_sub(1),
        Action::PageDown => open_run.top = (open_run.top + height.saturating_sub(2)).min(last),
        Action::PageUp => open_run.top = open_run.top.saturating_sub(height.saturating_sub(2)),
        Action::First => open_run.top = 0,
        Action::Last => open_run.top = last,
        Action::NextInvoice | Action::PreviousInvoice => {
            let tab = &mut model.log;
            let old = tab.cursor;
            tab.move_to(if action == Action::NextInvoice { old + 1 } else { old.saturating_sub(1) });
            if tab.cursor != old {
                return open(model);
            }
        }
        Action::Open => {
            let id = open_run.id;
            super::changes::of_run(model, id);
        }
        Action::Back => model.log.open = None,
        Action::Reload => return refresh_open(model),
        _ => {}
    }
    Vec::new()
}
