//! What banks write beyond the plain case: zones of days, texts and names in other places, charges apart, pages, and forms of accounts.

use super::collect;
use crate::domain::bank::BankEntry;

const IBAN: &str = "HU42117730161111101800000000";

/// A statement of camt in forints.
fn statement(version: &str, pages: &str, balances: &str, entries: &str) -> String {
    format!(
        "<Stmt><Id>S</Id>{pages}<Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>HUF</Ccy></Acct>{balances}{}</Stmt>",
        entries.replace("<STS/>", if version < "07" { "<Sts>BOOK</Sts>" } else { "<Sts><Cd>BOOK</Cd></Sts>" })
    )
}

fn camt(version: &str, head: &str, statements: &str) -> String {
    format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}\"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId>{head}</GrpHdr>{statements}</BkToCstmrStmt></Document>"
    )
}

fn balance(kind: &str, amount: &str) -> String {
    format!(
        "<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"HUF\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-02</Dt></Dt></Bal>"
    )
}

fn entry(more: &str, details: &str) -> String {
    let details = if details.is_empty() { String::new() } else { format!("<NtryDtls><TxDtls>{details}</TxDtls></NtryDtls>") };
    format!("<Ntry><Amt Ccy=\"HUF\">500.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><STS/>{more}{details}</Ntry>")
}

/// The entries of one statement that refuses nothing.
fn read(version: &str, entries: &str) -> Vec<BankEntry> {
    let (_, _, found, entries) = collect(camt(version, "", &statement(version, "", "", entries)).as_bytes());
    assert_eq!(found.refused, [], "{version}");
    entries.into_iter().map(|(_, entry)| entry).collect()
}

#[test]
fn a_day_may_have_a_zone_and_one_that_is_none_is_refused() {
    for version in ["02", "04", "08", "13"] {
        for zone in ["", "Z", "+01:00", "-05:00"] {
            let days =
                format!("<BookgDt><Dt>2026-01-02{zone}</Dt></BookgDt><ValDt><DtTm>2026-01-03T23:30:00{zone}</DtTm></ValDt>");
            let read = read(version, &entry(&days, ""));
            let told = (read[0].booked.unwrap().to_string(), read[0].valued.unwrap().to_string());
            assert_eq!(told, ("2026-01-02".to_owned(), "2026-01-03".to_owned()), "{version} {zone}");
        }
        let wrong = statement(version, "", "", &entry("<BookgDt><Dt>2026-02-30</Dt></BookgDt>", ""));
        let (_, _, found, _) = collect(camt(version, "", &wrong).as_bytes());
        assert_eq!(found.refused[0].message.id.as_ref(), "bank-refused-day", "{version}");
    }
}

#[test]
fn a_text_beside_a_reference_is_read_as_one() {
    let text = "<RmtInf><Ustrd>first</Ustrd><Strd><RfrdDocInf><Nb>INV-2026-5</Nb></RfrdDocInf><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf><AddtlRmtInf>Rechnung INV-2026-77</AddtlRmtInf><AddtlRmtInf>danke</AddtlRmtInf></Strd></RmtInf>";
    for version in ["02", "08", "13"] {
        let read = read(version, &entry("", text));
        assert_eq!(&*read[0].whole.text, "first\nINV-2026-5\nRechnung INV-2026-77\ndanke");
        assert_eq!(&*read[0].whole.structured, "RF18539007547034");
    }
}

#[test]
fn the_name_is_of_the_party_else_of_the_one_behind_it_else_of_its_bank() {
    let name = |inner: &str| format!("<Pty><Nm>{inner}</Nm></Pty>");
    let of =
        |parties: &str| String::from(read("08", &entry("", &format!("<RltdPties>{parties}</RltdPties>")))[0].whole.name.clone());
    let ultimate = format!("<UltmtDbtr>{}</UltmtDbtr>", name("Behind"));
    assert_eq!(of(&format!("<Dbtr>{}</Dbtr>{ultimate}", name("Payer"))), "Payer");
    assert_eq!(of(&ultimate), "Behind");
    assert_eq!(of("<Dbtr><Agt><FinInstnId><BICFI>OTPVHUHB</BICFI><Nm>A Bank</Nm></FinInstnId></Agt></Dbtr>"), "A Bank");
    assert_eq!(of(&format!("<UltmtCdtr>{}</UltmtCdtr>", name("Us"))), "");
    let old = read("02", &entry("", "<RltdPties><UltmtDbtr><Nm>Behind</Nm></UltmtDbtr></RltdPties>"));
    assert_eq!(&*old[0].whole.name, "Behind");
}

#[test]
fn charges_that_are_booked_apart_or_given_back_are_no_part_of_an_entry() {
    let record = |amount: &str, side: &str, within: &str| {
        format!("<Rcrd><Amt Ccy=\"HUF\">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><ChrgInclInd>{within}</ChrgInclInd></Rcrd>")
    };
    let total = "<TtlChrgsAndTaxAmt Ccy=\"HUF\">10</TtlChrgsAndTaxAmt>";
    for (charges, told) in [
        (record("10", "DBIT", "true"), Some("10")),
        (record("10", "DBIT", "false"), None),
        (format!("{total}{}", record("10", "DBIT", "false")), None),
        (format!("{total}{}{}", record("7", "DBIT", "false"), record("3", "DBIT", "true")), Some("3")),
        (record("10", "DBIT", "true") + &record("2", "CRDT", "true"), Some("8")),
        (record("10", "CRDT", "1"), Some("10")),
    ] {
        for charged in [entry(&format!("<Chrgs>{charges}</Chrgs>"), ""), entry("", &format!("<Chrgs>{charges}</Chrgs>"))] {
            let charges = read("08", &charged)[0].charges.map(|charges| charges.to_string());
            assert_eq!(charges.as_deref(), told, "{charged}");
        }
    }
}

#[test]
fn the_balance_between_pages_closes_one_and_opens_the_next() {
    let page = |number: u32, last: bool| format!("<StmtPgntn><PgNb>{number}</PgNb><LastPgInd>{last}</LastPgInd></StmtPgntn>");
    let pages = |between: &str| {
        let first = statement("08", &page(1, false), &(balance("OPBD", "1000") + &balance("ITBD", "1500")), &entry("", ""));
        let second = statement("08", &page(2, false), &(balance("ITBD", between) + &balance("ITBD", "2000")), &entry("", ""));
        let third = statement("08", &page(3, true), &(balance("ITBD", "2000") + &balance("CLBD", "2500")), &entry("", ""));
        collect(camt("08", "", &(first + &second + &third)).as_bytes()).2
    };
    let found = pages("1500");
    assert_eq!((found.refused_count, found.warnings.len()), (0, 0));
    let told = |at: usize| {
        let one = &found.statements[at];
        (one.page, one.opening.unwrap().to_string(), one.closing.unwrap().to_string())
    };
    assert_eq!(told(0), (1, "1000".to_owned(), "1500".to_owned()));
    assert_eq!(told(1), (2, "1500".to_owned(), "2000".to_owned()));
    assert_eq!(told(2), (3, "2000".to_owned(), "2500".to_owned()));
    assert_eq!(pages("1499").refused[0].message.id.as_ref(), "bank-refused-sum");
    // A balance in the middle of a day is none of a whole statement.
    let day = statement("08", "", &(balance("OPBD", "1000") + &balance("ITBD", "7") + &balance("CLBD", "1500")), &entry("", ""));
    assert_eq!(collect(camt("08", "", &day).as_bytes()).2.refused_count, 0);
    // Up to version 02 the message tells the page.
    let old = statement("02", "", &balance("OPBD", "1000"), &entry("", ""));
    let head = "<MsgPgntn><PgNb>4</PgNb><LastPgInd>true</LastPgInd></MsgPgntn>";
    assert_eq!(collect(camt("02", head, &old).as_bytes()).2.statements[0].page, 4);
}
