//! What keys do to entries, weeks and the timer.

use jiff::civil::Date;

use super::Time;
use super::period::Zoom;
use crate::domain::time::lint::{Lint, LintKind};
use crate::domain::time::{EntryRow, EntryState};
use crate::domain::{Message, RemoteId};
use crate::service::Action as Permission;
use crate::service::books::{NewEntry, TimeChange, TimerAsk};
use crate::service::cases;
use crate::tui::event::Effect;
use crate::tui::form::books::make::{self, Known};
use crate::tui::form::books::{Chosen, Does, Told, ask};
use crate::tui::form::{Order, keys};
use crate::tui::hours::{hours, minutes};
use crate::tui::keymap::Action;
use crate::tui::notice::Severity;
use crate::tui::shared::Shared;

fn order(told: &'static str, cx: &Shared, change: TimeChange) -> Vec<Effect> {
    let Some(company) = cx.books.id() else { return Vec::new() };
    vec![keys::order(Order::Books(Told::Time(told)), cases::RecordTime { company, change })]
}

/// Does something with the timer.
pub(super) fn timer(cx: &mut Shared, action: Action, known: &Known) -> Vec<Effect> {
    let runs = cx.books.runs(cx.now);
    match (action, runs) {
        (Action::DiscardTimer, None) => cx.say(Message::new("books-no-timer"), Severity::Look),
        (Action::DiscardTimer, Some(seconds)) => {
            let what = Message::new("own-confirm-discard").with("hours", minutes(seconds));
            let texts = (what, Message::new("own-confirm-discard-cost"), Message::new("own-confirm-discard-yes"));
            ask::ask(cx, Permission::Time, texts, Does::DiscardTimer);
        }
        (Action::Switch, _) => make::timer(cx, known),
        (_, Some(_)) => {
            if cx.books.timer.as_ref().is_some_and(|view| view.proposed_end.is_some()) {
                make::stop(cx);
            } else if make::allows(cx, Permission::Time) {
                return run(cx, TimerAsk::Stop(None));
            }
        }
        (_, None) => match known.project.as_deref().and_then(|project| cx.books.project(project)) {
            Some(view) => {
                let new = NewEntry {
                    project: Some(view.project.id.to_string()),
                    task: Some(known.task.clone()).filter(|task| !task.is_empty()),
                    ..NewEntry::default()
                };
                if make::allows(cx, Permission::Time) {
                    return run(cx, TimerAsk::Start(new));
                }
            }
            None => make::timer(cx, known),
        },
    }
    Vec::new()
}

fn run(cx: &Shared, ask: TimerAsk) -> Vec<Effect> {
    let Some(company) = cx.books.id() else { return Vec::new() };
    vec![keys::order(Order::Books(Told::Timer), cases::RunTimer { company, ask })]
}

impl Time {
    /// The marked entries, or the one under the cursor.
    pub(super) fn targets(&self) -> Vec<RemoteId> {
        if self.is_grid() {
            return Vec::new();
        }
        let marked = self.sheet.marked();
        if marked.is_empty() { self.current().map(|row| row.entry.id.clone()).into_iter().collect() } else { marked }
    }

    fn ids(&self) -> Vec<String> {
        self.targets().iter().map(ToString::to_string).collect()
    }

    fn rows_of(&self, ids: &[RemoteId]) -> Vec<&EntryRow> {
        let all = self.entries().map_or(&[][..], |entries| entries.rows.as_slice());
        all.iter().filter(|row| ids.contains(&row.entry.id)).collect()
    }

    /// What a new entry is filled in with.
    pub(super) fn known(&self) -> Known {
        if self.is_grid() {
            let line = self.entries().and_then(|entries| entries.lines.get(self.line));
            return Known { project: line.and_then(|line| line.project.clone()), day: self.day, task: String::new() };
        }
        let row = self.current();
        Known {
            project: row.and_then(|row| row.project.clone()),
            day: row.map(|row| row.date).or(self.day),
            task: row.map(|row| row.entry.task.clone()).unwrap_or_default(),
        }
    }

    /// Does something to the entries that are meant.
    pub(super) fn change(&self, action: Action, cx: &mut Shared) -> Vec<Effect> {
        let ids = self.ids();
        match action {
            Action::Accept | Action::TakeBack => self.approve(action == Action::TakeBack, cx),
            Action::CopyDay => {
                if let Some(day) = self.known().day.or(self.day) {
                    make::copy_day(cx, day);
                }
            }
            _ if ids.is_empty() => {}
            Action::Rename if ids.len() > 1 => make::bulk(cx, ids),
            Action::Rename | Action::Open => self.open_entry(cx),
            Action::Divide => {
                if let Some(row) = self.meant(cx) {
                    make::divide(cx, &row);
                }
            }
            Action::Move => make::to_project(cx, ids),
            Action::WriteOff => make::write_off(cx, ids),
            Action::Join if ids.len() < 2 => cx.say(Message::new("own-mark-two"), Severity::Look),
            Action::Join if make::allows(cx, Permission::Time) => {
                return order("own-time-joined", cx, TimeChange::Merge(ids));
            }
            Action::Delete => self.delete(cx),
            Action::Fix => return self.fix(cx),
            _ => {}
        }
        Vec::new()
    }

    /// The entry that a key for one entry means.
    fn meant(&self, cx: &mut Shared) -> Option<EntryRow> {
        if self.is_grid() { self.current().cloned() } else { self.sheet.meant(self.rows(), cx).cloned() }
    }

    /// Opens the form of an entry; of one that is locked it says why.
    fn open_entry(&self, cx: &mut Shared) {
        let Some(row) = self.current().cloned() else { return };
        match (row.state(), &row.entry.approval) {
            (EntryState::Pending, _) => make::change(cx, &row),
            (EntryState::Billed, _) => cx.say(Message::new("own-locked-billed"), Severity::Look),
            (_, approval) => {
                let by = approval.as_ref().map_or("", |approval| approval.by.0.as_str());
                cx.say(Message::new("own-locked-approved").with("by", by), Severity::Look);
            }
        }
    }

    fn delete(&self, cx: &mut Shared) {
        let targets = self.targets();
        let rows = self.rows_of(&targets);
        let seconds: i64 = rows.iter().map(|row| row.entry.seconds()).sum();
        let what = Message::new("own-confirm-delete").with("count", targets.len()).with("hours", hours(seconds));
        let texts = (what, Message::new("own-confirm-delete-cost"), Message::new("own-confirm-delete-yes"));
        ask::ask(cx, Permission::Time, texts, Does::Delete(self.ids()));
    }

    /// Approves what is marked, or all that is shown, or takes the approval back.
    fn approve(&self, back: bool, cx: &mut Shared) {
        let Some(entries) = self.entries() else { return };
        let marked = if self.is_grid() { Vec::new() } else { self.sheet.marked() };
        let whole = self.is_grid();
        let rows: Vec<&EntryRow> = match (whole, marked.is_empty()) {
            (true, _) => entries.rows.iter().collect(),
            (false, true) => self.sheet.rows(&entries.rows, 0).collect(),
            (false, false) => self.rows_of(&marked),
        };
        let waiting: Vec<&EntryRow> = rows.iter().filter(|row| row.state() == EntryState::Pending).copied().collect();
        let approved: Vec<&EntryRow> = rows.iter().filter(|row| row.state() == EntryState::Approved).copied().collect();
        let meant = if back { &approved } else { &waiting };
        if meant.is_empty() {
            let id = if back { "own-nothing-to-take-back" } else { "own-nothing-to-approve" };
            cx.say(Message::new(id), Severity::Look);
            return;
        }
        let seconds: i64 = meant.iter().map(|row| row.entry.seconds()).sum();
        let about =
            |lint: &&Lint| meant.iter().any(|row| row.entry.id == lint.entry || lint.other.as_ref() == Some(&row.entry.id));
        let overlaps = entries.lints.iter().filter(|lint| lint.kind == LintKind::Overlap).filter(about).count();
        let (from, until) = entries.wanted.period;
        let id = if back { "own-confirm-unapprove" } else { "own-confirm-approve" };
        let what = Message::new(id)
            .with("count", meant.len())
            .with("hours", hours(seconds))
            .with("from", from.to_string())
            .with("until", until.to_string())
            .with("whole", if whole { "yes" } else { "no" });
        let cost = match (back, overlaps) {
            (true, _) => Message::new("own-confirm-unapprove-cost"),
            (false, 0) => Message::new("own-confirm-approve-cost"),
            (false, count) => Message::new("own-confirm-approve-overlaps").with("count", count),
        };
        let yes = Message::new(if back { "own-confirm-unapprove-yes" } else { "own-confirm-approve-yes" });
        let ids = meant.iter().map(|row| row.entry.id.to_string()).collect();
        let chosen = Chosen { ids, back, force: overlaps > 0, ..Chosen::default() };
        ask::ask(cx, Permission::Books, (what, cost, yes), Does::Approve(chosen));
    }

    /// Mends the most urgent finding about the entry under the cursor; opens the form that mends it where a person must say how.
    fn fix(&self, cx: &mut Shared) -> Vec<Effect> {
        let Some(row) = self.meant(cx) else { return Vec::new() };
        let lints = cx.books.lints.get(&row.entry.id).cloned().unwrap_or_default();
        let has = |kind| lints.iter().any(|lint| lint.kind == kind);
        let mended = [LintKind::Overlap, LintKind::Empty, LintKind::Midnight, LintKind::Gap];
        if mended.into_iter().any(has) {
            if make::allows(cx, Permission::Time) {
                return order("own-time-mended", cx, TimeChange::Mend(row.entry.id.to_string()));
            }
        } else if has(LintKind::Long) {
            make::change(cx, &row);
        } else if has(LintKind::Unassigned) {
            make::to_project(cx, vec![row.entry.id.to_string()]);
        } else if has(LintKind::ClockChange) {
            cx.say(Message::new("own-clock-change"), Severity::Good);
        } else {
            cx.say(Message::new("own-nothing-to-fix"), Severity::Good);
        }
        Vec::new()
    }

    /// Goes to the next entry with something to look at; from a week to its day.
    pub(super) fn next_lint(&mut self, cx: &mut Shared) {
        let Some(entries) = self.entries() else { return };
        let is_worth = |row: &EntryRow| cx.books.lints.contains_key(&row.entry.id);
        if self.is_grid() {
            let found = entries.rows.iter().rev().find(|row| is_worth(row)).map(|row| (row.date, row.entry.id.clone()));
            match found {
                Some((day, id)) => {
                    self.show(Zoom::Day, day);
                    self.from_week = true;
                    self.sheet.ask("");
                    (self.drilled, self.select) = (Some(String::new()), Some(id));
                }
                None => cx.say(Message::new("own-no-lints"), Severity::Good),
            }
            return;
        }
        let after = self.sheet.rows(&entries.rows, self.sheet.cursor + 1).position(is_worth);
        let found = after.map(|at| self.sheet.cursor + 1 + at);
        match found.or_else(|| self.sheet.rows(&entries.rows, 0).position(is_worth)) {
            Some(at) => self.sheet.move_to(at),
            None => cx.say(Message::new("own-no-lints"), Severity::Good),
        }
    }

    /// Opens the day, or the line of a whole week, under the cursor.
    pub(super) fn open_cell(&mut self) {
        let line = self.entries().and_then(|entries| entries.lines.get(self.line));
        let query = line.map(|line| match &line.project {
            Some(project) => format!("project:\"{}\"", project.replace('"', "")),
            None => String::new(),
        });
        let total = self.column >= 7;
        let query = query.unwrap_or_default();
        self.sheet.ask(&query);
        (self.drilled, self.from_week) = (Some(query), true);
        if total {
            self.listed = true;
        } else if let Some(day) = self.day {
            self.show(Zoom::Day, day);
        }
    }

    /// Shows a period around a day.
    pub(super) fn show(&mut self, zoom: Zoom, day: Date) {
        (self.zoom, self.day, self.custom, self.listed) = (zoom, Some(day), None, false);
        self.column = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
    }
}
