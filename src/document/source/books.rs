//! A document of own books → what it is written from.

use rust_decimal::Decimal;

use super::{Extra, given, vat};
use crate::document::model::{Advance, Given, GivenRate, GivenTax, Kind};
use crate::domain::ledger::{Client, Issued, IssuedKind, Profile, TaxGroup};
use crate::domain::{Company, Currency, RemoteId, Sender};

/// What an issued document is written from: as it was issued, with the VAT that was computed then. `earlier` are the document that it
/// corrects and the corrections of that one, in any order; `advances` tells of its lines, in their order, what they have to do with payments
/// in advance.
#[must_use]
pub fn of_books(
    (issued, earlier, advances): (&Issued, &[Issued], Vec<Option<Advance>>),
    (profile, client): (Option<&Profile>, Option<&Client>),
    company: &Company,
    sender: &Sender,
    extra: &Extra,
) -> Given {
    // A document keeps the buyer's reference of its day where those of services have the number of the order.
    let of_client = || client?.buyer_reference.clone().filter(|text| !text.trim().is_empty());
    let issued_with = || issued.document.order_number.as_deref().map(str::to_owned);
    let extra = Extra {
        buyer_reference: extra.buyer_reference.clone().or_else(of_client).or_else(issued_with),
        buyer_endpoint: extra.buyer_endpoint.clone().or_else(|| client?.endpoint.clone()),
        ..extra.clone()
    };
    let mut given = given(&issued.document, company, sender, &extra);
    given.order = None;
    if let IssuedKind::Credit(_) | IssuedKind::Partial(_) | IssuedKind::Cancellation(_) = issued.kind {
        given.kind = Kind::Credit;
    }
    if let (Some(original), Some(preceding)) = (issued.kind.original(), given.preceding.as_mut()) {
        (preceding.index, preceding.lines) = place(issued, original, earlier);
    }
    given.seller.group_tax_number = given.seller.group_tax_number.or_else(|| profile?.group_tax_number.clone());
    given.buyer.group_tax_number = client.and_then(|client| client.group_tax_number.clone());
    for (line, item) in given.lines.iter_mut().zip(&issued.document.items) {
        // The words of lines are those of the groups.
        if let Some(group) = issued.tax.iter().find(|group| group.vat.word == item.vat) {
            line.vat = Some(vat::of_books(&group.vat));
        }
    }
    for (line, advance) in given.lines.iter_mut().zip(advances) {
        line.advance = advance;
    }
    given.taxes = issued.tax.iter().map(tax).collect();
    given.rate = issued.fx.as_ref().filter(|fx| fx.currency != given.currency).map(|fx| GivenRate {
        currency: Currency::new(fx.currency.as_str()),
        rate: fx.rate,
        source: Some(fx.source.clone()).filter(|source| !source.trim().is_empty()),
        date: Some(fx.date),
        vat: issued.tax.iter().try_fold(Decimal::ZERO, |sum, group| sum.checked_add(group.tax_local?)),
    });
    given
}

/// Which correction of a document another one is, and the number of lines of those before it; `None` where the original is not told.
pub(super) fn place(issued: &Issued, original: &RemoteId, earlier: &[Issued]) -> (u32, Option<usize>) {
    // Identifiers grow with time; within a series the number tells the order even where the clock was set back.
    let is_before = |other: &Issued| {
        if other.series == issued.series { other.sequence < issued.sequence } else { other.id < issued.id }
    };
    let before = earlier.iter().filter(|other| other.kind.original() == Some(original) && is_before(other));
    let (mut index, mut lines) = (1, 0);
    for other in before {
        (index, lines) = (index + 1, lines + other.document.items.len());
    }
    let of_original = earlier.iter().find(|other| other.id == *original).map(|other| other.document.items.len());
    (index, of_original.map(|own| own + lines))
}

fn tax(group: &TaxGroup) -> GivenTax {
    GivenTax { vat: vat::of_books(&group.vat), net: Some(group.net), tax: Some(group.tax), local: group.tax_local }
}
