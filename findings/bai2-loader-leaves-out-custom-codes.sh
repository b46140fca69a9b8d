#!/usr/bin/env bash
# bankstatementparser-loader-bai2 0.0.28 (PyPI): postings with the bank's own type codes are left out, and all amounts have two decimals.
#
# Expected: BAI2 gives 920-959 to credits and 960-999 to debits that a bank defines for itself, as transactions (record 16) too; 900-919
#   are status. Amounts have the decimals of their currency, none for the yen. Type D of the funds is followed by a count and as many
#   pairs of days and amounts, and only then by the reference of the bank.
# Happens: 1. every code from 900 to 999 is skipped as a status, so 500.00 received and 50.00 paid are not there, without an error.
#   2. 100000 yen are 1000.
#   3. After type D the count is taken for the reference of the bank: all such postings have the same transaction_id, "2" here, and
#      the references are in the description.
# Why it matters: the entries do not add up to the balances of the statement (the loader says that it does not look at the control
#   totals), and a program that knows postings by their transaction_id takes only the first.
# Versions: bankstatementparser-loader-bai2 0.0.28 with bankstatementparser 0.0.29, Python 3.11. Seen on 2026-11-29.
# Source: this run; BAI, "Cash Management Balance Reporting Specifications, Version 2": records 02 (currency), 03 and 16 (amount, funds
#   type), appendix of type codes; the ranges also in Oracle's guide of JD Edwards, table 09/BA. The documentation of the loader knows
#   900-999 only as status, and D not at all.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the loader answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check bankstatementparser-loader-bai2==0.0.28 bankstatementparser==0.0.29
cat > read.py <<'PY'
from bankstatementparser_loader_bai2 import load_bai2


def statement(currency, *postings):
    """Opening balance 0, closing balance the sum of the postings."""
    signed = [amount if code[0] in "123" or "920" <= code <= "959" else -amount for code, amount, _ in postings]
    records = ["01,BANK,ME,261127,1200,1,,,2/", f"02,ME,BANK,1,261126,2400,{currency},2/",
               f"03,123456789,{currency},010,0,,,015,{sum(signed)},,/"]
    records += [f"16,{code},{amount},{rest}" for code, amount, rest in postings]
    total = sum(signed) + sum(amount for _, amount, _ in postings)
    return sum(signed), "\n".join([*records, f"49,{total},{len(postings) + 2}/", f"98,{total},1,{len(postings) + 4}/",
                                   f"99,{total},1,{len(postings) + 6}/", ""])


def show(name, places, given):
    closing, text = given
    rows = load_bai2(text)
    for row in rows:
        print(f"{name}: {row.category} {row.amount} {row.currency} id {row.transaction_id}, {row.description}")
    print(f"{name}: balance {closing / 10 ** places:.{places}f}, postings {sum(row.amount for row in rows):.{places}f}")


show("own codes", 2, statement("EUR", ("142", 100000, ",A1,,paid"), ("930", 50000, ",A2,,instant payment"), ("970", 5000, ",A3,,levy")))
show("yen", 0, statement("JPY", ("142", 100000, ",B1,,paid")))
show("type D", 2, statement("EUR", ("142", 25000, "D,2,0,10000,1,15000,C1,,paid"), ("142", 30000, "D,2,0,10000,1,20000,C2,,paid")))
PY
venv/bin/python read.py >seen
cat seen
diff - seen <<'WANT' || { echo "the loader answers otherwise now: read this script again"; exit 1; }
own codes: bai2:142 1000 EUR id A1, paid
own codes: balance 1450.00, postings 1000.00
yen: bai2:142 1000 JPY id B1, paid
yen: balance 100000, postings 1000
type D: bai2:142 250 EUR id 2, 10000,1,15000,C1,,paid
type D: bai2:142 300 EUR id 2, 10000,1,20000,C2,,paid
type D: balance 550.00, postings 550.00
WANT
