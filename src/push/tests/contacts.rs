//! Changes of contacts at a service without versions: what is newer there stays.

use std::sync::Mutex;
use std::time::Duration;

use crate::domain::push::{Accepted, ContactOrder, Existing, Found, Frozen, Lookup, Order, Verb};
use crate::domain::{Address, Contact, Payload, RemoteId};
use crate::provider::{Clash, Contested, Replay, WriteError};
use crate::push::{Attempt, Difference, Outcome, Pause, Wire, carry_out};
use crate::remote::{RemoteError, SendError};

/// A service with one contact, which counts what is sent.
struct Service {
    now: Option<Contact>,
    alive: bool,
    clashes: bool,
    sent: Mutex<usize>,
}

fn accepted(contact: &Contact) -> Accepted {
    let record = Some(Payload::Contact(Box::new(contact.clone())));
    Accepted { id: contact.id.clone(), number: contact.name.clone(), version: None, record }
}

impl Wire for Service {
    async fn send(&self, _: &Order, _: &Frozen, _: &str) -> Result<Accepted, SendError> {
        *self.sent.lock().expect("not poisoned") += 1;
        if self.clashes {
            let clash = Clash { what: Contested::Version, holder: None, detail: String::new() };
            return Err(SendError::Told(WriteError::Clash(clash)));
        }
        Ok(accepted(self.now.as_ref().expect("there")))
    }

    async fn find(&self, _: &Order, lookup: &Lookup) -> Result<Vec<Found>, RemoteError> {
        assert!(matches!(lookup, Lookup::Id(id) if id.as_str() == "7"));
        let found = self.now.iter().map(|contact| Found { accepted: accepted(contact), marked: None, alive: self.alive });
        Ok(found.collect())
    }

    fn lookups(&self, _: &Order) -> Vec<Lookup> {
        vec![Lookup::Number]
    }
}

struct Now;

impl Pause for Now {
    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    async fn sleep(&self, _: Duration) {}
}

fn contact(mail: &str, phone: &str) -> Contact {
    let mut contact = Contact::new(RemoteId::new("7"), "Acme");
    contact.emails = vec![mail.to_owned()];
    contact.phone = Some(phone.into());
    contact
}

/// Carries out a change of the address for mails that was planned from a contact; returns what became of it, and what was sent.
async fn changed(now: Option<Contact>, alive: bool, version: Option<&str>) -> (Outcome, usize) {
    let base = contact("old@example.com", "1");
    let order = Order::Contact(Box::new(ContactOrder {
        mark: "m".into(),
        existing: Some(Existing { id: RemoteId::new("7"), version: version.map(str::to_owned) }),
        name: base.name.clone(),
        tax_number: None,
        emails: vec!["new@example.com".to_owned()],
        phone: base.phone.clone(),
        address: Address::default(),
        currency: None,
        base: Some(Box::new((&base).into())),
    }));
    let service = Service { now, alive, clashes: version.is_some(), sent: Mutex::new(0) };
    let frozen = Frozen { verb: Verb::Post, path: Vec::new(), query: Vec::new(), body: Vec::new() };
    let attempt = Attempt { order: &order, frozen: &frozen, key: "k", in_doubt: false, replay: Replay::NONE };
    let outcome = carry_out(&service, &Now, &attempt).await;
    let sent = *service.sent.lock().expect("not poisoned");
    (outcome, sent)
}

fn overwrites() -> Outcome {
    let (ours, theirs) = ("new@example.com".to_owned(), "theirs@example.com".to_owned());
    Outcome::Overwrites(RemoteId::new("7"), vec![Difference { field: "emails", ours, theirs }])
}

#[tokio::test]
async fn only_a_field_that_is_sent_and_was_changed_there_stands_against_a_change() {
    let theirs = || contact("theirs@example.com", "1");
    assert_eq!(changed(Some(theirs()), true, None).await, (overwrites(), 0));
    let other = contact("OLD@example.com", "2");
    assert_eq!(changed(Some(other.clone()), true, None).await, (Outcome::Made(accepted(&other)), 1));
    // It was made there as well.
    let same = contact("new@example.com", "2");
    assert_eq!(changed(Some(same.clone()), true, None).await, (Outcome::Found(accepted(&same)), 0));
    assert_eq!(changed(Some(theirs()), false, None).await, (Outcome::Dead(accepted(&theirs())), 0));
    let (gone, sent) = changed(None, true, None).await;
    assert!(matches!(gone, Outcome::Clash(_, None)) && sent == 0, "{gone:?}");
}

#[tokio::test]
async fn a_service_with_versions_refuses_and_the_field_is_named() {
    let theirs = contact("theirs@example.com", "1");
    assert_eq!(changed(Some(theirs), true, Some("3")).await, (overwrites(), 1));
    let other = contact("old@example.com", "2");
    let (outcome, sent) = changed(Some(other), true, Some("3")).await;
    assert!(matches!(outcome, Outcome::Clash(Clash { what: Contested::Version, .. }, Some(_))) && sent == 1, "{outcome:?}");
}
