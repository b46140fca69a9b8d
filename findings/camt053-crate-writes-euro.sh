#!/usr/bin/env bash
# camt053 0.4.2 (crates.io): the MT940 that it makes of a statement is in euro, whatever the currency of the account.
#
# Expected: fields 60F and 62F of MT940 carry the currency of the account (sub-field 3). A camt.053 of an account in forints becomes
#   an MT940 in forints; the crate reads the currency and keeps it in SimpleStatement::currency.
# Happens: to_mt940, and `camt053 --mt940` with it, write EUR always. A reader of it (mt-940 5.1.1 here) takes 127000 forints, some 300
#   euro, for 127000 euro. The balances add up, so no check of the file finds it. The README names no currency.
# Why it matters: accounts in HUF, CZK, PLN, CHF become accounts in EUR with the same digits.
# Versions: camt053 0.4.2 without features, rustc as installed; mt-940 5.1.1, Python 3.11. The statement below is valid by the schema
#   camt.053.001.08. Seen on 2026-11-29.
# Source: this run; SWIFT MT940, fields 60a and 62a; the README of the crate.
#
# Needs: cargo and python3 with venv, and their registries. Fails if the crate writes otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mt-940==5.1.1
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "probe"
version = "0.0.0"
edition = "2024"
[dependencies]
camt053 = { version = "=0.4.2", default-features = false }
[profile.dev]
debug = false
TOML
cat > src/main.rs <<'RUST'
use camt053::SimpleStatements;

fn main() {
    let statements = SimpleStatements::load("statement.xml").expect("a statement");
    for statement in &statements {
        eprintln!("read by camt053: {} in {}", statement.closing_amount, statement.currency.as_deref().unwrap_or("-"));
        print!("{}", statement.to_mt940());
    }
}
RUST
cat > statement.xml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
 <GrpHdr><MsgId>1</MsgId><CreDtTm>2026-01-05T12:00:00Z</CreDtTm></GrpHdr>
 <Stmt><Id>1</Id><CreDtTm>2026-01-05T12:00:00Z</CreDtTm>
  <Acct><Id><IBAN>HU42117730161111101800000000</IBAN></Id><Ccy>HUF</Ccy></Acct>
  <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="HUF">1000000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-01</Dt></Dt></Bal>
  <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="HUF">1127000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-05</Dt></Dt></Bal>
  <Ntry><NtryRef>1</NtryRef><Amt Ccy="HUF">127000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
   <BookgDt><Dt>2026-01-03</Dt></BookgDt><ValDt><Dt>2026-01-03</Dt></ValDt><BkTxCd><Prtry><Cd>1</Cd></Prtry></BkTxCd>
   <NtryDtls><TxDtls><Refs><EndToEndId>1</EndToEndId></Refs><Amt Ccy="HUF">127000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
    <RmtInf><Ustrd>INV-2026-00001</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
 </Stmt></BkToCstmrStmt></Document>
XML
cat > read.py <<'PY'
import mt940
rows = mt940.parse("statement.sta")
for row in rows:
    print("read by mt-940 from the MT940:", row.data["amount"])
print("read by mt-940 from the MT940:", rows.data["final_closing_balance"])
PY
cargo build --quiet 2>build.log || { cat build.log; exit 1; }
target/debug/probe >statement.sta 2>seen
grep -E '^:6[02]F:' statement.sta | tr -d '\r' >>seen
venv/bin/python read.py >>seen
cat seen
diff - seen <<'WANT' || { echo "the crate writes otherwise now: read this script again"; exit 1; }
read by camt053: 1127000.00 in HUF
:60F:C260101EUR1000000,00
:62F:C260105EUR1127000,00
read by mt-940 from the MT940: 127000.00 EUR
read by mt-940 from the MT940: 1127000.00 EUR @ 2026-01-05
WANT
