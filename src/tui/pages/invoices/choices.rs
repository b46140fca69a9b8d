//! The lists to choose from that belong to the page of invoices: orders, columns, files.

use super::state::Invoices;
use super::view;
use crate::query::Field;
use crate::query::group::is_groupable;
use crate::query::schema::{Column, Schema as _, named, on_menu};
use crate::service::cases::{GroupRows, Grouplist};
use crate::tui::group::{Grouping, Rows};
use crate::tui::pages::PageId;
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
            Entry::new(format!("{}{arrow}", view::title(cx, column.field)), Choice::Sort(column.name)).mark(chosen)
        };
        on_menu().into_iter().map(one).collect()
    }

    /// Shows what is found grouped by a column.
    pub(super) fn group(&self, name: &str, cx: &mut Shared) {
        let Some(column) = named::<Field>(name, is_groupable) else { return };
        let (query, companies) = (self.filter.query().to_owned(), self.scope.into_iter().collect());
        let by = column.name.to_owned();
        let case = GroupRows { list: Grouplist::Invoices, query, companies, by, today: cx.today() };
        let of = Grouping::by(column, PageId::Invoices, self.filter.query(), Rows::Asked(case));
        cx.group(Grouping { scope: self.scope, ..of });
    }

    /// The columns, the visible ones first.
    pub(super) fn columns(&self, cx: &Shared) -> Vec<Entry> {
        let shown = view::shown(self, cx);
        let mut all: Vec<Entry> = shown
            .iter()
            .map(|column| {
                let width = column.width.map(|width| width.to_string()).unwrap_or_default();
                Entry::new(view::title(cx, column.field), Choice::Column(column.field.name())).mark(true).note(width)
            })
            .collect();
        let hidden = on_menu::<Field>().into_iter().map(|column| column.field);
        let hidden = hidden.filter(|field| !shown.iter().any(|column| column.field == *field));
        all.extend(hidden.map(|field| Entry::new(view::title(cx, field), Choice::Column(field.name())).mark(false)));
        let automatic = self.list.columns.is_none();
        all.push(Entry::new(cx.locale.get("tui-columns-automatic"), Choice::AutomaticColumns).mark(automatic));
        all
    }
}
