//! Makes a company up: customers, items, documents of every kind, and payments; the same from a seed and a day.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::ledger::{Ledger, amount, number};
use super::switches::Switches;

/// First identifier of a document; those below it are of customers and items.
const FIRST: u64 = 1001;

/// A company to make up.
#[derive(Debug, Clone)]
pub struct MadeUp {
    /// Its realm.
    pub realm: String,
    /// Its name.
    pub name: String,
    /// Number of invoices; other documents and payments come beside.
    pub invoices: usize,
    /// Seed.
    pub seed: u64,
}

const CUSTOMERS: &[&str] = &[
    "Harbour Bakery",
    "Cobalt & Sons",
    "Amy's Bird Sanctuary",
    "Jeff's Jalopies",
    "Mason O'Neil",
    "Red Rock Diner",
    "Sushi by Katsuyuki",
    "Travis Waldron",
    "Weiskopf Consulting",
    "Paulsen Medical",
];
const ITEMS: &[(&str, i64)] =
    &[("Consulting", 12_525), ("Design", 7_500), ("Pump", 2_250), ("Installation", 5_000), ("Hours", 1_999)];

impl MadeUp {
    /// The company as it is on a day.
    #[must_use]
    pub(super) fn ledger(&self, today: Date) -> Ledger {
        let mut ledger = Ledger {
            realm: self.realm.clone(),
            name: self.name.clone(),
            currency: "USD".to_owned(),
            switches: Switches::default(),
            objects: BTreeMap::new(),
            gone: Vec::new(),
            next: 1,
            replays: HashMap::new(),
            by_api: false,
            any_number: false,
            window: (0, 0),
        };
        let mut rng = fastrand::Rng::with_seed(self.seed);
        let at = |day: Date| day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |noon| noon.timestamp());
        let begin = today.saturating_sub(400.days());
        for (number, name) in (1_u32..).zip(CUSTOMERS) {
            let active = number % 5 != 0;
            let fields = json!({"DisplayName": name, "Active": active, "PrimaryEmailAddr": {"Address": format!("ap{number}@example.com")},
                "PrimaryPhone": {"FreeFormNumber": format!("(555) 555-01{number:02}")},
                "BillAddr": {"Line1": format!("{number} Quay Street"), "City": "Monterey", "CountrySubDivisionCode": "CA", "PostalCode": "93940"}});
            ledger.create("Customer", fields, at(begin));
        }
        for (name, price) in ITEMS {
            let fields = json!({"Name": name, "Type": "Service", "UnitPrice": super::ledger::number(Decimal::new(*price, 2)), "IncomeAccountRef": {"value": "79"}});
            ledger.create("Item", fields, at(begin));
        }
        Self::settings(&mut ledger, at(begin));
        ledger.next = FIRST;
        for index in 0..self.invoices {
            let back = (self.invoices - index) * 390 / self.invoices.max(1);
            let day = today.saturating_sub(i64::try_from(back).unwrap_or_default().days());
            Self::entry(&mut ledger, &mut rng, day, at(day), index);
        }
        ledger
    }

    /// Accounts, terms, ways to pay and the tax that a new company has.
    fn settings(ledger: &mut Ledger, now: Timestamp) {
        let accounts = [
            (4, "Undeposited Funds", "Other Current Asset", "Asset"),
            (35, "Checking", "Bank", "Asset"),
            (79, "Sales of Product Income", "Income", "Revenue"),
            (84, "Accounts Receivable (A/R)", "Accounts Receivable", "Asset"),
            (86, "Discounts given", "Income", "Revenue"),
        ];
        for (id, name, kind, class) in accounts {
            let fields = json!({"Name": name, "FullyQualifiedName": name, "AccountType": kind, "Classification": class});
            ledger.place("Account", id, fields, now);
        }
        for (id, name, days) in [(1, "Due on receipt", 0), (3, "Net 30", 30)] {
            ledger.place("Term", id, json!({"Name": name, "Type": "STANDARD", "DueDays": days}), now);
        }
        for (id, name) in [(1, "Cash"), (2, "Credit Card"), (3, "Check")] {
            ledger.place("PaymentMethod", id, json!({"Name": name}), now);
        }
        ledger.place("TaxRate", 3, json!({"Name": "California", "RateValue": 8.25}), now);
        let detail =
            json!([{"TaxRateRef": {"value": "3", "name": "California"}, "TaxTypeApplicable": "TaxOnAmount", "TaxOrder": 0}]);
        let code =
            json!({"Name": "California", "Taxable": true, "TaxGroup": true, "SalesTaxRateList": {"TaxRateDetail": detail}});
        ledger.place("TaxCode", 2, code, now);
    }

    /// One invoice, what pays it, and at times a document of another kind.
    fn entry(ledger: &mut Ledger, rng: &mut fastrand::Rng, day: Date, now: Timestamp, index: usize) {
        let customer = rng.u64(1..=CUSTOMERS.len() as u64);
        let Some(invoice) = ledger.create("Invoice", document(rng, customer, day, index % 5 == 4), now) else { return };
        let total = ledger.get("Invoice", invoice).map(|object| amount(object, "TotalAmt")).unwrap_or_default();
        match index % 10 {
            0..=4 => drop(ledger.pay(customer, &[(invoice, total)], total, now)),
            5 => {
                let part = (total / Decimal::from(3)).round_dp(2);
                ledger.pay(customer, &[(invoice, part)], part + Decimal::ONE, now);
            }
            6 if index % 40 == 6 => drop(ledger.void("Invoice", invoice, now)),
            7 => {
                if let Some(credit) = ledger.create("CreditMemo", document(rng, customer, day, false), now) {
                    let worth = ledger.get("CreditMemo", credit).map(|object| amount(object, "TotalAmt")).unwrap_or_default();
                    let used = number(worth.min(total));
                    let line =
                        |id: u64, of: &str| json!({"Amount": used, "LinkedTxn": [{"TxnId": id.to_string(), "TxnType": of}]});
                    let fields = json!({"CustomerRef": {"value": customer.to_string()}, "TotalAmt": 0, "TxnDate": day.to_string(),
                        "PrivateNote": "Created by QB Online to link credits to charges.",
                        "Line": [line(invoice, "Invoice"), line(credit, "CreditMemo")]});
                    ledger.create("Payment", fields, now);
                }
            }
            8 => drop(ledger.create("SalesReceipt", document(rng, customer, day, false), now)),
            9 if index % 20 == 9 => drop(ledger.create("RefundReceipt", document(rng, customer, day, false), now)),
            _ => {}
        }
    }
}

/// A document of one to three lines, at times with a discount, with tax: by one rate, or `mixed`, by a state's and a county's on all lines
/// but those behind the first.
fn document(rng: &mut fastrand::Rng, customer: u64, day: Date, mixed: bool) -> Value {
    let (mut lines, mut net, mut free) = (Vec::new(), Decimal::ZERO, Decimal::ZERO);
    for line in 0..rng.usize(1..=3) {
        let item = rng.usize(0..ITEMS.len());
        let (name, price) = ITEMS.get(item).copied().unwrap_or_default();
        let (quantity, price) = (Decimal::from(rng.u32(1..=5)), Decimal::new(price, 2));
        net += quantity * price;
        let is_free = mixed && line > 0;
        if is_free {
            free += quantity * price;
        }
        lines.push(json!({"Id": (line + 1).to_string(), "LineNum": line + 1, "Description": format!("{name} as agreed"), "Amount": number(quantity * price),
            "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": {"ItemRef": {"value": (CUSTOMERS.len() + item + 1).to_string(), "name": name},
            "Qty": number(quantity), "UnitPrice": number(price), "TaxCodeRef": {"value": if is_free { "NON" } else { "TAX" }}}}));
    }
    lines.push(json!({"Amount": number(net), "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {}}));
    if rng.u8(0..5) == 0 {
        let off = (net / Decimal::TEN).round_dp(2);
        net -= off;
        lines.push(json!({"Amount": number(off), "DetailType": "DiscountLineDetail", "DiscountLineDetail": {"PercentBased": true, "DiscountPercent": 10,
            "DiscountAccountRef": {"value": "86", "name": "Discounts given"}}}));
    }
    // A discount is on every line in proportion.
    let whole = lines
        .iter()
        .filter(|line| super::ledger::text(line, "/DetailType") == "SalesItemLineDetail")
        .map(|line| amount(line, "Amount"))
        .sum::<Decimal>();
    let base = if mixed { net - (free * net / whole).round_dp(2) } else { net };
    let rates: &[i64] = if mixed { &[600, 225] } else { &[825] };
    let taxes: Vec<(Decimal, Decimal)> =
        rates.iter().map(|rate| (Decimal::new(*rate, 2), (base * Decimal::new(*rate, 4)).round_dp(2))).collect();
    let tax: Decimal = taxes.iter().map(|(_, tax)| *tax).sum();
    let line = |(percent, tax): &(Decimal, Decimal)| {
        json!({"Amount": number(*tax), "DetailType": "TaxLineDetail", "TaxLineDetail": {
            "TaxRateRef": {"value": "3"}, "PercentBased": true, "TaxPercent": number(*percent), "NetAmountTaxable": number(base)}})
    };
    let due = day.saturating_add(30.days());
    json!({"CustomerRef": {"value": customer.to_string()}, "TxnDate": day.to_string(), "DueDate": due.to_string(), "Line": lines,
        "TxnTaxDetail": {"TotalTax": number(tax), "TaxLine": taxes.iter().map(line).collect::<Vec<_>>()},
        "EmailStatus": "NotSet", "CustomerMemo": {"value": "Thank you for your business."}})
}
