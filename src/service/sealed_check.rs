//! Whether what is sealed opens with the identity that is here. Nothing is asked: behind a passphrase only its file is looked at.
//!
//! For: `check`, and the lights of companies. Uses: the vault, sealed bytes. Never: a secret that is kept or told.

use super::Options;
use crate::auth::Sealed;
use crate::config::Identity;
use crate::domain::{Company, Message};
use crate::error::Describe;
use crate::store::registry::SealedKind;
use crate::store::{CheckReport, Damage, DamageKind, Registry};
use crate::vault::{Vault, VaultError};

/// The identity as far as it opens without a question.
pub(crate) struct Opener(std::result::Result<Option<Vault>, VaultError>);

impl Opener {
    /// Reads the identity.
    pub(crate) fn of(options: &Options) -> Self {
        Self(match Vault::open_existing(&options.config.identity, &options.paths.identity, &|| None) {
            Ok(vault) => Ok(Some(vault)),
            Err(VaultError::PassphraseMissing { .. }) => Ok(None),
            Err(error) => Err(error),
        })
    }

    /// Whether this opens with it, as far as can be told.
    pub(crate) fn opens(&self, blob: &[u8]) -> bool {
        match &self.0 {
            Ok(Some(vault)) => vault.open(blob).is_ok(),
            Ok(None) => true,
            Err(_) => false,
        }
    }
}

/// Of which kind a sealed secret is; a passphrase is asked for where it is needed.
pub(crate) fn kind_of(options: &Options, blob: &[u8]) -> SealedKind {
    let vault = Vault::open_existing(&options.config.identity, &options.paths.identity, &*options.passphrase);
    match vault.and_then(|vault| vault.open(blob)) {
        Ok(secret) if Sealed::of_secret(&secret).is_some() => SealedKind::Grant,
        Ok(_) => SealedKind::Key,
        Err(_) => SealedKind::Unknown,
    }
}

/// Adds to a report what is wrong with the identity and with what is sealed to it, and what a person has to do.
pub(crate) fn check_secrets(options: &Options, registry: &Registry, repair: bool, report: &mut CheckReport) {
    let companies = registry.companies();
    let opener = Opener::of(options);
    let mended = repair && !report.damage.is_empty();
    if let (Err(error), true) = (&opener.0, companies.iter().any(|company| company.login.is_some())) {
        let kind = if matches!(error, VaultError::Missing { .. }) { DamageKind::Missing } else { DamageKind::Unusable };
        let place = match &options.config.identity {
            Identity::Ssh(path) => path.display().to_string(),
            Identity::File | Identity::Passphrase => options.paths.identity.display().to_string(),
        };
        report.damage.push(Damage { place, kind, company: None });
        report.hints.push(error.hint().unwrap_or_else(|| error.message()));
    }
    for company in companies {
        let Some(login) = company.login else {
            if mended && company.has_unknown_provider() {
                report.hints.push(Message::new("service-provider-lost").with("company", company.name));
            }
            continue;
        };
        let kind = match registry.login_blob(login) {
            Ok(Some(blob)) if opener.0.is_err() || opener.opens(&blob) => continue,
            Ok(Some(_)) => DamageKind::Closed,
            Ok(None) => DamageKind::Missing,
            Err(_) => DamageKind::Checksum,
        };
        let place = registry.secret_place(login);
        if report.damage.iter().all(|damage| damage.place != place) {
            report.damage.push(Damage { place, kind, company: Some(company.id) });
        }
        report.hints.push(renew(&company));
    }
}

/// How the key of a company, or its consent, is given again.
fn renew(company: &Company) -> Message {
    let consent = crate::provider::find(&company.provider).is_some_and(|entry| entry.oauth.is_some());
    let login = company.login.map(|login| login.to_string()).unwrap_or_default();
    let id = if consent { "service-login-again" } else { "service-key-again" };
    Message::new(id).with("company", company.name.as_str()).with("id", company.id.to_string()).with("login", login)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_that_is_another_one_or_open_to_others_opens_nothing() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("identity.age");
        let made = |path: &std::path::Path| Vault::open_or_create(&Identity::File, path, &|| None).expect("made");
        let blob = made(&path).seal(&"a key".to_owned().into()).expect("sealed");
        let opener = || {
            Opener(match Vault::open_existing(&Identity::File, &path, &|| None) {
                Ok(vault) => Ok(Some(vault)),
                Err(error) => Err(error),
            })
        };
        assert!(opener().opens(&blob) && !opener().opens(b"something else"));
        let good = std::fs::read(&path).expect("there");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("ours");
        assert!(!opener().opens(&blob));
        std::fs::remove_file(&path).expect("removed");
        std::fs::create_dir(&path).expect("made");
        assert!(!opener().opens(&blob));
        std::fs::remove_dir(&path).expect("removed");
        made(&path);
        assert!(!opener().opens(&blob), "another one");
        std::fs::write(&path, "garbage").expect("written");
        assert!(!opener().opens(&blob));
        std::fs::write(&path, good).expect("written");
        assert!(opener().opens(&blob));
    }
}
