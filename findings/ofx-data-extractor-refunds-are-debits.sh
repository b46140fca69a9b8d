#!/usr/bin/env bash
# ofx-data-extractor 1.5.0 (npm): refunds, deposits and payments to a card are debits, and a valid file can have a sum of zero.
#
# Expected: the sign of TRNAMT tells the direction. TRNTYPE only names the kind: OFX says of ATM and POS "debit or credit,
#   depends on signage of amount"; a payment to a credit card is PAYMENT and positive in the statement of the card. A file may have bank
#   and card statements (BANKMSGSRSV1, CREDITCARDMSGSRSV1), and OFX 1 asks for no line ends between elements.
# Happens: 1. a positive amount is a debit where TRNTYPE is one of ten names (ATM, POS, CHECK, PAYMENT, CASH, REPEATPMT …), in direction
#      of toNormalized and in getTransactionsSummary: 500 + 30 + 200 + 70 in and 100 out become 500 in and 400 out.
#   2. The summary of a file with both has the bank alone.
#   3. The same file without line ends has a summary of zero in strict mode; toNormalized raises an error there.
# Why it matters: the summary contradicts LEDGERBAL of the same file by 600, and a refund is booked as a second purchase.
# Versions: ofx-data-extractor 1.5.0, the newest, Node 20; as control ofxtools 1.1.1 (PyPI), Python 3.11. Seen on 2026-11-29.
# Source: this run; OFX 2.2 Banking (transaction types, signage of amounts); the README ("strict (default): parsing errors throw").
#   No issue of it was found.
#
# Needs: node with npm, python3 with venv, and their registries. Fails if one of the readers answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" ofx-data-extractor@1.5.0 >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ofxtools==1.1.1
cat > make.py <<'PY'
HEAD = ("OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\nCOMPRESSION:NONE\r\n"
        "OLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n")
DONE = "<STATUS><CODE>0<SEVERITY>INFO</STATUS>"


def rows(*all):
    return "<BANKTRANLIST><DTSTART>20261101<DTEND>20261130" + "".join(
        f"<STMTTRN><TRNTYPE>{kind}<DTPOSTED>20261105<TRNAMT>{amount}<FITID>{number}<NAME>{name}</STMTTRN>"
        for number, (kind, amount, name) in enumerate(all)) + "</BANKTRANLIST>"


bank = ("<BANKMSGSRSV1><STMTTRNRS><TRNUID>1" + DONE + "<STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>2<ACCTTYPE>CHECKING</BANKACCTFROM>"
        + rows(("CREDIT", "500.00", "customer"), ("POS", "-100.00", "purchase"), ("POS", "30.00", "refund"), ("ATM", "200.00", "cash paid in"),
               ("CHECK", "70.00", "cheque paid in"))
        + "<LEDGERBAL><BALAMT>700.00<DTASOF>20261130</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1>")
card = ("<CREDITCARDMSGSRSV1><CCSTMTTRNRS><TRNUID>2" + DONE + "<CCSTMTRS><CURDEF>EUR<CCACCTFROM><ACCTID>3</CCACCTFROM>"
        + rows(("DEBIT", "-120.00", "hotel"), ("PAYMENT", "50.00", "payment received"))
        + "<LEDGERBAL><BALAMT>-70.00<DTASOF>20261130</LEDGERBAL></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1>")
signon = "<OFX><SIGNONMSGSRSV1><SONRS>" + DONE + "<DTSERVER>20261130<LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1>"
for name, body in (("bank", bank), ("card", card), ("both", bank + card)):
    body = signon + body + "</OFX>"
    open(f"{name}.ofx", "w", newline="").write(HEAD + body.replace("<", "\r\n<").strip())
open("line.ofx", "w", newline="").write(HEAD + signon + bank + "</OFX>")

from ofxtools.Parser import OFXTree

for name in ("bank", "card", "both", "line"):
    tree = OFXTree()
    tree.parse(f"{name}.ofx")
    amounts = [row.trnamt for statement in tree.convert().statements for row in statement.transactions]
    print(f"{name}, ofxtools: in {sum(a for a in amounts if a > 0)}, out {-sum(a for a in amounts if a < 0)}")
PY
cat > read.mjs <<'JS'
import fs from 'node:fs';
import { Ofx } from 'ofx-data-extractor';

for (const name of ['bank', 'card', 'both', 'line']) {
    const file = new Ofx(fs.readFileSync(`${name}.ofx`, 'latin1'));
    const { credit, debit } = file.getTransactionsSummary();
    console.log(`${name}, ofx-data-extractor: in ${credit}, out ${debit}`);
}
for (const name of ['bank', 'card'])
    for (const row of new Ofx(fs.readFileSync(`${name}.ofx`, 'latin1')).toNormalized().transactions)
        console.log(`${row.raw.NAME}: ${row.amount} ${row.direction}`);
try {
    new Ofx(fs.readFileSync('line.ofx', 'latin1')).toNormalized();
    console.log('line: read');
} catch (error) {
    console.log(`line: ${error.name}`);
}
JS
{ venv/bin/python make.py; node read.mjs; } >seen
cat seen
diff - seen <<'WANT' || { echo "a reader answers otherwise now: read this script again"; exit 1; }
bank, ofxtools: in 800.00, out 100.00
card, ofxtools: in 50.00, out 120.00
both, ofxtools: in 850.00, out 220.00
line, ofxtools: in 800.00, out 100.00
bank, ofx-data-extractor: in 500, out 400
card, ofx-data-extractor: in 0, out 170
both, ofx-data-extractor: in 500, out 400
line, ofx-data-extractor: in 0, out 0
customer: 500 credit
purchase: -100 debit
refund: 30 debit
cash paid in: 200 debit
cheque paid in: 70 debit
hotel: -120 debit
payment received: 50 debit
line: SyntaxError
WANT
