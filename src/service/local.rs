//! State of the service: store, companies, vault, engine, running syncs.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{Notify, broadcast};
use tokio_util::task::TaskTracker;

use super::alert_state::Alerting;
use super::borrowed::Borrowed;
use super::index_file::IndexFile;
use super::indexed_store::IndexedStore;
use super::summary_cache::SummaryCache;
use super::task::{Keeper, lock};
use super::{Options, Result, ServiceError};
use crate::domain::{Company, CompanyId, Extent, Holder, Message, SyncRun};
use crate::provider::{self, ApiKey, Connection};
use crate::remote::{Account, Pool, QuotaKey, Target};
use crate::store::sled::{OpenGuard, OpenOptions, SledStore};
use crate::store::{Registry, Store, Tokens};
use crate::sync::{Engine, Event};
use crate::vault::Vault;

/// State of the service.
pub(crate) struct Local {
    pub(crate) options: Options,
    pub(crate) store: Arc<IndexedStore<SledStore>>,
    pub(crate) registry: Registry,
    pub(crate) tokens: Tokens,
    /// The name under which this process holds leases and claims.
    pub(crate) holder: Holder,
    pub(crate) alerting: Alerting,
    pub(crate) engine: Engine,
    pub(crate) remote: Pool,
    pub(crate) events: broadcast::Sender<Event>,
    pub(crate) tasks: TaskTracker,
    /// Notified when a maintenance command requests exclusive access.
    pub(crate) aside: Arc<Notify>,
    /// When the next scheduled sync is due, where this process keeps a schedule.
    pub(crate) scheduled: Mutex<Option<Timestamp>>,
    /// The task that folds records into packs.
    pub(super) upkeep: Mutex<Option<Keeper<bool>>>,
    vault: Mutex<Option<Arc<Vault>>>,
    /// Set where only a copy of the store is open.
    pub(crate) borrowed: Option<Borrowed>,
    /// Notices from opening.
    pub(crate) notices: Vec<Message>,
}

impl std::fmt::Debug for Local {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Local").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Local {
    /// Opens the store and marks the runs that a dead process left, which it returns too.
    pub(crate) fn open(options: Options, events: broadcast::Sender<Event>) -> Result<(Self, Vec<SyncRun>)> {
        let (cache_bytes, now) = (options.config.cache_bytes, options.clock.now());
        let open = OpenOptions { cache_bytes, now, ..OpenOptions::default() };
        let guard = OpenGuard::begin(&options.paths.store)?;
        let kept = IndexFile::at(options.paths.index());
        let begin = || options.searches.then(|| kept.begin(options.zone.clone()));
        let mut reading = None;
        let opened = SledStore::open_with(&options.paths.store, &open, || {
            drop(guard);
            reading = begin();
        })?;
        let registry = Registry::open(&options.paths.store)?;
        let tokens = Tokens::new(&options.paths.store);
        let mut notices = opened.notices;
        let interrupted = opened.store.interrupt_expired(options.clock.now())?;
        crate::store::alerts::take_over(&opened.store, &options.paths.store, options.clock.now())?;
        if !interrupted.is_empty() {
            notices.push(Message::new("service-interrupted").with("count", interrupted.len()));
        }
        if opened.set_aside.is_some()
            || !opened.resync.is_empty()
            || opened.store.doubted().iter().any(|doubt| doubt.extent == Extent::All)
        {
            // The store lost something: what was kept tells of another one.
            kept.remove();
            reading = None;
        }
        let figures = SummaryCache::open(options.paths.figures(), &opened.store.version()?.unwrap_or_default());
        let store = Arc::new(IndexedStore::new(opened.store, options.zone.clone(), figures, kept, reading));
        let engine = Engine::new(store.clone(), options.clock.clone(), options.config.sync.clone(), events.clone());
        let remote = Pool::new(options.config.remote.clone(), options.clock.clone());
        let (tasks, vault) = (TaskTracker::new(), Mutex::new(None));
        Ok((
            Self {
                options,
                store,
                registry,
                tokens,
                holder: crate::sync::holder(),
                alerting: Alerting::default(),
                engine,
                remote,
                events,
                tasks,
                aside: Arc::new(Notify::new()),
                scheduled: Mutex::new(None),
                upkeep: Mutex::new(None),
                vault,
                borrowed: None,
                notices,
            },
            interrupted,
        ))
    }

    /// The vault, opened when it is first needed: a passphrase is asked for then and not before. Blocks.
    pub(crate) fn vault(&self) -> Result<Arc<Vault>> {
        let mut slot = lock(&self.vault);
        if let Some(vault) = slot.as_ref() {
            return Ok(vault.clone());
        }
        let options = &self.options;
        // A new identity would open nothing of what was sealed: then the old one has to come back.
        let sealed = self.registry.companies().iter().any(|company| company.login.is_some());
        let open = if sealed { Vault::open_existing } else { Vault::open_or_create };
        let vault = open(&options.config.identity, &options.paths.identity, &*options.passphrase)?;
        Ok(slot.insert(Arc::new(vault)).clone())
    }

    /// The company of this number. Blocks on nothing but the registry's lock.
    pub(crate) fn by_id(&self, id: CompanyId) -> Result<Company> {
        Ok(self.registry.company(id).ok_or_else(|| ServiceError::NoSuchCompany { wanted: id.to_string(), meant: None })?)
    }

    /// How to reach a company's account with this key.
    pub(crate) fn target(&self, company: &Company, key: &SecretString) -> Result<Target> {
        let entry = provider_entry(&company.provider)?;
        let config = &self.options.config;
        let connection = Connection {
            base_url: company.base_url.clone(),
            tenant: company.tenant.clone(),
            credentials: Arc::new(ApiKey::new(key)?),
            connect_timeout: config.connect_timeout,
            read_timeout: config.read_timeout,
            answer_timeout: config.answer_timeout,
        };
        let quota = QuotaKey::of((entry.name, &company.base_url, key.expose_secret()));
        Ok(Target { entry, connection, quota })
    }

    /// A company's account, with the key that is kept for it. Blocks while it is not connected yet.
    pub(crate) fn account(&self, company: &Company) -> Result<Arc<Account>> {
        let no_key = || ServiceError::NoKey { company: company.name.clone() };
        let login = self.registry.login_of(company).ok_or_else(no_key)?;
        let mut deferred = None;
        let account = self.remote.account(company, &login, || {
            let blob = self.registry.login_blob(login.id)?.ok_or_else(no_key)?;
            let key = self.vault()?.open(&blob)?;
            deferred = self.store.sync_state(company.id, main_feed(company))?.deferred_until;
            self.target(company, &key)
        })?;
        // Also what another process was told.
        if let Some(until) = deferred {
            account.defer(until);
        }
        Ok(account)
    }

    /// The store's folder.
    pub(crate) fn place(&self) -> PathBuf {
        self.options.paths.store.clone()
    }
}

/// The provider of this name.
pub(crate) fn provider_entry(name: &str) -> Result<&'static provider::Entry> {
    Ok(provider::find(name).ok_or_else(|| ServiceError::NoSuchProvider {
        wanted: name.to_owned(),
        known: provider::PROVIDERS.iter().map(|entry| entry.name).collect::<Vec<_>>().join(", "),
    })?)
}

/// Name of the feed with a company's documents; its state tells when the company was last synced.
pub(crate) fn main_feed(company: &Company) -> &'static str {
    let entry = provider::find(&company.provider);
    entry.and_then(|entry| entry.feeds.first()).map_or("", |feed| feed.name)
}
