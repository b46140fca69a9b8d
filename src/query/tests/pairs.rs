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

/// The documents without a flag that one that cancels takes back.
fn taken<'r>(of: &InvoiceRow, all: &'r [InvoiceRow]) -> Vec<&'r InvoiceRow> {
    chain(of, all).into_iter().filter(|other| !other.is_struck()).collect()
}

/// The same, with those that are said to be cancelled.
fn chain<'r>(of: &InvoiceRow, all: &'r [InvoiceRow]) -> Vec<&'r InvoiceRow> {
    let claim =
        |other: &&InvoiceRow| other.company == of.company && other.stands() && !other.cancels() && other.currency == of.currency;
    let claims: Vec<&InvoiceRow> = all.iter().filter(claim).collect();
    let is_struck = |other: &&&InvoiceRow| other.is_struck() && takes_back(other, of);
    if claims.iter().filter(is_struck).any(|other| names(of, other) || names(other, of)) {
        return Vec::new();
    }
    let oldest =
        |found: Vec<&'r InvoiceRow>| found.into_iter().filter(|other| takes_back(other, of)).min_by_key(|other| age(other));
    if of.related.is_empty() {
        let alone = all.iter().filter(|other| alike(other, of) && other.is_struck()).all(|other| related(other, all));
        let before = |other: &&&InvoiceRow| other.issued < of.issued || other.issued == of.issued && alone;
        let hinting = claims.iter().filter(|other| !other.is_struck() && names(other, of)).filter(before);
        return oldest(hinting.copied().collect()).into_iter().collect();
    }
    let mut chain: Vec<&InvoiceRow> = claims.iter().copied().filter(|other| names(of, other)).collect();
    if let Some(one) = oldest(chain.clone()) {
        return vec![one];
    }
    let whole = |chain: &[&InvoiceRow]| chain.iter().map(|other| other.gross).sum::<Decimal>() == -of.gross;
    for also_named in [false, true] {
        if whole(&chain) {
            break;
        }
        loop {
            let more = |other: &&&InvoiceRow| {
                let follows = |known: &&InvoiceRow| names(other, known) || also_named && names(known, other);
                !chain.iter().any(|known| known.id == other.id) && other.issued <= of.issued && chain.iter().any(follows)
            };
            let more: Vec<&InvoiceRow> = claims.iter().filter(more).copied().collect();
            if more.is_empty() {
                break;
            }
            chain.extend(more);
        }
    }
    if whole(&chain) { chain } else { Vec::new() }
}

/// Whether it takes part at all: only documents that were cancelled or cancel tell what they are related to.
fn cancels(row: &InvoiceRow) -> bool {
    row.stands() && row.cancels()
}

fn related(row: &InvoiceRow, all: &[InvoiceRow]) -> bool {
    all.iter().filter(|other| cancels(other)).any(|other| names(other, row) || names(row, other))
}

/// Whether a cancelled document and what cancels it name each other, or others of their chain do.
fn settled(row: &InvoiceRow, all: &[InvoiceRow]) -> bool {
    let mut chained = all.iter().filter(|of| cancels(of)).flat_map(|of| chain(of, all));
    related(row, all) || chained.any(|other| other.id == row.id && other.company == row.company)
}

fn has_cancellation(row: &InvoiceRow, all: &[InvoiceRow]) -> bool {
    if !row.stands() {
        return false;
    }
    if row.cancels() {
        return takes_back_none(row, all);
    }
    if !row.is_struck() {
        let mut taken = all.iter().filter(|other| cancels(other)).flat_map(|other| taken(other, all));
        return taken.any(|taken| taken.id == row.id && taken.company == row.company);
    }
    if settled(row, all) {
        return true;
    }
    let struck: Vec<&InvoiceRow> = all.iter().filter(|of| alike(of, row) && of.is_struck()).collect();
    let free = free(row, all).len();
    let before = struck.iter().filter(|of| !settled(of, all) && age(of) < age(row)).count();
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
        names_gone
            || all.iter().any(|other| has(&other))
            || struck.iter().any(|other| names(other, of))
            || !chain(of, all).is_empty()
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
    let taken = all.iter().filter(|of| alike(of, row) && of.is_struck() && !settled(of, all)).count();
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

#[test]
fn an_original_without_a_flag_is_paired_by_what_either_names_and_with_no_stranger() {
    use super::{index, row};
    use crate::domain::DocumentType;
    use jiff::civil::date;
    let on = |id: &str, day: i8| InvoiceRow { issued: Some(date(2025, 3, day)), ..row(1, id) };
    let related = |row: InvoiceRow, id: &str| InvoiceRow { related: [RemoteId::new(id)].into(), ..row };
    let storno = |id: &str, day: i8| {
        let of = on(id, day);
        InvoiceRow { kind: DocumentType::Cancellation, gross: -of.gross, ..of }
    };
    let open = |rows: &[InvoiceRow]| {
        let index = index(rows);
        rows.iter().map(|row| index.get(&row.key()).unwrap().outstanding()).collect::<Vec<_>>()
    };
    let original = related(on("1", 1), "2");
    assert_eq!(open(&[original.clone(), storno("2", 5)]), [false, false], "the original names it");
    assert_eq!(open(&[on("1", 1), storno("2", 5)]), [true, false], "strangers of one amount");
    assert_eq!(open(&[related(on("1", 6), "2"), storno("2", 5)]), [true, false], "what replaces it is issued later");
    let struck = InvoiceRow { cancelled: true, ..on("3", 5) };
    assert_eq!(
        open(&[struck.clone(), related(on("1", 5), "2"), storno("2", 5)]),
        [false, true, false],
        "what replaces it that day"
    );
    let own = related(storno("4", 5), "3");
    assert_eq!(open(&[struck, related(on("1", 5), "2"), storno("2", 5), own]), [false, false, false, false]);
    let dearer = InvoiceRow { gross: original.gross * Decimal::TWO, ..original.clone() };
    assert_eq!(open(&[dearer, storno("2", 5)]), [true, false], "another amount is another matter");
    assert_eq!(open(&[original.clone(), related(storno("2", 5), "9")]), [true, false], "it says what it cancels");
    let abroad = InvoiceRow { company: crate::domain::CompanyId(2), ..storno("2", 5) };
    assert_eq!(open(&[original, abroad]), [true, false]);
    let both = InvoiceRow { related: [RemoteId::new("1"), RemoteId::new("3")].into(), ..storno("2", 5) };
    assert_eq!(open(&[on("1", 1), on("3", 5), both.clone()]), [false, true, false], "it takes back one, the oldest");
    let flagged = InvoiceRow { cancelled: true, ..on("3", 5) };
    assert_eq!(open(&[on("1", 1), flagged, both]), [true, false, false], "the flagged one is meant");
    // A chain of corrections, each of the one before, is taken back as a whole.
    let chain = |id: &str, of: &str, gross: i64| InvoiceRow { gross: Decimal::from(gross), ..related(on(id, 2), of) };
    let first = InvoiceRow { gross: Decimal::from(1000), ..on("1", 1) };
    let corrections = [first, chain("5", "1", -300), chain("6", "5", -200)];
    let back = |gross: i64, day: i8| InvoiceRow { gross: Decimal::from(gross), ..related(storno("7", day), "1") };
    let with = |last: InvoiceRow| open(&[&corrections[..], &[last]].concat());
    assert_eq!(with(back(-500, 5)), [false, false, false, false]);
    assert_eq!(with(back(-1000, 5)), [false, true, true, false], "the first alone");
    assert_eq!(with(back(-500, 1)), [true, true, true, false], "what corrects later is not meant");
    assert_eq!(with(back(-600, 5)), [true, true, true, false], "another amount is another matter");
    // Whichever of them is named, and whether the first is said to be cancelled or not.
    let of = |id: &str, gross: i64| related(back(gross, 5), id);
    for named in ["1", "5", "6"] {
        assert_eq!(with(of(named, -500)), [false, false, false, false], "{named}");
        let mut flagged = [&corrections[..], &[of(named, -500)]].concat();
        flagged[0].cancelled = true;
        let rows = paired(flagged);
        assert!(rows.iter().all(|row| row.counts() && !row.outstanding()), "{named}: the sum of all is zero");
    }
    assert_eq!(with(of("6", -600)), [true, true, true, false], "no sum of them");
}
