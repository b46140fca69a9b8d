//! Bank statements through the real program: imported once, matched, settled, taken back.

use serde_json::{Value, json};

use crate::support::Home;
use crate::support::server::{Server, document_with, page, rest};
use crate::support::serving::Serving;
use crate::support::talk::{request, tcp};

const KEY: &str = "11111111-2222-4333-8444-555555555555";

/// A home with a synced company and three unpaid documents of 12 700, 25 400 and 12 700.
pub(crate) fn home() -> (Server, Home) {
    let document = |id: u64, number: &str, gross: f64| {
        document_with(
            id,
            &json!({"invoice_number": number, "gross_total": gross, "payment_status": "outstanding", "currency": "HUF", "invoice_date": "2026-01-05", "due_date": "2026-01-20"}),
        )
    };
    let documents =
        vec![document(1, "INV-2026-1", 12_700.0), document(2, "INV-2026-2", 25_400.0), document(3, "INV-2026-3", 12_700.0)];
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/documents" => page(&documents, asked),
        _ => rest(asked),
    });
    let home = Home::new();
    home.must_add("A", &server.url, KEY);
    home.expect(0, &["sync"]);
    (server, home)
}

fn statement(entries: &[(&str, &str)], closing: &str) -> String {
    let mut text = ":20:S\n:25:11773016-11111018\n:28C:1\n:60F:C260101HUF1000,00\n".to_owned();
    for (line, details) in entries {
        text.push_str(&format!(":61:{line}\n:86:{details}\n"));
    }
    text + &format!(":62F:C260131HUF{closing}\n-\n")
}

pub(crate) fn month() -> String {
    statement(
        &[
            ("2601100110C12700,00NTRFNONREF//B1", "B1\n117730161111101800000000\nVevő Kft.\nINV-2026-\n1 kiegyenlítése"),
            ("2601110111C12700,00NTRFNONREF//B2", "köszönjük"),
            ("2601120112C25000,00NTRFNONREF//B3", "számla INV-2026-2"),
            ("2601130113D500,00NMSCNONREF//B4", "Számlavezetési díj"),
        ],
        "50900,00",
    )
}

pub(crate) fn write(home: &Home, name: &str, text: &str) -> String {
    let path = home.path().join(name);
    std::fs::write(&path, text).expect("written");
    path.to_string_lossy().into_owned()
}

pub(crate) fn balance(home: &Home, number: &str) -> Value {
    let found = home.json(0, &["invoices", &format!("number:{number}"), "--format", "json"]);
    let row = &found["invoices"][0];
    json!([row["balance"], row["payment_status"]])
}

#[test]
fn a_statement_is_imported_once() {
    let (_server, home) = home();
    let file = write(&home, "month.sta", &month());
    let done = home.json(0, &["bank", "import", &file, "--json"]);
    assert_eq!((done["account"].as_str(), done["currency"].as_str()), (Some("HU42117730161111101800000000"), Some("HUF")));
    assert_eq!((done["entries"].as_u64(), done["imported"].as_u64(), done["duplicates"].as_u64()), (Some(4), Some(4), Some(0)));
    assert_eq!((done["opening"].as_str(), done["closing"].as_str()), (Some("1000.00"), Some("50900.00")));
    let again = home.json(0, &["bank", "import", &file, "--json"]);
    assert_eq!((again["imported"].as_u64(), again["duplicates"].as_u64()), (Some(0), Some(4)));
    // Another file with some of the same days: what is known is left out.
    let longer = month().replace("50900,00", "50901,00").replace("-\n", "");
    let longer = longer.replace(":62F:", ":61:2601140114C1,00NTRFNONREF//B5\n:86:x\n:62F:");
    let more = home.json(0, &["bank", "import", &write(&home, "longer.sta", &longer), "--json"]);
    assert_eq!((more["imported"].as_u64(), more["duplicates"].as_u64()), (Some(1), Some(4)));
    let list = home.json(0, &["bank", "list", "--json"]);
    assert_eq!((list["total"].as_u64(), list["entries"][0]["reference"].as_str()), (Some(5), Some("B5")));
    let accounts = home.json(0, &["bank", "accounts", "--json"]);
    assert_eq!(
        (accounts["accounts"][0]["balance"].as_str(), accounts["accounts"][0]["entries"].as_u64()),
        (Some("50901"), Some(5))
    );
    let statements = home.json(0, &["bank", "statements", "--json"]);
    assert!(statements["statements"].as_array().expect("statements").iter().all(|one| one["adds_up"] == true), "{statements}");
    // The file is kept as it was.
    let id = statements["statements"].as_array().expect("some").iter().find(|one| one["name"] == "month.sta").expect("there")["statement"].clone();
    let raw = home.path().join("raw.sta");
    home.expect(0, &["bank", "show", id.as_str().expect("text"), "--raw", raw.to_str().expect("UTF-8")]);
    assert_eq!(std::fs::read_to_string(raw).expect("read"), month());
    assert!(home.expect(0, &["audit"]).out.contains("bank.import"));
}

#[test]
fn a_refused_line_stops_the_import_unless_the_rest_is_asked_for() {
    let (_server, home) = home();
    let text = month().replace("C25000,00", "X25000,00");
    let file = write(&home, "bad.sta", &text);
    let refused = home.json(4, &["bank", "import", &file, "--json"]);
    assert_eq!(refused["imported"], 0);
    assert_eq!(refused["refused"][0]["line"], 13);
    assert_eq!(home.json(0, &["bank", "list", "--json"])["total"], 0);
    let rest = home.json(3, &["bank", "import", &file, "--skip-refused", "--json"]);
    assert_eq!(rest["imported"], 3);
    home.expect(4, &["bank", "import", &write(&home, "none.txt", "hello\nworld\n")]);
    let preview = home.expect(0, &["bank", "import", &write(&home, "good.sta", &month()), "--preview"]);
    assert!(preview.out.contains("INV-2026-1") && preview.out.contains("nothing was stored"), "{}", preview.out);
    // A program sees what was read, so that it can prove a mapping.
    let proven = home.json(0, &["bank", "import", &write(&home, "good.sta", &month()), "--preview", "--json"]);
    let row = &proven["rows"][0];
    assert_eq!((proven["rows"].as_array().map(Vec::len), &proven["imported"]), (Some(4), &json!(0)), "{proven}");
    assert_eq!(
        (&row["line"], &row["amount"], &row["booked"], &row["partner_name"]),
        (&json!(5), &json!("12700.00"), &json!("2026-01-10"), &json!("Vevő Kft."))
    );
    assert!(home.json(3, &["bank", "import", &file, "--skip-refused", "--json"])["rows"].is_null());
}

#[test]
fn what_was_left_out_is_imported_when_it_can_be_read() {
    let (_server, home) = home();
    let mapping = |more: &str| {
        let text = format!(
            "name = \"own\"\n{more}account = \"11773016-11111018\"\ncurrency = \"HUF\"\n[columns]\nbooked = \"Date\"\namount = \"Amount\"\ntext = \"Text\"\n"
        );
        write(&home, "own.toml", &text)
    };
    let file = write(&home, "a.csv", "Date;Amount;Text\n2026-01-02;5;a\n03/04/2026;7;b\n");
    let import = |code: i32, mapping: &str, more: &[&str]| {
        let told = home.json(code, &[&["bank", "import", &file, "--mapping", mapping, "--json"][..], more].concat());
        (told["imported"].clone(), told["duplicates"].clone(), told["refused_count"].clone())
    };
    assert_eq!(import(3, &mapping(""), &["--skip-refused"]), (json!(1), json!(0), json!(1)));
    // The same again is a repetition; once the day can be read, its line comes too, and then all is there.
    assert_eq!(import(3, &mapping(""), &["--skip-refused"]).0, 0);
    let mended = mapping("day = \"dmy\"\n");
    assert_eq!(import(0, &mended, &[]), (json!(1), json!(1), json!(0)));
    assert_eq!(import(0, &mended, &[]), (json!(0), json!(2), json!(0)));
    assert_eq!(home.json(0, &["bank", "list", "--json"])["total"], 2);
    // Where no line can be read each is named all the same, and nothing is taken for an empty file.
    let none = write(&home, "b.csv", "Date;Amount;Text\n2026-01-02;5e3;a\n2026-01-03;7 x;b\n");
    for more in [&[][..], &["--skip-refused"], &["--preview"]] {
        let mapping = mapping("");
        let args = [&["bank", "import", &none, "--mapping", &mapping][..], more].concat();
        let told = home.json(4, &[&args[..], &["--json"]].concat());
        let lines: Vec<(u64, u64)> = told["refused"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| (number(&one["line"]), number(&one["column"])))
            .collect();
        assert_eq!((lines, &told["imported"]), (vec![(2, 2), (3, 2)], &json!(0)), "{more:?}");
        let told = home.expect(4, &args).err;
        assert!(told.contains("5e3") && told.contains("All 2 lines were refused") && !told.contains("no statement"), "{told}");
    }
    home.expect(0, &["check"]);
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a number")
}

#[test]
fn what_is_certain_settles_and_a_person_settles_the_rest() {
    let (_server, home) = home();
    home.expect(0, &["bank", "import", &write(&home, "month.sta", &month())]);
    let done = home.json(0, &["match", "auto", "--json"]);
    assert_eq!(done["settled"].as_array().expect("some").len(), 1, "{done}");
    assert_eq!(done["settled"][0]["parts"][0]["invoice_number"], "INV-2026-1");
    assert_eq!(balance(&home, "INV-2026-1"), json!(["0", "paid"]));
    // What has the same amount and no number is proposed, and nothing more.
    assert_eq!(balance(&home, "INV-2026-3"), json!(["12700.0", "outstanding"]));
    let proposed = done["proposed"].as_array().expect("some");
    let of = |reference: &str| proposed.iter().find(|one| one["reference"] == reference).expect("there");
    assert_eq!(of("B2")["proposals"][0]["parts"][0]["invoice_number"], "INV-2026-3");
    assert_eq!(of("B3")["proposals"][0]["parts"][1]["kind"], "fee");
    let entry = of("B3")["entry"].as_str().expect("text").to_owned();
    let settled = home.json(0, &["match", "accept", &entry, "INV-2026-2", "--difference", "discount", "--json"]);
    assert_eq!(settled["match"]["parts"][1]["kind"], "discount");
    assert_eq!(balance(&home, "INV-2026-2"), json!(["0", "paid"]));
    home.expect(2, &["match", "accept", &entry]);
    let outstanding = home.json(0, &["status", "--json"]);
    assert_eq!(outstanding["companies"][0]["outstanding"][0]["gross"], "12700", "{outstanding}");
    // Undone: open again, in a new process too, and not settled by itself.
    let first = done["settled"][0]["entry"].as_str().expect("text");
    home.expect(0, &["match", "undo", first]);
    assert_eq!(balance(&home, "INV-2026-1"), json!(["12700.0", "outstanding"]));
    assert_eq!(home.json(0, &["match", "auto", "--json"])["settled"], json!([]));
    home.expect(0, &["match", "accept", first]);
    assert_eq!(balance(&home, "INV-2026-1"), json!(["0", "paid"]));
    let shown = home.json(0, &["invoice", "INV-2026-1", "--json"]);
    assert_eq!((shown["balance"].as_str(), shown["payment_status"].as_str()), (Some("0"), Some("paid")));
    let audit = home.expect(0, &["audit"]).out;
    assert!(audit.contains("match.auto") && audit.contains("match.accept") && audit.contains("match.undo"), "{audit}");
}

#[test]
fn a_sync_keeps_what_the_bank_settled() {
    let (_server, home) = home();
    home.expect(0, &["bank", "import", &write(&home, "month.sta", &month())]);
    home.expect(0, &["match", "auto"]);
    home.expect(0, &["sync", "--full"]);
    assert_eq!(balance(&home, "INV-2026-1"), json!(["0", "paid"]));
    home.expect(0, &["check"]);
}

/// One entry with a batch of many transactions, and others after it: more than one call to a host, or one record, can hold.
fn large_batch(count: usize) -> String {
    let part = |n: usize| {
        format!(
            "<TxDtls><Refs><EndToEndId>E{n}</EndToEndId></Refs><Amt Ccy=\"HUF\">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><RmtInf><Ustrd>{} {n}</Ustrd></RmtInf></TxDtls>",
            "közlemény \"idézettel\" ".repeat(20)
        )
    };
    let entry = |reference: &str, amount: usize, day: u32, parts: &str| {
        format!(
            "<Ntry><Amt Ccy=\"HUF\">{amount}.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-{day:02}</Dt></BookgDt><AcctSvcrRef>{reference}</AcctSvcrRef><NtryDtls>{parts}</NtryDtls></Ntry>"
        )
    };
    let parts: String = (1..=count).map(part).collect();
    let entries: String = [entry("A", 5, 3, ""), entry("BATCH", count, 5, &parts), entry("B", 7, 4, "")].concat();
    format!(
        "<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Id>S</Id><Acct><Id><IBAN>HU42117730161111101800000000</IBAN></Id><Ccy>HUF</Ccy></Acct>{entries}</Stmt></BkToCstmrStmt></Document>"
    )
}

#[test]
fn a_batch_larger_than_a_call_is_imported_through_a_host_and_read_by_the_page() {
    let (_server, home) = home();
    let count = 6_000;
    let file = write(&home, "batch.xml", &large_batch(count));
    let serving = Serving::start(&home, &[], None);
    serving.says("Serving");
    let done = home.json(0, &["bank", "import", &file, "--json"]);
    assert_eq!((done["entries"].as_u64(), done["imported"].as_u64()), (Some(3), Some(3)), "{done}");
    let first = home.json(0, &["bank", "list", "--limit", "1", "--json"]);
    assert_eq!((first["total"].as_u64(), first["entries"][0]["reference"].as_str()), (Some(3), Some("BATCH")));
    let parts = first["entries"][0]["parts"].as_array().expect("parts");
    assert_eq!(parts.len(), count);
    let told = |at: usize| parts[at]["end_to_end"].as_str().expect("text").to_owned();
    assert_eq!((told(0), told(count - 1)), ("E1".to_owned(), format!("E{count}")));
    let list = home.json(0, &["bank", "list", "--json"]);
    let order: Vec<&str> =
        list["entries"].as_array().expect("some").iter().map(|one| one["reference"].as_str().expect("text")).collect();
    assert_eq!(order, ["BATCH", "B", "A"]);
    let again = home.json(0, &["bank", "import", &file, "--json"]);
    assert_eq!((again["imported"].as_u64(), again["duplicates"].as_u64()), (Some(0), Some(3)));
    let id = done["statements"][0]["statement"].as_str().expect("text");
    let raw = home.path().join("raw.xml");
    home.expect(0, &["bank", "show", id, "--raw", raw.to_str().expect("UTF-8")]);
    assert_eq!(std::fs::read_to_string(raw).expect("read"), large_batch(count));
    drop(serving);
    home.expect(0, &["check"]);
}

#[test]
fn a_batch_of_which_a_part_is_matched_waits_with_the_rest() {
    let (_server, home) = home();
    let part = |amount: u32, text: &str| {
        format!(
            "<TxDtls><Amt Ccy=\"HUF\">{amount}.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>"
        )
    };
    let parts = [part(12_700, "INV-2026-1"), part(25_400, "INV-2026-2"), part(900, "thank you")].concat();
    let text = large_batch(1);
    let (before, rest) = text.split_once("<AcctSvcrRef>BATCH</AcctSvcrRef><NtryDtls>").expect("the batch");
    let (_, after) = rest.split_once("</NtryDtls>").expect("its end");
    let text = format!("{before}<AcctSvcrRef>BATCH</AcctSvcrRef><NtryDtls>{parts}</NtryDtls>{after}");
    let text = text.replace("<Ntry><Amt Ccy=\"HUF\">1.00</Amt>", "<Ntry><Amt Ccy=\"HUF\">39000.00</Amt>");
    home.expect(0, &["bank", "import", &write(&home, "batch.xml", &text)]);
    // Entries that wait, and what of them came in. Two others of 5 and 7 stand beside the batch.
    let waits = || {
        let account = home.json(0, &["bank", "accounts", "--json"])["accounts"][0].clone();
        let of = |name: &str| account["unmatched"][name].as_u64().expect("a number");
        let count: u64 = ["to_7", "to_30", "to_90", "older"].map(of).iter().sum();
        let listed = home.json(0, &["bank", "list", "--unmatched", "--json"]);
        assert_eq!(listed["total"].as_u64(), Some(count), "the list waits for the same: {listed}");
        assert_eq!(listed["entries"].as_array().map(|all| all.len() as u64), Some(count), "{listed}");
        (count, account["unmatched"]["incoming"].as_str().expect("an amount").to_owned())
    };
    assert_eq!(waits(), (3, "39012".to_owned()));
    let done = home.json(0, &["match", "auto", "--json"]);
    assert_eq!(done["settled"].as_array().map(Vec::len), Some(2), "{done}");
    assert_eq!(waits(), (3, "912".to_owned()), "of the batch only the part that nothing matches");
    let proposed = done["proposed"].as_array().expect("some");
    let batch = proposed.iter().find(|one| one["reference"] == "BATCH").unwrap_or_else(|| panic!("{done}"));
    let entry = batch["entry"].as_str().expect("text");
    home.expect(0, &["match", "accept", entry, "INV-2026-3=900", "--part", "3"]);
    assert_eq!(waits(), (2, "12".to_owned()));
    home.expect(0, &["match", "undo", &format!("{entry}-1")]);
    assert_eq!(waits(), (3, "12712".to_owned()));
    home.expect(0, &["check"]);
}

#[test]
fn a_page_of_entries_is_the_newest_of_all_statements() {
    let (_server, home) = home();
    for page in 0..3u32 {
        let lines: Vec<(String, String)> = (0..300u32)
            .map(|n| {
                let day = n * 27 / 300 + 1;
                (format!("26{:02}{day:02}C{},00NTRFNONREF//P{page}N{n}", page + 1, n + 1), format!("INV-2026-{page}{n}"))
            })
            .collect();
        let lines: Vec<(&str, &str)> = lines.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let sum: u32 = (1..=300).sum();
        let text = statement(&lines, &format!("{},00", 1000 + sum)).replace("260131", &format!("26{:02}28", page + 1));
        home.expect(0, &["bank", "import", &write(&home, &format!("{page}.sta"), &text)]);
    }
    let all = home.json(0, &["bank", "list", "--limit", "5000", "--json"]);
    let references = |list: &Value| -> Vec<String> {
        list["entries"].as_array().expect("some").iter().map(|one| one["reference"].as_str().expect("text").to_owned()).collect()
    };
    assert_eq!((all["total"].as_u64(), references(&all).len()), (Some(900), 900));
    let days: Vec<&str> =
        all["entries"].as_array().expect("some").iter().map(|one| one["booked"].as_str().expect("a day")).collect();
    assert!(days.windows(2).all(|pair| pair[0] >= pair[1]), "newest first");
    for limit in [1usize, 7, 299, 301, 640] {
        let page = home.json(0, &["bank", "list", "--limit", &limit.to_string(), "--json"]);
        assert_eq!(page["total"], 900);
        assert_eq!(references(&page), references(&all)[..limit], "limit {limit}");
    }
    let open = home.json(0, &["bank", "list", "--unmatched", "--limit", "3", "--json"]);
    assert_eq!((open["total"].as_u64(), references(&open)), (Some(900), references(&all)[..3].to_vec()));
}

#[test]
fn a_kill_during_an_import_or_an_accept_leaves_nothing_half_done() {
    let (_server, home) = home();
    let count = 4_000u32;
    let lines: Vec<(String, String)> = (0..count)
        .map(|n| {
            let text = format!("szamla {n} {}", "x".repeat(60));
            (format!("2601{:02}C{},00NTRFNONREF//K{n}", n * 27 / count + 1, n + 1), text)
        })
        .collect();
    let lines: Vec<(&str, &str)> = lines.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let sum: u32 = (1..=count).sum();
    let file = write(&home, "long.sta", &statement(&lines, &format!("{},00", 1000 + sum)));
    let seed = 20_261_128u64;
    let mut random = fastrand::Rng::with_seed(seed);
    for round in 0..6 {
        let mut child = home.command(&["bank", "import", &file, "--json"]).spawn().expect("starts");
        std::thread::sleep(std::time::Duration::from_millis(random.u64(20..700)));
        let _ = child.kill();
        let _ = child.wait();
        // Wholly there, or not at all.
        let total = home.json(0, &["bank", "list", "--limit", "1", "--json"])["total"].as_u64();
        assert!(matches!(total, Some(0)) || total == Some(u64::from(count)), "seed {seed}, round {round}: {total:?}");
    }
    home.json(0, &["bank", "import", &file, "--json"]);
    assert_eq!(home.json(0, &["bank", "list", "--limit", "1", "--json"])["total"], count);
    let raw = home.path().join("raw.sta");
    let statements = home.json(0, &["bank", "statements", "--json"]);
    assert_eq!(statements["statements"].as_array().map(Vec::len), Some(1), "{statements}");
    let id = statements["statements"][0]["statement"].as_str().expect("text");
    home.expect(0, &["bank", "show", id, "--raw", raw.to_str().expect("UTF-8")]);
    assert_eq!(std::fs::read(raw).expect("read"), std::fs::read(&file).expect("read"));

    home.expect(0, &["bank", "import", &write(&home, "month.sta", &month())]);
    for _ in 0..5 {
        let mut child = home.command(&["match", "auto"]).spawn().expect("starts");
        std::thread::sleep(std::time::Duration::from_millis(random.u64(20..500)));
        let _ = child.kill();
        let _ = child.wait();
        // A document is paid where its match is there, and only there.
        let list = home.json(0, &["bank", "list", "--limit", "5000", "--json"]);
        let entries = list["entries"].as_array().expect("some");
        let matched =
            entries.iter().any(|one| one["reference"] == "B1" && one["matches"].as_array().is_some_and(|all| !all.is_empty()));
        let expected = if matched { json!(["0", "paid"]) } else { json!(["12700.0", "outstanding"]) };
        assert_eq!(balance(&home, "INV-2026-1"), expected, "seed {seed}");
    }
    home.expect(0, &["match", "auto"]);
    assert_eq!(balance(&home, "INV-2026-1"), json!(["0", "paid"]));
    home.expect(0, &["check"]);
}

#[test]
fn a_reversal_undoes_the_match_of_the_entry_that_it_takes_back() {
    let (_server, home) = home();
    home.expect(0, &["bank", "import", &write(&home, "month.sta", &month())]);
    home.expect(0, &["match", "auto"]);
    assert_eq!(balance(&home, "INV-2026-1"), json!(["0", "paid"]));
    let back = statement(
        &[("2602020202RC12700,00NTRFNONREF//B1", "B1\n117730161111101800000000\nVevő Kft.\nINV-2026-\n1 kiegyenlítése")],
        "-11700,00",
    );
    let back =
        back.replace("C260101HUF1000,00", "C260201HUF1000,00").replace("62F:C260131HUF-11700,00", "62F:D260228HUF11700,00");
    home.expect(0, &["bank", "import", &write(&home, "back.sta", &back)]);
    let done = home.json(0, &["match", "auto", "--json"]);
    let settled = done["settled"].as_array().expect("some");
    assert_eq!(settled.len(), 2, "{done}");
    assert!(settled.iter().all(|one| one["reasons"] == json!(["reversal"])), "{done}");
    assert_eq!(balance(&home, "INV-2026-1"), json!(["12700.0", "outstanding"]));
    // Neither waits for anything, and nothing more happens.
    assert!(done["proposed"].as_array().expect("some").iter().all(|one| one["reference"] != "B1"), "{done}");
    assert_eq!(home.json(0, &["match", "auto", "--json"])["settled"], json!([]));
    // Undone, both wait again: the money that came in, and the money that went out.
    let entries = home.json(0, &["bank", "list", "--json"]);
    let found = entries["entries"].as_array().expect("entries").iter().find(|one| one["amount"] == "-12700.00").expect("there");
    home.expect(0, &["match", "undo", found["entry"].as_str().expect("text")]);
    let waits = home.json(0, &["bank", "list", "--unmatched", "--json"]);
    let amounts: Vec<&Value> =
        waits["entries"].as_array().expect("entries").iter().filter(|one| one["reference"] == "B1").collect();
    assert_eq!(amounts.len(), 2, "{waits}");
    home.expect(0, &["check"]);
}

#[test]
fn programs_ask_the_bank_over_http_and_a_repeated_call_settles_once() {
    let (_server, home) = home();
    home.expect(0, &["bank", "import", &write(&home, "month.sta", &month())]);
    let serving = Serving::start(&home, &["--listen", "127.0.0.1:0"], None);
    let line = serving.says("http://");
    let address = line.split("http://").nth(1).expect("an address").trim_end_matches('.').to_owned();
    serving.says("Serving");
    let token = |role: &str| home.expect(0, &["token", "add", role, "--role", role]).out.trim().to_owned();
    let (admin, viewer) = (token("admin"), token("viewer"));
    let ask = |method: &str, path: &str, token: &str, key: Option<&str>, body: &str| {
        let text = request(method, path, Some(token), body);
        let text = key.map_or(text.clone(), |key| text.replacen("\r\n", &format!("\r\nIdempotency-Key: {key}\r\n"), 1));
        tcp(&address, text.as_bytes())
    };
    let accounts = ask("GET", "/v1/bank/accounts", &viewer, None, "").json();
    assert_eq!(accounts["accounts"][0]["unmatched"]["incoming"], "50400", "{accounts}");
    let entries = ask("GET", "/v1/bank/entries?limit=1&offset=1", &viewer, None, "").json();
    assert_eq!((entries["total"].as_u64(), entries["entries"][0]["reference"].as_str()), (Some(4), Some("B3")), "{entries}");
    assert_eq!(ask("GET", "/v1/bank/statements", &viewer, None, "").json()["statements"][0]["adds_up"], true);
    let proposals = ask("GET", "/v1/bank/proposals", &viewer, None, "").json();
    let first = proposals["proposed"].as_array().expect("some").iter().find(|one| one["reference"] == "B3").expect("there");
    let entry = first["entry"].as_str().expect("text").to_owned();
    assert_eq!(ask("POST", "/v1/bank/matches", &viewer, None, "").status, 403, "viewers settle nothing");
    let settled = ask("POST", "/v1/bank/matches", &admin, None, "").json();
    assert_eq!(settled["settled"].as_array().map(Vec::len), Some(1), "{settled}");
    let company = entries["entries"][0]["company_id"].as_u64().expect("a number");
    let path = format!("/v1/bank/{company}/entries/{entry}/match");
    let body = r#"{"documents":[{"document":"INV-2026-2"}],"difference":"discount"}"#;
    let one = ask("POST", &path, &admin, Some("call-1"), body);
    assert_eq!(one.status, 200, "{}", one.json());
    let again = ask("POST", &path, &admin, Some("call-1"), body);
    assert_eq!((again.status, again.json()), (200, one.json()));
    assert_eq!(ask("POST", &path, &admin, Some("call-2"), body).status, 409);
    assert_eq!(balance(&home, "INV-2026-2"), json!(["0", "paid"]));
    let undo = format!("/v1/bank/{company}/matches/{entry}");
    assert_eq!(ask("DELETE", &undo, &admin, None, "").status, 200);
    assert_eq!(ask("DELETE", &undo, &admin, None, "").status, 404);
    let pay = r#"{"account":"11773016-11111018","payments":[{"name":"Alfa Kft.","account":"DE89370400440532013000","amount":"1500","currency":"HUF","text":"x"}],"day":"2026-12-01"}"#;
    let transfers = format!("/v1/bank/{company}/transfers");
    let made = ask("POST", &transfers, &admin, Some("pay-1"), pay).json();
    assert!(made["content"].as_str().is_some_and(|file| file.contains("pain.001.001.09")), "{made}");
    let repeated = ask("POST", &transfers, &admin, Some("pay-1"), pay).json();
    assert_eq!((&repeated["batch"], &repeated["content"]), (&made["batch"], &made["content"]));
    assert_eq!(ask("GET", "/v1/bank/transfers", &viewer, None, "").json()["batches"].as_array().map(Vec::len), Some(1));
    assert_eq!(ask("POST", &transfers, &admin, None, r#"{"invoices":["none"]}"#).status, 422);
    assert_eq!(ask("POST", &transfers, &admin, None, r#"{"day":"soon"}"#).status, 400);
    drop(serving);
}

#[test]
fn pages_in_any_order_leave_the_last_balance() {
    let (_server, home) = home();
    let page = |number: u8, opening: &str, closing: &str| {
        format!(
            ":20:X\n:25:11773016-11111018\n:28C:2/{number}\n:60M:C261103EUR{opening}\n:61:2611031103C10,00NTRFA//B{number}\n:62M:C261103EUR{closing}\n-\n"
        )
    };
    let text = page(2, "50,00", "60,00") + &page(1, "40,00", "50,00");
    let done = home.json(0, &["bank", "import", &write(&home, "pages.sta", &text), "--json"]);
    assert_eq!((&done["opening"], &done["closing"], &done["warnings"]), (&json!("40.00"), &json!("60.00"), &json!([])));
    let accounts = home.json(0, &["bank", "accounts", "--json"]);
    let account = &accounts["accounts"][0];
    assert_eq!((&account["balance"], &account["continuous"]), (&json!("60.00"), &json!(true)), "{account}");
}
