//! The README is true: the figures of the demo, each command line, each query and each setting that it shows.

use std::path::Path;

use serde_json::Value;

use crate::support::Home;
use crate::support::server::{Server, document, page, rest};

const KEY: &str = "a1b2c3d4-1111-4222-8333-0123456701d1";

fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(path).expect("the file is in the repository")
}

/// The fenced blocks of a language, without the indentation of a list.
fn blocks(readme: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<(bool, String)> = None;
    for line in readme.lines().map(str::trim) {
        open = match (open, line.strip_prefix("```")) {
            (None, Some(info)) => Some((info == language, String::new())),
            (None, None) => None,
            (Some((wanted, block)), Some(_)) => {
                if wanted {
                    blocks.push(block);
                }
                None
            }
            (Some((wanted, block)), None) => Some((wanted, block + line + "\n")),
        };
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// The README without its fenced blocks.
fn prose(readme: &str) -> String {
    let parts = readme.split("```").enumerate().filter(|(number, _)| number.is_multiple_of(2));
    parts.map(|(_, part)| part).collect::<Vec<_>>().join("\n")
}

/// The code spans of a text.
fn spans(text: &str) -> Vec<&str> {
    let lines = text.lines().flat_map(|line| line.split('`').enumerate());
    lines.filter(|(number, _)| !number.is_multiple_of(2)).map(|(_, span)| span).collect()
}

/// The commands of a line as a shell reads it, each with its words: quotes, `;`, `|`, comments and variables before a command.
fn commands(line: &str) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for c in line.chars().chain(['\n']) {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, '#') if word.is_none() => break,
            (None, ';' | '|' | ' ' | '\n') => {
                all.last_mut().expect("one at least").extend(word.take());
                if c == ';' || c == '|' {
                    all.push(Vec::new());
                }
            }
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    assert!(quote.is_none(), "a quotation is not closed: {line}");
    for words in &mut all {
        let variables = words.iter().take_while(|word| word.split_once('=').is_some_and(|(name, _)| is_variable(name))).count();
        words.drain(..variables);
    }
    all.retain(|words| !words.is_empty());
    all
}

fn is_variable(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
}

/// Arguments of every `faktura …` and `cargo run … -- …` in shell blocks and code spans.
fn shown(readme: &str) -> Vec<Vec<String>> {
    let blocks = blocks(readme, "sh");
    let prose = prose(readme);
    let lines = blocks.iter().flat_map(|block| block.lines()).chain(spans(&prose));
    let mut found = Vec::new();
    for words in lines.filter(|line| line.contains("faktura ") || line.contains("cargo run")).flat_map(commands) {
        let skipped = match words[0].as_str() {
            "faktura" => Some(1),
            "cargo" if words.iter().any(|word| word == "run") => words.iter().position(|word| word == "--").map(|at| at + 1),
            _ => None,
        };
        found.extend(skipped.map(|skipped| words[skipped..].to_vec()));
    }
    found
}

#[test]
fn the_demo_has_the_figures_of_the_readme() {
    let home = Home::new();
    let demo = home.json(0, &["--demo", "--headless", "--json"]);
    let companies = demo["companies"].as_array().expect("companies");
    let sum = |name: &str| companies.iter().filter_map(|company| company[name].as_u64()).sum::<u64>();
    let expected = format!(
        "{} companies, {} invoices with {} line items, in {} requests.",
        companies.len(),
        sum("invoices_processed"),
        sum("items_extracted"),
        sum("api_calls")
    );
    assert_eq!(demo["status"], Value::from("completed"));
    assert!(text("README.md").contains(&expected), "the README says something else than: {expected}");
}

#[test]
fn every_command_line_of_the_readme_is_understood() {
    let home = Home::new();
    let shown = shown(&text("README.md"));
    assert!(shown.len() > 50, "only {} were found", shown.len());
    for words in shown {
        let mut args: Vec<&str> = words.iter().map(String::as_str).collect();
        args.push("--help");
        home.expect(0, &args);
    }
    // What is not understood is not hidden by the request for help.
    home.expect(2, &["sync", "--ful", "--help"]);
    home.expect(2, &["report", "ageing", "--help"]);
}

#[test]
fn every_query_of_the_readme_is_understood() {
    let documents = vec![document(1, "1234.5"), document(2, "2540000")];
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/documents" => page(&documents, asked),
        _ => rest(asked),
    });
    let home = Home::new();
    home.must_add("Teszt", &server.url, KEY);
    home.expect(0, &["sync"]);
    let readme = text("README.md");
    let (_, table) = readme.split_once("<!-- queries -->").expect("a mark");
    let (table, _) = table.split_once("<!-- end -->").expect("a mark");
    let queries: Vec<&str> = spans(table).into_iter().filter(|span| *span != "-").collect();
    assert!(queries.len() > 15, "{queries:?}");
    for query in queries {
        home.expect(0, &["invoices", "--limit", "1", "--", query]);
    }
    // Commands of the README that take a query.
    let books = ["time", "profit", "budget", "unbilled", "forecast"];
    // Reports of own books need books, which are not of this test.
    let is_ours = |words: &Vec<String>| !words.get(1).is_some_and(|kind| words[0] == "report" && books.contains(&kind.as_str()));
    for words in shown(&readme).into_iter().filter(is_ours).filter(|words| matches!(words[0].as_str(), "invoices" | "report")) {
        let args: Vec<&str> = words.iter().map(String::as_str).filter(|word| *word != "--help").collect();
        if args.len() > 1 {
            home.expect(0, &args);
        }
    }
    home.expect(2, &["invoices", "stauts:overdue"]);
}

#[test]
fn every_setting_of_the_readme_is_accepted() {
    let home = Home::new();
    let file = home.path().join("shown.toml");
    let config = file.to_str().expect("UTF-8");
    let readme = text("README.md");
    let blocks = blocks(&readme, "toml");
    assert!(blocks.len() >= 3, "{blocks:?}");
    for block in &blocks {
        std::fs::write(&file, block).expect("writes");
        home.expect(0, &["--config", config, "schedule", "print", "crontab"]);
    }
    std::fs::write(&file, "[access]\ngrup = \"accounting\"\n").expect("writes");
    home.expect(6, &["--config", config, "schedule", "print", "crontab"]);

    // `[section] key` in the text.
    let example = text("config.example.toml");
    let mut named = 0;
    for (section, key) in spans(&prose(&readme)).into_iter().filter_map(|span| span.strip_prefix('[')?.split_once("] ")) {
        let start = format!("\n[{section}]\n");
        let (_, body) = example.split_once(&start).unwrap_or_else(|| panic!("no section [{section}]"));
        let body = body.split("\n[").next().unwrap_or(body);
        assert!(body.contains(&format!("\n#{key} = ")), "no [{section}] {key}");
        named += 1;
    }
    assert!(named > 0);
}

#[test]
fn each_feature_beside_other_programs_is_shown_by_a_test() {
    let readme = text("README.md");
    let table = readme.split("<!-- beside -->").nth(1).and_then(|rest| rest.split("<!-- end -->").next()).expect("the table");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    let mut folders = vec![root.join("src"), root.join("tests/it")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let source = std::fs::read_to_string(path).expect("a source");
                source.lines().for_each(|line| sources.push_str(line.trim_start()));
            }
        }
    }
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() > 15, "{table}");
    for row in rows {
        let last = row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default();
        let named = spans(last);
        assert!(!named.is_empty(), "no test shows {row}");
        for name in named {
            assert!(sources.contains(&format!("#[test]fn {name}() {{")), "there is no test {name}");
        }
    }
}
