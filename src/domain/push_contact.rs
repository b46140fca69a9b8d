//! The order of a customer: one to make, or what of it is to be changed.

use serde::{Deserialize, Serialize};

use super::{Address, Contact, Currency, RemoteId};

/// A customer to make or to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactOrder {
    /// Our mark: unique, at most 36 letters, digits and dashes. The service keeps it where it has a field for it.
    pub mark: Box<str>,
    /// The contact to change, as it was last seen; `None` makes one.
    pub existing: Option<Existing>,
    /// Name.
    pub name: String,
    /// Tax number.
    pub tax_number: Option<Box<str>>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Telephone number.
    pub phone: Option<Box<str>>,
    /// Address.
    pub address: Address,
    /// Currency of its documents.
    pub currency: Option<Currency>,
    /// What the service had when the change was planned: only fields that differ are sent, and none that is another one there by now.
    /// `None` sends every field.
    pub base: Option<Box<ContactBase>>,
}

/// The fields of a contact that an order can change, as the service had them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ContactBase {
    /// Name.
    pub name: String,
    /// Tax number.
    pub tax_number: Option<Box<str>>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Telephone number.
    pub phone: Option<Box<str>>,
    /// Address.
    pub address: Address,
}

/// A field of a contact that an order can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of ContactBase")]
pub enum ContactField {
    Name,
    TaxNumber,
    Emails,
    Phone,
    Address,
}

impl ContactField {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Name, Self::TaxNumber, Self::Emails, Self::Phone, Self::Address];

    /// Its name, in the words of the JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::TaxNumber => "tax_number",
            Self::Emails => "emails",
            Self::Phone => "phone",
            Self::Address => "address",
        }
    }
}

impl ContactBase {
    /// A field as one text; empty if it is missing.
    #[must_use]
    pub fn text(&self, field: ContactField) -> String {
        let optional = |text: &Option<Box<str>>| text.as_deref().unwrap_or_default().to_owned();
        match field {
            ContactField::Name => self.name.clone(),
            ContactField::TaxNumber => optional(&self.tax_number),
            ContactField::Emails => self.emails.join(", "),
            ContactField::Phone => optional(&self.phone),
            ContactField::Address => self.address.line(),
        }
    }
}

impl From<&Contact> for ContactBase {
    fn from(contact: &Contact) -> Self {
        let Contact { name, tax_number, emails, phone, address, .. } = contact.clone();
        Self { name, tax_number, emails, phone, address }
    }
}

impl ContactOrder {
    /// The fields as they are ordered.
    #[must_use]
    pub fn fields(&self) -> ContactBase {
        let Self { name, tax_number, emails, phone, address, .. } = self.clone();
        ContactBase { name, tax_number, emails, phone, address }
    }

    /// Whether a field is sent: every one of a new contact; of a change those in which it is not what the service had.
    #[must_use]
    pub fn sends(&self, field: ContactField) -> bool {
        self.base.as_ref().is_none_or(|base| base.text(field) != self.fields().text(field))
    }

    /// The same change of the record in another version; `None` where this is no change, or the service counts no versions.
    #[must_use]
    pub fn at_version(&self, version: &str) -> Option<Self> {
        let existing = self.existing.as_ref().filter(|one| one.version.is_some() && self.base.is_some())?;
        Some(Self { existing: Some(Existing { version: Some(version.to_owned()), ..existing.clone() }), ..self.clone() })
    }

    /// The customer as its source told it once this was written after `before`. A change has the service's own values in the fields that it
    /// does not send: there the source said what it said before.
    #[must_use]
    pub fn after(&self, before: &Self) -> Self {
        let of = |field| if self.sends(field) { self } else { before };
        Self {
            name: of(ContactField::Name).name.clone(),
            tax_number: of(ContactField::TaxNumber).tax_number.clone(),
            emails: of(ContactField::Emails).emails.clone(),
            phone: of(ContactField::Phone).phone.clone(),
            address: of(ContactField::Address).address.clone(),
            ..self.clone()
        }
    }

    /// What both sides agreed on last, once this was answered: the fields that it sent as the service has them, the others as they were
    /// agreed on `before`. What people changed at the service stays theirs, also where something else was written since.
    #[must_use]
    pub fn agreed(&self, answered: &Contact, before: &Contact) -> Contact {
        let of = |field| if self.sends(field) { answered } else { before };
        Contact {
            name: of(ContactField::Name).name.clone(),
            tax_number: of(ContactField::TaxNumber).tax_number.clone(),
            emails: of(ContactField::Emails).emails.clone(),
            phone: of(ContactField::Phone).phone.clone(),
            address: of(ContactField::Address).address.clone(),
            ..answered.clone()
        }
    }
}

/// A record at the service that an order changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Existing {
    /// Identifier.
    pub id: RemoteId,
    /// The service's token of the version that was compared. It changes nothing that has another one.
    pub version: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_sends_what_differs_and_a_new_contact_everything() {
        let mut contact = Contact::new(RemoteId::new("7"), "Acme");
        contact.emails = vec!["a@example.com".to_owned()];
        let mut order = ContactOrder {
            mark: Box::default(),
            existing: None,
            name: "Acme".to_owned(),
            tax_number: None,
            emails: vec!["b@example.com".to_owned()],
            phone: None,
            address: Address::default(),
            currency: None,
            base: None,
        };
        assert!(ContactField::ALL.into_iter().all(|field| order.sends(field)));
        order.base = Some(Box::new((&contact).into()));
        let sent: Vec<ContactField> = ContactField::ALL.into_iter().filter(|field| order.sends(*field)).collect();
        assert_eq!(sent, [ContactField::Emails]);
        // The telephone number of the change is the service's; the source still says what it said.
        let first = ContactOrder { phone: Some("+36 1 222".into()), base: None, ..order.clone() };
        let told = order.after(&first);
        assert_eq!((told.emails, told.phone), (order.emails.clone(), first.phone.clone()));
        assert_eq!(first.after(&order), first, "a new customer says everything");
    }
}
