//! The keymap walked: one meaning a key, a key or a palette entry for every action, every key in the help and the manual.

use std::collections::{BTreeSet, HashMap};

use super::world::World;
use crate::locale::Lang;
use crate::tui::input::KEYS;
use crate::tui::key::Key;
use crate::tui::keymap::{Action, Context, EDITING};
use crate::tui::manual;
use crate::tui::model::contexts;
use crate::tui::pages::PageId;
use crate::tui::pick::entries::entries;
use crate::tui::pick::{Choice, Kind, Picker};

/// What a key means to a person: actions that are the same to them have the same word.
fn meaning(action: Action) -> String {
    use Action::*;
    match action {
        Open | Apply => "go on".to_owned(),
        // Each takes one step out: of a line, a list, a page, the program.
        Back | Give | Quit => "leave".to_owned(),
        // The next of what lies side by side.
        NextReport | NextTab | Other => "aside".to_owned(),
        PreviousReport | PreviousTab => "aside, back".to_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
fn a_key_means_the_same_wherever_no_text_is_typed() {
    let mut means: HashMap<Key, (String, &str)> = HashMap::new();
    for context in contexts().into_iter().filter(|context| !context.typed && **context != EDITING) {
        for (key, action) in context.own.iter().flat_map(|binding| binding.keys.iter().map(|key| (*key, binding.action))) {
            // A question has two answers beside each other: the keys that lead to either.
            let meaning = match action {
                Action::Other => return_of(key),
                // A question is answered by the letters of yes and no; nothing else is done while it stands.
                Action::Yes => continue,
                action => meaning(action),
            };
            let (known, place) = means.entry(key).or_insert_with(|| (meaning.clone(), context.name));
            assert_eq!(*known, meaning, "{} in {} and in {place}", key.name(), context.name);
        }
    }
}

/// What one can do with a list is the same in every list.
#[test]
fn every_list_has_the_keys_of_lists() {
    use Action::{Columns, Copy, Export, Filter, Group, Mark, MarkAll, MarkRange, Reload, Reverse, SortMenu, Unmark, Views};
    // Groups are made of a list: its views are about that. The rows of a report have an order of their own.
    let lists = contexts().into_iter().filter(|context| !["groups", "reports"].contains(&context.name));
    for context in lists.filter(|context| bound(context).any(|action| action == Filter)) {
        for action in [SortMenu, Reverse, Columns, Group, Views, Export, Copy, Mark, MarkRange, MarkAll, Unmark, Reload] {
            assert!(bound(context).any(|known| known == action), "{}: {action:?}", context.name);
        }
    }
}

fn return_of(key: Key) -> String {
    let back = [Key::of(crossterm::event::KeyCode::Left), Key::of(crossterm::event::KeyCode::BackTab)];
    if back.contains(&key) { "aside, back".to_owned() } else { "aside".to_owned() }
}

#[test]
fn every_set_of_keys_has_a_title_in_every_language() {
    for (lang, context) in [Lang::En, Lang::Hu].into_iter().flat_map(|lang| contexts().into_iter().map(move |one| (lang, one))) {
        assert!(lang.locale().has(&format!("tui-place-{}", context.name)), "{lang:?}: {}", context.name);
    }
}

#[test]
fn the_notice_of_the_mask_names_the_key_that_shows_again() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("H");
    assert!(world.screen().contains("H shows them again"), "{}", world.screen());
    let other = [("everywhere".to_owned(), "mask".to_owned(), vec!["ctrl-y".to_owned()])];
    world.model.shared.keymap = crate::tui::keymap::Keymap::new(&contexts(), &other).expect("right");
    world.keys("<ctrl-y><ctrl-y>");
    assert!(world.screen().contains("Ctrl-Y shows them again"), "{}", world.screen());
}

#[test]
fn a_key_of_a_line_means_the_same_in_every_line() {
    let mut means: HashMap<Key, (String, &str)> = HashMap::new();
    for context in contexts().into_iter().filter(|context| context.typed) {
        for (key, action) in context.own.iter().flat_map(|binding| binding.keys.iter().map(|key| (*key, binding.action))) {
            let meaning = match action {
                Action::Older | Action::Up | Action::CompleteBack => "up".to_owned(),
                Action::Newer | Action::Down | Action::Complete => "down".to_owned(),
                other => meaning(other),
            };
            let (known, place) = means.entry(key).or_insert_with(|| (meaning.clone(), context.name));
            assert_eq!(*known, meaning, "{} in {} and in {place}", key.name(), context.name);
        }
    }
}

/// The keys of lines: none twice, and none that a place of lines hides.
#[test]
fn no_key_of_editing_is_another_edit() {
    let all: Vec<Key> = KEYS.iter().flat_map(|(keys, ..)| keys.iter().copied()).collect();
    assert_eq!(all.len(), all.iter().collect::<std::collections::HashSet<_>>().len());
    for context in contexts().into_iter().filter(|context| context.typed) {
        for key in context.reach().flat_map(|place| place.own).flat_map(|binding| binding.keys) {
            assert!(!all.contains(key), "{} of {} cannot edit", key.name(), context.name);
        }
    }
}

fn bound(context: &'static Context) -> impl Iterator<Item = Action> {
    context.own.iter().map(|binding| binding.action)
}

#[test]
fn every_action_has_a_key() {
    let bound: Vec<Action> = contexts().into_iter().flat_map(bound).collect();
    let without: Vec<&Action> = Action::ALL.iter().filter(|action| !bound.contains(action)).collect();
    assert!(without.is_empty(), "{without:?}");
    for number in 1..=PageId::NUMBERED.min(9) {
        assert!(bound.contains(&Action::Tab(u8::try_from(number).unwrap())), "page {number}");
    }
}

#[test]
fn the_palette_has_what_the_keys_of_a_page_do() {
    for page in PageId::ALL {
        let mut world = World::new(Lang::En, (120, 40)).begin();
        world.model.shared.page = *page;
        let offered: Vec<Action> = entries(&world.model, &Picker::new(Kind::Palette))
            .into_iter()
            .filter_map(|entry| if let Choice::Act(action) = entry.choice { Some(action) } else { None })
            .collect();
        let useful = |action: &Action| crate::tui::pick::entries::is_useful(&world.model, *action);
        for action in bound(world.model.page_context()).filter(useful) {
            assert!(offered.contains(&action), "{page:?}: {action:?}");
        }
    }
}

#[test]
fn pages_are_found_by_what_they_are_for() {
    for (lang, typed, page) in [
        (Lang::En, "calendar", PageId::Links),
        (Lang::Hu, "naptár", PageId::Links),
        (Lang::Hu, "slack", PageId::Links),
        (Lang::En, "s3", PageId::Links),
        (Lang::En, "remind", PageId::Deliveries),
        (Lang::Hu, "emlékeztető", PageId::Deliveries),
    ] {
        let mut picker = Picker::new(Kind::Palette);
        picker.input = crate::tui::input::Input::new(typed);
        let world = World::new(lang, (120, 40)).begin();
        let found = entries(&world.model, &picker).into_iter().any(|entry| entry.choice == Choice::Page(page));
        assert!(found, "{typed}: {page:?}");
    }
}

#[test]
fn help_and_manual_have_every_key() {
    let mut shown = BTreeSet::new();
    for page in PageId::ALL {
        let mut world = World::new(Lang::En, (120, 40)).begin();
        world.model.shared.page = *page;
        for entry in entries(&world.model, &Picker::new(Kind::Help)) {
            shown.extend(entry.key.split(' ').map(|key| (key.to_owned(), entry.label.clone())));
        }
    }
    let locale = Lang::En.locale();
    let edits = KEYS.iter().flat_map(|(keys, _, help)| keys.iter().map(move |key| (key.name(), locale.get(help))));
    let own = contexts().into_iter().flat_map(|context| context.own);
    let own = own.flat_map(|binding| binding.keys.iter().map(move |key| (key.name(), locale.get(binding.help))));
    let manual: BTreeSet<(String, String)> = manual::keys(locale)
        .into_iter()
        .flat_map(|group| group.rows)
        .flat_map(|(keys, what, _)| keys.split(' ').map(|key| (key.to_owned(), what.clone())).collect::<Vec<_>>())
        .collect();
    for key in own.chain(edits) {
        assert!(shown.contains(&key), "the help lacks {key:?}");
        assert!(manual.contains(&key), "the manual lacks {key:?}");
    }
}
