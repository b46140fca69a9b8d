//! Consent and its companies: what the use cases of logins share.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use super::Result;
use super::local::{Local, provider_entry};
use super::login_error::LoginError;
use super::task::blocking;
use super::view::{LoginView, TenantView};
use super::write_scope::lacking;
use crate::auth::{Access, App, AuthError, Granted, HostError, Kept, Pending, Safe, Sealed, Tokens, redirect};
use crate::domain::{Books, Company, CompanyId, Grant, KeyInfo, Login, LoginId, LoginState, Tenant};
use crate::provider::{OAuth, Profile, ProviderError, Tenants};
use crate::remote::RemoteError;

/// Attempts to write beside another writer.
const ATTEMPTS: usize = 5;
/// The reason of a consent that does not open the company that its address named.
const NOT_OPENED: &str = "company_not_opened";

impl Local {
    /// The login of a text: its number.
    pub(super) fn login_of_text(&self, wanted: &str) -> Result<Login> {
        let id = wanted.trim().parse().ok().map(LoginId);
        let login = id.and_then(|id| self.registry.login(id));
        Ok(login.ok_or_else(|| LoginError::NoSuchLogin { wanted: wanted.to_owned() })?)
    }

    /// A login as it stands.
    pub(super) fn login_view(&self, login: Login) -> LoginView {
        let companies = self.registry.companies_of(login.id);
        let title = crate::provider::find(&login.provider).map_or(login.provider.clone(), |entry| entry.title.to_owned());
        let now = self.options.clock.now();
        let (consent, login) = (login.consent(now), login.shown(now));
        let oauth = crate::provider::find(&login.provider).and_then(|entry| entry.oauth);
        let writes = oauth.zip(login.grant.as_deref()).map(|(oauth, grant)| lacking(oauth, grant).is_empty());
        LoginView { login, title, companies, consent, writes }
    }

    /// The login with the pending consent of this state; of one that was named, with the reason why not.
    pub(super) fn pending_of(&self, wanted: Option<LoginId>, state: &SecretString) -> Result<(Kept, Pending)> {
        let is_its = |pending: &Pending| pending.state.expose_secret() == state.expose_secret();
        if let Some(id) = wanted {
            let kept = self.cabinet.load(id)?.ok_or_else(|| LoginError::NoSuchLogin { wanted: id.to_string() })?;
            let Some(pending) = kept.sealed.pending.clone() else { return Err(AuthError::NotPending { login: id }.into()) };
            return if is_its(&pending) { Ok((kept, pending)) } else { Err(AuthError::WrongState.into()) };
        }
        let mut pending = Vec::new();
        for login in self.registry.logins() {
            if login.grant.is_some()
                && let Some(kept) = self.cabinet.readable(login.id)?
            {
                pending.extend(kept.sealed.pending.clone().map(|pending| (kept, pending)));
            }
        }
        let several = pending.len() > 1;
        let none = pending.is_empty();
        if let Some(found) = pending.into_iter().find(|(_, pending)| is_its(pending)) {
            return Ok(found);
        }
        Err(match (none, several) {
            (true, _) => LoginError::NonePending.into(),
            (_, true) => LoginError::SeveralPending.into(),
            _ => AuthError::WrongState.into(),
        })
    }

    /// Changes what is sealed of a login, however often another writer is faster.
    pub(super) fn amend(&self, id: LoginId, amend: impl Fn(&mut Sealed), mut shown: impl FnMut(&mut Login)) -> Result<Kept> {
        for _ in 0..ATTEMPTS {
            let kept = self.cabinet.load(id)?.ok_or_else(|| LoginError::NoSuchLogin { wanted: id.to_string() })?;
            let mut sealed = kept.sealed;
            amend(&mut sealed);
            if let Some(kept) = self.cabinet.save(id, &kept.seen, &sealed, &mut shown)? {
                return Ok(kept);
            }
        }
        Err(LoginError::NoGrant { login: id }.into())
    }
}

/// What may be shown of a consent that was begun.
pub(super) fn grant_of(pending: &Pending) -> Grant {
    Grant {
        client_id: pending.client_id.clone(),
        redirect_uri: pending.redirect_uri.clone(),
        scopes: pending.scopes.clone(),
        sandbox: pending.sandbox,
        base_url: pending.base_url.clone(),
        identity_url: pending.identity_url.clone(),
        asked_until: Some(pending.until),
        ..Grant::default()
    }
}

/// Exchanges the code of a consent, and keeps what it brought before anything is done with it.
pub(super) async fn exchange(
    local: &Arc<Local>,
    kept: &Kept,
    pending: &Pending,
    answer: &redirect::Answer,
    (oauth, realm): (&'static OAuth, Option<Tenant>),
) -> Result<Access> {
    let id = kept.login.id;
    let app = App {
        oauth,
        client_id: pending.client_id.clone(),
        client_secret: pending.client_secret.clone(),
        identity_url: pending.identity_url.clone(),
    };
    let host = Arc::clone(&local.grants.host);
    let asked = host.exchange(&app, &answer.code, &pending.redirect_uri, pending.verifier.as_ref()).await;
    let granted = match asked {
        Ok(granted) => granted,
        Err(HostError::Refused { code, .. }) => {
            // A refused code is spent: only another consent helps.
            if code == "invalid_grant" {
                end_consent(local, id, code.clone()).await?;
            }
            return Err(match code.as_str() {
                "invalid_grant" => AuthError::CodeRefused { code }.into(),
                "invalid_client" | "unauthorized_client" => AuthError::ClientRefused { code, page: oauth.app_page }.into(),
                _ => AuthError::Refused { code }.into(),
            });
        }
        Err(HostError::Failed(error)) => return Err(AuthError::Host(error).into()),
    };
    if let Err(error) = complete(pending, &granted) {
        end_consent(local, id, "invalid_scope".to_owned()).await?;
        return Err(error.into());
    }
    let (local, pending, answer) = (Arc::clone(local), pending.clone(), granted.clone());
    blocking(move || {
        let now = local.options.clock.now();
        let tokens = Tokens::after(None, &answer, oauth.grace, now);
        let sealed = |sealed: &mut Sealed| {
            *sealed = Sealed { client_secret: pending.client_secret.clone(), tokens: tokens.clone(), pending: None };
        };
        local.amend(id, sealed, |login| {
            login.grant = Some(Box::new(Grant { asked_until: None, realm: realm.clone(), ..grant_of(&pending) }));
            login.secret = Some(KeyInfo { set: now, ending: String::new() });
            crate::auth::note(login, oauth, &answer, now);
        })?;
        Ok(())
    })
    .await?;
    Ok(Access::of(&granted))
}

/// Ends a pending consent that cannot be finished any more. A login that never worked stays `authorising`, with the service's code as the
/// reason; one that works goes on.
pub(super) async fn end_consent(local: &Arc<Local>, id: LoginId, code: String) -> Result<()> {
    let local = Arc::clone(local);
    blocking(move || {
        let ended = |login: &mut Login| {
            let never = login.state == LoginState::Authorising;
            let Some(grant) = &mut login.grant else { return };
            grant.asked_until = None;
            if never {
                grant.reason = Some(code.clone());
            }
        };
        let sealed = |sealed: &mut Sealed| {
            let pending = sealed.pending.take();
            // The next consent of a login that never worked goes on with its secret.
            if sealed.tokens.is_none() && sealed.client_secret.is_none() {
                sealed.client_secret = pending.and_then(|pending| pending.client_secret);
            }
        };
        local.amend(id, sealed, ended).map(drop)
    })
    .await
}

/// Notes that a consent does not open the company that its address named: it is of no use, and another one is asked for. Its tokens are
/// kept, so that removing the login ends the consent at the service too.
async fn not_opened(local: &Arc<Local>, id: LoginId) -> Result<()> {
    let local = Arc::clone(local);
    blocking(move || {
        let useless = |login: &mut Login| {
            login.state = LoginState::Authorising;
            let Some(grant) = &mut login.grant else { return };
            (grant.realm, grant.renewed, grant.idle_until, grant.ends) = (None, None, None, None);
            grant.reason = Some(NOT_OPENED.to_owned());
        };
        local.amend(id, |_| {}, useless).map(drop)
    })
    .await
}

/// Whether an answer has all that was asked for.
fn complete(pending: &Pending, granted: &Granted) -> std::result::Result<(), AuthError> {
    if let Some(scopes) = &granted.scopes {
        let missing: Vec<&str> = pending.scopes.iter().filter(|scope| !scopes.contains(scope)).map(String::as_str).collect();
        if !missing.is_empty() {
            return Err(AuthError::ScopeMissing { scopes: missing.join(", ") });
        }
    }
    if granted.refresh.is_none() { Err(AuthError::NoRefreshToken) } else { Ok(()) }
}

/// The companies that a login opens, as the service lists them; each with the company here that it is, if any.
pub(super) async fn tenants(local: &Arc<Local>, login: &Login, oauth: &'static OAuth) -> Result<Vec<TenantView>> {
    let entry = provider_entry(&login.provider)?;
    let Tenants::List(path) = oauth.tenants else {
        let realm = login.grant.as_ref().and_then(|grant| grant.realm.clone());
        let view = |tenant: Tenant| {
            let company = local.registry.company_of(entry.name, &tenant);
            TenantView { tenant, name: company.as_ref().map(|company| company.name.clone()), company }
        };
        return Ok(realm.map(view).into_iter().collect());
    };
    let root = login.grant.as_ref().and_then(|grant| grant.base_url.clone()).unwrap_or_else(|| entry.base_url.to_owned());
    let keeper = local.keeper(login)?;
    let mut access = keeper.token().await?;
    let mut found = local.grants.host.tenants(&root, path, &access).await;
    let is_refused = |found: &std::result::Result<_, HostError>| {
        matches!(found, Err(HostError::Failed(ProviderError::Rejected { status: 401, .. })))
    };
    if is_refused(&found) {
        keeper.forget(&access);
        access = keeper.token().await?;
        found = local.grants.host.tenants(&root, path, &access).await;
    }
    if is_refused(&found) {
        return Err(AuthError::Later { login: login.id, error: ProviderError::TokenRefused }.into());
    }
    let found = found.map_err(|error| match error {
        HostError::Failed(error) => AuthError::Later { login: login.id, error },
        HostError::Refused { code, .. } => AuthError::Refused { code },
    })?;
    let view = |found: crate::auth::TenantFound| TenantView {
        company: local.registry.company_of(entry.name, &found.tenant),
        tenant: found.tenant,
        name: found.name,
    };
    Ok(found.into_iter().map(view).collect())
}

/// Connects a tenant: its company gets the login, whatever login it had; a new one is added.
pub(super) async fn connect(local: &Arc<Local>, login: &Login, tenant: &TenantView) -> Result<Company> {
    let entry = provider_entry(&login.provider)?;
    let company = {
        let (local, login, tenant) = (Arc::clone(local), login.clone(), tenant.clone());
        blocking(move || Ok(place(&local, &login, entry.title, &tenant))).await?
    };
    let alone = matches!(entry.oauth.map(|oauth| oauth.tenants), Some(Tenants::Redirect(_)));
    let profile = match profile(local, &company).await {
        // The address alone named it, and the service does not let the login in: the keys of the app are for other companies.
        Some(Err(RemoteError::Failed(error @ ProviderError::Disconnected))) if alone && company.id == CompanyId(0) => {
            not_opened(local, login.id).await?;
            return Err(AuthError::Later { login: login.id, error }.into());
        }
        // What the company tells of itself is a help, no duty: the next sync asks again for what is missing.
        told => told.and_then(std::result::Result::ok),
    };
    let (local, login) = (Arc::clone(local), login.id);
    blocking(move || {
        let mut learnt = company;
        learn(&local, &mut learnt, profile.unwrap_or_default());
        let (company, former) = local.registry.connect(learnt)?;
        if let Some(former) = former.filter(|former| alone && *former != login)
            && local.registry.companies_of(former).is_empty()
        {
            // A consent of this service is for one company, and the new one took its place.
            local.registry.remove_login(former)?;
        }
        Ok(company)
    })
    .await
}

/// The company of a tenant before it was asked: the one that is here, or a new one.
fn place(local: &Local, login: &Login, title: &str, tenant: &TenantView) -> Company {
    let base_url = base_of(login);
    if let Some(company) = local.registry.company_of(&login.provider, &tenant.tenant) {
        return Company { login: Some(login.id), base_url, ..company };
    }
    let name = tenant.name.clone().unwrap_or_else(|| format!("{title} {}", tenant.tenant.0));
    Company {
        id: CompanyId(0),
        name: free_name(local, &name),
        provider: login.provider.clone(),
        base_url,
        enabled: true,
        tax_number: None,
        legal_name: None,
        added: local.options.clock.now(),
        login: Some(login.id),
        tenant: Some(tenant.tenant.clone()),
        books: Books::default(),
    }
}

/// Where the API of a login's companies is, if not at its usual place.
fn base_of(login: &Login) -> Option<String> {
    let grant = login.grant.as_ref()?;
    let sandbox = || crate::provider::find(&login.provider)?.oauth?.sandbox_api.filter(|_| grant.sandbox);
    grant.base_url.clone().or_else(|| sandbox().map(str::to_owned))
}

/// A name that no company has.
fn free_name(local: &Local, name: &str) -> String {
    let name: String = crate::domain::text::clean(name).trim().chars().take(90).collect();
    let is_taken = |name: &str| super::companies::check_name(local, name, None).is_err();
    if !is_taken(&name) {
        return name;
    }
    (2..1000).map(|n| format!("{name} ({n})")).find(|name| !is_taken(name)).unwrap_or(name)
}

/// Asks a company how it keeps its books, if its service does not say so for all and it did not tell when it was connected. Where it
/// does not tell now either, the sync tells what comes of it.
pub(super) async fn ask_books(local: &Arc<Local>, company: Company) -> Company {
    let told = company.books.currency.is_some() || provider_entry(&company.provider).is_ok_and(|entry| entry.currency.is_some());
    if told || company.tenant.is_none() {
        return company;
    }
    let Some(Ok(profile)) = profile(local, &company).await else { return company };
    let local = Arc::clone(local);
    let mut learnt = company.clone();
    let kept = blocking(move || {
        learn(&local, &mut learnt, profile);
        Ok(local.registry.connect(learnt)?.0)
    });
    kept.await.unwrap_or(company)
}

/// What a company tells of itself; `None` where it was not asked.
async fn profile(local: &Arc<Local>, company: &Company) -> Option<std::result::Result<Profile, RemoteError>> {
    let (local, company) = (Arc::clone(local), company.clone());
    let account = blocking(move || {
        let login = local.registry.login_of(&company).ok_or(LoginError::NonePending)?;
        Ok(local.remote.connect(local.granted_target(&company, &login)?)?)
    });
    let asked = account.await.ok()?.question().profile().await;
    if let Err(error) = &asked {
        tracing::info!(%error, "the company did not tell about itself");
    }
    Some(asked)
}

/// Takes over what a company tells of itself.
fn learn(local: &Local, company: &mut Company, profile: Profile) {
    if let (CompanyId(0), Some(name)) = (company.id, &profile.name) {
        company.name = free_name(local, name);
    }
    company.legal_name = profile.name.or(company.legal_name.take());
    company.tax_number = profile.tax_number.or(company.tax_number.take());
    let books = &mut company.books;
    books.currency = profile.currency.or(books.currency.take());
    books.country = profile.country.or(books.country.take());
    books.zone = profile.zone.or(books.zone.take());
}

/// The tenants that a person asks for, by identifier or name; all of them, or the only one.
pub(super) fn chosen(all: &[TenantView], wanted: &[String], every: bool) -> std::result::Result<Vec<TenantView>, AuthError> {
    if every {
        return Ok(all.to_vec());
    }
    let known = || {
        all.iter()
            .map(|view| format!("{} ({})", view.name.as_deref().unwrap_or("–"), view.tenant.0))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let find = |text: &String| {
        let by_id = all.iter().find(|view| *view.tenant.0 == *text.trim());
        let is_named =
            |view: &&TenantView| view.name.as_deref().is_some_and(|name| crate::query::fold(name) == crate::query::fold(text));
        by_id
            .or_else(|| all.iter().find(is_named))
            .cloned()
            .ok_or_else(|| AuthError::TenantGone { tenant: text.clone(), known: known() })
    };
    if wanted.is_empty()
        && let [only] = all
    {
        return Ok(vec![only.clone()]);
    }
    wanted.iter().map(find).collect()
}

/// The tenant of a redirect address, where the service names it there.
pub(super) fn realm(oauth: &OAuth, answer: &redirect::Answer) -> std::result::Result<Option<Tenant>, AuthError> {
    let Tenants::Redirect(parameter) = oauth.tenants else { return Ok(None) };
    let realm = answer.parameter(parameter).filter(|realm| realm.len() <= 64 && realm.bytes().all(|b| b.is_ascii_alphanumeric()));
    realm.map(|realm| Some(Tenant(realm.into()))).ok_or(AuthError::RealmMissing { parameter })
}

/// Fails if the login has a company that is another tenant.
pub(super) fn same_realm(local: &Local, login: LoginId, realm: &Tenant) -> std::result::Result<(), AuthError> {
    let other = local.registry.companies_of(login).into_iter().find(|company| company.tenant.as_ref() != Some(realm));
    match other {
        None => Ok(()),
        Some(company) => Err(AuthError::OtherRealm {
            login,
            wanted: company.tenant.map(|tenant| tenant.0.into()).unwrap_or_default(),
            company: company.name,
            chosen: realm.0.to_string(),
        }),
    }
}

/// Whether a login can be tried although it ended: its refresh token is still here.
pub(super) const fn may_revive(state: LoginState) -> bool {
    matches!(state, LoginState::Expired | LoginState::Revoked | LoginState::Error)
}
