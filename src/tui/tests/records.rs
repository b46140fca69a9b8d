//! The pages of payments and contacts: lists, sheets, and where they lead.

use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::screens::{SIZES, each_at};
use super::world::{World, now};
use crate::domain::*;
use crate::error::Error;
use crate::export::Format;
use crate::locale::Lang;
use crate::query::sieve::{ListRequest, Listed, Listing, Sieve};
use crate::query::{Names, contact, payment};
use crate::service::{ContactDetail, PaymentDetail, cases};
use crate::tui::ask::{Answer, Reply};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::event::Effect;
use crate::tui::jobs::Work;
use crate::tui::pages::PageId;
use crate::tui::pages::records::Records;
use crate::tui::picked::AnyPicked;

fn changed() -> Timestamp {
    now() - jiff::SignedDuration::from_hours(20)
}

/// 120 payments: of every side, kind and state, some of several documents, some of none.
fn payments() -> Vec<PaymentRow> {
    let row = |index: u32| {
        let foreign = index % 9 == 2;
        let currency = Currency::new(if foreign { "EUR" } else { "HUF" });
        let amount = if foreign { Decimal::new(115_000 + i64::from(index), 2) } else { Decimal::from(154_842 + index * 911) };
        let parts = match index % 7 {
            0 => 0,
            1 => 3,
            _ => 1,
        };
        let part = |n: u32| Allocation {
            document: RemoteId::new((900_000 + index * 2 + n).to_string()),
            number: if index == 5 { String::new() } else { format!("INV-2025-{:03}", 282 - index * 2 - n) },
            amount: amount / Decimal::from(parts.max(1)),
            date: None,
        };
        let mut row = PaymentRow {
            company: CompanyId(1 + index % 2),
            id: RemoteId::new(format!("p{index:03}")),
            kind: if index % 11 == 3 { PaymentType::Refund } else { PaymentType::Payment },
            direction: if index % 5 == 4 { Direction::Received } else { Direction::Issued },
            state: if index == 6 { PaymentState::Voided } else { PaymentState::Active },
            date: Some(date(2025, 12, 2) - jiff::Span::new().days(i64::from(index))),
            amount,
            currency,
            method: (!index.is_multiple_of(3)).then_some(PaymentMethod::WireTransfer),
            reference: index.is_multiple_of(2).then(|| format!("TR/{}", 4000 + index).into()),
            partner_id: Some(RemoteId::new(format!("c{}", index % 4))),
            partner_name: NAMES[index as usize % 4].into(),
            unapplied: Some(if parts == 0 { amount } else { Decimal::ZERO }),
            note: (index == 1).then(|| "Három számla egyben".into()),
            allocations: (0..parts).map(part).collect(),
            numbers: Box::default(),
            vanished: index == 8,
            changed: changed(),
            changed_run: RunId(41),
        };
        row.name_documents(|_| None);
        row
    };
    (0..120).map(row).collect()
}

const NAMES: [&str; 4] =
    ["PETZ ALADÁR EGYETEMI OKTATÓ KÓRHÁZ", "Kovács és Társa Bt.", "Größe & Söhne GmbH", "株式会社さくら商事"];

fn contacts() -> Vec<ContactRow> {
    let open = |amount: i64, currency: &str| Open {
        currency: Currency::new(currency),
        amount: Decimal::new(amount, 2),
        overflow: false,
    };
    let row = |index: usize| ContactRow {
        company: CompanyId(if index == 3 { 2 } else { 1 }),
        id: RemoteId::new(format!("c{index}")),
        name: NAMES[index].into(),
        number: (index == 0).then(|| "V-0012".into()),
        tax_number: (index < 2).then(|| format!("{}-2-08", 15_366_052 + index * 1_000_000).into()),
        email: (index != 1).then(|| "penzugy@petz.example".into()),
        phone: (index == 0).then(|| "+36 96 507 900".into()),
        country: Some("HU".into()),
        city: Some("Győr".into()),
        customer: index != 2,
        supplier: index >= 2,
        active: index != 3,
        outstanding: match index {
            0 => [open(48_123_000, "HUF"), open(115_050, "EUR")].into(),
            1 => [open(12_000_000, "HUF")].into(),
            _ => Box::default(),
        },
        vanished: false,
        changed: changed(),
        changed_run: RunId(41),
    };
    (0..4).map(row).collect()
}

fn sift<F: Listed>(world: &World, request: &ListRequest<F>, rows: &[F::Row]) -> Reply<Listing<F>> {
    let names: Names = world.companies.iter().map(|view| view.company.clone()).collect();
    let around =
        |row: &&F::Row| request.around.as_ref().is_some_and(|key| key.company == F::company(row) && key.id == *F::id(row));
    let anchor = rows.iter().find(around);
    let (mut request, zone) = (request.clone(), TimeZone::UTC);
    loop {
        let mut sieve = Sieve::new(&request, &names, &zone, anchor).map_err(Error::from)?;
        for row in rows {
            sieve.add(row);
        }
        match sieve.finish() {
            Ok(found) => return Ok(found),
            Err(offset) => request.offset = offset,
        }
    }
}

/// The payments of an invoice.
pub(super) fn payments_of(stored: &StoredInvoice) -> Vec<PaymentRow> {
    let mut found = payments();
    found.retain(|row| row.company == stored.company && row.counts() && !row.pays(&stored.entity.id).is_zero());
    found
}

/// The answer to a question for a list.
pub(super) fn found(world: &World, case: &Case) -> AnyAnswer {
    if let Some(cases::FindPayments(request)) = case.get() {
        return Box::new(sift::<payment::Field>(world, request, &payments()));
    }
    if let Some(cases::FindEntries(request)) = case.get() {
        return super::bank::found(world, request);
    }
    match case.get::<cases::FindContacts>() {
        Some(cases::FindContacts(request)) => Box::new(sift::<contact::Field>(world, request, &contacts())),
        None => panic!("not a list: {case:?}"),
    }
}

/// The groups of a list, of every row that there is.
fn grouped(of: &cases::GroupRows) -> AnyAnswer {
    use crate::query::group::{Counted, Grouped, Grouping, Turnover, is_groupable};
    use crate::query::schema::{Context, named};
    let zone = TimeZone::UTC;
    let context = Context { company: "MEDKA Kft.", provider: "billingo", today: of.today };
    let reply: Reply<Grouped> = Ok(match of.list {
        cases::Grouplist::Payments => {
            let by = named::<payment::Field>(&of.by, is_groupable).expect("a column").field;
            let mut groups = Grouping::<payment::Field, PaymentTotals>::new(by);
            payments().iter().for_each(|row| groups.add(row, &context, &zone));
            groups.finish()
        }
        cases::Grouplist::Contacts => {
            let by = named::<contact::Field>(&of.by, is_groupable).expect("a column").field;
            let mut groups = Grouping::<contact::Field, Counted>::new(by);
            contacts().iter().for_each(|row| groups.add(row, &context, &zone));
            groups.finish()
        }
        cases::Grouplist::Invoices | cases::Grouplist::Entries => {
            let by = named::<crate::query::Field>(&of.by, is_groupable).map(|column| column.field);
            Grouping::<crate::query::Field, Turnover>::new(by.unwrap_or(crate::query::Field::Partner)).finish()
        }
    });
    Box::new(reply)
}

/// The answer to a question for one record.
pub(super) fn read(case: &Case) -> AnyAnswer {
    let history = |key: &RecordKey| {
        let change = |at: i64, field: &str, old: Option<&str>, new: Option<&str>| FieldChange {
            key: key.clone(),
            at: now() - jiff::SignedDuration::from_hours(at),
            run: RunId(41),
            change: Change { field: field.into(), old: old.map(Into::into), new: new.map(Into::into) },
        };
        vec![change(800, "first_seen", None, None), change(20, "reference", None, Some("TR/4000"))]
    };
    if let Some(cases::ReadPayment(key)) = case.get() {
        let row = payments().into_iter().find(|row| row.key() == *key);
        let detail = row.map(|row| Box::new(PaymentDetail { row, company: "MEDKA Kft.".into(), history: history(key) }));
        let reply: Reply<Option<Box<PaymentDetail>>> = Ok(detail);
        return Box::new(reply);
    }
    if let Some(Answer::Case(answer)) = super::bank::answer(case) {
        return answer;
    }
    if let Some(of) = case.get::<cases::GroupRows>() {
        return grouped(of);
    }
    let Some(cases::ReadContact(key)) = case.get() else { panic!("not a record: {case:?}") };
    let row = contacts().into_iter().find(|row| row.key() == *key);
    let detail = row.map(|row| Box::new(ContactDetail { row, company: "MEDKA Kft.".into(), history: history(key) }));
    let reply: Reply<Option<Box<ContactDetail>>> = Ok(detail);
    Box::new(reply)
}

#[test]
fn payments_and_contacts_at_every_size() {
    for (name, keys) in [
        ("payments", "7jj"),
        ("payments-filtered", "7/partner:petz amount>200000<enter>o<down><enter>"),
        ("payments-marked", "7  jV"),
        ("payments-wrong", "7/status:lost<enter>"),
        ("payment", "7j<enter>"),
        ("contacts", "8j"),
        ("contact", "8j<enter>"),
        ("contacts-masked", "8Hj<enter>"),
    ] {
        each_at(name, &SIZES, World::new, |world| {
            world.keys(keys);
        });
    }
}

fn world() -> World {
    World::new(Lang::En, (120, 40)).begin()
}

fn notice(world: &World) -> String {
    world.model.shared.notice.as_ref().map(|notice| notice.message.id.to_string()).unwrap_or_default()
}

#[test]
fn nothing_is_read_before_the_page_is_shown() {
    let mut world = world();
    assert!(!world.model.pages.payments.list.loaded && !world.model.pages.contacts.list.loaded);
    world.keys("7");
    assert_eq!((world.model.shared.page, world.model.pages.payments.list.total), (PageId::Payments, 120));
    assert!(!world.model.pages.contacts.list.loaded);
    world.keys("8");
    assert_eq!((world.model.shared.page, world.model.pages.contacts.list.total), (PageId::Contacts, 4));
    world.keys("M");
    assert_eq!(world.model.shared.page, PageId::Manage);
}

#[test]
fn the_filter_is_the_language_of_the_kind_with_values_of_the_store() {
    let mut world = world();
    world.keys("7/direction:rec<tab>");
    assert_eq!(world.model.pages.payments.filter.input.text(), "direction:received");
    assert_eq!(world.model.pages.payments.list.total, 24);
    world.keys("<ctrl-u>partner:kov<tab><enter>");
    assert_eq!(world.model.pages.payments.filter.query(), "partner:\"Kovács és Társa Bt.\"");
    assert_eq!(world.model.pages.payments.list.total, 30);
    world.keys("/amount>abc<enter>");
    assert!(world.model.pages.payments.complaint().is_some(), "{}", world.screen());
    world.keys("e");
    assert!(world.model.shared.overlay.is_none(), "nothing is exported of a wrong filter");
    world.keys("<esc><esc>");
    assert_eq!(world.model.pages.payments.list.total, 120);
    // What is undone comes back.
    world.keys("/status:voided<enter>");
    assert_eq!(world.model.pages.payments.list.total, 1);
    world.keys("z");
    assert_eq!(world.model.pages.payments.list.total, 120);
}

#[test]
fn totals_are_those_of_what_counts_and_of_the_marks() {
    let mut world = world();
    world.keys("7");
    let mut all = PaymentTotals::default();
    for row in &payments() {
        all.add(row);
    }
    assert_eq!(world.model.pages.payments.list.totals, all);
    world.keys(" j ");
    let marked = world.model.pages.payments.list.marks.totals(&all);
    let mut two = PaymentTotals::default();
    for index in [0, 2] {
        two.add(&payments()[index]);
    }
    assert_eq!(marked, two);
    // All but one.
    world.keys("u*");
    world.keys("<home> ");
    let mut less = PaymentTotals::default();
    payments().iter().skip(1).for_each(|row| less.add(row));
    assert_eq!(world.model.pages.payments.list.marks.totals(&all), less);
}

#[test]
fn a_payment_leads_to_its_documents_and_back() {
    let mut world = world();
    // Of one document: that document.
    world.keys("7jj");
    world.keys("i");
    assert_eq!(world.model.shared.page, PageId::Invoice);
    assert_eq!(world.model.pages.invoice.key, Some(RecordKey::document(CompanyId(1), RemoteId::new("900004"))));
    world.keys("<esc>");
    assert_eq!((world.model.shared.page, world.model.pages.payments.list.cursor), (PageId::Payments, 2));
    // Of several: the list of them.
    world.keys("k<enter>");
    assert!(world.screen().contains("Három számla egyben"), "{}", world.screen());
    world.keys("<enter>");
    assert_eq!(world.model.shared.page, PageId::Invoices);
    assert_eq!(world.model.pages.invoices.filter.query(), r#"id:"900002" or id:"900003" or id:"900004""#);
    assert_eq!(world.model.pages.invoices.scope, Some(CompanyId(2)));
    world.keys("<esc>");
    assert_eq!(world.model.shared.page, PageId::Payments);
    assert_eq!(world.model.pages.invoices.scope, None);
    // Of none: it says so.
    world.keys("<esc><home>i");
    assert_eq!((world.model.shared.page, notice(&world).as_str()), (PageId::Payments, "tui-leads-nowhere"));
}

#[test]
fn a_contact_leads_to_its_documents_and_payments() {
    let mut world = world();
    world.keys("8/aladár<enter>");
    world.keys("i");
    assert_eq!(world.model.shared.page, PageId::Invoices);
    assert_eq!(world.model.pages.invoices.filter.query(), "contact:c0 or tax=15366052-2-08");
    assert!(crate::query::parse(world.model.pages.invoices.filter.query()).is_ok());
    world.keys("<esc>");
    assert_eq!(world.model.shared.page, PageId::Contacts);
    world.keys("$");
    assert_eq!(world.model.shared.page, PageId::Payments);
    let page = &world.model.pages.payments;
    assert_eq!(page.scope, Some(CompanyId(1)));
    assert_eq!(page.list.total, 30, "{}", page.filter.query());
    assert!(page.list.rows.iter().all(|row| row.partner_id.as_ref().is_some_and(|id| id.as_str() == "c0")));
    world.keys("<esc>");
    assert_eq!((world.model.shared.page, world.model.pages.contacts.filter.query()), (PageId::Contacts, "aladár"));
    world.keys("7");
    assert_eq!((world.model.pages.payments.scope, world.model.pages.payments.filter.query()), (None, ""), "as it was before");
}

#[test]
fn what_is_marked_is_exported_or_all_that_is_found() {
    let mut world = world();
    let mut work = |keys: &str| {
        world.done.clear();
        world.keys(keys);
        match world.done.pop() {
            Some(Effect::StartJob(_, Work::Records { picked, format, .. })) => (picked, format),
            other => panic!("{other:?}"),
        }
    };
    let (picked, format) = work("7/direction:received<enter>e<enter><enter>");
    let AnyPicked::Payments(picked) = picked else { panic!("payments") };
    assert_eq!((picked.request.query.as_str(), format), ("direction:received", Format::Csv));
    assert!(picked.is_whole() && picked.request.limit == usize::MAX);
    let (picked, format) = work("  e<down><enter><enter>");
    let AnyPicked::Payments(picked) = picked else { panic!("payments") };
    assert_eq!((picked.these.as_ref().map(Vec::len), format), (Some(2), Format::Xlsx));
    assert!(picked.request.query.is_empty(), "marks are of any filter");
    let (picked, _) = work("8* e<enter><enter>");
    let AnyPicked::Contacts(picked) = picked else { panic!("contacts") };
    assert_eq!((picked.these.is_none(), picked.but.len()), (true, 1));
}

#[test]
fn what_is_copied_is_what_is_shown() {
    let mut world = world();
    world.keys("8y");
    let Some(Effect::Copy(text)) = world.done.pop() else { panic!("{:?}", world.done) };
    assert_eq!(text.lines().count(), 5, "{text}");
    assert!(text.contains("15366052-2-08") && text.contains("1 150.50"), "{text}");
    world.keys("H8y");
    let Some(Effect::Copy(text)) = world.done.pop() else { panic!("{:?}", world.done) };
    assert!(!text.contains("15366052") && !text.contains("PETZ") && !text.contains("150.50"), "{text}");
}

#[test]
fn a_look_is_kept_for_the_next_session() {
    let mut world = world();
    world.keys("7/direction:received<enter>O");
    let kept = crate::tui::saved::write(&world.model);
    let mut next = World::new(Lang::En, (120, 40));
    crate::tui::saved::read(&mut next.model, &kept, true);
    next.model.shared.looked = None;
    let next = next.begin();
    assert_eq!(next.model.shared.page, PageId::Payments);
    let page = &next.model.pages.payments;
    assert_eq!((page.filter.query(), page.list.sort.descending, page.list.total), ("direction:received", false, 24));
}

#[test]
fn the_direction_of_a_payment_is_shown_in_little_room_too() {
    for size in [(80, 24), (40, 12)] {
        let mut world = World::new(Lang::En, size).begin();
        world.keys("7");
        let screen = world.screen();
        assert!(screen.contains("customer") && screen.contains("supplier"), "{screen}");
        let rows = screen.lines().filter(|line| line.contains("2025-"));
        assert!(rows.clone().count() > 3, "{screen}");
        for row in rows {
            assert!(row.contains("customer") || row.contains("supplier"), "{row} of {screen}");
        }
        let total = screen.lines().find(|line| line.contains("17 429 661 Ft")).expect("a total");
        assert!(total.contains("customer"), "{total}");
    }
    // Two sides of a currency are two sums and one currency.
    for size in [(60, 12), (70, 12), (90, 12)] {
        let mut world = World::new(Lang::Hu, size).begin();
        world.keys("7");
        assert!(!world.screen().contains("pénznem"), "{}", world.screen());
    }
    // What a credit note settles moves no money.
    let world = World::new(Lang::En, (80, 24)).begin();
    let row = PaymentRow { kind: PaymentType::Credit, ..payments().remove(0) };
    let shown = Records::show(payment::Field::Direction, &row, &world.model.shared);
    assert_eq!(shown.map(|(words, _)| words).as_deref(), Some("credit"));
}
