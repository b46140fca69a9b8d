//! What is kept about writing, as records: orders and requests in the outbox, links, mappings and plans as own data.

use super::push_v1 as v1;
use super::{Codec, Fault, RecordType, read, v1 as values, write};
use crate::domain::outgoing::{Mapping, Outgoing, PlanOf, Source};
use crate::domain::push::{
    ContactOrder, DocumentOrder, Existing, Frozen, MailOrder, Order, OrderLine, OrderPart, PaymentOrder, Verb, VoidOrder,
};
use crate::domain::{
    Address, CompanyId, Currency, DocumentType, Entity, Payload, PaymentMethod, Record, RemoteId, RunId, Stored,
};
use crate::store::StoreError;
use jiff::Timestamp;
use rust_decimal::Decimal;

/// Whether writing is paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Pause(pub(in crate::store) bool);

/// Items that a call queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct PushCall(pub(in crate::store) Vec<String>);

/// A part of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct PlanPart {
    pub(in crate::store) from: Option<CompanyId>,
    pub(in crate::store) of: PlanOf,
    pub(in crate::store) at: Timestamp,
    pub(in crate::store) total: u64,
    pub(in crate::store) entries: Vec<(RemoteId, [u8; 16])>,
}

macro_rules! codec {
    ($type:ty, $form:ty, $kind:ident) => {
        impl Codec for $type {
            const KIND: RecordType = RecordType::$kind;

            fn payload(&self) -> Result<Vec<u8>, StoreError> {
                write(&<$form>::try_from(self)?)
            }

            fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
                match version {
                    1 => read::<$form>(payload)?.try_into(),
                    _ => Err(Fault::Version),
                }
            }
        }
    };
}

codec!(Frozen, v1::Frozen, Frozen);
codec!(Mapping, v1::Mapping, Mapping);
codec!(PlanPart, v1::Plan, PlanPart);
codec!(Pause, v1::Pause, Pause);
codec!(PushCall, v1::Call, PushCall);

fn text(value: Option<&str>) -> Option<String> {
    value.map(str::to_owned)
}

fn boxed(value: Option<String>) -> Option<Box<str>> {
    value.map(String::into_boxed_str)
}

fn id(value: Option<&RemoteId>) -> Option<String> {
    value.map(ToString::to_string)
}

pub(super) fn decimal(value: Option<values::Number>) -> Result<Option<Decimal>, Fault> {
    value.map(Decimal::try_from).transpose()
}

impl TryFrom<&Outgoing> for v1::Outgoing {
    type Error = StoreError;

    fn try_from(item: &Outgoing) -> Result<Self, StoreError> {
        let order = match &item.order {
            Order::Contact(order) => v1::Order::Contact((&**order).into()),
            Order::Document(order) => v1::Order::Document(Box::new((&**order).into())),
            Order::Payment(order) => v1::Order::Payment(order.into()),
            Order::Void(order) => v1::Order::Void(v1::Void {
                mark: order.mark.to_string(),
                kind: order.kind.to_string(),
                existing: (&order.existing).into(),
                number: order.number.clone(),
                contact_name: order.contact_name.clone(),
                gross: order.gross.into(),
                currency: order.currency.to_string(),
            }),
            Order::Mail(order) => v1::Order::Mail(v1::Mail {
                mark: order.mark.to_string(),
                kind: order.kind.to_string(),
                document: order.document.to_string(),
                number: order.number.clone(),
                to: order.to.clone(),
            }),
        };
        Ok(Self { source: item.source.to_string(), order })
    }
}

impl TryFrom<v1::Outgoing> for Outgoing {
    type Error = Fault;

    fn try_from(form: v1::Outgoing) -> Result<Self, Fault> {
        let order = match form.order {
            v1::Order::Contact(form) => Order::Contact(Box::new(form.into())),
            v1::Order::Document(form) => Order::Document(Box::new((*form).try_into()?)),
            v1::Order::Payment(form) => Order::Payment(form.try_into()?),
            v1::Order::Void(form) => Order::Void(VoidOrder {
                mark: form.mark.into(),
                kind: DocumentType::from(form.kind.as_str()),
                existing: form.existing.into(),
                number: form.number,
                contact_name: form.contact_name,
                gross: form.gross.try_into()?,
                currency: Currency::new(&form.currency),
            }),
            v1::Order::Mail(form) => Order::Mail(MailOrder {
                mark: form.mark.into(),
                kind: DocumentType::from(form.kind.as_str()),
                document: RemoteId::new(form.document),
                number: form.number,
                to: form.to,
            }),
        };
        Ok(Self { source: Source(form.source.into()), order })
    }
}

impl From<&Existing> for v1::Existing {
    fn from(existing: &Existing) -> Self {
        Self { id: existing.id.to_string(), version: existing.version.clone() }
    }
}

impl From<v1::Existing> for Existing {
    fn from(form: v1::Existing) -> Self {
        Self { id: RemoteId::new(form.id), version: form.version }
    }
}

impl From<&ContactOrder> for v1::Contact {
    fn from(order: &ContactOrder) -> Self {
        Self {
            mark: order.mark.to_string(),
            existing: order.existing.as_ref().map(Into::into),
            name: order.name.clone(),
            tax_number: text(order.tax_number.as_deref()),
            emails: order.emails.clone(),
            phone: text(order.phone.as_deref()),
            country: text(order.address.country.as_deref()),
            post_code: text(order.address.post_code.as_deref()),
            city: text(order.address.city.as_deref()),
            street: text(order.address.street.as_deref()),
            currency: order.currency.as_ref().map(ToString::to_string),
        }
    }
}

impl From<v1::Contact> for ContactOrder {
    fn from(form: v1::Contact) -> Self {
        Self {
            mark: form.mark.into(),
            existing: form.existing.map(Into::into),
            name: form.name,
            tax_number: boxed(form.tax_number),
            emails: form.emails,
            phone: boxed(form.phone),
            address: Address {
                country: boxed(form.country),
                post_code: boxed(form.post_code),
                city: boxed(form.city),
                street: boxed(form.street),
            },
            currency: form.currency.as_deref().map(Currency::new),
            base: None,
        }
    }
}

impl From<&DocumentOrder> for v1::Document {
    fn from(order: &DocumentOrder) -> Self {
        Self {
            mark: order.mark.to_string(),
            kind: order.kind.to_string(),
            draft: order.draft,
            number: order.number.clone(),
            contact: order.contact.to_string(),
            contact_name: order.contact_name.clone(),
            email: order.email.clone(),
            currency: order.currency.to_string(),
            rate: order.rate.map(Into::into),
            issued: order.issued.into(),
            fulfilled: order.fulfilled.map(Into::into),
            due: order.due.map(Into::into),
            term: id(order.term.as_ref()),
            method: order.method.as_ref().map(ToString::to_string),
            reference: text(order.reference.as_deref()),
            comment: text(order.comment.as_deref()),
            language: text(order.language.as_deref()),
            tax_code: id(order.tax_code.as_ref()),
            lines: order.lines.iter().map(Into::into).collect(),
            net: order.net.into(),
            tax: order.tax.into(),
            gross: order.gross.into(),
        }
    }
}

impl TryFrom<v1::Document> for DocumentOrder {
    type Error = Fault;

    fn try_from(form: v1::Document) -> Result<Self, Fault> {
        Ok(Self {
            mark: form.mark.into(),
            kind: DocumentType::from(form.kind.as_str()),
            draft: form.draft,
            number: form.number,
            contact: RemoteId::new(form.contact),
            contact_name: form.contact_name,
            email: form.email,
            currency: Currency::new(&form.currency),
            rate: decimal(form.rate)?,
            issued: form.issued.try_into()?,
            fulfilled: form.fulfilled.map(TryInto::try_into).transpose()?,
            due: form.due.map(TryInto::try_into).transpose()?,
            term: form.term.map(RemoteId::new),
            method: form.method.as_deref().map(PaymentMethod::from),
            reference: boxed(form.reference),
            comment: boxed(form.comment),
            language: boxed(form.language),
            tax_code: form.tax_code.map(RemoteId::new),
            lines: form.lines.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
            net: form.net.try_into()?,
            tax: form.tax.try_into()?,
            gross: form.gross.try_into()?,
        })
    }
}

impl From<&OrderLine> for v1::Line {
    fn from(line: &OrderLine) -> Self {
        Self {
            name: line.name.clone(),
            comment: text(line.comment.as_deref()),
            quantity: line.quantity.into(),
            unit: line.unit.clone(),
            price: line.price.into(),
            net: line.net.into(),
            tax: line.tax.into(),
            item: id(line.item.as_ref()),
            account: id(line.account.as_ref()),
            tax_code: id(line.tax_code.as_ref()),
            tax_word: line.tax_word.clone(),
        }
    }
}

impl TryFrom<v1::Line> for OrderLine {
    type Error = Fault;

    fn try_from(form: v1::Line) -> Result<Self, Fault> {
        Ok(Self {
            name: form.name,
            comment: boxed(form.comment),
            quantity: form.quantity.try_into()?,
            unit: form.unit,
            price: form.price.try_into()?,
            net: form.net.try_into()?,
            tax: form.tax.try_into()?,
            item: form.item.map(RemoteId::new),
            account: form.account.map(RemoteId::new),
            tax_code: form.tax_code.map(RemoteId::new),
            tax_word: form.tax_word,
        })
    }
}

impl From<&PaymentOrder> for v1::Payment {
    fn from(order: &PaymentOrder) -> Self {
        let part = |part: &OrderPart| (part.document.to_string(), part.number.clone(), part.amount.into());
        Self {
            mark: order.mark.to_string(),
            contact: order.contact.to_string(),
            contact_name: order.contact_name.clone(),
            account: id(order.account.as_ref()),
            date: order.date.into(),
            amount: order.amount.into(),
            currency: order.currency.to_string(),
            rate: order.rate.map(Into::into),
            method: order.method.as_ref().map(ToString::to_string),
            reference: text(order.reference.as_deref()),
            parts: order.parts.iter().map(part).collect(),
        }
    }
}

impl TryFrom<v1::Payment> for PaymentOrder {
    type Error = Fault;

    fn try_from(form: v1::Payment) -> Result<Self, Fault> {
        let part = |(document, number, amount): (String, String, values::Number)| {
            Ok(OrderPart { document: RemoteId::new(document), number, amount: amount.try_into()? })
        };
        Ok(Self {
            mark: form.mark.into(),
            contact: RemoteId::new(form.contact),
            contact_name: form.contact_name,
            account: form.account.map(RemoteId::new),
            date: form.date.try_into()?,
            amount: form.amount.try_into()?,
            currency: Currency::new(&form.currency),
            rate: decimal(form.rate)?,
            method: form.method.as_deref().map(PaymentMethod::from),
            reference: boxed(form.reference),
            parts: form.parts.into_iter().map(part).collect::<Result<_, Fault>>()?,
        })
    }
}

impl TryFrom<&Frozen> for v1::Frozen {
    type Error = StoreError;

    fn try_from(frozen: &Frozen) -> Result<Self, StoreError> {
        let Frozen { verb, path, query, body } = frozen.clone();
        Ok(Self { put: verb == Verb::Put, path, query, body })
    }
}

impl TryFrom<v1::Frozen> for Frozen {
    type Error = Fault;

    fn try_from(form: v1::Frozen) -> Result<Self, Fault> {
        let verb = if form.put { Verb::Put } else { Verb::Post };
        Ok(Self { verb, path: form.path, query: form.query, body: form.body })
    }
}

/// A record alone, without a life of its own in the store.
fn alone<E>(entity: E) -> Stored<E> {
    let at = Timestamp::UNIX_EPOCH;
    Stored {
        company: CompanyId(0),
        entity,
        first_seen: at,
        first_run: RunId(0),
        changed: at,
        changed_run: RunId(0),
        vanished: None,
    }
}

pub(super) fn record(payload: Payload) -> Record {
    match payload {
        Payload::Document(document) => Entity::record(alone(*document)),
        Payload::Payment(payment) => Entity::record(alone(*payment)),
        Payload::Contact(contact) => Entity::record(alone(*contact)),
    }
}

pub(super) fn payload(record: Record) -> Payload {
    match record {
        Record::Document(stored) => Payload::Document(Box::new(stored.entity)),
        Record::Payment(stored) => Payload::Payment(Box::new(stored.entity)),
        Record::Contact(stored) => Payload::Contact(Box::new(stored.entity)),
    }
}

impl TryFrom<&Mapping> for v1::Mapping {
    type Error = StoreError;

    fn try_from(mapping: &Mapping) -> Result<Self, StoreError> {
        Ok(Self { name: mapping.name.clone(), id: mapping.id.to_string(), title: mapping.title.clone() })
    }
}

impl TryFrom<v1::Mapping> for Mapping {
    type Error = Fault;

    fn try_from(form: v1::Mapping) -> Result<Self, Fault> {
        Ok(Self { name: form.name, id: RemoteId::new(form.id), title: form.title })
    }
}

impl TryFrom<&PlanPart> for v1::Plan {
    type Error = StoreError;

    fn try_from(part: &PlanPart) -> Result<Self, StoreError> {
        let entries = part.entries.iter().map(|(id, digest)| (id.to_string(), *digest)).collect();
        let from = part.from.map(|company| company.0);
        let of = PlanOf::ALL.iter().position(|of| *of == part.of).and_then(|of| u8::try_from(of).ok()).unwrap_or_default();
        Ok(Self { from, of, at: part.at.into(), total: part.total, entries })
    }
}

impl TryFrom<v1::Plan> for PlanPart {
    type Error = Fault;

    fn try_from(form: v1::Plan) -> Result<Self, Fault> {
        let entries = form.entries.into_iter().map(|(id, digest)| (RemoteId::new(id), digest)).collect();
        let from = form.from.map(CompanyId);
        let of = PlanOf::ALL.get(usize::from(form.of)).copied().ok_or(Fault::Content)?;
        Ok(Self { from, of, at: form.at.try_into()?, total: form.total, entries })
    }
}

impl TryFrom<&Pause> for v1::Pause {
    type Error = StoreError;

    fn try_from(pause: &Pause) -> Result<Self, StoreError> {
        Ok(Self { paused: pause.0 })
    }
}

impl TryFrom<v1::Pause> for Pause {
    type Error = Fault;

    fn try_from(form: v1::Pause) -> Result<Self, Fault> {
        Ok(Self(form.paused))
    }
}

impl TryFrom<&PushCall> for v1::Call {
    type Error = StoreError;

    fn try_from(call: &PushCall) -> Result<Self, StoreError> {
        Ok(Self { items: call.0.clone() })
    }
}

impl TryFrom<v1::Call> for PushCall {
    type Error = Fault;

    fn try_from(form: v1::Call) -> Result<Self, Fault> {
        Ok(Self(form.items))
    }
}
