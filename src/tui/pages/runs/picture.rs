//! The picture of the runs of a company: duration, calls and errors over time. Its numbers are in the list and in a run.

use std::time::Duration;

use rust_decimal::Decimal;

use crate::domain::{CompanyId, SyncRun};
use crate::tui::picture::{Chart, Columns, Panel, Picture, Series, Unit};
use crate::tui::shared::Shared;
use crate::tui::words;

/// The most runs drawn.
const MOST: usize = 200;

/// The picture of the runs that ended, the newest last.
pub(super) fn of(cx: &Shared, company: CompanyId) -> Picture {
    let runs = cx.runs.all().iter().filter(|run| run.company == company && run.ended.is_some());
    let mut runs: Vec<&SyncRun> = runs.take(MOST).collect();
    runs.reverse();
    let about = runs.first().map(|run| run.company_name.clone()).unwrap_or_default();
    let labels: Vec<String> = runs.iter().map(|run| day(cx, run)).collect();
    let panel = |title: &'static str, unit: Unit, value: fn(&SyncRun) -> u64, late: bool| {
        let values: Vec<Decimal> = runs.iter().map(|run| value(run).into()).collect();
        let late = values.iter().map(|value| late && !value.is_zero()).collect();
        let series = vec![Series { name: title, values, late }];
        let chart = Chart::Columns(Columns { unit, labels: labels.clone(), series, first: false, told: true });
        Panel { title, about: about.clone(), chart }
    };
    let panels = vec![
        panel("tui-picture-duration", Unit::Time, duration, false),
        panel("tui-picture-calls", Unit::Count, |run| run.counts.api_calls, false),
        panel("tui-picture-errors", Unit::Count, SyncRun::errors, true),
    ];
    Picture { panels }
}

/// The month and day of a run.
pub(super) fn day(cx: &Shared, run: &SyncRun) -> String {
    let stamp = words::stamp(cx, run.started);
    stamp.get(5..10).unwrap_or_default().to_owned()
}

fn duration(run: &SyncRun) -> u64 {
    let time = run.ended.and_then(|ended| Duration::try_from(ended.duration_since(run.started)).ok()).unwrap_or_default();
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
