//! Statements as banks write them, of any length.

use std::fmt::Write;

const NAMES: [&str; 6] = ["Őrség Kft.", "Alfa Trade Kft.", "Béta Zrt.", "Gamma GmbH", "Kovács és Társa Bt.", "Petz Aladár"];

/// Amount in cents, name and number of an entry.
fn facts(n: u64) -> (u64, &'static str, String) {
    let cents = 100_000 + n * 7919 % 90_000_000;
    (cents, NAMES[n as usize % NAMES.len()], format!("INV-2026-{n}"))
}

fn day(n: u64, of: u64) -> (u64, u64) {
    let day = n * 336 / of.max(1);
    (1 + day / 28, 1 + day % 28)
}

/// MT940 with structured details, in pages of 1,000 entries.
pub fn mt940(count: u64) -> String {
    let mut text = String::new();
    let mut balance = 0u64;
    for page in 0..count.div_ceil(1000) {
        let entries = (page * 1000)..count.min((page + 1) * 1000);
        let _ = write!(text, ":20:STMT{page}\n:25:11773016-11111018\n:28C:{}/1\n", page + 1);
        let (month, date) = day(page * 1000, count);
        let _ = writeln!(text, ":60F:C26{month:02}{date:02}HUF{},{:02}", balance / 100, balance % 100);
        for n in entries {
            let (cents, name, number) = facts(n);
            let (month, date) = day(n, count);
            balance += cents;
            let _ = write!(
                text,
                ":61:26{month:02}{date:02}{month:02}{date:02}C{},{:02}NTRFNONREF//B{n}\n:86:166?00JOVAIRAS?20Szamla {number}?21 kiegyenlitese?3011773016?3111111018?32{name}\n",
                cents / 100,
                cents % 100
            );
        }
        let (month, date) = day((page * 1000 + 999).min(count - 1), count);
        let _ = write!(text, ":62F:C26{month:02}{date:02}HUF{},{:02}\n-\n", balance / 100, balance % 100);
    }
    text
}

/// camt.053.001.08, one statement.
pub fn camt(count: u64) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-12-31T20:00:00</CreDtTm></GrpHdr><Stmt><Id>S</Id><ElctrncSeqNb>1</ElctrncSeqNb><CreDtTm>2026-12-31T20:00:00</CreDtTm><Acct><Id><IBAN>HU42117730161111101800000000</IBAN></Id><Ccy>HUF</Ccy></Acct>",
    );
    let sum: u64 = (0..count).map(|n| facts(n).0).sum();
    for (kind, cents, date) in [("OPBD", 0, "2026-01-01"), ("CLBD", sum, "2026-12-31")] {
        let _ = write!(
            text,
            "<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"HUF\">{}.{:02}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{date}</Dt></Dt></Bal>",
            cents / 100,
            cents % 100
        );
    }
    for n in 0..count {
        let (cents, name, number) = facts(n);
        let (month, date) = day(n, count);
        let _ = writeln!(
            text,
            "<Ntry><Amt Ccy=\"HUF\">{}.{:02}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-{month:02}-{date:02}</Dt></BookgDt><ValDt><Dt>2026-{month:02}-{date:02}</Dt></ValDt><AcctSvcrRef>B{n}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><Amt Ccy=\"HUF\">{}.{:02}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>HU42117730161111101800000000</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>{number} kiegyenlítése</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>",
            cents / 100,
            cents % 100,
            cents / 100,
            cents % 100
        );
    }
    text.push_str("</Stmt></BkToCstmrStmt></Document>\n");
    text
}

/// OFX 1, one statement.
pub fn ofx(count: u64) -> String {
    let mut text = String::from(
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20261231<LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>HUF<BANKACCTFROM><BANKID>11773016<ACCTID>11111018<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20260101<DTEND>20261231\n",
    );
    for n in 0..count {
        let (cents, _, number) = facts(n);
        let (month, date) = day(n, count);
        let _ = writeln!(
            text,
            "<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>2026{month:02}{date:02}120000<TRNAMT>{}.{:02}<FITID>B{n}<NAME>Orseg Kft.<MEMO>{number} kiegyenlitese</STMTTRN>",
            cents / 100,
            cents % 100
        );
    }
    text.push_str("</BANKTRANLIST><LEDGERBAL><BALAMT>0<DTASOF>20261231</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n");
    text
}
