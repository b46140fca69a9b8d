//! Companies at `QuickBooks` and Xero, from consent to figures, through the program: what it tells is what the account holds.

use std::collections::BTreeMap;

use faktura::sandbox::oauth::{Api, ApiAnswer, ApiRequest, Company, Service};
use faktura::sandbox::{quickbooks, xero};
use jiff::Timestamp;
use jiff::civil::date;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::logins::Pretend;
use super::support::Home;

fn decimal(value: &Value) -> Decimal {
    value.as_str().map_or(Decimal::ZERO, |text| text.parse().expect("a decimal"))
}

fn list<'a>(answer: &'a Value, name: &str) -> &'a [Value] {
    answer[name].as_array().expect("a list")
}

/// Counts of a kind of the first company in the answer of a sync.
fn tally(sync: &Value, kind: &str) -> [u64; 3] {
    let run = &sync["companies"][0];
    let count = |word: &str| match kind {
        "invoices" => run[format!("invoices_{word}")].as_u64(),
        _ => run[kind][word].as_u64(),
    };
    ["created", "updated", "unchanged"].map(|word| count(word).expect("a count"))
}

/// Every total of the list and of each report is the sum of the invoices, by currency and direction, and each invoice is paid by what
/// payments allocate to it.
fn adds_up(home: &Home) {
    let invoices = home.json(0, &["invoices", "--format", "json"]);
    let mut sums: BTreeMap<(String, String), Decimal> = BTreeMap::new();
    let key = |row: &Value| {
        (row["currency"].as_str().expect("a word").to_owned(), row["direction"].as_str().expect("a word").to_owned())
    };
    for invoice in list(&invoices, "invoices").iter().filter(|invoice| invoice["vanished"] == false) {
        *sums.entry(key(invoice)).or_default() += decimal(&invoice["gross_total"]);
    }
    sums.retain(|_, sum| !sum.is_zero());
    let totals = list(&invoices, "totals").iter().map(|total| (key(total), decimal(&total["gross"]))).collect::<BTreeMap<_, _>>();
    assert_eq!(totals, sums);
    for report in ["months", "companies", "partners", "statuses"] {
        let told = home.json(0, &["report", report, "--format", "json"]);
        let mut rows: BTreeMap<(String, String), Decimal> = BTreeMap::new();
        for row in list(&told, "rows") {
            *rows.entry(key(row)).or_default() += decimal(&row["gross"]);
        }
        assert_eq!(rows, sums, "{report}");
    }
    let payments = home.json(0, &["payments", "--format", "json"]);
    let mut paid: BTreeMap<(u64, String), Decimal> = BTreeMap::new();
    for payment in
        list(&payments, "payments").iter().filter(|payment| payment["status"] == "active" && payment["vanished"] == false)
    {
        for part in list(payment, "allocations") {
            let of = (payment["company_id"].as_u64().expect("a number"), part["invoice_id"].as_str().expect("a word").to_owned());
            *paid.entry(of).or_default() += decimal(&part["amount"]);
        }
    }
    for invoice in
        list(&invoices, "invoices").iter().filter(|invoice| invoice["type"] == "invoice" && invoice["vanished"] == false)
    {
        let of = (invoice["company_id"].as_u64().expect("a number"), invoice["invoice_id"].as_str().expect("a word").to_owned());
        let left = decimal(&invoice["gross_total"]) - paid.get(&of).copied().unwrap_or_default();
        assert_eq!(left, decimal(&invoice["balance"]), "{invoice}");
        assert_eq!(invoice["warnings"], json!([]), "{invoice}");
    }
}

#[test]
fn lines_of_quickbooks_are_named_by_the_rate_of_their_code_in_every_process() {
    let books = quickbooks::Books::demo(date(2026, 10, 27), 3, 7);
    let home = Home::new();
    let pretend = Pretend::with_api(Service::QuickBooks, Box::new(books.clone()));
    let sell = |codes: &[u64]| {
        let line = |code: &u64| {
            json!({"Amount": 100, "DetailType": "SalesItemLineDetail", "Description": format!("of {code}"),
                "SalesItemLineDetail": {"ItemRef": {"value": "11"}, "Qty": 1, "UnitPrice": 100, "TaxCodeRef": {"value": code.to_string()}}})
        };
        let lines: Vec<Value> = codes.iter().map(line).collect();
        let fields = json!({"CustomerRef": {"value": "1"}, "TxnDate": "2026-10-20", "DocNumber": format!("T-{}", codes.len()), "Line": lines});
        let made = books.company(0, |company| company.create("Invoice", fields, Timestamp::now())).expect("a company");
        made.expect("made").to_string()
    };
    let codes = books.company(0, |company| {
        company.switches.tax = quickbooks::SalesTax::ByLine;
        [("Standard", 15), ("Reduced", 5), ("Zero rated", 0)]
            .map(|(name, percent)| company.tax_code(name, Decimal::from(percent), Timestamp::now()).expect("made"))
    });
    let codes = codes.expect("a company");
    pretend.connect(&home);
    let words = |id: &str| {
        let read = home.json(0, &["invoice", id, "--json"]);
        list(&read, "items").iter().map(|item| item["vat"].as_str().expect("a word").to_owned()).collect::<Vec<_>>()
    };
    let first = sell(&codes);
    home.json(0, &["sync", "--json"]);
    assert_eq!(words(&first), ["15%", "5%", "Zero rated"]);
    // Told as a change, in a process that connected nothing.
    let second = sell(&codes[..2]);
    let sync = home.json(0, &["sync", "--json"]);
    assert_eq!(tally(&sync, "invoices")[..2], [1, 0], "{sync}");
    assert_eq!(words(&second), ["15%", "5%"]);
    // A rate that ended: its code is inactive and hidden in lists, and older documents name it all the same.
    books.company(0, |company| {
        for entity in ["TaxCode", "TaxRate"] {
            let ids: Vec<u64> = company.all(entity).filter(|(_, one)| one["Name"] == "Reduced").map(|(id, _)| id).collect();
            for id in ids {
                assert!(company.edit(entity, id, &json!({"Active": false}), Timestamp::now()), "{entity} {id}");
            }
        }
    });
    // Read whole once more, nothing looks changed.
    let again = home.json(0, &["sync", "--full", "--json"]);
    assert_eq!(again["companies"][0]["invoices_updated"], 0, "{again}");
    assert_eq!(words(&first), ["15%", "5%", "Zero rated"]);
    assert_eq!(words(&second), ["15%", "5%"]);
}

#[test]
fn quickbooks_is_read_whole_and_followed() {
    let books = quickbooks::Books::demo(date(2026, 10, 27), 60, 7);
    let home = Home::new();
    let pretend = Pretend::with_api(Service::QuickBooks, Box::new(books.clone()));
    pretend.connect(&home);
    let sync = home.json(0, &["sync", "--json"]);
    let count = |names: &[&str]| {
        let each = |company: &mut quickbooks::Ledger| names.iter().map(|name| company.all(name).count() as u64).sum();
        books.company(0, each).expect("a company")
    };
    let documents = ["Invoice", "CreditMemo", "SalesReceipt", "RefundReceipt"];
    assert_eq!(tally(&sync, "invoices"), [count(&documents), 0, 0]);
    assert_eq!(tally(&sync, "payments"), [count(&["Payment"]), 0, 0]);
    assert_eq!(tally(&sync, "contacts"), [count(&["Customer"]), 0, 0]);
    adds_up(&home);
    let idle = home.json(0, &["sync", "--json"]);
    assert_eq!(idle["companies"][0]["api_calls"], 2, "what changed, and the codes of tax: {idle}");

    // A payment in part, a void and a deletion between two syncs.
    let now = Timestamp::now();
    let open = |company: &mut quickbooks::Ledger| {
        let open =
            company.all("Invoice").filter(|(_, it)| it["Balance"] == it["TotalAmt"] && it["TotalAmt"].as_f64() > Some(2.0));
        open.map(|(id, it)| (id, it["CustomerRef"]["value"].as_str().and_then(|id| id.parse().ok()).expect("a customer")))
            .take(3)
            .collect::<Vec<_>>()
    };
    let chosen: Vec<(u64, u64)> = books.company(0, open).expect("a company");
    let [(part, customer), (voided, _), (deleted, _)] = chosen[..] else { panic!("three open invoices") };
    let paid = books.company(0, |company| company.pay(customer, &[(part, Decimal::ONE)], Decimal::ONE, now)).expect("a company");
    assert!(paid.is_some());
    assert_eq!(books.company(0, |company| company.void("Invoice", voided, now)), Some(true));
    assert_eq!(books.company(0, |company| company.delete("Invoice", deleted, now)), Some(true));
    home.json(0, &["sync", "--json"]);
    let found = |id: u64| {
        home.json(0, &["invoices", "--format", "json"])["invoices"]
            .as_array()
            .expect("a list")
            .iter()
            .find(|it| it["invoice_id"].as_str().and_then(|it| it.parse().ok()) == Some(id))
            .cloned()
            .expect("there")
    };
    let (part, voided, deleted) = (found(part), found(voided), found(deleted));
    assert_eq!(part["payment_status"], "partially_paid");
    assert_eq!(decimal(&part["gross_total"]) - decimal(&part["balance"]), Decimal::ONE);
    assert_eq!((&voided["cancelled"], decimal(&voided["balance"])), (&json!(true), Decimal::ZERO));
    assert_eq!(deleted["vanished"], true);
    adds_up(&home);
}

#[test]
fn what_a_company_did_not_tell_of_itself_is_asked_for_again() {
    let books = quickbooks::Books::demo(date(2026, 10, 27), 10, 7);
    let home = Home::new();
    let pretend = Pretend::with_api(Service::QuickBooks, Box::new(books));
    pretend.faults(&["status=400@path:*/batch"]);
    pretend.connect(&home);
    pretend.faults(&[]);
    let sync = home.json(0, &["sync", "--json"]);
    assert_eq!((&sync["status"], &sync["companies"][0]["invoices_skipped"]), (&json!("completed"), &json!(0)), "{sync}");
    adds_up(&home);
}

#[test]
fn xero_is_read_whole_and_followed() {
    let today = date(2026, 10, 27);
    let books = xero::Organisations::demo(45, 7, today);
    let home = Home::new();
    let pretend = Pretend::with_api(Service::Xero, Box::new(books.clone()));
    pretend.connect(&home);
    let sync = home.json(0, &["sync", "--json"]);
    assert_eq!(tally(&sync, "invoices"), [45, 0, 0], "{sync}");
    adds_up(&home);
    let idle = home.json(0, &["sync", "--json"]);
    assert!(idle["companies"][0]["api_calls"].as_u64() <= Some(8), "{idle}");

    // A new invoice, paid in part; its payment taken back afterwards.
    let now = Timestamp::now();
    let issue = |books: &mut xero::Books| books.issue(xero::Kind::Invoice, 0, Decimal::from(100), today, now);
    let note = books.books(0, issue).expect("books");
    let payment = books.books(0, |books| books.pay(note, Decimal::from(40), today, now)).expect("books");
    let sync = home.json(0, &["sync", "--json"]);
    assert_eq!((tally(&sync, "invoices")[0], tally(&sync, "payments")[0]), (1, 1), "{sync}");
    let newest = || home.json(0, &["invoices", "balance:247.5", "--format", "json"])["total"].clone();
    assert_eq!(newest(), 1, "2.5 hours of 100 with 15 % tax, less 40");
    adds_up(&home);
    books.books(0, |books| books.take_back(payment, Timestamp::now())).expect("books");
    home.json(0, &["sync", "--json"]);
    assert_eq!(newest(), 0);
    let back = home.json(0, &["payments", "status:deleted", "--format", "json"]);
    assert_eq!(back["payments"][0]["allocations"], json!([]), "{back}");
    adds_up(&home);
}

#[test]
fn an_e_invoice_of_xero_has_the_address_of_its_contact() {
    let books = xero::Organisations::demo(10, 7, date(2026, 10, 27));
    let address = json!({
        "AddressType": "POBOX", "AddressLine1": "1 Quay", "City": "Wellington", "PostalCode": "6011", "Country": "New Zealand"
    });
    let place = |books: &mut xero::Books| books.people.iter_mut().for_each(|person| person.address = address.to_string());
    books.books(0, place).expect("books");
    let home = Home::new();
    let pretend = Pretend::with_api(Service::Xero, Box::new(books));
    pretend.connect(&home);
    home.json(0, &["sync", "--json"]);
    let sender =
        ["--registration", "123", "--country", "NZ", "--post-code", "6011", "--city", "Wellington", "--street", "2 Quay"];
    home.expect(
        0,
        &[&["company", "sender", "1", "--tax-number", "12-345-678", "--iban", "DE02120300000000202051"][..], &sender].concat(),
    );
    let invoices = home.json(0, &["invoices", "type:invoice direction:issued", "--format", "json"]);
    let number = invoices["invoices"][0]["invoice_number"].as_str().expect("text").to_owned();
    let written = home.expect(0, &["invoice", &number, "--einvoice", "ubl", "-"]);
    assert_eq!(written.out.matches("<cbc:IdentificationCode>NZ</cbc:IdentificationCode>").count(), 2, "{}", written.out);
    assert!(written.out.contains("<cbc:StreetName>1 Quay</cbc:StreetName>"), "{}", written.out);
}

/// A `QuickBooks` that answers the first queries for invoices with this body and a success.
struct Odd {
    books: quickbooks::Books,
    left: u32,
    body: &'static str,
}

impl Api for Odd {
    fn companies(&self) -> Vec<Company> {
        self.books.companies()
    }

    fn answer(&mut self, request: &ApiRequest) -> ApiAnswer {
        if self.left > 0 && request.param("query").is_some_and(|query| query.contains("FROM Invoice")) {
            self.left -= 1;
            return ApiAnswer { kind: "text/xml", ..ApiAnswer::json(200, self.body) };
        }
        self.books.answer(request)
    }
}

#[test]
fn a_token_that_is_refused_in_a_success_is_renewed_whatever_it_is_written_in() {
    let xml = r#"<?xml version="1.0"?><IntuitResponse><Fault type="AUTHENTICATION"><Error code="3200"><Message>AuthenticationFailed</Message></Error></Fault></IntuitResponse>"#;
    let json = r#"{"fault":{"error":[{"message":"AuthenticationFailed","detail":"Token expired","code":"3200"}],"type":"AUTHENTICATION"}}"#;
    for body in [xml, json] {
        let (home, books) = (Home::new(), quickbooks::Books::demo(date(2026, 11, 21), 20, 1));
        let pretend = Pretend::with_api(Service::QuickBooks, Box::new(Odd { books, left: 1, body }));
        pretend.connect(&home);
        let before = pretend.refreshes();
        assert_eq!(home.json(0, &["sync", "--json"])["status"], "completed", "{body}");
        assert_eq!(pretend.refreshes() - before, 2, "one as the program begins, one for what was refused: {body}");
    }
}

#[test]
fn documents_without_a_day_of_fulfilment_count_on_their_day_of_issue() {
    for (service, api) in [
        (Service::QuickBooks, Box::new(quickbooks::Books::demo(date(2026, 10, 27), 30, 7)) as Box<dyn Api>),
        (Service::Xero, Box::new(xero::Organisations::demo(30, 7, date(2026, 10, 27)))),
    ] {
        let (home, pretend) = (Home::new(), Pretend::with_api(service, api));
        pretend.connect(&home);
        home.json(0, &["sync", "--json"]);
        let rows = |args: &[&str]| home.json(0, &[&["report"], args, &["--format", "json"]].concat())["rows"].clone();
        let (months, fulfilled) = (rows(&["months"]), rows(&["months", "--by", "fulfilled"]));
        assert!(list(&home.json(0, &["report", "months", "--format", "json"]), "rows").len() > 3, "{months}");
        assert_eq!(fulfilled, months, "{service:?}");
        let (all, vat) = (rows(&["vat", "issued:2026-09"]), rows(&["vat", "fulfilled:2026-09"]));
        assert_ne!(all, json!([]), "{service:?}");
        assert_eq!(vat, all, "{service:?}");
        // What the service does not tell is not made up.
        let found = home.json(0, &["invoices", "fulfilled:2026-09", "--format", "json"]);
        assert!(list(&found, "invoices").iter().all(|invoice| invoice["fulfillment_date"].is_null()), "{found}");
        assert_eq!(home.json(0, &["invoices", "has:fulfilled", "--format", "json"])["total"], 0);
    }
}

/// A `QuickBooks` that tells no names in its references to customers.
struct Terse(quickbooks::Books);

fn strip(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(strip),
        Value::Object(fields) => {
            if let Some(reference) = fields.get_mut("CustomerRef").and_then(Value::as_object_mut) {
                reference.remove("name");
            }
            fields.values_mut().for_each(strip);
        }
        _ => {}
    }
}

impl Api for Terse {
    fn companies(&self) -> Vec<Company> {
        self.0.companies()
    }

    fn answer(&mut self, request: &ApiRequest) -> ApiAnswer {
        let mut answer = self.0.answer(request);
        if let Ok(mut body) = serde_json::from_slice::<Value>(&answer.body) {
            strip(&mut body);
            answer.body = body.to_string().into_bytes();
        }
        answer
    }
}

#[test]
fn customers_that_are_named_by_identifier_alone_have_the_names_of_their_contacts() {
    let (home, books) = (Home::new(), quickbooks::Books::demo(date(2026, 10, 27), 12, 7));
    let pretend = Pretend::with_api(Service::QuickBooks, Box::new(Terse(books.clone())));
    pretend.connect(&home);
    assert_eq!(home.json(0, &["sync", "--json"])["status"], "completed");
    let names = |what: &str| {
        let told = home.json(0, &[what, "--format", "json"]);
        list(&told, what).iter().map(|one| one["partner_name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    let contacts = home.json(0, &["contacts", "--format", "json"]);
    let known: Vec<&str> = list(&contacts, "contacts").iter().map(|one| one["name"].as_str().expect("a name")).collect();
    for what in ["invoices", "payments"] {
        assert!(
            !names(what).is_empty() && names(what).iter().all(|name| known.contains(&name.as_str())),
            "{what}: {:?}",
            names(what)
        );
    }
    // A customer that is new comes with its first invoice.
    let made = books.company(0, |company| {
        let customer = company.create("Customer", json!({"DisplayName": "Brand New Ltd"}), Timestamp::now()).expect("made");
        let line = json!({"Amount": 10, "DetailType": "SalesItemLineDetail", "Description": "one",
            "SalesItemLineDetail": {"ItemRef": {"value": "11"}, "Qty": 1, "UnitPrice": 10}});
        let fields =
            json!({"CustomerRef": {"value": customer.to_string()}, "TxnDate": "2026-10-20", "DocNumber": "N-1", "Line": [line]});
        company.create("Invoice", fields, Timestamp::now()).expect("made").to_string()
    });
    let sync = home.json(0, &["sync", "--json"]);
    assert_eq!(sync["companies"][0]["mode"], "incremental", "{sync}");
    assert_eq!(home.json(0, &["invoice", &made.expect("a company"), "--json"])["buyer"]["name"], "Brand New Ltd");
    let again = home.json(0, &["sync", "--full", "--json"]);
    assert_eq!(
        (&again["companies"][0]["invoices_updated"], &again["companies"][0]["payments"]["updated"]),
        (&json!(0), &json!(0))
    );
}
