//! `faktura bank import`: a file is checked as a whole first, and stored only then, some entries at a time.

use super::args::BankImportArgs;
use super::context::App;
use super::error::{CliError, Exit, Result};
use crate::bank::{Collected, Mapping, Options};
use crate::domain::bank::{BankEntry, BankLine};
use crate::domain::{CompanyId, Currency, Message, RemoteId};
use crate::error::{Error, ErrorKind};
use crate::host::{Service, statements};
use crate::json::BankImportJson;
use crate::service::{blocking, cases};

/// Does the command.
pub(super) async fn run(app: &mut App, service: &Service, args: BankImportArgs) -> Result {
    let (mappings, given) = mappings(&args, service).await?;
    let name = args.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let (account, currency) = (args.account.clone(), args.currency.as_deref().map(Currency::new));
    let known = statements::currencies(service, app.today()).await?;
    let options = Options { name, account, currency, known, mappings };
    let path = args.file.clone();
    let (reading, mut found, preview) = blocking(move || statements::check(path, options)).await?;
    // A file of refused lines alone has nothing to import, and no account.
    let none = found.statements.is_empty();
    let company = if args.preview || none {
        None
    } else {
        Some(statements::company(service, args.company.as_deref(), app.today(), &found).await?)
    };
    if none || found.refused_count > 0 && !args.skip_refused && !args.preview {
        tell(app, &found, company, false, args.json)?;
        if !args.json {
            let id = if none { "cli-bank-all-refused" } else { "cli-bank-nothing" };
            app.out.warn(&Message::new(id).with("count", found.refused_count));
        }
        return Ok(Exit::As(ErrorKind::Failed));
    }
    let Some(company) = company else {
        let lines: Vec<BankLine> = preview.into_iter().map(|(at, entry)| line(&found, at, entry)).collect();
        if args.json {
            let locale = app.out.locale();
            let rows = Some(lines.iter().map(Into::into).collect());
            let shape = BankImportJson { rows, ..BankImportJson::new(&found, None, false, &|message| locale.text(message)) };
            app.out.json(&shape)?;
        } else {
            let table = super::bank_table::entries(app, &lines);
            app.out.table(&table)?;
            tell(app, &found, None, false, false)?;
        }
        return Ok(if found.refused_count > 0 { Exit::As(ErrorKind::Partial) } else { Exit::Done });
    };
    statements::import(service, company, &reading, &mut found).await?;
    if let Some(text) = given {
        service.ask(cases::KeepMapping(text)).await?;
    }
    tell(app, &found, Some(company), true, args.json)?;
    let is_whole = found.refused_count == 0 && found.doubtful.is_empty();
    Ok(if is_whole { Exit::Done } else { Exit::As(ErrorKind::Partial) })
}

/// The mappings to try, and the text of the one that was given.
async fn mappings(args: &BankImportArgs, service: &Service) -> Result<(Vec<Mapping>, Option<String>)> {
    if let Some(name) = &args.preset {
        return Ok((vec![statements::mapping(service, name).await?], None));
    }
    if let Some(path) = args.mapping.clone() {
        let read = move || Ok(statements::mapping_file(&path).map_err(|error| (path, error)));
        let text = blocking(read).await?.map_err(|(path, error)| CliError::file(path, &error))?;
        return Ok((vec![Mapping::parse(&text).map_err(Error::from)?], Some(text)));
    }
    Ok((statements::mappings(service).await?, None))
}

fn line(found: &Collected, at: usize, entry: BankEntry) -> BankLine {
    let statement = found.statements.get(at);
    BankLine {
        company: CompanyId(0),
        account: statement.map_or_else(|| "".into(), |one| one.account.clone()),
        currency: statement.map_or_else(|| Currency::new(""), |one| one.currency.clone()),
        statement: statement.map_or_else(|| RemoteId::new(""), |one| one.id.clone()),
        entry,
        matches: Vec::new(),
        perhaps: Vec::new(),
    }
}

/// Tells what was found and done.
fn tell(app: &mut App, found: &Collected, company: Option<CompanyId>, imported: bool, json: bool) -> Result<()> {
    if json {
        let locale = app.out.locale();
        let shape = BankImportJson::new(found, company, imported, &|message| locale.text(message));
        app.out.json(&shape)?;
        return Ok(());
    }
    for refused in &found.refused {
        let reason = app.out.text(&refused.message);
        let message = match (refused.line, refused.column) {
            (0, _) => refused.message.clone(),
            (line, 0) => Message::new("cli-bank-refused").with("line", line.to_string()).with("reason", reason),
            (line, column) => Message::new("cli-bank-refused-cell")
                .with("line", line.to_string())
                .with("column", column.to_string())
                .with("reason", reason),
        };
        app.out.warn(&message);
    }
    for warning in &found.warnings {
        app.out.warn(&warning.message);
    }
    for (place, statement) in found.statements.iter().enumerate() {
        let money = |amount: Option<rust_decimal::Decimal>| {
            amount.map_or_else(|| "–".to_owned(), |amount| app.out.locale().money(amount, &statement.currency))
        };
        let message = Message::new(if imported { "cli-bank-imported" } else { "cli-bank-found" })
            .with("account", crate::bank::account::grouped(&statement.account))
            .with("entries", statement.entries)
            .with("new", found.new_of(place))
            .with("opening", money(statement.opening))
            .with("closing", money(statement.closing));
        app.out.say(&message)?;
    }
    if found.decided > 0 {
        app.out.say(&Message::new("cli-bank-proven").with("count", found.decided))?;
    }
    if found.doubtful() > 0 {
        app.out.warn(&Message::new("cli-bank-doubtful").with("count", found.doubtful()));
    }
    Ok(())
}
