//! Which documents have one that cancels them, found by looking at every pair: what the index must find by looking at few.

use rust_decimal::Decimal;

use crate::domain::{InvoiceRow, RemoteId};

/// The rows with what an index knows of each: whether another one cancels it.
pub(super) fn paired(rows: Vec<InvoiceRow>) -> Vec<InvoiceRow> {
    let told: Vec<bool> = rows.iter().map(|row| has_cancellation(row, &rows)).collect();
    rows.into_iter().zip(told).map(|(row, has_cancellation)| InvoiceRow { has_cancellation, ..row }).collect()
}

fn names(a: &InvoiceRow, b: &InvoiceRow) -> bool {
    a.company == b.company && a.id != b.id && a.related.contains(&b.id)
}

fn takes_back(a: &InvoiceRow, b: &InvoiceRow) -> bool {
    a.gross == -b.gross && a.currency == b.currency
}

/// Whether it takes part at all: only documents that were cancelled or cancel tell what they are related to.
fn cancels(row: &InvoiceRow) -> bool {
    row.stands() && row.cancels()
}

fn related(row: &InvoiceRow, all: &[InvoiceRow]) -> bool {
    all.iter().filter(|other| cancels(other)).any(|other| names(other, row) || names(row, other))
}

fn has_cancellation(row: &InvoiceRow, all: &[InvoiceRow]) -> bool {
    if !row.stands() {
        return false;
    }
    if row.cancels() {
        return takes_back_none(row, all);
    }
    if !row.is_struck() {
        return all.iter().any(|other| cancels(other) && names(other, row) && takes_back(other, row));
    }
    if related(row, all) {
        return true;
    }
    let struck: Vec<&InvoiceRow> = all.iter().filter(|of| alike(of, row) && of.is_struck()).collect();
    let free = free(row, all).len();
    let before = struck.iter().filter(|of| !related(of, all) && age(of) < age(row)).count();
    before < free
}

/// Documents of one company, currency and amount.
fn alike(a: &InvoiceRow, b: &InvoiceRow) -> bool {
    let amount = |of: &InvoiceRow| (of.company, of.currency.clone(), of.gross.abs().normalize());
    a.stands() && amount(a) == amount(b)
}

fn age(of: &InvoiceRow) -> (bool, Option<jiff::civil::Date>, String) {
    (of.issued.is_some(), of.issued, of.id.as_str().to_owned())
}

/// Cancelling documents of the same amount that name no document which counts.
fn free<'r>(row: &InvoiceRow, all: &'r [InvoiceRow]) -> Vec<&'r InvoiceRow> {
    let struck: Vec<&InvoiceRow> = all.iter().filter(|of| alike(of, row) && of.is_struck()).collect();
    let spent = |of: &InvoiceRow| {
        let has = |other: &&InvoiceRow| {
            names(of, other) && other.stands() && !other.cancels() && (other.is_struck() || of.gross == -other.gross)
        };
        let gone = |id: &RemoteId| all.iter().all(|other| other.company != of.company || other.id != *id || other.vanished);
        let names_gone = !of.related.is_empty() && of.related.iter().all(gone);
        names_gone || all.iter().any(|other| has(&other)) || struck.iter().any(|other| names(other, of))
    };
    all.iter().filter(|of| alike(of, row) && cancels(of) && !spent(of)).collect()
}

/// Whether it names only documents that are no turnover, one of its amount.
fn names_none(row: &InvoiceRow, all: &[InvoiceRow]) -> bool {
    let is_none = |id: &RemoteId| {
        all.iter().any(|other| other.company == row.company && other.id == *id && !other.kind.is_claim() && !other.vanished)
    };
    row.related.iter().all(is_none) && all.iter().any(|other| names(row, other) && takes_back(row, other))
}

/// Whether what it cancels is no turnover: no cancelled document of its amount is left for it.
fn takes_back_none(row: &InvoiceRow, all: &[InvoiceRow]) -> bool {
    let mut free = free(row, all);
    free.sort_by_key(|of| (names_none(of, all), of.id.as_str().to_owned()));
    let taken = all.iter().filter(|of| alike(of, row) && of.is_struck() && !related(of, all)).count();
    names_none(row, all) && free.iter().skip(taken).any(|of| of.id == row.id)
}

#[test]
fn a_pair_is_found_by_what_it_names_else_by_its_amount() {
    use super::{index, row};
    use crate::domain::DocumentType;
    let original = InvoiceRow { cancelled: true, ..row(1, "1") };
    let taken = |id: &str| InvoiceRow { kind: DocumentType::Cancellation, gross: -original.gross, ..row(1, id) };
    let counts = |rows: &[InvoiceRow]| {
        let index = index(rows);
        rows.iter().map(|row| index.get(&row.key()).unwrap().counts()).collect::<Vec<_>>()
    };
    assert_eq!(counts(std::slice::from_ref(&original)), [false], "voided, with nothing that cancels it");
    assert_eq!(counts(&[original.clone(), taken("2")]), [true, true]);
    let voided = InvoiceRow { issued: None, ..InvoiceRow { cancelled: true, ..row(1, "3") } };
    assert_eq!(counts(&[original.clone(), voided.clone(), taken("2")]), [false, true, true], "one for one, the oldest first");
    let naming = InvoiceRow { related: [RemoteId::new("1")].into(), ..taken("2") };
    assert_eq!(counts(&[original.clone(), voided, naming.clone()]), [true, false, true], "what is named counts first");
    assert_eq!(counts(&[original.clone(), InvoiceRow { company: crate::domain::CompanyId(2), ..taken("2") }]), [false, true]);
    // What it cancels is not here, or no longer: it takes nothing from another document of the same amount.
    let elsewhere = InvoiceRow { related: [RemoteId::new("99")].into(), ..taken("2") };
    assert_eq!(counts(&[original.clone(), elsewhere.clone()]), [false, true]);
    let gone = InvoiceRow { vanished: true, ..row(1, "99") };
    assert_eq!(counts(&[original.clone(), elsewhere.clone(), gone]), [false, true, false]);
    let proforma = InvoiceRow { kind: DocumentType::Proforma, ..row(1, "99") };
    assert_eq!(
        counts(&[original.clone(), elsewhere.clone(), proforma.clone()]),
        [true, true, false],
        "a relation of another kind decides nothing"
    );
    assert_eq!(counts(&[elsewhere.clone(), proforma.clone()]), [false, false], "what cancels a proforma is no turnover");
    let voided = InvoiceRow { cancelled: true, ..proforma.clone() };
    assert_eq!(counts(&[elsewhere.clone(), voided]), [false, false]);
    assert_eq!(counts(&[original.clone(), elsewhere.clone(), taken("3"), proforma.clone()]), [true, false, true, false]);
    let dearer = InvoiceRow { gross: proforma.gross * Decimal::TWO, ..proforma };
    assert_eq!(counts(&[elsewhere, dearer]), [true, false], "another amount is another matter");
    let unsaid = InvoiceRow { cancelled: false, ..original };
    let index = index(&[unsaid.clone(), naming]);
    let told = index.get(&unsaid.key()).unwrap();
    assert!(told.counts() && !told.outstanding() && told.open_amount() == Decimal::ZERO, "the document that cancels says it");
}
