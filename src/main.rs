//! faktura: every invoice of every company, in one terminal.

use std::process::ExitCode;

fn main() -> ExitCode {
    faktura::cli::run(std::env::args_os(), faktura::cli::Environment::system())
}
