//! `faktura` without a command: the screen.

use std::sync::Arc;

use super::args::Start;
use super::context::{App, close, refuse_damaged};
use super::error::{CliError, Exit, Failure, Result};
use super::interrupt::Answers;
use crate::api::http::PUBLIC_API;
use crate::config::Config;
use crate::domain::{CompanyId, Message, RecordKey, RemoteId};
use crate::error::{Describe, Error};
use crate::host::Service;
use crate::query::{Field, Sort};
use crate::service::Options as ServiceOptions;
use crate::service::cases;
use crate::tui::{self, Configuration, Depth, Early, Opening, Options, Outside, PageId, Wrap};

/// Shows the screen until it is left.
pub(super) async fn run(app: &mut App, start: &Start) -> Result {
    check(app, start)?;
    let mut options = app.options()?;
    options.read_only = start.read_only || options.config.screen.read_only;
    app.read_only = options.read_only;
    options.searches = true;
    let mut around = surroundings(app, start, &options);
    if line_by_line(app, start) {
        let interrupt = app.interrupt.clone();
        let service = tokio::select! {
            service = app.open_with(options) => service?,
            () = interrupt.happened() => return Err(Failure::Interrupted),
        };
        let result = plainly(app, &service, start).await;
        close(service).await;
        return result;
    }
    // Paint first: opening a large store takes noticeable time.
    let early = tui::begin(&first(app, start, &around)).await.map_err(Error::from)?;
    let interrupt = app.interrupt.clone();
    let service = tokio::select! {
        service = Service::open_with(options, PUBLIC_API) => service?,
        () = interrupt.happened() => return Err(Failure::Interrupted),
    };
    around.notices.extend_from_slice(service.notices());
    let result = show(app, &service, start, around, early).await;
    close(service).await;
    result
}

/// Whether to answer line by line: asked for, or all that the terminal can do.
pub(super) fn line_by_line(app: &App, start: &Start) -> bool {
    start.plain || app.environment.text("TERM").is_none_or(|term| term == "dumb")
}

/// Whether the environment names a character set other than UTF-8. Where it names none, UTF-8 is what terminals take.
fn ascii_only(app: &App) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| app.environment.text(name));
    locale.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        !locale.contains("utf-8") && !locale.contains("utf8")
    })
}

/// Line by line instead of a screen.
pub(super) async fn plainly(app: &mut App, service: &Service, start: &Start) -> Result {
    let company = app.companies(service, &start.companies.company).await?.first().copied();
    let sort = start.sort.as_deref().map(Sort::<Field>::parse).transpose().map_err(Error::from)?;
    super::plain::run(app, service, company, start.query.clone(), sort).await
}

/// The screen as it is before anything is known of companies and invoices.
pub(super) fn first(app: &App, start: &Start, around: &Surroundings) -> Options {
    let narrowed = !start.companies.company.is_empty() || start.query.is_some() || start.invoice.is_some();
    Options {
        query: start.query.as_deref().map(|query| query.trim().to_owned()),
        no_color: !app.out.color(),
        low_bandwidth: start.low_bandwidth,
        columns: start.columns.clone(),
        banner: around.banner.clone(),
        screen: around.screen.clone(),
        outside: around.outside.clone(),
        command: around.command.clone(),
        notices: around.notices.clone(),
        ..options(app, start.tab.or(narrowed.then_some(PageId::Invoices)))
    }
}

/// Input of the screen beside the command line.
pub(super) struct Surroundings {
    /// Banner, always visible.
    pub(super) banner: Option<Message>,
    /// Settings of the screen.
    pub(super) screen: crate::config::Screen,
    /// Environment.
    pub(super) outside: Outside,
    /// Command that opens this screen again.
    pub(super) command: String,
    /// Notices from opening the store.
    pub(super) notices: Vec<Message>,
}

/// The surroundings of a real home: its state is kept, its configuration read again.
fn surroundings(app: &App, start: &Start, options: &ServiceOptions) -> Surroundings {
    let path = options.paths.config.clone();
    let variables = app.environment.vars.clone();
    let seen = std::sync::Mutex::new(stamp(&path));
    let read_only = start.read_only;
    let reload = move |asked: bool| {
        let now = stamp(&path);
        let mut before = seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if *before == now && !asked {
            return None;
        }
        *before = now;
        let lookup = |name: &str| variables.get(std::ffi::OsStr::new(name)).and_then(|value| value.to_str()).map(str::to_owned);
        let screen = Config::load(&path, &lookup).map(|config| config.screen).map_err(|error| error.message());
        Some(screen.and_then(|mut screen| {
            screen.read_only |= read_only;
            let (themes, wrong) = crate::config::themes(&path);
            screen.themes = themes;
            wrong.into_iter().next().map_or(Ok(screen), Err)
        }))
    };
    let mut command = "faktura".to_owned();
    for (flag, value) in [("--home", &app.globals.home), ("--config", &app.globals.config)] {
        if let Some(path) = value {
            let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
            command = format!("{command} {flag} {}", tui::quoted(&path.to_string_lossy()));
        }
    }
    let mut screen = options.config.screen.clone();
    screen.read_only |= start.read_only;
    let (themes, notices) = crate::config::themes(&options.paths.config);
    screen.themes = themes;
    let known = app.environment.vars.clone();
    let env = move |name: &str| known.get(std::ffi::OsStr::new(name)).and_then(|value| value.to_str()).map(str::to_owned);
    let configuration = Configuration {
        path: options.paths.config.clone(),
        env: Arc::new(env),
        lang: app.globals.lang.map(crate::locale::Lang::from),
        owns_store: options.config.store.is_shared() || crate::host::foreign::owner(&options.paths.store).is_none(),
    };
    let outside = Outside {
        state: Some(options.paths.screen_of_user()),
        reload: Some(Arc::new(reload)),
        configuration: Some(configuration),
        ..outside(app, Some(options.paths.screen_of_user().with_file_name("opened")))
    };
    Surroundings { banner: None, screen, outside, command, notices }
}

/// When a file was written last, and how large it is; `None` where it is not there.
type Stamp = Option<(std::time::SystemTime, u64)>;

/// The stamps of the configuration and of the themes beside it.
fn stamp(config: &std::path::Path) -> Vec<Stamp> {
    let one = |path: &std::path::Path| -> Stamp {
        let metadata = std::fs::metadata(path).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    };
    let themes = config.parent().and_then(|folder| std::fs::read_dir(folder.join("themes")).ok());
    let mut files: Vec<std::path::PathBuf> = themes.into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort_unstable();
    std::iter::once(one(config)).chain(files.iter().take(100).map(|file| one(file))).collect()
}

/// What the environment says of the terminal; PDFs that are opened are kept in the folder.
pub(super) fn outside(app: &App, folder: Option<std::path::PathBuf>) -> Outside {
    let text = |name: &str| app.environment.text(name).unwrap_or_default();
    let remote = ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"].into_iter().any(|name| !text(name).is_empty());
    Outside {
        state: None,
        wrap: Wrap::of(text("TMUX"), text("TERM"), text("STY")),
        reload: None,
        configuration: None,
        opening: Opening { folder, remote },
    }
}

/// Whether the screen can be shown at all; to be asked before anything is opened.
pub(super) fn check(app: &App, start: &Start) -> Result<()> {
    let terminal = app.environment.stdin_is_terminal && app.environment.stdout_is_terminal;
    if !terminal && !start.plain {
        return Err(CliError::NoTerminal.into());
    }
    if start.companies.company.len() > 1 {
        return Err(CliError::OneCompany.into());
    }
    if let Some(columns) = start.columns.as_deref().filter(|columns| !tui::are_columns(columns)) {
        return Err(CliError::Columns { columns: columns.to_owned() }.into());
    }
    start.sort.as_deref().map(Sort::<Field>::parse).transpose().map_err(Error::from)?;
    Ok(())
}

/// Shows the screen on an open service. From here on the screen answers signals.
pub(super) async fn show(app: &mut App, service: &Service, start: &Start, around: Surroundings, early: Early) -> Result {
    let company = app.companies(service, &start.companies.company).await?.first().copied();
    let sort = start.sort.as_deref().map(Sort::parse).transpose().map_err(Error::from)?;
    let invoice = match &start.invoice {
        Some(wanted) => Some(invoice(service, wanted, company).await?),
        None => None,
    };
    if app.interrupt.has_happened() {
        return Err(Failure::Interrupted);
    }
    let options = Options { company, sort, invoice, ..first(app, start, &around) };
    app.interrupt.leave_to(Answers::Screen);
    match tui::run(service.clone(), options, early).await.map_err(Error::from)? {
        tui::Left::Quit => Ok(Exit::Done),
        tui::Left::Ended => Err(Failure::Interrupted),
    }
}

/// The invoice of a number or identifier; `COMPANY:IDENTIFIER` is one for sure.
async fn invoice(service: &Service, wanted: &str, company: Option<CompanyId>) -> Result<RecordKey> {
    if let Some((of, id)) = wanted.split_once(':')
        && let Ok(of) = of.parse()
    {
        let key = RecordKey::document(CompanyId(of), RemoteId::new(id));
        let there = service.ask(cases::ReadInvoice(key.clone())).await?.is_some();
        return if there { Ok(key) } else { Err(CliError::InvoiceNotFound { wanted: wanted.to_owned() }.into()) };
    }
    let companies: Vec<CompanyId> = company.into_iter().collect();
    // If several have this number, the list shows the first; a search for the number shows all.
    let row = service.ask(cases::LookUp { wanted: wanted.to_owned(), companies: companies.clone() }).await?.into_iter().next();
    let Some(row) = row else {
        refuse_damaged(service, &companies).await?;
        return Err(CliError::InvoiceNotFound { wanted: wanted.to_owned() }.into());
    };
    Ok(row.key())
}

/// Options of the screen.
pub(super) fn options(app: &App, tab: Option<PageId>) -> Options {
    let text = |name: &str| app.environment.text(name).unwrap_or_default();
    Options {
        locale: app.out.locale(),
        company: None,
        query: None,
        sort: None,
        columns: None,
        invoice: None,
        tab,
        zone: app.zone().clone(),
        no_color: false,
        depth: Depth::of(text("COLORTERM"), text("TERM")),
        ascii: ascii_only(app),
        low_bandwidth: false,
        clock: Arc::clone(app.clock()),
        banner: None,
        screen: Config::default().screen,
        outside: outside(app, None),
        command: "faktura".to_owned(),
        notices: Vec::new(),
    }
}
