//! `faktura invoice … --einvoice FORM FILE`: an invoice in a form that leaves the house, or what it lacks for it.

use std::path::Path;

use serde::Serialize;

use super::args::InvoiceArgs;
use super::books::maybe_day;
use super::context::App;
use super::error::{Failure, Result};
use super::file;
use super::out::with;
use crate::document::rules::Fault;
use crate::document::source::Extra;
use crate::document::{DocumentError, Form};
use crate::domain::{CompanyId, Message, RecordKey};
use crate::error::{Error, ErrorKind};
use crate::host::Service;
use crate::json::{DocumentJson, lacks};
use crate::service::cases::{MakeDocument, OwnCompanies};

/// A document that was written, or why it was not.
#[derive(Debug, Serialize)]
struct Written {
    document: Saved,
}

#[derive(Debug, Serialize)]
struct Saved {
    #[serde(flatten)]
    document: DocumentJson,
    /// The file; null where none was written.
    file: Option<String>,
    size: Option<usize>,
}

/// Writes the document, or says what it lacks.
pub(super) async fn save(
    app: &mut App,
    service: &Service,
    key: RecordKey,
    args: &InvoiceArgs,
    word: &str,
    path: &Path,
) -> Result<()> {
    let form = Form::parse(word).ok_or_else(|| Error::from(DocumentError::Form { given: word.to_owned() }))?;
    let extra = Extra {
        buyer_reference: args.buyer_reference.clone(),
        buyer_endpoint: args.buyer_endpoint.clone(),
        language: app.globals.lang.map(|lang| crate::locale::Lang::from(lang).as_str().to_owned()),
        delivered: maybe_day(app, args.delivered.as_ref())?,
        ..Extra::default()
    };
    let company = key.company;
    let mut made = service.ask(MakeDocument { key, form, extra, file: true }).await?;
    let locale = app.out.locale();
    let Some(bytes) = made.file.take() else {
        let message = lacks(&made, locale);
        if args.json {
            let document = Saved { document: DocumentJson::new(&made, locale), file: None, size: None };
            app.out.json(&Written { document }).map_err(Failure::Output)?;
        }
        for breach in &made.breaches {
            let field = locale.text(&breach.name());
            let line = breach.line.map(|line| locale.text(&Message::new("document-line").with("line", line)));
            let place = line.map_or_else(String::new, |line| format!("{line}: "));
            app.out.beside(&format!("  {place}{field} ({}): {}", breach.term, locale.text(&breach.message())));
        }
        // No data mend a currency that the form cannot hold.
        let is_lasting = made.breaches.iter().any(|breach| matches!(breach.fault, Fault::Decimals { .. }));
        let hint = Some(if is_lasting { Message::new("document-error-pdf-hint") } else { what_helps(service, company).await? });
        return Err(Error { kind: ErrorKind::Failed, message, hint }.into());
    };
    if !made.unprintable.is_empty() {
        let message = Message::new("document-unprintable").with("characters", made.unprintable.as_str());
        app.out.note(&message);
    }
    let size = bytes.len();
    let stdout = file::is_stdout(path);
    if stdout {
        if form.media_type() == "application/pdf" {
            file::refuse_terminal(app)?;
        }
        return Ok(app.out.stdout().write_all(&bytes)?);
    }
    file::write(path.to_owned(), file::existing(args.force), bytes).await?;
    if args.json {
        let document =
            Saved { document: DocumentJson::new(&made, locale), file: Some(path.display().to_string()), size: Some(size) };
        return app.out.json(&Written { document }).map_err(Failure::Output);
    }
    let message = with("cli-saved", "path", path.display().to_string()).with("size", file::size(locale, size as u64));
    app.out.note(&message);
    Ok(())
}

/// What completes a document: at the service that has it, or here for own books.
async fn what_helps(service: &Service, company: CompanyId) -> Result<Message> {
    let own = service.ask(OwnCompanies).await?.into_iter().find(|own| own.id == company);
    Ok(own.map_or_else(|| Message::new("document-lacks-hint"), |own| with("document-lacks-own-hint", "company", own.name)))
}
