//! Whether the consent of a company's login permits writing.
//!
//! For: use cases that approve writes. Uses: what the consent granted, as it is kept. Never: a question to a service.

use super::Result;
use super::local::{Local, provider_entry};
use super::push_error::PushError;
use crate::domain::{Company, Grant};
use crate::provider::{OAuth, WriteRules};

/// How the service of a company is written to. Fails for a company that keeps its books here, and at a service that is only read.
pub(super) fn rules_of(company: &Company) -> Result<&'static WriteRules> {
    if company.has_own_books() {
        return Err(PushError::OwnBooks { company: company.name.clone() }.into());
    }
    let entry = provider_entry(&company.provider)?;
    let unwritable = || PushError::NotWritable { company: company.name.clone(), provider: entry.title.to_owned() };
    Ok(entry.writes.ok_or_else(unwritable)?)
}

/// The permissions for writing that a grant lacks; none where it does not tell what it has.
pub(super) fn lacking(oauth: &OAuth, grant: &Grant) -> Vec<&'static str> {
    let is_granted = |scope: &&str| grant.scopes.iter().any(|granted| granted == scope);
    if grant.scopes.is_empty() { Vec::new() } else { oauth.write.iter().copied().filter(|scope| !is_granted(scope)).collect() }
}

impl Local {
    /// Fails if the login of a company may only read: what was approved would wait for a new consent.
    pub(super) fn may_write(&self, company: &Company) -> Result<()> {
        let (Some(oauth), Some(login)) = (provider_entry(&company.provider)?.oauth, self.registry.login_of(company)) else {
            return Ok(());
        };
        let lacks = login.grant.as_deref().map(|grant| lacking(oauth, grant)).unwrap_or_default();
        if lacks.is_empty() {
            return Ok(());
        }
        let (company, provider) = (company.name.clone(), company.provider.clone());
        Err(PushError::OnlyReads { company, provider, login: login.id, scopes: lacks.join(", ") }.into())
    }
}
