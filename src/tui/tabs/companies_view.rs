//! Tab 1, how it is drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::companies::{CURRENCIES, about_height, currencies, has_cells, list_height, reason_below, running};
use crate::domain::{Currency, Message, RunStatus, Totals};
use crate::locale::Amounts;
use crate::service::CompanyView;
use crate::sync::Progress;
use crate::tui::model::{Load, Model};
use crate::tui::paint::{self, Align, Piece, Spec, cell, fit_columns, line_of, pieces, put};
use crate::tui::view::{self, Say};
use crate::tui::{text, theme, words};

/// Columns before the first cell: the light and the cursor.
const MARGIN: u16 = 4;
/// Columns between two cells.
const GAP: u16 = 2;

/// Where the columns stand.
struct Layout {
    places: Vec<Option<(u16, u16)>>,
    outstanding: Amounts,
    overdue: Amounts,
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

const TITLES: [(&str, Align); 7] = [
    ("tui-col-company", Align::Left),
    ("tui-col-last-sync", Align::Left),
    ("tui-col-invoices", Align::Right),
    ("tui-col-outstanding", Align::Right),
    ("tui-col-overdue", Align::Right),
    ("tui-col-oldest", Align::Right),
    ("tui-col-warnings", Align::Right),
];

impl Layout {
    fn of(model: &Model, width: u16) -> Self {
        let all = model.companies.all();
        let title = |index: usize| TITLES.get(index).map_or(0, |(id, _)| text::columns(&model.locale.get(id)));
        let amounts = |totals: fn(&CompanyView) -> &Totals| {
            let mut amounts = Amounts::default();
            for (currency, sum) in all.iter().flat_map(|view| totals(view).iter()) {
                amounts.learn(model.locale, sum.gross, currency);
            }
            amounts
        };
        let (outstanding, overdue) = (amounts(|view| &view.outstanding), amounts(|view| &view.overdue));
        let more = all.iter().map(|view| text::columns(&more(view))).max().unwrap_or(0);
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
        ];
        Self { places: fit_columns(&specs, width.saturating_sub(MARGIN + 1), GAP), outstanding, overdue, more }
    }

    fn place(&self, index: usize) -> Option<(u16, u16)> {
        self.places.get(index).copied().flatten().map(|(x, width)| (x + MARGIN, width))
    }
}

/// Whether there is room for amounts.
pub(crate) fn shows_amounts(model: &Model) -> bool {
    let layout = Layout::of(model, model.width);
    layout.place(OUTSTANDING).or(layout.place(OVERDUE)).is_some()
}

/// The first company that is seen, how many are, and how many there are.
pub(crate) fn seen(model: &Model) -> (usize, usize, usize) {
    let (amounts, height) = (shows_amounts(model), list_height(model));
    let all = model.companies.all();
    let mut used = 0;
    let fits = |view: &&CompanyView| {
        used += super::companies::lines(model, view, amounts);
        used <= height
    };
    (model.companies.top, all.iter().skip(model.companies.top).take_while(fits).count(), all.len())
}

/// Draws the tab.
pub(crate) fn draw(model: &Model, buffer: &mut Buffer, area: Rect) {
    let views = match &model.companies.views {
        Load::Loading => return view::say(model, buffer, area, &Say::Loading),
        Load::Failed(error) => return view::say(model, buffer, area, &Say::Error(error)),
        Load::Ready(views) if views.is_empty() => {
            return view::say(model, buffer, area, &Say::Hint("tui-empty-companies", "tui-empty-companies-hint"));
        }
        Load::Ready(views) => views,
    };
    let layout = Layout::of(model, area.width);
    let head = line_of(area, 0);
    for (index, (id, align)) in TITLES.iter().enumerate() {
        if let Some((x, width)) = layout.place(index) {
            cell(buffer, head.x + x, head.y, width, &model.locale.get(id), theme::DIM, *align);
        }
    }
    let bottom = area.y + 1 + u16::try_from(list_height(model)).unwrap_or(area.height);
    let amounts = shows_amounts(model);
    let mut y = area.y + 1;
    for (index, view) in views.iter().enumerate().skip(model.companies.top) {
        if y >= bottom {
            break;
        }
        let height = u16::try_from(super::companies::lines(model, view, amounts)).unwrap_or(1).min(bottom - y);
        let place = Rect { y, height, ..area };
        company(model, buffer, place, &layout, view);
        if index == model.companies.cursor {
            buffer.set_style(Rect { height: 1, ..place }, theme::SELECTED);
            put(buffer, place.x, y, 1, "›", theme::BOLD);
        }
        y += height;
    }
    about(model, buffer, area);
}

fn company(model: &Model, buffer: &mut Buffer, area: Rect, layout: &Layout, view: &CompanyView) {
    let progress = running(model, view);
    let (glyph, style) = words::light(&view.company, view.health, progress.is_some());
    put(buffer, area.x + 2, area.y, 1, glyph, style);
    if let Some((x, width)) = layout.place(NAME) {
        let style = if view.company.enabled { theme::BOLD } else { theme::DIM };
        cell(buffer, area.x + x, area.y, width, &view.company.name, style, Align::Left);
    }
    let Some((rest, _)) = layout.place(LAST) else { return };
    let room = area.width.saturating_sub(rest + 1);
    if let Some(progress) = progress {
        pieces(buffer, area.x + rest, area.y, room, &progress_line(model, progress, room));
        return;
    }
    if !has_cells(view) {
        if let Some((sentence, style)) = words::health(model, view) {
            put(buffer, area.x + rest, area.y, room, &sentence, style);
        }
        return;
    }
    cells(model, buffer, area, layout, view);
    if reason_below(model, view)
        && area.height > 1
        && let Some((sentence, style)) = words::health(model, view)
    {
        let room = area.width.saturating_sub(MARGIN + 1);
        put(buffer, area.x + MARGIN, area.bottom() - 1, room, &sentence, style);
    }
}

fn cells(model: &Model, buffer: &mut Buffer, area: Rect, layout: &Layout, view: &CompanyView) {
    let locale = model.locale;
    let mut at = |index: usize, line: u16, words: &str, style| {
        if let (Some((x, width)), true) = (layout.place(index), line < area.height) {
            let align = TITLES.get(index).map_or(Align::Left, |(_, align)| *align);
            cell(buffer, area.x + x, area.y + line, width, words, style, align);
        }
    };
    let mut last = last_sync(model, view);
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
        let outstanding = amount(model, &layout.outstanding, &view.outstanding, currency);
        let pad = " ".repeat(usize::from(layout.more.saturating_sub(text::columns(mark))));
        at(OUTSTANDING, line, &format!("{outstanding}{mark}{pad}"), theme::PLAIN);
        let overdue = view.overdue.get(*currency).is_some_and(|totals| totals.count > 0);
        let style = if overdue { theme::ACT } else { theme::DIM };
        at(OVERDUE, line, &amount(model, &layout.overdue, &view.overdue, currency), style);
    }
}

/// How many currencies have no line of their own: ` +2` behind the last that has one.
fn more(view: &CompanyView) -> String {
    match currencies(view).len().saturating_sub(CURRENCIES) {
        0 => String::new(),
        more => format!(" +{more}"),
    }
}

fn amount(model: &Model, amounts: &Amounts, totals: &Totals, currency: &Currency) -> String {
    match totals.get(currency) {
        Some(sum) if sum.count > 0 => amounts.align(model.locale, sum.gross, currency),
        _ => words::NOTHING.to_owned(),
    }
}

fn last_sync(model: &Model, view: &CompanyView) -> String {
    let Some(run) = &view.last_success else { return model.locale.get("tui-never") };
    words::ago(model.locale, model.now, run.ended.unwrap_or(run.started))
}

/// A bar with what is known of a run: what fits, the most telling first.
pub(crate) fn progress_line(model: &Model, progress: &Progress, room: u16) -> Vec<Piece> {
    let locale = model.locale;
    let done = progress.counts.processed;
    let mut facts = Vec::new();
    let mut line = Vec::new();
    if let Some(total) = progress.invoices_total.filter(|total| *total > 0) {
        let percent = (done.saturating_mul(100) / total).min(100);
        let width = (room / 4).clamp(8, 30);
        line = bar(done.min(total), total, width);
        line.push((format!(" {percent:>3}\u{A0}%"), theme::BOLD));
        let of = Message::new("tui-progress-of").with("done", locale.count(done)).with("total", locale.count(total));
        facts.push(locale.text(&of));
    } else {
        let message = Message::new("tui-progress-done").with("count", locale.count(done));
        facts.push(locale.text(&message));
    }
    if let Some(until) = progress.waiting_until.filter(|until| *until > model.now) {
        facts.push(locale.text(&Message::new("tui-progress-waiting").with("until", words::clock(model, until))));
    } else {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a speed for people, never negative")]
        let rate = progress.rate().round() as u64;
        facts.push(locale.text(&Message::new("tui-progress-rate").with("count", locale.count(rate))));
        if let Some(left) = progress.time_left() {
            let left = words::time_left(locale, left);
            facts.push(locale.text(&Message::new("tui-progress-left").with("time", left)));
        }
    }
    if let Some((left, limit)) = progress.quota {
        facts.push(locale.text(&Message::new("tui-progress-quota").with("left", left).with("limit", limit)));
    }
    let mut used = paint::pieces_width(&line);
    for (index, fact) in facts.into_iter().enumerate() {
        let separator = if index == 0 { "  " } else { " · " };
        let piece = format!("{}{fact}", if line.is_empty() { "" } else { separator });
        used += text::columns(&piece);
        if used > room {
            break;
        }
        line.push((piece, theme::PLAIN));
    }
    line
}

/// A bar of half cells: heavy where done, light where not.
fn bar(done: u64, total: u64, width: u16) -> Vec<Piece> {
    let halves = u64::from(width) * 2;
    let filled = usize::try_from(done.saturating_mul(halves) / total.max(1)).unwrap_or(0);
    let mut heavy = "━".repeat(filled / 2);
    if filled % 2 == 1 {
        heavy.push('╸');
    }
    let light = "─".repeat(usize::from(width).saturating_sub(filled.div_ceil(2)));
    vec![(heavy, theme::ACCENT), (light, theme::DIM)]
}

/// What there is to know of the company under the cursor.
fn about(model: &Model, buffer: &mut Buffer, area: Rect) {
    let height = u16::try_from(about_height(model)).unwrap_or(0);
    let (Some(view), true) = (model.companies.current(), height > 0 && area.height > height) else { return };
    let area = Rect { x: area.x + 2, y: area.bottom() - height, width: area.width.saturating_sub(3), height };
    let locale = model.locale;
    let company = &view.company;
    let mut identity = vec![(company.name.clone(), theme::ACCENT_BOLD)];
    for fact in [company.legal_name.as_ref().filter(|legal| **legal != company.name), company.tax_number.as_ref()] {
        identity.extend(fact.map(|fact| (format!("   {fact}"), theme::PLAIN)));
    }
    let key = match &company.key {
        None => locale.get("tui-about-no-key"),
        Some(key) => {
            let set = key.set.to_zoned(model.zone.clone()).date();
            let id = if key.ending.is_empty() { "tui-about-key" } else { "tui-about-key-ending" };
            locale.text(&Message::new(id).with("set", set.to_string()).with("ending", key.ending.as_str()))
        }
    };
    let provider = crate::provider::find(&company.provider).map_or(company.provider.as_str(), |entry| entry.title);
    pieces(buffer, area.x, area.y + 1, area.width, &identity);
    put(buffer, area.x, area.y + 2, area.width, &format!("{provider} · {key}"), theme::DIM);
    strip(model, buffer, Rect { y: area.y + 4, height: 1, ..area }, view);
    let Some(run) = &view.last_run else { return };
    let (glyph, status, style) = words::run_status(locale, run);
    let mode = words::word(locale, "mode", run.mode.as_str());
    let counts = Message::new("tui-about-run")
        .with("started", words::stamp(model, run.started))
        .with("mode", mode)
        .with("created", locale.count(run.counts.created))
        .with("updated", locale.count(run.counts.updated))
        .with("skipped", locale.count(run.counts.skipped));
    let line = [(format!("{glyph} {status}"), style), (format!("   {}", locale.text(&counts)), theme::DIM)];
    pieces(buffer, area.x, area.y + 3, area.width, &line);
}

/// What monitoring would ask of a company, in one line: as much as fits, the most telling first.
fn strip(model: &Model, buffer: &mut Buffer, area: Rect, view: &CompanyView) {
    let locale = model.locale;
    let mut facts: Vec<(&'static str, String, ratatui::style::Style)> = Vec::new();
    if let Some(run) = &view.last_success {
        let age = words::ago(locale, model.now, run.ended.unwrap_or(run.started));
        facts.push(("tui-strip-success", age, theme::PLAIN));
    }
    if let Some(at) = view.next_run {
        facts.push(("tui-strip-next", words::soon(model, at), theme::PLAIN));
    }
    let (allowed, style) = match view.deferred_until.filter(|until| *until > model.now) {
        Some(until) => (words::soon(model, until), theme::LOOK),
        None => (locale.get("tui-strip-now"), theme::PLAIN),
    };
    facts.push(("tui-strip-allowed", allowed, style));
    if let Some((left, limit)) = model.quotas.get(&view.company.id) {
        let of = Message::new("tui-found-of").with("place", *left).with("total", *limit);
        let style = if left * 10 < *limit { theme::LOOK } else { theme::PLAIN };
        facts.push(("tui-strip-quota", locale.text(&of), style));
    }
    if let Some(key) = &view.company.key {
        let days = model.now.duration_since(key.set).as_hours() / 24;
        facts.push(("tui-strip-key", locale.text(&Message::new("tui-days").with("count", days)), theme::PLAIN));
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
