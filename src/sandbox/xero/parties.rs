//! Writes contacts.

use jiff::Timestamp;
use serde_json::Value;

use super::answer::{Refusal, text};
use super::model::Books;

/// Longest name, and longest identifier of another system.
const NAME: usize = 255;
const NUMBER: usize = 50;

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// The active contact of a name.
pub(super) fn by_name(books: &Books, name: &str) -> Option<usize> {
    books.people.iter().position(|person| !person.archived && same(&person.name, name))
}

/// Creates or changes a contact. With `create` a used name or number is refused; otherwise its holder is changed.
pub(super) fn contact(
    books: &mut Books,
    element: &Value,
    id: Option<&str>,
    create: bool,
    now: Timestamp,
) -> Result<usize, Refusal> {
    let (name, number) = (text(element, "/Name"), text(element, "/ContactNumber"));
    let given = id.or_else(|| element.get("ContactID").and_then(Value::as_str));
    let of_number = books.people.iter().position(|person| !number.is_empty() && person.number == number);
    let found = match given {
        Some(id) => Some(books.people.iter().position(|person| person.id == id).ok_or(Refusal::Missing)?),
        None => of_number.or_else(|| by_name(books, name)),
    };
    check(element, found.is_none())?;
    let holder = by_name(books, name).filter(|holder| !name.is_empty() && (create || Some(*holder) != found));
    if holder.is_some() {
        return Err(Refusal::because(format!(
            "The contact name {name} is already assigned to another contact. The contact name must be unique across all active contacts."
        )));
    }
    if create && found.is_some() {
        return Err(Refusal::because("A Contact already exists with the specified ContactNumber."));
    }
    let at = match found {
        Some(at) if books.people.get(at).is_some_and(|person| person.archived) => {
            return Err(Refusal::because(
                "The specified contact details matched an archived contact. Archived contacts cannot currently be edited via the API.",
            ));
        }
        Some(at) => at,
        None => books.person(name, now),
    };
    if let Some(person) = books.people.get_mut(at) {
        let set = |field: &mut String, name: &str| {
            if let Some(value) = element.get(name).and_then(Value::as_str) {
                value.clone_into(field);
            }
        };
        set(&mut person.name, "Name");
        set(&mut person.number, "ContactNumber");
        set(&mut person.email, "EmailAddress");
        set(&mut person.tax_number, "TaxNumber");
        if let Some(address) = element.pointer("/Addresses/0").filter(|one| text(one, "/AddressType") == "POBOX") {
            person.address = address.to_string();
        }
        person.archived = text(element, "/ContactStatus") == "ARCHIVED";
        person.updated = now;
    }
    Ok(at)
}

fn check(element: &Value, is_new: bool) -> Result<(), Refusal> {
    let name = text(element, "/Name");
    let mut reasons = Vec::new();
    if name.is_empty() && is_new {
        reasons.push("The contact name must be specified.".to_owned());
    }
    if name.chars().count() > NAME {
        reasons.push("The Contact Name must be no longer than 255 characters.".to_owned());
    }
    if name.contains(['<', '>']) || name.trim() != name || name.contains("  ") {
        reasons.push("The Contact Name has characters or blanks that are not allowed.".to_owned());
    }
    if text(element, "/ContactNumber").chars().count() > NUMBER {
        reasons.push("The Contact Number must be no longer than 50 characters.".to_owned());
    }
    let email = text(element, "/EmailAddress");
    if !email.is_empty() && (!email.is_ascii() || !email.contains('@') || email.contains(' ')) {
        reasons.push("Email address must be valid.".to_owned());
    }
    if reasons.is_empty() { Ok(()) } else { Err(Refusal::Invalid(reasons)) }
}
