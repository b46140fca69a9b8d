//! A document as an order: its amounts to the cent, its lines with what they are mapped to, and why it cannot be ordered.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::{Decimal, RoundingStrategy};

use super::sight::{Lacks, Sight};
use crate::domain::outgoing::Mapping;
use crate::domain::push::{DocumentOrder, Listing, OrderLine, TaxModel};
use crate::domain::{Currency, Direction, DocumentType, Invoice, LineItem, Message, RemoteId};
use crate::provider::LineRule;

/// The word of lines that name no rate, in the names of mappings.
const UNTAXED: &str = "none";

/// The type that a document has as an order; `None` if documents of its type are not written.
pub(super) fn order_type(kind: &DocumentType) -> Option<DocumentType> {
    match kind {
        DocumentType::Invoice => Some(DocumentType::Invoice),
        DocumentType::CreditNote | DocumentType::Cancellation => Some(DocumentType::CreditNote),
        _ => None,
    }
}

/// Where the items and tax codes of an order come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codes {
    /// From mappings.
    Mapped,
    /// From the document itself, which is at the same service; from mappings where it tells none.
    Own,
}

/// A document as an order for this contact. What is lacking is added to `lacks`; the order is whole only if nothing is.
pub(super) fn document(
    invoice: &Invoice,
    contact: (RemoteId, String),
    (sight, codes): (&Sight<'_>, Codes),
    lacks: &mut Lacks,
) -> Option<DocumentOrder> {
    let Some(kind) = order_type(&invoice.kind) else {
        lacks.problem(Message::new("push-type").with("type", invoice.kind.as_str()));
        return None;
    };
    if invoice.direction != Direction::Issued {
        lacks.problem(Message::new("push-received"));
    }
    if invoice.cancelled && kind == DocumentType::Invoice {
        lacks.problem(Message::new("push-cancelled"));
    }
    let Some(issued) = invoice.issued else {
        lacks.problem(Message::new("push-undated"));
        return None;
    };
    let currency = &invoice.currency;
    check_currency(currency, sight, lacks);
    if sight.settings.closed_until.is_some_and(|closed| issued <= closed) {
        let closed = sight.settings.closed_until.map(|day| day.to_string()).unwrap_or_default();
        lacks.problem(Message::new("push-closed").with("date", issued.to_string()).with("closed", closed));
    }
    let number = number(invoice, sight, lacks);
    // Services sign credit notes themselves.
    let sign = if kind == DocumentType::CreditNote && invoice.gross.is_sign_negative() { -Decimal::ONE } else { Decimal::ONE };
    let lines = lines(invoice, sign, (sight, codes), lacks);
    // What its service computed for it once needs no check.
    if codes == Codes::Mapped {
        own_tax(invoice, &lines, sight, lacks);
    }
    let (net, tax) = sums(&lines)?;
    if codes == Codes::Mapped && sight.settings.tax == TaxModel::Automatic {
        lacks.notices.push(Message::new("push-tax-automatic").with("tax", tax.normalize().to_string()));
    }
    let gross = invoice.gross.checked_mul(sign)?;
    if currency.decimals() <= sight.rules.amount_decimals {
        let parts = lines.iter().flat_map(|line| [line.net, line.tax]);
        lacks.exact(parts.chain([gross]), currency, sight.document_decimals(currency));
    }
    if net.checked_add(tax) != Some(gross) {
        let sum = net.checked_add(tax).unwrap_or_default().to_string();
        lacks.problem(Message::new("push-sums").with("sum", sum).with("total", gross.to_string()));
    }
    if gross.is_sign_negative() && !gross.is_zero() {
        lacks.problem(Message::new("push-negative").with("total", gross.to_string()));
    }
    let text = |text: &Option<Box<str>>| text.clone().filter(|text| !text.trim().is_empty());
    Some(DocumentOrder {
        mark: Box::default(),
        kind,
        draft: false,
        number,
        contact: contact.0,
        contact_name: contact.1,
        email: invoice.buyer.emails.first().cloned(),
        currency: currency.clone(),
        rate: None,
        issued,
        fulfilled: invoice.fulfilled,
        due: Some(invoice.due.filter(|due| *due >= issued).unwrap_or(issued)),
        term: sight.mapped("term"),
        method: invoice.method.clone(),
        reference: text(&invoice.order_number),
        comment: text(&invoice.comment),
        language: text(&invoice.language),
        tax_code: whole_tax(&lines, (sight, codes), lacks),
        lines,
        net,
        tax,
        gross,
    })
}

fn check_currency(currency: &Currency, sight: &Sight<'_>, lacks: &mut Lacks) {
    if currency.decimals() > sight.rules.amount_decimals {
        let message = Message::new("push-currency-decimals").with("currency", currency.as_str());
        lacks.problem(message.with("decimals", currency.decimals()).with("most", sight.rules.amount_decimals));
    }
    if sight.settings.foreign == Some(false) && sight.settings.home.as_ref().is_some_and(|home| home != currency) {
        let home = sight.settings.home.as_ref().map(ToString::to_string).unwrap_or_default();
        lacks.problem(Message::new("push-currency-home").with("currency", currency.as_str()).with("home", home));
    }
}

fn number(invoice: &Invoice, sight: &Sight<'_>, lacks: &mut Lacks) -> String {
    if sight.rules.number == 0 {
        return String::new();
    }
    let number = invoice.number.trim();
    if number.is_empty() {
        lacks.problem(Message::new("push-unnumbered"));
    }
    if number.chars().count() > sight.rules.number {
        let message = Message::new("push-number-long").with("number", number);
        lacks.problem(message.with("most", sight.rules.number));
    }
    number.to_owned()
}

fn lines(invoice: &Invoice, sign: Decimal, (sight, codes): (&Sight<'_>, Codes), lacks: &mut Lacks) -> Vec<OrderLine> {
    if invoice.items.iter().all(is_text) {
        lacks.problem(Message::new("push-no-lines"));
    }
    let (item, account) = (sight.mapped("item"), sight.mapped("sales-account"));
    let own = |line: &LineItem| line.product_id.as_deref().filter(|_| codes == Codes::Own).map(RemoteId::new);
    let is_named = item.is_some() || invoice.items.iter().filter(|line| !is_text(line)).all(|line| own(line).is_some());
    match sight.rules.line {
        LineRule::Account if account.is_none() && !is_named => lacks.mapping("sales-account", Listing::SalesAccounts),
        LineRule::Item if !is_named => lacks.mapping("item", Listing::Items),
        _ => {}
    }
    let one = |line: &LineItem| {
        let Some((net, tax)) = amounts(line) else {
            lacks.problem(Message::new("push-line-amounts").with("line", line.name.as_str()));
            return None;
        };
        let (net, tax) = (net.checked_mul(sign)?, tax.checked_mul(sign)?);
        let (quantity, price, told) = priced(line, net, sign, sight);
        let name = if line.name.trim().is_empty() { invoice.number.clone() } else { line.name.clone() };
        let tax_code = match sight.settings.tax {
            TaxModel::Line => tax_code(&line.vat, (sight, codes), lacks),
            TaxModel::Whole | TaxModel::Automatic => None,
        };
        Some(OrderLine {
            name: if let Some(told) = told { format!("{name} ({told})") } else { name },
            comment: line.comment.clone().filter(|comment| !comment.trim().is_empty()),
            quantity,
            unit: line.unit.clone(),
            price,
            net,
            tax,
            item: own(line).or_else(|| item.clone()),
            // An item of the document has its account.
            account: account.clone().filter(|_| own(line).is_none()),
            tax_code,
            tax_word: line.vat.clone(),
        })
    };
    with_texts(&invoice.items, one)
}

/// The tax code of a rate or exemption.
fn tax_code(word: &str, (sight, codes): (&Sight<'_>, Codes), lacks: &mut Lacks) -> Option<RemoteId> {
    let mapping = tax_mapping(word);
    let own = if codes == Codes::Own { own_code(word, sight) } else { None };
    let code = own.or_else(|| sight.mapped(&mapping));
    if code.is_none() {
        lacks.mapping(mapping, Listing::TaxCodes);
    }
    code
}

/// The code of the service that a word of its own document names: the code itself, or the only one with that percentage.
fn own_code(word: &str, sight: &Sight<'_>) -> Option<RemoteId> {
    let named = RemoteId::new(word.trim());
    if sight.percents.contains_key(&named) {
        return Some(named);
    }
    // Rates on one base are told as a sum.
    let mut parts = word.split('+').map(|part| part.trim().strip_suffix('%')?.trim().parse::<Decimal>().ok());
    let percent = parts.try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part?))?;
    let mut fitting = sight.percents.iter().filter(|(_, one)| **one == percent).map(|(code, _)| code);
    fitting.next().filter(|_| fitting.next().is_none()).cloned()
}

/// Name of the mapping of a rate or exemption.
fn tax_mapping(word: &str) -> String {
    let word = word.trim();
    format!("tax:{}", if word.is_empty() { UNTAXED } else { word })
}

/// Whether a line is text alone: neither an amount nor a price.
const fn is_text(line: &LineItem) -> bool {
    line.net.is_none() && line.gross.is_none() && line.vat_amount.is_none() && line.net_unit_amount.is_none()
}

/// The lines, each with the lines of text alone that follow it as its comment; the first has those before it too.
fn with_texts(items: &[LineItem], mut one: impl FnMut(&LineItem) -> Option<OrderLine>) -> Vec<OrderLine> {
    let mut lines: Vec<OrderLine> = Vec::with_capacity(items.len());
    let mut ahead: Vec<&str> = Vec::new();
    for item in items {
        if !is_text(item) {
            if let Some(mut line) = one(item) {
                let own = line.comment.take();
                let parts: Vec<&str> = ahead.drain(..).chain(own.as_deref()).collect();
                line.comment = joined(&parts);
                lines.push(line);
            }
            continue;
        }
        let told = [Some(item.name.as_str()), item.comment.as_deref()];
        let told: Vec<&str> = told.into_iter().flatten().map(str::trim).filter(|text| !text.is_empty()).collect();
        match lines.last_mut() {
            Some(line) => {
                let own = line.comment.take();
                let parts: Vec<&str> = own.as_deref().into_iter().chain(told).collect();
                line.comment = joined(&parts);
            }
            None => ahead.extend(told),
        }
    }
    lines
}

fn joined(parts: &[&str]) -> Option<Box<str>> {
    (!parts.is_empty()).then(|| parts.join("\n").into())
}

/// Net and tax of a line, from any two of net, tax and gross, or from the price.
fn amounts(line: &LineItem) -> Option<(Decimal, Decimal)> {
    let net = line
        .net
        .or_else(|| line.gross?.checked_sub(line.vat_amount?))
        .or_else(|| line.quantity.checked_mul(line.net_unit_amount?))?;
    let tax = line.vat_amount.or_else(|| line.gross?.checked_sub(net))?;
    Some((net, tax))
}

/// Quantity and price that give exactly this net amount as the service computes it. Where its decimals do not allow that: one piece at the
/// net amount, with what the source says as text.
fn priced(line: &LineItem, net: Decimal, sign: Decimal, sight: &Sight<'_>) -> (Decimal, Decimal, Option<String>) {
    let rules = sight.rules;
    let fits = |value: Decimal, most: u32| value.normalize().scale() <= most;
    if let Some(price) = line.net_unit_amount {
        // A credit note of the source has negative quantities or negative prices: services want both positive.
        let (quantity, price) = if sign.is_sign_negative() && line.quantity.is_sign_negative() {
            (-line.quantity, price)
        } else {
            (line.quantity, price * sign)
        };
        let computed = quantity
            .checked_mul(price)
            .map(|product| product.round_dp_with_strategy(rules.amount_decimals, RoundingStrategy::MidpointAwayFromZero));
        let exact = fits(quantity, rules.quantity_decimals) && fits(price, rules.price_decimals) && computed == Some(net);
        if exact && !quantity.is_zero() {
            return (quantity, price, None);
        }
    }
    if line.quantity == Decimal::ONE || line.quantity.is_zero() {
        return (Decimal::ONE, net, None);
    }
    let unit = if line.unit.trim().is_empty() { "×" } else { line.unit.trim() };
    let price = line.net_unit_amount.map(|price| format!(" × {}", price.normalize())).unwrap_or_default();
    (Decimal::ONE, net, Some(format!("{} {unit}{price}", line.quantity.normalize())))
}

/// What the rates that were chosen come to must be what the source says: a cent a line is the rounding.
fn own_tax(invoice: &Invoice, lines: &[OrderLine], sight: &Sight<'_>, lacks: &mut Lacks) {
    if sight.settings.tax != TaxModel::Line {
        return;
    }
    let mut rates: BTreeMap<&RemoteId, (Decimal, Decimal, Decimal)> = BTreeMap::new();
    for line in lines {
        let Some(code) = &line.tax_code else { continue };
        let (net, tax, count) = rates.entry(code).or_default();
        *net = net.saturating_add(line.net);
        *tax = tax.saturating_add(line.tax);
        *count += Decimal::ONE;
    }
    let is_whole = invoice.currency.as_str() == "HUF" || invoice.currency.decimals() == 0;
    let unit = Decimal::new(1, if is_whole { 0 } else { sight.rules.amount_decimals });
    for (code, (net, tax, count)) in rates {
        let Some(percent) = percent(code, sight) else { continue };
        let computed = net.checked_mul(percent).map(|product| product / Decimal::ONE_HUNDRED);
        let is_near = computed.is_some_and(|computed| computed.saturating_sub(tax).abs() <= unit * count);
        if !is_near {
            let computed = computed.unwrap_or_default().round_dp(sight.rules.amount_decimals).normalize().to_string();
            let message =
                Message::new("push-tax-other").with("code", title(code, sight)).with("tax", tax.normalize().to_string());
            lacks.problem(message.with("computed", computed));
        }
    }
}

/// The name of a tax code, as it was mapped; else its identifier.
fn title(code: &RemoteId, sight: &Sight<'_>) -> String {
    let is_named = |mapping: &&Mapping| mapping.id == *code && mapping.name.starts_with("tax:") && !mapping.title.is_empty();
    sight.mappings.values().find(is_named).map_or_else(|| code.to_string(), |mapping| mapping.title.clone())
}

/// The percentage of a tax code; `None` if the service does not tell it.
fn percent(code: &RemoteId, sight: &Sight<'_>) -> Option<Decimal> {
    match sight.percents.get(code) {
        Some(percent) => Some(*percent),
        None if sight.rules.dates => None,
        // Where codes are words those of exemptions have no number.
        None => {
            let number = code.as_str().strip_suffix('%').map(|percent| percent.replace(',', "."));
            Some(number.and_then(|number| number.parse().ok()).unwrap_or_default())
        }
    }
}

fn sums(lines: &[OrderLine]) -> Option<(Decimal, Decimal)> {
    lines.iter().try_fold((Decimal::ZERO, Decimal::ZERO), |(net, tax), line| {
        Some((net.checked_add(line.net)?, tax.checked_add(line.tax)?))
    })
}

/// The tax code of a whole document: its one rate that is not zero.
fn whole_tax(lines: &[OrderLine], (sight, codes): (&Sight<'_>, Codes), lacks: &mut Lacks) -> Option<RemoteId> {
    if sight.settings.tax != TaxModel::Whole {
        return None;
    }
    let taxed: BTreeSet<&str> = lines.iter().filter(|line| !line.tax.is_zero()).map(|line| line.tax_word.as_str()).collect();
    let mut words = taxed.into_iter();
    let word = words.next()?;
    if words.next().is_some() {
        lacks.problem(Message::new("push-two-rates"));
    }
    tax_code(word, (sight, codes), lacks)
}
