#!/usr/bin/env bash
# swiss_qr_bill 0.0.31 (PyPI): of two alternative procedures of a QR-bill the first is there twice and the second is not, and letters of names are
# left out.
#
# Expected: a QR-bill can have up to two alternative procedures (eBill is one), each in a line of its own after the bill information. A creditor's
#   address has a country. The amount is 0.01 to 999999999.99; so says the package's own message.
# Happens: 1. with one procedure its line is there twice, and with two the second is lost for a second line of the first.
#   2. A creditor without a country is valid, and the line is empty.
#   3. 0.01 is refused with the message that it must be between 0.01 and 999999999.99.
#   4. Letters outside of its set are left out: "Håkon Ødegård" is paid as "Hkon degrd". validate() warns of it, generate() does not.
# Why it matters: banks refuse a code that breaks the guidelines, the second procedure is never started, and who scans the
#   code sees a payee that does not exist.
# Versions: swiss_qr_bill 0.0.31, the newest, with python-stdnum 2.2, qrcodegen 1.8.0 and affine 2.4.0, Python 3.11. Seen on 2026-11-30.
# Source: this run; SIX, "Swiss Implementation Guidelines for the QR-bill", data elements AltPmtInf/AltPmt (two at most) and
#   CdtrInf/Cdtr/Ctry (mandatory); the package's own messages. No issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check swiss_qr_bill==0.0.31 python-stdnum==2.2 qrcodegen==1.8.0 affine==2.4.0
cat > bills.py <<'PY'
from decimal import Decimal

from swiss_qr_bill.generator.address import Address
from swiss_qr_bill.generator.alternative_scheme import AlternativeScheme
from swiss_qr_bill.generator.bill import Bill
from swiss_qr_bill.generator.qr_bill import QRBill
from swiss_qr_bill.generator.qr_code_text import QRCodeText


def lines(title, show, name="A seller", country="CH", amount="199.95", procedures=()):
    bill = Bill()
    bill.account, bill.currency, bill.amount = "CH5800791123000889012", "CHF", Decimal(amount)
    bill.creditor = Address()
    bill.creditor.name, bill.creditor.country_code = name, country
    bill.creditor.street, bill.creditor.house_no, bill.creditor.postal_code, bill.creditor.town = "Hauptstrasse", "1", "2501", "Biel"
    bill.alternative_schemes = [AlternativeScheme(*procedure) for procedure in procedures] or None
    result = QRBill.validate(bill)
    if result.has_errors:
        print(f"{title}: refused, {result.get_description()}")
    else:
        print(f"{title}: {QRCodeText.create(result.cleaned_bill).split(chr(10))[show]}")


EBILL, OTHER = ("eBill", "eBill/B/payer@example.com"), ("Other", "XY;XYService;54321")
after, creditor = slice(30, None), slice(4, 11)
lines("no procedure", after)
lines("one", after, procedures=[EBILL])
lines("two", after, procedures=[EBILL, OTHER])
lines("a creditor without a country", creditor, country=None)
lines("0.01", 18, amount="0.01")
lines("Håkon Ødegård", 5, name="Håkon Ødegård")
PY
PYTHONIOENCODING=utf-8 venv/bin/python bills.py >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
no procedure: ['EPD']
one: ['EPD', '', 'eBill/B/payer@example.com', 'eBill/B/payer@example.com']
two: ['EPD', '', 'eBill/B/payer@example.com', 'eBill/B/payer@example.com']
a creditor without a country: ['S', 'A seller', 'Hauptstrasse', '1', '2501', 'Biel', '']
0.01: refused, Amount should be between 0.01 and 999 999 999.99 (amount_outside_valid_range)
Håkon Ødegård: Hkon degrd
WANT
