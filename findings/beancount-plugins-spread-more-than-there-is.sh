#!/usr/bin/env bash
# Beancount plugins that spread money over time: beancount-interpolate 2.5.1 spreads 125.00 of 100.00, beancount-periodic 0.2.1 repeats monthly (PyPI).
#
# Expected: beancount-interpolate has "[x] period [@ date] [/ [m] step]" in spread, depr and split, with days, weeks, months and years; what it
#   makes is together the amount that it spreads. beancount-periodic has a number before the unit of a step: its README shows "5Y / 12M" as
#   the same as "5 Years /Yearly".
# Happens: 1. beancount-interpolate divides by the steps that fit in whole, and makes one more where days are left: a month in weeks is
#      divided by 4 and made 5 times, 125.00 of 100.00. Ten days in weeks are 200.00, a month in two weeks is 150.00. With split it is
#      the bank account that loses 125.00. Days are right.
#   2. beancount-periodic does not look at the number before months, quarters and years: "1 Year /3 Months" is every month. A rent of
#      300.00 a quarter is 3600.00 in the year instead of 1200.00; "5Y / 12M" are 60 steps, not 5. Weeks are right.
#   Each of these transactions balances, and bean-check says nothing.
# Why it matters: expenses, income and what leaves the bank are 1.25 to 3 times what they were.
# Versions: beancount-interpolate 2.5.1 and beancount-periodic 0.2.1, the newest each, beancount 3.2.3 with beangulp 0.2.0, Python 3.11. Seen
#   on 2026-11-30.
# Source: this run; the READMEs. Too many steps were mended for months and years in Akuukis/beancount_interpolate #17 and #19, these are
#   left; nothing was found for beancount-periodic.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the sums are others now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check beancount-interpolate==2.5.1 beancount-periodic==0.2.1 beancount==3.2.3 beangulp==0.2.0
cat > sums.py <<'PY'
from beancount import loader
from beancount.core import data, inventory

OPEN = "".join(f"2025-01-01 open {name}\n" for name in ("Assets:Bank", "Assets:Current:Rent", "Expenses:Rent", "Equity:Amortization:Rent"))


def show(plugin, word, value, amount):
    meta, posting = ("", f'    {word}: "{value}"\n') if word in ("spread", "amortize") else (f'  {word}: "{value}"\n', "")
    text = f'plugin "{plugin}.{word}"\n{OPEN}2025-01-01 * "Rent"\n{meta}  Expenses:Rent  {amount} EUR\n{posting}  Assets:Bank\n'
    entries, errors, _ = loader.load_string(text)
    assert not errors, errors
    sums = {"Expenses:Rent": inventory.Inventory(), "Assets:Bank": inventory.Inventory()}
    steps = set()
    for entry in data.filter_txns(entries):
        for posting in entry.postings:
            if posting.account in sums:
                sums[posting.account].add_amount(posting.units)
            if posting.account == "Expenses:Rent":
                steps.add(entry.date)
    spent, bank = (f"{balance.get_only_position().units.number:.2f}" for balance in sums.values())
    print(f'{plugin}, {word} "{value}" of {amount}: {len(steps)} steps, expense {spent}, bank {bank}')


for value in "Month / Day", "Month / Week", "Month / 2 Weeks", "10 days / Week":
    show("beancount_interpolate", "spread", value, "100.00")
show("beancount_interpolate", "split", "Month / Week", "100.00")
for value in "1 Year /Quarterly", "1 Year /3 Months", "4 Weeks /2 Weeks":
    show("beancount_periodic", "recur", value, "300.00")
for value in "5Y /Yearly", "5Y / 12M":
    show("beancount_periodic", "amortize", value, "1000.00")
PY
venv/bin/python sums.py >seen
cat seen
diff - seen <<'WANT' || { echo "the sums are others now: read this script again"; exit 1; }
beancount_interpolate, spread "Month / Day" of 100.00: 31 steps, expense 100.00, bank -100.00
beancount_interpolate, spread "Month / Week" of 100.00: 5 steps, expense 125.00, bank -100.00
beancount_interpolate, spread "Month / 2 Weeks" of 100.00: 3 steps, expense 150.00, bank -100.00
beancount_interpolate, spread "10 days / Week" of 100.00: 2 steps, expense 200.00, bank -100.00
beancount_interpolate, split "Month / Week" of 100.00: 5 steps, expense 125.00, bank -125.00
beancount_periodic, recur "1 Year /Quarterly" of 300.00: 4 steps, expense 1200.00, bank -1200.00
beancount_periodic, recur "1 Year /3 Months" of 300.00: 12 steps, expense 3600.00, bank -3600.00
beancount_periodic, recur "4 Weeks /2 Weeks" of 300.00: 2 steps, expense 600.00, bank -600.00
beancount_periodic, amortize "5Y /Yearly" of 1000.00: 5 steps, expense 1000.00, bank -1000.00
beancount_periodic, amortize "5Y / 12M" of 1000.00: 60 steps, expense 1000.00, bank -1000.00
WANT
