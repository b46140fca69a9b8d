//! Writes payments or contacts into a file.
//!
//! For: pages of records. An existing file is not touched; the file appears whole or not at all.

use std::path::PathBuf;

use super::{JobContext, complete, names};
use crate::domain::Message;
use crate::error::Error;
use crate::export::{Columns, Dialect, Exporter, Format, Options};
use crate::query::sieve::Listed;
use crate::service::cases;
use crate::tui::files::{blocking, expand, refused};
use crate::tui::pages::records::{Records, key};
use crate::tui::picked::Picked;

/// Writes the records; returns what to say about it.
pub(crate) async fn write<F: Records>(
    cx: &JobContext,
    picked: Picked<F>,
    format: Format,
    path: PathBuf,
    masked: bool,
) -> Result<Message, Error> {
    let path = expand(path);
    if masked && matches!(format, Format::Json | Format::Ndjson) {
        return Err(refused("tui-export-masked-json", &path));
    }
    let place = path.clone();
    blocking(move || if place.exists() { Err(refused("tui-job-exists", &place)) } else { Ok(()) }).await?;
    let asked = match &picked.these {
        Some(these) => these.len().to_string(),
        None if picked.request.query.is_empty() => "*".to_owned(),
        None => picked.request.query.clone(),
    };
    let what = format!("{} ← {asked}", path.display());
    complete(cx).await?;
    // Before the first record leaves: an export that is not in the log does not happen.
    cx.service.ask(cases::NoteExport(what.clone())).await?;
    let written = rows(cx, picked, format, path, masked).await;
    if written.is_err() {
        cx.service.ask(cases::NoteFailedExport(what)).await?;
    }
    written
}

async fn rows<F: Records>(
    cx: &JobContext,
    picked: Picked<F>,
    format: Format,
    path: PathBuf,
    masked: bool,
) -> Result<Message, Error> {
    let found = cx.service.ask(F::find(picked.request.clone())).await?;
    let (mut rows, mut totals) = (found.rows, found.totals);
    if !picked.is_whole() {
        rows.retain(|row| picked.has(&key::<F>(row)));
        totals = <F as Listed>::Totals::default();
        for row in &rows {
            <F as Listed>::add(row, &mut totals);
        }
    }
    let mut options = Options::<F>::new(cx.locale, names(cx).await?, cx.today);
    options.dialect = Dialect::of(cx.locale.lang());
    (options.total, options.totals) = (rows.len(), totals);
    if masked {
        rows.iter_mut().for_each(F::hide);
        let all = Columns::<F>::all();
        options.columns =
            Columns::of(&all.iter().map(|column| column.field).filter(|field| !field.is_secret()).collect::<Vec<_>>());
    }
    // Damage that was found on the way counts too.
    complete(cx).await?;
    let total = rows.len();
    cx.tell(0, total);
    let target = path.clone();
    let written = blocking(move || {
        let mut exporter = Exporter::<F>::create(&target, format, options)?;
        exporter.push(&rows)?;
        Ok(exporter.finish()?)
    })
    .await?;
    cx.tell(total, total);
    let message = Message::new("tui-table-done").with("count", written.invoices);
    Ok(message.with("place", path.display().to_string()))
}
