//! The organisation as the provider reads it, over HTTP.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::date;

use super::*;
use crate::domain::{Direction, Invoice, Payload, Payment, PaymentState, RemoteId, Tenant};
use crate::provider::{ApiKey, Connection, Feed, ListRequest, Page, Place, Provider, ProviderError, RetryAfter, Scope, xero};
use crate::sandbox::oauth::{Service, Site, SiteOptions};

struct World {
    site: Site,
    books: Organisations,
    provider: Arc<dyn Provider>,
}

async fn world(documents: usize, change: impl FnOnce(&mut Organisations)) -> World {
    let mut books = Organisations::demo(documents, 1, date(2026, 11, 20));
    change(&mut books);
    let api = Box::new(books.clone());
    let site = Site::start(SiteOptions { api, ..SiteOptions::new(Service::Xero) }).await.unwrap();
    let tenant = site.companies()[0].id.clone();
    site.identity(|identity| identity.admit("token", vec![tenant.clone()], Timestamp::MAX));
    let provider = connect(&site, &tenant);
    World { site, books, provider }
}

fn connect(site: &Site, tenant: &str) -> Arc<dyn Provider> {
    let bound = Duration::from_secs(10);
    let connection = Connection {
        base_url: Some(site.root.clone()),
        tenant: Some(Tenant(tenant.into())),
        credentials: Arc::new(ApiKey::new(&"token".to_owned().into()).unwrap()),
        currency: None,
        connect_timeout: bound,
        read_timeout: bound,
        answer_timeout: bound,
    };
    (xero::ENTRY.connect)(connection).unwrap()
}

fn feed(name: &str) -> Feed {
    *xero::ENTRY.feeds.iter().find(|feed| feed.name == name).unwrap()
}

impl World {
    async fn page(&self, name: &str, scope: Scope, page: u32, per_page: u32) -> Page {
        let request = ListRequest { feed: feed(name), scope, place: Place::Page(page), per_page };
        self.provider.list(request).await.unwrap().value
    }

    async fn invoices(&self) -> Vec<Invoice> {
        let page = self.page("Invoices", Scope::All, 1, 1000).await;
        page.records.into_iter().map(|record| record.unwrap().document().unwrap().clone()).collect()
    }

    async fn payments(&self, name: &str) -> Vec<Payment> {
        let page = self.page(name, Scope::All, 1, 1000).await;
        let payment = |record| match record {
            Ok(Payload::Payment(payment)) => *payment,
            other => panic!("{other:?}"),
        };
        page.records.into_iter().map(payment).collect()
    }
}

#[tokio::test]
async fn every_document_is_read_with_the_balance_of_the_account() {
    let world = world(120, |_| {}).await;
    world.provider.clock().unwrap().server_time().await.unwrap();
    let read = world.invoices().await;
    let expected = world.books.books(0, |books| {
        let all = (0..books.notes.len()).map(|at| (books.notes[at].id.clone(), books.left(at), books.notes[at].total()));
        all.collect::<Vec<_>>()
    });
    let mut expected = expected.unwrap();
    expected.sort();
    let mut got: Vec<_> = read.iter().map(|one| (one.id.to_string(), one.balance.unwrap(), one.gross)).collect();
    got.sort();
    assert_eq!(got, expected);
    assert!(read.iter().any(|one| one.direction == Direction::Received) && read.iter().all(|one| one.items[0].vat == "15%"));
    let profile = world.provider.profile().await.unwrap().value;
    assert_eq!((profile.currency.unwrap().as_str(), profile.zone.as_deref()), ("NZD", Some("Pacific/Auckland")));
}

#[tokio::test]
async fn edits_between_pages_lose_and_double_nothing() {
    let world = world(90, |_| {}).await;
    let mut seen = Vec::new();
    for page in 1..=4 {
        let records = world.page("Invoices", Scope::All, page, 25).await.records;
        seen.extend(records.into_iter().map(|record| record.unwrap().id().clone()));
        // A payment of each of the first documents: in the order of changes they would all move to the end.
        world.books.books(0, |books| {
            for at in 0..20 {
                books.pay(at, Decimal::new(1, 2), date(2026, 11, 20), Timestamp::now());
            }
        });
    }
    let (count, unique) = (seen.len(), seen.into_iter().collect::<std::collections::BTreeSet<_>>().len());
    assert_eq!((count, unique), (90, 90));
}

#[tokio::test]
async fn an_order_that_is_refused_is_not_asked_for_again() {
    let world = world(30, |books| books.unconfirmed.orders_by_id = false).await;
    let request = ListRequest { feed: feed("Invoices"), scope: Scope::All, place: Place::Page(1), per_page: 100 };
    let refused = world.provider.list(request.clone()).await.unwrap_err();
    assert_eq!(refused, ProviderError::Server { status: 400, after: None }, "which is repeated");
    assert_eq!(world.provider.list(request).await.unwrap().value.records.len(), 30);
}

#[tokio::test]
async fn what_people_do_shows_in_the_next_reading() {
    let world = world(30, |_| {}).await;
    let (day, at): (Date, Timestamp) = (date(2026, 11, 21), "2026-11-21T08:00:00.250Z".parse().unwrap());
    let ids = world.books.books(0, |books| {
        let price = Decimal::new(10_000, 2);
        let paid = books.issue(Kind::Invoice, 0, price, day, at);
        let payment = books.pay(paid, books.left(paid), day, at);
        let credited = books.issue(Kind::Bill, 1, price, day, at);
        let credit = books.issue(Kind::BillCredit, 1, Decimal::new(4_000, 2), day, at);
        let credit = books.notes[credit].id.clone();
        books.allocate(&credit, credited, Decimal::new(2_500, 2), at, true);
        let fund = books.fund(false, 0, Decimal::new(5_000, 2), day, at);
        let fund = books.funds[fund].id.clone();
        let used = books.issue(Kind::Invoice, 0, price, day, at);
        books.allocate(&fund, used, Decimal::new(3_000, 2), at, true);
        let void = books.issue(Kind::Invoice, 2, price, day, at);
        assert!(books.void(void, at));
        books.take_back(payment, at);
        books.merge(2, 0, at);
        [paid, credited, used, void].map(|at| books.notes[at].id.clone())
    });
    let [paid, credited, used, void] = ids.unwrap();
    let changed = world.page("Invoices", Scope::ModifiedSince("2026-11-21T08:00:00Z".parse().unwrap()), 1, 1000).await;
    assert_eq!(changed.total, Some(4), "to the second, and nothing older");
    let all = world.invoices().await;
    let one = |id: &str| all.iter().find(|one| one.id.as_str() == id).unwrap();
    let open = |id: &str| (one(id).status.to_string(), one(id).balance.unwrap().normalize().to_string());
    assert_eq!(open(&paid), ("outstanding".into(), "287.5".into()));
    assert_eq!(open(&credited), ("partially_paid".into(), "262.5".into()));
    assert_eq!(open(&used), ("partially_paid".into(), "257.5".into()));
    assert!(one(&void).cancelled && one(&void).balance.unwrap().is_zero());
    let payments = world.payments("Payments").await;
    let deleted: Vec<_> = payments.iter().filter(|one| one.state == PaymentState::Deleted).collect();
    assert_eq!((deleted.len(), deleted[0].allocations.len()), (1, 0));
    let held = world.payments("Overpayments").await;
    assert_eq!(
        (held[0].unapplied.unwrap().to_string(), held[0].pays(&RemoteId::new(used)).to_string()),
        ("20.00".into(), "30.00".into())
    );
    let contacts = world.page("Contacts", Scope::All, 1, 1000).await.records;
    let merged = contacts.iter().flatten().find_map(|one| match one {
        Payload::Contact(contact) => contact.merged_into.clone().map(|into| (contact.active, into)),
        _ => None,
    });
    assert!(matches!(merged, Some((false, _))), "archived, and still listed");
}

#[tokio::test]
async fn limits_and_lost_access_are_told_apart() {
    let world = world(5, |books| books.day_limit = Some(1)).await;
    let id = RemoteId::new("no-such");
    assert_eq!(world.provider.get(&feed("Invoices"), &id).await.unwrap_err(), ProviderError::NotFound);
    match world.provider.get(&feed("Invoices"), &id).await.unwrap_err() {
        ProviderError::TooMany { after, quota } => {
            assert_eq!(after, Some(RetryAfter::In(Duration::from_secs(41_000))));
            assert_eq!(quota.remaining, Some(59));
        }
        other => panic!("{other:?}"),
    }
    let other = connect(&world.site, "e1eede29-f875-4a5d-8470-17f6a29a88b1");
    assert_eq!(other.profile().await.unwrap_err(), ProviderError::Disconnected);
    world.site.identity(crate::sandbox::oauth::Identity::revoke_all);
    assert_eq!(world.provider.profile().await.unwrap_err(), ProviderError::TokenRefused);
}

#[tokio::test]
async fn files_of_an_invoice() {
    let world = world(5, |_| {}).await;
    let id = world.books.books(0, |books| RemoteId::new(books.notes[0].id.as_str())).unwrap();
    let files = world.provider.files().unwrap();
    assert!(files.pdf(&id, false).await.unwrap().value.unwrap().starts_with(b"%PDF"));
    assert!(files.public_url(&id).await.unwrap().value.starts_with("https://in.xero.com/"));
    // A credit note is elsewhere: among the invoices there is none of its identifier.
    let note = world.books.books(0, |books| {
        let at = books.issue(Kind::CreditNote, 0, Decimal::TEN, date(2026, 11, 19), Timestamp::now());
        RemoteId::new(books.notes[at].id.as_str())
    });
    let note = note.unwrap();
    assert!(files.pdf(&note, true).await.unwrap().value.unwrap().starts_with(b"%PDF"));
    assert_eq!(files.pdf(&note, false).await.unwrap_err(), ProviderError::NotFound);
    world.site.set_faults(vec!["html".parse().unwrap()]);
    assert!(matches!(files.pdf(&id, false).await.unwrap_err(), ProviderError::Body { .. }));
}
