//! Payments and contacts as records. Their forms are version 1 and frozen once released.

use serde::{Deserialize, Serialize};

use super::convert::maybe;
use super::invoice::{Kept, boxed, owned};
use super::{Codec, Fault, RecordType, read, v1, v3, write};
use crate::domain::{
    Address, Allocation, Contact, Currency, Direction, Payment, PaymentMethod, PaymentState, PaymentType, RemoteId, Stored,
    StoredContact, StoredPayment,
};
use crate::store::StoreError;

/// A record with its circumstances. What the provider told comes last and alone: its bytes are hashed.
#[derive(Debug, Serialize, Deserialize)]
struct Form<T> {
    life: v3::Life,
    content: T,
}

#[derive(Debug, Serialize, Deserialize)]
struct PaymentForm<'a> {
    id: &'a str,
    kind: &'a str,
    received: bool,
    state: &'a str,
    date: Option<v1::Day>,
    amount: v1::Number,
    currency: &'a str,
    rate: Option<v1::Number>,
    #[serde(borrow)]
    method: Option<&'a str>,
    #[serde(borrow)]
    reference: Option<&'a str>,
    #[serde(borrow)]
    partner_id: Option<&'a str>,
    partner_name: &'a str,
    unapplied: Option<v1::Number>,
    #[serde(borrow)]
    note: Option<&'a str>,
    #[serde(borrow)]
    allocations: Vec<AllocationForm<'a>>,
}

/// Document, its number, amount, day.
type AllocationForm<'a> = (&'a str, &'a str, v1::Number, Option<v1::Day>);

#[derive(Debug, Serialize, Deserialize)]
struct ContactForm<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(borrow)]
    number: Option<&'a str>,
    #[serde(borrow)]
    tax_number: Option<&'a str>,
    #[serde(borrow)]
    emails: Vec<&'a str>,
    #[serde(borrow)]
    phone: Option<&'a str>,
    #[serde(borrow)]
    country: Option<&'a str>,
    #[serde(borrow)]
    post_code: Option<&'a str>,
    #[serde(borrow)]
    city: Option<&'a str>,
    #[serde(borrow)]
    street: Option<&'a str>,
    #[serde(borrow)]
    account: Option<&'a str>,
    #[serde(borrow)]
    currency: Option<&'a str>,
    customer: bool,
    supplier: bool,
    active: bool,
    #[serde(borrow)]
    merged_into: Option<&'a str>,
    #[serde(borrow)]
    parent: Option<&'a str>,
    #[serde(borrow)]
    note: Option<&'a str>,
}

impl Codec for StoredPayment {
    const KIND: RecordType = RecordType::Payment;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        write(&Form { life: self.into(), content: PaymentForm::from(&self.entity) })
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        match version {
            1 => {
                let Form { life, content } = read::<Form<PaymentForm<'_>>>(payload)?;
                life.of(content.try_into()?)
            }
            _ => Err(Fault::Version),
        }
    }
}

impl Codec for StoredContact {
    const KIND: RecordType = RecordType::Contact;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        write(&Form { life: self.into(), content: ContactForm::from(&self.entity) })
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        match version {
            1 => {
                let Form { life, content } = read::<Form<ContactForm<'_>>>(payload)?;
                life.of(content.into())
            }
            _ => Err(Fault::Version),
        }
    }
}

impl Kept for Payment {
    type Codec = StoredPayment;

    fn content(&self, bytes: &mut Vec<u8>) -> Result<(), StoreError> {
        super::append(&PaymentForm::from(self), bytes)
    }

    fn head(stored: &Stored<Self>) -> Result<Vec<u8>, StoreError> {
        write(&v3::Life::from(stored))
    }
}

impl Kept for Contact {
    type Codec = StoredContact;

    fn content(&self, bytes: &mut Vec<u8>) -> Result<(), StoreError> {
        super::append(&ContactForm::from(self), bytes)
    }

    fn head(stored: &Stored<Self>) -> Result<Vec<u8>, StoreError> {
        write(&v3::Life::from(stored))
    }
}

impl<'a> From<&'a Payment> for PaymentForm<'a> {
    fn from(payment: &'a Payment) -> Self {
        let allocation = |part: &'a Allocation| -> AllocationForm<'a> {
            (part.document.as_str(), &part.number, part.amount.into(), part.date.map(Into::into))
        };
        Self {
            id: payment.id.as_str(),
            kind: payment.kind.as_str(),
            received: payment.direction == Direction::Received,
            state: payment.state.as_str(),
            date: payment.date.map(Into::into),
            amount: payment.amount.into(),
            currency: payment.currency.as_str(),
            rate: payment.rate.map(Into::into),
            method: payment.method.as_ref().map(PaymentMethod::as_str),
            reference: payment.reference.as_deref(),
            partner_id: payment.partner_id.as_ref().map(RemoteId::as_str),
            partner_name: &payment.partner_name,
            unapplied: payment.unapplied.map(Into::into),
            note: payment.note.as_deref(),
            allocations: payment.allocations.iter().map(allocation).collect(),
        }
    }
}

impl TryFrom<PaymentForm<'_>> for Payment {
    type Error = Fault;

    fn try_from(form: PaymentForm<'_>) -> Result<Self, Fault> {
        let allocation = |(document, number, amount, date): AllocationForm<'_>| {
            let (amount, date) = (amount.try_into()?, maybe(date)?);
            Ok(Allocation { document: RemoteId::new(document), number: number.to_owned(), amount, date })
        };
        Ok(Self {
            id: RemoteId::new(form.id),
            kind: PaymentType::from(form.kind),
            direction: if form.received { Direction::Received } else { Direction::Issued },
            state: PaymentState::from(form.state),
            date: maybe(form.date)?,
            amount: form.amount.try_into()?,
            currency: Currency::new(form.currency),
            rate: maybe(form.rate)?,
            method: form.method.map(PaymentMethod::from),
            reference: boxed(form.reference),
            partner_id: form.partner_id.map(RemoteId::new),
            partner_name: form.partner_name.to_owned(),
            unapplied: maybe(form.unapplied)?,
            note: boxed(form.note),
            allocations: form.allocations.into_iter().map(allocation).collect::<Result<_, Fault>>()?,
        })
    }
}

impl<'a> From<&'a Contact> for ContactForm<'a> {
    fn from(contact: &'a Contact) -> Self {
        Self {
            id: contact.id.as_str(),
            name: &contact.name,
            number: contact.number.as_deref(),
            tax_number: contact.tax_number.as_deref(),
            emails: contact.emails.iter().map(String::as_str).collect(),
            phone: contact.phone.as_deref(),
            country: contact.address.country.as_deref(),
            post_code: contact.address.post_code.as_deref(),
            city: contact.address.city.as_deref(),
            street: contact.address.street.as_deref(),
            account: contact.account.as_deref(),
            currency: contact.currency.as_ref().map(Currency::as_str),
            customer: contact.customer,
            supplier: contact.supplier,
            active: contact.active,
            merged_into: contact.merged_into.as_ref().map(RemoteId::as_str),
            parent: contact.parent.as_ref().map(RemoteId::as_str),
            note: contact.note.as_deref(),
        }
    }
}

impl From<ContactForm<'_>> for Contact {
    fn from(form: ContactForm<'_>) -> Self {
        Self {
            id: RemoteId::new(form.id),
            name: form.name.to_owned(),
            number: boxed(form.number),
            tax_number: boxed(form.tax_number),
            emails: owned(form.emails),
            phone: boxed(form.phone),
            address: Address {
                country: boxed(form.country),
                post_code: boxed(form.post_code),
                city: boxed(form.city),
                street: boxed(form.street),
            },
            account: boxed(form.account),
            currency: form.currency.map(Currency::new),
            customer: form.customer,
            supplier: form.supplier,
            active: form.active,
            merged_into: form.merged_into.map(RemoteId::new),
            parent: form.parent.map(RemoteId::new),
            note: boxed(form.note),
        }
    }
}
