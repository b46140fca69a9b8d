//! What a person adds to documents, typed into forms, and documents that are written.

use secrecy::ExposeSecret;

use super::screens::{SIZES, each_at};
use super::world::World;
use crate::document::{DocumentError, Form};
use crate::domain::*;
use crate::error::Error;
use crate::locale::Lang;
use crate::service::{MadeDocument, VatMeaning, cases};
use crate::tui::ask::Reply;
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::form::State;
use crate::tui::shared::Overlay;

/// The answers to orders: of every contact a town is kept, a word of VAT means something, and a document needs its day of delivery.
pub(super) fn ordered(case: &Case) -> Option<AnyAnswer> {
    let buyer = |contact: &RemoteId| BuyerDetails { city: Some("Győr".into()), ..BuyerDetails::none(contact.clone()) };
    if let Some(read) = case.get::<cases::ReadBuyer>() {
        let reply: Reply<BuyerDetails> = Ok(buyer(&read.contact));
        return Some(Box::new(reply));
    }
    if let Some(set) = case.get::<cases::SetBuyer>() {
        let reply: Reply<BuyerDetails> = match &set.change.country {
            Some(country) if country.len() != 2 => {
                Err(Error::from(DocumentError::Sender { field: "country", value: country.clone() }))
            }
            _ => Ok(buyer(&set.change.contact)),
        };
        return Some(Box::new(reply));
    }
    if case.get::<cases::ReadSender>().is_some() || case.get::<cases::SetSender>().is_some() {
        let reply: Reply<Sender> = Ok(Sender { bank: Some("OTP".into()), ..Sender::default() });
        return Some(Box::new(reply));
    }
    if case.get::<cases::VatMeanings>().is_some() || case.get::<cases::SetVatMeaning>().is_some() {
        let reply: Reply<Vec<VatMeaning>> = Ok(vec![VatMeaning { word: "NON".into(), means: "E".into() }]);
        return Some(Box::new(reply));
    }
    let made = case.get::<cases::MakeDocument>()?;
    let reply: Reply<MadeDocument> = Ok(MadeDocument {
        number: "INV-2025-281".into(),
        form: made.form,
        file: made.extra.delivered.map(|_| b"<Invoice/>".to_vec()),
        breaches: Vec::new(),
        unprintable: String::new(),
    });
    Some(Box::new(reply))
}

fn notice(world: &World) -> String {
    world.model.shared.notice.as_ref().map(|notice| notice.message.id.to_string()).unwrap_or_default()
}

fn kept(world: &World) -> &BuyerDetails {
    &world.orders.last().and_then(Case::get::<cases::SetBuyer>).expect("it was ordered").change
}

#[test]
fn forms_of_documents_at_every_size() {
    for (name, keys) in
        [("buyer-form", "8R"), ("sender-form", "1<ctrl-o>"), ("vat-form", "1%"), ("document-form", "2j<ctrl-o><end><up><enter>")]
    {
        each_at(name, &SIZES, World::new, |world| {
            world.keys(keys);
        });
    }
}

#[test]
fn a_buyer_is_completed_and_only_what_was_changed_is_sent() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("8R");
    assert!(world.screen().contains("Győr"), "what is kept is there: {}", world.screen());
    world.keys("<tab>DE123456789<tab>Germany<enter>");
    assert!(world.screen().contains("“Germany”"), "{}", world.screen());
    // The cursor is at the country.
    world.keys("<ctrl-u>DE<tab><tab><ctrl-u><enter>");
    let none = BuyerDetails::none(kept(&world).contact.clone());
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(*kept(&world), BuyerDetails { vat_number: text("DE123456789"), country: text("DE"), city: text(""), ..none });
    assert_eq!((notice(&world).as_str(), world.model.shared.overlay.is_none()), ("cli-buyer-changed", true));
    // The same from one contact.
    world.keys("<enter>R<enter>");
    assert!(world.screen().contains("Nothing was changed"), "{}", world.screen());
}

#[test]
fn what_is_typed_before_the_answer_comes_stays() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("8");
    world.hold = true;
    world.keys("RDE12<tab><tab><tab><tab>Hamburg");
    world.release();
    assert!(world.screen().contains("Hamburg") && !world.screen().contains("Győr"), "{}", world.screen());
    world.keys("<enter>");
    assert_eq!((kept(&world).tax_number.as_deref(), kept(&world).city.as_deref()), (Some("DE12"), Some("Hamburg")));
    assert_eq!(kept(&world).fields().into_iter().flatten().count(), 2, "{:?}", kept(&world));
}

#[test]
fn a_word_of_vat_is_offered_judged_and_kept() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("1%");
    assert!(world.screen().contains("NON"), "words that mean something are offered: {}", world.screen());
    world.keys("non");
    assert!(world.screen().contains("= E"), "{}", world.screen());
    world.keys("<tab>S<enter>");
    assert!(world.screen().contains("is no rate, category or reason"), "{}", world.screen());
    // A rate that was typed behind another one is no word.
    world.keys("<backtab><ctrl-u>27%27%");
    assert!(world.screen().contains("is several rates"), "{}", world.screen());
    world.keys("<ctrl-u>non<tab>");
    world.keys("<ctrl-u>e<enter>");
    let set = world.orders.last().and_then(Case::get::<cases::SetVatMeaning>).expect("it was ordered");
    assert_eq!((set.word.as_str(), set.means.as_str()), ("non", "e"));
    assert_eq!(notice(&world), "cli-vat-changed");
    // From an invoice its own words are offered first.
    world.keys("2j<enter><ctrl-o><end><enter>");
    assert!(world.screen().contains("27%") && world.screen().contains("AAM"), "{}", world.screen());
    let before = world.orders.len();
    world.keys("<tab><enter>");
    assert_eq!(world.orders.len(), before, "a form that was only opened forgets nothing");
    world.keys("<esc><esc>1%");
    let before = world.orders.len();
    world.keys("<ctrl-u>non<tab><enter>");
    assert_eq!(world.orders.len(), before, "nor one in which a word was looked up");
    world.keys("<esc><esc>2j<enter><ctrl-o><end><enter><tab>");
    world.keys("e<backspace><enter>");
    let set = world.orders.last().and_then(Case::get::<cases::SetVatMeaning>).expect("it was ordered");
    assert_eq!((set.word.as_str(), set.means.as_str()), ("27%", ""), "nothing takes it back");
}

#[test]
fn an_invoice_is_written_as_a_document_or_says_what_it_lacks() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("2j<ctrl-o><end><up><enter>");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one");
    world.keys(&format!("<right><tab>04011000-12345-03<tab><tab><tab><ctrl-u>{}<enter>", path.display()));
    assert!(world.screen().contains("cannot be written as EN 16931 (CII)"), "{}", world.screen());
    world.keys("<up>2025-11-30<enter>");
    let made = world.orders.iter().rev().find_map(Case::get::<cases::MakeDocument>).expect("it was ordered");
    assert_eq!((made.form, made.extra.delivered, made.file), (Form::Cii, Some(jiff::civil::date(2025, 11, 30)), true));
    assert_eq!(made.extra.buyer_reference.as_deref(), Some("04011000-12345-03"));
    // It is written apart, and the form waits for that.
    assert!(matches!(&world.model.shared.overlay, Some(Overlay::Form(form)) if form.state == State::Waiting));
}

#[test]
fn details_are_changed_where_they_are_kept_and_by_admins() {
    let mut world = World::new(Lang::En, (120, 40));
    for view in world.companies.iter_mut().filter(|view| view.company.id == CompanyId(1)) {
        view.company.provider = OWN_BOOKS.into();
        view.company.login = None;
    }
    let mut world = world.begin();
    world.keys("8");
    while world.model.pages.contacts.list.current().expect("a contact").company != CompanyId(1) {
        world.keys("j");
    }
    world.keys("R");
    assert_eq!(notice(&world), "tui-client-elsewhere");
    world.keys("1g%");
    assert_eq!(notice(&world), "tui-own-vat");
    assert!(world.orders.is_empty());
    for (mask, says) in [("H", "own-masked"), ("", "tui-read-only-refused")] {
        for keys in ["8R", "1<ctrl-o>", "1%"] {
            let mut world = World::new(Lang::En, (120, 40)).begin();
            world.model.shared.read_only = mask.is_empty();
            world.keys(mask).keys(keys);
            assert_eq!(notice(&world), says, "{keys}");
            assert!(world.orders.is_empty() && world.model.shared.overlay.is_none());
        }
    }
    // A document may be written where nothing may be changed.
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.model.shared.read_only = true;
    world.keys("2j<ctrl-o>");
    assert!(world.screen().contains("Write an e-invoice") && !world.screen().contains("Send it by mail"), "{}", world.screen());
}

#[test]
fn a_secret_of_alerts_is_set_and_never_shown() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("MllL");
    assert!(world.screen().contains("Set a secret of alerts"), "{}", world.screen());
    world.keys("<right><right><tab>hunter2");
    assert!(world.screen().contains("password of the mail server of alerts"), "{}", world.screen());
    assert!(!world.screen().contains("hunter2"), "{}", world.screen());
    world.keys("<enter>");
    let set = world.orders.last().and_then(Case::get::<cases::SetAlertSecret>).expect("it was ordered");
    assert_eq!(set.which, AlertSecret::SmtpPassword);
    assert_eq!(set.secret.as_ref().map(|secret| secret.expose_secret().to_owned()).as_deref(), Some("hunter2"));
}
