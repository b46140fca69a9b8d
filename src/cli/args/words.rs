//! Words of arguments that stand for values of other rooms.
//!
//! For: `--lang` and `--tab`. Uses: clap, the languages, the table of pages. Never: texts.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::locale::Lang;
use crate::tui::PageId;

/// `--lang`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LangArg {
    En,
    Hu,
}

/// `--tab`: the words of the table of pages.
impl ValueEnum for PageId {
    fn value_variants<'a>() -> &'a [Self] {
        Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.as_str()))
    }
}

impl From<LangArg> for Lang {
    fn from(arg: LangArg) -> Self {
        match arg {
            LangArg::En => Self::En,
            LangArg::Hu => Self::Hu,
        }
    }
}
