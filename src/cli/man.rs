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
    out.note(&with("cli-man-done", "count", count).with("path", dir.display().to_string()));
    Ok(Exit::Done)
}

fn write(command: Command, dir: &Path) -> Result<usize> {
    let mut count = 1;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()).cloned() {
        count += write(sub, dir)?;
    }
    Man::new(command).manual("faktura").generate_to(dir).map_err(|error| CliError::file(dir, &error))?;
    Ok(count)
}
