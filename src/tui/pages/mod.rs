//! The pages, a file or folder each. A new page is that file, its `mod` line and its line in the table below.
//!
//! For: [`super::model`], which makes the pages from the table. Never: the state or the code of a page.

pub(crate) mod changes;
pub(crate) mod companies;
pub(crate) mod invoice;
pub(crate) mod invoices;
pub(crate) mod reports;
pub(crate) mod runs;

/// The table of pages, in the order of the tabs and of the number keys: name, module, word on the command line, title.
macro_rules! pages {
    ([$($with:tt)+] $($extra:tt)*) => {
        $($with)+! {
            $($extra)*
            /// Every company with its light.
            Companies companies "companies" "tui-tab-companies";
            /// Every invoice.
            Invoices invoices "invoices" "tui-tab-invoices";
            /// One invoice.
            Invoice invoice "detail" "tui-tab-detail";
            /// Sync runs, and the errors of one.
            Runs runs "logs" "tui-tab-log";
            /// Reports on what is owed, by age, month, partner and so on.
            Reports reports "reports" "tui-tab-reports";
            /// Changes on every invoice.
            Changes changes "changes" "tui-tab-changes";
        }
    };
}
pub(crate) use pages;

macro_rules! ids {
    ($($(#[$doc:meta])* $Id:ident $module:ident $word:literal $title:literal;)*) => {
        /// A page of the screen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum PageId {
            $($(#[$doc])* $Id,)*
        }

        impl PageId {
            /// Every page, in the order of the tabs.
            pub const ALL: &'static [Self] = &[$(Self::$Id),*];

            /// Its word on the command line.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$Id => $word,)*
                }
            }

            /// The text of its title.
            pub(crate) const fn title(self) -> &'static str {
                match self {
                    $(Self::$Id => $title,)*
                }
            }
        }
    };
}
pages!([ids]);

impl Default for PageId {
    fn default() -> Self {
        Self::Companies
    }
}

impl PageId {
    /// Returns the page of a number, from 1.
    pub(crate) fn number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number).checked_sub(1)?).copied()
    }

    /// Returns the page `by` places further, round the end.
    pub(crate) fn further(self, by: usize) -> Self {
        let at = Self::ALL.iter().position(|page| *page == self).unwrap_or(0);
        Self::ALL.get((at + by) % Self::ALL.len()).copied().unwrap_or_default()
    }

    /// Returns the page of a word such as `invoices`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let word = if word == "log" { "logs" } else { word };
        Self::ALL.iter().copied().find(|page| page.as_str() == word)
    }
}
