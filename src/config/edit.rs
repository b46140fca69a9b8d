//! Changing one setting in the text of a configuration, with its comments and its order kept.
//!
//! For: [`change`](super::change()). Never: a file, or whether a value is right.

use std::ops::Range;

use toml_edit::{Document, DocumentMut, Item, Table, TableLike, Value};

use super::datum::Datum;

/// The text with the setting at `path` set, or taken away. `None` if it cannot be done so that nothing else changes.
pub(super) fn with(text: &str, path: &[String], value: Option<&Datum>) -> Option<String> {
    let (mark, bare) = text.strip_prefix('\u{feff}').map_or(("", text), |bare| ("\u{feff}", bare));
    let lines = if bare.contains("\r\n") { bare.replace("\r\n", "\n") } else { bare.to_owned() };
    let mut wanted = whole(&lines)?;
    wanted.put(path, value);
    let wanted = wanted.plain();
    let fits = |text: &String| whole(text).is_some_and(|found| found.plain() == wanted);
    // In the place where a reader looks first, else where the document has room.
    let placed = match value {
        Some(value) => replaced(&lines, path, value).filter(fits).or_else(|| beside_default(&lines, path, value).filter(fits)),
        None => cut_out(&lines, path).filter(fits),
    };
    let text = match placed {
        Some(text) => text,
        None => structured(&lines, path, value).filter(fits)?,
    };
    let text = if bare.contains("\r\n") { text.replace('\n', "\r\n") } else { text };
    Some(format!("{mark}{text}"))
}

/// The line to put into a file by hand, below its section.
pub(super) fn line(path: &[String], value: Option<&Datum>) -> String {
    let (section, name) = path.split_at(path.len().saturating_sub(1).min(1));
    let name = name.iter().map(|name| key(name)).collect::<Vec<_>>().join(".");
    let header = section.first().map(|section| format!("[{section}]\n")).unwrap_or_default();
    match value {
        Some(value) => format!("{header}{name} = {value}"),
        None => format!("{header}#{name}"),
    }
}

fn key(name: &str) -> String {
    toml_edit::Key::new(name).display_repr().into_owned()
}

fn whole(text: &str) -> Option<Datum> {
    Datum::of(text.parse::<DocumentMut>().ok()?.as_item())
}

/// Where the name and the value of a setting are in the text, if it is one of a line.
fn spans(text: &str, path: &[String]) -> Option<(Range<usize>, Range<usize>)> {
    let document = Document::parse(text).ok()?;
    let (last, tables) = path.split_last()?;
    let mut table: &dyn TableLike = document.as_table();
    for name in tables {
        table = table.get(name)?.as_table_like()?;
    }
    let (name, item) = table.get_key_value(last)?;
    item.is_value().then(|| Some((name.span()?, item.span()?)))?
}

/// The text with another value at the place of the old one.
fn replaced(text: &str, path: &[String], value: &Datum) -> Option<String> {
    let (_, span) = spans(text, path)?;
    Some(format!("{}{value}{}", text.get(..span.start)?, text.get(span.end..)?))
}

/// The text without the lines of a setting.
fn cut_out(text: &str, path: &[String]) -> Option<String> {
    let (name, value) = spans(text, path)?;
    let begin = text.get(..name.start)?.rfind('\n').map_or(0, |at| at + 1);
    let end = text.get(value.end..)?.find('\n').map_or(text.len(), |at| value.end + at + 1);
    Some(format!("{}{}", text.get(..begin)?, text.get(end..)?))
}

/// The text with the setting behind the comment that has its default, as in a copy of the example.
fn beside_default(text: &str, path: &[String], value: &Datum) -> Option<String> {
    let (section, name) = match path {
        [name] => (None, name),
        [section, name] => (Some(format!("[{section}]")), name),
        _ => return None,
    };
    let mut at = 0;
    let mut inside = section.is_none();
    for line in text.split_inclusive('\n') {
        at += line.len();
        let bare = line.trim();
        if bare.starts_with('[') {
            inside = section.as_deref() == Some(bare);
        }
        let default = bare.strip_prefix('#').map(str::trim_start).and_then(|rest| rest.strip_prefix(name.as_str()));
        if inside && default.is_some_and(|rest| rest.trim_start().starts_with('=')) {
            let end = if line.ends_with('\n') { "" } else { "\n" };
            return Some(format!("{}{end}{} = {value}\n{}", text.get(..at)?, key(name), text.get(at..)?));
        }
    }
    None
}

/// The text with the change made in the document's structure.
fn structured(text: &str, path: &[String], value: Option<&Datum>) -> Option<String> {
    let mut document = text.parse::<DocumentMut>().ok()?;
    let (last, tables) = path.split_last()?;
    if let (Some(value), Some(section)) = (value, tables.first())
        && !document.contains_key(section)
    {
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        let gap = if text.trim().is_empty() { "" } else { "\n" };
        let name: Vec<String> = path.iter().skip(1).map(|name| key(name)).collect();
        return Some(format!("{text}{end}{gap}[{}]\n{} = {value}\n", key(section), name.join(".")));
    }
    let mut table: &mut dyn TableLike = document.as_table_mut();
    for name in tables {
        if value.is_none() && !table.contains_key(name) {
            return Some(text.to_owned());
        }
        let below = table.entry(name).or_insert_with(|| {
            let mut below = Table::new();
            below.set_implicit(true);
            Item::Table(below)
        });
        table = below.as_table_like_mut()?;
    }
    match value {
        Some(value) => {
            let value: Value = value.to_string().parse().ok()?;
            table.remove(last);
            table.insert(last, Item::Value(value));
        }
        None => drop(table.remove(last)),
    }
    Some(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(key: &str) -> Vec<String> {
        key.split('.').map(str::to_owned).collect()
    }

    fn set(text: &str, key: &str, value: &str) -> String {
        with(text, &path(key), Some(&Datum::parse(value).expect("a value"))).expect("can be set")
    }

    fn unset(text: &str, key: &str) -> String {
        with(text, &path(key), None).expect("can be taken away")
    }

    #[test]
    fn a_value_changes_and_all_around_it_stays() {
        let text = "# mine\n[sync]\n# how many\n  pages = 4 # four\nretries=3\n\n[log]\nkeep = 7\n";
        let changed = set(text, "sync.pages", "6");
        assert_eq!(changed, text.replace("= 4", "= 6"));
        assert_eq!(set(text, "log.keep", "9"), text.replace("= 7", "= 9"));
        let lists = "[mail]\nbcc = [\n  \"a@b.c\", # first\n]\n";
        assert_eq!(set(lists, "mail.bcc", "[]"), "[mail]\nbcc = []\n");
    }

    #[test]
    fn a_new_value_is_put_where_its_default_is_described() {
        let text =
            "# Language.\n#lang = \"auto\"\n\n[sync]\n# Pages.\n#pages = 4\n\n# Retries.\n#retries = 5\n\n[log]\n#keep = 30\n";
        assert_eq!(set(text, "sync.pages", "6"), text.replace("#pages = 4\n", "#pages = 4\npages = 6\n"));
        assert_eq!(set(text, "lang", "\"hu\""), text.replace("#lang = \"auto\"\n", "#lang = \"auto\"\nlang = \"hu\"\n"));
        assert_eq!(set(text, "log.keep", "9"), format!("{text}keep = 9\n"));
    }

    #[test]
    fn a_new_value_finds_its_section_however_it_is_written() {
        assert_eq!(set("", "sync.pages", "6"), "[sync]\npages = 6\n");
        assert_eq!(set("", "lang", "\"hu\""), "lang = \"hu\"\n");
        assert_eq!(set("lang = \"hu\"", "sync.pages", "6"), "lang = \"hu\"\n\n[sync]\npages = 6\n");
        assert_eq!(set("[sync]\nretries = 3\n[log]\n", "sync.pages", "6"), "[sync]\nretries = 3\npages = 6\n[log]\n");
        for text in
            ["sync = { retries = 3 }\n", "sync.retries = 3\n", "[log]\nkeep = 3\n", "[screen.keys.invoices]\nexport = \"x\"\n"]
        {
            for (key, value) in [("sync.pages", "6"), ("screen.mouse", "false"), ("lang", "\"hu\"")] {
                let changed = set(text, key, value);
                let found = whole(&changed).expect("TOML");
                assert_eq!(found.at(&path(key)).map(ToString::to_string).as_deref(), Some(value), "{changed}");
                assert_eq!(unset(&changed, key).parse::<DocumentMut>().map(|_| ()).ok(), Some(()), "{changed}");
            }
        }
    }

    #[test]
    fn a_line_in_a_text_of_many_lines_is_no_default() {
        let text = "[mail]\ntext_en = \"\"\"\n[sync]\n#pages = 4\n\"\"\"\n[sync]\nretries = 3\n";
        let changed = set(text, "sync.pages", "6");
        assert_eq!(changed, format!("{text}pages = 6\n"));
    }

    #[test]
    fn taking_a_value_away_leaves_the_comments_of_others() {
        let text = "[sync]\n# Companies.\n#companies = 4\n\n# Pages.\npages = 6 # mine\n# Retries.\nretries = 3\n";
        assert_eq!(unset(text, "sync.pages"), text.replace("pages = 6 # mine\n", ""));
        let tables = "[screen]\nmouse = false\n[screen.keys.invoices]\nexport = \"x\"\n";
        assert_eq!(unset(tables, "screen.keys"), "[screen]\nmouse = false\n");
        assert_eq!(unset("sync = { pages = 6, retries = 3 }\n", "sync.pages").trim(), "sync = { retries = 3 }");
        assert_eq!(unset(text, "log.keep"), text, "what is not there");
    }

    #[test]
    fn a_file_from_windows_stays_one() {
        let text = "\u{feff}lang = \"hu\"\r\n[log]\r\n#keep = 30\r\n";
        assert_eq!(set(text, "log.keep", "7"), format!("{text}keep = 7\r\n"));
        assert_eq!(with("lang = ", &path("lang"), Some(&Datum::Switch(true))), None, "what is not TOML is not touched");
    }

    #[test]
    fn a_line_to_paste_names_its_section() {
        assert_eq!(line(&path("sync.pages"), Some(&Datum::Whole(6))), "[sync]\npages = 6");
        assert_eq!(line(&path("lang"), Some(&Datum::Text("hu".to_owned()))), "lang = \"hu\"");
        assert_eq!(
            line(&["screen".to_owned(), "keys".to_owned(), "a b".to_owned()], Some(&Datum::Whole(1))),
            "[screen]\nkeys.\"a b\" = 1"
        );
    }
}
