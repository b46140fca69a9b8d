//! The last lines of a list: the sums of the rows found or marked, per currency and direction, and together.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::schema::{Schema, Sum};
use super::table::MARGIN;
use super::window::List;
use crate::domain::{CompanyId, Message};
use crate::locale::Amounts;
use crate::tui::paint::{Piece, pieces, pieces_width};
use crate::tui::shared::Shared;
use crate::tui::{text, theme};

/// Stands for the count while its text is made.
const PLACE: &str = "#";

/// Lines of totals.
pub(crate) fn totals_height<S: Schema>(list: &List<S>, cx: &Shared) -> usize {
    if !S::HAS_TOTALS {
        return 0;
    }
    let body = usize::from(cx.body_height());
    let room = if body >= 16 { (body / 6).max(4) } else { 1 };
    // One more for the sum in the companies' own currency, once that was known.
    let all = list.currencies + usize::from(list.converted && list.currencies > 1);
    match list.currencies {
        _ if all <= room => all.max(1),
        own if own <= room => own,
        // Without a line each they share one.
        _ => 1,
    }
}

/// Draws the sums into the last lines of an area.
pub(crate) fn draw_totals<S: Schema>(list: &List<S>, cx: &Shared, buffer: &mut Buffer, area: Rect) {
    let height = u16::try_from(totals_height(list, cx)).unwrap_or(1);
    let x = area.x + MARGIN;
    let room = area.width.saturating_sub(MARGIN + 1);
    let marked = (!list.marks.is_empty()).then(|| list.marks.totals(&list.totals));
    let mut all = S::sums(marked.as_ref().unwrap_or(&list.totals));
    all.sort_by_key(|sum| std::cmp::Reverse(sum.count));
    let head = Head::of(cx, marked.is_some());
    let mut lines: Vec<Vec<Piece>> = sums(cx, &head, &all, room);
    let all_together = together(list, cx).filter(|_| marked.is_none() && all.len() > 1);
    if let (Some(all), true) = (all_together, lines.len() < usize::from(height)) {
        lines.push(all);
    }
    if lines.len() > usize::from(height) {
        // No room for a line each: only the first amount of each currency, one after another.
        lines = vec![short(cx, &head, &all, room)];
    }
    for (line, pieces_of_line) in (0..height).zip(&lines) {
        pieces(buffer, x, area.bottom() - height + line, room, pieces_of_line);
    }
}

/// The name of the sums: of the rows found, or of those marked. It says how many rows are summed, which may be fewer than are
/// listed: drafts and what is cancelled or vanished are no turnover.
struct Head {
    /// The words before the count, and after it.
    around: [String; 2],
    style: Style,
    /// The sign of what is marked; empty otherwise.
    sign: &'static str,
}

impl Head {
    fn of(cx: &Shared, marked: bool) -> Self {
        let id = if marked { "tui-total-marked" } else { "tui-total-found" };
        let text = cx.locale.text(&Message::new(id).with("count", PLACE));
        let (before, after) = text.split_once(PLACE).unwrap_or((&text, ""));
        let sign = if marked { "✓ " } else { "" };
        let style = if marked { theme::ACCENT_BOLD } else { theme::BOLD };
        Self { around: [format!("{sign}{before}"), after.to_owned()], style, sign }
    }

    /// The words with a count; blanks of the same width in place of the words of a further line.
    fn with(&self, first: bool, count: String) -> [Piece; 3] {
        let words = |words: &String| if first { words.clone() } else { " ".repeat(text::width(words)) };
        [(words(&self.around[0]), self.style), (count, theme::BOLD), (words(&self.around[1]), self.style)]
    }
}

/// The sum in the own currency of the companies that it is of, if they have the same one and every rate is known.
fn together<S: Schema>(list: &List<S>, cx: &Shared) -> Option<Vec<Piece>> {
    let local = list.local.as_ref()?;
    let own = |id: &CompanyId| cx.companies.all().iter().find(|view| view.company.id == *id)?.service.currency.as_ref();
    let mut currencies = local.companies.iter().map(own);
    let currency = currencies.next()??;
    if !currencies.all(|other| other == Some(currency)) {
        return None;
    }
    let amount = cx.locale.money(local.amount.round_dp(currency.decimals()), currency);
    Some(vec![
        ("≈ ".to_owned(), theme::BOLD),
        (format!("{} ", cx.locale.get("tui-total-local")), theme::DIM),
        (amount, theme::BOLD),
    ])
}

/// A line per currency, in columns.
fn sums(cx: &Shared, head: &Head, all: &[Sum], room: u16) -> Vec<Vec<Piece>> {
    let locale = cx.locale;
    let most = all.iter().map(|sum| sum.amounts.len()).max().unwrap_or(0);
    let mut widths: Vec<Amounts> = vec![Amounts::default(); most];
    for sum in all {
        for (amounts, (_, amount)) in widths.iter_mut().zip(&sum.amounts) {
            amounts.learn(locale, *amount, &sum.currency);
        }
    }
    let count = all.iter().map(|sum| locale.count(sum.count).chars().count()).max().unwrap_or(1);
    let side_of = |sum: &Sum| sum.side.map(|side| locale.get(side)).unwrap_or_default();
    let widest = all.iter().map(|sum| text::width(&side_of(sum))).max().unwrap_or(0);
    let line = |first: bool, sum: &Sum, parts: usize| {
        let mut line = head.with(first, format!("{:>count$}", locale.count(sum.count))).to_vec();
        if widest > 0 {
            let side = side_of(sum);
            let blanks = " ".repeat(widest - text::width(&side));
            line.push((format!(" {side}{blanks}"), theme::DIM));
        }
        if sum.uncounted {
            line.push((format!(" {}", locale.get("tui-total-uncounted")), theme::DIM));
        }
        for (index, ((name, amount), amounts)) in sum.amounts.iter().zip(&widths).take(parts).enumerate() {
            let mark = if sum.overflow { "> " } else { "" };
            line.push((format!("   {} ", locale.get(name)), theme::DIM));
            let style = if index == 0 { theme::BOLD } else { theme::PLAIN };
            line.push((format!("{mark}{}", amounts.align(locale, *amount, &sum.currency)), style));
        }
        line
    };
    let fits = |parts: usize| all.iter().all(|sum| pieces_width(&line(true, sum, parts)) <= room);
    let shown = (1..=most).rev().find(|parts| fits(*parts)).unwrap_or(1);
    all.iter().enumerate().map(|(index, sum)| line(index == 0, sum, shown)).collect()
}

/// The side of a sum where room is short.
fn short_side(cx: &Shared, sum: &Sum) -> String {
    let id = match sum.side {
        Some("tui-pay-direction-issued") => "tui-pay-side-issued",
        Some("tui-pay-direction-received") => "tui-pay-side-received",
        Some(side) => side,
        None => return String::new(),
    };
    format!("{} ", cx.locale.get(id))
}

/// One line: how many there are, and the first amount of each currency, whole; behind the last that fits, how many more there are.
fn short(cx: &Shared, head: &Head, all: &[Sum], room: u16) -> Vec<Piece> {
    let locale = cx.locale;
    let more = |count: usize| if count == 0 { String::new() } else { format!(" +{count}") };
    let piece_of = |sum: &Sum, gap: &str, side: String| {
        let mark = if sum.overflow { "> " } else { "" };
        let amount = sum.amounts.first().map(|(_, amount)| locale.money(*amount, &sum.currency)).unwrap_or_default();
        format!("{gap}{side}{mark}{amount}")
    };
    let side = |sum: &Sum| sum.side.map(|side| format!("{} ", locale.get(side))).unwrap_or_default();
    let Some(first) = all.first() else { return head.with(true, locale.count(0)).to_vec() };
    let count: u64 = all.iter().map(|sum| sum.count).sum();
    let whole = head.with(true, locale.count(count)).to_vec();
    let bare = vec![(format!("{}{}", head.sign, locale.count(count)), theme::BOLD)];
    let behind = text::columns(&more(all.len() - 1));
    // Neither an amount nor its side is cut: the words around the count go first, then the count.
    let tries = [
        (whole.clone(), "   ", side(first)),
        (whole, "   ", short_side(cx, first)),
        (bare.clone(), "   ", side(first)),
        (bare, "   ", short_side(cx, first)),
        (Vec::new(), "", short_side(cx, first)),
    ];
    let last = tries.len() - 1;
    let mut tries = tries.into_iter().enumerate().map(|(at, (head, gap, side))| (at, head, piece_of(first, gap, side)));
    let fits = |head: &[Piece], piece: &str| pieces_width(head) + text::columns(piece) + behind <= room;
    let found = tries.find(|(at, head, piece)| *at == last || fits(head, piece));
    let (mut line, begin) = found.map(|(_, head, piece)| (head, piece)).unwrap_or_default();
    line.push((begin, theme::PLAIN));
    for (index, sum) in all.iter().enumerate().skip(1) {
        let behind = text::columns(&more(all.len() - index - 1));
        let piece = piece_of(sum, " · ", side(sum));
        if pieces_width(&line) + text::columns(&piece) + behind > room {
            let count = all.len() - index;
            // A currency has a sum for each side.
            let id = if all.iter().any(|sum| sum.side.is_some()) { "tui-more-sums" } else { "tui-more-currencies" };
            let words = format!(" · {}", locale.text(&Message::new(id).with("count", count)));
            let fits = pieces_width(&line) + text::columns(&words) <= room;
            line.push((if fits { words } else { more(count) }, theme::DIM));
            break;
        }
        line.push((piece, theme::PLAIN));
    }
    line
}
