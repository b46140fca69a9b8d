//! The page of integrations: each connection with its state, what failed and when it is tried next, and what a role may do.

use super::screens::{SIZES, each_at};
use super::world::{World, now};
use crate::domain::calendar::{Calendar, CalendarWay};
use crate::domain::{CompanyId, HookSource, HookState, Message, RemoteId};
use crate::error::{Error, ErrorKind};
use crate::locale::Lang;
use crate::service::books::{CalendarSynced, CalendarView};
use crate::service::{Standing, cases};
use crate::tui::ask::{Answer, Reply};
use crate::tui::event::Event;
use crate::tui::form::{Connect, Order};
use crate::tui::pages::PageId;

fn calendar(name: &str, error: Option<Message>) -> CalendarView {
    CalendarView {
        company: CompanyId(2),
        company_name: "Own Kft.".to_owned(),
        calendar: Calendar {
            id: RemoteId::new("01"),
            name: name.to_owned(),
            way: CalendarWay::Address { host: "calendar.example.com".to_owned() },
            person: RemoteId::new("02"),
            project: None,
            from: jiff::civil::date(2025, 1, 1),
        },
        person: "Anna".to_owned(),
        project: None,
        has_secret: true,
        synced: Some(now() - jiff::SignedDuration::from_mins(5)),
        error,
        linked: 3,
        events: 12,
        conflicts: Vec::new(),
    }
}

fn hooks() -> Vec<HookState> {
    let hook = |source, set| HookState { source, set, taken: 4, refused: 0, last: None };
    vec![hook(HookSource::Slack, Some(now())), hook(HookSource::Xero, None)]
}

fn answer<T: Send + 'static>(world: &mut World, reply: Reply<T>) {
    world.event(Event::Answered(PageId::Links, Answer::Case(Box::new(reply))));
}

fn page(lang: Lang, size: (u16, u16)) -> World {
    let mut world = World::new(lang, size).begin();
    world.model.shared.page = PageId::Links;
    world.keys("r");
    let refused = Message::new("archive-denied");
    answer(&mut world, Ok(vec![calendar("Work", None), calendar("Home", Some(refused))]));
    answer(&mut world, Ok(hooks()));
    world
}

fn asked<C: 'static>(world: &World) -> bool {
    world.asked.iter().chain(world.done.iter().filter_map(case_of)).any(|case| case.get::<C>().is_some())
}

fn case_of(effect: &crate::tui::event::Effect) -> Option<&crate::tui::case::Case> {
    match effect {
        crate::tui::event::Effect::Ask(_, crate::tui::ask::Question::Case(case)) => Some(case),
        _ => None,
    }
}

#[test]
fn the_page_at_every_size() {
    let show = |name: &str, keys: &str| {
        each_at(name, &SIZES, page, |world| {
            world.model.shared.page = PageId::Links;
            world.keys(keys);
        });
    };
    show("links", "j");
    show("links-disconnect", "X");
}

#[test]
fn each_connection_tells_how_it_stands_at_every_size() {
    for (lang, words) in
        [(Lang::En, ["connected", "failed", "not connected"]), (Lang::Hu, ["kapcsolódik", "sikertelen", "nincs"])]
    {
        let screen = page(lang, (120, 40)).screen();
        for word in words.iter().chain(&["Work", "Home", "slack", "xero"]) {
            assert!(screen.contains(word), "{word}: {screen}");
        }
        for size in [(80, 24), (40, 12)] {
            let screen = page(lang, size).screen();
            assert!(screen.contains("Work") && screen.contains('✗'), "{screen}");
        }
    }
    let mut world = page(Lang::En, (80, 24));
    world.keys("/name:home<enter><enter>");
    assert!(world.screen().contains("does not accept the key"), "the failure is told whole: {}", world.screen());
}

#[test]
fn a_calendar_is_synced_tested_and_disconnected_after_a_question() {
    let mut world = page(Lang::En, (120, 40));
    world.keys("/name:work<enter>s");
    assert!(asked::<cases::SyncCalendar>(&world));
    let done = CalendarSynced { calendar: "Work".to_owned(), created: 2, conflicts: 1, ..CalendarSynced::default() };
    answer(&mut world, Ok(done));
    assert!(world.screen().contains("Work: 2 events and 0 entries changed"), "{}", world.screen());
    world.keys("T");
    assert!(asked::<cases::TestCalendar>(&world));
    let failed: Reply<(Option<String>, Option<bool>)> = Err(Error::new(ErrorKind::Failed, Message::new("archive-denied")));
    answer(&mut world, failed);
    assert!(world.screen().contains("does not accept the key"), "{}", world.screen());
    world.keys("X<enter>");
    assert!(!asked::<cases::ChangeCalendar>(&world), "the question begins with no");
    world.keys("X<tab><enter>");
    assert!(asked::<cases::ChangeCalendar>(&world));
}

/// The page with the cursor on a connection of own books.
fn at(name: &str) -> World {
    let mut world = World::new(Lang::En, (120, 40));
    world.companies[1].company.provider = "books".into();
    let mut world = world.begin();
    world.model.shared.page = PageId::Links;
    world.keys("r");
    answer(&mut world, Ok(vec![calendar("Work", None)]));
    answer(&mut world, Ok(hooks()));
    world.keys(&format!("/name:{name}<enter>"));
    world
}

fn ordered<C: 'static>(world: &World) -> &C {
    world.orders.iter().find_map(|case| case.get::<C>()).expect("it was ordered")
}

#[test]
fn a_calendar_and_slack_are_connected_on_the_page() {
    use secrecy::ExposeSecret;
    let mut world = at("work");
    world.keys("A");
    assert!(world.screen().contains("Connect a calendar"), "{}", world.screen());
    world.keys("Team<tab><tab>https://cal.example/team/<tab>anna<tab>s3cret");
    assert!(!world.screen().contains("s3cret"), "a secret is not shown: {}", world.screen());
    world.keys("<enter>");
    let added = ordered::<cases::AddCalendar>(&world);
    let calendar = &added.calendar;
    assert_eq!(
        (calendar.name.as_str(), calendar.url.as_deref(), calendar.user.as_str()),
        ("Team", Some("https://cal.example/team/"), "anna")
    );
    assert!(
        calendar.writes && calendar.test && calendar.secret.as_ref().is_some_and(|secret| secret.expose_secret() == "s3cret")
    );

    let mut world = at("slack");
    world.keys("Lk3y<enter>");
    let set = ordered::<cases::SetHookSecret>(&world);
    assert!(set.source == HookSource::Slack && set.secret.as_ref().is_some_and(|secret| secret.expose_secret() == "k3y"));
    let reply: Reply<()> = Ok(());
    let order = Order::Connect(Connect::Key(HookSource::Slack));
    world.event(Event::Answered(PageId::Companies, Answer::Order(order, Box::new(reply))));
    assert!(world.model.shared.overlay.is_none() && world.screen().contains("Connected slack."), "{}", world.screen());
    assert!(asked::<cases::Hooks>(&world), "the page is read again");

    let mut world = at("slack");
    world.keys("AU012AB3CD<tab>Anna<tab>Site<enter>");
    let person = ordered::<cases::SetSlackPerson>(&world);
    assert_eq!((person.user.as_str(), &person.person), ("U012AB3CD", &Some(("Anna".to_owned(), Some("Site".to_owned())))));
    assert_eq!(person.company, added_company(&world));
}

/// The company with own books.
fn added_company(world: &World) -> CompanyId {
    world.companies.iter().map(|view| &view.company).find(|company| company.has_own_books()).expect("own books").id
}

#[test]
fn without_own_books_no_calendar_is_connected() {
    let mut world = page(Lang::En, (120, 40));
    world.keys("/name:work<enter>A");
    assert!(world.model.shared.overlay.is_none() && world.screen().contains("faktura books add"), "{}", world.screen());
}

#[test]
fn a_role_without_rights_reads_only() {
    let mut world = page(Lang::En, (120, 40));
    world.model.shared.standing = Some(Standing {
        actor: crate::domain::Actor("anna".to_owned()),
        everywhere: None,
        companies: Vec::new(),
        only_reads: false,
    });
    world.keys("/name:work<enter>sTX");
    assert!(!asked::<cases::SyncCalendar>(&world) && !asked::<cases::TestCalendar>(&world));
    assert!(world.model.shared.overlay.is_none());
}

#[test]
fn what_cannot_be_done_to_a_connection_is_not_hinted_and_says_so() {
    for (name, keys, hints) in
        [("mail", "sTX", ["s sync", "T test", "X disconnect"]), ("archive", "TX", ["T test", "X disconnect", "–––"])]
    {
        for key in keys.chars() {
            let mut world = page(Lang::En, (160, 40));
            let mails: Vec<crate::domain::Delivery> = Vec::new();
            answer(&mut world, Ok(mails));
            let items: Vec<crate::service::archive::ArchivedView> = Vec::new();
            answer(&mut world, Ok(items));
            world.keys(&format!("/{name}<enter>"));
            let shown = world.screen();
            assert!(!hints.iter().any(|hint| shown.contains(hint)), "{shown}");
            world.keys(&key.to_string());
            let notice = world.model.shared.notice.as_ref().map(|notice| notice.message.id.to_string());
            assert_eq!(notice.as_deref(), Some("links-not-for"), "{name} {key} {}", world.screen());
        }
    }
}
