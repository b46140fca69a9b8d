//! Words that people type: names in the order of their alphabet, searches in any form of a text, dates and queries in Hungarian,
//! companies by a part of their name.

use serde_json::json;

use crate::support::Home;
use crate::support::server::{Server, document, document_with, page, rest};

const KEY: &str = "11111111-2222-4333-8444-555555555555";

fn account(documents: Vec<String>) -> Server {
    Server::start(move |asked| if asked.path == "/documents" { page(&documents, asked) } else { rest(asked) })
}

fn home_of(documents: Vec<String>) -> (Home, Server) {
    let server = account(documents);
    let home = Home::new();
    home.must_add("MEDKA Kft.", &server.url, KEY);
    home.expect(0, &["sync"]);
    (home, server)
}

fn partners(names: &[&str]) -> Vec<String> {
    let named =
        |(id, name): (u64, &&str)| document_with(id, &json!({"document_partner": {"id": id, "name": name, "taxcode": ""}}));
    (1..).zip(names).map(named).collect()
}

fn column(home: &Home, field: &str, args: &[&str]) -> Vec<String> {
    let all = home.json(0, &[&["invoices"], args, &["--format", "json", "--limit", "1000"]].concat());
    let rows = all["invoices"].as_array().expect("a list");
    rows.iter().map(|row| row[field].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn partners_are_in_the_order_of_the_hungarian_alphabet_in_lists_and_reports() {
    let right = ["Cukor", "Czakó", "Csaba", "Orsó", "Ozmán", "Ózon", "Öböl", "Őrs", "Uzsok", "Üllő", "Űr", "Zoltán", "Zsolt"];
    let mut mixed = right.to_vec();
    mixed.reverse();
    mixed.swap(1, 7);
    let (home, _server) = home_of(partners(&mixed));
    assert_eq!(column(&home, "partner_name", &["--sort", "partner"]), right);
    let mut turned = right.to_vec();
    turned.reverse();
    assert_eq!(column(&home, "partner_name", &["--sort", "-partner"]), turned);
    for lang in ["en", "hu"] {
        assert_eq!(column(&home, "partner_name", &["--sort", "partner", "--lang", lang]), right, "one order in each language");
    }
}

#[test]
fn companies_are_in_the_order_of_the_hungarian_alphabet() {
    let server = account(vec![document(1, "10")]);
    let home = Home::new();
    for name in ["Őrs", "Orsó", "Öböl", "Ózon"] {
        home.must_add(name, &server.url, KEY);
    }
    home.expect(0, &["sync"]);
    assert_eq!(column(&home, "company", &["--sort", "company"]), ["Orsó", "Ózon", "Öböl", "Őrs"]);
}

#[test]
fn a_search_finds_each_form_of_a_text() {
    let (home, _server) = home_of(vec![
        document_with(
            1,
            &json!({"document_partner": {"name": "Sza\u{301}mla\u{AD}központ\u{200B}  Kft.", "id": 1, "taxcode": ""}}),
        ),
        document_with(2, &json!({"document_partner": {"name": "👩\u{200D}👩\u{200D}👧 ﬁnom Straße", "id": 2, "taxcode": ""}})),
        document_with(3, &json!({"document_partner": {"name": "ＭＥＤＫＡ Ⅷ\u{A0}kerület", "id": 3, "taxcode": ""}})),
        document_with(4, &json!({"invoice_number": "INV\u{2011}2026\u{2013}7", "comment": "ÁRVÍZTŰRŐ tükörfúrógép"})),
    ]);
    for (query, number) in [
        ("számlaközpont", "T-1"),
        ("szamlakozpont", "T-1"),
        ("\"szamlakozpont kft\"", "T-1"),
        ("partner=\"Számlaközpont Kft.\"", "T-1"),
        ("szám\u{200D}la\u{FEFF}központ", "T-1"),
        ("finom", "T-2"),
        ("FINOM strasse", "T-2"),
        ("👩👩👧", "T-2"),
        ("medka", "T-3"),
        ("\"viii kerulet\"", "T-3"),
        ("ｍｅｄｋａ", "T-3"),
        ("inv-2026-7", "INV\u{2011}2026\u{2013}7"),
        ("number:INV-2026", "INV\u{2011}2026\u{2013}7"),
        ("arvizturo", "INV\u{2011}2026\u{2013}7"),
        ("a\u{301}rvi\u{301}zt\u{171}ro\u{30B}", "INV\u{2011}2026\u{2013}7"),
    ] {
        assert_eq!(column(&home, "invoice_number", &[query]), [number], "{query}");
    }
    home.expect(0, &["invoice", "INV-2026-7"]);
}

#[test]
fn dates_are_understood_as_hungarians_write_them() {
    let day = |id, day: &str| document_with(id, &json!({"invoice_date": day}));
    let (home, _server) = home_of(vec![day(1, "2026-11-01"), day(2, "2026-11-05"), day(3, "2026-12-24"), day(4, "2026-08-20")]);
    for (query, numbers) in [
        ("kelt:2026.11.05.", &["T-2"][..]),
        ("issued:2026. 11. 05.", &["T-2"]),
        ("issued:\"2026. 11. 05.\"", &["T-2"]),
        ("issued:2026. november 5.", &["T-2"]),
        ("issued:2026.11", &["T-1", "T-2"]),
        ("issued:2026. november", &["T-1", "T-2"]),
        ("issued:2026.11.01..2026.11.05", &["T-1", "T-2"]),
        ("issued:2026.11.01...2026.11.05.", &["T-1", "T-2"]),
        ("issued:2026.11.02..", &["T-2", "T-3"]),
        ("issued:..2026.11.01.", &["T-1", "T-4"]),
        ("issued:2026-Q3", &["T-4"]),
        ("issued:2026q4", &["T-1", "T-2", "T-3"]),
        ("kelt:2026. III. negyedév", &["T-4"]),
        ("issued>=2026.12.", &["T-3"]),
        // The year at the end, where only one of the numbers can be the month.
        ("issued:24.12.2026", &["T-3"]),
        ("issued:12/24/2026", &["T-3"]),
        ("issued:20-08-2026..11.11.2026", &["T-1", "T-2", "T-4"]),
        ("issued>24.12.2026.", &[]),
    ] {
        assert_eq!(column(&home, "invoice_number", &[query, "--sort", "number"]), numbers, "{query}");
    }
    for query in ["due:today..+30d", "due:-30d..today", "due<+2w", "due>-3m", "due:this-quarter", "határidő:e-hónap"] {
        home.expect(0, &["invoices", query]);
    }
    for none in ["issued:31.11.2026", "issued:24.13.2026", "issued:24.12.26"] {
        home.expect(2, &["invoices", none]);
    }
    let refused = home.expect(2, &["invoices", "petz issued:05/11/2026"]);
    assert!(refused.err.contains("character 13") && refused.err.contains("2026-11-05 / 2026-05-11"), "{}", refused.err);
}

#[test]
fn hungarian_queries_mean_what_the_english_ones_do() {
    let (home, _server) = home_of(vec![
        document_with(1, &json!({"payment_status": "paid"})),
        document_with(2, &json!({"due_date": "2025-01-01"})),
        document_with(3, &json!({"due_date": "2999-01-01", "type": "receipt", "payment_method": "cash"})),
    ]);
    for (hungarian, english) in [
        ("státusz:lejárt", "status:overdue"),
        ("status:lejárt", "status:overdue"),
        ("statusz:lejart", "status:overdue"),
        ("lejárt", "overdue"),
        ("státusz:kifizetve", "status:paid"),
        ("állapot:nyitott", "status:unpaid"),
        ("típus:nyugta", "type:receipt"),
        ("fizetési_mód:készpénz", "method:cash"),
        ("határidő<ma", "due<today"),
        ("kelt:múlt-hónap", "issued:last-month"),
        ("-lejárt (típus:nyugta vagy státusz:kifizetve)", "-overdue (type:receipt or status:paid)"),
        ("késés>30", "days>30"),
        ("-lejárt", "-overdue"),
        ("egyenleg>0", "balance>0"),
        ("irány:kimenő", "direction:issued"),
    ] {
        for lang in ["en", "hu"] {
            let of = |query| column(&home, "invoice_number", &[query, "--lang", lang, "--sort", "number"]);
            assert_eq!(of(hungarian), of(english), "{hungarian}");
        }
    }
    assert_eq!(column(&home, "invoice_number", &["--lang", "hu", "státusz:lejárt"]), ["T-2"]);
    assert_eq!(column(&home, "invoice_number", &["days>30"]), ["T-2"]);
    assert_eq!(column(&home, "invoice_number", &["days:1..30"]), Vec::<String>::new());
    let refused = home.expect(2, &["--lang", "hu", "invoices", "státusz:lejrt"]);
    assert!(refused.err.contains("lejárt") && refused.err.contains("részben"), "{}", refused.err);
    let refused = home.expect(2, &["--lang", "hu", "invoices", "sttusz:lejárt"]);
    assert!(refused.err.contains("státusz"), "{}", refused.err);
}

#[test]
fn a_service_is_asked_for_by_its_name_and_told_in_the_json() {
    let (home, _server) = home_of(vec![document(1, "10")]);
    crate::books::fill(&home);
    let made = home.json(0, &["draft", "make", "--client", "Acme", "--line", "Set-up=1x100", "--vat", "27", "--json"]);
    let draft = made["drafts"][0]["draft"].as_str().expect("an identifier").to_owned();
    home.expect(0, &["issue", &draft]);
    let own = column(&home, "invoice_number", &["provider:books"]);
    assert!(own.len() == 1 && own[0].starts_with("INV-"), "{own:?}");
    assert_eq!(column(&home, "invoice_number", &["provider:billingo"]), ["T-1"]);
    assert_eq!(column(&home, "invoice_number", &["provider:xero"]), Vec::<String>::new());
    assert_eq!(column(&home, "invoice_number", &["provider:billingo,books"]).len(), 2);
    assert_eq!(column(&home, "invoice_number", &["-provider:books"]), ["T-1"]);
    assert_eq!(column(&home, "provider", &["T-1"]), ["billingo"]);
    assert_eq!(home.json(0, &["invoice", &own[0], "--json"])["provider"], "books");
}

#[test]
fn each_word_of_the_language_is_taken_or_refused_with_what_would_do() {
    let (home, _server) = home_of(vec![document(1, "10")]);
    for query in ["type:credit_note", "direction:received", "provider:xero", "status==paid", "has:warning", "changed:run:42"] {
        assert_eq!(column(&home, "invoice_number", &[query]), Vec::<String>::new(), "{query}");
    }
    for query in ["direction:issued", "provider:billingo", "-type:credit_note", "\"T-1\"", "currency:huf"] {
        assert_eq!(column(&home, "invoice_number", &[query]), ["T-1"], "{query}");
    }
    for (query, hint) in [
        ("petz NOT paid", "-status:paid"),
        ("NEM lejárt", "-status:paid"),
        ("lejárt ÉS fizetve", "Leave it out"),
        ("petz !paid", "-status:paid"),
        ("petz AND paid", "Leave it out"),
        ("petz && paid", "Leave it out"),
        ("INV*", "“INV”"),
        ("number:INV*", "“INV”"),
        ("status == x", "without blanks"),
        ("gross > 1000", "without blanks"),
        ("\"unclosed", "second \""),
        ("direction:sideways", "issued, received"),
        ("provider:sap", "billingo"),
        ("days>x", "days>30"),
    ] {
        let refused = home.expect(2, &["invoices", query]);
        assert!(refused.err.contains(hint) && refused.err.contains("At character"), "{query}: {}", refused.err);
    }
}

#[test]
fn a_part_of_a_name_names_a_company_everywhere() {
    let server = account(vec![document(1, "10")]);
    let home = Home::new();
    for name in ["MEDKA Kft.", "Kovács és Társa Bt.", "Kovács Zrt."] {
        home.must_add(name, &server.url, KEY);
    }
    for part in ["medka", "MEDKA", "tarsa", "társa", "1", "kovacs zrt"] {
        home.expect(0, &["sync", "--company", part]);
        home.expect(0, &["company", "show", part]);
        home.expect(0, &["company", "test", part]);
        home.expect(0, &["logs", "--company", part]);
        home.expect(0, &["invoices", "--company", part]);
        home.expect(0, &["report", "aging", "--company", part]);
    }
    let several = home.expect(2, &["sync", "--company", "kovacs"]);
    assert!(several.err.contains("Kovács és Társa Bt., Kovács Zrt."), "{}", several.err);
    let none = home.expect(2, &["invoices", "--company", "medak"]);
    assert!(none.err.contains("Did you mean “MEDKA Kft.”?"), "{}", none.err);
    home.expect(0, &["company", "rename", "medka", "Medka Nyrt."]);
    home.expect(0, &["company", "disable", "nyrt"]);
    let refused = home.expect(2, &["company", "remove", "nyrt", "--yes"]);
    assert!(refused.err.contains("Medka Nyrt."), "{}", refused.err);
    home.expect(0, &["company", "show", "nyrt"]);
    home.expect(0, &["company", "remove", "medka nyrt.", "--yes"]);
    home.expect(2, &["company", "show", "nyrt"]);
}

#[test]
fn joiners_and_hyphens_never_become_a_replacement_sign() {
    let family = "👩\u{200D}👩\u{200D}👧 Kft.";
    let persian = "می\u{200C}خواهم";
    let (home, _server) = home_of(partners(&[family, persian, "szám\u{AD}la", "x\u{202E}gpj.exe"]));
    let list = home.expect(0, &["invoices", "-partner:gpj", "--columns", "partner"]).out;
    assert!(list.contains(persian) && list.contains("számla") && !list.contains('\u{FFFD}'), "{list}");
    let csv = home.expect(0, &["invoices", "-partner:gpj", "--format", "csv"]).out;
    assert!(csv.contains(family) && csv.contains(persian) && !csv.contains('\u{FFFD}'), "{csv}");
    let rows = column(&home, "partner_name", &["--sort", "number"]);
    assert_eq!(rows.first().map(String::as_str), Some(family));
    let hostile = home.expect(0, &["invoices", "gpj"]).out;
    assert!(!hostile.contains('\u{202E}') && hostile.contains('\u{FFFD}'), "{hostile}");
}

#[test]
fn line_items_and_tags_are_searched() {
    let items = |texts: &[(&str, Option<&str>)]| -> Vec<serde_json::Value> {
        let item = |(name, comment): &(&str, Option<&str>)| {
            json!({"name": name, "comment": comment, "net_unit_amount": 500, "quantity": 1, "unit": "db", "net_amount": 500,
                "gross_amount": 500, "vat": "0%", "vat_amount": 0})
        };
        texts.iter().map(item).collect()
    };
    let (home, _server) = home_of(vec![
        document_with(1, &json!({"items": items(&[("Web hosting", None), ("Tárhely szolgáltatás", Some("2026. november"))])})),
        document_with(
            2,
            &json!({"items": items(&[("Könyvelés", None)]), "tags": ["VIP", "sürgős"], "comment": "hosting is extra"}),
        ),
        document_with(3, &json!({"items": items(&[("Domain", Some("hosting nélkül"))]), "tags": ["vip"]})),
    ]);
    for (query, numbers) in [
        ("item:hosting", &["T-1", "T-3"][..]),
        ("hosting", &["T-1", "T-2", "T-3"]),
        ("tétel:tarhely", &["T-1"]),
        ("tarhely", &["T-1"]),
        ("item=domain", &["T-3"]),
        ("item=host", &[]),
        ("\"2026. november\"", &["T-1"]),
        ("tag:vip", &["T-2", "T-3"]),
        ("címke:surgos", &["T-2"]),
        ("has:tag -tag:sürgős", &["T-3"]),
        ("-has:tag", &["T-1"]),
        ("item:könyvelés or item:domain", &["T-2", "T-3"]),
        ("hosting -item:hosting", &["T-2"]),
        ("vip", &[]),
    ] {
        assert_eq!(column(&home, "invoice_number", &[query, "--sort", "number"]), numbers, "{query}");
    }
    for sort in ["partner", "-határidő"] {
        home.expect(0, &["invoices", "--sort", sort]);
    }
}

/// Whether a text has a day of this form, with zeros for digits.
fn has_day(text: &str, form: &str) -> bool {
    let is = |(is, form): (&u8, &u8)| if *form == b'0' { is.is_ascii_digit() } else { is == form };
    text.as_bytes().windows(form.len()).any(|part| part.iter().zip(form.as_bytes()).all(is))
}

#[test]
fn commands_write_days_one_way_in_each_language() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/documents" => page(&[document(1, "1000")], asked),
        _ => rest(asked),
    });
    let home = Home::new();
    home.must_add("Egy", &server.url, KEY);
    home.expect(0, &["sync"]);
    let commands: [&[&str]; 10] = [
        &["invoices"],
        &["invoices", "--columns", "number,issued,due,changed"],
        &["invoice", "1", "--history"],
        &["report", "days"],
        &["logs"],
        &["logs", "--company", "Egy"],
        &["status"],
        &["audit"],
        &["company", "list"],
        &["company", "show", "Egy"],
    ];
    for command in commands {
        let told = |lang: &str| home.expect(0, &[command, &["--lang", lang]].concat()).out;
        let (english, hungarian) = (told("en"), told("hu"));
        assert!(has_day(&english, "0000-00-00") && !has_day(&english, "0000. 00. 00."), "{english}");
        assert!(has_day(&hungarian, "0000. 00. 00.") && !has_day(&hungarian, "0000-00-00"), "{hungarian}");
    }
    // Programs read one form, whatever the language.
    assert!(has_day(&home.expect(0, &["invoices", "--lang", "hu", "--format", "csv"]).out, "0000-00-00"));
}

#[test]
fn commands_take_days_as_people_write_them() {
    let home = Home::new();
    home.expect(0, &["books", "add", "Saját", "--country", "HU", "--currency", "HUF", "--tax-number", "32560682-2-43"]);
    for day in ["2026-10-01", "2026.10.01.", "2026. 10. 1.", "20261001", "31.10.2026", "today", "tegnap", "holnap"] {
        home.expect(0, &["report", "time", "--from", day]);
    }
    for wrong in ["2026-13-01", "01.10.2026", "2026.10.", "2026-10", "last-month", "3d", "soon"] {
        let told = home.expect(2, &["report", "time", "--from", wrong]);
        assert!(told.err.contains(wrong), "{}", told.err);
    }
}
