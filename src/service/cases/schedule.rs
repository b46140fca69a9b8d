//! The times at which syncs begin by themselves.

use serde::{Deserialize, Serialize};

use crate::service::{Action, Audit, Context, Patience, Repeat, Result, ScheduleView, Scope, UseCase, lock};

/// Reads when syncs begin by themselves.
#[derive(Debug, Serialize, Deserialize)]
pub struct Schedule;

impl UseCase for Schedule {
    type Answer = ScheduleView;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Seen
    }

    async fn run(self, cx: Context) -> Result<ScheduleView> {
        let settings = &cx.local.options.config.schedule;
        Ok(ScheduleView { times: settings.times.clone(), zone: settings.zone.clone(), next: *lock(&cx.local.scheduled) })
    }
}
