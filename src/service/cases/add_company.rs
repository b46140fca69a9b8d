//! Adds a company.

use serde::{Deserialize, Serialize};

use crate::domain::{Books, Company, CompanyId};
use crate::provider::base_url;
use crate::store::Store;
use crate::service::companies::{ask_account, check_name, check_provider, keep_key, learn, refuse_same, seal, tested};
use crate::service::local::{Local, provider_entry};
use crate::service::{
    Action, Audit, Context, Given, NewCompany, Patience, Repeat, Result, Route, Routed, Scope, Tested, UseCase,
};

/// Adds a company; its key is tested first unless told not to. A key that the service refuses adds nothing, nor does the account
/// of another company unless forced.
#[derive(Debug, Serialize, Deserialize)]
pub struct AddCompany(pub NewCompany);

impl Routed for AddCompany {
    type Body = NewCompany;
    const ROUTE: Route =
        Route::post("/v1/companies", "add_company", "companies").about("Adds a company.").status(201, "Added").with_companies();

    fn read(_: &Given, body: NewCompany) -> Result<Self> {
        Ok(Self(body))
    }
}

impl UseCase for AddCompany {
    type Answer = Tested;
    const ACTION: Action = Action::Companies;
    const REPEAT: Repeat = Repeat::Once;
    const PATIENCE: Patience = Patience::Provider;
    const AUDIT: Audit<Self> = Audit::Certain(|case, _| ("company.add", case.0.name.clone()));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<Tested> {
        let Self(new) = self;
        let draft = cx.clone().blocking(move |cx| {
            let company = draft(cx, &new)?;
            refuse_same(&cx.local, &company, new.key.as_ref(), there(&company), new.force)?;
            Ok((company, new))
        });
        let (mut company, new) = draft.await?;
        let account = match &new.key {
            Some(key) if new.test => Some(ask_account(&cx.local, &company, key.clone()).await?),
            _ => None,
        };
        learn(&mut company, account.as_ref());
        let added = cx.clone().blocking(move |cx| {
            let local = &cx.local;
            refuse_same(local, &company, new.key.as_ref(), there(&company), new.force)?;
            // Sealed before anything is written: a vault that does not open adds nothing.
            let sealed = new.key.as_ref().map(|key| seal(local, key)).transpose()?;
            cx.note()?;
            let added = if company.id == CompanyId(0) { local.registry.add(company)? } else { known_again(local, company)? };
            match sealed {
                Some(sealed) => keep_key(local, &added, sealed),
                None => Ok(added),
            }
        });
        let company = added.await?;
        tracing::info!(company = company.id.0, name = %company.name, provider = %company.provider, "company added");
        Ok(tested(&cx.local, company, account))
    }
}

/// Its number, where it is here already.
fn there(company: &Company) -> Option<CompanyId> {
    (company.id != CompanyId(0)).then_some(company.id)
}

/// Gives a company its service again. It is walked from the beginning: its account tells what is there.
fn known_again(local: &Local, company: Company) -> Result<Company> {
    local.store.require_full_sync(company.id)?;
    local.registry.update(&company)?;
    Ok(company)
}

/// The company before its account was asked.
pub(super) fn draft(cx: &Context, new: &NewCompany) -> Result<Company> {
    let local = &cx.local;
    if let Some(told) = new.base_url.as_deref() {
        // Also one that is not tried now: no sync could ever use it.
        cx.may_reach(&base_url(told)?, told)?;
    }
    let name = new.name.trim().to_owned();
    // A company that a damaged list lost the service of is named again, and keeps its number.
    let known = local.registry.companies().into_iter().find(|known| {
        known.has_unknown_provider() && known.name.to_lowercase() == name.to_lowercase()
    });
    let id = known.map(|known| known.id);
    check_name(local, &name, id)?;
    check_provider(&new.provider)?;
    let entry = provider_entry(&new.provider)?;
    Ok(Company {
        id: id.unwrap_or(CompanyId(0)),
        name,
        provider: entry.name.to_owned(),
        base_url: new.base_url.as_ref().map(|url| url.trim_end_matches('/').to_owned()),
        enabled: true,
        tax_number: None,
        legal_name: None,
        added: local.options.clock.now(),
        login: None,
        tenant: None,
        books: Books::default(),
    })
}
