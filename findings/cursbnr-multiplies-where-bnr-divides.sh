#!/usr/bin/env bash
# cursbnr 0.1.1 and cursvalutarbnr 1.0.6 (PyPI): a forint costs ten thousand times too many lei, and a Sunday has the rate of Monday.
#
# Expected: the National Bank of Romania quotes currencies of little value by the hundred: multiplier="100" with 1.3325 says that 100 forints
#   are 1.3325 lei. One forint is the number divided by the multiplier. On days without a rate the last one published counts.
# Happens: 1. Both packages multiply: 133.25 lei for a forint. So it is for every currency with a multiplier, the yen and the won among them.
#      127000 forints are 16922750 lei instead of 1692.28. Euro and dollar, which have no multiplier, are right.
#   2. cursvalutarbnr takes the day that is nearest, before or after: Saturday has the rate of Friday, Sunday that of Monday, which is
#      published a day later. For 1 and 2 January it looks back only. bnrxrate is right in both.
# Why it matters: an invoice in forints is booked in lei with four more digits, and the VAT in lei of a Sunday changes a day after.
# Versions: cursbnr 0.1.1 and cursvalutarbnr 1.0.6, the newest each, the second asks for Python 3.12 and works with 3.11; as control bnrxrate
#   0.1.1. Seen on 2026-11-30.
# Source: this run, without the bank: a file in its form answers in its place. NBR, "Exchange rate list in XML format" (attribute
#   multiplier); the docstring of cursvalutarbnr ("Returns the amount in RON for given currency"); neither says a word of multipliers or of
#   days without a rate. No issue of them was found; others had to learn of it, too (florianv/swap #6, OCA/l10n-romania #480).
#
# Needs: python3 with venv, and a registry of Python packages. Fails if one of the packages answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export TMPDIR=$work
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --ignore-requires-python cursbnr==0.1.1 cursvalutarbnr==1.0.6 bnrxrate==0.1.1
cat > rates.py <<'PY'
import datetime
import types
import requests


def rate(currency, value, more=""):
    return f'<Rate currency="{currency}"{more}>{value}</Rate>'


def cube(day, euro, hundred_forints):
    by_hundred = ' multiplier="100"'
    return (f'<Cube date="{day}">' + rate("EUR", euro) + rate("HUF", hundred_forints, by_hundred) + rate("JPY", "2.8105", by_hundred)
            + rate("USD", "4.4165") + "</Cube>")


def file(*cubes):
    return ('<?xml version="1.0" encoding="utf-8"?><DataSet xmlns="http://www.bnr.ro/xsd"><Header><Publisher>National Bank of Romania'
            "</Publisher></Header><Body><Subject>Reference rates</Subject><OrigCurrency>RON</OrigCurrency>" + "".join(cubes)
            + "</Body></DataSet>")


def answer(url, **_):
    if "2024" in url:
        days = file(cube("2024-12-30", "4.9750", "1.2105"), cube("2024-12-31", "4.9741", "1.2095"))
    elif "nbrfxrates.xml" in url:
        days = file(cube("2025-11-21", "5.0864", "1.3325"))
    else:
        days = file(cube("2025-11-20", "5.0850", "1.3310"), cube("2025-11-21", "5.0864", "1.3325"), cube("2025-11-24", "5.0902", "1.3351"))
    return types.SimpleNamespace(content=days.encode())


requests.get = answer
from bnrxrate import Xrates
from cursbnr import getRates
from cursvalutarbnr import ron_exchange_rate


class Control(Xrates):
    def _request_xml(self, url):
        return answer(url).content.decode()


control, friday = Control(), datetime.date(2025, 11, 21)
right = control.get_xrate(["EUR", "HUF", "JPY"], friday)
for currency in "EUR", "HUF", "JPY":
    one = getRates()[currency], ron_exchange_rate(1, currency, str(friday))
    print(f"1 {currency}: bnrxrate {right[currency]:.6f}, cursbnr {one[0]:g}, cursvalutarbnr {one[1]:g}")
print(f"127000 HUF: bnrxrate {127000 * right['HUF']:.2f}, cursvalutarbnr {ron_exchange_rate(127000, 'HUF', str(friday)):.2f}")
for number in range(1, 4):
    day = friday + datetime.timedelta(number)
    print(f"1 EUR on {day:%A}: bnrxrate {control.get_xrate(['EUR'], day)['EUR']}, cursvalutarbnr {ron_exchange_rate(1, 'EUR', str(day))}")
PY
venv/bin/python rates.py >seen
cat seen
diff - seen <<'WANT' || { echo "a package answers otherwise now: read this script again"; exit 1; }
1 EUR: bnrxrate 5.086400, cursbnr 5.0864, cursvalutarbnr 5.0864
1 HUF: bnrxrate 0.013325, cursbnr 133.25, cursvalutarbnr 133.25
1 JPY: bnrxrate 0.028105, cursbnr 281.05, cursvalutarbnr 281.05
127000 HUF: bnrxrate 1692.28, cursvalutarbnr 16922750.00
1 EUR on Saturday: bnrxrate 5.0864, cursvalutarbnr 5.0864
1 EUR on Sunday: bnrxrate 5.0864, cursvalutarbnr 5.0902
1 EUR on Monday: bnrxrate 5.0902, cursvalutarbnr 5.0902
WANT
