#!/usr/bin/env bash
# fatoora 3.0.3 (PyPI): the QR code of a Saudi invoice has the amounts of the invoice that was made after it, and too much tax.
#
# Expected: a simplified invoice carries a QR code with the seller (tag 1), the VAT number (2), the time (3), the total with VAT (4) and the VAT
#   (5). One Fatoora object is one invoice. total_amount is "with VAT"; where tax_amount is None the VAT is taken from it by vat_rates, 15 %: of
#   115.00 that is 15.00. A tax_amount of 0 is an export or another supply at zero.
# Happens: 1. all objects that are made without tags of their own share one: when a second invoice is made, the code of the first, its dict and
#      its hash are those of the second.
#   2. The rate is taken of the total with VAT: 17.25 instead of 15.00.
#   3. Zero counts as None: 15 % of the total.
# Why it matters: of a batch whose codes are written at the end every invoice has the amounts of the last, and who scans a code sees 15 % more tax
#   than is owed.
# Versions: fatoora 3.0.3, the newest, with uttlv 0.6.0, pydantic 1.10.24 and opencv-python-headless 4.11.0.86 for its opencv-python, Python 3.11.
#   Seen on 2026-11-30.
# Source: this run; ZATCA, "Security Features Implementation Standards" (QR code, tags 1 to 5); ZATCA on VAT (15 % since July
#   2020, exports at zero); the README of fatoora ("total with VAT", "Accept None value to get VAT auto from total_amount"). No
#   issue of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-deps fatoora==3.0.3 uttlv==0.6.0 pydantic==1.10.24 typing-extensions==4.15.0 \
    validators==0.18.2 decorator==5.1.1 six==1.16.0 qrcode==7.3.1 pillow==11.3.0 numpy==1.26.4 opencv-python-headless==4.11.0.86
cat > codes.py <<'PY'
from fatoora import Fatoora

SELLER = ("A seller", "300000000000003")


def show(title, invoice):
    content = invoice.dict()
    print(f"{title}: {content['invoice_date'][:10]}, {content['total_amount']} with {content['tax_amount']} of VAT")


first = Fatoora(*SELLER, "2026-11-27T10:00:00Z", 115.00, 15.00)
show("first of 115.00 with 15.00", first)
before = first.hash
second = Fatoora(*SELLER, "2026-11-28T11:00:00Z", 2300.00, 300.00)
show("second of 2300.00 with 300.00", second)
show("the first again", first)
print("the hash of the first is as it was:", first.hash == before)
show("115.00, VAT left to the package", Fatoora(*SELLER, "2026-11-27T10:00:00Z", 115.00))
show("115.00 at zero", Fatoora(*SELLER, "2026-11-27T10:00:00Z", 115.00, 0))
PY
venv/bin/python codes.py >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
first of 115.00 with 15.00: 2026-11-27, 115.0 with 15.0 of VAT
second of 2300.00 with 300.00: 2026-11-28, 2300.0 with 300.0 of VAT
the first again: 2026-11-28, 2300.0 with 300.0 of VAT
the hash of the first is as it was: False
115.00, VAT left to the package: 2026-11-27, 115.0 with 17.25 of VAT
115.00 at zero: 2026-11-27, 115.0 with 17.25 of VAT
WANT
