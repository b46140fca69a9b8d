//! Bytes that are no statement: an error or refused lines, never a panic.

use super::{collect_with, options};

const SEEDS: [&str; 5] = [
    ":20:A\n:25:UBRTHUHB/1/HUF\n:28C:1/2\n:60F:C260101HUF1,00\n:61:2601010101RCF1,00NTRFX//Y\nz\n:86:166?00A?20EREF+1?21SVWZ+x?32N\n:NS:01a\n15b\n:62F:C260101HUF0,00\n-\n",
    "<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Acct><Id><IBAN>X</IBAN></Id><Ccy>HUF</Ccy></Acct><Ntry><Amt Ccy=\"HUF\">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><NtryDtls><TxDtls><Amt>1</Amt></TxDtls><TxDtls><Amt>2</Amt></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>",
    "OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST><STMTTRN><DTPOSTED>20260105<TRNAMT>12.50<FITID>1</STMTTRN></BANKTRANLIST></STMTRS></OFX>",
    "<NetBankXML><SzamlaInfo><Szamlaszam>1</Szamlaszam></SzamlaInfo><Tranzakcio NBID=\"9\"><Osszeg Devizanem=\"HUF\">5</Osszeg><Terhelesnap>2025.09.02.</Terhelesnap></Tranzakcio></NetBankXML>",
    "Booking Date,Amount,Currency,Partner Name,Partner IBAN,Partner Account Number,Bank Code,Transaction Date Time,Transaction Type\n2026-03-01,1.5,EUR,A,,,X,,T\n",
];

#[test]
fn damaged_statements_never_panic() {
    let seed = std::env::var("BANK_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7u64);
    let rounds = std::env::var("BANK_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(3000u32);
    println!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let mut read = 0;
    for _ in 0..rounds {
        let mut bytes = SEEDS[random.usize(..SEEDS.len())].as_bytes().to_vec();
        for _ in 0..random.usize(..12) {
            let at = random.usize(..bytes.len());
            match random.u8(..5) {
                0 => bytes[at] = random.u8(..),
                1 => drop(bytes.drain(at..bytes.len().min(at + random.usize(..20)))),
                2 => {
                    let piece = SEEDS[random.usize(..SEEDS.len())].as_bytes();
                    let from = random.usize(..piece.len());
                    let piece = piece[from..piece.len().min(from + 30)].to_vec();
                    bytes.splice(at..at, piece);
                }
                3 => bytes.insert(at, *random.choice(b"\xC5\x00\xFF<>&;:?\n9,.-".as_slice()).expect("some")),
                _ => bytes.truncate(at.max(1)),
            }
            if bytes.is_empty() {
                bytes.push(b':');
            }
        }
        read += usize::from(collect_with(&bytes, &options()).is_ok());
    }
    assert!(read > 0, "no damaged file was read, so that nothing beyond detection was tried");
    for _ in 0..rounds / 10 {
        let bytes: Vec<u8> = (0..random.usize(1..400)).map(|_| random.u8(..)).collect();
        let _ = collect_with(&bytes, &options());
        let zip: Vec<u8> = b"PK\x03\x04".iter().copied().chain(bytes).collect();
        let _ = collect_with(&zip, &options());
    }
}
