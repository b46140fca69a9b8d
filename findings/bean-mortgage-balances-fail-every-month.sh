#!/usr/bin/env bash
# bean-mortgage 0.2 (PyPI): each of its balance assertions fails by the month's repayment, and the last instalment can have negative interest.
#
# Expected: the package prints the payments of a loan for Beancount, each with an assertion of what is owed after it. In Beancount "balance" is
#   what an account has at the beginning of its day; after a payment of the 15th that is a balance of the 16th. A loan is paid off with the
#   interest of its rate; where rounding leaves something over, the last instalment is larger or smaller.
# Happens: 1. the assertion has the day of the payment. With the loan entered as the README shows it, bean-check fails for all of them: 11013.68
#      expected, 12000.00 owed.
#   2. What rounding leaves over is taken from the interest of the last instalment, not added to it: 598.49 are paid as 598.90 of principal and
#      -0.41 of interest. 64 of 775 usual loans end so.
# Why it matters: a ledger with a schedule of 20 years has 240 errors, in which a real one is not seen; the last year's interest is not that of
#   the lender.
# Versions: bean-mortgage 0.2, the newest, with python-dateutil 2.9.0.post0; beancount 3.2.3, Python 3.11. Seen on 2026-11-30.
# Source: this run; Beancount, "Language Syntax", balance assertions (they apply at the beginning of their day); the README of bean-mortgage,
#   whose first transaction of a loan is the one below.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check bean-mortgage==0.2 python-dateutil==2.9.0.post0 beancount==3.2.3
cat > loan.beancount <<'BEAN'
2025-01-01 open Liabilities:Mortgage
2025-01-01 open Assets:Bank:Account
2025-01-01 open Expenses:Fees:Mortgage-Interest

2025-12-15 * "the loan"
  Assets:Bank:Account    12000.00 EUR
  Liabilities:Mortgage  -12000.00 EUR

include "schedule.beancount"
BEAN
venv/bin/bean-mortgage 12000.00 12 0.0300 -f 2026-01-15 >schedule.beancount
cat > check.py <<'PY'
import datetime
from decimal import Decimal

import bean_mortgage
from beancount import loader
from beancount.core.data import Balance


def failures():
    entries, errors, _ = loader.load_file("loan.beancount")
    return sum(isinstance(entry, Balance) for entry in entries), errors


count, errors = failures()
print(f"as printed: {count} assertions, {len(errors)} errors")
print("the first:", errors[0].message)
text = open("schedule.beancount").read().replace("-15 balance", "-16 balance")
open("schedule.beancount", "w").write(text)
count, errors = failures()
print(f"with the assertions a day later: {count} assertions, {len(errors)} errors")


def last(principal, months, rate):
    loan = bean_mortgage.Mortgage("Bank", "Loan", datetime.date(2026, 1, 15), Decimal(principal), Decimal(months), Decimal(rate))
    return loan.fixed_payment_schedule()[-1]


end = last(100000, 180, "0.01")
print(f"100000 at 1 % over 180 months, the last: {end.payment}, principal {end.principal_paid}, interest {end.interests}")
loans = [(principal, months, rate) for principal in range(100000, 400001, 10000) for months in (120, 180, 240, 300, 360)
         for rate in ("0.01", "0.015", "0.02", "0.03", "0.05")]
print(f"{len(loans)} loans, last interest below zero: {sum(last(*loan).interests < 0 for loan in loans)}")
PY
venv/bin/python check.py >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
as printed: 12 assertions, 12 errors
the first: Balance failed for 'Liabilities:Mortgage': expected -11013.68 EUR != accumulated -12000.00 EUR (986.32 too little)
with the assertions a day later: 12 assertions, 0 errors
100000 at 1 % over 180 months, the last: 598.49, principal 598.90, interest -0.41
775 loans, last interest below zero: 64
WANT
