//! Which items of a plan are approved, and how they get into the outbox.
//!
//! For: plans that are applied. Uses: the outbox of the store. Never: sending.

use std::collections::{BTreeMap, HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::super::local::Local;
use super::super::push_error::PushError;
use super::super::pushing::{is_stale, marked};
use super::super::stalled::is_put_off;
use super::super::{Result, ServiceError};
use super::Ground;
use crate::config::PushRule;
use crate::domain::outgoing::{Mapping, Outgoing, PushLink, Source, awaited, pending};
use crate::domain::own::new_id;
use crate::domain::push::{Order, OrderKind, WriteSettings};
use crate::domain::{CompanyId, ItemKey, OutboxState, Queue, RemoteId};
use crate::push::{self, Plan, PlannedState};
use crate::remote::Session;
use crate::store::Outbox;
use crate::store::pushes::{self, By, Once, PushEntry};

/// Places of the items that are sent: ready, permitted, of documents that are what was planned, with everything that they need.
pub(super) fn choose(plan: &Plan, same: &HashSet<&RemoteId>, permitted: impl Fn(&push::Planned) -> bool) -> HashSet<usize> {
    let places: HashMap<&Source, usize> = plan.items.iter().enumerate().map(|(place, item)| (&item.source, place)).collect();
    let allowed = |item: &push::Planned| item.state == PlannedState::Ready && same.contains(&item.document) && permitted(item);
    let mut chosen: HashSet<usize> = HashSet::new();
    for (place, item) in plan.items.iter().enumerate() {
        // A customer alone is nothing that was asked for: it is made for a document.
        if (item.kind == OrderKind::Contact && !item.is_update()) || !allowed(item) {
            continue;
        }
        let needs: Vec<usize> = item.needs.iter().filter_map(|need| places.get(need).copied()).collect();
        let fulfilled = |need: &usize| {
            chosen.contains(need)
                || plan.items.get(*need).is_some_and(|needed| {
                    needed.kind == OrderKind::Contact && needed.state == PlannedState::Ready && permitted(needed)
                })
        };
        if needs.len() == item.needs.len() && needs.iter().all(fulfilled) {
            chosen.extend(needs);
            chosen.insert(place);
        }
    }
    chosen
}

/// Queues the chosen items, in the order in which one makes what the next needs, with the links of contacts that were recognised.
pub(super) fn enqueue(
    local: &Local,
    (ground, plan): (&Ground, &Plan),
    (chosen, session, settings): (&HashSet<usize>, &Session, &WriteSettings),
    call: Option<&str>,
    by: By<'_>,
) -> Result<HashMap<usize, RemoteId>> {
    let company = ground.company.id;
    let mut ids: HashMap<Source, RemoteId> = HashMap::new();
    let (mut items, mut queued, mut replaced) = (Vec::new(), HashMap::new(), Vec::new());
    // Items that are due at the same time are taken up in the order of their identifiers: that is the order of the plan.
    let mut fresh = chosen.iter().map(|_| fresh_id(by)).collect::<Result<Vec<_>>>()?;
    fresh.sort_unstable_by(|a, b| b.as_str().cmp(a.as_str()));
    for (place, item) in plan.items.iter().enumerate() {
        let Some(outgoing) = item.outgoing.clone().filter(|_| chosen.contains(&place)) else { continue };
        let id = if ground.of.settles() {
            steady_id(local, company, &item.source)?
        } else {
            fresh.pop().map_or_else(|| fresh_id(by), Ok)?
        };
        let mut outgoing: Outgoing = marked(outgoing, &id);
        for waits in outgoing.pending_mut() {
            if let Some(item) = awaited(waits).and_then(|source| ids.get(&Source(source.0))) {
                *waits = pending(item);
            }
        }
        // What waits for nothing is fixed now; the rest when it is known. What cannot be fixed is refused when it is taken up, alone.
        let is_whole = outgoing.pending_mut().is_empty();
        let frozen = is_whole.then(|| session.render(&outgoing.order, settings).ok()).flatten();
        replaced.extend(ground.refused.get(&item.source).into_iter().flatten().cloned());
        items.push(pushes::new_item(company, id.clone(), &outgoing, frozen.as_ref(), by)?);
        ids.insert(item.source.clone(), id.clone());
        queued.insert(place, id);
    }
    // What a person chose takes the place of an item that was in conflict.
    replaced.extend(plan.recognised.iter().filter_map(|link| ground.refused.get(&link.source)).flatten().cloned());
    let recognised: Vec<(CompanyId, PushLink)> = plan.recognised.iter().map(|link| (company, link.clone())).collect();
    let once = Once { call, guard: ground.guard.clone() };
    pushes::queue(&*local.store, items, &recognised, replaced, once, by)?;
    Ok(queued)
}

/// Whether a person chose a contact of the service in place of the one that an item would have made.
pub(super) fn is_chosen(mappings: &BTreeMap<String, Mapping>, entry: &PushEntry) -> bool {
    let made = matches!(&entry.outgoing.order, Order::Contact(order) if order.existing.is_none());
    let chosen = mappings.get(&format!("contact:{}", entry.outgoing.source));
    made && chosen.is_some_and(|mapping| mapping.id.as_str() != "new")
}

/// Has the items of a company that wait for a person taken up at once: the reason may be gone, as after a renewed consent.
pub(super) fn wake_stalled(local: &Local, company: CompanyId, by: By<'_>) -> Result<()> {
    let entries = pushes::entries(&*local.store, company)?;
    for entry in entries.iter().filter(|entry| is_put_off(entry, by.at)) {
        match pushes::retry(&*local.store, &entry.item.key, by) {
            // Another process has it.
            Err(error) if is_stale(&error) => {}
            retried => retried?,
        }
    }
    Ok(())
}

fn fresh_id(by: By<'_>) -> Result<RemoteId> {
    let mut random = [0; 10];
    getrandom::fill(&mut random).map_err(|error| ServiceError::NoRandomness { detail: error.to_string() })?;
    Ok(new_id(by.at, random))
}

/// The same identifier wherever this source is queued, so that two processes queue it once; another one after it was refused or dropped.
fn steady_id(local: &Local, company: CompanyId, source: &Source) -> Result<RemoteId> {
    for number in 0..u32::MAX {
        let digest = Sha256::digest(format!("{company} {source} {number}"));
        let mut ten = [0; 10];
        for (target, byte) in ten.iter_mut().zip(digest) {
            *target = byte;
        }
        let id = new_id(jiff::Timestamp::UNIX_EPOCH, ten);
        let key = ItemKey { company, queue: Queue::Push, id };
        match local.store.outbox_item(&key)?.map(|item| item.state) {
            Some(OutboxState::Discarded { .. } | OutboxState::Rejected { .. } | OutboxState::Sent { .. }) => {}
            _ => return Ok(key.id),
        }
    }
    Err(PushError::NoSource.into())
}

/// Whether a rule of the configuration permits an item.
pub(super) fn permits(rule: &PushRule, company: &str, item: &push::Planned, now: &jiff::Zoned) -> bool {
    let hours = rule.hours.is_none_or(|hours| is_within(hours, now));
    let limit = rule
        .limit
        .as_ref()
        .is_none_or(|(limit, currency)| item.amount.as_ref().is_none_or(|(amount, of)| of == currency && amount <= limit));
    rule.company.to_lowercase() == company.to_lowercase() && rule.kinds.contains(&item.kind) && hours && limit
}

/// Whether a time is within hours of the day, by its own clock: both of an hour that comes twice, none of one that is left out.
fn is_within((from, until): (i8, i8), now: &jiff::Zoned) -> bool {
    let hour = now.hour();
    if from < until { (from..until).contains(&hour) } else { hour >= from || hour < until }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn hours_are_of_the_clock_on_the_wall_also_when_it_is_changed() {
        let at = |text: &str| {
            let at: Timestamp = text.parse().expect("a time");
            at.in_tz("Europe/Budapest").expect("a zone")
        };
        let within = |hours| {
            ["2026-10-24T23:59:59Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z"]
                .map(|text| is_within(hours, &at(text)))
        };
        assert_eq!(within((2, 3)), [false, true, true, false], "two o'clock comes twice");
        assert_eq!(within((3, 24)), [false, false, false, true]);
        assert_eq!(within((22, 2)), [true, false, false, false], "over midnight");
        assert_eq!(within((0, 24)), [true; 4]);
        // Two o'clock is left out.
        let spring = |hours| ["2027-03-28T00:59:59Z", "2027-03-28T01:00:00Z"].map(|text| is_within(hours, &at(text)));
        assert_eq!((spring((2, 3)), spring((3, 4))), ([false, false], [false, true]));
    }
}
