//! The shape of `Document` and what is in it, as the specification names the fields.
#![expect(clippy::struct_field_names, reason = "the names are the specification's")]

use serde::Deserialize;

use crate::provider::wire::lenient::{List, Object, Raw};

/// `Document`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub(super) struct Document<'a> {
    pub(super) id: Raw<'a>,
    pub(super) invoice_number: Raw<'a>,
    pub(super) r#type: Raw<'a>,
    pub(super) cancelled: Raw<'a>,
    pub(super) block_id: Raw<'a>,
    pub(super) payment_status: Raw<'a>,
    pub(super) payment_method: Raw<'a>,
    pub(super) gross_total: Raw<'a>,
    pub(super) currency: Raw<'a>,
    pub(super) conversion_rate: Raw<'a>,
    pub(super) invoice_date: Raw<'a>,
    pub(super) fulfillment_date: Raw<'a>,
    pub(super) due_date: Raw<'a>,
    pub(super) paid_date: Raw<'a>,
    pub(super) organization: Object<Organization<'a>>,
    /// `Partner`; read only where `document_partner` does not do.
    pub(super) partner: Raw<'a>,
    pub(super) document_partner: Object<Partner<'a>>,
    pub(super) electronic: Raw<'a>,
    pub(super) comment: Raw<'a>,
    pub(super) tags: Raw<'a>,
    pub(super) notification_status: Raw<'a>,
    pub(super) language: Raw<'a>,
    pub(super) items: List<Object<Item<'a>>>,
    pub(super) summary: Object<Summary<'a>>,
    pub(super) settings: Object<Settings<'a>>,
    pub(super) online_szamla_status: Raw<'a>,
    pub(super) related_documents: List<Object<Ancestor<'a>>>,
    pub(super) discount: Object<Discount<'a>>,
    pub(super) correction_type: Raw<'a>,
}

/// `DocumentOrganization`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub(super) struct Organization<'a> {
    pub(super) name: Raw<'a>,
    pub(super) tax_number: Raw<'a>,
    pub(super) eu_tax_number: Raw<'a>,
    pub(super) address: Object<Address<'a>>,
    pub(super) bank_account: Object<BankAccount<'a>>,
}

/// `DocumentBankAccount`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub(super) struct BankAccount<'a> {
    pub(super) name: Raw<'a>,
    pub(super) account_number: Raw<'a>,
    pub(super) account_number_iban: Raw<'a>,
    pub(super) swift: Raw<'a>,
}

/// `DocumentPartner`, and the older `Partner`, of which the same fields are read.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub(super) struct Partner<'a> {
    pub(super) id: Raw<'a>,
    pub(super) name: Raw<'a>,
    pub(super) address: Object<Address<'a>>,
    pub(super) emails: Raw<'a>,
    pub(super) taxcode: Raw<'a>,
    pub(super) iban: Raw<'a>,
    pub(super) swift: Raw<'a>,
    pub(super) account_number: Raw<'a>,
    pub(super) phone: Raw<'a>,
    pub(super) tax_type: Raw<'a>,
}

/// `Address`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub(super) struct Address<'a> {
    pub(super) country_code: Raw<'a>,
    pub(super) post_code: Raw<'a>,
    pub(super) city: Raw<'a>,
    pub(super) address: Raw<'a>,
}

/// `DocumentItem`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub(super) struct Item<'a> {
    pub(super) product_id: Raw<'a>,
    pub(super) name: Raw<'a>,
    pub(super) net_unit_amount: Raw<'a>,
    pub(super) quantity: Raw<'a>,
    pub(super) unit: Raw<'a>,
    pub(super) net_amount: Raw<'a>,
    pub(super) gross_amount: Raw<'a>,
    pub(super) vat: Raw<'a>,
    pub(super) vat_amount: Raw<'a>,
    pub(super) entitlement: Raw<'a>,
    pub(super) comment: Raw<'a>,
}

/// `DocumentSummary`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub(super) struct Summary<'a> {
    pub(super) net_amount: Raw<'a>,
    pub(super) vat_amount: Raw<'a>,
    pub(super) gross_amount_local: Raw<'a>,
    pub(super) vat_rate_summary: List<Object<VatRate<'a>>>,
}

/// `DocumentVatRateSummary`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub(super) struct VatRate<'a> {
    pub(super) vat_name: Raw<'a>,
    pub(super) vat_rate_net_amount: Raw<'a>,
    pub(super) vat_rate_vat_amount: Raw<'a>,
    pub(super) vat_rate_gross_amount: Raw<'a>,
}

/// `DocumentSettings`, of which two fields are read.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub(super) struct Settings<'a> {
    pub(super) order_number: Raw<'a>,
    pub(super) round: Raw<'a>,
}

/// `DocumentAncestor`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub(super) struct Ancestor<'a> {
    pub(super) id: Raw<'a>,
    pub(super) invoice_number: Raw<'a>,
}

/// `Discount`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub(super) struct Discount<'a> {
    pub(super) r#type: Raw<'a>,
    pub(super) value: Raw<'a>,
}
