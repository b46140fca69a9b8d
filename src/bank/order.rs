//! Statements and pages of an account in the order of time: a file may have them in another one.
//!
//! For: the check of balances, imports, reports of a file. Uses: domain. Never: an order that fits worse than the file's own.

use std::collections::BTreeMap;

use crate::domain::bank::BankStatement;

/// Places of the statements: those of one account follow each other, the first before the last.
#[must_use]
pub fn in_order(statements: &[BankStatement]) -> Vec<usize> {
    let mut accounts: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, one) in statements.iter().enumerate() {
        accounts.entry((&one.account, one.currency.as_str())).or_default().push(at);
    }
    accounts.into_values().flat_map(|places| ordered(statements, places)).collect()
}

/// Places of one account, which are given as the file has them, in order.
fn ordered(statements: &[BankStatement], places: Vec<usize>) -> Vec<usize> {
    let gaps = |places: &[usize]| {
        let pairs = places.windows(2).filter_map(|pair| statements.get(*pair.first()?).zip(statements.get(*pair.last()?)));
        pairs
            .filter(|(before, this)| before.closing.zip(this.opening).is_some_and(|(closing, opening)| closing != opening))
            .count()
    };
    let of_file = gaps(&places);
    if of_file == 0 {
        return places;
    }
    let mut sorted = places.clone();
    sorted.sort_by_key(|at| statements.get(*at).map(BankStatement::place));
    if gaps(&sorted) < of_file { sorted } else { places }
}
