//! Companies and their keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};

use super::books::all_behind;
use super::local::{Local, main_feed, provider_entry};
use super::login_error::LoginError;
use super::sealed_check::Opener;
use super::task::{blocking, lock};
use super::{CompanyView, NewCompany, Result, ServiceError, ServiceView, Tested, naming, same};
use crate::domain::{Company, CompanyId, Extent, Health, KeyInfo, LoginId, numbers};
use crate::provider::{AppSecret, base_url};
use crate::query::Names;
use crate::remote::AccountFacts;
use crate::store::{LastRuns, Store};

/// Asks an account to tell about itself.
pub(super) async fn ask_account(local: &Arc<Local>, company: &Company, key: SecretString) -> Result<AccountFacts> {
    let (local, company) = (local.clone(), company.clone());
    let account = blocking(move || {
        let target = local.target(&company, &key)?;
        Ok(local.remote.connect(target)?)
    })
    .await?;
    Ok(account.question().facts().await?)
}

/// The name of a company, or its number where it has none any more.
pub(super) fn name_of(names: &Names, id: CompanyId) -> String {
    names.get(&id).cloned().unwrap_or_else(|| id.to_string())
}

/// The result of testing or setting a key.
pub(super) fn tested(local: &Local, company: Company, account: Option<AccountFacts>) -> Tested {
    let key = local.registry.login_of(&company).and_then(|login| login.secret);
    Tested { company, key, account }
}

/// Fails if there is no accounting service of this name, or it has no API keys.
pub(super) fn check_provider(name: &str) -> Result<()> {
    check_keys(name, None)
}

/// Fails if no company of this kind can be added, whatever is here already.
pub fn check_new(new: &NewCompany) -> Result<()> {
    check_provider(&new.provider)?;
    if let Some(told) = new.base_url.as_deref() {
        base_url(told)?;
    }
    well_formed(new.name.trim())
}

fn check_keys(provider: &str, login: Option<LoginId>) -> Result<()> {
    let entry = provider_entry(provider)?;
    if entry.oauth.is_some() {
        return Err(LoginError::ByConsent { provider: entry.title.to_owned(), name: entry.name.to_owned(), login }.into());
    }
    Ok(())
}

/// Fails if a company keeps its own books here: it has no account at a service.
pub(super) fn refuse_books(company: &Company) -> Result<()> {
    if company.has_own_books() { Err(ServiceError::OwnBooks { company: company.name.clone() }.into()) } else { Ok(()) }
}

/// Fails if a company has no API key that could be set.
pub(super) fn check_has_key(company: &Company) -> Result<()> {
    refuse_books(company)?;
    check_keys(&company.provider, company.login)
}

/// Whether each app at this service has a secret.
#[must_use]
pub fn needs_secret(name: &str) -> bool {
    let oauth = crate::provider::find(name).and_then(|entry| entry.oauth);
    oauth.is_some_and(|oauth| oauth.secret == AppSecret::Required)
}

/// The company of a name, a part of a name, or a number.
pub(super) fn find(local: &Local, wanted: &str) -> Result<Company> {
    Ok(naming::which(local.registry.companies().iter(), wanted)?.clone())
}

/// Fails if another company is the same account, unless forced.
pub(super) fn refuse_same(
    local: &Local,
    company: &Company,
    key: Option<&SecretString>,
    own: Option<CompanyId>,
    force: bool,
) -> Result<()> {
    if force { Ok(()) } else { same::refuse(local, company, key, own) }
}

/// Fails if an account has another tax number than its company had: its next full sync would replace the company's documents by those
/// of another one.
pub(super) fn refuse_other(company: &Company, account: Option<&AccountFacts>) -> Result<()> {
    let told = account.and_then(|account| account.tax_number.as_deref());
    match company.tax_number.as_deref().zip(told) {
        Some((known, told)) if numbers::taxpayer(known, None) != numbers::taxpayer(told, None) => {
            Err(ServiceError::OtherAccount { company: company.name.clone(), known: known.to_owned(), told: told.to_owned() }
                .into())
        }
        _ => Ok(()),
    }
}

/// Fails if a text can be no name of a company.
fn well_formed(name: &str) -> Result<()> {
    let bad = name.is_empty()
        || name.chars().count() > 100
        || name.chars().all(|c| c.is_ascii_digit())
        || name.chars().any(crate::domain::text::is_unsafe);
    if bad { Err(ServiceError::BadName { name: name.to_owned() }.into()) } else { Ok(()) }
}

pub(super) fn check_name(local: &Local, name: &str, own: Option<CompanyId>) -> Result<()> {
    well_formed(name)?;
    let folded = name.to_lowercase();
    let taken = local.registry.companies().iter().any(|c| Some(c.id) != own && c.name.to_lowercase() == folded);
    if taken { Err(ServiceError::NameTaken { name: name.to_owned() }.into()) } else { Ok(()) }
}

pub(super) fn change(local: &Local, id: CompanyId, change: impl FnOnce(&mut Company)) -> Result<Company> {
    let mut company = local.by_id(id)?;
    change(&mut company);
    local.registry.update(&company)?;
    Ok(company)
}

/// Takes over what the account tells of itself.
pub(super) fn learn(company: &mut Company, account: Option<&AccountFacts>) {
    if let Some(account) = account {
        company.legal_name = account.name.clone().or(company.legal_name.take());
        company.tax_number = account.tax_number.clone().or(company.tax_number.take());
    }
}

/// A sealed key and what may be shown of it.
pub(super) struct Sealed {
    blob: Vec<u8>,
    info: KeyInfo,
}

pub(super) fn seal(local: &Local, key: &SecretString) -> Result<Sealed> {
    let info = KeyInfo::of(key.expose_secret(), local.options.clock.now());
    Ok(Sealed { blob: local.vault()?.seal(key)?, info })
}

/// Keeps a key as the secret of the company's login.
pub(super) fn keep_key(local: &Local, company: &Company, sealed: Sealed) -> Result<Company> {
    Ok(local.registry.set_secret(company, sealed.info, &sealed.blob)?)
}

pub(super) fn views(local: &Local) -> Result<Vec<CompanyView>> {
    let companies = local.registry.companies();
    let now = local.options.clock.now();
    let today = now.to_zoned(local.options.zone.clone()).date();
    let scheduled = *lock(&local.scheduled);
    let opener = Opener::of(&local.options);
    // One pass over the invoices for all companies.
    let mut summaries = if companies.is_empty() { BTreeMap::new() } else { local.store.summaries(today)? };
    // After it: that pass may be what meets damage.
    let doubts = local.store.doubted();
    // One question for all companies each, however many there are.
    let ids: Vec<CompanyId> = companies.iter().map(|company| company.id).collect();
    let feeds: Vec<(CompanyId, &str)> = companies.iter().map(|company| (company.id, main_feed(company))).collect();
    let store = local.store.inner();
    let (mut runs, mut states) = (store.last_runs(&ids)?.into_iter(), store.sync_states(&feeds)?.into_iter());
    let sealed = local.registry.login_blobs()?;
    let mut behind = all_behind(local, &companies)?;
    companies
        .into_iter()
        .map(|company| {
            let id = company.id;
            let LastRuns { last: last_run, ended: last_ended, success: last_success } = runs.next().unwrap_or_default();
            let behind = behind.remove(&id).unwrap_or_default();
            let doubt = doubts.iter().find(|doubt| doubt.company == id).map(|doubt| doubt.extent);
            // Of damaged data there are no figures.
            let summary = summaries.remove(&id).filter(|_| doubt.is_none()).unwrap_or_default();
            let state = states.next().unwrap_or_default();
            // Where the store lost invoices it forgot its place: a success from before tells nothing of what is here now.
            let success = last_success.as_ref().filter(|_| state.cursor.is_some() || state.last_full_scan.is_some());
            Ok(CompanyView {
                health: match doubt {
                    Some(Extent::All | Extent::Gone) => Health::Damaged,
                    Some(Extent::Records) => Health::Incomplete,
                    None if !behind.is_empty() => Health::NumbersBehind,
                    None if company.enabled && company.login.is_some_and(|login| !opens(&sealed, &opener, login)) => {
                        Health::KeyLost
                    }
                    None if company.enabled && needs_consent(local, &company) => Health::LoginEnded,
                    None => {
                        let judged = Health::judge(&company, last_ended.as_ref(), success, summary.nav_refused, now);
                        if judged == Health::Fresh && ends_soon(local, &company, now) { Health::LoginEnds } else { judged }
                    }
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
                behind,
                next_run: scheduled.filter(|at| company.enabled && *at > now),
                service: ServiceView::of_company(&company),
                login: local.registry.login_of(&company).map(|login| login.shown(now)),
                company,
                last_ended: last_ended.and_then(|run| run.ended),
                last_run,
                last_success,
            })
        })
        .collect()
}

/// How long before the end of a login its company is yellow.
const NOTICE: SignedDuration = SignedDuration::from_hours(28 * 24);

/// Whether the sealed secret of a login is there and opens.
fn opens(sealed: &BTreeMap<LoginId, Vec<u8>>, opener: &Opener, login: LoginId) -> bool {
    sealed.get(&login).is_some_and(|blob| opener.opens(blob))
}

/// Whether a company needs a person's consent before it can be asked.
fn needs_consent(local: &Local, company: &Company) -> bool {
    match local.registry.login_of(company) {
        Some(login) => login.grant.is_some() && !login.is_usable(),
        None => crate::provider::find(&company.provider).is_some_and(|entry| entry.oauth.is_some()),
    }
}

/// Whether the login of a company ends within [`NOTICE`], if no person renews it.
fn ends_soon(local: &Local, company: &Company, now: Timestamp) -> bool {
    ending(local, company, now).is_some()
}

/// The login of a company and when it ends, if that is within [`NOTICE`].
pub(super) fn ending(local: &Local, company: &Company, now: Timestamp) -> Option<(LoginId, Timestamp)> {
    let login = local.registry.login_of(company)?;
    let by = login.renew_by().filter(|by| by.duration_since(now) < NOTICE)?;
    Some((login.id, by))
}
