//! Asking for the payments of documents that are paid in part: only they tell what is left to pay.
//!
//! Each costs a request, so only documents that are new or changed are asked about, after all pages are in, and only while the
//! quota lasts. What is not asked, or not answered, is noted in the state: the next run asks for it.

use std::sync::atomic::{AtomicBool, Ordering};

use futures::{StreamExt, stream};

use super::error::EndReason;
use super::page_stream::Work;
use super::run_writer::RunWriter;
use crate::domain::{HistoryEntry, RemoteId};
use crate::error::Describe;
use crate::provider::ProviderError;
use crate::remote::RemoteError;

/// Balances that are written at a time.
const AT_ONCE: usize = 100;

/// Result of a request for the payments of one document.
enum Asked {
    /// Its payments.
    Payments(Vec<HistoryEntry>),
    /// The service does not answer about this document.
    Failed(ProviderError),
    /// Nothing was requested, or the run must end.
    Later(Option<EndReason>),
}

impl Work {
    /// Fetches the payments of partly paid documents with an unknown balance.
    pub(super) async fn balances(&self) -> Result<(), EndReason> {
        let ids = self.writer(RunWriter::begin_balances).await?;
        if ids.is_empty() {
            return Ok(());
        }
        let halt = AtomicBool::new(false);
        let width = self.session.width(self.settings.pages);
        let answers = stream::iter(ids).map(|id| self.balance(id, &halt)).buffered(width);
        let mut chunks = answers.chunks(AT_ONCE);
        let mut end = None;
        while let Some(answers) = chunks.next().await {
            let mut settled = Vec::with_capacity(answers.len());
            for (id, asked) in answers {
                match asked {
                    Asked::Payments(payments) => settled.push((id, Ok(payments))),
                    Asked::Failed(error) => settled.push((id, Err(error.message()))),
                    Asked::Later(stop) => end = end.or(stop),
                }
            }
            self.writer(move |writer| writer.settle(settled)).await?;
        }
        self.writer(RunWriter::end_balances).await;
        end.map_or(Ok(()), Err)
    }

    /// Asks about one document, unless an earlier answer or the quota says that it is of no use now.
    async fn balance(&self, id: RemoteId, halt: &AtomicBool) -> (RemoteId, Asked) {
        if halt.load(Ordering::Relaxed) || self.session.is_nearly_used() {
            halt.store(true, Ordering::Relaxed);
            return (id, Asked::Later(None));
        }
        let asked = match self.session.payments(&id).await {
            Ok(payments) => Asked::Payments(payments),
            // The service has no history for it: the document's own warning says that its balance is not known.
            Err(RemoteError::Failed(ProviderError::NotFound | ProviderError::Unsupported)) => Asked::Payments(Vec::new()),
            Err(RemoteError::Failed(error)) => {
                // An error of one document says nothing about the others; any other error is the service's.
                let one = matches!(error, ProviderError::Rejected { .. } | ProviderError::Body { .. });
                halt.fetch_or(!one, Ordering::Relaxed);
                Asked::Failed(error)
            }
            Err(error) => {
                halt.store(true, Ordering::Relaxed);
                Asked::Later(Some(error.into()))
            }
        };
        (id, asked)
    }
}
