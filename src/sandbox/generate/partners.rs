//! The seller and the buyers of an account. A few buyers have something wrong with them, always the same.

use std::sync::Arc;

use fastrand::Rng;

use super::checksums;
use super::names::{HUNGARIAN, NAMES, Name, SELLERS};
use crate::sandbox::model::{Address, BankAccount, BillingSettings, Buyer, Organization, Partner, Text};

/// Position of the buyer with a wrong check digit in the tax number.
pub(super) const WRONG_TAX_NUMBER: usize = 13;
/// Position of the buyer without a tax number.
pub(super) const NO_TAX_NUMBER: usize = 16;
/// Position of the buyer with a wrong IBAN checksum.
pub(super) const WRONG_IBAN: usize = 36;

const FIRST_ID: u64 = 1_803_001;

/// The seller of this number, and whether it is a small taxpayer.
pub(super) fn organization(seed: u64, seller: usize) -> (Organization, bool) {
    let mut rng = Rng::with_seed(seed ^ 0x5E11);
    let [first, ..] = &SELLERS;
    let seller = SELLERS.get(seller % SELLERS.len()).unwrap_or(first);
    let tax_number = checksums::tax_number(&mut rng, if seller.small { 1 } else { 2 }, seller.county);
    let (account_number, iban) = checksums::account(&mut rng, seller.bank_number);
    let eu_tax_number = tax_number.split('-').next().map(|head| format!("HU{head}")).unwrap_or_default();
    let organization = Organization {
        name: seller.name.into(),
        tax_number: tax_number.into(),
        bank_account: BankAccount {
            id: 4_410,
            name: seller.bank.into(),
            account_number: account_number.into(),
            account_number_iban: iban.into(),
            swift: seller.swift.into(),
        },
        address: Address {
            country_code: "HU".into(),
            post_code: seller.post_code.into(),
            city: seller.city.into(),
            address: seller.street.into(),
        },
        small_taxpayer: seller.small,
        ev_number: "".into(),
        eu_tax_number: if seller.small { "".into() } else { eu_tax_number.into() },
        cash_settled: false,
    };
    (organization, seller.small)
}

/// Every buyer.
pub(super) fn partners(seed: u64) -> Vec<Arc<Partner>> {
    let mut rng = Rng::with_seed(seed ^ 0xB0B);
    NAMES.iter().enumerate().map(|(index, name)| Arc::new(partner(&mut rng, index, name))).collect()
}

fn partner(rng: &mut Rng, index: usize, name: &Name) -> Partner {
    let Name(title, country, post_code, city, street, currency) = *name;
    let id = FIRST_ID + index as u64;
    let person = matches!(index, 28 | 29);
    let hungarian = country == "HU";
    let office = *rng.choice(&[2, 4, 5, 8, 9, 13, 20, 41, 43, 51]).unwrap_or(&43);
    let tax_number = match (hungarian, person) {
        (true, false) => checksums::tax_number(rng, 2, office),
        (true, true) => String::new(),
        (false, _) if matches!(country, "US" | "JP") => String::new(),
        (false, _) => format!("{country}{}", checksums::digits(rng, 9)),
    };
    let (account_number, iban) = if hungarian && rng.f32() < 0.6 {
        checksums::account(rng, "120")
    } else {
        (String::new(), checksums::foreign_iban(rng, if hungarian { "" } else { country }))
    };
    let slug: String = title.chars().filter(char::is_ascii_alphanumeric).take(12).collect::<String>().to_lowercase();
    let slug = if slug.is_empty() { format!("partner{id}") } else { slug };
    let buyer = Buyer {
        id,
        name: title.into(),
        address: Address { country_code: country.into(), post_code: post_code.into(), city: city.into(), address: street.into() },
        emails: vec![format!("penzugy@{slug}.example").into(), format!("info@{slug}.example").into()],
        taxcode: spoiled(index, tax_number).into(),
        iban: if index == WRONG_IBAN { wrong_last_digit(&iban).into() } else { iban.into() },
        swift: "".into(),
        account_number: account_number.into(),
        phone: format!("+36 20 555 {:04}", rng.u16(0..10_000)).into(),
        tax_type: match (hungarian, person) {
            (true, false) => "HAS_TAX_NUMBER".into(),
            (true, true) => "NO_TAX_NUMBER".into(),
            (false, _) => "FOREIGN".into(),
        },
    };
    Partner { buyer: Arc::new(buyer), ..settings(index, hungarian, currency) }
}

fn settings(index: usize, hungarian: bool, currency: &'static str) -> Partner {
    let none = Address { country_code: "".into(), post_code: "".into(), city: "".into(), address: "".into() };
    let nobody = Buyer {
        id: 0,
        name: "".into(),
        address: none,
        emails: Vec::new(),
        taxcode: "".into(),
        iban: "".into(),
        swift: "".into(),
        account_number: "".into(),
        phone: "".into(),
        tax_type: "".into(),
    };
    Partner {
        buyer: Arc::new(nobody),
        general_ledger_number: format!("311{index:03}").into(),
        custom_billing_settings: BillingSettings {
            payment_method: "wire_transfer".into(),
            document_form: "electronic".into(),
            due_days: if index < 9 { 30 } else { 8 },
            document_currency: currency.into(),
            template_language_code: if hungarian { "hu".into() } else { "en".into() },
        },
        group_member_tax_number: "".into(),
    }
}

fn spoiled(index: usize, tax_number: String) -> String {
    match index {
        NO_TAX_NUMBER => String::new(),
        WRONG_TAX_NUMBER => match tax_number.split_once('-') {
            Some((head, rest)) => format!("{}-{rest}", wrong_last_digit(head)),
            None => tax_number,
        },
        _ => tax_number,
    }
}

fn wrong_last_digit(number: &str) -> String {
    let mut text = number.to_owned();
    if let Some(digit) = text.pop().and_then(|c| c.to_digit(10)) {
        text.push(char::from_digit((digit + 1) % 10, 10).unwrap_or('0'));
    }
    text
}

/// The currency that a buyer's documents are mostly in, and whether it is Hungarian.
pub(super) fn currency(index: usize) -> (Text, bool) {
    (NAMES.get(index).map_or("HUF", |name| name.5).into(), index < HUNGARIAN)
}
