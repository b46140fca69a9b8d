//! Bills: money that goes out pays what was received, as money that comes in pays what was issued, and reaches the service once.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use faktura::sandbox::oauth::Service;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::bank::write;
use super::pushes::World;
use super::support::Home;

/// Where the supplier is paid.
const SUPPLIER: &str = "HU42117730161111101800000000";
/// Where we pay from.
const OWN: &str = "HU93116000060000000012345676";

/// An entry: reference, whether money went out, amount, the payer's reference, text.
type Row<'r> = (&'r str, bool, Decimal, &'r str, &'r str);

fn import(home: &Home, company: &str, name: &str, rows: &[Row<'_>]) {
    let entry = |(reference, out, amount, end_to_end, text): &Row<'_>| {
        let (side, party) = if *out { ("DBIT", "Cdtr") } else { ("CRDT", "Dbtr") };
        let reference_given =
            if end_to_end.is_empty() { String::new() } else { format!("<Refs><EndToEndId>{end_to_end}</EndToEndId></Refs>") };
        format!(
            "<Ntry><Amt Ccy=\"NZD\">{amount:.2}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-16</Dt></BookgDt><AcctSvcrRef>{reference}</AcctSvcrRef><NtryDtls><TxDtls>{reference_given}<Amt Ccy=\"NZD\">{amount:.2}</Amt><CdtDbtInd>{side}</CdtDbtInd><RltdPties><{party}><Pty><Nm>Customer 0</Nm></Pty></{party}><{party}Acct><Id><IBAN>{SUPPLIER}</IBAN></Id></{party}Acct></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        )
    };
    let entries: String = rows.iter().map(entry).collect();
    let text = format!(
        "<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Id>{name}</Id><Acct><Id><IBAN>{OWN}</IBAN></Id><Ccy>NZD</Ccy></Acct>{entries}</Stmt></BkToCstmrStmt></Document>"
    );
    home.expect(0, &["bank", "import", &write(home, name, &text), "--company", company]);
}

fn entry(home: &Home, reference: &str) -> String {
    let list = home.json(0, &["bank", "list", "--limit", "100", "--json"]);
    let found = list["entries"].as_array().unwrap().iter().find(|one| one["reference"] == reference);
    found.unwrap_or_else(|| panic!("{list}"))["entry"].as_str().unwrap().to_owned()
}

/// What is open of a document here, and its status.
fn state(home: &Home, number: &str) -> (Decimal, String) {
    let found = home.json(0, &["invoices", &format!("number:\"{number}\""), "--format", "json"]);
    let row = &found["invoices"][0];
    assert_eq!(row["direction"], "received", "{found}");
    (row["balance"].as_str().unwrap().parse().unwrap(), row["payment_status"].as_str().unwrap().to_owned())
}

fn paid() -> (Decimal, String) {
    (Decimal::ZERO, "paid".to_owned())
}

fn world() -> World {
    World::new(Service::Xero)
}

#[test]
fn money_that_goes_out_settles_bills_and_money_that_comes_in_does_not() {
    let world = world();
    let home = &world.home;
    let bills: Vec<(String, Decimal)> = [100, 200, 300].map(|price| world.bill(Decimal::from(price))).into();
    home.expect(0, &["sync", "--company", &world.company]);
    let [(whole, all), (part, more), (wrong, third)] = bills.as_slice() else { panic!("{bills:?}") };
    let unpaid = |amount: &Decimal| (*amount, "outstanding".to_owned());
    assert_eq!(state(home, whole), unpaid(all));
    let half = (*more / Decimal::TWO).round_dp(2);
    import(
        home,
        &world.company,
        "a.xml",
        &[
            ("D1", true, *all, "", &format!("your bill {whole}")),
            ("D2", true, half, "", &format!("half of {part}")),
            // Money that comes in with the number of a bill pays nothing of it.
            ("C3", false, *third, "", wrong),
        ],
    );
    let done = home.json(0, &["match", "auto", "--json"]);
    assert_eq!(done["settled"].as_array().map(Vec::len), Some(1), "{done}");
    assert_eq!(done["settled"][0]["parts"][0]["invoice_number"], whole.as_str());
    assert_eq!((state(home, whole), state(home, wrong)), (paid(), unpaid(third)));
    let other_way = home.run(&["match", "accept", &entry(home, "C3"), wrong]);
    assert_eq!(other_way.code, Some(2), "{}", other_way.err);
    home.expect(0, &["match", "accept", &entry(home, "D2"), part]);
    assert_eq!(state(home, part), (*more - half, "partially_paid".to_owned()));
    // A sync keeps what the bank settled; taken back, all of it is to be paid.
    home.expect(0, &["sync", "--company", &world.company]);
    assert_eq!(state(home, part), (*more - half, "partially_paid".to_owned()));
    home.expect(0, &["match", "undo", &entry(home, "D1")]);
    assert_eq!(state(home, whole), unpaid(all));
    home.expect(0, &["check"]);
}

#[test]
fn a_transfer_is_known_again_by_its_reference_and_pays_its_bill_alone() {
    let world = world();
    let home = &world.home;
    let (first, whole) = world.bill(Decimal::from(100));
    home.expect(0, &["sync", "--company", &world.company]);
    // The first one is paid by hand: from it the supplier's account is known.
    import(home, &world.company, "a.xml", &[("D1", true, whole, "", "thank you")]);
    home.expect(0, &["match", "accept", &entry(home, "D1"), &first]);
    assert_eq!(state(home, &first), paid());
    // Two of the same amount, so that nothing but the reference tells them apart.
    let (second, same) = world.bill(Decimal::from(250));
    let (third, _) = world.bill(Decimal::from(250));
    home.expect(0, &["sync", "--company", &world.company]);
    let file = home.path().join("out.xml").display().to_string();
    let make = ["transfers", "make", &file, &second, "--company", &world.company, "--day", "2026-11-16", "--yes", "--json"];
    let made: Value = home.json(0, &make);
    let reference = made["transfers"][0]["end_to_end"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
    // It came back once before it went: what comes in with its reference pays nothing.
    import(
        home,
        &world.company,
        "b.xml",
        &[("C2", false, same, &reference, "returned"), ("D2", true, same, &reference, "transfer")],
    );
    let done = home.json(0, &["match", "auto", "--json"]);
    assert_eq!(done["settled"].as_array().map(Vec::len), Some(1), "{done}");
    let one = &done["settled"][0];
    assert_eq!(one["parts"][0]["invoice_number"], second.as_str(), "{done}");
    assert!(one["reasons"].as_array().unwrap().contains(&json!("reference")), "{done}");
    assert_eq!(state(home, &second), paid());
    assert_eq!(state(home, &third), (same, "outstanding".to_owned()));
    let listed = home.json(0, &["transfers", "list", "--json"]);
    assert_eq!(listed["batches"][0]["transfers"][0]["executed"], "2026-11-16", "{listed}");
    home.expect(0, &["check"]);
}

#[test]
fn a_payment_of_a_bill_reaches_the_service_that_has_it_once() {
    let world = world();
    let home = &world.home;
    let (number, whole) = world.bill(Decimal::from(100));
    home.expect(0, &["sync", "--company", &world.company]);
    import(home, &world.company, "a.xml", &[("D1", true, whole, "", &number)]);
    home.expect(0, &["match", "auto"]);
    let plan = ["push", "plan", "--matched", "--to", &world.company, "--json"];
    let planned = home.json(0, &plan);
    assert_eq!(planned["items"].as_array().map(Vec::len), Some(1), "{planned}");
    world.map(&planned);
    assert_eq!(home.json(0, &plan)["items"][0]["ready"], true);
    let rule =
        format!("[xero]\naccess = \"write\"\n[push]\nallow = [{{ company = \"{}\", kinds = [\"payment\"] }}]\n", world.company);
    std::fs::write(home.path().join("config.toml"), rule).unwrap();
    for _ in 0..2 {
        home.expect(0, &["match", "auto"]);
    }
    assert_eq!(world.left(&number), Decimal::ZERO, "it is paid there");
    home.expect(0, &["sync", "--company", &world.company]);
    assert_eq!(state(home, &number), paid());
    assert_eq!(home.json(0, &plan)["items"], json!([]));
    let payments = home.json(0, &["payments", "direction:received", "--limit", "5000", "--format", "json"]);
    let of = |one: &&Value| one["allocations"].as_array().unwrap().iter().any(|part| part["invoice_number"] == number.as_str());
    assert_eq!(payments["payments"].as_array().unwrap().iter().filter(of).count(), 1, "{payments}");
}
