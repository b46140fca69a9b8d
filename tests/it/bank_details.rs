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

/// A table without titles says nothing of itself: its mapping is kept, and named from then on.
#[test]
fn a_kept_mapping_without_titles_is_used_by_its_name() {
    let (_server, home) = crate::bank::home();
    let text = "name = \"own\"\ntitles = false\naccount = \"11773016-11111018\"\ncurrency = \"HUF\"\n[columns]\nbooked = \"1\"\namount = \"2\"\ntext = \"3\"\n";
    let mapping = write(&home, "own.toml", text);
    let first = write(&home, "a.csv", "2026-01-02;500;a\n");
    home.expect(0, &["bank", "import", &first, "--mapping", &mapping]);
    let second = write(&home, "b.csv", "2026-01-03;700;b\n2026-01-04;800;c\n");
    home.expect(4, &["bank", "import", &second]);
    let unknown = home.expect(2, &["bank", "import", &second, "--preset", "other"]);
    assert!(unknown.err.contains("own, otp"), "{}", unknown.err);
    let done = home.json(0, &["bank", "import", &second, "--preset", "own", "--json"]);
    assert_eq!((&done["imported"], &done["account"]), (&json!(2), &json!("HU42117730161111101800000000")), "{done}");
    // Another table than the mapping's: the column, its key and the line are named.
    let other = write(&home, "c.csv", "2026-01-05;\n2026-01-06;5\nno day;x\n");
    std::fs::write(&mapping, text.replace("amount = \"2\"", "amount = \"4\"")).expect("written");
    let refused = home.expect(4, &["bank", "import", &other, "--mapping", &mapping]);
    assert!(refused.err.contains("line 1") && refused.err.contains("column 4 (columns.amount)"), "{}", refused.err);
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

/// Entries of a notification: amounts with the number of the invoice that each pays; without references of the bank.
fn told(amounts: &[(u32, &str)]) -> String {
    let entry = |(amount, text): &(u32, &str)| {
        format!(
            "<Ntry><Amt Ccy='HUF'>{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-02-02</Dt></BookgDt><NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>Payer</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        )
    };
    let entries: String = amounts.iter().map(entry).collect();
    let (head, rest) =
        notification().split_once("<Ntry>").map(|(head, rest)| (head.to_owned(), rest.to_owned())).expect("an entry");
    let tail = rest.rsplit_once("</Ntry>").expect("its end").1.to_owned();
    format!("{head}{entries}{tail}")
}

/// A statement with these entries, of which only the amounts are told.
fn sums(amounts: &[u32], opening: u32, number: u32) -> String {
    let entry = |amount: &u32| format!(":61:2602020202C{amount},00NTRFNONREF\n:86:JOVAIRAS\n");
    let entries: String = amounts.iter().map(entry).collect();
    let closing = opening + amounts.iter().sum::<u32>();
    format!(":20:S\n:25:11773016-11111018\n:28C:{number}\n:60F:C260202HUF{opening},00\n{entries}:62F:C260202HUF{closing},00\n-\n")
}

#[test]
fn a_notification_is_laid_over_a_statement_that_has_no_references() {
    let files = [("940.sta", sums(&[38_100], 1_000, 1)), ("054.xml", notification())];
    for order in [[0, 1], [1, 0]] {
        let (_server, home) = home();
        for (at, count) in order.iter().zip([1, 0]) {
            assert_eq!(import(&home, files[*at].0, &files[*at].1), json!([1, count, 1 - count]), "{order:?}");
        }
        assert_eq!(counts_once(&home), "38100", "{order:?}");
        let done = home.json(0, &["match", "auto", "--json"]);
        assert_eq!(done["settled"].as_array().map(Vec::len), Some(2), "{order:?}: {done}");
        assert_eq!(balance(&home, "INV-2026-2"), json!(["0", "paid"]), "{order:?}");
        for (name, text) in &files {
            assert_eq!(import(&home, &format!("again-{name}"), &format!("{text}\n")), json!([1, 0, 1]), "{order:?}");
        }
        assert_eq!(counts_once(&home), "0", "{order:?}");
        home.expect(0, &["check"]);
    }
}

/// Number of entries that count, and what came in with them.
fn money(home: &Home) -> (usize, u64) {
    let list = home.json(0, &["bank", "list", "--json"]);
    let entries: Vec<&Value> =
        list["entries"].as_array().expect("entries").iter().filter(|entry| entry["state"] == "booked").collect();
    let amount = |entry: &Value| {
        let text = entry["amount"].as_str().expect("text");
        text.split('.').next().expect("a part").parse::<u64>().expect("a number")
    };
    (entries.len(), entries.into_iter().map(amount).sum())
}

#[test]
fn money_of_a_day_counts_as_often_as_the_statement_proves() {
    // Two equal payments: they are the same ones, though it is not known which is which.
    let (_server, home) = home();
    import(&home, "940.sta", &sums(&[500, 500, 700], 1_000, 1));
    assert_eq!(import(&home, "054.xml", &told(&[(500, "one"), (500, "other")])), json!([2, 0, 2]));
    assert_eq!(money(&home), (3, 1_700));
    let list = home.json(0, &["bank", "list", "--json"]);
    let texts: Vec<&str> =
        list["entries"].as_array().expect("entries").iter().filter_map(|entry| entry["text"].as_str()).collect();
    assert_eq!(texts, ["JOVAIRAS"; 3]);
    // A later statement of the same day has money of its own, also where the amount is known.
    assert_eq!(import(&home, "941.sta", &sums(&[700], 2_700, 2)), json!([1, 1, 0]));
    assert_eq!(money(&home), (4, 2_400));
    // What no statement proves is doubtful.
    let (_server, home) = crate::bank::home();
    import(&home, "054.xml", &told(&[(500, "one")]));
    let csv = "Booking Date,Amount,Currency,Partner Name,Partner IBAN,Partner Account Number,Bank Code,Transaction Date Time,Transaction Type\n2026-02-02,500,HUF,Other,,,,,Transfer\n";
    let file = write(&home, "account.csv", csv);
    home.expect(
        3,
        &["bank", "import", &file, "--preset", "erste", "--account", "HU42117730161111101800000000", "--company", "A"],
    );
    assert_eq!(money(&home), (1, 500));
    // A statement proves that there is one.
    assert_eq!(import(&home, "940.sta", &sums(&[500], 1_000, 1)), json!([1, 0, 1]));
    assert_eq!(money(&home), (1, 500));
    // Two more of that day come with the next statement of it.
    assert_eq!(import(&home, "941.sta", &sums(&[500, 500], 1_500, 2)), json!([2, 2, 0]));
    assert_eq!(money(&home), (3, 1_500));
    home.expect(0, &["bank", "same", "--all"]);
    assert_eq!(money(&home), (3, 1_500));
    home.expect(0, &["check"]);
    // Where the words differ they tell which one of two it is.
    let (_server, home) = crate::bank::home();
    import(&home, "054.xml", &told(&[(500, "INV-2026-2")]));
    let two = sums(&[500, 500], 1_000, 1).replacen("JOVAIRAS", "INV-2026-1", 1).replacen("JOVAIRAS", "INV-2026-2", 1);
    assert_eq!(import(&home, "940.sta", &two), json!([2, 1, 1]));
    let list = home.json(0, &["bank", "list", "--json"]);
    let mut texts: Vec<&str> = list["entries"].as_array().expect("two").iter().filter_map(|one| one["text"].as_str()).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["INV-2026-1", "INV-2026-2"], "{list}");
}

#[test]
fn a_month_in_another_format_after_its_days_counts_once() {
    let (_server, home) = home();
    import(&home, "1.sta", &sums(&[500], 1_000, 1));
    import(&home, "2.sta", &sums(&[38_100, 700], 1_500, 2));
    let month = statement().replace("<AcctSvcrRef>R1</AcctSvcrRef>", "").replace("39100", "40300");
    let entry = |amount: u32| month_entry(&month, amount);
    let month = month.replacen("<Ntry>", &format!("{}{}<Ntry>", entry(500), entry(700)), 1);
    assert_eq!(import(&home, "month.xml", &month), json!([3, 0, 3]));
    assert_eq!(money(&home), (3, 39_300));
}

fn month_entry(month: &str, amount: u32) -> String {
    let (_, rest) = month.split_once("<Ntry>").expect("an entry");
    let (entry, _) = rest.split_once("</Ntry>").expect("its end");
    format!("<Ntry>{}</Ntry>", entry.replace("38100", &amount.to_string()))
}

#[test]
fn equal_entries_of_statements_of_one_day_are_different_money() {
    let day = |number: u32, opening: u32| sums(&[250], opening, number);
    let whole = sums(&[250, 250, 250], 1_000, 7);
    for order in [[1, 2, 3], [3, 2, 1], [2, 3, 1], [1, 3, 2]] {
        let (_server, home) = home();
        for number in order {
            let text = day(number, 750 + number * 250);
            assert_eq!(import(&home, &format!("{number}.sta"), &text), json!([1, 1, 0]), "{order:?}");
            // The same statement in another file.
            assert_eq!(import(&home, "again.sta", &format!("{text}\n")), json!([1, 0, 1]), "{order:?}");
        }
        assert_eq!(money(&home), (3, 750), "{order:?}");
        // All of the day in one file, as three statements and as one.
        let all: String = (1..=3).map(|number| day(number, 750 + number * 250)).collect();
        let file = write(&home, "all.sta", &all);
        home.expect(0, &["bank", "import", &file, "--company", "A"]);
        import(&home, "whole.sta", &whole);
        assert_eq!(money(&home), (3, 750), "{order:?}");
        home.expect(0, &["check"]);
    }
    // The whole day first.
    let (_server, home) = home();
    import(&home, "whole.sta", &whole);
    for number in 1..=3 {
        import(&home, &format!("{number}.sta"), &day(number, 750 + number * 250));
    }
    assert_eq!(money(&home), (3, 750));
    // What is no part of the day is more of it.
    assert_eq!(import(&home, "4.sta", &day(4, 1_750)), json!([1, 1, 0]));
    assert_eq!(money(&home), (4, 1_000));
    // Each has a name of its own in the list, by which it is found.
    let list = home.expect(0, &["bank", "list"]).out;
    let names: Vec<&str> = list.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names.len(), 4, "{list}");
    let before = balance(&home, "INV-2026-1");
    for name in &names {
        home.expect(0, &["match", "accept", name, "INV-2026-1"]);
    }
    let open = || home.json(0, &["bank", "accounts", "--json"])["accounts"][0]["unmatched"]["incoming"].clone();
    assert_eq!(open(), "0", "each of them once: {names:?}");
    for name in names {
        home.expect(0, &["match", "undo", name]);
    }
    assert_eq!((open(), balance(&home, "INV-2026-1")), (json!("1000"), before));
}
