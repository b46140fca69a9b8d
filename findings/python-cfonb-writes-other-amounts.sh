#!/usr/bin/env bash
# python-cfonb 2.13 (PyPI): amounts of CFONB statements come out ten or a hundred times smaller, or lose a cent, on the way out and back.
#
# Expected: an amount of CFONB 120 has 14 places: the digits, the last one as a letter that carries the sign, and the number of decimals
#   stands beside it. What the writer writes its own reader reads as the same amount; the tests of the package pass euro as floats.
# Happens: 1. cfonb.writer.Statement writes the digits of the number as they are and always says two decimals: 12.5 becomes 1.25,
#      1200.0 becomes 120.00, the integer 1200 becomes 12.00. Only numbers with exactly two decimals are right.
#   2. write_amount cuts the cents of a float: 1.05 becomes 0.15, 0.29 becomes 0.28, 12.34 becomes 12.33.
#   3. The reader takes no decimals (the Pacific franc, XPF, has none) for all: 1234560 francs become 0.0000000123456.
# Why it matters: opening balance, entries and closing balance are wrong together, so they may still add up.
# Versions: python-cfonb 2.13, the newest, Python 3.11. Seen on 2026-11-29.
# Source: this run; CFONB, "Relevé de comptes 120 caractères", zones montant and nombre de décimales; ISO 4217 for XPF; cfonb/tests.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-cfonb==2.13
cat > amounts.py <<'PY'
from datetime import date
from decimal import Decimal
from io import StringIO
from cfonb import StatementReader
from cfonb.parser.common import parse_amount, write_amount
from cfonb.writer.statement import Statement

day = date(2026, 11, 27)
for amount in (12.34, 12.5, 1200.0, 1200, Decimal("-0.5")):
    place = ("20002", "90005", "EUR", "01717651230", day)
    statement = Statement().header(*place, amount)
    statement.add("20002", "1234567", "90005", "EUR", "01717651230", day, "payment", amount, "1").footer(*place, amount)
    read = StatementReader().parse(StringIO(statement.render()))[0]
    print(f"statement of {amount}: {read.header.prev_amount}, {read.lines[0].amount}, {read.footer.next_amount}")
for amount in (12.34, 1.05, 0.29, 1234.56):
    print(f"write_amount of {amount}: {parse_amount(write_amount(amount, 2), 2)}")
for decimals in (2, 0):
    print(f"read with {decimals} decimals: {parse_amount('0000000123456{', decimals):f}")
PY
venv/bin/python amounts.py >seen
cat seen
diff - seen <<'WANT' || { echo "python-cfonb answers otherwise now: read this script again"; exit 1; }
statement of 12.34: 12.34, 12.34, 12.34
statement of 12.5: 1.25, 1.25, 1.25
statement of 1200.0: 120.00, 120.00, 120.00
statement of 1200: 12.00, 12.00, 12.00
statement of -0.5: -0.05, -0.05, -0.05
write_amount of 12.34: 12.33
write_amount of 1.05: 0.15
write_amount of 0.29: 0.28
write_amount of 1234.56: 1234.55
read with 2 decimals: 12345.60
read with 0 decimals: 0.00000001234560
WANT
