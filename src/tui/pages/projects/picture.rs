//! The picture of a project: what was worked on it by week, and what is left of its budget. Its numbers are in its entries.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Node, Projects};
use crate::domain::ledger::Budget;
use crate::service::books::{TimeAsk, TimeView};
use crate::service::cases;
use crate::tui::ask::{Question, Reply};
use crate::tui::case::Case;
use crate::tui::event::Effect;
use crate::tui::load::Load;
use crate::tui::pages::PageId;
use crate::tui::picture::{Chart, Columns, Line, Panel, Picture, Series, Unit};
use crate::tui::shared::Shared;

/// Weeks that are drawn.
const WEEKS: i64 = 26;

fn monday(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

impl Projects {
    /// Reads what the picture of the row under the cursor is made of, if it is not here.
    pub(super) fn paint(&mut self, cx: &Shared) -> Vec<Effect> {
        let Some((row, company)) = self.current().cloned().zip(cx.books.id()) else { return Vec::new() };
        if self.drawn.as_ref().is_some_and(|(id, _)| *id == row.id) || cx.masked {
            return Vec::new();
        }
        self.drawn = Some((row.id.clone(), Load::Loading));
        let today = cx.books.today(cx.now, &cx.zone);
        let name = row.name.replace('"', "");
        let ask = TimeAsk {
            query: if row.is_client { format!("client=\"{name}\"") } else { format!("project=\"{name}\"") },
            from: Some(monday(today).saturating_sub((WEEKS - 1).weeks())),
            until: Some(today),
            limit: Some(0),
            ..TimeAsk::default()
        };
        vec![Effect::Ask(PageId::Projects, Question::Read(Case::new(cases::FindTime { company, ask })))]
    }

    /// Takes the days of the row that was asked for.
    pub(super) fn painted(&mut self, reply: Reply<TimeView>, cx: &Shared) {
        let Some((id, _)) = &self.drawn else { return };
        let Some(row) = self.rows.iter().find(|row| row.id == *id) else { return };
        let picture = Load::from_reply(reply.map(|view| of(cx, row, &view)));
        self.drawn = Some((id.clone(), picture));
    }
}

fn of(cx: &Shared, row: &Node, view: &TimeView) -> Picture {
    let this = monday(cx.books.today(cx.now, &cx.zone));
    let mut weeks: BTreeMap<Date, i64> = (0..WEEKS).map(|back| (this.saturating_sub(back.weeks()), 0)).collect();
    for (day, seconds) in &view.days {
        if let Some(sum) = day.parse::<Date>().ok().and_then(|day| weeks.get_mut(&monday(day))) {
            *sum += seconds;
        }
    }
    let labels = weeks.keys().map(|week| week.strftime("%m-%d").to_string()).collect();
    let values = weeks.values().map(|seconds| Decimal::from(*seconds)).collect();
    let series = vec![Series::new("own-picture-weeks", values)];
    let columns = Columns { unit: Unit::Hours, labels, series, first: false, told: true };
    let mut panels = vec![Panel { title: "own-picture-weeks", about: row.name.clone(), chart: Chart::Columns(columns) }];
    if let Some(Budget::Time(budget)) = row.budget {
        // What is left now, and week by week before what was worked since.
        let mut left = budget - row.seconds;
        let mut values = Vec::with_capacity(weeks.len());
        for seconds in weeks.values().rev() {
            values.push(Decimal::from(left.max(0)));
            left += seconds;
        }
        values.reverse();
        let ends = (weeks.keys().next().map(ToString::to_string).unwrap_or_default(), this.to_string());
        let line = Line { unit: Unit::Hours, ends, values };
        panels.push(Panel { title: "own-picture-burn", about: row.name.clone(), chart: Chart::Line(line) });
    }
    Picture { panels }
}
