//! State of alerting.

use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::domain::AlertBook;
use crate::store::AlertFile;

/// State of alerting.
pub(crate) struct Alerting {
    pub(super) file: AlertFile,
    /// Read on first use. A writer holds the lock until its change is durable.
    pub(super) book: Mutex<Option<AlertBook>>,
    /// One delivery at a time, so that nothing is sent twice.
    pub(super) delivering: Mutex<()>,
    pub(super) keeper: std::sync::Mutex<Option<Keeper>>,
}

/// The task that judges and delivers.
pub(super) struct Keeper {
    pub(super) stop: CancellationToken,
    pub(super) task: JoinHandle<()>,
}

impl Alerting {
    pub(crate) fn new(store: &std::path::Path) -> Self {
        let file = AlertFile::new(store);
        Self { file, book: Mutex::new(None), delivering: Mutex::new(()), keeper: std::sync::Mutex::new(None) }
    }
}
