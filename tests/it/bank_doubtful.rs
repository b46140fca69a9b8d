//! Entries that a file of another form perhaps told before: they count nowhere until a person says which money they are.
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use serde_json::{Value, json};

use crate::bank::{balance, home, write};
use crate::support::Home;

const ACCOUNT: &str = "HU42117730161111101800000000";

fn ofx(entries: &[(u32, &str)]) -> String {
    let one = |(at, (amount, text)): (usize, &(u32, &str))| {
        format!("<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260202<TRNAMT>{amount}.00<FITID>F{at}<MEMO>{text}</STMTTRN>")
    };
    let entries: String = entries.iter().enumerate().map(one).collect();
    format!(
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>HUF<BANKACCTFROM><BANKID>1<ACCTID>{ACCOUNT}<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>{entries}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    )
}

fn table(entries: &[(u32, &str)]) -> String {
    let head = "Booking Date,Amount,Currency,Partner Name,Partner IBAN,Partner Account Number,Bank Code,Transaction Date Time,Transaction Type\n";
    let one = |(amount, name): &(u32, &str)| format!("2026-02-02,{amount},HUF,{name},,,,,Transfer\n");
    head.to_owned() + &entries.iter().map(one).collect::<String>()
}

/// Imports a file; what of it is new, known and doubtful.
fn import(home: &Home, code: i32, name: &str, text: &str) -> Value {
    let path = write(home, name, text);
    let mut args = vec!["bank", "import", &path, "--company", "A", "--json"];
    if std::path::Path::new(name).extension().is_some_and(|kind| kind == "csv") {
        args.extend(["--preset", "erste", "--account", ACCOUNT]);
    }
    let done = home.json(code, &args);
    json!([done["imported"], done["duplicates"], done["doubtful"]])
}

fn entries(home: &Home, options: &[&str]) -> Vec<Value> {
    let list = home.json(0, &[&["bank", "list", "--json"], options].concat());
    list["entries"].as_array().expect("entries").clone()
}

fn account(home: &Home) -> Value {
    let account = home.json(0, &["bank", "accounts", "--json"])["accounts"][0].clone();
    json!([account["entries"], account["unmatched"]["incoming"], account["doubtful"]["entries"], account["doubtful"]["amount"]])
}

#[test]
fn files_without_balances_ask_which_of_their_entries_are_the_same() {
    let (_server, home) = home();
    assert_eq!(import(&home, 0, "a.ofx", &ofx(&[(12_700, "INV-2026-1"), (700, "x")])), json!([2, 0, 0]));
    let csv = table(&[(12_700, "INV-2026-1"), (700, "y"), (12_700, "INV-2026-3"), (900, "z")]);
    assert_eq!(import(&home, 3, "b.csv", &csv), json!([2, 0, 2]));
    assert_eq!(account(&home), json!([4, "27000", 2, "13400"]));
    // The payment of the file that was not told before is the one with other words.
    let doubtful = entries(&home, &["--doubtful"]);
    let told: Vec<(&str, &str)> =
        doubtful.iter().map(|one| (one["amount"].as_str().expect("text"), one["partner_name"].as_str().expect("text"))).collect();
    assert_eq!(told, [("700", "y"), ("12700", "INV-2026-1")]);
    let by_amount = |amount: &str| {
        let one = doubtful.iter().find(|one| one["amount"] == amount).expect("it is there");
        (one["entry"].as_str().expect("text").to_owned(), one["perhaps"].clone())
    };
    let (first, perhaps) = by_amount("12700");
    assert_eq!(perhaps.as_array().map(Vec::len), Some(1));
    let shown = home.expect(0, &["bank", "show", &first]).out;
    assert!(shown.contains("perhaps told before") && shown.contains("Perhaps the same money as"), "{shown}");
    // It pays nothing.
    home.json(0, &["match", "auto", "--json"]);
    let refused = home.expect(2, &["match", "accept", &first, "INV-2026-3"]);
    assert!(refused.err.contains("bank same"), "{}", refused.err);
    // The same files again change nothing, and neither does another one of the same content.
    assert_eq!(import(&home, 0, "b.csv", &csv), json!([0, 4, 0]));
    assert_eq!(import(&home, 0, "c.csv", &format!("{csv}\n")), json!([0, 4, 0]));
    // One is the same, and the other is other money.
    home.expect(0, &["bank", "same", &first[..10]]);
    home.expect(0, &["bank", "another", &by_amount("700").0]);
    assert_eq!(account(&home)[0], 5);
    assert_eq!(account(&home)[2], 0);
    assert_eq!(import(&home, 0, "d.csv", &format!("{csv}\n\n")), json!([0, 4, 0]));
    home.expect(2, &["match", "accept", &first, "INV-2026-3"]);
    // A verdict can be taken back and changed.
    home.expect(0, &["match", "undo", &first]);
    assert_eq!(account(&home)[2], 1);
    home.expect(0, &["bank", "another", "--all"]);
    home.expect(0, &["match", "accept", &first, "INV-2026-3"]);
    assert_eq!(balance(&home, "INV-2026-3"), json!(["0", "paid"]));
    home.expect(2, &["bank", "same", &first]);
    home.expect(0, &["match", "undo", &first]);
    home.expect(0, &["bank", "same", &first]);
    home.expect(0, &["check"]);
}

#[test]
fn other_money_is_matched_by_itself() {
    let (_server, home) = home();
    import(&home, 0, "a.ofx", &ofx(&[(12_700, "INV-2026-1")]));
    assert_eq!(import(&home, 3, "b.csv", &table(&[(12_700, "INV-2026-3")])), json!([0, 0, 1]));
    assert_eq!(home.json(0, &["match", "auto", "--json"])["settled"].as_array().map(Vec::len), Some(1));
    home.expect(0, &["bank", "another", "--all"]);
    assert_eq!(home.json(0, &["match", "auto", "--json"])["settled"].as_array().map(Vec::len), Some(0), "a name is no number");
    let other = &entries(&home, &["--unmatched"])[0];
    assert_eq!(other["proposals"], Value::Null);
    home.expect(0, &["match", "accept", other["entry"].as_str().expect("text"), "INV-2026-3"]);
    assert_eq!(balance(&home, "INV-2026-3"), json!(["0", "paid"]));
}

fn camt(kind: &str, (root, tag): (&str, &str), entries: &[(u32, &str, &str)], balances: bool) -> String {
    let one = |(amount, text, reference): &(u32, &str, &str)| {
        let reference = if reference.is_empty() { String::new() } else { format!("<AcctSvcrRef>{reference}</AcctSvcrRef>") };
        format!(
            "<Ntry><Amt Ccy='HUF'>{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-02-02</Dt></BookgDt>{reference}<NtryDtls><TxDtls><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        )
    };
    let balance = |code: &str, amount: u32| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='HUF'>{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-02-02</Dt></Dt></Bal>"
        )
    };
    let sum: u32 = entries.iter().map(|(amount, ..)| amount).sum();
    let balances = if balances { balance("OPBD", 1_000) + &balance("CLBD", 1_000 + sum) } else { String::new() };
    let entries: String = entries.iter().map(one).collect();
    format!(
        "<?xml version='1.0'?><Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.08'><{root}><GrpHdr><MsgId>1</MsgId></GrpHdr><{tag}><Id>1</Id><Acct><Id><IBAN>{ACCOUNT}</IBAN></Id><Ccy>HUF</Ccy></Acct>{balances}{entries}</{tag}></{root}></Document>"
    )
}

const STATEMENT: (&str, &str) = ("BkToCstmrStmt", "Stmt");
const NOTIFICATION: (&str, &str) = ("BkToCstmrDbtCdtNtfctn", "Ntfctn");

#[test]
fn an_entry_that_is_told_again_as_it_was_is_no_other_one() {
    for reference in ["", "R1"] {
        let (_server, home) = home();
        let first = [(500, "INV-2026-1", reference)];
        let both = [first[0], (500, "INV-2026-2", if reference.is_empty() { "" } else { "R2" })];
        assert_eq!(import(&home, 0, "054.xml", &camt("054", NOTIFICATION, &first, false)), json!([1, 0, 0]));
        assert_eq!(import(&home, 0, "053.xml", &camt("053", STATEMENT, &both, true)), json!([1, 1, 0]), "{reference}");
        assert_eq!(account(&home), json!([2, "1000", 0, "0"]));
    }
}

#[test]
fn two_references_of_one_entry_are_a_question() {
    let mt940 = ":20:S\n:25:11773016-11111018\n:28C:1\n:60F:C260201HUF700,00\n:61:2602020202C500,00NTRFNONREF//M1\n:86:JOVAIRAS\n:61:2602020202C300,00NTRFNONREF//M2\n:86:JOVAIRAS\n:62F:C260202HUF1500,00\n-\n";
    let (_server, home) = home();
    assert_eq!(import(&home, 0, "053.xml", &camt("053", STATEMENT, &[(500, "INV-2026-1", "A1")], true)), json!([1, 0, 0]));
    assert_eq!(import(&home, 3, "940.sta", mt940), json!([1, 0, 1]));
    assert_eq!(account(&home), json!([2, "800", 1, "500"]));
    let all = home.json(0, &["bank", "same", "--all", "--json"]);
    assert_eq!(all["decided"].as_array().map(Vec::len), Some(1));
    assert_eq!(all["decided"][0]["verdict"], "same");
    assert_eq!(account(&home), json!([2, "800", 0, "0"]));
    let states: Vec<Value> = entries(&home, &[]).into_iter().map(|one| one["state"].clone()).collect();
    assert_eq!(states.iter().filter(|state| *state == "same").count(), 1, "{states:?}");
}

/// What a later statement with balances says of a doubtful entry: the state of it, and how many entries count.
fn later(entries: &[(u32, &str, &str)]) -> (Home, Value, String, crate::support::server::Server) {
    let (server, home) = home();
    assert_eq!(import(&home, 0, "a.csv", &table(&[(500, "INV-2026-1")])), json!([1, 0, 0]));
    assert_eq!(import(&home, 3, "054.xml", &camt("054", NOTIFICATION, &[(500, "INV-2026-1", "R1")], false)), json!([0, 0, 1]));
    let waits = home.json(0, &["status", "--json"])["bank_doubtful"].clone();
    assert_eq!(waits, json!([{"company_id": 1, "entries": 1}]));
    assert!(home.expect(0, &["status"]).out.contains("perhaps told before"));
    let id = self::entries(&home, &["--doubtful"])[0]["entry"].as_str().expect("text").to_owned();
    let path = write(&home, "053.xml", &camt("053", STATEMENT, entries, true));
    let done = home.json(0, &["bank", "import", &path, "--company", "A", "--json"]);
    (home, done, id, server)
}

fn state(home: &Home, id: &str) -> String {
    home.json(0, &["bank", "show", id, "--json"])["entries"][0]["state"].as_str().expect("text").to_owned()
}

#[test]
fn a_later_statement_with_all_entries_of_the_day_says_that_it_is_the_same_money() {
    let (home, done, id, _server) = later(&[(500, "INV-2026-1", "R1"), (900, "x", "R9")]);
    assert_eq!(done["decided"], 1, "{done}");
    assert_eq!((state(&home, &id).as_str(), account(&home)), ("same", json!([2, "1400", 0, "0"])));
    let shown = home.json(0, &["bank", "show", &id, "--json"])["entries"][0]["matches"][0].clone();
    assert_eq!((&shown["automatic"], &shown["parts"]), (&json!(true), &json!([])), "{shown}");
    assert!(home.expect(0, &["bank", "show", &id]).out.contains("a later statement has all entries of the day"));
    let audit = home.expect(0, &["audit"]).out;
    assert!(audit.contains("bank.proven") && audit.contains("053.xml has all of its days"), "{audit}");
    assert_eq!(home.json(0, &["status", "--json"])["bank_doubtful"], Value::Null);
    // It is taken back, and no other file answers what a person asks anew.
    home.expect(0, &["match", "undo", &id]);
    assert_eq!(state(&home, &id), "doubtful");
    let more = camt("053", STATEMENT, &[(500, "INV-2026-1", "R1"), (900, "x", "R9")], true);
    let path = write(&home, "again.xml", &format!("{more}\n"));
    assert_eq!(home.json(0, &["bank", "import", &path, "--json"])["decided"], 0);
    assert_eq!(state(&home, &id), "doubtful");
    home.expect(0, &["bank", "another", &id]);
    assert_eq!(account(&home), json!([3, "1900", 0, "0"]));
    home.expect(0, &["check"]);
}

#[test]
fn a_later_statement_that_tells_both_says_that_it_is_other_money() {
    let (home, done, id, _server) = later(&[(500, "INV-2026-1", "R1"), (500, "INV-2026-2", "R2")]);
    assert_eq!((&done["imported"], &done["decided"]), (&json!(0), &json!(1)), "{done}");
    assert_eq!((state(&home, &id).as_str(), account(&home)), ("booked", json!([2, "1000", 0, "0"])));
    assert!(home.expect(0, &["audit"]).out.contains("053.xml tells it beside the others"));
    // A person may see it otherwise.
    home.expect(0, &["bank", "same", &id]);
    assert_eq!(account(&home), json!([1, "500", 0, "0"]));
    home.expect(0, &["check"]);
}

#[test]
fn a_later_file_that_proves_nothing_leaves_the_question() {
    let (_server, home) = home();
    import(&home, 0, "a.csv", &table(&[(500, "INV-2026-1")]));
    import(&home, 3, "054.xml", &camt("054", NOTIFICATION, &[(500, "INV-2026-1", "R1")], false));
    // No balances, another day's amount, and a statement that has other entries of the day.
    for (name, kind, entries, balances) in
        [("no.xml", "053", vec![(500, "INV-2026-1", "R1")], false), ("other.xml", "053", vec![(501, "x", "R5")], true)]
    {
        let path = write(&home, name, &camt(kind, STATEMENT, &entries, balances));
        let done = home.json(0, &["bank", "import", &path, "--company", "A", "--json"]);
        assert_eq!(done["decided"], 0, "{name}");
    }
    assert_eq!(account(&home)[2], 1);
}

#[test]
fn an_announced_entry_that_is_booked_is_one_entry() {
    let (_server, home) = home();
    let booked = camt("053", STATEMENT, &[(500, "INV-2026-1", "")], true);
    let announced = booked.replace("BOOK", "PDNG").replace(">1500<", ">1000<");
    assert_eq!(import(&home, 0, "announced.xml", &announced), json!([1, 0, 0]));
    assert_eq!(account(&home), json!([1, "0", 0, "0"]));
    assert_eq!(import(&home, 0, "booked.xml", &booked), json!([1, 0, 0]));
    assert_eq!(account(&home), json!([1, "500", 0, "0"]));
}
