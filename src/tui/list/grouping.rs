//! The menu of columns that a list can be grouped by.

use crate::query::group::is_groupable;
use crate::query::schema::{Column, Schema, on_menu};
use crate::tui::pick::{Choice, Entry};
use crate::tui::shared::Shared;

/// What people group by most, the first that a list has.
const USUAL: [&str; 5] = ["partner", "client", "company", "account", "status"];

/// The place of the column in the menu that a list is grouped by most.
pub(crate) fn usual_group<F: Schema>() -> usize {
    let all: Vec<&str> = on_menu::<F>().into_iter().filter(|column| is_groupable(column)).map(|column| column.name).collect();
    USUAL.into_iter().find_map(|name| all.iter().position(|known| *known == name)).unwrap_or(0)
}

/// The columns that a list can be grouped by.
pub(crate) fn group_entries<F: Schema>(cx: &Shared) -> Vec<Entry> {
    let one = |column: &'static Column<F>| {
        let title = column.screen.map(|screen| cx.locale.get(screen.title)).unwrap_or_default();
        Entry::new(title, Choice::Group(column.name))
    };
    on_menu::<F>().into_iter().filter(|column| is_groupable(column)).map(one).collect()
}
