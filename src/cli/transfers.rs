//! `faktura transfers`: payments as a file for the bank, and the list of what was made.

use std::path::{Path, PathBuf};

use super::args::{BankScopeArgs, TransfersCommand, TransfersMakeArgs};
use super::context::{App, close};
use super::error::{CliError, Exit, Failure, Result};
use super::file::{existing, is_stdout};
use super::table::{Column, Table};
use crate::bank::account::{canonical, grouped};
use crate::bank::payments;
use crate::domain::bank::BankAccount;
use crate::domain::transfer::TransferBatch;
use crate::domain::{CompanyId, Currency, Message};
use crate::error::{Error, ErrorKind};
use crate::host::Service;
use crate::json::{RefusedJson, TransferJson};
use crate::process::WholeFile;
use crate::service::transfers::{TransferRequest, TransfersMade};
use crate::service::{ServiceError, blocking, cases};

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: TransfersCommand) -> Result {
    let service = app.open_to_search().await?;
    let done = match command {
        TransfersCommand::Make(args) => make(app, &service, args).await,
        TransfersCommand::List(args) => list(app, &service, args).await,
    };
    close(service).await;
    done
}

#[derive(serde::Serialize)]
struct Made<'r> {
    batch: &'r str,
    account: &'r str,
    day: String,
    count: usize,
    control_sum: String,
    file: Option<String>,
    /// What a person must say yes to.
    questions: Vec<String>,
    refused: Vec<RefusedJson>,
    transfers: Vec<TransferJson<'r>>,
}

#[derive(serde::Serialize)]
struct Batches<'r> {
    batches: Vec<Made<'r>>,
}

async fn make(app: &mut App, service: &Service, args: TransfersMakeArgs) -> Result {
    let company = match &args.company {
        Some(name) => service.ask(cases::FindCompany(name.clone())).await?.id,
        None => match service.ask(cases::Companies).await?.as_slice() {
            [only] => only.company.id,
            [] => return Err(Error::from(ServiceError::NoCompanies).into()),
            all => return Err(CliError::WhichCompany { count: all.len() }.into()),
        },
    };
    let mut place = Place::begin(&args).await?;
    let (payments, refused) = match args.payments.clone() {
        Some(path) => {
            let own = currency(app, service, company, &args.account).await?;
            blocking(move || Ok(payments::read(&path.as_path(), own.as_ref())?)).await?
        }
        None => (Vec::new(), Vec::new()),
    };
    if !refused.is_empty() {
        for one in &refused {
            let reason = app.out.text(&one.message);
            let id = if one.column == 0 { "cli-bank-refused" } else { "cli-bank-refused-cell" };
            let message = Message::new(id).with("line", one.line.to_string()).with("column", one.column.to_string());
            app.out.warn(&message.with("reason", reason));
        }
        return Ok(Exit::As(ErrorKind::Failed));
    }
    let mut request = TransferRequest {
        company,
        accounts: args.account.clone(),
        urgent: args.urgent,
        documents: args.invoices.clone(),
        payments,
        day: args.day.unwrap_or_else(|| app.today()),
        version: args.version.clone(),
        confirmed: args.yes,
        answered: Vec::new(),
        key: None,
    };
    place = place.with_room_for(request.documents.len() + request.payments.len()).await?;
    let mut made = service.ask(cases::MakeTransfers(request.clone())).await?;
    // What is asked may change while a person answers, as by a sync: then it is asked again.
    while !made.questions.is_empty() {
        if args.json {
            tell(app, &made, None)?;
            return Ok(Exit::As(ErrorKind::Failed));
        }
        for question in &made.questions {
            app.out.warn(question);
        }
        if !app.input.is_terminal {
            app.out.warn(&Message::new("transfer-needs-yes"));
            return Ok(Exit::As(ErrorKind::Failed));
        }
        app.out.ask(&Message::new("transfer-ask"));
        let answer = app.input.line(&app.interrupt.clone()).await?.unwrap_or_default();
        if answer.trim() != app.out.get("transfer-yes") {
            app.out.warn(&Message::new("transfer-stopped"));
            return Ok(Exit::As(ErrorKind::Failed));
        }
        (request.confirmed, request.answered) = (true, made.questions);
        made = service.ask(cases::MakeTransfers(request.clone())).await?;
    }
    let put = place.put(app, &made.file).await;
    if put.is_err() {
        // A device that takes nothing, or standard output: no room can be taken there before.
        app.out.warn(&Message::new("transfer-noted").with("count", made.batch.transfers.len()));
    }
    if put? {
        app.out.note(&told(&made, "–".to_owned()));
        return Ok(Exit::Done);
    }
    if args.json {
        tell(app, &made, Some(&args.file))?;
        return Ok(Exit::Done);
    }
    let table = table(app, &made.batch, &[]);
    app.out.table(&table)?;
    app.out.note(&told(&made, args.file.display().to_string()));
    Ok(Exit::Done)
}

/// Says what was made, and where it is.
fn told(made: &TransfersMade, path: String) -> Message {
    Message::new("transfer-made")
        .with("path", path)
        .with("count", made.batch.transfers.len())
        .with("sum", made.sum.to_string())
        .with("account", payers(&made.batch))
        .with("day", made.batch.day.to_string())
}

/// The accounts that pay, for people.
fn payers(batch: &TransferBatch) -> String {
    batch.payers().into_iter().map(grouped).collect::<Vec<_>>().join(", ")
}

/// The currency of the account that pays, or of all known accounts; `None` where it is not one.
async fn currency(app: &App, service: &Service, company: CompanyId, accounts: &[String]) -> Result<Option<Currency>> {
    let ask = cases::BankAccounts { companies: vec![company], entries: false, today: app.today() };
    let known = service.ask(ask).await?.into_iter().map(|view| view.account);
    let pays = |own: &BankAccount| accounts.is_empty() || accounts.iter().any(|account| *own.account == *canonical(account));
    let mut currencies: Vec<Currency> = known.filter(pays).map(|own| own.currency).collect();
    currencies.dedup();
    Ok(currencies.pop().filter(|_| currencies.is_empty()))
}

/// Where the file goes. Its place is taken before the payments are recorded: they count as made from then on, with or without a file.
enum Place {
    Out,
    File(PathBuf, WholeFile),
}

/// Bytes of a file with no payment, and of a payment with the longest texts that a form holds.
const ROOM: [u64; 2] = [16 << 10, 8 << 10];

impl Place {
    async fn begin(args: &TransfersMakeArgs) -> Result<Self> {
        if is_stdout(&args.file) {
            return Ok(Self::Out);
        }
        let (path, existing) = (args.file.clone(), existing(args.force));
        on_file(path, move |path| WholeFile::begin(path, existing)).await
    }

    async fn with_room_for(self, payments: usize) -> Result<Self> {
        let Self::File(path, mut file) = self else { return Ok(self) };
        let [whole, each] = ROOM;
        let bytes = each.saturating_mul(payments as u64).saturating_add(whole);
        on_file(path, move |_| file.reserve(bytes).map(|()| file)).await
    }

    /// Writes it; returns whether that was to standard output.
    async fn put(self, app: &mut App, text: &str) -> Result<bool> {
        let Self::File(path, mut file) = self else {
            let out = app.out.stdout();
            out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Failure::Output)?;
            return Ok(true);
        };
        let bytes = text.as_bytes().to_owned();
        let put = blocking(move || Ok(file.fill(&bytes).and_then(|()| file.put()))).await?;
        put.map_err(|error| CliError::file(path, &error))?;
        Ok(false)
    }
}

/// Begins or enlarges a file where blocking is allowed.
async fn on_file(path: PathBuf, step: impl FnOnce(&Path) -> std::io::Result<WholeFile> + Send + 'static) -> Result<Place> {
    let target = path.clone();
    let file = blocking(move || Ok(step(&target))).await?;
    let file = file.map_err(|error| CliError::file(&path, &error))?;
    Ok(Place::File(path, file))
}

fn shape<'r>(made: &'r TransferBatch, sum: String, executed: &[String]) -> Made<'r> {
    let day = |number: usize| executed.get(number).and_then(|day| day.parse().ok());
    let transfers = made.transfers.iter().enumerate().map(|(number, one)| TransferJson::new(made, one, day(number))).collect();
    Made {
        batch: made.id.as_str(),
        account: &made.account,
        day: made.day.to_string(),
        count: made.transfers.len(),
        control_sum: sum,
        file: None,
        questions: Vec::new(),
        refused: Vec::new(),
        transfers,
    }
}

fn tell(app: &mut App, made: &TransfersMade, file: Option<&Path>) -> Result<()> {
    let questions = made.questions.iter().map(|question| app.out.text(question)).collect();
    let file = file.map(|path| path.display().to_string());
    let shape = Made { file, questions, ..shape(&made.batch, made.sum.to_string(), &[]) };
    app.out.json(&shape)?;
    Ok(())
}

fn table(app: &App, batch: &TransferBatch, executed: &[String]) -> Table {
    let title = |id| app.out.get(id);
    let (several, any_urgent) = (batch.payers().len() > 1, batch.transfers.iter().any(|one| one.urgent));
    let mut columns = vec![Column::cut(title("cli-col-name")), Column::left(title("cli-col-account"))];
    columns.extend(several.then(|| Column::left(title("cli-col-payer"))));
    columns.push(Column::right(title("cli-col-amount")));
    columns.extend(any_urgent.then(|| Column::left(title("cli-col-urgent"))));
    columns.extend([Column::cut(title("cli-col-text")), Column::left(title("cli-col-executed"))]);
    let mut table = Table::new(columns);
    for (number, one) in batch.transfers.iter().enumerate() {
        let mut row = vec![(&*one.name).into(), grouped(&one.account).into()];
        row.extend(several.then(|| grouped(batch.payer(one)).into()));
        row.push(app.out.locale().money(one.amount, &one.currency).into());
        row.extend(any_urgent.then(|| if one.urgent { title("cli-urgent") } else { String::new() }.into()));
        row.extend([(&*one.text).into(), executed.get(number).map_or("", String::as_str).into()]);
        table.row(row);
    }
    table
}

async fn list(app: &mut App, service: &Service, args: BankScopeArgs) -> Result {
    let companies = app.companies(service, &args.companies.company).await?;
    let views = service.ask(cases::Transfers { companies }).await?;
    if args.json {
        let sum = |batch: &TransferBatch| crate::bank::pain::control_sum(batch).unwrap_or_default().to_string();
        let batches = views.iter().map(|view| shape(&view.batch, sum(&view.batch), &view.executed)).collect();
        app.out.json(&Batches { batches })?;
        return Ok(Exit::Done);
    }
    if views.is_empty() {
        app.out.note(&Message::new("transfer-none"));
    }
    for view in &views {
        let message = Message::new("transfer-batch")
            .with("day", view.batch.day.to_string())
            .with("account", payers(&view.batch))
            .with("author", view.batch.author.0.as_str());
        app.out.say(&message)?;
        let table = table(app, &view.batch, &view.executed);
        app.out.table(&table)?;
    }
    Ok(Exit::Done)
}
