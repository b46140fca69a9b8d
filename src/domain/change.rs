//! Changes of a record, field by field, as text that people read and the store keeps.

use std::fmt::Display;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::as_text;
use super::{Allocation, Contact, Invoice, LineItem, Party, Payment, RecordKey, RunId, VatLine};

/// A changed field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The field's name, such as `status`, `buyer.name`, `items[2].quantity`; also `first_seen` and `vanished`.
    pub field: String,
    /// Old value; `None` if there was none.
    pub old: Option<String>,
    /// New value; `None` if there is none.
    pub new: Option<String>,
}

/// A change with its circumstances.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The record.
    pub key: RecordKey,
    /// When it was noticed.
    #[serde(with = "as_text")]
    pub at: Timestamp,
    /// By which run.
    pub run: RunId,
    /// Change.
    pub change: Change,
}

/// Collects the fields that differ.
struct Differ {
    prefix: String,
    changes: Vec<Change>,
}

/// The fields in which `new` differs from `old`, in the order of the document; empty when nothing differs.
///
/// Decimals are compared by value: `100` and `100.00` are the same amount.
#[must_use]
pub fn diff(old: &Invoice, new: &Invoice) -> Vec<Change> {
    let mut d = Differ { prefix: String::new(), changes: Vec::new() };
    d.value("number", &old.number, &new.number);
    d.value("type", &old.kind, &new.kind);
    d.value("direction", &old.direction, &new.direction);
    d.option("correction_type", old.correction.as_ref(), new.correction.as_ref());
    d.value("cancelled", &old.cancelled, &new.cancelled);
    d.option("block_id", old.block_id.as_ref(), new.block_id.as_ref());
    d.value("status", &old.status, &new.status);
    d.option("payment_method", old.method.as_ref(), new.method.as_ref());
    d.value("currency", &old.currency, &new.currency);
    d.option("rate", old.rate.as_ref(), new.rate.as_ref());
    d.value("gross", &old.gross, &new.gross);
    if new.balance.is_some() {
        // What the provider does not tell is no change of the document.
        let balance = |invoice: &Invoice| invoice.balance.map(|balance| balance.normalize());
        d.option("balance", balance(old).as_ref(), balance(new).as_ref());
    }
    d.option("net", old.net.as_ref(), new.net.as_ref());
    d.option("vat", old.vat.as_ref(), new.vat.as_ref());
    d.option("gross_local", old.gross_local.as_ref(), new.gross_local.as_ref());
    d.option("issued", old.issued.as_ref(), new.issued.as_ref());
    d.option("fulfilled", old.fulfilled.as_ref(), new.fulfilled.as_ref());
    d.option("due", old.due.as_ref(), new.due.as_ref());
    d.option("paid", old.paid.as_ref(), new.paid.as_ref());
    d.party("seller", &old.seller, &new.seller);
    d.party("buyer", &old.buyer, &new.buyer);
    d.value("electronic", &old.electronic, &new.electronic);
    d.option("comment", old.comment.as_ref(), new.comment.as_ref());
    d.value("tags", &old.tags.join(", "), &new.tags.join(", "));
    d.option("language", old.language.as_ref(), new.language.as_ref());
    d.option("notification", old.notification.as_ref(), new.notification.as_ref());
    d.option("nav", old.nav.as_ref(), new.nav.as_ref());
    d.option("order_number", old.order_number.as_ref(), new.order_number.as_ref());
    d.value("related", &related(old), &related(new));
    d.option("discount", discount(old).as_ref(), discount(new).as_ref());
    d.vat_lines(&old.vat_lines, &new.vat_lines);
    d.items(&old.items, &new.items);
    d.changes
}

/// The fields in which a payment differs from what it was; amounts are compared by value.
#[must_use]
pub fn payment(old: &Payment, new: &Payment) -> Vec<Change> {
    let mut d = Differ { prefix: String::new(), changes: Vec::new() };
    d.value("type", &old.kind, &new.kind);
    d.value("direction", &old.direction, &new.direction);
    d.value("status", &old.state, &new.state);
    d.option("date", old.date.as_ref(), new.date.as_ref());
    d.value("amount", &old.amount, &new.amount);
    d.value("currency", &old.currency, &new.currency);
    d.option("rate", old.rate.as_ref(), new.rate.as_ref());
    d.option("method", old.method.as_ref(), new.method.as_ref());
    d.option("reference", old.reference.as_ref(), new.reference.as_ref());
    d.option("partner.id", old.partner_id.as_ref(), new.partner_id.as_ref());
    d.value("partner.name", &old.partner_name, &new.partner_name);
    d.option("unapplied", old.unapplied.as_ref(), new.unapplied.as_ref());
    d.option("note", old.note.as_ref(), new.note.as_ref());
    if old.allocations != new.allocations {
        d.push("allocations", allocations(&old.allocations), allocations(&new.allocations));
    }
    d.changes
}

/// Allocations in one line; `None` if there are none.
fn allocations(parts: &[Allocation]) -> Option<String> {
    let part = |part: &Allocation| {
        let name = if part.number.is_empty() { part.document.as_str() } else { part.number.as_str() };
        format!("{name} {}", part.amount)
    };
    (!parts.is_empty()).then(|| parts.iter().map(part).collect::<Vec<_>>().join("; "))
}

/// The fields in which a contact differs from what it was.
#[must_use]
pub fn contact(old: &Contact, new: &Contact) -> Vec<Change> {
    let mut d = Differ { prefix: String::new(), changes: Vec::new() };
    d.value("name", &old.name, &new.name);
    d.option("number", old.number.as_ref(), new.number.as_ref());
    d.option("tax_number", old.tax_number.as_ref(), new.tax_number.as_ref());
    d.value("emails", &old.emails.join(", "), &new.emails.join(", "));
    d.option("phone", old.phone.as_ref(), new.phone.as_ref());
    d.option("country", old.address.country.as_ref(), new.address.country.as_ref());
    d.option("post_code", old.address.post_code.as_ref(), new.address.post_code.as_ref());
    d.option("city", old.address.city.as_ref(), new.address.city.as_ref());
    d.option("street", old.address.street.as_ref(), new.address.street.as_ref());
    d.option("account", old.account.as_ref(), new.account.as_ref());
    d.option("currency", old.currency.as_ref(), new.currency.as_ref());
    d.value("customer", &old.customer, &new.customer);
    d.value("supplier", &old.supplier, &new.supplier);
    d.value("active", &old.active, &new.active);
    d.option("merged_into", old.merged_into.as_ref(), new.merged_into.as_ref());
    d.option("parent", old.parent.as_ref(), new.parent.as_ref());
    d.option("note", old.note.as_ref(), new.note.as_ref());
    d.changes
}

fn related(invoice: &Invoice) -> String {
    invoice.related.iter().map(|r| format!("{} ({})", r.number, r.id)).collect::<Vec<_>>().join(", ")
}

fn discount(invoice: &Invoice) -> Option<String> {
    invoice.discount.as_ref().map(|d| format!("{} {}", d.value.normalize(), d.kind))
}

impl Differ {
    fn push(&mut self, field: &str, old: Option<String>, new: Option<String>) {
        self.changes.push(Change { field: format!("{}{field}", self.prefix), old, new });
    }

    fn value<T: PartialEq + Display>(&mut self, field: &str, old: &T, new: &T) {
        if old != new {
            self.push(field, Some(old.to_string()), Some(new.to_string()));
        }
    }

    fn option<T: PartialEq + Display>(&mut self, field: &str, old: Option<&T>, new: Option<&T>) {
        if old != new {
            self.push(field, old.map(ToString::to_string), new.map(ToString::to_string));
        }
    }

    fn party(&mut self, name: &str, old: &Party, new: &Party) {
        if old == new {
            return;
        }
        self.prefix = format!("{name}.");
        self.option("id", old.id.as_ref(), new.id.as_ref());
        self.value("name", &old.name, &new.name);
        self.option("tax_number", old.tax_number.as_ref(), new.tax_number.as_ref());
        self.option("eu_tax_number", old.eu_tax_number.as_ref(), new.eu_tax_number.as_ref());
        self.option("country", old.address.country.as_ref(), new.address.country.as_ref());
        self.option("post_code", old.address.post_code.as_ref(), new.address.post_code.as_ref());
        self.option("city", old.address.city.as_ref(), new.address.city.as_ref());
        self.option("street", old.address.street.as_ref(), new.address.street.as_ref());
        self.value("emails", &old.emails.join(", "), &new.emails.join(", "));
        self.option("phone", old.phone.as_ref(), new.phone.as_ref());
        self.option("bank", old.bank.as_ref(), new.bank.as_ref());
        self.option("account_number", old.account_number.as_ref(), new.account_number.as_ref());
        self.option("iban", old.iban.as_ref(), new.iban.as_ref());
        self.option("swift", old.swift.as_ref(), new.swift.as_ref());
        self.option("tax_type", old.tax_type.as_ref(), new.tax_type.as_ref());
        self.prefix.clear();
    }

    fn vat_lines(&mut self, old: &[VatLine], new: &[VatLine]) {
        if old != new {
            let text = |lines: &[VatLine]| {
                let amount = |a: Option<rust_decimal::Decimal>| a.map_or_else(|| "–".to_owned(), |a| a.to_string());
                let line = |l: &VatLine| format!("{} {} + {} = {}", l.name, amount(l.net), amount(l.vat), amount(l.gross));
                lines.iter().map(line).collect::<Vec<_>>().join("; ")
            };
            self.push("vat_summary", Some(text(old)), Some(text(new)));
        }
    }

    fn items(&mut self, old: &[LineItem], new: &[LineItem]) {
        let text = |item: &LineItem| {
            let gross = item.gross.map(|g| g.to_string()).unwrap_or_default();
            format!("{} × {} {} = {gross}", item.name, item.quantity, item.unit)
        };
        for index in 0..old.len().max(new.len()) {
            match (old.get(index), new.get(index)) {
                (Some(old), Some(new)) if old != new => self.item(index, old, new),
                (Some(old), None) => self.push(&format!("items[{}]", index + 1), Some(text(old)), None),
                (None, Some(new)) => self.push(&format!("items[{}]", index + 1), None, Some(text(new))),
                _ => {}
            }
        }
    }

    fn item(&mut self, index: usize, old: &LineItem, new: &LineItem) {
        self.prefix = format!("items[{}].", index + 1);
        self.option("product_id", old.product_id.as_ref(), new.product_id.as_ref());
        self.value("name", &old.name, &new.name);
        self.value("quantity", &old.quantity, &new.quantity);
        self.value("unit", &old.unit, &new.unit);
        self.option("net_unit_amount", old.net_unit_amount.as_ref(), new.net_unit_amount.as_ref());
        self.option("net_amount", old.net.as_ref(), new.net.as_ref());
        self.value("vat", &old.vat, &new.vat);
        self.option("vat_amount", old.vat_amount.as_ref(), new.vat_amount.as_ref());
        self.option("gross_amount", old.gross.as_ref(), new.gross.as_ref());
        self.option("entitlement", old.entitlement.as_ref(), new.entitlement.as_ref());
        self.option("comment", old.comment.as_ref(), new.comment.as_ref());
        self.prefix.clear();
    }
}
