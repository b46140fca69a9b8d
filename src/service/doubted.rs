//! Answers while companies have damaged data: such a company is left out, all others are shown. One lost record makes its figures wrong as
//! surely as many.
//!
//! A named company is refused; a question about all is answered for the others. Without damage nothing happens here.

use super::access::{Narrowed, Scope};
use super::local::Local;
use super::{Result, ServiceError};
use crate::domain::{CompanyId, Doubt};
use crate::store::Store;

impl Local {
    /// Leaves companies with damaged data out of a scope.
    ///
    /// # Errors
    /// The call names a company with damaged data, or no other is left.
    pub(super) fn leave_out_damaged(&self, Narrowed { scope, named }: Narrowed<'_>) -> Result<()> {
        let (Scope::Records(_) | Scope::Record(_)) = scope else { return Ok(()) };
        let doubts = self.store.doubted();
        match scope {
            _ if doubts.is_empty() => {}
            Scope::Records(companies) => *companies = self.among(std::mem::take(companies), named, &doubts)?,
            Scope::Record(company) => drop(self.among(vec![company], true, &doubts)?),
            _ => {}
        }
        Ok(())
    }

    fn among(&self, asked: Vec<CompanyId>, named: bool, doubts: &[Doubt]) -> Result<Vec<CompanyId>> {
        let refused = |doubt: &Doubt| {
            let (company, own) = match self.by_id(doubt.company) {
                Ok(company) => (company.name.clone(), company.has_own_books()),
                Err(_) => (doubt.company.to_string(), false),
            };
            ServiceError::Damaged { company, place: doubt.place.clone(), own, gone: doubt.is_gone() }
        };
        let doubt_of = |id: CompanyId| doubts.iter().find(|doubt| doubt.company == id);
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
