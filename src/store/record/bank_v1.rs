//! Version 1 of bank records. Frozen once released.

use serde::{Deserialize, Serialize};

use super::v1::{Day, Number, Time};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Detail {
    pub(super) amount: Number,
    pub(super) name: String,
    pub(super) account: String,
    pub(super) text: String,
    pub(super) end_to_end: String,
    pub(super) structured: String,
    pub(super) ordered: Option<(Number, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) line: u64,
    pub(super) booked: Option<Day>,
    pub(super) valued: Option<Day>,
    pub(super) state: u8,
    pub(super) reversal: bool,
    pub(super) reference: String,
    pub(super) code: String,
    pub(super) charges: Option<Number>,
    pub(super) whole: Detail,
    pub(super) parts: Vec<Detail>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entries {
    pub(super) last: Option<Day>,
    pub(super) goes_on: bool,
    #[serde(with = "serde_bytes")]
    pub(super) packed: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Statement {
    pub(super) id: String,
    pub(super) account: String,
    pub(super) currency: String,
    pub(super) number: String,
    pub(super) page: u32,
    pub(super) format: String,
    pub(super) file: String,
    pub(super) name: String,
    pub(super) opening: Option<Number>,
    pub(super) closing: Option<Number>,
    pub(super) from: Option<Day>,
    pub(super) until: Option<Day>,
    pub(super) entries: u64,
    pub(super) duplicates: u64,
    pub(super) sum: Number,
    pub(super) refused: u64,
    pub(super) pending: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Account {
    pub(super) account: String,
    pub(super) currency: String,
    pub(super) statements: u64,
    pub(super) entries: u64,
    pub(super) balance: Option<Number>,
    pub(super) day: Option<Day>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Part {
    pub(super) document: Option<String>,
    pub(super) number: String,
    pub(super) kind: String,
    pub(super) amount: Number,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Match {
    pub(super) id: String,
    pub(super) account: String,
    pub(super) entry: String,
    pub(super) part: u32,
    pub(super) parts: Vec<Part>,
    pub(super) reasons: Vec<String>,
    pub(super) score: u8,
    pub(super) automatic: bool,
    pub(super) undone: bool,
    pub(super) taught: Option<(String, String)>,
    pub(super) call: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Settled {
    pub(super) by: String,
    pub(super) amount: Number,
    pub(super) told: Number,
    pub(super) day: Option<Day>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Transfer {
    pub(super) document: Option<String>,
    pub(super) name: String,
    pub(super) account: String,
    pub(super) bank: String,
    pub(super) amount: Number,
    pub(super) currency: String,
    pub(super) text: String,
    pub(super) end_to_end: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Batch {
    pub(super) id: String,
    pub(super) account: String,
    pub(super) day: Day,
    pub(super) made: Time,
    pub(super) author: String,
    pub(super) transfers: Vec<Transfer>,
    pub(super) call: Option<String>,
}
