//! What is sent as JSON: decimals as numbers with every digit, through no float, and the bytes of bodies.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// A decimal that is written as a JSON number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Exact(pub(in super::super) Decimal);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The text of a decimal without zeros at its end is a JSON number.
        let text = self.0.normalize().to_string();
        RawValue::from_string(text).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

/// The bytes of a body.
pub(in super::super) fn bytes(value: &impl Serialize) -> Result<Vec<u8>, String> {
    serde_json::to_vec(value).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_digit_is_lost() {
        for (text, json) in [
            ("250.50", "250.5"),
            ("0.00", "0"),
            ("-0.1", "-0.1"),
            ("12345678901234567.89", "12345678901234567.89"),
            ("1000", "1000"),
        ] {
            assert_eq!(serde_json::to_string(&Exact(text.parse().unwrap())).unwrap(), json);
        }
    }
}
