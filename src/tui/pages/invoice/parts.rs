//! The parts of an invoice as lines: head, parties, warnings, answers of the provider, sums, history.

use rust_decimal::Decimal;

use super::state::Invoice as Page;
use crate::domain::{Invoice, Message, Party, VatLine};
use crate::error::Error;
use crate::locale::Amounts;
use crate::service::InvoiceDetail;
use crate::tui::document::{Row, heading, pairs};
use crate::tui::form::invoice::credited;
use crate::tui::load::Load;
use crate::tui::paint::Piece;
use crate::tui::shared::Shared;
use crate::tui::{text, theme, words};

fn plain(words: impl Into<String>) -> Piece {
    (words.into(), theme::PLAIN)
}

fn dim(words: impl Into<String>) -> Piece {
    (words.into(), theme::DIM)
}

/// Number, state and gross; the parties; the dates; the sums.
pub(super) fn head(cx: &Shared, detail: &InvoiceDetail, room: u16) -> Vec<Row> {
    let locale = cx.locale;
    let invoice = &detail.stored.entity;
    let row = detail.row();
    let number = if invoice.number.is_empty() { format!("#{}", invoice.id) } else { invoice.number.clone() };
    let (status, style) = words::invoice_status(locale, &row, cx.today());
    let mut facts = vec![dim(words::word(locale, "type", invoice.kind.as_str())), (status, style)];
    if let Some(method) = &invoice.method {
        facts.push(dim(words::word(locale, "method", method.as_str())));
    }
    if let Some(nav) = &invoice.nav {
        facts.push(dim(format!("NAV {}", words::word(locale, "nav", nav.as_str()))));
    }
    if let Some(correction) = invoice.correction.as_ref().filter(|c| c.as_str() != invoice.kind.as_str()) {
        // What it has of a document is told by the words of the relation, or by those of its type.
        let family = if locale.has(&format!("tui-correction-{}", correction.as_str())) { "correction" } else { "type" };
        facts.push((words::word(locale, family, correction.as_str()), theme::LOOK));
    }
    facts.extend(detail.credits.as_ref().map(|credits| (locale.text(&credited(credits)), theme::LOOK)));
    if detail.mails.hushed || detail.mails.partner_hushed {
        let id = if detail.mails.hushed { "invoice-is-hushed" } else { "invoice-partner-is-hushed" };
        facts.push((locale.get(id), theme::LOOK));
    }
    let gross = (locale.money(invoice.gross, &invoice.currency), theme::BOLD);
    let mut title = vec![(number, theme::BOLD), plain("   ")];
    let width = |line: &[Piece]| line.iter().map(|(words, _)| text::columns(words)).sum::<u16>();
    let mut rows: Vec<Row> = Vec::new();
    let mut line = std::mem::take(&mut title);
    let mut free = room.saturating_sub(text::columns(&gross.0) + 2);
    let mut right = Some(gross);
    for (index, fact) in facts.into_iter().enumerate() {
        if width(&line) + text::columns(&fact.0) + 3 > free && index > 0 {
            rows.push(Row { left: std::mem::take(&mut line), right: right.take(), second: None });
            free = room;
        } else if index > 0 {
            line.push(dim(" · "));
        }
        line.push(fact);
    }
    rows.push(Row { left: line, right, second: None });
    rows.push(Row::default());
    rows.extend(parties(cx, invoice, room));
    rows.push(Row::default());
    rows.extend(pairs(room, dates(cx, invoice)));
    rows.extend(pairs(room, amounts(cx, detail)));
    rows.extend(pairs(room, facts_of(cx, detail)));
    rows
}

fn dates(cx: &Shared, invoice: &Invoice) -> Vec<(String, String)> {
    let named = [
        ("tui-date-issued", invoice.issued),
        ("tui-date-fulfilled", invoice.fulfilled),
        ("tui-date-due", invoice.due),
        ("tui-date-paid", invoice.paid),
    ];
    named.into_iter().map(|(id, date)| (cx.locale.get(id), words::date(date))).collect()
}

fn amounts(cx: &Shared, detail: &InvoiceDetail) -> Vec<(String, String)> {
    let (locale, invoice) = (cx.locale, &detail.stored.entity);
    let mut facts = Vec::new();
    for (id, amount) in [("tui-total-net", invoice.net), ("tui-total-vat", invoice.vat)] {
        facts.extend(amount.map(|amount| (locale.get(id), locale.money(amount, &invoice.currency))));
    }
    facts.push((locale.get("tui-total-gross"), locale.money(invoice.gross, &invoice.currency)));
    let company = cx.companies.all().iter().find(|view| view.company.id == detail.stored.company);
    let own = company.and_then(|view| view.service.currency.as_ref());
    if own != Some(&invoice.currency) {
        let local = |gross| own.map_or_else(|| locale.decimal(gross, 0), |own| locale.money(gross, own));
        facts.extend(invoice.rate.map(|rate| (locale.get("tui-fact-rate"), locale.decimal(rate, 0))));
        facts.extend(invoice.gross_local.map(|gross| (locale.get("tui-fact-local"), local(gross))));
    }
    if let Some(discount) = &invoice.discount {
        let unit = if discount.kind.as_ref() == "percent" { "\u{A0}%".to_owned() } else { format!(" {}", discount.kind) };
        facts.push((locale.get("tui-fact-discount"), format!("{}{unit}", locale.decimal(discount.value, 0))));
    }
    facts
}

fn facts_of(cx: &Shared, detail: &InvoiceDetail) -> Vec<(String, String)> {
    let locale = cx.locale;
    let invoice = &detail.stored.entity;
    let mut facts = vec![(locale.get("tui-fact-company"), detail.company.clone())];
    let mut fact = |id: &'static str, value: Option<String>| {
        facts.extend(value.filter(|value| !value.is_empty()).map(|value| (locale.get(id), value)));
    };
    fact("tui-fact-order", invoice.order_number.as_deref().map(str::to_owned));
    fact("tui-fact-electronic", invoice.electronic.then(|| locale.get("tui-bool-true")));
    fact("tui-fact-language", invoice.language.as_deref().map(str::to_owned));
    fact("tui-fact-vanished", detail.stored.vanished.map(|at| words::stamp(cx, at)));
    facts
}

fn parties(cx: &Shared, invoice: &Invoice, room: u16) -> Vec<Row> {
    let (seller, buyer) = (party(cx, &invoice.seller), party(cx, &invoice.buyer));
    let mut rows = Vec::new();
    if room >= 70 {
        let second = room / 2 + 1;
        for index in 0..seller.len().max(buyer.len()) {
            let piece = |side: &[Piece]| side.get(index).cloned().unwrap_or_default();
            let arrow = if index == 0 { ("→ ".to_owned(), theme::ACCENT) } else { plain("  ") };
            rows.push(Row { left: vec![piece(&seller)], right: None, second: Some((second - 2, vec![arrow, piece(&buyer)])) });
        }
        return rows;
    }
    rows.extend(seller.into_iter().map(|piece| Row::from(vec![piece])));
    for (index, piece) in buyer.into_iter().enumerate() {
        let arrow = if index == 0 { ("→ ".to_owned(), theme::ACCENT) } else { plain("  ") };
        rows.push(vec![arrow, piece].into());
    }
    rows
}

fn party(cx: &Shared, party: &Party) -> Vec<Piece> {
    let name = if party.name.is_empty() { words::NOTHING } else { party.name.as_str() };
    let mut lines = vec![(name.to_owned(), theme::BOLD)];
    let join = |parts: Vec<Option<&str>>| parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let tax = join(vec![party.tax_number.as_deref(), party.eu_tax_number.as_deref()]);
    let tax = if tax.is_empty() { tax } else { format!("{} {tax}", cx.locale.get("tui-fact-tax-number")) };
    let bank =
        join(vec![party.bank.as_deref(), party.iban.as_deref().or(party.account_number.as_deref()), party.swift.as_deref()]);
    let contact = party.emails.iter().map(String::as_str).chain(party.phone.as_deref()).collect::<Vec<_>>().join(", ");
    let more = [tax, party.address.line(), bank, contact];
    lines.extend(
        more.into_iter().filter(|line| !line.is_empty()).enumerate().map(
            |(index, line)| {
                if index == 0 { plain(line) } else { dim(line) }
            },
        ),
    );
    lines
}

/// The warnings, in full sentences.
pub(super) fn warnings(cx: &Shared, detail: &InvoiceDetail, room: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    for warning in &detail.warnings {
        for (index, line) in
            text::wrap(&cx.locale.text(&warning.message), usize::from(room.saturating_sub(2))).into_iter().enumerate()
        {
            let mark = if index == 0 { "! " } else { "  " };
            rows.push(vec![(mark.to_owned(), theme::LOOK), (line, theme::LOOK)].into());
        }
    }
    if !rows.is_empty() {
        rows.insert(0, Row::default());
    }
    rows
}

/// The answers of the provider, if they were asked for.
pub(super) fn live(page: &Page, cx: &Shared, detail: &InvoiceDetail, room: u16) -> Vec<Row> {
    let locale = cx.locale;
    let Some(payments) = &page.payments else { return Vec::new() };
    let mut rows: Vec<Row> = heading(cx, "tui-live").into();
    let labelled = |id: &'static str, piece: Piece| Row::from(vec![dim(format!("{} ", locale.get(id))), piece]);
    let waiting = |id| labelled(id, dim(locale.get("tui-live-asking")));
    let failed = |id, error: &Error| labelled(id, (locale.text(&error.message), theme::ACT));
    match payments {
        Load::Loading => rows.push(waiting("tui-live-payments")),
        Load::Failed(error) => rows.push(failed("tui-live-payments", error)),
        Load::Ready(list) if list.is_empty() => {
            rows.push(labelled("tui-live-payments", plain(locale.get("tui-live-none"))));
        }
        Load::Ready(list) => rows.extend(list.iter().map(|payment| {
            let amount = locale.money(payment.amount, &detail.stored.entity.currency);
            let method = words::word(locale, "method", payment.method.as_str());
            let voucher = payment.voucher.as_deref().map(|voucher| format!("  {voucher}")).unwrap_or_default();
            labelled("tui-live-payments", plain(format!("{}  {amount}  {method}{voucher}", words::date(payment.date))))
        })),
    }
    match &page.report {
        None => {}
        Some(Load::Loading) => rows.push(waiting("tui-live-report")),
        Some(Load::Failed(error)) => rows.push(failed("tui-live-report", error)),
        Some(Load::Ready(report)) => {
            let status = report.status.as_ref().map_or_else(String::new, |nav| words::word(locale, "nav", nav.as_str()));
            let parts = [status, report.transaction.as_deref().unwrap_or_default().to_owned()];
            let line = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
            let line = if line.is_empty() { locale.get("tui-live-none") } else { line };
            rows.push(labelled("tui-live-report", plain(line)));
            let wrapped = report.messages.iter().flat_map(|message| text::wrap(message, usize::from(room.saturating_sub(2))));
            rows.extend(wrapped.map(|line| Row::from(vec![plain(format!("  {line}"))])));
        }
    }
    match &page.url {
        None => {}
        Some(Load::Loading) => rows.push(waiting("tui-live-url")),
        Some(Load::Failed(error)) => rows.push(failed("tui-live-url", error)),
        Some(Load::Ready(url)) => rows.push(labelled("tui-live-url", plain(url.clone()))),
    }
    rows
}

/// One sum of a VAT rate.
type Sum = fn(&VatLine) -> Option<Decimal>;

/// Sums by VAT rate, related documents, comment, tags.
pub(super) fn more(cx: &Shared, detail: &InvoiceDetail, room: u16) -> Vec<Row> {
    let locale = cx.locale;
    let invoice = &detail.stored.entity;
    let mut rows = Vec::new();
    let of: [Sum; 3] = [|line| line.net, |line| line.vat, |line| line.gross];
    let lines = &invoice.vat_lines;
    let columns = of.map(|of| Amounts::default().of(locale, lines.iter().filter_map(|l| Some((of(l)?, &invoice.currency)))));
    for line in lines {
        let names = ["tui-total-net", "tui-total-vat", "tui-total-gross"];
        let sum = |((id, of), column): ((&'static str, Sum), &Amounts)| {
            let amount = of(line).map_or_else(
                || format!("{:>width$}", words::NOTHING, width = usize::from(column.width())),
                |value| column.align(locale, value, &invoice.currency),
            );
            format!("{} {amount}", locale.get(id))
        };
        let sums: Vec<String> = names.into_iter().zip(of).zip(&columns).map(sum).collect();
        let label = format!("{} {}", locale.get("tui-vat-rate"), line.name);
        rows.push(Row { left: vec![dim(label)], right: Some(plain(sums.join("   "))), second: None });
    }
    if !invoice.related.is_empty() {
        let list = invoice.related.iter().map(|related| related.number.as_str()).collect::<Vec<_>>().join(", ");
        rows.extend(pairs(room, vec![(locale.get("tui-fact-related"), list)]));
    }
    if !invoice.tags.is_empty() {
        rows.extend(pairs(room, vec![(locale.get("tui-fact-tags"), invoice.tags.join(", "))]));
    }
    if let Some(comment) = invoice.comment.as_deref().filter(|comment| !comment.trim().is_empty()) {
        rows.extend(heading(cx, "tui-fact-comment"));
        rows.extend(text::wrap(comment, usize::from(room)).into_iter().map(|line| Row::from(vec![plain(line)])));
    }
    rows
}

/// Payments and credits, with what each pays of the invoice.
pub(super) fn payments(cx: &Shared, detail: &InvoiceDetail, room: u16) -> Vec<Row> {
    if detail.payments.is_empty() {
        return Vec::new();
    }
    let (locale, id) = (cx.locale, &detail.stored.entity.id);
    let mut rows: Vec<Row> = heading(cx, "tui-paid-by").into();
    let amounts = Amounts::default().of(locale, detail.payments.iter().map(|row| (row.pays(id), &row.currency)));
    for row in &detail.payments {
        let mut words = vec![words::word(locale, "pay-type", row.kind.as_str())];
        words.extend(row.method.as_ref().map(|method| words::word(locale, "method", method.as_str())));
        words.extend(row.reference.as_deref().map(str::to_owned));
        let left = vec![plain(words::date(row.date)), dim(format!("   {}", words.join(" · ")))];
        let right = plain(amounts.align(locale, row.pays(id), &row.currency));
        rows.push(Row { left, right: Some(right), second: None });
    }
    if let Some(left) = detail.row().outstanding().then(|| detail.row().open_amount()).filter(|_| room > 0) {
        let amount = (locale.money(left, &detail.stored.entity.currency), theme::BOLD);
        rows.push(Row { left: vec![dim(locale.get("tui-field-balance"))], right: Some(amount), second: None });
    }
    rows
}

/// The origin of the record: service, identifier, and the runs and times of its first sight and last change.
pub(super) fn provenance(cx: &Shared, detail: &InvoiceDetail, room: u16) -> Vec<Row> {
    let locale = cx.locale;
    let stored = &detail.stored;
    let company = cx.companies.all().iter().find(|view| view.company.id == stored.company);
    let provider = match company {
        Some(view) if view.company.has_own_books() => locale.get("tui-about-own"),
        Some(view) => view.service.title.clone(),
        None => String::new(),
    };
    let when = |id: &'static str, at, run: crate::domain::RunId| {
        let stamp = words::stamp(cx, at);
        // Own books are changed by no run.
        if run.0 == 0 {
            return (locale.get(id), stamp);
        }
        let run = locale.text(&Message::new("tui-history-run").with("run", run.to_string()));
        (locale.get(id), format!("{stamp} · {run}"))
    };
    let mut facts = vec![
        (locale.get("tui-from-provider"), provider),
        (locale.get("tui-fact-id"), stored.entity.id.as_str().to_owned()),
        when("tui-from-first", stored.first_seen, stored.first_run),
    ];
    if stored.changed != stored.first_seen {
        facts.push(when("tui-from-changed", stored.changed, stored.changed_run));
    }
    let mut rows: Vec<Row> = heading(cx, "tui-from").into();
    rows.extend(pairs(room, facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()));
    rows
}
