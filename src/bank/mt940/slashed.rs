//! Details of words between slashes, `/EREF/…/NAME/…/REMI/…`.
//!
//! For: the reader of MT940. Uses: std. Never: a text that is lost because no word before it says what it is.

use super::add_line;
use super::found::Found;

/// Words between slashes that begin a value.
const KEYS: [&str; 32] = [
    "EREF", "MARF", "CSID", "CNTP", "REMI", "NAME", "IBAN", "BIC", "TRTP", "ORDP", "BENM", "ADDR", "ID", "PREF", "PURP", "RTRN",
    "TRCD", "ISDT", "ACCW", "ULTB", "ULTC", "ULTD", "SVCL", "IREF", "KREF", "OCMT", "CHGS", "EXCH", "NRTX", "SWOD", "SWOC",
    "BUSP",
];

/// Whether details begin with such a word.
pub(super) fn is_it(text: &str) -> bool {
    let text = text.trim_start();
    text.strip_prefix('/').and_then(|rest| rest.split('/').next()).is_some_and(|key| KEYS.contains(&joined(key).trim()))
}

/// A text without the ends of its lines, which may stand anywhere.
fn joined(text: &str) -> String {
    text.lines().collect()
}

/// A value with the slashes that it has.
fn whole(list: &[&str]) -> String {
    joined(&list.join("/")).trim_matches('/').to_owned()
}

/// The values in their order, each with the word before it. A line may end within a word.
fn values(text: &str) -> Vec<(&'static str, Vec<&str>)> {
    let mut values: Vec<(&'static str, Vec<&str>)> = Vec::new();
    for part in text.split('/').skip(1).map(|part| part.trim_matches('\n')) {
        let word = joined(part);
        let of = |key: &&str| matches!(*key, "ORDP" | "BENM" | "ADDR" | "ULTB" | "ULTC" | "ULTD" | "CSID" | "NAME");
        // Two letters are a word of a text, too.
        let before = values.last().map(|(key, _)| key);
        let key = KEYS.iter().find(|key| **key == word.trim()).filter(|key| **key != "ID" || before.is_some_and(of));
        match (key, values.last_mut()) {
            (Some(key), _) => values.push((*key, Vec::new())),
            (None, Some((_, list))) => list.push(part),
            (None, None) => {}
        }
    }
    values
}

/// Takes the values.
pub(super) fn read(text: &str, found: &mut Found) {
    // A name after these words is of the one behind the other side.
    let mut behind = false;
    // What no word says the meaning of.
    let mut rest: Vec<&str> = Vec::new();
    for (key, list) in &values(text) {
        let first = list.first().copied().unwrap_or_default();
        behind = match *key {
            "ULTB" | "ULTC" | "ULTD" => true,
            "ORDP" | "BENM" => false,
            _ => behind,
        };
        match *key {
            "NAME" | "ULTB" | "ULTC" | "ULTD" if behind && !found.name.is_empty() => {}
            "ACCW" if found.account.is_empty() => {
                joined(first).split(',').next().unwrap_or_default().trim().clone_into(&mut found.account);
            }
            "EREF" => found.end_to_end = whole(list),
            "NAME" | "ULTB" | "ULTC" | "ULTD" => found.name = whole(list),
            "IBAN" => found.account = joined(first),
            "BIC" => found.bank = joined(first),
            "TRTP" => found.booking = joined(first),
            "CNTP" => {
                found.account = joined(first);
                found.name = list.get(2).map(|name| joined(name)).unwrap_or_default();
                rest.extend(list.iter().skip(3));
            }
            "ORDP" | "BENM" => rest.extend(party(list, found)),
            "REMI" => purpose(list, found),
            _ => rest.extend(list.iter().skip(1)),
        }
    }
    if found.text.is_empty() {
        rest.iter().flat_map(|part| part.lines()).for_each(|line| add_line(&mut found.text, line));
    }
}

/// The other side where its account and name stand without words of their own; what follows them.
fn party<'t>(list: &[&'t str], found: &mut Found) -> Vec<&'t str> {
    match list {
        [account, name, rest @ ..] if is_number(account) => {
            (found.account, found.name) = (joined(account), joined(name).trim().to_owned());
            rest.to_vec()
        }
        list => list.to_vec(),
    }
}

fn is_number(text: &str) -> bool {
    text.len() >= 8 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The text, or the reference where it is one.
fn purpose(list: &[&str], found: &mut Found) {
    let filled = |list: &[&str]| list.iter().find(|part| !part.is_empty()).map(|part| joined(part)).unwrap_or_default();
    let head = list.first().map(|first| joined(first)).unwrap_or_default();
    let list = match (head.as_str(), list) {
        ("USTD", [_, _, rest @ ..]) => rest,
        ("STRD", [_, _, rest @ ..]) => {
            found.structured = filled(rest);
            rest
        }
        (_, list) => list,
    };
    // A reference with its kind and issuer before it.
    if let Some(at) = list.iter().position(|part| joined(part) == "CDTRREF") {
        found.structured = filled(list.get(at + 1..).unwrap_or_default());
        add_line(&mut found.text, &found.structured);
        return;
    }
    let text = list.join("/");
    text.trim_matches('/').lines().for_each(|line| add_line(&mut found.text, line));
}
