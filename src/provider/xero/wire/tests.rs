use jiff::civil::date;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::*;
use crate::domain::{
    Contact, Currency, Direction, DocumentType, Invoice, Kind, Payload, Payment, PaymentState, PaymentStatus, PaymentType,
};
use crate::provider::{Feed, ListRequest, News, Page, Place, ProviderError, RetryAfter, Scope, Walk};

fn feed(name: &'static str, kind: Kind) -> Feed {
    Feed { name, kind, prefix: "", per_page: 1000, walk: Walk::Pages, news: News::Modified, reread: None }
}

fn read(name: &'static str, kind: Kind, body: &str) -> Page {
    let request = ListRequest { feed: feed(name, kind), scope: Scope::All, place: Place::Page(1), per_page: 1000 };
    page(body.as_bytes(), &request, &home()).unwrap().0
}

fn home() -> Home {
    let body = r#"{"TaxRates":[{"TaxType":"OUTPUT2","EffectiveRate":15.0000},{"TaxType":"ZERORATED","EffectiveRate":0.0},
        {"TaxType":"RROUTPUT","EffectiveRate":"12.5"},{},7]}"#;
    Home { currency: Some(Currency::new("NZD")), taxes: taxes(body.as_bytes()).unwrap().0 }
}

fn document(fields: &str) -> Invoice {
    let body = format!(r#"{{"Invoices":[{{"InvoiceID":"0F0C","CurrencyCode":"NZD",{fields}}}]}}"#);
    match read("Invoices", Kind::Document, &body).records.pop().unwrap() {
        Ok(Payload::Document(invoice)) => *invoice,
        other => panic!("{other:?}"),
    }
}

fn money(name: &'static str, fields: &str) -> Payment {
    match read(name, Kind::Payment, &format!(r#"{{"{name}":[{{{fields}}}]}}"#)).records.pop().unwrap() {
        Ok(Payload::Payment(payment)) => *payment,
        other => panic!("{other:?}"),
    }
}

fn contact(fields: &str) -> Contact {
    match read("Contacts", Kind::Contact, &format!(r#"{{"Contacts":[{{{fields}}}]}}"#)).records.pop().unwrap() {
        Ok(Payload::Contact(contact)) => *contact,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_document_that_is_read_alone_is_as_it_is_listed() {
    let of = |contact: &str| {
        format!(r#""Type":"ACCREC","Status":"AUTHORISED","Total":1,"Contact":{{"ContactID":"C7","Name":"Liam"{contact}}}"#)
    };
    let listed = document(&of(r#","Addresses":[],"Phones":[]"#));
    let alone = of(
        r#","ContactStatus":"ACTIVE","EmailAddress":"liam@rockstar.com","TaxNumber":"12-345","Addresses":[{"AddressType":"POBOX",
        "City":"Anytown","Country":"USA"}],"Phones":[{"PhoneType":"DEFAULT","PhoneNumber":"222-2222"}]"#,
    );
    let body = format!(r#"{{"Invoices":[{{"InvoiceID":"0F0C","CurrencyCode":"NZD",{alone}}}]}}"#);
    let alone = single(body.as_bytes(), &feed("Invoices", Kind::Document), &home()).unwrap();
    assert_eq!(alone, Ok(Payload::Document(Box::new(listed))));
}

#[test]
fn an_invoice_with_all_its_amounts() {
    let invoice = document(
        r#""Type":"ACCREC","InvoiceNumber":"INV-0042","Reference":"PO 7","AmountDue":187.49,"AmountPaid":100.00,
        "CurrencyRate":0.7500000000,"Contact":{"ContactID":"C7","Name":"Bluebird Freight","Addresses":[]},
        "DateString":"2026-11-01T00:00:00","Date":"\/Date(1793491200000+0000)\/","DueDate":"\/Date(1794700800000+0000)\/",
        "Status":"AUTHORISED","LineAmountTypes":"Exclusive","LineItems":[{"Description":"Consulting","UnitAmount":99.9950,
        "TaxType":"OUTPUT2","TaxAmount":37.50,"LineAmount":249.99,"Quantity":2.5000},{"Description":"Thank you"}],
        "SubTotal":249.99,"TotalTax":37.50,"Total":287.49"#,
    );
    assert_eq!((invoice.id.as_str(), invoice.number.as_str()), ("0f0c", "INV-0042"));
    assert_eq!(
        (&invoice.kind, invoice.direction, &invoice.status),
        (&DocumentType::Invoice, Direction::Issued, &PaymentStatus::PartiallyPaid)
    );
    assert_eq!((invoice.gross.to_string(), invoice.balance.unwrap().to_string()), ("287.49".into(), "187.49".into()));
    assert_eq!(invoice.gross_local.unwrap().to_string(), "383.32", "base = amount / rate");
    assert_eq!((invoice.issued, invoice.due), (Some(date(2026, 11, 1)), Some(date(2026, 11, 15))));
    assert_eq!(invoice.partner().name, "Bluebird Freight");
    assert_eq!(invoice.items[0].net_unit_amount.unwrap().to_string(), "99.9950");
    assert_eq!((invoice.items[0].vat.as_str(), invoice.items[0].gross.unwrap().to_string()), ("15%", "287.49".into()));
    assert_eq!(invoice.items[1].net, None, "a line of text");
    assert_eq!(invoice.vat_lines.len(), 1);
    assert!(crate::domain::quality::warnings(&invoice).is_empty());
}

#[test]
fn lines_with_tax_in_them_and_without_any() {
    let lines = r#""LineItems":[{"TaxType":"RROUTPUT","Quantity":2,"UnitAmount":56.25,"LineAmount":112.50,"TaxAmount":12.50}]"#;
    let of =
        |how: &str| document(&format!(r#""Type":"ACCREC","Status":"DRAFT","LineAmountTypes":"{how}",{lines}"#)).items.remove(0);
    let amounts = |how: &str| {
        let item = of(how);
        [item.net_unit_amount, item.net, item.vat_amount, item.gross].map(|amount| amount.unwrap().normalize().to_string())
    };
    assert_eq!(amounts("Inclusive"), ["50", "100", "12.5", "112.5"]);
    assert_eq!(amounts("Exclusive"), ["56.25", "112.5", "12.5", "125"]);
    assert_eq!(amounts("NoTax"), ["56.25", "112.5", "0", "112.5"]);
    assert_eq!(of("Inclusive").vat, "12.5%");
}

#[test]
fn rates_without_tax_and_unknown_ones_keep_their_codes() {
    let vat = |code: &str| {
        let line = format!(r#""Type":"ACCREC","Status":"DRAFT","LineItems":[{{"TaxType":"{code}","LineAmount":1}}]"#);
        document(&line).items.remove(0).vat
    };
    assert_eq!((vat("ZERORATED"), vat("TAX007"), vat("OUTPUT2")), ("ZERORATED".into(), "TAX007".into(), "15%".into()));
}

#[test]
fn states_of_a_document() {
    let of = |status: &str, due: &str| {
        let bill = document(&format!(r#""Type":"ACCPAY","Status":"{status}","Total":10.00{due}"#));
        (bill.kind.to_string(), bill.cancelled, bill.status.to_string(), bill.balance.unwrap().normalize().to_string())
    };
    let is =
        |kind: &str, cancelled, status: &str, balance: &str| (kind.to_owned(), cancelled, status.to_owned(), balance.to_owned());
    assert_eq!(of("DRAFT", ""), is("draft", false, "none", "10"));
    assert_eq!(of("SUBMITTED", ""), is("draft", false, "none", "10"));
    assert_eq!(of("DELETED", ""), is("draft", true, "none", "0"));
    assert_eq!(of("VOIDED", r#","AmountDue":10.00"#), is("bill", true, "none", "0"));
    assert_eq!(of("AUTHORISED", ""), is("bill", false, "outstanding", "10"));
    assert_eq!(of("AUTHORISED", r#","AmountCredited":4"#), is("bill", false, "partially_paid", "6"));
    assert_eq!(of("AUTHORISED", r#","AmountPaid":"4","AmountDue":6.00"#), is("bill", false, "partially_paid", "6"));
    assert_eq!(of("PAID", ""), is("bill", false, "paid", "0"));
}

#[test]
fn what_is_absent_is_zero_and_what_cannot_be_known_is_refused() {
    let empty = document(r#""Type":"ACCREC","Status":"AUTHORISED""#);
    assert!(empty.gross.is_zero() && empty.items.is_empty() && empty.issued.is_none());
    assert_eq!(empty.status, PaymentStatus::Paid, "nothing is left to pay");
    let summed = document(r#""Type":"ACCREC","Status":"AUTHORISED","SubTotal":1.00,"TotalTax":0.15"#);
    assert_eq!(summed.gross.to_string(), "1.15");
    let refused = |fields: &str| {
        let body = format!(r#"{{"invoices":[{{"InvoiceID":"a1","InvoiceNumber":"X",{fields}}}]}}"#);
        let rejected = read("Invoices", Kind::Document, &body).records.pop().unwrap().unwrap_err();
        assert_eq!((rejected.id.unwrap().as_str(), rejected.number.as_deref()), ("a1", Some("X")));
        rejected.reason.id
    };
    assert_eq!(refused(r#""Type":"ARCREDIT","Status":"DRAFT","CurrencyCode":"NZD""#), "provider-skip-type");
    assert_eq!(refused(r#""Type":"ACCREC","Status":"LOST","CurrencyCode":"NZD""#), "provider-skip-type");
    assert_eq!(refused(r#""Type":"ACCREC","Status":"DRAFT","CurrencyRate":0.75"#), "provider-skip-currency");
    assert_eq!(refused(r#""Type":"ACCREC","Status":"DRAFT","CurrencyCode":"NZD","Total":1e38"#), "provider-skip-amount");
}

#[test]
fn a_credit_note_is_negative() {
    let body = r#"{"CreditNotes":[{"CreditNoteID":"e1","CreditNoteNumber":"CN-3","Type":"ACCPAYCREDIT","Status":"AUTHORISED",
        "CurrencyCode":"NZD","SubTotal":50.00,"TotalTax":7.50,"Total":57.50,"RemainingCredit":32.50,
        "LineItems":[{"Quantity":1,"UnitAmount":50,"LineAmount":50.00,"TaxAmount":7.50,"TaxType":"OUTPUT2"}],
        "Allocations":[{"Amount":25.00,"Invoice":{"InvoiceID":"0f0c","InvoiceNumber":"B-1"}},
        {"Amount":1,"IsDeleted":true,"Invoice":{"InvoiceID":"dead"}}]}]}"#;
    let Ok(Payload::Document(note)) = read("CreditNotes", Kind::Document, body).records.pop().unwrap() else { panic!() };
    assert_eq!((note.kind.as_str(), note.direction), ("bill_credit", Direction::Received));
    assert_eq!((note.gross.to_string(), note.balance.unwrap().to_string()), ("-57.50".into(), "-32.50".into()));
    assert_eq!((note.items[0].quantity.to_string(), note.items[0].gross.unwrap().to_string()), ("-1".into(), "-57.50".into()));
    assert_eq!(note.status, PaymentStatus::PartiallyPaid);
    assert_eq!(note.related.iter().map(|other| other.number.as_str()).collect::<Vec<_>>(), ["B-1"]);
    assert!(crate::domain::quality::warnings(&note).iter().all(|w| w.kind != crate::domain::WarningKind::SUM));
}

#[test]
fn payments_and_what_takes_them_back() {
    let fields = |kind: &str, status: &str| {
        format!(
            r#""PaymentID":"5d","PaymentType":"{kind}","Status":"{status}","Amount":100.00,"CurrencyRate":1.0,"Reference":"R",
            "Date":"\/Date(1795132800000+0000)\/","Invoice":{{"InvoiceID":"0f0c","InvoiceNumber":"INV-1","CurrencyCode":"NZD",
            "Contact":{{"ContactID":"C7","Name":"Bluebird"}}}}"#
        )
    };
    let paid = money("Payments", &fields("ACCRECPAYMENT", "AUTHORISED"));
    assert_eq!(
        (paid.kind.clone(), paid.direction, paid.date),
        (PaymentType::Payment, Direction::Issued, Some(date(2026, 11, 20)))
    );
    assert_eq!((paid.partner_name.as_str(), paid.allocations[0].number.as_str()), ("Bluebird", "INV-1"));
    assert_eq!(paid.allocated().unwrap().to_string(), "100.00");
    let deleted = money("Payments", &fields("ACCRECPAYMENT", "DELETED"));
    assert_eq!((deleted.state.clone(), deleted.allocations.len(), deleted.counts()), (PaymentState::Deleted, 0, false));
    let refund = money("Payments", &fields("APCREDITPAYMENT", "AUTHORISED"));
    assert_eq!((refund.kind, refund.direction), (PaymentType::Refund, Direction::Received));
    assert_eq!((refund.amount.to_string(), refund.allocations[0].amount.to_string()), ("-100.00".into(), "-100.00".into()));
}

#[test]
fn what_is_paid_too_much_or_in_advance() {
    let fields = |status: &str| {
        format!(
            r#""OverpaymentID":"a0","Type":"RECEIVE-OVERPAYMENT","Status":"{status}","Total":50.00,"CurrencyCode":"NZD",
            "DateString":"2026-11-20T00:00:00","Contact":{{"ContactID":"C7","Name":"Bluebird"}},"RemainingCredit":20.00,
            "Allocations":[{{"Amount":30.00,"Date":"\/Date(1795132800000+0000)\/","Invoice":{{"InvoiceID":"0f0c"}}}}]"#
        )
    };
    let held = money("Overpayments", &fields("AUTHORISED"));
    assert_eq!((held.kind, held.unapplied.unwrap().to_string()), (PaymentType::Overpayment, "20.00".into()));
    assert_eq!((held.allocations.len(), held.allocations[0].date), (1, None), "the day of the payment");
    let void = money("Overpayments", &fields("VOIDED"));
    assert_eq!((void.state, void.allocations.len(), void.unapplied.unwrap().is_zero()), (PaymentState::Voided, 0, true));
    let early = r#""PrepaymentID":"b0","Type":"SPEND-PREPAYMENT","Status":"AUTHORISED","Total":5,"CurrencyCode":"USD","CurrencyRate":0.75"#;
    let early = money("Prepayments", early);
    assert_eq!(
        (early.kind, early.direction, early.unapplied.unwrap().to_string()),
        (PaymentType::Prepayment, Direction::Received, "5".into())
    );
}

#[test]
fn contacts_that_are_archived_or_merged() {
    let merged = contact(
        r#""ContactID":"C8","Name":"Old","ContactStatus":"ARCHIVED","MergedToContactID":"C7","EmailAddress":"a@b.nz",
        "Phones":[{"PhoneType":"DDI"},{"PhoneType":"DEFAULT","PhoneNumber":"555 01","PhoneAreaCode":"09","PhoneCountryCode":"64"}],
        "Addresses":[{"AddressType":"STREET","City":"Auckland","AddressLine1":"1 Queen St"},{"AddressType":"POBOX"}],"IsSupplier":true"#,
    );
    assert!(!merged.active && merged.supplier && !merged.customer);
    assert_eq!(merged.merged_into.unwrap().as_str(), "c7");
    assert_eq!((merged.phone.as_deref(), merged.address.city.as_deref()), (Some("64 09 555 01"), Some("Auckland")));
    assert!(contact(r#""ContactID":"C7","ContactStatus":"ACTIVE""#).active);
}

#[test]
fn what_a_page_says_of_the_whole() {
    let whole = |more: &str| {
        let page = read("Payments", Kind::Payment, &format!(r#"{{"Payments":[{{}},{{}}]{more}}}"#));
        (page.total, page.last_page)
    };
    assert_eq!(whole(r#","pagination":{"page":1,"pageSize":2,"pageCount":7,"itemCount":13}"#), (Some(13), Some(7)));
    assert_eq!(whole(""), (None, None));
    assert_eq!(whole(r#","pagination":{"pageCount":-1,"itemCount":1}"#), (None, None), "less than what is here");
    let request = ListRequest { feed: feed("Payments", Kind::Payment), scope: Scope::All, place: Place::Page(1), per_page: 1 };
    let read = |body: &str| page(body.as_bytes(), &request, &Home::default());
    let at = read(r#"{"DateTimeUTC":"\/Date(1795812000123)\/","payments":[]}"#).unwrap().1.unwrap();
    assert_eq!(at.as_millisecond(), 1_795_812_000_123);
    for bad in ["<html>", "", "{}", r#"{"Payments":7}"#, "[]"] {
        assert!(matches!(read(bad), Err(ProviderError::Body { .. })), "{bad}");
    }
}

#[test]
fn refusals_are_told_apart() {
    let of = |status: u16, headers: &[(&'static str, &str)], body: &str| {
        let headers: HeaderMap = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        refusal(StatusCode::from_u16(status).unwrap(), &headers, body.as_bytes())
    };
    assert_eq!(of(401, &[], r#"{"Detail":"TokenExpired: token expired"}"#), Some(ProviderError::TokenRefused));
    assert_eq!(of(401, &[], r#"{"Detail":"AuthorizationUnsuccessful"}"#), Some(ProviderError::ScopeMissing));
    assert_eq!(of(403, &[], r#"{"detail":"AuthenticationUnsuccessful"}"#), Some(ProviderError::Disconnected));
    assert_eq!(of(400, &[], "<html>"), Some(ProviderError::Server { status: 400, after: None }));
    assert_eq!(of(400, &[], "{}"), None);
    let seconds = |headers: &[(&'static str, &str)]| match of(429, headers, "") {
        Some(ProviderError::TooMany { after, .. }) => after.map(|after| match after {
            RetryAfter::In(pause) => pause.as_secs(),
            RetryAfter::At(_) => panic!("a date"),
        }),
        other => panic!("{other:?}"),
    };
    assert_eq!(seconds(&[("x-rate-limit-problem", "DayLimit"), ("retry-after", "41000")]), Some(41000));
    assert_eq!(seconds(&[("x-rate-limit-problem", "day")]), Some(3600));
    assert_eq!(seconds(&[("x-rate-limit-problem", "Minute limit"), ("retry-after", "12")]), Some(12));
    assert_eq!(seconds(&[("x-rate-limit-problem", "appminute")]), Some(60));
    assert_eq!(seconds(&[("x-rate-limit-problem", "concurrent")]), None);
    let detail =
        r#"{"Message":"A validation exception occurred","Elements":[{"ValidationErrors":[{"Message":"No such\u001b"}]}]}"#;
    assert_eq!(error_detail(detail.as_bytes()), "A validation exception occurred; No such\u{FFFD}");
}

#[test]
fn what_an_organisation_tells_of_itself() {
    let body = r#"{"Organisations":[{"Name":"Kowhai Timber","BaseCurrency":"NZD","CountryCode":"NZ","Timezone":"NEWZEALANDSTANDARDTIME"}]}"#;
    let told = organisation(body.as_bytes()).unwrap();
    assert_eq!((told.country.as_deref(), told.zone.as_deref()), (Some("NZ"), Some("Pacific/Auckland")));
    assert_eq!(told.currency.unwrap().as_str(), "NZD");
    assert!(public_url(br#"{"OnlineInvoices":[{"OnlineInvoiceUrl":"https://in.xero.com/x"}]}"#).is_ok());
    assert!(public_url(br#"{"OnlineInvoices":[{"OnlineInvoiceUrl":"javascript:1"}]}"#).is_err());
}

#[test]
fn a_refund_without_a_currency_is_in_that_of_the_books() {
    let refund = money(
        "Payments",
        r#""PaymentID":"P9","PaymentType":"ARCREDITPAYMENT","Status":"AUTHORISED","DateString":"2026-11-03T00:00:00","Amount":25.00,
            "CurrencyRate":1.0000000000,"CreditNote":{"CreditNoteID":"E1","CreditNoteNumber":"CN-3"}"#,
    );
    assert_eq!((refund.currency.as_str(), refund.amount.to_string()), ("NZD", "-25.00".to_owned()));
    assert_eq!(refund.kind, PaymentType::Refund);
}

#[test]
fn an_invoice_names_the_credit_notes_that_it_is_credited_by() {
    let of = |more: &str| document(&format!(r#""Type":"ACCREC","Status":"AUTHORISED","Total":115.00,"AmountDue":65.00{more}"#));
    let credited = of(
        r#","AmountCredited":50.00,"CreditNotes":[{"CreditNoteID":"E1","ID":"E1","CreditNoteNumber":"CN-3","AppliedAmount":50.00,"Total":57.50}]"#,
    );
    let names = |invoice: &Invoice| {
        let all = invoice.related.iter().map(|other| format!("{} {}", other.id, other.number));
        all.collect::<Vec<_>>()
    };
    assert_eq!(names(&credited), ["e1 CN-3"]);
    assert_eq!(names(&of(r#","CreditNotes":[]"#)), [""; 0]);
}

#[test]
fn what_is_due_may_be_less_than_the_total_without_a_payment() {
    let of = |more: &str| {
        let bill = document(&format!(
            r#""Type":"ACCREC","Status":"AUTHORISED","SubTotal":1000.00,"TotalTax":200.00,"Total":1200.00,"CISDeduction":200.00{more}"#
        ));
        (bill.status.to_string(), bill.balance.unwrap().normalize().to_string())
    };
    let is = |status: &str, left: &str| (status.to_owned(), left.to_owned());
    assert_eq!(of(r#","AmountDue":1000.00,"AmountPaid":0.00,"AmountCredited":0.00"#), is("outstanding", "1000"));
    assert_eq!(of(r#","AmountDue":1000.00,"AmountPaid":0.00"#), is("outstanding", "1000"));
    assert_eq!(of(r#","AmountDue":600.00,"AmountPaid":400.00"#), is("partially_paid", "600"));
    assert_eq!(of(r#","AmountDue":600.00,"AmountPaid":0.00,"AmountCredited":400.00"#), is("partially_paid", "600"));
    assert_eq!(of(r#","AmountDue":0.00,"AmountPaid":1000.00"#), is("paid", "0"));
}

#[test]
fn a_line_without_a_quantity_is_one_of_its_amount() {
    let line =
        |fields: &str| document(&format!(r#""Type":"ACCREC","Status":"DRAFT","LineItems":[{{{fields}}}]"#)).items.remove(0);
    let text = |item: &crate::domain::LineItem| (item.quantity.to_string(), item.net_unit_amount.map(|price| price.to_string()));
    assert_eq!(text(&line(r#""LineAmount":100.00,"TaxAmount":15.00"#)), ("1".into(), Some("100.00".into())));
    assert_eq!(text(&line(r#""Quantity":0,"UnitAmount":5,"LineAmount":0.00"#)), ("0".into(), Some("5".into())));
    assert_eq!(text(&line(r#""Description":"a note""#)), ("0".into(), None));
}
