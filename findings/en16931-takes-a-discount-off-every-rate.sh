#!/usr/bin/env bash
# en16931 0.2 (PyPI): a discount lowers the taxable amount of every rate by its whole amount, and 1 % of tax is 100 %.
#
# Expected: EN 16931: the taxable amount of a category and rate is the sum of its lines less its own allowances (BR-S-08), and these
#   amounts together are the total without VAT; a discount of the document says of which category it is (BT-95). A percentage has
#   decimals (BT-94). A rate is any number: category M, the tax of Ceuta and Melilla, has 0.5 and 1 %. The package takes rates as 21 or
#   0.21 and says that taxes are equal by percentage, category and name.
# Happens: 1. 1000.00 at 21 % and 1000.00 at 10 % less 100.00 have taxable amounts of 900.00 each, 1800.00 of 1900.00: 279.00 of VAT
#      instead of 289.00 to 300.00, whichever rate the discount belongs to. A charge is counted twice in the same way.
#   2. What is not above 1 is a factor, also in XML that is read: 1 % of 1000.00 are 1000.00, 0.5 % are 500.00, and 2 % are 20.00. The XML
#      that the package writes for the factor 0.01 has 1 %, and is 100 % to from_xml.
#   3. A discount of 12.5 % is rounded to 12 %: 120.00 of 1000.00.
#   4. Equality leaves the category out: 1000.00 of S and 1000.00 of L, both at 7 %, have taxable amounts of 2000.00 each.
#   1 to 4 are in the XML that it writes.
# Why it matters: the seller declares another VAT than it owes, and the buyer pays another total.
# Versions: en16931 0.2, the newest, with py-money 0.5.0, Jinja2 3.1.6 and lxml 6.1.3, Python 3.11. Seen on 2026-11-29.
# Source: this run; EN 16931-1, BR-S-08, BG-20, BT-94, BT-95, BT-116, BT-119; the documentation of Tax and Invoice in the package. No issue of it
#   was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check en16931==0.2 py-money==0.5.0 Jinja2==3.1.6 lxml==6.1.3
cat > make.py <<'PY'
from lxml import etree
from en16931 import Entity, Invoice, InvoiceLine

party = Entity(name="Own", tax_scheme="VAT", tax_scheme_id="ES34626691F", country="ES", party_legal_entity_id="ES34626691F",
               registration_name="Own", mail="own@example.com", endpoint="ES34626691F", endpoint_scheme="ES:VAT",
               address="Street 1", postalzone="08080", city="Barcelona")


def show(name, *rates, from_xml=False, **more):
    invoice = Invoice(invoice_id="1", currency="EUR")
    invoice.seller_party = invoice.buyer_party = party
    invoice.issue_date, invoice.due_date = "2026-11-27", "2026-12-27"
    invoice.add_lines_from([InvoiceLine(quantity=1, unit_code="EA", price=1000, item_name="Work", currency="EUR", tax_percent=rate,
                                        tax_category=category) for category, rate in rates])
    for field, value in more.items():
        setattr(invoice, field, value)
    root = etree.fromstring(invoice.to_xml().strip().encode())

    def text(node, *names):
        return node.findtext("/".join(f"{{*}}{name}" for name in names))

    parts = sorted(f"{text(part, 'TaxCategory', 'ID')} {float(text(part, 'TaxCategory', 'Percent')):g} % of {text(part, 'TaxableAmount')}"
                   for part in root.iterfind(".//{*}TaxSubtotal"))
    total = root.find("{*}LegalMonetaryTotal")
    if from_xml:
        root.getroottree().write("invoice.xml")
        name += f", read again with a tax of {Invoice.from_xml('invoice.xml').tax_amount()}"
    print(f"{name}: net {text(total, 'TaxExclusiveAmount')}, {', '.join(parts)}, VAT {text(root, 'TaxTotal', 'TaxAmount')}, "
          f"to pay {text(total, 'PayableAmount')}")


show("two rates", ("S", 21), ("S", 10))
show("two rates, discount 100", ("S", 21), ("S", 10), discount_amount=100)
show("two rates, charge 100", ("S", 21), ("S", 10), charge_amount=100)
show("one rate, discount 100", ("S", 21), discount_amount=100)
show("one rate, discount 12.5 %", ("S", 21), discount_percent=12.5)
for rate in 2, 1, 0.5:
    show(f"category M at {rate}", ("M", rate))
show("category M at the factor 0.01", ("M", 0.01), from_xml=True)
show("S and L at 7", ("S", 7), ("L", 7))
PY
venv/bin/python make.py >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
two rates: net 2000.00, S 10 % of 1000.00, S 21 % of 1000.00, VAT 310.00, to pay 2310.00
two rates, discount 100: net 1900.00, S 10 % of 900.00, S 21 % of 900.00, VAT 279.00, to pay 2179.00
two rates, charge 100: net 2100.00, S 10 % of 1100.00, S 21 % of 1100.00, VAT 341.00, to pay 2441.00
one rate, discount 100: net 900.00, S 21 % of 900.00, VAT 189.00, to pay 1089.00
one rate, discount 12.5 %: net 880.00, S 21 % of 880.00, VAT 184.80, to pay 1064.80
category M at 2: net 1000.00, M 2 % of 1000.00, VAT 20.00, to pay 1020.00
category M at 1: net 1000.00, M 100 % of 1000.00, VAT 1000.00, to pay 2000.00
category M at 0.5: net 1000.00, M 50 % of 1000.00, VAT 500.00, to pay 1500.00
category M at the factor 0.01, read again with a tax of 1000.00: net 1000.00, M 1 % of 1000.00, VAT 10.00, to pay 1010.00
S and L at 7: net 2000.00, L 7 % of 2000.00, S 7 % of 2000.00, VAT 280.00, to pay 2280.00
WANT
