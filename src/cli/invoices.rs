//! `faktura invoices`: the list that a query finds.

use rust_decimal::Decimal;

use super::args::{FormatArg, InvoicesArgs};
use super::columns;
use super::context::{App, close};
use super::error::{Failure, Result};
use super::table::{self, Table};
use crate::domain::{CurrencyTotals, Doubt, Message};
use crate::error::Error;
use crate::export::{Columns, Dialect, ExportError, Exporter, Format, Options};
use crate::host::Service;
use crate::json::{InvoicesJson, RowJson};
use crate::locale::{Amounts, Locale};
use crate::query::{Field, Foreign, Found, Names, Request, Sort};
use crate::service::ServiceError;
use crate::service::cases;

/// Finds and lists.
pub(super) async fn run(app: &mut App, args: &InvoicesArgs) -> Result {
    let columns = columns::parse::<Field>(&args.columns).map_err(Error::from)?;
    let sort = sort(args.find.sort.as_deref())?;
    let service = app.open_to_search().await?;
    let found = find(app, &service, args, sort).await;
    close(service).await;
    let (found, names, doubts) = found?;
    need_a_company(&names, args.output.format, false)?;
    let exit = app.incomplete(&doubts, &names);
    match args.output.format {
        FormatArg::Table => list(app, &found, &names, &columns, &query(&args.find.query))?,
        FormatArg::Json => {
            app.out.json(&InvoicesJson::new(&found, &names, app.today()).lacking(&doubts))?;
            need_a_company(&names, FormatArg::Json, true)?;
        }
        FormatArg::Ndjson => {
            let today = app.today();
            for row in &found.rows {
                app.out.json_line(&RowJson::<Field>::new(row, names.context(row.company, today)))?;
            }
        }
        FormatArg::Csv => csv(app, &found, names, &columns, args.output.csv.dialect(app.chosen))?,
    }
    Ok(exit)
}

async fn find(app: &App, service: &Service, args: &InvoicesArgs, sort: Sort) -> Result<(Found, Names, Vec<Doubt>)> {
    let companies = app.companies(service, &args.find.companies.company).await?;
    let request = Request {
        query: query(&args.find.query),
        companies: companies.clone(),
        sort,
        offset: 0,
        limit: args.limit.unwrap_or(usize::MAX),
        around: None,
        today: app.today(),
    };
    let found = service.ask(cases::FindInvoices(request)).await?;
    Ok((found, names(service).await?, app.doubts(service, &companies).await?))
}

/// Names of all companies.
pub(super) async fn names(service: &Service) -> Result<Names> {
    Ok(service.ask(cases::Companies).await?.into_iter().map(|view| view.company).collect())
}

/// Refuses a list or report, whatever its format, while there is no company that it could be about. What is printed as JSON is
/// printed all the same (`printed`), as `status` does: programs read how many there are.
pub(super) fn need_a_company(names: &Names, format: FormatArg, printed: bool) -> Result<()> {
    if names.is_empty() && (printed || format != FormatArg::Json) {
        return Err(Error::from(ServiceError::NoCompanies).into());
    }
    Ok(())
}

/// The words of a query as one.
pub(super) fn query(words: &[String]) -> String {
    words.iter().map(|word| word.trim()).collect::<Vec<_>>().join(" ")
}

/// Says that nothing was found, and why that may be.
pub(super) fn none(app: &mut App, asked: &str) {
    app.out.note(&Message::new("cli-invoices-none"));
    if let Some(hint) = Foreign::advice(asked) {
        app.out.advise(&hint);
    }
}

/// The order that `--sort` names.
pub(super) fn sort(given: Option<&str>) -> Result<Sort> {
    Ok(given.map_or(Ok(Sort::default()), Sort::parse).map_err(Error::from)?)
}

fn list(app: &mut App, found: &Found, names: &Names, columns: &[Field], asked: &str) -> Result<()> {
    let locale = app.out.locale();
    if found.total == 0 {
        none(app, asked);
        return Ok(());
    }
    let chosen = if columns.is_empty() { columns::default(names.len() > 1) } else { columns.to_vec() };
    let today = app.today();
    let mut table = columns::table(locale, &chosen, &found.rows, names, today);
    // A column that was not asked for by name makes room for the partner on a narrow terminal.
    if let Some(issued) = chosen.iter().position(|field| *field == Field::Issued).filter(|_| columns.is_empty()) {
        table.spare(issued);
    }
    app.out.table(&table)?;
    app.out.line("")?;
    app.out.line(&head(locale, found))?;
    app.out.table(&totals(locale, found))?;
    Ok(())
}

/// Comma-separated values on standard output.
fn csv(app: &mut App, found: &Found, names: Names, columns: &[Field], dialect: Dialect) -> Result<()> {
    let options = Options { dialect, columns: Columns::of(columns), ..Options::new(app.out.locale(), names, app.today()) };
    let write = || -> std::result::Result<(), ExportError> {
        let mut exporter = Exporter::to_writer(app.out.shared(), Format::Csv, options)?;
        exporter.push(&found.rows)?;
        exporter.finish().map(drop)
    };
    write().map_err(|error| {
        if error.is_closed() { Failure::Output(std::io::ErrorKind::BrokenPipe.into()) } else { Error::from(error).into() }
    })
}

/// Number of invoices found and shown.
fn head(locale: &Locale, found: &Found) -> String {
    let count = locale.text(&Message::new("unit-invoices").with("count", found.total));
    if found.rows.len() < found.total {
        locale.text(&Message::new("cli-invoices-shown").with("shown", found.rows.len()).with("invoices", count))
    } else {
        count
    }
}

/// Note on a sum.
fn remark(locale: &Locale, sum: &CurrencyTotals) -> String {
    let remarks = [(sum.uncounted, "cli-invoices-uncounted"), (sum.overflow, "cli-invoices-overflow")];
    remarks.into_iter().filter(|(is, _)| *is).map(|(_, id)| locale.get(id)).collect::<Vec<_>>().join(" ")
}

/// The sums of all that were found, a currency and direction a line.
fn totals(locale: &Locale, found: &Found) -> Table {
    let right = |id| table::Column::right(locale.get(id));
    let mut table = Table::new(vec![
        table::Column::left(locale.get("cli-col-currency")),
        right("cli-col-invoices"),
        right("cli-col-net"),
        right("cli-col-vat"),
        right("cli-col-gross"),
        right("column-balance"),
        table::Column::left(String::new()),
    ]);
    let column = |of: fn(&CurrencyTotals) -> Decimal| {
        Amounts::bare().of(locale, found.totals.iter().map(|((currency, _), sum)| (of(sum), currency)))
    };
    let (net, vat, gross) = (column(|sum| sum.net), column(|sum| sum.vat), column(|sum| sum.gross));
    let balance = column(|sum| sum.balance);
    for ((currency, direction), sum) in &found.totals {
        table.row(vec![
            locale.side(currency, *direction).into(),
            locale.count(sum.count).into(),
            net.align(locale, sum.net, currency).into(),
            vat.align(locale, sum.vat, currency).into(),
            gross.align(locale, sum.gross, currency).into(),
            balance.align(locale, sum.balance, currency).into(),
            remark(locale, sum).into(),
        ]);
    }
    table
}
