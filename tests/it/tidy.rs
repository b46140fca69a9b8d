//! The rules of the house, checked.

use std::path::{Path, PathBuf};

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    super::support::files(&root)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .filter(|path| !path.components().any(|part| part.as_os_str() == "tests"))
        .filter(|path| !path.file_stem().and_then(|stem| stem.to_str()).is_some_and(|stem| stem.ends_with("tests")))
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("sources are UTF-8");
            (path.strip_prefix(&root).expect("below src").to_owned(), text)
        })
        .collect()
}

/// Code lines, without comments and without what tests alone see.
fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    body.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Whether `code` names the crate `name` in a path or a use.
fn names(code: &str, name: &str) -> bool {
    code.match_indices(&format!("{name}::")).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    })
}

#[test]
fn each_outside_crate_stays_in_its_room() {
    let rules: &[(&str, &[&str])] = &[
        ("ratatui", &["tui/"]),
        ("crossterm", &["tui/"]),
        ("reqwest", &["provider/", "api/guest/client.rs", "alert/webhook.rs"]),
        ("lettre", &["alert/"]),
        ("hmac", &["alert/"]),
        ("bincode", &["store/"]),
        ("age", &["vault/"]),
        ("axum", &["sandbox/", "api/"]),
        ("hyper", &["api/http/"]),
        ("utoipa", &["api/"]),
        ("governor", &["api/http/"]),
        ("prometheus_client", &["api/http/"]),
        ("indicatif", &["cli/"]),
        ("clap", &["cli/"]),
        ("croner", &["sync/"]),
        ("sd_notify", &["cli/"]),
        ("serde_with", &["api/"]),
    ];
    for (path, text) in sources() {
        let code = code(&text);
        for (name, rooms) in rules {
            let allowed = rooms.iter().any(|room| path.starts_with(room));
            assert!(allowed || !names(&code, name), "{} names {name}, which belongs into {rooms:?}", path.display());
        }
        // `sled` is also a module of ours inside store/.
        let in_store = path.starts_with("store") || path.starts_with("service");
        assert!(in_store || !names(&code, "sled"), "{} names sled", path.display());
    }
}

#[test]
fn the_domain_knows_nobody() {
    for (path, text) in sources() {
        if path.starts_with("domain") {
            let code = code(&text);
            for sibling in
                ["serde", "tokio", "crate::store", "crate::provider", "crate::sync", "crate::locale", "crate::error", "std::fs"]
            {
                assert!(!code.contains(sibling), "{} uses {sibling}", path.display());
            }
            assert!(!code.contains("Timestamp::now"), "{} reads the clock", path.display());
        }
    }
}

#[test]
fn screens_and_commands_know_no_store_and_no_provider() {
    for (path, text) in sources() {
        if path.starts_with("tui") || path.starts_with("cli") {
            let code = code(&text);
            for forbidden in ["crate::store::sled", "crate::provider::billingo", "crate::vault"] {
                assert!(!code.contains(forbidden), "{} names {forbidden}", path.display());
            }
        }
    }
}

#[test]
fn every_module_says_what_it_is_for_and_none_is_too_long() {
    for (path, text) in sources() {
        assert!(text.starts_with("//!"), "{} does not open with //!", path.display());
        let lines = text.lines().count();
        assert!(lines <= 500, "{} has {lines} lines", path.display());
    }
}

#[test]
fn nothing_deep_inside_reads_the_clock_or_the_environment() {
    let may: &[&str] = &["main.rs", "cli/", "sync/mod.rs", "sandbox/", "logging.rs", "logging/"];
    for (path, text) in sources() {
        if may.iter().any(|room| path.starts_with(room)) {
            continue;
        }
        let code = code(&text);
        for forbidden in ["Timestamp::now", "Zoned::now", "SystemTime::now", "std::env::var", "env::args"] {
            assert!(!code.contains(forbidden), "{} uses {forbidden}", path.display());
        }
    }
}
