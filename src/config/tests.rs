//! Every setting is read, bounded and documented; what is wrong is told with its place.

use super::*;
use crate::error::{Describe, ErrorKind};

const EXAMPLE: &str = include_str!("../../config.example.toml");

fn no_env(_: &str) -> Option<String> {
    None
}

fn parse(text: &str) -> Result<Config, ConfigError> {
    file::parse(Path::new("/etc/faktura/config.toml"), text, &no_env).map(|(config, _)| config)
}

fn with_env(text: &str, name: &'static str, value: &'static str) -> Result<Config, ConfigError> {
    let env = move |asked: &str| (asked == name).then(|| value.to_owned());
    file::parse(Path::new("c.toml"), text, &env).map(|(config, _)| config)
}

/// The example with every setting taken out of its comment.
fn uncommented() -> String {
    EXAMPLE.lines().fold(String::new(), |text, line| {
        let setting = line.strip_prefix('#').filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
        text + setting.unwrap_or(line) + "\n"
    })
}

#[test]
fn the_example_is_the_default() {
    assert_eq!(parse(EXAMPLE).expect("parses"), Config::default());
    assert_eq!(parse(&uncommented()).expect("parses"), Config::default());
}

/// Every setting with another value than its own.
const OTHER: &str = r#"
        lang = "hu"
        [sync]
        companies = 1
        pages = 2
        per_page = 3
        retries = 0
        connect_timeout = "1s"
        read_timeout = "2s"
        answer_timeout = "90s"
        backoff = "7ms"
        backoff_cap = "9s"
        retry_after_limit = "3s"
        overlap = "4h"
        lookback_days = 0
        reconcile_days = 6
        [key]
        identity = "passphrase"
        [quickbooks]
        client_id = "ABapp"
        redirect_uri = "https://example.com/back"
        [xero]
        client_id = "5A4D"
        redirect_uri = "http://localhost:9000/callback"
        access = "write"
        [store]
        url = "postgres://anna:pass@db.example/books"
        url_file = "ignored beside an address"
        cache = "7 MB"
        [access]
        admins = ["anna", "@finance"]
        viewers = ["bela"]
        members = ["cilla"]
        companies = { "Medka Kft." = { viewers = ["@audit"] } }
        group = "accounting"
        local_addresses = true
        [schedule]
        times = ["0 1 * * *", "30 12 * * 1-5"]
        zone = "Europe/Budapest"
        jitter = "5m"
        catch_up = false
        [alerts]
        on = ["failed"]
        stale_after = "5h"
        remind = "0s"
        command = ["/bin/tell", "me"]
        command_timeout = "4s"
        webhook = "sealed"
        email_to = ["Anna <anna@example.com>"]
        email_from = "faktura@example.com"
        smtp_host = "127.0.0.1"
        smtp_port = 25
        smtp_security = "none"
        smtp_user = "me"
        [mail]
        host = "localhost"
        port = 2525
        security = "none"
        user = "me@own.example"
        token_command = ["/usr/bin/oama", "access", "me@own.example"]
        from = "Own Kft. <szamla@own.example>"
        reply_to = "eva@own.example"
        bcc = ["archive@own.example"]
        attach = ["pdf", "xrechnung"]
        subject_en = "Invoice {number}"
        text_en = "Pay {balance} until {due}."
        subject_hu = "Számla {number}"
        text_hu = "Fizetendő: {balance}."
        connections = 2
        timeout = "7s"
        retry = "3m"
        give_up = "1d"
        summary_to = ["boss@own.example"]
        summary_times = ["0 7 * * 5"]
        [reminders]
        companies = ["books", "Harbour Ltd"]
        steps = [10, -5]
        times = ["0 10 * * *"]
        from = "2026-11-01"
        fees = ["40 EUR", "15000 HUF"]
        interest = "8.5 %"
        charged_from = 10
        attach = false
        subject_en = "Reminder {number}"
        text_en = "Pay {balance} and {fee}."
        subject_hu = "Emlékeztető {number}"
        text_hu = "Fizetendő: {balance}, {interest}."
        [slack]
        post = "bot"
        channel = "C012AB3CD"
        api = "http://127.0.0.1:9/api"
        times = ["0 6 * * *"]
        [screen]
        theme = "safe"
        read_only = true
        low_bandwidth = true
        reduced_motion = true
        ascii = true
        mouse = false
        notify = "osc9"
        commands.mail = { run = ["mail-it", "{number}"], pages = ["invoices"], confirm = false }
        keys.invoices.export = ["x", "ctrl-e"]
        [s3]
        bucket = "b"
        endpoint = "http://127.0.0.1:9"
        region = "r"
        access_key = "k"
        prefix = "p"
        style = "virtual"
        forms = ["nav"]
        [calendar]
        every = "7m"
        [push]
        allow = [{ company = "Harbour Ltd", kinds = ["contact", "invoice"], limit = "1000 EUR", hours = "22-6" }]

        [open]
        pdf = ["zathura", "--fork"]
        url = ["firefox", "{}"]
        folder = []
        [log]
        level = "debug"
        keep = 8
    "#;

#[test]
#[expect(clippy::too_many_lines, reason = "one list of what each setting does")]
fn the_example_has_every_setting_and_every_setting_does_something() {
    let (_, known) = file::parse(Path::new(""), "", &no_env).expect("parses");
    let listed: toml::Table = uncommented().parse().expect("is TOML");
    let listed: Vec<String> = listed
        .iter()
        .flat_map(|(name, value)| match value {
            toml::Value::Table(section) => section.keys().map(|key| format!("{name}.{key}")).collect(),
            _ => vec![name.clone()],
        })
        .collect();
    let mut known: Vec<String> = known.into_iter().map(str::to_owned).collect();
    known.sort();
    assert_eq!(listed.len(), known.len());
    assert!(known.iter().all(|key| listed.contains(key)), "{known:?} {listed:?}");

    let config = parse(OTHER).expect("parses");
    let sync = crate::sync::Settings {
        companies: 1,
        pages: 2,
        per_page: 3,
        overlap: Duration::from_hours(4),
        lookback_days: 0,
        reconcile_days: 6,
    };
    let remote = crate::remote::Settings {
        retries: 0,
        backoff: Duration::from_millis(7),
        backoff_cap: Duration::from_secs(9),
        retry_after_limit: Duration::from_secs(3),
    };
    let expected = Config {
        lang: Some(Lang::Hu),
        sync,
        remote,
        connect_timeout: Duration::from_secs(1),
        read_timeout: Duration::from_secs(2),
        answer_timeout: Duration::from_secs(90),
        identity: Identity::Passphrase,
        access: Access {
            group: Some("accounting".to_owned()),
            everywhere: Grants {
                admins: vec!["anna".to_owned(), "@finance".to_owned()],
                viewers: vec!["bela".to_owned()],
                members: vec!["cilla".to_owned()],
            },
            companies: vec![("Medka Kft.".to_owned(), Grants { viewers: vec!["@audit".to_owned()], ..Grants::default() })],
            local_addresses: true,
        },
        logins: super::Logins {
            quickbooks: super::LoginSettings {
                client_id: Some("ABapp".to_owned()),
                redirect_uri: Some("https://example.com/back".to_owned()),
                write: false,
            },
            xero: super::LoginSettings {
                client_id: Some("5A4D".to_owned()),
                redirect_uri: Some("http://localhost:9000/callback".to_owned()),
                write: true,
            },
        },
        alerts: alerts(),
        schedule: crate::sync::schedule::ScheduleSettings {
            times: vec!["0 1 * * *".to_owned(), "30 12 * * 1-5".to_owned()],
            zone: Some("Europe/Budapest".to_owned()),
            jitter: Duration::from_mins(5),
            catch_up: false,
        },
        push: super::Push {
            allow: vec![super::PushRule {
                company: "Harbour Ltd".to_owned(),
                kinds: vec![crate::domain::push::OrderKind::Contact, crate::domain::push::OrderKind::Invoice],
                limit: Some((rust_decimal::Decimal::ONE_THOUSAND, crate::domain::Currency::new("EUR"))),
                hours: Some((22, 6)),
            }],
        },
        s3: crate::archive::Settings {
            bucket: "b".to_owned(),
            endpoint: "http://127.0.0.1:9".to_owned(),
            region: "r".to_owned(),
            prefix: "p".to_owned(),
            access_key: "k".to_owned(),
            virtual_host: true,
            forms: vec![crate::document::Form::Nav],
        },
        calendars_every: Duration::from_mins(7),
        screen: Screen {
            keys: vec![("invoices".to_owned(), "export".to_owned(), vec!["x".to_owned(), "ctrl-e".to_owned()])],
            theme: "safe".to_owned(),
            themes: Vec::new(),
            read_only: true,
            low_bandwidth: true,
            reduced_motion: true,
            ascii: true,
            mouse: false,
            notify: "osc9".to_owned(),
            commands: vec![ScreenCommand {
                name: "mail".to_owned(),
                run: vec!["mail-it".to_owned(), "{number}".to_owned()],
                pages: vec!["invoices".to_owned()],
                confirm: false,
            }],
            open: super::Open {
                pdf: vec!["zathura".to_owned(), "--fork".to_owned()],
                url: vec!["firefox".to_owned(), "{}".to_owned()],
                folder: Vec::new(),
            },
        },
        store: super::StoreAt::Url("postgres://anna:pass@db.example/books".to_owned().into()),
        mail: Some(mail()),
        reminders: reminders(),
        slack: Some(slack()),
        cache_bytes: 7 << 20,
        log_level: "debug".to_owned(),
        log_files: 8,
    };
    assert_eq!(config, expected);
    assert_eq!(known.len(), OTHER.lines().filter(|line| line.contains('=')).count());
}

/// Mail settings of the example.
fn mail() -> crate::delivery::MailSettings {
    let text = |text: &str| text.to_owned();
    crate::delivery::MailSettings {
        host: text("localhost"),
        port: 2525,
        security: crate::delivery::MailSecurity::None,
        user: text("me@own.example"),
        auth: crate::delivery::MailAuth::Token { command: ["/usr/bin/oama", "access", "me@own.example"].map(text).to_vec() },
        from: text("Own Kft. <szamla@own.example>"),
        reply_to: Some(text("eva@own.example")),
        bcc: vec![text("archive@own.example")],
        attach: vec![text("pdf"), text("xrechnung-ubl")],
        texts: crate::delivery::MailTexts {
            subject_en: Some(text("Invoice {number}")),
            text_en: Some(text("Pay {balance} until {due}.")),
            subject_hu: Some(text("Számla {number}")),
            text_hu: Some(text("Fizetendő: {balance}.")),
        },
        connections: 2,
        timeout: Duration::from_secs(7),
        retry: Duration::from_mins(3),
        give_up: Duration::from_hours(24),
        summary_to: vec![text("boss@own.example")],
        summary_times: vec![text("0 7 * * 5")],
    }
}

/// Reminder settings of the example.
fn reminders() -> crate::delivery::ReminderSettings {
    let text = |text: &str| text.to_owned();
    crate::delivery::ReminderSettings {
        companies: vec![text("books"), text("Harbour Ltd")],
        steps: vec![-5, 10],
        times: vec![text("0 10 * * *")],
        from: Some(jiff::civil::date(2026, 11, 1)),
        fees: vec![(40.into(), crate::domain::Currency::new("EUR")), (15_000.into(), crate::domain::Currency::new("HUF"))],
        interest: Some(rust_decimal::Decimal::new(85, 1)),
        charged_from: 10,
        attach: false,
        texts: crate::delivery::MailTexts {
            subject_en: Some(text("Reminder {number}")),
            text_en: Some(text("Pay {balance} and {fee}.")),
            subject_hu: Some(text("Emlékeztető {number}")),
            text_hu: Some(text("Fizetendő: {balance}, {interest}.")),
        },
    }
}

/// Settings of messages to Slack of the example.
fn slack() -> crate::delivery::SlackSettings {
    let (channel, api) = ("C012AB3CD".to_owned(), "http://127.0.0.1:9/api".to_owned());
    crate::delivery::SlackSettings {
        target: crate::delivery::SlackTarget::Channel { channel, api },
        times: vec!["0 6 * * *".to_owned()],
    }
}

/// Alert settings of the example.
fn alerts() -> crate::alert::Settings {
    crate::alert::Settings {
        on: vec![crate::domain::AlertKind::Failed],
        stale_after: Duration::from_hours(5),
        remind: Duration::ZERO,
        command: Some(crate::alert::Command {
            program: "/bin/tell".to_owned(),
            args: vec!["me".to_owned()],
            timeout: Duration::from_secs(4),
        }),
        webhook: Some(crate::alert::Webhook::Sealed),
        email: Some(crate::alert::Email {
            to: vec!["Anna <anna@example.com>".to_owned()],
            from: "faktura@example.com".to_owned(),
            host: "127.0.0.1".to_owned(),
            port: 25,
            security: crate::alert::Security::None,
            user: "me".to_owned(),
        }),
    }
}

#[test]
fn no_file_means_defaults_and_an_unreadable_one_is_an_error() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("config.toml");
    assert_eq!(Config::load(&path, &no_env).expect("defaults"), Config::default());
    let error = Config::load(dir.path(), &no_env).expect_err("a folder is no file");
    assert!(matches!(error, ConfigError::Unreadable { .. }));
    assert_eq!(error.kind().exit_code(), 6);
    std::fs::write(&path, "lang = \"hu\"").expect("writes");
    assert_eq!(Config::load(&path, &no_env).expect("reads").lang, Some(Lang::Hu));
    std::fs::write(&path, b"# \xc3\xa9\n# caf\xe9").expect("writes");
    let error = Config::load(&path, &no_env).expect_err("not UTF-8");
    assert!(error.to_string().contains("config.toml:2:6: not UTF-8"), "{error}");
    std::fs::write(&path, vec![b'#'; (1 << 20) + 1]).expect("writes");
    assert!(matches!(Config::load(&path, &no_env), Err(ConfigError::Unreadable { .. })));
}

#[test]
fn an_error_names_line_column_and_what_would_do() {
    let cases = [
        ("[sync]\npages = 0", "2:9: sync.pages is 0, but must be a whole number from 1 to 16."),
        ("[sync]\npages = \"4\"", "2:9: sync.pages is \"4\", but must be a whole number from 1 to 16."),
        (
            "[access]\nadmins = \"anna\"",
            "2:10: access.admins is \"anna\", but must be names such as \"anna\", or \"@finance\" for a group.",
        ),
        ("[sync]\npages = -1", "2:9: sync.pages is -1, but must be a whole number from 1 to 16."),
        ("[sync]\npages = 4.0", "2:9: sync.pages is 4.0, but must be a whole number from 1 to 16."),
        ("[sync]\nper_page = 0x3e9", "2:12: sync.per_page is 0x3e9, but must be a whole number from 1 to 1\u{a0}000."),
        ("[sync]\noverlap = 7200", "2:11: sync.overlap is 7200, but must be a duration from \"1h\" to \"7d\"."),
        ("sync.read_timeout = \"11m\"", "1:21: sync.read_timeout is \"11m\", but must be a duration from \"1s\" to \"10m\"."),
        ("[store]\n  cache = \"64\"", "2:11: store.cache is \"64\", but must be a size from \"1 MB\" to \"16 GB\"."),
        ("lang = \"de\"", "1:8: lang is \"de\", but must be one of auto, en, hu."),
        ("lang = \"é\" ", "1:8: lang is \"é\", but must be one of auto, en, hu."),
        (
            "[alerts]\nwebhook = \"http://example.com\"",
            "2:11: alerts.webhook is \"http://example.com\", but must be an https:// address (http:// for this machine only), or \"sealed\".",
        ),
        ("[alerts]\nemail_to = [\"a@example.com\"]", "2:12: alerts.email_to needs email_from and smtp_host beside it."),
        (
            "[alerts]\nemail_to = [\"a@b.c\"]\nemail_from = \"a@b.c\"\nsmtp_host = \"mail.b.c\"\nsmtp_security = \"none\"",
            "5:17: alerts.smtp_security is \"none\", which is for a mail server on this machine only.",
        ),
        ("sync = 3", "1:8: sync is 3, but must be a section with settings."),
    ];
    for (text, expected) in cases {
        let error = parse(text).expect_err(text);
        assert_eq!(error.to_string(), format!("/etc/faktura/config.toml:{expected}"));
        assert_eq!(error.kind(), ErrorKind::Config);
    }
    let level = parse("[log]\nlevel = \"inof\"").expect_err("no level").to_string();
    assert!(level.contains(":2:9: log.level is \"inof\"") && level.contains("trace"), "{level}");
}

#[test]
fn the_first_error_of_the_file_is_told() {
    let text = "colour = 1\n[log]\nkeep = 0\n[sync]\npages = 0\n";
    assert!(matches!(parse(text), Err(ConfigError::UnknownKey { .. })));
    let text = "[sync]\npages = 0\n[log]\nkeep = 0\n";
    assert!(matches!(parse(text), Err(ConfigError::Value { key: "sync.pages", .. })));
}

#[test]
fn an_unknown_setting_names_the_nearest() {
    let nearest = |text: &str| match parse(text).expect_err(text) {
        ConfigError::UnknownKey { place, key, nearest } => (place.to_string(), key, nearest),
        other => panic!("{other}"),
    };
    let file = |place: &str| format!("/etc/faktura/config.toml:{place}");
    assert_eq!(nearest("[sync]\n\n pagse = 4"), (file("3:2"), "sync.pagse".into(), Some("sync.pages")));
    assert_eq!(nearest("pages = 4"), (file("1:1"), "pages".into(), Some("sync.pages")));
    assert_eq!(nearest("[snyc]\npages = 4"), (file("1:2"), "snyc".into(), Some("sync")));
    assert_eq!(nearest("[log]\nwallpaper = 4"), (file("2:1"), "log.wallpaper".into(), None));
    let error = parse("[sync]\npagse = 4").expect_err("unknown");
    let hint = crate::locale::english().text(&error.hint().expect("a hint"));
    assert!(hint.contains("sync.pages"), "{hint}");
}

#[test]
fn what_is_not_toml_is_told_with_its_place() {
    for (text, place) in [("a = \n", ":1:"), ("[sync\npages = 1", ":1:"), ("x = 1\nx = 2", ":2:1"), ("\n\nlang \"hu\"", ":3:")] {
        let error = parse(text).expect_err(text);
        assert!(matches!(error, ConfigError::Syntax { .. }), "{error:?}");
        assert!(error.to_string().contains(place), "{error}");
    }
}

#[test]
fn a_file_from_windows_is_read() {
    assert_eq!(parse("\u{feff}lang = \"hu\"\r\n[log]\r\nkeep = 7\r\n").expect("parses").log_files, 7);
}

#[test]
fn the_environment_goes_before_the_file() {
    let file = "lang = \"hu\"\n[log]\nlevel = \"warn\"";
    assert_eq!(with_env(file, "FAKTURA_LOG", "faktura::sync=trace").expect("parses").log_level, "faktura::sync=trace");
    assert_eq!(with_env(file, "FAKTURA_LANG", "en").expect("parses").lang, Some(Lang::En));
    assert_eq!(with_env(file, "FAKTURA_LANG", " ").expect("parses").lang, Some(Lang::Hu));
    let error = with_env(file, "FAKTURA_LOG", "loud").expect_err("no level");
    assert!(error.to_string().starts_with("FAKTURA_LOG: log.level is loud"), "{error}");
}

#[test]
fn the_key_may_be_one_of_ssh() {
    let identity = |text: &str| {
        let env = |name: &str| (name == "HOME").then(|| "/home/anna".to_owned());
        file::parse(Path::new("/etc/faktura/config.toml"), text, &env).map(|(config, _)| config.identity)
    };
    let ssh = |path: &str| Identity::Ssh(PathBuf::from(path));
    assert_eq!(identity("key.identity = { ssh = \"~/.ssh/id\" }").expect("parses"), ssh("/home/anna/.ssh/id"));
    assert_eq!(identity("[key.identity]\nssh = \"/k\"").expect("parses"), ssh("/k"));
    assert_eq!(identity("key.identity = { ssh = \"id\" }").expect("parses"), ssh("/etc/faktura/id"));
    for wrong in
        ["\"ssh\"", "7", "{ ssh = 7 }", "{ ssh = \"\" }", "{ gpg = \"x\" }", "{ ssh = \"a\", x = 1 }", "{ ssh = \"~bob/x\" }"]
    {
        let error = identity(&format!("key.identity = {wrong}")).expect_err(wrong);
        assert!(matches!(error, ConfigError::Value { wrong: Wrong::Identity, .. }), "{wrong}: {error}");
    }
    assert!(parse("key.identity = { ssh = \"~/x\" }").is_err(), "there is no home here");
}

#[test]
fn an_address_of_a_store_is_shown_nowhere() {
    let url = "postgres://anna:hunter2@db.example/books";
    let config = with_env(&format!("[store]\nurl = \"{url}\""), "FAKTURA_STORE_URL", "").expect("parses");
    assert!(config.store.is_shared() && !format!("{config:?}").contains("hunter2"), "{config:?}");
    let over = with_env("[store]\nurl_file = \"x\"", "FAKTURA_STORE_URL", url).expect("parses");
    assert_eq!(over.store, config.store);
    let file = with_env("[store]\nurl_file = \"/run/secrets/x\"", "FAKTURA_STORE_URL", "").expect("parses");
    assert_eq!(file.store, super::StoreAt::UrlFile("/run/secrets/x".into()));
    let wrong = with_env(&format!("[store]\nurl = [\"{url}\"]"), "FAKTURA_STORE_URL", "").expect_err("no text");
    assert!(!format!("{wrong:?} {wrong}").contains("hunter2"), "{wrong}");
    for wrong in ["db.example/books", "mysql://anna:hunter2@db.example/books"] {
        let told = with_env(&format!("[store]\nurl = \"{wrong}\""), "FAKTURA_STORE_URL", "").expect_err("no address").to_string();
        assert!(told.contains("2:7") && told.contains("store.url") && !told.contains("hunter2"), "{told}");
    }
    assert_eq!(with_env("", "FAKTURA_STORE_URL", " ").expect("parses").store, super::StoreAt::Files);
}
