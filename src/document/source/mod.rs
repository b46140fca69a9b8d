//! A stored invoice → what a document is made from.
//!
//! For: invoices of every provider. Uses: domain, the model. Never: a guess about money; what the store does not have stays empty, and
//! the rules name it.

mod books;
mod party;
mod vat;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::model::{Advance, Exemption, Given, GivenLine, GivenRate, GivenTax, Kind, Means, Payment, Preceding, Vat};
use crate::domain::{
    BuyerDetails, Company, Contact, Currency, Direction, DocumentType, Invoice, LineItem, Party, PaymentMethod, Sender, as_text,
};
use crate::locale::Lang;

pub use books::of_books;
pub(super) use party::endpoint;
pub use vat::{VatWords, is_word, meaning};

/// What a person adds to an invoice of the store when a document is made of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Extra {
    /// The buyer's reference, such as a Leitweg-ID.
    pub buyer_reference: Option<String>,
    /// The buyer's electronic address, as `SCHEME:ID`.
    pub buyer_endpoint: Option<String>,
    /// Language of a printed document, `en` or `hu`; that of the document where it is not said.
    pub language: Option<String>,
    /// Day of delivery, where the invoice tells none.
    #[serde(with = "as_text")]
    pub delivered: Option<Date>,
    /// What words of VAT mean at the company, as a person said. The store has them: they travel with no request.
    #[serde(skip)]
    pub words: VatWords,
}

/// Why no e-invoice is made of a document, whatever its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It is another company's.
    Received,
    /// It is no invoice: a draft, an offer, an order.
    NoInvoice,
}

/// Whether a document is an invoice that its company issued.
pub fn fitness(invoice: &Invoice) -> Result<Kind, Unfit> {
    if invoice.direction == Direction::Received {
        return Err(Unfit::Received);
    }
    kind(invoice).ok_or(Unfit::NoInvoice)
}

/// What kind of invoice a document is; `None` if it is none.
fn kind(invoice: &Invoice) -> Option<Kind> {
    let back = invoice.gross.is_sign_negative() && !invoice.gross.is_zero();
    // A Hungarian receipt is a document of its own, for buyers that want no invoice.
    let receipt = matches!(invoice.kind, DocumentType::Receipt | DocumentType::ReceiptCancellation);
    if receipt && invoice.seller.address.country.as_deref() == Some("HU") {
        return None;
    }
    Some(match invoice.kind {
        DocumentType::Invoice | DocumentType::Receipt if !back => Kind::Invoice,
        DocumentType::Advance if !back => Kind::Advance,
        DocumentType::Modification if !back => Kind::Correction,
        DocumentType::Cancellation | DocumentType::ReceiptCancellation if !back && !invoice.gross.is_zero() => Kind::Correction,
        DocumentType::CreditNote
        | DocumentType::Refund
        | DocumentType::Cancellation
        | DocumentType::ReceiptCancellation
        | DocumentType::Modification
        | DocumentType::Invoice
        | DocumentType::Receipt
        | DocumentType::Advance => Kind::Credit,
        _ => return None,
    })
}

/// The language in which a document is printed where nothing else is said: its own, else that of both parties' country.
#[must_use]
pub fn language(invoice: &Invoice) -> Lang {
    language_between(invoice.language.as_deref(), &invoice.seller, &invoice.buyer)
}

/// The language of what a seller writes to a buyer: the one that is said, else that of the country of both.
#[must_use]
pub fn language_between(said: Option<&str>, seller: &Party, buyer: &Party) -> Lang {
    let both =
        seller.address.country.as_deref() == Some("HU") && buyer.address.country.as_deref().is_none_or(|country| country == "HU");
    said.and_then(Lang::parse).unwrap_or(if both { Lang::Hu } else { Lang::En })
}

/// Key of the name of a document that is no invoice, credit note or correction.
#[must_use]
pub fn title(invoice: &Invoice) -> Option<&'static str> {
    Some(match &invoice.kind {
        DocumentType::Cancellation | DocumentType::ReceiptCancellation => "document-title-cancellation",
        DocumentType::Receipt => "document-title-receipt",
        DocumentType::Draft => "document-title-draft",
        DocumentType::Proforma => "document-title-proforma",
        DocumentType::Bill => "document-title-bill",
        _ if kind(invoice).is_none() => "document-title-other",
        _ => return None,
    })
}

/// A document of a service with what the contact that it names adds to its other party.
#[must_use]
pub fn with_contact(invoice: &Invoice, contact: &Contact) -> Invoice {
    let mut invoice = invoice.clone();
    let received = invoice.direction == Direction::Received;
    party::completed(if received { &mut invoice.seller } else { &mut invoice.buyer }, contact);
    invoice
}

/// A document that a company issued, with what is kept of its buyer: it stands where neither the document nor its contact tells something.
#[must_use]
pub fn with_buyer(invoice: &Invoice, details: &BuyerDetails) -> Invoice {
    let mut invoice = invoice.clone();
    if invoice.direction != Direction::Received {
        party::detailed(&mut invoice.buyer, details);
    }
    invoice
}

/// What a document is made from: the invoice, its company, and what the store holds about the sender.
///
/// Of what is no invoice of the company (offers, bills) a printed copy can be made all the same: it is treated as an invoice.
#[must_use]
pub fn given(invoice: &Invoice, company: &Company, sender: &Sender, extra: &Extra) -> Given {
    let received = invoice.direction == Direction::Received;
    let kind = kind(invoice).unwrap_or(if invoice.gross.is_sign_negative() { Kind::Credit } else { Kind::Invoice });
    let (seller, buyer) = if received {
        (party::other(&invoice.seller), party::own(&invoice.buyer, company, sender))
    } else {
        (party::own(&invoice.seller, company, sender), party::other(&invoice.buyer))
    };
    let rates = vat::told_rates(invoice, &extra.words);
    let mut notes: Vec<String> = invoice.comment.iter().map(|comment| comment.trim().to_owned()).collect();
    let mut lines = lines(invoice, (&rates, &extra.words), &mut notes);
    let taxes = by_category(told_taxes(invoice, &extra.words), &lines);
    if invoice.kind == DocumentType::Advance {
        lines.iter_mut().for_each(|line| line.advance = Some(Advance::default()));
    }
    let receipt = matches!(invoice.kind, DocumentType::Receipt | DocumentType::Refund);
    let mut given = Given {
        number: invoice.number.trim().to_owned(),
        kind,
        issued: invoice.issued,
        // What gives money back takes effect at once; EN 16931 wants a day or terms wherever something is due (BR-CO-25).
        due: invoice.due.or_else(|| invoice.issued.filter(|_| kind == Kind::Credit || cancels(invoice))),
        delivered: invoice.fulfilled.or(extra.delivered),
        period: None,
        currency: invoice.currency.clone(),
        rate: rate(invoice, company),
        buyer_reference: extra.buyer_reference.clone(),
        order: invoice.order_number.as_deref().map(str::to_owned),
        contract: None,
        notes: notes.into_iter().filter(|note| !note.is_empty()).collect(),
        preceding: preceding(invoice, kind),
        seller,
        buyer,
        payment: payment(invoice, sender),
        lines,
        taxes,
        discount: invoice.discount.as_ref().filter(|discount| &*discount.kind == "percent").map(|discount| discount.value),
        gross: Some(invoice.gross),
        tax: invoice.vat,
        paid: if receipt { invoice.gross } else { Decimal::ZERO },
        electronic: invoice.electronic,
    };
    party::address(&mut given, extra);
    given
}

fn lines(invoice: &Invoice, known: (&[Vat], &VatWords), notes: &mut Vec<String>) -> Vec<GivenLine> {
    let mut lines: Vec<GivenLine> = Vec::new();
    for item in &invoice.items {
        if item.net.is_none() && item.net_unit_amount.is_none() && item.gross.is_none() {
            // A line of text alone belongs to the line before it.
            match lines.last_mut() {
                Some(line) => line.description = joined(line.description.take(), &item.name),
                None => notes.push(item.name.trim().to_owned()),
            }
            continue;
        }
        lines.push(line(item, known));
    }
    lines
}

fn joined(before: Option<String>, text: &str) -> Option<String> {
    let text = text.trim();
    match before {
        Some(before) if !text.is_empty() => Some(format!("{before} {text}")),
        Some(before) => Some(before),
        None => Some(text.to_owned()).filter(|text| !text.is_empty()),
    }
}

fn line(item: &LineItem, (rates, words): (&[Vat], &VatWords)) -> GivenLine {
    GivenLine {
        name: item.name.trim().to_owned(),
        description: item.comment.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned),
        item_id: item.product_id.as_deref().map(str::to_owned),
        quantity: item.quantity,
        unit: item.unit.trim().to_owned(),
        price: item.net_unit_amount,
        base: None,
        net: item.net.or_else(|| item.gross?.checked_sub(item.vat_amount?)),
        tax: item.vat_amount,
        vat: vat::of_item(item, rates, words),
        vat_word: item.vat.trim().to_owned(),
        period: None,
        advance: None,
    }
}

/// The sums by rate, where every one of them can be told apart.
fn told_taxes(invoice: &Invoice, words: &VatWords) -> Vec<GivenTax> {
    let grounds: Vec<(String, Option<Exemption>)> = invoice
        .items
        .iter()
        .map(|item| (item.vat.trim().to_owned(), item.entitlement.as_deref().and_then(vat::exemption)))
        .collect();
    let told = |line: &crate::domain::VatLine| {
        let word = line.name.trim();
        let mut reasons = grounds.iter().filter(|(name, _)| name == word).map(|(_, reason)| *reason);
        let first = reasons.next().flatten();
        // Lines of one word with several reasons cannot be told apart in its sum, unless they are of one category.
        if first.is_some() && reasons.any(|reason| reason.map(Exemption::category) != first.map(Exemption::category)) {
            return None;
        }
        let vat = first.map(Vat::without).or_else(|| words.of(word)).or_else(|| vat::of_word(word))?;
        Some(GivenTax { vat, net: line.net, tax: line.vat, local: None })
    };
    invoice.vat_lines.iter().map(told).collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// Sums by rate without those of rates that charge nothing, where lines tell more of these: services tell one sum of `0%` for what is zero
/// rated and what is exempt. What is left untold is summed from the lines, to the same total or not at all.
fn by_category(told: Vec<GivenTax>, lines: &[GivenLine]) -> Vec<GivenTax> {
    let free = |vat: &Vat| vat.rate.is_zero();
    let is_told = |vat: Vat| told.iter().any(|tax| tax.vat.group() == vat.group());
    let has_free = told.iter().any(|tax| free(&tax.vat));
    if !has_free || lines.iter().filter_map(|line| line.vat).filter(free).all(is_told) {
        return told;
    }
    let of_lines = lines.iter().filter(|line| line.vat.as_ref().is_some_and(free)).map(|line| line.net);
    let sums = sum(told.iter().filter(|tax| free(&tax.vat)).map(|tax| tax.net)).zip(sum(of_lines));
    if sums.is_none_or(|(told, lines)| told != lines) {
        return Vec::new();
    }
    told.into_iter().filter(|tax| !free(&tax.vat)).collect()
}

fn sum(mut amounts: impl Iterator<Item = Option<Decimal>>) -> Option<Decimal> {
    amounts.try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount?))
}

/// The rate into the company's own currency, of a document in another one.
fn rate(invoice: &Invoice, company: &Company) -> Option<GivenRate> {
    let hungarian = company.books.country.as_deref().or(invoice.seller.address.country.as_deref()) == Some("HU");
    let own = company.books.currency.clone().or_else(|| hungarian.then(|| Currency::new("HUF")))?;
    if own == invoice.currency {
        return None;
    }
    let rate = invoice.rate.filter(|rate| *rate > Decimal::ZERO && *rate != Decimal::ONE)?;
    Some(GivenRate { currency: own, rate, source: None, date: None, vat: None })
}

fn preceding(invoice: &Invoice, kind: Kind) -> Option<Preceding> {
    if !matches!(kind, Kind::Credit | Kind::Correction) {
        return None;
    }
    let other = invoice.related.iter().find(|other| !other.number.trim().is_empty())?;
    // A cancellation repeats the lines of what it cancels.
    let lines = cancels(invoice).then_some(invoice.items.len());
    Some(Preceding { number: other.number.trim().to_owned(), issued: None, index: 1, lines })
}

fn cancels(invoice: &Invoice) -> bool {
    matches!(invoice.kind, DocumentType::Cancellation | DocumentType::ReceiptCancellation)
}

fn payment(invoice: &Invoice, sender: &Sender) -> Payment {
    let seller = &invoice.seller;
    let own = |told: &Option<Box<str>>, kept: &Option<String>| {
        told.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).or_else(|| kept.clone())
    };
    let iban = own(&seller.iban, &sender.iban).map(|iban| iban.split_whitespace().collect::<String>().to_uppercase());
    Payment {
        means: invoice.method.as_ref().map_or(if iban.is_some() { Means::Transfer } else { Means::Unknown }, means),
        terms: None,
        reference: None,
        account: own(&seller.account_number, &sender.account),
        iban,
        holder: None,
        bic: own(&seller.swift, &sender.bic),
        bank: own(&seller.bank, &sender.bank),
    }
}

fn means(method: &PaymentMethod) -> Means {
    match method {
        PaymentMethod::WireTransfer | PaymentMethod::EloreUtalas | PaymentMethod::Transferwise => Means::Transfer,
        PaymentMethod::Cash | PaymentMethod::CashOnDelivery => Means::Cash,
        PaymentMethod::Bankcard | PaymentMethod::SzepCard | PaymentMethod::EpKartya => Means::Card,
        PaymentMethod::OnlineBankcard
        | PaymentMethod::Barion
        | PaymentMethod::Paylike
        | PaymentMethod::Payoneer
        | PaymentMethod::Paypal
        | PaymentMethod::PaypalUtolag
        | PaymentMethod::Payu
        | PaymentMethod::Skrill
        | PaymentMethod::Upwork => Means::Online,
        PaymentMethod::Coupon | PaymentMethod::Utalvany => Means::Voucher,
        PaymentMethod::PostaiCsekk | PaymentMethod::Postautalvany => Means::Postal,
        PaymentMethod::Kompenzacio | PaymentMethod::Barter | PaymentMethod::Levonas => Means::Clearing,
        _ => Means::Other,
    }
}

#[cfg(test)]
mod tests;
