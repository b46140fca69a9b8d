//! What was written to an account, and what is not confirmed of how the service takes it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::json;

use super::model::{Num, Partner};
use super::{SandboxError, Setting};

/// What is not confirmed of writes: each field is one of two answers. The default is the likelier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that may be either way")]
pub struct Writing {
    /// A second document with the same `vendor_id` is refused.
    pub unique_vendor: bool,
    /// The look-up by `vendor_id` gives the newest of several documents, and not the oldest.
    pub newest_vendor: bool,
    /// A list of payments adds to the payments of the document, and does not replace them.
    pub payments_add: bool,
    /// What is cancelled keeps its state of payment, and does not become `none`.
    pub cancelled_keeps_state: bool,
}

/// What `--set` may say.
const SETTINGS: &str = "unique-vendor=on|off, newest-vendor=on|off, payments-add=on|off, cancelled-keeps-state=on|off";

impl Writing {
    /// Changes one of them.
    ///
    /// # Errors
    /// There is none of this name, or it cannot have this value.
    pub fn set(&mut self, setting: &Setting) -> Result<(), SandboxError> {
        let flag = setting.flag().ok_or_else(|| setting.unknown(SETTINGS))?;
        match setting.name() {
            "unique-vendor" => self.unique_vendor = flag,
            "newest-vendor" => self.newest_vendor = flag,
            "payments-add" => self.payments_add = flag,
            "cancelled-keeps-state" => self.cancelled_keeps_state = flag,
            _ => return Err(setting.unknown(SETTINGS)),
        }
        Ok(())
    }
}

impl Default for Writing {
    fn default() -> Self {
        Self { unique_vendor: false, newest_vendor: true, payments_add: false, cancelled_keeps_state: false }
    }
}

/// A payment that was booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    /// Day.
    pub date: Date,
    /// Amount, in the document's currency.
    pub price: Decimal,
    /// Way of paying.
    pub method: String,
    /// Voucher.
    pub voucher: Option<String>,
    /// Rate.
    pub rate: Option<Decimal>,
}

/// What was written to an account.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) writing: Writing,
    /// Partners, newest first.
    pub(super) partners: Vec<Arc<Partner>>,
    /// Documents by their `vendor_id`, oldest first.
    pub(super) vendors: Vec<(String, u64)>,
    /// Payments of the documents that any were written for.
    pub(super) payments: BTreeMap<u64, Vec<Booked>>,
    /// Documents that were mailed, and where to.
    pub(super) mailed: Vec<(u64, Vec<String>)>,
    /// Last number of a prefix and a year.
    pub(super) numbers: HashMap<(&'static str, i16), i64>,
}

/// A list of payments as the service writes it.
pub(super) fn list(payments: &[Booked]) -> String {
    let one = |paid: &Booked| {
        let rate = paid.rate.map_or_else(|| "null".to_owned(), |rate| Num::from(rate).as_str().to_owned());
        format!(
            r#"{{"date":"{}","price":{},"payment_method":{},"voucher_number":{},"conversion_rate":{rate}}}"#,
            paid.date,
            Num::from(paid.price).as_str(),
            json!(paid.method),
            json!(paid.voucher)
        )
    };
    format!("[{}]", payments.iter().map(one).collect::<Vec<_>>().join(","))
}
