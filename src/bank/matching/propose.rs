//! Proposals: candidates with scores, for a person to choose from.
//!
//! For: the matcher. Uses: its indexes. Never: settling.

use std::collections::BTreeSet;

use rust_decimal::{Decimal, RoundingStrategy};

use super::exchange::Exchanged;
use super::words::Named;
use super::{Claim, DOCUMENTS, Matcher, Money, Proposal, Seen, part};
use crate::domain::Currency;
use crate::domain::bank::{MatchPart, PartKind, Reason};

/// Most candidates by one amount.
const BY_AMOUNT: usize = 40;
/// Decimals of sums that are looked for.
const SCALE: u32 = 6;
/// Most proposals of one entry.
const PROPOSALS: usize = 5;

impl Matcher {
    /// Proposals for an entry, the best first.
    #[must_use]
    pub fn propose(&self, money: &Money<'_>) -> Vec<Proposal> {
        if money.reversal || money.detail.amount.is_zero() {
            return Vec::new();
        }
        if let Some(certain) = self.certain(money) {
            return vec![certain];
        }
        let (named, seen) = (self.named(money), self.seen(money));
        let amount = money.detail.amount.normalize();
        let mut candidates: BTreeSet<usize> = named.keys().copied().collect();
        let by_amount = self.amounts.get(&(money.currency.clone(), amount)).map(Vec::as_slice).unwrap_or_default();
        candidates.extend(by_amount.iter().filter(|at| self.is_open(**at)).take(BY_AMOUNT));
        if let Some(ordered) = &money.detail.ordered {
            let more = self.amounts.get(&(ordered.currency.clone(), ordered.amount.normalize()));
            candidates.extend(more.into_iter().flatten().filter(|at| self.is_open(**at)).take(BY_AMOUNT));
        }
        let mut found: Vec<Proposal> =
            candidates.iter().filter_map(|at| self.single(money, &seen, *at, named.get(at).copied())).collect();
        found.extend(self.several(money, &seen, &named.keys().copied().collect::<Vec<_>>(), Reason::Number));
        for partner in partners_near(&seen) {
            found.extend(self.sum_of(money, &seen, partner));
        }
        found.extend(self.returned(money, &seen, &named));
        found.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.claims.cmp(&b.claims)));
        let pays = |proposal: &Proposal| proposal.parts.iter().any(|part| part.document.is_some());
        found.dedup_by(|a, b| a.claims == b.claims && pays(a) == pays(b));
        found.truncate(PROPOSALS);
        found
    }

    fn is_open(&self, at: usize) -> bool {
        self.claims.get(at).is_some_and(|claim| !claim.open.is_zero())
    }

    /// One document.
    fn single(&self, money: &Money<'_>, seen: &Seen<'_>, at: usize, named: Option<Named>) -> Option<Proposal> {
        let claim = self.claims.get(at).filter(|claim| !claim.open.is_zero())?;
        let fit = self.fit(money, &[at]);
        let is_exact = fit.as_ref().is_some_and(|(kind, _)| *kind == Reason::Amount);
        let (mut score, mut reasons) = (0u8, Vec::new());
        match named {
            Some(Named::Whole) if self.ordered(money) == Some(at) => (score, reasons) = (60, vec![Reason::Reference]),
            Some(Named::Whole) => (score, reasons) = (50, vec![Reason::Number]),
            Some(Named::Broken) => (score, reasons) = (45, vec![Reason::BrokenNumber]),
            Some(Named::Spaced) if is_exact => (score, reasons) = (45, vec![Reason::BrokenNumber]),
            Some(Named::Spaced | Named::Part) => (score, reasons) = (20, vec![Reason::PartOfNumber]),
            None => {}
        }
        let (kind, parts) = match fit {
            Some(fit) => {
                score = score.saturating_add(25);
                fit
            }
            // An amount that differs says something only about a document that is named.
            None => named.filter(|named| *named > Named::Spaced).and_then(|_| difference(money, claim))?,
        };
        reasons.push(kind);
        let about = self.about(seen, &[at]);
        for reason in &about {
            score = score.saturating_add(match reason {
                Reason::Account => 15,
                Reason::Name => 10,
                _ => 5,
            });
        }
        reasons.extend(about);
        Some(Proposal { parts, reasons, score: score.min(99), certain: false, claims: vec![at] })
    }

    /// All of several documents.
    fn several(&self, money: &Money<'_>, seen: &Seen<'_>, claims: &[usize], why: Reason) -> Option<Proposal> {
        let mut claims: Vec<usize> = claims.iter().copied().filter(|at| self.is_open(*at)).collect();
        claims.sort_unstable();
        if !(2..=DOCUMENTS).contains(&claims.len()) {
            return None;
        }
        let (kind, parts) = self.fit(money, &claims)?;
        let mut reasons = vec![why, Reason::Sum];
        if kind != Reason::Amount {
            reasons.push(kind);
        }
        reasons.extend(self.about(seen, &claims));
        reasons.dedup();
        let score = if why == Reason::Number { 85 } else { 60 };
        Some(Proposal { parts, reasons, score, certain: false, claims })
    }

    /// The documents of a partner that add up to the amount, if there is one way only.
    fn sum_of(&self, money: &Money<'_>, seen: &Seen<'_>, partner: &str) -> Option<Proposal> {
        // More than that is not looked at: the first are enough to know.
        let open = self.partners.get(partner)?.iter().copied().filter(|at| self.is_open(*at));
        let all: Vec<usize> = open.take(DOCUMENTS + 1).collect();
        if !(2..=DOCUMENTS).contains(&all.len()) {
            return None;
        }
        let amounts: Vec<Decimal> = all
            .iter()
            .filter_map(|at| self.claims.get(*at))
            .map(|claim| if claim.currency == *money.currency { Some(claim.expected()) } else { None })
            .collect::<Option<_>>()?;
        let set = only_set(&amounts, money.detail.amount)?;
        let claims: Vec<usize> = all.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, claim)| *claim).collect();
        self.several(money, seen, &claims, Reason::Sum)
    }

    /// The partner of the documents of a proposal, if it is one.
    #[must_use]
    pub fn partner(&self, proposal: &Proposal) -> Option<&str> {
        let mut partners = proposal.claims.iter().filter_map(|at| self.claims.get(*at)).map(|claim| &*claim.partner);
        let first = partners.next()?;
        partners.all(|partner| partner == first).then_some(first)
    }

    /// What is open of a document now, as its own amount; `None` if it is unknown here.
    #[must_use]
    pub fn documents(&self, proposal: &Proposal) -> Vec<&Claim> {
        proposal.claims.iter().filter_map(|at| self.claims.get(*at)).collect()
    }
}

/// Partners that the account or the name points at.
fn partners_near<'m>(seen: &Seen<'m>) -> Vec<&'m str> {
    let mut partners: Vec<&str> = seen.partners.into_iter().flatten().map(|partner| &**partner).collect();
    if let Some(partner) = seen.partner
        && !partners.contains(&partner)
    {
        partners.push(partner);
    }
    partners.truncate(3);
    partners
}

/// The set of two amounts or more that is a sum, as bits; `None` if there is none, or several.
fn only_set(amounts: &[Decimal], wanted: Decimal) -> Option<u32> {
    let whole = |mut amount: Decimal| {
        amount.rescale(SCALE);
        (amount.scale() == SCALE).then(|| amount.mantissa())
    };
    let wanted = whole(wanted)?;
    let amounts: Vec<i128> = amounts.iter().map(|amount| whole(*amount)).collect::<Option<_>>()?;
    // The sum of a set is that of the set without its last amount, and that amount.
    let mut sums: Vec<i128> = Vec::with_capacity(1 << amounts.len());
    sums.push(0);
    let mut only = None;
    for amount in &amounts {
        let before = sums.len();
        for at in 0..before {
            let sum = sums.get(at)?.checked_add(*amount)?;
            let set = u32::try_from(sums.len()).ok()?;
            if sum == wanted && set.count_ones() > 1 && only.replace(set).is_some() {
                return None;
            }
            sums.push(sum);
        }
    }
    only
}

/// The difference between an entry and a document that it names, as a part with a name.
fn difference(money: &Money<'_>, claim: &Claim) -> Option<(Reason, Vec<MatchPart>)> {
    let exchanged = Exchanged::of(money, &claim.currency, None)?;
    let paid = claim.own(exchanged.amount);
    if paid.is_sign_negative() != claim.open.is_sign_negative() {
        return None;
    }
    let missing = claim.open.checked_sub(paid)?;
    if missing.is_sign_negative() == claim.open.is_sign_negative() {
        let mut parts = vec![part(claim, PartKind::Principal, paid)];
        parts.extend(named_part(claim, missing).map(|kind| part(claim, kind, missing)));
        return Some((Reason::Less, parts));
    }
    let amount = exchanged.back(claim.own(-missing))?.normalize();
    let over = MatchPart { document: None, number: "".into(), kind: PartKind::Over, amount };
    Some((Reason::More, vec![part(claim, PartKind::Principal, claim.open), over]))
}

/// What a missing amount may be: rounding of cash, a usual discount, or a bank's fee; `None` if it stays open.
fn named_part(claim: &Claim, missing: Decimal) -> Option<PartKind> {
    let missing = missing.abs();
    let huf = claim.currency == Currency::new("HUF");
    if huf && missing <= Decimal::from(2) {
        return Some(PartKind::Rounding);
    }
    let is_share = |percent: i64| {
        let share = claim.gross.abs().saturating_mul(Decimal::new(percent, 2));
        let digits = claim.currency.decimals();
        share.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero) == missing
    };
    if [2, 3, 5].into_iter().any(is_share) {
        return Some(PartKind::Discount);
    }
    let most = if huf { Decimal::from(10_000) } else { Decimal::from(30) };
    let small = missing <= most && missing.saturating_mul(Decimal::from(20)) <= claim.open.abs();
    small.then_some(PartKind::Fee)
}
