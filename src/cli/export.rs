//! `faktura export`: what a query finds, as a file.

use std::path::{Path, PathBuf};

use super::args::{ExportArgs, RecordsArg};
use super::context::{App, close, refuse_damaged};
use super::error::{CliError, Failure, Result};
use super::file::{is_stdout, refuse_terminal};
use super::invoices::{names, query, sort};
use super::out::with;
use super::records::Shown;
use crate::domain::{CompanyId, Doubt};
use crate::error::{Error, ErrorKind};
use crate::export::{Dialect, ExportError, Exported, Exporter, Format, Options, Written};
use crate::host::Service;
use crate::query::sieve::ListRequest;
use crate::query::{Names, Request, Sort, contact, payment};
use crate::service::{ServiceError, cases};

/// Invoices read at a time: memory does not grow with what is found.
const PAGE: usize = 1000;

/// What is exported, in which order.
enum What {
    Invoices(Sort),
    Payments(Sort<payment::Field>),
    Contacts(Sort<contact::Field>),
}

impl What {
    fn of(args: &ExportArgs) -> Result<Self> {
        let wanted = args.find.sort.as_deref();
        Ok(match args.records {
            RecordsArg::Invoices => Self::Invoices(sort(wanted)?),
            RecordsArg::Payments => Self::Payments(sort_of(wanted)?),
            RecordsArg::Contacts => Self::Contacts(sort_of(wanted)?),
        })
    }

    /// Identifier of the text of their number.
    const fn count(&self) -> &'static str {
        match self {
            Self::Invoices(_) => "unit-invoices",
            Self::Payments(_) => payment::Field::COUNT,
            Self::Contacts(_) => contact::Field::COUNT,
        }
    }
}

fn sort_of<F: Shown>(wanted: Option<&str>) -> Result<Sort<F>> {
    Ok(wanted.map_or(Ok(Sort::first_by(F::NEWEST)), Sort::parse).map_err(Error::from)?)
}

/// Writes the file: whole, or not at all.
pub(super) async fn run(app: &mut App, args: &ExportArgs) -> Result {
    let target = Target::of(app, args)?;
    let what = What::of(args)?;
    let service = app.open_to_search().await?;
    let companies = app.companies(&service, &args.find.companies.company).await;
    let written = match companies {
        Ok(companies) => noted(app, &service, &target, (&what, query(&args.find.query), companies)).await,
        Err(error) => Err(error),
    };
    close(service).await;
    let (written, doubts, names) = written?;
    let count = app.out.locale().text(&with(what.count(), "count", written.invoices));
    let message = with("cli-export-done", "path", target.name()).with("invoices", count);
    app.out.note(&message);
    Ok(app.incomplete(&doubts, &names))
}

/// Writes the file with a line in the audit log: an export that is not in it does not happen.
async fn noted(
    app: &App,
    service: &Service,
    target: &Target,
    (what, query, companies): (&What, String, Vec<CompanyId>),
) -> Result<(Written, Vec<Doubt>, Names)> {
    // Nothing is synced here: an empty file in place of a good one would be a wrong answer to a wrong folder.
    if names(service).await?.is_empty() {
        return Err(Error::from(ServiceError::NoCompanies).into());
    }
    let line = format!("{} ← {}", target.name(), if query.is_empty() { "*" } else { &query });
    complete(app, service, target.file.as_deref(), &companies).await?;
    service.ask(cases::NoteExport(line.clone())).await?;
    let written = match what {
        What::Invoices(sort) => {
            let (offset, limit, around, today) = (0, PAGE, None, app.today());
            write(app, service, target, Request { query, companies, sort: *sort, offset, limit, around, today }).await
        }
        What::Payments(sort) => {
            write_records(app, service, target, ListRequest { query, companies, sort: *sort, ..ListRequest::all(app.today()) })
                .await
        }
        What::Contacts(sort) => {
            write_records(app, service, target, ListRequest { query, companies, sort: *sort, ..ListRequest::all(app.today()) })
                .await
        }
    };
    if written.is_err() {
        service.ask(cases::NoteFailedExport(line)).await?;
    }
    written
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

    fn exporter<F: Exported>(
        &self,
        app: &App,
        options: Options<F>,
    ) -> impl FnOnce() -> std::result::Result<Exporter<F>, ExportError> + Send + 'static {
        let (file, format, force, out) = (self.file.clone(), self.format, self.force, app.out.shared());
        move || match file {
            None => Exporter::to_writer(out, format, options),
            Some(file) if force => Exporter::replace(&file, format, options),
            Some(file) => Exporter::create(&file, format, options),
        }
    }
}

/// Refuses to put less than everything in the target of a file that is there.
pub(super) async fn complete(app: &App, service: &Service, file: Option<&Path>, companies: &[CompanyId]) -> Result<()> {
    let doubts = app.doubts(service, companies).await?;
    match (doubts.first(), file) {
        (Some(doubt), Some(file)) if file.is_file() => {
            let names = names(service).await?;
            let name = names.get(&doubt.company).map_or("", String::as_str);
            let kept = with("cli-export-kept", "path", file.display().to_string());
            Err(Error::new(ErrorKind::Failed, doubt.message(name, names.provider(doubt.company))).hint(kept).into())
        }
        _ => Ok(()),
    }
}

/// Fails if damage was met since the first row: an existing file stays, and a new one would have a part of a company.
pub(super) async fn unchanged(
    app: &App,
    service: &Service,
    file: Option<&Path>,
    companies: &[CompanyId],
    known: &[Doubt],
) -> Result<()> {
    complete(app, service, file, companies).await?;
    let doubts = app.doubts(service, companies).await?;
    match doubts.iter().find(|doubt| !known.contains(doubt)) {
        Some(doubt) => refuse_damaged(service, &[doubt.company]).await,
        None => Ok(()),
    }
}

async fn write(app: &App, service: &Service, target: &Target, mut request: Request) -> Result<(Written, Vec<Doubt>, Names)> {
    let whole = service.ask(cases::FindInvoices(Request { limit: 0, ..request.clone() })).await?;
    let (names, doubts) = (names(service).await?, app.doubts(service, &request.companies).await?);
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
    unchanged(app, service, target.file.as_deref(), &request.companies, &doubts).await?;
    Ok((blocking(move || exporter.finish()).await?, doubts, names))
}

/// Writes records of a kind that a list holds whole.
async fn write_records<F: Shown>(
    app: &App,
    service: &Service,
    target: &Target,
    mut request: ListRequest<F>,
) -> Result<(Written, Vec<Doubt>, Names)> {
    let whole = service.ask(F::find(ListRequest { limit: 0, ..request.clone() })).await?;
    let (names, doubts) = (names(service).await?, app.doubts(service, &request.companies).await?);
    let mut options = Options::<F>::new(app.out.locale(), names.clone(), request.today);
    (options.total, options.totals, options.dialect) = (whole.total, whole.totals, target.dialect);
    let mut exporter = blocking(target.exporter(app, options)).await?;
    request.limit = PAGE;
    while request.offset < whole.total {
        let rows = service.ask(F::find(request.clone())).await?.rows;
        if rows.is_empty() {
            break;
        }
        request.offset += rows.len();
        exporter = blocking(move || exporter.push(&rows).map(|()| exporter)).await?;
    }
    unchanged(app, service, target.file.as_deref(), &request.companies, &doubts).await?;
    Ok((blocking(move || exporter.finish()).await?, doubts, names))
}

/// Writes on a thread that may wait for a disk.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::result::Result<T, ExportError> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Err(error)) if error.is_closed() => Err(Failure::Output(std::io::ErrorKind::BrokenPipe.into())),
        Ok(done) => done.map_err(|error| Failure::Error(error.into())),
        Err(error) => Err(CliError::System { detail: error.to_string() }.into()),
    }
}
