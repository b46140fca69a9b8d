//! A line that is asked for: the name of a file or a folder.

use super::input::Input;
use crate::export::Format;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The file of an export.
    File(Format),
    /// The folder of PDFs.
    Folder,
}

/// A line that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prompt {
    /// What is asked for.
    pub(crate) wanted: Wanted,
    /// What was typed.
    pub(crate) input: Input,
    /// How many invoices it is about.
    pub(crate) count: usize,
}
