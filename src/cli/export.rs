//! `faktura export`: what a query finds, as a file.

use std::path::PathBuf;

use super::args::ExportArgs;
use super::context::{App, close};
use super::error::{CliError, Failure, Result};
use super::file::{is_stdout, refuse_terminal};
use super::invoices::{names, query, sort};
use super::out::with;
use crate::domain::Doubt;
use crate::error::{Error, ErrorKind};
use crate::export::{Dialect, ExportError, Exporter, Format, Options, Written};
use crate::host::Service;
use crate::query::{Names, Request};
use crate::service::cases;

/// Invoices read at a time: memory does not grow with what is found.
const PAGE: usize = 1000;

/// Writes the file: whole, or not at all.
pub(super) async fn run(app: &mut App, args: &ExportArgs) -> Result {
    let target = Target::of(app, args)?;
    let sort = sort(args.find.sort.as_deref())?;
    let service = app.open_to_search().await?;
    let companies = app.companies(&service, &args.find.companies.company).await;
    let written = match companies {
        Ok(companies) => {
            let request = Request {
                query: query(&args.find.query),
                companies,
                sort,
                offset: 0,
                limit: PAGE,
                around: None,
                today: app.today(),
            };
            let what = format!("{} ← {}", target.name(), if request.query.is_empty() { "*" } else { &request.query });
            // Before the first invoice leaves: an export that is not in the log does not happen.
            match complete(app, &service, &target, &request).await {
                Ok(()) => match service.ask(cases::NoteExport(what.clone())).await {
                    Ok(()) => {
                        let written = write(app, &service, &target, request).await;
                        if written.is_err() {
                            service.ask(cases::NoteFailedExport(what)).await?;
                        }
                        written
                    }
                    Err(error) => Err(error.into()),
                },
                Err(error) => Err(error),
            }
        }
        Err(error) => Err(error),
    };
    close(service).await;
    let (written, doubts, names) = written?;
    let count = app.out.locale().text(&with("unit-invoices", "count", written.invoices));
    let message = with("cli-export-done", "path", target.name()).with("invoices", count);
    app.out.note(&message);
    Ok(app.incomplete(&doubts, &names))
}

/// Destination and format of an export.
struct Target {
    /// `None` for standard output.
    file: Option<PathBuf>,
    format: Format,
    force: bool,
    dialect: Dialect,
}

impl Target {
    fn of(app: &mut App, args: &ExportArgs) -> Result<Self> {
        // The configuration may choose the language, and with it the dialect.
        app.options()?;
        let file = (!is_stdout(&args.file)).then(|| args.file.clone());
        let format = match (args.format, &file) {
            (Some(format), _) => format.into(),
            (None, Some(file)) => Format::of(file).map_err(Error::from)?,
            (None, None) => return Err(CliError::FormatMissing.into()),
        };
        if file.is_none() && format == Format::Xlsx {
            refuse_terminal(app)?;
        }
        Ok(Self { file, format, force: args.force, dialect: args.csv.dialect(app.chosen) })
    }

    /// Name in messages and in the audit log.
    fn name(&self) -> String {
        self.file.as_ref().map_or_else(|| "-".to_owned(), |file| file.display().to_string())
    }

    fn exporter(
        &self,
        app: &App,
        options: Options,
    ) -> impl FnOnce() -> std::result::Result<Exporter, ExportError> + Send + 'static {
        let (file, format, force, out) = (self.file.clone(), self.format, self.force, app.out.shared());
        move || match file {
            None => Exporter::to_writer(out, format, options),
            Some(file) if force => Exporter::replace(&file, format, options),
            Some(file) => Exporter::create(&file, format, options),
        }
    }
}

/// Refuses to put less than everything in the target of a file that is there.
async fn complete(app: &App, service: &Service, target: &Target, request: &Request) -> Result<()> {
    let doubts = app.doubts(service, &request.companies).await?;
    match doubts.first() {
        Some(doubt) if target.file.as_ref().is_some_and(|file| file.is_file()) => {
            let names = names(service).await?;
            let name = names.get(&doubt.company).map_or("", String::as_str);
            let kept = with("cli-export-kept", "path", target.name());
            Err(Error::new(ErrorKind::Failed, doubt.message(name)).hint(kept).into())
        }
        _ => Ok(()),
    }
}

async fn write(app: &App, service: &Service, target: &Target, mut request: Request) -> Result<(Written, Vec<Doubt>, Names)> {
    let whole = service.ask(cases::FindInvoices(Request { limit: 0, ..request.clone() })).await?;
    let names = names(service).await?;
    let mut options = Options::new(app.out.locale(), names.clone(), request.today);
    (options.total, options.totals, options.dialect) = (whole.total, whole.totals, target.dialect);
    let mut exporter = blocking(target.exporter(app, options)).await?;
    while request.offset < whole.total {
        // Only a workbook has a sheet of items; other formats are rows.
        let (count, pushed) = if target.format == Format::Xlsx {
            let details = service.ask(cases::ReadInvoices(request.clone())).await?;
            // A damaged record is left out, and said to be: the page is as long as its rows.
            (PAGE, blocking(move || exporter.push_itemized(&details).map(|()| exporter)).await?)
        } else {
            let rows = service.ask(cases::FindInvoices(request.clone())).await?.rows;
            (rows.len(), blocking(move || exporter.push(&rows).map(|()| exporter)).await?)
        };
        exporter = pushed;
        if count == 0 {
            break;
        }
        request.offset += count;
    }
    // Damage found meanwhile counts too; an existing file stays.
    complete(app, service, target, &request).await?;
    let doubts = app.doubts(service, &request.companies).await?;
    Ok((blocking(move || exporter.finish()).await?, doubts, names))
}

/// Writes on a thread that may wait for a disk.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> std::result::Result<T, ExportError> + Send + 'static) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Err(error)) if error.is_closed() => Err(Failure::Output(std::io::ErrorKind::BrokenPipe.into())),
        Ok(done) => done.map_err(|error| Failure::Error(error.into())),
        Err(error) => Err(CliError::System { detail: error.to_string() }.into()),
    }
}
