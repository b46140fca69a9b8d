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
        ("reqwest", &["provider/", "auth/", "calendar/", "archive/", "host/client.rs", "alert/webhook.rs", "delivery/slack.rs"]),
        ("lettre", &["alert/", "delivery/"]),
        ("object_store", &["archive/"]),
        ("hmac", &["alert/", "provider/hook.rs"]),
        ("bincode", &["store/"]),
        ("age", &["vault/"]),
        ("axum", &["sandbox/", "api/", "host/server.rs"]),
        ("hyper", &["api/http/"]),
        ("utoipa", &["api/", "json/"]),
        ("governor", &["api/http/"]),
        ("prometheus_client", &["api/http/"]),
        ("indicatif", &["cli/"]),
        ("clap", &["cli/"]),
        ("croner", &["sync/"]),
        ("toml_edit", &["config/"]),
        ("sd_notify", &["cli/"]),
    ];
    for (path, text) in sources() {
        let code = code(&text);
        for (name, rooms) in rules {
            let allowed = rooms.iter().any(|room| path.starts_with(room));
            assert!(allowed || !names(&code, name), "{} names {name}, which belongs into {rooms:?}", path.display());
        }
        // `sled` is also a module of ours inside store/.
        let in_store = ["store", "service", "host"].iter().any(|room| path.starts_with(room));
        assert!(in_store || !names(&code, "sled"), "{} names sled", path.display());
    }
}

#[test]
fn the_domain_knows_nobody() {
    for (path, text) in sources() {
        if path.starts_with("domain") {
            let code = code(&text);
            for sibling in [
                "serde_json",
                "bincode",
                "tokio",
                "crate::store",
                "crate::provider",
                "crate::sync",
                "crate::locale",
                "crate::error",
                "std::fs",
            ] {
                assert!(!code.contains(sibling), "{} uses {sibling}", path.display());
            }
            assert!(!code.contains("Timestamp::now"), "{} reads the clock", path.display());
        }
    }
}

/// The types that a file uses from rooms with serde derives for our own processes only.
fn inner_types(code: &str) -> Vec<&str> {
    let rooms = ["domain", "error", "provider", "query", "service", "store", "sync"];
    let uses = code.match_indices("use crate::").filter_map(|(at, _)| code[at + "use crate::".len()..].split(';').next());
    // Values of loose JSON are made to be read into.
    let uses = uses.filter(|path| !path.starts_with("provider::wire"));
    let inner = uses.filter(|path| rooms.iter().any(|room| path.starts_with(room)));
    inner.flat_map(|path| path.split(|c: char| !c.is_alphanumeric() && c != '_')).filter(|name| starts_upper(name)).collect()
}

fn starts_upper(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
}

#[test]
fn what_is_stored_sent_or_shown_to_scripts_has_types_of_its_own() {
    let mut found = 0;
    for (path, text) in sources() {
        let kept = [
            "store/record",
            "store/registry",
            "json/",
            "alert/",
            "export/",
            "auth/sealed.rs",
            "tui/saved.rs",
            "tui/saved_views.rs",
            "service/number_memory.rs",
            "service/summary_cache.rs",
        ];
        let is_form = kept.iter().any(|room| path.starts_with(room)) || path.to_string_lossy().contains("/wire/");
        let code = code(&text);
        if is_form {
            let inner = inner_types(&code);
            for (at, _) in code.match_indices("#[derive(") {
                let Some((derives, rest)) = code[at..].split_once(")]") else { continue };
                if !derives.contains("Serialize") && !derives.contains("Deserialize") {
                    continue;
                }
                found += 1;
                let end = rest.find("\n}").into_iter().chain(rest.find(");\n")).min().unwrap_or(rest.len());
                // Variants may be called like a type; what they carry may not be one.
                let types = rest[..end].lines().map(str::trim_start).filter(|line| !line.starts_with("#["));
                let types = types.map(|line| line.trim_start_matches(|c: char| c.is_alphanumeric()));
                let body = types.collect::<Vec<_>>().join("\n");
                for name in body.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|name| starts_upper(name)) {
                    assert!(!inner.contains(&name), "{}: a form is derived from {name}: {body}", path.display());
                }
            }
        }
        // And what writes JSON is known: nothing else turns a value of ours into a file or an output.
        let writes = [
            "sandbox/",
            "json/",
            "api/",
            "host/",
            "alert/",
            "auth/sealed.rs",
            "tui/saved.rs",
            "tui/saved_views.rs",
            "service/number_memory.rs",
            "service/summary_cache.rs",
            // A copy of a question, for its second performance; it goes nowhere.
            "service/usecase.rs",
            "provider/wire/number.rs",
            "store/registry/envelope.rs",
            "store/registry/stored.rs",
            "cli/out.rs",
            "timefile/write.rs",
        ];
        let is_writer = writes.iter().any(|room| path.starts_with(room));
        assert!(is_writer || !code.contains("serde_json::to_"), "{} writes JSON", path.display());
    }
    assert!(found > 80, "{found}");
}

#[test]
fn screens_and_commands_know_no_store_and_no_provider() {
    for (path, text) in sources() {
        if path.starts_with("tui") || path.starts_with("cli") {
            let code = code(&text);
            for forbidden in ["crate::store", "crate::provider", "crate::remote", "crate::vault", "crate::{"] {
                assert!(!code.contains(forbidden), "{} names {forbidden}", path.display());
            }
            assert!(!path.starts_with("tui") || !code.contains("crate::api"), "{} names crate::api", path.display());
        }
    }
}

#[test]
fn only_remote_sends_requests_to_a_provider() {
    for (path, text) in sources() {
        let code = code(&text);
        if !["provider", "remote"].iter().any(|room| path.starts_with(room)) {
            for forbidden in ["dyn Provider", "entry.connect", "ENTRY.connect"] {
                assert!(!code.contains(forbidden), "{} has {forbidden}: take a session of remote/", path.display());
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
    let may: &[&str] = &["main.rs", "cli/", "clock.rs", "sandbox/", "logging.rs", "logging/"];
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

/// A sum that no type is named for, or one of amounts: a plain sum of amounts panics where they are too large.
fn sums_amounts(line: &str) -> bool {
    let number = |text: &str| {
        let word = text.trim_start_matches(['<', ' ']).split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        ["u16", "u32", "u64", "usize", "i64", "f32", "Duration"].contains(&word)
    };
    let annotated = |before: &str| before.match_indices([':', '>']).any(|(mark, _)| number(&before[mark + 1..]));
    line.match_indices(".sum").any(|(at, call)| match &line[at + call.len()..] {
        open if open.starts_with("()") || open.starts_with("::<Result<_") => !annotated(&line[..at]),
        typed if typed.starts_with("::<") => !number(&typed[2..]),
        _ => false,
    })
}

#[test]
fn amounts_are_summed_with_a_check() {
    for wrong in [
        "let a: Decimal = b.map(|c| c.net).sum();",
        "b.sum()",
        "b.sum::<Decimal>()",
        "b.sum::<Result<Decimal>>()?",
        "amount: parts.iter().map(|part| part.amount).sum(),",
    ] {
        assert!(sums_amounts(wrong), "{wrong}");
    }
    for right in [
        "let a: u64 = b.sum();",
        "|b| -> f32 { b.sum() }",
        "b.sum::<i64>()",
        "let a: u64 = b.sum::<Result<_, _>>()?;",
        "money::sum(b)",
        "found.sum(\"BR\", 1)",
    ] {
        assert!(!sums_amounts(right), "{right}");
    }
    // Amounts of a document were bounded when it was made; those of the sandbox are its own.
    let bounded = ["sandbox/", "document/model/given.rs", "document/rules/sums.rs", "document/nav.rs", "provider/samples.rs"];
    for (path, text) in sources() {
        if bounded.iter().any(|room| path.starts_with(room)) {
            continue;
        }
        for line in code(&text).lines() {
            assert!(!sums_amounts(line), "{}: use domain::money::sum, or name the type: {}", path.display(), line.trim());
        }
    }
}

#[test]
fn no_program_is_started_with_our_secrets() {
    let secret = |name: &str| ["KEY", "SECRET", "PASS", "TOKEN", "URL"].iter().any(|word| name.contains(word));
    let (mut started, mut named) = (0, 0);
    for (path, text) in sources() {
        let code = code(&text);
        // The name under which a file uses it, too: `Command as Process`.
        let starts = ["process::Command", "Command::new(", "Process::new("].iter().filter(|how| code.contains(**how)).count();
        if starts > 0 && code.contains("::new(") && code.contains("spawn()") && code.contains("Stdio") {
            started += 1;
            assert!(code.contains("hide_secrets"), "{} starts a program with our secrets", path.display());
        }
        for name in code.split(|c: char| !c.is_ascii_uppercase() && c != '_').filter(|name| name.starts_with("FAKTURA_")) {
            if secret(name) {
                named += 1;
                assert!(faktura::process::SECRETS.contains(&name), "{}: {name} is no secret to programs", path.display());
            }
        }
    }
    assert!(started >= 4 && named >= 4, "{started} {named}");
}

/// The texts of a line of code.
fn literals(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some(start) = rest.find('"') {
        let inside = &rest[start + 1..];
        let mut escaped = false;
        let end = inside.char_indices().find(|(_, c)| {
            let ends = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            ends
        });
        let Some((end, _)) = end else { break };
        found.push(&inside[..end]);
        rest = &inside[end + 1..];
    }
    found
}

#[test]
fn what_people_read_comes_from_the_locale_files() {
    let word = |part: &str| part.len() >= 3 && part.chars().all(char::is_alphabetic);
    // For developers and for the log, not for people at the screen.
    let quiet = ["reason = ", "tracing::", "expect(", "#[", "concat!", "trim_start_matches", "NotifyState"];
    for (path, text) in sources() {
        // Command lines are the same in every language.
        if !(path.starts_with("tui") || path.starts_with("cli")) || path.ends_with("cli/examples.rs") {
            continue;
        }
        let code = code(text.split("#[cfg(test)]").next().unwrap_or_default());
        for line in code.lines().filter(|line| !quiet.iter().any(|mark| line.contains(mark))) {
            for literal in literals(line) {
                // A sentence: two words with a blank between, and nothing that only machines read.
                let sentence = literal.split(' ').zip(literal.split(' ').skip(1)).any(|(a, b)| word(a) && word(b));
                assert!(!sentence, "{}: {literal:?} belongs into the locale files", path.display());
            }
        }
    }
}

#[test]
fn every_text_that_the_code_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/locales/en");
    let texts: Vec<String> =
        super::support::files(&root).iter().map(|file| std::fs::read_to_string(file).expect("text")).collect();
    let known: std::collections::HashSet<&str> =
        texts.iter().flat_map(|text| text.lines()).filter_map(|line| line.split_once(" =")).map(|(id, _)| id).collect();
    let mut named = 0;
    for (path, text) in sources() {
        let code = code(&text);
        for call in ["Message::new(\"", ".get(\"tui-", ".get(\"cli-", "with(\""] {
            for (at, _) in code.match_indices(call) {
                let from = at + call.find('"').expect("a text") + 1;
                let id = code[from..].split('"').next().unwrap_or_default();
                let is_id = id.contains('-')
                    && !id.ends_with('-')
                    && !id.starts_with('-')
                    && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
                if is_id {
                    named += 1;
                    assert!(known.contains(id), "{}: there is no text {id:?}", path.display());
                }
            }
        }
    }
    assert!(named > 300, "{named}");
}

/// Comments that may still use one of the words below. Lower it with every rewritten comment; never raise it.
const VAGUE_COMMENTS: usize = 4;

/// Words for a process, a type or a role that has a name.
const VAGUE: &[&str] = &[
    "who",
    "whom",
    "whose",
    "whoever",
    "nobody",
    "somebody",
    "someone",
    "anybody",
    "anyone",
    "everybody",
    "everyone",
    "no one",
    "those that",
    "those who",
    "what is told",
];

/// The comment of a line of code, if any.
fn comment(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if line.starts_with("//") { Some(line) } else { line.split_once(" // ").map(|(_, comment)| comment) }
}

#[test]
fn comments_name_what_they_mean() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = ["src", "tests", "benches"].into_iter().flat_map(|folder| super::support::files(&root.join(folder)));
    let mut found = Vec::new();
    for path in files.filter(|path| path.extension().is_some_and(|e| e == "rs")) {
        let text = std::fs::read_to_string(&path).expect("sources are UTF-8");
        for (number, line) in text.lines().enumerate() {
            let words = comment(line).unwrap_or_default().to_lowercase().replace(|c: char| !c.is_alphanumeric(), " ");
            let words = format!(" {} ", words.split_whitespace().collect::<Vec<_>>().join(" "));
            if VAGUE.iter().any(|word| words.contains(&format!(" {word} "))) {
                found.push(format!("{}:{}", path.strip_prefix(root).expect("below the root").display(), number + 1));
            }
        }
    }
    assert!(found.len() <= VAGUE_COMMENTS, "{} comments, {VAGUE_COMMENTS} allowed: {found:#?}", found.len());
}

#[test]
fn every_reported_fault_has_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = ["src", "tests"].into_iter().flat_map(|folder| super::support::files(&root.join(folder)));
    let code: String = files
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .map(|path| std::fs::read_to_string(path).expect("sources are UTF-8"))
        .collect();
    let table = std::fs::read_to_string(root.join("tests/cases.md")).expect("it is there");
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| case |")).collect();
    assert!(rows.len() > 70, "{} rows", rows.len());
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        let [_, expected, tests] = cells[..] else { panic!("not three cells: {row}") };
        let tests: Vec<&str> = tests.split('`').skip(1).step_by(2).collect();
        assert!(!expected.trim().is_empty() && !tests.is_empty(), "no test: {row}");
        for test in tests {
            assert!(
                code.contains(&format!("\nfn {test}()")) || code.contains(&format!("    fn {test}()")),
                "no test {test}: {row}"
            );
        }
    }
}
