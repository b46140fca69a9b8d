//! Advance invoices: deducted once from a later invoice, with their VAT.

use rust_decimal::Decimal;

use super::shelf::{Shelf, refuse, summed};
use crate::billing::Totals;
use crate::domain::ledger::{Draft, DraftLine, Issued, IssuedKind, LineSource, Unit};
use crate::domain::{Currency, DocumentType, Message, OwnKind, RemoteId, money};
use crate::locale::Lang;
use crate::service::Result;
use crate::store::TermRange;

/// The lines that deduct an advance invoice: one for each VAT of it.
pub(super) fn deduction(
    shelf: &Shelf<'_>,
    number: &str,
    (client, currency): (&RemoteId, &Currency),
    lang: Lang,
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
    let text = lang.locale().text(&Message::new("books-line-advance").with("number", issued.document.number.as_str()));
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

/// Refuses an invoice that deducts more of a VAT than it bills at it: the VAT of an advance is that of what it paid, and stays.
pub(super) fn must_fit(shelf: &Shelf<'_>, draft: &Draft, totals: &Totals) -> Result<()> {
    for group in totals.groups.iter().filter(|group| group.net < Decimal::ZERO) {
        let advances =
            || draft.lines.iter().filter(|line| line.vat == group.vat && matches!(line.source, LineSource::Advance(_)));
        let Some(LineSource::Advance(advance)) = advances().next().map(|line| &line.source) else { continue };
        let deducted = summed(advances().map(|line| -line.net))?;
        let number = shelf.value::<Issued>(advance)?.map_or_else(|| advance.to_string(), |issued| issued.document.number);
        let billed = summed([group.net, deducted])?;
        let about = |id| Message::new(id).with("number", number.as_str()).with("draft", draft.id.to_string());
        let message = about("books-advance-vat").with("vat", group.vat.word.as_str());
        let message = message.with("deducted", deducted.to_string()).with("billed", billed.to_string());
        return Err(refuse(message).hint(about("books-advance-vat-hint")));
    }
    Ok(())
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
    pub(super) fn corrections(&self, of: &RemoteId) -> Result<impl Iterator<Item = Issued>> {
        let all = self.values::<Issued>()?;
        let of = of.clone();
        Ok(all.into_iter().filter(move |issued| issued.kind.original() == Some(&of)))
    }
}
