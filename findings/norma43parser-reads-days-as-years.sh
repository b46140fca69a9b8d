#!/usr/bin/env bash
# norma43parser 1.1.2 (PyPI): every date of a Spanish bank statement is on the 26th, and its year is the day of the month.
#
# Expected: all dates of Norma 43 are six digits in the order year, month, day (AAMMDD), in record 11 and in record 22. 261104 is
#   4 November 2026.
# Happens: the parser reads day, month, year unless it is told otherwise; the README, too, shows it so, calls that order SPANISH and the
#   right one ENGLISH. Since the place of the day has the year, it is a valid day in every year to 2031: 261104 is 26 November
#   2004, and all of 2026 is on the 26th of its months between 2001 and 2031. Amounts, balances and texts are right. aeb43 and norma43
#   have the right dates.
# Why it matters: every payment is booked in another fiscal year, and none is found by its date, without an error.
# Versions: norma43parser 1.1.2, the newest; as controls aeb43 0.2.1, which checks the sums of the file, and norma43 0.1.4, Python 3.11.
#   Seen on 2026-11-29.
# Source: this run; Asociación Española de Banca, "Información normalizada de cuenta corriente" (cuaderno 43), records 11, 22 and 33; the
#   README ("it reads dates in DMY format, for YMD use DateFormat.ENGLISH"). No issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if one of the parsers answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check norma43parser==1.1.2 aeb43==0.2.1 norma43==0.1.4 python-stdnum==2.1
cat > read.py <<'PY'
import io
from aeb43 import AEB43
from norma43 import Norma43Parser
from norma43parser import Norma43Parser as Parser

bank, account = "00810001", "0000012345"
rows = [("261104", 10000, "2"), ("261127", 2500, "1"), ("261230", 300, "2")]
opening = 50000
closing = opening + sum(amount if sign == "2" else -amount for _, amount, sign in rows)


def total(sign):
    amounts = [amount for _, amount, own in rows if own == sign]
    return f"{len(amounts):05}{sum(amounts):014}"


lines = [f"11{bank}{account}2611012612312{opening:014}9783{'OWN COMPANY SL':26}   "]
lines += [f"22    0001{day}{day}02123{sign}{amount:014}{number:010}{'REFERENCE':12}{'':16}" for number, (day, amount, sign) in enumerate(rows)]
lines += [f"33{bank}{account}{total('1')}{total('2')}2{closing:014}978    "]
lines += [f"88{'9' * 18}{len(lines):06}".ljust(80)]
assert {len(line) for line in lines} == {80}
text = "\n".join(lines) + "\n"
open("statement.n43", "w").write(text)


def show(name, start, end, found):
    print(f"{name}: {start} to {end}: " + ", ".join(f"{day} {amount}" for day, amount in found))


one = AEB43(io.StringIO(text)).accounts[0]
show("aeb43", one.start_date, one.end_date, [(row.transaction_date, row.amount) for row in one.transactions])
one = Norma43Parser("statement.n43").parse()[0]
show("norma43", one.start_date, one.end_date, [(row.date, row.amount) for row in one.transactions])
one = Parser().parse(text).accounts[0]
show("norma43parser", one.header.start_date, one.header.end_date, [(row.transaction_date, row.amount) for row in one.movement_lines])
PY
venv/bin/python read.py >seen
cat seen
diff - seen <<'WANT' || { echo "a parser answers otherwise now: read this script again"; exit 1; }
aeb43: 2026-11-01 to 2026-12-31: 2026-11-04 100, 2026-11-27 -25, 2026-12-30 3
norma43: 2026-11-01 to 2026-12-31: 2026-11-04 100, 2026-11-27 -25, 2026-12-30 3
norma43parser: 2001-11-26 to 2031-12-26: 2004-11-26 100, 2027-11-26 -25, 2030-12-26 3
WANT
