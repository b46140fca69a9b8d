//! What approved time that nothing has billed would come to, by project, and what lines of drafts are of each project.
//!
//! For: reports and budgets. Uses: `billing`, for all projects of a client together, as a draft would: a retainer or a cap of the client is
//! one for all of them. Never: a refusal over time without a rate, which is counted instead.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::bill::charged;
use super::partial::share;
use super::shelf::{Shelf, refuse, summed, too_large};
use super::view_bill::MakeDraft;
use crate::billing::{self, Charged, Compose, Piece, Work};
use crate::domain::ledger::{Draft, DraftLine, Level, LineSource, Per, Person, Project, Rate, Vat};
use crate::domain::time::TimeEntry;
use crate::domain::{Currency, RemoteId};
use crate::service::Result;
use crate::store::Held;

/// Free time of a project.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Waiting {
    /// Net of the lines of a draft that are for it.
    pub(super) net: Decimal,
    /// Seconds that no rate prices in that currency.
    pub(super) unpriced: i64,
}

/// What is needed to price free time, read once.
pub(super) struct Pricing {
    rates: Vec<Rate>,
    people: BTreeMap<RemoteId, String>,
    projects: BTreeMap<RemoteId, Project>,
    charged: Charged,
    zone: jiff::tz::TimeZone,
}

impl Pricing {
    pub(super) fn read(shelf: &Shelf<'_>) -> Result<Self> {
        let people = shelf.values::<Person>()?.into_iter().map(|person| (person.id, person.name));
        let projects = shelf.values::<Project>()?.into_iter().map(|project| (project.id.clone(), project));
        Ok(Self {
            rates: shelf.values()?,
            people: people.collect(),
            projects: projects.collect(),
            charged: charged(shelf)?,
            zone: shelf.zone()?,
        })
    }

    /// The last month of a level that drafts charge.
    pub(super) fn charged_until(&self, level: &Level) -> Option<Date> {
        let of_level = self.charged.iter().filter(|((of, _), taken)| of == level && taken.fee);
        of_level.map(|((_, month), _)| *month).max()
    }

    /// Months of retainers in which there is free time: what that comes to has their fee in it.
    pub(super) fn worked_months(
        &self,
        free: &[Held<TimeEntry>],
        currency_of: &impl Fn(&RemoteId) -> Currency,
    ) -> BTreeSet<(Level, Date)> {
        let mut found = BTreeSet::new();
        if !self.rates.iter().any(|rate| matches!(rate.per, Per::Retainer(_))) {
            return found;
        }
        for entry in free.iter().map(|held| &held.value) {
            let Some(project) = self.project(entry) else { continue };
            let currency = currency_of(&project.client);
            for part in entry.free_parts() {
                let pieces = billing::pieces(entry, part, project, &self.rates, (&self.zone, &currency)).unwrap_or_default();
                let rate = |piece: &Piece| self.rates.iter().find(|rate| Some(&rate.id) == piece.worth.rate.as_ref());
                let retained = pieces.iter().filter(|piece| matches!(piece.worth.per, Per::Retainer(_)));
                found.extend(retained.filter_map(|piece| Some((rate(piece)?.level.clone(), billing::month_of(piece.date)))));
            }
        }
        found
    }

    fn project(&self, entry: &TimeEntry) -> Option<&Project> {
        self.projects.get(entry.project.as_ref()?)
    }

    /// Entries by client.
    pub(super) fn by_client<'e>(&self, free: &'e [Held<TimeEntry>]) -> BTreeMap<&RemoteId, Vec<&'e TimeEntry>> {
        let mut found: BTreeMap<&RemoteId, Vec<&TimeEntry>> = BTreeMap::new();
        for entry in free.iter().map(|held| &held.value) {
            if let Some(project) = self.project(entry) {
                found.entry(&project.client).or_default().push(entry);
            }
        }
        found
    }

    /// What a draft in a currency of the free time of one client comes to, by project.
    pub(super) fn of(&self, currency: &Currency, free: &[&TimeEntry]) -> Result<BTreeMap<RemoteId, Waiting>> {
        let (mut work, mut found) = (Vec::new(), BTreeMap::<RemoteId, Waiting>::new());
        let mut projects: BTreeMap<&RemoteId, &RemoteId> = BTreeMap::new();
        for entry in free.iter().copied() {
            let Some(project) = self.project(entry) else { continue };
            let person = self.people.get(&entry.person).map_or("", String::as_str);
            projects.insert(&entry.id, &project.id);
            for part in entry.free_parts() {
                if billing::pieces(entry, part, project, &self.rates, (&self.zone, currency)).is_ok() {
                    work.push(Work { entry, part, project, person });
                } else {
                    found.entry(project.id.clone()).or_default().unpriced += part.1 - part.0;
                }
            }
        }
        // Included time of a retainer is the first that was worked.
        work.sort_by_cached_key(|work| (work.entry.span.origin(&self.zone), work.entry.id.clone()));
        let (like, vat) = (MakeDraft::of(String::new()), Vat::parse("0").ok_or_else(too_large)?);
        let how = Compose {
            rates: &self.rates,
            zone: &self.zone,
            currency,
            group: like.group,
            level: like.level,
            // The net has no part in it.
            vat: &vat,
            charged: &self.charged,
            due: &[],
        };
        let lines = billing::compose(&work, &how).map_err(refuse)?;
        let nets: Vec<Decimal> = lines.iter().map(|line| line.net).collect();
        for (project, net) in by_project(&lines, &nets, currency, |entry| projects.get(entry).copied())? {
            let of = found.entry(project.clone()).or_default();
            of.net = summed([of.net, net])?;
        }
        Ok(found)
    }
}

/// Seconds of a line by project, each weighed by its price.
fn weights<'l>(
    line: &'l DraftLine,
    project_of: &impl Fn(&RemoteId) -> Option<&'l RemoteId>,
) -> Result<BTreeMap<&'l RemoteId, Decimal>> {
    let mut weights = BTreeMap::new();
    for part in line.parts() {
        let Some(project) = project_of(&part.entry) else { continue };
        let price = if part.amount.is_zero() { Decimal::ONE } else { part.amount };
        let value = Decimal::from(part.until - part.from).checked_mul(price).ok_or_else(too_large)?;
        let weight: &mut Decimal = weights.entry(project).or_default();
        *weight = summed([*weight, value])?;
    }
    Ok(weights)
}

/// Gives what caps took off to the lines of their rates and VAT, to each by its share: nothing is left of a cap itself.
pub(super) fn spread_caps(lines: &[DraftLine], nets: &mut [Decimal], currency: &Currency) -> Result<()> {
    for (at, cap) in lines.iter().enumerate() {
        let LineSource::Cap { rate, .. } = &cap.source else { continue };
        let is_its = |line: &DraftLine| {
            let by = line.parts().first().and_then(|part| part.rate.as_ref());
            line.vat == cap.vat && by == Some(rate) && matches!(line.source, LineSource::Time { .. })
        };
        let its = lines.iter().enumerate().filter(|(_, line)| is_its(line));
        let weights: Vec<(usize, Decimal)> = its.map(|(at, line)| (at, line.net)).collect();
        if !weights.is_empty()
            && let Some(off) = nets.get_mut(at).map(std::mem::take)
        {
            share(nets, off, &weights, currency.decimals())?;
        }
    }
    Ok(())
}

/// The nets of lines by project: of a line on which several have time each has its share. `project_of` tells the project of an entry; where
/// it tells none, a line is for one project.
pub(super) fn by_project<'l>(
    lines: &'l [DraftLine],
    nets: &[Decimal],
    currency: &Currency,
    project_of: impl Fn(&RemoteId) -> Option<&'l RemoteId>,
) -> Result<BTreeMap<&'l RemoteId, Decimal>> {
    let mut found: BTreeMap<&RemoteId, Decimal> = BTreeMap::new();
    let mut nets = nets.to_vec();
    spread_caps(lines, &mut nets, currency)?;
    for (line, net) in lines.iter().zip(nets) {
        let mut weights = weights(line, &project_of)?;
        if weights.is_empty() {
            weights.extend(line.project.as_ref().map(|project| (project, Decimal::ONE)));
        }
        let (projects, weights): (Vec<&RemoteId>, Vec<(usize, Decimal)>) =
            weights.into_iter().enumerate().map(|(at, (project, weight))| (project, (at, weight))).unzip();
        let mut shares = vec![Decimal::ZERO; projects.len()];
        share(&mut shares, net, &weights, currency.decimals())?;
        for (project, share) in projects.into_iter().zip(shares) {
            let sum = found.entry(project).or_default();
            *sum = summed([*sum, share])?;
        }
    }
    Ok(found)
}

/// The net of the lines of a draft that are for a project.
pub(super) fn net_of(draft: &Draft, nets: &[Decimal], project: &RemoteId) -> Result<Decimal> {
    let found = by_project(&draft.lines, nets, &draft.currency, |_| None)?;
    Ok(found.get(project).copied().unwrap_or_default())
}
