//! Every screen at four sizes in both languages, as snapshots.

use std::fmt::Write;

use ratatui::style::{Color, Modifier};

use super::world::{World, progress};
use crate::domain::Message;
use crate::error::{Error, ErrorKind};
use crate::locale::Lang;
use crate::sync;
use crate::tui::event::Event;
use crate::tui::frame;
use crate::tui::jobs::Step;
use crate::tui::pages::PageId;
use crate::tui::theme::{Depth, Theme};

pub(super) const SIZES: [(u16, u16); 4] = [(200, 50), (120, 40), (80, 24), (40, 12)];

/// One snapshot file a screen: its languages and sizes below each other.
fn each(name: &str, show: impl Fn(&mut World)) {
    each_of(name, World::new, show);
}

fn each_of(name: &str, make: fn(Lang, (u16, u16)) -> World, show: impl Fn(&mut World)) {
    each_at(name, &SIZES, make, show);
}

pub(super) fn each_at(name: &str, sizes: &[(u16, u16)], make: fn(Lang, (u16, u16)) -> World, show: impl Fn(&mut World)) {
    for lang in [Lang::En, Lang::Hu] {
        let mut out = String::new();
        for size in sizes.iter().copied() {
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
        world.model.shared.banner = Some(Message::new("tui-all-companies"));
        world.event(Event::Sync(sync::Event::Progress(progress(3, 3100, Some(5000)))));
    });
}

#[test]
fn a_banner_is_whole_also_where_the_title_of_the_page_stands_far_right() {
    for lang in [Lang::En, Lang::Hu] {
        let mut world = World::new(lang, (200, 50)).begin();
        let banner = Message::new("cli-demo-banner");
        let words = world.model.shared.locale.text(&banner);
        world.model.shared.banner = Some(banner);
        for key in "12M".chars() {
            world.keys(&key.to_string());
            let rule = world.screen().lines().nth(1).unwrap_or_default().to_owned();
            assert!(rule.contains(&words), "{key}: {rule}");
        }
    }
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
        world.keys("2/petz gross>abc<enter>");
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
fn lists_over_the_tab() {
    for (name, keys) in [
        ("palette", ":"),
        ("palette-typed", "2:over"),
        ("palette-query", ":inv overdue petz"),
        ("views", "2v"),
        ("views-save", "2/petz<enter>vmine"),
        ("columns", "2|j"),
        ("copy", "2yj"),
        ("export", "2e"),
        ("settings", ",j"),
        ("jobs", "w"),
        ("help-typed", "2?mark"),
    ] {
        each(name, |world| {
            world.keys(keys);
        });
    }
}

#[test]
fn lines_that_are_asked_for_and_questions() {
    for (name, keys) in [
        ("prompt-export", "2  e<enter>"),
        ("prompt-pdf", "2D"),
        ("confirm-pdf", "2*D"),
        ("confirm-view", "2vmine<enter>v<ctrl-x>"),
    ] {
        each(name, |world| {
            world.keys(keys);
        });
    }
    each("confirm-cancel", |world| {
        for id in [1, 3] {
            world.event(Event::Sync(sync::Event::Progress(progress(id, 3100, Some(5000)))));
        }
        world.keys("2c");
    });
}

#[test]
fn marks_completion_masks_and_chosen_columns() {
    for (name, keys) in [
        ("marks", "2  jjV"),
        ("completion", "2/status:"),
        ("completion-taken", "2/status:<tab><tab>"),
        ("masked", "2H"),
        ("masked-detail", "2H<enter>"),
        ("chosen-columns", "2|j <esc>"),
        ("changes", "6hj"),
        ("warning-led", "2/282<enter><enter>!"),
        ("ascii", ",jjj<enter><esc>2j"),
    ] {
        each(name, |world| {
            world.keys(keys);
        });
    }
}

#[test]
fn a_job_at_work_and_one_that_ended() {
    each("jobs-running", |world| {
        world.keys("2e<enter><enter>2e<enter><enter>");
        world.event(Event::Job(1, Step::Progress(120, 282)));
        let done = Message::new("tui-export-done").with("count", 282).with("place", "faktura.csv");
        world.event(Event::Job(2, Step::Ended(Ok(done))));
        world.event(Event::Sync(sync::Event::Progress(progress(3, 3100, Some(5000)))));
        world.keys("w");
    });
}

/// A frame with its styles: `⟨colour attributes⟩` before what has them.
fn styled(buffer: &ratatui::buffer::Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut last = (Color::Reset, Modifier::empty());
        let mut line = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            let style = (cell.fg, cell.modifier);
            if style != last {
                let _ = match style {
                    (Color::Reset, modifier) if modifier.is_empty() => write!(line, "⟨⟩"),
                    (Color::Reset, modifier) => write!(line, "⟨{modifier:?}⟩"),
                    (color, modifier) if modifier.is_empty() => write!(line, "⟨{color}⟩"),
                    (color, modifier) => write!(line, "⟨{color} {modifier:?}⟩"),
                };
                last = style;
            }
            line.push_str(cell.symbol());
            x += crate::tui::text::columns(cell.symbol()).max(1);
        }
        out.push_str(line.replace('\u{A0}', " ").trim_end());
        out.push('\n');
    }
    out
}

#[test]
fn themes_colour_every_tab_and_overlay_and_monochrome_none() {
    let screens = ["1", "2jj", "2<enter>", "4", "4<enter>", "5", "6", "2:over", "2?", "2  e", "2*D", "2/st", ","];
    for theme in [Theme::Dark, Theme::Light, Theme::Mono] {
        let mut out = String::new();
        for keys in screens {
            let mut world = World::new(Lang::En, (80, 24)).begin();
            world.keys(keys);
            world.model.shared.settings.theme = theme;
            world.model.shared.depth = Depth::True;
            let buffer = frame::render(&world.model).0;
            let plain = buffer.content.iter().all(|cell| cell.fg == Color::Reset);
            assert_eq!(plain, theme == Theme::Mono, "{keys} in {theme:?}");
            let _ = write!(out, "{keys}\n{}\n", styled(&buffer));
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(format!("styles-{}", theme.name(&[])), out));
    }
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
    for (tab, name) in [(PageId::Companies, "loading-companies"), (PageId::Invoice, "loading-detail")] {
        let hold = |lang, size| {
            let mut world = World::new(lang, size);
            world.hold = true;
            world
        };
        each_of(name, hold, |world| {
            world.model.shared.page = tab;
            world.model.pages.invoice.wanted = true;
        });
    }
}

#[test]
fn an_error() {
    each("error", |world| {
        let error = Error::new(ErrorKind::Unexpected, Message::new("store-damaged").with("place", "invoices/1/900007"));
        world.model.shared.companies.list = crate::tui::load::Load::Failed(error.hint(Message::new("store-damaged-hint")));
    });
}

#[test]
fn too_small() {
    let mut world = World::new(Lang::En, (30, 6)).begin();
    world.model.shared.width = 30;
    assert!(world.screen().starts_with("Too small"), "{}", world.screen());
}

#[test]
fn without_colours_the_modifiers_stay() {
    let mut world = World::new(Lang::En, (80, 24)).begin();
    world.keys("2");
    world.model.shared.colors = false;
    let (buffer, _) = frame::render(&world.model);
    assert!(buffer.content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
    let has = |modifier| buffer.content.iter().any(|cell| cell.modifier.contains(modifier));
    assert!(has(Modifier::REVERSED) && has(Modifier::BOLD) && has(Modifier::DIM));
    assert!(world.screen().contains("› "), "the cursor is a glyph too");
}
