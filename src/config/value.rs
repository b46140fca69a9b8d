//! Values as people write them: `"10s"`, `"64 MB"`, `"faktura::sync=debug"`; and back.

use std::time::Duration;

use crate::domain::text::distance;
use crate::locale::Lang;

/// Allowed values of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// A whole number in a range.
    Number {
        /// The least.
        min: u64,
        /// The greatest.
        max: u64,
    },
    /// A duration in a range.
    Span {
        /// The shortest.
        min: Duration,
        /// The longest.
        max: Duration,
    },
    /// A size in a range, in bytes.
    Size {
        /// The least.
        min: u64,
        /// The greatest.
        max: u64,
    },
    /// One word of a list.
    Choice {
        /// The words.
        allowed: &'static [&'static str],
    },
    /// A log level, or directives.
    Level,
    /// Identity for sealing secrets.
    Identity,
    /// Names of users and groups.
    Names,
    /// The identifier of an app.
    ClientId,
    /// A redirect address.
    Redirect,
    /// The address of a database.
    StoreUrl,
    /// Roles by company.
    Companies,
    /// Cron expressions.
    Times,
    /// A field of a cron expression that is none.
    TimeField {
        /// The expression.
        time: String,
        /// The field, from 0.
        field: usize,
    },
    /// A cron expression that no day matches.
    NeverDue {
        /// The expression.
        time: String,
    },
    /// Keys of the screen.
    Keys,
    /// A program with its arguments.
    Program,
    /// Commands of the screen.
    Commands,
    /// A time zone.
    Zone,
    /// A program with arguments.
    Command,
    /// A name at an object store.
    S3Word,
    /// The address of an object store.
    S3Endpoint,
    /// An address to post to.
    Webhook,
    /// A channel at Slack.
    SlackChannel,
    /// Alerts through Slack, which is not configured.
    AlertsSlack,
    /// E-mail addresses.
    Addresses,
    /// A mail server.
    SmtpHost,
    /// Mail without a sender or a server.
    EmailIncomplete,
    /// A password in clear on the network.
    SmtpOpen,
    /// What may be written without a person.
    PushRules,
    /// A mail server without a sender.
    MailIncomplete,
    /// A text with names in braces.
    Template,
    /// Words of forms of documents.
    Forms,
    /// Names of companies.
    CompanyNames,
    /// Days before and after a due date.
    Steps,
    /// Amounts with their currencies.
    Fees,
    /// A rate in percent.
    Percent,
    /// A calendar day.
    Day,
    /// A section with settings.
    Section,
}

/// The words of `lang`.
pub(super) const LANGS: &[&str] = &["auto", "en", "hu"];

const LEVELS: &[&str] = &["off", "error", "warn", "info", "debug", "trace"];

const SPANS: &[(&str, u64)] =
    &[("ms", 1), ("s", 1000), ("m", 60 * 1000), ("min", 60 * 1000), ("h", 3600 * 1000), ("d", 24 * 3600 * 1000)];

const SIZES: &[(&str, u64)] = &[("KB", 1 << 10), ("MB", 1 << 20), ("GB", 1 << 30)];

/// A duration in a range, such as `10s`, `500ms`, `2h`, `7d`.
pub(super) fn span(text: &str, min: Duration, max: Duration) -> Result<Duration, Wrong> {
    let parsed = split(text).and_then(|(number, unit)| {
        let (_, millis) = SPANS.iter().find(|(name, _)| *name == unit)?;
        number.checked_mul(*millis).map(Duration::from_millis)
    });
    parsed.filter(|d| (min..=max).contains(d)).ok_or(Wrong::Span { min, max })
}

/// A size in a range, such as `64 MB`; a kilobyte is 1,024 bytes.
pub(super) fn size(text: &str, min: u64, max: u64) -> Result<u64, Wrong> {
    let parsed = split(text).and_then(|(number, unit)| {
        let (_, bytes) = SIZES.iter().find(|(name, _)| unit.eq_ignore_ascii_case(name))?;
        number.checked_mul(*bytes)
    });
    parsed.filter(|n| (min..=max).contains(n)).ok_or(Wrong::Size { min, max })
}

fn split(text: &str) -> Option<(u64, &str)> {
    let (number, unit) = text.split_at_checked(text.find(|c: char| !c.is_ascii_digit())?)?;
    Some((number.parse().ok()?, unit.trim()))
}

/// A language, also as a locale (`hu_HU.UTF-8`); `None` lets the environment decide.
pub(super) fn lang(text: &str) -> Result<Option<Lang>, Wrong> {
    if text.trim().eq_ignore_ascii_case("auto") {
        return Ok(None);
    }
    Lang::parse(text).map(Some).ok_or(Wrong::Choice { allowed: LANGS })
}

/// A level, or levels of modules: `info`, `warn,faktura::sync=debug`.
pub(super) fn level(text: &str) -> Result<String, Wrong> {
    let known = |level: &str| LEVELS.iter().any(|l| l.eq_ignore_ascii_case(level));
    let module = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '-'));
    let fits = text.split(',').map(str::trim).all(|part| match part.split_once('=') {
        Some((name, level)) => module(name.trim()) && known(level.trim()),
        None => known(part),
    });
    if fits { Ok(text.split_whitespace().collect()) } else { Err(Wrong::Level) }
}

/// A duration in its largest whole unit.
pub(super) fn span_text(span: Duration) -> String {
    let millis = u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
    let unit = SPANS.iter().rev().find(|(name, size)| *name != "min" && millis != 0 && millis.is_multiple_of(*size));
    match unit {
        Some((name, size)) => format!("{}{name}", millis / size),
        None => "0s".to_owned(),
    }
}

/// A size in its largest whole unit.
pub(super) fn size_text(bytes: u64) -> String {
    match SIZES.iter().rev().find(|(_, size)| bytes != 0 && bytes.is_multiple_of(*size)) {
        Some((name, size)) => format!("{} {name}", bytes / size),
        None => format!("{bytes} B"),
    }
}

/// The known word that `word` was probably meant to be: few letters added, left out, exchanged or swapped.
pub(super) fn nearest(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let bare = |key: &str| key.rsplit('.').next().unwrap_or_default().to_lowercase();
    let candidates = known.iter().map(|key| {
        let whole = distance(&word.to_lowercase(), key);
        // The right setting in a wrong section comes after the same one in the right section.
        let name = distance(&bare(word), &bare(key)) + 1;
        (whole.min(name), *key)
    });
    let (far, key) = candidates.min()?;
    let limit = if bare(word).chars().count() > 4 { 3 } else { 2 };
    (far <= limit).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_hours(24);

    #[test]
    fn durations_have_a_unit_and_a_range() {
        let read = |text| span(text, Duration::ZERO, 30 * DAY).ok();
        assert_eq!(read("10s"), Some(Duration::from_secs(10)));
        assert_eq!(read("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(read("2 h"), Some(Duration::from_hours(2)));
        assert_eq!((read("5m"), read("5min")), (Some(Duration::from_mins(5)), Some(Duration::from_mins(5))));
        assert_eq!(read("7d"), Some(7 * DAY));
        for wrong in ["", "10", "s", "-1s", "1.5h", "10 s s", "31d", "99999999999999999999d", "18446744073709551615d", "1é"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn sizes_have_a_unit_and_a_range() {
        let read = |text| size(text, 1 << 20, 1 << 30).ok();
        assert_eq!((read("64 MB"), read("64mb"), read("1GB")), (Some(64 << 20), Some(64 << 20), Some(1 << 30)));
        for wrong in ["64", "MB", "1 KB", "2 GB", "1 TB", "99999999999999 GB"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn values_are_written_as_they_are_read() {
        for text in ["500ms", "10s", "2m", "2h", "7d", "90s"] {
            assert_eq!(span_text(span(text, Duration::ZERO, 30 * DAY).expect("reads")), text);
        }
        assert_eq!(span_text(Duration::ZERO), "0s");
        assert_eq!((size_text(64 << 20), size_text(1 << 30), size_text(7)), ("64 MB".into(), "1 GB".into(), "7 B".into()));
    }

    #[test]
    fn a_misspelt_level_is_not_taken_for_a_module() {
        assert_eq!(level("INFO").as_deref(), Ok("INFO"));
        assert_eq!(level("warn, faktura::sync = debug").as_deref(), Ok("warn,faktura::sync=debug"));
        for wrong in ["", "inof", "faktura::sync", "faktura=loud", "=debug", "info,,warn", "a b=debug", "x[y]=info"] {
            assert_eq!(level(wrong), Err(Wrong::Level), "{wrong}");
        }
    }

    #[test]
    fn what_was_probably_meant_is_found() {
        let known = &["lang", "sync.pages", "sync.per_page", "log.level", "sync.connect_timeout"];
        assert_eq!(nearest("sync.page", known), Some("sync.pages"));
        assert_eq!(nearest("sync.perpage", known), Some("sync.per_page"));
        assert_eq!(nearest("sync.conect_timeuot", known), Some("sync.connect_timeout"));
        assert_eq!(nearest("pages", known), Some("sync.pages"));
        assert_eq!(nearest("lnag", known), Some("lang"));
        assert_eq!(nearest("sync.level", known), Some("log.level"));
        assert_eq!(nearest("colour_of_the_sky", known), None);
        assert_eq!(nearest("", &[]), None);
    }
}
