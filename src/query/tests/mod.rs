//! Promises of the query language and of the index, against a slow and plain evaluation.

mod answers;
mod language;
mod naive;
mod pairs;
mod report;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::{Index, Names, Request, Sort};
use crate::domain::numbers::Country;
use crate::domain::{
    CompanyId, Currency, Direction, DocumentType, InvoiceRow, NavStatus, PaymentMethod, PaymentStatus, RemoteId, RunId,
    WarningKind,
};

pub(super) const TODAY: Date = date(2025, 11, 12);

pub(super) fn zone() -> TimeZone {
    TimeZone::get("Europe/Budapest").unwrap()
}

pub(super) fn names() -> Names {
    [(CompanyId(1), "MEDKA Kft."), (CompanyId(2), "Árvíz Bt."), (CompanyId(3), "it cardigan")]
        .map(|(id, name)| (id, name.to_owned()))
        .into_iter()
        .collect()
}

pub(super) fn request(query: &str) -> Request {
    Request {
        query: query.to_owned(),
        companies: Vec::new(),
        sort: Sort::default(),
        offset: 0,
        limit: usize::MAX,
        around: None,
        today: TODAY,
    }
}

/// A plain unpaid invoice.
pub(super) fn row(company: u32, id: &str) -> InvoiceRow {
    InvoiceRow {
        company: CompanyId(company),
        id: RemoteId::new(id),
        number: format!("INV-2025-{id}").into(),
        kind: DocumentType::Invoice,
        direction: Direction::Issued,
        correction: None,
        status: PaymentStatus::Outstanding,
        method: Some(PaymentMethod::WireTransfer),
        cancelled: false,
        currency: Currency::new("HUF"),
        gross: "127000".parse().unwrap(),
        net: Some("100000".parse().unwrap()),
        vat: Some("27000".parse().unwrap()),
        gross_local: Some("127000".parse().unwrap()),
        balance: None,
        issued: Some(date(2025, 10, 1)),
        fulfilled: Some(date(2025, 10, 2)),
        due: Some(date(2025, 10, 31)),
        paid: None,
        partner_name: "PETZ ALADÁR Egyetemi Oktató Kórház".into(),
        partner_tax_number: Some("15366052-2-08".into()),
        partner_country: None,
        partner_id: None,
        items: Box::default(),
        tags: Box::default(),
        related: Box::default(),
        has_cancellation: false,
        comment: None,
        nav: Some(NavStatus::Done),
        warnings: WarningKind::default(),
        vanished: false,
        changed_run: RunId(1),
        changed: "2025-11-01T12:00:00Z".parse().unwrap(),
    }
}

fn day() -> impl Strategy<Value = Option<Date>> {
    prop_oneof![
        1 => Just(None),
        6 => (-4_i64..5).prop_map(|days| Some(TODAY.saturating_add(jiff::Span::new().days(days)))),
        3 => (-60_i64..60).prop_map(|days| Some(TODAY.saturating_add(jiff::Span::new().days(days)))),
        1 => (2023_i16..2027, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Some(date(y, m, d))),
    ]
}

fn amount() -> impl Strategy<Value = rust_decimal::Decimal> {
    prop_oneof![
        (-3_i64..4, 0_u32..3).prop_map(|(n, scale)| rust_decimal::Decimal::new(n * 100, scale)),
        (any::<i32>(), 0_u32..5).prop_map(|(n, scale)| rust_decimal::Decimal::new(i64::from(n), scale)),
        Just("12345678901234567.89".parse().unwrap()),
    ]
}

fn text(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::sample::select(words).prop_map(ToOwned::to_owned)
}

prop_compose! {
    fn life()(
        cancelled in proptest::bool::weighted(0.1),
        vanished in proptest::bool::weighted(0.1),
        warnings in 0_u16..1024,
        run in 1_u64..4,
        second in 1_762_700_000_i64..1_763_000_000,
        nav in proptest::option::of(text(&["done", "not unique", "new_word"])),
        method in proptest::option::of(text(&["cash", "wire_transfer", "other"])),
        direction in proptest::sample::select(&Direction::ALL),
    ) -> (bool, bool, u16, u64, Timestamp, Option<String>, Option<String>, Direction) {
        (cancelled, vanished, warnings, run, Timestamp::from_second(second).unwrap(), nav, method, direction)
    }
}

/// Correction, balance, partner's identifier, items, tags, related documents.
type More = (Option<String>, Option<rust_decimal::Decimal>, Option<String>, Vec<String>, Vec<String>, Vec<String>);

prop_compose! {
    fn more()(
        correction in proptest::option::weighted(0.3, text(&["canceled", "cancellation", "invoice"])),
        balance in proptest::option::weighted(0.2, amount()),
        partner_id in proptest::option::of(text(&["7", "8"])),
        items in proptest::collection::vec(text(&["Tárhely", "tárhely\n2026", ";1 2"]), 0..3),
        tags in proptest::collection::vec(text(&["", "VIP", "új; 3"]), 0..3),
        related in proptest::collection::vec("[0-9]{1,2}", 0..3),
    ) -> More {
        (correction, balance, partner_id, items, tags, related)
    }
}

prop_compose! {
    pub(super) fn rows()(
        company in 1_u32..5,
        id in "[0-9]{1,2}|[a-b]|0[0-9]",
        number in text(&["", "INV-2025-9", "INV-2025-10", "inv-2025-010", "Ő-1/2024", "OZ-1", "244"]),
        kind in text(&["invoice", "proforma", "draft", "cancellation", "strange"]),
        status in text(&["outstanding", "paid", "partially_paid", "expired", "none", "Weird Word"]),
        currency in text(&["HUF", "EUR", "xyz"]),
        amounts in (amount(), proptest::option::of(amount()), proptest::option::of(amount())),
        dates in (day(), day(), day(), day()),
        partner in text(&["", "PETZ ALADÁR Kórház", "Kovács és Társa Bt.", "kovacs", "Müller GmbH"]),
        tax in proptest::option::of(text(&["15366052-2-08", "15366052", "", "DE123456789"])),
        comment in proptest::option::of(text(&["", "Köszönjük!", "második\nfelszólítás 244"])),
        life in life(),
        more in more(),
    ) -> InvoiceRow {
        let (correction, balance, partner_id, items, tags, related) = more;
        let (cancelled, vanished, warnings, run, changed, nav, method, direction) = life;
        InvoiceRow {
            number: number.into(),
            kind: kind.as_str().into(),
            direction,
            status: status.as_str().into(),
            method: method.as_deref().map(Into::into),
            cancelled,
            currency: Currency::new(&currency),
            gross: amounts.0,
            net: amounts.1,
            vat: amounts.2,
            issued: dates.0,
            fulfilled: dates.1,
            due: dates.2,
            paid: dates.3,
            partner_name: partner.into(),
            partner_country: tax.as_deref().filter(|tax| tax.len() == 8).and_then(|_| Country::of("AT")),
            partner_tax_number: tax.map(Into::into),
            comment: comment.map(Into::into),
            correction: correction.as_deref().map(Into::into),
            balance,
            partner_id: partner_id.map(Into::into),
            items: items.into_iter().map(Into::into).collect(),
            tags: tags.into_iter().map(Into::into).collect(),
            related: related.into_iter().map(RemoteId::new).collect(),
            nav: nav.as_deref().map(Into::into),
            warnings: WarningKind(warnings),
            vanished,
            changed_run: RunId(run),
            changed,
            ..row(company, &id)
        }
    }
}

/// A row as lists get it: without what only queries ask for.
pub(super) fn listed(row: &InvoiceRow) -> InvoiceRow {
    InvoiceRow { items: Box::default(), tags: Box::default(), related: Box::default(), ..row.clone() }
}

pub(super) fn index(rows: &[InvoiceRow]) -> Index {
    Index::new(rows.to_vec(), zone())
}
