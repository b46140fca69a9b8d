//! Asking for the payments of documents that are paid in part: only they tell what is left to pay.
//!
//! Each costs a request, so only documents that are new or changed are asked about, after all pages are in, and only while the
//! quota lasts. What is not asked, or not answered, is noted in the state: the next run asks for it.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

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

/// Unreadable answers after which no more is asked, unless one could be read: a service that answers nonsense does so for each document,
/// and each is asked several times.
const UNREADABLE: usize = 10;

/// Whether more is asked.
#[derive(Default)]
struct Halt {
    stop: AtomicBool,
    unreadable: AtomicUsize,
    read: AtomicBool,
}

impl Halt {
    fn stops(&self) -> bool {
        let senseless = !self.read.load(Ordering::Relaxed) && self.unreadable.load(Ordering::Relaxed) >= UNREADABLE;
        self.stop.load(Ordering::Relaxed) || senseless
    }
}

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
        let halt = Halt::default();
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
    async fn balance(&self, id: RemoteId, halt: &Halt) -> (RemoteId, Asked) {
        if halt.stops() || self.session.is_nearly_used() {
            halt.stop.store(true, Ordering::Relaxed);
            return (id, Asked::Later(None));
        }
        let asked = match self.session.payments(&id).await {
            Ok(payments) => {
                halt.read.store(true, Ordering::Relaxed);
                Asked::Payments(payments)
            }
            // The service has no history for it: the document's own warning says that its balance is not known.
            Err(RemoteError::Failed(ProviderError::NotFound | ProviderError::Unsupported)) => Asked::Payments(Vec::new()),
            Err(RemoteError::Failed(error)) => {
                // An error of one document says nothing about the others; any other error is the service's.
                let one = matches!(error, ProviderError::Rejected { .. } | ProviderError::Body { .. });
                halt.stop.fetch_or(!one, Ordering::Relaxed);
                halt.unreadable.fetch_add(usize::from(matches!(error, ProviderError::Body { .. })), Ordering::Relaxed);
                Asked::Failed(error)
            }
            Err(error) => {
                halt.stop.store(true, Ordering::Relaxed);
                Asked::Later(Some(error.into()))
            }
        };
        (id, asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_cannot_be_read_end_the_asking_unless_one_can() {
        let halt = Halt::default();
        halt.unreadable.store(UNREADABLE - 1, Ordering::Relaxed);
        assert!(!halt.stops());
        halt.unreadable.store(UNREADABLE, Ordering::Relaxed);
        assert!(halt.stops());
        halt.read.store(true, Ordering::Relaxed);
        assert!(!halt.stops(), "the documents are at fault, not the service");
    }
}
