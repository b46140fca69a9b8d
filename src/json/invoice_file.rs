//! Invoices of a file, in the words of `faktura invoice … --json`: one object, a list, `{"invoices": […]}`, one object a line; or a CSV.

use std::str::FromStr;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::Deserializer;

use super::invoice_csv::{self, refused};
use crate::domain::{
    Address, Currency, Direction, DocumentType, Invoice, LineItem, Message, Party, PaymentMethod, PaymentStatus, RemoteId,
};
use crate::error::{Error, ErrorKind};

/// The invoices of a file.
///
/// # Errors
/// Names the first invoice that cannot be read, counted from 1, and why; says so if there is none.
pub fn invoices(text: &str) -> Result<Vec<Invoice>, Error> {
    // Some editors begin a file with a mark of its encoding.
    let json = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let values: Vec<serde_json::Value> = if matches!(json.chars().next(), Some('{' | '[') | None) {
        let values = serde_json::Deserializer::from_str(json).into_iter::<serde_json::Value>();
        values.collect::<Result<_, _>>().map_err(|error| refused(0, &error.to_string()))?
    } else {
        invoice_csv::values(text)?
    };
    let mut rows = Vec::new();
    for value in values {
        match value {
            serde_json::Value::Array(list) => rows.extend(list),
            serde_json::Value::Object(mut object) => match object.remove("invoices") {
                Some(serde_json::Value::Array(list)) => rows.extend(list),
                _ => rows.push(serde_json::Value::Object(object)),
            },
            other => rows.push(other),
        }
    }
    let mut invoices = Vec::with_capacity(rows.len());
    let mut known = std::collections::HashSet::new();
    for (at, row) in rows.into_iter().enumerate() {
        let form: Form = serde_json::from_value(row).map_err(|error| refused(at + 1, &error.to_string()))?;
        let invoice = form.invoice();
        if !known.insert(invoice.id.clone()) {
            return Err(refused(at + 1, &format!("duplicate invoice_id {}", invoice.id)));
        }
        invoices.push(invoice);
    }
    if invoices.is_empty() {
        return Err(Error::new(ErrorKind::Failed, Message::new("push-file-empty")));
    }
    Ok(invoices)
}

#[derive(Deserialize)]
struct Form {
    #[serde(default)]
    invoice_id: Option<String>,
    invoice_number: String,
    #[serde(rename = "type", default)]
    kind: Option<String>,
    #[serde(default)]
    direction: Option<String>,
    #[serde(default)]
    cancelled: bool,
    #[serde(default)]
    payment_method: Option<String>,
    currency: String,
    #[serde(deserialize_with = "parsed")]
    gross_total: Decimal,
    #[serde(default, deserialize_with = "maybe")]
    net_total: Option<Decimal>,
    #[serde(default, deserialize_with = "maybe")]
    vat_total: Option<Decimal>,
    #[serde(deserialize_with = "parsed")]
    invoice_date: Date,
    #[serde(default, deserialize_with = "maybe")]
    fulfillment_date: Option<Date>,
    #[serde(default, deserialize_with = "maybe")]
    due_date: Option<Date>,
    #[serde(default)]
    order_number: Option<Box<str>>,
    #[serde(default)]
    comment: Option<Box<str>>,
    #[serde(default)]
    language: Option<Box<str>>,
    buyer: BuyerForm,
    items: Vec<ItemForm>,
}

#[derive(Deserialize)]
struct BuyerForm {
    #[serde(default)]
    id: Option<Box<str>>,
    name: String,
    #[serde(default)]
    tax_number: Option<Box<str>>,
    #[serde(default)]
    country: Option<Box<str>>,
    #[serde(default)]
    post_code: Option<Box<str>>,
    #[serde(default)]
    city: Option<Box<str>>,
    #[serde(default)]
    street: Option<Box<str>>,
    #[serde(default)]
    emails: Vec<String>,
    #[serde(default)]
    phone: Option<Box<str>>,
}

#[derive(Deserialize)]
struct ItemForm {
    name: String,
    #[serde(deserialize_with = "parsed")]
    quantity: Decimal,
    #[serde(default)]
    unit: String,
    #[serde(default, deserialize_with = "maybe")]
    net_unit_amount: Option<Decimal>,
    #[serde(default, deserialize_with = "maybe")]
    net_amount: Option<Decimal>,
    vat: String,
    #[serde(default, deserialize_with = "maybe")]
    vat_amount: Option<Decimal>,
    #[serde(default, deserialize_with = "maybe")]
    gross_amount: Option<Decimal>,
    #[serde(default)]
    entitlement: Option<Box<str>>,
    #[serde(default)]
    comment: Option<Box<str>>,
    #[serde(default)]
    product_id: Option<Box<str>>,
}

/// A value as text: a number of JSON has lost digits when it is read.
fn parsed<'de, T: FromStr, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    read(&String::deserialize(deserializer)?)
}

fn maybe<'de, T: FromStr, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Option::<String>::deserialize(deserializer)?.map(|text| read(&text)).transpose()
}

fn read<T: FromStr, E: serde::de::Error>(text: &str) -> Result<T, E> {
    text.parse().map_err(|_| E::custom(format!("{text:?} is neither an amount nor a date")))
}

impl Form {
    fn invoice(self) -> Invoice {
        let id = self.invoice_id.filter(|id| !id.trim().is_empty()).unwrap_or_else(|| self.invoice_number.clone());
        let buyer = self.buyer;
        let item = |item: ItemForm| LineItem {
            product_id: item.product_id,
            name: item.name,
            quantity: item.quantity,
            unit: item.unit,
            net_unit_amount: item.net_unit_amount,
            net: item.net_amount,
            vat: item.vat,
            vat_amount: item.vat_amount,
            gross: item.gross_amount,
            entitlement: item.entitlement,
            comment: item.comment,
        };
        Invoice {
            id: RemoteId::new(id),
            number: self.invoice_number,
            kind: self.kind.as_deref().map_or(DocumentType::Invoice, DocumentType::from),
            direction: if self.direction.as_deref() == Some("received") { Direction::Received } else { Direction::Issued },
            correction: None,
            cancelled: self.cancelled,
            block_id: None,
            status: PaymentStatus::Outstanding,
            method: self.payment_method.as_deref().map(PaymentMethod::from),
            currency: Currency::new(&self.currency),
            rate: None,
            gross: self.gross_total,
            balance: None,
            net: self.net_total,
            vat: self.vat_total,
            gross_local: None,
            issued: Some(self.invoice_date),
            fulfilled: self.fulfillment_date,
            due: self.due_date,
            paid: None,
            seller: Party::default(),
            buyer: Party {
                id: buyer.id,
                name: buyer.name,
                tax_number: buyer.tax_number,
                address: Address { country: buyer.country, post_code: buyer.post_code, city: buyer.city, street: buyer.street },
                emails: buyer.emails,
                phone: buyer.phone,
                ..Party::default()
            },
            electronic: false,
            comment: self.comment,
            tags: Vec::new(),
            language: self.language,
            notification: None,
            nav: None,
            order_number: self.order_number,
            related: Vec::new(),
            discount: None,
            vat_lines: Vec::new(),
            items: self.items.into_iter().map(item).collect(),
            rounding: None,
            original: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = r#"{"invoice_id":"7","invoice_number":"A-1","currency":"eur","gross_total":"127.64","invoice_date":"2026-10-02",
        "buyer":{"name":"Acme Kft.","emails":["a@b.example"]},
        "items":[{"name":"Work","quantity":"2","net_amount":"100.50","vat":"27%","vat_amount":"27.14"}]}"#;

    #[test]
    fn one_object_a_list_and_lines_are_read_and_amounts_are_text() {
        let other = ONE.replace("\"7\"", "\"8\"");
        for text in
            [ONE.to_owned(), format!("[{ONE}]"), format!("{{\"total\":1,\"invoices\":[{ONE}]}}"), format!("\u{FEFF}{ONE}")]
        {
            let read = invoices(&text).expect("read");
            assert_eq!((read.len(), read[0].gross.to_string(), read[0].currency.as_str()), (1, "127.64".to_owned(), "EUR"));
        }
        assert_eq!(invoices(&format!("{ONE}\n{other}\n")).expect("read").len(), 2);
        for (wrong, place) in [
            (ONE.replace("\"127.64\"", "127.64"), "1"),
            (format!("[{other},{ONE},{ONE}]"), "3"),
            (ONE.replace("2026-10-02", "tomorrow"), "1"),
            ("{".to_owned(), "0"),
        ] {
            let error = invoices(&wrong).expect_err("refused");
            let told = format!("{:?}", error.message.args);
            assert!(error.message.id == "push-file" && told.contains(&format!("Number({place})")), "{told}");
        }
    }

    #[test]
    fn a_file_without_documents_is_no_file() {
        let titles = "invoice_number,currency,gross_total,invoice_date,partner_name,item_name,item_quantity,item_net_amount,item_vat,item_vat_amount\n";
        for empty in ["", " \n", "\u{FEFF}", "[]", "{\"total\":0,\"invoices\":[]}", titles] {
            let error = invoices(empty).expect_err("refused");
            assert_eq!((error.message.id.as_ref(), error.kind), ("push-file-empty", ErrorKind::Failed), "{empty:?}");
        }
    }

    #[test]
    fn rows_and_lines_are_invoices() {
        let rows = "invoice_id,invoice_number,currency,gross_total,net_total,vat_total,invoice_date,partner_name,comment\n7,A-1,EUR,127.00,100.00,27.00,2026-10-02,\"'=Acme, Kft.\",Work\n";
        let read = invoices(rows).expect("read");
        assert_eq!((read.len(), read[0].buyer.name.as_str(), read[0].items[0].vat.as_str()), (1, "=Acme, Kft.", "27%"));
        let hungarian = "\u{FEFF}invoice_number;currency;gross_total;invoice_date;partner_name;item_name;item_quantity;item_net_amount;item_vat;item_vat_amount\nA-2;HUF;254;2026-10-02;Béta;Egy;1;100;27%;27\nA-2;HUF;254;2026-10-02;Béta;Kettő;0,5;100;27%;27\n";
        let read = invoices(hungarian).expect("read");
        assert_eq!((read.len(), read[0].items.len(), read[0].items[1].quantity.to_string()), (1, 2, "0.5".to_owned()));
        let unclear = rows.replace("127.00,100.00,27.00", "126.50,100.00,26.50");
        assert!(invoices(&unclear).is_err(), "a rate is never made up");
        assert!(invoices("a,b\n1,2\n").is_err());
    }
}
