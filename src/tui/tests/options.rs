//! The page of settings: where each value comes from, a form that judges while one types and shows a look at once, a file that
//! cannot be changed.

use super::screens::{SIZES, each_at};
use super::world::World;
use crate::config::{Changed, Draft, EditError};
use crate::locale::Lang;
use crate::tui::Configuration;
use crate::tui::ask::{Answer, Question, Reply};
use crate::tui::event::{Effect, Event};
use crate::tui::form::Order;
use crate::tui::form::setting::Kept;
use crate::tui::pages::PageId;
use crate::tui::theme::Theme;
use std::path::Path;
use std::sync::Arc;

const TEXT: &str = "lang = \"en\"\n[sync]\npages = 6\n[store]\nurl = \"postgres://anna:hunter2@127.0.0.1:1/books\"\n";

fn kept(path: &Path) -> Kept {
    Draft::open(path, &|_| None, &[]).expect("reads")
}

/// The page on a file of its own.
fn page(lang: Lang, size: (u16, u16)) -> (World, tempfile::TempDir) {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("config.toml");
    std::fs::write(&path, TEXT).expect("writes");
    let mut world = World::new(lang, size).begin();
    world.model.shared.configuration =
        Some(Configuration { path: path.clone(), env: Arc::new(|_| None), lang: None, owns_store: true });
    world.model.shared.page = PageId::Options;
    let reply: Reply<Kept> = Ok(kept(&path));
    world.event(Event::Answered(PageId::Options, Answer::Case(Box::new(reply))));
    (world, home)
}

fn ordered(world: &mut World, reply: Result<Changed, EditError>) {
    world.event(Event::Answered(PageId::Companies, Answer::Order(Order::Setting, Box::new(reply))));
}

/// The page on a file with the same name in every run.
fn fixed(lang: Lang, size: (u16, u16)) -> World {
    let (mut world, home) = page(lang, size);
    let path = "/srv/faktura/config.toml";
    let (draft, settings) = kept(&home.path().join("config.toml"));
    let reply: Reply<Kept> = Ok((draft.called(path), settings));
    world.model.shared.configuration =
        Some(Configuration { path: path.into(), env: Arc::new(|_| None), lang: None, owns_store: true });
    world.event(Event::Answered(PageId::Options, Answer::Case(Box::new(reply))));
    world
}

#[test]
fn the_page_and_its_form_at_every_size() {
    let show = |name: &str, keys: &str| {
        each_at(name, &SIZES, fixed, |world| {
            world.model.shared.page = PageId::Options;
            world.keys(keys);
        });
    };
    show("options", "jj");
    show("options-theme", "/setting:screen.theme<enter><enter><right>");
    show("options-refused", "/setting:sync.pages<enter><enter><backspace>17");
    show("options-list", "/setting:alerts.email_to<enter><enter>");
}

#[test]
fn each_setting_is_listed_with_its_origin_and_no_secret() {
    for lang in [Lang::En, Lang::Hu] {
        for size in [(120, 40), (80, 24), (40, 12)] {
            let (mut world, _home) = page(lang, size);
            let screen = world.screen();
            assert!(screen.contains("lang") && screen.contains("sync.pages"), "{screen}");
            world.keys("/setting:store.url<enter>");
            let screen = world.screen();
            assert!(!screen.contains("hunter2"), "{screen}");
            world.keys("<enter>");
            assert!(!world.screen().contains("anna:"), "{}", world.screen());
        }
    }
    let (mut world, _home) = page(Lang::En, (120, 40));
    world.keys("/from:file<enter>");
    let screen = world.screen();
    assert!(screen.contains("sync.pages") && !screen.contains("sync.retries"), "{screen}");
}

#[test]
fn a_value_is_judged_while_one_types_and_written_when_it_is_right() {
    let (mut world, _home) = page(Lang::En, (80, 24));
    world.keys("/setting:sync.pages<enter><enter><backspace>17");
    let screen = world.screen();
    assert!(screen.contains("must be a whole number from 1 to 16"), "{screen}");
    world.keys("<enter>");
    assert!(world.orders.is_empty(), "nothing wrong is asked for");
    world.keys("<backspace><backspace>8<enter>");
    assert_eq!(world.orders.len(), 1);
    assert!(world.screen().contains("Change sync.pages"), "it waits for the answer");
}

#[test]
fn a_look_is_shown_at_once_and_goes_with_the_form() {
    let (mut world, _home) = page(Lang::En, (120, 40));
    assert_eq!(world.model.shared.settings.theme, Theme::Terminal);
    world.keys("/setting:screen.theme<enter><enter><right>");
    assert_eq!(world.model.shared.settings.theme, Theme::Dark);
    world.keys("<esc>");
    assert_eq!(world.model.shared.settings.theme, Theme::Terminal);
    world.keys("/");
    world.keys("<ctrl-u>setting:lang<enter><enter><right>");
    assert_eq!(world.model.shared.locale.lang(), Lang::Hu, "{}", world.screen());
    world.keys("<esc>");
    assert_eq!(world.model.shared.locale.lang(), Lang::En);
}

#[test]
fn what_was_written_is_applied_and_read_again() {
    let (mut world, home) = page(Lang::En, (120, 40));
    let path = home.path().join("config.toml");
    world.keys("/setting:screen.theme<enter><enter><right><enter>");
    let words = ["dark".to_owned()];
    let changed = crate::config::change(&path, "screen.theme", crate::config::Change::SetHidden(&words), &|_| None, &|_| None)
        .expect("written");
    ordered(&mut world, Ok(changed));
    assert!(world.model.shared.overlay.is_none() && world.model.shared.settings.theme == Theme::Dark);
    assert!(world.done.contains(&Effect::FollowConfig), "{:?}", world.done);
    assert!(world.screen().contains("screen.theme is \"dark\" now"), "{}", world.screen());
    world.keys("<esc>");
    assert_eq!(world.model.shared.settings.theme, Theme::Dark, "it stays");
}

#[test]
fn for_a_file_that_cannot_be_changed_the_lines_are_shown() {
    let (mut world, home) = page(Lang::En, (80, 24));
    world.keys("/setting:sync.pages<enter><enter><backspace>8<enter>");
    let path = home.path().join("config.toml");
    ordered(&mut world, Err(EditError::ReadOnly { path, lines: "[sync]\npages = 8".to_owned() }));
    let screen = world.screen();
    assert!(screen.contains("cannot be changed from here") && screen.contains("pages = 8"), "{screen}");
    assert!(world.done.contains(&Effect::Copy("[sync]\npages = 8".to_owned())), "{:?}", world.done);
}

#[test]
fn a_read_only_screen_changes_nothing() {
    let (mut world, _home) = page(Lang::En, (80, 24));
    world.model.shared.read_only = true;
    world.keys("<enter>");
    assert!(world.model.shared.overlay.is_none());
    world.keys("/setting:sync.pages<enter>X");
    assert!(world.orders.is_empty());
}

#[test]
fn the_page_reads_the_configuration_when_it_is_opened() {
    let (mut world, _home) = page(Lang::En, (80, 24));
    world.hold = true;
    world.keys("r");
    let asks = |effect: &Effect| matches!(effect, Effect::Ask(PageId::Options, Question::Case(_)));
    assert!(world.held.iter().any(asks), "{:?}", world.held);
}

/// Writes a setting as the screen would, and answers with what came of it.
fn written(world: &mut World, path: &Path, key: &str, value: &str) {
    let words = [value.to_owned()];
    let reply = crate::config::change(path, key, crate::config::Change::SetHidden(&words), &|_| None, &|_| None);
    world.event(Event::Answered(PageId::Options, Answer::Case(Box::new(reply))));
}

/// Choices that were to be written so far.
fn chosen(world: &World) -> usize {
    world.asked.iter().filter(|case| format!("{case:?}").contains("setting-choice")).count()
}

#[test]
fn choices_are_written_one_after_another_and_the_last_one_stays() {
    let (mut world, home) = page(Lang::En, (120, 40));
    let path = home.path().join("config.toml");
    world.keys(",<enter><enter><enter>j<enter>k<enter>");
    assert_eq!(world.model.shared.settings.theme, Theme::Safe, "the screen shows it at once");
    assert_eq!(chosen(&world), 1, "one is being written");
    let waiting: Vec<_> = world.model.shared.choosing.iter().map(|(key, value)| (*key, value.as_str())).collect();
    assert_eq!(waiting, [("screen.theme", "dark"), ("screen.theme", "safe"), ("lang", "hu")]);
    // Quitting waits for them.
    world.keys("<esc>q");
    assert!(!world.done.contains(&Effect::Quit));
    for (key, value) in [("screen.theme", "dark"), ("screen.theme", "safe")] {
        written(&mut world, &path, key, value);
        assert!(!world.done.contains(&Effect::Quit));
    }
    written(&mut world, &path, "lang", "hu");
    assert_eq!(chosen(&world), 3);
    assert!(world.done.contains(&Effect::Quit), "{:?}", world.done);
    let text = std::fs::read_to_string(&path).expect("reads");
    assert!(text.starts_with("lang = \"hu\"") && text.contains("theme = \"safe\""), "{text}");
}

#[test]
fn a_choice_that_cannot_be_written_holds_on_this_screen() {
    let (mut world, home) = page(Lang::En, (160, 40));
    world.keys(",<enter>");
    let reply: Result<Changed, EditError> =
        Err(EditError::ReadOnly { path: home.path().join("config.toml"), lines: "[screen]\ntheme = \"dark\"".to_owned() });
    world.event(Event::Answered(PageId::Options, Answer::Case(Box::new(reply))));
    assert_eq!(world.model.shared.settings.theme, Theme::Dark);
    assert!(world.done.contains(&Effect::Copy("[screen]\ntheme = \"dark\"".to_owned())), "{:?}", world.done);
    assert!(world.screen().contains("Until you quit only."), "{}", world.screen());
    assert!(!crate::tui::saved::write(&world.model).contains("\"settings\": {"), "it is kept nowhere else");
    world.model.shared.read_only = true;
    world.keys("<enter>");
    assert_eq!((world.model.shared.settings.theme, chosen(&world)), (Theme::Light, 1));
}

#[test]
fn what_an_earlier_version_kept_holds_until_the_setting_is_changed() {
    let (mut world, home) = page(Lang::En, (120, 40));
    let path = home.path().join("config.toml");
    let old = r#"{"settings":{"theme":"safe","lang":"hu","ascii":false,"calm":true,"notify":"off"}}"#;
    crate::tui::saved::read(&mut world.model, old, true);
    let settings = world.model.shared.settings;
    assert_eq!((settings.theme, settings.lang, settings.calm), (Theme::Safe, Some(Lang::Hu), true));
    let kept: Vec<String> = world.model.shared.kept.outside().iter().map(|(key, _, value)| format!("{key}={value}")).collect();
    assert_eq!(kept, ["screen.theme=\"safe\"", "lang=\"hu\"", "screen.reduced_motion=true"], "only what differs");
    let again = crate::tui::saved::write(&world.model);
    assert_eq!(crate::tui::saved::choices(&again), world.model.shared.kept);
    world.keys(",<enter>");
    written(&mut world, &path, "screen.theme", "mono");
    assert!(world.model.shared.unsaved && world.model.shared.kept.outside().len() == 2);
    let without = crate::tui::saved::without(&again, "lang").expect("it was there");
    assert_eq!(crate::tui::saved::choices(&without).outside().len(), 2);
    assert_eq!(crate::tui::saved::without(&without, "lang"), None);
    // The language of an option goes before one that was kept, which stays for other screens.
    let mut other = World::new(Lang::En, (80, 24));
    other.model.shared.configuration =
        Some(Configuration { path, env: Arc::new(|_| None), lang: Some(Lang::En), owns_store: true });
    crate::tui::saved::read(&mut other.model, old, true);
    assert_eq!((other.model.shared.settings.lang, other.model.shared.kept.outside().len()), (None, 3));
}

#[test]
fn a_theme_says_so_where_there_are_no_colours() {
    let mut world = World::new(Lang::En, (80, 24)).begin();
    world.model.shared.colors = false;
    world.keys(",");
    assert!(world.screen().contains("none: NO_COLOR or --color never"), "{}", world.screen());
}
