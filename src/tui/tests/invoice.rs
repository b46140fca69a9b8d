//! What is done with an invoice: paid, sent, credited, voided; and what own books lack.

use super::world::World;
use crate::domain::*;
use crate::locale::Lang;
use crate::service::Credits;
use crate::service::books::{BillStep, Paid};
use crate::service::cases;
use crate::tui::case::Case;
use crate::tui::shared::Overlay;

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
    world.keys("<ctrl-o><end><up><enter><tab><tab>2=1.5 3=net:5000<enter>y");
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
    world.keys("2<ctrl-o><end><up><enter><tab><tab>");
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
    // The buyer's addresses are there, to be changed.
    world.keys("<enter>");
    assert!(world.screen().contains("ap@example.com"), "{}", world.screen());
    world.keys("<ctrl-u>a@example.com; b@example.com<enter>");
    let sent = world.orders.last().and_then(Case::get::<cases::SendDocuments>).expect("ordered");
    let told = format!("{sent:?}");
    assert!(told.contains("900001") && told.contains("a@example.com") && told.contains("b@example.com"), "{told}");
}

#[test]
fn figures_that_come_are_in_sight_at_every_size() {
    for size in [(40, 12), (80, 24), (200, 50)] {
        let mut world = World::new(Lang::En, size).begin();
        world.keys("2<enter>f");
        assert!(world.screen().contains("In figures"), "{}", world.screen());
    }
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
    world.keys("2<ctrl-o>");
    let menu = world.screen();
    for words in ["Record a payment", "Send it by mail", "Credit it", "Void it"] {
        assert!(!menu.contains(words), "{words} in {menu}");
    }
    world.keys("<esc>  <ctrl-o>");
    assert_eq!(notice(&world), "tui-read-only-refused", "nothing can be done with several");
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

#[test]
fn an_amount_that_can_mean_two_things_is_not_recorded() {
    let mut world = own((120, 40));
    world.keys("2<ctrl-o><enter><ctrl-u>1,200<enter>");
    let shown = world.screen();
    assert!(world.orders.is_empty() && shown.contains("“1,200” can be 1200 or 1.20"), "{shown}");
    // What is open stands first, whatever the buyer is called.
    assert!(shown.contains(" open, "), "{shown}");
    world.keys("<ctrl-u>1,200.50");
    assert!(world.screen().contains("= 1200.5"), "{}", world.screen());
    world.keys("<enter>");
    let BillStep::Pay(ask) = step(&world) else { panic!("{:?}", step(&world)) };
    assert_eq!(ask.amount, Some("1200.50".parse().unwrap()));
}

#[test]
fn what_is_credited_whole_is_not_credited_again() {
    let menus = |whole: bool| {
        let mut world = own((120, 40));
        world.credits = Some(Credits { numbers: vec!["CN-7".to_owned()], whole });
        let menu = |keys: &str, world: &mut World| {
            world.keys(keys);
            world.screen()
        };
        // From the list, where it is read for the menu, and from the invoice.
        let list = menu("2<ctrl-o>", &mut world);
        let detail = menu("<esc><enter>", &mut world);
        [list, menu("<ctrl-o>", &mut world), detail]
    };
    for shown in &menus(true) {
        assert!(shown.contains("credited by CN-7"), "{shown}");
        assert!(!shown.contains("Credit it") && !shown.contains("Void it"), "{shown}");
    }
    let [list, invoice, detail] = menus(false);
    assert!(detail.contains("credited in part by CN-7"), "{detail}");
    for shown in [list, invoice] {
        assert!(shown.contains("Credit it") && !shown.contains("Void it"), "{shown}");
    }
}

/// The documents that were sent last, by number of keys.
fn sent(world: &World) -> String {
    format!("{:?}", world.orders.last().and_then(Case::get::<cases::SendDocuments>).expect("ordered"))
}

#[test]
fn marked_invoices_are_sent_and_paid_together() {
    let mut world = own((120, 40));
    world.keys("1<enter>/petz<enter>  <ctrl-o>");
    let menu = world.screen();
    assert!(menu.contains("2 marked invoices") && menu.contains("Record a payment"), "{menu}");
    assert!(!menu.contains("Credit it") && !menu.contains("Void it"), "{menu}");
    world.keys("<enter>");
    assert!(world.screen().contains("One payment of 2 marked invoices, PETZ"), "{}", world.screen());
    world.keys("<enter>");
    let BillStep::Pay(ask) = step(&world) else { panic!("{:?}", step(&world)) };
    assert_eq!((ask.documents.len(), ask.amount), (2, None), "what is open of both");
    // Marks of several buyers: a mail for each, but no payment of all.
    let mut world = own((120, 40));
    world.keys("2   <ctrl-o>");
    assert!(!world.screen().contains("Record a payment"), "{}", world.screen());
    world.keys("<enter>");
    assert!(world.screen().contains("3 marked invoices by mail"), "{}", world.screen());
    world.keys("Thank you<enter>");
    let told = sent(&world);
    assert!(told.matches("RecordKey").count() == 3 && told.contains("Thank you"), "{told}");
}

#[test]
fn all_that_is_found_is_read_before_something_is_done_with_it() {
    let mut world = own((120, 40));
    world.keys("2/petz<enter>*");
    let found = world.model.pages.invoices.list.total;
    assert!(found > 40, "more than are shown");
    // One of them is not meant.
    world.keys(" <ctrl-o>");
    let shown = world.screen();
    assert!(shown.contains(&format!("{} marked invoices", found - 1)), "{shown}");
    assert!(shown.contains("› Send it by mail"), "the first thing to do is under the cursor: {shown}");
    world.keys("<enter><enter>");
    assert_eq!(sent(&world).matches("RecordKey").count(), found - 1);
    // Another filter before the rows come: nothing is offered.
    let mut world = own((120, 40));
    world.keys("2/petz<enter>*");
    world.hold = true;
    world.keys("<ctrl-o>/<esc><esc>/Kov");
    world.release();
    assert!(world.model.shared.overlay.is_none(), "{}", world.screen());
}

#[test]
fn several_mails_are_told_with_the_first_that_is_not_sent() {
    use crate::service::{SendAnswer, Skipped};
    let mut world = own((120, 40));
    let skipped = |number: &str, is_done| Skipped {
        key: RecordKey::document(CompanyId(1), RemoteId::new(number)),
        number: number.to_owned(),
        why: Message::new("delivery-no-address").with("number", number).with("partner", "Petz"),
        hint: None,
        is_done,
    };
    let answer = SendAnswer { skipped: vec![skipped("A-1", true), skipped("A-2", false)], ..SendAnswer::default() };
    let answer: crate::tui::ask::Reply<SendAnswer> = Ok(answer);
    crate::tui::form::outcome::ordered(crate::tui::form::Order::Send, Box::new(answer), &mut world.model.shared);
    let told = world.model.shared.notice.as_ref().map(|notice| Lang::En.locale().text(&notice.message)).unwrap_or_default();
    assert!(told.starts_with("No mail is on its way; 2 invoices are not sent: ") && told.contains("A-2"), "{told}");
    assert!(told.find("A-2") < told.find("A-1"), "what is wrong comes first, the others follow: {told}");
    // What is wrong is among the jobs, with why.
    let failed: Vec<&str> = world.model.shared.jobs.all()[0].failed.iter().map(|(number, _)| number.as_str()).collect();
    assert_eq!(failed, ["A-2"]);
}

/// A mail that is not sent leaves its form as it was typed, with the cursor where the reason can be mended.
#[test]
fn a_mail_that_is_not_sent_leaves_its_form() {
    use crate::service::{SendAnswer, Skipped};
    use crate::tui::form::field::Name;
    let mut world = own((120, 40));
    world.keys("2<ctrl-o>");
    world.keys("<down><enter><tab>Hello");
    let number = |id: &'static str| Message::new(id).with("number", "A-1").with("partner", "Petz").with("to", "a@b.example");
    for (why, field, words) in [
        ("delivery-no-address", Name::To, "Write an address here"),
        ("delivery-sent-already", Name::Again, "A-1 was sent to a@b.example already."),
    ] {
        let Some(Overlay::Form(form)) = &mut world.model.shared.overlay else { panic!("{}", world.screen()) };
        form.state = crate::tui::form::State::Waiting;
        let one = Skipped {
            key: RecordKey::document(CompanyId(1), RemoteId::new("1")),
            number: "A-1".to_owned(),
            why: number(why),
            hint: Some(Message::new("delivery-no-address-hint")),
            is_done: why == "delivery-sent-already",
        };
        let answer: crate::tui::ask::Reply<SendAnswer> = Ok(SendAnswer { skipped: vec![one], ..SendAnswer::default() });
        crate::tui::form::outcome::ordered(crate::tui::form::Order::Send, Box::new(answer), &mut world.model.shared);
        let shown = world.screen();
        assert!(shown.contains(words) && shown.contains("Hello") && !shown.contains("--"), "{shown}");
        let Some(Overlay::Form(form)) = &world.model.shared.overlay else { panic!("{shown}") };
        assert_eq!(form.fields.get(form.at).map(|field| field.name), Some(field));
    }
}

#[test]
fn a_key_that_would_do_nothing_is_not_offered() {
    let footer = |world: &World| world.screen().lines().last().unwrap_or_default().to_owned();
    let mut world = own((120, 40));
    world.keys("1");
    assert!(!footer(&world).contains("s sync") && footer(&world).contains("S sync all"), "{}", footer(&world));
    world.keys("<down>");
    assert!(footer(&world).contains("s sync"), "a service has it: {}", footer(&world));
    let empty = World::empty(Lang::En, (120, 40)).begin();
    assert!(footer(&empty).contains("A add") && !footer(&empty).contains("Enter"), "{}", footer(&empty));
}

fn hushes(world: &World) -> Vec<(String, bool)> {
    let one = |case: &Case| case.get::<cases::HushReminders>().map(|hush| (hush.title.clone(), hush.hush));
    world.orders.iter().filter_map(one).collect()
}

#[test]
fn reminders_are_turned_off_and_on_again_for_one_invoice_or_for_the_marked_ones() {
    let mut world = own((120, 40));
    world.keys("2");
    let row = world.model.pages.invoices.list.current().expect("a row").clone();
    world.keys("<ctrl-o>");
    let menu = world.screen();
    // It is known that they are on.
    assert!(menu.contains("Turn its reminders off") && !menu.contains("Turn its reminders on"), "{menu}");
    world.keys("<down><down><enter>");
    assert_eq!(hushes(&world), [(row.number.to_string(), true)]);
    assert_eq!(notice(&world), "each-hushed");
    // Of marked ones it is not known: either can be chosen, for each that is owed.
    world.orders.clear();
    world.keys("jjj<home>     <ctrl-o>");
    let menu = world.screen();
    assert!(menu.contains("Turn its reminders off") && menu.contains("Turn its reminders on again"), "{menu}");
    world.keys("<end><enter>");
    let marked = world.model.pages.invoices.list.marks.rows().filter(|row| row.outstanding() && !row.is_credit()).count();
    let told = hushes(&world);
    assert!(marked > 1 && told.len() == marked && told.iter().all(|(_, hush)| !hush), "{marked}: {told:?}");
    assert_eq!(world.model.shared.notice.iter().count(), 1);
}

#[test]
fn an_invoice_without_reminders_says_so() {
    let mut world = own((120, 40));
    world.mails = crate::service::Mails { hushed: true, ..crate::service::Mails::default() };
    world.keys("2<enter>");
    assert!(world.screen().contains("no reminders"), "{}", world.screen());
    world.keys("<ctrl-o>");
    let menu = world.screen();
    assert!(menu.contains("Turn its reminders on again") && !menu.contains("Turn its reminders off"), "{menu}");
}

/// Also the types of documents that only `QuickBooks` and Xero have.
#[test]
fn every_known_word_of_a_document_has_a_text_in_every_language() {
    let families: [(&str, &[&str]); 4] = [
        ("type", DocumentType::KNOWN),
        ("status", PaymentStatus::KNOWN),
        ("method", PaymentMethod::KNOWN),
        ("nav", NavStatus::KNOWN),
    ];
    for lang in [Lang::En, Lang::Hu] {
        for (family, words) in families {
            let without: Vec<_> = words
                .iter()
                .filter(|word| !lang.locale().has(&format!("tui-{family}-{}", word.replace(['_', ' '], "-"))))
                .collect();
            assert!(without.is_empty(), "{lang:?} {family}: {without:?}");
        }
        for word in CorrectionType::KNOWN {
            let has = |family| lang.locale().has(&format!("tui-{family}-{}", word.replace('_', "-")));
            assert!(has("correction") || has("type"), "{lang:?}: {word}");
        }
    }
}
