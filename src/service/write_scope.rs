//! Whether the consent of a company's login permits writing.
//!
//! For: use cases that approve writes. Uses: what the consent granted, as it is kept. Never: a question to a service.

use super::Result;
use super::local::{Local, provider_entry};
use super::push_error::PushError;
use crate::domain::Company;

impl Local {
    /// Fails if the login of a company may only read: what was approved would wait for a new consent.
    pub(super) fn may_write(&self, company: &Company) -> Result<()> {
        let (Some(oauth), Some(login)) = (provider_entry(&company.provider)?.oauth, self.registry.login_of(company)) else {
            return Ok(());
        };
        let granted = login.grant.as_ref().map(|grant| grant.scopes.as_slice()).unwrap_or_default();
        let lacks: Vec<&str> =
            oauth.write.iter().copied().filter(|scope| !granted.iter().any(|granted| granted == scope)).collect();
        if granted.is_empty() || lacks.is_empty() {
            return Ok(());
        }
        let (company, provider) = (company.name.clone(), company.provider.clone());
        Err(PushError::OnlyReads { company, provider, login: login.id, scopes: lacks.join(", ") }.into())
    }
}
