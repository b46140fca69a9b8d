//! The page of the outbox: planned and sent items with what they lack and become, links with how they stand.

use rust_decimal::Decimal;

use super::screens::each_at;
use super::world::World;
use crate::domain::outgoing::{Mapping, Source};
use crate::domain::push::{ContactOrder, DocumentOrder, Order, OrderKind, OrderLine};
use crate::domain::*;
use crate::locale::Lang;
use crate::push::Standing;
use crate::service::{Candidate, MissingView, PushList, PushView, ReconcileView, Reconciled, cases};
use crate::tui::ask::{Answer, Question, Reply};
use crate::tui::case::Case;
use crate::tui::event::Effect;
use crate::tui::pages::PageId;

/// The sizes of every screen of this page.
const SIZES: [(u16, u16); 4] = [(200, 50), (120, 40), (80, 24), (40, 12)];

fn eur() -> Currency {
    Currency::new("EUR")
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn order(number: &str) -> Order {
    Order::Document(Box::new(DocumentOrder {
        mark: "m".into(),
        kind: DocumentType::Invoice,
        draft: false,
        number: number.into(),
        contact: RemoteId::new("c1"),
        contact_name: "Acme Kft.".into(),
        email: None,
        currency: eur(),
        rate: None,
        issued: jiff::civil::date(2025, 12, 1),
        fulfilled: None,
        due: Some(jiff::civil::date(2025, 12, 15)),
        term: None,
        method: None,
        reference: None,
        comment: None,
        language: None,
        tax_code: None,
        lines: vec![OrderLine {
            name: "Work".into(),
            comment: None,
            quantity: dec("2"),
            unit: "h".into(),
            price: dec("492.125"),
            net: dec("984.25"),
            tax: dec("265.75"),
            item: Some(RemoteId::new("19")),
            account: Some(RemoteId::new("200")),
            tax_code: Some(RemoteId::new("OUTPUT2")),
            tax_word: "27%".into(),
        }],
        net: dec("984.25"),
        tax: dec("265.75"),
        gross: dec("1250.00"),
    }))
}

fn item(item: &str, state: &str, kind: OrderKind, title: &str) -> PushView {
    let planned = state == "planned";
    PushView {
        item: item.into(),
        company: CompanyId(2),
        source: Source(format!("1:document:{item}").into()),
        kind,
        action: "create".into(),
        title: title.into(),
        state: state.into(),
        ready: planned,
        amount: (kind == OrderKind::Invoice).then(|| dec("1250.00")),
        currency: (kind == OrderKind::Invoice).then(eur),
        remote_id: (state == "sent").then(|| RemoteId::new("88")),
        remote_number: None,
        error: None,
        problems: Vec::new(),
        missing: Vec::new(),
        approved: (!planned).then(|| Actor("anna".into())),
        queued: (!planned).then(super::world::now),
        attempts: u32::from(!planned),
        due: None,
        stalled: false,
        shown: false,
        customer: "Acme Kft.".into(),
        order: (kind == OrderKind::Invoice).then(|| Box::new(order(title))),
    }
}

fn plan() -> PushList {
    let contact = Order::Contact(Box::new(ContactOrder {
        mark: "m".into(),
        existing: None,
        name: "Acme Kft.".into(),
        tax_number: None,
        emails: vec!["acme@example.com".into()],
        phone: None,
        address: Address::default(),
        currency: Some(eur()),
        base: None,
    }));
    let lacking = PushView {
        ready: false,
        order: None,
        missing: vec![MissingView {
            mapping: "tax:27%".into(),
            candidates: vec![
                Candidate {
                    id: RemoteId::new("OUTPUT2"),
                    name: "27% Sales".into(),
                    reasons: vec!["rate".into(), "usual".into()],
                },
                Candidate { id: RemoteId::new("NONE"), name: "No tax".into(), reasons: vec![] },
            ],
        }],
        ..item("p3", "planned", OrderKind::Invoice, "INV-2026-245")
    };
    let customer = PushView { order: Some(Box::new(contact)), ..item("p1", "planned", OrderKind::Contact, "Acme Kft.") };
    PushList { items: vec![customer, item("p2", "planned", OrderKind::Invoice, "INV-2026-244"), lacking], paused: false }
}

fn queue() -> PushList {
    let conflict = PushView {
        error: Some("The number FX-1042 is taken at the service by a document for Acme Kft. (id 91).".into()),
        ..item("q2", "conflict", OrderKind::Invoice, "FX-1042")
    };
    PushList { items: vec![item("q1", "sent", OrderKind::Invoice, "FX-1041"), conflict], paused: false }
}

fn links() -> ReconcileView {
    let row = |title: &str, standing, theirs: &str| Reconciled {
        company: CompanyId(2),
        source: Source(format!("1:document:{title}").into()),
        kind: OrderKind::Invoice,
        remote: RemoteId::new(format!("r-{title}")),
        title: title.into(),
        standing,
        differences: if standing == Standing::Drifted {
            vec![("gross_total".into(), "1250".into(), theirs.into())]
        } else {
            Vec::new()
        },
        amount: Some(dec("1250")),
        theirs: Some(dec(theirs)),
        currency: Some(eur()),
        reason: None,
    };
    ReconcileView { rows: vec![row("FX-1041", Standing::Equal, "1250"), row("FX-1040", Standing::Drifted, "1249.99")] }
}

/// The answer to a question of the page, by the name that it was asked with.
pub(super) fn answer(name: &'static str, case: &Case) -> Answer {
    let list = |list: PushList| -> Reply<PushList> { Ok(list) };
    let answer: crate::tui::case::AnyAnswer = if case.get::<cases::PushItems>().is_some() {
        Box::new(list(queue()))
    } else if case.get::<cases::Reconcile>().is_some() {
        let reply: Reply<ReconcileView> = Ok(links());
        Box::new(reply)
    } else if case.get::<cases::ApplyPush>().is_some() {
        let mut applied = plan();
        applied.items.truncate(2);
        for item in &mut applied.items {
            // As the service answers: approved, and with its place in the outbox told by the outbox alone.
            (item.item, item.state, item.ready) = (format!("q-{}", item.item), "queued".into(), false);
        }
        Box::new(list(applied))
    } else if case.get::<cases::PushMappings>().is_some() {
        let mapping = |name: &str, title: &str| Mapping { name: name.into(), id: RemoteId::new("1"), title: title.into() };
        let reply: Reply<Vec<Mapping>> = Ok(vec![mapping("sales-account", "200 Sales"), mapping("tax:27%", "Zero rated")]);
        Box::new(reply)
    } else if let Some(set) = case.get::<cases::SetMapping>() {
        let mut again = plan();
        if set.id.is_some() {
            again.items.iter_mut().for_each(|item| (item.ready, item.missing) = (true, Vec::new()));
        }
        let reply: Reply<Option<PushList>> = Ok(Some(again));
        Box::new(reply)
    } else {
        let reply: Reply<()> = Ok(());
        Box::new(reply)
    };
    Answer::Named(name, answer)
}

/// The answer to a plan.
pub(super) fn planned() -> Answer {
    let reply: Reply<PushList> = Ok(plan());
    Answer::Named("planned", Box::new(reply))
}

const PLANNED: &str = "9<ctrl-t><tab> <enter>";

#[test]
fn the_outbox_at_every_size() {
    for (name, keys) in [
        ("outbox", "9"),
        ("outbox-plan-form", "9<ctrl-t>"),
        ("outbox-planned", PLANNED),
        ("outbox-item", "9<ctrl-t><tab> <enter>j<enter>"),
        ("outbox-lacking", "9<ctrl-t><tab> <enter>jj<enter>"),
        ("outbox-candidates", "9<ctrl-t><tab> <enter>jj<ctrl-o>"),
        ("outbox-approve", "9<ctrl-t><tab> <enter>Y"),
        ("outbox-links", "9l"),
        ("outbox-ignore", "9l<ctrl-g>"),
        ("outbox-masked", "9H"),
    ] {
        each_at(name, &SIZES, World::new, |world| {
            world.keys(keys);
        });
    }
}

fn world() -> World {
    World::new(Lang::En, (120, 40)).begin()
}

fn asked<C: 'static>(world: &World) -> Vec<&C> {
    world.asked.iter().chain(&world.orders).filter_map(|case| case.get::<C>()).collect()
}

fn notice(world: &World) -> String {
    world.model.shared.notice.as_ref().map(|notice| notice.message.id.to_string()).unwrap_or_default()
}

#[test]
fn nothing_is_approved_before_number_customer_and_amount_were_shown() {
    let mut world = world();
    world.keys(PLANNED);
    assert_eq!(notice(&world), "outbox-planned");
    assert!(world.screen().contains("◦ planned") && world.screen().contains("! planned"), "{}", world.screen());
    world.keys("Y");
    let shown = world.screen();
    for words in ["INV-2026-244", "Acme Kft.", "1 250.00 €"] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    world.keys("<enter>");
    assert!(asked::<cases::ApplyPush>(&world).is_empty(), "the cursor starts on the choice that changes nothing");
    world.keys("Y<tab><enter>");
    let applied = asked::<cases::ApplyPush>(&world);
    assert_eq!(applied.iter().map(|case| case.companies.clone()).collect::<Vec<_>>(), [[CompanyId(2)]]);
    assert!(!applied[0].by_rule);
    assert_eq!(notice(&world), "outbox-applied");
}

#[test]
fn each_item_is_listed_once_when_it_was_approved_or_refused() {
    let mut world = world();
    world.keys("9");
    let queued = world.model.pages.outbox.items.total();
    world.keys("<ctrl-t><tab> <enter>");
    assert_eq!(world.model.pages.outbox.items.total(), queued + 3);
    world.keys("Y<tab><enter>");
    assert_eq!(world.model.pages.outbox.items.total(), queued, "{}", world.screen());
    // A plan names what the service refused before, by its item of the outbox.
    let held = PushView {
        approved: None,
        queued: None,
        state: "rejected".into(),
        ..item("q2", "rejected", OrderKind::Invoice, "FX-1042")
    };
    let reply: Reply<PushList> = Ok(PushList { items: vec![held], paused: false });
    world.event(crate::tui::event::Event::Answered(PageId::Outbox, Answer::Named("planned", Box::new(reply))));
    assert_eq!(world.model.pages.outbox.items.total(), queued, "{}", world.screen());
}

#[test]
fn a_missing_mapping_is_set_by_a_candidate_or_an_identifier() {
    let mut world = world();
    world.keys(PLANNED).keys("jj<ctrl-o><enter>");
    let set = asked::<cases::SetMapping>(&world);
    assert_eq!((set[0].name.as_str(), set[0].id.as_deref()), ("tax:27%", Some("OUTPUT2")));
    assert!(world.screen().contains("Set and planned again: 3 can be written, 0 cannot yet"), "{}", world.screen());
    let mut world = self::world();
    world.keys(PLANNED).keys("jj<ctrl-o><end><enter>");
    world.keys("EC-GOODS<enter>");
    let set = asked::<cases::SetMapping>(&world);
    assert_eq!(set[0].id.as_deref(), Some("EC-GOODS"));
}

/// A mapping that was set wrong is chosen again with the key that sets it.
#[test]
fn a_mapping_that_was_set_is_chosen_again() {
    let mut world = world();
    world.keys(PLANNED).keys("jj<ctrl-o><enter>");
    world.keys("<ctrl-o>");
    let shown = world.screen();
    assert!(shown.contains("Choose again") && shown.contains("tax code for 27%") && shown.contains("Zero rated"), "{shown}");
    world.keys("<down><enter>");
    let set = asked::<cases::SetMapping>(&world);
    assert_eq!(set.last().map(|case| (case.name.as_str(), case.id.as_deref())), Some(("tax:27%", None)));
    assert!(world.model.shared.overlay.is_some(), "what it may stand for is asked at once: {}", world.screen());
    world.keys("<enter>");
    let set = asked::<cases::SetMapping>(&world);
    assert_eq!(set.last().map(|case| (case.name.as_str(), case.id.as_deref())), Some(("tax:27%", Some("OUTPUT2"))));
    // What was left with Esc is not what the next press is about.
    world.keys("<ctrl-o><esc>jj<ctrl-o>");
    assert_ne!(notice(&world), "outbox-mapping");
}

#[test]
fn items_are_retried_dropped_and_paused() {
    let mut world = world();
    world.keys("9Q");
    let retried = asked::<cases::RetryPush>(&world);
    assert_eq!(retried.iter().map(|case| case.item.as_str()).collect::<Vec<_>>(), ["q2"]);
    assert_eq!(notice(&world), "each-retried");
    world.keys("jQ");
    assert_eq!(notice(&world), "outbox-nothing-to-retry");
    world.keys("<home>X<tab><enter>");
    assert_eq!(asked::<cases::DiscardPush>(&world).len(), 1);
    assert_eq!(notice(&world), "each-items-dropped");
    world.keys("W");
    assert!(asked::<cases::PausePush>(&world)[0].0);
    // What is only planned goes without a question.
    world.keys("<ctrl-t><tab> <enter><home>X");
    assert_eq!((asked::<cases::DiscardPush>(&world).len(), world.model.pages.outbox.items.total()), (1, 4));
}

#[test]
fn each_difference_has_a_remedy() {
    let mut world = world();
    world.keys("9l");
    assert!(world.screen().contains("1 250.00 € ≠ 1 249.99 €") || world.screen().contains("≠"), "{}", world.screen());
    world.keys("Y");
    let settled = asked::<cases::SettleLink>(&world);
    assert_eq!((settled[0].source.as_str(), settled[0].reason.as_deref()), ("1:document:FX-1040", None));
    world.keys("<ctrl-g><enter>");
    assert_eq!(asked::<cases::SettleLink>(&world).len(), 1, "a reason is needed");
    world.keys("rounding of the bank<enter>");
    let settled = asked::<cases::SettleLink>(&world);
    assert_eq!(settled.iter().filter(|case| case.reason.as_deref() == Some("rounding of the bank")).count(), 1);
    world.keys("X<tab><enter>");
    assert_eq!(asked::<cases::UnlinkPush>(&world)[0].source, "1:document:FX-1040");
    // What is equal needs none.
    world.keys("jY");
    assert_eq!(notice(&world), "outbox-nothing-differs");
    world.keys("<esc><enter>");
    assert_eq!(world.model.shared.page, PageId::Invoice);
}

#[test]
fn a_plan_needs_a_source() {
    let mut world = world();
    world.keys("9<ctrl-t><enter>");
    assert!(world.screen().contains("It is not said what to write"), "{}", world.screen());
    // The cursor is where the company is chosen; the file is the next field.
    world.keys("<tab>/tmp/invoices.json");
    world.hold = true;
    world.keys("<enter>");
    let planned = world.held.iter().find_map(|effect| match effect {
        Effect::Ask(PageId::Outbox, Question::Plan { request, file }) => Some((request.companies.len(), file.clone())),
        _ => None,
    });
    assert_eq!(planned, Some((1, Some("/tmp/invoices.json".into()))));
}

#[test]
fn viewers_write_nothing() {
    let mut world = world();
    world.model.shared.read_only = true;
    world.keys("9<ctrl-t>YQXW<ctrl-o>");
    assert!(world.model.shared.overlay.is_none());
    assert!(asked::<cases::RetryPush>(&world).is_empty() && asked::<cases::PausePush>(&world).is_empty());
}

#[test]
fn a_key_that_opens_nothing_is_not_hinted() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("9");
    assert!(world.screen().contains("Enter open"), "{}", world.screen());
    world.keys("/zzz<enter>");
    assert!(!world.screen().contains("Enter open"), "{}", world.screen());
    world.keys("<esc>l/zzz<enter>");
    assert!(!world.screen().contains("Enter open"), "{}", world.screen());
}

/// What was dropped from the plan, or is not marked where something is, is not written.
#[test]
fn what_was_dropped_or_is_not_marked_is_not_approved() {
    let applied = |world: &World| {
        let all = asked::<cases::ApplyPush>(world);
        all.last().map(|case| case.items.clone()).expect("approved")
    };
    let ready: Vec<String> = plan().items.iter().filter(|item| item.ready).map(|item| item.item.clone()).collect();
    let mut world = world();
    world.keys(PLANNED).keys("<esc>Yy");
    let all = applied(&world);
    assert!(ready.len() > 1 && all == ready, "{all:?}");
    // The first one is dropped.
    let mut world = self::world();
    world.keys(PLANNED).keys("<esc><home>XYy");
    assert_eq!(applied(&world), ready[1..]);
    // A mapping that is set plans again: what was dropped stays away, until a plan is asked for.
    let mut world = self::world();
    world.keys(PLANNED).keys("<esc><home>jX<ctrl-o><enter><esc>");
    assert_eq!(asked::<cases::SetMapping>(&world).len(), 1);
    world.keys("Yy");
    let left = applied(&world);
    assert!(!left.contains(&"p2".to_owned()) && left.contains(&"p3".to_owned()), "{left:?}");
    // The second one is marked: its customer comes along.
    let mut world = self::world();
    world.keys(PLANNED).keys("<esc><home>j Y");
    let question = world.screen();
    assert!(question.contains("INV-2026-244") && question.contains("the customers that they need"), "{question}");
    world.keys("y");
    let mut marked = applied(&world);
    marked.sort();
    assert_eq!(marked, ready);
}
