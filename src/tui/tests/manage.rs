//! Forms, and the page to manage.

use secrecy::ExposeSecret;

use super::screens::{SIZES, each_at};
use super::world::{World, now};
use crate::domain::*;
use crate::error::{Error, ErrorKind};
use crate::locale::Lang;
use crate::service::{AlertsView, Granted, GrantedBy, IssuedToken, Removal, ScheduleView, SecretView, Standing, Tested, cases};
use crate::store::{CompanyCount, KindCount};
use crate::tui::ask::{Answer, Lane, Question, Reply};
use crate::tui::case::Case;
use crate::tui::event::{Effect, Event};
use crate::tui::form::{Order, State};
use crate::tui::pages::PageId;
use crate::tui::pages::manage::Section;
use crate::tui::shared::Overlay;

/// A key that the pretend service takes; it refuses any other.
const GOOD: &str = "a1b2c3d4-good";

fn standing(role: Role) -> Standing {
    Standing { actor: Actor("anna".into()), everywhere: Some(role), companies: Vec::new(), only_reads: false }
}

fn token() -> Token {
    Token {
        id: TokenId(1),
        name: "dashboard".into(),
        role: Role::Viewer,
        companies: vec![CompanyId(2)],
        created: now(),
        created_by: Actor("anna".into()),
        expires: Some("2026-03-03T23:00:00Z".parse().unwrap()),
        hash: TokenHash([0; 32]),
    }
}

/// The answers to what the page reads.
pub(super) fn answer(case: &Case) -> Answer {
    let granted = |who: &str, role, companies: &[&str], by| Granted {
        who: who.into(),
        role,
        companies: companies.iter().map(|name| (*name).to_owned()).collect(),
        by,
    };
    if case.get::<cases::WhoAmI>().is_some() {
        let reply: Reply<Standing> = Ok(standing(Role::Admin));
        Answer::Case(Box::new(reply))
    } else if case.get::<cases::Tokens>().is_some() {
        let reply: Reply<Vec<Token>> =
            Ok(vec![token(), Token { name: "cron".into(), companies: vec![], expires: None, ..token() }]);
        Answer::Case(Box::new(reply))
    } else if case.get::<cases::Roles>().is_some() {
        let reply: Reply<Vec<Granted>> = Ok(vec![
            granted("", Role::Admin, &[], GrantedBy::Owner),
            granted("@finance", Role::Viewer, &["MEDKA Kft."], GrantedBy::Config),
            granted("dashboard", Role::Viewer, &["MEDKA Kft."], GrantedBy::Token),
        ]);
        Answer::Case(Box::new(reply))
    } else if case.get::<cases::Alerts>().is_some() {
        let reply: Reply<AlertsView> = Ok(AlertsView {
            channels: vec![Channel::Webhook],
            secrets: vec![SecretView { secret: AlertSecret::WebhookUrl, set: now() }],
            incidents: vec![Incident { company: CompanyId(4), kind: AlertKind::Failed, since: now(), told: Some(now()) }],
            queue: vec![],
        });
        Answer::Case(Box::new(reply))
    } else if let Some(enable) = case.get::<cases::EnableCompany>() {
        let reply: Reply<Company> = Ok(Company { enabled: enable.enabled, ..super::world::company_named("One") });
        Answer::Case(Box::new(reply))
    } else if case.get::<cases::TestKey>().is_some() {
        Answer::Case(Box::new(tested(super::world::company_named("One"), GOOD)))
    } else if let Some(answer) = super::logins::answer(case).or_else(|| super::deliveries::answer(case)) {
        answer
    } else if let Some(answer) = super::bank::answer(case) {
        answer
    } else {
        assert!(case.get::<cases::Schedule>().is_some(), "{case:?}");
        let next = Some("2025-12-04T01:00:00Z".parse().unwrap());
        let reply: Reply<ScheduleView> = Ok(ScheduleView { times: vec!["0 2 * * *".into()], zone: None, next });
        Answer::Case(Box::new(reply))
    }
}

fn tested(company: Company, key: &str) -> Reply<Tested> {
    if key == GOOD {
        return Ok(Tested { company, key: None, account: None });
    }
    let error = Error::new(ErrorKind::Credentials, Message::new("provider-refused").with("status", 401));
    Err(error.hint(Message::new("provider-refused-hint")))
}

/// The answers to orders.
pub(super) fn ordered(world: &World, order: Order, case: &Case) -> Answer {
    let company = |id: CompanyId| world.companies.iter().find(|view| view.company.id == id).unwrap().company.clone();
    let count = || {
        let kinds = [(Kind::Document, KindCount { records: 141, ..KindCount::default() })].into_iter().collect();
        CompanyCount { kinds, changes: 12, runs: 3 }
    };
    let answer: crate::tui::case::AnyAnswer = if let Some(cases::AddCompany(new)) = case.get() {
        let first = Company { id: CompanyId(7), name: new.name.clone(), ..super::world::company_named(&new.name) };
        Box::new(tested(first, new.key.as_ref().unwrap().expose_secret()))
    } else if let Some(set) = case.get::<cases::SetKey>() {
        Box::new(tested(company(set.company), set.key.key.expose_secret()))
    } else if let Some(cases::TestKey(id)) = case.get() {
        Box::new(tested(company(*id), GOOD))
    } else if let Some(rename) = case.get::<cases::RenameCompany>() {
        let reply: Reply<Company> = Ok(Company { name: rename.name.clone(), ..company(rename.company) });
        Box::new(reply)
    } else if let Some(enable) = case.get::<cases::EnableCompany>() {
        let reply: Reply<Company> = Ok(Company { enabled: enable.enabled, ..company(enable.company) });
        Box::new(reply)
    } else if let Some(cases::CountCompany(id)) = case.get() {
        let reply: Reply<Removal> = Ok(Removal { company: company(*id), count: count() });
        Box::new(reply)
    } else if let Some(remove) = case.get::<cases::RemoveCompany>() {
        let reply: Reply<Removal> = Ok(Removal { company: company(remove.company), count: count() });
        Box::new(reply)
    } else if let Some(cases::AddToken(new)) = case.get() {
        let token = Token { name: new.name.clone(), ..token() };
        let secret = format!("fkt_{}", "0123456789abcdef".repeat(4)).into();
        let reply: Reply<IssuedToken> = Ok(IssuedToken { token, secret });
        Box::new(reply)
    } else if case.get::<cases::RevokeToken>().is_some() {
        let reply: Reply<Token> = Ok(token());
        Box::new(reply)
    } else if case.get::<cases::SendDocuments>().is_some() {
        let reply: Reply<crate::service::SendAnswer> = Ok(crate::service::SendAnswer::default());
        Box::new(reply)
    } else if matches!(order, Order::Each { .. }) {
        let reply: Reply<()> = Ok(());
        Box::new(reply)
    } else if let Some(answer) = super::details::ordered(case) {
        answer
    } else if let Some(answer) = super::logins::ordered(case) {
        answer
    } else if let Some(Answer::Case(answer)) = super::bank::answer(case) {
        answer
    } else {
        assert!(case.get::<cases::TestAlerts>().is_some(), "{case:?}");
        let reply: Reply<Vec<(Channel, Option<Error>)>> = Ok(vec![(Channel::Webhook, None)]);
        Box::new(reply)
    };
    Answer::Order(order, answer)
}

fn world() -> World {
    World::new(Lang::En, (100, 30)).begin()
}

fn state(world: &World) -> Option<&State> {
    match &world.model.shared.overlay {
        Some(Overlay::Form(form)) => Some(&form.state),
        _ => None,
    }
}

#[test]
fn forms_at_every_size() {
    each_at("form-company", &SIZES, World::new, |world| {
        world.keys("A12<tab><tab>secret<tab>example.org<tab>");
    });
    each_at("form-company-refused", &SIZES, World::new, |world| {
        world.keys("AÚj Kft.<tab><tab>wrong<enter>");
    });
    each_at("form-remove", &SIZES, World::new, |world| {
        world.keys("<down>XMEDK");
    });
    each_at("form-token", &SIZES, World::new, |world| {
        world.keys("MAnew<enter>");
    });
}

#[test]
fn the_page_to_manage() {
    for (index, name) in ["tokens", "roles", "alerts", "schedule"].into_iter().enumerate() {
        each_at(&format!("manage-{name}"), &SIZES, World::new, |world| {
            world.keys("M").keys(&"l".repeat(index));
        });
    }
}

#[test]
fn a_company_is_added_with_its_key_and_synced() {
    let mut world = world();
    world.keys("AÚj Kft.<enter>");
    assert!(world.screen().contains("› API key"), "{}", world.screen());
    world.keys(&format!("{GOOD}<enter>"));
    assert!(world.model.shared.overlay.is_none(), "{}", world.screen());
    assert!(world.done.contains(&Effect::StartSync(vec![CompanyId(7)])), "{:?}", world.done);
    assert!(world.screen().contains("“Új Kft.” is added"), "{}", world.screen());
}

#[test]
fn a_secret_is_told_nowhere() {
    let mut world = world();
    world.hold = true;
    world.keys(&format!("AÚj Kft.<tab><tab>{GOOD}<enter>"));
    assert_eq!(state(&world), Some(&State::Waiting));
    assert!(!world.screen().contains(GOOD) && world.screen().contains("•••"), "{}", world.screen());
    assert!(!format!("{:?} {:?}", world.model, world.held).contains(GOOD));
    assert!(!world.held.is_empty());
}

#[test]
fn esc_leaves_nothing_behind_and_ends_what_was_asked() {
    let mut world = world();
    world.keys("AÚj Kft.<esc>");
    assert!(world.model.shared.overlay.is_none() && world.done.is_empty());
    world.keys("A");
    assert!(!world.screen().contains("Új Kft."), "{}", world.screen());
    world.keys("<esc>");
    world.hold = true;
    world.keys(&format!("AÚj Kft.<tab><tab>{GOOD}<enter><esc>"));
    assert!(world.held.contains(&Effect::Drop(PageId::Companies, Lane::Order)), "{:?}", world.held);
}

#[test]
fn a_refused_key_stays_in_the_form_with_the_reason() {
    let mut world = world();
    // The cursor goes back to the key, wherever it was.
    world.keys("AÚj Kft.<tab><tab>wrong<tab><tab><enter>");
    assert!(matches!(state(&world), Some(State::Refused(..))), "{}", world.screen());
    assert!(world.screen().contains("Nothing was added"), "{}", world.screen());
    // Another key is taken.
    world.keys(&format!("<ctrl-u>{GOOD}<enter>"));
    assert!(world.model.shared.overlay.is_none(), "{}", world.screen());
}

#[test]
fn a_double_account_is_taken_only_where_a_person_says_so() {
    let mut world = world();
    world.hold = true;
    world.keys(&format!("AÚj Kft.<tab><tab>{GOOD}<enter>"));
    let held = std::mem::take(&mut world.held);
    let double: Reply<Tested> = Err(Error::new(ErrorKind::Failed, Message::new("service-same-unseen")));
    world.event(Event::Answered(PageId::Companies, Answer::Order(Order::Add { sync: true }, Box::new(double))));
    assert!(world.screen().contains("[ ]") && world.screen().contains("set the checkbox"), "{}", world.screen());
    assert!(held.iter().any(|effect| asked_with_force(effect) == Some(false)));
    world.keys(" <enter>");
    assert!(world.held.iter().any(|effect| asked_with_force(effect) == Some(true)), "{:?}", world.held);
}

fn asked_with_force(effect: &Effect) -> Option<bool> {
    match effect {
        Effect::Ask(_, Question::Order(_, case)) => case.get::<cases::AddCompany>().map(|case| case.0.force),
        _ => None,
    }
}

#[test]
fn a_company_is_removed_after_two_answers_and_its_name() {
    let mut world = world();
    world.keys("<down>XMEDKA Kft<enter>");
    assert!(state(&world).is_some(), "a part of the name is none");
    assert!(world.screen().contains("141 invoices go, with 12 history entries, 3 sync runs"), "{}", world.screen());
    world.keys(".<enter>");
    assert!(matches!(world.model.shared.overlay, Some(Overlay::Confirm { yes: false, .. })), "{}", world.screen());
    world.keys("<enter>");
    assert!(
        world.model.shared.overlay.is_none() && !world.screen().contains("Removed"),
        "the choice that changes nothing is first"
    );
    world.keys("XMEDKA Kft.<enter><tab><enter>");
    assert!(world.screen().contains("Removed “MEDKA Kft.”"), "{}", world.screen());
}

#[test]
fn companies_are_renamed_disabled_and_tested() {
    let mut world = world();
    world.keys("R<ctrl-u>MEDKA Kft.<enter>");
    assert!(world.screen().contains("is the name of another company"), "{}", world.screen());
    world.keys("<ctrl-u>Cardigan<enter>");
    assert!(world.screen().contains("It is called “Cardigan” now"), "{}", world.screen());
    world.keys("E");
    assert!(world.screen().contains("no longer synced"), "{}", world.screen());
    world.keys("T");
    assert!(world.screen().contains("accepted the key"), "{}", world.screen());
    world.keys(&format!("L{GOOD}<enter>"));
    assert!(world.model.shared.overlay.is_none() && world.screen().contains("accepted the key"), "{}", world.screen());
}

#[test]
fn a_token_is_shown_once() {
    let mut world = world();
    world.keys("MAreporting<enter>");
    let screen = world.screen();
    assert!(screen.contains("fkt_0123456789abcdef") && screen.contains("not shown again"), "{screen}");
    assert!(!format!("{:?}", world.model).contains("fkt_0123"));
    world.keys("<enter>");
    assert!(world.model.shared.overlay.is_none() && !world.screen().contains("fkt_"), "{}", world.screen());
    assert_eq!(world.model.pages.manage.section, Section::Tokens);
    world.keys("X<tab><enter>");
    assert!(world.screen().contains("The token “dashboard” is revoked"), "{}", world.screen());
}

#[test]
fn who_only_reads_is_offered_nothing_and_told_why() {
    let mut world = world();
    world.model.shared.standing = Some(standing(Role::Viewer));
    assert!(!world.screen().contains("A add"), "{}", world.screen());
    for key in ["A", "L", "T", "R", "E", "X"] {
        world.model.shared.notice = None;
        world.keys(key);
        assert!(world.model.shared.overlay.is_none() && world.done.is_empty(), "{key}");
        assert!(world.screen().contains("Your role does not allow this"), "{key}: {}", world.screen());
    }
    // An admin of one company manages that one.
    let role = (CompanyId(1), Role::Admin);
    world.model.shared.standing = Some(Standing { companies: vec![role], everywhere: None, ..standing(Role::Viewer) });
    world.keys("L");
    assert!(state(&world).is_some());
    world.keys("<esc><down>L");
    assert!(state(&world).is_none());
    world.model.shared.standing = Some(standing(Role::Admin));
    world.model.shared.read_only = true;
    world.keys("A");
    assert!(state(&world).is_none() && world.screen().contains("only reads"), "{}", world.screen());
}

/// A store that is read from a copy refuses every change, so that no form for one is offered.
#[test]
fn a_store_that_is_read_from_a_copy_offers_no_change() {
    let mut world = World::new(Lang::En, (120, 40)).begin();
    world.model.shared.standing = Some(Standing { only_reads: true, ..standing(Role::Admin) });
    assert!(!world.screen().contains("A add") && !world.screen().contains("s sync"), "{}", world.screen());
    assert!(world.screen().contains("read-only"), "{}", world.screen());
    for key in ["A", "L", "R", "X", "s", "S"] {
        world.model.shared.notice = None;
        world.keys(key);
        assert!(world.model.shared.overlay.is_none() && world.done.is_empty(), "{key}");
        assert!(world.screen().contains("only reads"), "{key}: {}", world.screen());
        world.model.shared.standing = Some(Standing { only_reads: true, ..standing(Role::Admin) });
    }
    // What is asked for again is answered by a store that can be written to by now.
    world.keys("s");
    assert!(!world.model.shared.only_reads());
}

#[test]
fn the_first_company_is_a_key_away() {
    let mut world = World::empty(Lang::En, (80, 24)).begin();
    assert!(world.screen().contains("Press A"), "{}", world.screen());
    world.keys("<enter>");
    assert!(state(&world).is_some(), "{}", world.screen());
}

/// The page with a configuration in a file of its own.
fn configured(text: &str, size: (u16, u16)) -> (World, tempfile::TempDir) {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("config.toml");
    std::fs::write(&path, text).expect("writes");
    let mut world = World::new(Lang::En, size).begin();
    let configuration = crate::tui::Configuration { path, env: std::sync::Arc::new(|_| None), lang: None, owns_store: true };
    world.model.shared.configuration = Some(configuration);
    world.keys("M");
    read(&mut world);
    (world, home)
}

/// Reads the file again, as the page does when something was written.
fn read(world: &mut World) {
    let path = world.model.shared.configuration.clone().expect("a configuration").path;
    let (draft, settings) = crate::config::Draft::open(&path, &|_| None, &[]).expect("reads");
    let config = Box::new(crate::config::Config::load(&path, &|_| None).expect("reads"));
    let reply: Reply<crate::tui::form::configured::Written> = Ok((draft, settings, config));
    world.event(Event::Answered(PageId::Manage, Answer::Case(Box::new(reply))));
}

#[test]
fn forms_of_the_configuration_at_every_size() {
    for (name, keys) in [("role", "lA@fin"), ("alerts", "ll<enter>"), ("schedule", "lll<enter>")] {
        each_at(&format!("form-{name}"), &SIZES, World::new, |world| {
            let home = tempfile::tempdir().expect("a folder");
            let path = home.path().join("config.toml");
            std::fs::write(&path, "[access]\ngroup = \"accounting\"\n").expect("writes");
            let env: std::sync::Arc<dyn Fn(&str) -> Option<String> + Send + Sync> = std::sync::Arc::new(|_| None);
            let configuration = crate::tui::Configuration { path, env: env.clone(), lang: None, owns_store: true };
            world.model.shared.configuration = Some(configuration);
            world.keys("M");
            read(world);
            // A file with the same name in every run.
            let path = "/srv/faktura/config.toml".into();
            world.model.shared.configuration = Some(crate::tui::Configuration { path, env, lang: None, owns_store: true });
            world.keys(keys);
        });
    }
}

#[test]
fn what_the_file_says_otherwise_is_told_apart_from_what_holds() {
    let (mut world, _home) = configured("[access]\nadmins = [\"anna\"]\n", (140, 30));
    world.keys("l");
    let screen = world.screen();
    let line = |what: &str| screen.lines().find(|line| line.contains(what)).unwrap_or_default().to_owned();
    assert!(line("  anna ").contains("not read yet"), "{screen}");
    assert!(line("@finance").contains("gone from the file"), "{screen}");
    assert!(line("dashboard").contains("in force"), "{screen}");
    // Only roles of the file are changed.
    world.keys("/who:dashboard<enter>X");
    assert!(
        world.model.shared.overlay.is_none() && world.screen().contains("that of a token ends with it"),
        "{}",
        world.screen()
    );
    world.keys("<esc><esc>/who:anna<enter><enter>");
    assert!(world.screen().contains("Change a role"), "{}", world.screen());
}

#[test]
fn roles_are_typed_judged_and_written() {
    let (mut world, _home) = configured("", (120, 30));
    world.keys("lA<enter>");
    assert!(world.orders.is_empty() && world.screen().contains("is missing"), "{}", world.screen());
    world.keys("@");
    assert!(world.screen().contains("is missing"), "{}", world.screen());
    world.keys("a,b");
    assert!(world.screen().contains("is no name of a user"), "{}", world.screen());
    world.keys("<ctrl-u>béla<tab><right><tab><right><enter>");
    assert_eq!(world.orders.len(), 1, "{}", world.screen());
    assert!(world.screen().contains("No group is set there"), "{}", world.screen());
    // Roles of marked rows go together, after a question.
    let (mut world, _home) = configured("[access]\nviewers = [\"anna\", \"bela\"]\nadmins = [\"cili\"]\n", (120, 30));
    world.keys("l/holds:soon role:viewer<enter>*X");
    let question = world.screen();
    assert!(question.contains("these 2 roles") && question.contains("anna") && !question.contains("cili"), "{question}");
    world.keys("<tab><enter>");
    assert_eq!(world.orders.len(), 1);
}

#[test]
fn alerts_and_times_are_typed_as_people_write_them() {
    let (mut world, _home) = configured("", (120, 40));
    world.keys("ll<enter>");
    assert!(world.screen().contains("[x]"), "{}", world.screen());
    world.keys(&format!("{}<ctrl-u>soon", "<tab>".repeat(AlertKind::ALL.len())));
    assert!(world.screen().contains('✗'), "{}", world.screen());
    world.keys("<ctrl-u>2d");
    assert!(!world.screen().contains('✗'), "{}", world.screen());
    world.keys("<enter>");
    assert_eq!(world.orders.len(), 1, "{}", world.screen());
    let (mut world, _home) = configured("", (120, 40));
    world.keys("lll<enter><ctrl-u>30 5 * * 1-5; 99 18 * * *");
    assert!(world.screen().contains('✗'), "{}", world.screen());
    world.keys("<ctrl-u>30 5 * * 1-5; 0 18 * * *<enter>");
    assert_eq!(world.orders.len(), 1, "{}", world.screen());
}

#[test]
fn another_user_of_the_store_is_told_whose_configuration_decides() {
    let (mut world, _home) = configured("", (120, 30));
    if let Some(configuration) = &mut world.model.shared.configuration {
        configuration.owns_store = false;
    }
    world.keys("lA");
    assert!(world.model.shared.overlay.is_none() && world.screen().contains("another user's"), "{}", world.screen());
    world.model.shared.standing = Some(standing(Role::Viewer));
    world.model.shared.notice = None;
    world.keys("A");
    assert!(world.screen().contains("Your role does not allow this"), "{}", world.screen());
}

#[test]
fn every_list_of_the_page_is_filtered_ordered_marked_and_undone() {
    let mut world = World::new(Lang::En, (140, 30)).begin();
    world.keys("M/role:viewer ends<tab>");
    assert!(world.screen().contains("ends"), "{}", world.screen());
    world.keys("<ctrl-u>name:cron<enter>");
    assert!(world.screen().contains("1 of 2") && !world.screen().contains("dashboard"), "{}", world.screen());
    world.keys("l/from:token<enter>");
    assert!(world.screen().contains("1 of 3"), "{}", world.screen());
    world.keys("*");
    assert!(world.screen().contains("1 marked"), "{}", world.screen());
    // Undo finds the list that was changed, also where another one is shown.
    world.keys("l<esc>").keys("M");
    world.keys("z");
    assert!(world.model.pages.manage.section == Section::Roles && !world.screen().contains("marked"), "{}", world.screen());
    world.keys("zz");
    assert!(world.model.pages.manage.section == Section::Tokens && world.screen().contains("2 tokens"), "{}", world.screen());
    // Columns are chosen, and kept for the next session.
    world.keys("l|<down><enter><esc>");
    assert!(!world.screen().contains("Role  "), "{}", world.screen());
    let kept = crate::tui::saved::write(&world.model);
    let mut other = World::new(Lang::En, (140, 30));
    crate::tui::saved::read(&mut other.model, &kept, true);
    assert_eq!(crate::tui::saved::write(&other.model), kept);
    assert_eq!(other.model.pages.manage.section, Section::Tokens, "reading turns no page");
}

/// A view is about the list that was shown when it was saved, and leads back to it.
#[test]
fn each_list_of_a_page_has_views_of_its_own() {
    let mut world = world();
    world.keys("Ml");
    world.keys("/role:admin<enter>vadmins<enter>");
    assert!(world.screen().contains("admins"), "{}", world.screen());
    let view = world.model.shared.views.first().expect("saved").clone();
    assert_eq!((view.page, view.list, view.look.query.as_str()), (PageId::Manage, 1, "role:admin"));
    // Not among those of the list beside it.
    world.keys("<esc><esc>h");
    assert_eq!(world.model.pages.manage.section, Section::Tokens);
    world.keys("v");
    assert!(!world.screen().contains("★"), "{}", world.screen());
    world.keys("<esc>:admins<enter>");
    assert_eq!(world.model.pages.manage.section, Section::Roles, "{}", world.screen());
    assert!(world.screen().contains("role:admin"), "{}", world.screen());
    // It is kept for the next session.
    let kept = crate::tui::saved::write(&world.model);
    let mut next = World::new(Lang::En, (100, 30));
    crate::tui::saved::read(&mut next.model, &kept, false);
    assert_eq!(next.model.shared.views, [view]);
}

#[test]
fn a_row_that_a_form_changes_is_changed_by_the_key_of_every_list() {
    for key in ["R", "<enter>"] {
        for (list, title) in [("ll", "Alerts"), ("lll", "Schedule")] {
            let (mut world, _home) = configured("", (120, 30));
            world.keys(&format!("{list}{key}"));
            assert!(matches!(world.model.shared.overlay, Some(Overlay::Form(_))), "{key}: {title}: {}", world.screen());
        }
    }
}
