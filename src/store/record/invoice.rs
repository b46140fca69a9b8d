//! Invoices as records.

use sha2::{Digest, Sha256};

use super::convert::maybe;
use super::{Codec, Fault, RecordType, append, checked, read, sealed, v1, v3, write};
use crate::domain::{
    Address, CompanyId, CorrectionType, Currency, Direction, Discount, DocumentType, Entity, Invoice, LineItem, NavStatus, Party,
    PaymentMethod, PaymentStatus, RelatedDocument, RemoteId, Rounding, RunId, Stored, StoredInvoice, VatLine,
};
use crate::store::StoreError;

impl Codec for StoredInvoice {
    const KIND: RecordType = RecordType::Invoice;
    const VERSION: u8 = 2;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        write(&v3::Stored { life: self.into(), balance: self.entity.balance.map(Into::into), content: (&self.entity).into() })
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        match version {
            1 => {
                let mut stored: Self = read::<v1::Stored<'_>>(payload)?.try_into()?;
                stored.entity.mend();
                // As a document that is read now: otherwise a full sync would tell a change where there is none.
                stored.entity.complete();
                Ok(stored)
            }
            2 => read::<v3::Stored<'_>>(payload)?.try_into(),
            _ => Err(Fault::Version),
        }
    }
}

/// The line items alone of a stored invoice: a small part of it, and all that a workbook needs beside the rows of lists.
pub(in crate::store) fn line_items(bytes: &[u8]) -> Result<Vec<LineItem>, Fault> {
    let (version, payload) = checked(StoredInvoice::KIND, bytes)?;
    if version != StoredInvoice::VERSION {
        // Amounts of an older form are mended by what the whole document says.
        return Ok(StoredInvoice::parse(version, payload)?.entity.items);
    }
    let form = read::<v3::Stored<'_>>(payload)?;
    form.content.invoice.items.into_iter().map(TryInto::try_into).collect()
}

/// The hash of what a provider told of a record, as it is kept. Two records of a kind with the same hash are the same; the form
/// is a part of it, so that a record of an older form is compared field by field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    hash: u64,
}

/// An entity with a stored form that ends with its content: what the provider told, and nothing else.
pub trait Kept: Entity {
    /// Its form in the store.
    #[expect(private_bounds, reason = "the forms are the store's own")]
    type Codec: Codec;
    /// Appends its content.
    fn content(&self, bytes: &mut Vec<u8>) -> Result<(), StoreError>;
    /// What stands before its content, after room for the head of the record.
    fn head(stored: &Stored<Self>) -> Result<Vec<u8>, StoreError>;
}

impl Kept for Invoice {
    type Codec = StoredInvoice;

    /// Everything but its balance, which the lists of some providers do not tell.
    fn content(&self, bytes: &mut Vec<u8>) -> Result<(), StoreError> {
        append(&v3::Content::from(self), bytes)
    }

    fn head(stored: &StoredInvoice) -> Result<Vec<u8>, StoreError> {
        write(&(v3::Life::from(stored), stored.entity.balance.map(v1::Number::from)))
    }
}

impl Content {
    /// The content of an entity.
    pub fn of<E: Kept>(entity: &E) -> Result<Self, StoreError> {
        let mut bytes = Vec::with_capacity(USUAL);
        entity.content(&mut bytes)?;
        Ok(Self { hash: hash::<E>(&bytes) })
    }

    /// Its hash.
    #[must_use]
    pub const fn hash(&self) -> u64 {
        self.hash
    }
}

/// Encodes a record, and hashes its content.
pub(in crate::store) fn encode_hashed<E: Kept>(stored: &Stored<E>) -> Result<(Vec<u8>, u64), StoreError> {
    let mut bytes = E::head(stored)?;
    let head = bytes.len();
    bytes.reserve(USUAL);
    stored.entity.content(&mut bytes)?;
    let hash = hash::<E>(bytes.get(head..).unwrap_or_default());
    Ok((sealed::<E::Codec>(bytes)?, hash))
}

/// Bytes of a usual content, with which no buffer has to grow.
const USUAL: usize = 1400;

/// The hash of an encoded content.
fn hash<E: Kept>(content: &[u8]) -> u64 {
    let mut sum = Sha256::new();
    sum.update([E::Codec::KIND as u8, E::Codec::VERSION]);
    sum.update(content);
    sum.finalize().first_chunk::<8>().map_or(0, |first| u64::from_le_bytes(*first))
}

impl<E> From<&Stored<E>> for v3::Life {
    fn from(stored: &Stored<E>) -> Self {
        Self {
            company: stored.company.0,
            first_seen: stored.first_seen.into(),
            first_run: stored.first_run.0,
            changed: stored.changed.into(),
            changed_run: stored.changed_run.0,
            vanished: stored.vanished.map(Into::into),
        }
    }
}

impl v3::Life {
    /// The stored entity with this life.
    pub(super) fn of<E>(self, entity: E) -> Result<Stored<E>, Fault> {
        Ok(Stored {
            company: CompanyId(self.company),
            entity,
            first_seen: self.first_seen.try_into()?,
            first_run: RunId(self.first_run),
            changed: self.changed.try_into()?,
            changed_run: RunId(self.changed_run),
            vanished: maybe(self.vanished)?,
        })
    }
}

impl<'a> From<&'a Invoice> for v3::Content<'a> {
    fn from(invoice: &'a Invoice) -> Self {
        Self {
            invoice: invoice.into(),
            rounding: invoice.rounding.as_ref().map(Rounding::as_str),
            original: invoice.original.iter().map(|(field, value)| (field.as_str(), value.as_str())).collect(),
            received: invoice.direction == Direction::Received,
        }
    }
}

impl TryFrom<v3::Stored<'_>> for StoredInvoice {
    type Error = Fault;

    fn try_from(form: v3::Stored<'_>) -> Result<Self, Fault> {
        let v3::Stored { life, balance, content } = form;
        let mut entity: Invoice = content.invoice.try_into()?;
        entity.balance = maybe(balance)?;
        entity.direction = direction(content.received);
        entity.rounding = content.rounding.map(Rounding::from);
        entity.original = content.original.into_iter().map(|(field, value)| (field.to_owned(), value.to_owned())).collect();
        life.of(entity)
    }
}

/// The direction of a document.
const fn direction(received: bool) -> Direction {
    if received { Direction::Received } else { Direction::Issued }
}

impl TryFrom<v1::Stored<'_>> for StoredInvoice {
    type Error = Fault;

    fn try_from(stored: v1::Stored<'_>) -> Result<Self, Fault> {
        Ok(Self {
            company: CompanyId(stored.company),
            entity: stored.invoice.try_into()?,
            first_seen: stored.first_seen.try_into()?,
            first_run: RunId(stored.first_run),
            changed: stored.changed.try_into()?,
            changed_run: RunId(stored.changed_run),
            vanished: maybe(stored.vanished)?,
        })
    }
}

impl<'a> From<&'a Invoice> for v1::Invoice<'a> {
    fn from(i: &'a Invoice) -> Self {
        Self {
            id: i.id.as_str(),
            number: &i.number,
            kind: i.kind.as_str(),
            correction: i.correction.as_ref().map(CorrectionType::as_str),
            cancelled: i.cancelled,
            block_id: i.block_id.as_deref(),
            status: i.status.as_str(),
            method: i.method.as_ref().map(PaymentMethod::as_str),
            currency: i.currency.as_str(),
            rate: i.rate.map(Into::into),
            gross: i.gross.into(),
            net: i.net.map(Into::into),
            vat: i.vat.map(Into::into),
            gross_local: i.gross_local.map(Into::into),
            issued: i.issued.map(Into::into),
            fulfilled: i.fulfilled.map(Into::into),
            due: i.due.map(Into::into),
            paid: i.paid.map(Into::into),
            seller: (&i.seller).into(),
            buyer: (&i.buyer).into(),
            electronic: i.electronic,
            comment: i.comment.as_deref(),
            tags: i.tags.iter().map(String::as_str).collect(),
            language: i.language.as_deref(),
            notification: i.notification.as_deref(),
            nav: i.nav.as_ref().map(NavStatus::as_str),
            order_number: i.order_number.as_deref(),
            related: i.related.iter().map(|r| (r.id.as_str(), r.number.as_str())).collect(),
            discount: i.discount.as_ref().map(|d| (&*d.kind, d.value.into())),
            vat_lines: i.vat_lines.iter().map(Into::into).collect(),
            items: i.items.iter().map(Into::into).collect(),
        }
    }
}

impl TryFrom<v1::Invoice<'_>> for Invoice {
    type Error = Fault;

    fn try_from(i: v1::Invoice<'_>) -> Result<Self, Fault> {
        let discount = |(kind, value): (&str, v1::Number)| Ok(Discount { kind: kind.into(), value: value.try_into()? });
        let related = |(id, number)| RelatedDocument { id: RemoteId::new(id), number: str::to_owned(number) };
        Ok(Self {
            id: RemoteId::new(i.id),
            number: i.number.to_owned(),
            kind: DocumentType::from(i.kind),
            direction: Direction::Issued,
            balance: None,
            correction: i.correction.map(CorrectionType::from),
            cancelled: i.cancelled,
            block_id: boxed(i.block_id),
            status: PaymentStatus::from(i.status),
            method: i.method.map(PaymentMethod::from),
            currency: Currency::new(i.currency),
            rate: maybe(i.rate)?,
            gross: i.gross.try_into()?,
            net: maybe(i.net)?,
            vat: maybe(i.vat)?,
            gross_local: maybe(i.gross_local)?,
            issued: maybe(i.issued)?,
            fulfilled: maybe(i.fulfilled)?,
            due: maybe(i.due)?,
            paid: maybe(i.paid)?,
            seller: i.seller.into(),
            buyer: i.buyer.into(),
            electronic: i.electronic,
            comment: boxed(i.comment),
            tags: owned(i.tags),
            language: boxed(i.language),
            notification: boxed(i.notification),
            nav: i.nav.map(NavStatus::from),
            order_number: boxed(i.order_number),
            related: i.related.into_iter().map(related).collect(),
            discount: i.discount.map(discount).transpose()?,
            vat_lines: i.vat_lines.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
            items: i.items.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
            rounding: None,
            original: Vec::new(),
        })
    }
}

impl<'a> From<&'a Party> for v1::Party<'a> {
    fn from(p: &'a Party) -> Self {
        Self {
            id: p.id.as_deref(),
            name: &p.name,
            tax_number: p.tax_number.as_deref(),
            eu_tax_number: p.eu_tax_number.as_deref(),
            country: p.address.country.as_deref(),
            post_code: p.address.post_code.as_deref(),
            city: p.address.city.as_deref(),
            street: p.address.street.as_deref(),
            emails: p.emails.iter().map(String::as_str).collect(),
            phone: p.phone.as_deref(),
            bank: p.bank.as_deref(),
            account_number: p.account_number.as_deref(),
            iban: p.iban.as_deref(),
            swift: p.swift.as_deref(),
            tax_type: p.tax_type.as_deref(),
        }
    }
}

impl From<v1::Party<'_>> for Party {
    fn from(p: v1::Party<'_>) -> Self {
        Self {
            id: boxed(p.id),
            name: p.name.to_owned(),
            tax_number: boxed(p.tax_number),
            eu_tax_number: boxed(p.eu_tax_number),
            address: Address {
                country: boxed(p.country),
                post_code: boxed(p.post_code),
                city: boxed(p.city),
                street: boxed(p.street),
            },
            emails: owned(p.emails),
            phone: boxed(p.phone),
            bank: boxed(p.bank),
            account_number: boxed(p.account_number),
            iban: boxed(p.iban),
            swift: boxed(p.swift),
            tax_type: boxed(p.tax_type),
        }
    }
}

impl<'a> From<&'a VatLine> for v1::VatLine<'a> {
    fn from(l: &'a VatLine) -> Self {
        Self { name: &l.name, net: l.net.map(Into::into), vat: l.vat.map(Into::into), gross: l.gross.map(Into::into) }
    }
}

impl TryFrom<v1::VatLine<'_>> for VatLine {
    type Error = Fault;

    fn try_from(l: v1::VatLine<'_>) -> Result<Self, Fault> {
        Ok(Self { name: l.name.to_owned(), net: maybe(l.net)?, vat: maybe(l.vat)?, gross: maybe(l.gross)? })
    }
}

impl<'a> From<&'a LineItem> for v1::Item<'a> {
    fn from(i: &'a LineItem) -> Self {
        Self {
            product_id: i.product_id.as_deref(),
            name: &i.name,
            quantity: i.quantity.into(),
            unit: &i.unit,
            net_unit_amount: i.net_unit_amount.map(Into::into),
            net: i.net.map(Into::into),
            vat: &i.vat,
            vat_amount: i.vat_amount.map(Into::into),
            gross: i.gross.map(Into::into),
            entitlement: i.entitlement.as_deref(),
            comment: i.comment.as_deref(),
        }
    }
}

impl TryFrom<v1::Item<'_>> for LineItem {
    type Error = Fault;

    fn try_from(i: v1::Item<'_>) -> Result<Self, Fault> {
        Ok(Self {
            product_id: boxed(i.product_id),
            name: i.name.to_owned(),
            quantity: i.quantity.try_into()?,
            unit: i.unit.to_owned(),
            net_unit_amount: maybe(i.net_unit_amount)?,
            net: maybe(i.net)?,
            vat: i.vat.to_owned(),
            vat_amount: maybe(i.vat_amount)?,
            gross: maybe(i.gross)?,
            entitlement: boxed(i.entitlement),
            comment: boxed(i.comment),
        })
    }
}

pub(super) fn boxed(text: Option<&str>) -> Option<Box<str>> {
    text.map(Into::into)
}

pub(super) fn owned(texts: Vec<&str>) -> Vec<String> {
    texts.into_iter().map(str::to_owned).collect()
}
