//! Invoice, credit memo, sales receipt and refund receipt → a document.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;

use crate::domain::{
    Direction, Discount, DocumentType, Invoice, LineItem, Message, Party, PaymentMethod, PaymentStatus, RelatedDocument, VatLine,
    money,
};
use crate::provider::Feed;
use crate::provider::wire::lenient::{List, Object, Raw};

use super::tax;
use super::values::{Linked, Place, Reference, Single, amount, day, id, is_void, number};
use super::{Home, currency, shape};

/// Decimals of a net price that is made of one with tax.
const PRICE_DECIMALS: u32 = 6;
/// Largest depth of groups of lines.
const DEPTH: u32 = 3;

/// A sales transaction.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
struct Sales<'a> {
    id: Raw<'a>,
    doc_number: Raw<'a>,
    txn_date: Raw<'a>,
    due_date: Raw<'a>,
    customer_ref: Object<Reference<'a>>,
    currency_ref: Object<Reference<'a>>,
    exchange_rate: Raw<'a>,
    line: List<Object<Line<'a>>>,
    txn_tax_detail: Object<TaxDetail<'a>>,
    total_amt: Raw<'a>,
    home_total_amt: Raw<'a>,
    balance: Raw<'a>,
    remaining_credit: Raw<'a>,
    payment_method_ref: Object<Reference<'a>>,
    private_note: Raw<'a>,
    customer_memo: Object<Single<'a>>,
    bill_addr: Object<Place<'a>>,
    bill_email: Object<Single<'a>>,
    email_status: Raw<'a>,
    linked_txn: List<Object<Linked<'a>>>,
    #[serde(rename = "PONumber")]
    po_number: Raw<'a>,
}

/// A line of any type.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
struct Line<'a> {
    amount: Raw<'a>,
    description: Raw<'a>,
    detail_type: Raw<'a>,
    sales_item_line_detail: Object<SalesItem<'a>>,
    discount_line_detail: Object<DiscountDetail<'a>>,
    group_line_detail: Object<Group<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
struct SalesItem<'a> {
    item_ref: Object<Reference<'a>>,
    qty: Raw<'a>,
    unit_price: Raw<'a>,
    tax_code_ref: Object<Reference<'a>>,
    tax_inclusive_amt: Raw<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
struct DiscountDetail<'a> {
    percent_based: Raw<'a>,
    discount_percent: Raw<'a>,
    discount_account_ref: Object<Reference<'a>>,
    tax_code_ref: Object<Reference<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
struct Group<'a> {
    group_item_ref: Object<Reference<'a>>,
    line: Raw<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
struct TaxDetail<'a> {
    total_tax: Raw<'a>,
    tax_line: List<Object<TaxLine<'a>>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
struct TaxLine<'a> {
    amount: Raw<'a>,
    tax_line_detail: Object<TaxLineDetail<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
struct TaxLineDetail<'a> {
    tax_rate_ref: Object<Reference<'a>>,
    tax_percent: Raw<'a>,
    net_amount_taxable: Raw<'a>,
}

/// What a feed's documents are: their type, and whether they reduce what the customer owes.
fn type_of(feed: &Feed) -> (DocumentType, bool) {
    match feed.name {
        "creditmemo" => ("credit_note".into(), true),
        "refundreceipt" => ("refund".into(), true),
        "salesreceipt" => (DocumentType::Receipt, false),
        _ => (DocumentType::Invoice, false),
    }
}

/// Sign of a document's amounts; the service writes credits as positive amounts.
#[derive(Clone, Copy)]
struct Sign(bool);

impl Sign {
    fn of(self, value: Decimal) -> Decimal {
        if self.0 && !value.is_zero() { -value } else { value }
    }
}

/// The document that is written here.
pub(super) fn document(feed: &Feed, json: &str, home: &Home) -> Result<Invoice, Message> {
    let sales = serde_json::from_str::<Object<Sales<'_>>>(json).map_err(shape)?.0.ok_or(()).map_err(shape)?;
    let (kind, credit) = type_of(feed);
    let sign = Sign(credit);
    let id = id(feed.prefix, sales.id).ok_or_else(|| Message::new("provider-skip-id"))?;
    let currency = currency(sales.currency_ref.value(), home)?;
    let missing = || Message::new("provider-skip-amount-missing").with("field", "TotalAmt");
    let total = amount("TotalAmt", sales.total_amt)?.ok_or_else(missing)?;
    let told = amount("Balance", sales.balance)?;
    let receipt = matches!(feed.name, "salesreceipt" | "refundreceipt");
    let left = match told {
        // Money of a receipt changed hands with it.
        None if receipt => Some(Decimal::ZERO),
        None => amount("RemainingCredit", sales.remaining_credit)?,
        told => told,
    };
    let cancelled = is_void(total, left.unwrap_or_default(), sales.private_note);
    let status = match status(total, left, cancelled) {
        // What is left of an invoice is not always told; it is owed until the service says otherwise.
        PaymentStatus::None if left.is_none() && !cancelled && feed.name == "invoice" => PaymentStatus::Outstanding,
        status => status,
    };
    let issued = day("TxnDate", sales.txn_date)?;
    let detail = sales.txn_tax_detail.0.unwrap_or_default();
    let tax_lines = vat_lines(detail.tax_line, sign)?;
    // Without the total it is what the rates come to.
    let vat = match amount("TotalTax", detail.total_tax)? {
        Some(told) => told,
        None => sign.of(money::sum(tax_lines.iter().filter_map(|rate| rate.vat)).unwrap_or_default()),
    };
    let net = total.checked_sub(vat).map(|net| sign.of(net));
    let home_total = amount("HomeTotalAmt", sales.home_total_amt)?;
    let gross_local = home_total.or_else(|| (home.currency.as_ref() == Some(&currency)).then_some(total));
    let mut read = Lines::default();
    lines(sales.line, sign, &mut read, DEPTH)?;
    read.settle(net, sign.of(total));
    let Lines { mut items, discount, .. } = read;
    let mut rates = tax::on_one_base(tax_lines, &items);
    tax::name_by_code(&mut rates, &items, |code| home.taxes.word(code));
    tax::to_lines(&mut items, &rates, sign.of(vat));
    // Lines name the codes of the company: people and e-invoices want the rate.
    for item in &mut items {
        if let Some(word) = home.taxes.word(&item.vat) {
            item.vat = word.to_owned();
        }
    }
    let vat_lines = tax::with_untaxed(rates, net);
    let mut invoice = Invoice {
        id,
        number: number(sales.doc_number).unwrap_or_default(),
        kind,
        direction: Direction::Issued,
        correction: None,
        cancelled,
        block_id: None,
        method: sales.payment_method_ref.name().word().map(|name| method(&name)),
        paid: issued.filter(|_| receipt && status == PaymentStatus::Paid),
        status,
        currency,
        rate: amount("ExchangeRate", sales.exchange_rate)?,
        gross: sign.of(total),
        balance: left.map(|left| sign.of(left)),
        net,
        vat: Some(sign.of(vat)),
        gross_local: gross_local.map(|local| sign.of(local)),
        issued,
        fulfilled: None,
        due: day("DueDate", sales.due_date)?,
        seller: Party::default(),
        buyer: Party {
            id: sales.customer_ref.value().boxed(),
            name: number(sales.customer_ref.name()).unwrap_or_default(),
            address: sales.bill_addr.address(),
            emails: sales.bill_email.emails(),
            ..Party::default()
        },
        electronic: false,
        comment: sales.customer_memo.text(),
        tags: Vec::new(),
        language: None,
        notification: sales.email_status.boxed(),
        nav: None,
        order_number: sales.po_number.boxed(),
        related: related(sales.linked_txn),
        discount,
        vat_lines,
        items,
        rounding: None,
        original: Vec::new(),
    };
    invoice.mend();
    Ok(invoice)
}

/// The status follows from what is left; the service has no word for it.
fn status(total: Decimal, left: Option<Decimal>, cancelled: bool) -> PaymentStatus {
    match left {
        _ if cancelled => PaymentStatus::None,
        None => PaymentStatus::None,
        Some(left) if left.is_zero() => PaymentStatus::Paid,
        Some(left) if left < total => PaymentStatus::PartiallyPaid,
        Some(_) => PaymentStatus::Outstanding,
    }
}

/// A payment method by its name at the service.
pub(super) fn method(name: &str) -> PaymentMethod {
    match name.trim().to_lowercase().as_str() {
        "credit card" | "visa" | "mastercard" | "american express" | "debit card" => PaymentMethod::Bankcard,
        "bank transfer" | "direct deposit" | "eft" | "ach" | "wire transfer" => PaymentMethod::WireTransfer,
        other => other.replace(' ', "_").as_str().into(),
    }
}

/// Documents that it is linked with. Payments are records of their own and have the amounts.
fn related(list: List<Object<Linked<'_>>>) -> Vec<RelatedDocument> {
    let targets = list.0.into_iter().filter_map(|link| link.0?.target());
    let documents =
        targets.filter(|(_, entity)| matches!(entity.as_str(), "invoice" | "creditmemo" | "salesreceipt" | "refundreceipt"));
    documents.map(|(id, _)| RelatedDocument { id, number: String::new() }).collect()
}

/// Lines as they are read.
#[derive(Default)]
struct Lines {
    items: Vec<LineItem>,
    /// The discount of the whole, and the place of its line.
    discount: Option<Discount>,
    discounts: Vec<usize>,
    /// Bundles that are told with another amount than their lines have: the place behind them, and what is between.
    bundles: Vec<(usize, LineItem)>,
}

impl Lines {
    /// What the lines lack of the net amount that the document tells, where a bundle or a discount explains it to the cent.
    fn settle(&mut self, net: Option<Decimal>, gross: Decimal) {
        let nets = |items: &[LineItem]| money::sum(items.iter().filter_map(|item| item.net));
        let Some(lacks) = net.zip(nets(&self.items)).and_then(|(net, sum)| net.checked_sub(sum)) else { return };
        if lacks.is_zero() {
            return;
        }
        // A bundle that is sold for another price than its parts.
        let between = money::sum(self.bundles.iter().filter_map(|(_, item)| item.net));
        if !self.bundles.is_empty() && between == Some(lacks) {
            for (at, item) in std::mem::take(&mut self.bundles).into_iter().rev() {
                self.items.insert(at.min(self.items.len()), item);
            }
            return;
        }
        // Where prices include tax, a discount may be told with it.
        if let [at] = *self.discounts.as_slice()
            && let Some(told) = self.items.get(at).and_then(|item| item.net)
            && self.gross_without(at).and_then(|rest| rest.checked_add(told)) == Some(gross)
            && let Some(item) = self.items.get_mut(at)
        {
            let without = told.checked_add(lacks);
            (item.net, item.net_unit_amount, item.gross) = (without, without, Some(told));
            item.vat_amount = without.and_then(|net| told.checked_sub(net));
        }
    }

    /// What the lines but one come to with tax, where each of them tells it.
    fn gross_without(&self, at: usize) -> Option<Decimal> {
        let others = (0_usize..).zip(&self.items).filter(|(place, item)| *place != at && item.net.is_some());
        let told: Option<Vec<Decimal>> = others.map(|(_, item)| item.gross).collect();
        money::sum(told?)
    }
}

/// Adds the items of lines; those of a group stand in its place.
fn lines(list: List<Object<Line<'_>>>, sign: Sign, into: &mut Lines, depth: u32) -> Result<(), Message> {
    for line in list.0.into_iter().filter_map(|line| line.0) {
        let kind = line.detail_type.word().unwrap_or_default();
        let total = amount("Line.Amount", line.amount)?;
        let description = line.description.boxed();
        match kind.as_ref() {
            "SubTotalLineDetail" => {}
            "GroupLineDetail" => {
                let group = line.group_line_detail.0.unwrap_or_default();
                bundle(&group, total.map(|total| sign.of(total)), description, sign, into, depth)?;
            }
            "DiscountLineDetail" => {
                let (item, discount) = discounted(&line.discount_line_detail.0.unwrap_or_default(), total, description, sign)?;
                into.discounts.push(into.items.len());
                into.items.push(item);
                into.discount = discount;
            }
            "SalesItemLineDetail" => {
                into.items.push(sold(&line.sales_item_line_detail.0.unwrap_or_default(), total, description, sign)?);
            }
            other => {
                let name = description.map_or_else(|| other.to_owned(), String::from);
                let quantity = if total.is_some() { Decimal::ONE } else { Decimal::ZERO };
                let net = total.map(|total| sign.of(total));
                into.items.push(LineItem { name, quantity, net_unit_amount: net, net, ..LineItem::default() });
            }
        }
    }
    Ok(())
}

/// Adds the lines of a bundle. Its own amount is mostly nothing or what they sum to; one without lines is an item of its amount.
fn bundle(
    group: &Group<'_>,
    total: Option<Decimal>,
    description: Option<Box<str>>,
    sign: Sign,
    into: &mut Lines,
    depth: u32,
) -> Result<(), Message> {
    let first = into.items.len();
    let inner = group.line.json().filter(|_| depth > 0).unwrap_or("[]");
    lines(serde_json::from_str(inner).map_err(shape)?, sign, into, depth.saturating_sub(1))?;
    let parts = into.items.get(first..).unwrap_or_default();
    let sum = money::sum(parts.iter().filter_map(|item| item.net)).unwrap_or_default();
    let Some(between) = total.filter(|total| !total.is_zero()).and_then(|total| total.checked_sub(sum)) else { return Ok(()) };
    let name = description.map(String::from).or_else(|| number(group.group_item_ref.name()));
    let item = LineItem {
        name: name.or_else(|| number(group.group_item_ref.value())).unwrap_or_default(),
        quantity: Decimal::ONE,
        net_unit_amount: Some(between),
        net: Some(between),
        ..LineItem::default()
    };
    if parts.is_empty() {
        into.items.push(item);
    } else if !between.is_zero() {
        into.bundles.push((into.items.len(), item));
    }
    Ok(())
}

/// What a quantity of a price comes to, in cents, half away from zero.
fn times(price: Decimal, quantity: Decimal) -> Option<Decimal> {
    let whole = price.checked_mul(quantity)?;
    Some(whole.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

/// A line of an item.
fn sold(item: &SalesItem<'_>, total: Option<Decimal>, description: Option<Box<str>>, sign: Sign) -> Result<LineItem, Message> {
    let quantity = amount("Line.Qty", item.qty)?.filter(|quantity| !quantity.is_zero());
    let price = amount("Line.UnitPrice", item.unit_price)?.filter(|_| quantity.is_some());
    let inclusive = amount("Line.TaxInclusiveAmt", item.tax_inclusive_amt)?;
    let price = match (price, quantity, total, inclusive) {
        // Of a document with prices that include tax, a price that comes to the amount with tax is no net price.
        (Some(told), Some(of), Some(net), Some(gross)) if gross != net && times(told, of) == Some(gross) => {
            net.checked_div(of).map(|price| price.round_dp(PRICE_DECIMALS).normalize())
        }
        (price, ..) => price,
    };
    let item_name = number(item.item_ref.name());
    let comment = description.as_ref().filter(|_| item_name.is_some()).filter(|text| item_name.as_deref() != Some(text)).cloned();
    let named = item_name.or_else(|| description.map(String::from)).or_else(|| number(item.item_ref.value()));
    let tax = number(item.tax_code_ref.name()).or_else(|| number(item.tax_code_ref.value()));
    let vat = inclusive.and_then(|inclusive| inclusive.checked_sub(total?));
    Ok(LineItem {
        product_id: item.item_ref.value().boxed(),
        name: named.unwrap_or_default(),
        // A line without a quantity is one of its amount.
        quantity: quantity.unwrap_or(Decimal::ONE),
        unit: String::new(),
        net_unit_amount: price.or(total).map(|price| sign.of(price)),
        net: total.map(|total| sign.of(total)),
        vat: tax.unwrap_or_default(),
        vat_amount: vat.map(|vat| sign.of(vat)),
        gross: inclusive.map(|gross| sign.of(gross)),
        entitlement: None,
        comment,
    })
}

/// A discount: a line that takes its amount away, and the discount of the whole.
fn discounted(
    detail: &DiscountDetail<'_>,
    total: Option<Decimal>,
    description: Option<Box<str>>,
    sign: Sign,
) -> Result<(LineItem, Option<Discount>), Message> {
    let percent = amount("Line.DiscountPercent", detail.discount_percent)?.filter(|_| detail.percent_based.flag());
    let discount = match (percent, total) {
        (Some(value), _) => Some(Discount { kind: "percent".into(), value }),
        (None, Some(value)) => Some(Discount { kind: "amount".into(), value }),
        (None, None) => None,
    };
    let name = description.map(String::from).or_else(|| number(detail.discount_account_ref.name()));
    let net = total.map(|total| sign.of(-total));
    let item = LineItem {
        name: name.unwrap_or_else(|| "Discount".to_owned()),
        quantity: Decimal::ONE,
        net_unit_amount: net,
        net,
        vat: number(detail.tax_code_ref.value()).unwrap_or_default(),
        ..LineItem::default()
    };
    Ok((item, discount.filter(|discount| !discount.value.is_zero())))
}

fn vat_lines(list: List<Object<TaxLine<'_>>>, sign: Sign) -> Result<Vec<VatLine>, Message> {
    let line = |line: TaxLine<'_>| {
        let detail = line.tax_line_detail.0.unwrap_or_default();
        let vat = amount("TaxLine.Amount", line.amount)?;
        let net = amount("TaxLine.NetAmountTaxable", detail.net_amount_taxable)?;
        let percent = amount("TaxLine.TaxPercent", detail.tax_percent)?.map(|percent| format!("{}%", percent.normalize()));
        let name = number(detail.tax_rate_ref.name()).or(percent).or_else(|| number(detail.tax_rate_ref.value()));
        let gross = net.zip(vat).and_then(|(net, vat)| net.checked_add(vat));
        let signed = |value: Option<Decimal>| value.map(|value| sign.of(value));
        Ok(VatLine { name: name.unwrap_or_default(), net: signed(net), vat: signed(vat), gross: signed(gross) })
    };
    list.0.into_iter().filter_map(|tax| tax.0).map(line).collect()
}

#[cfg(test)]
#[path = "sales_tests.rs"]
mod tests;
