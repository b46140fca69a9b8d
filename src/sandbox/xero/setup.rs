//! What an organisation chooses: accounts, rates of tax, currencies, items, and the lock of its period.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::answer::quoted;

/// Settings of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// Currencies that it may use; the first one is its own.
    pub currencies: Vec<&'static str>,
    /// Rates of tax.
    pub taxes: Vec<Tax>,
    /// Codes and names of items.
    pub items: Vec<(&'static str, &'static str)>,
    /// No document may be of this day or before.
    pub lock: Option<Date>,
    /// The mails of the day are used up.
    pub no_mail: bool,
}

/// A rate of tax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tax {
    /// Type.
    pub code: String,
    /// Name.
    pub name: String,
    /// Percentage.
    pub percent: Decimal,
}

/// An account: code, name, type, class, and whether payments may go to it.
pub(super) struct Account {
    pub(super) code: &'static str,
    name: &'static str,
    kind: &'static str,
    class: &'static str,
    payments: bool,
}

/// The accounts of every pretend organisation.
pub(super) const ACCOUNTS: &[Account] = &[
    Account { code: "090", name: "Business Bank Account", kind: "BANK", class: "ASSET", payments: false },
    Account { code: "200", name: "Sales", kind: "REVENUE", class: "REVENUE", payments: false },
    Account { code: "260", name: "Other Revenue", kind: "REVENUE", class: "REVENUE", payments: false },
    Account { code: "429", name: "General Expenses", kind: "EXPENSE", class: "EXPENSE", payments: false },
    Account { code: "880", name: "Owner A Drawings", kind: "EQUITY", class: "EQUITY", payments: true },
];

impl Default for Setup {
    fn default() -> Self {
        let tax = |code: &str, name: &str, percent: u32| Tax {
            code: code.to_owned(),
            name: name.to_owned(),
            percent: Decimal::from(percent),
        };
        Self {
            currencies: vec!["NZD", "EUR", "USD", "HUF", "JPY"],
            taxes: vec![tax("OUTPUT2", "15% GST on Income", 15), tax("ZERORATED", "Zero Rated", 0), tax("NONE", "No GST", 0)],
            items: vec![("CONS", "Consulting"), ("DEV", "Development")],
            lock: None,
            no_mail: false,
        }
    }
}

impl Account {
    /// Its identifier, which follows from its code.
    pub(super) fn id(&self) -> String {
        format!("acc00000-0000-4000-8000-{:0>12}", self.code)
    }

    /// Whether a payment may go to it.
    pub(super) fn takes_payments(&self) -> bool {
        self.payments || self.kind == "BANK"
    }

    /// Its record.
    pub(super) fn json(&self) -> String {
        format!(
            r#"{{"AccountID":"{}","Code":"{}","Name":"{}","Type":"{}","Class":"{}","Status":"ACTIVE","EnablePaymentsToAccount":{},"TaxType":"NONE"}}"#,
            self.id(),
            self.code,
            self.name,
            self.kind,
            self.class,
            self.payments
        )
    }
}

impl Setup {
    /// A rate of tax by its type.
    pub(super) fn tax(&self, code: &str) -> Option<&Tax> {
        self.taxes.iter().find(|tax| tax.code == code)
    }

    /// A currency that the organisation may use.
    pub(super) fn currency(&self, code: &str) -> Option<&'static str> {
        self.currencies.iter().copied().find(|known| *known == code)
    }

    /// The organisation's own currency.
    pub(super) fn base(&self) -> &'static str {
        self.currencies.first().copied().unwrap_or("NZD")
    }

    /// Records of what is not paged: accounts, rates of tax, currencies, items.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        match name {
            "Accounts" => ACCOUNTS.iter().map(Account::json).collect(),
            "TaxRates" => {
                let rate = |tax: &Tax| {
                    format!(
                        r#"{{"Name":{},"TaxType":{},"Status":"ACTIVE","CanApplyToRevenue":true,"EffectiveRate":{:.4},"DisplayTaxRate":{:.4}}}"#,
                        quoted(&tax.name),
                        quoted(&tax.code),
                        tax.percent,
                        tax.percent
                    )
                };
                self.taxes.iter().map(rate).collect()
            }
            "Currencies" => self.currencies.iter().map(|code| format!(r#"{{"Code":"{code}","Description":"{code}"}}"#)).collect(),
            _ => {
                let item = |(at, (code, name)): (usize, &(&str, &str))| {
                    format!(
                        r#"{{"ItemID":"17e00000-0000-4000-8000-{at:012}","Code":"{code}","Name":{},"IsSold":true,"SalesDetails":{{"AccountCode":"200","TaxType":"OUTPUT2"}}}}"#,
                        quoted(name)
                    )
                };
                self.items.iter().enumerate().map(item).collect()
            }
        }
    }
}
