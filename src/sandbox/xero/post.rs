//! Takes writes: the envelope, each element of it, and the two forms of refusal.

use serde_json::{Value, json};

use super::answer::{Refusal, envelope, fault, missing};
use super::model::{Books, Kind};
use super::write;
use super::{change, parties};
use crate::sandbox::oauth::{ApiAnswer, ApiRequest};

/// The elements below a name in a body, in any case; a body may also be one bare object.
fn elements(body: &Value, name: &str) -> Vec<Value> {
    let Some(fields) = body.as_object() else { return Vec::new() };
    match fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)) {
        Some((_, Value::Array(list))) => list.clone(),
        _ => vec![body.clone()],
    }
}

/// What a write is about: the name of the list, the name of an identifier, and the word of what is refused.
struct About {
    list: &'static str,
    id: &'static str,
}

fn about(name: &str) -> Option<About> {
    Some(match name {
        "Invoices" => About { list: "Invoices", id: "InvoiceID" },
        "CreditNotes" => About { list: "CreditNotes", id: "CreditNoteID" },
        "Payments" => About { list: "Payments", id: "PaymentID" },
        "Contacts" => About { list: "Contacts", id: "ContactID" },
        _ => return None,
    })
}

/// Answers a write.
pub(super) fn answer(books: &mut Books, path: &str, request: &ApiRequest, moves: bool) -> ApiAnswer {
    let Ok(body) = serde_json::from_slice::<Value>(&request.body) else {
        return fault(400, "PostDataInvalidException", "Data in the request is not in the correct format.");
    };
    let parts: Vec<&str> = path.split('/').collect();
    match (request.method.as_str(), parts.as_slice()) {
        ("POST", ["Invoices", id, "Email"]) => match mail(books, id) {
            Ok(()) => ApiAnswer::json(204, ""),
            Err(refusal) => single_refusal(&refusal, &About { list: "Invoices", id: "InvoiceID" }, &body),
        },
        ("PUT", ["CreditNotes", id, "Allocations"]) => allocate(books, id, &body, request, moves),
        ("PUT" | "POST", [name]) if about(name).is_some() => {
            about(name).map_or_else(missing, |about| many(books, &about, None, &body, request))
        }
        ("POST", [name, id]) if about(name).is_some() => {
            about(name).map_or_else(missing, |about| many(books, &about, Some(id), &body, request))
        }
        _ => missing(),
    }
}

/// Writes one element, and tells its record.
fn one(books: &mut Books, about: &About, id: Option<&str>, element: &Value, request: &ApiRequest) -> Result<String, Refusal> {
    let create = request.method == "PUT";
    let decimals = if request.param("unitdp") == Some("4") { 4 } else { 2 };
    match about.list {
        "Contacts" => {
            let at = parties::contact(books, element, id, create, request.at)?;
            books.people.get(at).map(|person| write::person(books, person)).ok_or(Refusal::Missing)
        }
        "Payments" => {
            let at = change::payment(books, element, id, request.at)?;
            books.payments.get(at).map(|paid| write::payment(books, paid)).ok_or(Refusal::Missing)
        }
        _ => {
            let at = change::document(books, element, (about.list == "CreditNotes", id, create), decimals, request.at)?;
            Ok(write::note(books, at, true, usize::try_from(decimals).unwrap_or(2)))
        }
    }
}

fn refused(about: &About, element: &Value, reasons: &[String]) -> Value {
    let errors: Vec<Value> = reasons.iter().map(|reason| json!({"Message": reason})).collect();
    let mut shown = json!({about.id: "00000000-0000-0000-0000-000000000000", "StatusAttributeString": "ERROR", "HasErrors": true,
        "HasValidationErrors": true, "ValidationErrors": errors});
    for name in ["InvoiceNumber", "CreditNoteNumber", "Name"] {
        if let (Some(value), Some(fields)) = (element.get(name), shown.as_object_mut()) {
            fields.insert(name.to_owned(), value.clone());
        }
    }
    shown
}

fn single_refusal(refusal: &Refusal, about: &About, element: &Value) -> ApiAnswer {
    match refusal {
        Refusal::Missing => missing(),
        Refusal::Invalid(reasons) => exception(&[refused(about, element, reasons)]),
    }
}

/// A 400 that lists what was refused. The rest was written.
fn exception(elements: &[Value]) -> ApiAnswer {
    let body = json!({"ErrorNumber": 10, "Type": "ValidationException", "Message": "A validation exception occurred", "Elements": elements});
    ApiAnswer::json(400, body.to_string())
}

/// Writes every element of a body.
fn many(books: &mut Books, about: &About, id: Option<&str>, body: &Value, request: &ApiRequest) -> ApiAnswer {
    let (mut records, mut failed) = (Vec::new(), Vec::new());
    for element in elements(body, about.list) {
        match one(books, about, id, &element, request) {
            Ok(record) => records.push(with_status(&record)),
            Err(Refusal::Missing) => return missing(),
            Err(Refusal::Invalid(reasons)) => {
                let shown = refused(about, &element, &reasons);
                records.push(shown.to_string());
                failed.push(shown);
            }
        }
    }
    // The service's own default is to summarise, whatever its file says.
    if !failed.is_empty() && request.param("summarizeErrors") != Some("false") {
        return exception(&failed);
    }
    envelope(request, about.list, "", &records)
}

fn with_status(record: &str) -> String {
    match record.strip_suffix('}') {
        Some(open) => format!(r#"{open},"StatusAttributeString":"OK"}}"#),
        None => record.to_owned(),
    }
}

fn mail(books: &mut Books, id: &str) -> Result<(), Refusal> {
    let at = books.notes.iter().position(|note| note.id == id && !note.is_credit()).ok_or(Refusal::Missing)?;
    let status = write::status(books, at);
    let address = books.notes.get(at).and_then(|note| Some(books.people.get(note.person)?.email.clone())).unwrap_or_default();
    let is_sale = books.notes.get(at).is_some_and(|note| note.kind == Kind::Invoice);
    if !is_sale || !matches!(status, "SUBMITTED" | "AUTHORISED" | "PAID") {
        return Err(Refusal::because("Invoice not of valid status for emailing"));
    }
    if !address.contains('@') {
        return Err(Refusal::because("The Contact does not have a valid email address."));
    }
    if books.setup.no_mail {
        return Err(Refusal::because("The daily email limit has been reached."));
    }
    if let Some(note) = books.notes.get_mut(at) {
        note.sent = true;
    }
    Ok(())
}

fn allocate(books: &mut Books, id: &str, body: &Value, request: &ApiRequest, moves: bool) -> ApiAnswer {
    let about = About { list: "Allocations", id: "AllocationID" };
    for element in elements(body, "Allocations") {
        if let Err(refusal) = change::allocation(books, id, &element, request.at, moves) {
            return single_refusal(&refusal, &about, &element);
        }
    }
    envelope(request, "Allocations", "", &[write::allocations(books, id)])
}
