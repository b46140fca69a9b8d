//! Properties of generated accounts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use rust_decimal::Decimal;

use super::*;
use crate::domain::{DocumentType, quality};
use crate::sandbox::{DEMO_KEYS, Options};

fn account(invoices: usize, seed: u64, seller: usize, today: Date) -> Generator {
    Generator::new(&AccountOptions { key: DEMO_KEYS[0].to_owned(), invoices, seed, seller }, today)
}

fn all(generator: &Generator) -> Vec<Document> {
    (0..generator.plans().len()).map(|index| generator.document(index).unwrap()).collect()
}

fn taken(documents: &[Document]) -> Vec<crate::domain::Invoice> {
    let read = |document: &Document| crate::provider::billingo::read_document(&document.json()).unwrap().into_document().unwrap();
    documents.iter().map(read).collect()
}

#[test]
fn the_first_account_has_282_documents_with_581_items_whatever_the_seed_and_the_day() {
    for (seed, today) in [(1, date(2025, 10, 27)), (2, date(2024, 2, 29)), (u64::MAX, date(2031, 1, 1)), (0, date(1999, 12, 31))]
    {
        let mut options = Options::new(today).seed(seed);
        let first = options.accounts.remove(0);
        let documents = all(&Generator::new(&first, today));
        assert_eq!(documents.len(), 282);
        assert_eq!(documents.iter().map(|d| d.items.len()).sum::<usize>(), 581, "seed {seed}, {today}");
    }
}

#[test]
fn everything_follows_from_the_seed_and_the_day() {
    let today = date(2025, 10, 27);
    assert_eq!(all(&account(60, 5, 0, today)), all(&account(60, 5, 0, today)));
    assert_ne!(all(&account(60, 5, 0, today)), all(&account(60, 6, 0, today)));
}

#[test]
fn every_screen_has_something_to_show() {
    for (seed, today) in [(1, date(2025, 10, 27)), (99, date(2026, 3, 1)), (7, date(2027, 6, 30))] {
        let documents = all(&account(282, seed, 0, today));
        let types: BTreeSet<_> = documents.iter().map(|d| d.r#type.as_ref()).collect();
        let missing: Vec<_> = DocumentType::KNOWN
            .iter()
            .filter(|kind| !types.contains(*kind) && !DocumentType::BEYOND_BILLINGO.contains(*kind))
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
        let statuses: BTreeSet<_> = documents.iter().map(|d| d.payment_status.as_ref()).collect();
        // None is paid in part, so that this account is read in three requests; others have some.
        assert_eq!(statuses.len(), 4, "{statuses:?}");
        let currencies: BTreeSet<_> = documents.iter().map(|d| d.currency.as_ref()).collect();
        assert!(["CHF", "EUR", "GBP", "HUF", "PLN", "USD"].iter().all(|c| currencies.contains(c)), "{currencies:?}");
        let vat: BTreeSet<_> = documents.iter().flat_map(|d| &d.items).map(|i| i.vat.as_ref()).collect();
        assert!(["27%", "5%", "18%", "AAM", "EU", "EUK", "TAM"].iter().all(|v| vat.contains(v)), "{vat:?}");
        let open = |d: &&Document| d.r#type == "invoice" && matches!(&*d.payment_status, "outstanding" | "expired");
        let overdue = documents.iter().filter(open).filter(|d| d.due_date.unwrap() < today).count();
        let not_due = documents.iter().filter(open).filter(|d| d.due_date.unwrap() >= today).count();
        assert!(overdue >= 5 && not_due >= 3, "{overdue} overdue, {not_due} not due");
        assert_eq!(documents.last().unwrap().invoice_date, today, "the newest is of today");
        assert!(documents.iter().any(|d| d.discount.is_some()) && documents.iter().any(|d| !d.tags.is_empty()));
    }
}

#[test]
fn every_warning_occurs_but_rarely() {
    for seed in [1, 2, 3] {
        let invoices = taken(&all(&account(282, seed, 0, date(2025, 10, 27))));
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for word in
            invoices.iter().flat_map(|invoice| quality::warnings(invoice).into_iter().flat_map(|warning| warning.kind.words()))
        {
            *kinds.entry(word).or_default() += 1;
        }
        for word in ["sum", "tax_number_missing", "tax_number_wrong", "iban_wrong", "due_before_issue", "rate_missing"] {
            assert!(kinds.contains_key(word), "{word}: {kinds:?}");
        }
        assert!(!kinds.contains_key("vat_summary") && !kinds.contains_key("nav_refused"), "{kinds:?}");
        let doubtful = invoices.iter().filter(|invoice| !quality::warnings(invoice).is_empty()).count();
        assert!(doubtful < 80, "{doubtful} of 282: {kinds:?}");
    }
}

#[test]
fn a_cancellation_takes_back_what_it_cancels() {
    let documents = all(&account(282, 3, 0, date(2025, 10, 27)));
    let cancellations: Vec<_> = documents.iter().filter(|d| d.r#type == "cancellation").collect();
    assert!(cancellations.len() >= 3);
    for cancellation in cancellations {
        let original = documents.iter().find(|d| d.id == cancellation.related_documents[0].id).unwrap();
        assert!(original.cancelled && original.related_documents[0].id == cancellation.id);
        let sum = original.gross_total.decimal().unwrap() + cancellation.gross_total.decimal().unwrap();
        assert_eq!(sum, Decimal::ZERO);
        assert_eq!(original.document_partner, cancellation.document_partner);
    }
}

#[test]
fn identifiers_and_dates_rise_and_numbers_are_unique_within_their_blocks() {
    let documents = all(&account(500, 1, 1, date(2025, 10, 27)));
    assert!(documents.windows(2).all(|pair| pair[0].id < pair[1].id && pair[0].invoice_date <= pair[1].invoice_date));
    let numbers: Vec<_> = documents.iter().map(|d| d.invoice_number.as_str()).filter(|n| !n.is_empty()).collect();
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len());
}

#[test]
fn a_document_is_about_three_kilobytes() {
    let documents = all(&account(500, 1, 0, date(2025, 10, 27)));
    let mean = documents.iter().map(|d| d.json().len()).sum::<usize>() / documents.len();
    assert!((2_500..3_600).contains(&mean), "{mean}");
}

#[test]
fn any_number_of_documents_will_do() {
    for count in [0, 1, 2, 7, 48, 1000] {
        assert_eq!(all(&account(count, 1, 7, date(2025, 10, 27))).len(), count);
    }
}

#[test]
fn buyers_have_one_tax_number_at_every_seller() {
    let day = date(2026, 11, 30);
    let codes = |seller| account(40, 1, seller, day).partners.iter().map(|one| one.buyer.taxcode.clone()).collect::<Vec<_>>();
    assert_eq!(codes(0), codes(1));
    assert_ne!(account(1, 1, 0, day).organization.tax_number, account(1, 1, 1, day).organization.tax_number);
}
