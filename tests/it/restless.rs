//! Accounts that are worked on while they are read: documents, payments, credits and contacts change between any two calls. Once the work
//! rests, the store holds what the account holds, balances included.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use faktura::sandbox::oauth::{Api, ApiAnswer, ApiRequest, Company, Service};
use faktura::sandbox::{quickbooks, xero};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::logins::Pretend;
use super::support::{Home, given};

/// Seeds of a run, each a history of its own: a few with every run of the tests, `FAKTURA_SEEDS` of them by hand from `FAKTURA_SEED` on.
fn seeds() -> std::ops::Range<u64> {
    let first = given("FAKTURA_SEED", 0);
    first..first + given("FAKTURA_SEEDS", 4)
}

/// What people do, each time something else.
type Work = Box<dyn FnMut(&mut fastrand::Rng, Timestamp) + Send>;

/// An account with people at work: something is done before most calls.
struct Restless<A> {
    api: A,
    work: Work,
    rng: fastrand::Rng,
    at_work: Arc<AtomicBool>,
    done: Arc<AtomicU64>,
}

impl<A: Api> Api for Restless<A> {
    fn companies(&self) -> Vec<Company> {
        self.api.companies()
    }

    fn answer(&mut self, request: &ApiRequest) -> ApiAnswer {
        if self.at_work.load(Ordering::SeqCst) && self.rng.u8(0..5) > 0 {
            (self.work)(&mut self.rng, request.at);
            self.done.fetch_add(1, Ordering::SeqCst);
        }
        self.api.answer(request)
    }

    fn unauthorized(&self) -> ApiAnswer {
        self.api.unauthorized()
    }

    fn forbidden(&self) -> ApiAnswer {
        self.api.forbidden()
    }
}

/// A home connected to an account at work.
struct World {
    home: Home,
    _pretend: Pretend,
    at_work: Arc<AtomicBool>,
    done: Arc<AtomicU64>,
}

impl World {
    fn new<A: Api>(
        service: Service,
        api: A,
        seed: u64,
        work: impl FnMut(&mut fastrand::Rng, Timestamp) + Send + 'static,
    ) -> Self {
        let (at_work, done) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let rng = fastrand::Rng::with_seed(seed);
        let restless = Restless { api, work: Box::new(work), rng, at_work: at_work.clone(), done: done.clone() };
        let home = Home::new();
        // Small pages: many calls, and many edges between them.
        std::fs::write(home.path().join("config.toml"), "[sync]\nper_page = 7\n").expect("written");
        let pretend = Pretend::with_api(service, Box::new(restless));
        pretend.connect(&home);
        Self { home, _pretend: pretend, at_work, done }
    }

    /// Syncs while people work, and twice when they rest.
    fn run(&self) {
        self.at_work.store(true, Ordering::SeqCst);
        for more in [&[][..], &["--full"], &[], &["--full"], &[], &["--full"]] {
            let ran = self.home.run(&[&["sync", "--company", "1", "--json"], more].concat());
            // An account that never stands still may be too unsteady to tell what vanished.
            assert!(matches!(ran.code, Some(0 | 3)), "{}{}", ran.out, ran.err);
        }
        assert!(self.done.load(Ordering::SeqCst) > 40, "people were at work: {:?}", self.done);
        self.at_work.store(false, Ordering::SeqCst);
        self.home.json(0, &["sync", "--company", "1", "--json"]);
        let idle = self.home.json(0, &["sync", "--company", "1", "--json"]);
        let run = &idle["companies"][0];
        assert_eq!((&run["invoices_updated"], &run["invoices_created"]), (&json!(0), &json!(0)), "{run}");
    }

    fn rows(&self, what: &str) -> Vec<Value> {
        let listed = self.home.json(0, &[what, "--company", "1", "--limit", "100000", "--format", "json"]);
        listed[what].as_array().expect("a list").clone()
    }

    /// Rows that are still at the service, by identifier.
    fn live(&self, what: &str, id: &str) -> BTreeMap<String, Value> {
        let live = self.rows(what).into_iter().filter(|row| row["vanished"] == false);
        live.map(|row| (row[id].as_str().expect("a word").to_owned(), row)).collect()
    }
}

fn decimal(value: &Value) -> Decimal {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if text == "null" { Decimal::ZERO } else { text.parse().unwrap_or_else(|_| panic!("{text} is a decimal")) }
}

const TODAY: Date = date(2026, 11, 21);

/// What people do at `QuickBooks`.
fn work_at_quickbooks(company: &mut quickbooks::Ledger, rng: &mut fastrand::Rng, now: Timestamp) {
    let pick = |company: &quickbooks::Ledger, rng: &mut fastrand::Rng, entity: &str| {
        let ids: Vec<u64> = company.all(entity).map(|(id, _)| id).collect();
        (!ids.is_empty()).then(|| ids[rng.usize(0..ids.len())])
    };
    let entity = ["Invoice", "Invoice", "CreditMemo", "SalesReceipt", "RefundReceipt"][rng.usize(0..5)];
    let (Some(document), Some(payment), Some(customer)) =
        (pick(company, rng, entity), pick(company, rng, "Payment"), pick(company, rng, "Customer"))
    else {
        return;
    };
    match rng.u8(0..13) {
        0 | 1 => {
            let mut copy = company.get(entity, document).cloned().expect("there");
            let fields = copy.as_object_mut().expect("an object");
            for own in ["Id", "SyncToken", "DocNumber", "MetaData", "LinkedTxn", "Balance"] {
                fields.remove(own);
            }
            company.create(entity, copy, now);
        }
        2 | 3 => {
            let open: Vec<(u64, u64, Decimal)> = company
                .all("Invoice")
                .filter_map(|(id, it)| Some((id, it["CustomerRef"]["value"].as_str()?.parse().ok()?, decimal(&it["Balance"]))))
                .filter(|(_, _, balance)| !balance.is_zero())
                .collect();
            if let Some((id, customer, balance)) = (!open.is_empty()).then(|| open[rng.usize(0..open.len())]) {
                let part = if rng.bool() { balance } else { (balance / Decimal::TWO).round_dp(2) };
                company.pay(customer, &[(id, part)], part, now);
            }
        }
        4 => drop(company.void(entity, document, now)),
        5 => drop(company.delete(entity, document, now)),
        6 => drop(company.delete("Payment", payment, now)),
        7 => drop(company.edit(entity, document, &json!({"PrivateNote": format!("note {}", rng.u32(..))}), now)),
        8 => drop(company.void("Payment", payment, now)),
        9 => {
            // Half of what it paid is taken off: the money stays, without a document.
            let mut lines = company.get("Payment", payment).expect("there")["Line"].clone();
            for line in lines.as_array_mut().into_iter().flatten().filter(|line| line["LinkedTxn"][0]["TxnType"] == "Invoice") {
                let half = (decimal(&line["Amount"]) / Decimal::TWO).round_dp(2);
                line["Amount"] = serde_json::from_str(&half.to_string()).expect("a number");
            }
            company.edit("Payment", payment, &json!({"Line": lines}), now);
        }
        10 => credit_at_quickbooks(company, now),
        11 => drop(company.create("Customer", json!({"DisplayName": format!("Newcomer {}", rng.u32(..))}), now)),
        _ => {
            let change = json!({"DisplayName": format!("Customer {}", rng.u32(..)), "Active": rng.bool()});
            company.edit("Customer", customer, &change, now);
        }
    }
}

/// Gives what is left of a credit memo to an invoice of its customer.
fn credit_at_quickbooks(company: &mut quickbooks::Ledger, now: Timestamp) {
    let left = |entity: &str| -> Vec<(u64, Value, Decimal)> {
        let open = company.all(entity).map(|(id, it)| (id, it["CustomerRef"]["value"].clone(), decimal(&it["Balance"])));
        open.filter(|(_, _, left)| *left > Decimal::ZERO).collect()
    };
    let (credits, invoices) = (left("CreditMemo"), left("Invoice"));
    let pairs = credits.iter().flat_map(|credit| invoices.iter().map(move |invoice| (credit, invoice)));
    let Some((credit, invoice)) = pairs.into_iter().find(|(credit, invoice)| credit.1 == invoice.1) else { return };
    let amount: Value = serde_json::from_str(&credit.2.min(invoice.2).to_string()).expect("a number");
    let line = |id: u64, entity: &str| json!({"Amount": amount, "LinkedTxn": [{"TxnId": id.to_string(), "TxnType": entity}]});
    let lines = [line(invoice.0, "Invoice"), line(credit.0, "CreditMemo")];
    company.create(
        "Payment",
        json!({"CustomerRef": {"value": credit.1}, "TotalAmt": 0, "TxnDate": TODAY.to_string(), "Line": lines}),
        now,
    );
}

/// What is allocated to documents by a record of ours, and by an object of the account.
fn allocated(row: &Value) -> BTreeMap<String, Decimal> {
    let allocations = row["allocations"].as_array().expect("a list").iter();
    allocations.map(|one| (one["invoice_id"].as_str().expect("a word").to_owned(), decimal(&one["amount"]))).collect()
}

fn linked(payment: &Value) -> BTreeMap<String, Decimal> {
    let lines = payment["Line"].as_array().into_iter().flatten();
    let one = |line: &Value| {
        let (id, amount) = (line["LinkedTxn"][0]["TxnId"].as_str().expect("a word"), decimal(&line["Amount"]));
        if line["LinkedTxn"][0]["TxnType"] == "CreditMemo" {
            (format!("creditmemo:{id}"), -amount)
        } else {
            (id.to_owned(), amount)
        }
    };
    lines.map(one).collect()
}

#[test]
fn quickbooks_at_work_is_in_the_store_as_it_is_once_it_rests() {
    for seed in seeds() {
        println!("seed {seed}");
        let books = quickbooks::Books::demo(TODAY, 40, seed);
        // What is not confirmed is so in some histories and otherwise in others.
        books.company(0, |company| company.switches.text_ids = seed % 2 == 1).expect("a company");
        let shared = books.clone();
        let work = move |rng: &mut fastrand::Rng, now| {
            shared.company(0, |company| work_at_quickbooks(company, rng, now)).expect("a company");
        };
        let world = World::new(Service::QuickBooks, books.clone(), seed, work);
        world.run();
        let (documents, payments, contacts) =
            (world.live("invoices", "invoice_id"), world.live("payments", "payment_id"), world.live("contacts", "contact_id"));
        books
            .company(0, |company| {
                let mut there = BTreeSet::new();
                for (entity, prefix) in [
                    ("Invoice", ""),
                    ("CreditMemo", "creditmemo:"),
                    ("SalesReceipt", "salesreceipt:"),
                    ("RefundReceipt", "refundreceipt:"),
                ] {
                    for (id, object) in company.all(entity) {
                        let id = format!("{prefix}{id}");
                        let row = documents.get(&id).unwrap_or_else(|| panic!("seed {seed}: {id} is missing"));
                        assert_eq!(decimal(&row["gross_total"]).abs(), decimal(&object["TotalAmt"]), "seed {seed}: {id} {row}");
                        let sign = if entity == "CreditMemo" { Decimal::NEGATIVE_ONE } else { Decimal::ONE };
                        let left = decimal(&object["Balance"]) * sign;
                        assert_eq!(decimal(&row["balance"]), left, "seed {seed}: {id} {object} {row}");
                        // As the facts tell a void: credit that came back from a payment makes it a document again.
                        let is_zero = decimal(&object["TotalAmt"]).is_zero() && left.is_zero();
                        let is_void = is_zero && object["PrivateNote"].as_str().is_some_and(|note| note.starts_with("Voided"));
                        assert_eq!(row["cancelled"] == true, is_void, "seed {seed}: {object} {row}");
                        there.insert(id);
                    }
                }
                assert_eq!(documents.keys().cloned().collect::<BTreeSet<_>>(), there, "seed {seed}");
                let paid: BTreeMap<String, Decimal> =
                    company.all("Payment").map(|(id, it)| (id.to_string(), decimal(&it["TotalAmt"]))).collect();
                let told: BTreeMap<String, Decimal> =
                    payments.iter().map(|(id, row)| (id.clone(), decimal(&row["amount"]))).collect();
                assert_eq!(told, paid, "seed {seed}");
                for (id, object) in company.all("Payment") {
                    let row = &payments[&id.to_string()];
                    let (ours, theirs) = (allocated(row), linked(object));
                    assert_eq!(ours, theirs, "seed {seed}: {object} {row}");
                    assert_eq!(decimal(&row["unapplied"]), decimal(&object["UnappliedAmt"]), "seed {seed}: {object} {row}");
                }
                let names = |row: &Value, name: &str| row[name].as_str().map(str::to_owned);
                let people: BTreeMap<String, Option<String>> =
                    company.all("Customer").map(|(id, it)| (id.to_string(), names(it, "DisplayName"))).collect();
                let told: BTreeMap<String, Option<String>> =
                    contacts.iter().map(|(id, row)| (id.clone(), names(row, "name"))).collect();
                assert_eq!(told, people, "seed {seed}");
            })
            .expect("a company");
    }
}

/// What people do at Xero.
fn work_at_xero(books: &mut xero::Books, rng: &mut fastrand::Rng, now: Timestamp) {
    use xero::Kind;
    let note = rng.usize(0..books.notes.len());
    let person = rng.usize(0..books.people.len());
    match rng.u8(0..13) {
        0 | 1 => {
            let kind = [Kind::Invoice, Kind::Invoice, Kind::Bill, Kind::CreditNote][rng.usize(0..4)];
            books.issue(kind, person, Decimal::new(rng.i64(1_000..90_000), 2), TODAY, now);
        }
        2 | 3 => {
            let left = books.left(note);
            if !left.is_zero() && books.notes[note].status == "AUTHORISED" && !books.notes[note].is_credit() {
                let part = if rng.bool() { left } else { (left / Decimal::TWO).round_dp(2) };
                books.pay(note, part, TODAY, now);
            }
        }
        4 => {
            let paid = rng.usize(0..books.payments.len());
            books.take_back(paid, now);
        }
        5 => drop(books.void(note, now)),
        6 => {
            let credit = books.notes.iter().position(|note| note.is_credit() && note.kind == Kind::CreditNote);
            let is_invoice = books.notes[note].kind == Kind::Invoice && books.notes[note].status == "AUTHORISED";
            if let Some(credit) = credit
                && is_invoice
            {
                let amount = books.left(note).min(books.left(credit)).min(Decimal::ONE);
                let from = books.notes[credit].id.clone();
                if !amount.is_zero() {
                    books.allocate(&from, note, amount, now, true);
                }
            }
        }
        8 => drop(books.fund(rng.bool(), person, Decimal::new(rng.i64(1_000..9_000), 2), TODAY, now)),
        9 => {
            let open = books.funds.iter().find(|fund| books.unused(fund) > Decimal::ONE).map(|fund| fund.id.clone());
            if let Some(from) = open.filter(|_| books.notes[note].kind == Kind::Invoice && books.left(note) > Decimal::ONE) {
                books.allocate(&from, note, Decimal::ONE, now, true);
            }
        }
        10 if books.left(note) == books.notes[note].total() && books.notes[note].status == "AUTHORISED" => {
            let line = &mut books.notes[note].lines[0];
            line.price += Decimal::ONE;
            books.notes[note].updated = now;
        }
        11 if !books.people[person].archived => {
            (books.people[person].name, books.people[person].updated) = (format!("Renamed {}", rng.u32(..)), now);
        }
        7 => drop(books.person(&format!("Customer {}", rng.u32(..)), now)),
        _ => {
            let winner = rng.usize(0..books.people.len());
            if winner != person && !books.people[person].archived && !books.people[winner].archived {
                books.merge(person, winner, now);
            }
        }
    }
}

/// Every record of a list, as the account answers it.
fn listed(books: &mut xero::Organisations, company: &str, name: &str) -> Vec<Value> {
    let query = [
        ("page", "1"),
        ("pageSize", "1000"),
        ("includeArchived", "true"),
        ("Statuses", "DRAFT,SUBMITTED,AUTHORISED,PAID,VOIDED,DELETED"),
    ];
    let request = ApiRequest {
        number: 1,
        at: Timestamp::now(),
        method: "GET".to_owned(),
        path: format!("/api.xro/2.0/{name}"),
        query: query.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        headers: vec![("accept".to_owned(), "application/json".to_owned())],
        body: Vec::new(),
        company: company.to_owned(),
        faults: Vec::new(),
    };
    let answer = books.answer(&request);
    let body: Value = serde_json::from_slice(&answer.body).expect("JSON");
    body[name].as_array().unwrap_or_else(|| panic!("{body}")).clone()
}

#[test]
fn xero_at_work_is_in_the_store_as_it_is_once_it_rests() {
    for seed in seeds() {
        println!("seed {seed}");
        let mut books = xero::Organisations::demo(40, seed, TODAY);
        // What is not confirmed is so in some histories and otherwise in others.
        (books.unconfirmed.hides_deleted, books.unconfirmed.orders_by_id) = (seed % 2 == 0, seed % 4 < 2);
        let shared = books.clone();
        let work = move |rng: &mut fastrand::Rng, now| {
            shared.books(0, |books| work_at_xero(books, rng, now)).expect("books");
        };
        let world = World::new(Service::Xero, books.clone(), seed, work);
        world.run();
        let company = books.companies()[0].id.clone();
        let (documents, payments, contacts) =
            (world.live("invoices", "invoice_id"), world.live("payments", "payment_id"), world.live("contacts", "contact_id"));
        let word = |value: &Value| value.as_str().expect("a word").to_owned();
        let mut there = BTreeSet::new();
        for (name, id, left) in [("Invoices", "InvoiceID", "AmountDue"), ("CreditNotes", "CreditNoteID", "RemainingCredit")] {
            for object in listed(&mut books, &company, name) {
                let id = word(&object[id]);
                let row = documents.get(&id).unwrap_or_else(|| panic!("seed {seed}: {id} is missing"));
                assert_eq!(decimal(&row["gross_total"]).abs(), decimal(&object["Total"]), "seed {seed}: {object} {row}");
                if object["Status"] != "VOIDED" && object["Status"] != "DELETED" {
                    assert_eq!(decimal(&row["balance"]).abs(), decimal(&object[left]), "seed {seed}: {object} {row}");
                }
                there.insert(id);
            }
        }
        assert_eq!(documents.keys().cloned().collect::<BTreeSet<_>>(), there, "seed {seed}");
        for object in listed(&mut books, &company, "Payments") {
            let id = word(&object["PaymentID"]);
            let row = payments.get(&id).unwrap_or_else(|| panic!("seed {seed}: {id} is missing"));
            assert_eq!(decimal(&row["amount"]), decimal(&object["Amount"]), "seed {seed}: {row}");
            let is_back = object["Status"] == "DELETED";
            assert_eq!(row["status"] == "deleted", is_back, "seed {seed}: {row}");
            assert_eq!(row["allocations"].as_array().is_some_and(Vec::is_empty), is_back, "seed {seed}: {row}");
        }
        for name in ["Overpayments", "Prepayments"] {
            for object in listed(&mut books, &company, name) {
                let id = word(&object[format!("{}ID", name.trim_end_matches('s'))]);
                let row = payments.get(&id).unwrap_or_else(|| panic!("seed {seed}: {id} is missing"));
                assert_eq!(decimal(&row["unapplied"]), decimal(&object["RemainingCredit"]), "seed {seed}: {object} {row}");
            }
        }
        let people: BTreeMap<String, String> =
            listed(&mut books, &company, "Contacts").iter().map(|it| (word(&it["ContactID"]), word(&it["Name"]))).collect();
        let told: BTreeMap<String, String> = contacts.iter().map(|(id, row)| (id.clone(), word(&row["name"]))).collect();
        assert_eq!(told, people, "seed {seed}");
    }
}
