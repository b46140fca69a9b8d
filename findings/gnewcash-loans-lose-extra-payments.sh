#!/usr/bin/env bash
# gnewcash 1.4.0 (PyPI): an extra payment on the day of the instalment does not lower the loan, a plan pays more than was owed, and 1 % is 100 %.
#
# Expected: InterestAccount has a balance, an interest percentage, a payment a month and additional payments with their days. get_info_at_date
#   gives what is owed, the interest and the part of the payment that is capital; get_all_payments the plan until nothing is owed, so the capital
#   parts and the additional payments are together the loan. Of loans that are one account it is the sum of both.
# Happens: 1. an additional payment counts between two instalments, not on the day of one: 5000 that were paid on 1 April lower nothing,
#      ever.
#   2. The last instalment is paid whole: 10715.17 of capital for a loan of 10000, and get_info_at_date says nothing is owed.
#   3. A percentage of 1 or less is taken for a part: 2 are 2 %, and 1 is 100 %, 0.9 is 90 %.
#   4. The plan of two loans ends with the loan that comes first if it is the shorter one: 6000 and 3000 in one order are 9000 and more, in the
#      other the instalments of three months are not there.
# Why it matters: interest and capital are booked to different accounts by these figures, and the liability in the books is not that of the bank.
# Versions: gnewcash 1.4.0, the newest, with typing-extensions 4.15.0, which it does not declare, Python 3.11. Seen on 2026-11-30.
# Source: this run, against the sums; the docstrings of InterestAccount ("Percentage to interest on the loan", "all payments for the loan plan")
#   and of InterestAccountWithSubaccounts. It has no other description of them, and no issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check gnewcash==1.4.0 typing-extensions==4.15.0
cat > loans.py <<'PY'
from datetime import datetime
from decimal import Decimal

from gnewcash.account import InterestAccount, InterestAccountWithSubaccounts, LoanExtraPayment


def loan(balance=10000, percentage="6", extra=None):
    more = [LoanExtraPayment(datetime(2026, *extra), Decimal(5000))] if extra else []
    return InterestAccount(Decimal(balance), datetime(2026, 1, 1), Decimal(percentage), Decimal(1000), additional_payments=more)


for extra in None, (3, 31), (4, 1), (4, 2):
    print(f"10000 at 6 %, 1000 a month, 5000 more on {extra}: on 1 June {loan(extra=extra).get_info_at_date(datetime(2026, 6, 1))[0]} are owed")
plan = loan().get_all_payments()
print(f"the plan without it: {len(plan)} payments, capital {sum(capital for _, _, capital in plan)}")
for percentage in "2", "1", "0.9":
    status = loan(percentage=percentage).get_info_at_date(datetime(2026, 2, 1))
    print(f"10000 at {percentage}: interest of the first month {status.interest}")
for first, second in (6000, 3000), (3000, 6000):
    plan = InterestAccountWithSubaccounts([loan(first), loan(second)]).get_all_payments()
    print(f"{first} and {second}: {len(plan)} payments, capital {sum(capital for _, _, capital in plan)}, the last on {plan[-1][0]:%Y-%m-%d}")
PY
venv/bin/python loans.py >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
10000 at 6 %, 1000 a month, 5000 more on None: on 1 June 5202.27 are owed
10000 at 6 %, 1000 a month, 5000 more on (3, 31): on 1 June 126.90 are owed
10000 at 6 %, 1000 a month, 5000 more on (4, 1): on 1 June 5202.27 are owed
10000 at 6 %, 1000 a month, 5000 more on (4, 2): on 1 June 152.15 are owed
the plan without it: 11 payments, capital 10715.17
10000 at 2: interest of the first month 16.67
10000 at 1: interest of the first month 833.34
10000 at 0.9: interest of the first month 750.00
6000 and 3000: 7 payments, capital 10862.31, the last on 2026-08-01
3000 and 6000: 4 payments, capital 7878.82, the last on 2026-05-01
WANT
