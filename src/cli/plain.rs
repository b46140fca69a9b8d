//! `faktura --plain`: the same questions line by line, for screen readers and Braille lines. No borders, no movement, no
//! alternate screen: a question is a line, an answer is sentences, and nothing that was said is taken back.

use jiff::civil::Date;

use super::args::{CompaniesArgs, SyncArgs};
use super::context::App;
use super::detail;
use super::error::{Exit, Failure, Result};
use super::out::{with, word};
use super::status;
use super::sync;
use crate::domain::{CompanyId, InvoiceRow, Message, RecordKey, Trigger, text};
use crate::error::Error;
use crate::host::Service;
use crate::locale::Locale;
use crate::query::{Names, ReportKind, ReportRequest, Request, Sort};
use crate::service::RunFilter;
use crate::service::cases;

/// Invoices that are told at a time.
const PAGE: usize = 10;

/// State of a session.
struct Session {
    companies: Vec<CompanyId>,
    query: String,
    sort: Sort,
    offset: usize,
    total: usize,
    shown: Vec<RecordKey>,
}

/// Reads and answers commands until `quit` or the end of the input.
pub(super) async fn run(
    app: &mut App,
    service: &Service,
    company: Option<CompanyId>,
    query: Option<String>,
    sort: Option<Sort>,
) -> Result {
    let mut session = Session {
        companies: company.into_iter().collect(),
        query: query.clone().unwrap_or_default(),
        sort: sort.unwrap_or_default(),
        offset: 0,
        total: 0,
        shown: Vec::new(),
    };
    // Line mode has no progress bars.
    app.environment.stderr_is_terminal = false;
    app.out.say(&Message::new("plain-welcome"))?;
    if query.is_some() || company.is_some() {
        tell(app, find(app, service, &mut session).await)?;
    } else {
        tell(app, companies(app, service).await)?;
    }
    loop {
        app.out.ask(&Message::new("plain-prompt"));
        app.out.flush()?;
        let Some(line) = app.input.line(&app.interrupt).await? else { return Ok(Exit::Done) };
        let (command, rest) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        let rest = rest.trim();
        let answer = match command {
            "" => continue,
            "quit" | "q" => return Ok(Exit::Done),
            "help" | "h" | "?" => Ok(app.out.get("plain-help").lines().map(str::to_owned).collect()),
            "companies" | "c" => companies(app, service).await,
            "find" | "f" | "/" => {
                (session.query, session.offset) = (rest.to_owned(), 0);
                find(app, service, &mut session).await
            }
            "sort" => match Sort::parse(rest) {
                Ok(sort) => {
                    (session.sort, session.offset) = (sort, 0);
                    find(app, service, &mut session).await
                }
                Err(error) => Err(Error::from(error).into()),
            },
            "more" | "m" => {
                session.offset = (session.offset + PAGE).min(session.total);
                find(app, service, &mut session).await
            }
            "back" | "b" => {
                session.offset = session.offset.saturating_sub(PAGE);
                find(app, service, &mut session).await
            }
            "open" | "o" => {
                tell_parts(app, service, &session, rest).await?;
                continue;
            }
            "sync" | "s" => {
                let company = (!rest.is_empty()).then(|| rest.to_owned());
                let args = SyncArgs {
                    companies: CompaniesArgs { company: company.into_iter().collect() },
                    full: false,
                    verbose: false,
                    json: false,
                };
                match sync::with(app, service, &args, Trigger::Command).await {
                    Ok(_) => Ok(Vec::new()),
                    Err(failure) => Err(failure),
                }
            }
            "log" | "l" => log(app, service, &session).await,
            "report" | "r" => report(app, service, &session, rest).await,
            other => Ok(vec![app.out.text(&with("plain-unknown", "command", other))]),
        };
        tell(app, answer)?;
    }
}

/// Prints an answer or an error; only a request to end ends the session.
fn tell(app: &mut App, answer: Result<Vec<String>>) -> Result<()> {
    match answer {
        Ok(lines) => {
            for line in lines {
                app.out.line(&text::clean(&line))?;
            }
        }
        Err(Failure::Error(error)) => app.out.error(&error),
        Err(failure) => return Err(failure),
    }
    Ok(app.out.flush()?)
}

async fn companies(app: &App, service: &Service) -> Result<Vec<String>> {
    let locale = app.out.locale();
    let views = service.ask(cases::Companies).await?;
    if views.is_empty() {
        return Ok(vec![locale.get("tui-empty-companies"), locale.get("tui-empty-companies-hint")]);
    }
    let line = |view: &crate::service::CompanyView| {
        let none = || locale.get("plain-nothing");
        let sums = |sums: &crate::domain::Totals| {
            let text = status::totals(locale, sums);
            if text.is_empty() { none() } else { text }
        };
        let message = Message::new("plain-company")
            .with("id", view.company.id.to_string())
            .with("name", view.company.name.as_str())
            .with("light", word(locale, "cli-light", view.health.light().as_str()))
            .with("health", word(locale, "cli-health", view.health.as_str()))
            .with("last", status::last_sync(app, view))
            .with("count", view.invoices)
            .with("outstanding", sums(&view.outstanding))
            .with("overdue", sums(&view.overdue));
        let reason = status::reason(app, view).map(|reason| locale.text(&reason));
        std::iter::once(locale.text(&message)).chain(reason)
    };
    Ok(views.iter().flat_map(line).collect())
}

async fn find(app: &App, service: &Service, session: &mut Session) -> Result<Vec<String>> {
    let locale = app.out.locale();
    let request = Request {
        query: session.query.clone(),
        companies: session.companies.clone(),
        sort: session.sort,
        offset: session.offset,
        limit: PAGE,
        around: None,
        today: app.today(),
    };
    let found = service.ask(cases::FindInvoices(request)).await?;
    let names: Names =
        service.ask(cases::Companies).await?.into_iter().map(|view| (view.company.id, view.company.name)).collect();
    session.total = found.total;
    session.shown = found.rows.iter().map(InvoiceRow::key).collect();
    let mut lines = vec![locale.text(&with("plain-found", "count", found.total))];
    for ((currency, direction), sum) in &found.totals {
        let id = if sum.uncounted { "plain-sum-uncounted" } else { "plain-sum" };
        let message = with(id, "currency", locale.side(currency, *direction)).with("count", sum.count);
        lines.push(locale.text(&message.with("gross", locale.money(sum.gross, currency))));
    }
    for (number, row) in (1..).zip(&found.rows) {
        lines.push(invoice(locale, number, row, names.get(&row.company).map_or("", String::as_str), app.today()));
    }
    let left = found.total.saturating_sub(found.offset + found.rows.len());
    if left > 0 {
        lines.push(locale.text(&with("plain-more", "count", left)));
    }
    Ok(lines)
}

fn invoice(locale: &Locale, number: usize, row: &InvoiceRow, company: &str, today: Date) -> String {
    let state = match row.days_overdue(today) {
        Some(days) => locale.text(&with("tui-state-overdue", "count", i64::from(days))),
        None => word(locale, "tui-status", &row.status.as_str().replace('_', "-")),
    };
    let due = row.due.map_or_else(|| locale.get("plain-nothing"), |due| locale.date(due));
    let message = with("plain-invoice", "place", number)
        .with("number", row.number.as_ref())
        .with("partner", row.partner_name.as_ref())
        .with("gross", locale.money(row.gross, &row.currency))
        .with("state", state)
        .with("due", due)
        .with("company", company);
    locale.text(&message)
}

/// An invoice with its items and history.
async fn tell_parts(app: &mut App, service: &Service, session: &Session, wanted: &str) -> Result<()> {
    let listed = wanted.parse::<usize>().ok().and_then(|number| session.shown.get(number.checked_sub(1)?)).cloned();
    let key = match listed {
        Some(key) => Some(key),
        None => service
            .ask(cases::LookUp { wanted: wanted.to_owned(), companies: session.companies.clone() })
            .await?
            .first()
            .map(InvoiceRow::key),
    };
    let found = match key {
        Some(key) => service.ask(cases::ReadInvoice(key.clone())).await?,
        None => None,
    };
    let Some(found) = found else {
        let nothing = app.out.text(&with("plain-no-invoice", "wanted", wanted));
        return tell(app, Ok(vec![nothing]));
    };
    for part in detail::parts(app, &found, true) {
        part.print(&mut app.out)?;
    }
    Ok(app.out.flush()?)
}

async fn log(app: &App, service: &Service, session: &Session) -> Result<Vec<String>> {
    let locale = app.out.locale();
    let filter = RunFilter { companies: session.companies.clone(), limit: Some(PAGE), ..RunFilter::default() };
    let runs = service.ask(cases::Runs(filter)).await?;
    if runs.is_empty() {
        return Ok(vec![locale.get("tui-empty-log")]);
    }
    let line = |run: &crate::domain::SyncRun| {
        let message = Message::new("plain-run")
            .with("run", run.id.to_string())
            .with("company", run.company_name.as_str())
            .with("at", locale.time(run.started, app.zone()))
            .with("status", word(locale, "tui-run", run.status.as_str()))
            .with("created", run.counts.created)
            .with("updated", run.counts.updated)
            .with("skipped", run.counts.skipped);
        let told = locale.text(&message);
        match super::report::reason(locale, app.zone(), run) {
            Some(reason) => format!("{told} {reason}"),
            None => told,
        }
    };
    Ok(runs.iter().map(line).collect())
}

async fn report(app: &App, service: &Service, session: &Session, wanted: &str) -> Result<Vec<String>> {
    let locale = app.out.locale();
    let (kind, query) = wanted.split_once(' ').unwrap_or((wanted, ""));
    let Some(kind) = ReportKind::ALL.into_iter().find(|known| known.as_str() == kind) else {
        let names: Vec<&str> = ReportKind::ALL.into_iter().map(ReportKind::as_str).collect();
        return Ok(vec![locale.text(&with("plain-reports", "names", names.join(", ")))]);
    };
    let request =
        ReportRequest { kind, query: query.to_owned(), companies: session.companies.clone(), limit: 20, today: app.today() };
    let report = service.ask(cases::MakeReport(request)).await?;
    if report.rows.is_empty() {
        return Ok(vec![locale.get("tui-empty-report")]);
    }
    let line = |row: &crate::query::ReportRow| {
        let group = row.group.words().map_or_else(|| row.group.to_string(), |message| locale.text(&message));
        let message = with("plain-report", "group", group)
            .with("side", locale.side(&row.currency, row.direction))
            .with("count", row.total.count)
            .with("gross", locale.money(row.total.gross, &row.currency))
            .with("outstanding", locale.money(row.outstanding.gross, &row.currency));
        locale.text(&message)
    };
    Ok(report.rows.iter().map(line).collect())
}
