//! Draws the page of companies.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Companies;
use super::columns::{self, CURRENCIES, CompanyField, currencies, more};
use super::picture::row_of;
use crate::domain::{Currency, Direction, Message, RunStatus, Totals};
use crate::locale::Amounts;
use crate::query::rows::needles;
use crate::query::schema::Schema as _;
use crate::query::{Report, ReportRow};
use crate::service::{Action as Permission, CompanyView};
use crate::sync::Progress;
use crate::tui::list::{self, Rows as _};
use crate::tui::load::Load;
use crate::tui::paint::{self, Align, Piece, cell, line_of, pieces, put};
use crate::tui::placeholder::{Say, say};
use crate::tui::progress::progress_line;
use crate::tui::shared::Shared;
use crate::tui::{picture, text, theme, words};

/// Columns between two cells.
const GAP: u16 = 2;

/// The places of the columns.
struct Layout {
    places: Vec<(CompanyField, u16, u16)>,
    outstanding: Amounts,
    overdue: Amounts,
    /// Issued in twelve months, beside their sparkline.
    year: Amounts,
    /// Where the sparklines stand, behind the columns.
    months: Option<(u16, u16)>,
    /// Columns that "+N" takes behind an outstanding amount.
    more: u16,
}

/// From this width on there is room for sparklines.
const ROOMY: u16 = 150;

impl Layout {
    fn of(page: &Companies, cx: &Shared, width: u16) -> Self {
        let report = page.report.as_ref();
        let mut year = Amounts::default();
        for row in report.map_or(&[][..], |report| &report.rows) {
            year.learn(cx.locale, row.issued(), &row.currency);
        }
        let months = (13 + year.width()).max(text::columns(&cx.locale.get("tui-col-months")));
        let roomy = report.is_some() && width >= ROOMY;
        let places = page.sheet.places(cx, if roomy { width.saturating_sub(months + GAP) } else { width });
        let places: Vec<(CompanyField, u16, u16)> =
            places.into_iter().map(|(column, x, width)| (column.field, x, width)).collect();
        let behind = places.last().map_or(CompanyField::MARGIN, |(_, x, width)| x + width + GAP);
        Self {
            months: (roomy && behind + months < width).then_some((behind, months)),
            places,
            outstanding: columns::amounts(cx, |view| &view.outstanding),
            overdue: columns::amounts(cx, |view| &view.overdue),
            year,
            more: columns::most_more(cx),
        }
    }

    fn place(&self, field: CompanyField) -> Option<(u16, u16)> {
        self.places.iter().find(|(known, ..)| *known == field).map(|(_, x, width)| (*x, *width))
    }

    /// Where what stands in place of cells begins: behind the name.
    fn rest(&self) -> u16 {
        let name = self.place(CompanyField::Name).map(|(x, width)| x + width + GAP);
        self.place(CompanyField::Last)
            .map(|(x, _)| x)
            .filter(|x| name.is_none_or(|name| *x >= name))
            .or(name)
            .unwrap_or(CompanyField::MARGIN)
    }
}

/// True if there is room for amounts.
pub(super) fn shows_amounts(page: &Companies, cx: &Shared) -> bool {
    let layout = Layout::of(page, cx, cx.width);
    layout.place(CompanyField::Outstanding).or(layout.place(CompanyField::Overdue)).is_some()
}

/// The number of companies that fit, from the one at `top`.
pub(super) fn visible(page: &Companies, cx: &Shared, found: &[&CompanyView], top: usize) -> usize {
    let (amounts, height) = (shows_amounts(page, cx), list_height(cx));
    let mut used = 0;
    let fits = |view: &&CompanyView| {
        used += lines(cx, view, amounts);
        used <= height
    };
    found.iter().copied().skip(top).take_while(fits).count()
}

/// Draws the page; returns the place of the cursor while the filter is edited.
pub(super) fn draw(page: &Companies, found: &[&CompanyView], cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    let sheet = &page.sheet;
    let cursor = sheet.draw_filter("tui-companies", cx, buffer, area);
    let mut below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if let Some(error) = sheet.complaint() {
        list::draw_complaint(&sheet.filter, cx, buffer, below, error);
        below = Rect { y: below.y + 2, height: below.height.saturating_sub(2), ..below };
    }
    match &cx.companies.list {
        Load::Loading => say(cx, buffer, below, &Say::Loading),
        Load::Failed(error) => say(cx, buffer, below, &Say::Error(error)),
        Load::Ready(views) if views.is_empty() => {
            let may = cx.may(Permission::Companies, None);
            let hint = if may { "tui-empty-companies-hint" } else { "tui-empty-companies-ask" };
            say(cx, buffer, below, &Say::Hint("tui-empty-companies", hint));
        }
        Load::Ready(_) if found.is_empty() => {
            say(cx, buffer, below, &Say::Hint("tui-empty-found", "tui-empty-found-hint"));
        }
        Load::Ready(_) => rows(page, found, cx, buffer, below),
    }
    list::draw_suggestions(&sheet.filter, buffer, area, cursor);
    cursor
}

fn rows(page: &Companies, views: &[&CompanyView], cx: &Shared, buffer: &mut Buffer, area: Rect) {
    let (sheet, report) = (&page.sheet, page.report.as_ref());
    let (cursor, top) = (sheet.cursor, sheet.top);
    let painted = page.drawn.as_ref().map(|(_, painted)| painted);
    let mark = views.get(cursor).map(|view| view.company.name.as_str());
    if page.pictured {
        let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area };
        if let Some(painted) = painted {
            picture::draw_across(cx.locale, buffer, inner, painted, mark);
        }
        return;
    }
    let layout = Layout::of(page, cx, area.width);
    let head = line_of(area, 0);
    for (field, x, width) in &layout.places {
        let Some(screen) = field.column().screen else { continue };
        let sort = sheet.sort.filter(|sort| sort.field == *field);
        let arrow = sort.map_or("", |sort| if sort.descending { " ↓" } else { " ↑" });
        let style = if sort.is_some() { theme::ACCENT_BOLD } else { theme::DIM };
        cell(buffer, head.x + x, head.y, *width, &format!("{}{arrow}", cx.locale.get(screen.title)), style, align(*field));
    }
    if let Some((x, width)) = layout.months {
        cell(buffer, head.x + x, head.y, width, &cx.locale.get("tui-col-months"), theme::DIM, Align::Left);
    }
    let needles = needles::<CompanyField>(sheet.filter.query());
    let bottom = area.y + 1 + u16::try_from(list_height(cx)).unwrap_or(area.height);
    let amounts = shows_amounts(page, cx);
    let mut y = area.y + 1;
    for (index, view) in views.iter().enumerate().skip(top) {
        if y >= bottom {
            break;
        }
        let height = u16::try_from(lines(cx, view, amounts)).unwrap_or(1).min(bottom - y);
        let place = Rect { y, height, ..area };
        company(cx, buffer, place, &layout, view, report);
        if let Some((x, width)) = layout.place(CompanyField::Name) {
            list::highlight(buffer, Rect { x: place.x + x, y, width, height: 1 }, &needles);
        }
        if sheet.marks.contains(&view.company.id) {
            put(buffer, place.x + 1, y, 1, "✓", theme::ACCENT_BOLD);
        }
        if index == cursor {
            buffer.set_style(Rect { height: 1, ..place }, theme::SELECTED);
            put(buffer, place.x, y, 1, "›", theme::BOLD);
        }
        y += height;
    }
    about(cx, buffer, area, views.get(cursor).copied());
    // What the list leaves free.
    if let (Some(painted), true) = (painted, bottom.saturating_sub(y + 1) >= picture::LEAST) {
        let inner = Rect { x: area.x + 2, y: y + 1, width: area.width.saturating_sub(3), height: bottom - y - 1 };
        picture::draw_across(cx.locale, buffer, inner, painted, mark);
    }
}

/// The currencies of the sparklines of a company: what is open, or what most of its documents are in where nothing is open.
fn issued_in<'v>(view: &'v CompanyView, report: &'v Report) -> Vec<&'v Currency> {
    let open = currencies(view);
    if !open.is_empty() {
        return open;
    }
    let own = |row: &&ReportRow| row.company == Some(view.company.id) && row.direction == Direction::Issued;
    report.rows.iter().filter(own).max_by_key(|row| row.total.count).map(|row| &row.currency).into_iter().collect()
}

fn company(cx: &Shared, buffer: &mut Buffer, area: Rect, layout: &Layout, view: &CompanyView, report: Option<&Report>) {
    let progress = running(cx, view);
    let (glyph, style) = words::light(&view.company, view.health, progress.is_some());
    put(buffer, area.x + 2, area.y, 1, glyph, style);
    if let Some((x, width)) = layout.place(CompanyField::Name) {
        let style = if view.company.enabled { theme::BOLD } else { theme::DIM };
        cell(buffer, area.x + x, area.y, width, &view.company.name, style, Align::Left);
    }
    let rest = layout.rest();
    let room = area.width.saturating_sub(rest + 1);
    if let Some(progress) = progress {
        pieces(buffer, area.x + rest, area.y, room, &progress_line(cx, progress, room));
        return;
    }
    if !has_cells(view) {
        if let Some((sentence, style)) = words::health(cx, view) {
            put(buffer, area.x + rest, area.y, room, &sentence, style);
        } else if view.company.has_own_books() {
            put(buffer, area.x + rest, area.y, room, &cx.locale.get("tui-own-none-issued"), theme::DIM);
        }
        return;
    }
    cells(cx, buffer, area, layout, view);
    if let (Some((x, width)), Some(report)) = (layout.months, report) {
        for (line, currency) in (0..area.height).zip(issued_in(view, report).into_iter().take(CURRENCIES)) {
            let Some(row) = row_of(report, view.company.id, currency) else { continue };
            let Some(parts) = &row.breakdown else { continue };
            let months = picture::spark(parts.months.iter().map(|sum| sum.amount));
            let sum = layout.year.align(cx.locale, row.issued(), currency);
            let line_of = [(months, theme::ACCENT), (format!(" {sum}"), theme::DIM)];
            pieces(buffer, area.x + x, area.y + line, width, &line_of);
        }
    }
    if reason_below(cx, view)
        && area.height > 1
        && let Some((sentence, style)) = words::health(cx, view)
    {
        let room = area.width.saturating_sub(CompanyField::MARGIN + 1);
        put(buffer, area.x + CompanyField::MARGIN, area.bottom() - 1, room, &sentence, style);
    }
}

/// Amounts and counts stand to the right.
fn align(field: CompanyField) -> Align {
    if field.column().is_number() { Align::Right } else { Align::Left }
}

fn cells(cx: &Shared, buffer: &mut Buffer, area: Rect, layout: &Layout, view: &CompanyView) {
    let locale = cx.locale;
    let mut at = |field: CompanyField, line: u16, words: &str, style| {
        if let (Some((x, width)), true) = (layout.place(field), line < area.height) {
            cell(buffer, area.x + x, area.y + line, width, words, style, align(field));
        }
    };
    for field in [CompanyField::Light, CompanyField::Service] {
        let (words, style) = list::plain(field, view, cx);
        at(field, 0, &words, style);
    }
    let mut last = last_sync(cx, view);
    let partial = view.last_success.as_ref().filter(|run| run.status == RunStatus::Partial);
    if let (Some(run), true) = (partial, layout.place(CompanyField::Last).is_some_and(|(_, width)| width >= 20)) {
        last = format!("{last}, {}", words::run_status(locale, run).1);
    }
    at(CompanyField::Last, 0, &last, theme::PLAIN);
    at(CompanyField::Invoices, 0, &locale.count(view.invoices), theme::PLAIN);
    if let Some(days) = view.oldest_overdue_days {
        at(CompanyField::Oldest, 0, &locale.text(&Message::new("tui-days").with("count", days)), theme::PLAIN);
    }
    if view.warnings > 0 {
        at(CompanyField::Warnings, 0, &format!("! {}", locale.count(view.warnings)), theme::LOOK);
    }
    let shown = currencies(view);
    if shown.is_empty() {
        at(CompanyField::Outstanding, 0, words::NOTHING, theme::DIM);
        at(CompanyField::Overdue, 0, words::NOTHING, theme::DIM);
    }
    let more = more(view);
    for (line, currency) in (0u16..).zip(shown.iter().take(CURRENCIES)) {
        let last = usize::from(line) + 1 == CURRENCIES;
        let mark = if last { more.as_str() } else { "" };
        let outstanding = amount(cx, &layout.outstanding, &view.outstanding, currency);
        let pad = " ".repeat(usize::from(layout.more.saturating_sub(text::columns(mark))));
        at(CompanyField::Outstanding, line, &format!("{outstanding}{mark}{pad}"), theme::PLAIN);
        let overdue = view.overdue.get(*currency).is_some_and(|totals| totals.count > 0);
        let style = if overdue { theme::ACT } else { theme::DIM };
        at(CompanyField::Overdue, line, &amount(cx, &layout.overdue, &view.overdue, currency), style);
    }
}

fn amount(cx: &Shared, amounts: &Amounts, totals: &Totals, currency: &Currency) -> String {
    match totals.get(currency) {
        Some(sum) if sum.count > 0 => amounts.align(cx.locale, sum.balance, currency),
        _ => words::NOTHING.to_owned(),
    }
}

fn last_sync(cx: &Shared, view: &CompanyView) -> String {
    let Some(run) = &view.last_success else {
        // Own books are never synced, and lack nothing by that.
        return if view.company.has_own_books() { words::NOTHING.to_owned() } else { cx.locale.get("tui-never") };
    };
    words::ago(cx.locale, cx.now, run.ended.unwrap_or(run.started))
}

/// Details of the company under the cursor.
fn about(cx: &Shared, buffer: &mut Buffer, area: Rect, view: Option<&CompanyView>) {
    let height = u16::try_from(about_height(cx)).unwrap_or(0);
    let (Some(view), true) = (view, height > 0 && area.height > height) else { return };
    let area = Rect { x: area.x + 2, y: area.bottom() - height, width: area.width.saturating_sub(3), height };
    let locale = cx.locale;
    let company = &view.company;
    let mut identity = vec![(company.name.clone(), theme::ACCENT_BOLD)];
    for fact in [company.legal_name.as_ref().filter(|legal| **legal != company.name), company.tax_number.as_ref()] {
        identity.extend(fact.map(|fact| (format!("   {fact}"), theme::PLAIN)));
    }
    let own = company.has_own_books();
    let key = match view.key() {
        _ if view.service.uses_consent => login(cx, view),
        None => locale.get("tui-about-no-key"),
        Some(key) => {
            let set = key.set.to_zoned(cx.zone.clone()).date();
            let id = if key.ending.is_empty() { "tui-about-key" } else { "tui-about-key-ending" };
            locale.text(&Message::new(id).with("set", set.to_string()).with("ending", key.ending.as_str()))
        }
    };
    // Own books have no key, and nothing is called or synced.
    let about = if own { locale.get("tui-about-own") } else { format!("{} · {key}", view.service.title) };
    pieces(buffer, area.x, area.y + 1, area.width, &identity);
    put(buffer, area.x, area.y + 2, area.width, &about, theme::DIM);
    if !own {
        strip(cx, buffer, Rect { y: area.y + 4, height: 1, ..area }, view);
    }
    let Some(run) = &view.last_run else { return };
    let (glyph, status, style) = words::run_status(locale, run);
    let mode = words::word(locale, "mode", run.mode.as_str());
    let counts = Message::new("tui-about-run")
        .with("started", words::stamp(cx, run.started))
        .with("mode", mode)
        .with("created", locale.count(run.counts.documents.created))
        .with("updated", locale.count(run.counts.documents.updated))
        .with("skipped", locale.count(run.counts.documents.skipped));
    let line = [(format!("{glyph} {status}"), style), (format!("   {}", locale.text(&counts)), theme::DIM)];
    pieces(buffer, area.x, area.y + 3, area.width, &line);
}

/// How the login of a company stands.
fn login(cx: &Shared, view: &CompanyView) -> String {
    let Some(login) = &view.login else { return cx.locale.get("tui-about-no-login") };
    let message = |id: &'static str| Message::new(id).with("state", words::word(cx.locale, "login", login.state.as_str()));
    cx.locale.text(&match login.renew_by() {
        Some(at) => message("tui-about-login-by").with("day", at.to_zoned(cx.zone.clone()).date().to_string()),
        None => message("tui-about-login"),
    })
}

/// The figures that monitoring uses, in one line: as many as fit, the most important first.
fn strip(cx: &Shared, buffer: &mut Buffer, area: Rect, view: &CompanyView) {
    let locale = cx.locale;
    let mut facts: Vec<(&'static str, String, ratatui::style::Style)> = Vec::new();
    if let Some(run) = &view.last_success {
        let age = words::ago(locale, cx.now, run.ended.unwrap_or(run.started));
        facts.push(("tui-strip-success", age, theme::PLAIN));
    }
    if let Some(at) = view.next_run {
        facts.push(("tui-strip-next", words::soon(cx, at), theme::PLAIN));
    }
    let (allowed, style) = match view.deferred_until.filter(|until| *until > cx.now) {
        Some(until) => (words::soon(cx, until), theme::LOOK),
        None => (locale.get("tui-strip-now"), theme::PLAIN),
    };
    facts.push(("tui-strip-allowed", allowed, style));
    if let Some((left, limit)) = cx.quotas.get(&view.company.id) {
        let of = Message::new("tui-found-of").with("place", *left).with("total", *limit);
        let style = if left * 10 < *limit { theme::LOOK } else { theme::PLAIN };
        facts.push(("tui-strip-quota", locale.text(&of), style));
    }
    if let Some(key) = view.key() {
        let days = cx.now.duration_since(key.set).as_hours() / 24;
        let id = if view.service.uses_consent { "tui-strip-login" } else { "tui-strip-key" };
        facts.push((id, locale.text(&Message::new("tui-days").with("count", days)), theme::PLAIN));
    }
    let mut line: Vec<Piece> = Vec::new();
    for (id, value, style) in facts {
        let gap = if line.is_empty() { "" } else { "   " };
        let piece = [(format!("{gap}{} ", locale.get(id)), theme::DIM), (value, style)];
        if paint::pieces_width(&line) + paint::pieces_width(&piece) > area.width {
            break;
        }
        line.extend(piece);
    }
    pieces(buffer, area.x, area.y, area.width, &line);
}

/// True if a company has values for its cells: it was synced, or a failed first sync brought invoices.
pub(super) const fn has_cells(view: &CompanyView) -> bool {
    view.last_success.is_some() || view.invoices > 0
}

/// Lines of a company: one for each currency if amounts are shown, and one for a sentence about its light.
pub(super) fn lines(cx: &Shared, view: &CompanyView, amounts: bool) -> usize {
    // A bar or a sentence stands instead of amounts.
    if running(cx, view).is_some() || !has_cells(view) {
        return 1;
    }
    let sentence = usize::from(reason_below(cx, view));
    let amounts = if amounts { currencies(view).len().clamp(1, CURRENCIES) } else { 1 };
    amounts + sentence
}

/// True if the sentence about the light stands below the line of the company, not in place of its cells.
pub(super) fn reason_below(cx: &Shared, view: &CompanyView) -> bool {
    running(cx, view).is_none() && has_cells(view) && words::health(cx, view).is_some()
}

/// The progress of the company's sync.
pub(super) fn running<'a>(cx: &'a Shared, view: &CompanyView) -> Option<&'a Progress> {
    cx.progress.get(&view.company.id)
}

/// Lines for the list: the body less its filter and heading, and less the lines about the company under the cursor.
pub(super) fn list_height(cx: &Shared) -> usize {
    usize::from(cx.body_height()).saturating_sub(2 + about_height(cx))
}

/// Lines about the company under the cursor, if there is room.
pub(super) fn about_height(cx: &Shared) -> usize {
    if cx.body_height() >= 16 { 5 } else { 0 }
}
