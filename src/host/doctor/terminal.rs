//! The terminal: what the screen needs, and what a person at it may miss.

use super::{Finding, Known, Surroundings};
use crate::domain::Message;

const AREA: &str = "terminal";
/// Below this size the screen only says that it is too small.
const LEAST: (u16, u16) = (40, 12);

/// Looks at the terminal, where there is one.
pub(super) fn look(it: &Surroundings, _: &mut Known) -> Vec<Finding> {
    let env = |name: &str| (it.env)(name).filter(|value| !value.is_empty());
    if !it.terminal {
        return vec![Finding::ok(AREA, "doctor-terminal-none")];
    }
    let mut found = Vec::new();
    let term = env("TERM").unwrap_or_default();
    if term.is_empty() || term == "dumb" {
        let plain = format!("{} --plain", it.program);
        found.push(Finding::warn(AREA, "doctor-terminal-dumb").with("term", term.as_str()).run(plain));
    }
    if let Some((columns, rows)) = it.size.filter(|(columns, rows)| *columns < LEAST.0 || *rows < LEAST.1) {
        let small = Finding::warn(AREA, "doctor-terminal-small").with("columns", columns).with("rows", rows);
        found.push(small.hint(Message::new("doctor-terminal-small-hint")));
    }
    let spoken = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(env).unwrap_or_default();
    let folded = spoken.to_lowercase().replace('-', "");
    if !folded.contains("utf8") {
        let locale = if spoken.is_empty() { "C".to_owned() } else { spoken };
        let finding = Finding::warn(AREA, "doctor-terminal-locale").with("locale", locale);
        found.push(finding.run("export LC_ALL=C.UTF-8"));
    }
    if found.is_empty() {
        let (columns, rows) = it.size.unwrap_or_default();
        let fits = Finding::ok(AREA, "doctor-terminal").with("term", term.as_str());
        found.push(fits.with("columns", columns).with("rows", rows).with("colors", colors(&env, &term)));
    }
    if env("TMUX").is_some() {
        let on = "tmux set-option -g set-clipboard on";
        found.push(Finding::ok(AREA, "doctor-terminal-tmux").run(on));
    } else if env("STY").is_some() || term.starts_with("screen") {
        found.push(Finding::ok(AREA, "doctor-terminal-screen"));
    }
    found
}

fn colors(env: &impl Fn(&str) -> Option<String>, term: &str) -> &'static str {
    if env("NO_COLOR").is_some() {
        "0"
    } else if env("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit") {
        "16M"
    } else if term.contains("256color") {
        "256"
    } else {
        "16"
    }
}
