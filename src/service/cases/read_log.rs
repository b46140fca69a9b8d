//! The newest lines of the log of the process that has the store.

use serde::{Deserialize, Serialize};

use crate::domain::Message;
use crate::error::{Error, ErrorKind};
use crate::logging::{LogLine, newest};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase};

/// The newest lines of the log, the newest first. The log has no secrets, but tells of every company.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadLog {
    /// At most so many.
    pub limit: usize,
}

impl UseCase for ReadLog {
    type Answer = Vec<LogLine>;
    const ACTION: Action = Action::Audit;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Whole
    }

    async fn run(self, cx: Context) -> Result<Vec<LogLine>> {
        cx.blocking(move |cx| {
            let folder = &cx.local.options.paths.logs;
            newest(folder, self.limit).map_err(|error| {
                let message = Message::new("log-unread").with("place", folder.display().to_string());
                Error::new(ErrorKind::Failed, message.with("detail", error.to_string()))
            })
        })
        .await
    }
}
