//! `faktura --demo`: the program on pretend accounts, really synced over HTTP, in a folder that goes afterwards.
//!
//! Nothing of the user's is read or written: not the configuration, not the store, not the keys.

use std::sync::Arc;

use secrecy::SecretString;
use tempfile::TempDir;

use super::args::Start;
use super::context::{App, close};
use super::error::{CliError, Result};
use super::{sync, tui};
use crate::config::{Config, Paths};
use crate::domain::{Message, Trigger};
use crate::error::Error;
use crate::host::Service;
use crate::sandbox::{self, Running, Sandbox};
use crate::service::cases;
use crate::service::{NewCompany, SyncRequest};
use crate::tui::PageId;

/// Shows the screen, or prints the sync, of a pretend account.
pub(super) async fn run(app: &mut App, start: &Start) -> Result {
    if !start.headless && start.screenshots.is_none() {
        tui::check(app, start)?;
    }
    if start.screenshots.is_some() {
        // A picture is the same whenever and wherever it is drawn: CI compares them.
        app.environment.clock = Arc::new(Standing);
        app.environment.zone = jiff::tz::TimeZone::get("Europe/Budapest").unwrap_or(jiff::tz::TimeZone::UTC);
        "anna".clone_into(&mut app.environment.user);
    }
    let home = home(app)?;
    app.interrupt.leaves(home.path().to_path_buf());
    let mut options = sandbox::Options::new(app.today());
    options.clock = Arc::clone(app.clock());
    let pretend = Sandbox::start(options).await.map_err(Error::from)?;
    let result = on(app, &home, &pretend, start).await;
    pretend.shutdown().await;
    // The log's writer goes before its folder.
    app.end_log();
    let gone = home.close().map_err(|error| CliError::system(&error));
    let exit = result?;
    gone?;
    Ok(exit)
}

fn home(app: &App) -> Result<TempDir> {
    let folder = app.environment.temp.clone().unwrap_or_else(std::env::temp_dir);
    let ours = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    let made = tempfile::Builder::new().prefix("faktura-demo-").permissions(ours).tempdir_in(&folder);
    Ok(made.map_err(|error| CliError::file(folder, &error))?)
}

async fn on(app: &mut App, home: &TempDir, pretend: &Running, start: &Start) -> Result {
    let paths = Paths::resolve(Some(home.path().to_path_buf()), None, &|_| None).map_err(Error::from)?;
    let options = app.prepare(paths, Config::default());
    let service = app.open_with(options).await?;
    let result = with(app, &service, pretend, start).await;
    close(service).await;
    result
}

async fn with(app: &mut App, service: &Service, pretend: &Running, start: &Start) -> Result {
    add(service, pretend).await?;
    if start.headless {
        app.out.note(&Message::new("cli-demo-headless"));
        return sync::with(app, service, &start.sync(), Trigger::Headless).await;
    }
    if let Some(folder) = &start.screenshots {
        return draw(app, service, folder).await;
    }
    if tui::line_by_line(app, start) {
        // Line mode has no progress: the first sync is done before the first answer.
        app.out.say(&Message::new("cli-demo-plain"))?;
        app.out.flush()?;
        let request = SyncRequest { companies: Vec::new(), full: false, trigger: Trigger::Screen };
        service.ask(cases::Sync(request)).await?;
        return tui::plainly(app, service, start).await;
    }
    // The first sync begins by itself, so that there is something to look at; it shows like any other.
    let background = service.clone();
    let request = SyncRequest { companies: Vec::new(), full: false, trigger: Trigger::Screen };
    let first = tokio::spawn(async move { background.ask(cases::Sync(request)).await });
    let around = tui::Surroundings {
        banner: Some(Message::new("cli-demo-banner")),
        screen: Config::default().screen,
        outside: tui::outside(app),
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
async fn draw(app: &App, service: &Service, folder: &std::path::Path) -> Result {
    // One after the other, so that the log has them in this order.
    for view in service.ask(cases::Companies).await? {
        let request = SyncRequest { companies: vec![view.company.id], full: false, trigger: Trigger::Screen };
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
    Ok(super::error::Exit::Done)
}

/// Adds a company for each pretend account, under the name that the account has.
async fn add(service: &Service, pretend: &Running) -> Result<()> {
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
