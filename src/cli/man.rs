//! `faktura man`: a manual page for every command.

use std::io::{self, Write};

use clap::Command;
use clap_mangen::Man;

use super::args::ManArgs;
use super::error::{CliError, Exit, Result};
use super::file::{existing, fill_now, is_stdout};
use super::out::{Out, with};
use super::{examples, help};
use crate::locale::Locale;
use crate::process;

/// The file of the main page.
const MAIN: &str = "faktura.1";

/// Writes the pages into a folder, which is made where it is missing. Pages that are there are replaced only with `--force`.
/// With `-` the main page goes to standard output.
pub(super) fn run(out: &mut Out, args: &ManArgs) -> Result {
    let dir = &args.dir;
    let mut pages = Vec::new();
    render(help::pages(out.locale()), "", out.locale(), &mut pages).map_err(|error| CliError::system(&error))?;
    // The main page has the keys of the screen as well.
    if let Some((_, page)) = pages.iter_mut().find(|(name, _)| name == MAIN) {
        page.extend_from_slice(keys(out).as_bytes());
    }
    if is_stdout(dir) {
        let main = pages.iter().find(|(name, _)| name == MAIN).map_or(&[][..], |(_, page)| page);
        out.stdout().write_all(main)?;
        return Ok(Exit::Done);
    }
    process::private_folder(dir).map_err(|error| CliError::file(dir, &error))?;
    let there = |(name, _): &&(String, Vec<u8>)| dir.join(name).symlink_metadata().is_ok();
    if let Some((name, _)) = pages.iter().find(there).filter(|_| !args.force) {
        return Err(CliError::Exists { path: dir.join(name) }.into());
    }
    let count = pages.len();
    for (name, page) in pages {
        let path = dir.join(name);
        let written = fill_now(&path, existing(args.force), |file| file.write_all(&page));
        written.map_err(|error| CliError::file(path, &error))?;
    }
    out.note(&with("cli-man-done", "count", count).with("path", dir.display().to_string()));
    Ok(Exit::Done)
}

/// The keys of the screen, from the table that the screen goes by.
fn keys(out: &Out) -> String {
    let mut page = format!(".SH {}\n", plain(&out.get("help-keys").to_uppercase()));
    for group in crate::tui::keys(out.locale()) {
        page.push_str(&format!(".SS \"{} ({})\"\n", plain(&group.title), plain(group.name)));
        for (keys, what, name) in group.rows {
            page.push_str(&format!(".TP 22\n\\fB{}\\fR\n{} (\\fI{}\\fR)\n", plain(&keys), plain(&what), plain(name)));
        }
    }
    page
}

/// A text that the formatter of manual pages takes as it is.
fn plain(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq")
}

/// The page of a command and those of the commands below it, by the names of their files.
fn render(command: Command, path: &str, locale: &Locale, pages: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()).cloned() {
        let path = format!("{path} {}", sub.get_name()).trim_start().to_owned();
        render(sub, &path, locale, pages)?;
    }
    let examples = shown(&command, path);
    let man = Man::new(command).manual("faktura");
    let mut page = Vec::new();
    man.render(&mut page)?;
    // The generator calls what follows the options EXTRA.
    let notes = format!(".SH {}\n", locale.get("help-notes").to_uppercase());
    let mut page = String::from_utf8_lossy(&page).replace(".SH EXTRA\n", &notes);
    if !examples.is_empty() {
        page.push_str(&format!(".SH {}\n.nf\n", plain(&locale.get("help-examples").to_uppercase())));
        examples.iter().for_each(|example| page.push_str(&format!("{}\n", plain(example))));
        page.push_str(".fi\n");
    }
    let codes = plain(&locale.get("help-exit-codes-all"));
    page.push_str(&format!(".SH {}\n{codes}\n", plain(&locale.get("help-exit-codes").to_uppercase())));
    pages.push((man.get_filename(), page.into_bytes()));
    Ok(())
}

/// Examples of a command; of one that only leads to others, the first of each.
fn shown(command: &Command, path: &str) -> Vec<&'static str> {
    let own = examples::of(path);
    if !own.is_empty() || path.is_empty() {
        return own.to_vec();
    }
    let first = |sub: &Command| examples::of(&format!("{path} {}", sub.get_name())).first().copied();
    command.get_subcommands().filter_map(first).collect()
}
