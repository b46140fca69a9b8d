//! The page of logins: how each stands, a consent from its beginning to the companies that it connects, renewal.

use secrecy::ExposeSecret;

use super::screens::{SIZES, each_at};
use super::world::{World, company_named, now};
use crate::domain::*;
use crate::locale::Lang;
use crate::service::{Begun, Finished, LoginView, TenantView, cases};
use crate::tui::ask::{Answer, Reply};
use crate::tui::case::{AnyAnswer, Case};
use crate::tui::event::Effect;
use crate::tui::pages::PageId;

/// As long as one of Xero is.
const ADDRESS: &str = concat!(
    "https://login.xero.com/identity/connect/authorize?response_type=code&client_id=0123456789ABCDEF0123456789ABCDEF",
    "&redirect_uri=http%3A%2F%2Flocalhost%3A8742%2Fcallback&scope=offline_access%20accounting.invoices.read",
    "%20accounting.payments.read%20accounting.contacts.read%20accounting.settings.read&state=0123456789abcdef0123456789abcdef",
    "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256",
);

fn company(id: u32, name: &str, provider: &str) -> Company {
    Company { id: CompanyId(id), provider: provider.into(), login: Some(LoginId(1)), ..company_named(name) }
}

fn login(id: u32, provider: &str, state: LoginState, days: Option<i64>) -> Login {
    let later = |days: i64| now() + jiff::SignedDuration::from_hours(days * 24);
    Login {
        id: LoginId(id),
        provider: provider.into(),
        state,
        added: later(-100),
        secret: Some(KeyInfo { set: later(-40), ending: if days.is_none() { "01c9".into() } else { String::new() } }),
        grant: days.map(|days| {
            Box::new(Grant { renewed: Some(later(-1)), idle_until: Some(later(days)), sandbox: id == 3, ..Grant::default() })
        }),
    }
}

/// A login with a first consent that was asked for.
fn asked(id: u32, until: Option<jiff::Timestamp>, reason: Option<&str>) -> Login {
    let grant = Grant { asked_until: until, reason: reason.map(str::to_owned), ..Grant::default() };
    Login { secret: None, grant: Some(Box::new(grant)), ..login(id, "xero", LoginState::Authorising, Some(60)) }
}

fn views() -> Vec<LoginView> {
    let view = |login: Login, title: &str, companies| LoginView {
        consent: login.consent(now()),
        // The first one of Xero may only read.
        writes: login.grant.is_some().then_some(login.id != LoginId(2)),
        login,
        title: title.into(),
        companies,
    };
    vec![
        view(login(1, "billingo", LoginState::Active, None), "Billingo", vec![company(2, "MEDKA Kft.", "billingo")]),
        view(
            login(2, "xero", LoginState::Active, Some(21)),
            "Xero",
            vec![company(8, "Harbour Ltd", "xero"), company(9, "Harbour NZ", "xero")],
        ),
        view(
            login(3, "quickbooks", LoginState::Expired, Some(-2)),
            "QuickBooks",
            vec![company(10, "Bluebird Inc", "quickbooks")],
        ),
        view(asked(4, Some(now() + jiff::SignedDuration::from_mins(4)), None), "Xero", Vec::new()),
        view(asked(5, None, Some("access_denied")), "Xero", Vec::new()),
        view(asked(6, Some(now()), None), "Xero", Vec::new()),
    ]
}

/// The answer to what the page reads.
pub(super) fn answer(case: &Case) -> Option<Answer> {
    case.get::<cases::Logins>()?;
    let reply: Reply<Vec<LoginView>> = Ok(views());
    Some(Answer::Case(Box::new(reply)))
}

/// The answers to orders about logins.
pub(super) fn ordered(case: &Case) -> Option<AnyAnswer> {
    let view = |id: usize| views().swap_remove(id);
    if let Some(cases::BeginLogin(new)) = case.get() {
        let login = new.renew.as_deref().map_or(5, |id| id.parse().expect("a number"));
        let reply: Reply<Begun> = Ok(Begun {
            login: LoginId(login),
            title: "Xero".into(),
            authorize_url: ADDRESS.into(),
            redirect_uri: "http://localhost:8742/callback".into(),
            expires_at: now(),
            adds_writing: new.write,
        });
        return Some(Box::new(reply));
    }
    if let Some(finish) = case.get::<cases::FinishLogin>() {
        let tenant = |id: &str, name: &str| TenantView { tenant: Tenant(id.into()), name: Some(name.into()), company: None };
        let asks = finish.redirect.is_some() && finish.login.as_deref() == Some("5");
        let named = |name: &String| company(9, name, "xero");
        let reply: Reply<Finished> = Ok(Finished {
            login: view(1),
            connected: if asks { Vec::new() } else { finish.tenants.iter().map(named).collect() },
            choices: if asks { vec![tenant("t-1", "Harbour Ltd"), tenant("t-2", "Harbour NZ")] } else { Vec::new() },
        });
        return Some(Box::new(reply));
    }
    if case.get::<cases::TestLogin>().is_some() {
        let reply: Reply<Finished> = Ok(Finished { login: view(1), connected: Vec::new(), choices: Vec::new() });
        return Some(Box::new(reply));
    }
    case.get::<cases::RemoveLogin>()?;
    let reply: Reply<LoginView> = Ok(view(1));
    Some(Box::new(reply))
}

fn world() -> World {
    let mut world = World::new(Lang::En, (100, 30)).begin();
    world.model.shared.page = PageId::Logins;
    world.keys("r");
    world
}

fn notice(world: &World) -> String {
    world.model.shared.notice.as_ref().map(|notice| notice.message.id.to_string()).unwrap_or_default()
}

/// The last order that was given, as its case.
fn last<C: 'static>(world: &World) -> Option<&C> {
    world.orders.iter().rev().find_map(|case| case.get())
}

#[test]
fn logins_at_every_size() {
    let show = |name: &str, keys: &'static str| {
        each_at(name, &SIZES, World::new, |world| {
            world.model.shared.page = PageId::Logins;
            world.model.shared.quotas.insert(CompanyId(9), (4, 60));
            world.keys("r");
            world.keys(keys);
        });
    };
    show("logins", "j");
    show("login-connect", "A<tab>my-app");
    show("login-renew", "jL ");
    show("login-consent", "jL<enter>");
    show("login-alone", "jL<enter><tab>");
    show("login-tenants", "A<enter>http://localhost:8742/callback?code=x<enter><tab> ");
    show("login-remove", "jX");
}

#[test]
fn a_service_is_connected_from_its_address_to_its_companies() {
    let mut world = world();
    world.keys("A<right><tab>my-app<tab>hush<enter>");
    let begun = last::<cases::BeginLogin>(&world).map(|case| &case.0).expect("begun");
    assert!(!begun.write, "nothing is asked for that was not marked");
    world.keys("<esc>A<right><tab>my-app<tab>hush<tab><tab> <enter>");
    let begun = last::<cases::BeginLogin>(&world).map(|case| &case.0).expect("begun");
    assert_eq!((begun.client_id.as_deref(), begun.renew.as_deref(), begun.write), (Some("my-app"), None, true));
    assert_eq!(begun.client_secret.as_ref().map(ExposeSecret::expose_secret), Some("hush"));
    assert!(world.screen().replace(['\n', ' '], "").contains(ADDRESS.get(20..60).expect("long")), "{}", world.screen());
    assert!(world.done.contains(&Effect::Copy(ADDRESS.to_owned())), "{:?}", world.done);
    // What is pasted is shown nowhere.
    world.event(crate::tui::event::Event::Paste("http://localhost:8742/callback?code=verysecret&state=1".into()));
    assert!(!world.screen().contains("verysecret") && world.screen().contains("••••"), "{}", world.screen());
    world.keys("<enter>");
    assert!(world.screen().contains("Harbour NZ"), "{}", world.screen());
    // None is chosen by itself.
    world.keys("<enter>");
    assert!(world.screen().contains("No company is marked."), "{}", world.screen());
    world.keys("<tab> <enter>");
    let finish = last::<cases::FinishLogin>(&world).expect("finished");
    assert_eq!((finish.tenants.as_slice(), finish.all, finish.redirect.is_none()), (&["t-2".to_owned()][..], false, true));
    assert!(world.model.shared.overlay.is_none() && notice(&world) == "manage-login-connected", "{}", world.screen());
}

#[test]
fn an_address_is_shown_whole_without_anything_beside_it() {
    let mouse =
        |world: &World| world.done.iter().rev().find_map(|effect| if let Effect::Mouse(on) = effect { Some(*on) } else { None });
    for size in SIZES {
        let mut world = World::new(Lang::En, size).begin();
        world.model.shared.page = PageId::Logins;
        world.keys("rjL<enter><tab>");
        let screen = world.screen();
        let (lines, hint) = screen.trim_end().rsplit_once('\n').expect("lines");
        assert_eq!((lines.replace('\n', "").trim_end(), hint), (ADDRESS, "Tab: back"), "{size:?}: {screen}");
        assert_eq!(mouse(&world), Some(false), "the terminal marks it");
        // Esc leaves the address, not the form.
        world.keys("<esc>");
        assert!(world.screen().contains("Consent at Xero, login 2"), "{}", world.screen());
        assert_eq!(mouse(&world), Some(true));
        world.keys("<tab><tab>");
        assert!(world.screen().contains("Consent at Xero"), "{}", world.screen());
        // What is pasted over it goes into the form.
        world.keys("<tab>");
        world.event(crate::tui::event::Event::Paste("http://localhost:8742/callback?code=verysecret&state=1".into()));
        assert!(world.screen().contains("••••") && mouse(&world) == Some(true), "{}", world.screen());
    }
}

#[test]
fn a_long_address_is_shown_in_parts() {
    let mut world = World::new(Lang::En, (40, 12)).begin();
    world.model.shared.page = PageId::Logins;
    world.keys("rjL<enter>");
    let long = format!("{ADDRESS}&login_hint={}", "x".repeat(300));
    let Some(crate::tui::shared::Overlay::Form(form)) = &mut world.model.shared.overlay else { panic!("a form") };
    form.shown = Some(long.clone());
    let mut shown = String::new();
    for hint in ["Tab: the rest", "Tab: back"] {
        world.keys("<tab>");
        let screen = world.screen();
        let (lines, last) = screen.trim_end().rsplit_once('\n').expect("lines");
        assert_eq!(last, hint, "{screen}");
        shown.push_str(lines.replace('\n', "").trim_end());
    }
    assert_eq!(shown, long);
    world.keys("<tab>");
    assert!(world.screen().contains("Consent at Xero"), "{}", world.screen());
}

#[test]
fn a_login_is_renewed_tested_and_removed() {
    let mut world = world();
    world.keys("jL<enter>");
    let asked = |world: &World| last::<cases::BeginLogin>(world).map(|case| (case.0.renew.clone(), case.0.write));
    assert_eq!(asked(&world), Some((Some("2".to_owned()), false)));
    assert!(world.screen().contains("Consent at Xero"), "{}", world.screen());
    // What was said of the form goes with it.
    assert_eq!(notice(&world), "manage-login-copied");
    world.keys("<esc>");
    assert_eq!((notice(&world).as_str(), world.model.shared.overlay.is_none()), ("", true));
    world.keys("L<enter>");
    // One that may only read can ask for more; the form says what was asked for.
    world.keys("<esc>L <enter>");
    assert_eq!(asked(&world), Some((Some("2".to_owned()), true)));
    assert!(world.screen().contains("asks for permission to write"), "{}", world.screen());
    // One that may write already is renewed as it is.
    world.keys("<esc>jL");
    assert_eq!(asked(&world), Some((Some("3".to_owned()), false)));
    world.keys("<esc>kL<enter>");
    world.keys("http://localhost/?code=1<enter>");
    assert_eq!(notice(&world), "manage-login-connected");
    world.keys("T");
    assert_eq!(last::<cases::TestLogin>(&world).map(|case| case.0.as_str()), Some("2"));
    world.keys("X<tab><enter>");
    let removed = last::<cases::RemoveLogin>(&world).expect("removed");
    assert_eq!((removed.login.as_str(), removed.revoke), ("2", false));
    // A login with an API key is that of its company.
    world.keys("kL");
    assert!(world.screen().contains("Key of “MEDKA Kft.”"), "{}", world.screen());
}

#[test]
fn a_company_with_a_consent_gets_no_form_for_a_key() {
    let mut world = World::new(Lang::En, (100, 30)).begin();
    for view in &mut world.companies {
        view.company.provider = "xero".into();
        view.service = crate::service::ServiceView::of("xero");
    }
    world.keys("r");
    world.keys("L<enter>");
    assert_eq!(last::<cases::BeginLogin>(&world).and_then(|case| case.0.renew.as_deref()), Some("1"));
    assert!(!world.screen().contains("API key"), "{}", world.screen());
    // One without a login is connected.
    world.keys("<esc><end>L");
    assert!(world.screen().contains("Connect a service") && world.screen().contains("Xero"), "{}", world.screen());
}

#[test]
fn a_viewer_is_offered_no_change_of_a_login() {
    let mut world = world();
    let standing = crate::service::Standing {
        actor: Actor("anna".into()),
        everywhere: Some(Role::Viewer),
        companies: Vec::new(),
        only_reads: false,
    };
    world.model.shared.standing = Some(standing);
    assert!(!world.screen().contains("L renew") && !world.screen().contains("A connect"), "{}", world.screen());
    world.keys("L");
    assert_eq!(notice(&world), "manage-not-allowed");
    assert!(world.model.shared.overlay.is_none());
    // Nor a sync: neither by a hint nor by its key.
    for key in ["1", "2", "4"] {
        world.model.shared.notice = None;
        world.keys(key);
        assert!(!world.screen().contains("s sync") && !world.screen().contains("S sync all"), "{}", world.screen());
        world.done.clear();
        world.keys("sSF");
        assert!(world.done.is_empty() && notice(&world) == "manage-not-allowed", "{:?}", world.done);
    }
}

/// A key for one row never means another row than the marked one.
#[test]
fn a_key_for_one_login_goes_by_the_mark() {
    let mut world = World::new(Lang::En, (120, 30)).begin();
    world.model.shared.page = PageId::Logins;
    world.keys("r");
    let last = world.model.pages.logins.sheet.total() - 1;
    assert!(last > 0);
    // The last one is marked, the cursor is on the first.
    world.keys("G <home>T");
    let tested = |world: &World| format!("{:?}", world.orders.last());
    let marked = tested(&world);
    world.keys("u<end>T");
    assert_eq!(marked, tested(&world));
    let count = world.orders.len();
    world.keys("*T");
    assert_eq!(world.orders.len(), count);
    assert_eq!(
        world.model.shared.notice.as_ref().map(|notice| notice.message.id.to_string()).as_deref(),
        Some("tui-one-at-a-time")
    );
}
