//! `faktura config`: each setting with its origin, every error of a file, and changes that keep all that a person wrote.

use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::terminal::Terminal;
use crate::support::{Home, Ran, ran};

fn file(home: &Home) -> PathBuf {
    home.path().join("config.toml")
}

fn write(home: &Home, text: &str) {
    std::fs::write(file(home), text).expect("writes");
}

fn read(home: &Home) -> String {
    std::fs::read_to_string(file(home)).expect("reads")
}

fn setting(shown: &Value, key: &str) -> Value {
    let settings = shown["settings"].as_array().expect("a list");
    settings.iter().find(|setting| setting["key"] == key).cloned().unwrap_or_else(|| panic!("{key}"))
}

fn with_input(home: &Home, args: &[&str], input: &str) -> Ran {
    let mut command = home.command(args);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("starts");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("writes");
    let output = child.wait_with_output().expect("ends");
    Ran {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

#[test]
fn every_setting_is_shown_with_its_origin_and_without_secrets() {
    let home = Home::new();
    let shown = home.json(0, &["config", "show", "--json"]);
    assert_eq!(shown["exists"], false);
    let pages = json!({"key": "sync.pages", "value": 5, "default": 5, "origin": "default", "line": null, "name": null});
    assert_eq!(setting(&shown, "sync.pages"), pages);
    write(
        &home,
        "# mine\n[sync]\npages = 6\n[store]\nurl = \"postgres://anna:hunter2@127.0.0.1:1/books\"\n[screen]\nkeys = { invoices = { export = \
         \"x\" } }\n",
    );
    let mut command = home.command(&["--lang", "hu", "config", "show", "--json"]);
    command.env("FAKTURA_LOG", "warn");
    let shown = ran(command);
    assert!(!shown.out.contains("hunter2"), "{}", shown.out);
    let shown: Value = serde_json::from_str(&shown.out).expect("JSON");
    let origin = |key: &str| {
        let setting = setting(&shown, key);
        (setting["value"].clone(), setting["origin"].clone(), setting["line"].clone(), setting["name"].clone())
    };
    assert_eq!(origin("sync.pages"), (json!(6), json!("file"), json!(3), json!(null)));
    assert_eq!(origin("log.level"), (json!("warn"), json!("environment"), json!(null), json!("FAKTURA_LOG")));
    assert_eq!(origin("lang"), (json!("hu"), json!("flag"), json!(null), json!("--lang")));
    assert_eq!(origin("store.url").0, json!("postgres://anna:…@127.0.0.1:1/books"));
    assert_eq!(origin("screen.keys").0, json!({"invoices": {"export": "x"}}));

    let text = home.expect(0, &["config", "show", "pages", "CACHE"]).out;
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows, [vec!["sync.pages", "6", "file,", "line", "3"], vec!["store.cache", "\"8", "MB\"", "default"]]);
    let changed = home.expect(0, &["config", "show", "--changed"]).out;
    assert_eq!(changed.lines().count(), 4, "{changed}");
    let none = home.expect(2, &["config", "show", "pagse"]);
    assert!(none.err.contains("sync.pages"), "{}", none.err);
    let hungarian = home.expect(0, &["--lang", "hu", "config", "show", "sync.pages"]).out;
    assert!(hungarian.contains("fájl, 3. sor"), "{hungarian}");
}

#[test]
fn a_check_tells_everything_that_is_wrong() {
    let home = Home::new();
    home.expect(0, &["config", "check"]);
    write(&home, "[sync]\npagse = 4\nretries = 9\n[store]\nurl = [\"postgres://a:hunter2@h/b\"]\n");
    let refused = home.expect(6, &["config", "check"]);
    for part in ["config.toml:2:1", "Did you mean “sync.pages”?", ":3:11: sync.retries is 9", "from 0 to 5", ":5:7: store.url"]
    {
        assert!(refused.err.contains(part), "{part} in {}", refused.err);
    }
    assert!(!refused.err.contains("hunter2"), "{}", refused.err);
    let checked = home.json(6, &["config", "check", "--json"]);
    assert_eq!(checked["valid"], false);
    let first = &checked["errors"][0];
    assert_eq!((&first["key"], &first["line"], &first["nearest"]), (&json!("sync.pagse"), &json!(2), &json!("sync.pages")));
    assert_eq!(checked["errors"].as_array().map(Vec::len), Some(3));

    let other = home.path().join("other.toml");
    let other = other.to_str().expect("UTF-8");
    std::fs::write(other, "[screen]\nkeys = { invoices = { nothing = \"x\" } }\n").expect("writes");
    home.expect(6, &["config", "check", other]);
    std::fs::write(other, "lang = \"hu\"\n").expect("writes");
    let good = home.expect(0, &["config", "check", other]);
    assert!(good.out.contains("other.toml"), "{}", good.out);
    std::fs::write(other, "lang = \n").expect("writes");
    assert!(home.expect(6, &["config", "check", other]).err.contains("other.toml:1:"));
    let missing = home.expect(6, &["config", "check", "missing.toml"]);
    assert!(missing.err.contains("missing.toml") && missing.err.contains("hint:"), "{missing:?}");
}

#[test]
fn what_no_consent_takes_is_refused_where_it_is_configured() {
    let home = Home::new();
    let check = |service: &str, setting: &str| {
        write(&home, &format!("[{service}]\n{setting}\n"));
        home.run(&["config", "check"])
    };
    for service in ["quickbooks", "xero"] {
        for uri in
            ["nonsense", "http://example.com/back", "ftp://localhost/x", "https://", "http://localhost:1/x#y", "https://a b/c"]
        {
            let refused = check(service, &format!("redirect_uri = \"{uri}\""));
            let told =
                refused.err.contains(":2:16: ") && refused.err.contains("redirect_uri") && refused.err.contains("https://…");
            assert!(refused.code == Some(6) && told, "{service} {uri}: {}", refused.err);
        }
        for uri in ["", " https://www.example.com/connected ", "http://localhost:8742/callback"] {
            assert_eq!(check(service, &format!("redirect_uri = \"{uri}\"")).code, Some(0), "{service} {uri}");
        }
        assert_eq!(check(service, "client_id = \"two words\"").code, Some(6));
        assert_eq!(check(service, "client_id = \"ABc-1.2\"").code, Some(0));
    }
    // Xero takes the name of this machine alone.
    let number = "redirect_uri = \"http://127.0.0.1:8742/callback\"";
    assert_eq!((check("quickbooks", number).code, check("xero", number).code), (Some(0), Some(6)));
}

#[test]
fn a_language_is_known_in_any_case_and_as_a_locale() {
    let home = Home::new();
    let speaks = |variable: &str, args: &[&str]| {
        let mut command = home.command(args);
        command.env("FAKTURA_LANG", variable);
        crate::support::ran(command)
    };
    for text in ["hu", "HU", "Hu", "hu_HU.UTF-8", "hu-HU", "hu_HU@euro"] {
        let said = speaks(text, &["company", "list"]);
        assert!(said.code == Some(0) && format!("{}{}", said.out, said.err).contains("cég"), "{text}: {} {}", said.out, said.err);
        write(&home, &format!("lang = \"{text}\"\n"));
        home.expect(0, &["config", "check"]);
        std::fs::remove_file(file(&home)).expect("removed");
    }
    assert!(home.expect(0, &["--lang", "HU", "company", "list"]).err.contains("cég"));
    for text in ["hungarian", "de", "h", "hu HU"] {
        assert_eq!(speaks(text, &["company", "list"]).code, Some(6), "{text}");
        assert_eq!(home.run(&["--lang", text, "company", "list"]).code, Some(2), "{text}");
    }
}

#[test]
fn a_change_keeps_what_a_person_wrote_and_writes_nothing_wrong() {
    let home = Home::new();
    home.expect(0, &["config", "set", "sync.pages", "6"]);
    assert_eq!(read(&home), "[sync]\npages = 6\n");
    let mode = std::fs::metadata(file(&home)).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "a new file is private");

    let text = "# Ours.\nlang = \"en\" # for now\n\n[sync]\n# Pages.\n  pages = 6\n[reminders]\n#steps = [-3, 3, 14, 30]\n";
    write(&home, text);
    std::fs::set_permissions(file(&home), std::fs::Permissions::from_mode(0o640)).expect("a mode");
    home.expect(0, &["config", "set", "lang", "hu"]);
    home.expect(0, &["--lang", "en", "config", "set", "reminders.steps", "-5", "10"]);
    let expected = text.replace("\"en\"", "\"hu\"").replace("14, 30]\n", "14, 30]\nsteps = [-5, 10]\n");
    assert_eq!(read(&home), expected);
    let mode = std::fs::metadata(file(&home)).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode, 0o640, "its mode stays");
    let same = home.json(0, &["config", "set", "lang", "hu", "--json"]);
    assert_eq!((&same["changed"], &same["setting"]["value"], &same["setting"]["line"]), (&json!(false), &json!("hu"), &json!(2)));

    for (code, args, part) in [
        (2, &["sync.pages", "17"][..], "sync.pages is 17, but must be a whole number from 1 to 16"),
        (2, &["sync.pages", "many"], "sync.pages is \"many\""),
        (2, &["lang", "de"], "auto, en, hu"),
        (2, &["sync.pagse", "6"], "Did you mean “sync.pages”?"),
        (2, &["sync.pages.x", "6"], "There is no setting"),
        (2, &["screen.keys", "{ invoices = { nothing = \"x\" } }"], "nothing"),
        (2, &["mail.host", "mail.example.com"], "needs from beside it"),
    ] {
        let refused = home.expect(code, &[&["--lang", "en", "config", "set"], args].concat());
        assert!(refused.err.contains(part), "{args:?}: {}", refused.err);
        assert_eq!(read(&home), expected, "{args:?}");
    }
    for (key, values) in [
        ("mail.from", &["Own Kft. <a@own.example>"][..]),
        ("mail.host", &["localhost"]),
        ("mail.bcc", &["b@own.example", "c@own.example"]),
        ("mail.subject_en", &["{number} of", "{company}"]),
        ("key.identity", &["{ ssh = \"/k\" }"]),
        ("screen.keys.invoices.export", &["x"]),
        ("schedule.times", &["[\"15 4 * * *\", \"0 12 * * *\"]"]),
        ("screen.mouse", &["false"]),
    ] {
        home.expect(0, &[&["config", "set", key], values].concat());
    }
    let shown = home.json(0, &["config", "show", "--json"]);
    assert_eq!(setting(&shown, "mail.bcc")["value"], json!(["b@own.example", "c@own.example"]));
    assert_eq!(setting(&shown, "mail.subject_en")["value"], "{number} of {company}");
    assert_eq!(setting(&shown, "key.identity")["value"], json!({"ssh": "/k"}));
    assert_eq!(setting(&shown, "screen.keys")["value"], json!({"invoices": {"export": "x"}}));
    assert_eq!(setting(&shown, "schedule.times")["value"], json!(["15 4 * * *", "0 12 * * *"]));
    home.expect(0, &["config", "unset", "sync.pages"]);
    let text = read(&home);
    assert!(text.contains("# Pages.\n") && !text.contains("pages = 6") && text.contains("# for now"), "{text}");
    home.expect(2, &["config", "unset", "sync.pagse"]);
}

#[test]
fn a_wrong_file_is_mended_with_the_same_command() {
    let home = Home::new();
    write(&home, "[sync]\npages = 99\npagse = 4\n");
    assert!(home.expect(6, &["config", "set", "sync.pages", "6"]).err.contains("config.toml:3:1"));
    home.expect(6, &["config", "set", "log.keep", "7"]);
    home.expect(6, &["config", "show"]);
    assert!(home.expect(6, &["config", "unset", "sync.pagse"]).err.contains("config.toml:2:9"), "one thing at a time");
    write(&home, "[sync]\npagse = 4\n");
    home.expect(0, &["config", "unset", "sync.pagse"]);
    write(&home, "[sync]\npages = 99\n");
    home.expect(0, &["config", "set", "sync.pages", "6"]);
    assert_eq!(read(&home), "[sync]\npages = 6\n");
}

#[test]
fn no_secret_is_taken_from_the_command_line() {
    let home = Home::new();
    for (key, command) in [
        ("mail.password", "faktura deliveries set-password"),
        ("alerts.smtp_password", "faktura alert set-secret smtp-password"),
        ("s3.secret_key", "faktura archive set-key"),
        ("xero.client_secret", "faktura login add xero"),
        ("billingo.api_key", "faktura company set-key"),
        ("alerts.webhook", "faktura alert set-secret webhook-url"),
        ("\"alerts\".webhook", "faktura alert set-secret webhook-url"),
        ("store.url", "--value-stdin"),
        ("store . url", "--value-stdin"),
    ] {
        let refused = home.expect(2, &["config", "set", key, "https://hunter2.example/hunter2"]);
        assert!(refused.err.contains(command) && !refused.err.contains("hunter2"), "{key}: {}", refused.err);
        assert!(!file(&home).exists(), "{key}");
    }
    home.expect(0, &["config", "set", "alerts.webhook", "sealed"]);
    let url = "postgres://anna:hunter2@127.0.0.1:1/books";
    let set = with_input(&home, &["config", "set", "store.url", "--value-stdin"], &format!("{url}\n"));
    assert_eq!(set.code, Some(0), "{}", set.err);
    assert!(!set.err.contains("hunter2") && !set.out.contains("hunter2"), "{}", set.err);
    assert!(read(&home).contains(url));
    let wrong = with_input(&home, &["config", "set", "alerts.webhook", "--value-stdin"], "http://hunter2.example/x\n");
    assert!(wrong.code == Some(2) && !wrong.err.contains("hunter2"), "{}", wrong.err);
}

#[test]
fn a_link_stays_one_and_a_file_that_is_kept_elsewhere_is_not_touched() {
    let home = Home::new();
    let real = home.path().join("dotfiles.toml");
    std::fs::write(&real, "# kept in git\n[sync]\npages = 4\n").expect("writes");
    symlink("dotfiles.toml", file(&home)).expect("a link");
    home.expect(0, &["config", "set", "sync.pages", "6"]);
    assert!(file(&home).symlink_metadata().expect("there").is_symlink());
    assert_eq!(std::fs::read_to_string(&real).expect("reads"), "# kept in git\n[sync]\npages = 6\n");

    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o444)).expect("a mode");
    let refused = home.expect(6, &["config", "set", "sync.retries", "3"]);
    assert_eq!(refused.out, "[sync]\nretries = 3\n");
    assert!(refused.err.contains("config.toml") && refused.err.contains("cannot be changed"), "{}", refused.err);
    assert!(!std::fs::read_to_string(&real).expect("reads").contains("retries"));
    let left: Vec<_> = std::fs::read_dir(home.path()).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains(".part")), "{left:?}");
}

#[test]
fn changes_at_the_same_time_are_all_there() {
    let home = Home::new();
    let keys = ["sync.pages", "sync.companies", "sync.retries", "log.keep", "sync.lookback_days", "sync.per_page"];
    let children: Vec<_> = keys.iter().map(|key| home.command(&["config", "set", key, "3"]).spawn().expect("starts")).collect();
    for child in children {
        assert!(child.wait_with_output().expect("ends").status.success());
    }
    let shown = home.json(0, &["config", "show", "--json"]);
    for key in keys {
        assert_eq!(setting(&shown, key)["value"], 3, "{key}");
    }
}

#[test]
fn a_setting_is_changed_on_the_screen_as_by_the_command() {
    let home = Home::new();
    write(&home, "# ours\n[sync]\npages = 4 # four\n");
    let mut terminal = Terminal::start(&home, &["--tab", "settings"], 24, 80);
    terminal.shows("sync.companies");
    terminal.press("/setting:sync.pages\r");
    terminal.gone("sync.companies");
    terminal.type_until("\r", "Change sync.pages");
    terminal.type_until("\x1517", "from 1 to 16");
    terminal.press("\r");
    assert!(read(&home).contains("pages = 4"), "nothing wrong is written");
    terminal.type_until("\x158\r", "sync.pages is 8 now");
    assert_eq!(read(&home), "# ours\n[sync]\npages = 8 # four\n");
    // The default again.
    terminal.type_until("X", "sync.pages is 5 now");
    assert_eq!(read(&home), "# ours\n[sync]\n");
    terminal.quits();
}

#[test]
fn what_is_chosen_on_the_screen_is_written_to_the_configuration() {
    let home = Home::new();
    write(&home, "# ours\nlang = \"en\" # for now\n[screen]\n# Colours.\ntheme = \"light\" # bright\n");
    let mut terminal = Terminal::start(&home, &[], 24, 120);
    terminal.shows("1 Companies");
    terminal.type_until(",", "light");
    terminal.type_until("\r", "screen.theme is \"contrast\" now");
    terminal.type_until("j\r", "lang új értéke: \"hu\"");
    assert_eq!(read(&home), "# ours\nlang = \"hu\" # for now\n[screen]\n# Colours.\ntheme = \"contrast\" # bright\n");
    let shown = home.json(0, &["config", "show", "--json"]);
    assert_eq!(setting(&shown, "screen.theme")["origin"], "file");
    // Turned several times at once, the last one stays, also where the screen is left at once.
    terminal.press("k\r\r\r\x1bq");
    let (code, _) = terminal.ends();
    assert_eq!(code, 0);
    assert!(read(&home).contains("theme = \"terminal\" # bright"), "{}", read(&home));
    let kept = std::fs::read_to_string(home.path().join("screen.json")).expect("kept");
    assert!(!kept.contains("\"settings\": {"), "settings have one place: {kept}");
    // The command changes what the next screen shows.
    home.expect(0, &["config", "set", "lang", "en"]);
    let mut terminal = Terminal::start(&home, &[], 24, 120);
    terminal.shows("1 Companies");
    // And what a running one shows, once it looks at the file.
    home.expect(0, &["config", "set", "screen.ascii", "true"]);
    terminal.press("\x12");
    terminal.gone("─");
    terminal.quits();
}

#[test]
fn choices_that_an_earlier_version_kept_hold_and_are_told() {
    let home = Home::new();
    write(&home, "[screen]\nascii = true\n");
    // An earlier version kept every setting, chosen or not.
    let old = r#"{"tab":"invoices","settings":{"theme":"terminal","lang":"hu","ascii":false,"calm":false,"low_bandwidth":false,
        "no_mouse":false,"notify":"off"}}"#;
    std::fs::write(home.path().join("screen.json"), old).expect("writes");
    let shown = home.json(0, &["config", "show", "--json"]);
    let told = |key: &str| (setting(&shown, key)["value"].clone(), setting(&shown, key)["origin"].clone());
    assert_eq!(told("lang"), (json!("hu"), json!("screen")));
    assert_eq!(told("screen.ascii"), (json!(false), json!("screen")));
    assert_eq!(told("screen.theme"), (json!("terminal"), json!("default")), "what is set anyway was not chosen");
    assert!(home.expect(0, &["config", "show", "lang"]).out.contains("kept by the screen"));
    let mut terminal = Terminal::start(&home, &["--tab", "settings"], 24, 120);
    terminal.shows("Beállítások");
    terminal.shows("─");
    terminal.shows("a képernyő őrzi");
    terminal.quits();
    // A language that is asked for goes first, and takes nothing away.
    let mut terminal = Terminal::start(&home, &["--lang", "en", "--tab", "companies"], 24, 120);
    terminal.shows("Companies");
    terminal.quits();
    assert_eq!(setting(&home.json(0, &["config", "show", "--json"]), "lang")["value"], "hu");
    // A change of the setting replaces what was kept, by the command as on the screen.
    home.expect(0, &["config", "set", "lang", "en"]);
    assert_eq!(setting(&home.json(0, &["config", "show", "--json"]), "lang")["origin"], "file");
    let mut terminal = Terminal::start(&home, &["--tab", "settings"], 24, 120);
    terminal.shows("Settings");
    terminal.type_until("/setting:ascii\r", " 1 of ");
    terminal.type_until("X", "screen.ascii is false now");
    terminal.quits();
    assert_eq!(read(&home), "lang = \"en\"\n[screen]\n");
    let shown = home.json(0, &["config", "show", "--json"]);
    assert_eq!(setting(&shown, "screen.ascii")["origin"], "default");
}

#[test]
fn where_the_file_cannot_be_changed_a_choice_holds_and_its_lines_are_copied() {
    let home = Home::new();
    write(&home, "# kept elsewhere\n");
    std::fs::set_permissions(file(&home), std::fs::Permissions::from_mode(0o444)).expect("a mode");
    let mut terminal = Terminal::start(&home, &[], 24, 160);
    terminal.shows("1 Companies");
    terminal.type_until(",", "theme");
    terminal.type_until("\r", "Until you quit only.");
    terminal.shows("theme = \"dark\"");
    assert_eq!(terminal.clipboard(), "[screen]\ntheme = \"dark\"");
    terminal.press("\x1b");
    terminal.quits();
    assert_eq!(read(&home), "# kept elsewhere\n");
    assert_eq!(setting(&home.json(0, &["config", "show", "--json"]), "screen.theme")["origin"], "default");
}

/// The configuration and the themes beside it are read again while nothing is typed; one that is wrong changes nothing and is named.
#[test]
fn a_theme_that_changes_is_shown_while_the_screen_rests() {
    let home = Home::new();
    let theme = home.path().join("themes/sea.toml");
    std::fs::create_dir(home.path().join("themes")).expect("a folder");
    let dark = include_str!("../../assets/themes/dark.toml");
    std::fs::write(&theme, dark).expect("writes");
    write(&home, "[screen]\ntheme = \"sea\"\n");
    let mut terminal = Terminal::set(&home, &[], 24, 160, &[("COLORTERM", "truecolor")]);
    terminal.shows("1 Companies");
    assert!(terminal.text().contains('─'), "{}", terminal.text());
    std::fs::write(&theme, "text = \"nonsense").expect("writes");
    terminal.shows("sea.toml is wrong");
    // Both are read in one go.
    std::fs::write(&theme, dark.replace("#86c8ff", "#112233")).expect("writes");
    write(&home, "[screen]\ntheme = \"sea\"\nascii = true\n");
    terminal.gone("─");
    let raw = String::from_utf8_lossy(&terminal.quits()).into_owned();
    assert!(raw.contains("38;2;134;200;255") && raw.contains("38;2;17;34;51"), "the colours of before and of now");
}
