#!/usr/bin/env bash
# febelfin-coda 0.5.0 (PyPI): the sign of a detail amount of a CODA statement is the first digit of its category.
#
# Expected: information of type 006 (record 3.1) tells of what an amount consists: description 1-30, currency 31-33, amount 34-48, sign 49
#   (0 credit, 1 debit), category 50-52; 100 is the gross amount, 013 the payment commission. A movement of the type 3 may have details
#   of the type 7, and these of the type 9.
# Happens: 1. Information.amount looks at place 50 for the sign. Every category from 100 to 199 is a debit, every other one a credit: of
#      98.00 received, the gross amount of 100.00 is -100.00 and the commission of 2.00 is +2.00. category is right.
#   2. A detail of the type 9 raises an AttributeError, in a file that the standard allows, with right totals.
# Why it matters: income and fees are booked with the other sign, while the amount of the movement and both balances are right.
# Versions: febelfin-coda 0.5.0, the newest, Python 3.11. Seen on 2026-11-29.
# Source: this run; Febelfin, "Coded statement of account (CODA)" 2.6, record 3.1, enclosure II (types, categories) and III (006). Its own
#   tests have no 006 and no type 9, and no issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check febelfin-coda==0.5.0
cat > read.py <<'PY'
import io
from coda import CODA


def record(*fields):
    line = [" "] * 128
    for place, text in fields:
        line[place - 1:place - 1 + len(text)] = text
    return "".join(line)


def amount(value):
    return f"{value * 1000:015d}"


def movement(detail, value, code, information="0"):
    return record((1, "21"), (3, "0001"), (7, detail), (11, "REFERENCE"), (32, "0"), (33, amount(value)), (48, "271126"), (54, code),
                  (62, "0"), (63, "CARDS"), (116, "271126"), (122, "001"), (125, "0"), (126, "0"), (128, information))


def information(detail, text, value, sign, category, more):
    return record((1, "31"), (3, "0001"), (7, detail), (11, "REFERENCE"), (32, "00150000"), (40, "1"),
                  (41, f"006{text:30}EUR{amount(value)}{sign}{category}"), (126, "0"), (128, more))


def statement(*rows):
    account = "BE68539007547034".ljust(34) + "EUR"
    rows = [record((1, "1"), (2, "2"), (3, "001"), (6, account), (43, "0"), (44, amount(1000)), (59, "261126"), (126, "001")), *rows,
            record((1, "8"), (2, "001"), (5, account), (42, "0"), (43, amount(1098)), (58, "271126"), (128, "0"))]
    head = record((1, "0"), (2, "0000"), (6, "271126"), (12, "725"), (15, "05"), (61, "KREDBEBB"), (128, "2"))
    tail = record((1, "9"), (17, f"{len(rows):06}"), (23, amount(0)), (38, amount(98)), (128, "2"))
    return CODA(io.StringIO("\n".join([head, *rows, tail, ""]))).statements[0]


read = statement(movement("0000", 98, "00150000", "1"), information("0001", "GROSS", 100, "0", "100", "1"),
                 information("0002", "COMMISSION", 2, "1", "013", "0"))
print(f"balance {read.old_balance} and {read.new_balance}, received {read.moves[0].amount}")
for row in next(iter(read.informations.values())):
    print(f"{row.description.strip()}, category {row.category}: {row.amount} {row.currency}")
for kinds in ("37", "379"):
    moves = [movement(f"{place:04}", 98, f"{kind}0150000") for place, kind in enumerate(kinds)]
    try:
        print(f"types {kinds}: {len(list(statement(*moves).all_moves))} moves")
    except AttributeError as error:
        print(f"types {kinds}: {error}")
PY
venv/bin/python read.py >seen
cat seen
diff - seen <<'WANT' || { echo "febelfin-coda answers otherwise now: read this script again"; exit 1; }
balance 1000 and 1098, received 98
GROSS, category 100: -100 EUR
COMMISSION, category 013: 2 EUR
types 37: 2 moves
types 379: 'Move' object has no attribute 'append'
WANT
