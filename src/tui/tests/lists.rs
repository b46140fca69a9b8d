//! The filter line, the cursor that was not moved, overlays of a list, and amounts under each other.

use ratatui::style::Color;

use super::world::{World, progress, text};
use crate::domain::{Actor, CompanyId, Currency, CurrencyTotals, RecordKey, RemoteId, Role, RunId};
use crate::locale::Lang;
use crate::service::InvoiceChange;
use crate::service::cases;
use crate::sync;
use crate::tui::ask::{Answer, Question as Ask, Reply};
use crate::tui::event::{Effect, Event, Mouse};
use crate::tui::input::LONGEST;
use crate::tui::key::Key;
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
fn companies_that_keep_their_books_in_several_currencies_have_no_converted_sum() {
    let converted = |of_medka: Option<&str>, query: &str| {
        let mut world = World::new(Lang::En, (120, 40));
        for view in world.companies.iter_mut().filter(|view| view.company.name.starts_with("MEDKA")) {
            view.service.currency = of_medka.map(Currency::new);
        }
        let mut world = world.begin();
        world.keys(&format!("2/{query}<enter>"));
        let screen = world.screen();
        screen.lines().find_map(|line| line.split_once("converted total")).map(|(_, sum)| sum.trim().to_owned())
    };
    assert!(converted(Some("HUF"), "").is_some_and(|sum| sum.contains("Ft")));
    for other in [Some("NZD"), None] {
        assert_eq!(converted(other, ""), None, "{other:?}");
        // Of companies with one currency there is a sum, whatever the others have.
        assert!(converted(other, "company:cardigan").is_some_and(|sum| sum.contains("Ft")), "{other:?}");
    }
    assert!(converted(Some("NZD"), "company:medka").is_some_and(|sum| sum.contains("NZD")));
    assert_eq!(converted(None, "company:medka"), None);
}

#[test]
fn a_company_that_is_synced_takes_one_line() {
    let mut world = World::new(Lang::En, (200, 50)).begin();
    let lines = |world: &World| {
        let screen = world.screen();
        let at = |name: &str| screen.lines().position(|line| line.contains(name)).expect("listed");
        at("MEDKA Kft.") - at("IT Cardigan Kft.")
    };
    assert_eq!(lines(&world), 2, "one for each currency");
    world.event(Event::Sync(sync::Event::Started(progress(1, 0, None))));
    world.event(Event::Sync(sync::Event::Progress(progress(1, 10, Some(20)))));
    assert_eq!(lines(&world), 1);
}

#[test]
fn the_sum_of_marked_rows_is_of_what_they_are_now() {
    for (marks, sign) in [(" ", 1), ("* ", -1)] {
        let mut world = World::new(Lang::En, (120, 40)).begin();
        world.keys(&format!("2{marks}"));
        let list = &world.model.pages.invoices.list;
        let row = list.rows[0].clone();
        let sum = |world: &World| {
            let list = &world.model.pages.invoices.list;
            list.marks.totals(&list.totals)[&row.total_key()].gross
        };
        let before = sum(&world);
        world.invoices.iter_mut().find(|invoice| invoice.id == row.id).expect("there").gross +=
            rust_decimal::Decimal::ONE_HUNDRED;
        world.event(Event::Sync(sync::Event::Committed { run: RunId(46), keys: vec![row.key()] }));
        // What is marked but for one row has it in neither sum.
        let more = if sign > 0 { rust_decimal::Decimal::ONE_HUNDRED } else { rust_decimal::Decimal::ZERO };
        assert_eq!(sum(&world), before + more, "{marks}");
    }
}

#[test]
fn a_slash_begins_another_filter_and_the_old_one_is_a_key_away() {
    let mut world = world();
    world.keys("2/petz<enter>");
    let found = world.model.pages.invoices.list.total;
    world.hold = true;
    world.keys("/");
    let asked: Vec<_> = world.held.iter().collect();
    assert!(matches!(asked.as_slice(), [Effect::Ask(_, Ask::Suggest { .. })]), "only texts are read ahead: {asked:?}");
    world.held.clear();
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
            let ours = !matches!(theme, Theme::Terminal | Theme::Mono);
            assert_eq!(buffer[(left, top)].bg == Color::Reset, !ours, "{keys} in {theme:?}");
            // Over a list in another order it looks the same: letters, colours and modifiers.
            world.model.pages.invoices.list.rows.reverse();
            let other = frame::render(&world.model).0;
            seen |= text(&other) != frame;
            for y in top..=bottom {
                for x in left..=right {
                    assert_eq!(buffer[(x, y)], other[(x, y)], "{keys} in {theme:?} at {x},{y}\n{frame}");
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
        let sum = CurrencyTotals { count, gross, balance: gross, ..CurrencyTotals::default() };
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

/// The rows of a list with this text; a picture below it is no row.
fn rows(world: &World, about: &str) -> usize {
    let screen = world.screen();
    screen.lines().take_while(|line| !line.contains(" · Old Shop Bt.")).filter(|line| line.contains(about)).count()
}

#[test]
fn the_log_is_filtered_ordered_marked_and_copied_like_every_list() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("4/status:");
    assert!(world.screen().contains("interrupted"), "its values are offered: {}", world.screen());
    world.keys("failed<enter>");
    assert_eq!((rows(&world, "Old Shop Bt."), rows(&world, "MEDKA Kft.")), (1, 0), "{}", world.screen());
    assert!(world.screen().contains("1 of 6"), "{}", world.screen());
    world.keys("<esc>/new>50<enter>");
    assert_eq!((rows(&world, "interrupted"), rows(&world, "full")), (1, 1), "{}", world.screen());
    world.keys("<esc>/size:3<enter>");
    assert!(world.screen().contains("size"), "{}", world.screen());
    assert!(world.screen().contains("trigger"), "the fields are named: {}", world.screen());
    // By the number of new ones, the largest first.
    world.keys("<esc>ojjjj<enter>");
    let first = |world: &World| world.screen().lines().nth(4).unwrap_or_default().to_owned();
    assert!(first(&world).contains("cancelled"), "{}", world.screen());
    world.keys("O");
    assert!(!first(&world).contains("cancelled"), "{}", world.screen());
    world.keys("g  y");
    assert_eq!(notice(&world), "tui-copied-rows");
    let copied = world.done.iter().find_map(|effect| if let Effect::Copy(text) = effect { Some(text.clone()) } else { None });
    let copied = copied.expect("it is copied");
    assert_eq!(copied.lines().count(), 3, "titles and two rows: {copied}");
    assert!(copied.starts_with("Status\tStarted\tCompany"), "{copied}");
}

#[test]
fn views_and_columns_belong_to_their_list() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("4/status:failed<enter>|");
    assert!(world.screen().contains("Started by") && !world.screen().contains("Partner"), "{}", world.screen());
    world.keys("<esc>vfailures<enter><esc><esc>");
    assert_eq!(rows(&world, "MEDKA Kft."), 2, "{}", world.screen());
    world.keys("2vfailures");
    assert!(!world.screen().contains("status:failed"), "invoices have views of their own: {}", world.screen());
    world.keys("<esc>:failures<enter>");
    assert_eq!(world.model.shared.page, PageId::Runs);
    assert_eq!(rows(&world, "MEDKA Kft."), 0, "{}", world.screen());
}

#[test]
fn companies_and_changes_have_a_filter_too() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("1/light:red<enter>");
    assert_eq!((rows(&world, "Old Shop Bt."), rows(&world, "Alvó Cég")), (1, 0), "{}", world.screen());
    world.keys("<esc>/medka<enter><enter>");
    assert_eq!(world.model.pages.invoices.scope, Some(CompanyId(2)), "the row under the cursor is opened");
    world.keys("6ll/petz field:status<enter>");
    let list = world.model.pages.changes.sheet.total();
    assert!(list > 0 && list < world.model.pages.changes.rows().len(), "{}", world.screen());
    assert_eq!(rows(&world, "Größe"), 0, "{}", world.screen());
}

#[test]
fn marked_companies_are_synced_together() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("1  s");
    let started = |effect: &Effect| if let Effect::StartSync(ids) = effect { Some(ids.clone()) } else { None };
    assert_eq!(world.done.iter().find_map(started), Some(vec![CompanyId(1), CompanyId(2)]));
}

fn press(world: &mut World, x: u16, y: u16) {
    world.event(Event::Mouse(Mouse::Press(x, y)));
    world.event(Event::Mouse(Mouse::Release));
}

#[test]
fn a_double_click_opens_a_single_one_selects_and_hints_are_buttons() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("2");
    press(&mut world, 10, 8);
    let selected = world.model.pages.invoices.list.cursor;
    assert_eq!((selected, world.model.shared.page), (4, PageId::Invoices));
    // Much later, at the same place.
    world.event(Event::Clock(super::world::now() + jiff::SignedDuration::from_secs(2)));
    press(&mut world, 10, 8);
    assert_eq!(world.model.shared.page, PageId::Invoices, "two single clicks");
    press(&mut world, 10, 8);
    assert_eq!(world.model.shared.page, PageId::Invoice, "a double click");
    let hint = world.screen().lines().last().and_then(|line| line.find("back")).expect("a hint");
    press(&mut world, u16::try_from(hint).expect("small"), 39);
    assert_eq!(world.model.shared.page, PageId::Invoices);
}

#[test]
fn a_list_that_does_not_fit_has_a_scrollbar() {
    let mut world = World::new(Lang::En, (80, 24)).begin();
    world.keys("2");
    let bar = |world: &World| -> Vec<usize> {
        let screen = world.screen();
        screen.lines().enumerate().filter(|(_, line)| line.ends_with('┃')).map(|(index, _)| index).collect()
    };
    assert_eq!(bar(&world).first(), Some(&2), "{}", world.screen());
    world.keys("j<pgdn>");
    assert!(bar(&world).first() > Some(&2), "{}", world.screen());
    world.keys("G");
    assert_eq!(bar(&world).last(), Some(&21), "{}", world.screen());
    world.keys("/INV-2025-100<enter>");
    assert_eq!(bar(&world), [0; 0], "all is seen");
}

#[test]
fn filters_orders_columns_marks_and_forgotten_views_come_back() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("2/petz<enter>O  ");
    let (sort, marked) = (world.model.pages.invoices.list.sort, world.model.pages.invoices.list.marks.count(0));
    assert_eq!(marked, 2);
    world.keys("u");
    assert_eq!(world.model.pages.invoices.list.marks.count(0), 0);
    world.keys("z");
    assert_eq!(world.model.pages.invoices.list.marks.count(0), 2, "the marks are back");
    world.keys("zz");
    assert_eq!(world.model.pages.invoices.list.marks.count(0), 0);
    world.keys("z");
    assert_ne!(world.model.pages.invoices.list.sort, sort, "the order is back");
    world.keys("z");
    assert_eq!((line(&world).as_str(), world.model.pages.invoices.list.total), ("", 282), "the whole line is one step");
    world.keys("ZZ");
    assert_eq!((line(&world).as_str(), world.model.pages.invoices.list.sort), ("petz", sort));
    world.keys("<esc><esc>4/status:failed<enter>vmine<enter>v<ctrl-x><tab><enter>");
    assert!(world.model.shared.views.is_empty());
    world.keys("z");
    assert_eq!(world.model.shared.views.len(), 1, "the view is back");
    assert_eq!(world.model.pages.runs.sheet.total(), 1);
}

#[test]
fn the_border_between_list_and_detail_moves_by_keys_and_by_the_mouse() {
    let mut world = World::new(Lang::En, (200, 50)).begin();
    world.keys("2");
    let border = |world: &World| {
        let shown = frame::render(&world.model).0;
        (0..200_u16).find(|x| shown[(*x, 10)].symbol() == "│").expect("a border")
    };
    assert_eq!(border(&world), 110);
    for key in [Key { ctrl: true, ..Key::of(crossterm::event::KeyCode::Left) }; 2] {
        world.event(Event::Key(key));
    }
    assert_eq!((border(&world), world.model.shared.split), (90, 45));
    // It is kept for the next session, and both panes keep room.
    let kept = crate::tui::saved::write(&world.model);
    let mut next = World::new(Lang::En, (200, 50));
    crate::tui::saved::read(&mut next.model, &kept, true);
    assert_eq!(next.model.shared.split, 45);
    for _ in 0..20 {
        world.event(Event::Key(Key { ctrl: true, ..Key::of(crossterm::event::KeyCode::Right) }));
    }
    assert_eq!(border(&world), 150);
    world.event(Event::Mouse(Mouse::Press(150, 10)));
    world.event(Event::Mouse(Mouse::Drag(100, 12)));
    world.event(Event::Mouse(Mouse::Release));
    world.event(Event::Mouse(Mouse::Drag(140, 12)));
    assert_eq!(border(&world), 100, "only what is held is dragged");
    // A click elsewhere is no drag, and a narrow screen has no border.
    world.event(Event::Mouse(Mouse::Press(20, 10)));
    world.event(Event::Mouse(Mouse::Drag(60, 10)));
    assert_eq!(border(&world), 100);
}

#[test]
fn an_order_during_a_search_waits_for_the_rows_that_it_means() {
    // The keys that open something about the row under the cursor, and a word of what appears.
    for (key, word) in [("<ctrl-x>", "Open outside"), ("y", "Copy")] {
        let mut world = world();
        world.keys("2");
        let before = world.model.pages.invoices.list.current().expect("a row").clone();
        world.hold = true;
        world.keys("/inv-2025-26<enter>");
        world.keys(key);
        assert!(world.model.shared.overlay.is_none(), "{key} would be about {}", before.number);
        world.release();
        let found = world.model.pages.invoices.list.current().expect("a row");
        assert_ne!(found.number, before.number);
        assert!(world.model.shared.overlay.is_some() && world.screen().contains(word), "{key}: {}", world.screen());
    }
    // The same rows read again: what a key means is not here for a moment.
    let mut world = world();
    world.keys("2");
    world.hold = true;
    world.keys("H<ctrl-x>");
    assert!(world.model.shared.overlay.is_none());
    world.release();
    assert!(world.screen().contains("Open outside"), "{}", world.screen());
}

#[test]
fn an_amount_that_changed_is_whole_or_not_there() {
    use crate::domain::Change;
    use crate::tui::load::Load;
    use crate::tui::pages::changes::Line;

    for (lang, name) in [(Lang::En, "open"), (Lang::Hu, "hátr")] {
        for size in [(200, 50), (120, 40), (80, 24), (60, 20), (40, 12)] {
            let mut world = World::new(lang, size).begin();
            world.keys("6");
            let all = world.changes_of_all();
            let lines = all.into_iter().take(3).map(|mut change| {
                change.currency = Currency::new("EUR");
                change.change.run = RunId(0);
                change.change.change = Change { field: "balance".into(), old: None, new: Some("13130336.2".into()) };
                Line { change, count: 1 }
            });
            world.model.pages.changes.list = Load::Ready(lines.collect());
            world.model.pages.changes.sheet.changed();
            world.keys("j");
            let screen = world.screen();
            let amount = world.model.shared.locale.money("13130336.2".parse().unwrap(), &Currency::new("EUR"));
            let rows: Vec<&str> = screen.lines().filter(|line| line.contains("INV-")).collect();
            assert_eq!(rows.len(), 3, "{screen}");
            for row in rows {
                assert!(row.contains(&amount.replace('\u{A0}', " ")), "{row} of {screen}");
                assert!(size.0 < 60 || row.contains(name), "{row} of {screen}");
            }
        }
    }
}

#[test]
fn a_change_too_long_for_its_room_shows_no_part_of_a_number() {
    use crate::tui::theme;
    use crate::tui::words::short_change;

    let line = |new: &str| {
        vec![("open amount ".to_owned(), theme::PLAIN), ("– → ".to_owned(), theme::DIM), (new.to_owned(), theme::BOLD)]
    };
    let text = |new: &str, room| short_change(line(new), room).into_iter().map(|(words, _)| words).collect::<String>();
    assert_eq!(text("130 336.20 €", 40), "open amount – → 130 336.20 €");
    assert_eq!(text("130 336.20 €", 26), "open amount → 130 336.20 €");
    assert_eq!(text("130 336.20 €", 20), "open… → 130 336.20 €");
    assert_eq!(text("130 336.20 €", 17), "o… → 130 336.20 €");
    assert_eq!(text("130 336.20 €", 16), "open amount …", "a number alone does not say what changed");
    assert_eq!(text("130 336.20 €", 13), "open amount …");
    assert_eq!(text("130 336.20 €", 8), "open… …");
    assert_eq!(text("paid in full", 18), "op… → paid in full");
}

#[test]
fn the_settings_of_the_screen_show_their_values() {
    for (lang, value) in [(Lang::En, "off"), (Lang::Hu, "nincs")] {
        let mut world = World::new(lang, (80, 24)).begin();
        world.keys(",");
        let title = world.model.shared.locale.get("tui-set-notify");
        let screen = world.screen();
        assert!(screen.lines().any(|line| line.contains(&title) && line.contains(value)), "{screen}");
    }
}

#[test]
fn english_names_of_pages_work_in_every_language() {
    for lang in [Lang::En, Lang::Hu] {
        for page in [PageId::Options, PageId::Links, PageId::Drafts, PageId::Projects, PageId::Deliveries, PageId::Logins] {
            let mut world = World::new(lang, (120, 40)).begin();
            world.keys(&format!(":{}<enter>", page.as_str()));
            assert_eq!(world.model.shared.page, page, "{lang:?} {}", world.screen());
        }
    }
}

#[test]
fn a_company_without_anything_open_shows_what_it_issued() {
    let mut world = World::new(Lang::En, (200, 50));
    for view in &mut world.companies {
        view.outstanding.clear();
    }
    let world = world.begin();
    let screen = world.screen();
    let line = screen.lines().find(|line| line.contains("IT Cardigan")).expect("a line");
    assert!(line.contains("Ft"), "{line}");
}

#[test]
fn names_of_ages_are_not_cut_in_little_room() {
    let mut world = World::new(Lang::En, (40, 12)).begin();
    world.keys("5");
    let title = world.model.shared.locale.get("tui-report-delay");
    for _ in 0..12 {
        if world.screen().contains(&format!("‹{title}›")) {
            break;
        }
        world.keys("l");
    }
    let screen = world.screen();
    assert!(screen.contains(&format!("‹{title}›")) && screen.contains("days"), "{screen}");
    assert!(!screen.lines().skip(3).any(|line| line.contains('…')), "{screen}");
}

#[test]
fn columns_of_companies_are_chosen_moved_and_sized() {
    let mut world = World::new(Lang::En, (140, 40)).begin();
    let heading = |world: &World| world.screen().lines().find(|line| line.contains("Last sync")).unwrap_or_default().to_owned();
    assert!(heading(&world).contains("Overdue") && !heading(&world).contains("Service"), "{}", world.screen());
    world.keys("|");
    let menu = world.screen();
    assert!(menu.contains("Service") && menu.contains("Light"), "{menu}");
    // The service is shown, the invoices are not.
    world.keys("<down><down><enter>");
    for _ in 0..12 {
        if world.screen().lines().any(|line| line.contains('›') && line.contains("Service")) {
            break;
        }
        world.keys("<down>");
    }
    world.keys("<enter><esc>");
    let shown = heading(&world);
    assert!(shown.contains("Service") && !shown.contains("Invoices"), "{shown}");
    assert!(world.screen().contains("Billingo"), "{}", world.screen());
    // It is undone like every change of a list.
    world.keys("zz");
    assert!(heading(&world).contains("Invoices") && !heading(&world).contains("Service"), "{}", world.screen());
}

#[test]
fn further_lists_of_a_page_are_undone_too() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("Bl/number:10<enter>");
    assert!(world.screen().contains("1 of 2"), "{}", world.screen());
    world.keys("h").keys("z");
    assert!(world.screen().contains("2 statements"), "{}", world.screen());
    world.keys("Z");
    assert!(world.screen().contains("1 of 2"), "{}", world.screen());
    world.keys("5/partner:petz<enter>");
    let some = world.model.pages.reports.report.ready().expect("read").invoices;
    world.keys("z");
    assert!(world.model.pages.reports.report.ready().expect("read").invoices > some, "{}", world.screen());
}

#[test]
fn an_empty_page_offers_no_key_that_a_viewer_may_not_use() {
    let mut world = World::new(Lang::En, (100, 30));
    world.model.shared.standing = None;
    let mut world = world.begin();
    let standing = crate::service::Standing {
        actor: Actor("bela".into()),
        everywhere: Some(Role::Viewer),
        companies: Vec::new(),
        only_reads: false,
    };
    world.model.shared.standing = Some(standing);
    for hint in
        ["tui-empty-bank-hint", "tui-empty-invoices-hint", "tui-empty-outbox-hint", "own-empty-drafts-hint", "tui-empty-log-hint"]
    {
        let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 100, 20));
        let area = buffer.area;
        let shown = crate::tui::placeholder::Say::Hint("tui-nothing-here", hint);
        crate::tui::placeholder::say(&world.model.shared, &mut buffer, area, &shown);
        let text: String = buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect();
        assert!(!text.contains("Press") && text.trim().len() > 30, "{hint}: {text}");
    }
}

/// A list of one company that finds nothing says where else one may look.
#[test]
fn a_filter_that_finds_nothing_in_a_company_leads_to_all() {
    let mut world = World::new(Lang::En, (100, 30)).begin();
    world.keys("<enter>/zzz<enter>");
    assert!(world.model.pages.invoices.scope.is_some());
    assert!(world.screen().contains("Press a to look in all companies"), "{}", world.screen());
    world.keys("a");
    assert!(world.screen().contains("Nothing matches") && !world.screen().contains("Press a"), "{}", world.screen());
}

/// A theme of the user's own is looked at often while the screen rests: it is being changed beside it. Else there is little to wait for.
#[test]
fn a_resting_screen_looks_often_at_a_theme_of_the_users_own_alone() {
    let mut world = World::new(Lang::En, (80, 24)).begin();
    let usual = world.model.shared.rest();
    world.model.shared.settings.theme = crate::tui::theme::Theme::Own(0);
    assert!(world.model.shared.rest() < usual);
}
