//! Rows of a preview, and details of entries.
//!
//! For: `faktura bank import --preview --json`, which proves a mapping; entries of the bank. Uses: entries. Never: what an entry pays.

use serde::Serialize;

use super::value::{Amount, Day, Shown};
use crate::domain::bank::{BankLine, EntryDetail, EntryState};

/// What a bank told of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BankTold))]
#[expect(missing_docs, reason = "the names are the promise; BankEntry explains them")]
pub struct ToldJson<'r> {
    pub account: &'r str,
    pub currency: &'r str,
    pub booked: Option<Day>,
    pub valued: Option<Day>,
    /// `booked`, `pending` or `info`; `doubtful` where a file of another form perhaps told the same money, and `same` where a person said
    /// that it did.
    pub state: &'static str,
    pub reversal: bool,
    #[serde(flatten)]
    pub detail: DetailJson<'r>,
    pub reference: &'r str,
    pub code: &'r str,
    pub charges: Option<Amount>,
    pub parts: Vec<DetailJson<'r>>,
}

/// An entry of a file that was not stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = BankRow))]
pub struct BankRowJson<'r> {
    /// Line of the file, or row of the table.
    pub line: u64,
    /// The entry.
    #[serde(flatten)]
    pub told: ToldJson<'r>,
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

impl<'r> From<&'r BankLine> for ToldJson<'r> {
    fn from(line: &'r BankLine) -> Self {
        let entry = &line.entry;
        Self {
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

impl<'r> From<&'r BankLine> for BankRowJson<'r> {
    fn from(line: &'r BankLine) -> Self {
        Self { line: line.entry.line, told: line.into() }
    }
}

/// The word of a state.
const fn state(state: EntryState) -> &'static str {
    match state {
        EntryState::Booked => "booked",
        EntryState::Pending => "pending",
        EntryState::Info => "info",
        EntryState::Doubtful => "doubtful",
        EntryState::Same => "same",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::BankEntry;
    use crate::domain::{CompanyId, Currency, RemoteId};
    use crate::json::BankEntryJson;

    #[test]
    fn a_row_and_an_entry_tell_the_same_in_one_order() {
        let line = BankLine {
            company: CompanyId(7),
            account: "A".into(),
            currency: Currency::new("HUF"),
            statement: RemoteId::new("s"),
            entry: BankEntry {
                id: RemoteId::new("e"),
                line: 3,
                booked: Some(jiff::civil::date(2026, 1, 2)),
                valued: None,
                state: EntryState::Booked,
                reversal: false,
                reference: "r".into(),
                code: "c".into(),
                charges: None,
                whole: EntryDetail { amount: 5.into(), name: "N".into(), ..EntryDetail::default() },
                parts: Vec::new(),
            },
            matches: Vec::new(),
            perhaps: Vec::new(),
        };
        let told = "\"account\":\"A\",\"currency\":\"HUF\",\"booked\":\"2026-01-02\",\"valued\":null,\"state\":\"booked\",\"reversal\":false,\"amount\":\"5\",\"partner_name\":\"N\",\"partner_account\":\"\",\"text\":\"\",\"end_to_end\":\"\",\"creditor_reference\":\"\",\"ordered_amount\":null,\"ordered_currency\":null,\"reference\":\"r\",\"code\":\"c\",\"charges\":null,\"parts\":[]";
        let row = serde_json::to_string(&BankRowJson::from(&line)).expect("JSON");
        assert_eq!(row, format!("{{\"line\":3,{told}}}"));
        let entry = serde_json::to_string(&BankEntryJson::from(&line)).expect("JSON");
        assert_eq!(entry, format!("{{\"entry\":\"e\",\"statement\":\"s\",\"company_id\":7,{told},\"matches\":[]}}"));
    }
}
