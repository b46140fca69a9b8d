#!/usr/bin/env bash
# camt053-loader-mt940 0.0.23 (PyPI) and mt940-js 1.0.0 (npm): a reversal in an MT940 statement moves money the wrong way.
#
# Expected: field 61 of MT940 has four marks. RC reverses a credit, so it takes money from the account; RD reverses a debit and gives it
#   back. In camt.053 the indicator tells where this entry moves money, also where RvslInd is true: ISO 20022 says that CRDT with a
#   reversal means that the original entry was a debit. The balances of the statement prove which way an entry went.
# Happens: the loader makes CRDT of RC and DBIT of RD, each with the indicator of reversal. mt940-js has isCredit true for RC and
#   false for RD, and nothing in its entry tells that it is a reversal. Both are wrong by twice the reversed amount against the closing
#   balance. The suite that the loader is part of does it the right way round where it reverses an entry by itself.
# Why it matters: a payment that the bank took back counts as received twice.
# Versions: camt053-loader-mt940 and camt053 0.0.23, mt940-js 1.0.0 (with tslib, which it does not declare); as control mt-940 5.1.1
#   with its option reversal_sign (its default, which leaves RC positive, is documented). Python 3.11, Node 20. Seen on 2026-11-29.
# Source: this run; SWIFT field 61, subfield 3; ISO 20022, definition of ReversalIndicator; the same of mt-940 in wolph/mt940 #130.
#
# Needs: python3 with venv, node with npm, and their registries. Fails if one of the readers answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check camt053-loader-mt940==0.0.23 camt053==0.0.23 mt-940==5.1.1
npm install --silent --no-audit --no-fund --prefix "$work" mt940-js@1.0.0 tslib@2.8.1 >/dev/null
# Received 500; a fee of 40, given back; a payment of 200, taken back.
cat > statement.sta <<'MT940'
:20:STATEMENT
:25:DE89370400440532013000
:28C:1
:60F:C260101EUR1000,00
:61:2601020102C500,00NTRFONE//1
:86:payment
:61:2601030103D40,00NCHGTWO//2
:86:fee
:61:2601040104RD40,00NCHGTHREE//3
:86:fee given back
:61:2601050105C200,00NTRFFOUR//4
:86:payment
:61:2601060106RC200,00NTRFFIVE//5
:86:payment taken back
:62F:C260106EUR1500,00
MT940
cat > read.py <<'PY'
from decimal import Decimal
import mt940
from mt940.options import Options
from camt053.models import Entry, Statement
from camt053.reversal.reversal import build_reversal_record
from camt053_loader_mt940 import parse_mt940

text = open("statement.sta").read()
rows = mt940.parse(text, options=Options(reversal_sign=True))
print("the bank's closing balance: 1500.00")
print("mt-940 with reversal_sign:", Decimal("1000.00") + sum(row.data["amount"].amount for row in rows))
total = Decimal("1000.00")
for entry in parse_mt940(text).statements[0].entries:
    amount = Decimal(entry.amount)
    total += amount if entry.credit_debit_indicator == "CRDT" else -amount
    if entry.reversal_indicator:
        print("camt053-loader-mt940:", entry.reference, entry.amount, entry.credit_debit_indicator, "reversal")
print("camt053-loader-mt940:", total)
credit = Entry(reference="FOUR", amount="200.00", currency="EUR", credit_debit_indicator="CRDT")
print("camt053 reverses a CRDT by:", build_reversal_record(credit, Statement(), "m", "2026-01-06T00:00:00", "s")["credit_debit"])
PY
cat > read.mjs <<'JS'
import fs from 'node:fs';
import mt940 from 'mt940-js';
const [statement] = await mt940.read(fs.readFileSync('statement.sta'));
const total = statement.transactions.reduce((sum, row) => sum + (row.isCredit ? row.amount : -row.amount), 1000);
console.log('mt940-js:', total.toFixed(2));
JS
{ venv/bin/python read.py; node read.mjs; } >seen
cat seen
diff - seen <<'WANT' || { echo "a reader answers otherwise now: read this script again"; exit 1; }
the bank's closing balance: 1500.00
mt-940 with reversal_sign: 1500.00
camt053-loader-mt940: THREE 40.00 DBIT reversal
camt053-loader-mt940: FIVE 200.00 CRDT reversal
camt053-loader-mt940: 1820.00
camt053 reverses a CRDT by: DBIT
mt940-js: 1820.00
WANT
