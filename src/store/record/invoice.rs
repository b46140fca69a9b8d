//! Invoices as records.

use super::convert::{boxed, maybe, text};
use super::{Fault, Kind, Record, read, v1, v3, write};
use crate::domain::{
    Address, CompanyId, CorrectionType, Currency, Discount, DocumentType, Invoice, LineItem, NavStatus, Party, PaymentMethod,
    PaymentStatus, RelatedDocument, RemoteId, Rounding, RunId, StoredInvoice, VatLine,
};
use crate::store::StoreError;

impl Record for StoredInvoice {
    const KIND: Kind = Kind::Invoice;
    const VERSION: u8 = 2;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        write(&v3::Stored::from(self))
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        match version {
            1 => {
                let mut stored: Self = read::<v1::Stored>(payload)?.try_into()?;
                stored.invoice.mend();
                Ok(stored)
            }
            2 => read::<v3::Stored>(payload)?.try_into(),
            _ => Err(Fault::Version),
        }
    }
}

impl From<&StoredInvoice> for v3::Stored {
    fn from(stored: &StoredInvoice) -> Self {
        Self {
            stored: stored.into(),
            balance: stored.balance.map(Into::into),
            rounding: text(stored.invoice.rounding.as_ref().map(Rounding::as_str)),
            original: stored.invoice.original.clone(),
        }
    }
}

impl TryFrom<v3::Stored> for StoredInvoice {
    type Error = Fault;

    fn try_from(form: v3::Stored) -> Result<Self, Fault> {
        let mut stored: Self = form.stored.try_into()?;
        stored.balance = maybe(form.balance)?;
        stored.invoice.rounding = form.rounding.as_deref().map(Rounding::from);
        stored.invoice.original = form.original;
        Ok(stored)
    }
}

impl From<&StoredInvoice> for v1::Stored {
    fn from(stored: &StoredInvoice) -> Self {
        Self {
            company: stored.company.0,
            first_seen: stored.first_seen.into(),
            first_run: stored.first_run.0,
            changed: stored.changed.into(),
            changed_run: stored.changed_run.0,
            vanished: stored.vanished.map(Into::into),
            invoice: (&stored.invoice).into(),
        }
    }
}

impl TryFrom<v1::Stored> for StoredInvoice {
    type Error = Fault;

    fn try_from(stored: v1::Stored) -> Result<Self, Fault> {
        Ok(Self {
            company: CompanyId(stored.company),
            invoice: stored.invoice.try_into()?,
            first_seen: stored.first_seen.try_into()?,
            first_run: RunId(stored.first_run),
            changed: stored.changed.try_into()?,
            changed_run: RunId(stored.changed_run),
            vanished: maybe(stored.vanished)?,
            balance: None,
        })
    }
}

impl From<&Invoice> for v1::Invoice {
    fn from(i: &Invoice) -> Self {
        Self {
            id: i.id.as_str().to_owned(),
            number: i.number.clone(),
            kind: i.kind.as_str().to_owned(),
            correction: text(i.correction.as_ref().map(CorrectionType::as_str)),
            cancelled: i.cancelled,
            block_id: text(i.block_id.as_deref()),
            status: i.status.as_str().to_owned(),
            method: text(i.method.as_ref().map(PaymentMethod::as_str)),
            currency: i.currency.as_str().to_owned(),
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
            comment: text(i.comment.as_deref()),
            tags: i.tags.clone(),
            language: text(i.language.as_deref()),
            notification: text(i.notification.as_deref()),
            nav: text(i.nav.as_ref().map(NavStatus::as_str)),
            order_number: text(i.order_number.as_deref()),
            related: i.related.iter().map(|r| (r.id.as_str().to_owned(), r.number.clone())).collect(),
            discount: i.discount.as_ref().map(|d| (String::from(&*d.kind), d.value.into())),
            vat_lines: i.vat_lines.iter().map(Into::into).collect(),
            items: i.items.iter().map(Into::into).collect(),
        }
    }
}

impl TryFrom<v1::Invoice> for Invoice {
    type Error = Fault;

    fn try_from(i: v1::Invoice) -> Result<Self, Fault> {
        let discount = |(kind, value): (String, v1::Number)| Ok(Discount { kind: kind.into(), value: value.try_into()? });
        let related = |(id, number)| RelatedDocument { id: RemoteId::new(String::into_boxed_str(id)), number };
        Ok(Self {
            id: RemoteId::new(i.id),
            number: i.number,
            kind: DocumentType::from(i.kind.as_str()),
            correction: i.correction.as_deref().map(CorrectionType::from),
            cancelled: i.cancelled,
            block_id: boxed(i.block_id),
            status: PaymentStatus::from(i.status.as_str()),
            method: i.method.as_deref().map(PaymentMethod::from),
            currency: Currency::new(&i.currency),
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
            tags: i.tags,
            language: boxed(i.language),
            notification: boxed(i.notification),
            nav: i.nav.as_deref().map(NavStatus::from),
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

impl From<&Party> for v1::Party {
    fn from(p: &Party) -> Self {
        Self {
            id: text(p.id.as_deref()),
            name: p.name.clone(),
            tax_number: text(p.tax_number.as_deref()),
            eu_tax_number: text(p.eu_tax_number.as_deref()),
            country: text(p.address.country.as_deref()),
            post_code: text(p.address.post_code.as_deref()),
            city: text(p.address.city.as_deref()),
            street: text(p.address.street.as_deref()),
            emails: p.emails.clone(),
            phone: text(p.phone.as_deref()),
            bank: text(p.bank.as_deref()),
            account_number: text(p.account_number.as_deref()),
            iban: text(p.iban.as_deref()),
            swift: text(p.swift.as_deref()),
            tax_type: text(p.tax_type.as_deref()),
        }
    }
}

impl From<v1::Party> for Party {
    fn from(p: v1::Party) -> Self {
        Self {
            id: boxed(p.id),
            name: p.name,
            tax_number: boxed(p.tax_number),
            eu_tax_number: boxed(p.eu_tax_number),
            address: Address {
                country: boxed(p.country),
                post_code: boxed(p.post_code),
                city: boxed(p.city),
                street: boxed(p.street),
            },
            emails: p.emails,
            phone: boxed(p.phone),
            bank: boxed(p.bank),
            account_number: boxed(p.account_number),
            iban: boxed(p.iban),
            swift: boxed(p.swift),
            tax_type: boxed(p.tax_type),
        }
    }
}

impl From<&VatLine> for v1::VatLine {
    fn from(l: &VatLine) -> Self {
        Self { name: l.name.clone(), net: l.net.map(Into::into), vat: l.vat.map(Into::into), gross: l.gross.map(Into::into) }
    }
}

impl TryFrom<v1::VatLine> for VatLine {
    type Error = Fault;

    fn try_from(l: v1::VatLine) -> Result<Self, Fault> {
        Ok(Self { name: l.name, net: maybe(l.net)?, vat: maybe(l.vat)?, gross: maybe(l.gross)? })
    }
}

impl From<&LineItem> for v1::Item {
    fn from(i: &LineItem) -> Self {
        Self {
            product_id: text(i.product_id.as_deref()),
            name: i.name.clone(),
            quantity: i.quantity.into(),
            unit: i.unit.clone(),
            net_unit_amount: i.net_unit_amount.map(Into::into),
            net: i.net.map(Into::into),
            vat: i.vat.clone(),
            vat_amount: i.vat_amount.map(Into::into),
            gross: i.gross.map(Into::into),
            entitlement: text(i.entitlement.as_deref()),
            comment: text(i.comment.as_deref()),
        }
    }
}

impl TryFrom<v1::Item> for LineItem {
    type Error = Fault;

    fn try_from(i: v1::Item) -> Result<Self, Fault> {
        Ok(Self {
            product_id: boxed(i.product_id),
            name: i.name,
            quantity: i.quantity.try_into()?,
            unit: i.unit,
            net_unit_amount: maybe(i.net_unit_amount)?,
            net: maybe(i.net)?,
            vat: i.vat,
            vat_amount: maybe(i.vat_amount)?,
            gross: maybe(i.gross)?,
            entitlement: boxed(i.entitlement),
            comment: boxed(i.comment),
        })
    }
}
