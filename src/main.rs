//! faktura: every invoice of every company, in one terminal.

use std::process::ExitCode;

fn main() -> ExitCode {
    faktura::process::begin();
    faktura::cli::run(std::env::args_os(), faktura::cli::Environment::system())
}
