//! Companies with unreliable figures.

use serde::{Deserialize, Serialize};

use super::{CompanyId, Message};

/// A company with lost or damaged data; a full sync of it ends this state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The company.
    pub company: CompanyId,
    /// Extent of the damage.
    pub extent: Extent,
    /// Damaged file or record.
    pub place: String,
}

/// Extent of the damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Extent {
    /// All of it.
    All,
    /// Some records. Nothing of the company is shown either: its figures would lack them.
    Records,
}

impl Extent {
    /// The word of the JSON (`incomplete[].reason`).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "damaged",
            Self::Records => "damaged_records",
        }
    }
}

impl Doubt {
    /// Message about the company of this name.
    #[must_use]
    pub fn message(&self, name: &str) -> Message {
        let id = match self.extent {
            Extent::All => "doubt-all",
            Extent::Records => "doubt-records",
        };
        Message::new(id).with("company", name.to_owned()).with("place", self.place.as_str())
    }
}
