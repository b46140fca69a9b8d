//! The one door: every use case, permission and event.
//!
//! For: tui, cli and api. Uses: store, vault, provider, sync, query, config. Never: a terminal, an HTTP type.
//!
//! Today every service is local: it owns the store and the engine. A remote one, which speaks to the process that owns
//! them, will stand behind the same methods.

mod companies;
mod error;
mod finding;
mod indexed;
mod local;
pub mod maintenance;
mod options;
mod syncing;
mod view;

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::Message;
use crate::error::Error;
use local::Local;

pub use crate::store::{CheckReport, CompanyCount, Damage, DamageKind, RunFilter, Sizes};
pub use crate::sync::{Clock, Event, Progress, SystemClock, hint};
pub use error::ServiceError;
pub use options::{Options, PassphraseSource};
pub use view::{CompanyView, InvoiceDetail, NewCompany, Removal, SyncReport, SyncRequest, Tested};

/// What use cases return.
pub type Result<T> = std::result::Result<T, Error>;

/// The door. Cheap to clone; all clones share one store.
#[derive(Debug, Clone)]
pub struct Service {
    local: Arc<Local>,
}

impl Service {
    /// Opens the store, which makes it on first use, and marks runs that a dead process left as INTERRUPTED.
    pub async fn open(options: Options) -> Result<Self> {
        let local = local::blocking(move || Local::open(options)).await?;
        Ok(Self { local: Arc::new(local) })
    }

    /// What opening had to say: interrupted runs, a database that was set aside.
    #[must_use]
    pub fn notices(&self) -> &[Message] {
        &self.local.notices
    }

    /// Ends running syncs, closes the store cleanly, and returns where it was.
    pub async fn close(self) -> Result<PathBuf> {
        self.local.engine.cancel(&[]);
        self.local.tasks.close();
        self.local.tasks.wait().await;
        local::blocking(move || {
            let place = self.local.place();
            // The last clone closes the database here, off the runtime.
            drop(self);
            Ok(place)
        })
        .await
    }
}
