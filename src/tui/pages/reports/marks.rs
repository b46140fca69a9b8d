//! Marks of rows, and what is done to marked rows together: copied, written to a file, opened.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::state::{Key, Reports, key};
use super::view;
use crate::query::ReportRow;
use crate::tui::keymap::Action;
use crate::tui::shared::Shared;
use crate::tui::table::Table;
use crate::tui::text;
use crate::tui::undo::Marks;

/// Names of amounts for programs.
const AMOUNTS: [(&str, &str); 7] = [
    ("net", "tui-group-sum-net"),
    ("vat", "tui-group-sum-vat"),
    ("gross", "tui-group-sum-gross"),
    ("outstanding", "tui-col-outstanding"),
    ("overdue", "tui-col-overdue"),
    ("balance", "tui-group-sum-balance"),
    ("credit", "tui-report-credit"),
];

impl Reports {
    /// The rows that an action is about: the marked ones, or all.
    pub(super) fn chosen(&self) -> Vec<&ReportRow> {
        let some = self.marked().next().is_some();
        self.rows().into_iter().filter(|row| !some || self.marks.contains(&key(row))).collect()
    }

    /// The marked rows that are shown.
    pub(super) fn marked(&self) -> impl Iterator<Item = &ReportRow> {
        self.rows().into_iter().filter(|row| self.marks.contains(&key(row)))
    }

    /// Does what a key means for marks; false if it is none of theirs.
    pub(super) fn act_on_marks(&mut self, action: Action) -> bool {
        let keys: Vec<Key> = self.rows().into_iter().map(key).collect();
        match action {
            Action::Mark => {
                let Some(here) = keys.get(self.cursor).cloned() else { return true };
                let marks = Arc::make_mut(&mut self.marks);
                if !marks.remove(&here) {
                    marks.insert(here);
                }
                self.anchor = self.cursor;
                self.move_to(self.cursor + 1);
            }
            Action::MarkRange => {
                let (from, to) = (self.anchor.min(self.cursor), self.anchor.max(self.cursor) + 1);
                Arc::make_mut(&mut self.marks).extend(keys.into_iter().take(to).skip(from));
                self.anchor = self.cursor;
            }
            Action::MarkAll => Arc::make_mut(&mut self.marks).extend(keys),
            Action::Unmark => self.marks = Arc::default(),
            _ => return false,
        }
        true
    }

    /// The marks, to be brought back.
    pub(super) fn kept(&self) -> Marks {
        let rows: Arc<BTreeSet<Key>> = Arc::clone(&self.marks);
        Marks { count: rows.len(), rows, all: false }
    }

    /// Brings marks back.
    pub(super) fn bring_back(&mut self, marks: &Marks) {
        if let Ok(rows) = Arc::clone(&marks.rows).downcast::<BTreeSet<Key>>() {
            self.marks = rows;
        }
    }

    /// The chosen rows as a table of texts; hidden amounts are left out.
    pub(super) fn as_table(&self, cx: &Shared) -> Table {
        let locale = cx.locale;
        let amounts: &[(&'static str, &'static str)] = if cx.masked { &[] } else { &AMOUNTS };
        let mut table = Table {
            names: ["group", "currency", "direction", "count"].into_iter().chain(amounts.iter().map(|(name, _)| *name)).collect(),
            titles: vec![
                view::column_title(cx, self.kind(), 0),
                locale.get("tui-col-currency"),
                locale.get("tui-col-pay-direction"),
                locale.get("tui-col-invoices"),
            ],
            ..Table::default()
        };
        table.titles.extend(amounts.iter().map(|(_, title)| locale.get(title)));
        for row in self.chosen() {
            let sums = [
                row.total.net,
                row.total.vat,
                row.total.gross,
                row.outstanding.balance,
                row.overdue.balance,
                row.total.balance,
                row.credit.balance,
            ];
            let start = |group: String, count: String| {
                vec![text::clean(&group).into_owned(), row.currency.to_string(), row.direction.as_str().to_owned(), count]
            };
            let mut raw = start(row.group.to_string(), row.total.count.to_string());
            let mut shown = start(view::label(locale, self.kind(), &row.group), locale.count(row.total.count));
            raw.extend(sums.iter().take(amounts.len()).map(|sum| row.currency.sum(*sum).to_string()));
            shown.extend(sums.iter().take(amounts.len()).map(|sum| locale.money(*sum, &row.currency)));
            table.rows.push(raw);
            table.shown.push(shown);
        }
        table
    }
}
