//! Documents as the specification shapes them; every field may be changed by a test.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// A text that is mostly one of the sandbox's own.
pub type Text = Cow<'static, str>;

/// A JSON number as its text, so that no digit is lost and any can be sent.
#[derive(Clone, Serialize)]
#[serde(transparent)]
pub struct Num(Box<RawValue>);

impl Num {
    /// Any JSON text in place of a number, such as `1e38` or `"12.50"`; `None` when it is not JSON.
    #[must_use]
    pub fn raw(json: &str) -> Option<Self> {
        RawValue::from_string(json.to_owned()).ok().map(Self)
    }

    /// Its JSON text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// Its value, where it is a decimal.
    #[must_use]
    pub fn decimal(&self) -> Option<Decimal> {
        Decimal::from_str_exact(self.as_str()).ok()
    }
}

impl From<Decimal> for Num {
    fn from(value: Decimal) -> Self {
        // A decimal's text is a JSON number.
        Self(RawValue::from_string(value.normalize().to_string()).unwrap_or_default())
    }
}

impl From<u64> for Num {
    fn from(value: u64) -> Self {
        Decimal::from(value).into()
    }
}

impl PartialEq for Num {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl fmt::Debug for Num {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// `Document`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the specification says what its fields are")]
pub struct Document {
    pub id: u64,
    pub invoice_number: String,
    pub r#type: Text,
    pub cancelled: bool,
    pub block_id: u64,
    pub payment_status: Text,
    pub payment_method: Text,
    pub gross_total: Num,
    pub currency: Text,
    pub conversion_rate: Num,
    #[serde(serialize_with = "day")]
    pub invoice_date: Date,
    #[serde(serialize_with = "maybe_day", skip_serializing_if = "Option::is_none")]
    pub fulfillment_date: Option<Date>,
    #[serde(serialize_with = "maybe_day", skip_serializing_if = "Option::is_none")]
    pub due_date: Option<Date>,
    #[serde(serialize_with = "maybe_day", skip_serializing_if = "Option::is_none")]
    pub paid_date: Option<Date>,
    #[serde(serialize_with = "shared")]
    pub organization: Arc<Organization>,
    #[serde(serialize_with = "shared")]
    pub partner: Arc<Partner>,
    #[serde(serialize_with = "shared")]
    pub document_partner: Arc<Buyer>,
    pub electronic: bool,
    pub comment: Text,
    pub tags: Vec<Text>,
    pub notification_status: Text,
    pub language: Text,
    pub items: Vec<Item>,
    pub summary: Summary,
    pub settings: Settings,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub online_szamla_status: Option<Text>,
    pub related_documents: Vec<Related>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correction_type: Option<Text>,
    /// Sent instead of all of the above, whatever it is.
    #[serde(skip)]
    pub instead: Option<String>,
}

/// `DocumentOrganization`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the specification says what its fields are")]
pub struct Organization {
    pub name: Text,
    pub tax_number: Text,
    pub bank_account: BankAccount,
    pub address: Address,
    pub small_taxpayer: bool,
    pub ev_number: Text,
    pub eu_tax_number: Text,
    pub cash_settled: bool,
}

/// `DocumentBankAccount`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the specification says what its fields are")]
pub struct BankAccount {
    pub id: u64,
    pub name: Text,
    pub account_number: Text,
    pub account_number_iban: Text,
    pub swift: Text,
}

/// `Address`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the specification says what its fields are")]
pub struct Address {
    pub country_code: Text,
    pub post_code: Text,
    pub city: Text,
    pub address: Text,
}

/// `DocumentPartner`: a buyer as it stands on a document.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the specification says what its fields are")]
pub struct Buyer {
    pub id: u64,
    pub name: Text,
    pub address: Address,
    pub emails: Vec<Text>,
    pub taxcode: Text,
    pub iban: Text,
    pub swift: Text,
    pub account_number: Text,
    pub phone: Text,
    pub tax_type: Text,
}

/// `Partner`: a buyer as the account knows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the specification says what its fields are")]
pub struct Partner {
    #[serde(flatten, serialize_with = "shared")]
    pub buyer: Arc<Buyer>,
    pub general_ledger_number: Text,
    pub custom_billing_settings: BillingSettings,
    pub group_member_tax_number: Text,
}

/// `PartnerCustomBillingSettings`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the specification says what its fields are")]
pub struct BillingSettings {
    pub payment_method: Text,
    pub document_form: Text,
    pub due_days: u32,
    pub document_currency: Text,
    pub template_language_code: Text,
}

/// `DocumentItem`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the specification says what its fields are")]
pub struct Item {
    pub product_id: Option<u64>,
    pub name: Text,
    pub net_unit_amount: Num,
    pub quantity: Num,
    pub unit: Text,
    pub net_amount: Num,
    pub gross_amount: Num,
    pub vat: Text,
    pub vat_amount: Num,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entitlement: Option<Text>,
    pub comment: Text,
}

/// `DocumentSummary`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the specification says what its fields are")]
pub struct Summary {
    pub net_amount: Num,
    pub net_amount_local: Num,
    pub gross_amount_local: Num,
    pub vat_amount: Num,
    pub vat_amount_local: Num,
    pub vat_rate_summary: Vec<VatRate>,
}

/// `DocumentVatRateSummary`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the specification says what its fields are")]
pub struct VatRate {
    pub vat_name: Text,
    pub vat_percentage: Num,
    pub vat_rate_net_amount: Num,
    pub vat_rate_vat_amount: Num,
    pub vat_rate_vat_amount_local: Num,
    pub vat_rate_gross_amount: Num,
}

/// `DocumentSettings`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, clippy::struct_excessive_bools, reason = "the specification says what its fields are")]
pub struct Settings {
    pub mediated_service: bool,
    pub without_financial_fulfillment: bool,
    pub online_payment: Text,
    pub round: Text,
    pub no_send_onlineszamla_by_user: bool,
    pub order_number: Text,
    pub place_id: Option<u64>,
    pub instant_payment: bool,
    pub selected_type: Text,
}

/// `DocumentAncestor`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the specification says what its fields are")]
pub struct Related {
    pub id: u64,
    pub invoice_number: String,
}

/// `Discount`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the specification says what its fields are")]
pub struct Discount {
    pub r#type: Text,
    pub value: u32,
}

impl Document {
    /// Its JSON, as a list or an answer carries it (before quirks).
    #[must_use]
    pub fn json(&self) -> String {
        match &self.instead {
            Some(text) => text.clone(),
            None => serde_json::to_string(self).unwrap_or_default(),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn day<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

#[expect(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "serde passes references")]
fn maybe_day<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.collect_str(day),
        None => serializer.serialize_none(),
    }
}

fn shared<T: Serialize, S: Serializer>(value: &Arc<T>, serializer: S) -> Result<S::Ok, S::Error> {
    value.as_ref().serialize(serializer)
}
