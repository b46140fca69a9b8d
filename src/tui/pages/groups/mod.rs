//! The page of groups: the rows of a list by the values of a column, each with its sums per currency; Enter shows the rows.

mod view;

use std::collections::BTreeSet;

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::domain::Message;
use crate::query::group::{GroupRow, GroupSum, Grouped, Order, together};
use crate::service::cases;
use crate::tui::ask::{Answer, Question};
use crate::tui::case::Case;
use crate::tui::event::Effect;
use crate::tui::group::{Grouping, Rows};
use crate::tui::key::Key;
use crate::tui::keymap::tables::{self, COPY, ENTER, ESC, EXPORT, RELOAD, REVERSE, SORT, bind};
use crate::tui::keymap::{Action, Context};
use crate::tui::list::{moved, scroll};
use crate::tui::load::Load;
use crate::tui::notice::Severity;
use crate::tui::page::{Change, Outcome, Page, Place};
use crate::tui::pages::PageId;
use crate::tui::pick::{Choice, Entry, Kind};
use crate::tui::shared::Shared;
use crate::tui::table::Table;

/// The keys of the page.
pub(crate) static GROUPS: Context = tables::page(
    "groups",
    &[
        bind(&[ENTER], Action::Open, "tui-help-open-group", "tui-key-open-group"),
        bind(&[Key::of(KeyCode::Right), Key::char('l')], Action::NextReport, "tui-help-unfold", "tui-key-unfold"),
        bind(&[Key::of(KeyCode::Left), Key::char('h')], Action::PreviousReport, "tui-help-fold", "tui-key-fold"),
        SORT,
        REVERSE,
        EXPORT,
        COPY,
        bind(&[ESC], Action::Back, "tui-help-back-list", "tui-key-back"),
        RELOAD,
    ],
);

/// The titles of the orders, by their names.
const ORDERS: [(&str, &str); 3] = [("rows", "group-order-rows"), ("value", "group-order-value"), ("sum", "group-order-sum")];

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
}

impl Groups {
    fn rows(&self) -> &[GroupRow] {
        self.groups.ready().map_or(&[], Vec::as_slice)
    }

    /// The lines: each group, and the further sums of unfolded groups.
    fn lines(&self) -> Vec<Line> {
        let of = |(group, row): (usize, &GroupRow)| {
            let sums = if self.unfolded.contains(&row.value) { row.sums.len().max(1) } else { 1 };
            (0..sums).map(move |sum| Line { group, sum }).collect::<Vec<_>>()
        };
        self.rows().iter().enumerate().flat_map(of).collect()
    }

    fn current(&self) -> Option<&GroupRow> {
        let line = self.lines().get(self.cursor).copied()?;
        self.rows().get(line.group)
    }

    /// Lines of the sums of all groups.
    fn below(&self, cx: &Shared) -> usize {
        self.totals.len().min(if cx.body_height() >= 16 { 3 } else { 1 })
    }

    /// Lines that fit: one says what is grouped, one has the titles, the last ones have the sums.
    fn visible(&self, cx: &Shared) -> usize {
        usize::from(cx.body_height()).saturating_sub(2 + self.below(cx)).max(1)
    }

    fn take(&mut self, grouped: Grouped) {
        self.left_out = grouped.left_out;
        self.totals = if grouped.left_out == 0 { together(&grouped.groups) } else { Vec::new() };
        self.groups = Load::Ready(grouped.groups);
        self.sort();
    }

    fn sort(&mut self) {
        if let Load::Ready(groups) = &mut self.groups {
            self.order.arrange(groups, self.reversed);
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
                vec![Effect::Ask(PageId::Groups, Question::Read(Case::new(case)))]
            }
        };
        (self.cursor, self.top) = (0, 0);
        self.unfolded.clear();
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
        let query = if cx.masked && of.is_name { None } else { (of.drill)(of.by, row.value.as_deref(), &of.query) };
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
        &GROUPS
    }

    fn settle(&mut self, cx: &mut Shared) -> Vec<Effect> {
        if cx.page != PageId::Groups {
            return Vec::new();
        }
        let effects = cx.grouping.take().map(|of| self.begin_grouping(of)).unwrap_or_default();
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
        match action {
            Action::Open => return self.open(cx),
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
            Action::Back => {
                let from = self.of.as_ref().map_or(PageId::Invoices, |of| of.from);
                return Outcome::Go(Place::Page(from));
            }
            _ => return Outcome::NotMine,
        }
        Outcome::NOTHING
    }

    fn point(&mut self, _x: u16, line: usize, cx: &mut Shared) -> Outcome {
        let row = line.checked_sub(2).filter(|row| *row < self.visible(cx)).map(|row| row + self.top);
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
            Action::Open | Action::NextReport | Action::PreviousReport | Action::Export | Action::Copy => !self.rows().is_empty(),
            _ => true,
        }
    }

    fn entries(&self, kind: Kind, cx: &Shared) -> Vec<Entry> {
        match kind {
            Kind::Sort => {
                let one = |((order, name), (_, title)): ((Order, &'static str), (&str, &'static str))| {
                    Entry::new(cx.locale.get(title), Choice::Sort(name)).mark(order == self.order)
                };
                Order::ALL.into_iter().zip(ORDERS).map(one).collect()
            }
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
        Vec::new()
    }

    fn table(&self, cx: &Shared) -> Option<Table> {
        Some(view::table(self, cx))
    }

    fn draw(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        view::draw(self, cx, buffer, area);
        None
    }
}
