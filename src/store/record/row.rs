//! Rows of lists as records.

use super::convert::{boxed, maybe, text};
use super::invoice::direction;
use super::{Codec, Fault, RecordType, read, v1, v2, v3, write};
use crate::domain::{
    CompanyId, CorrectionType, Currency, Direction, DocumentType, InvoiceRow, NavStatus, PaymentMethod, PaymentStatus, RemoteId,
    RunId, WarningKind, mend,
};
use crate::store::StoreError;

impl Codec for InvoiceRow {
    const KIND: RecordType = RecordType::Row;
    const VERSION: u8 = 3;

    fn payload(&self) -> Result<Vec<u8>, StoreError> {
        let texts = |texts: &[Box<str>]| texts.iter().map(|text| String::from(&**text)).collect();
        write(&v3::Row {
            row: self.into(),
            warnings: self.warnings.0,
            correction: text(self.correction.as_ref().map(CorrectionType::as_str)),
            balance: self.balance.map(Into::into),
            partner_id: text(self.partner_id.as_deref()),
            items: texts(&self.items),
            tags: texts(&self.tags),
            related: self.related.iter().map(|id| id.as_str().to_owned()).collect(),
            received: self.direction == Direction::Received,
        })
    }

    fn parse(version: u8, payload: &[u8]) -> Result<Self, Fault> {
        match version {
            1 => read::<v1::Row>(payload)?.try_into().map(mended),
            2 => read::<v2::Row>(payload)?.try_into().map(mended),
            3 => {
                let form = read::<v3::Row>(payload)?;
                let texts = |texts: Vec<String>| texts.into_iter().map(Into::into).collect();
                Ok(Self {
                    warnings: WarningKind(form.warnings),
                    correction: form.correction.as_deref().map(CorrectionType::from),
                    balance: maybe(form.balance)?,
                    direction: direction(form.received),
                    partner_id: boxed(form.partner_id),
                    items: texts(form.items),
                    tags: texts(form.tags),
                    related: form.related.into_iter().map(RemoteId::new).collect(),
                    ..form.row.try_into()?
                })
            }
            _ => Err(Fault::Version),
        }
    }
}

/// A row of a version that kept amounts with the noise of floats.
fn mended(mut row: InvoiceRow) -> InvoiceRow {
    row.gross = mend::amount(row.gross).unwrap_or(row.gross);
    for value in [&mut row.net, &mut row.vat, &mut row.gross_local].into_iter().flatten() {
        *value = mend::amount(*value).unwrap_or(*value);
    }
    row
}

impl From<&InvoiceRow> for v2::Row {
    fn from(row: &InvoiceRow) -> Self {
        Self { row: row.into(), gross_local: row.gross_local.map(Into::into) }
    }
}

impl TryFrom<v2::Row> for InvoiceRow {
    type Error = Fault;

    fn try_from(form: v2::Row) -> Result<Self, Fault> {
        Ok(Self { gross_local: maybe(form.gross_local)?, ..form.row.try_into()? })
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
            // The kinds that this form has room for; later forms say all.
            warnings: u8::try_from(r.warnings.0 & 0xFF).unwrap_or_default(),
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
            direction: Direction::Issued,
            correction: None,
            status: PaymentStatus::from(r.status.as_str()),
            method: r.method.as_deref().map(PaymentMethod::from),
            cancelled: r.cancelled,
            currency: Currency::new(&r.currency),
            gross: r.gross.try_into()?,
            net: maybe(r.net)?,
            vat: maybe(r.vat)?,
            gross_local: None,
            balance: None,
            issued: maybe(r.issued)?,
            fulfilled: maybe(r.fulfilled)?,
            due: maybe(r.due)?,
            paid: maybe(r.paid)?,
            partner_name: r.partner_name.into(),
            partner_tax_number: boxed(r.partner_tax_number),
            partner_id: None,
            items: Box::default(),
            tags: Box::default(),
            related: Box::default(),
            has_cancellation: false,
            comment: boxed(r.comment),
            nav: r.nav.as_deref().map(NavStatus::from),
            warnings: WarningKind(r.warnings.into()),
            vanished: r.vanished,
            changed_run: RunId(r.changed_run),
            changed: r.changed.try_into()?,
        })
    }
}
