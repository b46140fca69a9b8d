//! `faktura report time|profit|budget|unbilled|forecast`: reports of own books.

use rust_decimal::Decimal;

use super::args::books::InArgs;
use super::args::{FormatArg, ReportArgs};
use super::books::{in_books, maybe_day, wrong};
use super::context::App;
use super::error::{Exit, Failure, Result};
use super::out::with;
use super::table::{Column, Table};
use super::time_words::hours;
use crate::domain::{Message, text};
use crate::export::Dialect;
use crate::json::{BookReportJson, BookRowJson};
use crate::locale::Locale;
use crate::service::books::{BookReport, BookReportAsk, BookReportKind, BookRow, By};
use crate::service::cases;

/// Prints a report of own books.
pub(super) async fn run(app: &mut App, args: &ReportArgs, kind: BookReportKind) -> Result {
    let known: Vec<&str> = kind.groupings().iter().map(|by| by.as_str()).collect();
    let unknown = || wrong(with("books-report-by", "known", known.join(", ")));
    let by = args.by.as_deref().map(|by| By::parse(by).ok_or_else(unknown)).transpose()?;
    let at = InArgs { company: args.companies.company.first().cloned(), json: false };
    let report: BookReport = in_books(app, &at, async |app, service, company| {
        let (from, until) = (maybe_day(app, args.from.as_ref())?, maybe_day(app, args.until.as_ref())?);
        let ask = BookReportAsk { kind, by, query: args.query.join(" "), from, until };
        Ok(service.ask(cases::MakeBookReport { company, ask }).await?)
    })
    .await?;
    match args.output.format {
        FormatArg::Table => list(app, &report)?,
        FormatArg::Json => app.out.json(&BookReportJson::new(&report))?,
        FormatArg::Ndjson => report.rows.iter().try_for_each(|row| app.out.json_line(&BookRowJson::new(row)))?,
        FormatArg::Csv => csv(app, &report, args.output.csv.dialect(app.chosen))?,
    }
    Ok(Exit::Done)
}

/// What a column shows of a row.
type Show = fn(&Locale, &BookRow) -> String;

fn money(locale: &Locale, row: &BookRow, amount: Option<Decimal>) -> String {
    match (amount, &row.currency) {
        (Some(amount), Some(currency)) => locale.money(amount, currency),
        (Some(seconds), None) => seconds.try_into().map_or_else(|_| "–".to_owned(), hours),
        (None, _) => "–".to_owned(),
    }
}

fn columns(kind: BookReportKind) -> &'static [(&'static str, Show)] {
    match kind {
        BookReportKind::Time => &[
            ("cli-col-hours", |_, row| hours(row.seconds)),
            ("cli-col-billable", |_, row| hours(row.billable_seconds)),
            ("cli-col-approved", |_, row| hours(row.approved_seconds)),
            ("cli-col-billed", |_, row| hours(row.billed_seconds)),
            ("cli-col-unbilled", |_, row| hours(row.unbilled_seconds)),
        ],
        BookReportKind::Profit => &[
            ("cli-col-hours", |_, row| hours(row.seconds)),
            ("cli-col-billed", |locale, row| money(locale, row, row.amount)),
            ("cli-col-cost", |locale, row| money(locale, row, row.cost)),
            ("cli-col-profit", |locale, row| {
                money(locale, row, row.amount.unwrap_or_default().checked_sub(row.cost.unwrap_or_default()))
            }),
            ("cli-col-hourly", |locale, row| money(locale, row, row.rate)),
        ],
        BookReportKind::Budget => &[
            ("cli-col-whole", |locale, row| money(locale, row, row.budget)),
            ("cli-col-used", |locale, row| money(locale, row, row.amount)),
            ("cli-col-left", |locale, row| money(locale, row, row.left)),
            ("cli-col-budget", |locale, row| {
                row.used.map_or_else(|| "–".to_owned(), |used| format!("{} %", locale.decimal(used, used.normalize().scale())))
            }),
            ("cli-col-ends", |locale, row| row.date.map_or_else(|| "–".to_owned(), |date| locale.date(date))),
        ],
        BookReportKind::Unbilled => &[
            ("cli-col-hours", |_, row| hours(row.unbilled_seconds)),
            ("books-col-amount", |locale, row| money(locale, row, row.amount)),
            ("cli-col-unpriced", |_, row| hours(row.unpriced_seconds)),
            ("cli-col-since", |locale, row| row.date.map_or_else(|| "–".to_owned(), |date| locale.date(date))),
        ],
        BookReportKind::Forecast => &[
            ("cli-col-unbilled", |locale, row| money(locale, row, row.unbilled_amount)),
            ("cli-col-drafted", |locale, row| money(locale, row, row.drafted_amount)),
            ("cli-col-recurring", |locale, row| money(locale, row, row.recurring_amount)),
            ("cli-col-retainers", |locale, row| money(locale, row, row.retainer_amount)),
            ("cli-col-open", |locale, row| money(locale, row, row.due_amount)),
        ],
    }
}

fn list(app: &mut App, report: &BookReport) -> Result<()> {
    if report.rows.is_empty() {
        app.out.note(&Message::new("cli-report-no-rows"));
        return Ok(());
    }
    let columns = columns(report.kind);
    let group = match report.by {
        By::Client => "cli-col-client",
        By::Project => "cli-col-project",
        By::Person => "cli-col-person",
        By::Tag => "cli-col-tag",
        By::Week => "cli-col-week",
        By::Month => "cli-col-month",
    };
    let locale = app.out.locale();
    let mut titles = vec![Column::cut(locale.get(group))];
    titles.extend(columns.iter().map(|(title, _)| Column::right(locale.get(title))));
    let mut table = Table::new(titles);
    for row in &report.rows {
        let mut cells = vec![text::clean(&row.group).to_string().into()];
        cells.extend(columns.iter().map(|(_, show)| show(locale, row).into()));
        table.row(cells);
    }
    app.out.table(&table)?;
    let uncosted: i64 = report.rows.iter().map(|row| row.uncosted_seconds).sum();
    if report.kind == BookReportKind::Profit && uncosted > 0 {
        app.out.warn(&with("cli-report-uncosted", "hours", hours(uncosted)));
    }
    Ok(())
}

/// Names of the columns of a file, as in the JSON.
const NAMES: [&str; 23] = [
    "group",
    "currency",
    "seconds",
    "billable_seconds",
    "approved_seconds",
    "billed_seconds",
    "written_off_seconds",
    "unbilled_seconds",
    "unpriced_seconds",
    "uncosted_seconds",
    "amount",
    "cost",
    "hourly_rate",
    "budget",
    "left",
    "used_percent",
    "weekly_seconds",
    "date",
    "unbilled_amount",
    "recurring_amount",
    "retainer_amount",
    "due_amount",
    "drafted_amount",
];

fn csv(app: &mut App, report: &BookReport, dialect: Dialect) -> Result<()> {
    let mut out = app.out.shared();
    dialect.begin(&mut out).map_err(Failure::Output)?;
    let mut writer = dialect.builder().from_writer(out);
    let failed = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => Failure::Output(error),
        _ => Failure::Output(std::io::ErrorKind::Other.into()),
    };
    writer.write_record(NAMES).map_err(failed)?;
    for row in &report.rows {
        let plain = |number: Option<Decimal>| number.map_or_else(String::new, |number| dialect.number(number));
        let number = |amount: Option<Decimal>| {
            plain(amount.map(|amount| row.currency.as_ref().map_or(amount, |currency| currency.sum(amount))))
        };
        let counts = [
            row.seconds,
            row.billable_seconds,
            row.approved_seconds,
            row.billed_seconds,
            row.written_off_seconds,
            row.unbilled_seconds,
            row.unpriced_seconds,
            row.uncosted_seconds,
        ];
        let mut record = vec![
            dialect.text(&row.group).into_owned(),
            row.currency.as_ref().map_or_else(String::new, |currency| currency.as_str().to_owned()),
        ];
        record.extend(counts.iter().map(i64::to_string));
        record.extend([row.amount, row.cost, row.rate, row.budget, row.left].map(number));
        record.push(plain(row.used));
        record.push(row.weekly_seconds.map_or_else(String::new, |seconds| seconds.to_string()));
        record.push(row.date.map_or_else(String::new, |date| date.to_string()));
        let more = [row.unbilled_amount, row.recurring_amount, row.retainer_amount, row.due_amount, row.drafted_amount];
        record.extend(more.map(number));
        writer.write_record(&record).map_err(failed)?;
    }
    writer.flush().map_err(Failure::Output)
}
