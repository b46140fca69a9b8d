//! The details of an entry, `:86:` and `:NS:`, in the dialects of banks.
//!
//! For: the reader of MT940. Uses: std. Never: a dialect by a bank's name where the text tells it.

use super::super::event::{SHORT, TEXT, cut};
use super::super::value::plain_amount;
use super::found::Found;
use super::{add_line, is_absent, slashed};
use crate::domain::bank::BankEntry;

/// Fills an entry from its details; `more` are further ones, of which the text follows that of the first.
pub(super) fn fill(entry: &mut BankEntry, text: &str, numbered: bool, raiffeisen: bool, more: bool) {
    let mut found = Found::default();
    if numbered {
        by_number(text, &mut found);
    } else if let Some(mark) = mark(text) {
        by_mark(text, mark, &mut found);
    } else if slashed::is_it(text) {
        slashed::read(text, &mut found);
    } else if raiffeisen || has_account_line(text) {
        by_line(text, &mut found);
    } else {
        text.lines().for_each(|line| add_line(&mut found.text, line));
    }
    let whole = &mut entry.whole;
    sepa(&mut found);
    set(&mut whole.name, &found.name);
    if !found.account.is_empty() {
        let joined = if found.account.starts_with(|c: char| c.is_ascii_digit()) && found.bank.bytes().all(|b| b.is_ascii_digit())
        {
            format!("{}{}", found.bank, found.account)
        } else {
            found.account
        };
        whole.account = cut(&joined, SHORT);
    }
    set(&mut whole.end_to_end, &found.end_to_end);
    set(&mut whole.structured, &found.structured);
    set(&mut entry.code, &found.booking);
    if entry.charges.is_none() {
        entry.charges = plain_amount(&found.charges).filter(|charges| charges.is_sign_positive() && !charges.is_zero());
    }
    if entry.reference.is_empty() {
        set(&mut entry.reference, &found.reference);
    }
    if !found.text.is_empty() {
        if more && !whole.text.is_empty() {
            let mut text = String::from(std::mem::take(&mut whole.text));
            found.text.lines().for_each(|line| add_line(&mut text, line));
            found.text = text;
        }
        whole.text = cut(&found.text, TEXT);
    }
}

fn set(target: &mut Box<str>, text: &str) {
    if !is_absent(text) {
        *target = cut(text, SHORT);
    }
}

/// The mark before two digits of each subfield: after a code of three digits, or at the beginning.
///
/// People write such signs before numbers too, `#12 INV-7` or `+36301234567`, but no question mark: after another sign the first
/// subfield must be a known one, with a second one that follows it, or the kind of the transaction after its code.
fn mark(text: &str) -> Option<char> {
    let code = text.bytes().take_while(u8::is_ascii_digit).count();
    // The code may have a line of its own.
    let rest = text.get(code..).filter(|_| code == 3 || code == 0)?.trim_start();
    let mark = rest.chars().next().filter(|c| c.is_ascii_punctuation() && !matches!(c, '/' | ':' | ',' | '.' | '-'))?;
    let mut numbers = rest.split(mark).skip(1).map(|part| subfield(part).map(|(place, _)| place));
    let first = numbers.next()??;
    let known = |place: u8| is_text(place) || matches!(place, 0 | 10 | 30..=34);
    let follows = || known(first) && numbers.flatten().any(|next| known(next) && next > first);
    (mark == '?' || (code == 3 && first == 0) || follows()).then_some(mark)
}

/// The number of a subfield, and what follows it.
fn subfield(part: &str) -> Option<(u8, &str)> {
    let (number, value) = part.split_at_checked(2)?;
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    number.parse().ok().filter(|_| digits).map(|place| (place, value))
}

/// Whether a subfield is one of text.
fn is_text(place: u8) -> bool {
    (20..=29).contains(&place) || (60..=65).contains(&place)
}

/// `166?00…?20…?32…`.
fn by_mark(text: &str, mark: char, found: &mut Found) {
    // A line of the field may break anywhere, also within a subfield: lines are joined first.
    let joined: String = text.lines().collect();
    for part in joined.split(mark).skip(1) {
        match subfield(part) {
            Some((0, value)) => value.trim().clone_into(&mut found.booking),
            Some((place, value)) if is_text(place) => add_line(&mut found.text, value),
            Some((30, value)) => value.trim().clone_into(&mut found.bank),
            Some((31 | 38, value)) => value.trim().clone_into(&mut found.account),
            // A slash alone stands where the name has no second line.
            Some((32 | 33, value)) if value.trim() != "/" => found.name.push_str(value),
            // Numbers of the bank's own books, and that slash.
            Some((10 | 32..=34, _)) => {}
            // The mark itself was a sign of the text.
            _ if found.text.len() + part.len() < TEXT => {
                found.text.push(mark);
                found.text.push_str(part);
            }
            _ => {}
        }
    }
}

/// `:NS:` with two digits before each line: 01 to 14 text, 15 and 16 name, 17 kind, 33 bank, 34 account.
fn by_number(text: &str, found: &mut Found) {
    for line in text.lines() {
        let Some((number, value)) = line.split_at_checked(2) else { continue };
        let place: u8 = number.parse().unwrap_or_default();
        match number {
            _ if (1..=14).contains(&place) => add_line(&mut found.text, value),
            "15" | "16" => found.name.push_str(value.trim_end_matches('\r')),
            "17" => value.trim().clone_into(&mut found.booking),
            "33" => value.trim().clone_into(&mut found.bank),
            "34" => value.trim().clone_into(&mut found.account),
            _ if number.bytes().all(|byte| byte.is_ascii_digit()) => {}
            _ => add_line(&mut found.text, line),
        }
    }
}

fn is_account(line: &str) -> bool {
    let line = line.trim();
    matches!(line.len(), 16 | 24) && line.bytes().all(|byte| byte.is_ascii_digit())
}

fn has_account_line(text: &str) -> bool {
    text.lines().nth(1).is_some_and(is_account)
}

/// Reference, account, name and text, each on lines of their own.
fn by_line(text: &str, found: &mut Found) {
    let mut lines = text.lines();
    lines.next().unwrap_or_default().trim().clone_into(&mut found.reference);
    let rest: Vec<&str> = lines.collect();
    let rest = match rest.as_slice() {
        [account, name, rest @ ..] if is_account(account) => {
            (found.account, found.name) = (account.trim().to_owned(), name.trim().to_owned());
            rest
        }
        rest => rest,
    };
    for line in rest {
        add_line(&mut found.text, line);
    }
}

/// Splits `EREF+…SVWZ+…` within the text.
fn sepa(found: &mut Found) {
    const MARKS: [&str; 15] = [
        "EREF+", "KREF+", "MREF+", "CRED+", "DEBT+", "SVWZ+", "ABWA+", "ABWE+", "IBAN+", "BIC+", "OAMT+", "COAM+", "PURP+",
        "RREF+", "BREF+",
    ];
    // The line of a text breaks anywhere, within a mark too: marks are looked for with the breaks taken out.
    if !found.text.contains('+') {
        return;
    }
    let whole: String = found.text.split('\n').collect();
    // Where each byte of that stands in the text.
    let places: Vec<usize> = found.text.bytes().enumerate().filter(|(_, byte)| *byte != b'\n').map(|(at, _)| at).collect();
    let place = |mark: &&'static str| {
        let at = whole.find(*mark)?;
        Some((*places.get(at)?, places.get(at + mark.len() - 1)? + 1, *mark))
    };
    let mut marks: Vec<(usize, usize, &str)> = MARKS.iter().filter_map(place).collect();
    if marks.is_empty() {
        return;
    }
    marks.sort_unstable();
    let text = std::mem::take(&mut found.text);
    let first = marks.first().map_or(text.len(), |(at, ..)| *at);
    text.get(..first).unwrap_or_default().lines().for_each(|line| add_line(&mut found.text, line));
    for (index, (_, from, mark)) in marks.iter().enumerate() {
        let end = marks.get(index + 1).map_or(text.len(), |(at, ..)| *at);
        let value = text.get(*from..end).unwrap_or_default();
        let joined: String = value.lines().collect();
        match *mark {
            "EREF+" => joined.trim().clone_into(&mut found.end_to_end),
            "SVWZ+" => value.lines().for_each(|line| add_line(&mut found.text, line)),
            "COAM+" => joined.trim().clone_into(&mut found.charges),
            "IBAN+" => joined.trim().clone_into(&mut found.account),
            "ABWA+" | "ABWE+" if found.name.is_empty() => joined.trim().clone_into(&mut found.name),
            _ => {}
        }
    }
}
