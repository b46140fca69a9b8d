//! Money that goes back: what was paid beyond documents is proposed for an entry of the other sign.
//!
//! For: the matcher. Uses: its indexes. Never: settling alone; a transfer to a partner may be anything.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::names::folded;
use super::words::Named;
use super::{Matcher, Money, Proposal, Seen};
use crate::domain::Currency;
use crate::domain::bank::{MatchPart, PartKind, Reason};

/// What was paid beyond the documents of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// Number of a document of the partner.
    pub number: Box<str>,
    /// Amount, as the account saw it when it was paid: positive where it came in.
    pub amount: Decimal,
    /// Currency of the account.
    pub currency: Currency,
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
        self.credits = credits.filter_map(|credit| Some((place(&credit.number)?, credit.amount, credit.currency))).collect();
        self
    }

    /// Proposals of money that goes back: the text names a document of the partner, the account or the name is the partner's, or the
    /// amount is the whole of it.
    pub(super) fn returned(&self, money: &Money<'_>, seen: &Seen<'_>, named: &HashMap<usize, Named>) -> Vec<Proposal> {
        let amount = money.detail.amount;
        let name = folded(&money.detail.name);
        let one = |(at, credit, currency): &(usize, Decimal, Currency)| {
            let claim = self.claims.get(*at).filter(|_| currency == money.currency)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::matching::Claim;
    use crate::domain::bank::EntryDetail;
    use crate::domain::{Direction, RemoteId};

    #[test]
    fn money_goes_back_in_the_currency_in_which_it_came() {
        let [euros, forints] = ["EUR", "HUF"].map(Currency::new);
        let claim = Claim {
            document: RemoteId::new("1"),
            number: "INV-2026-1".into(),
            open: Decimal::ZERO,
            gross: Decimal::ONE_HUNDRED,
            elsewhere: Decimal::ZERO,
            currency: euros.clone(),
            direction: Direction::Issued,
            issued: None,
            due: None,
            name: "Acme".into(),
            partner: "acme".into(),
        };
        // Forints that were beyond an invoice in euros.
        let credit = Credit { number: "INV-2026-1".into(), amount: Decimal::from(500), currency: forints.clone() };
        let matcher = Matcher::new(vec![claim], []).with_credits([credit]);
        let text: Box<str> = "INV-2026-1 vissza".into();
        let detail = EntryDetail { amount: Decimal::from(-500), text, ..EntryDetail::default() };
        let offered = |currency: &Currency| {
            let money = Money { detail: &detail, charges: None, day: None, currency, reversal: false };
            matcher.propose(&money).iter().filter(|one| one.parts.iter().any(|part| part.document.is_none())).count()
        };
        assert_eq!((offered(&forints), offered(&euros)), (1, 0));
    }
}
