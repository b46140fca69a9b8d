//! What scripts see of a document: whether it follows the rules of its form, and by field what it lacks.

use serde::Serialize;

use super::value::{Amount, Day, Shown};
use crate::document::{Breach, Preview, PreviewLine, PreviewTax};
use crate::domain::Message;
use crate::locale::Locale;
use crate::service::MadeDocument;

/// A document and the rules that it breaks.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "api", schema(as = Document))]
pub struct DocumentJson {
    /// Number of the invoice.
    pub invoice_number: String,
    /// The form: `ubl`, `cii`, `xrechnung-ubl`, `xrechnung-cii`, `peppol`, `nav`, `factur-x` or `pdf`.
    pub form: &'static str,
    /// Whether it follows every rule that is checked here.
    pub valid: bool,
    /// The rules that it breaks.
    pub breaches: Vec<BreachJson>,
    /// Characters that the font does not have: they are printed as their numbers.
    pub unprintable: String,
}

/// A rule that a document breaks.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "api", schema(as = Breach))]
pub struct BreachJson {
    /// The rule, such as `BR-CO-15`.
    pub rule: String,
    /// The field: a business term of EN 16931, such as `BT-10`.
    pub field: String,
    /// Name of the field, for people.
    pub name: String,
    /// Number of the line, where it is about one.
    pub line: Option<usize>,
    /// What is wrong, for people.
    pub message: String,
}

impl DocumentJson {
    /// The shape of a document; texts in the language given.
    #[must_use]
    pub fn new(made: &MadeDocument, locale: &Locale) -> Self {
        Self {
            invoice_number: made.number.clone(),
            form: made.form.as_str(),
            valid: made.breaches.is_empty(),
            breaches: made.breaches.iter().map(|breach| BreachJson::new(breach, locale)).collect(),
            unprintable: crate::domain::text::clean(&made.unprintable).into(),
        }
    }
}

impl BreachJson {
    fn new(breach: &Breach, locale: &Locale) -> Self {
        Self {
            rule: breach.rule.to_string(),
            field: breach.term.to_string(),
            name: locale.text(&breach.name()),
            line: breach.line,
            message: locale.text(&breach.message()),
        }
    }
}

/// The sentence about a document that lacks something: its fields by name, each once.
#[must_use]
pub fn lacks(made: &MadeDocument, locale: &Locale) -> Message {
    let mut fields: Vec<String> = Vec::new();
    for breach in &made.breaches {
        let field = format!("{} ({})", locale.text(&breach.name()), breach.term);
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    Message::new("document-lacks")
        .with("number", made.number.as_str())
        .with("form", made.form.title())
        .with("fields", fields.join(", "))
}

/// An invoice in figures.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "api", schema(as = Preview))]
#[expect(missing_docs, reason = "the names are the promise; Preview explains them")]
pub struct PreviewJson {
    pub invoice_number: String,
    /// The form of the rules that were checked.
    pub form: &'static str,
    /// Whether it follows every rule that is checked here.
    pub valid: bool,
    pub seller: String,
    pub buyer: String,
    pub currency: String,
    pub invoice_date: Option<Day>,
    pub fulfillment_date: Option<Day>,
    pub due_date: Option<Day>,
    pub lines: Vec<PreviewLineJson>,
    /// Charges less allowances of the document.
    pub adjustments: Amount,
    pub vat: Vec<PreviewVatJson>,
    pub lines_total: Amount,
    pub net_total: Amount,
    pub vat_total: Amount,
    pub gross_total: Amount,
    pub paid: Amount,
    pub rounding: Amount,
    /// What the total of the source has beyond its lines, VAT and rounding.
    pub difference: Amount,
    pub payable: Amount,
    pub breaches: Vec<BreachJson>,
}

/// A line of an invoice in figures.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "api", schema(as = PreviewLine))]
#[expect(missing_docs, reason = "the names are the promise; PreviewLine explains them")]
pub struct PreviewLineJson {
    pub name: String,
    pub quantity: Amount,
    pub unit: String,
    pub net_unit_amount: Amount,
    /// Units that the price is for.
    pub base_quantity: Amount,
    pub allowance: Amount,
    pub net_amount: Amount,
    pub vat: String,
}

/// Tax of a category and rate.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "api", schema(as = PreviewVat))]
#[expect(missing_docs, reason = "the names are the promise; PreviewTax explains them")]
pub struct PreviewVatJson {
    pub category: String,
    pub rate: Amount,
    pub net_amount: Amount,
    pub vat_amount: Amount,
    /// The reason for an exemption, for people.
    pub reason: Option<String>,
}

impl PreviewJson {
    /// The shape of an invoice in figures; texts in the language given.
    #[must_use]
    pub fn new(preview: &Preview, locale: &Locale) -> Self {
        let [issued, delivered, due] = preview.dates.map(|date| date.map(Shown));
        let totals = &preview.totals;
        let line = |line: &PreviewLine| PreviewLineJson {
            name: line.name.clone(),
            quantity: Shown(line.quantity),
            unit: line.unit.clone(),
            net_unit_amount: Shown(line.price),
            base_quantity: Shown(line.base),
            allowance: Shown(line.allowance),
            net_amount: Shown(line.net),
            vat: line.vat.clone(),
        };
        let reason = |id: &String| locale.text(&Message { id: id.clone().into(), args: Vec::new() });
        let tax = |tax: &PreviewTax| PreviewVatJson {
            category: tax.category.clone(),
            rate: Shown(tax.rate),
            net_amount: Shown(tax.base),
            vat_amount: Shown(tax.tax),
            reason: tax.reason.as_ref().map(reason),
        };
        Self {
            invoice_number: preview.number.clone(),
            form: preview.form.as_str(),
            valid: preview.breaches.is_empty(),
            seller: preview.seller.clone(),
            buyer: preview.buyer.clone(),
            currency: preview.currency.as_str().to_owned(),
            invoice_date: issued,
            fulfillment_date: delivered,
            due_date: due,
            lines: preview.lines.iter().map(line).collect(),
            adjustments: Shown(preview.adjustments),
            vat: preview.taxes.iter().map(tax).collect(),
            lines_total: Shown(totals.lines),
            net_total: Shown(totals.net),
            vat_total: Shown(totals.tax),
            gross_total: Shown(totals.gross),
            paid: Shown(totals.paid),
            rounding: Shown(totals.rounding),
            difference: Shown(totals.difference),
            payable: Shown(totals.payable),
            breaches: preview.breaches.iter().map(|breach| BreachJson::new(breach, locale)).collect(),
        }
    }
}
