//! The filter line, the cursor that was not moved, overlays of a list, and amounts under each other.

use ratatui::style::Color;

use super::world::{World, text};
use crate::domain::{Currency, CurrencyTotals, RecordKey, RemoteId, RunId};
use crate::locale::Lang;
use crate::service::InvoiceChange;
use crate::service::cases;
use crate::sync;
use crate::tui::ask::{Answer, Question as Ask, Reply};
use crate::tui::event::{Effect, Event};
use crate::tui::input::LONGEST;
use crate::tui::pages::PageId;
use crate::tui::theme::{Depth, Theme};
use crate::tui::{frame, update};

fn world() -> World {
    World::new(Lang::En, (80, 24)).begin()
}

fn line(world: &World) -> String {
    world.model.pages.invoices.filter.input.text().to_owned()
}

fn notice(world: &World) -> String {
    world.model.shared.notice.as_ref().map(|notice| notice.message.id.to_string()).unwrap_or_default()
}

#[test]
fn a_slash_begins_another_filter_and_the_old_one_is_a_key_away() {
    let mut world = world();
    world.keys("2/petz<enter>");
    let found = world.model.pages.invoices.list.total;
    world.hold = true;
    world.keys("/");
    assert!(world.held.is_empty(), "nothing is asked before something is typed");
    assert_eq!(
        (line(&world).as_str(), world.model.pages.invoices.filter.query(), world.model.pages.invoices.list.total),
        ("", "petz", found)
    );
    assert!(world.screen().contains("/ ↑ petz"), "{}", world.screen());
    // Left as it was.
    world.keys("<esc>");
    assert!(world.held.is_empty());
    assert_eq!((line(&world).as_str(), world.model.pages.invoices.list.total), ("petz", found));
    world.release();
    world.keys("/status:overdue<enter>");
    assert_eq!(line(&world), "status:overdue");
    world.keys("/<up>");
    assert_eq!(line(&world), "status:overdue", "the last one");
    world.keys("<up>");
    assert_eq!(line(&world), "petz", "and the one before");
    world.keys("<enter>");
    assert_eq!(world.model.pages.invoices.list.total, found);
    // An empty line is applied, too.
    world.keys("/<enter>");
    assert_eq!((line(&world).as_str(), world.model.pages.invoices.list.total), ("", 282));
    // One that was wrong comes back to be mended.
    world.keys("/gross>abc<enter>/<up>");
    assert_eq!(line(&world), "gross>abc");
}

#[test]
fn what_arrives_while_the_line_is_empty_does_not_change_the_question() {
    let mut world = world();
    world.keys("2/petz<enter>/");
    let found = world.model.pages.invoices.list.total;
    let keys = vec![RecordKey::document(crate::domain::CompanyId(1), RemoteId::new("900000"))];
    world.event(Event::Sync(sync::Event::Committed { run: RunId(46), keys }));
    assert_eq!(world.model.pages.invoices.list.total, found);
    assert!(crate::tui::saved::write(&world.model).contains("\"petz\""), "what is kept is what is shown");
}

#[test]
fn a_term_that_is_still_typed_is_no_error() {
    let mut world = world();
    world.keys("2/petz");
    world.event(Event::Paste(" gross>abc".to_owned()));
    assert!(world.model.pages.invoices.list.filter_error().is_some() && world.model.pages.invoices.complaint().is_none());
    assert!(world.screen().contains("Number") && !world.screen().contains("^ "), "{}", world.screen());
    world.keys(" ");
    assert!(world.model.pages.invoices.complaint().is_some(), "the term has ended");
    assert!(world.screen().contains("^ "), "{}", world.screen());
    world.keys("<backspace><enter>");
    assert!(world.model.pages.invoices.complaint().is_some(), "the line was left");
}

#[test]
fn nothing_is_done_with_what_a_wrong_filter_does_not_find() {
    let mut world = world();
    for key in ["e", "y", "D", "*", "V"] {
        world.keys("2<esc><esc>2/gross>abc<enter>");
        world.keys(key);
        assert!(world.model.shared.overlay.is_none(), "{key}");
        assert_eq!(notice(&world), "tui-test-bad-amount", "{key}");
        assert!(world.model.pages.invoices.list.marks.is_empty(), "{key}");
    }
}

#[test]
fn a_long_paste_is_cut_and_said() {
    let mut world = world();
    world.keys("2/");
    world.event(Event::Paste("petz ".repeat(1000)));
    assert_eq!(line(&world).chars().count(), LONGEST);
    assert_eq!(notice(&world), "tui-input-full");
    assert!(world.screen().contains("1 024 characters at most"), "{}", world.screen());
    world.model.shared.notice = None;
    world.keys("x");
    assert_eq!(notice(&world), "tui-input-full", "a key that does nothing says why");
    world.keys("<ctrl-u>");
    world.model.shared.notice = None;
    world.event(Event::Paste("petz".to_owned()));
    assert_eq!((line(&world).as_str(), notice(&world).as_str()), ("petz", ""));
    world.keys("<enter>e<enter>");
    world.event(Event::Paste("x".repeat(LONGEST)));
    assert_eq!(notice(&world), "tui-input-full", "also where a file is named");
}

/// Another invoice comes, newer than all.
fn newer(world: &mut World, number: u32) {
    let mut invoice = world.invoices[0].clone();
    invoice.id = RemoteId::new(format!("91000{number}"));
    invoice.number = format!("NEW-{number}");
    invoice.issued = Some(jiff::civil::date(2025, 12, 1) + jiff::Span::new().days(i64::from(number)));
    let key = RecordKey::document(crate::domain::CompanyId(1), invoice.id.clone());
    world.invoices.insert(0, invoice);
    world.event(Event::Sync(sync::Event::Committed { run: RunId(46), keys: vec![key] }));
}

fn under_the_cursor(world: &World) -> String {
    world.model.pages.invoices.list.current().map(|row| row.number.to_string()).unwrap_or_default()
}

#[test]
fn a_cursor_that_nobody_moved_stays_at_the_top() {
    let mut world = world();
    world.keys("2");
    newer(&mut world, 1);
    assert_eq!((world.model.pages.invoices.list.top, under_the_cursor(&world).as_str()), (0, "NEW-1"));
    // One that was moved follows its record, until it is sent to the top.
    world.keys("j");
    let record = under_the_cursor(&world);
    newer(&mut world, 2);
    assert_eq!((under_the_cursor(&world), world.model.pages.invoices.list.cursor), (record, 2));
    world.keys("g");
    newer(&mut world, 3);
    assert_eq!((world.model.pages.invoices.list.top, under_the_cursor(&world).as_str()), (0, "NEW-3"));
    // What was opened is looked at.
    world.keys("<enter><esc>");
    newer(&mut world, 4);
    assert_eq!(under_the_cursor(&world), "NEW-3");
}

#[test]
fn a_list_says_which_rows_are_seen() {
    let mut world = world();
    world.keys("2");
    assert!(world.screen().contains(" 1–15 of 282 "), "{}", world.screen());
    world.keys("G");
    assert!(world.screen().contains(" 268–282 of 282 "), "{}", world.screen());
    world.keys("/INV-2025-00<enter>");
    assert!(!world.screen().contains(" of 9 "), "all are seen: {}", world.screen());
}

#[test]
fn what_lies_over_a_list_lets_nothing_shine_through() {
    let mut seen = false;
    for theme in [Theme::Terminal, Theme::Dark, Theme::Light, Theme::Contrast, Theme::Safe, Theme::Mono] {
        for keys in ["2/partner:", "2j/stat", "2o", "2:", "2e", "2?", "2v"] {
            let mut world = world();
            world.model.shared.settings.theme = theme;
            world.model.shared.depth = Depth::True;
            world.keys("2jjj");
            let rows = world.model.pages.invoices.list.rows.clone();
            world.keys(keys);
            // The list below it, whatever was typed finds.
            (world.model.pages.invoices.list.total, world.model.pages.invoices.list.rows) = (rows.len(), rows);
            let buffer = frame::render(&world.model).0;
            let frame = text(&buffer);
            let top = (0..24).find(|y| (0..80).any(|x| buffer[(x, *y)].symbol() == "╭")).expect("a border");
            let left = (0..80).find(|x| buffer[(*x, top)].symbol() == "╭").expect("a corner");
            let right = (left..80).find(|x| buffer[(*x, top)].symbol() == "╮").expect("a corner");
            let bottom = (top..24).find(|y| buffer[(left, *y)].symbol() == "╰").expect("a corner");
            let ours = matches!(theme, Theme::Dark | Theme::Light);
            assert_eq!(buffer[(left, top)].bg == Color::Reset, !ours, "{keys} in {theme:?}");
            // Over an empty list it looks the same: letters, colours and modifiers.
            world.model.pages.invoices.list.rows.clear();
            let empty = frame::render(&world.model).0;
            seen |= text(&empty) != frame;
            for y in top..=bottom {
                for x in left..=right {
                    assert_eq!(buffer[(x, y)], empty[(x, y)], "{keys} in {theme:?} at {x},{y}\n{frame}");
                }
            }
        }
    }
    assert!(seen, "what lies below is another list");
}

#[test]
fn no_currency_is_cut_and_those_without_a_line_are_counted() {
    let mut world = World::new(Lang::En, (200, 50));
    for (index, code) in ["HUF", "EUR", "USD", "PLN", "GBP", "CHF"].into_iter().enumerate() {
        let gross = rust_decimal::Decimal::new(3_377_136_330 + i64::try_from(index).expect("small"), 2);
        let count = 10 - u64::try_from(index).expect("small");
        let sum = CurrencyTotals { count, gross, ..CurrencyTotals::default() };
        let company = &mut world.companies[0];
        company.outstanding.insert(Currency::new(code), sum);
        company.overdue.insert(Currency::new(code), sum);
    }
    world = world.begin();
    for (width, height) in [(200, 50), (110, 50), (80, 24)] {
        world.event(Event::Resize(width, height));
        let screen = world.screen();
        assert!(screen.contains("PLN +2"), "{screen}");
        assert_eq!(screen.matches("33 771 363.3").count(), 8, "four currencies, twice, whole: {screen}");
    }
}

#[test]
fn a_first_sync_is_one_line_of_what_changed() {
    let mut world = world();
    let mut list = world.changes_of_all();
    let last = world.companies[0].last_success.as_ref().map(|run| run.id).expect("it ran");
    list.truncate(1);
    let mut many = Vec::new();
    for index in 0..444 {
        let mut change = list[0].clone();
        change.number = format!("N-{index}");
        change.change.run = last;
        change.change.key.company = world.companies[0].company.id;
        change.change.change.field = "first_seen".into();
        many.push(change);
    }
    world.hold = true;
    world.keys("6");
    let is_changes = |effect: &Effect| match effect {
        Effect::Ask(PageId::Changes, Ask::Case(case)) => case.get::<cases::Changes>().is_some(),
        _ => false,
    };
    assert!(world.held.iter().any(is_changes), "it is asked for");
    let reply: Reply<Vec<InvoiceChange>> = Ok(many);
    let event = Event::Answered(PageId::Changes, Answer::Case(Box::new(reply)));
    let _ = update::update(&mut world.model, event);
    let screen = world.screen();
    assert!(screen.contains("444 invoices first seen") && screen.contains("444 changes"), "{screen}");
    assert_eq!(world.model.pages.changes.rows().len(), 1);
    world.keys("<enter>");
    assert_eq!(world.model.shared.page, PageId::Invoices, "the line leads to its invoices");
    assert_eq!(world.model.pages.invoices.filter.query(), format!("changed:run:{last}"));
}
