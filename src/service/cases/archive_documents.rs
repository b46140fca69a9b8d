//! Archives issued documents that are not archived yet, or not there any more.

use serde::{Deserialize, Serialize};

use super::MakeDocument;
use crate::archive::{ArchiveError, Bucket, Kept, NewObject};
use crate::document::Breach;
use crate::document::source::Extra;
use crate::domain::archive::ArchiveItem;
use crate::domain::{Company, CompanyId, Message, RecordKey};
use crate::error::Describe;
use crate::service::archive::{Archived, Due, object};
use crate::service::task::blocking;
use crate::service::{Action, Audit, Context, MadeDocument, Patience, Repeat, Result, Scope, UseCase};
use crate::store::{OwnBatch, OwnData, OwnWrite, StoreError};
use crate::sync::{Event, Integrated};

/// Archives issued documents that are not archived yet, or not there any more.
#[derive(Debug, Serialize, Deserialize)]
pub struct ArchiveDocuments {
    /// Companies; all with own books where empty.
    pub companies: Vec<CompanyId>,
    /// Whether documents that were archived before are looked for, and archived again where their object is gone.
    pub again: bool,
}

impl UseCase for ArchiveDocuments {
    type Answer = Archived;
    const ACTION: Action = Action::Books;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Sync;
    const AUDIT: Audit<Self> = Audit::Before(|_, _| ("archive.run", String::new()));

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<Archived> {
        archive(&cx, &self.companies, self.again).await
    }
}

/// Archives what is issued and not archived yet, or not there any more.
async fn archive(cx: &Context, companies: &[CompanyId], again: bool) -> Result<Archived> {
    let local = cx.local.clone();
    let bucket = blocking(move || local.bucket()).await?;
    let mut done = Archived::default();
    let own = cx.local.registry.companies().into_iter().filter(Company::has_own_books).map(|company| company.id);
    for company in own.filter(|id| companies.is_empty() || companies.contains(id)) {
        let local = cx.local.clone();
        let (due, known) = blocking(move || local.due(company, again)).await?;
        done.known += known;
        let before = done.written;
        for one in due {
            let kept = match is_there(&bucket, &one).await {
                Ok(false) => keep(cx, &bucket, company, &one).await,
                Ok(true) => {
                    done.known += 1;
                    continue;
                }
                // What has another content is left for a person: nothing is ever overwritten.
                Err(error @ ArchiveError::Different { .. }) => Ok(Err(error.message())),
                Err(error) => Err(error.into()),
            };
            match kept {
                Ok(Ok(Kept::New)) => done.written += 1,
                Ok(Ok(Kept::There)) => done.there += 1,
                Ok(Err(why)) => done.refused.push((one.number, one.form.as_str().to_owned(), why)),
                // The next document would meet the same.
                Err(error) => {
                    done.error = Some(error.message);
                    break;
                }
            }
        }
        let (written, failed) = (done.written - before, done.error.is_some());
        let (kind, name) = ("archive".to_owned(), String::new());
        let _ = cx.local.events.send(Event::Integrated(Integrated { company, kind, name, written, failed }));
        if failed {
            break;
        }
    }
    Ok(done)
}

/// Whether a document that was archived before is there as it was written.
async fn is_there(bucket: &Bucket, due: &Due) -> std::result::Result<bool, ArchiveError> {
    let Some((item, _)) = &due.known else { return Ok(false) };
    match bucket.prove(&object(item)).await {
        Ok(()) => Ok(true),
        Err(ArchiveError::Missing { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Why a form could not be made of a document: the fields that are missing or wrong.
fn lacking(due: &Due, breaches: &[Breach]) -> Message {
    let mut fields: Vec<&str> = breaches.iter().map(|breach| &*breach.term).collect();
    fields.dedup();
    if fields.is_empty() {
        return Message::new("archive-not-made");
    }
    let message = Message::new("archive-lacks").with("fields", fields.join(", "));
    message.with("number", due.number.as_str()).with("form", due.form.as_str())
}

/// Makes, writes, reads back and records a document; the inner error is the document's own.
async fn keep(cx: &Context, bucket: &Bucket, company: CompanyId, due: &Due) -> Result<std::result::Result<Kept, Message>> {
    let key = RecordKey::document(company, due.document.clone());
    let made = MakeDocument { key, form: due.form, extra: Extra::default(), file: true }.run(cx.clone()).await;
    let bytes = match made {
        Ok(MadeDocument { file: Some(bytes), .. }) => bytes,
        Ok(made) => return Ok(Err(lacking(due, &made.breaches))),
        Err(error) => return Ok(Err(error.message)),
    };
    let folder = format!("documents/{company}/{}", plain(&due.number));
    let object = NewObject::of(&bytes, &folder, due.form.ending());
    let kept = bucket.keep(&object, bytes).await?;
    let (local, actor) = (cx.local.clone(), cx.caller.actor.clone());
    let item = ArchiveItem {
        id: ArchiveItem::key(&due.document, due.form.as_str()),
        document: due.document.clone(),
        number: due.number.clone(),
        form: due.form.as_str().to_owned(),
        name: object.name,
        sha256: object.sha256,
        size: object.size,
        at: cx.local.options.clock.now(),
    };
    let version = due.known.as_ref().map_or(0, |(_, version)| *version);
    blocking(move || {
        let mut batch = OwnBatch::new(item.at, actor);
        batch.records.push(OwnWrite::value(company, &item, version)?);
        match local.store.transact(&batch) {
            // Another run recorded it meanwhile.
            Err(StoreError::Stale { .. }) => Ok(()),
            written => Ok(written?),
        }
    })
    .await?;
    Ok(Ok(kept))
}

/// A number as a part of a name: every service and file system takes it.
fn plain(number: &str) -> String {
    number.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' }).collect()
}
