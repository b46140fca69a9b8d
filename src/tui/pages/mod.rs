//! The pages, a file or folder each. A new page is that file, its `mod` line and its line in the table below.
//!
//! For: [`super::model`], which makes the pages from the table. Never: the state or the code of a page.

pub(crate) mod bank;
pub(crate) mod changes;
pub(crate) mod companies;
pub(crate) mod contacts;
pub(crate) mod deliveries;
pub(crate) mod drafts;
pub(crate) mod groups;
pub(crate) mod invoice;
pub(crate) mod invoices;
pub(crate) mod links;
pub(crate) mod logins;
pub(crate) mod manage;
pub(crate) mod messages;
pub(crate) mod options;
pub(crate) mod outbox;
pub(crate) mod payments;
pub(crate) mod projects;
pub(crate) mod records;
pub(crate) mod reports;
pub(crate) mod runs;
pub(crate) mod time;

/// The table of pages, in the order of the tabs and of the number keys (those without a number come last): name, module, word on the command line, title.
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
            /// Payments.
            Payments payments "payments" "tui-tab-payments";
            /// Customers and suppliers.
            Contacts contacts "contacts" "tui-tab-contacts";
            /// What is written at accounting services, and what it became.
            Outbox outbox "outbox" "tui-tab-outbox";
            /// Time of own books: days, weeks, entries.
            Time time "time" "tui-tab-time";
            /// Clients and projects of own books.
            Projects projects "projects" "tui-tab-projects";
            /// Drafts of own books, and what is unbilled.
            Drafts drafts "drafts" "tui-tab-drafts";
            /// Mails with invoices and reminders.
            Deliveries deliveries "deliveries" "tui-tab-deliveries";
            /// Bank entries, statements, accounts.
            Bank bank "bank" "tui-tab-bank";
            /// The rows of a list by the values of a column.
            Groups groups "groups" "tui-tab-groups";
            /// The program's own log.
            Messages messages "messages" "tui-tab-messages";
            /// Logins at accounting services.
            Logins logins "logins" "tui-tab-logins";
            /// Calendars, webhooks, mail, archive.
            Links links "integrations" "tui-tab-integrations";
            /// Tokens, roles, alerts, schedule.
            Manage manage "manage" "tui-tab-manage";
            /// Settings of the configuration.
            Options options "settings" "tui-tab-settings";
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
    /// Pages that have a number: the first ones.
    pub(crate) const NUMBERED: usize = Self::numbered();

    const fn numbered() -> usize {
        let mut count = 0;
        #[expect(clippy::indexing_slicing, reason = "evaluated when it is compiled")]
        while count < Self::ALL.len() && Self::ALL[count].letter().is_none() {
            count += 1;
        }
        count
    }

    /// The key of a page without a number; a blank for a page without a key.
    const fn letter(self) -> Option<char> {
        match self {
            Self::Bank => Some('B'),
            Self::Manage => Some('M'),
            Self::Time => Some('t'),
            Self::Logins
            | Self::Projects
            | Self::Drafts
            | Self::Deliveries
            | Self::Groups
            | Self::Messages
            | Self::Links
            | Self::Options => Some(' '),
            _ => None,
        }
    }

    /// Its key in the line of titles; empty for a page without one.
    pub(crate) fn key(self) -> String {
        let at = Self::ALL.iter().position(|page| *page == self).unwrap_or(0);
        match self.letter() {
            Some(letter) => letter.to_string().trim().to_owned(),
            None if at < 9 => (at + 1).to_string(),
            None => String::new(),
        }
    }

    /// Whether its title always stands in the first line; others stand there while they are shown, and `:` finds them.
    pub(crate) const fn has_tab(self) -> bool {
        !matches!(self, Self::Links | Self::Options)
    }

    /// Returns the page of a number, from 1.
    pub(crate) fn number(number: u8) -> Option<Self> {
        let at = usize::from(number).checked_sub(1).filter(|at| *at < Self::NUMBERED)?;
        Self::ALL.get(at).copied()
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
