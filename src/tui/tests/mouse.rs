//! The mouse on what lies over a page, and on the names above it.

use super::world::World;
use crate::domain::{CompanyId, OWN_BOOKS};
use crate::locale::Lang;
use crate::query::ReportKind;
use crate::service::books::{BillStep, Paid};
use crate::service::cases;
use crate::tui::case::Case;
use crate::tui::event::{Event, Mouse};
use crate::tui::form::Form;
use crate::tui::pages::PageId;
use crate::tui::shared::Overlay;

fn press(world: &mut World, x: u16, y: u16) {
    world.event(Event::Mouse(Mouse::Press(x, y)));
    world.event(Event::Mouse(Mouse::Release));
}

/// Later, so that the next press is no second one.
fn later(world: &mut World) {
    let now = world.model.shared.now + jiff::SignedDuration::from_secs(2);
    world.event(Event::Clock(now));
}

/// The place of a text on the screen.
fn place(world: &World, words: &str) -> (u16, u16) {
    let screen = world.screen();
    let found = screen.lines().enumerate().find_map(|(y, line)| {
        let at = line.find(words)?;
        Some((crate::tui::text::columns(line.get(..at)?), u16::try_from(y).ok()?))
    });
    found.unwrap_or_else(|| panic!("{words} is not in {screen}"))
}

fn line(world: &World, y: u16) -> String {
    world.screen().lines().nth(usize::from(y)).unwrap_or_default().to_owned()
}

fn form(world: &World) -> &Form {
    let Some(Overlay::Form(form)) = &world.model.shared.overlay else { panic!("no form: {}", world.screen()) };
    form
}

fn own(size: (u16, u16)) -> World {
    let mut world = World::new(Lang::En, size);
    for view in world.companies.iter_mut().filter(|view| view.company.id == CompanyId(1)) {
        view.company.provider = OWN_BOOKS.into();
        view.company.login = None;
    }
    world.begin()
}

#[test]
fn a_press_moves_to_an_entry_a_second_one_takes_it_and_one_beside_closes() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("2v");
    let (x, y) = place(&world, "With warnings");
    press(&mut world, x, y);
    assert!(line(&world, y).contains("› With warnings"), "{}", world.screen());
    press(&mut world, x, y);
    assert!(world.model.shared.overlay.is_none(), "{}", world.screen());
    assert_eq!(world.model.pages.invoices.filter.query(), "has:warning");
    later(&mut world);
    world.keys("o");
    press(&mut world, 1, 36);
    assert!(world.model.shared.overlay.is_none(), "a press beside the list: {}", world.screen());
}

#[test]
fn a_long_list_stays_where_it_is_below_the_mouse() {
    let mut world = World::new(Lang::En, (80, 24)).begin();
    world.keys("2?");
    // A heading is none that one can be on.
    let (x, y) = place(&world, "Here");
    press(&mut world, x, y);
    assert!(!line(&world, y).contains('›'), "{}", world.screen());
    world.keys("<pgdn><pgdn>");
    let mut reached = 0;
    for y in 6..19 {
        let before = line(&world, y).replace('›', " ");
        later(&mut world);
        press(&mut world, 20, y);
        let after = line(&world, y);
        reached += usize::from(after.contains('›'));
        assert_eq!(after.replace('›', " "), before, "{}", world.screen());
    }
    assert!(reached > 5, "{}", world.screen());
    // What is typed begins at the top again.
    world.keys("sync every");
    assert!(line(&world, 5).contains('›') || line(&world, 6).contains('›'), "{}", world.screen());
}

#[test]
fn what_is_on_or_off_is_switched_by_one_press() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("2,");
    let (x, y) = place(&world, "reduced motion");
    for on in [true, false] {
        press(&mut world, x, y);
        assert_eq!(world.model.shared.settings.calm, on, "{}", world.screen());
    }
    assert!(matches!(world.model.shared.overlay, Some(Overlay::Pick(_))), "the list stays open");
}

#[test]
fn fields_of_a_form_are_pressed() {
    let mut world = own((120, 40));
    world.keys("2<ctrl-o><enter><ctrl-u>12.50");
    // Between the letters of a text.
    let (x, y) = place(&world, "12.50");
    press(&mut world, x + 1, y);
    world.keys("0");
    // The signs of a choice turn it; its name only leads to it.
    let (x, y) = place(&world, "‹ wire transfer ›");
    press(&mut world, x + 16, y);
    let (x, y) = place(&world, "‹ cash ›");
    later(&mut world);
    press(&mut world, 3, y);
    assert_eq!(form(&world).at, 2);
    later(&mut world);
    press(&mut world, x + 40, y);
    assert!(world.screen().contains("‹ cash ›"), "nothing is there: {}", world.screen());
    world.keys("<enter>");
    let BillStep::Pay(ask) = &world.orders.last().and_then(Case::get::<cases::Bill>).expect("ordered").step else {
        panic!("no payment")
    };
    assert_eq!((ask.amount.map(|amount| amount.to_string()).as_deref(), ask.by), (Some("102.50"), Paid::Money));
    assert_eq!(ask.method.as_ref().map(crate::domain::PaymentMethod::as_str), Some("cash"));
    // A checkbox.
    let mut world = own((120, 40));
    world.keys("2j<ctrl-o><enter>");
    let (x, y) = place(&world, "[ ]");
    press(&mut world, x + 1, y);
    assert!(world.screen().contains("[x]") && form(&world).at == 2, "{}", world.screen());
}

#[test]
fn an_answer_is_marked_by_a_press_and_given_by_the_second() {
    let mut world = own((120, 40));
    let ask = |world: &mut World| {
        later(world);
        world.keys("2<ctrl-o><end><enter><enter>");
        assert!(matches!(world.model.shared.overlay, Some(Overlay::Confirm { yes: false, .. })), "{}", world.screen());
    };
    ask(&mut world);
    let (x, y) = place(&world, "  Void it");
    press(&mut world, x + 3, y);
    assert!(world.orders.is_empty() && line(&world, y).contains("› Void it"), "{}", world.screen());
    press(&mut world, x + 3, y);
    assert!(
        matches!(world.orders.last().and_then(Case::get::<cases::Bill>), Some(bill) if matches!(bill.step, BillStep::Correct(_)))
    );
    // Elsewhere it means nothing, and No does nothing.
    let mut world = own((120, 40));
    ask(&mut world);
    press(&mut world, 2, 30);
    press(&mut world, 2, 30);
    assert!(matches!(world.model.shared.overlay, Some(Overlay::Confirm { .. })), "{}", world.screen());
    let (x, y) = place(&world, "› No");
    press(&mut world, x + 2, y);
    press(&mut world, x + 2, y);
    assert!(world.orders.is_empty() && world.model.shared.overlay.is_none(), "{}", world.screen());
}

#[test]
fn a_completion_is_taken_by_a_press() {
    for size in [(80, 24), (200, 50)] {
        let mut world = World::new(Lang::En, size).begin();
        world.keys("2/gro");
        let (x, y) = place(&world, "gross");
        press(&mut world, x, y);
        let filter = &world.model.pages.invoices.filter;
        assert!(filter.editing && filter.input.text().starts_with("gross"), "{size:?}: {}", world.screen());
        // The second of several.
        let mut world = World::new(Lang::En, size).begin();
        world.keys("4/st");
        let second = world.model.pages.runs.sheet.filter.suggestions.get(1).expect("two").text.clone();
        let (x, y) = place(&world, &format!("{second} "));
        press(&mut world, x, y);
        assert_eq!(world.model.pages.runs.sheet.filter.input.text(), second, "{size:?}: {}", world.screen());
    }
}

#[test]
fn a_line_that_is_asked_for_takes_its_cursor_from_the_mouse() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("2e<enter>");
    let (x, y) = place(&world, "faktura-2025");
    press(&mut world, x, y);
    world.keys("my-");
    assert!(world.screen().contains("my-faktura-2025"), "{}", world.screen());
}

#[test]
fn names_above_a_list_lead_to_it() {
    let mut world = World::new(Lang::En, (200, 50)).begin();
    world.keys("5");
    let (x, y) = place(&world, "Partners");
    press(&mut world, x, y);
    assert_eq!(world.model.pages.reports.kind(), ReportKind::Partners);
    // A row is selected by a press and opened by the second, as in every list.
    let (x, y) = place(&world, "Größe");
    let rows = y;
    press(&mut world, x, rows);
    assert_eq!(world.model.shared.page, PageId::Reports);
    press(&mut world, x, rows);
    assert_eq!(world.model.shared.page, PageId::Invoices);
    world.keys("6");
    let (x, y) = place(&world, "30 days");
    press(&mut world, x, y);
    assert!(world.screen().contains("‹30 days›"), "{}", world.screen());
    // Where one name alone has room, it leads on.
    let mut world = World::new(Lang::En, (40, 12)).begin();
    world.keys("5");
    let (x, y) = place(&world, "‹Aging›");
    press(&mut world, x, y);
    assert_eq!(world.model.pages.reports.kind(), ReportKind::Months);
    world.model.shared.locale = Lang::Hu.locale();
    world.keys("M");
    let (x, y) = place(&world, "‹ Tokenek ›");
    press(&mut world, x + 10, y);
    assert!(world.screen().contains("‹ Szerepkörök ›"), "{}", world.screen());
    later(&mut world);
    press(&mut world, x, y);
    assert!(world.screen().contains("‹ Tokenek ›"), "{}", world.screen());
}

/// The wheel moves what it is turned over: the detail beside the list to its end and no further, else the list.
#[test]
fn the_wheel_moves_what_it_is_turned_over() {
    let wheel = |world: &mut World, x: u16, down: bool, times: usize| {
        for _ in 0..times {
            world.event(Event::Mouse(Mouse::Wheel(x, 8, down)));
        }
    };
    // The invoice, a payment and a contact with all that is known of each.
    for keys in ["2", "7", "8"] {
        let mut world = World::new(Lang::En, (200, 14)).begin();
        world.keys(keys);
        let halves = |world: &World| -> (String, String) {
            // Wide characters are fewer than their columns: the line between the panes tells where they meet.
            let part = |line: &str, list: bool| -> String {
                let (of_list, of_detail) = line.split_once('│').unwrap_or((line, ""));
                if list { of_list.trim_end().to_owned() } else { of_detail.to_owned() }
            };
            let screen = world.screen();
            let body: Vec<&str> = screen.lines().skip(2).take(10).collect();
            (body.iter().map(|line| part(line, true)).collect(), body.iter().map(|line| part(line, false)).collect())
        };
        let (list, detail) = halves(&world);
        wheel(&mut world, 180, true, 1);
        assert_eq!(halves(&world).0, list, "{keys}: the list stays: {}", world.screen());
        let is_long = halves(&world).1 != detail;
        assert!(is_long || keys != "2", "the detail moves: {}", world.screen());
        wheel(&mut world, 180, true, 100);
        let end = halves(&world);
        assert!(!end.1.trim().is_empty(), "{keys}: {}", world.screen());
        wheel(&mut world, 180, false, 100);
        assert_eq!(
            halves(&world),
            (list.clone(), detail),
            "{keys}: back at its top, without a turn too much: {}",
            world.screen()
        );
        wheel(&mut world, 20, true, 1);
        assert_ne!(halves(&world).0, list, "{keys}: {}", world.screen());
    }
    // Over what lies above both it moves that.
    let mut world = World::new(Lang::En, (200, 50)).begin();
    world.keys("2?");
    wheel(&mut world, 180, true, 1);
    assert_eq!((world.model.pages.invoices.list.cursor, world.model.pages.invoice.top), (0, 0));
    let Some(Overlay::Pick(picker)) = &world.model.shared.overlay else { panic!("{}", world.screen()) };
    assert!(picker.cursor > 1);
}

/// A column is as wide as its edge is dragged, until the button is let go.
#[test]
fn the_edge_of_a_column_is_dragged() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("2");
    let (x, y) = place(&world, "Issued");
    world.event(Event::Mouse(Mouse::Press(x - 2, y)));
    world.event(Event::Mouse(Mouse::Drag(x + 3, y)));
    world.event(Event::Mouse(Mouse::Release));
    world.event(Event::Mouse(Mouse::Drag(x + 10, y)));
    assert_eq!(place(&world, "Issued"), (x + 5, y), "{}", world.screen());
}
