//! Seller and buyer: what the document says, and what the store holds about the sender.

use super::Extra;
use crate::document::codes;
use crate::document::model::{Contact, Endpoint, Given, Party};
use crate::domain;
use crate::domain::numbers::TaxNumber;
use crate::domain::{Address, Company, Sender, numbers};

fn kept(told: Option<&str>, else_: Option<&str>) -> Option<String> {
    let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    told.and_then(text).or_else(|| else_.and_then(text))
}

/// The company's own side. What the document says goes before what the account and the sender's data say.
pub(super) fn own(told: &domain::Party, company: &Company, sender: &Sender) -> Party {
    let name =
        kept(Some(&told.name), sender.name.as_deref()).or_else(|| kept(company.legal_name.as_deref(), Some(&company.name)));
    let tax_number = kept(told.tax_number.as_deref(), sender.tax_number.as_deref())
        .or_else(|| kept(company.tax_number.as_deref(), None))
        .filter(|number| !numbers::is_missing(number));
    let address = &told.address;
    let country = kept(address.country.as_deref(), sender.country.as_deref())
        .or_else(|| kept(company.books.country.as_deref(), None))
        .and_then(|country| codes::country(&country));
    let boxed = |told: &Option<Box<str>>, own: &Option<String>| kept(told.as_deref(), own.as_deref()).map(Into::into);
    let vat_id = kept(told.eu_tax_number.as_deref(), sender.vat_number.as_deref()).map(|number| vat_id(&number));
    let email = kept(sender.email.as_deref(), told.emails.first().map(String::as_str));
    let contact = Contact {
        name: kept(sender.contact.as_deref(), None),
        phone: kept(sender.phone.as_deref(), told.phone.as_deref()),
        email,
    };
    Party {
        name: name.unwrap_or_default(),
        id: None,
        legal_id: kept(sender.registration.as_deref(), None),
        vat_id,
        tax_id: tax_number.clone(),
        tax_number,
        group_tax_number: kept(sender.group_tax_number.as_deref(), None),
        address: Address {
            country: country.map(Into::into),
            post_code: boxed(&address.post_code, &sender.post_code),
            city: boxed(&address.city, &sender.city),
            street: boxed(&address.street, &sender.street),
        },
        contact,
        endpoint: sender.endpoint.as_deref().and_then(endpoint),
        private: false,
    }
}

/// The other side.
pub(super) fn other(told: &domain::Party) -> Party {
    let tax_number = kept(told.tax_number.as_deref(), None).filter(|number| !numbers::is_missing(number));
    let eu = kept(told.eu_tax_number.as_deref(), None).filter(|number| !numbers::is_missing(number));
    let country = told.address.country.as_deref().and_then(codes::country);
    let vat = eu
        .map(|number| vat_id(&number))
        .or_else(|| tax_number.as_deref().and_then(|number| buyer_vat(number, country.as_deref())));
    let private = told.is_private() && tax_number.is_none();
    let country = country.or_else(|| hungary(told, tax_number.as_deref()));
    Party {
        name: told.name.trim().to_owned(),
        // A number that is no VAT number identifies the buyer all the same.
        id: tax_number.clone().filter(|_| vat.is_none()),
        legal_id: None,
        vat_id: vat,
        tax_id: None,
        tax_number,
        group_tax_number: None,
        address: Address { country: country.map(Into::into), ..told.address.clone() },
        contact: Contact {
            name: None,
            phone: kept(told.phone.as_deref(), None),
            email: told.emails.iter().map(|mail| mail.trim()).find(|mail| !mail.is_empty()).map(str::to_owned),
        },
        endpoint: None,
        private,
    }
}

/// Fills what a document does not tell of the other party from the contact that it names: services list documents with the name alone.
///
/// A contact that is called otherwise than the document calls its party now may be another one, and fills nothing. An address is taken whole,
/// or only its country where the rest is the same: parts of two addresses are none.
pub(super) fn completed(told: &mut domain::Party, contact: &domain::Contact) {
    let folded = |name: &str| name.trim().to_lowercase();
    if folded(&told.name) != folded(&contact.name) {
        return;
    }
    let known = &contact.address;
    if told.address == Address::default() {
        told.address = known.clone();
    } else if told.address.country.is_none() && (&told.address.post_code, &told.address.city) == (&known.post_code, &known.city) {
        told.address.country.clone_from(&known.country);
    }
    // Some services mask the number.
    let is_plain = |number: &&str| !number.contains(['*', '•']) && !number.to_uppercase().contains("XX");
    if kept(told.tax_number.as_deref(), told.eu_tax_number.as_deref()).is_none() {
        told.tax_number = contact.tax_number.as_deref().filter(is_plain).map(Into::into);
    }
    if told.emails.is_empty() {
        told.emails.clone_from(&contact.emails);
    }
    if told.phone.is_none() {
        told.phone.clone_from(&contact.phone);
    }
}

/// Fills what neither the document nor its contact tells of a buyer from what a person keeps of it.
pub(super) fn detailed(told: &mut domain::Party, details: &domain::BuyerDetails) {
    let address = &mut told.address;
    let fields = [
        (&mut told.tax_number, &details.tax_number),
        (&mut told.eu_tax_number, &details.vat_number),
        (&mut address.country, &details.country),
        (&mut address.post_code, &details.post_code),
        (&mut address.city, &details.city),
        (&mut address.street, &details.street),
    ];
    for (field, kept) in fields {
        if field.as_deref().is_none_or(|text| text.trim().is_empty()) {
            *field = kept.as_deref().map(Into::into);
        }
    }
    if told.emails.is_empty() {
        told.emails.extend(details.email.clone());
    }
}

/// A VAT number without blanks and dashes, in capitals.
fn vat_id(number: &str) -> String {
    number.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase()
}

/// The VAT number of a buyer: the Hungarian tax number with its prefix, or a number that has the prefix of a member state.
fn buyer_vat(number: &str, country: Option<&str>) -> Option<String> {
    let plain = vat_id(number);
    if codes::member_state(&plain).is_some() && plain.len() > 5 {
        let hungarian = plain.strip_prefix("HU").and_then(|digits| digits.get(..8));
        return Some(hungarian.map_or_else(|| plain.clone(), |digits| format!("HU{digits}")));
    }
    let hungarian = country.is_none_or(|country| country == "HU");
    let right = hungarian && numbers::tax_number(number) == TaxNumber::Right;
    let digits = plain.get(..8).filter(|_| right)?;
    Some(format!("HU{digits}"))
}

/// Hungary, where an address without a country has a Hungarian post code and its party a right Hungarian tax number: so people write
/// addresses at home.
fn hungary(told: &domain::Party, tax_number: Option<&str>) -> Option<String> {
    let code = told.address.post_code.as_deref().unwrap_or_default().trim();
    let is_code = code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = tax_number.is_some_and(|number| numbers::tax_number(number) == TaxNumber::Right);
    (is_code && is_number).then(|| "HU".to_owned())
}

/// An electronic address of a text `SCHEME:ID`.
pub(in crate::document) fn endpoint(text: &str) -> Option<Endpoint> {
    let (scheme, id) = text.trim().split_once(':')?;
    let (scheme, id) = (scheme.trim().to_uppercase(), id.trim().to_owned());
    (!scheme.is_empty() && !id.is_empty()).then_some(Endpoint { scheme, id })
}

/// Completes the electronic addresses: as given, else the VAT number in its country's scheme, else the e-mail address.
pub(super) fn address(given: &mut Given, extra: &Extra) {
    if let Some(endpoint) = extra.buyer_endpoint.as_deref().and_then(endpoint) {
        given.buyer.endpoint = Some(endpoint);
    }
    for party in [&mut given.seller, &mut given.buyer] {
        if party.endpoint.is_none() {
            party.endpoint = derived(party);
        }
    }
}

fn derived(party: &Party) -> Option<Endpoint> {
    let vat = party.vat_id.as_deref().and_then(|vat| {
        let (_, scheme) = codes::vat_scheme(codes::member_state(vat)?)?;
        // Four schemes want another number of the company than that with which it pays VAT.
        let same = !matches!(scheme, "0198" | "0213" | "9957" | "9955");
        same.then(|| Endpoint { scheme: scheme.to_owned(), id: vat.to_owned() })
    });
    vat.or_else(|| party.contact.email.as_ref().map(|email| Endpoint { scheme: "EM".to_owned(), id: email.clone() }))
}
