//! Amounts of `QuickBooks` to the cent: documents with prices that include tax, and documents in another currency than the company's,
//! whatever the rates of the payments that settle them.

use faktura::sandbox::oauth::Service;
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::pushes::World;

fn amounts<const N: usize>(of: &Value, names: [&str; N]) -> [Decimal; N] {
    names.map(|name| of[name].as_str().unwrap_or_else(|| panic!("{name}: {of}")).parse().expect("a decimal"))
}

fn decimals<const N: usize>(texts: [&str; N]) -> [Decimal; N] {
    texts.map(|text| text.parse().expect("a decimal"))
}

fn enter(world: &World, entity: &str, object: Value) -> u64 {
    world.ledger(|ledger| ledger.create(entity, object, Timestamp::now()).expect("taken"))
}

#[test]
fn a_document_with_prices_that_include_tax_has_net_tax_and_gross_to_the_cent() {
    let world = World::new(Service::QuickBooks);
    let line = |net: f64, gross: f64, quantity: f64, price: f64| {
        json!({"Amount": net, "DetailType": "SalesItemLineDetail", "Description": "Work", "SalesItemLineDetail": {
            "ItemRef": {"value": "11", "name": "Consulting"}, "Qty": quantity, "UnitPrice": price, "TaxInclusiveAmt": gross,
            "TaxCodeRef": {"value": "4"}}})
    };
    let taxed = |number: &str, tax: f64, base: f64, lines: Vec<Value>| {
        json!({"DocNumber": number, "CustomerRef": {"value": "1"}, "TxnDate": "2026-10-20", "DueDate": "2026-11-20",
            "GlobalTaxCalculation": "TaxInclusive", "Line": lines, "TxnTaxDetail": {"TotalTax": tax, "TaxLine": [{"Amount": tax,
                "DetailType": "TaxLineDetail", "TaxLineDetail": {"TaxRateRef": {"value": "3"}, "PercentBased": true, "TaxPercent": 20,
                "NetAmountTaxable": base}}]}})
    };
    // The unit price with tax in it, and without.
    enter(&world, "Invoice", taxed("TI-1", 18.34, 91.66, vec![line(83.33, 100.0, 2.0, 50.0), line(8.33, 10.0, 1.0, 8.33)]));
    enter(&world, "CreditMemo", taxed("TI-2", 16.67, 83.33, vec![line(83.33, 100.0, 1.0, 83.33)]));
    // Each line is rounded: their taxes are a cent more than that of their sum.
    enter(&world, "Invoice", taxed("TI-3", 0.51, 2.49, vec![line(0.83, 1.0, 1.0, 1.0); 3]));
    world.home.expect(0, &["sync", "--company", &world.company]);
    let sums = ["net_total", "vat_total", "gross_total"];
    let first = world.home.json(0, &["invoice", "TI-1", "--json"]);
    assert_eq!(amounts(&first, sums), decimals(["91.66", "18.34", "110"]));
    let parts = ["net_unit_amount", "net_amount", "vat_amount", "gross_amount"];
    assert_eq!(amounts(&first["items"][0], parts), decimals(["41.665", "83.33", "16.67", "100"]));
    assert_eq!(amounts(&first["items"][1], parts), decimals(["8.33", "8.33", "1.67", "10"]));
    let credit = world.home.json(0, &["invoice", "TI-2", "--json"]);
    assert_eq!(amounts(&credit, sums), decimals(["-83.33", "-16.67", "-100"]));
    assert_eq!(amounts(&credit["items"][0], ["net_amount", "gross_amount"]), decimals(["-83.33", "-100"]));
    let third = world.home.json(0, &["invoice", "TI-3", "--json"]);
    assert_eq!(amounts(&third, sums), decimals(["2.49", "0.51", "3"]));
    // Reports by rate and lists agree.
    let report = world.home.json(0, &["report", "vat", "number:TI-1", "--format", "json"]);
    assert_eq!(amounts(&report["rows"][0], ["net", "vat", "gross"]), decimals(["91.66", "18.34", "110"]), "{report}");
    let listed = world.home.json(0, &["invoices", "number:TI-1", "--format", "json"]);
    assert_eq!(amounts(&listed["totals"][0], ["net", "vat", "gross"]), decimals(["91.66", "18.34", "110"]), "{listed}");
}

#[test]
fn a_document_in_another_currency_keeps_its_rate_whatever_its_payments_have() {
    let world = World::new(Service::QuickBooks);
    world.ledger(|ledger| ledger.switches.multicurrency = true);
    let euro = json!({"value": "EUR", "name": "Euro"});
    let customer = enter(&world, "Customer", json!({"DisplayName": "Harbour Bakery Europe", "CurrencyRef": euro}));
    let line = json!([{"Amount": 246.12, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": {
        "ItemRef": {"value": "11", "name": "Consulting"}, "TaxCodeRef": {"value": "NON"}}}]);
    let document = |number: &str, more: Value| {
        let mut document = json!({"DocNumber": number, "CustomerRef": {"value": customer.to_string()}, "CurrencyRef": euro,
            "ExchangeRate": 1.09173, "TxnDate": "2026-10-02", "DueDate": "2026-11-01", "Line": line});
        for (name, value) in more.as_object().expect("fields") {
            document[name] = value.clone();
        }
        enter(&world, "Invoice", document)
    };
    let told = document("FC-1", json!({"HomeTotalAmt": 268.7}));
    document("FC-2", json!({}));
    let pay = |day: &str, rate: f64, amount: f64| {
        enter(
            &world,
            "Payment",
            json!({"CustomerRef": {"value": customer.to_string()}, "CurrencyRef": euro, "ExchangeRate": rate,
            "TxnDate": day, "TotalAmt": amount, "Line": [{"Amount": amount, "LinkedTxn": [{"TxnId": told.to_string(), "TxnType": "Invoice"}]}]}),
        )
    };
    pay("2026-10-20", 1.12, 100.0);
    world.home.expect(0, &["sync", "--company", &world.company]);
    let names = ["gross_total", "rate", "gross_total_local", "balance"];
    let shown = |number: &str| world.home.json(0, &["invoice", number, "--json"]);
    let first = shown("FC-1");
    assert_eq!((&first["currency"], &first["payment_status"]), (&"EUR".into(), &"partially_paid".into()));
    assert_eq!(amounts(&first, names), decimals(["246.12", "1.09173", "268.7", "146.12"]), "a payment's rate is its own");
    let second = shown("FC-2");
    assert_eq!(amounts(&second, ["gross_total", "rate", "balance"]), decimals(["246.12", "1.09173", "246.12"]));
    // The rest at a third rate: nothing is left of it, and not a cent of what the rates differ by.
    pay("2026-11-03", 1.05, 146.12);
    world.home.expect(0, &["sync", "--company", &world.company]);
    let first = shown("FC-1");
    assert_eq!(amounts(&first, names), decimals(["246.12", "1.09173", "268.7", "0"]));
    assert_eq!((&first["payment_status"], &first["paid_date"]), (&"paid".into(), &"2026-11-03".into()));
    let parts: Vec<[Decimal; 1]> =
        first["payments"].as_array().expect("payments").iter().map(|payment| amounts(payment, ["amount"])).collect();
    assert_eq!(parts, [decimals(["100"]), decimals(["146.12"])], "{first}");
    // Lists sum what was received in the currency that it was received in.
    let payments = world.home.json(0, &["payments", "currency:eur", "--format", "json"]);
    let euros = payments["totals"].as_array().expect("totals").iter().find(|total| total["currency"] == "EUR");
    assert_eq!(amounts(euros.unwrap_or_else(|| panic!("{payments}")), ["amount"]), decimals(["246.12"]));
    let open = world.home.json(0, &["invoices", "currency:eur", "--format", "json"]);
    assert_eq!(amounts(&open["totals"][0], ["gross", "balance"]), decimals(["492.24", "246.12"]), "{open}");
}
