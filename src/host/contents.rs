//! What a backup holds and what it lacks, beside what is in the store.
//!
//! For: what `backup` warns of and what `restore` says before it asks. Never: a change of the store or of the backup.

use std::io::BufReader;
use std::path::Path;

use super::identity::{existing, sealed_to};
use crate::domain::{Company, Doubt, Extent, Message};
use crate::process;
use crate::service::{Options, Result, blocking};
use crate::store;

/// What is missing in the store, one message a company.
pub(super) fn lacks(options: &Options) -> Result<Vec<Message>> {
    let store = &options.paths.store;
    let companies = store::inspect::companies(store)?;
    let message = |doubt: Doubt| {
        let company = companies.iter().find(|company| company.id == doubt.company);
        let name = company.map_or_else(|| doubt.company.to_string(), |company| company.name.clone());
        let id = match doubt.extent {
            _ if company.is_some_and(Company::has_own_books) => "service-backup-lacks-books",
            Extent::All | Extent::Gone => "service-backup-lacks-all",
            Extent::Records => "service-backup-lacks-records",
        };
        Message::new(id).with("company", name).with("place", doubt.place)
    };
    Ok(store::inspect::doubts(store)?.into_iter().map(message).collect())
}

/// Lines of the audit log in a backup; `None` where it cannot be read. Restoring says why.
pub async fn audit_lines(options: &Options, file: &Path, identity: Option<&Path>) -> Option<u64> {
    let (options, file, identity) = (options.clone(), file.to_owned(), identity.map(Path::to_owned));
    let read = move || -> Result<Option<u64>> {
        let vault = match sealed_to(&options, &file, identity.as_deref())? {
            Some(older) => older,
            None => existing(&options)?,
        };
        let Ok(input) = process::open_file(&file) else { return Ok(None) };
        let Ok(mut reader) = vault.decrypt_stream(BufReader::new(input)) else { return Ok(None) };
        Ok(store::backup_lines(&mut reader))
    };
    blocking(read).await.ok().flatten()
}
