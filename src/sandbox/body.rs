//! Fields in the bodies of writes.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::Value;

/// A text of an object; empty if it is missing.
pub(super) fn text<'a>(object: &'a Value, pointer: &str) -> &'a str {
    object.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// A number of an object, with the digits that it is written with.
pub(super) fn amount(object: &Value, pointer: &str) -> Option<Decimal> {
    match object.pointer(pointer)? {
        Value::Number(number) => number.to_string().parse().ok(),
        _ => None,
    }
}

/// A day of an object.
pub(super) fn day(object: &Value, pointer: &str) -> Option<Date> {
    text(object, pointer).parse().ok()
}
