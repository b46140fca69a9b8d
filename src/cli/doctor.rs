//! `faktura doctor`: what could keep this installation from working, a line each.
//!
//! It starts no log, no runtime and no service, so that it works where they do not.

use std::sync::Arc;

use secrecy::SecretString;

use super::args::DoctorArgs;
use super::context::App;
use super::error::{Exit, Result};
use super::out::{with, word};
use super::style::Style;
use crate::config::Config;
use crate::error::ErrorKind;
use crate::host::doctor::{Finding, Level, Next, Surroundings, examine};
use crate::json::{DoctorJson, FindingJson};
use crate::locale::Locale;

/// Columns of the first two words of a line.
const WIDTHS: (usize, usize) = (8, 13);
/// Columns that a text has at least beside these words; else it stands below them, after so many blanks.
const NARROW: usize = 40;
const INDENT: usize = 4;

/// Examines, tells, and lets the exit code say how it stands: 0 all is well, 3 warnings, 4 failures.
pub(super) fn run(app: &mut App, args: DoctorArgs) -> Result {
    let surroundings = surroundings(app, args.online)?;
    let mut findings = Vec::new();
    let mut broken = None;
    let worst = examine(surroundings, |finding| {
        findings.push(finding.clone());
        if !args.json && broken.is_none() {
            broken = tell(app, finding).err();
        }
    });
    if let Some(error) = broken {
        return Err(error);
    }
    let locale = app.out.locale();
    if args.json {
        let json = findings.iter().map(|finding| in_json(locale, finding)).collect();
        app.out.json(&DoctorJson { status: worst.as_str(), findings: json })?;
    } else {
        let count = |level| findings.iter().filter(|finding| finding.level == level).count();
        let (warnings, failures) = (count(Level::Warn), count(Level::Fail));
        let id = if warnings + failures == 0 { "doctor-well" } else { "doctor-summary" };
        let summary = locale.text(&with(id, "warnings", warnings).with("failures", failures));
        app.out.styled(&summary, style(worst))?;
    }
    Ok(match worst {
        Level::Ok => Exit::Done,
        Level::Warn => Exit::As(ErrorKind::Partial),
        Level::Fail => Exit::As(ErrorKind::Failed),
    })
}

fn surroundings(app: &mut App, online: bool) -> Result<Surroundings> {
    let paths = app.paths()?;
    let variables = app.environment.vars.clone();
    let env = move |name: &str| variables.get(std::ffi::OsStr::new(name))?.to_str().map(str::to_owned);
    // Reading a pipe would block.
    let readable = std::fs::metadata(&paths.config).map_or(true, |facts| facts.is_file());
    let loaded = if readable {
        app.named_config(&paths).and_then(|()| Config::load(&paths.config, &env))
    } else {
        let detail = app.out.get("doctor-no-file");
        Err(crate::config::ConfigError::Unreadable { path: paths.config.clone(), detail })
    };
    let (config, refused) = match loaded {
        Ok(config) => (config, None),
        Err(error) => (Config::default(), Some(error)),
    };
    if let (None, Some(lang)) = (app.globals.lang, config.lang) {
        app.out.speak(lang.locale());
    }
    let mut program = "faktura".to_owned();
    for (option, value) in [("--home", &app.globals.home), ("--config", &app.globals.config)] {
        if let Some(value) = value {
            let path = std::path::absolute(value).unwrap_or_else(|_| value.clone());
            program.push_str(&format!(" {option} {}", crate::host::doctor::shell(&path)));
        }
    }
    let environment = &app.environment;
    let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok().map(|size| (size.ws_col, size.ws_row));
    Ok(Surroundings {
        passphrase: environment.text("FAKTURA_PASSPHRASE").map(|text| SecretString::from(text.to_owned())),
        paths,
        config,
        refused,
        program,
        executable: environment.program.clone(),
        user: environment.user.clone(),
        env: Arc::new(env),
        clock: Arc::clone(&environment.clock),
        zone: environment.zone.clone(),
        terminal: environment.stdout_is_terminal,
        size: size.filter(|(columns, rows)| *columns > 0 && *rows > 0),
        online,
    })
}

/// A finding on a line of its own; on a terminal that is narrower, on several below each other.
fn tell(app: &mut App, finding: &Finding) -> Result<()> {
    let locale = app.out.locale();
    let label = word(locale, "doctor-level", finding.level.as_str());
    let area = word(locale, "doctor-area", finding.area);
    let label = style(finding.level).paint(&format!("{label:<0$}", WIDTHS.0), app.out.color());
    let is_command = matches!(finding.next, Some(Next::Run(_)));
    let next = next(locale, finding);
    let lines = laid(&locale.text(&finding.message), next.as_deref(), is_command, app.out.width());
    for (at, line) in lines.iter().enumerate() {
        if at == 0 {
            app.out.line(format!("{label}  {area:<0$}  {line}", WIDTHS.1).trim_end())?;
        } else {
            app.out.line(line)?;
        }
    }
    Ok(app.out.flush()?)
}

/// The lines of a finding: the first stands after its two words, the others bring their own blanks. A command is never broken, so that it
/// can be copied.
fn laid(message: &str, next: Option<&str>, is_command: bool, width: Option<usize>) -> Vec<String> {
    let one = next.map_or_else(|| message.to_owned(), |next| format!("{message} → {next}"));
    let before = WIDTHS.0 + WIDTHS.1 + 4;
    let room = width.map(|width| width.saturating_sub(before));
    let Some(room) = room.filter(|room| columns_of(&one) > *room) else { return vec![one] };
    // Where the words beside it leave too little, the text has lines of its own.
    let (indent, room) = if room < NARROW { (INDENT, room + before - INDENT) } else { (before, room) };
    let after = |blanks: usize, line: &str| format!("{}{line}", " ".repeat(blanks));
    let mut told = crate::tui::wrapped(message, room).into_iter();
    let first = if indent == before { told.next() } else { None };
    let mut lines = vec![first.unwrap_or_default()];
    lines.extend(told.map(|line| after(indent, &line)));
    if let Some(next) = next.map(|next| format!("→ {next}")) {
        // A command goes to the left rather than over the edge.
        let blanks = if is_command && columns_of(&next) > room { INDENT } else { indent };
        let told = if is_command { vec![next] } else { crate::tui::wrapped(&next, room) };
        lines.extend(told.iter().map(|line| after(blanks, line)));
    }
    lines
}

/// Columns that a text takes on a terminal.
fn columns_of(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

fn next(locale: &Locale, finding: &Finding) -> Option<String> {
    finding.next.as_ref().map(|next| match next {
        Next::Run(command) => crate::domain::text::clean(command).into_owned(),
        Next::Do(hint) => locale.text(hint),
    })
}

fn in_json(locale: &Locale, finding: &Finding) -> FindingJson {
    FindingJson {
        area: finding.area,
        check: finding.message.id.trim_start_matches("doctor-").to_owned(),
        level: finding.level.as_str(),
        text: locale.text(&finding.message),
        next: next(locale, finding),
        command: match &finding.next {
            Some(Next::Run(command)) => Some(command.clone()),
            _ => None,
        },
    }
}

const fn style(level: Level) -> Style {
    match level {
        Level::Ok => Style::Green,
        Level::Warn => Style::Yellow,
        Level::Fail => Style::Red,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_fits_on_a_narrow_terminal_and_its_command_stays_whole() {
        let message = "/home/anna/.local/share/faktura/store does not exist yet, as on a machine where nothing was done";
        let command = "faktura company add 'My Company Kft.' --provider billingo";
        for width in [40, 60, 80, 100] {
            let lines = laid(message, Some(command), true, Some(width));
            let (last, told) = lines.split_last().expect("lines");
            assert!(last.ends_with(&format!("→ {command}")), "{lines:?}");
            let before = WIDTHS.0 + WIDTHS.1 + 4;
            for (at, line) in told.iter().enumerate() {
                let taken = columns_of(line) + if at == 0 { before } else { 0 };
                assert!(taken <= width && (at == 0 || line.starts_with("    ")), "{width}: {lines:?}");
            }
            // A word that is longer than a line goes on in the next one.
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(bare(&told.join(" ")), bare(message));
        }
        // A pipe and a wide terminal have one line.
        assert_eq!(laid("a", Some("b"), true, None), ["a → b"]);
        assert_eq!(laid(message, Some(command), true, Some(250)).len(), 1);
    }
}
