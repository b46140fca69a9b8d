//! The page of groups: the rows of a list by the values of a column, each with its sums per currency; Enter shows the rows.

mod choose;
mod field;
mod view;

use std::collections::BTreeSet;
use std::sync::Arc;

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::domain::Message;
use crate::error::Error;
use crate::query::group::{GroupRow, GroupSum, Grouped, Order};
use crate::service::cases;
use crate::tui::ask::{Answer, Question};
use crate::tui::case::Case;
use crate::tui::event::Effect;
use crate::tui::group::{Grouping, Rows};
use crate::tui::key::Key;
use crate::tui::keymap::tables::{
    self, COLUMNS, COPY, ENTER, ESC, EXPORT, FILTER, MARK, MARK_ALL, MARK_RANGE, RELOAD, REVERSE, SORT, UNMARK, bind,
};
use crate::tui::keymap::{Action, Context, FILTERING};
use crate::tui::list::{Filter, moved, scroll};
use crate::tui::load::Load;
use crate::tui::look::Look;
use crate::tui::notice::Severity;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::pick::{Choice, Entry, Kind};
use crate::tui::shared::Shared;
use crate::tui::table::Table;
use crate::tui::undo::Marks;

/// The keys of the page.
pub(crate) static GROUPS: Context = tables::page(
    "groups",
    &[
        bind(&[ENTER], Action::Open, "tui-help-open-group", "tui-key-open-group"),
        bind(&[Key::of(KeyCode::Right), Key::char('l')], Action::NextReport, "tui-help-unfold", "tui-key-unfold"),
        bind(&[Key::of(KeyCode::Left), Key::char('h')], Action::PreviousReport, "tui-help-fold", "tui-key-fold"),
        FILTER,
        MARK,
        SORT,
        REVERSE,
        EXPORT,
        COPY,
        COLUMNS,
        MARK_RANGE,
        MARK_ALL,
        UNMARK,
        bind(&[ESC], Action::Back, "tui-help-back-list", "tui-key-back"),
        RELOAD,
    ],
);

/// The titles of the orders, by their names.
const ORDERS: [(&str, &str); 4] =
    [("rows", "group-order-rows"), ("value", "group-order-value"), ("sum", "group-order-sum"), ("time", "own-col-hours")];

/// A line of the page: a group, or one of its further sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Line {
    group: usize,
    sum: usize,
}

/// The page of groups.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    of: Option<Grouping>,
    groups: Load<Vec<GroupRow>>,
    left_out: u64,
    /// The sums of all groups together, each currency and side for itself; none where groups are left out.
    totals: Vec<GroupSum>,
    /// Groups that show every sum, by their values.
    unfolded: BTreeSet<Option<String>>,
    order: Order,
    /// Turned round: the smallest first.
    reversed: bool,
    cursor: usize,
    top: usize,
    pub(crate) filter: Filter,
    error: Option<Error>,
    /// The places of the groups that are shown, in order.
    found: Vec<usize>,
    /// Values of marked groups, and the start of a range of marks.
    marks: Arc<BTreeSet<Option<String>>>,
    anchor: usize,
    /// Columns that are not shown, and widths that were set.
    hidden: Vec<&'static str>,
    widths: Vec<(&'static str, u16)>,
    /// The groups, the language or the mask are others now.
    stale: bool,
}

impl Groups {
    fn rows(&self) -> &[GroupRow] {
        self.groups.ready().map_or(&[], Vec::as_slice)
    }

    /// True if the list has a column of time.
    fn has_time(&self) -> bool {
        self.rows().iter().any(|row| row.seconds.is_some())
    }

    /// The lines: each group, and the further sums of unfolded groups.
    fn lines(&self) -> Vec<Line> {
        let of = |(group, row): (usize, &GroupRow)| {
            let sums = if self.unfolded.contains(&row.value) { row.sums.len().max(1) } else { 1 };
            (0..sums).map(move |sum| Line { group, sum }).collect::<Vec<_>>()
        };
        let shown = self.found.iter().filter_map(|place| Some((*place, self.rows().get(*place)?)));
        shown.flat_map(of).collect()
    }

    fn current(&self) -> Option<&GroupRow> {
        let line = self.lines().get(self.cursor).copied()?;
        self.rows().get(line.group)
    }

    /// Lines of the sums of all groups.
    fn below(&self, cx: &Shared) -> usize {
        // Time is summed also where there is no money.
        let least = usize::from(self.has_time() && self.left_out == 0);
        self.totals.len().max(least).min(if cx.body_height() >= 16 { 3 } else { 1 })
    }

    /// Lines that fit: one says what is grouped, one has the titles, the last ones have the sums.
    fn visible(&self, cx: &Shared) -> usize {
        let above = 2 + usize::from(self.filter_height());
        usize::from(cx.body_height()).saturating_sub(above + self.below(cx)).max(1)
    }

    fn take(&mut self, grouped: Grouped) {
        self.left_out = grouped.left_out;
        self.stale = true;
        self.groups = Load::Ready(grouped.groups);
        // The list from before may have had a column of time.
        if self.order == Order::Time && !self.has_time() {
            (self.order, self.reversed) = (Order::Rows, false);
        }
        self.sort();
    }

    fn sort(&mut self) {
        if let Load::Ready(groups) = &mut self.groups {
            self.order.arrange(groups, self.reversed);
            self.stale = true;
        }
    }

    /// Begins a grouping.
    fn begin_grouping(&mut self, of: Grouping) -> Vec<Effect> {
        let effects = match of.rows.clone() {
            Rows::Here(grouped) => {
                self.take(grouped);
                Vec::new()
            }
            Rows::Asked(case) => {
                self.groups = Load::Loading;
                self.totals.clear();
                self.found.clear();
                vec![Effect::Ask(PageId::Groups, Question::Read(Case::new(case)))]
            }
        };
        (self.cursor, self.top) = (0, 0);
        self.unfolded.clear();
        self.filter.set("");
        (self.marks, self.anchor, self.error) = (Arc::default(), 0, None);
        (self.hidden, self.widths) = (Vec::new(), Vec::new());
        self.of = Some(of);
        effects
    }

    /// Reads the groups again.
    fn refresh(&self) -> Vec<Effect> {
        match self.of.as_ref().map(|of| &of.rows) {
            Some(Rows::Asked(case)) => vec![Effect::Ask(PageId::Groups, Question::Read(Case::new(case.clone())))],
            _ => Vec::new(),
        }
    }

    /// Shows the rows of the group under the cursor in their list.
    fn open(&self, cx: &mut Shared) -> Outcome {
        let (Some(of), Some(row)) = (&self.of, self.current()) else { return Outcome::NOTHING };
        let marked: Vec<&GroupRow> = self.shown().filter(|row| self.marks.contains(&row.value)).collect();
        let query = match marked.as_slice() {
            _ if cx.masked && of.is_name => None,
            [] | [_] => (of.drill)(of.by, marked.first().unwrap_or(&row).value.as_deref(), &of.query),
            // The rows of several groups; the query of the list comes before them once.
            several => {
                let one = |row: &&GroupRow| Some(format!("({})", (of.drill)(of.by, row.value.as_deref(), "")?));
                let any: Option<Vec<String>> = several.iter().map(one).collect();
                let list = of.query.trim();
                let before = if list.is_empty() { String::new() } else { format!("({list}) ") };
                any.map(|any| format!("{before}({})", any.join(" or ")))
            }
        };
        match query {
            Some(query) => Outcome::Go(Place::Rows(of.from, query, of.scope)),
            None => {
                cx.say(Message::new("group-no-rows"), Severity::Look);
                Outcome::NOTHING
            }
        }
    }
}

impl Page for Groups {
    const CONTEXTS: &'static [&'static Context] = &[&GROUPS];

    fn context(&self) -> &'static Context {
        if self.filter.editing { &FILTERING } else { &GROUPS }
    }

    fn typed(&mut self, key: Key, cx: &mut Shared) -> Vec<Effect> {
        self.type_in_filter(key, cx);
        Vec::new()
    }

    fn pasted(&mut self, text: &str, cx: &mut Shared) -> Vec<Effect> {
        if !self.filter.editing {
            return Vec::new();
        }
        if !self.filter.input.fits(text) {
            cx.say_full();
        }
        if self.filter.input.insert(text) {
            self.filter.fresh = false;
            self.stale = true;
        }
        Vec::new()
    }

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        if cx.page != PageId::Groups {
            return Vec::new();
        }
        let effects = cx.grouping.take().map(|of| self.begin_grouping(of)).unwrap_or_default();
        if std::mem::take(&mut self.stale) {
            self.find(cx);
        }
        let count = self.lines().len();
        self.cursor = self.cursor.min(count.saturating_sub(1));
        self.top = scroll(self.top, self.cursor, self.visible(cx), count);
        effects
    }

    fn act(&mut self, action: Action, cx: &mut Shared) -> Outcome {
        if let Some(to) = moved(self.cursor, self.visible(cx).saturating_sub(1).max(1), action) {
            self.cursor = to.min(self.lines().len().saturating_sub(1));
            return Outcome::NOTHING;
        }
        if self.act_on_shown(action, cx) {
            return Outcome::NOTHING;
        }
        match action {
            Action::Open => return self.open(cx),
            Action::Columns => cx.pick(Kind::Columns),
            Action::NextReport | Action::PreviousReport => {
                let Some(value) = self.current().map(|row| row.value.clone()) else { return Outcome::NOTHING };
                if action == Action::NextReport {
                    self.unfolded.insert(value);
                } else {
                    self.unfolded.remove(&value);
                    // The cursor stays on its group.
                    let rows = self.rows();
                    let at = self.lines().iter().position(|line| rows.get(line.group).is_some_and(|row| row.value == value));
                    self.cursor = at.unwrap_or(self.cursor);
                }
            }
            Action::SortMenu => cx.pick(Kind::Sort),
            Action::Reverse => {
                self.reversed = !self.reversed;
                self.sort();
            }
            Action::Reload => return Outcome::Done(self.refresh()),
            Action::Back if cx.notice.take().is_some() => {}
            Action::Back if !self.marks.is_empty() => self.marks = Arc::default(),
            Action::Back if !self.filter.query().is_empty() => {
                self.filter.set("");
                self.find(cx);
            }
            Action::Back => {
                let from = self.of.as_ref().map_or(PageId::Invoices, |of| of.from);
                return Outcome::Go(Place::Page(from));
            }
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    fn filter(&mut self) -> Option<&mut Filter> {
        Some(&mut self.filter)
    }

    fn point(&mut self, _x: u16, line: usize, cx: &mut Shared) -> Outcome {
        if line == 1 && self.filter_height() > 0 {
            self.act_on_shown(Action::Filter, cx);
            return Outcome::NOTHING;
        }
        let row = line
            .checked_sub(2 + usize::from(self.filter_height()))
            .filter(|row| *row < self.visible(cx))
            .map(|row| row + self.top);
        match row.filter(|row| *row < self.lines().len()) {
            Some(row) => {
                self.cursor = row;
                Outcome::Hit
            }
            None => Outcome::NOTHING,
        }
    }

    fn answered(&mut self, answer: Answer, cx: &mut Shared) -> Vec<Effect> {
        if let Some(reply) = answer.of::<cases::GroupRows>() {
            cx.dirty = true;
            match reply {
                Ok(grouped) => self.take(grouped),
                Err(error) => self.groups = Load::Failed(error),
            }
        }
        Vec::new()
    }

    fn stale(&mut self, change: &Change<'_>, cx: &mut Shared) -> Vec<Effect> {
        match change {
            Change::All | Change::Committed(_) | Change::Ended(_) if cx.page == PageId::Groups => self.refresh(),
            Change::Look | Change::Mask => {
                self.stale = true;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn subject(&self, cx: &Shared) -> String {
        let of = self.of.as_ref();
        of.map(|of| format!("{} · {}", cx.locale.get(of.from.title()), cx.locale.get(of.title))).unwrap_or_default()
    }

    fn extent(&self, cx: &Shared) -> Option<(usize, usize, usize)> {
        let count = self.lines().len();
        Some((self.top, self.visible(cx).min(count), count))
    }

    fn is_useful(&self, action: Action, _cx: &Shared) -> bool {
        match action {
            Action::Open
            | Action::NextReport
            | Action::PreviousReport
            | Action::Export
            | Action::Copy
            | Action::Mark
            | Action::MarkRange
            | Action::MarkAll => !self.found.is_empty(),
            Action::Unmark => !self.marks.is_empty(),
            Action::Complete | Action::CompleteBack => !self.filter.suggestions.is_empty(),
            Action::Older => !self.filter.queries.is_empty(),
            _ => true,
        }
    }

    fn entries(&self, kind: Kind, cx: &Shared) -> Vec<Entry> {
        match kind {
            Kind::Sort => {
                let time = self.of.as_ref().map_or("own-col-hours", view::time_title);
                let one = |((order, name), (_, title)): ((Order, &'static str), (&str, &'static str))| {
                    let title = if order == Order::Time { time } else { title };
                    Entry::new(cx.locale.get(title), Choice::Sort(name)).mark(order == self.order)
                };
                let there = |order: Order| order != Order::Time || self.has_time();
                Order::ALL.into_iter().zip(ORDERS).filter(|((order, _), _)| there(*order)).map(one).collect()
            }
            Kind::Columns => self.column_entries(cx),
            Kind::Export => crate::tui::list::table_formats(),
            _ => Vec::new(),
        }
    }

    fn choose(&mut self, choice: &Choice, _cx: &mut Shared) -> Vec<Effect> {
        if let Choice::Sort(name) = choice
            && let Some((order, _)) = Order::ALL.into_iter().find(|(_, known)| known == name)
        {
            self.reversed = order == self.order && !self.reversed;
            self.order = order;
            self.sort();
        }
        match choice {
            Choice::Column(name) => self.toggle_column(name),
            Choice::AutomaticColumns => (self.hidden, self.widths) = (Vec::new(), Vec::new()),
            _ => {}
        }
        Vec::new()
    }

    fn adjust(&mut self, choice: &Choice, action: Action, _cx: &mut Shared) -> bool {
        let Choice::Column(name) = choice else { return false };
        self.adjust_column(name, action)
    }

    /// Groups are no list of their own: views are about lists, and of this one the filter alone is brought back.
    fn others(&self) -> Vec<(Look, Marks)> {
        vec![(Look { query: self.filter.query().to_owned(), ..Look::default() }, self.kept())]
    }

    fn set_other(&mut self, _place: usize, look: &Look, marks: Option<&Marks>, _shown: bool) {
        // Without marks it is a session that begins, and no groups are here.
        if let Some(marks) = marks {
            self.filter.set(&look.query);
            self.stale = true;
            self.bring_back(marks);
        }
    }

    fn table(&self, cx: &Shared) -> Option<Table> {
        Some(view::table(self, cx))
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        view::draw(self, cx, buffer, area)
    }
}
