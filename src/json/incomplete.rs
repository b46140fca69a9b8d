//! What is missing in an answer because data of a company was lost or damaged.

use serde::Serialize;

use crate::domain::{Doubt, Extent, Health};
use crate::service::CompanyView;

/// A company that is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(as = Incomplete))]
pub struct IncompleteJson {
    /// The company.
    pub company_id: u32,
    /// `damaged`: all of its data. `damaged_records`: some of its records. A full sync of the company ends either.
    pub reason: &'static str,
}

impl From<&Doubt> for IncompleteJson {
    fn from(doubt: &Doubt) -> Self {
        Self { company_id: doubt.company.0, reason: doubt.extent.as_str() }
    }
}

impl IncompleteJson {
    /// What is missing where all of these companies are asked about.
    #[must_use]
    pub fn of(companies: &[CompanyView]) -> Vec<Self> {
        let missing = |view: &CompanyView| {
            let extent = match view.health {
                Health::Damaged => Extent::All,
                Health::Incomplete => Extent::Records,
                _ => return None,
            };
            Some(Self { company_id: view.company.id.0, reason: extent.as_str() })
        };
        companies.iter().filter_map(missing).collect()
    }
}
