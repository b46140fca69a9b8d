//! Writes one document out: items, amounts, sums, and what the account says around them.

use fastrand::Rng;
use rust_decimal::{Decimal, RoundingStrategy};

use super::names::{COMMENTS, HUNGARIAN, PRODUCTS, Product, TAGS};
use super::plan::{Flaw, Plan};
use super::{FIRST_ID, Generator, partners};
use crate::domain::Currency;
use crate::sandbox::model::{Discount, Document, Item, Num, Related, Settings, Summary, Text, VatRate};

/// VAT of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Vat {
    name: &'static str,
    percent: u32,
    entitlement: Option<&'static str>,
}

/// A line in decimals.
struct Line {
    item: Item,
    vat: Vat,
    net: Decimal,
    tax: Decimal,
}

/// Currency, sign and precision of a document's lines.
struct Frame {
    hungarian: bool,
    currency: Currency,
    rate: Decimal,
    decimals: u32,
    sign: Decimal,
}

pub(super) fn document(generator: &Generator, index: usize) -> Option<Document> {
    let plan = generator.plans().get(index)?;
    let partner = generator.partners().get(plan.partner)?;
    // A cancellation has the content of what it cancels, with the other sign.
    let mut rng = rng(generator, plan.copies.unwrap_or(index));
    let frame = frame(&mut rng, plan);
    let lines: Vec<Line> = (0..plan.items).map(|_| line(&mut rng, generator, plan, &frame)).collect();
    let discount =
        (plan.copies.is_none() && !plan.cancelled && rng.f32() < 0.06).then(|| *rng.choice(&[5, 10, 15]).unwrap_or(&10));
    let (summary, gross) = sums(&lines, &frame, discount.unwrap_or(0));
    let gross = total(plan, gross, &frame);
    let mut rng = self::rng(generator, usize::MAX - index);
    let related = plan.related.and_then(|at| Some((at, generator.plans().get(at)?)));
    let settings = settings(&mut rng, plan, index);
    Some(Document {
        id: FIRST_ID + index as u64,
        invoice_number: plan.number(),
        r#type: plan.kind.into(),
        cancelled: plan.cancelled,
        block_id: plan.block,
        payment_status: plan.status.into(),
        payment_method: plan.method.into(),
        gross_total: gross.into(),
        currency: frame.currency.as_str().to_owned().into(),
        conversion_rate: if plan.flaw == Some(Flaw::NoRate) { Decimal::ZERO } else { frame.rate }.into(),
        invoice_date: plan.issued,
        fulfillment_date: Some(plan.issued),
        due_date: Some(plan.due),
        paid_date: plan.paid,
        organization: generator.organization().clone(),
        partner: partner.clone(),
        document_partner: partner.buyer.clone(),
        electronic: !plan.kind.starts_with("receipt"),
        comment: if rng.f32() < 0.4 { rng.choice(&COMMENTS).copied().unwrap_or_default() } else { "" }.into(),
        tags: TAGS.into_iter().filter(|_| rng.f32() < 0.08).map(Text::from).collect(),
        notification_status: (*rng.choice(&["opened", "readed", "none", "downloaded", "closed", "failed"]).unwrap_or(&"none"))
            .into(),
        language: if frame.hungarian { "hu" } else { "en" }.into(),
        items: lines.into_iter().map(|line| line.item).collect(),
        summary,
        settings,
        online_szamla_status: nav(&mut rng, plan).map(Text::from),
        related_documents: related
            .map(|(at, other)| Related { id: FIRST_ID + at as u64, invoice_number: other.number() })
            .into_iter()
            .collect(),
        discount: discount.map(|value| Discount { r#type: "percent".into(), value }),
        correction_type: plan.correction.map(Text::from),
        instead: None,
    })
}

fn rng(generator: &Generator, index: usize) -> Rng {
    Rng::with_seed(generator.seed ^ (index as u64).wrapping_mul(0xD134_2543_DE82_EF95))
}

fn frame(rng: &mut Rng, plan: &Plan) -> Frame {
    let (code, hungarian) = partners::currency(plan.partner);
    let currency = Currency::new(&code);
    // Rates drift within four percent of what they were when this was written.
    let base = match currency.as_str() {
        "EUR" => 39_512,
        "USD" => 36_240,
        "GBP" => 45_866,
        "CHF" => 42_105,
        "PLN" => 9_288,
        "CZK" => 1_623,
        "RON" => 7_934,
        "JPY" => 241,
        _ => 100,
    };
    let rate = if base == 100 { Decimal::ONE } else { Decimal::new(base * rng.i64(96..105) / 100, 2) };
    let decimals = currency.decimals();
    let sign = if plan.copies.is_some() { Decimal::NEGATIVE_ONE } else { Decimal::ONE };
    Frame { hungarian: hungarian || plan.partner < HUNGARIAN, currency, rate, decimals, sign }
}

fn round(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

fn line(rng: &mut Rng, generator: &Generator, plan: &Plan, frame: &Frame) -> Line {
    let at = rng.usize(0..PRODUCTS.len());
    let [first, ..] = &PRODUCTS;
    let Product(hu, en, unit_hu, unit_en, price, percent) = PRODUCTS.get(at).unwrap_or(first);
    let vat = vat(rng, generator, plan, frame, *percent);
    let forints = Decimal::from(price * rng.i64(80..121) / 100);
    let price = round(forints / frame.rate, frame.decimals);
    let hours = matches!(*unit_en, "hour" | "m²" | "km");
    let quantity = if hours { Decimal::new(rng.i64(2..80) * 5, 1) } else { Decimal::from(rng.i64(1..12)) } * frame.sign;
    let net = round(price * quantity, frame.decimals);
    let tax = round(net * Decimal::from(vat.percent) / Decimal::ONE_HUNDRED, frame.decimals);
    let item = Item {
        product_id: (rng.f32() < 0.7).then_some(900_100 + at as u64),
        name: if frame.hungarian { *hu } else { *en }.into(),
        net_unit_amount: price.into(),
        quantity: quantity.into(),
        unit: if frame.hungarian { *unit_hu } else { *unit_en }.into(),
        net_amount: net.into(),
        gross_amount: (net + tax).into(),
        vat: vat.name.into(),
        vat_amount: tax.into(),
        entitlement: vat.entitlement.map(Text::from),
        comment: if rng.f32() < 0.12 { "Egyedi megállapodás szerint" } else { "" }.into(),
    };
    Line { item, vat, net, tax }
}

fn vat(rng: &mut Rng, generator: &Generator, plan: &Plan, frame: &Frame, percent: u32) -> Vat {
    let exempt = |name, entitlement| Vat { name, percent: 0, entitlement: Some(entitlement) };
    if generator.small {
        return exempt("AAM", "AAM");
    }
    let country = generator.partners().get(plan.partner).map(|partner| partner.buyer.address.country_code.clone());
    match country.as_deref() {
        Some("CH" | "GB" | "US" | "JP") => exempt("EUK", "HO"),
        Some("HU") | None => match percent {
            5 => Vat { name: "5%", percent, entitlement: None },
            18 => Vat { name: "18%", percent, entitlement: None },
            _ if frame.hungarian && rng.f32() < 0.03 => exempt("TAM", "TAM"),
            _ if frame.hungarian && rng.f32() < 0.02 => exempt("AAM", "AAM"),
            _ => Vat { name: "27%", percent: 27, entitlement: None },
        },
        Some(_) if rng.bool() => exempt("EU", "EUFAD37"),
        Some(_) => exempt("EU", "KBAET"),
    }
}

/// The sums by VAT rate and over all, with the discount taken off; and the gross total.
fn sums(lines: &[Line], frame: &Frame, discount: u32) -> (Summary, Decimal) {
    let keep = Decimal::from(100 - discount) / Decimal::ONE_HUNDRED;
    let local = |value: Decimal| round(value * frame.rate, 0);
    let mut rates: Vec<Vat> = Vec::new();
    for line in lines {
        if !rates.iter().any(|vat| vat.name == line.vat.name) {
            rates.push(line.vat);
        }
    }
    let (mut net_total, mut tax_total) = (Decimal::ZERO, Decimal::ZERO);
    let mut rate = |vat: Vat| {
        let of_rate = || lines.iter().filter(|line| line.vat.name == vat.name);
        let net = round(of_rate().map(|line| line.net).sum::<Decimal>() * keep, frame.decimals);
        let tax = round(of_rate().map(|line| line.tax).sum::<Decimal>() * keep, frame.decimals);
        net_total += net;
        tax_total += tax;
        VatRate {
            vat_name: vat.name.into(),
            vat_percentage: u64::from(vat.percent).into(),
            vat_rate_net_amount: net.into(),
            vat_rate_vat_amount: tax.into(),
            vat_rate_vat_amount_local: local(tax).into(),
            vat_rate_gross_amount: (net + tax).into(),
        }
    };
    let vat_rate_summary = rates.into_iter().map(&mut rate).collect();
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

/// The gross total as printed: cash is rounded to five forints, and now and then it is simply wrong.
fn total(plan: &Plan, gross: Decimal, frame: &Frame) -> Decimal {
    let five = Decimal::from(5);
    let gross = if plan.method == "cash" && frame.currency.as_str() == "HUF" { round(gross / five, 0) * five } else { gross };
    if plan.flaw == Some(Flaw::Sum) { gross + Decimal::ONE_HUNDRED } else { gross }
}

fn settings(rng: &mut Rng, plan: &Plan, index: usize) -> Settings {
    let order = rng.f32() < 0.3;
    Settings {
        mediated_service: false,
        without_financial_fulfillment: false,
        online_payment: if plan.method == "barion" { "Barion" } else { "" }.into(),
        round: if plan.method == "cash" { "five" } else { "none" }.into(),
        no_send_onlineszamla_by_user: false,
        order_number: if order { format!("PO-{}", 70_000 + index).into() } else { "".into() },
        place_id: None,
        instant_payment: plan.method != "wire_transfer",
        selected_type: plan.kind.into(),
    }
}

/// State of the report to the tax authority; only invoices are reported.
fn nav(rng: &mut Rng, plan: &Plan) -> Option<&'static str> {
    if !matches!(plan.kind, "invoice" | "advance" | "modification" | "cancellation") {
        return None;
    }
    Some(match rng.u8(0..100) {
        // No refused report: a company that has one is not green.
        0..88 | 91..93 | 98 => "done",
        88..91 => "nav_warn",
        93..95 => "processing",
        95..97 => "sent",
        97 => "no_send_by_user",
        _ => "not_checked",
    })
}

/// The amount paid so far of a document that is paid in part.
pub(in crate::sandbox) fn part_of(gross: &Num) -> Num {
    let part = gross.decimal().unwrap_or_default() * Decimal::new(4, 1);
    round(part, 2).into()
}
