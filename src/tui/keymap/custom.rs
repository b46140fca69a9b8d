//! The keymap with what the configuration changed in it.

use super::{Action, Binding, Context};
use crate::domain::Message;
use crate::tui::key::Key;

/// Other keys for some actions; everything else is as in the tables.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Keymap {
    changed: Vec<(&'static str, &'static str, Vec<Key>)>,
}

impl Keymap {
    /// A keymap from settings such as (`invoices`, `export`, `["x"]`).
    ///
    /// # Errors
    /// A place, an action or a key that there is not, or one key for two actions in one place.
    pub(crate) fn new(contexts: &[&'static Context], settings: &[(String, String, Vec<String>)]) -> Result<Self, Message> {
        let mut changed = Vec::new();
        for (place, action, keys) in settings {
            let context = contexts.iter().copied().find(|context| context.name == place).ok_or_else(|| {
                let possible: Vec<&str> = contexts.iter().map(|context| context.name).collect();
                Message::new("tui-keys-place").with("place", place.as_str()).with("possible", possible.join(", "))
            })?;
            let binding = context.own.iter().find(|binding| binding.name() == action);
            let binding = binding.ok_or_else(|| {
                let possible: Vec<&str> = context.own.iter().map(Binding::name).collect();
                let message = Message::new("tui-keys-action").with("place", place.as_str()).with("action", action.as_str());
                message.with("possible", possible.join(", "))
            })?;
            let keys = keys.iter().map(|name| Key::parse(name).ok_or(name)).collect::<Result<Vec<Key>, _>>();
            let keys = keys.map_err(|name| Message::new("tui-keys-key").with("key", name.as_str()))?;
            if let Some(key) = keys.iter().find(|key| context.typed && key.typed().is_some()) {
                return Err(Message::new("tui-keys-letter").with("key", key.name()).with("place", place.as_str()));
            }
            changed.push((context.name, binding.name(), keys));
        }
        let keymap = Self { changed };
        keymap.conflict(contexts).map_or(Ok(keymap.clone()), Err)
    }

    /// The first key that means two things in one place.
    fn conflict(&self, contexts: &[&'static Context]) -> Option<Message> {
        for context in contexts {
            let mut seen: Vec<(Key, &str)> = Vec::new();
            for binding in context.own {
                for key in self.keys(context, binding) {
                    if let Some((_, first)) = seen.iter().find(|(other, _)| other == key) {
                        let message = Message::new("tui-keys-conflict").with("key", key.name()).with("place", context.name);
                        return Some(message.with("first", *first).with("second", binding.name()));
                    }
                    seen.push((*key, binding.name()));
                }
            }
        }
        None
    }

    /// The keys of a binding.
    pub(crate) fn keys<'a>(&'a self, context: &Context, binding: &'a Binding) -> &'a [Key] {
        let changed = self.changed.iter().find(|(place, name, _)| *place == context.name && *name == binding.name());
        changed.map_or(binding.keys, |(_, _, keys)| keys)
    }

    /// The name of the first key of an action in a place; empty if it has none there.
    pub(crate) fn name_of(&self, context: &Context, action: Action) -> String {
        let binding = context.own.iter().find(|binding| binding.action == action);
        binding.and_then(|binding| self.keys(context, binding).first()).map(|key| key.name()).unwrap_or_default()
    }

    /// The action of a key in a place.
    pub(crate) fn action(&self, context: &'static Context, key: Key) -> Option<Action> {
        context.reach().find_map(|place| {
            let binding = place.own.iter().find(|binding| self.keys(place, binding).contains(&key))?;
            Some(binding.action)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::model::contexts;
    use crate::tui::pages::invoices::INVOICES;

    fn set(place: &str, action: &str, keys: &[&str]) -> (String, String, Vec<String>) {
        (place.to_owned(), action.to_owned(), keys.iter().map(|key| (*key).to_owned()).collect())
    }

    #[test]
    fn other_keys_replace_and_mistakes_are_named() {
        let keymap = Keymap::new(&contexts(), &[set("invoices", "export", &["ctrl-e", "x"])]).expect("it is right");
        let action = |key| keymap.action(&INVOICES, key);
        assert_eq!(action(Key::char('x')), Some(Action::Export));
        assert_eq!(action(Key::ctrl('e')), Some(Action::Export));
        assert_eq!(action(Key::char('e')), None);
        assert_eq!(action(Key::char('s')), Some(Action::Sync), "the rest is as it was");
        let wrong = |setting| crate::locale::english().text(&Keymap::new(&contexts(), &[setting]).expect_err("it is wrong"));
        assert!(wrong(set("invoice", "export", &["x"])).contains("invoices, detail"));
        assert!(wrong(set("invoices", "exprt", &["x"])).contains("mark, sort, group, views"));
        assert!(wrong(set("invoices", "export", &["hyper-x"])).contains("hyper-x"));
        assert!(wrong(set("invoices", "export", &["s"])).contains("“export” and “sync”"));
        assert!(wrong(set("filter", "complete", &["x"])).contains("letter"));
    }
}
