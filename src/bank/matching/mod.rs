//! What an entry pays: proposals with reasons, and what is certain.
//!
//! For: the service. Uses: domain. Never: the store, a clock; nothing is decided that a person could not follow.
//!
//! Certain is only this: the text or a reference names documents ([`words`]), all that it names are open, in one currency, and together
//! exactly what the entry is, or what it is with the bank's charges; no other document has the same number, or a longer one and an
//! amount that fits; the account is not known as another partner's, and the name is not that of another debtor of the same amount; the money
//! was not perhaps recorded already. All else is a proposal. Everything is found by indexes, so that the work grows with the entries.

mod chance;
mod chosen;
mod credit;
mod exchange;
mod names;
mod propose;
mod reversal;
mod words;

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use self::words::{Named, Numbers};
use super::account::{canonical, creditor_reference};
use crate::domain::bank::{EntryDetail, MatchPart, PartKind, Reason};
use crate::domain::{Currency, Direction, RemoteId};

pub use chosen::Misfit;
pub use credit::Credit;
pub use exchange::{NoRate, Rate, paid_at};
pub use names::folded;
pub use reversal::reversals;

/// Most documents of one entry.
const DOCUMENTS: usize = 12;

/// A document that waits for money, or that waited: one that is paid has nothing open, and its number is still its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The document.
    pub document: RemoteId,
    /// Its number.
    pub number: Box<str>,
    /// What is open, with the document's sign; zero if nothing is.
    pub open: Decimal,
    /// Gross total.
    pub gross: Decimal,
    /// What was paid of it otherwise than by bank entries, as by hand or at its service: an entry may be that money once more.
    pub elsewhere: Decimal,
    /// Currency.
    pub currency: Currency,
    /// Issued or received.
    pub direction: Direction,
    /// Day of issue.
    pub issued: Option<Date>,
    /// Due day.
    pub due: Option<Date>,
    /// Name of the partner.
    pub name: Box<str>,
    /// What the partner is known by: digits of the tax number, or the folded name.
    pub partner: Box<str>,
}

impl Claim {
    /// The money that is expected, as the account would show it.
    fn expected(&self) -> Decimal {
        if self.direction == Direction::Received { -self.open } else { self.open }
    }

    /// What the account shows where it is paid whole, and where the rest of it is paid.
    fn totals(&self) -> [Option<Decimal>; 2] {
        let whole = if self.direction == Direction::Received { -self.gross } else { self.gross };
        let rest = self.expected();
        [Some(whole.normalize()), Some(rest.normalize()).filter(|rest| !rest.is_zero() && *rest != whole)]
    }

    /// Money of the account as an amount of the document.
    fn own(&self, money: Decimal) -> Decimal {
        if self.direction == Direction::Received { -money } else { money }
    }
}

/// An entry, or a part of a batch.
#[derive(Debug, Clone, Copy)]
pub struct Money<'e> {
    /// The other side, text, amount.
    pub detail: &'e EntryDetail,
    /// Charges of the bank.
    pub charges: Option<Decimal>,
    /// Day.
    pub day: Option<Date>,
    /// Currency of the account.
    pub currency: &'e Currency,
    /// Whether it takes an earlier entry back: then it pays nothing.
    pub reversal: bool,
}

/// Documents for an entry, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What would be paid.
    pub parts: Vec<MatchPart>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// 0 to 100.
    pub score: u8,
    /// Whether no person is needed.
    pub certain: bool,
    claims: Vec<usize>,
}

/// What is compared of an entry with every candidate.
#[derive(Debug, Clone, Copy)]
struct Seen<'m> {
    /// Partners that its account is known of.
    partners: Option<&'m BTreeSet<Box<str>>>,
    /// The partner of its name.
    partner: Option<&'m str>,
    /// Number of its folded name.
    name: Option<u32>,
    day: Option<Date>,
}

/// Open documents of a company, ready to be looked for.
#[derive(Debug, Default)]
pub struct Matcher {
    claims: Vec<Claim>,
    numbers: Numbers,
    /// Open documents by what is expected, in order.
    amounts: HashMap<(Currency, Decimal), Vec<usize>>,
    /// All documents, paid ones included, by their total and by what was open of them first; each list by letters and digits of the
    /// number.
    totals: HashMap<(Currency, Decimal), Vec<usize>>,
    /// Open documents by partner, in order.
    partners: HashMap<Box<str>, Vec<usize>>,
    /// Partners by folded name.
    names: HashMap<String, Box<str>>,
    /// Numbers of folded names.
    name_ids: HashMap<String, u32>,
    /// The number of the folded name of each document.
    claim_names: Vec<u32>,
    /// Open documents by the number of their folded name.
    named: HashMap<u32, Vec<usize>>,
    /// Numbers of what is no claim, such as pro formas and orders.
    others: HashSet<String>,
    learned: HashMap<String, BTreeSet<Box<str>>>,
    /// Documents by the reference of the transfer that pays them; none where several have the same one.
    ordered: HashMap<Box<str>, Option<usize>>,
    /// Documents of partners that paid more, and how much.
    credits: Vec<(usize, Decimal, Currency)>,
}

impl Matcher {
    /// A matcher over the documents of a company, paid ones included; `learned` are accounts with the partners that they are of.
    #[must_use]
    pub fn new(claims: Vec<Claim>, learned: impl IntoIterator<Item = (Box<str>, Box<str>)>) -> Self {
        let mut matcher = Self::default();
        for (account, partner) in learned {
            matcher.learned.entry(account.into()).or_default().insert(partner);
        }
        for (at, claim) in claims.iter().enumerate() {
            matcher.numbers.add(&claim.number, u32::try_from(at).unwrap_or(u32::MAX));
            for total in claim.totals().into_iter().flatten() {
                matcher.totals.entry((claim.currency.clone(), total)).or_default().push(at);
            }
            let name = if claim.open.is_zero() { String::new() } else { folded(&claim.name) };
            let ids = u32::try_from(matcher.name_ids.len()).unwrap_or(u32::MAX);
            let id = match matcher.name_ids.get(&name) {
                Some(id) => *id,
                None => *matcher.name_ids.entry(name.clone()).or_insert(ids),
            };
            matcher.claim_names.push(id);
            if claim.open.is_zero() {
                continue;
            }
            matcher.amounts.entry((claim.currency.clone(), claim.expected().normalize())).or_default().push(at);
            matcher.partners.entry(claim.partner.clone()).or_default().push(at);
            if !name.is_empty() {
                matcher.named.entry(id).or_default().push(at);
                matcher.names.entry(name).or_insert_with(|| claim.partner.clone());
            }
        }
        for list in matcher.totals.values_mut().filter(|list| list.len() > 1) {
            list.sort_by_cached_key(|at| claims.get(*at).map(|claim| words::normal(&claim.number)));
        }
        matcher.claims = claims;
        matcher
    }

    /// The same that knows the references of transfers which were ordered, each with the document that it pays: the statement tells the
    /// reference back, and no text names the document as surely.
    #[must_use]
    pub fn with_transfers(mut self, transfers: impl IntoIterator<Item = (Box<str>, RemoteId)>) -> Self {
        let places: HashMap<&RemoteId, usize> = self.claims.iter().enumerate().map(|(at, claim)| (&claim.document, at)).collect();
        let mut ordered: HashMap<Box<str>, Option<usize>> = HashMap::new();
        for (reference, document) in transfers {
            let place = places.get(&document).copied();
            ordered.entry(reference).and_modify(|known| *known = known.filter(|at| Some(*at) == place)).or_insert(place);
        }
        self.ordered = ordered;
        self
    }

    /// The same that knows numbers of what is no claim: a text that names such a number may mean it.
    #[must_use]
    pub fn with_others(mut self, numbers: impl IntoIterator<Item = Box<str>>) -> Self {
        self.others = numbers.into_iter().map(|number| words::normal(&number)).collect();
        self
    }

    /// The document that money was ordered for.
    fn ordered(&self, money: &Money<'_>) -> Option<usize> {
        let at = self.ordered.get(&money.detail.end_to_end).copied().flatten()?;
        // Money that comes back has the reference of the money that went.
        let expected = self.claims.get(at)?.expected();
        (expected.is_sign_negative() == money.detail.amount.is_sign_negative()).then_some(at)
    }

    /// What is certain about an entry.
    #[must_use]
    pub fn certain(&self, money: &Money<'_>) -> Option<Proposal> {
        if money.reversal || money.detail.amount.is_zero() {
            return None;
        }
        let (ordered, found) = (self.ordered(money), self.named(money));
        if found.is_empty() || found.len() > DOCUMENTS || found.values().any(|named| *named == Named::Part) {
            return None;
        }
        let mut claims: Vec<usize> = found.keys().copied().collect();
        claims.sort_unstable();
        let open = |at: &usize| {
            self.claims.get(*at).filter(|claim| {
                // Money does not come before the invoice.
                !claim.open.is_zero() && money.day.zip(claim.issued).is_none_or(|(day, issued)| issued <= day)
            })
        };
        let all: Vec<&Claim> = claims.iter().map_while(open).collect();
        if all.len() != claims.len()
            || claims.iter().any(|at| ordered.is_none() && self.may_be_another(*at, &claims, money))
            || all.iter().any(|claim| is_perhaps_recorded(claim))
            || self.is_of_another(money, &all)
            || (ordered.is_none() && self.is_by_another(money, &claims))
        {
            return None;
        }
        let (kind, parts) = self.fit(money, &claims)?;
        // What stands with blanks is a number only if the amount is its own.
        if kind != Reason::Amount && found.values().any(|named| *named == Named::Spaced) {
            return None;
        }
        let broken = found.values().any(|named| *named < Named::Whole);
        let named = match (ordered, broken) {
            (Some(_), _) => Reason::Reference,
            (None, true) => Reason::BrokenNumber,
            (None, false) => Reason::Number,
        };
        let mut reasons = vec![named, kind];
        if claims.len() > 1 {
            reasons.push(Reason::Sum);
        }
        reasons.extend(self.about(&self.seen(money), &claims));
        Some(Proposal { parts, reasons, score: 100, certain: true, claims })
    }

    /// Notes that a proposal was accepted: what it pays is no longer open.
    pub fn take(&mut self, proposal: &Proposal) {
        let leave = |list: Option<&mut Vec<usize>>, at: usize| {
            if let Some(list) = list
                && let Ok(place) = list.binary_search(&at)
            {
                list.remove(place);
            }
        };
        for at in &proposal.claims {
            let Some(claim) = self.claims.get_mut(*at) else { continue };
            let key = |claim: &Claim| (claim.currency.clone(), claim.expected().normalize());
            leave(self.amounts.get_mut(&key(claim)), *at);
            let paid = proposal.parts.iter().filter(|part| part.document.as_ref() == Some(&claim.document));
            claim.open = paid.fold(claim.open, |open, part| open.saturating_sub(part.amount));
            if claim.open.is_zero() {
                leave(self.partners.get_mut(&claim.partner), *at);
                continue;
            }
            let list = self.amounts.entry(key(claim)).or_default();
            if let Err(place) = list.binary_search(at) {
                list.insert(place, *at);
            }
        }
    }

    /// Documents that the text or the references name; the surest way of each.
    fn named(&self, money: &Money<'_>) -> HashMap<usize, Named> {
        let mut found: HashMap<usize, Named> = HashMap::new();
        if let Some(at) = self.ordered(money) {
            // Others may have the number that the text names.
            return HashMap::from([(at, Named::Whole)]);
        }
        let detail = money.detail;
        let structured = creditor_reference(&detail.structured);
        let referred = structured.as_deref().map(|rest| self.numbers.same(rest)).unwrap_or_default();
        let hits = [&detail.text, &detail.end_to_end, &detail.structured].into_iter().flat_map(|text| self.numbers.find(text));
        let hits = hits.map(|hit| (hit.number, hit.named)).chain(referred.iter().map(|number| (*number, Named::Whole)));
        for (number, named) in hits {
            let at = usize::try_from(number).unwrap_or(usize::MAX);
            let kept = found.entry(at).or_insert(named);
            *kept = (*kept).max(named);
        }
        // A part of a number that another field names wholly, or that belongs to what is paid, says nothing.
        if found.values().any(|named| *named > Named::Part) {
            let whole: Vec<String> = found
                .iter()
                .filter(|(_, named)| **named > Named::Part)
                .filter_map(|(at, _)| self.claims.get(*at))
                .map(|claim| words::normal(&claim.number))
                .collect();
            found.retain(|at, named| {
                let of = |claim: &Claim| whole.iter().any(|whole| whole.contains(&words::normal(&claim.number)));
                *named > Named::Part || !self.claims.get(*at).is_some_and(of)
            });
        }
        found
    }

    /// Whether what names a document may name something else.
    fn may_be_another(&self, at: usize, claims: &[usize], money: &Money<'_>) -> bool {
        self.is_doubled(at) || self.is_beginning(at, claims, money) || self.is_amount(at, money)
    }

    /// Whether another document has the same number, or something that is no claim.
    fn is_doubled(&self, at: usize) -> bool {
        let is =
            |claim: &Claim| self.numbers.same(&claim.number).len() > 1 || self.others.contains(&words::normal(&claim.number));
        self.claims.get(at).is_none_or(is)
    }

    /// Whether the number has the digits of the amount, which texts tell too.
    fn is_amount(&self, at: usize, money: &Money<'_>) -> bool {
        let whole = money.detail.amount.abs().trunc();
        let digits = |amount: Decimal| amount.trunc().normalize().to_string();
        let is = |claim: &Claim| {
            let number = words::normal(&claim.number);
            number == digits(whole)
                || money.detail.amount.abs().checked_mul(Decimal::ONE_HUNDRED).is_some_and(|cents| number == digits(cents))
        };
        self.claims.get(at).is_none_or(is)
    }

    /// Whether the name is another client's than the documents', with a document of just this amount: the payer may have named a
    /// wrong number.
    fn is_by_another(&self, money: &Money<'_>, claims: &[usize]) -> bool {
        let Some(name) = self.seen(money).name else { return false };
        if claims.iter().any(|at| self.claim_names.get(*at) == Some(&name)) {
            return false;
        }
        let amount = money.detail.amount;
        let with_charges = money.charges.and_then(|charges| amount.checked_add(charges));
        let own = [Some(amount), with_charges].into_iter().flatten().map(|amount| (money.currency, amount));
        let ordered = money.detail.ordered.as_ref().map(|ordered| (&ordered.currency, ordered.amount));
        own.chain(ordered).any(|(currency, amount)| {
            let waits = |at: &usize| {
                let fits = |claim: &Claim| claim.currency == *currency && claim.totals().contains(&Some(amount.normalize()));
                self.claim_names.get(*at) == Some(&name) && self.claims.get(*at).is_some_and(fits)
            };
            // One that an entry before paid is meant too: money comes twice.
            let by_amount = self.totals.get(&(currency.clone(), amount.normalize())).map(Vec::as_slice).unwrap_or_default();
            let by_name = self.named.get(&name).map(Vec::as_slice).unwrap_or_default();
            // The shorter list: there may be many of one name, or of one amount.
            if by_amount.len() < by_name.len() { by_amount.iter().any(waits) } else { by_name.iter().any(waits) }
        })
    }

    /// Whether another document of the same amount, or of one that differs by the bank's charges, has a number that begins with this
    /// one's: a text that was cut names it so too. It may be paid already: money comes twice.
    fn is_beginning(&self, at: usize, claims: &[usize], money: &Money<'_>) -> bool {
        let Some(claim) = self.claims.get(at) else { return false };
        let number = words::normal(&claim.number);
        let of = |at: &usize| self.claims.get(*at).map(|claim| words::normal(&claim.number)).unwrap_or_default();
        let expected = claim.expected();
        let charges = money.charges.unwrap_or_default();
        let amounts = [Some(expected), expected.checked_add(charges), expected.checked_sub(charges)];
        let lists =
            amounts.into_iter().flatten().filter_map(|amount| self.totals.get(&(claim.currency.clone(), amount.normalize())));
        lists.into_iter().any(|list| {
            // The longer numbers stand right after this one.
            let from = list.partition_point(|other| of(other) <= number);
            let longer = list.get(from..).unwrap_or_default().iter().take_while(|other| of(other).starts_with(&number));
            longer.into_iter().any(|other| !claims.contains(other))
        })
    }

    /// Whether the account is known as a partner's that the documents are not of.
    fn is_of_another(&self, money: &Money<'_>, claims: &[&Claim]) -> bool {
        let known = self.partners_of(money);
        known.is_some_and(|known| claims.iter().any(|claim| !known.contains(&claim.partner)))
    }

    fn partners_of(&self, money: &Money<'_>) -> Option<&BTreeSet<Box<str>>> {
        if money.detail.account.is_empty() {
            return None;
        }
        self.learned.get(&canonical(&money.detail.account))
    }

    /// Whether documents are together exactly what an entry is; then why, and the parts.
    fn fit(&self, money: &Money<'_>, claims: &[usize]) -> Option<(Reason, Vec<MatchPart>)> {
        let all: Vec<&Claim> = claims.iter().filter_map(|at| self.claims.get(*at)).collect();
        let currency = &all.first()?.currency;
        if all.iter().any(|claim| claim.currency != *currency) {
            return None;
        }
        let sum = all.iter().try_fold(Decimal::ZERO, |sum, claim| sum.checked_add(claim.expected()))?;
        let principal = |claim: &&Claim| part(claim, PartKind::Principal, claim.open);
        let amount = money.detail.amount;
        if currency == money.currency {
            if sum == amount {
                return Some((Reason::Amount, all.iter().map(principal).collect()));
            }
            let charges = money.charges?;
            if amount.checked_add(charges)? == sum {
                let mut parts: Vec<MatchPart> = all.iter().map(principal).collect();
                let first = all.first()?;
                if amount.is_sign_negative() {
                    // We paid the charges beside the document.
                    parts.push(MatchPart { document: None, number: "".into(), kind: PartKind::Fee, amount: -charges });
                } else if let Some(kept) = parts.first_mut() {
                    // The bank kept them from what the document gets.
                    let own = first.own(charges);
                    if kept.amount.abs() <= own.abs() {
                        return None;
                    }
                    kept.amount = kept.amount.saturating_sub(own);
                    parts.push(part(first, PartKind::Fee, own));
                }
                return Some((Reason::AmountAndCharges, parts));
            }
            return None;
        }
        let ordered = money.detail.ordered.as_ref()?;
        let fits = ordered.currency == *currency && ordered.amount == sum;
        fits.then(|| (Reason::OrderedAmount, all.iter().map(principal).collect()))
    }

    /// What is compared with every candidate of an entry.
    fn seen(&self, money: &Money<'_>) -> Seen<'_> {
        let name = folded(&money.detail.name);
        let id = self.name_ids.get(&name).copied().filter(|_| !name.is_empty());
        Seen {
            partners: self.partners_of(money),
            partner: self.names.get(&name).map(|partner| &**partner),
            name: id,
            day: money.day,
        }
    }

    /// Reasons beside number and amount.
    fn about(&self, seen: &Seen<'_>, claims: &[usize]) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let all = |is: &dyn Fn(&Claim) -> bool| claims.iter().all(|at| self.claims.get(*at).is_some_and(is));
        if seen.partners.is_some_and(|known| all(&|claim| known.contains(&claim.partner))) {
            reasons.push(Reason::Account);
        }
        if seen.name.is_some() && claims.iter().all(|at| self.claim_names.get(*at).copied() == seen.name) {
            reasons.push(Reason::Name);
        }
        if all(&|claim| seen.day.zip(claim.due).is_some_and(|(day, due)| (day - due).get_days().abs() <= 10)) {
            reasons.push(Reason::Day);
        }
        reasons
    }
}

/// Whether money of what is open may be what was recorded of the document already, as where half of it was paid.
fn is_perhaps_recorded(claim: &Claim) -> bool {
    !claim.elsewhere.is_zero() && claim.open.abs() <= claim.elsewhere.abs()
}

fn part(claim: &Claim, kind: PartKind, amount: Decimal) -> MatchPart {
    MatchPart { document: Some(claim.document.clone()), number: claim.number.clone(), kind, amount: amount.normalize() }
}
