//! Documents in the shapes of the service.

use super::super::super::FEEDS;
use super::*;
use crate::domain::Currency;

const INVOICE: &str = r#"{"Id":"88","SyncToken":"3","domain":"QBO","sparse":false,"MetaData":{"CreateTime":"2026-10-02T09:15:00-07:00"},
 "DocNumber":"FX-1042","TxnDate":"2026-10-02","DueDate":"2026-11-01","CustomerRef":{"value":"12","name":"Harbour Bakery"},
 "CurrencyRef":{"value":"EUR","name":"Euro"},"ExchangeRate":1.09173,
 "Line":[{"Id":"1","LineNum":1,"Description":"Consulting","Amount":250.5,"DetailType":"SalesItemLineDetail",
   "SalesItemLineDetail":{"ItemRef":{"value":"1","name":"Services"},"Qty":2,"UnitPrice":125.25,"TaxCodeRef":{"value":"TAX"}}},
  {"Id":"2","LineNum":2,"Description":"a note line","DetailType":"DescriptionOnly","DescriptionLineDetail":{}},
  {"Amount":250.5,"DetailType":"SubTotalLineDetail","SubTotalLineDetail":{}},
  {"Amount":25.05,"DetailType":"DiscountLineDetail","DiscountLineDetail":{"PercentBased":true,"DiscountPercent":10,"DiscountAccountRef":{"value":"54","name":"Discounts given"}}}],
 "TxnTaxDetail":{"TotalTax":20.67,"TaxLine":[{"Amount":20.67,"DetailType":"TaxLineDetail",
   "TaxLineDetail":{"TaxRateRef":{"value":"3"},"PercentBased":true,"TaxPercent":8.25,"NetAmountTaxable":250.5}}]},
 "TotalAmt":246.12,"HomeTotalAmt":268.7,"Balance":146.12,"HomeBalance":159.52,
 "LinkedTxn":[{"TxnId":"95","TxnType":"Payment"},{"TxnId":"91","TxnType":"CreditMemo"}],"BillEmail":{"Address":"ap@example.com"},"EmailStatus":"EmailSent",
 "CustomerMemo":{"value":"Thank you"},"PrivateNote":"ours:7f3a"}"#;

fn of(feed: &str, json: &str) -> Result<Invoice, Message> {
    let feed = FEEDS.iter().find(|known| known.name == feed).unwrap();
    document(feed, json, &Home { currency: Some(Currency::new("USD")), ..Home::default() })
}

fn text(value: Option<Decimal>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

#[test]
fn an_invoice_of_every_part() {
    let read = of("invoice", INVOICE).unwrap();
    assert_eq!((read.id.as_str(), read.number.as_str(), read.kind.as_str()), ("88", "FX-1042", "invoice"));
    assert_eq!((read.gross.to_string(), text(read.balance), text(read.net), text(read.vat)).0, "246.12");
    assert_eq!((text(read.balance), text(read.net), text(read.vat)), ("146.12".into(), "225.45".into(), "20.67".into()));
    assert_eq!((read.status.as_str(), read.currency.as_str(), text(read.rate)), ("partially_paid", "EUR", "1.09173".into()));
    assert_eq!((text(read.gross_local), read.cancelled, read.paid), ("268.7".into(), false, None));
    assert_eq!((read.buyer.id.as_deref(), read.buyer.name.as_str()), (Some("12"), "Harbour Bakery"));
    assert_eq!((read.comment.as_deref(), read.notification.as_deref()), (Some("Thank you"), Some("EmailSent")));
    assert_eq!(read.related.iter().map(|other| other.id.as_str()).collect::<Vec<_>>(), ["creditmemo:91"]);
    let items: Vec<_> = read.items.iter().map(|item| (item.name.as_str(), item.quantity.to_string(), text(item.net))).collect();
    let one = |name, quantity: &str, net: &str| (name, quantity.to_owned(), net.to_owned());
    let expected = [one("Services", "2", "250.5"), one("a note line", "0", "-"), one("Discounts given", "1", "-25.05")];
    assert_eq!(items, expected, "the subtotal is no item");
    assert_eq!(read.items[0].comment.as_deref(), Some("Consulting"));
    let nets = read.items.iter().filter_map(|item| item.net).sum::<Decimal>();
    assert_eq!(Some(nets), read.net.map(|net| net.normalize()), "items and total agree");
    assert_eq!(read.discount.unwrap().value.to_string(), "10");
    assert_eq!((read.vat_lines[0].name.as_str(), text(read.vat_lines[0].gross)), ("8.25%", "271.17".into()));
}

#[test]
fn status_follows_from_what_is_left() {
    let with = |total: &str, balance: &str, note: &str| {
        let json = format!(r#"{{"Id":"1","TotalAmt":{total},"Balance":{balance},"PrivateNote":"{note}"}}"#);
        let read = of("invoice", &json).unwrap();
        (read.status.as_str().to_owned(), read.cancelled)
    };
    assert_eq!(with("100", "100.00", ""), ("outstanding".into(), false));
    assert_eq!(with("100", "0.01", "Voided"), ("partially_paid".into(), false));
    assert_eq!(with("100.0", "0", "Voided"), ("paid".into(), false), "a note alone voids nothing");
    assert_eq!(with("0", "0", "Voided - typed twice"), ("none".into(), true));
    assert_eq!(with("0", "0", "free of charge"), ("paid".into(), false), "an invoice of nothing");
}

#[test]
fn credits_and_refunds_reduce_and_receipts_are_paid() {
    let json = r#"{"Id":"9","TxnDate":"2026-10-02","TotalAmt":110.5,"Balance":60.5,"TxnTaxDetail":{"TotalTax":10.5},"CurrencyRef":{"value":"USD"},
        "Line":[{"Amount":100,"DetailType":"SalesItemLineDetail","SalesItemLineDetail":{"ItemRef":{"value":"1"},"Qty":4,"UnitPrice":25}}]}"#;
    let credit = of("creditmemo", json).unwrap();
    assert_eq!(
        (credit.id.as_str(), credit.kind.as_str(), credit.status.as_str()),
        ("creditmemo:9", "credit_note", "partially_paid")
    );
    assert_eq!(
        (credit.gross.to_string(), text(credit.balance), text(credit.net)),
        ("-110.5".into(), "-60.5".into(), "-100.0".into())
    );
    assert_eq!((text(credit.items[0].net), credit.items[0].quantity.to_string()), ("-100".into(), "4".into()));
    assert_eq!(text(credit.gross_local), "-110.5", "in the company's own currency");
    let without = r#"{"Id":"9","TxnDate":"2026-10-02","TotalAmt":110.5}"#;
    let refund = of("refundreceipt", without).unwrap();
    assert_eq!(
        (refund.id.as_str(), refund.gross.to_string(), refund.status.as_str()),
        ("refundreceipt:9", "-110.5".into(), "paid")
    );
    let receipt = of("salesreceipt", without).unwrap();
    assert_eq!((receipt.id.as_str(), receipt.kind.as_str(), text(receipt.balance)), ("salesreceipt:9", "receipt", "0".into()));
    assert_eq!(receipt.paid, receipt.issued);
    let left = of("creditmemo", r#"{"Id":"9","TotalAmt":5,"RemainingCredit":5}"#).unwrap();
    assert_eq!((text(left.balance), left.status.as_str()), ("-5".into(), "outstanding"));
}

#[test]
fn lines_of_every_kind() {
    let json = r#"{"Id":"1","TotalAmt":60,"Balance":60,"Line":[
      {"Amount":0,"DetailType":"GroupLineDetail","Description":"Bundle","GroupLineDetail":{"Quantity":1,"Line":[
        {"Amount":10,"DetailType":"SalesItemLineDetail","SalesItemLineDetail":{"ItemRef":{"value":"5","name":"Part"},"Qty":0.5306667,"UnitPrice":18.84}},
        {"Amount":20,"Description":"no quantity","DetailType":"SalesItemLineDetail","SalesItemLineDetail":{"ItemRef":{"value":"6"},"Qty":0,"UnitPrice":0}}]}},
      {"Amount":25,"DetailType":"SalesItemLineDetail","SalesItemLineDetail":{"ItemRef":{"value":"SHIPPING_ITEM_ID"}}},
      {"Amount":5,"DetailType":"TDSLineDetail","TDSLineDetail":{}},7,null]}"#;
    let read = of("invoice", json).unwrap();
    let items: Vec<_> =
        read.items.iter().map(|item| (item.name.as_str(), item.quantity.to_string(), text(item.net_unit_amount))).collect();
    let one = |name, quantity: &str, price: &str| (name, quantity.to_owned(), price.to_owned());
    let expected = [
        one("Part", "0.5306667", "18.84"),
        one("no quantity", "1", "20"),
        one("SHIPPING_ITEM_ID", "1", "25"),
        one("TDSLineDetail", "1", "5"),
    ];
    assert_eq!(items, expected);
    let sum: Decimal = read.items.iter().filter_map(|item| item.net).sum();
    assert_eq!(sum.to_string(), "60");
}

#[test]
fn what_cannot_be_taken_says_why() {
    for (json, reason) in [
        (r#"{"TotalAmt":1}"#, "provider-skip-id"),
        (r#"{"Id":"../1","TotalAmt":1}"#, "provider-skip-id"),
        (r#"{"Id":"1"}"#, "provider-skip-amount-missing"),
        (r#"{"Id":"1","TotalAmt":1e38}"#, "provider-skip-amount"),
        (r#"{"Id":"1","TotalAmt":1,"TxnDate":"soon"}"#, "provider-skip-date"),
        (r#"{"Id":"1","TotalAmt":1,"CurrencyRef":{"value":"Euros"}}"#, "provider-skip-currency-code"),
        ("7", "provider-skip-shape"),
    ] {
        assert_eq!(of("invoice", json).unwrap_err().id, reason, "{json}");
    }
}

#[test]
fn prices_that_include_tax_become_net_prices_whichever_way_they_are_told() {
    let read = |price: &str| {
        let json = format!(
            r#"{{"Id":"1","TotalAmt":110,"Balance":110,"GlobalTaxCalculation":"TaxInclusive","TxnTaxDetail":{{"TotalTax":18.34,"TaxLine":[
              {{"Amount":18.34,"DetailType":"TaxLineDetail","TaxLineDetail":{{"TaxRateRef":{{"value":"7"}},"PercentBased":true,"TaxPercent":20,"NetAmountTaxable":91.66}}}}]}},
              "Line":[{{"Amount":83.33,"DetailType":"SalesItemLineDetail","SalesItemLineDetail":{{"ItemRef":{{"value":"1"}},"Qty":2,"UnitPrice":{price},"TaxInclusiveAmt":100,"TaxCodeRef":{{"value":"4"}}}}}},
                {{"Amount":8.33,"DetailType":"SalesItemLineDetail","SalesItemLineDetail":{{"ItemRef":{{"value":"1"}},"Qty":1,"UnitPrice":8.33,"TaxInclusiveAmt":10,"TaxCodeRef":{{"value":"4"}}}}}}]}}"#
        );
        of("invoice", &json).unwrap()
    };
    for price in ["50", "41.665"] {
        let read = read(price);
        assert_eq!((text(read.net), text(read.vat), read.gross.to_string()), ("91.66".into(), "18.34".into(), "110".into()));
        let items: Vec<_> =
            read.items.iter().map(|one| [one.net_unit_amount, one.net, one.vat_amount, one.gross].map(text)).collect();
        assert_eq!(items[0], ["41.665", "83.33", "16.67", "100"]);
        assert_eq!(items[1], ["8.33", "8.33", "1.67", "10"]);
    }
}

/// An invoice of these lines, with its total and its tax.
fn of_lines(lines: &str, total: &str, tax: &str) -> Invoice {
    of("invoice", &format!(r#"{{"Id":"1","TotalAmt":{total},"Balance":{total},"TxnTaxDetail":{tax},"Line":[{lines}]}}"#)).unwrap()
}

fn named(read: &Invoice) -> Vec<(&str, String)> {
    read.items.iter().map(|item| (item.name.as_str(), text(item.net))).collect()
}

#[test]
fn a_bundle_is_its_lines_and_what_its_own_price_differs_by() {
    let part = |name: &str, amount: &str| {
        format!(
            r#"{{"Amount":{amount},"DetailType":"SalesItemLineDetail","SalesItemLineDetail":{{"ItemRef":{{"value":"5","name":"{name}"}},"TaxCodeRef":{{"value":"NON"}}}}}}"#
        )
    };
    let kit = |amount: &str, parts: &str| {
        format!(
            r#"{{"Amount":{amount},"DetailType":"GroupLineDetail","GroupLineDetail":{{"GroupItemRef":{{"value":"40","name":"Kit"}},"Quantity":1{parts}}}}}"#
        )
    };
    let parts = format!(r#","Line":[{},{}]"#, part("Pump", "30"), part("Hose", "10"));
    let none = r#"{"TotalTax":0}"#;
    let one = |name, net: &str| (name, net.to_owned());
    // Its own amount is nothing, or what its parts sum to.
    for amount in ["0", "40", "40.00"] {
        let read = of_lines(&format!("{},{}", part("Work", "100"), kit(amount, &parts)), "140", none);
        assert_eq!(named(&read), [one("Work", "100"), one("Pump", "30"), one("Hose", "10")], "{amount}");
    }
    let cheaper = of_lines(&format!("{},{}", kit("35", &parts), part("Work", "100")), "135", none);
    assert_eq!(named(&cheaper), [one("Pump", "30"), one("Hose", "10"), one("Kit", "-5"), one("Work", "100")]);
    // Without its parts it is an item.
    let whole = of_lines(&format!("{},{}", part("Work", "100"), kit("30", "")), "130", none);
    assert_eq!(named(&whole), [one("Work", "100"), one("Kit", "30")]);
    // An amount that the document does not count adds nothing.
    let other = of_lines(&format!("{},{}", part("Work", "100"), kit("35", &parts)), "140", none);
    assert_eq!(named(&other), [one("Work", "100"), one("Pump", "30"), one("Hose", "10")]);
}

#[test]
fn tax_without_a_total_is_what_its_rates_come_to() {
    let line = r#"{"Amount":100,"DetailType":"SalesItemLineDetail","SalesItemLineDetail":{"ItemRef":{"value":"1"},"TaxCodeRef":{"value":"TAX"}}}"#;
    let tax =
        r#"{"TaxLine":[{"Amount":8.25,"TaxLineDetail":{"TaxRateRef":{"value":"3"},"TaxPercent":8.25,"NetAmountTaxable":100}}]}"#;
    let read = of_lines(line, "108.25", tax);
    assert_eq!((text(read.net), text(read.vat), read.vat_lines.len()), ("100.00".into(), "8.25".into(), 1));
    let json = format!(r#"{{"Id":"1","TotalAmt":108.25,"TxnTaxDetail":{tax},"Line":[{line}]}}"#);
    let credit = of("creditmemo", &json).unwrap();
    assert_eq!((text(credit.net), text(credit.vat)), ("-100.00".into(), "-8.25".into()));
}

#[test]
fn a_discount_of_prices_that_include_tax_is_told_with_it_or_without() {
    let line = |net: &str, gross: &str| {
        format!(
            r#"{{"Amount":{net},"DetailType":"SalesItemLineDetail","SalesItemLineDetail":{{"ItemRef":{{"value":"1"}},"TaxInclusiveAmt":{gross},"TaxCodeRef":{{"value":"6"}}}}}}"#
        )
    };
    let off = |amount: &str| {
        format!(
            r#"{{"Amount":{amount},"DetailType":"DiscountLineDetail","DiscountLineDetail":{{"PercentBased":true,"DiscountPercent":10,"TaxCodeRef":{{"value":"6"}}}}}}"#
        )
    };
    let tax = r#"{"TotalTax":18,"TaxLine":[{"Amount":18,"TaxLineDetail":{"TaxRateRef":{"value":"7"},"TaxPercent":20,"NetAmountTaxable":90}}]}"#;
    for amount in ["12", "10"] {
        let read = of_lines(&format!("{},{}", line("100", "120"), off(amount)), "108", tax);
        let parts: Vec<_> = read.items.iter().map(|one| [one.net, one.vat_amount, one.gross].map(text)).collect();
        assert_eq!(parts, [["100", "20", "120"], ["-10", "-2", "-12"]], "{amount}");
    }
}
