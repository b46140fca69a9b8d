//! The words of the language in Hungarian, and the values of its fields as lists show them in either language.
//!
//! Each query is understood in both languages whatever the interface speaks, so that a saved view, a script and a colleague mean
//! the same by the same text. The tree and what is printed of it have the English words alone.
//!
//! Uses: domain, the locale files for what lists show.

use std::collections::HashMap;

use super::ast::word;
use super::schema::{Column, Kind, Schema, Vocabulary, named};
use crate::domain::Message;
use crate::locale::Lang;

/// Periods that are offered, with their Hungarian words; the first of each is offered.
const DATES: &[(&str, &[&str])] = &[
    ("today", &["ma"]),
    ("yesterday", &["tegnap"]),
    ("tomorrow", &["holnap"]),
    ("this-week", &["e-hét", "ez-a-hét", "e-heti", "aktuális-hét"]),
    ("last-week", &["múlt-hét", "előző-hét", "múlt-heti"]),
    ("next-week", &["jövő-hét", "következő-hét", "jövő-heti"]),
    ("this-month", &["e-hónap", "ez-a-hónap", "e-havi", "aktuális-hónap"]),
    ("last-month", &["múlt-hónap", "előző-hónap", "múlt-havi"]),
    ("next-month", &["jövő-hónap", "következő-hónap", "jövő-havi"]),
    ("this-quarter", &["e-negyedév", "ez-a-negyedév", "aktuális-negyedév"]),
    ("last-quarter", &["múlt-negyedév", "előző-negyedév"]),
    ("next-quarter", &["jövő-negyedév", "következő-negyedév"]),
    ("this-year", &["idén", "idei-év", "ez-az-év", "e-év"]),
    ("last-year", &["tavaly", "múlt-év", "előző-év", "tavalyi-év"]),
    ("next-year", &["jövőre", "jövő-év", "következő-év"]),
    ("last-30d", &["elmúlt-30nap"]),
];

/// The value of a date that is missing.
pub(super) const NO_DATE: &str = "none";
/// It in Hungarian.
const NO_DATE_HU: &str = "nincs";

/// Names of months, of which as few as three letters are enough, in the order of the year.
const MONTHS: [[&str; 2]; 12] = [
    ["january", "januar"],
    ["february", "februar"],
    ["march", "marcius"],
    ["april", "aprilis"],
    ["may", "majus"],
    ["june", "junius"],
    ["july", "julius"],
    ["august", "augusztus"],
    ["september", "szeptember"],
    ["october", "oktober"],
    ["november", "november"],
    ["december", "december"],
];

/// The text of a value in a list, by the word of the domain.
fn shown<F: Schema>(key: F, value: &str, lang: Lang) -> Option<String> {
    let family = (key.column().values().family)(value);
    if family.is_empty() {
        return None;
    }
    let id = format!("{family}-{}", value.replace([' ', '_'], "-"));
    let locale = lang.locale();
    locale.has(&id).then(|| locale.text(&Message { id: id.into(), args: Vec::new() }))
}

/// The known values of a choice; empty where only the store knows them.
#[must_use]
pub(super) fn known<F: Schema>(key: F) -> Vec<&'static str> {
    (key.column().values().known)()
}

impl<F: Schema> Vocabulary<F> {
    /// The values of every column.
    pub(crate) fn new() -> Self {
        let mut understood: HashMap<(F, String), Vec<String>> = HashMap::new();
        let keys = || F::COLUMNS.iter().map(|column| column.field);
        for key in keys() {
            for value in known(key) {
                understood.insert((key, word(value)), vec![word(value)]);
            }
        }
        for key in keys() {
            for (value, words) in key.column().values().hungarian {
                for hungarian in *words {
                    understood.entry((key, word(hungarian))).or_insert_with(|| vec![(*value).to_owned()]);
                }
            }
        }
        // The text that a list shows finds every value shown that way.
        let mut listed: HashMap<(F, String), Vec<String>> = HashMap::new();
        for key in keys() {
            for value in known(key) {
                for text in [Lang::En, Lang::Hu].into_iter().filter_map(|lang| shown(key, value, lang)) {
                    let means = listed.entry((key, word(&text))).or_default();
                    if !means.contains(&word(value)) {
                        means.push(word(value));
                    }
                }
            }
        }
        for (text, means) in listed {
            understood.entry(text).or_insert(means);
        }
        Self(understood)
    }
}

/// The English values that a value means, in either language; itself where neither knows it.
#[must_use]
pub(super) fn values<F: Schema>(key: F, value: &str) -> Vec<String> {
    let value = word(value);
    // An English word means itself; the vocabulary needs every text of both languages, which most queries do not.
    if known(key).into_iter().any(|known| word(known) == value) {
        return vec![value];
    }
    F::vocabulary().0.get(&(key, value.clone())).cloned().unwrap_or_else(|| vec![value])
}

/// A value of a field in a language, as it is offered.
#[must_use]
pub(super) fn value<F: Schema>(key: F, english: &str, lang: Lang) -> String {
    if lang == Lang::En {
        return word(english);
    }
    let of = key.column().values().hungarian;
    let own = || of.iter().find(|(value, _)| *value == english).and_then(|(_, words)| words.first());
    let plain = |text: String| text.to_lowercase().replace([' ', '-'], "_");
    let listed = || shown(key, english, lang).map(plain).filter(|text| values(key, text) == [word(english)]);
    own().map(|word| (*word).to_owned()).or_else(listed).unwrap_or_else(|| word(english))
}

/// Periods that are offered.
pub(super) fn periods() -> impl Iterator<Item = &'static str> {
    DATES.iter().map(|(period, _)| *period)
}

/// Whether a folded value says that a date is missing.
#[must_use]
pub(super) fn is_no_date(folded: &str) -> bool {
    matches!(folded, NO_DATE | NO_DATE_HU)
}

/// The value of a date that is missing, in a language.
#[must_use]
pub(super) const fn no_date(lang: Lang) -> &'static str {
    match lang {
        Lang::En => NO_DATE,
        Lang::Hu => NO_DATE_HU,
    }
}

/// An English term in Hungarian, as far as its words have a Hungarian form.
#[must_use]
pub(super) fn term<F: Schema>(english: &str) -> String {
    let Some(end) = english.find(|c: char| !c.is_ascii_alphabetic()) else { return english.to_owned() };
    let (name, rest) = english.split_at_checked(end).unwrap_or((english, ""));
    let Some(column) = named::<F>(name, Column::is_asked) else { return english.to_owned() };
    let (operator, text) = rest.split_at_checked(1).unwrap_or((rest, ""));
    let text = match periods().find(|period| *period == text) {
        Some(period) => date_in(period, Lang::Hu).to_owned(),
        None if column.kind == Kind::Date && text == NO_DATE => NO_DATE_HU.to_owned(),
        None if known(column.field).contains(&text) => value(column.field, text, Lang::Hu),
        None => text.to_owned(),
    };
    format!("{}{operator}{text}", column.word_in(Lang::Hu))
}

/// The English word of a period in Hungarian, folded.
#[must_use]
pub(super) fn date(folded: &str) -> Option<&'static str> {
    DATES.iter().find(|(_, words)| words.iter().any(|word| super::fold(word) == folded)).map(|(english, _)| *english)
}

/// A period in a language, as it is offered.
#[must_use]
pub(super) fn date_in(english: &'static str, lang: Lang) -> &'static str {
    let hungarian = || DATES.iter().find(|(word, _)| *word == english).and_then(|(_, words)| words.first()).copied();
    if lang == Lang::Hu { hungarian().unwrap_or(english) } else { english }
}

/// The month of a name in either language, folded; three letters are enough.
#[must_use]
pub(super) fn month(folded: &str) -> Option<i8> {
    let name = folded.trim_end_matches('.');
    let short = |whole: &str| name.len() >= 3 && whole.starts_with(name);
    // The usual Hungarian short forms that are no beginnings.
    let name_is = |index: usize| matches!((index, name), (8, "szept" | "sept") | (1, "febr") | (2, "marc"));
    let fits = |(index, names): &(usize, &[&str; 2])| names.iter().any(|whole| short(whole)) || name_is(*index);
    MONTHS.iter().enumerate().find(fits).and_then(|(index, _)| i8::try_from(index + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Field;
    use crate::query::schema::asked;

    #[test]
    fn every_field_and_value_has_words_in_both_languages_and_each_reads_back() {
        for column in asked::<Field>() {
            let (key, hungarian) = (column.field, column.word_in(Lang::Hu));
            assert!(column.keyword.is_some_and(|keyword| keyword.hungarian.first() == Some(&hungarian)), "{hungarian}");
            for name in [hungarian, &super::super::fold(hungarian)] {
                assert_eq!(named::<Field>(name, Column::is_asked), Some(column), "{name}");
            }
            for english in known(key) {
                for lang in [Lang::En, Lang::Hu] {
                    let offered = value(key, english, lang);
                    assert_eq!(values(key, &offered), [word(english)], "{} {offered}", column.word());
                }
            }
            for (english, words) in column.values().hungarian {
                assert!(known(key).contains(english), "{english}");
                for hungarian in *words {
                    assert_eq!(values(key, hungarian), [*english], "{hungarian}");
                }
            }
        }
    }

    #[test]
    fn the_important_values_have_hungarian_words() {
        for key in [Field::Status, Field::Direction, Field::Has] {
            for english in known(key).into_iter().filter(|word| *word != "nav") {
                assert_ne!(value(key, english, Lang::Hu), english, "{english}");
            }
        }
    }

    #[test]
    fn what_a_list_shows_is_a_value() {
        for key in [Field::Status, Field::Type, Field::Method, Field::Nav] {
            for english in known(key) {
                for text in [Lang::En, Lang::Hu].into_iter().filter_map(|lang| shown(key, english, lang)) {
                    let means = values(key, &text);
                    let all = means.iter().all(|word| known(key).iter().any(|known| super::word(known) == *word));
                    assert!(all, "{text}: {means:?}");
                }
            }
        }
        assert_eq!(values(Field::Status, "lejárt"), ["overdue"]);
        assert_eq!(values(Field::Status, "LEJART"), ["overdue"]);
        assert_eq!(values(Field::Status, "part paid"), ["partially_paid"]);
        assert_eq!(values(Field::Status, "részben fizetve"), ["partially_paid"]);
        assert_eq!(values(Field::Type, "teljesítési ig."), ["cert_of_completion", "d_cert_of_completion"]);
        assert_eq!(values(Field::Type, "something"), ["something"]);
    }

    #[test]
    fn examples_in_hungarian_mean_the_same() {
        for column in asked::<Field>() {
            let english = column.example();
            assert_eq!(super::super::parse(&term::<Field>(english)), super::super::parse(english), "{english}");
        }
        assert_eq!(term::<Field>("status:overdue"), "státusz:lejárt");
        assert_eq!(term::<Field>("due<today"), "határidő<ma");
    }

    #[test]
    fn months_in_both_languages() {
        for (name, number) in [
            ("november", 11),
            ("nov.", 11),
            ("jan", 1),
            ("januar", 1),
            ("szept.", 9),
            ("oktober", 10),
            ("may", 5),
            ("maj.", 5),
            ("mar", 3),
        ] {
            assert_eq!(month(name), Some(number), "{name}");
        }
        for name in ["", "no", "novemberr", "x", "ja"] {
            assert_eq!(month(name), None, "{name}");
        }
    }
}
