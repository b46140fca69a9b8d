//! Values with every field set, for tests.

use jiff::Timestamp;
use jiff::civil::date;
use rust_decimal::Decimal;

use crate::domain::{
    Actor, Address, Allocation, Change, CompanyId, Contact, Counts, Currency, Direction, Discount, DocumentType, Fence,
    FieldChange, Holder, Invoice, Lease, LineItem, Message, NavStatus, Party, Payment, PaymentMethod, PaymentState,
    PaymentStatus, PaymentType, RecordKey, RelatedDocument, RemoteId, RunError, RunId, RunStatus, Stored, StoredInvoice,
    SyncMode, SyncRun, Trigger, VatLine,
};
use crate::store::{Commit, ScanStep, Store, StoreError, Upsert};

pub(in crate::store) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("in range")
}

pub(in crate::store) fn dec(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

pub(in crate::store) fn party(name: &str) -> Party {
    Party {
        id: Some("77".into()),
        name: name.to_owned(),
        tax_number: Some("32560682-2-43".into()),
        eu_tax_number: Some("HU32560682".into()),
        address: Address {
            country: Some("HU".into()),
            post_code: Some("1011".into()),
            city: Some("Budapest".into()),
            street: Some("Fő utca 1.".into()),
        },
        emails: vec!["a@example.com".to_owned(), "b@example.com".to_owned()],
        phone: Some("+36 1 234".into()),
        bank: Some("OTP".into()),
        account_number: Some("11773016-11111018".into()),
        iban: Some("HU42117730161111101800000000".into()),
        swift: Some("OTPVHUHB".into()),
        tax_type: Some("HAS_TAX_NUMBER".into()),
    }
}

pub(in crate::store) fn item(name: &str) -> LineItem {
    LineItem {
        product_id: Some("9".into()),
        name: name.to_owned(),
        quantity: dec("1.50"),
        unit: "db".to_owned(),
        net_unit_amount: Some(dec("100.000")),
        net: Some(dec("150.00")),
        vat: "27%".to_owned(),
        vat_amount: Some(dec("40.50")),
        gross: Some(dec("190.50")),
        entitlement: Some("KBAET".into()),
        comment: Some("tétel".into()),
    }
}

pub(in crate::store) fn invoice(id: &str) -> Invoice {
    Invoice {
        id: RemoteId::new(id),
        number: format!("INV-2025-{id}"),
        kind: DocumentType::Invoice,
        direction: crate::domain::Direction::Issued,
        balance: None,
        correction: Some("weird".into()),
        cancelled: false,
        block_id: Some("3".into()),
        status: PaymentStatus::Other("új állapot".into()),
        method: Some(PaymentMethod::WireTransfer),
        currency: Currency::new("HUF"),
        rate: Some(dec("1.0")),
        gross: dec("381.00"),
        net: Some(dec("300.00")),
        vat: Some(dec("81.00")),
        gross_local: Some(dec("12345678901234567.89")),
        issued: Some(date(2025, 1, 31)),
        fulfilled: Some(date(2025, 2, 1)),
        due: Some(date(2025, 2, 8)),
        paid: Some(date(-44, 3, 15)),
        seller: party("Eladó Kft."),
        buyer: party("Petz Aladár Kórház"),
        electronic: true,
        comment: Some("megjegyzés\n".into()),
        tags: vec!["a".to_owned(), String::new()],
        language: Some("hu".into()),
        notification: Some("opened".into()),
        nav: Some(NavStatus::Done),
        order_number: Some("R-1".into()),
        related: vec![RelatedDocument { id: RemoteId::new("5"), number: "INV-5".to_owned() }],
        rounding: None,
        original: Vec::new(),
        discount: Some(Discount { kind: "percent".into(), value: dec("10") }),
        vat_lines: vec![VatLine { name: "27%".to_owned(), net: Some(dec("300")), vat: None, gross: Some(dec("-0.00")) }],
        items: vec![item("Első"), item("Második")],
    }
}

pub(in crate::store) fn stored(company: u32, id: &str, run: u64) -> StoredInvoice {
    StoredInvoice {
        company: CompanyId(company),
        entity: invoice(id),
        first_seen: at(1_700_000_000),
        first_run: RunId(run),
        changed: at(1_700_000_000),
        changed_run: RunId(run),
        vanished: None,
    }
}

pub(in crate::store) fn payment(id: &str) -> Payment {
    Payment {
        id: RemoteId::new(id),
        kind: PaymentType::Overpayment,
        direction: Direction::Received,
        state: PaymentState::from("odd"),
        date: Some(jiff::civil::date(2026, 10, 20)),
        amount: dec("500.00"),
        currency: Currency::new("EUR"),
        rate: Some(dec("401.25")),
        method: Some(PaymentMethod::Cash),
        reference: Some("10044".into()),
        partner_id: Some(RemoteId::new("12")),
        partner_name: "Harbour Bakery".to_owned(),
        unapplied: Some(dec("400")),
        note: Some("a note".into()),
        allocations: vec![Allocation {
            document: RemoteId::new("88"),
            number: "FX-1".to_owned(),
            amount: dec("100.00"),
            date: None,
        }],
    }
}

pub(in crate::store) fn contact(id: &str) -> Contact {
    let address = party("x").address;
    Contact {
        number: Some("C-7".into()),
        tax_number: Some("32560682-2-43".into()),
        emails: vec!["a@example.com".to_owned(), "b@example.com".to_owned()],
        phone: Some("1".into()),
        address,
        account: Some("HU42".into()),
        currency: Some(Currency::new("EUR")),
        supplier: true,
        active: false,
        merged_into: Some(RemoteId::new("9")),
        parent: Some(RemoteId::new("8")),
        note: Some("a note".into()),
        ..Contact::new(RemoteId::new(id), "Harbour Bakery")
    }
}

/// An entity in its first life.
pub(in crate::store) fn kept<E>(company: u32, entity: E, run: u64) -> Stored<E> {
    let StoredInvoice { first_seen, first_run, changed, changed_run, .. } = stored(company, "1", run);
    Stored { company: CompanyId(company), entity, first_seen, first_run, changed, changed_run, vanished: None }
}

pub(in crate::store) fn run(company: u32) -> SyncRun {
    SyncRun {
        id: RunId(0),
        company: CompanyId(company),
        company_name: "Medka".to_owned(),
        trigger: Trigger::Headless,
        actor: Actor("anna".to_owned()),
        mode: SyncMode::Full,
        status: RunStatus::Running,
        started: at(1_700_000_000),
        ended: None,
        counts: Counts::default(),
        error_count: 0,
        failure: None,
        deferred_until: None,
    }
}

/// Begins a run under a lease of the tests: its fence is that of [`commit`].
pub(in crate::store) fn begin(store: &dyn Store, run: &SyncRun) -> Result<RunId, StoreError> {
    store.begin_run(run, &lease(store, run.company)?)
}

/// The lease of the tests, in a process that has none yet.
pub(in crate::store) fn lease(store: &dyn Store, company: CompanyId) -> Result<Lease, StoreError> {
    store.acquire(company, &Holder("test".into()), at(1_700_000_000))
}

pub(in crate::store) fn error(id: &str) -> RunError {
    RunError {
        kind: Some(crate::domain::Kind::Document),
        invoice_id: Some(RemoteId::new(id)),
        invoice_number: Some(format!("INV-{id}")),
        message: Message::new("store-too-large").with("what", "x").with("count", 7i64),
    }
}

pub(in crate::store) fn change(company: u32, id: &str, run: u64, field: &str) -> FieldChange {
    FieldChange {
        key: RecordKey::document(CompanyId(company), RemoteId::new(id)),
        at: at(1_700_000_000),
        run: RunId(run),
        change: Change { field: field.to_owned(), old: None, new: Some("x".to_owned()) },
    }
}

/// A new invoice as the engine makes it.
pub(in crate::store) fn created(company: u32, id: &str, run: u64) -> Upsert {
    let mut change = change(company, id, run, "first_seen");
    change.change.new = Some(format!("INV-2025-{id}"));
    Upsert { record: stored(company, id, run).into(), changes: vec![change] }
}

pub(in crate::store) fn commit(run: &SyncRun, upserts: Vec<Upsert>) -> Commit {
    Commit {
        run: run.clone(),
        fence: Fence(1),
        upserts,
        errors: Vec::new(),
        feed: FEED.into(),
        others: Vec::new(),
        state: None,
        scan: ScanStep::Keep,
    }
}

/// The feed of the documents.
pub(in crate::store) const FEED: &str = "documents";

/// The document of an upsert.
pub(in crate::store) fn document(upsert: &mut Upsert) -> &mut StoredInvoice {
    match &mut upsert.record {
        crate::domain::Record::Document(stored) => stored,
        _ => panic!("not a document"),
    }
}
