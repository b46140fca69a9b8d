#!/usr/bin/env bash
# ofxstatement-qif 0.14.0 (PyPI): different payments have one number, and a QIF file that names its account becomes an empty statement.
#
# Expected: in OFX the FITID of a transaction is unique in its account; importers know by it what they have already. The package that the
#   plugin belongs to has generate_unique_transaction_id for this, and says that the other function is not unique. A QIF file
#   may begin with !Account and the name of the account; all its transactions are of that account.
# Happens: 1. The number is made of day, amount and memo, without payee and place in the file. Three coffees at 3.50 in two cafés on one day
#      have the same FITID, without a memo (M) in the file, which is optional.
#   2. The plugin asks for an account called "Quiffen Default Account", which exists only where the file names none. Of a file with a name
#      nothing is converted: 0 lines and exit code 0. The option "account" is in the README, in an example with this very name.
# Why it matters: a program that goes by FITID takes the first coffee only; of the other file a month of payments is missing.
# Versions: ofxstatement-qif 0.14.0, the newest, with ofxstatement 0.9.3 and quiffen 4.0.1, Python 3.11. Seen on 2026-11-29.
# Source: this run; OFX 2.2 (FITID); the docstrings of ofxstatement.statement; the QIF format of Intuit (!Account). No issue of it
#   was found; the same of another converter was mended in yacoob/aib2ofx #4.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the plugin answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export HOME="$work" XDG_CONFIG_HOME="$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ofxstatement-qif==0.14.0 ofxstatement==0.9.3 quiffen==4.0.1
cat > rows <<'QIF'
!Type:Bank
D11/05/2026
T-3.50
PCafe One
^
D11/05/2026
T-3.50
PCafe Two
^
D11/05/2026
T-3.50
PCafe Two
^
D11/06/2026
T100.00
PCustomer
^
QIF
{ printf '!Account\nNChecking\nTBank\n^\n'; cat rows; } >named.qif
cp rows unnamed.qif
cat > read.py <<'PY'
import sys
from decimal import Decimal
from xml.etree import ElementTree

for name in sys.argv[1:]:
    text = open(f"{name}.ofx").read()
    rows = ElementTree.fromstring(text[text.index("<OFX>"):]).findall(".//STMTTRN")
    numbers = list(dict.fromkeys(row.findtext("FITID") for row in rows))
    print(f"{name}: {len(rows)} rows, sum {sum(Decimal(row.findtext('TRNAMT')) for row in rows)}")
    for row in rows:
        print(f"{row.findtext('DTPOSTED')[:8]} {row.findtext('NAME')} {row.findtext('TRNAMT')}: FITID {numbers.index(row.findtext('FITID')) + 1}")
PY
for name in unnamed named; do
    venv/bin/ofxstatement convert -t qif "$name.qif" "$name.ofx" >log 2>&1 && echo "$name: exit code 0, $(grep -o '[0-9]* lines' log)" || echo "$name: exit code $?"
done >seen
venv/bin/python read.py unnamed named >>seen
cat seen
diff - seen <<'WANT' || { echo "the plugin answers otherwise now: read this script again"; exit 1; }
unnamed: exit code 0, 4 lines
named: exit code 0, 0 lines
unnamed: 4 rows, sum 89.50
20261105 Cafe One -3.50: FITID 1
20261105 Cafe Two -3.50: FITID 1
20261105 Cafe Two -3.50: FITID 1
20261106 Customer 100.00: FITID 2
named: 0 rows, sum 0
WANT
