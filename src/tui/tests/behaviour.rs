//! What follows from keys and events.

use proptest::prelude::*;

use super::world::{World, now, progress};
use crate::domain::{CompanyId, Message, RecordKey, RemoteId, RunId, RunStatus};
use crate::error::{Error, ErrorKind};
use crate::locale::Lang;
use crate::query::Found;
use crate::sync;
use crate::tui::ask::{Answer, Question as Ask};
use crate::tui::event::{Effect, Event};
use crate::tui::key::Key;
use crate::tui::pages::PageId;
use crate::tui::shared::{Leaving, Overlay, Question};
use crate::tui::{frame, update};

fn world() -> World {
    World::new(Lang::En, (80, 24)).begin()
}

fn key(model: &World) -> String {
    model.model.pages.invoices.list.selected.as_ref().map(|key| key.id.to_string()).unwrap_or_default()
}

#[test]
fn enter_opens_and_esc_goes_back_with_cursor_filter_and_sort_kept() {
    let mut world = world();
    world.keys("<enter>/petz<enter>O<down><down>");
    let (cursor, selected, sort) = (world.model.pages.invoices.list.cursor, key(&world), world.model.pages.invoices.list.sort);
    world.keys("<enter>");
    assert_eq!(world.model.shared.page, PageId::Invoice);
    assert_eq!(world.model.pages.invoice.key.as_ref().unwrap().id.as_str(), selected);
    world.keys("<esc>");
    assert_eq!(world.model.shared.page, PageId::Invoices);
    assert_eq!(
        (world.model.pages.invoices.list.cursor, key(&world), world.model.pages.invoices.list.sort),
        (cursor, selected, sort)
    );
    assert_eq!(world.model.pages.invoices.filter.input.text(), "petz");
    world.keys("<esc>");
    assert_eq!(world.model.pages.invoices.filter.input.text(), "", "then the filter goes");
    assert_eq!(world.model.shared.page, PageId::Invoices);
    world.keys("<esc>");
    assert_eq!(world.model.shared.page, PageId::Companies, "then one is where one came from");
}

#[test]
fn the_settings_hide_customers_and_stay_open() {
    let mut world = world();
    world.keys("2,<down><down><enter>");
    assert!(world.model.shared.masked);
    assert!(matches!(world.model.shared.overlay, Some(Overlay::Pick(_))));
    assert!(world.screen().contains("✓ hide customers"), "{}", world.screen());
    world.keys("<enter>");
    assert!(!world.model.shared.masked);
}

#[test]
fn taking_the_filter_away_leaves_the_cursor_on_its_invoice() {
    let mut world = world();
    world.keys("2/INV-2025-100<enter>");
    assert_eq!(world.model.pages.invoices.list.total, 1);
    let selected = key(&world);
    world.keys("<esc>");
    assert_eq!(world.model.pages.invoices.list.total, 282);
    assert_eq!(key(&world), selected);
    assert!(world.screen().contains("› INV-2025-100"), "{}", world.screen());
}

#[test]
fn every_typed_letter_searches_and_only_the_last_answer_counts() {
    let mut world = world();
    world.keys("2");
    world.hold = true;
    world.keys("/pe");
    let finds: Vec<(String, u64)> = world
        .held
        .iter()
        .filter_map(|effect| match effect {
            Effect::Ask(_, Ask::Find { request, generation }) => Some((request.query.clone(), *generation)),
            _ => None,
        })
        .collect();
    assert_eq!(finds.iter().map(|(query, _)| query.as_str()).collect::<Vec<_>>(), ["p", "pe"]);
    let late = Found { total: 7, ..Found::default() };
    world.event(Event::Answered(
        PageId::Invoices,
        Answer::Found { generation: finds[0].1, took: None, result: Ok(late), doubts: Vec::new() },
    ));
    assert_eq!(world.model.pages.invoices.list.total, 282, "the stale answer is dropped");
    world.held.remove(0);
    world.release();
    assert_eq!(world.model.pages.invoices.list.total, 41);
}

#[test]
fn what_is_pressed_before_the_answer_means_the_list_that_comes() {
    let mut world = world();
    world.keys("2/petz<enter>jj");
    let third = key(&world);
    world.keys("<esc>");
    world.hold = true;
    world.keys("/petz<enter>jj<enter>j");
    assert_eq!(
        (world.model.shared.page, world.model.pages.invoices.list.total),
        (PageId::Invoices, 282),
        "nothing is opened that nobody saw"
    );
    world.release();
    assert_eq!(world.model.shared.page, PageId::Invoice);
    assert_eq!(world.model.pages.invoice.key.as_ref().unwrap().id.as_str(), third);
    // The page that is opened meanwhile stays.
    world.keys("<esc><esc>");
    world.hold = true;
    world.keys("/petz<enter>j<enter>1");
    world.release();
    assert_eq!((world.model.shared.page, world.model.pages.invoices.list.cursor), (PageId::Companies, 0));
    // What was asked wrongly is answered by no row.
    world.keys("2<esc>");
    world.hold = true;
    world.keys("/gross>abc<enter>jj<enter>");
    world.release();
    assert_eq!(world.model.shared.page, PageId::Invoices);
    assert!(world.model.pages.invoices.list.filter_error().is_some());
}

#[test]
fn esc_while_typing_gives_the_filter_back_as_it_was() {
    let mut world = world();
    world.keys("2/petz<enter>/ xyz<esc>");
    assert_eq!(world.model.pages.invoices.filter.input.text(), "petz");
    assert!(!world.model.pages.invoices.filter.editing);
    assert!(world.model.pages.invoices.list.total > 0);
}

#[test]
fn letters_that_are_keys_elsewhere_are_letters_in_the_filter() {
    let mut world = world();
    world.keys("2/qsSc?1");
    assert_eq!(world.model.pages.invoices.filter.input.text(), "qsSc?1");
    assert!(world.done.is_empty());
}

#[test]
fn a_wrong_filter_keeps_what_was_found_and_points_at_the_place() {
    let mut world = world();
    world.keys("2/petz ");
    let total = world.model.pages.invoices.list.total;
    let error = Error::new(ErrorKind::Usage, Message::new("x").with("at", 3));
    world.hold = true;
    world.keys("z");
    let find = |effect: &Effect| match effect {
        Effect::Ask(_, Ask::Find { generation, .. }) => Some(*generation),
        _ => None,
    };
    let generation = world.held.iter().find_map(find).expect("it searches");
    world.held.clear();
    world.event(Event::Answered(
        PageId::Invoices,
        Answer::Found { generation, took: None, result: Err(error), doubts: Vec::new() },
    ));
    assert_eq!(world.model.pages.invoices.list.total, total);
    let screen = world.screen();
    assert!(screen.lines().any(|line| line.starts_with("    ^ ")), "{screen}");
    assert!(screen.contains("› INV-"), "what was found stays in sight: {screen}");
}

#[test]
fn the_cursor_follows_its_record_when_a_sync_brings_others() {
    let mut world = world();
    world.keys("2<down><down><down>");
    let (selected, line) = (key(&world), line_of_cursor(&world));
    for index in 0..10 {
        let mut new = world.invoices[0].clone();
        new.id = RemoteId::new(format!("{}", 990_000 + index));
        world.invoices.insert(0, new);
    }
    let keys = vec![RecordKey::document(CompanyId(1), RemoteId::new("990000"))];
    world.event(Event::Sync(sync::Event::Committed { run: RunId(46), keys }));
    assert_eq!(world.model.pages.invoices.list.total, 292);
    assert_eq!(key(&world), selected);
    assert_eq!(line_of_cursor(&world), line, "and stands where it stood");
}

fn line_of_cursor(world: &World) -> usize {
    world.screen().lines().position(|line| line.starts_with('›')).unwrap()
}

#[test]
fn commits_in_a_row_are_one_search_at_a_time() {
    let mut world = world();
    world.hold = true;
    for _ in 0..50 {
        let keys = vec![RecordKey::document(CompanyId(1), RemoteId::new("1"))];
        world.event(Event::Sync(sync::Event::Committed { run: RunId(46), keys }));
    }
    let count = |held: &[Effect], find: bool| {
        held.iter()
            .filter(|e| {
                if find {
                    matches!(e, Effect::Ask(_, Ask::Find { .. }))
                } else {
                    **e == Effect::Ask(PageId::Companies, Ask::Companies)
                }
            })
            .count()
    };
    assert_eq!((count(&world.held, true), count(&world.held, false)), (1, 1));
    world.release();
    assert!(world.held.is_empty());
}

#[test]
fn a_list_far_beyond_its_window_loads_what_is_seen() {
    let mut world = World::new(Lang::En, (80, 24));
    world.invoices = (0..40).flat_map(|_| world.invoices.clone()).collect();
    for (index, invoice) in world.invoices.iter_mut().enumerate() {
        invoice.id = RemoteId::new(format!("{}", 1_000_000 + index));
    }
    let mut world = world.begin();
    world.keys("2G");
    assert_eq!(world.model.pages.invoices.list.cursor, 282 * 40 - 1);
    assert!(world.model.pages.invoices.list.current().is_some(), "the row under the cursor is here");
    assert!(world.model.pages.invoices.list.rows.len() <= 200, "and it is a window only");
    world.keys("g");
    for _ in 0..300 {
        world.keys("<pgdn>");
    }
    assert!(world.model.pages.invoices.list.current().is_some());
    assert!(!world.screen().contains("\n  …"), "{}", world.screen());
}

#[test]
fn until_the_window_comes_the_list_shows_that_there_is_something() {
    let mut world = world();
    world.keys("2");
    world.hold = true;
    world.keys("G");
    assert!(world.screen().contains("\n  …"), "{}", world.screen());
    world.release();
    assert!(world.screen().contains("INV-2025-001"), "{}", world.screen());
}

#[test]
fn next_and_previous_invoice_follow_the_list() {
    let mut world = world();
    world.keys("2<enter>");
    let first = world.model.pages.invoice.key.clone();
    world.keys("JJK");
    assert_eq!(world.model.pages.invoices.list.cursor, 1);
    assert_eq!(world.model.pages.invoice.key, world.model.pages.invoices.list.selected);
    assert_ne!(world.model.pages.invoice.key, first);
    assert!(world.screen().contains("2 of 282"));
}

#[test]
fn a_report_is_read_when_somebody_looks_and_leads_to_the_invoices_behind_it() {
    let mut world = world();
    assert_eq!(world.reports, 1, "of the companies, for their sparklines");
    world.keys("2/petz<enter>5");
    assert!(world.screen().contains("over 90 days"), "{}", world.screen());
    let late = world.model.pages.reports.rows().last().map(|row| row.total.count).expect("a row");
    world.keys("<end><enter>");
    assert!(world.screen().contains("status:unpaid due<="), "{}", world.screen());
    assert!(late > 0);
    // Back to the report, and to what one had looked for.
    world.keys("<esc>");
    assert!(world.screen().contains("over 90 days"), "{}", world.screen());
    world.keys("2");
    assert!(world.screen().contains("/ petz"), "{}", world.screen());
    // Changed data is read again when the page is shown, and not before.
    let before = world.reports;
    world.keys("r");
    assert_eq!(world.reports, before);
    world.keys("5");
    // The report, and the one of the companies for its picture.
    assert_eq!(world.reports, before + 2);
    world.keys("lm<right>");
    assert!(world.screen().contains("‹Partners›"), "{}", world.screen());
}

#[test]
fn the_open_invoice_does_not_change_under_the_eyes() {
    let mut world = world();
    world.keys("2/status:overdue<enter><enter>");
    let open = world.model.pages.invoice.key.clone();
    let id = open.clone().unwrap().id;
    world.invoices.iter_mut().find(|i| i.id == id).unwrap().status = crate::domain::PaymentStatus::Paid;
    world.event(Event::Sync(sync::Event::Committed { run: RunId(46), keys: vec![open.clone().unwrap()] }));
    assert_eq!(world.model.pages.invoice.key, open);
    assert!(world.screen().contains("paid"), "but shows what it is now");
}

#[test]
fn s_syncs_the_company_under_the_cursor_and_capital_s_all_that_are_enabled_and_idle() {
    let mut world = world();
    world.keys("<down>s");
    assert_eq!(world.done, [Effect::StartSync(vec![CompanyId(2)])]);
    world.done.clear();
    world.event(Event::Sync(sync::Event::Started(progress(2, 0, None))));
    world.model.shared.progress.insert(CompanyId(2), progress(2, 0, None));
    world.keys("S");
    assert_eq!(world.done, [Effect::StartSync(vec![CompanyId(1), CompanyId(3), CompanyId(4), CompanyId(6)])]);
    world.done.clear();
    world.keys("<end><up>s");
    assert!(world.done.is_empty());
    assert!(world.screen().contains("This company is disabled."), "{}", world.screen());
}

#[test]
fn quitting_while_a_sync_runs_asks_first_and_stays_by_default() {
    let mut world = world();
    world.keys("q");
    assert_eq!(world.done, [Effect::Quit]);
    world.done.clear();
    world.event(Event::Sync(sync::Event::Progress(progress(3, 10, Some(20)))));
    world.keys("q<enter>");
    assert!(world.done.is_empty() && world.model.shared.overlay.is_none());
    world.keys("q<tab>");
    assert_eq!(world.model.shared.overlay, Some(Overlay::Confirm { question: Question::Quit, yes: true }));
    world.keys("<enter>");
    assert_eq!(world.done, [Effect::Quit]);
    world.done.clear();
    world.event(Event::End);
    assert_eq!(world.done, [Effect::Quit], "a signal does not ask");
}

#[test]
fn an_answer_from_before_a_sync_began_does_not_hide_it() {
    let mut world = world();
    world.hold = true;
    world.event(Event::Sync(sync::Event::Missed));
    world.event(Event::Sync(sync::Event::Started(progress(3, 0, Some(20)))));
    let stale = Event::Answered(PageId::Companies, Answer::Companies(Ok(world.companies.clone())));
    world.event(stale);
    world.keys("q");
    assert!(world.done.is_empty() && world.model.shared.overlay.is_some(), "it asks");
    let fresh = Event::Answered(PageId::Companies, Answer::Companies(Ok(world.companies.clone())));
    world.event(fresh);
    assert!(world.model.shared.progress.is_empty(), "what was asked for afterwards knows best");
}

#[test]
fn quitting_does_not_ask_where_another_process_has_the_sync() {
    let mut world = world();
    world.event(Event::Sync(sync::Event::Progress(progress(3, 10, Some(20)))));
    world.model.shared.leaving = Leaving::HandsOver;
    world.keys("q");
    assert!(world.done.is_empty() && world.screen().contains("hand over"));
    world.keys("<enter>");
    world.model.shared.leaving = Leaving::LeavesAlone;
    world.keys("q");
    assert_eq!(world.done, [Effect::Quit]);
}

#[test]
fn c_cancels_the_company_under_the_cursor_else_all() {
    let mut world = world();
    world.keys("c");
    assert!(world.done.is_empty(), "nothing runs");
    for id in [2, 3] {
        world.event(Event::Sync(sync::Event::Progress(progress(id, 10, Some(20)))));
    }
    world.keys("<down>c");
    assert_eq!(world.done, [Effect::Cancel(vec![CompanyId(2)])]);
    world.keys("2c");
    assert_eq!(world.done.len(), 1, "that several are ended is asked first");
    assert!(world.screen().contains("End 2 syncs?"), "{}", world.screen());
    world.keys("<enter>c<tab><enter>");
    assert_eq!(world.done.last(), Some(&Effect::Cancel(vec![])));
}

#[test]
fn an_ended_sync_says_so_until_one_has_seen_it() {
    let mut world = world();
    world.event(Event::Sync(sync::Event::Progress(progress(1, 10, Some(20)))));
    world.event(Event::Sync(sync::Event::Ended(Box::new(world.runs[0].0.clone()))));
    assert!(world.model.shared.progress.is_empty());
    assert!(world.screen().contains("IT Cardigan Kft.: 3 new, 1 changed ─"), "{}", world.screen());
    let later = now() + jiff::SignedDuration::from_mins(6);
    world.event(Event::Clock(later));
    assert!(!world.screen().contains("3 new, 1 changed ─"), "{}", world.screen());
}

#[test]
fn a_failure_is_not_hidden_by_what_went_well_right_after_it() {
    let mut world = world();
    for index in [2, 0] {
        world.event(Event::Sync(sync::Event::Ended(Box::new(world.runs[index].0.clone()))));
    }
    assert!(world.screen().contains("Old Shop Bt.: "), "{}", world.screen());
    assert!(!world.screen().contains("3 new, 1 changed ─"));
}

#[test]
fn a_store_that_gives_fewer_rows_than_it_counts_is_not_asked_for_ever() {
    let mut world = world();
    world.keys("2");
    let generation = last_generation(&mut world);
    let rows = world.model.pages.invoices.list.rows.iter().take(3).cloned().collect();
    let found = Found { total: 5000, rows, ..Found::default() };
    world.hold = true;
    world.event(Event::Answered(
        PageId::Invoices,
        Answer::Found { generation, took: None, result: Ok(found), doubts: Vec::new() },
    ));
    assert!(world.held.is_empty(), "{:?}", world.held);
}

/// Sends a search and holds its answer back.
fn last_generation(world: &mut World) -> u64 {
    world.hold = true;
    world.keys("O");
    let generation = world.held.iter().rev().find_map(|effect| match effect {
        Effect::Ask(_, Ask::Find { generation, .. }) => Some(*generation),
        _ => None,
    });
    world.held.clear();
    generation.unwrap()
}

#[test]
fn nothing_is_drawn_for_what_changes_nothing() {
    let mut world = world();
    world.model.shared.dirty = false;
    world.event(Event::Clock(now() + jiff::SignedDuration::from_secs(20)));
    world.event(Event::Key(Key::char('#')));
    world.event(Event::Answered(
        PageId::Invoices,
        Answer::Found { generation: 0, took: None, result: Ok(Found::default()), doubts: Vec::new() },
    ));
    assert!(!world.model.shared.dirty);
    world.event(Event::Clock(now() + jiff::SignedDuration::from_mins(1)));
    assert!(world.model.shared.dirty, "the clock shows another minute");
}

#[test]
fn sorting_by_a_column_shows_its_arrow_and_again_turns_it_round() {
    let mut world = world();
    world.keys("2o<home><down><down><enter>");
    assert!(world.screen().contains("↓ Gross"), "{}", world.screen());
    world.keys("o<enter>");
    assert!(world.screen().contains("↑ Gross"), "{}", world.screen());
    world.keys("o<home>jjjjjjjjjj<enter>");
    assert!(world.screen().contains("↓ Net"), "a column that one sorts by is shown: {}", world.screen());
}

#[test]
fn a_run_shows_its_errors_and_goes_on_while_it_runs() {
    let mut world = world();
    world.keys("4<down><enter>");
    assert!(world.screen().contains("E-2025-9"), "{}", world.screen());
    world.keys("<esc>");
    assert!(world.model.pages.runs.open.is_none());
    world.runs[0].0.status = RunStatus::Running;
    world.runs[0].0.id = RunId(46);
    world.event(Event::Sync(sync::Event::Started(progress(1, 0, None))));
    world.event(Event::Sync(sync::Event::Progress(progress(1, 777, Some(1000)))));
    assert!(world.screen().contains("777"), "{}", world.screen());
}

#[test]
fn what_comes_from_outside_cannot_command_the_terminal() {
    let mut world = World::new(Lang::En, (120, 40));
    let evil = "\x1b[2J\u{202E}evil\u{9b}31m";
    for invoice in &mut world.invoices {
        invoice.number = evil.into();
        invoice.buyer.name = evil.into();
        invoice.comment = Some(evil.into());
        invoice.items[0].name = evil.into();
        invoice.items[0].unit = evil.into();
        invoice.vat_lines[0].name = evil.into();
        invoice.tags = vec![evil.into()];
    }
    for company in &mut world.companies {
        company.company.name = evil.into();
        company.company.legal_name = Some(evil.into());
    }
    for (run, errors) in &mut world.runs {
        run.company_name = evil.into();
        run.actor.0 = evil.into();
        for error in errors {
            error.invoice_number = Some(evil.into());
        }
    }
    let mut world = world.begin();
    for keys in ["", "2", "<enter>", "p", "4", "<down><enter>"] {
        world.keys(keys);
        let (buffer, _) = frame::render(&world.model);
        let bad = |symbol: &str| symbol.chars().any(crate::domain::text::is_unsafe);
        assert!(!buffer.content.iter().any(|cell| bad(cell.symbol())), "after {keys}");
    }
}

#[test]
fn another_day_makes_other_invoices_overdue() {
    let mut world = world();
    world.hold = true;
    world.event(Event::Clock(now() + jiff::SignedDuration::from_hours(12)));
    let today = world.model.shared.today();
    let asked =
        world.held.iter().any(|effect| matches!(effect, Effect::Ask(_, Ask::Find { request, .. }) if request.today == today));
    assert!(asked, "{:?}", world.held);
}

#[test]
fn an_invoice_of_thousands_of_items_scrolls_to_its_end() {
    let mut world = World::new(Lang::En, (100, 30));
    let invoice = &mut world.invoices[0];
    invoice.items = vec![invoice.items[0].clone(); 5000];
    let mut world = world.begin();
    world.keys("2<enter><end>");
    assert!(world.screen().contains("first seen"), "{}", world.screen());
    world.keys("<pgup>");
    assert!(world.screen().contains("MR004C"), "{}", world.screen());
    world.keys("g");
    assert!(world.screen().contains("INV-2025-282   invoice"), "{}", world.screen());
}

#[test]
fn what_the_provider_says_is_asked_for_once_and_shown() {
    let mut world = world();
    world.keys("2<enter>");
    world.hold = true;
    world.keys("pp");
    assert_eq!(world.held.len(), 3, "{:?}", world.held);
    assert!(world.screen().contains("asking…"));
    world.release();
    assert!(world.screen().contains("4F2K9XQ"), "{}", world.screen());
    world.keys("J");
    assert!(world.model.pages.invoice.payments.is_none(), "the next invoice has its own");
}

#[test]
fn the_screen_says_what_happened_since_it_was_left() {
    use crate::service::cases::Tidings;
    use crate::tui::ask::{Answer, Question};
    use crate::tui::event::Effect;
    let mut world = World::new(Lang::En, (120, 40));
    crate::tui::saved::read(&mut world.model, r#"{"looked": "2025-12-03T09:00:00Z"}"#, true);
    let effects = update::begin(&mut world.model);
    let asked = |effect: &Effect| match effect {
        Effect::Ask(PageId::Changes, Question::Case(case)) => case.get::<crate::service::cases::News>().cloned(),
        _ => None,
    };
    let news = effects.iter().find_map(asked).expect("it is asked for");
    assert_eq!((news.since.to_string().as_str(), news.day.to_string().as_str()), ("2025-12-03T09:00:00Z", "2025-12-03"));
    let told = Tidings { new: 12, paid: 3, overdue: 1, failed: 0 };
    let reply: crate::tui::ask::Reply<Tidings> = Ok(told);
    world.event(Event::Answered(PageId::Changes, Answer::Case(Box::new(reply))));
    let says = "Since you last looked (4 h ago): 12 new, 3 paid, 1 newly overdue, 0 failed";
    assert!(world.screen().contains(says), "{}", world.screen());
    // Nothing new is no notice; and the time of this look is kept for the next.
    let mut world = World::new(Lang::En, (120, 40));
    world.model.shared.looked = Some(world.model.shared.now);
    let reply: crate::tui::ask::Reply<Tidings> = Ok(Tidings::default());
    world.event(Event::Answered(PageId::Changes, Answer::Case(Box::new(reply))));
    assert!(world.model.shared.notice.is_none());
    assert!(crate::tui::saved::write(&world.model).contains(super::world::NOW));
}

#[test]
fn a_theme_of_the_user_is_read_again_while_the_screen_runs() {
    use crate::config::{Palette, Rgb};
    let palette = |act| Palette { act: Rgb(act), ..Palette::parse(include_str!("../../../assets/themes/dark.toml")).unwrap() };
    let configured = |themes| {
        Event::Configured(Ok(crate::tui::event::Configured {
            keymap: crate::tui::keymap::Keymap::default(),
            read_only: false,
            settings: crate::tui::settings::Settings::default(),
            themes,
            commands: Vec::new(),
            open: crate::config::Open::default(),
            asked: false,
        }))
    };
    let mut world = world();
    world.event(configured(vec![("sea".to_owned(), palette(0x0011_2233))]));
    // Settings lead through the shipped ones to it.
    world.keys(",<enter><enter><enter><enter><enter><enter><esc>");
    assert_eq!(world.model.shared.settings.theme.name(&world.model.shared.themes), "sea");
    world.event(configured(vec![("lake".to_owned(), palette(1)), ("sea".to_owned(), palette(0x0044_5566))]));
    assert_eq!(world.model.shared.settings.theme.name(&world.model.shared.themes), "sea", "known by its name");
    world.model.shared.depth = crate::tui::theme::Depth::True;
    let colors: Vec<_> = frame::render(&world.model).0.content.iter().map(|cell| cell.fg).collect();
    assert!(colors.contains(&ratatui::style::Color::Rgb(0x44, 0x55, 0x66)), "the newer colour");
    world.event(configured(Vec::new()));
    assert_eq!(world.model.shared.settings.theme.name(&world.model.shared.themes), "terminal", "a theme that is gone");
}

fn any_key() -> impl Strategy<Value = Key> {
    let script = "jkgG/oOasSc?123456qrpnPJK hNx|vVue*yzZwH:,+-<>ml!D\"é株<enter><esc><up><down><left><right><home><end><pgup><pgdn><tab><backtab>\
                  <backspace><delete><ctrl-w><ctrl-u><ctrl-l><ctrl-c><ctrl-z><ctrl-f><ctrl-b><ctrl-d><ctrl-n><ctrl-p><ctrl-x><alt-b>";
    prop::sample::select(Key::script(script))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_keys_at_any_size_panic(
        keys in prop::collection::vec(any_key(), 1..60),
        width in 1u16..210,
        height in 1u16..60,
        syncing in any::<bool>(),
        empty in any::<bool>(),
    ) {
        let make = if empty { World::empty } else { World::new };
        let mut world = make(Lang::Hu, (width, height)).begin();
        if syncing {
            world.event(Event::Sync(sync::Event::Progress(progress(1, 5, Some(0)))));
        }
        for (index, key) in keys.iter().enumerate() {
            world.event(Event::Key(*key));
            if index % 7 == 0 {
                world.event(Event::Resize(height.max(1) * 3, width.max(1) / 3 + 1));
            }
            let _ = frame::render(&world.model);
        }
        let effects = update::update(&mut world.model, Event::Lagged);
        // Each list that was shown is asked for once.
        let told: std::collections::BTreeSet<String> = effects.iter().map(|effect| format!("{effect:?}")).collect();
        prop_assert_eq!(told.len(), effects.len(), "{:?}", effects);
    }
}

/// A key, a press of the mouse or another size of the terminal.
fn any_step() -> impl Strategy<Value = Event> {
    let mouse = (0u16..210, 0u16..60).prop_map(|(x, y)| Event::Mouse(crate::tui::event::Mouse::Press(x, y)));
    prop_oneof![
        20 => any_key().prop_map(Event::Key),
        2 => (1u16..210, 1u16..60).prop_map(|(width, height)| Event::Resize(width, height)),
        1 => mouse,
    ]
}

/// A seed that fails is printed with the steps that it made; `PROPTEST_RNG_SEED` runs it again.
#[test]
fn a_thousand_keys_and_sizes_leave_a_sane_screen() {
    let config = ProptestConfig { cases: 2, failure_persistence: None, max_shrink_iters: 64, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let result = runner.run(&prop::collection::vec(any_step(), 1000), |steps| {
        let mut world = World::new(Lang::En, (120, 40)).begin();
        for step in steps {
            world.event(step);
            let (model, cx) = (&world.model, &world.model.shared);
            for (top, seen, total) in model.extents() {
                prop_assert!(top <= total && (total == 0 || top < total), "{top} of {total}, {seen} seen");
            }
            let list = &model.pages.invoices.list;
            prop_assert!(list.cursor == 0 || list.cursor < list.total, "{} of {}", list.cursor, list.total);
            let sheet = &model.pages.runs.sheet;
            prop_assert!(sheet.cursor == 0 || sheet.cursor < sheet.total(), "{} of {}", sheet.cursor, sheet.total());
            prop_assert!(cx.overlay.is_none() || !model.context().name.is_empty());
        }
        let (frame, cursor) = frame::render(&world.model);
        prop_assert_eq!((frame.area.width, frame.area.height), (world.model.shared.width, world.model.shared.height));
        prop_assert!(cursor.is_none_or(|at| at.x < frame.area.width && at.y < frame.area.height));
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn a_completion_that_is_asked_for_before_it_is_known_waits_for_what_was_typed() {
    let mut world = world();
    world.keys("2/status:");
    world.hold = true;
    world.keys("ov<tab>");
    assert_eq!(world.model.pages.invoices.filter.input.text(), "status:ov", "what stood there before is not put in");
    world.release();
    assert_eq!(world.model.pages.invoices.filter.input.text(), "status:overdue");
}

#[test]
fn marks_of_all_that_is_found_outlive_another_order_and_not_another_question() {
    let mut world = world();
    world.keys("2/petz<enter>*");
    assert!(world.screen().contains("41 marked"), "{}", world.screen());
    world.keys("O");
    assert!(world.screen().contains("41 marked"), "{}", world.screen());
    world.keys("/ x<enter>");
    assert!(!world.screen().contains("marked ·") && world.model.pages.invoices.list.marks.is_empty());
    // One that was marked by name stays marked whatever is asked.
    world.keys("<esc><esc><esc>2 /kov<enter>");
    assert!(world.screen().contains("1 marked"), "{}", world.screen());
}

#[test]
fn a_cursor_that_was_not_moved_is_at_the_top_next_time() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("2");
    assert!(crate::tui::saved::write(&world.model).contains("\"selected\": null"));
    world.keys("<down>");
    assert!(!crate::tui::saved::write(&world.model).contains("\"selected\": null"));
}

#[test]
fn while_customers_are_hidden_no_name_is_offered_and_no_pdf_saved() {
    let mut world = world();
    world.keys("2H/partner:p");
    assert!(world.model.pages.invoices.filter.suggestions.is_empty());
    world.keys("<esc>D");
    assert!(world.model.shared.overlay.is_none() && world.screen().contains("no PDF is saved"), "{}", world.screen());
}

#[test]
fn q_at_a_question_that_is_not_about_quitting_only_closes_it() {
    let mut world = world();
    world.keys("2*D");
    assert!(world.model.shared.overlay.is_some());
    world.keys("q");
    assert!(world.model.shared.overlay.is_none() && world.done.is_empty());
}

#[test]
fn what_is_copied_presses_no_key_and_is_no_formula_where_it_is_pasted() {
    let mut world = World::new(Lang::En, (120, 40));
    for invoice in &mut world.invoices {
        invoice.number = "INV\nrm -rf ~\n\x1b[2J".into();
        invoice.buyer.name = "=HYPERLINK(\"x\")".into();
    }
    let mut world = world.begin();
    for (keys, row) in [("2y<enter>", false), ("yj<enter>", true), ("yjj<enter>", true), ("y<end><enter>", false)] {
        world.keys(keys);
        let Some(Effect::Copy(text)) = world.done.pop() else { panic!("nothing is copied by {keys}") };
        assert!(!text.contains('\x1b') && !text.contains("\nrm"), "{text:?}");
        assert!(!row || text.contains("'=HYPERLINK") && !text.contains("\t=HYPERLINK"), "{text:?}");
    }
}
