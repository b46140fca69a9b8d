//! Contacts as the service writes them → contacts, and parties of documents.

use super::lenient::{List, Object};
use super::shapes::{self, Phone};
use super::value::{id, text};
use crate::domain::{self, Contact, Currency, Message, Party};

pub(super) fn contact(contact: &shapes::Contact<'_>) -> Result<Contact, Message> {
    let id = id(contact.id).ok_or_else(|| Message::new("provider-skip-id"))?;
    Ok(Contact {
        id,
        name: text(contact.name),
        number: contact.contact_number.boxed(),
        tax_number: contact.tax_number.boxed(),
        emails: contact.email_address.texts(),
        phone: phone(&contact.phones),
        address: address(&contact.addresses),
        account: contact.bank_account_details.boxed(),
        currency: contact.default_currency.word().map(|code| Currency::new(&code)),
        customer: contact.is_customer.flag(),
        supplier: contact.is_supplier.flag(),
        active: contact.contact_status.word().is_none_or(|status| status == "ACTIVE"),
        merged_into: super::value::id(contact.merged_to),
        parent: None,
        note: None,
    })
}

/// The contact of a document. Lists tell its identifier and its name, and a document that is read alone tells more: that is left to the
/// contact itself, or each document would look changed whenever it is read the other way.
pub(super) fn party(contact: &shapes::Contact<'_>) -> Party {
    Party { id: id(contact.id).map(|id| id.0), name: text(contact.name), ..Party::default() }
}

/// The first of its numbers that there is, of the four that are always listed.
fn phone(phones: &List<Object<Phone<'_>>>) -> Option<Box<str>> {
    let of = |kind: &str| {
        let found =
            phones.0.iter().filter_map(|phone| phone.0.as_ref()).find(|one| one.phone_type.word().as_deref() == Some(kind))?;
        found.phone_number.word()?;
        let parts = [found.phone_country_code, found.phone_area_code, found.phone_number];
        Some(parts.iter().filter_map(|part| part.word()).collect::<Vec<_>>().join(" ").into())
    };
    ["DEFAULT", "MOBILE", "DDI"].into_iter().find_map(of)
}

/// The address for letters, else the street.
fn address(addresses: &List<Object<shapes::Address<'_>>>) -> domain::Address {
    let of = |kind: &str| {
        let is = |one: &&shapes::Address<'_>| one.address_type.word().as_deref() == Some(kind);
        let found = addresses.0.iter().filter_map(|address| address.0.as_ref()).find(is)?;
        let lines = [found.address_line1, found.address_line2];
        let street = lines.iter().filter_map(|line| line.word()).collect::<Vec<_>>().join(", ");
        let address = domain::Address {
            country: found.country.boxed(),
            post_code: found.postal_code.boxed(),
            city: found.city.boxed(),
            street: Some(street).filter(|street| !street.is_empty()).map(Into::into),
        };
        Some(address).filter(|address| *address != domain::Address::default())
    };
    of("POBOX").or_else(|| of("STREET")).unwrap_or_default()
}
