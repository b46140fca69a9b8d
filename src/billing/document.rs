//! The document that a draft becomes, and the documents that correct it.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Refusal, Totals, amount};
use crate::domain::ledger::{Client, Draft, DraftLine, Fx, Issued, Profile, TaxGroup, Unit};
use crate::domain::{
    CorrectionType, Currency, Direction, DocumentType, Invoice, LineItem, Message, PaymentMethod, PaymentStatus, RelatedDocument,
    RemoteId, VatLine, money,
};

/// Seller and buyer.
#[derive(Debug, Clone, Copy)]
pub struct Parties<'p> {
    /// The company.
    pub profile: &'p Profile,
    /// The client.
    pub client: &'p Client,
}

/// The invoice of a draft.
///
/// # Errors
/// An amount is too large.
pub fn invoice(
    (id, number): (RemoteId, String),
    draft: &Draft,
    totals: &Totals,
    parties: Parties<'_>,
    (issued, fulfilled, due): (Date, Date, Date),
) -> Result<Invoice, Refusal> {
    let Parties { profile, client } = parties;
    let mut buyer = client.party.clone();
    buyer.id = Some(client.id.as_str().into());
    let local = |fx: &Fx| totals.gross.checked_mul(fx.rate).map(|gross| amount::round(gross, fx.currency.decimals()));
    Ok(Invoice {
        id,
        number,
        kind: if draft.advance { DocumentType::Advance } else { DocumentType::Invoice },
        direction: Direction::Issued,
        correction: None,
        cancelled: false,
        block_id: None,
        status: PaymentStatus::Outstanding,
        method: Some(PaymentMethod::WireTransfer),
        currency: draft.currency.clone(),
        rate: draft.fx.as_ref().map(|fx| fx.rate),
        gross: totals.gross,
        balance: Some(totals.gross),
        net: Some(totals.net),
        vat: Some(totals.vat),
        gross_local: draft.fx.as_ref().map(|fx| local(fx).ok_or_else(too_large)).transpose()?,
        issued: Some(issued),
        fulfilled: Some(fulfilled),
        due: Some(due),
        paid: None,
        seller: profile.party.clone(),
        buyer,
        electronic: false,
        comment: Some(draft.note.as_str()).filter(|note| !note.is_empty()).map(Into::into),
        tags: Vec::new(),
        language: client.language.as_deref().map(Into::into),
        notification: None,
        nav: None,
        order_number: client.buyer_reference.as_deref().map(Into::into),
        related: Vec::new(),
        discount: None,
        vat_lines: totals.groups.iter().map(|group| vat_line(&group.vat.word, group.net, group.tax)).collect(),
        items: draft.lines.iter().map(|line| item(line, &draft.currency)).collect::<Result<_, _>>()?,
        rounding: None,
        original: Vec::new(),
    })
}

fn too_large() -> Refusal {
    Message::new("billing-sum-too-large")
}

fn vat_line(name: &str, net: Decimal, vat: Decimal) -> VatLine {
    VatLine { name: name.to_owned(), net: Some(net), vat: Some(vat), gross: net.checked_add(vat) }
}

/// A line as it stands on the document. Its own VAT is information: what is due is computed on the sum of each rate.
fn item(line: &DraftLine, currency: &Currency) -> Result<LineItem, Refusal> {
    let product = line.net.checked_mul(line.vat.percent).ok_or_else(too_large)?;
    let vat = amount::divide(product, 100, currency.decimals()).ok_or_else(too_large)?;
    let unit = match line.unit {
        Unit::Hour => "hour",
        Unit::Day => "day",
        Unit::Month => "month",
        Unit::Piece => "piece",
    };
    Ok(LineItem {
        product_id: None,
        name: line.text.clone(),
        quantity: line.quantity,
        unit: unit.to_owned(),
        net_unit_amount: Some(line.unit_price),
        net: Some(line.net),
        vat: line.vat.word.clone(),
        vat_amount: Some(vat),
        gross: Some(line.net.checked_add(vat).ok_or_else(too_large)?),
        entitlement: line.vat.nav().map(Into::into),
        comment: None,
    })
}

/// The credit note of a whole document.
#[must_use]
pub fn credit_note(original: &Issued, (id, number): (RemoteId, String), date: Date) -> Invoice {
    let reversed = reversed(&original.document, (id, number), date);
    let balance = Some(reversed.gross);
    Invoice { kind: DocumentType::CreditNote, balance, status: PaymentStatus::Outstanding, ..reversed }
}

/// The credit note of some of a document: its lines are negative.
///
/// # Errors
/// An amount is too large.
pub fn partial_note(
    original: &Issued,
    (id, number): (RemoteId, String),
    date: Date,
    (lines, totals): (&[DraftLine], &Totals),
) -> Result<Invoice, Refusal> {
    let of = &original.document;
    let local = |fx: &Fx| totals.gross.checked_mul(fx.rate).map(|gross| amount::round(gross, fx.currency.decimals()));
    let mut items = lines.iter().map(|line| item(line, &of.currency)).collect::<Result<Vec<_>, _>>()?;
    for group in &totals.groups {
        level(&mut items, group, of.currency.decimals())?;
    }
    Ok(Invoice {
        net: Some(totals.net),
        vat: Some(totals.vat),
        gross: totals.gross,
        balance: Some(totals.gross),
        gross_local: original.fx.as_ref().map(|fx| local(fx).ok_or_else(too_large)).transpose()?,
        vat_lines: totals.groups.iter().map(|group| vat_line(&group.vat.word, group.net, group.tax)).collect(),
        items,
        ..credit_note(original, (id, number), date)
    })
}

/// Has the VAT of lines add up to that of their rate, which follows what is left of the original: a unit more or less on the largest lines.
fn level(items: &mut [LineItem], group: &TaxGroup, scale: u32) -> Result<(), Refusal> {
    let mut of_group: Vec<&mut LineItem> = items.iter_mut().filter(|item| item.vat == group.vat.word).collect();
    of_group.sort_by_key(|item| std::cmp::Reverse(item.net.map(|net| net.abs())));
    let sum = money::sum(of_group.iter().filter_map(|item| item.vat_amount)).ok_or_else(too_large)?;
    let mut off = group.tax.checked_sub(sum).ok_or_else(too_large)?;
    let unit = Decimal::new(if off.is_sign_negative() { -1 } else { 1 }, scale);
    let last = of_group.len();
    for (at, item) in of_group.into_iter().enumerate() {
        // The last one has what is left where there is more than a unit for each.
        let part = if at + 1 == last || off.abs() < unit.abs() { off } else { unit };
        off = off.checked_sub(part).ok_or_else(too_large)?;
        let with = |amount: Option<Decimal>| amount.map(|amount| amount.checked_add(part).ok_or_else(too_large)).transpose();
        (item.vat_amount, item.gross) = (with(item.vat_amount)?, with(item.gross)?);
    }
    Ok(())
}

/// The document that cancels another one.
#[must_use]
pub fn cancellation(original: &Issued, (id, number): (RemoteId, String), date: Date) -> Invoice {
    let reversed = reversed(&original.document, (id, number), date);
    Invoice {
        kind: DocumentType::Cancellation,
        correction: Some(CorrectionType::Cancellation),
        status: PaymentStatus::None,
        balance: Some(Decimal::ZERO),
        due: None,
        ..reversed
    }
}

/// A document with the opposite sign that refers to its original.
fn reversed(of: &Invoice, (id, number): (RemoteId, String), date: Date) -> Invoice {
    let turned = |amount: Option<Decimal>| amount.map(money::turned);
    let line = |item: &LineItem| LineItem {
        quantity: money::turned(item.quantity),
        net: turned(item.net),
        vat_amount: turned(item.vat_amount),
        gross: turned(item.gross),
        ..item.clone()
    };
    let sum = |line: &VatLine| VatLine {
        name: line.name.clone(),
        net: turned(line.net),
        vat: turned(line.vat),
        gross: turned(line.gross),
    };
    Invoice {
        id,
        number,
        gross: money::turned(of.gross),
        net: turned(of.net),
        vat: turned(of.vat),
        gross_local: turned(of.gross_local),
        issued: Some(date),
        due: Some(date),
        paid: None,
        related: vec![RelatedDocument { id: of.id.clone(), number: of.number.clone() }],
        vat_lines: of.vat_lines.iter().map(sum).collect(),
        items: of.items.iter().map(line).collect(),
        ..of.clone()
    }
}
