//! `faktura bank`: statements in, entries and accounts shown.

use std::path::Path;

use super::args::{BankCommand, BankDoubtArgs, BankListArgs, BankScopeArgs, BankShowArgs};
use super::bank_table::{entries, short};
use super::context::{App, close};
use super::error::{Exit, Failure, Result};
use super::file::{self, existing, is_stdout, refuse_terminal};
use super::out::with;
use super::style::Style;
use super::table::{Cell, Column, Table};
use crate::bank::account::{canonical, grouped};
use crate::domain::bank::BankLine;
use crate::domain::{CompanyId, Message};
use crate::host::Service;
use crate::json::{AccountJson, BankEntryJson, CashJson, DecidedJson, StatementJson};
use crate::service::bank::BankRefusal;
use crate::service::bank_doubt::Verdict;
use crate::service::cases;
use crate::service::is_bank_named;

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: BankCommand) -> Result {
    let service = app.open_to_search().await?;
    let done = match command {
        BankCommand::Import(args) => super::bank_import::run(app, &service, args).await,
        BankCommand::List(args) => list(app, &service, args).await,
        BankCommand::Statements(args) => statements(app, &service, args).await,
        BankCommand::Show(args) => show(app, &service, args).await,
        BankCommand::Accounts(args) => accounts(app, &service, args).await,
        BankCommand::Same(args) => decide(app, &service, args, Verdict::Same).await,
        BankCommand::Another(args) => decide(app, &service, args, Verdict::Another).await,
    };
    close(service).await;
    done
}

#[derive(serde::Serialize)]
struct Entries<'r> {
    total: u64,
    entries: Vec<BankEntryJson<'r>>,
}

#[derive(serde::Serialize)]
struct Statements<'r> {
    statements: Vec<StatementJson<'r>>,
}

#[derive(serde::Serialize)]
struct Accounts<'r> {
    accounts: Vec<AccountJson<'r>>,
    totals: Vec<CashJson>,
}

async fn list(app: &mut App, service: &Service, args: BankListArgs) -> Result {
    let companies = app.companies(service, &args.companies.company).await?;
    let account = args.account.as_deref().map(canonical);
    let (total, lines) = service
        .ask(cases::BankEntries {
            companies,
            account,
            wanted: None,
            unmatched: args.unmatched,
            doubtful: args.doubtful,
            offset: 0,
            limit: args.limit,
        })
        .await?;
    if args.json {
        app.out.json(&Entries { total, entries: lines.iter().map(Into::into).collect() })?;
        return Ok(Exit::Done);
    }
    if lines.is_empty() {
        app.out.note(&Message::new("cli-bank-none"));
        return Ok(Exit::Done);
    }
    let table = entries(app, &lines);
    app.out.table(&table)?;
    if total > lines.len() as u64 {
        app.out.note(&Message::new("cli-bank-more").with("total", total).with("shown", lines.len()));
    }
    Ok(Exit::Done)
}

async fn statements(app: &mut App, service: &Service, args: BankScopeArgs) -> Result {
    let companies = app.companies(service, &args.companies.company).await?;
    let views = service.ask(cases::BankStatements { companies }).await?;
    if args.json {
        app.out.json(&Statements { statements: views.iter().map(Into::into).collect() })?;
        return Ok(Exit::Done);
    }
    if views.is_empty() {
        app.out.note(&Message::new("cli-bank-none"));
        return Ok(Exit::Done);
    }
    let title = |id| app.out.get(id);
    let mut table = Table::new(vec![
        Column::left(title("cli-col-statement")),
        Column::left(title("cli-col-account")),
        Column::left(title("cli-col-number")),
        Column::left(title("cli-col-until")),
        Column::right(title("cli-col-entries")),
        Column::right(title("cli-col-opening")),
        Column::right(title("cli-col-closing")),
        Column::left(title("cli-col-proof")),
    ]);
    let locale = app.out.locale();
    for view in &views {
        let one = &view.statement;
        let money =
            |amount: Option<rust_decimal::Decimal>| amount.map_or_else(String::new, |amount| locale.money(amount, &one.currency));
        let proof = match one.opening.zip(one.closing) {
            Some((opening, closing)) if opening.checked_add(one.sum) == Some(closing) => {
                Cell::new(&title("cli-bank-adds-up"), Style::Green)
            }
            Some(_) => Cell::new(&title("cli-bank-differs"), Style::Red),
            None => title("cli-bank-no-balances").into(),
        };
        table.row(vec![
            short(one.id.as_str()).into(),
            grouped(&one.account).into(),
            (&*one.number).into(),
            one.until.map_or_else(String::new, |day| locale.date(day)).into(),
            one.entries.to_string().into(),
            money(one.opening).into(),
            money(one.closing).into(),
            proof,
        ]);
    }
    app.out.table(&table)?;
    Ok(Exit::Done)
}

async fn accounts(app: &mut App, service: &Service, args: BankScopeArgs) -> Result {
    let companies = app.companies(service, &args.companies.company).await?;
    let views = service.ask(cases::BankAccounts { companies, entries: true, today: app.today() }).await?;
    if args.json {
        app.out.json(&Accounts { accounts: views.iter().map(Into::into).collect(), totals: CashJson::of(&views) })?;
        return Ok(Exit::Done);
    }
    if views.is_empty() {
        app.out.note(&Message::new("cli-bank-none"));
        return Ok(Exit::Done);
    }
    let names = super::invoices::names(service).await?;
    let title = |id| app.out.get(id);
    let mut table = Table::new(vec![
        Column::cut(title("cli-col-company")),
        Column::left(title("cli-col-account")),
        Column::right(title("cli-col-balance")),
        Column::left(title("cli-bank-col-day")),
        Column::right(title("cli-col-unmatched-7")),
        Column::right(title("cli-col-unmatched-30")),
        Column::right(title("cli-col-unmatched-90")),
        Column::right(title("cli-col-unmatched-older")),
    ]);
    let locale = app.out.locale();
    for view in &views {
        let account = &view.account;
        let mut cells: Vec<Cell> = vec![
            names.get(&view.company).map_or("", String::as_str).into(),
            grouped(&account.account).into(),
            account.balance.map_or_else(String::new, |balance| locale.money(balance, &account.currency)).into(),
            account.day.map_or_else(String::new, |day| locale.date(day)).into(),
        ];
        cells.extend(view.unmatched.iter().map(|count| Cell::from(count.to_string())));
        table.row(cells);
    }
    app.out.table(&table)?;
    for cash in CashJson::of(&views).into_iter().filter(|cash| cash.accounts > 1) {
        let Some(balance) = cash.balance else { continue };
        let balance = app.out.locale().money(balance.0, &crate::domain::Currency::new(&cash.currency));
        app.out.say(&Message::new("cli-bank-cash").with("accounts", cash.accounts).with("balance", balance))?;
    }
    for view in views.iter().filter(|view| view.doubtful.count > 0) {
        let message = Message::new("cli-bank-doubtful-account").with("account", grouped(&view.account.account));
        let amount = app.out.locale().money(view.doubtful.amount, &view.account.currency);
        app.out.warn(&message.with("count", view.doubtful.count).with("amount", amount));
    }
    for view in views.iter().filter(|view| view.continuous == Some(false)) {
        app.out.warn(&with("cli-bank-gap", "account", grouped(&view.account.account)));
    }
    Ok(Exit::Done)
}

/// Keeps what a person says of doubtful entries.
async fn decide(app: &mut App, service: &Service, args: BankDoubtArgs, verdict: Verdict) -> Result {
    let companies = app.companies(service, &args.companies.company).await?;
    let all = service.ask(cases::DecideDoubts { companies, entries: args.entries, verdict }).await?;
    if args.json {
        app.out.json(&DecidedJson::from(&all))?;
    } else {
        let id = if verdict == Verdict::Same { "bank-decided-same" } else { "bank-decided-another" };
        app.out.say(&Message::new(id).with("count", all.len()))?;
    }
    Ok(Exit::Done)
}

async fn show(app: &mut App, service: &Service, args: BankShowArgs) -> Result {
    let companies = app.companies(service, &args.companies.company).await?;
    if let Some(path) = &args.raw {
        return raw(app, service, (companies, &args), path).await;
    }
    let wanted = Some(args.wanted.clone());
    let (total, lines) = service
        .ask(cases::BankEntries { companies, account: None, wanted, unmatched: false, doubtful: false, offset: 0, limit: 10_000 })
        .await?;
    if lines.is_empty() {
        return Err(BankRefusal::NotFound { wanted: args.wanted }.into());
    }
    if args.json {
        app.out.json(&Entries { total, entries: lines.iter().map(Into::into).collect() })?;
        return Ok(Exit::Done);
    }
    let table = entries(app, &lines);
    app.out.table(&table)?;
    if let [line] = lines.as_slice() {
        let entry = &line.entry;
        let facts = [
            ("cli-bank-of-account", grouped(&canonical(&entry.whole.account))),
            ("cli-bank-reference", entry.reference.to_string()),
            ("cli-bank-end-to-end", entry.whole.end_to_end.to_string()),
            ("cli-bank-code", entry.code.to_string()),
        ];
        for (id, value) in facts.into_iter().filter(|(_, value)| !value.is_empty()) {
            app.out.say(&with(id, "value", value))?;
        }
        for (number, part) in (1u32..).zip(&entry.parts) {
            let amount = app.out.locale().money(part.amount, &line.currency);
            let message = Message::new("cli-bank-part").with("number", number).with("amount", amount).with("name", &*part.name);
            app.out.say(&message.with("text", part.text.replace('\n', "")))?;
        }
        for one in &line.matches {
            super::bank_match::say(app, one)?;
        }
        perhaps(app, service, line).await?;
    }
    Ok(Exit::Done)
}

/// Names the entries that a doubtful one may be.
async fn perhaps(app: &mut App, service: &Service, line: &BankLine) -> Result<()> {
    for id in &line.perhaps {
        let ask = cases::BankEntries {
            companies: vec![line.company],
            account: None,
            wanted: Some(id.to_string()),
            unmatched: false,
            doubtful: false,
            offset: 0,
            limit: 10,
        };
        let (_, found) = service.ask(ask).await?;
        let Some(other) = found.iter().find(|other| other.entry.id == *id) else { continue };
        let entry = &other.entry;
        let day = entry.booked.or(entry.valued).map_or_else(String::new, |day| app.out.locale().date(day));
        let message = Message::new("cli-bank-perhaps").with("entry", short(id.as_str())).with("day", day);
        let text = entry.whole.text.replace('\n', "");
        app.out.say(&message.with("name", &*entry.whole.name).with("text", text))?;
    }
    Ok(())
}

/// Writes the bytes of a statement's file, or of that of an entry's statement.
async fn raw(app: &mut App, service: &Service, (companies, args): (Vec<CompanyId>, &BankShowArgs), path: &Path) -> Result {
    let views = service.ask(cases::BankStatements { companies: companies.clone() }).await?;
    let mut named = views.iter().find(|view| is_bank_named(view.statement.id.as_str(), &args.wanted));
    if named.is_none() {
        let wanted = Some(args.wanted.clone());
        let ask = cases::BankEntries { companies, account: None, wanted, unmatched: false, doubtful: false, offset: 0, limit: 1 };
        let (_, lines) = service.ask(ask).await?;
        let of = |line: &BankLine| views.iter().find(|view| view.company == line.company && view.statement.id == line.statement);
        named = lines.first().and_then(of);
    }
    let view = named.ok_or_else(|| BankRefusal::NotFound { wanted: args.wanted.clone() })?;
    let bytes = service.ask(cases::BankFile { company: view.company, file: view.statement.file.to_string() }).await?;
    if is_stdout(path) {
        // Text of a bank is no text of ours: a terminal gets none of its control characters.
        refuse_terminal(app)?;
        app.out.stdout().write_all(&bytes).map_err(Failure::Output)?;
        return Ok(Exit::Done);
    }
    file::write(path.to_owned(), existing(args.force), bytes).await?;
    app.out.note(&with("cli-bank-raw", "path", path.display().to_string()));
    Ok(Exit::Done)
}
