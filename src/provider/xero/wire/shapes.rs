//! The shapes of records, as the service names their fields. What is absent is empty.
#![expect(clippy::struct_field_names, reason = "the names are the service's")]

use serde::Deserialize;

use super::lenient::{List, Object, Raw};

/// `Invoice` and `CreditNote`: they share all but their identifiers and what is left of them.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
pub(super) struct Document<'a> {
    #[serde(rename = "InvoiceID", alias = "CreditNoteID")]
    pub(super) id: Raw<'a>,
    #[serde(rename = "InvoiceNumber", alias = "CreditNoteNumber")]
    pub(super) number: Raw<'a>,
    pub(super) r#type: Raw<'a>,
    pub(super) status: Raw<'a>,
    pub(super) contact: Object<Contact<'a>>,
    pub(super) reference: Raw<'a>,
    pub(super) date: Raw<'a>,
    pub(super) date_string: Raw<'a>,
    pub(super) due_date: Raw<'a>,
    pub(super) due_date_string: Raw<'a>,
    pub(super) fully_paid_on_date: Raw<'a>,
    pub(super) currency_code: Raw<'a>,
    pub(super) currency_rate: Raw<'a>,
    pub(super) line_amount_types: Raw<'a>,
    pub(super) line_items: List<Object<Line<'a>>>,
    pub(super) sub_total: Raw<'a>,
    pub(super) total_tax: Raw<'a>,
    pub(super) total: Raw<'a>,
    pub(super) amount_due: Raw<'a>,
    pub(super) amount_paid: Raw<'a>,
    pub(super) amount_credited: Raw<'a>,
    pub(super) remaining_credit: Raw<'a>,
    pub(super) allocations: List<Object<Allocation<'a>>>,
    /// Credit notes that an invoice is credited by.
    pub(super) credit_notes: List<Object<Paid<'a>>>,
}

/// `LineItem`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
pub(super) struct Line<'a> {
    pub(super) description: Raw<'a>,
    pub(super) quantity: Raw<'a>,
    pub(super) unit_amount: Raw<'a>,
    pub(super) tax_type: Raw<'a>,
    pub(super) tax_amount: Raw<'a>,
    pub(super) line_amount: Raw<'a>,
    pub(super) item_code: Raw<'a>,
}

/// `Payment`, `Overpayment` and `Prepayment`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
pub(super) struct Money<'a> {
    #[serde(rename = "PaymentID", alias = "OverpaymentID", alias = "PrepaymentID")]
    pub(super) id: Raw<'a>,
    #[serde(rename = "PaymentType", alias = "Type")]
    pub(super) kind: Raw<'a>,
    pub(super) status: Raw<'a>,
    pub(super) date: Raw<'a>,
    pub(super) date_string: Raw<'a>,
    #[serde(rename = "Amount", alias = "Total")]
    pub(super) amount: Raw<'a>,
    pub(super) currency_code: Raw<'a>,
    pub(super) currency_rate: Raw<'a>,
    pub(super) reference: Raw<'a>,
    pub(super) details: Raw<'a>,
    pub(super) contact: Object<Contact<'a>>,
    pub(super) invoice: Object<Paid<'a>>,
    pub(super) credit_note: Object<Paid<'a>>,
    pub(super) overpayment: Object<Paid<'a>>,
    pub(super) prepayment: Object<Paid<'a>>,
    pub(super) remaining_credit: Raw<'a>,
    pub(super) allocations: List<Object<Allocation<'a>>>,
}

/// What a payment pays.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
pub(super) struct Paid<'a> {
    #[serde(rename = "InvoiceID", alias = "CreditNoteID", alias = "OverpaymentID", alias = "PrepaymentID")]
    pub(super) id: Raw<'a>,
    #[serde(rename = "InvoiceNumber", alias = "CreditNoteNumber")]
    pub(super) number: Raw<'a>,
    pub(super) currency_code: Raw<'a>,
    pub(super) contact: Object<Contact<'a>>,
}

/// `Allocation`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
pub(super) struct Allocation<'a> {
    pub(super) amount: Raw<'a>,
    pub(super) date: Raw<'a>,
    pub(super) invoice: Object<Paid<'a>>,
    pub(super) is_deleted: Raw<'a>,
}

/// `Contact`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
pub(super) struct Contact<'a> {
    #[serde(rename = "ContactID")]
    pub(super) id: Raw<'a>,
    pub(super) contact_number: Raw<'a>,
    pub(super) contact_status: Raw<'a>,
    pub(super) name: Raw<'a>,
    pub(super) email_address: Raw<'a>,
    pub(super) tax_number: Raw<'a>,
    pub(super) bank_account_details: Raw<'a>,
    pub(super) default_currency: Raw<'a>,
    pub(super) is_customer: Raw<'a>,
    pub(super) is_supplier: Raw<'a>,
    #[serde(rename = "MergedToContactID")]
    pub(super) merged_to: Raw<'a>,
    pub(super) phones: List<Object<Phone<'a>>>,
    pub(super) addresses: List<Object<Address<'a>>>,
}

/// `Phone`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
pub(super) struct Phone<'a> {
    pub(super) phone_type: Raw<'a>,
    pub(super) phone_number: Raw<'a>,
    pub(super) phone_area_code: Raw<'a>,
    pub(super) phone_country_code: Raw<'a>,
}

/// `Address`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
pub(super) struct Address<'a> {
    pub(super) address_type: Raw<'a>,
    pub(super) address_line1: Raw<'a>,
    pub(super) address_line2: Raw<'a>,
    pub(super) city: Raw<'a>,
    pub(super) postal_code: Raw<'a>,
    pub(super) country: Raw<'a>,
}

/// `Organisation`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
pub(super) struct Organisation<'a> {
    pub(super) name: Raw<'a>,
    pub(super) tax_number: Raw<'a>,
    pub(super) base_currency: Raw<'a>,
    pub(super) country_code: Raw<'a>,
    pub(super) timezone: Raw<'a>,
}

/// `TaxRate`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
pub(super) struct TaxRate<'a> {
    pub(super) tax_type: Raw<'a>,
    pub(super) effective_rate: Raw<'a>,
}

/// What an error says: a fault of validation, or of authorisation.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
pub(super) struct Fault<'a> {
    pub(super) message: Raw<'a>,
    #[serde(alias = "detail")]
    pub(super) detail: Raw<'a>,
    pub(super) elements: List<Object<Element<'a>>>,
}

/// An element of a fault of validation.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase", bound(deserialize = "'de: 'a"))]
pub(super) struct Element<'a> {
    pub(super) validation_errors: List<Object<Element<'a>>>,
    pub(super) message: Raw<'a>,
}
