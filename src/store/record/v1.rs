//! Version 1 of the stored forms. Frozen: a change of any struct here makes stores unreadable.

use serde::{Deserialize, Serialize};

/// An exact decimal: its scale (with 0x80 for a negative number) and its digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Number(pub(super) u8, pub(super) u128);

/// A civil date: year × 10000 + month × 100 + day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Day(pub(super) i32);

/// An instant: seconds since 1970 and nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Time(pub(super) i64, pub(super) i32);

/// An invoice with its circumstances.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stored<'a> {
    pub(super) company: u32,
    pub(super) first_seen: Time,
    pub(super) first_run: u64,
    pub(super) changed: Time,
    pub(super) changed_run: u64,
    pub(super) vanished: Option<Time>,
    #[serde(borrow)]
    pub(super) invoice: Invoice<'a>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Invoice<'a> {
    pub(super) id: &'a str,
    pub(super) number: &'a str,
    pub(super) kind: &'a str,
    #[serde(borrow)]
    pub(super) correction: Option<&'a str>,
    pub(super) cancelled: bool,
    #[serde(borrow)]
    pub(super) block_id: Option<&'a str>,
    pub(super) status: &'a str,
    #[serde(borrow)]
    pub(super) method: Option<&'a str>,
    pub(super) currency: &'a str,
    pub(super) rate: Option<Number>,
    pub(super) gross: Number,
    pub(super) net: Option<Number>,
    pub(super) vat: Option<Number>,
    pub(super) gross_local: Option<Number>,
    pub(super) issued: Option<Day>,
    pub(super) fulfilled: Option<Day>,
    pub(super) due: Option<Day>,
    pub(super) paid: Option<Day>,
    #[serde(borrow)]
    pub(super) seller: Party<'a>,
    #[serde(borrow)]
    pub(super) buyer: Party<'a>,
    pub(super) electronic: bool,
    #[serde(borrow)]
    pub(super) comment: Option<&'a str>,
    #[serde(borrow)]
    pub(super) tags: Vec<&'a str>,
    #[serde(borrow)]
    pub(super) language: Option<&'a str>,
    #[serde(borrow)]
    pub(super) notification: Option<&'a str>,
    #[serde(borrow)]
    pub(super) nav: Option<&'a str>,
    #[serde(borrow)]
    pub(super) order_number: Option<&'a str>,
    #[serde(borrow)]
    pub(super) related: Vec<(&'a str, &'a str)>,
    #[serde(borrow)]
    pub(super) discount: Option<(&'a str, Number)>,
    #[serde(borrow)]
    pub(super) vat_lines: Vec<VatLine<'a>>,
    #[serde(borrow)]
    pub(super) items: Vec<Item<'a>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Party<'a> {
    #[serde(borrow)]
    pub(super) id: Option<&'a str>,
    pub(super) name: &'a str,
    #[serde(borrow)]
    pub(super) tax_number: Option<&'a str>,
    #[serde(borrow)]
    pub(super) eu_tax_number: Option<&'a str>,
    #[serde(borrow)]
    pub(super) country: Option<&'a str>,
    #[serde(borrow)]
    pub(super) post_code: Option<&'a str>,
    #[serde(borrow)]
    pub(super) city: Option<&'a str>,
    #[serde(borrow)]
    pub(super) street: Option<&'a str>,
    #[serde(borrow)]
    pub(super) emails: Vec<&'a str>,
    #[serde(borrow)]
    pub(super) phone: Option<&'a str>,
    #[serde(borrow)]
    pub(super) bank: Option<&'a str>,
    #[serde(borrow)]
    pub(super) account_number: Option<&'a str>,
    #[serde(borrow)]
    pub(super) iban: Option<&'a str>,
    #[serde(borrow)]
    pub(super) swift: Option<&'a str>,
    #[serde(borrow)]
    pub(super) tax_type: Option<&'a str>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct VatLine<'a> {
    pub(super) name: &'a str,
    pub(super) net: Option<Number>,
    pub(super) vat: Option<Number>,
    pub(super) gross: Option<Number>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Item<'a> {
    #[serde(borrow)]
    pub(super) product_id: Option<&'a str>,
    pub(super) name: &'a str,
    pub(super) quantity: Number,
    pub(super) unit: &'a str,
    pub(super) net_unit_amount: Option<Number>,
    pub(super) net: Option<Number>,
    pub(super) vat: &'a str,
    pub(super) vat_amount: Option<Number>,
    pub(super) gross: Option<Number>,
    #[serde(borrow)]
    pub(super) entitlement: Option<&'a str>,
    #[serde(borrow)]
    pub(super) comment: Option<&'a str>,
}

/// A field that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Change {
    pub(super) at: Time,
    pub(super) run: u64,
    pub(super) field: String,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Text {
    pub(super) id: String,
    pub(super) args: Vec<(String, Arg)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Arg {
    Text(String),
    Number(i64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Trigger {
    Command,
    Headless,
    Screen,
    Schedule,
    Api,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Mode {
    Full,
    Incremental,
    Reconcile,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Status {
    Running,
    Completed,
    Partial,
    Failed,
    Cancelled,
    Interrupted,
    Deferred,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Run {
    pub(super) id: u64,
    pub(super) company: u32,
    pub(super) company_name: String,
    pub(super) trigger: Trigger,
    pub(super) actor: String,
    pub(super) mode: Mode,
    pub(super) status: Status,
    pub(super) started: Time,
    pub(super) ended: Option<Time>,
    pub(super) processed: u64,
    pub(super) created: u64,
    pub(super) updated: u64,
    pub(super) unchanged: u64,
    pub(super) skipped: u64,
    pub(super) vanished: u64,
    pub(super) items: u64,
    pub(super) api_calls: u64,
    pub(super) error_count: u64,
    pub(super) failure: Option<Text>,
    pub(super) deferred_until: Option<Time>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RunError {
    pub(super) invoice_id: Option<String>,
    pub(super) invoice_number: Option<String>,
    pub(super) message: Text,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) cursor: Option<Time>,
    pub(super) last_walk: Option<Time>,
    pub(super) deferred_until: Option<Time>,
    pub(super) walk: Option<Walk>,
    pub(super) zone: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Walk {
    pub(super) mode: Mode,
    pub(super) pages_done: u32,
    pub(super) began: Time,
    pub(super) total: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct WalkIds(pub(super) Vec<String>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Count {
    pub(super) invoices: u64,
    pub(super) vanished: u64,
    pub(super) changes: u64,
    pub(super) runs: u64,
}

/// Position of the database in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    pub(super) sequence: u64,
    pub(super) commit: u64,
    pub(super) next_run: u64,
    pub(super) row_rules: u32,
    pub(super) relearn: Vec<u32>,
    pub(super) removing: Vec<u32>,
}

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Entry<'a> {
    RunStarted(Run),
    #[serde(borrow)]
    Commit(Commit<'a>),
    RunsEnded(Vec<Run>),
    CompanyRemoved(u32),
    RolledBack(u64),
    Lost,
    Audit(Audit),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Audit {
    pub(super) at: Time,
    pub(super) actor: String,
    pub(super) from: String,
    pub(super) action: String,
    pub(super) subject: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Commit<'a> {
    pub(super) run: Run,
    /// When and by which run those of `created` were first seen.
    pub(super) created_at: Option<(Time, u64)>,
    /// Identifier and number.
    pub(super) created: Vec<(String, Option<String>)>,
    pub(super) changed: Vec<(String, Vec<Change>)>,
    #[serde(borrow)]
    pub(super) vanished: Vec<Stored<'a>>,
    pub(super) errors: Vec<RunError>,
}
