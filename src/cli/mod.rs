//! One file a command; prints; no logic.
//!
//! For: scripts, cron and terminals. Uses: service, locale, clap. Never: a store, a provider, an HTTP type; the
//! process's own streams and variables, which come in as an [`Environment`].

mod alert;
mod archive;
mod args;
mod audit;
mod backup;
mod bank;
mod bank_import;
mod bank_match;
mod bank_table;
mod bill;
mod book_reports;
mod books;
mod calendar;
mod check;
mod columns;
mod compact;
mod company;
mod completing;
mod completions;
mod config;
mod context;
mod deliveries;
mod delivery_table;
mod demo;
mod demo_books;
mod detail;
mod dispatch;
mod doctor;
mod document;
mod draft;
mod environment;
mod error;
mod examples;
mod export;
mod export_documents;
mod file;
mod help;
mod hook;
mod interrupt;
mod invoice;
mod invoices;
mod key;
mod live;
mod login;
mod logs;
mod man;
mod out;
mod plain;
mod preview;
mod progress;
mod project;
mod prompt;
mod push;
mod rate;
mod records;
mod recurring;
mod remind;
mod report;
mod reports;
mod sandbox;
mod schedule;
mod send;
mod sender;
mod serve;
mod shape;
mod slack;
mod status;
mod store;
mod style;
mod sync;
mod sync_report;
mod table;
mod terminal;
mod time;
mod time_file;
mod time_words;
mod token;
mod transfers;
mod tui;
mod worker;

use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

use args::{ColorArg, Command};
use context::App;
pub use environment::{Environment, Hidden};
use error::{CliError, Exit, Failure, Result};
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

/// Runs a command line, from its arguments (the program's name first) to its exit code. The process itself is set up before, by
/// [`begin`](crate::process::begin): one that runs other things too keeps its own settings.
pub fn run(args: impl IntoIterator<Item = OsString>, environment: Environment) -> ExitCode {
    let code = execute(args, environment);
    // A thread that was not waited for may still have been writing.
    crate::process::remove_unfinished();
    ExitCode::from(code)
}

/// Runs a command; what it could not finish writing stays.
fn execute(args: impl IntoIterator<Item = OsString>, mut environment: Environment) -> u8 {
    let args = query_terms(args);
    let asked = peek(&args, "--lang").and_then(|code| Lang::parse(&code));
    let locale = context::language(asked, &environment).locale();
    match args::parse(&args) {
        Err(_) => {
            let color = match peek(&args, "--color").as_deref() {
                Some("always") => ColorArg::Always,
                Some("never") => ColorArg::Never,
                _ => ColorArg::Auto,
            };
            let mut out = Out::new(&mut environment, locale, color, false);
            let shown = help::refused(&args, locale, out.color());
            let result = dispatch::show(&mut out, shown);
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
                read_only: cli.start.read_only,
                books_zone: None,
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
    let runtime = runtime.as_ref().map_err(CliError::runtime)?;
    runtime.block_on(async {
        app.interrupt.listen().map_err(|error| CliError::system(&error))?;
        match command {
            Some(command) => Box::pin(dispatch::dispatch(app, command)).await,
            None if bare.demo => dispatch::apart(|| demo::run(app, bare)).await,
            None if bare.headless => {
                let given = bare.sync();
                dispatch::apart(|| sync::run(app, &given, Trigger::Headless)).await
            }
            None => dispatch::apart(|| tui::run(app, bare)).await,
        }
    })
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
