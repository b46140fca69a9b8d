//! Advance invoices: deducted once from a later invoice, with their VAT.

use rust_decimal::Decimal;

use super::shelf::{Shelf, refuse};
use crate::domain::ledger::{DraftLine, IssuedKind, LineSource, Unit};
use crate::domain::{Currency, DocumentType, Message, OwnKind, RemoteId, money};
use crate::service::Result;
use crate::store::TermRange;

/// The lines that deduct an advance invoice: one for each VAT of it.
pub(super) fn deduction(
    shelf: &Shelf<'_>,
    (number, text): &(String, String),
    (client, currency): (&RemoteId, &Currency),
) -> Result<Vec<DraftLine>> {
    let issued = shelf.issued(number)?;
    let about = |id| refuse(Message::new(id).with("number", issued.document.number.as_str()));
    if issued.kind != IssuedKind::Invoice || issued.document.kind != DocumentType::Advance {
        return Err(about("books-no-advance"));
    }
    if issued.client != *client || issued.document.currency != *currency {
        return Err(about("books-advance-of-other"));
    }
    if shelf.corrections(&issued.id)?.next().is_some() {
        return Err(about("books-advance-corrected"));
    }
    if shelf.is_deducted(&issued.id)? {
        return Err(about("books-advance-deducted"));
    }
    let line = |group: &crate::domain::ledger::TaxGroup| DraftLine {
        text: text.clone(),
        source: LineSource::Advance(issued.id.clone()),
        quantity: Decimal::NEGATIVE_ONE,
        unit: Unit::Piece,
        unit_price: group.net,
        net: money::turned(group.net),
        vat: group.vat.clone(),
        project: None,
    };
    Ok(issued.tax.iter().map(line).collect())
}

impl Shelf<'_> {
    /// Whether a draft or an invoice that stands deducts an advance invoice.
    pub(super) fn is_deducted(&self, advance: &RemoteId) -> Result<bool> {
        for (draft, _) in self.terms(OwnKind::Draft, &TermRange::deducting(advance))? {
            if self.is_held(&draft)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Documents that correct a document, wholly or in part.
    pub(super) fn corrections(&self, of: &RemoteId) -> Result<impl Iterator<Item = crate::domain::ledger::Issued>> {
        let all = self.values::<crate::domain::ledger::Issued>()?;
        let of = of.clone();
        Ok(all.into_iter().filter(move |issued| issued.kind.original() == Some(&of)))
    }
}
