//! A document as an order: its amounts to the cent, its lines with what they are mapped to, and why it cannot be ordered.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::{Decimal, RoundingStrategy};

use super::sight::{Lacks, Sight};
use crate::domain::push::{DocumentOrder, Listing, OrderLine, TaxModel};
use crate::domain::{Direction, DocumentType, Invoice, LineItem, Message, RemoteId};
use crate::provider::LineRule;

/// The type that a document has as an order; `None` if documents of its type are not written.
pub(super) fn order_type(kind: &DocumentType) -> Option<DocumentType> {
    match kind {
        DocumentType::Invoice => Some(DocumentType::Invoice),
        DocumentType::CreditNote | DocumentType::Cancellation => Some(DocumentType::CreditNote),
        _ => None,
    }
}

/// A document as an order for this contact. What is lacking is added to `lacks`; the order is whole only if nothing is.
pub(super) fn document(
    invoice: &Invoice,
    contact: (RemoteId, String),
    sight: &Sight<'_>,
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
    currency(invoice, sight, lacks);
    if sight.settings.closed_until.is_some_and(|closed| issued <= closed) {
        let closed = sight.settings.closed_until.map(|day| day.to_string()).unwrap_or_default();
        lacks.problem(Message::new("push-closed").with("date", issued.to_string()).with("closed", closed));
    }
    let number = number(invoice, sight, lacks);
    // Services sign credit notes themselves.
    let sign = if kind == DocumentType::CreditNote && invoice.gross.is_sign_negative() { -Decimal::ONE } else { Decimal::ONE };
    let lines = lines(invoice, sign, sight, lacks);
    own_tax(invoice, &lines, sight, lacks);
    let (net, tax) = sums(&lines)?;
    let gross = invoice.gross.checked_mul(sign)?;
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
        currency: invoice.currency.clone(),
        rate: None,
        issued,
        fulfilled: invoice.fulfilled,
        due: Some(invoice.due.filter(|due| *due >= issued).unwrap_or(issued)),
        term: sight.mapped("term"),
        method: invoice.method.clone(),
        reference: text(&invoice.order_number),
        comment: text(&invoice.comment),
        language: text(&invoice.language),
        tax_code: whole_tax(&lines, sight, lacks),
        lines,
        net,
        tax,
        gross,
    })
}

fn currency(invoice: &Invoice, sight: &Sight<'_>, lacks: &mut Lacks) {
    let currency = &invoice.currency;
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

fn lines(invoice: &Invoice, sign: Decimal, sight: &Sight<'_>, lacks: &mut Lacks) -> Vec<OrderLine> {
    if invoice.items.is_empty() {
        lacks.problem(Message::new("push-no-lines"));
    }
    let (item, account) = (sight.mapped("item"), sight.mapped("sales-account"));
    match sight.rules.line {
        LineRule::Account if account.is_none() && item.is_none() => lacks.mapping("sales-account", Listing::SalesAccounts),
        LineRule::Item if item.is_none() => lacks.mapping("item", Listing::Items),
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
            TaxModel::Line => {
                let mapping = format!("tax:{}", line.vat);
                let code = sight.mapped(&mapping);
                if code.is_none() {
                    lacks.mapping(mapping, Listing::TaxCodes);
                }
                code
            }
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
            item: item.clone(),
            account: account.clone(),
            tax_code,
            tax_word: line.vat.clone(),
        })
    };
    invoice.items.iter().filter_map(one).collect()
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

/// Where the service computes the tax itself, it must come to what the source says: a cent a line is the rounding.
fn own_tax(invoice: &Invoice, lines: &[OrderLine], sight: &Sight<'_>, lacks: &mut Lacks) {
    if sight.rules.dates || sight.settings.tax != TaxModel::Line {
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
    let unit = Decimal::new(1, if invoice.currency.as_str() == "HUF" { 0 } else { sight.rules.amount_decimals });
    for (code, (net, tax, count)) in rates {
        // Codes of exemptions are words.
        let percent = code.as_str().strip_suffix('%').and_then(|percent| percent.replace(',', ".").parse::<Decimal>().ok());
        let computed = net.checked_mul(percent.unwrap_or_default()).map(|product| product / Decimal::ONE_HUNDRED);
        let is_near = computed.is_some_and(|computed| computed.saturating_sub(tax).abs() <= unit * count);
        if !is_near {
            let computed = computed.unwrap_or_default().round_dp(sight.rules.amount_decimals).normalize().to_string();
            let message = Message::new("push-tax-other").with("code", code.as_str()).with("tax", tax.normalize().to_string());
            lacks.problem(message.with("computed", computed));
        }
    }
}

fn sums(lines: &[OrderLine]) -> Option<(Decimal, Decimal)> {
    lines.iter().try_fold((Decimal::ZERO, Decimal::ZERO), |(net, tax), line| {
        Some((net.checked_add(line.net)?, tax.checked_add(line.tax)?))
    })
}

/// The tax code of a whole document: its one rate that is not zero.
fn whole_tax(lines: &[OrderLine], sight: &Sight<'_>, lacks: &mut Lacks) -> Option<RemoteId> {
    if sight.settings.tax != TaxModel::Whole {
        return None;
    }
    let taxed: BTreeSet<&str> = lines.iter().filter(|line| !line.tax.is_zero()).map(|line| line.tax_word.as_str()).collect();
    let mut words = taxed.into_iter();
    let word = words.next()?;
    if words.next().is_some() {
        lacks.problem(Message::new("push-two-rates"));
    }
    let mapping = format!("tax:{word}");
    let code = sight.mapped(&mapping);
    if code.is_none() {
        lacks.mapping(mapping, Listing::TaxCodes);
    }
    code
}
