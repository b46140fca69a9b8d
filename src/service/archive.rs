//! The archive: issued documents at an object store, each once, proven by reading it back.
//!
//! For: the cases of the archive. Uses: `archive`, the documents of the store, the vault. An item is recorded after its object was read
//! back, so that what the list shows was there; a run that broke off is done again.

use std::collections::BTreeMap;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::local::Local;
use super::task::blocking;
use super::usecase::Context;
use super::{Result, ServiceError};
use crate::archive::{ArchiveError, Bucket, NewObject};
use crate::document::Form;
use crate::domain::archive::ArchiveItem;
use crate::domain::ledger::Issued;
use crate::domain::{CompanyId, Message, RemoteId, SecretName};
use crate::error::Describe;
use crate::store::held;

/// An item with its company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchivedView {
    /// The company.
    pub company: CompanyId,
    /// Its name.
    pub company_name: String,
    /// The item.
    pub item: ArchiveItem,
    /// Why it is not there as it was written; only after it was looked for.
    pub fault: Option<Message>,
}

/// What a run of the archive did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archived {
    /// Objects that were written.
    pub written: u64,
    /// Objects that were there already.
    pub there: u64,
    /// Documents that were archived before.
    pub known: u64,
    /// Documents that were not made in a form: number, form, why.
    pub refused: Vec<(String, String, Message)>,
    /// Why the run ended early.
    pub error: Option<Message>,
}

/// A document to archive.
pub(super) struct Due {
    pub(super) document: RemoteId,
    pub(super) number: String,
    pub(super) form: Form,
    /// What is recorded of it, with the version of the record: it is archived again only if its object is gone.
    pub(super) known: Option<(ArchiveItem, u64)>,
}

impl Local {
    /// The bucket of the configuration. Blocks.
    pub(super) fn bucket(&self) -> Result<Bucket> {
        let settings = &self.options.config.s3;
        if !settings.is_on() {
            return Err(ArchiveError::NotSet.into());
        }
        let blob = self.registry.secret_blob(SecretName::S3)?.ok_or(ArchiveError::NoKey)?;
        Ok(Bucket::open(settings, &self.vault()?.open(&blob)?)?)
    }

    /// Seals the secret of the access key.
    pub(super) fn set_archive_secret(&self, secret: Option<&SecretString>) -> Result<()> {
        match secret {
            Some(secret) => Ok(self.registry.set_secret_blob(SecretName::S3, &self.vault()?.seal(secret)?)?),
            None if self.registry.secret_blob(SecretName::S3)?.is_none() => {
                Err(ServiceError::NoSuchSecret { name: "s3-secret" }.into())
            }
            None => Ok(self.registry.remove_secret_blob(SecretName::S3)?),
        }
    }

    /// Items of companies, in the order of their documents.
    pub(super) fn archived(&self, companies: &[CompanyId]) -> Result<Vec<ArchivedView>> {
        let mut found = Vec::new();
        for company in self.registry.companies() {
            if !company.has_own_books() || !(companies.is_empty() || companies.contains(&company.id)) {
                continue;
            }
            let items = held::<ArchiveItem>(&*self.store, company.id)?.into_iter().filter(|held| !held.retired);
            let mut items: Vec<ArchiveItem> = items.map(|held| held.value).collect();
            items.sort_by(|a, b| (&a.number, &a.form).cmp(&(&b.number, &b.form)));
            let name = company.name;
            found.extend(items.into_iter().map(|item| ArchivedView {
                company: company.id,
                company_name: name.clone(),
                item,
                fault: None,
            }));
        }
        Ok(found)
    }

    /// Documents of a company that are not archived yet, and how many are; with `again` also the archived ones.
    pub(super) fn due(&self, company: CompanyId, again: bool) -> Result<(Vec<Due>, u64)> {
        let known = held::<ArchiveItem>(&*self.store, company)?.into_iter();
        let mut known: BTreeMap<RemoteId, (ArchiveItem, u64)> =
            known.map(|held| (held.value.id.clone(), (held.value, held.version))).collect();
        let mut issued: Vec<Issued> = held::<Issued>(&*self.store, company)?.into_iter().map(|held| held.value).collect();
        issued.sort_by_key(|one| one.sequence);
        let (mut due, mut before) = (Vec::new(), 0);
        for one in issued {
            for form in &self.options.config.s3.forms {
                let known = known.remove(&ArchiveItem::key(&one.id, form.as_str()));
                if known.is_some() && !again {
                    before += 1;
                } else {
                    due.push(Due { document: one.id.clone(), number: one.document.number.clone(), form: *form, known });
                }
            }
        }
        Ok((due, before))
    }
}

/// Reads every object back and tells which are not as they were written.
pub(super) async fn verify(cx: &Context, companies: &[CompanyId]) -> Result<Vec<ArchivedView>> {
    let (local, asked) = (cx.local.clone(), companies.to_vec());
    let (bucket, mut items) = blocking(move || Ok((local.bucket()?, local.archived(&asked)?))).await?;
    for view in &mut items {
        match bucket.prove(&object(&view.item)).await {
            Ok(()) => {}
            Err(error @ (ArchiveError::Missing { .. } | ArchiveError::Different { .. })) => view.fault = Some(error.message()),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(items)
}

/// The bytes of an archived document, as they were written.
pub(super) async fn fetch(cx: &Context, (company, number): (CompanyId, &str), form: &str) -> Result<Vec<u8>> {
    let (local, number, form) = (cx.local.clone(), number.to_owned(), form.to_owned());
    let (bucket, item) = blocking(move || {
        let items = local.archived(&[company])?;
        let item = items.into_iter().map(|view| view.item).find(|item| item.number == number && item.form == form);
        let item = item.ok_or_else(|| ArchiveError::Missing { name: format!("{number} ({form})") })?;
        Ok((local.bucket()?, item))
    })
    .await?;
    Ok(bucket.read(&object(&item)).await?)
}

pub(super) fn object(item: &ArchiveItem) -> NewObject {
    NewObject { name: item.name.clone(), sha256: item.sha256.clone(), size: item.size }
}
