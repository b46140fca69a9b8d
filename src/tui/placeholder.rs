//! Text in place of a page that has nothing to show.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::form::refused::told_of;
use super::paint::{Piece, put};
use super::shared::Shared;
use super::{text, theme};
use crate::domain::CompanyId;
use crate::error::Error;
use crate::service::Action as Permission;

/// The reason why there is nothing to show.
pub(crate) enum Say<'a> {
    /// Not read yet.
    Loading,
    /// A state, and a hint.
    Hint(&'static str, &'static str),
    /// Reading failed.
    Error(&'a Error),
}

/// What stands in place of an empty list. Without a company nothing else can be done first, and its key is on another page.
pub(crate) fn empty(cx: &Shared, what: &'static str, hint: &'static str) -> Say<'static> {
    if cx.companies.list.ready().is_some_and(Vec::is_empty) {
        let may = cx.may(Permission::Companies, None);
        return Say::Hint("tui-empty-companies", if may { "tui-empty-companies-there" } else { "tui-empty-companies-ask" });
    }
    // Own books are not synced: a key that syncs would bring nothing.
    let own = cx.companies.list.ready().is_some_and(|all| all.iter().all(|view| view.company.has_own_books()));
    let syncs = KEYS.iter().any(|(known, needs, _)| *known == hint && *needs == Permission::Sync);
    Say::Hint(what, if own && syncs { "tui-empty-own-hint" } else { hint })
}

/// What stands in place of a list in which a filter finds nothing. That of one company may look in the others.
pub(crate) const fn found_none(scope: Option<CompanyId>) -> Say<'static> {
    match scope {
        Some(_) => Say::Hint("tui-empty-found", "tui-empty-found-hint-here"),
        None => Say::Hint("tui-empty-found", "tui-empty-found-hint"),
    }
}

/// What stands in place of a page of own books where there are none.
pub(crate) fn no_books(cx: &Shared) -> Say<'static> {
    let may = cx.may(Permission::Companies, None);
    Say::Hint("own-empty-books", if may { "own-empty-books-hint" } else { "own-empty-books-ask" })
}

/// Hints that name a key, with the permission that the key needs, and the hint for a role without it.
const KEYS: [(&str, Permission, &str); 13] = [
    ("tui-empty-bank-hint", Permission::Bank, "tui-empty-bank-ask"),
    ("tui-empty-outbox-hint", Permission::Push, "tui-empty-outbox-ask"),
    ("manage-no-tokens-hint", Permission::Tokens, "manage-no-tokens-ask"),
    ("manage-no-alerts-hint", Permission::Alerts, "alert-not-set-hint"),
    ("tui-empty-payments-hint", Permission::Sync, "tui-empty-payments-ask"),
    ("tui-empty-contacts-hint", Permission::Sync, "tui-empty-contacts-ask"),
    ("tui-empty-invoices-hint", Permission::Sync, "tui-empty-invoices-ask"),
    ("tui-empty-log-hint", Permission::Sync, "tui-empty-log-ask"),
    ("tui-empty-report-hint", Permission::Sync, "tui-empty-report-ask"),
    ("tui-empty-logins-hint", Permission::Companies, "tui-empty-logins-ask"),
    ("own-empty-time-hint", Permission::Time, "own-empty-time-ask"),
    ("own-empty-drafts-hint", Permission::Books, "own-empty-drafts-ask"),
    ("own-empty-clients-hint", Permission::Books, "own-empty-clients-ask"),
];

/// A hint, or what is said in its place where this screen may not do what its key does.
fn allowed(cx: &Shared, hint: &'static str) -> &'static str {
    let known = KEYS.into_iter().find(|(known, ..)| *known == hint);
    known.filter(|(_, needs, _)| !cx.may_anywhere(*needs)).map_or(hint, |(.., instead)| instead)
}

/// Draws it in the upper part of an area: the state, then the hint.
pub(crate) fn say(cx: &Shared, buffer: &mut Buffer, area: Rect, say: &Say<'_>) {
    let locale = cx.locale;
    let (what, style, help) = match say {
        Say::Loading => (locale.get("tui-loading"), theme::DIM, None),
        Say::Hint(what, help) => (locale.get(what), theme::BOLD, Some(locale.get(allowed(cx, help)))),
        Say::Error(error) => {
            let (says, hint) = told_of(error);
            let help = hint.as_ref().map_or_else(|| locale.get("tui-error-hint"), |hint| locale.text(hint));
            (locale.text(&says), theme::ACT, Some(help))
        }
    };
    let room = area.width.saturating_sub(4).min(100);
    let mut lines: Vec<Piece> = text::wrap(&what, usize::from(room)).into_iter().map(|line| (line, style)).collect();
    for paragraph in help.iter().flat_map(|help| help.lines()) {
        lines.extend(text::wrap(paragraph, usize::from(room)).into_iter().map(|line| (line, theme::PLAIN)));
    }
    // What has no room is cut with a sign.
    let height = usize::from(area.height);
    if lines.len() > height {
        lines.truncate(height);
        if let Some((last, _)) = lines.last_mut() {
            *last = format!("{}…", text::prefix(last, usize::from(room).saturating_sub(1)));
        }
    }
    let top = (area.height.saturating_sub(u16::try_from(lines.len()).unwrap_or(0)) / 4).min(area.height);
    for (index, (line, style)) in (top..area.height).zip(&lines) {
        put(buffer, area.x + 2, area.y + index, room, line, *style);
    }
}
