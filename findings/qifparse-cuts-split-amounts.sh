#!/usr/bin/env bash
# qifparse 0.5 (PyPI): the amounts of a split lose their last digit, its texts their last letter, and the order of dates that is asked for is ignored.
#
# Expected: in QIF a split has its category in S, its text in E and its amount in $, and the amounts add up to T. parse has an option
#   date_format, as QIF does not say whether the day or the month comes first.
# Happens: 1. $-60.05 is -60.0, $-40.05 is -40.0, $12 is 1: the last character of the line is left out, also of E. T is right, so
#      100.10 have splits of 100.00.
#   2. date_format is accepted and not looked at; the day is always first: 11/05/2026 with '%m/%d/%Y' is 11 May.
#   3. A year of two digits after a slash is in the 20th century: 05/11/26 is 1926.
#   str() of what was read writes these amounts into a new file. quiffen has all of it right.
# Why it matters: what is booked by category is not what was paid: up to nine cents less of each split, a tenth of it where it has no cents.
# Versions: qifparse 0.5, the newest; as control quiffen 4.0.1, Python 3.11. Seen on 2026-11-29.
# Source: this run; the description of QIF by Intuit, "Items for Non-Investment Accounts" (S, E, $), which the README names by way of
#   Wikipedia. Known of the same package: it does not read 1,123.45 (giacomos/qifparse #24), and it writes the text of a split as M (#4).
#
# Needs: python3 with venv, and a registry of Python packages. Fails if one of the readers answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check qifparse==0.5 quiffen==4.0.1
cat > read.py <<'PY'
import io
from qifparse.parser import QifParser
from quiffen import Qif


def file(day):
    return (f"!Type:Bank\nD{day}\nT-100.10\nPShop\nSTools\nEINV-1001\n$-60.05\nSFood\nELunch\n$-40.05\n^\n"
            f"D{day}\nT12\nPBuyer\nSSales\n$12\n^\n")


def show(name, rows):
    for day, amount, splits in rows:
        print(f"{name}: {day:%Y-%m-%d}, {amount}: " + ", ".join(f"{category} {text} {value}" for category, text, value in splits))


def parse(text, **options):
    read = QifParser.parse(io.StringIO(text), **options)
    return read, [(row.date, row.amount, [(one.category, one.memo, one.amount) for one in row.splits]) for row in read.get_transactions()[0]]


def control(text, day_first):
    open("file.qif", "w").write(text)
    rows = next(iter(next(iter(Qif.parse("file.qif", day_first=day_first).accounts.values())).transactions.values()))
    return [(row.date, row.amount, [(one.category.name, one.memo, one.amount) for one in row.splits]) for row in rows]


for name, text, day_first, options in [
    ("day first", file("05/11/2026"), True, {}),
    ("month first", file("11/05/2026"), False, {"date_format": "%m/%d/%Y"}),
    ("two digits", file("05/11/26"), True, {}),
]:
    show(f"{name}, qifparse", parse(text, **options)[1])
    show(f"{name}, quiffen", control(text, day_first))
written = str(parse(file("05/11/2026"))[0])
print("written again:", " ".join(line for line in written.split("\n") if line[:1] in ("T", "$")))
PY
venv/bin/python read.py >seen
cat seen
diff - seen <<'WANT' || { echo "a reader answers otherwise now: read this script again"; exit 1; }
day first, qifparse: 2026-11-05, -100.1: Tools INV-100 -60.0, Food Lunc -40.0
day first, qifparse: 2026-11-05, 12.0: Sales None 1.0
day first, quiffen: 2026-11-05, -100.10: Tools INV-1001 -60.05, Food Lunch -40.05
day first, quiffen: 2026-11-05, 12: Sales None 12
month first, qifparse: 2026-05-11, -100.1: Tools INV-100 -60.0, Food Lunc -40.0
month first, qifparse: 2026-05-11, 12.0: Sales None 1.0
month first, quiffen: 2026-11-05, -100.10: Tools INV-1001 -60.05, Food Lunch -40.05
month first, quiffen: 2026-11-05, 12: Sales None 12
two digits, qifparse: 1926-11-05, -100.1: Tools INV-100 -60.0, Food Lunc -40.0
two digits, qifparse: 1926-11-05, 12.0: Sales None 1.0
two digits, quiffen: 2026-11-05, -100.10: Tools INV-1001 -60.05, Food Lunch -40.05
two digits, quiffen: 2026-11-05, 12: Sales None 12
written again: T-100.10 $-60.00 $-40.00 T12.00 $1.00
WANT
