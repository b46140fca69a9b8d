#!/usr/bin/env bash
# ledger-cli-toolkit 1.8.6 (PyPI): a posting without an amount takes that of the line before it, and one with a comment that of another day.
#
# Expected: in a journal of Ledger or hledger the one posting without an amount takes what the others leave: 10.00 and 20.00 make -30.00. What
#   follows a semicolon is a comment. The package reads "accounting files in .ledger format" and calculates balances.
# Happens: 1. the posting without an amount is the last amount with the other sign: -20.00, and 10.00 come from nowhere. The other one first,
#      it has the last amount of the transaction before.
#   2. A posting with a comment loses its amount in the same way, and its account is the whole line.
#   3. The balances are of these, and nothing adds them up: they are not zero together, and no error is told.
# Why it matters: what is billed or owed is the amount of another line or day.
# Versions: ledger-cli-toolkit 1.8.6, the newest, with PyYAML 6.0.3, numpy 2.3.5, pandas 2.3.3, matplotlib 3.10.7 and tabulate 0.9.0, which
#   it does not declare, Python 3.11; as a control hledger 1.25 of Debian 12. Seen on 2026-11-30.
# Source: this run; the manual of Ledger 3, "Eliding amounts" and "Commenting on your journal"; the manual of hledger, "Postings"; nothing of
#   it in the README. No issue of it was found.
#
# Needs: Debian 12 with its package lists (apt-get update), python3 with venv, and a registry of Python packages. Fails if the package
# answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TZ=UTC LC_ALL=C.UTF-8
apt-get download --quiet=2 hledger=1.25-2+b5 >/dev/null 2>&1
dpkg-deb --extract hledger_*.deb debian
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ledger-cli-toolkit==1.8.6 pyyaml==6.0.3 numpy==2.3.5 pandas==2.3.3 \
    matplotlib==3.10.7 tabulate==0.9.0
cat > plain.ledger <<'LEDGER'
2026/11/01 * Both have their amount
    Expenses:Food  10.00 EUR
    Assets:Bank  -10.00 EUR
LEDGER
cat > three.ledger <<'LEDGER'
2026/11/01 * Three postings
    Expenses:Food  10.00 EUR
    Expenses:Books  20.00 EUR
    Assets:Bank
LEDGER
cat > first.ledger <<'LEDGER'
2026/11/01 * Salary
    Assets:Bank  2000.00 EUR
    Income:Salary  -2000.00 EUR

2026/11/02 * The one without comes first
    Assets:Bank
    Expenses:Food  10.00 EUR
LEDGER
cat > comment.ledger <<'LEDGER'
2026/11/01 * Salary
    Assets:Bank  2000.00 EUR
    Income:Salary  -2000.00 EUR

2026/11/02 * Lunch
    Expenses:Food  10.00 EUR ; with a customer
    Assets:Bank  -10.00 EUR
LEDGER
cat > read.py <<'PY'
import sys
from ledger_cli import LedgerParser

parser = LedgerParser(sys.argv[1])
balances = parser.calculate_balances(parser.parse_transactions())
found = [(account, amount, unit) for account, units in sorted(balances.items()) for unit, amount in units.items()]
print("ledger-cli-toolkit:", ", ".join(f"{account!r} {amount:.2f} {unit}" for account, amount, unit in found),
      f"- together {sum(amount for _, amount, _ in found):.2f}")
PY
for name in plain three first comment; do
    debian/usr/bin/hledger -f "$name.ledger" balance --flat --no-total | tr -s ' ' | paste -sd, | sed "s/^/$name: hledger:/; s/,/,/g"
    venv/bin/python read.py "$name.ledger"
done >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
plain: hledger: -10.00 EUR Assets:Bank, 10.00 EUR Expenses:Food
ledger-cli-toolkit: 'Assets:Bank' -10.00 EUR, 'Expenses:Food' 10.00 EUR - together 0.00
three: hledger: -30.00 EUR Assets:Bank, 20.00 EUR Expenses:Books, 10.00 EUR Expenses:Food
ledger-cli-toolkit: 'Assets:Bank' -20.00 EUR, 'Expenses:Books' 20.00 EUR, 'Expenses:Food' 10.00 EUR - together 10.00
first: hledger: 1990.00 EUR Assets:Bank, 10.00 EUR Expenses:Food, -2000.00 EUR Income:Salary
ledger-cli-toolkit: 'Assets:Bank' 4000.00 EUR, 'Expenses:Food' 10.00 EUR, 'Income:Salary' -2000.00 EUR - together 2010.00
comment: hledger: 1990.00 EUR Assets:Bank, 10.00 EUR Expenses:Food, -2000.00 EUR Income:Salary
ledger-cli-toolkit: 'Assets:Bank' 1990.00 EUR, 'Expenses:Food  10.00 EUR ; with a customer' 2000.00 EUR, 'Income:Salary' -2000.00 EUR - together 1990.00
WANT
