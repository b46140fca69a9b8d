//! The page of changes: changes on every invoice, by period or by run.

use std::collections::BTreeMap;

use crossterm::event::KeyCode;
use jiff::{Span, Timestamp};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::domain::{CompanyId, Message, RunId};
use crate::service::InvoiceChange;
use crate::service::cases;
use crate::tui::ask::{Answer, Question, Reply};
use crate::tui::case::Case;
use crate::tui::event::Effect;
use crate::tui::key::Key;
use crate::tui::keymap::tables::{self, CANCEL, ENTER, ESC, RELOAD, SYNC_ALL, bind};
use crate::tui::keymap::{Action, Context};
use crate::tui::list::{moved, scroll};
use crate::tui::load::Load;
use crate::tui::mask;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::paint::{Align, Piece, Spec, cell, fit_columns, line_of, pieces, pieces_width, put};
use crate::tui::placeholder::{Say, say};
use crate::tui::shared::Shared;
use crate::tui::words::what_changed;
use crate::tui::{text, theme, words};

/// The keys of the page.
pub(crate) static CHANGES: Context = tables::page(
    "changes",
    &[
        bind(&[ENTER], Action::Open, "tui-help-open-invoice", "tui-key-open"),
        bind(&[Key::of(KeyCode::Right), Key::char('l')], Action::NextReport, "tui-help-next-period", "tui-key-next-period"),
        bind(&[Key::of(KeyCode::Left), Key::char('h')], Action::PreviousReport, "tui-help-previous-period", ""),
        CANCEL,
        SYNC_ALL,
        bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
        RELOAD,
    ],
);

/// Columns before the first cell.
const MARGIN: u16 = 2;

const HEADS: [&str; 6] =
    ["tui-col-at", "tui-col-company", "tui-col-number", "tui-col-partner", "tui-col-what-changed", "tui-col-by-run"];

/// Changes that are shown at the most.
const MOST: usize = 2000;

/// The period of the changes.
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
    /// The periods that keys step through.
    const ALL: [Self; 5] = [Self::LastSync, Self::Today, Self::Yesterday, Self::Week, Self::Month];
}

/// The page of changes.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) period: Period,
    pub(crate) list: Load<Vec<Line>>,
    pub(crate) cursor: usize,
    pub(crate) top: usize,
    /// Changes that were found.
    pub(crate) found: usize,
    /// There are more than were read.
    pub(crate) more: bool,
    /// Columns that the longest partner and the longest change take.
    widths: (u16, u16),
    /// The period that the list answers, or will.
    asked: Option<Period>,
    in_flight: bool,
    stale: bool,
}

/// A line of the list: a change, or all invoices that a run saw first, told as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) change: InvoiceChange,
    /// The number of invoices that the line stands for.
    pub(crate) count: u64,
}

/// Invoices that a run saw first are told one by one up to so many: more are a first sync, which hides every other change.
const FEW: u64 = 20;

/// Rows that fit: the body without the periods and the heading.
fn visible(cx: &Shared) -> usize {
    usize::from(cx.body_height()).saturating_sub(2).max(1)
}

impl Changes {
    /// The changes, as far as they are here.
    pub(crate) fn rows(&self) -> &[Line] {
        self.list.ready().map_or(&[], Vec::as_slice)
    }

    /// Shows the changes of a run.
    pub(crate) const fn of_run(&mut self, run: RunId) {
        (self.period, self.cursor, self.top) = (Period::Run(run), 0, 0);
    }

    fn move_to(&mut self, index: usize) {
        self.cursor = index.min(self.rows().len().saturating_sub(1));
    }

    fn step(&mut self, by: usize) {
        let at = Period::ALL.iter().position(|period| *period == self.period).map_or(0, |at| (at + by) % Period::ALL.len());
        self.period = Period::ALL.get(at).copied().unwrap_or_default();
        (self.cursor, self.top) = (0, 0);
    }

    fn request(&self, cx: &Shared) -> cases::Changes {
        let run = match self.period {
            Period::Run(run) => Some(run),
            _ => None,
        };
        cases::Changes { since: since(cx, self.period), run, companies: Vec::new(), limit: MOST }
    }

    /// Takes the changes that came.
    fn came(&mut self, reply: Reply<Vec<InvoiceChange>>, cx: &Shared) {
        self.in_flight = false;
        let last_runs: Vec<RunId> =
            cx.companies.all().iter().filter_map(|view| view.last_success.as_ref().map(|run| run.id)).collect();
        self.more = reply.as_ref().is_ok_and(|list| list.len() >= MOST);
        let reply = reply.map(|mut list| {
            if self.asked == Some(Period::LastSync) {
                list.retain(|change| last_runs.contains(&change.change.run));
            }
            if cx.masked {
                list.iter_mut().for_each(mask::change);
            }
            list
        });
        self.found = reply.as_ref().map_or(0, Vec::len);
        self.list = Load::from_reply(reply.map(|list| together(cx, list, self.more)));
        self.move_to(self.cursor);
        self.measure(cx);
    }

    /// Measures how wide the lines are.
    fn measure(&mut self, cx: &Shared) {
        let rows = self.rows();
        let partner = rows.iter().map(|line| text::columns(&line.change.partner)).max().unwrap_or(0);
        let what = rows.iter().map(|line| pieces_width(&what(cx, line))).max().unwrap_or(0);
        self.widths = (partner, what);
    }

    fn open(&self) -> Option<Place> {
        let line = self.rows().get(self.cursor)?;
        let key = line.change.change.key.clone();
        if line.count > 1 {
            return Some(Place::Found(format!("changed:run:{}", line.change.change.run), Some(key.company)));
        }
        Some(Place::Invoice(key))
    }
}

/// When a period begins; `None` where a run says it.
fn since(cx: &Shared, period: Period) -> Option<Timestamp> {
    let today = cx.now.to_zoned(cx.zone.clone()).start_of_day().ok()?;
    let back = |days: i64| today.checked_sub(Span::new().days(days)).ok().map(|day| day.timestamp());
    match period {
        Period::Today => back(0),
        Period::Yesterday => back(1),
        Period::Week => back(7),
        Period::Month => back(30),
        Period::Run(_) => None,
        // The oldest of the last runs: what another company changed since then is of its last run too, or older and not shown.
        Period::LastSync => cx.companies.all().iter().filter_map(|view| Some(view.last_success.as_ref()?.started)).min(),
    }
}

/// The text of a line.
pub(crate) fn what(cx: &Shared, line: &Line) -> Vec<Piece> {
    if line.count == 1 {
        return what_changed(cx, &line.change.change, &line.change.currency);
    }
    let message = Message::new("tui-history-first-many").with("count", line.count);
    vec![(cx.locale.text(&message), theme::PLAIN)]
}

/// Tells many invoices that a run saw first in one line, where the newest of them stands.
fn together(cx: &Shared, list: Vec<InvoiceChange>, more: bool) -> Vec<Line> {
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
        let known = cx.companies.all().iter().filter_map(|view| view.last_success.as_ref());
        for run in cx.runs.all().iter().chain(known) {
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
        // One line for all of them.
        if let Some(count) = counts.get_mut(&key).map(std::mem::take).filter(|count| *count > 0) {
            lines.push(Line { change, count });
        }
    }
    lines
}

impl Page for Changes {
    const CONTEXTS: &'static [&'static Context] = &[&CHANGES];

    fn context(&self) -> &'static Context {
        &CHANGES
    }

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        self.top = scroll(self.top, self.cursor, visible(cx), self.rows().len());
        let looked_at = cx.page == PageId::Changes && cx.companies.list.ready().is_some();
        let same = self.asked == Some(self.period);
        let there = same && !self.stale && !matches!(self.list, Load::Loading);
        if !looked_at || self.in_flight || there {
            return Vec::new();
        }
        (self.stale, self.in_flight) = (false, true);
        if !same {
            self.list = Load::Loading;
        }
        self.asked = Some(self.period);
        vec![Effect::Ask(PageId::Changes, Question::Case(Case::new(self.request(cx))))]
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        if let Some(reply) = answer.of::<cases::Changes>() {
            cx.dirty = true;
            self.came(reply, cx);
        }
        Vec::new()
    }

    fn stale(&mut self, change: &Change<'_>, cx: &mut Shared) -> Vec<Effect> {
        match change {
            Change::All | Change::Committed(_) | Change::Ended(_) => self.stale = true,
            Change::Mask => (self.list, self.stale) = (Load::Loading, true),
            Change::Look => self.measure(cx),
            Change::Progress(_) => {}
        }
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        if let Some(to) = moved(self.cursor, visible(cx).saturating_sub(1).max(1), action) {
            self.move_to(to);
            return Outcome::NOTHING;
        }
        match action {
            Action::NextReport => self.step(1),
            Action::PreviousReport => self.step(Period::ALL.len() - 1),
            Action::Open => return self.open().map_or(Outcome::NOTHING, Outcome::Go),
            Action::Back if cx.notice.take().is_none() => return Outcome::Go(Place::Back(PageId::Companies)),
            Action::Back => {}
            Action::Reload => self.stale = true,
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    fn point(&mut self, _x: u16, line: usize, cx: &mut Shared) -> Outcome {
        let index = line.checked_sub(2).map(|line| line + self.top);
        let Some(index) = index.filter(|index| *index < self.rows().len()) else { return Outcome::NOTHING };
        if self.cursor == index {
            return self.act(Action::Open, cx);
        }
        self.move_to(index);
        Outcome::NOTHING
    }

    fn subject(&self, cx: &Shared) -> String {
        cx.locale.get("tui-all-companies")
    }

    fn company(&self, _cx: &Shared) -> Option<CompanyId> {
        self.rows().get(self.cursor).map(|line| line.change.change.key.company)
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        Some((self.top, visible(cx), self.rows().len()))
    }

    fn is_useful(&self, action: Action, _cx: &Shared) -> bool {
        action != Action::Open || !self.rows().is_empty()
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        self.names(cx, buffer, line_of(area, 0));
        let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let rows = match &self.list {
            Load::Loading => {
                say(cx, buffer, below, &Say::Loading);
                return None;
            }
            Load::Failed(error) => {
                say(cx, buffer, below, &Say::Error(error));
                return None;
            }
            Load::Ready(rows) if rows.is_empty() => {
                say(cx, buffer, below, &Say::Hint("tui-empty-changes", "tui-empty-changes-hint"));
                return None;
            }
            Load::Ready(rows) => rows,
        };
        let places = self.places(cx, rows, below.width);
        for (id, place) in HEADS.iter().zip(&places) {
            if let Some((x, width)) = place {
                cell(buffer, below.x + MARGIN + x, below.y, *width, &cx.locale.get(id), theme::DIM, Align::Left);
            }
        }
        for (line, (index, row)) in (1..below.height).zip(rows.iter().enumerate().skip(self.top).take(visible(cx))) {
            let place = line_of(below, line);
            draw_row(cx, buffer, place, row, &places);
            if index == self.cursor {
                buffer.set_style(place, theme::SELECTED);
                put(buffer, place.x, place.y, 1, "›", theme::BOLD);
            }
        }
        None
    }
}

fn name(cx: &Shared, period: Period) -> String {
    let id = match period {
        Period::LastSync => "tui-period-last-sync",
        Period::Today => "tui-period-today",
        Period::Yesterday => "tui-period-yesterday",
        Period::Week => "tui-period-week",
        Period::Month => "tui-period-month",
        Period::Run(run) => {
            return cx.locale.text(&Message::new("tui-history-run").with("run", run.to_string()));
        }
    };
    cx.locale.get(id)
}

impl Changes {
    /// The periods by name and how much was found; where there is no room, the one that is shown.
    fn names(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) {
        let id = if self.more { "tui-changes-more" } else { "tui-changes-found" };
        let right = vec![(cx.locale.text(&Message::new(id).with("count", self.found)), theme::DIM)];
        let each = |period: Period| {
            let here = period == self.period;
            let (before, after) = if here { ("‹", "›") } else { (" ", " ") };
            let style = if here { theme::ACCENT_BOLD } else { theme::DIM };
            (format!("{before}{}{after} ", name(cx, period)), style)
        };
        let run = matches!(self.period, Period::Run(_)).then_some(self.period);
        let whole: Vec<Piece> = run.into_iter().chain(Period::ALL).map(each).collect();
        let room = area.width.saturating_sub(MARGIN + 1);
        let left = if pieces_width(&whole) + pieces_width(&right) + 2 <= room { whole } else { vec![each(self.period)] };
        pieces(buffer, area.x + MARGIN - 1, area.y, room, &left);
        let width = pieces_width(&right);
        if pieces_width(&left) + width + 2 <= room {
            pieces(buffer, area.right().saturating_sub(width + 1), area.y, width, &right);
        }
    }

    fn places(&self, cx: &Shared, rows: &[Line], width: u16) -> Vec<Option<(u16, u16)>> {
        let several = cx.companies.all().len() > 1;
        let number = rows.iter().map(|row| text::columns(&text::clean(&row.change.number))).max().unwrap_or(8).clamp(8, 18);
        let (partner, what) = self.widths;
        let fixed = |width: u16, worth: u8| Spec { min: width, ideal: width, worth };
        let specs = [
            fixed(16, 6),
            if several { Spec { min: 12, ideal: cx.company_width(), worth: 3 } } else { fixed(0, 0) },
            fixed(number, 9),
            Spec { min: 14, ideal: partner.clamp(14, 60), worth: 4 },
            Spec { min: 16, ideal: what.clamp(16, 90), worth: 10 },
            fixed(6, 2),
        ];
        fit_columns(&specs, width.saturating_sub(MARGIN + 1), 2)
    }
}

fn draw_row(cx: &Shared, buffer: &mut Buffer, area: Rect, line: &Line, places: &[Option<(u16, u16)>]) {
    let (row, change) = (&line.change, &line.change.change);
    let one = line.count == 1;
    let company = cx.company_name(change.key.company).unwrap_or_default();
    let number = if row.number.is_empty() { format!("#{}", change.key.id.as_str()) } else { row.number.clone() };
    let cells = [
        (words::stamp(cx, change.at), theme::DIM),
        (company.to_owned(), theme::DIM),
        (if one { number } else { String::new() }, theme::PLAIN),
        (if one { row.partner.clone() } else { String::new() }, theme::PLAIN),
    ];
    for ((words, style), place) in cells.iter().zip(places) {
        if let Some((x, width)) = place {
            cell(buffer, area.x + MARGIN + x, area.y, *width, words, *style, Align::Left);
        }
    }
    let what_at = match (one, places.get(2).copied().flatten(), places.get(4).copied().flatten()) {
        // Many invoices have neither a number nor a partner: their line takes that room, too.
        (false, Some((from, _)), Some((x, width))) => Some((from, x + width - from)),
        (_, _, place) => place,
    };
    if let Some((x, width)) = what_at {
        pieces(buffer, area.x + MARGIN + x, area.y, width, &what(cx, line));
    }
    if let Some(Some((x, width))) = places.get(5) {
        cell(buffer, area.x + MARGIN + x, area.y, *width, &change.run.to_string(), theme::DIM, Align::Left);
    }
}
