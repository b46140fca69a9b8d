//! How cells of time entries look; the columns are those of queries.

use crate::domain::Message;
use crate::domain::RemoteId;
use crate::domain::time::lint::Lint;
use crate::domain::time::{EntryRow, EntryState};
use crate::query::time::Field;
use crate::tui::hours::hours;
use crate::tui::list::{Rows, plain};
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::theme;

impl Rows for Field {
    type Key = RemoteId;

    fn key(row: &EntryRow) -> RemoteId {
        row.entry.id.clone()
    }

    fn company<'r>(_row: &'r EntryRow, cx: &'r Shared) -> &'r str {
        cx.books.company().map_or("", |company| company.name.as_str())
    }

    fn show(self, row: &EntryRow, cx: &Shared) -> Vec<Piece> {
        match self {
            Self::When => vec![(row.entry.span.shown(row.date).unwrap_or_else(|| "–".to_owned()), theme::DIM)],
            Self::Seconds => vec![(hours(row.entry.seconds()), theme::PLAIN)],
            Self::Status => {
                let id = format!("books-state-{}", row.state().as_str());
                let words = cx.locale.text(&Message { id: id.into(), args: Vec::new() });
                vec![match row.state() {
                    EntryState::Pending => (format!("◦ {words}"), theme::DIM),
                    EntryState::Approved => (format!("✓ {words}"), theme::GOOD),
                    EntryState::Billed => (format!("■ {words}"), theme::DIM),
                }]
            }
            Self::Lint => {
                let lints = cx.books.lints.get(&row.entry.id).map_or(&[][..], Vec::as_slice);
                let words: Vec<String> = lints.iter().map(|lint| lint_words(cx, lint)).collect();
                if words.is_empty() {
                    vec![(String::new(), theme::PLAIN)]
                } else {
                    vec![(format!("! {}", words.join(", ")), theme::LOOK)]
                }
            }
            _ => vec![plain(self, row, cx)],
        }
    }

    fn is_secret(self) -> bool {
        matches!(self, Self::Client | Self::Project | Self::Task | Self::Note | Self::Tag)
    }
}

/// What is worth a look, with the time that it is about.
pub(super) fn lint_words(cx: &Shared, lint: &Lint) -> String {
    let id = format!("books-lint-{}", lint.kind.as_str().replace('_', "-"));
    let words = cx.locale.text(&Message { id: id.into(), args: Vec::new() });
    if lint.other.is_some() { format!("{words} ({})", hours(lint.seconds)) } else { words }
}
