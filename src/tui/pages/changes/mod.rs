//! The page of changes: changes on every invoice, by period or by run.

pub(crate) mod columns;

use std::collections::BTreeMap;

use crossterm::event::KeyCode;
use jiff::{Span, Timestamp};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::columns::ChangeField;
use crate::domain::{CompanyId, Message, RunId};
use crate::service::InvoiceChange;
use crate::service::cases;
use crate::tui::ask::{Answer, Question, Reply};
use crate::tui::case::Case;
use crate::tui::event::Effect;
use crate::tui::key::Key;
use crate::tui::keymap::tables::{
    self, CANCEL, COLUMNS, COPY, ENTER, ESC, EXPORT, FILTER, GROUP, MARK, MARK_ALL, MARK_RANGE, RELOAD, REVERSE, SORT, SYNC_ALL,
    UNMARK, VIEWS, bind,
};
use crate::tui::keymap::{Action, Context, FILTERING};
use crate::tui::list::{Frame, Hit, Sheet, sheet_page};
use crate::tui::load::Load;
use crate::tui::mask;
use crate::tui::notice::Severity;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::paint::{Piece, line_of, piece_at, pieces, pieces_width};
use crate::tui::placeholder::{Say, empty};
use crate::tui::shared::Shared;
use crate::tui::words::what_changed;
use crate::tui::{theme, words};

/// The keys of the page.
pub(crate) static CHANGES: Context = tables::page(
    "changes",
    &[
        bind(&[ENTER], Action::Open, "tui-help-open-invoice", "tui-key-open"),
        bind(&[Key::of(KeyCode::Right), Key::char('l')], Action::NextReport, "tui-help-next-period", "tui-key-next-period"),
        bind(&[Key::of(KeyCode::Left), Key::char('h')], Action::PreviousReport, "tui-help-previous-period", ""),
        FILTER,
        CANCEL,
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
        SYNC_ALL,
        bind(&[ESC], Action::Back, "tui-help-back-companies", ""),
        RELOAD,
    ],
);

/// Columns before the names of the periods.
const MARGIN: u16 = 2;

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
    /// Since the screen was left last.
    LastLook,
    /// Since seven days ago.
    Week,
    /// Since thirty days ago.
    Month,
    /// By this run.
    Run(RunId),
}

impl Period {
    /// The periods that keys step through.
    const ALL: [Self; 6] = [Self::LastSync, Self::Today, Self::Yesterday, Self::LastLook, Self::Week, Self::Month];
}

/// The page of changes.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) period: Period,
    pub(crate) list: Load<Vec<Line>>,
    pub(crate) sheet: Sheet<ChangeField>,
    /// Changes that were found.
    pub(crate) found: usize,
    /// There are more than were read.
    pub(crate) more: bool,
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

impl Changes {
    /// The changes, as far as they are here.
    pub(crate) fn rows(&self) -> &[Line] {
        self.list.ready().map_or(&[], Vec::as_slice)
    }

    /// Rows that fit: the body without the periods and the head of the list.
    fn visible(&self, cx: &Shared) -> usize {
        usize::from(cx.body_height()).saturating_sub(1 + self.sheet.head()).max(1)
    }

    /// Shows the changes of a run.
    pub(crate) fn of_run(&mut self, run: RunId) {
        self.period = Period::Run(run);
        self.sheet.ask("");
    }

    fn step(&mut self, by: usize) {
        let at = Period::ALL.iter().position(|period| *period == self.period).map_or(0, |at| (at + by) % Period::ALL.len());
        self.period = Period::ALL.get(at).copied().unwrap_or_default();
        self.sheet.move_to(0);
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
        self.sheet.changed();
    }

    fn open(&self) -> Option<Place> {
        let line = self.sheet.current(self.rows())?;
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
        Period::LastLook => cx.looked.or_else(|| back(1)),
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

/// Says what happened since the screen was left last. A notice that is there already goes first; a failure is not worth one.
fn greet(reply: Reply<cases::Tidings>, cx: &mut Shared) {
    let (Ok(news), Some(since), None) = (reply, cx.looked, &cx.notice) else { return };
    if news == cases::Tidings::default() {
        return;
    }
    let message = Message::new("tui-news")
        .with("age", words::ago(cx.locale, cx.now, since))
        .with("new", news.new)
        .with("paid", news.paid)
        .with("overdue", news.overdue)
        .with("failed", news.failed);
    let severity = if news.failed > 0 {
        Severity::Act
    } else if news.overdue > 0 {
        Severity::Look
    } else {
        Severity::Good
    };
    cx.say(message, severity);
    cx.dirty = true;
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
                *count = run.counts.documents.created.max(*count);
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
        if self.sheet.filter.editing { &FILTERING } else { &CHANGES }
    }

    sheet_page!(sheet, |self, cx| self.rows());

    fn begin(&mut self, cx: &mut Shared) -> Vec<Effect> {
        let Some(since) = cx.looked else { return Vec::new() };
        let day = since.to_zoned(cx.zone.clone()).date();
        let news = cases::News { since, day, today: cx.today(), companies: Vec::new() };
        vec![Effect::Ask(PageId::Changes, Question::Case(Case::new(news)))]
    }

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        let (visible, rows) = (self.visible(cx), self.list.ready().map_or(&[][..], Vec::as_slice));
        self.sheet.settle(rows, visible, cx.width, cx);
        let looked_at = cx.page == PageId::Changes && cx.companies.list.ready().is_some();
        let same = self.asked == Some(self.period);
        let there = same && !self.stale && !matches!(self.list, Load::Loading);
        if !looked_at || self.in_flight || there {
            return Vec::new();
        }
        (self.stale, self.in_flight) = (false, true);
        if !same {
            self.list = Load::Loading;
            self.sheet.changed();
        }
        self.asked = Some(self.period);
        vec![Effect::Ask(PageId::Changes, Question::Case(Case::new(self.request(cx))))]
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        let answer = match answer.take::<cases::News>() {
            Ok(reply) => {
                greet(reply, cx);
                return Vec::new();
            }
            Err(answer) => answer,
        };
        if let Some(reply) = answer.of::<cases::Changes>() {
            cx.dirty = true;
            self.came(reply, cx);
        }
        Vec::new()
    }

    fn stale(&mut self, change: &Change<'_>, _cx: &mut Shared) -> Vec<Effect> {
        match change {
            Change::All | Change::Committed(_) | Change::Ended(_) => self.stale = true,
            Change::Mask => {
                (self.list, self.stale) = (Load::Loading, true);
                self.sheet.changed();
            }
            Change::Look => self.sheet.changed(),
            Change::Progress(_) | Change::Deliveries => {}
        }
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        let visible = self.visible(cx);
        if let Some(outcome) = self.sheet.act(action, visible, cx) {
            return outcome;
        }
        match action {
            Action::NextReport => self.step(1),
            Action::PreviousReport => self.step(Period::ALL.len() - 1),
            Action::Open => return self.open().map_or(Outcome::NOTHING, Outcome::Go),
            Action::Back => return Outcome::Go(Place::Back(PageId::Companies)),
            Action::Reload => self.stale = true,
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    fn point(&mut self, x: u16, line: usize, cx: &mut Shared) -> Outcome {
        let Some(line) = line.checked_sub(1) else {
            self.name_clicked(cx, x);
            return Outcome::NOTHING;
        };
        let visible = self.visible(cx);
        match self.sheet.point(x, line, visible, cx) {
            Hit::Filter => self.act(Action::Filter, cx),
            Hit::Row => Outcome::Hit,
            Hit::Nothing => Outcome::NOTHING,
        }
    }

    fn subject(&self, cx: &Shared) -> String {
        cx.locale.get("tui-all-companies")
    }

    fn company(&self, _cx: &Shared) -> Option<CompanyId> {
        self.sheet.current(self.rows()).map(|line| line.change.change.key.company)
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        Some((self.sheet.top, self.visible(cx), self.sheet.total()))
    }

    fn is_useful(&self, action: Action, _cx: &Shared) -> bool {
        self.sheet.is_useful(action).unwrap_or(action != Action::Open || self.sheet.total() > 0)
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        self.names(cx, buffer, line_of(area, 0));
        let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let instead = match &self.list {
            Load::Loading => Some(Say::Loading),
            Load::Failed(error) => Some(Say::Error(error)),
            Load::Ready(rows) if rows.is_empty() => Some(empty(cx, "tui-empty-changes", "tui-empty-changes-hint")),
            Load::Ready(_) => None,
        };
        self.sheet.draw(self.rows(), &Frame { instead, unit: "tui-lines" }, cx, buffer, below)
    }
}

fn name(cx: &Shared, period: Period) -> String {
    let id = match period {
        Period::LastSync => "tui-period-last-sync",
        Period::Today => "tui-period-today",
        Period::Yesterday => "tui-period-yesterday",
        Period::LastLook => "tui-period-last-look",
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
        let room = area.width.saturating_sub(MARGIN + 1);
        let (left, right) = self.named(cx, area.width);
        pieces(buffer, area.x + MARGIN - 1, area.y, room, &left);
        let width = pieces_width(&right);
        if pieces_width(&left) + width + 2 <= room {
            pieces(buffer, area.right().saturating_sub(width + 1), area.y, width, &right);
        }
    }

    /// The periods, or the one that is shown where all have no room; and the number of changes.
    fn named(&self, cx: &Shared, width: u16) -> (Vec<Piece>, Vec<Piece>) {
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
        let room = width.saturating_sub(MARGIN + 1);
        let left = if pieces_width(&whole) + pieces_width(&right) + 2 <= room { whole } else { vec![each(self.period)] };
        (left, right)
    }

    /// Shows the period that is named at a column; a name that stands alone leads to the next one.
    fn name_clicked(&mut self, cx: &Shared, x: u16) {
        let (line, _) = self.named(cx, cx.width);
        let Some(at) = piece_at(&line, MARGIN - 1, x) else { return };
        if line.len() == 1 {
            return self.step(1);
        }
        // The run that is shown stands before the periods.
        let before = usize::from(matches!(self.period, Period::Run(_)));
        if let Some(period) = at.checked_sub(before).and_then(|at| Period::ALL.get(at)) {
            self.period = *period;
            self.sheet.move_to(0);
        }
    }
}
