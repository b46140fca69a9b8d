//! Invoices as the providers' feeds leave them in the store.

use jiff::civil::date;

use super::*;
use crate::document::{Form, check};
use crate::domain::ledger::{Issued, IssuedKind};
use crate::domain::{Address, Books, CompanyId, Discount, Party, PaymentStatus, RelatedDocument, RemoteId, VatLine};

fn dec(text: &str) -> Decimal {
    text.parse().expect("a number")
}

fn company() -> Company {
    Company {
        id: CompanyId(1),
        name: "Medka".into(),
        provider: "billingo".into(),
        base_url: None,
        enabled: true,
        tax_number: None,
        legal_name: None,
        added: jiff::Timestamp::UNIX_EPOCH,
        login: None,
        tenant: None,
        books: Books::default(),
    }
}

fn item(net: &str, vat: &str, entitlement: Option<&str>) -> LineItem {
    LineItem {
        name: "Munka".into(),
        quantity: Decimal::ONE,
        unit: "db".into(),
        net_unit_amount: Some(dec(net)),
        net: Some(dec(net)),
        vat: vat.into(),
        entitlement: entitlement.map(Into::into),
        ..LineItem::default()
    }
}

fn address(country: &str) -> Address {
    Address {
        country: Some(country.into()),
        post_code: Some("9021".into()),
        city: Some("Győr".into()),
        street: Some("Fő u. 1.".into()),
    }
}

fn invoice(currency: &str, gross: &str, items: Vec<LineItem>) -> Invoice {
    Invoice {
        id: RemoteId::new("1"),
        number: "INV-1".into(),
        kind: DocumentType::Invoice,
        direction: Direction::Issued,
        correction: None,
        cancelled: false,
        block_id: None,
        status: PaymentStatus::Outstanding,
        method: Some(PaymentMethod::WireTransfer),
        currency: Currency::new(currency),
        rate: None,
        gross: dec(gross),
        balance: None,
        net: None,
        vat: None,
        gross_local: None,
        issued: Some(date(2026, 10, 1)),
        fulfilled: Some(date(2026, 10, 1)),
        due: Some(date(2026, 10, 9)),
        paid: None,
        seller: Party {
            name: "Medka Kft.".into(),
            tax_number: Some("32560682-2-43".into()),
            eu_tax_number: Some("HU32560682".into()),
            address: address("HU"),
            iban: Some("HU42 1177 3016 1111 1018 0000 0000".into()),
            ..Party::default()
        },
        buyer: Party {
            name: "Kórház".into(),
            tax_number: Some("15366052-2-08".into()),
            address: address("HU"),
            emails: vec!["penzugy@example.com".into()],
            ..Party::default()
        },
        electronic: true,
        comment: None,
        tags: Vec::new(),
        language: Some("hu".into()),
        notification: None,
        nav: None,
        order_number: None,
        related: Vec::new(),
        discount: None,
        vat_lines: Vec::new(),
        items,
        rounding: None,
        original: Vec::new(),
    }
}

fn document(invoice: &Invoice) -> crate::document::model::Document {
    given(invoice, &company(), &Sender::default(), &Extra::default()).document().expect("small")
}

#[test]
fn a_billingo_invoice_is_an_e_invoice_and_data_for_the_tax_authority() {
    let mut told = invoice("HUF", "11430", vec![item("10000", "27%", None)]);
    told.discount = Some(Discount { kind: "percent".into(), value: dec("10") });
    told.vat_lines =
        vec![VatLine { name: "27%".into(), net: Some(dec("9000")), vat: Some(dec("2430")), gross: Some(dec("11430")) }];
    let document = document(&told);
    assert_eq!(
        (document.totals.allowances, document.totals.net, document.totals.gross),
        (dec("1000"), dec("9000"), dec("11430"))
    );
    for form in [Form::Ubl, Form::Cii, Form::Nav] {
        assert_eq!(check(&document, form), [], "{form:?}");
    }
    assert_eq!(document.payment.iban.as_deref(), Some("HU42117730161111101800000000"));
    assert_eq!(document.buyer.vat_id.as_deref(), Some("HU15366052"));
    assert_eq!(document.buyer.endpoint.as_ref().map(|endpoint| endpoint.scheme.as_str()), Some("9910"));
}

#[test]
fn reasons_come_from_the_entitlement() {
    let told = invoice("HUF", "10000", vec![item("10000", "EU", Some("KBAET"))]);
    let line = document(&told).lines.remove(0);
    assert_eq!(line.vat, Some(Vat::without(Exemption::Kbaet)));
    let unknown = document(&invoice("HUF", "10000", vec![item("10000", "EU", None)]));
    let fields: Vec<_> = check(&unknown, Form::Ubl).into_iter().map(|breach| (breach.term.into_owned(), breach.line)).collect();
    assert!(fields.contains(&("BT-151".to_owned(), Some(1))), "{fields:?}");
}

#[test]
fn what_is_free_for_several_reasons_is_summed_by_reason() {
    let told = |name: &str, net: &str, vat: &str| VatLine {
        name: name.into(),
        net: Some(dec(net)),
        vat: Some(dec(vat)),
        gross: Some(dec(net) + dec(vat)),
    };
    let mut all = invoice("EUR", "196.10", vec![item("50", "0.0% Z", None), item("60", "Exempt", None), item("70", "23%", None)]);
    all.vat_lines = vec![told("0%", "50", "0"), told("0%", "60", "0"), told("23%", "70", "16.10")];
    let groups = |invoice: &Invoice| -> Vec<String> {
        let taxes = document(invoice).taxes;
        taxes.iter().map(|tax| format!("{} {} {}", tax.vat.category.code(), tax.base.normalize(), tax.tax.normalize())).collect()
    };
    assert_eq!(groups(&all), ["Z 50 0", "E 60 0", "S 70 16.1"]);
    assert_eq!(document(&all).adjustments, []);
    // A discount on what is free belongs to no line of it: nothing is made up, and the total is found wrong.
    all.vat_lines[1] = told("0%", "40", "0");
    assert_eq!(groups(&all), ["Z 50 0", "E 60 0", "S 70 16.1"]);
    all.gross = dec("176.10");
    assert!(check(&document(&all), Form::Ubl).iter().any(|breach| breach.rule == "FAKTURA-TOTAL"));
}

#[test]
fn what_gives_money_back_is_due_at_once() {
    let mut credit = invoice("EUR", "-100", vec![item("-100", "0%", None)]);
    (credit.kind, credit.due) = ("credit_note".into(), None);
    assert_eq!(document(&credit).due, credit.issued);
}

#[test]
fn a_cancellation_is_a_credit_note_that_names_what_it_cancels() {
    let mut told = invoice(
        "HUF",
        "-12700",
        vec![LineItem { quantity: Decimal::NEGATIVE_ONE, net: Some(dec("-10000")), ..item("10000", "27%", None) }],
    );
    told.kind = DocumentType::Cancellation;
    told.related = vec![RelatedDocument { id: RemoteId::new("7"), number: "INV-0".into() }];
    let document = document(&told);
    assert_eq!((document.kind, document.totals.gross, document.sign), (Kind::Credit, dec("12700"), Decimal::NEGATIVE_ONE));
    assert_eq!(document.preceding.as_ref().map(|other| (other.number.as_str(), other.lines)), Some(("INV-0", Some(1))));
    assert_eq!(check(&document, Form::Nav), []);
    // What is due has a day, also where the document tells none.
    told.due = None;
    let document = self::document(&told);
    assert_eq!(document.due, told.issued);
    assert!(check(&document, Form::Ubl).iter().all(|breach| breach.rule != "BR-CO-25"));
    told.kind = DocumentType::Invoice;
    told.gross = dec("12700");
    assert_eq!(self::document(&told).due, None, "an invoice is told what it lacks");
}

#[test]
fn a_quickbooks_invoice_lacks_its_sellers_side_by_field() {
    let mut told = invoice("USD", "108.25", vec![item("100", "TAX", None)]);
    told.vat_lines = vec![VatLine { name: "8.25%".into(), net: Some(dec("100")), vat: Some(dec("8.25")), gross: None }];
    told.seller = Party::default();
    let found: Vec<String> = check(&document(&told), Form::Ubl).into_iter().map(|breach| breach.term.into_owned()).collect();
    assert_eq!(found, ["BT-40", "BT-31", "BT-84", "BT-31"]);
    let sender = Sender {
        vat_number: Some("IE1234567T".into()),
        country: Some("ie".into()),
        iban: Some("IE29AIBK93115212345678".into()),
        ..Sender::default()
    };
    let complete = given(&told, &company(), &sender, &Extra::default()).document().expect("small");
    assert_eq!(check(&complete, Form::Ubl), []);
    assert_eq!(complete.seller.name, "Medka", "the company's name stands for one that no document tells");
}

#[test]
fn drafts_offers_and_bills_are_no_e_invoices() {
    let mut told = invoice("HUF", "127", vec![item("100", "27%", None)]);
    assert_eq!(fitness(&told), Ok(Kind::Invoice));
    for kind in ["draft", "proforma", "offer", "waybill", "receipt"] {
        told.kind = kind.into();
        assert_eq!(fitness(&told), Err(Unfit::NoInvoice), "{kind}");
    }
    told.direction = Direction::Received;
    assert_eq!(fitness(&told), Err(Unfit::Received));
}

#[test]
fn text_lines_belong_to_the_line_before_them() {
    let text = LineItem { name: "és a hozzá tartozó anyag".into(), ..LineItem::default() };
    let document = document(&invoice("HUF", "127", vec![text.clone(), item("100", "27%", None), text]));
    assert_eq!(document.lines.len(), 1);
    assert_eq!(document.lines[0].description.as_deref(), Some("és a hozzá tartozó anyag"));
    assert_eq!(document.notes, ["és a hozzá tartozó anyag"]);
}

#[test]
fn corrections_count_in_the_order_of_issue_and_their_lines_go_on() {
    let issued = |id: &str, kind: IssuedKind, (series, sequence): (&str, u64), lines: usize| Issued {
        id: RemoteId::new(id),
        kind,
        client: RemoteId::new("c"),
        draft: None,
        series: series.to_owned(),
        sequence,
        document: invoice("HUF", "0", vec![item("1", "27%", None); lines]),
        tax: Vec::new(),
        fx: None,
        of_lines: Vec::new(),
    };
    let original = RemoteId::new("a");
    let part = || IssuedKind::Partial(original.clone());
    let all = [
        issued("a", IssuedKind::Invoice, ("INV-2026", 1), 3),
        issued("z", IssuedKind::Partial(RemoteId::new("x")), ("INV-CN-2026", 1), 9),
        issued("d", part(), ("INV-CN-2026", 2), 1),
        issued("c", part(), ("INV-CN-2026", 3), 2),
        issued("e", part(), ("INV-CN-2027", 1), 1),
    ];
    let [_, _, first, second, third] = &all;
    let places = [first, second, third].map(|one| super::books::place(one, &original, &all));
    assert_eq!(places, [(1, Some(3)), (2, Some(4)), (3, Some(6))]);
    assert_eq!(super::books::place(first, &original, &[]), (1, None), "the original is not told");
}

#[test]
fn a_contact_fills_what_its_document_does_not_tell() {
    let mut contact = Contact::new(RemoteId::new("9"), "Acme");
    contact.address = Address { country: Some("New Zealand".into()), ..address("") };
    contact.tax_number = Some("12-345-678".into());
    contact.emails = vec!["ap@acme.example".to_owned()];
    let bare = Invoice {
        buyer: Party { name: "Acme".into(), ..Party::default() },
        ..invoice("NZD", "115", vec![item("100", "15%", None)])
    };
    let filled = given(&with_contact(&bare, &contact), &company(), &Sender::default(), &Extra::default());
    assert_eq!(filled.buyer.address, address("NZ"), "by its code");
    assert_eq!(
        (filled.buyer.id.as_deref(), filled.buyer.contact.email.as_deref()),
        (Some("12-345-678"), Some("ap@acme.example"))
    );
    let other = Invoice { buyer: Party { name: "Acme Holding".into(), ..Party::default() }, ..bare.clone() };
    assert_eq!(with_contact(&other, &contact).buyer, other.buyer, "a party of another name may be another one");
    // Another address is not mixed with this one, and a masked number is none.
    contact.tax_number = Some("XX-XXX-5678".into());
    let elsewhere = Address { country: None, city: Some("Pécs".into()), ..address("") };
    let told = Invoice { buyer: Party { address: elsewhere.clone(), ..bare.buyer.clone() }, ..bare.clone() };
    let kept = with_contact(&told, &contact).buyer;
    assert_eq!((kept.address, kept.tax_number), (elsewhere, None));
    let here = Address { country: None, ..address("") };
    let told = Invoice { buyer: Party { address: here, ..bare.buyer.clone() }, ..bare };
    assert_eq!(with_contact(&told, &contact).buyer.address.country.as_deref(), Some("New Zealand"));
}

#[test]
fn a_hungarian_buyer_whose_address_names_no_country_is_in_hungary() {
    let at = |post_code: &str, tax_number: &str| {
        let mut told = invoice("HUF", "12700", vec![item("10000", "27%", None)]);
        told.buyer.address = Address { country: None, post_code: Some(post_code.into()), ..address("") };
        told.buyer.tax_number = Some(tax_number.into());
        document(&told)
    };
    let home = at("9021", "15366052-2-08");
    assert_eq!(home.buyer.address.country.as_deref(), Some("HU"));
    for form in [Form::Ubl, Form::Cii, Form::Nav] {
        assert_eq!(check(&home, form), [], "{form:?}");
    }
    // A number that is not right, or a post code of elsewhere, says nothing of the country.
    for (post_code, tax_number) in [("9021", "15366053-2-08"), ("10115", "15366052-2-08"), ("9021", "ATU12345678")] {
        let unknown = at(post_code, tax_number);
        assert_eq!(unknown.buyer.address.country, None, "{post_code} {tax_number}");
        assert!(!check(&unknown, Form::Ubl).is_empty());
    }
}
