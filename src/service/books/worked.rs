//! Time of a period: of an entry only what lies in it counts, and a week or a month ends within an entry that goes over its end.
//!
//! For: reports. Uses: entries by their days, and the same bounds as drafts. Never: a changed entry.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::bill::within;
use super::report_view::{BookReportAsk, By};
use super::shelf::Shelf;
use super::time::{Whose, chosen_by, wider};
use super::view::TimeAsk;
use crate::domain::time::{ClaimBy, EntryRow, Span};
use crate::service::Result;

/// Seconds of an entry, from its start: the first one, and the one after the last one.
pub(super) type Part = (i64, i64);

/// An entry with what of it counts.
pub(super) struct Worked {
    pub(super) of: EntryRow,
    pub(super) slices: Vec<Slice>,
}

/// Part of an entry that lies in one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slice {
    pub(super) part: Part,
    /// The day on which it begins: in the company's zone where a period ends at a midnight.
    pub(super) date: Date,
}

/// Seconds that two parts have in common.
pub(super) fn common(a: Part, b: Part) -> i64 {
    (a.1.min(b.1) - a.0.max(b.0)).max(0)
}

/// The time that a report is about, cut at the ends of its period and of the periods that it is grouped by.
pub(super) fn worked(shelf: &Shelf<'_>, ask: &BookReportAsk, by: By, whose: &Whose) -> Result<Vec<Worked>> {
    let (zone, period) = (shelf.zone()?, (ask.from, ask.until));
    let asked = TimeAsk { query: ask.query.clone(), from: ask.from, until: ask.until, ..TimeAsk::default() };
    let rows = chosen_by(shelf, &wider(&asked), whose, &|_| true)?;
    let cut = rows.into_iter().map(|of| Worked { slices: slices(&of, period, by, &zone), of });
    Ok(cut.filter(|worked| !worked.slices.is_empty()).collect())
}

fn slices(of: &EntryRow, period: (Option<Date>, Option<Date>), by: By, zone: &TimeZone) -> Vec<Slice> {
    let entry = &of.entry;
    let (from, until) = within(entry, period, zone);
    let Span::Clock { start, .. } = &entry.span else {
        return if from < until { vec![Slice { part: (from, until), date: of.date }] } else { Vec::new() };
    };
    let mut made = Vec::new();
    let mut at = from;
    while at < until {
        let date = start.checked_add(at.seconds()).unwrap_or(*start).to_zoned(zone.clone()).date();
        let next = match by {
            By::Week => date.checked_add((8 - i64::from(date.weekday().to_monday_one_offset())).days()).ok(),
            By::Month => date.last_of_month().tomorrow().ok(),
            By::Client | By::Project | By::Person | By::Tag => None,
        };
        let end = next.and_then(|next| Some(next.to_zoned(zone.clone()).ok()?.timestamp().duration_since(*start).as_secs()));
        let end = end.map_or(until, |end| end.clamp(at + 1, until));
        made.push(Slice { part: (at, end), date });
        at = end;
    }
    made
}

impl Worked {
    /// Seconds of a slice that drafts and invoices have, that were written off, and that are neither.
    pub(super) fn taken(&self, part: Part) -> (i64, i64, i64) {
        let (mut billed, mut written_off) = (0, 0);
        for claim in &self.of.entry.claims {
            let seconds = common((claim.from, claim.until), part);
            match claim.by {
                ClaimBy::Draft(_) => billed += seconds,
                ClaimBy::WrittenOff(_) => written_off += seconds,
            }
        }
        (billed, written_off, part.1 - part.0 - billed - written_off)
    }
}
