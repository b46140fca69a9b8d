//! The line of an entry, `:61:`.
//!
//! For: the reader of MT940. Uses: amounts and days. Never: the details, which are a field of their own.

use jiff::civil::Date;

use super::super::event::{SHORT, cut};
use super::super::value::{month_day, plain_amount, short_day};
use super::{add_line, blank, dotted, is_absent};
use crate::bank::account;
use crate::domain::Currency;
use crate::domain::bank::{BankEntry, EntryState, Ordered};

/// An entry of an account in this currency; `None` if its day, mark or amount is none.
pub(super) fn entry(text: &str, currency: Option<&Currency>) -> Option<BankEntry> {
    let mut rest = text;
    let valued = short_day(digits(&mut rest, 6)?)?;
    // Four digits of the day of booking, blanks in its place, or nothing.
    let booked = match rest.get(..4) {
        Some(day) if day.bytes().all(|byte| byte.is_ascii_digit()) => {
            rest = rest.get(4..)?;
            booked(valued, day)
        }
        _ => None,
    };
    rest = rest.trim_start();
    let reversal = rest.starts_with("RC") || rest.starts_with("RD");
    // Entries that an interim report announces have an E before the mark.
    let announced = rest.starts_with("EC") || rest.starts_with("ED");
    if reversal || announced {
        rest = rest.get(1..)?;
    }
    let credit = match rest.bytes().next()? {
        b'C' => true,
        b'D' => false,
        _ => return None,
    };
    rest = rest.get(1..)?.trim_start();
    // The third letter of the currency.
    if rest.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase()) {
        rest = rest.get(1..)?.trim_start();
    }
    let length = rest.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.')).count();
    let written = rest.get(..length)?;
    let amount = dotted(written)?;
    rest = rest.get(length..)?;
    // The mark of decimals is part of an amount: without it, an amount that does not end before the code may be cut.
    let ends = rest.bytes().next().is_none_or(|next| matches!(next, b'N' | b'S' | b'F') || next.is_ascii_whitespace());
    // Digits behind a blank are more of it: `1 270,00` is not one.
    let is_whole = written.contains([',', '.']) || ends && !rest.trim_start().starts_with(|next: char| next.is_ascii_digit());
    if !is_whole {
        return None;
    }
    // A credit that is taken back is a debit, and the other way round.
    let amount = if credit == reversal { -amount } else { amount };
    let mut entry = blank(amount);
    (entry.booked, entry.valued, entry.reversal) = (booked.or(Some(valued)), Some(valued), reversal);
    if announced {
        entry.state = EntryState::Pending;
    }
    let (first, supplement) = rest.split_once('\n').unwrap_or((rest, ""));
    let mut first = first.trim_start();
    let is_code = |code: &str| {
        code.starts_with(['N', 'S', 'F']) && code.bytes().skip(1).all(|byte| byte.is_ascii_alphanumeric() || byte == b' ')
    };
    // A reference may follow the amount at once.
    if let Some(code) = first.get(..4).filter(|code| is_code(code) && !first.starts_with("NONREF")) {
        entry.code = cut(code, SHORT);
        first = first.get(4..).unwrap_or_default();
    }
    let (own, bank) = first.split_once("//").unwrap_or((first, ""));
    let own = own.trim();
    if !is_absent(own) && own != "X" {
        entry.whole.end_to_end = cut(own, SHORT);
    }
    if !is_absent(bank) {
        entry.reference = cut(bank, SHORT);
    }
    let supplement = if supplemented(&mut entry, supplement.trim()) { "" } else { supplement };
    let mut text = String::new();
    for line in supplement.lines() {
        told(&mut entry, line, currency);
        add_line(&mut text, line);
    }
    if !text.is_empty() && entry.code.is_empty() {
        entry.code = cut(&text, SHORT);
    }
    entry.whole.text = cut(&text, super::TEXT);
    Some(entry)
}

/// Takes a supplement that is one thing: the account of the other side, or the bank's reference where its place has none.
fn supplemented(entry: &mut BankEntry, supplement: &str) -> bool {
    let digits = supplement.len() >= 16 && supplement.bytes().all(|byte| byte.is_ascii_digit());
    let is_account = account::is_iban(supplement) || account::hungarian(supplement).is_some();
    if is_account && !account::may_be_card(supplement) {
        entry.whole.account = cut(supplement, SHORT);
    } else if entry.reference.is_empty() && digits {
        entry.reference = cut(supplement, SHORT);
    } else {
        return false;
    }
    true
}

/// The ordered amount and charges, `/OCMT/USD1500,00//CHGS/EUR26,00`: one in another currency than the account's, the others in its own.
pub(super) fn told(entry: &mut BankEntry, line: &str, own: Option<&Currency>) {
    let of = |key: &str| {
        let (currency, amount) = line.split(key).nth(1)?.split('/').next()?.split_at_checked(3)?;
        let amount = plain_amount(amount).filter(|amount| !amount.is_zero())?;
        Some((Currency::new(currency), amount))
    };
    let is_own = |currency: &Currency| own.is_none_or(|own| own == currency);
    if let Some((_, charges)) = of("/CHGS/").filter(|(currency, _)| is_own(currency)) {
        entry.charges = Some(charges);
    }
    if let Some((currency, amount)) = of("/OCMT/").filter(|(currency, _)| own.is_some() && !is_own(currency)) {
        let amount = if entry.whole.amount.is_sign_negative() { -amount } else { amount };
        entry.whole.ordered = Some(Ordered { amount, currency });
    }
}

fn digits<'t>(rest: &mut &'t str, count: usize) -> Option<&'t str> {
    let (found, after) = rest.split_at_checked(count)?;
    *rest = after;
    Some(found)
}

/// The day of booking: its year is that of the day of value, or the one beside it.
fn booked(valued: Date, day: &str) -> Option<Date> {
    let near = month_day(valued.year(), day)?;
    let months = i16::from(near.month()) - i16::from(valued.month());
    let year = if months > 6 {
        valued.year() - 1
    } else if months < -6 {
        valued.year() + 1
    } else {
        valued.year()
    };
    month_day(year, day)
}
