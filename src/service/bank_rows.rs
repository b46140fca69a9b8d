//! Rows of bank entries for lists, and what open ones may pay.
//!
//! For: the cases that list entries and read one. Uses: the matcher. Never: a write.

use serde::{Deserialize, Serialize};

use super::bank::{lines, money, units};
use super::bank_claims::matcher;
use super::local::Local;
use super::{Context, Result};
use crate::bank::matching::Claim;
use crate::domain::bank::{BankLine, BankStatement};
use crate::domain::{CompanyId, EntryRow, MatchState, Offer, OfferedDocument, PerhapsSame};
use crate::query::entry::Field;
use crate::query::sieve::{ListRequest, Listing, Sieve};

/// Rows of the largest window that tells what open entries may pay.
const OFFERED: usize = 1000;
/// Most entries that are named for a doubtful one.
const NAMED: usize = 5;

/// An entry with the proof of its statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntrySheet {
    /// The entry.
    pub row: EntryRow,
    /// Its statement.
    pub statement: BankStatement,
    /// Name of the company.
    pub company: String,
}

/// Lists entries that match, and what the open ones of the window may pay.
pub(crate) fn list(cx: &Context, mut request: ListRequest<Field>, companies: &[CompanyId]) -> Result<Listing<Field>> {
    let mut rows = Vec::new();
    for company in companies {
        rows.extend(lines(&cx.local, *company, &|_| true)?.iter().flat_map(EntryRow::of));
    }
    let around = request.around.as_ref();
    let anchor = around.and_then(|key| rows.iter().find(|row| row.company == key.company && row.id == key.id)).cloned();
    let names = cx.names();
    let mut listing = loop {
        let mut sieve = Sieve::new(&request, &names, &cx.local.options.zone, anchor.as_ref())?;
        rows.iter().for_each(|row| sieve.add(row));
        match sieve.finish() {
            Ok(listing) => break listing,
            Err(offset) if offset != request.offset => request.offset = offset,
            Err(_) => request.around = None,
        }
    };
    drop(rows);
    if listing.rows.len() <= OFFERED {
        offer(&cx.local, &mut listing.rows)?;
        name_doubtful(&cx.local, &mut listing.rows)?;
    }
    Ok(listing)
}

/// Adds to open entries what they may pay.
fn offer(local: &Local, rows: &mut [EntryRow]) -> Result<()> {
    let mut companies: Vec<CompanyId> = rows.iter().filter(|row| row.is_open()).map(|row| row.company).collect();
    companies.sort_unstable();
    companies.dedup();
    for company in companies {
        let wanted: Vec<&mut EntryRow> = rows.iter_mut().filter(|row| row.company == company && row.is_open()).collect();
        let statements: std::collections::BTreeSet<_> = wanted.iter().map(|row| row.statement.clone()).collect();
        let known = lines(local, company, &|one| statements.contains(&one.id))?;
        let by_id: std::collections::HashMap<_, &BankLine> = known.iter().map(|line| (&line.entry.id, line)).collect();
        let matcher = matcher(local, company)?;
        for row in wanted {
            let Some(line) = by_id.get(&row.entry) else { continue };
            let unit = units(&line.entry).into_iter().find(|(part, _)| *part == row.part);
            let Some((part, detail)) = unit else { continue };
            let proposals = matcher.propose(&money(line, part, detail));
            let offer = |proposal: crate::bank::matching::Proposal| Offer {
                documents: matcher.documents(&proposal).into_iter().map(document).collect(),
                parts: proposal.parts,
                reasons: proposal.reasons,
                score: proposal.score,
                certain: proposal.certain,
            };
            row.offers = proposals.into_iter().map(offer).collect();
        }
    }
    Ok(())
}

/// Adds to doubtful entries the earlier ones that they may be.
fn name_doubtful(local: &Local, rows: &mut [EntryRow]) -> Result<()> {
    let doubtful = rows.iter().filter(|row| row.matched == MatchState::Doubtful);
    let companies: std::collections::BTreeSet<CompanyId> = doubtful.map(|row| row.company).collect();
    for company in companies {
        let wanted: Vec<&mut EntryRow> =
            rows.iter_mut().filter(|row| row.company == company && row.matched == MatchState::Doubtful).collect();
        let accounts: std::collections::BTreeSet<_> = wanted.iter().map(|row| row.account.clone()).collect();
        let known = lines(local, company, &|one| accounts.contains(&one.account))?;
        let by_id: std::collections::HashMap<_, &BankLine> = known.iter().map(|line| (&line.entry.id, line)).collect();
        for row in wanted {
            let Some(line) = by_id.get(&row.entry) else { continue };
            let others = line.perhaps.iter().filter_map(|id| by_id.get(id)).take(NAMED);
            row.perhaps = others.map(|line| perhaps(line)).collect();
        }
    }
    Ok(())
}

fn perhaps(line: &BankLine) -> PerhapsSame {
    let entry = &line.entry;
    PerhapsSame {
        day: entry.booked.or(entry.valued),
        name: entry.whole.name.clone(),
        text: entry.whole.text.replace('\n', "").into(),
        reference: entry.reference.clone(),
    }
}

fn document(claim: &Claim) -> OfferedDocument {
    OfferedDocument {
        document: claim.document.clone(),
        number: claim.number.clone(),
        partner: claim.name.clone(),
        open: claim.open,
        gross: claim.gross,
        currency: claim.currency.clone(),
        issued: claim.issued,
        due: claim.due,
    }
}

/// One entry with the proof of its statement.
pub(crate) fn read(cx: &Context, company: CompanyId, id: &str) -> Result<Option<EntrySheet>> {
    let (statement, _) = id.split_once('/').unwrap_or((id, ""));
    let all = crate::store::bank::statements(cx.local.store.inner(), company)?;
    let Some(of) = all.into_iter().find(|one| one.id.as_str() == statement) else { return Ok(None) };
    let found = lines(&cx.local, company, &|one| one.id == of.id)?;
    let Some(mut row) = found.iter().flat_map(EntryRow::of).find(|row| row.id.as_str() == id) else { return Ok(None) };
    name_doubtful(&cx.local, std::slice::from_mut(&mut row))?;
    let company = cx.names().get(&company).cloned().unwrap_or_default();
    Ok(Some(EntrySheet { row, statement: of, company }))
}
