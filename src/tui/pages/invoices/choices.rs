//! The lists to choose from that belong to the page of invoices: orders, columns, files.

use super::state::Invoices;
use super::view;
use crate::export::Format;
use crate::query::Field;
use crate::query::schema::{Column, on_menu};
use crate::tui::pick::{Choice, Entry};
use crate::tui::shared::Shared;

impl Invoices {
    /// The orders.
    pub(super) fn orders(&self, cx: &Shared) -> Vec<Entry> {
        let sort = self.list.sort;
        let one = |column: &Column<Field>| {
            let chosen = column.field == sort.field;
            let arrow = match (chosen, sort.descending) {
                (false, _) => "",
                (true, true) => " ↓",
                (true, false) => " ↑",
            };
            Entry::new(format!("{}{arrow}", view::title(cx, column.field)), Choice::Sort(column.field)).mark(chosen)
        };
        on_menu().into_iter().map(one).collect()
    }

    /// The columns, the visible ones first.
    pub(super) fn columns(&self, cx: &Shared) -> Vec<Entry> {
        let shown = view::shown(self, cx);
        let mut all: Vec<Entry> = shown
            .iter()
            .map(|column| {
                let width = column.width.map(|width| width.to_string()).unwrap_or_default();
                Entry::new(view::title(cx, column.field), Choice::Column(column.field)).mark(true).note(width)
            })
            .collect();
        let hidden = on_menu::<Field>().into_iter().map(|column| column.field);
        let hidden = hidden.filter(|field| !shown.iter().any(|column| column.field == *field));
        all.extend(hidden.map(|field| Entry::new(view::title(cx, field), Choice::Column(field)).mark(false)));
        let automatic = self.list.columns.is_none();
        all.push(Entry::new(cx.locale.get("tui-columns-automatic"), Choice::AutomaticColumns).mark(automatic));
        all
    }
}

/// The kinds of files.
pub(super) fn formats(cx: &Shared) -> Vec<Entry> {
    let notes = ["tui-export-csv", "tui-export-xlsx", "tui-export-json", "tui-export-ndjson"];
    Format::ALL
        .into_iter()
        .zip(notes)
        .map(|(format, note)| Entry::new(format.as_str().to_uppercase(), Choice::Export(format)).note(cx.locale.get(note)))
        .collect()
}
