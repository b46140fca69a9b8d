//! Which buyers are one partner: by tax number, else by the provider's identifier in its company, else by name.
//!
//! Names do not decide where anything better is known: two people of one name stay two, and a company that changed its name stays one.

use std::collections::HashMap;

use super::Index;
use super::source::DateColumn;
use crate::domain::numbers::{self, Country};
use crate::query::fold::fold;

/// Identity of a partner.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum PartnerKey {
    /// The first eight digits of a Hungarian tax number, or the whole of another one with its country.
    Tax(Box<str>),
    /// The provider's identifier, in its company.
    Id(u32, u32),
    /// The folded name.
    Name(Box<str>),
}

/// Partners as a report groups them.
#[derive(Debug, Default)]
pub(super) struct Partners {
    /// Numbers of combinations of the pools, with the company where it matters → group.
    known: HashMap<(u32, u32), u32>,
    groups: HashMap<PartnerKey, u32>,
    /// For each group the combination of its newest document, with that document's date of issue and moment of change.
    newest: Vec<(u32, (i32, i64))>,
}

impl Partners {
    /// The group of an invoice.
    pub(super) fn group(&mut self, index: &Index, slot: usize) -> i64 {
        let columns = &index.columns;
        let (number, company) = (columns.partner(slot), columns.company(slot));
        let group = if let Some(group) = self.known.get(&(number, company)) {
            *group
        } else {
            let next = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
            let group = *self.groups.entry(key(index, number, company)).or_insert(next);
            self.known.insert((number, company), group);
            group
        };
        let changed = index.pools.last_changes.get(columns.last_change(slot)).map_or(0, |change| change.at.as_second());
        let age = (columns.date(DateColumn::Issued, slot), changed);
        match self.newest.get_mut(group as usize) {
            Some(newest) if newest.1 < age => *newest = (number, age),
            Some(_) => {}
            None => self.newest.push((number, age)),
        }
        i64::from(group)
    }

    /// Name, tax number and provider's identifier of a group, as on its newest document.
    pub(super) fn shown(&self, index: &Index, group: u32) -> (String, Option<String>, Option<String>) {
        let newest = self.newest.get(group as usize).and_then(|(number, _)| index.pools.partners.get(*number));
        let Some(partner) = newest else { return (String::new(), None, None) };
        let text = |text: Option<&str>| text.filter(|text| !text.trim().is_empty()).map(str::to_owned);
        let pools = &index.pools;
        let name = pools.names.get(partner.name).unwrap_or("").to_owned();
        (name, text(pools.taxes.get(partner.tax)), text(pools.partner_ids.get(partner.id)))
    }
}

fn key(index: &Index, number: u32, company: u32) -> PartnerKey {
    let pools = &index.pools;
    let Some(partner) = pools.partners.get(number) else { return PartnerKey::Name(Box::default()) };
    let country = Country::unpacked(partner.country);
    let tax = pools.taxes.get(partner.tax).and_then(|tax| numbers::taxpayer(tax, country));
    if let Some(tax) = tax {
        return PartnerKey::Tax(tax.into());
    }
    match pools.partner_ids.get(partner.id).filter(|id| !id.is_empty()) {
        Some(_) => PartnerKey::Id(company, partner.id),
        None => PartnerKey::Name(fold(pools.names.get(partner.name).unwrap_or("")).trim().into()),
    }
}
