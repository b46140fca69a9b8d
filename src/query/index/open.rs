//! What partners still owe, for the list of contacts.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use super::Index;
use super::facts::Facts;
use crate::domain::numbers::{self, Country};
use crate::domain::{CompanyId, Currency, Open};
use crate::query::fold::fold;

/// Open amounts of the partners on a company's issued documents, found by the rule of DESIGN: by tax number, else by the
/// provider's identifier, else by name.
#[derive(Debug, Default)]
pub struct OpenAmounts {
    tax: HashMap<(CompanyId, Box<str>), Sums>,
    /// By identifier, apart for each tax number that the documents have.
    id: HashMap<(CompanyId, Box<str>), Vec<(Option<Box<str>>, Sums)>>,
    name: HashMap<(CompanyId, Box<str>), Sums>,
}

type Sums = BTreeMap<Currency, Sum>;

/// A sum; what no decimal can hold is left out of it, and marked.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    amount: Decimal,
    overflow: bool,
}

impl Sum {
    fn add(&mut self, amount: Decimal) {
        match self.amount.checked_add(amount) {
            Some(sum) => self.amount = sum,
            None => self.overflow = true,
        }
    }
}

fn add(into: &mut Sums, from: &Sums) {
    for (currency, sum) in from {
        let of = into.entry(currency.clone()).or_default();
        of.add(sum.amount);
        of.overflow |= sum.overflow;
    }
}

impl OpenAmounts {
    /// The open amounts of a partner of a company.
    #[must_use]
    pub fn of(&self, company: CompanyId, id: &str, tax: Option<&str>, country: Option<&str>, name: &str) -> Box<[Open]> {
        let country = country.and_then(Country::of);
        let tax: Option<Box<str>> = tax.and_then(|tax| numbers::taxpayer(tax, country)).map(Into::into);
        let mut sums = Sums::new();
        if let Some(found) = tax.as_ref().and_then(|tax| self.tax.get(&(company, tax.clone()))) {
            add(&mut sums, found);
        }
        // A document without a tax number, or for a contact without one, is of the contact that it names.
        for (of, found) in self.id.get(&(company, id.into())).into_iter().flatten() {
            if of.is_none() || tax.is_none() {
                add(&mut sums, found);
            }
        }
        if let Some(found) = self.name.get(&(company, fold(name).trim().into())) {
            add(&mut sums, found);
        }
        let sums = sums.into_iter().filter(|(_, sum)| !sum.amount.is_zero() || sum.overflow);
        sums.map(|(currency, Sum { amount, overflow })| Open { currency, amount, overflow }).collect()
    }
}

impl Index {
    /// Open amounts per partner, of what companies issued and is still expected.
    #[must_use]
    pub fn open_amounts(&self) -> OpenAmounts {
        let (columns, pools) = (&self.columns, &self.pools);
        let mut by_partner: HashMap<(u32, u32), Sums> = HashMap::new();
        for slot in 0..self.len() {
            let facts = columns.facts(slot);
            if !facts.any(Facts::OUTSTANDING)
                || facts.any(Facts::VANISHED)
                || facts.any(Facts::RECEIVED)
                || facts.any(Facts::CREDIT)
            {
                continue;
            }
            let class = pools.classes.get(columns.class(slot));
            let Some(currency) = class.and_then(|class| pools.currencies.get(class.currency)) else { continue };
            let sums = by_partner.entry((columns.company(slot), columns.partner(slot))).or_default();
            let sum = sums.entry(Currency::new(currency)).or_default();
            match columns.open(slot).decimal() {
                Some(amount) => sum.add(amount),
                None => sum.overflow = true,
            }
        }
        let mut open = OpenAmounts::default();
        for ((company, number), sums) in by_partner {
            let Some(partner) = pools.partners.get(number) else { continue };
            let company = CompanyId(company);
            let country = Country::unpacked(partner.country);
            let tax = pools.taxes.get(partner.tax).and_then(|tax| numbers::taxpayer(tax, country));
            let tax: Option<Box<str>> = tax.map(Into::into);
            let id = pools.partner_ids.get(partner.id).filter(|id| !id.is_empty());
            if let Some(tax) = &tax {
                add(open.tax.entry((company, tax.clone())).or_default(), &sums);
            }
            if let Some(id) = id {
                open.id.entry((company, id.into())).or_default().push((tax, sums));
            } else if tax.is_none() {
                let name = fold(pools.names.get(partner.name).unwrap_or(""));
                add(open.name.entry((company, name.trim().into())).or_default(), &sums);
            }
        }
        open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_that_no_decimal_can_hold_is_marked_and_stays_as_it_was() {
        let huf = || Currency::new("HUF");
        let of = |amount| Sums::from([(huf(), Sum { amount, overflow: false })]);
        let mut sums = of(Decimal::MAX);
        add(&mut sums, &of(Decimal::ONE));
        let open = OpenAmounts { name: HashMap::from([((CompanyId(1), "acme".into()), sums)]), ..OpenAmounts::default() };
        let told = open.of(CompanyId(1), "", None, None, "Acme");
        assert_eq!(&*told, [Open { currency: huf(), amount: Decimal::MAX, overflow: true }]);
        let one =
            OpenAmounts { name: HashMap::from([((CompanyId(1), "acme".into()), of(Decimal::ONE))]), ..OpenAmounts::default() };
        assert!(!one.of(CompanyId(1), "", None, None, "Acme")[0].overflow);
    }
}
