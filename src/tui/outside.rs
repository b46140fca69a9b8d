//! What of a document is opened outside the screen, where from, and with which arguments.
//!
//! For: [`super::opening`], which chooses, the jobs, and [`super::work`], which fetches and starts.

use std::path::PathBuf;

use crate::config::Open;

/// What is opened of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opened {
    /// Its PDF.
    Pdf,
    /// Its public address.
    Url,
    /// The folder with its PDF.
    Folder,
}

impl Opened {
    /// Everything, in the order of the menu, with its text.
    pub(super) const ALL: [(Self, &'static str); 3] =
        [(Self::Pdf, "tui-open-pdf"), (Self::Url, "tui-open-url"), (Self::Folder, "tui-open-folder")];

    /// Its program in the configuration; empty where there is none.
    pub(super) fn program(self, open: &Open) -> &[String] {
        match self {
            Self::Pdf => &open.pdf,
            Self::Url => &open.url,
            Self::Folder => &open.folder,
        }
    }
}

/// Where documents are opened from here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opening {
    /// The folder of PDFs that are opened; `None` where none may be kept.
    pub folder: Option<PathBuf>,
    /// The screen runs on another machine than the desktop of its user.
    pub remote: bool,
}

/// The program with its arguments for a target: in place of `{}`, or after all arguments.
pub(crate) fn argv(program: &[String], target: &str) -> Vec<String> {
    let named = program.iter().any(|word| word.contains("{}"));
    let filled = program.iter().map(|word| word.replace("{}", target));
    filled.chain((!named).then(|| target.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_one_argument_of_the_program() {
        let program = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
        assert_eq!(argv(&program(&["zathura"]), "/a b/c; rm.pdf"), ["zathura", "/a b/c; rm.pdf"]);
        assert_eq!(argv(&program(&["open", "--file={}", "-n"]), "/a b.pdf"), ["open", "--file=/a b.pdf", "-n"]);
    }
}
