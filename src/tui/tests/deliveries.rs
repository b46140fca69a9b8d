//! The page of deliveries: how far each mail is, the keys that send some again or drop them, and reminders.

use super::screens::{SIZES, each_at};
use super::world::{World, now};
use crate::domain::*;
use crate::locale::Lang;
use crate::service::{self, SendAnswer, cases};
use crate::tui::ask::{Answer, Reply};
use crate::tui::case::Case;
use crate::tui::event::Event;
use crate::tui::pages::PageId;

fn delivery(place: i64, state: DeliveryState, matter: Matter, error: Option<&str>) -> Delivery {
    let at = now() - jiff::SignedDuration::from_hours(place);
    Delivery {
        id: RemoteId::new(format!("d{place}")),
        company: CompanyId(2),
        parcel: Parcel {
            matter,
            document: Some(RemoteId::new("7")),
            number: format!("INV-2025-{}", 240 - place),
            partner: "PETZ ALADÁR EGYETEMI OKTATÓ KÓRHÁZ".into(),
            to: vec!["penzugy@petz.example".into()],
            forms: vec!["pdf".into()],
            text: None,
            language: None,
            buyer_reference: None,
            again: false,
        },
        state,
        queued: at,
        by: Actor("anna".into()),
        sent: (state == DeliveryState::Sent).then_some(at),
        due: None,
        attempts: 1,
        error: error.map(str::to_owned),
    }
}

fn rows() -> Vec<Delivery> {
    vec![
        delivery(1, DeliveryState::Failed, Matter::Document, Some("permanent error (550): no such user")),
        delivery(2, DeliveryState::Unknown, Matter::Reminder { step: 14 }, Some("incomplete response")),
        delivery(3, DeliveryState::Queued, Matter::Reminder { step: -3 }, Some("transient error (451): greylisted")),
        delivery(4, DeliveryState::Sent, Matter::Document, None),
        delivery(5, DeliveryState::Cancelled, Matter::Reminder { step: 3 }, Some("Nothing is left to pay.")),
    ]
}

/// The answers to what the page asks.
pub(super) fn answer(case: &Case) -> Option<Answer> {
    if case.get::<cases::Deliveries>().is_some() {
        let reply: Reply<Vec<Delivery>> = Ok(rows());
        return Some(Answer::Case(Box::new(reply)));
    }
    if let Some(remind) = case.get::<cases::Remind>() {
        let reply: Reply<SendAnswer> = Ok(SendAnswer { dry_run: remind.dry_run, ..SendAnswer::default() });
        return Some(Answer::Case(Box::new(reply)));
    }
    if case.get::<cases::RetryDelivery>().is_none() {
        case.get::<cases::CancelDelivery>()?;
    }
    let reply: Reply<()> = Ok(());
    Some(Answer::Case(Box::new(reply)))
}

#[test]
fn deliveries_at_every_size() {
    each_at("deliveries", &SIZES, World::new, |world| {
        world.model.shared.page = PageId::Deliveries;
        world.keys("r");
    });
}

#[test]
fn states_and_kinds_are_named_in_the_language_of_the_screen() {
    for (lang, words) in [
        (Lang::En, ["failed", "unknown", "queued", "sent", "cancelled", "reminder +14"]),
        (Lang::Hu, ["sikertelen", "bizonytalan", "várakozik", "elküldve", "visszavonva", "emlékeztető +14"]),
    ] {
        let mut world = World::new(lang, (200, 30)).begin();
        world.model.shared.page = PageId::Deliveries;
        world.keys("r");
        let shown = world.screen();
        for word in words {
            assert!(shown.contains(word), "{word}: {shown}");
        }
    }
}

#[test]
fn keys_act_on_what_can_still_change() {
    let mut world = World::new(Lang::En, (120, 30)).begin();
    world.model.shared.page = PageId::Deliveries;
    world.keys("r");
    let notice = |world: &World| world.model.shared.notice.as_ref().map(|notice| notice.message.id.to_string());
    world.keys("N");
    assert_eq!(notice(&world).as_deref(), Some("tui-delivery-sent-again"));
    world.keys("jd");
    assert_eq!(notice(&world).as_deref(), Some("tui-delivery-withdrawn"));
    world.model.shared.notice = None;
    world.keys("X");
    assert_eq!(notice(&world).as_deref(), Some("tui-delivery-withdrawn"), "what X drops on other pages");
    // What was sent is over.
    world.model.shared.notice = None;
    world.keys("jjNd");
    assert_eq!(notice(&world), None);
    world.keys("<enter>");
    assert_eq!(world.model.shared.page, PageId::Invoice);
}

/// What is marked is sent again or dropped together, after a question; what was sent is left out.
#[test]
fn marked_mails_are_sent_again_or_dropped_together() {
    let mut world = World::new(Lang::En, (120, 30)).begin();
    world.model.shared.page = PageId::Deliveries;
    world.keys("r*N");
    let shown = world.screen();
    assert!(shown.contains("Send 3 mails again?") && shown.contains("INV-2025-239 · PETZ"), "{shown}");
    let retried = |world: &World| world.orders.iter().filter(|case| case.get::<cases::RetryDelivery>().is_some()).count();
    assert_eq!(retried(&world), 0, "not before the answer");
    world.keys("n");
    assert_eq!(retried(&world), 0);
    world.keys("Ny");
    assert_eq!(retried(&world), 3);
    assert_eq!(
        world.model.shared.notice.as_ref().map(|notice| notice.message.id.to_string()).as_deref(),
        Some("each-sent-again")
    );
    world.keys("Xy");
    assert_eq!(world.orders.iter().filter(|case| case.get::<cases::CancelDelivery>().is_some()).count(), 3);
}

fn prepared(place: i64) -> service::Prepared {
    service::Prepared {
        delivery: delivery(place, DeliveryState::Queued, Matter::Reminder { step: 3 }, None),
        subject: String::new(),
        text: String::new(),
        files: Vec::new(),
        left_out: Vec::new(),
        balance: Some(service::Open { amount: "12500.5".parse().unwrap(), currency: Currency::new("EUR") }),
    }
}

fn reminders(world: &mut World, answer: SendAnswer) {
    let reply: Reply<SendAnswer> = Ok(answer);
    world.event(Event::Answered(PageId::Deliveries, Answer::Case(Box::new(reply))));
}

#[test]
fn reminders_are_shown_before_they_are_sent() {
    let mut world = World::new(Lang::En, (120, 30)).begin();
    world.model.shared.page = PageId::Deliveries;
    world.keys("r<ctrl-t>");
    let asked = |world: &World| -> Vec<bool> {
        world.asked.iter().filter_map(|case| case.get::<cases::Remind>().map(|case| case.dry_run)).collect()
    };
    assert_eq!(asked(&world), [true], "looked at first");
    let skipped = service::Skipped {
        key: RecordKey::document(CompanyId(1), RemoteId::new("9")),
        number: "A-9".into(),
        why: Message::new("delivery-no-address").with("number", "A-9").with("partner", "Acme"),
        hint: None,
        is_done: false,
    };
    let due = || SendAnswer {
        prepared: (1..=7).map(prepared).collect(),
        skipped: vec![skipped.clone()],
        dry_run: true,
        ..SendAnswer::default()
    };
    reminders(&mut world, due());
    let shown = world.screen();
    for words in ["Send 7 reminders?", "INV-2025-239 · PETZ", "500.50 €", "and 2 more", "1 is left out: A-9"] {
        assert!(shown.replace('\u{a0}', " ").contains(words), "{words}: {shown}");
    }
    world.keys("<esc>");
    assert_eq!(asked(&world), [true], "left alone");
    reminders(&mut world, due());
    world.keys("y");
    assert_eq!(asked(&world), [true, false]);
    reminders(&mut world, SendAnswer { prepared: vec![prepared(1)], ..SendAnswer::default() });
    assert!(world.screen().contains("One reminder is queued."), "{}", world.screen());
    // Nothing is due: there is nothing to ask.
    reminders(&mut world, SendAnswer { dry_run: true, ..SendAnswer::default() });
    assert!(world.model.shared.overlay.is_none() && world.screen().contains("No reminder is due"), "{}", world.screen());
    // Hidden customers stay hidden.
    world.keys("H");
    reminders(&mut world, due());
    assert!(!world.screen().contains("PETZ") && !world.screen().contains("12 500"), "{}", world.screen());
}
