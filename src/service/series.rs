//! Gaps in the numbers of a company's documents, told only where all of them are known here.

use std::sync::Arc;

use super::Result;
use super::local::{Local, main_feed};
use super::task::blocking;
use crate::domain::{CompanyId, Gap, RunStatus, SyncMode};
use crate::store::{RunFilter, Store};

/// At most so many runs are looked through for refused documents.
const RUNS: usize = 1_000;

impl Local {
    /// The gaps in a company's series; `None` where not all of its documents are known: before the first complete sync, where data was
    /// damaged, and where documents without a readable number were refused.
    pub(crate) async fn number_gaps(self: &Arc<Self>, id: CompanyId) -> Result<Option<Vec<Gap>>> {
        let local = self.clone();
        blocking(move || {
            let company = local.by_id(id)?;
            // Documents of own books are all here from the start.
            let known = company.has_own_books() || local.store.sync_state(id, main_feed(&company))?.last_full_scan.is_some();
            let Some(refused) = refused(&local, id)?.filter(|_| known) else { return Ok(None) };
            let gaps = local.store.ask(|index| index.number_gaps(id, &refused))?;
            // Whether something is damaged may only be known once the invoices were read.
            Ok((!local.store.doubted().iter().any(|doubt| doubt.company == id)).then_some(gaps))
        })
        .await
    }
}

/// The numbers of documents that were refused; `None` where one that may still be there has none.
fn refused(local: &Local, company: CompanyId) -> Result<Option<Vec<String>>> {
    let (mut numbers, mut scans) = (Vec::new(), 0);
    for run in local.store.runs(&RunFilter { companies: vec![company], statuses: Vec::new(), limit: Some(RUNS) })? {
        for error in if run.counts.documents.skipped > 0 { local.store.run_errors(run.id)? } else { Vec::new() } {
            match error.invoice_number.filter(|number| !number.is_empty()) {
                Some(number) => numbers.push(number),
                // The last scan may have gone on with what an interrupted run before it had begun.
                None if scans < 2 => return Ok(None),
                None => {}
            }
        }
        let scanned = matches!(run.mode, SyncMode::Full | SyncMode::Reconcile);
        scans += u32::from(scanned && matches!(run.status, RunStatus::Completed | RunStatus::Partial));
    }
    Ok(Some(numbers))
}
