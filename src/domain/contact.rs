//! Contacts: the customers and suppliers of a company as records of their own.

use serde::{Deserialize, Serialize};

use super::{Address, Currency, RemoteId, Stored};

/// A customer or supplier as a provider gives it. Documents carry a copy of their own, as it was when they were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The provider's identifier.
    pub id: RemoteId,
    /// Name.
    pub name: String,
    /// Number that the company gave it, such as a customer number.
    pub number: Option<Box<str>>,
    /// Tax number. Some services mask it.
    pub tax_number: Option<Box<str>>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Telephone number.
    pub phone: Option<Box<str>>,
    /// Address.
    pub address: Address,
    /// International account number, or a domestic one.
    pub account: Option<Box<str>>,
    /// The currency of its documents, where it has one.
    pub currency: Option<Currency>,
    /// Whether documents are issued to it.
    pub customer: bool,
    /// Whether documents are received from it.
    pub supplier: bool,
    /// Whether new documents can be made for it: neither archived nor inactive.
    pub active: bool,
    /// The contact that it was merged into.
    pub merged_into: Option<RemoteId>,
    /// The contact that it is a part of.
    pub parent: Option<RemoteId>,
    /// Note.
    pub note: Option<Box<str>>,
}

/// A contact as the store keeps it.
pub type StoredContact = Stored<Contact>;

impl Contact {
    /// A contact of which nothing but its identifier and name is known: an active customer.
    #[must_use]
    pub fn new(id: RemoteId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            number: None,
            tax_number: None,
            emails: Vec::new(),
            phone: None,
            address: Address::default(),
            account: None,
            currency: None,
            customer: true,
            supplier: false,
            active: true,
            merged_into: None,
            parent: None,
            note: None,
        }
    }
}
