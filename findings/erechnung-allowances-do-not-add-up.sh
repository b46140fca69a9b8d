#!/usr/bin/env bash
# erechnung 0.3.0 (PyPI): the allowances and prices in its XML do not make the totals in the same XML.
#
# Expected: in EN 16931 the total of allowances is the sum of them (BR-CO-11), and the net amount of a line is quantity times price less
#   the allowances of the line (Peppol R120, also in XRechnung). The price has any number of decimals. The package rounds a half up.
# Happens: 1. An allowance is formatted, which rounds a half to the even digit: 5 % of 50.10 is 2.50 in the allowance and 2.51 in the
#      total of allowances.
#   2. The second percentage of a line is taken of what the first one leaves, and of the whole in its allowance: 10 % and 5 % of
#      1000.00 are allowances of 100.00 and 50.00, and a net amount of 855.00.
#   3. Price and quantity have four decimals: 10000 at 0.04955 has a net amount of 495.50, and is 10000 at 0.0496 in XML.
# Why it matters: a buyer's program refuses the invoice, or computes 850.00 where 855.00 are asked for.
# Versions: erechnung 0.3.0, the newest, with lxml 6.1.3, Python 3.11. Seen on 2026-11-29.
# Source: this run; EN 16931-1, BR-CO-11, BT-131, BT-146; PEPPOL-EN16931-R120; the README ("content follows EN 16931"). No issue of it
#   was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check erechnung==0.3.0 lxml==6.1.3
cat > write.py <<'PY'
from datetime import date
from decimal import Decimal
from lxml import etree
from erechnung import Customer, Discount, Invoice, LineItem, Seller
from erechnung.calculation import calculate
from erechnung.validation import validate
from erechnung.xml import xml_bytes


def show(what, line, *discounts):
    invoice = Invoice(seller=Seller("Seller GmbH", "Street", "1", "10115", "Berlin", vat_id="DE123456788", iban="DE89370400440532013000"),
                      customer=Customer(company="Buyer GmbH", street="Street", house_number="2", postal_code="20095", city="Hamburg"),
                      line_items=[LineItem("Work", *map(Decimal, line))], discounts=list(discounts), invoice_number="A1",
                      issue_date=date(2026, 11, 2), service_date=date(2026, 11, 1))
    validate(invoice)
    tree = etree.fromstring(xml_bytes(invoice, calculate(invoice)))
    one = lambda name, parent="": [node.text for node in tree.iterfind(f".//{parent}{{*}}{name}")]
    print(f"{what}: {one('BilledQuantity')[0]} at {one('ChargeAmount')[0]}, allowances {' + '.join(one('ActualAmount')) or 'none'}, "
          f"total of allowances {one('AllowanceTotalAmount')[0]}, lines {one('LineTotalAmount')[0]}, "
          f"net {one('TaxBasisTotalAmount')[0]}, gross {one('GrandTotalAmount')[0]}")


percent = lambda value, **more: Discount(value=Decimal(value), reason="Discount", **more)
show("5 % of the invoice", ("1", "50.10"), percent("5", kind="invoice", tax_rate=Decimal(19)))
show("10 % and 5 % of a line", ("10", "100.00"), percent("10", kind="line", line_no=1), percent("5", kind="line", line_no=1))
show("small price", ("10000", "0.04955"))
PY
venv/bin/python write.py >seen
cat seen
diff - seen <<'WANT' || { echo "erechnung answers otherwise now: read this script again"; exit 1; }
5 % of the invoice: 1.0000 at 50.1000, allowances 2.50, total of allowances 2.51, lines 50.10, net 47.59, gross 56.63
10 % and 5 % of a line: 10.0000 at 100.0000, allowances 100.00 + 50.00, total of allowances 0.00, lines 855.00, net 855.00, gross 1017.45
small price: 10000.0000 at 0.0496, allowances none, total of allowances 0.00, lines 495.50, net 495.50, gross 589.65
WANT
