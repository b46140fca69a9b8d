//! Companies and their keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use super::audit::Line;
use super::local::{Local, provider_entry};
use super::task::{blocking, lock};
use super::{CompanyView, NewCompany, NewKey, Removal, Result, ServiceError, ServiceView, Tested, naming, same};
use crate::domain::{Company, CompanyId, Extent, Health, KeyInfo, RunStatus, SyncRun};
use crate::remote::AccountFacts;
use crate::store::{RunFilter, Store};
use crate::vault::Vault;

impl Local {
    /// Every company as it stands, in the order of their numbers.
    pub(crate) async fn companies(self: &Arc<Self>) -> Result<Vec<CompanyView>> {
        let local = self.clone();
        blocking(move || views(&local)).await
    }

    /// The company of this name or number, or the only one whose name has this part; a name goes before a number.
    pub(crate) async fn company(self: &Arc<Self>, name_or_id: &str) -> Result<Company> {
        let local = self.clone();
        let wanted = name_or_id.trim().to_owned();
        blocking(move || find(&local, &wanted)).await
    }

    /// Adds a company; its key is tested first unless asked not to. A key that the service refuses adds nothing, nor does the
    /// account of another company unless forced.
    pub(crate) async fn add_company(self: &Arc<Self>, new: NewCompany, line: &Arc<Line>) -> Result<Tested> {
        let local = self.clone();
        let draft = blocking(move || {
            let company = draft(&local, &new)?;
            refuse_same(&local, &company, new.key.as_ref(), None, new.force)?;
            Ok((company, new))
        });
        let (mut company, new) = draft.await?;
        let account = match &new.key {
            Some(key) if new.test => Some(self.ask_account(&company, key.clone()).await?),
            _ => None,
        };
        learn(&mut company, account.as_ref());
        let (local, line) = (self.clone(), line.clone());
        let company = blocking(move || {
            refuse_same(&local, &company, new.key.as_ref(), None, new.force)?;
            // Sealed before anything is written: a vault that does not open adds nothing.
            let sealed = new.key.as_ref().map(|key| seal(&local, key)).transpose()?;
            line.write(&local)?;
            let added = local.registry.add(company)?;
            match sealed {
                Some(sealed) => keep_key(&local, added, &sealed),
                None => Ok(added),
            }
        })
        .await?;
        tracing::info!(company = company.id.0, name = %company.name, provider = %company.provider, "company added");
        Ok(Tested { company, account })
    }

    /// Gives a company another name.
    pub(crate) async fn rename_company(self: &Arc<Self>, id: CompanyId, name: &str, line: &Arc<Line>) -> Result<Company> {
        let (local, name, line) = (self.clone(), name.trim().to_owned(), line.clone());
        blocking(move || {
            local.by_id(id)?;
            check_name(&local, &name, Some(id))?;
            line.write(&local)?;
            change(&local, id, |company| company.name = name)
        })
        .await
    }

    /// Enables or disables a company.
    pub(crate) async fn enable_company(self: &Arc<Self>, id: CompanyId, enabled: bool) -> Result<Company> {
        let local = self.clone();
        blocking(move || change(&local, id, |company| company.enabled = enabled)).await
    }

    /// What would go if a company were removed.
    pub(crate) async fn removal(self: &Arc<Self>, id: CompanyId) -> Result<Removal> {
        let local = self.clone();
        blocking(move || Ok(Removal { company: local.by_id(id)?, count: local.store.count(id)? })).await
    }

    /// Removes a company with everything of it. Refused while it is being synced.
    pub(crate) async fn remove_company(self: &Arc<Self>, id: CompanyId, line: &Arc<Line>) -> Result<Removal> {
        let (local, line) = (self.clone(), line.clone());
        blocking(move || {
            let company = local.by_id(id)?;
            if local.engine.is_running(id) {
                return Err(ServiceError::Syncing { company: company.name }.into());
            }
            let count = local.store.count(id)?;
            line.write(&local)?;
            // Its invoices first: should the process die in between, the company is still there to be removed again.
            local.store.remove_company(id)?;
            local.registry.remove(id)?;
            local.remote.forget(id);
            tracing::info!(company = id.0, "company removed");
            Ok(Removal { company, count })
        })
        .await
    }

    /// Replaces a company's key; a key that the service refuses is not kept, nor is one to another company's account unless
    /// forced.
    pub(crate) async fn set_key(self: &Arc<Self>, id: CompanyId, new: NewKey, line: &Arc<Line>) -> Result<Tested> {
        let local = self.clone();
        let begun = blocking(move || {
            let company = local.by_id(id)?;
            refuse_same(&local, &Company { tax_number: None, ..company.clone() }, Some(&new.key), Some(id), new.force)?;
            Ok((company, new))
        });
        let (mut company, new) = begun.await?;
        let account = if new.test { Some(self.ask_account(&company, new.key.clone()).await?) } else { None };
        learn(&mut company, account.as_ref());
        let (local, line) = (self.clone(), line.clone());
        let company = blocking(move || {
            refuse_same(&local, &company, Some(&new.key), Some(id), new.force)?;
            let sealed = seal(&local, &new.key)?;
            line.write(&local)?;
            keep_key(&local, company, &sealed)
        })
        .await?;
        tracing::info!(company = id.0, "key set");
        Ok(Tested { company, account })
    }

    /// Tests a company's key.
    pub(crate) async fn test_key(self: &Arc<Self>, id: CompanyId) -> Result<Tested> {
        let local = self.clone();
        let (company, session) = blocking(move || {
            let company = local.by_id(id)?;
            let session = local.account(&company)?.question();
            Ok((company, session))
        })
        .await?;
        let account = session.facts().await?;
        Ok(Tested { company, account: Some(account) })
    }

    async fn ask_account(self: &Arc<Self>, company: &Company, key: SecretString) -> Result<AccountFacts> {
        let (local, company) = (self.clone(), company.clone());
        let account = blocking(move || {
            let target = local.target(&company, &key)?;
            Ok(local.remote.connect(target)?)
        })
        .await?;
        Ok(account.question().facts().await?)
    }
}

/// Fails if there is no accounting service of this name.
pub fn check_provider(name: &str) -> Result<()> {
    provider_entry(name).map(drop)
}

/// The company of a name, a part of a name, or a number.
pub(crate) fn find(local: &Local, wanted: &str) -> Result<Company> {
    Ok(naming::which(local.registry.companies().iter(), wanted)?.clone())
}

/// A company that may be added, before its account was asked.
fn draft(local: &Local, new: &NewCompany) -> Result<Company> {
    let name = new.name.trim().to_owned();
    check_name(local, &name, None)?;
    let entry = provider_entry(&new.provider)?;
    Ok(Company {
        id: CompanyId(0),
        name,
        provider: entry.name.to_owned(),
        base_url: new.base_url.as_ref().map(|url| url.trim_end_matches('/').to_owned()),
        enabled: true,
        tax_number: None,
        legal_name: None,
        added: local.options.clock.now(),
        key: None,
    })
}

/// Fails if another company is the same account, unless forced.
fn refuse_same(local: &Local, company: &Company, key: Option<&SecretString>, own: Option<CompanyId>, force: bool) -> Result<()> {
    if force { Ok(()) } else { same::refuse(local, company, key, own) }
}

fn check_name(local: &Local, name: &str, own: Option<CompanyId>) -> Result<()> {
    let bad = name.is_empty()
        || name.chars().count() > 100
        || name.chars().all(|c| c.is_ascii_digit())
        || name.chars().any(crate::domain::text::is_unsafe);
    if bad {
        return Err(ServiceError::BadName { name: name.to_owned() }.into());
    }
    let folded = name.to_lowercase();
    let taken = local.registry.companies().iter().any(|c| Some(c.id) != own && c.name.to_lowercase() == folded);
    if taken { Err(ServiceError::NameTaken { name: name.to_owned() }.into()) } else { Ok(()) }
}

fn change(local: &Local, id: CompanyId, change: impl FnOnce(&mut Company)) -> Result<Company> {
    let mut company = local.by_id(id)?;
    change(&mut company);
    local.registry.update(&company)?;
    Ok(company)
}

/// Takes over what the account tells of itself.
fn learn(company: &mut Company, account: Option<&AccountFacts>) {
    if let Some(account) = account {
        company.legal_name = account.name.clone().or(company.legal_name.take());
        company.tax_number = account.tax_number.clone().or(company.tax_number.take());
    }
}

/// A sealed key and what may be shown of it.
struct Sealed {
    blob: Vec<u8>,
    info: KeyInfo,
}

fn seal(local: &Local, key: &SecretString) -> Result<Sealed> {
    let info = KeyInfo::of(key.expose_secret(), local.options.clock.now());
    Ok(Sealed { blob: local.vault()?.seal(key)?, info })
}

/// Keeps a key: first the key, then the word that there is one.
fn keep_key(local: &Local, mut company: Company, sealed: &Sealed) -> Result<Company> {
    local.registry.set_key_blob(company.id, &sealed.blob)?;
    company.key = Some(sealed.info.clone());
    local.registry.update(&company)?;
    Ok(company)
}

fn views(local: &Local) -> Result<Vec<CompanyView>> {
    let companies = local.registry.companies();
    let now = local.options.clock.now();
    let today = now.to_zoned(local.options.zone.clone()).date();
    let scheduled = *lock(&local.scheduled);
    let doubts = local.store.doubted();
    let identity = Vault::exists(&local.options.config.identity, &local.options.paths.identity);
    // One pass over the invoices for all companies.
    let mut summaries = if companies.is_empty() { BTreeMap::new() } else { local.store.summaries(today)? };
    companies
        .into_iter()
        .map(|company| {
            let id = company.id;
            let newest = |statuses: &[RunStatus]| -> Result<Option<SyncRun>> {
                let filter = RunFilter { companies: vec![id], statuses: statuses.to_vec(), limit: Some(1) };
                Ok(local.store.runs(&filter)?.into_iter().next())
            };
            let last_run = newest(&[])?;
            let last_success = newest(&[RunStatus::Completed, RunStatus::Partial])?;
            let last_ended = match &last_run {
                Some(run) if run.status == RunStatus::Running => newest(&ENDED)?,
                other => other.clone(),
            };
            let doubt = doubts.iter().find(|doubt| doubt.company == id).map(|doubt| doubt.extent);
            // Of lost data there are no figures.
            let summary = summaries.remove(&id).filter(|_| doubt != Some(Extent::All)).unwrap_or_default();
            let state = local.store.sync_state(id)?;
            // Where the store lost invoices it forgot its place: a success from before tells nothing of what is here now.
            let success = last_success.as_ref().filter(|_| state.cursor.is_some() || state.last_walk.is_some());
            Ok(CompanyView {
                health: match doubt {
                    Some(Extent::All) => Health::Damaged,
                    Some(Extent::Records) => Health::Incomplete,
                    None if company.enabled && company.key.is_some() && !(identity && local.registry.has_key_blob(id)) => {
                        Health::KeyLost
                    }
                    None => Health::judge(&company, last_ended.as_ref(), success, summary.nav_refused, now),
                },
                deferred_until: state.deferred_until.filter(|until| *until > now),
                progress: local.engine.progress(id),
                invoices: summary.invoices,
                outstanding: summary.outstanding,
                overdue: summary.overdue,
                credit: summary.credit,
                oldest_overdue_days: summary.oldest_overdue_days,
                warnings: summary.warnings,
                nav_refused: summary.nav_refused,
                next_run: scheduled.filter(|at| company.enabled && *at > now),
                service: ServiceView::of(&company.provider),
                company,
                last_ended: last_ended.and_then(|run| run.ended),
                last_run,
                last_success,
            })
        })
        .collect()
}

const ENDED: [RunStatus; 6] = [
    RunStatus::Completed,
    RunStatus::Partial,
    RunStatus::Failed,
    RunStatus::Cancelled,
    RunStatus::Interrupted,
    RunStatus::Deferred,
];
