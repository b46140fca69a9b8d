//! Draws the page of time.

use jiff::ToSpan;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::columns::lint_words;
use super::entries::{Entries, Line};
use super::period::{Zoom, weekday};
use super::{COLUMNS, Time};
use crate::domain::Message;
use crate::service::Action as Permission;
use crate::tui::hours::{hours, minutes};
use crate::tui::list::Frame;
use crate::tui::load::Load;
use crate::tui::paint::{Align, Piece, cell, divide, line_of, pieces, pieces_width, put};
use crate::tui::placeholder::{Say, no_books, say};
use crate::tui::shared::Shared;
use crate::tui::{picture, text, theme, words};

/// Lines below a list: its sums.
pub(super) const BELOW: u16 = 1;
/// Lines of a grid besides its rows: days, sums, a rule, what they add up to.
const AROUND: u16 = 3;
/// Columns of a day, at least.
const DAY: u16 = 7;
/// Columns of a sum.
const SUM: u16 = 10;
/// Columns of the least name of a project.
const NAME: u16 = 12;
/// Lines of what is worth a look, at most.
const LINTS: usize = 3;

/// Rows of the grid that fit.
pub(super) fn grid_room(cx: &Shared) -> usize {
    let lints = if cx.body_height() > 12 { u16::try_from(LINTS).unwrap_or(0) } else { 0 };
    usize::from(cx.body_height().saturating_sub(Time::above(cx) + AROUND + lints))
}

/// The names of the zooms with the one that is shown, as the first line has them.
fn zooms(cx: &Shared, shown: Option<Zoom>) -> Vec<(Zoom, Piece)> {
    let one = |zoom: Zoom| {
        let name = cx.locale.get(zoom.title());
        let here = shown == Some(zoom);
        let (words, style) = if here { (format!("‹{name}›"), theme::ACCENT_BOLD) } else { (format!(" {name} "), theme::DIM) };
        (zoom, (words, style))
    };
    Zoom::all().into_iter().map(one).collect()
}

/// Columns before the first name.
const MARGIN: u16 = 1;

/// The zoom at a column of the first line.
pub(super) fn zoom_at(cx: &Shared, x: u16) -> Option<Zoom> {
    if cx.width < WIDE_HEAD {
        return None;
    }
    let mut from = MARGIN;
    zooms(cx, None).into_iter().find_map(|(zoom, (words, _))| {
        let to = from + text::columns(&words);
        let hit = (from..to).contains(&x);
        from = to;
        hit.then_some(zoom)
    })
}

/// From this width on the first line names every zoom.
const WIDE_HEAD: u16 = 72;

/// The columns of a grid.
#[derive(Debug, Clone, Copy)]
struct Places {
    /// The first day that is shown.
    first: usize,
    /// Days that fit.
    fit: usize,
    /// Columns of names.
    name: u16,
    /// Columns of a day.
    day: u16,
}

impl Places {
    /// The column where a shown day begins, counted from the left edge.
    fn x_of(self, at: usize) -> u16 {
        1 + self.name + u16::try_from(at).unwrap_or(0) * self.day
    }
}

/// The places of the days that fit. A day is as wide as its longest time where all days have the room.
fn places(width: u16, column: usize, lines: &[Line]) -> Places {
    let sums = (0..COLUMNS - 1).map(|day| day_sum(lines, day));
    let times = lines.iter().flat_map(|line| line.days.iter().copied()).chain(sums);
    let longest = times.map(|seconds| text::columns(&hours(seconds)) + 1).max().unwrap_or(0).max(DAY);
    let room = width.saturating_sub(NAME + SUM + 2);
    let all = u16::try_from(COLUMNS - 1).unwrap_or(1);
    let day_width = if longest * all <= room { longest } else { DAY };
    let fit = usize::from(room / day_width).clamp(1, COLUMNS - 1);
    let day = column.min(COLUMNS - 2);
    let first = if fit >= COLUMNS - 1 { 0 } else { day.saturating_sub(fit / 2).min(COLUMNS - 1 - fit) };
    let days = u16::try_from(fit).unwrap_or(1) * day_width;
    Places { first, fit, name: width.saturating_sub(days + SUM + 2), day: day_width }
}

/// What the lines of a day add up to.
fn day_sum(lines: &[Line], day: usize) -> i64 {
    lines.iter().filter_map(|line| line.days.get(day)).sum::<i64>()
}

/// What is said where a period has no time; in new books also what time is billed by.
fn nothing(cx: &Shared, what: &'static str) -> Say<'static> {
    let new = cx.books.here().is_some_and(|view| view.projects.is_empty()) && cx.may(Permission::Books, cx.books.id());
    Say::Hint(what, if new { "own-first-time-hint" } else { "own-empty-time-hint" })
}

impl Time {
    pub(super) fn draw_page(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        if let Some(instead) = Self::instead(cx) {
            say(cx, buffer, area, &instead);
            return None;
        }
        self.draw_head(cx, buffer, line_of(area, 0));
        draw_timer(cx, buffer, line_of(area, 1));
        let above = Self::above(cx);
        let below = Rect { y: area.y + above, height: area.height.saturating_sub(above), ..area };
        let width = Self::width(cx).min(area.width);
        let picture = self.drawn.as_ref();
        if self.pictured && !cx.wide() {
            let place = Rect { x: below.x + 2, width: below.width.saturating_sub(4), ..below };
            if let Some(picture) = picture {
                picture::draw(cx.locale, buffer, place, picture, self.mark().as_deref());
            }
            return None;
        }
        let list = Rect { width, ..below };
        if width < area.width {
            divide(buffer, area.x + width, below);
            let place = Rect { x: area.x + width + 3, width: area.width.saturating_sub(width + 5), ..below };
            if let Some(picture) = picture {
                let height = place.height.min(26);
                picture::draw(cx.locale, buffer, Rect { height, ..place }, picture, self.mark().as_deref());
            }
        }
        if self.is_grid() {
            self.draw_grid(cx, buffer, list);
            return None;
        }
        let rows = Rect { height: list.height.saturating_sub(BELOW), ..list };
        let instead = match &self.data {
            Load::Loading => Some(Say::Loading),
            Load::Failed(error) => Some(Say::Error(error)),
            Load::Ready(entries) if entries.rows.is_empty() => Some(nothing(cx, "own-empty-time")),
            Load::Ready(_) => None,
        };
        let cursor = self.sheet.draw(self.rows(), &Frame { instead, unit: "own-entries" }, cx, buffer, rows);
        self.draw_sums(cx, buffer, line_of(list, list.height.saturating_sub(1)));
        cursor
    }

    /// What stands in place of the page.
    fn instead(cx: &Shared) -> Option<Say<'_>> {
        match (&cx.books.companies, &cx.books.view) {
            (Load::Loading, _) => Some(Say::Loading),
            (Load::Failed(error), _) | (_, Load::Failed(error)) => Some(Say::Error(error)),
            (Load::Ready(all), _) if all.is_empty() => Some(no_books(cx)),
            _ => None,
        }
    }

    /// The day under the cursor, as pictures name it.
    fn mark(&self) -> Option<String> {
        let day = if self.is_grid() { self.day } else { self.current().map(|row| row.date) };
        day.map(|day| if self.zoom == Zoom::Month { day.to_string() } else { String::new() }).filter(|mark| !mark.is_empty())
    }

    fn draw_head(&self, cx: &Shared, buffer: &mut Buffer, at: Rect) {
        let mut line: Vec<Piece> = Vec::new();
        if at.width >= WIDE_HEAD {
            line.extend(zooms(cx, self.custom.is_none().then_some(self.zoom)).into_iter().map(|(_, piece)| piece));
            line.push(("  ".to_owned(), theme::PLAIN));
        }
        line.push((self.zoom.words(cx, self.period(cx)), theme::BOLD));
        if self.own && at.width >= NAME * 5 {
            line.push((format!(" · {}", cx.locale.get("own-mine")), theme::DIM));
        }
        let end = pieces(buffer, at.x + MARGIN, at.y, at.width.saturating_sub(MARGIN), &line);
        let Some(entries) = self.entries() else { return };
        let sum = hours(entries.seconds);
        let room = at.right().saturating_sub(end + 3);
        if text::columns(&sum) <= room {
            cell(buffer, end + 2, at.y, room, &sum, theme::ACCENT_BOLD, Align::Right);
        }
    }

    /// What the entries of a list add up to.
    fn draw_sums(&self, cx: &Shared, buffer: &mut Buffer, at: Rect) {
        let Some(entries) = self.entries() else { return };
        let mut line = sums(cx, entries);
        if entries.rows.len() < entries.total {
            let message = Message::new("own-newest").with("shown", cx.locale.count(entries.rows.len() as u64));
            line.insert(
                0,
                (format!("{}   ", cx.locale.text(&message.with("total", cx.locale.count(entries.total as u64)))), theme::LOOK),
            );
        }
        pieces(buffer, at.x + 2, at.y, at.width.saturating_sub(3), &line);
    }

    fn draw_grid(&self, cx: &Shared, buffer: &mut Buffer, area: Rect) {
        let entries = match &self.data {
            Load::Loading => return say(cx, buffer, area, &Say::Loading),
            Load::Failed(error) => return say(cx, buffer, area, &Say::Error(error)),
            Load::Ready(entries) => entries,
        };
        let places = places(area.width, self.column, &entries.lines);
        let (first, fit) = (places.first, places.fit);
        let monday = entries.wanted.period.0;
        let today = cx.books.today(cx.now, &cx.zone);
        let x_of = |at: usize| area.x + places.x_of(at);
        for (at, day) in (first..first + fit).enumerate() {
            let date = monday.saturating_add(i64::try_from(day).unwrap_or(0).days());
            let label = format!("{} {}", weekday(cx, date), date.day());
            let style = if date == today { theme::ACCENT_BOLD } else { theme::DIM };
            cell(buffer, x_of(at), area.y, places.day, &label, style, Align::Right);
        }
        let sum_x = x_of(fit);
        cell(buffer, sum_x, area.y, SUM, &cx.locale.get("own-total"), theme::DIM, Align::Right);
        let room = grid_room(cx);
        for (row, (index, line)) in entries.lines.iter().enumerate().skip(self.top).take(room).enumerate() {
            let y = area.y + 1 + u16::try_from(row).unwrap_or(0);
            let here = index == self.line;
            self.draw_line(cx, buffer, Rect { y, height: 1, ..area }, (line, here), places);
        }
        let used = u16::try_from(entries.lines.len().saturating_sub(self.top).min(room)).unwrap_or(0);
        let y = area.y + 1 + used;
        if entries.lines.is_empty() {
            say(
                cx,
                buffer,
                Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area },
                &nothing(cx, "own-empty-week"),
            );
            return;
        }
        put(buffer, area.x + 2, y, places.name, &cx.locale.get("own-total"), theme::DIM);
        let mut whole = 0;
        for day in 0..COLUMNS - 1 {
            let sum = day_sum(&entries.lines, day);
            whole += sum;
            if let Some(at) = day.checked_sub(first).filter(|at| *at < fit) {
                cell(buffer, x_of(at), y, places.day, &shown(sum, places.day), theme::BOLD, Align::Right);
            }
        }
        cell(buffer, sum_x, y, SUM, &shown(whole, SUM), theme::ACCENT_BOLD, Align::Right);
        pieces(buffer, area.x + 2, y + 1, area.width.saturating_sub(3), &sums(cx, entries));
        let left = usize::from(area.bottom().saturating_sub(y + 2)).min(LINTS);
        for (line, lint) in (y + 2..area.bottom()).zip(entries.lints.iter().take(left)) {
            let more = entries.lints.len().saturating_sub(left);
            let last = usize::from(line - y - 2) + 1 == left && more > 0;
            let tail = if last { format!("   +{more}") } else { String::new() };
            let of = entries.row(&lint.entry).and_then(|row| row.project.as_deref()).unwrap_or(words::NOTHING);
            let line_words = [
                (format!("! {} ", lint.date), theme::LOOK),
                (format!("{of} · "), theme::PLAIN),
                (lint_words(cx, lint), theme::PLAIN),
                (tail, theme::DIM),
            ];
            pieces(buffer, area.x + 2, line, area.width.saturating_sub(3), &line_words);
        }
    }

    fn draw_line(&self, cx: &Shared, buffer: &mut Buffer, at: Rect, (line, here): (&Line, bool), places: Places) {
        let client = line.client.as_deref().unwrap_or_default();
        let project = line.project.clone().unwrap_or_else(|| cx.locale.get("own-unassigned"));
        let room = places.name.saturating_sub(2);
        let both = [(format!("{client} · "), theme::DIM), (project.clone(), theme::PLAIN)];
        if client.is_empty() || pieces_width(&both) > room && text::columns(&project) + 8 > room {
            cell(buffer, at.x + 2, at.y, room, &project, theme::PLAIN, Align::Left);
        } else {
            let width = room.saturating_sub(text::columns(&project) + 3);
            let short = text::fit(client, usize::from(width)).into_owned();
            pieces(buffer, at.x + 2, at.y, room, &[(format!("{short} · "), theme::DIM), (project, theme::PLAIN)]);
        }
        let x_of = |at_day: usize| at.x + places.x_of(at_day);
        for (place, day) in (places.first..places.first + places.fit).enumerate() {
            let seconds = line.days.get(day).copied().unwrap_or_default();
            let style = if seconds > 0 { theme::PLAIN } else { theme::DIM };
            cell(buffer, x_of(place), at.y, places.day, &shown(seconds, places.day), style, Align::Right);
            if here && day == self.column {
                buffer.set_style(Rect { x: x_of(place) + 1, width: places.day - 1, ..at }, theme::SELECTED);
            }
        }
        let sum = shown(line.days.iter().sum::<i64>(), SUM);
        cell(buffer, x_of(places.fit), at.y, SUM, &sum, theme::BOLD, Align::Right);
        if here && self.column + 1 == COLUMNS {
            buffer.set_style(Rect { x: x_of(places.fit) + 1, width: SUM - 1, ..at }, theme::SELECTED);
        }
        if here {
            put(buffer, at.x, at.y, 1, "›", theme::BOLD);
        }
    }

    /// Puts the cursor on the cell that was clicked; false if it is none.
    pub(super) fn point_grid(&mut self, x: u16, line: usize, cx: &Shared) -> bool {
        let Some(row) = line.checked_sub(1).map(|row| row + self.top) else { return false };
        if row >= self.entries().map_or(0, |entries| entries.lines.len()) || row >= self.top + grid_room(cx) {
            return false;
        }
        let lines = self.entries().map_or(&[][..], |entries| entries.lines.as_slice());
        let places = places(Self::width(cx), self.column, lines);
        self.line = row;
        if let Some(at) = x.checked_sub(1 + places.name) {
            let at = usize::from(at / places.day);
            self.column = if at < places.fit { places.first + at } else { COLUMNS - 1 };
            let (from, _) = self.period(cx);
            if self.column + 1 < COLUMNS {
                self.day = from.checked_add(i64::try_from(self.column).unwrap_or(0).days()).ok();
            }
        }
        true
    }
}

/// Seconds as a cell of so many columns shows them, one of them blank: without seconds where these do not fit.
fn shown(seconds: i64, width: u16) -> String {
    let whole = hours(seconds);
    match seconds {
        0 => words::NOTHING.to_owned(),
        _ if text::columns(&whole) < width => whole,
        _ => minutes(seconds),
    }
}

/// What a period adds up to.
fn sums(cx: &Shared, entries: &Entries) -> Vec<Piece> {
    let all = [
        ("own-sum-billable", entries.sums.billable, theme::PLAIN),
        ("own-sum-pending", entries.sums.pending, theme::LOOK),
        ("own-sum-approved", entries.sums.approved, theme::GOOD),
        ("own-sum-billed", entries.sums.billed, theme::DIM),
    ];
    let mut line: Vec<Piece> = Vec::new();
    for (id, seconds, style) in all.into_iter().filter(|(_, seconds, _)| *seconds > 0) {
        let gap = if line.is_empty() { "" } else { " · " };
        let message = Message::new(id).with("hours", hours(seconds)).with("count", entries.sums.waiting);
        line.push((gap.to_owned(), theme::DIM));
        line.push((cx.locale.text(&message), style));
    }
    line
}

/// The timer that runs.
fn draw_timer(cx: &Shared, buffer: &mut Buffer, at: Rect) {
    let (Some(seconds), Some(view)) = (cx.books.runs(cx.now), cx.books.timer.as_ref()) else { return };
    let Some(timer) = view.running.as_ref() else { return };
    let zone = jiff::tz::TimeZone::get(&timer.zone).unwrap_or_else(|_| cx.zone.clone());
    let since = timer.start.to_zoned(zone.clone());
    let today = cx.now.to_zoned(zone.clone()).date() == since.date();
    let since = since.strftime(if today { "%H:%M" } else { "%Y-%m-%d %H:%M" }).to_string();
    // The clock of the first line may go by another zone.
    let apart = zone.to_offset(timer.start) != cx.zone.to_offset(timer.start);
    let named = |stamp: String| if apart { format!("{stamp} {}", timer.zone) } else { stamp };
    let since = named(since);
    let project =
        if cx.masked { "•••".to_owned() } else { view.project.clone().unwrap_or_else(|| cx.locale.get("own-unassigned")) };
    let mut line = vec![(format!("▶ {} ", minutes(seconds)), theme::ACCENT_BOLD), (project, theme::BOLD)];
    if !timer.task.is_empty() && !cx.masked {
        line.push((format!(" · {}", timer.task), theme::PLAIN));
    }
    line.push((format!("  {}", cx.locale.text(&Message::new("own-running-since").with("since", since))), theme::DIM));
    if let Some(end) = view.proposed_end {
        let end = named(end.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string());
        line.push((format!("  ! {}", cx.locale.text(&Message::new("own-forgotten").with("end", end))), theme::LOOK));
    }
    pieces(buffer, at.x + 2, at.y, at.width.saturating_sub(3), &line);
}
