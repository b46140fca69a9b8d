//! Doubtful values of own books: kept as they are and named at once, before they stand on a document.
//!
//! For: whatever tells a change of a profile or a client. Uses: domain, check digits of account numbers. Never: the store; what cannot be
//! is refused in `sound`.

use crate::bank::account;
use crate::domain::ledger::{Category, Client, Draft, DraftLine, Profile, Vat};
use crate::domain::numbers::{Country, TaxNumber, canonical, iban_is_valid, is_missing, tax_number};
use crate::domain::{Message, Party};

/// A doubtful value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The field, as the JSON calls it.
    pub field: &'static str,
    /// What is doubtful about it, in one word.
    pub kind: &'static str,
    /// The same in words, with the value.
    pub message: Message,
}

impl Doubt {
    fn new(field: &'static str, kind: &'static str, id: &'static str, value: &str) -> Self {
        let value: String = value.chars().take(60).collect();
        Self { field, kind, message: Message::new(id).with("value", value) }
    }
}

/// Doubtful values of a profile.
#[must_use]
pub fn of_profile(profile: &Profile) -> Vec<Doubt> {
    let mut found = of_party(&profile.party, profile.group_tax_number.as_deref());
    let home = profile.party.address.country.as_deref().and_then(Country::of);
    found.extend(of_vat(profile.vat.as_ref(), home));
    found
}

/// Doubtful values of a client. Its VAT is that of the seller's country, or of its own where it is sold to from afar: only a rate that no
/// country has is doubtful.
#[must_use]
pub fn of_client(client: &Client) -> Vec<Doubt> {
    let mut found = of_party(&client.party, client.group_tax_number.as_deref());
    found.extend(of_vat(client.vat.as_ref(), None));
    found
}

/// Doubtful values of a draft: rates of VAT that no country has, and reasons for none that do not fit the countries of seller and buyer,
/// where these are known; each once.
#[must_use]
pub fn of_draft(draft: &Draft, countries: Option<&(String, String)>) -> Vec<Doubt> {
    let countries = countries.and_then(|(home, buyer)| Country::of(home).zip(Country::of(buyer)));
    let mut found: Vec<Doubt> = Vec::new();
    let doubts = |line: &DraftLine| [of_vat(Some(&line.vat), None), countries.and_then(|of| of_place(&line.vat, of))];
    for doubt in draft.lines.iter().flat_map(doubts).flatten() {
        if !found.contains(&doubt) {
            found.push(doubt);
        }
    }
    found
}

fn of_vat(vat: Option<&Vat>, home: Option<Country>) -> Option<Doubt> {
    let vat = vat.filter(|vat| !vat.is_usual_in(home))?;
    Some(Doubt::new("vat", "vat_unusual", "books-doubt-vat", &vat.word))
}

/// A document with VAT that falls on days that are closed.
#[must_use]
pub fn of_closed(number: &str, fulfilled: jiff::civil::Date, closed: jiff::civil::Date) -> Doubt {
    let message = Message::new("books-doubt-closed").with("value", number).with("date", fulfilled.to_string());
    Doubt { field: "fulfilled", kind: "fulfilled_closed", message: message.with("closed", closed.to_string()) }
}

/// A reason for no VAT that a buyer of this country does not give: §142 of the Hungarian VAT Act is between domestic parties, §37 and §89
/// of it (articles 44 and 138 of the directive) between member states, §98 (article 146) for what leaves the EU.
fn of_place(vat: &Vat, (home, buyer): (Country, Country)) -> Option<Doubt> {
    let fits = match (vat.category, vat.word.as_str()) {
        (Category::Reverse, "FAD") => buyer == home,
        (Category::Reverse, _) => buyer != home,
        (Category::Community, _) => buyer != home && buyer.is_in_eu(),
        (Category::Export, _) => !buyer.is_in_eu(),
        _ => true,
    };
    let doubt = Doubt::new("vat", "vat_place", "books-doubt-place", &vat.word);
    (!fits).then(|| Doubt { message: doubt.message.clone().with("country", buyer.letters()), ..doubt })
}

fn of_party(party: &Party, group: Option<&str>) -> Vec<Doubt> {
    let mut found = Vec::new();
    let mut doubt = |is_doubtful: bool, field, kind, id, value: &str| {
        if is_doubtful {
            found.push(Doubt::new(field, kind, id, value));
        }
    };
    let country = party.address.country.as_deref().map(str::trim).filter(|country| !country.is_empty());
    let hungarian = country.map(|country| country.eq_ignore_ascii_case("HU"));
    if let Some(number) = &party.tax_number {
        let is_meant = hungarian.unwrap_or_else(|| is_written_as_hungarian(number));
        let wrong = is_meant && tax_number(number) == TaxNumber::Wrong;
        doubt(wrong, "tax_number", "tax_number_wrong", "books-doubt-tax-number", number);
    }
    if let Some(number) = group {
        let is_meant = hungarian.unwrap_or_else(|| is_written_as_hungarian(number));
        let wrong = is_meant && tax_number(number) == TaxNumber::Wrong;
        doubt(wrong, "group_tax_number", "tax_number_wrong", "books-doubt-group-number", number);
    }
    if let Some(number) = party.eu_tax_number.as_deref().filter(|number| !is_missing(number)) {
        doubt(!is_eu_number(number), "eu_tax_number", "tax_number_wrong", "books-doubt-eu-number", number);
    }
    if let Some(iban) = party.iban.as_deref().filter(|iban| iban.contains(|sign: char| sign.is_ascii_digit())) {
        doubt(!iban_is_valid(iban), "iban", "iban_wrong", "books-doubt-iban", iban);
    }
    if let Some(number) = party.account_number.as_deref().filter(|_| hungarian == Some(true)) {
        let digits = canonical(number);
        // A Hungarian number has 16 or 24 digits; one of another bank abroad has rules of its own.
        let is_meant = matches!(digits.len(), 16 | 24) && digits.bytes().all(|digit| digit.is_ascii_digit());
        let wrong = is_meant && account::hungarian(number).is_none();
        doubt(wrong, "account_number", "account_number_wrong", "books-doubt-account", number);
    }
    if let Some(code) = &party.swift {
        doubt(!is_bic(code), "swift", "swift_wrong", "books-doubt-swift", code);
    }
    found
}

/// Whether a number of a party without a country is written as Hungarian ones are: eight digits, a dash, and more.
fn is_written_as_hungarian(number: &str) -> bool {
    let first = number.split_once('-').map(|(first, _)| first.trim());
    first.is_some_and(|first| first.len() == 8 && first.bytes().all(|digit| digit.is_ascii_digit()))
}

/// Whether a text has the shape of a VAT number: the letters of a country and digits; of a Hungarian one the check digits too.
fn is_eu_number(text: &str) -> bool {
    let number = canonical(text);
    let (Some(country), Some(rest)) = (number.get(..2).and_then(Country::of), number.get(2..)) else { return false };
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    let is_long = (2..=13).contains(&rest.len()) && digits > 1;
    is_long && (Some(country) != Country::of("HU") || rest.len() == 8 && tax_number(rest) == TaxNumber::Right)
}

/// Whether a text has the shape of a bank identifier: four letters of the bank, two of its country, two or five letters or digits.
fn is_bic(text: &str) -> bool {
    let code = canonical(text);
    let letters = code.get(..6).is_some_and(|head| head.bytes().all(|letter| letter.is_ascii_alphabetic()));
    letters && matches!(code.len(), 8 | 11) && code.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Address;

    fn fields(change: impl FnOnce(&mut Party)) -> Vec<&'static str> {
        let address = Address { country: Some("HU".into()), ..Address::default() };
        let mut party = Party { name: "Own Kft.".to_owned(), address, ..Party::default() };
        change(&mut party);
        of_party(&party, None).into_iter().map(|doubt| doubt.field).collect()
    }

    #[test]
    fn right_numbers_are_not_doubted() {
        let right = fields(|party| {
            party.tax_number = Some("32560682-2-43".into());
            party.eu_tax_number = Some("HU32560682".into());
            party.iban = Some("HU42 1177 3016 1111 1018 0000 0000".into());
            party.account_number = Some("11773016-11111018-00000000".into());
            party.swift = Some("OTPVHUHB".into());
        });
        assert!(right.is_empty(), "{right:?}");
        let abroad = fields(|party| {
            party.address.country = Some("DE".into());
            party.tax_number = Some("12/345/67890".into());
            party.eu_tax_number = Some("DE136695976".into());
            party.account_number = Some("1234567890123456".into());
        });
        assert!(abroad.is_empty(), "{abroad:?}");
        assert!(fields(|party| party.tax_number = Some("-".into())).is_empty(), "a word for none");
    }

    #[test]
    fn each_wrong_number_is_named_by_its_field() {
        let wrong = fields(|party| {
            party.tax_number = Some("12345678-1-42".into());
            party.eu_tax_number = Some("HU12345678".into());
            party.iban = Some("HU00117730161111101800000000".into());
            party.account_number = Some("11773016-11111019-00000000".into());
            party.swift = Some("OTP".into());
        });
        assert_eq!(wrong, ["tax_number", "eu_tax_number", "iban", "account_number", "swift"]);
        for number in ["1", "3256068-2-43", "32560682-9-43"] {
            assert_eq!(fields(|party| party.tax_number = Some(number.into())), ["tax_number"], "{number}");
        }
        for iban in ["DE00", "HU00", "DE89370400440532013001"] {
            assert_eq!(fields(|party| party.iban = Some(iban.into())), ["iban"], "{iban}");
        }
        // Without a country, what is written as a Hungarian number is one.
        let nowhere = |number: &str| {
            fields(|party| {
                party.address.country = None;
                party.tax_number = Some(number.into());
            })
        };
        assert_eq!(nowhere("13114505-2-42x"), ["tax_number"]);
        assert_eq!(nowhere("13114506-2-42"), ["tax_number"]);
        assert!(nowhere("13114505-2-42").is_empty() && nowhere("DE136695976").is_empty() && nowhere("136695976").is_empty());
    }
}
