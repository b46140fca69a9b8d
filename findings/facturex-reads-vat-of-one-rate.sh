#!/usr/bin/env bash
# facturex 0.6.4 (PyPI): VAT of one rate only, or in another currency, is the VAT of the invoice, and prices below a cent are rounded.
#
# Expected: EN 16931 has one total of VAT in the currency of the invoice (BT-110), over all rates, and one in the currency of the tax
#   office (BT-111) where that differs; their order is free, currencyID tells which is which. A price (BT-146) may be for more than one
#   piece (BT-149) and has no limit of decimals. The net amount of a line is quantity times price, divided by that number.
# Happens: 1. write_ubl makes a TaxTotal of each rate, and parse reads the first: an invoice with 20 % and 5.5 % comes back from its own
#      file with 200.00 of VAT instead of 211.00. Only one TaxTotal may have subtotals (Peppol R053); its own validate says BR-CO-15.
#   2. In UBL and CII the first total is taken, whatever its currency: 184.00 euro are 184.00 dollars, also in the file of convert.
#   3. 12.00 for 100 pieces are 12.00 for one, here and in the file of convert; validate calls the right invoice wrong (FX-LINE-1).
#   4. write and build round prices to cents: 10000 at 0.0495 are written as 10000 at 0.05 with a net amount of 495.00.
# Why it matters: the buyer deducts another VAT than the seller declares, and a program that checks quantity times price refuses.
# Versions: facturex 0.6.4, the newest, with pydantic 2.14.4, Python 3.11. Seen on 2026-11-29.
# Source: this run; EN 16931-1, BT-110, BT-111, BT-146, BT-149, BR-CO-14; PEPPOL-EN16931-R053; the README: its limits name allowances
#   of the whole invoice (none is used here), and none of these. No issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check facturex==0.6.4 pydantic==2.14.4
cat > convert.py <<'PY'
import re
from decimal import Decimal
from facturex import Invoice, LineItem, parse_bytes, validate
from facturex.writers import cii, ubl


def invoice(*lines, **more):
    base = Invoice.exemple()
    base.lines = [LineItem(id=str(n), name="Line", unit_code="C62", vat_category="S", quantity=Decimal(quantity), unit_price=Decimal(price),
                           vat_rate=Decimal(rate)) for n, (quantity, price, rate) in enumerate(lines, start=1)]
    return base.model_copy(update=more)


def values(data, name):
    return " ".join(re.findall(rf"<(?:\w+:)?{name}[^>]*>([^<]*)", data.decode()))


def rules(one):
    return " ".join(sorted({finding.rule for finding in validate(one).findings if finding.severity == "error"})) or "none"


two = invoice(("10", "100.00", "20"), ("2", "100.00", "5.5"))
for writer in (cii, ubl):
    again = parse_bytes(writer.to_bytes(two))
    print(f"two rates, {writer.__name__[-3:]}: VAT {two.effective_total_vat()}, read again {again.total_vat}, errors {rules(again)}")

dollars = ubl.to_bytes(invoice(("10", "100.00", "20"), currency="USD")).decode()
other = re.search(r"<(\w+):TaxTotal>", dollars)
euro = f'<{other[1]}:TaxTotal><{{0}}:TaxAmount currencyID="EUR">184.00</{{0}}:TaxAmount></{other[1]}:TaxTotal>'.format(
    re.search(r"<(\w+):TaxAmount", dollars)[1])
for place, text in (("last", dollars.replace(f"<{other[1]}:LegalMonetaryTotal>", f"{euro}<{other[1]}:LegalMonetaryTotal>")),
                    ("first", dollars.replace(other[0], euro + other[0]))):
    read = parse_bytes(text.encode())
    print(f"euro {place}: VAT {read.total_vat} {read.currency}, gross {read.total_gross}, in CII {values(cii.to_bytes(read), 'TaxTotalAmount')}")

hundred = ubl.to_bytes(invoice(("1000", "12.00", "20"))).decode()
amount = re.search(r"</(\w+):PriceAmount>", hundred)
hundred = hundred.replace(amount[0], f'{amount[0]}<{amount[1]}:BaseQuantity unitCode="C62">100</{amount[1]}:BaseQuantity>')
for whole, part in (("12000.00", "120.00"), ("2400.00", "24.00"), ("14400.00", "144.00")):
    hundred = hundred.replace(f">{whole}<", f">{part}<")
read = parse_bytes(hundred.encode())
written = cii.to_bytes(read)
print(f"12.00 per 100: net {read.lines[0].net_amount}, in CII {values(written, 'BilledQuantity')} at {values(written, 'ChargeAmount')}"
      f" per {values(written, 'BasisQuantity') or 'piece'}, errors {rules(read)}")

small = invoice(("10000", "0.0495", "20"))
for writer, price in ((cii, "ChargeAmount"), (ubl, "PriceAmount")):
    print(f"10000 at 0.0495, {writer.__name__[-3:]}: price {values(writer.to_bytes(small), price)}, net {small.lines[0].effective_net_amount()}")
PY
venv/bin/python convert.py >seen
cat seen
diff - seen <<'WANT' || { echo "facturex answers otherwise now: read this script again"; exit 1; }
two rates, cii: VAT 211.00, read again 211.00, errors none
two rates, ubl: VAT 211.00, read again 200.00, errors BR-CO-15
euro last: VAT 200.00 USD, gross 1200.00, in CII 200.00
euro first: VAT 184.00 USD, gross 1200.00, in CII 184.00
12.00 per 100: net 120.00, in CII 1000 at 12.00 per piece, errors FX-LINE-1
10000 at 0.0495, cii: price 0.05, net 495.00
10000 at 0.0495, ubl: price 0.05, net 495.00
WANT
