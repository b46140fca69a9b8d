//! Documents as the specification has them, and as the service sends them.

use super::*;
use crate::domain::{CorrectionType, NavStatus, PaymentMethod};
use jiff::civil::date as day;

fn take(json: &str) -> Invoice {
    record(json).unwrap_or_else(|refused| panic!("{refused:?}")).into_document().expect("a document")
}

fn refuse(json: &str) -> RejectedRecord {
    record(json).expect_err("refused")
}

/// The least that is taken, with more fields before.
fn with(fields: &str) -> String {
    format!(r#"{{{fields}{}"id":111,"gross_total":1270,"currency":"HUF"}}"#, if fields.is_empty() { "" } else { "," })
}

const WHOLE: &str = r#"{"id":111,"invoice_number":"INV-2025-1","type":"invoice","cancelled":false,"block_id":7,
    "payment_status":"partially_paid","payment_method":"wire_transfer","gross_total":12345678901234567.89,"currency":"EUR",
    "conversion_rate":395.51,"invoice_date":"2025-10-20","fulfillment_date":"2025-10-21","due_date":"2025-10-28",
    "paid_date":"2025-10-27","organization":{"name":"Medka Kft.","tax_number":"10773381-2-44","bank_account":{"id":3,
    "name":"OTP","account_number":"11773016-11111018-00000000","account_number_iban":"HU42117730161111101800000000",
    "swift":"OTPVHUHB"},"address":{"country_code":"HU","post_code":"1111","city":"Budapest","address":"Fő u. 1."},
    "small_taxpayer":false,"ev_number":"","eu_tax_number":"HU10773381","cash_settled":false},
    "partner":{"id":9,"name":"Old name"},"document_partner":{"id":9,"name":"Petz Aladár Kórház","taxcode":"15366306-2-08",
    "address":{"country_code":"HU","post_code":"9024","city":"Győr","address":"Vasvári Pál u. 2-4."},
    "emails":["a@b.hu","c@d.hu"],"iban":"","swift":"","account_number":"--","phone":"+36 1","tax_type":"HAS_TAX_NUMBER"},
    "electronic":true,"comment":"Köszönjük","tags":["a","b"],"notification_status":"opened","language":"hu",
    "items":[{"product_id":null,"name":"Szűrő","net_unit_amount":1000.5,"quantity":2,"unit":"db","net_amount":2001,
    "gross_amount":2541.27,"vat":"27%","vat_amount":540.27,"entitlement":"AAM","comment":"x"}],
    "summary":{"net_amount":2001,"net_amount_local":1,"gross_amount_local":1005089.69,"vat_amount":540.27,
    "vat_rate_summary":[{"vat_name":"27%","vat_percentage":27,"vat_rate_net_amount":2001,"vat_rate_vat_amount":540.27,
    "vat_rate_gross_amount":2541.27}]},"settings":{"order_number":"PO-1","round":"none"},"online_szamla_status":"done",
    "related_documents":[{"id":110,"invoice_number":"D-1"}],"discount":{"type":"percent","value":10},
    "correction_type":"modified"}"#;

#[test]
fn every_field_of_a_document() {
    let invoice = take(WHOLE);
    assert_eq!((invoice.id.as_str(), invoice.number.as_str()), ("111", "INV-2025-1"));
    assert_eq!((invoice.kind, invoice.correction), (DocumentType::Invoice, Some(CorrectionType::Modified)));
    assert_eq!((invoice.status, invoice.method), (PaymentStatus::PartiallyPaid, Some(PaymentMethod::WireTransfer)));
    assert_eq!(invoice.gross.to_string(), "12345678901234567.89");
    assert_eq!((invoice.net.unwrap().to_string(), invoice.vat.unwrap().to_string()), ("2001".into(), "540.27".into()));
    assert_eq!(invoice.gross_local.unwrap().to_string(), "1005089.69");
    assert_eq!((invoice.currency.as_str(), invoice.rate.unwrap().to_string()), ("EUR", "395.51".to_owned()));
    assert_eq!(
        [invoice.issued, invoice.fulfilled, invoice.due, invoice.paid].map(Option::unwrap),
        [day(2025, 10, 20), day(2025, 10, 21), day(2025, 10, 28), day(2025, 10, 27)]
    );
    assert_eq!((invoice.seller.name.as_str(), invoice.seller.tax_number.as_deref()), ("Medka Kft.", Some("10773381-2-44")));
    assert_eq!(invoice.seller.eu_tax_number.as_deref(), Some("HU10773381"));
    assert_eq!(invoice.seller.iban.as_deref(), Some("HU42117730161111101800000000"));
    assert_eq!((invoice.seller.bank.as_deref(), invoice.seller.swift.as_deref()), (Some("OTP"), Some("OTPVHUHB")));
    assert_eq!(invoice.buyer.name, "Petz Aladár Kórház", "what stands on the document, not what the partner is called now");
    assert_eq!(invoice.buyer.address.line(), "HU 9024 Győr Vasvári Pál u. 2-4.");
    assert_eq!((invoice.buyer.account_number, invoice.buyer.iban), (None, None));
    assert_eq!((invoice.buyer.id.as_deref(), invoice.buyer.emails.len()), (Some("9"), 2));
    assert_eq!(invoice.block_id.as_deref(), Some("7"));
    assert!(invoice.electronic && !invoice.cancelled);
    assert_eq!((invoice.tags.len(), invoice.nav, invoice.order_number.as_deref()), (2, Some(NavStatus::Done), Some("PO-1")));
    assert_eq!((invoice.related[0].id.as_str(), invoice.related[0].number.as_str()), ("110", "D-1"));
    assert_eq!(invoice.discount.unwrap().value.to_string(), "10");
    let item = &invoice.items[0];
    assert_eq!((item.name.as_str(), item.unit.as_str(), item.vat.as_str()), ("Szűrő", "db", "27%"));
    assert_eq!((item.product_id.as_deref(), item.entitlement.as_deref()), (None, Some("AAM")));
    assert_eq!(item.net_unit_amount.unwrap().to_string(), "1000.5");
    assert_eq!(invoice.vat_lines[0].gross.unwrap().to_string(), "2541.27");
}

#[test]
fn null_or_missing_anywhere_but_in_what_makes_an_invoice() {
    let fields: Vec<&str> = WHOLE.split('"').filter(|part| part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')).collect();
    for field in fields {
        if matches!(field, "id" | "gross_total" | "currency") {
            continue;
        }
        take(&with(&format!(r#""{field}":null"#)));
    }
    let least = take(&with(""));
    assert_eq!(least.status, PaymentStatus::None);
    assert_eq!(least.kind.as_str(), "unknown");
    assert_eq!((least.number.as_str(), least.items.len(), least.method), ("", 0, None));
}

#[test]
fn what_the_service_sends_beyond_its_specification() {
    let invoice = take(
        r#"{"id":"111","gross_total":"1270.50","currency":" huf ","block_id":7.0,"cancelled":"1","electronic":0,
        "conversion_rate":"","due_date":"","paid_date":"0000-00-00","payment_status":"under_review","type":"self_billing",
        "payment_method":"apple_pay","online_szamla_status":"brand_new","tags":null,"settings":[],"summary":[],"discount":[],
        "partner":{"name":"From partner","taxcode":10773381244},"document_partner":null,"related_documents":{"1":{"id":"5"}},
        "organization":{"name":"S","bank_account":null,"address":[]},"vendor":{"deep":[[[{}]]]},
        "items":[{"quantity":"2.5","name":null,"gross_amount":null},null,7,{"quantity":1.0,"name":"b"}]}"#,
    );
    assert_eq!((invoice.id.as_str(), invoice.gross.to_string().as_str()), ("111", "1270.50"));
    assert_eq!((invoice.currency.as_str(), invoice.block_id.as_deref()), ("HUF", Some("7")));
    assert!(invoice.cancelled && !invoice.electronic);
    assert_eq!((invoice.due, invoice.paid, invoice.rate), (None, None, None));
    assert_eq!(invoice.status, PaymentStatus::Other("under_review".into()));
    assert_eq!(invoice.kind, DocumentType::Other("self_billing".into()));
    assert_eq!(invoice.nav, Some(NavStatus::Other("brand_new".into())));
    assert_eq!((invoice.buyer.name.as_str(), invoice.buyer.tax_number.as_deref()), ("From partner", Some("10773381244")));
    assert_eq!(invoice.related[0].id.as_str(), "5");
    assert_eq!(invoice.items.len(), 2);
    assert_eq!(invoice.items[0].quantity.to_string(), "2.5");
}

#[test]
fn a_nameless_document_partner_gives_way() {
    let json = with(r#""document_partner":{"name":""},"partner":{"name":"P"}"#);
    assert_eq!(take(&json).buyer.name, "P");
    assert_eq!(take(&with(r#""document_partner":null,"partner":null"#)).buyer, crate::domain::Party::default());
}

#[test]
fn a_discount_of_nothing_is_none() {
    assert_eq!(take(&with(r#""discount":{"type":"percent","value":0}"#)).discount, None);
    assert_eq!(take(&with(r#""discount":{"type":null,"value":null}"#)).discount, None);
}

#[test]
fn reasons_name_the_field_and_the_invoice() {
    let refused =
        refuse(r#"{"id":5,"invoice_number":"INV-5","gross_total":1,"currency":"HUF","items":[{},{"net_amount":1e38}]}"#);
    assert_eq!((refused.id.unwrap().as_str(), refused.number.as_deref()), ("5", Some("INV-5")));
    let text = crate::locale::english().text(&refused.reason);
    assert!(text.contains("items[2].net_amount") && text.contains("1e38"), "{text}");
    let long = format!(r#"{{"id":5,"gross_total":{},"currency":"HUF"}}"#, "9".repeat(400));
    assert!(crate::locale::english().text(&refuse(&long).reason).chars().count() < 200);
    for (json, reason) in [
        (r#"{"gross_total":1,"currency":"HUF"}"#, "provider-skip-id"),
        (r#"{"id":"../x","gross_total":1,"currency":"HUF"}"#, "provider-skip-id"),
        (r#"{"id":1,"gross_total":1,"currency":""}"#, "provider-skip-currency"),
        (r#"{"id":1,"currency":"HUF"}"#, "provider-skip-amount-missing"),
        (r#"{"id":1,"gross_total":null,"currency":"HUF"}"#, "provider-skip-amount-missing"),
        (r#"{"id":1,"gross_total":"12,5","currency":"HUF"}"#, "provider-skip-amount"),
        (r#"{"id":1,"gross_total":1,"currency":"HUF","due_date":"2025-02-30"}"#, "provider-skip-date"),
        (r#"{"id":1,"id":2,"gross_total":1,"currency":"HUF"}"#, "provider-skip-shape"),
        ("[]", "provider-skip-shape"),
        ("\"x\"", "provider-skip-shape"),
    ] {
        assert_eq!(refuse(json).reason.id, reason, "{json}");
    }
    let huge = format!(r#"{{"id":1,"invoice_number":"N","comment":"{}","gross_total":1,"currency":"HUF"}}"#, "x".repeat(5 << 20));
    let refused = refuse(&huge);
    assert_eq!((refused.reason.id.as_ref(), refused.number.as_deref()), ("provider-skip-size", Some("N")));
}

#[test]
fn every_reason_has_words() {
    for id in ["amount", "amount-missing", "currency", "date", "id", "shape", "size"] {
        assert!(crate::locale::english().has(&format!("provider-skip-{id}")), "{id}");
    }
}
