//! `faktura export FILE.zip --documents FORM`: the documents of the invoices that a query finds, in one file.

use std::path::PathBuf;

use futures::{StreamExt, stream};
use jiff::civil::Date;

use super::args::ExportArgs;
use super::context::{App, close};
use super::error::Result;
use super::export::{blocking, complete, unchanged};
use super::file::{existing, is_stdout, refuse_terminal};
use super::invoices::{names, query, sort};
use super::out::with;
use crate::document::source::Extra;
use crate::document::{DocumentError, Form};
use crate::domain::{CompanyId, Doubt, InvoiceRow, Message, RecordKey};
use crate::error::{Error, ErrorKind};
use crate::export::{Bundle, Bundled, ExportError};
use crate::host::Service;
use crate::json::lacks;
use crate::locale::Locale;
use crate::query::{Names, Request};
use crate::service::{MadeDocument, ServiceError, cases};

/// Invoices read at a time, and documents between two writes: memory does not grow with what is found.
const PAGE: usize = 1000;
const BATCH: usize = 64;
/// Documents made at a time.
const AHEAD: usize = 4;

/// What is written.
struct Wanted {
    /// `None` for standard output.
    file: Option<PathBuf>,
    force: bool,
    form: Form,
    extra: Extra,
    locale: &'static Locale,
}

/// A document that was made.
struct MadeFile {
    number: Box<str>,
    /// What tells it from another one with this number.
    id: String,
    day: Option<Date>,
    bytes: Vec<u8>,
}

/// What was written, and what was not.
#[derive(Default)]
struct Done {
    count: u64,
    /// Why a document was not written.
    refused: Vec<Message>,
    /// Characters that were printed as their numbers.
    unprintable: String,
    doubts: Vec<Doubt>,
    names: Names,
}

/// Writes the file: whole, or not at all.
pub(super) async fn run(app: &mut App, args: &ExportArgs, word: &str) -> Result {
    app.options()?;
    let form = Form::parse(word).ok_or_else(|| Error::from(DocumentError::Form { given: word.to_owned() }))?;
    let sort = sort(args.find.sort.as_deref())?;
    let file = (!is_stdout(&args.file)).then(|| args.file.clone());
    match &file {
        Some(path) if !Bundle::is_named(path) => return Err(Error::from(ExportError::Bundle { path: path.clone() }).into()),
        Some(_) => {}
        None => refuse_terminal(app)?,
    }
    let language = app.globals.lang.map(|lang| crate::locale::Lang::from(lang).as_str().to_owned());
    let extra = Extra { language, ..Extra::default() };
    let wanted = Wanted { file, force: args.force, form, extra, locale: app.out.locale() };
    let service = app.open_to_search().await?;
    let written = match app.companies(&service, &args.find.companies.company).await {
        Ok(companies) => {
            let (query, today) = (query(&args.find.query), app.today());
            noted(app, &service, &wanted, Request { query, companies, sort, offset: 0, limit: PAGE, around: None, today }).await
        }
        Err(error) => Err(error),
    };
    close(service).await;
    tell(app, &args.file.display().to_string(), written?)
}

/// Says what was written and what was not.
fn tell(app: &mut App, path: &str, done: Done) -> Result {
    for why in &done.refused {
        app.out.warn(why);
    }
    if done.count == 0 {
        return Err(Error::from(ExportError::Empty).into());
    }
    if !done.unprintable.is_empty() {
        app.out.note(&with("document-unprintable", "characters", done.unprintable));
    }
    let count = app.out.locale().text(&with("unit-documents", "count", done.count));
    app.out.note(&with("cli-export-done", "path", path).with("invoices", count));
    let exit = app.incomplete(&done.doubts, &done.names);
    Ok(if done.refused.is_empty() { exit } else { super::error::Exit::As(ErrorKind::Partial) })
}

/// Writes the file with a line in the audit log: an export that is not in it does not happen.
async fn noted(app: &App, service: &Service, wanted: &Wanted, request: Request) -> Result<Done> {
    if names(service).await?.is_empty() {
        return Err(Error::from(ServiceError::NoCompanies).into());
    }
    let file = wanted.file.as_ref().map_or_else(|| "-".to_owned(), |file| file.display().to_string());
    let query = if request.query.is_empty() { "*" } else { &request.query };
    let line = format!("{file} ({}) ← {query}", wanted.form.as_str());
    complete(app, service, wanted.file.as_deref(), &request.companies).await?;
    service.ask(cases::NoteExport(line.clone())).await?;
    let written = write(app, service, wanted, request).await;
    if !written.as_ref().is_ok_and(|done| done.count > 0) {
        service.ask(cases::NoteFailedExport(line)).await?;
    }
    written
}

async fn write(app: &App, service: &Service, wanted: &Wanted, mut request: Request) -> Result<Done> {
    let doubts = app.doubts(service, &request.companies).await?;
    let mut done = Done { doubts, names: names(service).await?, ..Done::default() };
    let (file, force, out) = (wanted.file.clone(), wanted.force, app.out.shared());
    let begin = move || file.map_or_else(|| Bundle::to_writer(out), |file| Bundle::begin(&file, existing(force)));
    let mut bundle = blocking(begin).await?;
    // Documents are made while those before them are written.
    let mut files = Vec::new();
    loop {
        let rows = service.ask(cases::FindInvoices(request.clone())).await?.rows;
        if rows.is_empty() {
            break;
        }
        for batch in rows.chunks(BATCH) {
            let written = push(bundle, std::mem::take(&mut files), wanted.form);
            (files, bundle) = tokio::try_join!(make_some(service, wanted, batch, &mut done), written)?;
        }
        request.offset += rows.len();
    }
    bundle = push(bundle, files, wanted.form).await?;
    let companies: &[CompanyId] = &request.companies;
    unchanged(app, service, wanted.file.as_deref(), companies, &done.doubts).await?;
    done.count = bundle.count();
    if done.count > 0 {
        blocking(move || bundle.finish()).await?;
    }
    Ok(done)
}

/// Makes the documents of a few invoices, in their order.
async fn make_some(service: &Service, wanted: &Wanted, rows: &[InvoiceRow], done: &mut Done) -> Result<Vec<MadeFile>> {
    let mut made = stream::iter(rows.iter().map(|row| make(service, wanted, row))).buffered(AHEAD);
    let mut files = Vec::with_capacity(rows.len());
    while let Some(one) = made.next().await {
        match one? {
            Ok((row, bytes, unprintable)) => {
                done.unprintable.extend(unprintable.chars().filter(|c| !done.unprintable.contains(*c)).collect::<Vec<_>>());
                let (number, id) = (row.number.clone(), format!("{}-{}", row.company, row.id));
                files.push(MadeFile { number, id, day: row.issued, bytes });
            }
            Err(why) => done.refused.push(why),
        }
    }
    Ok(files)
}

/// Adds documents to the file.
async fn push(mut bundle: Bundle, files: Vec<MadeFile>, form: Form) -> Result<Bundle> {
    blocking(move || {
        for MadeFile { number, id, day, bytes } in &files {
            bundle.push(&Bundled { number, id, ending: form.ending(), day: *day, bytes })?;
        }
        Ok(bundle)
    })
    .await
}

/// Makes one document; the inner error is its own.
async fn make<'a>(
    service: &Service,
    wanted: &Wanted,
    row: &'a InvoiceRow,
) -> Result<std::result::Result<(&'a InvoiceRow, Vec<u8>, String), Message>> {
    let key = RecordKey::document(row.company, row.id.clone());
    let made = service.ask(cases::MakeDocument { key, form: wanted.form, extra: wanted.extra.clone(), file: true }).await;
    match made {
        Ok(MadeDocument { file: Some(bytes), unprintable, .. }) => Ok(Ok((row, bytes, unprintable))),
        Ok(made) => Ok(Err(lacks(&made, wanted.locale))),
        Err(error) if error.kind == ErrorKind::Failed => Ok(Err(error.message)),
        Err(error) => Err(error.into()),
    }
}
