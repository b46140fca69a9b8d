//! The same account twice: what it counts would be counted twice in every report over all companies.
//!
//! Two companies are one account if they have the same key at the same address, or the same tax number with either in common.

use std::ops::ControlFlow;

use secrecy::{ExposeSecret, SecretString};

use super::local::Local;
use super::{Result, ServiceError};
use crate::domain::{Company, CompanyId, Direction, Entity, Invoice, KeyInfo, Kind, numbers};
use crate::provider;
use crate::store::Store;

/// Documents that are looked at for the tax number of their seller.
const LOOKED_AT: usize = 50;

/// Whether two companies are one account, as far as their tax numbers tell.
pub(crate) fn is_one(one: &Company, other: &Company) -> bool {
    let number = |company: &Company| company.tax_number.as_deref().and_then(|number| numbers::taxpayer(number, None));
    let place = |company: &Company| (company.provider.clone(), company.tenant.clone(), address(company));
    number(one).is_some() && number(one) == number(other) && place(one) == place(other)
}

/// Keeps the tax number of companies that were added without a test, once their documents tell it. Blocks.
pub(super) fn learn(local: &Local, synced: &[CompanyId]) -> Result<()> {
    for company in local.registry.companies() {
        if company.tax_number.is_some() || company.has_own_books() || !synced.contains(&company.id) {
            continue;
        }
        let (mut seen, mut found) = (0, None);
        local.store.visit(Some(company.id), Kind::Document, &mut |record| {
            seen += 1;
            if let Some(stored) = Invoice::stored(record)
                && stored.entity.direction == Direction::Issued
            {
                found = stored.entity.seller.tax_number.filter(|number| !numbers::is_missing(number));
            }
            if found.is_some() || seen >= LOOKED_AT { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if let Some(number) = found {
            local.registry.update(&Company { tax_number: Some(number.into()), ..company })?;
        }
    }
    Ok(())
}

/// What a company has in common with the one that is asked about.
struct Common {
    key: bool,
    address: bool,
    /// `None` where one of them is not known.
    tax_number: Option<bool>,
}

/// Fails if another company is the same account as `company` with `key`, as far as is known now. Blocks.
pub(super) fn refuse(local: &Local, company: &Company, key: Option<&SecretString>, own: Option<CompanyId>) -> Result<()> {
    for other in local.registry.companies() {
        if Some(other.id) == own || other.provider != company.provider {
            continue;
        }
        let tax_number = company.tax_number.as_deref().zip(other.tax_number.as_deref());
        let common = Common {
            key: key.is_some_and(|key| has_key(local, &other, key)),
            address: address(company) == address(&other),
            tax_number: tax_number.map(|(one, other)| numbers::taxpayer(one, None) == numbers::taxpayer(other, None)),
        };
        if common.key && (common.address || common.tax_number == Some(true)) {
            return Err(ServiceError::SameKey { company: other.name, id: other.id }.into());
        }
        if common.address && common.tax_number == Some(true) {
            let tax_number = other.tax_number.unwrap_or_default();
            return Err(ServiceError::SameAccount { company: other.name, id: other.id, tax_number }.into());
        }
    }
    Ok(())
}

/// Where a company's account is, however it is spelled.
fn address(company: &Company) -> Option<String> {
    let usual = provider::find(&company.provider).map(|entry| entry.base_url);
    let url = provider::base_url(company.base_url.as_deref().or(usual)?).ok()?;
    let host = if provider::is_loopback(&url) { "localhost" } else { url.host_str()?.trim_end_matches('.') };
    let port = url.port_or_known_default()?;
    Some(format!("{}://{host}:{port}{}", url.scheme(), url.path().trim_end_matches('/')))
}

/// Whether a company has this key. A key that cannot be opened is not compared: the company needs another one anyway.
fn has_key(local: &Local, company: &Company, key: &SecretString) -> bool {
    let Some(login) = local.registry.login_of(company) else { return false };
    let Some(known) = &login.secret else { return false };
    if known.ending != KeyInfo::of(key.expose_secret(), known.set).ending {
        return false;
    }
    let open = || local.vault()?.open(&local.registry.login_blob(login.id)?.unwrap_or_default()).map_err(Into::into);
    let opened: Result<SecretString> = open();
    opened.is_ok_and(|opened| opened.expose_secret() == key.expose_secret())
}
