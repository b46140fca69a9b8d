//! What looks like the number of a document and is something else: days, months, and numbers of orders, contracts and clients.
//!
//! For: numbers in texts. Uses: std, names without accents. Never: a proof: what is found here is only left to a person.

use super::names::plain;

/// Words before a number that say what it is the number of, without accents. A longer word may begin so.
const BEFORE: &[&str] = &[
    // Orders, offers, contracts, notes of delivery, pro formas.
    "megrend",
    "rendel",
    "szerz",
    "ajanlat",
    "arajanlat",
    "dijbeker",
    "proforma",
    "szallitolev",
    "munkalap",
    "projekt",
    "project",
    "order",
    "purchase",
    "contract",
    "agreement",
    "offer",
    "quot",
    "delivery",
    "auftrag",
    "bestell",
    "vertrag",
    "angebot",
    "liefersch",
    // Clients, policies, taxes, telephones, accounts.
    "ugyfel",
    "vevokod",
    "vevoszam",
    "vevoazon",
    "partnerkod",
    "partnerszam",
    "kotveny",
    "polic",
    "adoszam",
    "telefon",
    "mobil",
    "bankszam",
    "customer",
    "client",
    "account",
    "phone",
    "kunde",
    "steuer",
    "telefon",
    "konto",
];
/// The same that are whole words.
const BEFORE_WHOLE: &[&str] = &["po", "tel", "mob", "fax", "vat", "tax"];
/// Words behind a number that do so: `2026/12 sz. megrendelés`.
const BEHIND: &[&str] = &["megrend", "rendel", "szerz", "ajanlat", "arajanlat", "dijbeker", "szallitolev", "munkalap", "projekt"];
/// Words between a number and what it is the number of.
const BETWEEN: &[&str] = &[
    "sz",
    "szam",
    "szama",
    "szamu",
    "az",
    "azon",
    "azonosito",
    "azonositoja",
    "kod",
    "kodja",
    "nr",
    "no",
    "num",
    "number",
    "nummer",
    "id",
    "code",
    "ref",
    "a",
    "the",
    "of",
];
/// Most of them that are passed.
const PASSED: usize = 3;
/// How months begin in Hungarian, English and German.
const MONTHS: &[&str] = &[
    "jan", "jän", "feb", "mar", "mär", "már", "apr", "ápr", "maj", "máj", "may", "mai", "jun", "jún", "jul", "júl", "aug", "sze",
    "sep", "okt", "oct", "nov", "dec", "dez",
];

/// Whether pieces of letters or digits, which nothing but signs is between, are a day, a month or a quarter as people write them.
pub(super) fn is_period(pieces: &[&str]) -> bool {
    let is_year = |text: &str| text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
    let up_to = |text: &str, most: u8| text.len() <= 2 && text.parse::<u8>().is_ok_and(|number| (1..=most).contains(&number));
    let is_two = |text: &str| text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    // `O` is `0` by now.
    let is_month = |text: &str| MONTHS.iter().any(|month| text.to_lowercase().replace('0', "o").starts_with(month));
    match pieces {
        [one] if one.len() == 8 && one.bytes().all(|byte| byte.is_ascii_digit()) => {
            let (first, second) = one.split_at(4);
            let (a, b) = first.split_at(2);
            is_year(first) || (is_year(second) && up_to(a, 31) && up_to(b, 31))
        }
        [a, b] => {
            let month = |text: &str| up_to(text, 12) || is_month(text);
            (is_year(a) && month(b)) || (month(a) && is_year(b))
        }
        [a, b, c] => {
            let is_quarter = |sign: &str, number: &str| matches!(sign, "Q" | "H") && number.len() == 1 && up_to(number, 4);
            let is_day = |a: &str, b: &str| up_to(a, 31) && up_to(b, 31);
            (is_year(a) && (is_day(b, c) || is_quarter(b, c)))
                || (is_year(c) && (is_day(a, b) || is_quarter(a, b)))
                || (is_two(a) && up_to(b, 31) && is_two(c))
        }
        _ => false,
    }
}

/// Whether the words before a number or behind it say that it is no document's.
pub(super) fn is_of_other(before: &[String], behind: &[String]) -> bool {
    let bare = |word: &String| word.to_lowercase().chars().map(|c| if c == '0' { 'o' } else { plain(c) }).collect::<String>();
    let is_between = |word: &String| BETWEEN.contains(&word.as_str());
    let begins = |list: &[&str], word: &str| list.iter().any(|known| word.starts_with(known));
    let last = before.iter().rev().map(bare).take(PASSED + 1).find(|word| !is_between(word));
    let next = behind.iter().map(bare).take(PASSED + 1).find(|word| !is_between(word));
    last.is_some_and(|word| begins(BEFORE, &word) || BEFORE_WHOLE.contains(&word.as_str()))
        || next.is_some_and(|word| begins(BEHIND, &word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_and_quarters_are_periods() {
        for pieces in [
            &["2026", "01"][..],
            &["10", "2026"],
            &["2026", "1", "23"],
            &["23", "1", "2026"],
            &["26", "01", "23"],
            &["20260123"],
            &["23012026"],
            &["Q", "1", "2026"],
            &["JAN", "2026"],
            &["2026", "N0VEMBER"],
        ] {
            assert!(is_period(pieces), "{pieces:?}");
        }
        for pieces in [
            &["2026", "001"][..],
            &["2026", "13"],
            &["INV", "2026", "1"],
            &["2026", "01", "0023"],
            &["2600012"],
            &["45012026"],
            &["26", "00012"],
            &["SZ", "2026"],
            &["1", "2", "3", "4"],
        ] {
            assert!(!is_period(pieces), "{pieces:?}");
        }
    }

    #[test]
    fn words_beside_a_number_say_what_it_is_of() {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let told = |before: &str, behind: &str| is_of_other(&words(before), &words(behind));
        for (before, behind) in [
            ("MEGRENDELÉS", ""),
            ("SZÁMLA A SZERZ0DÉS SZÁMA", ""),
            ("P0", ""),
            ("0RDER N0", ""),
            ("", "SZ MEGRENDELÉS ALAPJÁN"),
            ("KUNDENNUMMER", ""),
            ("TEL", ""),
        ] {
            assert!(told(before, behind), "{before} | {behind}");
        }
        for (before, behind) in [("", ""), ("SZÁMLA", "KIEGYENLÍTÉSE"), ("RENDELÉS SZÁMLA", ""), ("", "TEL"), ("P0STA", "")]
        {
            assert!(!told(before, behind), "{before} | {behind}");
        }
    }
}
