//! `faktura report`: what is owed and how late, by month, by partner, by week.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::args::{FormatArg, ReportArgs};
use super::context::{App, close};
use super::error::{CliError, Failure, Result};
use super::invoices::{names, need_a_company, query};
use super::out::{with, word};
use super::style::Style;
use super::table::{Cell, Column, Table};
use crate::domain::Doubt;
use crate::error::Error;
use crate::export::Dialect;
use crate::host::Service;
use crate::json::{ReportJson, ReportRowJson};
use crate::locale::{Amounts, Locale};
use crate::query::{Group, Names, Report, ReportKind, ReportRequest, ReportRow};
use crate::service::books::BookReportKind;
use crate::service::cases;

/// Partners shown by default, largest debt first.
const PARTNERS: usize = 20;

/// Prints a report.
pub(super) async fn run(app: &mut App, args: &ReportArgs) -> Result {
    if args.kind == "reconcile" {
        // The configuration may choose the language, and with it the dialect.
        app.options()?;
        let form = (args.output.format, args.output.csv.dialect(app.chosen));
        return super::push::reconcile(app, &args.companies, form).await;
    }
    if args.kind == "syncs" {
        return super::sync_report::run(app, args).await;
    }
    if let Some(kind) = BookReportKind::parse(&args.kind) {
        return super::book_reports::run(app, args, kind).await;
    }
    if args.from.is_some() || args.until.is_some() {
        return Err(Error::from(CliError::ReportPeriod).into());
    }
    // clap takes no other word.
    let kind = ReportKind::parse(&args.kind).unwrap_or(ReportKind::Aging);
    let by = |by: &str| kind.by(by).ok_or_else(|| Error::from(CliError::ReportBy));
    let kind = args.by.as_deref().map_or(Ok(kind), by)?;
    let service = app.open_to_search().await?;
    let report = ask(app, &service, args, kind).await;
    close(service).await;
    let (report, doubts, names) = report?;
    let is_empty = report.rows.is_empty();
    if is_empty {
        need_a_company(&names, args.output.format, false)?;
    }
    let exit = app.incomplete(&doubts, &names);
    match args.output.format {
        FormatArg::Table => list(app, &report, &query(&args.query))?,
        FormatArg::Json => app.out.json(&ReportJson::from(&report).lacking(&doubts))?,
        FormatArg::Ndjson => {
            for row in &report.rows {
                app.out.json_line(&ReportRowJson::of(row, report.today))?;
            }
        }
        FormatArg::Csv => csv(app, &report, args.output.csv.dialect(app.chosen))?,
    }
    if is_empty {
        need_a_company(&names, args.output.format, true)?;
    }
    Ok(exit)
}

async fn ask(app: &App, service: &Service, args: &ReportArgs, kind: ReportKind) -> Result<(Report, Vec<Doubt>, Names)> {
    let companies = app.companies(service, &args.companies.company).await?;
    let few = if kind == ReportKind::Partners && args.output.format == FormatArg::Table { PARTNERS } else { 0 };
    let limit = args.limit.unwrap_or(few);
    let request = ReportRequest { kind, query: query(&args.query), companies: companies.clone(), limit, today: app.today() };
    let report = service.ask(cases::MakeReport(request)).await?;
    let doubts = app.doubts(service, &companies).await?;
    // Names are worth a question only where something is to be told, or nothing was found.
    let names = if doubts.is_empty() && !report.rows.is_empty() { Names::new() } else { names(service).await? };
    Ok((report, doubts, names))
}

fn csv(app: &mut App, report: &Report, dialect: Dialect) -> Result<()> {
    const NAMES: [&str; 15] = [
        "group",
        "currency",
        "count",
        "net",
        "vat",
        "gross",
        "outstanding",
        "overdue",
        "oldest_overdue_days",
        "running",
        "balance",
        "credit",
        "tax_number",
        "partner_id",
        "direction",
    ];
    let mut out = app.out.shared();
    dialect.begin(&mut out).map_err(Failure::Output)?;
    let mut writer = dialect.builder().from_writer(out);
    let failed = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => Failure::Output(error),
        _ => Failure::Output(std::io::ErrorKind::Other.into()),
    };
    writer.write_record(NAMES).map_err(failed)?;
    for row in &report.rows {
        let amounts = [row.total.net, row.total.vat, row.total.gross, row.outstanding.balance, row.overdue.balance];
        let mut record = vec![
            dialect.text(&row.group.to_string()).into_owned(),
            row.currency.as_str().to_owned(),
            row.total.count.to_string(),
        ];
        let number = |amount: Decimal| dialect.number(row.currency.sum(amount));
        record.extend(amounts.map(number));
        record.push(row.oldest_overdue_days.map_or_else(String::new, |days| days.to_string()));
        record.push(row.running.map_or_else(String::new, number));
        record.extend([row.total.balance, row.credit.balance].map(number));
        record.extend([&row.tax_number, &row.partner_id].map(|text| dialect.text(text.as_deref().unwrap_or("")).into_owned()));
        record.push(row.direction.as_str().to_owned());
        writer.write_record(&record).map_err(failed)?;
    }
    writer.flush().map_err(Failure::Output)
}

fn list(app: &mut App, report: &Report, asked: &str) -> Result<()> {
    if report.rows.is_empty() {
        super::invoices::none(app, asked);
        return Ok(());
    }
    let table = table(app.out.locale(), report);
    app.out.table(&table)?;
    if report.more > 0 {
        app.out.note(&with("cli-report-more", "count", report.more));
    }
    Ok(())
}

fn table(locale: &Locale, report: &Report) -> Table {
    let kind = report.kind;
    let right = |id| Column::right(locale.get(id));
    let mut columns =
        vec![Column::cut(locale.get(title(kind))), Column::left(locale.get("cli-col-currency")), right("cli-col-invoices")];
    let apart = kind == ReportKind::Partners;
    if apart {
        columns.insert(1, Column::left(locale.get("column-tax-number")));
    }
    let credit = report.rows.iter().any(|row| row.credit.count > 0);
    let figures: Vec<Figure> = figures(kind).iter().copied().chain(credit.then_some(Figure::Credit)).collect();
    columns.extend(figures.iter().map(|figure| right(figure.title())));
    let mut table = Table::new(columns);
    let column = |figure: &Figure| {
        let amounts = report.rows.iter().filter_map(|row| Some((figure.amount(row)?, &row.currency)));
        Amounts::bare().of(locale, amounts)
    };
    let amounts: Vec<Amounts> = figures.iter().map(column).collect();
    for row in &report.rows {
        let style = if matches!(row.group, Group::Overdue | Group::Late(..) | Group::Delay(Some(1..), _)) {
            Style::Red
        } else {
            Style::Plain
        };
        let mut cells = vec![
            Cell::new(&group(locale, kind, &row.group), style),
            locale.side(&row.currency, row.direction).into(),
            locale.count(row.total.count).into(),
        ];
        if apart {
            cells.insert(1, distinction(row).into());
        }
        cells.extend(figures.iter().zip(&amounts).map(|(figure, amounts)| Cell::from(figure.of(locale, row, amounts))));
        table.row(cells);
    }
    table
}

/// Distinguishes partners of the same name: by tax number, else by the provider's identifier.
fn distinction(row: &ReportRow) -> String {
    let id = || row.partner_id.as_ref().map(|id| format!("#{id}"));
    row.tax_number.clone().or_else(id).unwrap_or_default()
}

/// A figure of a row.
#[derive(Clone, Copy)]
enum Figure {
    Net,
    Vat,
    Gross,
    Expected,
    Outstanding,
    Overdue,
    Oldest,
    Running,
    Credit,
}

/// Columns of a report.
const fn figures(kind: ReportKind) -> &'static [Figure] {
    match kind {
        ReportKind::Aging => &[Figure::Outstanding],
        ReportKind::Cash => &[Figure::Expected, Figure::Running],
        ReportKind::Partners => &[Figure::Gross, Figure::Outstanding, Figure::Overdue, Figure::Oldest],
        ReportKind::Paid | ReportKind::Delay | ReportKind::Vat => &[Figure::Net, Figure::Vat, Figure::Gross],
        ReportKind::Months | ReportKind::Fulfilled | ReportKind::Days | ReportKind::Statuses | ReportKind::Companies => {
            &[Figure::Net, Figure::Vat, Figure::Gross, Figure::Outstanding, Figure::Overdue]
        }
    }
}

impl Figure {
    const fn title(self) -> &'static str {
        match self {
            Self::Net => "cli-col-net",
            Self::Vat => "cli-col-vat",
            Self::Gross => "cli-col-gross",
            Self::Expected => "cli-col-expected",
            Self::Outstanding => "cli-col-outstanding",
            Self::Overdue => "cli-col-overdue",
            Self::Oldest => "cli-col-oldest",
            Self::Running => "cli-col-running",
            Self::Credit => "cli-col-credit",
        }
    }

    /// The amount that it is, where it is one.
    fn amount(self, row: &ReportRow) -> Option<Decimal> {
        match self {
            Self::Net => Some(row.total.net),
            Self::Vat => Some(row.total.vat),
            Self::Gross => Some(row.total.gross),
            Self::Expected => Some(row.total.balance),
            Self::Outstanding => Some(row.outstanding.balance),
            Self::Overdue => Some(row.overdue.balance),
            Self::Oldest => None,
            Self::Running => row.running,
            Self::Credit => Some(row.credit.balance),
        }
    }

    fn of(self, locale: &Locale, row: &ReportRow, amounts: &Amounts) -> String {
        match self {
            Self::Oldest => match row.oldest_overdue_days {
                Some(days) => locale.text(&with("cli-days", "count", days)),
                None => "–".to_owned(),
            },
            figure => {
                let amount = figure.amount(row).map(|amount| amounts.align(locale, amount, &row.currency));
                amount.unwrap_or_else(|| "–".to_owned())
            }
        }
    }
}

const fn title(kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::Aging => "cli-col-late",
        ReportKind::Months => "cli-col-month",
        ReportKind::Fulfilled => "cli-col-fulfilled-month",
        ReportKind::Vat => "cli-col-rate",
        ReportKind::Days => "cli-col-day",
        ReportKind::Paid => "cli-col-paid-month",
        ReportKind::Delay => "cli-col-delay",
        ReportKind::Partners => "cli-col-partner",
        ReportKind::Cash => "cli-col-week",
        ReportKind::Statuses => "cli-col-status",
        ReportKind::Companies => "cli-col-company",
    }
}

fn group(locale: &Locale, kind: ReportKind, group: &Group) -> String {
    match group {
        Group::Name(name) if kind == ReportKind::Statuses && !name.is_empty() => word(locale, "cli-payment", name),
        Group::Day(year, month, day) => Date::new(*year, *month, *day).map_or_else(|_| group.to_string(), |day| locale.date(day)),
        _ => group.words(kind).map_or_else(|| group.to_string(), |message| locale.text(&message)),
    }
}
