//! The user's own commands on rows: a program with fields of the row as arguments and in its environment, never through a shell.
//!
//! For: [`super::overlay_keys`], which starts them, and [`super::work`], which runs them. Never: a command from
//! outside the configuration; a row only fills fields.

use super::event::Effect;
use super::jobs::{Run, Work};
use super::model::{Model, on};
use super::notice::Severity;
use super::page::Page;
use super::shared::{Question, Shared};
use super::table::Fields;
use crate::config::ScreenCommand;
use crate::domain::Message;

/// Rows that one command is run on at the most.
const MOST: usize = 1000;

/// The commands of the page that is shown, by their places.
pub(crate) fn here(cx: &Shared) -> impl Iterator<Item = (usize, &ScreenCommand)> {
    let page = cx.page.as_str();
    cx.commands.iter().enumerate().filter(move |(_, one)| one.pages.is_empty() || one.pages.iter().any(|known| known == page))
}

/// An argument with its fields filled in.
fn filled(template: &str, fields: &Fields) -> Result<String, Message> {
    let (mut out, mut rest) = (String::new(), template);
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        let field = fields.iter().find(|(known, _)| *known == name);
        let Some((_, value)) = field else { return Err(Message::new("command-no-field").with("field", name.to_owned())) };
        out.push_str(before);
        // A zero byte ends an argument.
        out.push_str(&value.replace('\0', ""));
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// The program and its arguments for a row. A field that begins with a dash is refused where it would be taken for an option.
fn run_of(command: &ScreenCommand, fields: &Fields) -> Result<Run, Message> {
    let mut argv = Vec::with_capacity(command.run.len());
    let mut options_end = false;
    for (place, template) in command.run.iter().enumerate() {
        let argument = filled(template, fields)?;
        if place > 0 && template.starts_with('{') && argument.starts_with('-') && !options_end {
            let number = argument.parse::<rust_decimal::Decimal>().is_ok();
            if !number {
                return Err(Message::new("command-dash").with("value", argument));
            }
        }
        options_end |= template == "--";
        argv.push(argument);
    }
    let env = fields.iter().map(|(name, value)| (format!("FAKTURA_FIELD_{}", name.to_uppercase()), value.replace('\0', "")));
    Ok(Run { argv, env: env.collect() })
}

/// Asks about a command that wants it, or starts it.
pub(crate) fn choose(model: &mut Model, place: usize) -> Vec<Effect> {
    let Some(command) = model.shared.commands.get(place).cloned() else { return Vec::new() };
    if model.shared.read_only || model.shared.masked {
        let id = if model.shared.masked { "command-masked" } else { "tui-read-only-refused" };
        model.shared.say(Message::new(id), Severity::Look);
        return Vec::new();
    }
    let page = model.shared.page;
    let rows = on!(&model, page, |page| page.fields(&model.shared));
    match rows.len() {
        0 => {
            model.shared.say(Message::new("command-no-row"), Severity::Look);
            Vec::new()
        }
        count if count > MOST => {
            model.shared.say(Message::new("command-too-many").with("most", MOST), Severity::Look);
            Vec::new()
        }
        count if command.confirm => {
            model.shared.confirm(Question::Command { place, name: command.name, count });
            Vec::new()
        }
        _ => start(model, place),
    }
}

/// Starts a command on the marked rows, or on the one under the cursor.
pub(crate) fn start(model: &mut Model, place: usize) -> Vec<Effect> {
    let Some(command) = model.shared.commands.get(place).cloned() else { return Vec::new() };
    let page = model.shared.page;
    let rows = on!(&model, page, |page| page.fields(&model.shared));
    let runs: Result<Vec<Run>, Message> = rows.iter().map(|fields| run_of(&command, fields)).collect();
    match runs {
        Ok(runs) => {
            let work = Work::Command { name: command.name, runs };
            let id = model.shared.jobs.add(work.clone(), model.shared.now);
            vec![Effect::StartJob(id, work)]
        }
        Err(message) => {
            model.shared.say(message, Severity::Act);
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(run: &[&str]) -> ScreenCommand {
        let run = run.iter().map(|part| (*part).to_owned()).collect();
        ScreenCommand { name: "x".to_owned(), run, pages: Vec::new(), confirm: false }
    }

    #[test]
    fn a_field_is_one_argument_and_no_option() {
        let fields: Fields =
            vec![("number", "INV-1; rm -rf /".to_owned()), ("partner", "--help".to_owned()), ("gross", "-5".to_owned())];
        let run = run_of(&command(&["mail", "nr={number}", "{gross}"]), &fields).expect("filled");
        assert_eq!(run.argv, ["mail", "nr=INV-1; rm -rf /", "-5"]);
        assert!(run.env.contains(&("FAKTURA_FIELD_PARTNER".to_owned(), "--help".to_owned())));
        assert_eq!(run_of(&command(&["mail", "{partner}"]), &fields).expect_err("an option").id, "command-dash");
        assert_eq!(run_of(&command(&["mail", "--", "{partner}"]), &fields).expect("after the options").argv[2], "--help");
        assert_eq!(run_of(&command(&["mail", "{nothing}"]), &fields).expect_err("no field").id, "command-no-field");
    }
}
