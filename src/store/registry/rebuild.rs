//! `companies.json` from what is left: its predecessor, the journal and the sealed keys.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::Timestamp;

use super::{COMPANIES, KEYS, State};
use crate::domain::{Books, Company, CompanyId, KeyInfo, Login, LoginId, LoginState};
use crate::store::{StoreError, file};

/// The provider of a company of which only its number or name is left: there is one.
const PROVIDER: &str = "billingo";

/// Writes the list of companies anew. `names` are the newest names in the journal, `removed` the companies that were removed.
pub(in crate::store) fn rebuild(
    folder: &Path,
    names: &BTreeMap<CompanyId, String>,
    removed: &BTreeSet<CompanyId>,
) -> Result<(), StoreError> {
    let before = super::load_before(folder).ok().flatten().unwrap_or_default();
    let mut logins: BTreeMap<LoginId, Login> = before.logins.into_iter().map(|login| (login.id, login)).collect();
    let mut companies: BTreeMap<CompanyId, Company> = before.companies.into_iter().map(|company| (company.id, company)).collect();
    companies.retain(|id, _| !removed.contains(id));
    for (id, name) in names.iter().filter(|(id, _)| !removed.contains(id)) {
        companies.entry(*id).or_insert_with(|| unknown(*id, name.clone()));
    }
    for key in file::list(&folder.join(KEYS))? {
        let Some(number) = file::name(&key).strip_suffix(".age").and_then(|id| id.parse().ok()) else { continue };
        // The login of a company has the company's number, unless another one had it first.
        let (id, login) = (CompanyId(number), LoginId(number));
        if logins.contains_key(&login) || removed.contains(&id) {
            continue;
        }
        let company = companies.entry(id).or_insert_with(|| unknown(id, format!("# {id}")));
        let modified = std::fs::metadata(&key).ok().and_then(|meta| meta.modified().ok());
        let set = modified.and_then(|at| Timestamp::try_from(at).ok()).unwrap_or(Timestamp::UNIX_EPOCH);
        company.login.get_or_insert(login);
        let (provider, secret) = (company.provider.clone(), Some(KeyInfo { set, ending: String::new() }));
        logins.insert(login, Login { id: login, provider, state: LoginState::Active, added: set, secret, grant: None });
    }
    logins.retain(|id, login| login.grant.is_some() || companies.values().any(|company| company.login == Some(*id)));
    let next = companies.keys().chain(removed).map(|id| id.0.saturating_add(1)).fold(before.next_id, u32::max);
    let next_login = logins.keys().map(|id| id.0.saturating_add(1)).fold(before.next_login.max(next), u32::max);
    let (companies, logins) = (companies.into_values().collect(), logins.into_values().collect());
    let state = State { next_id: next, next_login, companies, logins };
    file::write(&folder.join(COMPANIES), &state.to_bytes()?)
}

fn unknown(id: CompanyId, name: String) -> Company {
    Company {
        id,
        name,
        provider: PROVIDER.to_owned(),
        base_url: None,
        enabled: true,
        tax_number: None,
        legal_name: None,
        added: Timestamp::UNIX_EPOCH,
        login: None,
        tenant: None,
        books: Books::default(),
    }
}
