//! `[open]`: programs that open what the screen shows. Never: a shell.

use toml::de::DeValue;

use super::Wrong;
use super::reader::Reader;

/// The program of the desktop that opens anything with what the user chose for it.
const DESKTOP: &str = "xdg-open";

/// Programs with their arguments; `{}` stands for what is opened, which comes last where no argument has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Opens a PDF.
    pub pdf: Vec<String>,
    /// Opens an address.
    pub url: Vec<String>,
    /// Opens a folder.
    pub folder: Vec<String>,
}

impl Default for Open {
    fn default() -> Self {
        let desktop = || vec![DESKTOP.to_owned()];
        Self { pdf: desktop(), url: desktop(), folder: desktop() }
    }
}

impl Open {
    /// True if a program is the one that is used without a setting; none is there where the screen runs on another machine.
    #[must_use]
    pub fn is_desktop(program: &[String]) -> bool {
        matches!(program, [one] if one == DESKTOP)
    }
}

/// Reads the section.
pub(super) fn read(r: &mut Reader<'_>, default: Open) -> Open {
    let program = |found: &DeValue<'_>| {
        let DeValue::Array(list) = found else { return Err(Wrong::Program) };
        let words: Option<Vec<String>> = list.iter().map(|entry| entry.get_ref().as_str().map(str::to_owned)).collect();
        // Without a program nothing is started.
        words
            .filter(|words| words.iter().all(|word| !word.contains('\0')) && words.first().is_none_or(|word| !word.is_empty()))
            .ok_or(Wrong::Program)
    };
    Open {
        pdf: r.read("open.pdf", default.pdf, program),
        url: r.read("open.url", default.url, program),
        folder: r.read("open.folder", default.folder, program),
    }
}
