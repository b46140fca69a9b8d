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

/// A text column is this wide, if it needs to be, before a column that can be spared is left out.
const COMFORT: usize = 12;

/// Field of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cell {
    text: String,
    /// The same in lines of its own, for a terminal that is too narrow.
    stack: Vec<String>,
    style: Style,
}

/// Column of a table.
#[derive(Debug, Clone)]
pub(super) struct Column {
    title: String,
    right: bool,
    shrinks: bool,
    /// Never cut, though it is a text: dates and times.
    whole: bool,
    /// Left out where the table does not fit, the highest first; 0 for never.
    spare: u8,
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
        Self { text: clean(text).into_owned(), stack: Vec::new(), style }
    }

    /// A field of several parts: in one line with `between`, or each in a line of its own where the terminal is too narrow.
    pub(super) fn parts(parts: &[String], between: &str) -> Self {
        let parts: Vec<String> = parts.iter().map(|part| clean(part).into_owned()).collect();
        let text = parts.join(between);
        Self { text, stack: if parts.len() > 1 { parts } else { Vec::new() }, style: Style::Plain }
    }

    /// Its text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Its lines.
    fn lines(&self, stacked: bool) -> impl Iterator<Item = &str> {
        let several: &[String] = if stacked { &self.stack } else { &[] };
        let only = several.is_empty().then_some(self.text.as_str());
        only.into_iter().chain(several.iter().map(String::as_str))
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
        Self { title, right: false, shrinks: false, whole: false, spare: 0 }
    }

    /// A column of text that may be cut where the terminal is narrow.
    pub(super) fn cut(title: String) -> Self {
        Self { shrinks: true, ..Self::left(title) }
    }

    /// A column of dates or times, which are never cut.
    pub(super) fn date(title: String) -> Self {
        Self { whole: true, ..Self::left(title) }
    }

    /// A column of numbers.
    pub(super) fn right(title: String) -> Self {
        Self { right: true, whole: true, ..Self::left(title) }
    }

    /// The same, left out where the table does not fit: those with the highest number first.
    pub(super) fn spare(self, spare: u8) -> Self {
        Self { spare, ..self }
    }
}

impl Table {
    /// A table without rows.
    pub(super) fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Has a column left out where the table does not fit.
    pub(super) fn spare(&mut self, index: usize) {
        if let Some(column) = self.columns.get_mut(index) {
            column.spare = 1;
        }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// The same for programs: plain spaces, and numbers without separators.
    pub(super) fn bare(&self) -> Self {
        let bare = |cell: &Cell| Cell { text: bare(&cell.text), stack: Vec::new(), style: cell.style };
        Self { columns: self.columns.clone(), rows: self.rows.iter().map(|row| row.iter().map(bare).collect()).collect() }
    }

    /// The table's lines: a heading and its rows, within `width` columns where that is known and possible. Where they do not fit, parts
    /// stand below each other, then columns that can be spared are left out, then texts are cut.
    pub(super) fn lines(&self, width: Option<usize>, color: bool) -> Vec<String> {
        let natural = self.natural(false);
        let stacked = width.is_some_and(|width| total(natural.iter().copied()) > width);
        let (shown, widths) = match width {
            Some(limit) if stacked => self.fitting(limit),
            limit => ((0..self.columns.len()).collect(), self.shrunk(natural, limit)),
        };
        let heading: Vec<Cell> = self.columns.iter().map(|column| Cell::new(&column.title, Style::Bold)).collect();
        let rows = std::iter::once(&heading).chain(&self.rows);
        rows.flat_map(|row| self.row_lines(row, (shown.as_slice(), widths.as_slice()), stacked, color)).collect()
    }

    /// The widths that the columns need.
    fn natural(&self, stacked: bool) -> Vec<usize> {
        let mut widths: Vec<usize> = self.columns.iter().map(|column| column.title.width()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.lines(stacked).map(UnicodeWidthStr::width).fold(*width, usize::max);
            }
        }
        widths
    }

    /// The columns that are shown within a limit, and the widths of all.
    fn fitting(&self, limit: usize) -> (Vec<usize>, Vec<usize>) {
        let natural = self.natural(true);
        let mut shown: Vec<usize> = (0..self.columns.len()).collect();
        loop {
            let comfortable = |index: &usize| {
                let width = natural.get(*index).copied().unwrap_or_default();
                let whole = self.columns.get(*index).is_none_or(|column| column.whole);
                if whole { width } else { width.min(COMFORT) }
            };
            let spare = |index: &usize| self.columns.get(*index).map_or(0, |column| column.spare);
            let dropped = shown.iter().copied().filter(|index| spare(index) > 0).max_by_key(spare);
            match dropped {
                Some(dropped) if total(shown.iter().map(comfortable)) > limit => shown.retain(|index| *index != dropped),
                _ => break,
            }
        }
        let kept = natural.into_iter().enumerate().map(|(index, width)| if shown.contains(&index) { width } else { 0 });
        let gaps = GAP * (self.columns.len() - shown.len());
        // What is left out takes neither its width nor its gap.
        let widths = self.shrunk(kept.collect(), Some(limit + gaps));
        (shown, widths)
    }

    /// Widths within a limit, as far as that is possible.
    fn shrunk(&self, mut widths: Vec<usize>, limit: Option<usize>) -> Vec<usize> {
        let Some(limit) = limit else { return widths };
        for (width, column) in widths.iter_mut().zip(&self.columns) {
            if !column.right {
                *width = (*width).min(limit);
            }
        }
        loop {
            if total(widths.iter().copied()) <= limit {
                return widths;
            }
            // The widest column that may be cut gives way first, one column at a time: lists are short, widths are small.
            // Other texts follow, as a number of 300 characters would push all else out of sight; figures and dates stay whole.
            let widest = |may: &dyn Fn(&Column, usize) -> bool| {
                let columns = widths.iter().zip(&self.columns).enumerate();
                let columns = columns.filter(|(_, (width, column))| **width > NARROWEST && may(column, **width));
                columns.max_by_key(|(_, (width, _))| **width).map(|(index, _)| index)
            };
            let first = widest(&|column, width| column.shrinks || (!column.whole && width > WIDE));
            match first.or_else(|| widest(&|column, _| !column.whole)).and_then(|index| widths.get_mut(index)) {
                Some(width) => *width -= 1,
                None => return widths,
            }
        }
    }

    /// The lines of a row.
    fn row_lines(&self, row: &[Cell], (shown, widths): (&[usize], &[usize]), stacked: bool, color: bool) -> Vec<String> {
        let height = row.iter().enumerate().filter(|(index, _)| shown.contains(index));
        let height = height.map(|(_, cell)| cell.lines(stacked).count()).max().unwrap_or(1);
        let one = |number: usize| {
            let cell = |index: &usize| {
                let (cell, width, column) = (row.get(*index)?, widths.get(*index)?, self.columns.get(*index)?);
                Some((cell.lines(stacked).nth(number).unwrap_or_default(), cell.style, *width, column.right))
            };
            line(&shown.iter().filter_map(cell).collect::<Vec<_>>(), color)
        };
        (0..height).map(one).collect()
    }
}

/// Columns of widths with the gaps between.
fn total(widths: impl ExactSizeIterator<Item = usize>) -> usize {
    GAP * widths.len().saturating_sub(1) + widths.sum::<usize>()
}

/// A line of texts, each with its style, its width and whether it stands at the right of it.
fn line(cells: &[(&str, Style, usize, bool)], color: bool) -> String {
    let mut line = String::new();
    let last = cells.len().saturating_sub(1);
    for (index, (text, style, width, right)) in cells.iter().enumerate() {
        let text = cut(text, *width);
        let pad = " ".repeat(width.saturating_sub(text.width()));
        let text = style.paint(&text, color);
        match (*right, index == last) {
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

    /// Runs as `logs` shows them: figures, a time, a company, and columns that can be spared.
    fn runs() -> Table {
        let mut table = Table::new(vec![
            Column::right("Run".to_owned()),
            Column::date("Started".to_owned()),
            Column::cut("Company".to_owned()),
            Column::right("Processed".to_owned()).spare(1),
            Column::right("Outstanding".to_owned()),
            Column::left("By".to_owned()).spare(2),
        ]);
        let sums = ["28\u{A0}001\u{A0}293.60\u{A0}Ft".to_owned(), "4\u{A0}017.12\u{A0}CHF".to_owned()];
        table.row(vec![
            "120".into(),
            "2026-11-30 10:00".into(),
            "Árvíztűrő Tükörfúrógép Kft.".into(),
            "12".into(),
            Cell::parts(&sums, " + "),
            "kovacs.bela".into(),
        ]);
        table
    }

    #[test]
    fn what_does_not_fit_is_stacked_then_left_out_and_a_date_is_never_cut() {
        let wide = runs().lines(Some(120), false);
        assert!(wide.len() == 2 && wide[1].contains("Ft + 4\u{A0}017.12") && wide[1].ends_with("kovacs.bela"), "{wide:?}");
        for width in 47..100 {
            let lines = runs().lines(Some(width), false);
            assert!(lines.iter().all(|line| line.width() <= width), "{width}: {lines:?}");
            assert_eq!(lines.len(), 3, "{width}: {lines:?}");
            assert!(
                lines[1].contains("2026-11-30 10:00") && lines[1].contains("28\u{A0}001\u{A0}293.60\u{A0}Ft"),
                "{width}: {lines:?}"
            );
            assert!(lines[2].contains("4\u{A0}017.12\u{A0}CHF"), "{width}: {lines:?}");
            // The actor goes before a count, and a count before the name gets short.
            let (by, processed) = (lines[0].contains("By"), lines[0].contains("Processed"));
            assert!(processed || !by, "{width}: {lines:?}");
            assert!(!by || lines[1].contains("Árvíztűrő T"), "{width}: {lines:?}");
        }
        assert!(runs().lines(Some(47), false)[0].ends_with("Outstanding"), "{:?}", runs().lines(Some(47), false));
        // A program gets everything, in one line.
        let piped = runs().bare().lines(None, false);
        assert!(piped.len() == 2 && piped[1].contains("28001293.60 Ft + 4017.12 CHF"), "{piped:?}");
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
