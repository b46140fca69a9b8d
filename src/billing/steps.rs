//! Steps of billed time, applied to the time of a line where they are to be.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::price::Piece;
use super::work::Work;
use crate::domain::ledger::{Increment, RoundingLevel};

/// Billed seconds after steps. An entry is rounded as a whole, also where a rate changes within it or a part of it was billed before:
/// each piece has its share, so that the shares of an entry come to its rounded length. `whole` is what counts as the whole of a piece's
/// entry, as its first second and the one after the last.
pub(super) fn stepped(
    parts: &[(Work<'_>, Piece)],
    increment: Increment,
    level: RoundingLevel,
    whole: impl Fn(&Work<'_>, &Piece) -> (i64, i64),
) -> i64 {
    let mut sums: BTreeMap<Option<Date>, i64> = BTreeMap::new();
    let mut shares = 0;
    for (work, piece) in parts {
        let key = match level {
            RoundingLevel::Entry => {
                let (first, end) = whole(work, piece);
                let length = end - first;
                let rounded = increment.apply(length);
                let up_to = |second: i64| if length == 0 { 0 } else { rounded * (second - first) / length };
                shares += up_to(piece.until) - up_to(piece.from);
                continue;
            }
            RoundingLevel::Day => Some(piece.date),
            RoundingLevel::Line => None,
        };
        *sums.entry(key).or_default() += piece.until - piece.from;
    }
    shares + sums.into_values().map(|seconds| increment.apply(seconds)).sum::<i64>()
}
