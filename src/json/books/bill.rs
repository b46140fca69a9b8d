//! Drafts, issued documents and receipts.

use serde::Serialize;

use super::doubt::{DoubtJson, warnings};
use super::people::RateJson;
use super::time::EntryJson;
use crate::domain::ledger::{DraftLine, DraftState, Fx, LineSource, Receipt, TaxGroup};
use crate::json::value::{Amount, Day, Shown};
use crate::locale::Locale;
use crate::service::books::{Billed, DraftView, Explained, ExplainedPart, IssuedView};

/// `faktura draft list --json`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksDrafts))]
#[expect(missing_docs, reason = "the names are the promise; DraftView explains them")]
pub struct DraftsJson<'r> {
    pub drafts: Vec<DraftJson<'r>>,
}

/// A draft.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksDraft))]
#[expect(missing_docs, reason = "the names are the promise; Draft explains them")]
pub struct DraftJson<'r> {
    pub draft: &'r str,
    pub state: &'static str,
    pub client: &'r str,
    pub client_id: &'r str,
    pub currency: &'r str,
    pub from: Option<Day>,
    pub until: Option<Day>,
    pub group: &'static str,
    pub net: Amount,
    pub vat: Amount,
    pub gross: Amount,
    pub tax: Vec<TaxJson<'r>>,
    pub exchange_rate: Option<FxJson<'r>>,
    pub invoice_id: Option<&'r str>,
    /// Number of the document that it became.
    pub invoice_number: Option<&'r str>,
    /// Approved seconds of the client that stay unbilled.
    pub unbilled_seconds: i64,
    pub note: &'r str,
    pub advance: bool,
    pub lines: Vec<LineJson<'r>>,
}

/// A line of a draft.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksLine))]
pub struct LineJson<'r> {
    pub text: &'r str,
    pub kind: &'static str,
    /// Seconds as recorded; missing on a line without time.
    pub seconds: Option<i64>,
    pub billed_seconds: Option<i64>,
    pub rounding_level: Option<&'static str>,
    pub rounding_step_seconds: Option<i64>,
    pub quantity: Amount,
    pub unit: &'static str,
    pub unit_price: Amount,
    pub net_amount: Amount,
    pub vat: &'r str,
    /// Net before it was rounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exact_amount: Option<Amount>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartJson<'r>>,
}

/// A part of an entry on a line.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksPart))]
pub struct PartJson<'r> {
    pub entry_id: &'r str,
    pub seconds: i64,
    pub from_second: i64,
    pub until_second: i64,
    pub amount: Amount,
    pub surcharge_percent: Amount,
    pub rate: Option<RateJson<'r>>,
    pub entry: Option<EntryJson<'r>>,
}

/// VAT of one rate or reason.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksTax))]
pub struct TaxJson<'r> {
    pub vat: &'r str,
    pub percent: Amount,
    pub category: &'static str,
    pub reason_code: Option<&'static str>,
    pub nav_code: Option<&'r str>,
    pub net: Amount,
    pub tax: Amount,
    pub tax_local: Option<Amount>,
}

/// An exchange rate.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksFx))]
pub struct FxJson<'r> {
    pub currency: &'r str,
    pub rate: Amount,
    pub source: &'r str,
    pub date: Day,
}

/// `faktura draft make|issue|credit|void|pay --json`.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksBilled))]
#[expect(missing_docs, reason = "the names are the promise; Billed explains them")]
pub struct BilledJson<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drafts: Option<Vec<DraftJson<'r>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<ReceiptJson<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payments: Option<Vec<ReceiptJson<'r>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoices: Option<Vec<IssuedJson<'r>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<RefusedJson<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused_recurring: Vec<RefusedRecurringJson<'r>>,
    /// Values of the drafts that are doubtful.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "api", schema(required = false))]
    pub warnings: Vec<DoubtJson>,
}

/// A recurring invoice that could not be drafted.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksRefusedRecurring))]
pub struct RefusedRecurringJson<'r> {
    pub title: &'r str,
    pub error: String,
}

/// A draft that could not be issued.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksRefused))]
pub struct RefusedJson<'r> {
    pub draft: &'r str,
    pub error: String,
}

/// An issued document.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksIssued))]
pub struct IssuedJson<'r> {
    pub invoice_id: &'r str,
    pub invoice_number: &'r str,
    pub r#type: &'r str,
    pub draft: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancels: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits: Option<&'r str>,
    pub partner_name: &'r str,
    pub currency: &'r str,
    pub net_total: Option<Amount>,
    pub vat_total: Option<Amount>,
    pub gross_total: Amount,
    pub balance: Amount,
    pub invoice_date: Option<Day>,
    pub fulfillment_date: Option<Day>,
    pub due_date: Option<Day>,
    pub tax: Vec<TaxJson<'r>>,
    pub exchange_rate: Option<FxJson<'r>>,
}

/// A receipt.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksReceipt))]
pub struct ReceiptJson<'r> {
    pub id: &'r str,
    pub kind: &'static str,
    pub date: Day,
    pub amount: Amount,
    pub currency: &'r str,
    pub method: Option<&'r str>,
    pub reference: Option<&'r str>,
    pub note: Option<&'r str>,
    /// Credit that is left.
    pub unapplied: Amount,
    pub allocations: Vec<ReceiptPartJson<'r>>,
}

/// What a receipt settles.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BooksReceiptPart))]
pub struct ReceiptPartJson<'r> {
    pub invoice_id: &'r str,
    pub amount: Amount,
    pub rounding: Amount,
}

fn tax(group: &TaxGroup) -> TaxJson<'_> {
    TaxJson {
        vat: &group.vat.word,
        percent: Shown(group.vat.percent),
        category: group.vat.category.code(),
        reason_code: group.vat.reason(),
        nav_code: group.vat.nav(),
        net: Shown(group.net),
        tax: Shown(group.tax),
        tax_local: group.tax_local.map(Shown),
    }
}

fn fx(fx: &Fx) -> FxJson<'_> {
    FxJson { currency: fx.currency.as_str(), rate: Shown(fx.rate), source: &fx.source, date: Shown(fx.date) }
}

fn part(part: &ExplainedPart) -> PartJson<'_> {
    PartJson {
        entry_id: part.part.entry.as_str(),
        seconds: part.part.until - part.part.from,
        from_second: part.part.from,
        until_second: part.part.until,
        amount: Shown(part.part.amount),
        surcharge_percent: Shown(part.part.surcharge),
        rate: part.rate.as_ref().map(RateJson::new),
        entry: part.entry.as_ref().map(EntryJson::new),
    }
}

fn line<'r>(line: &'r DraftLine, explained: Option<&'r Explained>) -> LineJson<'r> {
    let (kind, raw, rounded) = match &line.source {
        LineSource::Time { raw, rounded, .. } => ("time", Some(*raw), rounded.as_ref()),
        LineSource::Retainer { raw, .. } => ("retainer", Some(*raw), None),
        LineSource::Expense(_) => ("expense", None, None),
        LineSource::Free => ("free", None, None),
        LineSource::Discount(_) => ("discount", None, None),
        LineSource::Advance(_) => ("advance", None, None),
        LineSource::Cap { .. } => ("cap", None, None),
    };
    LineJson {
        text: &line.text,
        kind,
        seconds: raw,
        billed_seconds: line.billed(),
        rounding_level: rounded.map(|rounded| rounded.level.as_str()),
        rounding_step_seconds: rounded.map(|rounded| rounded.step),
        quantity: Shown(line.quantity),
        unit: line.unit.as_str(),
        unit_price: Shown(line.unit_price),
        net_amount: Shown(line.net),
        vat: &line.vat.word,
        exact_amount: explained.map(|explained| Shown(explained.exact)),
        parts: explained.map(|explained| explained.parts.iter().map(part).collect()).unwrap_or_default(),
    }
}

impl<'r> DraftJson<'r> {
    /// What scripts see of a draft.
    #[must_use]
    pub fn new(view: &'r DraftView) -> Self {
        let draft = &view.draft;
        let explained = view.explained.iter().map(Some).chain(std::iter::repeat(None));
        Self {
            draft: draft.id.as_str(),
            state: draft.state.as_str(),
            client: &view.client,
            client_id: draft.client.as_str(),
            currency: draft.currency.as_str(),
            from: draft.from.map(Shown),
            until: draft.until.map(Shown),
            group: draft.group.as_str(),
            net: Shown(view.net),
            vat: Shown(view.vat),
            gross: Shown(view.gross),
            tax: view.tax.iter().map(tax).collect(),
            exchange_rate: draft.fx.as_ref().map(fx),
            invoice_id: match &draft.state {
                DraftState::Issued(document) => Some(document.as_str()),
                DraftState::Open | DraftState::Discarded => None,
            },
            invoice_number: view.number.as_deref(),
            unbilled_seconds: view.unbilled,
            note: &draft.note,
            advance: draft.advance,
            lines: draft.lines.iter().zip(explained).map(|(one, explained)| line(one, explained)).collect(),
        }
    }
}

impl<'r> DraftsJson<'r> {
    /// What scripts see of drafts.
    #[must_use]
    pub fn new(views: &'r [DraftView]) -> Self {
        Self { drafts: views.iter().map(DraftJson::new).collect() }
    }
}

fn issued(view: &IssuedView) -> IssuedJson<'_> {
    use crate::domain::ledger::IssuedKind;

    let (issued, document) = (&view.issued, &view.issued.document);
    let original = view.original.as_deref();
    IssuedJson {
        invoice_id: issued.id.as_str(),
        invoice_number: &document.number,
        r#type: document.kind.as_str(),
        draft: issued.draft.as_ref().map(crate::domain::RemoteId::as_str),
        cancels: original.filter(|_| matches!(issued.kind, IssuedKind::Cancellation(_))),
        credits: original.filter(|_| issued.kind.is_credit()),
        partner_name: &document.buyer.name,
        currency: document.currency.as_str(),
        net_total: document.net.map(Shown),
        vat_total: document.vat.map(Shown),
        gross_total: Shown(document.gross),
        balance: Shown(view.balance),
        invoice_date: document.issued.map(Shown),
        fulfillment_date: document.fulfilled.map(Shown),
        due_date: document.due.map(Shown),
        tax: issued.tax.iter().map(tax).collect(),
        exchange_rate: issued.fx.as_ref().map(fx),
    }
}

fn receipt(receipt: &Receipt) -> ReceiptJson<'_> {
    let part = |part: &'_ crate::domain::ledger::ReceiptPart| (Shown(part.amount), Shown(part.rounding));
    let parts = receipt.parts.iter().map(|one| {
        let (amount, rounding) = part(one);
        ReceiptPartJson { invoice_id: one.document.as_str(), amount, rounding }
    });
    ReceiptJson {
        id: receipt.id.as_str(),
        kind: receipt.kind.as_str(),
        date: Shown(receipt.date),
        amount: Shown(receipt.amount),
        currency: receipt.currency.as_str(),
        method: receipt.method.as_ref().map(crate::domain::PaymentMethod::as_str),
        reference: receipt.reference.as_deref(),
        note: receipt.note.as_deref(),
        unapplied: Shown(receipt.unapplied()),
        allocations: parts.collect(),
    }
}

impl<'r> BilledJson<'r> {
    /// What scripts see of a step.
    #[must_use]
    pub fn new(billed: &'r Billed, locale: &Locale) -> Self {
        let warnings = warnings(&billed.doubts(), locale);
        match billed {
            Billed::Drafts(drafts) => {
                Self { drafts: Some(drafts.iter().map(DraftJson::new).collect()), warnings, ..Self::default() }
            }
            Billed::Recurred(drafts, refused) => Self {
                drafts: Some(drafts.iter().map(DraftJson::new).collect()),
                refused_recurring: refused
                    .iter()
                    .map(|(title, message)| RefusedRecurringJson { title, error: locale.text(message) })
                    .collect(),
                warnings,
                ..Self::default()
            },
            Billed::Issued(documents, refused) => Self {
                invoices: Some(documents.iter().map(issued).collect()),
                refused: refused.iter().map(|(draft, message)| RefusedJson { draft, error: locale.text(message) }).collect(),
                warnings,
                ..Self::default()
            },
            Billed::Paid(receipts, documents) => Self {
                payment: receipts.first().map(receipt),
                payments: Some(receipts.iter().map(receipt).collect()),
                invoices: Some(documents.iter().map(issued).collect()),
                ..Self::default()
            },
        }
    }
}
