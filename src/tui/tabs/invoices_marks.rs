//! Tab 2, its marks, and what bulk actions are about.

use super::invoices_copy::copy_rows;
use crate::domain::{InvoiceRow, Message};
use crate::query::{Found, Request};
use crate::tui::event::{Answer, Effect, RowsFor};
use crate::tui::marks::Chosen;
use crate::tui::mask;
use crate::tui::model::{Model, Mood};

/// Most rows between the ends of a range that is marked.
const LONGEST_RANGE: usize = 10_000;

/// Marks from the last mark to the cursor; rows that are not here are asked for.
pub(crate) fn mark_range(model: &mut Model) -> Vec<Effect> {
    let today = model.today();
    let tab = &mut model.invoices;
    let anchor = tab.marks.anchor.unwrap_or(tab.cursor);
    tab.marks.anchor = Some(tab.cursor);
    let (from, to) = (anchor.min(tab.cursor), anchor.max(tab.cursor) + 1);
    if to - from > LONGEST_RANGE {
        model.say(Message::new("tui-mark-too-long").with("most", LONGEST_RANGE), Mood::Look);
        return Vec::new();
    }
    let rows: Vec<InvoiceRow> = (from..to).map_while(|index| tab.row(index).cloned()).collect();
    if rows.len() == to - from {
        tab.marks.add(rows.iter());
        return Vec::new();
    }
    let request = Request { offset: from, limit: to - from, ..tab.request(today) };
    vec![Effect::Rows { request, what: RowsFor::Mark }]
}

/// Rows came that were asked for to be marked or copied.
pub(crate) fn rows_came(model: &mut Model, what: RowsFor, result: Answer<Found>) -> Vec<Effect> {
    model.dirty = true;
    match result {
        Err(error) => model.say_error(error),
        Ok(mut found) => {
            if model.masked {
                found.rows.iter_mut().for_each(mask::row);
            }
            match what {
                RowsFor::Mark => model.invoices.marks.add(found.rows.iter()),
                RowsFor::Copy => return copy_rows(model, &found.rows, found.total),
            }
        }
    }
    Vec::new()
}

/// What bulk actions are about: what is marked, else all that is found.
pub(crate) fn chosen(model: &Model) -> Chosen {
    model.invoices.marks.chosen(model.invoices.request(model.today()))
}

/// How many that are.
pub(crate) fn chosen_count(model: &Model) -> usize {
    let tab = &model.invoices;
    if tab.marks.is_empty() { tab.total } else { tab.marks.count(tab.total) }
}
