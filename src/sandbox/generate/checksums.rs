//! Numbers with check digits: Hungarian tax numbers and bank accounts, and IBANs.

use fastrand::Rng;

/// Digits that are random.
pub(super) fn digits(rng: &mut Rng, count: usize) -> String {
    (0..count).map(|_| char::from(b'0' + rng.u8(0..10))).collect()
}

/// The digit that makes the sum weighted 9 7 3 1 divisible by ten.
fn check_digit(digits: &str) -> u32 {
    let weights = [9, 7, 3, 1].into_iter().cycle();
    let sum: u32 = digits.chars().filter_map(|c| c.to_digit(10)).zip(weights).map(|(digit, weight)| digit * weight).sum();
    // Before the check digit stand 7 or 15 digits: its own weight is 1 either way.
    (10 - sum % 10) % 10
}

/// A Hungarian tax number such as `10773381-2-44`.
pub(super) fn tax_number(rng: &mut Rng, vat_code: u8, county: u8) -> String {
    let head = format!("{}{}", rng.u8(1..3), digits(rng, 6));
    format!("{head}{}-{vat_code}-{county:02}", check_digit(&head))
}

/// A Hungarian account number, and the IBAN that stands for it.
pub(super) fn account(rng: &mut Rng, bank: &str) -> (String, String) {
    let bank = format!("{bank}{}", digits(rng, 7_usize.saturating_sub(bank.len())));
    let bank = format!("{bank}{}", check_digit(&bank));
    let number = digits(rng, 15);
    let number = format!("{number}{}", check_digit(&number));
    let (head, tail) = number.split_at_checked(8).unwrap_or_default();
    (format!("{bank}-{head}-{tail}"), iban("HU", &format!("{bank}{number}")))
}

/// The IBAN of a national account number.
pub(super) fn iban(country: &str, account: &str) -> String {
    let rest = format!("{account}{country}00")
        .chars()
        .filter_map(|c| c.to_digit(36))
        .fold(0, |rest, value| if value < 10 { (rest * 10 + value) % 97 } else { (rest * 100 + value) % 97 });
    format!("{country}{:02}{account}", 98 - rest)
}

/// An IBAN of a country as its banks write them; empty where there are none.
pub(super) fn foreign_iban(rng: &mut Rng, country: &str) -> String {
    let (bank, count) = match country {
        "AT" => ("20111", 11),
        "CH" => ("00762", 12),
        "CZ" => ("0800", 16),
        "DE" => ("37040044", 10),
        "FR" => ("30004", 18),
        "GB" => ("NWBK", 14),
        "IT" => ("X0542811101", 12),
        "PL" => ("10901014", 16),
        "RO" => ("BTRL", 16),
        "SK" => ("0200", 16),
        _ => return String::new(),
    };
    iban(country, &format!("{bank}{}", digits(rng, count)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::numbers::{self, TaxNumber, iban_is_valid};

    #[test]
    fn check_digits_are_right() {
        let mut rng = Rng::with_seed(7);
        for _ in 0..500 {
            let number = tax_number(&mut rng, 2, 8);
            assert_eq!(numbers::tax_number(&number), TaxNumber::Right, "{number}");
            let (account, iban) = account(&mut rng, "117");
            assert!(iban_is_valid(&iban) && iban.len() == 28 && account.len() == 26, "{account} {iban}");
            for country in ["AT", "CH", "CZ", "DE", "FR", "GB", "IT", "PL", "RO", "SK"] {
                let iban = foreign_iban(&mut rng, country);
                assert!(iban_is_valid(&iban), "{iban}");
            }
        }
        assert_eq!(foreign_iban(&mut rng, "US"), "");
        assert_eq!(iban("DE", "370400440532013000"), "DE89370400440532013000");
    }
}
