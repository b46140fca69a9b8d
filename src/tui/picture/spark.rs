//! A sparkline: a row of figures in as many columns, on its own scale.

use rust_decimal::Decimal;

use super::{share, steps};

/// Blocks from one eighth to eight.
pub(super) const EIGHTHS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// The sparkline of figures: the largest one reaches the top, zero is a blank dot, what reduces a hollow one.
pub(crate) fn spark(values: impl Iterator<Item = Decimal> + Clone) -> String {
    let largest = values.clone().map(|value| value.max(Decimal::ZERO)).max().unwrap_or_default();
    let sign = |value: Decimal| match steps(share(value, largest), 8) {
        _ if value.is_zero() => "·",
        _ if value.is_sign_negative() => "○",
        step => EIGHTHS.get(usize::from(step.saturating_sub(1))).copied().unwrap_or("·"),
    };
    values.map(sign).collect()
}
