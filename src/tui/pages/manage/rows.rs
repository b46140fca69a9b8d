//! The rows of each list of the page, and how a list is drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::domain::{CompanyId, Message, Role, Token};
use crate::service::{AlertsView, Granted, GrantedBy, ScheduleView};
use crate::tui::paint::{Align, Spec, cell, fit_columns, put};
use crate::tui::placeholder::{Say, say};
use crate::tui::shared::Shared;
use crate::tui::{text, theme, words};

/// Columns before the first cell.
const MARGIN: u16 = 2;
/// Columns of the widest cell.
const WIDEST: u16 = 48;

/// A list.
pub(super) struct Table {
    /// The titles of its columns, with what each is worth.
    heads: Vec<(&'static str, u8)>,
    /// Its rows.
    pub(super) rows: Vec<Row>,
    /// What is said where it has none.
    empty: (&'static str, &'static str),
}

/// A row.
pub(super) struct Row {
    cells: Vec<(String, Style)>,
    /// The token that it is about.
    pub(super) token: Option<String>,
}

impl Row {
    const fn of(cells: Vec<(String, Style)>) -> Self {
        Self { cells, token: None }
    }
}

fn plain(text: impl Into<String>) -> (String, Style) {
    (text.into(), theme::PLAIN)
}

fn day(cx: &Shared, at: jiff::Timestamp) -> String {
    cx.locale.date(at.to_zoned(cx.zone.clone()).date())
}

fn role(cx: &Shared, role: Role) -> String {
    cx.locale.get(match role {
        Role::Admin => "manage-role-admin",
        Role::Member => "manage-role-member",
        Role::Viewer => "manage-role-viewer",
    })
}

/// One row a token.
pub(super) fn tokens(cx: &Shared, tokens: &[Token]) -> Table {
    let row = |token: &Token| {
        let name = |id: &CompanyId| cx.company_name(*id).map_or_else(|| id.to_string(), str::to_owned);
        let companies = token.companies.iter().map(name).collect::<Vec<_>>().join(", ");
        let companies = if companies.is_empty() { cx.locale.get("tui-all-companies") } else { companies };
        let expiry = match token.expires {
            None => (cx.locale.get("form-never"), theme::LOOK),
            Some(at) if token.is_expired(cx.now) => (format!("✗ {}", day(cx, at)), theme::ACT),
            Some(at) => plain(day(cx, at)),
        };
        let made = format!("{}, {}", token.created_by.0, day(cx, token.created));
        let cells = vec![plain(token.name.clone()), plain(role(cx, token.role)), plain(companies), expiry, plain(made)];
        Row { token: Some(token.name.clone()), ..Row::of(cells) }
    };
    Table {
        heads: vec![("form-name", 9), ("form-role", 8), ("form-scope", 6), ("form-expiry", 7), ("manage-col-made", 5)],
        rows: tokens.iter().map(row).collect(),
        empty: ("manage-no-tokens", "manage-no-tokens-hint"),
    }
}

/// One row a role.
pub(super) fn roles(cx: &Shared, roles: &[Granted]) -> Table {
    let row = |granted: &Granted| {
        let (who, by) = match granted.by {
            GrantedBy::Owner => (cx.locale.get("manage-owner"), "manage-by-owner"),
            GrantedBy::Config => (granted.who.clone(), "manage-by-config"),
            GrantedBy::Token => (granted.who.clone(), "manage-by-token"),
        };
        let companies = granted.companies.join(", ");
        let companies = if companies.is_empty() { cx.locale.get("tui-all-companies") } else { companies };
        Row::of(vec![plain(who), plain(role(cx, granted.role)), plain(companies), (cx.locale.get(by), theme::DIM)])
    };
    Table {
        heads: vec![("manage-col-who", 9), ("form-role", 8), ("form-scope", 6), ("manage-col-from", 7)],
        rows: roles.iter().map(row).collect(),
        empty: ("tui-loading", "tui-loading"),
    }
}

/// The channels, then what is wrong now, then what waits to be sent.
pub(super) fn alerts(cx: &Shared, view: &AlertsView) -> Table {
    let dash = || (words::NOTHING.to_owned(), theme::DIM);
    let channel = |channel: &str| words::word(cx.locale, "channel", channel);
    let kind = |kind: &str| words::word(cx.locale, "alert-kind", kind);
    let mut rows: Vec<Row> = view
        .channels
        .iter()
        .map(|set| {
            let state = (format!("● {}", cx.locale.get("manage-channel-set")), theme::GOOD);
            Row::of(vec![plain(channel(set.as_str())), state, dash(), dash()])
        })
        .collect();
    rows.extend(view.incidents.iter().map(|incident| {
        let name = cx.company_name(incident.company).map_or_else(|| incident.company.to_string(), str::to_owned);
        let told = incident.told.map_or_else(dash, |at| plain(words::ago(cx.locale, cx.now, at)));
        let row = vec![plain(name), (format!("! {}", kind(incident.kind.as_str())), theme::ACT), told];
        let since = plain(words::ago(cx.locale, cx.now, incident.since));
        Row::of([row, vec![since]].concat())
    }));
    rows.extend(view.queue.iter().map(|queued| {
        let what = format!("{}: {}", queued.alert.company_name, kind(queued.alert.kind.as_str()));
        let tries = Message::new("manage-tries").with("count", queued.tries);
        let next = plain(words::soon(cx, queued.next));
        Row::of(vec![plain(channel(queued.channel.as_str())), plain(what), (cx.locale.text(&tries), theme::LOOK), next])
    }));
    Table {
        heads: vec![("manage-col-what", 9), ("manage-col-state", 8), ("manage-col-told", 5), ("manage-col-since", 6)],
        rows,
        empty: ("cli-alert-none-set", "alert-not-set-hint"),
    }
}

/// The times of the configuration, then each company with its next sync.
pub(super) fn schedule(cx: &Shared, view: &ScheduleView) -> Table {
    let dash = || (words::NOTHING.to_owned(), theme::DIM);
    let zone = view.zone.clone().unwrap_or_else(|| cx.locale.get("manage-zone-system"));
    let next = match view.next {
        Some(at) => plain(words::stamp(cx, at)),
        None => (cx.locale.get("manage-no-scheduler"), theme::DIM),
    };
    let mut rows: Vec<Row> = view
        .times
        .iter()
        .map(|times| {
            let from = (format!("[schedule] · {zone}"), theme::DIM);
            Row::of(vec![(times.clone(), theme::BOLD), next.clone(), dash(), from])
        })
        .collect();
    rows.extend(cx.companies.all().iter().map(|view| {
        let next = match (view.deferred_until, view.next_run) {
            (Some(at), _) => (format!("! {}", words::stamp(cx, at)), theme::LOOK),
            (None, Some(at)) => plain(words::stamp(cx, at)),
            (None, None) => dash(),
        };
        let last = view.last_run.as_ref();
        let at = last.map_or_else(dash, |run| plain(words::ago(cx.locale, cx.now, run.ended.unwrap_or(run.started))));
        let by = last.map_or_else(dash, |run| plain(words::word(cx.locale, "trigger", run.trigger.as_str())));
        let name = (view.company.name.clone(), if view.company.enabled { theme::PLAIN } else { theme::DIM });
        Row::of(vec![name, next, at, by])
    }));
    Table {
        heads: vec![("manage-col-what", 9), ("manage-col-next", 8), ("tui-col-last-sync", 6), ("manage-col-from", 5)],
        rows,
        empty: ("tui-empty-companies", "tui-empty-companies-there"),
    }
}

/// Draws a list: a line that names the columns, then its rows.
pub(super) fn draw(cx: &Shared, buffer: &mut Buffer, area: Rect, table: &Table, cursor: usize, top: usize) {
    if table.rows.is_empty() {
        return say(cx, buffer, area, &Say::Hint(table.empty.0, table.empty.1));
    }
    let titles: Vec<String> = table.heads.iter().map(|(title, _)| cx.locale.get(title)).collect();
    let width = |index: usize| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(index)).map(|(words, _)| text::columns(&text::clean(words)));
        cells.chain(titles.get(index).map(|title| text::columns(title))).max().unwrap_or(0).min(WIDEST)
    };
    let specs: Vec<Spec> = table
        .heads
        .iter()
        .enumerate()
        .map(|(index, (_, worth))| Spec { min: width(index).min(12), ideal: width(index), worth: *worth })
        .collect();
    let places = fit_columns(&specs, area.width.saturating_sub(MARGIN + 1), 2);
    for (title, place) in titles.iter().zip(&places) {
        if let Some((x, width)) = place {
            cell(buffer, area.x + MARGIN + x, area.y + 1, *width, title, theme::DIM, Align::Left);
        }
    }
    let room = usize::from(area.height.saturating_sub(2));
    for (line, (index, row)) in (2u16..).zip(table.rows.iter().enumerate().skip(top).take(room)) {
        let y = area.y + line;
        for ((words, style), place) in row.cells.iter().zip(&places) {
            if let Some((x, width)) = place {
                cell(buffer, area.x + MARGIN + x, y, *width, words, *style, Align::Left);
            }
        }
        if index == cursor {
            buffer.set_style(Rect { y, height: 1, ..area }, theme::SELECTED);
            put(buffer, area.x, y, 1, "›", theme::BOLD);
        }
    }
}
