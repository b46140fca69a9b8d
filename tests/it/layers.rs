//! The order of the rooms, and no circles between files.
//!
//! Read from the text of the sources: `use` and paths in the code, resolved through the re-exports of a folder to the file that
//! defines the name. A folder's `mod.rs` and its files count as one, so that a file may use what its folder declares.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Rooms from the ground up: each uses only rooms of lines above its own.
const ROOMS: &[&[&str]] = &[
    &["domain", "clock"],
    &["locale"],
    &["error", "process"],
    &["bank", "query", "provider", "store", "sandbox", "timefile", "billing"],
    &["remote", "auth"],
    &["delivery"],
    &["sync", "push", "alert", "document", "calendar"],
    &["archive"],
    &["config"],
    &["vault", "logging"],
    &["service"],
    &["host", "json"],
    &["export"],
    &["api", "tui"],
    &["cli"],
];

type Name = Vec<String>;

struct Sources {
    files: BTreeMap<Name, String>,
    /// What a file re-exports: the name, and the path of what it is.
    exports: BTreeMap<Name, BTreeMap<String, Name>>,
}

/// The paths of a `use`, without `as`.
fn expand(prefix: &[String], tree: &str) -> Vec<Name> {
    let tree = tree.trim();
    let head = tree.find('{').filter(|_| tree.ends_with('}'));
    let segments =
        |text: &str| text.split("::").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect::<Name>();
    let Some(head) = head else {
        let plain = tree.split(" as ").next().unwrap_or_default();
        return vec![prefix.iter().cloned().chain(segments(plain)).filter(|part| part != "self" || prefix.is_empty()).collect()];
    };
    let base: Name = prefix.iter().cloned().chain(segments(&tree[..head])).collect();
    let (mut paths, mut depth, mut from) = (Vec::new(), 0, head + 1);
    for (at, c) in tree.char_indices().skip(head + 1) {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                if !tree[from..at].trim().is_empty() {
                    paths.extend(expand(&base, &tree[from..at]));
                }
                from = at + 1;
            }
            _ => {}
        }
    }
    paths
}

/// A path from the root of the crate; `None` where it leads out of it.
fn absolute(from: &[String], path: &[String]) -> Option<Name> {
    let supers = path.iter().take_while(|part| *part == "super").count();
    match path.first()?.as_str() {
        "crate" => Some(path[1..].to_vec()),
        "self" => Some(from.iter().chain(&path[1..]).cloned().collect()),
        "super" => Some(from[..from.len().checked_sub(supers)?].iter().chain(&path[supers..]).cloned().collect()),
        _ => None,
    }
}

impl Sources {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = BTreeMap::new();
        for path in super::support::files(&root) {
            let name = path.strip_prefix(&root).expect("below src").with_extension("");
            let mut name: Name = name.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            let is_test = name.iter().any(|part| part == "tests" || part.ends_with("_tests"));
            if path.extension().is_none_or(|e| e != "rs") || is_test || ["main", "lib"].contains(&name[0].as_str()) {
                continue;
            }
            name.retain(|part| part != "mod");
            let text = std::fs::read_to_string(&path).expect("sources are UTF-8");
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            files.insert(name, code.join("\n"));
        }
        let mut exports: BTreeMap<Name, BTreeMap<String, Name>> = BTreeMap::new();
        for (name, code) in &files {
            for (_, path) in uses(code).into_iter().filter(|(public, _)| *public) {
                let path = absolute(name, &path).unwrap_or_else(|| name.iter().chain(&path).cloned().collect());
                exports.entry(name.clone()).or_default().insert(path.last().expect("a name").clone(), path);
            }
        }
        Self { files, exports }
    }

    /// The file that defines what a path names.
    fn resolve(&self, path: &[String], depth: usize) -> Option<&Name> {
        let length = (1..=path.len()).rev().find(|length| self.files.contains_key(&path[..*length]))?;
        let (file, _) = self.files.get_key_value(&path[..length])?;
        let export = path.get(length).and_then(|name| self.exports.get(file)?.get(name)).filter(|_| depth < 6);
        match export {
            Some(real) => self.resolve(&real.iter().chain(&path[length + 1..]).cloned().collect::<Name>(), depth + 1),
            None => Some(file),
        }
    }

    /// Which file uses which others.
    fn arrows(&self) -> BTreeMap<&Name, BTreeSet<&Name>> {
        let of = |name: &Name, code: &str| {
            let imported = uses(code).into_iter().filter(|(public, _)| !public).map(|(_, path)| path);
            let inline = code.lines().filter(|line| !line.trim_start().starts_with("pub use ")).flat_map(|line| {
                let words = line.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
                words.filter(|word| word.contains("::")).map(|word| word.split("::").map(str::to_owned).collect::<Name>())
            });
            let children = inline.map(|path| match path.first() {
                Some(first) if self.files.contains_key(&[name.as_slice(), std::slice::from_ref(first)].concat()) => {
                    std::iter::once("self".to_owned()).chain(path).collect()
                }
                _ => path,
            });
            let paths: Vec<Name> = imported.chain(children).collect();
            let found = paths.iter().filter_map(|path| self.resolve(&absolute(name, path)?, 0));
            // A folder and its files are one.
            found.filter(|to| *to != name && !name.starts_with(to)).collect::<BTreeSet<&Name>>()
        };
        self.files.iter().map(|(name, code)| (name, of(name, code))).collect()
    }
}

/// Every `use` of a file: whether it is public, and its path.
fn uses(code: &str) -> Vec<(bool, Name)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let line = code[..at].rfind('\n').map_or(0, |line| line + 1);
        let before = code[line..at].trim();
        if !(before.is_empty() || before.starts_with("pub")) || before.contains(';') {
            continue;
        }
        let tree = code[at + 4..].split(';').next().unwrap_or_default();
        found.extend(expand(&[], tree).into_iter().map(|path| (!before.is_empty(), path)));
    }
    found
}

/// The files that each file reaches.
fn reached<'a>(arrows: &BTreeMap<&'a Name, BTreeSet<&'a Name>>, from: &'a Name) -> BTreeSet<&'a Name> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(name) = open.pop() {
        open.extend(arrows.get(name).into_iter().flatten().filter(|next| seen.insert(**next)));
    }
    seen
}

#[test]
fn no_room_uses_one_above_it() {
    let sources = Sources::read();
    let floor = |name: &Name| {
        let floor = ROOMS.iter().position(|rooms| rooms.contains(&name[0].as_str()));
        floor.unwrap_or_else(|| panic!("{} is in no room", name[0]))
    };
    let mut arrows = 0;
    for (from, to) in sources.arrows() {
        for to in to.into_iter().filter(|to| to[0] != from[0]) {
            arrows += 1;
            assert!(floor(from) > floor(to), "{} uses {}", from.join("/"), to.join("/"));
        }
    }
    assert!(arrows > 500, "{arrows} arrows: the sources were not understood");
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let sources = Sources::read();
    let arrows = sources.arrows();
    let reach: BTreeMap<&Name, BTreeSet<&Name>> = arrows.keys().map(|name| (*name, reached(&arrows, name))).collect();
    let circles: BTreeSet<Vec<String>> = reach
        .iter()
        .filter(|(name, to)| to.contains(*name))
        .map(|(name, to)| to.iter().filter(|other| reach[*other].contains(name)).map(|other| other.join("/")).collect())
        .collect();
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn paths_are_understood() {
    let text = "use crate::a::{b, c::{D, self}, e as f};\npub use g::H;\nuse std::fmt;\n";
    let paths: Vec<String> = uses(text).into_iter().map(|(public, path)| format!("{public} {}", path.join("::"))).collect();
    assert_eq!(
        paths,
        ["false crate::a::b", "false crate::a::c::D", "false crate::a::c", "false crate::a::e", "true g::H", "false std::fmt"]
    );
    let sources = Sources::read();
    let name = |path: &str| path.split("::").map(str::to_owned).collect::<Name>();
    assert_eq!(sources.resolve(&name("domain::Company"), 0), Some(&name("domain::company")));
    assert_eq!(absolute(&name("sync::ledger::balances"), &name("super::super::plan")), Some(name("sync::plan")));
}
