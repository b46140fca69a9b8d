//! A table of texts: to be copied, or written to a file.

use super::copy::disarmed;

/// The fields of a row by their names.
pub(crate) type Fields = Vec<(&'static str, String)>;

/// A table of texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Table {
    /// Names of the columns for programs.
    pub(crate) names: Vec<&'static str>,
    /// Their titles.
    pub(crate) titles: Vec<String>,
    /// Cells as programs read them: ISO dates, plain numbers.
    pub(crate) rows: Vec<Vec<String>>,
    /// Cells as they are shown.
    pub(crate) shown: Vec<Vec<String>>,
}

impl Table {
    /// Its shown cells under their titles, tabs between them.
    pub(crate) fn text(&self) -> String {
        let line = |cells: &Vec<String>| {
            let cells = cells.iter().map(|cell| disarmed(cell.trim().replace(['\t', '\u{A0}'], " ")));
            cells.collect::<Vec<_>>().join("\t")
        };
        std::iter::once(self.titles.join("\t")).chain(self.shown.iter().map(line)).collect::<Vec<_>>().join("\n")
    }
}
