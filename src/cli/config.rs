//! `faktura config`: what is set and where, whether it is right, and changes of it.
//!
//! For: people and scripts, also where the configuration is wrong: no store and no service is opened. Uses: config. Never: a secret
//! of the vault.

use std::path::PathBuf;

use secrecy::ExposeSecret;

use super::args::{ConfigCheckArgs, ConfigCommand, ConfigSetArgs, ConfigShowArgs, ConfigUnsetArgs};
use super::context::App;
use super::error::{CliError, Exit, Failure, Result};
use super::out::with;
use super::style::Style;
use super::table::{Cell, Column, Table};
use crate::config::{self, Change, Config, ConfigError, Datum, EditError, Given, Setting};
use crate::domain::{Message, text};
use crate::error::{Describe, Error, ErrorKind};
use crate::json::{ConfigCheckJson, ConfigErrorJson, ConfigJson, SettingChangedJson, SettingJson};
use crate::locale::Lang;

/// Does one of the commands.
pub(super) async fn run(app: &mut App, command: ConfigCommand) -> Result {
    let paths = app.paths()?;
    let there = app.named_config(&paths).map_err(Error::from);
    let path = paths.config;
    match command {
        ConfigCommand::Show(args) => {
            there?;
            speak(app, &path);
            show(app, &path, &args)
        }
        ConfigCommand::Check(args) => {
            if args.file.is_none() {
                there?;
            }
            speak(app, &path);
            check(app, path, args)
        }
        ConfigCommand::Set(args) => {
            speak(app, &path);
            set(app, path, args).await
        }
        ConfigCommand::Unset(ConfigUnsetArgs { key, json }) => {
            speak(app, &path);
            changed(app, path, key, None, json).await
        }
    }
}

/// Takes the language of the configuration, where it can be read.
fn speak(app: &mut App, path: &std::path::Path) {
    let lookup = |name: &str| app.environment.text(name).map(str::to_owned);
    let lang = Config::load(path, &lookup).ok().and_then(|config| config.lang);
    if let (None, Some(lang)) = (app.globals.lang, lang) {
        app.out.speak(lang.locale());
    }
}

fn show(app: &mut App, path: &std::path::Path, args: &ConfigShowArgs) -> Result {
    let lookup = |name: &str| app.environment.text(name).map(str::to_owned);
    let flag = Given::Flag { name: "--lang" };
    let flag = app.globals.lang.map(|lang| ("lang", flag, Datum::Text(Lang::from(lang).as_str().to_owned())));
    let mut outside = crate::tui::kept_choices(&app.paths()?.screen_of_user());
    outside.extend(flag);
    let mut settings = config::settings(path, &lookup, &outside).map_err(Error::from)?;
    let wanted = |setting: &Setting, name: &String| setting.key.contains(&name.to_ascii_lowercase());
    if let Some(unknown) = args.names.iter().find(|name| !settings.iter().any(|setting| wanted(setting, name))) {
        return Err(Error::from(config::no_such_setting(unknown)).into());
    }
    settings.retain(|setting| args.names.is_empty() || args.names.iter().any(|name| wanted(setting, name)));
    settings.retain(|setting| !args.changed || setting.given != Given::Default);
    if args.json {
        let settings = settings.iter().map(SettingJson::from).collect();
        app.out.json(&ConfigJson { file: path.display().to_string(), exists: path.exists(), settings })?;
        return Ok(Exit::Done);
    }
    let id = if path.exists() { "cli-settings-file" } else { "cli-settings-no-file" };
    app.out.note(&with(id, "path", path.display().to_string()));
    let mut table = Table::new(vec![
        Column::left(app.out.get("settings-col-name")),
        Column::cut(app.out.get("settings-col-value")),
        Column::left(app.out.get("settings-col-origin")),
    ]);
    for setting in &settings {
        let style = if setting.given == Given::Default { Style::Dim } else { Style::Plain };
        let origin = app.out.text(&origin(setting.given));
        table.row(vec![setting.key.into(), Cell::new(&setting.value.to_string(), style), Cell::new(&origin, style)]);
    }
    app.out.table(&table)?;
    Ok(Exit::Done)
}

/// Where a value comes from, in words.
fn origin(given: Given) -> Message {
    match given {
        Given::Default => Message::new("settings-from-default"),
        Given::Screen => Message::new("settings-from-screen"),
        Given::File { line: Some(line) } => with("settings-from-line", "line", line.to_string()),
        Given::File { line: None } => Message::new("settings-from-file"),
        Given::Env { name } | Given::Flag { name } => with("settings-from-name", "name", name),
    }
}

fn check(app: &mut App, configured: PathBuf, args: ConfigCheckArgs) -> Result {
    let lookup = |name: &str| app.environment.text(name).map(str::to_owned);
    let named = args.file.is_some();
    let path = args.file.map_or(configured, |file| std::path::absolute(&file).unwrap_or(file));
    if named && !path.exists() {
        let detail = std::io::Error::from(rustix::io::Errno::NOENT).to_string();
        return Err(Failure::Error(ConfigError::Unreadable { path, detail }.into()));
    }
    let errors = Config::check(&path, &lookup);
    let (_, mut wrong) = config::themes(&path);
    if errors.is_empty()
        && let Ok(config) = Config::load(&path, &lookup)
    {
        wrong.extend(crate::tui::keys_fault(&config.screen));
    }
    let valid = errors.is_empty() && wrong.is_empty();
    let locale = app.out.locale();
    if args.json {
        let other = |message: &Message| ConfigErrorJson {
            key: None,
            line: None,
            column: None,
            nearest: None,
            error: locale.text(message),
        };
        let errors = errors.iter().map(|error| ConfigErrorJson::new(error, locale)).chain(wrong.iter().map(other)).collect();
        app.out.json(&ConfigCheckJson { file: path.display().to_string(), valid, errors })?;
    } else if valid {
        let id = if path.exists() { "cli-settings-valid" } else { "cli-settings-no-file" };
        app.out.say(&with(id, "path", path.display().to_string()))?;
    } else {
        for error in &errors {
            app.out.error(&Error { kind: error.kind(), message: error.message(), hint: error.hint() });
        }
        for message in wrong {
            app.out.error(&Error::new(ErrorKind::Config, message));
        }
    }
    Ok(if valid { Exit::Done } else { Exit::As(ErrorKind::Config) })
}

async fn set(app: &mut App, path: PathBuf, args: ConfigSetArgs) -> Result {
    let values = if args.value_stdin {
        let line = app.input.secret_line(&app.interrupt).await?;
        Typed::Hidden(line.expose_secret().to_owned())
    } else {
        // A blank was put before words that look like options.
        Typed::Words(
            args.values
                .iter()
                .map(|word| if word.starts_with(" -") { word.trim_start().to_owned() } else { word.clone() })
                .collect(),
        )
    };
    changed(app, path, args.key, Some(values), args.json).await
}

/// A value as it came.
enum Typed {
    /// As arguments, which other users of the machine can read.
    Words(Vec<String>),
    /// On standard input.
    Hidden(String),
}

async fn changed(app: &mut App, path: PathBuf, key: String, value: Option<Typed>, json: bool) -> Result {
    if app.read_only {
        return Err(Error::new(ErrorKind::NotAllowed, Message::new("service-read-only"))
            .hint(Message::new("service-read-only-hint"))
            .into());
    }
    let variables = app.environment.vars.clone();
    let (file, shown) = (path.clone(), key.clone());
    let state = app.paths()?.screen_of_user();
    let done = tokio::task::spawn_blocking(move || {
        let lookup = |name: &str| variables.get(std::ffi::OsStr::new(name)).and_then(|value| value.to_str()).map(str::to_owned);
        let hidden;
        let change = match &value {
            None => Change::Unset,
            Some(Typed::Words(words)) => Change::Set(words),
            Some(Typed::Hidden(line)) => {
                hidden = [line.clone()];
                Change::SetHidden(&hidden)
            }
        };
        let changed = config::change(&file, &key, change, &lookup, &|config| crate::tui::keys_fault(&config.screen))?;
        // What the screen kept of it would hide the change.
        crate::tui::forget_choice(&state, &key);
        Ok::<_, EditError>(changed)
    });
    let done = done.await.map_err(|error| Failure::from(CliError::System { detail: error.to_string() }))?;
    let changed = match done {
        Ok(changed) => changed,
        Err(error) => {
            if let EditError::ReadOnly { lines, .. } = &error {
                for line in lines.lines() {
                    app.out.line(&text::clean(line))?;
                }
            }
            return Err(Error::from(error).into());
        }
    };
    if json {
        let setting = changed.setting.as_ref().map(SettingJson::from);
        app.out.json(&SettingChangedJson { file: path.display().to_string(), changed: changed.written, setting })?;
        return Ok(Exit::Done);
    }
    let id = if changed.written { "cli-settings-changed" } else { "cli-settings-same" };
    let id = match &changed.setting {
        None => "cli-settings-removed",
        // Settings of the screen are read by screens alone, which follow the file.
        Some(setting) if changed.written && setting.key.starts_with("screen.") => "settings-chosen",
        Some(_) => id,
    };
    let value = changed.setting.map(|setting| text::clean(&setting.value.to_string()).into_owned()).unwrap_or_default();
    app.out.note(&with(id, "key", shown).with("value", value).with("path", path.display().to_string()));
    Ok(Exit::Done)
}
