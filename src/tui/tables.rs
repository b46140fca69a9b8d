//! Writes a table of a list into a file: CSV, JSON or NDJSON.
//!
//! For: [`super::work`]. An existing file is not touched; the file appears whole or not at all.

use std::path::{Path, PathBuf};

use super::files::{blocking, expand, failed, put_new, refused};
use super::table::Table;
use crate::domain::Message;
use crate::error::Error;
use crate::export::{Dialect, Format};
use crate::host::Service;
use crate::locale::Lang;
use crate::service::cases;

/// Writes the table; returns what to say about it.
pub(crate) async fn write(service: &Service, lang: Lang, table: Table, format: Format, path: PathBuf) -> Result<Message, Error> {
    let path = expand(path);
    let place = path.clone();
    blocking(move || if place.exists() { Err(refused("tui-job-exists", &place)) } else { Ok(()) }).await?;
    let count = table.rows.len();
    let what = format!("{} ← {count}", path.display());
    // Before the first row leaves: an export that is not in the log does not happen.
    service.ask(cases::NoteExport(what.clone())).await?;
    let (place, dialect) = (path.clone(), Dialect::of(lang));
    let written = blocking(move || put_new(&place, &bytes(&table, format, dialect, &place)?)).await;
    if written.is_err() {
        service.ask(cases::NoteFailedExport(what)).await?;
    }
    written?;
    Ok(Message::new("tui-table-done").with("count", count).with("place", path.display().to_string()))
}

/// The content of the file.
fn bytes(table: &Table, format: Format, dialect: Dialect, place: &Path) -> Result<Vec<u8>, Error> {
    let wrong = |error: std::io::Error| failed(place, &error);
    let object = |row: &Vec<String>| {
        let cells = table.names.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), serde_json::Value::from(cell.as_str())));
        serde_json::Value::Object(cells.collect())
    };
    let mut out = Vec::new();
    match format {
        Format::Json => {
            let all = serde_json::Value::Array(table.rows.iter().map(object).collect());
            out.extend(format!("{all:#}\n").into_bytes());
        }
        Format::Ndjson => table.rows.iter().for_each(|row| out.extend(format!("{}\n", object(row)).into_bytes())),
        Format::Csv | Format::Xlsx => {
            dialect.begin(&mut out).map_err(wrong)?;
            let mut writer = dialect.builder().terminator(csv::Terminator::CRLF).from_writer(&mut out);
            let failed = |error: csv::Error| failed(place, &std::io::Error::other(error));
            writer.write_record(&table.names).map_err(failed)?;
            for row in &table.rows {
                writer.write_record(row.iter().map(|cell| dialect.text(cell).into_owned())).map_err(failed)?;
            }
            writer.flush().map_err(wrong)?;
        }
    }
    Ok(out)
}
