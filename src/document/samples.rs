//! Invoices for tests: fourteen cases by hand, and as many as wanted from a seed.

use std::path::PathBuf;

use jiff::civil::date;
use rust_decimal::Decimal;

use super::model::{
    Advance, AdvancePayment, Contact, Endpoint, Exemption, Given, GivenLine, GivenRate, GivenTax, Kind, Means, Party, Payment,
    Preceding, Vat, round,
};
use super::{Form, check, xml};
use crate::domain::{Address, Currency};

fn dec(text: &str) -> Decimal {
    text.parse().expect("a number")
}

pub(super) fn party(name: &str, country: &str, post_code: &str, city: &str, street: &str) -> Party {
    let text = |text: &str| Some(text.into());
    Party {
        name: name.to_owned(),
        address: Address { country: text(country), post_code: text(post_code), city: text(city), street: text(street) },
        ..Party::default()
    }
}

pub(super) fn seller() -> Party {
    Party {
        vat_id: Some("HU32560682".into()),
        tax_id: Some("32560682-2-43".into()),
        tax_number: Some("32560682-2-43".into()),
        contact: Contact {
            name: Some("Kőműves Ödön".into()),
            phone: Some("+36 1 555 0100".into()),
            email: Some("szamla@example.com".into()),
        },
        endpoint: Some(Endpoint { scheme: "9910".into(), id: "HU32560682".into() }),
        ..party("Árvíztűrő Tükörfúrógép Kft.", "HU", "1117", "Budapest", "Őrség u. 7.")
    }
}

fn german() -> Party {
    Party {
        vat_id: Some("DE123456789".into()),
        tax_number: Some("DE123456789".into()),
        contact: Contact { email: Some("rechnung@example.de".into()), ..Contact::default() },
        endpoint: Some(Endpoint { scheme: "EM".into(), id: "rechnung@example.de".into() }),
        ..party("Müller & Söhne GmbH", "DE", "10115", "Berlin", "Invalidenstraße 1")
    }
}

fn hungarian() -> Party {
    Party {
        vat_id: Some("HU15366052".into()),
        tax_number: Some("15366052-2-08".into()),
        endpoint: Some(Endpoint { scheme: "9910".into(), id: "HU15366052".into() }),
        ..party("PETZ ALADÁR EGYETEMI OKTATÓ KÓRHÁZ", "HU", "9024", "Győr", "Vasvári Pál u. 2-4.")
    }
}

pub(super) fn given(number: &str, currency: &str, buyer: Party, lines: Vec<GivenLine>) -> Given {
    Given {
        number: number.to_owned(),
        kind: Kind::Invoice,
        issued: Some(date(2026, 11, 1)),
        due: Some(date(2026, 11, 15)),
        delivered: Some(date(2026, 10, 31)),
        period: None,
        currency: Currency::new(currency),
        rate: None,
        buyer_reference: Some("04011000-12345-03".into()),
        order: Some("PO-70001".into()),
        contract: None,
        notes: vec!["Köszönjük a megrendelést!".into()],
        preceding: None,
        seller: seller(),
        buyer,
        payment: Payment {
            means: Means::Transfer,
            iban: Some("HU42117730161111101800000000".into()),
            bic: Some("OTPVHUHB".into()),
            bank: Some("OTP Bank".into()),
            ..Payment::default()
        },
        lines,
        taxes: Vec::new(),
        discount: None,
        gross: None,
        tax: None,
        paid: Decimal::ZERO,
        electronic: true,
    }
}

pub(super) fn line(name: &str, quantity: &str, unit: &str, price: &str, vat: Vat) -> GivenLine {
    GivenLine {
        name: name.to_owned(),
        quantity: dec(quantity),
        unit: unit.to_owned(),
        price: Some(dec(price)),
        vat: Some(vat),
        ..GivenLine::default()
    }
}

pub(super) fn at(rate: &str) -> Vat {
    Vat::at(dec(rate))
}

fn euros(given: Given) -> Given {
    let rate = GivenRate {
        currency: Currency::new("HUF"),
        rate: dec("395.12"),
        source: Some("MNB".into()),
        date: Some(date(2026, 10, 31)),
        vat: None,
    };
    Given { rate: Some(rate), ..given }
}

fn corrects(given: Given, kind: Kind) -> Given {
    let preceding = Preceding { number: "2026/0007".into(), issued: Some(date(2026, 9, 30)), index: 1, lines: Some(1) };
    Given { kind, preceding: Some(preceding), ..given }
}

/// The line of a payment in advance, or the one that deducts the payment of this invoice.
fn of_advance(deducted: Option<&str>) -> GivenLine {
    let payment = |number: &str| AdvancePayment { number: number.to_owned(), paid: date(2026, 9, 15), rate: Decimal::ONE };
    GivenLine {
        advance: Some(Advance { deducts: deducted.map(payment) }),
        ..line("Előleg", if deducted.is_some() { "-1" } else { "1" }, "db", "20000", at("27"))
    }
}

/// The cases, by name.
pub(super) fn golden() -> Vec<(&'static str, Given)> {
    let work = |vat: Vat| line("Fejlesztés", "3.5", "óra", "18000", vat);
    let goods = |vat: Vat| line("Widget <A&B>", "12", "db", "19.99", vat);
    let mut discounted = given(
        "2026/0003",
        "HUF",
        hungarian(),
        vec![
            line("Könyv", "3", "db", "3490", at("5")),
            line("Kenyér", "10", "db", "890", at("18")),
            line("Tanácsadás", "2", "nap", "120000", at("27")),
        ],
    );
    discounted.discount = Some(dec("10"));
    discounted.taxes = [("5", "9423", "471"), ("18", "8010", "1442"), ("27", "216000", "58320")]
        .map(|(rate, net, tax)| GivenTax { vat: at(rate), net: Some(dec(net)), tax: Some(dec(tax)), local: None })
        .into();
    let seconds = GivenLine { base: Some(dec("3600")), ..line("Support", "1500", "sec", "18000", at("27")) };
    let forints = GivenLine { net: Some(dec("14311")), ..line("Support", "0.42", "óra", "34340", at("27")) };
    let us = Party {
        tax_number: None,
        endpoint: Some(Endpoint { scheme: "EM".into(), id: "ap@example.com".into() }),
        ..party("Harbour Bakery Inc.", "US", "19901", "Dover, DE", "1 Quay")
    };
    let person = Party {
        private: true,
        endpoint: Some(Endpoint { scheme: "EM".into(), id: "anna@example.com".into() }),
        ..party("Nagy Anna", "HU", "6720", "Szeged", "Tisza Lajos krt. 1.")
    };
    let german_seller = Party {
        vat_id: Some("DE136695976".into()),
        tax_id: None,
        tax_number: Some("DE136695976".into()),
        endpoint: Some(Endpoint { scheme: "9930".into(), id: "DE136695976".into() }),
        contact: seller().contact,
        ..party("Übersetzungsbüro Groß", "DE", "80331", "München", "Marienplatz 8")
    };
    let mut german_case =
        given("RE-2026-12", "EUR", german(), vec![goods(at("19")), line("Fachbuch", "2", "Stk", "24.30", at("7"))]);
    german_case.seller = german_seller;
    german_case.payment.iban = Some("DE89370400440532013000".into());
    german_case.payment.bic = None;
    let mut cash = given("2026/0011", "HUF", person, vec![line("Kávé", "3", "db", "1111", at("27"))]);
    cash.payment = Payment { means: Means::Cash, ..Payment::default() };
    cash.gross = Some(dec("4235"));
    let credit_line = GivenLine { quantity: dec("-12"), ..goods(Vat::without(Exemption::Kbaet)) };
    vec![
        (
            "hu-standard",
            given("2026/0001", "HUF", hungarian(), vec![work(at("27")), line("Kiszállás", "1", "alkalom", "5000", at("27"))]),
        ),
        (
            "hu-exempt",
            given("2026/0002", "HUF", hungarian(), vec![work(Vat::without(Exemption::Aam)), work(Vat::without(Exemption::Tam))]),
        ),
        ("hu-discount", discounted),
        ("hu-time", given("2026/0004", "HUF", hungarian(), vec![seconds, forints])),
        ("hu-reverse", given("2026/0005", "HUF", hungarian(), vec![work(Vat::without(Exemption::Fad))])),
        ("eu-goods", euros(given("2026/0006", "EUR", german(), vec![goods(Vat::without(Exemption::Kbaet))]))),
        ("eu-service", euros(given("2026/0008", "EUR", german(), vec![work(Vat::without(Exemption::Eufad37))]))),
        ("third-country", euros(given("2026/0009", "EUR", us, vec![work(Vat::without(Exemption::Ho))]))),
        ("de-two-rates", german_case),
        ("credit", corrects(euros(given("2026/0010", "EUR", german(), vec![credit_line])), Kind::Credit)),
        ("correction", corrects(given("2026/0012", "HUF", hungarian(), vec![work(at("27"))]), Kind::Correction)),
        ("cash", cash),
        ("hu-advance", Given { kind: Kind::Advance, ..given("2026/0013", "HUF", hungarian(), vec![of_advance(None)]) }),
        ("hu-final", given("2026/0014", "HUF", hungarian(), vec![work(at("27")), of_advance(Some("2026/0013"))])),
    ]
}

/// An invoice of a seed: lines of any size, rates, discounts, allowances, currencies.
pub(super) fn generated(seed: u64) -> Given {
    let mut rng = fastrand::Rng::with_seed(seed);
    let currency = *rng.choice(&["HUF", "HUF", "EUR", "EUR", "USD", "JPY"]).expect("some");
    let scale = Currency::new(currency).decimals();
    let abroad = rng.bool();
    let mut lines = Vec::new();
    let kind = *rng.choice(&["rate", "rate", "rate", "within", "service", "third"]).expect("some");
    for index in 0..rng.usize(1..12) {
        let vat = match kind {
            "within" => Vat::without(Exemption::Kbaet),
            "service" => Vat::without(Exemption::Eufad37),
            "third" => Vat::without(Exemption::Ho),
            _ => match rng.u8(0..8) {
                0 => at("5"),
                1 => at("18"),
                2 => Vat::without(Exemption::Tam),
                3 => at("0"),
                _ => at("27"),
            },
        };
        let unit = *rng.choice(&["db", "óra", "sec", "kg", "csomag", "valami", "hó", "karton", "fm"]).expect("some");
        let quantity = Decimal::new(rng.i64(1..5000), rng.u32(0..4));
        let price = Decimal::new(rng.i64(0..2_000_000), rng.u32(0..5));
        let base = (unit == "sec").then(|| Decimal::from(3600));
        let exact = quantity * price / base.unwrap_or(Decimal::ONE);
        let net = match rng.u8(0..4) {
            0 => Some(round(exact, 0)),
            1 => Some(round(exact * dec("0.9"), scale)),
            2 => Some(round(exact, scale)),
            _ => None,
        };
        lines.push(GivenLine {
            name: format!("Tétel {index} – űrhajó"),
            quantity,
            unit: unit.to_owned(),
            price: Some(price),
            base,
            net,
            vat: Some(vat),
            ..GivenLine::default()
        });
    }
    let buyer = if abroad || kind != "rate" { german() } else { hungarian() };
    let mut given = given(&format!("G-{seed}"), currency, buyer, lines);
    if currency != "HUF" {
        given = euros(given);
    }
    match rng.u8(0..6) {
        0 => {
            given = corrects(given, Kind::Credit);
            for line in &mut given.lines {
                (line.quantity, line.net) = (-line.quantity, line.net.map(|net| -net));
            }
        }
        1 => given = corrects(given, Kind::Correction),
        _ => {}
    }
    if rng.u8(0..4) == 0 && given.kind == Kind::Invoice {
        discount(&mut given, rng.choice(&["5", "10", "33.3"]).expect("some"), scale);
    }
    given
}

/// Takes a discount off the whole, as a service does: from the sums by rate.
fn discount(given: &mut Given, percent: &str, scale: u32) {
    let document = given.clone().document().expect("small");
    let keep = Decimal::ONE - dec(percent) / Decimal::ONE_HUNDRED;
    let part = |amount: Decimal| round(amount * keep, scale);
    given.taxes = document
        .taxes
        .iter()
        .map(|group| {
            let net = part(group.base);
            let tax = round(net * group.vat.rate / Decimal::ONE_HUNDRED, scale);
            GivenTax { vat: group.vat, net: Some(net), tax: Some(tax), local: None }
        })
        .collect();
    given.discount = Some(dec(percent));
}

/// Where the files of a run are left for the validators of CI.
pub(super) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/documents")
}

#[test]
fn the_tax_authority_is_told_of_payments_in_advance() {
    let of = |wanted: &str| {
        let (_, given) = golden().into_iter().find(|(name, _)| *name == wanted).expect("a case");
        let text = String::from_utf8(xml(&given.document().expect("small"), Form::Nav)).expect("UTF-8");
        text.split_whitespace().collect::<String>()
    };
    let own = of("hu-advance");
    let expected = "</lineNumber><advanceData><advanceIndicator>true</advanceIndicator></advanceData><lineExpressionIndicator>";
    assert!(own.contains(expected), "{own}");
    let last = of("hu-final");
    let expected = "<advanceIndicator>true</advanceIndicator><advancePaymentData><advanceOriginalInvoice>2026/0013</advanceOriginalInvoice>\
                    <advancePaymentDate>2026-09-15</advancePaymentDate><advanceExchangeRate>1</advanceExchangeRate></advancePaymentData>";
    assert!(last.contains(expected), "{last}");
    assert_eq!(last.matches("<advanceData>").count(), 1, "only the line that deducts");
}

/// The amounts of a name in data for the tax authority.
fn told(text: &str, name: &str) -> Vec<Decimal> {
    let tag = format!("<{name}>");
    let parts = text.split(&tag).skip(1);
    parts.filter_map(|part| part.split('<').next()).map(dec).collect()
}

#[test]
fn forints_of_lines_come_to_their_sums() {
    let lines = |prices: &[&str]| prices.iter().map(|price| line("Item", "1", "db", price, at("27"))).collect();
    let buyers = || golden().into_iter().map(|(_, given)| given.buyer).next().expect("a buyer");
    let thirds = euros(given("2026/1", "EUR", buyers(), lines(&["10.01", "10.01", "10.01", "0.05", "10.01", "10.01", "10.01"])));
    let generated = (1..=50).map(generated);
    let mut foreign = 0;
    for given in golden().into_iter().map(|(_, given)| given).chain(generated).chain([thirds]) {
        let document = given.document().expect("small");
        let rate = document.conversion.as_ref().filter(|_| document.currency.as_str() != "HUF").map(|one| one.rate);
        let text = String::from_utf8(xml(&document, Form::Nav)).expect("UTF-8");
        foreign += usize::from(rate.is_some());
        let sum = |name: &str| crate::domain::money::sum(told(&text, name)).expect("small");
        assert_eq!(sum("lineNetAmountHUF"), sum("invoiceNetAmountHUF"), "{text}");
        if let Some(rate) = rate {
            assert_eq!(sum("lineVatAmountHUF"), sum("invoiceVatAmountHUF"), "{text}");
            assert_eq!(sum("lineGrossAmountNormalHUF"), sum("invoiceGrossAmountHUF"), "{text}");
            for (own, forints) in told(&text, "lineNetAmount").into_iter().zip(told(&text, "lineNetAmountHUF")) {
                assert!((own * rate - forints).abs() <= Decimal::ONE, "{own} is {forints}");
                assert_eq!(forints, forints.trunc());
            }
        }
    }
    assert!(foreign > 5, "{foreign} in another currency");
}

/// Writes every form of the cases and of fifty generated invoices: validators outside judge them.
#[test]
fn every_case_follows_the_rules_and_is_written() {
    let generated = (1..=50).map(|seed| (format!("generated-{seed}"), generated(seed)));
    let cases = golden().into_iter().map(|(name, given)| (name.to_owned(), given)).chain(generated);
    for form in Form::ALL.into_iter().filter(|form| form.ending() == "xml") {
        let folder = folder().join(form.as_str());
        std::fs::create_dir_all(&folder).expect("a folder");
        for (name, given) in cases.clone() {
            let document = given.document().expect("small");
            let breaches = check(&document, form);
            let foreign = form == Form::Nav && document.seller.address.country.as_deref() != Some("HU");
            if foreign {
                assert!(!breaches.is_empty(), "{name}");
                continue;
            }
            assert!(breaches.is_empty(), "{name} as {form:?}: {breaches:#?}");
            let written = xml(&document, form);
            assert_eq!(written, xml(&document, form), "{name}: identical bytes for identical input");
            std::fs::write(folder.join(format!("{name}.xml")), written).expect("written");
        }
    }
}
