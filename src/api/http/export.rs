//! Exports as files, streamed.
//!
//! Text is sent page by page, so that memory does not grow with the result, and a slow reader blocks no
//! thread. A workbook is complete before it is sent: its table of contents is at its end.

use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;

use super::front::language;
use super::problem::{Problem, ProblemJson};
use super::{Api, Reply};
use crate::domain::{Message, OWN_BOOKS};
use crate::error::Error;
use crate::export::{Dialect, ExportError, Exporter, Format, Options};
use crate::query::{Names, Request};
use crate::service::cases::{Companies, FindInvoices, NoteExport, ReadInvoices};
use crate::service::{Caller, Given, ServiceError, bad_value, one_of};

/// Invoices read at a time.
const PAGE: usize = 1000;
/// Bytes of a workbook sent at a time.
const CHUNK: usize = 64 << 10;
/// Its parameters.
const PARAMS: [&str; 7] = ["format", "q", "company", "sort", "csv", "delimiter", "decimal"];

/// Everything that a query finds: CSV, NDJSON and JSON come as they are made; XLSX has a sheet of items too.
#[utoipa::path(get, operation_id = "export", path = "/v1/export", tag = "invoices",
    params(
        ("format" = String, Query, description = "csv, xlsx, json or ndjson", example = "csv"),
        ("q" = Option<String>, Query, description = "The query, as in `faktura invoices`"),
        ("company" = Option<Vec<u32>>, Query, description = "Companies by number; may be repeated; all without"),
        ("sort" = Option<String>, Query, description = "A column; with - before it the other way round"),
        ("csv" = Option<String>, Query, description = "plain (default), excel (byte order mark) or hu (semicolon, decimal comma, byte order mark)"),
        ("delimiter" = Option<String>, Query, description = "Of CSV: a comma, a semicolon or tab"),
        ("decimal" = Option<String>, Query, description = "Of CSV: point or comma"),
    ),
    responses(
        (status = 200, description = "The file", content(
            (String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (crate::json::InvoicesJson = "application/json"), (String = "application/x-ndjson"),
        )),
        (status = "default", description = "Why it was not done", body = ProblemJson, content_type = "application/problem+json"),
    )
)]
pub(super) async fn file(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Reply {
    let given = Given::new(query.as_deref(), &PARAMS, Vec::new(), api.today())?;
    let format = one_of("format", given.one("format")?.unwrap_or_default(), &Format::ALL, Format::as_str)?;
    let dialect = dialect(&given)?;
    let request = Request { limit: PAGE, ..FindInvoices::request(&given)? };
    let whole = api.ask(FindInvoices(Request { limit: 0, ..request.clone() }), &caller).await?;
    let names: Names = api.ask(Companies, &caller).await?.into_iter().map(|view| view.company).collect();
    // A file could not say that something is missing in it.
    if let Some(doubt) = api.doubts(&caller, &request.companies).await?.first() {
        let company = names.get(&doubt.company).cloned().unwrap_or_default();
        let own = names.provider(doubt.company) == OWN_BOOKS;
        return Err(Error::from(ServiceError::Damaged { company, place: doubt.place.clone(), own, gone: doubt.is_gone() }).into());
    }
    let what = format!("{} ← {}", caller.from, if request.query.is_empty() { "*" } else { &request.query });
    // Before the first invoice leaves: an export that is not in the log does not happen.
    api.ask(NoteExport(what), &caller).await?;
    let mut options = Options::new(language(&headers).locale(), names, request.today);
    (options.total, options.totals, options.dialect) = (whole.total, whole.totals, dialect);
    let source = Source { api, caller, request, total: whole.total, whole: format == Format::Xlsx };
    let body = if source.whole { book(source, options).await? } else { text(source, format, options)? };
    let (media, name) = (media_type(format), format!("attachment; filename=\"invoices.{}\"", format.as_str()));
    Ok(([(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, name)], body).into_response())
}

/// How CSV is written; never by the language, so that the same address gives the same bytes.
fn dialect(params: &Given) -> Result<Dialect, Problem> {
    let wrong = |name, word: &str, known: &str| bad_value(name, word, Message::new("api-one-of").with("known", known)).into();
    let mut dialect = match params.one("csv")? {
        None | Some("plain") => Dialect::PLAIN,
        Some("excel") => Dialect::EXCEL,
        Some("hu") => Dialect::HUNGARIAN,
        Some(word) => return Err(wrong("csv", word, "plain, excel, hu")),
    };
    match params.one("delimiter")? {
        None => {}
        Some("," | "comma") => dialect.delimiter = b',',
        Some(";" | "semicolon") => dialect.delimiter = b';',
        Some("tab" | "\t") => dialect.delimiter = b'\t',
        Some(word) => return Err(wrong("delimiter", word, "comma, semicolon, tab")),
    }
    match params.one("decimal")? {
        None => {}
        Some("point" | ".") => dialect.decimal_comma = false,
        Some("comma" | ",") => dialect.decimal_comma = true,
        Some(word) => return Err(wrong("decimal", word, "point, comma")),
    }
    Ok(dialect)
}

const fn media_type(format: Format) -> &'static str {
    match format {
        Format::Csv => "text/csv; charset=utf-8",
        Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Format::Json => "application/json",
        Format::Ndjson => "application/x-ndjson",
    }
}

/// Where invoices come from.
struct Source {
    api: Api,
    caller: Caller,
    request: Request,
    total: usize,
    /// Whether items come too.
    whole: bool,
}

impl Source {
    /// Adds the next page to a file; `None` when there is no more.
    async fn next(&mut self, mut exporter: Exporter) -> Result<(Exporter, bool), Problem> {
        if self.request.offset >= self.total {
            return Ok((exporter, false));
        }
        let (request, caller) = (self.request.clone(), &self.caller);
        let (count, exporter) = if self.whole {
            let details = self.api.ask(ReadInvoices(request), caller).await?;
            let count = details.len();
            (count, blocking(move || exporter.push_itemized(&details).map(|()| exporter)).await?)
        } else {
            let rows = self.api.ask(FindInvoices(request), caller).await?.rows;
            let count = rows.len();
            (count, blocking(move || exporter.push(&rows).map(|()| exporter)).await?)
        };
        self.request.offset += count;
        Ok((exporter, count > 0))
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, ExportError> + Send + 'static) -> Result<T, Problem> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| Error::from(error).into()),
        Err(_) => Err(Problem::unexpected()),
    }
}

/// What was written and not yet sent.
#[derive(Clone, Default)]
struct Pending(Arc<Mutex<Vec<u8>>>);

impl Pending {
    fn take(&self) -> Bytes {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).into()
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A file of text, page by page. One that breaks off in the middle ends the connection without a proper end.
fn text(source: Source, format: Format, options: Options) -> Result<Body, Problem> {
    let pending = Pending::default();
    let exporter = Exporter::to_writer(pending.clone(), format, options).map_err(Error::from)?;
    let start = Some((source, exporter, pending));
    let pages = futures::stream::try_unfold(start, |state| async move {
        let Some((mut source, exporter, pending)) = state else { return Ok(None) };
        let broken = |problem: Problem| {
            tracing::warn!(code = %problem.message.id, "an export broke off");
            io::Error::other("broke off")
        };
        let (exporter, more) = source.next(exporter).await.map_err(broken)?;
        if more {
            return Ok(Some((pending.take(), Some((source, exporter, pending)))));
        }
        blocking(move || exporter.finish()).await.map_err(broken)?;
        Ok::<_, io::Error>(Some((pending.take(), None)))
    });
    Ok(Body::from_stream(pages))
}

/// A workbook, in a file without a name until it is sent.
async fn book(mut source: Source, options: Options) -> Result<Body, Problem> {
    let lost = |error: io::Error| {
        tracing::error!(%error, "an export could not be kept");
        Problem::unexpected()
    };
    let file = tempfile::tempfile().map_err(lost)?;
    let out = file.try_clone().map_err(lost)?;
    let mut exporter = blocking(move || Exporter::to_writer(out, Format::Xlsx, options)).await?;
    loop {
        let (next, more) = source.next(exporter).await?;
        exporter = next;
        if !more {
            break;
        }
    }
    blocking(move || exporter.finish()).await?;
    let chunks = futures::stream::try_unfold((file, false), |(mut file, begun)| async move {
        let read = tokio::task::spawn_blocking(move || {
            if !begun {
                io::Seek::rewind(&mut file)?;
            }
            let mut chunk = Vec::with_capacity(CHUNK);
            (&mut file).take(CHUNK as u64).read_to_end(&mut chunk)?;
            Ok::<_, io::Error>((chunk, file))
        });
        let (chunk, file) = read.await.map_err(io::Error::other)??;
        Ok::<_, io::Error>((!chunk.is_empty()).then(|| (Bytes::from(chunk), (file, true))))
    });
    Ok(Body::from_stream(chunks))
}
