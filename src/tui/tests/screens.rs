//! Every screen at three sizes in both languages, as snapshots.

use std::fmt::Write;

use ratatui::style::{Color, Modifier};

use super::world::{World, progress};
use crate::domain::Message;
use crate::error::{Error, ErrorKind};
use crate::locale::Lang;
use crate::sync;
use crate::tui::event::Event;
use crate::tui::model::Tab;
use crate::tui::view;

const SIZES: [(u16, u16); 3] = [(200, 50), (80, 24), (40, 12)];

/// One snapshot file a screen: its languages and sizes below each other.
fn each(name: &str, show: impl Fn(&mut World)) {
    each_of(name, World::new, show);
}

fn each_of(name: &str, make: fn(Lang, (u16, u16)) -> World, show: impl Fn(&mut World)) {
    for lang in [Lang::En, Lang::Hu] {
        let mut out = String::new();
        for size in SIZES {
            let mut world = make(lang, size).begin();
            show(&mut world);
            let _ = write!(out, "{}×{}\n{}\n", size.0, size.1, world.screen());
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(format!("{name}-{}", lang.as_str()), out));
    }
}

#[test]
fn companies() {
    each("companies", |world| {
        world.model.banner = Some(Message::new("tui-all-companies"));
        world.event(Event::Sync(sync::Event::Progress(progress(3, 3100, Some(5000)))));
    });
}

#[test]
fn invoices() {
    each("invoices", |world| {
        world.keys("2jj");
    });
}

#[test]
fn invoices_of_a_company_filtered_and_sorted() {
    each("filtered", |world| {
        world.keys("<enter>/status:overdue petz<enter>o<home><down><down><enter>");
    });
}

#[test]
fn a_filter_that_is_wrong() {
    each("filter-error", |world| {
        world.keys("2/petz gross>abc");
    });
}

#[test]
fn nothing_found() {
    each("nothing-found", |world| {
        world.keys("2/nobody");
    });
}

#[test]
fn detail() {
    each("detail", |world| {
        world.keys("2jj<enter>p");
    });
}

#[test]
fn log() {
    each("log", |world| {
        world.keys("4j");
    });
}

#[test]
fn run() {
    each("run", |world| {
        world.keys("4j<enter>");
    });
}

#[test]
fn run_that_failed() {
    each("run-failed", |world| {
        world.keys("4jj<enter>");
    });
}

#[test]
fn reports() {
    each("reports-aging", |world| {
        world.keys("5");
    });
    each("reports-partners", |world| {
        world.keys("5<right><right>j");
    });
    each("reports-months", |world| {
        world.keys("5lm");
    });
    each("reports-cash", |world| {
        world.keys("5lll");
    });
}

#[test]
fn help() {
    each("help", |world| {
        world.keys("2?");
    });
}

#[test]
fn sort_menu() {
    each("sort", |world| {
        world.keys("2ojj");
    });
}

#[test]
fn confirm() {
    each("confirm", |world| {
        world.event(Event::Sync(sync::Event::Progress(progress(3, 3100, Some(5000)))));
        world.keys("q<tab>");
    });
}

#[test]
fn nothing_yet() {
    each_of("empty", World::empty, |_| {});
}

#[test]
fn loading() {
    for (tab, name) in [(Tab::Companies, "loading-companies"), (Tab::Detail, "loading-detail")] {
        let hold = |lang, size| {
            let mut world = World::new(lang, size);
            world.hold = true;
            world
        };
        each_of(name, hold, |world| {
            world.model.tab = tab;
            world.model.detail.wanted = true;
        });
    }
}

#[test]
fn an_error() {
    each("error", |world| {
        let error = Error::new(ErrorKind::Unexpected, Message::new("store-damaged").with("place", "invoices/1/900007"));
        world.model.companies.views = crate::tui::model::Load::Failed(error.hint(Message::new("store-damaged-hint")));
    });
}

#[test]
fn too_small() {
    let mut world = World::new(Lang::En, (30, 6)).begin();
    world.model.width = 30;
    assert!(world.screen().starts_with("Too small"), "{}", world.screen());
}

#[test]
fn without_colours_the_modifiers_stay() {
    let mut world = World::new(Lang::En, (80, 24)).begin();
    world.keys("2");
    world.model.colors = false;
    let (buffer, _) = view::render(&world.model);
    assert!(buffer.content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
    let has = |modifier| buffer.content.iter().any(|cell| cell.modifier.contains(modifier));
    assert!(has(Modifier::REVERSED) && has(Modifier::BOLD) && has(Modifier::DIM));
    assert!(world.screen().contains("› "), "the cursor is a glyph too");
}
