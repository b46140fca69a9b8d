//! A draft explained: each line with the time that it is made of, each amount with its arithmetic.

use jiff::civil::Date;

use super::columns::state;
use crate::domain::ledger::LineSource;
use crate::domain::{Message, RemoteId, text};
use crate::locale::Locale;
use crate::service::books::{DraftView, Explained, ExplainedPart};
use crate::tui::document::Row;
use crate::tui::form::books::ledger::{level_words, rate_words};
use crate::tui::hours::hours;
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::{theme, words};

/// A line of the page, and the entry that it leads to.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) row: Row,
    pub(super) entry: Option<(RemoteId, Date)>,
}

impl From<Row> for Shown {
    fn from(row: Row) -> Self {
        Self { row, entry: None }
    }
}

impl From<Vec<Piece>> for Shown {
    fn from(line: Vec<Piece>) -> Self {
        Row::from(line).into()
    }
}

/// Every line of a draft.
pub(super) fn lines(cx: &Shared, view: &DraftView, preview: bool) -> Vec<Shown> {
    let (draft, locale) = (&view.draft, cx.locale);
    let money = |amount| locale.money(amount, &draft.currency);
    let word = if preview { state(cx, "unbilled") } else { state(cx, draft.state.as_str()) };
    let mut all: Vec<Shown> = vec![
        Row {
            left: vec![(format!("{}  ", view.client), theme::BOLD), word],
            right: Some((money(view.gross), theme::ACCENT_BOLD)),
            second: None,
        }
        .into(),
    ];
    let period = period(locale, draft.from, draft.until);
    let by = Message { id: format!("own-group-{}", draft.group.as_str()).into(), args: Vec::new() };
    all.push(vec![(format!("{period} · {}", locale.text(&by)), theme::DIM)].into());
    if !draft.note.is_empty() {
        all.push(vec![(draft.note.clone(), theme::PLAIN)].into());
    }
    for (index, line) in draft.lines.iter().enumerate() {
        all.push(Row::default().into());
        let quantity = locale.number(line.quantity, line.quantity.normalize().scale());
        let unit =
            locale.text(&Message { id: format!("books-unit-{}", line.unit.counted(line.quantity)).into(), args: Vec::new() });
        let text = format!("{}. {}", index + 1, line.text);
        let price = format!("   {quantity} {unit} × {}   {}", money(line.unit_price), line.vat);
        all.push(
            Row {
                left: vec![(text, theme::BOLD), (price, theme::DIM)],
                right: Some((money(line.net), theme::BOLD)),
                second: None,
            }
            .into(),
        );
        let Some(explained) = view.explained.get(index) else { continue };
        all.extend(arithmetic(cx, view, index, explained));
        all.extend(explained.parts.iter().map(|part| part_of(cx, view, part)));
    }
    all.push(Row::default().into());
    for group in &view.tax {
        let message = Message::new("cli-draft-tax").with("vat", group.vat.word.as_str());
        let message = message.with("net", money(group.net)).with("tax", money(group.tax));
        all.push(vec![(locale.text(&message), theme::PLAIN)].into());
    }
    if let Some((tax, fx)) = view.local_vat() {
        let local =
            Message::new("cli-draft-local").with("tax", locale.money(tax, &fx.currency)).with("date", locale.date(fx.date));
        let local = local.with("rate", locale.decimal(fx.rate, 0)).with("source", text::clean(&fx.source).to_string());
        all.push(vec![(locale.text(&local), theme::PLAIN)].into());
    }
    let total = Message::new("cli-draft-total").with("net", money(view.net)).with("vat", money(view.vat));
    all.push(vec![(locale.text(&total.with("gross", money(view.gross))), theme::BOLD)].into());
    // Of a draft that is not made yet its own time counts as unbilled, too.
    let own = || view.explained.iter().flat_map(|one| &one.parts).map(|part| part.part.until - part.part.from).sum::<i64>();
    let left = if preview { view.unbilled.saturating_sub(own()) } else { view.unbilled };
    if left > 0 {
        let message = Message::new("cli-draft-unbilled").with("hours", hours(left));
        all.push(vec![(locale.text(&message), theme::LOOK)].into());
    }
    all
}

/// The time that is billed.
fn period(locale: &Locale, from: Option<Date>, until: Option<Date>) -> String {
    match (from, until) {
        (None, None) => locale.get("own-all-time"),
        (None, Some(until)) => locale.text(&Message::new("own-period-until").with("day", until.to_string())),
        (Some(from), None) => locale.text(&Message::new("own-period-from").with("day", from.to_string())),
        (Some(from), Some(until)) => format!("{from} – {until}"),
    }
}

/// How the net of a line came about.
fn arithmetic(cx: &Shared, view: &DraftView, index: usize, explained: &Explained) -> Option<Shown> {
    let line = view.draft.lines.get(index)?;
    let net = cx.locale.money(line.net, &view.draft.currency);
    let exact = cx.locale.decimal(explained.exact, 0);
    let message = match &line.source {
        LineSource::Time { raw, billed, rounded: Some(rounded), .. } => {
            let level = Message { id: format!("books-round-{}", rounded.level.as_str()).into(), args: Vec::new() };
            Message::new("cli-draft-rounded")
                .with("raw", hours(*raw))
                .with("billed", hours(*billed))
                .with("step", hours(rounded.step))
                .with("level", cx.locale.text(&level))
        }
        LineSource::Time { raw, .. } => Message::new("cli-draft-raw").with("raw", hours(*raw)),
        _ => return None,
    };
    let words = cx.locale.text(&message.with("exact", exact).with("net", net));
    Some(vec![(format!("   {words}"), theme::DIM)].into())
}

/// A part of an entry: its day, its seconds, the rule that prices it.
fn part_of(cx: &Shared, view: &DraftView, part: &ExplainedPart) -> Shown {
    let seconds = part.part.until - part.part.from;
    let row = part.entry.as_ref();
    let date = row.map(|row| row.date);
    let amount = cx.locale.money(part.part.amount, &view.draft.currency);
    let mut left = vec![
        (format!("   {}  ", words::date(date)), theme::PLAIN),
        (format!("{:>8}", hours(seconds)), theme::PLAIN),
        (format!("  {seconds} s × {amount} / 3600"), theme::DIM),
    ];
    match &part.rate {
        Some(rate) => left.push((format!("   {} · {}", level_words(cx, rate), rate_words(cx, rate)), theme::DIM)),
        None => left.push((format!("   {}", cx.locale.get("own-own-price")), theme::DIM)),
    }
    let note = row.filter(|_| !cx.masked).map(|row| [row.entry.task.as_str(), row.entry.note.as_str()].join(" "));
    if let Some(note) = note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty()) {
        left.push((format!("   {note}"), theme::PLAIN));
    }
    Shown { row: left.into(), entry: row.map(|row| (row.entry.id.clone(), row.date)) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::locale::Lang;

    #[test]
    fn a_period_without_an_end_is_said_in_words() {
        let day = date(2026, 11, 29);
        let said = |from, until| period(Lang::En.locale(), from, until);
        assert_eq!(said(None, Some(day)), "until 2026-11-29");
        assert_eq!(said(Some(day), None), "from 2026-11-29");
        assert_eq!(said(Some(day), Some(day)), "2026-11-29 – 2026-11-29");
    }
}
