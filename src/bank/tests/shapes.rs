//! Shapes of statements that surprise a reader: words that break at the end of a line, a dash alone, references that say there is none.

use super::{collect, collect_with, options, shown};
use crate::bank::{BankError, Mapping, Options};

/// A statement of MT940 in euros with these lines, of 500.
fn mt940(account: &str, lines: &str) -> String {
    format!(":20:S\n:25:{account}\n:28C:1/1\n:60F:C260101EUR1000,00\n{lines}:62F:C260102EUR1500,00\n")
}

/// The only entry of a statement with these details, and nothing refused.
fn details(line: &str, details: &str) -> crate::domain::bank::BankEntry {
    let (_, _, found, mut entries) = collect(mt940("1234567890", &format!(":61:{line}\n:86:{details}\n")).as_bytes());
    assert_eq!((&found.refused, entries.len()), (&Vec::new(), 1), "{details}");
    entries.remove(0).1
}

const LINE: &str = "2601020102C500,00NTRFNONREF";

#[test]
fn a_word_between_slashes_may_be_broken_by_the_end_of_a_line() {
    for text in [
        "/EREF/E-1/ORDP//NAME/Nagy es Tarsa Kereskedelmi Kft/ADDR/Fo u. 1 Pecs HU/REM\nI/INV-2026-1",
        "/EREF/E-1//CNTP/NL44RABO0123456789/RABONL2U/Nagy es Tarsa Kereskedelmi Kft///REMI/U\nSTD//INV-2026-1/",
        "/TRTP/SEPA/IBAN/NL44RABO0123456789/NA\nME/Nagy es Tarsa Kereskedelmi Kft/REMI/INV-2026-1/ER\nEF/E-1",
    ] {
        let whole = details(LINE, text).whole;
        let told = (&*whole.name, &*whole.text, &*whole.end_to_end);
        assert_eq!(told, ("Nagy es Tarsa Kereskedelmi Kft", "INV-2026-1", "E-1"), "{text}");
    }
}

#[test]
fn a_value_keeps_its_slashes() {
    let whole = details(LINE, "/EREF/2026/17/B/ORDP//NAME/Hansen A/S/REMI/CUST/ID/33").whole;
    assert_eq!((&*whole.end_to_end, &*whole.name, &*whole.text), ("2026/17/B", "Hansen A/S", "CUST/ID/33"));
}

#[test]
fn what_no_word_explains_is_text() {
    // The party's account, name and text in the parts behind its word.
    let party = "/BENM/300000000000133\n/PELDA DOO\n/Faktura 747//160309522";
    assert_eq!(shown(&details(LINE, party)), "2026-01-02 500.00 [PELDA DOO|300000000000133|Faktura 747⏎160309522|]");
    let ordered = details(LINE, "/OCMT/USD540,00/\nPAYMENT OF INV-2026-1\n/OGB/A BANK");
    assert_eq!(
        (&*ordered.whole.text, ordered.whole.ordered.map(|sum| sum.amount.to_string())),
        ("PAYMENT OF INV-2026-1\nOGB\nA BANK", Some("540.00".to_owned()))
    );
    let reference = details(LINE, "/REMI//CDTRREFTP//CD/SC\nOR/ISSR/CUR/CDTRREF/1234567899/ISDT/2026-01-02").whole;
    assert_eq!((&*reference.structured, &*reference.text), ("1234567899", "1234567899"));
}

#[test]
fn a_code_may_have_a_line_of_its_own_before_the_subfields() {
    let entry = details("2601020102C500,00N229NONREF", "229\n?00ATUTALAS\n?20INV-2026-1\n?32Kovacs\n?33/");
    assert_eq!(shown(&entry), "2026-01-02 500.00 [Kovacs||INV-2026-1|]");
    let marks = details(LINE, "166?00X?20EREF+E-7 OAMT+11,85 SVWZ+?21INV-2026-1");
    assert_eq!((shown(&marks).as_str(), marks.charges), ("2026-01-02 500.00 [||INV-2026-1|E-7]", None));
    let returned = details("2601020102C500,00NRTINONREF", "109?00X?20SVWZ+INV-2026-1?21OAMT+511,85 CO?22AM+11,85?32Muster");
    assert_eq!((&*returned.whole.text, returned.charges.map(|sum| sum.to_string()).as_deref()), ("INV-2026-1", Some("11.85")));
}

#[test]
fn a_reference_that_says_there_is_none_is_none() {
    for line in [
        "2601020102C500,00NONREF",
        "2601020102C500,00NTRFEREF",
        "2601020102C500,00NTRFKREF+",
        "2601020102C500,00NTRFPREF//NONREF",
        "2601020102C500,00NTRFNONREF          //NONREF",
    ] {
        let entry = details(line, "INV-2026-1");
        assert_eq!((&*entry.whole.end_to_end, &*entry.reference), ("", ""), "{line}");
    }
    // Two payments of one day and amount in two files are two, although both have “no reference” for a reference.
    let one =
        |text: &str| collect(mt940("1", &format!(":61:2601020102C500,00FMSC1//NONREF\n:86:{text}\n")).as_bytes()).3.remove(0).1;
    assert_ne!(one("INV-2026-1").id, one("INV-2026-2").id);
    assert_eq!(one("INV-2026-1").id, one("INV-2026-1").id);
    let camt = |reference: &str| {
        let text = format!(
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Id>S</Id><Acct><Id><Othr><Id>1</Id></Othr></Id><Ccy>EUR</Ccy></Acct><Ntry><Amt Ccy=\"EUR\">5</Amt><CdtDbtInd>CRDT</CdtDbtInd><AcctSvcrRef>{reference}</AcctSvcrRef></Ntry></Stmt></BkToCstmrStmt></Document>"
        );
        collect(text.as_bytes()).3.remove(0).1.reference
    };
    assert_eq!((&*camt("NOTPROVIDED"), &*camt("B1")), ("", "B1"));
}

#[test]
fn a_supplement_is_the_other_account_or_the_banks_reference() {
    let account = details("260102C500,00N541EREF\nNL44RABO0123456789", "/EREF/E-1/ORDP//NAME/Jan Jansen/REMI/");
    assert_eq!((&*account.whole.account, &*account.whole.name), ("NL44RABO0123456789", "Jan Jansen"));
    let hungarian = details("260102C500,00NTRFNONREF\n117730161111101800000000", "INV-2026-1").whole;
    assert_eq!((&*hungarian.account, &*hungarian.text), ("117730161111101800000000", "INV-2026-1"));
    let reference = details("2601020102C500,00FMSC01916//NONREF\n20260102007602198765432000000012", "GIRO INV-2026-1");
    assert_eq!((&*reference.reference, &*reference.whole.text), ("20260102007602198765432000000012", "GIRO INV-2026-1"));
}

#[test]
fn a_dash_alone_ends_no_statement_that_goes_on() {
    let lines = ":61:2601020102C500,00NTRFNONREF\n:86:/ORDP//NAME/Jan Jansen/REMI/INV-2026-1 -\n-\n";
    let (_, _, found, entries) = collect(mt940("1234567890", lines).as_bytes());
    assert_eq!((&found.refused, found.statements.len()), (&Vec::new(), 1));
    assert_eq!(shown(&entries[0].1), "2026-01-02 500.00 [Jan Jansen||INV-2026-1 -⏎-|]");
    // What stands between two statements is of neither.
    let two = format!(
        "{}-\nBANKNL2A\n940\nBANKNL2A\n{}-\n",
        mt940("1", ":61:2601020102C500,00NTRFA\n"),
        mt940("2", ":61:2601020102C500,00NTRFB\n:86:b\n")
    );
    let (_, _, found, entries) = collect(two.as_bytes());
    assert_eq!(
        (found.refused_count, found.statements.len(), &*entries[0].1.whole.text, &*entries[1].1.whole.text),
        (0, 2, "", "b")
    );
}

#[test]
fn an_account_has_its_country_and_bank_before_it_or_something_behind_it() {
    for (written, account) in [
        ("//AT39364/12345678912/EUR", "AT3936412345678912"),
        ("AT39364/22345678912/EUR", "AT3936422345678912"),
        ("DE89370400440532013000/0", "DE89370400440532013000"),
        ("DE89370400440532013000/EUR", "DE89370400440532013000"),
        ("BILLLULLXXX/LU540026121160200600", "LU540026121160200600"),
    ] {
        let (_, _, found, _) = collect(mt940(written, ":61:2601020102C500,00NTRFNONREF\n").as_bytes());
        assert_eq!((found.refused_count, &*found.statements[0].account), (0, account), "{written}");
    }
}

#[test]
fn ofx_may_write_thousands_apart_and_a_longer_name_elsewhere() {
    let read = |transaction: &str| {
        let text = format!(
            "OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>9876543210</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260102<FITID>F{transaction}</STMTTRN></BANKTRANLIST></STMTRS></OFX>"
        );
        let (_, _, found, entries) = collect(text.as_bytes());
        entries.first().map_or_else(|| found.refused[0].message.id.to_string(), |(_, entry)| shown(entry))
    };
    assert_eq!(read("<TRNAMT>+1 006,60<NAME>N"), "2026-01-02 1006.60 [N|||]");
    assert_eq!(read("<TRNAMT>-1,006.60<NAME>N"), "2026-01-02 -1006.60 [N|||]");
    assert_eq!(read("<TRNAMT>1.006<NAME>N"), "bank-refused-decimals");
    assert_eq!(
        read("<TRNAMT>5<NAME>Nagy es Tarsa Kereskedelmi es Szo<EXTDNAME>Nagy es Tarsa Kereskedelmi es Szolgaltato Kft"),
        "2026-01-02 5 [Nagy es Tarsa Kereskedelmi es Szolgaltato Kft|||]"
    );
}

#[test]
fn a_table_may_have_the_currency_beside_the_amount_and_the_name_of_the_day() {
    let mapping = "name = \"own\"\ndecimal = \",\"\naccount = \"1234567890\"\n[columns]\nbooked = \"Könyvelés dátuma\"\namount = \"Összeg\"\ntext = \"Közlemény\"\n";
    let mapped = |currency: Option<&str>| Options {
        mappings: vec![Mapping::parse(mapping).unwrap()],
        currency: currency.map(crate::domain::Currency::new),
        ..Options::default()
    };
    let text = "Könyvelés dátuma;Összeg;Közlemény\n2026.01.02., péntek;+7 000,00 HUF;INV-2026-1\n2026. 01. 03.;-500,00 Ft;díj\n";
    for currency in [None, Some("HUF")] {
        let (_, _, found, entries) = collect_with(text.as_bytes(), &mapped(currency)).unwrap();
        assert_eq!((&found.refused, found.statements[0].currency.as_str()), (&Vec::new(), "HUF"));
        let lines: Vec<String> = entries.iter().map(|(_, entry)| shown(entry)).collect();
        assert_eq!(lines, ["2026-01-02 7000.00 [||INV-2026-1|]", "2026-01-03 -500.00 [||díj|]"]);
    }
    // An amount of another currency is none of the account.
    let (_, _, found, _) =
        collect_with(text.replace("péntek;+7 000,00 HUF", "péntek;+7 000,00 EUR").as_bytes(), &mapped(Some("HUF"))).unwrap();
    assert_eq!(
        (found.refused_count, found.refused[0].line, found.refused[0].message.id.as_ref()),
        (1, 2, "bank-refused-currency")
    );
}

#[test]
fn an_archive_and_a_workbook_of_an_older_form_say_what_they_are() {
    let read = |bytes: &[u8]| collect_with(bytes, &options()).unwrap_err();
    assert_eq!(read(b"PK\x03\x04 an archive with statement.xml in it"), BankError::Packed);
    assert_eq!(read(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"), BankError::OldWorkbook);
    let xml = "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"></Workbook>";
    assert_eq!(read(xml.as_bytes()), BankError::OldWorkbook);
}

#[test]
fn the_other_side_of_revolut_is_the_sender_or_the_beneficiary_and_never_the_own_person_that_paid() {
    let head = "Date started (UTC),Date completed (UTC),ID,Type,State,Description,Reference,Payer,Card number,Orig currency,Orig amount,Payment currency,Amount,Total amount,Exchange rate,Fee,Fee currency,Balance,Account,Beneficiary account number,Beneficiary IBAN,Beneficiary name,Sender account,Sender name";
    let rows = [
        "2026-05-29,2026-05-29,a1,TOPUP,COMPLETED,Money added from ACME LTD,INV-2026-1,,,EUR,8.86,EUR,8.86,8.86,,0.00,EUR,108.86,EUR Main,,,,BG18RZBB91550123456789,ACME LTD",
        "2026-05-30,2026-05-30,a2,TRANSFER,COMPLETED,To Beta Kft,R-7,Own Person,,EUR,20.00,EUR,-20.00,-20.00,,0.00,EUR,88.86,EUR Main,,HU42117730161111101800000000,Beta Kft,,",
    ];
    let text = format!("{head}\n{}\n", rows.join("\n"));
    let (_, _, found, entries) = collect(text.as_bytes());
    assert_eq!((&found.refused, found.statements[0].format.as_ref()), (&Vec::new(), "csv.revolut"));
    let told: Vec<(&str, &str)> = entries.iter().map(|(_, entry)| (&*entry.whole.name, &*entry.whole.account)).collect();
    assert_eq!(told, [("ACME LTD", "BG18RZBB91550123456789"), ("Beta Kft", "HU42117730161111101800000000")]);
    // A table that lacks all columns of a name that a mapping needs is another one's.
    let mapping = |name: &str| {
        let text = format!(
            "name = \"own\"\naccount = \"1234567890\"\ncurrency = \"EUR\"\n[columns]\nbooked = \"Date\"\namount = \"Amount\"\nname = \"{name}\"\n"
        );
        collect_with(
            b"Date;Amount\n2026-01-02;5.00\n",
            &Options { mappings: vec![Mapping::parse(&text).unwrap()], ..Options::default() },
        )
    };
    assert!(mapping("Payer|Payee").is_err() && mapping("Payer|Payee|").is_ok());
}
