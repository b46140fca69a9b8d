//! `faktura payments` and `faktura contacts`: the list that a query finds; `faktura payment` and `faktura contact`: one record.

use rust_decimal::Decimal;

use super::args::{FormatArg, ListArgs, RecordArgs};
use super::columns;
use super::context::{App, close, refuse_damaged};
use super::error::{CliError, Exit, Failure, Result};
use super::invoices::{names, need_a_company, query};
use super::out::word;
use super::report;
use super::table::{self, Table};
use crate::domain::{Currency, Doubt, FieldChange, Kind, Message, PaymentRow, RecordKey};
use crate::error::Error;
use crate::export::{Columns, ExportError, Exported, Exporter, Format, Options};
use crate::host::Service;
use crate::json::{ContactJson, ContactsJson, PaymentJson, PaymentsJson, RowJson};
use crate::locale::Amounts;
use crate::query::schema::{Context, Schema};
use crate::query::sieve::{ListRequest, Listed, Listing};
use crate::query::{Names, Sort, contact, payment};
use crate::service::cases::{self, Listed as Case};
use crate::service::{ServiceError, UseCase};

/// A kind of record that has a command.
pub(super) trait Shown: Listed + Exported<Totals = <Self as Listed>::Totals> {
    /// The case that lists it.
    type Find: Case + UseCase<Answer = Listing<Self>>;
    /// Columns of the table without `--columns`.
    const COLUMNS_SHOWN: &'static [Self];
    /// Identifier of the text of a list without records.
    const NONE: &'static str;
    /// Identifier of the text of their number.
    const COUNT: &'static str;

    /// Returns the case of a request.
    fn find(request: ListRequest<Self>) -> Self::Find;
    /// Prints what scripts see of a list.
    fn json(app: &mut App, found: &Listing<Self>, names: &Names, doubts: &[Doubt]) -> std::io::Result<()>;
    /// Prints the totals.
    fn print_totals(app: &mut App, totals: &<Self as Listed>::Totals) -> Result<()>;
}

impl Shown for payment::Field {
    type Find = cases::FindPayments;
    const COLUMNS_SHOWN: &'static [Self] =
        &[Self::Date, Self::Company, Self::Direction, Self::Partner, Self::Invoices, Self::Method, Self::Amount];
    const NONE: &'static str = "cli-payments-none";
    const COUNT: &'static str = "unit-payments";

    fn find(request: ListRequest<Self>) -> cases::FindPayments {
        cases::FindPayments(request)
    }

    fn json(app: &mut App, found: &Listing<Self>, names: &Names, doubts: &[Doubt]) -> std::io::Result<()> {
        app.out.json(&PaymentsJson::new(found, names, app.today()).lacking(doubts))
    }

    fn print_totals(app: &mut App, totals: &<Self as Listed>::Totals) -> Result<()> {
        let locale = app.out.locale();
        let right = |id| table::Column::right(locale.get(id));
        let mut table = Table::new(vec![
            table::Column::left(locale.get("cli-col-currency")),
            table::Column::left(locale.get("column-direction")),
            right("cli-col-payments"),
            right("column-amount"),
            right("column-unapplied"),
            table::Column::left(String::new()),
        ]);
        let column = |of: fn(&crate::domain::PaymentTotal) -> Decimal| {
            Amounts::bare().of(locale, totals.0.iter().map(|((currency, _), total)| (of(total), currency)))
        };
        let (amounts, unapplied) = (column(|total| total.amount), column(|total| total.unapplied));
        for ((currency, direction), total) in &totals.0 {
            table.row(vec![
                currency.as_str().into(),
                word(locale, "tui-pay-direction", direction.as_str()).into(),
                locale.count(total.count).into(),
                amounts.align(locale, total.amount, currency).into(),
                unapplied.align(locale, total.unapplied, currency).into(),
                if total.overflow { locale.get("cli-invoices-overflow").into() } else { table::Cell::default() },
            ]);
        }
        Ok(app.out.table(&table)?)
    }
}

impl Shown for contact::Field {
    type Find = cases::FindContacts;
    const COLUMNS_SHOWN: &'static [Self] =
        &[Self::Name, Self::Company, Self::TaxNumber, Self::Email, Self::Phone, Self::Outstanding];
    const NONE: &'static str = "cli-contacts-none";
    const COUNT: &'static str = "unit-contacts";

    fn find(request: ListRequest<Self>) -> cases::FindContacts {
        cases::FindContacts(request)
    }

    fn json(app: &mut App, found: &Listing<Self>, names: &Names, doubts: &[Doubt]) -> std::io::Result<()> {
        app.out.json(&ContactsJson::new(found, names, app.today()).lacking(doubts))
    }

    fn print_totals(_: &mut App, (): &()) -> Result<()> {
        Ok(())
    }
}

/// Finds and lists.
pub(super) async fn list<F: Shown>(app: &mut App, args: &ListArgs) -> Result {
    let columns = columns::parse::<F>(&args.columns).map_err(Error::from)?;
    let sort = args.find.sort.as_deref().map_or(Ok(Sort::first_by(F::NEWEST)), Sort::parse).map_err(Error::from)?;
    let service = app.open_to_search().await?;
    let found = find::<F>(app, &service, args, sort).await;
    close(service).await;
    let (found, names, doubts) = found?;
    need_a_company(&names, args.output.format, false)?;
    let exit = app.incomplete(&doubts, &names);
    match args.output.format {
        FormatArg::Table if found.total == 0 => app.out.note(&Message::new(F::NONE)),
        FormatArg::Table => table::<F>(app, &found, &names, &columns)?,
        FormatArg::Json => {
            F::json(app, &found, &names, &doubts)?;
            need_a_company(&names, FormatArg::Json, true)?;
        }
        FormatArg::Ndjson => {
            let today = app.today();
            for row in &found.rows {
                let context = names.context(<F as Listed>::company(row), today);
                app.out.json_line(&RowJson::<F>::new(row, context))?;
            }
        }
        FormatArg::Csv => {
            let dialect = args.output.csv.dialect(app.chosen);
            let options =
                Options { dialect, columns: Columns::of(&columns), ..Options::<F>::new(app.out.locale(), names, app.today()) };
            let write = || -> std::result::Result<(), ExportError> {
                let mut exporter = Exporter::to_writer(app.out.shared(), Format::Csv, options)?;
                exporter.push(&found.rows)?;
                exporter.finish().map(drop)
            };
            write().map_err(|error| {
                if error.is_closed() { Failure::Output(std::io::ErrorKind::BrokenPipe.into()) } else { Error::from(error).into() }
            })?;
        }
    }
    Ok(exit)
}

async fn find<F: Shown>(app: &App, service: &Service, args: &ListArgs, sort: Sort<F>) -> Result<(Listing<F>, Names, Vec<Doubt>)> {
    let companies = app.companies(service, &args.find.companies.company).await?;
    let request = ListRequest {
        query: query(&args.find.query),
        companies: companies.clone(),
        sort,
        limit: args.limit.unwrap_or(usize::MAX),
        ..ListRequest::all(app.today())
    };
    let found = service.ask(F::find(request)).await?;
    Ok((found, names(service).await?, app.doubts(service, &companies).await?))
}

fn table<F: Shown>(app: &mut App, found: &Listing<F>, names: &Names, columns: &[F]) -> Result<()> {
    let locale = app.out.locale();
    let several = |field: &F| names.len() > 1 || field.column().name != "company";
    let chosen: Vec<F> = match columns {
        [] => F::COLUMNS_SHOWN.iter().copied().filter(several).collect(),
        chosen => chosen.to_vec(),
    };
    let company = |row: &F::Row| <F as Listed>::company(row);
    let table = columns::table_of(locale, &chosen, &found.rows, names, app.today(), &company, &|_, _| None);
    app.out.table(&table)?;
    app.out.line("")?;
    let count = locale.text(&Message::new(F::COUNT).with("count", found.total));
    let shown = found.rows.len();
    let head = if shown < found.total {
        locale.text(&Message::new("cli-invoices-shown").with("shown", shown).with("invoices", count))
    } else {
        count
    };
    app.out.line(&head)?;
    F::print_totals(app, &found.totals)
}

/// The record meant: the only one of this identifier.
async fn one(app: &App, service: &Service, kind: Kind, args: &RecordArgs) -> Result<RecordKey> {
    let companies = app.companies(service, &args.companies.company).await?;
    let wanted = args.id.clone();
    let found = service.ask(cases::LookUpRecords { kind, wanted: wanted.clone(), companies: companies.clone() }).await?;
    if found.is_empty() {
        refuse_damaged(service, &companies).await?;
    }
    match found.as_slice() {
        [key] => Ok(key.clone()),
        [] if kind == Kind::Contact => Err(Error::from(ServiceError::NoSuchContact { wanted }).into()),
        [] => Err(Error::from(ServiceError::NoSuchPayment { wanted }).into()),
        several => Err(CliError::RecordAmbiguous { wanted, count: several.len() }.into()),
    }
}

/// Shows one payment.
pub(super) async fn payment(app: &mut App, args: &RecordArgs) -> Result {
    let service = app.open_to_search().await?;
    let read = async {
        let key = one(app, &service, Kind::Payment, args).await?;
        let gone = || Error::from(ServiceError::NoSuchPayment { wanted: args.id.clone() });
        Ok::<_, Failure>(service.ask(cases::ReadPayment(key)).await?.ok_or_else(gone)?)
    };
    let read = read.await;
    close(service).await;
    let detail = read?;
    if args.json {
        let history = args.history.then_some(detail.history.as_slice());
        app.out.json(&PaymentJson::new(&detail.row, &detail.company, app.today(), history))?;
        return Ok(Exit::Done);
    }
    fields::<payment::Field>(app, &detail.row, &detail.company)?;
    documents(app, &detail.row)?;
    if args.history {
        history(app, &detail.history, &detail.row.currency)?;
    }
    Ok(Exit::Done)
}

/// The documents that a payment pays, a line each.
pub(super) fn documents(app: &mut App, row: &PaymentRow) -> Result<()> {
    for part in &row.allocations {
        let money = app.out.locale().money(part.amount, &row.currency);
        let known = if part.number.is_empty() { part.document.as_str() } else { &part.number };
        app.out.line(&format!("  {}  {money}", crate::domain::text::clean(known)))?;
    }
    Ok(())
}

/// Shows one contact.
pub(super) async fn contact(app: &mut App, args: &RecordArgs) -> Result {
    let service = app.open_to_search().await?;
    let read = async {
        let key = one(app, &service, Kind::Contact, args).await?;
        let gone = || Error::from(ServiceError::NoSuchContact { wanted: args.id.clone() });
        Ok::<_, Failure>(service.ask(cases::ReadContact(key)).await?.ok_or_else(gone)?)
    };
    let read = read.await;
    close(service).await;
    let detail = read?;
    if args.json {
        let history = args.history.then_some(detail.history.as_slice());
        app.out.json(&ContactJson::new(&detail.row, &detail.company, app.today(), history))?;
        return Ok(Exit::Done);
    }
    fields::<contact::Field>(app, &detail.row, &detail.company)?;
    if args.history {
        history(app, &detail.history, &Currency::new(""))?;
    }
    Ok(Exit::Done)
}

/// Every field of a record that has a value, a line each.
pub(super) fn fields<F: Schema>(app: &mut App, row: &F::Row, company: &str) -> Result<()> {
    let locale = app.out.locale();
    let context = Context { company, provider: "", today: app.today() };
    let listed = F::COLUMNS.iter().filter(|column| column.is_listed());
    let told = listed.map(|column| (column.title, columns::cell_text(column, row, &context, locale)));
    let told: Vec<(&'static str, String)> = told.filter(|(_, text)| !text.is_empty()).collect();
    for line in report::pairs(locale, &told) {
        app.out.line(&line)?;
    }
    Ok(())
}

/// What changed, a line each.
pub(super) fn history(app: &mut App, history: &[FieldChange], currency: &Currency) -> Result<()> {
    for line in super::detail::changes(app, history, currency) {
        app.out.line(&line)?;
    }
    Ok(())
}
