//! Invoices: rows of a list, and whole records with items and history.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::incomplete::IncompleteJson;
use super::row::RowJson;
use super::value::{Amount, Day, Instant, Shown, TotalJson, totals};
use crate::domain::{Doubt, FieldChange, InvoiceRow, LineItem, Party, PaymentMethod, PaymentRow, RemoteId, VatLine, Warning};
use crate::locale::Locale;
use crate::query::{Found, Names};
use crate::service::InvoiceDetail;

/// `faktura invoices --format json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Invoices))]
pub struct InvoicesJson<'r> {
    /// How many match, whether or not they are in this list.
    pub total: usize,
    /// Totals of all that match.
    pub totals: Vec<TotalJson>,
    /// Companies of which something is missing here; only where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "api", schema(required = false))]
    pub incomplete: Vec<IncompleteJson>,
    /// The invoices of this list.
    pub invoices: Vec<RowJson<'r>>,
}

/// `faktura invoice … --json`: the whole record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Invoice))]
#[expect(missing_docs, reason = "the names are the promise; Invoice and StoredInvoice explain them")]
#[expect(clippy::struct_excessive_bools, reason = "facts that scripts ask for one by one")]
pub struct InvoiceJson<'r> {
    pub invoice_id: &'r str,
    pub company_id: u32,
    pub company: &'r str,
    pub provider: &'r str,
    pub invoice_number: &'r str,
    #[serde(rename = "type")]
    pub kind: &'r str,
    pub direction: &'static str,
    pub payment_status: &'r str,
    pub payment_method: Option<&'r str>,
    pub gross_total: Amount,
    /// What is left to pay; zero where nothing is owed.
    pub balance: Amount,
    pub currency: &'r str,
    pub invoice_date: Option<Day>,
    pub fulfillment_date: Option<Day>,
    pub due_date: Option<Day>,
    pub paid_date: Option<Day>,
    pub partner_name: &'r str,
    pub partner_tax_number: Option<&'r str>,
    pub overdue: bool,
    pub vanished: bool,
    pub warnings: Vec<WarningJson>,
    pub net_total: Option<Amount>,
    pub vat_total: Option<Amount>,
    pub gross_total_local: Option<Amount>,
    pub rate: Option<Amount>,
    pub days_overdue: Option<i32>,
    pub cancelled: bool,
    pub correction_type: Option<&'r str>,
    pub block_id: Option<&'r str>,
    pub electronic: bool,
    pub language: Option<&'r str>,
    pub notification: Option<&'r str>,
    pub nav_status: Option<&'r str>,
    pub order_number: Option<&'r str>,
    pub comment: Option<&'r str>,
    pub tags: &'r [String],
    pub discount: Option<DiscountJson<'r>>,
    pub related: Vec<RelatedJson<'r>>,
    pub seller: PartyJson<'r>,
    pub buyer: PartyJson<'r>,
    pub items: Vec<ItemJson<'r>>,
    /// Payments and credits that pay it and stand, oldest first; of services that keep payments as records of their own.
    pub payments: Vec<PaidJson<'r>>,
    pub vat_summary: Vec<VatJson<'r>>,
    pub first_seen: Instant,
    pub first_run_id: u64,
    pub changed: Instant,
    pub changed_run_id: u64,
    pub vanished_at: Option<Instant>,
    /// Amounts that came with the noise of a float, as they came, by their names here; items and VAT rates are counted from 1.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub original: BTreeMap<&'r str, &'r str>,
    /// Only with `--history`; oldest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<Vec<ChangeJson<'r>>>,
}

/// What a payment or credit pays of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = InvoicePayment))]
pub struct PaidJson<'r> {
    /// The provider's identifier of the payment.
    pub payment_id: &'r str,
    /// Day of the payment.
    pub date: Option<Day>,
    /// The amount that it pays of this invoice.
    pub amount: Amount,
    /// Payment method.
    pub method: Option<&'r str>,
    /// Currency of the amount.
    pub currency: &'r str,
    /// `payment`, `refund`, `prepayment`, `overpayment`, or `credit`: a credit note that is offset against it.
    #[serde(rename = "type")]
    pub kind: &'r str,
    /// Reference or number of the transfer.
    pub reference: Option<&'r str>,
}

/// A discount on the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Discount))]
pub struct DiscountJson<'r> {
    /// Kind in the provider's words.
    #[serde(rename = "type")]
    pub kind: &'r str,
    /// Value.
    pub value: Amount,
}

/// A document that another one refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Related))]
pub struct RelatedJson<'r> {
    /// The provider's identifier.
    pub invoice_id: &'r str,
    /// Its number.
    pub invoice_number: &'r str,
}

/// A seller or a buyer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Party))]
#[expect(missing_docs, reason = "the names are the promise; Party explains them")]
pub struct PartyJson<'r> {
    pub id: Option<&'r str>,
    pub name: &'r str,
    pub tax_number: Option<&'r str>,
    pub eu_tax_number: Option<&'r str>,
    pub tax_type: Option<&'r str>,
    pub country: Option<&'r str>,
    pub post_code: Option<&'r str>,
    pub city: Option<&'r str>,
    pub street: Option<&'r str>,
    pub emails: &'r [String],
    pub phone: Option<&'r str>,
    pub bank: Option<&'r str>,
    pub account_number: Option<&'r str>,
    pub iban: Option<&'r str>,
    pub swift: Option<&'r str>,
}

/// A line item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Item))]
#[expect(missing_docs, reason = "the names are the promise; LineItem explains them")]
pub struct ItemJson<'r> {
    pub name: &'r str,
    pub quantity: Amount,
    pub unit: &'r str,
    pub net_unit_amount: Option<Amount>,
    pub net_amount: Option<Amount>,
    pub vat: &'r str,
    pub vat_amount: Option<Amount>,
    pub gross_amount: Option<Amount>,
    pub entitlement: Option<&'r str>,
    pub comment: Option<&'r str>,
    pub product_id: Option<&'r str>,
}

/// Sums of one VAT rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Vat))]
#[expect(missing_docs, reason = "the names are the promise; VatLine explains them")]
pub struct VatJson<'r> {
    pub vat: &'r str,
    pub net_amount: Option<Amount>,
    pub vat_amount: Option<Amount>,
    pub gross_amount: Option<Amount>,
}

/// A warning in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Warning))]
pub struct WarningJson {
    /// Its kind.
    pub kind: &'static str,
    /// What is doubtful.
    pub message: String,
}

/// A change of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Change))]
#[expect(missing_docs, reason = "the names are the promise; FieldChange explains them")]
pub struct ChangeJson<'r> {
    pub at: Instant,
    pub run_id: u64,
    pub field: &'r str,
    pub old: Option<&'r str>,
    pub new: Option<&'r str>,
}

impl<'r> InvoicesJson<'r> {
    /// What scripts see of an answer. `names` tells the companies' names; `today` what is overdue.
    #[must_use]
    pub fn new(found: &'r Found, names: &'r Names, today: Date) -> Self {
        let context = |row: &InvoiceRow| names.context(row.company, today);
        Self {
            total: found.total,
            totals: totals(&found.totals),
            incomplete: Vec::new(),
            invoices: found.rows.iter().map(|row| RowJson::new(row, context(row))).collect(),
        }
    }
}

impl InvoicesJson<'_> {
    /// The same with the companies of which something is missing.
    #[must_use]
    pub fn lacking(mut self, doubts: &[Doubt]) -> Self {
        self.incomplete = doubts.iter().map(IncompleteJson::from).collect();
        self
    }
}

impl<'r> InvoiceJson<'r> {
    /// What scripts see of a whole invoice; texts in the language given.
    #[must_use]
    pub fn new(detail: &'r InvoiceDetail, today: Date, history: bool, locale: &Locale) -> Self {
        let (stored, invoice) = (&detail.stored, &detail.stored.entity);
        let row = detail.row();
        let warning = |warning: &Warning| WarningJson {
            kind: warning.kind.words().next().unwrap_or("unknown"),
            message: locale.text(&warning.message),
        };
        Self {
            invoice_id: invoice.id.as_str(),
            company_id: stored.company.0,
            company: &detail.company,
            provider: &detail.provider,
            invoice_number: &invoice.number,
            kind: invoice.kind.as_str(),
            direction: invoice.direction.as_str(),
            payment_status: invoice.status.as_str(),
            payment_method: invoice.method.as_ref().map(crate::domain::PaymentMethod::as_str),
            gross_total: Shown(invoice.gross),
            balance: Shown(row.open_amount()),
            currency: invoice.currency.as_str(),
            invoice_date: invoice.issued.map(Shown),
            fulfillment_date: invoice.fulfilled.map(Shown),
            due_date: invoice.due.map(Shown),
            paid_date: invoice.paid.map(Shown),
            partner_name: &invoice.partner().name,
            partner_tax_number: invoice.partner().number(),
            overdue: row.overdue(today),
            vanished: stored.vanished.is_some(),
            warnings: detail.warnings.iter().map(warning).collect(),
            net_total: invoice.net.map(Shown),
            vat_total: invoice.vat.map(Shown),
            gross_total_local: invoice.gross_local.map(Shown),
            rate: invoice.rate.map(Shown),
            days_overdue: row.days_overdue(today),
            cancelled: invoice.cancelled,
            correction_type: invoice.correction.as_ref().map(crate::domain::CorrectionType::as_str),
            block_id: invoice.block_id.as_deref(),
            electronic: invoice.electronic,
            language: invoice.language.as_deref(),
            notification: invoice.notification.as_deref(),
            nav_status: invoice.nav.as_ref().map(crate::domain::NavStatus::as_str),
            order_number: invoice.order_number.as_deref(),
            comment: invoice.comment.as_deref(),
            tags: &invoice.tags,
            discount: invoice.discount.as_ref().map(|d| DiscountJson { kind: &d.kind, value: Shown(d.value) }),
            related: invoice
                .related
                .iter()
                .map(|related| RelatedJson { invoice_id: related.id.as_str(), invoice_number: &related.number })
                .collect(),
            seller: PartyJson::from(&invoice.seller),
            buyer: PartyJson::from(&invoice.buyer),
            items: invoice.items.iter().map(ItemJson::from).collect(),
            payments: detail.payments.iter().map(|row| PaidJson::new(row, &invoice.id)).collect(),
            vat_summary: invoice.vat_lines.iter().map(VatJson::from).collect(),
            first_seen: Shown(stored.first_seen),
            first_run_id: stored.first_run.0,
            changed: Shown(stored.changed),
            changed_run_id: stored.changed_run.0,
            vanished_at: stored.vanished.map(Shown),
            original: invoice.original.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            history: history.then(|| detail.history.iter().map(ChangeJson::from).collect()),
        }
    }
}

impl<'r> PaidJson<'r> {
    fn new(row: &'r PaymentRow, document: &RemoteId) -> Self {
        Self {
            payment_id: row.id.as_str(),
            date: row.date.map(Shown),
            amount: Shown(row.pays(document)),
            method: row.method.as_ref().map(PaymentMethod::as_str),
            currency: row.currency.as_str(),
            kind: row.kind.as_str(),
            reference: row.reference.as_deref(),
        }
    }
}

impl<'r> From<&'r Party> for PartyJson<'r> {
    fn from(party: &'r Party) -> Self {
        Self {
            id: party.id.as_deref(),
            name: &party.name,
            tax_number: party.tax_number.as_deref(),
            eu_tax_number: party.eu_tax_number.as_deref(),
            tax_type: party.tax_type.as_deref(),
            country: party.address.country.as_deref(),
            post_code: party.address.post_code.as_deref(),
            city: party.address.city.as_deref(),
            street: party.address.street.as_deref(),
            emails: &party.emails,
            phone: party.phone.as_deref(),
            bank: party.bank.as_deref(),
            account_number: party.account_number.as_deref(),
            iban: party.iban.as_deref(),
            swift: party.swift.as_deref(),
        }
    }
}

impl<'r> From<&'r LineItem> for ItemJson<'r> {
    fn from(item: &'r LineItem) -> Self {
        Self {
            name: &item.name,
            quantity: Shown(item.quantity),
            unit: &item.unit,
            net_unit_amount: item.net_unit_amount.map(Shown),
            net_amount: item.net.map(Shown),
            vat: &item.vat,
            vat_amount: item.vat_amount.map(Shown),
            gross_amount: item.gross.map(Shown),
            entitlement: item.entitlement.as_deref(),
            comment: item.comment.as_deref(),
            product_id: item.product_id.as_deref(),
        }
    }
}

impl<'r> From<&'r VatLine> for VatJson<'r> {
    fn from(line: &'r VatLine) -> Self {
        Self {
            vat: &line.name,
            net_amount: line.net.map(Shown),
            vat_amount: line.vat.map(Shown),
            gross_amount: line.gross.map(Shown),
        }
    }
}

impl<'r> From<&'r FieldChange> for ChangeJson<'r> {
    fn from(change: &'r FieldChange) -> Self {
        Self {
            at: Shown(change.at),
            run_id: change.run.0,
            field: &change.change.field,
            old: change.change.old.as_deref(),
            new: change.change.new.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::CompanyId;
    use crate::json::samples;
    use crate::locale::english;

    #[test]
    fn a_list_has_the_names_that_scripts_know_in_their_order() {
        let detail = samples::detail();
        let row = detail.stored.row();
        let mut found = Found { total: 2, rows: vec![row.clone()], ..Found::default() };
        found.totals.entry(row.total_key()).or_default().add(row.net, row.vat, row.gross, row.open_amount());
        let names = [(CompanyId(1), "MEDKA Kft.".to_owned())].into_iter().collect();
        let json = serde_json::to_string(&InvoicesJson::new(&found, &names, date(2025, 11, 22))).unwrap();
        assert_eq!(
            json,
            concat!(
                r#"{"total":2,"totals":[{"currency":"HUF","direction":"issued","count":1,"net":"15335911","vat":"4140696","#,
                r#""gross":"19476607","balance":"19476607"}],"#,
                r#""invoices":[{"invoice_id":"1001","company_id":1,"company":"MEDKA Kft.","provider":"","invoice_number":"INV-2025-244","#,
                r#""type":"invoice","direction":"issued","payment_status":"outstanding","payment_method":"wire_transfer","#,
                r#""gross_total":"19476607.00","balance":"19476607.00","currency":"HUF","invoice_date":"2025-10-22","#,
                r#""fulfillment_date":"2025-10-27","due_date":"2025-11-21","paid_date":null,"#,
                r#""partner_name":"PETZ ALADÁR KÓRHÁZ","partner_tax_number":"15366052-2-08","overdue":true,"#,
                r#""vanished":false,"warnings":["sum","vat_summary"],"net_total":"15335911","vat_total":"4140696","#,
                r#""days_overdue":1,"cancelled":false,"nav_status":"done","comment":"=1+1","#,
                r#""changed":"2025-11-03T01:00:00Z","changed_run_id":9}]}"#
            )
        );
    }

    #[test]
    fn a_record_is_whole() {
        let detail = samples::discounted();
        let json = |history| serde_json::to_value(InvoiceJson::new(&detail, date(2025, 11, 12), history, english())).unwrap();
        let without = json(false);
        assert!(without.get("history").is_none());
        assert_eq!(without["overdue"], false);
        assert_eq!(without["company"], "MEDKA Kft.");
        assert_eq!(without["seller"]["tax_number"], "32560682-2-43");
        assert_eq!(without["buyer"]["city"], "Győr");
        assert_eq!(without["warnings"][0]["kind"], "sum");
        assert!(without["warnings"][0]["message"].as_str().unwrap().contains("items add up to"));
        assert_eq!(without["vat_summary"][0]["net_amount"], "15335911");
        assert_eq!(without["related"][0]["invoice_number"], "D-1");
        assert_eq!(without["discount"]["type"], "percent");
        let item = without["items"][0].to_string();
        assert_eq!(
            item,
            concat!(
                r#"{"comment":null,"entitlement":null,"gross_amount":"154842.21","name":"SEQUENT MENISCAL REPAIR DEVICE","#,
                r#""net_amount":"121923","net_unit_amount":"121923","product_id":"77","quantity":"1","unit":"db","#,
                r#""vat":"27%","vat_amount":"32919.21"}"#
            )
        );
        let with = json(true);
        assert_eq!(
            with["history"][1].to_string(),
            r#"{"at":"2025-11-03T01:00:00Z","field":"status","new":"outstanding","old":"none","run_id":9}"#
        );
    }
}
