//! Context of a command: paths, settings, language, clock, user.
//!
//! For: turning arguments and environment into one value, once. Uses: config, service options. Never: starting anything.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use secrecy::SecretString;

use super::args::Globals;
use super::environment::Environment;
use super::error::{Exit, Result};
use super::interrupt::Interrupt;
use super::out::Out;
use super::prompt::Input;
use crate::api::http::PUBLIC_API;
use crate::clock::Clock;
use crate::config::{Config, ConfigError, Paths};
use crate::domain::{Actor, Company, CompanyId, Doubt};
use crate::error::{Describe, Error, ErrorKind};
use crate::host::Service;
use crate::locale::Lang;
use crate::query::Names;
use crate::service::{Options, ServiceError, cases};

/// Context of a command.
pub(super) struct App {
    /// Output.
    pub(super) out: Out,
    /// Input.
    pub(super) input: Input,
    /// Whether an end was requested.
    pub(super) interrupt: Interrupt,
    /// Environment; its streams are taken.
    pub(super) environment: Environment,
    /// Global options.
    pub(super) globals: Globals,
    /// Whether the terminal belongs to the screen, so that no log may be written to it.
    pub(super) screen: bool,
    /// The language that an argument, `FAKTURA_LANG` or the configuration chooses; `LANG` chooses only words.
    pub(super) chosen: Option<Lang>,
    /// Whether a screen or a session line by line was begun so that it changes nothing.
    pub(super) read_only: bool,
    /// Zone of the own books that the command is about, once they are known.
    pub(super) books_zone: Option<TimeZone>,
    /// Keeps the log open.
    pub(super) log: Option<crate::logging::Guard>,
}

impl App {
    /// Service options from files, variables and arguments.
    pub(super) fn options(&mut self) -> Result<Options> {
        let lookup = |name: &str| self.environment.text(name).map(str::to_owned);
        let paths = self.paths()?;
        self.named_config(&paths).map_err(Error::from)?;
        let config = Config::load(&paths.config, &lookup).map_err(Error::from)?;
        if self.globals.lang.is_none()
            && let Some(lang) = config.lang
        {
            self.out.speak(lang.locale());
        }
        self.chosen = self.globals.lang.map(Lang::from).or(config.lang);
        Ok(self.prepare(paths, config))
    }

    /// Paths for the user of this process.
    pub(super) fn paths(&self) -> Result<Paths> {
        let lookup = |name: &str| self.environment.text(name).map(str::to_owned);
        let config = self.globals.config.clone();
        let named = config.is_some();
        let paths = Paths::resolve(self.globals.home.clone(), config, &lookup).map_err(Error::from)?;
        Ok(paths.of_user(named))
    }

    /// Fails if the configuration was named and is not there: the defaults may mean another store.
    pub(super) fn named_config(&self, paths: &Paths) -> std::result::Result<(), ConfigError> {
        let missing = |error: &std::io::Error| error.kind() == std::io::ErrorKind::NotFound;
        match std::fs::metadata(&paths.config) {
            Err(error) if self.globals.config.is_some() && missing(&error) => {
                Err(ConfigError::Unreadable { path: paths.config.clone(), detail: error.to_string() })
            }
            _ => Ok(()),
        }
    }

    /// Writes the last lines of the log, and reports lost ones.
    pub(super) fn end_log(&mut self) {
        if let Some(lost) = self.log.take().and_then(crate::logging::Guard::end) {
            self.out.warn(&lost.message());
        }
    }

    /// Service options for these paths and settings; the log is open from here on.
    pub(super) fn prepare(&mut self, paths: Paths, config: Config) -> Options {
        if self.log.is_none() {
            // An error only says that this process logs already.
            self.log = crate::logging::start(&config, &paths, self.globals.verbosity, !self.screen).ok();
            // Users of another one's store may have no folder for a log; the host writes one.
            if let Some(warning) = self.log.as_ref().and_then(|log| log.warning())
                && crate::process::other_owner(&paths.store).is_none()
            {
                self.out.warn(&warning.message());
            }
        }
        if let crate::config::StoreAt::Url(url) = &config.store {
            self.never_log(url);
        }
        Options {
            paths,
            config,
            clock: Arc::clone(&self.environment.clock),
            zone: self.environment.zone.clone(),
            actor: Actor(self.environment.user.clone()),
            passphrase: self.passphrase(),
            read_only: self.read_only,
            searches: false,
        }
    }

    /// Opens the service.
    pub(super) async fn open(&mut self) -> Result<Service> {
        let options = self.options()?;
        self.open_with(options).await
    }

    /// Opens the service to look for invoices.
    pub(super) async fn open_to_search(&mut self) -> Result<Service> {
        let options = Options { searches: true, ..self.options()? };
        self.open_with(options).await
    }

    /// Opens the service of these options, and tells what it has to say.
    pub(super) async fn open_with(&mut self, options: Options) -> Result<Service> {
        let service = Service::open_with(options, PUBLIC_API).await?;
        for notice in service.notices() {
            self.out.warn(notice);
        }
        Ok(service)
    }

    /// Asks whether something would be refused, before a secret is asked for; `can` says whether one can be given at all. The store is not
    /// held during the prompt, and not made where no secret can come.
    pub(super) async fn precheck(&mut self, can: bool, case: impl cases::Listed<Answer = ()>) -> Result<()> {
        // A store that is not there yet has no guests.
        if !can && matches!(self.paths()?.store.try_exists(), Ok(false)) {
            return Ok(());
        }
        let service = self.open().await?;
        let checked = service.ask(case).await;
        close(service).await;
        Ok(checked?)
    }

    /// Keeps a secret out of every line of the log.
    pub(super) fn never_log(&self, secret: &SecretString) {
        if let Some(log) = &self.log {
            log.redactor().register(secret);
        }
    }

    /// Source of the identity's passphrase: the environment or a prompt.
    fn passphrase(&self) -> crate::service::PassphraseSource {
        let given = self.environment.text("FAKTURA_PASSPHRASE").map(|text| SecretString::from(text.to_owned()));
        let input = self.input.clone();
        let prompt = self.out.get("cli-ask-passphrase");
        Arc::new(move || given.clone().or_else(|| input.is_terminal.then(|| input.secret_now(&prompt).ok()).flatten()))
    }

    /// Today, where this machine stands.
    pub(super) fn today(&self) -> Date {
        self.environment.clock.now().to_zoned(self.environment.zone.clone()).date()
    }

    /// Today, where the own books are kept that the command is about.
    pub(super) fn today_of_books(&self) -> Date {
        let zone = self.books_zone.as_ref().unwrap_or(&self.environment.zone);
        self.environment.clock.now().to_zoned(zone.clone()).date()
    }

    /// The local time zone.
    pub(super) fn zone(&self) -> &TimeZone {
        &self.environment.zone
    }

    /// Clock.
    pub(super) fn clock(&self) -> &Arc<dyn Clock> {
        &self.environment.clock
    }

    /// Companies with missing data among the requested ones; all if none is named.
    pub(super) async fn doubts(&self, service: &Service, asked: &[CompanyId]) -> Result<Vec<Doubt>> {
        let mut doubts = service.ask(cases::Doubts).await?;
        doubts.retain(|doubt| asked.is_empty() || asked.contains(&doubt.company));
        Ok(doubts)
    }

    /// Warns of the companies of which something is missing, and tells how the command ends for it.
    pub(super) fn incomplete(&mut self, doubts: &[Doubt], names: &Names) -> Exit {
        for doubt in doubts {
            let name = names.get(&doubt.company).map_or("", String::as_str);
            self.out.warn(&doubt.message(name, names.provider(doubt.company)));
        }
        if doubts.is_empty() { Exit::Done } else { Exit::As(ErrorKind::Partial) }
    }

    /// The numbers of companies given by name or number.
    pub(super) async fn companies(&self, service: &Service, names: &[String]) -> Result<Vec<CompanyId>> {
        let mut ids = Vec::with_capacity(names.len());
        for name in names {
            let id = service.ask(cases::FindCompany(name.to_owned())).await?.id;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(ids)
    }
}

/// Fails if data of one of these companies is damaged, or of any where none is named: what was not found may be there.
pub(super) async fn refuse_damaged(service: &Service, asked: &[CompanyId]) -> Result<()> {
    let doubts = service.ask(cases::Doubts).await?;
    let companies = service.ask(cases::Companies).await?;
    let Some(doubt) = doubts.into_iter().find(|doubt| asked.is_empty() || asked.contains(&doubt.company)) else {
        let none = || Err(Error::from(ServiceError::NoCompanies).into());
        return if companies.is_empty() { none() } else { Ok(()) };
    };
    let company = companies.into_iter().map(|view| view.company).find(|company| company.id == doubt.company);
    let own = company.as_ref().is_some_and(Company::has_own_books);
    let company = company.map_or_else(|| doubt.company.to_string(), |company| company.name);
    Err(Error::from(ServiceError::Damaged { company, own, gone: doubt.is_gone(), place: doubt.place }).into())
}

/// Closes the service; a failure is logged, and loses nothing that was asked for.
pub(super) async fn close(service: Service) {
    if let Err(error) = service.close().await {
        tracing::warn!(%error, "closing the store");
    }
}

/// The language: what was asked for, or what the surroundings speak.
pub(super) fn language(asked: Option<Lang>, environment: &Environment) -> Lang {
    let spoken = || {
        let value = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| environment.text(name))?;
        Lang::parse(value)
    };
    asked.or_else(|| environment.text("FAKTURA_LANG").and_then(Lang::parse)).or_else(spoken).unwrap_or(Lang::En)
}
