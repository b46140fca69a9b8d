//! Writes as the API takes them: keys, numbers, names, versions, payments, tax.

use jiff::Timestamp;
use jiff::civil::date;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::*;

struct World {
    books: Books,
    at: Timestamp,
}

fn world(change: impl FnOnce(&mut Ledger)) -> World {
    let made = MadeUp { realm: "9130".to_owned(), name: "Acme".to_owned(), invoices: 3, seed: 1 };
    let books = Books::new(&[made], date(2026, 11, 20));
    books.company(0, change).unwrap();
    World { books, at: "2026-11-20T10:00:00Z".parse().unwrap() }
}

impl World {
    fn request(&self, method: &str, path: &str, query: &[(&str, &str)], body: &[u8]) -> ApiRequest {
        ApiRequest {
            number: 1,
            at: self.at,
            method: method.to_owned(),
            path: format!("/v3/company/9130/{path}"),
            query: query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            headers: vec![("accept".to_owned(), "application/json".to_owned())],
            body: body.to_vec(),
            company: "9130".to_owned(),
            faults: Vec::new(),
        }
    }

    /// The status and the body of an answer.
    fn post(&self, path: &str, query: &[(&str, &str)], body: &Value) -> (u16, Value) {
        let answer = self.books.clone().answer(&self.request("POST", path, query, body.to_string().as_bytes()));
        (answer.status, serde_json::from_slice(&answer.body).unwrap())
    }

    /// The object of a success.
    fn made(&self, entity: &str, body: &Value) -> Value {
        let (status, answer) = self.post(&entity.to_lowercase(), &[], body);
        assert_eq!(status, 200, "{answer}");
        answer[entity].clone()
    }

    /// Code and detail of a refusal.
    fn refused(&self, path: &str, query: &[(&str, &str)], body: &Value) -> (String, String) {
        let (status, answer) = self.post(path, query, body);
        assert_eq!(status, 400, "{answer}");
        let error = &answer["Fault"]["Error"][0];
        (error["code"].as_str().unwrap().to_owned(), error["Detail"].as_str().unwrap().to_owned())
    }

    fn count(&self, entity: &str) -> usize {
        self.books.company(0, |ledger| ledger.all(entity).count()).unwrap()
    }
}

fn invoice(number: &str) -> Value {
    let mut object = json!({"CustomerRef": {"value": "1"}, "TxnDate": "2026-11-20", "Line": [{"Amount": 250.5, "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {"ItemRef": {"value": "11"}, "Qty": 2, "UnitPrice": 125.25, "TaxCodeRef": {"value": "TAX"}}}]});
    if !number.is_empty() {
        object["DocNumber"] = json!(number);
    }
    object
}

#[test]
fn a_request_id_is_answered_again_even_for_what_was_deleted_meanwhile() {
    let world = world(|_| {});
    let (_, first) = world.post("invoice", &[("requestid", "k1")], &invoice("FX-1"));
    let id: u64 = first["Invoice"]["Id"].as_str().unwrap().parse().unwrap();
    assert_eq!(world.post("invoice", &[("requestid", "k1")], &invoice("FX-1")).1, first);
    world.books.company(0, |ledger| assert!(ledger.delete("Invoice", id, world.at))).unwrap();
    assert_eq!(world.post("invoice", &[("requestid", "k1")], &invoice("FX-1")).1, first, "the dead one");
    let read = world.books.clone().answer(&world.request("GET", &format!("invoice/{id}"), &[], b""));
    assert_eq!(read.status, 400);
    let (_, second) = world.post("invoice", &[("requestid", "k1:g2")], &invoice("FX-1"));
    assert_ne!(second["Invoice"]["Id"], first["Invoice"]["Id"]);
    let later = World { at: "2026-11-21T11:00:00Z".parse().unwrap(), ..world };
    assert_eq!(later.refused("invoice", &[("requestid", "k1")], &invoice("FX-1")).0, "6140", "the key was forgotten");
    assert_eq!(later.refused("invoice", &[("requestid", &"x".repeat(51))], &invoice("")).0, "2050");
}

#[test]
fn numbers_with_and_without_the_companys_own() {
    let counted = world(|_| {});
    let own = counted.made("Invoice", &invoice(""))["DocNumber"].as_str().unwrap().to_owned();
    assert!(!own.is_empty());
    assert_eq!(counted.made("Invoice", &invoice("FX-7"))["DocNumber"], "FX-7");
    let (code, detail) = counted.refused("invoice", &[], &invoice("FX-7"));
    assert_eq!(code, "6140");
    assert!(detail.contains("DocNumber=FX-7 is assigned to TxnType=Invoice with TxnId="), "{detail}");
    assert_eq!(counted.post("invoice", &[("include", "allowduplicatedocnum")], &invoice("FX-7")).0, 200);
    assert_eq!(counted.refused("invoice", &[], &invoice(&"9".repeat(22))).0, "2050");
    let custom = world(|ledger| ledger.switches.custom_numbers = true);
    assert_eq!(custom.made("Invoice", &invoice("")).get("DocNumber"), None);
    assert!(custom.made("Invoice", &invoice("AUTO_GENERATE"))["DocNumber"].as_str().unwrap().parse::<u64>().is_ok());
    let loose = world(|ledger| ledger.switches.unique_numbers = false);
    loose.made("Invoice", &invoice("FX-7"));
    loose.made("Invoice", &invoice("FX-7"));
}

#[test]
fn names_are_unique_over_customers_vendors_and_employees() {
    let world = world(|ledger| ledger.switches.other_names = vec!["Paper Ltd".to_owned()]);
    let before = world.count("Customer");
    for name in ["harbour bakery", "paper LTD"] {
        assert_eq!(world.refused("customer", &[], &json!({"DisplayName": name})).0, "6240", "{name}");
    }
    assert_eq!(world.refused("customer", &[], &json!({"DisplayName": "a:b"})).0, "6000");
    assert_eq!(world.refused("customer", &[], &json!({"Notes": "x"})).0, "2020");
    assert_eq!(world.refused("customer", &[], &json!({"DisplayName": "New", "Nonsense": 1})).0, "2010");
    let made = world.made("Customer", &json!({"GivenName": "Ada", "FamilyName": "Lovelace"}));
    assert_eq!(made["DisplayName"], "Ada Lovelace");
    let gone = json!({"Id": made["Id"], "SyncToken": made["SyncToken"], "sparse": true, "Active": false});
    assert_eq!(world.made("Customer", &gone)["DisplayName"], "Ada Lovelace (deleted)");
    let mut to_gone = invoice("");
    to_gone["CustomerRef"]["value"] = made["Id"].clone();
    assert_eq!(world.refused("invoice", &[], &to_gone).0, "610");
    assert_eq!(world.count("Customer"), before + 1);
}

#[test]
fn totals_are_the_services_and_lines_must_agree() {
    let world = world(|_| {});
    let mut wrong = invoice("");
    wrong["TotalAmt"] = json!(9999);
    assert_eq!(world.made("Invoice", &wrong)["TotalAmt"], json!(250.5));
    wrong["Line"][0]["Amount"] = json!(250.51);
    assert_eq!(world.refused("invoice", &[], &wrong).0, "6070");
    let mut lost = invoice("");
    lost["Line"][0]["SalesItemLineDetail"]["ItemRef"]["value"] = json!("999");
    assert_eq!(world.refused("invoice", &[], &lost).0, "2500");
    assert_eq!(world.refused("invoice", &[], &json!({"CustomerRef": {"value": "1"}, "Line": []})).0, "2020");
    let mut foreign = invoice("");
    foreign["CurrencyRef"] = json!({"value": "EUR"});
    assert_eq!(world.refused("invoice", &[], &foreign).0, "6000");
}

#[test]
fn tax_that_the_service_computes() {
    let percent = Decimal::new(1_000, 2);
    let automated = |keeps_sent| world(move |ledger| ledger.switches.tax = SalesTax::Automated { percent, keeps_sent });
    let mut sent = invoice("");
    sent["TxnTaxDetail"] = json!({"TotalTax": 20.67});
    assert_eq!(automated(true).made("Invoice", &sent)["TotalAmt"], json!(271.17));
    assert_eq!(automated(false).made("Invoice", &sent)["TotalAmt"], json!(275.55));
    assert_eq!(automated(true).made("Invoice", &invoice(""))["TotalAmt"], json!(275.55));
    let abroad = world(|ledger| ledger.switches.tax = SalesTax::ByLine);
    let code = abroad.books.company(0, |ledger| ledger.tax_code("27%", Decimal::from(27), abroad.at)).unwrap().unwrap();
    let mut line = invoice("");
    line["Line"][0]["SalesItemLineDetail"]["TaxCodeRef"] = Value::Null;
    let (reason, detail) = abroad.refused("invoice", &[], &line);
    assert_eq!(reason, "6000", "{detail}");
    line["Line"][0]["SalesItemLineDetail"]["TaxCodeRef"] = json!({"value": code.to_string()});
    let made = abroad.made("Invoice", &line);
    assert_eq!((&made["TotalAmt"], &made["TxnTaxDetail"]["TotalTax"]), (&json!(318.14), &json!(67.64)));
}

#[test]
fn a_payment_moves_the_version_and_bars_the_void() {
    let world = world(|_| {});
    let made = world.made("Invoice", &invoice("FX-1"));
    let line = |amount: f64| json!([{"Amount": amount, "LinkedTxn": [{"TxnId": made["Id"], "TxnType": "Invoice"}]}]);
    let pay = |amount: f64| {
        json!({"CustomerRef": {"value": "1"}, "TotalAmt": amount, "TxnDate": "2026-11-20", "Line": line(amount),
        "DepositToAccountRef": {"value": "35"}, "PaymentRefNum": "T1"})
    };
    assert_eq!(world.refused("payment", &[], &pay(250.51)).0, "6000", "more than is open");
    let mut other = pay(1.0);
    other["CustomerRef"]["value"] = json!("2");
    assert_eq!(world.refused("payment", &[], &other).0, "6000");
    other = pay(1.0);
    other["DepositToAccountRef"]["value"] = json!("79");
    assert_eq!(world.refused("payment", &[], &other).0, "6000");
    let paid = world.made("Payment", &pay(100.0));
    let void = json!({"Id": made["Id"], "SyncToken": made["SyncToken"]});
    assert_eq!(world.refused("invoice", &[("operation", "void")], &void).0, "5010", "the payment moved it");
    let fresh = json!({"Id": made["Id"], "SyncToken": "1"});
    assert_eq!(world.refused("invoice", &[("operation", "void")], &fresh).0, "6000", "paid in part");
    let back = json!({"Id": paid["Id"], "SyncToken": paid["SyncToken"], "sparse": true});
    assert_eq!(world.post("payment", &[("operation", "update"), ("include", "void")], &back).0, 200);
    let freed = json!({"Id": made["Id"], "SyncToken": "2"});
    let (status, answer) = world.post("invoice", &[("operation", "void")], &freed);
    assert_eq!((status, &answer["Invoice"]["TotalAmt"]), (200, &json!(0)));
    assert_eq!(world.refused("invoice", &[], &invoice("FX-1")).0, "6140", "the number stays taken");
}

#[test]
fn mail_needs_an_address_and_closed_books_refuse() {
    let world = world(|ledger| ledger.switches.closed = Some(date(2026, 10, 31)));
    let made = world.made("Invoice", &invoice(""));
    let path = format!("invoice/{}/send", made["Id"].as_str().unwrap());
    assert_eq!(world.refused(&path, &[], &Value::Null).0, "6000");
    let (status, answer) = world.post(&path, &[("sendTo", "ap@example.com")], &Value::Null);
    assert_eq!((status, &answer["Invoice"]["EmailStatus"]), (200, &json!("EmailSent")));
    assert_ne!(answer["Invoice"]["SyncToken"], made["SyncToken"]);
    let mut old = invoice("");
    old["TxnDate"] = json!("2026-10-31");
    assert_eq!(world.refused("invoice", &[], &old).0, "6210");
}

#[test]
fn the_limit_of_a_minute() {
    let world = world(|ledger| ledger.switches.per_minute = Some(2));
    let ask = |world: &World| world.books.clone().answer(&world.request("GET", "preferences", &[], b"")).status;
    assert_eq!([ask(&world), ask(&world), ask(&world)], [200, 200, 429]);
    let later = World { at: "2026-11-20T10:01:00Z".parse().unwrap(), ..world };
    assert_eq!(ask(&later), 200);
}
