//! Companies with unreliable figures.

use serde::{Deserialize, Serialize};

use super::{CompanyId, Message, OWN_BOOKS};

/// A company with lost or damaged data. A full sync of it ends this state, of own books a repair from the journal.
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
    /// Own records, of which the journal lost what it told too: only a backup has them. Ends when a person gives them up.
    Gone,
}

impl Extent {
    /// The word of the JSON (`incomplete[].reason`).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All | Self::Gone => "damaged",
            Self::Records => "damaged_records",
        }
    }
}

impl Doubt {
    /// Whether only a backup has what is missing.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.extent == Extent::Gone
    }

    /// Message about the company of this name, which is at this provider.
    #[must_use]
    pub fn message(&self, name: &str, provider: &str) -> Message {
        let id = match self.extent {
            Extent::Gone => "doubt-gone",
            _ if provider == OWN_BOOKS => "doubt-books",
            Extent::All => "doubt-all",
            Extent::Records => "doubt-records",
        };
        let number;
        let name = if name.is_empty() {
            // The list of companies does not have it any more.
            number = format!("# {}", self.company);
            &number
        } else {
            name
        };
        Message::new(id).with("company", name.to_owned()).with("place", self.place.as_str())
    }
}
