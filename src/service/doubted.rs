//! What is shown while companies are doubted: nothing of those whose data was lost, all of the others.
//!
//! A company that was named is refused; a question about all of them is asked of the others. Without a doubt nothing happens here.

use super::call::Call;
use super::local::Local;
use super::{Result, ServiceError};
use crate::domain::{CompanyId, Doubt, Extent};
use crate::store::Store;

impl Call {
    /// Whether it is about companies that were named, and not about all.
    pub(super) fn names_companies(&self) -> bool {
        let companies = match self {
            Self::Find(request) | Self::Details(request) => &request.companies,
            Self::Report(request) => &request.companies,
            Self::Changes(request) => &request.companies,
            Self::Lookup(_, companies) => companies,
            _ => return false,
        };
        !companies.is_empty()
    }
}

impl Local {
    /// The call as far as it is about companies that are whole.
    ///
    /// # Errors
    /// It names a company whose data was lost, or there is no other.
    pub(super) fn sound(&self, call: Call, named: bool) -> Result<Call> {
        let doubts = self.store.doubted();
        let lost: Vec<&Doubt> = doubts.iter().filter(|doubt| doubt.extent == Extent::All).collect();
        if lost.is_empty() {
            return Ok(call);
        }
        let among = |asked: Vec<CompanyId>| self.among(asked, named, &lost);
        Ok(match call {
            Call::Find(mut request) => {
                request.companies = among(request.companies)?;
                Call::Find(request)
            }
            Call::Details(mut request) => {
                request.companies = among(request.companies)?;
                Call::Details(request)
            }
            Call::Report(mut request) => {
                request.companies = among(request.companies)?;
                Call::Report(request)
            }
            Call::Changes(mut request) => {
                request.companies = among(request.companies)?;
                Call::Changes(request)
            }
            Call::Lookup(wanted, companies) => Call::Lookup(wanted, among(companies)?),
            Call::Invoice(ref key) => {
                self.among(vec![key.company], true, &lost)?;
                call
            }
            call => call,
        })
    }

    fn among(&self, asked: Vec<CompanyId>, named: bool, lost: &[&Doubt]) -> Result<Vec<CompanyId>> {
        let refused = |doubt: &Doubt| {
            let company = self.by_id(doubt.company).map_or_else(|_| doubt.company.to_string(), |company| company.name);
            ServiceError::Damaged { company, place: doubt.place.clone() }
        };
        let doubt_of = |id: CompanyId| lost.iter().find(|doubt| doubt.company == id);
        if named {
            return match asked.iter().find_map(|id| doubt_of(*id)) {
                Some(doubt) => Err(refused(doubt).into()),
                None => Ok(asked),
            };
        }
        let all = if asked.is_empty() { self.registry.companies().iter().map(|company| company.id).collect() } else { asked };
        let sound: Vec<CompanyId> = all.iter().copied().filter(|id| doubt_of(*id).is_none()).collect();
        match all.iter().find_map(|id| doubt_of(*id)) {
            Some(doubt) if sound.is_empty() => Err(refused(doubt).into()),
            _ => Ok(sound),
        }
    }
}
