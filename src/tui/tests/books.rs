//! Own books on the screen: a week, days and a month, the timer, forms, approval, projects, drafts; what members see.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::screens::each_at;
use super::world::{World, company_named, now};
use crate::domain::ledger::*;
use crate::domain::time::lint::lints;
use crate::domain::time::{Approval, Claim, ClaimBy, EntryRow, Span, TimeEntry, Timer};
use crate::domain::*;
use crate::locale::Lang;
use crate::service::books::{
    BillStep, Billed, BooksView, DraftView, Edited, Explained, ExplainedPart, Invoiced, ProjectView, RateView, TimeAsk,
    TimeChange, TimeChanged, TimeView, TimerAsk, TimerView, Unbilled, WouldBe,
};
use crate::service::cases;
use crate::tui::ask::{Answer, Reply};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::pages::PageId;
use crate::tui::shared::Overlay;

const SIZES: [(u16, u16); 4] = [(200, 50), (120, 40), (80, 24), (40, 12)];
const ZONE: &str = "Europe/Budapest";

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn id(text: &str) -> RemoteId {
    RemoteId::new(text)
}

fn company() -> Company {
    Company { id: CompanyId(9), provider: OWN_BOOKS.into(), ..company_named("Own Kft.") }
}

/// Entries of four weeks: two people, three projects, every state, and of each kind something to look at.
fn entries() -> Vec<EntryRow> {
    // Day, from, until, project, person, task.
    let mut table: Vec<(Date, String, String, Option<usize>, usize, &str)> = Vec::new();
    let mut add = |day: Date, from: &str, until: &str, project: Option<usize>, person: usize, task: &'static str| {
        table.push((day, from.to_owned(), until.to_owned(), project, person, task));
    };
    for back in 7..24 {
        let day = date(2025, 12, 1) - jiff::Span::new().days(back);
        if day.weekday().to_monday_zero_offset() < 5 {
            add(day, "09:00", "12:00", Some(0), 0, "build");
            add(day, "13:00", "16:30", Some(1), 0, "support");
        }
    }
    for (day, from, until, project, person, task) in [
        (1, "09:00", "12:30", Some(0), 0, "migration"),
        (1, "13:00", "16:45", Some(0), 0, "review"),
        (1, "16:45", "17:10", Some(1), 0, "call"),
        (2, "09:00", "11:00", Some(0), 0, "migration"),
        (2, "10:30", "12:00", Some(2), 0, "audit"),
        (2, "12:45", "17:00", Some(0), 0, "migration"),
        (2, "08:00", "12:00", Some(0), 1, "tests"),
        (3, "09:00", "09:25", Some(1), 0, "call"),
        (3, "10:00", "12:00", None, 0, "mail"),
    ] {
        add(date(2025, 12, day), from, until, project, person, task);
    }
    add(date(2025, 12, 1), "22:00", "25:30", Some(2), 1, "deploy");
    let one =
        |(index, (day, from, until, project, person, task)): (usize, (Date, String, String, Option<usize>, usize, &str))| {
            let at = |clock: &str| {
                let (hour, minute) = clock.split_once(':').unwrap();
                let (hour, minute): (i64, i64) = (hour.parse().unwrap(), minute.parse().unwrap());
                let start = day.to_zoned(jiff::tz::TimeZone::get(ZONE).unwrap()).unwrap().timestamp();
                start + jiff::SignedDuration::from_mins(hour * 60 + minute)
            };
            let old = day < date(2025, 12, 1);
            let seconds = at(&until).duration_since(at(&from)).as_secs();
            let approval =
                (old || day == date(2025, 12, 1) && person == 0).then(|| Approval { at: now(), by: Actor("anna".into()) });
            let claims = if day < date(2025, 11, 20) {
                vec![Claim { from: 0, until: seconds, by: ClaimBy::Draft(id("d2")) }]
            } else {
                Vec::new()
            };
            let entry = TimeEntry {
                id: id(&format!("e{index:03}")),
                person: id(["p0", "p1"][person]),
                project: project.map(|at| id(&format!("j{at}"))),
                task: task.into(),
                note: if index % 3 == 0 { "Kérték".into() } else { String::new() },
                tags: Vec::new(),
                span: Span::Clock { start: at(&from), end: at(&until), zone: ZONE.into() },
                billable: true,
                price: None,
                approval,
                claims,
                source: None,
            };
            EntryRow {
                person: ["Anna", "Béla"][person].into(),
                project: project.map(|at| ["Site", "Support", "Audit"][at].to_owned()),
                client: project.map(|at| ["Acme Kft.", "Acme Kft.", "Duna Zrt."][at].to_owned()),
                date: entry.span.date(),
                tags: String::new(),
                entry,
            }
        };
    table.into_iter().enumerate().map(one).collect()
}

fn found(ask: &TimeAsk, odd: bool) -> TimeView {
    let person = ask.query.strip_prefix("person:\"").map(|rest| rest.trim_end_matches('"'));
    let mut rows: Vec<EntryRow> = entries()
        .into_iter()
        .filter(|row| ask.from.is_none_or(|from| row.date >= from) && ask.until.is_none_or(|until| row.date <= until))
        .filter(|row| person.is_none_or(|person| row.person == person))
        .collect();
    rows.sort_by_key(|row| (row.date, row.entry.span.clock()));
    for row in rows.iter_mut().filter(|_| odd) {
        if let Span::Clock { end, .. } = &mut row.entry.span {
            *end += jiff::SignedDuration::from_secs(7 * 3600 + 7);
        }
    }
    let mut days: std::collections::BTreeMap<String, i64> = std::collections::BTreeMap::new();
    for row in &rows {
        *days.entry(row.date.to_string()).or_default() += row.entry.seconds();
    }
    let (total, seconds, found) =
        (rows.len(), days.values().sum(), lints(rows.iter().map(|row| &row.entry), &jiff::tz::TimeZone::UTC));
    if let Some(limit) = ask.limit {
        rows.drain(..rows.len().saturating_sub(limit));
    }
    TimeView { total, seconds, days: days.into_iter().collect(), entries: rows, lints: found }
}

fn party(name: &str) -> Party {
    Party { name: name.into(), tax_number: Some("13114505-2-41".into()), ..Party::default() }
}

fn client(at: &str, name: &str, currency: Option<&str>) -> Client {
    Client {
        id: id(at),
        party: party(name),
        group_tax_number: None,
        currency: currency.map(Currency::new),
        language: None,
        terms_days: None,
        vat: None,
        buyer_reference: None,
        endpoint: None,
        contact: None,
        archived: false,
    }
}

fn rate() -> RateView {
    let rate = Rate {
        id: id("r0"),
        level: Level::Project(id("j0")),
        amount: dec("18000"),
        currency: Currency::new("HUF"),
        per: Per::Hour,
        from: date(2025, 1, 1),
        until: None,
        increment: None,
        surcharges: Vec::new(),
        cap: None,
    };
    RateView { rate, client: None, project: Some("Site".into()), person: None }
}

fn view() -> BooksView {
    let project =
        |at: usize, name: &str, client: (&str, &str), budget: Option<Budget>, (seconds, unbilled): (i64, i64)| ProjectView {
            project: Project {
                id: id(&format!("j{at}")),
                name: name.into(),
                client: id(client.0),
                state: if at == 2 { ProjectState::OnHold } else { ProjectState::Active },
                budget,
                billable: true,
                increment: None,
                note: String::new(),
            },
            client: client.1.into(),
            seconds,
            unbilled,
            currency: Currency::new("HUF"),
            invoiced: if at == 0 {
                vec![Invoiced { currency: Currency::new("HUF"), net: Some(dec("702000")) }]
            } else {
                Vec::new()
            },
            spent: if at == 0 { dec("702000") } else { Decimal::ZERO },
            hidden: false,
        };
    let (acme, duna) = (("c0", "Acme Kft."), ("c1", "Duna Zrt."));
    BooksView {
        company: company(),
        profile: Profile {
            party: party("Own Kft."),
            group_tax_number: None,
            currency: Currency::new("HUF"),
            zone: ZONE.into(),
            terms_days: 8,
            prefix: "INV".into(),
            vat: Vat::parse("27"),
            closed_until: None,
        },
        today: date(2025, 12, 3),
        clients: vec![client(acme.0, acme.1, None), client(duna.0, duna.1, Some("EUR")), client("c2", "Új Ügyfél Bt.", None)],
        projects: vec![
            project(0, "Site", acme, Some(Budget::Time(180_000)), (153_000, 61_500)),
            project(1, "Support", acme, Some(Budget::Money(dec("500000"), Currency::new("HUF"))), (151_200, 0)),
            project(2, "Audit", duna, None, (18_000, 12_600)),
        ],
        people: ["Anna", "Béla"]
            .into_iter()
            .enumerate()
            .map(|(at, name)| Person {
                id: id(&format!("p{at}")),
                name: name.into(),
                user: name.to_lowercase(),
                email: None,
                archived: false,
                cost: None,
            })
            .collect(),
        rates: vec![rate()],
        recurring: Vec::new(),
        maps: Vec::new(),
        series: vec![Series { last: 11, ..Series::new("INV-2025") }],
    }
}

fn draft(at: &str, state: DraftState, explained: bool) -> DraftView {
    let vat = Vat::parse("27").unwrap();
    let part = |entry: &str, until: i64| Part {
        entry: id(entry),
        from: 0,
        until,
        rate: Some(id("r0")),
        amount: dec("18000"),
        surcharge: Decimal::ZERO,
    };
    let parts = vec![part("e000", 10_800), part("e002", 1_800)];
    let lines = vec![
        DraftLine {
            text: "Site".into(),
            source: LineSource::Time { parts: parts.clone(), raw: 12_600, billed: 12_600, rounded: None },
            quantity: dec("3.5"),
            unit: Unit::Hour,
            unit_price: dec("18000"),
            net: dec("63000"),
            vat: vat.clone(),
            project: None,
        },
        DraftLine {
            text: "Vonatjegy".into(),
            source: LineSource::Expense(None),
            quantity: Decimal::ONE,
            unit: Unit::Piece,
            unit_price: dec("4500"),
            net: dec("4500"),
            vat: vat.clone(),
            project: None,
        },
    ];
    let all = entries();
    let row = |entry: &RemoteId| all.iter().find(|row| row.entry.id == *entry).cloned();
    let explain = |part: &Part| ExplainedPart { part: part.clone(), entry: row(&part.entry), rate: Some(rate()) };
    let explained = if explained {
        vec![
            Explained { exact: dec("63000"), parts: parts.iter().map(explain).collect() },
            Explained { exact: dec("4500"), parts: Vec::new() },
        ]
    } else {
        Vec::new()
    };
    DraftView {
        draft: Draft {
            id: id(at),
            client: id("c0"),
            currency: Currency::new("HUF"),
            from: Some(date(2025, 11, 1)),
            until: Some(date(2025, 11, 30)),
            group: Group::Project,
            lines,
            fx: None,
            note: String::new(),
            state,
            advance: false,
        },
        client: "Acme Kft.".into(),
        number: None,
        net: dec("67500"),
        vat: dec("18225"),
        gross: dec("85725"),
        countries: None,
        tax: vec![TaxGroup { vat, net: dec("67500"), tax: dec("18225"), tax_local: None }],
        explained,
        unbilled: 61_500,
    }
}

/// The timer of a world: none, one of this morning, or one that was forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Runs {
    #[default]
    No,
    Since(i64),
}

fn timer(runs: Runs) -> TimerView {
    let running = match runs {
        Runs::No => None,
        Runs::Since(minutes) => Some(Timer {
            person: id("p0"),
            start: now() - jiff::SignedDuration::from_mins(minutes),
            zone: ZONE.into(),
            project: Some(id("j0")),
            task: "migration".into(),
            note: String::new(),
            tags: Vec::new(),
        }),
    };
    let seconds = running.as_ref().map_or(0, |timer| now().duration_since(timer.start).as_secs());
    let forgotten = running.as_ref().filter(|_| seconds > 12 * 3600);
    TimerView {
        project: running.as_ref().map(|_| "Site".into()),
        proposed_end: forgotten.map(|timer| timer.start + jiff::SignedDuration::from_hours(8)),
        running,
        seconds,
        entry: None,
        lints: Vec::new(),
    }
}

/// The answer to a question about own books; `None` if it is another one.
pub(super) fn answer(world: &World, case: &Case) -> Option<AnyAnswer> {
    if case.get::<cases::OwnCompanies>().is_some() {
        let reply: Reply<Vec<Company>> = Ok(if world.own { vec![company()] } else { Vec::new() });
        return Some(Box::new(reply));
    }
    if case.get::<cases::ReadBooks>().is_some() {
        let reply: Reply<BooksView> = Ok(view());
        return Some(Box::new(reply));
    }
    if case.get::<cases::RunTimer>().is_some() {
        let reply: Reply<TimerView> = Ok(timer(world.timer));
        return Some(Box::new(reply));
    }
    if let Some(find) = case.get::<cases::FindTime>() {
        let reply: Reply<TimeView> = Ok(found(&find.ask, world.odd));
        return Some(Box::new(reply));
    }
    if let Some(read) = case.get::<cases::ReadDrafts>() {
        let reply: Reply<Vec<DraftView>> = Ok(match &read.draft {
            Some(at) => vec![draft(at, DraftState::Open, true)],
            None if read.all => vec![draft("d2", DraftState::Issued(id("i1")), false), draft("d1", DraftState::Open, false)],
            None => vec![draft("d1", DraftState::Open, false)],
        });
        return Some(Box::new(reply));
    }
    if case.get::<cases::PriceUnbilled>().is_some() {
        let priced = WouldBe { currency: Currency::new("HUF"), lines: 2, net: dec("307500"), gross: dec("390525") };
        let without = Message::new("billing-no-rate").with("task", "Audit");
        let reply: Reply<Vec<Unbilled>> =
            Ok(vec![Unbilled { client: id("c0"), draft: Ok(priced) }, Unbilled { client: id("c1"), draft: Err(without) }]);
        return Some(Box::new(reply));
    }
    let bill = case.get::<cases::Bill>()?;
    if matches!(&bill.step, BillStep::Discard(at) if at == "d9") {
        let reply: Reply<Billed> = Err(crate::error::Error::new(
            crate::error::ErrorKind::Usage,
            Message::new("books-draft-not-open").with("draft", "d9"),
        ));
        return Some(Box::new(reply));
    }
    let reply: Reply<Billed> = Ok(Billed::Drafts(vec![draft("d9", DraftState::Open, true)]));
    Some(Box::new(reply))
}

/// The answer to an order about own books.
pub(super) fn ordered(world: &World, case: &Case) -> Option<AnyAnswer> {
    if case.get::<cases::RecordTime>().is_some() {
        let reply: Reply<TimeChanged> = Ok(TimeChanged { entries: entries().into_iter().take(1).collect(), lints: Vec::new() });
        return Some(Box::new(reply));
    }
    if case.get::<cases::ApproveTime>().is_some() {
        let reply: Reply<TimeView> = Ok(found(&TimeAsk::default(), world.odd));
        return Some(Box::new(reply));
    }
    if case.get::<cases::EditBooks>().is_some() {
        let reply: Reply<Edited> = Ok(Edited::Client(Box::new(view().clients.remove(0))));
        return Some(Box::new(reply));
    }
    if case.get::<cases::AddBooks>().is_some() {
        let reply: Reply<Company> = Ok(company());
        return Some(Box::new(reply));
    }
    answer(world, case)
}

fn own(lang: Lang, size: (u16, u16)) -> World {
    World { own: true, ..World::new(lang, size) }
}

fn running(lang: Lang, size: (u16, u16)) -> World {
    World { own: true, timer: Runs::Since(42), ..World::new(lang, size) }
}

fn world() -> World {
    own(Lang::En, (120, 40)).begin()
}

#[test]
fn pages_of_own_books_at_every_size() {
    for (name, keys) in [
        ("time-week", "t"),
        ("time-day", "t<left><enter>"),
        ("time-month", "t+"),
        ("time-month-picture", "t+P"),
        ("time-filtered", "t+/project:site task:mig<enter> j "),
        ("time-entry", "tA9-11:3"),
        ("time-approve", "tY"),
        ("projects", "t<tab>"),
        ("project-form", "t<tab>jR"),
        ("drafts", "t<tab><tab>"),
        ("draft", "t<tab><tab>jj<enter>jjjjjj"),
        ("draft-issue", "t<tab><tab>jj#<enter>"),
    ] {
        each_at(name, &SIZES, own, |world| {
            world.keys(keys);
        });
    }
    each_at("time-running", &SIZES, running, |world| {
        world.keys("t");
    });
    each_at("time-no-books", &SIZES, World::new, |world| {
        world.keys("t");
    });
}

fn last<C: 'static>(world: &World) -> &C {
    world.orders.last().and_then(Case::get).expect("it was ordered")
}

#[test]
fn a_week_leads_to_its_days_and_back() {
    let mut world = world();
    world.keys("t");
    assert!(world.screen().contains("week 49") && world.screen().contains("‹Week›"), "{}", world.screen());
    // Tuesday, the project of the second line: its entries, and Esc leads back to the same cell.
    world.keys("<left>");
    let day = world.model.pages.time.day;
    assert_eq!(day, Some(date(2025, 12, 2)));
    world.keys("<enter>");
    let screen = world.screen();
    assert!(screen.contains("2025-12-02 Tu") && screen.contains("project:\"Site\""), "{screen}");
    assert!(screen.contains("09:00–11:00") && !screen.contains("audit"), "{screen}");
    world.keys("<esc>");
    assert!(world.screen().contains("‹Week›"), "{}", world.screen());
    // Another period is asked for by itself: nothing of the old one stays.
    world.keys("<");
    assert!(world.screen().contains("week 48"), "{}", world.screen());
    world.keys("+");
    assert!(world.screen().contains("2025-11") && world.screen().contains("09:00–12:00"), "{}", world.screen());
}

#[test]
fn an_entry_is_checked_while_it_is_typed() {
    let mut world = world();
    world.keys("tA9-");
    assert!(world.screen().contains("✗ “9-” is no amount of time"), "{}", world.screen());
    world.keys("11:30");
    assert!(world.screen().contains("09:00–11:30 = 2:30"), "{}", world.screen());
    world.keys("<tab><tab>review<enter>");
    let cases::RecordTime { company, change: TimeChange::Add(new) } = last(&world) else { panic!("another change") };
    assert_eq!((company.0, new.time.as_deref(), new.project.as_deref()), (9, Some("9-11:30"), Some("j0")));
    assert_eq!((new.date, new.task.as_deref()), (Some(date(2025, 12, 3)), Some("review")));
    assert!(world.model.shared.overlay.is_none());
}

#[test]
fn a_field_that_wants_a_name_lists_the_names_until_one_is_typed() {
    let mut world = world();
    world.keys("t");
    let names = world.model.shared.books.projects();
    let [first, second, ..] = names.as_slice() else { panic!("two projects at least") };
    let listed = format!("{first} · {second}");
    world.keys("A<backtab><ctrl-u>");
    assert!(world.screen().contains(&listed), "{}", world.screen());
    world.keys(&first.chars().take(2).collect::<String>());
    assert!(!world.screen().contains(&listed), "{}", world.screen());
    world.keys("<ctrl-u><tab>");
    assert!(!world.screen().contains(&listed), "only below its own field: {}", world.screen());
}

#[test]
fn marked_entries_are_changed_together_and_locked_ones_say_why() {
    let mut world = world();
    world.keys("t-");
    assert!(world.screen().contains("‹Day›"), "{}", world.screen());
    world.keys("  R");
    assert!(world.screen().contains("Change 2 entries"), "{}", world.screen());
    world.keys("sup<enter>");
    let cases::RecordTime { change: TimeChange::EditAll(ids, new), .. } = last(&world) else { panic!("another change") };
    assert_eq!((ids.len(), new.project.as_deref(), new.task.as_deref()), (2, Some("j1"), None));
    world.keys("u=");
    assert!(world.screen().contains("Move 1 entry"), "{}", world.screen());
    world.keys("<esc><<");
    // Monday is approved.
    world.keys("<enter>");
    assert!(world.screen().contains("Approved by anna"), "{}", world.screen());
}

#[test]
fn what_is_worth_a_look_is_mended_by_a_key() {
    let mut world = world();
    world.keys("t!");
    assert!(world.screen().contains("‹Day›"), "{}", world.screen());
    world.keys("x");
    let cases::RecordTime { change: TimeChange::Mend(entry), .. } = last(&world) else { panic!("another change") };
    let lints = &world.model.shared.books.lints;
    assert!(lints.contains_key(&id(entry)), "{entry} of {lints:?}");
}

#[test]
fn a_week_is_approved_after_a_question_that_names_it() {
    let mut world = world();
    world.keys("tY");
    let screen = world.screen();
    assert!(screen.contains("Approve the week 2025-12-01 – 2025-12-07") && screen.contains("1 overlap is"), "{screen}");
    world.keys("<enter>");
    assert!(world.orders.is_empty(), "what changes nothing is under the cursor");
    world.keys("Y<tab><enter>");
    let approve: &cases::ApproveTime = last(&world);
    assert!(approve.ask.force && approve.ask.of.ids.len() == 7, "{approve:?}");
}

#[test]
fn the_timer_is_seen_everywhere_and_a_forgotten_one_proposes_its_end() {
    let mut world = running(Lang::En, (120, 40)).begin();
    assert!(world.screen().contains("▶ 0:42 Site"), "{}", world.screen());
    world.keys("tb");
    let cases::RunTimer { ask: TimerAsk::Stop(None), .. } = last(&world) else { panic!("another order") };
    let mut world = World { own: true, timer: Runs::Since(900), ..World::new(Lang::En, (120, 40)) }.begin();
    world.keys("tb");
    assert!(world.screen().contains("Stop the timer that runs since 2025-12-02 23:32"), "{}", world.screen());
    world.keys("<enter>");
    let cases::RunTimer { ask: TimerAsk::Stop(Some(end)), .. } = last(&world) else { panic!("another order") };
    assert_eq!(end, "2025-12-03T07:32");
    // In little room it alone stays.
    let world = running(Lang::Hu, (40, 12)).begin();
    assert!(world.screen().contains("▶ 0:42"), "{}", world.screen());
}

#[test]
fn a_draft_is_issued_after_a_question_that_names_number_client_and_amount() {
    let mut world = world();
    world.keys("t<tab><tab>jj#<enter>");
    let screen = world.screen();
    assert!(screen.contains("Issue INV-2025-00012 to Acme Kft.:"), "{screen}");
    assert!(screen.contains("725"), "{screen}");
    world.keys("<tab><enter>");
    let cases::Bill { step: BillStep::Issue(ask), .. } = last(&world) else { panic!("another step") };
    assert_eq!((ask.drafts.as_slice(), ask.date), (&["d1".to_owned()][..], Some(date(2025, 12, 3))));
    // A line of a draft leads to its entry, and Esc back.
    world.keys("<esc><enter>jjjjjj");
    assert!(world.screen().contains("10800 s ×"), "{}", world.screen());
    world.keys("gjjjjj<enter>");
    assert_eq!(world.model.shared.page, PageId::Time, "{}", world.screen());
    assert!(world.screen().contains("id:e000"), "{}", world.screen());
    world.keys("<esc><esc>");
    assert_eq!(world.model.shared.page, PageId::Drafts, "{}", world.screen());
}

#[test]
fn an_issued_draft_leads_to_its_invoice() {
    let mut world = world();
    world.model.shared.page = PageId::Drafts;
    world.keys("ra");
    let footer = |world: &World| world.screen().lines().last().unwrap_or_default().to_owned();
    let found = (0..10).any(|_| {
        let offered = footer(&world).contains("i invoice");
        if !offered {
            world.keys("j");
        }
        offered
    });
    assert!(found, "{}", world.screen());
    world.keys("i");
    assert_eq!(world.model.shared.page, PageId::Invoice);
    assert_eq!(world.model.pages.invoice.key.as_ref().map(|key| key.id.clone()), Some(id("i1")));
    world.keys("<esc>");
    assert_eq!(world.model.shared.page, PageId::Drafts, "{}", world.screen());
}

/// What the service refuses is told as the screen does it, with the cursor on the field that it is about.
#[test]
fn a_refusal_leads_to_its_field() {
    use crate::error::{Error, ErrorKind};
    use crate::service::books::Billed;
    use crate::tui::form::field::Name;
    use crate::tui::form::{Order, State, books::Told};
    let mut world = world();
    world.model.shared.page = PageId::Drafts;
    world.keys("rA");
    for (why, hint, field) in [
        (Message::new("books-no-vat"), Message::new("books-no-vat-hint"), Name::Vat),
        (
            Message::new("billing-no-exchange-rate").with("currency", "EUR").with("base", "HUF"),
            Message::new("books-no-vat-hint"),
            Name::FxRate,
        ),
    ] {
        let Some(Overlay::Form(form)) = &mut world.model.shared.overlay else { panic!("{}", world.screen()) };
        form.state = State::Waiting;
        let reply: Reply<Billed> = Err(Error::new(ErrorKind::Usage, why).hint(hint));
        crate::tui::form::outcome::ordered(Order::Books(Told::Billed), Box::new(reply), &mut world.model.shared);
        let shown = world.screen();
        assert!(!shown.contains("--"), "no option of a command: {shown}");
        let Some(Overlay::Form(form)) = &world.model.shared.overlay else { panic!("{shown}") };
        assert_eq!(form.fields.get(form.at).map(|field| field.name), Some(field), "{shown}");
        assert!(matches!(form.state, State::Refused(..)));
    }
}

#[test]
fn members_see_their_own_time_alone() {
    let mut world = world();
    let role = crate::service::Standing {
        actor: Actor("béla".into()),
        everywhere: Some(Role::Member),
        companies: Vec::new(),
        only_reads: false,
    };
    world.model.shared.standing = Some(role);
    world.keys("t<tab><tab>");
    assert!(world.screen().contains("Drafts and rates are for administrators"), "{}", world.screen());
    assert!(!world.screen().contains("85"), "{}", world.screen());
    world.keys("<backtab>A");
    assert!(world.model.shared.overlay.is_none(), "{}", world.screen());
    world.keys("<backtab>Y");
    assert!(!matches!(world.model.shared.overlay, Some(Overlay::Confirm { .. })), "{}", world.screen());
}

#[test]
fn hidden_customers_stay_hidden_and_nothing_is_changed_then() {
    let mut world = world();
    world.keys("tH");
    let week = world.screen();
    assert!(!week.contains("Acme") && !week.contains("Site") && week.contains("Partner "), "{week}");
    world.keys("-");
    assert!(!world.screen().contains("migration") && !world.screen().contains("Site"), "{}", world.screen());
    world.keys("A");
    assert!(world.model.shared.overlay.is_none());
    world.keys("<tab>");
    assert!(!world.screen().contains("Acme") && !world.screen().contains("702"), "{}", world.screen());
    world.keys("<tab>");
    assert!(!world.screen().contains("Acme"), "{}", world.screen());
    // Nor does the arithmetic of a draft tell an amount.
    world.keys("H<end><enter>");
    let net = "exactly 63";
    assert!(world.screen().contains(net), "{}", world.screen());
    world.keys("H<end><enter>");
    assert!(world.screen().contains("exactly •••") && !world.screen().contains(net), "{}", world.screen());
}

#[test]
fn books_are_added_where_there_are_none() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("tAOwn Kft.<enter>");
    let cases::AddBooks(new) = last(&world);
    assert_eq!((new.name.as_str(), new.profile.currency.as_str(), new.profile.zone.as_str()), ("Own Kft.", "HUF", ZONE));
}

#[test]
fn the_cursor_goes_to_the_draft_that_was_made_and_a_preview_does_not_count_itself_as_left() {
    let mut world = world();
    world.keys("t<tab><tab>");
    let unbilled = world.screen();
    assert!(unbilled.contains("390 525 Ft") && unbilled.contains("! no price"), "{unbilled}");
    world.keys("<enter>");
    // 17:05 are unbilled, 3:30 of them are what this would bill.
    assert!(world.screen().contains("13:35 of approved time"), "{}", world.screen());
    let views = vec![draft("d1", DraftState::Open, false), draft("d9", DraftState::Open, false)];
    let reply: Reply<Vec<DraftView>> = Ok(views);
    world.event(crate::tui::event::Event::Answered(PageId::Drafts, Answer::Case(Box::new(reply))));
    let shown = world.screen();
    assert!(!shown.contains("13:35 of approved time"), "{shown}");
    let drafts = &world.model.pages.drafts;
    assert_eq!(drafts.sheet.cursor, 2, "the newest draft stands below what is unbilled of two clients: {shown}");
}

#[test]
fn times_with_seconds_stand_apart_in_a_week_of_every_size() {
    for size in SIZES {
        let mut world = World { own: true, odd: true, ..World::new(Lang::En, size) }.begin();
        world.keys("t");
        let screen = world.screen();
        let lines = screen.lines().filter(|line| !line.trim_start().starts_with('!'));
        for word in lines.flat_map(str::split_whitespace).filter(|word| word.chars().all(|c| "0123456789:–".contains(c))) {
            assert!(word == "–" || !word.contains('–') && word.matches(':').count() <= 2, "{word} in {screen}");
        }
        // Where there is room they are whole, and nowhere are they cut.
        assert_eq!(screen.contains("21:15:14"), size.0 >= 120, "{screen}");
        assert!(!screen.lines().any(|line| line.contains(":…")), "{screen}");
    }
}

#[test]
fn what_is_shown_is_approved_where_nothing_is_marked() {
    let mut world = world();
    world.keys("t-Y");
    assert!(world.screen().contains("Approve 2 entries of 2:25?"), "{}", world.screen());
    let mut world = self::world();
    world.keys("t- Y");
    assert!(world.screen().contains("Approve 1 entry of"), "{}", world.screen());
    // What the filter hides is not shown.
    let mut world = self::world();
    world.keys("t-/task:mail<enter>Y");
    assert!(world.screen().contains("Approve 1 entry of 2:00?"), "{}", world.screen());
}

#[test]
fn drafts_and_clients_with_unbilled_time_are_counted_each_for_itself() {
    let mut world = world();
    world.keys("t<tab><tab>");
    assert!(world.screen().contains("1 draft · 2 unbilled clients"), "{}", world.screen());
    // One piece is one.
    world.keys("jj<enter>");
    assert!(world.screen().contains("1 pc ×") && !world.screen().contains("1 pcs"), "{}", world.screen());
}

/// Every open draft that is marked is named once with its sum, discarded by itself, and what could not be is told with why.
#[test]
fn marked_drafts_are_discarded_together() {
    let mut world = world();
    world.keys("t<tab><tab>");
    let drafts =
        |all: &[&str]| -> Reply<Vec<DraftView>> { Ok(all.iter().map(|at| draft(at, DraftState::Open, false)).collect()) };
    let gross = draft("d1", DraftState::Open, false).gross;
    for (all, told) in [(&["d1", "d2"][..], "each-drafts-discarded"), (&["d1", "d9", "d2"], "each-failed")] {
        world.event(crate::tui::event::Event::Answered(PageId::Drafts, Answer::Case(Box::new(drafts(all)))));
        world.orders.clear();
        world.keys("u*X");
        let sum = gross * Decimal::from(all.len());
        let amount = world.model.shared.locale.money(sum, &Currency::new("HUF"));
        let question = world.screen().replace('\u{A0}', " ");
        let wanted = format!("Discard {} drafts to Acme Kft.: {amount}?", all.len()).replace('\u{A0}', " ");
        assert!(question.contains(&wanted), "{wanted}: {question}");
        assert!(world.orders.is_empty());
        world.keys("y");
        let discarded = |case: &Case| match &case.get::<cases::Bill>().expect("a step").step {
            BillStep::Discard(at) => at.clone(),
            other => panic!("{other:?}"),
        };
        let orders: std::collections::BTreeSet<String> = world.orders.iter().map(discarded).collect();
        assert_eq!((orders, world.orders.len()), (all.iter().map(|at| (*at).to_owned()).collect(), all.len()));
        let notice = world.model.shared.notice.as_ref().expect("told").message.clone();
        let said = world.model.shared.locale.text(&notice);
        assert_eq!((notice.id.as_ref(), said.contains("d9")), (told, told == "each-failed"), "{said}");
    }
}

/// A number that is kept and doubtful is named in the notice, of new books by their form.
#[test]
fn a_doubtful_number_is_named_when_it_is_saved() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("tAOwn Kft.<tab>12345678-1-42<enter>");
    let told = |world: &World| world.model.shared.notice.as_ref().map(|notice| Lang::En.locale().text(&notice.message));
    let said = told(&world).unwrap_or_default();
    assert!(said.contains("Added the books") && said.contains("tax number 12345678-1-42"), "{said}");
    // A right one is not.
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.keys("tAOwn Kft.<tab>32560682-2-43<enter>");
    assert!(told(&world).is_some_and(|said| !said.contains("check:")), "{:?}", told(&world));
    let mut client = view().clients.remove(0);
    client.party.address.country = Some("HU".into());
    client.party.tax_number = Some("13114506-2-41".into());
    let reply: Reply<Edited> = Ok(Edited::Client(Box::new(client)));
    let order = crate::tui::form::Order::Books(crate::tui::form::books::Told::Edited);
    crate::tui::form::outcome::ordered(order, Box::new(reply), &mut world.model.shared);
    assert!(told(&world).is_some_and(|said| said.contains("13114506-2-41")), "{:?}", told(&world));
}

/// The company of own books is completed on the screen: what is typed is sent, what has no field stays.
#[test]
fn own_books_are_changed_in_a_form() {
    let known = view().profile;
    let mut world = world();
    world.keys("t<tab><ctrl-o>");
    let shown = world.screen();
    assert!(shown.contains("Change the own books of") && shown.contains(known.prefix.as_str()), "{shown}");
    world.keys("<tab><ctrl-u>32560682-2-43<enter>");
    let cases::EditBooks { edit, .. } = last(&world);
    let crate::service::books::BooksEdit::Profile(profile) = edit else { panic!("{edit:?}") };
    let party = Party { tax_number: Some("32560682-2-43".into()), ..known.party.clone() };
    assert_eq!(*profile, Profile { party, ..known });
    // From a draft too; a screen that may not change the books says so.
    world.keys("<tab><ctrl-o>");
    assert!(world.screen().contains("Change the own books of"), "{}", world.screen());
    world.keys("<esc>H<ctrl-o>");
    assert!(world.model.shared.overlay.is_none(), "{}", world.screen());
}

/// A refusal after a question has no form: what is done about it here is said with it.
#[test]
fn a_refusal_without_a_form_says_what_is_done_here() {
    use crate::error::{Error, ErrorKind};
    use crate::tui::form::{Order, books::Told};
    let mut world = world();
    let said = |world: &mut World, id: &'static str| {
        let error = Error::new(ErrorKind::Usage, Message::new(id).with("name", "Own Kft.").with("client", "Acme"));
        let reply: Reply<Billed> = Err(error.hint(Message::new("books-no-vat-hint")));
        crate::tui::form::outcome::ordered(Order::Books(Told::Billed), Box::new(reply), &mut world.model.shared);
        let notice = world.model.shared.notice.as_ref().expect("told");
        Lang::En.locale().text(&notice.message)
    };
    let told = said(&mut world, "billing-seller-tax-number");
    assert!(told.starts_with("Own Kft. has no tax number") && told.ends_with("completes the own books."), "{told}");
    let told = said(&mut world, "books-no-draft");
    assert!(!told.contains("--"), "no hint of a command: {told}");
}

/// Unbilled time without amounts says what it lacks; new books say what time is billed by.
#[test]
fn what_unbilled_time_lacks_is_named() {
    let mut world = world();
    world.keys("t<tab><tab>");
    for (why, said) in [("books-no-vat", "! no VAT"), ("billing-no-rate", "! no price"), ("books-else", "! Enter: why")] {
        let unbilled: Reply<Vec<Unbilled>> = Ok(vec![Unbilled { client: id("c1"), draft: Err(Message::new(why)) }]);
        world.event(crate::tui::event::Event::Answered(PageId::Drafts, Answer::Case(Box::new(unbilled))));
        assert!(world.screen().contains(said), "{why}: {}", world.screen());
    }
}
