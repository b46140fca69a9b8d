//! Rows of lists as records.

use super::convert::{boxed, maybe, text};
use super::{Fault, Kind, Record, read, v1, v2, write};
use crate::domain::{
    CompanyId, Currency, DocumentType, InvoiceRow, NavStatus, PaymentMethod, PaymentStatus, RemoteId, RunId, WarningKind,
};
use crate::store::StoreError;

impl Record for InvoiceRow {
    const KIND: Kind = Kind::Row;
    const VERSION: u8 = 2;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        write(&v2::Row { row: v1::Row::from(self), gross_local: self.gross_local.map(Into::into) })
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        match version {
            1 => read::<v1::Row>(payload)?.try_into(),
            2 => {
                let form = read::<v2::Row>(payload)?;
                Ok(Self { gross_local: maybe(form.gross_local)?, ..form.row.try_into()? })
            }
            _ => Err(Fault::Version),
        }
    }
}

impl From<&InvoiceRow> for v1::Row {
    fn from(r: &InvoiceRow) -> Self {
        Self {
            company: r.company.0,
            id: r.id.as_str().to_owned(),
            number: String::from(&*r.number),
            kind: r.kind.as_str().to_owned(),
            status: r.status.as_str().to_owned(),
            method: text(r.method.as_ref().map(PaymentMethod::as_str)),
            cancelled: r.cancelled,
            currency: r.currency.as_str().to_owned(),
            gross: r.gross.into(),
            net: r.net.map(Into::into),
            vat: r.vat.map(Into::into),
            issued: r.issued.map(Into::into),
            fulfilled: r.fulfilled.map(Into::into),
            due: r.due.map(Into::into),
            paid: r.paid.map(Into::into),
            partner_name: String::from(&*r.partner_name),
            partner_tax_number: text(r.partner_tax_number.as_deref()),
            comment: text(r.comment.as_deref()),
            nav: text(r.nav.as_ref().map(NavStatus::as_str)),
            warnings: r.warnings.0,
            vanished: r.vanished,
            changed_run: r.changed_run.0,
            changed: r.changed.into(),
        }
    }
}

impl TryFrom<v1::Row> for InvoiceRow {
    type Error = Fault;

    fn try_from(r: v1::Row) -> Result<Self, Fault> {
        Ok(Self {
            company: CompanyId(r.company),
            id: RemoteId::new(r.id),
            number: r.number.into(),
            kind: DocumentType::from(r.kind.as_str()),
            status: PaymentStatus::from(r.status.as_str()),
            method: r.method.as_deref().map(PaymentMethod::from),
            cancelled: r.cancelled,
            currency: Currency::new(&r.currency),
            gross: r.gross.try_into()?,
            net: maybe(r.net)?,
            vat: maybe(r.vat)?,
            gross_local: None,
            issued: maybe(r.issued)?,
            fulfilled: maybe(r.fulfilled)?,
            due: maybe(r.due)?,
            paid: maybe(r.paid)?,
            partner_name: r.partner_name.into(),
            partner_tax_number: boxed(r.partner_tax_number),
            comment: boxed(r.comment),
            nav: r.nav.as_deref().map(NavStatus::from),
            warnings: WarningKind(r.warnings),
            vanished: r.vanished,
            changed_run: RunId(r.changed_run),
            changed: r.changed.try_into()?,
        })
    }
}
