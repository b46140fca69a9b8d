//! OFX and the XML of `MagNet`, with known answers.

use super::{collect, shown};
use crate::bank::Format;

#[test]
fn ofx_without_closing_tags() {
    let text = "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nENCODING:USASCII\r\nCHARSET:1252\r\n\r\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>BYLADEM1<ACCTID>DE02120300000000202051<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20260101<DTEND>20260131<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260105120000[+1:CET]<TRNAMT>12.50<FITID>1<NAME>Bolt &amp; Co<MEMO>INV-1</STMTTRN><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260106<TRNAMT>-3.00<FITID>1<NAME>Fee</STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT>109.50<DTASOF>20260131</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>";
    let (format, word, found, entries) = collect(text.as_bytes());
    assert_eq!((format, word.as_str(), found.refused_count), (Format::Ofx, "ofx1", 0));
    assert_eq!((&*found.statements[0].account, found.statements[0].currency.as_str()), ("DE02120300000000202051", "EUR"));
    assert_eq!(found.statements[0].closing.map(|closing| closing.to_string()).as_deref(), Some("109.50"));
    let lines: Vec<String> = entries.iter().map(|(_, entry)| shown(entry)).collect();
    assert_eq!(lines, ["2026-01-05 12.50 [Bolt & Co||INV-1|]", "2026-01-06 -3.00 [Fee|||]"]);
    // A bank that uses an identifier again has two entries all the same.
    assert_ne!(entries[0].1.id, entries[1].1.id);
}

#[test]
fn ofx_as_xml() {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?OFX OFXHEADER=\"200\" VERSION=\"220\"?>\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>HUF</CURDEF><BANKACCTFROM><BANKID>11773016</BANKID><ACCTID>1111101800000000</ACCTID></BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20260105</DTPOSTED><TRNAMT>1000</TRNAMT><FITID>7</FITID><NAME>Őrség Kft.</NAME></STMTTRN><STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>2026</DTPOSTED><TRNAMT>1</TRNAMT></STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>";
    let (_, word, found, entries) = collect(text.as_bytes());
    assert_eq!((word.as_str(), entries.len()), ("ofx2", 1));
    assert_eq!(&*found.statements[0].account, "HU42117730161111101800000000");
    assert_eq!((found.refused[0].line, found.refused[0].message.id.as_ref()), (3, "bank-refused-day"));
}

#[test]
fn the_xml_of_magnet() {
    let text = "<NetBankXML><FEJLEC><KIBOCSATO><Nev>MagNet</Nev></KIBOCSATO><DokumentumInfo><SzamlaID>42</SzamlaID><AlCim>2025-09</AlCim></DokumentumInfo></FEJLEC><SzamlaInfo><Szamlaszam>11773016-11111018</Szamlaszam><Nev>Own</Nev></SzamlaInfo><EgyenlegInfo><NyitoEgyenleg>1000.00</NyitoEgyenleg><ZaroEgyenleg>1490.00</ZaroEgyenleg></EgyenlegInfo><Tranzakcio NBID=\"9\"><Tranzakcioszam>T1</Tranzakcioszam><Ellenpartner>Vevő Kft.</Ellenpartner><Ellenszamla>HU42117730161111101800000000</Ellenszamla><Osszeg Devizanem=\"HUF\">500.00</Osszeg><Terhelesnap>2025.09.02.</Terhelesnap><Esedekessegnap>2025.09.02.</Esedekessegnap><Kozlemeny>INV-9</Kozlemeny><Tipus>Átutalás (IG2)</Tipus></Tranzakcio><Tranzakcio NBID=\"10\"><Tranzakcioszam>T2</Tranzakcioszam><Osszeg Devizanem=\"HUF\">-10.00</Osszeg><Jutalekosszeg>10.00</Jutalekosszeg><Terhelesnap>2025.09.03.</Terhelesnap></Tranzakcio></NetBankXML>";
    let (format, _, found, entries) = collect(text.as_bytes());
    assert_eq!((format, found.refused_count), (Format::Magnet, 0));
    assert_eq!((&*found.statements[0].account, found.statements[0].currency.as_str()), ("HU42117730161111101800000000", "HUF"));
    assert_eq!(shown(&entries[0].1), "2025-09-02 500.00 [Vevő Kft.|HU42117730161111101800000000|INV-9|]");
    let wrong = text.replace("1490.00", "1491.00");
    assert_eq!(collect(wrong.as_bytes()).2.refused[0].message.id.as_ref(), "bank-refused-sum");
}

#[test]
fn a_currency_that_the_file_does_not_tell_is_known_or_asked_for() {
    use crate::bank::{BankError, Options};
    use crate::domain::Currency;
    let text = "OFXHEADER:100\n\n<OFX><STMTRS><BANKACCTFROM><ACCTID>998877</BANKACCTFROM><BANKTRANLIST><STMTTRN><DTPOSTED>20260105<TRNAMT>12.50<FITID>1</STMTTRN></BANKTRANLIST></STMTRS></OFX>";
    let known = |list: &[(&str, &str)]| Options {
        known: list.iter().map(|(account, currency)| ((*account).into(), Currency::new(currency))).collect(),
        ..super::options()
    };
    let read =
        |options: &Options| super::collect_with(text.as_bytes(), options).map(|found| found.2.statements[0].currency.clone());
    let unknown = Err(BankError::NoCurrency { account: "998877".to_owned() });
    assert_eq!(read(&known(&[])), unknown);
    assert_eq!(read(&known(&[("111", "EUR")])), unknown);
    assert_eq!(read(&known(&[("998877", "EUR"), ("998877", "USD")])), unknown);
    assert_eq!(read(&known(&[("111", "HUF"), ("998877", "EUR")])), Ok(Currency::new("EUR")));
    assert_eq!(read(&Options { currency: Some(Currency::new("USD")), ..known(&[("998877", "EUR")]) }), Ok(Currency::new("USD")));
}

#[test]
fn an_entry_of_ofx_in_another_currency_is_refused() {
    let entry = |more: &str| format!("<STMTTRN><DTPOSTED>20260105<TRNAMT>12.50<FITID>1{more}</STMTTRN>");
    let text = format!(
        "OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST>{}{}{}</BANKTRANLIST></STMTRS></OFX>",
        entry("<CURRENCY><CURRATE>0.9<CURSYM>USD</CURRENCY>"),
        entry("<ORIGCURRENCY><CURRATE>0.9<CURSYM>USD</ORIGCURRENCY>"),
        entry("")
    );
    let (_, _, found, entries) = collect(text.as_bytes());
    assert_eq!((found.refused_count, found.refused[0].message.id.as_ref(), entries.len()), (1, "bank-refused-currency", 2));
}

#[test]
fn an_amount_with_more_decimals_than_its_currency_is_refused_with_its_place() {
    let ofx = |currency: &str, amount: &str, balance: &str| {
        let text = format!(
            "OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>{currency}<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST>\n<STMTTRN><DTPOSTED>20260105<TRNAMT>{amount}<FITID>1</STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT>{balance}<DTASOF>20260131</LEDGERBAL></STMTRS></OFX>"
        );
        let (_, _, found, entries) = collect(text.as_bytes());
        let refused: Vec<(u64, String)> = found.refused.iter().map(|one| (one.line, one.message.id.to_string())).collect();
        let amount = entries.first().map(|(_, entry)| entry.whole.amount.normalize().to_string());
        (refused, amount, found.statements[0].closing.map(|closing| closing.to_string()))
    };
    let entry = |line| vec![(line, "bank-refused-decimals".to_owned())];
    let some = |text: &str| Some(text.to_owned());
    // One thousand two hundred and seventy, or 1.27: only the bank knows.
    assert_eq!(ofx("EUR", "1,270", "9.00"), (entry(4), None, some("9.00")));
    assert_eq!(ofx("HUF", "1270.1000000000001", "9.00"), (entry(4), None, some("9.00")));
    assert_eq!(ofx("EUR", "12.3456", "9.00"), (entry(4), None, some("9.00")));
    assert_eq!(ofx("JPY", "12.5", "9"), (entry(4), None, some("9")));
    assert_eq!(ofx("KWD", "1.270", "9.000"), (vec![], some("1.27"), some("9.000")));
    assert_eq!(ofx("HUF", "1270.10", "9.00"), (vec![], some("1270.1"), some("9.00")));
    assert_eq!(ofx("EUR", "1.2700", "9.0000"), (vec![], some("1.27"), some("9.0000")));
    // A balance is money too.
    let balance = vec![(0, "bank-refused-balance-decimals".to_owned())];
    assert_eq!(ofx("EUR", "1.27", "1,275"), (balance, some("1.27"), None));
}
