//! `faktura completions`: what a shell offers while one types.

use clap_complete::Shell;

use super::error::{Exit, Result};
use super::help;
use super::out::Out;

/// Writes the completions to standard output.
pub(super) fn run(out: &mut Out, shell: Shell) -> Result {
    let mut command = help::plain_command(out.locale());
    // The generator panics where writing fails; memory does not fail.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "faktura", &mut script);
    out.stdout().write_all(&script)?;
    Ok(Exit::Done)
}
