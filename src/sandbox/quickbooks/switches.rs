//! What is not confirmed of the service, or is a setting of a company: each field is one of several answers.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::sandbox::SandboxError;
use crate::sandbox::setting::{Setting, percents};

/// What `--set` may say.
const SETTINGS: &str = "custom-numbers=on|off, numbers-kept=on|off, unique-numbers=on|off, multicurrency=on|off, tax=sent|automated:PERCENT|\
     automated-kept:PERCENT|by-line:PERCENT,…, closed=DATE, refusals-replayed=on|off, replay-hours=N, per-minute=N";

/// Settings of a company, and what is not confirmed of the service. The default is the likelier.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that may be either way")]
pub struct Switches {
    /// `Id` is compared as a text in conditions and orders, and not as a number.
    pub text_ids: bool,
    /// Most objects of an answer about changes.
    pub changes_at_most: usize,
    /// Changes of more than 30 days ago are refused, and not left out.
    pub old_changes_refused: bool,
    /// Records carry `CurrencyRef` though the company has one currency.
    pub currency_always: bool,
    /// Invoices have `Balance`; fields without a value may be left out.
    pub balances_told: bool,
    /// A query for a page with this object fails as a whole.
    pub bad_record: Option<(String, u64)>,
    /// So does one for its number alone.
    pub bad_in_parts: bool,
    /// Queries find these records that no question for changes tells of.
    pub tombstones: Vec<(String, u64)>,
    /// The company numbers its documents itself: one that is sent without a number has none.
    pub custom_numbers: bool,
    /// A number that is sent is kept though the company lets the service number its documents.
    pub numbers_kept: bool,
    /// A number that another document has is refused.
    pub unique_numbers: bool,
    /// Several currencies; a customer has one of them for life.
    pub multicurrency: bool,
    /// Where the tax of a document comes from.
    pub tax: SalesTax,
    /// Names of vendors and employees: no customer can have one of them.
    pub other_names: Vec<String>,
    /// The books are closed up to this day.
    pub closed: Option<Date>,
    /// A refusal is answered again to the same `requestid`, and not only a success.
    pub refusals_replayed: bool,
    /// Hours that the first answer to a `requestid` is kept.
    pub replay_hours: i64,
    /// Requests of a minute, above which there is only 429.
    pub per_minute: Option<u32>,
}

/// Where the tax of a document comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SalesTax {
    /// What is sent stands.
    Sent,
    /// Automated sales tax of the United States: the service computes it with this percentage on taxable lines.
    Automated {
        /// Percentage.
        percent: Decimal,
        /// A total of tax that is sent stands all the same.
        keeps_sent: bool,
    },
    /// Outside the United States: each line names a code.
    ByLine,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            text_ids: false,
            changes_at_most: 1000,
            old_changes_refused: false,
            currency_always: true,
            balances_told: true,
            bad_record: None,
            bad_in_parts: false,
            tombstones: Vec::new(),
            custom_numbers: false,
            numbers_kept: true,
            unique_numbers: true,
            multicurrency: false,
            tax: SalesTax::Sent,
            other_names: Vec::new(),
            closed: None,
            refusals_replayed: false,
            replay_hours: 24,
            per_minute: None,
        }
    }
}

impl Switches {
    /// Changes one of them.
    ///
    /// # Errors
    /// There is none of this name, or it cannot have this value.
    pub fn set(&mut self, setting: &Setting) -> Result<(), SandboxError> {
        let wrong = || setting.unknown(SETTINGS);
        let flag = || setting.flag().ok_or_else(wrong);
        match setting.name() {
            "custom-numbers" => self.custom_numbers = flag()?,
            "numbers-kept" => self.numbers_kept = flag()?,
            "unique-numbers" => self.unique_numbers = flag()?,
            "multicurrency" => self.multicurrency = flag()?,
            "refusals-replayed" => self.refusals_replayed = flag()?,
            "closed" => self.closed = Some(setting.day().ok_or_else(wrong)?),
            "replay-hours" => self.replay_hours = i64::from(setting.number().ok_or_else(wrong)?),
            "per-minute" => self.per_minute = Some(setting.number().ok_or_else(wrong)?),
            "tax" => self.tax = SalesTax::parse(setting.value()).ok_or_else(wrong)?,
            _ => return Err(wrong()),
        }
        Ok(())
    }
}

impl SalesTax {
    fn parse(text: &str) -> Option<Self> {
        let automated = |text: &str, keeps_sent| match percents(text)?.as_slice() {
            [percent] => Some(Self::Automated { percent: *percent, keeps_sent }),
            _ => None,
        };
        match text.split_once(':') {
            None if text == "sent" => Some(Self::Sent),
            Some(("automated", percent)) => automated(percent, false),
            Some(("automated-kept", percent)) => automated(percent, true),
            Some(("by-line", rates)) => percents(rates).map(|_| Self::ByLine),
            _ => None,
        }
    }
}
