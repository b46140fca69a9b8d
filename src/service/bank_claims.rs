//! Documents as claims that bank entries may pay, and all that is known where they are looked for.
//!
//! For: the cases of matching, transfers. Uses: the index, matches, transfers. Never: a write.

use std::collections::HashMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Result;
use super::books::summed;
use super::local::Local;
use crate::bank::matching::{Claim, Matcher, folded};
use crate::domain::bank::BankMatch;
use crate::domain::{CompanyId, InvoiceRow, PaymentStatus, RemoteId};
use crate::query::{Field, QueryError, Request, Sort};
use crate::store::bank;

/// Documents that are read at a time.
const PAGE: usize = 20_000;
/// Documents of a company as claims.
pub(crate) fn claims(local: &Local, company: CompanyId) -> Result<Vec<Claim>> {
    Ok(claims_and_others(local, company)?.0)
}

/// Documents of a company as claims, and the numbers of documents that are none, such as pro formas.
fn claims_and_others(local: &Local, company: CompanyId) -> Result<(Vec<Claim>, Vec<Box<str>>)> {
    let request = Request {
        query: String::new(),
        companies: vec![company],
        sort: Sort { field: Field::Changed, descending: false },
        offset: 0,
        limit: PAGE,
        around: None,
        today: Date::MIN,
    };
    let names = local.names();
    // Pages of one answer: between two answers a change would move a document from a page that comes to one that was read.
    Ok(local.store.ask(|index| {
        let (mut found, mut others) = (Vec::new(), Vec::new());
        index.pages(&request, &names, &mut |rows| {
            let (claims, none): (Vec<_>, Vec<_>) =
                rows.into_iter().filter(|row| !row.number.is_empty()).partition(|row| row.kind.is_claim());
            found.extend(claims.into_iter().map(claim));
            others.extend(none.into_iter().map(|row| row.number));
        })?;
        Ok::<_, QueryError>((found, others))
    })??)
}

/// Takes what bank entries paid from what claims say was paid otherwise.
fn without_entries(matches: &[BankMatch], claims: &mut [Claim]) -> Result<()> {
    if claims.iter().all(|claim| claim.elsewhere.is_zero()) {
        return Ok(());
    }
    let mut paid: HashMap<&RemoteId, Decimal> = HashMap::new();
    for part in matches.iter().flat_map(|one| &one.parts) {
        let Some(document) = &part.document else { continue };
        let sum = paid.entry(document).or_default();
        *sum = summed([*sum, part.amount])?;
    }
    for claim in claims.iter_mut().filter(|claim| !claim.elsewhere.is_zero()) {
        let by_entries = paid.get(&claim.document).copied().unwrap_or_default();
        let left = summed([claim.elsewhere, -by_entries])?;
        let is_left = left.is_sign_negative() == claim.gross.is_sign_negative();
        claim.elsewhere = if is_left { left } else { Decimal::ZERO };
    }
    Ok(())
}

fn claim(row: InvoiceRow) -> Claim {
    let open = row.open_amount();
    // What is paid of a part of which nothing tells the rest may be anything.
    let is_told = row.balance.is_some() || row.status != PaymentStatus::PartiallyPaid;
    let elsewhere = match open {
        open if open.is_zero() => Decimal::ZERO,
        open if is_told => row.gross.saturating_sub(open),
        _ => row.gross,
    };
    let digits =
        row.partner_tax_number.as_deref().map(|number| number.chars().filter(char::is_ascii_alphanumeric).collect::<String>());
    let partner = match digits {
        Some(number) if number.len() == 11 && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            number.chars().take(8).collect()
        }
        Some(number) if number.len() >= 8 => number.to_uppercase(),
        _ => folded(&row.partner_name),
    };
    Claim {
        document: row.id,
        number: row.number,
        open,
        gross: row.gross,
        elsewhere,
        currency: row.currency,
        direction: row.direction,
        issued: row.issued,
        due: row.due,
        name: row.partner_name,
        partner: partner.into(),
    }
}

/// What entries of a company may pay, ready to be looked for.
pub(crate) fn matcher(local: &Local, company: CompanyId) -> Result<Matcher> {
    let ordered = bank::transfers(local.store.inner(), company)?.into_iter().flat_map(|batch| batch.transfers);
    let ordered = ordered.filter(|transfer| !transfer.end_to_end.is_empty());
    let ordered = ordered.filter_map(|transfer| Some((transfer.end_to_end, transfer.document?)));
    let (mut claims, others) = claims_and_others(local, company)?;
    let matches = bank::matches(local.store.inner(), company)?.into_iter().map(|one| one.value);
    let matches: Vec<BankMatch> = matches.filter(|one| !one.undone).collect();
    without_entries(&matches, &mut claims)?;
    // Accounts that confirmed matches teach.
    let learned = matches.into_iter().filter_map(|one| one.taught).map(|taught| (taught.account, taught.partner));
    let matcher = Matcher::new(claims, learned).with_others(others);
    Ok(matcher.with_transfers(ordered).with_credits(super::bank_credit::credits(local, company)?))
}
