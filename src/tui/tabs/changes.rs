//! Tab 6, what it knows and how it changes: what changed on every invoice, by period or by run.

use std::collections::BTreeMap;

use jiff::{Span, Timestamp};

use super::detail_parts::what_changed;
use crate::domain::{CompanyId, Message, RunId};
use crate::service::{ChangesRequest, InvoiceChange};
use crate::tui::event::{Answer, Effect};
use crate::tui::keymap::Action;
use crate::tui::mask;
use crate::tui::model::{Load, Model, Tab};
use crate::tui::paint::{Piece, pieces_width};
use crate::tui::{text, theme};

/// Changes that are shown at the most.
pub(crate) const MOST: usize = 2000;

/// Since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Period {
    /// By the last run of each company.
    #[default]
    LastSync,
    /// Since midnight.
    Today,
    /// Since the midnight before.
    Yesterday,
    /// Since seven days ago.
    Week,
    /// Since thirty days ago.
    Month,
    /// By this run.
    Run(RunId),
}

impl Period {
    /// Those that one can step through.
    pub(crate) const ALL: [Self; 5] = [Self::LastSync, Self::Today, Self::Yesterday, Self::Week, Self::Month];
}

/// Tab 6.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) period: Period,
    pub(crate) list: Load<Vec<Line>>,
    pub(crate) cursor: usize,
    pub(crate) top: usize,
    /// Changes that were found, and whether there are more than were read.
    pub(crate) found: usize,
    pub(crate) more: bool,
    /// Columns that the longest partner and the longest change take.
    pub(crate) widths: (u16, u16),
    /// What the list answers, or will.
    asked: Option<Asked>,
    in_flight: bool,
    stale: bool,
}

/// A line of the list: a change, or all invoices that a run saw first, told as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) change: InvoiceChange,
    /// How many invoices the line stands for.
    pub(crate) count: u64,
}

/// Invoices that a run saw first are told one by one up to so many: more are a first sync, which hides every other change.
const FEW: u64 = 20;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    period: Period,
    request: ChangesRequest,
}

impl Changes {
    /// The changes, as far as they are here.
    pub(crate) fn rows(&self) -> &[Line] {
        self.list.ready().map_or(&[], Vec::as_slice)
    }

    /// They may be others by now.
    pub(crate) fn forget(&mut self) {
        self.stale = true;
    }

    /// Nothing of them is here any more.
    pub(crate) fn clear(&mut self) {
        self.list = Load::Loading;
        self.stale = true;
    }

    fn move_to(&mut self, index: usize) {
        self.cursor = index.min(self.rows().len().saturating_sub(1));
    }
}

/// Shows what a run changed.
pub(crate) fn of_run(model: &mut Model, run: RunId) {
    model.tab = Tab::Changes;
    model.back = Some(Tab::Log);
    let tab = &mut model.changes;
    (tab.period, tab.cursor, tab.top) = (Period::Run(run), 0, 0);
}

/// When a period begins; `None` where a run says it.
fn since(model: &Model, period: Period) -> Option<Timestamp> {
    let today = model.now.to_zoned(model.zone.clone()).start_of_day().ok()?;
    let back = |days: i64| today.checked_sub(Span::new().days(days)).ok().map(|day| day.timestamp());
    match period {
        Period::Today => back(0),
        Period::Yesterday => back(1),
        Period::Week => back(7),
        Period::Month => back(30),
        Period::Run(_) => None,
        // The oldest of the last runs: what another company changed since then is of its last run too, or older and not shown.
        Period::LastSync => model.companies.all().iter().filter_map(|view| Some(view.last_success.as_ref()?.started)).min(),
    }
}

fn wanted(model: &Model) -> Asked {
    let period = model.changes.period;
    let run = match period {
        Period::Run(run) => Some(run),
        _ => None,
    };
    let request = ChangesRequest { since: since(model, period), run, companies: Vec::new(), limit: MOST };
    Asked { period, request }
}

/// Reads the changes where somebody looks at them and they are not here or old; the cursor is in sight.
pub(crate) fn settle(model: &mut Model) -> Vec<Effect> {
    let visible = visible(model);
    let wanted = wanted(model);
    let looked_at = model.tab == Tab::Changes && model.companies.views.ready().is_some();
    let tab = &mut model.changes;
    tab.top = super::scroll(tab.top, tab.cursor, visible, tab.rows().len());
    let same = tab.asked.as_ref().is_some_and(|asked| asked.period == wanted.period);
    let there = same && !tab.stale && !matches!(tab.list, Load::Loading);
    if !looked_at || tab.in_flight || there {
        return Vec::new();
    }
    (tab.stale, tab.in_flight) = (false, true);
    if !same {
        tab.list = Load::Loading;
    }
    tab.asked = Some(wanted.clone());
    vec![Effect::LoadChanges(wanted.request)]
}

/// Changes came.
pub(crate) fn loaded(model: &mut Model, request: &ChangesRequest, answer: Answer<Vec<InvoiceChange>>) {
    let last_runs: Vec<RunId> =
        model.companies.all().iter().filter_map(|view| view.last_success.as_ref().map(|run| run.id)).collect();
    let masked = model.masked;
    let tab = &mut model.changes;
    tab.in_flight = false;
    model.dirty = true;
    if tab.asked.as_ref().is_none_or(|asked| asked.request != *request) {
        return;
    }
    let last_sync = tab.period == Period::LastSync;
    tab.more = answer.as_ref().is_ok_and(|list| list.len() >= MOST);
    let list = answer.map(|mut list| {
        if last_sync {
            list.retain(|change| last_runs.contains(&change.change.run));
        }
        if masked {
            list.iter_mut().for_each(mask::change);
        }
        list
    });
    tab.found = list.as_ref().map_or(0, Vec::len);
    let more = tab.more;
    let list = list.map(|list| together(model, list, more));
    let tab = &mut model.changes;
    tab.list = Load::from_answer(list);
    tab.move_to(tab.cursor);
    learn(model);
}

/// Takes notice of how wide the lines are.
pub(crate) fn learn(model: &mut Model) {
    let rows = model.changes.rows();
    let partner = rows.iter().map(|line| text::columns(&line.change.partner)).max().unwrap_or(0);
    let what = rows.iter().map(|line| pieces_width(&what(model, line))).max().unwrap_or(0);
    model.changes.widths = (partner, what);
}

/// What a line tells.
pub(crate) fn what(model: &Model, line: &Line) -> Vec<Piece> {
    if line.count == 1 {
        return what_changed(model, &line.change.change, &line.change.currency);
    }
    let message = Message::new("tui-history-first-many").with("count", line.count);
    vec![(model.locale.text(&message), theme::PLAIN)]
}

/// Tells many invoices that a run saw first in one line, where the newest of them stands.
fn together(model: &Model, list: Vec<InvoiceChange>, more: bool) -> Vec<Line> {
    let of = |change: &InvoiceChange| {
        let first = change.change.change.field == "first_seen";
        first.then_some((change.change.run, change.change.key.company))
    };
    let mut counts: BTreeMap<(RunId, CompanyId), u64> = BTreeMap::new();
    for key in list.iter().filter_map(of) {
        *counts.entry(key).or_default() += 1;
    }
    if more {
        // Not all of them were read: the run itself knows how many there are.
        let known = model.companies.all().iter().filter_map(|view| view.last_success.as_ref());
        for run in model.log.all().iter().chain(known) {
            if let Some(count) = counts.get_mut(&(run.id, run.company)) {
                *count = run.counts.created.max(*count);
            }
        }
    }
    counts.retain(|_, count| *count > FEW);
    let mut lines = Vec::with_capacity(list.len());
    for change in list {
        let Some(key) = of(&change).filter(|key| counts.contains_key(key)) else {
            lines.push(Line { change, count: 1 });
            continue;
        };
        // Told once, and then no more.
        if let Some(count) = counts.get_mut(&key).map(std::mem::take).filter(|count| *count > 0) {
            lines.push(Line { change, count });
        }
    }
    lines
}

/// Rows that are seen: the body without the periods and the heading.
pub(crate) fn visible(model: &Model) -> usize {
    usize::from(model.body_height()).saturating_sub(2).max(1)
}

/// A click on a row puts the cursor there; on the one under the cursor it opens it.
pub(crate) fn point(model: &mut Model, index: usize) -> Vec<Effect> {
    if model.changes.cursor == index {
        return act(model, Action::Open);
    }
    model.changes.move_to(index);
    Vec::new()
}

/// A key of this tab.
pub(crate) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = visible(model).saturating_sub(1).max(1);
    let tab = &mut model.changes;
    if let Some(to) = super::moved(tab.cursor, page, action) {
        tab.move_to(to);
        return Vec::new();
    }
    match action {
        Action::NextReport => step(tab, 1),
        Action::PreviousReport => step(tab, Period::ALL.len() - 1),
        Action::Open => {
            if let Some(line) = tab.rows().get(tab.cursor) {
                let key = line.change.change.key.clone();
                if line.count > 1 {
                    let query = format!("changed:run:{}", line.change.change.run);
                    return super::invoices::drill(model, &query, Some(key.company));
                }
                model.tab = Tab::Detail;
                model.back = Some(Tab::Changes);
                return super::detail::open(model, key);
            }
        }
        Action::Back if model.notice.take().is_none() => model.tab = model.back.take().unwrap_or(Tab::Companies),
        Action::Reload => tab.stale = true,
        _ => {}
    }
    Vec::new()
}

fn step(tab: &mut Changes, by: usize) {
    let at = Period::ALL.iter().position(|period| *period == tab.period).map_or(0, |at| (at + by) % Period::ALL.len());
    tab.period = Period::ALL.get(at).copied().unwrap_or_default();
    (tab.cursor, tab.top) = (0, 0);
}
