//! Items of a plan as they are shown, with what could be chosen for what they lack.
//!
//! For: plans. Never: a question to a service.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use super::super::Result;
use super::super::local::Local;
use super::super::push_view::{Candidate, MissingView, PushView, planned};
use crate::domain::outgoing::Source;
use crate::domain::push::{Choice, Listing, Order};
use crate::domain::{CompanyId, Invoice, RemoteId};
use crate::push::{self, Missing, PlannedState};
use crate::store::{StoreExt, pushes};

/// Candidates of a mapping that are told.
const CANDIDATES: usize = 200;

impl Local {
    /// Names documents that their service numbers by the number that they have where they come from.
    pub(in crate::service) fn name_by_source(&self, items: &mut [PushView]) -> Result<()> {
        let mut wanted: HashMap<CompanyId, Vec<RemoteId>> = HashMap::new();
        for (company, id) in items.iter().filter_map(unnumbered) {
            wanted.entry(company).or_default().push(id);
        }
        let mut numbers: HashMap<(CompanyId, RemoteId), String> = HashMap::new();
        for (company, ids) in wanted {
            let found = self.store.inner().invoices(company, &ids)?.into_iter().flatten();
            numbers.extend(found.map(|stored| ((company, stored.entity.id), stored.entity.number)));
        }
        let mut files: HashMap<CompanyId, HashMap<RemoteId, String>> = HashMap::new();
        for item in items {
            if let Some(id) = unnumbered_of_file(item) {
                let planned = match files.entry(item.company) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(free) => {
                        let file = pushes::plan_file(&*self.store, item.company)?;
                        free.insert(file.into_iter().map(|invoice| (invoice.id, invoice.number)).collect())
                    }
                };
                if let Some(number) = planned.get(&id).filter(|number| !number.is_empty()) {
                    item.title.clone_from(number);
                }
                continue;
            }
            let number = unnumbered(item).and_then(|of| numbers.get(&of)).filter(|number| !number.is_empty());
            if let Some(number) = number {
                item.title.clone_from(number);
            }
        }
        Ok(())
    }

    /// The documents of a file, and those of earlier files that were approved and are named by what they come from.
    pub(super) fn with_approved(&self, company: CompanyId, mut file: Vec<Invoice>) -> Result<Vec<Invoice>> {
        let approved = pushes::entries(&*self.store, company)?;
        let ids = approved.iter().filter_map(|entry| of_file(&entry.outgoing.order, &entry.outgoing.source));
        let known: HashSet<RemoteId> = file.iter().map(|invoice| invoice.id.clone()).collect();
        let earlier: HashSet<RemoteId> = ids.filter(|id| !known.contains(id)).collect();
        if !earlier.is_empty() {
            let before = pushes::plan_file(&*self.store, company)?;
            file.extend(before.into_iter().filter(|invoice| earlier.contains(&invoice.id)));
        }
        Ok(file)
    }
}

/// The document that one that its service numbers comes from.
fn unnumbered(item: &PushView) -> Option<(CompanyId, RemoteId)> {
    let Some(Order::Document(order)) = item.order.as_deref() else { return None };
    let (company, _, id) = item.source.of_record().filter(|_| order.number.is_empty())?;
    Some((company, RemoteId::new(id)))
}

/// The same for one of a file.
fn unnumbered_of_file(item: &PushView) -> Option<RemoteId> {
    of_file(item.order.as_deref()?, &item.source)
}

/// The document of a file that one that its service numbers comes from.
fn of_file(order: &Order, source: &Source) -> Option<RemoteId> {
    let Order::Document(order) = order else { return None };
    let is_of_file = order.number.is_empty() && source.of_record().is_none();
    is_of_file.then(|| RemoteId::new(source.id()))
}

/// An item of a plan, with the candidates from the lists of the service.
pub(super) fn view(item: &push::Planned, company: CompanyId, lists: &HashMap<Listing, Vec<Choice>>) -> PushView {
    let missing = |missing: &Missing| {
        let proposed = missing.proposed.iter().map(|(id, name, reasons)| Candidate {
            id: id.clone(),
            name: name.clone(),
            reasons: reasons.iter().map(|reason| reason.as_str().to_owned()).collect(),
        });
        let mut candidates: Vec<Candidate> = proposed.collect();
        candidates.extend(
            missing
                .listing
                .and_then(|listing| lists.get(&listing))
                .map(|list| ranked(list, &missing.mapping))
                .into_iter()
                .flatten(),
        );
        MissingView { mapping: missing.mapping.clone(), candidates }
    };
    PushView {
        item: item.held.as_ref().map_or_else(|| item.source.to_string(), |held| held.item.to_string()),
        company,
        source: item.source.clone(),
        kind: item.kind,
        action: item.outgoing.as_ref().map_or("create", |outgoing| outgoing.order.action()).to_owned(),
        title: item.title.clone(),
        state: planned(item.state).to_owned(),
        ready: item.state == PlannedState::Ready,
        amount: item.amount.as_ref().map(|(amount, _)| *amount),
        currency: item.amount.as_ref().map(|(_, currency)| currency.clone()),
        remote_id: item.taken.as_ref().map(|taken| taken.id.clone()),
        remote_number: item.taken.as_ref().map(|_| item.title.clone()),
        error: item.held.as_ref().and_then(|held| held.error.clone()),
        problems: item.problems.clone(),
        missing: item.missing.iter().map(missing).collect(),
        approved: None,
        queued: None,
        attempts: 0,
        due: None,
        stalled: false,
        shown: false,
        customer: item.outgoing.as_ref().map(|outgoing| outgoing.order.customer().to_owned()).unwrap_or_default(),
        order: item.outgoing.as_ref().map(|outgoing| Box::new(outgoing.order.clone())),
    }
}

/// The percentage that a word of the source says: exemptions are words without a number. `TAX` of `QuickBooks` says none.
fn rate_of(word: &str) -> Option<Decimal> {
    if word == "TAX" {
        return None;
    }
    if !word.contains(|c: char| c.is_ascii_digit()) {
        return Some(Decimal::ZERO);
    }
    word.trim_end_matches('%').trim().replace(',', ".").parse().ok()
}

/// Candidates of a mapping, the likeliest first.
fn ranked(list: &[Choice], mapping: &str) -> Vec<Candidate> {
    let rate = mapping.strip_prefix("tax:").and_then(rate_of);
    let mut ranked: Vec<(bool, bool, &Choice)> =
        list.iter().map(|choice| (rate.is_none() || choice.percent != rate, !choice.usual, choice)).collect();
    ranked.sort_by_key(|(rate, usual, _)| (*rate, *usual));
    let one = |(other, unusual, choice): &(bool, bool, &Choice)| {
        let mut reasons = Vec::new();
        if !other {
            reasons.push("rate".to_owned());
        }
        if !unusual {
            reasons.push("usual".to_owned());
        }
        let name = choice.code.as_deref().map_or_else(|| choice.name.clone(), |code| format!("{code} {}", choice.name));
        Candidate { id: choice.id.clone(), name, reasons }
    };
    ranked.iter().take(CANDIDATES).map(one).collect()
}
