//! Writes as the API takes them: keys, numbers, contacts, payments, both forms of refusal.

use jiff::Timestamp;
use jiff::civil::date;
use serde_json::{Value, json};

use super::api::Organisations;
use crate::sandbox::oauth::{Api, ApiAnswer, ApiRequest};

const NIL: &str = "00000000-0000-0000-0000-000000000000";

struct World {
    books: Organisations,
    tenant: String,
    at: Timestamp,
}

fn world() -> World {
    let books = Organisations::demo(6, 1, date(2026, 11, 20));
    let tenant = books.books(0, |books| books.id.clone()).unwrap();
    World { books, tenant, at: "2026-11-20T10:00:00Z".parse().unwrap() }
}

impl World {
    fn ask(&mut self, method: &str, path: &str, key: &str, query: &[(&str, &str)], body: &Value) -> ApiAnswer {
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let request = self.request(method, path, key, query, body);
        self.books.answer(&request)
    }

    fn request(&self, method: &str, path: &str, key: &str, query: &[(&str, &str)], body: Vec<u8>) -> ApiRequest {
        let mut headers = vec![("accept".to_owned(), "application/json".to_owned())];
        if !key.is_empty() {
            headers.push(("idempotency-key".to_owned(), key.to_owned()));
        }
        ApiRequest {
            number: 1,
            at: self.at,
            method: method.to_owned(),
            path: format!("/api.xro/2.0/{path}"),
            query: query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            headers,
            body,
            company: self.tenant.clone(),
            faults: Vec::new(),
        }
    }

    /// The one element of an answer to a write that does not summarise.
    fn put(&mut self, list: &str, element: &Value) -> Value {
        let answer = self.ask("PUT", list, "", &[("summarizeErrors", "false"), ("unitdp", "4")], element);
        assert_eq!(answer.status, 200);
        serde_json::from_slice::<Value>(&answer.body).unwrap()[list][0].clone()
    }

    fn refused(&mut self, list: &str, element: &Value) -> String {
        let shown = self.put(list, element);
        assert_eq!(
            (shown["StatusAttributeString"].as_str(), shown["HasErrors"].as_bool()),
            (Some("ERROR"), Some(true)),
            "{shown}"
        );
        shown["ValidationErrors"][0]["Message"].as_str().unwrap().to_owned()
    }

    fn contact(&self) -> String {
        self.books.books(0, |books| books.people[0].id.clone()).unwrap()
    }

    fn invoice(&self, number: &str) -> Value {
        json!({"Type": "ACCREC", "Contact": {"ContactID": self.contact()}, "InvoiceNumber": number, "Date": "2026-11-20", "DueDate": "2026-12-04",
            "Status": "AUTHORISED", "LineAmountTypes": "Exclusive", "LineItems": [{"Description": "Consulting", "Quantity": 2.5, "UnitAmount": 99.9999,
            "AccountCode": "200", "TaxType": "OUTPUT2"}]})
    }

    fn count(&self) -> usize {
        self.books.books(0, |books| books.notes.len()).unwrap()
    }
}

#[test]
fn a_key_repeats_the_first_answer_for_six_minutes() {
    let mut world = world();
    let (before, body, options) = (world.count(), world.invoice("FX-1"), [("summarizeErrors", "false")]);
    let first = world.ask("PUT", "Invoices", "k1", &options, &body);
    let again = world.ask("PUT", "Invoices", "k1", &options, &body);
    assert_eq!((first.body.clone(), world.count()), (again.body, before + 1));
    let other = world.ask("PUT", "Invoices", "k1", &options, &world.invoice("FX-2"));
    assert_eq!(other.status, 400, "another body under the same key");
    world.at = "2026-11-20T10:06:00Z".parse().unwrap();
    let late = world.ask("PUT", "Invoices", "k1", &options, &body);
    let late: Value = serde_json::from_slice(&late.body).unwrap();
    assert_eq!(late["Invoices"][0]["ValidationErrors"][0]["Message"], "Invoice # must be unique.");
    assert_eq!(world.count(), before + 1);
}

#[test]
fn a_failure_of_the_service_is_repeated_too() {
    let mut world = world();
    let request = world.request("PUT", "Invoices", "k5", &[], world.invoice("FX-5").to_string().into_bytes());
    let failure = world.books.failure(500);
    world.books.failed(&request, &failure);
    assert_eq!(world.books.answer(&request).status, 500, "the key keeps it");
    let refused = world.books.failure(429);
    let other = ApiRequest { headers: vec![("idempotency-key".to_owned(), "k6".to_owned())], ..request };
    world.books.failed(&other, &refused);
    assert_eq!(world.books.answer(&other).status, 200, "a limit is no answer");
}

#[test]
fn numbers_stay_taken_and_a_post_would_change_a_stranger() {
    let mut world = world();
    let made = world.put("Invoices", &world.invoice("FX-1"));
    assert_eq!((made["Total"].to_string(), made["Status"].as_str()), ("287.5".to_owned(), Some("AUTHORISED")));
    let id = made["InvoiceID"].as_str().unwrap().to_owned();
    assert_eq!(world.refused("Invoices", &world.invoice("FX-1")), "Invoice # must be unique.");
    let void = world.ask("POST", &format!("Invoices/{id}"), "", &[], &json!({"Status": "VOIDED"}));
    assert_eq!(void.status, 200);
    assert_eq!(world.refused("Invoices", &world.invoice("FX-1")), "Invoice # must be unique.", "also after the void");
    let mut upsert = world.invoice("FX-1");
    upsert["Reference"] = json!("mine");
    let answer = world.ask("POST", "Invoices", "", &[], &upsert);
    let body: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!((answer.status, &body["Elements"][0]["InvoiceID"]), (400, &json!(NIL)), "it found the voided one");
    let found = world.ask("GET", "Invoices", "", &[("InvoiceNumbers", "FX-1"), ("page", "1")], &Value::Null);
    let found: Value = serde_json::from_slice(&found.body).unwrap();
    assert_eq!((found["Invoices"].as_array().unwrap().len(), &found["Invoices"][0]["Status"]), (1, &json!("VOIDED")));
}

#[test]
fn what_an_invoice_is_refused_for() {
    let mut world = world();
    let before = world.count();
    let change = |world: &World, pointer: &str, value: Value| {
        let mut element = world.invoice("FX-9");
        *element.pointer_mut(pointer).unwrap() = value;
        element
    };
    for (pointer, value, reason) in [
        ("/Type", json!("ACC"), "Invoice Type must be specified"),
        ("/Contact", json!({}), "A Contact must be specified"),
        ("/LineItems", json!([]), "One or more line items must be specified"),
        ("/LineItems/0/AccountCode", json!("999"), "Account code '999' is not a valid code"),
        ("/LineItems/0/TaxType", json!("TAX009"), "The TaxType code 'TAX009' does not exist"),
        ("/DueDate", Value::Null, "A due date must be specified"),
    ] {
        let element = change(&world, pointer, value);
        assert!(world.refused("Invoices", &element).starts_with(reason), "{pointer}");
    }
    let mut element = world.invoice("FX-9");
    element["CurrencyCode"] = json!("KWD");
    assert_eq!(world.refused("Invoices", &element), "Organisation is not subscribed to currency KWD");
    element = world.invoice("FX-9");
    element["Total"] = json!(1);
    assert_eq!(world.refused("Invoices", &element), "The invoice total does not equal the sum of the lines.");
    element["Total"] = json!(287.5);
    element["LineItems"][0]["LineAmount"] = json!(250.01);
    assert_eq!(world.refused("Invoices", &element), "The line total 250.01 does not match the expected line total 250.00");
    world.books.books(0, |books| books.setup.lock = Some(date(2026, 11, 20)));
    assert!(
        world.refused("Invoices", &world.invoice("FX-9")).starts_with("The document date cannot be before the period lock date")
    );
    world.books.books(0, |books| books.setup.lock = None);
    assert_eq!(world.count(), before);
    let unknown = change(&world, "/Contact/ContactID", json!("11111111-1111-4111-8111-111111111111"));
    assert_eq!(world.ask("PUT", "Invoices", "", &[], &unknown).status, 404);
}

#[test]
fn errors_that_are_summarised_hide_what_was_written() {
    let mut world = world();
    let before = world.count();
    let both = json!({"Invoices": [world.invoice("FX-1"), world.invoice("FX-1")]});
    let answer = world.ask("PUT", "Invoices", "", &[], &both);
    let body: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!((answer.status, body["Elements"].as_array().unwrap().len(), world.count()), (400, 1, before + 1));
}

#[test]
fn contacts_by_name_and_number_and_archived_ones() {
    let mut world = world();
    let made =
        world.put("Contacts", &json!({"Name": "Bluebird Freight", "ContactNumber": "f-7", "EmailAddress": "ap@example.com"}));
    assert_eq!(made["ContactStatus"], "ACTIVE");
    let taken = "The contact name bluebird freight is already assigned to another contact. The contact name must be unique across all active contacts.";
    assert_eq!(world.refused("Contacts", &json!({"Name": "bluebird freight"})), taken);
    assert!(world.refused("Contacts", &json!({"Name": "Other", "ContactNumber": "f-7"})).contains("ContactNumber"));
    assert_eq!(
        world.refused("Contacts", &json!({"Name": "Mail", "EmailAddress": "ő@example.com"})),
        "Email address must be valid."
    );
    let by_number = world.ask("GET", "Contacts/f-7", "", &[], &Value::Null);
    let found: Value = serde_json::from_slice(&by_number.body).unwrap();
    assert_eq!(found["Contacts"][0]["ContactID"], made["ContactID"]);
    let filter = [("where", r#"Name=="BLUEBIRD Freight""#), ("page", "1")];
    let found = world.ask("GET", "Contacts", "", &filter, &Value::Null);
    assert_eq!(serde_json::from_slice::<Value>(&found.body).unwrap()["Contacts"].as_array().unwrap().len(), 1);
    let id = made["ContactID"].as_str().unwrap();
    let archived = world.ask("POST", &format!("Contacts/{id}"), "", &[], &json!({"ContactID": id, "ContactStatus": "ARCHIVED"}));
    assert_eq!(archived.status, 200);
    let mut element = world.invoice("FX-1");
    element["Contact"]["ContactID"] = json!(id);
    assert!(world.refused("Invoices", &element).starts_with("The contact with the specified contact details has been archived."));
    let edit = world.ask("POST", &format!("Contacts/{id}"), "", &[], &json!({"ContactID": id, "Name": "New"}));
    assert_eq!(edit.status, 400);
    assert_eq!(world.put("Contacts", &json!({"Name": "Bluebird Freight"}))["ContactStatus"], "ACTIVE", "the name is free again");
}

#[test]
fn payments_credit_and_mail() {
    let mut world = world();
    let made = world.put("Invoices", &world.invoice("FX-1"));
    let id = made["InvoiceID"].as_str().unwrap().to_owned();
    let pay = |amount: f64, code: &str| json!({"Invoice": {"InvoiceID": id}, "Account": {"Code": code}, "Date": "2026-11-20", "Amount": amount, "Reference": "T-1"});
    assert_eq!(world.refused("Payments", &pay(287.51, "090")), "Payment amount exceeds the amount outstanding on this document");
    assert_eq!(world.refused("Payments", &pay(1.0, "200")), "Account could not be found");
    let paid = world.put("Payments", &pay(100.0, "090"));
    assert_eq!(paid["Status"], "AUTHORISED");
    let barred = world.ask("POST", &format!("Invoices/{id}"), "", &[], &json!({"Status": "VOIDED"}));
    assert!(String::from_utf8_lossy(&barred.body).contains("it has a payment or credit note allocated to it"));
    let credit = json!({"Type": "ACCRECCREDIT", "Contact": {"ContactID": world.contact()}, "CreditNoteNumber": "CN-X", "Date": "2026-11-20",
        "Status": "AUTHORISED", "LineItems": [{"Description": "x", "Quantity": 1, "UnitAmount": 50, "AccountCode": "200", "TaxType": "NONE"}]});
    let note = world.put("CreditNotes", &credit);
    assert_eq!(world.refused("CreditNotes", &credit), "Credit Note # must be unique.");
    let give = |amount: f64| json!({"Allocations": [{"Amount": amount, "Invoice": {"InvoiceID": id}}]});
    let path = format!("CreditNotes/{}/Allocations", note["CreditNoteID"].as_str().unwrap());
    assert_eq!(world.ask("PUT", &path, "", &[], &give(51.0)).status, 400);
    assert_eq!(world.ask("PUT", &path, "", &[], &give(50.0)).status, 200);
    let rest = world.ask("PUT", "Payments", "", &[("summarizeErrors", "false")], &pay(137.5, "090"));
    assert_eq!(rest.status, 200);
    let read = world.ask("GET", &format!("Invoices/{id}"), "", &[], &Value::Null);
    let read: Value = serde_json::from_slice(&read.body).unwrap();
    let read = &read["Invoices"][0];
    assert_eq!((&read["Status"], &read["Payments"][0]["Reference"]), (&json!("PAID"), &json!("T-1")));
    assert_eq!(world.refused("Payments", &pay(1.0, "090")), "Payments can only be made against Authorised documents");
    let payment = paid["PaymentID"].as_str().unwrap();
    let wrong = world.ask("POST", &format!("Payments/{payment}"), "", &[], &json!({"Amount": 1}));
    assert!(String::from_utf8_lossy(&wrong.body).contains("Only Status accepted for updates."));
    assert_eq!(world.ask("POST", &format!("Payments/{payment}"), "", &[], &json!({"Status": "DELETED"})).status, 200);
    let no_address = world.ask("POST", &format!("Invoices/{id}/Email"), "", &[], &json!({}));
    assert_eq!(no_address.status, 400);
    world.books.books(0, |books| books.people[0].email = "ap@example.com".to_owned());
    assert_eq!(world.ask("POST", &format!("Invoices/{id}/Email"), "", &[], &json!({})).status, 204);
}

#[test]
fn the_limit_of_a_minute() {
    let mut world = world();
    world.books.minute_limit = Some(2);
    let ask = |world: &mut World| world.ask("GET", "Organisation", "", &[], &Value::Null).status;
    assert_eq!([ask(&mut world), ask(&mut world), ask(&mut world)], [200, 200, 429]);
    world.at = "2026-11-20T10:01:00Z".parse().unwrap();
    assert_eq!(ask(&mut world), 200);
}
