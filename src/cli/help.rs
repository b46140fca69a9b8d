//! The command line's own texts: every command and argument in the chosen language, and what is said of wrong usage.
//!
//! For: `--help`, completions, man pages, usage errors. Uses: the argument definitions, `help.ftl`. Never: a stream.
//!
//! A command `a b` is described by `help-cmd-a-b` and, at its end, `help-more-a-b`; an argument by `help-arg-a-b-NAME` or,
//! where it means the same everywhere, `help-arg-NAME`. Its examples are in [`super::examples`].

use std::ffi::OsString;

use clap::builder::Styles;
use clap::builder::styling::{AnsiColor, Style};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory};

use super::args::Cli;
use super::examples;
use crate::domain::Message;
use crate::locale::Locale;

/// The command line in a language, ready to be shown.
pub(super) fn command(locale: &Locale) -> Command {
    let codes = format!("{}: {}", locale.get("help-exit-codes"), locale.get("help-exit-codes-all"));
    let command = with_examples(translate(Cli::command(), "", locale), "", locale);
    let more = joined(&command, &codes);
    finished(command.after_help(more), locale)
}

/// The command line in a language, for pages that show examples and exit codes in sections of their own.
pub(super) fn pages(locale: &Locale) -> Command {
    finished(translate(Cli::command(), "", locale), locale)
}

fn finished(mut command: Command, locale: &Locale) -> Command {
    command.build();
    usage_lines(command, locale)
}

/// Adds the examples to what is said at the end of each command's help, unless that shows examples of its own.
fn with_examples(command: Command, path: &str, locale: &Locale) -> Command {
    let command = command.mut_subcommands(|sub| {
        let path = format!("{path} {}", sub.get_name()).trim_start().to_owned();
        with_examples(sub, &path, locale)
    });
    let examples = examples::of(path);
    if examples.is_empty() || shows_examples(&command) {
        return command;
    }
    let examples = format!("{}:\n  {}", locale.get("help-examples"), examples.join("\n  "));
    let more = joined(&command, &examples);
    command.after_help(more)
}

/// Whether what is said at the end of a command's help has examples.
fn shows_examples(command: &Command) -> bool {
    command.get_after_help().is_some_and(|more| more.to_string().lines().any(|line| line.starts_with("  faktura ")))
}

/// What is said at the end of a command's help, and a paragraph more.
fn joined(command: &Command, paragraph: &str) -> String {
    command.get_after_help().map_or_else(|| paragraph.to_owned(), |more| format!("{more}\n\n{paragraph}"))
}

/// The command line in a language, before clap spreads the global options over it: for generators that build it themselves.
pub(super) fn plain_command(locale: &Locale) -> Command {
    translate(Cli::command(), "", locale)
}

fn text(locale: &Locale, id: String) -> Option<String> {
    locale.has(&id).then(|| locale.text(&Message { id: id.into(), args: Vec::new() }))
}

/// Identifier of a text of the command at `path`.
fn id(kind: &str, path: &str, name: &str) -> String {
    let parts = ["help", kind, path, name];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("-").replace('_', "-")
}

fn translate(command: Command, path: &str, locale: &Locale) -> Command {
    let place = if path.is_empty() { "faktura" } else { path };
    let template = format!("{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}", locale.get("help-usage"));
    let mut command = command
        .styles(styles())
        .help_template(template)
        .subcommand_help_heading(locale.get("help-commands"))
        .max_term_width(110)
        .mut_args(|arg| argument(arg, path, locale))
        .mut_subcommands(|sub| {
            let path = if path.is_empty() { sub.get_name().to_owned() } else { format!("{path}-{}", sub.get_name()) };
            translate(sub, &path, locale)
        });
    if let Some(about) = text(locale, id("cmd", place, "")) {
        command = command.about(about);
    }
    if let Some(more) = text(locale, id("more", place, "")) {
        command = command.after_help(more);
    }
    command
}

fn argument(arg: Arg, path: &str, locale: &Locale) -> Arg {
    let name = arg.get_id().as_str().to_owned();
    let heading = if arg.is_positional() { "help-arguments" } else { "help-options" };
    let heading = if arg.is_global_set() { "help-globals" } else { heading };
    let arg = arg.help_heading(locale.get(heading));
    let takes = arg.get_action().takes_values();
    let arg = if takes { arg.hide_possible_values(true).hide_default_value(true) } else { arg };
    let described = text(locale, id("arg", path, &name)).or_else(|| text(locale, id("arg", &name, "")));
    let Some(mut described) = described else { return arg };
    let words: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let names_them = arg.get_value_names().into_iter().flatten().any(|name| name.contains('|'));
    if takes && !words.is_empty() && !names_them {
        described.push_str(&format!(" [{}]", words.join(", ")));
    }
    if let Some(default) = arg.get_default_values().first().and_then(|value| value.to_str()) {
        let default = locale.text(&Message::new("help-default").with("value", default));
        described.push_str(&format!(" ({default})"));
    }
    arg.help(described)
}

/// Replaces the English words in clap's usage lines.
fn usage_lines(mut command: Command, locale: &Locale) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage);
    let usage = usage
        .replace("[OPTIONS]", &format!("[{}]", locale.get("help-usage-options")))
        .replace("[COMMAND]", &format!("[{}]", locale.get("help-usage-command")))
        .replace("<COMMAND>", &format!("<{}>", locale.get("help-usage-command")));
    command.override_usage(usage).mut_subcommands(|sub| usage_lines(sub, locale))
}

fn styles() -> Styles {
    Styles::styled().header(Style::new().bold()).literal(AnsiColor::Cyan.on_default()).placeholder(Style::new().dimmed())
}

/// Help or an error, instead of running a command.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// Asked for: to standard output, exit code 0.
    Help(String),
    /// A mistake: to standard error, exit code 2.
    Mistake { text: String, hint: String },
    /// A command without what it needs: its help to standard error, exit code 2.
    Incomplete(String),
}

/// Output for arguments that clap rejected.
pub(super) fn refused(args: &[OsString], locale: &Locale, color: bool) -> Shown {
    let Err(error) = command(locale).try_get_matches_from(args) else {
        // The first parse failed on the same definitions; there is nothing left to say but the usage.
        return Shown::Incomplete(command(locale).render_help().to_string());
    };
    let rendered = error.render();
    let rendered = if color { rendered.ansi().to_string() } else { rendered.to_string() };
    let rendered = rendered.trim_end().to_owned();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Shown::Help(rendered),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Shown::Incomplete(rendered),
        _ => mistake(&error, args, locale),
    }
}

/// The help of the command named by `words`; `None` where there is none of that name.
pub(super) fn of(words: &[String], locale: &Locale, color: bool) -> Option<String> {
    let mut command = command(locale);
    let mut at = &mut command;
    for word in words {
        at = at.find_subcommand_mut(word)?;
    }
    let help = at.render_help();
    let help = if color { help.ansi().to_string() } else { help.to_string() };
    Some(help.trim_end().to_owned())
}

fn mistake(error: &clap::Error, args: &[OsString], locale: &Locale) -> Shown {
    let context = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let (arg, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    let message = match error.kind() {
        ErrorKind::UnknownArgument => Message::new("help-mistake-unknown").with("arg", arg),
        ErrorKind::InvalidSubcommand => {
            Message::new("help-mistake-command").with("command", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => Message::new("help-mistake-no-value").with("arg", arg),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            Message::new("help-mistake-value").with("arg", arg).with("value", value)
        }
        ErrorKind::ArgumentConflict => {
            Message::new("help-mistake-conflict").with("arg", arg).with("other", context(ContextKind::PriorArg))
        }
        ErrorKind::MissingRequiredArgument => {
            let what = if arg.starts_with('-') { "option" } else { "argument" };
            Message::new("help-mistake-missing").with("what", what).with("arg", arg)
        }
        ErrorKind::InvalidUtf8 => Message::new("help-mistake-utf8"),
        _ => Message::new("help-mistake-other").with("arg", arg),
    };
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let suggested = suggested.into_iter().map(context).find(|text| !text.is_empty());
    let known = context(ContextKind::ValidValue);
    let hint = match suggested {
        Some(suggested) => Message::new("help-mistake-suggest").with("word", suggested),
        None => Message::new("help-mistake-hint").with("command", named(args)),
    };
    let mut text = locale.text(&message);
    if !known.is_empty() {
        text = format!("{text} {}", locale.text(&Message::new("help-mistake-known").with("words", known)));
    }
    if let Some(form) = form(error) {
        text = format!("{text} ({})", locale.text(&Message::new(form)));
    }
    Shown::Mistake { text, hint: locale.text(&hint) }
}

/// What a value has to look like that could not be read; `None` where the message says it already.
fn form(error: &clap::Error) -> Option<&'static str> {
    let cause = std::error::Error::source(error)?;
    if cause.is::<rust_decimal::Error>() {
        Some("help-mistake-amount")
    } else if cause.is::<jiff::Error>() {
        Some("help-mistake-date")
    } else {
        cause.is::<std::num::ParseIntError>().then_some("help-mistake-number")
    }
}

/// The command that the arguments name, such as `faktura company add`.
fn named(args: &[OsString]) -> String {
    let command = Cli::command();
    let mut at = &command;
    let mut name = "faktura".to_owned();
    for word in args.iter().skip(1).filter_map(|arg| arg.to_str()) {
        if let Some(sub) = at.find_subcommand(word) {
            name.push(' ');
            name.push_str(sub.get_name());
            at = sub;
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;

    fn walk(command: &Command, path: &str, locale: &Locale, missing: &mut Vec<String>) {
        let place = if path.is_empty() { "faktura" } else { path };
        if !locale.has(&id("cmd", place, "")) {
            missing.push(id("cmd", place, ""));
        }
        for arg in command.get_arguments() {
            let name = arg.get_id().as_str();
            if !locale.has(&id("arg", path, name)) && !locale.has(&id("arg", name, "")) {
                missing.push(id("arg", path, name));
            }
        }
        for sub in command.get_subcommands() {
            let path = if path.is_empty() { sub.get_name().to_owned() } else { format!("{path}-{}", sub.get_name()) };
            walk(sub, &path, locale, missing);
        }
    }

    #[test]
    fn every_command_and_argument_is_described_in_both_languages() {
        Cli::command().debug_assert();
        for lang in [Lang::En, Lang::Hu] {
            let mut missing = Vec::new();
            walk(&Cli::command(), "", lang.locale(), &mut missing);
            assert!(missing.is_empty(), "{lang:?} lacks {missing:#?}");
        }
    }

    fn each<'c>(command: &'c Command, visit: &mut dyn FnMut(&'c Command)) {
        visit(command);
        command.get_subcommands().for_each(|sub| each(sub, visit));
    }

    /// Where no name is given, clap shows the identifier of the argument.
    #[test]
    fn names_of_values_are_for_people() {
        let cli = Cli::command();
        let mut wrong = Vec::new();
        each(&cli, &mut |command| {
            for arg in command.get_arguments().filter(|arg| arg.get_action().takes_values()) {
                let named: Vec<&str> = arg.get_value_names().into_iter().flatten().map(clap::builder::Str::as_str).collect();
                let upper = |name: &&str| name.contains('|') || !name.replace('x', "").contains(char::is_lowercase);
                if named.is_empty() || !named.iter().all(|name| !name.contains('_') && upper(name)) {
                    wrong.push(format!("{} {}: {named:?}", command.get_name(), arg.get_id()));
                }
            }
        });
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    /// The terminal breaks the lines: a break within a sentence would leave short lines among long ones.
    #[test]
    fn no_sentence_of_the_help_is_broken_into_lines() {
        for lang in [Lang::En, Lang::Hu] {
            let command = command(lang.locale());
            each(&command, &mut |command| {
                let more = command.get_after_help().map(ToString::to_string).unwrap_or_default();
                for line in more.lines().filter(|line| !line.starts_with(' ') && !line.is_empty()) {
                    assert!(line.ends_with(['.', ':']), "{}: {line}", command.get_name());
                }
            });
        }
    }

    #[test]
    fn help_is_shown_in_the_language() {
        let args: Vec<OsString> = ["faktura", "company", "add", "--help"].map(Into::into).to_vec();
        let Shown::Help(english) = refused(&args, Lang::En.locale(), false) else { panic!() };
        assert!(english.contains("Usage: faktura company add [OPTIONS]"), "{english}");
        let Shown::Help(hungarian) = refused(&args, Lang::Hu.locale(), false) else { panic!() };
        assert!(hungarian.contains("Használat: faktura company add [KAPCSOLÓK]"), "{hungarian}");
        for word in ["Usage", "Options:", "default:", "possible values", "Print"] {
            assert!(!hungarian.contains(word), "{word} in {hungarian}");
        }
    }

    #[test]
    fn mistakes_are_told_in_the_language_with_what_would_do() {
        let refuse = |args: &[&str], lang: Lang| {
            let args: Vec<OsString> = args.iter().map(Into::into).collect();
            match refused(&args, lang.locale(), false) {
                Shown::Mistake { text, hint } => (text, hint),
                other => panic!("{other:?}"),
            }
        };
        let (text, hint) = refuse(&["faktura", "sync", "--ful"], Lang::En);
        assert_eq!((text.as_str(), hint.as_str()), ("unexpected option “--ful”", "Did you mean “--full”?"));
        let (text, hint) = refuse(&["faktura", "invoices", "--format", "yaml"], Lang::Hu);
        assert!(text.contains("yaml") && text.contains("ndjson"), "{text} {hint}");
        let (text, hint) = refuse(&["faktura", "report", "foo"], Lang::En);
        assert!(text.starts_with("invalid value “foo” for <KIND> [possible values: aging, months"), "{text}");
        assert_eq!(hint, "For more information, try “faktura report --help”.");
        let (text, hint) = refuse(&["faktura", "company", "rename", "x"], Lang::En);
        assert_eq!(text, "missing required argument <NEW NAME>");
        let huge = "9".repeat(32);
        let (text, _) = refuse(&["faktura", "pay", "INV-1", "--amount", &huge], Lang::En);
        assert!(text.ends_with("(a number such as 1500.50, with at most 28 digits)"), "{text}");
        assert_eq!(hint, "For more information, try “faktura company rename --help”.");
    }
}
