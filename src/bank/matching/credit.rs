//! Money that goes back: what was paid beyond documents is proposed for an entry of the other sign.
//!
//! For: the matcher. Uses: its indexes. Never: settling alone; a transfer to a partner may be anything.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::names::folded;
use super::words::Named;
use super::{Matcher, Money, Proposal, Seen};
use crate::domain::bank::{MatchPart, PartKind, Reason};

/// What was paid beyond the documents of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// Number of a document of the partner, in its currency.
    pub number: Box<str>,
    /// Amount, as the account saw it when it was paid: positive where it came in.
    pub amount: Decimal,
}

impl Matcher {
    /// The same that knows what may go back.
    #[must_use]
    pub fn with_credits(mut self, credits: impl IntoIterator<Item = Credit>) -> Self {
        let place = |number: &str| {
            let same = self.numbers.same(number).iter().filter_map(|at| usize::try_from(*at).ok());
            let mut same = same.filter(|at| self.claims.get(*at).is_some_and(|claim| *claim.number == *number));
            // Of two documents with one number none is meant for certain.
            same.next().filter(|_| same.next().is_none())
        };
        let credits = credits.into_iter().filter(|credit| !credit.amount.is_zero());
        self.credits = credits.filter_map(|credit| Some((place(&credit.number)?, credit.amount))).collect();
        self
    }

    /// Proposals of money that goes back: the text names a document of the partner, the account or the name is the partner's, or the
    /// amount is the whole of it.
    pub(super) fn returned(&self, money: &Money<'_>, seen: &Seen<'_>, named: &HashMap<usize, Named>) -> Vec<Proposal> {
        let amount = money.detail.amount;
        let name = folded(&money.detail.name);
        let one = |(at, credit): &(usize, Decimal)| {
            let claim = self.claims.get(*at).filter(|claim| claim.currency == *money.currency)?;
            if credit.is_sign_negative() == amount.is_sign_negative() || amount.abs() > credit.abs() {
                return None;
            }
            let is_whole = amount.abs() == credit.abs();
            let is_named = named.iter().any(|(at, named)| {
                *named > Named::Spaced && self.claims.get(*at).is_some_and(|named| named.partner == claim.partner)
            });
            let is_account = seen.partners.is_some_and(|known| known.contains(&claim.partner));
            let is_name = !name.is_empty() && folded(&claim.name) == name;
            if !(is_whole || is_named || is_account || is_name) {
                return None;
            }
            let (mut score, mut reasons) = (0u8, Vec::new());
            for (is, points, reason) in [
                (is_named, 45, Reason::Number),
                (is_whole, 25, Reason::Amount),
                (!is_whole, 0, Reason::Less),
                (is_account, 15, Reason::Account),
                (is_name, 10, Reason::Name),
            ] {
                if is {
                    score = score.saturating_add(points);
                    reasons.push(reason);
                }
            }
            let part =
                MatchPart { document: None, number: claim.number.clone(), kind: PartKind::Over, amount: amount.normalize() };
            Some(Proposal { parts: vec![part], reasons, score, certain: false, claims: vec![*at] })
        };
        self.credits.iter().filter_map(one).collect()
    }
}
