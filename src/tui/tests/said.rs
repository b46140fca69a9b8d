//! What the screen says is true and whole: its hints lead somewhere, its notices and forms can be read in little room.

use jiff::tz::TimeZone;

use super::world::{World, progress};
use crate::domain::*;
use crate::error::{Error, ErrorKind};
use crate::locale::Lang;
use crate::service::{Standing, Tested, cases};
use crate::sync;
use crate::tui::ask::{Answer, Reply};
use crate::tui::event::Event;
use crate::tui::notice::Severity;
use crate::tui::pages::PageId;
use crate::tui::shared::Overlay;

fn world() -> World {
    World::new(Lang::En, (80, 24)).begin()
}

fn empty() -> World {
    World::empty(Lang::En, (80, 24)).begin()
}

fn notice(world: &World) -> String {
    world.model.shared.notice.as_ref().map(|notice| notice.message.id.to_string()).unwrap_or_default()
}

fn viewer(world: &mut World) {
    let standing =
        Standing { actor: Actor("anna".into()), everywhere: Some(Role::Viewer), companies: Vec::new(), only_reads: false };
    world.model.shared.standing = Some(standing);
}

/// The words of a screen, whatever lines they stand in.
fn words(world: &World) -> String {
    world.screen().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn without_a_company_every_list_leads_to_the_page_that_adds_one() {
    for page in ["2", "4", "5", "6"] {
        let mut world = empty();
        world.keys(page);
        let screen = world.screen();
        assert!(screen.contains("No company yet") && screen.contains("Press 1, then A"), "{page}: {screen}");
        assert!(!screen.contains("Press S"), "{page}: {screen}");
        world.keys("1A");
        assert!(matches!(world.model.shared.overlay, Some(Overlay::Form(_))), "{page}");
        let mut world = empty();
        viewer(&mut world);
        world.keys(page);
        assert!(world.screen().contains("An administrator adds the first one"), "{page}: {}", world.screen());
    }
}

#[test]
fn a_form_without_anything_to_choose_is_not_opened() {
    for keys in ["9<ctrl-t>", "BI"] {
        let mut world = empty();
        world.keys(keys);
        assert!(world.model.shared.overlay.is_none() && notice(&world) == "tui-empty-companies", "{keys}: {}", world.screen());
    }
}

#[test]
fn a_key_about_rows_says_that_there_are_none() {
    for keys in ["9/zzz<enter>", "9l/zzz<enter>", "B/zzz<enter>"] {
        for key in if keys.starts_with('B') { ["Y", "U", "C", "<ctrl-o>"] } else { ["X", "Y", "X", "Y"] } {
            let mut world = world();
            world.keys(keys).keys(key);
            assert_eq!(notice(&world), "tui-nothing-here", "{keys}{key}: {}", world.screen());
            assert!(world.model.shared.overlay.is_none(), "{keys}{key}: {}", world.screen());
        }
    }
}

#[test]
fn a_viewer_gets_no_form_and_no_menu_that_a_role_forbids() {
    for keys in ["2  <ctrl-o>", "9<ctrl-t>", "8R", "1%", "1<ctrl-o>"] {
        let mut world = world();
        viewer(&mut world);
        world.keys(keys);
        assert!(world.model.shared.overlay.is_none(), "{keys}: {}", world.screen());
        assert_eq!(notice(&world), "manage-not-allowed", "{keys}");
    }
    // What is read may be written to a file, and nothing else is offered.
    for keys in ["2<ctrl-o>", "2<enter><ctrl-o>"] {
        let mut world = world();
        viewer(&mut world);
        world.keys(keys);
        let menu = world.screen();
        assert!(menu.contains("Write an e-invoice"), "{menu}");
        for words in ["Send it by mail", "Turn its reminders", "Complete its buyer", "VAT mean"] {
            assert!(!menu.contains(words), "{words} in {menu}");
        }
    }
    // A right in one company is enough for the form; the service refuses the others.
    let mut world = world();
    let here = vec![(CompanyId(2), Role::Admin)];
    world.model.shared.standing =
        Some(Standing { actor: Actor("anna".into()), everywhere: None, companies: here, only_reads: false });
    world.keys("9<ctrl-t>");
    assert!(matches!(world.model.shared.overlay, Some(Overlay::Form(_))), "{}", world.screen());
    // Where there are no own books, a viewer is sent to no key either.
    let mut world = self::world();
    viewer(&mut world);
    world.keys("t");
    assert!(!world.screen().contains("Press A"), "{}", world.screen());
    world.keys("b");
    assert_eq!(notice(&world), "own-no-books-ask");
    for page in [PageId::Projects, PageId::Drafts] {
        world.model.shared.page = page;
        world.keys("<ctrl-l>");
        assert!(!world.screen().contains("Press A"), "{page:?}: {}", world.screen());
    }
}

#[test]
fn marked_companies_are_disabled_and_tested_after_one_question() {
    let mut world = world();
    world.keys("*E");
    let question = words(&world);
    // Five of the six are enabled.
    assert!(question.contains("Disable 5 companies?") && question.contains("MEDKA Kft."), "{question}");
    world.keys("n");
    assert!(world.asked.iter().all(|case| case.get::<cases::EnableCompany>().is_none()), "no is no");
    world.keys("Ey");
    let asked: Vec<(u32, bool)> = world
        .asked
        .iter()
        .filter_map(|case| case.get::<cases::EnableCompany>())
        .map(|one| (one.company.0, one.enabled))
        .collect();
    assert_eq!(asked, [(1, false), (2, false), (3, false), (4, false), (6, false)]);
    assert!(words(&world).contains("5 companies are no longer synced"), "{}", world.screen());
    world.keys("T");
    assert!(words(&world).contains("Test the keys and logins of 6 companies?"), "{}", world.screen());
    world.keys("y");
    let tested = world.asked.iter().filter(|case| case.get::<cases::TestKey>().is_some()).count();
    assert_eq!((tested, notice(&world).as_str()), (6, "manage-many-tested"), "{}", world.screen());
    for key in ["R", "L", "X"] {
        world.model.shared.notice = None;
        world.keys(key);
        assert!(world.model.shared.overlay.is_none() && notice(&world) == "manage-one-at-a-time", "{key}");
    }
    // A single mark means its company, wherever the cursor is.
    world.keys("u<home> <end>R");
    assert!(words(&world).contains("IT Cardigan Kft."), "{}", world.screen());
}

/// Each company that failed is named with its reason in the notice and among the jobs; only its mark stays.
#[test]
fn every_marked_company_that_failed_is_named() {
    let mut world = world();
    world.keys("*T");
    world.hold = true;
    world.keys("y");
    for number in 0..6 {
        let reply: Reply<Tested> = if number == 2 {
            Ok(Tested { company: world.companies[2].company.clone(), key: None, account: None })
        } else {
            Err(Error::new(ErrorKind::Failed, Message::new("cli-not-a-date").with("text", number.to_string())))
        };
        world.event(Event::Answered(PageId::Companies, Answer::Case(Box::new(reply))));
    }
    let told = words(&world);
    assert_eq!(notice(&world), "each-failed");
    let failed: Vec<String> = world.model.shared.jobs.all()[0].failed.iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(failed.len(), 5, "{told}");
    let others = [0, 1, 3, 4, 5].map(|at: usize| world.companies[at].company.name.clone());
    assert_eq!(failed, others);
    let whole = world.model.shared.notice.as_ref().map(|notice| Lang::En.locale().text(&notice.message)).unwrap_or_default();
    assert!(others.iter().all(|name| whole.contains(name.as_str())), "{whole}");
    assert_eq!(world.model.pages.companies.sheet.marked().len(), 5);
    // The list of jobs has a line for each.
    world.hold = false;
    world.model.shared.pick(crate::tui::pick::Kind::Jobs);
    assert!(world.screen().contains("not done: MEDKA Kft."), "{}", world.screen());
}

#[test]
fn where_a_picture_stands_alone_keys_about_rows_only_bring_the_list_back() {
    let mut world = world();
    world.keys("4P");
    let screen = world.screen();
    assert!(!screen.contains("Space mark") && !screen.contains("Enter"), "{screen}");
    world.keys("*");
    assert!(world.model.pages.runs.sheet.marked().is_empty() && world.screen().contains("Started"), "{}", world.screen());
    world.keys("*");
    assert!(!world.model.pages.runs.sheet.marked().is_empty(), "now they are seen");
    world.keys("uP<esc>");
    assert!(world.model.shared.page == PageId::Runs && world.screen().contains("Started"), "{}", world.screen());
    // The same for companies: nothing is asked about a row that is not seen.
    world.keys("1PX");
    assert!(world.model.shared.overlay.is_none() && world.screen().contains("Last sync"), "{}", world.screen());
    world.keys("X");
    assert!(world.model.shared.overlay.is_some(), "{}", world.screen());
}

#[test]
fn a_notice_that_is_longer_than_the_rule_is_whole() {
    let key = "screen.theme";
    let message = || Message::new("settings-saved").with("key", key).with("value", "\"terminal\"");
    for (lang, size) in [(Lang::En, (80, 24)), (Lang::Hu, (80, 24)), (Lang::En, (40, 12)), (Lang::En, (200, 50))] {
        let mut world = World::new(lang, size).begin();
        world.keys("2");
        world.model.shared.say(message(), Severity::Good);
        // The rule may stand between two of its lines.
        let shown: String = words(&world).replace('─', " ").split_whitespace().collect::<Vec<_>>().join(" ");
        let whole = world.model.shared.locale.text(&message());
        let end = whole.rsplit(' ').take(4).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join(" ");
        assert!(shown.contains(&end), "{size:?}: {end} in {}", world.screen());
        world.keys("<esc>");
        assert!(!world.screen().contains("SIGHUP"), "{}", world.screen());
    }
}

#[test]
fn a_form_in_little_room_shows_its_fields_and_how_to_leave_it() {
    for lang in [Lang::En, Lang::Hu] {
        let mut world = World::new(lang, (40, 12)).begin();
        world.keys("A");
        let screen = world.screen();
        assert!(screen.contains("Esc "), "{screen}");
        for field in ["form-name", "form-service", "form-key", "form-sync"] {
            let name: String = lang.locale().get(field).chars().take(8).collect();
            assert!(screen.contains(&name), "{field} in {screen}");
        }
        assert!(screen.contains("→ ") && screen.contains('…'), "what will happen is cut: {screen}");
    }
}

#[test]
fn what_is_wrong_names_its_field_where_it_stands_apart() {
    let mut world = world();
    world.keys("R<ctrl-u>MEDKA Kft.");
    assert!(world.screen().contains("✗ New name: is the name of another company"), "{}", world.screen());
}

#[test]
fn the_timer_names_its_zone_where_the_clock_has_another() {
    let at = |zone: &str| {
        let mut world = World { own: true, timer: super::books::Runs::Since(42), ..World::new(Lang::En, (120, 40)) }.begin();
        world.model.shared.zone = TimeZone::get(zone).expect("known");
        world.keys("t");
        world.screen()
    };
    assert!(at("UTC").contains("since 13:50 Europe/Budapest"), "{}", at("UTC"));
    assert!(at("Europe/Paris").contains("since 13:50") && !at("Europe/Paris").contains("13:50 Europe"), "the same time of day");
}

#[test]
fn no_line_below_the_list_is_kept_for_sums_that_share_one() {
    let mut world = world();
    world.keys("2");
    let list = &mut world.model.pages.invoices.list;
    for index in 0..6_i64 {
        let key = (Currency::new(["USD", "PLN", "GBP", "CHF", "CZK", "RON"][usize::try_from(index).unwrap()]), Direction::Issued);
        list.totals.entry(key).or_default().add(None, None, rust_decimal::Decimal::new(index + 1, 0), rust_decimal::Decimal::ONE);
    }
    list.currencies = list.totals.len();
    world.keys("<ctrl-l>");
    let screen = world.screen();
    let lines: Vec<&str> = screen.lines().collect();
    // The rule is the last line but one; above it the sums, above them rows.
    assert!(lines[21].contains("sum of") && lines[20].contains("INV-"), "{screen}");
}

#[test]
fn c_without_a_sync_says_so_and_syncs_that_end_together_are_summed() {
    let mut world = world();
    world.keys("c");
    assert_eq!(notice(&world), "tui-no-sync-runs");
    let ended = |world: &World, company: u32| {
        let run = world.runs.iter().map(|(run, _)| run).find(|run| run.status == RunStatus::Completed).expect("one").clone();
        Event::Sync(sync::Event::Ended(Box::new(SyncRun { company: CompanyId(company), ..run })))
    };
    for company in [1, 2, 3] {
        world.event(Event::Sync(sync::Event::Progress(progress(company, 10, Some(20)))));
    }
    // Until the companies are read again.
    world.hold = true;
    for company in [1, 2, 3] {
        let event = ended(&world, company);
        world.event(event);
    }
    world.release();
    assert!(words(&world).contains("3 companies synced: 9 new, 3 changed"), "{}", world.screen());
    // It was read here; the next page begins without it.
    world.keys("2");
    assert_eq!(notice(&world), "");
    // One alone is told alone.
    world.event(Event::Sync(sync::Event::Progress(progress(1, 10, Some(20)))));
    let event = ended(&world, 1);
    world.event(event);
    assert!(words(&world).contains("3 new, 1 changed"), "{}", world.screen());
}

#[test]
fn the_first_line_names_the_pages_beside_the_one_that_is_shown() {
    for (page, names) in [("2", ["1 Companies", "2 Invoices", "3 Detail"]), ("6", ["5 Reports", "6 Changes", "7 Payments"])] {
        let mut world = world();
        world.keys(page);
        let screen = world.screen();
        let first = screen.lines().next().unwrap_or_default();
        assert!(names.iter().all(|name| first.contains(name)), "{first}");
    }
}

/// The keys of vi, of Emacs and the arrows move through every list.
#[test]
fn lists_are_moved_through_as_in_vi_and_in_emacs() {
    let at = |world: &World| world.screen().lines().skip(2).position(|line| line.starts_with('›'));
    for page in ["1", "2", "4", "5", "7", "8", "M", "B"] {
        for (down, up) in [("j", "k"), ("<ctrl-n>", "<ctrl-p>"), ("<down>", "<up>"), ("G", "g"), ("<end>", "<home>")] {
            let mut world = World::new(Lang::En, (120, 40)).begin();
            world.keys(page).keys("g");
            let first = at(&world);
            world.keys(down);
            assert!(first.is_some() && at(&world) > first, "{page} {down}: {}", world.screen());
            world.keys(up);
            assert_eq!(at(&world), first, "{page} {up}: {}", world.screen());
        }
    }
    let mut world = World::new(Lang::En, (80, 24)).begin();
    for (down, up) in [("<ctrl-v>", "<alt-v>"), ("<ctrl-f>", "<ctrl-b>"), ("<pgdn>", "<pgup>"), ("<ctrl-d>", "<ctrl-u>")] {
        world.keys("2").keys(down);
        assert!(world.model.pages.invoices.list.cursor > 5, "{down}: {}", world.screen());
        world.keys(up);
        assert_eq!(world.model.pages.invoices.list.cursor, 0, "{up}");
    }
    let key = |c| crate::tui::key::Key::alt(c);
    world.event(Event::Key(key('>')));
    assert_eq!(world.model.pages.invoices.list.cursor, 281);
    world.event(Event::Key(key('<')));
    assert_eq!(world.model.pages.invoices.list.cursor, 0);
}

#[test]
fn an_invoice_of_own_books_names_them_and_no_run() {
    let mut world = World::new(Lang::En, (120, 60));
    for view in &mut world.companies {
        view.company.provider = OWN_BOOKS.into();
        view.service = crate::service::ServiceView::of(OWN_BOOKS);
        (view.company.login, view.login, view.last_success, view.last_run) = (None, None, None, None);
        view.health = Health::Fresh;
    }
    let mut world = world.begin();
    assert!(!world.screen().contains("never"), "own books are never synced: {}", world.screen());
    world.keys("2<enter>");
    let found = world.model.pages.invoice.shown().expect("read").clone();
    let key = found.stored.key();
    let mut detail = found;
    (detail.stored.first_run, detail.stored.changed_run) = (RunId(0), RunId(0));
    let answer = crate::tui::ask::Answer::Invoice(key, Ok(Some(Box::new(detail))));
    world.event(Event::Answered(PageId::Invoice, answer));
    world.keys("G");
    let screen = words(&world);
    assert!(screen.contains("own books") && !screen.contains("run 0") && !screen.contains("service books"), "{}", world.screen());
}
