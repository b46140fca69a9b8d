//! `faktura --demo`: the program on pretend accounts, really synced over HTTP, in a folder that goes afterwards.
//!
//! Nothing of the user's is read or written: not the store, not the keys; of a configuration that `--config` names the language and how
//! the screen looks.

use std::sync::Arc;

use secrecy::SecretString;
use tempfile::TempDir;

use super::args::{DemoArg, Start};
use super::context::{App, close};
use super::error::{CliError, Exit, Result};
use super::{demo_books, sync, tui};
use crate::config::{Config, Paths, Screen};
use crate::domain::{Message, Trigger};
use crate::error::Error;
use crate::host::Service as Host;
use crate::sandbox::oauth::{Api, Service, Site, SiteOptions};
use crate::sandbox::{self, Running, Sandbox, quickbooks, xero};
use crate::service::cases;
use crate::service::{NewCompany, NewLogin, Options, SyncRequest};
use crate::tui::PageId;

/// Documents of the pretend company at each service with consent, and what they are made from.
const DOCUMENTS: usize = 120;
const SEED: u64 = 1;

/// Shows the screen, or prints the sync, of a pretend account.
pub(super) async fn run(app: &mut App, start: &Start) -> Result {
    if !start.headless && start.screenshots.is_none() {
        tui::check(app, start)?;
    }
    // A variable may name the user's own store, a key of it, or its settings.
    app.environment.vars.retain(|name, _| !name.as_encoded_bytes().starts_with(b"FAKTURA_"));
    if start.screenshots.is_some() {
        // A picture is the same whenever and wherever it is drawn: CI compares them.
        app.environment.clock = Arc::new(Standing);
        app.environment.zone = jiff::tz::TimeZone::get("Europe/Budapest").unwrap_or(jiff::tz::TimeZone::UTC);
        "anna".clone_into(&mut app.environment.user);
    }
    let home = home(app)?;
    let screen = screen(app, home.path())?;
    app.interrupt.leaves(home.path().to_path_buf());
    let pretend = Pretend::start(app, start).await?;
    let result = on(app, &home, &pretend, (start, screen)).await;
    pretend.shutdown().await;
    // The log's writer goes before its folder.
    app.end_log();
    let gone = home.close().map_err(|error| CliError::system(&error));
    let exit = result?;
    gone?;
    Ok(exit)
}

/// How the screen looks: as a configuration says that was named. Its commands and programs stay out, because they are for the user's own data.
fn screen(app: &mut App, home: &std::path::Path) -> Result<Screen> {
    let Some(named) = app.globals.config.clone() else { return Ok(Config::default().screen) };
    let paths = Paths::resolve(Some(home.to_path_buf()), Some(named), &|_| None).map_err(Error::from)?;
    app.named_config(&paths).map_err(Error::from)?;
    let config = Config::load(&paths.config, &|_| None).map_err(Error::from)?;
    if let Some(lang) = config.lang.filter(|_| app.globals.lang.is_none()) {
        app.out.speak(lang.locale());
        app.chosen = Some(lang);
    }
    let usual = Config::default().screen;
    let (themes, _) = crate::config::themes(&paths.config);
    Ok(Screen { themes, commands: usual.commands, open: usual.open, ..config.screen })
}

fn home(app: &App) -> Result<TempDir> {
    let folder = app.environment.temp.clone().unwrap_or_else(std::env::temp_dir);
    let ours = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    let made = tempfile::Builder::new().prefix("faktura-demo-").permissions(ours).tempdir_in(&folder);
    Ok(made.map_err(|error| CliError::file(folder, &error))?)
}

async fn on(app: &mut App, home: &TempDir, pretend: &Pretend, (start, screen): (&Start, Screen)) -> Result {
    let paths = Paths::resolve(Some(home.path().to_path_buf()), None, &|_| None).map_err(Error::from)?;
    // What the demo begins with is written, whatever the session may change.
    let options = Options { read_only: false, ..app.prepare(paths, Config::default()) };
    let service = app.open_with(options).await?;
    let result = with(app, &service, pretend, (start, screen, home.path())).await;
    close(service).await;
    let plain = !start.headless && start.screenshots.is_none() && tui::line_by_line(app, start);
    if !plain || result.is_err() {
        return result;
    }
    // Opened once more: as it was asked for, and as the commands of the session open it.
    (app.globals.home, app.globals.config) = (Some(home.path().to_path_buf()), None);
    let service = app.open().await?;
    let result = tui::plainly(app, &service, start).await;
    close(service).await;
    result
}

async fn with(
    app: &mut App,
    service: &Host,
    pretend: &Pretend,
    (start, screen, home): (&Start, Screen, &std::path::Path),
) -> Result {
    add(service, pretend).await?;
    if start.headless {
        app.out.note(&Message::new("cli-demo-headless"));
        return sync::with(app, service, &start.sync(), Trigger::Headless).await;
    }
    if let Some(folder) = &start.screenshots {
        return draw(app, service, folder).await;
    }
    // The pages of own books have something to show, too.
    demo_books::add(service, app.today()).await?;
    if tui::line_by_line(app, start) {
        // Line mode has no progress: the first sync is done before the first answer.
        app.out.say(&Message::new("cli-demo-plain"))?;
        app.out.flush()?;
        let request = SyncRequest { companies: Vec::new(), full: false, accept_deletions: false, trigger: Trigger::Screen };
        service.ask(cases::Sync(request)).await?;
        return Ok(Exit::Done);
    }
    // The first sync begins by itself, so that there is something to look at; it shows like any other.
    let background = service.clone();
    let request = SyncRequest { companies: Vec::new(), full: false, accept_deletions: false, trigger: Trigger::Screen };
    let first = tokio::spawn(async move { background.ask(cases::Sync(request)).await });
    let around = tui::Surroundings {
        banner: Some(Message::new("cli-demo-banner")),
        screen: Screen { read_only: app.read_only || screen.read_only, ..screen },
        outside: tui::outside(app, Some(home.join("opened"))),
        command: "faktura --demo".to_owned(),
        notices: Vec::new(),
    };
    let result = match crate::tui::begin(&tui::first(app, start, &around)).await {
        Ok(early) => tui::show(app, service, start, around, early).await,
        Err(error) => Err(Error::from(error).into()),
    };
    service.cancel(&[]);
    let _ = first.await;
    result
}

/// A clock that stands still.
#[derive(Debug, Clone, Copy)]
struct Standing;

impl crate::clock::Clock for Standing {
    fn now(&self) -> jiff::Timestamp {
        // 2026-11-21, 14:32 in Budapest.
        jiff::Timestamp::from_second(1_795_267_920).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }
}

/// Draws each tab of the synced demo into a file of the folder.
async fn draw(app: &App, service: &Host, folder: &std::path::Path) -> Result {
    // One after the other, so that the log has them in this order.
    for view in service.ask(cases::Companies).await? {
        let request =
            SyncRequest { companies: vec![view.company.id], full: false, accept_deletions: false, trigger: Trigger::Screen };
        service.ask(cases::Sync(request)).await?;
    }
    for (name, tab, keys) in [
        ("companies", PageId::Companies, ""),
        ("invoices", PageId::Invoices, "/status:overdue<enter>  "),
        ("detail", PageId::Invoices, "/has:warning<enter><down><enter>!"),
        ("log", PageId::Runs, ""),
        ("reports", PageId::Reports, "l"),
        ("changes", PageId::Changes, ""),
        ("palette", PageId::Invoices, ":over"),
    ] {
        let options = crate::tui::Options { depth: crate::tui::Depth::Sixteen, ascii: false, ..tui::options(app, Some(tab)) };
        let svg = crate::tui::draw(service, options, tab, keys, 110, 30).await.map_err(Error::from)?;
        let file = folder.join(format!("{name}.svg"));
        std::fs::write(&file, svg).map_err(|error| CliError::file(file, &error))?;
    }
    Ok(Exit::Done)
}

/// Pretend services.
struct Pretend {
    billingo: Option<Running>,
    /// Services with consent: their name, and which of their companies is connected.
    sites: Vec<(&'static str, Site, usize)>,
}

impl Pretend {
    async fn start(app: &App, start: &Start) -> Result<Self> {
        // The pictures of the README show the accounts that they always showed.
        let usual = if start.screenshots.is_some() { DemoArg::Billingo } else { DemoArg::All };
        let wanted = start.provider.unwrap_or(usual);
        let is_wanted = |service: DemoArg| [DemoArg::All, service].contains(&wanted);
        let mut pretend = Self { billingo: None, sites: Vec::new() };
        if is_wanted(DemoArg::Billingo) {
            let mut options = sandbox::Options::new(app.today());
            options.clock = Arc::clone(app.clock());
            pretend.billingo = Some(Sandbox::start(options).await.map_err(Error::from)?);
        }
        if is_wanted(DemoArg::QuickBooks) {
            let books = quickbooks::Books::demo(app.today(), DOCUMENTS, SEED);
            pretend.sites.push(("quickbooks", site(app, Service::QuickBooks, Box::new(books)).await?, 0));
        }
        if is_wanted(DemoArg::Xero) {
            // The second one has a third of the first one's documents, and a name of its own.
            let books = xero::Organisations::demo(3 * DOCUMENTS, SEED, app.today());
            pretend.sites.push(("xero", site(app, Service::Xero, Box::new(books)).await?, 1));
        }
        Ok(pretend)
    }

    async fn shutdown(self) {
        if let Some(billingo) = self.billingo {
            billingo.shutdown().await;
        }
        for (_, site, _) in self.sites {
            site.shutdown().await;
        }
    }
}

async fn site(app: &App, service: Service, api: Box<dyn Api>) -> Result<Site> {
    let options = SiteOptions { api, clock: Arc::clone(app.clock()), ..SiteOptions::new(service) };
    Ok(Site::start(options).await.map_err(Error::from)?)
}

/// Adds the companies of the pretend services.
async fn add(service: &Host, pretend: &Pretend) -> Result<()> {
    if let Some(billingo) = &pretend.billingo {
        add_accounts(service, billingo).await?;
    }
    for (name, site, company) in &pretend.sites {
        connect(service, name, (site, *company)).await?;
    }
    Ok(())
}

/// Connects a company of a pretend service with consent, as a person does: by the address that the browser is sent to.
async fn connect(service: &Host, name: &str, (site, at): (&Site, usize)) -> Result<()> {
    let (client_id, secret) =
        site.identity(|identity| (identity.options.client_id.clone(), identity.options.client_secret.clone()));
    let new = NewLogin {
        provider: Some(name.to_owned()),
        renew: None,
        client_id: Some(client_id),
        client_secret: secret.map(SecretString::from),
        redirect_uri: None,
        sandbox: false,
        write: false,
        base_url: Some(site.root.clone()),
        identity_url: Some(site.root.clone()),
    };
    let begun = service.ask(cases::BeginLogin(new)).await?;
    let company = site.companies().into_iter().nth(at).map(|company| company.id).unwrap_or_default();
    let redirect = site.consent(&begun.authorize_url, &company).map(SecretString::from);
    let tenants = vec![company];
    service.ask(cases::FinishLogin { login: Some(begun.login.to_string()), redirect, tenants, all: false }).await?;
    Ok(())
}

/// Adds a company for each pretend account, under the name that the account has.
async fn add_accounts(service: &Host, pretend: &Running) -> Result<()> {
    for (index, key) in pretend.keys().into_iter().enumerate() {
        let name = pretend.account(index, |account| account.organization().name.to_string());
        let new = NewCompany {
            name: name.unwrap_or_else(|| format!("Demo {}", index + 1)),
            provider: "billingo".to_owned(),
            base_url: Some(pretend.base_url.clone()),
            key: Some(SecretString::from(key)),
            test: true,
            force: true,
        };
        service.ask(cases::AddCompany(new)).await?;
    }
    Ok(())
}
