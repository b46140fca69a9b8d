//! Completion while typing a query. Pure; the interface decides how to show it.

use serde::{Deserialize, Serialize};

use super::scan::{ends_word, is_quote};
use super::schema::{Column, Kind, Schema, asked, named};
use super::{fold, words};
use crate::locale::Lang;

/// A suggestion that may replace a part of a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// First byte of what it replaces.
    pub start: usize,
    /// Byte after the last of what it replaces: the cursor.
    pub end: usize,
    /// The replacement.
    pub text: String,
}

/// Values that the index offers, by their field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offers<F>(pub Vec<(F, Vec<String>)>);

impl<F: Schema> Offers<F> {
    fn of(&self, field: F) -> Vec<String> {
        self.0.iter().find(|(of, _)| *of == field).map(|(_, values)| values.clone()).unwrap_or_default()
    }
}

/// The field of the value at the cursor, if any.
#[must_use]
pub fn wants<F: Schema>(text: &str, cursor: usize) -> Option<&'static Column<F>> {
    let before = text.get(..cursor)?;
    let token = before.get(token_start(before)..)?.trim_start_matches(['-', '(']);
    named(token.split_once([':', '=', '<', '>'])?.0, Column::is_asked)
}

/// True if the values at the cursor are known only to the store.
#[must_use]
pub fn wants_stored<F: Schema>(text: &str, cursor: usize) -> bool {
    wants::<F>(text, cursor).is_some_and(|column| column.values().stored)
}

/// Periods that are days, which come first.
const DAYS: usize = 3;
/// Maximum number of suggestions.
pub const MOST: usize = 8;

/// Suggestions at the cursor from the language alone; `None` if the value is known only to the store.
#[must_use]
pub fn of_language<F: Schema>(text: &str, cursor: usize, lang: Lang) -> Option<Vec<Suggestion>> {
    (!wants_stored::<F>(text, cursor)).then(|| suggest::<F>(text, cursor, &Offers(Vec::new()), lang, MOST))
}

/// Suggestions at the cursor (a byte of the text), in a language: names of fields, or values of the field before it. At most
/// `limit`.
#[must_use]
pub fn suggest<F: Schema>(text: &str, cursor: usize, offers: &Offers<F>, lang: Lang, limit: usize) -> Vec<Suggestion> {
    let Some(before) = text.get(..cursor) else { return Vec::new() };
    let token = before.get(token_start(before)..).unwrap_or("").trim_start_matches(['-', '(']);
    let Some((name, value)) = token.split_once([':', '=', '<', '>']) else {
        if token.is_empty() || token.starts_with(is_quote) {
            return Vec::new();
        }
        let found = names::<F>(&fold(token), lang).into_iter().take(limit);
        return found.map(|name| Suggestion { start: cursor - token.len(), end: cursor, text: format!("{name}:") }).collect();
    };
    let Some(column) = named::<F>(name, Column::is_asked) else { return Vec::new() };
    let value = value.trim_start_matches('=');
    let value = if column.kind == Kind::Choice { value.rsplit(',').next().unwrap_or(value) } else { value };
    let is_date = matches!(column.kind, Kind::Date | Kind::Instant);
    let is_whole = !value.contains("..") && !token.contains(['<', '>']);
    let value = if is_date { value.rsplit("..").next().unwrap_or(value) } else { value };
    let typed = fold(value.trim_start_matches(is_quote));
    // Words that are not offered in this language are offered where they were begun.
    let (all, others): (Vec<String>, Vec<String>) = if column.values().stored {
        (offers.of(column.field), Vec::new())
    } else if is_date {
        // Only a whole value says that there is none, and not the end of a range.
        let none = (column.kind == Kind::Date && is_whole).then_some(());
        let of = |lang| {
            let mut all: Vec<String> = words::periods().map(|period| words::date_in(period, lang).to_owned()).collect();
            // Behind the days, among the few that are shown.
            none.iter().for_each(|()| all.insert(DAYS.min(all.len()), words::no_date(lang).to_owned()));
            all
        };
        (of(lang), of(Lang::En))
    } else {
        let of = |lang| words::known(column.field).into_iter().map(|word| words::value(column.field, word, lang)).collect();
        (of(lang), of(Lang::En))
    };
    let begins = |word: &String| fold(word).starts_with(&typed);
    let (first, then): (Vec<String>, Vec<String>) = all.into_iter().filter(|word| fold(word).contains(&typed)).partition(begins);
    let mut found: Vec<String> = first.into_iter().chain(then).collect();
    if found.is_empty() {
        found = others.into_iter().filter(begins).collect();
    }
    let suggestion = |word: &String| Suggestion { start: cursor - value.len(), end: cursor, text: quoted(word) };
    found.iter().map(suggestion).take(limit).collect()
}

/// Names of fields with this beginning: in this language, else in the other one.
fn names<F: Schema>(typed: &str, lang: Lang) -> Vec<&'static str> {
    let names = |lang| asked::<F>().into_iter().map(move |column| column.word_in(lang));
    let of = |lang| names(lang).filter(|name| fold(name).starts_with(typed)).collect::<Vec<_>>();
    let own = of(lang);
    if own.is_empty() { of(if lang == Lang::En { Lang::Hu } else { Lang::En }) } else { own }
}

/// What is typed of the value at the cursor, without quotation marks.
#[must_use]
pub fn typed(text: &str, cursor: usize) -> String {
    let before = text.get(..cursor).unwrap_or_default();
    let token = before.get(token_start(before)..).unwrap_or_default();
    let value = token.split_once([':', '=', '<', '>']).map_or("", |(_, value)| value);
    let value = value.trim_start_matches('=').rsplit(',').next().unwrap_or_default();
    value.trim_matches(is_quote).replace('\\', "")
}

/// A value, in quotation marks where it needs them.
#[must_use]
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    if word.chars().all(plain) {
        return word.to_owned();
    }
    let escaped: String = word.chars().flat_map(|c| (is_quote(c) || c == '\\').then_some('\\').into_iter().chain([c])).collect();
    format!("\"{escaped}\"")
}

/// Start of the term at the end of a text; a quoted blank does not end a term.
fn token_start(before: &str) -> usize {
    let (mut start, mut inside, mut escaped) = (0, false, false);
    for (index, c) in before.char_indices() {
        if is_quote(c) && !escaped {
            inside = !inside;
        } else if !inside && ends_word(c) {
            start = index + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    start
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query::Field;

    fn texts(text: &str) -> Vec<String> {
        texts_in(Lang::En, text)
    }

    fn texts_in(lang: Lang, text: &str) -> Vec<String> {
        let offered = |field, values: &[&str]| (field, values.iter().map(|value| (*value).to_owned()).collect());
        let offers = Offers(vec![
            offered(Field::Company, &["MEDKA Kft."]),
            offered(Field::Partner, &["Kovács Petra", "PETZ ALADÁR KÓRHÁZ"]),
            offered(Field::Currency, &["EUR", "HUF"]),
        ]);
        suggest(text, text.len(), &offers, lang, 5)
            .into_iter()
            .map(|s| format!("{}{}", text.get(..s.start).unwrap(), s.text))
            .collect()
    }

    #[test]
    fn fields_then_values() {
        assert_eq!(texts("abc stat"), ["abc status:"]);
        assert_eq!(texts("-(status:over"), ["-(status:overdue"]);
        assert_eq!(texts("status:paid,exp"), ["status:paid,expired"]);
        assert_eq!(texts("partner:pet"), ["partner:\"PETZ ALADÁR KÓRHÁZ\"", "partner:\"Kovács Petra\""]);
        assert_eq!(texts("partner:\"petz al"), ["partner:\"PETZ ALADÁR KÓRHÁZ\""]);
        assert_eq!(texts("currency:e"), ["currency:EUR"]);
        assert_eq!(texts("due<tod"), ["due<today"]);
        assert_eq!(texts("due:no"), ["due:none"]);
        assert_eq!(texts("due<no"), [""; 0]);
        assert_eq!(texts("due:today..no"), [""; 0]);
        assert_eq!(texts_in(Lang::Hu, "határidő:ni"), ["határidő:nincs"]);
        assert_eq!(texts("changed:no"), [""; 0]);
        assert_eq!(texts("has:su"), ["has:sum", "has:issued", "has:due_before_issue", "has:vat_summary"]);
        assert!(texts("nothing:x").is_empty());
        assert!(texts("").is_empty());
    }

    #[test]
    fn a_hungarian_reader_is_offered_hungarian_words() {
        let texts = |text| texts_in(Lang::Hu, text);
        assert_eq!(texts("stat"), ["státusz:"]);
        assert_eq!(texts("hatar"), ["határidő:"]);
        assert_eq!(texts("státusz:lej"), ["státusz:lejárt"]);
        assert_eq!(texts("status:lej"), ["status:lejárt"]);
        assert_eq!(texts("status:over"), ["status:overdue"]);
        assert_eq!(texts("kelt:mult"), ["kelt:múlt-hét", "kelt:múlt-hónap", "kelt:múlt-negyedév", "kelt:elmúlt-30nap"]);
        assert_eq!(texts("kelt<tod"), ["kelt<today"]);
        assert_eq!(texts("iss"), ["issued:"]);
        assert_eq!(texts("vevo:pet"), ["vevo:\"PETZ ALADÁR KÓRHÁZ\"", "vevo:\"Kovács Petra\""]);
        assert_eq!(texts_in(Lang::En, "statusz"), ["státusz:"]);
    }

    #[test]
    fn every_example_parses() {
        for column in asked::<Field>() {
            assert!(super::super::parse(column.example()).is_ok(), "{}", column.word());
            assert_eq!(column.example().split([':', '<', '>']).next(), Some(column.word()));
        }
    }

    proptest! {
        #[test]
        fn any_text_and_cursor(text in "\\PC*", cursor in 0_usize..40) {
            for suggestion in suggest::<Field>(&text, cursor, &Offers(Vec::new()), Lang::Hu, 10) {
                prop_assert!(text.get(suggestion.start..suggestion.end).is_some());
            }
        }
    }
}
