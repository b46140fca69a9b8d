//! A line to type: the name of a file or a folder.

use super::input::Input;
use crate::export::Format;

/// The kind of line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The file of an export.
    File(Format),
    /// The folder of PDFs.
    Folder,
}

/// A line to type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prompt {
    /// The kind of line.
    pub(crate) wanted: Wanted,
    /// The typed text.
    pub(crate) input: Input,
    /// The number of invoices or rows it is about.
    pub(crate) count: usize,
    /// They are rows of another list than that of invoices.
    pub(crate) rows: bool,
}
