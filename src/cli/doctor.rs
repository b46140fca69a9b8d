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

/// A finding on a line of its own.
fn tell(app: &mut App, finding: &Finding) -> Result<()> {
    let locale = app.out.locale();
    let label = word(locale, "doctor-level", finding.level.as_str());
    let area = word(locale, "doctor-area", finding.area);
    let label = style(finding.level).paint(&format!("{label:<0$}", WIDTHS.0), app.out.color());
    let mut line = format!("{label}  {area:<0$}  {1}", WIDTHS.1, locale.text(&finding.message));
    if let Some(next) = next(locale, finding) {
        line.push_str(" → ");
        line.push_str(&next);
    }
    app.out.line(&line)?;
    Ok(app.out.flush()?)
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
