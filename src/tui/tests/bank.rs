//! The page of the bank: what entries pay or may pay, statements with their proof, accounts with their cash.

use jiff::civil::date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::screens::each_at;
use super::world::World;
use crate::domain::bank::*;
use crate::domain::*;
use crate::error::{Error, ErrorKind};
use crate::locale::Lang;
use crate::query::entry::Field;
use crate::query::sieve::{ListRequest, Listing, Sieve};
use crate::service::bank::{AccountView, Matched, StatementView, UnmatchedSum};
use crate::service::bank_doubt::Verdict;
use crate::service::bank_rows::EntrySheet;
use crate::service::cases;
use crate::tui::ask::{Answer, Reply};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::event::Effect;
use crate::tui::jobs::{Beside, Work};
use crate::tui::pages::PageId;

/// The sizes of every screen of this page.
const SIZES: [(u16, u16); 4] = [(200, 50), (120, 40), (80, 24), (40, 12)];
const ACCOUNT: &str = "HU42117730161111101800000000";

fn huf() -> Currency {
    Currency::new("HUF")
}

fn statement() -> BankStatement {
    BankStatement {
        id: RemoteId::new("5b1f00c2-0"),
        account: ACCOUNT.into(),
        currency: huf(),
        number: "11".into(),
        page: 0,
        format: "camt.053.001.08".into(),
        file: "5b1f".into(),
        name: "november.xml".into(),
        opening: Some(Decimal::from(1000)),
        closing: Some(Decimal::from(88_250)),
        from: Some(date(2025, 11, 1)),
        until: Some(date(2025, 11, 30)),
        entries: 5,
        duplicates: 0,
        pending: 0,
        sum: Decimal::from(87_250),
        refused: 0,
    }
}

fn statements() -> Vec<StatementView> {
    let earlier = BankStatement {
        id: RemoteId::new("5b1f00c1-0"),
        number: "10".into(),
        name: "oktober.xml".into(),
        until: Some(date(2025, 10, 31)),
        closing: Some(Decimal::from(990)),
        sum: Decimal::ZERO,
        ..statement()
    };
    [earlier, statement()].map(|statement| StatementView { company: CompanyId(1), statement }).into()
}

fn accounts() -> Vec<AccountView> {
    let account = |account: &str, currency: &str, balance: Option<i64>| BankAccount {
        account: account.into(),
        currency: Currency::new(currency),
        statements: 2,
        entries: 5,
        balance: balance.map(Decimal::from),
        day: balance.map(|_| date(2025, 11, 30)),
    };
    let view = |account, continuous| AccountView {
        company: CompanyId(1),
        account,
        unmatched: [1, 2, 0, 0],
        open: [UnmatchedSum { count: 3, amount: Decimal::from(63_500) }, UnmatchedSum::default()],
        doubtful: crate::service::bank::UnmatchedSum::default(),
        continuous,
    };
    vec![
        view(account(ACCOUNT, "HUF", Some(88_250)), Some(false)),
        view(account("HU42117730161111101800000017", "EUR", Some(1200)), Some(true)),
        view(account("HU42117730161111101800000024", "EUR", None), None),
    ]
}

fn offer(number: &str, amount: i64, score: u8, certain: bool, reasons: &[Reason]) -> Offer {
    Offer {
        parts: vec![MatchPart {
            document: Some(RemoteId::new(number.to_lowercase())),
            number: number.into(),
            kind: PartKind::Principal,
            amount: Decimal::from(amount),
        }],
        reasons: reasons.to_vec(),
        score,
        certain,
        documents: vec![OfferedDocument {
            document: RemoteId::new(number.to_lowercase()),
            number: number.into(),
            partner: "Kovács és Társa Bt.".into(),
            open: Decimal::from(amount),
            gross: Decimal::from(amount),
            currency: huf(),
            issued: Some(date(2025, 10, 20)),
            due: Some(date(2025, 11, 20)),
        }],
    }
}

fn entry(id: &str, day: i8, amount: i64, name: &str, text: &str) -> BankEntry {
    BankEntry {
        id: RemoteId::new(id),
        line: u64::from(day.unsigned_abs()),
        booked: Some(date(2025, 11, day)),
        valued: Some(date(2025, 11, day)),
        state: EntryState::Booked,
        reversal: false,
        reference: format!("B{day}").into(),
        code: "NTRF".into(),
        charges: None,
        whole: EntryDetail {
            amount: Decimal::from(amount),
            name: name.into(),
            account: "11773016-11111018".into(),
            text: text.into(),
            ..EntryDetail::default()
        },
        parts: Vec::new(),
    }
}

/// Six rows: one certain, one with two that fit, one matched, one that fits nothing, a batch of two.
pub(super) fn rows() -> Vec<EntryRow> {
    let line = |entry: BankEntry, matches: Vec<BankMatch>| BankLine {
        company: CompanyId(1),
        account: ACCOUNT.into(),
        currency: huf(),
        statement: statement().id,
        entry,
        matches,
        perhaps: Vec::new(),
    };
    let matched = BankMatch {
        id: RemoteId::new("e3"),
        account: ACCOUNT.into(),
        entry: RemoteId::new("e3"),
        part: 0,
        parts: offer("INV-2025-200", 25_400, 100, true, &[]).parts,
        reasons: vec![Reason::Number, Reason::Amount],
        score: 100,
        automatic: true,
        undone: false,
        taught: None,
        call: None,
    };
    let mut batch = entry("e5", 9, 24_150, "Kötegelt jóváírás", "");
    batch.parts = vec![
        EntryDetail { amount: Decimal::from(12_000), name: "Petz".into(), ..EntryDetail::default() },
        EntryDetail { amount: Decimal::from(12_150), name: "Größe".into(), ..EntryDetail::default() },
    ];
    let lines = [
        line(entry("e1", 28, 12_700, "Kovács és Társa Bt.", "INV-2025-244 kiegyenlítése"), vec![]),
        line(entry("e2", 27, 25_500, "Kovács és Társa Bt.", "köszönjük"), vec![]),
        line(entry("e3", 20, 25_400, "Kovács és Társa Bt.", "INV-2025-200"), vec![matched]),
        line(entry("e4", 12, -500, "", "Számlavezetési díj"), vec![]),
        line(batch, vec![]),
    ];
    let mut rows: Vec<EntryRow> = lines.iter().flat_map(EntryRow::of).collect();
    rows[0].offers = vec![offer("INV-2025-244", 12_700, 98, true, &[Reason::Number, Reason::Amount, Reason::Name])];
    rows[1].offers = vec![
        offer("INV-2025-231", 25_500, 60, false, &[Reason::Amount, Reason::Name]),
        offer("INV-2025-232", 25_500, 60, false, &[Reason::Amount, Reason::Name]),
    ];
    rows
}

/// A row that was perhaps told before.
fn doubtful() -> EntryRow {
    let entry = BankEntry { state: EntryState::Doubtful, ..entry("e6q", 5, 7_000, "Delta Kft.", "köszönjük") };
    let (company, account, currency, statement) = (CompanyId(1), ACCOUNT.into(), huf(), statement().id);
    let line = BankLine { company, account, currency, statement, entry, matches: Vec::new(), perhaps: Vec::new() };
    let (name, text) = ("Delta Kft.".into(), "INV-2025-207".into());
    let perhaps = vec![PerhapsSame { day: Some(date(2025, 11, 5)), name, text, reference: "F12".into() }];
    EntryRow { perhaps, ..EntryRow::of(&line).remove(0) }
}

/// The answer to a question for the list.
pub(super) fn found(world: &World, request: &ListRequest<Field>) -> AnyAnswer {
    let names = world.companies.iter().map(|view| (view.company.id, view.company.name.clone())).collect();
    let (zone, mut rows) = (TimeZone::UTC, rows());
    if world.odd {
        rows[1].offers = vec![offer("INV-2025-231", 25_500, 98, true, &[Reason::Number])];
    }
    if request.query.contains("doubtful") {
        rows.push(doubtful());
    }
    let make = || -> Reply<Listing<Field>> {
        let mut sieve = Sieve::new(request, &names, &zone, None).map_err(Error::from)?;
        rows.iter().for_each(|row| sieve.add(row));
        Ok(sieve.finish().expect("the window does not move"))
    };
    Box::new(make())
}

/// The answer to any other question of the page; `None` if it is another page's.
pub(super) fn answer(case: &Case) -> Option<Answer> {
    let boxed = |answer: AnyAnswer| Some(Answer::Case(answer));
    if let Some(cases::ReadEntry(key)) = case.get() {
        // What an entry may pay is proposed for a list alone.
        let row =
            rows().into_iter().chain([doubtful()]).find(|row| row.id == key.id).map(|row| EntryRow { offers: Vec::new(), ..row });
        let sheet = row.map(|row| Box::new(EntrySheet { row, statement: statement(), company: "MEDKA Kft.".into() }));
        let reply: Reply<Option<Box<EntrySheet>>> = Ok(sheet);
        return boxed(Box::new(reply));
    }
    if case.get::<cases::BankStatements>().is_some() {
        let reply: Reply<Vec<StatementView>> = Ok(statements());
        return boxed(Box::new(reply));
    }
    if case.get::<cases::BankAccounts>().is_some() {
        let reply: Reply<Vec<AccountView>> = Ok(accounts());
        return boxed(Box::new(reply));
    }
    if let Some(accept) = case.get::<cases::AcceptMatch>() {
        let parts = if accept.seen.is_empty() { offer("INV-2025-9", 1, 100, false, &[]).parts } else { accept.seen.clone() };
        let one = BankMatch {
            id: RemoteId::new(accept.entry.as_str()),
            account: ACCOUNT.into(),
            entry: RemoteId::new(accept.entry.as_str()),
            part: accept.part,
            parts,
            reasons: vec![Reason::Number],
            score: 98,
            automatic: false,
            undone: false,
            taught: None,
            call: None,
        };
        let reply: Reply<BankMatch> = Ok(one);
        return boxed(Box::new(reply));
    }
    if let Some(decide) = case.get::<cases::DecideDoubts>() {
        let (known, undone) = (rows().into_iter().find_map(|row| row.settled), decide.verdict == Verdict::Another);
        let decided = decide.entries.iter().filter_map(|entry| {
            Some(BankMatch { entry: RemoteId::new(entry.as_str()), parts: Vec::new(), undone, ..known.clone()? })
        });
        let reply: Reply<Vec<(CompanyId, BankMatch)>> = Ok(decided.map(|one| (CompanyId(1), one)).collect());
        return boxed(Box::new(reply));
    }
    if let Some(undo) = case.get::<cases::UndoMatch>() {
        let row = rows().into_iter().find_map(|row| row.settled.filter(|one| one.id.as_str() == undo.wanted));
        let reply: Reply<BankMatch> = Ok(row.expect("it is matched"));
        return boxed(Box::new(reply));
    }
    if case.get::<cases::ReadLog>().is_some() {
        let line = |place: u64, level: &str, text: &str| crate::logging::LogLine {
            place,
            at: Some(super::world::now() - jiff::SignedDuration::from_mins(i64::try_from(place).unwrap())),
            level: level.into(),
            target: "sync".into(),
            text: text.into(),
        };
        let reply: Reply<Vec<crate::logging::LogLine>> = Ok(vec![
            line(0, "info", "run 41 of company 1 completed: 12 records new"),
            line(1, "warn", "the service answers slowly"),
            line(2, "error", "company 4: the key is refused, so no run begins before another one is set by an administrator"),
        ]);
        return boxed(Box::new(reply));
    }
    if case.get::<cases::SettleMatches>().is_some() {
        let reply: Reply<Matched> = Ok(Matched::default());
        return boxed(Box::new(reply));
    }
    None
}

#[test]
fn the_bank_at_every_size() {
    for (name, keys) in [
        ("bank", "B"),
        ("bank-several", "Bj<enter>"),
        ("bank-offers", "Bj<ctrl-o>"),
        ("bank-open", "B/match:open<enter>"),
        ("bank-doubtful", "B/match:doubtful<enter><enter>"),
        ("bank-verdict", "B/match:doubtful<enter>Y"),
        ("bank-statements", "Bl"),
        ("bank-accounts", "Bll"),
        ("bank-import", "BI"),
        ("bank-other", "Bj<ctrl-o><end><enter>"),
        ("bank-certain", "BC"),
        ("bank-masked", "BHj"),
        ("messages", ":messages<enter>j<enter>"),
        ("messages-filtered", ":messages<enter>/level:error<enter>"),
    ] {
        each_at(name, &SIZES, World::new, |world| {
            world.keys(keys);
        });
    }
}

fn world() -> World {
    World::new(Lang::En, (120, 40)).begin()
}

/// The cases of a kind that were asked.
fn asked<C: 'static>(world: &World) -> Vec<&C> {
    world.asked.iter().filter_map(|case| case.get::<C>()).collect()
}

fn notice(world: &World) -> String {
    world.model.shared.notice.as_ref().map(|notice| notice.message.id.to_string()).unwrap_or_default()
}

#[test]
fn one_key_accepts_what_was_shown_and_another_chooses() {
    let mut world = world();
    world.keys("BY");
    let accepted: Vec<&cases::AcceptMatch> = asked(&world);
    let [first] = accepted.as_slice() else { panic!("{accepted:?}") };
    assert_eq!((first.entry.as_str(), &*first.seen[0].number), ("e1", "INV-2025-244"));
    assert_eq!(notice(&world), "bank-matched");
    // Two fit: the key shows them, and nothing is matched before one is chosen.
    world.keys("<esc>jY");
    assert_eq!(asked::<cases::AcceptMatch>(&world).len(), 1);
    assert!(world.screen().contains("INV-2025-232") && world.screen().contains("Another document"), "{}", world.screen());
    world.keys("<down><enter>");
    let accepted: Vec<&cases::AcceptMatch> = asked(&world);
    assert_eq!((accepted.len(), &*accepted[1].seen[0].number), (2, "INV-2025-232"));
    // The last choice names documents.
    world.keys("<ctrl-o><end><enter>");
    world.keys("INV-7=12500, INV-8<enter>");
    let Some(order) = world.orders.iter().find_map(|case| case.get::<cases::AcceptMatch>()) else { panic!("{:?}", world.orders) };
    let documents: Vec<(&str, Option<Decimal>)> = order.documents.iter().map(|one| (one.document.as_str(), one.amount)).collect();
    assert_eq!(documents, [("INV-7", Some(Decimal::from(12_500))), ("INV-8", None)]);
    assert!(world.model.shared.overlay.is_none(), "{}", world.screen());
}

#[test]
fn what_was_perhaps_told_before_is_decided_by_a_choice() {
    for (keys, verdict, said) in
        [("<enter>", Verdict::Same, "bank-decided-same"), ("<down><enter>", Verdict::Another, "bank-decided-another")]
    {
        let mut world = world();
        world.keys("B/match:doubtful<enter>Y");
        assert!(asked::<cases::DecideDoubts>(&world).is_empty() && world.screen().contains("INV-2025-207"), "{}", world.screen());
        world.keys(keys);
        let all: Vec<&cases::DecideDoubts> = asked(&world);
        let [only] = all.as_slice() else { panic!("{all:?}") };
        assert_eq!((only.entries.as_slice(), only.verdict), (["e6q".to_owned()].as_slice(), verdict));
        assert_eq!(notice(&world), said);
    }
}

#[test]
fn a_rate_is_stated_with_both_currencies() {
    let mut world = world();
    world.keys("Bj<ctrl-o><end><enter>");
    world.keys("INV-7<tab><tab>391.25<enter>");
    let rates = |world: &World| {
        let all = world.orders.iter().filter_map(|case| case.get::<cases::AcceptMatch>());
        all.map(|case| case.rate.as_ref().map(ToString::to_string)).collect::<Vec<_>>()
    };
    assert!(rates(&world).is_empty() && world.screen().contains("both currencies"), "{}", world.screen());
    world.keys(" HUF/EUR<enter>");
    assert_eq!(rates(&world), [Some("391.25 HUF/EUR".to_owned())]);
    assert!(world.model.shared.overlay.is_none(), "{}", world.screen());
}

#[test]
fn marked_entries_are_accepted_where_one_proposal_is_clear() {
    let mut world = world();
    world.keys("B   Y");
    let accepted: Vec<&cases::AcceptMatch> = asked(&world);
    assert_eq!(accepted.iter().map(|one| one.entry.as_str()).collect::<Vec<_>>(), ["e1"]);
    assert_eq!(notice(&world), "bank-matched-many");
    // The one that needs a choice stays marked; the third one pays something already.
    let marked: Vec<&str> = world.model.pages.bank.entries.list.marks.rows().map(|row| row.entry.as_str()).collect();
    assert_eq!(marked, ["e2"]);
    world.keys("<esc>*Y");
    assert_eq!(notice(&world), "bank-not-all");
}

/// One of two marked entries is refused: both are told of, the reason is among the jobs, and its mark stays.
#[test]
fn what_failed_of_marked_entries_is_named_and_stays_marked() {
    let mut world = World { odd: true, ..World::new(Lang::En, (120, 40)) }.begin();
    world.keys("B  ");
    world.hold = true;
    world.keys("Y");
    let closed =
        || Error::new(ErrorKind::Failed, Message::new("books-closed").with("date", "2025-11-27").with("closed", "2025-11-27"));
    let matched: Reply<BankMatch> = Ok(rows().iter().find_map(|row| row.settled.clone()).expect("one is matched"));
    for reply in [matched, Err(closed())] {
        world.event(crate::tui::event::Event::Answered(PageId::Bank, Answer::Case(Box::new(reply))));
    }
    let told = world.model.shared.notice.as_ref().map(|notice| Lang::En.locale().text(&notice.message)).unwrap_or_default();
    assert!(told.contains("1 of 2 done") && told.contains("Kovács és Társa Bt.") && told.contains("is closed"), "{told}");
    let marked: Vec<&str> = world.model.pages.bank.entries.list.marks.rows().map(|row| row.entry.as_str()).collect();
    assert_eq!(marked, ["e2"]);
    let jobs = world.model.shared.jobs.all();
    assert_eq!(jobs.first().map(|job| (job.failed.len(), job.ended.is_some())), Some((1, true)));
}

#[test]
fn a_match_is_taken_back_and_certain_ones_are_asked_about() {
    let mut world = world();
    world.keys("BU");
    assert_eq!(notice(&world), "bank-none-settled");
    world.keys("<esc>jjU");
    let undone: Vec<&cases::UndoMatch> = asked(&world);
    assert_eq!(undone.iter().map(|one| one.wanted.as_str()).collect::<Vec<_>>(), ["e3"]);
    world.keys("C<enter>");
    assert!(asked::<cases::SettleMatches>(&world).is_empty(), "the cursor starts on the choice that changes nothing");
    world.keys("C<tab><enter>");
    assert_eq!(asked::<cases::SettleMatches>(&world).len(), 1);
}

#[test]
fn viewers_match_nothing() {
    let mut world = world();
    world.model.shared.read_only = true;
    world.keys("BYUCI");
    assert!(asked::<cases::AcceptMatch>(&world).is_empty() && world.model.shared.overlay.is_none());
    assert_eq!(notice(&world), "tui-read-only-refused");
}

#[test]
fn a_file_is_imported_as_a_job() {
    let mut world = world();
    world.keys("BI/tmp/november.xml<enter>");
    match world.done.pop() {
        Some(Effect::StartJob(_, Work::Statement { path, company, skip, beside })) => {
            assert_eq!((path.to_str(), company, skip, beside), (Some("/tmp/november.xml"), None, false, Beside::default()));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_refused_import_keeps_what_was_typed_and_names_lines_and_statements() {
    let mut world = world();
    world.keys("BI/tmp/november.xml<tab><tab> <tab>1234567890<tab>eur<tab>/tmp/own.toml<enter>");
    let Some(Effect::StartJob(id, _)) = world.done.pop() else { panic!("{:?}", world.done) };
    let refused = |line: &str| {
        let error = Error::new(crate::error::ErrorKind::Failed, Message::new("form-missing"));
        crate::tui::event::Event::Job(id, crate::tui::jobs::Step::Failed(line.into(), error))
    };
    world.event(refused("13:5"));
    world.event(refused(""));
    let message = Message::new("bank-import-refused").with("kind", "both").with("count", 1).with("statements", 1);
    let error = Error::new(crate::error::ErrorKind::Failed, message);
    world.event(crate::tui::event::Event::Job(id, crate::tui::jobs::Step::Ended(Err(error))));
    let told = "1 line is refused, 1 statement does not add up: nothing was imported";
    assert!(world.screen().contains(told), "{}", world.screen());
    world.keys("w");
    let jobs = world.screen();
    assert!(jobs.contains("Line 13:5 of the statement") && jobs.contains("The statement") && !jobs.contains("PDF"), "{jobs}");
    world.keys("<esc>I");
    let form = world.screen();
    assert!(form.contains("/tmp/november.xml") && form.contains("[x]") && form.contains(told), "{form}");
    world.keys("<enter>");
    let told = Beside { account: "1234567890".into(), currency: "eur".into(), mapping: "/tmp/own.toml".into() };
    match world.done.pop() {
        Some(Effect::StartJob(_, Work::Statement { skip: true, beside, .. })) => assert_eq!(beside, told),
        other => panic!("{other:?}"),
    }
}

#[test]
fn proposals_are_shown_also_where_the_entry_comes_before_its_row() {
    let mut world = World::new(Lang::En, (200, 50)).begin();
    world.keys("B");
    let nothing = "Nothing open fits";
    assert!(world.screen().contains("98 %") && !world.screen().contains(nothing), "{}", world.screen());
    world.hold = true;
    world.event(crate::tui::event::Event::Lagged);
    let held = std::mem::take(&mut world.held);
    let is_read = |effect: &Effect| matches!(effect, Effect::Ask(PageId::Bank, crate::tui::ask::Question::Read(_)));
    let (read, rest): (Vec<Effect>, Vec<Effect>) = held.into_iter().partition(is_read);
    assert_eq!(read.len(), 1);
    // The entry comes while the row of the list is not here.
    world.model.pages.bank.entries.list.rows.clear();
    world.held = read;
    world.release();
    world.held = rest;
    world.release();
    assert!(world.screen().contains("98 %") && !world.screen().contains(nothing), "{}", world.screen());
}

#[test]
fn no_age_of_unmatched_entries_is_left_out_between_two_others() {
    for lang in [Lang::En, Lang::Hu] {
        for width in [80, 100, 120, 140, 160] {
            let mut world = World::new(lang, (width, 30)).begin();
            world.keys("Bll");
            let shown = world.screen();
            let ages = ["bank-col-week", "bank-col-month", "bank-col-quarter", "bank-col-older"].map(|id| lang.locale().get(id));
            let there: Vec<bool> = ages.iter().map(|title| shown.contains(&title.replace('\u{A0}', " "))).collect();
            assert!(there.is_sorted(), "{lang:?} {width}: {there:?} in {shown}");
        }
    }
}

#[test]
fn totals_count_a_batch_once_and_statements_lead_to_their_entries() {
    let mut world = world();
    world.keys("B");
    let totals = &world.model.pages.bank.entries.list.totals;
    let [(_, total)] = totals.0.as_slice() else { panic!("{totals:?}") };
    assert_eq!((total.count, total.incoming, total.outgoing), (5, Decimal::from(87_750), Decimal::from(-500)));
    world.keys("l<enter>");
    assert_eq!(world.model.shared.page, PageId::Bank);
    assert_eq!(world.model.pages.bank.entries.filter.query(), "statement:5b1f00c2-0");
    assert_eq!(world.model.pages.bank.entries.list.total, 7);
    assert!(crate::query::rows::RowQuery::<Field>::parse(world.model.pages.bank.entries.filter.query()).is_ok());
    // The documents of a proposal are a key away.
    world.keys("i");
    assert_eq!(world.model.shared.page, PageId::Invoice);
}
