//! What happened since a time: counts for a greeting.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::{CompanyId, RunStatus, as_text};
use crate::query::{Found, Request, Sort};
use crate::service::{Action, Audit, Context, Patience, Repeat, Result, Scope, UseCase, finding};
use crate::store::{RunFilter, Store};

/// What happened since a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// The time.
    #[serde(with = "as_text")]
    pub since: Timestamp,
    /// Its day in the zone of the caller.
    #[serde(with = "as_text")]
    pub day: Date,
    /// The day that decides what is overdue.
    #[serde(with = "as_text")]
    pub today: Date,
    /// Companies; empty for all.
    pub companies: Vec<CompanyId>,
}

/// Counts since a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tidings {
    /// Documents that syncs saw first.
    pub new: u64,
    /// Documents paid on the day or later that syncs since then saw first or changed.
    pub paid: u64,
    /// Documents that were not overdue on the day and are now.
    pub overdue: u64,
    /// Companies with a last sync that failed.
    pub failed: u64,
}

/// Runs that are looked through.
const RUNS: usize = 1000;
/// Documents that are looked through.
const DOCUMENTS: usize = 10_000;

impl UseCase for News {
    type Answer = Tidings;
    const ACTION: Action = Action::Read;
    const REPEAT: Repeat = Repeat::Safe;
    const PATIENCE: Patience = Patience::Local;
    const AUDIT: Audit<Self> = Audit::Nothing;

    fn scope(&mut self) -> Scope<'_> {
        Scope::Records(&mut self.companies)
    }

    async fn run(self, cx: Context) -> Result<Tidings> {
        cx.blocking(move |cx| {
            let filter = RunFilter { companies: self.companies.clone(), limit: Some(RUNS), ..RunFilter::default() };
            let mut tidings = Tidings::default();
            let (mut seen, mut runs) = (BTreeSet::new(), BTreeSet::new());
            // The newest first: a failure counts if no later run of the company made up for it.
            for run in cx.local.store.runs(&filter)?.iter().filter(|run| run.ended.is_some_and(|ended| ended >= self.since)) {
                runs.insert(run.id);
                tidings.new += run.counts.documents.created;
                if seen.insert(run.company) && run.status == RunStatus::Failed {
                    tidings.failed += 1;
                }
            }
            let find = |query: String, limit: usize| -> Result<Found> {
                let request = Request {
                    query,
                    companies: self.companies.clone(),
                    sort: Sort::default(),
                    offset: 0,
                    limit,
                    around: None,
                    today: self.today,
                };
                finding::find(&cx.local, &request)
            };
            let [paid, overdue] = queries(self.day, self.today);
            // Days are coarse: what was paid today may have been looked at today. The run that changed it tells.
            if !runs.is_empty() {
                tidings.paid = find(paid, DOCUMENTS)?.rows.iter().filter(|row| runs.contains(&row.changed_run)).count() as u64;
            }
            tidings.overdue = find(overdue, 0)?.total as u64;
            Ok(tidings)
        })
        .await
    }
}

/// The queries for what was paid and for what became overdue since a day.
fn queries(day: Date, today: Date) -> [String; 2] {
    [format!("paid>={day} changed>={day} -status:unpaid"), format!("status:overdue due>={day} due<{today}")]
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    #[test]
    fn the_questions_are_in_the_language_of_queries() {
        for query in super::queries(date(2026, 11, 2), date(2026, 11, 5)) {
            crate::query::parse(&query).unwrap_or_else(|error| panic!("{query}: {error}"));
        }
    }
}
