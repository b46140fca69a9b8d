//! Transfers through the real program: what a person must say yes to before a file is made.

use serde_json::json;

use crate::bank::{home, month, write};
use crate::support::Home;

/// Where we pay from.
const OWN: &str = "HU93116000060000000012345676";
const ALFA: &str = "DE89370400440532013000";

#[test]
fn a_list_of_payments_is_of_the_currency_of_the_account_that_pays() {
    let (_server, home) = home();
    let list = write(&home, "list.csv", "name;account;amount\nAlfa Kft.;HU42117730161111101800000000;15\n");
    let file = home.path().join("out.xml").to_string_lossy().into_owned();
    let make =
        ["transfers", "make", &file, "--payments", &list, "--account", "11773016-11111018", "--day", "2026-12-01", "--yes"];
    let refused = home.expect(4, &make);
    assert!(refused.err.contains("currency"), "{}", refused.err);
    let month = month().replace("HUF", "EUR");
    home.expect(0, &["bank", "import", &write(&home, "month.sta", &month)]);
    home.expect(0, &make);
    let made = std::fs::read_to_string(&file).expect("written");
    assert!(made.contains("Ccy=\"EUR\"") && !made.contains("HUF"), "{made}");
}

#[test]
fn a_list_that_was_paid_before_is_a_question() {
    let (_server, home) = home();
    let list =
        write(&home, "list.csv", "name;account;amount;currency;text\nAlfa Kft.;HU42117730161111101800000000;1500;HUF;rent\n");
    let file = |name: &str| home.path().join(name).to_string_lossy().into_owned();
    let (first, again) = (file("p1.xml"), file("p1b.xml"));
    let make = |file: &str, more: &[&str]| {
        let own = OWN;
        let args = ["transfers", "make", file, "--payments", &list, "--account", own, "--day", "2026-12-01", "--json"];
        args.iter().chain(more).map(ToString::to_string).collect::<Vec<_>>()
    };
    let run = |code: i32, args: Vec<String>| home.json(code, &args.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(run(0, make(&first, &[]))["questions"], json!([]));
    let asked = run(4, make(&again, &[]));
    assert_eq!(asked["questions"].as_array().map(Vec::len), Some(1), "{asked}");
    assert!(asked["questions"][0].as_str().is_some_and(|text| text.contains("rent") && text.contains("2026-12-01")), "{asked}");
    assert!(!std::path::Path::new(&again).exists());
    run(0, make(&again, &["--yes"]));
    assert!(std::path::Path::new(&again).exists());
}

/// A number of 16 digits that is right as that of a card and as that of an account.
#[test]
fn a_number_that_may_be_that_of_a_card_is_a_question() {
    let (_server, home) = home();
    knows(&home, OWN, "HUF");
    let card = "4111111400000330";
    assert_eq!(asked(&home, 4, &[("Alfa Kft.", card)], &[]).len(), 1);
    assert!(asked(&home, 4, &[("Alfa Kft.", card)], &[])[0].contains("payment card"));
    // Once a person agreed, it is known; a wrong digit in one of both groups is no account at all.
    asked(&home, 0, &[("Alfa Kft.", card)], &["--yes"]);
    assert_eq!(asked(&home, 0, &[("Alfa Kft.", card)], &[]), Vec::<String>::new());
}

/// The questions about a list of payments; with `code` 0 there are none, and it is paid.
fn asked(home: &Home, code: i32, payments: &[(&str, &str)], more: &[&str]) -> Vec<String> {
    let name = format!("{}.csv", std::fs::read_dir(home.path()).expect("read").count());
    let lines: Vec<String> =
        payments.iter().enumerate().map(|(at, (payee, account))| format!("{payee};{account};1500;HUF;{name} {at}\n")).collect();
    let list = write(home, &name, &format!("name;account;amount;currency;text\n{}", lines.concat()));
    let file = home.path().join(format!("{name}.xml")).to_string_lossy().into_owned();
    let args = ["transfers", "make", &file, "--payments", &list, "--account", OWN, "--day", "2026-12-01", "--json"];
    let made = home.json(code, &args.iter().chain(more).copied().collect::<Vec<_>>());
    let questions = made["questions"].as_array().expect("questions");
    questions.iter().map(|one| one.as_str().expect("text").to_owned()).collect()
}

#[test]
fn money_to_the_account_that_pays_is_a_question() {
    let (_server, home) = home();
    for own in [OWN, "11600006-00000000-12345676"] {
        let found = asked(&home, 4, &[("Own Kft.", own)], &[]);
        assert!(matches!(found.as_slice(), [one] if one.contains("the account that pays")), "{found:?}");
    }
}

#[test]
fn an_account_of_two_payees_is_a_question() {
    let (_server, home) = home();
    let found = asked(&home, 4, &[("Alfa Kft.", ALFA), ("Beta Kft.", ALFA)], &[]);
    assert!(matches!(found.as_slice(), [one] if one.contains("Beta Kft.") && one.contains("Alfa Kft.")), "{found:?}");
    assert_eq!(asked(&home, 0, &[("Alfa Kft.", ALFA)], &[]), [""; 0]);
    // The same payee may be written otherwise; another one may not have its account until a person says so, once.
    assert_eq!(asked(&home, 0, &[("ALFA KFT", ALFA)], &[]), [""; 0]);
    let found = asked(&home, 4, &[("Beta Kft.", ALFA)], &[]);
    assert!(matches!(found.as_slice(), [one] if one.contains("Alfa Kft.")), "{found:?}");
    asked(&home, 0, &[("Beta Kft.", ALFA)], &["--yes"]);
    assert_eq!(asked(&home, 0, &[("Beta Kft.", ALFA)], &[]), [""; 0]);
}

#[test]
fn nothing_is_recorded_where_the_file_cannot_be_written() {
    let (_server, home) = home();
    let list = write(&home, "list.csv", &format!("name;account;amount;currency;text\nAlfa Kft.;{ALFA};10;HUF;x\n"));
    let file = home.path().join("none/pay.xml").to_string_lossy().into_owned();
    let make = |file: &str, code: i32, more: &[&str]| {
        let args = ["transfers", "make", file, "--payments", &list, "--account", OWN, "--day", "2026-12-01"];
        home.expect(code, &args.iter().chain(more).copied().collect::<Vec<_>>())
    };
    assert!(make(&file, 4, &[]).err.contains("none/pay.xml"));
    assert_eq!(home.json(0, &["transfers", "list", "--json"])["batches"], json!([]));
    // What is refused or asked leaves no file; a file that was there stays as it is.
    let file = home.path().join("pay.xml").to_string_lossy().into_owned();
    make(&file, 0, &[]);
    let first = std::fs::read_to_string(&file).expect("written");
    make(&file, 4, &["--force"]);
    assert_eq!(std::fs::read_to_string(&file).expect("there"), first);
    let other = home.path().join("other.xml").to_string_lossy().into_owned();
    make(&other, 4, &[]);
    assert!(!std::path::Path::new(&other).exists());
    make(&file, 0, &["--force", "--yes"]);
    let second = std::fs::read_to_string(&file).expect("there");
    assert!(second != first && second.ends_with("</Document>\n"), "{second}");
}

/// A statement that tells of an account and its currency.
fn knows(home: &Home, account: &str, currency: &str) {
    let text = format!(":20:S\n:25:{account}\n:28C:1\n:60F:C260101{currency}1000,00\n:62F:C260102{currency}1000,00\n-\n");
    home.expect(0, &["bank", "import", &write(home, &format!("{account}.sta"), &text), "--company", "A"]);
}

#[test]
fn one_file_pays_from_the_account_of_each_currency() {
    let (_server, home) = home();
    let (forints, euros, more) = ("HU42117730161111101800000000", "DE02120300000000202051", "AT611904300234573201");
    knows(&home, forints, "HUF");
    let list = write(
        &home,
        "list.csv",
        &format!(
            "name;account;amount;currency;text;urgent\nAlfa;{ALFA};15;EUR;a;\nBeta;{OWN};200;HUF;b;\nGamma;{ALFA};7;EUR;c;yes\n"
        ),
    );
    let file = |name: &str| home.path().join(name).to_string_lossy().into_owned();
    let make = |name: &str, more: &[&str]| {
        let (path, day) = (file(name), "2026-12-01");
        let args = ["transfers", "make", &path, "--payments", &list, "--day", day, "--yes", "--json"];
        args.iter().chain(more).map(ToString::to_string).collect::<Vec<_>>()
    };
    let run = |code: i32, args: &[String]| home.expect(code, &args.iter().map(String::as_str).collect::<Vec<_>>());
    // No account of the second currency is known yet, and nothing is made.
    let refused = run(2, &make("a.xml", &[]));
    assert!(refused.err.contains("EUR") && refused.err.contains("--account"), "{}", refused.err);
    knows(&home, euros, "EUR");
    run(0, &make("b.xml", &[]));
    let made = std::fs::read_to_string(file("b.xml")).expect("written");
    let blocks: Vec<&str> = made.split("<PmtInf>").skip(1).collect();
    let of = |account: &str, level: &str| {
        let debtor = format!("<DbtrAcct><Id><IBAN>{account}</IBAN>");
        blocks.iter().filter(|block| block.contains(&debtor) && block.contains(level)).count()
    };
    assert_eq!((blocks.len(), of(forints, ""), of(euros, "SEPA"), of(euros, "URGP")), (3, 1, 1, 1), "{made}");
    let listed = home.json(0, &["transfers", "list", "--json"]);
    let told: Vec<_> = listed["batches"][0]["transfers"]
        .as_array()
        .expect("list")
        .iter()
        .map(|one| json!([one["payer"], one["urgent"]]))
        .collect();
    assert_eq!(told, [json!([euros, false]), json!([forints, false]), json!([euros, true])], "{listed}");
    // Accounts that are named, of which none is known to be in a currency, are no answer to which one pays.
    let refused = run(2, &make("n.xml", &["--account", forints, "--account", more]));
    assert!(refused.err.contains("named accounts") && refused.err.contains("EUR"), "{}", refused.err);
    // Two accounts of one currency are a question that names both, and what pays is named for each currency.
    knows(&home, more, "EUR");
    let refused = run(2, &make("c.xml", &[]));
    assert!(refused.err.contains("AT61 1904") && refused.err.contains("DE02 1203"), "{}", refused.err);
    run(0, &make("d.xml", &["--account", more, "--account", forints, "--urgent"]));
    let made = std::fs::read_to_string(file("d.xml")).expect("written");
    assert!(made.contains(more) && made.contains(forints) && !made.contains(euros), "{made}");
    assert_eq!((made.matches("URGP").count(), made.matches("SEPA").count()), (2, 0), "{made}");
    // One account pays all, as it is told.
    run(0, &make("e.xml", &["--account", euros]));
    let made = std::fs::read_to_string(file("e.xml")).expect("written");
    assert!(made.contains("Ccy=\"HUF\"") && !made.contains(forints), "{made}");
}
