//! What is done with an invoice: paid, sent, credited, voided; and what own books lack.

use super::world::World;
use crate::domain::*;
use crate::locale::Lang;
use crate::service::books::{BillStep, Paid};
use crate::service::cases;
use crate::tui::case::Case;

/// A world in which the first company keeps its books here.
fn own(size: (u16, u16)) -> World {
    let mut world = World::new(Lang::En, size);
    for view in world.companies.iter_mut().filter(|view| view.company.id == CompanyId(1)) {
        view.company.provider = OWN_BOOKS.into();
        view.company.login = None;
    }
    world.begin()
}

fn notice(world: &World) -> String {
    world.model.shared.notice.as_ref().map(|notice| notice.message.id.to_string()).unwrap_or_default()
}

fn step(world: &World) -> &BillStep {
    &world.orders.last().and_then(Case::get::<cases::Bill>).expect("it was ordered").step
}

#[test]
fn a_payment_is_recorded_with_amount_day_and_way() {
    let mut world = own((120, 40));
    world.keys("2");
    let row = world.model.pages.invoices.list.current().expect("a row").clone();
    assert_eq!(row.company, CompanyId(1));
    // From the list and from the invoice alike; p asks no service here.
    world.keys("<enter>p");
    let menu = world.screen();
    for words in ["Record a payment", "Send it by mail", "Credit it", "Void it"] {
        assert!(menu.contains(words), "{words} in {menu}");
    }
    world.keys("<esc><esc><ctrl-o><enter>");
    assert!(world.screen().contains(&format!("Payment of {}", row.number)), "{}", world.screen());
    world.keys("<tab><ctrl-u>yesterday<tab> <enter>");
    let BillStep::Pay(ask) = step(&world) else { panic!("{:?}", step(&world)) };
    assert_eq!((ask.documents.as_slice(), ask.amount), (&[row.id.to_string()][..], Some(row.open_amount())));
    assert_eq!((ask.date, ask.by), (world.model.shared.today().yesterday().ok(), Paid::Money));
    assert_eq!(ask.method.as_ref().map(PaymentMethod::as_str), Some("cash"));
}

#[test]
fn what_is_final_is_asked_about_and_answered_by_a_letter() {
    let mut world = own((120, 40));
    world.keys("2<ctrl-o><end><enter><tab>twice issued<enter>");
    let question = world.screen();
    assert!(question.contains("Void INV-2025-282 over"), "{question}");
    world.keys("n");
    assert!(world.orders.is_empty() && world.model.shared.overlay.is_none());
    world.keys("<ctrl-o><end><enter><tab>twice issued<enter>y");
    let BillStep::Correct(ask) = step(&world) else { panic!("{:?}", step(&world)) };
    assert_eq!((ask.document.as_str(), ask.void, ask.reason.as_deref()), ("900000", true, Some("twice issued")));
    // Parts are those of the command.
    world.keys("<ctrl-o><down><down><enter><tab><tab>2=1.5 3=net:5000<enter>y");
    let BillStep::Correct(ask) = step(&world) else { panic!("{:?}", step(&world)) };
    let parts: Vec<_> = ask.parts.iter().map(|part| (part.line, part.quantity, part.net)).collect();
    assert_eq!(
        (ask.void, parts),
        (false, vec![(2, Some("1.5".parse().unwrap()), None), (3, None, Some("5000".parse().unwrap()))])
    );
}

#[test]
fn neither_the_name_nor_the_error_of_a_field_is_cut() {
    let mut world = own((60, 24));
    let words = |world: &World| world.screen().split_whitespace().collect::<Vec<_>>().join(" ");
    world.keys("2<ctrl-o><down><down><enter><tab><tab>");
    assert!(words(&world).contains("Parts, such as 2=1.5 or 2=net:5000 (empty: the whole)"), "{}", world.screen());
    world.keys("two<enter>");
    let shown = words(&world);
    assert!(shown.contains("two is no part: the line, = and a quantity, or net: and an amount"), "{}", world.screen());
    assert!(world.orders.is_empty());
}

#[test]
fn an_invoice_of_a_service_is_sent_and_nothing_else() {
    let mut world = own((120, 40));
    world.keys("2j<ctrl-o>");
    assert!(!world.screen().contains("Record a payment"), "{}", world.screen());
    world.keys("<enter>a@example.com; b@example.com<enter>");
    let sent = world.orders.last().and_then(Case::get::<cases::SendDocuments>).expect("ordered");
    let told = format!("{sent:?}");
    assert!(told.contains("900001") && told.contains("a@example.com") && told.contains("b@example.com"), "{told}");
}

#[test]
fn own_books_say_that_no_service_has_them() {
    for (keys, says) in [
        ("1s", "tui-own-no-service"),
        ("1T", "tui-own-no-service"),
        ("1L", "tui-own-no-service"),
        ("1E", "tui-own-no-service"),
        ("2s", "tui-own-no-service"),
    ] {
        let mut world = own((120, 40));
        world.keys(keys);
        assert_eq!(notice(&world), says, "{keys}: {}", world.screen());
        assert!(world.orders.is_empty() && world.model.shared.overlay.is_none(), "{keys}");
    }
}

#[test]
fn nothing_is_done_while_customers_are_hidden_or_by_viewers() {
    let mut world = own((120, 40));
    world.keys("H2<ctrl-o><enter>");
    assert_eq!(notice(&world), "own-masked");
    let mut world = own((120, 40));
    world.model.shared.read_only = true;
    world.keys("2<ctrl-o><enter>");
    assert_eq!(notice(&world), "tui-read-only-refused");
}

#[test]
fn reports_begin_with_the_currency_of_the_companies() {
    let mut world = World::new(Lang::En, (120, 40));
    for view in &mut world.companies {
        view.service.currency = Some(Currency::new("EUR"));
    }
    let mut world = world.begin();
    world.keys("5");
    assert_eq!(world.model.pages.reports.shown().map(|(currency, _)| currency.to_string()), Some("EUR".to_owned()));
}

#[test]
fn what_is_asked_of_an_invoice_that_is_still_read_is_done_once_it_is_here() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("2");
    let read_slowly = |world: &mut World, keys: &str| {
        world.hold = true;
        world.keys(keys);
        assert!(!world.screen().contains("Open outside"), "{}", world.screen());
    };
    read_slowly(&mut world, "<enter><ctrl-x>");
    world.release();
    assert!(world.screen().contains("Open outside"), "{}", world.screen());
    // Left meanwhile, or another question is before it: nothing appears unasked.
    for leaves in ["<esc>", "4", "?"] {
        world.keys("<esc><esc><esc>2<down>");
        read_slowly(&mut world, "<enter><ctrl-x>");
        world.keys(leaves);
        world.release();
        assert!(!world.screen().contains("Open outside"), "{leaves}: {}", world.screen());
    }
}

#[test]
fn what_own_books_refuse_is_not_offered() {
    let menu = |change: fn(&mut Invoice)| {
        let mut world = World::new(Lang::En, (120, 40));
        for view in world.companies.iter_mut().filter(|view| view.company.id == CompanyId(1)) {
            view.company.provider = OWN_BOOKS.into();
        }
        change(&mut world.invoices[0]);
        let mut world = world.begin();
        world.keys("2<ctrl-o>");
        world.screen()
    };
    // A credit note of which nothing is left.
    let shown = menu(|invoice| {
        invoice.kind = DocumentType::CreditNote;
        invoice.status = PaymentStatus::Paid;
    });
    assert!(shown.contains("Send it by mail"), "{shown}");
    for words in ["Record a payment", "Credit it", "Void it"] {
        assert!(!shown.contains(words), "{words} in {shown}");
    }
    let shown = menu(|invoice| invoice.status = PaymentStatus::Paid);
    assert!(shown.contains("Credit it") && !shown.contains("Void it"), "{shown}");
    let shown = menu(|invoice| invoice.cancelled = true);
    assert!(!shown.contains("Credit it") && !shown.contains("Record a payment"), "{shown}");
}

#[test]
fn own_books_are_no_service() {
    let mut world = own((120, 40));
    world.keys("1");
    let shown = world.screen();
    assert!(shown.contains("own books"), "{shown}");
    for words in ["own books ·", "next call allowed", "  books"] {
        assert!(!shown.contains(words), "{words} in {shown}");
    }
    world.keys("2<f3>");
    let shown = world.screen();
    assert!(shown.contains("PDF") && !shown.contains("public address"), "{shown}");
}
