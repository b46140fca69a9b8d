//! Every key, for the manual page and the README.

use super::input::KEYS;
use super::key::Key;
use super::keymap::{Binding, Context, EDITING};
use super::model::contexts;
use crate::domain::Message;
use crate::locale::Locale;

/// The keys of a place, for manuals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyGroup {
    /// The place, in words.
    pub title: String,
    /// Its name in the configuration.
    pub name: &'static str,
    /// Keys, what they do, and the name of that in the configuration.
    pub rows: Vec<(String, String, &'static str)>,
}

fn names(keys: &[Key]) -> String {
    keys.iter().map(|key| key.name()).collect::<Vec<_>>().join(" ")
}

/// Every place with its keys, as they are unless the configuration says otherwise.
#[must_use]
pub fn keys(locale: &Locale) -> Vec<KeyGroup> {
    let group = |context: &'static Context| {
        let row = |binding: &Binding| (names(binding.keys), locale.get(binding.help), binding.name());
        let title = Message { id: format!("tui-place-{}", context.name).into(), args: Vec::new() };
        let mut rows: Vec<_> = context.own.iter().map(row).collect();
        if *context == EDITING {
            rows.extend(KEYS.iter().map(|(keys, _, help)| (names(keys), locale.get(help), "")));
        }
        KeyGroup { title: locale.text(&title), name: context.name, rows }
    };
    contexts().into_iter().map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;

    fn all() -> impl Iterator<Item = &'static Binding> {
        contexts().into_iter().flat_map(|context| context.own)
    }

    #[test]
    fn every_text_is_in_both_languages() {
        for lang in [Lang::En, Lang::Hu] {
            for binding in all() {
                assert!(lang.locale().has(binding.help), "{}", binding.help);
                assert!(binding.footer.is_empty() || lang.locale().has(binding.footer), "{}", binding.footer);
            }
        }
    }

    /// The key table of the README. `UPDATE_README=1 cargo test the_readme` writes it anew.
    #[test]
    fn the_readme_has_every_key() {
        let mut table = String::from("| key | what it does | name |\n|---|---|---|\n");
        for group in keys(Lang::En.locale()) {
            table.push_str(&format!("| **{}** | | `{}` |\n", group.title, group.name));
            for (keys, what, name) in group.rows {
                let keys: Vec<String> = keys.split(' ').map(|key| format!("`{}`", key.replace('|', "\\|"))).collect();
                table.push_str(&format!("| {} | {what} | {name} |\n", keys.join(" ")));
            }
        }
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
        let readme = std::fs::read_to_string(&path).expect("it is there");
        let (before, rest) = readme.split_once("<!-- keys -->\n").expect("a mark");
        let (shown, after) = rest.split_once("<!-- end -->").expect("a mark");
        if std::env::var_os("UPDATE_README").is_some() {
            std::fs::write(&path, format!("{before}<!-- keys -->\n{table}<!-- end -->{after}")).expect("it is written");
        } else {
            assert_eq!(shown, table, "UPDATE_README=1 cargo test the_readme writes it anew");
        }
    }

    #[test]
    fn no_key_and_no_name_means_two_things_in_one_place() {
        for context in contexts() {
            let name = context.name;
            let mut seen = std::collections::HashSet::new();
            for key in context.own.iter().flat_map(|binding| binding.keys) {
                assert!(seen.insert(*key), "{name}: {}", key.name());
            }
            let mut names = std::collections::HashSet::new();
            for binding in context.own {
                assert!(names.insert(binding.name()), "{name}: {}", binding.name());
            }
        }
    }

    #[test]
    fn keys_that_terminals_and_multiplexers_take_are_free_or_second() {
        for binding in all() {
            for c in ['s', 'q'] {
                assert!(!binding.keys.contains(&Key::ctrl(c)), "Ctrl-{c}");
            }
            for c in ['a', 'b'] {
                assert_ne!(binding.keys.first(), Some(&Key::ctrl(c)), "Ctrl-{c}");
            }
        }
    }
}
