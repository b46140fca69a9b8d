//! One file a command; prints; no logic.
//!
//! For: scripts, cron and terminals. Uses: service, locale, clap. Never: a store, a provider, an HTTP type; the
//! process's own streams and variables, which come in as an [`Environment`].

mod alert;
mod args;
mod audit;
mod backup;
mod check;
mod columns;
mod compact;
mod company;
mod completions;
mod context;
mod demo;
mod detail;
mod doctor;
mod environment;
mod error;
mod export;
mod file;
mod help;
mod interrupt;
mod invoice;
mod invoices;
mod key;
mod live;
mod logs;
mod man;
mod out;
mod plain;
mod progress;
mod prompt;
mod report;
mod reports;
mod sandbox;
mod schedule;
mod serve;
mod shape;
mod status;
mod style;
mod sync;
mod table;
mod terminal;
mod token;
mod tui;

use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

use args::{Cli, ColorArg, Command};
use context::App;
pub use environment::{Environment, Hidden};
use error::{CliError, Exit, Failure, Result};
use help::Shown;
use interrupt::Interrupt;
use out::Out;
use prompt::Input;
use terminal::Terminal;

use crate::domain::Trigger;
use crate::error::ErrorKind;
use crate::locale::Lang;

/// Time that background work may take after the command has ended.
const LINGER: Duration = Duration::from_millis(100);

/// Threads that a command may need: the runtime's, the database's, the log's, the terminal's.
const THREADS: usize = 16;
/// Address space that it may need beside theirs, in bytes.
const MEMORY: usize = 96 << 20;

/// Runs the command line of a process, from its arguments (the program's name first) to its exit code.
pub fn run(args: impl IntoIterator<Item = OsString>, environment: Environment) -> ExitCode {
    // Without it, secrets are as safe as in any other program; nothing else depends on it.
    let _ = crate::process::harden();
    crate::process::share_memory();
    let code = execute(args, environment);
    // A thread that was not waited for may still have been writing.
    crate::process::remove_unfinished();
    ExitCode::from(code)
}

/// Runs a command without hardening the process.
fn execute(args: impl IntoIterator<Item = OsString>, mut environment: Environment) -> u8 {
    let args = query_terms(args);
    let asked = peek(&args, "--lang").and_then(|code| Lang::parse(&code));
    let locale = context::language(asked, &environment).locale();
    match Cli::try_parse_from(&args) {
        Err(_) => {
            let color = match peek(&args, "--color").as_deref() {
                Some("always") => ColorArg::Always,
                Some("never") => ColorArg::Never,
                _ => ColorArg::Auto,
            };
            let mut out = Out::new(&mut environment, locale, color, false);
            let shown = help::refused(&args, locale, out.color());
            let result = show(&mut out, shown);
            end(&mut out, result)
        }
        Ok(cli) => {
            let terminal = Terminal::default();
            // Line mode has no colours: it is made for screen readers.
            let color = if cli.start.plain { ColorArg::Never } else { cli.globals.color };
            let mut app = App {
                out: Out::new(&mut environment, locale, color, cli.globals.quiet),
                input: Input::new(&mut environment, terminal.clone()),
                interrupt: Interrupt::new(terminal),
                environment,
                globals: cli.globals,
                screen: cli.command.is_none() && !cli.start.headless && !cli.start.plain,
                chosen: None,
                log: None,
            };
            let begun = runtime();
            let result = start(&mut app, &begun, &cli.start, cli.command);
            app.interrupt.tidy();
            app.end_log();
            let code = end(&mut app.out, result);
            // Stop listening to signals. Threads that wait for a person are left behind.
            if let Ok(runtime) = begun {
                runtime.shutdown_timeout(LINGER);
            }
            code
        }
    }
}

/// The runtime, where the system gives the threads for it and for what begins later.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    if crate::process::is_limited() {
        crate::process::can_have(THREADS, MEMORY)?;
    }
    // Few threads for blocking work: each keeps memory of its own, and the disk is one.
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(2).max_blocking_threads(4).enable_all().build()
}

/// Runs what was asked for on the runtime.
fn start(
    app: &mut App,
    runtime: &std::io::Result<tokio::runtime::Runtime>,
    bare: &args::Start,
    command: Option<Command>,
) -> Result {
    if command.is_some()
        && let Some(option) = bare.given()
    {
        return Err(CliError::BareOnly { option }.into());
    }
    // Without a runtime, doctor reports the cause.
    if let Some(Command::Doctor(args)) = command {
        return doctor::run(app, args);
    }
    let runtime = runtime.as_ref().map_err(|error| CliError::Threads { detail: error.to_string() })?;
    runtime.block_on(async {
        app.interrupt.listen().map_err(|error| CliError::system(&error))?;
        match command {
            Some(command) => Box::pin(dispatch(app, command)).await,
            None if bare.demo => demo::run(app, bare).await,
            None if bare.headless => sync::run(app, &bare.sync(), Trigger::Headless).await,
            None => tui::run(app, bare).await,
        }
    })
}

async fn dispatch(app: &mut App, command: Command) -> Result {
    match command {
        Command::Sync(args) => sync::run(app, &args, Trigger::Command).await,
        Command::Company(command) => until_interrupted(app, async |app| company::run(app, command).await).await,
        Command::Invoices(args) => until_interrupted(app, async |app| invoices::run(app, &args).await).await,
        Command::Invoice(args) => until_interrupted(app, async |app| invoice::run(app, &args).await).await,
        Command::Logs(args) => until_interrupted(app, async |app| logs::run(app, args).await).await,
        Command::Export(args) => until_interrupted(app, async |app| export::run(app, &args).await).await,
        Command::Report(args) => until_interrupted(app, async |app| reports::run(app, &args).await).await,
        Command::Audit(args) => until_interrupted(app, async |app| audit::run(app, &args).await).await,
        Command::Doctor(args) => doctor::run(app, args),
        Command::Check(args) => until_interrupted(app, async |app| check::run(app, &args).await).await,
        Command::Backup(args) => until_interrupted(app, async |app| backup::backup(app, &args).await).await,
        Command::Restore(args) => until_interrupted(app, async |app| backup::restore(app, &args).await).await,
        Command::Compact => until_interrupted(app, async |app| compact::run(app).await).await,
        Command::Key(command) => until_interrupted(app, async |app| key::run(app, command).await).await,
        Command::Alert(command) => until_interrupted(app, async |app| alert::run(app, command).await).await,
        Command::Token(command) => until_interrupted(app, async |app| token::run(app, command).await).await,
        Command::Serve(args) => serve::run(app, args.listen).await,
        Command::Schedule(args::ScheduleCommand::Print(args)) => schedule::run(app, args.target),
        Command::Completions(args) => completions::run(&mut app.out, args.shell),
        Command::Man(args) => man::run(&mut app.out, &args),
        Command::Help(args) => explain(app, &args.command),
        Command::Sandbox(args) => sandbox::run(app, &args).await,
        Command::Status(args) => until_interrupted(app, async |app| status::run(app, args).await).await,
    }
}

/// Runs a command that may be dropped at any point.
async fn until_interrupted(app: &mut App, command: impl AsyncFnOnce(&mut App) -> Result) -> Result {
    let interrupt = app.interrupt.clone();
    tokio::select! {
        result = command(app) => result,
        () = interrupt.happened() => Err(Failure::Interrupted),
    }
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
fn show(out: &mut Out, shown: Shown) -> Result {
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

/// Writes the last words and tells the exit code.
fn end(out: &mut Out, result: Result) -> u8 {
    let result = result.and_then(|exit| out.flush().map(|()| exit).map_err(Failure::from));
    match result {
        Ok(Exit::Done) => 0,
        Ok(Exit::Code(code)) => code,
        Ok(Exit::As(kind)) | Err(Failure::Told(kind)) => kind.exit_code(),
        // Broken pipe is not an error.
        Err(Failure::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => 0,
        Err(Failure::Output(error)) => {
            let error = CliError::File { path: "stdout".into(), detail: error.to_string() };
            out.error(&error.into());
            ErrorKind::Unexpected.exit_code()
        }
        Err(Failure::Interrupted) => {
            out.note(&crate::domain::Message::new("cli-interrupted"));
            ErrorKind::Interrupted.exit_code()
        }
        Err(Failure::Error(error)) => {
            out.error(&error);
            error.kind.exit_code()
        }
    }
}

/// The value of a global option, looked for before anything is parsed: texts need a language also where parsing fails.
fn peek(args: &[OsString], name: &str) -> Option<String> {
    let mut args = args.iter().skip(1).map_while(|arg| arg.to_str()).take_while(|arg| *arg != "--");
    while let Some(arg) = args.next() {
        if arg == name {
            return args.next().map(str::to_owned);
        }
        if let Some(value) = arg.strip_prefix(name).and_then(|rest| rest.strip_prefix('=')) {
            return Some(value.to_owned());
        }
    }
    None
}

/// Lets terms such as `-status:paid` pass as words of a query: a blank before them keeps clap from taking them for options.
fn query_terms(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let is_term = |text: &str| {
        let mut chars = text.chars();
        chars.next() == Some('-')
            && chars.next().is_some_and(|c| c.is_alphabetic() || c == '(' || c == '"')
            // No option has a letter beyond ASCII, none is called as the one state that needs no field.
            && (text.contains([':', '<', '>', '=', '(', '"']) || !text.is_ascii() || matches!(text, "-overdue" | "-lejart"))
    };
    let pass = |arg: OsString| match arg.to_str() {
        Some(text) if is_term(text) => OsString::from(format!(" {text}")),
        _ => arg,
    };
    args.into_iter().map(pass).collect()
}

#[cfg(test)]
mod tests;
