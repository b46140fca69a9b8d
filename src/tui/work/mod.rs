//! Runs a job: invoices into a file, PDFs into a folder. Reports each page or document.

mod command;
mod open;
mod pdf;
mod records;
mod statement;

use std::path::PathBuf;

use tokio::sync::mpsc::UnboundedSender;

use super::chosen::Chosen;
use super::event::Event;
use super::files::{blocking, expand, refused};
use super::jobs::{Step, Work};
use super::picked::AnyPicked;
use super::{mask, tables};
use crate::domain::{InvoiceRow, Message, OWN_BOOKS, RecordKey};
use crate::error::Error;
use crate::export::{Columns, Dialect, Exporter, Format, Options};
use crate::host::Service;
use crate::locale::Locale;
use crate::query::schema::Kind;
use crate::query::{Field, Names};
use crate::service::cases;
use crate::service::{ItemizedInvoice, ServiceError};

/// Invoices read at a time.
const PAGE: usize = 1000;

/// The context of a job.
#[derive(Clone)]
pub(crate) struct JobContext {
    pub(crate) service: Service,
    pub(crate) locale: &'static Locale,
    pub(crate) today: jiff::civil::Date,
    pub(crate) id: u64,
    pub(crate) sender: UnboundedSender<Event>,
}

impl JobContext {
    pub(super) fn tell(&self, done: usize, total: usize) {
        // The receiver is gone once the screen was left.
        let _ = self.sender.send(Event::Job(self.id, Step::Progress(done, total)));
    }
}

/// Runs a job and reports its end.
pub(crate) async fn perform(cx: JobContext, work: Work) {
    let result = match work {
        Work::Export { chosen, format, path, masked } => export(&cx, &chosen, format, path, masked).await,
        Work::Records { picked: AnyPicked::Payments(picked), format, path, masked } => {
            records::write(&cx, picked, format, path, masked).await
        }
        Work::Records { picked: AnyPicked::Contacts(picked), format, path, masked } => {
            records::write(&cx, picked, format, path, masked).await
        }
        Work::Records { picked: AnyPicked::Entries(picked), format, path, masked } => {
            records::write(&cx, picked, format, path, masked).await
        }
        Work::Statement { path, company, skip, beside } => statement::import(&cx, path, company, (skip, beside)).await,
        Work::Command { name, runs } => command::run(&cx, &name, runs).await,
        Work::Table { table, format, path } => tables::write(&cx.service, cx.locale.lang(), table, format, path).await,
        Work::Open { key, number, what, program, folder } => open::open(&cx, (key, number), what, program, folder).await,
        Work::Pdf { chosen, folder } => pdf::save_all(&cx, &chosen, folder).await,
        // It had ended when it became a job.
        Work::Rows { .. } => return,
    };
    let _ = cx.sender.send(Event::Job(cx.id, Step::Ended(result)));
}

pub(super) async fn names(cx: &JobContext) -> Result<Names, Error> {
    let views = cx.service.ask(cases::Companies).await?;
    Ok(views.into_iter().map(|view| view.company).collect())
}

/// Columns without customers' amounts.
fn harmless() -> Columns {
    let all = Columns::<Field>::all();
    let harmless = all.iter().filter(|column| column.kind != Kind::Amount).map(|column| column.field);
    Columns::of(&harmless.collect::<Vec<_>>())
}

async fn export(cx: &JobContext, chosen: &Chosen, format: Format, path: PathBuf, masked: bool) -> Result<Message, Error> {
    let path = expand(path);
    if masked && matches!(format, Format::Json | Format::Ndjson) {
        return Err(refused("tui-export-masked-json", &path));
    }
    let place = path.clone();
    blocking(move || if place.exists() { Err(refused("tui-job-exists", &place)) } else { Ok(()) }).await?;
    let what = match chosen {
        Chosen::These(keys) => format!("{} ← {}", path.display(), keys.len()),
        Chosen::Found { query, .. } => format!("{} ← {}", path.display(), if query.is_empty() { "*" } else { query }),
    };
    complete(cx).await?;
    // Before the first invoice leaves: an export that is not in the log does not happen.
    cx.service.ask(cases::NoteExport(what.clone())).await?;
    let written = write(cx, chosen, format, path, masked).await;
    if written.is_err() {
        cx.service.ask(cases::NoteFailedExport(what)).await?;
    }
    written
}

/// Fails if data is damaged: the file could not say that something is missing.
pub(super) async fn complete(cx: &JobContext) -> Result<(), Error> {
    let doubts = cx.service.ask(cases::Doubts).await?;
    let Some(doubt) = doubts.first() else { return Ok(()) };
    let names = names(cx).await?;
    let company = names.get(&doubt.company).cloned().unwrap_or_default();
    let own = names.provider(doubt.company) == OWN_BOOKS;
    Err(ServiceError::Damaged { company, place: doubt.place.clone(), own, gone: doubt.is_gone() }.into())
}

async fn write(cx: &JobContext, chosen: &Chosen, format: Format, path: PathBuf, masked: bool) -> Result<Message, Error> {
    let mut options = Options::new(cx.locale, names(cx).await?, cx.today);
    // A Hungarian screen means a Hungarian spreadsheet.
    options.dialect = Dialect::of(cx.locale.lang());
    if masked {
        options.columns = harmless();
    }
    let whole = match chosen.page(0, 0) {
        Some(request) => cx.service.ask(cases::FindInvoices(request)).await?,
        None => crate::query::Found::default(),
    };
    let mut reader = Reader { chosen: chosen.clone(), offset: 0, total: whole.total };
    let total = match chosen {
        Chosen::These(keys) => keys.len(),
        Chosen::Found { but, .. } => whole.total.saturating_sub(but.len()),
    };
    (options.total, options.totals) = (total, whole.totals);
    let target = path.clone();
    let mut exporter = blocking(move || Exporter::create(&target, format, options).map_err(Error::from)).await?;
    let mut done = 0;
    cx.tell(0, total);
    // Only a workbook has a sheet of items; everything else is made of rows, which the index has at hand.
    let items = format == Format::Xlsx && !masked;
    loop {
        let page = if items { reader.next(cx).await?.map(Page::Whole) } else { reader.rows(cx).await?.map(Page::Rows) };
        let Some(page) = page else { break };
        done += page.len();
        exporter = blocking(move || page.write(exporter, masked)).await?;
        cx.tell(done, total);
    }
    // Damage that was found on the way counts too.
    complete(cx).await?;
    let written = blocking(move || exporter.finish().map_err(Error::from)).await?;
    let message = Message::new("tui-export-done").with("count", written.invoices);
    Ok(message.with("place", path.display().to_string()))
}

/// Invoices on their way into a file.
enum Page {
    /// As lists know them.
    Rows(Vec<InvoiceRow>),
    /// With their items.
    Whole(Vec<ItemizedInvoice>),
}

impl Page {
    fn len(&self) -> usize {
        match self {
            Self::Rows(rows) => rows.len(),
            Self::Whole(details) => details.len(),
        }
    }

    fn write(self, mut exporter: Exporter, masked: bool) -> Result<Exporter, Error> {
        match self {
            Self::Rows(mut rows) => {
                if masked {
                    rows.iter_mut().for_each(mask::row);
                }
                exporter.push(&rows)?;
            }
            Self::Whole(details) => exporter.push_itemized(&details)?,
        }
        Ok(exporter)
    }
}

/// Reads the chosen invoices, page by page.
struct Reader {
    chosen: Chosen,
    offset: usize,
    total: usize,
}

impl Reader {
    async fn next(&mut self, cx: &JobContext) -> Result<Option<Vec<ItemizedInvoice>>, Error> {
        let Chosen::These(keys) = &self.chosen else { return self.found(cx).await };
        let page: Vec<RecordKey> = keys.iter().skip(self.offset).take(PAGE).cloned().collect();
        self.offset += page.len();
        let mut details = Vec::with_capacity(page.len());
        for key in &page {
            details.extend(cx.service.ask(cases::ReadInvoice(key.clone())).await?.map(|detail| ItemizedInvoice::from(*detail)));
        }
        Ok((!page.is_empty()).then_some(details))
    }

    /// The next rows: of what is found, straight from the index.
    async fn rows(&mut self, cx: &JobContext) -> Result<Option<Vec<InvoiceRow>>, Error> {
        let Chosen::Found { .. } = &self.chosen else {
            let details = self.next(cx).await?;
            return Ok(details.map(|details| details.into_iter().map(|invoice| invoice.row).collect()));
        };
        let Some(request) = self.chosen.page(self.offset, PAGE).filter(|_| self.offset < self.total) else { return Ok(None) };
        let mut rows = cx.service.ask(cases::FindInvoices(request)).await?.rows;
        if rows.is_empty() {
            return Ok(None);
        }
        self.offset += rows.len();
        rows.retain(|row| self.chosen.has(&row.key()));
        Ok(Some(rows))
    }

    async fn found(&mut self, cx: &JobContext) -> Result<Option<Vec<ItemizedInvoice>>, Error> {
        let Some(request) = self.chosen.page(self.offset, PAGE).filter(|_| self.offset < self.total) else { return Ok(None) };
        self.offset += PAGE;
        let mut details = cx.service.ask(cases::ReadInvoices(request)).await?;
        details.retain(|invoice| self.chosen.has(&invoice.row.key()));
        Ok(Some(details))
    }
}
