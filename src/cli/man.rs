//! `faktura man`: a manual page for every command.

use std::path::Path;

use clap::Command;
use clap_mangen::Man;

use super::error::{CliError, Exit, Result};
use super::help;
use super::out::{Out, with};

/// Writes the pages into a folder, which is made where it is missing.
pub(super) fn run(out: &mut Out, dir: &Path) -> Result {
    std::fs::create_dir_all(dir).map_err(|error| CliError::file(dir, &error))?;
    let count = write(help::command(out.locale()), dir)?;
    keys(out, dir)?;
    out.note(&with("cli-man-done", "count", count).with("path", dir.display().to_string()));
    Ok(Exit::Done)
}

/// Adds the keys of the screen to the main page, from the table that the screen goes by.
fn keys(out: &Out, dir: &Path) -> Result<()> {
    use std::io::Write;
    let plain = |text: &str| text.replace('\\', "\\e").replace('-', "\\-");
    let mut page = format!(".SH {}\n", plain(&out.get("help-keys").to_uppercase()));
    for group in crate::tui::keys(out.locale()) {
        page.push_str(&format!(".SS \"{} ({})\"\n", plain(&group.title), plain(group.name)));
        for (keys, what, name) in group.rows {
            page.push_str(&format!(".TP 22\n\\fB{}\\fR\n{} (\\fI{}\\fR)\n", plain(&keys), plain(&what), plain(name)));
        }
    }
    let path = dir.join("faktura.1");
    let file = crate::process::open_regular(std::fs::OpenOptions::new().append(true), &path, rustix::fs::OFlags::empty());
    let written = file.and_then(|mut file| file.write_all(page.as_bytes()));
    written.map_err(|error| CliError::file(path, &error).into())
}

fn write(command: Command, dir: &Path) -> Result<usize> {
    let mut count = 1;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()).cloned() {
        count += write(sub, dir)?;
    }
    Man::new(command).manual("faktura").generate_to(dir).map_err(|error| CliError::file(dir, &error))?;
    Ok(count)
}
