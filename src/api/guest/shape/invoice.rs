//! Invoices, rows of lists, and questions about them.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_with::{DisplayFromStr, serde_as};

use super::sync::{IdShape, MessageShape, RunIdShape};
use super::{Word, stands_for};
use crate::domain::{
    Address, Change, CompanyId, CorrectionType, Currency, CurrencyTotals, Discount, DocumentType, FieldChange, Invoice,
    InvoiceKey, InvoiceRow, LineItem, Message, NavStatus, Party, Payment, PaymentMethod, PaymentStatus, RelatedDocument,
    RemoteId, Rounding, RunId, StoredInvoice, TaxReport, Totals, VatLine, Warning, WarningKind,
};
use crate::query::{Field, Found, Request, Sort};
use crate::service::InvoiceDetail;

type Day = DisplayFromStr;
type At = DisplayFromStr;
type Amount = DisplayFromStr;
type Text = Option<Box<str>>;
/// Totals by currency.
pub(super) type TotalsShape = std::collections::BTreeMap<Word, TotalShape>;

#[derive(Serialize, Deserialize)]
#[serde(remote = "CurrencyTotals")]
pub(super) struct TotalShape {
    count: u64,
    #[serde(with = "serde_with::As::<Amount>")]
    net: Decimal,
    #[serde(with = "serde_with::As::<Amount>")]
    vat: Decimal,
    #[serde(with = "serde_with::As::<Amount>")]
    gross: Decimal,
    #[serde(with = "serde_with::As::<Amount>")]
    balance: Decimal,
    overflow: bool,
    uncounted: bool,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "InvoiceKey")]
pub(super) struct InvoiceKeyShape {
    #[serde_as(as = "IdShape")]
    company: CompanyId,
    #[serde_as(as = "Word")]
    id: RemoteId,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "WarningKind")]
struct KindShape(u16);

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Warning")]
struct WarningShape {
    #[serde_as(as = "KindShape")]
    kind: WarningKind,
    #[serde_as(as = "MessageShape")]
    message: Message,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "InvoiceRow")]
pub(super) struct RowShape {
    #[serde_as(as = "IdShape")]
    company: CompanyId,
    #[serde_as(as = "Word")]
    id: RemoteId,
    number: Box<str>,
    #[serde_as(as = "Word")]
    kind: DocumentType,
    #[serde_as(as = "Option<Word>")]
    correction: Option<CorrectionType>,
    #[serde_as(as = "Word")]
    status: PaymentStatus,
    #[serde_as(as = "Option<Word>")]
    method: Option<PaymentMethod>,
    cancelled: bool,
    #[serde_as(as = "Word")]
    currency: Currency,
    #[serde_as(as = "Amount")]
    gross: Decimal,
    #[serde_as(as = "Option<Amount>")]
    net: Option<Decimal>,
    #[serde_as(as = "Option<Amount>")]
    vat: Option<Decimal>,
    #[serde_as(as = "Option<Amount>")]
    gross_local: Option<Decimal>,
    #[serde_as(as = "Option<Amount>")]
    balance: Option<Decimal>,
    #[serde_as(as = "Option<Day>")]
    issued: Option<Date>,
    #[serde_as(as = "Option<Day>")]
    fulfilled: Option<Date>,
    #[serde_as(as = "Option<Day>")]
    due: Option<Date>,
    #[serde_as(as = "Option<Day>")]
    paid: Option<Date>,
    partner_name: Box<str>,
    partner_tax_number: Text,
    partner_id: Text,
    items: Box<[Box<str>]>,
    tags: Box<[Box<str>]>,
    #[serde_as(as = "Box<[Word]>")]
    related: Box<[RemoteId]>,
    has_cancellation: bool,
    comment: Text,
    #[serde_as(as = "Option<Word>")]
    nav: Option<NavStatus>,
    #[serde_as(as = "KindShape")]
    warnings: WarningKind,
    vanished: bool,
    #[serde_as(as = "RunIdShape")]
    changed_run: RunId,
    #[serde_as(as = "At")]
    changed: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Address")]
struct AddressShape {
    country: Text,
    post_code: Text,
    city: Text,
    street: Text,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Party")]
struct PartyShape {
    id: Text,
    name: String,
    tax_number: Text,
    eu_tax_number: Text,
    #[serde_as(as = "AddressShape")]
    address: Address,
    emails: Vec<String>,
    phone: Text,
    bank: Text,
    account_number: Text,
    iban: Text,
    swift: Text,
    tax_type: Text,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "LineItem")]
struct ItemShape {
    product_id: Text,
    name: String,
    #[serde_as(as = "Amount")]
    quantity: Decimal,
    unit: String,
    #[serde_as(as = "Option<Amount>")]
    net_unit_amount: Option<Decimal>,
    #[serde_as(as = "Option<Amount>")]
    net: Option<Decimal>,
    vat: String,
    #[serde_as(as = "Option<Amount>")]
    vat_amount: Option<Decimal>,
    #[serde_as(as = "Option<Amount>")]
    gross: Option<Decimal>,
    entitlement: Text,
    comment: Text,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "VatLine")]
struct VatShape {
    name: String,
    #[serde_as(as = "Option<Amount>")]
    net: Option<Decimal>,
    #[serde_as(as = "Option<Amount>")]
    vat: Option<Decimal>,
    #[serde_as(as = "Option<Amount>")]
    gross: Option<Decimal>,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "RelatedDocument")]
struct RelatedShape {
    #[serde_as(as = "Word")]
    id: RemoteId,
    number: String,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Discount")]
struct DiscountShape {
    kind: Box<str>,
    #[serde_as(as = "Amount")]
    value: Decimal,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Invoice")]
struct InvoiceShape {
    #[serde_as(as = "Word")]
    id: RemoteId,
    number: String,
    #[serde_as(as = "Word")]
    kind: DocumentType,
    #[serde_as(as = "Option<Word>")]
    correction: Option<CorrectionType>,
    cancelled: bool,
    block_id: Text,
    #[serde_as(as = "Word")]
    status: PaymentStatus,
    #[serde_as(as = "Option<Word>")]
    method: Option<PaymentMethod>,
    #[serde_as(as = "Word")]
    currency: Currency,
    #[serde_as(as = "Option<Amount>")]
    rate: Option<Decimal>,
    #[serde_as(as = "Amount")]
    gross: Decimal,
    #[serde_as(as = "Option<Amount>")]
    net: Option<Decimal>,
    #[serde_as(as = "Option<Amount>")]
    vat: Option<Decimal>,
    #[serde_as(as = "Option<Amount>")]
    gross_local: Option<Decimal>,
    #[serde_as(as = "Option<Day>")]
    issued: Option<Date>,
    #[serde_as(as = "Option<Day>")]
    fulfilled: Option<Date>,
    #[serde_as(as = "Option<Day>")]
    due: Option<Date>,
    #[serde_as(as = "Option<Day>")]
    paid: Option<Date>,
    #[serde_as(as = "PartyShape")]
    seller: Party,
    #[serde_as(as = "PartyShape")]
    buyer: Party,
    electronic: bool,
    comment: Text,
    tags: Vec<String>,
    language: Text,
    notification: Text,
    #[serde_as(as = "Option<Word>")]
    nav: Option<NavStatus>,
    order_number: Text,
    #[serde_as(as = "Vec<RelatedShape>")]
    related: Vec<RelatedDocument>,
    #[serde_as(as = "Option<DiscountShape>")]
    discount: Option<Discount>,
    #[serde_as(as = "Vec<VatShape>")]
    vat_lines: Vec<VatLine>,
    #[serde_as(as = "Vec<ItemShape>")]
    items: Vec<LineItem>,
    #[serde_as(as = "Option<Word>")]
    rounding: Option<Rounding>,
    original: Vec<(String, String)>,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "StoredInvoice")]
struct StoredShape {
    #[serde_as(as = "IdShape")]
    company: CompanyId,
    #[serde_as(as = "InvoiceShape")]
    invoice: Invoice,
    #[serde_as(as = "At")]
    first_seen: Timestamp,
    #[serde_as(as = "RunIdShape")]
    first_run: RunId,
    #[serde_as(as = "At")]
    changed: Timestamp,
    #[serde_as(as = "RunIdShape")]
    changed_run: RunId,
    #[serde_as(as = "Option<At>")]
    vanished: Option<Timestamp>,
    #[serde_as(as = "Option<Amount>")]
    balance: Option<Decimal>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Change")]
struct ChangeShape {
    field: String,
    old: Option<String>,
    new: Option<String>,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "FieldChange")]
pub(super) struct FieldChangeShape {
    #[serde_as(as = "InvoiceKeyShape")]
    key: InvoiceKey,
    #[serde_as(as = "At")]
    at: Timestamp,
    #[serde_as(as = "RunIdShape")]
    run: RunId,
    #[serde_as(as = "ChangeShape")]
    change: Change,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "InvoiceDetail")]
pub(super) struct DetailShape {
    #[serde_as(as = "StoredShape")]
    stored: StoredInvoice,
    has_cancellation: bool,
    company: String,
    #[serde_as(as = "Vec<WarningShape>")]
    warnings: Vec<Warning>,
    #[serde_as(as = "Vec<FieldChangeShape>")]
    history: Vec<FieldChange>,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Payment")]
pub(super) struct PaymentShape {
    #[serde_as(as = "Option<Day>")]
    date: Option<Date>,
    #[serde_as(as = "Amount")]
    amount: Decimal,
    #[serde_as(as = "Word")]
    method: PaymentMethod,
    voucher: Text,
    #[serde_as(as = "Option<Amount>")]
    rate: Option<Decimal>,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "TaxReport")]
pub(super) struct TaxReportShape {
    transaction: Text,
    #[serde_as(as = "Option<Word>")]
    status: Option<NavStatus>,
    messages: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Field")]
enum FieldShape {
    Number,
    Type,
    Status,
    Method,
    Company,
    Partner,
    TaxNumber,
    Currency,
    Gross,
    Net,
    Vat,
    Issued,
    Fulfilled,
    Due,
    Paid,
    Changed,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Sort")]
struct SortShape {
    #[serde_as(as = "FieldShape")]
    field: Field,
    descending: bool,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Request")]
pub(super) struct QuestionShape {
    query: String,
    #[serde_as(as = "Vec<IdShape>")]
    companies: Vec<CompanyId>,
    #[serde_as(as = "SortShape")]
    sort: Sort,
    offset: usize,
    limit: usize,
    #[serde_as(as = "Option<InvoiceKeyShape>")]
    around: Option<InvoiceKey>,
    #[serde_as(as = "Day")]
    today: Date,
}

#[serde_as]
#[derive(Serialize, Deserialize)]
#[serde(remote = "Found")]
pub(super) struct FoundShape {
    total: usize,
    #[serde_as(as = "TotalsShape")]
    totals: Totals,
    #[serde_as(as = "Option<Amount>")]
    local: Option<Decimal>,
    offset: usize,
    #[serde_as(as = "Vec<RowShape>")]
    rows: Vec<InvoiceRow>,
    position: Option<usize>,
}

stands_for! {
    TotalShape: CurrencyTotals, InvoiceKeyShape: InvoiceKey, KindShape: WarningKind, WarningShape: Warning,
    RowShape: InvoiceRow, AddressShape: Address, PartyShape: Party, ItemShape: LineItem, VatShape: VatLine,
    RelatedShape: RelatedDocument, DiscountShape: Discount, InvoiceShape: Invoice, StoredShape: StoredInvoice,
    ChangeShape: Change, FieldChangeShape: FieldChange, DetailShape: InvoiceDetail, PaymentShape: Payment,
    TaxReportShape: TaxReport, FieldShape: Field, SortShape: Sort, QuestionShape: Request, FoundShape: Found,
}
