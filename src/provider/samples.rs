//! Orders for tests of writers.

use jiff::civil::date;
use rust_decimal::Decimal;

use crate::domain::push::{
    ContactOrder, DocumentOrder, Existing, MailOrder, Order, OrderLine, OrderPart, PaymentOrder, TaxModel, VoidOrder,
    WriteSettings,
};
use crate::domain::{Address, Currency, DocumentType, RemoteId};

/// A decimal.
pub(super) fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Settings of a company with one currency.
pub(super) fn settings(home: &str, tax: TaxModel) -> WriteSettings {
    WriteSettings {
        home: Some(Currency::new(home)),
        country: None,
        foreign: Some(false),
        own_numbers: Some(true),
        tax,
        closed_until: None,
        series: None,
    }
}

/// A customer.
pub(super) fn contact(mark: &str, name: &str) -> ContactOrder {
    ContactOrder {
        mark: mark.into(),
        existing: None,
        name: name.to_owned(),
        tax_number: Some("12345676-2-41".into()),
        emails: vec!["ap@example.com".to_owned()],
        phone: Some("+36 1 555 0100".into()),
        address: Address {
            country: Some("HU".into()),
            post_code: Some("1111".into()),
            city: Some("Budapest".into()),
            street: Some("Fő utca 1.".into()),
        },
        currency: None,
        base: None,
    }
}

/// A line of this quantity and price with its tax.
pub(super) fn line(quantity: &str, price: &str, net: &str, tax: &str) -> OrderLine {
    OrderLine {
        name: "Consulting \"on site\"".to_owned(),
        comment: None,
        quantity: dec(quantity),
        unit: "h".to_owned(),
        price: dec(price),
        net: dec(net),
        tax: dec(tax),
        item: None,
        account: None,
        tax_code: None,
        tax_word: "27%".to_owned(),
    }
}

/// An invoice of these lines.
pub(super) fn document(mark: &str, number: &str, contact: &RemoteId, currency: &str, lines: Vec<OrderLine>) -> DocumentOrder {
    let (net, tax) = (lines.iter().map(|line| line.net).sum::<Decimal>(), lines.iter().map(|line| line.tax).sum::<Decimal>());
    DocumentOrder {
        mark: mark.into(),
        kind: DocumentType::Invoice,
        draft: false,
        number: number.to_owned(),
        contact: contact.clone(),
        contact_name: "Customer".to_owned(),
        email: Some("ap@example.com".to_owned()),
        currency: Currency::new(currency),
        rate: None,
        issued: date(2026, 11, 20),
        fulfilled: Some(date(2026, 11, 20)),
        due: Some(date(2026, 12, 4)),
        term: None,
        method: None,
        reference: Some("PO-7".into()),
        comment: None,
        language: None,
        tax_code: None,
        net,
        tax,
        gross: net + tax,
        lines,
    }
}

/// A payment of one document.
pub(super) fn payment(mark: &str, contact: &RemoteId, document: &RemoteId, currency: &str, amount: &str) -> PaymentOrder {
    PaymentOrder {
        mark: mark.into(),
        contact: contact.clone(),
        contact_name: "Customer".to_owned(),
        account: None,
        date: date(2026, 11, 21),
        amount: dec(amount),
        currency: Currency::new(currency),
        rate: None,
        method: None,
        reference: Some("T-1".into()),
        parts: vec![OrderPart { document: document.clone(), number: String::new(), amount: dec(amount) }],
    }
}

/// The void of a document.
pub(super) fn void(mark: &str, id: &RemoteId, version: Option<&str>) -> Order {
    Order::Void(VoidOrder {
        mark: mark.into(),
        kind: DocumentType::Invoice,
        existing: Existing { id: id.clone(), version: version.map(str::to_owned) },
        number: String::new(),
        contact_name: "Customer".to_owned(),
        gross: Decimal::ONE,
        currency: Currency::new("USD"),
    })
}

/// A mail of a document.
pub(super) fn mail(id: &RemoteId, to: &[&str]) -> Order {
    Order::Mail(MailOrder {
        mark: "mail".into(),
        kind: DocumentType::Invoice,
        document: id.clone(),
        number: "1".to_owned(),
        to: to.iter().map(|to| (*to).to_owned()).collect(),
    })
}

/// An order of a document.
pub(super) fn of(document: DocumentOrder) -> Order {
    Order::Document(Box::new(document))
}
