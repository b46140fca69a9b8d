//! `faktura` without a command: the screen.

use std::sync::Arc;

use super::args::{Start, TabArg};
use super::company::close;
use super::context::App;
use super::error::{CliError, Exit, Failure, Result};
use crate::domain::Message;
use crate::error::Error;
use crate::service::Service;
use crate::tui::{self, Options, Tab};

/// Shows the screen until it is left.
pub(super) async fn run(app: &mut App, start: &Start) -> Result {
    check(app, start)?;
    let service = app.open().await?;
    let result = show(app, &service, start, None).await;
    close(service).await;
    result
}

/// Whether the screen can be shown at all; to be asked before anything is opened.
pub(super) fn check(app: &App, start: &Start) -> Result<()> {
    if !app.environment.stdin_is_terminal || !app.environment.stdout_is_terminal {
        return Err(CliError::NoTerminal.into());
    }
    if start.company.len() > 1 {
        return Err(CliError::OneCompany.into());
    }
    Ok(())
}

/// Shows the screen on an open service. From here on the screen answers signals.
pub(super) async fn show(app: &mut App, service: &Service, start: &Start, banner: Option<Message>) -> Result {
    let company = app.companies(service, &start.company).await?.first().copied();
    if app.interrupt.has_happened() {
        return Err(Failure::Interrupted);
    }
    app.interrupt.deafen();
    let options = Options {
        company,
        query: start.query.clone().unwrap_or_default().trim().to_owned(),
        no_color: !app.out.color(),
        banner,
        ..options(app, start.tab.map(tab))
    };
    tui::run(service.clone(), options).await.map_err(Error::from)?;
    Ok(Exit::Done)
}

/// What the screen needs of the surroundings.
pub(super) fn options(app: &App, tab: Option<Tab>) -> Options {
    Options {
        locale: app.out.locale(),
        company: None,
        query: String::new(),
        tab,
        zone: app.zone().clone(),
        no_color: false,
        clock: Arc::clone(app.clock()),
        banner: None,
    }
}

const fn tab(arg: TabArg) -> Tab {
    match arg {
        TabArg::Companies => Tab::Companies,
        TabArg::Invoices => Tab::Invoices,
        TabArg::Detail => Tab::Detail,
        TabArg::Logs => Tab::Log,
        TabArg::Reports => Tab::Reports,
    }
}
