#!/usr/bin/env bash
# hledger-lots 0.4.2 (PyPI): a yearly return of 10 % is 0.10%, in the view of a commodity and in the tag of its sale.
#
# Expected: the package shows the internal rate of return of what was bought, and writes it as a tag into the sale that it makes. Its README says that
#   it is the "annual percentage rate", to be compared "with a benchmark like the S&P or the T-Bill". What is bought for 1000 and is 1100 a year
#   later has 10 %.
# Happens: what pyxirr gives is a part of one, 0.1. The view and the list print it with a % behind it as it is, 0.1000%. For the sale it would be
#   multiplied by 100, but the multiplication belongs to the 0 that stands for no rate (x or 0 * 100): 0.10%. The amounts are right.
# Why it matters: the tag stays in the journal; by it each investment is worse than a savings account.
# Versions: hledger-lots 0.4.2, the newest, with pyxirr 0.10.8 and tabulate 0.9.0; hledger 1.25 of Debian 12; Python 3.11. Seen on
#   2026-11-30.
# Source: this run; the README of hledger-lots, "XIRR"; the documentation of pyxirr (xirr gives a rate, 0.1 for 10 %). No issue of it was found.
#
# Needs: Debian 12 with its package lists (apt-get update), python3 with venv, and a registry of Python packages. Fails if the package
# answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export HOME="$work" TZ=UTC LC_ALL=C.UTF-8
apt-get download --quiet=2 hledger=1.25-2+b5 >/dev/null 2>&1
dpkg-deb --extract hledger_*.deb debian
export PATH="$work/debian/usr/bin:$PATH"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-deps hledger-lots==0.4.2 pyxirr==0.10.8 tabulate==0.9.0
cat > stock.journal <<'JOURNAL'
2025-01-01 bought
    Assets:Stock    10 ABC @ 100.00 EUR
    Assets:Bank  -1000.00 EUR

P 2026-01-01 ABC 110.00 EUR
JOURNAL
cat > returns.py <<'PY'
import pyxirr

from hledger_lots.avg_info import AvgInfo
from hledger_lots.fifo import get_sell_lots, txn2hl
from hledger_lots.fifo_info import FifoInfo
from hledger_lots.hl import hledger2txn

print("pyxirr:", round(pyxirr.xirr(["2025-01-01", "2026-01-01"], [-1000, 1100], day_count=pyxirr.DayCount.THIRTY_U_360), 6))
journals = ("stock.journal",)
for kind in FifoInfo, AvgInfo:
    for line in kind(journals, "ABC", False).info_txt.splitlines():
        if line.startswith(("Market Profit", "Xirr")):
            print(f"{kind.__name__}: {line}")
lots = get_sell_lots(hledger2txn(journals, "ABC"), "2026-01-01", 10, False)
print("the sale:")
print(txn2hl(lots, "2026-01-01", "ABC", "Assets:Bank", "Revenues:Gain", 1100.0).strip())
PY
venv/bin/python returns.py >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
pyxirr: 0.1
FifoInfo: Market Profit: 100.00
FifoInfo: Xirr:          0.1000% (APR 30/360US)
AvgInfo: Market Profit: 100.00
AvgInfo: Xirr:          0.1000% (APR 30/360US)
the sale:
2026-01-01 Sold ABC  ; cost_method:fifo
    ; commodity:ABC, qtty:10.00, price:110.00
    ; avg_cost:100.0000, xirr:0.10% annual percent rate 30/360US
    Assets:Bank            1100.00 EUR
    Assets:Stock     -10 ABC @ 100 EUR  ; buy_date:2025-01-01, base_cur:EUR
    Revenues:Gain          -100.00 EUR
WANT
