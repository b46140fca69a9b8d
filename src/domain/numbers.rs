//! Tax numbers and IBANs: one number in whatever spelling, and whether its check digits are right.

/// Classification of a tax number field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaxNumber {
    /// A Hungarian tax number with right check digits.
    Right,
    /// Something that should be a Hungarian tax number and is not.
    Wrong,
    /// A number with other rules, which are not checked: of a private person, or of another country.
    Other,
    /// Empty, or a word for "none".
    Missing,
}

/// A country by its two letters of ISO 3166.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Country([u8; 2]);

/// Codes of the member states of the EU.
const EU: [[u8; 2]; 29] = [
    *b"AT", *b"BE", *b"BG", *b"CY", *b"CZ", *b"DE", *b"DK", *b"EE", *b"EL", *b"ES", *b"FI", *b"FR", *b"GR", *b"HR", *b"HU",
    *b"IE", *b"IT", *b"LT", *b"LU", *b"LV", *b"MT", *b"NL", *b"PL", *b"PT", *b"RO", *b"SE", *b"SI", *b"SK", *b"XI",
];

impl Country {
    /// The country of two letters in either case; `None` for any other text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let letters = <[u8; 2]>::try_from(text.trim().as_bytes()).ok()?;
        letters.iter().all(u8::is_ascii_alphabetic).then(|| Self(letters.map(|letter| letter.to_ascii_uppercase())))
    }

    /// A number of it that is never 0.
    #[must_use]
    pub fn packed(self) -> u32 {
        u16::from_be_bytes(self.0).into()
    }

    /// The country of a number; `None` for 0.
    #[must_use]
    pub fn unpacked(number: u32) -> Option<Self> {
        u16::try_from(number).ok().filter(|number| *number != 0).map(|number| Self(number.to_be_bytes()))
    }

    /// Whether it is a member state of the EU, for its VAT on goods: Greece under both of its codes, and Northern Ireland.
    #[must_use]
    pub fn is_in_eu(self) -> bool {
        EU.contains(&self.0)
    }

    fn is_hungary(self) -> bool {
        self.0 == *b"HU"
    }

    /// Its two letters.
    pub(crate) fn letters(self) -> String {
        self.0.map(char::from).iter().collect()
    }
}

/// The letters and digits of a number in ASCII and upper case: dashes, spaces, dots and invisible characters do not count.
#[must_use]
pub fn canonical(text: &str) -> String {
    if text.is_ascii() {
        let mut body = String::with_capacity(text.len());
        body.extend(text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| char::from(b.to_ascii_uppercase())));
        return body;
    }
    text.chars().filter_map(plain).collect()
}

/// The ASCII form of a letter or digit; full-width forms are those of East Asian keyboards.
fn plain(c: char) -> Option<char> {
    let ascii = match c {
        '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        c => c,
    };
    ascii.is_alphanumeric().then(|| ascii.to_uppercase().next().unwrap_or(ascii))
}

/// Whether a text in the place of a number says that there is none: `-`, `nincs`, `n/a`, `magánszemély`, zeros only. A number has
/// digits.
#[must_use]
pub fn is_missing(text: &str) -> bool {
    with_canonical(text, |body| !body.bytes().any(|b| matches!(b, b'1'..=b'9')) || body.starts_with("NINCSADÓSZÁM"))
}

/// Longest text of which the canonical form needs no memory of its own.
const SHORT: usize = 64;

/// Asks about the canonical form of a text.
fn with_canonical<T>(text: &str, question: impl FnOnce(&str) -> T) -> T {
    if text.len() > SHORT || !text.is_ascii() {
        return question(&canonical(text));
    }
    let mut buffer = [0; SHORT];
    let mut length = 0;
    for (place, byte) in buffer.iter_mut().zip(text.bytes().filter(u8::is_ascii_alphanumeric)) {
        *place = byte.to_ascii_uppercase();
        length += 1;
    }
    question(buffer.get(..length).and_then(|body| std::str::from_utf8(body).ok()).unwrap_or_default())
}

/// Classifies the tax number field of a Hungarian party.
///
/// The eighth digit of a Hungarian tax number makes the sum of the first eight, weighted 9 7 3 1 9 7 3 1, divisible by ten; the
/// ninth, if present, is the VAT code 1 to 5.
#[must_use]
pub fn tax_number(text: &str) -> TaxNumber {
    if is_missing(text) {
        return TaxNumber::Missing;
    }
    with_canonical(text, kind_of)
}

/// Classifies a tax number in its canonical form.
fn kind_of(body: &str) -> TaxNumber {
    let body = body.strip_prefix("HU").unwrap_or(body);
    if body.starts_with(|c: char| c.is_ascii_alphabetic()) && body.contains(|c: char| c.is_ascii_digit()) {
        return TaxNumber::Other;
    }
    let digits = body.as_bytes();
    if !digits.iter().all(u8::is_ascii_digit) {
        return TaxNumber::Wrong;
    }
    // A private person's tax identifier has ten digits, the first of which is 8, and a check digit of another kind.
    if digits.len() == 10 && digits.first() == Some(&b'8') {
        return TaxNumber::Other;
    }
    let weights = [9, 7, 3, 1, 9, 7, 3, 1];
    let weighted: u32 = digits.iter().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let vat_code_is_valid = digits.get(8).is_none_or(|code| (b'1'..=b'5').contains(code));
    let right = matches!(digits.len(), 8 | 11) && weighted.is_multiple_of(10) && vat_code_is_valid;
    if right { TaxNumber::Right } else { TaxNumber::Wrong }
}

/// Identity of a taxpayer: the first eight digits of a Hungarian number, all of another one with its country; `None` without a number.
///
/// Without a country, or with Hungary's, eight or eleven digits are a Hungarian number. A number of another country has that country's
/// letters in front, whether it is written with them or not.
#[must_use]
pub fn taxpayer(text: &str, country: Option<Country>) -> Option<String> {
    if is_missing(text) {
        return None;
    }
    let body = canonical(text);
    let prefixed = body.strip_prefix("HU").filter(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    let digits = prefixed.unwrap_or(&body);
    let abroad = country.filter(|country| !country.is_hungary() && prefixed.is_none());
    let hungarian = abroad.is_none() && matches!(digits.len(), 8 | 11) && digits.bytes().all(|b| b.is_ascii_digit());
    if hungarian {
        return Some(digits.chars().take(8).collect());
    }
    let has_letters = body.bytes().take(2).filter(u8::is_ascii_alphabetic).count() == 2;
    Some(match abroad {
        Some(country) if !has_letters => country.letters() + &body,
        _ => body,
    })
}

/// Lengths of IBANs by country, as the registry of ISO 13616 has them.
const LENGTHS: &str = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 \
                       FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 \
                       LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 \
                       RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20";

/// Bytes of a country in [`LENGTHS`].
const ENTRY: usize = 5;

/// Whether an IBAN has its country's length and a right checksum (ISO 7064 mod 97), in any spelling.
#[must_use]
pub fn iban_is_valid(iban: &str) -> bool {
    with_canonical(iban, checksum_is_right)
}

/// The same of its canonical form.
fn checksum_is_right(text: &str) -> bool {
    let text = text.strip_prefix("IBAN").unwrap_or(text);
    if !text.is_ascii() || !(15..=34).contains(&text.len()) {
        return false;
    }
    let (head, tail) = text.split_at(4);
    let (country, check) = head.split_at(2);
    let country_of = |entry: &[u8]| entry.first_chunk::<2>().copied();
    let wanted = country_of(country.as_bytes());
    let entry = LENGTHS.as_bytes().chunks(ENTRY).find(|entry| country_of(entry) == wanted);
    let length = entry.and_then(|entry| match entry {
        [_, _, tens @ b'0'..=b'9', units @ b'0'..=b'9', ..] => Some(usize::from(tens - b'0') * 10 + usize::from(units - b'0')),
        _ => None,
    });
    let shaped = country.bytes().all(|b| b.is_ascii_uppercase()) && check.bytes().all(|b| b.is_ascii_digit());
    if !shaped || length.is_some_and(|length| length != text.len()) {
        return false;
    }
    let mut rest = 0u32;
    for c in tail.chars().chain(head.chars()) {
        let Some(value) = c.to_digit(36) else { return false };
        rest = if value < 10 { (rest * 10 + value) % 97 } else { (rest * 100 + value) % 97 };
    }
    rest == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_ways_say_what_the_long_ones_say() {
        let alone = |text: &str| text.chars().filter_map(plain).collect::<String>();
        for text in [
            "",
            "-",
            "--",
            "0",
            "00000000-0-00",
            "0-1",
            "10773381-2-44",
            "nincs",
            "Nincs 1",
            "nincs adószám",
            "nincs adószám 2025",
            "NINCS ADÓSZÁM0",
            "n/a",
            "N/A 1",
            "no",
            "x1",
            "xxx",
            "HU10773381",
            "１０７７３３８１",
            "Ｎ１",
            "N1",
            "é1",
            "ß",
            "null",
            "0 0",
            "DE 123",
            "hu 4210 4001",
            "\u{200b}107",
            "nem",
            "nem 5",
            "nil-",
            "ADÓ",
        ] {
            let body = alone(text);
            assert_eq!(canonical(text), body, "{text}");
            let missing = !body.contains(|c| matches!(c, '1'..='9')) || body.starts_with("NINCSADÓSZÁM");
            assert_eq!(is_missing(text), missing, "{text}");
        }
        assert!(LENGTHS.as_bytes().chunks(ENTRY).all(|entry| entry.get(4).is_none_or(|b| *b == b' ')), "entries of one length");
    }

    #[test]
    fn hungarian_tax_numbers_in_any_spelling() {
        for right in [
            "10773381-2-44",
            "10773381",
            "107733812 44",
            "HU10773381",
            "hu10773381",
            "Hu 10773381",
            "10773381–2–44",
            "10773381‑2‑44",
            "10773381—2—44",
            "10773381−2−44",
            "10773381\u{a0}2\u{a0}44",
            "10.773.381-2-44",
            "１０７７３３８１－２－４４",
            "\u{200b}10773381-2-44\u{200f}",
            "HU10773381244",
            "10773381-5-44",
            "10773381/2/44",
        ] {
            assert_eq!(tax_number(right), TaxNumber::Right, "{right}");
        }
        for wrong in ["10773382-2-44", "1077338", "10773381-9-44", "HU10773382", "7123456789", "10773381-2"] {
            assert_eq!(tax_number(wrong), TaxNumber::Wrong, "{wrong}");
        }
        for other in ["8123456789", "8123 456 789", "DE123456789", "ATU12345678", "SK2020202020", "HUXX1"] {
            assert_eq!(tax_number(other), TaxNumber::Other, "{other}");
        }
        for missing in [
            "",
            " ",
            "-",
            "--",
            "–",
            "nincs",
            "Nincs",
            "n/a",
            "N.A.",
            "none",
            "00000000-0-00",
            "0",
            "x",
            "nincs adószám",
            "magánszemély",
            "külföldi",
            "HU",
            "hu-",
            "adószám nélkül",
            "abc",
        ] {
            assert_eq!(tax_number(missing), TaxNumber::Missing, "{missing}");
        }
    }

    #[test]
    fn one_taxpayer_in_many_spellings() {
        for same in ["10773381-2-44", "HU10773381", "10773381", "10773381–5–44", "hu 10773381 2 44"] {
            for country in [None, Country::of("HU"), Country::of("hu ")] {
                assert_eq!(taxpayer(same, country).as_deref(), Some("10773381"), "{same}");
            }
        }
        assert_eq!(taxpayer("HU10773381", Country::of("AT")).as_deref(), Some("10773381"), "the number says it");
        assert_eq!(taxpayer("de 123 456 789", None).as_deref(), Some("DE123456789"));
        assert_eq!(taxpayer("--", None), None);
        assert_eq!(taxpayer("8123456789", None).as_deref(), Some("8123456789"));
        for same in ["12345678901", "HR12345678901", "hr 123 456 789 01"] {
            assert_eq!(taxpayer(same, Country::of("HR")).as_deref(), Some("HR12345678901"), "{same}");
        }
        assert_eq!(taxpayer("U10773381", Country::of("AT")), taxpayer("ATU10773381", None));
        assert_eq!(taxpayer("EL123456789", Country::of("GR")).as_deref(), Some("EL123456789"));
        assert_ne!(taxpayer("10773381", Country::of("AT")), taxpayer("10773381-2-44", Country::of("HU")));
        assert_eq!((Country::of("Hungary"), Country::of("H1"), Country::of("")), (None, None, None));
        assert_eq!(Country::of("AT").and_then(|country| Country::unpacked(country.packed())), Country::of("AT"));
        assert_eq!(Country::unpacked(0), None);
    }

    #[test]
    fn ibans_in_any_spelling() {
        for right in [
            "HU42 1177 3016 1111 1018 0000 0000",
            "hu42117730161111101800000000",
            "HU42-1177-3016-1111-1018-0000-0000",
            "HU42\u{a0}1177\u{a0}3016\u{a0}1111\u{a0}1018\u{a0}0000\u{a0}0000",
            "IBAN HU42 1177 3016 1111 1018 0000 0000",
            "DE89370400440532013000",
            "gb82 west 1234 5698 7654 32",
            "NO9386011117947",
            "MT84MALT011000012345MTLCAST001S",
        ] {
            assert!(iban_is_valid(right), "{right}");
        }
        for wrong in ["DE89370400440532013001", "HU", "", "žžžžžžžžžžžžžžžžžž", "HU4211773016111110180000000", "1177301611111018"]
        {
            assert!(!iban_is_valid(wrong), "{wrong}");
        }
        // The checksum is right, the length is another country's.
        assert!(!iban_is_valid("DE9586011117947"));
    }
}
