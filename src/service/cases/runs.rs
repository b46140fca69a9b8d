//! Sync runs, newest first.

use serde::{Deserialize, Serialize};

use crate::domain::{Message, RunStatus, SyncRun};
use crate::store::{RunFilter, Store};
use crate::service::{
    Action, Audit, Context, Given, Kind, Param, Patience, Repeat, Result, Route, Routed, Scope, UseCase, bad_value,
};

/// Sync runs, newest first.
#[derive(Debug, Serialize, Deserialize)]
pub struct Runs(pub RunFilter);

/// Runs, unless asked otherwise, and at most.
const PAGE: usize = 50;
const MOST: usize = 1000;

impl Routed for Runs {
    const ROUTE: Route = Route {
        path: "/v1/runs",
        id: "list_runs",
        tag: "sync",
        about: "The sync log, newest first.",
        params: &[
            Param {
                name: "company",
                kind: Kind::Companies,
                about: "Companies by number; may be repeated; all without",
                example: None,
            },
            Param { name: "status", kind: Kind::Texts, about: "How they ended; may be repeated", example: Some("failed") },
            Param { name: "limit", kind: Kind::UpTo(MOST), about: "Runs at most, 50 unless told", example: None },
        ],
    };

    fn read(given: &mut dyn Given) -> Result<Self> {
        let companies = given.companies()?;
        let status = |word: &String| {
            let known = || RunStatus::ALL.map(RunStatus::as_str).join(", ");
            let found = RunStatus::ALL.into_iter().find(|status| status.as_str() == word);
            found.ok_or_else(|| bad_value("status", word, Message::new("api-one-of").with("known", known())))
        };
        let statuses = given.all("status").iter().map(status).collect::<Result<Vec<_>>>()?;
        let limit = given.number("limit", 0..=MOST)?.unwrap_or(PAGE);
        Ok(Self(RunFilter { companies, statuses, limit: Some(limit) }))
    }
}

impl UseCase for Runs {
    type Answer = Vec<SyncRun>;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Among(&mut self.0.companies)
    }

    async fn run(self, cx: Context) -> Result<Vec<SyncRun>> {
        cx.blocking(move |cx| Ok(cx.local.store.runs(&self.0)?)).await
    }
}
