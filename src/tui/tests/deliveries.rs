//! The page of deliveries: how far each mail is, and the keys that send one again or drop it.

use super::screens::{SIZES, each_at};
use super::world::{World, now};
use crate::domain::*;
use crate::locale::Lang;
use crate::service::cases;
use crate::tui::ask::{Answer, Reply};
use crate::tui::case::Case;
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
fn keys_act_on_what_can_still_change() {
    let mut world = World::new(Lang::En, (120, 30)).begin();
    world.model.shared.page = PageId::Deliveries;
    world.keys("r");
    let notice = |world: &World| world.model.shared.notice.as_ref().map(|notice| notice.message.id.to_string());
    world.keys("N");
    assert_eq!(notice(&world).as_deref(), Some("tui-delivery-sent-again"));
    world.keys("jd");
    assert_eq!(notice(&world).as_deref(), Some("tui-delivery-withdrawn"));
    // What was sent is over.
    world.model.shared.notice = None;
    world.keys("jjNd");
    assert_eq!(notice(&world), None);
    world.keys("<enter>");
    assert_eq!(world.model.shared.page, PageId::Invoice);
}
