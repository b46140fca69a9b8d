//! Reports of own books: time, profit, budgets, unbilled time.
//!
//! For: the case of reports. Uses: entries by range, `billing` for prices. Never: a sum over currencies.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::forecast::forecast;
use super::partial::Credited;
use super::report_view::{BookReport, BookReportAsk, BookReportKind, BookRow, By, Rows, row};
use super::shelf::{Shelf, add, misused, summed, too_large};
use super::time::Whose;
use super::waiting::{Pricing, spread_caps};
use super::worked::{Part, Slice, Worked, common, worked};
use crate::billing;
use crate::domain::ledger::{Budget, Client, Draft, DraftLine, Issued, IssuedKind, LineSource, Person, Project, ProjectState};
use crate::domain::time::{ClaimBy, EntryRow, TimeEntry};
use crate::domain::{Currency, Message, RemoteId};
use crate::service::Result;

/// Weeks over which the use of a budget is averaged.
const WEEKS: i64 = 4;

/// Makes a report.
pub(in crate::service) fn report(shelf: &Shelf<'_>, ask: &BookReportAsk, whose: &Whose) -> Result<BookReport> {
    if ask.from.zip(ask.until).is_some_and(|(from, until)| until < from) {
        return Err(misused(Message::new("books-period-empty")));
    }
    let groupings = ask.kind.groupings();
    let by = match ask.by {
        Some(by) if !groupings.contains(&by) => {
            let known: Vec<&str> = groupings.iter().map(|by| by.as_str()).collect();
            return Err(misused(Message::new("books-report-by").with("known", known.join(", "))));
        }
        Some(by) => by,
        None => ask.kind.grouping(),
    };
    if ask.kind.is_of_now() && (ask.from.is_some() || ask.until.is_some() || !ask.query.is_empty()) {
        return Err(misused(Message::new("books-report-now")));
    }
    let rows = match ask.kind {
        BookReportKind::Time => time(shelf, ask, by, whose)?,
        BookReportKind::Profit => profit(shelf, ask, by, whose)?,
        BookReportKind::Budget => budget(shelf)?,
        BookReportKind::Unbilled => unbilled(shelf, by)?,
        BookReportKind::Forecast => forecast(shelf, unbilled(shelf, By::Client)?)?,
    };
    let mut rows: Vec<BookRow> = rows.into_values().collect();
    if matches!(by, By::Client | By::Project | By::Person | By::Tag) && ask.kind == BookReportKind::Time {
        rows.sort_by(|a, b| b.seconds.cmp(&a.seconds).then_with(|| a.group.cmp(&b.group)));
    }
    Ok(BookReport { kind: ask.kind, by, from: ask.from, until: ask.until, rows })
}

/// Signs of the end of an identifier, as lists show them.
const TAIL: usize = 8;

/// What projects are called in rows.
type Labels = BTreeMap<RemoteId, String>;

/// The names of projects; with the client where several have one name, and with the end of their identifiers where that does not tell
/// them apart either: each is a row of its own.
fn labels(shelf: &Shelf<'_>) -> Result<Labels> {
    let (projects, clients) = (shelf.values::<Project>()?, shelf.table::<Client>()?);
    let mut labels: Labels = projects.iter().map(|project| (project.id.clone(), project.name.clone())).collect();
    tell_apart(&mut labels, &projects, |project| {
        clients.get(&project.client).map_or_else(String::new, |client| format!(" ({})", client.value.party.name))
    });
    tell_apart(&mut labels, &projects, |project| {
        let id = project.id.as_str();
        format!(" {}", id.len().checked_sub(TAIL).and_then(|at| id.get(at..)).unwrap_or(id))
    });
    Ok(labels)
}

/// Adds more to each label that several projects have.
fn tell_apart(labels: &mut Labels, projects: &[Project], more: impl Fn(&Project) -> String) {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    labels.values().for_each(|label| *times.entry(label.clone()).or_default() += 1);
    for project in projects {
        if let Some(label) = labels.get_mut(&project.id)
            && times.get(label.as_str()).is_some_and(|times| *times > 1)
        {
            label.push_str(&more(project));
        }
    }
}

fn label_of(labels: &Labels, project: Option<&RemoteId>) -> String {
    project.and_then(|project| labels.get(project)).cloned().unwrap_or_default()
}

/// The groups of time of an entry: one, or one for each tag.
fn groups(of: &EntryRow, date: Date, by: By, labels: &Labels) -> Vec<String> {
    match by {
        By::Client => vec![of.client.clone().unwrap_or_default()],
        By::Project => vec![label_of(labels, of.entry.project.as_ref())],
        By::Person => vec![of.person.clone()],
        By::Tag if of.entry.tags.is_empty() => vec![String::new()],
        By::Tag => of.entry.tags.iter().collect::<BTreeSet<_>>().into_iter().cloned().collect(),
        By::Week => {
            let week = date.iso_week_date();
            vec![format!("{:04}-W{:02}", week.year(), week.week())]
        }
        By::Month => vec![date.strftime("%Y-%m").to_string()],
    }
}

fn count(row: &mut BookRow, worked: &Worked, slice: &Slice) {
    let (entry, seconds) = (&worked.of.entry, slice.part.1 - slice.part.0);
    let (billed, written_off, free) = worked.taken(slice.part);
    row.seconds += seconds;
    row.billable_seconds += if entry.billable { seconds } else { 0 };
    row.approved_seconds += if entry.approval.is_some() { seconds } else { 0 };
    row.billed_seconds += billed;
    row.written_off_seconds += written_off;
    row.unbilled_seconds += if entry.approval.is_some() && entry.billable { free } else { 0 };
}

fn time(shelf: &Shelf<'_>, ask: &BookReportAsk, by: By, whose: &Whose) -> Result<Rows> {
    let (mut rows, labels) = (Rows::new(), labels(shelf)?);
    for worked in worked(shelf, ask, by, whose)? {
        for slice in &worked.slices {
            for group in groups(&worked.of, slice.date, by, &labels) {
                count(row(&mut rows, &group, None), &worked, slice);
            }
        }
    }
    Ok(rows)
}

/// Documents that stand, with the drafts that they were made from, and the net of each line with its shares of discounts and caps, less what
/// was credited of it.
fn standing(shelf: &Shelf<'_>) -> Result<Vec<(Issued, Draft, Vec<Decimal>)>> {
    let issued = shelf.values::<Issued>()?;
    let credited = Credited::of(issued.iter());
    let replaced: BTreeSet<&RemoteId> = issued.iter().filter_map(|one| one.kind.replaces()).collect();
    let mut found = Vec::new();
    for one in issued.iter().filter(|one| one.kind == IssuedKind::Invoice && !replaced.contains(&one.id)) {
        if let Some(draft) = one.draft.as_ref().map(|draft| shelf.value::<Draft>(draft)).transpose()?.flatten() {
            let mut nets = credited.nets(&one.id, &draft)?;
            spread_caps(&draft.lines, &mut nets, &draft.currency)?;
            found.push((one.clone(), draft, nets));
        }
    }
    Ok(found)
}

/// What was billed for time of the period and lines of documents in it, what the time cost, and what an hour brought. Time counts in the
/// currency in which it is billed, so that an hour is divided by no other one; what it cost, in that of the cost.
fn profit(shelf: &Shelf<'_>, ask: &BookReportAsk, by: By, whose: &Whose) -> Result<Rows> {
    let people = shelf.table::<Person>()?;
    let base = shelf.profile()?.currency;
    let entries = worked(shelf, ask, by, whose)?;
    let standing = standing(shelf)?;
    let (billed_in, labels) = (Billed::read(shelf, &standing, &base)?, labels(shelf)?);
    let mut rows = Rows::new();
    let mut known = Known::new();
    for worked in &entries {
        let cost = people.get(&worked.of.entry.person).and_then(|held| held.value.cost.clone());
        for slice in &worked.slices {
            let group = groups(&worked.of, slice.date, by, &labels).into_iter().next().unwrap_or_default();
            for (currency, slice) in billed_in.cut(worked, slice) {
                let row = row(&mut rows, &group, Some(currency));
                count(row, worked, &slice);
                if cost.is_none() {
                    add(&mut row.cost, Decimal::ZERO)?;
                    row.uncosted_seconds += slice.part.1 - slice.part.0;
                }
            }
            if let Some(cost) = &cost {
                // Of an hour; divided once all of it is known.
                let amount = Decimal::from(slice.part.1 - slice.part.0).checked_mul(cost.amount).ok_or_else(too_large)?;
                add(&mut row(&mut rows, &group, Some(&cost.currency)).cost, amount)?;
            }
            known.entry(&worked.of.entry.id).or_default().push((slice.part, group));
        }
    }
    let inside = |date: Date| ask.from.is_none_or(|from| date >= from) && ask.until.is_none_or(|until| date <= until);
    let projects: BTreeSet<&RemoteId> = entries.iter().filter_map(|worked| worked.of.entry.project.as_ref()).collect();
    for (issued, draft, nets) in standing {
        let date = issued.document.fulfilled.or(issued.document.issued);
        let mut sums: BTreeMap<String, Option<Decimal>> = BTreeMap::new();
        for (line, net) in draft.lines.iter().zip(nets) {
            // What other lines have their shares of is no line of its own.
            if net.is_zero() && matches!(line.source, LineSource::Discount(_) | LineSource::Cap { .. }) {
                continue;
            }
            // A query finds time: what has none belongs to it by its project.
            let is_found = line.project.as_ref().is_some_and(|project| projects.contains(project));
            if line.parts().is_empty() && !ask.query.trim().is_empty() && !is_found {
                continue;
            }
            for (group, net) in shares(shelf, (line, net), (&known, by, &labels), (date, &inside), &draft)? {
                add(sums.entry(group).or_default(), net)?;
            }
        }
        for (group, net) in sums {
            add(&mut row(&mut rows, &group, Some(&draft.currency)).amount, net.unwrap_or_default())?;
        }
    }
    for ((_, currency), row) in &mut rows {
        let scale = currency.as_ref().map_or(2, Currency::decimals);
        row.cost = row.cost.map(|cost| billing::priced(1, cost, 3600, scale).ok_or_else(too_large)).transpose()?;
        row.rate = row.amount.filter(|_| row.seconds > 0).and_then(|amount| {
            let hours = Decimal::from(row.seconds).checked_div(Decimal::from(3600))?;
            amount.checked_div(hours).map(|rate| billing::round(rate, 2))
        });
    }
    Ok(rows)
}

/// In which currency time is billed.
struct Billed {
    base: Currency,
    drafts: BTreeMap<RemoteId, Currency>,
    projects: BTreeMap<RemoteId, Currency>,
}

impl Billed {
    fn read(shelf: &Shelf<'_>, standing: &[(Issued, Draft, Vec<Decimal>)], base: &Currency) -> Result<Self> {
        let clients = shelf.table::<Client>()?;
        let open = shelf.drafts(false)?;
        let drafts = standing.iter().map(|(_, draft, _)| draft).chain(&open);
        let of = |project: &Project| clients.get(&project.client).and_then(|held| held.value.currency.clone());
        let projects = shelf.values::<Project>()?;
        Ok(Self {
            base: base.clone(),
            drafts: drafts.map(|draft| (draft.id.clone(), draft.currency.clone())).collect(),
            projects: projects.into_iter().filter_map(|project| Some((project.id.clone(), of(&project)?))).collect(),
        })
    }

    /// The currency of time that no draft has: that of the client.
    fn usual(&self, worked: &Worked) -> &Currency {
        worked.of.entry.project.as_ref().and_then(|project| self.projects.get(project)).unwrap_or(&self.base)
    }

    /// A slice by what bills it.
    fn cut(&self, worked: &Worked, slice: &Slice) -> Vec<(&Currency, Slice)> {
        let usual = self.usual(worked);
        let drafted = worked.of.entry.claims.iter().filter_map(|claim| match &claim.by {
            ClaimBy::Draft(draft) => Some((claim.from.max(slice.part.0), claim.until.min(slice.part.1), self.drafts.get(draft)?)),
            ClaimBy::WrittenOff(_) => None,
        });
        let mut drafted: Vec<_> = drafted.filter(|(from, until, _)| from < until).collect();
        drafted.sort_by_key(|(from, ..)| *from);
        let (mut cut, mut at) = (Vec::new(), slice.part.0);
        for (from, until, currency) in drafted {
            cut.push((usual, (at, from)));
            cut.push((currency, (from, until)));
            at = until;
        }
        cut.push((usual, (at, slice.part.1)));
        let slice = |part| Slice { part, date: slice.date };
        cut.into_iter().filter(|(_, part)| part.0 < part.1).map(|(currency, part)| (currency, slice(part))).collect()
    }
}

/// Parts of entries that a report counts, with the group of each.
type Known<'e> = BTreeMap<&'e RemoteId, Vec<(Part, String)>>;

/// The net of a line by group: that of time by what its parts are worth, with nothing lost to rounding.
fn shares(
    shelf: &Shelf<'_>,
    (line, net): (&DraftLine, Decimal),
    (known, by, labels): (&Known<'_>, By, &Labels),
    (date, inside): (Option<Date>, &dyn Fn(Date) -> bool),
    draft: &Draft,
) -> Result<Vec<(String, Decimal)>> {
    if line.parts().is_empty() {
        let Some(date) = date.filter(|date| inside(*date)) else { return Ok(Vec::new()) };
        let client = || -> Result<String> {
            Ok(shelf.value::<Client>(&draft.client)?.map_or_else(String::new, |client| client.party.name))
        };
        let group = match by {
            By::Client => client()?,
            By::Project => label_of(labels, line.project.as_ref()),
            By::Week => {
                let week = date.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            By::Month => date.strftime("%Y-%m").to_string(),
            By::Person | By::Tag => String::new(),
        };
        return Ok(vec![(group, net)]);
    }
    let mut worth: BTreeMap<Option<String>, Option<Decimal>> = BTreeMap::new();
    let mut total = Decimal::ZERO;
    for part in line.parts() {
        let weight = if part.amount.is_zero() { Decimal::ONE } else { part.amount };
        let mut outside = part.until - part.from;
        let mut weigh = |group: Option<String>, seconds: i64| -> Result<()> {
            let value = Decimal::from(seconds).checked_mul(weight).ok_or_else(too_large)?;
            add(worth.entry(group).or_default(), value)?;
            total = summed([total, value])?;
            Ok(())
        };
        for (counted, group) in known.get(&part.entry).into_iter().flatten() {
            let seconds = common(*counted, (part.from, part.until));
            if seconds > 0 {
                outside -= seconds;
                weigh(Some(group.clone()), seconds)?;
            }
        }
        if outside > 0 {
            weigh(None, outside)?;
        }
    }
    let mut left = net;
    let count = worth.len();
    let mut found = Vec::new();
    for (index, (group, value)) in worth.into_iter().enumerate() {
        let share = if index + 1 == count {
            left
        } else {
            let share = value.and_then(|value| value.checked_div(total)?.checked_mul(net)).unwrap_or_default();
            billing::round(share, draft.currency.decimals())
        };
        left = left.checked_sub(share).ok_or_else(too_large)?;
        // What was worked outside the period is of another one.
        found.extend(group.map(|group| (group, share)));
    }
    Ok(found)
}

/// What projects with a budget have used of it, and when it ends if the work goes on as in the last weeks.
fn budget(shelf: &Shelf<'_>) -> Result<Rows> {
    let today = shelf.today()?;
    let since = today.saturating_sub((WEEKS * 7 - 1).days());
    let recent = shelf.entries_begun(since, today)?;
    let (mut rows, labels) = (Rows::new(), labels(shelf)?);
    for project in shelf.values::<Project>()?.into_iter().filter(|project| project.state != ProjectState::Archived) {
        let Some(budget) = project.budget.clone() else { continue };
        let view = super::edit::project_view(shelf, project.clone())?;
        let weekly: i64 = recent
            .iter()
            .map(|held| &held.value)
            .filter(|entry| entry.project.as_ref() == Some(&project.id))
            .map(TimeEntry::seconds)
            .sum::<i64>();
        let (currency, whole, used) = match &budget {
            Budget::Time(seconds) => (None, Decimal::from(*seconds), Decimal::from(view.seconds)),
            Budget::Money(amount, currency) => (Some(currency.clone()), *amount, view.spent),
        };
        let left = whole.checked_sub(used).ok_or_else(too_large)?;
        let row = row(&mut rows, &label_of(&labels, Some(&project.id)), currency.as_ref());
        row.seconds = view.seconds;
        row.unbilled_seconds = view.unbilled;
        row.budget = Some(whole);
        row.amount = Some(used);
        row.left = Some(left);
        row.used = view.used();
        row.weekly_seconds = Some(weekly / WEEKS);
        let days = match (&budget, view.seconds) {
            (_, 0) => None,
            (Budget::Time(_), _) => left.checked_div(Decimal::from(weekly)),
            (Budget::Money(..), seconds) => {
                let each = used.checked_div(Decimal::from(seconds));
                each.and_then(|each| each.checked_mul(Decimal::from(weekly))).and_then(|burnt| left.checked_div(burnt))
            }
        };
        let days = days.and_then(|periods| i64::try_from(periods.checked_mul(Decimal::from(WEEKS * 7))?.ceil()).ok());
        row.date = days.filter(|days| (0..36_500).contains(days)).and_then(|days| today.checked_add(days.days()).ok());
    }
    Ok(rows)
}

/// Approved time that nothing has billed yet, at the rates of today's books.
fn unbilled(shelf: &Shelf<'_>, by: By) -> Result<Rows> {
    let (base, pricing, zone) = (shelf.profile()?.currency, Pricing::read(shelf)?, shelf.zone()?);
    let (projects, clients, labels) = (shelf.table::<Project>()?, shelf.table::<Client>()?, labels(shelf)?);
    let free = shelf.entries_free(projects.values().filter(|held| !held.retired).map(|held| &held.value.id))?;
    let mut rows = Rows::new();
    for (client, free) in pricing.by_client(&free) {
        let client = clients.get(client).map(|held| &held.value);
        let currency = client.and_then(|client| client.currency.clone()).unwrap_or_else(|| base.clone());
        let name = |project: &RemoteId| match by {
            By::Project => labels.get(project).map_or("", String::as_str),
            _ => client.map_or("", |client| client.party.name.as_str()),
        };
        for entry in &free {
            let row = row(&mut rows, entry.project.as_ref().map_or("", name), Some(&currency));
            row.unbilled_seconds += entry.free();
            row.date = row.date.into_iter().chain([entry.span.date_in(&zone)]).min();
        }
        for (project, waiting) in pricing.of(&currency, &free)? {
            let row = row(&mut rows, name(&project), Some(&currency));
            row.unpriced_seconds += waiting.unpriced;
            add(&mut row.amount, waiting.net)?;
        }
    }
    Ok(rows)
}
