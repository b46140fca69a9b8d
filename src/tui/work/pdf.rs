//! Saves the PDFs of documents into a folder.
//!
//! For: jobs. Uses: the service. Never: a file that is there already is changed.

use std::collections::HashMap;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;

use super::{JobContext, Reader};
use crate::domain::{CompanyId, InvoiceRow, Message, text};
use crate::error::{Error, ErrorKind};
use crate::service::cases;
use crate::tui::chosen::Chosen;
use crate::tui::event::Event;
use crate::tui::files::{blocking, expand, failed, number_part, plain, put};
use crate::tui::jobs::Step;

/// Refusals of a key in a row after which the rest of its company is not asked for: one alone may be about one document.
const REFUSALS: u32 = 3;

/// Whether documents of several companies may meet in a folder.
pub(super) async fn is_shared(cx: &JobContext) -> Result<bool, Error> {
    Ok(cx.service.ask(cases::Companies).await?.len() > 1)
}

/// The file of an invoice's PDF: its number as far as a file's name allows, its company where there are several, and its identifier, since
/// numbers repeat.
pub(super) fn file_name(invoice: &InvoiceRow, is_shared: bool) -> String {
    let (number, id) = (number_part(&invoice.number), plain(invoice.id.as_str(), 40));
    let id = if is_shared { format!("{}-{id}", invoice.company) } else { id };
    if number.is_empty() { format!("{id}.pdf") } else { format!("{number}-{id}.pdf") }
}

/// What the companies of a job refused.
#[derive(Default)]
struct Refused(HashMap<CompanyId, (u32, Error)>);

impl Refused {
    /// Why a company is not asked any more.
    fn why(&self, company: CompanyId) -> Option<Error> {
        self.0.get(&company).filter(|(times, _)| *times >= REFUSALS).map(|(_, error)| error.clone())
    }

    /// Notes how a question to a company ended.
    fn note(&mut self, company: CompanyId, answer: Result<(), &Error>) {
        let times = match answer {
            // A document may have none, or not yet.
            Err(error) => match error.kind {
                ErrorKind::Credentials => 1,
                ErrorKind::Config | ErrorKind::NotAllowed => REFUSALS,
                _ => 0,
            },
            Ok(()) => 0,
        };
        match answer {
            Err(error) if times > 0 => {
                let before = self.0.entry(company).or_insert_with(|| (0, error.clone()));
                *before = (before.0.saturating_add(times), error.clone());
            }
            _ => {
                self.0.remove(&company);
            }
        }
    }
}

/// Saves those of all chosen documents; what could not be had is named in the list of jobs and in the log.
pub(super) async fn save_all(cx: &JobContext, chosen: &Chosen, folder: PathBuf) -> Result<Message, Error> {
    let folder = expand(folder);
    let place = folder.clone();
    blocking(move || {
        let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&place);
        made.map_err(|error| failed(&place, &error))
    })
    .await?;
    cx.service.ask(cases::NoteExport(format!("{}/*.pdf", folder.display()))).await?;
    let total = match chosen {
        Chosen::These(keys) => keys.len(),
        Chosen::Found { .. } => match chosen.page(0, 0) {
            Some(request) => cx.service.ask(cases::FindInvoices(request)).await?.total,
            None => 0,
        },
    };
    let is_shared = is_shared(cx).await?;
    let mut reader = Reader { chosen: chosen.clone(), offset: 0, total };
    let (mut done, mut missing, mut refused) = (0, 0_usize, Refused::default());
    let mut last = None;
    cx.tell(0, total);
    while let Some(details) = reader.next(cx).await? {
        for invoice in details {
            let company = invoice.row.company;
            let bytes = match refused.why(company) {
                Some(error) => Err(error),
                None => {
                    let asked = cx.service.ask(cases::Pdf(invoice.row.key())).await;
                    refused.note(company, asked.as_ref().map(|_| ()));
                    asked
                }
            };
            match bytes {
                Ok(bytes) => {
                    let path = folder.join(file_name(&invoice.row, is_shared));
                    // The same document may have been downloaded before.
                    blocking(move || put(&path, &bytes)).await?;
                }
                Err(error) => {
                    missing += 1;
                    let number = invoice.row.number.to_string();
                    tracing::warn!(invoice = %text::clean(&number), %company, %error, "a PDF could not be saved");
                    let _ = cx.sender.send(Event::Job(cx.id, Step::Failed(number, error.clone())));
                    last = Some(error);
                }
            }
            done += 1;
            cx.tell(done, total);
        }
    }
    tracing::info!(saved = done - missing, missing, "PDFs were saved");
    if let (Some(error), true) = (last, missing == done) {
        return Err(error);
    }
    let message = Message::new("tui-pdf-done").with("count", done - missing).with("missing", missing);
    Ok(message.with("place", folder.display().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_refusal_may_be_about_a_document_and_three_are_about_the_key() {
        let (one, other) = (CompanyId(1), CompanyId(2));
        let error = |kind| Error::new(kind, Message::new("x"));
        let mut refused = Refused::default();
        refused.note(one, Err(&error(ErrorKind::Credentials)));
        refused.note(one, Err(&error(ErrorKind::Credentials)));
        refused.note(one, Ok(()));
        for _ in 0..REFUSALS {
            assert!(refused.why(one).is_none());
            refused.note(one, Err(&error(ErrorKind::Credentials)));
        }
        assert!(refused.why(one).is_some() && refused.why(other).is_none());
        refused.note(other, Err(&error(ErrorKind::Failed)));
        assert!(refused.why(other).is_none());
        refused.note(other, Err(&error(ErrorKind::NotAllowed)));
        assert!(refused.why(other).is_some());
    }
}
