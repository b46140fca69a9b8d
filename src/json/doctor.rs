//! What was found of this installation.

use serde::Serialize;

/// `faktura doctor --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoctorJson {
    /// The worst level: `ok`, `warn` or `fail`.
    pub status: &'static str,
    /// Everything that was looked at.
    pub findings: Vec<FindingJson>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingJson {
    /// What it belongs to, such as `host` or `access`.
    pub area: &'static str,
    /// What was found, a word for scripts.
    pub check: String,
    /// `ok`, `warn` or `fail`.
    pub level: &'static str,
    /// The same for people, in their language.
    pub text: String,
    /// What to do, for people.
    pub next: Option<String>,
    /// The command to run, where there is one.
    pub command: Option<String>,
}
