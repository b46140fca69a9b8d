//! The plan that is empty after it was applied, and why things cannot be written.

mod applied;
mod contacts;
mod money;
mod right;
mod storm;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use jiff::civil::date;
use rust_decimal::Decimal;

use super::*;
use crate::domain::outgoing::{LinkedBy, Mapping, Outgoing, PushLink, Source};
use crate::domain::push::{Order, OrderKind, WriteSettings};
use crate::domain::{
    CompanyId, Contact, Currency, Direction, DocumentType, Invoice, LineItem, Party, Payment, PaymentStatus, RemoteId,
};
use crate::provider::{LineRule, Replay, WriteRules};

pub(crate) fn dec(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

pub(crate) fn invoice(id: &str, number: &str) -> Invoice {
    let line = LineItem {
        name: "Work".to_owned(),
        quantity: dec("2"),
        unit: "h".to_owned(),
        net_unit_amount: Some(dec("50.25")),
        net: Some(dec("100.50")),
        vat: "27%".to_owned(),
        vat_amount: Some(dec("27.14")),
        gross: Some(dec("127.64")),
        ..LineItem::default()
    };
    Invoice {
        id: RemoteId::new(id),
        number: number.to_owned(),
        kind: DocumentType::Invoice,
        direction: Direction::Issued,
        correction: None,
        cancelled: false,
        block_id: None,
        status: PaymentStatus::Outstanding,
        method: None,
        currency: Currency::new("EUR"),
        rate: None,
        gross: dec("127.64"),
        balance: None,
        net: Some(dec("100.50")),
        vat: Some(dec("27.14")),
        gross_local: None,
        issued: Some(date(2026, 10, 2)),
        fulfilled: None,
        due: Some(date(2026, 10, 10)),
        paid: None,
        seller: Party::default(),
        buyer: Party { id: Some("77".into()), name: "Acme Kft.".to_owned(), ..Party::default() },
        electronic: false,
        comment: None,
        tags: Vec::new(),
        language: None,
        notification: None,
        nav: None,
        order_number: None,
        related: Vec::new(),
        discount: None,
        vat_lines: Vec::new(),
        items: vec![line],
        rounding: None,
        original: Vec::new(),
    }
}

fn rules() -> WriteRules {
    WriteRules {
        orders: &OrderKind::ALL,
        line: LineRule::Account,
        payment_account: true,
        bill_payments: false,
        replay: Replay { window: Duration::from_mins(5), keeps_failures: true },
        drafts: true,
        dates: true,
        number: 21,
        name: 100,
        contact_per_currency: false,
        single_part: true,
        listed_payments: false,
        amount_decimals: 2,
        usual_decimals: false,
        price_decimals: 4,
        quantity_decimals: 4,
    }
}

fn settings() -> WriteSettings {
    WriteSettings {
        home: Some(Currency::new("EUR")),
        country: Some("HU".to_owned()),
        foreign: Some(true),
        own_numbers: Some(true),
        series: None,
        tax: crate::domain::push::TaxModel::Line,
        closed_until: Some(date(2026, 8, 31)),
    }
}

fn mapped(names: &[&str]) -> BTreeMap<String, Mapping> {
    let mapping = |name: &&str| Mapping { name: (*name).to_owned(), id: RemoteId::new("1"), title: String::new() };
    names.iter().map(|name| ((*name).to_owned(), mapping(name))).collect()
}

/// What a plan knows of the other side.
#[derive(Default)]
struct There {
    mappings: BTreeMap<String, Mapping>,
    links: BTreeMap<Source, PushLink>,
    ordered: BTreeMap<Source, crate::domain::push::ContactOrder>,
    contacts: Vec<Contact>,
    numbers: HashMap<String, Taken>,
    customers: BTreeMap<TaxKey, Customer>,
    percents: BTreeMap<RemoteId, Decimal>,
    waiting: BTreeMap<Source, RemoteId>,
    under_way: BTreeMap<RemoteId, Decimal>,
    held: BTreeMap<Source, Held>,
    /// Currency of the books of the source.
    home: Option<Currency>,
}

impl There {
    fn plan(&self, documents: &[Invoice]) -> Plan {
        self.plan_paid(documents, &[], rules())
    }

    fn plan_paid(&self, documents: &[Invoice], payments: &[Payment], rules: WriteRules) -> Plan {
        let settings = settings();
        let contacts = Contacts::new(&self.contacts);
        let sight = self.sight(&rules, &settings, &contacts);
        let pays = !payments.is_empty();
        let material = Material {
            from: Some(CompanyId(3)),
            documents,
            payments,
            pays,
            back: &HashSet::new(),
            contacts: &HashMap::new(),
            home: self.home.as_ref(),
        };
        plan(&sight, &material)
    }

    fn sight<'a>(&'a self, rules: &'a WriteRules, settings: &'a WriteSettings, contacts: &'a Contacts<'a>) -> Sight<'a> {
        Sight {
            rules,
            settings,
            mappings: &self.mappings,
            links: &self.links,
            waiting: &self.waiting,
            under_way: &self.under_way,
            held: &self.held,
            ordered: &self.ordered,
            customers: &self.customers,
            percents: &self.percents,
            contacts,
            numbers: &self.numbers,
        }
    }

    /// Carries out what can be, as if each became a record of its own.
    fn apply(&mut self, plan: &Plan) {
        for (number, item) in plan.items.iter().filter(|item| item.state == PlannedState::Ready).enumerate() {
            let remote = RemoteId::new(format!("r{number}"));
            if item.kind == OrderKind::Contact {
                self.contacts.push(Contact::new(remote.clone(), item.title.as_str()));
            }
            let link = link(&item.source, item.kind, remote);
            self.links.insert(item.source.clone(), link);
        }
        self.links.extend(plan.recognised.iter().map(|link| (link.source.clone(), link.clone())));
    }
}

fn link(source: &Source, kind: OrderKind, remote: RemoteId) -> PushLink {
    PushLink {
        source: source.clone(),
        kind,
        remote,
        title: String::new(),
        version: None,
        base: None,
        amount: None,
        currency: None,
        how: LinkedBy::Made,
        ignored: None,
        ignored_as: None,
    }
}

#[test]
fn a_plan_says_what_is_missing_and_is_empty_once_it_was_applied() {
    let documents = [invoice("1", "A-1"), invoice("2", "A-2")];
    let mut there = There::default();
    let plan = there.plan(&documents);
    assert_eq!(plan.items.len(), 3, "the customer once, then the invoices");
    assert_eq!(plan.items[0].kind, OrderKind::Contact);
    let names: Vec<&str> = plan.items[1].missing.iter().map(|missing| missing.mapping.as_str()).collect();
    assert_eq!((plan.items[1].state, names), (PlannedState::Lacking, vec!["sales-account", "tax:27%"]));
    there.mappings = mapped(&["sales-account", "tax:27%"]);
    let plan = there.plan(&documents);
    assert!(plan.items.iter().all(|item| item.state == PlannedState::Ready), "{plan:?}");
    assert_eq!(plan.digests(), there.plan(&documents).digests(), "the same plan for the same state");
    there.apply(&plan);
    assert!(there.plan(&documents).items.is_empty());
}

#[test]
fn random_plans_are_empty_once_they_were_applied() {
    let seed = 20_261_128;
    let mut rng = fastrand::Rng::with_seed(seed);
    for round in 0..200 {
        let count = rng.usize(1..12);
        let documents: Vec<Invoice> = (0..count)
            .map(|at| {
                let mut invoice = invoice(&at.to_string(), &format!("N-{at}"));
                let buyer = rng.u32(0..5);
                invoice.buyer.id = rng.bool().then(|| buyer.to_string().into());
                invoice.buyer.name = format!("Buyer {buyer} Kft.");
                invoice.buyer.tax_number = rng.bool().then(|| format!("{:08}-2-43", 10_000_000 + buyer).into());
                invoice.currency = Currency::new(["HUF", "EUR", "JPY"][rng.usize(0..3)]);
                if rng.bool() {
                    invoice.kind = DocumentType::CreditNote;
                    invoice.gross = -invoice.gross;
                    for line in &mut invoice.items {
                        line.quantity = -line.quantity;
                        line.net = line.net.map(|net| -net);
                        line.vat_amount = line.vat_amount.map(|tax| -tax);
                    }
                }
                invoice
            })
            .collect();
        let mut there = There { mappings: mapped(&["sales-account", "tax:27%"]), ..There::default() };
        if rng.bool() {
            let mut known = Contact::new(RemoteId::new("k"), "Known");
            known.tax_number = Some("10000001-2-43".into());
            there.contacts.push(known);
        }
        let mut last = usize::MAX;
        for _ in 0..3 {
            let plan = there.plan(&documents);
            last = plan.items.iter().filter(|item| item.state == PlannedState::Ready).count();
            for item in plan.items.iter().filter_map(|item| item.outgoing.as_ref()) {
                if let Order::Document(order) = &item.order {
                    assert!(order.gross > Decimal::ZERO && order.net + order.tax == order.gross, "seed {seed} round {round}");
                    let lines: Decimal = order.lines.iter().map(|line| (line.quantity * line.price).round_dp(2)).sum();
                    assert_eq!(lines, order.net, "seed {seed} round {round}");
                }
            }
            there.apply(&plan);
            if last == 0 {
                break;
            }
        }
        assert_eq!(last, 0, "seed {seed} round {round}");
    }
}

#[test]
fn what_cannot_be_written_is_refused_with_a_reason() {
    type Change = fn(&mut Invoice);
    let cases: [(&str, Change); 9] = [
        ("push-currency-decimals", |invoice| invoice.currency = Currency::new("KWD")),
        ("push-closed", |invoice| invoice.issued = Some(date(2026, 8, 31))),
        ("push-number-long", |invoice| invoice.number = "N".repeat(22)),
        ("push-unnumbered", |invoice| invoice.number = String::new()),
        ("push-type", |invoice| invoice.kind = DocumentType::Proforma),
        ("push-sums", |invoice| invoice.gross += dec("0.01")),
        ("push-received", |invoice| invoice.direction = Direction::Received),
        ("push-cancelled", |invoice| invoice.cancelled = true),
        ("push-no-buyer", |invoice| invoice.buyer.name = String::new()),
    ];
    let there = There { mappings: mapped(&["sales-account", "tax:27%"]), ..There::default() };
    for (wanted, change) in cases {
        let mut document = invoice("1", "A-1");
        change(&mut document);
        let plan = there.plan(&[document]);
        let item = plan.items.iter().find(|item| item.kind != OrderKind::Contact).expect("the document");
        assert!(item.outgoing.is_none() && item.state == PlannedState::Refused, "{wanted}");
        assert!(item.problems.iter().any(|problem| problem.id == wanted), "{wanted}: {:?}", item.problems);
    }
    let taken = Taken { id: RemoteId::new("9"), customer: "Other".to_owned(), gross: dec("1"), currency: Currency::new("EUR") };
    let there = There { numbers: [("A-1".to_owned(), taken)].into(), ..there };
    let plan = there.plan(&[invoice("1", "A-1")]);
    assert_eq!(plan.items.last().map(|item| item.state), Some(PlannedState::Conflict));
}

#[test]
fn amounts_stay_to_the_cent_where_quantity_times_price_does_not_give_them() {
    let mut document = invoice("1", "A-1");
    document.items[0].quantity = dec("3");
    document.items[0].net_unit_amount = Some(dec("33.333333"));
    let there = There { mappings: mapped(&["sales-account", "tax:27%"]), ..There::default() };
    let plan = there.plan(&[document]);
    let Some(Outgoing { order: Order::Document(order), .. }) = plan.items.last().and_then(|item| item.outgoing.as_ref()) else {
        panic!("ready: {plan:?}")
    };
    let line = &order.lines[0];
    assert_eq!((line.quantity, line.price, line.name.as_str()), (dec("1"), dec("100.50"), "Work (3 h × 33.333333)"));
}

#[test]
fn changes_of_a_customer_are_merged_and_what_both_sides_changed_is_a_conflict() {
    use crate::domain::Payload;
    use crate::domain::push::{ContactField, ContactOrder};
    let document = invoice("1", "A-1");
    let mut there = There { mappings: mapped(&["sales-account", "tax:27%"]), ..There::default() };
    let first = there.plan(std::slice::from_ref(&document));
    let made = first.items.iter().find(|item| item.kind == OrderKind::Contact).expect("the customer").clone();
    there.apply(&first);
    let Some(Outgoing { order: Order::Contact(order), .. }) = made.outgoing else { panic!("an order") };
    let order: ContactOrder = *order;
    let mut remote = there.contacts[0].clone();
    (remote.emails, remote.phone) = (order.emails.clone(), order.phone.clone());
    (remote.tax_number, remote.address) = (order.tax_number.clone(), order.address.clone());
    let link = there.links.get_mut(&made.source).expect("linked");
    (link.base, link.version) = (Some(Payload::Contact(Box::new(remote.clone()))), Some("3".to_owned()));
    there.contacts[0] = remote;
    there.ordered.insert(made.source.clone(), order);
    assert!(there.plan(std::slice::from_ref(&document)).items.is_empty(), "nothing changed");
    let mut newer = invoice("2", "A-2");
    newer.buyer = document.buyer.clone();
    newer.buyer.emails = vec!["new@example.com".to_owned()];
    there.contacts[0].phone = Some("+36 1 999".into());
    let plan = there.plan(&[document.clone(), newer.clone()]);
    let update = plan.items.iter().find(|item| item.is_update()).expect("an update");
    let Some(Outgoing { order: Order::Contact(change), .. }) = &update.outgoing else { panic!("{update:?}") };
    assert_eq!(change.emails, ["new@example.com"]);
    assert_eq!(change.phone.as_deref(), Some("+36 1 999"), "what the service changed is kept");
    assert_eq!(change.existing.as_ref().and_then(|one| one.version.as_deref()), Some("3"));
    let sent: Vec<ContactField> = ContactField::ALL.into_iter().filter(|field| change.sends(*field)).collect();
    assert_eq!(sent, [ContactField::Emails], "what the customer's source did not change is not sent");
    there.contacts[0].emails = vec!["theirs@example.com".to_owned()];
    let plan = there.plan(&[document, newer]);
    let conflict = plan.items.iter().find(|item| item.is_update()).expect("shown");
    assert_eq!((conflict.state, conflict.outgoing.is_none()), (PlannedState::Conflict, true));
    assert_eq!(conflict.problems[0].id, "push-contact-conflict");
}
