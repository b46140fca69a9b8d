//! Version 1 of what is kept about writing. Frozen once released.

use serde::{Deserialize, Serialize};

use super::v1::{Day, Number, Time};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Outgoing {
    pub(super) source: String,
    pub(super) order: Order,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Order {
    Contact(Contact),
    Document(Box<Document>),
    Payment(Payment),
    Void(Void),
    Mail(Mail),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Existing {
    pub(super) id: String,
    pub(super) version: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Contact {
    pub(super) mark: String,
    pub(super) existing: Option<Existing>,
    pub(super) name: String,
    pub(super) tax_number: Option<String>,
    pub(super) emails: Vec<String>,
    pub(super) phone: Option<String>,
    pub(super) country: Option<String>,
    pub(super) post_code: Option<String>,
    pub(super) city: Option<String>,
    pub(super) street: Option<String>,
    pub(super) currency: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Document {
    pub(super) mark: String,
    pub(super) kind: String,
    pub(super) draft: bool,
    pub(super) number: String,
    pub(super) contact: String,
    pub(super) contact_name: String,
    pub(super) email: Option<String>,
    pub(super) currency: String,
    pub(super) rate: Option<Number>,
    pub(super) issued: Day,
    pub(super) fulfilled: Option<Day>,
    pub(super) due: Option<Day>,
    pub(super) term: Option<String>,
    pub(super) method: Option<String>,
    pub(super) reference: Option<String>,
    pub(super) comment: Option<String>,
    pub(super) language: Option<String>,
    pub(super) tax_code: Option<String>,
    pub(super) lines: Vec<Line>,
    pub(super) net: Number,
    pub(super) tax: Number,
    pub(super) gross: Number,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) name: String,
    pub(super) comment: Option<String>,
    pub(super) quantity: Number,
    pub(super) unit: String,
    pub(super) price: Number,
    pub(super) net: Number,
    pub(super) tax: Number,
    pub(super) item: Option<String>,
    pub(super) account: Option<String>,
    pub(super) tax_code: Option<String>,
    pub(super) tax_word: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Payment {
    pub(super) mark: String,
    pub(super) contact: String,
    pub(super) contact_name: String,
    pub(super) account: Option<String>,
    pub(super) date: Day,
    pub(super) amount: Number,
    pub(super) currency: String,
    pub(super) rate: Option<Number>,
    pub(super) method: Option<String>,
    pub(super) reference: Option<String>,
    /// Document, its number, amount.
    pub(super) parts: Vec<(String, String, Number)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Void {
    pub(super) mark: String,
    pub(super) kind: String,
    pub(super) existing: Existing,
    pub(super) number: String,
    pub(super) contact_name: String,
    pub(super) gross: Number,
    pub(super) currency: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mail {
    pub(super) mark: String,
    pub(super) kind: String,
    pub(super) document: String,
    pub(super) number: String,
    pub(super) to: Vec<String>,
}

/// A request, as the payload of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Frozen {
    pub(super) put: bool,
    pub(super) path: Vec<String>,
    pub(super) query: Vec<(String, String)>,
    #[serde(with = "serde_bytes")]
    pub(super) body: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Link {
    pub(super) source: String,
    pub(super) kind: String,
    pub(super) remote: String,
    pub(super) title: String,
    pub(super) version: Option<String>,
    /// Kind and bytes of the record, in the form of its kind.
    pub(super) base: Option<(u8, Vec<u8>)>,
    pub(super) amount: Option<Number>,
    pub(super) currency: Option<String>,
    pub(super) how: String,
    pub(super) ignored: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mapping {
    pub(super) name: String,
    pub(super) id: String,
    pub(super) title: String,
}

/// A part of a plan; the first one says how many documents all have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Plan {
    pub(super) from: Option<u32>,
    pub(super) of: u8,
    pub(super) at: Time,
    pub(super) total: u64,
    pub(super) entries: Vec<(String, [u8; 16])>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pause {
    pub(super) paused: bool,
}

/// Items that a call queued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Call {
    pub(super) items: Vec<String>,
}
