//! The words of the language in Hungarian, and the values of its fields as lists show them in either language.
//!
//! Each query is understood in both languages whatever the interface speaks, so that a saved view, a script and a colleague mean
//! the same by the same text. The tree and what is printed of it have the English words alone.
//!
//! Uses: domain, the locale files for what lists show.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::ast::{KEYS, Key, word};
use super::values;
use crate::domain::Message;
use crate::locale::Lang;

/// The Hungarian names of the fields; the first of each is offered.
pub(super) const FIELDS: &[(Key, &[&str])] = &[
    (Key::Status, &["státusz", "állapot", "fizetési_állapot"]),
    (Key::Type, &["típus", "bizonylattípus", "fajta"]),
    (Key::Partner, &["partner", "vevő", "ügyfél"]),
    (Key::Tax, &["adószám"]),
    (Key::Number, &["szám", "számlaszám", "bizonylatszám", "sorszám"]),
    (Key::Company, &["cég", "vállalat"]),
    (Key::Currency, &["pénznem", "deviza"]),
    (Key::Gross, &["bruttó", "összeg"]),
    (Key::Net, &["nettó"]),
    (Key::Vat, &["áfa"]),
    (Key::Balance, &["egyenleg", "hátralék", "tartozás"]),
    (Key::Issued, &["kelt", "kiállítva", "kiállítás"]),
    (Key::Fulfilled, &["teljesítés", "teljesítve"]),
    (Key::Due, &["határidő", "fizetési_határidő", "esedékes", "esedékesség"]),
    (Key::Paid, &["fizetve", "kifizetve"]),
    (Key::Changed, &["változott", "módosult"]),
    (Key::Method, &["fizetési_mód", "fizetésimód", "mód"]),
    (Key::Nav, &["nav"]),
    (Key::Has, &["van"]),
    (Key::Item, &["tétel"]),
    (Key::Tag, &["címke"]),
    (Key::Comment, &["megjegyzés"]),
    (Key::Id, &["azonosító"]),
    (Key::Days, &["késés", "késedelem", "nap"]),
    (Key::Direction, &["irány"]),
    (Key::Provider, &["szolgáltató"]),
];

/// Hungarian values of fields besides the texts of lists; the first of each is offered.
const VALUES: &[(Key, &str, &[&str])] = &[
    (Key::Status, "overdue", &["lejárt", "késedelmes"]),
    (Key::Status, "unpaid", &["nyitott", "fizetetlen", "rendezetlen"]),
    (Key::Status, "cancelled", &["érvénytelen", "sztornózott", "sztornózva"]),
    (Key::Status, "vanished", &["eltűnt"]),
    (Key::Status, "expired", &["határidőn_túl"]),
    (Key::Status, "paid", &["kifizetve", "fizetve", "kifizetett", "fizetett", "rendezett"]),
    (Key::Status, "partially_paid", &["részben_fizetve", "részben_fizetett", "részben_kifizetve"]),
    (Key::Type, "credit_note", &["jóváíró", "jóváírás"]),
    (Key::Type, "refund", &["visszatérítés"]),
    (Key::Type, "bill", &["bejövő_számla"]),
    (Key::Type, "bill_credit", &["bejövő_jóváírás"]),
    (Key::Type, "cancellation", &["sztornó", "sztornószámla"]),
    (Key::Type, "modification", &["módosító", "módosítószámla", "helyesbítő"]),
    (Key::Type, "advance", &["előlegszámla", "előleg"]),
    (Key::Type, "offer", &["ajánlat", "árajánlat"]),
    (Key::Type, "order_form", &["megrendelő", "megrendelés"]),
    (Key::Type, "waybill", &["szállítólevél", "szállító"]),
    (Key::Type, "cert_of_completion", &["teljesítési_igazolás"]),
    (Key::Type, "d_cert_of_completion", &["teljesítési_igazolás_tervezet"]),
    (Key::Method, "wire_transfer", &["átutalás", "utalás"]),
    (Key::Method, "bankcard", &["bankkártya", "kártya"]),
    (Key::Direction, "issued", &["kimenő", "kiállított"]),
    (Key::Direction, "received", &["bejövő", "befogadott"]),
    (Key::Has, "warning", &["figyelmeztetés"]),
    (Key::Has, "comment", &["megjegyzés"]),
    (Key::Has, "item", &["tétel"]),
    (Key::Has, "tag", &["címke"]),
    (Key::Has, "number", &["szám", "számlaszám"]),
    (Key::Has, "partner", &["vevő"]),
    (Key::Has, "tax_number", &["adószám"]),
    (Key::Has, "method", &["fizetési_mód"]),
    (Key::Has, "net", &["nettó"]),
    (Key::Has, "vat", &["áfa"]),
    (Key::Has, "issued", &["kelt"]),
    (Key::Has, "fulfilled", &["teljesítés"]),
    (Key::Has, "due", &["határidő"]),
    (Key::Has, "paid", &["fizetés"]),
    (Key::Has, "sum", &["eltérő_összeg"]),
    (Key::Has, "tax_number_missing", &["hiányzó_adószám"]),
    (Key::Has, "tax_number_wrong", &["hibás_adószám"]),
    (Key::Has, "iban_wrong", &["hibás_iban"]),
    (Key::Has, "due_before_issue", &["hibás_határidő"]),
    (Key::Has, "rate_missing", &["hiányzó_árfolyam"]),
    (Key::Has, "vat_summary", &["eltérő_áfaösszesítő"]),
    (Key::Has, "nav_refused", &["elutasított_nav"]),
    (Key::Has, "local_total", &["eltérő_forintösszeg"]),
    (Key::Has, "balance_unknown", &["ismeretlen_hátralék"]),
];

/// Periods in Hungarian; the first of each is offered.
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

/// The Hungarian words without a field.
const OVERDUE: [&str; 2] = ["overdue", "lejart"];

/// The text of a value in a list, by the word of the domain.
fn shown(key: Key, value: &str, lang: Lang) -> Option<String> {
    let family = match key {
        Key::Status if value == "vanished" || value == "cancelled" => "tui-state",
        Key::Status => "tui-status",
        Key::Type => "tui-type",
        Key::Method => "tui-method",
        Key::Nav => "tui-nav",
        _ => return None,
    };
    let id = format!("{family}-{}", value.replace([' ', '_'], "-"));
    let locale = lang.locale();
    locale.has(&id).then(|| locale.text(&Message { id: id.into(), args: Vec::new() }))
}

/// A value as it is compared here: [`word`], which has neither accents nor case.
type Values = HashMap<(Key, String), Vec<String>>;

/// Each value that is understood, with the English ones that it means.
static KNOWN: LazyLock<Values> = LazyLock::new(|| {
    let mut known = Values::new();
    let keys = || KEYS.iter().map(|(key, ..)| *key);
    for key in keys() {
        for value in values::of(key) {
            known.insert((key, word(value)), vec![word(value)]);
        }
    }
    for (key, value, words) in VALUES {
        for hungarian in *words {
            known.entry((*key, word(hungarian))).or_insert_with(|| vec![(*value).to_owned()]);
        }
    }
    // The text that a list shows finds every value shown that way.
    let mut listed = Values::new();
    for key in keys() {
        for value in values::of(key) {
            for text in [Lang::En, Lang::Hu].into_iter().filter_map(|lang| shown(key, value, lang)) {
                let means = listed.entry((key, word(&text))).or_default();
                if !means.contains(&word(value)) {
                    means.push(word(value));
                }
            }
        }
    }
    for (text, means) in listed {
        known.entry(text).or_insert(means);
    }
    known
});

/// The English values that a value means, in either language; itself where neither knows it.
#[must_use]
pub(super) fn values(key: Key, value: &str) -> Vec<String> {
    let value = word(value);
    KNOWN.get(&(key, value.clone())).cloned().unwrap_or_else(|| vec![value])
}

/// A value of a field in a language, as it is offered.
#[must_use]
pub(super) fn value(key: Key, english: &str, lang: Lang) -> String {
    if lang == Lang::En {
        return word(english);
    }
    let own = || VALUES.iter().find(|(of, value, _)| *of == key && *value == english).and_then(|(.., words)| words.first());
    let plain = |text: String| text.to_lowercase().replace([' ', '-'], "_");
    let listed = || shown(key, english, lang).map(plain).filter(|text| values(key, text) == [word(english)]);
    own().map(|word| (*word).to_owned()).or_else(listed).unwrap_or_else(|| word(english))
}

/// The name of a field in a language, as it is offered.
#[must_use]
pub(super) fn field(key: Key, lang: Lang) -> &'static str {
    let hungarian = || FIELDS.iter().find(|(of, _)| *of == key).and_then(|(_, words)| words.first()).copied();
    if lang == Lang::Hu { hungarian().unwrap_or(key.as_str()) } else { key.as_str() }
}

/// An English term in Hungarian, as far as its words have a Hungarian form.
#[must_use]
pub(super) fn term(english: &str) -> String {
    let Some(end) = english.find(|c: char| !c.is_ascii_alphabetic()) else { return english.to_owned() };
    let (name, rest) = english.split_at_checked(end).unwrap_or((english, ""));
    let Some(key) = Key::parse(name) else { return english.to_owned() };
    let (operator, text) = rest.split_at_checked(1).unwrap_or((rest, ""));
    let text = match values::DATES.iter().find(|date| **date == text) {
        Some(date) => date_in(date, Lang::Hu).to_owned(),
        None if values::of(key).contains(&text) => value(key, text, Lang::Hu),
        None => text.to_owned(),
    };
    format!("{}{operator}{text}", field(key, Lang::Hu))
}

impl Key {
    /// The key of a word in either language, upper or lower case, Hungarian also without accents.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let english = KEYS.iter().find(|(_, _, words, _)| words.iter().any(|w| w.eq_ignore_ascii_case(word)));
        english.map(|(key, ..)| *key).or_else(|| hungarian_field(word))
    }
}

/// The field of a Hungarian name, accents and case ignored.
#[must_use]
fn hungarian_field(name: &str) -> Option<Key> {
    let name = super::fold(name);
    FIELDS.iter().find(|(_, words)| words.iter().any(|word| super::fold(word) == name)).map(|(key, _)| *key)
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

/// Whether a word that is not quoted asks for what is overdue.
#[must_use]
pub(super) fn is_overdue(word: &str) -> bool {
    OVERDUE.contains(&super::fold(word).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_and_value_has_words_in_both_languages_and_each_reads_back() {
        for (key, ..) in KEYS {
            let hungarian = field(key, Lang::Hu);
            assert!(FIELDS.iter().any(|(of, words)| *of == key && words.first() == Some(&hungarian)), "{hungarian}");
            assert_eq!(Key::parse(hungarian), Some(key), "{hungarian}");
            assert_eq!(Key::parse(&super::super::fold(hungarian)), Some(key), "{hungarian}");
            for english in values::of(key) {
                for lang in [Lang::En, Lang::Hu] {
                    let offered = value(key, english, lang);
                    assert_eq!(values(key, &offered), [word(english)], "{} {offered}", key.as_str());
                }
            }
        }
        for (key, value, words) in VALUES {
            assert!(values::of(*key).contains(value), "{value}");
            for hungarian in *words {
                assert_eq!(values(*key, hungarian), [*value], "{hungarian}");
            }
        }
        for english in values::DATES {
            assert!(DATES.iter().any(|(word, _)| *word == english), "{english}");
        }
    }

    #[test]
    fn the_important_values_have_hungarian_words() {
        for key in [Key::Status, Key::Direction, Key::Has] {
            for english in values::of(key).into_iter().filter(|word| *word != "nav") {
                assert_ne!(value(key, english, Lang::Hu), english, "{english}");
            }
        }
    }

    #[test]
    fn what_a_list_shows_is_a_value() {
        for key in [Key::Status, Key::Type, Key::Method, Key::Nav] {
            for english in values::of(key) {
                for text in [Lang::En, Lang::Hu].into_iter().filter_map(|lang| shown(key, english, lang)) {
                    let means = values(key, &text);
                    let known = means.iter().all(|word| values::of(key).iter().any(|known| super::word(known) == *word));
                    assert!(known, "{text}: {means:?}");
                }
            }
        }
        assert_eq!(values(Key::Status, "lejárt"), ["overdue"]);
        assert_eq!(values(Key::Status, "LEJART"), ["overdue"]);
        assert_eq!(values(Key::Status, "part paid"), ["partially_paid"]);
        assert_eq!(values(Key::Status, "részben fizetve"), ["partially_paid"]);
        assert_eq!(values(Key::Type, "teljesítési ig."), ["cert_of_completion", "d_cert_of_completion"]);
        assert_eq!(values(Key::Type, "something"), ["something"]);
    }

    #[test]
    fn examples_in_hungarian_mean_the_same() {
        for (key, ..) in KEYS {
            let english = key.example();
            assert_eq!(super::super::parse(&term(english)), super::super::parse(english), "{english}");
        }
        assert_eq!(term("status:overdue"), "státusz:lejárt");
        assert_eq!(term("due<today"), "határidő<ma");
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
