//! Imports a file of bank statements: checked as a whole first, then stored.
//!
//! For: the page of the bank. A refused line is told with its place; nothing is stored then, unless the rest is wanted.

use std::path::PathBuf;

use super::JobContext;
use crate::bank::account::grouped;
use crate::bank::{Collected, Mapping, Options};
use crate::domain::{Currency, Message};
use crate::error::{Error, ErrorKind};
use crate::host::statements;
use crate::service::cases;
use crate::tui::event::Event;
use crate::tui::files::{blocking, expand, failed};
use crate::tui::jobs::{Beside, Step};

/// Imports the file; returns what to say about it.
pub(super) async fn import(
    cx: &JobContext,
    path: PathBuf,
    company: Option<String>,
    (skip, beside): (bool, Beside),
) -> Result<Message, Error> {
    let path = expand(path);
    let mapping = mapping(cx, &beside.mapping).await?;
    let (mappings, kept) = match mapping {
        Some((mapping, text)) => (vec![mapping], text),
        None => (statements::mappings(&cx.service).await?, None),
    };
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let known = statements::currencies(&cx.service, cx.today).await?;
    let typed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let currency = typed(&beside.currency).map(|code| Currency::new(&code.to_uppercase()));
    let options = Options { name, account: typed(&beside.account), currency, known, mappings };
    let (reading, mut found, _) = blocking(move || statements::check(path, options)).await?;
    tell_refused(cx, &found);
    if found.refused_count > 0 && (!skip || found.statements.is_empty()) {
        let (lines, statements) = refused(&found);
        let kind = match (lines, statements) {
            (_, 0) => "lines",
            (0, _) => "statements",
            _ => "both",
        };
        let message = Message::new("bank-import-refused").with("kind", kind);
        let message = message.with("count", lines).with("statements", statements);
        return Err(Error::new(ErrorKind::Failed, message));
    }
    let company = statements::company(&cx.service, company.as_deref(), cx.today, &found).await?;
    statements::import(&cx.service, company, &reading, &mut found).await?;
    if let Some(text) = kept {
        cx.service.ask(cases::KeepMapping(text)).await?;
    }
    Ok(told(&found))
}

/// The mapping in a file, with its text, or the preset or kept mapping of a name; `None` where nothing is named.
async fn mapping(cx: &JobContext, named: &str) -> Result<Option<(Mapping, Option<String>)>, Error> {
    let named = named.trim().to_owned();
    if named.is_empty() {
        return Ok(None);
    }
    let path = expand(named.clone().into());
    let read = move || Ok(statements::mapping_file(&path).map_err(|error| (error.kind(), failed(&path, &error))));
    let text = match blocking(read).await? {
        Ok(text) => text,
        // What is no file may be a name.
        Err((std::io::ErrorKind::NotFound, failed)) => {
            let known = statements::mapping(&cx.service, &named).await;
            return known.map(|mapping| Some((mapping, None))).map_err(|_| failed);
        }
        Err((_, failed)) => return Err(failed),
    };
    Ok(Some((Mapping::parse(&text).map_err(Error::from)?, Some(text))))
}

/// Numbers of refused lines, and of statements that are refused as a whole: they do not add up.
fn refused(found: &Collected) -> (u64, u64) {
    let whole = found.refused.iter().filter(|refused| refused.line == 0).count() as u64;
    (found.refused_count.saturating_sub(whole), whole)
}

/// Names each refused line with its place.
fn tell_refused(cx: &JobContext, found: &Collected) {
    for refused in &found.refused {
        let place = match (refused.line, refused.column) {
            (0, _) => String::new(),
            (line, 0) => line.to_string(),
            (line, column) => format!("{line}:{column}"),
        };
        let error = Error::new(ErrorKind::Failed, refused.message.clone());
        // The receiver is gone once the screen was left.
        let _ = cx.sender.send(Event::Job(cx.id, Step::Failed(place, error)));
    }
}

/// How much was imported, of which accounts.
fn told(found: &Collected) -> Message {
    let entries: u64 = found.statements.iter().map(|one| one.entries).sum();
    let new: u64 = (0..found.statements.len()).map(|place| found.new_of(place)).sum();
    let mut accounts: Vec<String> = found.statements.iter().map(|one| grouped(&one.account)).collect();
    accounts.dedup();
    let (lines, statements) = refused(found);
    Message::new("bank-import-done")
        .with("entries", entries)
        .with("new", new)
        .with("doubtful", found.doubtful())
        .with("decided", found.decided)
        .with("refused", lines)
        .with("statements", statements)
        .with("accounts", accounts.join(", "))
}
