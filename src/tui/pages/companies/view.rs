//! Draws the page of companies.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Companies;
use super::columns::CompanyField;
use super::picture::row_of;
use crate::domain::{Currency, Direction, Message, RunStatus, Totals};
use crate::locale::Amounts;
use crate::query::rows::needles;
use crate::query::schema::Schema as _;
use crate::query::{Report, ReportRow};
use crate::service::{Action as Permission, CompanyView};
use crate::sync::Progress;
use crate::tui::list;
use crate::tui::load::Load;
use crate::tui::paint::{self, Align, Piece, Spec, cell, fit_columns, line_of, pieces, put};
use crate::tui::placeholder::{Say, say};
use crate::tui::progress::progress_line;
use crate::tui::shared::Shared;
use crate::tui::{picture, text, theme, words};

/// Columns before the first cell: the light and the cursor.
const MARGIN: u16 = 4;
/// Columns between two cells.
const GAP: u16 = 2;

/// The places of the columns.
struct Layout {
    places: Vec<Option<(u16, u16)>>,
    outstanding: Amounts,
    overdue: Amounts,
    /// Issued in twelve months, beside their sparkline.
    year: Amounts,
    /// Columns that "+N" takes behind an outstanding amount, where a company has more currencies than lines.
    more: u16,
}

const NAME: usize = 0;
const LAST: usize = 1;
const COUNT: usize = 2;
const OUTSTANDING: usize = 3;
const OVERDUE: usize = 4;
const OLDEST: usize = 5;
const WARNINGS: usize = 6;
const MONTHS: usize = 7;

const TITLES: [(&str, Align); 8] = [
    ("tui-col-company", Align::Left),
    ("tui-col-last-sync", Align::Left),
    ("tui-col-invoices", Align::Right),
    ("tui-col-outstanding", Align::Right),
    ("tui-col-overdue", Align::Right),
    ("tui-col-oldest", Align::Right),
    ("tui-col-warnings", Align::Right),
    ("tui-col-months", Align::Left),
];

/// From this width on there is room for sparklines.
const ROOMY: u16 = 150;

impl Layout {
    fn of(cx: &Shared, width: u16, report: Option<&Report>) -> Self {
        let all = cx.companies.all();
        let title = |index: usize| TITLES.get(index).map_or(0, |(id, _)| text::columns(&cx.locale.get(id)));
        let amounts = |totals: fn(&CompanyView) -> &Totals| {
            let mut amounts = Amounts::default();
            for (currency, sum) in all.iter().flat_map(|view| totals(view).iter()) {
                amounts.learn(cx.locale, sum.gross, currency);
            }
            amounts
        };
        let (outstanding, overdue) = (amounts(|view| &view.outstanding), amounts(|view| &view.overdue));
        let more = all.iter().map(|view| text::columns(&more(view))).max().unwrap_or(0);
        let mut year = Amounts::default();
        for row in report.map_or(&[][..], |report| &report.rows) {
            year.learn(cx.locale, row.issued(), &row.currency);
        }
        let roomy = report.is_some() && width >= ROOMY;
        let months = if roomy { (13 + year.width()).max(title(MONTHS)) } else { 0 };
        let name = all.iter().map(|view| text::columns(&text::clean(&view.company.name))).max().unwrap_or(0);
        let name = name.clamp(14, 40);
        let last = if width >= 110 { 24 } else { 14 };
        let fixed = |width: u16, worth| Spec { min: width, ideal: width, worth };
        let specs = [
            Spec { min: 14.min(name), ideal: name, worth: 9 },
            Spec { min: 12, ideal: last, worth: 8 },
            fixed(title(COUNT).max(7), 5),
            fixed((outstanding.width() + more).max(title(OUTSTANDING)), 6),
            fixed(overdue.width().max(title(OVERDUE)), 7),
            fixed(title(OLDEST).max(6), 4),
            fixed(title(WARNINGS), 3),
            fixed(months, 1),
        ];
        Self { places: fit_columns(&specs, width.saturating_sub(MARGIN + 1), GAP), outstanding, overdue, year, more }
    }

    fn place(&self, index: usize) -> Option<(u16, u16)> {
        self.places.get(index).copied().flatten().map(|(x, width)| (x + MARGIN, width))
    }
}

/// True if there is room for amounts.
pub(super) fn shows_amounts(cx: &Shared) -> bool {
    let layout = Layout::of(cx, cx.width, None);
    layout.place(OUTSTANDING).or(layout.place(OVERDUE)).is_some()
}

/// The number of companies that fit, from the one at `top`.
pub(super) fn visible(cx: &Shared, found: &[&CompanyView], top: usize) -> usize {
    let (amounts, height) = (shows_amounts(cx), list_height(cx));
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
    let layout = Layout::of(cx, area.width, report);
    let head = line_of(area, 0);
    for (index, (id, align)) in TITLES.iter().enumerate() {
        if let Some((x, width)) = layout.place(index) {
            let sort = sheet.sort.filter(|sort| sort.field.column().screen.is_some_and(|screen| screen.title == *id));
            let arrow = sort.map_or("", |sort| if sort.descending { " ↓" } else { " ↑" });
            let style = if sort.is_some() { theme::ACCENT_BOLD } else { theme::DIM };
            cell(buffer, head.x + x, head.y, width, &format!("{}{arrow}", cx.locale.get(id)), style, *align);
        }
    }
    let needles = needles::<CompanyField>(sheet.filter.query());
    let bottom = area.y + 1 + u16::try_from(list_height(cx)).unwrap_or(area.height);
    let amounts = shows_amounts(cx);
    let mut y = area.y + 1;
    for (index, view) in views.iter().enumerate().skip(top) {
        if y >= bottom {
            break;
        }
        let height = u16::try_from(lines(cx, view, amounts)).unwrap_or(1).min(bottom - y);
        let place = Rect { y, height, ..area };
        company(cx, buffer, place, &layout, view, report);
        if let Some((x, width)) = layout.place(NAME) {
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
    if let Some((x, width)) = layout.place(NAME) {
        let style = if view.company.enabled { theme::BOLD } else { theme::DIM };
        cell(buffer, area.x + x, area.y, width, &view.company.name, style, Align::Left);
    }
    let Some((rest, _)) = layout.place(LAST) else { return };
    let room = area.width.saturating_sub(rest + 1);
    if let Some(progress) = progress {
        pieces(buffer, area.x + rest, area.y, room, &progress_line(cx, progress, room));
        return;
    }
    if !has_cells(view) {
        if let Some((sentence, style)) = words::health(cx, view) {
            put(buffer, area.x + rest, area.y, room, &sentence, style);
        }
        return;
    }
    cells(cx, buffer, area, layout, view);
    if let (Some((x, width)), Some(report)) = (layout.place(MONTHS), report) {
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
        let room = area.width.saturating_sub(MARGIN + 1);
        put(buffer, area.x + MARGIN, area.bottom() - 1, room, &sentence, style);
    }
}

fn cells(cx: &Shared, buffer: &mut Buffer, area: Rect, layout: &Layout, view: &CompanyView) {
    let locale = cx.locale;
    let mut at = |index: usize, line: u16, words: &str, style| {
        if let (Some((x, width)), true) = (layout.place(index), line < area.height) {
            let align = TITLES.get(index).map_or(Align::Left, |(_, align)| *align);
            cell(buffer, area.x + x, area.y + line, width, words, style, align);
        }
    };
    let mut last = last_sync(cx, view);
    let partial = view.last_success.as_ref().filter(|run| run.status == RunStatus::Partial);
    if let (Some(run), true) = (partial, layout.place(LAST).is_some_and(|(_, width)| width >= 20)) {
        last = format!("{last}, {}", words::run_status(locale, run).1);
    }
    at(LAST, 0, &last, theme::PLAIN);
    at(COUNT, 0, &locale.count(view.invoices), theme::PLAIN);
    if let Some(days) = view.oldest_overdue_days {
        at(OLDEST, 0, &locale.text(&Message::new("tui-days").with("count", days)), theme::PLAIN);
    }
    if view.warnings > 0 {
        at(WARNINGS, 0, &format!("! {}", locale.count(view.warnings)), theme::LOOK);
    }
    let shown = currencies(view);
    if shown.is_empty() {
        at(OUTSTANDING, 0, words::NOTHING, theme::DIM);
        at(OVERDUE, 0, words::NOTHING, theme::DIM);
    }
    let more = more(view);
    for (line, currency) in (0u16..).zip(shown.iter().take(CURRENCIES)) {
        let last = usize::from(line) + 1 == CURRENCIES;
        let mark = if last { more.as_str() } else { "" };
        let outstanding = amount(cx, &layout.outstanding, &view.outstanding, currency);
        let pad = " ".repeat(usize::from(layout.more.saturating_sub(text::columns(mark))));
        at(OUTSTANDING, line, &format!("{outstanding}{mark}{pad}"), theme::PLAIN);
        let overdue = view.overdue.get(*currency).is_some_and(|totals| totals.count > 0);
        let style = if overdue { theme::ACT } else { theme::DIM };
        at(OVERDUE, line, &amount(cx, &layout.overdue, &view.overdue, currency), style);
    }
}

/// The number of currencies without a line of their own: ` +2` behind the last that has one.
fn more(view: &CompanyView) -> String {
    match currencies(view).len().saturating_sub(CURRENCIES) {
        0 => String::new(),
        more => format!(" +{more}"),
    }
}

fn amount(cx: &Shared, amounts: &Amounts, totals: &Totals, currency: &Currency) -> String {
    match totals.get(currency) {
        Some(sum) if sum.count > 0 => amounts.align(cx.locale, sum.gross, currency),
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

/// Most lines of amounts that a company takes.
pub(super) const CURRENCIES: usize = 4;

/// The currencies that a company has something to show in, the one with the most invoices first.
pub(super) fn currencies(view: &CompanyView) -> Vec<&Currency> {
    let mut owed: Vec<_> = view.outstanding.iter().filter(|(_, totals)| totals.count > 0).collect();
    owed.sort_by_key(|(_, totals)| std::cmp::Reverse(totals.count));
    owed.into_iter().map(|(currency, _)| currency).collect()
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
