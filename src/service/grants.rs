//! What is sealed of logins, for the process that has the store: the vault, and the keepers of OAuth grants.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use jiff::Timestamp;
use tokio_util::task::TaskTracker;

use super::login_error::LoginError;
use super::task::lock;
use super::{Options, Result};
use crate::auth::{Host, Keeper, Kept, Limits, Safe, Sealed};
use crate::domain::{Holder, Login, LoginId};
use crate::error::Error;
use crate::provider::{self, OAuth};
use crate::store::{Leases, Registry, StoreError};
use crate::vault::Vault;

/// The registry with the vault that opens its secrets.
pub(crate) struct Cabinet {
    options: Options,
    registry: Arc<Registry>,
    leases: Arc<dyn Leases>,
    holder: Holder,
    vault: Mutex<Option<Arc<Vault>>>,
    /// Why nothing can be kept; empty where it can.
    pub(crate) read_only: OnceLock<Error>,
}

/// The keepers of this process, one per login.
#[derive(Debug)]
pub(crate) struct Grants {
    /// The hosts of tokens.
    pub(super) host: Arc<Host>,
    keepers: Mutex<HashMap<LoginId, Arc<Keeper>>>,
}

impl std::fmt::Debug for Cabinet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cabinet")
    }
}

impl Grants {
    pub(super) fn new(options: &Options) -> Self {
        let config = &options.config;
        let limits = Limits { connect_timeout: config.connect_timeout, answer_timeout: config.read_timeout };
        Self { host: Arc::new(Host::new(limits)), keepers: Mutex::default() }
    }

    /// The keeper of a login.
    pub(super) fn keeper(&self, login: &Login, cabinet: &Arc<Cabinet>, tasks: &TaskTracker) -> Result<Arc<Keeper>> {
        let oauth = oauth_of(&login.provider)?;
        let mut keepers = lock(&self.keepers);
        let keeper = keepers.entry(login.id).or_insert_with(|| {
            let safe = Arc::clone(cabinet) as Arc<dyn Safe>;
            Arc::new(Keeper::new(login.id, oauth, Arc::clone(&self.host), safe, tasks.clone()))
        });
        Ok(Arc::clone(keeper))
    }
}

/// What a provider states of its OAuth.
pub(super) fn oauth_of(name: &str) -> Result<&'static OAuth> {
    let entry = provider::find(name).ok_or_else(|| LoginError::NoSuchService { wanted: name.to_owned() })?;
    Ok(entry.oauth.ok_or_else(|| LoginError::ByKey { provider: entry.title.to_owned(), name: entry.name })?)
}

impl Cabinet {
    pub(super) fn new(options: Options, registry: Arc<Registry>, leases: Arc<dyn Leases>, holder: Holder) -> Self {
        Self { options, registry, leases, holder, vault: Mutex::new(None), read_only: OnceLock::new() }
    }

    /// The vault, opened when it is first needed: a passphrase is asked for then and not before. Blocks.
    pub(super) fn vault(&self) -> Result<Arc<Vault>> {
        let mut slot = lock(&self.vault);
        if let Some(vault) = slot.as_ref() {
            return Ok(vault.clone());
        }
        let options = &self.options;
        // A new identity would open nothing of what was sealed: then the old one has to come back.
        let open = if self.registry.has_blobs() { Vault::open_existing } else { Vault::open_or_create };
        let vault = open(&options.config.identity, &options.paths.identity, &*options.passphrase)?;
        Ok(slot.insert(Arc::new(vault)).clone())
    }

    /// What is kept of a login; `None` if nothing of it can be read or opened: then only another consent helps. Blocks.
    pub(super) fn readable(&self, id: LoginId) -> Result<Option<Kept>> {
        let (Some(login), Some(seen)) = (self.registry.login(id), self.seen(id)?) else { return Ok(None) };
        Ok(self.opened(&seen)?.map(|sealed| Kept { login, sealed, seen }))
    }

    /// What is sealed in these bytes; `None` if they do not open, or are something else.
    pub(super) fn opened(&self, seen: &[u8]) -> Result<Option<Sealed>> {
        Ok(self.vault()?.open(seen).ok().and_then(|secret| Sealed::of_secret(&secret)))
    }

    /// The sealed bytes of a login; `None` if they are missing or damaged.
    fn seen(&self, id: LoginId) -> Result<Option<Vec<u8>>> {
        match self.registry.login_blob(id) {
            Err(StoreError::Damaged { .. }) => Ok(None),
            seen => Ok(seen?),
        }
    }

    /// What is sealed of a login, as the vault seals it.
    pub(super) fn seal(&self, sealed: &Sealed) -> Result<Vec<u8>> {
        Ok(self.vault()?.seal(&sealed.to_secret())?)
    }
}

impl Safe for Cabinet {
    fn load(&self, id: LoginId) -> Result<Option<Kept>> {
        let Some(login) = self.registry.login(id) else { return Ok(None) };
        let no_grant = || LoginError::NoGrant { login: id };
        let seen = self.seen(id)?.ok_or_else(no_grant)?;
        let sealed = Sealed::of_secret(&self.vault()?.open(&seen)?).ok_or_else(no_grant)?;
        Ok(Some(Kept { login, sealed, seen }))
    }

    fn save(&self, id: LoginId, seen: &[u8], sealed: &Sealed, shown: &mut dyn FnMut(&mut Login)) -> Result<Option<Kept>> {
        let blob = self.seal(sealed)?;
        let kept = self.registry.replace_grant(id, seen, &blob, shown)?;
        Ok(kept.map(|login| Kept { login, sealed: sealed.clone(), seen: blob }))
    }

    fn lease(&self, login: LoginId) -> Result<bool> {
        // A copy of the store is not where a token can be kept.
        if let Some(why) = self.read_only.get() {
            return Err(why.clone());
        }
        match self.leases.acquire_login(login, &self.holder, self.options.clock.now()) {
            Ok(()) => Ok(true),
            Err(StoreError::Leased { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn release(&self, login: LoginId) {
        if let Err(error) = self.leases.release_login(login, &self.holder) {
            tracing::warn!(login = login.0, %error, "the lease of a login was not released");
        }
    }

    fn now(&self) -> Timestamp {
        self.options.clock.now()
    }
}
