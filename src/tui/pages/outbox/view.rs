//! Draws the page: the line that names the lists, the list, the item beside it or in its place, and the line that proves.

use std::collections::BTreeMap;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use rust_decimal::Decimal;

use super::act::{said, sums};
use super::tables::{kind, mapping, needs_person, why};
use super::{Outbox, Section};
use crate::domain::push::Order;
use crate::domain::{Currency, Message, RemoteId};
use crate::locale::Locale;
use crate::push::Standing;
use crate::service::{Action as Permission, PushView};
use crate::tui::document::{Row, draw_row, heading, pairs};
use crate::tui::list::{Frame, MARGIN};
use crate::tui::load::Load;
use crate::tui::paint::{Piece, divide, pieces};
use crate::tui::placeholder::{Say, empty};
use crate::tui::shared::Shared;
use crate::tui::{sections, text, theme, words};

/// Lines below the list.
pub(super) const BELOW: usize = 1;
/// Columns before the text of an item.
const INDENT: u16 = 2;

/// Draws the page; returns the place of the cursor while a filter is edited.
pub(super) fn draw(page: &Outbox, cx: &Shared, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    sections::draw(cx, buffer, area, &Section::TITLES, page.section.place());
    let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let lines = u16::try_from(BELOW).unwrap_or(1);
    let list = Rect { height: below.height.saturating_sub(lines), ..below };
    let room = area.width.saturating_sub(MARGIN + 1);
    match page.section {
        Section::Items if page.opened => {
            item(page, cx, buffer, below);
            None
        }
        Section::Items => {
            let width = if cx.wide() { cx.list_width().min(list.width) } else { list.width };
            if width < list.width && page.items.total() > 0 {
                divide(buffer, list.x + width, list);
                let beside = Rect { x: list.x + width + 1, width: list.width - width - 1, ..list };
                item(page, cx, buffer, beside);
            }
            let instead = match &page.queue {
                Load::Loading if page.rows().is_empty() => Some(Say::Loading),
                Load::Failed(error) if page.rows().is_empty() => Some(Say::Error(error)),
                _ if page.rows().is_empty() => {
                    let may = cx.may_anywhere(Permission::Push);
                    let hint = if may { "tui-empty-outbox-hint" } else { "tui-empty-outbox-ask" };
                    Some(empty(cx, "tui-empty-outbox", hint))
                }
                _ => None,
            };
            pieces(buffer, area.x + MARGIN, area.bottom().saturating_sub(lines), room, &summary(page, cx));
            let frame = Frame { instead, unit: "unit-items" };
            page.items.draw(page.rows(), &frame, cx, buffer, Rect { width, ..list })
        }
        Section::Links => {
            let rows = page.link_rows.ready().map_or(&[][..], Vec::as_slice);
            let instead = match &page.link_rows {
                Load::Loading => Some(Say::Loading),
                Load::Failed(error) => Some(Say::Error(error)),
                Load::Ready(all) if all.is_empty() => Some(empty(cx, "tui-empty-links", "tui-empty-links-hint")),
                Load::Ready(_) => {
                    pieces(buffer, area.x + MARGIN, area.bottom().saturating_sub(lines), room, &proof(page, cx));
                    None
                }
            };
            page.links.draw(rows, &Frame { instead, unit: "unit-links" }, cx, buffer, list)
        }
    }
}

/// How many items are planned, with their sums; how many wait, are written, need a person.
fn summary(page: &Outbox, cx: &Shared) -> Vec<Piece> {
    let locale = cx.locale;
    let rows = page.rows();
    if rows.is_empty() {
        return if page.paused { vec![(locale.get("outbox-paused"), theme::ACT)] } else { Vec::new() };
    }
    let count = |is: &dyn Fn(&&PushView) -> bool| rows.iter().filter(is).count();
    let person = count(&|view| needs_person(view));
    let message = Message::new("outbox-summary")
        .with("planned", count(&|view| view.ready))
        .with("waiting", count(&|view| view.queued.is_some() && !view.is_final()))
        .with("sent", count(&|view| view.state == "sent"));
    let mut line = vec![(locale.text(&message), theme::BOLD)];
    let sum = sums(rows.iter().filter(|view| view.ready), cx);
    if !sum.is_empty() {
        line.push((format!("   {}", locale.text(&Message::new("outbox-sum").with("sum", sum))), theme::PLAIN));
    }
    if person > 0 {
        line.push((format!("   ! {}", locale.text(&Message::new("outbox-needs-you").with("count", person))), theme::ACT));
    }
    if page.paused {
        line.push((format!("   {}", locale.get("outbox-paused")), theme::ACT));
    }
    line
}

/// How links stand, and their sums per currency: ordered, there.
fn proof(page: &Outbox, cx: &Shared) -> Vec<Piece> {
    let rows = page.link_rows.ready().map_or(&[][..], Vec::as_slice);
    let count = |standing: Standing| rows.iter().filter(|row| row.standing == standing).count();
    let mut message = Message::new("push-proof").with("linked", rows.len());
    for (name, standing) in [
        ("equal", Standing::Equal),
        ("drifted", Standing::Drifted),
        ("here", Standing::MissingHere),
        ("there", Standing::MissingThere),
        ("ignored", Standing::Ignored),
    ] {
        message = message.with(name, count(standing));
    }
    let mut sums: BTreeMap<(String, &'static str), (Currency, Decimal, Decimal)> = BTreeMap::new();
    for row in rows {
        if let (Some(currency), Some(ours)) = (&row.currency, row.amount) {
            let sum = sums.entry((currency.to_string(), row.kind.as_str()));
            let sum = sum.or_insert_with(|| (currency.clone(), Decimal::ZERO, Decimal::ZERO));
            sum.1 = sum.1.saturating_add(ours);
            sum.2 = sum.2.saturating_add(row.theirs.unwrap_or_default());
        }
    }
    let mut line = vec![(cx.locale.text(&message), theme::BOLD)];
    for ((_, of), (currency, ours, theirs)) in sums {
        let (ours_said, theirs_said) = (cx.locale.money(ours, &currency), cx.locale.money(theirs, &currency));
        let (sign, style) = if ours == theirs { ("=", theme::GOOD) } else { ("≠", theme::ACT) };
        let of = words::word(cx.locale, "push-kind", of);
        line.push((format!("   {of} {ours_said} {sign} {theirs_said}"), style));
    }
    line
}

/// Draws the item under the cursor.
fn item(page: &Outbox, cx: &Shared, buffer: &mut Buffer, area: Rect) {
    let room = area.width.saturating_sub(INDENT + 1);
    let rows = lines(page, cx, area.width);
    let top = if page.opened { page.top.min(rows.len().saturating_sub(usize::from(area.height))) } else { 0 };
    for (line, row) in (0..area.height).zip(rows.iter().skip(top)) {
        draw_row(buffer, Rect { x: area.x + INDENT, y: area.y + line, width: room, height: 1 }, row);
    }
}

fn wrapped(words: &str, style: ratatui::style::Style, room: u16) -> Vec<Row> {
    text::wrap(words, usize::from(room)).into_iter().map(|line| Row::from(vec![(line, style)])).collect()
}

/// The lines of the item under the cursor.
pub(super) fn lines(page: &Outbox, cx: &Shared, width: u16) -> Vec<Row> {
    let Some(view) = page.items.current(page.rows()) else { return Vec::new() };
    let room = width.saturating_sub(INDENT + 1);
    let locale = cx.locale;
    let state = words::word(locale, "push-state", &view.state);
    let title = vec![(format!("{} ", kind(cx, view.kind)), theme::DIM), (view.title.clone(), theme::BOLD)];
    let amount = view.amount.zip(view.currency.as_ref()).map(|(amount, currency)| (locale.money(amount, currency), theme::BOLD));
    let mut rows = vec![Row { left: title, right: amount, second: None }];
    let mut facts = vec![
        (locale.get("manage-col-state"), state),
        (locale.get("push-col-company"), cx.company_name(view.company).unwrap_or_default().to_owned()),
    ];
    let mut fact = |id: &'static str, value: Option<String>| {
        facts.extend(value.filter(|value| !value.is_empty()).map(|value| (locale.get(id), value)));
    };
    fact("tui-col-partner", Some(view.customer.clone()));
    fact("push-col-becomes", view.remote_id.as_ref().map(ToString::to_string));
    fact("push-col-source", Some(view.source.to_string()));
    fact("push-col-approved", view.approved.as_ref().map(|actor| actor.0.clone()));
    fact("push-col-queued", view.queued.map(|at| words::stamp(cx, at)));
    fact("outbox-attempts", (view.attempts > 0).then(|| view.attempts.to_string()));
    fact("outbox-due", view.due.map(|at| words::stamp(cx, at)));
    rows.extend(pairs(room, facts));
    let why = why(view, cx);
    if !why.is_empty() {
        rows.extend(heading(cx, "push-col-why"));
        rows.extend(wrapped(&why, theme::LOOK, room));
    }
    for missing in &view.missing {
        rows.extend(heading(cx, "outbox-missing"));
        rows.push(vec![(mapping(cx, &missing.mapping), theme::BOLD)].into());
        for candidate in missing.candidates.iter().take(5) {
            let reasons: Vec<String> =
                candidate.reasons.iter().map(|reason| words::word(locale, "push-reason", reason)).collect();
            let line = vec![(format!("  {}", candidate.name), theme::PLAIN), (format!("  {}", reasons.join(", ")), theme::DIM)];
            rows.push(line.into());
        }
    }
    if let Some(order) = view.order.as_deref() {
        rows.extend(becomes(cx, order, room));
    }
    if view.state == "planned" && view.ready {
        rows.push(Row::default());
        rows.extend(wrapped(&format!("→ {}", said(view, cx)), theme::ACCENT, room));
    }
    rows
}

/// The rate that a record is written with; empty if the service takes its own.
fn rate(locale: &Locale, order: &Order) -> String {
    order.rate().map(|rate| locale.decimal(rate, rate.scale())).unwrap_or_default()
}

/// The exact record that an order makes: lines with their accounts, items and tax codes; computed totals.
fn becomes(cx: &Shared, order: &Order, room: u16) -> Vec<Row> {
    let locale = cx.locale;
    let mut rows: Vec<Row> = heading(cx, "outbox-becomes").into();
    let id = |id: &Option<RemoteId>| id.as_ref().map(ToString::to_string).unwrap_or_default();
    match order {
        Order::Contact(contact) => {
            let mut facts = vec![(locale.get("tui-col-name"), contact.name.clone())];
            facts.extend(contact.tax_number.as_ref().map(|number| (locale.get("tui-col-tax-number"), number.to_string())));
            facts.extend(contact.emails.first().map(|email| (locale.get("tui-col-email"), email.clone())));
            facts.extend(contact.currency.as_ref().map(|currency| (locale.get("tui-col-currency"), currency.to_string())));
            rows.extend(pairs(room, facts));
        }
        Order::Document(document) => {
            let money = |amount| locale.money(amount, &document.currency);
            let mut facts = vec![
                (locale.get("tui-col-issued"), document.issued.to_string()),
                (locale.get("tui-col-due"), words::date(document.due)),
                (locale.get("tui-col-currency"), document.currency.to_string()),
            ];
            let mut fact = |label: &'static str, value: String| {
                if !value.is_empty() {
                    facts.push((locale.get(label), value));
                }
            };
            fact("outbox-rate", rate(locale, order));
            fact("outbox-term", id(&document.term));
            fact("outbox-tax-code", id(&document.tax_code));
            rows.extend(pairs(room, facts));
            for line in &document.lines {
                let right = Some((money(line.net), theme::PLAIN));
                let name = vec![
                    (line.name.clone(), theme::PLAIN),
                    (format!("  {} {}", line.quantity.normalize(), line.unit), theme::DIM),
                ];
                rows.push(Row { left: name, right, second: None });
                let mapped = [
                    ("outbox-account", id(&line.account)),
                    ("outbox-item", id(&line.item)),
                    ("outbox-tax-code", id(&line.tax_code)),
                    ("outbox-tax", line.tax_word.clone()),
                ];
                let mapped = mapped.into_iter().filter(|(_, value)| !value.is_empty());
                let mapped: Vec<String> = mapped.map(|(label, value)| format!("{} {value}", locale.get(label))).collect();
                rows.push(vec![(format!("  {}", mapped.join("  ")), theme::DIM)].into());
            }
            for (label, amount) in
                [("tui-total-net", document.net), ("tui-total-vat", document.tax), ("tui-total-gross", document.gross)]
            {
                rows.push(Row {
                    left: vec![(locale.get(label), theme::DIM)],
                    right: Some((money(amount), theme::BOLD)),
                    second: None,
                });
            }
        }
        Order::Payment(payment) => {
            let mut facts = vec![
                (locale.get("tui-field-date"), payment.date.to_string()),
                (locale.get("tui-total-amount"), locale.money(payment.amount, &payment.currency)),
            ];
            facts.extend(Some((locale.get("outbox-rate"), rate(locale, order))).filter(|(_, rate)| !rate.is_empty()));
            facts.extend(payment.account.as_ref().map(|account| (locale.get("outbox-account"), account.to_string())));
            rows.extend(pairs(room, facts));
            for part in &payment.parts {
                let right = Some((locale.money(part.amount, &payment.currency), theme::PLAIN));
                rows.push(Row { left: vec![(part.number.clone(), theme::PLAIN)], right, second: None });
            }
        }
        Order::Void(void) => {
            let facts = vec![
                (locale.get("tui-col-number"), void.number.clone()),
                (locale.get("tui-total-gross"), locale.money(void.gross, &void.currency)),
            ];
            rows.extend(pairs(room, facts));
        }
        Order::Mail(mail) => rows.extend(wrapped(&mail.to.join(", "), theme::PLAIN, room)),
    }
    rows
}
