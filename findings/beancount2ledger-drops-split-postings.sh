#!/usr/bin/env bash
# beancount2ledger 1.3 (PyPI): of an expense that is split between people, one has all of it in hledger, and the others nothing.
#
# Expected: split_expenses, a plugin that comes with Beancount 2, makes a posting of each person out of one posting to an expense, with an
#   equal share. beancount2ledger "loads the file into beancount data structures, and converts the data": the balances stay.
# Happens: the converter prints only one posting of each line of the file, since Beancount makes several of a line without an amount that
#   it fills in. The postings of the plugin are of one line too, so only the first is printed, without its amount, as the
#   plugin marks it as filled in. hledger then computes what is left: all. 90.00 for three people are 30.00 each in Beancount,
#   and 90.00, nothing and nothing in hledger.
#   Where the other side of the transaction has no amount, the file has two postings without one, and hledger refuses it.
# Why it matters: what is billed or owed to each is wrong, while the bank account and the total of the expenses are right.
# Versions: beancount2ledger 1.3, the newest, with beancount 2.3.6 and PyYAML 6.0.2, which it does not declare, Python 3.11;
#   hledger 1.25 of Debian 12. Seen on 2026-11-29.
# Source: this run; the text of split_expenses in Beancount 2 (the accounts of each person have what they consumed); the README of
#   beancount2ledger. No issue of it was found.
#
# Needs: Debian 12 with its package lists (apt-get update), python3 with venv, and a registry of Python packages. Fails if the balances
# are others now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download --quiet=2 hledger=1.25-2+b5 >/dev/null 2>&1
dpkg-deb --extract hledger_*.deb debian
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check beancount2ledger==1.3 beancount==2.3.6 PyYAML==6.0.2
cat > trip.beancount <<'BEANCOUNT'
plugin "beancount.plugins.split_expenses" "Ann Ben Cid"
2026-01-01 open Assets:Bank
2026-01-01 open Expenses:Hotel
2026-01-01 open Expenses:Train
2026-11-26 * "Hotel"
  Expenses:Hotel   90.00 EUR
  Assets:Bank     -90.00 EUR
2026-11-27 * "Tickets"
  Expenses:Train   36.00 EUR
  Assets:Bank     -36.00 EUR
BEANCOUNT
venv/bin/bean-check trip.beancount
{
    echo beancount
    venv/bin/bean-query -f csv trip.beancount "select account, sum(number) where currency = 'EUR' group by account order by account" | tr -d ' \r' | tail -n +2
    echo hledger
    venv/bin/beancount2ledger --format hledger trip.beancount >trip.journal
    debian/usr/bin/hledger --file trip.journal balance --flat --no-total --empty --output-format csv | tail -n +2
    sed 's/ *-[0-9.]* EUR//' trip.beancount >open.beancount
    venv/bin/bean-check open.beancount
    venv/bin/beancount2ledger --format hledger open.beancount >open.journal
    debian/usr/bin/hledger --file open.journal check >/dev/null 2>&1 || echo 'hledger, without the amounts of the bank: refused'
} >seen
cat seen
diff - seen <<'WANT' || { echo "the balances are others now: read this script again"; exit 1; }
beancount
Assets:Bank,-126.00
Expenses:Hotel:Ann,30.00
Expenses:Hotel:Ben,30.00
Expenses:Hotel:Cid,30.00
Expenses:Train:Ann,12.00
Expenses:Train:Ben,12.00
Expenses:Train:Cid,12.00
hledger
"Assets:Bank","-126.00 EUR"
"Expenses:Hotel:Ann","90.00 EUR"
"Expenses:Train:Ann","36.00 EUR"
hledger, without the amounts of the bank: refused
WANT
