//! The identity and the keys that are sealed to it. Keys are opened and forgotten; nothing of them is told.

use super::finding::quoted;
use super::{Finding, Known, Level, Surroundings};
use crate::config::Identity;
use crate::domain::{Company, Login, LoginState};
use crate::store::inspect;
use crate::vault::{Vault, VaultError};

const AREA: &str = "identity";
const KEYS: &str = "keys";
const LOGINS: &str = "logins";

/// Looks at the identity, and whether it opens the key of each company.
pub(super) fn look(it: &Surroundings, known: &mut Known) -> Vec<Finding> {
    if known.owner.is_some() {
        return Vec::new();
    }
    let companies = inspect::companies(&it.paths.store).unwrap_or_default();
    let sealed = companies.iter().any(|company| company.login.is_some());
    let (identity, path) = (&it.config.identity, &it.paths.identity);
    let mut found = Vec::new();
    let vault = if sealed || Vault::exists(identity, path) {
        match Vault::open_existing(identity, path, &|| it.passphrase.clone()) {
            Ok(vault) => {
                let facts = vault.facts();
                let sound = Finding::ok(AREA, "doctor-identity").path(&facts.path).with("kind", facts.kind.as_str());
                found.push(sound.with("mode", format!("{:04o}", facts.mode)));
                Some(vault)
            }
            Err(VaultError::PassphraseMissing { path }) => {
                found.push(Finding::ok(AREA, "doctor-identity-locked").path(&path));
                None
            }
            Err(error) => {
                found.push(Finding::of(Level::Fail, AREA, &error));
                None
            }
        }
    } else {
        found.push(Finding::ok(AREA, "doctor-identity-none"));
        None
    };
    old(it, &mut found);
    keys(it, vault.as_ref(), &companies, &mut found);
    found
}

/// Former identities, which older backups need.
fn old(it: &Surroundings, found: &mut Vec<Finding>) {
    if matches!(it.config.identity, Identity::Ssh(_)) {
        return;
    }
    let path = &it.paths.identity;
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else { return };
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let former = format!("{name}.old-");
    let count = entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(&former)).count();
    if count > 0 {
        found.push(Finding::ok(AREA, "doctor-identity-old").with("count", count).path(folder));
    }
}

/// Whether each company has a key that opens.
fn keys(it: &Surroundings, vault: Option<&Vault>, companies: &[Company], found: &mut Vec<Finding>) {
    let (mut good, mut consents) = (0, 0);
    let logins = inspect::logins(&it.paths.store).unwrap_or_default();
    for company in companies {
        if takes_consent(company) {
            match consent(it, company, &logins) {
                Some(finding) => found.push(finding),
                None => consents += usize::from(company.enabled),
            }
            continue;
        }
        let set = format!("{} company set-key {}", it.program, quoted(&company.name));
        let say = |finding: Finding| finding.with("company", company.name.as_str()).run(&set);
        if company.login.is_none() {
            if company.enabled && !company.has_own_books() {
                found.push(say(Finding::warn(KEYS, "doctor-key-none")));
            }
            continue;
        }
        match (inspect::sealed_key(&it.paths.store, company), vault) {
            (Ok(None), _) => found.push(say(Finding::fail(KEYS, "doctor-key-missing"))),
            (Err(error), _) => found.push(say(Finding::fail(KEYS, "doctor-key-damaged").with("detail", error.to_string()))),
            (Ok(Some(blob)), Some(vault)) => match vault.open(&blob) {
                Ok(_) => good += 1,
                Err(error) => found.push(say(Finding::fail(KEYS, "doctor-key-closed").with("detail", error.to_string()))),
            },
            (Ok(Some(_)), None) => {}
        }
    }
    if good > 0 {
        found.push(Finding::ok(KEYS, "doctor-keys").with("count", good));
    }
    if consents > 0 {
        found.push(Finding::ok(LOGINS, "doctor-logins").with("count", consents));
    }
}

/// Whether a company is opened by a consent instead of an API key.
pub(super) fn takes_consent(company: &Company) -> bool {
    crate::provider::find(&company.provider).is_some_and(|entry| entry.oauth.is_some())
}

/// What is wrong with the login of a company; `None` if it works or is not needed.
fn consent(it: &Surroundings, company: &Company, logins: &[Login]) -> Option<Finding> {
    if !company.enabled {
        return None;
    }
    let say = |finding: Finding| finding.with("company", company.name.as_str());
    let login = company.login.and_then(|id| logins.iter().find(|login| login.id == id));
    let Some(login) = login else {
        let add = format!("{} login add {}", it.program, company.provider);
        return Some(say(Finding::warn(LOGINS, "doctor-login-none")).run(&add));
    };
    let renew = format!("{} login add --login {}", it.program, login.id);
    let sealed = inspect::sealed_key(&it.paths.store, company);
    if !matches!(sealed, Ok(Some(_))) {
        return Some(say(Finding::fail(LOGINS, "doctor-login-missing")).run(&renew));
    }
    let id = match login.state {
        LoginState::Active => return None,
        LoginState::Authorising => "doctor-login-authorising",
        LoginState::Expired => "doctor-login-expired",
        LoginState::Revoked => "doctor-login-revoked",
        LoginState::Error => "doctor-login-error",
    };
    Some(say(Finding::fail(LOGINS, id)).run(&renew))
}
