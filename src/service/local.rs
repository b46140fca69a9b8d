//! State of the service: store, companies, vault, engine, running syncs.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{Notify, broadcast};
use tokio_util::task::TaskTracker;

use super::alert_state::Alerting;
use super::backend::{Backend, store_place};
use super::books::Shelves;
use super::borrowed::Borrowed;
use super::calendar_turns::Turns;
use super::grants::{Cabinet, Grants};
use super::inbox::Inbox;
use super::indexed_store::IndexedStore;
use super::login_error::LoginError;
use super::mail_state::Mailing;
use super::number_memory::NumberMemory;
use super::push_state::Pushing;
use super::quotas::{self, SharedQuotas};
use super::summary_cache::SummaryCache;
use super::task::Keeper;
use super::work_state::Taken;
use super::{Options, Result, ServiceError};
use crate::auth::{self, Held};
use crate::domain::{Company, CompanyId, Holder, Login, Message, SyncRun};
use crate::provider::{self, ApiKey, Connection, NoCredentials};
use crate::remote::{Account, Pool, QuotaKey, Target};
use crate::store::{Leases, Registry, Store, Tokens};
use crate::sync::{Engine, Event};
use crate::vault::Vault;

/// State of the service.
pub(crate) struct Local {
    pub(crate) options: Options,
    pub(crate) store: Arc<IndexedStore>,
    pub(crate) registry: Arc<Registry>,
    /// What is sealed of logins.
    pub(crate) cabinet: Arc<Cabinet>,
    pub(crate) tokens: Tokens,
    /// The name under which this process holds leases and claims.
    pub(crate) holder: Holder,
    pub(crate) alerting: Alerting,
    pub(crate) inbox: Inbox,
    /// What a worker of this process has taken up.
    pub(super) taken: Mutex<Taken>,
    /// The worker of the outbox for writes.
    pub(super) pushing: Pushing,
    /// The worker of the outbox for mails.
    pub(super) mailing: Mailing,
    pub(crate) engine: Engine,
    pub(crate) remote: Pool,
    /// Keepers of the logins with a grant.
    pub(crate) grants: Grants,
    pub(crate) events: broadcast::Sender<Event>,
    pub(crate) tasks: TaskTracker,
    /// Notified when a maintenance command requests exclusive access.
    pub(crate) aside: Arc<Notify>,
    /// When the next scheduled sync is due, where this process keeps a schedule.
    pub(crate) scheduled: Mutex<Option<Timestamp>>,
    /// The task that folds records into packs.
    pub(super) upkeep: Mutex<Option<Keeper<bool>>>,
    /// The task that follows what other processes commit.
    pub(super) following: Mutex<Option<Keeper<()>>>,
    /// When this process last took in what others commit; `None` of a store of one process.
    pub(super) seen: Mutex<Option<Timestamp>>,
    /// Own records that were read.
    pub(in crate::service) shelves: Shelves,
    /// The last numbers of own books, as this machine knows them.
    pub(in crate::service) numbers: NumberMemory,
    /// One sync of each calendar at a time.
    pub(in crate::service) calendars: Turns,
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
        let Backend { store, registry, tokens, kept, reading, mut notices, interrupted } = Backend::open(&options)?;
        if !interrupted.is_empty() {
            notices.push(Message::new("service-interrupted").with("count", interrupted.len()));
        }
        let figures = SummaryCache::open(options.paths.figures(), &store.version()?.unwrap_or_default());
        let store = IndexedStore::new(store, options.zone.clone(), figures, kept, reading);
        let store = Arc::new(if options.config.store.is_shared() { store.shared() } else { store });
        let engine = Engine::new(store.clone(), options.clock.clone(), options.config.sync.clone(), events.clone());
        let remote = Pool::new(options.config.remote.clone(), options.clock.clone());
        let remote = if options.config.store.is_shared() {
            remote.sharing(Arc::new(SharedQuotas::of(Arc::clone(&store), &options)))
        } else {
            remote
        };
        let grants = Grants::new(&options);
        let (tasks, holder) = (TaskTracker::new(), crate::sync::holder());
        let registry = Arc::new(registry);
        let leases = Arc::clone(&store) as Arc<dyn Leases>;
        let numbers = NumberMemory::at(options.paths.numbers(), store_place(&options));
        let cabinet = Arc::new(Cabinet::new(options.clone(), Arc::clone(&registry), leases, holder.clone()));
        Ok((
            Self {
                options,
                store,
                registry,
                cabinet,
                tokens,
                holder,
                alerting: Alerting::default(),
                inbox: Inbox::default(),
                taken: Mutex::default(),
                pushing: Pushing::default(),
                mailing: Mailing::default(),
                engine,
                remote,
                grants,
                events,
                tasks,
                aside: Arc::new(Notify::new()),
                scheduled: Mutex::new(None),
                upkeep: Mutex::new(None),
                following: Mutex::new(None),
                seen: Mutex::new(None),
                shelves: Shelves::default(),
                numbers,
                calendars: Turns::default(),
                borrowed: None,
                notices,
            },
            interrupted,
        ))
    }

    /// The vault, opened when it is first needed. Blocks.
    pub(crate) fn vault(&self) -> Result<Arc<Vault>> {
        self.cabinet.vault()
    }

    /// The keeper of a login with a grant.
    pub(crate) fn keeper(&self, login: &Login) -> Result<Arc<auth::Keeper>> {
        self.grants.keeper(login, &self.cabinet, &self.tasks)
    }

    /// The company of this number. Blocks on nothing but the registry's lock.
    pub(crate) fn by_id(&self, id: CompanyId) -> Result<Company> {
        Ok(self.registry.company(id).ok_or_else(|| ServiceError::NoSuchCompany { wanted: id.to_string(), meant: None })?)
    }

    /// How to reach a company's account with this key.
    pub(crate) fn target(&self, company: &Company, key: &SecretString) -> Result<Target> {
        let entry = provider_entry(&company.provider)?;
        let connection = Connection { credentials: Arc::new(ApiKey::new(key)?), ..self.connection(company) };
        let base = company.base_url.as_deref().unwrap_or_default();
        let quota = QuotaKey::of((entry.name, base, key.expose_secret()));
        let quota = quota.shared(quotas::name(&[entry.name, base, key.expose_secret()]));
        Ok(Target { entry, connection, quota })
    }

    /// How to reach a company's account, without credentials.
    pub(super) fn connection(&self, company: &Company) -> Connection {
        let config = &self.options.config;
        Connection {
            base_url: company.base_url.clone(),
            tenant: company.tenant.clone(),
            currency: company.books.currency.clone(),
            credentials: Arc::new(NoCredentials),
            connect_timeout: config.connect_timeout,
            read_timeout: config.read_timeout,
            answer_timeout: config.answer_timeout,
        }
    }

    /// How to reach a company's account by its login's grant.
    pub(super) fn granted_target(&self, company: &Company, login: &Login) -> Result<Target> {
        let entry = provider_entry(&company.provider)?;
        let credentials = Arc::new(Held(self.keeper(login)?));
        let base = company.base_url.as_deref().unwrap_or_default();
        let quota = QuotaKey::of((entry.name, base, login.id, &company.tenant));
        let tenant = company.tenant.as_ref().map_or("", |tenant| &*tenant.0);
        let quota = quota.shared(quotas::name(&[entry.name, base, &login.id.to_string(), tenant]));
        Ok(Target { entry, connection: Connection { credentials, ..self.connection(company) }, quota })
    }

    /// A company's account, with the key or the grant that is kept for it. Blocks while it is not connected yet.
    pub(crate) fn account(&self, company: &Company) -> Result<Arc<Account>> {
        let no_key = || ServiceError::NoKey { company: company.name.clone() };
        let login = self.registry.login_of(company);
        if login.is_none() && provider_entry(&company.provider)?.oauth.is_some() {
            let (company, provider) = (company.name.clone(), company.provider.clone());
            return Err(LoginError::Disconnected { company, provider }.into());
        }
        let login = login.ok_or_else(no_key)?;
        let mut deferred = None;
        let account = self.remote.account(company, &login, || {
            deferred = self.store.sync_state(company.id, main_feed(company))?.deferred_until;
            if login.grant.is_some() {
                return self.granted_target(company, &login);
            }
            let blob = self.registry.login_blob(login.id)?.ok_or_else(no_key)?;
            let key = self.vault()?.open(&blob)?;
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
