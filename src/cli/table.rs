//! Tables for people: aligned by what a terminal shows, cut to its width only where there is one.
//!
//! For: every list of the command line. Uses: unicode widths. Never: a stream; text from outside unless cleaned (cells clean it).

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::style::Style;
use crate::domain::text::clean;

/// Between two columns.
const GAP: usize = 2;
/// No column is cut below this.
const NARROWEST: usize = 6;
/// A text column wider than this is cut before others get narrow.
const WIDE: usize = 20;
/// Blanks that only a terminal is to get: no-break, narrow no-break and figure space.
pub(super) const NO_BREAK_SPACES: [char; 3] = ['\u{A0}', '\u{202F}', '\u{2007}'];

/// Field of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cell {
    text: String,
    style: Style,
}

/// Column of a table.
#[derive(Debug, Clone)]
pub(super) struct Column {
    title: String,
    right: bool,
    shrinks: bool,
}

/// A table to be.
#[derive(Debug, Clone)]
pub(super) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl Cell {
    /// A field in a style.
    pub(super) fn new(text: &str, style: Style) -> Self {
        Self { text: clean(text).into_owned(), style }
    }

    /// Its text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

impl<T: AsRef<str>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::new(text.as_ref(), Style::Plain)
    }
}

impl Column {
    /// A column of text.
    pub(super) fn left(title: String) -> Self {
        Self { title, right: false, shrinks: false }
    }

    /// A column of text that may be cut where the terminal is narrow.
    pub(super) fn cut(title: String) -> Self {
        Self { title, right: false, shrinks: true }
    }

    /// A column of numbers.
    pub(super) fn right(title: String) -> Self {
        Self { title, right: true, shrinks: false }
    }
}

impl Table {
    /// A table without rows.
    pub(super) fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// The same for programs: plain spaces, and numbers without separators.
    pub(super) fn bare(&self) -> Self {
        let bare = |cell: &Cell| Cell { text: bare(&cell.text), style: cell.style };
        Self { columns: self.columns.clone(), rows: self.rows.iter().map(|row| row.iter().map(bare).collect()).collect() }
    }

    /// The table's lines: a heading and its rows, within `width` columns where that is known and possible.
    pub(super) fn lines(&self, width: Option<usize>, color: bool) -> Vec<String> {
        let widths = self.widths(width);
        let heading: Vec<Cell> = self.columns.iter().map(|column| Cell::new(&column.title, Style::Bold)).collect();
        std::iter::once(&heading).chain(&self.rows).map(|row| self.line(row, &widths, color)).collect()
    }

    fn widths(&self, limit: Option<usize>) -> Vec<usize> {
        let mut widths: Vec<usize> = self.columns.iter().map(|column| column.title.width()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.text.width());
            }
        }
        let Some(limit) = limit else { return widths };
        for (width, column) in widths.iter_mut().zip(&self.columns) {
            if !column.right {
                *width = (*width).min(limit);
            }
        }
        loop {
            let total = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
            if total <= limit {
                return widths;
            }
            // The widest column that may be cut gives way first, one column at a time: lists are short, widths are small.
            // Other texts follow, as a number of 300 characters would push all else out of sight; figures stay whole.
            let widest = |may: &dyn Fn(&Column, usize) -> bool| {
                let columns = widths.iter().zip(&self.columns).enumerate();
                let columns = columns.filter(|(_, (width, column))| **width > NARROWEST && may(column, **width));
                columns.max_by_key(|(_, (width, _))| **width).map(|(index, _)| index)
            };
            let first = widest(&|column, width| column.shrinks || (!column.right && width > WIDE));
            match first.or_else(|| widest(&|column, _| !column.right)).and_then(|index| widths.get_mut(index)) {
                Some(width) => *width -= 1,
                None => return widths,
            }
        }
    }

    fn line(&self, row: &[Cell], widths: &[usize], color: bool) -> String {
        let mut line = String::new();
        let last = row.len().saturating_sub(1);
        for (index, ((cell, width), column)) in row.iter().zip(widths).zip(&self.columns).enumerate() {
            let text = cut(&cell.text, *width);
            let pad = " ".repeat(width.saturating_sub(text.width()));
            let text = cell.style.paint(&text, color);
            match (column.right, index == last) {
                (true, _) => line.extend([pad.as_str(), text.as_str()]),
                (false, true) => line.push_str(&text),
                (false, false) => line.extend([text.as_str(), pad.as_str()]),
            }
            if index < last {
                line.push_str(&" ".repeat(GAP));
            }
        }
        line.truncate(line.trim_end_matches(' ').len());
        line
    }
}

/// A cell for programs: a no-break space between two digits goes, any other becomes a plain blank.
fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let digits = out.ends_with(|c: char| c.is_ascii_digit()) && chars.peek().is_some_and(char::is_ascii_digit);
        match NO_BREAK_SPACES.contains(&c) {
            true if digits => {}
            true => out.push(' '),
            false => out.push(c),
        }
    }
    out
}

/// The text within `width` columns; what is cut off ends in an ellipsis.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used + 1 > width {
            break;
        }
        out.push_str(grapheme);
    }
    if width > 0 {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table =
            Table::new(vec![Column::left("No".to_owned()), Column::cut("Partner".to_owned()), Column::right("Gross".to_owned())]);
        table.row(vec!["1".into(), "Árvíztűrő Kft.".into(), "12 400".into()]);
        table.row(vec!["22".into(), "日本\u{1b}[2J".into(), "1".into()]);
        table
    }

    #[test]
    fn columns_align_by_what_a_terminal_shows() {
        let lines = table().lines(None, false);
        assert_eq!(lines, ["No  Partner          Gross", "1   Árvíztűrő Kft.  12 400", "22  日本\u{FFFD}[2J             1"]);
    }

    #[test]
    fn only_columns_that_may_shrink_are_cut_and_only_to_a_terminal() {
        let lines = table().lines(Some(20), false);
        assert_eq!(lines[1], "1   Árvíztű…  12 400");
        assert!(lines.iter().all(|line| line.width() <= 20), "{lines:?}");
        // Too narrow for anything: numbers stay whole.
        assert!(table().lines(Some(3), false)[1].ends_with("12 400"));
    }

    #[test]
    fn a_long_number_gives_way_and_figures_stay_whole() {
        let mut table = Table::new(vec![
            Column::left("Number".to_owned()),
            Column::cut("Partner".to_owned()),
            Column::right("Gross".to_owned()),
        ]);
        table.row(vec!["N".repeat(300).into(), "Árvíztűrő Kft.".into(), "12\u{A0}400\u{A0}Ft".into()]);
        let lines = table.lines(Some(60), false);
        assert!(lines.iter().all(|line| line.width() <= 60), "{lines:?}");
        assert!(lines[1].contains("N…") && lines[1].ends_with("Árvíztűrő Kft.  12\u{A0}400\u{A0}Ft"), "{lines:?}");
        let piped = table.bare().lines(None, false);
        assert!(piped[1].starts_with(&"N".repeat(300)) && piped[1].ends_with("  12400 Ft"), "{piped:?}");
    }

    #[test]
    fn styles_do_not_count_as_width() {
        let mut table = Table::new(vec![Column::left("A".to_owned()), Column::left("B".to_owned())]);
        table.row(vec![Cell::new("xx", Style::Red), "y".into()]);
        assert_eq!(table.lines(None, true)[1], "\x1b[31mxx\x1b[0m  y");
        assert_eq!(table.lines(None, false)[1], "xx  y");
    }

    #[test]
    fn wide_characters_are_never_split() {
        assert_eq!(cut("日本語", 4), "日…");
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(cut("abc", 0), "");
    }
}
