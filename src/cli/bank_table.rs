//! Entries of bank statements as a table.
//!
//! For: `bank` and `match`. Uses: tables, texts. Never: a store.

use super::context::App;
use super::out::word;
use super::style::Style;
use super::table::{Cell, Column, Table};
use crate::domain::bank::{BankLine, EntryState};
use crate::locale::Amounts;

/// Entries as a table.
pub(super) fn entries(app: &App, lines: &[BankLine]) -> Table {
    let title = |id| app.out.get(id);
    let mut table = Table::new(vec![
        Column::left(title("cli-col-entry")),
        Column::left(title("cli-bank-col-day")),
        Column::right(title("cli-col-amount")),
        Column::cut(title("cli-col-partner")),
        Column::cut(title("cli-col-text")),
        Column::cut(title("cli-col-pays")),
    ]);
    let locale = app.out.locale();
    let mut amounts = Amounts::default();
    for line in lines {
        amounts.learn(locale, line.entry.whole.amount, &line.currency);
    }
    for line in lines {
        let entry = &line.entry;
        let day = entry.booked.or(entry.valued).map_or_else(String::new, |day| locale.date(day));
        let pays: Vec<String> = line
            .matches
            .iter()
            .flat_map(|one| &one.parts)
            .map(
                |part| {
                    if part.number.is_empty() { word(locale, "bank-part", part.kind.as_str()) } else { part.number.to_string() }
                },
            )
            .collect();
        let pays = match entry.state {
            EntryState::Booked => pays.join(", ").into(),
            EntryState::Doubtful => Cell::new(&app.out.get("bank-perhaps-told"), Style::Yellow),
            EntryState::Same => app.out.get("bank-told-before").into(),
            EntryState::Pending | EntryState::Info => Cell::new(&app.out.get("cli-bank-pending"), Style::Yellow),
        };
        table.row(vec![
            short(entry.id.as_str()).into(),
            day.into(),
            amounts.align(locale, entry.whole.amount, &line.currency).into(),
            (&*entry.whole.name).into(),
            entry.whole.text.replace('\n', "").into(),
            pays,
        ]);
    }
    table
}

/// The first signs of an identifier, and the number of an equal entry: enough to name it.
pub(super) fn short(id: &str) -> String {
    let (begin, rest) = id.split_once('.').unwrap_or((id, ""));
    let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let begin = begin.get(..10).unwrap_or(begin);
    if number.is_empty() { begin.to_owned() } else { format!("{begin}.{number}") }
}
