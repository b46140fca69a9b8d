//! State of alerting.

use tokio::sync::Mutex;

use super::task::Keeper;
use crate::domain::AlertBook;
use crate::store::AlertFile;

/// State of alerting.
pub(crate) struct Alerting {
    pub(super) file: AlertFile,
    /// Read on first use. A writer holds the lock until its change is durable.
    pub(super) book: Mutex<Option<AlertBook>>,
    /// One delivery at a time, so that nothing is sent twice.
    pub(super) delivering: Mutex<()>,
    pub(super) keeper: std::sync::Mutex<Option<Keeper<()>>>,
}

impl Alerting {
    pub(crate) fn new(store: &std::path::Path) -> Self {
        let file = AlertFile::new(store);
        Self { file, book: Mutex::new(None), delivering: Mutex::new(()), keeper: std::sync::Mutex::new(None) }
    }
}
