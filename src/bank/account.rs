//! Account numbers: IBAN, Hungarian numbers of 16 and 24 digits, and one form for both.
//!
//! For: readers, matching, transfers. Uses: std. Never: looking a bank up.

/// Letters and digits of an account number, upper case.
fn bare(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// The one form of an account number: an IBAN for Hungarian numbers with right check digits and for IBANs, else letters and digits
/// alone. A number of 16 digits is the one of 24 with eight zeros after it.
#[must_use]
pub fn canonical(text: &str) -> String {
    let bare = bare(text);
    hungarian(&bare).map_or(bare, |digits| with_check(&digits))
}

/// The 24 digits of a Hungarian account number or IBAN with right check digits.
#[must_use]
pub fn hungarian(text: &str) -> Option<String> {
    let bare = bare(text);
    let digits = match bare.strip_prefix("HU") {
        Some(rest) if rest.len() == 26 && is_iban(&bare) => rest.get(2..)?.to_owned(),
        Some(_) => return None,
        None => bare,
    };
    let whole = match digits.len() {
        16 => format!("{digits}00000000"),
        24 => digits,
        _ => return None,
    };
    has_check_digits(&whole).then_some(whole)
}

/// Whether the check digits of a Hungarian number of 24 digits are right: of the first eight and of the others.
fn has_check_digits(digits: &str) -> bool {
    let sum = |part: &str| {
        part.bytes()
            .zip([9u32, 7, 3, 1].into_iter().cycle())
            .fold(0u32, |sum, (digit, weight)| sum + u32::from(digit - b'0') * weight)
    };
    let all = digits.len() == 24 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let parts = digits.get(..8).zip(digits.get(8..));
    all && parts.is_some_and(|(bank, rest)| sum(bank).is_multiple_of(10) && sum(rest).is_multiple_of(10))
}

/// The IBAN of 24 digits.
fn with_check(digits: &str) -> String {
    let rest = remainder(&format!("{digits}HU00"));
    format!("HU{:02}{digits}", 98 - rest)
}

fn remainder(text: &str) -> u32 {
    text.chars().fold(0, |rest, c| match c.to_digit(36) {
        Some(value) if value < 10 => (rest * 10 + value) % 97,
        Some(value) => (rest * 100 + value) % 97,
        None => rest,
    })
}

/// Length of an IBAN by country, as its registry has it. A country that is none of these may have joined later.
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BI", 27),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DJ", 27),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FK", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MN", 20),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NI", 28),
    ("NL", 18),
    ("NO", 15),
    ("OM", 23),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("RU", 33),
    ("SA", 24),
    ("SC", 31),
    ("SD", 18),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SO", 23),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
];

/// Whether a text is an IBAN: right length for its country, right check digits.
#[must_use]
pub fn is_iban(text: &str) -> bool {
    let bare = bare(text);
    let (Some(country), Some(check), Some(rest)) = (bare.get(..2), bare.get(2..4), bare.get(4..)) else { return false };
    let letters = country.bytes().all(|byte| byte.is_ascii_uppercase()) && check.bytes().all(|byte| byte.is_ascii_digit());
    let length = match LENGTHS.iter().find(|(code, _)| *code == country) {
        Some((_, length)) => bare.len() == *length,
        None => (15..=34).contains(&bare.len()),
    };
    letters && length && remainder(&format!("{rest}{country}{check}")) == 1
}

/// Whether a text is an account that money can be sent to: an IBAN, or a Hungarian number with right check digits.
#[must_use]
pub fn is_payable(text: &str) -> bool {
    let bare = bare(text);
    if bare.starts_with("HU") {
        return hungarian(&bare).is_some();
    }
    hungarian(&bare).is_some() || is_iban(&bare)
}

/// Whether a Hungarian account of 16 digits may as well be the number of a payment card: it begins as those of cards do and has their check
/// digit. One card in a hundred has the check digits of an account by chance; no bank's accounts are known to be so.
#[must_use]
pub fn may_be_card(text: &str) -> bool {
    let Some(digits) = hungarian(text).and_then(|whole| whole.strip_suffix("00000000").map(str::to_owned)) else { return false };
    let begins = |from: u32, until: u32, length: usize| {
        digits.get(..length).and_then(|first| first.parse().ok()).is_some_and(|first: u32| (from..=until).contains(&first))
    };
    let is_network = begins(4, 4, 1)
        || begins(51, 55, 2)
        || begins(2221, 2720, 4)
        || begins(3528, 3589, 4)
        || begins(6011, 6011, 4)
        || begins(62, 62, 2)
        || begins(65, 65, 2);
    is_network && has_luhn(&digits)
}

/// Whether the last digit is right by Luhn's rule, which numbers of cards follow.
fn has_luhn(digits: &str) -> bool {
    let of = |(at, c): (usize, char)| {
        let digit = c.to_digit(10).unwrap_or_default() * if at.is_multiple_of(2) { 1 } else { 2 };
        if digit > 9 { digit - 9 } else { digit }
    };
    digits.chars().rev().enumerate().map(of).sum::<u32>().is_multiple_of(10)
}

/// Whether a reference is a creditor reference of ISO 11649 with right check digits; then what it refers to.
#[must_use]
pub fn creditor_reference(text: &str) -> Option<String> {
    let bare = bare(text);
    let (check, rest) = bare.strip_prefix("RF").and_then(|rest| rest.get(..2).zip(rest.get(2..)))?;
    let right = check.bytes().all(|byte| byte.is_ascii_digit()) && (1..=21).contains(&rest.len());
    (right && remainder(&format!("{rest}RF{check}")) == 1).then(|| rest.to_owned())
}

/// An account in groups, for people.
#[must_use]
pub fn grouped(text: &str) -> String {
    let size = if text.starts_with(|c: char| c.is_ascii_digit()) { 8 } else { 4 };
    let mark = if size == 8 { "-" } else { " " };
    let signs: Vec<char> = text.chars().collect();
    signs.chunks(size).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hungarian_numbers_of_16_and_24_digits_and_the_iban_are_one() {
        // A published account of a charity's kind: the check digits are computed here by the rule.
        let iban = "HU42117730161111101800000000";
        assert!(is_iban(iban));
        assert_eq!(canonical("11773016-11111018"), iban);
        assert_eq!(canonical("11773016-11111018-00000000"), iban);
        assert_eq!(canonical("HU42 1177 3016 1111 1018 0000 0000"), iban);
        assert_eq!(hungarian("11773016-11111019"), None);
        assert_eq!(canonical("11773016-11111019"), "1177301611111019");
        assert!(!is_payable("HU43117730161111101800000000"));
        assert_eq!(grouped(iban), "HU42 1177 3016 1111 1018 0000 0000");
    }

    #[test]
    fn the_number_of_a_card_that_has_the_check_digits_of_an_account_is_known() {
        let is_both = |number: &u64| hungarian(&number.to_string()).is_some() && has_luhn(&number.to_string());
        let (cards, accounts) = (4_111_111_400_000_000_u64.., 1_177_301_600_000_000_u64..);
        let card = cards.into_iter().find(is_both).expect("one in a thousand").to_string();
        assert!(may_be_card(&card) && may_be_card(&canonical(&card)), "{card}");
        // An account that has both begins as no card, and one of 24 digits is none.
        let account = accounts.into_iter().find(is_both).expect("one in a thousand").to_string();
        assert!(!may_be_card(&account), "{account}");
        let longer = (0..100_000_000_u64)
            .map(|end| format!("{card}{end:08}"))
            .find(|number| !number.ends_with("00000000") && hungarian(number).is_some());
        assert!(!may_be_card(&longer.expect("one in ten")));
        // A wrong digit in either group of eight is no account at all.
        assert_eq!((hungarian("11773017-11111018"), hungarian("11773016-11111019")), (None, None));
    }

    #[test]
    fn an_iban_has_the_length_of_its_country() {
        let with_check = |country: &str, rest: &str| {
            let check = 98 - remainder(&format!("{rest}{country}00"));
            format!("{country}{check:02}{rest}")
        };
        for (country, rest) in [("BR", "00360305000010009795493C1"), ("KZ", "86125KZT50041001"), ("XK", "1212012345678906")] {
            assert!(is_iban(&with_check(country, rest)), "{country}");
            for other in [rest.get(1..).unwrap(), &format!("{rest}0")] {
                assert!(!is_iban(&with_check(country, other)), "{country} {other}");
            }
        }
        assert!(is_iban(&with_check("ZZ", "12345678901")), "a country that joined later");
    }

    #[test]
    fn creditor_references_have_check_digits() {
        assert_eq!(creditor_reference("RF18 5390 0754 7034").as_deref(), Some("539007547034"));
        assert_eq!(creditor_reference("RF19539007547034"), None);
    }
}
