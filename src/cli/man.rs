//! `faktura man`: a manual page for every command.

use std::io::{self, Write};

use clap::Command;
use clap_mangen::Man;

use super::args::ManArgs;
use super::error::{CliError, Exit, Result};
use super::file::{existing, fill_now};
use super::help;
use super::out::{Out, with};
use crate::process;

/// Writes the pages into a folder, which is made where it is missing. Pages that are there are replaced only with `--force`.
pub(super) fn run(out: &mut Out, args: &ManArgs) -> Result {
    let dir = &args.dir;
    let mut pages = Vec::new();
    let notes = out.get("help-notes").to_uppercase();
    render(help::command(out.locale()), &notes, &mut pages).map_err(|error| CliError::system(&error))?;
    // The main page has the keys of the screen as well.
    if let Some((_, page)) = pages.iter_mut().find(|(name, _)| name == "faktura.1") {
        page.extend_from_slice(keys(out).as_bytes());
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
    let plain = |text: &str| text.replace('\\', "\\e").replace('-', "\\-");
    let mut page = format!(".SH {}\n", plain(&out.get("help-keys").to_uppercase()));
    for group in crate::tui::keys(out.locale()) {
        page.push_str(&format!(".SS \"{} ({})\"\n", plain(&group.title), plain(group.name)));
        for (keys, what, name) in group.rows {
            page.push_str(&format!(".TP 22\n\\fB{}\\fR\n{} (\\fI{}\\fR)\n", plain(&keys), plain(&what), plain(name)));
        }
    }
    page
}

/// The page of a command and those of the commands below it, by the names of their files.
fn render(command: Command, notes: &str, pages: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()).cloned() {
        render(sub, notes, pages)?;
    }
    let man = Man::new(command).manual("faktura");
    let mut page = Vec::new();
    man.render(&mut page)?;
    // The generator calls what follows the options EXTRA.
    let page = String::from_utf8_lossy(&page).replace(".SH EXTRA\n", &format!(".SH {notes}\n")).into_bytes();
    pages.push((man.get_filename(), page));
    Ok(())
}
