//! A batch that is booked as one sum, and the notification that tells its transactions: money that counts once, and parts that are matched.
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use serde_json::{Value, json};

use crate::bank::{balance, home, write};
use crate::support::Home;

/// A message of a kind with one entry of 38 100, of which the transactions are told or not.
fn message(kind: &str, (root, tag): (&str, &str), details: bool) -> String {
    let transaction = |(amount, name, text): (u32, &str, &str)| {
        format!(
            "<TxDtls><Amt Ccy='HUF'>{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>"
        )
    };
    let all: String = [(12_700, "Acme", "INV-2026-1"), (25_400, "Beta", "INV-2026-2")].map(transaction).concat();
    let details = if details { format!("<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>{all}</NtryDtls>") } else { String::new() };
    let balance = |code: &str, amount: u32| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='HUF'>{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-02-02</Dt></Dt></Bal>"
        )
    };
    let balances = if tag == "Stmt" { balance("OPBD", 1_000) + &balance("CLBD", 39_100) } else { String::new() };
    format!(
        "<?xml version='1.0'?><Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.08'><{root}><GrpHdr><MsgId>1</MsgId></GrpHdr><{tag}><Id>1</Id><ElctrncSeqNb>1</ElctrncSeqNb><Acct><Id><IBAN>HU42117730161111101800000000</IBAN></Id><Ccy>HUF</Ccy></Acct>{balances}<Ntry><Amt Ccy='HUF'>38100</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-02-02</Dt></BookgDt><ValDt><Dt>2026-02-02</Dt></ValDt><AcctSvcrRef>R1</AcctSvcrRef>{details}</Ntry></{tag}></{root}></Document>"
    )
}

fn statement() -> String {
    message("053", ("BkToCstmrStmt", "Stmt"), false)
}

fn notification() -> String {
    message("054", ("BkToCstmrDbtCdtNtfctn", "Ntfctn"), true)
}

fn import(home: &Home, name: &str, text: &str) -> Value {
    let done = home.json(0, &["bank", "import", &write(home, name, text), "--company", "A", "--json"]);
    json!([done["entries"], done["imported"], done["duplicates"]])
}

/// The money counts once: one entry, and the balance of the statement.
fn counts_once(home: &Home) -> Value {
    let accounts = home.json(0, &["bank", "accounts", "--json"]);
    let account = &accounts["accounts"][0];
    assert_eq!((account["balance"].as_str(), account["entries"].as_u64()), (Some("39100"), Some(1)), "{accounts}");
    let list = home.json(0, &["bank", "list", "--json"]);
    assert_eq!((list["total"].as_u64(), list["entries"].as_array().map(Vec::len)), (Some(1), Some(1)), "{list}");
    let statements = home.json(0, &["bank", "statements", "--json"]);
    let proofs: Vec<&Value> =
        statements["statements"].as_array().expect("statements").iter().map(|one| &one["adds_up"]).collect();
    assert!(proofs.contains(&&json!(true)) && !proofs.contains(&&json!(false)), "{statements}");
    account["unmatched"]["incoming"].clone()
}

#[test]
fn transactions_of_a_batch_are_matched_whichever_file_comes_first() {
    let files = [("053.xml", statement(), 1), ("054.xml", notification(), 0)];
    for order in [[0, 1], [1, 0]] {
        let (_server, home) = home();
        for (at, count) in order.iter().zip([1, 0]) {
            let (name, text, _) = &files[*at];
            assert_eq!(import(&home, name, text), json!([1, count, 1 - count]), "{order:?}");
        }
        assert_eq!(counts_once(&home), "38100", "{order:?}");
        let done = home.json(0, &["match", "auto", "--json"]);
        assert_eq!(done["settled"].as_array().map(Vec::len), Some(2), "{order:?}: {done}");
        assert_eq!(balance(&home, "INV-2026-1"), json!(["0", "paid"]), "{order:?}");
        assert_eq!(balance(&home, "INV-2026-2"), json!(["0", "paid"]), "{order:?}");
        assert_eq!(counts_once(&home), "0", "{order:?}");
        // Both files again change nothing, and neither does another one of the same content.
        for (name, text, _) in &files {
            assert_eq!(import(&home, name, text), json!([1, 0, 1]), "{order:?}");
            assert_eq!(import(&home, &format!("again-{name}"), &format!("{text}\n")), json!([1, 0, 1]), "{order:?}");
        }
        assert_eq!(counts_once(&home), "0", "{order:?}");
        home.expect(0, &["check"]);
    }
}

#[test]
fn a_batch_that_was_matched_as_one_sum_stays_one_until_that_is_undone() {
    let (_server, home) = home();
    import(&home, "053.xml", &statement());
    let entry = home.json(0, &["bank", "list", "--json"])["entries"][0]["entry"].as_str().expect("text").to_owned();
    home.expect(0, &["match", "accept", &entry, "INV-2026-1", "INV-2026-2"]);
    import(&home, "054.xml", &notification());
    assert_eq!(counts_once(&home), "0");
    assert_eq!(home.json(0, &["match", "auto", "--json"])["settled"], json!([]));
    assert_eq!(balance(&home, "INV-2026-2"), json!(["0", "paid"]));
    home.expect(0, &["match", "undo", &entry]);
    assert_eq!(balance(&home, "INV-2026-2"), json!(["25400.0", "outstanding"]));
    assert_eq!(counts_once(&home), "38100");
    home.expect(0, &["match", "accept", &entry, "INV-2026-2", "--part", "2"]);
    assert_eq!(counts_once(&home), "12700");
    home.expect(0, &["match", "undo", &entry]);
    assert_eq!(counts_once(&home), "38100");
}

#[test]
fn a_statement_that_comes_in_two_formats_is_one() {
    let text = |amount: u32| {
        format!(
            ":20:S\n:25:11773016-11111018\n:28C:1\n:60F:C260201HUF1000,00\n:61:2602020202C{amount},00NTRFNONREF\n:86:Acme Kft.\nINV-2026-1\n:62F:C260202HUF{},00\n-\n",
            1_000 + amount
        )
    };
    let files = [("053.xml", statement()), ("940.sta", text(38_100))];
    for order in [[0, 1], [1, 0]] {
        let (_server, home) = home();
        for (at, count) in order.iter().zip([1, 0]) {
            let (name, text) = &files[*at];
            assert_eq!(import(&home, name, text), json!([1, count, 1 - count]), "{order:?}");
        }
        assert_eq!(counts_once(&home), "38100", "{order:?}");
        for (name, text) in &files {
            assert_eq!(import(&home, &format!("again-{name}"), &format!("{text}\n")), json!([1, 0, 1]), "{order:?}");
        }
        assert_eq!(counts_once(&home), "38100", "{order:?}");
        home.expect(0, &["check"]);
    }
    // Other balances are another statement.
    let (_server, home) = home();
    import(&home, "053.xml", &statement());
    assert_eq!(import(&home, "940.sta", &text(38_101)), json!([1, 1, 0]));
}
