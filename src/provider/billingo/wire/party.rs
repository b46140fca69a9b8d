//! Sellers and buyers as the service writes them → as they stand on a document.

use crate::domain::{Address, Party, numbers};

use super::document;
use crate::provider::wire::lenient::{Object, Raw};

/// The seller.
pub(super) fn seller(organization: document::Organization<'_>) -> Party {
    let bank = organization.bank_account.0.unwrap_or_default();
    Party {
        name: owned(organization.name),
        tax_number: tax_number(organization.tax_number),
        eu_tax_number: organization.eu_tax_number.boxed(),
        address: address(organization.address),
        bank: bank.name.boxed(),
        account_number: account_number(bank.account_number),
        iban: account_number(bank.account_number_iban),
        swift: bank.swift.boxed(),
        ..Party::default()
    }
}

/// The buyer: `document_partner`, which says what stands on the document; the older `partner` where that says no name.
pub(super) fn buyer(current: Object<document::Partner<'_>>, older: Raw<'_>) -> Party {
    let named = |partner: &document::Partner<'_>| partner.name.word().is_some();
    let partner = match current.0 {
        Some(current) if named(&current) => current,
        Some(current) => partner(older).filter(named).unwrap_or(current),
        None => partner(older).unwrap_or_default(),
    };
    Party {
        id: partner.id.boxed(),
        name: owned(partner.name),
        tax_number: tax_number(partner.taxcode),
        eu_tax_number: None,
        address: address(partner.address),
        emails: partner.emails.texts(),
        phone: partner.phone.boxed(),
        bank: None,
        account_number: account_number(partner.account_number),
        iban: account_number(partner.iban),
        swift: partner.swift.boxed(),
        tax_type: partner.tax_type.boxed(),
    }
}

fn partner(raw: Raw<'_>) -> Option<document::Partner<'_>> {
    serde_json::from_str::<Object<document::Partner<'_>>>(raw.json()?).ok()?.0
}

fn address(address: Object<document::Address<'_>>) -> Address {
    let address = address.0.unwrap_or_default();
    Address {
        country: address.country_code.boxed(),
        post_code: address.post_code.boxed(),
        city: address.city.boxed(),
        street: address.address.boxed(),
    }
}

/// A tax number; people write `-`, `nincs` or `n/a` for none.
fn tax_number(raw: Raw<'_>) -> Option<Box<str>> {
    raw.boxed().filter(|number| !numbers::is_missing(number))
}

/// An account number; the service writes `--` for none.
fn account_number(raw: Raw<'_>) -> Option<Box<str>> {
    raw.boxed().filter(|number| !number.chars().all(|c| c == '-' || c.is_whitespace()))
}

fn owned(raw: Raw<'_>) -> String {
    raw.word().map(std::borrow::Cow::into_owned).unwrap_or_default()
}
