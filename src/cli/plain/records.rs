//! Payments, contacts and bank entries in `faktura --plain`: ten at a time, a sentence each; one of them with all that is known
//! of it.

use super::{PAGE, Shown};
use crate::cli::context::App;
use crate::cli::error::Result;
use crate::cli::out::{with, word};
use crate::cli::records;
use crate::domain::{CompanyId, ContactRow, Currency, EntryRow, Kind, PaymentRow, RecordKey};
use crate::host::Service;
use crate::locale::Locale;
use crate::query::sieve::{ListRequest, Listed, Listing};
use crate::query::{Names, contact, entry, payment};
use crate::service::cases;

/// A page of a list: what is said, the records in it, and how many there are in all.
pub(super) struct Told {
    pub(super) lines: Vec<String>,
    pub(super) shown: Vec<Shown>,
    pub(super) total: usize,
}

/// A query, the companies that it is about, and the first row wanted.
type Asked<'a> = (&'a str, &'a [CompanyId], usize);

async fn names(service: &Service) -> Result<Names> {
    Ok(service.ask(cases::Companies).await?.into_iter().map(|view| view.company).collect())
}

fn request<F: Listed>(app: &App, (query, companies, offset): Asked<'_>) -> ListRequest<F> {
    let (query, companies) = (query.to_owned(), companies.to_vec());
    ListRequest { query, companies, offset, limit: PAGE, ..ListRequest::all(app.today()) }
}

/// Lists contacts from an offset on.
pub(super) async fn contacts(app: &App, service: &Service, asked: Asked<'_>) -> Result<Told> {
    let (names, locale) = (names(service).await?, app.out.locale());
    let Listing { total, rows, .. } = service.ask(cases::FindContacts(request(app, asked))).await?;
    let company = |id: &CompanyId| names.get(id).map_or("", String::as_str);
    let mut lines = vec![locale.text(&with("plain-contacts-found", "count", total))];
    lines.extend((1..).zip(&rows).map(|(place, row)| contact(locale, place, row, company(&row.company))));
    lines.extend(left(locale, total, asked.2 + rows.len()));
    Ok(Told { lines, shown: rows.iter().map(|row| Shown::Record(row.key())).collect(), total })
}

/// Lists payments from an offset on.
pub(super) async fn payments(app: &App, service: &Service, asked: Asked<'_>) -> Result<Told> {
    let (names, locale) = (names(service).await?, app.out.locale());
    let Listing { total, totals, rows, .. } = service.ask(cases::FindPayments(request(app, asked))).await?;
    let company = |id: &CompanyId| names.get(id).map_or("", String::as_str);
    let mut lines = vec![locale.text(&with("plain-payments-found", "count", total))];
    for ((currency, direction), sum) in &totals.0 {
        let message = with("plain-payments-sum", "currency", currency.as_str())
            .with("side", word(locale, "tui-pay-direction", direction.as_str()))
            .with("count", sum.count)
            .with("amount", locale.money(sum.amount, currency))
            .with("unapplied", locale.money(sum.unapplied, currency));
        lines.push(locale.text(&message));
    }
    lines.extend((1..).zip(&rows).map(|(place, row)| payment_line(locale, place, row, company(&row.company))));
    lines.extend(left(locale, total, asked.2 + rows.len()));
    Ok(Told { lines, shown: rows.iter().map(|row| Shown::Record(row.key())).collect(), total })
}

/// Lists bank entries from an offset on.
pub(super) async fn entries(app: &App, service: &Service, asked: Asked<'_>) -> Result<Told> {
    let (names, locale) = (names(service).await?, app.out.locale());
    let Listing { total, totals, rows, .. } = service.ask(cases::FindEntries(request(app, asked))).await?;
    let mut lines = vec![locale.text(&with("plain-entries-found", "count", total))];
    for (currency, sum) in &totals.0 {
        let message = with("plain-entries-sum", "currency", currency.as_str())
            .with("count", sum.count)
            .with("incoming", locale.money(sum.incoming, currency))
            .with("outgoing", locale.money(sum.outgoing, currency));
        lines.push(locale.text(&message));
    }
    for (place, row) in (1..).zip(&rows) {
        let nothing = || locale.get("plain-nothing");
        let text = |text: &str| if text.is_empty() { nothing() } else { text.to_owned() };
        let message = with("plain-entry", "place", place)
            .with("date", row.day().map_or_else(nothing, |date| locale.date(date)))
            .with("amount", locale.money(row.amount, &row.currency))
            .with("partner", text(&row.name))
            .with("text", text(&row.text))
            .with("state", word(locale, "tui-bank-match", row.matched.as_str()))
            .with("invoices", text(&row.numbers))
            .with("company", names.get(&row.company).map_or("", String::as_str));
        lines.push(locale.text(&message));
    }
    lines.extend(left(locale, total, asked.2 + rows.len()));
    Ok(Told { lines, shown: rows.into_iter().map(|row| Shown::Entry(Box::new(row))).collect(), total })
}

/// Prints all that is known of a bank entry.
pub(super) async fn entry(app: &mut App, service: &Service, row: &EntryRow) -> Result<()> {
    let names = names(service).await?;
    records::fields::<entry::Field>(app, row, names.get(&row.company).map_or("", String::as_str))
}

fn left(locale: &Locale, total: usize, told: usize) -> Option<String> {
    let left = total.saturating_sub(told);
    (left > 0).then(|| locale.text(&with("plain-more", "count", left)))
}

fn payment_line(locale: &Locale, place: usize, row: &PaymentRow, company: &str) -> String {
    let nothing = || locale.get("plain-nothing");
    let text = |text: &str| if text.is_empty() { nothing() } else { text.to_owned() };
    let message = with("plain-payment", "place", place)
        .with("date", row.date.map_or_else(nothing, |date| locale.date(date)))
        .with("partner", text(&row.partner_name))
        .with("amount", locale.money(row.amount, &row.currency))
        .with("side", word(locale, "tui-pay-direction", row.direction.as_str()))
        .with("state", word(locale, "tui-pay-state", row.state.as_str()))
        .with("invoices", text(&row.numbers))
        .with("company", company);
    locale.text(&message)
}

fn contact(locale: &Locale, place: usize, row: &ContactRow, company: &str) -> String {
    let nothing = || locale.get("plain-nothing");
    let open: Vec<String> = row.outstanding.iter().map(|open| locale.open(open)).collect();
    let message = with("plain-contact", "place", place)
        .with("name", row.name.as_ref())
        .with("tax", row.tax_number.as_deref().map_or_else(nothing, str::to_owned))
        .with("email", row.email.as_deref().map_or_else(nothing, str::to_owned))
        .with("open", if open.is_empty() { nothing() } else { open.join(", ") })
        .with("company", company);
    locale.text(&message)
}

/// Prints all that is known of a payment or contact; false if it is no longer here.
pub(super) async fn open(app: &mut App, service: &Service, key: RecordKey) -> Result<bool> {
    if key.kind == Kind::Contact {
        let Some(detail) = service.ask(cases::ReadContact(key)).await? else { return Ok(false) };
        records::fields::<contact::Field>(app, &detail.row, &detail.company)?;
        records::history(app, &detail.history, &Currency::new(""))?;
    } else {
        let Some(detail) = service.ask(cases::ReadPayment(key)).await? else { return Ok(false) };
        records::fields::<payment::Field>(app, &detail.row, &detail.company)?;
        records::documents(app, &detail.row)?;
        records::history(app, &detail.history, &detail.row.currency)?;
    }
    Ok(true)
}
