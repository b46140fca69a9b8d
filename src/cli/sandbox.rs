//! `faktura sandbox`: a pretend accounting service until Ctrl-C.

use std::sync::Arc;
use std::time::Duration;

use super::args::SandboxArgs;
use super::context::App;
use super::error::{Exit, Failure, Result};
use super::table::{Column, Table};
use crate::domain::Message;
use crate::error::Error;
use crate::sandbox::oauth::{Service, Site, SiteOptions};
use crate::sandbox::{Fault, Options, Running, Sandbox, SandboxError, Setting, quickbooks, xero};

/// Documents of the first pretend company of a service with consent.
const DOCUMENTS: usize = 250;

/// Serves until an end is requested. That is its normal end and not an interruption.
pub(super) async fn run(app: &mut App, args: &SandboxArgs) -> Result {
    if let Some(service) = service(&args.provider) {
        return site(app, args, service).await;
    }
    let settings = settings(args)?;
    let running = Sandbox::start(options(app, args)?).await.map_err(Error::from)?;
    for setting in &settings {
        running.set(setting).map_err(Error::from)?;
    }
    tell(app, &running)?;
    app.interrupt.happened().await;
    running.shutdown().await;
    Ok(Exit::Done)
}

/// The settings that are asked for.
fn settings(args: &SandboxArgs) -> std::result::Result<Vec<Setting>, Failure> {
    Ok(args.set.iter().map(|given| given.parse()).collect::<std::result::Result<_, SandboxError>>().map_err(Error::from)?)
}

fn options(app: &App, args: &SandboxArgs) -> Result<Options> {
    let mut options = Options::new(args.today.unwrap_or_else(|| app.today())).seed(args.seed);
    if let Some(invoices) = args.invoices {
        options = options.invoices(invoices);
    }
    for spec in &args.fault {
        options = options.fault(spec.parse::<Fault>().map_err(Error::from)?);
    }
    options.port = args.port;
    options.clock = Arc::clone(app.clock());
    options.latency = Duration::from_millis(args.latency);
    options.quirks = args.quirks;
    options.rate_limit = args.rate_limit;
    options.gzip = args.gzip;
    Ok(options)
}

/// The address on the first line, then an account a line: easy to read for both people and scripts.
fn tell(app: &mut App, running: &Running) -> std::result::Result<(), Failure> {
    let locale = app.out.locale();
    app.out.line(&running.base_url)?;
    let mut table = Table::new(vec![
        Column::left(locale.get("cli-col-api-key")),
        Column::right(locale.get("cli-col-invoices")),
        Column::left(locale.get("cli-col-company")),
    ]);
    for (index, key) in running.keys().into_iter().enumerate() {
        let about = running.account(index, |account| (account.len(), account.organization().name.clone()));
        let (invoices, name) = about.unwrap_or_default();
        table.row(vec![key.into(), invoices.to_string().into(), name.into()]);
    }
    app.out.table(&table)?;
    app.out.flush()?;
    app.out.note(&Message::new("cli-sandbox-hint").with("url", running.base_url.as_str()));
    Ok(())
}

/// The service with consent of this name; `None` for one with API keys.
fn service(name: &str) -> Option<Service> {
    match name {
        "quickbooks" => Some(Service::QuickBooks),
        "xero" => Some(Service::Xero),
        _ => None,
    }
}

/// Serves a pretend service with consent.
async fn site(app: &mut App, args: &SandboxArgs, service: Service) -> Result {
    let mut options = SiteOptions::new(service);
    options.port = args.port;
    options.clock = Arc::clone(app.clock());
    options.latency = Duration::from_millis(args.latency);
    let (today, documents) = (args.today.unwrap_or_else(|| app.today()), args.invoices.unwrap_or(DOCUMENTS));
    let settings = settings(args)?;
    options.api = match service {
        Service::QuickBooks => {
            let books = quickbooks::Books::demo(today, documents, args.seed);
            let now = app.clock().now();
            settings.iter().try_for_each(|setting| books.set(setting, now)).map_err(Error::from)?;
            Box::new(books)
        }
        Service::Xero => {
            let mut books = xero::Organisations::demo(documents, args.seed, today);
            settings.iter().try_for_each(|setting| books.set(setting)).map_err(Error::from)?;
            Box::new(books)
        }
    };
    for spec in &args.fault {
        options.faults.push(spec.parse::<Fault>().map_err(Error::from)?);
    }
    let (client, secret) = (options.identity.client_id.clone(), options.identity.client_secret.clone());
    let site = Site::start(options).await.map_err(Error::from)?;
    app.out.line(&site.root)?;
    app.out.line(&format!("client_id {client}"))?;
    if let Some(secret) = secret {
        app.out.line(&format!("client_secret {secret}"))?;
    }
    for company in site.companies() {
        app.out.line(&format!("{}  {}", company.id, company.name))?;
    }
    app.out.flush()?;
    app.interrupt.happened().await;
    site.shutdown().await;
    Ok(Exit::Done)
}
