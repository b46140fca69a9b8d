//! What the service checks of a write that comes by its API, and how it computes tax.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::ledger::{Ledger, Refusal, amount, links, merge, number, text};
use super::switches::SalesTax;

/// Longest number of a document, and longest name of a customer.
const NUMBER: usize = 21;
const NAME: usize = 500;
/// The line of shipping names no item of the company.
const SHIPPING: &str = "SHIPPING_ITEM_ID";

/// Fields that the service knows, beside those of every entity.
const EVERY: &[&str] = &["Id", "SyncToken", "sparse", "domain", "MetaData", "CustomField", "status"];
const SALES: &[&str] = &[
    "DocNumber",
    "TxnDate",
    "DueDate",
    "SalesTermRef",
    "CustomerRef",
    "CurrencyRef",
    "ExchangeRate",
    "Line",
    "TxnTaxDetail",
    "TotalAmt",
    "HomeTotalAmt",
    "Balance",
    "HomeBalance",
    "RemainingCredit",
    "ApplyTaxAfterDiscount",
    "GlobalTaxCalculation",
    "LinkedTxn",
    "BillEmail",
    "BillEmailCc",
    "BillAddr",
    "ShipAddr",
    "EmailStatus",
    "PrintStatus",
    "DeliveryInfo",
    "CustomerMemo",
    "PrivateNote",
    "PaymentMethodRef",
    "DepositToAccountRef",
    "Deposit",
    "AllowOnlinePayment",
    "AllowOnlineCreditCardPayment",
    "AllowOnlineACHPayment",
    "AllowIPNPayment",
    // Clients send these with each document, set or not.
    "FreeFormAddress",
    "InvoiceLink",
    "ShipDate",
    "ShipMethodRef",
    "TrackingNum",
    "ClassRef",
    "DepartmentRef",
];
const PAYMENT: &[&str] = &[
    "TxnDate",
    "CustomerRef",
    "CurrencyRef",
    "ExchangeRate",
    "TotalAmt",
    "UnappliedAmt",
    "PaymentMethodRef",
    "PaymentRefNum",
    "DepositToAccountRef",
    "ProcessPayment",
    "Line",
    "PrivateNote",
    "LinkedTxn",
];
const CUSTOMER: &[&str] = &[
    "DisplayName",
    "FullyQualifiedName",
    "CompanyName",
    "GivenName",
    "FamilyName",
    "PrintOnCheckName",
    "PrimaryEmailAddr",
    "PrimaryPhone",
    "BillAddr",
    "ShipAddr",
    "CurrencyRef",
    "Notes",
    "Active",
    "Taxable",
    "Balance",
    "SalesTermRef",
    "PaymentMethodRef",
    "PrimaryTaxIdentifier",
    "PreferredDeliveryMethod",
    // Clients send these with each customer, set or not.
    "BalanceWithJobs",
    "BillWithParent",
    "IsProject",
    "Job",
    "Level",
    "MiddleName",
    "OpenBalanceDate",
    "ParentRef",
    "ResaleNum",
    "Suffix",
    "Title",
];

pub(super) fn refused(code: &'static str, message: &'static str, detail: impl Into<String>) -> Refusal {
    (code, message, detail.into())
}

/// A rule of business; the reason is in the detail alone.
fn business(detail: impl Into<String>) -> Refusal {
    refused("6000", "A business validation error has occurred while processing your request", detail)
}

fn required(what: &str) -> Refusal {
    refused("2020", "Required param missing, need to supply the required value for the API", what)
}

fn inactive(what: &str) -> Refusal {
    refused(
        "610",
        "Object Not Found",
        format!("Object Not Found : Something you're trying to use has been made inactive: {what}"),
    )
}

/// Cents, half away from zero.
fn cents(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// Refuses fields that the service does not know.
pub(super) fn known_fields(entity: &str, object: &Value) -> Result<(), Refusal> {
    let own = match entity {
        "Invoice" | "CreditMemo" | "SalesReceipt" | "RefundReceipt" => SALES,
        "Payment" => PAYMENT,
        "Customer" => CUSTOMER,
        _ => return Ok(()),
    };
    let fields = object.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
    match fields.into_iter().find(|name| !EVERY.contains(name) && !own.contains(name)) {
        None => Ok(()),
        Some(name) => {
            let message = "Request has invalid or unsupported property";
            Err(refused("2010", message, format!("Property Name:{name} specified is unsupported or invalid")))
        }
    }
}

impl Ledger {
    /// An active object that a reference names.
    fn referred(&self, entity: &str, id: &str) -> Result<&Value, Refusal> {
        let found = id.parse().ok().and_then(|id| self.get(entity, id));
        let found = found.ok_or_else(|| {
            refused("2500", "Invalid Reference Id", format!("Invalid Reference Id : {entity} element id {id} not found"))
        })?;
        if found.get("Active") == Some(&Value::Bool(false)) { Err(inactive(entity)) } else { Ok(found) }
    }

    /// Checks a customer that comes by the API.
    pub(super) fn check_customer(&self, object: &mut Value, before: Option<&Value>) -> Result<(), Refusal> {
        if text(object, "/DisplayName").is_empty() {
            let parts = [text(object, "/GivenName"), text(object, "/FamilyName")];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            let name = if parts.is_empty() { text(object, "/CompanyName").to_owned() } else { parts.join(" ") };
            if name.is_empty() {
                return Err(required("DisplayName"));
            }
            merge(object, &json!({"DisplayName": name}));
        }
        let name = text(object, "/DisplayName").to_owned();
        if name.contains([':', '\t', '\n']) {
            return Err(business("A name can't contain a colon, a tab or a new line."));
        }
        if name.chars().count() > NAME {
            return Err(refused(
                "2050",
                "String length is either shorter or longer than supported by specification",
                "DisplayName",
            ));
        }
        if self.switches.other_names.iter().any(|other| other.to_lowercase() == name.to_lowercase()) {
            return Err(name_taken());
        }
        if object.get("Active") == Some(&Value::Bool(false)) && !name.ends_with(" (deleted)") {
            merge(object, &json!({"DisplayName": format!("{name} (deleted)")}));
        }
        let currency = text(object, "/CurrencyRef/value").to_owned();
        self.check_currency(&currency)?;
        let held = before.map(|before| text(before, "/CurrencyRef/value").to_owned()).filter(|held| !held.is_empty());
        if held.is_some_and(|held| !currency.is_empty() && held != currency) {
            return Err(business("You can't change the currency of a customer."));
        }
        if currency.is_empty() && self.switches.multicurrency {
            merge(object, &json!({"CurrencyRef": {"value": self.currency.clone()}}));
        }
        Ok(())
    }

    fn check_currency(&self, sent: &str) -> Result<(), Refusal> {
        if !sent.is_empty() && !self.switches.multicurrency {
            return Err(business("Multicurrency is not enabled for this company."));
        }
        Ok(())
    }

    /// Checks a document or a payment that comes by the API.
    pub(super) fn check_transaction(&self, entity: &str, object: &Value, before: Option<&Value>) -> Result<(), Refusal> {
        let customer = self.referred("Customer", text(object, "/CustomerRef/value"))?;
        let sent = text(object, "/CurrencyRef/value");
        if before.is_none() {
            self.check_currency(sent)?;
        }
        if self.switches.multicurrency {
            let held = Some(text(customer, "/CurrencyRef/value")).filter(|held| !held.is_empty()).unwrap_or(&self.currency);
            if (if sent.is_empty() { self.currency.as_str() } else { sent }) != held {
                return Err(business(format!("The currency of the transaction is invalid for the customer, which uses {held}.")));
            }
        }
        let day = text(object, "/TxnDate").parse::<Date>().ok();
        if self.switches.closed.is_some_and(|closed| day.is_some_and(|day| day <= closed)) {
            return Err(refused(
                "6210",
                "Account Period Closed, Cannot Update Through Services API",
                "The account period has closed.",
            ));
        }
        if entity == "Payment" {
            return self.check_payment(object, before);
        }
        if text(object, "/DocNumber").chars().count() > NUMBER {
            return Err(refused(
                "2050",
                "String length is either shorter or longer than supported by specification",
                "DocNumber",
            ));
        }
        let term = text(object, "/SalesTermRef/value");
        if !term.is_empty() {
            self.referred("Term", term)?;
        }
        let lines = object.get("Line").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        if !lines.iter().any(|line| text(line, "/DetailType") == "SalesItemLineDetail") {
            return Err(required("Line"));
        }
        lines.iter().try_for_each(|line| self.check_line(line))
    }

    fn check_line(&self, line: &Value) -> Result<(), Refusal> {
        let Some(detail) = line.get("SalesItemLineDetail").filter(|_| text(line, "/DetailType") == "SalesItemLineDetail") else {
            return if text(line, "/DetailType").is_empty() { Err(required("Line.DetailType")) } else { Ok(()) };
        };
        if line.get("Amount").is_none() {
            return Err(required("Line.Amount"));
        }
        let item = text(detail, "/ItemRef/value");
        if !item.is_empty() && item != SHIPPING {
            self.referred("Item", item)?;
        }
        let whole = amount(line, "Amount");
        if cents(whole) != whole {
            return Err(refused("2090", "Invalid Number", "Line.Amount"));
        }
        let (quantity, price) = (amount(detail, "Qty"), amount(detail, "UnitPrice"));
        if detail.get("Qty").is_some() && detail.get("UnitPrice").is_some() && cents(quantity * price) != whole {
            return Err(refused("6070", "Amount calculation incorrect in the request", "Amount is not equal to UnitPrice * Qty"));
        }
        let code = text(detail, "/TaxCodeRef/value");
        match self.switches.tax {
            SalesTax::ByLine if code.is_empty() => {
                Err(business("Make sure all your transactions have a VAT rate before you save."))
            }
            SalesTax::ByLine => self.referred("TaxCode", code).map(drop),
            _ if !matches!(code, "" | "TAX" | "NON") => Err(business(format!("Tax code {code} is not valid for a line."))),
            _ => Ok(()),
        }
    }

    fn check_payment(&self, payment: &Value, before: Option<&Value>) -> Result<(), Refusal> {
        if payment.get("TotalAmt").is_none() {
            return Err(required("TotalAmt"));
        }
        let account = text(payment, "/DepositToAccountRef/value");
        if !account.is_empty() {
            let kind = text(self.referred("Account", account)?, "/AccountType");
            if !matches!(kind, "Bank" | "Other Current Asset") {
                return Err(business("The account that you deposit to has to be a bank account or another current asset."));
            }
        }
        if text(payment, "/PaymentRefNum").chars().count() > NUMBER {
            return Err(refused(
                "2050",
                "String length is either shorter or longer than supported by specification",
                "PaymentRefNum",
            ));
        }
        if before.is_some() {
            return Ok(());
        }
        let signed = |(of, _, paid): &(&str, u64, Decimal)| if *of == "CreditMemo" { -*paid } else { *paid };
        if links(payment).iter().map(signed).sum::<Decimal>() > amount(payment, "TotalAmt") {
            return Err(business("The amounts of the lines, less the credits, can't be more than the total of the payment."));
        }
        for (of, id, paid) in links(payment) {
            let Some(target) = self.get(of, id) else {
                return Err(refused("610", "Object Not Found", "Object Not Found : the linked transaction"));
            };
            if text(target, "/CustomerRef/value") != text(payment, "/CustomerRef/value") {
                return Err(business("The transaction that is paid belongs to another customer."));
            }
            if paid > amount(target, "Balance") {
                return Err(business("You can't apply more than the open balance of a transaction."));
            }
        }
        Ok(())
    }

    /// A number for a document that none is sent for; `None` where the company numbers itself.
    pub(super) fn next_number(&self, sent: &str) -> Option<String> {
        match sent {
            "" if self.switches.custom_numbers => None,
            "" | "AUTO_GENERATE" => Some(format!("{}", 1000 + self.next)),
            _ if !self.switches.custom_numbers && !self.switches.numbers_kept => Some(format!("{}", 1000 + self.next)),
            sent => Some(sent.to_owned()),
        }
    }

    /// The tax of a document: as it is sent, or as the service computes it, once for each rate.
    pub(super) fn tax(&self, object: &Value) -> Option<Value> {
        let sent = object.get("TxnTaxDetail").filter(|detail| detail.get("TotalTax").is_some());
        let lines = object.get("Line").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let code = |line: &Value| text(line, "/SalesItemLineDetail/TaxCodeRef/value").to_owned();
        let mut nets: BTreeMap<String, (Decimal, Decimal)> = BTreeMap::new();
        match &self.switches.tax {
            SalesTax::Sent => return None,
            SalesTax::Automated { keeps_sent: true, .. } if sent.is_some() => return None,
            SalesTax::Automated { percent, .. } => {
                let taxed: Decimal = lines.iter().filter(|line| code(line) == "TAX").map(|line| amount(line, "Amount")).sum();
                nets.insert("3".to_owned(), (taxed, *percent));
            }
            SalesTax::ByLine if text(object, "/GlobalTaxCalculation") == "NotApplicable" => {}
            SalesTax::ByLine => {
                for line in lines {
                    let rate = self.rate_of(&code(line));
                    let Some((rate, percent)) = rate else { continue };
                    nets.entry(rate).or_insert((Decimal::ZERO, percent)).0 += amount(line, "Amount");
                }
            }
        }
        let line = |(rate, (net, percent)): (&String, &(Decimal, Decimal))| {
            let tax = cents(*net * *percent / Decimal::ONE_HUNDRED);
            let line = json!({"Amount": number(tax), "DetailType": "TaxLineDetail", "TaxLineDetail": {"TaxRateRef": {"value": rate},
                "PercentBased": true, "TaxPercent": number(*percent), "NetAmountTaxable": number(*net)}});
            (line, tax)
        };
        let (lines, taxes): (Vec<Value>, Vec<Decimal>) = nets.iter().map(line).unzip();
        Some(json!({"TotalTax": number(taxes.iter().sum()), "TaxLine": lines}))
    }

    /// The rate of tax that a code names, and its percentage.
    fn rate_of(&self, code: &str) -> Option<(String, Decimal)> {
        let code = self.get("TaxCode", code.parse().ok()?)?;
        let rate = text(code, "/SalesTaxRateList/TaxRateDetail/0/TaxRateRef/value");
        Some((rate.to_owned(), amount(self.get("TaxRate", rate.parse().ok()?)?, "RateValue")))
    }
}

pub(super) fn name_taken() -> Refusal {
    refused(
        "6240",
        "Duplicate Name Exists Error",
        "The name supplied already exists. : Another customer, vendor or employee is already using this name.",
    )
}
