//! The last lines of a list: the sums of the rows found or marked, per currency and direction, and together.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::schema::Schema;
use super::table::MARGIN;
use super::window::List;
use crate::domain::{CompanyId, Currency, CurrencyTotals, Direction, Message};
use crate::locale::Amounts;
use crate::tui::paint::{Piece, pieces, pieces_width};
use crate::tui::shared::Shared;
use crate::tui::{text, theme};

/// A currency and direction with its sums.
type Sum<'s> = (&'s (Currency, Direction), &'s CurrencyTotals);

/// Lines of totals.
pub(crate) fn totals_height<S: Schema>(list: &List<S>, cx: &Shared) -> usize {
    let room = if cx.body_height() >= 16 { 4 } else { 1 };
    // One more for the sum in the companies' own currency, once that was known.
    (list.currencies + usize::from(list.converted && list.currencies > 1)).clamp(1, room)
}

/// Draws the sums into the last lines of an area.
pub(crate) fn draw_totals<S: Schema>(list: &List<S>, scope: Option<CompanyId>, cx: &Shared, buffer: &mut Buffer, area: Rect) {
    let height = u16::try_from(totals_height(list, cx)).unwrap_or(1);
    let x = area.x + MARGIN;
    let room = area.width.saturating_sub(MARGIN + 1);
    let marked = (!list.marks.is_empty()).then(|| list.marks.totals(&list.totals));
    let mut all: Vec<Sum<'_>> = marked.as_ref().unwrap_or(&list.totals).iter().collect();
    all.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.count));
    let head = head(cx, marked.is_some());
    let mut lines: Vec<Vec<Piece>> = sums(cx, &head, &all, room);
    let all_together = together(list, scope, cx).filter(|_| marked.is_none() && list.totals.len() > 1);
    if let (Some(all), true) = (all_together, lines.len() < usize::from(height)) {
        lines.push(all);
    }
    if lines.len() > usize::from(height) {
        // No room for a line each: only the gross of each currency, one after another.
        lines = vec![short(cx, &head, &all, room)];
    }
    for (line, pieces_of_line) in (0..height).zip(&lines) {
        pieces(buffer, x, area.bottom() - height + line, room, pieces_of_line);
    }
}

/// The name of the sums: of the rows found, or of those marked.
fn head(cx: &Shared, marked: bool) -> Piece {
    if marked {
        (format!("✓ {}", cx.locale.get("tui-total-marked")), theme::ACCENT_BOLD)
    } else {
        (cx.locale.get("tui-total-found"), theme::BOLD)
    }
}

/// The sum in the companies' own currency, if they have the same one and every rate is known.
fn together<S: Schema>(list: &List<S>, scope: Option<CompanyId>, cx: &Shared) -> Option<Vec<Piece>> {
    let local = list.local?;
    let companies = cx.companies.all().iter().filter(|view| scope.is_none_or(|id| view.company.id == id));
    let mut currencies = companies.filter_map(|view| view.service.currency.as_ref());
    let currency = currencies.next()?;
    if currencies.any(|other| other != currency) {
        return None;
    }
    let amount = cx.locale.money(local.round_dp(currency.decimals()), currency);
    Some(vec![
        ("≈ ".to_owned(), theme::BOLD),
        (format!("{} ", cx.locale.get("tui-total-local")), theme::DIM),
        (amount, theme::BOLD),
    ])
}

/// A line per currency, in columns.
fn sums(cx: &Shared, head: &Piece, all: &[Sum<'_>], room: u16) -> Vec<Vec<Piece>> {
    let locale = cx.locale;
    let mut widths: [Amounts; 3] = Default::default();
    for ((currency, _), sum) in all {
        for (amounts, amount) in widths.iter_mut().zip([sum.gross, sum.net, sum.vat]) {
            amounts.learn(locale, amount, currency);
        }
    }
    let count = all.iter().map(|(_, sum)| locale.count(sum.count).chars().count()).max().unwrap_or(1);
    let line = |first: bool, (currency, direction): &(Currency, Direction), sum: &CurrencyTotals, parts: usize| {
        let words = if first { head.0.clone() } else { " ".repeat(text::width(&head.0)) };
        let mut line = vec![(words, head.1), (format!(" {:>count$}", locale.count(sum.count)), theme::BOLD)];
        if *direction == Direction::Received {
            line.push((format!(" {}", locale.get("tui-total-received")), theme::DIM));
        }
        if sum.uncounted {
            line.push((format!(" {}", locale.get("tui-total-uncounted")), theme::DIM));
        }
        let named = [("tui-total-gross", sum.gross), ("tui-total-net", sum.net), ("tui-total-vat", sum.vat)];
        for (index, ((name, amount), amounts)) in named.into_iter().zip(&widths).take(parts).enumerate() {
            let mark = if sum.overflow { "> " } else { "" };
            line.push((format!("   {} ", locale.get(name)), theme::DIM));
            let style = if index == 0 { theme::BOLD } else { theme::PLAIN };
            line.push((format!("{mark}{}", amounts.align(locale, amount, currency)), style));
        }
        line
    };
    let fits = |parts: usize| all.iter().all(|(currency, sum)| pieces_width(&line(true, currency, sum, parts)) <= room);
    let shown = (1..=3).rev().find(|parts| fits(*parts)).unwrap_or(1);
    all.iter().enumerate().map(|(index, (currency, sum))| line(index == 0, currency, sum, shown)).collect()
}

/// One line: how many there are, and the gross of each currency, whole; behind the last that fits, how many more there are.
fn short(cx: &Shared, head: &Piece, all: &[Sum<'_>], room: u16) -> Vec<Piece> {
    let locale = cx.locale;
    let count: u64 = all.iter().map(|(_, sum)| sum.count).sum();
    let mut line = vec![head.clone(), (format!(" {}", locale.count(count)), theme::BOLD)];
    let more = |count: usize| if count == 0 { String::new() } else { format!(" +{count}") };
    for (index, ((currency, direction), sum)) in all.iter().enumerate() {
        let gap = if index == 0 { "   " } else { " · " };
        let mark = if sum.overflow { "> " } else { "" };
        let side = match direction {
            Direction::Issued => String::new(),
            Direction::Received => format!("{} ", locale.get("tui-total-received")),
        };
        let piece = format!("{gap}{side}{mark}{}", locale.money(sum.gross, currency));
        let behind = text::columns(&more(all.len() - index - 1));
        if index > 0 && pieces_width(&line) + text::columns(&piece) + behind > room {
            let count = all.len() - index;
            let words = format!(" · {}", locale.text(&Message::new("tui-more-currencies").with("count", count)));
            let fits = pieces_width(&line) + text::columns(&words) <= room;
            line.push((if fits { words } else { more(count) }, theme::DIM));
            break;
        }
        line.push((piece, theme::PLAIN));
    }
    line
}
