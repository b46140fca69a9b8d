//! What rendering an order has in common at every service: checks of what the service can hold, and lines that come out exactly.
//!
//! For: the writers below. Uses: domain. Never: HTTP, or anything that depends on more than the order.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use super::wire::number::{Exact, bytes};
use super::{Unwritable, WriteRules};
use crate::domain::Currency;
use crate::domain::push::OrderLine;

/// A quantity and a unit price that multiply to the net amount of their line.
pub(super) struct Priced {
    pub(super) quantity: Decimal,
    pub(super) price: Decimal,
    /// What the line says of quantity and price where the service could not compute the amount from them.
    pub(super) told: Option<String>,
}

/// An amount, if the service holds it exactly.
pub(super) fn amount(field: &'static str, value: Decimal, most: u32) -> Result<Exact, Unwritable> {
    let value = value.normalize();
    if value.scale() > most {
        return Err(Unwritable::Decimals { field, value: value.to_string(), most });
    }
    Ok(Exact(value))
}

/// Refuses a currency with more decimals than the service holds, such as KWD.
pub(super) fn currency(currency: &Currency, rules: &WriteRules) -> Result<(), Unwritable> {
    if currency.decimals() > rules.amount_decimals {
        let value = currency.as_str().to_owned();
        return Err(Unwritable::Decimals { field: "currency", value, most: rules.amount_decimals });
    }
    Ok(())
}

/// A text, if it is not too long.
pub(super) fn text(field: &'static str, value: &str, most: usize) -> Result<String, Unwritable> {
    let value = value.trim();
    if value.chars().count() > most {
        return Err(Unwritable::TooLong { field, most });
    }
    Ok(value.to_owned())
}

/// A text that only people read, cut where the service takes no more.
pub(super) fn cut(value: &str, most: usize) -> String {
    value.trim().chars().take(most).collect::<String>().trim_end().to_owned()
}

/// A text on one line, with single blanks.
pub(super) fn one_line(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name on one line.
pub(super) fn name(value: &str, most: usize) -> Result<String, Unwritable> {
    let value = one_line(value);
    if value.is_empty() {
        return Err(Unwritable::Missing { field: "name" });
    }
    text("name", &value, most)
}

/// What a line says: its name, its comment, and its quantity where that is not told by number.
pub(super) fn description(line: &OrderLine, told: Option<&str>, most: usize) -> Result<String, Unwritable> {
    let parts = [Some(line.name.as_str()), told, line.comment.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty()).collect();
    text("lines.name", &parts.join("\n"), most)
}

/// Quantity and price of a line as the service multiplies and rounds them, half away from zero. Where that does not give the net
/// amount of the line, or a number has too many decimals, one unit has the whole amount and the text tells the rest.
pub(super) fn priced(line: &OrderLine, decimals: u32, rules: &WriteRules) -> Priced {
    let (quantity, price) = (line.quantity.normalize(), line.price.normalize());
    let fits = quantity.scale() <= rules.quantity_decimals && price.scale() <= rules.price_decimals;
    let computed =
        quantity.checked_mul(price).map(|whole| whole.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero));
    if fits && computed == Some(line.net) {
        return Priced { quantity, price, told: None };
    }
    let unit = if line.unit.trim().is_empty() { String::new() } else { format!(" {}", line.unit.trim()) };
    Priced { quantity: Decimal::ONE, price: line.net.normalize(), told: Some(format!("{quantity}{unit} × {price}")) }
}

/// The bytes of a body.
pub(super) fn body(value: &impl Serialize) -> Result<Vec<u8>, Unwritable> {
    bytes(value).map_err(|value| Unwritable::Value { field: "body", value })
}

/// Cuts a detail of a refusal to what is kept, on one line and safe to show.
pub(super) fn words(said: &str) -> String {
    const MOST: usize = 500;
    crate::domain::text::clean(said).trim().chars().take(MOST).collect()
}
