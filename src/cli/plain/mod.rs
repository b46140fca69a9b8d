//! `faktura --plain`: the same questions line by line, for screen readers and Braille lines. No borders, no movement, no
//! alternate screen: a question is a line, an answer is sentences, and nothing that was said is taken back.

mod changes;
mod groups;
mod log;
mod messages;
mod records;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::cli::args::{CompaniesArgs, SyncArgs};
use crate::cli::context::{App, refuse_damaged};
use crate::cli::detail;
use crate::cli::dispatch;
use crate::cli::error::{Exit, Failure, Result};
use crate::cli::out::{with, word};
use crate::cli::status;
use crate::cli::sync;
use crate::domain::{CompanyId, EntryRow, InvoiceRow, Kind, Message, RecordKey, Trigger, text};
use crate::error::Error;
use crate::host::Service;
use crate::locale::Locale;
use crate::query::{Names, ReportKind, ReportRequest, ReportRow, Request, Sort};
use crate::service::cases;

/// Invoices that are told at a time.
const PAGE: usize = 10;

/// A list of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    Invoices,
    Payments,
    Contacts,
    Entries,
    Log,
    Changes,
    Messages,
}

/// State of a session.
struct Session {
    companies: Vec<CompanyId>,
    /// The last list.
    list: List,
    query: String,
    /// Days that changes are told of.
    days: i32,
    sort: Sort,
    offset: usize,
    total: usize,
    shown: Vec<Shown>,
    /// What was grouped last.
    groups: Option<groups::Groups>,
    /// The groups are shown, not the rows.
    grouped: bool,
}

impl Session {
    /// Begins a list.
    fn begin(&mut self, list: List, query: &str) {
        (self.list, self.query, self.offset, self.grouped) = (list, query.to_owned(), 0, false);
        // A number opens nothing of an earlier list.
        self.shown.clear();
    }
}

/// What `open N` opens.
enum Shown {
    Record(RecordKey),
    Entry(Box<EntryRow>),
}

/// Reads and answers commands until `quit` or the end of the input, also those of the command line.
pub(in crate::cli) async fn run(
    app: &mut App,
    service: &Service,
    company: Option<CompanyId>,
    query: Option<String>,
    sort: Option<Sort>,
) -> Result {
    let mut session = Session {
        companies: company.into_iter().collect(),
        list: List::Invoices,
        query: query.clone().unwrap_or_default(),
        days: 1,
        sort: sort.unwrap_or_default(),
        offset: 0,
        total: 0,
        shown: Vec::new(),
        groups: None,
        grouped: false,
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
            "help" | "h" | "?" if rest.is_empty() => Ok(app.out.get("plain-help").lines().map(str::to_owned).collect()),
            "companies" | "c" => companies(app, service).await,
            "find" | "f" | "/" => begin(app, service, &mut session, (List::Invoices, rest)).await,
            // With options they are the commands of the command line.
            "payments" | "p" if !rest.starts_with("--") => begin(app, service, &mut session, (List::Payments, rest)).await,
            "contacts" | "k" if !rest.starts_with("--") => begin(app, service, &mut session, (List::Contacts, rest)).await,
            "entries" | "e" => begin(app, service, &mut session, (List::Entries, rest)).await,
            "log" | "l" => begin(app, service, &mut session, (List::Log, rest)).await,
            "messages" => begin(app, service, &mut session, (List::Messages, rest)).await,
            "changes" => {
                let (days, query) = changes::asked(rest);
                session.days = days;
                begin(app, service, &mut session, (List::Changes, query)).await
            }
            "group" | "g" => groups::group(app, service, &mut session, rest).await,
            "groups" => Ok(groups::again(app.out.locale(), &mut session)),
            "sort" => match Sort::parse(rest) {
                Ok(sort) => {
                    let query = if session.list == List::Invoices { session.query.clone() } else { String::new() };
                    session.sort = sort;
                    begin(app, service, &mut session, (List::Invoices, &query)).await
                }
                Err(error) => Err(Error::from(error).into()),
            },
            "more" | "m" | "back" | "b" => turn(app, service, &mut session, command.starts_with('m')).await,
            "open" | "o" => match groups::open(&mut session, rest) {
                Some(Ok(())) => listed(app, service, &mut session).await,
                Some(Err(failure)) => Err(failure),
                None => {
                    tell_parts(app, service, &session, rest).await?;
                    continue;
                }
            },
            "sync" | "s" => {
                let company = (!rest.is_empty()).then(|| rest.to_owned());
                let args = SyncArgs {
                    companies: CompaniesArgs { company: company.into_iter().collect() },
                    full: false,
                    accept_deletions: false,
                    verbose: false,
                    json: false,
                };
                match sync::with(app, service, &args, Trigger::Command).await {
                    Ok(_) => Ok(Vec::new()),
                    Err(failure) => Err(failure),
                }
            }
            "report" | "r" => report(app, service, &session, rest).await,
            other => match dispatch::line(app, line.trim()).await {
                Some(result) => result.map(|_| Vec::new()),
                None => Ok(vec![app.out.text(&with("plain-unknown", "command", other))]),
            },
        };
        tell(app, answer)?;
    }
}

/// Prints an answer or an error; only a request to end ends the session.
fn tell(app: &mut App, answer: Result<Vec<String>>) -> Result<()> {
    match answer {
        Ok(lines) => {
            for line in lines {
                app.out.line(&text::clean(sentence(&line)))?;
            }
        }
        Err(Failure::Error(error)) => app.out.error(&error),
        Err(failure) => return Err(failure),
    }
    Ok(app.out.flush()?)
}

/// A sentence with one point at its end, also where it ends with a name such as “Own Kft.”.
fn sentence(line: &str) -> &str {
    if line.ends_with("..") && !line.ends_with("...") { line.strip_suffix('.').unwrap_or(line) } else { line }
}

async fn companies(app: &App, service: &Service) -> Result<Vec<String>> {
    let locale = app.out.locale();
    let views = service.ask(cases::Companies).await?;
    if views.is_empty() {
        return Ok(vec![locale.get("plain-empty-companies")]);
    }
    let line = |view: &crate::service::CompanyView| {
        let none = || locale.get("plain-nothing");
        let sums = |sums: &crate::domain::Totals| {
            let text = status::totals(locale, sums);
            if text.is_empty() { none() } else { text }
        };
        let id = if view.company.has_own_books() { "plain-company-own" } else { "plain-company" };
        let message = Message::new(id)
            .with("id", view.company.id.to_string())
            .with("name", view.company.name.as_str())
            .with("light", word(locale, "cli-light", view.health.light().as_str()))
            .with("health", status::health(locale, view))
            .with("last", status::last_sync(app, view).join("; "))
            .with("count", view.invoices)
            .with("outstanding", sums(&view.outstanding))
            .with("overdue", sums(&view.overdue));
        let reason = status::reason(app, view).map(|reason| locale.text(&reason));
        std::iter::once(locale.text(&message)).chain(reason)
    };
    Ok(views.iter().flat_map(line).collect())
}

/// Begins a list.
async fn begin(app: &App, service: &Service, session: &mut Session, (list, query): (List, &str)) -> Result<Vec<String>> {
    session.begin(list, query);
    listed(app, service, session).await
}

/// The next ten rows or groups, or the ten before.
async fn turn(app: &App, service: &Service, session: &mut Session, forward: bool) -> Result<Vec<String>> {
    let locale = app.out.locale();
    if let Some(lines) = groups::turn(locale, session, forward) {
        return Ok(lines);
    }
    if forward && session.offset + PAGE >= session.total {
        return Ok(vec![locale.get("plain-no-more")]);
    }
    session.offset = if forward { session.offset + PAGE } else { session.offset.saturating_sub(PAGE) };
    listed(app, service, session).await
}

/// The list of the session, whatever its kind.
async fn listed(app: &App, service: &Service, session: &mut Session) -> Result<Vec<String>> {
    let asked = (session.query.as_str(), session.companies.as_slice(), session.offset);
    let told = match session.list {
        List::Invoices => return find(app, service, session).await,
        List::Log => return log::list(app, service, session).await,
        List::Changes => return changes::list(app, service, session).await,
        List::Messages => return messages::list(app, service, session).await,
        List::Payments => records::payments(app, service, asked).await?,
        List::Contacts => records::contacts(app, service, asked).await?,
        List::Entries => records::entries(app, service, asked).await?,
    };
    (session.total, session.shown) = (told.total, told.shown);
    Ok(told.lines)
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
    let names: Names = service.ask(cases::Companies).await?.into_iter().map(|view| view.company).collect();
    session.total = found.total;
    session.shown = found.rows.iter().map(|row| Shown::Record(row.key())).collect();
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

/// A page of lines from an offset on, and how many are behind it.
fn page<T>(locale: &Locale, all: &[T], offset: usize, line: impl FnMut(&T) -> String) -> Vec<String> {
    let mut lines: Vec<String> = all.iter().skip(offset).take(PAGE).map(line).collect();
    let left = all.len().saturating_sub(offset.saturating_add(PAGE));
    if left > 0 {
        lines.push(locale.text(&with("plain-more", "count", left)));
    }
    lines
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
    let listed = wanted.parse::<usize>().ok().and_then(|number| session.shown.get(number.checked_sub(1)?));
    let key = match listed {
        Some(Shown::Entry(row)) => {
            records::entry(app, service, row).await?;
            return Ok(app.out.flush()?);
        }
        Some(Shown::Record(key)) if key.kind != Kind::Document => {
            if !records::open(app, service, key.clone()).await? {
                let gone = app.out.get("tui-gone-record");
                return tell(app, Ok(vec![gone]));
            }
            return Ok(app.out.flush()?);
        }
        Some(Shown::Record(key)) => Some(key.clone()),
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
        refuse_damaged(service, &session.companies).await?;
        let nothing = app.out.text(&with("plain-no-invoice", "wanted", wanted));
        return tell(app, Ok(vec![nothing]));
    };
    for part in detail::parts(app, &found, true) {
        part.print(&mut app.out)?;
    }
    Ok(app.out.flush()?)
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
    let line = |row: &ReportRow| {
        let group = match row.group.words(kind) {
            Some(message) => locale.text(&message),
            None if kind == ReportKind::Statuses => word(locale, "tui-status", &row.group.to_string().replace('_', "-")),
            None => row.group.to_string(),
        };
        let sum = |(id, amount): (&'static str, Decimal)| locale.text(&with(id, "amount", locale.money(amount, &row.currency)));
        let message = with("plain-report", "group", group)
            .with("side", locale.side(&row.currency, row.direction))
            .with("count", row.total.count)
            .with("sums", figures(kind, row).into_iter().map(sum).collect::<Vec<_>>().join(", "));
        locale.text(&message)
    };
    Ok(report.rows.iter().map(line).collect())
}

/// The figures of a row with the texts that name them, as far as the report has any.
fn figures(kind: ReportKind, row: &ReportRow) -> Vec<(&'static str, Decimal)> {
    let (gross, outstanding) = (("plain-report-gross", row.total.gross), ("plain-report-outstanding", row.outstanding.balance));
    let overdue = ("plain-report-overdue", row.overdue.balance);
    let mut figures = match kind {
        // Its total is what is open, credit included.
        ReportKind::Aging => vec![("plain-report-open", row.total.balance)],
        ReportKind::Cash => std::iter::once(("plain-report-expected", row.total.balance))
            .chain(row.running.map(|sum| ("plain-report-together", sum)))
            .collect(),
        ReportKind::Paid | ReportKind::Delay => vec![gross],
        ReportKind::Vat => vec![gross, ("plain-report-vat", row.total.vat)],
        ReportKind::Partners | ReportKind::Statuses => vec![gross, outstanding, overdue],
        ReportKind::Months | ReportKind::Fulfilled | ReportKind::Days | ReportKind::Companies => vec![gross, outstanding],
    };
    if !row.credit.balance.is_zero() {
        if kind == ReportKind::Aging {
            figures.push(outstanding);
        }
        figures.push(("plain-report-credit", row.credit.balance));
    }
    figures
}
