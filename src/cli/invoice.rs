//! `faktura invoice`: one invoice, its history, its PDF, and what the service says of it right now.

use std::path::Path;

use super::args::InvoiceArgs;
use super::columns;
use super::context::{App, close, refuse_damaged};
use super::detail;
use super::document;
use super::error::{CliError, Exit, Failure, Result};
use super::file;
use super::live::Live;
use super::out::with;
use super::shape::{LiveInvoice, LiveJson};
use super::table::Table;
use crate::domain::{InvoiceRow, RecordKey};
use crate::host::Service;
use crate::json::InvoiceJson;
use crate::query::{Field, Names};
use crate::service::cases;

/// Shows an invoice, or saves it.
pub(super) async fn run(app: &mut App, args: &InvoiceArgs) -> Result {
    let service = app.open().await?;
    let result = show(app, &service, args).await;
    close(service).await;
    result.map(|()| Exit::Done)
}

async fn show(app: &mut App, service: &Service, args: &InvoiceArgs) -> Result<()> {
    let key = one(app, service, args).await?;
    let not_found = || CliError::InvoiceNotFound { wanted: args.invoice.clone() };
    let detail = service.ask(cases::ReadInvoice(key.clone())).await?.ok_or_else(not_found)?;
    if let [form, file] = args.einvoice.as_slice() {
        return document::save(app, service, key, args, form, Path::new(file)).await;
    }
    if let Some(form) = &args.preview {
        return super::preview::show(app, service, key, form, args.json).await;
    }
    if let Some(path) = &args.pdf {
        save(app, service, &key, path, args.force).await?;
        // With `--pdf` alone, nothing else is printed.
        if !(args.json || args.history || args.live) || file::is_stdout(path) {
            return Ok(());
        }
    }
    let live = if args.live { Some(ask(service, &key).await) } else { None };
    if args.json {
        let locale = app.out.locale();
        let invoice = InvoiceJson::new(&detail, app.today(), args.history, locale);
        let written = match &live {
            Some(live) => app.out.json(&LiveInvoice { invoice, live: LiveJson::new(live, locale) }),
            None => app.out.json(&invoice),
        };
        return written.map_err(Failure::Output);
    }
    for part in detail::parts(app, &detail, args.history) {
        part.print(&mut app.out)?;
    }
    if let Some(live) = &live {
        for part in detail::live(app, &detail.stored.entity, live) {
            part.print(&mut app.out)?;
        }
    }
    Ok(())
}

/// The invoice meant: the only one of this number or identifier.
async fn one(app: &mut App, service: &Service, args: &InvoiceArgs) -> Result<RecordKey> {
    let companies = app.companies(service, &args.companies.company).await?;
    let rows = service.ask(cases::LookUp { wanted: args.invoice.clone(), companies: companies.clone() }).await?;
    match rows.as_slice() {
        [] => {
            refuse_damaged(service, &companies).await?;
            Err(CliError::InvoiceNotFound { wanted: args.invoice.clone() }.into())
        }
        [row] => Ok(row.key()),
        several => {
            let names = super::invoices::names(service).await?;
            let table = candidates(app, several, &names);
            let error = CliError::InvoiceAmbiguous { wanted: args.invoice.clone(), count: several.len() };
            app.out.error(&error.clone().into());
            for line in table.lines(None, false) {
                app.out.beside(&line);
            }
            Err(Failure::Told(crate::error::Describe::kind(&error)))
        }
    }
}

fn candidates(app: &App, rows: &[InvoiceRow], names: &Names) -> Table {
    let shown = [Field::Id, Field::Number, Field::Company, Field::Issued, Field::Partner, Field::Gross];
    columns::table(app.out.locale(), &shown, rows, names, app.today())
}

async fn ask(service: &Service, key: &RecordKey) -> Live {
    let (payments, tax, url) = tokio::join!(
        service.ask(cases::Payments(key.clone())),
        service.ask(cases::AskTaxReport(key.clone())),
        service.ask(cases::PublicUrl(key.clone()))
    );
    Live { payments, tax, url }
}

async fn save(app: &mut App, service: &Service, key: &RecordKey, path: &Path, force: bool) -> Result<()> {
    let stdout = file::is_stdout(path);
    if stdout {
        file::refuse_terminal(app)?;
    }
    let bytes = service.ask(cases::Pdf(key.clone())).await?;
    if stdout {
        return Ok(app.out.stdout().write_all(&bytes)?);
    }
    let written = bytes.len();
    file::write(path.to_owned(), file::existing(force), bytes).await?;
    let message =
        with("cli-saved", "path", path.display().to_string()).with("size", file::size(app.out.locale(), written as u64));
    app.out.note(&message);
    Ok(())
}
