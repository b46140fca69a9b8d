//! Rows of a preview, and details of entries.
//!
//! For: `faktura bank import --preview --json`, which proves a mapping; entries of the bank. Uses: entries. Never: what an entry pays.

use serde::Serialize;

use super::value::{Amount, Day, Shown};
use crate::domain::bank::{BankLine, EntryDetail, EntryState};

/// An entry of a file that was not stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BankRow))]
#[expect(missing_docs, reason = "the names are the promise; BankEntry explains them")]
pub struct BankRowJson<'r> {
    /// Line of the file, or row of the table.
    pub line: u64,
    pub account: &'r str,
    pub currency: &'r str,
    pub booked: Option<Day>,
    pub valued: Option<Day>,
    /// `booked`, `pending` or `info`.
    pub state: &'static str,
    pub reversal: bool,
    #[serde(flatten)]
    pub detail: DetailJson<'r>,
    pub reference: &'r str,
    pub code: &'r str,
    pub charges: Option<Amount>,
    pub parts: Vec<DetailJson<'r>>,
}

/// The other side of an entry or of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BankDetail))]
#[expect(missing_docs, reason = "the names are the promise; EntryDetail explains them")]
pub struct DetailJson<'r> {
    pub amount: Amount,
    pub partner_name: &'r str,
    pub partner_account: &'r str,
    pub text: &'r str,
    pub end_to_end: &'r str,
    pub creditor_reference: &'r str,
    pub ordered_amount: Option<Amount>,
    pub ordered_currency: Option<&'r str>,
}

impl<'r> From<&'r EntryDetail> for DetailJson<'r> {
    fn from(detail: &'r EntryDetail) -> Self {
        Self {
            amount: Shown(detail.amount),
            partner_name: &detail.name,
            partner_account: &detail.account,
            text: &detail.text,
            end_to_end: &detail.end_to_end,
            creditor_reference: &detail.structured,
            ordered_amount: detail.ordered.as_ref().map(|ordered| Shown(ordered.amount)),
            ordered_currency: detail.ordered.as_ref().map(|ordered| ordered.currency.as_str()),
        }
    }
}

impl<'r> From<&'r BankLine> for BankRowJson<'r> {
    fn from(line: &'r BankLine) -> Self {
        let entry = &line.entry;
        Self {
            line: entry.line,
            account: &line.account,
            currency: line.currency.as_str(),
            booked: entry.booked.map(Shown),
            valued: entry.valued.map(Shown),
            state: state(entry.state),
            reversal: entry.reversal,
            detail: (&entry.whole).into(),
            reference: &entry.reference,
            code: &entry.code,
            charges: entry.charges.map(Shown),
            parts: entry.parts.iter().map(Into::into).collect(),
        }
    }
}

/// The word of a state.
pub(super) const fn state(state: EntryState) -> &'static str {
    match state {
        EntryState::Booked => "booked",
        EntryState::Pending => "pending",
        EntryState::Info => "info",
    }
}
