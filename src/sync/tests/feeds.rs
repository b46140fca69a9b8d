//! Accounts with several feeds and kinds.

use super::ledger::{ALONE, Asked, Ledger, MATES, TOLD};
use super::*;
use crate::domain::{Contact, Entity, Kind, Payload, Payment, Tally};
use crate::provider::{Feed, Place};
use crate::store::{Store, StoreExt};

/// One company at a service with these feeds.
struct Books {
    clock: Arc<FakeClock>,
    ledger: Arc<Ledger>,
    store: Arc<MemoryStore>,
    feeds: &'static [Feed],
    settings: Settings,
}

impl Books {
    fn new(feeds: &'static [Feed]) -> Self {
        let clock = FakeClock::new();
        let ledger = Ledger::new(Arc::clone(&clock), feeds);
        let settings = Settings { reconcile_days: 60, ..Settings::default() };
        Self { clock, ledger, store: Arc::new(MemoryStore::default()), feeds, settings }
    }

    /// Documents 1 to `count`, a tenth as many credit memos, and payments and customers where there are such feeds.
    async fn filled(feeds: &'static [Feed], count: u32) -> Self {
        let books = Self::new(feeds);
        for feed in feeds {
            let (from, count) = match feed.name {
                // Feeds that share identifiers share no number.
                "creditmemo" if feed.prefix.is_empty() => (1001, count / 10),
                "creditmemo" => (1, count / 10),
                "customer" => (1, 7),
                _ => (1, count),
            };
            (from..from + count).for_each(|number| books.ledger.put(feed.name, number, "first"));
        }
        // Older than what incremental runs look at again.
        tokio::time::advance(Duration::from_hours(3)).await;
        books
    }

    /// Syncs as a process of its own would.
    async fn run(&self, full: bool) -> SyncRun {
        self.run_named(full, &[]).await
    }

    /// The same, for records that were named.
    async fn run_named(&self, full: bool, named: &[(&'static str, &str)]) -> SyncRun {
        let engine = engine(&self.store, &self.clock, &self.settings, &broadcast::channel(64).0);
        let account = pool(&self.clock).open(self.ledger.clone(), self.feeds, QuotaKey::of(1));
        let named = named.iter().map(|(feed, id)| (*feed, RemoteId::new(*id))).collect();
        let job = Job { named, ..Job::whole(company_of(1), account) };
        let mut outcomes = engine.sync(vec![job], &request(full), &CancellationToken::new()).await;
        outcomes.remove(0).0
    }

    async fn sync(&self) -> SyncRun {
        self.run(false).await
    }

    fn live<E: Entity>(&self) -> Vec<E> {
        let mut ids = self.store.live_ids(COMPANY, E::KIND).expect("read");
        ids.sort();
        let stored = self.store.get::<E>(COMPANY, &ids).expect("read");
        stored.into_iter().map(|stored| stored.expect("there").entity).collect()
    }

    /// Whether the store holds what the account holds.
    fn assert_equal(&self) {
        let documents = self.live::<Invoice>().into_iter().map(|it| Payload::Document(Box::new(it)));
        assert_eq!(documents.collect::<Vec<_>>(), self.ledger.of(Kind::Document));
        let payments = self.live::<Payment>().into_iter().map(|it| Payload::Payment(Box::new(it)));
        assert_eq!(payments.collect::<Vec<_>>(), self.ledger.of(Kind::Payment));
        if !self.feeds.iter().any(|feed| feed.kind == Kind::Contact) {
            return;
        }
        let contacts = self.live::<Contact>().into_iter().map(|it| Payload::Contact(Box::new(it)));
        assert_eq!(contacts.collect::<Vec<_>>(), self.ledger.of(Kind::Contact));
    }
}

fn created(count: u64) -> Tally {
    Tally { processed: count, created: count, ..Tally::default() }
}

#[tokio::test(start_paused = true)]
async fn every_kind_is_read_by_identifier_and_counted_apart() {
    let books = Books::filled(TOLD, 35).await;
    let run = books.sync().await;
    assert_eq!((run.status, run.mode), (RunStatus::Completed, SyncMode::Full));
    assert_eq!(run.counts.documents, created(38));
    assert_eq!((run.counts.payments, run.counts.contacts), (created(35), created(7)));
    books.assert_equal();
    let calls = books.ledger.calls();
    let after = |mark: &str| Place::After(Some(mark.into()));
    let expected = [Place::After(None), after("10"), after("20"), after("30")].map(|place| Asked::List("invoice", place));
    // Contacts first: records may refer to them by identifier alone.
    assert_eq!(calls[..2], [Asked::List("customer", Place::After(None)), Asked::Count("customer")]);
    let of = |feed: &str| -> Vec<Asked> {
        let is_of = |call: &&Asked| matches!(call, Asked::List(name, _) | Asked::Count(name) if *name == feed);
        calls.iter().filter(is_of).cloned().collect()
    };
    assert_eq!(of("invoice"), [expected.as_slice(), &[Asked::Count("invoice")]].concat());
    // Payments are read while documents are: their first page is asked for before the last one of documents.
    let at = |asked: &Asked| calls.iter().position(|call| call == asked).expect("asked");
    assert!(at(&Asked::List("payment", Place::After(None))) < at(&Asked::List("invoice", after("30"))), "{calls:?}");
    // Nothing changed: one request, and nothing is written but the run.
    tokio::time::advance(Duration::from_hours(24)).await;
    let run = books.sync().await;
    assert_eq!((run.status, run.mode, run.counts.api_calls), (RunStatus::Completed, SyncMode::Incremental, 1));
    assert_eq!(books.ledger.calls(), [Asked::Changes(vec!["invoice", "creditmemo", "payment", "customer"])]);
    assert_eq!(run.counts.each(), [Tally::default(); 3]);
}

#[tokio::test(start_paused = true)]
async fn changes_and_deletions_are_told_for_every_kind() {
    let books = Books::filled(TOLD, 35).await;
    books.sync().await;
    tokio::time::advance(Duration::from_hours(24)).await;
    books.ledger.put("invoice", 36, "new");
    books.ledger.put("invoice", 7, "changed");
    books.ledger.put("creditmemo", 1, "changed");
    books.ledger.put("payment", 3, "changed");
    books.ledger.delete("payment", 4);
    books.ledger.delete("creditmemo", 2);
    let run = books.sync().await;
    let documents = Tally { processed: 3, created: 1, updated: 2, vanished: 1, ..Tally::default() };
    assert_eq!((run.status, run.counts.documents), (RunStatus::Completed, documents));
    assert_eq!(run.counts.payments, Tally { processed: 1, updated: 1, vanished: 1, ..Tally::default() });
    books.assert_equal();
    let gone = books.store.get::<Payment>(COMPANY, &[RemoteId::new("4")]).expect("read");
    assert!(gone[0].as_ref().is_some_and(|stored| stored.vanished.is_some()), "kept and flagged");
    // Looked at again within the overlap: nothing more is done.
    let run = books.sync().await;
    assert_eq!((run.counts.documents.updated, run.counts.documents.vanished, run.counts.payments.vanished), (0, 0, 0));
}

#[tokio::test(start_paused = true)]
async fn more_changes_than_are_told_are_found_by_reading_the_whole_feed() {
    let books = Books::filled(TOLD, 35).await;
    books.sync().await;
    tokio::time::advance(Duration::from_hours(24)).await;
    books.ledger.calls();
    books.ledger.state().most = 20;
    (1..=30).for_each(|number| books.ledger.put("payment", number, "changed"));
    books.ledger.put("customer", 2, "changed");
    books.ledger.delete("payment", 31);
    let run = books.sync().await;
    assert_eq!((run.status, run.counts.payments.updated, run.counts.payments.vanished), (RunStatus::Completed, 30, 1));
    assert_eq!(run.counts.contacts.updated, 1, "the overflow of one feed hides no other");
    books.assert_equal();
    let calls = books.ledger.calls();
    assert_eq!(calls[1], Asked::Changes(vec!["payment"]), "asked alone first");
    assert!(!calls.contains(&Asked::List("invoice", Place::After(None))), "only what overflowed is read whole");
}

#[tokio::test(start_paused = true)]
async fn what_happened_before_the_service_remembers_is_found_by_a_scan() {
    let books = Books::filled(TOLD, 35).await;
    books.sync().await;
    books.ledger.delete("invoice", 9);
    books.ledger.put("invoice", 10, "changed");
    tokio::time::advance(Duration::from_hours(31 * 24)).await;
    let run = books.sync().await;
    assert_eq!((run.status, run.counts.documents.vanished, run.counts.documents.updated), (RunStatus::Completed, 1, 1));
    books.assert_equal();
}

#[tokio::test(start_paused = true)]
async fn identifiers_that_do_not_grow_are_read_by_pages() {
    let books = Books::filled(TOLD, 135).await;
    books.ledger.state().confused = true;
    let run = books.sync().await;
    assert_eq!((run.status, run.counts.documents, run.counts.payments), (RunStatus::Completed, created(148), created(135)));
    books.assert_equal();
}

#[tokio::test(start_paused = true)]
async fn a_walk_goes_on_after_the_last_record_that_was_kept() {
    let mut books = Books::filled(TOLD, 75).await;
    // One after another: contacts and documents are whole, the payments end at their fourth page.
    books.settings.pages = 1;
    books.ledger.state().fails = vec![2 + 9 + 2 + 3];
    let run = books.sync().await;
    assert_eq!((run.status, run.counts.payments), (RunStatus::Failed, created(30)));
    books.ledger.calls();
    tokio::time::advance(Duration::from_hours(1)).await;
    let run = books.sync().await;
    assert_eq!((run.status, run.counts.payments), (RunStatus::Completed, created(45)));
    books.assert_equal();
    let calls = books.ledger.calls();
    let lists: Vec<&Asked> = calls.iter().filter(|asked| matches!(asked, Asked::List("payment", _))).collect();
    assert_eq!(lists.first(), Some(&&Asked::List("payment", Place::After(Some("30".into())))));
    assert!(!calls.iter().any(|asked| matches!(asked, Asked::List("invoice", _))), "the documents were whole");
}

/// Whichever request fails while kinds are read side by side: no other kind ends for it, and the next run makes up for it.
#[tokio::test(start_paused = true)]
async fn a_kind_that_fails_beside_others_ends_none_of_them() {
    let mut of_payments = 0;
    for failing in 0..18 {
        let books = Books::filled(TOLD, 75).await;
        books.ledger.state().fails = vec![failing];
        let run = books.sync().await;
        let asked = books.ledger.calls();
        if let Some(Asked::List("payment", _)) = asked.get(failing) {
            of_payments += 1;
            assert_eq!((run.status, run.counts.documents), (RunStatus::Failed, created(82)), "request {failing}");
        }
        tokio::time::advance(Duration::from_hours(1)).await;
        let run = books.sync().await;
        assert_eq!(run.status, RunStatus::Completed, "request {failing}");
        books.assert_equal();
    }
    assert!(of_payments > 1, "{of_payments}");
}

#[tokio::test(start_paused = true)]
async fn feeds_that_share_identifiers_are_settled_together() {
    let books = Books::filled(MATES, 40).await;
    let run = books.sync().await;
    assert_eq!((run.status, run.counts.documents, run.counts.documents.vanished), (RunStatus::Completed, created(44), 0));
    books.assert_equal();
    tokio::time::advance(Duration::from_hours(24)).await;
    books.ledger.put("creditmemo", 1001, "changed");
    books.ledger.put("payment", 5, "changed");
    let run = books.sync().await;
    assert_eq!((run.counts.documents.updated, run.counts.payments.updated, run.mode), (1, 1, SyncMode::Incremental));
    books.ledger.delete("creditmemo", 1002);
    books.ledger.delete("invoice", 11);
    let run = books.run(true).await;
    assert_eq!((run.status, run.counts.documents.vanished, run.counts.payments.vanished), (RunStatus::Completed, 2, 0));
    books.assert_equal();
}

#[tokio::test(start_paused = true)]
async fn nothing_is_missing_while_a_feed_with_the_same_identifiers_is_unsteady() {
    let books = Books::filled(MATES, 40).await;
    books.sync().await;
    books.ledger.state().hidden = Some(("invoice", 11));
    let run = books.run(true).await;
    assert_eq!((run.status, run.counts.documents.vanished), (RunStatus::Partial, 0));
    let errors = books.store.run_errors(run.id).expect("read");
    assert!(errors.iter().any(|error| error.message.id == "sync-unsteady"), "{errors:?}");
    books.ledger.state().hidden = None;
    books.run(true).await;
    books.assert_equal();
}

#[tokio::test(start_paused = true)]
async fn a_walk_that_goes_on_takes_no_contact_from_older_documents() {
    let books = Books::new(ALONE);
    for number in 1..=30_u32 {
        let mut invoice = sample(&number.to_string(), 1);
        invoice.buyer.id = Some((number % 7 + 1).to_string().into());
        // The newest documents come first.
        invoice.buyer.name = if number <= 10 { "New Kft." } else { "Old Kft." }.to_owned();
        let now = books.clock.now();
        books.ledger.state().records.insert(("invoice", number), (Payload::Document(Box::new(invoice)), now));
    }
    tokio::time::advance(Duration::from_hours(3)).await;
    books.ledger.state().fails = vec![1];
    let run = books.sync().await;
    assert_eq!((run.status, run.counts.documents), (RunStatus::Failed, created(10)));
    tokio::time::advance(Duration::from_hours(1)).await;
    let run = books.sync().await;
    assert_eq!((run.status, run.counts.documents.created, run.counts.contacts), (RunStatus::Completed, 20, Tally::default()));
    let contacts = books.live::<Contact>();
    assert_eq!(contacts.len(), 7);
    assert!(contacts.iter().all(|contact| contact.name == "New Kft."), "{contacts:?}");
}

#[tokio::test(start_paused = true)]
async fn a_service_that_lists_no_contacts_tells_them_by_its_documents() {
    let books = Books::filled(ALONE, 30).await;
    let run = books.sync().await;
    assert_eq!((run.status, run.counts.documents, run.counts.contacts), (RunStatus::Completed, created(30), created(7)));
    let calls = run.counts.api_calls;
    let names = || books.live::<Contact>().into_iter().map(|contact| (contact.id.to_string(), contact.name)).collect::<Vec<_>>();
    assert_eq!(names().len(), 7);
    assert_eq!(calls, books.ledger.calls().len() as u64, "contacts cost no request");
    tokio::time::advance(Duration::from_hours(24)).await;
    let of = |number: &str, partner: &str, name: &str| {
        let mut invoice = sample(number, 1);
        (invoice.buyer.id, invoice.buyer.name) = (Some(partner.into()), name.to_owned());
        let (number, now) = (number.parse().expect("a number"), books.clock.now());
        books.ledger.state().records.insert(("invoice", number), (Payload::Document(Box::new(invoice)), now));
    };
    // A new document tells a new name; a change of an old one does not, unless its contact is unknown.
    of("31", "1", "Renamed Kft.");
    of("5", "2", "Older Kft.");
    of("6", "99", "Unknown Kft.");
    let run = books.sync().await;
    assert_eq!(run.counts.contacts, Tally { processed: 2, created: 1, updated: 1, ..Tally::default() });
    let name = |id: &str| names().into_iter().find(|(of, _)| of == id).expect("there").1;
    assert_eq!((name("1"), name("99")), ("Renamed Kft.".to_owned(), "Unknown Kft.".to_owned()));
    assert_ne!(name("2"), "Older Kft.");
    let key = crate::domain::RecordKey::new(COMPANY, Kind::Contact, RemoteId::new("1"));
    let changes = books.store.history(&key).expect("read");
    assert!(changes.iter().any(|change| change.change.field == "name"), "{changes:?}");
}

#[tokio::test(start_paused = true)]
async fn a_feed_that_is_new_to_a_company_is_read_whole_beside_the_others() {
    let books = Books::filled(MATES, 14).await;
    let older = Books { feeds: &MATES[..2], ..Books::new(MATES) };
    let older =
        Books { ledger: Arc::clone(&books.ledger), store: Arc::clone(&books.store), clock: Arc::clone(&books.clock), ..older };
    older.sync().await;
    tokio::time::advance(Duration::from_hours(1)).await;
    let run = books.sync().await;
    assert_eq!((run.mode, run.counts.payments), (SyncMode::Incremental, created(14)));
    assert_eq!(books.live::<Payment>().len(), 14);
}

fn got(feed: &'static str, id: &str) -> Asked {
    Asked::Get(feed, id.to_owned())
}

#[tokio::test(start_paused = true)]
async fn records_that_were_named_are_read_and_nothing_else() {
    let books = Books::filled(TOLD, 35).await;
    books.sync().await;
    tokio::time::advance(Duration::from_hours(1)).await;
    books.ledger.calls();
    for (feed, number) in [("invoice", 7), ("invoice", 8), ("invoice", 36), ("creditmemo", 1), ("customer", 3)] {
        books.ledger.put(feed, number, "changed");
    }
    books.ledger.delete("creditmemo", 2);
    let named = [
        ("invoice", "7"),
        ("invoice", "36"),
        ("invoice", "404"),
        ("creditmemo", "creditmemo:1"),
        ("creditmemo", "creditmemo:2"),
        ("customer", "3"),
    ];
    let run = books.run_named(false, &named).await;
    let documents = Tally { processed: 3, created: 1, updated: 2, vanished: 1, ..Tally::default() };
    assert_eq!((run.status, run.mode, run.counts.documents), (RunStatus::Completed, SyncMode::Incremental, documents));
    assert_eq!(run.counts.contacts, Tally { processed: 1, updated: 1, ..Tally::default() });
    let calls = books.ledger.calls();
    assert_eq!(calls, named.map(|(feed, id)| got(feed, id)));
    assert_eq!(run.counts.api_calls, calls.len() as u64);
    // What no name told of is told to the next ordinary run.
    let run = books.sync().await;
    assert_eq!(run.counts.documents.updated, 1);
    books.assert_equal();
}

#[tokio::test(start_paused = true)]
async fn a_payment_that_was_named_brings_what_it_pays_and_paid() {
    let books = Books::filled(TOLD, 9).await;
    let pays = |documents: &[&str], payment: &str| {
        let mut state = books.ledger.state();
        let number = payment.parse().expect("a number");
        let (payload, _) = state.records.get_mut(&("payment", number)).expect("there");
        let Payload::Payment(payment) = payload else { panic!("a payment") };
        payment.allocations = documents
            .iter()
            .map(|id| crate::domain::Allocation {
                document: RemoteId::new(*id),
                number: String::new(),
                amount: 5.into(),
                date: None,
            })
            .collect();
    };
    let leaves = |invoice: u32, balance: i64| {
        let mut state = books.ledger.state();
        let (payload, _) = state.records.get_mut(&("invoice", invoice)).expect("there");
        let Payload::Document(document) = payload else { panic!("a document") };
        document.balance = Some(balance.into());
    };
    pays(&["1"], "4");
    books.sync().await;
    tokio::time::advance(Duration::from_hours(1)).await;
    books.ledger.calls();
    pays(&["2", "creditmemo:1"], "4");
    leaves(1, 1270);
    leaves(2, 1265);
    let run = books.run_named(false, &[("payment", "4")]).await;
    assert_eq!(run.status, RunStatus::Completed);
    books.assert_equal();
    let asked = [got("payment", "4"), got("invoice", "1"), got("invoice", "2"), got("creditmemo", "creditmemo:1")];
    assert_eq!(books.ledger.calls(), asked);
    // An invoice that is paid, and no payment was named: what changed tells.
    leaves(3, 0);
    books.ledger.put("payment", 5, "new");
    let run = books.run_named(false, &[("invoice", "3")]).await;
    assert_eq!((run.counts.documents.updated, run.counts.payments.updated), (1, 1));
    assert_eq!(books.ledger.calls(), [got("invoice", "3"), Asked::Changes(vec!["creditmemo", "payment"])]);
    books.assert_equal();
}

#[tokio::test(start_paused = true)]
async fn names_are_no_excuse_where_more_is_due() {
    let changes = || Asked::Changes(vec!["invoice", "creditmemo", "payment", "customer"]);
    let books = Books::filled(TOLD, 35).await;
    let run = books.run_named(false, &[("invoice", "7")]).await;
    assert_eq!((run.mode, run.counts.documents), (SyncMode::Full, created(38)), "the first run reads all");
    books.ledger.calls();
    let many: Vec<String> = (1..=21).map(|id| id.to_string()).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|id| ("invoice", id.as_str())).collect();
    for named in [&many[..], &[("item", "7")], &[("invoice", "7"), ("item", "7")]] {
        books.run_named(false, named).await;
        assert_eq!(books.ledger.calls(), [changes()]);
    }
    // The first one of a day looks at everything.
    tokio::time::advance(Duration::from_hours(24)).await;
    books.run_named(false, &[("invoice", "7")]).await;
    assert_eq!(books.ledger.calls(), [changes()]);
    let run = books.run_named(true, &[("invoice", "7")]).await;
    assert_eq!((run.mode, run.status), (SyncMode::Full, RunStatus::Completed));
}

#[tokio::test(start_paused = true)]
async fn a_request_for_everything_follows_a_run_by_name() {
    let books = Books::filled(TOLD, 9).await;
    books.sync().await;
    tokio::time::advance(Duration::from_hours(1)).await;
    books.ledger.calls();
    books.ledger.put("invoice", 8, "changed");
    let engine = engine(&books.store, &books.clock, &books.settings, &broadcast::channel(64).0);
    let account = pool(&books.clock).open(books.ledger.clone(), books.feeds, QuotaKey::of(1));
    let job = |named: Vec<(&'static str, RemoteId)>| Job { named, ..Job::whole(company_of(1), Arc::clone(&account)) };
    let (cancel, request) = (CancellationToken::new(), request(false));
    let by_name = engine.sync(vec![job(vec![("invoice", RemoteId::new("7"))])], &request, &cancel);
    let all = engine.sync(vec![job(Vec::new())], &request, &cancel);
    let again = engine.sync(vec![job(Vec::new())], &request, &cancel);
    let (by_name, all, again) = tokio::join!(by_name, all, again);
    assert_ne!(by_name[0].0.id, all[0].0.id);
    assert_eq!(all[0].0.id, again[0].0.id, "two of these are one run");
    assert_eq!((by_name[0].0.counts.documents.updated, all[0].0.counts.documents.updated), (0, 1));
    books.assert_equal();
}

/// The message of a failed run with its numbers.
fn missing(run: &SyncRun) -> Option<String> {
    run.failure.as_ref().map(|failure| crate::locale::english().text(&failure.message))
}

#[tokio::test(start_paused = true)]
async fn a_kind_that_is_suddenly_empty_flags_nothing_and_the_others_are_read() {
    for feeds in [TOLD, MATES, ALONE] {
        for kind in ["invoice", "payment", "creditmemo", "customer"] {
            // A few of the feed of Xero's credit notes are a part of its invoices.
            let is_alone =
                |name: &str| feeds.iter().any(|feed| feed.name == name && (name != "creditmemo" || !feed.prefix.is_empty()));
            if !is_alone(kind) {
                continue;
            }
            let books = Books::filled(feeds, 45).await;
            books.sync().await;
            books.ledger.state().records.retain(|(name, _), _| *name != kind);
            let run = books.run(true).await;
            assert_eq!(run.status, RunStatus::Failed, "{kind}: {feeds:?}");
            let told = missing(&run).expect("a failure");
            assert!(told.contains("no longer there") && told.contains("Nothing was marked"), "{told}");
            assert_eq!(run.counts.each().map(|tally| tally.vanished), [0; 3], "{kind}: {feeds:?}");
            tokio::time::advance(Duration::from_hours(1)).await;
            assert_eq!(books.sync().await.status, RunStatus::Failed, "{kind}: it looks again: {feeds:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_account_of_few_documents_of_several_kinds_that_is_empty_flags_none_of_them() {
    let books = Books::new(TOLD);
    for (feed, number) in [("invoice", 1), ("invoice", 2), ("creditmemo", 1), ("creditmemo", 2), ("customer", 1)] {
        books.ledger.put(feed, number, "first");
    }
    books.sync().await;
    books.ledger.state().records.clear();
    let run = books.run(true).await;
    assert_eq!((run.status, run.counts.documents.vanished), (RunStatus::Failed, 0));
    assert!(missing(&run).is_some_and(|told| told.starts_with("4 of 4 documents")), "{:?}", missing(&run));
    // One of each is deleted: the account is not empty.
    books.ledger.put("invoice", 1, "first");
    let run = books.run(true).await;
    assert_eq!((run.status, run.counts.documents.vanished, run.counts.contacts.vanished), (RunStatus::Completed, 3, 1));
}
