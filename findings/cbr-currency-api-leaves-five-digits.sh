#!/usr/bin/env bash
# cbr-currency-api 0.1.0 (PyPI): after one look-up of a rate all Decimals of the program have five digits.
#
# Expected: get_currency_rate gives a rate of the Bank of Russia, exchange an amount in another currency. The context of decimal, in which
#   every sum of the program is rounded, belongs to the program; a library that needs another one uses decimal.localcontext. An amount
#   keeps its cents.
# Happens: 1. get_currency_rate sets the precision of that context to 5 and leaves it so, in asyncio also beyond asyncio.run where the
#      program had used decimal before. 1234567.89 + 0.01 is 1.2346E+6, 20 % of 123456.78 is 24691 instead of 24691.356, and a total
#      of 999.99 and 0.05 is 1000.0.
#   2. exchange computes with it, too: 123456.78 dollars are 1.1404E+5 euro instead of 114043.15, and 1000.00 there and back are 999.96.
#   3. A look-up that the cache answers sets nothing: the same exchange gives 114043.1527... then. What an amount is depends on what ran
#      before.
# Why it matters: sums above 999.99 lose cents, then whole units, in code that has nothing to do with currencies.
# Versions: cbr-currency-api 0.1.0, the only one, with httpx, Python 3.11. Seen on 2026-11-30.
# Source: this run, without the bank: an answer in the form of its XML_daily is given in its place; Python, "decimal", Context.prec and
#   localcontext. The comment in the code says that the precision is set to 5, its README says nothing of it. No issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cbr-currency-api==0.1.0 httpx==0.28.1
cat > rates.py <<'PY'
import asyncio
from decimal import Decimal, getcontext, localcontext
import httpx
from crb_currency_api import CrbCurrencyAPI


def quoted(code, value):
    return f"<Valute><CharCode>{code}</CharCode><Nominal>1</Nominal><Value>{value}</Value><VunitRate>{value}</VunitRate></Valute>"


async def answer(self, url):
    return httpx.Response(200, text='<ValCurs Date="28.11.2026">' + quoted("USD", "91,2345") + quoted("EUR", "98,7654") + "</ValCurs>")


CrbCurrencyAPI._make_request = answer
api = CrbCurrencyAPI()
amount = Decimal("123456.78")


def sums(when):
    print(f"{when}: {Decimal('1234567.89') + Decimal('0.01')}, {amount * Decimal('0.20')}, {Decimal('999.99') + Decimal('0.05')}")


async def exchange(value, source, target):
    with localcontext():
        return await api.exchange(source, target, value)


sums("before")
print("rate of the dollar:", asyncio.run(api.get_currency_rate("USD")))
sums("after")
getcontext().prec = 28
asyncio.run(api.get_currency_rate("USD"))
sums("after a second look-up, precision mended by hand")
there = asyncio.run(exchange(amount, "USD", "EUR"))
print(f"123456.78 USD: {there} EUR, in full {amount * Decimal('91.2345') / Decimal('98.7654'):.2f}")
api.cache.clear()
there = asyncio.run(exchange(amount, "USD", "EUR"))
print(f"123456.78 USD with an empty cache: {there} EUR")
api.cache.clear()
there = asyncio.run(exchange(Decimal("1000.00"), "USD", "EUR"))
api.cache.clear()
print(f"1000.00 USD: {there} EUR, and back {asyncio.run(exchange(there, 'EUR', 'USD'))} USD")
PY
venv/bin/python rates.py >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
before: 1234567.90, 24691.3560, 1000.04
rate of the dollar: 91.2345
after: 1.2346E+6, 24691, 1000.0
after a second look-up, precision mended by hand: 1234567.90, 24691.3560, 1000.04
123456.78 USD: 114043.1527124883815587240066 EUR, in full 114043.15
123456.78 USD with an empty cache: 1.1404E+5 EUR
1000.00 USD: 923.75 EUR, and back 999.96 USD
WANT
