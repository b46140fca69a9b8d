//! Logins: consent by the pasted address, tokens that are kept, and what goes wrong.

use std::io::Write;
use std::process::Stdio;

use faktura::sandbox::oauth::{Api, IdentityOptions, Service, Site, SiteOptions};
use serde_json::{Value, json};

use super::crash::rounds;
use super::support::{Home, Ran, given};

/// A pretend service on a runtime of its own.
pub(crate) struct Pretend {
    runtime: tokio::runtime::Runtime,
    site: Option<Site>,
    service: Service,
}

impl Drop for Pretend {
    fn drop(&mut self) {
        if let Some(site) = self.site.take() {
            self.runtime.block_on(site.shutdown());
        }
    }
}

impl Pretend {
    fn new(service: Service) -> Self {
        Self::with(service, |_| ())
    }

    fn with(service: Service, change: impl FnOnce(&mut IdentityOptions)) -> Self {
        let mut options = SiteOptions::new(service);
        change(&mut options.identity);
        Self::of(service, options)
    }

    /// A service with companies.
    pub(crate) fn with_api(service: Service, api: Box<dyn Api>) -> Self {
        Self::of(service, SiteOptions { api, ..SiteOptions::new(service) })
    }

    pub(crate) fn of(service: Service, options: SiteOptions) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let site = runtime.block_on(Site::start(options)).expect("starts");
        Self { runtime, site: Some(site), service }
    }

    pub(crate) fn site(&self) -> &Site {
        self.site.as_ref().expect("it runs")
    }

    pub(crate) fn faults(&self, specs: &[&str]) {
        self.site().set_faults(specs.iter().map(|spec| spec.parse().expect("a fault")).collect());
    }

    fn name(&self) -> &'static str {
        if self.service == Service::Xero { "xero" } else { "quickbooks" }
    }

    /// Begins a consent, or renews a login.
    pub(crate) fn begin(&self, home: &Home, more: &[&str]) -> Value {
        let (client, secret) = self.site().identity(|i| (i.options.client_id.clone(), i.options.client_secret.clone()));
        let root = self.site().root.clone();
        let args =
            ["login", "begin", self.name(), "--client-id", &client, "--base-url", &root, "--identity-url", &root, "--json"];
        let mut command = home.command(&[&args, more].concat());
        if let Some(secret) = secret {
            command.env("FAKTURA_CLIENT_SECRET", secret);
        }
        let ran = super::support::ran(command);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        serde_json::from_str(&ran.out).expect("JSON")
    }

    /// What a browser does: opens the address, and is sent to another one.
    pub(crate) fn browse(&self, begun: &Value, more: &str) -> String {
        let url = format!("{}{more}", begun["authorize_url"].as_str().expect("an address"));
        let target = url.strip_prefix(&self.site().root).expect("at the site").to_owned();
        let addr = self.site().addr;
        let mut stream = std::net::TcpStream::connect(addr).expect("connects");
        write!(stream, "GET {target} HTTP/1.1\r\nhost: {addr}\r\nconnection: close\r\n\r\n").expect("sent");
        let mut answer = String::new();
        std::io::Read::read_to_string(&mut stream, &mut answer).expect("answered");
        let location = answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_else(|| panic!("{answer}"));
        location.trim().to_owned()
    }

    /// Begins and finishes a consent.
    pub(crate) fn connect(&self, home: &Home) -> Value {
        let begun = self.begin(home, &[]);
        let address = self.browse(&begun, "");
        let ran = finish(home, &address, &["--all-tenants"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        serde_json::from_str(&ran.out).expect("JSON")
    }

    pub(crate) fn refreshes(&self) -> u64 {
        self.site().identity(|identity| identity.refreshes)
    }
}

/// Refreshes of a proof with two processes: a few with every run of the tests, `FAKTURA_REFRESHES` of them by hand.
pub(crate) fn refreshes(default: u32) -> u32 {
    given("FAKTURA_REFRESHES", default)
}

/// Finishes with this address on standard input.
pub(crate) fn finish(home: &Home, address: &str, more: &[&str]) -> Ran {
    let mut command = home.command(&[&["login", "finish", "--redirect-stdin", "--json"], more].concat());
    command.stdin(Stdio::piped());
    let mut child = command.spawn().expect("starts");
    child.stdin.take().expect("piped").write_all(format!("{address}\n").as_bytes()).expect("written");
    let output = child.wait_with_output().expect("ends");
    Ran {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The address that a browser is sent to where consent is refused.
fn refusal(begun: &Value) -> String {
    let url = begun["authorize_url"].as_str().expect("an address");
    let state = url.split("state=").nth(1).and_then(|rest| rest.split('&').next()).expect("a state");
    format!("{}?error=access_denied&state={state}", begun["redirect_uri"].as_str().expect("an address"))
}

fn state(home: &Home) -> String {
    home.json(0, &["login", "show", "1", "--json"])["status"].as_str().expect("a state").to_owned()
}

#[test]
fn xero_is_connected_by_the_pasted_address_and_every_tenant_is_a_company() {
    let (home, pretend) = (Home::new(), Pretend::new(Service::Xero));
    let begun = pretend.begin(&home, &["--redirect-uri", "http://localhost:8742/callback"]);
    assert_eq!((begun["login"].as_u64(), begun["redirect_uri"].as_str()), (Some(1), Some("http://localhost:8742/callback")));
    let url = begun["authorize_url"].as_str().expect("an address");
    assert!(url.contains("code_challenge_method=S256") && url.contains("offline_access%20accounting.invoices.read"), "{url}");
    let address = pretend.browse(&begun, "");
    let ran = finish(&home, &address, &["--all-tenants"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let done: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!((done["login"].as_u64(), done["status"].as_str()), (Some(1), Some("active")));
    let companies = done["companies"].as_array().expect("companies");
    assert_eq!(companies.len(), 3);
    assert_eq!(companies[0]["name"], "Kowhai Timber");
    // The same address once more, and nothing of it is told or kept in clear.
    let again = finish(&home, &address, &["--all-tenants"]);
    assert_eq!(again.code, Some(6), "{}", again.err);
    let code = address.split("code=").nth(1).and_then(|rest| rest.split('&').next()).expect("a code");
    assert!(![&ran.out, &ran.err, &again.err].iter().any(|text| text.contains(code)));
    for file in super::support::files(home.path()) {
        let content = std::fs::read(&file).unwrap_or_default();
        let text = String::from_utf8_lossy(&content);
        assert!(!text.contains(code) && !text.contains("RT1-") && !text.contains("eyJaccess"), "{}", file.display());
    }
}

#[test]
fn several_tenants_are_chosen_and_never_the_first_silently() {
    let (home, pretend) = (Home::new(), Pretend::new(Service::Xero));
    let begun = pretend.begin(&home, &[]);
    let ran = finish(&home, &pretend.browse(&begun, ""), &[]);
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    let told: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!((told["companies"].as_array().map(Vec::len), told["choices"].as_array().map(Vec::len)), (Some(0), Some(3)));
    assert_eq!(home.json(0, &["company", "list", "--json"])["companies"].as_array().map(Vec::len), Some(0));
    let unknown = home.expect(6, &["login", "finish", "1", "--tenant", "nowhere"]);
    assert!(unknown.err.contains("Harbour Coffee"), "{}", unknown.err);
    let done = home.json(0, &["login", "finish", "1", "--tenant", "Harbour Coffee", "--json"]);
    assert_eq!(done["companies"][0]["name"], "Harbour Coffee");
}

#[test]
fn quickbooks_connects_one_company_and_a_renewal_keeps_it() {
    let (home, pretend) = (Home::new(), Pretend::new(Service::QuickBooks));
    let done = pretend.connect(&home);
    assert_eq!(done["companies"][0]["tenant"], "9130350000000001");
    let shown = home.json(0, &["login", "show", "1", "--json"]);
    assert!(shown["ends"].is_string() && shown["renew_by"].is_string(), "{shown}");
    // Another company than the login's: refused, and the login goes on.
    let begun = pretend.begin(&home, &["--login", "1"]);
    let other = finish(&home, &pretend.browse(&begun, "&choose=9130350000000002"), &[]);
    assert_eq!(other.code, Some(6), "{}", other.err);
    assert!(other.err.contains("9130350000000002"), "{}", other.err);
    home.expect(0, &["login", "test", "1"]);
    let begun = pretend.begin(&home, &["--login", "1"]);
    let same = finish(&home, &pretend.browse(&begun, "&choose=9130350000000001"), &[]);
    assert_eq!(same.code, Some(0), "{}", same.err);
    assert_eq!(home.json(0, &["company", "list", "--json"])["companies"].as_array().map(Vec::len), Some(1));
    // Removed, and found again by its realm.
    assert_eq!(home.json(0, &["login", "remove", "1", "--yes", "--json"])["login"], 1);
    let again = pretend.begin(&home, &[]);
    let again = finish(&home, &pretend.browse(&again, "&choose=9130350000000001"), &[]);
    let again: Value = serde_json::from_str(&again.out).unwrap_or_else(|_| panic!("{}", again.err));
    assert_eq!((again["login"].as_u64(), again["companies"][0]["id"].as_u64()), (Some(2), Some(1)));
}

#[test]
fn a_realm_that_the_consent_does_not_open_is_told_and_no_company_is_made() {
    let (home, pretend) = (Home::new(), Pretend::new(Service::QuickBooks));
    let address = pretend.browse(&pretend.begin(&home, &[]), "&choose=9130350000000001");
    let ran = finish(&home, &address.replace("9130350000000001", "9130350000000777"), &[]);
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    assert!(
        ran.err.contains("no longer lets this login into the company") && ran.err.contains("keys for development"),
        "{}",
        ran.err
    );
    assert_eq!(home.json(0, &["company", "list", "--json"])["companies"], json!([]));
    // A login that opens nothing does not say that it works.
    let shown = home.json(0, &["login", "show", "1", "--json"]);
    let told = ["status", "consent", "reason", "renew_by"].map(|name| shown[name].clone());
    assert_eq!(told, [json!("authorising"), json!("refused"), json!("company_not_opened"), Value::Null], "{shown}");
    assert_ne!(home.run(&["login", "test", "1"]).code, Some(0));
    // Another consent opens the company that it is for.
    let connected = pretend.connect(&home);
    assert!(connected["companies"][0]["tenant"].as_str().is_some_and(|realm| realm != "9130350000000777"), "{connected}");
}

#[test]
fn a_wrong_address_says_what_is_wrong_and_loses_nothing() {
    let (home, pretend) = (Home::new(), Pretend::new(Service::QuickBooks));
    let begun = pretend.begin(&home, &[]);
    let address = pretend.browse(&begun, "");
    let without = |name: &str| {
        let (head, query) = address.split_once('?').expect("a query");
        let kept: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with(name)).collect();
        format!("{head}?{}", kept.join("&"))
    };
    for (given, told) in [
        ("not an address".to_owned(), "address"),
        (without("code="), "address"),
        (without("state=") + "&state=other", "another consent"),
        (without("realmId="), "realmId"),
        (format!("{}?error=access_denied&state=x", "http://localhost:8742/callback"), "access_denied"),
    ] {
        let ran = finish(&home, &given, &[]);
        assert_eq!(ran.code, Some(6), "{given}: {}", ran.err);
        assert!(ran.err.contains(told), "{given}: {}", ran.err);
    }
    let ran = finish(&home, &address, &[]);
    assert_eq!(ran.code, Some(0), "the consent stayed open: {}", ran.err);
}

#[test]
fn a_consent_that_was_refused_or_ran_out_says_so_and_can_be_asked_for_again() {
    let (home, pretend) = (Home::new(), Pretend::new(Service::Xero));
    let told = |login: &str| {
        let shown = home.json(0, &["login", "show", login, "--json"]);
        (shown["status"].clone(), shown["consent"].clone(), shown["reason"].clone())
    };
    let begun = pretend.begin(&home, &[]);
    assert_eq!(told("1"), (json!("authorising"), json!("pending"), Value::Null));
    let refused = refusal(&begun);
    assert!(refused.contains("error=access_denied") && refused.contains("state="), "{refused}");
    // A refusal of another consent ends none.
    let (head, _) = refused.split_once("state=").expect("a state");
    let other = finish(&home, &format!("{head}state=other"), &[]);
    assert_eq!((other.code, told("1").1), (Some(6), json!("pending")), "{}", other.err);
    let ran = finish(&home, &refused, &[]);
    assert!(ran.code == Some(6) && ran.err.contains("login add"), "{:?} {}", ran.code, ran.err);
    assert_eq!(told("1"), (json!("authorising"), json!("refused"), json!("access_denied")));
    let list = home.expect(0, &["login", "list"]);
    assert!(list.out.contains("consent refused") && !list.out.contains("waits for consent"), "{}", list.out);
    assert!(list.err.contains("faktura login add --login 1") && list.err.contains("access_denied"), "{}", list.err);
    let shown = home.expect(0, &["--lang", "hu", "login", "show", "1"]);
    assert!(
        shown.out.contains("hozzájárulás megtagadva") && shown.err.contains("login add --login 1"),
        "{}{}",
        shown.out,
        shown.err
    );
    // It is over: its address finishes nothing any more.
    let late = finish(&home, &pretend.browse(&begun, ""), &["--all-tenants"]);
    assert_eq!(late.code, Some(6), "{}", late.err);
    let again = pretend.begin(&home, &["--login", "1"]);
    assert_eq!(told("1"), (json!("authorising"), json!("pending"), Value::Null));
    let done = finish(&home, &pretend.browse(&again, ""), &["--all-tenants"]);
    assert_eq!((done.code, told("1")), (Some(0), (json!("active"), Value::Null, Value::Null)), "{}", done.err);
    // A login that works stays so when a renewal is refused.
    let renewed = pretend.begin(&home, &["--login", "1"]);
    assert_eq!(finish(&home, &refusal(&renewed), &[]).code, Some(6));
    assert_eq!(told("1"), (json!("active"), Value::Null, Value::Null));
    home.expect(0, &["login", "test", "1"]);
}

#[test]
fn a_consent_is_asked_for_again_with_the_secret_that_was_given() {
    let (home, pretend) = (Home::new(), Pretend::new(Service::QuickBooks));
    let first = pretend.begin(&home, &[]);
    // Without the secret: first what is pending has it, then what was refused.
    let again = || home.json(0, &["login", "begin", "--login", "1", "--json"]);
    again();
    let second = again();
    assert_eq!(finish(&home, &refusal(&second), &[]).code, Some(6));
    let third = again();
    assert_eq!((&third["login"], &third["redirect_uri"]), (&first["login"], &first["redirect_uri"]));
    let done = finish(&home, &pretend.browse(&third, ""), &[]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    home.expect(0, &["login", "test", "1"]);
}

#[test]
fn permissions_that_were_left_out_are_named() {
    let home = Home::new();
    let pretend = Pretend::with(Service::Xero, |options| options.refuse_scopes = vec!["accounting.contacts.read".to_owned()]);
    let begun = pretend.begin(&home, &[]);
    let ran = finish(&home, &pretend.browse(&begun, ""), &["--all-tenants"]);
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    assert!(ran.err.contains("accounting.contacts.read"), "{}", ran.err);
}

#[test]
fn a_consent_whose_companies_are_not_told_is_kept_and_says_how_it_goes_on() {
    let (home, pretend) = (Home::new(), Pretend::new(Service::Xero));
    let begun = pretend.begin(&home, &[]);
    let address = pretend.browse(&begun, "");
    pretend.faults(&["status=503@path:/connections"]);
    let ran = finish(&home, &address, &["--all-tenants"]);
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    assert!(ran.err.contains("faktura login finish 1") && !ran.err.contains("same address"), "{}", ran.err);
    let tested = home.expect(4, &["login", "test", "1"]);
    assert!(tested.err.contains("stays as it is") && !tested.err.contains("same address"), "{}", tested.err);
    // A token that its own service refuses is no outage.
    pretend.faults(&["status=401@path:/connections"]);
    let refused = home.expect(6, &["login", "test", "1"]);
    assert!(refused.err.contains("access token"), "{}", refused.err);
    pretend.faults(&[]);
    assert_eq!(state(&home), "active");
    let done = home.json(0, &["login", "finish", "1", "--all-tenants", "--json"]);
    assert_eq!(done["companies"].as_array().map(Vec::len), Some(3));
    // A token that could not be revoked is kept as well.
    pretend.faults(&["status=503@path:/connect/revocation"]);
    let kept = home.expect(4, &["login", "remove", "1", "--yes", "--revoke"]);
    assert!(kept.err.contains("stays as it is"), "{}", kept.err);
    home.expect(0, &["login", "test", "1"]);
}

#[test]
fn a_host_of_tokens_that_fails_never_ends_a_login_and_a_refusal_does() {
    let (home, pretend) = (Home::new(), Pretend::new(Service::Xero));
    pretend.connect(&home);
    for fault in ["status=503", "status=429", "html", "empty", "close", "status=403"] {
        pretend.faults(&[&format!("{fault}@path:/connect/token")]);
        let ran = home.run(&["login", "test", "1"]);
        assert!(ran.code.is_some_and(|code| code != 0), "{fault}");
        assert_eq!(state(&home), "active", "{fault}: {}", ran.err);
    }
    // An answer that was lost once is asked for again with the same token, which is in its grace.
    pretend.faults(&["lost@path:/connect/token@1"]);
    home.expect(0, &["login", "test", "1"]);
    assert_eq!(pretend.site().identity(|identity| identity.repeated), 1);
    pretend.faults(&["error=invalid_grant@path:/connect/token"]);
    let ended = home.expect(6, &["login", "test", "1"]);
    assert!(ended.err.contains("login add --login 1"), "{}", ended.err);
    assert_eq!(state(&home), "expired");
    // The sixty days that its token had are over, wherever they are shown.
    let now = jiff::Timestamp::now();
    let at = |value: &Value| value["renew_by"].as_str().and_then(|at| at.parse::<jiff::Timestamp>().ok()).expect("a time");
    assert!(at(&home.json(0, &["login", "list", "--json"])["logins"][0]) <= now);
    assert!(at(&home.json(0, &["company", "list", "--json"])["companies"][0]) <= now);
    // One login, one step, however many companies it opens; none of them has a key.
    let synced = home.expect(6, &["sync"]).err;
    assert_eq!(synced.matches("login add --login 1").count(), 1, "{synced}");
    assert!(!synced.contains("set-key"), "{synced}");
    let keyless = home.set_key("Kowhai Timber", "key", &[]);
    assert!(keyless.err.contains("login add --login 1"), "{}", keyless.err);
    // It was a mistake of the service: the token is still here.
    pretend.faults(&[]);
    home.expect(0, &["login", "test", "1"]);
    assert_eq!(state(&home), "active");
}

#[test]
fn fifty_processes_that_need_a_token_at_once_renew_it_once() {
    let (home, pretend) = (Home::new(), Pretend::new(Service::Xero));
    pretend.connect(&home);
    let serve = super::support::serving::Serving::start(&home, &[], None);
    serve.says("Serving");
    let before = pretend.refreshes();
    pretend.faults(&["slow=300ms@path:/connect/token"]);
    let finish = || home.command(&["login", "finish", "1", "--all-tenants"]).spawn().expect("starts");
    let children: Vec<_> = (0..50).map(|_| finish()).collect();
    for child in children {
        let output = child.wait_with_output().expect("ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(pretend.refreshes() - before, 1);
    drop(serve);
}

#[test]
fn a_kill_at_any_point_of_a_refresh_leaves_a_login_that_works() {
    let kills = rounds(20);
    for (service, token) in [(Service::Xero, "/connect/token"), (Service::QuickBooks, "/oauth2/v1/tokens/bearer")] {
        let (home, pretend) = (Home::new(), Pretend::new(service));
        pretend.connect(&home);
        // The delays reach from before the request is sent to after its answer is sealed.
        for round in 0..kills {
            pretend.faults(&[&format!("slow=40ms@path:{token}")]);
            let mut child = home.command(&["login", "test", "1"]).spawn().expect("starts");
            std::thread::sleep(std::time::Duration::from_millis(180) * round / kills);
            let _ = child.kill();
            let _ = child.wait();
            pretend.faults(&[]);
            home.expect(0, &["login", "test", "1"]);
            let newest = pretend.site().identity(|identity| identity.newest());
            assert!(newest.iter().all(|tokens| tokens.len() == 1), "{service:?} {round}: {newest:?}");
        }
        assert_eq!(state(&home), "active");
    }
}

#[test]
fn two_processes_never_have_two_live_tokens() {
    let (home, pretend) = (Home::new(), Pretend::new(Service::Xero));
    pretend.connect(&home);
    let run = || home.command(&["login", "test", "1"]).spawn().expect("starts");
    for _ in 0..refreshes(50) / 2 {
        let children = [run(), run()];
        for child in children {
            let output = child.wait_with_output().expect("ends");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
    }
    let (newest, repeated, refused) =
        pretend.site().identity(|identity| (identity.newest(), identity.repeated, identity.refused));
    assert_eq!((newest.len(), newest[0].len(), repeated, refused), (1, 1, 0, 0));
}

#[test]
fn at_a_terminal_the_secret_and_the_address_are_asked_for_hidden() {
    let (home, pretend) = (Home::new(), Pretend::new(Service::QuickBooks));
    let (client, secret) = pretend.site().identity(|i| (i.options.client_id.clone(), i.options.client_secret.clone()));
    let (root, secret) = (pretend.site().root.clone(), secret.expect("it has one"));
    let redirect = "https://www.example.com/connected";
    let args = ["login", "add", "quickbooks", "--client-id", &client, "--redirect-uri", redirect, "--base-url", &root];
    let mut terminal =
        super::support::terminal::Terminal::start(&home, &[&args[..], &["--identity-url", &root]].concat(), 40, 600);
    terminal.shows("Client secret of your app");
    terminal.press(&format!("{secret}\r"));
    terminal.shows("Paste the whole address");
    let shown = terminal.text();
    let url = shown.split_whitespace().find(|word| word.starts_with(&root)).expect("an address").to_owned();
    let address = pretend.browse(&serde_json::json!({ "authorize_url": url }), "");
    terminal.press(&format!("{address}\r"));
    terminal.shows("(company 1)");
    let (code, raw) = terminal.ends();
    let raw = String::from_utf8_lossy(&raw);
    assert!(code == 0 && !raw.contains(&secret) && !raw.contains("code="), "{code} {raw}");
    assert_eq!(state(&home), "active");
}

#[test]
fn at_a_terminal_the_companies_are_listed_before_one_is_chosen() {
    let (home, pretend) = (Home::new(), Pretend::new(Service::Xero));
    let address = pretend.browse(&pretend.begin(&home, &[]), "");
    let mut terminal = super::support::terminal::Terminal::start(&home, &["login", "finish", "1"], 40, 200);
    terminal.shows("Paste the whole address");
    terminal.press(&format!("{address}\r"));
    terminal.shows("3  North Star Design");
    terminal.shows("Numbers of the companies");
    terminal.press("1,3\r");
    terminal.shows("(company 2)");
    assert_eq!(terminal.ends().0, 0);
    let listed = home.json(0, &["company", "list", "--json"]);
    assert_eq!(
        (&listed["companies"][0]["name"], &listed["companies"][1]["name"]),
        (&json!("Kowhai Timber"), &json!("North Star Design"))
    );
}
