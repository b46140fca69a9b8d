//! Two documents never become one, one customer never several, and amounts are taxed at the rate that was chosen.

use super::*;
use crate::domain::Message;
use crate::domain::push::{DocumentOrder, TaxModel};

fn there() -> There {
    There { mappings: mapped(&["sales-account", "tax:27%"]), ..There::default() }
}

fn documents(plan: &Plan) -> Vec<&Planned> {
    plan.items.iter().filter(|item| item.kind != OrderKind::Contact).collect()
}

fn problems(item: &Planned) -> Vec<&str> {
    item.problems.iter().map(|problem| problem.id.as_ref()).collect()
}

fn ordered(item: &Planned) -> &DocumentOrder {
    let Some(Outgoing { order: Order::Document(order), .. }) = &item.outgoing else { panic!("ordered: {item:?}") };
    order
}

#[test]
fn tax_that_the_service_computes_itself_is_named_before_anything_is_written() {
    let there = there();
    let notices = |tax: TaxModel| {
        let (rules, settings, contacts) = (rules(), WriteSettings { tax, ..settings() }, Contacts::new(&there.contacts));
        let (back, known) = (HashSet::new(), HashMap::new());
        let sight = there.sight(&rules, &settings, &contacts);
        let ours = [invoice("1", "A-1")];
        let material = Material {
            from: Some(CompanyId(3)),
            documents: &ours,
            payments: &[],
            pays: false,
            back: &back,
            contacts: &known,
            home: None,
        };
        let plan = super::super::plan(&sight, &material);
        let told =
            documents(&plan).into_iter().flat_map(|item| problems(item).into_iter().map(str::to_owned).collect::<Vec<_>>());
        told.collect::<Vec<_>>()
    };
    assert_eq!(notices(TaxModel::Automatic), ["push-tax-automatic"]);
    assert!(notices(TaxModel::Line).is_empty());
}

#[test]
fn a_number_is_planned_once() {
    let plan = there().plan(&[invoice("1", "A-1"), invoice("2", "A-1"), invoice("3", "A-2")]);
    let states: Vec<PlannedState> = documents(&plan).iter().map(|item| item.state).collect();
    assert_eq!(states, [PlannedState::Ready, PlannedState::Conflict, PlannedState::Ready]);
    assert_eq!(problems(documents(&plan)[1]), ["push-number-twice"]);
    assert!(documents(&plan)[1].outgoing.is_none());
    // One that cannot be written takes no number.
    let mut refused = invoice("1", "A-1");
    refused.cancelled = true;
    let plan = there().plan(&[refused, invoice("2", "A-1")]);
    assert_eq!(documents(&plan)[1].state, PlannedState::Ready);
}

#[test]
fn what_the_service_cannot_hold_is_refused_alone_with_what_needs_it() {
    let mut other = invoice("2", "A-2");
    (other.buyer.id, other.buyer.name) = (Some("78".into()), "A: B <C>".to_owned());
    let mut plan = there().plan(&[invoice("1", "A-1"), other]);
    let refused = |outgoing: &Outgoing| match &outgoing.order {
        Order::Contact(order) if order.name.contains(':') => Some(Message::new("push-field-value")),
        _ => None,
    };
    plan.check(refused);
    let told: Vec<(&str, PlannedState)> = plan.items.iter().map(|item| (item.title.as_str(), item.state)).collect();
    let wanted = [
        ("Acme Kft.", PlannedState::Ready),
        ("A-1", PlannedState::Ready),
        ("A: B <C>", PlannedState::Refused),
        ("A-2", PlannedState::Lacking),
    ];
    assert_eq!(told, wanted);
    assert_eq!((problems(&plan.items[2]), problems(&plan.items[3])), (vec!["push-field-value"], vec!["push-waits"]));
    let once = plan.clone();
    plan.check(refused);
    assert_eq!(plan, once, "checking again says nothing twice");
}

#[test]
fn a_customer_of_one_tax_number_is_made_once() {
    let of = |id: &str, buyer: &str, name: &str| {
        let mut invoice = invoice(id, &format!("A-{id}"));
        (invoice.buyer.id, invoice.buyer.name) = (Some(buyer.into()), name.to_owned());
        invoice.buyer.tax_number = Some("12345676-2-42".into());
        invoice
    };
    let three = [of("1", "a", "Acme Kft."), of("2", "b", "Acme"), of("3", "c", "ACME KFT")];
    let mut there = there();
    let plan = there.plan(&three);
    let made: Vec<&Planned> = plan.items.iter().filter(|item| item.kind == OrderKind::Contact).collect();
    assert_eq!(made.len(), 1, "{plan:?}");
    for item in documents(&plan) {
        assert_eq!((item.state, item.needs.as_slice()), (PlannedState::Ready, std::slice::from_ref(&made[0].source)));
    }
    // It waits in the outbox, or was sent and is not synced yet.
    let key = TaxKey::of("12345676242", None).expect("a number");
    for id in ["item:i1", "r7"] {
        let customer = Customer { source: made[0].source.clone(), id: RemoteId::new(id), name: "Acme Kft.".to_owned() };
        there.customers = [(key.clone(), customer)].into();
        let plan = there.plan(&three[1..]);
        assert!(plan.items.iter().all(|item| item.kind != OrderKind::Contact), "{plan:?}");
        assert_eq!(ordered(documents(&plan)[0]).contact.as_str(), id);
        assert_eq!(plan.recognised.len(), if id == "r7" { 2 } else { 0 });
    }
    // One that was archived there takes no documents.
    there.contacts.push(Contact { active: false, ..Contact::new(RemoteId::new("r7"), "Acme Kft.") });
    assert_eq!(there.plan(&three[1..2]).items[0].kind, OrderKind::Contact);
}

#[test]
fn lines_of_text_are_comments_of_the_line_before() {
    let text = |name: &str| LineItem { name: name.to_owned(), ..LineItem::default() };
    let mut document = invoice("1", "A-1");
    document.items[0].comment = Some("by hand".into());
    document.items.insert(0, text("October"));
    document.items.extend([text("Thank you"), text("and see you")]);
    let plan = there().plan(&[document]);
    let lines = &ordered(documents(&plan)[0]).lines;
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].comment.as_deref(), Some("October\nby hand\nThank you\nand see you"));
    let mut document = invoice("1", "A-1");
    (document.items, document.gross) = (vec![text("Nothing")], Decimal::ZERO);
    let plan = there().plan(&[document]);
    assert!(problems(documents(&plan)[0]).contains(&"push-no-lines"));
}

#[test]
fn a_line_without_a_rate_has_a_mapping_that_can_be_set() {
    let mut document = invoice("1", "A-1");
    document.items[0].vat = String::new();
    let plan = there().plan(&[document]);
    let names: Vec<&str> = documents(&plan)[0].missing.iter().map(|missing| missing.mapping.as_str()).collect();
    assert_eq!(names, ["tax:none"]);
}

#[test]
fn a_rate_that_is_mapped_to_another_one_is_refused() {
    let mut there = there();
    for (percent, wanted) in [("15", vec!["push-tax-other"]), ("0", vec!["push-tax-other"]), ("27", vec![])] {
        there.percents = [(RemoteId::new("1"), dec(percent))].into();
        assert_eq!(problems(documents(&there.plan(&[invoice("1", "A-1")]))[0]), wanted, "{percent}");
    }
    // A cent a line is the rounding.
    let mut document = invoice("1", "A-1");
    (document.items[0].vat_amount, document.items[0].gross, document.gross) = (Some(dec("27.13")), None, dec("127.63"));
    assert!(problems(documents(&there.plan(std::slice::from_ref(&document)))[0]).is_empty());
    (document.items[0].vat_amount, document.gross) = (Some(dec("27.12")), dec("127.62"));
    assert_eq!(problems(documents(&there.plan(&[document]))[0]), ["push-tax-other"]);
}

#[test]
fn a_paid_document_without_known_payments_says_so() {
    let mut paid = invoice("1", "A-1");
    paid.status = PaymentStatus::Paid;
    let settings = settings();
    let there = there();
    let contacts = Contacts::new(&[]);
    let rules = rules();
    let sight = there.sight(&rules, &settings, &contacts);
    let none = HashMap::new();
    let (nothing, came) = (HashSet::new(), HashSet::from([paid.id.clone()]));
    for (pays, back, wanted) in [(true, &nothing, 1), (false, &nothing, 0), (true, &came, 0)] {
        let documents = std::slice::from_ref(&paid);
        let material = Material { from: Some(CompanyId(3)), documents, payments: &[], pays, back, contacts: &none, home: None };
        let plan = plan(&sight, &material);
        let told: Vec<&Planned> = plan.items.iter().filter(|item| item.kind == OrderKind::Payment).collect();
        assert_eq!(told.len(), wanted);
        assert!(told.iter().all(|item| problems(item) == ["push-payments-untold"] && item.state == PlannedState::Refused));
    }
}

#[test]
fn a_credit_note_has_the_items_and_codes_of_its_document() {
    let (settings, contacts) = (settings(), Contacts::new(&[]));
    let rules = WriteRules { line: LineRule::Item, ..rules() };
    let mut document = invoice("1", "A-1");
    document.items[0].product_id = Some("12".into());
    let credit = |there: &There, document: &Invoice| {
        credit(&there.sight(&rules, &settings, &contacts), document, "A-1-CR".to_owned(), date(2026, 10, 5))
    };
    let percents = |list: &[(&str, &str)]| list.iter().map(|(id, one)| (RemoteId::new(*id), dec(one))).collect();
    let mut there = There { mappings: mapped(&["item", "tax:27%"]), percents: percents(&[("7", "27")]), ..There::default() };
    let order = credit(&there, &document).expect("ordered");
    let line = &order.lines[0];
    assert_eq!((line.item.as_ref().map(RemoteId::as_str), line.tax_code.as_ref().map(RemoteId::as_str)), (Some("12"), Some("7")));
    // Of two codes with the rate the mapping says which.
    there.percents = percents(&[("7", "27"), ("8", "27")]);
    let order = credit(&there, &document).expect("ordered");
    assert_eq!(order.lines[0].tax_code.as_ref().map(RemoteId::as_str), Some("1"));
    // What the document does not tell is asked for.
    (document.items[0].product_id, there.mappings) = (None, BTreeMap::new());
    let (missing, _) = credit(&there, &document).expect_err("lacking");
    let names: Vec<&str> = missing.iter().map(|missing| missing.mapping.as_str()).collect();
    assert_eq!(names, ["item", "tax:27%"]);
}

#[test]
fn amounts_that_their_currency_cannot_have_are_refused_and_none_is_rounded() {
    let there = there();
    let told = |currency: &str, usual_decimals: bool, change: fn(&mut Invoice)| {
        let mut document = invoice("1", "A-1");
        document.currency = Currency::new(currency);
        change(&mut document);
        let plan = there.plan_paid(&[document], &[], WriteRules { usual_decimals, ..rules() });
        let [item] = documents(&plan)[..] else { panic!("one document: {plan:?}") };
        assert_eq!(item.outgoing.is_none(), item.state == PlannedState::Refused, "{item:?}");
        problems(item).join(" ")
    };
    // 100.50 and 27.14.
    assert_eq!(told("JPY", false, |_| {}), "push-amount-decimals");
    assert_eq!(told("HUF", true, |_| {}), "push-amount-decimals");
    assert_eq!((told("HUF", false, |_| {}), told("EUR", true, |_| {})), (String::new(), String::new()));
    let whole = |document: &mut Invoice| {
        let line = &mut document.items[0];
        (line.net_unit_amount, line.net, line.vat_amount) = (Some(dec("50.00")), Some(dec("100.00")), Some(dec("27.000")));
        document.gross = dec("127.00");
    };
    assert_eq!((told("JPY", false, whole), told("HUF", true, whole)), (String::new(), String::new()));
    let thousandths = |document: &mut Invoice| {
        let line = &mut document.items[0];
        (line.net, line.vat_amount) = (Some(dec("100.505")), Some(dec("27.135")));
    };
    assert_eq!(told("EUR", false, thousandths), "push-amount-decimals");
}
