//! The accounts that are connected, each once.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::account::Account;
use super::limiter::Limiter;
use super::shared::{Shared, Shares};
use super::{Settings, fresh_seed};
use crate::clock::Clock;
use crate::domain::{Company, KeyInfo, Login, LoginId, Tenant};
use crate::provider::{Connection, Entry, Feed, Provider, ProviderError};

/// Keeps the connection of each login and tenant until its secret or its address changes, and the limiter of each quota.
pub struct Pool {
    settings: Settings,
    clock: Arc<dyn Clock>,
    rng: Mutex<fastrand::Rng>,
    limiters: Mutex<HashMap<QuotaKey, Gate>>,
    /// What other processes use up of the same quotas.
    shares: Option<Arc<dyn Shares>>,
    accounts: Mutex<HashMap<Owner, (Facts, Arc<Account>)>>,
}

/// What requests share a limiter by: the same for two companies with the same key at the same address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct QuotaKey {
    number: u64,
    shared: Option<u128>,
}

impl QuotaKey {
    /// The quota of these credentials. A random key of this process makes the number, so that it tells nothing about a secret.
    pub fn of(credentials: impl Hash) -> Self {
        static HASHER: OnceLock<RandomState> = OnceLock::new();
        Self { number: HASHER.get_or_init(RandomState::new).hash_one(credentials), shared: None }
    }

    /// The same with a name that is the same in all processes.
    #[must_use]
    pub const fn shared(self, name: u128) -> Self {
        Self { shared: Some(name), ..self }
    }
}

/// What all requests with one quota pass through: in this process, and over all processes.
type Gate = (Arc<Limiter>, Option<Arc<Shared>>);

/// Where an account is, and how to reach it.
#[derive(Debug)]
pub struct Target {
    /// Its provider.
    pub entry: &'static Entry,
    /// How to reach it.
    pub connection: Connection,
    /// What its requests share a limiter by.
    pub quota: QuotaKey,
}

/// What a connection was made with.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Facts {
    provider: String,
    base_url: Option<String>,
    secret: Option<KeyInfo>,
}

/// A login and one of its tenants: one account.
type Owner = (LoginId, Option<Tenant>);

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").field("settings", &self.settings).finish_non_exhaustive()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Pool {
    /// A pool without connections.
    #[must_use]
    pub fn new(settings: Settings, clock: Arc<dyn Clock>) -> Self {
        let seed = fresh_seed(clock.now());
        Self::with_seed(settings, clock, seed)
    }

    /// A pool with jitter from a seed.
    #[must_use]
    pub fn with_seed(settings: Settings, clock: Arc<dyn Clock>, seed: u64) -> Self {
        let rng = Mutex::new(fastrand::Rng::with_seed(seed));
        Self { settings, clock, rng, limiters: Mutex::default(), shares: None, accounts: Mutex::default() }
    }

    /// A pool with quotas that other processes use up too.
    #[must_use]
    pub fn sharing(self, shares: Arc<dyn Shares>) -> Self {
        Self { shares: Some(shares), ..self }
    }

    /// The account of a company. `target` says how to reach it where it is not open yet or was opened with other facts; the
    /// lock is not held meanwhile.
    pub fn account<E: From<ProviderError>>(
        &self,
        company: &Company,
        login: &Login,
        target: impl FnOnce() -> Result<Target, E>,
    ) -> Result<Arc<Account>, E> {
        let owner = (login.id, company.tenant.clone());
        let (provider, base_url, secret) = (company.provider.clone(), company.base_url.clone(), login.secret.clone());
        let facts = Facts { provider, base_url, secret };
        let known = |accounts: &HashMap<Owner, (Facts, Arc<Account>)>| {
            accounts.get(&owner).filter(|(known, _)| *known == facts).map(|(_, account)| Arc::clone(account))
        };
        if let Some(account) = known(&lock(&self.accounts)) {
            return Ok(account);
        }
        let account = self.connect(target()?)?;
        let mut accounts = lock(&self.accounts);
        if let Some(account) = known(&accounts) {
            return Ok(account);
        }
        accounts.insert(owner, (facts, Arc::clone(&account)));
        Ok(account)
    }

    /// Opens an account without keeping it, for example to test a key. Nothing is sent.
    pub fn connect(&self, target: Target) -> Result<Arc<Account>, ProviderError> {
        let Target { entry, connection, quota } = target;
        Ok(self.open((entry.connect)(connection)?, entry.feeds, quota))
    }

    /// An account that is not kept; it shares the limiter of its quota.
    pub(crate) fn open(&self, provider: Arc<dyn Provider>, feeds: &'static [Feed], quota: QuotaKey) -> Arc<Account> {
        let shared = || {
            let (name, shares) = quota.shared.zip(self.shares.as_ref())?;
            Some(Arc::new(Shared::new(format!("{name:032x}").into(), Arc::clone(shares))))
        };
        let gate = lock(&self.limiters).entry(quota).or_insert_with(|| (Arc::default(), shared())).clone();
        let rng = lock(&self.rng).fork();
        Arc::new(Account::new((provider, feeds), gate, self.settings.clone(), Arc::clone(&self.clock), rng))
    }

    /// Drops the connection of a company that is removed.
    pub fn forget(&self, company: &Company) {
        if let Some(login) = company.login {
            lock(&self.accounts).remove(&(login, company.tenant.clone()));
        }
    }
}
