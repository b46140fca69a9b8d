//! `faktura send`: invoices by mail.

use std::time::{Duration, Instant};

use super::args::SendArgs;
use super::company::is_yes;
use super::context::{App, close, refuse_damaged};
use super::delivery_table;
use super::error::{CliError, Exit, Result};
use super::out::with;
use crate::domain::{CompanyId, Delivery, DeliveryState, Message, RecordKey, text};
use crate::error::ErrorKind;
use crate::host::Service;
use crate::json::SendJson;
use crate::locale::Lang;
use crate::query::{Request, Sort};
use crate::service::{DeliveryFilter, SendAnswer, SendAsk, cases};

/// Pause between two looks at mails that are on their way.
const LOOK: Duration = Duration::from_millis(100);
/// How long mails are waited for of which none gets on. A worker that died has its mails taken over after as long.
const PATIENCE: Duration = Duration::from_mins(16);
/// Invoices that a query may find.
const MOST: usize = 5_000;

/// Sends invoices.
pub(super) async fn run(app: &mut App, args: SendArgs) -> Result {
    let service = app.open_to_search().await?;
    let done = send(app, &service, args).await;
    close(service).await;
    done
}

async fn send(app: &mut App, service: &Service, args: SendArgs) -> Result {
    let documents = found(app, service, &args).await?;
    if documents.len() > 1 && !args.yes && !args.dry_run && app.input.is_terminal {
        app.out.ask(&Message::new("delivery-ask").with("count", documents.len()));
        let answer = app.input.line(&app.interrupt).await?.unwrap_or_default();
        if !is_yes(&answer) {
            return Ok(Exit::As(ErrorKind::Interrupted));
        }
    }
    let ask = SendAsk {
        to: args.to,
        forms: args.attach,
        text: args.text,
        language: args.language.map(|lang| Lang::from(lang).as_str().to_owned()),
        buyer_reference: args.buyer_reference,
        again: args.again,
        key: None,
    };
    let answer = service.ask(cases::SendDocuments::new(documents, ask, args.dry_run)).await?;
    told(app, service, answer, (!args.no_wait, args.json.json)).await
}

/// Waits for mails that were queued, prints what became of them, and tells how the command ends.
pub(super) async fn told(app: &mut App, service: &Service, mut answer: SendAnswer, (wait, json): (bool, bool)) -> Result {
    let waiting = if wait && !answer.dry_run { until_tried(service, &mut answer).await? } else { 0 };
    let names = super::invoices::names(service).await?;
    if json {
        app.out.json(&SendJson::new(&answer, &names, app.out.locale()))?;
    } else {
        show(app, &answer, &names)?;
    }
    if waiting > 0 {
        app.out.warn(&Message::new("delivery-not-waited").with("count", waiting).with("minutes", PATIENCE.as_secs() / 60));
    }
    let delivered = |delivery: &Delivery| delivery.state == DeliveryState::Sent || !wait && delivery.is_open();
    let partly = answer.prepared.iter().map(|one| &one.delivery).filter(|one| one.state == DeliveryState::Sent);
    for delivery in partly {
        if let Some(why) = &delivery.error {
            let (number, why) = (text::clean(&delivery.parcel.number).into_owned(), text::clean(why).into_owned());
            app.out.warn(&with("delivery-sent-in-part", "number", number).with("why", why));
        }
    }
    let whole = |delivery: &Delivery| delivered(delivery) && !delivery.lacks_receiver();
    let sent = answer.dry_run || answer.prepared.iter().all(|one| whole(&one.delivery));
    let wrong = answer.skipped.iter().filter(|one| !one.is_done).count();
    Ok(match (sent, wrong) {
        (true, 0) => Exit::Done,
        (_, wrong) if wrong > 0 && answer.prepared.is_empty() => Exit::As(ErrorKind::Failed),
        _ => Exit::As(ErrorKind::Partial),
    })
}

/// The invoices meant: by number each, else by one query.
async fn found(app: &App, service: &Service, args: &SendArgs) -> Result<Vec<RecordKey>> {
    let companies = app.companies(service, &args.companies.company).await?;
    let mut keys = Vec::new();
    for wanted in &args.invoices {
        let rows = service.ask(cases::LookUp { wanted: wanted.clone(), companies: companies.clone() }).await?;
        match rows.as_slice() {
            [row] => keys.push(row.key()),
            [] if args.invoices.len() > 1 || wanted.contains([':', '<', '>', '=']) || wanted.contains(char::is_whitespace) => {
                return queried(app, service, args, companies).await;
            }
            [] => {
                refuse_damaged(service, &companies).await?;
                return Err(CliError::InvoiceNotFound { wanted: wanted.clone() }.into());
            }
            several => {
                return Err(CliError::InvoiceAmbiguous { wanted: wanted.clone(), count: several.len() }.into());
            }
        }
    }
    Ok(keys)
}

async fn queried(app: &App, service: &Service, args: &SendArgs, companies: Vec<CompanyId>) -> Result<Vec<RecordKey>> {
    let query = super::invoices::query(&args.invoices);
    let request = Request {
        query: query.clone(),
        companies,
        sort: Sort::default(),
        offset: 0,
        limit: MOST + 1,
        around: None,
        today: app.today(),
    };
    let found = service.ask(cases::FindInvoices(request)).await?;
    if found.rows.is_empty() {
        return Err(CliError::InvoiceNotFound { wanted: query }.into());
    }
    Ok(found.rows.iter().map(crate::domain::InvoiceRow::key).collect())
}

/// The end of patience: it begins anew whenever a mail less waits.
struct Patience {
    waiting: usize,
    until: Instant,
}

impl Patience {
    fn new(waiting: usize, now: Instant) -> Self {
        Self { waiting, until: now + PATIENCE }
    }

    fn is_over(&mut self, waiting: usize, now: Instant) -> bool {
        if waiting < self.waiting {
            *self = Self::new(waiting, now);
        }
        now >= self.until
    }
}

/// Waits until every mail was tried, and tells how many were not when none got on for long. The worker is in the process that has the store.
async fn until_tried(service: &Service, answer: &mut SendAnswer) -> Result<usize> {
    let mut patience = Patience::new(answer.prepared.len(), Instant::now());
    let mut companies: Vec<CompanyId> = answer.prepared.iter().map(|one| one.delivery.company).collect();
    companies.sort_unstable();
    companies.dedup();
    // A summary is of no company; without one all are asked for.
    companies.retain(|company| company.0 != 0);
    loop {
        let open: Vec<String> =
            answer.prepared.iter().filter(|one| !one.delivery.is_tried()).map(|one| one.delivery.id.to_string()).collect();
        if open.is_empty() || patience.is_over(open.len(), Instant::now()) {
            return Ok(open.len());
        }
        let filter = DeliveryFilter { companies: companies.clone(), wanted: open, ..DeliveryFilter::default() };
        for delivery in service.ask(cases::Deliveries(filter)).await? {
            let mut known = answer.prepared.iter_mut();
            if let Some(one) = known.find(|one| (&one.delivery.id, one.delivery.company) == (&delivery.id, delivery.company)) {
                one.delivery = delivery;
            }
        }
        if answer.prepared.iter().any(|one| !one.delivery.is_tried()) {
            tokio::time::sleep(LOOK).await;
        }
    }
}

fn show(app: &mut App, answer: &SendAnswer, names: &crate::query::Names) -> Result<()> {
    if answer.dry_run {
        for one in &answer.prepared {
            preview(app, one)?;
        }
    } else if !answer.prepared.is_empty() {
        let sent: Vec<&Delivery> = answer.prepared.iter().map(|one| &one.delivery).collect();
        let table = delivery_table::of(app, &sent, names);
        app.out.table(&table)?;
    }
    for one in &answer.skipped {
        if one.is_done {
            app.out.note(&one.why);
        } else {
            app.out.warn(&one.why);
        }
    }
    let mut hints: Vec<&Message> = Vec::new();
    for hint in answer.skipped.iter().filter(|one| !one.is_done).filter_map(|one| one.hint.as_ref()) {
        if !hints.contains(&hint) {
            app.out.advise(hint);
            hints.push(hint);
        }
    }
    Ok(())
}

/// A mail as it would be sent.
fn preview(app: &mut App, one: &crate::service::Prepared) -> Result<()> {
    let locale = app.out.locale();
    let size = |bytes: u64| super::file::size(locale, bytes);
    let files: Vec<String> = one.files.iter().map(|(name, bytes)| format!("{} ({})", text::clean(name), size(*bytes))).collect();
    let head = [
        ("delivery-field-to", text::clean(&one.delivery.parcel.to.join(", ")).into_owned()),
        ("delivery-field-subject", text::clean(&one.subject).into_owned()),
        ("delivery-field-files", files.join(", ")),
    ];
    let lines = super::report::pairs(locale, &head);
    let left_out: Vec<String> = one
        .left_out
        .iter()
        .map(|why| locale.text(&with("delivery-left-out-form", "why", text::clean(&locale.text(why)).into_owned())))
        .collect();
    for line in lines.iter().chain(&left_out) {
        app.out.line(line)?;
    }
    app.out.line("")?;
    for line in one.text.lines() {
        app.out.line(&text::clean(line))?;
    }
    app.out.line("")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_ends_where_no_mail_gets_on() {
        let begun = Instant::now();
        let mut patience = Patience::new(3, begun);
        assert!(!patience.is_over(3, begun + PATIENCE / 2));
        assert!(!patience.is_over(2, begun + PATIENCE), "one got on");
        assert!(!patience.is_over(2, begun + PATIENCE + PATIENCE / 2));
        assert!(patience.is_over(2, begun + PATIENCE * 2));
    }
}
