#!/usr/bin/env bash
# mt940 0.8.1 (PyPI): the booking date of a payment at New Year is a year off, and the end of a page replaces the text of its last payment.
#
# Expected: field 61 of MT940 has a value date of six digits and an entry date of four, without a year: it is the year in which the two are
#   near each other. A statement may have several messages (28C: number/page); the inner balances are 62M and 60M, and a field 86 after
#   62a tells of the account, not of a payment.
# Happens: 1. The year of the entry date is always that of the value date: value on 31 December 2026, booked on 2 January, is booked on
#      2026-01-02; value on 2 January 2027, booked on 31 December, on 2027-12-31.
#   2. 62M and 60M are not known. A page has no balance on that side, and the field 86 after 62M replaces the text of the last payment:
#      the fee has "page 1 of 2" as its text. After 62F it is right.
# Why it matters: the booking date decides the fiscal year, and the text is where the number of the invoice stands.
# Versions: mt940 0.8.1, the newest; as control mt-940 5.1.1, which is another package, Python 3.11. Seen on 2026-11-29.
# Source: this run; SWIFT MT940, field 61 (subfields 1 and 2), 60a, 62a, 86. The year is known of another reader (a-fas/mt940js #89);
#   nothing was found for this one.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if one of the readers answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# Both packages are called mt940 when they are imported.
for package in mt940==0.8.1 mt-940==5.1.1; do
    python3 -m venv "${package%%==*}"
    "${package%%==*}/bin/pip" install --quiet --disable-pip-version-check "$package"
done
cat > pages.sta <<'MT940'
:20:STATEMENT
:25:DE89370400440532013000
:28C:1/1
:60F:C261230EUR1000,00
:61:2612310102C100,00NTRFINV-1//B1
:86:INVOICE 1
:61:2701021231D5,00NCHGNONREF//B2
:86:FEE FOR DECEMBER
:62M:C270102EUR1095,00
:86:PAGE 1 OF 2
:20:STATEMENT
:25:DE89370400440532013000
:28C:1/2
:60M:C270102EUR1095,00
:61:2701030103C200,00NTRFINV-2//B3
:86:INVOICE 2
:62F:C270103EUR1295,00
:86:PAGE 2 OF 2
MT940
cat > tryton.py <<'PY'
from mt940 import MT940

for page in MT940("pages.sta").statements:
    start, end = (balance.amount if balance else None for balance in (page.start_balance, page.end_balance))
    print(f"mt940: page {page.information}, from {start} to {end}, {page.description}")
    for row in page.transactions:
        print(f"mt940: {row.institution_reference} value {row.date}, booked {row.booking}, {row.amount}, {row.description}")
PY
cat > control.py <<'PY'
import mt940

for row in mt940.parse("pages.sta"):
    data = row.data
    print(f"mt-940: {data['bank_reference']} value {data['date']}, booked {data['entry_date']}, {data['amount'].amount}")
PY
{ mt940/bin/python tryton.py; mt-940/bin/python control.py; } >seen
cat seen
diff - seen <<'WANT' || { echo "a reader answers otherwise now: read this script again"; exit 1; }
mt940: page 1/1, from 1000.00 to None, None
mt940: B1 value 2026-12-31, booked 2026-01-02, 100.00, INVOICE 1
mt940: B2 value 2027-01-02, booked 2027-12-31, -5.00, PAGE 1 OF 2
mt940: page 1/2, from None to 1295.00, PAGE 2 OF 2
mt940: B3 value 2027-01-03, booked 2027-01-03, 200.00, INVOICE 2
mt-940: B1 value 2026-12-31, booked 2027-01-02, 100.00
mt-940: B2 value 2027-01-02, booked 2026-12-31, -5.00
mt-940: B3 value 2027-01-03, booked 2027-01-03, 200.00
WANT
