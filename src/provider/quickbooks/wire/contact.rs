//! Customer → a contact.

use serde::Deserialize;

use crate::domain::{Contact, Currency, Message};
use crate::provider::wire::lenient::{Object, Raw};

use super::shape;
use super::values::{Place, Reference, Single, id, number};

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
struct Customer<'a> {
    id: Raw<'a>,
    display_name: Raw<'a>,
    fully_qualified_name: Raw<'a>,
    company_name: Raw<'a>,
    given_name: Raw<'a>,
    family_name: Raw<'a>,
    primary_tax_identifier: Raw<'a>,
    business_number: Raw<'a>,
    #[serde(rename = "GSTIN")]
    gstin: Raw<'a>,
    primary_email_addr: Object<Single<'a>>,
    primary_phone: Object<Single<'a>>,
    mobile: Object<Single<'a>>,
    bill_addr: Object<Place<'a>>,
    currency_ref: Object<Reference<'a>>,
    active: Raw<'a>,
    parent_ref: Object<Reference<'a>>,
    notes: Raw<'a>,
}

/// The customer that is written here.
pub(super) fn contact(json: &str) -> Result<Contact, Message> {
    let wire = serde_json::from_str::<Object<Customer<'_>>>(json).map_err(shape)?.0.ok_or(()).map_err(shape)?;
    let id = id("", wire.id).ok_or_else(|| Message::new("provider-skip-id"))?;
    let parts: Vec<String> = [wire.given_name, wire.family_name].into_iter().filter_map(number).collect();
    let name = [wire.display_name, wire.fully_qualified_name, wire.company_name].into_iter().find_map(number);
    Ok(Contact {
        tax_number: [wire.primary_tax_identifier, wire.business_number, wire.gstin]
            .into_iter()
            .filter_map(Raw::boxed)
            .find(|number| is_plain(number)),
        emails: wire.primary_email_addr.emails(),
        phone: wire.primary_phone.text().or_else(|| wire.mobile.text()),
        address: wire.bill_addr.address(),
        currency: wire.currency_ref.value().word().map(|code| Currency::new(&code)),
        // Left out means active.
        active: wire.active.word().is_none_or(|word| word != "false"),
        parent: super::values::id("", wire.parent_ref.value()),
        note: wire.notes.boxed(),
        ..Contact::new(id, name.unwrap_or_else(|| parts.join(" ")))
    })
}

/// Whether a tax number is told in full. The service masks most of them (`XXXXXX6789`): a mask is no number.
fn is_plain(number: &str) -> bool {
    !number.contains('*') && !number.to_ascii_uppercase().starts_with("XXX")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_and_an_inactive_one() {
        let read = contact(
            r#"{"Id":"12","DisplayName":"Harbour Bakery","PrimaryEmailAddr":{"Address":"ap@example.com, boss@example.com"},
            "PrimaryPhone":{"FreeFormNumber":"555 1234"},"BillAddr":{"Line1":"1 Quay","City":"Dover","CountrySubDivisionCode":"DE","PostalCode":"19901"},
            "CurrencyRef":{"value":"USD","name":"Dollar"},"ParentRef":{"value":"3"},"PrimaryTaxIdentifier":"XXXXXX6789"}"#,
        )
        .unwrap();
        assert_eq!((read.name.as_str(), read.active, read.customer, read.supplier), ("Harbour Bakery", true, true, false));
        assert_eq!(read.emails, ["ap@example.com", "boss@example.com"]);
        assert_eq!((read.phone.as_deref(), read.address.line().as_str()), (Some("555 1234"), "19901 Dover, DE 1 Quay"));
        assert_eq!((read.parent.unwrap().as_str(), read.tax_number), ("3", None), "a mask is no number");
        let told = contact(r#"{"Id":"12","PrimaryTaxIdentifier":"XXXXXX6789","GSTIN":"27AAACB2894G1ZP"}"#).unwrap();
        assert_eq!(told.tax_number.as_deref(), Some("27AAACB2894G1ZP"));
        let gone = contact(r#"{"Id":"13","GivenName":"Ana","FamilyName":"Ng","Active":false}"#).unwrap();
        assert_eq!((gone.name.as_str(), gone.active), ("Ana Ng", false));
        assert_eq!(contact(r#"{"DisplayName":"x"}"#).unwrap_err().id, "provider-skip-id");
    }
}
