//! An invoice with something in every field, for tests.

use jiff::Timestamp;
use jiff::civil::date;

use crate::domain::{
    Actor, Address, Change, Company, CompanyId, CorrectionType, Counts, Currency, CurrencyTotals, Discount, DocumentType,
    FieldChange, Health, Invoice, KeyInfo, LineItem, Login, LoginId, LoginState, NavStatus, Party, PaymentMethod, PaymentStatus,
    RelatedDocument, RemoteId, RunId, RunStatus, StoredInvoice, SyncMode, SyncRun, Trigger, VatLine, quality,
};
use crate::service::{CompanyView, InvoiceDetail};

pub(crate) fn detail() -> InvoiceDetail {
    let invoice = invoice();
    let stored = StoredInvoice {
        company: CompanyId(1),
        entity: invoice,
        first_seen: "2025-10-27T04:40:00Z".parse().unwrap(),
        first_run: RunId(2),
        changed: "2025-11-03T01:00:00Z".parse().unwrap(),
        changed_run: RunId(9),
        vanished: None,
    };
    let change = |at: &str, run, field: &str, old: Option<&str>, new: Option<&str>| FieldChange {
        key: stored.key(),
        at: at.parse().unwrap(),
        run: RunId(run),
        change: Change { field: field.to_owned(), old: old.map(Into::into), new: new.map(Into::into) },
    };
    let history = vec![
        change("2025-10-27T04:40:00Z", 2, "first_seen", None, None),
        change("2025-11-03T01:00:00Z", 9, "status", Some("none"), Some("outstanding")),
    ];
    InvoiceDetail {
        company: "MEDKA Kft.".to_owned(),
        provider: "billingo".to_owned(),
        warnings: quality::warnings(&stored.entity),
        history,
        stored,
        has_cancellation: false,
        payments: Vec::new(),
        credits: None,
        mails: crate::service::Mails::default(),
    }
}

fn invoice() -> Invoice {
    Invoice {
        id: RemoteId::new("1001"),
        number: "INV-2025-244".to_owned(),
        kind: DocumentType::Invoice,
        direction: crate::domain::Direction::Issued,
        balance: None,
        correction: Some(CorrectionType::Invoice),
        cancelled: false,
        block_id: Some("5".into()),
        status: PaymentStatus::Outstanding,
        method: Some(PaymentMethod::WireTransfer),
        currency: Currency::new("HUF"),
        rate: Some("1".parse().unwrap()),
        gross: "19476607.00".parse().unwrap(),
        net: Some("15335911".parse().unwrap()),
        vat: Some("4140696".parse().unwrap()),
        gross_local: Some("19476607".parse().unwrap()),
        issued: Some(date(2025, 10, 22)),
        fulfilled: Some(date(2025, 10, 27)),
        due: Some(date(2025, 11, 21)),
        paid: None,
        seller: party("MEDKA Kft.", "32560682-2-43", "Budapest"),
        buyer: party("PETZ ALADÁR KÓRHÁZ", "15366052-2-08", "Győr"),
        electronic: true,
        comment: Some("=1+1".into()),
        tags: vec!["implant".to_owned()],
        language: Some("hu".into()),
        notification: Some("opened".into()),
        nav: Some(NavStatus::Done),
        order_number: Some("PO-9".into()),
        related: vec![RelatedDocument { id: RemoteId::new("900"), number: "D-1".to_owned() }],
        discount: None,
        rounding: None,
        original: Vec::new(),
        vat_lines: vec![VatLine {
            name: "27%".to_owned(),
            net: Some("15335911".parse().unwrap()),
            vat: Some("4140696".parse().unwrap()),
            gross: Some("19476607".parse().unwrap()),
        }],
        items: vec![LineItem {
            product_id: Some("77".into()),
            name: "SEQUENT MENISCAL REPAIR DEVICE".to_owned(),
            quantity: "1".parse().unwrap(),
            unit: "db".to_owned(),
            net_unit_amount: Some("121923".parse().unwrap()),
            net: Some("121923".parse().unwrap()),
            vat: "27%".to_owned(),
            vat_amount: Some("32919.21".parse().unwrap()),
            gross: Some("154842.21".parse().unwrap()),
            entitlement: None,
            comment: None,
        }],
    }
}

/// With a discount, of which [`quality::warnings`] knows that items need not add up.
pub(crate) fn discounted() -> InvoiceDetail {
    let mut detail = detail();
    detail.stored.entity.discount = Some(Discount { kind: "percent".into(), value: "10".parse().unwrap() });
    detail
}

fn party(name: &str, tax_number: &str, city: &str) -> Party {
    Party {
        id: Some("31".into()),
        name: name.to_owned(),
        tax_number: Some(tax_number.into()),
        eu_tax_number: Some("HU32560682".into()),
        address: Address {
            country: Some("HU".into()),
            post_code: Some("9024".into()),
            city: Some(city.into()),
            street: Some("Vasvári Pál u. 2-4.".into()),
        },
        emails: vec!["office@example.com".to_owned()],
        phone: Some("+36 1 234 5678".into()),
        bank: Some("OTP".into()),
        account_number: Some("11773016-11111018-00000000".into()),
        iban: Some("HU42117730161111101800000000".into()),
        swift: Some("OTPVHUHB".into()),
        tax_type: Some("HAS_TAX_NUMBER".into()),
    }
}

/// A company with one outstanding invoice.
pub(crate) fn company(name: &str, health: Health, success: Option<Timestamp>) -> CompanyView {
    let at = Timestamp::UNIX_EPOCH;
    let mut outstanding = crate::domain::Totals::new();
    outstanding.insert(Currency::new("EUR"), {
        let mut total = CurrencyTotals::default();
        total.add(None, None, "1150.50".parse().unwrap(), "1150.50".parse().unwrap());
        total
    });
    CompanyView {
        service: crate::service::ServiceView::of("billingo"),
        login: Some(Login {
            id: LoginId(2),
            provider: "billingo".to_owned(),
            state: LoginState::Active,
            added: at,
            secret: Some(KeyInfo { set: at, ending: "01c9".to_owned() }),
            grant: None,
        }),
        company: Company {
            id: CompanyId(2),
            name: name.to_owned(),
            provider: "billingo".to_owned(),
            base_url: None,
            enabled: true,
            tax_number: None,
            legal_name: None,
            added: at,
            login: Some(LoginId(2)),
            tenant: None,
            books: crate::domain::Books::default(),
        },
        health,
        behind: Vec::new(),
        last_run: None,
        last_ended: None,
        last_success: success.map(run),
        invoices: 3,
        outstanding,
        overdue: crate::domain::Totals::new(),
        credit: crate::domain::Totals::new(),
        oldest_overdue_days: None,
        warnings: 0,
        nav_refused: 0,
        progress: None,
        deferred_until: None,
        next_run: None,
    }
}

/// A run that completed then.
fn run(ended: Timestamp) -> SyncRun {
    SyncRun {
        id: RunId(1),
        company: CompanyId(2),
        company_name: "MEDKA Kft.".to_owned(),
        trigger: Trigger::Headless,
        actor: Actor("cron".to_owned()),
        mode: SyncMode::Full,
        status: RunStatus::Completed,
        started: ended,
        ended: Some(ended),
        counts: Counts::default(),
        error_count: 0,
        failure: None,
        deferred_until: None,
    }
}
