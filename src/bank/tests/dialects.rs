//! What banks write beyond the plain case: zones of days, texts and names in other places, charges apart, pages, and forms of accounts.

use super::{collect, collect_with, options, shown};
use crate::bank::{BankError, Mapping, Options};
use crate::domain::Currency;
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

/// A statement of MT940 in euros.
fn mt940(account: &str, lines: &str) -> String {
    format!(":20:S\n:25:{account}\n:28C:1/1\n:60F:C260101EUR1000,00\n{lines}:62F:C260102EUR1500,00\n")
}

#[test]
fn an_account_may_have_a_slash_a_country_or_a_currency_about_it() {
    for (written, account) in [
        ("/PL12105000310000000012345678", "PL12105000310000000012345678"),
        ("PL/12105000310000000012345678", "PL12105000310000000012345678"),
        ("//1234567890", "1234567890"),
        ("BE33 0014 1234 5678-EUR", "BE33001412345678"),
        ("DE89370400440532013000,EUR", "DE89370400440532013000"),
        ("DE89370400440532013000.EUR", "DE89370400440532013000"),
        ("NL44RABO0123456789 EUR", "NL44RABO0123456789"),
        ("INGBNL2A/NL32INGB0000012345", "NL32INGB0000012345"),
        ("10020030/1234567EUR", "100200301234567"),
        ("11773016-11111018/HUF", IBAN),
    ] {
        let (_, _, found, _) = collect(mt940(written, ":61:2601020102C500,00NTRFNONREF\n").as_bytes());
        assert_eq!((found.refused_count, &*found.statements[0].account), (0, account), "{written}");
    }
}

#[test]
fn details_that_are_told_twice_are_both_read() {
    let lines = ":61:2601020102C500,00NTRFNONREF//B1\n:86:Payer INV-2026-1\n:86:and INV-2026-2\n";
    let (_, _, found, entries) = collect(mt940("1234567890", lines).as_bytes());
    assert_eq!((found.refused_count, &*entries[0].1.whole.text), (0, "Payer INV-2026-1\nand INV-2026-2"));
}

#[test]
fn a_number_ends_where_the_next_word_between_slashes_begins() {
    let rabobank = "/TRCD/00108/EREF/E-1/ORDP//NAME/Jan Jansen/ADDR/Straat 1/REMI/INV-2026-1/ISDT/2026-01-02/ULTD//NAME/Behind";
    let ing = "/EREF/E-1//CNTP/NL32INGB0000012345/INGBNL2A/Jan Jansen///REMI/USTD//INV-2026-1/ULTD/Behind/";
    for (details, account) in [(rabobank, ""), (ing, "NL32INGB0000012345"), ("/EREF/E-1/ULTD/Jan Jansen/REMI/INV-2026-1", "")] {
        let lines = format!(":61:2601020102C500,00NTRFNONREF//B1\n:86:{details}\n");
        let (_, _, _, entries) = collect(mt940("1234567890", &lines).as_bytes());
        assert_eq!(shown(&entries[0].1), format!("2026-01-02 500.00 [Jan Jansen|{account}|INV-2026-1|E-1]"), "{details}");
    }
}

#[test]
fn statements_without_a_reference_are_of_their_own_accounts() {
    let one = |account: &str| mt940(account, ":61:2601020102C500,00NTRFNONREF\n").replace(":20:S\n", "");
    let (_, _, found, entries) = collect((one("1111111111") + &one("2222222222")).as_bytes());
    let accounts: Vec<&str> = found.statements.iter().map(|one| &*one.account).collect();
    assert_eq!((found.refused_count, accounts, entries[1].0), (0, vec!["1111111111", "2222222222"], 1));
}

#[test]
fn what_was_ordered_and_charged_is_of_the_currency_that_it_says() {
    let read = |told: &str| {
        let lines = format!(":61:2601020102C500,00NTRFNONREF//B1\n{told}\n:86:INV-1\n");
        let entry = collect(mt940("1234567890", &lines).as_bytes()).3.remove(0).1;
        (
            entry.whole.ordered.map(|ordered| format!("{} {}", ordered.amount, ordered.currency)),
            entry.charges.map(|sum| sum.to_string()),
        )
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(read("/OCMT/USD540,00//CHGS/EUR26,00/"), (some("540.00 USD"), some("26.00")));
    assert_eq!(read("/OCMT/EUR526,00//CHGS/USD26,00/"), (None, None));
}

fn ofx(transaction: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><?OFX OFXHEADER=\"200\" VERSION=\"220\"?><OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR</CURDEF><BANKACCTFROM><BANKID>1</BANKID><ACCTID>9876543210</ACCTID></BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20260102</DTPOSTED><TRNAMT>5.00</TRNAMT><FITID>F</FITID>{transaction}</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    )
}

#[test]
fn ofx_has_characters_as_numbers_and_text_as_it_stands() {
    let read = |transaction: &str| shown(&collect(ofx(transaction).as_bytes()).3[0].1);
    assert_eq!(
        read("<NAME>B&#225;l &amp; T&#xE1;rsa &lt;x&gt; &amp;lt; A&B</NAME><MEMO>INV-1</MEMO>"),
        "2026-01-02 5.00 [Bál & Társa <x> &lt; A&B||INV-1|]"
    );
    assert_eq!(read("<NAME>N</NAME><MEMO><![CDATA[a > b <c> & d]]></MEMO>"), "2026-01-02 5.00 [N||a > b <c> & d|]");
    let open = ofx("<MEMO><![CDATA[never closed</MEMO>");
    assert!(matches!(collect_with(open.as_bytes(), &options()), Err(BankError::Malformed { .. })));
    let giant = ofx(&format!("<MEMO><![CDATA[{}]]></MEMO>", ">".repeat(1 << 18)));
    assert!(matches!(collect_with(giant.as_bytes(), &options()), Err(BankError::TooLarge { .. })));
}

fn mapped(mapping: &str) -> Options {
    Options { mappings: vec![Mapping::parse(mapping).unwrap()], currency: Some(Currency::new("HUF")), ..Options::default() }
}

#[test]
fn a_table_in_utf_16_is_read() {
    let mapping = mapped(
        "name = \"own\"\nday = \"ymd\"\ndecimal = \",\"\naccount = \"1234567890\"\n[columns]\nbooked = \"Date\"\namount = \"Amount\"\ntext = \"Text\"\n",
    );
    let text = "Date;Amount;Text\n2026-01-02;5,00;Őrség\n";
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let (_, _, found, entries) = collect_with(&wide, &mapping).unwrap();
    assert_eq!((found.refused_count, shown(&entries[0].1).as_str()), (0, "2026-01-02 5.00 [||Őrség|]"));
}

#[test]
fn a_side_that_no_word_tells_is_refused_where_the_words_of_both_are_known() {
    let mapping = |more: &str| {
        mapped(&format!(
            "name = \"own\"\nday = \"ymd\"\ndecimal = \",\"\naccount = \"1234567890\"\ndebit_words = [\"T\"]\n{more}\n[columns]\nbooked = \"Date\"\namount = \"Amount\"\nside = \"Side\"\n"
        ))
    };
    let text = "Date;Amount;Side\n2026-01-02;5,00;J\n2026-01-02;6,00;t\n2026-01-02;7,00;X\n2026-01-02;8,00;\n";
    let (_, _, found, entries) = collect_with(text.as_bytes(), &mapping("credit_words = [\"J\"]")).unwrap();
    let amounts: Vec<String> = entries.iter().map(|(_, entry)| entry.whole.amount.to_string()).collect();
    let refused: Vec<(u64, u64, &str)> =
        found.refused.iter().map(|one| (one.line, one.column, one.message.id.as_ref())).collect();
    assert_eq!(amounts, ["5.00", "-6.00"]);
    assert_eq!(refused, [(4, 3, "bank-refused-side-cell"), (5, 3, "bank-refused-side-cell")]);
    assert_eq!(collect_with(text.as_bytes(), &mapping("")).unwrap().2.refused_count, 0);
}

#[test]
fn a_debit_with_another_sign_than_the_others_may_be_one_that_was_taken_back() {
    let mapping = mapped(
        "name = \"own\"\nday = \"ymd\"\ndecimal = \",\"\naccount = \"1234567890\"\n[columns]\nbooked = \"Date\"\ncredit = \"In\"\ndebit = \"Out\"\n",
    );
    for (out, back) in [("200,00", "-30,00"), ("-200,00", "30,00")] {
        let text = format!(
            "Date;In;Out\n2026-01-02;5,00;\n2026-01-02;;{out}\n2026-01-02;;{back}\n2026-01-02;;0,00\n2026-01-02;;{out}\n"
        );
        let (_, _, found, entries) = collect_with(text.as_bytes(), &mapping).unwrap();
        let refused: Vec<(u64, u64, &str)> =
            found.refused.iter().map(|one| (one.line, one.column, one.message.id.as_ref())).collect();
        assert_eq!(refused, [(4, 3, "bank-refused-debit-cell")], "{out}");
        assert_eq!(entries[1].1.whole.amount.to_string(), "-200.00");
    }
}

#[test]
fn a_quotation_mark_that_is_not_closed_takes_no_rows_in() {
    let mapping = mapped(
        "name = \"own\"\nday = \"ymd\"\ndecimal = \",\"\naccount = \"1234567890\"\n[columns]\nbooked = \"Date\"\namount = \"Amount\"\ntext = \"Text\"\n",
    );
    let rows = |first: &str, more: usize| {
        format!("Date;Amount;Text\n2026-01-02;5,00;{first}\n{}", "2026-01-03;6,00;next\n".repeat(more))
    };
    for (first, more) in [("\"Blue Danube", 1), ("\"Blue Danube", 100_000)] {
        let error = collect_with(rows(first, more).as_bytes(), &mapping).unwrap_err();
        assert!(matches!(error, BankError::Malformed { line: 2, .. } | BankError::TooLarge { line: 2 }), "{error:?}");
    }
    // Lines in a text, and signs between columns there, are no rows.
    for (first, text) in
        [("\"a\n2026-01-03;b\nc;d;e\"", "a⏎2026-01-03;b⏎c;d;e"), ("\"Blue\" Danube", "Blue Danube"), ("say \"x", "say \"x")]
    {
        let (_, _, found, entries) = collect_with(rows(first, 1).as_bytes(), &mapping).unwrap();
        assert_eq!((found.refused_count, entries.len()), (0, 2), "{first}");
        assert_eq!(shown(&entries[0].1), format!("2026-01-02 5.00 [||{text}|]"));
    }
}

#[test]
fn a_mark_of_sepa_may_be_broken_by_the_end_of_a_line() {
    for details in ["?20EREF+E-77 SVW?21Z+Rechnung INV-2026?22-0001 vom", "?20EREF+E-7?217?22SVWZ+Rechnung INV-2026?23-0001 vom"]
    {
        let lines = format!(":61:2601020102C500,00NTRFNONREF\n:86:166?00X{details}\n");
        let (_, _, _, entries) = collect(mt940("1234567890", &lines).as_bytes());
        assert_eq!(shown(&entries[0].1), "2026-01-02 500.00 [||Rechnung INV-2026⏎-0001 vom|E-77]", "{details}");
    }
}
