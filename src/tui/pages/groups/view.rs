//! Draws the page of groups, and its rows as a table.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::field::GroupField;
use super::{Groups, Line};
use crate::domain::{Direction, Message};
use crate::query::group::{GroupRow, GroupSum, Order};
use crate::query::rows::examples;
use crate::tui::group::Grouping;
use crate::tui::hours::hours;
use crate::tui::list::{self, MARGIN};
use crate::tui::load::Load;
use crate::tui::mask;
use crate::tui::paint::{Align, Spec, cell, fit_columns, line_of, put};
use crate::tui::placeholder::{Say, say};
use crate::tui::shared::Shared;
use crate::tui::table::Table;
use crate::tui::{text, theme, words};

/// Sums that are shown beside each other at most.
const SUMS: usize = 4;
/// The place of the cell that counts sums that are not shown.
const MORE: usize = 5;
/// Names of sums for programs.
const NAMES: [&str; 8] = ["gross", "net", "vat", "balance", "amount", "unapplied", "incoming", "outgoing"];

/// The value of a group in words.
pub(super) fn value(of: &Grouping, row: &GroupRow, cx: &Shared) -> String {
    let Some(value) = &row.value else { return cx.locale.get("group-none") };
    if cx.masked && of.is_name {
        return mask::name(value);
    }
    if value == "true" || value == "false" {
        return words::word(cx.locale, "bool", value);
    }
    words::cell(cx.locale, (of.family)(value), value)
}

/// The title of a sum.
fn title(of: &Grouping, name: &str, cx: &Shared) -> String {
    if let Some((_, title)) = of.sums.iter().find(|(known, _)| *known == name) {
        return cx.locale.get(title);
    }
    words::word(cx.locale, "group-sum", name)
}

/// The names of the sums of all groups, the first ones first.
fn names(page: &Groups) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for amount in page.rows().iter().flat_map(|row| &row.sums).flat_map(|sum| &sum.amounts) {
        if !names.contains(&amount.name) {
            names.push(amount.name.clone());
        }
    }
    names
}

/// The side of a sum in words; empty for what is issued, which is the usual one.
fn side(sum: &GroupSum, cx: &Shared) -> String {
    let received = (sum.direction == Some(Direction::Received)).then(|| cx.locale.get("tui-total-received"));
    let uncounted = sum.uncounted.then(|| cx.locale.get("tui-total-uncounted"));
    received.into_iter().chain(uncounted).collect::<Vec<_>>().join(" ")
}

/// A sum with a mark where an amount did not fit.
fn money(sum: &GroupSum, name: &str, cx: &Shared) -> String {
    let amount = sum.amounts.iter().find(|amount| amount.name == name);
    let mark = if sum.overflow { "> " } else { "" };
    amount.map(|amount| format!("{mark}{}", cx.locale.money(amount.amount, &sum.currency))).unwrap_or_default()
}

/// The side of a sum, and where every sum stands on a line of its own how many of the rows it sums.
fn side_of(sum: &GroupSum, counts: bool, cx: &Shared) -> String {
    let count = counts.then(|| cx.locale.text(&Message::new("group-summed").with("count", cx.locale.count(sum.count))));
    count.into_iter().chain(Some(side(sum, cx)).filter(|side| !side.is_empty())).collect::<Vec<_>>().join(" ")
}

/// The cells of a line: value, rows, hours, side, the first sum, how many sums are not shown, further sums.
fn line_cells(start: [String; 4], more: usize, sums: impl Iterator<Item = String>) -> Vec<String> {
    let mut cells: Vec<String> = start.into_iter().chain(sums).collect();
    let more = if more > 0 { format!("+{more}") } else { String::new() };
    cells.insert(MORE.min(cells.len()), more);
    cells
}

/// The cells of a line.
fn cells(page: &Groups, of: &Grouping, line: Line, names: &[String], cx: &Shared) -> Option<Vec<String>> {
    let row = page.rows().get(line.group)?;
    let folded = row.sums.len() > 1 && !page.unfolded.contains(&row.value);
    let sign = match (line.sum, row.sums.len() > 1) {
        (0, true) if folded => "▸ ",
        (0, true) => "▾ ",
        _ => "  ",
    };
    let name = if line.sum == 0 { format!("{sign}{}", value(of, row, cx)) } else { String::new() };
    let more = if folded { row.sums.len() - 1 } else { 0 };
    let sum = row.sums.get(line.sum);
    // Rows of the group: those of a sum are fewer where some count in no sum.
    let rows = if line.sum == 0 { cx.locale.count(row.rows) } else { String::new() };
    let unfolded = row.sums.len() > 1 && !folded;
    let time = row.seconds.filter(|_| line.sum == 0).map(hours).unwrap_or_default();
    let start = [name, rows, time, sum.map(|sum| side_of(sum, unfolded, cx)).unwrap_or_default()];
    Some(line_cells(start, more, names.iter().map(|name| sum.map(|sum| money(sum, name, cx)).unwrap_or_default())))
}

/// The title of the time of the groups.
pub(super) fn time_title(of: &Grouping) -> &'static str {
    of.time.unwrap_or("own-col-hours")
}

/// The titles; that of the order with an arrow.
fn titles(page: &Groups, of: &Grouping, names: &[String], cx: &Shared) -> Vec<String> {
    let time = if page.has_time() { cx.locale.get(time_title(of)) } else { String::new() };
    let start = [cx.locale.get(of.title), cx.locale.get("group-col-rows"), time, String::new()];
    let mut titles = line_cells(start, 0, names.iter().map(|name| title(of, name, cx)));
    let (at, falls) = match page.order {
        Order::Value => (0, page.reversed),
        Order::Rows => (1, !page.reversed),
        Order::Time => (2, !page.reversed),
        Order::Sum => (4, !page.reversed),
    };
    let arrow = if falls { "↓" } else { "↑" };
    if let Some(title) = titles.get_mut(at) {
        *title = if at == 0 { format!("{title} {arrow}") } else { format!("{arrow} {title}") };
    }
    titles
}

/// The rows and the sums of all groups; the last that fits says how many more there are.
fn foot(page: &Groups, names: &[String], cx: &Shared) -> Vec<Vec<String>> {
    let shown = page.below(cx);
    let all: u64 = page.shown().map(|row| row.rows).sum();
    let worked = page.shown().filter_map(|row| row.seconds).fold(0_i64, i64::saturating_add);
    let start = |first: bool, side: String| {
        let name = if first { cx.locale.get("tui-report-sum") } else { String::new() };
        let rows = if first { cx.locale.count(all) } else { String::new() };
        let time = if first && page.has_time() { hours(worked) } else { String::new() };
        [format!("  {name}"), rows, time, side]
    };
    if page.totals.is_empty() {
        // Without money there is one line, of the time.
        return (0..shown).map(|_| line_cells(start(true, String::new()), 0, names.iter().map(|_| String::new()))).collect();
    }
    let one = |(index, sum): (usize, &GroupSum)| {
        let more = if index + 1 == shown { page.totals.len() - shown } else { 0 };
        let start = start(index == 0, side_of(sum, page.totals.len() > 1, cx));
        line_cells(start, more, names.iter().map(|name| money(sum, name, cx)))
    };
    page.totals.iter().take(shown).enumerate().map(one).collect()
}

/// The names of the sums that can be shown.
fn sums(page: &Groups) -> Vec<&'static str> {
    // Sums of the service have fixed names, those of other columns the names of the columns.
    let columns = page.of.iter().flat_map(|of| of.sums.iter().map(|(name, _)| *name));
    let fixed: Vec<&'static str> = NAMES.into_iter().chain(columns).collect();
    names(page).iter().filter_map(|name| fixed.iter().find(|known| *known == name).copied()).collect()
}

/// The columns beside the value, with their titles.
pub(super) fn columns(page: &Groups, cx: &Shared) -> Vec<(&'static str, String)> {
    let Some(of) = &page.of else { return Vec::new() };
    let time = page.has_time().then(|| ("seconds", cx.locale.get(time_title(of))));
    let sums = sums(page).into_iter().map(|name| (name, title(of, name, cx)));
    std::iter::once(("rows", cx.locale.get("group-col-rows"))).chain(time).chain(sums).collect()
}

/// The column that a cell belongs to, by its place in the line.
fn column_of(at: usize, names: &[String]) -> &str {
    match at {
        1 => "rows",
        2 => "seconds",
        4 => names.first().map_or("", String::as_str),
        at if at > MORE => names.get(at - MORE).map_or("", String::as_str),
        _ => "",
    }
}

/// Draws the page; returns the place of the cursor while the filter is edited.
pub(super) fn draw(page: &Groups, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    let Some(of) = &page.of else {
        say(cx, buffer, area, &Say::Hint("tui-empty-groups", "tui-empty-groups-hint"));
        return None;
    };
    head(page, of, cx, buffer, area);
    let mut below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let filter = below;
    let cursor = draw_filter(page, cx, buffer, filter);
    below = Rect { y: below.y + page.filter_height(), height: below.height.saturating_sub(page.filter_height()), ..below };
    match &page.groups {
        Load::Loading => say(cx, buffer, below, &Say::Loading),
        Load::Failed(error) => say(cx, buffer, below, &Say::Error(error)),
        Load::Ready(_) if page.found.is_empty() => {
            say(cx, buffer, below, &Say::Hint("tui-empty-found", "tui-empty-found-hint"));
        }
        Load::Ready(_) => rows(page, of, cx, buffer, (area, below)),
    }
    list::draw_suggestions(&page.filter, buffer, filter, cursor);
    cursor
}

/// Draws the line that filters, and its error.
fn draw_filter(page: &Groups, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    if page.filter_height() == 0 {
        return None;
    }
    let examples = examples::<GroupField>(cx.lang()).into_iter().take(3).collect::<Vec<_>>().join(", ");
    let hint = cx.locale.text(&Message::new("tui-filter-hint-rows").with("examples", examples));
    let of = Message::new("tui-found-of").with("place", page.found.len()).with("total", page.rows().len());
    let found = cx.locale.text(&of);
    let complaint = page.complaint();
    if let Some(error) = complaint {
        let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        list::draw_complaint(&page.filter, cx, buffer, below, error);
    }
    list::draw_filter(&page.filter, (&found, complaint.is_some(), &hint), buffer, line_of(area, 0))
}

/// Draws the line that says what is grouped.
fn head(page: &Groups, of: &Grouping, cx: &Shared, buffer: &mut Buffer, area: Rect) {
    let head = line_of(area, 0);
    let room = area.width.saturating_sub(MARGIN + 1);
    let mut what =
        cx.locale.text(&Message::new("group-head").with("count", page.rows().len()).with("by", cx.locale.get(of.title)));
    if !of.query.is_empty() && !cx.masked {
        what = format!("{what} · {}", of.query);
    }
    if page.left_out > 0 {
        what = format!("{what} · {}", cx.locale.text(&Message::new("group-left-out").with("count", page.left_out)));
    }
    let marked = page.shown().filter(|row| page.marks.contains(&row.value)).count();
    if marked > 0 {
        what = format!("{what} · {}", cx.locale.text(&Message::new("tui-marked").with("count", marked)));
    }
    put(buffer, head.x + MARGIN, head.y, room, &what, theme::DIM);
}

/// Draws the heading, the lines and the sums.
fn rows(page: &Groups, of: &Grouping, cx: &Shared, buffer: &mut Buffer, (area, below): (Rect, Rect)) {
    let room = area.width.saturating_sub(MARGIN + 1);
    let names: Vec<String> =
        names(page).into_iter().filter(|name| !page.hidden.iter().any(|hidden| hidden == name)).take(SUMS).collect();
    let titles = titles(page, of, &names, cx);
    let foot = foot(page, &names, cx);
    let lines = page.lines();
    let shown: Vec<Vec<String>> =
        lines.iter().skip(page.top).take(page.visible(cx)).filter_map(|line| cells(page, of, *line, &names, cx)).collect();
    let width = |at: usize| {
        let cells = shown.iter().chain(&foot).filter_map(|cells| cells.get(at)).map(|cell| text::columns(&text::clean(cell)));
        cells.chain(titles.get(at).map(|title| text::columns(title))).max().unwrap_or(0)
    };
    let spec = |at: usize| {
        let column = column_of(at, &names);
        if page.hidden.contains(&column) {
            return Spec { min: 0, ideal: 0, worth: 0 };
        }
        let set = page.widths.iter().find(|(known, _)| *known == column).map(|(_, width)| *width);
        let ideal = set.unwrap_or_else(|| width(at));
        let worth = match at {
            // Sums that are left out are never left out silently.
            0 | 2 | MORE => 12,
            1 => 10,
            3 => 8,
            4 => 11,
            at => u8::try_from(11_usize.saturating_sub(at)).unwrap_or(1),
        };
        Spec { min: if at == 0 { ideal.min(14) } else { ideal }, ideal: ideal.min(60), worth }
    };
    let specs: Vec<Spec> = (0..titles.len()).map(spec).collect();
    let places = fit_columns(&specs, room, 2);
    let align = |at: usize| if matches!(at, 0 | 3 | MORE) { Align::Left } else { Align::Right };
    for (at, (place, title)) in places.iter().zip(&titles).enumerate() {
        if let Some((x, width)) = place {
            cell(buffer, below.x + MARGIN + x, below.y, *width, title, theme::DIM, align(at));
        }
    }
    let mut line = |at_line: Rect, cells: &[String], plain: ratatui::style::Style| {
        for (at, (place, words)) in places.iter().zip(cells).enumerate() {
            if let Some((x, width)) = place {
                let style = if matches!(at, 3 | MORE) { theme::DIM } else { plain };
                cell(buffer, at_line.x + MARGIN + x, at_line.y, *width, words, style, align(at));
            }
        }
    };
    let last = area.height.saturating_sub(u16::try_from(foot.len()).unwrap_or(0));
    for (index, cells) in (last..).zip(&foot) {
        line(line_of(area, index), cells, theme::BOLD);
    }
    for (index, cells) in shown.iter().enumerate() {
        let at_line = line_of(below, u16::try_from(index + 1).unwrap_or(u16::MAX));
        if at_line.height == 0 {
            break;
        }
        line(at_line, cells, theme::PLAIN);
    }
    for index in 0..shown.len() {
        let at_line = line_of(below, u16::try_from(index + 1).unwrap_or(u16::MAX));
        let value = lines.get(page.top + index).and_then(|line| page.rows().get(line.group)).map(|row| &row.value);
        if value.is_some_and(|value| page.marks.contains(value)) {
            put(buffer, at_line.x + 1, at_line.y, 1, "✓", theme::ACCENT_BOLD);
        }
        if page.top + index == page.cursor {
            buffer.set_style(at_line, theme::SELECTED);
            put(buffer, at_line.x, at_line.y, 1, "›", theme::BOLD);
        }
    }
}

/// Every group with every sum, to be copied or written to a file.
pub(super) fn table(page: &Groups, cx: &Shared) -> Table {
    let Some(of) = &page.of else { return Table::default() };
    let known: Vec<&'static str> = if cx.masked { Vec::new() } else { sums(page) };
    let time = page.has_time().then_some("seconds").into_iter();
    let mut table = Table {
        names: ["group", "rows"]
            .into_iter()
            .chain(time.clone())
            .chain(["currency", "direction", "count"])
            .chain(known.iter().copied())
            .collect(),
        titles: vec![
            cx.locale.get(of.title),
            cx.locale.get("group-col-rows"),
            cx.locale.get("tui-col-currency"),
            cx.locale.get("tui-col-pay-direction"),
            cx.locale.get("group-col-count"),
        ],
        ..Table::default()
    };
    if page.has_time() {
        table.titles.insert(2, cx.locale.get(time_title(of)));
    }
    table.titles.extend(known.iter().map(|name| title(of, name, cx)));
    for row in page.chosen() {
        let shown = value(of, row, cx);
        let raw = if cx.masked && of.is_name { shown.clone() } else { row.value.clone().unwrap_or_default() };
        let (worked, told) = (row.seconds.map(|seconds| seconds.to_string()), row.seconds.map(hours));
        if row.sums.is_empty() {
            let rest = || std::iter::repeat_n(String::new(), 3 + known.len());
            table.rows.push([raw.clone(), row.rows.to_string()].into_iter().chain(worked.clone()).chain(rest()).collect());
            table.shown.push([shown.clone(), cx.locale.count(row.rows)].into_iter().chain(told.clone()).chain(rest()).collect());
        }
        for sum in &row.sums {
            let direction = sum.direction.map_or("", Direction::as_str);
            let amount = |name: &&'static str| sum.amounts.iter().find(|amount| amount.name == *name);
            let currency = sum.currency.to_string();
            let start = [raw.clone(), row.rows.to_string()].into_iter().chain(worked.clone());
            let mut cells: Vec<String> = start.chain([currency.clone(), direction.to_owned(), sum.count.to_string()]).collect();
            cells.extend(known.iter().map(|name| amount(name).map(|amount| amount.amount.to_string()).unwrap_or_default()));
            table.rows.push(cells);
            let count = |count: u64| cx.locale.count(count);
            let start = [shown.clone(), count(row.rows)].into_iter().chain(told.clone());
            let mut cells: Vec<String> = start.chain([currency, side(sum, cx), count(sum.count)]).collect();
            cells.extend(known.iter().map(|name| money(sum, name, cx)));
            table.shown.push(cells);
        }
    }
    table
}
