//! A line about a run under way: a bar, counts, speed, time left, quota.

use super::paint::{Piece, pieces_width};
use super::shared::Shared;
use super::{text, theme, words};
use crate::domain::Message;
use crate::sync::Progress;

/// A bar with what is known of a run: what fits, the most telling first.
pub(crate) fn progress_line(cx: &Shared, progress: &Progress, room: u16) -> Vec<Piece> {
    let locale = cx.locale;
    let done = progress.counts.documents.processed;
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
    if let Some(until) = progress.waiting_until.filter(|until| *until > cx.now) {
        facts.push(locale.text(&Message::new("tui-progress-waiting").with("until", words::clock(cx, until))));
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
    let mut used = pieces_width(&line);
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
