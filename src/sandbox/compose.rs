//! Makes a document of what a write asks for: amounts of lines, sums by rate, rounding.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

use super::account::Account;
use super::answer::Invalid;
use super::body::{amount, day, text};
use super::model::{Discount, Document, Item, Num, Partner, Settings, Summary, Text, VatRate};
use crate::domain::{Currency, PaymentMethod};

/// The block that invoices are of.
const BLOCK: u64 = 21_001;
/// Currencies, kinds and rates that the specification names.
const CURRENCIES: &[&str] = &[
    "AED", "AUD", "BGN", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HRK", "HUF", "IDR", "ILS", "INR", "ISK",
    "JPY", "KRW", "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "RON", "RSD", "RUB", "SEK", "SGD", "THB", "TRY", "UAH", "USD", "ZAR",
];
const KINDS: &[&str] = &["advance", "draft", "invoice", "proforma"];
const EXEMPT: &[&str] = &["AAM", "AM", "EU", "EUK", "F.AFA", "FAD", "K.AFA", "MAA", "TAM", "ÁKK", "ÁTHK"];
const LANGUAGES: &[&str] = &["de", "en", "fr", "hr", "hu", "it", "ro", "sk", "us"];

/// A document that is asked for, checked.
pub(super) struct Insert {
    pub(super) kind: &'static str,
    partner: Arc<Partner>,
    currency: Currency,
    rate: Decimal,
    due: Date,
    fulfilled: Date,
    method: String,
    language: &'static str,
    electronic: bool,
    comment: String,
    order_number: String,
    round: &'static str,
    discount: Option<u32>,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    unit: String,
    quantity: Decimal,
    price: Decimal,
    gross_price: bool,
    vat: String,
    percent: Decimal,
    entitlement: Option<String>,
    comment: String,
}

fn round(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// The percentage of a rate; nothing for a word of exemption.
fn percent(vat: &str) -> Option<Decimal> {
    if EXEMPT.contains(&vat) {
        return Some(Decimal::ZERO);
    }
    vat.strip_suffix('%')?.replace(',', ".").parse().ok().filter(|percent: &Decimal| *percent <= Decimal::from(27))
}

fn one_of(word: &str, known: &'static [&'static str]) -> Option<&'static str> {
    known.iter().copied().find(|known| *known == word)
}

impl Insert {
    /// Reads and checks what is asked for; every field that is wrong is named.
    pub(super) fn of(body: &Value, account: &Account) -> Result<Self, Vec<Invalid>> {
        let mut errors = Vec::new();
        let mut wrong = |field: &'static str| errors.push(Invalid::new(field, format!("The selected {field} is invalid.")));
        let kind = one_of(text(body, "/type"), KINDS);
        let currency = one_of(text(body, "/currency"), CURRENCIES);
        let language = one_of(text(body, "/language"), LANGUAGES);
        let (due, fulfilled) = (day(body, "/due_date"), day(body, "/fulfillment_date"));
        let method = Some(text(body, "/payment_method")).filter(|method| PaymentMethod::KNOWN.contains(method));
        let id = body.get("partner_id").and_then(Value::as_u64);
        let partner = account.partners().iter().find(|partner| Some(partner.buyer.id) == id).cloned();
        let round = match text(body, "/settings/round") {
            "" => Some("none"),
            word => one_of(word, &["none", "one", "five", "ten"]),
        };
        let items = body.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let lines: Option<Vec<Line>> = items.iter().map(line).collect();
        if body.get("block_id").and_then(Value::as_u64) != Some(BLOCK) {
            wrong("block_id");
        }
        if body.get("conversion_rate").is_some() && amount(body, "/conversion_rate").is_none_or(|rate| rate <= Decimal::ZERO) {
            wrong("conversion_rate");
        }
        for (field, is_right) in [
            ("type", kind.is_some()),
            ("currency", currency.is_some()),
            ("language", language.is_some()),
            ("due_date", due.is_some()),
            ("fulfillment_date", fulfilled.is_some()),
            ("payment_method", method.is_some()),
            ("partner_id", partner.is_some()),
            ("settings.round", round.is_some()),
            ("items", lines.as_ref().is_some_and(|lines| !lines.is_empty())),
        ] {
            if !is_right {
                wrong(field);
            }
        }
        let (Some(kind), Some(currency), Some(language), Some(due), Some(fulfilled)) = (kind, currency, language, due, fulfilled)
        else {
            return Err(errors);
        };
        let (Some(method), Some(partner), Some(round), Some(lines), true) = (method, partner, round, lines, errors.is_empty())
        else {
            return Err(errors);
        };
        let own = if currency == "HUF" { Decimal::ONE } else { Decimal::from(400) };
        Ok(Self {
            kind,
            partner,
            currency: Currency::new(currency),
            rate: amount(body, "/conversion_rate").unwrap_or(own),
            due,
            fulfilled,
            method: method.to_owned(),
            language,
            electronic: body.get("electronic").and_then(Value::as_bool).unwrap_or(false),
            comment: text(body, "/comment").to_owned(),
            order_number: text(body, "/settings/order_number").to_owned(),
            round,
            discount: body.pointer("/discount/value").and_then(Value::as_u64).and_then(|value| u32::try_from(value).ok()),
            lines,
        })
    }
}

fn line(element: &Value) -> Option<Line> {
    let vat = text(element, "/vat").to_owned();
    let gross_price = match text(element, "/unit_price_type") {
        "net" => false,
        "gross" => true,
        _ => return None,
    };
    Some(Line {
        name: Some(text(element, "/name").to_owned()).filter(|name| !name.is_empty())?,
        unit: text(element, "/unit").to_owned(),
        quantity: amount(element, "/quantity")?,
        price: amount(element, "/unit_price")?,
        gross_price,
        percent: percent(&vat)?,
        vat,
        entitlement: element.get("entitlement").and_then(Value::as_str).map(str::to_owned),
        comment: text(element, "/comment").to_owned(),
    })
}

/// Amounts of a line: net, tax.
fn amounts(line: &Line, decimals: u32) -> (Decimal, Decimal) {
    let whole = round(line.quantity * line.price, decimals);
    if line.gross_price {
        let tax = round(whole * line.percent / (line.percent + Decimal::ONE_HUNDRED), decimals);
        return (whole - tax, tax);
    }
    (whole, round(whole * line.percent / Decimal::ONE_HUNDRED, decimals))
}

/// The document, without a number.
pub(super) fn document(insert: Insert, account: &Account, today: Date) -> Document {
    let decimals = insert.currency.decimals();
    let items: Vec<Item> = insert.lines.iter().map(|line| item(line, decimals)).collect();
    let keep = Decimal::from(100_u32.saturating_sub(insert.discount.unwrap_or_default())) / Decimal::ONE_HUNDRED;
    let (summary, gross) = summary(&insert, keep, decimals);
    let step = match insert.round {
        "five" => Decimal::from(5),
        "ten" => Decimal::TEN,
        "one" => Decimal::ONE,
        _ => Decimal::ZERO,
    };
    let gross = if step.is_zero() { gross } else { round(gross / step, 0) * step };
    let is_claim = matches!(insert.kind, "invoice" | "advance");
    Document {
        id: 0,
        invoice_number: String::new(),
        r#type: insert.kind.into(),
        cancelled: false,
        block_id: BLOCK,
        payment_status: if is_claim { "outstanding" } else { "none" }.into(),
        payment_method: insert.method.into(),
        gross_total: gross.into(),
        currency: insert.currency.as_str().to_owned().into(),
        conversion_rate: insert.rate.into(),
        invoice_date: today,
        fulfillment_date: Some(insert.fulfilled),
        due_date: Some(insert.due),
        paid_date: None,
        organization: account.organization().clone(),
        document_partner: insert.partner.buyer.clone(),
        partner: insert.partner,
        electronic: insert.electronic,
        comment: insert.comment.into(),
        tags: Vec::new(),
        notification_status: "none".into(),
        language: insert.language.into(),
        items,
        summary,
        settings: Settings {
            mediated_service: false,
            without_financial_fulfillment: false,
            online_payment: "".into(),
            round: insert.round.into(),
            no_send_onlineszamla_by_user: false,
            order_number: insert.order_number.into(),
            place_id: None,
            instant_payment: false,
            selected_type: insert.kind.into(),
        },
        online_szamla_status: is_claim.then(|| Text::from("processing")),
        related_documents: Vec::new(),
        discount: insert.discount.map(|value| Discount { r#type: "percent".into(), value }),
        correction_type: None,
        instead: None,
    }
}

fn item(line: &Line, decimals: u32) -> Item {
    let (net, tax) = amounts(line, decimals);
    let keep = Decimal::ONE_HUNDRED / (line.percent + Decimal::ONE_HUNDRED);
    let price = if line.gross_price { (line.price * keep).round_dp(4) } else { line.price };
    Item {
        product_id: None,
        name: line.name.clone().into(),
        net_unit_amount: price.into(),
        quantity: line.quantity.into(),
        unit: line.unit.clone().into(),
        net_amount: net.into(),
        gross_amount: (net + tax).into(),
        vat: line.vat.clone().into(),
        vat_amount: tax.into(),
        entitlement: line.entitlement.clone().map(Text::from),
        comment: line.comment.clone().into(),
    }
}

/// Sums by rate and over all, with the discount taken off; and the gross total.
fn summary(insert: &Insert, keep: Decimal, decimals: u32) -> (Summary, Decimal) {
    let local = |value: Decimal| round(value * insert.rate, 0);
    let mut rates: Vec<(&str, Decimal, Decimal, Decimal)> = Vec::new();
    for line in &insert.lines {
        let (net, tax) = amounts(line, decimals);
        match rates.iter_mut().find(|rate| rate.0 == line.vat) {
            Some(rate) => (rate.2, rate.3) = (rate.2 + net, rate.3 + tax),
            None => rates.push((&line.vat, line.percent, net, tax)),
        }
    }
    let (mut net_total, mut tax_total) = (Decimal::ZERO, Decimal::ZERO);
    let rate = |(name, percent, net, tax): (&str, Decimal, Decimal, Decimal)| {
        let (net, tax) = (round(net * keep, decimals), round(tax * keep, decimals));
        (net_total, tax_total) = (net_total + net, tax_total + tax);
        VatRate {
            vat_name: name.to_owned().into(),
            vat_percentage: percent.into(),
            vat_rate_net_amount: net.into(),
            vat_rate_vat_amount: tax.into(),
            vat_rate_vat_amount_local: local(tax).into(),
            vat_rate_gross_amount: (net + tax).into(),
        }
    };
    let vat_rate_summary = rates.into_iter().map(rate).collect();
    let gross = net_total + tax_total;
    let summary = Summary {
        net_amount: net_total.into(),
        net_amount_local: local(net_total).into(),
        gross_amount_local: local(gross).into(),
        vat_amount: tax_total.into(),
        vat_amount_local: local(tax_total).into(),
        vat_rate_summary,
    };
    (summary, gross)
}

/// A document with every amount of the other sign.
pub(super) fn negated(document: &Document) -> Document {
    let minus = |num: &Num| num.decimal().map_or_else(|| num.clone(), |value| (-value).into());
    let mut other = document.clone();
    other.gross_total = minus(&other.gross_total);
    for item in &mut other.items {
        for num in [&mut item.quantity, &mut item.net_amount, &mut item.gross_amount, &mut item.vat_amount] {
            *num = minus(num);
        }
    }
    let sums = &mut other.summary;
    for num in [
        &mut sums.net_amount,
        &mut sums.net_amount_local,
        &mut sums.gross_amount_local,
        &mut sums.vat_amount,
        &mut sums.vat_amount_local,
    ] {
        *num = minus(num);
    }
    for rate in &mut sums.vat_rate_summary {
        for num in [
            &mut rate.vat_rate_net_amount,
            &mut rate.vat_rate_vat_amount,
            &mut rate.vat_rate_vat_amount_local,
            &mut rate.vat_rate_gross_amount,
        ] {
            *num = minus(num);
        }
    }
    other
}
