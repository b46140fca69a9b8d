#!/usr/bin/env bash
# upnqr 0.1.0 (PyPI): one amount in 22 is a cent less in the QR code of a Slovenian payment slip.
#
# Expected: line 9 of the code (Znesek) is the amount in cents, eleven digits: 1.15 euro are 00000000115. znesek of the package is a
#   number of euro.
# Happens: the amount times 100 is a binary fraction, and what is behind the point is cut: 1.15 is 114, 19.99 is 1998. Of the amounts from
#   0.01 to 1000.00 there are 4586 with a cent less, and none with one more. A Decimal, and text, are made a float first, and are no
#   better. The picture says the same, and its control sum (line 20), which counts characters, is right.
# Why it matters: the payer scans and confirms, the invoice stays open with one cent, and its reference and text are right.
# Versions: upnqr 0.1.0, the newest, with pydantic 2.12.5; zxing-cpp 2.3.0 reads the picture; as control upnqr-png 0.1.0, which takes whole
#   cents "to avoid floating point errors", Python 3.11. Seen on 2026-11-30.
# Source: this run; Združenje bank Slovenije, "Navodila za programerje UPN QR" (Znesek); the README of upnqr ("znesek = 42.00"). No issue
#   of it was found.
#
# Needs: python3 with venv, and a registry of Python packages. Fails if the package answers otherwise now. Both packages are called upnqr
# when they are imported.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check upnqr==0.1.0 pydantic==2.12.5 qrcodegen==1.8.0 pillow==11.3.0 numpy==2.2.6 zxing-cpp==2.3.0
python3 -m venv control
control/bin/pip install --quiet --disable-pip-version-check upnqr-png==0.1.0 qrcodegen==1.8.0 pillow==11.3.0
cat > write.py <<'PY'
import datetime
from decimal import Decimal
import PIL.Image
import upnqr
import zxingcpp


def slip(amount):
    return upnqr.Data(
        placnik=upnqr.Placnik(ime="Buyer", ulica="Ulica 1", kraj="1000 Ljubljana"),
        prejemnik=upnqr.Prejemnik(ime="Seller", ulica="Ulica 2", kraj="1000 Ljubljana", iban="SI56020170014356205"),
        znesek=amount, koda_namena="OTHR", namen_placila="Invoice 2026-17", rok_placila=datetime.date(2026, 12, 11), referenca="SI00202617")


def cents(amount):
    return upnqr.upn_string(slip(amount)).split("\n")[8]


def scanned(amount):
    picture = upnqr.to_pil(upnqr.make_from_data(slip(amount)), border=4).convert("L")
    size = picture.width * 8
    return zxingcpp.read_barcode(picture.resize((size, size), PIL.Image.Resampling.NEAREST)).text.split("\n")


for amount in 1.15, 19.99, Decimal("4.35"), "8.20", 42.00, 1234.56:
    lines = scanned(amount)
    print(f"{amount!r}: {cents(amount)}, in the picture {lines[8]}, {lines[15]}")
less = sum(int(cents(amount / 100)) == amount - 1 for amount in range(1, 100001))
right = sum(int(cents(amount / 100)) == amount for amount in range(1, 100001))
print(f"0.01 to 1000.00: a cent less {less}, right {right}")
PY
cat > control.py <<'PY'
from upnqr.upnqr import _format_due_cents
print("upnqr-png: 1.15:", _format_due_cents(115))
PY
{
    venv/bin/python -W ignore write.py
    control/bin/python control.py
} >seen
cat seen
diff - seen <<'WANT' || { echo "the package answers otherwise now: read this script again"; exit 1; }
1.15: 00000000114, in the picture 00000000114, SI00202617
19.99: 00000001998, in the picture 00000001998, SI00202617
Decimal('4.35'): 00000000434, in the picture 00000000434, SI00202617
'8.20': 00000000819, in the picture 00000000819, SI00202617
42.0: 00000004200, in the picture 00000004200, SI00202617
1234.56: 00000123456, in the picture 00000123456, SI00202617
0.01 to 1000.00: a cent less 4586, right 95414
upnqr-png: 1.15: 00000000115
WANT
