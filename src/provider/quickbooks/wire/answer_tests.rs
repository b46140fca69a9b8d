//! Answers in the shapes of the service.

use super::*;
use rust_decimal::Decimal;

use crate::domain::{Kind, Payload};

fn home() -> Home {
    Home { currency: Some(Currency::new("USD")), ..Home::default() }
}

fn feed(name: &str) -> Feed {
    *FEEDS.iter().find(|feed| feed.name == name).unwrap()
}

fn invoices(ids: &[u32]) -> String {
    ids.iter().map(|id| format!(r#"{{"Id":"{id}","TotalAmt":1.10,"Balance":0}}"#)).collect::<Vec<_>>().join(",")
}

#[test]
fn a_page_ends_a_walk_when_it_is_not_full() {
    let read = |rows: &str, keys| {
        let body = format!(r#"{{"QueryResponse":{{{rows}}},"time":"2026-11-27T02:03:04.567-08:00"}}"#);
        page(body.as_bytes(), (&feed("invoice"), 2, keys), &home()).unwrap()
    };
    let (full, now) = read(&format!(r#""Invoice":[{}],"startPosition":1,"maxResults":2"#, invoices(&[88, 91])), true);
    assert_eq!((full.records.len(), full.next.as_deref()), (2, Some("91")));
    assert_eq!(now.unwrap().to_string(), "2026-11-27T10:03:04.567Z");
    assert_eq!(full.records[0].as_ref().unwrap().document().unwrap().gross.to_string(), "1.10");
    let (short, _) = read(&format!(r#""Invoice":[{}]"#, invoices(&[92])), true);
    assert_eq!(short.next, None);
    let (empty, _) = read("", true);
    assert_eq!((empty.records.len(), empty.next), (0, None));
    let (numbered, _) = read(&format!(r#""Invoice":[{}]"#, invoices(&[88, 91])), false);
    assert_eq!(numbered.next, None);
}

#[test]
fn one_bad_record_costs_itself_alone() {
    let body = format!(r#"{{"QueryResponse":{{"Invoice":[{},{{"Id":"5","DocNumber":"N5","TotalAmt":1e38}}]}}}}"#, invoices(&[4]));
    let (page, _) = page(body.as_bytes(), (&feed("invoice"), 2, true), &home()).unwrap();
    let refused = page.records[1].as_ref().unwrap_err();
    assert_eq!(
        (refused.kind, refused.id.as_ref().unwrap().as_str(), refused.number.as_deref()),
        (Some(Kind::Document), "5", Some("N5"))
    );
    assert_eq!(page.next.as_deref(), Some("5"), "the walk goes on behind it");
}

#[test]
fn bodies_that_are_no_answer() {
    let read = |body: &str| page(body.as_bytes(), (&feed("invoice"), 2, true), &home()).unwrap_err();
    let body = |reason| ProviderError::Body { reason };
    assert_eq!(read(""), body(BodyFault::Empty));
    assert_eq!(read("<html>"), body(BodyFault::Html));
    assert_eq!(read(r#"{"QueryResponse":{"Invoice":[{"Id""#), body(BodyFault::Truncated));
    assert_eq!(read(r#"{"status":"ok"}"#), body(BodyFault::Shape));
    let fault = r#"{"Fault":{"Error":[{"Message":"m","code":"3200"}],"type":"AUTHENTICATION"},"QueryResponse":{}}"#;
    assert_eq!(read(fault), ProviderError::TokenRefused, "a fault comes with a success too");
}

#[test]
fn counts_and_single_records() {
    assert_eq!(count(br#"{"QueryResponse":{"totalCount":1234},"time":"x"}"#).unwrap().0, 1234);
    assert!(count(br#"{"QueryResponse":{}}"#).is_err());
    let one = single(br#"{"Payment":{"Id":"95","TotalAmt":5}}"#, &feed("payment"), &home()).unwrap().0.unwrap();
    assert_eq!((one.kind(), one.id().as_str()), (Kind::Payment, "95"));
    let stub = br#"{"Invoice":{"domain":"QBO","status":"Deleted","Id":"88"}}"#;
    assert_eq!(single(stub, &feed("invoice"), &home()).unwrap_err(), ProviderError::NotFound);
}

#[test]
fn changes_tell_deletions_and_when_they_are_not_all() {
    let body = format!(
        r#"{{"CDCResponse":[{{"QueryResponse":[{{"Invoice":[{},{{"domain":"QBO","status":"Deleted","Id":"91","MetaData":{{}}}}],"startPosition":1,"maxResults":2,"totalCount":2}},
        {{"CreditMemo":[{{"status":"Deleted","Id":"7"}}]}},{{}}]}}],"time":"2026-11-27T02:00:00.123-08:00"}}"#,
        invoices(&[88])
    );
    let feeds = [feed("invoice"), feed("creditmemo"), feed("payment")];
    let (told, now) = changes(body.as_bytes(), &feeds, &home()).unwrap();
    assert_eq!((told.records.len(), told.overflow.len()), (1, 0));
    let gone: Vec<_> = told.deleted.iter().map(|(kind, id)| (*kind, id.as_str())).collect();
    assert_eq!(gone, [(Kind::Document, "91"), (Kind::Document, "creditmemo:7")]);
    assert_eq!(now.unwrap().to_string(), "2026-11-27T10:00:00.123Z");

    let many = invoices(&(1..=1000).collect::<Vec<_>>());
    let body = format!(r#"{{"CDCResponse":[{{"QueryResponse":[{{"Invoice":[{many}]}},{{}},{{}}]}}]}}"#);
    assert_eq!(changes(body.as_bytes(), &feeds, &home()).unwrap().0.overflow, ["invoice", "creditmemo", "payment"]);
    let body =
        format!(r#"{{"CDCResponse":[{{"QueryResponse":[{{"Invoice":[{}],"totalCount":3}},{{}},{{}}]}}]}}"#, invoices(&[1]));
    assert_eq!(changes(body.as_bytes(), &feeds, &home()).unwrap().0.overflow, ["invoice"]);
    let fewer = br#"{"CDCResponse":[{"QueryResponse":[{},{}]}],"time":"2026-11-27T02:00:00Z"}"#;
    assert!(changes(fewer, &feeds, &home()).is_err(), "an entity is not told of");
    assert!(
        changes(br#"{"CDCResponse":[{"QueryResponse":[{"Fault":{"Error":[{"code":"10000"}]}}]}]}"#, &feeds, &home()).is_err()
    );
}

#[test]
fn what_a_company_tells_of_itself() {
    let body = r#"{"BatchItemResponse":[{"bId":"1","QueryResponse":{"Preferences":[{"CurrencyPrefs":{"HomeCurrency":{"value":"NZD"},"MultiCurrencyEnabled":true}}]}},
        {"bId":"2","QueryResponse":{"TaxCode":[{"Id":"5","Name":"GST","SalesTaxRateList":{"TaxRateDetail":[{"TaxRateRef":{"value":"9"}}]}},
          {"Id":"6","Name":"Zero rated","SalesTaxRateList":{"TaxRateDetail":[]}},{"Id":"TAX","Name":"TAX"},
          {"Id":"8","Name":"20.0% RC","SalesTaxRateList":{"TaxRateDetail":[{"TaxRateRef":{"value":"10"}},{"TaxRateRef":{"value":"11"}}]}}]}},
        {"bId":"3","QueryResponse":{"TaxRate":[{"Id":"9","RateValue":15.0},{"Id":"10","RateValue":20},{"Id":"11","RateValue":-20}]}},
        {"bId":"0","QueryResponse":{"CompanyInfo":[{"CompanyName":"Kowhai Timber","Country":"NZ"}]}}],"time":"x"}"#;
    let (told, taxes) = profile(body.as_bytes()).unwrap().0;
    assert_eq!(["5", "6", "TAX", "7"].map(|code| taxes.word(code)), [Some("15%"), Some("Zero rated"), None, None]);
    // Lines are named by the rate.
    let home = Home { taxes, ..home() };
    let line = r#"{"Id":"1","TotalAmt":115,"TxnTaxDetail":{"TotalTax":15},"Line":[{"Amount":100,"DetailType":"SalesItemLineDetail",
        "SalesItemLineDetail":{"ItemRef":{"value":"1"},"TaxCodeRef":{"value":"5"}}}]}"#;
    let Ok(Payload::Document(invoice)) = record(&feed("invoice"), line, &home) else { panic!("a document") };
    let named = invoice.items.iter().map(|item| (item.vat.as_str(), item.vat_amount)).collect::<Vec<_>>();
    assert_eq!(named, [("15%", Some(Decimal::from(15)))]);
    // A reverse charge, which is charged and taken back, has the name of its code.
    let rate = |id: u32, percent: i32| {
        format!(
            r#"{{"Amount":{percent},"DetailType":"TaxLineDetail","TaxLineDetail":{{"TaxRateRef":{{"value":"{id}"}},"PercentBased":true,"TaxPercent":{percent},"NetAmountTaxable":100}}}}"#
        )
    };
    let reverse = format!(
        r#"{{"Id":"2","TotalAmt":100,"TxnTaxDetail":{{"TotalTax":0,"TaxLine":[{},{}]}},"Line":[{{"Amount":100,"DetailType":"SalesItemLineDetail",
        "SalesItemLineDetail":{{"ItemRef":{{"value":"1"}},"TaxCodeRef":{{"value":"8"}}}}}}]}}"#,
        rate(10, 20),
        rate(11, -20)
    );
    let Ok(Payload::Document(invoice)) = record(&feed("invoice"), &reverse, &home) else { panic!("a document") };
    let rates = invoice.vat_lines.iter().map(|rate| (rate.name.as_str(), rate.net, rate.vat)).collect::<Vec<_>>();
    assert_eq!(rates, [("20.0% RC", Some(Decimal::from(100)), Some(Decimal::ZERO))]);
    assert_eq!(invoice.items.iter().map(|item| item.vat.as_str()).collect::<Vec<_>>(), ["20.0% RC"]);
    assert_eq!(
        (told.name.as_deref(), told.country.as_deref(), told.currency),
        (Some("Kowhai Timber"), Some("NZ"), Some(Currency::new("NZD")))
    );
}
