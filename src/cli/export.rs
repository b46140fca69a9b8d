//! `faktura export`: what a query finds, as a file.

use super::args::ExportArgs;
use super::company::close;
use super::context::App;
use super::error::{CliError, Exit, Failure, Result};
use super::invoices::{names, query, sort};
use super::out::with;
use crate::error::Error;
use crate::export::{Exporter, Format, Options, Written};
use crate::query::Request;
use crate::service::Service;

/// Invoices read at a time: memory does not grow with what is found.
const PAGE: usize = 1000;

/// Writes the file: whole, or not at all.
pub(super) async fn run(app: &mut App, args: &ExportArgs) -> Result {
    let format = Format::of(&args.file).map_err(Error::from)?;
    let sort = sort(args.sort.as_deref())?;
    let service = app.open_to_search().await?;
    let companies = app.companies(&service, &args.company).await;
    let written = match companies {
        Ok(companies) => {
            let request =
                Request { query: query(&args.query), companies, sort, offset: 0, limit: PAGE, around: None, today: app.today() };
            let what = format!("{} ← {}", args.file.display(), if request.query.is_empty() { "*" } else { &request.query });
            // Before the first invoice leaves: an export that is not in the log does not happen.
            match service.exported(what).await {
                Ok(()) => write(app, &service, args, format, request).await,
                Err(error) => Err(error.into()),
            }
        }
        Err(error) => Err(error),
    };
    close(service).await;
    let written = written?;
    let message = with("cli-export-done", "path", args.file.display().to_string()).with("count", written.invoices);
    app.out.note(&message);
    Ok(Exit::Done)
}

async fn write(app: &App, service: &Service, args: &ExportArgs, format: Format, mut request: Request) -> Result<Written> {
    let whole = service.find(Request { limit: 0, ..request.clone() }).await?;
    let names = names(service).await?;
    let options = Options { total: whole.total, totals: whole.totals, ..Options::new(app.out.locale(), names, request.today) };
    let path = args.file.clone();
    let mut exporter = blocking(move || Exporter::create(&path, format, options)).await?;
    while request.offset < whole.total {
        // Only a workbook has a sheet of items; everything else is made of rows.
        let (count, pushed) = if format == Format::Xlsx {
            let details = service.details(request.clone()).await?;
            (details.len(), blocking(move || exporter.push_details(&details).map(|()| exporter)).await?)
        } else {
            let rows = service.find(request.clone()).await?.rows;
            (rows.len(), blocking(move || exporter.push(&rows).map(|()| exporter)).await?)
        };
        exporter = pushed;
        if count == 0 {
            break;
        }
        request.offset += count;
    }
    blocking(move || exporter.finish()).await
}

/// Writes on a thread that may wait for a disk.
async fn blocking<T: Send + 'static, E: Into<Error> + Send + 'static>(
    work: impl FnOnce() -> std::result::Result<T, E> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| Failure::Error(error.into())),
        Err(error) => Err(CliError::System { detail: error.to_string() }.into()),
    }
}
