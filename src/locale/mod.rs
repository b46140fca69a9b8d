//! English and Hungarian: texts, numbers, money and dates as each writes them.
//!
//! For: turning a [`Message`] into words. Uses: `assets/locales`, fluent. Never: the environment; the language comes in.

mod amounts;
mod article;
mod format;

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::domain::{Arg, Message, text};

pub use amounts::Amounts;

/// A language of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    En,
    /// Hungarian.
    Hu,
}

/// A language with its texts.
pub struct Locale {
    lang: Lang,
    topics: Vec<Topic>,
    /// The topic of each text, by the hash of its identifier, in order: every command makes this list, so it has to be quick.
    of: Vec<(u64, u16)>,
    /// Amounts are dots.
    masked: bool,
}

/// The texts of one file, parsed when the first of them is needed: a command needs few of the files.
struct Topic {
    source: &'static str,
    parsed: OnceLock<FluentBundle<FluentResource>>,
}

/// Identifiers of the texts of a file: lines that begin with a letter. Values go on in lines that begin with a space.
fn identifiers(source: &'static str) -> impl Iterator<Item = &'static [u8]> {
    let id = |line: &'static [u8]| line.split(|byte| matches!(byte, b' ' | b'=')).next();
    let lines = source.lines().map(str::as_bytes);
    lines.filter(|line| line.first().is_some_and(u8::is_ascii_alphabetic)).filter_map(id)
}

/// A hash of an identifier (FNV-1a). A test proves that no two of ours have the same.
fn hash(id: &[u8]) -> u64 {
    id.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

macro_rules! topics {
    ($($topic:literal)+) => {
        const ENGLISH: &[&str] = &[$(include_str!(concat!("../../assets/locales/en/", $topic, ".ftl"))),+];
        const HUNGARIAN: &[&str] = &[$(include_str!(concat!("../../assets/locales/hu/", $topic, ".ftl"))),+];
    };
}

// A file a topic, and a line each here, in the order of the alphabet: two that are added at once are no conflict.
topics! {
    "alert"
    "api"
    "archive"
    "auth"
    "bank"
    "books"
    "calendar"
    "cli"
    "config"
    "core"
    "delivery"
    "desk"
    "doctor"
    "document"
    "help"
    "hooks"
    "lists"
    "manage"
    "plain"
    "provider"
    "push"
    "query"
    "records"
    "sandbox"
    "service"
    "settings"
    "slack"
    "store"
    "sync"
    "time"
    "timefile"
    "tui"
    "vault"
    "worker"
}

/// English, for logs and as what a missing text falls back to.
pub fn english() -> &'static Locale {
    static LOCALE: OnceLock<Locale> = OnceLock::new();
    LOCALE.get_or_init(|| Locale::load(Lang::En))
}

/// The locale with amounts hidden, made on first use: for shared screens.
fn hidden(lang: Lang) -> &'static Locale {
    static LOCALES: [OnceLock<Locale>; 2] = [OnceLock::new(), OnceLock::new()];
    let [english, hungarian] = &LOCALES;
    let place = if lang == Lang::En { english } else { hungarian };
    place.get_or_init(|| Locale { masked: true, ..Locale::load(lang) })
}

fn hungarian() -> &'static Locale {
    static LOCALE: OnceLock<Locale> = OnceLock::new();
    LOCALE.get_or_init(|| Locale::load(Lang::Hu))
}

impl Lang {
    /// The language's code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Hu => "hu",
        }
    }

    /// The language of a code or of a locale such as `hu_HU.UTF-8` or `hu-HU`, in any case; `None` when it is neither of ours.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let language = code.trim().split(['_', '-', '.', '@']).next()?;
        match language.to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "hu" => Some(Self::Hu),
            _ => None,
        }
    }

    /// Its texts.
    #[must_use]
    pub fn locale(self) -> &'static Locale {
        match self {
            Self::En => english(),
            Self::Hu => hungarian(),
        }
    }

    /// Its texts, with every amount hidden.
    #[must_use]
    pub fn masked(self) -> &'static Locale {
        hidden(self)
    }
}

impl Locale {
    fn load(lang: Lang) -> Self {
        let sources = match lang {
            Lang::En => ENGLISH,
            Lang::Hu => HUNGARIAN,
        };
        let ids = (0..).zip(sources).flat_map(|(topic, source)| identifiers(source).map(move |id| (hash(id), topic)));
        let mut of: Vec<(u64, u16)> = ids.collect();
        of.sort_unstable();
        let topics = sources.iter().map(|source| Topic { source, parsed: OnceLock::new() }).collect();
        Self { lang, topics, of, masked: false }
    }

    fn topic_of(&self, id: &str) -> Option<u16> {
        let hash = hash(id.as_bytes());
        let at = self.of.binary_search_by_key(&hash, |(known, _)| *known).ok()?;
        self.of.get(at).map(|(_, topic)| *topic)
    }

    /// The texts of the file that has this one.
    fn bundle(&self, id: &str) -> Option<&FluentBundle<FluentResource>> {
        let topic = self.topics.get(usize::from(self.topic_of(id)?))?;
        Some(topic.parsed.get_or_init(|| parse(self.lang, topic.source)))
    }

    /// The language.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether there is a text of this identifier.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.topic_of(id).is_some()
    }

    /// The text without arguments of an identifier.
    #[must_use]
    pub fn get(&self, id: &'static str) -> String {
        self.text(&Message::new(id))
    }

    /// The words of a message, safe for a terminal. A missing text falls back to English, then to its identifier.
    #[must_use]
    pub fn text(&self, message: &Message) -> String {
        let bundle = self.bundle(&message.id);
        let Some((bundle, pattern)) = bundle.and_then(|bundle| Some((bundle, bundle.get_message(&message.id)?.value()?))) else {
            if self.lang != Lang::En {
                return english().text(message);
            }
            return message.id.clone().into_owned();
        };
        let mut args = FluentArgs::new();
        let mut dates = Vec::new();
        for (name, arg) in &message.args {
            let value = match arg {
                Arg::Text(value) => {
                    let shown = self.dated(&message.id, name, value).unwrap_or_else(|| text::clean(value).into_owned());
                    if self.lang == Lang::Hu && shown.ends_with('.') && format::is_date(&shown) {
                        dates.push(shown.clone());
                    }
                    FluentValue::from(shown)
                }
                Arg::Number(number) => FluentValue::from(*number),
            };
            args.set(name.clone(), value);
        }
        let mut errors = Vec::new();
        let mut words = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        // A date ends with a full stop, which ends the sentence too.
        for date in dates {
            words = words.replace(&format!("{date}."), &date);
        }
        // What comes from outside keeps its letters.
        let told = |arg: &Arg| matches!(arg, Arg::Text(text) if text.contains(article::OPEN));
        if self.lang == Lang::Hu && words.contains(article::OPEN) && !message.args.iter().any(|(_, arg)| told(arg)) {
            return article::settled(&words);
        }
        words
    }

    /// An argument that is a day, or begins with one, as the language writes it. The screen has days as its tables have them.
    fn dated(&self, id: &str, name: &str, value: &str) -> Option<String> {
        const NAMES: [&str; 10] = ["date", "day", "from", "until", "issued", "due", "closed", "end", "start", "time"];
        if self.lang == Lang::En || !NAMES.contains(&name) || id.starts_with("tui-") || id.starts_with("own-") {
            return None;
        }
        let (day, rest) = value.split_at_checked(10)?;
        let day: jiff::civil::Date = day.parse().ok().filter(|_| rest.is_empty() || rest.starts_with(' '))?;
        Some(format!("{}{}", self.date(day), text::clean(rest)))
    }
}

fn parse(lang: Lang, source: &str) -> FluentBundle<FluentResource> {
    // Both codes are well formed; the default would only lose the plural rules.
    let id: LanguageIdentifier = lang.as_str().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Isolation marks are bidirectional controls: they would reach the terminal.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) => format::whole(&number.as_string()),
        _ => None,
    }));
    // A test parses every file; here what could be read is used.
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    bundle
}

impl std::fmt::Debug for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Locale").field(&self.lang).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_parses_and_every_text_is_in_both_languages() {
        let ids = |sources: &[&str]| {
            let mut ids = std::collections::BTreeSet::new();
            for source in sources {
                let resource = FluentResource::try_new((*source).to_owned()).map_err(|(_, e)| e).expect("parses");
                for entry in resource.entries() {
                    if let fluent_syntax::ast::Entry::Message(m) = entry {
                        assert!(ids.insert(m.id.name.to_owned()), "twice: {}", m.id.name);
                    }
                }
            }
            ids
        };
        assert_eq!(ids(ENGLISH), ids(HUNGARIAN));
        let text = |id: &[u8]| String::from_utf8(id.to_vec()).expect("ASCII");
        let found = |sources: &[&'static str]| sources.iter().flat_map(|source| identifiers(source)).map(text).collect();
        assert_eq!(ids(ENGLISH), found(ENGLISH), "each is found by its line");
        assert_eq!(ids(HUNGARIAN), found(HUNGARIAN), "each is found by its line");
        let hashes: std::collections::BTreeSet<u64> = ids(ENGLISH).iter().map(|id| hash(id.as_bytes())).collect();
        assert_eq!(hashes.len(), ids(ENGLISH).len(), "each has a hash of its own");
    }

    #[test]
    fn arguments_are_cleaned_and_counted() {
        let m = Message::new("unit-invoices").with("count", 1u32);
        assert_eq!(english().text(&m), "1 invoice");
        let m = Message::new("unit-invoices").with("count", 282u32);
        assert_eq!(english().text(&m), "282 invoices");
        assert_eq!(Lang::Hu.locale().text(&m), "282 számla");
        let m = Message::new("unit-invoices").with("count", 30_000u32);
        assert_eq!(english().text(&m), "30\u{A0}000 invoices");
    }

    #[test]
    fn a_count_of_one_is_no_plural() {
        // Words that count what may be one; a limit such as `most` never is.
        let counts = ["count", "created", "days", "edited", "entries", "events", "faults", "statements", "written"];
        let nouns = [
            "accounts",
            "changes",
            "companies",
            "contacts",
            "days",
            "differences",
            "documents",
            "drafts",
            "entries",
            "events",
            "gaps",
            "invoices",
            "items",
            "lines",
            "links",
            "mails",
            "matches",
            "payments",
            "roles",
            "rows",
            "runs",
            "statements",
        ];
        // What is only said of several.
        let several = [
            "cli-error-invoice-ambiguous",
            "cli-error-record-ambiguous",
            "cli-error-which-company",
            "invoice-of-many",
            "invoice-pay-many-title",
            "invoice-send-many-title",
            "manage-confirm-mails-again",
            "manage-confirm-mails-drop",
            "own-bulk-title",
            "own-confirm-discard-drafts",
            "push-document-unclear",
            "sync-only-refused",
            "tui-changes-more",
            "tui-ended-together",
            "tui-history-first-many",
        ];
        let ids = ENGLISH.iter().flat_map(|source| identifiers(source)).map(|id| String::from_utf8(id.to_vec()).expect("ASCII"));
        let (mut wrong, mut seen) = (Vec::new(), 0);
        for id in ids.filter(|id| !several.contains(&id.as_str())) {
            let mut message = Message::new("unit-invoices");
            message.id = id.into();
            let text = english().text(&counts.iter().fold(message, |message, count| message.with(count, 1u32)));
            let words: Vec<&str> =
                text.split_whitespace().map(|word| word.trim_matches(['.', ',', ';', ':', '(', ')', '?'])).collect();
            seen += usize::from(words.contains(&"1"));
            let is_plural = |rest: &[&str]| match rest {
                ["1", "more" | "marked" | "certain" | "further", noun, ..] | ["1", noun, ..] => nouns.contains(noun),
                _ => false,
            };
            wrong.extend((0..words.len()).any(|at| is_plural(&words[at..])).then_some(text));
        }
        assert_eq!(wrong, Vec::<String>::new());
        assert!(seen > 100, "{seen} texts count something");
    }

    #[test]
    fn days_in_sentences_are_written_as_the_language_writes_them() {
        let closed = Message::new("books-closed").with("date", "2026-10-10").with("closed", "2026-10-31");
        assert!(english().text(&closed).contains("2026-10-10"));
        assert!(Lang::Hu.locale().text(&closed).contains("2026. 10. 10. (lezárva eddig: 2026. 10. 31.)"));
        let asked = Message::new("sync-deferred").with("until", "2026-10-10 04:05:06 UTC");
        assert!(Lang::Hu.locale().text(&asked).ends_with("2026. 10. 10. 04:05:06 UTC."));
        let ends = Message::new("push-closed").with("date", "2026. 10. 10.").with("closed", "2026-10-31");
        assert!(Lang::Hu.locale().text(&ends).ends_with(": 2026. 10. 31."), "one full stop ends both");
        let number = Message::new("books-correct-before").with("number", "2026-10-10").with("date", "x").with("issued", "y");
        assert!(Lang::Hu.locale().text(&number).contains("2026-10-10"), "a number that looks like a day is none");
    }
}
