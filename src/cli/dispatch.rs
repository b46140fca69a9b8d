//! A parsed command, to its file.
//!
//! For: the command line, and a line of `--plain`. Never: what starts the program.

use std::ffi::OsString;
use std::pin::Pin;

use super::args::{self, Cli, Command};
use super::context::App;
use super::error::{CliError, Exit, Failure, Result};
use super::help::Shown;
use super::out::Out;
use super::{
    alert, archive, audit, backup, bank, bank_match, bill, books, calendar, check, compact, company, completions, config,
    deliveries, doctor, draft, export, export_documents, help, hook, invoice, invoices, key, login, logs, man, project, push,
    rate, records, recurring, remind, reports, sandbox, schedule, send, serve, slack, status, store, sync, time, token,
    transfers, worker,
};
use crate::domain::Trigger;
use crate::error::ErrorKind;
use crate::query::{contact, payment};

pub(super) async fn dispatch(app: &mut App, command: Command) -> Result {
    match command {
        Command::Sync(args) => sync::run(app, &args, Trigger::Command).await,
        Command::Company(command) => until_interrupted(app, async |app| company::run(app, command).await).await,
        Command::Login(command) => until_interrupted(app, async |app| login::run(app, command).await).await,
        Command::Invoices(args) => until_interrupted(app, async |app| invoices::run(app, &args).await).await,
        Command::Invoice(args) => until_interrupted(app, async |app| invoice::run(app, &args).await).await,
        Command::Payments(args) => until_interrupted(app, async |app| records::list::<payment::Field>(app, &args).await).await,
        Command::Payment(args) => until_interrupted(app, async |app| records::payment(app, &args).await).await,
        Command::Contacts(args) => until_interrupted(app, async |app| records::list::<contact::Field>(app, &args).await).await,
        Command::Contact(args) => until_interrupted(app, async |app| records::contact(app, &args).await).await,
        Command::Logs(args) => until_interrupted(app, async |app| logs::run(app, args).await).await,
        Command::Export(args) => {
            until_interrupted(app, async |app| match &args.documents {
                Some(form) => export_documents::run(app, &args, form).await,
                None => export::run(app, &args).await,
            })
            .await
        }
        Command::Report(args) => until_interrupted(app, async |app| reports::run(app, &args).await).await,
        Command::Audit(args) => until_interrupted(app, async |app| audit::run(app, &args).await).await,
        Command::Doctor(args) => doctor::run(app, args),
        Command::Config(command) => until_interrupted(app, async |app| config::run(app, command).await).await,
        Command::Check(args) => until_interrupted(app, async |app| check::run(app, &args).await).await,
        Command::Backup(args) => until_interrupted(app, async |app| backup::backup(app, &args).await).await,
        Command::Restore(args) => until_interrupted(app, async |app| backup::restore(app, &args).await).await,
        Command::Compact => until_interrupted(app, async |app| compact::run(app).await).await,
        Command::Store(command) => until_interrupted(app, async |app| store::run(app, command).await).await,
        Command::Key(command) => until_interrupted(app, async |app| key::run(app, command).await).await,
        Command::Alert(command) => until_interrupted(app, async |app| alert::run(app, command).await).await,
        Command::Hook(command) => until_interrupted(app, async |app| hook::run(app, command).await).await,
        Command::Token(command) => until_interrupted(app, async |app| token::run(app, command).await).await,
        Command::Push(command) => until_interrupted(app, async |app| push::run(app, command).await).await,
        Command::Books(command) => until_interrupted(app, async |app| books::run(app, command).await).await,
        Command::Client(command) => until_interrupted(app, async |app| books::client(app, command).await).await,
        Command::Project(command) => until_interrupted(app, async |app| project::run(app, command).await).await,
        Command::Person(command) => until_interrupted(app, async |app| project::person(app, command).await).await,
        Command::Rate(command) => until_interrupted(app, async |app| rate::run(app, command).await).await,
        Command::Time(command) => until_interrupted(app, async |app| time::run(app, command).await).await,
        Command::Timer(command) => until_interrupted(app, async |app| time::timer(app, command).await).await,
        Command::Recurring(command) => until_interrupted(app, async |app| recurring::run(app, command).await).await,
        Command::Draft(command) => until_interrupted(app, async |app| draft::run(app, command).await).await,
        Command::Issue(args) => until_interrupted(app, async |app| bill::issue(app, &args).await).await,
        Command::Credit(args) => until_interrupted(app, async |app| bill::correct(app, &args, false).await).await,
        Command::Void(args) => until_interrupted(app, async |app| bill::correct(app, &args, true).await).await,
        Command::Pay(args) => until_interrupted(app, async |app| bill::pay(app, &args).await).await,
        Command::Send(args) => until_interrupted(app, async |app| send::run(app, args).await).await,
        Command::Remind(args) => until_interrupted(app, async |app| remind::run(app, args).await).await,
        Command::Deliveries(command) => until_interrupted(app, async |app| deliveries::run(app, command).await).await,
        Command::Bank(command) => until_interrupted(app, async |app| bank::run(app, command).await).await,
        Command::Match(command) => until_interrupted(app, async |app| bank_match::run(app, command).await).await,
        Command::Transfers(command) => until_interrupted(app, async |app| transfers::run(app, command).await).await,
        Command::Calendar(command) => until_interrupted(app, async |app| calendar::run(app, command).await).await,
        Command::Slack(command) => until_interrupted(app, async |app| slack::run(app, command).await).await,
        Command::Archive(command) => until_interrupted(app, async |app| archive::run(app, command).await).await,
        Command::Serve(args) => apart(|| serve::run(app, args.listen)).await,
        Command::Worker(args) => apart(|| worker::run(app, args)).await,
        Command::Schedule(args::ScheduleCommand::Print(args)) => schedule::run(app, args.target),
        Command::Completions(args) => completions::run(&mut app.out, args.shell),
        Command::Man(args) => man::run(&mut app.out, &args),
        Command::Help(args) => explain(app, &args.command),
        Command::Sandbox(args) => apart(|| sandbox::run(app, &args)).await,
        Command::Status(args) => until_interrupted(app, async |app| status::run(app, args).await).await,
    }
}

/// Runs a line of `--plain` as a command of the command line; `None` if its first word names none. Commands that need the store
/// for themselves or never end are refused.
pub(super) async fn line(app: &mut App, line: &str) -> Option<Result> {
    let words = words(line);
    let name = words.first()?.as_str();
    help::of(std::slice::from_ref(words.first()?), app.out.locale(), false)?;
    if matches!(name, "serve" | "worker" | "sandbox" | "restore" | "compact" | "store" | "completions" | "man") {
        return None;
    }
    let args: Vec<OsString> = std::iter::once("faktura").chain(words.iter().map(String::as_str)).map(OsString::from).collect();
    Some(match args::parse(&args) {
        Ok(Cli { command: Some(command), .. }) => Box::pin(dispatch(app, command)).await,
        Ok(_) => return None,
        Err(_) => {
            let shown = help::refused(&args, app.out.locale(), false);
            show(&mut app.out, shown)
        }
    })
}

/// The words of a line: separated by blanks, kept together by quotation marks.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), None::<String>, false);
    for sign in line.chars() {
        match sign {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            blank if blank.is_whitespace() && !quoted => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    words
}

/// Runs a command that may be dropped at any point. On the heap: without that the frame of [`dispatch`] has a place for every command.
fn until_interrupted<'a>(
    app: &'a mut App,
    command: impl AsyncFnOnce(&mut App) -> Result + 'a,
) -> Pin<Box<dyn Future<Output = Result> + 'a>> {
    let interrupt = app.interrupt.clone();
    Box::pin(async move {
        tokio::select! {
            result = command(app) => result,
            () = interrupt.happened() => Err(Failure::Interrupted),
        }
    })
}

/// Makes a future on the heap, in a frame that is gone when it runs.
pub(super) fn apart<F: Future>(make: impl FnOnce() -> F) -> Pin<Box<F>> {
    Box::pin(make())
}

/// Shows the help of a command.
fn explain(app: &mut App, words: &[String]) -> Result {
    let color = app.out.color();
    let Some(text) = help::of(words, app.out.locale(), color) else {
        return Err(CliError::NoSuchCommand { command: words.join(" ") }.into());
    };
    app.out.line(&text)?;
    Ok(Exit::Done)
}

/// Shows what clap had to say.
pub(super) fn show(out: &mut Out, shown: Shown) -> Result {
    match shown {
        Shown::Help(text) => {
            out.line(&text)?;
            return Ok(Exit::Done);
        }
        Shown::Mistake { text, hint } => out.error_text(&text, Some(&hint)),
        Shown::Incomplete(text) => out.beside(&text),
    }
    Ok(Exit::As(ErrorKind::Usage))
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn quotation_marks_keep_words_together() {
        assert_eq!(words(r#"company rename "Régi Kft." "Új Kft.""#), ["company", "rename", "Régi Kft.", "Új Kft."]);
        assert_eq!(words(r#"  export  "" a"b c"d "#), ["export", "", "ab cd"]);
        assert!(words(" ").is_empty());
    }
}
