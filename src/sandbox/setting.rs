//! Settings of a pretend service: what a company may have chosen, and what is not confirmed of the service.
//!
//! For: `faktura sandbox --set`. Uses: nothing. Never: what a setting means; each service reads its own.

use std::str::FromStr;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::SandboxError;

/// A setting, as `custom-numbers=on`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    name: String,
    value: String,
}

impl FromStr for Setting {
    type Err = SandboxError;

    fn from_str(given: &str) -> Result<Self, SandboxError> {
        let parts = given.split_once('=').map(|(name, value)| (name.trim(), value.trim()));
        match parts {
            Some((name, value)) if !name.is_empty() && !value.is_empty() => {
                Ok(Self { name: name.to_owned(), value: value.to_owned() })
            }
            _ => Err(SandboxError::Setting { given: given.to_owned(), possible: "" }),
        }
    }
}

impl Setting {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its value.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// On or off.
    #[must_use]
    pub fn flag(&self) -> Option<bool> {
        match self.value.as_str() {
            "on" => Some(true),
            "off" => Some(false),
            _ => None,
        }
    }

    /// A day.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.value.parse().ok()
    }

    /// A whole number.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        self.value.parse().ok()
    }

    /// The error of a setting that a service does not have, or with a value that it cannot have.
    #[must_use]
    pub fn unknown(&self, possible: &'static str) -> SandboxError {
        SandboxError::Setting { given: format!("{}={}", self.name, self.value), possible }
    }
}

/// Percentages, as `20,5`.
pub(super) fn percents(text: &str) -> Option<Vec<Decimal>> {
    text.split(',').map(|one| one.trim().parse::<Decimal>().ok().filter(|one| !one.is_sign_negative())).collect()
}
